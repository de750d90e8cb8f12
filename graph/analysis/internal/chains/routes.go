package chains

import (
	"cmp"
	"container/heap"
	"math"
	"slices"
)

// Cost is the price of a handshake or a route: -ln p in units of 1e-9. Whole
// numbers make sums exact, so that equal routes are equal whatever the order
// of addition.
type Cost int64

// Never is above the cost of every route.
const Never = Cost(math.MaxInt64 / 4)

// PriceOf returns the cost of a probability in (0,1].
func PriceOf(p float64) Cost { return Cost(math.Round(-math.Log(p) * 1e9)) }

// MaxHops bounds the handshakes of a route. Chains of introductions die out
// beyond three (Dodds, Muhamad and Watts, 2003).
const MaxHops = 3

// Route is a chain of people from one of ours to a target.
type Route struct {
	People [MaxHops + 1]int32
	Length int8 // people on it
	Price  Cost
}

// Path returns the people on a route, from one of ours to the target.
func (r *Route) Path() []int32 { return r.People[:r.Length] }

// CompareRoutes orders routes by price, then by length, then by the people on
// them in the order given.
func CompareRoutes(a, b *Route, order func(x, y int32) int) int {
	return cmp.Or(cmp.Compare(a.Price, b.Price), cmp.Compare(a.Length, b.Length), slices.CompareFunc(a.Path(), b.Path(), order))
}

// Asking is one person to ask, the last one before the target, with the best
// route that ends with them and a few others.
type Asking struct {
	Person     int32
	Best       Route
	Alternates []Route
}

// partial is a route under construction, from its end backwards.
type partial struct {
	back   [MaxHops + 1]int32 // the target first
	length int8
	whole  bool // it has come to one of ours
	over   bool // ours who know the last one are dealt with; what is left goes over others of theirs
	spent  Cost
	bound  Cost // the least that the whole can cost
}

func (p *partial) has(v int32) bool { return slices.Contains(p.back[:p.length], v) }

func (p *partial) route() Route {
	r := Route{Length: p.length, Price: p.spent}
	for i, v := range p.back[:p.length] {
		r.People[int(p.length)-1-i] = v
	}
	return r
}

// partials is a heap by bound; at equal bounds unfinished routes come first, so
// that finished ones leave in exact order.
type partials struct {
	list  []partial
	order func(x, y int32) int // of people
}

func (h *partials) Len() int { return len(h.list) }

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
	return CompareRoutes(&ra, &rb, h.order) < 0
}

func (h *partials) Push(x any) { h.list = append(h.list, x.(partial)) }

func (h *partials) Pop() any {
	last := len(h.list) - 1
	x := h.list[last]
	h.list = h.list[:last]
	return x
}

// Ground is where introductions are looked for: people by number and the
// handshakes between them. It is asked only for what a search comes to.
type Ground interface {
	// OurHandshakes gives each handshake of one of ours with v, at most one for each.
	OurHandshakes(v int32, f func(from int32, price Cost))
	// TheirHandshakes gives each by which somebody else gets to v who carries and
	// to whom so many handshakes, at least one, may lead.
	TheirHandshakes(v int32, left int, f func(from int32, price Cost))
	// Least returns a price that no chain of at most so many handshakes, at least one,
	// from one of ours to somebody of theirs is below; Never where there is no chain.
	Least(v int32, left int) Cost
	// LeastOver is the same for chains that pass somebody else of theirs.
	LeastOver(v int32, left int) Cost
	Order(x, y int32) int // of two people, for routes of one price and length
}

// Introductions returns up to k people who can introduce one of ours to the
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
func Introductions(g Ground, target int32, hops, k, alternates int, refuse func(path []int32) bool) []Asking {
	hops = min(hops, MaxHops)
	if hops < 2 || k < 1 {
		return nil
	}
	var (
		out   []Asking
		place = map[int32]int{} // of a person to ask in out
		open  = partials{order: g.Order}
	)
	full := func(person int32) bool {
		i, known := place[person]
		if !known {
			return len(out) == k
		}
		return len(out[i].Alternates) == alternates
	}
	extend := func(p partial) {
		v := p.back[p.length-1]
		left := hops - int(p.length) // handshakes left once a predecessor is on
		push := func(u int32, price, rest Cost, whole bool) {
			if rest >= Never || p.has(u) {
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
			g.TheirHandshakes(v, left, func(u int32, price Cost) { push(u, price, g.Least(u, left), false) })
			return
		}
		g.OurHandshakes(v, func(u int32, price Cost) { push(u, price, 0, true) })
		if left == 0 {
			return
		}
		if rest := g.LeastOver(v, left+1); rest < Never {
			p.over, p.bound = true, p.spent+rest
			heap.Push(&open, p)
		}
	}
	extend(partial{back: [MaxHops + 1]int32{target}, length: 1, over: true})
	for open.Len() > 0 {
		p := heap.Pop(&open).(partial)
		person := p.back[1]
		switch {
		case full(person):
		case !p.whole:
			extend(p)
		default:
			if rt := p.route(); refuse != nil && refuse(rt.Path()) {
				continue
			}
			if i, known := place[person]; known {
				out[i].Alternates = append(out[i].Alternates, p.route())
				continue
			}
			place[person] = len(out)
			out = append(out, Asking{Person: person, Best: p.route()})
		}
	}
	return out
}
