package analysis

import (
	"math/rand/v2"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/sample"
)

// syntheticTies are two ties for each of so many people, with five contacts each
// in two years and a claim for one in three.
func syntheticTies(people int) []evidence {
	r := rand.New(rand.NewPCG(43, uint64(people)))
	ties := make([]evidence, 2*people)
	for i := range ties {
		met := make([]contact, 5)
		for k := range met {
			met[k] = contact{on: today - graph.Date(r.IntN(700)), channel: graph.Channels()[r.IntN(8)], dir: direction(r.IntN(int(directions))), people: 2 + int32(r.IntN(3))}
		}
		var claims []statement
		if i%3 == 0 {
			on := today - graph.Date(r.IntN(700))
			claims = []statement{{on: on, valid: graph.Interval{From: on}, level: graph.TieKnows}}
		}
		ties[i] = newEvidence(met, claims, 1, 0)
	}
	return ties
}

// BenchmarkTies measures the strength of every tie of a tenant: from its contacts
// and claims, for one pace and with the verdict at all of them and the day on
// which it flips; and what one more contact costs a tie whose sums are at hand.
func BenchmarkTies(b *testing.B) {
	eachTenant(b, func(b *testing.B, people int) {
		ties := syntheticTies(people)
		inRounds(b, "strength of all", func() {
			for i := range ties {
				w := ties[i].walk(1)
				w.to(today)
			}
		})
		inRounds(b, "verdicts on all", func() {
			r := &reader{day: today, clock: &view.Clock{Day: today}}
			for i := range ties {
				r.atPaces(&tie{evidence: ties[i]})
			}
		})
		e := &ties[0]
		w := e.walk(1)
		w.to(today)
		more := contact{on: today, channel: graph.ChannelMeeting, people: 2}
		b.Run("one write", func(b *testing.B) {
			for b.Loop() {
				s := w.sums
				s.add(more)
				e.weighUp(s.totals(), &more, today, 1)
			}
		})
	})
}

// BenchmarkWorkspace measures what is read anew from a snapshot: every tie to
// everybody, and the matrix of every account without gaps and remedies.
func BenchmarkWorkspace(b *testing.B) {
	eachTenant(b, func(b *testing.B, people int) {
		v := view.On(sample.Build(sample.Size{People: people, Interactions: 3}, today), today)
		persons := v.Snapshot().Nodes(graph.NodePerson)
		inRounds(b, "ties of everybody", func() {
			for i := 0; i < len(persons); i += 1000 {
				r := newReader(v) // what a reader has read it keeps
				for _, n := range persons[i:min(i+1000, len(persons))] {
					list := r.tiesTo(n)
					for k := range list {
						r.atPaces(&list[k])
					}
				}
			}
		})
		inRounds(b, "matrix of every account", func() {
			for _, n := range v.Snapshot().Nodes(graph.NodeAccount) {
				a, err := newReader(v).readAccount(v.Snapshot().NodeID(n))
				if err != nil {
					b.Fatal(err)
				}
				(&cover{account: a}).cells()
			}
		})
	})
}
