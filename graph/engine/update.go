package engine

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
)

// Result is what a write led to.
type Result struct {
	// Snapshot is the workspace after the edit: of the revision it made, or of
	// a later one when Repeated.
	Snapshot *kernel.Snapshot
	// Commits are what was written, in order; none when the edit came to
	// nothing. The caller must not modify them.
	Commits []graph.Commit
	// Repeated says that UpdateOnce had written this before.
	Repeated bool
}

// Update edits a workspace. It calls edit with a draft of the newest snapshot,
// checks the rules, and writes what the draft changes as one commit, or as a
// group of commits above [graph.MaxChanges]. When Update returns, the edit is
// durable and published, or nothing of it is. An edit that comes to nothing
// writes nothing.
//
// When another process was first, edit is called again with a new draft: it
// must depend on its draft alone. It runs while the workspace's other writers
// wait, so it must be quick and must not write to the same workspace through
// the engine.
//
// Errors: those of edit, unchanged; [graph.Errors] that name the broken rules;
// [graph.ErrInvalid] for an actor or reason that no commit takes; a
// [*HandEditError], see Options.AdoptHandEdits;
// [*ConflictError] and [ErrBusy] after Options.Retries; [ErrUncertain] when it
// is not known whether the commit landed and the store cannot be asked: use
// [Engine.UpdateOnce] where the caller would try again.
func (e *Engine) Update(ctx context.Context, ws graph.Workspace, actor, reason string, edit func(*draft.Draft) error) (Result, error) {
	return e.update(ctx, ws, request{actor: actor, reason: reason, edit: edit})
}

// UpdateOnce is Update for a caller who may ask for the same edit again, having
// missed the answer. The key names the edit within the workspace: whoever comes
// second with a key gets the first one's result and edit is not called. The key
// is kept, hashed, in the log; an edit that comes to nothing leaves none.
func (e *Engine) UpdateOnce(ctx context.Context, ws graph.Workspace, key, actor, reason string, edit func(*draft.Draft) error) (Result, error) {
	h := sha256.Sum256([]byte(key))
	return e.update(ctx, ws, request{id: "once-" + hex.EncodeToString(h[:20]), actor: actor, reason: reason, edit: edit})
}

// Undo takes back the edit that made a revision, with all the commits of its
// group, as a new edit. It fails with [graph.ErrConflict], naming them, when
// elements have changed since, and with [graph.ErrNotFound] when there is no
// such revision.
func (e *Engine) Undo(ctx context.Context, ws graph.Workspace, actor, reason string, rev graph.Revision) (Result, error) {
	commits, err := e.Group(ctx, ws, rev)
	if err != nil {
		return Result{}, err
	}
	return e.Update(ctx, ws, actor, reason, func(d *draft.Draft) error { return d.Undo(commits...) })
}

// request is one edit on its way.
type request struct {
	id            string // of its last commit; "" for a random one
	actor, reason string
	edit          func(*draft.Draft) error
}

func (e *Engine) update(ctx context.Context, ws graph.Workspace, r request) (Result, error) {
	sp, err := e.space(ws)
	if err != nil {
		return Result{}, err
	}
	if err := CheckCommit(&graph.Commit{ID: "probe", At: e.options.Now(), Actor: r.actor, Reason: r.reason}); err != nil {
		return Result{}, err
	}
	if err := e.enter(ctx, sp); err != nil {
		return Result{}, err
	}
	defer sp.leave()
	return e.updateLocked(ctx, sp, r)
}

// updateLocked is update for whose turn it is.
func (e *Engine) updateLocked(ctx context.Context, sp *space, r request) (Result, error) {
	return e.retry(ctx, sp, func(st *state) (Result, error) { return e.tryUpdate(ctx, sp, st, r) })
}

// retry calls attempt with the newest state, which no unfinished group follows,
// until it succeeds, fails for good, or has lost to others too often.
func (e *Engine) retry(ctx context.Context, sp *space, attempt func(*state) (Result, error)) (Result, error) {
	for try := 0; ; try++ {
		st, err := e.currentLocked(ctx, sp)
		if err == nil && sp.group.head != nil {
			st, err = e.endGroup(ctx, sp)
		}
		var result Result
		if err == nil {
			result, err = attempt(st)
		}
		var edited *HandEditError
		adopted := false
		if errors.As(err, &edited) && e.options.AdoptHandEdits {
			err = e.adopt(ctx, sp, edited)
			adopted = err == nil
		}
		var conflict *ConflictError
		lost := adopted || errors.As(err, &conflict)
		final := errors.Is(err, ErrUncertain) || errors.Is(err, ErrUnavailable)
		if !lost && !errors.Is(err, ErrBusy) || final || try == e.options.Retries {
			return result, err
		}
		if err := pause(ctx, try); err != nil {
			return Result{}, err
		}
		if _, err := e.catchUp(ctx, sp); err != nil {
			return Result{}, err
		}
	}
}

// The commits that adopt what somebody changed behind the store's back have this
// reason; who that was is not known.
const handEdited = "changed in the database and adopted"

// adopt records what was changed behind the store's back.
func (e *Engine) adopt(ctx context.Context, sp *space, edited *HandEditError) error {
	store, ok := e.store.(Adopter)
	if !ok {
		return edited
	}
	commits, err := Adopt(ctx, store, sp.ws, Adoption{Actor: rollActor, Reason: handEdited, Now: e.options.Now, NewID: e.options.NewID})
	if err != nil {
		return fmt.Errorf("%w; and it could not be adopted: %w", edited, err)
	}
	n := 0
	for i := range commits {
		n += len(commits[i].Changes)
	}
	e.options.Log.Warn("what somebody changed in the database was adopted", "workspace", sp.ws, "changes", n, "first", edited.Edits[0].String())
	return nil
}

