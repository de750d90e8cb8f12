package export

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph/analysis/say"
)

const (
	// MaxNetworkPeople is the largest number of people in a NETWORK diagram.
	MaxNetworkPeople = 300

	// MaxNetworkLines is the largest number of lines in a NETWORK diagram.
	MaxNetworkLines = 900

	// maxNetworkFan is the largest number of lines that leave or reach a person.
	maxNetworkFan = 200

	networkMaxScale = 13800 // in 1/10000
)

// Network is what a [NetworkLayout] places: boxes and the lines between them,
// without names. Lengths are tenths of a pixel.
type Network struct {
	Boxes []NetworkBox
	Lines []NetworkLine
}

// NetworkBox is the size of a box.
type NetworkBox struct{ W, H int }

// NetworkLine leads from one box to another, by their indices. The two differ.
type NetworkLine struct{ From, To int }

// NetworkPlaces is where a [NetworkLayout] puts the boxes and lines of a
// [Network], in tenths of a pixel from the top left corner.
type NetworkPlaces struct {
	Boxes []NetworkPoint   // the top left corner of each box
	Lines [][]NetworkPoint // for each line, 1 + 3n points of cubic Bézier curves from outline to outline
}

// NetworkPoint is a place in tenths of a pixel.
type NetworkPoint struct{ X, Y int }

// ErrOwnLayout is that a [NetworkLayout] does not place a network, for what it
// needs is not installed or the network is larger than it takes. The picture is
// then laid out by this package, and a warning says so and why.
var ErrOwnLayout = errors.New("kith laid the network out by itself")

// NetworkLayout places the boxes of a NETWORK diagram so that lines lead from left
// to right. An implementation is given at most [MaxNetworkPeople] boxes and
// [MaxNetworkLines] lines. It is not trusted: places that overlap or are out of
// range are an error of the picture, as are its own errors but [ErrOwnLayout]. So
// the same chart gives the same picture or none.
type NetworkLayout interface {
	LayOut(ctx context.Context, n Network) (NetworkPlaces, error)
}

// network is a NETWORK diagram with places at scale 1.
type network struct {
	cards  []int // indices in Chart.Cards, in reading order
	links  []Link
	ends   []NetworkLine // of the links, as indices in cards
	places NetworkPlaces
	curved []bool // lines of the layout; the others have right angles
	w, h   int
}

// network draws a NETWORK diagram: who influences and who opposes whom.
func (p *painter) network(ctx context.Context) error {
	n := p.networkOf()
	if err := p.placeNetwork(ctx, n); err != nil {
		return err
	}
	p.nothing(len(n.cards), p.noNetwork())
	page := sizeOf(p.opt.Page)
	p.furniture = page.furniture
	p.w, p.h = page.w, page.h
	natural := p.opt.Page == PageNatural
	if natural {
		p.w = max(n.w+2*p.u(pageMargin), 9000)
	}
	foot := p.foot(p.networkLegend(n), p.w)
	room := point{p.w - 2*p.u(pageMargin), p.h - p.bodyTop() - p.u(footGap) - foot.height}
	scale := 10000
	switch {
	case natural:
		room.y = n.h
		p.h = p.bodyTop() + n.h + p.u(footGap) + foot.height
	case room.y < p.h/5:
		return errNoRoom(p.opt.Page)
	default:
		scale = min(fitScale(n.w, n.h, room), networkMaxScale*p.furniture/100)
	}
	if len(n.cards) > 0 {
		p.result.MinTextPt = minTextPt(scale)
	}
	p.open(p.networkSummary(n))
	p.head()
	c := &p.canvas
	left := p.u(pageMargin) + (room.x-n.w*scale/10000)/2
	top := p.bodyTop() + (room.y-n.h*scale/10000)/2
	fmt.Fprintf(c, `<g transform="translate(%s %s) scale(%s)">`+"\n", tenths(left), tenths(top), tenThousandths(scale))
	p.drawNetworkLines(n)
	c.WriteString("<g")
	if p.web {
		c.WriteString(` role="list"`)
	}
	c.WriteString(">\n")
	for place, i := range n.cards {
		if err := ctx.Err(); err != nil {
			return err
		}
		k := &p.chart.Cards[i]
		at := n.places.Boxes[place]
		p.openCard(place, k)
		p.drawCard(k, &node{card: i, x: at.X, y: at.Y, w: p.cardWidth, h: p.cardHeight(k)})
		p.closeGroup()
	}
	c.WriteString("</g>\n</g>\n")
	p.drawFoot(foot)
	c.WriteString("</svg>\n")
	return nil
}

