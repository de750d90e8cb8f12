package sheet

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/emersion/go-vcard"
)

// cardColumns are the columns under which the cards of a vCard file are read.
// Several values of a column are divided by "; ".
var cardColumns = []string{
	"VERSION", "KIND", "UID", "FN", "FAMILY", "GIVEN", "ADDITIONAL", "PREFIX", "SUFFIX", "ORG", "UNIT", "TITLE", "ROLE",
	"EMAIL", "TEL", "URL", "LOCALITY", "COUNTRY", "TZ", "LANG", "NOTE", "MANAGER", "ASSISTANT", "OTHER",
}

// cards opens a vCard file: a card is a row.
func cards(open Opener, cs charset, o Options) ([]*Sheet, *Problem, error) {
	s := &Sheet{Cards: true, Head: []Record{{cardColumns, 1}}, open: open}
	if cs.decoder != nil {
		s.Dialect = cs.name
	}
	s.read = func(r io.Reader) (Rows, error) {
		return &cardRows{in: bufio.NewReaderSize(cs.reader(r), 64<<10), limits: o.Limits}, nil
	}
	return []*Sheet{s}, nil, nil
}

// cardRows reads cards one after the other. Photos, sounds and keys are left out
// as they are read; what else a card holds is bounded by Limits.Line.
type cardRows struct {
	in     *bufio.Reader
	limits Limits
	line   int
	rows   int
	begun  bool // the header was returned
	ended  bool
	again  int // line of a BEGIN:VCARD that cut off the card before; 0 for none
}

// Next returns the next card and the line on which it begins; see [Rows].
func (c *cardRows) Next() ([]string, int, *Problem, error) {
	if !c.begun {
		c.begun = true
		return cardColumns, 1, nil, nil
	}
	if c.ended {
		return nil, 0, nil, io.EOF
	}
	text, begin, p, err := c.card()
	if err != nil || p != nil {
		return nil, begin, p, err
	}
	if c.rows++; c.rows > c.limits.Rows {
		c.ended = true
		return nil, begin, &Problem{Line: begin, Rule: "too-many-rows", Reason: fmt.Sprintf("the file has more than %d cards; split it", c.limits.Rows), File: true}, nil
	}
	fields, p := cardFields(text)
	if p != nil {
		p.Line = begin
		return nil, begin, p, nil
	}
	for i, f := range fields {
		if len(f) > c.limits.Field {
			return nil, begin, &Problem{Line: begin, Field: i + 1, Value: Shown(f), Rule: "field-too-long", Reason: fmt.Sprintf("the field is longer than %d bytes", c.limits.Field)}, nil
		}
		fields[i] = strings.ToValidUTF8(strings.ReplaceAll(f, "\x00", ""), "\ufffd")
	}
	return fields, begin, nil, nil
}

// card returns the next card with its folded lines joined, and its first line.
func (c *cardRows) card() (text []byte, begin int, p *Problem, err error) {
	var out bytes.Buffer
	dropped, tooLong := false, false
	if c.again > 0 {
		begin, c.again = c.again, 0
		out.WriteString("BEGIN:VCARD\n")
	}
	for {
		l, err := c.physical()
		if errors.Is(err, io.EOF) {
			c.ended = true
			if begin == 0 {
				return nil, 0, nil, io.EOF
			}
			return nil, begin, &Problem{Line: begin, Rule: "vcard", Reason: "the card has no END:VCARD; the file was cut off"}, nil
		}
		if err != nil {
			return nil, begin, nil, err
		}
		folded := len(l) > 0 && (l[0] == ' ' || l[0] == '\t')
		name := strings.ToUpper(string(l[:min(len(l), 40)]))
		switch {
		case begin == 0 && !strings.HasPrefix(name, "BEGIN:VCARD"):
			if len(bytes.TrimSpace(l)) > 0 {
				return nil, c.line, &Problem{Line: c.line, Value: Shown(string(l)), Rule: "vcard", Reason: "the line stands outside a card"}, nil
			}
			continue
		case begin == 0:
			begin = c.line
		case strings.HasPrefix(name, "BEGIN:VCARD") && !folded:
			c.again = c.line
			return nil, begin, &Problem{Line: begin, Rule: "vcard", Reason: fmt.Sprintf("the card has no END:VCARD before the next begins in line %d", c.line)}, nil
		case folded && dropped:
			continue
		case folded:
			l = l[1:]
			out.Truncate(out.Len() - 1)
		default:
			dropped = bulky(name)
			if dropped {
				continue
			}
		}
		if tooLong = tooLong || out.Len()+len(l) > c.limits.Line; !tooLong {
			out.Write(l)
		}
		if !tooLong || out.Len() == 0 || out.Bytes()[out.Len()-1] != '\n' {
			out.WriteByte('\n')
		}
		if strings.HasPrefix(name, "END:VCARD") && !folded {
			if tooLong {
				return nil, begin, &Problem{Line: begin, Rule: "line-too-long", Reason: fmt.Sprintf("the card is longer than %d bytes; it was skipped", c.limits.Line)}, nil
			}
			return out.Bytes(), begin, nil, nil
		}
	}
}

