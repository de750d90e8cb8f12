package neo4jstore_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/internal/neo4jtest"
)

// TestIdleWorkspaceLeavesMemory lets an engine forget a workspace that nobody
// uses, while somebody else writes to it, and demands the newest of it when it is
// asked for again.
func TestIdleWorkspaceLeavesMemory(t *testing.T) {
	const ws = graph.Workspace("idle")
	ctx := context.Background()
	o := empty(t, neo4jtest.Shared(t, neo4jtest.V5))
	add := func(e *engine.Engine, id graph.ID) *kernel.Snapshot {
		t.Helper()
		made, err := e.Update(ctx, ws, "tester", "", func(d *draft.Draft) error {
			d.Add(graph.Person{Node: graph.Node{ID: id}, Name: string(id)})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return made.Snapshot
	}
	other := engine.New(open(t, o), engine.Options{})
	defer other.Close()
	add(other, "p1")
	e := engine.New(open(t, o), engine.Options{Poll: 10 * time.Millisecond, MaxIdle: 50 * time.Millisecond})
	defer e.Close()
	for i := range 3 {
		if _, err := e.Snapshot(ctx, ws); err != nil {
			t.Fatal(err)
		}
		for end := time.Now().Add(5 * time.Minute); len(e.Loaded()) > 0; time.Sleep(10 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatal("the workspace stays in memory though nobody uses it")
			}
		}
		want := add(other, graph.ID(fmt.Sprint("p", i+2)))
		got, err := e.Snapshot(ctx, ws)
		if err != nil {
			t.Fatal(err)
		}
		if got.Revision() != want.Revision() || got.Count(graph.NodePerson) != want.Count(graph.NodePerson) {
			t.Errorf("it comes back at revision %d with %d people, want %d and %d", got.Revision(), got.Count(graph.NodePerson), want.Revision(), want.Count(graph.NodePerson))
		}
	}
}
