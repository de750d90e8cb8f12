package schema

import (
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
)

// EditOptions are how an edit is to be done.
type EditOptions struct {
	IdempotencyKey string // names the edit, so that a retry does nothing; "" for none
	Reason         string // kept with the commit
	// ExpectedRevision is where what the edit names was read, and
	// ExpectedWorkspaceRevision where the workspace is to be; nil: wherever.
	ExpectedRevision, ExpectedWorkspaceRevision *graph.Revision
	DryRun                                      bool     // try it, write nothing
	DraftID                                     graph.ID // do it in this draft; "" for none
}

// SeatInput is a seat that a mutation makes.
type SeatInput = draft.Seat

// KnownAt is what a question believes: a revision, or the newest revision recorded by
// a time. One of the two is given.
type KnownAt struct {
	Revision *graph.Revision
	Time     *time.Time
}

// StrengthOf is whose ties are asked for. One of the two is given.
type StrengthOf struct{ AccountID, PersonID *graph.ID }

// ChartOf is what a chart is of. One of the three is given.
type ChartOf struct {
	AccountID, OrganizationID *graph.ID
	Part                      *ChartPart
}

// ChartPart is an organization as a part of what an account is about.
type ChartPart struct{ AccountID, OrganizationID graph.ID }
