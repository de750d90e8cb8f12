package backup

import (
	"context"
	"fmt"
	"iter"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
)

// A Place is a workspace of a store.
type Place struct {
	Store     engine.Store
	Workspace graph.Workspace
}

// Copy copies a workspace with its history: the same revisions with the same
// commit IDs, times, actors and changes. The target must not exist, or hold a
// beginning of the same log, which an interrupted copy leaves behind and which is
// then continued; it may also hold all of it. Copy calls progress, when it is not
// nil, after each commit.
//
// What is copied is held against the laws of [engine.Verify] on both sides, and
// then commit against commit, so that an answer without an error says: both hold
// the same. Commits that are made to the source meanwhile are copied too, up to
// the moment when Copy finds no more; one that is made later is not. The cost is
// that of two checks and two readings of the log; a commit is written as slowly as
// the target writes commits.
func Copy(ctx context.Context, from, to Place, progress func(done graph.Revision)) (graph.Revision, error) {
	if err := lawful(ctx, from); err != nil {
		return 0, fmt.Errorf("the source: %w", err)
	}
	heads, err := to.Store.Heads(ctx)
	if err != nil {
		return 0, err
	}
	head := heads[to.Workspace].Revision
	if err := sameLog(ctx, from, to, head); err != nil {
		return 0, fmt.Errorf("workspace %s exists already: %w; copy into another one", to.Workspace, err)
	}
	for c, err := range from.Store.Tail(ctx, from.Workspace, head) {
		if err != nil {
			return head, fmt.Errorf("reading the source: %w", err)
		}
		if head, err = to.Store.Apply(ctx, to.Workspace, head, c); err != nil {
			return c.Revision - 1, fmt.Errorf("writing revision %d: %w", c.Revision, err)
		}
		if progress != nil {
			progress(head)
		}
	}
	if err := lawful(ctx, to); err != nil {
		return head, fmt.Errorf("the copy: %w", err)
	}
	if err := sameLog(ctx, from, to, head); err != nil {
		return head, fmt.Errorf("the copy: %w: %w", engine.ErrDamaged, err)
	}
	return head, nil
}

// lawful refuses a workspace that breaks a law.
func lawful(ctx context.Context, p Place) error {
	problems, err := engine.Verify(ctx, p.Store, p.Workspace)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return fmt.Errorf("%w: workspace %s: %d problems, the first: %s; see kith fsck", engine.ErrDamaged, p.Workspace, len(problems), problems[0])
	}
	return nil
}

// sameLog refuses two workspaces whose logs are not the same up to a revision.
func sameLog(ctx context.Context, a, b Place, until graph.Revision) error {
	if until == 0 {
		return nil
	}
	next, stop := iter.Pull2(b.Store.Tail(ctx, b.Workspace, 0))
	defer stop()
	done := graph.Revision(0)
	for x, err := range a.Store.Tail(ctx, a.Workspace, 0) {
		if err != nil {
			return err
		}
		y, err, ok := next()
		if err != nil {
			return err
		}
		if !ok || !sameCommit(&x, &y) {
			return fmt.Errorf("it holds something else at revision %d", x.Revision)
		}
		if done = x.Revision; done == until {
			return nil
		}
	}
	return fmt.Errorf("it goes on to revision %d and the source ends at %d", until, done)
}

func sameCommit(a, b *graph.Commit) bool {
	if a.Revision != b.Revision || a.ID != b.ID || !a.At.Equal(b.At) || a.Actor != b.Actor || a.Reason != b.Reason || a.More != b.More || len(a.Changes) != len(b.Changes) {
		return false
	}
	for i := range a.Changes {
		x, y := &a.Changes[i], &b.Changes[i]
		if x.ID != y.ID || !graph.SameElement(x.Before, y.Before) || !graph.SameElement(x.After, y.After) {
			return false
		}
	}
	return true
}
