package export

import "context"

// arranger computes the curves of a tree, bottom-up, and places the shapes
// chosen from them, top-down.
type arranger struct {
	*tree
	align alignment
	wires []wire // filled by put

	// Room that is used again for each node.
	hang, all []shape
	of        []curve
	sweeper
}

// alignment is how strictly cards line up below a trunk.
type alignment uint8

// The alignments, from the one that is easiest to read to the one that takes the
// least room.
const (
	alignStrict  alignment = iota // everything hangs on one side of a trunk
	alignColumns                  // or in columns below a head that lines up
	alignDense                    // any style below any style
)

// point is a place in tenths of a pixel.
type point struct{ x, y int }

// wire is the reporting lines below one node: lines with right angles.
type wire struct{ lines [][]point }

// path returns the lines as path data with rounded corners.
func (w wire) path() string {
	var d pathData
	for _, line := range w.lines {
		d.rounded(line)
	}
	return d.String()
}

// curves computes the curves of all nodes. It looks at ctx once per 256 nodes.
// Cost: O(n · maxShapes · log n) for bounded fan-out.
func (a *arranger) curves(ctx context.Context) error {
	order := a.bottomUp()
	for k, i := range order {
		if k%256 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		a.curvesOf(i)
	}
	return nil
}

// bottomUp returns the nodes below the roots, and the roots, so that each
// comes after what is below it.
func (a *arranger) bottomUp() []int {
	order := append([]int(nil), a.roots...)
	for k := 0; k < len(order); k++ {
		n := &a.nodes[order[k]]
		order = append(order, n.aides...)
		order = append(order, n.kids...)
	}
	for i, j := 0, len(order)-1; i < j; i, j = i+1, j-1 {
		order[i], order[j] = order[j], order[i]
	}
	return order
}

// curvesOf computes the curves of node i from those of the nodes below it.
func (a *arranger) curvesOf(i int) {
	n := &a.nodes[i]
	switch {
	case n.leaf():
		n.wide = curve{{w: n.w, h: n.h, style: styleHang}}
		n.list = n.wide
		return
	case a.grid(i):
		n.wide = a.gridCurve(i)
		n.list = n.wide
		return
	}
	hang := a.hangShapes(n, a.hang[:0])
	all := append(a.all[:0], hang...)
	if len(n.kids) > 0 {
		all = a.rowShapes(n, all)
		all = a.colShapes(n, all, false)
	}
	if len(n.kids)+len(n.aides) > 1 {
		all = a.bothShapes(n, all)
	}
	n.wide = prune(all)
	n.list = n.wide
	a.hang, a.all = hang, all
	switch a.align {
	case alignStrict:
		n.list = prune(hang)
	case alignColumns:
		n.list = prune(a.colShapes(n, hang, true))
	}
}

// gridCurve returns the shapes of a node that draws what is below it in a
// grid.
func (a *arranger) gridCurve(i int) curve {
	n := &a.nodes[i]
	w, h, gapX, gapY := a.cell(n.kids)
	var all []shape
	for _, cols := range gridColumns(len(n.kids)) {
		rows := (len(n.kids) + cols - 1) / cols
		s := shape{w: max(cols*(w+gapX)-gapX, n.w), h: rows*(h+gapY) - gapY, style: styleGrid, cols: cols}
		if n.card >= 0 {
			s.h += n.h + gapY
		}
		if n.mark {
			s.head = (s.w - n.w) / 2
		}
		all = append(all, s)
	}
	return prune(all)
}

// gridColumns returns the numbers of columns that are tried for count cells.
func gridColumns(count int) []int {
	var out []int
	for cols := 1; cols <= count; cols++ {
		if cols <= 40 || cols%16 == 0 || cols == count {
			out = append(out, cols)
		}
	}
	return out
}

// hanging returns what hangs from a trunk of n: its assistants, then its
// reports.
func (n *node) hanging() []int {
	if len(n.aides) == 0 {
		return n.kids
	}
	return append(append([]int(nil), n.aides...), n.kids...)
}

