package draft_test

import (
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
)

// TestSame tells of every fact of a small world whether an edit makes it another.
func TestSame(t *testing.T) {
	build := func(facts ...graph.Fact) *kernel.Snapshot {
		var changes []graph.Change
		for _, f := range facts {
			e := graph.Encode(f)
			changes = append(changes, graph.Change{ID: e.ID, After: &e})
		}
		s, err := kernel.Empty().With(changes, 1, time.Unix(1, 0))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	node := func(id graph.ID) graph.Node { return graph.Node{ID: id} }
	edge := func(id, src, dst graph.ID) graph.Edge { return graph.Edge{ID: id, Src: src, Dst: dst} }
	base := []graph.Fact{
		graph.Organization{Node: node("o"), Name: "O"}, graph.Organization{Node: node("o2"), Name: "O2"},
		graph.Position{Node: node("s"), Title: "S"}, graph.Position{Node: node("s2"), Title: "S2"},
		graph.Person{Node: node("p"), Name: "P"}, graph.Person{Node: node("q"), Name: "Q"},
		graph.Interaction{Node: node("i"), On: graph.MustDate("2026-03-01")},
		graph.In{Edge: edge("in", "s", "o")}, graph.Holds{Edge: edge("h", "p", "s")},
	}
	was := build(base...)
	for name, c := range map[string]struct {
		added   graph.Fact
		another []graph.ID // what is no longer the same
	}{
		"nothing":         {nil, nil},
		"itself":          {graph.Person{Node: node("q"), Name: "Q2"}, []graph.ID{"q"}},
		"new":             {graph.Person{Node: node("r"), Name: "R"}, []graph.ID{"r"}},
		"a holder":        {graph.Holds{Edge: edge("h2", "q", "s2")}, []graph.ID{"h2", "q", "s2"}},
		"a line":          {graph.ReportsTo{Edge: edge("r1", "s2", "s")}, []graph.ID{"r1", "s2"}},
		"a unit":          {graph.PartOf{Edge: edge("po", "o2", "o")}, []graph.ID{"po", "o2"}},
		"who took part":   {graph.Attended{Edge: edge("at", "p", "i")}, []graph.ID{"at", "i"}},
		"who knows whom":  {graph.Knows{Edge: edge("k", "p", "q")}, []graph.ID{"k"}},
		"an edge changes": {graph.Holds{Edge: edge("h", "p", "s"), Kind: graph.HoldActing}, []graph.ID{"h", "p", "s"}},
	} {
		facts := base
		if c.added != nil {
			facts = nil
			for _, f := range base {
				if graph.Encode(f).ID != graph.Encode(c.added).ID {
					facts = append(facts, f)
				}
			}
			facts = append(facts, c.added)
		}
		is := build(facts...)
		another := map[graph.ID]bool{}
		for _, id := range c.another {
			another[id] = true
		}
		for _, id := range []graph.ID{"o", "o2", "s", "s2", "p", "q", "r", "i", "in", "h", "h2", "r1", "po", "at", "k", "nobody"} {
			if got := draft.Same(was, is, id); got == another[id] {
				t.Errorf("%s: Same(%s) = %v", name, id, got)
			}
		}
	}
	of := []graph.Fact{graph.Detail{Node: node("d"), Property: "title", Value: "Old"}, graph.Of{Edge: edge("of", "d", "s")}}
	a, b := build(append(base, of...)...), build(append(base, graph.Detail{Node: node("d"), Property: "title", Value: "Older"}, of[1])...)
	if draft.Same(was, a, "s") || draft.Same(a, b, "s") || !draft.Same(a, a, "s") || !draft.Same(a, b, "p") {
		t.Error("a dated property is no part of the seat that it is of, or of another thing")
	}
}
