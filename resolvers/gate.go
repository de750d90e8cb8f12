package resolvers

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"time"
)

const (
	// heavy is the cost from which a field waits at the gate: some 30 ms of a processor.
	heavy = 300
	// gateWait is how long it waits there at most.
	gateWait = 10 * time.Second
	// gateRetry is after how many seconds somebody who was sent away there may ask again.
	gateRetry = 5
)

// errBusy says that the server is at work for others.
var errBusy = errors.New("the server is at work for others and nothing was done; ask again later")

// gate lets so much heavy work through at a time, whatever asks for it: fields of an
// operation or an event, and files. Small questions pass beside it. It is safe for
// concurrent use.
type gate struct {
	places chan struct{}
	wait   time.Duration
}

func newGate(places int, wait time.Duration) *gate {
	return &gate{make(chan struct{}, max(1, places)), wait}
}

// enter waits for a place, which the caller leaves. It fails with errBusy after the
// gate's time, and with the context's error.
func (g *gate) enter(ctx context.Context) (leave func(), err error) {
	leave = func() { <-g.places }
	select {
	case g.places <- struct{}{}:
		return leave, nil
	default:
	}
	t := time.NewTimer(g.wait)
	defer t.Stop()
	select {
	case g.places <- struct{}{}:
		return leave, nil
	case <-t.C:
		return nil, errBusy
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// gateOf returns the gate that a file passes. One of many pages takes as long as its
// reader: those have a gate of their own, so that they are bounded together and nothing
// else waits for them.
func (s *server) gateOf(q url.Values) *gate {
	if paged, err := strconv.ParseBool(q.Get("paged")); err == nil && paged && q.Get("number") == "" {
		return s.pages
	}
	return s.gate
}
