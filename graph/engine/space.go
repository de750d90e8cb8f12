package engine

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
)

// space is one workspace in memory.
type space struct {
	ws       graph.Workspace
	turn     chan struct{}         // holds one token while somebody loads, writes or catches up
	state    atomic.Pointer[state] // nil: not loaded; set by whose turn it is
	used     atomic.Int64          // when it was last asked for, in nanoseconds
	watchers atomic.Int64          // how many watches are under way
	old      oldSnapshots

	goingBack chan struct{} // holds one token while somebody makes an older snapshot

	// The rest belongs to whose turn it is.
	life  *life
	group group  // what the log holds after the state
	own   string // the first commit of the group that this engine began last
}

// state is a published revision. It does not change, but for the closing of its
// channel.
type state struct {
	life    *life
	snap    *kernel.Snapshot
	recent  []graph.Commit // the commits up to snap, without a gap; may be empty
	size    int            // changes in recent, and one more for each commit
	changed chan struct{}  // closed when there is something newer, or nothing any more
	edition string         // see [Engine.Edition]
}

// life is the time in which a workspace is one and the same: revisions of one
// life follow from one another.
type life struct {
	ended chan struct{}          // closed at its end
	epoch atomic.Pointer[string] // that of [Head]; nil while it is not known; set by whose turn it is
}

func newLife() *life { return &life{ended: make(chan struct{})} }

// is reports whether a life is known to be that of an epoch.
func (l *life) is(epoch string) bool {
	known := l.epoch.Load()
	return known != nil && *known == epoch
}

// group is an unfinished edit at the end of the log: commits that all have More
// set, and that are not published.
type group struct {
	head    *kernel.Snapshot // with the group carried out; nil: there is no group
	commits []graph.Commit   // nil when they are too many to keep
	size    int              // of commits, as in state
	first   string           // the ID of its first commit
	last    time.Time        // the time of its last commit
}

// enter waits for the turn.
func (e *Engine) enter(ctx context.Context, sp *space) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case <-e.done:
		return ErrClosed
	default:
	}
	select {
	case sp.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-e.done:
		return ErrClosed
	}
}

func (sp *space) leave() { <-sp.turn }

// current returns the published state and loads it if there is none.
func (e *Engine) current(ctx context.Context, sp *space) (*state, error) {
	if st := sp.state.Load(); st != nil {
		return st, nil
	}
	if err := e.enter(ctx, sp); err != nil {
		return nil, err
	}
	defer sp.leave()
	return e.currentLocked(ctx, sp)
}

// currentLocked is current for whose turn it is.
func (e *Engine) currentLocked(ctx context.Context, sp *space) (*state, error) {
	if st := sp.state.Load(); st != nil {
		return st, nil
	}
	st, err := e.load(ctx, sp)
	if err != nil {
		return nil, fmt.Errorf("loading workspace %s: %w", sp.ws, err)
	}
	if e.options.Exclusive && sp.group.head != nil {
		if err := e.rollBack(ctx, sp); err != nil {
			e.options.Log.Error("an unfinished edit could not be rolled back; the next write tries again", "workspace", sp.ws, "error", err)
		}
		st = sp.state.Load()
	}
	return st, nil
}

// head returns the snapshot at the end of the log, the group included.
func (sp *space) head() *kernel.Snapshot {
	if sp.group.head != nil {
		return sp.group.head
	}
	return sp.state.Load().snap
}

// reset forgets the workspace and ends its life.
func (sp *space) reset() {
	close(sp.life.ended)
	sp.life = newLife()
	sp.forget()
}

// forget drops what is in memory; it can be loaded again.
func (sp *space) forget() {
	sp.group = group{}
	sp.old.clear()
	if st := sp.state.Swap(nil); st != nil {
		close(st.changed)
	}
}

// catchUp reads what others have appended and publishes it. When another workspace
// has taken the place of the one in memory, it is reset and loaded again.
func (e *Engine) catchUp(ctx context.Context, sp *space) (*state, error) {
	if sp.state.Load() == nil {
		return e.currentLocked(ctx, sp)
	}
	same, err := e.same(ctx, sp)
	if err != nil {
		return nil, err
	}
	if !same {
		sp.reset()
		return e.currentLocked(ctx, sp)
	}
	return e.follow(ctx, sp)
}

