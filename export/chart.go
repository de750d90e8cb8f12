package export

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/graph/orgchart"

	"github.com/kithgraph/kith/graph"
)

// Chart is what to draw: pure data without positions. Strings may be anything;
// they are cleaned when drawn, see [Clean]. The zero Chart draws an empty page.
type Chart struct {
	Title    string // the large heading, and the accessible name
	Name     string // of what is drawn: with one, a diagram that is about something else than the whole is headed by it and its own words
	Subtitle string // one line below it; without one, how many of the key people are known
	Decision string // the decision that Roles are about, in words; empty for all
	AsOf     string // the day shown, in words ("22 Nov 2026"); printed as "as of …" after Subtitle; may be empty

	// OurName and TheirName head the two sides of a PAIR diagram; OurName also
	// heads the key of initials in the other diagrams, "Our people" when empty.
	OurName, TheirName string

	// Stats are the numbers at the top right, at most five. When nil, the
	// numbers of seats, vacant seats and people known by us, and the best
	// to the worst stance, are counted from Cards.
	Stats []Stat

	// Cards are the seats, one card for each. Siblings are drawn in the order they
	// have here.
	Cards []Card

	// Links are the lines beside the reporting lines. One whose end is not
	// among Cards is left out and counted in a warning.
	Links []Link

	// Team is our people: those that ties refer to, and the left side of a
	// PAIR diagram. Only the members with a tie appear in the other diagrams.
	Team []Member

	// Redacted says that nothing is known here of what [Redact] drops, so that
	// the picture does not say "0 known by us" either.
	Redacted bool

	// Elsewhere is how many seats are left out that have no card above them, in
	// whose "+n" they would be counted.
	Elsewhere int

	Findings []Finding // sentences below the legend, the most important first
	Footnote string    // the last line, for instance "Confidential"

	shown string  // who is drawn where not all are, and why; see [story.said]
	key   *[2]int // key people of the whole, and of those how many are known, where not all are drawn
}

// Stat is one number with its label, such as 59 seats.
type Stat struct {
	Value string // "59", "4 : 3"
	Label string // "seats"
}

// Finding is one sentence below the legend.
type Finding struct {
	Text string
	Warn bool // draws a warning triangle before it
}

// Card is one seat and those who hold it. Every field but ID may be empty.
type Card struct {
	// ID identifies the seat within the chart and in the charts of other days, by
	// which [Diff] goes; Parent, Link and PlacedCard use it. It should be an opaque
	// id: WEB files carry it as data-id.
	ID string

	// Parent is the ID of the card that this one reports to with a solid line;
	// empty at the top. An ID that is not in the chart, and a reporting cycle,
	// are cut with a warning: the card is then drawn like an Unplaced one.
	Parent string

	Title string // the seat's title
	Level int    // of the seat: 5 chief executive … 1 staff, 0 unknown; groups the rows of a MATRIX

	// Occupancy says whether somebody sits here; empty counts as HELD. The
	// other values draw "Vacant since …", "Name withheld" or "Holder not known"
	// in place of names.
	Occupancy graph.Occupancy

	// Since is since when the seat is vacant, in words ("Mar 2026").
	Since string

	// Holders are those who sit here, drawn in the order they have here: all of up
	// to four, of more the first three and the number of the rest, where those with
	// a Change come first. When Occupancy is neither HELD nor empty only those count
	// whose Change is LEFT.
	Holders []Holder

	// PairedWith is who of ours is agreed to face whoever sits here, by the ID of
	// the [Member]; a mark on the line says so in a PAIR diagram.
	PairedWith []string

	// Roles are the parts that the seat has in decisions, whoever holds it; drawn when
	// nobody does.
	Roles []graph.Role

	// Expected says that somebody must sit here.
	Expected bool

	// Assistant sets the card beside its parent's line instead of below it. It
	// counts only with a Parent; when others report to the card it stands below.
	Assistant bool

	// Unplaced says that the manager is not known, which is not the same as
	// having none. Without reports the card goes to a strip of its own.
	Unplaced bool

	Marked bool // the picture is about this seat: a heavy outline, see [Focus]

	Between     int    // how many seats between the card and Parent, or the top, are left out; a note says so
	Collapsed   int    // how many seats below are left out; draws "+n"
	CollapsedOn string // where they are, in words ("p. 4"); may be empty

	// ContinuedFrom is where the card stands too, with what is above it, in words
	// ("p. 1"); may be empty. See [RenderPages].
	ContinuedFrom string

	headless bool // others report to it and its manager is not known

	seat string // in a diagram of people: the seat of the row, when it is not ID
}

