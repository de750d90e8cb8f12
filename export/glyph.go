package export

import "github.com/kithgraph/kith/graph"

// glyph draws a sign of radius r around (x, y) in a colour. Full strength is a
// filled sign, half strength an outlined one; circles are for us, diamonds
// against us.
type glyph func(c *canvas, x, y, r int, colour ink)

// starPoints is a five-pointed star of radius 1000, its inner corners at 42 %.
var starPoints = []point{
	{0, -1000}, {247, -340}, {951, -309}, {400, 130}, {588, 809},
	{0, 420}, {-588, 809}, {-400, 130}, {-951, -309}, {-247, -340},
}

var diamondPoints = []point{{0, -1000}, {1000, 0}, {0, 1000}, {-1000, 0}}

var hexagonPoints = []point{{1000, 0}, {500, 866}, {-500, 866}, {-1000, 0}, {-500, -866}, {500, -866}}

var trianglePoints = []point{{0, -900}, {1000, 830}, {-1000, 830}}

// polygon returns the closed outline of points of radius 1000 at radius r.
func polygon(points []point, x, y, r int) string {
	var d pathData
	for i, p := range points {
		command := byte('L')
		if i == 0 {
			command = 'M'
		}
		d.to(command, x+scaleDown(p.x*r), y+scaleDown(p.y*r))
	}
	return d.String() + "Z"
}

// scaleDown returns v/1000, rounded half away from zero.
func scaleDown(v int) int {
	if v < 0 {
		return -((-v + 500) / 1000)
	}
	return (v + 500) / 1000
}

// drawRoleGlyph draws the sign of GATEKEEPER, a barred gate, or INFLUENCER,
// linked dots.
func drawRoleGlyph(c *canvas, x, y, r int, role graph.Role) {
	if role == graph.RoleGatekeeper {
		drawGate(c, x, y, r)
		return
	}
	c.path(polygon(hexagonPoints, x, y, r*112/100), pen{fill: inkInfluencer})
	left, right := x-r*36/100, x+r*38/100
	up, down := y-r*42/100, y+r*42/100
	var d pathData
	d.to('M', right, up).to('L', left, y, right, down)
	c.path(d.String(), pen{stroke: inkOnDark, width: 11})
	for _, p := range []point{{right, up}, {left, y}, {right, down}} {
		c.circle(p.x, p.y, r*24/100, pen{fill: inkOnDark})
	}
}

func drawGate(c *canvas, x, y, r int) {
	s := r * 96 / 100
	c.rect(x-s, y-s, 2*s, 2*s, 18, pen{fill: inkGate, stroke: inkGateEdge, width: 10})
	bar, high, wide := r*56/100, r*68/100, r*78/100
	rail := r * 30 / 100
	var d pathData
	for _, dx := range []int{-bar, 0, bar} {
		d.to('M', x+dx, y-high).to('V', y+high)
	}
	for _, dy := range []int{-rail, rail} {
		d.to('M', x-wide, y+dy).to('H', x+wide)
	}
	c.path(d.String(), pen{stroke: inkGateBars, width: 13})
}

// drawSinglePoint draws the triangle of a single point of failure.
func drawSinglePoint(c *canvas, x, y, r int) {
	c.path(polygon(trianglePoints, x, y, r), pen{fill: inkWarn, stroke: inkWarnEdge, width: 11, round: true})
	c.rect(x-8, y-r*36/100, 16, r*62/100, 0, pen{fill: inkOnWarn})
	c.rect(x-8, y+r*42/100, 16, 15, 0, pen{fill: inkOnWarn})
}

// drawSingleThreaded draws the badge of a person whom exactly one of us works
// with.
func drawSingleThreaded(c *canvas, x, y, r int) {
	c.rect(x-r, y-r, 2*r, 2*r, 30, pen{fill: inkCard, stroke: inkText, width: 13})
	c.text(x, y+r*54/100, "1", face{r * 148 / 100, true}, inkText, anchorMiddle)
}

// drawUncovered draws the barred circle of a key person whom nobody knows.
func drawUncovered(c *canvas, x, y, r int) {
	c.circle(x, y, r-4, pen{fill: inkCard, stroke: inkAlert, width: 13})
	a := (r - 4) * 70 / 100
	var d pathData
	d.to('M', x-a, y+a).to('L', x+a, y-a)
	c.path(d.String(), pen{stroke: inkAlert, width: 13})
}

// drawChip draws initials in the outline of a band.
func drawChip(c *canvas, x, y, r int, initials string, b graph.Band) {
	look := bandLooks[b]
	p := pen{fill: inkCard, stroke: inkTie, width: 16, dash: look.dash}
	colour := inkTie
	if look.filled {
		p.fill, colour = inkTie, inkOnTie
	}
	if look.dash != "" {
		p.width = 11
	}
	c.circle(x, y, r, p)
	f := face{r * 103 / 100, true}
	c.text(x, y+f.size*36/100, chipText(f, initials, 2*r-4), f, colour, anchorMiddle)
}

// chipText returns the initials, or the first of them, that fit.
func chipText(f face, initials string, width int) string {
	s := Clean(initials)
	if f.width(s) <= width {
		return s
	}
	if s = s[:grapheme(s)]; f.width(s) <= width {
		return s
	}
	return ""
}

// pillWidth returns the width of a pill with a code.
func pillWidth(code string) int { return facePill.width(code) + 70 }

// drawPill draws a role's code on a dark pill whose left edge is at x and whose
// middle is at y, and returns its width.
func drawPill(c *canvas, x, y int, code string) int {
	w := pillWidth(code)
	c.rect(x, y-55, w, 110, 25, pen{fill: inkPill})
	c.text(x+w/2, y+27, code, facePill, inkOnPill, anchorMiddle)
	return w
}

// collapsedText returns the text of the pill that counts collapsed seats.
func collapsedText(k *Card) string {
	s := "+" + decimal(k.Collapsed)
	if on := Clean(k.CollapsedOn); on != "" {
		s += " · " + on
	}
	return s
}

// drawCollapsed draws the pill of collapsed seats whose left edge is at x and whose
// middle is at y, and returns its width.
func drawCollapsed(c *canvas, x, y int, s string) int {
	w := facePill.width(s) + 80
	c.rect(x, y-55, w, 110, 55, pen{fill: inkCard, stroke: inkSoft, width: 10})
	c.text(x+w/2, y+27, s, facePill, inkSoft, anchorMiddle)
	return w
}

// drawArrow draws a head at p that points away from q.
func drawArrow(c *canvas, p, q point, colour ink) {
	back := shift(p, q, 80)
	d := polygonOf(p, point{back.x + sign(p.y, q.y)*38, back.y + sign(p.x, q.x)*38}, point{back.x - sign(p.y, q.y)*38, back.y - sign(p.x, q.x)*38})
	c.path(d, pen{fill: colour})
}

// drawBar draws a bar across the end p of a line that comes from q.
func drawBar(c *canvas, p, q point, colour ink) {
	var d pathData
	dx, dy := sign(p.y, q.y)*45, sign(p.x, q.x)*45
	d.to('M', p.x-dx, p.y-dy).to('L', p.x+dx, p.y+dy)
	c.path(d.String(), pen{stroke: colour, width: 24})
}

func polygonOf(points ...point) string {
	var d pathData
	for i, p := range points {
		command := byte('L')
		if i == 0 {
			command = 'M'
		}
		d.to(command, p.x, p.y)
	}
	return d.String() + "Z"
}

// sign returns 1 when a and b differ, and 0 when they are equal.
func sign(a, b int) int {
	if a == b {
		return 0
	}
	return 1
}
