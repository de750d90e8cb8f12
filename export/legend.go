package export

import (
	"slices"

	"github.com/kithgraph/kith/graph"
)

// maxKey is the number of our people in the key of initials.
const maxKey = 30

// legendItem is a sign with its words, or a heading.
type legendItem struct {
	heading bool
	text    string
	sign    int                          // width of the sign; tenths of a pixel at furniture size 100
	draw    func(c *canvas, x, y, u int) // at its left edge and the middle of the line; u is the furniture size
}

// legend collects the items for what occurs in a picture.
type legend struct{ items []legendItem }

func (l *legend) add(text string, sign int, draw func(c *canvas, x, y, u int)) {
	l.items = append(l.items, legendItem{text: text, sign: sign, draw: draw})
}

// section adds a heading, and takes it back when f adds nothing below it.
func (l *legend) section(heading string, f func()) {
	before := len(l.items)
	l.items = append(l.items, legendItem{heading: true, text: heading})
	if f(); len(l.items) == before+1 {
		l.items = l.items[:before]
	}
}

// occurring is what the cards of a chart show.
type occurring struct {
	stances                              map[graph.Stance]bool
	glyphs, pills                        map[graph.Role]bool
	bands                                map[graph.Band]bool
	uncovered, single, thread, collapsed bool
	marked, paired, people               bool
	changes                              map[Change]bool
	vacant, unknown                      bool
}

// occurring returns what the cards show.
func (p *painter) occurring(cards []Card) occurring {
	o := occurring{
		stances: map[graph.Stance]bool{}, glyphs: map[graph.Role]bool{},
		pills: map[graph.Role]bool{}, bands: map[graph.Band]bool{}, changes: map[Change]bool{},
	}
	for i := range cards {
		k := &cards[i]
		if p.opt.Diagram == DiagramOverview { // shows one sign a mark
			stance := k.stance()
			o.stances[stance] = true
			if stance == "" && !k.vacant() {
				o.glyphs[k.glyphRole()] = true
			}
		} else {
			shown, counted := k.listed()
			for _, e := range shown {
				o.occupant(p, e)
			}
			for _, e := range counted {
				o.uncovered = o.uncovered || e.uncovered()
				o.single = o.single || e.SinglePoint
			}
		}
		o.collapsed = o.collapsed || k.Collapsed > 0
		o.paired = o.paired || len(p.team.facing(k)) > 0
		o.marked = o.marked || k.Marked
		o.people = o.people || k.seat != ""
		o.vacant = o.vacant || k.vacant()
		o.unknown = o.unknown || k.Occupancy == graph.OccupancyUnknown
	}
	return o
}

// occupant adds what is drawn of one on a card.
func (o *occurring) occupant(p *painter, e occupant) {
	if e.showsStance() {
		o.stances[e.Stance] = true
	}
	o.glyphs[e.glyphRole()] = true
	for _, r := range e.pillRoles() {
		o.pills[r] = true
	}
	for _, t := range p.team.ties(e.Holder) {
		o.bands[t.Band] = true
	}
	o.uncovered = o.uncovered || e.uncovered()
	o.single = o.single || e.SinglePoint
	o.thread = o.thread || e.SingleThreaded
	o.changes[e.Change] = true
}

// stances adds the stances that occur.
func (l *legend) stances(o occurring) {
	l.section("Stance", func() {
		for _, s := range graph.Stances() {
			if !o.stances[s] {
				continue
			}
			look := lookOf(s)
			l.add(stanceName(s), 130, func(c *canvas, x, y, u int) {
				look.glyph(c, x+65*u/100, y, 64*u/100, look.colour)
			})
		}
	})
}

