package rules_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/rules"
)

// A refusal names its rule and the facts that break it.
func ExampleCheck() {
	leo := graph.Encode(graph.Person{Node: graph.Node{ID: "leo"}, Name: " "})
	changes := []graph.Change{{ID: leo.ID, After: &leo}}
	s, err := kernel.Empty().With(changes, 1, time.Unix(0, 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	err = rules.Check(s, changes)
	fmt.Println(err)
	fmt.Println(errors.Is(err, graph.ErrInvalid))
	// Output:
	// name: leo: the name " " is blank
	// true
}
