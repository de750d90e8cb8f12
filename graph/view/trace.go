package view

import (
	"cmp"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
)

// Aspect is a part of a node that can be read, as a bit: the node itself, its
// edges of one kind in one direction, or what the two highest bits stand for with
// those who keep a [Trace].
type Aspect uint64

// Self is a node's own properties and days.
const Self Aspect = 1

// edgeKindsInOrder are the kinds of edges, by number. There are few enough for a bit
// in each direction.
var edgeKindsInOrder = graph.EdgeKinds()

// Outward returns the edges of a kind that begin at a node; of a kind that is not
// known all of them.
func Outward(k graph.Kind) Aspect {
	if i := slices.Index(edgeKindsInOrder, k); i >= 0 {
		return 1 << (1 + 2*i)
	}
	return ^Self
}

// Inward returns the edges of a kind that end at a node, like [Outward].
func Inward(k graph.Kind) Aspect {
	if i := slices.Index(edgeKindsInOrder, k); i >= 0 {
		return 1 << (2 + 2*i)
	}
	return ^Self
}

// leaf is how many nodes stand on one page of a trace.
const leaf = 64

// Trace notes what of which nodes was read through a [View], the IDs under which
// there was no node, and the kinds of which the nodes were listed. A change that
// touches none of it cannot change what was made of the reading. A nil trace notes
// nothing. It is not safe for concurrent use.
type Trace struct {
	pages  []*[leaf]Aspect
	absent map[graph.ID]bool
	kinds  []graph.Kind
}

// NewTrace returns a trace of a snapshot with so many nodes.
func NewTrace(nodes int) *Trace { return &Trace{pages: make([]*[leaf]Aspect, nodes/leaf+1)} }

// Note notes that an aspect of a node was read.
func (t *Trace) Note(n kernel.N, a Aspect) {
	if t == nil {
		return
	}
	at := n / leaf
	if t.pages[at] == nil {
		t.pages[at] = new([leaf]Aspect)
	}
	t.pages[at][n%leaf] |= a
}

func (t *Trace) listed(k graph.Kind) {
	if t != nil && !slices.Contains(t.kinds, k) {
		t.kinds = append(t.kinds, k)
	}
}

func (t *Trace) missed(id graph.ID) {
	if t == nil {
		return
	}
	if t.absent == nil {
		t.absent = map[graph.ID]bool{}
	}
	t.absent[id] = true
}

// Readings is what a [Trace] noted, packed: eight bytes for a node.
type Readings struct {
	nodes  []reading // by node
	sets   []Aspect  // a few sets of aspects serve all nodes
	absent map[graph.ID]bool
	kinds  []graph.Kind
}

// reading is a node with what of it was read, as an index.
type reading struct {
	node kernel.N
	set  int32
}

// Pack returns what was noted. The trace must not be used again.
func (t *Trace) Pack() Readings {
	n := 0
	for _, page := range t.pages {
		if page != nil {
			for _, a := range page {
				n += int(min(a, 1))
			}
		}
	}
	r := Readings{nodes: make([]reading, 0, n), absent: t.absent, kinds: t.kinds}
	numbers := map[Aspect]int32{}
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
			r.nodes = append(r.nodes, reading{kernel.N(at*leaf + i), set})
		}
	}
	return r
}

// Nodes returns of how many nodes something was read.
func (r Readings) Nodes() int { return len(r.nodes) }

// Of returns what of a node was read.
func (r Readings) Of(n kernel.N) Aspect {
	i, found := slices.BinarySearchFunc(r.nodes, n, func(x reading, n kernel.N) int { return cmp.Compare(x.node, n) })
	if !found {
		return 0
	}
	return r.sets[r.nodes[i].set]
}

// Missed reports whether a node was looked for under an ID and not found.
func (r Readings) Missed(id graph.ID) bool { return r.absent[id] }

// Listed reports whether the nodes of a kind were listed.
func (r Readings) Listed(k graph.Kind) bool { return slices.Contains(r.kinds, k) }

// Clock gathers on which later day that which was read on a day may first be
// otherwise. A nil clock gathers nothing. It is not safe for concurrent use.
type Clock struct {
	Day   graph.Date
	Until graph.Date // 0 for none
}

// Note says that something changes at the start of a day.
func (c *Clock) Note(d graph.Date) {
	if c != nil && d > c.Day && (c.Until == 0 || d < c.Until) {
		c.Until = d
	}
}

// Tomorrow says that something changes day by day.
func (c *Clock) Tomorrow() {
	if c != nil {
		c.Note(c.Day + 1)
	}
}

// Over reports whether it stands at tomorrow already, so that nothing that could be
// noted changes it.
func (c *Clock) Over() bool { return c == nil || c.Until == c.Day+1 }

// NoteInterval says that something begins and ends.
func (c *Clock) NoteInterval(i graph.Interval) {
	c.Note(i.From)
	c.Note(i.To)
}
