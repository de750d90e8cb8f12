package export

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph/analysis/say"

	"github.com/kithgraph/kith/graph"
)

// Sizes of a PAIR diagram, in tenths of a pixel.
const (
	pairOurs       = 2060 // width of a row of ours, or more where a name needs it
	pairTheirs     = 2400
	pairOursMost   = 2900
	pairMost       = 3500
	pairMemberLeft = 325 // from the edge of a row of ours to its name
	pairRow        = 300 // height of a row
	pairPitch      = 356
	pairOurPitch   = 640 // between our rows when there is room
	pairIndent     = 200
	pairLevels     = 5   // deepest indentation
	pairHead       = 260 // height of the names of the two sides
	pairSlot       = 60  // between lines on one row
	pairedSlot     = 100 // the same where one of them has the mark of a pairing
	pairMark       = 80  // size of that mark, and how far it stands from the row
	pairLead       = 160 // from the longest row to the bend of the lines
	pairStub       = 130
	pairMaxScale   = 12500 // in 1/10000
	pairMinScale   = 8000  // people who would make it smaller are counted instead
)

// nameUnknown stands in the place of the name of one of ours.
const nameUnknown = "Name not known"

// pairRowOf is a row of either side with its place.
type pairRowOf struct {
	index     int // in Chart.Team or in Chart.Cards
	parent    int // row of the nearest manager with a row, or -1
	collapsed int // people below without a row of their own
	indent    int
	x, y      int
	stub      int // from the middle of the row to the stub of nobody's contact
}

// pairTie is a line between a row of ours and one of theirs: that they know
// each other, that they are paired, or both.
type pairTie struct {
	ours, theirs int // rows
	band         graph.Band
	paired       bool
	y1, y2       int
}

// knows reports whether the line says that they know each other.
func (t pairTie) knows() bool { return bandRank(t.band) > 0 }

// pairDiagram is a PAIR diagram with places at scale 1.
type pairDiagram struct {
	ours, theirs []pairRowOf
	ties         []pairTie
	pairings     int // a seat that several share counts once
	oursW        int // of each row of ours
	theirsW      int
	w, h         int
}

// pair draws a PAIR diagram.
func (p *painter) pair(ctx context.Context) error {
	page := sizeOf(p.opt.Page)
	p.furniture = page.furniture
	p.w, p.h = page.w, page.h
	foot := p.foot(p.pairLegend(p.chart.Cards), p.w)
	room := point{p.w - 2*p.u(pageMargin), p.h - p.bodyTop() - p.u(footGap) - foot.height}
	most := MaxPairRows
	if p.opt.Page != PageNatural {
		if room.y < p.h/5 {
			return errNoRoom(p.opt.Page)
		}
		most = min(most, max(1, (room.y*10000/(pairMinScale*p.furniture/100)-pairHead)/pairPitch))
	}
	v, err := p.pairRows(ctx, most)
	if err != nil {
		return err
	}
	p.nothing(len(v.theirs)+len(v.ours), "There is nobody on either side on this day.")
	warned := len(p.result.Warnings)
	foot = p.foot(p.pairLegend(v.shown(p.chart)), p.w) // now of what is shown
	p.result.Warnings = p.result.Warnings[:warned]
	room.y = p.h - p.bodyTop() - p.u(footGap) - foot.height
	height := pairHead + pairPitch*max(len(v.theirs), len(v.ours), 1)
	if p.opt.Page == PageNatural {
		room.y = max(room.y, height)
		p.h = p.bodyTop() + room.y + p.u(footGap) + foot.height
	}
	scale := min(room.y*10000/height, pairMaxScale*p.furniture/100)
	// Leave as much width for the lines as the two sides take themselves.
	scale = max(1, min(scale, room.x*10000/(v.oursW+v.theirsW+pairOurs+pairTheirs)))
	v.w, v.h = room.x*10000/scale, room.y*10000/scale
	p.placePair(v)

	if len(v.theirs) > 0 {
		p.result.MinTextPt = minTextPt(scale)
	}
	p.open(p.pairSummary(v))
	p.head()
	c := &p.canvas
	fmt.Fprintf(c, `<g transform="translate(%s %s) scale(%s)">`+"\n", tenths(p.u(pageMargin)), tenths(p.bodyTop()), tenThousandths(scale))
	p.pairHeads(v)
	p.pairTrees(v)
	if err := p.pairTies(ctx, v); err != nil {
		return err
	}
	if err := p.pairCards(ctx, v); err != nil {
		return err
	}
	c.WriteString("</g>\n")
	p.drawFoot(foot)
	c.WriteString("</svg>\n")
	return nil
}

