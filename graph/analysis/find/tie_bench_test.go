package find

import (
	"math/rand/v2"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis/internal/accounts"
	"github.com/kithgraph/kith/graph/analysis/internal/coverage"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/analysis/internal/rounds"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/sample"
)

// syntheticTies are two ties for each of so many people, with five contacts each
// in two years and a claim for one in three.
func syntheticTies(people int) []knows.Evidence {
	r := rand.New(rand.NewPCG(43, uint64(people)))
	ties := make([]knows.Evidence, 2*people)
	for i := range ties {
		met := make([]knows.Contact, 5)
		for k := range met {
			met[k] = knows.Contact{On: today - graph.Date(r.IntN(700)), Channel: graph.Channels()[r.IntN(8)], Dir: knows.Direction(r.IntN(int(knows.Directions))), People: 2 + int32(r.IntN(3))}
		}
		var claims []knows.Statement
		if i%3 == 0 {
			on := today - graph.Date(r.IntN(700))
			claims = []knows.Statement{{On: on, Valid: graph.Interval{From: on}, Level: graph.TieKnows}}
		}
		ties[i] = knows.NewEvidence(met, claims, 1, 0)
	}
	return ties
}

// BenchmarkTies measures the strength of every tie of a tenant: from its contacts
// and claims, for one pace and with the verdict at all of them and the day on
// which it flips; and what one more contact costs a tie whose sums are at hand.
func BenchmarkTies(b *testing.B) {
	rounds.Tenants(b, func(b *testing.B, people int) {
		ties := syntheticTies(people)
		rounds.Run(b, "strength of all", func() {
			for i := range ties {
				w := ties[i].Walk(1)
				w.To(today)
			}
		})
		rounds.Run(b, "verdicts on all", func() {
			r := &knows.Reader{Day: today, Clock: &view.Clock{Day: today}}
			for i := range ties {
				r.AtPaces(&knows.Tie{Evidence: ties[i]})
			}
		})
		e := &ties[0]
		w := e.Walk(1)
		w.To(today)
		more := knows.Contact{On: today, Channel: graph.ChannelMeeting, People: 2}
		b.Run("one write", func(b *testing.B) {
			for b.Loop() {
				s := w.Sums
				s.Add(more)
				e.WeighUp(s.Totals(), &more, today, 1)
			}
		})
	})
}

// BenchmarkWorkspace measures what is read anew from a snapshot: every tie to
// everybody, and the matrix of every account without gaps and remedies.
func BenchmarkWorkspace(b *testing.B) {
	rounds.Tenants(b, func(b *testing.B, people int) {
		v := view.On(sample.Build(sample.Size{People: people, Interactions: 3}, today), today)
		persons := v.Snapshot().Nodes(graph.NodePerson)
		rounds.Run(b, "ties of everybody", func() {
			for i := 0; i < len(persons); i += 1000 {
				r := knows.NewReader(v) // what a reader has read it keeps
				for _, n := range persons[i:min(i+1000, len(persons))] {
					list := r.TiesTo(n)
					for k := range list {
						r.AtPaces(&list[k])
					}
				}
			}
		})
		rounds.Run(b, "matrix of every account", func() {
			for _, n := range v.Snapshot().Nodes(graph.NodeAccount) {
				a, err := accounts.ReadAccount(knows.NewReader(v), v.Snapshot().NodeID(n))
				if err != nil {
					b.Fatal(err)
				}
				(&coverage.Cover{Account: a}).Cells()
			}
		})
	})
}
