package export

import (
	"cmp"
	"slices"
)

// Distances of the layered layout, in tenths of a pixel.
const (
	layerGap = 1100 // between the layers
	layerRow = 190  // between the boxes of a layer
	layerMax = 40   // boxes of a layer; more go into a further one beside it
)

// layered places the boxes of a network in columns so that most lines lead to
// the right, and neighbours stand close (K. Sugiyama, S. Tagawa, M. Toda,
// "Methods for visual understanding of hierarchical system structures", IEEE
// Transactions on Systems, Man, and Cybernetics 11, 1981,
// doi:10.1109/TSMC.1981.4308636: layers, order by barycentres, places). Lines
// to the right are curves, which may cross boxes; the others have no course.
// Cost: O(rounds · lines · log boxes).
func layered(n Network) NetworkPlaces {
	l := &layering{net: n}
	l.forward()
	l.rank()
	l.split()
	for range 8 {
		l.order()
	}
	return l.place()
}

// layering is a layered layout under construction.
type layering struct {
	net       Network
	out, in   [][]int // neighbours along the lines, turned so that there is no cycle
	ranks     []int
	layers    [][]int
	middle    []int // of each box, in tenths of a pixel from the top
	leftwards bool
}

// forward turns the lines that close a cycle: those that lead back to a box
// that is being visited.
func (l *layering) forward() {
	size := len(l.net.Boxes)
	raw := make([][]int, size)
	for _, e := range l.net.Lines {
		raw[e.From] = append(raw[e.From], e.To)
	}
	l.out, l.in = make([][]int, size), make([][]int, size)
	link := func(a, b int) {
		l.out[a] = append(l.out[a], b)
		l.in[b] = append(l.in[b], a)
	}
	const open, done = 1, 2
	state := make([]uint8, size)
	type frame struct{ box, next int }
	visit := func(start int) {
		stack := []frame{{start, 0}}
		state[start] = open
		for len(stack) > 0 {
			f := &stack[len(stack)-1]
			if f.next == len(raw[f.box]) {
				state[f.box] = done
				stack = stack[:len(stack)-1]
				continue
			}
			to := raw[f.box][f.next]
			f.next++
			switch state[to] {
			case open:
				link(to, f.box)
			case done:
				link(f.box, to)
			default:
				link(f.box, to)
				state[to] = open
				stack = append(stack, frame{to, 0})
			}
		}
	}
	reached := make([]bool, size)
	for _, e := range l.net.Lines {
		reached[e.To] = true
	}
	for _, first := range []bool{true, false} { // those whom nobody influences begin
		for i := range size {
			if state[i] == 0 && (!first || !reached[i]) {
				visit(i)
			}
		}
	}
}

// rank gives each box the length of the longest way to it, and moves boxes
// that nothing leads to next to what they lead to.
func (l *layering) rank() {
	size := len(l.net.Boxes)
	l.ranks = make([]int, size)
	waiting := make([]int, size)
	var queue []int
	for i := range size {
		if waiting[i] = len(l.in[i]); waiting[i] == 0 {
			queue = append(queue, i)
		}
	}
	for k := 0; k < len(queue); k++ {
		for _, to := range l.out[queue[k]] {
			l.ranks[to] = max(l.ranks[to], l.ranks[queue[k]]+1)
			if waiting[to]--; waiting[to] == 0 {
				queue = append(queue, to)
			}
		}
	}
	for k := len(queue) - 1; k >= 0; k-- {
		i := queue[k]
		if len(l.in[i]) == 0 && len(l.out[i]) > 0 {
			least := l.ranks[l.out[i][0]]
			for _, to := range l.out[i] {
				least = min(least, l.ranks[to])
			}
			l.ranks[i] = least - 1
		}
	}
}

// split makes layers of the ranks, none larger than layerMax.
func (l *layering) split() {
	most := 0
	for _, r := range l.ranks {
		most = max(most, r)
	}
	byRank := make([][]int, most+1)
	for i, r := range l.ranks {
		byRank[r] = append(byRank[r], i)
	}
	for _, layer := range byRank {
		for part := range slices.Chunk(layer, layerMax) {
			l.layers = append(l.layers, part)
		}
	}
	l.middle = make([]int, len(l.net.Boxes))
	for _, layer := range l.layers {
		l.stack(layer, nil)
	}
}

