package object

import (
	"cmp"
	"container/heap"
	"slices"
	"strconv"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/internal/search"
)

// Search finds people by name, title or e-mail address, organizations by name
// or domain, accounts, seats and decision areas by name or title; names of other
// days are found too, a little lower. Letter case
// and accents do not matter; each word of the query must begin a word of the
// text. An id or external id finds its node.
//
// The finds are ranked: an id, then a whole name, a name that begins with the
// query, a name with its words, then addresses and titles in the same order;
// ties by kind and ID. First is at most [MaxHits]; nil is [DefaultHits]; after is the cursor of
// the last find that is known, and what comes after the first [MaxFinds] is not shown. Kinds
// bounds the kinds; empty is all. An empty query finds nothing. Cost: that of an
// index ([search.Index.Find]) and of the finds that are shown; without one O(nodes of
// those kinds).
func (v *View) Search(text string, kinds []graph.Kind, first *int, after *string) ([]SearchHit, error) {
	limit, skip := DefaultHits, 0
	if first != nil {
		limit = *first
	}
	if limit < 0 || limit > MaxHits {
		return nil, graph.Invalid("page", nil, "first is %d, wanted 0 to %d", limit, MaxHits)
	}
	if after != nil {
		key, err := OfCursor(*after)
		if err != nil {
			return nil, err
		}
		if skip, err = strconv.Atoi(key); err != nil || skip < 1 || skip > MaxFinds {
			return nil, graph.Invalid("cursor", nil, "%s is a cursor of another list", graph.Quote(*after))
		}
	}
	for _, k := range kinds {
		if !slices.Contains(search.Kinds(), k) {
			return nil, graph.Invalid("kind", nil, "%s cannot be searched; wanted some of %v", graph.Quote(string(k)), search.Kinds())
		}
	}
	query, err := searchWords(text)
	if err != nil {
		return nil, err
	}
	if query == "" {
		return []SearchHit{}, nil
	}
	f := finder{v: v, raw: strings.TrimSpace(text), query: query}
	for _, k := range search.Kinds() {
		if len(kinds) == 0 || slices.Contains(kinds, k) {
			f.kinds = append(f.kinds, k)
		}
	}
	if x := v.texts(); x != nil {
		f.look(x, skip+limit)
	} else {
		f.scan()
	}
	slices.SortFunc(f.finds, func(a, b find) int { return cmp.Or(cmp.Compare(b.rank, a.rank), f.order(a.n, b.n)) })
	out := []SearchHit{}
	for i := skip; i < min(skip+limit, len(f.finds), MaxFinds); i++ {
		f := f.finds[i]
		out = append(out, SearchHit{v.NodeObject(f.n), f.field, f.text, Cursor(strconv.Itoa(i + 1))})
	}
	return out, nil
}

// texts returns the index of what the view sees, and nil for none.
func (v *View) texts() *search.Index {
	if v.Texts == nil || v.Hides() {
		return nil
	}
	if x := v.Texts(); x.Serves(v.Snapshot()) {
		return x
	}
	return nil
}

// finder is one search.
type finder struct {
	v          *View
	raw, query string
	kinds      []graph.Kind // in the order of finds of equal rank
	finds      []find
}

type find struct {
	match
	n kernel.N
}

// order compares two nodes by kind and ID.
func (f *finder) order(a, b kernel.N) int {
	s := f.v.Snapshot()
	return cmp.Or(
		cmp.Compare(slices.Index(f.kinds, s.NodeKind(a)), slices.Index(f.kinds, s.NodeKind(b))),
		strings.Compare(string(s.NodeID(a)), string(s.NodeID(b))),
	)
}

// idRank is the rank of a node whose id is the query: above all others.
const idRank = 100

// see adds a node to the finds, if it is one.
func (f *finder) see(k graph.Kind, n kernel.N) {
	m := match{}
	_, seat := f.v.OrgOf(n)
	switch {
	case string(f.v.Snapshot().NodeID(n)) == f.raw || slices.Contains(f.v.Snapshot().NodeProps(n).Strings("externalIds"), f.raw):
		m = match{idRank, MatchedID, f.raw}
	case k == graph.NodePosition && seat || k != graph.NodePosition && f.v.exists(n):
		m = f.v.match(k, n, f.query)
	}
	if m.rank > 0 {
		f.finds = append(f.finds, find{m, n})
	}
}