// Holder is a person on a seat. Every field may be empty. Somebody who holds two
// seats is on two cards, with the same Person.
type Holder struct {
	// Person identifies the person, the same on all their seats and in the charts of
	// other days; [Diff] and the diagrams of people go by it.
	Person string

	Name string

	// Stance draws bar, tint, glyph and word. Empty draws none of them, and is
	// for people whose stance is not the chart's business: ours, or one that
	// the viewer may not see. UNKNOWN draws a question mark, and only for somebody
	// with Roles or Key.
	Stance graph.Stance

	// Roles draws a pill with a code for each; the first of GATEKEEPER and
	// INFLUENCER draws a glyph instead.
	Roles []graph.Role

	// Key marks a person whom we have to know: with no tie above NONE in
	// KnownBy a barred circle says that nobody does.
	Key bool

	// KnownBy is who of ours knows this person, in any order.
	KnownBy []Tie

	// PairedWith is who of ours is agreed to face this person, on whatever seat.
	PairedWith []string

	Emails       []string // the current one first; for [VCards] alone
	DoNotContact bool     // no vCard

	SingleThreaded bool // exactly one of us has a working tie: badge 1
	SinglePoint    bool // a single point of failure: triangle

	Change Change // what happened to the person since another day, see [Diff]
	Was    string // what was before, in words
}

// Tie is that one of ours knows the person on a card.
type Tie struct {
	Member string     // the ID of the [Member]
	Band   graph.Band // how well; NONE and empty draw nothing
}

// Member is one of our people.
type Member struct {
	ID       string // identifies the member; Tie.Member and Member.Parent use it
	Parent   string // the ID of the member's manager in Team, or empty
	Name     string
	Title    string
	Initials string // up to two letters; when empty, [Initials] chooses

	// SinglePoint marks one of ours without whom we lose a decider or a
	// decision area: triangle in the PAIR diagram and in the key of initials.
	SinglePoint bool
}

// LinkKind is the kind of a [Link].
type LinkKind string

// The kinds of link.
const (
	LinkAlsoReports          = LinkKind(orgchart.LineAlsoReports) // a second manager: dotted, From reports to To
	LinkAssists              = LinkKind(orgchart.LineAssists)     // From is an assistant of To: grey, dashed and dotted; not drawn when From stands beside the line of To
	LinkInfluences           = LinkKind(orgchart.LineInfluences)  // dashed with an arrow at To, width by Weight
	LinkConflict             = LinkKind(orgchart.LineConflict)    // red dotted with a bar at To
	LinkKnows                = LinkKind(orgchart.LineKnows)       // thin, both ways
	LinkMoved       LinkKind = "MOVED"                            // grey dashed with an arrow at To, From is the earlier manager; see [Diff]
)

// LinkKinds returns the kinds of link in the order of the legend.
func LinkKinds() []LinkKind {
	return []LinkKind{LinkAlsoReports, LinkAssists, LinkInfluences, LinkConflict, LinkKnows, LinkMoved}
}

// Link is a line between two cards that is not a solid reporting line.
type Link struct {
	From, To string // IDs of cards
	Kind     LinkKind
	Weight   float64 // in [0, 1]; widens INFLUENCES; 0 and out of range count as 0.5

	// FromPerson and ToPerson say whom on the cards the line is about, as
	// Holder.Person; empty for the seats.
	FromPerson, ToPerson string
}

// vacant reports whether the seat is empty.
func (k *Card) vacant() bool { return k.Occupancy == graph.OccupancyVacant }

// held reports whether people with names sit on the seat, as far as this version
// knows the word.
func (k *Card) held() bool {
	switch k.Occupancy {
	case graph.OccupancyVacant, graph.OccupancyWithheld, graph.OccupancyUnknown:
		return false
	}
	return true
}

// present returns those who sit on the seat.
func (k *Card) present() []Holder {
	if !k.held() {
		return nil
	}
	if !anyOf(k.Holders, (*Holder).gone) {
		return k.Holders
	}
	return slices.DeleteFunc(slices.Clone(k.Holders), func(h Holder) bool { return h.gone() })
}

