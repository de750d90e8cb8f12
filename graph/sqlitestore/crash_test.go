package sqlitestore_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/sqlitestore"
	"github.com/kithgraph/kith/graph/storetest"
	"github.com/kithgraph/kith/internal/soak"
)

func open(dir string) (engine.Store, error) {
	return sqlitestore.Open(dir, sqlitestore.Options{})
}

func TestMain(m *testing.M) {
	storetest.Child(open)
	if dir := os.Getenv(importerEnv); dir != "" {
		fmt.Fprintln(os.Stderr, importer(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func TestCrash(t *testing.T) {
	storetest.Crash(t, open, t.TempDir(), soak.Times(8, 300))
}
