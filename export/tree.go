package export

import (
	"fmt"

	"github.com/kithgraph/kith/graph/analysis/say"
)

// Sizes of boxes in tenths of a pixel.
const (
	cardHeight   = 480 // with a row of marks
	cardLow      = 340 // without
	namedWidth   = 1160
	namedHeight  = 300 // a named box of an overview
	markSize     = 105
	markGap      = 35
	maxNamed     = 120 // named boxes of an overview
	parkHeading  = 260
	parkDistance = 300
)

// node is a card, or a group without a box, in the tree of a layout.
type node struct {
	card   int // index in Chart.Cards; -1 for a group
	parent int // index of a node; -1 at the top
	kids   []int
	aides  []int
	depth  int
	below  int // cards below
	w, h   int
	mark   bool
	geo    *geometry

	wide curve // every style
	list curve // hanging styles only, or the same as wide in a dense layout

	x, y int // of the box, once placed
	span int // width of a placed group
}

// leaf reports whether nothing is below n.
func (n *node) leaf() bool { return len(n.kids) == 0 && len(n.aides) == 0 }

// entry is how far below its top edge a node receives a line from the side.
func (n *node) entry() int {
	if n.card < 0 {
		return markSize / 2
	}
	return min(170, n.h/2)
}

// tree is the reporting lines of a chart as a forest. Nodes 0 to
// len(cards)-1 are the cards, later ones are groups.
type tree struct {
	nodes    []node
	roots    []int
	parked   []int // cards without a place in the reporting lines
	order    []int // cards in reading order: managers before their reports
	warnings []string
}

// newTree reads the reporting lines of the cards. Cost: O(cards).
func newTree(cards []Card) *tree {
	t := &tree{nodes: make([]node, len(cards))}
	index := make(map[string]int, len(cards))
	for i := range cards {
		index[cards[i].ID] = i
	}
	dangling := 0
	lost := make([]bool, len(cards))
	for i := range cards {
		n := &t.nodes[i]
		*n = node{card: i, parent: -1, geo: &cardGeometry}
		if cards[i].Parent == "" {
			continue
		}
		if p, ok := index[cards[i].Parent]; ok {
			n.parent = p
		} else {
			lost[i] = true
			dangling++
		}
	}
	if dangling > 0 {
		t.warn("%d %s to someone who is not in the chart", dangling, say.Plural(dangling, "card reports", "cards report"))
	}
	if cut := t.cutCycles(lost); cut > 0 {
		t.warn("%d %s cut: people report to each other in a ring", cut, say.Plural(cut, "reporting line was", "reporting lines were"))
	}
	for i := range t.nodes {
		if p := t.nodes[i].parent; p >= 0 {
			t.nodes[p].kids = append(t.nodes[p].kids, i)
		}
	}
	var alone []int
	for i := range t.nodes {
		n := &t.nodes[i]
		switch {
		case n.parent >= 0:
		case len(n.kids) > 0:
			t.roots = append(t.roots, i)
		case lost[i] || cards[i].Unplaced:
			t.parked = append(t.parked, i)
		default:
			alone = append(alone, i)
		}
	}
	t.roots = append(t.roots, alone...) // trees are read, and drawn, before those who stand alone
	for i := range t.nodes {
		t.nodes[i].splitAides(t.nodes, cards)
	}
	t.measure()
	return t
}

func (t *tree) warn(format string, args ...any) {
	t.warnings = append(t.warnings, fmt.Sprintf(format, args...))
}

// cutCycles makes the first card of every reporting cycle a top, marks it as
// lost, and returns the number of cycles.
func (t *tree) cutCycles(lost []bool) int {
	const open, done = 1, 2
	state := make([]uint8, len(t.nodes))
	var path []int
	cycles := 0
	for i := range t.nodes {
		path = path[:0]
		at := i
		for ; at >= 0 && state[at] == 0; at = t.nodes[at].parent {
			state[at] = open
			path = append(path, at)
		}
		if at >= 0 && state[at] == open {
			first := at
			for k := t.nodes[at].parent; k != at; k = t.nodes[k].parent {
				first = min(first, k)
			}
			t.nodes[first].parent = -1
			lost[first] = true
			cycles++
		}
		for _, k := range path {
			state[k] = done
		}
	}
	return cycles
}

