package view_test

import (
	"fmt"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// A view reads a snapshot on a day: who holds a seat then, and what they are
// called.
func ExampleView() {
	b := kernel.NewBuilder(0)
	for _, f := range []graph.Fact{
		graph.Organization{Node: graph.Node{ID: "acme"}, Name: "Acme"},
		graph.Position{Node: graph.Node{ID: "buyer"}, Title: "Buyer"},
		graph.In{Edge: graph.Edge{ID: "in", Src: "buyer", Dst: "acme"}},
		graph.Person{Node: graph.Node{ID: "leo"}, Name: "Leo"},
		graph.Person{Node: graph.Node{ID: "mia"}, Name: "Mia"},
		graph.Holds{Edge: graph.Edge{ID: "h1", Src: "leo", Dst: "buyer", To: graph.MustDate("2025-07-01")}, Kind: graph.HoldPermanent},
		graph.Holds{Edge: graph.Edge{ID: "h2", Src: "mia", Dst: "buyer", From: graph.MustDate("2025-07-01")}, Kind: graph.HoldInterim},
	} {
		e := graph.Encode(f)
		if err := b.Add(&e); err != nil {
			fmt.Println(err)
			return
		}
	}
	s := b.Build(1, graph.MustDate("2025-08-01").Time())
	seat, _ := s.Node("buyer")
	for _, day := range []string{"2025-06-30", "2025-07-01"} {
		v := view.On(s, graph.MustDate(day))
		for _, person := range v.Holders(seat) {
			fmt.Println(day, v.Title(seat), v.Name(person))
		}
	}
	// Output:
	// 2025-06-30 Buyer Leo
	// 2025-07-01 Buyer Mia
}
