package draft_test

import (
	"fmt"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
)

// Verbs edit a draft; Check says what would be written and what it leads to.
func ExampleDraft() {
	n := 0
	d := draft.NewDraft(kernel.Empty(), graph.MustDate("2026-03-02"), func() string { n++; return fmt.Sprintf("%08d", n) })

	acme, err := d.AddOrganization(graph.Organization{Node: graph.Node{ID: "acme"}, Name: "Acme"}, "", 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, seat, err := d.AddPerson(graph.Person{Node: graph.Node{ID: "leo"}, Name: "Leo"},
		draft.Place{Seat: &draft.Seat{Organization: acme, Position: graph.Position{Title: "Buyer", Level: 2}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(d.Promote(seat, "Head of Purchasing", 9, 0)) // refused, and the draft is as it was

	changes, next, err := d.Check(1, time.Unix(0, 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(changes), "changes lead to revision", next.Revision())
	// Output:
	// detail: level of s-00000001: level is 9, wanted 1 to 5
	// 5 changes lead to revision 1
}
