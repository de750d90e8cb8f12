package brief_test

import (
	"fmt"

	"github.com/kithgraph/kith/export/brief"
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// Ann leaves at the end of March, and knows nobody. Every line ends with the ids of
// the records that it rests on.
func ExampleHandover() {
	b := kernel.NewBuilder(0)
	day := graph.MustDate("2026-03-02")
	for _, f := range []graph.Fact{
		graph.Organization{Node: graph.Node{ID: "us"}, Name: "Us", Ours: true},
		graph.Position{Node: graph.Node{ID: "kam"}, Title: "Account Manager"},
		graph.In{Edge: graph.Edge{ID: "in", Src: "kam", Dst: "us"}},
		graph.Person{Node: graph.Node{ID: "ann"}, Name: "Ann Lee"},
		graph.Holds{Edge: graph.Edge{ID: "holds", Src: "ann", Dst: "kam", To: graph.MustDate("2026-04-01")}, Kind: graph.HoldPermanent},
	} {
		e := graph.Encode(f)
		if err := b.Add(&e); err != nil {
			fmt.Println(err)
			return
		}
	}
	v := view.On(b.Build(1, day.Time()), day)
	report, err := find.Handover(v, analysis.HandoverQuery{Person: "ann"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s", brief.Handover(v, report).Markdown())
	// Output:
	// # Handover: Ann Lee
	//
	// Ann Lee leaves on 1 Apr 2026: nothing is to be handed over. `ann`
	//
	// ## About this page
	//
	// As of 2 Mar 2026, known at revision 1. Without a new record it may change on 1 Apr 2026.
	//
	// The same event has the same name, whenever it is asked for: `handover:holds`
}
