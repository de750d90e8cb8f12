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

	// maxBends bounds the places that long lines have in the layers between their
	// ends, all together; lines beyond it run straight on.
	maxBends = 6000
)

// layered places the boxes of a network in columns so that most lines lead to
// the right, and neighbours stand close (K. Sugiyama, S. Tagawa, M. Toda,
// "Methods for visual understanding of hierarchical system structures", IEEE
// Transactions on Systems, Man, and Cybernetics 11, 1981,
// doi:10.1109/TSMC.1981.4308636: layers, order by barycentres, places). Lines
// to the right are curves, which have a place of their own in every layer that they
// pass, so that they cross no box; lines back have no course.
// Cost: O(rounds · (boxes + bends) · log of a layer).
func layered(n Network) NetworkPlaces {
	l := &layering{net: n}
	l.forward()
	l.rank()
	l.split()
	l.bend()
	for _, layer := range l.layers {
		l.stack(layer, nil)
	}
	for range 8 {
		l.order()
	}
	return l.place()
}

// layering is a layered layout under construction.
type layering struct {
	net       Network
	heights   []int   // of the boxes, and then of the bends: 0
	out, in   [][]int // neighbours along the lines, turned so that there is no cycle
	ranks     []int
	layers    [][]int
	layer     []int   // of each box
	bends     [][]int // of each line, from its start: where it passes a layer
	middle    []int   // of each box and bend, in tenths of a pixel from the top
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
	l.layer = make([]int, len(l.net.Boxes))
	for k, layer := range l.layers {
		for _, i := range layer {
			l.layer[i] = k
		}
	}
}

// bend gives each line to the right a place in the layers between its ends.
func (l *layering) bend() {
	for _, b := range l.net.Boxes {
		l.heights = append(l.heights, b.H)
	}
	cut := func(list []int, i int) []int {
		k := slices.Index(list, i)
		return slices.Delete(list, k, k+1)
	}
	l.bends = make([][]int, len(l.net.Lines))
	all := 0
	for k, e := range l.net.Lines {
		between := l.layer[e.To] - l.layer[e.From] - 1
		if between < 1 || all+between > maxBends {
			continue
		}
		all += between
		last := e.From
		l.out[e.From], l.in[e.To] = cut(l.out[e.From], e.To), cut(l.in[e.To], e.From)
		for at := l.layer[e.From] + 1; at < l.layer[e.To]; at++ {
			i := len(l.heights)
			l.heights = append(l.heights, 0)
			l.out, l.in = append(l.out, nil), append(l.in, []int{last})
			l.out[last] = append(l.out[last], i)
			l.layers[at] = append(l.layers[at], i)
			l.bends[k] = append(l.bends[k], i)
			last = i
		}
		l.out[last] = append(l.out[last], e.To)
		l.in[e.To] = append(l.in[e.To], last)
	}
	l.middle = make([]int, len(l.heights))
}

// stack places a layer's boxes one below the other, each as near to its wish as
// the others let it, and all of them around the middle without wishes.
func (l *layering) stack(layer []int, wish []int) {
	at := 0
	for _, i := range layer {
		h := l.heights[i]
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

// place returns the places of the boxes and the courses of the lines.
func (l *layering) place() NetworkPlaces {
	out := NetworkPlaces{Boxes: make([]NetworkPoint, len(l.net.Boxes))}
	left, right := make([]int, len(l.layers)), make([]int, len(l.layers))
	x := 0
	for k, layer := range l.layers {
		wide := 0
		for _, i := range layer {
			if i < len(out.Boxes) {
				out.Boxes[i] = NetworkPoint{x, l.middle[i] - l.heights[i]/2}
				wide = max(wide, l.net.Boxes[i].W)
			}
		}
		left[k], right[k] = x, x+wide
		x += wide + layerGap
	}
	l.curves(&out, left, right)
	return out
}

// curves draws a line from the right side of a box to the left side of one that
// stands further right, by its bends: level through a layer, and curved between two.
// On each side the lines are in the order of where they come from or go to next.
func (l *layering) curves(out *NetworkPlaces, left, right []int) {
	lines := l.net.Lines
	out.Lines = make([][]NetworkPoint, len(lines))
	rightwards := func(e NetworkLine) bool { return l.layer[e.From] < l.layer[e.To] }
	ends := func(side func(NetworkLine) int, next func(k int) int) []int {
		at := make([]int, len(lines))
		bySide := make([][]int, len(l.net.Boxes))
		for k, e := range lines {
			if rightwards(e) {
				bySide[side(e)] = append(bySide[side(e)], k)
			}
		}
		for i, list := range bySide {
			slices.SortStableFunc(list, func(a, b int) int { return cmp.Compare(l.middle[next(a)], l.middle[next(b)]) })
			for n, k := range list {
				at[k] = out.Boxes[i].Y + l.net.Boxes[i].H*(n+1)/(len(list)+1)
			}
		}
		return at
	}
	starts := ends(func(e NetworkLine) int { return e.From }, func(k int) int {
		if b := l.bends[k]; len(b) > 0 {
			return b[0]
		}
		return lines[k].To
	})
	stops := ends(func(e NetworkLine) int { return e.To }, func(k int) int {
		if b := l.bends[k]; len(b) > 0 {
			return b[len(b)-1]
		}
		return lines[k].From
	})
	for k, e := range lines {
		if !rightwards(e) {
			continue
		}
		at := NetworkPoint{out.Boxes[e.From].X + l.net.Boxes[e.From].W, starts[k]}
		course := []NetworkPoint{at}
		curve := func(to NetworkPoint) {
			bend := min((to.X-at.X)/2, layerGap)
			course = append(course, NetworkPoint{at.X + bend, at.Y}, NetworkPoint{to.X - bend, to.Y}, to)
			at = to
		}
		for n, i := range l.bends[k] {
			layer := l.layer[e.From] + 1 + n
			curve(NetworkPoint{left[layer], l.middle[i]})
			curve(NetworkPoint{right[layer], l.middle[i]})
		}
		curve(NetworkPoint{out.Boxes[e.To].X, stops[k]})
		out.Lines[k] = course
	}
}
