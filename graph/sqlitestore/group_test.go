package sqlitestore_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/sqlitestore"
)

// importerEnv holds the directory that a child imports into.
const importerEnv = "KITH_SQLITESTORE_IMPORTER"

// importSize is how many people one import adds or removes: it takes two
// commits.
const importSize = graph.MaxChanges + 500

func openEngine(dir string) (*engine.Engine, error) {
	s, err := sqlitestore.Open(dir, sqlitestore.Options{})
	if err != nil {
		return nil, err
	}
	return engine.New(s, engine.Options{Exclusive: true}), nil
}

// importer adds and removes a crowd in turn, until it is killed.
func importer(dir string) error {
	e, err := openEngine(dir)
	if err != nil {
		return err
	}
	for {
		r, err := e.Update(ctx, ws, "importer", "", func(d *graph.Draft) error {
			for i := range importSize {
				if id := graph.ID(fmt.Sprintf("p%06d", i)); d.Base().Count(graph.NodePerson) > 0 {
					d.Remove(id)
				} else {
					d.Add(graph.Person{Node: graph.Node{ID: id}, Name: "Imported"})
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		fmt.Println(r.Snapshot.Revision())
	}
}

// TestCrashDuringImport kills a process between and within the commits of large
// edits. Whoever opens the store then finds each edit whole or not at all.
func TestCrashDuringImport(t *testing.T) {
	rounds := 8
	if testing.Short() {
		rounds = 3
	}
	dir := t.TempDir()
	random := rand.New(rand.NewPCG(7, 8))
	unfinished := 0
	acked := graph.Revision(0)
	for round := range rounds {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), importerEnv+"="+dir)
		cmd.Stderr = os.Stderr
		out, err := cmd.StdoutPipe()
		if err == nil {
			err = cmd.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for n := 0; lines.Scan(); n++ {
			if _, err := fmt.Sscan(lines.Text(), &acked); err != nil {
				t.Errorf("round %d: the child said %q", round, lines.Text())
			}
			if n == 0 {
				time.AfterFunc(time.Duration(random.IntN(400))*time.Millisecond, func() { cmd.Process.Kill() })
			}
		}
		cmd.Wait()
		unfinished += afterImport(t, round, dir, acked)
	}
	t.Logf("%d of %d kills left an unfinished edit", unfinished, rounds)
}

// afterImport looks at what a killed importer left, and returns 1 if that was an
// unfinished edit.
func afterImport(t *testing.T, round int, dir string, acked graph.Revision) int {
	t.Helper()
	s := mustOpen(t, dir)
	heads, err := s.Heads(ctx)
	if err != nil {
		t.Fatal(err)
	}
	e := engine.New(s, engine.Options{Exclusive: true})
	defer e.Close()
	snap, err := e.Snapshot(ctx, ws)
	if err != nil {
		t.Fatalf("round %d: Snapshot = %v", round, err)
	}
	if n := snap.Count(graph.NodePerson); n != 0 && n != importSize || snap.Revision() < acked {
		t.Errorf("round %d: revision %d has %d people, want 0 or %d at revision %d or later", round, snap.Revision(), n, importSize, acked)
	}
	lawful(t, s)
	after, err := s.Heads(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for c, err := range s.Tail(ctx, ws, after[ws]-1) {
		if err != nil || c.More {
			t.Errorf("round %d: after loading, the log ends with an unfinished edit (%v)", round, err)
		}
	}
	if after[ws] != heads[ws] {
		return 1
	}
	return 0
}