// anyOf reports whether f holds for one of the holders.
func anyOf(holders []Holder, f func(*Holder) bool) bool {
	for i := range holders {
		if f(&holders[i]) {
			return true
		}
	}
	return false
}

// occupant is a holder as a card lists them, or what it says in their place.
type occupant struct {
	*Holder
	label string
	named bool // label is a name
}

// entries returns what the card lists: what stands in the place of a name when
// nobody with a name sits there, and the holders. It is never empty.
func (k *Card) entries() []occupant {
	var out []occupant
	held := k.held()
	for i := range k.Holders {
		if h := &k.Holders[i]; held || h.gone() {
			out = append(out, occupant{h, h.label(), true})
		}
	}
	if held && len(out) > 0 {
		return out
	}
	return slices.Insert(out, 0, occupant{&Holder{Roles: k.Roles}, k.placeholder(), held})
}

// maxListed is how many entries a card lists. Of more it lists one fewer and the
// number of the rest.
const maxListed = 4

// listed returns the entries that the card shows and those that it counts: those
// with a change come first, and then the order decides, which says nothing.
func (k *Card) listed() (shown, counted []occupant) {
	all := k.entries()
	if len(all) <= maxListed {
		return all, nil
	}
	keep := make([]bool, len(all))
	room := maxListed - 1
	for _, changed := range []bool{true, false} {
		for i := range all {
			if (all[i].Change != "") == changed && room > 0 {
				keep[i] = true
				room--
			}
		}
	}
	for i := range all {
		if keep[i] {
			shown = append(shown, all[i])
		} else {
			counted = append(counted, all[i])
		}
	}
	return shown, counted
}

// placeholder returns what stands in the place of a name.
func (k *Card) placeholder() string {
	switch k.Occupancy {
	case graph.OccupancyVacant:
		if since := Clean(k.Since); since != "" {
			return "Vacant since " + since
		}
		return "Vacant"
	case graph.OccupancyWithheld:
		return "Name withheld"
	case graph.OccupancyUnknown:
		return "Holder not known"
	}
	return nameNotKnown
}

// nameNotKnown is the name of somebody whose name is not known.
const nameNotKnown = "Name not known"

// names returns the names on the card, or what stands in their place.
func (k *Card) names() []string {
	var out []string
	for _, h := range k.present() {
		out = append(out, h.label())
	}
	if out != nil {
		return out
	}
	for _, e := range k.entries() {
		if out == nil || k.held() {
			out = append(out, e.label)
		}
	}
	return out
}

// label returns the names on the card in a few words: of more than maxListed the
// first ones and the number of the rest.
func (k *Card) label() string {
	names := k.names()
	if len(names) > maxListed {
		more := len(names) - maxListed + 1
		names = append(names[:maxListed-1], decimal(more)+" more")
	}
	return enumerate(names)
}

// enumerate returns words as a list in a sentence.
func enumerate(words []string) string {
	if n := len(words) - 1; n > 0 {
		return strings.Join(words[:n], ", ") + " and " + words[n]
	}
	return strings.Join(words, "")
}

// known reports whether one of ours has a tie to somebody on the seat.
func (k *Card) known() bool { return anyOf(k.present(), (*Holder).known) }

// only returns the one who sits on the card of a diagram of people; when nobody with a
// name does, somebody of whom only the parts of the seat are said.
func (k *Card) only() *Holder {
	if len(k.Holders) == 0 || !k.held() {
		return k.entries()[0].Holder
	}
	return &k.Holders[0]
}

// stance returns the worst stance on the card that draws bar and tint, and the
// empty one without any.
func (k *Card) stance() graph.Stance {
	var worst graph.Stance
	for _, h := range k.present() {
		if h.tinted() && h.Stance.Worse(worst) {
			worst = h.Stance
		}
	}
	return worst
}

// glyphRole returns the first role on the card that draws a glyph, or the empty
// role.
func (k *Card) glyphRole() graph.Role {
	for _, h := range k.present() {
		if r := h.glyphRole(); r != "" {
			return r
		}
	}
	return ""
}