// splitAides moves the assistants without reports from kids to aides.
func (n *node) splitAides(nodes []node, cards []Card) {
	kids := n.kids[:0]
	for _, k := range n.kids {
		if cards[k].Assistant && nodes[k].leaf() {
			n.aides = append(n.aides, k)
		} else {
			kids = append(kids, k)
		}
	}
	n.kids = kids
}

// measure fills in the reading order, the depths and the numbers below.
func (t *tree) measure() {
	var stack []int
	push := func(list []int) {
		for i := len(list) - 1; i >= 0; i-- {
			stack = append(stack, list[i])
		}
	}
	push(t.roots)
	for len(stack) > 0 {
		i := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		t.order = append(t.order, i)
		n := &t.nodes[i]
		if n.parent >= 0 {
			n.depth = t.nodes[n.parent].depth + 1
		}
		push(n.kids)
		push(n.aides)
	}
	for k := len(t.order) - 1; k >= 0; k-- {
		n := &t.nodes[t.order[k]]
		if n.parent >= 0 {
			t.nodes[n.parent].below += n.below + 1
		}
	}
	t.order = append(t.order, t.parked...)
}

// toMarks turns the tree into an overview: named boxes for the upper levels,
// marks for the rest, and the marks of a team in a grid.
func (t *tree) toMarks() {
	levels := make([]int, 1)
	for _, i := range t.order {
		n := &t.nodes[i]
		if len(n.kids) == 0 && n.depth > 0 {
			continue
		}
		for len(levels) <= n.depth {
			levels = append(levels, 0)
		}
		levels[n.depth]++
	}
	named, sum := 0, 0
	for d, count := range levels {
		if sum += count; sum > maxNamed || d == 4 {
			break
		}
		named = d + 1
	}
	for i := range t.nodes {
		n := &t.nodes[i]
		n.kids = append(n.aides, n.kids...)
		n.aides = nil
		n.mark = n.depth >= named || len(n.kids) == 0 && len(t.nodes) > 1
		if n.mark {
			n.w, n.h = markSize, markSize
		} else {
			n.w, n.h = namedWidth, namedHeight
		}
		n.geo = &markGeometry
	}
	for i := range len(t.nodes) {
		t.nodes[i].kids = t.group(t.nodes[i].kids, i)
	}
	t.groupRoots()
	for _, i := range t.order {
		n := &t.nodes[i]
		for _, k := range n.kids {
			if c := t.nodes[k]; c.card >= 0 && !c.mark {
				n.geo = &cardGeometry
			}
		}
	}
}

// groupRoots puts the tops without reports into one group after the others.
func (t *tree) groupRoots() {
	if len(t.roots) > 1 {
		t.roots = t.group(t.roots, -1)
	}
}

// group puts the leaves in list, when they are marks among other subtrees or
// tops, into one group, and returns the new list: the group stands before
// subtrees and after other tops. Parent is the node above them.
func (t *tree) group(list []int, parent int) []int {
	var leaves, rest []int
	for _, k := range list {
		if n := &t.nodes[k]; n.leaf() && (n.mark || parent < 0) {
			leaves = append(leaves, k)
		} else {
			rest = append(rest, k)
		}
	}
	if len(leaves) == 0 || len(rest) == 0 && parent >= 0 {
		return list
	}
	group := len(t.nodes)
	t.nodes = append(t.nodes, node{card: -1, parent: parent, kids: leaves, geo: &markGeometry})
	for _, k := range leaves {
		t.nodes[k].parent = group
	}
	if parent < 0 {
		return append(rest, group)
	}
	return append([]int{group}, rest...)
}

// grid reports whether node i draws what is below it in rows without lines:
// groups, and teams of marks.
func (t *tree) grid(i int) bool {
	n := &t.nodes[i]
	if len(n.kids) == 0 {
		return false
	}
	k := &t.nodes[n.kids[0]]
	return n.card < 0 || k.mark && k.leaf()
}

// cell returns the size of the largest of the nodes, and the gaps between them
// in a grid.
func (t *tree) cell(list []int) (w, h, gapX, gapY int) {
	for _, i := range list {
		w, h = max(w, t.nodes[i].w), max(h, t.nodes[i].h)
	}
	if t.nodes[list[0]].mark {
		return w, h, markGap, markGap
	}
	return w, h, cardGeometry.gapX, cardGeometry.gapTeam
}
