package export

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
)

// Change is what happened to a person between two days.
type Change string

// The changes, the most noticeable first.
const (
	ChangeJoined     Change = "JOINED"     // was not there on the first day
	ChangeLeft       Change = "LEFT"       // is not there on the second day
	ChangeMoved      Change = "MOVED"      // sits on another seat or reports to another one
	ChangeRelabelled Change = "RELABELLED" // stance, roles or title changed
)

// Changes returns the changes in the order of the legend.
func Changes() []Change {
	return []Change{ChangeJoined, ChangeLeft, ChangeMoved, ChangeRelabelled}
}

// Diff returns the chart of what changed between the chart of a day and that of
// a later one: that of the later day, on which Change and Was of each card say
// who joined, moved or was re-labelled, with a card for everybody who left.
// People are told by Person and seats by Seat, as [Account] fills them in;
// cards without a person have no change of their own. Cards without a change
// lose their labels, so that the changes stand out; a LinkMoved leads from the
// earlier manager. Stats and Findings count and name the changes. Cost: O(n
// log n).
func Diff(before, after Chart) Chart {
	d := &differ{before: &before, after: &after, old: newTree(before.Cards), new: newTree(after.Cards)}
	d.index()
	out := after
	out.Cards = slices.Clone(after.Cards)
	out.Links, out.Team, out.Findings = nil, nil, nil
	for i := range out.Cards {
		out.Cards[i].Change, out.Cards[i].Was = "", ""
	}
	d.out = &out
	d.people()
	d.gone()
	d.clear()
	if day := Clean(before.AsOf); day != "" {
		out.Subtitle = "Changes since " + day
	} else {
		out.Subtitle = "Changes"
	}
	d.summarize()
	return out
}

// differ compares two charts.
type differ struct {
	before, after, out *Chart
	old, new           *tree
	oldOf, newOf       map[string][]int // cards by person
	seatNow            map[string]int   // first card of a seat
	goneFrom           map[string]int   // first card of a seat whose person is not there any more
}

// seat returns what identifies the seat of a card.
func (k *Card) seat() string { return cmp.Or(k.Seat, k.ID) }

// person returns who sits on the card, and "" for nobody who could be told.
func (k *Card) person() string {
	if !k.held() {
		return ""
	}
	return k.Person
}

func (d *differ) index() {
	byPerson := func(c *Chart) map[string][]int {
		m := make(map[string][]int)
		for i := range c.Cards {
			if who := c.Cards[i].person(); who != "" {
				m[who] = append(m[who], i)
			}
		}
		return m
	}
	d.oldOf, d.newOf = byPerson(d.before), byPerson(d.after)
	d.seatNow = make(map[string]int, len(d.after.Cards))
	for i := range d.after.Cards {
		if s := d.after.Cards[i].seat(); !has(d.seatNow, s) {
			d.seatNow[s] = i
		}
	}
	d.goneFrom = make(map[string]int)
	for j := range d.before.Cards {
		k := &d.before.Cards[j]
		if s := k.seat(); k.person() != "" && len(d.newOf[k.person()]) == 0 && !has(d.goneFrom, s) {
			d.goneFrom[s] = j
		}
	}
}

func has[V any](m map[string]V, key string) bool {
	_, ok := m[key]
	return ok
}

// people compares everybody who is there on the second day.
func (d *differ) people() {
	for _, i := range d.new.order {
		k := &d.out.Cards[i]
		who := k.person()
		if who == "" || k.Change != "" {
			continue
		}
		olds, news := d.oldOf[who], d.newOf[who]
		if len(olds) == 0 {
			k.Change, k.Was = ChangeJoined, d.formerHolder(k)
			continue
		}
		if news[0] == i {
			d.compareAll(olds, news)
		}
	}
}

// formerHolder returns who sat on the seat of a new person, when that one is
// not there any more.
func (d *differ) formerHolder(k *Card) string {
	if j, ok := d.goneFrom[k.seat()]; ok {
		return "after " + d.before.Cards[j].label()
	}
	return ""
}

// compareAll compares the cards of one person: those of the same seat, then the
// rest in their order.
func (d *differ) compareAll(olds, news []int) {
	var restOld, restNew []int
	taken := make(map[int]bool, len(news))
	for _, j := range olds {
		at := slices.IndexFunc(news, func(i int) bool {
			return !taken[i] && d.after.Cards[i].seat() == d.before.Cards[j].seat()
		})
		if at < 0 {
			restOld = append(restOld, j)
			continue
		}
		taken[news[at]] = true
		d.compare(j, news[at])
	}
	for _, i := range news {
		if !taken[i] {
			restNew = append(restNew, i)
		}
	}
	for n, i := range restNew {
		if n < len(restOld) {
			d.compare(restOld[n], i)
			continue
		}
		d.out.Cards[i].Change, d.out.Cards[i].Was = ChangeMoved, "one more seat"
	}
}

