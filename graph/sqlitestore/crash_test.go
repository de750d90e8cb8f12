package sqlitestore_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/sqlitestore"
	"github.com/kithgraph/kith/graph/storetest"
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
	rounds := 30
	if testing.Short() {
		rounds = 5
	}
	storetest.Crash(t, open, t.TempDir(), rounds)
}
