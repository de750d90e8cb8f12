package find_test

import (
	"slices"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
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

// hub returns the one of some people whom most are said to know.
func hub(s *kernel.Snapshot, persons []kernel.N) kernel.N {
	return slices.MaxFunc(persons, func(a, b kernel.N) int {
		return len(s.In(a, graph.EdgeKnows)) - len(s.In(b, graph.EdgeKnows))
	})
}

// BenchmarkSpread asks of some hundred people, of the one whom most know and of
// some accounts: each question on its own, as one of many that share what is known
// of people, and after a commit of one tie each. It reports how the time spreads
// over the questions, of each the best of the rounds.
func BenchmarkSpread(b *testing.B) {
	eachBenchSize(b, func(b *testing.B, v *view.View) {
		s := v.Snapshot()
		persons, accounts := s.Nodes(graph.NodePerson), s.Nodes(graph.NodeAccount)
		theirs := persons[max(len(persons)/100, 20):]
		var targets, some []graph.ID
		for i := range 400 {
			targets = append(targets, s.NodeID(theirs[i*7919%len(theirs)]))
		}
		for i := range 20 {
			some = append(some, s.NodeID(accounts[i*7%len(accounts)]))
		}
		var m *find.Keeper
		for _, q := range []struct {
			name  string
			about []graph.ID
			alone func(v *view.View, about graph.ID) error
			among func(v *view.View, about graph.ID) error
		}{
			{"introductions", targets,
				func(v *view.View, id graph.ID) error {
					_, err := find.Introductions(v, analysis.IntroductionsQuery{Target: id, Limit: 10})
					return err
				},
				func(v *view.View, id graph.ID) error {
					_, err := m.Introductions(v, analysis.IntroductionsQuery{Target: id, Limit: 10})
					return err
				}},
			{"influence", some,
				func(v *view.View, id graph.ID) error {
					_, err := find.Influence(v, analysis.InfluenceQuery{Account: id})
					return err
				},
				func(v *view.View, id graph.ID) error {
					_, err := m.Influence(v, analysis.InfluenceQuery{Account: id})
					return err
				}},
			{"coverage", some,
				func(v *view.View, id graph.ID) error {
					_, err := find.Coverage(v, analysis.CoverageQuery{Account: id})
					return err
				},
				func(v *view.View, id graph.ID) error {
					_, err := m.Coverage(v, analysis.CoverageQuery{Account: id})
					return err
				}},
		} {
			rounds := func(b *testing.B, about []graph.ID, view func() *view.View, ask func(*view.View, graph.ID) error) {
				took := make([]time.Duration, len(about))
				for round := 0; b.Loop(); round++ {
					for i, id := range about {
						begin := time.Now()
						if err := ask(view(), id); err != nil {
							b.Fatal(err)
						}
						if d := time.Since(begin); round == 0 || d < took[i] {
							took[i] = d
						}
					}
				}
				spread(b, took)
			}
			same := func() *view.View { return v }
			now := s
			among := func(name string, about []graph.ID, view func() *view.View) {
				b.Run(name, func(b *testing.B) {
					m = find.NewKeeper(1) // no answer, so that none is given twice
					m.Reset(now)
					rounds(b, about, view, q.among)
				})
			}
			b.Run(q.name+", alone", func(b *testing.B) { rounds(b, q.about[:min(100, len(q.about))], same, q.alone) })
			among(q.name+", among others", q.about, same)
			if q.name == "introductions" {
				among("to the hub, among others", []graph.ID{s.NodeID(hub(s, theirs)), targets[0]}, same)
			}
			among(q.name+", commit included", q.about, func() *view.View {
				n := int(now.Revision())
				next, changes := oneTie(b, now, s.NodeID(persons[0]), s.NodeID(theirs[n*104729%len(theirs)]), n)
				m.Advance(now, next, []graph.Commit{{Changes: changes}})
				now = next
				return view.On(now, today)
			})
		}
	})
}
