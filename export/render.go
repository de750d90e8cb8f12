package export

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph/analysis/say"

	"github.com/kithgraph/kith/graph"
)

// painter draws one picture.
type painter struct {
	canvas
	chart     *Chart
	opt       Options
	team      *team
	styleAt   int            // where the style of a WEB file belongs
	linked    bool           // a link is open
	visited   bool           // a card is a stop of the tab key
	index     map[string]int // cards by ID; see places
	cardWidth int            // of TREE and NETWORK, in tenths of a pixel
	furniture int            // size of heading and legend, in hundredths
	w, h      int            // of the page, in tenths of a pixel
	result    Result
}

func (p *painter) warn(format string, args ...any) {
	p.result.Warnings = append(p.result.Warnings, fmt.Sprintf(format, args...))
}

// shortened counts a name that was cut.
func (p *painter) shortened(cut bool) {
	if cut {
		p.result.ShortenedNames++
	}
}

// Render draws the chart as SVG. It fails with an error that wraps
// [graph.ErrInvalid] when two cards or members share an id or have none, when
// there are more than [MaxSeats] cards or a value in the options is not known,
// and with the context's error when ctx is done first. What can be drawn in
// part is drawn, and Result.Warnings says what is missing. Cost: 5 to 10 ms per
// 1,000 cards on one core, 4 ms per 1,000 marks, 2 ms per link with up to 40
// links, and about a second for all links of a larger number.
func Render(ctx context.Context, chart Chart, opt Options) (Result, error) {
	p, err := newPainter(&chart, opt)
	if err != nil {
		return Result{}, err
	}
	switch p.opt.Diagram {
	case DiagramPair:
		err = p.pair(ctx)
	case DiagramMatrix:
		err = p.matrix(ctx)
	case DiagramNetwork:
		err = p.network(ctx)
	default:
		err = p.tree(ctx)
	}
	if err != nil {
		return Result{}, err
	}
	p.result.Shown = p.chart.shown
	p.result.SVG = p.file()
	p.result.Width, p.result.Height = float64(p.w)/10, float64(p.h)/10
	return p.result, nil
}

func newPainter(chart *Chart, opt Options) (*painter, error) {
	opt, err := opt.withDefaults()
	if err != nil {
		return nil, err
	}
	if err := chart.check(); err != nil {
		return nil, err
	}
	p := &painter{chart: chart, opt: opt, team: newTeam(chart.Team)}
	p.web = opt.Profile == ProfileWeb
	if opt.Redacted {
		if err := p.redact(); err != nil {
			return nil, err
		}
	}
	switch opt.Diagram {
	case DiagramFocus:
		p.focus()
	case DiagramDiff:
		p.changes()
	}
	p.chart = p.chart.headed()
	if n := len(p.chart.Cards); opt.Diagram == DiagramTree && n > opt.MaxCards {
		p.opt.Diagram = DiagramOverview
		p.warn("%d cards are too many for a tree of cards (%d): this is an overview", n, opt.MaxCards)
	}
	n := p.chart.Count()
	p.result.Diagram, p.result.Seats, p.result.Collapsed = p.opt.Diagram, n.Seats, n.Collapsed
	switch opt.Diagram {
	case DiagramPair, DiagramMatrix, DiagramNetwork:
		figures := p.figures()
		c := people(p.chart)
		if c.Stats = p.chart.Stats; c.Stats == nil {
			c.Stats = figures
		}
		p.chart = &c
	}
	return p, nil
}

// headed returns the chart with those marked who have reports and no known manager, so that
// they are not read as the top.
func (c *Chart) headed() *Chart {
	bosses := make(map[string]bool)
	for i := range c.Cards {
		bosses[c.Cards[i].Parent] = true
	}
	headless := func(k *Card) bool { return k.Unplaced && k.Parent == "" && bosses[k.ID] }
	if !slices.ContainsFunc(c.Cards, func(k Card) bool { return headless(&k) }) {
		return c
	}
	out := *c
	out.Cards = slices.Clone(c.Cards)
	for i := range out.Cards {
		out.Cards[i].headless = headless(&out.Cards[i])
	}
	return &out
}

