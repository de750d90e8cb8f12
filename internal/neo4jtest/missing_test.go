package neo4jtest_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestMissing runs tests of this binary where nothing is installed and nothing
// can be.
func TestMissing(t *testing.T) {
	run := func(t *testing.T, require string) (string, error) {
		t.Helper()
		cmd := exec.Command(os.Args[0], "-test.run=^(TestProxy|TestWipe|TestStartOnAnEarlierServersData)$/^(5.26)?")
		cmd.Env = append(os.Environ(), "PATH="+t.TempDir(), "KITH_NEO4J_CACHE="+t.TempDir(), "KITH_REQUIRE_NEO4J="+require)
		out, err := cmd.CombinedOutput()
		return string(out), err
	}

	t.Run("skips and says so once", func(t *testing.T) {
		out, err := run(t, "")
		if err != nil {
			t.Errorf("tests without a server: %v, want them skipped\n%s", err, out)
		}
		if n := strings.Count(out, "NOT RUN: neo4j 5.26: "); n != 1 {
			t.Errorf("tests without a server say NOT RUN %d times, want once:\n%s", n, out)
		}
	})
	t.Run("fails when required", func(t *testing.T) {
		out, err := run(t, "1")
		if err == nil {
			t.Errorf("tests without a server that is required pass:\n%s", out)
		}
		if !strings.Contains(out, "neo4j 5.26 is required") {
			t.Errorf("tests without a server that is required do not say so:\n%s", out)
		}
	})
}