// stack places a layer's boxes one below the other, each as near to its wish as
// the others let it, and all of them around the middle without wishes.
func (l *layering) stack(layer []int, wish []int) {
	at := 0
	for _, i := range layer {
		h := l.net.Boxes[i].H
		l.middle[i] = at + h/2
		at += h + layerRow
	}
	if wish == nil {
		for _, i := range layer {
			l.middle[i] -= (at - layerRow) / 2
		}
		return
	}
	// Blocks of boxes that touch move to the mean of what their boxes wish.
	type block struct{ first, last, sum, count int }
	var blocks []block
	offset := func(k int) int { return l.middle[layer[k]] - l.middle[layer[0]] }
	place := func(b block) int { return b.sum / b.count }
	for k := range layer {
		b := block{k, k, wish[k] - offset(k), 1}
		for len(blocks) > 0 && place(blocks[len(blocks)-1]) >= place(b) {
			up := blocks[len(blocks)-1]
			blocks = blocks[:len(blocks)-1]
			b = block{up.first, b.last, up.sum + b.sum, up.count + b.count}
		}
		blocks = append(blocks, b)
	}
	offsets := make([]int, len(layer))
	for k := range layer {
		offsets[k] = offset(k)
	}
	for _, b := range blocks {
		for k := b.first; k <= b.last; k++ {
			l.middle[layer[k]] = place(b) + offsets[k]
		}
	}
}

// order sweeps over the layers, once to the right and once to the left, and
// sorts each by the mean place of its neighbours.
func (l *layering) order() {
	l.leftwards = !l.leftwards
	for k := range l.layers {
		if l.leftwards {
			k = len(l.layers) - 1 - k
		}
		layer := l.layers[k]
		wish := make(map[int]int, len(layer))
		for _, i := range layer {
			sum, count := 0, 0
			for _, list := range [][]int{l.in[i], l.out[i]} {
				for _, j := range list {
					sum += l.middle[j]
					count++
				}
			}
			if wish[i] = l.middle[i]; count > 0 {
				wish[i] = sum / count
			}
		}
		slices.SortStableFunc(layer, func(a, b int) int { return cmp.Or(cmp.Compare(wish[a], wish[b]), cmp.Compare(a, b)) })
		wishes := make([]int, len(layer))
		for k, i := range layer {
			wishes[k] = wish[i]
		}
		l.stack(layer, wishes)
	}
}

// place returns the places of the boxes.
func (l *layering) place() NetworkPlaces {
	out := NetworkPlaces{Boxes: make([]NetworkPoint, len(l.net.Boxes))}
	x := 0
	for _, layer := range l.layers {
		wide := 0
		for _, i := range layer {
			out.Boxes[i] = NetworkPoint{x, l.middle[i] - l.net.Boxes[i].H/2}
			wide = max(wide, l.net.Boxes[i].W)
		}
		x += wide + layerGap
	}
	l.curves(&out)
	return out
}

// curves draws a line from the right side of a box to the left side of one that
// stands further right. On each side the lines are in the order of their other
// ends.
func (l *layering) curves(out *NetworkPlaces) {
	lines := l.net.Lines
	out.Lines = make([][]NetworkPoint, len(lines))
	rightwards := func(e NetworkLine) bool {
		return out.Boxes[e.From].X+l.net.Boxes[e.From].W < out.Boxes[e.To].X
	}
	ends := func(side, other func(NetworkLine) int) []int {
		at := make([]int, len(lines))
		bySide := make([][]int, len(l.net.Boxes))
		for k, e := range lines {
			if rightwards(e) {
				bySide[side(e)] = append(bySide[side(e)], k)
			}
		}
		for i, list := range bySide {
			slices.SortStableFunc(list, func(a, b int) int {
				return cmp.Compare(l.middle[other(lines[a])], l.middle[other(lines[b])])
			})
			for n, k := range list {
				at[k] = out.Boxes[i].Y + l.net.Boxes[i].H*(n+1)/(len(list)+1)
			}
		}
		return at
	}
	from, to := func(e NetworkLine) int { return e.From }, func(e NetworkLine) int { return e.To }
	starts, stops := ends(from, to), ends(to, from)
	for k, e := range lines {
		if !rightwards(e) {
			continue
		}
		x1, x2 := out.Boxes[e.From].X+l.net.Boxes[e.From].W, out.Boxes[e.To].X
		bend := min((x2-x1)/2, layerGap)
		out.Lines[k] = []NetworkPoint{{x1, starts[k]}, {x1 + bend, starts[k]}, {x2 - bend, stops[k]}, {x2, stops[k]}}
	}
}
