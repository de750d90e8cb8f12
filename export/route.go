package export

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph/analysis/say"
)

const (
	maxLinks     = 400       // lines of a picture; beyond, the rest is left out
	maxGrid      = 1_500_000 // nodes of the grid that lines are routed on
	maxExpand    = 4_000_000 // steps of all searches of a picture
	laneNear     = 40        // from a box to the lanes beside it
	laneFar      = 80        //
	laneLow      = 30        // from a box to the lanes above and below it
	laneHigh     = 70        //
	clearance    = 15        // no line comes closer to a box
	bendCost     = 350       // in tenths of a pixel of detour
	endBendCost  = 1200      // a bend so close to the end that an arrow has little room
	crossCost    = 80        // crossing a reporting line
	crossLink    = 160       // crossing another link
	alongWire    = 4         // times the length beside a reporting line
	alongLink    = 14        // times the length on another link
	maxAlong     = 16        // the dearest length, however many lines are beside it
	crossMost    = 600       // the dearest crossing, however many lines are crossed
	alongNear    = 20        // what counts as beside
	usedPortCost = 900       // starting or ending where another link does
)

// route is a link with the line it takes, in tenths of a pixel.
type route struct {
	Link
	points []point
}

// width returns the width of the line.
func (r route) width() int {
	look := linkLooks[r.Kind]
	if r.Kind != LinkInfluences {
		return look.width
	}
	weight := r.Weight
	if !(weight > 0 && weight <= 1) {
		weight = 0.5
	}
	return 12 + int(weight*16)
}

// links returns the links that can be drawn, each once, and warns of the rest. That
// an assistant stands beside a line says whom they assist.
func (p *painter) links(t *tree) []Link {
	if p.opt.Diagram == DiagramOverview {
		if n := len(p.chart.Links); n > 0 {
			p.warn("%d %s not drawn in an overview", n, say.Plural(n, "line is", "lines are"))
		}
		return nil
	}
	at := p.places()
	out, within := betweenCards(p.distinctLinks())
	if within > 0 {
		p.warn("%d %s two who share a seat and %s not drawn", within, say.Plural(within, "line joins", "lines join"), say.Plural(within, "is", "are"))
	}
	out = slices.DeleteFunc(out, func(l Link) bool {
		return l.Kind == LinkAssists && slices.Contains(t.nodes[at[l.To]].aides, at[l.From])
	})
	out = slices.DeleteFunc(out, func(l Link) bool { return !p.opt.draws(l.Kind) })
	moves := 0
	for _, l := range out {
		if l.Kind == LinkMoved {
			moves++
		}
	}
	if moves > maxMoves {
		p.warn("%d moves are said on the cards and not drawn as lines: a picture draws %d", moves, maxMoves)
		out = slices.DeleteFunc(out, func(l Link) bool { return l.Kind == LinkMoved })
	}
	return p.thin(out)
}

// maxMoves is how many moves are drawn as lines.
const maxMoves = 12

// thin keeps as many lines as a page can show, three for two cards of its budget: those
// first that say most, conflicts, moves, second managers, assistants, who influences whom
// by weight, and then who knows whom.
func (p *painter) thin(links []Link) []Link {
	most := maxLinks
	if p.opt.Page != PageNatural {
		most = min(most, CardBudget(p.opt.Page)*3/2)
	}
	if len(links) <= most {
		return links
	}
	order := []LinkKind{LinkConflict, LinkMoved, LinkAlsoReports, LinkAssists, LinkInfluences, LinkKnows}
	slices.SortStableFunc(links, func(a, b Link) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.Kind), slices.Index(order, b.Kind)), cmp.Compare(weightOfLink(b), weightOfLink(a)))
	})
	p.warn("%d lines are not drawn: a picture of this size holds %d", len(links)-most, most)
	return links[:most]
}

// weightOfLink returns the weight of a line that has one, else the middle.
func weightOfLink(l Link) float64 {
	if l.Weight <= 0 || l.Weight > 1 {
		return 0.5
	}
	return l.Weight
}

// betweenCards returns the links from one card to another, each once whoever on the
// cards it is about, and how many lead to the card from which they come.
func betweenCards(links []Link) (out []Link, within int) {
	type key struct {
		from, to string
		kind     LinkKind
	}
	seen := map[key]bool{}
	for _, l := range links {
		k := key{l.From, l.To, l.Kind}
		if l.Kind == LinkKnows && l.From > l.To {
			k.from, k.to = l.To, l.From // drawn alike in both directions
		}
		switch {
		case l.From == l.To:
			within++
		case !seen[k]:
			seen[k] = true
			out = append(out, l)
		}
	}
	return out, within
}

