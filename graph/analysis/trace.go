package analysis

import (
	"iter"
	"slices"

	"github.com/kithgraph/kith/graph"
)

// trace notes which nodes an answer read: their own properties, or any of their
// edges. A change of an element that touches none of them, itself or by an end,
// and makes or removes no node of a kind that was listed, cannot change the
// answer. A nil trace notes nothing.
type trace struct {
	nodes []uint64 // a bit for each
	kinds []graph.Kind
}

func (t *trace) node(n graph.N) {
	if t == nil {
		return
	}
	at := int(n) / 64
	if at >= len(t.nodes) {
		t.nodes = append(t.nodes, make([]uint64, at+1-len(t.nodes)+len(t.nodes)/2)...)
	}
	t.nodes[at] |= 1 << (n % 64)
}

func (t *trace) kind(k graph.Kind) {
	if t != nil && !slices.Contains(t.kinds, k) {
		t.kinds = append(t.kinds, k)
	}
}

// list returns the nodes noted, ascending.
func (t *trace) list() (out []graph.N) {
	for at, word := range t.nodes {
		for bit := range 64 {
			if word>>bit&1 == 1 {
				out = append(out, graph.N(at*64+bit))
			}
		}
	}
	return out
}

// source is a snapshot of which it is noted what is read. All reading of an
// analysis goes through it and [sight].
type source struct {
	s *graph.Snapshot
	t *trace
}

func (r source) Revision() graph.Revision           { return r.s.Revision() }
func (r source) Node(id graph.ID) (graph.N, bool)   { return r.s.Node(id) }
func (r source) Edge(id graph.ID) (graph.E, bool)   { return r.s.Edge(id) }
func (r source) NodeID(n graph.N) graph.ID          { return r.s.NodeID(n) }
func (r source) EdgeID(e graph.E) graph.ID          { return r.s.EdgeID(e) }
func (r source) Ends(e graph.E) (src, dst graph.N)  { return r.s.Ends(e) }
func (r source) EdgeProps(e graph.E) graph.Props    { return r.s.EdgeProps(e) }
func (r source) EdgeValid(e graph.E) graph.Interval { return r.s.EdgeValid(e) }
func (r source) On(day graph.Date) sight            { return sight{r.s.On(day), r.t} }

func (r source) NodeOf(k graph.Kind, id graph.ID) (graph.N, bool) {
	n, ok := r.s.NodeOf(k, id)
	if ok {
		r.t.node(n)
	}
	return n, ok
}

func (r source) Out(n graph.N, k graph.Kind) []graph.Half {
	r.t.node(n)
	return r.s.Out(n, k)
}

func (r source) In(n graph.N, k graph.Kind) []graph.Half {
	r.t.node(n)
	return r.s.In(n, k)
}

func (r source) NodeKind(n graph.N) graph.Kind {
	r.t.node(n)
	return r.s.NodeKind(n)
}

func (r source) NodeProps(n graph.N) graph.Props {
	r.t.node(n)
	return r.s.NodeProps(n)
}

func (r source) NodeValid(n graph.N) graph.Interval {
	r.t.node(n)
	return r.s.NodeValid(n)
}

func (r source) Nodes(k graph.Kind) []graph.N {
	r.t.kind(k)
	return r.s.Nodes(k)
}

// sight is a view of which it is noted what is read.
type sight struct {
	v *graph.View
	t *trace
}

// see notes a node and the details that hang on it.
func (w sight) see(n graph.N) graph.N {
	if w.t != nil {
		w.t.node(n)
		for _, h := range w.v.Snapshot().In(n, graph.EdgeOf) {
			w.t.node(h.Node())
		}
	}
	return n
}

// as returns a node as a typed fact, as it was on the day.
func as[T graph.Fact](w sight, n graph.N) T { return graph.As[T](w.v, w.see(n)) }

func (w sight) Name(n graph.N) string                  { return w.v.Name(w.see(n)) }
func (w sight) Title(seat graph.N) string              { return w.v.Title(w.see(seat)) }
func (w sight) Level(seat graph.N) int                 { return w.v.Level(w.see(seat)) }
func (w sight) Function(seat graph.N) graph.Function   { return w.v.Function(w.see(seat)) }
func (w sight) Occupancy(seat graph.N) graph.Occupancy { return w.v.Occupancy(w.see(seat)) }
func (w sight) SeatsIn(org graph.N) []graph.N          { return w.v.SeatsIn(w.see(org)) }
func (w sight) Holders(seat graph.N) []graph.N         { return w.v.Holders(w.see(seat)) }

func (w sight) Out(n graph.N, k graph.Kind) iter.Seq[graph.Half] { return w.v.Out(w.see(n), k) }

// OrgOf returns the organization of a seat on the day.
func (w sight) OrgOf(seat graph.N) (graph.N, bool) { return w.v.OrgOf(w.see(seat)) }

// Company returns the topmost organization above one.
func (w sight) Company(org graph.N) graph.N {
	top := w.v.Company(org)
	for up, ok := org, true; ok && w.t != nil; up, ok = w.v.Parent(up) {
		if w.see(up) == top {
			break
		}
	}
	return top
}

// Subtree returns an organization and everything that is part of it, by id.
func (w sight) Subtree(org graph.N) []graph.N {
	out := w.v.Subtree(org)
	for _, n := range out {
		w.see(n)
	}
	return out
}
