package analysis

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
)

// syntheticNet is a tenant of n people: one per cent are ours, firms of 500, ten
// arcs a person, four in five of them inside the firm; ours know anybody.
func syntheticNet(n int) *net {
	r := rand.New(rand.NewPCG(41, uint64(n)))
	const firm = 500
	ours, carries := make([]bool, n), make([]bool, n)
	for v := range n {
		ours[v], carries[v] = v < n/100, r.IntN(25) > 0
	}
	arcs := make([]arc, 0, 10*n)
	for v := range n {
		base := v / firm * firm
		for range 10 {
			to := n/100 + r.IntN(n-n/100)
			if v >= n/100 && r.IntN(5) > 0 {
				to = base + r.IntN(min(firm, n-base))
			}
			if to != v && !ours[to] {
				arcs = append(arcs, arc{int32(v), int32(to), cost(1 + r.IntN(1000))})
			}
		}
	}
	return newNet(ours, carries, arcs)
}

// BenchmarkNet measures the algorithms on a whole tenant, for 10,000 targets
// where they have any.
func BenchmarkNet(b *testing.B) {
	for _, people := range []int{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprintf("people=%dk", people/1000), func(b *testing.B) {
			if people >= 1_000_000 && os.Getenv("KITH_BENCH_1M") == "" {
				b.Skip("set KITH_BENCH_1M=1 to run it")
			}
			n := syntheticNet(people)
			s, dj := newSearcher(n), newDisjoint(n)
			targets := make([]int32, 0, 10_000)
			for i := range 10_000 {
				targets = append(targets, int32(people/100+i*7919%(people-people/100)))
			}
			targets = slices.DeleteFunc(targets, func(v int32) bool { return n.ours[v] })
			each := func(f func(int32)) func() {
				return func() {
					for _, t := range targets {
						f(t)
					}
				}
			}
			for _, q := range []struct {
				name string
				run  func()
			}{
				{"dominators", func() { n.dominators() }},
				{"critical at 2", each(func(t int32) { s.critical(t, 2) })},
				{"critical at 3", each(func(t int32) { s.critical(t, 3) })},
				{"pairs at 2", each(func(t int32) { s.criticalPairs(t, 2) })},
				{"depth 2", each(func(t int32) { s.depth2(t) })},
				{"disjoint up to 3", each(func(t int32) { dj.count(t, maxStructural) })},
			} {
				b.Run(q.name, func(b *testing.B) {
					for b.Loop() {
						q.run()
					}
				})
			}
		})
	}
}
