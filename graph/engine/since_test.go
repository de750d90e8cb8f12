package engine_test

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/kernel"
)

// since returns the revision that Since says is the newest, and those of the
// commits that lead there.
func since(t *testing.T, e *engine.Engine, old *kernel.Snapshot) (newest graph.Revision, between []graph.Revision) {
	t.Helper()
	s, commits, err := e.Since(ctx, ws, old)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range commits {
		between = append(between, c.Revision)
	}
	return s.Revision(), between
}

// TestSince: the commits since a snapshot are known as long as memory reaches back
// and the workspace is the same one.
func TestSince(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := engine.New(engine.Mem(), engine.Options{Recent: 10, MaxIdle: time.Hour})
		defer e.Close()
		snaps := []*kernel.Snapshot{nil}
		for _, id := range crowd("p", 4) {
			snaps = append(snaps, update(t, e, addPeople(id)).Snapshot)
		}
		check := func(what string, old *kernel.Snapshot, newest graph.Revision, between ...graph.Revision) {
			t.Helper()
			if gotNewest, got := since(t, e, old); gotNewest != newest || !slices.Equal(got, between) {
				t.Errorf("%s: Since = %d, %v, want %d, %v", what, gotNewest, got, newest, between)
			}
		}
		check("of nothing", nil, 4)
		check("of the newest", snaps[4], 4)
		check("of the first", snaps[1], 4, 2, 3, 4)
		if at, err := e.SnapshotAt(ctx, ws, 2); err != nil {
			t.Fatal(err)
		} else {
			check("of one that was gone back to", at, 4, 3, 4)
		}
		check("of another workspace", kernel.Empty(), 4)

		update(t, e, addPeople(crowd("q", 4)...)) // 5 of 10, and 8 before
		check("beyond Recent", snaps[1], 5)
		check("within it", snaps[4], 5, 5)

		now := update(t, e, addPeople("r")).Snapshot
		if _, err := e.Redact(ctx, ws, "tester", "", "r"); err != nil {
			t.Fatal(err)
		}
		check("over an erasure", now, 8)

		now = update(t, e, addPeople("s")).Snapshot
		time.Sleep(2 * time.Hour)
		synctest.Wait()
		check("loaded again", now, 9)

		now = update(t, e, addPeople("t")).Snapshot
		if err := e.Drop(ctx, ws); err != nil {
			t.Fatal(err)
		}
		check("dropped", now, 0)
		for _, id := range crowd("u", 11) {
			update(t, e, addPeople(id))
		}
		check("replaced", now, 11)
	})
}
