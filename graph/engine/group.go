package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/kithgraph/kith/graph"
)

// rolledBack is the reason of the commits that roll back an unfinished edit, and
// the actor of what the engine does by itself is the one below.
const (
	rolledBack = "rolled back: the edit was not finished"
	rollActor  = "kith"
)

// endGroup deals with a group at the end of the log before a write: it rolls
// back one that nobody will finish, and fails with ErrBusy for any other.
func (e *Engine) endGroup(ctx context.Context, sp *space) (*state, error) {
	if _, err := e.catchUp(ctx, sp); err != nil {
		return nil, err
	}
	g := &sp.group
	switch {
	case g.head == nil:
	case e.abandoned(g, sp.own):
		if err := e.rollBack(ctx, sp); err != nil {
			return nil, fmt.Errorf("rolling back an unfinished edit: %w", err)
		}
	default:
		return nil, fmt.Errorf("%w: another process is writing a large edit", ErrBusy)
	}
	return sp.state.Load(), nil
}

// abandoned reports whether there is a group that nobody will finish: one of this
// engine, which is not writing, or one that is old.
func (e *Engine) abandoned(g *group, own string) bool {
	return g.head != nil && (g.first == own || e.options.Exclusive || e.options.Now().Sub(g.last) >= e.options.Abandon)
}

// abort rolls back what this engine has written of a group that it cannot
// finish. When that fails too, the next write does it.
func (e *Engine) abort(ctx context.Context, sp *space) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTime)
	defer cancel()
	_, err := e.catchUp(ctx, sp)
	if err == nil && sp.group.head != nil && sp.group.first == sp.own {
		err = e.rollBack(ctx, sp)
	}
	if err != nil {
		e.options.Log.Error("an unfinished edit could not be rolled back; the next write tries again", "workspace", sp.ws, "error", err)
	}
}

// rollBack ends the group at the end of the log with commits that undo it. They
// belong to the group, so that nobody ever sees a part of it.
func (e *Engine) rollBack(ctx context.Context, sp *space) error {
	from := sp.state.Load().snap.Revision()
	commits := sp.group.commits
	if commits == nil {
		for c, err := range e.store.Tail(ctx, sp.ws, from) {
			if err != nil {
				return err
			}
			commits = append(commits, c)
		}
	}
	if head := sp.group.head.Revision(); graph.Revision(len(commits)) != head-from {
		return &ConflictError{Expect: head, Head: from + graph.Revision(len(commits))}
	}
	for i, c := range slices.Backward(commits) {
		back := graph.Commit{
			Revision: sp.head().Revision() + 1, ID: e.options.NewID(), At: e.now(sp.head().At()),
			Actor: rollActor, Reason: rolledBack, More: i > 0,
		}
		for _, ch := range slices.Backward(c.Changes) {
			back.Changes = append(back.Changes, ch.Inverse())
		}
		if err := e.appendCommit(ctx, sp.ws, back); err != nil {
			return err
		}
		if err := e.take(sp, back); err != nil {
			return err
		}
	}
	return nil
}

// Group returns the commits of the edit that made a revision, in order: one, or
// all of a group. It fails with [graph.ErrNotFound] when there is no such
// revision yet, and with [*CompactedError] when the log no longer has it.
func (e *Engine) Group(ctx context.Context, ws graph.Workspace, rev graph.Revision) ([]graph.Commit, error) {
	if _, _, err := e.reach(ctx, ws, rev); err != nil {
		return nil, err
	}
	if rev == 0 {
		return nil, graph.NotFound("revision", "0")
	}
	return e.readGroup(ctx, ws, rev)
}

func (e *Engine) readGroup(ctx context.Context, ws graph.Workspace, rev graph.Revision) ([]graph.Commit, error) {
	before, _, err := e.wholeAt(ctx, ws, rev-1)
	if err != nil {
		return nil, err
	}
	var commits []graph.Commit
	for c, err := range e.store.Tail(ctx, ws, before) {
		if err != nil {
			return nil, err
		}
		commits = append(commits, c)
		if c.Revision >= rev && !c.More {
			return commits, nil
		}
	}
	return nil, errors.Join(ErrDamaged, fmt.Errorf("the log of workspace %s ends before revision %d does", ws, rev))
}
