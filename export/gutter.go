package export

import (
	"cmp"
	"container/heap"
	"slices"
)

// gutters is the space between the boxes of a layout, cut into rectangles
// between the heights at which boxes begin and end. It finds a way between any
// two boxes for as long as there is one, quickly and at any size, and is what
// lines fall back on when the grid of lanes is too large or has cost too much:
// its lines do not keep away from each other.
type gutters struct {
	nodes []node
	rects []gutter
	gates []gate
	lines int // found so far, which spreads the lines a little
}

// gutter is a rectangle without boxes, and the gates out of it.
type gutter struct {
	left, right, top, bottom int
	gates                    []int
}

// gate is the part of an edge that two gutters share; it is level.
type gate struct {
	left, right, y int
	above, below   int // gutters
}

// middle returns the middle of a gate.
func (g gate) middle() point { return point{(g.left + g.right) / 2, g.y} }

// newGutters cuts the space around the boxes. Cost: O(boxes · boxes beside each
// other).
func newGutters(nodes []node) *gutters {
	g := &gutters{nodes: nodes}
	boxes := make([]gutter, 0, len(nodes))
	var heights []int
	outer := gutter{}
	for i := range nodes {
		n := &nodes[i]
		if n.card < 0 {
			continue
		}
		b := gutter{left: n.x - clearance, right: n.x + n.w + clearance, top: n.y - clearance, bottom: n.y + n.h + clearance}
		boxes = append(boxes, b)
		heights = append(heights, b.top, b.bottom)
		outer.left, outer.right = min(outer.left, b.left), max(outer.right, b.right)
		outer.top, outer.bottom = min(outer.top, b.top), max(outer.bottom, b.bottom)
	}
	const margin = 2 * laneFar
	outer.left, outer.right = outer.left-margin, outer.right+margin
	heights = distinct(append(heights, outer.top-margin, outer.bottom+margin))
	slices.SortFunc(boxes, func(a, b gutter) int { return cmp.Or(cmp.Compare(a.top, b.top), cmp.Compare(a.left, b.left)) })
	var beside []gutter // boxes at the current height
	var above []int     // gutters that end at the current height
	next := 0
	for k := 0; k+1 < len(heights); k++ {
		top, bottom := heights[k], heights[k+1]
		beside = slices.DeleteFunc(beside, func(b gutter) bool { return b.bottom <= top })
		for ; next < len(boxes) && boxes[next].top <= top; next++ {
			beside = append(beside, boxes[next])
		}
		slices.SortFunc(beside, func(a, b gutter) int { return cmp.Compare(a.left, b.left) })
		above = g.slab(outer, beside, above, top, bottom)
	}
	return g
}

// slab adds the gutters between two heights and the gates to those above, and
// returns them. A gutter that goes on with the same sides is made longer.
func (g *gutters) slab(outer gutter, beside []gutter, above []int, top, bottom int) []int {
	var here []int
	add := func(left, right int) {
		if left >= right {
			return
		}
		for _, i := range above {
			if r := &g.rects[i]; r.left == left && r.right == right {
				r.bottom = bottom
				here = append(here, i)
				return
			}
		}
		at := len(g.rects)
		g.rects = append(g.rects, gutter{left: left, right: right, top: top, bottom: bottom})
		here = append(here, at)
		for _, i := range above {
			if l, r := max(left, g.rects[i].left), min(right, g.rects[i].right); l < r {
				g.rects[i].gates = append(g.rects[i].gates, len(g.gates))
				g.rects[at].gates = append(g.rects[at].gates, len(g.gates))
				g.gates = append(g.gates, gate{l, r, top, i, at})
			}
		}
	}
	x := outer.left
	for _, b := range beside {
		add(x, b.left)
		x = max(x, b.right)
	}
	add(x, outer.right)
	return here
}

// at returns the gutter that a place is in, or -1.
func (g *gutters) at(p point) int {
	return slices.IndexFunc(g.rects, func(r gutter) bool {
		return r.left <= p.x && p.x <= r.right && r.top <= p.y && p.y <= r.bottom
	})
}

// find returns a line from box a to box b between the doors that are nearest to
// each other, and nil when there is no way.
func (g *gutters) find(a, b int) []point {
	type pair struct{ from, to door }
	var pairs []pair
	for _, from := range g.doors(a) {
		for _, to := range g.doors(b) {
			pairs = append(pairs, pair{from, to})
		}
	}
	slices.SortStableFunc(pairs, func(p, q pair) int {
		return cmp.Compare(distance(p.from.at, p.to.at), distance(q.from.at, q.to.at))
	})
	for _, p := range pairs {
		if line := g.way(p.from, p.to); line != nil {
			g.lines++
			return line
		}
	}
	return nil
}

// door is where a line leaves a box and the place in the gutter before it.
type door struct {
	at, out point
	gutter  int
}

