package export

import (
	"fmt"
	"slices"
	"strings"
)

// leastOnPage is the number of cards below which a page is not made smaller to be readable.
const leastOnPage = 8

// split returns the chart as pages of at most most cards: the top of the
// organisation first, then each part that had no room, in the order in which
// it is named; small parts share a page. Where a part is on another page its
// head stands on both: it counts the people below it with the page that has
// them ("+37 · p. 4"), and says there where it comes from ("from p. 1"). A team
// larger than a page goes on over several pages. People without a known manager
// come last. Findings are on the first page, a link on a page that has both its
// ends, and Subtitle says which page it is. Most below 2 counts as 2. A chart
// that fits comes back alone and as it is. Cost: O(n log n).
//
// A page that is not readable ends earlier, as far as it can: who is on it because the page
// before has no room for them stays.
func split(c Chart, most int, readable func(page *Chart) bool) []Chart {
	most = max(most, 2)
	if len(c.Cards) <= most && (len(c.Cards) <= leastOnPage || readable(&c)) {
		return []Chart{c}
	}
	s := &splitter{chart: &c, tree: newTree(c.Cards), most: most, readable: readable, from: map[int]int{}}
	s.below = make([]int, len(c.Cards))
	for _, i := range slices.Backward(s.order) {
		s.below[i] += max(0, c.Cards[i].Collapsed)
		if parent := s.nodes[i].parent; parent >= 0 {
			s.below[parent] += 1 + s.below[i]
		}
	}
	for roots := range slices.Chunk(s.roots, most) {
		s.sheets = append(s.sheets, sheet{nodes: roots})
	}
	var pages []Chart
	for k := 0; k < len(s.sheets); k++ {
		s.sheets[k].room = 0 // nothing may join any more
		s.number = k + 1
		pages = append(pages, s.readablePage(s.sheets[k], k == 0))
	}
	for parked := range slices.Chunk(s.parked, most) {
		pages = append(pages, s.page(sheet{nodes: parked}, len(pages) == 0, most))
	}
	if len(pages) == 1 { // it could not be made smaller
		return []Chart{c}
	}
	for k := range pages {
		where := fmt.Sprintf("Page %d of %d", k+1, len(pages))
		if about := pages[k].Subtitle; about != "" {
			where += " · " + about
		}
		pages[k].Subtitle = where
	}
	return pages
}

// sheet is what a page begins with: heads, which stand on another page too,
// and the nodes below them or at the top.
type sheet struct {
	heads, nodes []int
	room         int // cards that may still join
}

// splitter makes the pages of a chart.
type splitter struct {
	*tree
	chart    *Chart
	most     int
	readable func(page *Chart) bool
	below    []int // people below each card, those that are collapsed already included
	sheets   []sheet
	number   int         // of the page being made
	from     map[int]int // the page on which a head stands too
}

// readablePage returns the chart of a sheet with as many cards as can be read, and adds
// sheets for what it has no room for.
func (s *splitter) readablePage(sh sheet, first bool) Chart {
	sheets := slices.Clone(s.sheets)
	for most := s.most; ; most -= max(1, most/5) {
		page := s.page(sh, first, most)
		if len(page.Cards) <= max(leastOnPage, len(sh.heads)+len(sh.nodes)) || s.readable(&page) {
			return page
		}
		s.sheets = slices.Clone(sheets)
	}
}

// page returns the chart of a sheet with at most most cards and adds sheets for what it has
// no room for.
func (s *splitter) page(sh sheet, first bool, most int) Chart {
	in := map[int]span{} // the cards of the page, with the pages that go on below them
	for _, i := range sh.heads {
		in[i] = span{}
	}
	for _, i := range sh.nodes {
		in[i] = span{}
	}
	for level := sh.nodes; len(level) > 0; {
		var next []int
		for _, i := range level {
			kids := s.nodes[i].hanging()
			switch {
			case len(kids) == 0:
			case len(in)+len(kids) <= most:
				for _, k := range kids {
					in[k] = span{}
				}
				next = append(next, kids...)
			default:
				in[i] = s.later(i, kids)
			}
		}
		level = next
	}
	return s.chartOf(sh, in, first)
}

// span is the numbers of the first and the last of some pages; 0 for none.
type span struct{ first, last int }

// String returns the pages in words.
func (s span) String() string {
	if s.first == s.last {
		return fmt.Sprintf("p. %d", s.first)
	}
	return fmt.Sprintf("p. %d–%d", s.first, s.last)
}

// later puts what is below node i on later pages and returns their numbers.
func (s *splitter) later(i int, kids []int) span {
	s.from[i] = s.number
	size := 1 + s.nodes[i].below
	if last := &s.sheets[len(s.sheets)-1]; size <= last.room {
		last.heads = append(last.heads, i)
		last.nodes = append(slices.Clip(last.nodes), kids...)
		last.room -= size
		return span{len(s.sheets), len(s.sheets)}
	}
	first := len(s.sheets) + 1
	for some := range slices.Chunk(kids, s.most-1) {
		s.sheets = append(s.sheets, sheet{heads: []int{i}, nodes: some, room: s.most - size})
	}
	return span{first, len(s.sheets)}
}

// chartOf returns the chart of a page.
func (s *splitter) chartOf(sh sheet, in map[int]span, first bool) Chart {
	out := *s.chart
	out.Cards, out.Links, out.Stats = nil, nil, nil
	if !first {
		out.Findings = nil
		out.Subtitle = s.about(sh)
	}
	ids := make(map[string]bool, len(in))
	indices := make([]int, 0, len(in))
	for i := range in {
		indices = append(indices, i)
	}
	slices.Sort(indices)
	for _, i := range indices {
		k := s.chart.Cards[i]
		if on := in[i]; on.first > 0 {
			k.Collapsed, k.CollapsedOn = s.below[i], on.String()
		}
		if slices.Contains(sh.heads, i) {
			k.Parent, k.ContinuedFrom = "", fmt.Sprintf("p. %d", s.from[i])
		}
		ids[k.ID] = true
		out.Cards = append(out.Cards, k)
	}
	for _, l := range s.chart.Links {
		if ids[l.From] && ids[l.To] {
			out.Links = append(out.Links, l)
		}
	}
	return out
}

// about names the heads of a sheet, three at most.
func (s *splitter) about(sh sheet) string {
	var names []string
	for k, i := range sh.heads {
		if k == 3 {
			names = append(names, fmt.Sprintf("and %d more", len(sh.heads)-k))
			break
		}
		card := &s.chart.Cards[i]
		name := card.label()
		if title := Clean(card.Title); title != "" {
			name += ", " + title
		}
		names = append(names, name)
	}
	return strings.Join(names, " · ")
}
