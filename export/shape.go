package export

import (
	"cmp"
	"slices"
)

// All lengths in the layout are whole tenths of a pixel at scale 1, so that
// every machine computes the same picture.

// geometry holds the distances between a head and the subtrees below it.
type geometry struct {
	gapX    int // between subtrees side by side
	gapY    int // between leaves one above the other
	gapTeam int // between subtrees one above the other
	drop    int // from the head to the bus, and from the bus to the row
	hang    int // from the head to the first hanging subtree
	trunk   int // from the head's left edge to a trunk that hangs from it
	branch  int // from a trunk to the subtrees beside it
}

// indent is how far a hanging subtree stands to the right of its head.
func (g *geometry) indent() int { return g.trunk + g.branch }

var (
	cardGeometry  = geometry{gapX: 120, gapY: 60, gapTeam: 90, drop: 130, hang: 100, trunk: 120, branch: 130}
	markGeometry  = geometry{gapX: 70, gapY: 35, gapTeam: 60, drop: 50, hang: 60, trunk: 52, branch: 60}
	shelfGeometry = geometry{gapX: 300, gapY: 60, gapTeam: 300}
)

// style is a way to arrange the subtrees below a head.
type style uint8

// The styles, preferred first where two give the same size.
const (
	styleRow  style = iota // side by side below a bus
	styleCols              // several columns below a bus, each hanging from its own trunk
	styleBoth              // hanging on both sides of one trunk
	styleHang              // hanging on the right of one trunk, or on the left when flipped
	styleEdge              // like styleCols, with the head at the edge
	styleGrid              // marks in rows, without lines
)

// shape is one way to draw a subtree.
type shape struct {
	w, h  int
	head  int // from the left edge of the subtree to the left edge of the head
	style style
	cols  int // columns of styleCols, styleEdge and styleGrid
	limit int // the height (styleRow) or width (others) that a subtree below may have
}

// curve is the shapes of a subtree of which none is both wider and higher than
// another, by rising width and falling height: the shape curve of a slicing
// floorplan (L. Stockmeyer, "Optimal orientations of cells in slicing
// floorplan designs", Information and Control 57, 1983,
// doi:10.1016/S0019-9958(83)80038-2).
type curve []shape

// maxShapes bounds a curve. More shapes make charts little larger and layouts
// slower.
const maxShapes = 28

// prune sorts candidates into a curve of at most maxShapes shapes.
func prune(candidates []shape) curve {
	slices.SortFunc(candidates, func(a, b shape) int {
		return cmp.Or(cmp.Compare(a.w, b.w), cmp.Compare(a.h, b.h), cmp.Compare(a.style, b.style),
			cmp.Compare(a.cols, b.cols), cmp.Compare(a.limit, b.limit))
	})
	front := candidates[:0]
	for _, s := range candidates {
		if len(front) == 0 || s.h < front[len(front)-1].h {
			front = append(front, s)
		}
	}
	n := min(len(front), maxShapes)
	out := make(curve, n)
	for i := range out {
		out[i] = front[i]
		if n > 1 {
			out[i] = front[i*(len(front)-1)/(n-1)]
		}
	}
	return out
}

// within returns the narrowest shape that is at most h high, and otherwise the
// lowest shape.
func (c curve) within(h int) shape {
	i, _ := slices.BinarySearchFunc(c, h, func(s shape, h int) int { return cmp.Compare(h, s.h) })
	return c[min(i, len(c)-1)]
}

// upTo returns the lowest shape that is at most w wide, and otherwise the
// narrowest shape.
func (c curve) upTo(w int) shape {
	i, found := slices.BinarySearchFunc(c, w, func(s shape, w int) int { return cmp.Compare(s.w, w) })
	if !found {
		i--
	}
	return c[max(i, 0)]
}

// step is a moment of a sweep: from here on, curve kid shows shape next.
type step struct{ extent, kid, next int }

// sweeper sweeps over curves, and keeps the room for the steps.
type sweeper struct{ steps []step }

// sweepHeights calls f for each height limit that changes which shapes the
// curves show, from the greatest to the least that all can keep, with the sum
// of the widths then. Cost: O(S log S) in the number of shapes.
func (w *sweeper) sweepHeights(curves []curve, f func(limit, sum int)) {
	least, greatest, sum := 0, 0, 0
	steps := w.steps[:0]
	for k, c := range curves {
		least = max(least, c[len(c)-1].h)
		greatest = max(greatest, c[0].h)
		sum += c[0].w
		for i, s := range c[:len(c)-1] {
			steps = append(steps, step{s.h, k, i + 1})
		}
	}
	w.steps = steps
	sweep(steps, least, greatest, func(st step) {
		sum += curves[st.kid][st.next].w - curves[st.kid][st.next-1].w
	}, func(limit int) { f(limit, sum) })
}

// sweepWidths is sweepHeights with width and height exchanged.
func (w *sweeper) sweepWidths(curves []curve, f func(limit, sum int)) {
	least, greatest, sum := 0, 0, 0
	steps := w.steps[:0]
	for k, c := range curves {
		last := len(c) - 1
		least = max(least, c[0].w)
		greatest = max(greatest, c[last].w)
		sum += c[last].h
		for i := last; i > 0; i-- {
			steps = append(steps, step{c[i].w, k, i - 1})
		}
	}
	w.steps = steps
	sweep(steps, least, greatest, func(st step) {
		sum += curves[st.kid][st.next].h - curves[st.kid][st.next+1].h
	}, func(limit int) { f(limit, sum) })
}

// sweep takes the steps from the greatest extent down and calls report for
// every limit between them.
func sweep(steps []step, least, greatest int, take func(step), report func(limit int)) {
	slices.SortFunc(steps, func(a, b step) int {
		return cmp.Or(cmp.Compare(b.extent, a.extent), cmp.Compare(a.kid, b.kid))
	})
	report(greatest)
	for i := 0; i < len(steps) && steps[i].extent > least; {
		e := steps[i].extent
		for ; i < len(steps) && steps[i].extent == e; i++ {
			take(steps[i])
		}
		limit := least
		if i < len(steps) {
			limit = max(limit, steps[i].extent)
		}
		report(limit)
	}
}

// splitEven cuts the extents into at most n runs of consecutive ones so that
// the longest run is as short as can be, and returns the end of each run. A
// run's length is the sum of its extents and of the gaps inside it, where gap
// k lies between extents k-1 and k. Cost: O(n log sum).
func splitEven(extents, gaps []int, n int) []int {
	lo, hi := 0, 0
	for i, e := range extents {
		lo = max(lo, e)
		hi += e + gaps[i]
	}
	// cut calls end, when it is not nil, at the end of each run but the last, and
	// reports whether there are at most n.
	cut := func(limit int, end func(i int)) bool {
		run, runs := -1, 1
		for i, e := range extents {
			switch {
			case run < 0:
				run = e
			case run+gaps[i]+e > limit:
				if runs++; runs > n {
					return false
				}
				if end != nil {
					end(i)
				}
				run = e
			default:
				run += gaps[i] + e
			}
		}
		return true
	}
	for lo < hi {
		if mid := (lo + hi) / 2; cut(mid, nil) {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	out := make([]int, 0, n)
	cut(lo, func(i int) { out = append(out, i) })
	return append(out, len(extents))
}
