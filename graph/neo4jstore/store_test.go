package neo4jstore_test

import (
	"context"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/neo4jstore"
	"github.com/kithgraph/kith/graph/storetest"
	"github.com/kithgraph/kith/internal/neo4jtest"
	"github.com/kithgraph/kith/internal/soak"
)

func TestMain(m *testing.M) {
	storetest.Child(openPlace)
	racer()
	neo4jtest.Main(m)
}

// unhurried is how long a transaction may take where a test says nothing else: the
// default of thirty seconds is too little for the first one on a busy machine.
const unhurried = 5 * time.Minute

// openPlace opens the store at a server's address.
func openPlace(uri string) (engine.Store, error) {
	return neo4jstore.Open(context.Background(), neo4jstore.Options{URI: uri, Database: "neo4j", Timeout: unhurried})
}

// forEachVersion runs a test against a shared server of every version at the same
// time, as a subtest named after its release line.
func forEachVersion(t *testing.T, test func(t *testing.T, s *neo4jtest.Server)) {
	t.Helper()
	for _, v := range neo4jtest.Versions() {
		t.Run(v.Line(), func(t *testing.T) {
			t.Parallel()
			test(t, neo4jtest.Shared(t, v))
		})
	}
}

// options returns how to reach a server.
func options(s *neo4jtest.Server) neo4jstore.Options {
	return neo4jstore.Options{URI: s.URI, User: s.User, Password: s.Password, Database: "neo4j", Timeout: unhurried}
}

// open opens a store that is closed with the test.
func open(t testing.TB, o neo4jstore.Options) *neo4jstore.Store {
	t.Helper()
	s, err := neo4jstore.Open(context.Background(), o)
	if err != nil {
		t.Fatalf("Open(%s) = %v", o.URI, err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// empty drops every workspace of a server and returns how to reach it. It
// demands that Drop leaves nothing.
func empty(t testing.TB, server *neo4jtest.Server) neo4jstore.Options {
	t.Helper()
	ctx := context.Background()
	s := open(t, options(server))
	heads, err := s.Heads(ctx)
	if err != nil {
		t.Fatalf("Heads() = %v", err)
	}
	for ws := range heads {
		if err := s.Drop(ctx, ws); err != nil {
			t.Fatalf("Drop(%s) = %v", ws, err)
		}
	}
	if left := count(t, server, "MATCH (n) WHERE NOT n:KithSchema RETURN count(n)"); left != 0 {
		t.Fatalf("%d nodes are left when every workspace has been dropped", left)
	}
	return options(server)
}

func TestStore(t *testing.T) {
	forEachVersion(t, func(t *testing.T, server *neo4jtest.Server) {
		storetest.Run(t, func(t testing.TB) storetest.Reopener {
			o := empty(t, server)
			return storetest.ReopenFunc(func(t testing.TB) engine.Store { return open(t, o) })
		})
	})
}

// TestKilledWriters kills processes that write, without warning.
func TestKilledWriters(t *testing.T) {
	server := neo4jtest.Shared(t, neo4jtest.V5)
	storetest.Crash(t, openPlace, empty(t, server).URI, soak.Times(3, 100))
}
