package brief

import (
	"slices"
	"strings"
	"unicode"

	"github.com/kithgraph/kith/graph"
)

// Document is a short text with headings, lists and tables. Make one with
// [Handover] or [MoveCard]; it does not change.
type Document struct {
	title  string
	blocks []block
}

// block is one part of a document; one of its fields is set.
type block struct {
	Heading    string
	Subheading string
	Paragraph  *line
	List       []line
	Columns    []string // of a table
	Rows       [][]line
}

// line is a sentence or less, with the ids of the records that say so.
type line struct {
	Text string
	IDs  []string
}

// say makes a line; ids that are empty, and those that were there before, count
// for nothing.
func say(text string, records ...graph.ID) line {
	l := line{Text: clean(text)}
	for _, id := range records {
		if id != "" && !slices.Contains(l.IDs, string(id)) {
			l.IDs = append(l.IDs, string(id))
		}
	}
	return l
}

func (d *Document) heading(text string) { d.blocks = append(d.blocks, block{Heading: clean(text)}) }

func (d *Document) paragraph(l line) { d.blocks = append(d.blocks, block{Paragraph: &l}) }

// list adds a list below a subheading, or below what is there without one;
// nothing when it is empty.
func (d *Document) list(subheading string, items []line) {
	if len(items) == 0 {
		return
	}
	if subheading != "" {
		d.blocks = append(d.blocks, block{Subheading: clean(subheading)})
	}
	d.blocks = append(d.blocks, block{List: items})
}

// table adds a table below a subheading; nothing when it has no rows.
func (d *Document) table(subheading string, columns []string, rows [][]line) {
	if len(rows) > 0 {
		d.blocks = append(d.blocks, block{Subheading: subheading}, block{Columns: columns, Rows: rows})
	}
}

// clean returns s as one line: white space becomes single spaces, and what cannot
// be seen goes, such as controls and marks that turn the writing direction. The
// joiners that Persian, Indic scripts and emoji need stay.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case r == '\u200C', r == '\u200D':
			return r
		case unicode.Is(unicode.C, r), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}
