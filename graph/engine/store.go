package engine

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/kithgraph/kith/graph"
)

// Store keeps workspaces durably. It knows nodes, edges, properties and
// revisions; it knows no kinds, no rules and no queries. It is the driver's
// side: programs use [Engine].
//
// A Store is safe for concurrent use. Every method honours its context, and
// one that is done already is refused with the context's error. Every method
// refuses a workspace whose name is not valid with [graph.ErrInvalid]. What
// each method promises is checked on every implementation by graph/storetest.
type Store interface {
	// Apply appends c as revision expect+1 and makes its changes the current
	// state, or changes nothing at all. c.Revision is ignored and set by the
	// store's answer; c.Changes may be empty. A workspace begins to exist with
	// its first commit. When Apply returns nil the commit is durable.
	//
	// A change is carried out blindly: After is put in the place of what has
	// its ID, and without an After that goes, erased changes included. That
	// Before is what the workspace holds is the caller's promise; a store may
	// refuse a commit in which it finds it broken. The store keeps no pointer
	// into c.
	//
	// Errors: [*ConflictError] when the head is not expect; [ErrUncertain] when
	// it is unknown whether the commit landed (ask Find with c.ID);
	// [ErrTooBig] above [graph.MaxChanges]; [ErrBusy] when the store could not
	// take the write now; [graph.ErrInvalid] for what [CheckCommit] refuses and
	// for a commit ID that the log has already. After every error but
	// ErrUncertain nothing was written, the context's errors included.
	Apply(ctx context.Context, ws graph.Workspace, expect graph.Revision, c graph.Commit) (graph.Revision, error)

	// Load calls f with every current element, nodes before edges and each
	// group in the order of its IDs, and returns the span of revisions that
	// were being written meanwhile: the elements are exact once the commits in
	// (Span.From, Span.To] have been replayed over them. A workspace that does
	// not exist is empty at revision 0. An error of f ends Load and is
	// returned. f must not keep the pointer.
	Load(ctx context.Context, ws graph.Workspace, f func(*graph.Element) error) (Span, error)

	// Tail yields the commits after the given revision, in order and without a
	// gap, up to the head at the time when the iteration begins or later. It
	// ends with one error when it cannot: [*CompactedError] when the log does
	// not reach back that far, [ErrDamaged] on a gap or an unreadable record.
	// After the head, and in a workspace that does not exist, there is nothing.
	// The caller owns what it gets.
	Tail(ctx context.Context, ws graph.Workspace, after graph.Revision) iter.Seq2[graph.Commit, error]

	// Heads returns where every workspace stands that has a revision.
	Heads(ctx context.Context) (map[graph.Workspace]Head, error)

	// Find returns the revision of the commit with the given ID, and 0 when the
	// log has none: it settles [ErrUncertain].
	Find(ctx context.Context, ws graph.Workspace, commitID string) (graph.Revision, error)

	// Redact erases elements and their history: the current elements with these
	// ids go, and every change of them in the log becomes an erased one (see
	// [graph.Change.Erased]). Revisions stay as they are. Unknown ids are
	// ignored, and so is a workspace that does not exist.
	//
	// Edges that end at an erased node must be among the ids: a current one
	// that is not is refused with [graph.ErrInvalid], and nothing is erased.
	// Edges of the past are the caller's care.
	Redact(ctx context.Context, ws graph.Workspace, ids ...graph.ID) error

	// Drop removes a workspace with its log. A workspace that does not exist is
	// no error. The name may be used again; it then begins at revision 0.
	Drop(ctx context.Context, ws graph.Workspace) error

	// Close releases the store. Calls after Close fail with [ErrClosed]; a
	// second Close does nothing.
	Close() error
}

// Outliner is a [Store] that can tell of its commits without reading their changes,
// which are most of a log.
type Outliner interface {
	// Outline yields what [Store.Tail] does, without changes, at a cost that does not
	// depend on how many there are.
	Outline(ctx context.Context, ws graph.Workspace, after graph.Revision) iter.Seq2[graph.Commit, error]
}

// outline is Outline of a store that has it, and Tail of any other.
func (e *Engine) outline(ctx context.Context, ws graph.Workspace, after graph.Revision) iter.Seq2[graph.Commit, error] {
	if o, ok := e.store.(Outliner); ok {
		return o.Outline(ctx, ws, after)
	}
	return e.store.Tail(ctx, ws, after)
}

// Head is where a workspace stands.
type Head struct {
	// Revision is the newest one.
	Revision graph.Revision
	// Epoch is the same for as long as the workspace is, and another when one of
	// its name has taken its place. It is a random text.
	Epoch string
}

// Span is the range of revisions within which a Load took place. A store that
// reads a true snapshot returns From == To. Epoch is that of [Head], and empty
// for a workspace that does not exist.
type Span struct {
	From, To graph.Revision
	Epoch    string
}

// ConflictError says that another writer was first.
type ConflictError struct {
	Expect, Head graph.Revision
}

// Error tells both revisions.
func (e *ConflictError) Error() string {
	return fmt.Sprintf("the workspace is at revision %d, not %d: another writer was first", e.Head, e.Expect)
}

// Unwrap makes errors.Is(err, graph.ErrConflict) true.
func (e *ConflictError) Unwrap() error { return graph.ErrConflict }

// CompactedError says that the log no longer reaches back as far as was asked.
type CompactedError struct {
	Floor graph.Revision // Tail works from here on
}

// Error tells the floor.
func (e *CompactedError) Error() string {
	return fmt.Sprintf("the log begins after revision %d; ask from there or reload", e.Floor)
}

// The errors of a Store that carry nothing but themselves.
var (
	// ErrUncertain: the outcome of a commit is unknown; ask Find.
	ErrUncertain = errors.New("the outcome of the commit is unknown")
	// ErrTooBig: the commit holds more than graph.MaxChanges changes.
	ErrTooBig = errors.New("the commit has too many changes")
	// ErrBusy: the store cannot take a write now; nothing was written, try again.
	ErrBusy = errors.New("the store is busy; nothing was written, try again")
	// ErrUnavailable: what the store keeps its data in does not answer. The call
	// did nothing, and the store has tried for as long as it thinks fit; later it
	// may work. An Apply that fails so is ErrBusy too, or ErrUncertain.
	ErrUnavailable = errors.New("the store cannot be reached; try again later")
	// ErrDamaged: the stored data contradict themselves. Nothing is repaired.
	ErrDamaged = errors.New("the stored data are damaged")
	// ErrClosed: the store or engine has been closed.
	ErrClosed = errors.New("the store is closed")
)
