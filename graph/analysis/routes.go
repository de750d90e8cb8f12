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

// compareRoutes orders routes by price, then by length, then by the people on
// them in the order given.
func compareRoutes(a, b *route, order func(x, y int32) int) int {
	return cmp.Or(cmp.Compare(a.price, b.price), cmp.Compare(a.length, b.length), slices.CompareFunc(a.path(), b.path(), order))
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
	over   bool // ours who know the last one are dealt with; what is left goes over others of theirs
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
type partials struct {
	list  []partial
	order func(x, y int32) int // of people
}

func (h *partials) Len() int      { return len(h.list) }
func (h *partials) Swap(i, j int) { h.list[i], h.list[j] = h.list[j], h.list[i] }
func (h *partials) Less(i, j int) bool {
	a, b := &h.list[i], &h.list[j]
	if a.bound != b.bound {
		return a.bound < b.bound
	}
	if a.whole != b.whole {
		return b.whole
	}
	ra, rb := a.route(), b.route()
	return compareRoutes(&ra, &rb, h.order) < 0
}
func (h *partials) Push(x any) { h.list = append(h.list, x.(partial)) }
func (h *partials) Pop() any {
	last := len(h.list) - 1
	x := h.list[last]
	h.list = h.list[:last]
	return x
}

// ground is where introductions are looked for: people by number and the
// handshakes between them. It is asked only for what a search comes to.
type ground interface {
	// ourHandshakes gives each handshake of one of ours with v, at most one for each.
	ourHandshakes(v int32, f func(from int32, price cost))
	// theirHandshakes gives each by which somebody else gets to v who carries and
	// to whom so many handshakes, at least one, may lead.
	theirHandshakes(v int32, left int, f func(from int32, price cost))
	// least returns a price that no chain of at most so many handshakes, at least one,
	// from one of ours to somebody of theirs is below; never where there is no chain.
	least(v int32, left int) cost
	// leastOver is the same for chains that pass somebody else of theirs.
	leastOver(v int32, left int) cost
	order(x, y int32) int // of two people, for routes of one price and length
}

// introductions returns up to k people who can introduce one of ours to the
// target over at most hops handshakes, each with the cheapest route that ends
// with them and up to the given number of alternates, cheapest first; ties by
// length and then in the order of people. Routes pass nobody twice and none of
// ours but at their start; a route that refuse says no to is passed over. Whoever
// of ours reaches the target themselves is not listed.
//
// The search is best-first from the target backwards, bounded from below by the
// least that could complete a route, so that routes are finished in the exact
// order of their cost, and whoever is on none that is cheap enough is never asked
// for the handshakes that lead to them. Cost: O(log) for each route tried, of
// which there are at most those within the hops before the target.
func introductions(g ground, target int32, hops, k, alternates int, refuse func(path []int32) bool) []asking {
	hops = min(hops, maxHops)
	if hops < 2 || k < 1 {
		return nil
	}
	var (
		out   []asking
		place = map[int32]int{} // of a person to ask in out
		open  = partials{order: g.order}
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
		left := hops - int(p.length) // handshakes left once a predecessor is on
		push := func(u int32, price, rest cost, whole bool) {
			if rest >= never || p.has(u) {
				return
			}
			q := p
			q.back[q.length], q.whole, q.over = u, whole, false
			q.length++
			q.spent += price
			q.bound = q.spent + rest
			heap.Push(&open, q)
		}
		if p.over {
			g.theirHandshakes(v, left, func(u int32, price cost) { push(u, price, g.least(u, left), false) })
			return
		}
		g.ourHandshakes(v, func(u int32, price cost) { push(u, price, 0, true) })
		if left == 0 {
			return
		}
		if rest := g.leastOver(v, left+1); rest < never {
			p.over, p.bound = true, p.spent+rest
			heap.Push(&open, p)
		}
	}
	extend(partial{back: [maxHops + 1]int32{target}, length: 1, over: true})
	for open.Len() > 0 {
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
