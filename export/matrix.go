package export

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
)

// Sizes of a MATRIX diagram, in tenths of a pixel.
const (
	matrixHead    = 470 // the names of our people
	matrixBand    = 290 // the heading of a level
	matrixPitch   = 340 // a row of theirs
	matrixGap     = 80  // from their row to the first column
	matrixCol     = 340 // narrowest column
	matrixWide    = 900 // widest column
	matrixNamed   = 640 // columns from this width on carry a name
	matrixBetween = 400 // between tables side by side
	matrixPanels  = 4   // tables side by side
	matrixSign    = 72  // radius of the sign in a cell

	// MaxMatrixColumns is the largest number of our people in a MATRIX diagram.
	MaxMatrixColumns = 60
)

// levelWords are the headings of the levels; 0 is a level that is not known.
var levelWords = [...]string{"Level not known", "Staff", "Managers", "Heads and directors", "Executive board", "Chief executive"}

// levelOf returns the level of a card as an index of levelWords.
func levelOf(k *Card) int {
	if k.Level < 0 || k.Level >= len(levelWords) {
		return 0
	}
	return k.Level
}

// matrixItem is a row of a MATRIX diagram: a person of theirs, or the heading of a
// level.
type matrixItem struct {
	card  int // index in Chart.Cards; -1 for a heading
	level int
	again bool // a heading that continues a level in the next table
	panel int
	y     int
}

func (m matrixItem) height() int {
	if m.card < 0 {
		return matrixBand
	}
	return matrixPitch
}

// matrix is a MATRIX diagram with places at scale 1.
type matrix struct {
	items   []matrixItem
	columns []int // indices in Chart.Team
	known   [len(levelWords)]int
	total   [len(levelWords)]int
	rows    [len(levelWords)]int // people and vacant seats
	hidden  [len(levelWords)]int
	counts  [len(levelWords)][]int // of people known, by column
	sums    []int                  // over the levels
	panels  int
	col     int // width of a column
	h       int // of the longest table
}

// tableWidth returns the width of a table with columns of the given width.
func (m *matrix) tableWidth(col int) int { return pairTheirs + matrixGap + col*len(m.columns) }

// width returns the width of n tables with columns of the given width.
func (m *matrix) width(n, col int) int { return n*m.tableWidth(col) + (n-1)*matrixBetween }

// matrix draws a MATRIX diagram: their people by level, a column for each of ours.
func (p *painter) matrix(ctx context.Context) error {
	page := sizeOf(p.opt.Page)
	p.furniture = page.furniture
	p.w, p.h = page.w, page.h
	natural := p.opt.Page == PageNatural
	t := inOrder(p.chart.Cards)
	p.result.Warnings = append(p.result.Warnings, t.warnings...)
	m := &matrix{}
	p.matrixColumns(m, p.w-2*p.u(pageMargin))
	p.matrixCounts(m)
	foot := p.foot(p.matrixLegend(m), p.w)
	room := point{p.w - 2*p.u(pageMargin), p.h - p.bodyTop() - p.u(footGap) - foot.height}
	if !natural && room.y < p.h/5 {
		return errNoRoom(p.opt.Page)
	}
	scale, err := p.matrixRows(ctx, m, t, room, natural)
	if err != nil {
		return err
	}
	p.nothing(len(m.items), "There is no seat on this day.")
	if natural {
		room.y = m.h
		p.h = p.bodyTop() + m.h + p.u(footGap) + foot.height
	}
	if len(m.items) > 0 && len(m.items) > m.levels() {
		p.result.MinTextPt = minTextPt(scale)
	}
	p.open(p.matrixSummary(m))
	p.head()
	c := &p.canvas
	left := p.u(pageMargin) + max(0, room.x-m.width(m.panels, m.col)*scale/10000)/2
	fmt.Fprintf(c, `<g transform="translate(%s %s) scale(%s)">`+"\n", tenths(left), tenths(p.bodyTop()), tenThousandths(scale))
	p.matrixGrid(m)
	p.matrixHeads(m)
	if err := p.matrixCards(ctx, m); err != nil {
		return err
	}
	c.WriteString("</g>\n")
	p.drawFoot(foot)
	c.WriteString("</svg>\n")
	return nil
}

