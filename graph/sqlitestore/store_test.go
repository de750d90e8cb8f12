package sqlitestore_test

import (
	"testing"

	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/sqlitestore"
	"github.com/kithgraph/kith/graph/storetest"
)

// dir is a directory under test.
type dir string

func (d dir) Open(t testing.TB) engine.Store {
	t.Helper()
	s, err := sqlitestore.Open(string(d), sqlitestore.Options{})
	if err != nil {
		t.Fatalf("Open = %v", err)
	}
	return s
}

func fresh(t testing.TB) storetest.Reopener { return dir(t.TempDir()) }

func TestStore(t *testing.T) { storetest.Run(t, fresh) }

func BenchmarkStore(b *testing.B) { storetest.Bench(b, fresh) }

func BenchmarkEngine(b *testing.B) { storetest.BenchEngine(b, fresh) }