// distinctLinks returns the links between two people or seats of the chart, each
// once, and warns of those that are not.
func (p *painter) distinctLinks() []Link {
	if len(p.chart.Links) == 0 {
		return nil
	}
	cards := make(map[string]bool, len(p.chart.Cards))
	for i := range p.chart.Cards {
		cards[p.chart.Cards[i].ID] = true
	}
	type key struct {
		from, to, fromPerson, toPerson string
		kind                           LinkKind
	}
	seen := map[key]bool{}
	var out []Link
	missing := 0
	for _, l := range p.chart.Links {
		_, known := linkLooks[l.Kind]
		k := key{l.From, l.To, l.FromPerson, l.ToPerson, l.Kind}
		if l.Kind == LinkKnows && cmp.Or(cmp.Compare(l.From, l.To), cmp.Compare(l.FromPerson, l.ToPerson)) > 0 {
			k = key{l.To, l.From, l.ToPerson, l.FromPerson, l.Kind} // the same in both directions
		}
		switch {
		case !known || !cards[l.From] || !cards[l.To]:
			missing++
		case (l.From != l.To || l.FromPerson != l.ToPerson) && !seen[k]:
			seen[k] = true
			out = append(out, l)
		}
	}
	if missing > 0 {
		p.warn("%d %s someone who is not in the chart", missing, say.Plural(missing, "line joins", "lines join"))
	}
	return out
}

// linkName returns a link in words: who, what, whom.
func (p *painter) linkName(l Link) string {
	name := func(id, person string) string {
		i, ok := p.places()[id]
		if !ok {
			return id
		}
		for _, h := range p.chart.Cards[i].Holders {
			if person != "" && h.Person == person {
				return h.label()
			}
		}
		return p.chart.Cards[i].label()
	}
	return name(l.From, l.FromPerson) + " " + linkLooks[l.Kind].verb + " " + name(l.To, l.ToPerson)
}

// places returns the cards by their IDs.
func (p *painter) places() map[string]int {
	if p.index == nil {
		p.index = make(map[string]int, len(p.chart.Cards))
		for i := range p.chart.Cards {
			p.index[p.chart.Cards[i].ID] = i
		}
	}
	return p.index
}

// maxNamedLines is the number of lines that a warning names.
const maxNamedLines = 20

// warnCrossing warns of the lines that cross cards, by name.
func (p *painter) warnCrossing(names []string) {
	if len(names) == 0 {
		return
	}
	list := names
	more := ""
	if n := len(names) - maxNamedLines; n > 0 {
		list, more = names[:maxNamedLines], fmt.Sprintf("; and %d more", n)
	}
	p.warn("%d %s cards, because there is no way around: %s%s",
		len(names), say.Plural(len(names), "line crosses", "lines cross"), strings.Join(list, "; "), more)
}

// routes finds a line for each link through the space between the cards,
// short ones first.
func (p *painter) routes(ctx context.Context, l *layout, links []Link) ([]route, error) {
	if len(links) == 0 {
		return nil, nil
	}
	index := p.places()
	type job struct {
		Link
		from, to, length int
	}
	jobs := make([]job, len(links))
	for k, link := range links {
		a, b := &l.nodes[index[link.From]], &l.nodes[index[link.To]]
		length := abs(a.x+a.w/2-b.x-b.w/2) + abs(a.y+a.h/2-b.y-b.h/2)
		jobs[k] = job{link, index[link.From], index[link.To], length}
	}
	slices.SortStableFunc(jobs, func(a, b job) int {
		return cmp.Or(cmp.Compare(a.length, b.length), cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(a.Kind, b.Kind))
	})
	var ends []int
	for _, j := range jobs {
		ends = append(ends, j.from, j.to)
	}
	g := newGrid(l, ends)
	haste := 10 + min(14, len(jobs)/5)
	var out []route
	var crossing []string
	for _, j := range jobs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		// The more of the budget is spent, the less choosy is the search.
		g.haste = haste * maxExpand / max(g.budget, maxExpand/6)
		points, clear := g.lead(j.from, j.to)
		if !clear {
			crossing = append(crossing, p.linkName(j.Link))
		}
		out = append(out, route{j.Link, points})
	}
	p.warnCrossing(crossing)
	return out, nil
}

