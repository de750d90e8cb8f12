package export

// put places node i and what is below it in shape s with its top left corner
// at (x, y). A flipped hanging shape stands to the left of its trunk.
func (a *arranger) put(i int, s shape, x, y int, flip bool) {
	n := &a.nodes[i]
	n.x, n.y = x+s.head, y
	if n.leaf() {
		return
	}
	switch s.style {
	case styleGrid:
		a.putGrid(n, s, x, y, flip)
	case styleRow:
		a.putRow(n, s, x, y)
	case styleCols:
		c := a.columnsOf(n, s)
		block, _, _ := a.spread(n, c.centre, c.w)
		a.putCols(n, s, x+block, y)
	case styleEdge:
		block := x
		if flip {
			n.x = x + s.w - n.w
			block = x + s.w - a.columnsOf(n, s).w
		}
		a.putCols(n, s, block, y)
	case styleBoth:
		a.putBoth(n, s, x, y)
	case styleHang:
		a.putHang(n, s, x, y, flip)
	}
}

// putGrid places a grid: under the middle of a mark, and under the outer edge
// of a named box.
func (a *arranger) putGrid(n *node, s shape, x, y int, flip bool) {
	cw, ch, gapX, gapY := a.cell(n.kids)
	w := s.cols*(cw+gapX) - gapX
	left, top := x, y+n.h+gapY
	switch {
	case n.card < 0:
		top = y
		n.x, n.span = x, w
	case n.mark:
		left += (s.w - w) / 2
	case flip:
		left += s.w - w
		n.x = x + s.w - n.w
	}
	for k, kid := range n.kids {
		a.nodes[kid].x = left + k%s.cols*(cw+gapX)
		a.nodes[kid].y = top + k/s.cols*(ch+gapY)
	}
}

func (a *arranger) putHang(n *node, s shape, x, y int, flip bool) {
	trunk := x + n.geo.trunk
	if flip {
		n.x = x + s.w - n.w
		trunk = x + s.w - n.geo.trunk
	}
	list := n.hanging()
	gaps := a.gaps(n.geo, list)
	at := y + n.h + n.geo.hang
	for k, kid := range list {
		c := a.nodes[kid].list.upTo(s.limit)
		at += gaps[k]
		if flip {
			a.put(kid, c, trunk-n.geo.branch-c.w, at, true)
		} else {
			a.put(kid, c, trunk+n.geo.branch, at, false)
		}
		at += c.h
	}
	a.trunk(n, trunk, y+n.h, list)
}

func (a *arranger) putBoth(n *node, s shape, x, y int) {
	list := n.hanging()
	cells := a.cells(list, s.limit)
	trunk := x + s.head + n.w/2
	a.both(n, list, cells, func(k int, left bool, dy int) {
		if left {
			a.put(list[k], cells[k], trunk-n.geo.branch-cells[k].w, y+dy, true)
		} else {
			a.put(list[k], cells[k], trunk+n.geo.branch, y+dy, false)
		}
	})
	a.trunk(n, trunk, y+n.h, list)
}

// trunk draws a line down from (x, y) with a branch to each of the nodes. The
// groups of an overview's forest have no lines.
func (a *arranger) trunk(n *node, x, y int, list []int) {
	if n.card < 0 {
		return
	}
	lowest := list[0]
	for _, i := range list {
		if a.nodes[i].y+a.nodes[i].entry() > a.nodes[lowest].y+a.nodes[lowest].entry() {
			lowest = i
		}
	}
	var w wire
	for _, i := range list {
		k := &a.nodes[i]
		at := k.y + k.entry()
		from := max(y, at-cornerRadius)
		if i == lowest {
			from = y
		}
		w.lines = append(w.lines, []point{{x, from}, {x, at}, {k.edge(x), at}})
	}
	a.wires = append(a.wires, w)
}

// edge returns the side of the box that faces x.
func (n *node) edge(x int) int {
	if n.x >= x {
		return n.x
	}
	return n.x + max(n.w, n.span)
}

// middle returns the middle of the box's top edge.
func (n *node) middle() int { return n.x + max(n.w, n.span)/2 }

