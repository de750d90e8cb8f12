// Package storetest holds every [engine.Store] against the same contract. A
// store's test calls [Run], and [Crash] if its process can be killed; there is
// nothing to configure and nothing is left out for anybody.
//
// The package is test support: it imports testing, and only tests import it.
package storetest

import (
	"testing"

	"github.com/kithgraph/kith/graph/engine"
)

// Reopener is storage under test. Open opens it, the second and later times
// after the store it returned before was closed, and finds what was there. It
// fails the test when it cannot.
type Reopener interface {
	Open(t testing.TB) engine.Store
}

// ReopenFunc is a Reopener that is one function.
type ReopenFunc func(t testing.TB) engine.Store

// Open calls f.
func (f ReopenFunc) Open(t testing.TB) engine.Store { return f(t) }

// Run holds a store against the whole contract. Fresh returns new, empty
// storage; each case has its own. What fresh sets up, it takes down with
// t.Cleanup.
func Run(t *testing.T, fresh func(t testing.TB) Reopener) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			h := &harness{T: t, storage: fresh(t)}
			h.Store = h.storage.Open(t)
			t.Cleanup(func() { h.Store.Close() })
			c.run(h)
		})
	}
}

// cases is the suite, in the order in which it runs: what is simple first.
var cases = []struct {
	name string
	run  func(h *harness)
}{
	{"EmptyWorkspace", testEmptyWorkspace},
	{"ApplyAndReadBack", testApplyAndReadBack},
	{"EmptyCommit", testEmptyCommit},
	{"EveryKind", testEveryKind},
	{"HostileText", testHostileText},
	{"Values", testValues},
	{"LoadOrder", testLoadOrder},
	{"LoadErrorOfCallback", testLoadErrorOfCallback},
	{"EdgesBeforeNodes", testEdgesBeforeNodes},
	{"EdgeMovesAndChanges", testEdgeMovesAndChanges},
	{"ErasedChangeRemoves", testErasedChangeRemoves},
	{"TailFromAnywhere", testTailFromAnywhere},
	{"TailStopsWhenAsked", testTailStopsWhenAsked},
	{"CommitKeepsItsFields", testCommitKeepsItsFields},
	{"CallerMayReuseMemory", testCallerMayReuseMemory},
	{"Conflict", testConflict},
	{"RefusedCommits", testRefusedCommits},
	{"InvalidWorkspaceNames", testInvalidWorkspaceNames},
	{"Find", testFind},
	{"Heads", testHeads},
	{"Epoch", testEpoch},
	{"WorkspacesAreApart", testWorkspacesAreApart},
	{"LargestCommit", testLargestCommit},
	{"LargeProperties", testLargeProperties},
	{"Redact", testRedact},
	{"RedactRefusesLooseEdges", testRedactRefusesLooseEdges},
	{"RedactManyAndUnknown", testRedactManyAndUnknown},
	{"Drop", testDrop},
	{"Close", testClose},
	{"Reopen", testReopen},
	{"DoneContext", testDoneContext},
	{"ContextDoneMidway", testContextDoneMidway},
	{"RandomHistories", testRandomHistories},
	{"RacingWriters", testRacingWriters},
	{"RacingWorkspaces", testRacingWorkspaces},
	{"LoadWhileWriting", testLoadWhileWriting},
	{"TailWhileWriting", testTailWhileWriting},
}
