// Package chains searches nets of handshakes: shortest chains within a horizon, chains
// that share nobody, those whom every chain passes, and the cheapest routes by which
// somebody is introduced. It knows people by number and nothing else of them.
package chains

import "slices"

// Net is the reach graph of one question: people by dense number, and an arc
// from each to everyone whom they can put us in touch with. It is small: an
// account, or the few handshakes around one person.
type Net struct {
	Ours    []bool // one of ours: where every chain begins
	Carries []bool // can take us further; a detractor is reached and does not carry
	Out, In rows
}

// rows is one direction of a net in compressed sparse rows, each row in the
// order of the neighbours' numbers.
type rows struct {
	Off   []int32
	To    []int32
	Price []Cost
}

// Of returns the neighbours of somebody.
func (r *rows) Of(v int32) []int32 { return r.To[r.Off[v]:r.Off[v+1]] }

// Arc is one directed handshake.
type Arc struct {
	From, To int32
	Price    Cost
}

// NewNet builds a net. Loops are dropped, and of parallel arcs the cheapest
// stays. Cost: O(n + m).
func NewNet(ours, carries []bool, arcs []Arc) *Net {
	n := len(ours)
	// Stable, by the first end and then by the second, is by both. Arcs mostly come
	// by their first end, so that the first pass moves little.
	arcs = counted(n, arcs, func(a *Arc) int32 { return a.From })
	arcs = counted(n, arcs, func(a *Arc) int32 { return a.To })
	kept := arcs[:0]
	for _, a := range arcs {
		last := len(kept) - 1
		switch {
		case a.From == a.To:
		case last >= 0 && kept[last].From == a.From && kept[last].To == a.To:
			kept[last].Price = min(kept[last].Price, a.Price)
		default:
			kept = append(kept, a)
		}
	}
	return &Net{
		Ours:    ours,
		Carries: carries,
		Out:     newRows(n, kept, func(a Arc) (int32, int32) { return a.From, a.To }),
		In:      newRows(n, kept, func(a Arc) (int32, int32) { return a.To, a.From }),
	}
}

// counted returns arcs in the order of a number below n, those of the same number
// in the order given.
func counted(n int, arcs []Arc, by func(*Arc) int32) []Arc {
	at := make([]int32, n+1)
	for i := range arcs {
		at[by(&arcs[i])+1]++
	}
	for v := range n {
		at[v+1] += at[v]
	}
	out := make([]Arc, len(arcs))
	for i := range arcs {
		v := by(&arcs[i])
		out[at[v]] = arcs[i]
		at[v]++
	}
	return out
}

// newRows expects arcs in the order of to and then from, which makes both
// directions sorted.
func newRows(n int, arcs []Arc, ends func(Arc) (at, other int32)) rows {
	r := rows{Off: make([]int32, n+1), To: make([]int32, len(arcs)), Price: make([]Cost, len(arcs))}
	for _, a := range arcs {
		at, _ := ends(a)
		r.Off[at+1]++
	}
	for v := range n {
		r.Off[v+1] += r.Off[v]
	}
	next := slices.Clone(r.Off[:n])
	for _, a := range arcs {
		at, other := ends(a)
		r.To[next[at]], r.Price[next[at]] = other, a.Price
		next[at]++
	}
	return r
}

// Size returns the number of people.
func (n *Net) Size() int { return len(n.Ours) }
