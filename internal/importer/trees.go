package importer

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
)

// maxDepth is how deep a tree of seats or organisations may be; see the rule
// "depth" of package graph.
const maxDepth = 1000

// checkSeatTree takes out the solid lines of the files that would close a
// circle on some day, or that would make the tree too deep.
func (im *importer) checkSeatTree(b *seatBook) {
	nodes := make([]graph.ID, len(b.order))
	at := make(map[graph.ID]*seat, len(b.order))
	for i, s := range b.order {
		nodes[i] = s.id
		at[s.id] = s
	}
	t := &tree{im: im, kind: graph.EdgeReportsTo, solid: true, nodes: nodes}
	t.place = func(id graph.ID) (place, string) {
		if s := at[id]; s != nil {
			return s.spells[len(s.spells)-1].place, s.key
		}
		e, _ := im.d.Get(id)
		return place{}, im.keyOf(e)
	}
	t.drop = func(e graph.Element, whole bool, rule, reason string) {
		pl, _ := t.place(e.Src)
		_, manager := t.place(e.Dst)
		column := ""
		if s := at[e.Src]; s != nil {
			column = s.spells[len(s.spells)-1].column
		}
		im.problem(Problem{File: pl.file, Line: pl.line, Column: column, Value: shown(manager), Rule: rule, Effect: EffectPart, Reason: reason})
		if whole {
			if p, err := draft.Read[graph.Position](im.d, e.Src); err == nil && p.Manager == "" {
				p.Manager = graph.ManagerUnknown
				im.put(p)
			}
		}
		im.leaveLine(e.Src, e.Dst)
	}
	t.check()
}

// tree finds what is wrong with the edges of one kind that should form trees.
type tree struct {
	im    *importer
	kind  graph.Kind
	solid bool // only solid lines count
	nodes []graph.ID
	place func(graph.ID) (place, string)                         // where a node stands in the files, and its key there
	drop  func(e graph.Element, whole bool, rule, reason string) // whole: nothing is left of it

	ids   []graph.ID // every node reached, by number
	at    map[graph.ID]int32
	up    [][]graph.Element
	depth []int32
}

// check drops edges so that no circle closes on any day and no tree is too
// deep. Circles are looked for without regard to days first, which is cheap and
// nearly always finds none; only inside those it finds are days compared.
// Cost: O(nodes + edges) without circles.
func (t *tree) check() {
	t.at = map[graph.ID]int32{}
	for _, id := range t.nodes {
		t.number(id)
	}
	for i := 0; i < len(t.ids); i++ { // grows while it is walked
		t.up = append(t.up, t.edges(t.ids[i]))
		for _, e := range t.up[i] {
			t.number(e.Dst)
		}
	}
	t.depth = make([]int32, len(t.ids))
	for _, c := range t.components() {
		if len(c) > 1 {
			t.openCircles(c)
		}
		for _, n := range c {
			t.measure(n)
		}
	}
}

func (t *tree) number(id graph.ID) {
	if _, ok := t.at[id]; !ok {
		t.at[id] = int32(len(t.ids))
		t.ids = append(t.ids, id)
	}
}

func (t *tree) edges(id graph.ID) []graph.Element {
	es := t.im.d.Out(id, t.kind)
	if t.solid {
		es = slices.DeleteFunc(es, func(e graph.Element) bool { return e.Props.Text("kind") != string(graph.LineSolid) })
	}
	return es
}

// measure computes how deep a node lies and drops what makes it too deep. The
// nodes above it have been measured, but for those of its own circle.
func (t *tree) measure(n int32) {
	for _, e := range t.up[n] {
		d := t.depth[t.at[e.Dst]] + 1
		if d >= maxDepth {
			t.im.d.Remove(e.ID)
			t.drop(e, true, "depth", fmt.Sprintf("the tree would be more than %d levels deep; the line was left out", maxDepth))
			continue
		}
		t.depth[n] = max(t.depth[n], d)
	}
}

// components returns the strongly connected components of the graph, those
// above first (Tarjan 1972, with an explicit stack).
func (t *tree) components() [][]int32 {
	n := len(t.ids)
	index, low, next := make([]int32, n), make([]int32, n), make([]int32, n)
	on := make([]bool, n)
	var stack, call []int32
	var out [][]int32
	clock := int32(0)
	for root := range int32(n) {
		if index[root] != 0 {
			continue
		}
		call = append(call[:0], root)
		for len(call) > 0 {
			v := call[len(call)-1]
			if index[v] == 0 {
				clock++
				index[v], low[v], on[v] = clock, clock, true
				stack = append(stack, v)
			}
			if int(next[v]) < len(t.up[v]) {
				w := t.at[t.up[v][next[v]].Dst]
				next[v]++
				if index[w] == 0 {
					call = append(call, w)
				} else if on[w] {
					low[v] = min(low[v], index[w])
				}
				continue
			}
			call = call[:len(call)-1]
			if len(call) > 0 {
				u := call[len(call)-1]
				low[u] = min(low[u], low[v])
			}
			if low[v] == index[v] {
				i := slices.Index(stack, v)
				c := slices.Clone(stack[i:])
				stack = stack[:i]
				for _, w := range c {
					on[w] = false
				}
				out = append(out, c)
			}
		}
	}
	return out
}

