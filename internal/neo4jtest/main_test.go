package neo4jtest_test

import (
	"testing"

	"github.com/kithgraph/kith/internal/neo4jtest"
)

func TestMain(m *testing.M) { neo4jtest.Main(m) }

// forEachVersion runs a test against every version as a subtest named after
// its release line.
func forEachVersion(t *testing.T, test func(*testing.T, neo4jtest.Version)) {
	t.Helper()
	for _, v := range neo4jtest.Versions() {
		t.Run(v.Line(), func(t *testing.T) { test(t, v) })
	}
}