// roles adds the roles that occur: glyphs, then pills.
func (l *legend) roles(o occurring, pills bool) {
	l.section("Role", func() {
		for _, r := range []graph.Role{graph.RoleGatekeeper, graph.RoleInfluencer} {
			if o.glyphs[r] {
				l.add(roleLookOf(r).word, 130, func(c *canvas, x, y, u int) {
					drawRoleGlyph(c, x+65*u/100, y, 62*u/100, r)
				})
			}
		}
		for _, r := range graph.Roles() {
			if look := roleLookOf(r); pills && o.pills[r] {
				l.add(look.word, pillWidth(look.code), func(c *canvas, x, y, u int) {
					w := pillWidth(look.code) * u / 100
					c.rect(x, y-55*u/100, w, 110*u/100, 25*u/100, pen{fill: inkPill})
					f := facePill.scaled(u)
					c.text(x+w/2, y+f.size*36/100, look.code, f, inkOnPill, anchorMiddle)
				})
			}
		}
	})
}

// changed adds the changes that occur.
func (l *legend) changed(o occurring) {
	l.section("Changes", func() {
		for _, change := range Changes() {
			if !o.changes[change] {
				continue
			}
			look := changeLooks[change]
			l.add(look.meaning, 150, func(c *canvas, x, y, u int) {
				c.rect(x, y-58*u/100, 150*u/100, 116*u/100, 58*u/100, pen{fill: inkPill})
				look.drawSign(c, x+75*u/100, y, u)
			})
		}
	})
}

// coverage adds the bands that occur, as chips.
func (l *legend) coverage(o occurring) {
	l.section("Known by us", func() {
		for _, b := range slices.Backward(graph.Bands()) {
			word := bandLooks[b].word
			if b == graph.BandStrong && o.bands[graph.BandClose] {
				continue // drawn like close
			}
			if b == graph.BandClose && o.bands[graph.BandStrong] {
				word += " or " + bandLooks[graph.BandStrong].word
			}
			if o.bands[b] {
				l.add(word, 150, func(c *canvas, x, y, u int) {
					drawChip(c, x+75*u/100, y, 68*u/100, "AB", b)
				})
			}
		}
		l.uncovered(o)
	})
}

// uncovered adds the barred circle when it occurs.
func (l *legend) uncovered(o occurring) {
	if o.uncovered {
		l.add("key person, nobody", 140, func(c *canvas, x, y, u int) { drawUncovered(c, x+70*u/100, y, 64*u/100) })
	}
}

// signs adds the badges and outlines that occur.
func (l *legend) signs(o occurring) {
	l.section("Signs", func() {
		if o.single {
			l.add("single point of failure", 140, func(c *canvas, x, y, u int) { drawSinglePoint(c, x+70*u/100, y, 64*u/100) })
		}
		if o.thread {
			l.add("single-threaded: one of us", 125, func(c *canvas, x, y, u int) { drawSingleThreaded(c, x+60*u/100, y, 54*u/100) })
		}
		if o.marked {
			l.swatch("in focus", pen{fill: inkCard, stroke: inkText, width: 24})
		}
		if o.vacant {
			l.swatch("vacant seat", pen{fill: inkCard, stroke: inkSoft, width: 12, dash: "5 3"})
		}
		if o.unknown {
			l.swatch("holder not known", pen{fill: inkCard, stroke: inkSoft, width: 12, dash: "1.5 2.5"})
		}
		if o.collapsed {
			const s = "+4"
			w := facePill.width(s) + 80
			words := "seats below, not shown"
			if o.people {
				words = "people below, not shown"
			}
			l.add(words, w, func(c *canvas, x, y, u int) {
				f := facePill.scaled(u)
				c.rect(x, y-55*u/100, w*u/100, 110*u/100, 55*u/100, pen{fill: inkCard, stroke: inkSoft, width: 10})
				c.text(x+w*u/200, y+f.size*36/100, s, f, inkSoft, anchorMiddle)
			})
		}
	})
}

func (l *legend) swatch(word string, outline pen) {
	l.add(word, 210, func(c *canvas, x, y, u int) {
		c.rect(x, y-60*u/100, 200*u/100, 120*u/100, 25, outline)
	})
}

