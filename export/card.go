package export

import (
	"cmp"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
)

// Places on a card, in tenths of a pixel.
const (
	padding    = 90  // from the edge to the text
	glyphX     = 168 // middle of the glyphs
	glyphText  = 285 // left edge of the text beside them
	barWidth   = 45
	nameLine   = 155 // baselines
	titleLine  = 270
	marksY     = 383 // middle of the row of marks
	chipR      = 68
	chipStep   = 160
	signStep   = 170
	maxChips   = 3
	cardCorner = 40
)

// chip is a tie as drawn on a card.
type chip struct {
	initials string
	band     graph.Band
}

// team resolves ties to initials.
type team struct {
	initials map[string]string // by member id
	place    map[string]int
}

func newTeam(members []Member) *team {
	t := &team{initials: make(map[string]string, len(members)), place: make(map[string]int, len(members))}
	names := make([]string, len(members))
	for i, m := range members {
		names[i] = m.Name
	}
	chosen := Initials(names)
	for i, m := range members {
		s := Clean(m.Initials)
		if s == "" {
			s = chosen[i]
		}
		t.initials[m.ID] = s
		t.place[m.ID] = i
	}
	return t
}

// ties returns the ties above NONE with members of the team, the strongest
// first, then in the order of the team, each member once.
func (t *team) ties(k *Card) []Tie {
	var out []Tie
	for _, tie := range k.KnownBy {
		if _, ours := t.place[tie.Member]; ours && bandRank(tie.Band) > 0 {
			out = append(out, tie)
		}
	}
	slices.SortStableFunc(out, func(a, b Tie) int {
		return cmp.Or(cmp.Compare(bandRank(b.Band), bandRank(a.Band)), cmp.Compare(t.place[a.Member], t.place[b.Member]))
	})
	seen := make(map[string]bool, len(out))
	return slices.DeleteFunc(out, func(tie Tie) bool {
		again := seen[tie.Member]
		seen[tie.Member] = true
		return again
	})
}

// paired returns the members who are paired with the person, in the order of
// the team, each once.
func (t *team) paired(k *Card) []string {
	var out []string
	for _, m := range k.PairedWith {
		if _, ours := t.place[m]; ours && !slices.Contains(out, m) {
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Compare(t.place[a], t.place[b]) })
	return out
}

// chips returns the ties as drawn.
func (t *team) chips(k *Card) []chip {
	var out []chip
	for _, tie := range t.ties(k) {
		out = append(out, chip{t.initials[tie.Member], tie.Band})
	}
	return out
}

// sentence returns the card in words, for readers who do not see it.
func (t *team) sentence(k *Card) string {
	var b strings.Builder
	b.WriteString(k.label())
	if title := Clean(k.Title); title != "" {
		b.WriteString(", " + title)
	}
	b.WriteByte('.')
	switch {
	case k.tinted():
		b.WriteString(" " + lookOf(k.Stance).word + ".")
	case k.showsStance():
		b.WriteString(" Stance unknown.")
	}
	for i, r := range k.Roles {
		if !slices.Contains(k.Roles[:i], r) {
			b.WriteString(" " + roleLookOf(r).word + ".")
		}
	}
	if ties := t.chips(k); len(ties) > 0 {
		b.WriteString(" Known by ")
		for i, c := range ties {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(c.initials + " (" + bandLooks[c.band].word + ")")
		}
		b.WriteByte('.')
	} else if k.uncovered() {
		b.WriteString(" Key person, known by nobody.")
	}
	for i, m := range t.paired(k) {
		if i == 0 {
			b.WriteString(" Paired with " + t.initials[m])
		} else {
			b.WriteString(", " + t.initials[m])
		}
	}
	if len(t.paired(k)) > 0 {
		b.WriteByte('.')
	}
	if look, changed := changeLooks[k.Change]; changed {
		b.WriteString(" " + strings.ToUpper(look.word[:1]) + look.word[1:])
		if was := Clean(k.Was); was != "" {
			b.WriteString(": " + was)
		}
		b.WriteByte('.')
	}
	if k.Marked {
		b.WriteString(" In focus.")
	}
	if k.SingleThreaded {
		b.WriteString(" Single-threaded.")
	}
	if k.SinglePoint {
		b.WriteString(" Single point of failure.")
	}
	if from := Clean(k.ContinuedFrom); from != "" {
		b.WriteString(" Stands on " + from + " too.")
	}
	if k.Folded > 0 {
		b.WriteString(" " + decimal(k.Folded) + " " + plural(k.Folded, "person", "people") + " below not shown")
		if on := Clean(k.FoldedOn); on != "" {
			b.WriteString(": " + on)
		}
		b.WriteByte('.')
	}
	return b.String()
}

