package export

import (
	"cmp"
	"slices"

	"github.com/kithgraph/kith/graph"
)

// CardBudget returns the number of cards up to which a page is comfortable to
// read: 40 on SLIDE and A4, 100 on A3, 500 on A1, 1,000 on A0, and
// [DefaultMaxCards] on NATURAL.
func CardBudget(p Page) int {
	switch p {
	case PageA3:
		return 100
	case PageA1:
		return 500
	case PageA0:
		return 1000
	case PageNatural:
		return DefaultMaxCards
	}
	return 40
}

// Collapse returns a chart of at most most cards for a chart of many: those that
// matter, with everybody above them, and then the upper levels as far as there
// is room. What matters is decided by what a card shows: changes, single points
// of failure, key people, roles in the decision, stances for or against,
// pairings, ties. Cards that are left out are counted in Collapsed of the nearest
// card above them, and in Elsewhere of the chart when there is none; links to
// them are dropped. Stats are counted before, when they are nil. A chart that
// is small enough comes back as it is; most below 1 counts as 1. Cost:
// O(n log n + n·depth).
func Collapse(c Chart, most int) Chart {
	most = max(most, 1)
	if len(c.Cards) <= most {
		return c
	}
	f := newCollapser(&c, most)
	for _, i := range byWeight(c.Cards, f.order) {
		if weight(&c.Cards[i]) > 0 {
			f.add(i)
		}
	}
	levels := slices.Clone(f.order)
	slices.SortStableFunc(levels, func(a, b int) int { return cmp.Compare(f.nodes[a].depth, f.nodes[b].depth) })
	for _, i := range levels {
		f.add(i)
	}
	return f.chart()
}

// collapser chooses the cards that stay.
type collapser struct {
	*tree
	of   *Chart
	keep []bool
	left int // how many more may stay
}

func newCollapser(c *Chart, most int) *collapser {
	return &collapser{tree: newTree(c.Cards), of: c, keep: make([]bool, len(c.Cards)), left: most}
}

// add keeps a card and everybody above it when there is room for all of them,
// and reports whether it stays.
func (f *collapser) add(i int) bool {
	need := 0
	for k := i; k >= 0 && !f.keep[k]; k = f.nodes[k].parent {
		if need++; need > f.left {
			return false
		}
	}
	for k := i; k >= 0 && !f.keep[k]; k = f.nodes[k].parent {
		f.keep[k] = true
	}
	f.left -= need
	return true
}

// chart returns the chart of the cards that stay.
func (f *collapser) chart() Chart {
	out := *f.of
	out.Stats = f.of.stats()
	out.Cards = nil
	below := make([]int, len(f.of.Cards))
	for _, i := range f.order {
		if f.keep[i] {
			continue
		}
		seats := 1 + max(0, f.of.Cards[i].Collapsed)
		k := f.nodes[i].parent
		for k >= 0 && !f.keep[k] {
			k = f.nodes[k].parent
		}
		if k < 0 {
			out.Elsewhere += seats
		} else {
			below[k] += seats
		}
	}
	kept := make(map[string]bool)
	for i, k := range f.of.Cards {
		if f.keep[i] {
			k.Collapsed = max(0, k.Collapsed) + below[i]
			out.Cards = append(out.Cards, k)
			kept[k.ID] = true
		}
	}
	out.Links = slices.DeleteFunc(slices.Clone(f.of.Links), func(l Link) bool { return !kept[l.From] || !kept[l.To] })
	return out
}

// weight says how much a card matters: as much as the person on it who matters
// most; 0 for one that says nothing but names.
func weight(k *Card) int {
	w, facing := 0, len(k.PairedWith) > 0
	for _, e := range k.entries() {
		w = max(w, weightOf(e.Holder))
		facing = facing || len(e.PairedWith) > 0
	}
	if facing {
		w += 4
	}
	return w
}

// weightOf says how much a person matters, pairings apart.
func weightOf(h *Holder) int {
	w := 0
	if h.Change != "" {
		w += 10
	}
	if h.SinglePoint {
		w += 8
	}
	if h.Key {
		w += 6
	}
	part := 0
	for _, r := range h.Roles {
		switch r {
		case graph.RoleDecider, graph.RoleApprover, graph.RoleVeto, graph.RoleSignOff:
			part = 5
		default:
			part = max(part, 3)
		}
	}
	w += part
	if h.tinted() {
		if w++; h.Stance.Info().Leaning != graph.LeaningNeither {
			w += 3
		}
	}
	best := 0
	for _, t := range h.KnownBy {
		best = max(best, bandRank(t.Band))
	}
	w += (best + 1) / 2
	if h.SingleThreaded {
		w++
	}
	return w
}

// byWeight returns the cards in the order of their weight, the heaviest first,
// then in the given order.
func byWeight(cards []Card, order []int) []int {
	out := slices.Clone(order)
	slices.SortStableFunc(out, func(a, b int) int { return cmp.Compare(weight(&cards[b]), weight(&cards[a])) })
	return out
}
