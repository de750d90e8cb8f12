package find_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/sample"
)

// benchSizes are workspaces of so many people. A million take some minutes and
// 4 GB; set KITH_BENCH_1M=1 for them.
var benchSizes = []int{10_000, 100_000, 1_000_000}

// eachBenchSize runs a benchmark on a workspace of each size.
func eachBenchSize(b *testing.B, f func(b *testing.B, v *view.View)) {
	for _, people := range benchSizes {
		b.Run(fmt.Sprintf("people=%dk", people/1000), func(b *testing.B) {
			if people >= 1_000_000 && os.Getenv("KITH_BENCH_1M") == "" {
				b.Skip("set KITH_BENCH_1M=1 to run it")
			}
			f(b, view.On(sample.Build(sample.Size{People: people, Interactions: 3}, today), today))
		})
	}
}

// BenchmarkAnalyses asks each question of one account of 500 people, in
// workspaces of growing size: the cost must not grow with the workspace.
func BenchmarkAnalyses(b *testing.B) {
	eachBenchSize(b, func(b *testing.B, v *view.View) {
		s := v.Snapshot()
		accounts := s.Nodes(graph.NodeAccount)
		account := s.NodeID(accounts[len(accounts)/2])
		persons := s.Nodes(graph.NodePerson)
		target := s.NodeID(persons[len(persons)/2])
		for _, q := range []struct {
			name string
			ask  func() error
		}{
			{"strength", func() error { _, err := find.Strength(v, analysis.StrengthQuery{Account: account}); return err }},
			{"coverage", func() error { _, err := find.Coverage(v, analysis.CoverageQuery{Account: account}); return err }},
			{"points", func() error {
				_, err := find.SinglePoints(v, analysis.SinglePointsQuery{Account: account})
				return err
			}},
			{"points, all there is", func() error {
				_, err := find.SinglePoints(v, analysis.SinglePointsQuery{Account: account, Horizon: 3, Pairs: true, Soft: true, Structure: true})
				return err
			}},
			{"scenario", func() error {
				_, err := find.Scenario(v, analysis.ScenarioQuery{Account: account, Leave: []graph.ID{target, s.NodeID(persons[0])}})
				return err
			}},
			{"introductions", func() error {
				_, err := find.Introductions(v, analysis.IntroductionsQuery{Target: target, Limit: 10})
				return err
			}},
			{"moves", func() error {
				_, err := find.Moves(v, analysis.MovesQuery{From: today - 90, Account: account})
				return err
			}},
			{"moves of everybody", func() error { _, err := find.Moves(v, analysis.MovesQuery{From: today - 90}); return err }},
			{"handover", func() error {
				_, err := find.Handover(v, analysis.HandoverQuery{Person: s.NodeID(persons[0]), Account: account})
				return err
			}},
			{"cadence", func() error { _, err := find.Cadence(v, analysis.CadenceQuery{Account: account}); return err }},
			{"cadence of everybody", func() error { _, err := find.Cadence(v, analysis.CadenceQuery{}); return err }},
			{"attention", func() error { _, err := find.Attention(v, analysis.AttentionQuery{}); return err }},
			{"pairings", func() error { _, err := find.Pairings(v, analysis.PairingQuery{Account: account}); return err }},
			{"influence", func() error { _, err := find.Influence(v, analysis.InfluenceQuery{Account: account}); return err }},
		} {
			b.Run(q.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if err := q.ask(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	})
}

// oneTie commits the nth tie between two people.
func oneTie(b *testing.B, s *kernel.Snapshot, from, to graph.ID, n int) (*kernel.Snapshot, []graph.Change) {
	e := graph.Encode(graph.Knows{Edge: graph.Edge{ID: graph.ID(fmt.Sprintf("new%d", n)), Src: from, Dst: to, From: today}, Level: graph.TieMet})
	changes := []graph.Change{{ID: e.ID, After: &e}}
	next, err := s.With(changes, s.Revision()+1, today.Time())
	if err != nil {
		b.Fatal(err)
	}
	return next, changes
}

// BenchmarkAnswers asks the same question again after a commit at another
// account, and after one at the account itself.
func BenchmarkAnswers(b *testing.B) {
	eachBenchSize(b, func(b *testing.B, v *view.View) {
		s := v.Snapshot()
		accounts := s.Nodes(graph.NodeAccount)
		account := s.NodeID(accounts[len(accounts)/2])
		persons := s.Nodes(graph.NodePerson)
		there, err := find.Coverage(v, analysis.CoverageQuery{Account: account})
		if err != nil {
			b.Fatal(err)
		}
		for _, c := range []struct {
			name string
			who  graph.ID
		}{{"elsewhere", s.NodeID(persons[len(persons)-1])}, {"here", there.People[0].Person}} {
			b.Run(c.name, func(b *testing.B) {
				m := find.NewKeeper(0)
				m.Reset(s)
				if _, err := m.Coverage(v, analysis.CoverageQuery{Account: account}); err != nil {
					b.Fatal(err)
				}
				now, n := s, 0
				for b.Loop() {
					n++
					next, changes := oneTie(b, now, s.NodeID(persons[0]), c.who, n)
					m.Advance(now, next, []graph.Commit{{Changes: changes}})
					now = next
					if _, err := m.Coverage(view.On(now, today), analysis.CoverageQuery{Account: account}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	})
}
