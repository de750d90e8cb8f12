package engine

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
)

// SnapshotAt returns a workspace as of an older revision: what was known then.
// Within a group of commits that is the revision before the group, as its
// Revision says. Erased elements are in no revision, and neither are edges that
// ended at one.
//
// It fails with [graph.ErrNotFound] for a revision that there is not yet, and
// with [*CompactedError] for one before the log begins. Its cost is that of
// reading the log from the nearest snapshot that there is: the newest, the empty one
// at the beginning, or one that was kept, as some on the way are (Options.OldBytes).
// One workspace goes back once at a time, so that those who ask for the same
// revision together have it made once. It ends soon after its context is done; what
// was kept on the way shortens the next one.
func (e *Engine) SnapshotAt(ctx context.Context, ws graph.Workspace, rev graph.Revision) (*kernel.Snapshot, error) {
	sp, st, err := e.reach(ctx, ws, rev)
	if err != nil {
		return nil, err
	}
	if rev == st.snap.Revision() {
		return st.snap, nil
	}
	if snap := sp.old.find(rev); snap != nil {
		return snap, nil
	}
	whole, at, err := e.wholeAt(ctx, ws, rev)
	if err != nil {
		return nil, err
	}
	select {
	case sp.goingBack <- struct{}{}:
		defer func() { <-sp.goingBack }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if snap := sp.old.find(whole); snap != nil {
		return snap, nil
	}
	snap, err := e.walk(ctx, sp, st.snap, whole, at)
	if err != nil && ctx.Err() == nil {
		// An erasure under way takes from the log what a snapshot still holds. What
		// is current by now does not.
		if st, err = e.refresh(ctx, sp); err == nil {
			sp.old.clear()
			snap, err = e.walk(ctx, sp, st.snap, whole, at)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("going back to revision %d of workspace %s: %w", rev, ws, err)
	}
	return snap, nil
}

// At returns a workspace as it was known at a time: its newest revision that
// was recorded by then. Before the first commit that is revision 0. It reads a
// few commits to find the revision, and then has the cost and the errors of
// [Engine.SnapshotAt].
func (e *Engine) At(ctx context.Context, ws graph.Workspace, t time.Time) (*kernel.Snapshot, error) {
	_, st, err := e.reach(ctx, ws, 0)
	if err != nil {
		return nil, err
	}
	if !st.snap.At().After(t) {
		return st.snap, nil
	}
	// Revisions up to low are at or before t; those from high on are after.
	low, high := graph.Revision(0), st.snap.Revision()
	for high-low > 1 {
		mid := low + (high-low)/2
		c, err := e.commitAt(ctx, ws, mid)
		if err != nil {
			return nil, err
		}
		if c == nil || c.At.After(t) {
			high = mid
		} else {
			low = mid
		}
	}
	return e.SnapshotAt(ctx, ws, low)
}

// reach returns the published state, which is at or above a revision: it asks
// the store when it is not, and fails with ErrNotFound when that knows no more.
func (e *Engine) reach(ctx context.Context, ws graph.Workspace, rev graph.Revision) (*space, *state, error) {
	sp, err := e.space(ws)
	if err != nil {
		return nil, nil, err
	}
	st, err := e.current(ctx, sp)
	if err != nil || st.snap.Revision() >= rev {
		return sp, st, err
	}
	if st, err = e.refresh(ctx, sp); err != nil {
		return nil, nil, err
	}
	if st.snap.Revision() < rev {
		return nil, nil, graph.NotFound("revision", graph.ID(fmt.Sprint(rev)))
	}
	return sp, st, nil
}

// refresh catches up with the store.
func (e *Engine) refresh(ctx context.Context, sp *space) (*state, error) {
	if err := e.enter(ctx, sp); err != nil {
		return nil, err
	}
	defer sp.leave()
	return e.catchUp(ctx, sp)
}

// wholeAt returns the newest revision, at or before the given one, at which no
// group was unfinished, and its time. The revision at which the log begins is
// taken to be whole; its time is not known.
func (e *Engine) wholeAt(ctx context.Context, ws graph.Workspace, rev graph.Revision) (whole graph.Revision, at time.Time, err error) {
	floor := graph.Revision(0)
	for n := graph.Revision(1); rev > floor; n *= 2 {
		from := max(rev-min(n, rev), floor)
		for c, err := range e.outline(ctx, ws, from) {
			var compacted *CompactedError
			if errors.As(err, &compacted) && from < compacted.Floor && compacted.Floor <= rev {
				floor, from = compacted.Floor, compacted.Floor+1 // once more from there
				break
			}
			if err != nil {
				return 0, time.Time{}, err
			}
			if !c.More {
				whole, at = c.Revision, c.At
			}
			if c.Revision >= rev {
				break
			}
		}
		if whole > 0 || from == floor {
			break
		}
	}
	return max(whole, floor), at, nil
}

// wholeLog yields every commit that the log still has.
func (e *Engine) wholeLog(ctx context.Context, ws graph.Workspace) iter.Seq2[graph.Commit, error] {
	return func(yield func(graph.Commit, error) bool) {
		for c, err := range e.store.Tail(ctx, ws, 0) {
			var compacted *CompactedError
			if errors.As(err, &compacted) && compacted.Floor > 0 {
				e.store.Tail(ctx, ws, compacted.Floor)(yield)
				return
			}
			if !yield(c, err) {
				return
			}
		}
	}
}
