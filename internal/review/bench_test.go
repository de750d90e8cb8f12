package review_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/review"
)

// crowd is n people in companies of fifty, each with a seat, an address and a profile;
// every hundredth is there twice under another spelling, and one company in ten too.
func crowd(tb testing.TB, n int) *kernel.Snapshot {
	b := kernel.NewBuilder(5 * n)
	var edges []graph.Element
	add := func(f graph.Fact) {
		e := graph.Encode(f)
		if e.IsEdge() {
			edges = append(edges, e)
		} else if err := b.Add(&e); err != nil {
			tb.Fatal(err)
		}
	}
	for i := range n {
		c := i / 50
		org := graph.ID(fmt.Sprintf("o%06d", c))
		if i%50 == 0 {
			name := fmt.Sprintf("Company %d Inc.", c)
			if c%10 == 9 {
				name = fmt.Sprintf("COMPANY %d", c-1)
			}
			add(graph.Organization{Node: graph.Node{ID: org}, Name: name, Kind: graph.OrgCompany, Domains: []string{fmt.Sprintf("c%d.example", c)}})
		}
		who := i
		mail := fmt.Sprintf("given%d.family%d@c%d.example", who, who%997, c)
		if i%100 == 99 {
			who = i - 1
			mail = fmt.Sprintf("Given%d.Family%d+x@C%d.example", who, who%997, c)
		}
		person, seat := graph.ID(fmt.Sprintf("p%07d", i)), graph.ID(fmt.Sprintf("s%07d", i))
		add(graph.Person{Node: graph.Node{ID: person}, Name: fmt.Sprintf("Given%d Family%d", who, who%997), Emails: []string{mail}, Links: []string{fmt.Sprintf("https://www.linkedin.com/in/p%d", i)}})
		add(graph.Position{Node: graph.Node{ID: seat}, Title: "Clerk", Level: 1})
		add(graph.In{Edge: graph.Edge{ID: "in" + seat, Src: seat, Dst: org}})
		add(graph.Holds{Edge: graph.Edge{ID: "h" + seat, Src: person, Dst: seat}, Kind: graph.HoldPermanent})
	}
	for i := range edges {
		if err := b.Add(&edges[i]); err != nil {
			tb.Fatal(err)
		}
	}
	return b.Build(1, time.Unix(1, 0))
}

// BenchmarkDuplicates looks for duplicates among people and organizations.
func BenchmarkDuplicates(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		s := crowd(b, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r, err := review.List(view.On(s, day(today)), review.Query{Kinds: []graph.SuggestionKind{graph.SuggestionDuplicatePeople, graph.SuggestionDuplicateOrganizations}})
				if err != nil || r.Total != n/100+n/500 {
					b.Fatalf("%d duplicates, %v, want %d", r.Total, err, n/100+n/500)
				}
			}
		})
	}
}

// BenchmarkReview lists all kinds.
func BenchmarkReview(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		s := crowd(b, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if _, err := review.List(view.On(s, day(today)), review.Query{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
