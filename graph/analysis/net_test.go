package analysis

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
)

// randomNet returns a small random net with a few of ours, a few who do not
// carry, and its arcs.
func randomNet(r *rand.Rand) (*net, []arc) {
	size := 3 + r.IntN(9)
	ours, carries := make([]bool, size), make([]bool, size)
	for v := range size {
		ours[v] = v < 1+size/4
		carries[v] = r.IntN(8) > 0
	}
	var arcs []arc
	for range r.IntN(3*size + 1) {
		a := arc{int32(r.IntN(size)), int32(r.IntN(size)), cost(1 + r.IntN(6))}
		if !ours[a.to] {
			arcs = append(arcs, a)
		}
	}
	return newNet(ours, carries, slices.Clone(arcs)), arcs
}

// bruteRoutes lists every route of at most hops handshakes to the target that
// passes nobody twice, by trying all of them; cost by the cheapest parallel arc.
func bruteRoutes(n *net, arcs []arc, target int32, hops int, without map[int32]bool) (out []route) {
	price := func(from, to int32) (cost, bool) {
		p, ok := never, false
		for _, a := range arcs {
			if a.from == from && a.to == to {
				p, ok = min(p, a.price), true
			}
		}
		return p, ok
	}
	var walk func(path []int32, c cost)
	walk = func(path []int32, c cost) {
		last := path[len(path)-1]
		if last == target {
			r := route{length: int8(len(path)), price: c}
			copy(r.people[:], path)
			out = append(out, r)
			return
		}
		if len(path) > hops || len(path) > 1 && (n.ours[last] || !n.carries[last]) {
			return
		}
		for v := range int32(n.size()) {
			if p, ok := price(last, v); ok && !slices.Contains(path, v) && !without[v] {
				walk(append(slices.Clone(path), v), c+p)
			}
		}
	}
	for v := range int32(n.size()) {
		if n.ours[v] && !without[v] && v != target {
			walk([]int32{v}, 0)
		}
	}
	return out
}

// disjointRoutes returns the greatest number of routes that share only the target.
func disjointRoutes(routes []route, used map[int32]bool) int {
	best := 0
	for i := range routes {
		p := routes[i].path()
		p = p[:len(p)-1]
		if slices.ContainsFunc(p, func(v int32) bool { return used[v] }) {
			continue
		}
		for _, v := range p {
			used[v] = true
		}
		best = max(best, 1+disjointRoutes(routes[i+1:], used))
		for _, v := range p {
			used[v] = false
		}
	}
	return best
}

// TestReach holds reach, critical people and pairs, losses and depths against
// removing people and listing every route.
func TestReach(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	critical, pairs := 0, 0
	for i := range 2000 {
		n, arcs := randomNet(r)
		s := newSearcher(n)
		for horizon := 1; horizon <= 3; horizon++ {
			for d := range int32(n.size()) {
				if n.ours[d] {
					continue
				}
				routes := bruteRoutes(n, arcs, d, horizon, nil)
				if got, want := s.reached(d, horizon), len(routes) > 0; got != want {
					t.Fatalf("case %d: reached(%d, %d) = %v, want %v", i, d, horizon, got, want)
				}
				var want []int32
				for x := range int32(n.size()) {
					if len(routes) > 0 && x != d && len(bruteRoutes(n, arcs, d, horizon, map[int32]bool{x: true})) == 0 {
						want = append(want, x)
					}
				}
				got := slices.Sorted(slices.Values(s.critical(d, horizon)))
				if !slices.Equal(got, want) {
					t.Fatalf("case %d: critical(%d, %d) = %v, want %v", i, d, horizon, got, want)
				}
				critical += len(want)
				var wantPairs [][2]int32
				for x := range int32(n.size()) {
					for y := x + 1; y < int32(n.size()); y++ {
						if len(routes) > 0 && len(want) == 0 && x != d && y != d &&
							len(bruteRoutes(n, arcs, d, horizon, map[int32]bool{x: true, y: true})) == 0 {
							wantPairs = append(wantPairs, [2]int32{x, y})
						}
					}
				}
				if got := s.criticalPairs(d, horizon); !slices.Equal(got, wantPairs) {
					t.Fatalf("case %d: criticalPairs(%d, %d) = %v, want %v", i, d, horizon, got, wantPairs)
				}
				pairs += len(wantPairs)
				if horizon == 2 {
					if got, want := s.depth2(d), disjointRoutes(routes, map[int32]bool{}); got != want {
						t.Fatalf("case %d: depth2(%d) = %d, want %d", i, d, got, want)
					}
				}
			}
		}
	}
	if critical < 500 || pairs < 500 {
		t.Errorf("%d critical people and %d pairs: the test has no teeth", critical, pairs)
	}
}