// compare fills in the change from one card of a person to another.
func (d *differ) compare(j, i int) {
	old, k := &d.before.Cards[j], &d.out.Cards[i]
	var moved, labels []string
	oldTitle, title := Clean(old.Title), Clean(k.Title)
	boss, newBoss := d.old.nodes[j].parent, d.new.nodes[i].parent
	reports := func(c *Chart, i int) string {
		if i < 0 {
			return ""
		}
		return c.Cards[i].seat()
	}
	sameSeat, sameBoss := old.seat() == k.seat(), reports(d.before, boss) == reports(d.after, newBoss)
	if oldTitle != title && oldTitle != "" {
		labels = append(labels, "was "+oldTitle)
	}
	if !sameBoss && boss >= 0 {
		moved = append(moved, "was under "+d.before.Cards[boss].label())
		if at, ok := d.seatNow[d.before.Cards[boss].seat()]; ok && at != i {
			d.out.Links = append(d.out.Links, Link{From: d.after.Cards[at].ID, To: k.ID, Kind: LinkMoved})
		}
	}
	if old.Stance != k.Stance {
		labels = append(labels, stanceWord(old)+" → "+stanceWord(k))
	}
	if s := roleChange(old.Roles, k.Roles); s != "" {
		labels = append(labels, s)
	}
	switch {
	case !sameSeat || !sameBoss:
		k.Change = ChangeMoved
	case len(labels) > 0 || oldTitle != title:
		k.Change = ChangeRelabelled
	}
	k.Was = strings.Join(append(moved, labels...), " · ")
}

// stanceWord returns the stance of a card in one word.
func stanceWord(k *Card) string {
	if k.Stance == "" {
		return "No stance"
	}
	return lookOf(k.Stance).word
}

// roleChange returns which roles came and went.
func roleChange(old, now []graph.Role) string {
	var out []string
	for _, r := range graph.Roles() {
		switch before, after := slices.Contains(old, r), slices.Contains(now, r); {
		case after && !before:
			out = append(out, "now "+roleLookOf(r).word)
		case before && !after:
			out = append(out, "no longer "+roleLookOf(r).word)
		}
	}
	return strings.Join(out, ", ")
}

// gone adds those who left: on their seat when it is vacant now, otherwise on a
// card of their own.
func (d *differ) gone() {
	ids := make(map[string]bool, len(d.out.Cards))
	for i := range d.out.Cards {
		ids[d.out.Cards[i].ID] = true
	}
	for _, j := range d.old.order {
		old := &d.before.Cards[j]
		who := old.person()
		if who == "" || len(d.newOf[who]) > 0 || d.oldOf[who][0] != j {
			continue
		}
		if i, ok := d.seatNow[old.seat()]; ok && d.out.Cards[i].vacant() && d.out.Cards[i].Change == "" {
			d.out.Cards[i].Change, d.out.Cards[i].Was = ChangeLeft, old.label()
			continue
		}
		id := "left-" + old.ID
		for ids[id] {
			id += "'"
		}
		ids[id] = true
		ghost := Card{
			ID: id, Person: old.Person, Seat: old.seat(), Name: old.Name, Title: old.Title, Level: old.Level,
			Stance: old.Stance, Roles: old.Roles, Change: ChangeLeft,
		}
		for k := d.old.nodes[j].parent; k >= 0; k = d.old.nodes[k].parent {
			if at, ok := d.seatNow[d.before.Cards[k].seat()]; ok {
				ghost.Parent = d.after.Cards[at].ID
				break
			}
		}
		d.out.Cards = append(d.out.Cards, ghost)
	}
}

// clear takes the labels from cards without a change.
func (d *differ) clear() {
	for i := range d.out.Cards {
		k := &d.out.Cards[i]
		k.KnownBy, k.PairedWith, k.Key, k.SingleThreaded, k.SinglePoint, k.Marked = nil, nil, false, false, false, false
		if k.Change == "" {
			k.Stance, k.Roles = "", nil
		}
	}
}

// maxNamedChanges is the number of people that a finding names.
const maxNamedChanges = 6