// bulky reports whether a line begins a property whose value is a file.
func bulky(name string) bool {
	if i := strings.IndexAny(name, ".:;"); i >= 0 && name[i] == '.' {
		name = name[i+1:]
	}
	for _, p := range []string{"PHOTO", "LOGO", "SOUND", "KEY"} {
		if rest, ok := strings.CutPrefix(name, p); ok && strings.HasPrefix(rest, ":") || ok && strings.HasPrefix(rest, ";") {
			return true
		}
	}
	return false
}

// physical returns the next line without its end, cut off above Limits.Line.
func (c *cardRows) physical() ([]byte, error) {
	var out []byte
	for {
		part, err := c.in.ReadSlice('\n')
		if len(out) <= c.limits.Line {
			out = append(out, part...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if len(out) > 0 {
			c.line++
			if errors.Is(err, io.EOF) {
				err = nil // the end comes with the next call
			}
		}
		return bytes.TrimRight(bytes.TrimPrefix(out, []byte("\xef\xbb\xbf")), "\r\n"), err
	}
}

// cardFields reads a card into the fields of cardColumns.
func cardFields(text []byte) ([]string, *Problem) {
	card, err := vcard.NewDecoder(bytes.NewReader(text)).Decode()
	if err != nil {
		return nil, &Problem{Rule: "vcard", Reason: "the card cannot be read: " + Shown(err.Error())}
	}
	if v := card.Value(vcard.FieldVersion); v != "3.0" && v != "4.0" {
		return nil, &Problem{Rule: "vcard", Value: Shown(v), Reason: "the card is neither of version 3.0 nor 4.0; export it as one of them"}
	}
	out := make([]string, len(cardColumns))
	set := func(column string, values ...string) {
		var kept []string
		for _, v := range values {
			v = strings.TrimSpace(strings.NewReplacer(`\;`, ";", `\:`, ":", `\N`, "\n").Replace(v))
			if v != "" && !slices.Contains(kept, v) {
				kept = append(kept, v)
			}
		}
		out[slices.Index(cardColumns, column)] = strings.Join(kept, "; ")
	}
	for _, name := range []string{"VERSION", "KIND", "UID", "FN", "TITLE", "ROLE", "TZ", "NOTE"} {
		set(name, card.PreferredValue(name))
	}
	if f := card.Preferred(vcard.FieldName); f != nil {
		parts := structured(f.Value)
		for i, column := range []string{"FAMILY", "GIVEN", "ADDITIONAL", "PREFIX", "SUFFIX"} {
			if i < len(parts) {
				set(column, strings.ReplaceAll(parts[i], ",", " "))
			}
		}
	}
	if f := card.Preferred(vcard.FieldOrganization); f != nil {
		parts := structured(f.Value)
		set("ORG", parts[0])
		set("UNIT", strings.Join(parts[1:], " / "))
	}
	set("EMAIL", preferredFirst(card, vcard.FieldEmail)...)
	set("TEL", preferredFirst(card, vcard.FieldTelephone)...)
	set("URL", append(preferredFirst(card, vcard.FieldURL), preferredFirst(card, "X-SOCIALPROFILE")...)...)
	set("LANG", preferredFirst(card, vcard.FieldLanguage)...)
	if f := card.Preferred(vcard.FieldAddress); f != nil {
		if parts := structured(f.Value); len(parts) == 7 {
			set("LOCALITY", parts[3])
			set("COUNTRY", parts[6])
		}
	}
	for column, names := range map[string][]string{"MANAGER": {"X-MANAGER", "X-MS-MANAGER", "X-EVOLUTION-MANAGER"}, "ASSISTANT": {"X-ASSISTANT", "X-MS-ASSISTANT", "X-EVOLUTION-ASSISTANT"}} {
		for _, name := range names {
			if v := card.Value(name); v != "" {
				set(column, v)
				break
			}
		}
	}
	var other []string
	for name := range card {
		if !slices.Contains(readOfCards, name) {
			other = append(other, name)
		}
	}
	slices.Sort(other)
	set("OTHER", other...)
	return out, nil
}

// readOfCards are the properties that cardFields takes.
var readOfCards = []string{
	"VERSION", "KIND", "UID", "FN", "N", "TITLE", "ROLE", "TZ", "NOTE", "ORG", "EMAIL", "TEL", "URL", "LANG", "ADR", "X-SOCIALPROFILE",
	"X-MANAGER", "X-MS-MANAGER", "X-EVOLUTION-MANAGER", "X-ASSISTANT", "X-MS-ASSISTANT", "X-EVOLUTION-ASSISTANT", "PRODID", "REV",
}

// preferredFirst returns the values of a property, the preferred one first.
func preferredFirst(card vcard.Card, name string) []string {
	var out []string
	if f := card.Preferred(name); f != nil {
		out = append(out, f.Value)
	}
	for _, f := range card[name] {
		out = append(out, f.Value)
	}
	return out
}

// structured splits a value at its semicolons, but for those that are quoted
// by a backslash.
func structured(v string) []string {
	var out []string
	from := 0
	for i := 0; i < len(v); i++ {
		switch v[i] {
		case '\\':
			i++
		case ';':
			out = append(out, v[from:i])
			from = i + 1
		}
	}
	return append(out, v[from:])
}
