package importer_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/sqlitestore"
	"github.com/kithgraph/kith/internal/importer"
	"github.com/kithgraph/kith/internal/importer/ordertest"
	"github.com/kithgraph/kith/internal/soak"
)

// snapshot is what one system says on one day: the files of one export.
type snapshot struct {
	day   string
	files []importer.File
}

// imported returns the workspace after imports.
func imported(t ordertest.Failer, s *kernel.Snapshot, list ...snapshot) *kernel.Snapshot {
	t.Helper()
	for _, x := range list {
		s = ordertest.Import(t, ordertest.Memory(s), ordertest.Snapshot{Day: x.day, Files: x.files})
	}
	return s
}

// drawn are the tables that the law is held on, one after the other.
var drawn = map[string][]ordertest.Drawn{"seats": {ordertest.Seats}, "claims": ordertest.Claims, "records": ordertest.Records}

// The law of observations: the same files in any order, whole or split, give the
// same on each file's day, and any of them again changes nothing.
func TestTheOrderOfFilesChangesNothing(t *testing.T) {
	base := ordertest.Import(t, ordertest.Memory(kernel.Empty()), ordertest.Ground())
	for name, tables := range drawn {
		t.Run(name, func(t *testing.T) {
			ordertest.Few(t, soak.Times(30, 10_000), func(t *rapid.T) {
				ordertest.Law(t, func() ordertest.Workspace { return ordertest.Memory(base) }, tables...)
			})
		})
	}
}

// So it is for what is written to a file and read back from it.
func TestTheOrderOfFilesChangesNothingInAStore(t *testing.T) {
	dir, n := t.TempDir(), 0
	for name, tables := range drawn {
		t.Run(name, func(t *testing.T) {
			ordertest.Few(t, soak.Times(2, 100), func(t *rapid.T) {
				ordertest.Law(t, func() ordertest.Workspace {
					n++
					w := ordertest.Stored(func() (engine.Store, error) { return sqlitestore.Open(dir, sqlitestore.Options{}) }, graph.Workspace(fmt.Sprint("w", n)))
					ordertest.Import(t, w, ordertest.Ground())
					return w
				}, tables...)
			})
		})
	}
}
