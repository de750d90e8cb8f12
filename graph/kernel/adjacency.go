package kernel

import (
	"slices"
	"sort"
)

// N is the dense number of a node within one snapshot. It is the same in every
// later snapshot of the same process, and means nothing elsewhere.
type N int32

// E is the dense number of an edge within one snapshot, like [N].
type E int32

// Half is one end of an edge as seen from the node at the other end.
type Half struct {
	edge uint32 // kind in the top 5 bits, edge number below
	node int32
}

const (
	halfKindShift = 27
	halfEdgeMask  = 1<<halfKindShift - 1
	adjShift      = 8
)

// Edge returns the edge.
func (h Half) Edge() E { return E(h.edge & halfEdgeMask) }

// Node returns the node at the other end.
func (h Half) Node() N { return N(h.node) }

func (h Half) kind() kindCode { return kindCode(h.edge>>halfKindShift) + firstEdge }

func makeHalf(k kindCode, e int32, other int32) Half {
	return Half{uint32(k-firstEdge)<<halfKindShift | uint32(e), other}
}

// adjPage holds the halves of 256 nodes, node after node; a node's halves are
// sorted by kind, then by edge ID, whatever the history.
type adjPage struct {
	off  [1<<adjShift + 1]uint32
	half []Half
}

// adjacency is one direction of the graph in copy-on-write pages of compressed
// sparse rows.
type adjacency struct{ tab []*adjPage }

var emptyAdjPage = new(adjPage)

// of returns the halves of node n of one kind; the caller must not modify them.
func (a *adjacency) of(n int32, k kindCode) []Half {
	hs := a.all(n)
	// Most nodes have few halves, so a scan beats a search.
	if len(hs) > 32 {
		lo := sort.Search(len(hs), func(i int) bool { return hs[i].kind() >= k })
		hs = hs[lo:]
		hi := sort.Search(len(hs), func(i int) bool { return hs[i].kind() > k })
		return hs[:hi:hi]
	}
	lo := 0
	want := uint32(k - firstEdge)
	for lo < len(hs) && hs[lo].edge>>halfKindShift < want {
		lo++
	}
	hi := lo
	for hi < len(hs) && hs[hi].edge>>halfKindShift == want {
		hi++
	}
	return hs[lo:hi:hi]
}

// all returns every half of node n.
func (a *adjacency) all(n int32) []Half {
	p := int(n >> adjShift)
	if p >= len(a.tab) {
		return nil
	}
	page, i := a.tab[p], n&(1<<adjShift-1)
	return page.half[page.off[i]:page.off[i+1]:page.off[i+1]]
}

// buildAdjacency makes one direction from scratch. ends returns the node whose
// half edge e is and the node at its other end.
func buildAdjacency(nodes, edges int, ends func(e int32) (kind kindCode, at, other int32)) adjacency {
	degree := make([]uint32, nodes)
	for e := range int32(edges) {
		if k, at, _ := ends(e); k != 0 {
			degree[at]++
		}
	}
	a := adjacency{tab: make([]*adjPage, (nodes+1<<adjShift-1)>>adjShift)}
	fill := degree // reused as the next free place within the node's page
	for p := range a.tab {
		page := new(adjPage)
		var sum uint32
		for i := range 1 << adjShift {
			page.off[i] = sum
			if n := p<<adjShift + i; n < nodes {
				d := degree[n]
				fill[n] = sum
				sum += d
			}
		}
		page.off[1<<adjShift] = sum
		page.half = make([]Half, sum)
		a.tab[p] = page
	}
	for e := range int32(edges) {
		k, at, other := ends(e)
		if k == 0 {
			continue
		}
		a.tab[at>>adjShift].half[fill[at]] = makeHalf(k, e, other)
		fill[at]++
	}
	var scratch []Half
	for n := range int32(nodes) {
		scratch = sortByKind(a.all(n), scratch)
	}
	return a
}

// sortByKind sorts halves by kind and keeps the order within a kind. It returns
// the scratch space for the next call.
func sortByKind(hs, scratch []Half) []Half {
	sorted := true
	for i := 1; i < len(hs); i++ {
		if hs[i].kind() < hs[i-1].kind() {
			sorted = false
			break
		}
	}
	if sorted {
		return scratch
	}
	var count [33]int
	for _, h := range hs {
		count[h.edge>>halfKindShift+1]++
	}
	for i := 1; i < len(count); i++ {
		count[i] += count[i-1]
	}
	scratch = append(scratch[:0], hs...)
	for _, h := range scratch {
		k := h.edge >> halfKindShift
		hs[count[k]] = h
		count[k]++
	}
	return scratch
}

// adjOp adds or removes one half at a node.
type adjOp struct {
	at     int32
	remove bool
	half   Half
}

// change returns a with ops carried out. less orders two halves of one node by
// kind and edge ID. It may reorder ops.
func (a *adjacency) change(nodes int, ops []adjOp, less func(x, y Half) bool) adjacency {
	tab := make([]*adjPage, (nodes+1<<adjShift-1)>>adjShift)
	copy(tab, a.tab)
	for i := len(a.tab); i < len(tab); i++ {
		tab[i] = emptyAdjPage
	}
	ops = byNode(nodes, ops)
	for i := 0; i < len(ops); {
		p := ops[i].at >> adjShift
		j := i
		for j < len(ops) && ops[j].at>>adjShift == p {
			j++
		}
		tab[p] = tab[p].change(p<<adjShift, ops[i:j], less)
		i = j
	}
	return adjacency{tab}
}

// byNode returns ops by node, those of a node in the order in which they are.
func byNode(nodes int, ops []adjOp) []adjOp {
	if len(ops) < nodes/8 {
		slices.SortStableFunc(ops, func(a, b adjOp) int { return int(a.at) - int(b.at) })
		return ops
	}
	next := make([]int32, nodes+1) // where the next op of a node goes
	for i := range ops {
		next[ops[i].at+1]++
	}
	for n := range nodes {
		next[n+1] += next[n]
	}
	out := make([]adjOp, len(ops))
	for i := range ops {
		at := &next[ops[i].at]
		out[*at] = ops[i]
		*at++
	}
	return out
}

// change returns a page with ops carried out, which are by node.
func (old *adjPage) change(first int32, ops []adjOp, less func(x, y Half) bool) *adjPage {
	order := func(a, b adjOp) int {
		switch {
		case a.half == b.half && a.remove == b.remove:
			return 0
		case a.half == b.half && a.remove, a.half != b.half && less(a.half, b.half):
			return -1
		}
		return 1
	}
	page := &adjPage{half: make([]Half, 0, len(old.half)+len(ops))}
	for i := range int32(1 << adjShift) {
		page.off[i] = uint32(len(page.half))
		have := old.half[old.off[i]:old.off[i+1]]
		n := 0
		for n < len(ops) && ops[n].at == first+i {
			n++
		}
		here := ops[:n]
		ops = ops[n:]
		slices.SortStableFunc(here, order)
		for _, op := range here {
			before := sort.Search(len(have), func(i int) bool { return !less(have[i], op.half) })
			page.half = append(page.half, have[:before]...)
			have = have[before:]
			if op.remove {
				if len(have) > 0 && have[0] == op.half {
					have = have[1:]
				}
				continue
			}
			page.half = append(page.half, op.half)
		}
		page.half = append(page.half, have...)
	}
	page.off[1<<adjShift] = uint32(len(page.half))
	return page
}
