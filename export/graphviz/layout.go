package graphviz

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/kithgraph/kith/export"
)

// Options say how workers are run. The zero Options are a good default.
type Options struct {
	// Command is the program of a worker and its arguments; default this
	// program. Its main must begin with [Main].
	Command []string

	// Cache is a directory for compiled code, made when it is not there, which
	// lets a worker start in 0.05 s instead of 0.7 s. Code from it is executed:
	// one that others own or may write to is passed over. Empty for none.
	Cache string

	Timeout time.Duration // of one layout; default 5 s
	Start   time.Duration // for a worker to become ready; default 30 s
	Idle    time.Duration // after which a worker without work ends; default 1 min
	Workers int           // layouts at a time, further ones wait; default 1, at most 4
	Jobs    int           // after so many jobs a worker is replaced; default 200
}

func (o Options) withDefaults() Options {
	if o.Timeout <= 0 {
		o.Timeout = 5 * time.Second
	}
	if o.Start <= 0 {
		o.Start = 30 * time.Second
	}
	if o.Idle <= 0 {
		o.Idle = time.Minute
	}
	if o.Jobs <= 0 {
		o.Jobs = 200
	}
	o.Workers = min(max(o.Workers, 1), 4)
	return o
}

// Layout is an [export.NetworkLayout] that Graphviz computes in workers. It
// starts a worker when it needs one. It is safe for concurrent use.
type Layout struct {
	opt   Options
	slots chan *slot
	done  chan struct{}
	once  sync.Once
}

// New returns a layout without workers yet. The caller closes it.
func New(opt Options) *Layout {
	l := &Layout{opt: opt.withDefaults(), done: make(chan struct{})}
	l.slots = make(chan *slot, l.opt.Workers)
	for range l.opt.Workers {
		l.slots <- &slot{}
	}
	return l
}

// ErrClosed is that a layout was closed.
var ErrClosed = errors.New("the network layout is closed")

// LayOut places a network. It waits for a worker, starts one when there is
// none, and kills it when ctx is done, when it takes longer than
// Options.Timeout or when it answers nonsense; then the next call starts
// another. Cost: 5 to 20 ms for some 20 boxes, 0.7 s more for a new worker.
func (l *Layout) LayOut(ctx context.Context, n export.Network) (export.NetworkPlaces, error) {
	if _, err := DOT(n); err != nil {
		return export.NetworkPlaces{}, err
	}
	var s *slot
	select {
	case s = <-l.slots:
	case <-l.done:
		return export.NetworkPlaces{}, ErrClosed
	case <-ctx.Done():
		return export.NetworkPlaces{}, ctx.Err()
	}
	defer func() { l.slots <- s }()
	select {
	case <-l.done: // closed at the same moment
		return export.NetworkPlaces{}, ErrClosed
	default:
	}
	w, err := s.worker(ctx, l.opt)
	if err != nil {
		return export.NetworkPlaces{}, err
	}
	defer s.release(l.opt)
	return w.do(ctx, n, l.opt.Timeout)
}

// Close ends the workers, waits for them, and makes further layouts fail with
// [ErrClosed]. Jobs that are running are waited for.
func (l *Layout) Close() error {
	l.once.Do(func() {
		close(l.done)
		for range l.opt.Workers {
			s := <-l.slots
			s.mu.Lock()
			s.stop()
			s.mu.Unlock()
		}
	})
	return nil
}

// slot is the place of a worker.
type slot struct {
	mu    sync.Mutex
	w     *worker // nil when there is none
	jobs  int     // that w has done
	inUse bool
	idle  *time.Timer
}

// worker returns the worker of the slot, a new one when there is none.
func (s *slot) worker(ctx context.Context, opt Options) (*worker, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.idle != nil {
		s.idle.Stop()
	}
	if s.w == nil {
		w, err := start(ctx, opt)
		if err != nil {
			return nil, err
		}
		s.w, s.jobs = w, 0
	}
	s.inUse = true
	return s.w, nil
}

// release takes the worker back after a job: one that is broken or worn out
// ends at once, others when they have been idle for long.
func (s *slot) release(opt Options) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.inUse = false
	if s.jobs++; s.w.broken || s.jobs >= opt.Jobs {
		s.stop()
		return
	}
	s.idle = time.AfterFunc(opt.Idle, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if !s.inUse {
			s.stop()
		}
	})
}

// stop ends the worker, if any. The caller holds the mutex.
func (s *slot) stop() {
	if s.idle != nil {
		s.idle.Stop()
	}
	if s.w != nil {
		s.w.kill()
		s.w = nil
	}
}
