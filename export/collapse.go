package export

import "github.com/kithgraph/kith/graph"

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

// Collapse returns a chart of at most most cards for a chart of many, see [story] for
// who stays; include names cards, seats or people who come first. Cards that are left
// out are counted in Collapsed of the nearest card above them, and in Elsewhere of the
// chart when there is none; who has lost those right above hangs below the nearest, and
// Between counts the others; links to those left out are dropped. Stats are counted
// before, when they are nil. A chart that is small enough comes back as it is; most
// below 1 counts as 1. Cost: O(n log n + n·depth).
func Collapse(c Chart, include []string, most int) Chart {
	most = max(most, 1)
	if len(c.Cards) <= most {
		return c
	}
	return tell(&c, newTree(c.Cards), most, include, nil).chart()
}

// weight says how much a card matters that is drawn for no other reason: as much as the
// person on it who matters most; 0 for one that says nothing but names.
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

// weightOf says how much a person without a change or a part matters, pairings apart.
func weightOf(h *Holder) int {
	w := 0
	if h.SinglePoint {
		w += 8
	}
	if h.Key {
		w += 6
	}
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
