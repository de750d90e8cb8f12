package export

import (
	"cmp"

	"github.com/kithgraph/kith/graph/analysis/say"
)

// Places of the furniture of a page: heading, numbers, legend, findings; in
// tenths of a pixel at furniture size 100.
const (
	pageMargin   = 280
	headRule     = 660
	bodyTop      = 780
	nothingLine  = 240 // from that rule to the baseline of what there is not
	nothingRoom  = 200 // how much lower the body begins then
	footGap      = 120 // from the body to the rule above the legend
	legendFirst  = 170 // from that rule to the middle of the first row
	legendPitch  = 190
	findingPitch = 200
	footEnd      = 130
	maxFindings  = 4 // rows of findings
)

// findingPlace is a finding with its place.
type findingPlace struct {
	text   string
	warn   bool
	x, row int
}

// footer is the measured lower part of a page.
type footer struct {
	items    []placedItem
	rows     int // of the legend
	findings []findingPlace
	lines    int // of findings
	height   int // from the rule above the legend to the page's edge
}

// u returns v at the page's furniture size.
func (p *painter) u(v int) int { return v * p.furniture / 100 }

// bodyTop returns where the body of the page begins. What it says of [Result.Nothing] must
// be known by then.
func (p *painter) bodyTop() int {
	if p.result.Nothing != "" {
		return p.u(bodyTop + nothingRoom)
	}
	return p.u(bodyTop)
}

// foot measures the lower part of a page of the given width.
func (p *painter) foot(l *legend, width int) footer {
	var f footer
	room := width - 2*p.u(pageMargin)
	f.items, f.rows = l.flow(room, p.furniture)
	f.findings, f.lines = p.flowFindings(room)
	f.height = p.u(legendFirst + footEnd)
	if f.rows > 0 {
		f.height += p.u(legendPitch) * (f.rows - 1)
	}
	f.height += p.u(findingPitch) * f.lines
	if p.footnote() != "" {
		f.height += p.u(legendPitch - 30)
	}
	return f
}

// flowFindings sets the findings in rows and drops what has no room, counted
// in a warning.
func (p *painter) flowFindings(room int) ([]findingPlace, int) {
	face := faceFinding.scaled(p.furniture)
	var out []findingPlace
	x, row := 0, 0
	for i, f := range p.chart.Findings {
		sign := 0
		if f.Warn {
			sign = p.u(170)
		}
		s, _ := face.fit(Clean(f.Text), room-sign)
		if s == "" {
			continue
		}
		w := sign + face.width(s)
		if x > 0 && x+w > room {
			x, row = 0, row+1
		}
		if row == maxFindings {
			p.warn("%d more %s not shown", len(p.chart.Findings)-i, say.Plural(len(p.chart.Findings)-i, "finding is", "findings are"))
			break
		}
		out = append(out, findingPlace{s, f.Warn, x, row})
		x += w + p.u(220)
	}
	if len(out) == 0 {
		return nil, 0
	}
	return out, out[len(out)-1].row + 1
}

// head draws title, subtitle and numbers.
func (p *painter) head() {
	c := &p.canvas
	margin := p.u(pageMargin)
	right := p.w - margin
	number, label := faceNumber.scaled(p.furniture), faceLegend.scaled(p.furniture)
	stats := p.chart.stats()
	limit := p.w * 4 / 10 // of the page is the title's
	lefts := make([]int, len(stats))
	first := len(stats) // that has room
	for i := len(stats) - 1; i >= 0; i-- {
		w := max(number.width(Clean(stats[i].Value)), label.width(Clean(stats[i].Label)))
		if right-w < limit {
			p.warn("%d %s no room", i+1, say.Plural(i+1, "number has", "numbers have"))
			break
		}
		right -= w
		lefts[i], first = right, i
		if i > 0 {
			right -= 2 * p.u(90)
		}
	}
	room := right - p.u(300) - margin
	heading, sub := faceHeading.scaled(p.furniture), faceSubtitle.scaled(p.furniture)
	s, _ := heading.fit(p.heading(), room)
	c.text(margin, p.u(360), s, heading, inkText, anchorStart)
	s, _ = sub.fit(p.chart.subtitle(), room)
	c.text(margin, p.u(540), s, sub, inkSoft, anchorStart)
	for i := first; i < len(stats); i++ {
		if i > 0 {
			p.rule(lefts[i]-p.u(90), p.u(200), lefts[i]-p.u(90), p.u(540))
		}
		c.text(lefts[i], p.u(360), Clean(stats[i].Value), number, inkText, anchorStart)
		c.text(lefts[i], p.u(520), Clean(stats[i].Label), label, inkSoft, anchorStart)
	}
	p.rule(margin, p.u(headRule), p.w-margin, p.u(headRule))
	c.WriteByte('\n')
	if p.result.Nothing != "" {
		c.text(p.w/2, p.u(headRule+nothingLine), p.result.Nothing, sub, inkText, anchorMiddle)
		c.WriteByte('\n')
	}
}

