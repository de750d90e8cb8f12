package gqlserve

import (
	"context"
	"errors"
	"sync"
)

// errShutdown is the cause with which streams are cancelled by Shutdown.
var errShutdown = errors.New("the server is shutting down")

// streams counts the connections that stay open and ends them all on shutdown.
// It is safe for concurrent use.
type streams struct {
	stopping context.Context
	stop     context.CancelCauseFunc
	open     sync.WaitGroup

	mu   sync.Mutex
	free int
	done bool
}

func newStreams(most int) *streams {
	s := &streams{free: most}
	s.stopping, s.stop = context.WithCancelCause(context.Background())
	return s
}

// enter returns a context that is done, with the cause errShutdown, when the
// server shuts down, and false when there is no room. The caller must call
// leave once, after everything that works on the stream has stopped.
func (s *streams) enter(parent context.Context) (ctx context.Context, leave func(), ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.done || s.free == 0 {
		return nil, nil, false
	}
	s.free--
	s.open.Add(1)
	ctx, cancel := context.WithCancelCause(parent)
	unlink := context.AfterFunc(s.stopping, func() { cancel(errShutdown) })
	return ctx, func() {
		unlink()
		cancel(nil)
		s.mu.Lock()
		s.free++
		s.mu.Unlock()
		s.open.Done()
	}, true
}

func (s *streams) shutdown(ctx context.Context) error {
	s.mu.Lock()
	s.done = true
	s.mu.Unlock()
	s.stop(errShutdown)
	gone := make(chan struct{})
	go func() {
		s.open.Wait()
		close(gone)
	}()
	select {
	case <-gone:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
