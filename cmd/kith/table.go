package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// table is the tabular form of an answer.
type table struct {
	title   string     // one line above the table
	columns []string   // headers
	rows    [][]string // the last cell of a row may have several lines
	notes   []string   // lines below, such as data issues

	// What CSV shows instead, when not nil.
	csvColumns []string
	csvRows    [][]string
}

// The output formats of a report.
const (
	formatTable = "table"
	formatJSON  = "json"
	formatCSV   = "csv"

	formatMarkdown = "markdown" // of what has a document
	formatHTML     = "html"
)

// write prints an answer: the table aligned or as CSV, the whole report as JSON,
// or the document.
func (ans *answer) write(w io.Writer, format string) error {
	formats := "table, json or csv"
	switch format {
	case formatTable:
		return ans.table.align(w)
	case formatCSV:
		return ans.table.csv(w)
	case formatJSON:
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		return enc.Encode(lowerKeys(ans.report))
	}
	if ans.document != nil {
		formats = "table, json, csv, markdown or html"
		switch format {
		case formatMarkdown:
			_, err := w.Write(ans.document.Markdown())
			return err
		case formatHTML:
			_, err := w.Write(ans.document.HTML())
			return err
		}
	}
	return &exitError{exitUsage, fmt.Errorf("--format %q: %s is wanted", format, formats)}
}

// maxCell is the width at which a cell of an aligned table is cut; the last
// column is never cut.
const maxCell = 44

// align prints the table with columns of equal width.
func (t *table) align(w io.Writer) error {
	var b strings.Builder
	if t.title != "" {
		b.WriteString(plain(t.title) + "\n\n")
	}
	if len(t.rows) == 0 {
		b.WriteString("(none)\n")
	} else {
		widths := make([]int, len(t.columns))
		rows := append([][]string{t.columns}, t.rows...)
		for i, row := range rows {
			cells := make([]string, len(row))
			for j, cell := range row {
				cell = plain(cell)
				if j < len(row)-1 {
					cell = cut(cell, maxCell)
				}
				cells[j] = cell
				widths[j] = max(widths[j], cellWidth(cell))
			}
			rows[i] = cells
		}
		for _, row := range rows {
			line, indent := "", 0
			for j, cell := range row {
				if j == len(row)-1 {
					cell = strings.ReplaceAll(cell, "\n", "\n"+strings.Repeat(" ", indent))
				}
				line += cell
				if j < len(row)-1 {
					line += strings.Repeat(" ", widths[j]-cellWidth(cell)+2)
					indent += widths[j] + 2
				}
			}
			b.WriteString(strings.TrimRight(line, " ") + "\n")
		}
	}
	if len(t.notes) > 0 {
		b.WriteByte('\n')
	}
	for _, n := range t.notes {
		b.WriteString(plain(n) + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// csv prints the table as CSV. A cell that a spreadsheet would take for a
// formula gets an apostrophe before it.
func (t *table) csv(w io.Writer) error {
	out := csv.NewWriter(w)
	columns, rows := t.columns, t.rows
	if t.csvColumns != nil {
		columns, rows = t.csvColumns, t.csvRows
	}
	if err := out.Write(columns); err != nil {
		return err
	}
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, c := range row {
			if c != "" && strings.ContainsRune("=+-@\t\r", rune(c[0])) {
				c = "'" + c
			}
			cells[i] = c
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// plain returns s as it may go to a terminal: characters that control it or
// turn the writing direction become a replacement character, but for line
// breaks.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case unicode.IsControl(r), r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0x200E, r == 0x200F:
			return '\uFFFD'
		}
		return r
	}, s)
}

// cellWidth returns how many columns of a terminal s takes.
func cellWidth(s string) int {
	n := 0
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}

func runeWidth(r rune) int {
	if unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r) || r == 0x200D {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// cut shortens s to at most n columns, with an ellipsis where it was longer.
func cut(s string, n int) string {
	if cellWidth(s) <= n {
		return s
	}
	used := 0
	for i, r := range s {
		if used += runeWidth(r); used > n-1 {
			return s[:i] + "…"
		}
	}
	return s
}
