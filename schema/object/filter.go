package object

import (
	"github.com/kithgraph/kith/graph"
)

// MaxFilterParts is how many filters one filter may be made of, itself counted.
const MaxFilterParts = 50

// sets is how a filter is made of others: what it chooses is what its own parts, all of
// And, any of Or and not Not choose. What is left nil or empty chooses all.
type sets[F any] struct {
	And, Or []*F
	Not     *F
}

// chosen returns whether a filter chooses a thing of a list. own says so of the parts of one
// filter without those that it is made of; inner is whether it stands in another.
func chosen[F, K any](f *F, made func(*F) sets[F], own func(f *F, inner bool) (func(K) bool, error)) (func(K) bool, error) {
	left := MaxFilterParts
	var of func(f *F, inner bool) (func(K) bool, error)
	several := func(list []*F) (out []func(K) bool, err error) {
		for _, f := range list {
			keep, err := of(f, true)
			if err != nil {
				return nil, err
			}
			out = append(out, keep)
		}
		return out, nil
	}
	of = func(f *F, inner bool) (func(K) bool, error) {
		if left--; left < 0 {
			return nil, graph.Invalid("filter", nil, "the filter is made of more than %d", MaxFilterParts)
		}
		keep, err := own(f, inner)
		if err != nil {
			return nil, err
		}
		m := made(f)
		and, err := several(m.And)
		if err != nil {
			return nil, err
		}
		or, err := several(m.Or)
		if err != nil {
			return nil, err
		}
		not := func(K) bool { return false }
		if m.Not != nil {
			if not, err = of(m.Not, true); err != nil {
				return nil, err
			}
		}
		if len(and)+len(or) == 0 && m.Not == nil {
			return keep, nil
		}
		return func(k K) bool {
			for _, in := range and {
				if !in(k) {
					return false
				}
			}
			some := len(or) == 0
			for i := 0; i < len(or) && !some; i++ {
				some = or[i](k)
			}
			return some && keep(k) && !not(k)
		}, nil
	}
	return of(f, false)
}

// whole refuses a part of a filter that is about a whole list where it stands in another
// filter.
func whole(inner bool, name string, given *bool) error {
	if inner && given != nil {
		return graph.Invalid("filter", nil, "%s is of the whole list: give it in the outermost filter", name)
	}
	return nil
}

// given returns what p points to, and something of nothing for nil.
func given[T any](p *T) *T {
	if p == nil {
		return new(T)
	}
	return p
}
