package engine_test

import (
	"context"
	"fmt"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
)

// An edit is a function of a draft; what it led to is a snapshot and the commits
// in the log. Undo is another edit.
func ExampleEngine_Update() {
	eng := engine.New(engine.Mem(), engine.Options{Exclusive: true})
	defer eng.Close()
	ctx := context.Background()

	added, err := eng.Update(ctx, "sales", "ann", "met at the fair", func(d *draft.Draft) error {
		_, err := d.AddOrganization(graph.Organization{Name: "Acme"}, "", 0)
		return err
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	undone, err := eng.Undo(ctx, "sales", "ann", "the wrong Acme", added.Snapshot.Revision())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range []engine.Result{added, undone} {
		fmt.Println(r.Commits[0].Revision, r.Commits[0].Reason, "organizations:", r.Snapshot.Count(graph.NodeOrganization))
	}
	// Output:
	// 1 met at the fair organizations: 1
	// 2 the wrong Acme organizations: 0
}
