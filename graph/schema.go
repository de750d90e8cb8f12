package graph

import (
	"reflect"
	"sort"
	"strings"
)

// FieldType is the type of a property.
type FieldType uint8

// The property types.
const (
	FieldText    FieldType = iota + 1 // a string, or one word of Field.Enum
	FieldInt                          // an int64
	FieldFloat                        // a float64
	FieldBool                         // a bool
	FieldDate                         // a Date
	FieldStrings                      // a []string, or words of Field.Enum
)

// Field describes one property of one kind.
type Field struct {
	Name     string
	Type     FieldType
	Enum     string // the name of its enumeration, "" for free values
	Required bool
	Dated    bool // may change while the thing stays the same: see [Detail]
	Refers   bool // a text that is the ID of an element
	Merge    Merge
}

// Merge says what becomes of a property when two facts become one. Every property
// of a kind that can be merged has one.
type Merge string

// The ways to merge.
const (
	MergeFirst    Merge = "first"    // what the one that stays says, else what the other says
	MergeKeep     Merge = "keep"     // what the one that stays says, known or not
	MergeUnion    Merge = "union"    // both lists, without what is there already
	MergeCaseless Merge = "caseless" // like union, capitals or not
	MergeSet      Merge = "set"      // like union, sorted
	MergeEither   Merge = "either"   // true when it is true of one
	MergeBoth     Merge = "both"     // true when it is true of both
	MergeLatest   Merge = "latest"   // of the one that was confirmed last
)

// plan is how a fact type maps to properties. It is built once, at start.
type plan struct {
	kind    Kind
	typ     reflect.Type
	isEdge  bool
	fields  []Field    // by property name
	slots   []planSlot // in the order of fields
	byNum   [256]int16 // property number to slot+1
	enumSet []wordSet  // per slot; nil for free values
	base    []int      // index path of the embedded Node or Edge
}

type planSlot struct {
	num   uint8
	index []int
}

type wordSet map[string]bool

var (
	planOfKind = map[Kind]*plan{}
	planOfType = map[reflect.Type]*plan{}
	enumWords  = map[string]wordSet{}
)

// Fields returns the properties of kind k in the order of their names, and nil
// for an unknown kind. The caller must not modify the result.
func Fields(k Kind) []Field {
	if p := planOfKind[k]; p != nil {
		return p.fields
	}
	return nil
}

// FieldOf returns the description of one property of kind k.
func FieldOf(k Kind, name string) (Field, bool) {
	p := planOfKind[k]
	if p == nil {
		return Field{}, false
	}
	i := sort.Search(len(p.fields), func(i int) bool { return p.fields[i].Name >= name })
	if i == len(p.fields) || p.fields[i].Name != name {
		return Field{}, false
	}
	return p.fields[i], true
}

var (
	typeNode = reflect.TypeFor[Node]()
	typeEdge = reflect.TypeFor[Edge]()
	typeDate = reflect.TypeFor[Date]()
	typeID   = reflect.TypeFor[ID]()
)

func init() {
	for _, e := range enums {
		set := wordSet{}
		for _, v := range e.Values {
			set[v] = true
		}
		enumWords[e.Name] = set
	}
	for _, f := range facts {
		p := &plan{kind: f.factKind(), typ: reflect.TypeOf(f)}
		p.collect(p.typ, nil)
		planOfKind[p.kind], planOfType[p.typ] = p, p
	}
	number()
}

// number fills the in-memory numbering of names and words, and the plans'
// lookup tables.
func number() {
	names, wordsSeen := map[string]bool{}, map[string]bool{}
	for _, p := range planOfKind {
		for _, f := range p.fields {
			names[f.Name] = true
		}
	}
	for _, e := range enums {
		for _, v := range e.Values {
			wordsSeen[v] = true
		}
	}
	propNames, propNumber = numbered(names)
	words, wordNumber = numbered(wordsSeen)
	for _, p := range planOfKind {
		order := make([]int, len(p.fields))
		for i := range order {
			order[i] = i
		}
		sort.Slice(order, func(i, j int) bool { return p.fields[order[i]].Name < p.fields[order[j]].Name })
		fields, slots := make([]Field, len(order)), make([]planSlot, len(order))
		p.enumSet = make([]wordSet, len(order))
		for i, o := range order {
			fields[i], slots[i] = p.fields[o], p.slots[o]
			slots[i].num = propNumber[fields[i].Name]
			p.byNum[slots[i].num] = int16(i + 1)
			p.enumSet[i] = enumWords[fields[i].Enum]
		}
		p.fields, p.slots = fields, slots
	}
}

func numbered(set map[string]bool) ([]string, map[string]uint8) {
	list := make([]string, 0, len(set))
	for s := range set {
		list = append(list, s)
	}
	if len(list) > 255 {
		panic("graph: more than 255 property names or enumeration words; widen the numbering in props.go")
	}
	sort.Strings(list)
	m := make(map[string]uint8, len(list))
	for i, s := range list {
		m[s] = uint8(i)
	}
	return list, m
}

// collect walks the struct type t, embedded structs included, and records each
// field that has a prop tag.
func (p *plan) collect(t reflect.Type, at []int) {
	for i := range t.NumField() {
		f := t.Field(i)
		index := append(append([]int(nil), at...), i)
		if f.Anonymous {
			if f.Type == typeNode || f.Type == typeEdge {
				p.base, p.isEdge = index, f.Type == typeEdge
			}
			p.collect(f.Type, index)
			continue
		}
		tag, ok := f.Tag.Lookup("prop")
		if !ok {
			continue
		}
		parts := strings.Split(tag, ",")
		field := Field{Name: parts[0]}
		for _, flag := range parts[1:] {
			switch flag {
			case "required":
				field.Required = true
			case "dated":
				field.Dated = true
			case string(MergeFirst), string(MergeKeep), string(MergeUnion), string(MergeCaseless), string(MergeSet), string(MergeEither), string(MergeBoth), string(MergeLatest):
				field.Merge = Merge(flag)
			default:
				panic("graph: unknown flag in the prop tag of " + t.Name() + "." + f.Name)
			}
		}
		field.Type, field.Enum = fieldType(f.Type)
		field.Refers = f.Type == typeID
		p.fields = append(p.fields, field)
		p.slots = append(p.slots, planSlot{index: index})
	}
}

func fieldType(t reflect.Type) (FieldType, string) {
	enum := func(t reflect.Type) string {
		if enumWords[t.Name()] != nil {
			return t.Name()
		}
		return ""
	}
	switch {
	case t == typeDate:
		return FieldDate, ""
	case t.Kind() == reflect.String:
		return FieldText, enum(t)
	case t.Kind() == reflect.Int:
		return FieldInt, ""
	case t.Kind() == reflect.Float64:
		return FieldFloat, ""
	case t.Kind() == reflect.Bool:
		return FieldBool, ""
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.String:
		return FieldStrings, enum(t.Elem())
	case t.Kind() == reflect.Pointer:
		return fieldType(t.Elem())
	}
	panic("graph: the model has a field of type " + t.String() + ", which no property can hold")
}
