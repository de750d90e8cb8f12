package neo4jstore

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/internal/neo4jtest"
	"github.com/kithgraph/kith/internal/soak"
)

// acquaintances fills a workspace with two people and n claims of the one to know the
// other, and returns them and the head.
func acquaintances(t *testing.T, s *Store, ws graph.Workspace, n int) ([]graph.Element, graph.Revision) {
	t.Helper()
	ctx := context.Background()
	t.Cleanup(func() { s.Drop(ctx, ws) })
	c := graph.Commit{ID: "c1", At: time.Now(), Actor: "tester"}
	for _, id := range []graph.ID{"ada", "leo"} {
		c.Changes = append(c.Changes, graph.Change{ID: id, After: &graph.Element{ID: id, Kind: graph.NodePerson}})
	}
	edges := make([]graph.Element, n)
	for i := range edges {
		edges[i] = graph.Element{ID: graph.ID(fmt.Sprintf("k%04d", i)), Kind: graph.EdgeKnows, Src: "ada", Dst: "leo"}
		c.Changes = append(c.Changes, graph.Change{ID: edges[i].ID, After: &edges[i]})
	}
	head, err := s.Apply(ctx, ws, 0, c)
	if err != nil {
		t.Fatal(err)
	}
	return edges, head
}

// paged reads the edges of a shape as a load does that began at a head.
func paged(t *testing.T, s *Store, ws graph.Workspace, sh *shape, text string, head graph.Revision) (got []graph.ID) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	p := pagers{s: s, ws: ws, head: head, slots: make(chan struct{}, loadConnections)}
	defer p.wg.Wait()
	defer cancel()
	err := merge(ctx, []*pager{p.start(ctx, text, sh)}, func(e *graph.Element) error {
		got = append(got, e.ID)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// TestShortPage demands that a page which is shorter than was asked for is not taken
// for the last one when something was written since the load began.
func TestShortPage(t *testing.T) {
	s := openShared(t, neo4jtest.V5)
	edges, head := acquaintances(t, s, "short", 10)
	sh := shapes[graph.EdgeKnows]
	text := strings.Replace(sh.page, "LIMIT $p.limit", "LIMIT CASE WHEN $p.limit < 4 THEN $p.limit ELSE 4 END", 1)
	if text == sh.page {
		t.Fatalf("the page has no limit: %s", text)
	}
	var want []graph.ID
	for _, e := range edges {
		want = append(want, e.ID)
	}
	if got := paged(t, s, "short", sh, text, head); !slices.Equal(got, want[:4]) {
		t.Errorf("with pages of four where nothing was written = %v, want %v", got, want[:4])
	}
	if got := paged(t, s, "short", sh, text, head-1); !slices.Equal(got, want[:8]) {
		t.Errorf("with pages of four where something was = %v, want %v: one more, and it is certain", got, want[:8])
	}
}

// TestEdgesPassTheRemoved reads edges while somebody removes and makes others among
// them, and demands all that stay.
func TestEdgesPassTheRemoved(t *testing.T) {
	for _, v := range neo4jtest.Versions() {
		t.Run(v.Line(), func(t *testing.T) {
			t.Parallel()
			ctx := context.Background()
			s := openShared(t, v)
			edges, head := acquaintances(t, s, "come-and-go", 150)
			done, written := make(chan struct{}), make(chan error, 1)
			go func() {
				head := head
				for i := 0; ; i++ {
					select {
					case <-done:
						written <- nil
						return
					default:
					}
					c := graph.Commit{ID: fmt.Sprint("again", i), At: time.Now(), Actor: "tester"}
					for j := 1; j < len(edges); j += 2 {
						ch := graph.Change{ID: edges[j].ID}
						if i%2 == 0 {
							ch.Before = &edges[j]
						} else {
							ch.After = &edges[j]
						}
						c.Changes = append(c.Changes, ch)
					}
					var err error
					if head, err = s.Apply(ctx, "come-and-go", head, c); err != nil {
						written <- err
						return
					}
				}
			}()
			var want []graph.ID
			for j := 0; j < len(edges); j += 2 {
				want = append(want, edges[j].ID)
			}
			sh := shapes[graph.EdgeKnows]
			for i := range soak.Times(100, 2000) {
				before, _, _, err := s.head(ctx, "come-and-go")
				if err != nil {
					t.Fatal(err)
				}
				got := slices.DeleteFunc(paged(t, s, "come-and-go", sh, sh.page, before.Revision), func(id graph.ID) bool { return !slices.Contains(want, id) })
				if !slices.Equal(got, want) {
					t.Errorf("reading %d gives %d of the edges that stay, want %d: the last is %v", i, len(got), len(want), got[max(0, len(got)-1):])
					break
				}
			}
			close(done)
			if err := <-written; err != nil {
				t.Error(err)
			}
		})
	}
}