func (a *arranger) putRow(n *node, s shape, x, y int) {
	cells := make([]shape, len(n.kids))
	row := (len(n.kids) - 1) * n.geo.gapX
	for k, kid := range n.kids {
		cells[k] = a.nodes[kid].wide.within(s.limit)
		row += cells[k].w
	}
	block, _, _ := a.spread(n, a.rowCentre(n, s.limit, row), row)
	at := x + block
	top := y + a.aboveRow(n)
	var xs []int
	for k, kid := range n.kids {
		a.put(kid, cells[k], at, top, false)
		at += cells[k].w + n.geo.gapX
		xs = append(xs, a.nodes[kid].middle())
	}
	a.putAides(n, y, a.bus(n, top, xs))
}

// columnsOf returns the columns of a shape of styleCols or styleEdge.
func (a *arranger) columnsOf(n *node, s shape) columnBlock {
	cells, gaps := a.cells(n.kids, s.limit), a.gaps(n.geo, n.kids)
	return a.columns(n, cells, splitEven(heightsOf(cells), gaps, s.cols), gaps)
}

// putCols places columns whose left edge is at x.
func (a *arranger) putCols(n *node, s shape, x, y int) {
	cells, gaps := a.cells(n.kids, s.limit), a.gaps(n.geo, n.kids)
	c := a.columnsOf(n, s)
	top := y + a.aboveRow(n)
	from := 0
	var xs []int
	for k, end := range c.ends {
		trunk := x + c.lefts[k]
		xs = append(xs, trunk)
		at := top
		for j := from; j < end; j++ {
			if j > from {
				at += gaps[j]
			}
			a.put(n.kids[j], cells[j], trunk+n.geo.branch, at, false)
			at += cells[j].h
		}
		a.trunk(n, trunk, top, n.kids[from:end])
		from = end
	}
	a.putAides(n, y, a.bus(n, top, xs))
}

// bus draws the line from a head to the places xs, which lie at height top in
// ascending order, and returns it for the assistants to join.
func (a *arranger) bus(n *node, top int, xs []int) *wire {
	if n.card < 0 {
		return nil
	}
	level, bottom, middle := top-n.geo.drop, n.y+n.h, n.middle()
	first, last := xs[0], xs[len(xs)-1]
	var w wire
	drawn := [2]int{first, last}
	switch {
	case first == last && abs(first-middle) < 10:
		w.lines = [][]point{{{middle, bottom}, {middle, top}}}
	case first < middle && middle < last:
		w.lines = [][]point{
			{{middle, bottom}, {middle, level}},
			{{first, top}, {first, level}, {last, level}, {last, top}},
		}
	case last <= middle:
		w.lines = [][]point{{{middle, bottom}, {middle, level}, {first, level}, {first, top}}}
		drawn[1] = first
	default:
		w.lines = [][]point{{{middle, bottom}, {middle, level}, {last, level}, {last, top}}}
		drawn[0] = last
	}
	for _, x := range xs {
		if x != drawn[0] && x != drawn[1] {
			w.lines = append(w.lines, []point{{x, level}, {x, top}})
		}
	}
	a.wires = append(a.wires, w)
	return &a.wires[len(a.wires)-1]
}

// putAides places the assistants of n in pairs on the two sides of its line,
// which is w.
func (a *arranger) putAides(n *node, y int, w *wire) {
	at := y + n.h
	for k := 0; k < len(n.aides); k += 2 {
		at += n.geo.gapY
		for j := k; j < min(k+2, len(n.aides)); j++ {
			aide := &a.nodes[n.aides[j]]
			aide.y = at
			if j == k {
				aide.x = n.middle() - n.geo.branch - aide.w
			} else {
				aide.x = n.middle() + n.geo.branch
			}
			if w != nil {
				level := aide.y + aide.entry()
				w.lines = append(w.lines, []point{{n.middle(), level}, {aide.edge(n.middle()), level}})
			}
		}
		at += a.pairHeight(n, k)
	}
}

func abs(v int) int {
	if v < 0 {
		return -v
	}
	return v
}
