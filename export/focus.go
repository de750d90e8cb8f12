package export

import (
	"slices"

	"github.com/kithgraph/kith/graph/analysis/say"
)

// Focus returns a chart of at most most cards about some people: those whose cards have
// the given IDs, marked, with everybody above them; then those of include, cards, seats
// or people; then their reports, and then their peers, as far as there is room.
// Everybody else is counted as in [Collapse]. Without IDs it is a Collapse in which those
// with a part in a decision are marked. IDs that are not in the chart are passed over;
// when nobody is left, or nobody has room, it is a Collapse. Most below 1 counts as 1.
// Cost: O(n log n + n·depth).
func Focus(c Chart, ids, include []string, most int) Chart {
	f := newStory(&c, newTree(c.Cards), most)
	some := false
	marked := make(map[string]bool, len(ids))
	for _, i := range f.named(ids) {
		why := reasonAsked
		if c.Cards[i].changed() {
			why = reasonChange
		}
		if f.add(i, why) {
			some, marked[c.Cards[i].ID] = true, true
		}
	}
	if !some {
		out := Collapse(c, include, most)
		out.Cards = slices.Clone(out.Cards)
		for i := range out.Cards {
			out.Cards[i].Marked = len(ids) == 0 && out.Cards[i].hasPart()
		}
		return out
	}
	for _, i := range f.named(include) {
		f.add(i, reasonAsked)
	}
	about := f.named(ids)
	for _, i := range about {
		f.near(i, i)
	}
	for _, i := range about {
		f.near(i, f.nodes[i].parent)
	}
	out := f.chart()
	for i := range out.Cards {
		out.Cards[i].Marked = marked[out.Cards[i].ID]
	}
	return out
}

// near adds who is right below a card for the sake of somebody who is drawn.
func (s *story) near(of, boss int) {
	if why := s.why[of]; boss < 0 || why != reasonAsked && why != reasonChange {
		return
	}
	for _, i := range s.nodes[boss].hanging() {
		s.add(i, reasonNear)
	}
}

// focus puts the chart of a FOCUS diagram in the place of the whole.
func (p *painter) focus() {
	whole := p.chart
	c := Focus(*whole, p.opt.Focus, p.opt.Include, p.opt.MaxCards)
	p.chart = &c
	wanted := make(map[string]bool, len(p.opt.Focus))
	for _, id := range p.opt.Focus {
		wanted[id] = true
	}
	there, here := 0, 0
	for i := range whole.Cards {
		if wanted[whole.Cards[i].ID] {
			there++
		}
	}
	for i := range c.Cards {
		if wanted[c.Cards[i].ID] {
			here++
		}
	}
	if missing := len(wanted) - there; missing > 0 {
		p.warn("%d of the people in focus %s not in the chart", missing, say.Plural(missing, "is", "are"))
	}
	if left := there - here; left > 0 {
		p.warn("%d of the people in focus %s no room: the picture keeps %d cards", left, say.Plural(left, "has", "have"), p.opt.MaxCards)
	}
}
