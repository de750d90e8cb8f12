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
	nameStep   = 125 // from a line of a name to the next
	titleLine  = 270
	marksY     = 383 // middle of the row of marks
	chipR      = 68
	chipStep   = 160
	signStep   = 170
	maxChips   = 3
	maxLines   = 3  // of a name
	cardRight  = 60 // from the text to the right edge
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

// cardHeight returns the height of a card: higher with a row of marks, with a
// change, with every line more of a name and with every person more.
func (p *painter) cardHeight(k *Card) int {
	shown, counted := k.listed()
	if len(shown) == 1 {
		return p.plainHeight(k, shown[0]) + p.changeHeight(shown[0].Holder) + k.noteHeight()
	}
	h := listTop + listEnd
	if Clean(k.Title) != "" {
		h = listTitle + listEnd
	}
	for _, e := range shown {
		h += p.entryHeight(k, e)
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
	s, _ := faceTitle.fit(k.note(), p.cardWidth-2*padding)
	p.text(x+padding, y-55, s, faceTitle, inkSoft, anchorStart)
}

// low reports whether a card of one entry has no row of marks, so that who knows the
// person stands beside the name.
func (k *Card) low(e occupant) bool { return !e.rowOfMarks() && k.Collapsed == 0 }

// plainHeight returns the height of a card with one entry, without its change.
func (p *painter) plainHeight(k *Card, e occupant) int {
	extra := p.moreLines(k, e)
	if k.low(e) {
		return cardLow + extra
	}
	return cardHeight + extra
}

// entryHeight returns the height of one of several entries.
func (p *painter) entryHeight(k *Card, e occupant) int {
	h := listName + p.moreLines(k, e) + p.changeHeight(e.Holder)
	if e.rowOfMarks() {
		h += listMarks
	}
	return h
}

// moreLines returns how much higher the lines of a name after the first make an entry.
func (p *painter) moreLines(k *Card, e occupant) int {
	lines, _ := p.nameLines(k, e, p.cardWidth)
	return nameStep * (len(lines) - 1)
}

// nameRoom returns the left edge of a name on a card of the given width, and the room of
// its first line, which signs stand beside, and of the others.
func (p *painter) nameRoom(k *Card, e occupant, width int) (left, first, rest int) {
	left = padding
	if e.showsStance() || e.glyphRole() != "" {
		left = glyphText
	}
	rest = width - cardRight - left
	if shown, _ := k.listed(); len(shown) == 1 && k.low(e) || len(shown) > 1 && !e.rowOfMarks() {
		if w := p.team.chipsWidth(e.Holder, maxChips); w > 0 {
			rest -= w + 25
		}
	}
	return left, rest - signsWidth(e.Holder), rest
}

// nameLines returns the name of an entry, or what stands in its place, as lines on a card of
// the given width, and how well they hold it.
func (p *painter) nameLines(k *Card, e occupant, width int) ([]string, wrapped) {
	_, first, rest := p.nameRoom(k, e, width)
	return e.face().wrap(e.label, first, rest, maxLines)
}

// face returns the face of an entry's label.
func (e occupant) face() face {
	if e.named {
		return faceName
	}
	return faceItalic
}

// The width of cards: all of a picture are as wide, so that they line up.
const (
	cardNarrow  = 1240
	cardComfort = 1600 // up to here most names get one line
	cardWide    = 2200 // up to here every name gets room without a word being broken
	widthStep   = 40
)

// widthOfCards returns how wide the cards of the chart are: as wide as the marks and four in
// five names and titles need on one line, within limits, and wider where a name needs it.
func (p *painter) widthOfCards() int {
	var comfort []int
	marks := cardNarrow // that stand beside each other on one card
	cards := p.chart.Cards
	for i := range cards {
		k := &cards[i]
		shown, _ := k.listed()
		need := faceTitle.width(Clean(k.Title)) + padding + cardRight
		for _, e := range shown {
			left, first, _ := p.nameRoom(k, e, 0)
			need = max(need, e.face().width(e.label)-first)
			if e.rowOfMarks() {
				marks = max(marks, left+p.marksWidth(e.Holder)+p.team.chipsWidth(e.Holder, 1)+cardRight)
			}
			if tag, changed := changeLooks[e.Change]; changed {
				need = max(need, padding+changeTagWidth(tag)+noteGap+faceTitle.width(Clean(e.Was))+cardRight)
			}
		}
		comfort = append(comfort, need)
	}
	if comfort == nil {
		return cardNarrow
	}
	slices.Sort(comfort)
	w := min(max(comfort[(len(comfort)-1)*4/5], marks), cardComfort)
	w = (w + widthStep - 1) / widthStep * widthStep
	for i := range cards {
		shown, _ := cards[i].listed()
		for _, e := range shown {
			for at := w; at <= cardWide; at += widthStep {
				if _, how := p.nameLines(&cards[i], e, at); how == wrappedWell {
					w = at
					break
				}
			}
		}
	}
	return w
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
	x, y, w, h := n.x, n.y, n.w, p.plainHeight(k, e)
	right := p.drawBox(k, e.Holder, x, y, w, n.h)
	if p.changeHeight(e.Holder) > 0 {
		p.drawChange(e.Holder, x+padding, y+n.h-k.noteHeight())
	}
	p.drawNote(k, x, y+n.h)
	lines, how := p.nameLines(k, e, w)
	extra := nameStep * (len(lines) - 1)
	left, first, _ := p.nameRoom(k, e, w)
	if e.showsStance() {
		l := lookOf(e.Stance)
		l.glyph(c, x+glyphX, y+140, chipR, l.colour)
	}
	if role := e.glyphRole(); role != "" {
		gy := 140
		if e.showsStance() {
			gy = 345 + extra
		}
		drawRoleGlyph(c, x+glyphX, y+gy, chipR-6, role)
	}
	if k.low(e) {
		right -= p.drawChips(e.Holder, x+right, y+h/2, maxChips)
	}
	p.drawSigns(e.Holder, x+left+first+signsWidth(e.Holder), y+125)
	title, _ := faceTitle.fit(Clean(k.Title), right-left)
	line := nameLine
	if title == "" && k.low(e) {
		line = (h-extra)/2 + faceName.size*36/100
	}
	p.drawName(e, x+left, y+line, lines, how)
	c.text(x+left, y+titleLine+extra, title, faceTitle, inkSoft, anchorStart)
	if !k.low(e) {
		marks := y + marksY + extra
		if k.Collapsed > 0 {
			room := right - left - p.marksWidth(e.Holder) - facePill.width(collapsedText(k)) - 120
			right -= p.drawChips(e.Holder, x+right, marks, room/chipStep)
			left += p.drawCollapsedOf(k, x+left, marks, right-left)
		} else {
			right -= p.drawChips(e.Holder, x+right, marks, (right-left-p.marksWidth(e.Holder))/chipStep)
		}
		p.drawMarks(e.Holder, x+left, marks, right-left)
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
		at += p.entryHeight(k, e)
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
	h := p.entryHeight(k, e)
	look := lookOf(e.Stance)
	if e.tinted() && !e.gone() {
		c.rect(x+8, y, p.cardWidth-16, h, 0, pen{fill: look.tint})
		c.rect(x+5, y, barWidth-5, h, 0, pen{fill: look.colour})
	}
	lines, how := p.nameLines(k, e, p.cardWidth)
	marks := y + listName + nameStep*(len(lines)-1) + 70
	left, first, _ := p.nameRoom(k, e, p.cardWidth)
	if e.showsStance() {
		look.glyph(c, x+glyphX, y+85, chipR, look.colour)
	}
	if role := e.glyphRole(); role != "" {
		gy := y + 85
		if e.showsStance() {
			gy = marks
		}
		drawRoleGlyph(c, x+glyphX, gy, chipR-6, role)
	}
	if !e.rowOfMarks() {
		p.drawChips(e.Holder, x+right, y+85, maxChips)
	}
	p.drawSigns(e.Holder, x+left+first+signsWidth(e.Holder), y+85)
	p.drawName(e, x+left, y+120, lines, how)
	if e.rowOfMarks() {
		free := right - left - p.marksWidth(e.Holder)
		end := right - p.drawChips(e.Holder, x+right, marks, free/chipStep)
		p.drawMarks(e.Holder, x+left, marks, end-left)
	}
	if p.changeHeight(e.Holder) > 0 {
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
	return w - cardRight
}

// drawContinued draws on the top edge of a card, rightwards from x, that the
// card stands elsewhere too.
func (p *painter) drawContinued(from string, x, y int) {
	s, _ := facePill.fit("from "+from, p.cardWidth/2)
	w := facePill.width(s) + 80
	p.rect(x, y-58, w, 116, 58, pen{fill: inkCard, stroke: inkSoft, width: 10})
	p.text(x+w/2, y+27, s, facePill, inkSoft, anchorMiddle)
}

// name draws a name, or what stands in its place, on one line.
func (p *painter) name(k *Card, e occupant, x, y, width int) {
	if !e.named && k.vacant() && faceItalic.width(e.label) > width {
		e.label = "Vacant"
	}
	s, cut := e.face().fit(e.label, width)
	how := wrappedWell
	if cut {
		how = wrappedCut
	}
	p.drawName(e, x, y, []string{s}, how)
}

// drawName draws the lines of a name, the first of them at y.
func (p *painter) drawName(e occupant, x, y int, lines []string, how wrapped) {
	p.shortened(how == wrappedCut)
	for i, s := range lines {
		at := y + i*nameStep
		switch {
		case !e.named:
			p.canvas.textStyle(x, at, s, faceItalic, inkSoft, anchorStart, true)
		case e.gone():
			var d pathData
			d.to('M', x, at-38).to('H', x+faceName.width(s))
			p.canvas.text(x, at, s, faceName, inkSoft, anchorStart)
			p.canvas.path(d.String(), pen{stroke: inkSoft, width: 9})
		default:
			p.canvas.text(x, at, s, faceName, inkText, anchorStart)
		}
	}
}

// signsWidth returns the width that drawSigns takes.
func signsWidth(h *Holder) int {
	used := 0
	if h.SinglePoint {
		used += signStep
	}
	if h.SingleThreaded {
		used += signStep
	}
	return used
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

// chipsWidth returns the width that drawChips takes.
func (t *team) chipsWidth(h *Holder, most int) int {
	if h.uncovered() {
		return chipStep
	}
	n := len(t.ties(h))
	if most = min(max(most, 1), maxChips); n > most {
		return most*chipStep + facePill.width("+"+decimal(n-most)) + 20
	}
	return n * chipStep
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
