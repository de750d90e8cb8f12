package export

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/say"
)

// reason is why somebody is drawn where not all can be. The lower one counts first.
type reason int

const (
	notDrawn      reason = iota
	reasonAsked          // the picture is about them, or must show them
	reasonChange         // something happened to them
	reasonPart           // with a part in a decision
	reasonUnmet          // key and known by nobody, or a seat that must be held and is not
	reasonTrouble        // against us, or a single point of failure
	reasonChief          // at the top
	reasonAbove          // between the top and somebody who is drawn
	reasonAide           // assistant of somebody who is drawn
	reasonWeight         // with something else to say
	reasonNear           // reports and peers of those whom the picture is about
	reasonLevel          // nearest to the top of the rest
	reasons
)

// words returns what n who are drawn for a reason are called.
func (r reason) words(n int) string {
	switch r {
	case reasonAsked:
		return "asked for"
	case reasonChange:
		return "with a change"
	case reasonPart:
		return "with a part in a decision"
	case reasonUnmet:
		return "key and not known"
	case reasonTrouble:
		return "against us or a single point of failure"
	case reasonChief:
		return say.Plural(n, "chief", "chiefs")
	case reasonAbove:
		return "above them"
	case reasonAide:
		return say.Plural(n, "assistant", "assistants")
	case reasonWeight:
		return "with other marks"
	case reasonNear:
		return "below or beside them"
	}
	return "of the upper levels"
}

const (
	chiefLevel    = 4 // the lowest level of a chief: the executive board
	chiefsInHand  = 8 // for how many chiefs room is kept from those who are not known or trouble us
	troubleInHand = 2 // for how many of those there is room in any case
	minorPart     = 4 // the rank of parts, from which on they are those of users and of who is told
)

// story is who of a chart is drawn, and why.
//
// First come those who are asked for, those to whom something happened and those with a
// part in a decision that makes them key, of them first who decides, and of those whom
// nobody knows; then who is key and not known, who is against us and who is a single
// point of failure, as far as that leaves room for those with another part and for the
// chiefs, who follow; then everybody between the top and those who are drawn, and their
// assistants; then the rest of all these and those with other marks, by weight; and at
// last the upper levels. Of equals the higher level, the one nearer to the top and the
// first in reading order come first.
type story struct {
	*tree
	of     *Chart
	among  func(i int) bool // who can be drawn at all; nil for all
	left   int              // how many more may be chosen
	list   []int            // who is chosen, in that order
	why    []reason         // by card
	place  []int            // in reading order, by card
	ranked map[reason][]int // see having
}

// newStory returns a story of nobody with room for most, at least one.
func newStory(c *Chart, t *tree, most int) *story {
	s := &story{tree: t, of: c, place: make([]int, len(c.Cards)), ranked: map[reason][]int{}}
	for n, i := range t.order {
		s.place[i] = n
	}
	s.begin(most)
	return s
}

// begin forgets who is chosen.
func (s *story) begin(most int) {
	s.left, s.list, s.why = max(most, 1), nil, make([]reason, len(s.of.Cards))
}

// tell returns the story of a chart with room for most cards, see [story]. Asked names cards,
// seats or people that come first; among says who can be drawn at all, nil for all. Cost:
// O(n log n + n·depth).
func tell(c *Chart, t *tree, most int, asked []string, among func(i int) bool) *story {
	s := newStory(c, t, most)
	s.among = among
	s.tell(most, asked)
	return s
}

// tell chooses again, with room for most. Cost: O(n + most·depth) but for the first time.
func (s *story) tell(most int, asked []string) {
	s.begin(most)
	s.take(reasonAsked, s.named(asked), s.left)
	s.take(reasonChange, s.having(reasonChange), s.left)
	parts := s.having(reasonPart)
	weighty := slices.IndexFunc(parts, func(i int) bool { return s.rank(reasonPart, i) >= minorPart })
	if weighty < 0 {
		weighty = len(parts)
	}
	s.take(reasonPart, parts[:weighty], s.left)
	waiting := s.waiting(parts) + min(s.waiting(s.having(reasonChief)), chiefsInHand)
	share := max((s.left-waiting+1)/2, troubleInHand)
	share -= s.take(reasonUnmet, s.having(reasonUnmet), share)
	s.take(reasonTrouble, s.having(reasonTrouble), share)
	s.take(reasonPart, parts, s.left)
	s.take(reasonChief, s.having(reasonChief), s.left)
	for _, i := range slices.Clone(s.list) {
		s.takeAbove(i)
	}
	for _, i := range slices.Clone(s.list) {
		s.take(reasonAide, s.nodes[i].aides, s.left)
	}
	for _, r := range []reason{reasonUnmet, reasonTrouble, reasonWeight, reasonLevel} {
		for _, i := range s.having(r) {
			if s.left == 0 {
				return
			}
			s.add(i, r)
		}
	}
}