// gaps returns the distance above each of the nodes when they stand one above
// the other; the first is 0.
func (a *arranger) gaps(g *geometry, list []int) []int {
	out := make([]int, len(list))
	for k := 1; k < len(list); k++ {
		out[k] = g.gapTeam
		if a.nodes[list[k-1]].leaf() && a.nodes[list[k]].leaf() {
			out[k] = g.gapY
		}
	}
	return out
}

func sumOf(list []int) int {
	sum := 0
	for _, v := range list {
		sum += v
	}
	return sum
}

// lists returns the list curves of the nodes, until it is called again.
func (a *arranger) lists(list []int) []curve {
	a.of = a.of[:0]
	for _, i := range list {
		a.of = append(a.of, a.nodes[i].list)
	}
	return a.of
}

// hangShapes appends the shapes in which everything hangs on one side.
func (a *arranger) hangShapes(n *node, out []shape) []shape {
	list := n.hanging()
	extra := n.h + n.geo.hang + sumOf(a.gaps(n.geo, list))
	a.sweepWidths(a.lists(list), func(limit, sum int) {
		out = append(out, shape{
			w: max(n.w, n.geo.indent()+limit), h: extra + sum,
			style: styleHang, limit: limit,
		})
	})
	return out
}

// rowShapes appends the shapes in which the reports stand side by side.
func (a *arranger) rowShapes(n *node, out []shape) []shape {
	a.of = a.of[:0]
	for _, i := range n.kids {
		a.of = append(a.of, a.nodes[i].wide)
	}
	a.sweepHeights(a.of, func(limit, sum int) {
		s := shape{h: limit + a.aboveRow(n), style: styleRow, limit: limit}
		row := sum + (len(n.kids)-1)*n.geo.gapX
		_, s.head, s.w = a.spread(n, a.rowCentre(n, limit, row), row)
		out = append(out, s)
	})
	return out
}

// aboveRow returns the height above a row: head, assistants, bus.
func (a *arranger) aboveRow(n *node) int {
	h := n.h + 2*n.geo.drop
	for k := 0; k < len(n.aides); k += 2 {
		h += n.geo.gapY + a.pairHeight(n, k)
	}
	return h
}

// pairHeight returns the height of the assistants k and k+1.
func (a *arranger) pairHeight(n *node, k int) int {
	h := a.nodes[n.aides[k]].h
	if k+1 < len(n.aides) {
		h = max(h, a.nodes[n.aides[k+1]].h)
	}
	return h
}

// rowCentre returns the middle between the first and the last report's box in
// a row of the given width.
func (a *arranger) rowCentre(n *node, limit, row int) int {
	first, last := n.kids[0], n.kids[len(n.kids)-1]
	f, l := a.nodes[first].wide.within(limit), a.nodes[last].wide.within(limit)
	left := f.head + a.nodes[first].w/2
	right := row - l.w + l.head + a.nodes[last].w/2
	return (left + right) / 2
}

// spread puts a head and its assistants over a block of the given width so
// that the head's middle is over centre. It returns the left edges of block
// and head, and the width of all.
func (a *arranger) spread(n *node, centre, width int) (block, head, w int) {
	left, right := n.w/2, n.w-n.w/2
	if len(n.aides) > 0 {
		left = max(left, n.geo.branch+a.nodes[n.aides[0]].w)
	}
	if len(n.aides) > 1 {
		right = max(right, n.geo.branch+a.nodes[n.aides[1]].w)
	}
	block = max(0, left-centre)
	middle := block + centre
	return block, middle - n.w/2, max(block+width, middle+right)
}

// limits returns up to six width limits for the nodes, from wide to narrow.
func (a *arranger) limits(list []int) []int {
	var all []int
	a.sweepWidths(a.lists(list), func(limit, _ int) { all = append(all, limit) })
	const most = 6
	if len(all) <= most {
		return all
	}
	out := make([]int, most)
	for k := range out {
		out[k] = all[k*(len(all)-1)/(most-1)]
	}
	return out
}