// lead returns a line from box a to box b, and whether it passes through no
// other: the best that the grid finds, and otherwise one through the gutters.
func (g *grid) lead(a, b int) (points []point, clear bool) {
	if points = g.find(a, b); points != nil {
		return points, true
	}
	if g.gutters == nil {
		g.gutters = newGutters(g.nodes)
	}
	if points = g.gutters.find(a, b); points != nil {
		return points, true
	}
	return straightAcross(&g.nodes[a], &g.nodes[b]), false
}

// straightAcross returns a line with two bends from the side of a to the side
// of b.
func straightAcross(a, b *node) []point {
	from := point{a.x + a.w, a.y + a.h*72/100}
	to := point{b.x, b.y + b.h*72/100}
	if b.x < a.x {
		from.x, to.x = a.x, b.x+b.w
	}
	middle := (from.x + to.x) / 2
	return []point{from, {middle, from.y}, {middle, to.y}, to}
}

// grid is the lanes between the boxes of a layout. Edge k of across leads from
// node k to the right, edge k of down leads from node k downwards; each has a
// cost, or -1 where a box is in the way.
type grid struct {
	nodes        []node
	xs, ys       []int
	across, down []int32
	used         map[point]int // ports with the number of links that use them
	budget       int
	gutters      *gutters // for when the grid finds nothing; made when needed
	haste        int      // tenths: how much dearer than the cheapest a line may be, for a quicker search

	// The state of a search: two states per node, arriving across and down.
	cost  []int32
	from  []int32
	stamp []int32
	round int32
	heap  []entry
}

// entry is a state, or the end of a search, in the order of its estimated
// total cost.
type entry struct {
	total int32
	state int32 // -1-port for the end of a search
	prev  int32 // for the end: the state before it
}

// port is where a link meets a box: a place on its outline and the nearest
// node of the grid.
type port struct {
	at     point
	node   int
	across bool // the link leaves sideways
}

// newGrid returns the grid around the boxes, or one without nodes when it
// would be too large. Ends are the boxes that links meet.
func newGrid(l *layout, ends []int) *grid {
	g := &grid{nodes: l.nodes, used: map[point]int{}, budget: maxExpand}
	for i := range l.nodes {
		if n := &l.nodes[i]; n.card >= 0 {
			g.xs = append(g.xs, n.x-laneFar, n.x-laneNear, n.x+n.w+laneNear, n.x+n.w+laneFar)
			g.ys = append(g.ys, n.y-laneHigh, n.y-laneLow, n.y+n.h+laneLow, n.y+n.h+laneHigh)
		}
	}
	for _, i := range ends {
		for _, at := range portPlaces(&l.nodes[i]) {
			g.xs = append(g.xs, at.x)
			g.ys = append(g.ys, at.y)
		}
	}
	g.xs, g.ys = distinct(g.xs), distinct(g.ys)
	size := len(g.xs) * len(g.ys)
	if size > maxGrid {
		g.xs, g.ys = nil, nil
		return g
	}
	g.across, g.down = make([]int32, size), make([]int32, size)
	g.cost, g.from, g.stamp = make([]int32, 2*size), make([]int32, 2*size), make([]int32, 2*size)
	nx := len(g.xs)
	for yi := range g.ys {
		for xi := range g.xs {
			k := yi*nx + xi
			g.across[k], g.down[k] = -1, -1
			if xi+1 < nx {
				g.across[k] = int32(g.xs[xi+1] - g.xs[xi])
			}
			if yi+1 < len(g.ys) {
				g.down[k] = int32(g.ys[yi+1] - g.ys[yi])
			}
		}
	}
	for _, w := range l.wires {
		for _, line := range w.lines {
			g.charge(line, alongWire, crossCost)
		}
	}
	for i := range l.nodes {
		if n := &l.nodes[i]; n.card >= 0 {
			g.block(n)
		}
	}
	return g
}

func distinct(list []int) []int {
	slices.Sort(list)
	return slices.Compact(list)
}

// portPlaces returns the places on the outline of n where links may meet it:
// one on each side, below the reporting line, and two above and below.
func portPlaces(n *node) []point {
	side := n.y + n.h*72/100
	return []point{
		{n.x, side},
		{n.x + n.w, side},
		{n.x + n.w*30/100, n.y},
		{n.x + n.w*70/100, n.y},
		{n.x + n.w*30/100, n.y + n.h},
		{n.x + n.w*70/100, n.y + n.h},
	}
}