// figures returns the numbers of a PAIR or MATRIX diagram, counted from the whole chart,
// and those of a tree for others.
func (p *painter) figures() []Stat {
	key, known := p.chart.keys()
	if p.opt.Diagram == DiagramNetwork || key == 0 {
		return p.chart.stats()
	}
	theirs := 0
	for range p.chart.everybody() {
		theirs++
	}
	out := []Stat{
		{grouped(theirs), "of theirs"}, {grouped(len(p.chart.Team)), "of ours"},
		{grouped(known) + " of " + grouped(key), "key " + say.Plural(key, "person", "people") + " known"},
	}
	if left := key - known; left > 0 {
		out = append(out, Stat{grouped(left), "nobody knows"})
	}
	return out
}

// picture is a tree with everything that has a place on the page.
type picture struct {
	*layout
	links     []route
	foot      footer
	left, top int // of the layout on the page
	pageW     int
	pageH     int
}

// compose lays out a TREE or OVERVIEW on its page.
func (p *painter) compose(ctx context.Context) (*picture, error) {
	t := newTree(p.chart.Cards)
	if p.opt.Diagram == DiagramOverview {
		t.toMarks()
	} else {
		p.cardWidth = p.widthOfCards()
		for i := range t.nodes {
			t.nodes[i].w, t.nodes[i].h = p.cardWidth, p.cardHeight(&p.chart.Cards[i])
		}
		t.groupRoots()
	}
	p.result.Warnings = append(p.result.Warnings, t.warnings...)
	links := p.links(t)
	drawn := map[LinkKind]bool{}
	for _, l := range links {
		drawn[l.Kind] = true
	}
	solid := slices.ContainsFunc(t.order, func(i int) bool { return t.nodes[i].depth > 0 })
	leg := p.treeLegend(solid, drawn)

	page := sizeOf(p.opt.Page)
	p.furniture = page.furniture
	pic := &picture{}
	natural := p.opt.Page == PageNatural
	room := point{16000, 10000}
	if !natural {
		pic.pageW, pic.pageH = page.w, page.h
		pic.foot = p.foot(leg, page.w)
		room = point{page.w - 2*p.u(pageMargin), page.h - p.bodyTop() - p.u(footGap) - pic.foot.height}
		if room.y < page.h/5 {
			return nil, errNoRoom(p.opt.Page)
		}
	}
	var err error
	if pic.layout, err = arrange(ctx, t, room, page.maxScale, natural); err != nil {
		return nil, err
	}
	if natural {
		pic.scale = 10000
		pic.pageW = max(pic.w+2*p.u(pageMargin), 9000)
		pic.foot = p.foot(leg, pic.pageW)
		pic.pageH = p.bodyTop() + pic.h + p.u(footGap) + pic.foot.height
		room = point{pic.pageW - 2*p.u(pageMargin), pic.h}
	}
	w, h := pic.w*pic.scale/10000, pic.h*pic.scale/10000
	pic.left = p.u(pageMargin) + (room.x-w)/2
	pic.top = p.bodyTop() + (room.y-h)/3
	if pic.links, err = p.routes(ctx, pic.layout, links); err != nil {
		return nil, err
	}
	return pic, nil
}

// errNoRoom is the refusal of a page that its legend and findings fill.
func errNoRoom(page Page) error {
	return graph.Invalid("chart-page", nil, "legend and findings leave no room for the chart on page %s: use a larger page or fewer findings", page)
}

// treeLegend returns the legend of a TREE or OVERVIEW.
func (p *painter) treeLegend(solid bool, drawn map[LinkKind]bool) *legend {
	o := p.occurring(p.chart.Cards)
	l := &legend{}
	overview := p.opt.Diagram == DiagramOverview
	if !overview {
		l.changed(o)
	}
	l.stances(o)
	l.roles(o, !overview)
	if !overview {
		l.coverage(o)
		l.signs(o)
	} else {
		l.section("Marks", func() {
			l.add("seat", 110, func(c *canvas, x, y, u int) {
				c.rect(x, y-50*u/100, 100*u/100, 100*u/100, 10, pen{fill: inkMark})
			})
			if o.vacant {
				l.add("vacant seat", 110, func(c *canvas, x, y, u int) {
					c.rect(x, y-50*u/100, 100*u/100, 100*u/100, 10, pen{fill: inkCard, stroke: inkSoft, width: 10, dash: "2 1.5"})
				})
			}
		})
	}
	l.lines(solid, drawn)
	if !overview {
		l.key(p)
	}
	return l
}