// drawCard draws a card in the box of node n, inside its group.
func (p *painter) drawCard(k *Card, n *node) {
	c := &p.canvas
	x, y, w, h := n.x, n.y, n.w, plainHeightOf(k)
	right := p.drawBox(k, x, y, w, n.h)
	if n.h > h {
		p.drawChange(k, x+padding, y+n.h)
	}
	left := padding
	if k.showsStance() {
		left = glyphText
		l := lookOf(k.Stance)
		l.glyph(c, x+glyphX, y+140, chipR, l.colour)
	}
	if role := k.glyphRole(); role != "" {
		gy := 140
		if left == glyphText {
			gy = 345
		}
		left = glyphText
		drawRoleGlyph(c, x+glyphX, y+gy, chipR-6, role)
	}
	top := right
	if h == cardLow {
		right -= p.drawChips(k, x+right, y+h/2, maxChips)
		top = right
	}
	top -= p.drawSigns(k, x+top, y+125)
	title, _ := faceTitle.fit(Clean(k.Title), right-left)
	line := nameLine
	if title == "" && h == cardLow {
		line = h/2 + faceName.size*36/100
	}
	p.name(k, x+left, y+line, top-left)
	c.text(x+left, y+titleLine, title, faceTitle, inkSoft, anchorStart)
	if h == cardHeight {
		room := right - left - p.marksWidth(k)
		right -= p.drawChips(k, x+right, y+marksY, room/chipStep)
		p.drawMarks(k, x+left, y+marksY, right-left)
	}
}

// drawBox draws the outline, tint and bar of a card, and returns how far text
// may reach.
func (p *painter) drawBox(k *Card, x, y, w, h int) (right int) {
	c := &p.canvas
	outline := pen{fill: inkCard, stroke: inkBorder, width: 10}
	look := lookOf(k.Stance)
	bar := k.tinted()
	if bar {
		outline = pen{fill: look.tint, stroke: look.colour, width: 11}
	}
	switch k.Occupancy {
	case graph.OccupancyVacant:
		outline.stroke, outline.width, outline.dash = inkSoft, 12, "5 3"
	case graph.OccupancyUnknown:
		outline.stroke, outline.width, outline.dash = inkSoft, 12, "1.5 2.5"
	}
	switch k.Change {
	case ChangeJoined:
		outline.stroke, outline.width = inkText, 20
	case ChangeLeft:
		outline = pen{fill: inkPaper, stroke: inkSoft, width: 12, dash: "7 2.5 1.5 2.5"}
		bar = false
	}
	if k.Marked {
		outline.stroke, outline.width = inkText, 24
	}
	if k.Folded > 0 {
		c.rect(x+30, y+30, w, h, cardCorner, pen{fill: inkCard, stroke: inkBorder, width: 10})
	}
	c.rect(x, y, w, h, cardCorner, outline)
	if from := Clean(k.ContinuedFrom); from != "" {
		p.drawContinued(from, x+padding, y)
	}
	if bar {
		var d pathData
		d.to('M', x+barWidth, y).to('H', x+cardCorner).to('Q', x, y, x, y+cardCorner).to('V', y+h-cardCorner)
		d.to('Q', x, y+h, x+cardCorner, y+h).to('H', x+barWidth)
		c.path(d.String()+"Z", pen{fill: look.colour})
	}
	return w - 60
}

// drawContinued draws on the top edge of a card, rightwards from x, that the
// card stands elsewhere too.
func (p *painter) drawContinued(from string, x, y int) {
	s, _ := facePill.fit("from "+from, cardWidth/2)
	w := facePill.width(s) + 80
	p.rect(x, y-58, w, 116, 58, pen{fill: inkCard, stroke: inkSoft, width: 10})
	p.text(x+w/2, y+27, s, facePill, inkSoft, anchorMiddle)
}

