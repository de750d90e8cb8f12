package neo4jstore_test

import (
	"context"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/neo4jstore"
	"github.com/kithgraph/kith/internal/importer/ordertest"
	"github.com/kithgraph/kith/internal/neo4jtest"
	"github.com/kithgraph/kith/internal/soak"
)

// TestTheOrderOfFilesChangesNothing holds the law of imports where each is written
// to the server and read back from it.
func TestTheOrderOfFilesChangesNothing(t *testing.T) {
	o, n := empty(t, neo4jtest.Shared(t, neo4jtest.V5)), 0
	ordertest.Few(t, soak.Times(1, 20), func(t *rapid.T) {
		ordertest.Law(t, func() ordertest.Workspace {
			n++
			w := ordertest.Stored(func() (engine.Store, error) { return neo4jstore.Open(context.Background(), o) }, graph.Workspace(fmt.Sprint("w", n)))
			ordertest.Import(t, w, ordertest.Ground())
			return w
		}, ordertest.Seats)
	})
}
