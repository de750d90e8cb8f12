package export

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/graph/orgchart"
)

// Change is what happened to a person between two days: one of those of
// [orgchart.ComparePlaces].
type Change = orgchart.ChartChange

// The changes, the most noticeable first.
const (
	ChangeJoined     = orgchart.ChangeJoined
	ChangeLeft       = orgchart.ChangeLeft
	ChangeMoved      = orgchart.ChangeMoved
	ChangeRelabelled = orgchart.ChangeRelabelled
)

// Changes returns the changes in the order of the legend.
func Changes() []Change {
	return []Change{ChangeJoined, ChangeLeft, ChangeMoved, ChangeRelabelled}
}

// Diff returns the chart of what changed between the chart of a day and that of
// a later one: that of the later day, on which Change and Was of each holder say
// who joined, moved or was re-labelled. Who left is listed on the seat that they
// had, on a card of its own when the seat is gone too. People are told by Person
// and seats by ID, as [Account] fills them in; holders without a Person, and seats,
// have no change of their own. Holders without a change lose their labels, so that
// the changes stand out; a LinkMoved leads from the earlier manager. Stats and
// Findings count and name the changes. Cost: O(n log n).
func Diff(before, after Chart) Chart {
	d := &differ{before: &before, after: &after, old: newTree(before.Cards), new: newTree(after.Cards)}
	out := after
	out.Cards = slices.Clone(after.Cards)
	out.Links, out.Team, out.Findings = nil, nil, nil
	for i := range out.Cards {
		k := &out.Cards[i]
		k.Holders = slices.Clone(k.present())
		for n := range k.Holders {
			k.Holders[n].Change, k.Holders[n].Was = "", ""
		}
	}
	d.out = &out
	d.gone(d.people())
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
	oldOf, newOf       []place           // who sits where, in the order of the cards
	seatNow            map[string]int    // the card of a seat
	goneFrom           map[string]string // the first on a seat who is not there any more, by name
}

// place is a holder of a chart: the card and the place among its holders.
type place struct{ card, holder int }

// placesOf returns where each person of a chart sits, in the order of the cards.
func placesOf(c *Chart, t *tree) (at []place, out []orgchart.Place) {
	for i := range c.Cards {
		k := &c.Cards[i]
		if !k.held() {
			continue
		}
		manager := ""
		if m := t.nodes[i].parent; m >= 0 {
			manager = c.Cards[m].ID
		}
		for n, h := range k.Holders {
			if h.Person != "" && !h.gone() {
				at = append(at, place{i, n})
				out = append(out, orgchart.Place{Person: graph.ID(h.Person), Seat: graph.ID(k.ID), Manager: graph.ID(manager), Title: Clean(k.Title), Stance: h.Stance, Roles: h.Roles})
			}
		}
	}
	return at, out
}

// people compares everybody, and returns who has left.
func (d *differ) people() (left map[place]bool) {
	var was, is []orgchart.Place
	d.oldOf, was = placesOf(d.before, d.old)
	d.newOf, is = placesOf(d.out, d.new)
	d.seatNow = make(map[string]int, len(d.after.Cards))
	for i := range d.after.Cards {
		d.seatNow[d.after.Cards[i].ID] = i
	}
	there := make(map[string]bool, len(is))
	for _, p := range is {
		there[string(p.Person)] = true
	}
	d.goneFrom = make(map[string]string)
	for j := range d.before.Cards {
		k := &d.before.Cards[j]
		for _, h := range k.present() {
			if h.Person != "" && !there[h.Person] && d.goneFrom[k.ID] == "" {
				d.goneFrom[k.ID] = h.label()
			}
		}
	}
	left = map[place]bool{}
	for _, c := range orgchart.ComparePlaces(was, is) {
		switch {
		case c.Kind == ChangeLeft:
			left[d.oldOf[c.Before]] = true
		case c.After < 0: // a seat less shows by the seat
		default:
			to := d.newOf[c.After]
			card := &d.out.Cards[to.card]
			h := &card.Holders[to.holder]
			h.Change = c.Kind
			switch {
			case c.Kind == ChangeJoined:
				h.Was = d.formerHolder(card)
			case c.Before < 0:
				h.Was = "one more seat"
			default:
				d.describe(d.oldOf[c.Before], to)
			}
		}
	}
	return left
}

// formerHolder returns who sat on the seat of a new person, when that one is
// not there any more.
func (d *differ) formerHolder(k *Card) string {
	if name := d.goneFrom[k.ID]; name != "" {
		return "after " + name
	}
	return ""
}

// describe says what was before, of the change from one seat of a person to another.
func (d *differ) describe(from, to place) {
	j, i := from.card, to.card
	oldCard, card := &d.before.Cards[j], &d.out.Cards[i]
	old, h := &oldCard.Holders[from.holder], &card.Holders[to.holder]
	var words []string
	boss, newBoss := d.old.nodes[j].parent, d.new.nodes[i].parent
	if boss >= 0 && (newBoss < 0 || d.before.Cards[boss].ID != d.after.Cards[newBoss].ID) {
		words = append(words, "was under "+d.before.Cards[boss].label())
		if at, ok := d.seatNow[d.before.Cards[boss].ID]; ok && at != i {
			d.out.Links = append(d.out.Links, Link{From: d.after.Cards[at].ID, To: card.ID, Kind: LinkMoved})
		}
	}
	if title := Clean(oldCard.Title); title != Clean(card.Title) && title != "" {
		words = append(words, "was "+title)
	}
	if old.Stance != h.Stance {
		words = append(words, stanceWord(old)+" → "+stanceWord(h))
	}
	if s := roleChange(old.Roles, h.Roles); s != "" {
		words = append(words, s)
	}
	h.Was = strings.Join(words, " · ")
}