// levels returns how many headings the rows have.
func (m *matrix) levels() int {
	n := 0
	for _, it := range m.items {
		if it.card < 0 {
			n++
		}
	}
	return n
}

// matrixColumns chooses the columns: all of ours in their order, and when they
// do not fit, those who know most of theirs.
func (p *painter) matrixColumns(m *matrix, room int) {
	most := MaxMatrixColumns
	if p.opt.Page != PageNatural {
		least := pairMinScale * p.furniture / 100
		most = min(most, max(1, (room*10000/least-pairTheirs-matrixGap)/matrixCol))
	}
	knows := make(map[string]int, len(p.chart.Team))
	for i := range p.chart.Cards {
		for _, t := range p.team.ties(p.chart.Cards[i].only()) {
			knows[t.Member]++
		}
		for _, id := range p.team.facing(&p.chart.Cards[i]) {
			knows[id]++
		}
	}
	for i := range p.chart.Team {
		m.columns = append(m.columns, i)
	}
	if over := len(m.columns) - most; over > 0 {
		p.warn("%d of our people are not shown: the picture has room for %d", over, most)
		slices.SortStableFunc(m.columns, func(a, b int) int {
			return cmp.Compare(knows[p.chart.Team[b].ID], knows[p.chart.Team[a].ID])
		})
		m.columns = m.columns[:most]
		slices.Sort(m.columns)
	}
}

// matrixCounts counts who is known, by level and column.
func (p *painter) matrixCounts(m *matrix) {
	column := make(map[string]int, len(m.columns))
	for k, i := range m.columns {
		column[p.chart.Team[i].ID] = k
	}
	for l := range m.counts {
		m.counts[l] = make([]int, len(m.columns))
	}
	m.sums = make([]int, len(m.columns))
	for i := range p.chart.Cards {
		k := &p.chart.Cards[i]
		l := levelOf(k)
		m.rows[l]++
		if k.vacant() {
			continue
		}
		m.total[l]++
		if k.known() {
			m.known[l]++
		}
		for _, tie := range p.team.ties(k.only()) {
			if c, ok := column[tie.Member]; ok {
				m.counts[l][c]++
				m.sums[c]++
			}
		}
	}
}

// matrixRows chooses the rows and the number of tables so that the rows are as
// large as can be, and returns their scale in 1/10000. People without room are
// those who matter least.
func (p *painter) matrixRows(ctx context.Context, m *matrix, t *tree, room point, natural bool) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	all := newStory(p.chart, t, len(t.order))
	all.tell(len(t.order), p.opt.Include)
	order := all.list
	least, most := pairMinScale*p.furniture/100, pairMaxScale*p.furniture/100
	if natural {
		m.panels, m.col = 1, min(matrixWide, max(matrixCol, (room.x-pairTheirs-matrixGap)/max(1, len(m.columns))))
		m.h = m.pack(p.chart.Cards, order, 1, 1<<30)
		return 10000, nil
	}
	// The largest scale at which everybody fits, over the numbers of tables.
	best := 0
	for n := 1; n <= matrixPanels; n++ {
		scale := min(most, room.x*10000/m.width(n, matrixCol))
		for ; scale >= least && scale > best; scale -= most / 40 {
			if m.pack(p.chart.Cards, order, n, room.y*10000/scale) > 0 {
				best, m.panels = scale, n
				break
			}
		}
	}
	if best == 0 { // not everybody fits
		best, m.panels = least, 1
		for m.panels < matrixPanels && m.width(m.panels+1, matrixCol)*least/10000 <= room.x {
			m.panels++
		}
		low, high := 0, len(order) // as many as fit
		for low < high {
			middle := (low + high + 1) / 2
			all.tell(middle, p.opt.Include)
			if m.pack(p.chart.Cards, all.list, m.panels, room.y*10000/best) > 0 {
				low = middle
			} else {
				high = middle - 1
			}
		}
		if low == 0 {
			return 0, errNoRoom(p.opt.Page)
		}
		all.tell(low, p.opt.Include)
		p.chart.shown = all.said()
		for _, i := range order {
			if all.why[i] == notDrawn {
				m.hidden[levelOf(&p.chart.Cards[i])]++
			}
		}
		p.result.Collapsed += len(order) - low
		order = all.list
	}
	if m.pack(p.chart.Cards, order, m.panels, room.y*10000/best) == 0 {
		return 0, errNoRoom(p.opt.Page)
	}
	spare := room.x*10000/best - m.width(m.panels, 0)
	m.col = min(matrixWide, max(matrixCol, spare/max(1, m.panels*len(m.columns))))
	return best, nil
}

