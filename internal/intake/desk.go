package intake

import (
	"cmp"
	"context"
	"crypto/rand"
	"strings"
	"sync"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
)

// Options bound a desk. The zero Options are good defaults.
type Options struct {
	// Dir is where the private folder of the pieces is made. Default: the folder of
	// the system for temporary files.
	Dir string
	// Piece is the size of a piece in bytes. Default 700 KiB, of which base64 fits
	// into a request of 1 MiB.
	Piece int
	// Pieces is of how many pieces one upload may be. Default 10,000.
	Pieces int
	// Bytes is the size of all pieces together. Default 8 GiB.
	Bytes int64
	// Uploads is how many uploads may be open. Default 100.
	Uploads int
	// Files is how many files one import takes. Default 20.
	Files int
	// Plans is how many plans may be open. What a plan would write stays in
	// memory. Default 8.
	Plans int
	// Running is how many plans are made or written at once. Default 2.
	Running int
	// Age is how long an upload or a plan stays that nobody touches. Default 1 hour.
	Age time.Duration
	// Now is the clock; its location says when a day begins. Default [time.Now].
	Now func() time.Time
}

func (o Options) withDefaults() Options {
	o.Piece = cmp.Or(o.Piece, 700<<10)
	o.Pieces = cmp.Or(o.Pieces, 10_000)
	o.Bytes = cmp.Or(o.Bytes, 8<<30)
	o.Uploads = cmp.Or(o.Uploads, 100)
	o.Files = cmp.Or(o.Files, 20)
	o.Plans = cmp.Or(o.Plans, 8)
	o.Running = cmp.Or(o.Running, 2)
	o.Age = cmp.Or(o.Age, time.Hour)
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// Patience is how long Plan, Answer and Apply wait for the work to end.
const Patience = time.Second

// Owner is whose uploads and plans are meant: nobody else finds them.
type Owner struct {
	Workspace graph.Workspace
	Name      string // the actor of the commits
}

// Desk holds uploads and plans. It is safe for concurrent use. Close it before the
// engine.
type Desk struct {
	eng     *engine.Engine
	options Options
	folder  *folder
	ctx     context.Context // of the work; done when the desk closes
	stop    context.CancelFunc
	running chan struct{} // holds a token for each plan at work
	workers sync.WaitGroup

	mu      sync.Mutex
	closed  bool               // guarded by mu
	bytes   int64              // of all pieces; guarded by mu
	uploads map[string]*upload // guarded by mu, with what they hold
	plans   map[string]*plan   // by the token without its number; guarded by mu, with what they hold
}

// New returns a desk for the workspaces of an engine. It removes what desks of
// processes that died have left in Options.Dir.
func New(eng *engine.Engine, o Options) (*Desk, error) {
	o = o.withDefaults()
	f, err := newFolder(o.Dir)
	if err != nil {
		return nil, err
	}
	d := &Desk{eng: eng, options: o, folder: f, running: make(chan struct{}, o.Running), uploads: map[string]*upload{}, plans: map[string]*plan{}}
	d.ctx, d.stop = context.WithCancel(context.Background())
	d.workers.Go(d.sweep)
	return d, nil
}

// Close ends the work that is under way, waits for it, and removes all uploads and
// plans. Calls after Close fail with [engine.ErrClosed].
func (d *Desk) Close() error {
	d.mu.Lock()
	if d.closed {
		d.mu.Unlock()
		return nil
	}
	d.closed = true
	d.mu.Unlock()
	d.stop()
	d.workers.Wait()
	return d.folder.remove()
}

// Limits returns the options of the desk with the defaults filled in.
func (d *Desk) Limits() Options { return d.options }

// sweep removes what is too old, now and then.
func (d *Desk) sweep() {
	t := time.NewTicker(min(time.Minute, d.options.Age))
	defer t.Stop()
	for {
		select {
		case <-t.C:
			d.mu.Lock()
			d.expire()
			d.mu.Unlock()
		case <-d.ctx.Done():
			return
		}
	}
}

// expire removes the uploads and plans that nobody has touched for Options.Age. The
// caller holds mu.
func (d *Desk) expire() {
	now := d.options.Now()
	for _, p := range d.plans {
		if !p.working() && now.Sub(p.touched) >= d.options.Age {
			d.dropPlan(p)
		}
	}
	for token, u := range d.uploads {
		if u.uses == 0 && now.Sub(u.touched) >= d.options.Age {
			d.dropUpload(token)
		}
	}
}

// enter takes mu for a call, once what is too old is gone. The caller releases it,
// also after an error.
func (d *Desk) enter() error {
	d.mu.Lock()
	if d.closed {
		return engine.ErrClosed
	}
	d.expire()
	return nil
}

// newToken returns a token that nobody can guess.
func newToken(prefix string) string { return prefix + strings.ToLower(rand.Text()) }

// gone says that a token is of nothing.
func (d *Desk) gone(what, token string) error {
	return graph.Refuse(graph.ErrNotFound, what, ids(token), "there is no %s %s: it was never begun, it was discarded or used up, nobody touched it for %s, or the server has started anew since; begin again",
		what, graph.Quote(token), d.options.Age)
}

func ids(tokens ...string) []graph.ID {
	out := make([]graph.ID, len(tokens))
	for i, t := range tokens {
		out[i] = graph.ID(t)
	}
	return out
}

// Discard removes an upload, or a plan with its uploads; a plan that is being made
// is stopped. It fails with [graph.ErrNotFound] for a token of nothing, and with
// [graph.ErrConflict] for an upload that a plan uses and for a plan that is being
// written.
func (d *Desk) Discard(o Owner, token string) error {
	err := d.enter()
	defer d.mu.Unlock()
	if err != nil {
		return err
	}
	if u := d.uploads[token]; u != nil && u.owner == o {
		if u.uses > 0 {
			return graph.Refuse(graph.ErrConflict, "upload", ids(token), "an import uses the upload %s; discard its plan", graph.Quote(token))
		}
		d.dropUpload(token)
		return nil
	}
	p, err := d.planOf(o, token)
	if err != nil {
		return err
	}
	if p.state == Applying {
		return graph.Refuse(graph.ErrConflict, "import-plan", ids(token), "the import %s is being written; undo takes it back", graph.Quote(token))
	}
	d.dropPlan(p)
	return nil
}