// waiting returns how many of a list may still be chosen.
func (s *story) waiting(list []int) (n int) {
	for _, i := range list {
		if s.can(i) {
			n++
		}
	}
	return n
}

// can reports whether a card may be chosen and is not yet.
func (s *story) can(i int) bool { return s.why[i] == notDrawn && (s.among == nil || s.among(i)) }

// take chooses cards of a list for a reason, at most most and as many as there is room
// for, and returns how many.
func (s *story) take(why reason, list []int, most int) (taken int) {
	for _, i := range list {
		if taken < most && s.left > 0 && s.can(i) {
			if s.why[i] = why; why > reasonPart && s.of.Cards[i].hasPart() {
				s.why[i] = reasonPart // whatever else holds for them
			}
			s.list = append(s.list, i)
			s.left--
			taken++
		}
	}
	return taken
}

// above returns those above a card who can be chosen, the topmost first.
func (s *story) above(i int) (list []int) {
	for k := s.nodes[i].parent; k >= 0; k = s.nodes[k].parent {
		if s.can(k) {
			list = append(list, k)
		}
	}
	slices.Reverse(list)
	return list
}

// takeAbove chooses those above a card, as many as there is room for.
func (s *story) takeAbove(i int) { s.take(reasonAbove, s.above(i), s.left) }

// add chooses a card with everybody above it when there is room for all of them,
// and reports whether it is chosen.
func (s *story) add(i int, why reason) bool {
	if !s.can(i) {
		return s.why[i] != notDrawn
	}
	above := s.above(i)
	if len(above) >= s.left {
		return false
	}
	s.take(reasonAbove, above, s.left)
	s.take(why, []int{i}, 1)
	return true
}

// having returns the cards that a reason holds for, in the order in which they get room:
// by rank, then by level, depth and reading order.
func (s *story) having(r reason) []int {
	if list, known := s.ranked[r]; known {
		return list
	}
	rank := make([]int, len(s.of.Cards))
	list := []int{}
	for _, i := range s.order {
		if rank[i] = s.rank(r, i); rank[i] >= 0 {
			list = append(list, i)
		}
	}
	slices.SortFunc(list, func(a, b int) int {
		return cmp.Or(cmp.Compare(rank[a], rank[b]),
			cmp.Compare(levelOf(&s.of.Cards[b]), levelOf(&s.of.Cards[a])),
			cmp.Compare(s.nodes[a].depth, s.nodes[b].depth),
			cmp.Compare(s.place[a], s.place[b]))
	})
	s.ranked[r] = list
	return list
}

// rank says how soon a card gets room for a reason, 0 first; below 0 when the reason does
// not hold for it.
func (s *story) rank(r reason, i int) int {
	k := &s.of.Cards[i]
	best := -1
	hold := func(rank int) {
		if best < 0 || rank < best {
			best = rank
		}
	}
	switch r {
	case reasonChange:
		if k.changed() {
			hold(0)
		}
	case reasonPart:
		for _, h := range k.entries() {
			rank := 0
			if h.known() {
				rank++
			}
			switch {
			case slices.ContainsFunc(h.Roles, decides):
			case slices.ContainsFunc(h.Roles, analysis.KeyRole):
				rank += 2
			default:
				rank += minorPart
			}
			if len(h.Roles) > 0 {
				hold(rank)
			}
		}
	case reasonUnmet:
		if k.Expected && !k.known() && len(k.present()) == 0 || anyOf(k.present(), (*Holder).uncovered) {
			hold(0)
		}
	case reasonTrouble:
		for _, h := range k.present() {
			switch against := h.tinted() && h.Stance.Info().Leaning == graph.LeaningAgainst; {
			case against && !slices.ContainsFunc(graph.Stances(), func(s graph.Stance) bool { return s.Worse(h.Stance) }):
				hold(0) // the worst there is
			case h.SinglePoint:
				hold(1)
			case against:
				hold(2)
			}
		}
	case reasonChief:
		if levelOf(k) >= chiefLevel {
			hold(0)
		}
		if n := &s.nodes[i]; n.parent < 0 && !n.leaf() {
			hold(0)
		}
	case reasonWeight:
		if w := weight(k); w > 0 {
			hold(heaviest - min(w, heaviest))
		}
	case reasonLevel:
		hold(s.nodes[i].depth)
	}
	return best
}