// same reports whether the workspace in the store is the one in memory.
func (e *Engine) same(ctx context.Context, sp *space) (bool, error) {
	heads, err := e.store.Heads(ctx)
	head, there := heads[sp.ws]
	if err != nil && !there { // of the other workspaces it may be
		return false, err
	}
	switch {
	case head.Revision < sp.head().Revision():
		return false, nil
	case !there || sp.life.is(head.Epoch):
		return true, nil
	case sp.life.epoch.Load() != nil:
		return false, nil
	}
	// It did not exist when it was loaded. If it was made by this engine, the log
	// has our commits.
	if recent := sp.state.Load().recent; len(recent) > 0 {
		last := &recent[len(recent)-1]
		rev, err := e.store.Find(ctx, sp.ws, last.ID)
		if rev != last.Revision || err != nil {
			return false, err
		}
	}
	sp.life.epoch.Store(&head.Epoch)
	return true, nil
}

// follow carries out what the log has after what is in memory. When that does not
// follow from it, the workspace has become another one: it is reset and loaded
// again.
func (e *Engine) follow(ctx context.Context, sp *space) (*state, error) {
	for c, err := range e.store.Tail(ctx, sp.ws, sp.head().Revision()) {
		var compacted *CompactedError
		if err == nil {
			err = e.take(sp, c)
			if err != nil {
				e.options.Log.Warn("the log does not follow from what is in memory; loading again", "workspace", sp.ws, "revision", c.Revision, "error", err)
			}
		} else if !errors.As(err, &compacted) {
			return nil, err
		}
		if err != nil {
			sp.reset()
			return e.currentLocked(ctx, sp)
		}
	}
	return sp.state.Load(), nil
}

// take carries out the next commit of the log and publishes the edit that it ends,
// if it ends one.
func (e *Engine) take(sp *space, c graph.Commit) error {
	next, err := sp.head().Apply(&c)
	if err != nil {
		return err
	}
	g := &sp.group
	if c.More {
		if g.head == nil {
			*g = group{first: c.ID, commits: []graph.Commit{}}
		}
		g.head, g.last = next, c.At
		if g.size += size(&c); g.size > e.options.Recent {
			g.commits = nil
		}
		if g.commits != nil {
			g.commits = append(g.commits, c)
		}
		return nil
	}
	if g.head == nil {
		e.publish(sp, next, []graph.Commit{c})
	} else if g.commits == nil {
		e.publish(sp, next, nil)
	} else {
		e.publish(sp, next, append(g.commits, c))
	}
	return nil
}

// size is what a commit counts towards Options.Recent.
func size(c *graph.Commit) int { return 1 + len(c.Changes) }

// publish makes next the current state. The commits lead to it from the state
// before; nil says that they are too many to keep. Everything is durable by
// now.
func (e *Engine) publish(sp *space, next *kernel.Snapshot, commits []graph.Commit) {
	was := sp.state.Load()
	st := &state{life: sp.life, snap: next, changed: make(chan struct{}), edition: was.edition}
	if commits != nil {
		st.recent, st.size = was.recent, was.size
		if erases(commits) { // what was erased must not live on in memory
			st.recent, st.size, st.edition = nil, 0, e.options.NewID()
			sp.old.clear()
		}
		st.recent = append(st.recent, commits...)
		for i := range commits {
			st.size += size(&commits[i])
		}
		st.trim(e.options.Recent)
	} else {
		st.edition = e.options.NewID() // there may have been an erasure among them
		sp.old.clear()
	}
	sp.group = group{}
	sp.state.Store(st)
	close(was.changed)
}

// erases reports whether one of the commits tells of an erasure.
func erases(commits []graph.Commit) bool {
	for i := range commits {
		for j := range commits[i].Changes {
			if commits[i].Changes[j].Erased() {
				return true
			}
		}
	}
	return false
}

// trim forgets the older half of the recent commits once they are too many.
// Readers may hold the old slice, so it is left as it is.
func (st *state) trim(most int) {
	if st.size <= most {
		return
	}
	cut := 0
	for st.size > most/2 && cut < len(st.recent) {
		st.size -= size(&st.recent[cut])
		cut++
	}
	st.recent = append([]graph.Commit(nil), st.recent[cut:]...)
}

// since returns the commits after a revision, and false when memory does not
// reach back that far.
func (st *state) since(after graph.Revision) ([]graph.Commit, bool) {
	n := st.snap.Revision() - after
	if n > graph.Revision(len(st.recent)) {
		return nil, false
	}
	return st.recent[graph.Revision(len(st.recent))-n:], true
}