// tree draws a TREE or OVERVIEW.
func (p *painter) tree(ctx context.Context) error {
	p.nothing(len(p.chart.Cards), "There is no seat on this day.")
	if p.opt.Diagram == DiagramDiff && len(p.chart.changed()) == 0 {
		words := "Nobody joined, left, moved or was re-labelled."
		if p.chart.Redacted { // who was re-labelled is dropped
			words = "Nobody joined, left or moved."
		}
		p.nothing(0, words)
	}
	pic, err := p.compose(ctx)
	if err != nil {
		return err
	}
	p.w, p.h = pic.pageW, pic.pageH
	if len(p.chart.Cards) > 0 {
		p.result.MinTextPt = minTextPt(pic.scale)
	}
	p.open(p.summary(pic.layout, pic.links))
	p.head()
	c := &p.canvas
	fmt.Fprintf(c, `<g transform="translate(%s %s) scale(%s)">`, tenths(pic.left), tenths(pic.top), tenThousandths(pic.scale))
	c.WriteByte('\n')
	p.drawWires(pic.layout)
	if err := p.drawNodes(ctx, pic.layout); err != nil {
		return err
	}
	for _, r := range pic.links {
		drawLinkLine(c, r.points, linkLooks[r.Kind], r.width(), true)
		c.WriteByte('\n')
	}
	c.WriteString("</g>\n")
	p.drawFoot(pic.foot)
	c.WriteString("</svg>\n")
	return nil
}

// nothing says why there is nothing to be seen, when n things are none.
func (p *painter) nothing(n int, why string) {
	if n == 0 {
		p.result.Nothing = why
	}
}

// minTextPt returns the size in points of a name at a scale in 1/10000.
func minTextPt(scale int) float64 { return float64(faceName.size*scale*75/100_000) / 100 }

// tenThousandths returns v/10000 as a decimal number.
func tenThousandths(v int) string {
	s := fmt.Sprintf("%d.%04d", v/10000, v%10000)
	return strings.TrimRight(strings.TrimRight(s, "0"), ".")
}

// bytesACard is about how long the drawing of a card is, by whether it is a mark.
var bytesACard = map[bool]int{false: 450, true: 65}

// open writes the start of the file: size, names, style, paper.
func (p *painter) open(summary string) {
	c := &p.canvas
	c.Grow(4000 + bytesACard[p.opt.Diagram == DiagramOverview]*len(p.chart.Cards))
	c.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	id := p.opt.IDPrefix
	fmt.Fprintf(c, `<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %s %s" role="group" aria-labelledby="%s-t %s-d"`,
		tenths(p.w), tenths(p.h), tenths(p.w), tenths(p.h), id, id) // as an image it would hide its cards
	c.attr("font-family", fontFamily)
	c.attr("fill", inkText.light)
	if p.web {
		c.attr("class", "kith f-"+inkText.name)
	}
	c.WriteString(">\n")
	fmt.Fprintf(c, `<title id="%s-t">`, id)
	c.esc(p.heading())
	fmt.Fprintf(c, "</title>\n"+`<desc id="%s-d">`, id)
	c.esc(strings.TrimSpace(p.result.Nothing + " " + summary))
	c.WriteString("</desc>\n")
	p.styleAt = p.Len()
	c.rect(0, 0, p.w, p.h, 0, pen{fill: inkPaper})
	c.WriteByte('\n')
}

// file returns the whole file. The style stands before what is drawn, and is
// known after it.
func (p *painter) file() []byte {
	drawn := p.Bytes()
	if !p.web {
		return drawn
	}
	return slices.Concat(drawn[:p.styleAt], []byte(p.darkStyle()), drawn[p.styleAt:])
}