// stanceWord returns the stance of a person in one word.
func stanceWord(h *Holder) string {
	if h.Stance == "" {
		return "No stance"
	}
	return stanceName(h.Stance)
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

// gone lists those who left: on the first of the seats that they had, which has a
// card of its own when it is not there any more.
func (d *differ) gone(left map[place]bool) {
	ghosts := make(map[string]int)
	for _, j := range d.old.order {
		old := &d.before.Cards[j]
		for n, h := range old.Holders {
			if !left[place{j, n}] {
				continue
			}
			h.Change, h.Was = ChangeLeft, ""
			i, ok := d.seatNow[old.ID]
			if !ok {
				if i, ok = ghosts[old.ID]; !ok {
					i = d.ghost(j)
					ghosts[old.ID] = i
				}
			}
			d.out.Cards[i].Holders = append(d.out.Cards[i].Holders, h)
		}
	}
}

// ghost adds a card for a seat that is not there any more, below the nearest of the
// earlier managers' seats that is, and returns its place.
func (d *differ) ghost(j int) int {
	old := &d.before.Cards[j]
	card := Card{ID: old.ID, Title: old.Title, Level: old.Level}
	for k := d.old.nodes[j].parent; k >= 0; k = d.old.nodes[k].parent {
		if at, ok := d.seatNow[d.before.Cards[k].ID]; ok {
			card.Parent = d.after.Cards[at].ID
			break
		}
	}
	d.out.Cards = append(d.out.Cards, card)
	return len(d.out.Cards) - 1
}

// clear takes the labels from those without a change.
func (d *differ) clear() {
	for i := range d.out.Cards {
		k := &d.out.Cards[i]
		k.PairedWith, k.Marked = nil, false
		for n := range k.Holders {
			h := &k.Holders[n]
			h.KnownBy, h.PairedWith, h.Key, h.SingleThreaded, h.SinglePoint = nil, nil, false, false, false
			if h.Change == "" {
				h.Stance, h.Roles = "", nil
			}
		}
	}
}

// maxNamedChanges is the number of people that a finding names.
const maxNamedChanges = 6

// summarize counts and names the changes.
func (d *differ) summarize() {
	names := map[Change][]string{}
	seen := map[string]bool{}
	for i := range d.out.Cards {
		for _, h := range d.out.Cards[i].Holders {
			if h.Change == "" || h.Person != "" && seen[h.Person+" "+string(h.Change)] {
				continue
			}
			seen[h.Person+" "+string(h.Change)] = true
			names[h.Change] = append(names[h.Change], h.label())
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
		if c.Cards[i].changed() {
			out = append(out, c.Cards[i].ID)
		}
	}
	return out
}

// changes puts the chart of a DIFF diagram in the place of the whole: when it is
// too large, the changes and their surroundings.
func (p *painter) changes() {
	if len(p.chart.Cards) <= p.opt.MaxCards {
		return
	}
	ids := p.chart.changed()
	c := Focus(*p.chart, ids, p.opt.Include, p.opt.MaxCards)
	shown := 0
	for i := range c.Cards {
		c.Cards[i].Marked = false
		if c.Cards[i].changed() {
			shown++
		}
	}
	if left := len(ids) - shown; left > 0 {
		p.warn("%d %s no room: the picture keeps %d cards", left, say.Plural(left, "change has", "changes have"), p.opt.MaxCards)
	}
	p.chart = &c
}

// Sizes of the lines on which a card says what changed.
const (
	noteHeight = 150 // the tag, and what was before beside it
	noteMore   = 115 // what was before on a line of its own
	noteGap    = 50  // from the tag to what was before
)

// noteWidth returns the room of those lines.
func (p *painter) noteWidth() int { return p.cardWidth - padding - cardRight }

// changeHeight returns how much higher a change makes an entry.
func (p *painter) changeHeight(h *Holder) int {
	look, changed := changeLooks[h.Change]
	switch {
	case !changed:
		return 0
	case changeTagWidth(look)+noteGap+faceTitle.width(Clean(h.Was)) > p.noteWidth():
		return noteHeight + noteMore
	}
	return noteHeight
}

// drawChange draws the tag of a change and what was before, on the lowest lines
// of a card whose bottom edge is at y.
func (p *painter) drawChange(h *Holder, x, y int) {
	c := &p.canvas
	look := changeLooks[h.Change]
	left, width, up := x, p.noteWidth(), noteMore
	if p.changeHeight(h) == noteHeight {
		tag := changeTagWidth(look) + noteGap
		left, width, up = x+tag, width-tag, 0
	}
	drawChangeTag(c, x, y-85-up, look)
	s, _ := faceTitle.fit(Clean(h.Was), width)
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
