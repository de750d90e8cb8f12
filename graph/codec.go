package graph

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"unicode/utf8"
)

// Encode returns the element of a typed fact. Zero fields are absent
// properties; a pointer field distinguishes absent from zero.
func Encode(f Fact) Element {
	v := reflect.ValueOf(f)
	p := planOfType[v.Type()]
	if p == nil {
		panic(fmt.Sprintf("graph.Encode: %T is not a registered fact", f))
	}
	var buf [256]byte
	b := buf[:0]
	for i, s := range p.slots {
		b = appendField(b, s.num, p.fields[i].Type, v.FieldByIndex(s.index))
	}
	c := f.common()
	return Element{ID: c.id, Kind: p.kind, Src: c.src, Dst: c.dst, From: c.from, To: c.to, Props: Props(b)}
}

func appendField(b []byte, num uint8, t FieldType, v reflect.Value) []byte {
	nullable := false
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return b
		}
		v, nullable = v.Elem(), true
	}
	if !nullable && v.IsZero() {
		return b
	}
	switch t {
	case FieldText:
		return appendTextProp(b, num, v.String())
	case FieldInt:
		return appendIntProp(b, num, v.Int())
	case FieldFloat:
		return appendFloatProp(b, num, v.Float())
	case FieldBool:
		return appendBoolProp(b, num, v.Bool())
	case FieldDate:
		return appendDateProp(b, num, Date(v.Int()))
	}
	if v.Len() == 0 {
		return b
	}
	b = binary.AppendUvarint(append(b, num, tagStrings), uint64(v.Len()))
	for i := range v.Len() {
		b = appendString(b, v.Index(i).String())
	}
	return b
}

// Decode returns the typed fact of an element. Properties that T does not have
// are ignored. It panics when e is of another kind than T's.
func Decode[T Fact](e Element) T {
	var t T
	p := planOfType[reflect.TypeFor[T]()]
	if p == nil || p.kind != e.Kind {
		panic(fmt.Sprintf("graph.Decode: %s %s is not a %T", e.Kind, e.ID, t))
	}
	v := reflect.ValueOf(&t).Elem()
	base := v.FieldByIndex(p.base)
	if p.isEdge {
		b := base.Addr().Interface().(*Edge)
		b.ID, b.Src, b.Dst, b.From, b.To = e.ID, e.Src, e.Dst, e.From, e.To
	} else {
		b := base.Addr().Interface().(*Node)
		b.ID, b.From, b.To = e.ID, e.From, e.To
	}
	for rest := e.Props; len(rest) > 0; {
		var r rawProp
		r, rest = rest.next()
		slot := p.byNum[r.num]
		if slot == 0 {
			continue
		}
		setField(v.FieldByIndex(p.slots[slot-1].index), r)
	}
	return t
}

func setField(f reflect.Value, r rawProp) {
	if f.Kind() == reflect.Pointer {
		f.Set(reflect.New(f.Type().Elem()))
		f = f.Elem()
	}
	switch r.tag {
	case tagString, tagWord:
		if f.Kind() == reflect.String {
			f.SetString(r.text())
		}
	case tagInt:
		if f.CanInt() {
			f.SetInt(r.int())
		}
	case tagFloat:
		if f.CanFloat() {
			f.SetFloat(r.float())
		}
	case tagTrue, tagFalse:
		if f.Kind() == reflect.Bool {
			f.SetBool(r.tag == tagTrue)
		}
	case tagDate:
		if f.Type() == typeDate {
			f.SetInt(int64(r.date()))
		}
	case tagStrings:
		if f.Kind() == reflect.Slice {
			list := r.strings()
			s := reflect.MakeSlice(f.Type(), len(list), len(list))
			for i, x := range list {
				s.Index(i).SetString(x)
			}
			f.Set(s)
		}
	}
}

// check reports what is wrong with the properties of e as a fact of its kind:
// undeclared names, wrong types, words outside their enumeration, missing
// required ones. It reads each property once.
func (p *plan) check(e *Element, report func(rule, format string, args ...any)) {
	seen := 0
	for rest := e.Props; len(rest) > 0; {
		var r rawProp
		r, rest = rest.next()
		slot := p.byNum[r.num]
		if slot == 0 {
			report("property", "%s has no property %q", p.kind, propNames[r.num])
			continue
		}
		f := p.fields[slot-1]
		if f.Required {
			seen++
		}
		if !f.Type.holds(r.tag) {
			report("property", "%s.%s holds a value of the wrong type", p.kind, f.Name)
			continue
		}
		checkValue(f, p.enumSet[slot-1], r, func(format string, args ...any) {
			report("value", "%s.%s: "+format, append([]any{p.kind, f.Name}, args...)...)
		})
	}
	for _, f := range p.fields {
		if f.Required {
			seen--
		}
	}
	if seen < 0 {
		for i, f := range p.fields {
			if _, ok := e.Props.find(p.slots[i].num); f.Required && !ok {
				report("required", "%s needs a %s", p.kind, f.Name)
			}
		}
	}
}

