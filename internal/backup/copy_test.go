package backup_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/internal/backup"
)

func TestCopy(t *testing.T) {
	ctx := context.Background()
	st, s := workspace(t)
	from, to := backup.Place{Store: st, Workspace: ws}, backup.Place{Store: engine.Mem(), Workspace: "other"}
	copied := func(want graph.Revision) {
		t.Helper()
		seen := graph.Revision(0)
		rev, err := backup.Copy(ctx, from, to, func(done graph.Revision) { seen = done })
		if err != nil || rev != s.Revision() || seen != want {
			t.Fatalf("Copy = %d, %v with progress to %d, want %d and %d", rev, err, seen, s.Revision(), want)
		}
	}
	for c, err := range st.Tail(ctx, ws, 0) { // where a copy was interrupted
		if err != nil {
			t.Fatal(err)
		}
		if _, err := to.Store.Apply(ctx, to.Workspace, 0, c); err != nil {
			t.Fatal(err)
		}
		break
	}
	copied(s.Revision())
	copied(0) // nothing is left to do
	eng := engine.New(to.Store, engine.Options{})
	defer eng.Close()
	got, err := eng.Snapshot(ctx, to.Workspace)
	if err != nil {
		t.Fatal(err)
	}
	var a, b strings.Builder
	if err := errors.Join(backup.Write(&a, ws, s, st.Tail(ctx, ws, 0)), backup.Write(&b, ws, got, to.Store.Tail(ctx, to.Workspace, 0))); err != nil {
		t.Fatal(err)
	}
	if a.String() != b.String() {
		t.Error("the copy has other bytes in a backup")
	}
	// A target that goes on, or holds something else, is left alone.
	if _, err := eng.Update(ctx, to.Workspace, "t", "", func(d *draft.Draft) error {
		d.Add(graph.Person{Name: "only here"})
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := backup.Copy(ctx, from, to, nil); err == nil || !strings.Contains(err.Error(), "exists already") {
		t.Errorf("Copy onto a workspace that goes on = %v", err)
	}
	if _, err := backup.Copy(ctx, to, from, nil); err != nil {
		t.Errorf("Copy of what goes on = %v", err)
	}
	e := graph.Encode(graph.Person{Node: graph.Node{ID: "p"}, Name: "x"})
	third := backup.Place{Store: engine.Mem(), Workspace: "third"}
	if _, err := third.Store.Apply(ctx, "third", 0, graph.Commit{ID: "c", At: s.At(), Changes: []graph.Change{{ID: "p", After: &e}}}); err != nil {
		t.Fatal(err)
	}
	if _, err := backup.Copy(ctx, from, third, nil); err == nil || !strings.Contains(err.Error(), "holds something else at revision 1") {
		t.Errorf("Copy onto another workspace = %v", err)
	}
}

// wrong loses one element of what it loads.
type wrong struct{ engine.Store }

func (w wrong) Load(ctx context.Context, ws graph.Workspace, f func(*graph.Element) error) (engine.Span, error) {
	skipped := false
	return w.Store.Load(ctx, ws, func(e *graph.Element) error {
		if !skipped {
			skipped = true
			return nil
		}
		return f(e)
	})
}

// TestCopyRefusesDamage on either side.
func TestCopyRefusesDamage(t *testing.T) {
	st, _ := workspace(t)
	good, bad := backup.Place{Store: st, Workspace: ws}, backup.Place{Store: wrong{st}, Workspace: ws}
	if _, err := backup.Copy(t.Context(), bad, backup.Place{Store: engine.Mem(), Workspace: "x"}, nil); !errors.Is(err, engine.ErrDamaged) || !strings.HasPrefix(err.Error(), "the source") {
		t.Errorf("Copy of damage = %v", err)
	}
	if _, err := backup.Copy(t.Context(), good, backup.Place{Store: wrong{engine.Mem()}, Workspace: "x"}, nil); !errors.Is(err, engine.ErrDamaged) || !strings.HasPrefix(err.Error(), "the copy") {
		t.Errorf("Copy into what loses things = %v", err)
	}
}
