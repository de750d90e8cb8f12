package storetest

import (
	"fmt"
	"slices"
	"time"

	"github.com/kithgraph/kith/graph"
)

// World is a workspace in the making: it invents commits that follow from one
// another and knows the state that they lead to. Elements are real facts of
// real kinds, with texts that stores find hard. The zero World is empty.
type World struct {
	// Few restricts the world to people and who knows whom, for tests of servers to
	// which every other kind is one more statement to plan.
	Few bool

	state map[graph.ID]graph.Element
	nodes map[graph.Kind][]graph.ID // in the order of their making
	edges []graph.ID
	made  int // elements so far, for fresh IDs
	count int // commits so far
}

// Pick returns a number in [0, n) and is the only source of chance of a World.
type Pick func(n int) int

// Len returns how many elements the world has.
func (w *World) Len() int { return len(w.state) }

// State returns the current elements by ID. The caller must not modify it.
func (w *World) State() map[graph.ID]graph.Element { return w.state }

// Next invents a commit of at most size changes, at least one, and carries it
// out. Its revision is left open.
func (w *World) Next(pick Pick, size int) graph.Commit {
	if w.state == nil {
		w.state, w.nodes = map[graph.ID]graph.Element{}, map[graph.Kind][]graph.ID{}
	}
	w.count++
	c := graph.Commit{
		ID:     fmt.Sprintf("commit-%d", w.count),
		At:     time.Date(2026, 3, 1, 9, 0, 0, pick(2)*123456789, time.UTC).Add(time.Duration(w.count) * time.Minute),
		Actor:  texts[pick(len(texts))],
		Reason: texts[pick(len(texts))],
		More:   pick(8) == 0,
	}
	e := edit{w: w, touched: map[graph.ID]int{}}
	for range 1 + pick(size) {
		e.step(pick, size)
	}
	c.Changes = e.changes
	return c
}

// Redacted tells the world that elements were erased.
func (w *World) Redacted(ids []graph.ID) {
	for _, id := range ids {
		w.forget(id)
	}
}

// WithEdges returns ids and the current edges that end at them.
func (w *World) WithEdges(ids []graph.ID) []graph.ID {
	out := slices.Clone(ids)
	for _, id := range w.edges {
		e := w.state[id]
		if !slices.Contains(ids, id) && (slices.Contains(ids, e.Src) || slices.Contains(ids, e.Dst)) {
			out = append(out, id)
		}
	}
	return out
}

func (w *World) forget(id graph.ID) {
	e, ok := w.state[id]
	if !ok {
		return
	}
	delete(w.state, id)
	is := func(x graph.ID) bool { return x == id }
	if e.IsEdge() {
		w.edges = slices.DeleteFunc(w.edges, is)
		return
	}
	w.nodes[e.Kind] = slices.DeleteFunc(w.nodes[e.Kind], is)
}

// edit is one commit in the making.
type edit struct {
	w       *World
	changes []graph.Change
	touched map[graph.ID]int // ID to place in changes
}

func (e *edit) step(pick Pick, size int) {
	switch n := pick(10); {
	case n < 3 || len(e.w.state) == 0:
		e.put(e.newNode(pick))
	case n < 6:
		if x, ok := e.newEdge(pick); ok {
			e.put(x)
		}
	case n < 8:
		e.change(pick)
	default:
		e.remove(pick, size)
	}
}

func (e *edit) fresh(prefix string) graph.ID {
	e.w.made++
	return graph.ID(fmt.Sprintf("%s%d", prefix, e.w.made))
}

func (e *edit) put(x graph.Element) {
	old, had := e.w.state[x.ID]
	if i, again := e.touched[x.ID]; again {
		e.changes[i].After = &x
	} else {
		ch := graph.Change{ID: x.ID, After: &x}
		if had {
			ch.Before = &old
		}
		e.touched[x.ID] = len(e.changes)
		e.changes = append(e.changes, ch)
	}
	e.w.state[x.ID] = x
	if had {
		return
	}
	if x.IsEdge() {
		e.w.edges = append(e.w.edges, x.ID)
	} else {
		e.w.nodes[x.Kind] = append(e.w.nodes[x.Kind], x.ID)
	}
}

// remove removes an edge, or a node with its edges, unless that would change
// an element a second time or make the commit too long.
func (e *edit) remove(pick Pick, size int) {
	var ids []graph.ID
	if len(e.w.edges) > 0 && pick(3) > 0 {
		ids = []graph.ID{e.w.edges[pick(len(e.w.edges))]}
	} else {
		id, ok := e.anyNode(pick)
		if !ok {
			return
		}
		ids = e.w.WithEdges([]graph.ID{id})
	}
	for _, id := range ids {
		if _, again := e.touched[id]; again || len(e.changes)+len(ids) > size {
			return
		}
	}
	slices.Reverse(ids) // a node after its edges
	for _, id := range ids {
		old := e.w.state[id]
		e.touched[id] = len(e.changes)
		e.changes = append(e.changes, graph.Change{ID: id, Before: &old})
		e.w.forget(id)
	}
}

// kinds returns the kinds of the world's nodes.
func (w *World) kinds() []graph.Kind {
	if w.Few {
		return worldKinds[:1]
	}
	return worldKinds
}

var worldKinds = []graph.Kind{graph.NodePerson, graph.NodePosition, graph.NodeOrganization, graph.NodeAccount, graph.NodeInteraction}