// changed reports whether something happened to somebody on the card.
func (k *Card) changed() bool {
	return anyOf(k.Holders, func(h *Holder) bool { return h.Change != "" })
}

// hasPart reports whether somebody on the card, or the empty seat, has a part in a decision.
func (k *Card) hasPart() bool {
	return slices.ContainsFunc(k.entries(), func(e occupant) bool { return len(e.Roles) > 0 })
}

// marked reports whether the card says more than names and a title.
func (k *Card) marked() bool {
	return k.Marked || k.changed() || k.vacant() && len(k.Roles) > 0 || anyOf(k.present(), (*Holder).marked)
}

// gone reports whether the person sat on the seat on an earlier day.
func (h *Holder) gone() bool { return h.Change == ChangeLeft }

// label returns the name.
func (h *Holder) label() string {
	if name := Clean(h.Name); name != "" {
		return name
	}
	return nameNotKnown
}

// known reports whether one of ours has a tie to the person.
func (h *Holder) known() bool {
	for _, t := range h.KnownBy {
		if bandRank(t.Band) > 0 {
			return true
		}
	}
	return false
}

// uncovered reports whether the barred circle is drawn.
func (h *Holder) uncovered() bool { return h.Key && !h.known() }

// tinted reports whether bar and tint are drawn.
func (h *Holder) tinted() bool { return h.Stance.Known() }

// showsStance reports whether a stance glyph is drawn.
func (h *Holder) showsStance() bool {
	return h.tinted() || h.Stance != "" && (h.Key || len(h.Roles) > 0)
}

// glyphRole returns the role that draws a glyph, or the empty role.
func (h *Holder) glyphRole() graph.Role {
	for _, r := range h.Roles {
		if r == graph.RoleGatekeeper || r == graph.RoleInfluencer {
			return r
		}
	}
	return ""
}

// pillRoles returns the roles that draw a pill, without repetition.
func (h *Holder) pillRoles() []graph.Role {
	glyph := h.glyphRole()
	var out []graph.Role
	for i, r := range h.Roles {
		repeated := r == glyph
		for _, q := range h.Roles[:i] {
			repeated = repeated || q == r
		}
		if !repeated {
			out = append(out, r)
		}
	}
	return out
}

// marked reports whether there is more to say than the name.
func (h *Holder) marked() bool {
	return h.Key || len(h.Roles) > 0 || h.SinglePoint || h.SingleThreaded || h.Change != "" || h.known() || h.tinted()
}

// Counts are the numbers of a chart.
type Counts struct {
	Seats     int // cards and collapsed seats
	Vacant    int // cards without a holder
	Known     int // people with a tie above NONE
	Collapsed int // seats left out, below cards and elsewhere
	Stance    map[graph.Stance]int
}

// Count returns the numbers of the chart: of seats, and of the people on them,
// each counted once. Stance has an entry for each stance that occurs. Cost:
// O(cards + holders + ties).
func (c *Chart) Count() Counts {
	n := Counts{Stance: make(map[graph.Stance]int), Collapsed: max(0, c.Elsewhere)}
	for i := range c.Cards {
		k := &c.Cards[i]
		n.Seats++
		if k.Collapsed > 0 {
			n.Collapsed += k.Collapsed
		}
		if k.vacant() {
			n.Vacant++
		}
	}
	for h := range c.everybody() {
		if h.known() {
			n.Known++
		}
		if h.Stance != "" {
			n.Stance[h.Stance]++
		}
	}
	n.Seats += n.Collapsed
	return n
}

// everybody yields the people of the chart, each once, on their first card.
func (c *Chart) everybody() iter.Seq[*Holder] {
	return func(yield func(*Holder) bool) {
		seen := make(map[string]bool)
		for i := range c.Cards {
			there := c.Cards[i].present()
			for n := range there {
				h := &there[n]
				if h.Person != "" && seen[h.Person] {
					continue
				}
				seen[h.Person] = true
				if !yield(h) {
					return
				}
			}
		}
	}
}