// doors returns the doors of a box that lead into a gutter.
func (g *gutters) doors(i int) []door {
	n := &g.nodes[i]
	var out []door
	for _, at := range portPlaces(n) {
		d := door{at: at, out: at}
		switch {
		case at.x == n.x:
			d.out.x -= clearance
		case at.x == n.x+n.w:
			d.out.x += clearance
		case at.y == n.y:
			d.out.y -= clearance
		default:
			d.out.y += clearance
		}
		if d.gutter = g.at(d.out); d.gutter >= 0 {
			out = append(out, d)
		}
	}
	return out
}

// passage is a gate and the direction in which it is passed.
type passage struct {
	gate int
	up   bool
}

// into returns the gutter behind a passage.
func (g *gutters) into(p passage) int {
	if p.up {
		return g.gates[p.gate].above
	}
	return g.gates[p.gate].below
}

// way returns a line between two doors: the cheapest sequence of passages by
// the distance between the middles of the gates (P. E. Hart, N. J. Nilsson,
// B. Raphael, "A formal basis for the heuristic determination of minimum cost
// paths", IEEE Transactions on Systems Science and Cybernetics 4, 1968,
// doi:10.1109/TSSC.1968.300136).
func (g *gutters) way(from, to door) []point {
	if from.gutter == to.gutter {
		return g.draw(from, to, nil)
	}
	cost := make(map[passage]int)
	before := make(map[passage]passage)
	var queue wayQueue
	reach := func(p passage, c int) bool {
		if old, ok := cost[p]; ok && old <= c {
			return false
		}
		cost[p] = c
		heap.Push(&queue, wayEntry{p, c, c + distance(g.gates[p.gate].middle(), to.out)})
		return true
	}
	start := from.gutter
	for _, k := range g.rects[start].gates {
		reach(passage{k, g.gates[k].above != start}, distance(from.out, g.gates[k].middle()))
	}
	for len(queue) > 0 {
		e := heap.Pop(&queue).(wayEntry)
		if e.cost > cost[e.passage] {
			continue
		}
		in := g.into(e.passage)
		if in == to.gutter {
			ways := []passage{e.passage}
			for p, ok := before[e.passage]; ok; p, ok = before[p] {
				ways = append(ways, p)
			}
			slices.Reverse(ways)
			return g.draw(from, to, ways)
		}
		at := g.gates[e.gate].middle()
		for _, k := range g.rects[in].gates {
			if k == e.gate {
				continue
			}
			if p := (passage{k, g.gates[k].above != in}); reach(p, e.cost+distance(at, g.gates[k].middle())) {
				before[p] = e.passage
			}
		}
	}
	return nil
}

// wayEntry is a passage with the cost up to it and the estimate of the whole.
type wayEntry struct {
	passage
	cost, total int
}

// wayQueue is a heap of entries, the cheapest first.
type wayQueue []wayEntry

func (q wayQueue) Len() int { return len(q) }
func (q wayQueue) Less(i, j int) bool {
	a, b := q[i], q[j]
	return cmp.Or(cmp.Compare(a.total, b.total), cmp.Compare(a.gate, b.gate), boolOrder(a.up, b.up)) < 0
}
func (q wayQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *wayQueue) Push(x any)   { *q = append(*q, x.(wayEntry)) }
func (q *wayQueue) Pop() any {
	last := len(*q) - 1
	e := (*q)[last]
	*q = (*q)[:last]
	return e
}

func boolOrder(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// draw returns a line through passages, which moves sideways only inside
// gutters, and no further than it must.
func (g *gutters) draw(from, to door, ways []passage) []point {
	line := []point{from.at, from.out}
	at, in := from.out, from.gutter
	sideways := func(x int) {
		if x == at.x {
			return
		}
		const lanes = 5
		r := g.rects[in]
		y := r.top + (r.bottom-r.top)*(1+g.lines%lanes)/(lanes+1)
		line = append(line, point{at.x, y}, point{x, y})
		at = point{x, y}
	}
	for _, p := range ways {
		this := g.gates[p.gate]
		inset := min(laneNear, (this.right-this.left)/2)
		sideways(min(max(at.x, this.left+inset), this.right-inset))
		at.y = this.y
		line = append(line, at)
		in = g.into(p)
	}
	sideways(to.out.x)
	return straightened(append(line, point{to.out.x, to.out.y}, to.at))
}

// straightened returns a line with right angles without the places where it
// goes straight on or stands still. It uses the room of its argument.
func straightened(points []point) []point {
	line := points[:0]
	for i, p := range points {
		if n := len(line); n > 0 && line[n-1] == p {
			continue
		}
		if n := len(line); n > 0 && i+1 < len(points) {
			prev, next := line[n-1], points[i+1]
			if prev.x == p.x && p.x == next.x || prev.y == p.y && p.y == next.y {
				continue
			}
		}
		line = append(line, p)
	}
	return line
}