// name draws the name, or what stands in its place.
func (p *painter) name(k *Card, x, y, width int) {
	if !k.held() {
		label := k.label()
		if k.vacant() && faceItalic.width(label) > width {
			label = "Vacant"
		}
		s, cut := faceItalic.fit(label, width)
		p.shortened(cut)
		p.canvas.textStyle(x, y, s, faceItalic, inkSoft, anchorStart, true)
		return
	}
	s, cut := faceName.fit(k.label(), width)
	p.shortened(cut)
	if k.Change == ChangeLeft {
		var d pathData
		d.to('M', x, y-38).to('H', x+faceName.width(s))
		p.canvas.text(x, y, s, faceName, inkSoft, anchorStart)
		p.canvas.path(d.String(), pen{stroke: inkSoft, width: 9})
		return
	}
	p.canvas.text(x, y, s, faceName, inkText, anchorStart)
}

// drawSigns draws the triangle and the badge leftwards from x, and returns the
// width they take.
func (p *painter) drawSigns(k *Card, x, y int) int {
	used := 0
	if k.SinglePoint {
		drawSinglePoint(&p.canvas, x-70, y, 68)
		used += signStep
	}
	if k.SingleThreaded {
		drawSingleThreaded(&p.canvas, x-used-64, y, 56)
		used += signStep
	}
	return used
}

// drawChips draws who knows the person leftwards from x and returns the width
// they take: at most most of them, but one at least and maxChips at most, and
// the number of the rest.
func (p *painter) drawChips(k *Card, x, y, most int) int {
	if k.uncovered() {
		drawUncovered(&p.canvas, x-chipR, y, chipR)
		return chipStep
	}
	chips := p.team.chips(k)
	used := 0
	if most = min(max(most, 1), maxChips); len(chips) > most {
		s := "+" + decimal(len(chips)-most)
		p.canvas.text(x, y+26, s, facePill, inkTie, anchorEnd)
		used = facePill.width(s) + 20
		chips = chips[:most]
	}
	for i := len(chips) - 1; i >= 0; i-- {
		drawChip(&p.canvas, x-used-chipR, y, chipR, chips[i].initials, chips[i].band)
		used += chipStep
	}
	return used
}

// marksWidth returns the width that drawMarks would like to have.
func (p *painter) marksWidth(k *Card) int {
	w := 0
	if k.Folded > 0 {
		w += facePill.width(foldText(k)) + 120
	}
	for _, r := range k.pillRoles() {
		w += pillWidth(roleLookOf(r).code) + 40
	}
	if k.showsStance() {
		w += faceWord.width(lookOf(k.Stance).word) + 40
	}
	return w
}

// drawMarks draws pills and the stance word rightwards from x as far as they
// have room; what has none is counted.
func (p *painter) drawMarks(k *Card, x, y, width int) {
	c := &p.canvas
	used := 0
	if k.Folded > 0 {
		if s := foldText(k); facePill.width(s)+80 <= width {
			used += drawFold(c, x, y, s) + 40
		} else if s = "+" + decimal(k.Folded); facePill.width(s)+80 <= width {
			used += drawFold(c, x, y, s) + 40
		}
	}
	pills := k.pillRoles()
	for i, r := range pills {
		code, rest := roleLookOf(r).code, len(pills)-i-1
		need := pillWidth(code)
		if rest > 0 {
			need += 40 + facePill.width("+"+decimal(rest))
		}
		if used+need > width {
			if more := "+" + decimal(rest+1); used+facePill.width(more) <= width {
				c.text(x+used, y+27, more, facePill, inkSoft, anchorStart)
				used = width
			}
			break
		}
		used += drawPill(c, x+used, y, code) + 40
	}
	if !k.showsStance() {
		return
	}
	look := lookOf(k.Stance)
	if used+faceWord.width(look.word) <= width {
		c.text(x+used, y+30, look.word, faceWord, look.colour, anchorStart)
	}
}
