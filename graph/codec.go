package graph

import (
	"encoding/binary"
	"fmt"
	"math"
	"reflect"
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
	var props Props
	err := parse(string(data), func(s *scanner) (err error) {
		props, err = s.props(k)
		return err
	})
	return props, err
}

// sortProps returns p in canonical order.
func sortProps(p Props) (Props, error) {
	m := map[string]Value{}
	for n, v := range p.All() {
		m[n] = v
	}
	return MakeProps(m)
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
