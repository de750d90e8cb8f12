package view

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
)

// Ever reads what a [View] may see of its snapshot whatever the days: the history
// behind the day. What it reads is noted in the view's trace, and what the view
// hides is not there. It is a small value; its methods are those of [kernel.Snapshot].
type Ever struct{ v *View }

// Ever returns what the view may see whatever the days.
func (v *View) Ever() Ever { return Ever{v} }

// On returns the view on another day, with the same trace and the same eyes. It
// has no clock.
func (x Ever) On(day graph.Date) *View {
	return &View{s: x.v.s, day: day, trace: x.v.trace, meter: x.v.meter, weight: x.v.weight, hidden: x.v.hidden}
}

// Revision returns the revision that is read.
func (x Ever) Revision() graph.Revision { return x.v.s.Revision() }

// At returns when that revision was recorded.
func (x Ever) At() time.Time { return x.v.s.At() }

// NumNodes returns a number above every [kernel.N].
func (x Ever) NumNodes() int { return x.v.s.NumNodes() }

// Find is the one reading of an id that somebody gives: the node of one of the kinds
// (none are all) with that ID, else with that external ID, "source:key", else the one
// that a source calls so, whichever source. It refuses an id that stands for none of
// them, and one of a source that stands for several, naming them.
func (x Ever) Find(id graph.ID, kinds ...graph.Kind) (kernel.N, error) {
	if n, ok := x.byID(id); ok && (len(kinds) == 0 || slices.Contains(kinds, x.v.s.NodeKind(n))) {
		return n, nil
	}
	asked := kinds
	if len(kinds) == 0 {
		asked = graph.NodeKinds()
	}
	var found []kernel.N
	for _, k := range asked {
		if n, ok := x.ByExternalID(k, string(id)); ok {
			found = append(found, n)
		}
	}
	if len(found) == 0 {
		for _, k := range asked {
			found = append(found, x.bySourceKey(k, string(id))...)
		}
	}
	for _, n := range found {
		x.v.trace.Note(n, Self)
	}
	switch len(found) {
	case 0:
		words := make([]string, len(kinds))
		for i, k := range kinds {
			words[i] = string(k)
		}
		return 0, graph.NotFound(cmp.Or(strings.Join(words, " or "), "node"), id)
	case 1:
		return found[0], nil
	}
	var ids []graph.ID
	for _, n := range found {
		ids = append(ids, x.v.s.NodeID(n))
	}
	return 0, graph.Refuse(graph.ErrConflict, "ambiguous", ids, "%s could be %d: %v; give the id", graph.Quote(string(id)), len(ids), ids)
}

// Node returns the node with an ID, or the only one with an external ID; see
// [Ever.Find].
func (x Ever) Node(id graph.ID) (kernel.N, bool) {
	n, err := x.Find(id)
	return n, err == nil
}

// NodeOf is Node for a node of one kind.
func (x Ever) NodeOf(k graph.Kind, id graph.ID) (kernel.N, bool) {
	n, err := x.Find(id, k)
	return n, err == nil
}

// byID returns the node with exactly an ID.
func (x Ever) byID(id graph.ID) (kernel.N, bool) {
	n, ok := x.v.s.Node(id)
	if ok && x.v.hidden != nil && x.v.hidden(x.v.s.NodeElement(n)) {
		n, ok = 0, false
	}
	if x.v.trace != nil {
		if ok {
			x.v.trace.Note(n, Self)
		} else {
			x.v.trace.missed(id)
		}
	}
	return n, ok
}

// Edge returns the edge with an ID.
func (x Ever) Edge(id graph.ID) (kernel.E, bool) {
	e, ok := x.v.s.Edge(id)
	if !ok || x.v.hidden != nil && x.hides(e) {
		return 0, false
	}
	return e, true
}

// hides reports whether an edge or one of its ends is hidden.
func (x Ever) hides(e kernel.E) bool {
	s, hidden := x.v.s, x.v.hidden
	src, dst := s.Ends(e)
	return hidden(s.EdgeElement(e)) || hidden(s.NodeElement(src)) || hidden(s.NodeElement(dst))
}

// NodeID returns the ID of a node.
func (x Ever) NodeID(n kernel.N) graph.ID { return x.v.s.NodeID(n) }

// EdgeID returns the ID of an edge.
func (x Ever) EdgeID(e kernel.E) graph.ID { return x.v.s.EdgeID(e) }

// Ends returns the nodes that an edge joins.
func (x Ever) Ends(e kernel.E) (src, dst kernel.N) { return x.v.s.Ends(e) }

// EdgeProps returns the properties of an edge.
func (x Ever) EdgeProps(e kernel.E) graph.Props { return x.v.s.EdgeProps(e) }