// summarize counts and names the changes.
func (d *differ) summarize() {
	names := map[Change][]string{}
	for i := range d.out.Cards {
		k := &d.out.Cards[i]
		name := k.label()
		if k.Change == ChangeLeft && k.vacant() {
			name = Clean(k.Was)
		}
		if k.Change != "" {
			names[k.Change] = append(names[k.Change], name)
		}
	}
	d.out.Stats = nil
	for _, c := range Changes() {
		list := names[c]
		look := changeLooks[c]
		d.out.Stats = append(d.out.Stats, Stat{decimal(len(list)), look.word})
		if len(list) == 0 {
			continue
		}
		text := strings.ToUpper(look.word[:1]) + look.word[1:] + ": "
		if more := len(list) - maxNamedChanges; more > 0 {
			text += strings.Join(list[:maxNamedChanges], ", ") + fmt.Sprintf(" and %d more", more)
		} else {
			text += strings.Join(list, ", ")
		}
		d.out.Findings = append(d.out.Findings, Finding{Text: text})
	}
}

// changed returns the IDs of the cards with a change.
func (c *Chart) changed() []string {
	var out []string
	for i := range c.Cards {
		if c.Cards[i].Change != "" {
			out = append(out, c.Cards[i].ID)
		}
	}
	return out
}

// changes puts the chart of a DIFF view in the place of the whole: when it is
// too large, the changes and their surroundings.
func (p *painter) changes() {
	if len(p.chart.Cards) <= p.opt.MaxCards {
		return
	}
	ids := p.chart.changed()
	c := Focus(*p.chart, ids, p.opt.MaxCards)
	shown := 0
	for i := range c.Cards {
		c.Cards[i].Marked = false
		if c.Cards[i].Change != "" {
			shown++
		}
	}
	if left := len(ids) - shown; left > 0 {
		p.warn("%d %s no room: the picture keeps %d cards", left, plural(left, "change has", "changes have"), p.opt.MaxCards)
	}
	p.chart = &c
}

// Sizes of the lines on which a card says what changed.
const (
	noteHeight = 150 // the tag, and what was before beside it
	noteMore   = 115 // what was before on a line of its own
	noteWidth  = cardWidth - padding - 60
	noteGap    = 50 // from the tag to what was before
)

// noteHeightOf returns how much higher a change makes a card.
func noteHeightOf(k *Card) int {
	look, changed := changeLooks[k.Change]
	switch {
	case !changed:
		return 0
	case changeTagWidth(look)+noteGap+faceTitle.width(Clean(k.Was)) > noteWidth:
		return noteHeight + noteMore
	}
	return noteHeight
}

// drawChange draws the tag of a change and what was before, on the lowest lines
// of a card whose bottom edge is at y.
func (p *painter) drawChange(k *Card, x, y int) {
	c := &p.canvas
	look := changeLooks[k.Change]
	left, width, up := x, noteWidth, noteMore
	if noteHeightOf(k) == noteHeight {
		tag := changeTagWidth(look) + noteGap
		left, width, up = x+tag, width-tag, 0
	}
	drawChangeTag(c, x, y-85-up, look)
	s, _ := faceTitle.fit(Clean(k.Was), width)
	c.text(left, y-55, s, faceTitle, inkText, anchorStart)
}

// changeTagWidth returns the width of the tag of a change.
func changeTagWidth(look changeLook) int { return facePill.width(look.word) + 200 }

// drawChangeTag draws the tag of a change: its sign and its word on a dark
// pill whose left edge is at x and whose middle is at y.
func drawChangeTag(c *canvas, x, y int, look changeLook) {
	w := changeTagWidth(look)
	c.rect(x, y-58, w, 116, 58, pen{fill: inkPill})
	look.drawSign(c, x+75, y, 100)
	c.text(x+140, y+27, look.word, facePill, inkOnPill, anchorStart)
}

// changeLook is the sign and the words of a change.
type changeLook struct {
	word    string  // on the card
	meaning string  // in the legend
	strokes []point // of the sign, in pairs, from its middle
}

var changeLooks = map[Change]changeLook{
	ChangeJoined:     {"joined", "joined", []point{{-32, 0}, {32, 0}, {0, -32}, {0, 32}}},
	ChangeLeft:       {"left", "left", []point{{-32, 0}, {32, 0}}},
	ChangeMoved:      {"moved", "moved: other seat or manager", []point{{-34, 0}, {34, 0}, {6, -28}, {34, 0}, {34, 0}, {6, 28}}},
	ChangeRelabelled: {"re-labelled", "re-labelled: stance, role or title", []point{{-32, -14}, {32, -14}, {-32, 14}, {32, 14}, {-18, 36}, {18, -36}}},
}

// drawSign draws the sign of a change around (x, y) at u hundredths of its size.
func (l changeLook) drawSign(c *canvas, x, y, u int) {
	var d pathData
	for k := 0; k+1 < len(l.strokes); k += 2 {
		a, b := l.strokes[k], l.strokes[k+1]
		d.to('M', x+a.x*u/100, y+a.y*u/100).to('L', x+b.x*u/100, y+b.y*u/100)
	}
	c.path(d.String(), pen{stroke: inkOnPill, width: 15 * u / 100})
}
