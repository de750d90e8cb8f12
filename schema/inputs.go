package schema

import (
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
)

// Edit is what the input of every edit has besides what it needs.
type Edit struct {
	ClientMutationID string // comes back in the payload
	IdempotencyKey   string // names the edit, so that a retry does nothing; "" for none
	Reason           string // kept with the commit
	// ExpectedRevision is where what the edit names was read, and
	// ExpectedWorkspaceRevision where the workspace is to be; nil: wherever.
	ExpectedRevision, ExpectedWorkspaceRevision *graph.Revision
	DryRun                                      bool // try it, write nothing
}

// Input is the input of an edit, for writing to.
type Input interface{ Common() *Edit }

// Common returns what the input of every edit has.
func (e *Edit) Common() *Edit { return e }

// SeatInput is a seat that a mutation makes.
type SeatInput = draft.Seat

// Patch is one patch of an edit of a fact.
type Patch struct {
	Name   string // of its field
	Kind   graph.Kind
	Values map[string]any // by property; a value that is null clears
}