// piece is an edge on some of its days.
type piece struct {
	graph.Element
	old bool // the snapshot below the draft has it
}

// fault says why a piece of an edge was left out.
type fault struct{ rule, reason string }

// openCircles takes the edges inside one component in the order of the files,
// what was there before first, and drops each that closes a circle of edges that
// share a day. Of an edge that was there on some of its days these stay.
func (t *tree) openCircles(c []int32) {
	inside := map[int32]bool{}
	for _, n := range c {
		inside[n] = true
	}
	var edges []graph.Element
	var pieces []piece
	for _, n := range c {
		for _, e := range t.up[n] {
			if inside[t.at[e.Dst]] {
				edges = append(edges, e)
				pieces = append(pieces, t.pieces(e)...)
			}
		}
	}
	slices.SortStableFunc(pieces, func(a, b piece) int {
		if a.old != b.old {
			if a.old {
				return -1
			}
			return 1
		}
		x, _ := t.place(a.Src)
		y, _ := t.place(b.Src)
		if x.file != y.file {
			return strings.Compare(x.file, y.file)
		}
		return x.line - y.line
	})
	taken := map[int32][]graph.Element{}
	kept := map[graph.ID][]graph.Interval{}
	faults := map[graph.ID]fault{}
	for _, p := range pieces {
		way, deep := t.walk(taken, t.at[p.Dst], t.at[p.Src], p.Valid(), 0)
		switch {
		case deep:
			faults[p.ID] = fault{"depth", fmt.Sprintf("the tree would be more than %d levels deep; the line was left out", maxDepth)}
		case way != nil:
			faults[p.ID] = fault{t.cycleRule(), "the line closes a circle (" + t.names(way) + "); it was left out, the others were kept"}
		default:
			taken[t.at[p.Src]] = append(taken[t.at[p.Src]], p.Element)
			kept[p.ID] = append(kept[p.ID], p.Valid())
		}
	}
	for _, e := range edges {
		f, ok := faults[e.ID]
		if !ok {
			continue
		}
		src := t.at[e.Src]
		t.up[src] = slices.DeleteFunc(t.up[src], func(x graph.Element) bool { return x.ID == e.ID })
		stay := t.shorten(e, kept[e.ID])
		t.up[src] = append(t.up[src], stay...)
		t.drop(e, len(stay) == 0, f.rule, f.reason)
	}
}

// pieces parts an edge into the days on which the snapshot below the draft has one
// between the same two, which closed no circle before, and those that are new.
func (t *tree) pieces(e graph.Element) (out []piece) {
	add := func(days graph.Interval, old bool) {
		x := e
		x.From, x.To = days.From, days.To
		out = append(out, piece{x, old})
	}
	base := t.im.d.Base()
	var there []graph.Interval
	if n, ok := base.Node(e.Src); ok {
		for _, h := range base.Out(n, t.kind) {
			old := base.EdgeElement(h.Edge())
			if old.Dst != e.Dst || t.solid && old.Props.Text("kind") != string(graph.LineSolid) || !old.Valid().Overlaps(e.Valid()) {
				continue
			}
			days := old.Valid().Intersect(e.Valid())
			there = append(there, days)
			add(days, true)
		}
	}
	for _, days := range e.Valid().Without(there) {
		add(days, false)
	}
	return out
}

// shorten leaves an edge on some of its days, as several edges where these do not
// join, and returns what it has become.
func (t *tree) shorten(e graph.Element, days []graph.Interval) (out []graph.Element) {
	t.im.d.Remove(e.ID)
	for _, gone := range e.Valid().Without(e.Valid().Without(days)) { // in order, and joined
		x := e
		x.From, x.To = gone.From, gone.To
		if len(out) > 0 {
			x.ID = t.im.freeEdgeID(t.kind, string(e.Src), string(e.Dst), e.Props.Text("kind"), x.From.String())
		}
		t.im.putElement(x)
		out = append(out, x)
	}
	return out
}

func (t *tree) cycleRule() string {
	if t.kind == graph.EdgePartOf {
		return "organization-cycle"
	}
	return "reporting-cycle"
}

// walk looks for a way up from one node to another along edges that all share a
// day with days. It returns the nodes of the way, top first.
func (t *tree) walk(taken map[int32][]graph.Element, from, to int32, days graph.Interval, depth int) (way []int32, deep bool) {
	if from == to {
		return []int32{from}, false
	}
	if depth > maxDepth {
		return nil, true
	}
	for _, e := range taken[from] {
		if !e.Valid().Overlaps(days) {
			continue
		}
		way, deep := t.walk(taken, t.at[e.Dst], to, e.Valid().Intersect(days), depth+1)
		if way != nil || deep {
			return append(way, from), deep
		}
	}
	return nil, false
}

// names lists the keys of at most ten nodes of a circle.
func (t *tree) names(way []int32) string {
	var b strings.Builder
	for i, n := range slices.Backward(way) {
		if i < len(way)-1 {
			b.WriteString(" → ")
		}
		if len(way)-i > 10 {
			b.WriteString("…")
			break
		}
		_, key := t.place(t.ids[n])
		b.WriteString(shown(key))
	}
	return b.String()
}
