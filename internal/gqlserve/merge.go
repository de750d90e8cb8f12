package gqlserve

import (
	"encoding/binary"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator"
)

// mergeWork is how many selections the merging rule may look at. A document
// that is not made to be expensive needs a few for each of its tokens.
const mergeWork = 100_000

// mergeRule decides "Field Selection Merging" of the GraphQL specification
// (October 2021, section 5.3.2).
//
// The definition in the specification compares every two fields of a response
// name and, for each pair, their sub-selections: time quadratic in the fields
// and worse with fragments. Here fields are put into groups by response name
// instead, each field of a group is compared with the first one only, which is
// enough because both relations are equivalences, and the sub-selections of
// the whole group are merged and examined once. That two objects of different
// types never are one object, so that their fields may differ, is respected by
// examining a group once for every object type in it. To work on groups is
// S. Adameit's idea (XING engineering, 2018).
//
// The time is linear for documents as people write them. Since one can write
// others, work is counted and a document that needs too much is refused.
func mergeRule(repeats int) validator.Rule {
	return validator.Rule{Name: "OverlappingFieldsCanBeMerged", RuleFunc: func(events *validator.Events, add validator.AddErrFunc) {
		work := 0
		events.OnOperation(func(w *validator.Walker, op *ast.OperationDefinition) {
			m := merger{
				document: w.Document,
				schema:   w.Schema,
				repeats:  repeats,
				work:     &work,
				numbers:  make(map[*ast.Field]int),
				calls:    make(map[*ast.Field]string),
				done:     make(map[string]bool),
			}
			if err := m.merge([]ast.SelectionSet{op.SelectionSet}, both); err != nil {
				add(func(e *gqlerror.Error) {
					e.Message, e.Locations, e.Extensions = err.Message, err.Locations, err.Extensions
				})
			}
		})
	}}
}

// relation is what the fields of one response name are held to.
type relation byte

const (
	// sameShape: their values must look alike, whatever object they are of.
	sameShape relation = iota
	// sameValue: they are of one object and must be one field with one set of
	// arguments.
	sameValue
	// both relations, which is how an operation starts.
	both
)

type merger struct {
	document *ast.QueryDocument
	schema   *ast.Schema
	repeats  int
	work     *int
	numbers  map[*ast.Field]int    // in order of appearance, for keys
	calls    map[*ast.Field]string // name and arguments
	done     map[string]bool       // groups that have been examined
}

// group is the fields of one response name, in document order.
type group struct {
	name   string
	fields []*ast.Field
}

