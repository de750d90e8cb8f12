package engine

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
)

// Result is what a write led to.
type Result struct {
	// Before is the workspace that the edit met.
	Before *kernel.Snapshot
	// Snapshot is the workspace after the edit, of the revision that it made.
	Snapshot *kernel.Snapshot
	// Commits are what was written, in order; none when the edit came to
	// nothing. The caller must not modify them.
	Commits []graph.Commit
	// Day is the day that the edit took for today.
	Day graph.Date
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
// second with a key gets the first one's result, whatever has come since, and
// writes nothing. The key is kept, hashed, as the ID of the edit's last commit; an
// edit that comes to nothing leaves a commit without changes.
//
// A second call plays edit again over the workspace and the day that it met at
// first, with the same random text for new IDs, which follows from the key. So an
// edit that tells its caller more than its changes tells the same. One that comes
// to other changes, is refused, or has another actor or reason is another edit: the
// call fails with [graph.ErrConflict] of the rule idempotency-key, and so it does
// when something that was written has been erased since.
func (e *Engine) UpdateOnce(ctx context.Context, ws graph.Workspace, key, actor, reason string, edit func(*draft.Draft) error) (Result, error) {
	return e.update(ctx, ws, request{id: onceID(key), actor: actor, reason: reason, edit: edit})
}

// onceID returns the ID of the last commit of the edit with a key.
func onceID(key string) string {
	h := sha256.Sum256([]byte(key))
	return "once-" + hex.EncodeToString(h[:20])
}

// Try returns what an edit would lead to now, and writes nothing: Snapshot is the
// workspace as it would be, under the next revision, and Commits hold one commit
// of nothing but the changes. With the key that the edit will have in
// [Engine.UpdateOnce], or "" for none, its new elements have the IDs that they will
// get. It waits for no other writer.
//
// The errors of edit and [graph.Errors] come with a result all the same: with the
// changes as far as they were drafted, and Before as the Snapshot.
func (e *Engine) Try(ctx context.Context, ws graph.Workspace, key string, edit func(*draft.Draft) error) (Result, error) {
	snap, err := e.Snapshot(ctx, ws)
	if err != nil {
		return Result{}, err
	}
	now := e.options.Now()
	return e.try(snap, graph.DateOf(now), snap.Revision()+1, notBefore(snap.At(), now), key, edit)
}

// TryOver is [Engine.Try] over a snapshot of the caller's, which may itself be what an
// edit would lead to, on a day of the caller's. What it leads to stands under the revision
// and time of base: nothing is recorded. The same arguments lead to the same.
func (e *Engine) TryOver(base *kernel.Snapshot, today graph.Date, key string, edit func(*draft.Draft) error) (Result, error) {
	return e.try(base, today, base.Revision(), base.At(), key, edit)
}

// try tries an edit over a snapshot.
func (e *Engine) try(snap *kernel.Snapshot, today graph.Date, rev graph.Revision, at time.Time, key string, edit func(*draft.Draft) error) (Result, error) {
	id := ""
	if key != "" {
		id = onceID(key)
	}
	d := e.draft(snap, today, id)
	result := Result{Before: snap, Snapshot: snap, Day: today}
	err := edit(d)
	changes := d.Changes()
	if len(changes) > 0 {
		result.Commits = []graph.Commit{{Changes: changes}}
	}
	if err != nil {
		return result, err
	}
	_, next, err := d.Check(rev, at)
	if err == nil {
		result.Snapshot = next
	}
	return result, err
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
	id            string // of its last commit, and what its new IDs follow from; "" for random ones
	actor, reason string
	edit          func(*draft.Draft) error
}

// draft returns the draft of the edit over a snapshot, on a day.
func (e *Engine) draft(base *kernel.Snapshot, today graph.Date, id string) *draft.Draft {
	newID := e.options.NewID
	if id != "" {
		n := 0
		newID = func() string {
			h := sha256.Sum256(fmt.Appendf(nil, "%s %d", id, n))
			n++
			return strings.ToLower(base32.HexEncoding.EncodeToString(h[:10]))
		}
	}
	return draft.NewDraft(base, today, newID)
}

func (e *Engine) update(ctx context.Context, ws graph.Workspace, r request) (Result, error) {
	sp, err := e.space(ws)
	if err != nil {
		return Result{}, err
	}
	if err := CheckCommit(&graph.Commit{ID: "probe", At: e.options.Now(), Actor: r.actor, Reason: r.reason}); err != nil {
		return Result{}, err
	}
	result, err := e.updateInTurn(ctx, sp, r)
	if err == nil && result.Repeated {
		return e.replay(ctx, ws, result.Commits, r)
	}
	return result, err
}

func (e *Engine) updateInTurn(ctx context.Context, sp *space, r request) (Result, error) {
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

// tryUpdate writes an edit over the newest state, or finds the commits of one that
// was written before.
func (e *Engine) tryUpdate(ctx context.Context, sp *space, st *state, r request) (Result, error) {
	if r.id != "" {
		rev, err := e.store.Find(ctx, sp.ws, r.id)
		if err != nil {
			return Result{}, err
		}
		if rev != 0 {
			if st.snap.Revision() < rev {
				if _, err := e.catchUp(ctx, sp); err != nil {
					return Result{}, err
				}
			}
			commits, err := e.readGroup(ctx, sp.ws, rev)
			return Result{Commits: commits, Repeated: true}, err
		}
	}
	now := e.options.Now() // of the draft's day and of the commit: a replay takes one from the other
	d := e.draft(st.snap, graph.DateOf(now), r.id)
	if err := r.edit(d); err != nil {
		return Result{}, err
	}
	at := notBefore(st.snap.At(), now)
	changes, next, err := d.Check(st.snap.Revision()+1, at)
	if err != nil {
		return Result{}, err
	}
	result := Result{Snapshot: st.snap}
	if len(changes) > 0 || r.id != "" {
		result, err = e.write(ctx, sp, changes, next, at, r)
	}
	result.Before, result.Day = st.snap, d.Today()
	return result, err
}

// replay plays an edit again over what it was written over, and returns the result
// that it had.
func (e *Engine) replay(ctx context.Context, ws graph.Workspace, commits []graph.Commit, r request) (Result, error) {
	last := &commits[len(commits)-1]
	other := graph.Refuse(graph.ErrConflict, "idempotency-key", nil, "this key was used for another edit, which made revision %d; use a new key for each edit", last.Revision)
	if last.Actor != r.actor || last.Reason != r.reason {
		return Result{}, other
	}
	if erases(commits) {
		return Result{}, graph.Refuse(graph.ErrConflict, "idempotency-key", nil, "the edit of this key made revision %d, and what it wrote has been erased since", last.Revision)
	}
	base, err := e.SnapshotAt(ctx, ws, commits[0].Revision-1)
	if err != nil {
		return Result{}, err
	}
	d := e.draft(base, graph.DateOf(commits[0].At.In(e.options.Now().Location())), r.id)
	var refused *graph.Error
	if err := r.edit(d); errors.As(err, &refused) {
		return Result{}, other
	} else if err != nil {
		return Result{}, err
	}
	changes := d.Changes()
	was := make(map[graph.ID]*graph.Change, len(changes))
	for i := range commits {
		for k := range commits[i].Changes {
			was[commits[i].Changes[k].ID] = &commits[i].Changes[k]
		}
	}
	for i := range changes {
		c := &changes[i]
		if w := was[c.ID]; w == nil || !graph.SameElement(w.Before, c.Before) || !graph.SameElement(w.After, c.After) {
			return Result{}, other
		}
	}
	if len(was) != len(changes) {
		return Result{}, other
	}
	next, err := base.With(changes, last.Revision, last.At)
	return Result{Before: base, Snapshot: next, Commits: commits, Day: d.Today(), Repeated: true}, err
}

// now is the time of the next commit.
func (e *Engine) now(last time.Time) time.Time { return notBefore(last, e.options.Now()) }

// notBefore is the time of a commit: never before that of the last, though the
// clock may go back.
func notBefore(last, now time.Time) time.Time {
	if now = now.UTC().Round(0); now.Before(last) {
		return last
	}
	return now
}

// write appends changes that lead from the published snapshot to next, the first of
// them at a time, and publishes next under the revision that they end at.
func (e *Engine) write(ctx context.Context, sp *space, changes []graph.Change, next *kernel.Snapshot, at time.Time, r request) (Result, error) {
	st := sp.state.Load()
	parts := split(changes)
	if r.id == "" {
		r.id = e.options.NewID()
	}
	commits := make([]graph.Commit, 0, len(parts))
	rev := st.snap.Revision()
	for i, part := range parts {
		if rev++; i > 0 {
			at = e.now(at)
		}
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
