package find_test

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/kithgraph/kith/graph"
)

// newBurdenedWorld makes the world of a seed harder to work in: some of ours carry
// no more than so many pairings, here and at another account, some people must not
// be contacted or approached, seats are shared and looked after as a whole, and
// some of what is true today ends soon.
func newBurdenedWorld(seed uint64) *world {
	w := newWorld(seed)
	r := rand.New(rand.NewPCG(seed, 99))
	w.r = r
	for i, e := range w.elements {
		switch e.Kind {
		case graph.NodePerson:
			p := graph.Decode[graph.Person](e)
			mine := slices.Contains(w.ours, p.ID)
			if mine && r.IntN(2) == 0 {
				capacity := r.IntN(4)
				p.Capacity = &capacity
			}
			p.DoNotContact = r.IntN(8) == 0
			w.elements[i] = graph.Encode(p)
		case graph.EdgeHolds:
			if r.IntN(12) == 0 {
				h := graph.Decode[graph.Holds](e)
				if h.To != 0 {
					continue // they have left
				}
				h.To = today + 1 + graph.Date(r.IntN(60))
				if r.IntN(2) == 0 {
					h.NoticeOn = today - graph.Date(r.IntN(20)) + 5
				}
				w.elements[i] = graph.Encode(h)
			}
		case graph.NodeDecisionArea:
			a := graph.Decode[graph.DecisionArea](e)
			if r.IntN(3) == 0 {
				a.Due = today - 20 + graph.Date(r.IntN(40))
			}
			w.elements[i] = graph.Encode(a)
		}
	}
	seats := func(prefix string) (out []graph.ID) {
		for _, e := range w.elements {
			if e.Kind == graph.NodePosition && string(e.ID[:2]) == prefix {
				out = append(out, e.ID)
			}
		}
		return out
	}("st")
	w.node(graph.Person{Node: graph.Node{ID: "x0"}, Name: "Their x0"})
	shared := pick(r, seats)
	w.node(graph.Holds{Edge: w.since("x0", shared, today-graph.Date(r.IntN(200)))})
	w.theirs = append(w.theirs, "x0")
	w.node(graph.Organization{Node: graph.Node{ID: "beta"}, Name: "Beta"})
	w.node(graph.Account{Node: graph.Node{ID: "bacc"}, Name: "Beta", Tier: graph.TierKey})
	w.node(graph.For{Edge: w.edge("bacc", "beta")})
	for i := range 2 {
		p, s := graph.ID(fmt.Sprintf("b%d", i)), graph.ID(fmt.Sprintf("sb%d", i))
		w.node(graph.Person{Node: graph.Node{ID: p}, Name: "Beta " + string(p)})
		w.node(graph.Position{Node: graph.Node{ID: s}, Title: "Seat " + string(s), Level: 4})
		w.node(graph.In{Edge: w.edge(s, "beta")})
		w.node(graph.Holds{Edge: w.edge(p, s)})
		if i == 0 {
			w.node(graph.Holds{Edge: w.edge("b1", s)})
		}
	}
	for range r.IntN(5) {
		w.node(graph.PairedWith{Edge: w.since(pick(r, w.ours), pick(r, append(slices.Clone(w.theirs), shared, "b0", "sb0", "sb1")), []graph.Date{0, today - 300, today - 40}[r.IntN(3)]), CadenceDays: r.IntN(3) * 15})
	}
	for range 1 + r.IntN(3) {
		w.node(graph.WorksOn{Edge: w.edge(pick(r, w.ours), acme), Role: pick(r, []graph.WorkRole{graph.WorkKAM, graph.WorkDelivery, graph.WorkSponsor})})
	}
	for range r.IntN(3) {
		w.node(graph.Excludes{Edge: w.edge(pick(r, w.ours), pick(r, append(slices.Clone(w.theirs), acme))), Kind: pick(r, []graph.ExclusionKind{graph.ExcludeDoNotAsk, graph.ExcludeDoNotApproach, graph.ExcludeNonSolicit})})
	}
	if r.IntN(3) == 0 {
		if a, b := pick(r, w.theirs), pick(r, w.theirs); a != b {
			w.node(graph.Excludes{Edge: w.edge(a, b), Kind: pick(r, []graph.ExclusionKind{graph.ExcludeDoNotAsk, graph.ExcludeDoNotApproach, graph.ExcludeNonSolicit})})
		}
	}
	if a, b := pick(r, w.ours), pick(r, w.theirs); r.IntN(3) == 0 {
		w.node(graph.Knows{Edge: w.since(a, b, today-20), Judgement: graph.Judgement{By: a, On: today - 20}, Level: graph.TieKnows, Kind: graph.TieConflict})
	}
	if r.IntN(3) == 0 {
		w.node(graph.Detail{Node: graph.Node{ID: "dt", From: today + 10 + graph.Date(r.IntN(40))}, Property: "title", Value: "Renamed"})
		w.node(graph.Of{Edge: w.edge("dt", pick(r, seats))})
	}
	return w
}

// without returns the world without the elements of some kinds.
func (w *world) without(kinds ...graph.Kind) *world {
	out := *w
	out.elements = slices.DeleteFunc(slices.Clone(w.elements), func(e graph.Element) bool { return slices.Contains(kinds, e.Kind) })
	return &out
}
