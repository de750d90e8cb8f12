package importer

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/kithgraph/kith/internal/folding"
	"github.com/kithgraph/kith/internal/sheet"
)

// parseTargets reads the columns of docs/import.md that a column of a file
// means: "people.name; positions.person_name". Nothing is a column that is left out.
func parseTargets(s string) ([]Target, error) {
	var out []Target
	for _, word := range list(s) {
		table, name, _ := strings.Cut(word, ".")
		t := tableNamed(table)
		if t == nil {
			return nil, fmt.Errorf("%q is no column of docs/import.md; write a file and a column, such as people.name", shown(word))
		}
		if !slices.ContainsFunc(t.columns, func(c column) bool { return c.name == name }) {
			return nil, fmt.Errorf("%s.csv has no column %q", t.name, shown(name))
		}
		out = append(out, Target{t.name, name})
	}
	return out, nil
}

// mapped makes sources of a sheet whose columns the mapping names: of each table
// of which it names all that the table needs. Several columns that mean one are
// joined. A company that a list of people names is only added where it is not known.
func (im *importer) mapped(name string, s *sheet.Sheet) []source {
	if len(im.options.Mapping.Columns) == 0 {
		return nil
	}
	for i, head := range s.Head {
		from := map[Target][]int{}
		for f, h := range head.Fields {
			for _, t := range im.options.Mapping.Columns[folding.Fold(h)] {
				from[t] = append(from[t], f)
			}
		}
		var out []source
		for _, t := range tables {
			at := make([]int, len(t.columns))
			m := &mappedRows{header: head.Fields}
			for c, col := range t.columns {
				at[c] = -1
				if fields := from[Target{t.name, col.name}]; len(fields) > 0 {
					at[c] = len(m.columns)
					m.columns, m.from = append(m.columns, col.name), append(m.from, fields)
					m.names = append(m.names, shown(strings.TrimSpace(head.Fields[fields[0]])))
				}
			}
			if len(m.columns) == 0 || t.missing(at) != "" {
				continue
			}
			out = append(out, source{name: name, table: t, open: func() (sheet.Rows, io.Closer, error) {
				in, closer, err := s.From(i)
				return &mappedRows{in: in, header: m.header, columns: m.columns, from: m.from, names: m.names}, closer, err
			}})
		}
		if len(out) > 0 {
			out[0].soft = out[0].table.name == "organizations" && len(out) > 1
			return out
		}
	}
	return nil
}

// mappedRows are the rows of a file under the columns of a table.
type mappedRows struct {
	in      sheet.Rows
	header  []string // of the file
	columns []string // of the table
	from    [][]int  // fields of the file, by column
	names   []string // of those fields
	begun   bool
	fields  []string
}

// Names returns the columns of the file from which the fields come.
func (m *mappedRows) Names() []string { return m.names }

// Header returns the columns of the file.
func (m *mappedRows) Header() []string { return m.header }

// Next returns the next row; see [sheet.Rows].
func (m *mappedRows) Next() ([]string, int, *sheet.Problem, error) {
	fields, line, p, err := m.in.Next()
	if err != nil || p != nil {
		return nil, line, p, err
	}
	if !m.begun {
		m.begun = true
		return m.columns, line, nil, nil
	}
	m.fields = m.fields[:0]
	for _, from := range m.from {
		var parts []string
		for _, f := range from {
			if v := strings.TrimSpace(fields[f]); v != "" {
				parts = append(parts, v)
			}
		}
		m.fields = append(m.fields, strings.Join(parts, " "))
	}
	return m.fields, line, nil, nil
}

// MapColumns writes the beginning of a mapping file for a file that kith does
// not know: each column of its header, with what it may mean by its name. A
// person puts it right.
func MapColumns(f File, encoding string) ([]byte, error) {
	sheets, p, err := sheet.Open(sheet.Opener(f.Opener), sheet.Options{Encoding: encoding})
	if err != nil {
		return nil, fmt.Errorf("import %s: %w", f.Name, err)
	}
	if p != nil {
		return nil, fmt.Errorf("%s", problemOf(f.Name, nil, p))
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.Write([]string{"what", "from", "to"})
	seen := map[string]bool{}
	for _, s := range sheets {
		at := s.Header()
		if at == len(s.Head) {
			continue
		}
		for _, h := range s.Head[at].Fields {
			if word := folding.Fold(h); word != "" && !seen[word] {
				seen[word] = true
				w.Write([]string{"column", strings.TrimSpace(h), strings.Join(guesses(word), "; ")})
			}
		}
	}
	w.Flush()
	if len(seen) == 0 {
		return nil, fmt.Errorf("%s has no header row", shown(f.Name))
	}
	return out.Bytes(), nil
}

// guesses returns what a folded column may mean in the three files that make a chart.
func guesses(word string) []string {
	var out []string
	for _, t := range tables[:3] {
		for _, c := range t.columns {
			if folding.Fold(c.name) == word || slices.Contains(c.aliases, word) {
				out = append(out, t.name+"."+c.name)
			}
		}
	}
	return out
}