// pause waits before the next try: about 1, 2, 4 … 256 ms.
func pause(ctx context.Context, try int) error {
	d := time.Millisecond << min(try, 8)
	t := time.NewTimer(d/2 + rand.N(d))
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (e *Engine) tryUpdate(ctx context.Context, sp *space, st *state, r request) (Result, error) {
	if r.id != "" {
		rev, err := e.store.Find(ctx, sp.ws, r.id)
		if err != nil {
			return Result{}, err
		}
		if rev != 0 {
			return e.repeated(ctx, sp, rev)
		}
	}
	d := draft.NewDraft(st.snap, graph.DateOf(e.options.Now()), e.options.NewID)
	if err := r.edit(d); err != nil {
		return Result{}, err
	}
	changes, next, err := d.Check(st.snap.Revision()+1, e.now(st.snap.At()))
	if err != nil {
		return Result{}, err
	}
	if len(changes) == 0 {
		return Result{Snapshot: st.snap}, nil
	}
	return e.write(ctx, sp, changes, next, r)
}

// repeated returns the result of an edit that was written before.
func (e *Engine) repeated(ctx context.Context, sp *space, rev graph.Revision) (Result, error) {
	st := sp.state.Load()
	if st.snap.Revision() < rev {
		var err error
		if st, err = e.catchUp(ctx, sp); err != nil {
			return Result{}, err
		}
	}
	commits, err := e.readGroup(ctx, sp.ws, rev)
	return Result{Snapshot: st.snap, Commits: commits, Repeated: true}, err
}

// now is the time of the next commit: never before that of the last, though the
// clock may go back.
func (e *Engine) now(last time.Time) time.Time {
	now := e.options.Now().UTC().Round(0)
	if now.Before(last) {
		return last
	}
	return now
}

// write appends changes that lead from the published snapshot to next, and
// publishes next under the revision that they end at.
func (e *Engine) write(ctx context.Context, sp *space, changes []graph.Change, next *kernel.Snapshot, r request) (Result, error) {
	st := sp.state.Load()
	parts := split(changes)
	if r.id == "" {
		r.id = e.options.NewID()
	}
	commits := make([]graph.Commit, 0, len(parts))
	rev, at := st.snap.Revision(), st.snap.At()
	for i, part := range parts {
		rev, at = rev+1, e.now(at)
		c := graph.Commit{Revision: rev, ID: r.id, At: at, Actor: r.actor, Reason: r.reason, Changes: part}
		if i < len(parts)-1 {
			c.ID, c.More = e.options.NewID(), true
		}
		if i == 0 {
			sp.own = c.ID
		}
		if err := e.appendCommit(ctx, sp.ws, c); err != nil {
			if i > 0 {
				e.abort(ctx, sp)
			}
			return Result{}, err
		}
		commits = append(commits, c)
	}
	if next.Revision() != rev || !next.At().Equal(at) {
		var err error
		if next, err = next.With(nil, rev, at); err != nil {
			return Result{}, err
		}
	}
	e.publish(sp, next, commits)
	return Result{Snapshot: next, Commits: commits}, nil
}

// split divides changes into commits that can each be carried out after the one
// before. It sorts them when one commit does not hold them.
func split(changes []graph.Change) [][]graph.Change {
	if len(changes) <= graph.MaxChanges {
		return [][]graph.Change{changes}
	}
	graph.Order(changes)
	return slices.Collect(slices.Chunk(changes, graph.MaxChanges))
}

// settleTime is how long the engine asks what became of a commit, whatever the
// caller's patience.
const settleTime = 10 * time.Second

// appendCommit appends one commit after the revision before its own, and does not
// leave it open whether that happened if the store can be asked. It tries again
// while the store is busy.
func (e *Engine) appendCommit(ctx context.Context, ws graph.Workspace, c graph.Commit) error {
	doubt := false // an earlier try may have landed, or may yet
	for try := 0; ; try++ {
		_, err := e.store.Apply(ctx, ws, c.Revision-1, c)
		if err == nil {
			return nil
		}
		doubt = doubt || errors.Is(err, ErrUncertain)
		if doubt {
			asking, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTime)
			rev, findErr := e.store.Find(asking, ws, c.ID)
			cancel()
			switch {
			case findErr != nil:
				return fmt.Errorf("commit %s: %w: %w", c.ID, ErrUncertain, errors.Join(err, findErr))
			case rev == c.Revision:
				return nil
			}
		}
		var conflict *ConflictError
		switch {
		case errors.As(err, &conflict):
			return err // another commit has the revision, so no try can land any more
		case !errors.Is(err, ErrUncertain) && !errors.Is(err, ErrBusy), errors.Is(err, ErrUnavailable), try == e.options.Retries:
			if doubt && !errors.Is(err, ErrUncertain) {
				return fmt.Errorf("commit %s: %w: %w", c.ID, ErrUncertain, err)
			}
			return err
		}
		if err := pause(ctx, try); err != nil {
			if doubt {
				return fmt.Errorf("commit %s: %w: %w", c.ID, ErrUncertain, err)
			}
			return err
		}
	}
}
