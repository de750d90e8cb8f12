package neo4jstore_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/internal/neo4jtest"
	"github.com/kithgraph/kith/internal/soak"
)

// picture returns the facts of a workspace as somebody finds them in Cypher who asks
// for those of a day, and knows nothing of edits: each as its id with what matters
// here. It demands that who asks for all but the pending ones finds the same.
func picture(t testing.TB, server *neo4jtest.Server, ws graph.Workspace) []string {
	t.Helper()
	const holds = "x.from <= date('2026-03-01') < x.to"
	days := func(x string) string { // nothing for an open end
		return "replace(toString(" + x + ".from), '0001-01-01', '') + ' ' + replace(toString(" + x + ".to), '9999-12-31', '')"
	}
	ask := func(predicate string) (out []string) {
		for _, row := range rows(t, server, "MATCH (n:KithNode {kWorkspace: $ws}) WHERE all(x IN [n] WHERE "+predicate+") "+
			"RETURN n.id + ' ' + n.name + ' ' + "+days("n")+" AS fact UNION ALL "+
			"MATCH (a:KithNode {kWorkspace: $ws})-[r]->(b) WHERE all(x IN [a, r, b] WHERE "+predicate+") "+
			"RETURN r.id + ' ' + a.id + ' ' + b.id + ' ' + "+days("r")+" AS fact", map[string]any{"ws": string(ws)}) {
			out = append(out, strings.TrimSpace(row[0].(string)))
		}
		slices.Sort(out)
		return out
	}
	out := ask(holds)
	if all := ask("x.from < date('9999-12-31')"); !slices.Equal(all, out) {
		t.Errorf("of a day Cypher shows %q, and without what is pending %q", out, all)
	}
	return out
}

// staging is an edit of four commits that adds, changes and removes nodes and
// edges, among them some that it added itself.
func staging() (base graph.Commit, edit []graph.Commit) {
	el := func(f graph.Fact) *graph.Element {
		e := graph.Encode(f)
		return &e
	}
	man := func(id graph.ID, name string) *graph.Element {
		return el(graph.Person{Node: graph.Node{ID: id}, Name: name})
	}
	tie := func(id, a, b graph.ID) *graph.Element {
		return el(graph.Knows{Edge: graph.Edge{ID: id, Src: a, Dst: b}, Level: graph.TieMet})
	}
	day := graph.Day(2026, 1, 1)
	since := func(id, a, b graph.ID, later graph.Date) *graph.Element {
		e := tie(id, a, b)
		e.From, e.To = day+later, day+300
		return e
	}
	was := func(e *graph.Element, after *graph.Element) graph.Change {
		return graph.Change{ID: e.ID, Before: e, After: after}
	}
	is := func(e *graph.Element) graph.Change { return graph.Change{ID: e.ID, After: e} }
	of := func(id string, more bool, changes ...graph.Change) graph.Commit {
		return graph.Commit{ID: id, At: time.Now(), Actor: "importer", More: more, Changes: changes}
	}
	ada, bob, cyd, xia := man("ada", "Ada"), man("bob", "Bob"), man("cyd", "Cyd"), man("xia", "Xia")
	k1, k2, k3 := tie("k1", "ada", "bob"), tie("k2", "ada", "cyd"), tie("k3", "ada", "xia")
	base = of("base", false, is(ada), is(bob), is(cyd), is(k1), is(k2))
	return base, []graph.Commit{
		of("e1", true, was(k1, nil), is(xia), is(k3)),
		of("e2", true, was(ada, man("ada", "Ada L.")), was(bob, nil), was(xia, man("xia", "Xia M.")), was(k3, tie("k3", "xia", "cyd"))),
		of("e3", true, was(k2, tie("k2", "cyd", "ada")), is(man("yul", "Yul")), is(tie("k4", "yul", "ada")), is(since("k5", "yul", "xia", 0))),
		of("e4", false, was(tie("k4", "yul", "ada"), nil), was(since("k5", "yul", "xia", 0), since("k5", "yul", "xia", 10)), is(since("k6", "xia", "zoe", 5)), is(man("zoe", "Zoe"))),
	}
}

