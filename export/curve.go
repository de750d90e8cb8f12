package export

import (
	"cmp"
	"math/bits"
)

// curveSteps is the number of straight pieces that a Bézier curve counts as
// when it is held against boxes.
const curveSteps = 24

// crossesBox reports whether a line of Bézier curves comes inside a box other
// than near its two ends' own outlines.
func crossesBox(line []NetworkPoint, boxes []node, ends NetworkLine) bool {
	const skin = 8 // rounding
	at := line[0]
	for k := 0; k+3 < len(line); k += 3 {
		for s := 1; s <= curveSteps; s++ {
			next := onCurve(line[k], line[k+1], line[k+2], line[k+3], s)
			for i := range boxes {
				b := &boxes[i]
				in := skin
				if i == ends.From || i == ends.To {
					in = 60 // a curve may graze the corner of the box that it leaves
				}
				if touches(at, next, b.x+in, b.y+in, b.x+b.w-in, b.y+b.h-in) {
					return true
				}
			}
			at = next
		}
	}
	return false
}

// onCurve returns the place on a cubic Bézier curve at s/curveSteps.
func onCurve(a, b, c, d NetworkPoint, s int) NetworkPoint {
	const n = curveSteps
	t, u := int64(s), int64(n-s)
	mix := func(a, b, c, d int) int {
		return int((u*u*u*int64(a) + 3*u*u*t*int64(b) + 3*u*t*t*int64(c) + t*t*t*int64(d)) / (n * n * n))
	}
	return NetworkPoint{mix(a.X, b.X, c.X, d.X), mix(a.Y, b.Y, c.Y, d.Y)}
}

// touches reports whether the straight line from a to b comes inside a
// rectangle (the separating axes are its two and the line's normal).
func touches(a, b NetworkPoint, left, top, right, bottom int) bool {
	if left >= right || top >= bottom {
		return false
	}
	if max(a.X, b.X) <= left || min(a.X, b.X) >= right || max(a.Y, b.Y) <= top || min(a.Y, b.Y) >= bottom {
		return false
	}
	dx, dy := int64(b.X-a.X), int64(b.Y-a.Y)
	side := func(x, y int) int { return cmp.Compare(dx*int64(y-a.Y), dy*int64(x-a.X)) }
	s := side(left, top)
	return side(right, top) != s || side(left, bottom) != s || side(right, bottom) != s
}

// root returns the square root of v, rounded down.
func root(v int64) int64 {
	if v <= 0 {
		return 0
	}
	r := int64(1) << ((bits.Len64(uint64(v)) + 1) / 2)
	for {
		next := (r + v/r) / 2
		if next >= r {
			return r
		}
		r = next
	}
}

// along returns the place at a distance from p on the way to q; p when the two
// are one.
func along(p, q NetworkPoint, by int) NetworkPoint {
	dx, dy := int64(q.X-p.X), int64(q.Y-p.Y)
	length := root(dx*dx + dy*dy)
	if length == 0 {
		return p
	}
	return NetworkPoint{p.X + int(dx*int64(by)/length), p.Y + int(dy*int64(by)/length)}
}

// across returns the place at a distance from p square to the way to q.
func across(p, q NetworkPoint, by int) NetworkPoint {
	return along(p, NetworkPoint{p.X - (q.Y - p.Y), p.Y + (q.X - p.X)}, by)
}

// drawCurve draws a line of Bézier curves with a casing and its end.
func drawCurve(c *canvas, line []NetworkPoint, look linkLook, width int) {
	last := len(line) - 1
	end, before := line[last], line[last-1]
	for k := last - 1; k > 0 && before == end; k-- {
		before = line[k-1] // the curve ends with a point of its own
	}
	shown := append([]NetworkPoint(nil), line...)
	if look.end == endArrow {
		cut := along(end, before, 60)
		shown[last] = cut
		shown[last-1] = NetworkPoint{shown[last-1].X + cut.X - end.X, shown[last-1].Y + cut.Y - end.Y}
	}
	var d pathData
	d.to('M', shown[0].X, shown[0].Y)
	for k := 1; k+2 < len(shown); k += 3 {
		a, b, e := shown[k], shown[k+1], shown[k+2]
		d.to('C', a.X, a.Y, b.X, b.Y, e.X, e.Y)
	}
	c.path(d.String(), pen{stroke: inkPaper, width: width + 22})
	c.path(d.String(), pen{stroke: look.colour, width: width, dash: look.dash})
	switch look.end {
	case endArrow:
		back := along(end, before, 90)
		l, r := across(back, before, 42), across(back, before, -42)
		if back == before {
			l, r = across(back, end, 42), across(back, end, -42)
		}
		c.path(polygonOf(point{end.X, end.Y}, point{l.X, l.Y}, point{r.X, r.Y}), pen{fill: look.colour})
	case endBar:
		at := along(end, before, 14) // clear of the card, which is drawn over it
		l, r := across(at, before, 50), across(at, before, -50)
		var bar pathData
		bar.to('M', l.X, l.Y).to('L', r.X, r.Y)
		c.path(bar.String(), pen{stroke: look.colour, width: 24})
	}
}
