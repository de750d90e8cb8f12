package rules

import (
	"math/bits"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
)

// tree is a relation that must be a forest on every day: units by PART_OF,
// seats by solid lines.
type tree struct {
	what string
	kind graph.Kind
	of   func(kernel.E) bool // whether an edge of the kind belongs to it
}

func checkOrgCycle(c *checker) {
	if c.broke("one-parent") {
		return // with two parents a day there is no one way up to follow
	}
	c.checkTree(tree{"organization", graph.EdgePartOf, func(kernel.E) bool { return true }})
}

func checkReportingCycle(c *checker) {
	if c.broke("one-solid-line") {
		return
	}
	c.checkTree(tree{"reporting line", graph.EdgeReportsTo, c.isSolid})
}

func (c *checker) isSolid(e kernel.E) bool {
	return c.s.EdgeProps(e).Text("kind") == string(graph.LineSolid)
}

func (c *checker) solid(lines []kernel.Half) []kernel.Half {
	var out []kernel.Half
	for _, h := range lines {
		if c.isSolid(h.Edge()) {
			out = append(out, h)
		}
	}
	return out
}

// checkTree refuses each cycle once, and one node that lies too deep.
func (c *checker) checkTree(t tree) {
	w := climb{c: c, t: t}
	for e := range c.edgesOf(t.kind) {
		if t.of(e) {
			w.from(e)
		}
	}
	cycles, deep := w.cycles, w.deep
	slices.SortFunc(cycles, c.compareWays)
	for _, way := range slices.CompactFunc(cycles, slices.Equal) {
		ids, names := []graph.ID{c.s.EdgeID(way[0])}, []string{}
		for i, e := range way {
			src, _ := c.s.Ends(e)
			ids = append(ids, c.s.NodeID(src))
			if i < 10 {
				names = append(names, string(c.s.NodeID(src)))
			}
		}
		if len(way) > len(names) {
			names = append(names, "…")
		}
		c.refuse(ids, "%s → %s would close a cycle: %s → %s", ids[1], c.other(way[0]), strings.Join(names, " → "), ids[1])
	}
	if len(deep) > 0 && len(cycles) == 0 {
		id := c.s.NodeID(deep[0])
		for _, n := range deep {
			id = min(id, c.s.NodeID(n))
		}
		c.report("depth", []graph.ID{id}, "the %s above %s is more than %d levels deep", t.what, id, graph.MaxDepth)
	}
}

// compareWays orders cycles by the IDs of their edges.
func (c *checker) compareWays(a, b []kernel.E) int {
	return slices.CompareFunc(a, b, func(x, y kernel.E) int { return strings.Compare(string(c.s.EdgeID(x)), string(c.s.EdgeID(y))) })
}

// climb follows one edge of a tree upwards along edges that all hold on the
// same days, and looks for cycles and for ways that are too long.
type climb struct {
	c      *checker
	t      tree
	way    []kernel.E // the edges climbed so far
	below  bool       // edges that nobody climbs end where the way began
	cycles [][]kernel.E
	deep   []kernel.N
}

func (w *climb) from(e kernel.E) {
	src, dst := w.c.s.Ends(e)
	if src == dst {
		return // the rule self speaks of it
	}
	w.way = append(w.way[:0], e)
	w.below = !w.c.all && slices.ContainsFunc(w.c.s.In(src, w.t.kind), w.unclimbed)
	w.up(dst, w.c.s.EdgeValid(e))
}

// unclimbed reports whether an edge belongs to the tree and nobody climbs it.
func (w *climb) unclimbed(h kernel.Half) bool { return !w.c.held.has(h.Edge()) && w.t.of(h.Edge()) }

// at returns the node at which the way was after i edges.
func (w *climb) at(i int) kernel.N {
	src, _ := w.c.s.Ends(w.way[i])
	return src
}

// up goes on at n, which the way has come to on the given days. On any one day
// there is one way up, so a way that comes back to a node goes round for ever;
// it is enough to compare n with the start and with the node after a power of
// two of edges (Brent, "An improved Monte Carlo factorization algorithm", 1980,
// doi:10.1007/BF01933190).
func (w *climb) up(n kernel.N, days graph.Interval) {
	steps := len(w.way)
	mark := 1 << bits.Len(uint(steps-1)) >> 1 // the largest power of two below steps, or 0
	for _, i := range [2]int{0, mark} {
		if n == w.at(i) {
			w.cycles = append(w.cycles, w.rotated(w.way[i:]))
			return
		}
	}
	start := w.at(0)
	if steps > graph.MaxDepth {
		w.deep = append(w.deep, start)
		return
	}
	var covered []graph.Interval
	for _, h := range w.c.s.Out(n, w.t.kind) {
		valid := w.c.s.EdgeValid(h.Edge())
		if h.Node() == n || !valid.Overlaps(days) || !w.t.of(h.Edge()) {
			continue
		}
		if w.below {
			covered = append(covered, valid)
		}
		w.way = append(w.way, h.Edge())
		w.up(h.Node(), days.Intersect(valid))
		w.way = w.way[:len(w.way)-1]
	}
	if !w.below {
		return
	}
	for _, top := range days.Without(covered) {
		w.down(start, top, len(w.way))
	}
}

// down goes down from n, which lies at depth on the given days, to find what
// has come to lie too deep.
func (w *climb) down(n kernel.N, days graph.Interval, depth int) {
	if depth > graph.MaxDepth {
		w.deep = append(w.deep, n)
		return
	}
	for _, h := range w.c.s.In(n, w.t.kind) {
		if !w.unclimbed(h) {
			continue
		}
		if valid := w.c.s.EdgeValid(h.Edge()); h.Node() != n && valid.Overlaps(days) {
			w.down(h.Node(), days.Intersect(valid), depth+1)
		}
	}
}

// rotated returns a cycle from its smallest edge on.
func (w *climb) rotated(way []kernel.E) []kernel.E {
	first := 0
	for i, e := range way {
		if w.c.s.EdgeID(e) < w.c.s.EdgeID(way[first]) {
			first = i
		}
	}
	return append(slices.Clone(way[first:]), way[:first]...)
}
