package neo4jstore_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/neo4jstore"
	"github.com/kithgraph/kith/graph/storetest"
	"github.com/kithgraph/kith/internal/neo4jtest"
	"github.com/kithgraph/kith/internal/soak"
)

// writer appends commits of a workspace of its own until it is told to stop. It
// does what an engine does: what was not written it tries again, what is
// uncertain it looks up.
type writer struct {
	ws      graph.Workspace
	world   storetest.World
	acked   []string // commit ids by revision
	unknown int      // how many had to be looked up
	busy    int      // how many were refused for the moment
}

func (w *writer) run(s engine.Store, stop <-chan struct{}) error {
	ctx := context.Background()
	pick := rand.New(rand.NewPCG(uint64(len(w.ws)), 7)).IntN
	for {
		c := w.world.Next(pick, 30)
		for done := false; !done; {
			select {
			case <-stop:
				return nil // c may be tried no more; it was not acknowledged
			default:
			}
			_, err := s.Apply(ctx, w.ws, graph.Revision(len(w.acked)), c)
			for errors.Is(err, engine.ErrUncertain) {
				w.unknown++
				var rev graph.Revision
				if rev, err = s.Find(ctx, w.ws, c.ID); rev != 0 {
					err = nil
				} else if err == nil {
					err = engine.ErrBusy // not written: once more
				} else if errors.Is(err, engine.ErrUnavailable) {
					err = engine.ErrUncertain // ask once more
				}
			}
			switch {
			case err == nil:
				w.acked, done = append(w.acked, c.ID), true
			case errors.Is(err, engine.ErrBusy):
				w.busy++
			default:
				return fmt.Errorf("%s: Apply(expect %d, %s) = %w", w.ws, len(w.acked), c.ID, err)
			}
		}
	}
}

// TestServerKilled kills and freezes a server under writers. No acknowledged
// commit is lost, none is there in part, and unknown outcomes are found out.
func TestServerKilled(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	server := neo4jtest.Start(t, neo4jtest.Options{})
	o := options(server)
	o.Retry = time.Second
	s := open(t, o)
	stop := make(chan struct{})
	few := storetest.World{Few: true} // after each start the server plans every statement anew
	writers := []*writer{{ws: "w", world: few}, {ws: "w2", world: few}, {ws: "w-3", world: few}}
	var wg sync.WaitGroup
	for _, w := range writers {
		wg.Go(func() {
			if err := w.run(s, stop); err != nil {
				t.Error(err)
			}
		})
	}
	halt := sync.OnceFunc(func() {
		close(stop)
		wg.Wait()
	})
	defer halt()
	reach := func(least graph.Revision) {
		t.Helper()
		for start := time.Now(); time.Since(start) < 10*time.Minute; time.Sleep(20 * time.Millisecond) {
			if t.Failed() {
				t.FailNow()
			}
			heads, err := s.Heads(ctx)
			if err == nil && heads["w"].Revision >= least && heads["w2"].Revision >= least && heads["w-3"].Revision >= least {
				return
			}
		}
		t.Fatal("the writers do not get on")
	}
	least := graph.Revision(5)
	kills, freezes := soak.Times(3, 20), soak.Times(3, 5)
	for range kills {
		reach(least)
		server.Kill()
		server.Restart()
		heads, err := s.Heads(ctx)
		if err != nil {
			t.Fatalf("Heads after the restart = %v", err)
		}
		least = max(heads["w"].Revision, heads["w2"].Revision, heads["w-3"].Revision) + 5
	}
	for range freezes {
		reach(least)
		server.Stop()
		short, cancel := context.WithTimeout(ctx, 300*time.Millisecond)
		if _, err := s.Heads(short); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Heads of a frozen server = %v, want context.DeadlineExceeded", err)
		}
		cancel()
		server.Cont()
		least += 5
	}
	reach(least)
	halt()
	acknowledged := 0
	for _, w := range writers {
		w.check(t, s)
		acknowledged += len(w.acked)
	}
	t.Logf("%d kills and %d freezes of the server: %d acknowledged commits, none lost", kills, freezes, acknowledged)
}

// TestResume kills a server and starts it again, under default patience: while it
// is down a write is refused as retryable, and the first one after that succeeds. One of
// the servers is reached as a cluster is, by its routing table.
func TestResume(t *testing.T) {
	for scheme, v := range map[string]neo4jtest.Version{"bolt": neo4jtest.V5, "neo4j": neo4jtest.V2026} {
		t.Run(scheme, func(t *testing.T) {
			t.Parallel()
			testResume(t, scheme, v)
		})
	}
}

func testResume(t *testing.T, scheme string, v neo4jtest.Version) {
	ctx := context.Background()
	server := neo4jtest.Start(t, neo4jtest.Options{Version: v})
	s := open(t, neo4jstore.Options{URI: strings.Replace(server.URI, "bolt", scheme, 1), Database: "neo4j"})
	for rev := range graph.Revision(3) {
		if rev > 0 {
			server.Kill()
			_, err := s.Apply(ctx, "acme", rev, person("down"))
			if !errors.Is(err, engine.ErrBusy) || !errors.Is(err, neo4jstore.ErrUnreachable) {
				t.Errorf("Apply without a server = %v, want ErrBusy and ErrUnreachable", err)
			}
			server.Restart()
		}
		start := time.Now()
		if _, err := s.Apply(ctx, "acme", rev, person(fmt.Sprint("p", rev))); err != nil {
			t.Fatalf("start %d: Apply = %v, want it to succeed the first time", rev+1, err)
		}
		t.Logf("start %d: written after %v", rev+1, time.Since(start).Round(time.Millisecond))
	}
}

// check demands that the log is what was acknowledged, and at most one commit
// more: the last, if the writer was told to stop before it knew.
func (w *writer) check(t *testing.T, s engine.Store) {
	t.Helper()
	ctx := context.Background()
	n := 0
	for c, err := range s.Tail(ctx, w.ws, 0) {
		if err != nil {
			t.Fatalf("Tail(%s) = %v", w.ws, err)
		}
		if n < len(w.acked) && c.ID != w.acked[n] {
			t.Errorf("%s: revision %d is %s, and was acknowledged to %s", w.ws, c.Revision, c.ID, w.acked[n])
		}
		n++
	}
	if n < len(w.acked) || n > len(w.acked)+1 {
		t.Errorf("%s: %d commits, want the %d that were acknowledged", w.ws, n, len(w.acked))
	}
	if problems, err := engine.Verify(ctx, s, w.ws); len(problems) > 0 || err != nil {
		t.Errorf("Verify(%s) = %v, %v", w.ws, problems, err)
	}
	t.Logf("%s: %d commits, none lost; %d times the outcome was unknown, %d times busy", w.ws, n, w.unknown, w.busy)
}