// ports returns the ports of box i.
func (g *grid) ports(i int) []port {
	n := &g.nodes[i]
	var out []port
	for _, at := range portPlaces(n) {
		lane := at
		switch {
		case at.x == n.x:
			lane.x -= laneNear
		case at.x == n.x+n.w:
			lane.x += laneNear
		case at.y == n.y:
			lane.y -= laneLow
		default:
			lane.y += laneLow
		}
		xi, _ := slices.BinarySearch(g.xs, lane.x)
		yi, _ := slices.BinarySearch(g.ys, lane.y)
		out = append(out, port{at, yi*len(g.xs) + xi, lane.y == at.y})
	}
	return out
}

// block closes the edges that come too close to a box.
func (g *grid) block(n *node) {
	left, right := n.x-clearance, n.x+n.w+clearance
	top, bottom := n.y-clearance, n.y+n.h+clearance
	nx := len(g.xs)
	for yi := first(g.ys, top); yi < len(g.ys) && g.ys[yi] <= bottom; yi++ {
		for xi := max(0, first(g.xs, left)-1); xi+1 < nx && g.xs[xi] <= right; xi++ {
			g.across[yi*nx+xi] = -1
		}
	}
	for xi := first(g.xs, left); xi < nx && g.xs[xi] <= right; xi++ {
		for yi := max(0, first(g.ys, top)-1); yi+1 < len(g.ys) && g.ys[yi] <= bottom; yi++ {
			g.down[yi*nx+xi] = -1
		}
	}
}

// first returns the index of the first value of list that is at least v.
func first(list []int, v int) int {
	i, _ := slices.BinarySearch(list, v)
	return i
}

// charge makes it dearer to run beside a line and to cross it.
func (g *grid) charge(line []point, along, cross int32) {
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		if a.y == b.y {
			g.chargeSegment(min(a.x, b.x), max(a.x, b.x), a.y, g.xs, g.ys, g.across, g.down, len(g.xs), 1, along, cross)
		} else {
			g.chargeSegment(min(a.y, b.y), max(a.y, b.y), a.x, g.ys, g.xs, g.down, g.across, 1, len(g.xs), along, cross)
		}
	}
}

// chargeSegment charges a segment from lo to hi on one axis at a place on the
// other. The edges of same run along the segment's axis, those of other across
// it; rows and cols are the strides of the two axes, along the other axis and
// the segment's.
func (g *grid) chargeSegment(lo, hi, at int, axis, otherAxis []int, same, other []int32, rows, cols int, along, cross int32) {
	for r := first(otherAxis, at-alongNear); r < len(otherAxis) && otherAxis[r] <= at+alongNear; r++ {
		for c := max(0, first(axis, lo)-1); c+1 < len(axis) && axis[c] < hi; c++ {
			k := r*rows + c*cols
			overlap, length := int32(min(hi, axis[c+1])-max(lo, axis[c])), int32(axis[c+1]-axis[c])
			if overlap > 0 && same[k] >= 0 {
				same[k] = min(same[k]+overlap*along, length*maxAlong+crossMost)
			}
		}
	}
	r := first(otherAxis, at) - 1
	if r < 0 || r+1 >= len(otherAxis) {
		return
	}
	for c := first(axis, lo); c < len(axis) && axis[c] <= hi; c++ {
		if k := r*rows + c*cols; other[k] >= 0 {
			other[k] = min(other[k]+cross, int32(otherAxis[r+1]-otherAxis[r])*maxAlong+crossMost)
		}
	}
}

// find returns a line from box a to box b that is at most haste/10 times as
// dear as the cheapest, and nil when there is none or the budget is spent
// (weighted A*: I. Pohl, "Heuristic search viewed as path finding in a graph",
// Artificial Intelligence 1, 1970, doi:10.1016/0004-3702(70)90007-X). Later
// lines keep away from it.
func (g *grid) find(a, b int) []point {
	if len(g.xs) == 0 || g.budget <= 0 {
		return nil
	}
	g.round++
	g.heap = g.heap[:0]
	target := &g.nodes[b]
	starts, ends := g.ports(a), g.ports(b)
	for k, s := range starts {
		cost := int32(laneNear + usedPortCost*g.used[s.at])
		g.reach(stateOf(s.node, s.across), cost, int32(-1-k), target)
	}
	for len(g.heap) > 0 && g.budget > 0 {
		e := g.pop()
		if e.state < 0 {
			end := ends[-1-e.state]
			return g.trace(starts, end, e.prev)
		}
		g.budget--
		k, across := int(e.state/2), e.state%2 == 0
		cost := g.cost[e.state]
		if e.total > cost+g.estimate(k, target) {
			continue // reached more cheaply since
		}
		for i, p := range ends {
			if p.node == k {
				total := cost + laneNear + int32(usedPortCost*g.used[p.at])
				if p.across != across {
					total += endBendCost
				}
				g.push(entry{total, int32(-1 - i), e.state})
			}
		}
		g.expand(e.state, k, across, cost, target)
	}
	return nil
}

