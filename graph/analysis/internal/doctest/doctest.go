// Package doctest holds the tables of docs/analyses.md against the code.
package doctest

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Document is docs/analyses.md as its tables.
type Document struct {
	Tables map[string][][]string // the rows below each header
}

// Read reads the tables; root is where the repository is.
func Read(t *testing.T, root string) Document {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "docs/analyses.md"))
	if err != nil {
		t.Fatal(err)
	}
	d := Document{map[string][][]string{}}
	head := ""
	for _, line := range strings.Split(string(text), "\n") {
		inside, is := strings.CutPrefix(line, "|")
		switch {
		case !is:
			head = ""
		case head == "":
			head = line
		case !strings.HasPrefix(inside, "---"):
			var row []string
			for _, cell := range strings.Split(strings.TrimSuffix(inside, "|"), "|") {
				row = append(row, strings.TrimSpace(cell))
			}
			d.Tables[head] = append(d.Tables[head], row)
		}
	}
	return d
}

// Hold holds the tables of a header against rows, each named by its first cells: as
// many as keys says. What stands in further cells than a row has is prose.
func (d Document) Hold(t *testing.T, header string, keys int, want [][]string) {
	t.Helper()
	rows, there := d.Tables[header]
	if !there {
		t.Errorf("docs/analyses.md has no table %s", header)
		return
	}
	name := func(row []string) string { return strings.Join(row[:min(keys, len(row))], " | ") }
	for _, w := range want {
		var found [][]string
		for _, row := range rows {
			if name(row) == name(w) {
				found = append(found, row)
			}
		}
		switch {
		case len(found) == 0:
			t.Errorf("docs/analyses.md, table %s: no row %q; the code says | %s |", header, name(w), strings.Join(w, " | "))
		case len(found) > 1:
			t.Errorf("docs/analyses.md, table %s: %d rows %q", header, len(found), name(w))
		case len(found[0]) < len(w) || !slices.Equal(found[0][:len(w)], w):
			t.Errorf("docs/analyses.md, table %s: row %q is | %s |; the code says | %s |", header, name(w), strings.Join(found[0], " | "), strings.Join(w, " | "))
		}
	}
	for _, row := range rows {
		if !slices.ContainsFunc(want, func(w []string) bool { return name(w) == name(row) }) {
			t.Errorf("docs/analyses.md, table %s: row %q is of nothing in the code", header, name(row))
		}
	}
}

// Decimal writes a number as the tables do.
func Decimal(x float64) string {
	if x == 1.0/3 {
		return "1/3"
	}
	return strings.Replace(strconv.FormatFloat(x, 'g', -1, 64), "-", "−", 1)
}
