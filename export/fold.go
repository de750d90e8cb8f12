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

// Fold returns a chart of at most most cards for a chart of many: those that
// matter, with everybody above them, and then the upper levels as far as there
// is room. What matters is decided by what a card shows: single points of
// failure, key people, roles in the decision, stances for or against, ties.
// Cards that are left out are counted in Folded of the nearest card above
// them. Those without a card above them, and links to cards that are left
// out, are dropped. Stats are counted before, when they are nil. A chart that
// is small enough comes back as it is; most below 1 counts as 1. Cost:
// O(n log n + n·depth).
func Fold(c Chart, most int) Chart {
	most = max(most, 1)
	if len(c.Cards) <= most {
		return c
	}
	t := newTree(c.Cards)
	keep := make([]bool, len(c.Cards))
	left := most
	var path []int
	add := func(i int) {
		path = path[:0]
		for k := i; k >= 0 && !keep[k]; k = t.nodes[k].parent {
			path = append(path, k)
		}
		if len(path) <= left {
			for _, k := range path {
				keep[k] = true
			}
			left -= len(path)
		}
	}
	for _, i := range byWeight(c.Cards, t.order) {
		if weight(&c.Cards[i]) > 0 && left > 0 {
			add(i)
		}
	}
	levels := slices.Clone(t.order)
	slices.SortStableFunc(levels, func(a, b int) int { return cmp.Compare(t.nodes[a].depth, t.nodes[b].depth) })
	for _, i := range levels {
		if left > 0 {
			add(i)
		}
	}
	return folded(c, t, keep)
}

// folded returns the chart of the cards in keep.
func folded(c Chart, t *tree, keep []bool) Chart {
	out := c
	out.Stats = c.stats()
	out.Cards = nil
	below := make([]int, len(c.Cards))
	for _, i := range t.order {
		if keep[i] {
			continue
		}
		for k := t.nodes[i].parent; k >= 0; k = t.nodes[k].parent {
			if keep[k] {
				below[k] += 1 + max(0, c.Cards[i].Folded)
				break
			}
		}
	}
	kept := make(map[string]bool)
	for i, k := range c.Cards {
		if keep[i] {
			k.Folded = max(0, k.Folded) + below[i]
			out.Cards = append(out.Cards, k)
			kept[k.ID] = true
		}
	}
	out.Links = slices.DeleteFunc(slices.Clone(c.Links), func(l Link) bool { return !kept[l.From] || !kept[l.To] })
	return out
}

// weight says how much a card matters; 0 for one that says nothing but a name.
func weight(k *Card) int {
	w := 0
	if k.SinglePoint {
		w += 8
	}
	if k.Key {
		w += 6
	}
	part := 0
	for _, r := range k.Roles {
		switch r {
		case graph.RoleDecider, graph.RoleApprover, graph.RoleVeto, graph.RoleSignOff:
			part = 5
		default:
			part = max(part, 3)
		}
	}
	w += part
	if k.tinted() {
		if w++; k.Stance != graph.StanceNeutral {
			w += 3
		}
	}
	best := 0
	for _, t := range k.KnownBy {
		best = max(best, bandRank(t.Band))
	}
	w += (best + 1) / 2
	if k.SingleThreaded {
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
