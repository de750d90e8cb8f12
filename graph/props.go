package graph

import (
	"encoding/binary"
	"fmt"
	"iter"
	"math"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Props are the properties of an element in one canonical, immutable, compact
// form: equal properties are equal strings. The form is for memory only; on
// disk and on the wire properties travel by name ([Props.AppendJSON]).
//
// In memory a property is its name's number, a type tag and a payload, in the
// order of the names. Words of the enumerations take two bytes.
type Props string

// The type tags of a stored value.
const (
	tagString  = iota + 1 // uvarint length, bytes
	tagWord               // one byte: the number of an enumeration's word
	tagInt                // zigzag varint
	tagFloat              // 8 bytes, little endian
	tagTrue               // nothing
	tagDate               // uvarint
	tagStrings            // uvarint count, then each as length and bytes
	tagFalse              // nothing; a nullable false
)

// Value is what a property may hold: string, int64, float64, bool, [Date] or
// []string. Absent properties have no value; empty strings and lists are never
// stored.
type Value any

// propNames holds every property name of every kind, sorted; a name's place is
// its number in memory. It is filled from the model's struct tags.
var (
	propNames  []string
	propNumber map[string]uint8
	words      []string
	wordNumber map[string]uint8
)

// MakeProps returns the canonical form of the given properties. It refuses a
// name that no kind has, and a value of another type than [Value] lists.
func MakeProps(values map[string]Value) (Props, error) {
	names := make([]string, 0, len(values))
	for n := range values {
		names = append(names, n)
	}
	sort.Strings(names)
	all := make([]Value, len(names))
	for i, n := range names {
		all[i] = values[n]
	}
	b, err := AppendProps(nil, names, all)
	if err != nil {
		return "", err
	}
	return Props(b), nil
}

// AppendProps appends the canonical form of some properties, whose names must ascend,
// to b, for those who read many elements: it makes nothing but what it appends. It
// refuses what [MakeProps] does.
func AppendProps(b []byte, names []string, values []Value) ([]byte, error) {
	for i, n := range names {
		num, ok := propNumber[n]
		switch {
		case !ok:
			return b, Invalid("property", nil, "no kind has a property %s", Quote(n))
		case i > 0 && names[i-1] >= n:
			return b, Invalid("property", nil, "%s comes after %s", Quote(n), Quote(names[i-1]))
		}
		var err error
		if b, err = appendProp(b, num, values[i]); err != nil {
			return b, err
		}
	}
	return b, nil
}

func appendProp(b []byte, num uint8, v Value) ([]byte, error) {
	switch v := v.(type) {
	case string:
		return appendTextProp(b, num, v), nil
	case int64:
		return appendIntProp(b, num, v), nil
	case float64:
		return appendFloatProp(b, num, v), nil
	case bool:
		return appendBoolProp(b, num, v), nil
	case Date:
		return appendDateProp(b, num, v), nil
	case []string:
		if len(v) == 0 {
			return b, nil
		}
		b = binary.AppendUvarint(append(b, num, tagStrings), uint64(len(v)))
		for _, s := range v {
			b = appendString(b, s)
		}
		return b, nil
	}
	return nil, Invalid("property", nil, "property %s cannot hold a %T", propNames[num], v)
}

func appendTextProp(b []byte, num uint8, v string) []byte {
	if v == "" {
		return b
	}
	if w, ok := wordNumber[v]; ok {
		return append(b, num, tagWord, w)
	}
	return appendString(append(b, num, tagString), v)
}

func appendIntProp(b []byte, num uint8, v int64) []byte {
	return binary.AppendVarint(append(b, num, tagInt), v)
}

func appendFloatProp(b []byte, num uint8, v float64) []byte {
	return binary.LittleEndian.AppendUint64(append(b, num, tagFloat), math.Float64bits(v))
}

func appendBoolProp(b []byte, num uint8, v bool) []byte {
	if v {
		return append(b, num, tagTrue)
	}
	return append(b, num, tagFalse)
}

func appendDateProp(b []byte, num uint8, v Date) []byte {
	if v == 0 {
		return b
	}
	return binary.AppendUvarint(append(b, num, tagDate), uint64(v))
}

func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// rawProp is one property where it lies in a Props.
type rawProp struct {
	num     uint8
	tag     uint8
	payload Props
}

// next splits off the first property of p. It panics when p is not canonical,
// which only a bug in this file can cause: Props are made by this package.
func (p Props) next() (rawProp, Props) {
	r := rawProp{num: p[0], tag: p[1]}
	rest := p[2:]
	n := 0
	switch r.tag {
	case tagString:
		l, w := uvarint(rest)
		n = w + int(l)
	case tagWord:
		n = 1
	case tagInt, tagDate:
		for rest[n] >= 0x80 {
			n++
		}
		n++
	case tagFloat:
		n = 8
	case tagStrings:
		count, w := uvarint(rest)
		n = w
		for range count {
			l, w := uvarint(rest[n:])
			n += w + int(l)
		}
	}
	r.payload = rest[:n]
	return r, rest[n:]
}

func uvarint(p Props) (v uint64, n int) {
	var shift uint
	for i := 0; i < len(p); i++ {
		c := p[i]
		v |= uint64(c&0x7f) << shift
		if c < 0x80 {
			return v, i + 1
		}
		shift += 7
	}
	panic("graph: props end inside a number")
}

func (r rawProp) text() string {
	if r.tag == tagWord {
		return words[r.payload[0]]
	}
	_, w := uvarint(r.payload)
	return string(r.payload[w:])
}

func (r rawProp) int() int64 {
	u, _ := uvarint(r.payload)
	return int64(u>>1) ^ -int64(u&1)
}

func (r rawProp) float() float64 {
	var b [8]byte
	copy(b[:], r.payload)
	return math.Float64frombits(binary.LittleEndian.Uint64(b[:]))
}

func (r rawProp) date() Date {
	u, _ := uvarint(r.payload)
	return Date(u)
}

// each yields the entries of a list.
func (r rawProp) each(yield func(i int, s string) bool) {
	count, w := uvarint(r.payload)
	p := r.payload[w:]
	for i := range int(count) {
		l, w := uvarint(p)
		if !yield(i, string(p[w:w+int(l)])) {
			return
		}
		p = p[w+int(l):]
	}
}

func (r rawProp) strings() []string {
	count, _ := uvarint(r.payload)
	out := make([]string, count)
	for i, s := range r.each {
		out[i] = s
	}
	return out
}

func (r rawProp) value() Value {
	switch r.tag {
	case tagString, tagWord:
		return r.text()
	case tagInt:
		return r.int()
	case tagFloat:
		return r.float()
	case tagTrue:
		return true
	case tagFalse:
		return false
	case tagDate:
		return r.date()
	case tagStrings:
		return r.strings()
	}
	panic(fmt.Sprintf("graph: props hold the unknown tag %d", r.tag))
}

// All yields the properties in the order of their names.
func (p Props) All() iter.Seq2[string, Value] {
	return func(yield func(string, Value) bool) {
		for p := p; len(p) > 0; {
			var r rawProp
			r, p = p.next()
			if !yield(propNames[r.num], r.value()) {
				return
			}
		}
	}
}

// find returns the property with the given number, if it is there.
func (p Props) find(num uint8) (rawProp, bool) {
	for len(p) > 0 && p[0] <= num {
		var r rawProp
		r, p = p.next()
		if r.num == num {
			return r, true
		}
	}
	return rawProp{}, false
}

// Get returns the value of the named property, and false when it is absent.
func (p Props) Get(name string) (Value, bool) {
	num, ok := propNumber[name]
	if !ok {
		return nil, false
	}
	r, ok := p.find(num)
	if !ok {
		return nil, false
	}
	return r.value(), true
}

// Text returns the named text property, and "" when it is absent or not text.
func (p Props) Text(name string) string {
	if r, ok := p.find(propNumber[name]); ok && propNames[r.num] == name && (r.tag == tagString || r.tag == tagWord) {
		return r.text()
	}
	return ""
}

// Int returns the named whole number, and 0 when it is absent or none.
func (p Props) Int(name string) int {
	if r, ok := p.named(name); ok && r.tag == tagInt {
		return int(r.int())
	}
	return 0
}

// Float returns the named number, and 0 when it is absent or none.
func (p Props) Float(name string) float64 {
	if r, ok := p.named(name); ok && r.tag == tagFloat {
		return r.float()
	}
	return 0
}

// Bool returns the named yes or no, and false when it is absent or none.
func (p Props) Bool(name string) bool {
	r, ok := p.named(name)
	return ok && r.tag == tagTrue
}

// Date returns the named day, and 0 when it is absent or none.
func (p Props) Date(name string) Date {
	if r, ok := p.named(name); ok && r.tag == tagDate {
		return r.date()
	}
	return 0
}

func (p Props) named(name string) (rawProp, bool) {
	num, ok := propNumber[name]
	if !ok {
		return rawProp{}, false
	}
	return p.find(num)
}

// Strings returns the named list property, and nil when it is absent or not a
// list. The caller owns the result.
func (p Props) Strings(name string) []string {
	if r, ok := p.find(propNumber[name]); ok && propNames[r.num] == name && r.tag == tagStrings {
		return r.strings()
	}
	return nil
}

// With returns p with the named property set to v, or removed when v is nil or
// empty. It has the errors of [MakeProps].
func (p Props) With(name string, v Value) (Props, error) {
	num, ok := propNumber[name]
	if !ok {
		return "", Invalid("property", nil, "no kind has a property %s", Quote(name))
	}
	rest := p
	for len(rest) > 0 && rest[0] < num {
		_, rest = rest.next()
	}
	before, after := p[:len(p)-len(rest)], rest
	if len(rest) > 0 && rest[0] == num {
		_, after = rest.next()
	}
	var buf [512]byte
	b := append(buf[:0], before...)
	if v != nil {
		var err error
		if b, err = appendProp(b, num, v); err != nil {
			return "", err
		}
	}
	return Props(append(b, after...)), nil
}

// AppendJSON appends p as one flat JSON object, names in order, dates as
// "YYYY-MM-DD", to b.
func (p Props) AppendJSON(b []byte) []byte {
	b = append(b, '{')
	first := true
	for len(p) > 0 {
		var r rawProp
		r, p = p.next()
		if !first {
			b = append(b, ',')
		}
		first = false
		b = appendJSONString(b, propNames[r.num])
		b = append(b, ':')
		switch r.tag {
		case tagString, tagWord:
			b = appendJSONString(b, r.text())
		case tagInt:
			b = strconv.AppendInt(b, r.int(), 10)
		case tagFloat:
			b = appendJSONFloat(b, r.float())
		case tagTrue:
			b = append(b, "true"...)
		case tagFalse:
			b = append(b, "false"...)
		case tagDate:
			b = append(r.date().append(append(b, '"')), '"')
		case tagStrings:
			b = append(b, '[')
			for i, s := range r.each {
				if i > 0 {
					b = append(b, ',')
				}
				b = appendJSONString(b, s)
			}
			b = append(b, ']')
		}
	}
	return append(b, '}')
}

// String returns p as JSON.
func (p Props) String() string { return string(p.AppendJSON(nil)) }

const hexDigits = "0123456789abcdef"

// plainInJSON holds the ASCII characters that a JSON string takes as they are.
var plainInJSON = func() (plain [256]bool) {
	for c := range utf8.RuneSelf {
		plain[c] = c >= ' ' && c != '"' && c != '\\'
	}
	return plain
}()

// appendJSONString appends s as a JSON string. Invalid UTF-8 becomes U+FFFD;
// rules keep it out of stored facts.
func appendJSONString(b []byte, s string) []byte {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if plainInJSON[c] {
			i++
			continue
		}
		if c < utf8.RuneSelf {
			b = append(b, s[start:i]...)
			switch c {
			case '"', '\\':
				b = append(b, '\\', c)
			case '\n':
				b = append(b, '\\', 'n')
			case '\r':
				b = append(b, '\\', 'r')
			case '\t':
				b = append(b, '\\', 't')
			default:
				b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
			}
			i++
			start = i
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			b = append(b, s[start:i]...)
			b = append(b, "\ufffd"...)
			i++
			start = i
			continue
		}
		i += n
	}
	b = append(b, s[start:]...)
	return append(b, '"')
}

// appendJSONFloat always writes a point or an exponent, so that a whole float
// reads back as a float.
func appendJSONFloat(b []byte, f float64) []byte {
	n := len(b)
	b = fmt.Appendf(b, "%v", f)
	if !strings.ContainsAny(string(b[n:]), ".eE") {
		b = append(b, ".0"...)
	}
	return b
}
