package export

import (
	"fmt"

	"github.com/kithgraph/kith/graph"
)

// Chart is what to draw: pure data without positions. Strings may be anything;
// they are cleaned when drawn, see [Clean]. The zero Chart draws an empty page.
type Chart struct {
	Title    string // the large heading, and the accessible name
	Subtitle string // one line below it
	AsOf     string // the day shown, in words ("22 Nov 2026"); printed as "as of …" after Subtitle; may be empty

	// OurName and TheirName head the two sides of a PAIR view; OurName also
	// heads the key of initials in the other views, "Our people" when empty.
	OurName, TheirName string

	// Stats are the numbers at the top right, at most five. When nil, the
	// numbers of seats, vacant seats and people known by us, and champions to
	// detractors, are counted from Cards.
	Stats []Stat

	// Cards are the seats. Siblings are drawn in the order they have here.
	Cards []Card

	// Links are the lines beside the reporting lines. One whose end is not
	// among Cards is left out and counted in a warning.
	Links []Link

	// Team is our people: those that ties refer to, and the left side of a
	// PAIR view. Only the members with a tie appear in the other views.
	Team []Member

	// Redacted says that nothing is known here of what [Redact] drops, so that
	// the picture does not say "0 known by us" either.
	Redacted bool

	// Elsewhere is how many people are left out who have no card above them, in
	// whose "+n" they would be counted.
	Elsewhere int

	Findings []Finding // sentences below the legend, the most important first
	Footnote string    // the last line, for instance "Confidential"
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

// Card is one seat, and the person on it. Every field but ID may be empty.
type Card struct {
	// ID identifies the card within the chart; Parent, Link and PlacedCard
	// use it. It should be an opaque id: WEB files carry it as data-id.
	ID string

	// Parent is the ID of the card that this one reports to with a solid line;
	// empty at the top. An ID that is not in the chart, and a reporting cycle,
	// are cut with a warning: the card is then drawn like an Unplaced one.
	Parent string

	// Person identifies who sits here, and Seat the seat, the same in the charts
	// of other days; [Diff] goes by them. Seat is ID when empty; those who share
	// a seat have cards with the same Seat.
	Person, Seat string

	Name  string // the person's name; not drawn unless Occupancy is HELD or empty
	Title string // the seat's title
	Level int    // of the seat: 5 chief executive … 1 staff, 0 unknown; groups the rows of a MATRIX

	// Occupancy says whether somebody sits here; empty counts as HELD. The
	// other values draw "Vacant since …", "Name withheld" or "Holder not known"
	// in place of the name.
	Occupancy graph.Occupancy

	// Since is since when the seat is vacant, in words ("Mar 2026").
	Since string

	// Stance draws bar, tint, glyph and word. Empty draws none of them, and is
	// for people whose stance is not the chart's business: ours, or one that
	// the viewer may not see. UNKNOWN draws a question mark, and only on a card
	// with Roles or Key. A vacant seat draws none.
	Stance graph.Stance

	// Roles draws a pill with a code for each; the first of GATEKEEPER and
	// INFLUENCER draws a glyph instead.
	Roles []graph.Role

	// Key marks a person whom we have to know: with no tie above NONE in
	// KnownBy a barred circle says that nobody does.
	Key bool

	// KnownBy is who of ours knows this person, in any order.
	KnownBy []Tie

	// PairedWith is who of ours is agreed to face this person, by the ID of the
	// [Member]; it draws a double line in a PAIR view.
	PairedWith []string

	Emails       []string // the current one first; for [VCards] alone
	DoNotContact bool     // no vCard

	SingleThreaded bool // exactly one of us has a working tie: badge 1
	SinglePoint    bool // a single point of failure: triangle

	// Assistant sets the card beside its parent's line instead of below it. It
	// counts only with a Parent, and not when others report to the card.
	Assistant bool

	// Unplaced says that the manager is not known, which is not the same as
	// having none. Without reports the card goes to a strip of its own.
	Unplaced bool

	Change Change // what happened to the person since another day, see [Diff]
	Was    string // what was before, in words

	Marked bool // the picture is about this person: a heavy outline, see [Focus]

	Folded   int    // how many people below are left out; draws "+n"
	FoldedOn string // where they are, in words ("p. 4"); may be empty

	// ContinuedFrom is where the card stands too, with what is above it, in words
	// ("p. 1"); may be empty. See [Split].
	ContinuedFrom string
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
	// decision area: triangle in the PAIR view and in the key of initials.
	SinglePoint bool
}

// LinkKind is the kind of a [Link].
type LinkKind string

// The kinds of link.
const (
	LinkAlsoReports LinkKind = "ALSO_REPORTS" // a second manager: dotted, From reports to To
	LinkInfluences  LinkKind = "INFLUENCES"   // dashed with an arrow at To, width by Weight
	LinkConflict    LinkKind = "CONFLICT"     // red dotted with a bar at To
	LinkKnows       LinkKind = "KNOWS"        // thin, both ways
	LinkMoved       LinkKind = "MOVED"        // grey dashed with an arrow at To, From is the earlier manager; see [Diff]
)

// LinkKinds returns the kinds of link in the order of the legend.
func LinkKinds() []LinkKind {
	return []LinkKind{LinkAlsoReports, LinkInfluences, LinkConflict, LinkKnows, LinkMoved}
}

// Link is a line between two cards that is not a solid reporting line.
type Link struct {
	From, To string // IDs of cards
	Kind     LinkKind
	Weight   float64 // in [0, 1]; widens INFLUENCES; 0 and out of range count as 0.5
}

// vacant reports whether the seat is empty.
func (k *Card) vacant() bool { return k.Occupancy == graph.OccupancyVacant }

// held reports whether a named person sits on the seat, as far as this version
// knows the word.
func (k *Card) held() bool {
	switch k.Occupancy {
	case graph.OccupancyVacant, graph.OccupancyWithheld, graph.OccupancyUnknown:
		return false
	}
	return true
}

// label returns the text in the place of the name.
func (k *Card) label() string {
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
	if name := Clean(k.Name); name != "" {
		return name
	}
	return "Name not known"
}

// known reports whether one of ours has a tie to the person.
func (k *Card) known() bool {
	for _, t := range k.KnownBy {
		if bandRank(t.Band) > 0 {
			return true
		}
	}
	return false
}

// uncovered reports whether the card draws the barred circle.
func (k *Card) uncovered() bool { return k.Key && !k.vacant() && !k.known() }

// tinted reports whether the card draws bar and tint: a vacant seat
// stands nowhere.
func (k *Card) tinted() bool {
	_, known := stanceLooks[k.Stance]
	return known && k.Stance != graph.StanceUnknown && !k.vacant()
}

// showsStance reports whether the card draws a stance glyph.
func (k *Card) showsStance() bool {
	return k.tinted() || k.Stance != "" && (k.Key || len(k.Roles) > 0) && !k.vacant()
}

// glyphRole returns the role that draws a glyph, or the empty role.
func (k *Card) glyphRole() graph.Role {
	for _, r := range k.Roles {
		if r == graph.RoleGatekeeper || r == graph.RoleInfluencer {
			return r
		}
	}
	return ""
}

// pillRoles returns the roles that draw a pill, without repetition.
func (k *Card) pillRoles() []graph.Role {
	glyph := k.glyphRole()
	var out []graph.Role
	for i, r := range k.Roles {
		repeated := r == glyph
		for _, q := range k.Roles[:i] {
			repeated = repeated || q == r
		}
		if !repeated {
			out = append(out, r)
		}
	}
	return out
}

// marked reports whether the card says more than a name and a title.
func (k *Card) marked() bool {
	return k.Key || len(k.Roles) > 0 || k.SinglePoint || k.SingleThreaded || k.Marked || k.Change != "" || k.known() || k.tinted()
}

// Counts are the numbers of a chart.
type Counts struct {
	Seats  int // cards and folded people
	Vacant int // cards without a holder
	Known  int // cards with a tie above NONE
	Folded int // people left out, below cards and elsewhere
	Stance map[graph.Stance]int
}

// Count returns the numbers of the chart. Stance has an entry for each stance
// that occurs. Cost: O(cards + ties).
func (c *Chart) Count() Counts {
	n := Counts{Stance: make(map[graph.Stance]int), Folded: max(0, c.Elsewhere)}
	for i := range c.Cards {
		k := &c.Cards[i]
		n.Seats++
		if k.Folded > 0 {
			n.Folded += k.Folded
		}
		if k.vacant() {
			n.Vacant++
		}
		if k.known() {
			n.Known++
		}
		if k.Stance != "" && !k.vacant() {
			n.Stance[k.Stance]++
		}
	}
	n.Seats += n.Folded
	return n
}

// stats returns Stats or the numbers that stand in for them.
func (c *Chart) stats() []Stat {
	if c.Stats != nil {
		return c.Stats[:min(len(c.Stats), 5)]
	}
	n := c.Count()
	out := []Stat{{Value: grouped(n.Seats), Label: plural(n.Seats, "seat", "seats")}}
	if n.Vacant > 0 {
		out = append(out, Stat{grouped(n.Vacant), "vacant"})
	}
	if len(c.Team) > 0 && !c.Redacted {
		out = append(out, Stat{grouped(n.Known), "known by us"})
	}
	champions, detractors := n.Stance[graph.StanceChampion], n.Stance[graph.StanceDetractor]
	if champions+detractors > 0 {
		out = append(out, Stat{grouped(champions) + " : " + grouped(detractors), "champions : detractors"})
	}
	return out
}

// subtitle returns Subtitle and AsOf as one line.
func (c *Chart) subtitle() string {
	sub, day := Clean(c.Subtitle), Clean(c.AsOf)
	switch {
	case day == "":
		return sub
	case sub == "":
		return "as of " + day
	}
	return sub + " · as of " + day
}

// check returns an error for a chart that cannot be drawn.
func (c *Chart) check() error {
	if len(c.Cards) > MaxSeats {
		return graph.Invalid("chart-size", nil, "a chart holds at most %d cards, not %d: fold it or export a part", MaxSeats, len(c.Cards))
	}
	if len(c.Team) > MaxTeam {
		return graph.Invalid("chart-size", nil, "a chart holds at most %d of our people, not %d", MaxTeam, len(c.Team))
	}
	if len(c.Links) > MaxLinks {
		return graph.Invalid("chart-size", nil, "a chart holds at most %d links, not %d", MaxLinks, len(c.Links))
	}
	if c.Elsewhere > MaxFolded {
		return graph.Invalid("chart-size", nil, "%d people are elsewhere: at most %d", c.Elsewhere, MaxFolded)
	}
	seen := make(map[string]bool, len(c.Cards))
	for i := range c.Cards {
		id := c.Cards[i].ID
		if c.Cards[i].Folded > MaxFolded {
			return graph.Invalid("chart-size", []graph.ID{graph.ID(id)}, "card %d folds %d people: at most %d", i, c.Cards[i].Folded, MaxFolded)
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

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
