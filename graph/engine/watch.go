package engine

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
)

// Watch yields the commits of a workspace after a revision, in order, each once,
// for ever: those that there are, and then each when it is published. The
// commits of a group come together, once it is whole. The caller must not
// modify them. A slow caller delays nobody and misses nothing; however far it
// is behind, it holds only a handful of commits in memory.
//
// The sequence ends with one error: the context's; [ErrReset] when the workspace
// was dropped or replaced; [ErrClosed]; [graph.ErrNotFound] when there is no
// such revision yet; [*CompactedError] when the log does not reach back that
// far; or an error of the store, after which the caller may begin again from
// the last revision it got.
func (e *Engine) Watch(ctx context.Context, ws graph.Workspace, after graph.Revision) iter.Seq2[graph.Commit, error] {
	return func(yield func(graph.Commit, error) bool) {
		if err := e.watch(ctx, ws, after, yield); err != nil {
			yield(graph.Commit{}, err)
		}
	}
}

// watch returns nil when the caller has had enough.
func (e *Engine) watch(ctx context.Context, ws graph.Workspace, at graph.Revision, yield func(graph.Commit, error) bool) error {
	sp, err := e.space(ws)
	if err != nil {
		return err
	}
	sp.watchers.Add(1)
	defer sp.watchers.Add(-1)
	_, st, err := e.reach(ctx, ws, at)
	if err != nil {
		return err
	}
	for life := st.life; ; {
		for c, err := range e.commits(ctx, ws, st, at) {
			if err != nil {
				return err
			}
			if err := e.watching(ctx, life); err != nil {
				return err
			}
			at = c.Revision
			if !yield(c, nil) {
				return nil
			}
		}
		select {
		case <-st.changed:
		case <-ctx.Done():
		case <-e.done:
		}
		if err := e.watching(ctx, life); err != nil {
			return err
		}
		if st, err = e.current(ctx, sp); err != nil {
			return err
		}
	}
}

// watching returns why a watch must end now, or nil.
func (e *Engine) watching(ctx context.Context, l *life) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-e.done:
		return ErrClosed
	case <-l.ended:
		return ErrReset
	default:
		return nil
	}
}

// commits yields the commits after a revision up to a state: from memory, or
// from the store when memory does not reach back.
func (e *Engine) commits(ctx context.Context, ws graph.Workspace, st *state, after graph.Revision) iter.Seq2[graph.Commit, error] {
	if recent, ok := st.since(after); ok {
		return func(yield func(graph.Commit, error) bool) {
			for _, c := range recent {
				if !yield(c, nil) {
					return
				}
			}
		}
	}
	return func(yield func(graph.Commit, error) bool) {
		at := after
		for c, err := range e.store.Tail(ctx, ws, after) {
			if err == nil && c.Revision > st.snap.Revision() {
				break
			}
			at = c.Revision
			if !yield(c, err) || err != nil {
				return
			}
		}
		if at < st.snap.Revision() {
			yield(graph.Commit{}, fmt.Errorf("%w: the log of workspace %s ends at revision %d and was at %d before", ErrDamaged, ws, at, st.snap.Revision()))
		}
	}
}

// Since returns the newest snapshot of a workspace, like [Engine.Snapshot], and
// the commits that lead to it from an older one that this engine returned, for
// those who bring up to date what they made of that one. There are none when it is
// the newest, and when they are not in memory: they are too many (Options.Recent),
// or the workspace was loaded again or replaced. The caller must not modify them.
func (e *Engine) Since(ctx context.Context, ws graph.Workspace, old *kernel.Snapshot) (*kernel.Snapshot, []graph.Commit, error) {
	sp, err := e.space(ws)
	if err != nil {
		return nil, nil, err
	}
	st, err := e.current(ctx, sp)
	if err != nil {
		return nil, nil, err
	}
	if old == nil || !old.SameNumbers(st.snap) {
		return st.snap, nil, nil
	}
	commits, _ := st.since(old.Revision())
	return st.snap, commits, nil
}

// waitPoll is how often Wait asks the store when Options.Poll does not say.
const waitPoll = 100 * time.Millisecond

// Wait returns a snapshot of a revision or of a later one. It waits until there
// is one, asking the store for the commits of other processes, or until the
// context is done: whoever has seen a revision somewhere reads none before it
// here.
func (e *Engine) Wait(ctx context.Context, ws graph.Workspace, rev graph.Revision) (*kernel.Snapshot, error) {
	sp, err := e.space(ws)
	if err != nil {
		return nil, err
	}
	st, err := e.current(ctx, sp)
	if err != nil {
		return nil, err
	}
	every := e.options.Poll
	if every <= 0 {
		every = waitPoll
	}
	for st.snap.Revision() < rev {
		if st, err = e.refresh(ctx, sp); err != nil {
			return nil, err
		}
		if st.snap.Revision() >= rev {
			break
		}
		t := time.NewTimer(every)
		select {
		case <-st.changed:
		case <-t.C:
		case <-ctx.Done():
		case <-e.done:
		}
		t.Stop()
		if st, err = e.current(ctx, sp); err != nil {
			return nil, err
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	return st.snap, nil
}
