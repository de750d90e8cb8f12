package sample_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/rules"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/sample"
)

var base = graph.MustDate("2026-11-02")

func company(t *testing.T, base graph.Date) *kernel.Snapshot {
	t.Helper()
	n := 0
	d := draft.NewDraft(kernel.Empty(), base, func() string { n++; return fmt.Sprintf("%08d", n) })
	if err := sample.Company(d, base); err != nil {
		t.Fatal(err)
	}
	_, s, err := d.Check(1, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if n != 0 {
		t.Errorf("the sample asked for %d random IDs, want 0", n)
	}
	return s
}

func TestCompanyIsWhole(t *testing.T) {
	for _, day := range []graph.Date{base, base + 1, base + 123, graph.MustDate("2024-02-29")} {
		s := company(t, day)
		if err := rules.CheckAll(s); err != nil {
			t.Errorf("on %s: %v", day, err)
		}
	}
	s := company(t, base)
	if n := s.Count(graph.NodePerson); n < 140 || n > 170 {
		t.Errorf("%d people, want about 150", n)
	}
}

func TestCompanyIsDeterministic(t *testing.T) {
	a, b := company(t, base), company(t, base)
	if !slices.Equal(slices.Collect(a.Elements()), slices.Collect(b.Elements())) {
		t.Error("two builds for one day differ")
	}
}

func TestCompanyStories(t *testing.T) {
	s := company(t, base)
	v := view.On(s, base)
	node := func(id graph.ID) kernel.N {
		n, ok := s.Node(id)
		if !ok {
			t.Fatalf("no %s", id)
		}
		return n
	}
	marta := node(sample.PersonID("Marta Keller"))
	if seats := v.Seats(marta); len(seats) != 1 || v.Title(seats[0]) != "Director of Planning" {
		t.Error("Marta Keller is not Director of Planning today")
	}
	if seats := view.On(s, base-60).Seats(marta); len(seats) != 1 || view.On(s, base-60).Title(seats[0]) != "Head of Demand Planning" {
		t.Error("Marta Keller was not Head of Demand Planning sixty days ago")
	}
	procurement := node("s-brackwell-head-of-procurement")
	if o := v.Occupancy(procurement); o != graph.OccupancyVacant {
		t.Errorf("the head of procurement is %s, want VACANT", o)
	}
	if o := view.On(s, base-30).Holders(procurement); len(o) != 1 || s.NodeID(o[0]) != sample.PersonID("Gregor Haas") {
		t.Error("nobody acted as head of procurement thirty days ago")
	}
	ben := node(sample.PersonID("Ben Okafor"))
	if !v.Ours(ben) || view.On(s, base+60).Ours(ben) {
		t.Error("Ben Okafor is ours today and not in sixty days: wanted")
	}
	if got := view.On(s, base-600).Title(node("s-brackwell-chief-information-officer")); got != "Head of IT" {
		t.Errorf("title 600 days ago = %q, want Head of IT", got)
	}
}

func TestElements(t *testing.T) {
	s := sample.Build(sample.Size{People: 3000, Interactions: 2}, base)
	if err := rules.CheckAll(s); err != nil {
		t.Fatal(err)
	}
	if got := s.Count(graph.NodePerson); got != 3000 {
		t.Errorf("%d people, want 3000", got)
	}
	if got := s.Count(graph.EdgeKnows); got < 29_000 || got > 30_000 {
		t.Errorf("%d ties, want about 30000", got)
	}
}
