package analysis

import (
	"cmp"
	"iter"
	"slices"

	"github.com/kithgraph/kith/graph"
)

// aspect is a part of a node that can be read, as a bit: the node itself, or its
// edges of one kind in one direction.
type aspect uint64

// self is a node's own properties and days.
const self aspect = 1

// edgeKinds are the kinds of edges, by number. There are few enough for a bit in
// each direction.
var edgeKinds = graph.EdgeKinds()

// outward returns the edges of a kind that begin at a node; of a kind that is not
// known all of them.
func outward(k graph.Kind) aspect {
	if i := slices.Index(edgeKinds, k); i >= 0 {
		return 1 << (1 + 2*i)
	}
	return ^self
}

// inward returns the edges of a kind that end at a node.
func inward(k graph.Kind) aspect {
	if i := slices.Index(edgeKinds, k); i >= 0 {
		return 1 << (2 + 2*i)
	}
	return ^self
}

// leaf is how many nodes stand on one page of a trace.
const leaf = 64

// trace notes what of which nodes an answer read, the IDs under which it found no
// node, and the kinds of which it listed the nodes. A change that touches none of
// it cannot change the answer. A nil trace notes nothing.
type trace struct {
	pages  []*[leaf]aspect
	absent map[graph.ID]bool
	kinds  []graph.Kind
}

// newTrace returns a trace of a snapshot with so many nodes.
func newTrace(nodes int) *trace { return &trace{pages: make([]*[leaf]aspect, nodes/leaf+1)} }

func (t *trace) note(n graph.N, a aspect) {
	if t == nil {
		return
	}
	at := n / leaf
	if t.pages[at] == nil {
		t.pages[at] = new([leaf]aspect)
	}
	t.pages[at][n%leaf] |= a
}

func (t *trace) kind(k graph.Kind) {
	if t != nil && !slices.Contains(t.kinds, k) {
		t.kinds = append(t.kinds, k)
	}
}

// missed notes that there was no node under an ID.
func (t *trace) missed(id graph.ID) {
	if t == nil {
		return
	}
	if t.absent == nil {
		t.absent = map[graph.ID]bool{}
	}
	t.absent[id] = true
}

// readings is what was read, packed: a few sets of aspects serve all nodes.
type readings struct {
	nodes []reading // by node
	sets  []aspect
}

// reading is a node with what of it was read, as an index.
type reading struct {
	node graph.N
	set  int32
}

// pack returns what was noted.
func (t *trace) pack() readings {
	n := 0
	for _, page := range t.pages {
		if page != nil {
			for _, a := range page {
				n += int(min(a, 1))
			}
		}
	}
	r := readings{nodes: make([]reading, 0, n)}
	numbers := map[aspect]int32{}
	for at, page := range t.pages {
		if page == nil {
			continue
		}
		for i, a := range page {
			if a == 0 {
				continue
			}
			set, known := numbers[a]
			if !known {
				set = int32(len(r.sets))
				numbers[a] = set
				r.sets = append(r.sets, a)
			}
			r.nodes = append(r.nodes, reading{graph.N(at*leaf + i), set})
		}
	}
	return r
}

// of returns what of a node was read.
func (r readings) of(n graph.N) aspect {
	i, found := slices.BinarySearchFunc(r.nodes, n, func(x reading, n graph.N) int { return cmp.Compare(x.node, n) })
	if !found {
		return 0
	}
	return r.sets[r.nodes[i].set]
}

// source is a snapshot of which it is noted what is read. All reading of an
// analysis goes through it and [sight].
type source struct {
	s *graph.Snapshot
	t *trace
}

func (r source) Revision() graph.Revision           { return r.s.Revision() }
func (r source) Edge(id graph.ID) (graph.E, bool)   { return r.s.Edge(id) }
func (r source) NodeID(n graph.N) graph.ID          { return r.s.NodeID(n) }
func (r source) EdgeID(e graph.E) graph.ID          { return r.s.EdgeID(e) }
func (r source) Ends(e graph.E) (src, dst graph.N)  { return r.s.Ends(e) }
func (r source) EdgeProps(e graph.E) graph.Props    { return r.s.EdgeProps(e) }
func (r source) EdgeValid(e graph.E) graph.Interval { return r.s.EdgeValid(e) }
func (r source) On(day graph.Date) sight            { return sight{v: r.s.On(day), t: r.t} }

func (r source) Node(id graph.ID) (graph.N, bool) {
	n, ok := r.s.Node(id)
	if ok {
		r.t.note(n, self)
	} else {
		r.t.missed(id)
	}
	return n, ok
}