// pairRows chooses the rows of both sides, at most most of theirs, and the
// ties between them. Their rows are in reading order; ours are ordered so that
// few lines cross.
func (p *painter) pairRows(ctx context.Context, most int) (*pairDiagram, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	v := &pairDiagram{}
	t := inOrder(p.chart.Cards)
	p.result.Warnings = append(p.result.Warnings, t.warnings...)
	rowOf := p.theirRows(v, t, most)
	members := p.chart.Team
	if len(members) > MaxPairRows {
		p.warn("%d of our people are not shown: a picture holds %d", len(members)-MaxPairRows, MaxPairRows)
		members = members[:MaxPairRows]
	}
	v.ours = ourRows(members, p.team, p.chart.Cards, v.theirs)
	ourRow := make(map[string]int, len(v.ours))
	for row, r := range v.ours {
		ourRow[members[r.index].ID] = row
	}
	type pairing struct{ ours, theirs string }
	agreed := make(map[pairing]bool)
	for _, i := range t.order {
		row, ok := rowOf[i]
		if !ok {
			continue
		}
		paired := p.team.facing(&p.chart.Cards[i])
		for _, m := range paired {
			if _, ok := ourRow[m]; ok {
				what := "person " + p.chart.Cards[i].ID
				if slices.Contains(p.chart.Cards[i].PairedWith, m) {
					what = "seat " + p.chart.Cards[i].seat
				}
				agreed[pairing{m, what}] = true
			}
		}
		for _, tie := range p.team.ties(p.chart.Cards[i].only()) {
			if ours, ok := ourRow[tie.Member]; ok {
				v.ties = append(v.ties, pairTie{ours: ours, theirs: row, band: tie.Band, paired: slices.Contains(paired, tie.Member)})
				paired = slices.DeleteFunc(paired, func(m string) bool { return m == tie.Member })
			}
		}
		for _, m := range paired {
			if ours, ok := ourRow[m]; ok {
				v.ties = append(v.ties, pairTie{ours: ours, theirs: row, paired: true})
			}
		}
	}
	v.pairings = len(agreed)
	indentRows(v.ours)
	indentRows(v.theirs)
	p.widenPair(v)
	return v, nil
}

// theirRows fills in v.theirs and returns the row of each card that has one.
// The others are counted on the nearest manager with a row.
func (p *painter) theirRows(v *pairDiagram, t *tree, most int) map[int]int {
	chosen := tell(p.chart, t, most, p.opt.Include, nil)
	p.chart.shown = chosen.said()
	rowOf := make(map[int]int, len(chosen.list))
	hidden, nowhere := 0, 0
	for _, i := range t.order {
		parent := -1
		for k := t.nodes[i].parent; k >= 0 && parent < 0; k = t.nodes[k].parent {
			if row, ok := rowOf[k]; ok {
				parent = row
			}
		}
		switch {
		case chosen.why[i] != notDrawn:
			rowOf[i] = len(v.theirs)
			v.theirs = append(v.theirs, pairRowOf{index: i, parent: parent, collapsed: max(0, p.chart.Cards[i].Collapsed)})
		case parent >= 0:
			hidden++
			v.theirs[parent].collapsed++
		default:
			hidden++
			nowhere++
		}
	}
	p.result.Collapsed += hidden
	if nowhere > 0 {
		p.warn("%d %s no room and no manager in the picture: use a larger page", nowhere, say.Plural(nowhere, "person has", "people have"))
	}
	return rowOf
}

