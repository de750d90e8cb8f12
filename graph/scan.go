package graph

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ParseChanges reads a JSON array of changes, each as [Change.AppendJSON] writes it, an
// empty array for none. It refuses unknown kinds and properties, dates
// out of range, names that stand twice and what is not JSON in UTF-8; the invariants are
// checked elsewhere. Cost: linear, about a microsecond for a change.
func ParseChanges(text string) ([]Change, error) {
	var changes []Change
	err := parse(text, func(s *scanner) error {
		return s.list(func() error {
			changes = append(changes, Change{})
			return s.change(&changes[len(changes)-1])
		})
	})
	if err != nil {
		return nil, err
	}
	return changes, nil
}

// UnmarshalJSON reads the portable form, as [ParseChanges] does.
func (c *Change) UnmarshalJSON(data []byte) error {
	var read Change
	if err := parse(string(data), func(s *scanner) error { return s.change(&read) }); err != nil {
		return err
	}
	*c = read
	return nil
}

// UnmarshalJSON reads the portable form. It refuses unknown kinds and
// properties and dates out of range; the invariants are checked elsewhere.
func (e *Element) UnmarshalJSON(data []byte) error {
	var read Element
	if err := parse(string(data), func(s *scanner) error { return s.element(&read) }); err != nil {
		return err
	}
	*e = read
	return nil
}

// parse has read read all of data, which must be UTF-8.
func parse(data string, read func(*scanner) error) error {
	s := scanner{data: data}
	if !utf8.ValidString(data) {
		return Invalid("json", nil, "this is not valid UTF-8")
	}
	if err := read(&s); err != nil {
		return err
	}
	s.space()
	if s.pos != len(s.data) {
		return s.fail("something stands after the end")
	}
	return nil
}

// scanner reads the JSON of changes, elements and properties, whose names and kinds
// it expects; anything else is an error.
type scanner struct {
	data string
	pos  int
	last ID // that was read
}

func (s *scanner) fail(format string, args ...any) error {
	return Invalid("json", nil, "at byte %d: %s", s.pos, fmt.Sprintf(format, args...))
}

func (s *scanner) space() {
	for s.pos < len(s.data) && (s.data[s.pos] == ' ' || s.data[s.pos] == '\t' || s.data[s.pos] == '\n' || s.data[s.pos] == '\r') {
		s.pos++
	}
}

func (s *scanner) take(c byte) bool {
	s.space()
	if s.pos < len(s.data) && s.data[s.pos] == c {
		s.pos++
		return true
	}
	return false
}

// object reads an object, calling field after each name and colon; field must read the
// value, and must not keep the name.
func (s *scanner) object(field func(name string) error) error {
	if !s.take('{') {
		return s.fail("an object was wanted")
	}
	if s.take('}') {
		return nil
	}
	for {
		name, err := s.text()
		if err != nil {
			return err
		}
		if !s.take(':') {
			return s.fail("a colon was wanted")
		}
		if err := field(name); err != nil {
			return err
		}
		if s.take(',') {
			continue
		}
		if s.take('}') {
			return nil
		}
		return s.fail("a comma or a closing brace was wanted")
	}
}

// list reads a list, calling entry for each entry, which must read it.
func (s *scanner) list(entry func() error) error {
	if !s.take('[') {
		return s.fail("a list was wanted")
	}
	if s.take(']') {
		return nil
	}
	for {
		if err := entry(); err != nil {
			return err
		}
		if s.take(',') {
			continue
		}
		if s.take(']') {
			return nil
		}
		return s.fail("a comma or a closing bracket was wanted")
	}
}

// text reads a string. What it returns may lie in data; whoever keeps it makes a copy.
func (s *scanner) text() (string, error) {
	if !s.take('"') {
		return "", s.fail("a string was wanted")
	}
	start := s.pos
	for s.pos < len(s.data) {
		switch c := s.data[s.pos]; {
		case c == '"':
			s.pos++
			return s.data[start : s.pos-1], nil
		case c == '\\' || c < ' ':
			return s.escaped(start)
		default:
			s.pos++
		}
	}
	return "", s.fail("a string does not end")
}

// escaped finds the end of a string with escapes and has encoding/json read it.
func (s *scanner) escaped(start int) (string, error) {
	for i := s.pos; i < len(s.data); i++ {
		switch s.data[i] {
		case '\\':
			i++
		case '"':
			var out string
			if err := json.Unmarshal([]byte(s.data[start-1:i+1]), &out); err != nil {
				return "", s.fail("%v", err)
			}
			s.pos = i + 1
			return out, nil
		}
	}
	return "", s.fail("a string does not end")
}

// id returns a copy of an ID; a change says its own two or three times.
func (s *scanner) id(text string) ID {
	if string(s.last) != text {
		s.last = ID(strings.Clone(text))
	}
	return s.last
}