// darkStyle returns the style element of a WEB file: the focus outline, and
// the dark colour of every class that the file uses.
func (p *painter) darkStyle() string {
	var b strings.Builder
	b.WriteString("<style>.kith .card:focus{outline:2px solid #2F81F7;outline-offset:2px}@media (prefers-color-scheme:dark){")
	for _, i := range inks() {
		if !p.used[i.name] {
			continue
		}
		fmt.Fprintf(&b, ".kith .f-%s{fill:%s}.kith .s-%s{stroke:%s}", i.name, i.dark, i.name, i.dark)
	}
	b.WriteString(".kith.f-" + inkText.name + "{fill:" + inkText.dark + "}}</style>\n")
	return b.String()
}

// summary returns what the picture shows in a few sentences.
func (p *painter) summary(l *layout, links []route) string {
	n := p.chart.Count()
	var b strings.Builder
	if s := p.chart.subtitle(); s != "" {
		b.WriteString(s + ". ")
	}
	fmt.Fprintf(&b, "Organisation chart with %d %s", n.Seats, say.Plural(n.Seats, "seat", "seats"))
	if n.Vacant > 0 {
		fmt.Fprintf(&b, ", %d vacant", n.Vacant)
	}
	if n.Collapsed > 0 {
		fmt.Fprintf(&b, ", %d not shown", n.Collapsed)
	}
	if k := len(l.parked); k > 0 {
		fmt.Fprintf(&b, ", %d without a known manager", k)
	}
	b.WriteByte('.')
	var parts []string
	for _, s := range graph.Stances() {
		if k := n.Stance[s]; k > 0 && s.Known() {
			parts = append(parts, fmt.Sprintf("%d %s", k, say.Plural(k, s.Info().Word, s.Info().Many)))
		}
	}
	if len(parts) > 0 {
		b.WriteString(" " + strings.Join(parts, ", ") + ".")
	}
	single, uncovered := 0, 0
	for h := range p.chart.everybody() {
		if h.SinglePoint {
			single++
		}
		if h.uncovered() {
			uncovered++
		}
	}
	parts = nil
	if !p.chart.Redacted {
		parts = append(parts, fmt.Sprintf("%d known by us", n.Known))
	}
	if uncovered > 0 {
		parts = append(parts, fmt.Sprintf("%d key %s known by nobody", uncovered, say.Plural(uncovered, "person", "people")))
	}
	if single > 0 {
		parts = append(parts, fmt.Sprintf("%d single %s of failure", single, say.Plural(single, "point", "points")))
	}
	count := map[LinkKind]int{}
	for _, r := range links {
		count[r.Kind]++
	}
	for _, k := range LinkKinds() {
		if count[k] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", count[k], say.Plural(count[k], linkLooks[k].one, linkLooks[k].many)))
		}
	}
	if len(parts) > 0 {
		b.WriteString(" " + strings.Join(parts, ", ") + ".")
	}
	return b.String()
}

// drawWires draws the solid reporting lines.
func (p *painter) drawWires(l *layout) {
	if len(l.wires) == 0 {
		return
	}
	c := &p.canvas
	c.WriteString(`<g`)
	c.paint(pen{stroke: inkLine, width: 14, round: true})
	c.WriteString(">\n")
	for k := len(l.wires) - 1; k >= 0; k-- {
		c.attrless(`<path d="`, l.wires[k].path(), "\"/>\n")
	}
	c.WriteString("</g>\n")
}

// drawNodes draws cards and marks in reading order.
func (p *painter) drawNodes(ctx context.Context, l *layout) error {
	c := &p.canvas
	c.WriteString("<g")
	if p.web {
		c.WriteString(` role="list"`)
	}
	c.WriteString(">\n")
	for place, i := range l.order {
		if place%256 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		if place > 0 && len(l.parked) > 0 && i == l.parked[0] {
			p.parkHeading(l)
		}
		p.drawNode(place, &p.chart.Cards[i], &l.nodes[i])
	}
	c.WriteString("</g>\n")
	return nil
}

// parkHeading draws the heading of the strip of unplaced cards.
func (p *painter) parkHeading(l *layout) {
	first := &l.nodes[l.parked[0]]
	s := "Manager not known (" + decimal(len(l.parked)) + ")"
	p.text(first.x, l.park+parkHeading-110, s, face{110, true}, inkSoft, anchorStart)
	p.WriteByte('\n')
}

