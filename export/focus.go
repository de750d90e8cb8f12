package export

import "github.com/kithgraph/kith/graph/analysis/say"

// Focus returns a chart of at most most cards about some people: those whose
// cards have the given IDs, marked, with everybody above them; then their
// reports, and then their peers, as far as there is room. Everybody else is
// counted as in [Collapse]. Without IDs it is about the people who matter most, as
// many as a quarter of the room. IDs that are not in the chart are passed over;
// when nobody is left, or nobody has room, it is a Collapse. Most below 1 counts as
// 1. Cost:
// O(n log n + n·depth).
func Focus(c Chart, ids []string, most int) Chart {
	f := newCollapser(&c, max(most, 1))
	marked := f.marked(ids)
	some := false
	for _, i := range marked {
		some = f.add(i) || some
	}
	if !some {
		return Collapse(c, most)
	}
	for _, i := range marked {
		if f.keep[i] {
			f.addAll(f.nodes[i].hanging())
		}
	}
	for _, i := range marked {
		if boss := f.nodes[i].parent; f.keep[i] && boss >= 0 {
			f.addAll(f.nodes[boss].hanging())
		}
	}
	out := f.chart()
	isMarked := make(map[string]bool, len(marked))
	for _, i := range marked {
		isMarked[c.Cards[i].ID] = true
	}
	for i := range out.Cards {
		out.Cards[i].Marked = isMarked[out.Cards[i].ID]
	}
	return out
}

// focus puts the chart of a FOCUS diagram in the place of the whole.
func (p *painter) focus() {
	whole := p.chart
	c := Focus(*whole, p.opt.Focus, p.opt.MaxCards)
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

// marked returns the cards that a picture is about, in the order of the IDs or
// of their weight.
func (f *collapser) marked(ids []string) []int {
	var out []int
	if len(ids) == 0 {
		for _, i := range byWeight(f.of.Cards, f.order) {
			if weight(&f.of.Cards[i]) > 0 && len(out) < max(1, f.left/4) {
				out = append(out, i)
			}
		}
		return out
	}
	index := make(map[string]int, len(f.of.Cards))
	for i := range f.of.Cards {
		index[f.of.Cards[i].ID] = i
	}
	for _, id := range ids {
		if i, ok := index[id]; ok {
			out = append(out, i)
			delete(index, id) // named twice counts once
		}
	}
	return out
}

// addAll keeps as many of the cards as there is room for.
func (f *collapser) addAll(list []int) {
	for _, i := range list {
		f.add(i)
	}
}