// scan looks at every node.
func (f *finder) scan() {
	for _, k := range f.kinds {
		for _, n := range f.v.Ever().Nodes(k) {
			f.see(k, n)
		}
	}
}

// look finds by an index at least the first so many. What the index says of a node is
// the most that it can be worth, because it may be said of another day: nodes are looked at
// from the best to the worst, until enough were found to be worth as much as any that is
// left could be.
func (f *finder) look(x *search.Index, limit int) {
	s := f.v.Snapshot()
	wanted := map[graph.Kind]bool{}
	for _, k := range f.kinds {
		wanted[k] = true
	}
	seen := map[kernel.N]bool{}
	see := func(n kernel.N) {
		if !seen[n] {
			seen[n] = true
			f.see(s.NodeKind(n), n)
		}
	}
	if n, ok := s.Node(graph.ID(f.raw)); ok && wanted[s.NodeKind(n)] {
		see(n)
	}
	for _, k := range f.kinds {
		for _, n := range s.Carriers(k, f.raw) {
			see(n)
		}
	}
	var worth [nameWorth*search.MatchWhole + 1]nodeHeap // by the most that they can be worth
	put := func(n kernel.N, worthOf, rank int) {
		if wanted[s.NodeKind(n)] {
			worth[worthOf*rank].nodes = append(worth[worthOf*rank].nodes, n)
		}
	}
	n := 0
	x.Find(f.query, func(node kernel.N, source search.Source, rank int) {
		if n++; n&1023 == 0 {
			f.v.Count(1024)
		}
		if int(node) >= s.NumNodes() {
			return // it came later
		}
		switch source {
		case search.Name:
			put(node, nameWorth, rank)
		case search.Address:
			put(node, addressWorth, rank)
		case search.Title:
			put(node, titleWorth, rank)
			for _, h := range s.In(node, graph.EdgeHolds) {
				put(h.Node(), titleWorth, rank)
			}
		}
	})
	for w := len(worth) - 1; w > 0; w-- {
		h := &worth[w]
		h.less = func(a, b kernel.N) bool { return f.order(a, b) < 0 }
		heap.Init(h)
		// Before what is left come the finds that are worth more, and those of this worth
		// that came before it.
		done := f.worthMore(w)
		for len(h.nodes) > 0 && done < limit {
			before := len(f.finds)
			see(heap.Pop(h).(kernel.N))
			if len(f.finds) > before && f.finds[before].rank == w {
				done++
			}
		}
		if done >= limit {
			return
		}
	}
}

// worthMore counts the finds above a rank.
func (f *finder) worthMore(rank int) (n int) {
	for i := range f.finds {
		if f.finds[i].rank > rank {
			n++
		}
	}
	return n
}

// nodeHeap gives nodes out in their order.
type nodeHeap struct {
	nodes []kernel.N
	less  func(a, b kernel.N) bool
}

func (h *nodeHeap) Len() int           { return len(h.nodes) }
func (h *nodeHeap) Less(i, k int) bool { return h.less(h.nodes[i], h.nodes[k]) }
func (h *nodeHeap) Swap(i, k int)      { h.nodes[i], h.nodes[k] = h.nodes[k], h.nodes[i] }
func (h *nodeHeap) Push(n any)         { h.nodes = append(h.nodes, n.(kernel.N)) }
func (h *nodeHeap) Pop() any {
	n := h.nodes[len(h.nodes)-1]
	h.nodes = h.nodes[:len(h.nodes)-1]
	return n
}

// mayMatch returns which nodes can match a folded text: all where there is no index, or no
// text.
func (v *View) mayMatch(text string) func(kernel.N) bool {
	all := func(kernel.N) bool { return true }
	if text == "" {
		return all
	}
	x := v.texts()
	if x == nil {
		return all
	}
	s := v.Snapshot()
	set := make([]uint64, s.NumNodes()/64+1)
	put := func(n kernel.N) {
		if int(n) < s.NumNodes() {
			set[n/64] |= 1 << (n % 64)
		}
	}
	n := 0
	x.Find(text, func(node kernel.N, source search.Source, _ int) {
		if n++; n&1023 == 0 {
			v.Count(1024)
		}
		put(node)
		if source == search.Title && int(node) < s.NumNodes() {
			for _, h := range s.In(node, graph.EdgeHolds) {
				put(h.Node())
			}
		}
	})
	return func(n kernel.N) bool { return set[n/64]&(1<<(n%64)) != 0 }
}