// lines adds the solid line and the links that were drawn.
func (l *legend) lines(solid bool, drawn map[LinkKind]bool) {
	l.section("Lines", func() {
		if solid {
			l.add("reports to", 270, func(c *canvas, x, y, u int) {
				var d pathData
				d.to('M', x, y).to('H', x+260*u/100)
				c.path(d.String(), pen{stroke: inkLine, width: 14})
			})
		}
		for _, k := range LinkKinds() {
			if drawn[k] {
				l.add(linkLooks[k].word, 310, func(c *canvas, x, y, u int) {
					drawLinkLine(c, []point{{x, y}, {x + 290*u/100, y}}, linkLooks[k], linkLooks[k].width, false)
				})
			}
		}
	})
}

// key adds our people with their initials.
func (l *legend) key(p *painter) { l.keyOf(p, p.chart.Cards) }

// keyOf adds those of our people whose initials stand on the cards.
func (l *legend) keyOf(p *painter, cards []Card) {
	known := map[string]bool{}
	for i := range cards {
		shown, _ := cards[i].listed()
		for _, e := range shown {
			for _, t := range p.team.ties(e.Holder) {
				known[t.Member] = true
			}
		}
	}
	l.keyTo(p, known)
}

// keyTo adds our people who are known by their IDs.
func (l *legend) keyTo(p *painter, known map[string]bool) {
	heading, _ := faceLegendB.fit(p.chart.ourName(), 2000)
	l.section(heading, func() {
		left := 0
		for i := range p.chart.Team {
			m := &p.chart.Team[i]
			if !known[m.ID] {
				continue
			}
			if len(known)-left > maxKey && left >= maxKey-1 {
				continue
			}
			left++
			initials := p.team.initials[m.ID]
			name, _ := faceLegend.fit(Clean(m.Name), 1600)
			sign := 150
			if m.SinglePoint {
				sign = 310
			}
			l.add(name, sign, func(c *canvas, x, y, u int) {
				drawChip(c, x+75*u/100, y, 68*u/100, initials, graph.BandWorking)
				if m.SinglePoint {
					drawSinglePoint(c, x+240*u/100, y, 62*u/100)
				}
			})
		}
		if more := len(known) - left; more > 0 {
			l.add("and "+decimal(more)+" more", 0, func(*canvas, int, int, int) {})
		}
	})
}

// placedItem is an item with its place.
type placedItem struct {
	legendItem
	x, row int
}

// flow sets the items in rows of the given width and returns them with the
// number of rows. A heading does not end a row.
func (l *legend) flow(width, u int) ([]placedItem, int) {
	var out []placedItem
	x, row := 0, 0
	for i, it := range l.items {
		w := it.width(u)
		need := w
		if it.heading {
			whole := l.sectionWidth(i, u)
			need += l.items[i+1].width(u)
			if x > width/2 && whole <= width {
				need = whole // a section that fits in a row of its own is not cut late in a row
			}
			if x > 0 {
				x += 110 * u / 100
			}
		}
		if x > 0 && x+need > width {
			x, row = 0, row+1
		}
		out = append(out, placedItem{it, x, row})
		x += w
	}
	if len(out) == 0 {
		return nil, 0
	}
	return out, row + 1
}

// sectionWidth returns the width of the section whose heading is item i.
func (l *legend) sectionWidth(i, u int) int {
	w := l.items[i].width(u)
	for _, it := range l.items[i+1:] {
		if it.heading {
			break
		}
		w += it.width(u)
	}
	return w
}

// width returns the width of an item with the space after it.
func (it legendItem) width(u int) int {
	if it.heading {
		return faceLegendB.scaled(u).width(it.text) + 110*u/100
	}
	w := it.sign * u / 100
	return w + 45*u/100 + faceLegend.scaled(u).width(it.text) + 130*u/100
}
