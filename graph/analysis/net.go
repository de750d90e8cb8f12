package analysis

import "slices"

// net is the reach graph of one question: people by dense number, and an arc
// from each to everyone whom they can put us in touch with. It is small: an
// account, or the few handshakes around one person.
type net struct {
	ours    []bool // one of ours: where every chain begins
	carries []bool // can take us further; a detractor is reached and does not carry
	out, in rows
}

// rows is one direction of a net in compressed sparse rows, each row in the
// order of the neighbours' numbers.
type rows struct {
	off   []int32
	to    []int32
	price []cost
}

func (r *rows) of(v int32) []int32 { return r.to[r.off[v]:r.off[v+1]] }

// arc is one directed handshake.
type arc struct {
	from, to int32
	price    cost
}

// newNet builds a net. Loops are dropped, and of parallel arcs the cheapest
// stays. Cost: O(n + m).
func newNet(ours, carries []bool, arcs []arc) *net {
	n := len(ours)
	// Stable, by the first end and then by the second, is by both. Arcs mostly come
	// by their first end, so that the first pass moves little.
	arcs = counted(n, arcs, func(a *arc) int32 { return a.from })
	arcs = counted(n, arcs, func(a *arc) int32 { return a.to })
	kept := arcs[:0]
	for _, a := range arcs {
		last := len(kept) - 1
		switch {
		case a.from == a.to:
		case last >= 0 && kept[last].from == a.from && kept[last].to == a.to:
			kept[last].price = min(kept[last].price, a.price)
		default:
			kept = append(kept, a)
		}
	}
	return &net{
		ours:    ours,
		carries: carries,
		out:     newRows(n, kept, func(a arc) (int32, int32) { return a.from, a.to }),
		in:      newRows(n, kept, func(a arc) (int32, int32) { return a.to, a.from }),
	}
}

// counted returns arcs in the order of a number below n, those of the same number
// in the order given.
func counted(n int, arcs []arc, by func(*arc) int32) []arc {
	at := make([]int32, n+1)
	for i := range arcs {
		at[by(&arcs[i])+1]++
	}
	for v := range n {
		at[v+1] += at[v]
	}
	out := make([]arc, len(arcs))
	for i := range arcs {
		v := by(&arcs[i])
		out[at[v]] = arcs[i]
		at[v]++
	}
	return out
}

// newRows expects arcs in the order of to and then from, which makes both
// directions sorted.
func newRows(n int, arcs []arc, ends func(arc) (at, other int32)) rows {
	r := rows{off: make([]int32, n+1), to: make([]int32, len(arcs)), price: make([]cost, len(arcs))}
	for _, a := range arcs {
		at, _ := ends(a)
		r.off[at+1]++
	}
	for v := range n {
		r.off[v+1] += r.off[v]
	}
	next := slices.Clone(r.off[:n])
	for _, a := range arcs {
		at, other := ends(a)
		r.to[next[at]], r.price[next[at]] = other, a.price
		next[at]++
	}
	return r
}

func (n *net) size() int { return len(n.ours) }
