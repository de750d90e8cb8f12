package sqlitestore_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/sqlitestore"
	"github.com/kithgraph/kith/internal/soak"
)

// importerEnv holds the directory that a child imports into.
const importerEnv = "KITH_SQLITESTORE_IMPORTER"

// importSize is how many people one import adds or removes: it takes two
// commits.
const importSize = graph.MaxChanges + 500

// talker is a store that says which commits are durable, and whether more of
// the same edit are to come.
type talker struct{ engine.Store }

func (s talker) Apply(ctx context.Context, ws graph.Workspace, expect graph.Revision, c graph.Commit) (graph.Revision, error) {
	rev, err := s.Store.Apply(ctx, ws, expect, c)
	if err == nil {
		fmt.Println(rev, c.More)
	}
	return rev, err
}

// importer adds and removes a crowd in turn, until it is killed.
func importer(dir string) error {
	s, err := sqlitestore.Open(dir, sqlitestore.Options{})
	if err != nil {
		return err
	}
	e := engine.New(talker{s}, engine.Options{Exclusive: true})
	for {
		_, err := e.Update(ctx, ws, "importer", "", func(d *draft.Draft) error {
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
	}
}

// TestCrashDuringImport kills a process between and within the commits of large
// edits. Whoever opens the store then finds each edit whole or not at all.
func TestCrashDuringImport(t *testing.T) {
	rounds := soak.Times(3, 50)
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
		commits, within := 1+random.IntN(3), round%2 == 0
		for n := 1; lines.Scan(); n++ {
			var rev graph.Revision
			var more bool
			if _, err := fmt.Sscan(lines.Text(), &rev, &more); err != nil {
				t.Errorf("round %d: the child said %q", round, lines.Text())
			}
			if !more {
				acked = rev
			}
			if n >= commits && within && more { // its next commit takes longer than a kill
				cmd.Process.Kill()
			} else if n == commits && !within {
				time.AfterFunc(time.Duration(random.IntN(40))*time.Millisecond, func() { cmd.Process.Kill() })
			}
		}
		cmd.Wait()
		unfinished += afterImport(t, round, dir, acked)
	}
	if unfinished == 0 {
		t.Error("no kill hit the middle of an edit")
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
	for c, err := range s.Tail(ctx, ws, after[ws].Revision-1) {
		if err != nil || c.More {
			t.Errorf("round %d: after loading, the log ends with an unfinished edit (%v)", round, err)
		}
	}
	if after[ws].Revision != heads[ws].Revision {
		return 1
	}
	return 0
}
