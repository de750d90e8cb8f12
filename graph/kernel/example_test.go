package kernel_test

import (
	"fmt"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
)

// A snapshot never changes; a commit leads to another one.
func ExampleSnapshot_Apply() {
	leo := graph.Encode(graph.Person{Node: graph.Node{ID: "leo"}, Name: "Leo"})
	before := kernel.Empty()
	after, err := before.Apply(&graph.Commit{Revision: 1, ID: "first", At: time.Unix(0, 0), Actor: "ann", Changes: []graph.Change{{ID: leo.ID, After: &leo}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(before.Revision(), before.NumNodes(), after.Revision(), after.NumNodes())
	_, err = after.Apply(&graph.Commit{Revision: 3})
	fmt.Println(err)
	// Output:
	// 0 0 1 1
	// revision: revision 3 cannot follow 1
}
