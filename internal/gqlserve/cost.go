package gqlserve

import (
	"context"
	"encoding/json"
	"math"
	"math/bits"

	"github.com/vektah/gqlparser/v2/ast"
)

// The lengths assumed for the lists of introspection: the types of the schema,
// and whatever a type has several of. They are below those of a real schema, so
// that the one document which tools send stays below the default limit.
const (
	introspectedTypes = 20
	introspectedParts = 3
)

// Field is a field of an operation as it is asked for.
type Field struct {
	Type, Name string
	// Argument returns the value of an argument as JSON has it: as written, from its
	// variable, or the default of the schema; nil for none.
	Argument func(name string) any
}

// Charge is what a field costs.
type Charge struct {
	// Own is the cost of resolving the field, without its sub-fields: 0 for one that
	// is read with what it stands in, see [Cost].
	Own int
	// Most is how many entries the list at or directly below the field has at most; 0
	// where that is not known.
	Most int
}

type costKey struct{}

// Cost returns the cost of the operation that the context belongs to, and 0
// outside of an operation.
//
// The cost of a selection set is the sum over its fields, fragments included.
// A field costs its own [Charge], plus the cost of its sub-fields, at least 1,
// times the largest of its arguments first, last, limit and k; where it has none
// of these and returns a list, times the length of its longest list argument or
// [Limits.ListLength], whichever is more. No list is longer than [Charge.Most], and one
// of which that is known and no argument says the length is as long. A list directly below a field with
// such an argument, as edges is below a connection, is not multiplied again.
// A field that costs nothing is part of what it stands in, and so are those below
// it that cost nothing.
// Conditions (@skip, @include) are taken as always true.
func Cost(ctx context.Context) int {
	cost, _ := ctx.Value(costKey{}).(int)
	return cost
}

// coster computes the cost of one operation. Each fragment is costed at most
// once for each of its surroundings, so the time is linear in the document.
type coster struct {
	fragments  ast.FragmentDefinitionList
	variables  map[string]any
	listLength int
	charge     func(Field) Charge
	known      map[place]uint64
}

// place is where a selection set stands.
type place struct {
	fragment      string // the fragment whose selection set it is
	bounded       bool   // the length of lists in it has been paid for
	introspection bool
}

// operationCost returns the cost of an operation of a valid document, at most
// math.MaxInt.
func operationCost(ctx context.Context, doc *ast.QueryDocument, op *ast.OperationDefinition, variables map[string]any, o *Options) int {
	c := coster{
		fragments:  doc.Fragments,
		variables:  variables,
		listLength: o.Limits.ListLength,
		charge:     func(f Field) Charge { return o.Charge(ctx, f) },
		known:      make(map[place]uint64),
	}
	return int(min(c.set(op.SelectionSet, place{}), math.MaxInt))
}

func (c *coster) set(set ast.SelectionSet, in place) uint64 {
	var sum uint64
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			sum = addSaturated(sum, c.field(s, in))
		case *ast.InlineFragment:
			sum = addSaturated(sum, c.set(s.SelectionSet, in))
		case *ast.FragmentSpread:
			sum = addSaturated(sum, c.spread(s, in))
		}
	}
	return sum
}

func (c *coster) spread(s *ast.FragmentSpread, in place) uint64 {
	in.fragment = s.Name
	if cost, ok := c.known[in]; ok {
		return cost
	}
	var cost uint64
	if f := c.fragments.ForName(s.Name); f != nil {
		cost = c.set(f.SelectionSet, in)
	}
	c.known[in] = cost
	return cost
}

func (c *coster) field(f *ast.Field, in place) uint64 {
	if f.Definition == nil || f.ObjectDefinition == nil {
		return 1
	}
	charge := c.charge(Field{f.ObjectDefinition.Name, f.Name, func(name string) any {
		if def := f.Definition.Arguments.ForName(name); def != nil {
			return c.argument(f, def)
		}
		return nil
	}})
	own, most := uint64(max(0, charge.Own)), uint64(max(0, charge.Most))
	below := place{introspection: in.introspection || f.Name == "__schema" || f.Name == "__type"}
	length := uint64(1)
	if n, ok := c.asked(f); ok {
		length, below.bounded = n, true
	} else if f.Definition.Type.Elem != nil && !in.bounded {
		if length = most; most == 0 {
			length = c.assumed(f, in.introspection)
		}
	}
	if most > 0 {
		length = min(length, most)
	}
	if length == 1 && len(f.SelectionSet) == 0 {
		return own
	}
	each := c.set(f.SelectionSet, below)
	if own > 0 {
		each = max(1, each)
	}
	return addSaturated(own, multiplySaturated(length, each))
}

// asked returns the largest length that the field's arguments ask for.
func (c *coster) asked(f *ast.Field) (length uint64, ok bool) {
	for _, def := range f.Definition.Arguments {
		switch def.Name {
		case "first", "last", "limit", "k":
			if n, isNumber := asInt(c.argument(f, def)); isNumber {
				length, ok = max(length, uint64(max(1, n))), true
			}
		}
	}
	return length, ok
}

// assumed returns the length of a list that no argument bounds.
func (c *coster) assumed(f *ast.Field, introspection bool) uint64 {
	if introspection {
		if f.Name == "types" {
			return introspectedTypes
		}
		return introspectedParts
	}
	length := c.listLength
	for _, def := range f.Definition.Arguments {
		if def.Type.Elem == nil {
			continue
		}
		if list, ok := c.argument(f, def).([]any); ok {
			length = max(length, len(list))
		}
	}
	return uint64(length)
}

// argument returns the value of an argument: as written, from its variable, or
// the default that the schema gives.
func (c *coster) argument(f *ast.Field, def *ast.ArgumentDefinition) any {
	value := def.DefaultValue
	if arg := f.Arguments.ForName(def.Name); arg != nil && arg.Value != nil {
		if arg.Value.Kind == ast.Variable {
			if v, ok := c.variables[arg.Value.Raw]; ok {
				return v
			}
		} else {
			value = arg.Value
		}
	}
	if value == nil {
		return nil
	}
	v, err := value.Value(c.variables)
	if err != nil {
		return nil
	}
	return v
}

// asInt returns a coerced number as an integer, at most math.MaxInt64.
func asInt(v any) (int64, bool) {
	switch v := v.(type) {
	case int64:
		return v, true
	case int:
		return int64(v), true
	case float64:
		if v >= math.MaxInt64 {
			return math.MaxInt64, true
		}
		return int64(v), true
	case json.Number:
		n, err := v.Int64()
		return n, err == nil
	}
	return 0, false
}

func addSaturated(a, b uint64) uint64 {
	sum, carry := bits.Add64(a, b, 0)
	if carry != 0 {
		return math.MaxUint64
	}
	return sum
}

func multiplySaturated(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	if high != 0 {
		return math.MaxUint64
	}
	return low
}