// EdgeValid returns the days of an edge.
func (x Ever) EdgeValid(e kernel.E) graph.Interval { return x.v.s.EdgeValid(e) }

// EdgeElement returns an edge.
func (x Ever) EdgeElement(e kernel.E) graph.Element { return x.v.s.EdgeElement(e) }

// NodeKind returns the kind of a node.
func (x Ever) NodeKind(n kernel.N) graph.Kind {
	x.v.trace.Note(n, Self)
	return x.v.s.NodeKind(n)
}

// NodeProps returns the stored properties of a node.
func (x Ever) NodeProps(n kernel.N) graph.Props {
	x.v.trace.Note(n, Self)
	return x.v.s.NodeProps(n)
}

// NodeValid returns a node's own days; those of a seat are the days of its places.
func (x Ever) NodeValid(n kernel.N) graph.Interval {
	x.v.trace.Note(n, Self)
	return x.v.s.NodeValid(n)
}

// Out returns the edges of kind k that begin at n, by ID. The caller must not
// modify the result.
func (x Ever) Out(n kernel.N, k graph.Kind) []kernel.Half {
	v := x.v
	if v.trace != nil {
		v.trace.Note(n, Outward(k))
	}
	hs := v.s.Out(n, k)
	v.meter.add((1 + len(hs)) * (1 + v.weight))
	if v.hidden != nil {
		return x.seen(hs)
	}
	return hs
}

// In returns the edges of kind k that end at n, like Out.
func (x Ever) In(n kernel.N, k graph.Kind) []kernel.Half {
	v := x.v
	if v.trace != nil {
		v.trace.Note(n, Inward(k))
	}
	hs := v.s.In(n, k)
	v.meter.add((1 + len(hs)) * (1 + v.weight))
	if v.hidden != nil {
		return x.seen(hs)
	}
	return hs
}

// OutAll returns every edge that begins at n, by kind and then by ID. The caller must
// not modify the result.
func (x Ever) OutAll(n kernel.N) []kernel.Half { return x.all(n, x.v.s.OutAll(n), Outward) }

// InAll returns every edge that ends at n, like OutAll.
func (x Ever) InAll(n kernel.N) []kernel.Half { return x.all(n, x.v.s.InAll(n), Inward) }

func (x Ever) all(n kernel.N, hs []kernel.Half, aspect func(graph.Kind) Aspect) []kernel.Half {
	x.v.meter.add((1 + len(hs)) * (1 + x.v.weight))
	if x.v.trace != nil {
		for _, k := range edgeKindsInOrder {
			x.v.trace.Note(n, aspect(k))
		}
	}
	if x.v.hidden != nil {
		return x.seen(hs)
	}
	return hs
}

// seen returns those of some halves that are not hidden.
func (x Ever) seen(hs []kernel.Half) []kernel.Half {
	var out []kernel.Half
	for _, h := range hs {
		if !x.hides(h.Edge()) {
			out = append(out, h)
		}
	}
	return out
}

// Nodes returns the nodes of a kind, by ID. The caller must not modify the result.
func (x Ever) Nodes(k graph.Kind) []kernel.N {
	x.v.trace.listed(k)
	ns := x.v.s.Nodes(k)
	if x.v.hidden == nil {
		return ns
	}
	var out []kernel.N
	for _, n := range ns {
		if !x.v.hidden(x.v.s.NodeElement(n)) {
			out = append(out, n)
		}
	}
	return out
}

// ByExternalID returns the node of kind k that carries the external ID
// "source:key".
func (x Ever) ByExternalID(k graph.Kind, externalID string) (kernel.N, bool) {
	n, ok := x.v.s.ByExternalID(k, externalID)
	if ok && x.v.hidden != nil && x.v.hidden(x.v.s.NodeElement(n)) {
		return 0, false
	}
	return n, ok
}

// bySourceKey returns the nodes of kind k that some source calls key, by ID.
func (x Ever) bySourceKey(k graph.Kind, key string) []kernel.N {
	ns := x.v.s.BySourceKey(k, key)
	if x.v.hidden == nil {
		return ns
	}
	return slices.DeleteFunc(ns, func(n kernel.N) bool { return x.v.hidden(x.v.s.NodeElement(n)) })
}

// ByEmail returns the people who carry an e-mail address, in any letter case, by
// ID.
func (x Ever) ByEmail(mail string) []kernel.N {
	ns := x.v.s.ByEmail(mail)
	if x.v.hidden == nil {
		return ns
	}
	return slices.DeleteFunc(ns, func(n kernel.N) bool { return x.v.hidden(x.v.s.NodeElement(n)) })
}
