package neo4jtest

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
)

// said remembers for which versions the NOT RUN line has been printed.
var said sync.Map

// notRun ends a test because v cannot be had. The first time in a test binary
// it says so in one line on standard error. The test is skipped, or fails when
// [required].
func notRun(t testing.TB, v Version, err error) {
	t.Helper()
	if required(v, err) {
		t.Fatalf("neo4j %s is required (KITH_REQUIRE_NEO4J=1): %v", v.Line(), err)
	}
	if _, again := said.LoadOrStore(v, true); !again {
		fmt.Fprintln(os.Stderr, notRunLine(v, err))
	}
	t.Skipf("no neo4j %s: its NOT RUN line says why", v.Line())
}

// notRunLine returns what is printed, without a newline in it.
func notRunLine(v Version, err error) string {
	reason := strings.Join(strings.FieldsFunc(err.Error(), func(r rune) bool { return r == '\n' || r == '\r' }), "; ")
	return fmt.Sprintf("NOT RUN: neo4j %s: %s", v.Line(), reason)
}

// required reports whether err must fail the test: when the environment says
// so, except that the newest version may be missing for want of its Java,
// which few systems carry yet.
func required(v Version, err error) bool {
	return os.Getenv("KITH_REQUIRE_NEO4J") == "1" && (v != V2026 || !errors.Is(err, errNoJava))
}
