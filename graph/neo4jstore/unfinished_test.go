package neo4jstore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/internal/neo4jtest"
)

// personCommit returns a commit that adds or, with a before, changes a person.
func personCommit(commit string, id graph.ID, name string, before *graph.Element) graph.Commit {
	e := graph.Encode(graph.Person{Node: graph.Node{ID: id}, Name: name})
	return graph.Commit{ID: commit, At: time.Now(), Actor: "tester", Changes: []graph.Change{{ID: id, Before: before, After: &e}}}
}

// growText lengthens a log by commits that change ada.
const growText = "MATCH (w:KithWorkspace {kWorkspace: $p.ws}) MATCH (n:Person {kWorkspace: $p.ws, id: 'ada'}) " +
	"SET w.head = w.head + size($p.rows), n.name = $p.name WITH 1 AS one " +
	"UNWIND $p.rows AS row CREATE (:KithCommit {kWorkspace: $p.ws, revision: row[0], id: row[1], at: datetime(), actor: 'tester', reason: '', more: false}) " +
	"CREATE (:KithChanges {kWorkspace: $p.ws, revision: row[0], changes: row[2]})"

// grown makes a workspace with a log of several pages, in which every commit
// changes ada, and returns its head.
func grown(t *testing.T, s *Store, ws graph.Workspace) graph.Revision {
	t.Helper()
	ctx := context.Background()
	if err := s.Drop(ctx, ws); err != nil {
		t.Fatalf("Drop = %v", err)
	}
	t.Cleanup(func() { s.Drop(ctx, ws) })
	const head = pageCommits + 5
	var rows []any
	var before *graph.Element
	var name string
	for rev := graph.Revision(1); rev <= head; rev++ {
		name = fmt.Sprint("Ada ", rev)
		c := personCommit(fmt.Sprint("c", rev), "ada", name, before)
		before = c.Changes[0].After
		if rev == 1 {
			if _, err := s.Apply(ctx, ws, 0, c); err != nil {
				t.Fatalf("Apply = %v", err)
			}
			continue
		}
		body, err := json.Marshal(c.Changes)
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, []any{int64(rev), c.ID, string(body)})
	}
	if err := s.ask(ctx, "growing", growText, map[string]any{"ws": string(ws), "rows": rows, "name": name}, nil); err != nil {
		t.Fatal(err)
	}
	return head
}