// stateOf returns the state of arriving at a node.
func stateOf(node int, across bool) int32 {
	if across {
		return int32(2 * node)
	}
	return int32(2*node + 1)
}

// expand reaches the neighbours of a state.
func (g *grid) expand(state int32, k int, across bool, cost int32, target *node) {
	nx := len(g.xs)
	turn := func(sideways bool) int32 {
		if sideways != across {
			return bendCost
		}
		return 0
	}
	if d := g.across[k]; d >= 0 {
		g.reach(stateOf(k+1, true), cost+d+turn(true), state, target)
	}
	if k%nx > 0 && g.across[k-1] >= 0 {
		g.reach(stateOf(k-1, true), cost+g.across[k-1]+turn(true), state, target)
	}
	if d := g.down[k]; d >= 0 {
		g.reach(stateOf(k+nx, false), cost+d+turn(false), state, target)
	}
	if k >= nx && g.down[k-nx] >= 0 {
		g.reach(stateOf(k-nx, false), cost+g.down[k-nx]+turn(false), state, target)
	}
}

// reach notes that a state can be had for cost, coming from another.
func (g *grid) reach(state, cost, from int32, target *node) {
	if g.stamp[state] == g.round && g.cost[state] <= cost {
		return
	}
	g.stamp[state], g.cost[state], g.from[state] = g.round, cost, from
	g.push(entry{cost + g.estimate(int(state/2), target), state, 0})
}

// estimate returns the distance of a node from a box, times the haste.
func (g *grid) estimate(k int, n *node) int32 {
	x, y := g.xs[k%len(g.xs)], g.ys[k/len(g.xs)]
	dx := max(0, n.x-x, x-n.x-n.w)
	dy := max(0, n.y-y, y-n.y-n.h)
	return int32((dx + dy) * g.haste / 10)
}

// trace returns the line that a search found and charges it.
func (g *grid) trace(starts []port, end port, state int32) []point {
	nx := len(g.xs)
	points := []point{end.at}
	for state >= 0 {
		k := int(state / 2)
		points = append(points, point{g.xs[k%nx], g.ys[k/nx]})
		state = g.from[state]
	}
	start := starts[-1-state]
	points = append(points, start.at)
	slices.Reverse(points)
	g.used[start.at]++
	g.used[end.at]++
	line := straightened(points)
	g.charge(line, alongLink, crossLink)
	return line
}

// less orders the heap: by total, ends first, then by state.
func (e entry) less(f entry) bool {
	if e.total != f.total {
		return e.total < f.total
	}
	return e.state < f.state
}

// heapArity is the number of children in the heap: a flat heap moves less
// memory.
const heapArity = 8

func (g *grid) push(e entry) {
	g.heap = append(g.heap, e)
	i := len(g.heap) - 1
	for i > 0 {
		up := (i - 1) / heapArity
		if !e.less(g.heap[up]) {
			break
		}
		g.heap[i] = g.heap[up]
		i = up
	}
	g.heap[i] = e
}

func (g *grid) pop() entry {
	top := g.heap[0]
	last := len(g.heap) - 1
	e := g.heap[last]
	g.heap = g.heap[:last]
	i := 0
	for {
		child := heapArity*i + 1
		if child >= last {
			break
		}
		least := child
		for k := child + 1; k < min(child+heapArity, last); k++ {
			if g.heap[k].less(g.heap[least]) {
				least = k
			}
		}
		if !g.heap[least].less(e) {
			break
		}
		g.heap[i] = g.heap[least]
		i = least
	}
	if last > 0 {
		g.heap[i] = e
	}
	return top
}

// drawLinkLine draws a link through points, with a casing that sets it off
// against what it crosses.
func drawLinkLine(c *canvas, points []point, look linkLook, width int, casing bool) {
	last := len(points) - 1
	end, before := points[last], points[last-1]
	var d pathData
	if casing {
		d.rounded(points)
		c.path(d.String(), pen{stroke: inkPaper, width: width + 22})
	}
	line := slices.Clone(points)
	if look.end == endArrow && distance(end, before) > 60 {
		line[last] = shift(end, before, 60)
	}
	d.Reset()
	d.rounded(line)
	c.path(d.String(), pen{stroke: look.colour, width: width, dash: look.dash})
	switch look.end {
	case endArrow:
		drawArrow(c, end, before, look.colour)
	case endBar:
		drawBar(c, end, before, look.colour)
	}
}