func (t FieldType) holds(tag uint8) bool {
	switch t {
	case FieldText:
		return tag == tagString || tag == tagWord
	case FieldInt:
		return tag == tagInt
	case FieldFloat:
		return tag == tagFloat
	case FieldBool:
		return tag == tagTrue || tag == tagFalse
	case FieldDate:
		return tag == tagDate
	case FieldStrings:
		return tag == tagStrings
	}
	return false
}

// The limits of a property's text, in bytes, and of a list, in entries.
const (
	MaxText     = 10_000
	MaxListText = 1_000
	MaxList     = 1_000
)

func checkValue(f Field, enum wordSet, r rawProp, report func(format string, args ...any)) {
	text := func(s string, limit int) {
		switch {
		case enum != nil && !enum[s]:
			report("%s is not one of the values of %s", Quote(s), f.Enum)
		case len(s) > limit:
			report("%d bytes are more than the limit of %d", len(s), limit)
		case !utf8.ValidString(s):
			report("%s is not valid UTF-8", Quote(s))
		}
	}
	switch r.tag {
	case tagString, tagWord:
		text(r.text(), MaxText)
	case tagStrings:
		if count, _ := uvarint(r.payload); count > MaxList {
			report("%d entries are more than the limit of %d", count, MaxList)
			return
		}
		for _, s := range r.each {
			text(s, MaxListText)
		}
	case tagDate:
		if d := r.date(); !d.Valid() {
			report("%s is outside the years %d to %d", d, MinYear, MaxYear)
		}
	case tagFloat:
		if x := r.float(); math.IsNaN(x) || math.IsInf(x, 0) {
			report("%v is not a number", x)
		}
	}
}

// ParseProps reads the JSON form of the properties of a fact of kind k, as
// [Props.AppendJSON] writes it. The kind gives the types: a date property is
// read from its text. Names that k does not have, names that stand twice and what
// is not JSON in UTF-8 are refused.
func ParseProps(k Kind, data []byte) (Props, error) {
	p := planOfKind[k]
	if p == nil {
		return "", Invalid("kind", nil, "%s is not a kind of this version", Quote(string(k)))
	}
	if !utf8.Valid(data) {
		return "", Invalid("json", nil, "the properties are not valid UTF-8")
	}
	var buf [256]byte
	b, last := buf[:0], -1
	s := scanner{data: data}
	sorted := true
	var seen [256]bool
	err := s.object(func(name string) error {
		f, ok := FieldOf(k, name)
		if !ok {
			return Invalid("property", nil, "%s has no property %s", k, Quote(name))
		}
		v, err := s.value(f)
		if err != nil {
			return fmt.Errorf("property %s: %w", name, err)
		}
		num := propNumber[name]
		if seen[num] {
			return Invalid("property", nil, "property %s stands twice", Quote(name))
		}
		seen[num] = true
		if int(num) < last {
			sorted = false
		}
		last = int(num)
		b, err = appendProp(b, num, v)
		return err
	})
	if err != nil {
		return "", err
	}
	if !sorted {
		return sortProps(Props(b))
	}
	return Props(b), nil
}

// sortProps returns p in canonical order.
func sortProps(p Props) (Props, error) {
	m := map[string]Value{}
	for n, v := range p.All() {
		m[n] = v
	}
	return MakeProps(m)
}

// scanner reads the flat JSON objects of properties. It knows no nesting but
// lists of strings; anything else is an error.
type scanner struct {
	data []byte
	pos  int
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

// object reads a whole object and nothing after it, calling field after each
// name and colon; field must read the value.
func (s *scanner) object(field func(name string) error) error {
	if !s.take('{') {
		return s.fail("an object was wanted")
	}
	if !s.take('}') {
		for {
			name, err := s.string()
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
				break
			}
			return s.fail("a comma or a closing brace was wanted")
		}
	}
	s.space()
	if s.pos != len(s.data) {
		return s.fail("something stands after the object")
	}
	return nil
}