// TestStaged looks at the graph in plain Cypher after every commit of an edit of
// several: it is the one before until the last commit, and then the one after. An
// edit that stops at any of them, as when its process is killed, is taken back by
// another process and leaves nothing.
func TestStaged(t *testing.T) {
	forEachVersion(t, func(t *testing.T, server *neo4jtest.Server) {
		ctx := context.Background()
		s, other := open(t, options(server)), open(t, options(server))
		base, edit := staging()
		before := []string{"ada Ada", "bob Bob", "cyd Cyd", "k1 ada bob", "k2 ada cyd"}
		after := []string{"ada Ada L.", "cyd Cyd", "k2 cyd ada", "k3 xia cyd", "k5 yul xia 2026-01-11 2026-10-28", "k6 xia zoe 2026-01-06 2026-10-28", "xia Xia M.", "yul Yul", "zoe Zoe"}
		for commits := 1; commits <= len(edit); commits++ {
			for i, same := range []bool{true, false} { // is it one process that writes all
				if i+1 > soak.Times(1, 2) && (commits%2 == 0) == same {
					continue
				}
				ws := graph.Workspace(fmt.Sprintf("staged-%d-%t", commits, same))
				if err := s.Drop(ctx, ws); err != nil {
					t.Fatal(err)
				}
				defer s.Drop(ctx, ws)
				rev, err := s.Apply(ctx, ws, 0, base)
				writer := s
				for i := range edit[:commits] {
					if !same && i%2 == 1 {
						writer = other
					} else {
						writer = s
					}
					if err == nil {
						rev, err = writer.Apply(ctx, ws, rev, edit[i])
					}
					if err != nil {
						t.Fatalf("%s: commit %d: %v", ws, i+1, err)
					}
					want := before
					if i == len(edit)-1 {
						want = after
					}
					if got := picture(t, server, ws); !reflect.DeepEqual(got, want) {
						t.Errorf("%s: after commit %d of the edit Cypher shows %q, want %q", ws, i+1, got, want)
					}
				}
				lawful(t, s, ws)
				if commits == len(edit) {
					continue
				}
				// The engine of another process, a long time later.
				late := func() time.Time { return time.Now().Add(time.Hour) }
				e := engine.New(open(t, options(server)), engine.Options{Now: late, Poll: 10 * time.Millisecond})
				if _, err := e.Snapshot(ctx, ws); err != nil {
					t.Fatal(err)
				}
				if _, err := e.Wait(ctx, ws, rev+graph.Revision(commits)); err != nil {
					t.Fatal(err)
				}
				if got := picture(t, server, ws); !reflect.DeepEqual(got, before) {
					t.Errorf("%s: after the rollback Cypher shows %q, want %q", ws, got, before)
				}
				lawful(t, s, ws)
				e.Close()
			}
		}
		if n := count(t, server, "MATCH (n) WHERE n.from = date('9999-12-31') OR n.staged IS NOT NULL OR n.stagedAfter IS NOT NULL RETURN count(n)"); n != 0 {
			t.Errorf("%d nodes are marked when no edit is under way", n)
		}
		if n := count(t, server, "MATCH ()-[r]->() WHERE r.from = date('9999-12-31') OR r.kFrom IS NOT NULL RETURN count(r)"); n != 0 {
			t.Errorf("%d edges are marked when no edit is under way", n)
		}
	})
}

func lawful(t *testing.T, s engine.Store, ws graph.Workspace) {
	t.Helper()
	if problems, err := engine.Verify(context.Background(), s, ws); len(problems) > 0 || err != nil {
		t.Errorf("Verify(%s) = %v, %v", ws, problems, err)
	}
}

// lookText looks between two transactions of a writer: it waits for the lock that
// each of them takes. Neo4j shows a transaction that it is just committing in part.
const lookText = "MATCH (w:KithWorkspace {kWorkspace: 'acme'}) SET w.look = randomUUID() WITH w " +
	"OPTIONAL MATCH (who:Person {kWorkspace: 'acme', id: 'who'}) WHERE who.from < date('9999-12-31') " +
	"RETURN who.name, COUNT { (p:Person {kWorkspace: 'acme', location: 'crowd'}) WHERE p.from < date('9999-12-31') }"

// TestStagedServerKilled kills the server again and again while an engine writes
// edits of two commits each, which give everybody a new name and add a crowd. A
// reader in plain Cypher sees whole edits: one name, and as many people as go
// with it.
func TestStagedServerKilled(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	server := neo4jtest.Start(t, neo4jtest.Options{})
	o := options(server)
	o.Retry = 5 * time.Minute
	s := open(t, o)
	e := engine.New(s, engine.Options{Exclusive: true})
	defer e.Close()
	const crowd = graph.MaxChanges + 10
	edit := func(n int) error {
		_, err := e.UpdateOnce(ctx, "acme", fmt.Sprint("edit ", n), "importer", "", func(d *draft.Draft) error {
			if n == 1 {
				d.Add(graph.Person{Node: graph.Node{ID: "who"}, Name: "1"})
			} else if err := draft.Edit(d, "who", func(p *graph.Person) { p.Name = fmt.Sprint(n) }); err != nil {
				return err
			}
			for i := range crowd {
				d.Add(graph.Person{Node: graph.Node{ID: graph.ID(fmt.Sprintf("p-%d-%d", n, i))}, Name: "One of many", Location: "crowd"})
			}
			return nil
		})
		return err
	}
	stop := make(chan struct{})
	var wg sync.WaitGroup
	halt := sync.OnceFunc(func() { close(stop); wg.Wait() })
	defer halt()
	looks, driver := 0, server.Driver()
	wg.Go(func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(20 * time.Millisecond):
			}
			result, err := neo4j.ExecuteQuery(ctx, driver, lookText, nil, neo4j.EagerResultTransformer, neo4j.ExecuteQueryWithDatabase("neo4j"))
			if err != nil || len(result.Records) == 0 {
				continue // the server is down, or nothing has been written
			}
			looks++
			name, _ := result.Records[0].Values[0].(string)
			n, _ := result.Records[0].Values[1].(int64)
			edits := int64(0)
			fmt.Sscan(name, &edits)
			if n != edits*crowd {
				t.Errorf("%d edits are there by the name, and %d people, want %d", edits, n, edits*crowd)
			}
		}
	})
	kills := soak.Times(3, 20)
	for n := 1; n <= kills+1; n++ {
		done := make(chan error, 1)
		go func() { done <- edit(n) }()
		if n > 1 {
			time.Sleep(time.Duration(n%4+1) * 400 * time.Millisecond) // somewhere in the edit
			server.Kill()
			server.Restart()
		}
		err := <-done
		for tries := 0; err != nil && tries < 20; tries++ {
			if !errors.Is(err, engine.ErrBusy) && !errors.Is(err, engine.ErrUncertain) && !errors.Is(err, engine.ErrUnavailable) {
				t.Fatalf("edit %d = %v", n, err)
			}
			err = edit(n)
		}
		if err != nil {
			t.Fatalf("edit %d = %v", n, err)
		}
	}
	halt()
	lawful(t, s, "acme")
	t.Logf("%d kills of the server within edits of two commits: %d whole edits, a reader looked %d times", kills, kills+1, looks)
}
