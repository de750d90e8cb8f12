package engine

import (
	"fmt"
	"slices"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
)

// crowded returns the snapshots of revisions 0 to n, each with 50 people more.
func crowded(t *testing.T, n int) []*kernel.Snapshot {
	t.Helper()
	snaps := []*kernel.Snapshot{kernel.Empty()}
	for rev := 1; rev <= n; rev++ {
		var changes []graph.Change
		for i := range 50 {
			e := graph.Encode(graph.Person{Node: graph.Node{ID: graph.ID(fmt.Sprintf("p%05d-%d", rev, i))}, Name: "P"})
			changes = append(changes, graph.Change{ID: e.ID, After: &e})
		}
		s, err := snaps[rev-1].With(changes, graph.Revision(rev), kernel.Empty().At())
		if err != nil {
			t.Fatal(err)
		}
		snaps = append(snaps, s)
	}
	return snaps
}

// TestOldSnapshots holds what is kept within its bound, spread over the revisions.
func TestOldSnapshots(t *testing.T) {
	snaps := crowded(t, 64)
	newest := snaps[64]
	revisions := func(o *oldSnapshots) (revs []graph.Revision) {
		for _, k := range o.kept {
			revs = append(revs, k.Revision())
		}
		return revs
	}

	all := oldSnapshots{most: 1 << 40}
	for _, rev := range []int{30, 10, 20, 30, 64} {
		all.keep(snaps[rev], newest, 0)
	}
	if got := revisions(&all); !slices.Equal(got, []graph.Revision{10, 20, 30}) {
		t.Errorf("kept %v, want 10, 20 and 30: the newest is there anyway", got)
	}
	for rev, want := range map[graph.Revision]graph.Revision{0: 10, 14: 10, 17: 20, 20: 20, 25: 20, 26: 30, 46: 30, 48: 64, 64: 64} {
		if s, _ := all.nearest(rev, newest); s.Revision() != want {
			t.Errorf("nearest to %d is %d, want %d", rev, s.Revision(), want)
		}
	}
	if all.find(20) != snaps[20] || all.find(21) != nil {
		t.Error("find must find what is kept, and nothing else")
	}
	var bytes int64
	for i, k := range all.kept {
		next := newest
		if i < 2 {
			next = all.kept[i+1].Snapshot
		}
		bytes += k.Apart(next)
	}
	if bytes != all.bytes() {
		t.Errorf("%d bytes are counted, want %d", all.bytes(), bytes)
	}

	few := oldSnapshots{most: all.bytes()}
	for rev := 63; rev > 0; rev-- {
		few.keep(snaps[rev], newest, 0)
		if few.bytes() > few.most {
			t.Fatalf("after revision %d %d bytes are kept, the most is %d", rev, few.bytes(), few.most)
		}
		if few.find(graph.Revision(rev)) == nil {
			t.Fatalf("revision %d went when it was kept", rev)
		}
	}
	last, widest := graph.Revision(0), graph.Revision(0)
	for _, rev := range append(revisions(&few), 64) {
		widest = max(widest, rev-last)
		last = rev
	}
	if n := graph.Revision(len(few.kept)); n < 2 || widest > 2*64/n {
		t.Errorf("kept %v: %d revisions lie between two of %d", revisions(&few), widest, n)
	}

	one := oldSnapshots{most: 1}
	one.keep(snaps[5], newest, 0)
	one.keep(snaps[9], newest, 0)
	if got := revisions(&one); !slices.Equal(got, []graph.Revision{9}) {
		t.Errorf("kept %v, want the last alone", got)
	}

	_, epoch := all.nearest(10, newest)
	all.clear()
	all.keep(snaps[10], newest, epoch)
	if all.find(10) != nil {
		t.Error("a snapshot that was begun before clear was kept after it")
	}
}
