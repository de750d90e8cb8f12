package paste

import (
	"bufio"
	"strings"
	"unicode/utf8"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/internal/sheet"
)

// The limits of a pasted text.
const (
	MaxBytes = 256 << 10
	MaxRows  = 1000
)

// Kind is what a pasted text is.
type Kind string

// The kinds of text.
const (
	Table     Kind = "TABLE"     // rows below a header
	Cards     Kind = "CARDS"     // vCard
	Addresses Kind = "ADDRESSES" // Name <mail>, several of them
	Signature Kind = "SIGNATURE" // of one person, below a mail
)

// Text is what a pasted text holds.
type Text struct {
	Kind Kind
	Rows []Entry
	Left []Left // what was not taken, by line
}

// Entry is one person of a pasted text. What the text does not say is empty.
type Entry struct {
	Line         int // on which it begins, from 1
	Name         string
	Title        string
	Department   string
	Organization string
	Manager      string   // a name
	Emails       []string // the first is the current one
	Phones       []string // which kith does not keep
	Links        []string // to profiles
	Website      string   // of the organization
	Location     string   // an address, or a city
	Notes        string
}

// Left is a part of a text that was not taken, and why.
type Left struct {
	Line int
	Text string // shortened
	Why  string
}

// Read reads a pasted text. A text that is none of the kinds, or that names nobody,
// is an error of kind [graph.ErrInvalid] and the rule paste, which says what was
// wanted.
func Read(text string) (*Text, error) {
	switch {
	case len(text) > MaxBytes:
		return nil, refuse("the text has %d bytes; at most %d are taken; import it as a file", len(text), MaxBytes)
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		return nil, refuse("the text is not UTF-8; import it as a file")
	case strings.TrimSpace(text) == "":
		return nil, refuse("the text is empty; paste %s", wanted)
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u00a0", " ", "\u2028", "\n").Replace(strings.TrimPrefix(text, "\ufeff"))
	t, err := readCards(text)
	if t == nil && err == nil {
		t, err = readAddresses(text), nil
	}
	if t == nil && err == nil {
		t, err = readTable(text)
	}
	if t == nil && err == nil {
		t, err = readSignature(text)
	}
	switch {
	case err != nil:
		return nil, err
	case len(t.Rows) == 0 && len(t.Left) > 0:
		return nil, refuse("the text names nobody; in line %d %q: %s", t.Left[0].Line, t.Left[0].Text, t.Left[0].Why)
	case len(t.Rows) == 0:
		return nil, refuse("the text names nobody; paste %s", wanted)
	case len(t.Rows) > MaxRows:
		return nil, refuse("the text names %d people; at most %d are taken; import it as a file", len(t.Rows), MaxRows)
	}
	return t, nil
}

const wanted = "a table with a header line (name, title, company, email), the signature of a mail, a list such as Name <mail>, or vCard"

func refuse(format string, args ...any) error { return graph.Invalid("paste", nil, format, args...) }

func (t *Text) leave(line int, text, why string) {
	t.Left = append(t.Left, Left{Line: line, Text: sheet.Shown(strings.TrimSpace(text)), Why: why})
}

// line is a line of a text with its number.
type line struct {
	n    int
	text string
}

// linesOf returns the lines of a text that are not blank, trimmed.
func linesOf(text string) []line {
	var out []line
	s := bufio.NewScanner(strings.NewReader(text))
	s.Buffer(nil, MaxBytes+1)
	for n := 1; s.Scan(); n++ {
		if l := strings.TrimSpace(s.Text()); l != "" {
			out = append(out, line{n, l})
		}
	}
	return out
}

// clean makes one line of a value.
func clean(s string) string { return strings.Join(strings.Fields(s), " ") }
