package analysis_test

import (
	"slices"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
)

// spread reports the median, the ninety-ninth percentile and the longest of some
// durations.
func spread(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	at := func(share float64) float64 { return float64(took[int(share*float64(len(took)-1))].Microseconds()) }
	b.ReportMetric(at(0.5), "p50-µs")
	b.ReportMetric(at(0.99), "p99-µs")
	b.ReportMetric(at(1), "max-µs")
}

// hub returns the one of theirs whom most are said to know.
func hub(s *graph.Snapshot, persons []graph.N) graph.N {
	most, at := -1, persons[0]
	for _, n := range persons {
		if d := len(s.In(n, graph.EdgeKnows)); d > most {
			most, at = d, n
		}
	}
	return at
}

// BenchmarkSpread asks for introductions to each of some hundred people, and to
// the one whom most know: each question on its own, and as one of many that share
// what is known of people.
func BenchmarkSpread(b *testing.B) {
	eachBenchSize(b, func(b *testing.B, v *graph.View) {
		s := v.Snapshot()
		persons := s.Nodes(graph.NodePerson)
		theirs := persons[max(len(persons)/100, 20):]
		var some []graph.ID
		for i := range 400 {
			some = append(some, s.NodeID(theirs[i*7919%len(theirs)]))
		}
		m := analysis.NewAnswers(1) // answers nothing twice
		alone := func(q analysis.IntroductionsQuery) error { _, err := analysis.Introductions(v, q); return err }
		among := func(q analysis.IntroductionsQuery) error { _, err := m.Introductions(v, q); return err }
		for _, c := range []struct {
			name    string
			targets []graph.ID
			ask     func(analysis.IntroductionsQuery) error
		}{
			{"introductions, alone", some[:100], alone},
			{"introductions, among others", some, among},
			{"to the hub, alone", []graph.ID{s.NodeID(hub(s, theirs))}, alone},
			{"to the hub, among others", []graph.ID{s.NodeID(hub(s, theirs)), some[0]}, among},
		} {
			b.Run(c.name, func(b *testing.B) {
				var took []time.Duration
				for round := 0; b.Loop(); round++ {
					for _, target := range c.targets {
						begin := time.Now()
						if err := c.ask(analysis.IntroductionsQuery{Target: target, Limit: 10}); err != nil {
							b.Fatal(err)
						}
						took = append(took, time.Since(begin))
					}
				}
				spread(b, took)
			})
		}
	})
}
