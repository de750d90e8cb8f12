package draft

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
)

// TestDraftAgainstMaps compares a draft with a map of elements: after puts, puts again
// elsewhere, removals, and edits that are taken back.
func TestDraftAgainstMaps(t *testing.T) {
	pick := rand.New(rand.NewPCG(3, 4)).IntN
	id := func() graph.ID { return graph.ID(fmt.Sprint("x", pick(60))) }
	element := func() graph.Element {
		e := graph.Encode(graph.Person{Node: graph.Node{ID: id(), ExternalIDs: []string{fmt.Sprint("s:", pick(20))}}, Name: strings.Repeat("n", 1+pick(6000)*pick(2))})
		if pick(2) == 0 {
			e = graph.Encode(graph.Knows{Edge: graph.Edge{ID: graph.ID(fmt.Sprint("e", pick(400))), Src: id(), Dst: id()}, Level: graph.TieKnows})
		}
		return e
	}
	base := map[graph.ID]graph.Element{}
	b := kernel.NewBuilder(0)
	for i := range 40 {
		e := graph.Encode(graph.Person{Node: graph.Node{ID: graph.ID(fmt.Sprint("x", i))}, Name: "base"})
		base[e.ID] = e
	}
	for i := range 30 {
		e := graph.Encode(graph.Knows{Edge: graph.Edge{ID: graph.ID(fmt.Sprint("e", i)), Src: graph.ID(fmt.Sprint("x", i)), Dst: graph.ID(fmt.Sprint("x", i/2))}, Level: graph.TieMet})
		base[e.ID] = e
	}
	for _, edges := range []bool{false, true} {
		for _, k := range slices.Sorted(maps.Keys(base)) {
			if e := base[k]; e.IsEdge() == edges {
				if err := b.Add(&e); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	snapshot := b.Build(1, time.Time{})
	for range 20 {
		d := NewDraft(snapshot, 1, nil)
		want, order := maps.Clone(base), []graph.ID(nil)
		step := func() {
			switch e := element(); pick(4) {
			case 0:
				d.Remove(e.ID)
				if _, there := want[e.ID]; there || slices.Contains(order, e.ID) {
					if !slices.Contains(order, e.ID) {
						order = append(order, e.ID)
					}
				}
				delete(want, e.ID)
			default:
				d.Put(e)
				if !slices.Contains(order, e.ID) {
					order = append(order, e.ID)
				}
				want[e.ID] = e
			}
		}
		for n := range 300 {
			if pick(4) > 0 {
				step()
			} else {
				had, came := maps.Clone(want), slices.Clone(order)
				if err := d.whole(func() error {
					for range pick(8) {
						step()
					}
					return errors.New("refused")
				}); err == nil {
					t.Fatal("whole = nil, want the error")
				}
				want, order = had, came
			}
			if n%30 != 0 {
				continue
			}
			for i := range 60 {
				x := graph.ID(fmt.Sprint("x", i))
				out, in := edgesIn(want, func(e graph.Element) bool { return e.Src == x }), edgesIn(want, func(e graph.Element) bool { return e.Dst == x })
				if got := d.Out(x, graph.EdgeKnows); !slices.Equal(got, out) {
					t.Fatalf("Out(%s) = %v, want %v", x, got, out)
				}
				if got := d.In(x, graph.EdgeKnows); !slices.Equal(got, in) {
					t.Fatalf("In(%s) = %v, want %v", x, got, in)
				}
				got, ok := d.Get(x)
				if e, there := want[x]; ok != there || got != e {
					t.Fatalf("Get(%s) = %v, %t, want %v, %t", x, got, ok, e, there)
				}
			}
		}
		var got, changed []graph.ID
		for _, c := range d.Changes() {
			got = append(got, c.ID)
			is, there := want[c.ID]
			if was, had := base[c.ID]; (c.Before != nil) != had || had && *c.Before != was || (c.After != nil) != there || there && *c.After != is {
				t.Fatalf("Changes has %v, want %v and %v", c, was, is)
			}
		}
		for _, x := range order {
			if was, had := base[x]; had != (want[x].ID != "") || was != want[x] {
				changed = append(changed, x)
			}
		}
		if !slices.Equal(got, changed) {
			t.Fatalf("Changes are of %v, want %v", got, changed)
		}
	}
}

// edgesIn returns the edges among elements for which is holds, by ID.
func edgesIn(of map[graph.ID]graph.Element, is func(graph.Element) bool) (out []graph.Element) {
	for _, k := range slices.Sorted(maps.Keys(of)) {
		if e := of[k]; e.IsEdge() && is(e) {
			out = append(out, e)
		}
	}
	return out
}