func (e *edit) anyNode(pick Pick) (graph.ID, bool) {
	kinds := e.w.kinds()
	for i, start := 0, pick(len(kinds)); i < len(kinds); i++ {
		if list := e.w.nodes[kinds[(start+i)%len(kinds)]]; len(list) > 0 {
			return list[pick(len(list))], true
		}
	}
	return "", false
}

func (e *edit) newNode(pick Pick) graph.Element {
	kinds := e.w.kinds()
	return nodeOf(kinds[pick(len(kinds))], e.fresh("n"), pick)
}

func nodeOf(k graph.Kind, id graph.ID, pick Pick) graph.Element {
	base := graph.Node{ID: id, From: day(pick), ExternalIDs: list(pick)}
	name := texts[1+pick(len(texts)-1)]
	switch k {
	case graph.NodePerson:
		p := graph.Person{Node: base, Name: name, Emails: list(pick), Notes: texts[pick(len(texts))], DoNotContact: pick(2) == 0}
		if pick(2) == 0 {
			capacity := pick(9)
			p.Capacity = &capacity
		}
		return graph.Encode(p)
	case graph.NodePosition:
		base.From = 0 // its days are those of its places
		return graph.Encode(graph.Position{Node: base, Title: name, Level: pick(6), Function: graph.Functions()[pick(12)], Occupancy: graph.OccupancyHeld})
	case graph.NodeOrganization:
		return graph.Encode(graph.Organization{Node: base, Name: name, Kind: graph.OrgCompany, Ours: pick(2) == 0, Domains: list(pick)})
	case graph.NodeAccount:
		return graph.Encode(graph.Account{Node: base, Name: name, Tier: graph.TierKey, Renewal: day(pick)})
	}
	return graph.Encode(graph.Interaction{Node: base, On: graph.Day(2026, 2, 1+pick(28)), Channel: graph.Channels()[pick(12)], Count: pick(4), Subject: name})
}

var worldEdges = []struct{ kind, src, dst graph.Kind }{
	{graph.EdgeKnows, graph.NodePerson, graph.NodePerson},
	{graph.EdgeHolds, graph.NodePerson, graph.NodePosition},
	{graph.EdgeIn, graph.NodePosition, graph.NodeOrganization},
	{graph.EdgeReportsTo, graph.NodePosition, graph.NodePosition},
	{graph.EdgePartOf, graph.NodeOrganization, graph.NodeOrganization},
	{graph.EdgeFor, graph.NodeAccount, graph.NodeOrganization},
	{graph.EdgeAttended, graph.NodePerson, graph.NodeInteraction},
}

func (e *edit) newEdge(pick Pick) (graph.Element, bool) {
	kinds := worldEdges
	if e.w.Few {
		kinds = worldEdges[:1]
	}
	kind := kinds[pick(len(kinds))]
	src, dst := e.w.nodes[kind.src], e.w.nodes[kind.dst]
	if len(src) == 0 || len(dst) == 0 {
		return graph.Element{}, false
	}
	base := graph.Edge{ID: e.fresh("e"), Src: src[pick(len(src))], Dst: dst[pick(len(dst))], From: day(pick), To: day(pick)}
	return edgeOf(kind.kind, base, pick), true
}

func edgeOf(k graph.Kind, base graph.Edge, pick Pick) graph.Element {
	switch k {
	case graph.EdgeHolds:
		return graph.Encode(graph.Holds{Edge: base, Kind: graph.HoldPermanent, NoticeOn: day(pick)})
	case graph.EdgeKnows:
		j := graph.Judgement{By: "n1", On: day(pick), Evidence: texts[pick(len(texts))]}
		return graph.Encode(graph.Knows{Edge: base, Judgement: j, Level: graph.TieTrusted})
	case graph.EdgeIn:
		return graph.Encode(graph.In{Edge: base})
	case graph.EdgeReportsTo:
		return graph.Encode(graph.ReportsTo{Edge: base, Kind: graph.LineSolid})
	case graph.EdgePartOf:
		return graph.Encode(graph.PartOf{Edge: base})
	case graph.EdgeFor:
		return graph.Encode(graph.For{Edge: base})
	}
	return graph.Encode(graph.Attended{Edge: base})
}

// change gives an element other properties or days; an edge may also move to
// other ends.
func (e *edit) change(pick Pick) {
	if len(e.w.edges) > 0 && pick(2) == 0 {
		x := e.w.state[e.w.edges[pick(len(e.w.edges))]]
		base := graph.Edge{ID: x.ID, Src: x.Src, Dst: x.Dst, From: day(pick), To: day(pick)}
		if list := e.w.nodes[e.w.state[x.Dst].Kind]; pick(3) == 0 {
			base.Dst = list[pick(len(list))]
		}
		e.put(edgeOf(x.Kind, base, pick))
		return
	}
	if id, ok := e.anyNode(pick); ok {
		e.put(nodeOf(e.w.state[id].Kind, id, pick))
	}
}

// day returns a day or, half the time, none.
func day(pick Pick) graph.Date {
	if pick(2) == 0 {
		return 0
	}
	return graph.Day(2020+pick(10), time.Month(1+pick(12)), 1+pick(28))
}

func list(pick Pick) []string {
	var out []string
	for range pick(3) {
		s := texts[pick(len(texts))]
		out = append(out, s[:min(len(s), 200)])
	}
	return out
}