// footnote returns the last line.
func (p *painter) footnote() string { return cmp.Or(Clean(p.opt.Footnote), Clean(p.chart.Footnote)) }

// headings are the words of the diagrams that are about something else than the whole.
var headings = map[Diagram]string{
	DiagramPair:    "who knows whom",
	DiagramMatrix:  "who of us knows whom, by level",
	DiagramNetwork: "who influences whom",
	DiagramDiff:    "what has changed",
}

// heading returns the large heading of the picture.
func (p *painter) heading() string {
	if title := Clean(p.opt.Title); title != "" {
		return title
	}
	name, words := Clean(p.chart.Name), headings[p.opt.Diagram]
	if name == "" || words == "" || p.chart.Redacted {
		return Clean(p.chart.Title)
	}
	return name + " — " + words
}

// rule draws a thin straight line.
func (p *painter) rule(x1, y1, x2, y2 int) {
	var d pathData
	d.to('M', x1, y1)
	d.toward(point{x1, y1}, point{x2, y2})
	p.path(d.String(), pen{stroke: inkRule, width: 10})
}

// drawFoot draws legend, findings and footnote at the bottom of the page.
func (p *painter) drawFoot(f footer) {
	c := &p.canvas
	margin := p.u(pageMargin)
	top := p.h - f.height
	p.rule(margin, top, p.w-margin, top)
	y := top + p.u(legendFirst)
	label, strong := faceLegend.scaled(p.furniture), faceLegendB.scaled(p.furniture)
	for _, it := range f.items {
		x, at := margin+it.x, y+it.row*p.u(legendPitch)
		if it.heading {
			c.text(x, at+label.size*34/100, it.text, strong, inkText, anchorStart)
			continue
		}
		it.draw(c, x, at, p.furniture)
		c.text(x+p.u(it.sign+45), at+label.size*34/100, it.text, label, inkSoft, anchorStart)
	}
	if f.rows > 0 {
		y += p.u(legendPitch) * f.rows
	}
	face := faceFinding.scaled(p.furniture)
	for _, s := range f.findings {
		x, at := margin+s.x, y+s.row*p.u(findingPitch)
		if s.warn {
			drawWarning(c, x+p.u(60), at, p.u(58))
			x += p.u(170)
		}
		c.text(x, at+face.size*34/100, s.text, face, inkText, anchorStart)
	}
	if note := p.footnote(); note != "" {
		s, _ := label.fit(note, p.w-2*margin)
		c.text(margin, p.h-p.u(footEnd), s, label, inkSoft, anchorStart)
	}
	c.WriteByte('\n')
}

// drawWarning draws the sign before a finding: a plain exclamation mark in a
// circle, so that it is not read as a single point of failure.
func drawWarning(c *canvas, x, y, r int) {
	c.circle(x, y, r, pen{fill: inkText})
	c.rect(x-r*14/100, y-r*56/100, r*28/100, r*66/100, 0, pen{fill: inkOnText})
	c.rect(x-r*14/100, y+r*28/100, r*28/100, r*26/100, 0, pen{fill: inkOnText})
}