// pack puts the people into n tables of at most height h and returns the height
// of the longest, or 0 when they do not fit.
func (m *matrix) pack(cards []Card, people []int, n, h int) int {
	m.items = m.items[:0]
	var byLevel [len(levelWords)][]int
	for _, i := range people {
		l := levelOf(&cards[i])
		byLevel[l] = append(byLevel[l], i)
	}
	panel, y, longest := 0, matrixHead, matrixHead
	put := func(it matrixItem, need int) bool {
		if y+need > h {
			panel++
			y = matrixHead
			if panel >= n || y+need > h {
				return false
			}
			if it.card >= 0 {
				m.items = append(m.items, matrixItem{card: -1, level: it.level, again: true, panel: panel, y: y})
				y += matrixBand
				if y+need > h {
					return false
				}
			}
		}
		it.panel, it.y = panel, y
		m.items = append(m.items, it)
		y += it.height()
		longest = max(longest, y)
		return true
	}
	for _, l := range []int{5, 4, 3, 2, 1, 0} {
		if m.rows[l] == 0 {
			continue
		}
		need := matrixBand
		if len(byLevel[l]) > 0 {
			need += matrixPitch // a heading does not end a table
		}
		if !put(matrixItem{card: -1, level: l}, need) {
			return 0
		}
		for _, i := range byLevel[l] {
			if !put(matrixItem{card: i, level: l}, matrixPitch) {
				return 0
			}
		}
	}
	return longest
}

// left returns the left edge of table n.
func (m *matrix) left(n int) int { return n * (m.tableWidth(m.col) + matrixBetween) }

// centre returns the middle of column k in table n.
func (m *matrix) centre(n, k int) int {
	return m.left(n) + pairTheirs + matrixGap + k*m.col + m.col/2
}

// matrixGrid draws the lines between rows and columns, and the hatching of
// those whom nobody knows.
func (p *painter) matrixGrid(m *matrix) {
	c := &p.canvas
	var rules, columns, hatch pathData
	ends := make([]int, m.panels)
	for _, it := range m.items {
		right := m.left(it.panel) + m.tableWidth(m.col)
		ends[it.panel] = it.y + it.height()
		if it.card < 0 {
			c.rect(m.left(it.panel), it.y+30, m.tableWidth(m.col), matrixBand-70, 20, pen{fill: inkBand})
			c.WriteByte('\n')
			continue
		}
		y := it.y + pairRow + (matrixPitch-pairRow)/2
		rules.to('M', m.left(it.panel)+pairTheirs+matrixGap, y).to('H', right)
		if p.chart.Cards[it.card].only().uncovered() {
			hatchRow(&hatch, m.left(it.panel)+pairTheirs+matrixGap, it.y+20, right, it.y+pairRow-20)
		}
	}
	for n, end := range ends {
		for k := range m.columns {
			if k > 0 {
				x := m.centre(n, k) - m.col/2
				columns.to('M', x, matrixHead-40).to('V', end)
			}
		}
	}
	for _, d := range []pathData{rules, columns} {
		if d.Len() > 0 {
			c.path(d.String(), pen{stroke: inkRule, width: 8})
			c.WriteByte('\n')
		}
	}
	if hatch.Len() == 0 {
		return
	}
	c.path(hatch.String(), pen{stroke: inkBorder, width: 7})
	for _, it := range m.items {
		if it.card >= 0 && p.chart.Cards[it.card].only().uncovered() {
			p.matrixNobody(m, it)
		}
	}
	c.WriteByte('\n')
}

