package export

import (
	"context"
	"slices"
)

// layout is a tree with a place for every node and line, in tenths of a pixel
// at scale 1, from (0, 0) to (w, h).
type layout struct {
	*tree
	wires []wire
	w, h  int
	scale int // 1/10000 of the natural size, at which it fills the page
	park  int // y of the heading of the strip of unplaced cards; -1 without
}

// denserBy is how much larger, in percent, a layout of a looser alignment must
// come out to be preferred to one whose cards line up.
const denserBy = 112

// From these numbers of nodes on, a layout that lines up is hopelessly small:
// half-way alignment is not tried, and none at all.
const (
	soonDense   = 500
	alwaysDense = 3000
)

// arrange finds the layout of a tree that can be drawn largest in a room of
// the given size, in the strictest alignment that is not much smaller; with
// natural, the one whose proportions come nearest to the room's. Cost: see
// arranger.curves.
func arrange(ctx context.Context, t *tree, room point, maxScale int, natural bool) (*layout, error) {
	best := alignStrict
	if len(t.nodes) > alwaysDense {
		best = alignDense
	}
	last := best
	l, err := arrangeAs(ctx, t, room, maxScale, natural, best)
	if err != nil || natural {
		return l, err
	}
	for o := best + 1; o <= alignDense && l.scale*10 < maxScale*6; o++ {
		if o == alignColumns && len(t.nodes) > soonDense {
			continue
		}
		next, err := arrangeAs(ctx, t, room, maxScale, natural, o)
		if err != nil {
			return nil, err
		}
		if last = o; next.scale*100 > l.scale*denserBy {
			best, l = o, next
		}
	}
	if best == last {
		return l, nil
	}
	return arrangeAs(ctx, t, room, maxScale, natural, best) // the last pass moved the nodes
}

// styleWeights are percentages of the size at which the arrangement below the
// topmost card is valued: a row of departments reads better than a list.
var styleWeights = [...]int{styleRow: 100, styleCols: 96, styleBoth: 94, styleHang: 88, styleEdge: 88, styleGrid: 100}

// arrangeAs is arrange for one alignment.
func arrangeAs(ctx context.Context, t *tree, room point, maxScale int, natural bool, align alignment) (*layout, error) {
	a := &arranger{tree: t, align: align}
	if err := a.curves(ctx); err != nil {
		return nil, err
	}
	top, forest := a.forest()
	parks := a.parkCurve()
	best := layout{tree: t, park: -1}
	var bestTop, bestPark shape
	value := -1
	for _, s := range forest {
		for _, p := range slices.Backward(parks) { // of equals, the widest strip
			w, h := max(s.w, p.w), s.h+p.h
			if s.h > 0 && p.h > 0 {
				h += parkDistance
			}
			scale := fitScale(w, h, room)
			v := scale
			if !natural {
				v = min(scale, maxScale)
			}
			if v = v * styleWeights[s.style]; v > value {
				value, bestTop, bestPark = v, s, p
				best.w, best.h, best.scale = w, h, min(scale, maxScale)
			}
		}
	}
	if top >= 0 {
		a.put(top, bestTop, (best.w-bestTop.w)/2, 0, false)
	}
	if len(t.parked) > 0 {
		best.park = best.h - bestPark.h
		a.putPark(bestPark, (best.w-bestPark.w)/2, best.park+parkHeading)
	}
	best.wires = a.wires
	if len(t.roots) > 1 {
		t.nodes = t.nodes[:top] // the shelf is no part of the tree
	}
	return &best, nil
}

// fitScale returns the scale in 1/10000 at which w × h fills the room.
func fitScale(w, h int, room point) int {
	if w <= 0 || h <= 0 {
		return 10000
	}
	return int(max(1, min(int64(room.x)*10000/int64(w), int64(room.y)*10000/int64(h))))
}

// forest returns the node that holds all roots, -1 without any, and its curve.
func (a *arranger) forest() (top int, c curve) {
	switch len(a.roots) {
	case 0:
		return -1, curve{{}}
	case 1:
		return a.roots[0], a.nodes[a.roots[0]].wide
	}
	for _, i := range a.roots {
		a.nodes[i].list = a.nodes[i].wide // trees side by side need not line up
	}
	top = len(a.nodes)
	shelf := node{card: -1, parent: -1, kids: a.roots, geo: &shelfGeometry}
	a.nodes = append(a.nodes, shelf)
	n := &a.nodes[top]
	all := a.hangShapes(n, nil)
	all = a.rowShapes(n, all)
	all = a.colShapes(n, all, false)
	return top, prune(all)
}

// parkCurve returns the sizes of the strip of unplaced cards by its number of
// columns.
func (a *arranger) parkCurve() curve {
	count := len(a.parked)
	if count == 0 {
		return curve{{}}
	}
	w, h, gapX, gapY := a.cell(a.parked)
	var all []shape
	for _, cols := range gridColumns(count) {
		rows := (count + cols - 1) / cols
		all = append(all, shape{w: cols*(w+gapX) - gapX, h: parkHeading + rows*(h+gapY) - gapY, style: styleGrid, cols: cols})
	}
	return prune(all)
}

func (a *arranger) putPark(s shape, x, y int) {
	w, h, gapX, gapY := a.cell(a.parked)
	for k, i := range a.parked {
		a.nodes[i].x = x + k%s.cols*(w+gapX)
		a.nodes[i].y = y + k/s.cols*(h+gapY)
	}
}