// TestReachLaws: a longer horizon only shrinks the critical set, and one more
// arc never enlarges a loss of what was reached before.
func TestReachLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	for i := range 3000 {
		n, arcs := randomNet(r)
		s := newSearcher(n)
		a := arc{int32(r.IntN(n.size())), int32(r.IntN(n.size())), 1}
		if n.ours[a.to] {
			continue
		}
		more := newSearcher(newNet(n.ours, n.carries, append(slices.Clone(arcs), a)))
		for d := range int32(n.size()) {
			if n.ours[d] || !s.reached(d, 2) {
				continue
			}
			two, three := s.critical(d, 2), s.critical(d, 3)
			for _, x := range three {
				if !slices.Contains(two, x) {
					t.Fatalf("case %d: %d is critical for %d at 3 handshakes and not at 2", i, x, d)
				}
			}
			for _, x := range more.critical(d, 2) {
				if !slices.Contains(two, x) {
					t.Fatalf("case %d: arc %v makes %d critical for %d", i, a, x, d)
				}
			}
		}
	}
}

// bounds makes a net the ground of a search, bounded from below by the cheapest
// walks, or by nothing.
type bounds struct {
	*net
	known [maxHops]map[int32]cost // by handshakes and person
	loose bool                    // nothing is known of prices
}

func newBounds(n *net) *bounds {
	b := &bounds{net: n}
	for h := range b.known {
		b.known[h] = map[int32]cost{}
	}
	return b
}

// introductions searches a net bounded by the cheapest walks.
func (n *net) introductions(target int32, hops, k, alternates int, refuse func([]int32) bool) []asking {
	return introductions(newBounds(n), target, hops, k, alternates, refuse)
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

func (b *bounds) ourHandshakes(v int32, f func(from int32, price cost)) {
	b.each(v, b.ours, f)
}

func (b *bounds) theirHandshakes(v int32, _ int, f func(from int32, price cost)) {
	b.each(v, b.carries, func(u int32, price cost) {
		if !b.ours[u] {
			f(u, price)
		}
	})
}

func (b *bounds) each(v int32, want []bool, f func(from int32, price cost)) {
	for i := b.in.off[v]; i < b.in.off[v+1]; i++ {
		if u := b.in.to[i]; want[u] {
			f(u, b.in.price[i])
		}
	}
}

func (b *bounds) least(v int32, left int) cost {
	if b.loose {
		return 0
	}
	return b.cheapest(v, left)
}

func (b *bounds) leastOver(v int32, left int) cost {
	if b.loose {
		return 0
	}
	return b.cheapest(v, left)
}

func (b *bounds) order(x, y int32) int { return cmp.Compare(x, y) }

// TestIntroductionRoutes holds the k best against listing and sorting all.
func TestIntroductionRoutes(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	seen := 0
	for i := range 20000 {
		n, arcs := randomNet(r)
		target := int32(n.size() - 1)
		if n.ours[target] {
			continue
		}
		hops, k, alternates := 1+r.IntN(3), 1+r.IntN(4), r.IntN(3)
		all := bruteRoutes(n, arcs, target, hops, nil)
		var refuse func([]int32) bool
		if i%3 == 0 {
			refuse = func(path []int32) bool { return path[0] == 0 && path[len(path)-2]%2 == 0 }
		}
		all = slices.DeleteFunc(all, func(r route) bool { return r.length < 3 || refuse != nil && refuse(r.path()) })
		slices.SortFunc(all, func(a, b route) int { return compareRoutes(&a, &b, cmp.Compare[int32]) })
		var want []asking
		for _, rt := range all {
			person := rt.people[rt.length-2]
			j := slices.IndexFunc(want, func(a asking) bool { return a.person == person })
			switch {
			case j < 0 && len(want) < k:
				want = append(want, asking{person: person, best: rt})
			case j >= 0 && len(want[j].alternates) < alternates:
				want[j].alternates = append(want[j].alternates, rt)
			}
		}
		b := newBounds(n)
		b.loose = i%2 == 0
		got := introductions(b, target, hops, k, alternates, refuse)
		equal := slices.EqualFunc(got, want, func(a, b asking) bool {
			return a.person == b.person && a.best == b.best && slices.Equal(a.alternates, b.alternates)
		})
		if !equal {
			t.Fatalf("case %d: introductions(%d, %d hops, k %d, %d alternates) = %+v, want %+v; arcs %v", i, target, hops, k, alternates, got, want, arcs)
		}
		seen += len(want)
	}
	if seen < 2000 {
		t.Errorf("only %d introductions: the test has no teeth", seen)
	}
}

func TestParallelArcsAndLoops(t *testing.T) {
	n := newNet([]bool{true, false, false}, []bool{true, true, true}, []arc{{0, 1, 5}, {0, 1, 3}, {1, 1, 1}, {1, 2, 2}, {1, 2, 2}})
	got := n.introductions(2, 3, 5, 2, nil)
	if len(got) != 1 || got[0].best.price != 5 || len(got[0].alternates) != 0 {
		t.Errorf("introductions = %+v, want one route of cost 5", got)
	}
}
