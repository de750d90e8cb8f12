package analysis_test

import (
	"fmt"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/internal/sample"
)

// BenchmarkAnalyses asks each question of one account of 500 people, in
// workspaces of growing size: the cost must not grow with the workspace.
func BenchmarkAnalyses(b *testing.B) {
	for _, people := range []int{10_000, 100_000} {
		v := sample.Build(sample.Size{People: people, Interactions: 3}, today).On(today)
		s := v.Snapshot()
		accounts := s.Nodes(graph.NodeAccount)
		account := s.NodeID(accounts[len(accounts)/2])
		persons := s.Nodes(graph.NodePerson)
		target := s.NodeID(persons[len(persons)/2])
		for name, ask := range map[string]func() error{
			"strength": func() error { _, err := analysis.Strength(v, analysis.StrengthQuery{Account: account}); return err },
			"coverage": func() error { _, err := analysis.Coverage(v, analysis.CoverageQuery{Account: account}); return err },
			"points": func() error {
				_, err := analysis.SinglePoints(v, analysis.SinglePointsQuery{Account: account})
				return err
			},
			"introductions": func() error {
				_, err := analysis.Introductions(v, analysis.IntroductionsQuery{Target: target, Limit: 10})
				return err
			},
			"moves": func() error {
				_, err := analysis.Moves(v, analysis.MovesQuery{From: today - 90, Account: account})
				return err
			},
			"moves of everybody": func() error { _, err := analysis.Moves(v, analysis.MovesQuery{From: today - 90}); return err },
		} {
			b.Run(fmt.Sprintf("%s/%d", name, people), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if err := ask(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
