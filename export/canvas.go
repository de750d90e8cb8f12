package export

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"
)

// canvas writes SVG elements. Lengths are tenths of a pixel. Every text and
// attribute that does not come from this package goes through esc.
type canvas struct {
	bytes.Buffer
	web  bool
	used map[string]bool // the colours of a WEB file, by name
}

// pen says how a shape is painted. The zero pen paints nothing.
type pen struct {
	fill   ink // nothing when zero
	stroke ink // nothing when zero
	width  int // of the stroke; tenths of a pixel
	dash   string
	round  bool // round joins and ends
}

// esc writes s as XML text, without what XML does not allow. It is the only
// way for text into a picture.
func (c *canvas) esc(s string) {
	for i, w := 0, 0; i < len(s); i += w {
		r := rune(s[i])
		if w = 1; r >= utf8.RuneSelf {
			r, w = utf8.DecodeRuneInString(s[i:])
		}
		switch {
		case r == utf8.RuneError && w == 1, !isXMLChar(r):
		case r == '&':
			c.WriteString("&amp;")
		case r == '<':
			c.WriteString("&lt;")
		case r == '>':
			c.WriteString("&gt;")
		case r == '"':
			c.WriteString("&#34;")
		case r == '\'':
			c.WriteString("&#39;")
		default:
			c.WriteRune(r)
		}
	}
}

// tenths returns v tenths as a decimal number.
func tenths(v int) string {
	if v%10 == 0 {
		return strconv.Itoa(v / 10)
	}
	sign := ""
	if v < 0 {
		sign, v = "-", -v
	}
	return sign + strconv.Itoa(v/10) + "." + strconv.Itoa(v%10)
}

// num writes the attribute name with a length.
func (c *canvas) num(name string, v int) {
	c.WriteByte(' ')
	c.WriteString(name)
	c.WriteString(`="`)
	c.WriteString(tenths(v))
	c.WriteByte('"')
}

// attr writes the attribute name with an escaped value.
func (c *canvas) attr(name, value string) {
	c.WriteByte(' ')
	c.WriteString(name)
	c.WriteString(`="`)
	c.esc(value)
	c.WriteByte('"')
}

// paint writes the attributes of a pen.
func (c *canvas) paint(p pen) {
	var classes []string
	if p.fill.name != "" {
		c.attr("fill", p.fill.light)
		classes = append(classes, "f-"+p.fill.name)
	} else {
		c.WriteString(` fill="none"`)
	}
	if p.stroke.name != "" {
		c.attr("stroke", p.stroke.light)
		c.num("stroke-width", p.width)
		classes = append(classes, "s-"+p.stroke.name)
		if p.dash != "" {
			c.attr("stroke-dasharray", p.dash)
		}
		if p.round {
			c.WriteString(` stroke-linejoin="round" stroke-linecap="round"`)
		}
	}
	if c.web && len(classes) > 0 {
		c.attr("class", strings.Join(classes, " "))
		c.use(p.fill)
		c.use(p.stroke)
	}
}

// use notes that the file needs a colour.
func (c *canvas) use(i ink) {
	if c.used == nil {
		c.used = make(map[string]bool)
	}
	c.used[i.name] = true
}

// rect draws a rectangle with corners of radius r.
func (c *canvas) rect(x, y, w, h, r int, p pen) {
	c.WriteString("<rect")
	c.num("x", x)
	c.num("y", y)
	c.num("width", w)
	c.num("height", h)
	if r > 0 {
		c.num("rx", r)
	}
	c.paint(p)
	c.WriteString("/>")
}

// circle draws a circle.
func (c *canvas) circle(x, y, r int, p pen) {
	c.WriteString("<circle")
	c.num("cx", x)
	c.num("cy", y)
	c.num("r", r)
	c.paint(p)
	c.WriteString("/>")
}

// path draws path data, which must come from this package.
func (c *canvas) path(d string, p pen) {
	c.attrless("<path d=\"", d)
	c.WriteByte('"')
	c.paint(p)
	c.WriteString("/>")
}

func (c *canvas) attrless(parts ...string) {
	for _, p := range parts {
		c.WriteString(p)
	}
}

// anchor is which part of a text is at its place.
type anchor uint8

const (
	anchorStart anchor = iota
	anchorMiddle
	anchorEnd
)

// text draws s in one line with its baseline at y.
func (c *canvas) text(x, y int, s string, f face, colour ink, at anchor) {
	c.textStyle(x, y, s, f, colour, at, false)
}

// textStyle is text with a choice of italics.
func (c *canvas) textStyle(x, y int, s string, f face, colour ink, at anchor, italic bool) {
	if s == "" {
		return
	}
	c.WriteString("<text")
	c.num("x", x)
	c.num("y", y)
	c.num("font-size", f.size)
	if f.bold {
		c.WriteString(` font-weight="700"`)
	}
	if italic {
		c.WriteString(` font-style="italic"`)
	}
	switch at {
	case anchorMiddle:
		c.WriteString(` text-anchor="middle"`)
	case anchorEnd:
		c.WriteString(` text-anchor="end"`)
	}
	if colour.name != inkText.name {
		c.paint(pen{fill: colour})
	}
	c.WriteByte('>')
	c.esc(directed(s))
	c.WriteString("</text>")
}

// title writes the accessible name of the element around it.
func (c *canvas) title(s string) {
	c.WriteString("<title>")
	c.esc(s)
	c.WriteString("</title>")
}

// pathData builds path data from places in tenths of a pixel.
type pathData struct{ strings.Builder }

func (d *pathData) to(command byte, values ...int) *pathData {
	d.WriteByte(command)
	for i, v := range values {
		if i > 0 {
			d.WriteByte(' ')
		}
		d.WriteString(tenths(v))
	}
	return d
}

// cornerRadius is the radius of a bend in a line.
const cornerRadius = 50

// rounded appends a line through the points, which turn at right angles, with
// rounded corners.
func (d *pathData) rounded(points []point) *pathData {
	d.to('M', points[0].x, points[0].y)
	for i := 1; i < len(points); i++ {
		p := points[i]
		if i == len(points)-1 {
			d.toward(points[i-1], p)
			break
		}
		prev, next := points[i-1], points[i+1]
		before, after := distance(prev, p), distance(p, next)
		if i > 1 {
			before /= 2
		}
		if i+1 < len(points)-1 {
			after /= 2
		}
		r := min(cornerRadius, before, after)
		if before == 0 || after == 0 || prev.x == next.x || prev.y == next.y {
			d.toward(prev, p)
			continue
		}
		a, b := shift(p, prev, r), shift(p, next, r)
		d.toward(prev, a)
		d.to('Q', p.x, p.y, b.x, b.y)
	}
	return d
}

// toward appends the straight line from a to b.
func (d *pathData) toward(a, b point) {
	switch {
	case a == b:
	case a.y == b.y:
		d.to('H', b.x)
	case a.x == b.x:
		d.to('V', b.y)
	default:
		d.to('L', b.x, b.y)
	}
}

func distance(a, b point) int { return abs(a.x-b.x) + abs(a.y-b.y) }

// shift returns the place r away from p on the straight line to q.
func shift(p, q point, r int) point {
	switch {
	case q.x > p.x:
		p.x += r
	case q.x < p.x:
		p.x -= r
	case q.y > p.y:
		p.y += r
	case q.y < p.y:
		p.y -= r
	}
	return p
}