// merge examines selection sets that are merged into one.
func (m *merger) merge(sets []ast.SelectionSet, r relation) *gqlerror.Error {
	groups, err := m.collect(sets)
	if err != nil {
		return err
	}
	for _, g := range groups {
		if r != sameValue {
			if err := m.shape(g); err != nil {
				return err
			}
		}
		if r != sameShape {
			for _, one := range m.perObject(g) {
				if err := m.value(one); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// collect puts the fields of the sets into groups, by first appearance. A
// fragment counts once. Fields that the schema does not know are left out;
// other rules report them.
func (m *merger) collect(sets []ast.SelectionSet) ([]*group, *gqlerror.Error) {
	var groups []*group
	byName := make(map[string]*group)
	spread := make(map[string]bool)
	var visit func(set ast.SelectionSet) *gqlerror.Error
	visit = func(set ast.SelectionSet) *gqlerror.Error {
		for _, s := range set {
			if *m.work++; *m.work > mergeWork {
				return overLimit(CodeValidationFailed, "merging", mergeWork,
					"the fields of the document are merged in too many ways")
			}
			switch s := s.(type) {
			case *ast.Field:
				if s.Definition == nil || s.ObjectDefinition == nil {
					continue
				}
				g := byName[s.Alias]
				if g == nil {
					g = &group{name: s.Alias}
					byName[s.Alias] = g
					groups = append(groups, g)
				}
				if g.fields = append(g.fields, s); len(g.fields) > m.repeats {
					return at(overLimit(CodeValidationFailed, "repeats", m.repeats,
						"more than %d fields are named %q", m.repeats, shorten(g.name)), s.Position)
				}
			case *ast.InlineFragment:
				if err := visit(s.SelectionSet); err != nil {
					return err
				}
			case *ast.FragmentSpread:
				if spread[s.Name] {
					continue
				}
				spread[s.Name] = true
				if f := m.document.Fragments.ForName(s.Name); f != nil {
					if err := visit(f.SelectionSet); err != nil {
						return err
					}
				}
			}
		}
		return nil
	}
	for _, set := range sets {
		if err := visit(set); err != nil {
			return nil, err
		}
	}
	return groups, nil
}

// shape examines whether the values of all fields of a group look alike.
func (m *merger) shape(g *group) *gqlerror.Error {
	if m.examined(g, sameShape) {
		return nil
	}
	first := g.fields[0].Definition.Type
	for _, f := range g.fields[1:] {
		if !m.alike(first, f.Definition.Type) {
			return conflict(g, f, "one returns "+first.String()+" and one "+f.Definition.Type.String())
		}
	}
	return m.merge(selections(g.fields), sameShape)
}

// alike reports whether values of two types look alike: the same wrappers
// around the same leaf, or around any two composite types.
func (m *merger) alike(a, b *ast.Type) bool {
	for {
		if a.NonNull != b.NonNull || (a.Elem == nil) != (b.Elem == nil) {
			return false
		}
		if a.Elem == nil {
			break
		}
		a, b = a.Elem, b.Elem
	}
	if a.NamedType == b.NamedType {
		return true
	}
	return m.isComposite(a.NamedType) && m.isComposite(b.NamedType)
}

func (m *merger) isComposite(name string) bool {
	def := m.schema.Types[name]
	return def != nil && def.IsCompositeType()
}

// perObject splits a group into the sets of fields that may be asked of one
// object: for each object type the fields on it and on all interfaces and
// unions, in document order.
func (m *merger) perObject(g *group) []*group {
	var objects []*ast.Definition
	for _, f := range g.fields {
		if f.ObjectDefinition.Kind == ast.Object && !slices.Contains(objects, f.ObjectDefinition) {
			objects = append(objects, f.ObjectDefinition)
		}
	}
	if len(objects) < 2 {
		return []*group{g}
	}
	split := make([]*group, len(objects))
	for i, object := range objects {
		one := &group{name: g.name}
		for _, f := range g.fields {
			if f.ObjectDefinition.Kind != ast.Object || f.ObjectDefinition == object {
				one.fields = append(one.fields, f)
			}
		}
		*m.work += len(g.fields)
		split[i] = one
	}
	return split
}

// value examines whether all fields of a group are one field with one set of
// arguments.
func (m *merger) value(g *group) *gqlerror.Error {
	if m.examined(g, sameValue) {
		return nil
	}
	first := g.fields[0]
	for _, f := range g.fields[1:] {
		if f.Name != first.Name {
			return conflict(g, f, "one is the field "+first.Name+" and one "+f.Name)
		}
		if m.call(f) != m.call(first) {
			return conflict(g, f, "their arguments differ")
		}
	}
	return m.merge(selections(g.fields), sameValue)
}

func selections(fields []*ast.Field) []ast.SelectionSet {
	var sets []ast.SelectionSet
	for _, f := range fields {
		if len(f.SelectionSet) > 0 {
			sets = append(sets, f.SelectionSet)
		}
	}
	return sets
}

// examined reports whether the very fields of a group have been examined
// before, and remembers them.
func (m *merger) examined(g *group, r relation) bool {
	key := make([]byte, 1, 1+2*len(g.fields))
	key[0] = byte(r)
	for _, f := range g.fields {
		n, ok := m.numbers[f]
		if !ok {
			n = len(m.numbers)
			m.numbers[f] = n
		}
		key = binary.AppendUvarint(key, uint64(n))
	}
	if m.done[string(key)] {
		return true
	}
	m.done[string(key)] = true
	return false
}

// call returns a field's name and arguments in one canonical form.
func (m *merger) call(f *ast.Field) string {
	call, ok := m.calls[f]
	if !ok {
		args := slices.Clone(f.Arguments)
		slices.SortFunc(args, func(a, b *ast.Argument) int { return strings.Compare(a.Name, b.Name) })
		var b strings.Builder
		for _, arg := range args {
			b.WriteString(arg.Name)
			b.WriteByte(':')
			writeValue(&b, arg.Value)
			b.WriteByte(' ')
		}
		call = b.String()
		m.calls[f] = call
	}
	return call
}

// writeValue writes a value such that equal values, objects with their fields
// in any order, give equal text.
func writeValue(b *strings.Builder, v *ast.Value) {
	if v == nil {
		return
	}
	switch v.Kind {
	case ast.ListValue:
		b.WriteByte('[')
		for _, child := range v.Children {
			writeValue(b, child.Value)
			b.WriteByte(' ')
		}
		b.WriteByte(']')
	case ast.ObjectValue:
		children := slices.Clone(v.Children)
		slices.SortStableFunc(children, func(a, b *ast.ChildValue) int { return strings.Compare(a.Name, b.Name) })
		b.WriteByte('{')
		for _, child := range children {
			b.WriteString(child.Name)
			b.WriteByte(':')
			writeValue(b, child.Value)
			b.WriteByte(' ')
		}
		b.WriteByte('}')
	default:
		b.WriteString(v.String())
	}
}

func conflict(g *group, f *ast.Field, why string) *gqlerror.Error {
	return at(NewError(CodeValidationFailed,
		"fields named %q cannot be merged: %s; give them different aliases", shorten(g.name), why), f.Position)
}
