package resolvers

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/sample"
)

var (
	keeperDay   = graph.MustDate("2026-11-02")
	keeperQuery = analysis.CoverageQuery{Account: "a-brackwell"}
)

// keeperSpace makes a workspace with the sample company.
func keeperSpace(t *testing.T, eng *engine.Engine, ws graph.Workspace) *kernel.Snapshot {
	t.Helper()
	return keeperEdit(t, eng, ws, func(d *draft.Draft) error { return sample.Company(d, keeperDay) })
}

func keeperEdit(t *testing.T, eng *engine.Engine, ws graph.Workspace, edit func(d *draft.Draft) error) *kernel.Snapshot {
	t.Helper()
	r, err := eng.Update(context.Background(), ws, "test", "", edit)
	if err != nil {
		t.Fatal(err)
	}
	return r.Snapshot
}

// TestKeeperFollowsTheNewest: what is kept goes along with commits elsewhere, and
// nothing is kept about a snapshot that is not the newest.
func TestKeeperFollowsTheNewest(t *testing.T) {
	eng := engine.New(engine.Mem(), engine.Options{})
	defer eng.Close()
	k := &keeper{eng: eng, size: find.DefaultKept}
	const ws = graph.Workspace("acme")
	first := keeperSpace(t, eng, ws)
	kept := func(s *kernel.Snapshot, want int) {
		t.Helper()
		a := k.about(t.Context(), ws, s)
		if a == nil || a.Snapshot() != s || a.Len() != want {
			t.Fatalf("about revision %d: want %d answers about it", s.Revision(), want)
		}
		if _, err := a.Coverage(view.On(s, keeperDay), keeperQuery); err != nil || a.Len() != 1 {
			t.Fatalf("error %v, %d answers, want one", err, a.Len())
		}
	}
	kept(first, 0)
	kept(first, 1)
	elsewhere := keeperEdit(t, eng, ws, func(d *draft.Draft) error { d.Add(graph.Person{Name: "Else Where"}); return nil })
	if a := k.about(t.Context(), ws, first); a.Snapshot() != first {
		t.Error("answers moved on before anybody asked")
	}
	kept(elsewhere, 1)
	if k.about(t.Context(), ws, first) != nil {
		t.Error("something is kept about a snapshot that is not the newest")
	}
	there := keeperEdit(t, eng, ws, func(d *draft.Draft) error {
		return draft.Edit(d, "p-marta-keller", func(p *graph.Person) { p.Name = "Marta Keller-Ohm" })
	})
	kept(there, 0)
	if err := eng.Drop(t.Context(), ws); err != nil {
		t.Fatal(err)
	}
	if k.about(t.Context(), ws, elsewhere) != nil {
		t.Error("something is kept about a workspace that is gone")
	}
	kept(keeperSpace(t, eng, ws), 0)
}

// TestKeeperLetsGo: the answers about a workspace go when nobody asks for a while,
// and those about the one asked longest ago when all together are too much.
func TestKeeperLetsGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		eng := engine.New(engine.Mem(), engine.Options{})
		defer eng.Close()
		k := &keeper{eng: eng, size: find.DefaultKept}
		spaces := map[graph.Workspace]*kernel.Snapshot{}
		ask := func(ws graph.Workspace) {
			t.Helper()
			if spaces[ws] == nil {
				spaces[ws] = keeperSpace(t, eng, ws)
			}
			if _, err := k.about(t.Context(), ws, spaces[ws]).Coverage(view.On(spaces[ws], keeperDay), keeperQuery); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Millisecond)
		}
		left := func() int {
			k.mu.Lock()
			defer k.mu.Unlock()
			return len(k.spaces)
		}
		ask("a")
		time.Sleep(4 * time.Minute)
		ask("b")
		if left() != 2 {
			t.Fatalf("%d workspaces after four minutes, want both", left())
		}
		time.Sleep(time.Minute + time.Second)
		if left() != 1 || k.spaces["b"] == nil {
			t.Fatalf("after a minute more: %v, want b alone", k.spaces)
		}
		time.Sleep(4 * time.Minute)
		if left() != 0 {
			t.Fatalf("%d workspaces though nobody asks", left())
		}

		ask("a")
		k.size = k.spaces["a"].answers.Size() * 5 / 2
		ask("b")
		ask("c")
		ask("a")
		time.Sleep(keptSweep)
		if left() != 2 || k.spaces["b"] != nil {
			t.Fatalf("of three where there is room for two: %v, want a and c", k.spaces)
		}
		time.Sleep(keptIdle + keptSweep) // the sweeping ends too
	})
}
