package export

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph/analysis/say"

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
func (t *team) ties(h *Holder) []Tie {
	var out []Tie
	for _, tie := range h.KnownBy {
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

// paired returns the members of a list of IDs, in the order of the team, each
// once.
func (t *team) paired(ids []string) []string {
	var out []string
	for _, m := range ids {
		if _, ours := t.place[m]; ours && !slices.Contains(out, m) {
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Compare(t.place[a], t.place[b]) })
	return out
}

// facing returns the members who are paired with the seat or with one of those on
// it, in the order of the team, each once.
func (t *team) facing(k *Card) []string {
	ids := k.PairedWith
	for _, h := range k.present() {
		ids = append(slices.Clip(ids), h.PairedWith...)
	}
	return t.paired(ids)
}

// chips returns the ties as drawn.
func (t *team) chips(h *Holder) []chip {
	var out []chip
	for _, tie := range t.ties(h) {
		out = append(out, chip{t.initials[tie.Member], tie.Band})
	}
	return out
}

// sentence returns the card in words, for readers who do not see it: everybody on
// it, the title, and what is to say of each.
func (t *team) sentence(k *Card) string {
	var b strings.Builder
	b.WriteString(enumerate(k.names()))
	if title := Clean(k.Title); title != "" {
		b.WriteString(", " + title)
	}
	b.WriteByte('.')
	entries := k.entries()
	for _, e := range entries {
		if len(entries) == 1 {
			b.WriteString(t.facts(e.Holder, append(slices.Clip(k.PairedWith), e.PairedWith...)))
		} else if facts := t.facts(e.Holder, e.PairedWith); facts != "" {
			b.WriteString(" " + e.label + ":" + facts)
		}
	}
	if len(entries) > 1 {
		b.WriteString(t.facingWords(k.PairedWith))
	}
	if k.Marked {
		b.WriteString(" In focus.")
	}
	if note := k.note(); note != "" && k.seat == "" {
		b.WriteString(" " + strings.ToUpper(note[:1]) + note[1:] + ".")
	}
	if from := Clean(k.ContinuedFrom); from != "" {
		b.WriteString(" Stands on " + from + " too.")
	}
	if k.Collapsed > 0 {
		b.WriteString(" " + decimal(k.Collapsed) + " " + k.counts(k.Collapsed) + " below not shown")
		if on := Clean(k.CollapsedOn); on != "" {
			b.WriteString(": " + on)
		}
		b.WriteByte('.')
	}
	return b.String()
}

// counts returns what n of those below a card are called: seats, and people in a
// diagram of people.
func (k *Card) counts(n int) string {
	if k.seat != "" {
		return say.Plural(n, "person", "people")
	}
	return say.Plural(n, "seat", "seats")
}

// facts returns what is to say of a person, who is paired with those of ours whose
// IDs are given, in sentences that begin with a space.
func (t *team) facts(h *Holder, facing []string) string {
	var b strings.Builder
	switch {
	case h.tinted():
		b.WriteString(" " + stanceName(h.Stance) + ".")
	case h.showsStance():
		b.WriteString(" Stance unknown.")
	}
	for i, r := range h.Roles {
		if !slices.Contains(h.Roles[:i], r) {
			b.WriteString(" " + roleLookOf(r).word + ".")
		}
	}
	if ties := t.chips(h); len(ties) > 0 {
		b.WriteString(" Known by ")
		for i, c := range ties {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(c.initials + " (" + bandLooks[c.band].word + ")")
		}
		b.WriteByte('.')
	} else if h.uncovered() {
		b.WriteString(" Key person, known by nobody.")
	}
	b.WriteString(t.facingWords(facing))
	if look, changed := changeLooks[h.Change]; changed {
		b.WriteString(" " + strings.ToUpper(look.word[:1]) + look.word[1:])
		if was := Clean(h.Was); was != "" {
			b.WriteString(": " + was)
		}
		b.WriteByte('.')
	}
	if h.SingleThreaded {
		b.WriteString(" Single-threaded.")
	}
	if h.SinglePoint {
		b.WriteString(" Single point of failure.")
	}
	return b.String()
}

// facingWords returns that the members of a list are paired, as a sentence.
func (t *team) facingWords(ids []string) string {
	var initials []string
	for _, m := range t.paired(ids) {
		initials = append(initials, t.initials[m])
	}
	if initials == nil {
		return ""
	}
	return " Paired with " + strings.Join(initials, ", ") + "."
}

// Sizes of a card that lists several, in tenths of a pixel.
const (
	listTitle     = 190 // above the first entry, with a title
	listTop       = 50  // without
	listName      = 165 // the line of a name
	listMarks     = 150 // the row of marks below it
	listMore      = 140 // the number of those who are counted
	listCollapsed = 150 // the number of the seats below
	listEnd       = 45  // below the last line
	noteLine      = 125 // what is said of those above
)

// rowOfMarks reports whether a person has a row of marks below the name.
func (h *Holder) rowOfMarks() bool { return h.showsStance() || len(h.Roles) > 0 }

// cardHeightOf returns the height of a card: higher with a row of marks, with a
// change and with every person more.
func cardHeightOf(k *Card) int {
	shown, counted := k.listed()
	if len(shown) == 1 {
		return plainHeight(k, shown[0]) + noteHeightOf(shown[0].Holder) + k.noteHeight()
	}
	h := listTop + listEnd
	if Clean(k.Title) != "" {
		h = listTitle + listEnd
	}
	for _, e := range shown {
		h += entryHeight(e)
	}
	if len(counted) > 0 {
		h += listMore
	}
	if k.Collapsed > 0 {
		h += listCollapsed
	}
	return h + k.noteHeight()
}

// note returns what the last line of a card says of what is above it.
func (k *Card) note() string {
	switch {
	case k.Between > 0:
		return fmt.Sprintf("%s %s above not shown", grouped(k.Between), say.Plural(k.Between, "seat", "seats"))
	case k.headless:
		return "manager not known"
	}
	return ""
}

// noteHeight returns how much higher its note makes a card.
func (k *Card) noteHeight() int {
	if k.note() == "" {
		return 0
	}
	return noteLine
}

// drawNote draws the note of a card whose bottom edge is at y.
func (p *painter) drawNote(k *Card, x, y int) {
	if k.note() == "" {
		return
	}
	s, _ := faceTitle.fit(k.note(), cardWidth-2*padding)
	p.text(x+padding, y-55, s, faceTitle, inkSoft, anchorStart)
}

// plainHeight returns the height of a card with one entry, without its change.
func plainHeight(k *Card, e occupant) int {
	if e.rowOfMarks() || k.Collapsed > 0 {
		return cardHeight
	}
	return cardLow
}

// entryHeight returns the height of one of several entries.
func entryHeight(e occupant) int {
	h := listName + noteHeightOf(e.Holder)
	if e.rowOfMarks() {
		h += listMarks
	}
	return h
}

// drawCard draws a card in the box of node n, inside its group.
func (p *painter) drawCard(k *Card, n *node) {
	shown, counted := k.listed()
	if len(shown) > 1 {
		p.drawList(k, n, shown, counted)
		return
	}
	c := &p.canvas
	e := shown[0]
	x, y, w, h := n.x, n.y, n.w, plainHeight(k, e)
	right := p.drawBox(k, e.Holder, x, y, w, n.h)
	if noteHeightOf(e.Holder) > 0 {
		p.drawChange(e.Holder, x+padding, y+n.h-k.noteHeight())
	}
	p.drawNote(k, x, y+n.h)
	left := padding
	if e.showsStance() {
		left = glyphText
		l := lookOf(e.Stance)
		l.glyph(c, x+glyphX, y+140, chipR, l.colour)
	}
	if role := e.glyphRole(); role != "" {
		gy := 140
		if left == glyphText {
			gy = 345
		}
		left = glyphText
		drawRoleGlyph(c, x+glyphX, y+gy, chipR-6, role)
	}
	top := right
	if h == cardLow {
		right -= p.drawChips(e.Holder, x+right, y+h/2, maxChips)
		top = right
	}
	top -= p.drawSigns(e.Holder, x+top, y+125)
	title, _ := faceTitle.fit(Clean(k.Title), right-left)
	line := nameLine
	if title == "" && h == cardLow {
		line = h/2 + faceName.size*36/100
	}
	p.name(k, e, x+left, y+line, top-left)
	c.text(x+left, y+titleLine, title, faceTitle, inkSoft, anchorStart)
	if h == cardHeight {
		if k.Collapsed > 0 {
			room := right - left - p.marksWidth(e.Holder) - facePill.width(collapsedText(k)) - 120
			right -= p.drawChips(e.Holder, x+right, y+marksY, room/chipStep)
			left += p.drawCollapsedOf(k, x+left, y+marksY, right-left)
		} else {
			right -= p.drawChips(e.Holder, x+right, y+marksY, (right-left-p.marksWidth(e.Holder))/chipStep)
		}
		p.drawMarks(e.Holder, x+left, y+marksY, right-left)
	}
}

// drawList draws a card that lists several: the title, a block for each with their
// bar and tint, and the numbers of those who are counted.
func (p *painter) drawList(k *Card, n *node, shown, counted []occupant) {
	c := &p.canvas
	x, y := n.x, n.y
	right := p.drawBox(k, nil, x, y, n.w, n.h)
	at := y + listTop
	if title := Clean(k.Title); title != "" {
		title, _ = faceTitle.fit(title, right-padding)
		c.text(x+padding, y+135, title, faceTitle, inkSoft, anchorStart)
		at = y + listTitle
	}
	for _, e := range shown {
		p.drawEntry(k, e, x, at, right)
		at += entryHeight(e)
	}
	if len(counted) > 0 {
		s := "+" + decimal(len(counted)) + " more"
		c.text(x+padding, at+95, s, faceTitle, inkSoft, anchorStart)
		rest := &Holder{}
		nobody := false
		for _, e := range counted {
			rest.SinglePoint = rest.SinglePoint || e.SinglePoint
			nobody = nobody || e.uncovered()
		}
		used := p.drawSigns(rest, x+right, at+70)
		if nobody {
			drawUncovered(c, x+right-used-chipR, at+70, chipR-8)
		}
		at += listMore
	}
	if k.Collapsed > 0 {
		p.drawCollapsedOf(k, x+padding, at+75, right-padding)
	}
	p.drawNote(k, x, y+n.h)
}

// drawEntry draws one of several entries, whose block begins at y.
func (p *painter) drawEntry(k *Card, e occupant, x, y, right int) {
	c := &p.canvas
	h := entryHeight(e)
	look := lookOf(e.Stance)
	if e.tinted() && !e.gone() {
		c.rect(x+8, y, cardWidth-16, h, 0, pen{fill: look.tint})
		c.rect(x+5, y, barWidth-5, h, 0, pen{fill: look.colour})
	}
	left := padding
	if e.showsStance() {
		left = glyphText
		look.glyph(c, x+glyphX, y+85, chipR, look.colour)
	}
	if role := e.glyphRole(); role != "" {
		gy := 85
		if left == glyphText {
			gy = listName + 70
		}
		left = glyphText
		drawRoleGlyph(c, x+glyphX, y+gy, chipR-6, role)
	}
	top := right
	if !e.rowOfMarks() {
		top -= p.drawChips(e.Holder, x+top, y+85, maxChips)
	}
	top -= p.drawSigns(e.Holder, x+top, y+85)
	p.name(k, e, x+left, y+120, top-left)
	if e.rowOfMarks() {
		marks := y + listName + 70
		free := right - left - p.marksWidth(e.Holder)
		end := right - p.drawChips(e.Holder, x+right, marks, free/chipStep)
		p.drawMarks(e.Holder, x+left, marks, end-left)
	}
	if noteHeightOf(e.Holder) > 0 {
		p.drawChange(e.Holder, x+padding, y+h)
	}
}

// drawBox draws the outline of a card, with the tint and the bar of the one person
// on it, nil for several, and returns how far text may reach.
func (p *painter) drawBox(k *Card, one *Holder, x, y, w, h int) (right int) {
	c := &p.canvas
	if one == nil {
		one = &Holder{}
	}
	outline := pen{fill: inkCard, stroke: inkBorder, width: 10}
	look := lookOf(one.Stance)
	bar := one.tinted()
	if bar {
		outline = pen{fill: look.tint, stroke: look.colour, width: 11}
	}
	switch k.Occupancy {
	case graph.OccupancyVacant:
		outline.stroke, outline.width, outline.dash = inkSoft, 12, "5 3"
	case graph.OccupancyUnknown:
		outline.stroke, outline.width, outline.dash = inkSoft, 12, "1.5 2.5"
	}
	switch one.Change {
	case ChangeJoined:
		outline.stroke, outline.width = inkText, 20
	case ChangeLeft:
		outline = pen{fill: inkPaper, stroke: inkSoft, width: 12, dash: "7 2.5 1.5 2.5"}
		bar = false
	}
	if k.Marked {
		outline.stroke, outline.width = inkText, 24
	}
	if k.Collapsed > 0 {
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

// name draws a name, or what stands in its place.
func (p *painter) name(k *Card, e occupant, x, y, width int) {
	if !e.named {
		label := e.label
		if k.vacant() && faceItalic.width(label) > width {
			label = "Vacant"
		}
		s, cut := faceItalic.fit(label, width)
		p.shortened(cut)
		p.canvas.textStyle(x, y, s, faceItalic, inkSoft, anchorStart, true)
		return
	}
	s, cut := faceName.fit(e.label, width)
	p.shortened(cut)
	if e.gone() {
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
func (p *painter) drawSigns(h *Holder, x, y int) int {
	used := 0
	if h.SinglePoint {
		drawSinglePoint(&p.canvas, x-70, y, 68)
		used += signStep
	}
	if h.SingleThreaded {
		drawSingleThreaded(&p.canvas, x-used-64, y, 56)
		used += signStep
	}
	return used
}

// drawChips draws who knows the person leftwards from x and returns the width
// they take: at most most of them, but one at least and maxChips at most, and
// the number of the rest.
func (p *painter) drawChips(h *Holder, x, y, most int) int {
	if h.uncovered() {
		drawUncovered(&p.canvas, x-chipR, y, chipR)
		return chipStep
	}
	chips := p.team.chips(h)
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
func (p *painter) marksWidth(h *Holder) int {
	w := 0
	for _, r := range h.pillRoles() {
		w += pillWidth(roleLookOf(r).code) + 40
	}
	if h.showsStance() {
		w += faceWord.width(stanceName(h.Stance)) + 40
	}
	return w
}

// drawCollapsedOf draws how many seats below a card are left out rightwards from x, as
// far as there is room, and returns the width that it takes.
func (p *painter) drawCollapsedOf(k *Card, x, y, width int) int {
	if s := collapsedText(k); facePill.width(s)+80 <= width {
		return drawCollapsed(&p.canvas, x, y, s) + 40
	} else if s = "+" + decimal(k.Collapsed); facePill.width(s)+80 <= width {
		return drawCollapsed(&p.canvas, x, y, s) + 40
	}
	return 0
}

// drawMarks draws pills and the stance word rightwards from x as far as they
// have room; what has none is counted.
func (p *painter) drawMarks(h *Holder, x, y, width int) {
	c := &p.canvas
	used := 0
	pills := h.pillRoles()
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
	if !h.showsStance() {
		return
	}
	if word := stanceName(h.Stance); used+faceWord.width(word) <= width {
		c.text(x+used, y+30, word, faceWord, lookOf(h.Stance).colour, anchorStart)
	}
}
