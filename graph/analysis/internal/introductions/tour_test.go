package introductions

import (
	"reflect"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis/internal/chains"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/sample"
)

var today = graph.MustDate("2026-10-26")

// slack is a tour that promises nothing about prices, so that a search of it
// leaves nothing out.
type slack struct{ *Tour }

func (slack) Least(int32, int) chains.Cost { return 0 }

func (slack) LeastOver(int32, int) chains.Cost { return 0 }

// TestNothingLikelierIsLeftOut: the bounds of a tour cut off no route that is
// among the best, and most of what is not.
func TestNothingLikelierIsLeftOut(t *testing.T) {
	s := sample.Build(sample.Size{People: 1500, Interactions: 2}, today)
	persons := s.Nodes(graph.NodePerson)
	found, few, all := 0, 0, 0
	for i := range 60 {
		target := persons[20+i*97%(len(persons)-20)]
		search := func(hops int, on func(*Tour) chains.Ground) ([]chains.Asking, int) {
			r := knows.NewReader(view.On(s, today))
			tr := &Tour{Reader: r, Target: target, Hops: hops, From: map[kernel.N]bool{}, Without: map[kernel.N]bool{}}
			tr.Explore()
			list := chains.Introductions(on(tr), int32(target), hops, 1+i%5, i%3, tr.Refuses)
			return list, len(tr.landings)
		}
		hops := 2 + i%2
		got, looked := search(hops, func(tr *Tour) chains.Ground { return tr })
		want, everything := search(hops, func(tr *Tour) chains.Ground { return slack{tr} })
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("to %s within %d: %+v, want %+v", s.NodeID(target), hops, got, want)
		}
		found, few, all = found+len(got), few+looked, all+everything
	}
	if found < 100 || few*2 > all {
		t.Errorf("%d introductions, looking at %d of %d people: the test has no teeth", found, few, all)
	}
}