// noNetwork says why a NETWORK has no lines: there are none, or they are left out.
func (p *painter) noNetwork() string {
	var left []string
	for _, k := range []LinkKind{LinkInfluences, LinkConflict} {
		if !p.opt.draws(k) && slices.ContainsFunc(p.chart.Links, func(l Link) bool { return l.Kind == k }) {
			left = append(left, string(k))
		}
	}
	if left == nil {
		return "Nobody here influences or opposes anybody, as far as is recorded."
	}
	return "Nothing is left to be drawn: lines of the layer " + strings.Join(left, " and of ") + " are left out."
}

// networkOf chooses the people who influence or oppose somebody, or whom
// somebody influences or opposes, and the lines between them. When there are
// too many, it keeps the people who matter most.
func (p *painter) networkOf() *network {
	t := inOrder(p.chart.Cards)
	p.result.Warnings = append(p.result.Warnings, t.warnings...)
	index := p.places()
	var links []Link
	inside := make([]bool, len(p.chart.Cards))
	for _, l := range p.distinctLinks() {
		if (l.Kind == LinkInfluences || l.Kind == LinkConflict) && p.opt.draws(l.Kind) {
			links = append(links, l)
			inside[index[l.From]], inside[index[l.To]] = true, true
		}
	}
	p.cardWidth = p.widthOfCards()
	n := &network{}
	place := make(map[int]int)
	chosen := tell(p.chart, t, MaxNetworkPeople, p.opt.Include, func(i int) bool { return inside[i] })
	p.chart.shown = chosen.said()
	all := 0
	for _, i := range t.order {
		if inside[i] {
			all++
		}
		if chosen.why[i] != notDrawn {
			place[i] = len(n.cards)
			n.cards = append(n.cards, i)
		}
	}
	if all > len(chosen.list) {
		p.warn("%d people are not shown: a picture of influence holds %d", all-len(chosen.list), MaxNetworkPeople)
	}
	fan := make([]int, len(n.cards))
	dropped := 0
	for _, l := range links {
		from, okFrom := place[index[l.From]]
		to, okTo := place[index[l.To]]
		switch {
		case !okFrom || !okTo:
		case len(n.links) == MaxNetworkLines || fan[from] == maxNetworkFan || fan[to] == maxNetworkFan:
			dropped++
		default:
			fan[from]++
			fan[to]++
			n.links = append(n.links, l)
			n.ends = append(n.ends, NetworkLine{from, to})
		}
	}
	if dropped > 0 {
		p.warn("%d lines are not drawn: a picture of influence holds %d, and %d for one person", dropped, MaxNetworkLines, maxNetworkFan)
	}
	p.result.Collapsed += len(p.chart.Cards) - len(n.cards)
	return n
}

// placeNetwork lays the network out, by Options.Network when there is one and it
// takes the network.
func (p *painter) placeNetwork(ctx context.Context, n *network) error {
	net := Network{Lines: n.ends}
	for _, i := range n.cards {
		net.Boxes = append(net.Boxes, NetworkBox{p.cardWidth, p.cardHeight(&p.chart.Cards[i])})
	}
	if p.opt.Network == nil || len(net.Boxes) == 0 {
		n.places = layered(net)
		return n.finish(ctx, net, p)
	}
	places, err := p.opt.Network.LayOut(ctx, net)
	if err == nil {
		err = places.check(net)
	}
	switch {
	case err == nil:
		n.places = places
	case errors.Is(err, ErrOwnLayout):
		p.warn("%s", Clean(err.Error()))
		n.places = layered(net)
	case ctx.Err() != nil:
		return ctx.Err()
	default:
		return fmt.Errorf("laying out the network: %w", err)
	}
	return n.finish(ctx, net, p)
}

