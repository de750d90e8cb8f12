package oracle

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/kithgraph/kith/graph/analysis/internal/chains"
)

// randomNet returns a small random net with a few of ours, a few who do not
// carry, and its arcs.
func randomNet(r *rand.Rand) (*chains.Net, []chains.Arc) {
	size := 3 + r.IntN(9)
	ours, carries := make([]bool, size), make([]bool, size)
	for v := range size {
		ours[v] = v < 1+size/4
		carries[v] = r.IntN(8) > 0
	}
	var arcs []chains.Arc
	for range r.IntN(3*size + 1) {
		a := chains.Arc{From: int32(r.IntN(size)), To: int32(r.IntN(size)), Price: chains.Cost(1 + r.IntN(6))}
		if !ours[a.To] {
			arcs = append(arcs, a)
		}
	}
	return chains.NewNet(ours, carries, slices.Clone(arcs)), arcs
}

// bruteRoutes lists every route of at most hops handshakes to the target that
// passes nobody twice, by trying all of them; cost by the cheapest parallel arc.
func bruteRoutes(n *chains.Net, arcs []chains.Arc, target int32, hops int, without map[int32]bool) (out []chains.Route) {
	price := func(from, to int32) (chains.Cost, bool) {
		p, ok := chains.Never, false
		for _, a := range arcs {
			if a.From == from && a.To == to {
				p, ok = min(p, a.Price), true
			}
		}
		return p, ok
	}
	var walk func(path []int32, c chains.Cost)
	walk = func(path []int32, c chains.Cost) {
		last := path[len(path)-1]
		if last == target {
			r := chains.Route{Length: int8(len(path)), Price: c}
			copy(r.People[:], path)
			out = append(out, r)
			return
		}
		if len(path) > hops || len(path) > 1 && (n.Ours[last] || !n.Carries[last]) {
			return
		}
		for v := range int32(n.Size()) {
			if p, ok := price(last, v); ok && !slices.Contains(path, v) && !without[v] {
				walk(append(slices.Clone(path), v), c+p)
			}
		}
	}
	for v := range int32(n.Size()) {
		if n.Ours[v] && !without[v] && v != target {
			walk([]int32{v}, 0)
		}
	}
	return out
}

