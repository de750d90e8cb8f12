package resolvers

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"runtime"
	"testing"
	"testing/synctest"
	"time"
)

// TestGate lets two through at a time, and sends away who waits too long.
func TestGate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate(2, 10*time.Second)
		enter := func(ctx context.Context) (func(), error) { return g.enter(ctx) }
		first, err := enter(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		second, err := enter(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		if _, err := enter(t.Context()); !errors.Is(err, errBusy) || time.Since(start) != 10*time.Second {
			t.Errorf("a third, after %v: %v, want errBusy after 10s", time.Since(start), err)
		}
		leaving, leave := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, leave)
		start = time.Now()
		if _, err := enter(leaving); !errors.Is(err, context.Canceled) || time.Since(start) != time.Second {
			t.Errorf("one who leaves, after %v: %v", time.Since(start), err)
		}
		time.AfterFunc(3*time.Second, first)
		start = time.Now()
		third, err := enter(t.Context())
		if err != nil || time.Since(start) != 3*time.Second {
			t.Errorf("one whose turn comes, after %v: %v", time.Since(start), err)
		}
		second()
		third()
		if len(g.places) != 0 {
			t.Errorf("%d places are held by nobody", len(g.places))
		}
	})
}

// TestBusyIsRetryable: who is sent away at the gate is told to come again.
func TestBusyIsRetryable(t *testing.T) {
	o, _, known := outcomeOf(errBusy)
	if !known || o.code != codeUnavailable || o.status != http.StatusServiceUnavailable || !o.retryable {
		t.Errorf("errBusy is %+v, %v", o, known)
	}
	if e := present(t.Context(), errBusy); e.Extensions["retryAfter"] != gateRetry || e.Extensions["rule"] != "busy" {
		t.Errorf("errBusy is shown as %v", e.Extensions)
	}
}

// TestPagesHaveAGate: readers of many pages, however slow, keep nobody else waiting, and
// have places of their own.
func TestPagesHaveAGate(t *testing.T) {
	s := &server{gate: newGate(runtime.GOMAXPROCS(0), gateWait), pages: newGate(runtime.GOMAXPROCS(0)/2, gateWait)}
	for query, paged := range map[string]bool{
		"": false, "paged=false": false, "paged=perhaps": false, "paged=true": true, "paged=1": true, "paged=true&number=2": false,
	} {
		q, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.gateOf(q) == s.pages; got != paged {
			t.Errorf("a file of %q passes the gate of many pages: %v, want %v", query, got, paged)
		}
	}
	if n := cap(s.pages.places); n < 1 || n > runtime.GOMAXPROCS(0) {
		t.Errorf("%d files of many pages are drawn at a time", n)
	}
}