// columnCounts are the numbers of columns that are tried.
var columnCounts = []int{2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 26, 34, 44, 56, 72, 92, 118, 150}

// colShapes appends the shapes in which the reports hang in columns, with the
// head in the middle or, so that it lines up with others in a list, at the
// edge. A list with assistants beside its head would not line up and has none.
func (a *arranger) colShapes(n *node, out []shape, edge bool) []shape {
	if len(n.kids) < 2 || edge && len(n.aides) > 0 {
		return out
	}
	for _, limit := range a.limits(n.kids) {
		cells := a.cells(n.kids, limit)
		gaps := a.gaps(n.geo, n.kids)
		heights := heightsOf(cells)
		for _, cols := range columnCounts {
			if cols > len(n.kids) {
				break
			}
			c := a.columns(n, cells, splitEven(heights, gaps, cols), gaps)
			s := shape{h: a.aboveRow(n) + c.h, style: styleCols, cols: cols, limit: limit}
			if _, s.head, s.w = a.spread(n, c.centre, c.w); edge {
				s.head, s.w, s.style = 0, max(n.w, c.w), styleEdge
			}
			out = append(out, s)
		}
	}
	return out
}

// cells returns the shape of each node under a width limit.
func (a *arranger) cells(list []int, limit int) []shape {
	out := make([]shape, len(list))
	for k, i := range list {
		out[k] = a.nodes[i].list.upTo(limit)
	}
	return out
}

func heightsOf(cells []shape) []int {
	out := make([]int, len(cells))
	for k, s := range cells {
		out[k] = s.h
	}
	return out
}

// columnBlock is a block of columns: the ends and left edges of the columns,
// and its size.
type columnBlock struct {
	ends, lefts  []int
	w, h, centre int
}

// columns measures columns with the given ends. Each begins with its trunk.
func (a *arranger) columns(n *node, cells []shape, ends, gaps []int) columnBlock {
	b := columnBlock{ends: ends}
	from := 0
	for _, end := range ends {
		w, h := 0, 0
		for k := from; k < end; k++ {
			w = max(w, cells[k].w)
			h += cells[k].h
			if k > from {
				h += gaps[k]
			}
		}
		if from > 0 {
			b.w += n.geo.gapX
		}
		b.lefts = append(b.lefts, b.w)
		b.w += n.geo.branch + w
		b.h = max(b.h, h)
		from = end
	}
	b.centre = b.w / 2
	return b
}

// bothShapes appends the shapes in which subtrees hang on both sides.
func (a *arranger) bothShapes(n *node, out []shape) []shape {
	list := n.hanging()
	for _, limit := range a.limits(list) {
		w, h, trunk := a.both(n, list, a.cells(list, limit), nil)
		out = append(out, shape{w: w, h: h, head: trunk - n.w/2, style: styleBoth, limit: limit})
	}
	return out
}

// both hangs the cells on the two sides of a trunk, each on the side that ends
// higher, and returns the size and the trunk's distance from the left edge.
// When it is not nil, place is told the side and the distance from the top of
// each.
func (a *arranger) both(n *node, list []int, cells []shape, place func(k int, left bool, y int)) (w, h, trunk int) {
	top := n.h + n.geo.hang
	ends, wide, last := [2]int{top, top}, [2]int{}, [2]int{-1, -1}
	for k, s := range cells {
		side := 0
		if ends[1] < ends[0] {
			side = 1
		}
		y := ends[side]
		if l := last[side]; l >= 0 {
			gap := n.geo.gapTeam
			if a.nodes[list[l]].leaf() && a.nodes[list[k]].leaf() {
				gap = n.geo.gapY
			}
			y += gap
		}
		if place != nil {
			place(k, side == 0, y)
		}
		ends[side] = y + s.h
		wide[side] = max(wide[side], s.w)
		last[side] = k
	}
	trunk = max(n.w/2, wide[0]+n.geo.branch)
	w = trunk + max(n.w-n.w/2, wide[1]+n.geo.branch)
	return w, max(ends[0], ends[1]), trunk
}