// hatchRow adds slanting lines from one edge of a rectangle to the other.
func hatchRow(d *pathData, left, top, right, bottom int) {
	const step = 90
	h := bottom - top
	for x := left; x+h <= right; x += step {
		d.to('M', x, bottom).to('L', x+h, top)
	}
}

// matrixHeads draws the names of our people above each table.
func (p *painter) matrixHeads(m *matrix) {
	c := &p.canvas
	open := "<g>\n"
	if p.web {
		open = "<g role=\"list\">\n"
	}
	c.WriteString(open)
	for n := range m.panels {
		left, _ := faceSection.fit(Clean(p.chart.TheirName), pairTheirs)
		c.text(m.left(n), 300, left, faceSection, inkText, anchorStart)
		c.WriteByte('\n')
		for k, i := range m.columns {
			who := &p.chart.Team[i]
			if n == 0 {
				p.openGroup("m", k, who.ID, false)
				c.title(p.memberSentence(who, m.sums[k]))
			} else {
				c.WriteString("<g>")
			}
			x := m.centre(n, k)
			y := 200
			if m.col >= matrixNamed {
				y = 160
				s, cut := face{90, false}.fit(cmp.Or(Clean(who.Name), "Name not known"), m.col-60)
				if n == 0 {
					p.shortened(cut)
				}
				c.text(x, 375, s, face{90, false}, inkText, anchorMiddle)
			}
			c.circle(x, y, 100, pen{fill: inkTie})
			f := face{90, true}
			c.text(x, y+33, chipText(f, p.team.initials[who.ID], 185), f, inkOnTie, anchorMiddle)
			if who.SinglePoint && m.col >= matrixNamed {
				drawSinglePoint(c, x+190, y, 62)
			} else if who.SinglePoint {
				drawSinglePoint(c, x, 375, 62)
			}
			p.closeGroup()
		}
	}
	c.WriteString("</g>\n")
}

// matrixCards draws the rows and their cells.
func (p *painter) matrixCards(ctx context.Context, m *matrix) error {
	c := &p.canvas
	if err := ctx.Err(); err != nil {
		return err
	}
	column := make(map[string]int, len(m.columns))
	for k, i := range m.columns {
		column[p.chart.Team[i].ID] = k
	}
	open := "<g>\n"
	if p.web {
		open = "<g role=\"list\">\n"
	}
	c.WriteString(open)
	place := 0
	for _, it := range m.items {
		if it.card < 0 {
			p.matrixHeading(m, it)
			continue
		}
		k := p.chart.Cards[it.card]
		p.openCard(place, &k)
		place++
		p.drawPairCard(&k, pairTheirs, pairRowOf{x: m.left(it.panel), y: it.y})
		middle := it.y + pairRow/2
		for _, id := range p.team.facing(&k) {
			if at, ok := column[id]; ok {
				const s = matrixSign + 42
				c.rect(m.centre(it.panel, at)-s, middle-s, 2*s, 2*s, 20, pen{fill: inkCard, stroke: inkPill, width: 13})
			}
		}
		for _, tie := range p.team.ties(k.only()) {
			if at, ok := column[tie.Member]; ok {
				drawTie(c, m.centre(it.panel, at), middle, matrixSign, tie.Band)
			}
		}
		p.closeGroup()
	}
	c.WriteString("</g>\n")
	return nil
}

// matrixNobody draws, over the hatching, that nobody of ours knows a person.
func (p *painter) matrixNobody(m *matrix, it matrixItem) {
	c := &p.canvas
	const words = "no contact"
	left := m.left(it.panel) + pairTheirs + matrixGap
	middle := it.y + pairRow/2
	w := 2*chipR + 60 + faceWord.width(words)
	if w+100 > m.col*len(m.columns) {
		drawUncovered(c, left+chipR, middle, chipR)
		return
	}
	x := left + (m.col*len(m.columns)-w)/2
	c.rect(x-50, middle-100, w+100, 200, 30, pen{fill: inkPaper})
	drawUncovered(c, x+chipR, middle, chipR)
	c.text(x+2*chipR+60, middle+30, words, faceWord, inkAlert, anchorStart)
}