// traces counts the commits whose stored changes still hold a text.
func traces(t *testing.T, s *Store, ws graph.Workspace, text string) (n int64) {
	t.Helper()
	err := s.ask(context.Background(), "counting", "MATCH (c:KithChanges {kWorkspace: $p.ws}) WHERE c.changes CONTAINS $p.text RETURN count(c)",
		map[string]any{"ws": string(ws), "text": text}, func(v []any) (bool, error) {
			n, _ = v[0].(int64)
			return true, nil
		})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestErasureInterrupted stops an erasure at each of its transactions, as a
// crash would. Nobody sees anything of what is to be erased, and the next writer
// finishes it.
func TestErasureInterrupted(t *testing.T) {
	ctx := context.Background()
	s := openShared(t, neo4jtest.V5)
	for parts := range 3 {
		t.Run(fmt.Sprint("after part ", parts), func(t *testing.T) {
			ws := graph.Workspace(fmt.Sprint("erasure-", parts))
			head := grown(t, s, ws)
			err := s.transact(ctx, func(run runner) error { return redact(run, ws, []string{"ada"}, map[graph.ID]bool{"ada": true}) })
			for range parts {
				if err == nil {
					err = s.transact(ctx, func(run runner) error { _, err := finishPart(run, ws); return err })
				}
			}
			if err != nil {
				t.Fatal(err)
			}
			other := openShared(t, neo4jtest.V5)
			for c, err := range other.Tail(ctx, ws, 0) {
				if err != nil || !c.Changes[0].Erased() {
					t.Fatalf("Tail = %v, %v, want every change erased", c, err)
				}
			}
			if problems, err := engine.Verify(ctx, other, ws); len(problems) > 0 || err != nil {
				t.Errorf("Verify = %v, %v", problems, err)
			}
			if _, err := other.Apply(ctx, ws, head, personCommit("next", "ada", "Ada again", nil)); err != nil {
				t.Errorf("Apply = %v", err)
			}
			if n := traces(t, s, ws, "Ada"); n != 1 {
				t.Errorf("%d commits hold the name, want the new one", n)
			}
			if problems, err := engine.Verify(ctx, s, ws); len(problems) > 0 || err != nil {
				t.Errorf("Verify = %v, %v", problems, err)
			}
		})
	}
}

// TestRemovalInterrupted stops the removal of a workspace. It is gone for
// everybody, and whoever takes its name next begins with nothing.
func TestRemovalInterrupted(t *testing.T) {
	ctx := context.Background()
	s := openShared(t, neo4jtest.V5)
	const ws = "removal"
	grown(t, s, ws)
	for parts := range 3 {
		err := s.transact(ctx, func(run runner) error {
			return run(dropText, map[string]any{"ws": ws, "nonce": "x"}, nil)
		})
		for range parts {
			if err == nil {
				err = s.transact(ctx, func(run runner) error { _, err := finishPart(run, ws); return err })
			}
		}
		if err != nil {
			t.Fatal(err)
		}
		if heads, err := s.Heads(ctx); heads[ws].Revision != 0 || err != nil {
			t.Errorf("Heads = %v, %v, want no %s", heads, err, ws)
		}
		if rev, err := s.Find(ctx, ws, "c1"); rev != 0 || err != nil {
			t.Errorf("Find = %d, %v, want 0", rev, err)
		}
		if problems, err := engine.Verify(ctx, s, ws); len(problems) > 0 || err != nil {
			t.Errorf("Verify = %v, %v", problems, err)
		}
		var conflict *engine.ConflictError
		if _, err := s.Apply(ctx, ws, 3, personCommit("c4", "ada", "Ada", nil)); parts == 1 && (!errors.As(err, &conflict) || conflict.Head != 0) {
			t.Errorf("Apply at the old head = %v, want a conflict with head 0", err)
		}
		if _, err := s.Apply(ctx, ws, 0, personCommit("c1", "ada", "New Ada", nil)); err != nil {
			t.Errorf("Apply = %v", err)
		}
		if problems, err := engine.Verify(ctx, s, ws); len(problems) > 0 || err != nil {
			t.Errorf("Verify = %v, %v", problems, err)
		}
		if n := traces(t, s, ws, "Ada"); n != 1 {
			t.Errorf("%d commits hold the name, want the new one", n)
		}
	}
}

// TestLoadNoticesErasure has elements erased while they are being loaded: what
// was read cannot be taken back, so Load fails.
func TestLoadNoticesErasure(t *testing.T) {
	ctx := context.Background()
	s := openShared(t, neo4jtest.V5)
	const ws = "erased-while-loading"
	for name, erase := range map[string]func() error{
		"Redact": func() error { return s.Redact(ctx, ws, "ada") },
		"Drop":   func() error { return s.Drop(ctx, ws) },
	} {
		grown(t, s, ws)
		_, err := s.Load(ctx, ws, func(*graph.Element) error { return erase() })
		if !errors.Is(err, engine.ErrBusy) {
			t.Errorf("Load with a %s in between = %v, want ErrBusy", name, err)
		}
	}
}

// TestFindWaits shows that Find does not say "not in the log" while a
// transaction that would put it there is still under way, not even for the first
// commit of a workspace, which nobody else can see.
func TestFindWaits(t *testing.T) {
	ctx := context.Background()
	s := openShared(t, neo4jtest.V5)
	for _, c := range []struct {
		ws   graph.Workspace
		head graph.Revision
	}{{"find-first", 0}, {"find-next", 1}} {
		t.Run(string(c.ws), func(t *testing.T) {
			if err := s.Drop(ctx, c.ws); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { s.Drop(ctx, c.ws) })
			if c.head == 1 {
				if _, err := s.Apply(ctx, c.ws, 0, personCommit("c1", "ada", "Ada", nil)); err != nil {
					t.Fatal(err)
				}
			}
			next := personCommit("late", "bob", "Bob", nil)
			w, err := newWrite(c.ws, c.head, &next, nil, false)
			if err != nil {
				t.Fatal(err)
			}
			session := s.session(ctx, neo4j.FetchDefault)
			defer session.Close(ctx)
			tx, err := session.BeginTransaction(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if err := w.run(func(cypher string, args map[string]any, take taker) error {
				result, err := tx.Run(ctx, cypher, parameters(args))
				if err != nil {
					return err
				}
				return drain(ctx, result, take)
			}); err != nil {
				t.Fatal(err)
			}
			short, cancel := context.WithTimeout(ctx, 300*time.Millisecond)
			defer cancel()
			if rev, err := s.Find(short, c.ws, "late"); err == nil {
				t.Errorf("Find = %d while the commit is under way, want it to wait", rev)
			}
			if err := tx.Commit(ctx); err != nil {
				t.Fatal(err)
			}
			if rev, err := s.Find(ctx, c.ws, "late"); rev != c.head+1 || err != nil {
				t.Errorf("Find = %d, %v, want %d", rev, err, c.head+1)
			}
			if rev, err := s.Find(ctx, "find-nothing", "late"); rev != 0 || err != nil {
				t.Errorf("Find in a workspace that does not exist = %d, %v, want 0", rev, err)
			}
			if heads, err := s.Heads(ctx); err != nil || heads["find-nothing"].Revision != 0 {
				t.Errorf("Heads = %v, %v: looking for a commit made a workspace", heads, err)
			}
		})
	}
}