// disjointRoutes returns the greatest number of routes that share only the target.
func disjointRoutes(routes []chains.Route, used map[int32]bool) int {
	best := 0
	for i := range routes {
		p := routes[i].Path()
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
		s := chains.NewSearcher(n)
		for horizon := 1; horizon <= 3; horizon++ {
			for d := range int32(n.Size()) {
				if n.Ours[d] {
					continue
				}
				routes := bruteRoutes(n, arcs, d, horizon, nil)
				if got, want := s.Reached(d, horizon), len(routes) > 0; got != want {
					t.Fatalf("case %d: reached(%d, %d) = %v, want %v", i, d, horizon, got, want)
				}
				var want []int32
				for x := range int32(n.Size()) {
					if len(routes) > 0 && x != d && len(bruteRoutes(n, arcs, d, horizon, map[int32]bool{x: true})) == 0 {
						want = append(want, x)
					}
				}
				got := slices.Sorted(slices.Values(s.Critical(d, horizon)))
				if !slices.Equal(got, want) {
					t.Fatalf("case %d: critical(%d, %d) = %v, want %v", i, d, horizon, got, want)
				}
				critical += len(want)
				var wantPairs [][2]int32
				for x := range int32(n.Size()) {
					for y := x + 1; y < int32(n.Size()); y++ {
						if len(routes) > 0 && len(want) == 0 && x != d && y != d &&
							len(bruteRoutes(n, arcs, d, horizon, map[int32]bool{x: true, y: true})) == 0 {
							wantPairs = append(wantPairs, [2]int32{x, y})
						}
					}
				}
				if got := s.CriticalPairs(d, horizon); !slices.Equal(got, wantPairs) {
					t.Fatalf("case %d: criticalPairs(%d, %d) = %v, want %v", i, d, horizon, got, wantPairs)
				}
				pairs += len(wantPairs)
				if horizon == 2 {
					if got, want := s.Depth2(d), disjointRoutes(routes, map[int32]bool{}); got != want {
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
		s := chains.NewSearcher(n)
		a := chains.Arc{From: int32(r.IntN(n.Size())), To: int32(r.IntN(n.Size())), Price: 1}
		if n.Ours[a.To] {
			continue
		}
		more := chains.NewSearcher(chains.NewNet(n.Ours, n.Carries, append(slices.Clone(arcs), a)))
		for d := range int32(n.Size()) {
			if n.Ours[d] || !s.Reached(d, 2) {
				continue
			}
			two, three := s.Critical(d, 2), s.Critical(d, 3)
			for _, x := range three {
				if !slices.Contains(two, x) {
					t.Fatalf("case %d: %d is critical for %d at 3 handshakes and not at 2", i, x, d)
				}
			}
			for _, x := range more.Critical(d, 2) {
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
	*chains.Net
	known [chains.MaxHops]map[int32]chains.Cost // by handshakes and person
	loose bool                                  // nothing is known of prices
}

func newBounds(n *chains.Net) *bounds {
	b := &bounds{Net: n}
	for h := range b.known {
		b.known[h] = map[int32]chains.Cost{}
	}
	return b
}

// introductions searches a net bounded by the cheapest walks.
func introductions(n *chains.Net, target int32, hops, k, alternates int, refuse func([]int32) bool) []chains.Asking {
	return chains.Introductions(newBounds(n), target, hops, k, alternates, refuse)
}

// cheapest returns the least cost of a walk of at most so many handshakes, fewer
// than MaxHops, from one of ours to a person; never where there is none.
func (b *bounds) cheapest(v int32, hops int) chains.Cost {
	switch {
	case b.Ours[v]:
		return 0
	case hops == 0:
		return chains.Never
	}
	if c, known := b.known[hops][v]; known {
		return c
	}
	least := chains.Never
	for i := b.In.Off[v]; i < b.In.Off[v+1]; i++ {
		if u := b.In.To[i]; b.Ours[u] || b.Carries[u] {
			least = min(least, b.cheapest(u, hops-1)+b.In.Price[i])
		}
	}
	b.known[hops][v] = least
	return least
}

func (b *bounds) OurHandshakes(v int32, f func(from int32, price chains.Cost)) {
	b.each(v, b.Ours, f)
}

func (b *bounds) TheirHandshakes(v int32, _ int, f func(from int32, price chains.Cost)) {
	b.each(v, b.Carries, func(u int32, price chains.Cost) {
		if !b.Ours[u] {
			f(u, price)
		}
	})
}

func (b *bounds) each(v int32, want []bool, f func(from int32, price chains.Cost)) {
	for i := b.In.Off[v]; i < b.In.Off[v+1]; i++ {
		if u := b.In.To[i]; want[u] {
			f(u, b.In.Price[i])
		}
	}
}

func (b *bounds) Least(v int32, left int) chains.Cost {
	if b.loose {
		return 0
	}
	return b.cheapest(v, left)
}

func (b *bounds) LeastOver(v int32, left int) chains.Cost {
	if b.loose {
		return 0
	}
	return b.cheapest(v, left)
}

func (b *bounds) Order(x, y int32) int { return cmp.Compare(x, y) }

// TestIntroductionRoutes holds the k best against listing and sorting all.
func TestIntroductionRoutes(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	seen := 0
	for i := range 20000 {
		n, arcs := randomNet(r)
		target := int32(n.Size() - 1)
		if n.Ours[target] {
			continue
		}
		hops, k, alternates := 1+r.IntN(3), 1+r.IntN(4), r.IntN(3)
		all := bruteRoutes(n, arcs, target, hops, nil)
		var refuse func([]int32) bool
		if i%3 == 0 {
			refuse = func(path []int32) bool { return path[0] == 0 && path[len(path)-2]%2 == 0 }
		}
		all = slices.DeleteFunc(all, func(r chains.Route) bool { return r.Length < 3 || refuse != nil && refuse(r.Path()) })
		slices.SortFunc(all, func(a, b chains.Route) int { return chains.CompareRoutes(&a, &b, cmp.Compare[int32]) })
		var want []chains.Asking
		for _, rt := range all {
			person := rt.People[rt.Length-2]
			j := slices.IndexFunc(want, func(a chains.Asking) bool { return a.Person == person })
			switch {
			case j < 0 && len(want) < k:
				want = append(want, chains.Asking{Person: person, Best: rt})
			case j >= 0 && len(want[j].Alternates) < alternates:
				want[j].Alternates = append(want[j].Alternates, rt)
			}
		}
		b := newBounds(n)
		b.loose = i%2 == 0
		got := chains.Introductions(b, target, hops, k, alternates, refuse)
		equal := slices.EqualFunc(got, want, func(a, b chains.Asking) bool {
			return a.Person == b.Person && a.Best == b.Best && slices.Equal(a.Alternates, b.Alternates)
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
	n := chains.NewNet([]bool{true, false, false}, []bool{true, true, true}, []chains.Arc{{From: 0, To: 1, Price: 5}, {From: 0, To: 1, Price: 3}, {From: 1, To: 1, Price: 1}, {From: 1, To: 2, Price: 2}, {From: 1, To: 2, Price: 2}})
	got := introductions(n, 2, 3, 5, 2, nil)
	if len(got) != 1 || got[0].Best.Price != 5 || len(got[0].Alternates) != 0 {
		t.Errorf("introductions = %+v, want one route of cost 5", got)
	}
}