// matrixHeading draws the heading of a level with its counts.
func (p *painter) matrixHeading(m *matrix, it matrixItem) {
	c := &p.canvas
	y := it.y + matrixBand/2 - 5
	x := m.left(it.panel) + padding
	bold, plain := face{95, true}, faceTitle
	word := levelWords[it.level]
	if it.again {
		word += ", continued"
	}
	c.text(x, y+33, word, bold, inkText, anchorStart)
	if !it.again {
		s := fmt.Sprintf("%d of %d known", m.known[it.level], m.total[it.level])
		if p.chart.Redacted {
			s = decimal(m.total[it.level])
		}
		if m.hidden[it.level] > 0 {
			s += ", " + decimal(m.hidden[it.level]) + " not shown"
		}
		room := pairTheirs - padding - bold.width(word) - 120
		s, _ = plain.fit(s, room)
		c.text(m.left(it.panel)+pairTheirs-60, y+33, s, plain, inkSoft, anchorEnd)
		for k := range m.columns {
			if n := m.counts[it.level][k]; n > 0 {
				c.text(m.centre(it.panel, k), y+33, decimal(n), bold, inkTie, anchorMiddle)
			}
		}
	}
	c.WriteByte('\n')
}

// drawTie draws how well one of ours knows somebody: a disc with a ring, a disc,
// a ring, a dashed ring.
func drawTie(c *canvas, x, y, r int, b graph.Band) {
	look := bandLooks[b]
	switch {
	case b == graph.BandClose:
		c.circle(x, y, r*62/100, pen{fill: inkTie})
		c.circle(x, y, r, pen{stroke: inkTie, width: 16})
	case look.filled:
		c.circle(x, y, r*84/100, pen{fill: inkTie})
	default:
		p := pen{fill: inkCard, stroke: inkTie, width: 18, dash: look.dash}
		if look.dash != "" {
			p.width = 12
		}
		c.circle(x, y, r*78/100, p)
	}
}

// matrixLegend returns the legend of a MATRIX diagram.
func (p *painter) matrixLegend(m *matrix) *legend {
	o := p.occurring(p.chart.Cards)
	l := &legend{}
	l.section("Relationship", func() {
		for _, b := range slices.Backward(graph.Bands()) {
			if o.bands[b] {
				l.add(bandLooks[b].word, 160, func(c *canvas, x, y, u int) { drawTie(c, x+80*u/100, y, 72*u/100, b) })
			}
		}
		l.uncovered(o)
	})
	l.section("Agreed", func() {
		if o.paired {
			l.add("paired", 150, func(c *canvas, x, y, u int) {
				c.rect(x, y-70*u/100, 140*u/100, 140*u/100, 20, pen{stroke: inkPill, width: 13})
			})
		}
	})
	for _, i := range m.columns {
		o.single = o.single || p.chart.Team[i].SinglePoint
	}
	l.signs(o)
	l.stances(o)
	l.roles(o, true)
	columns := make(map[string]bool, len(m.columns))
	for _, i := range m.columns {
		columns[p.chart.Team[i].ID] = true
	}
	l.keyTo(p, columns)
	return l
}

// matrixSummary returns what a MATRIX diagram shows in a few sentences.
func (p *painter) matrixSummary(m *matrix) string {
	var b strings.Builder
	if s := p.chart.subtitle(); s != "" {
		b.WriteString(s + ". ")
	}
	fmt.Fprintf(&b, "Coverage matrix: their people by level, %d of ours.", len(m.columns))
	for _, l := range []int{5, 4, 3, 2, 1, 0} {
		switch {
		case m.total[l] == 0:
		case p.chart.Redacted:
			fmt.Fprintf(&b, " %s: %d.", levelWords[l], m.total[l])
		default:
			fmt.Fprintf(&b, " %s: %d of %d known.", levelWords[l], m.known[l], m.total[l])
		}
	}
	return b.String()
}