// heaviest is more than any card weighs.
const heaviest = 100

// decides reports whether a role is one without which nothing is decided.
func decides(r graph.Role) bool {
	switch r {
	case graph.RoleDecider, graph.RoleApprover, graph.RoleVeto, graph.RoleSignOff:
		return true
	}
	return false
}

// named returns the cards of IDs of cards, seats or people, in the order of the IDs.
func (s *story) named(ids []string) (list []int) {
	if len(ids) == 0 {
		return nil
	}
	at := make(map[string][]int)
	for _, i := range s.order {
		k := &s.of.Cards[i]
		at[k.ID] = append(at[k.ID], i)
		if k.seat != k.ID && k.seat != "" {
			at[k.seat] = append(at[k.seat], i)
		}
		for _, h := range k.Holders {
			if h.Person != "" {
				at[h.Person] = append(at[h.Person], i)
			}
		}
	}
	for _, id := range ids {
		list = append(list, at[id]...)
	}
	return list
}

// said explains who is drawn: "40 of 5,000 seats: 8 with a part in a decision, …". It is
// empty when all are.
func (s *story) said() string {
	drawn, all := len(s.list), s.of.Count().Seats
	things := "seats"
	if len(s.of.Cards) > 0 && s.of.Cards[0].seat != "" {
		things, all = "people", 0
		for i := range s.of.Cards {
			if s.among == nil || s.among(i) {
				all += 1 + max(0, s.of.Cards[i].Collapsed)
			}
		}
	}
	if drawn >= all {
		return ""
	}
	var count [reasons]int
	for _, i := range s.list {
		count[s.why[i]]++
	}
	var parts []string
	for r := reasonAsked; r < reasons; r++ {
		if n := count[r]; n > 0 {
			parts = append(parts, grouped(n)+" "+r.words(n))
		}
	}
	return fmt.Sprintf("%s of %s %s: %s", grouped(drawn), grouped(all), things, strings.Join(parts, ", "))
}

// chart returns the chart of the cards that are chosen. Who has nobody right above them
// hangs below the nearest who is; others are counted.
func (s *story) chart() Chart {
	out := *s.of
	out.Stats = s.of.stats()
	key, known := s.of.keys()
	out.Cards, out.shown, out.key = nil, s.said(), &[2]int{key, known}
	below := make([]int, len(s.of.Cards))
	nearest := func(i int) (k, between int) {
		for k = s.nodes[i].parent; k >= 0 && s.why[k] == notDrawn; k = s.nodes[k].parent {
			between += 1 + max(0, s.of.Cards[k].Between)
		}
		return k, between
	}
	for _, i := range s.order {
		if s.why[i] != notDrawn {
			continue
		}
		seats := 1 + max(0, s.of.Cards[i].Collapsed)
		if k, _ := nearest(i); k < 0 {
			out.Elsewhere += seats
		} else {
			below[k] += seats
		}
	}
	kept := make(map[string]bool)
	for i, k := range s.of.Cards {
		if s.why[i] == notDrawn {
			continue
		}
		k.Collapsed = max(0, k.Collapsed) + below[i]
		if boss, between := nearest(i); between > 0 {
			k.Parent, k.Between = "", k.Between+between
			if boss >= 0 {
				k.Parent = s.of.Cards[boss].ID
			}
		}
		out.Cards = append(out.Cards, k)
		kept[k.ID] = true
	}
	out.Links = slices.DeleteFunc(slices.Clone(s.of.Links), func(l Link) bool { return !kept[l.From] || !kept[l.To] })
	return out
}