// ourRows returns the members as a list in which managers stand before their
// reports, and siblings in the order of the mean row of the people they and
// their reports know.
func ourRows(members []Member, t *team, cards []Card, theirs []pairRowOf) []pairRowOf {
	place := make(map[string]int, len(members))
	for i, m := range members {
		place[m.ID] = i
	}
	// A tree of the members, with cycles cut as for cards.
	seats := make([]Card, len(members))
	for i, m := range members {
		seats[i] = Card{ID: m.ID, Parent: m.Parent}
	}
	tr := newTree(seats)
	sum, count := make([]int, len(members)), make([]int, len(members))
	for row, r := range theirs {
		near := t.facing(&cards[r.index])
		for _, tie := range t.ties(cards[r.index].only()) {
			near = append(near, tie.Member)
		}
		for _, m := range near {
			if i, ok := place[m]; ok {
				sum[i] += row * 1000
				count[i]++
			}
		}
	}
	for k := len(tr.order) - 1; k >= 0; k-- {
		i := tr.order[k]
		if parent := tr.nodes[i].parent; parent >= 0 {
			sum[parent] += sum[i]
			count[parent] += count[i]
		}
	}
	mean := func(i int) int {
		if count[i] == 0 {
			return len(theirs) * 1000
		}
		return sum[i] / count[i]
	}
	byMean := func(a, b int) int { return cmp.Or(cmp.Compare(mean(a), mean(b)), cmp.Compare(a, b)) }
	var rows []pairRowOf
	var add func(list []int, parent int)
	add = func(list []int, parent int) {
		list = slices.SortedFunc(slices.Values(list), byMean)
		for _, i := range list {
			row := len(rows)
			rows = append(rows, pairRowOf{index: i, parent: parent})
			add(tr.nodes[i].kids, row)
		}
	}
	add(append(slices.Clone(tr.roots), tr.parked...), -1)
	return rows
}

// widenPair sets how wide the rows of the two sides are: as wide as the longest name on one
// line needs, within limits.
func (p *painter) widenPair(v *pairDiagram) {
	v.oursW, v.theirsW = pairOurs, pairTheirs
	for _, r := range v.ours {
		m := &p.chart.Team[r.index]
		v.oursW = max(v.oursW, pairMemberLeft+faceName.width(cmp.Or(Clean(m.Name), nameUnknown))+memberSigns(m)+cardRight)
	}
	shown := v.shown(p.chart)
	for i := range shown {
		k := &shown[i]
		e := k.entries()[0]
		left, right := pairRoom(k)
		v.theirsW = max(v.theirsW, left+e.face().width(e.label)+right)
	}
	v.oursW, v.theirsW = min(v.oursW, pairOursMost), min(v.theirsW, pairMost)
}

// pairRoom returns how far the name in a row of theirs stands from the left and from the
// right edge.
func pairRoom(k *Card) (left, right int) {
	h := k.only()
	left, right = padding, cardRight+signsWidth(h)
	if h.showsStance() {
		left += 205
	}
	if h.glyphRole() != "" {
		left += 180
	}
	if k.Collapsed > 0 {
		right += facePill.width("+"+decimal(k.Collapsed)) + 120
	}
	pills := h.pillRoles()
	for i, r := range pills {
		code := roleLookOf(r).code
		if len(pills) > 3 && i >= 2 {
			if i > 2 {
				break
			}
			code = "+" + decimal(len(pills)-2)
		}
		right += pillWidth(code) + 40
	}
	return left, right
}

// memberSigns returns the width of the signs in a row of ours.
func memberSigns(m *Member) int {
	if m.SinglePoint {
		return signStep
	}
	return 0
}

// pairName draws the name and the title in a row whose top is at y. A name that is longer
// than the row is wide takes both lines.
func (p *painter) pairName(e occupant, title string, x, y, width int) {
	lines, how := e.face().wrap(e.label, width, width, 2)
	if len(lines) > 1 {
		p.drawName(e, x, y+125, lines, how)
		return
	}
	p.drawName(e, x, y+pairNameLine(title), lines, how)
	s, _ := faceTitle.fit(title, width)
	p.canvas.text(x, y+242, s, faceTitle, inkSoft, anchorStart)
}

// indentRows sets the indentation of each row from its manager's.
func indentRows(rows []pairRowOf) {
	for k := range rows {
		if parent := rows[k].parent; parent >= 0 {
			rows[k].indent = min(rows[parent].indent+1, pairLevels)
		}
	}
}