// drawNode draws one card or mark.
func (p *painter) drawNode(place int, k *Card, n *node) {
	c := &p.canvas
	plain := n.mark && !k.marked() && !k.vacant()
	if plain && !p.web {
		c.rect(n.x, n.y, n.w, n.h, 10, pen{fill: inkMark})
		c.WriteByte('\n')
		return
	}
	p.openCard(place, k)
	switch {
	case n.mark:
		p.drawMark(k, n)
	case n.h == namedHeight:
		p.drawNamed(k, n)
	default:
		p.drawCard(k, n)
	}
	p.closeGroup()
}

// openCard writes the start of a card's group with its accessible name, and of
// its link.
func (p *painter) openCard(place int, k *Card) {
	p.openGroup("c", place, cmp.Or(k.seat, k.ID), p.opt.CardURL != "")
	p.title(p.team.sentence(k))
}

// openGroup writes the start of the group of a card or a member: one that can be
// visited in a WEB file, by its link when it has one.
func (p *painter) openGroup(kind string, place int, id string, link bool) {
	c := &p.canvas
	fmt.Fprintf(c, `<g id="%s-%s%d"`, p.opt.IDPrefix, kind, place)
	link = link && p.web && !p.chart.Redacted
	if !p.web {
		c.WriteString(` role="img"`) // which its sentence describes
	} else {
		c.WriteString(` role="listitem"`)
		if !link {
			stop := "-1"
			if !p.visited {
				stop, p.visited = "0", true
			}
			c.WriteString(` class="card" tabindex="` + stop + `"`)
		}
		if !p.chart.Redacted {
			c.attr("data-id", Clean(id))
		}
	}
	c.WriteByte('>')
	if link {
		c.WriteString(`<a class="card"`)
		c.attr("href", p.opt.CardURL+url.PathEscape(Clean(id)))
		c.WriteByte('>')
		p.linked = true
	}
}

// closeGroup writes the end of what openGroup began.
func (p *painter) closeGroup() {
	if p.linked {
		p.WriteString("</a>")
		p.linked = false
	}
	p.WriteString("</g>\n")
}

// drawMark draws a seat as a small square, a vacant one as an outline, and one
// with a stance, the worst of several, or a glyph role as that sign.
func (p *painter) drawMark(k *Card, n *node) {
	c := &p.canvas
	x, y := n.x+n.w/2, n.y+n.h/2
	switch role, stance := k.glyphRole(), k.stance(); {
	case k.vacant():
		c.rect(n.x+5, n.y+5, n.w-10, n.h-10, 10, pen{fill: inkCard, stroke: inkSoft, width: 10, dash: "2 1.5"})
	case stance != "":
		l := lookOf(stance)
		l.glyph(c, x, y, 62, l.colour)
	case role != "":
		drawRoleGlyph(c, x, y, 62, role)
	default:
		c.rect(n.x, n.y, n.w, n.h, 10, pen{fill: inkMark})
	}
}

// drawNamed draws a named box of an overview.
func (p *painter) drawNamed(k *Card, n *node) {
	c := &p.canvas
	below := n.below + max(0, k.Collapsed)
	whole := *k
	whole.Collapsed = 0 // the number says it
	p.drawBox(&whole, &Holder{Stance: k.stance()}, n.x, n.y, n.w, n.h)
	left := n.x + padding
	width := n.w - padding - 50
	entries := k.entries()
	if more := len(entries) - 1; more > 0 { // the first, and how many more
		s := "+" + decimal(more)
		width -= facePill.width(s) + 40
		c.text(left+width+40+facePill.width(s), n.y+130, s, facePill, inkSoft, anchorEnd)
	}
	p.name(k, entries[0], left, n.y+130, width)
	width = n.w - padding - 50
	s := Clean(k.Title)
	if below > 0 {
		s = strings.TrimSuffix(decimal(below)+" · "+s, " · ")
	}
	s, _ = faceTitle.fit(s, width)
	c.text(left, n.y+240, s, faceTitle, inkSoft, anchorStart)
}