func (s *scanner) string() (string, error) {
	if !s.take('"') {
		return "", s.fail("a string was wanted")
	}
	start := s.pos
	for s.pos < len(s.data) {
		switch c := s.data[s.pos]; {
		case c == '"':
			out := string(s.data[start:s.pos])
			s.pos++
			return out, nil
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
			if err := json.Unmarshal(s.data[start-1:i+1], &out); err != nil {
				return "", s.fail("%v", err)
			}
			s.pos = i + 1
			return out, nil
		}
	}
	return "", s.fail("a string does not end")
}

func (s *scanner) value(f Field) (Value, error) {
	s.space()
	switch f.Type {
	case FieldText:
		return s.string()
	case FieldDate:
		text, err := s.string()
		if err != nil {
			return nil, err
		}
		return ParseDate(text)
	case FieldStrings:
		if !s.take('[') {
			return nil, s.fail("a list was wanted")
		}
		var list []string
		if s.take(']') {
			return list, nil
		}
		for {
			text, err := s.string()
			if err != nil {
				return nil, err
			}
			list = append(list, text)
			if s.take(',') {
				continue
			}
			if s.take(']') {
				return list, nil
			}
			return nil, s.fail("a comma or a closing bracket was wanted")
		}
	case FieldBool:
		for _, w := range []string{"true", "false"} {
			if bytes.HasPrefix(s.data[s.pos:], []byte(w)) {
				s.pos += len(w)
				return w == "true", nil
			}
		}
		return nil, s.fail("true or false was wanted")
	}
	start := s.pos
	for s.pos < len(s.data) && bytes.IndexByte([]byte("+-.0123456789eE"), s.data[s.pos]) >= 0 {
		s.pos++
	}
	text := string(s.data[start:s.pos])
	if !json.Valid(s.data[start:s.pos]) {
		return nil, s.fail("%s is not a number", Quote(text))
	}
	if f.Type == FieldInt {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, s.fail("%s is not a whole number", Quote(text))
		}
		return n, nil
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return nil, s.fail("%s is not a number", Quote(text))
	}
	return x, nil
}

// elementJSON is the portable form of an element, for reading.
type elementJSON struct {
	Kind  Kind            `json:"kind"`
	ID    ID              `json:"id"`
	Src   ID              `json:"src,omitempty"`
	Dst   ID              `json:"dst,omitempty"`
	From  string          `json:"from,omitempty"`
	To    string          `json:"to,omitempty"`
	Props json.RawMessage `json:"props,omitempty"`
}

// MarshalJSON writes the portable form of e on one line: kind, id, src, dst,
// from, to and props, absent ones left out.
func (e Element) MarshalJSON() ([]byte, error) { return e.AppendJSON(nil), nil }

// AppendJSON appends what [Element.MarshalJSON] writes to b.
func (e *Element) AppendJSON(b []byte) []byte {
	b = appendJSONString(append(b, `{"kind":`...), string(e.Kind))
	b = appendJSONString(append(b, `,"id":`...), string(e.ID))
	if e.Src != "" {
		b = appendJSONString(append(b, `,"src":`...), string(e.Src))
	}
	if e.Dst != "" {
		b = appendJSONString(append(b, `,"dst":`...), string(e.Dst))
	}
	if e.From != 0 {
		b = append(e.From.append(append(b, `,"from":"`...)), '"')
	}
	if e.To != 0 {
		b = append(e.To.append(append(b, `,"to":"`...)), '"')
	}
	if e.Props != "" {
		b = e.Props.AppendJSON(append(b, `,"props":`...))
	}
	return append(b, '}')
}

// UnmarshalJSON reads the portable form. It refuses unknown kinds and
// properties and dates out of range; the invariants are checked elsewhere.
func (e *Element) UnmarshalJSON(data []byte) error {
	var j elementJSON
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&j); err != nil {
		return err
	}
	if !j.Kind.Known() {
		return Invalid("kind", []ID{j.ID}, "%s is not a kind of this version", Quote(string(j.Kind)))
	}
	out := Element{Kind: j.Kind, ID: j.ID, Src: j.Src, Dst: j.Dst}
	var err error
	if out.From, err = ParseDate(j.From); err != nil {
		return err
	}
	if out.To, err = ParseDate(j.To); err != nil {
		return err
	}
	if len(j.Props) > 0 {
		if out.Props, err = ParseProps(j.Kind, j.Props); err != nil {
			return err
		}
	}
	*e = out
	return nil
}