// placePair gives every row and line its place.
func (p *painter) placePair(v *pairDiagram) {
	place := func(rows []pairRowOf, pitch int) {
		room := v.h - pairHead
		pitch = min(pitch, room/max(1, len(rows)))
		top := pairHead + (room-pitch*(len(rows)-1)-pairRow)/2
		for k := range rows {
			rows[k].y = top + k*pitch
		}
	}
	place(v.theirs, pairPitch*14/10)
	place(v.ours, max(pairOurPitch, (v.h-pairHead)*6/10/max(1, len(v.ours))))
	for k := range v.ours {
		v.ours[k].x = v.ours[k].indent * pairIndent
	}
	for k := range v.theirs {
		v.theirs[k].x = v.w - v.theirsW - v.theirs[k].indent*pairIndent
	}
	// On each row, the lines leave in the order in which they arrive.
	slots := func(row func(pairTie) int, other func(pairTie) int, top func(int) int, set func(*pairTie, int)) {
		byRow := map[int][]int{}
		for k, t := range v.ties {
			byRow[row(t)] = append(byRow[row(t)], k)
		}
		for r, list := range byRow {
			slices.SortFunc(list, func(a, b int) int { return cmp.Compare(other(v.ties[a]), other(v.ties[b])) })
			step := pairSlot
			for _, k := range list {
				if v.ties[k].paired {
					step = pairedSlot
				}
			}
			step = min(step, (pairRow-40)/max(1, len(list)))
			first := top(r) + (pairRow-step*(len(list)-1))/2
			for k, t := range list {
				set(&v.ties[t], first+k*step)
			}
		}
	}
	ours, theirs := func(t pairTie) int { return t.ours }, func(t pairTie) int { return t.theirs }
	slots(ours, theirs, func(r int) int { return v.ours[r].y }, func(t *pairTie, y int) { t.y1 = y })
	slots(theirs, ours, func(r int) int { return v.theirs[r].y }, func(t *pairTie, y int) { t.y2 = y })
	for k := range v.ties { // a pairing with somebody nobody knows makes room for the stub
		if t := &v.ties[k]; p.chart.Cards[v.theirs[t.theirs].index].only().uncovered() {
			v.theirs[t.theirs].stub = -70
			t.y2 = v.theirs[t.theirs].y + pairRow/2 + 60 + (t.y2-v.theirs[t.theirs].y-pairRow/2)/2
		}
	}
}

// pairHeads draws the names of the two sides.
func (p *painter) pairHeads(v *pairDiagram) {
	c := &p.canvas
	third := v.w * 2 / 5
	left, _ := faceSection.fit(p.chart.ourName(), third)
	right, _ := faceSection.fit(Clean(p.chart.TheirName), third)
	c.text(0, 120, left, faceSection, inkText, anchorStart)
	c.text(v.w, 120, right, faceSection, inkText, anchorEnd)
	words := "who knows whom"
	if p.chart.Redacted {
		words = "who faces whom"
	}
	c.text(v.w/2, 120, words, face{100, false}, inkSoft, anchorMiddle)
	c.WriteByte('\n')
}

// pairTrees draws the reporting lines on the outer sides.
func (p *painter) pairTrees(v *pairDiagram) {
	c := &p.canvas
	c.WriteString("<g")
	c.paint(pen{stroke: inkLine, width: 14})
	c.WriteString(">\n")
	draw := func(rows []pairRowOf, trunk, edge func(pairRowOf) int) {
		var d pathData
		for _, r := range rows {
			if r.parent < 0 || rows[r.parent].indent == r.indent {
				continue
			}
			boss := rows[r.parent]
			middle := r.y + pairRow/2
			d.rounded([]point{{trunk(boss), boss.y + pairRow}, {trunk(boss), middle}, {edge(r), middle}})
		}
		if d.Len() > 0 {
			c.attrless(`<path d="`, d.String(), "\"/>\n")
		}
	}
	draw(v.ours, func(r pairRowOf) int { return r.x + 100 }, func(r pairRowOf) int { return r.x })
	draw(v.theirs, func(r pairRowOf) int { return r.x + v.theirsW - 100 }, func(r pairRowOf) int { return r.x + v.theirsW })
	c.WriteString("</g>\n")
}

