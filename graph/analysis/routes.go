package analysis

import (
	"cmp"
	"container/heap"
	"math"
	"slices"
)

// cost is the price of a handshake or a route: -ln p in units of 1e-9. Whole
// numbers make sums exact, so that equal routes are equal whatever the order
// of addition.
type cost int64

// never is above the cost of every route.
const never = cost(math.MaxInt64 / 4)

// priceOf returns the cost of a probability in (0,1].
func priceOf(p float64) cost { return cost(math.Round(-math.Log(p) * 1e9)) }

// maxHops bounds the handshakes of a route. Chains of introductions die out
// beyond three (Dodds, Muhamad and Watts, 2003).
const maxHops = 3

// route is a chain of people from one of ours to a target.
type route struct {
	people [maxHops + 1]int32
	length int8 // people on it
	price  cost
}

func (r *route) path() []int32 { return r.people[:r.length] }

func compareRoutes(a, b *route) int {
	return cmp.Or(cmp.Compare(a.price, b.price), cmp.Compare(a.length, b.length), slices.Compare(a.path(), b.path()))
}

// asking is one person to ask, the last one before the target, with the best
// route that ends with them and a few others.
type asking struct {
	person     int32
	best       route
	alternates []route
}

// partial is a route under construction, from its end backwards.
type partial struct {
	back   [maxHops + 1]int32 // the target first
	length int8
	whole  bool // it has come to one of ours
	spent  cost
	bound  cost // the least that the whole can cost
}

func (p *partial) has(v int32) bool { return slices.Contains(p.back[:p.length], v) }

func (p *partial) route() route {
	r := route{length: p.length, price: p.spent}
	for i, v := range p.back[:p.length] {
		r.people[int(p.length)-1-i] = v
	}
	return r
}

// partials is a heap by bound; at equal bounds unfinished routes come first, so
// that finished ones leave in exact order.
type partials []partial

func (h partials) Len() int      { return len(h) }
func (h partials) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h partials) Less(i, j int) bool {
	a, b := &h[i], &h[j]
	if a.bound != b.bound {
		return a.bound < b.bound
	}
	if a.whole != b.whole {
		return b.whole
	}
	ra, rb := a.route(), b.route()
	return compareRoutes(&ra, &rb) < 0
}
func (h *partials) Push(x any) { *h = append(*h, x.(partial)) }
func (h *partials) Pop() any {
	old := *h
	last := len(old) - 1
	x := old[last]
	*h = old[:last]
	return x
}

// bounds says at what price ours come to people, each worked out when it is
// first asked for: most of a net lies nowhere near a target.
type bounds struct {
	*net
	known [maxHops]map[int32]cost // by handshakes and person
}

func newBounds(n *net) *bounds {
	b := &bounds{net: n}
	for h := range b.known {
		b.known[h] = map[int32]cost{}
	}
	return b
}

// cheapest returns the least cost of a walk of at most so many handshakes, fewer
// than maxHops, from one of ours to a person; never where there is none.
func (b *bounds) cheapest(v int32, hops int) cost {
	switch {
	case b.ours[v]:
		return 0
	case hops == 0:
		return never
	}
	if c, known := b.known[hops][v]; known {
		return c
	}
	least := never
	for i := b.in.off[v]; i < b.in.off[v+1]; i++ {
		if u := b.in.to[i]; b.ours[u] || b.carries[u] {
			least = min(least, b.cheapest(u, hops-1)+b.in.price[i])
		}
	}
	b.known[hops][v] = least
	return least
}

// introductions returns up to k people who can introduce one of ours to the
// target over at most hops handshakes, each with the cheapest route that ends
// with them and up to the given number of alternates, cheapest first; ties by
// length and then by numbers. Routes pass nobody twice and none of ours but at
// their start; a route that refuse says no to is passed over. Whoever of ours
// reaches the target themselves is not listed.
//
// The search is best-first from the target backwards, bounded from below by
// the cheapest walk that could complete a route, so that routes are finished
// in the exact order of their cost and the rest is never built. Cost: O(arcs
// within the hops before the target) for the bounds and O(log) for each route
// tried.
func (n *net) introductions(target int32, hops, k, alternates int, refuse func(path []int32) bool) []asking {
	hops = min(hops, maxHops)
	if hops < 2 || k < 1 {
		return nil
	}
	var (
		best  = newBounds(n)
		out   []asking
		place = map[int32]int{} // of a person to ask in out
		open  partials
	)
	full := func(person int32) bool {
		i, known := place[person]
		if !known {
			return len(out) == k
		}
		return len(out[i].alternates) == alternates
	}
	extend := func(p partial) {
		v := p.back[p.length-1]
		left := hops - int(p.length) // handshakes left once v's predecessor is on
		for i := n.in.off[v]; i < n.in.off[v+1]; i++ {
			u := n.in.to[i]
			if n.ours[u] && p.length == 1 || !n.ours[u] && !n.carries[u] || p.has(u) {
				continue
			}
			rest := best.cheapest(u, left)
			if rest >= never {
				continue
			}
			q := p
			q.back[q.length] = u
			q.length++
			q.spent += n.in.price[i]
			q.whole = n.ours[u]
			q.bound = q.spent + rest
			heap.Push(&open, q)
		}
	}
	extend(partial{back: [maxHops + 1]int32{target}, length: 1})
	for len(open) > 0 {
		p := heap.Pop(&open).(partial)
		person := p.back[1]
		switch {
		case full(person):
		case !p.whole:
			extend(p)
		default:
			if rt := p.route(); refuse != nil && refuse(rt.path()) {
				continue
			}
			if i, known := place[person]; known {
				out[i].alternates = append(out[i].alternates, p.route())
				continue
			}
			place[person] = len(out)
			out = append(out, asking{person: person, best: p.route()})
		}
	}
	return out
}