func (r source) NodeOf(k graph.Kind, id graph.ID) (graph.N, bool) {
	n, ok := r.Node(id)
	return n, ok && r.s.NodeKind(n) == k
}

func (r source) Out(n graph.N, k graph.Kind) []graph.Half {
	if r.t != nil {
		r.t.note(n, outward(k))
	}
	return r.s.Out(n, k)
}

func (r source) In(n graph.N, k graph.Kind) []graph.Half {
	if r.t != nil {
		r.t.note(n, inward(k))
	}
	return r.s.In(n, k)
}

func (r source) NodeKind(n graph.N) graph.Kind {
	r.t.note(n, self)
	return r.s.NodeKind(n)
}

func (r source) NodeProps(n graph.N) graph.Props {
	r.t.note(n, self)
	return r.s.NodeProps(n)
}

func (r source) NodeValid(n graph.N) graph.Interval {
	r.t.note(n, self)
	return r.s.NodeValid(n)
}

func (r source) Nodes(k graph.Kind) []graph.N {
	r.t.kind(k)
	return r.s.Nodes(k)
}

// sight is a view of which it is noted what is read, and on which later days it
// begins or ends.
type sight struct {
	v     *graph.View
	t     *trace
	clock *clock // nil for a view of a day that stays the same whenever it is asked about
}

// see notes a node with the details that hang on it, and what else of it is read.
func (w sight) see(n graph.N, more aspect) graph.N {
	if w.t != nil {
		w.t.note(n, self|inward(graph.EdgeOf)|more)
		for _, h := range w.v.Snapshot().In(n, graph.EdgeOf) {
			w.t.note(h.Node(), self)
		}
	}
	if w.clock != nil {
		for _, h := range w.v.Snapshot().In(n, graph.EdgeOf) {
			w.clock.noteInterval(w.v.Snapshot().NodeValid(h.Node()))
		}
	}
	return n
}

// out notes a node with its edges of a kind that begin there.
func (w sight) out(n graph.N, k graph.Kind) graph.N {
	if w.clock != nil {
		w.clock.noteEdges(w.v.Snapshot(), w.v.Snapshot().Out(n, k))
	}
	return w.see(n, outward(k))
}

// in notes a node with its edges of a kind that end there.
func (w sight) in(n graph.N, k graph.Kind) graph.N {
	if w.clock != nil {
		w.clock.noteEdges(w.v.Snapshot(), w.v.Snapshot().In(n, k))
	}
	return w.see(n, inward(k))
}

// as returns a node as a typed fact, as it was on the day.
func as[T graph.Fact](w sight, n graph.N) T { return graph.As[T](w.v, w.see(n, 0)) }

func (w sight) Name(n graph.N) string                { return w.v.Name(w.see(n, 0)) }
func (w sight) Title(seat graph.N) string            { return w.v.Title(w.see(seat, 0)) }
func (w sight) Level(seat graph.N) int               { return w.v.Level(w.see(seat, 0)) }
func (w sight) Function(seat graph.N) graph.Function { return w.v.Function(w.see(seat, 0)) }

func (w sight) Occupancy(seat graph.N) graph.Occupancy {
	return w.v.Occupancy(w.in(seat, graph.EdgeHolds))
}

func (w sight) SeatsIn(org graph.N) []graph.N { return w.v.SeatsIn(w.in(org, graph.EdgeIn)) }

func (w sight) Holders(seat graph.N) []graph.N {
	return w.v.Holders(w.in(seat, graph.EdgeHolds))
}

func (w sight) Out(n graph.N, k graph.Kind) iter.Seq[graph.Half] {
	return w.v.Out(w.out(n, k), k)
}

// OrgOf returns the organization of a seat on the day.
func (w sight) OrgOf(seat graph.N) (graph.N, bool) {
	return w.v.OrgOf(w.out(seat, graph.EdgeIn))
}

// Company returns the topmost organization above one.
func (w sight) Company(org graph.N) graph.N {
	top := w.v.Company(org)
	for up, ok := org, w.t != nil || w.clock != nil; ok; up, ok = w.v.Parent(up) {
		if w.out(up, graph.EdgePartOf) == top {
			break
		}
	}
	return top
}

// Subtree returns an organization and everything that is part of it, by id.
func (w sight) Subtree(org graph.N) []graph.N {
	out := w.v.Subtree(org)
	for _, n := range out {
		w.in(n, graph.EdgePartOf)
	}
	return out
}