// pairTies draws the lines between the sides, weak ones first.
func (p *painter) pairTies(ctx context.Context, v *pairDiagram) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c := &p.canvas
	left, right := 0, v.w
	for _, r := range v.ours {
		left = max(left, r.x+v.oursW)
	}
	for _, r := range v.theirs {
		right = min(right, r.x)
	}
	left, right = left+pairLead, right-pairLead
	middle := (left + right) / 2
	ties := slices.Clone(v.ties)
	slices.SortStableFunc(ties, func(a, b pairTie) int { return cmp.Compare(bandRank(a.band), bandRank(b.band)) })
	c.WriteString("<g>\n")
	for _, t := range ties {
		var d pathData
		d.to('M', v.ours[t.ours].x+v.oursW, t.y1).to('H', left)
		d.to('C', middle, t.y1, middle, t.y2, right, t.y2).to('H', v.theirs[t.theirs].x)
		line := pen{stroke: inkSoft, width: 10}
		if look := bandLooks[t.band]; t.knows() {
			line = pen{stroke: inkTie, width: look.width, dash: pairDash(t.band)}
		}
		c.path(d.String(), pen{stroke: inkPaper, width: line.width + 20})
		c.path(d.String(), line)
		c.WriteByte('\n')
	}
	for _, t := range ties { // above all lines
		if t.paired {
			drawPaired(c, v.ours[t.ours].x+v.oursW+pairMark, t.y1)
			drawPaired(c, v.theirs[t.theirs].x-pairMark, t.y2)
			c.WriteByte('\n')
		}
	}
	for _, r := range v.theirs {
		if !p.chart.Cards[r.index].only().uncovered() {
			continue
		}
		y := r.y + pairRow/2 + r.stub
		var d pathData
		d.to('M', r.x-pairStub, y).to('H', r.x)
		c.path(d.String(), pen{stroke: inkAlert, width: 13})
		drawUncovered(c, r.x-pairStub-chipR, y, chipR)
		c.text(r.x-pairStub-2*chipR-40, y+30, "no contact", faceWord, inkAlert, anchorEnd)
		c.WriteByte('\n')
	}
	c.WriteString("</g>\n")
	return nil
}

// drawPaired draws the mark of a pairing on a line, its middle at x and y.
func drawPaired(c *canvas, x, y int) {
	c.rect(x-pairMark/2, y-pairMark/2, pairMark, pairMark, 18, pen{fill: inkPaper, stroke: inkPill, width: 14})
}

// pairDash returns the dashes of a tie's line: longer than on a chip.
func pairDash(b graph.Band) string {
	if bandLooks[b].dash == "" {
		return ""
	}
	return "3 3"
}

// pairCards draws the rows of both sides.
func (p *painter) pairCards(ctx context.Context, v *pairDiagram) error {
	c := &p.canvas
	open := "<g>\n"
	if p.web {
		open = "<g role=\"list\">\n"
	}
	c.WriteString(open)
	for k, r := range v.ours {
		p.drawMember(k, &p.chart.Team[r.index], r, v)
		p.closeGroup()
	}
	c.WriteString("</g>\n")
	if err := ctx.Err(); err != nil {
		return err
	}
	c.WriteString(open)
	shown := v.shown(p.chart)
	for k, r := range v.theirs {
		p.openCard(k, &shown[k])
		p.drawPairCard(&shown[k], v.theirsW, r)
		p.closeGroup()
	}
	c.WriteString("</g>\n")
	return nil
}

// drawMember draws a row of ours, without the end of its group.
func (p *painter) drawMember(k int, m *Member, r pairRowOf, v *pairDiagram) {
	c := &p.canvas
	known := 0
	for _, t := range v.ties {
		if v.ours[t.ours].index == r.index && t.knows() {
			known++
		}
	}
	p.openGroup("m", k, m.ID, false)
	name, title := cmp.Or(Clean(m.Name), nameUnknown), Clean(m.Title)
	c.title(p.memberSentence(m, known))
	c.rect(r.x, r.y, v.oursW, pairRow, cardCorner, pen{fill: inkCard, stroke: inkBorder, width: 10})
	c.circle(r.x+165, r.y+pairRow/2, 100, pen{fill: inkTie})
	f := face{90, true}
	c.text(r.x+165, r.y+pairRow/2+33, chipText(f, p.team.initials[m.ID], 185), f, inkOnTie, anchorMiddle)
	right := r.x + v.oursW - 60
	if m.SinglePoint {
		drawSinglePoint(c, right-70, r.y+pairRow/2, 68)
	}
	right -= memberSigns(m)
	left := r.x + pairMemberLeft
	p.pairName(occupant{Holder: &Holder{}, label: name, named: true}, title, left, r.y, right-left)
}

// memberSentence returns one of ours in words.
func (p *painter) memberSentence(m *Member, known int) string {
	name := cmp.Or(Clean(m.Name), nameUnknown)
	s := strings.TrimSuffix(name+", "+Clean(m.Title), ", ") + "."
	if !p.chart.Redacted {
		s += " Knows " + decimal(known) + " of them."
	}
	if m.SinglePoint {
		s += " Single point of failure."
	}
	return s
}

// pairNameLine returns the baseline of the name in a row: lower without a
// title.
func pairNameLine(title string) int {
	if title == "" {
		return pairRow/2 + faceName.size*36/100
	}
	return 130
}