// stats returns Stats or the numbers that stand in for them.
func (c *Chart) stats() []Stat {
	if c.Stats != nil {
		return c.Stats[:min(len(c.Stats), 5)]
	}
	n := c.Count()
	out := []Stat{{Value: grouped(n.Seats), Label: say.Plural(n.Seats, "seat", "seats")}}
	if n.Vacant > 0 {
		out = append(out, Stat{grouped(n.Vacant), "vacant"})
	}
	if len(c.Team) > 0 && !c.Redacted {
		out = append(out, Stat{grouped(n.Known), "known by us"})
	}
	known := slices.DeleteFunc(graph.Stances(), func(s graph.Stance) bool { return !s.Known() })
	best, worst := known[0], known[len(known)-1]
	if n.Stance[best]+n.Stance[worst] > 0 {
		out = append(out, Stat{grouped(n.Stance[best]) + " : " + grouped(n.Stance[worst]), best.Info().Many + " : " + worst.Info().Many})
	}
	return out
}

// subtitle returns what stands below the heading in one line: Subtitle, or how many of
// the key people are known, AsOf, and who is drawn where not all are.
func (c *Chart) subtitle() string {
	var parts []string
	if sub := cmp.Or(Clean(c.Subtitle), c.coverage()); sub != "" {
		parts = append(parts, sub)
	}
	if day := Clean(c.AsOf); day != "" {
		parts = append(parts, "as of "+day)
	}
	if c.shown != "" {
		parts = append(parts, c.shown)
	}
	return strings.Join(parts, " · ")
}

// keys returns how many people are key, and how many of those one of ours knows.
func (c *Chart) keys() (key, known int) {
	if c.key != nil {
		return c.key[0], c.key[1]
	}
	for h := range c.everybody() {
		if h.Key {
			key++
			if h.known() {
				known++
			}
		}
	}
	return key, known
}

// coverage says how many of the key people are known, and nothing when nobody is key.
func (c *Chart) coverage() string {
	key, known := c.keys()
	if key == 0 {
		return ""
	}
	s := "Coverage"
	if d := Clean(c.Decision); d != "" {
		s += " of “" + d + "”"
	}
	s += fmt.Sprintf(": %s of %s key %s known", grouped(known), grouped(key), say.Plural(key, "person", "people"))
	if left := key - known; left > 0 {
		s += fmt.Sprintf(", %s nobody knows", grouped(left))
	}
	return s
}

// check returns an error for a chart that cannot be drawn.
func (c *Chart) check() error {
	if len(c.Cards) > MaxSeats {
		return graph.Invalid("chart-size", nil, "a chart holds at most %d cards, not %d: collapse it or export a part", MaxSeats, len(c.Cards))
	}
	if len(c.Team) > MaxTeam {
		return graph.Invalid("chart-size", nil, "a chart holds at most %d of our people, not %d", MaxTeam, len(c.Team))
	}
	if len(c.Links) > MaxLinks {
		return graph.Invalid("chart-size", nil, "a chart holds at most %d links, not %d", MaxLinks, len(c.Links))
	}
	if c.Elsewhere > MaxCollapsed {
		return graph.Invalid("chart-size", nil, "%d seats are elsewhere: at most %d", c.Elsewhere, MaxCollapsed)
	}
	seen := make(map[string]bool, len(c.Cards))
	holders := 0
	for i := range c.Cards {
		if holders += len(c.Cards[i].Holders); holders > MaxSeats {
			return graph.Invalid("chart-size", nil, "a chart lists at most %d holders: collapse it or export a part", MaxSeats)
		}
		id := c.Cards[i].ID
		if c.Cards[i].Collapsed > MaxCollapsed {
			return graph.Invalid("chart-size", []graph.ID{graph.ID(id)}, "card %d collapses %d seats: at most %d", i, c.Cards[i].Collapsed, MaxCollapsed)
		}
		if id == "" {
			return graph.Invalid("chart-card-id", nil, "card %d has no id: give each card its own", i)
		}
		if seen[id] {
			return graph.Invalid("chart-card-id", []graph.ID{graph.ID(id)}, "card %d repeats the id %q: give each card its own", i, id)
		}
		seen[id] = true
	}
	members := make(map[string]bool, len(c.Team))
	for i, m := range c.Team {
		if m.ID == "" || members[m.ID] {
			return graph.Invalid("chart-member-id", nil, "team member %d needs an id of its own, not %q", i, m.ID)
		}
		members[m.ID] = true
	}
	return nil
}

// grouped returns n with commas between thousands.
func grouped(n int) string {
	s := decimal(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func decimal(n int) string { return fmt.Sprintf("%d", n) }
