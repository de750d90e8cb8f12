package graph_test

import (
	"fmt"

	"github.com/kithgraph/kith/graph"
)

// A typed fact and the element that is stored are two forms of one thing.
func ExampleEncode() {
	e := graph.Encode(graph.Person{Node: graph.Node{ID: "leo"}, Name: "Leo Brandt", Emails: []string{"leo@acme.example"}})
	fmt.Println(e.Kind, e.ID, e.Props.Text("name"))
	fmt.Println(graph.Decode[graph.Person](e).Emails)
	// Output:
	// Person leo Leo Brandt
	// [leo@acme.example]
}

// An interval holds its first day and not the day on which it ends.
func ExampleInterval_Contains() {
	year := graph.Interval{From: graph.MustDate("2025-01-01"), To: graph.MustDate("2026-01-01")}
	fmt.Println(year.Contains(graph.MustDate("2025-01-01")), year.Contains(graph.MustDate("2026-01-01")))
	// Output: true false
}