// finish leads the lines that have no course, or cross a box, around the boxes,
// and measures the whole.
func (n *network) finish(ctx context.Context, net Network, p *painter) error {
	boxes := make([]node, len(net.Boxes))
	for i, b := range net.Boxes {
		at := n.places.Boxes[i]
		boxes[i] = node{card: i, x: at.X, y: at.Y, w: b.W, h: b.H}
	}
	n.curved = make([]bool, len(net.Lines))
	var again []int
	for k, l := range net.Lines {
		if line := n.places.Lines[k]; len(line) > 0 && !crossesBox(line, boxes, l) {
			n.curved[k] = true
		} else {
			again = append(again, k)
		}
	}
	if err := n.lead(ctx, boxes, net.Lines, again, p); err != nil {
		return err
	}
	n.measure(net)
	return nil
}

// lead finds lines with right angles around the boxes for the given links, the
// short ones first.
func (n *network) lead(ctx context.Context, boxes []node, lines []NetworkLine, which []int, p *painter) error {
	if len(which) == 0 {
		return nil
	}
	length := func(k int) int {
		a, b := &boxes[lines[k].From], &boxes[lines[k].To]
		return abs(a.x-b.x) + abs(a.y-b.y)
	}
	slices.SortStableFunc(which, func(a, b int) int { return cmp.Or(cmp.Compare(length(a), length(b)), cmp.Compare(a, b)) })
	var ends []int
	for _, k := range which {
		ends = append(ends, lines[k].From, lines[k].To)
	}
	g := newGrid(&layout{tree: &tree{nodes: boxes}}, ends)
	haste := 10 + min(14, len(which)/5)
	var crossing []string
	for _, k := range which {
		if err := ctx.Err(); err != nil {
			return err
		}
		g.haste = haste * maxExpand / max(g.budget, maxExpand/6)
		points, clear := g.lead(lines[k].From, lines[k].To)
		if !clear {
			crossing = append(crossing, p.linkName(n.links[k]))
		}
		n.places.Lines[k] = nil
		for _, at := range points {
			n.places.Lines[k] = append(n.places.Lines[k], NetworkPoint{at.x, at.y})
		}
	}
	p.warnCrossing(crossing)
	return nil
}

// measure moves the drawing to (0, 0) and measures it.
func (n *network) measure(net Network) {
	if len(net.Boxes) == 0 {
		return
	}
	low, high := n.places.Boxes[0], n.places.Boxes[0]
	cover := func(x, y int) {
		low.X, low.Y = min(low.X, x), min(low.Y, y)
		high.X, high.Y = max(high.X, x), max(high.Y, y)
	}
	for i, b := range net.Boxes {
		at := n.places.Boxes[i]
		cover(at.X, at.Y)
		cover(at.X+b.W, at.Y+b.H)
	}
	for _, line := range n.places.Lines {
		for _, at := range line {
			cover(at.X, at.Y)
		}
	}
	for i := range n.places.Boxes {
		n.places.Boxes[i].X -= low.X
		n.places.Boxes[i].Y -= low.Y
	}
	for _, line := range n.places.Lines {
		for k := range line {
			line[k].X -= low.X
			line[k].Y -= low.Y
		}
	}
	n.w, n.h = high.X-low.X, high.Y-low.Y
}

// maxNetworkPlace bounds the places of a layout, in tenths of a pixel.
const maxNetworkPlace = 10_000_000

