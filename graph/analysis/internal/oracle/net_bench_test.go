package oracle

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph/analysis/internal/chains"
	"github.com/kithgraph/kith/graph/analysis/internal/opinions"
	"github.com/kithgraph/kith/graph/analysis/internal/rounds"
)

// syntheticNet is a tenant of n people: one per cent are ours, firms of 500, so
// many arcs a person, four in five of them inside the firm; ours know anybody.
func syntheticNet(n, each int) *chains.Net { return chains.NewNet(syntheticArcs(n, each)) }

func syntheticArcs(n, each int) (ours, carries []bool, arcs []chains.Arc) {
	r := rand.New(rand.NewPCG(41, uint64(n)))
	const firm = 500
	ours, carries = make([]bool, n), make([]bool, n)
	for v := range n {
		ours[v], carries[v] = v < n/100, r.IntN(25) > 0
	}
	arcs = make([]chains.Arc, 0, each*n)
	for v := range n {
		base := v / firm * firm
		for range each {
			to := n/100 + r.IntN(n-n/100)
			if v >= n/100 && r.IntN(5) > 0 {
				to = base + r.IntN(min(firm, n-base))
			}
			if to != v && !ours[to] {
				arcs = append(arcs, chains.Arc{From: int32(v), To: int32(to), Price: chains.Cost(1 + r.IntN(1000))})
			}
		}
	}
	return ours, carries, arcs
}

// BenchmarkNet measures the algorithms on a whole tenant, for 10,000 targets
// where they have any.
func BenchmarkNet(b *testing.B) {
	rounds.Tenants(b, func(b *testing.B, people int) {
		ours, carries, arcs := syntheticArcs(people, 10)
		rounds.Run(b, "both directions", func() { chains.NewNet(ours, carries, arcs) })
		n := chains.NewNet(ours, carries, arcs)
		s, dj := chains.NewSearcher(n), chains.NewDisjoint(n)
		targets := make([]int32, 0, 10_000)
		for i := range 10_000 {
			targets = append(targets, int32(people/100+i*7919%(people-people/100)))
		}
		targets = slices.DeleteFunc(targets, func(v int32) bool { return n.Ours[v] })
		each := func(f func(int32)) func() {
			return func() {
				for _, t := range targets {
					f(t)
				}
			}
		}
		rounds.Run(b, "dominators", func() { n.Dominators() })
		rounds.Run(b, "critical at 2", each(func(t int32) { s.Critical(t, 2) }))
		rounds.Run(b, "critical at 3", each(func(t int32) { s.Critical(t, 3) }))
		rounds.Run(b, "pairs at 2", each(func(t int32) { s.CriticalPairs(t, 2) }))
		rounds.Run(b, "depth 2", each(func(t int32) { s.Depth2(t) }))
		rounds.Run(b, "disjoint up to 3", each(func(t int32) { dj.Count(t, 3) }))

		introduce := func(t int32) { introductions(n, t, chains.MaxHops, 10, 1, nil) }
		inTargets(b, "introductions", targets, introduce)
		known := slices.Clone(targets)
		slices.SortFunc(known, func(v, w int32) int { return len(n.In.Of(w)) - len(n.In.Of(v)) })
		inTargets(b, "introductions to the best known", known[:100], introduce)
	})
}

// inTargets runs a benchmark of a question to each of many targets and reports
// the median, the ninety-ninth percentile and the longest of a round.
func inTargets(b *testing.B, name string, targets []int32, ask func(int32)) {
	b.Run(name, func(b *testing.B) {
		took := make([]time.Duration, len(targets))
		for b.Loop() {
			for i, t := range targets {
				start := time.Now()
				ask(t)
				took[i] = time.Since(start)
			}
		}
		slices.Sort(took)
		for _, q := range []struct {
			name  string
			share float64
		}{{"p50", 0.5}, {"p99", 0.99}, {"max", 1}} {
			b.ReportMetric(took[int(q.share*float64(len(took)-1))].Seconds()*1e6, q.name+"-µs")
		}
	})
}

// heardAlong returns the model in which everybody hears those from whom an arc
// leads to them, the more the higher its price.
func heardAlong(n *chains.Net) *opinions.Opinions {
	o := &opinions.Opinions{Heard: make([][]opinions.Pull, n.Size())}
	for v := range int32(n.Size()) {
		for i := n.In.Off[v]; i < n.In.Off[v+1]; i++ {
			o.Heard[v] = append(o.Heard[v], opinions.Pull{By: int(n.In.To[i]), Weight: float64(n.In.Price[i]) / 5000})
		}
	}
	return o
}

// BenchmarkOpinions measures who shapes the views of ten people: in an account of
// 500, and in a tenant where every view counts the same.
func BenchmarkOpinions(b *testing.B) {
	rounds.Tenants(b, func(b *testing.B, people int) {
		model, inside := heardAlong(syntheticNet(people, 10)), &opinions.Opinions{Heard: make([][]opinions.Pull, 500)}
		first := max(1000, people/100) // of a firm that is not ours
		for v := range inside.Heard {
			for _, p := range model.Heard[first+v] {
				if p.By -= first; p.By >= 0 && p.By < 500 {
					inside.Heard[v] = append(inside.Heard[v], p)
				}
			}
		}
		deciders, everybody := make([]float64, 500), make([]float64, people)
		for v := range 10 {
			deciders[50*v] = 0.1
		}
		for v := range everybody {
			everybody[v] = 1 / float64(people)
		}
		rounds.Run(b, "account", func() { inside.Shares(deciders, opinions.Dampings[0]) })
		rounds.Run(b, "tenant", func() { model.Shares(everybody, opinions.Dampings[0]) })
	})
}
