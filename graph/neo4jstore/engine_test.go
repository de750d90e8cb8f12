package neo4jstore_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/neo4jstore"
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

// TestReplacedIsNoticed puts another workspace in the place of one that an engine only
// reads, with as many revisions. Its polls notice, end whoever watches, and load what is
// there.
func TestReplacedIsNoticed(t *testing.T) {
	forEachVersion(t, func(t *testing.T, server *neo4jtest.Server) {
		write := func(t *testing.T, s *neo4jstore.Store, ws graph.Workspace, name string) {
			commit(t, s, ws, 0, graph.Person{Node: graph.Node{ID: "p"}, Name: name})
		}
		for how, replace := range map[string]func(t *testing.T, s *neo4jstore.Store, ws graph.Workspace){
			"dropped and made anew": func(t *testing.T, s *neo4jstore.Store, ws graph.Workspace) {
				if err := s.Drop(t.Context(), ws); err != nil {
					t.Errorf("Drop = %v", err)
				}
				write(t, s, ws, "The new one")
			},
			"at one blow, by hand": func(t *testing.T, _ *neo4jstore.Store, ws graph.Workspace) {
				rows(t, server, "MATCH (w:KithWorkspace {kWorkspace: $ws}) MATCH (n:KithNode {kWorkspace: $ws}) MATCH (x:KithChanges {kWorkspace: $ws}) "+
					"SET w.epoch = 'another', n.name = 'The new one', x.changes = replace(x.changes, 'The old one', 'The new one')", map[string]any{"ws": string(ws)})
			},
		} {
			t.Run(how, func(t *testing.T) {
				ctx := t.Context()
				ws := graph.Workspace(strings.NewReplacer(" ", "-", ",", "").Replace(how))
				s := open(t, options(server))
				defer s.Drop(context.Background(), ws)
				write(t, s, ws, "The old one")
				reader := engine.New(open(t, options(server)), engine.Options{Poll: 20 * time.Millisecond})
				defer reader.Close()
				if _, err := reader.Snapshot(ctx, ws); err != nil {
					t.Fatal(err)
				}
				end := make(chan error, 1)
				go func() {
					for _, err := range reader.Watch(ctx, ws, 1) {
						end <- err
						return
					}
				}()
				replace(t, s, ws)
				if err := <-end; !errors.Is(err, engine.ErrReset) {
					t.Errorf("who watches hears %v, want ErrReset", err)
				}
				name := ""
				for end := time.Now().Add(unhurried); name != "The new one" && time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
					now, err := reader.Snapshot(ctx, ws)
					if err != nil {
						t.Fatal(err)
					}
					e, _ := now.Element("p")
					name = e.Props.Text("name")
					if now.Revision() == 1 && name != "The new one" {
						t.Fatalf("after the reset the reader shows %q", name)
					}
				}
				if name != "The new one" {
					t.Errorf("the reader shows %q, want the new one", name)
				}
			})
		}
	})
}