// drawPairCard draws a row of theirs, which is so wide.
func (p *painter) drawPairCard(k *Card, width int, r pairRowOf) {
	c := &p.canvas
	collapsed := *k
	collapsed.Collapsed = 0 // the pill says it; there is no room for a second border
	h := k.only()
	p.drawBox(&collapsed, h, r.x, r.y, width, pairRow)
	middle := r.y + pairRow/2
	right := r.x + width - 60
	right -= p.drawSigns(h, right, middle)
	if k.Collapsed > 0 {
		s := "+" + decimal(k.Collapsed)
		right -= facePill.width(s) + 80
		drawCollapsed(c, right, middle, s)
		right -= 40
	}
	pills := h.pillRoles()
	for i := len(pills) - 1; i >= 0; i-- {
		code := roleLookOf(pills[i]).code
		if len(pills) > 3 && i >= 2 {
			if i > 2 {
				continue
			}
			code = "+" + decimal(len(pills)-2)
		}
		right -= pillWidth(code)
		drawPill(c, right, middle, code)
		right -= 40
	}
	left := r.x + padding
	if h.showsStance() {
		l := lookOf(h.Stance)
		l.glyph(c, left+90, middle, chipR, l.colour)
		left += 205
	}
	if role := h.glyphRole(); role != "" {
		drawRoleGlyph(c, left+75, middle, chipR-6, role)
		left += 180
	}
	p.pairName(k.entries()[0], Clean(k.Title), left, r.y, right-left)
}

// shown returns the cards that have a row, with the people counted on them.
func (v *pairDiagram) shown(chart *Chart) []Card {
	out := make([]Card, len(v.theirs))
	for row, r := range v.theirs {
		out[row] = chart.Cards[r.index]
		out[row].Collapsed, out[row].CollapsedOn = r.collapsed, ""
	}
	return out
}

// pairLegend returns the legend of a PAIR diagram.
func (p *painter) pairLegend(shown []Card) *legend {
	o := p.occurring(shown)
	l := &legend{}
	l.section("Relationship", func() {
		for _, b := range slices.Backward(graph.Bands()) {
			if !o.bands[b] {
				continue
			}
			look := bandLooks[b]
			l.add(look.word, 310, func(c *canvas, x, y, u int) {
				var d pathData
				d.to('M', x, y).to('H', x+300*u/100)
				c.path(d.String(), pen{stroke: inkTie, width: look.width, dash: pairDash(b)})
			})
		}
		l.uncovered(o)
	})
	l.section("Agreed", func() {
		if o.paired {
			l.add("paired", 310, func(c *canvas, x, y, u int) {
				var d pathData
				d.to('M', x, y).to('H', x+300*u/100)
				c.path(d.String(), pen{stroke: inkSoft, width: 10})
				drawPaired(c, x+150*u/100, y)
			})
		}
	})
	for i := range p.chart.Team {
		o.single = o.single || p.chart.Team[i].SinglePoint
	}
	l.signs(o)
	l.stances(o)
	l.roles(o, true)
	return l
}

// pairSummary returns what a PAIR diagram shows in a few sentences.
func (p *painter) pairSummary(v *pairDiagram) string {
	var b strings.Builder
	if s := p.chart.subtitle(); s != "" {
		b.WriteString(s + ". ")
	}
	fmt.Fprintf(&b, "Facing teams: %d of our people", len(v.ours))
	if s := Clean(p.chart.OurName); s != "" {
		fmt.Fprintf(&b, " (%s)", s)
	}
	fmt.Fprintf(&b, " facing %d of theirs", len(v.theirs))
	if s := Clean(p.chart.TheirName); s != "" {
		fmt.Fprintf(&b, " (%s)", s)
	}
	count := map[graph.Band]int{}
	known := 0
	for _, t := range v.ties {
		count[t.band]++
		if t.knows() {
			known++
		}
	}
	if v.pairings > 0 {
		fmt.Fprintf(&b, ", %d %s", v.pairings, say.Plural(v.pairings, "pairing", "pairings"))
	}
	if p.chart.Redacted {
		return b.String() + "."
	}
	fmt.Fprintf(&b, ", %d %s", known, say.Plural(known, "relationship", "relationships"))
	separator := ": "
	for _, band := range slices.Backward(graph.Bands()) {
		if count[band] > 0 {
			fmt.Fprintf(&b, "%s%d %s", separator, count[band], bandLooks[band].word)
			separator = ", "
		}
	}
	return b.String() + "."
}