// once refuses a name that stands twice. A name's number is below 64.
func (s *scanner) once(seen *uint64, number uint8, name string) error {
	if *seen&(1<<number) != 0 {
		return s.fail("%s stands twice", Quote(name))
	}
	*seen |= 1 << number
	return nil
}

func (s *scanner) change(c *Change) error {
	var seen uint64
	return s.object(func(name string) error {
		var number uint8
		var to **Element
		switch name {
		case "id":
		case "before":
			number, to = 1, &c.Before
		case "after":
			number, to = 2, &c.After
		default:
			return s.fail("a change has no %s", Quote(name))
		}
		if err := s.once(&seen, number, name); err != nil {
			return err
		}
		if to == nil {
			text, err := s.text()
			c.ID = s.id(text)
			return err
		}
		*to = new(Element)
		return s.element(*to)
	})
}

func (s *scanner) element(e *Element) error {
	var seen uint64
	err := s.object(func(name string) error {
		var number uint8
		var id *ID
		var day *Date
		switch name {
		case "kind":
		case "id":
			number, id = 1, &e.ID
		case "src":
			number, id = 2, &e.Src
		case "dst":
			number, id = 3, &e.Dst
		case "from":
			number, day = 4, &e.From
		case "to":
			number, day = 5, &e.To
		case "props":
			number = 6
		default:
			return s.fail("a fact has no %s", Quote(name))
		}
		if err := s.once(&seen, number, name); err != nil {
			return err
		}
		var err error
		if number == 6 {
			if e.Kind == "" {
				return s.fail("the kind must come before the properties")
			}
			e.Props, err = s.props(e.Kind)
			return err
		}
		text, err := s.text()
		if err != nil {
			return err
		}
		switch {
		case id != nil:
			*id = s.id(text)
		case day != nil:
			*day, err = ParseDate(text)
		default:
			p := planOfKind[Kind(text)]
			if p == nil {
				return Invalid("kind", nil, "%s is not a kind of this version", Quote(text))
			}
			e.Kind = p.kind
		}
		return err
	})
	if err == nil && e.Kind == "" {
		return s.fail("a fact needs a kind")
	}
	return err
}

// props reads the properties of a fact of kind k.
func (s *scanner) props(k Kind) (Props, error) {
	p := planOfKind[k]
	if p == nil {
		return "", Invalid("kind", nil, "%s is not a kind of this version", Quote(string(k)))
	}
	var buf [256]byte
	b, last := buf[:0], -1
	sorted := true
	var seen [256]bool
	err := s.object(func(name string) error {
		num, ok := propNumber[name]
		if !ok || p.byNum[num] == 0 {
			return Invalid("property", nil, "%s has no property %s", k, Quote(name))
		}
		slot := p.byNum[num]
		if seen[slot] {
			return Invalid("property", nil, "property %s stands twice", Quote(name))
		}
		seen[slot] = true
		if int(num) < last {
			sorted = false
		}
		last = int(num)
		var err error
		if b, err = s.value(b, num, p.fields[slot-1].Type); err != nil {
			return fmt.Errorf("property %s: %w", propNames[num], err)
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	if !sorted {
		return sortProps(Props(b))
	}
	return Props(b), nil
}

// value reads the value of a property and appends it to b.
func (s *scanner) value(b []byte, num uint8, t FieldType) ([]byte, error) {
	switch t {
	case FieldText:
		text, err := s.text()
		if err != nil {
			return nil, err
		}
		return appendTextProp(b, num, text), nil
	case FieldDate:
		text, err := s.text()
		if err != nil {
			return nil, err
		}
		day, err := ParseDate(text)
		return appendDateProp(b, num, day), err
	case FieldStrings:
		var list []string
		err := s.list(func() error {
			text, err := s.text()
			list = append(list, text)
			return err
		})
		if err != nil {
			return nil, err
		}
		return appendProp(b, num, list)
	case FieldBool:
		s.space()
		for _, w := range []string{"true", "false"} {
			if strings.HasPrefix(s.data[s.pos:], w) {
				s.pos += len(w)
				return appendBoolProp(b, num, w == "true"), nil
			}
		}
		return nil, s.fail("true or false was wanted")
	}
	s.space()
	start := s.pos
	for s.pos < len(s.data) && strings.IndexByte("+-.0123456789eE", s.data[s.pos]) >= 0 {
		s.pos++
	}
	text := s.data[start:s.pos]
	if !json.Valid([]byte(text)) {
		return nil, s.fail("%s is not a number", Quote(text))
	}
	if t == FieldInt {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, s.fail("%s is not a whole number", Quote(text))
		}
		return appendIntProp(b, num, n), nil
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return nil, s.fail("%s is not a number", Quote(text))
	}
	return appendFloatProp(b, num, x), nil
}
