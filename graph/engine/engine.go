package engine

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
)

// Options says how an [Engine] works. The zero Options is a good default for a
// store that several processes may share.
type Options struct {
	// Exclusive says that no other process writes to the store. An edit that a
	// crash left unfinished is then rolled back as soon as its workspace is
	// loaded.
	Exclusive bool

	// Poll is how often to ask the store for commits of other processes, in
	// one goroutine for all workspaces, and to look for edits that they
	// abandoned. Default 0: never; such commits are then seen by the next write
	// and by [Engine.Wait].
	Poll time.Duration

	// Abandon is how long after its last commit an unfinished edit of another
	// process counts as abandoned and is rolled back: by the next write, and by
	// polling. The clocks of the processes should agree to well within it. Default
	// 60 s.
	Abandon time.Duration

	// AdoptHandEdits says what an edit does that would overwrite what somebody
	// changed in the storage behind the store's back: it first records in the log
	// all that was changed so, as [Adopt] does, and is then made anew. By default it
	// is refused with a [*HandEditError].
	AdoptHandEdits bool

	// Retries is how often one Update tries again, with pauses that grow to a
	// quarter of a second, when others are first or the store is busy. Default
	// 20: some four seconds.
	Retries int

	// MaxIdle is how long a workspace that nobody uses stays in memory. Default
	// 0: for ever.
	MaxIdle time.Duration

	// Recent is how many changes of the newest commits stay in memory for
	// those who watch. Older ones are read from the store. Default 50,000.
	Recent int

	// OldBytes is how much memory the snapshots of older revisions may take beside
	// the newest, for each workspace, in bytes; one is kept whatever it takes. They
	// make going back cheap, see [Engine.SnapshotAt]. Default 256 MiB.
	OldBytes int64

	// Now is the clock: it dates commits, and its location says when a day
	// begins. Default [time.Now].
	Now func() time.Time

	// NewID returns random text for IDs: 8 to 32 characters that a [graph.ID]
	// may hold, never the same twice. Default 80 bits of crypto/rand. It is
	// called from several goroutines.
	NewID func() string

	// Log receives what goes wrong where nobody waits for an answer. Default:
	// nobody.
	Log *slog.Logger
}

// DefaultAbandon is the default of Options.Abandon.
const DefaultAbandon = time.Minute

func (o Options) withDefaults() Options {
	if o.Abandon <= 0 {
		o.Abandon = DefaultAbandon
	}
	if o.Retries <= 0 {
		o.Retries = 20
	}
	if o.Recent <= 0 {
		o.Recent = 50_000
	}
	if o.OldBytes <= 0 {
		o.OldBytes = 256 << 20
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.NewID == nil {
		o.NewID = func() string { return strings.ToLower(rand.Text()[:16]) }
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

// Engine holds the workspaces of one store in memory, each as an immutable
// snapshot of its newest revision. It is safe for concurrent use. Reads wait
// for nobody, but for the first read of a workspace, which loads it; writes of
// one workspace take turns.
type Engine struct {
	store   Store
	options Options
	done    chan struct{} // closed by Close
	stop    func()        // cancels what the poller is doing
	workers sync.WaitGroup

	mu     sync.Mutex
	closed bool                       // guarded by mu
	spaces map[graph.Workspace]*space // guarded by mu
}

// New returns an engine over a store, which it closes in its own Close.
func New(store Store, o Options) *Engine {
	e := &Engine{store: store, options: o.withDefaults(), done: make(chan struct{}), stop: func() {}, spaces: map[graph.Workspace]*space{}}
	e.startPolling()
	return e
}

// ErrReset ends the watches of a workspace that was dropped, or that turned out
// to be another than it was: reload.
var ErrReset = errors.New("the workspace was dropped or replaced; load it again")

// Close ends the watches, waits for the writes that are under way and closes
// the store. Calls after Close fail with [ErrClosed]; snapshots go on working.
func (e *Engine) Close() error {
	e.mu.Lock()
	if e.closed {
		e.mu.Unlock()
		return nil
	}
	e.closed = true
	close(e.done)
	e.stop()
	spaces := slices.Collect(maps.Values(e.spaces))
	e.mu.Unlock()
	e.workers.Wait()
	for _, sp := range spaces {
		sp.turn <- struct{}{}
	}
	return e.store.Close()
}

// space returns the workspace's place in memory.
func (e *Engine) space(ws graph.Workspace) (*space, error) {
	if err := CheckWorkspace(ws); err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return nil, ErrClosed
	}
	sp := e.spaces[ws]
	if sp == nil {
		sp = &space{ws: ws, turn: make(chan struct{}, 1), goingBack: make(chan struct{}, 1), life: newLife(), old: oldSnapshots{most: e.options.OldBytes}}
		e.spaces[ws] = sp
	}
	sp.used.Store(e.options.Now().UnixNano())
	return sp, nil
}

// Snapshot returns the newest revision of a workspace that this engine knows
// of. A workspace that does not exist is empty at revision 0.
func (e *Engine) Snapshot(ctx context.Context, ws graph.Workspace) (*kernel.Snapshot, error) {
	sp, err := e.space(ws)
	if err != nil {
		return nil, err
	}
	st, err := e.current(ctx, sp)
	if err != nil {
		return nil, err
	}
	return st.snap, nil
}

// Edition names what is in memory of a workspace. As long as it is the same, what a
// revision says is the same: it becomes another when something is erased, when
// another workspace takes the place of this one, and in every process. Ask for it before
// what it is to vouch for.
func (e *Engine) Edition(ctx context.Context, ws graph.Workspace) (string, error) {
	sp, err := e.space(ws)
	if err != nil {
		return "", err
	}
	st, err := e.current(ctx, sp)
	if err != nil {
		return "", err
	}
	return st.edition, nil
}

// Heads returns where every workspace in the store stands.
func (e *Engine) Heads(ctx context.Context) (map[graph.Workspace]Head, error) {
	select {
	case <-e.done:
		return nil, ErrClosed
	default:
		return e.store.Heads(ctx)
	}
}

// Drop removes a workspace with its history and ends its watches with
// [ErrReset]. A workspace that does not exist is no error.
func (e *Engine) Drop(ctx context.Context, ws graph.Workspace) error {
	sp, err := e.space(ws)
	if err != nil {
		return err
	}
	if err := e.enter(ctx, sp); err != nil {
		return err
	}
	defer sp.leave()
	if err := e.store.Drop(ctx, ws); err != nil {
		return err
	}
	sp.reset()
	return nil
}