// check returns an error for places that cannot be drawn.
func (pl NetworkPlaces) check(n Network) error {
	if len(pl.Boxes) != len(n.Boxes) || len(pl.Lines) != len(n.Lines) {
		return fmt.Errorf("%d boxes and %d lines were placed, not %d and %d", len(pl.Boxes), len(pl.Lines), len(n.Boxes), len(n.Lines))
	}
	good := func(at NetworkPoint) bool {
		return abs(at.X) <= maxNetworkPlace && abs(at.Y) <= maxNetworkPlace
	}
	for i, at := range pl.Boxes {
		if !good(at) {
			return fmt.Errorf("box %d is out of range", i)
		}
	}
	for k, line := range pl.Lines {
		if len(line) < 4 || len(line)%3 != 1 || len(line) > 3000 || slices.ContainsFunc(line, func(at NetworkPoint) bool { return !good(at) }) {
			return fmt.Errorf("line %d has no course", k)
		}
	}
	order := make([]int, len(n.Boxes))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(pl.Boxes[a].X, pl.Boxes[b].X), cmp.Compare(a, b)) })
	for k, i := range order {
		for _, j := range order[k+1:] {
			a, b := pl.Boxes[i], pl.Boxes[j]
			if b.X >= a.X+n.Boxes[i].W {
				break
			}
			if a.Y < b.Y+n.Boxes[j].H && b.Y < a.Y+n.Boxes[i].H {
				return fmt.Errorf("boxes %d and %d overlap", i, j)
			}
		}
	}
	return nil
}

// drawNetworkLines draws the lines, those that oppose last.
func (p *painter) drawNetworkLines(n *network) {
	c := &p.canvas
	c.WriteString("<g>\n")
	for _, kind := range []LinkKind{LinkInfluences, LinkConflict} {
		for k, l := range n.links {
			if l.Kind != kind {
				continue
			}
			r := route{Link: l}
			line := n.places.Lines[k]
			if n.curved[k] {
				drawCurve(c, line, linkLooks[l.Kind], r.width())
			} else {
				for _, at := range line {
					r.points = append(r.points, point{at.X, at.Y})
				}
				drawLinkLine(c, r.points, linkLooks[l.Kind], r.width(), true)
			}
			c.WriteByte('\n')
		}
	}
	c.WriteString("</g>\n")
}

// networkLegend returns the legend of a NETWORK diagram.
func (p *painter) networkLegend(n *network) *legend {
	cards := make([]Card, len(n.cards))
	for k, i := range n.cards {
		cards[k] = p.chart.Cards[i]
	}
	drawn := map[LinkKind]bool{}
	for _, l := range n.links {
		drawn[l.Kind] = true
	}
	o := p.occurring(cards)
	l := &legend{}
	l.stances(o)
	l.roles(o, true)
	l.coverage(o)
	l.signs(o)
	l.lines(false, drawn)
	l.keyOf(p, cards)
	return l
}

// networkSummary returns what a NETWORK diagram shows in a few sentences: every
// line in words, up to a number that can be listened to.
func (p *painter) networkSummary(n *network) string {
	var b strings.Builder
	if s := p.chart.subtitle(); s != "" {
		b.WriteString(s + ". ")
	}
	count := map[LinkKind]int{}
	for _, l := range n.links {
		count[l.Kind]++
	}
	fmt.Fprintf(&b, "Network of %d %s", len(n.cards), say.Plural(len(n.cards), "person", "people"))
	for _, k := range []LinkKind{LinkInfluences, LinkConflict} {
		if look := linkLooks[k]; count[k] > 0 {
			fmt.Fprintf(&b, ", %d %s", count[k], say.Plural(count[k], look.one, look.many))
		}
	}
	b.WriteByte('.')
	const most = 40
	for k, l := range n.links {
		if k == most {
			fmt.Fprintf(&b, " And %d more.", len(n.links)-most)
			break
		}
		b.WriteString(" " + p.linkName(l) + ".")
	}
	return b.String()
}
