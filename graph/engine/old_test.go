package engine

import (
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
)

func TestOldSnapshots(t *testing.T) {
	at := func(rev graph.Revision) *kernel.Snapshot {
		s, err := kernel.Empty().With(nil, rev, kernel.Empty().At())
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	o := oldSnapshots{most: 3}
	for _, rev := range []graph.Revision{10, 20, 30, 30} {
		o.keep(at(rev), 0)
	}
	o.find(10) // the one used longest ago is now 20
	o.keep(at(40), 0)
	for _, c := range []struct {
		rev   graph.Revision
		found bool
		after graph.Revision // 0: none
	}{{10, true, 0}, {20, false, 30}, {30, true, 0}, {40, true, 0}, {5, false, 10}, {35, false, 40}, {41, false, 0}} {
		snap, after, _ := o.find(c.rev)
		if (snap != nil) != c.found || (after != nil) != (c.after != 0) || after != nil && after.Revision() != c.after {
			t.Errorf("find(%d) = %v, after %v, want found %v, after %d", c.rev, snap, after, c.found, c.after)
		}
	}
	_, _, epoch := o.find(10)
	o.clear()
	o.keep(at(10), epoch)
	if snap, _, _ := o.find(10); snap != nil {
		t.Error("a snapshot that was begun before clear was kept after it")
	}
}
