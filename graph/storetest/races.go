package storetest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"
	"sync/atomic"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/internal/soak"
)

// testContextDoneMidway cancels an Apply after ever longer times. Whatever it
// answers must be true: nil landed, uncertain is settled by Find, any other
// error wrote nothing.
func testContextDoneMidway(h *harness) {
	var w World
	pick := seeded(7)
	log := h.grow(ws, &w, pick, 0, 5, 20)
	state := maps.Clone(w.State())
	var es []graph.Element
	for i := range 200 {
		es = append(es, person(graph.ID(fmt.Sprintf("mid%03d", i)), "Midway"))
	}
	landed := false
	for i := range 60 {
		var c graph.Commit
		if landed {
			gone := make([]graph.Change, len(es))
			for i, e := range es {
				gone[i] = removed(e)
			}
			c = commit(fmt.Sprint("mid-", i), gone...)
		} else {
			c = commit(fmt.Sprint("mid-", i), added(es...)...)
		}
		head := graph.Revision(len(log))
		short, cancel := context.WithTimeout(context.Background(), time.Duration(i*i)*3*time.Microsecond)
		_, err := h.Apply(short, ws, head, c)
		cancel()
		if err != nil && !errors.Is(err, engine.ErrUncertain) && !errors.Is(err, context.DeadlineExceeded) {
			h.Errorf("Apply with a deadline = %v, want context.DeadlineExceeded or ErrUncertain", err)
		}
		in, err := settle(h.Store, ws, c.ID, err)
		if err != nil {
			h.Fatalf("Find = %v", err)
		}
		if rev, err := h.Find(ctx, ws, c.ID); err != nil || (rev == head+1) != in {
			h.Fatalf("Find(%s) = %d, %v, want in the log: %v", c.ID, rev, err, in)
		}
		if in {
			c.Revision = head + 1
			log = append(log, c)
			replay(state, &c)
			landed = !landed
		}
	}
	h.check(ws, state, graph.Revision(len(log)), log)
}

// appendNext appends a commit at the head, wherever that is by then, and
// returns its revision. It retries as an engine would.
func appendNext(s engine.Store, ws graph.Workspace, head graph.Revision, c graph.Commit) (graph.Revision, error) {
	for {
		rev, err := s.Apply(ctx, ws, head, c)
		var conflict *engine.ConflictError
		switch {
		case err == nil:
			return rev, nil
		case errors.As(err, &conflict):
			if conflict.Head <= head {
				return 0, fmt.Errorf("conflict at head %d while %d was expected", conflict.Head, head)
			}
			head = conflict.Head
		case errors.Is(err, engine.ErrUncertain):
			if rev, err := s.Find(ctx, ws, c.ID); rev != 0 || err != nil {
				return rev, err
			}
		case !errors.Is(err, engine.ErrBusy):
			return 0, err
		}
	}
}

// racers race in the tests, each with so many commits.
const racers = 6

var eachRace = soak.Times(8, 15)

// testRacingWriters lets writers race for the head: every revision has one
// winner, and nothing that was acknowledged is missing.
func testRacingWriters(h *harness) {
	var (
		wg  sync.WaitGroup
		mu  sync.Mutex
		won = map[graph.Revision]string{}
	)
	for r := range racers {
		wg.Go(func() {
			head := graph.Revision(0)
			for i := range eachRace {
				id := graph.ID(fmt.Sprintf("w%d-%d", r, i))
				rev, err := appendNext(h.Store, ws, head, commit(string(id), added(person(id, "Racer"))...))
				if err != nil {
					h.Errorf("writer %d: Apply = %v", r, err)
					return
				}
				mu.Lock()
				if won[rev] != "" {
					h.Errorf("revision %d was acknowledged to %s and to %s", rev, won[rev], id)
				}
				won[rev] = string(id)
				mu.Unlock()
				head = rev
			}
		})
	}
	wg.Wait()
	log := h.tail(ws, 0)
	if len(log) != racers*eachRace {
		h.Errorf("Tail = %d commits, want %d", len(log), racers*eachRace)
	}
	for _, c := range log {
		if won[c.Revision] != c.ID {
			h.Errorf("revision %d is %s, and was acknowledged to %q", c.Revision, c.ID, won[c.Revision])
		}
	}
	state := map[graph.ID]graph.Element{}
	for i := range log {
		replay(state, &log[i])
	}
	h.check(ws, state, graph.Revision(racers*eachRace), nil)
}

// testRacingWorkspaces lets writers of workspaces of their own run at once: they
// never conflict.
func testRacingWorkspaces(h *harness) {
	var wg sync.WaitGroup
	worlds := make([]World, racers)
	for r := range racers {
		wg.Go(func() {
			name := graph.Workspace(fmt.Sprint("ws-", r))
			pick := seeded(uint64(100 + r))
			for i := range eachRace {
				c := worlds[r].Next(pick, 8)
				for {
					_, err := h.Apply(ctx, name, graph.Revision(i), c)
					if err == nil {
						break
					}
					if !errors.Is(err, engine.ErrBusy) {
						h.Errorf("Apply(%s, %d) = %v", name, i, err)
						return
					}
				}
			}
		})
	}
	wg.Wait()
	for r := range racers {
		h.check(graph.Workspace(fmt.Sprint("ws-", r)), worlds[r].State(), graph.Revision(eachRace), nil)
	}
}

// whileWriting calls f again and again while a writer appends n commits.
func (h *harness) whileWriting(n int, f func()) {
	var w World
	pick := seeded(8)
	head := graph.Revision(0)
	for range 10 { // hubs and a state worth loading
		c := w.Next(pick, 100)
		h.apply(ws, head, c)
		head++
	}
	var done atomic.Bool
	var wg sync.WaitGroup
	wg.Go(func() {
		defer done.Store(true)
		for range n {
			rev, err := appendNext(h.Store, ws, head, w.Next(pick, 6))
			if err != nil {
				h.Errorf("Apply(expect %d) = %v", head, err)
				return
			}
			head = rev
		}
	})
	defer wg.Wait() // also when f ends the test
	for first := true; first || !done.Load(); first = false {
		f()
	}
	wg.Wait()
	f()
	h.check(ws, w.State(), head, nil)
}

// testLoadWhileWriting demands that what Load gives, with its span replayed, is
// the state at the end of the span.
func testLoadWhileWriting(h *harness) {
	loads := 0
	h.whileWriting(soak.Times(75, 150), func() {
		if loads++; loads > 25 {
			return
		}
		got, rev := h.load(ws)
		want := map[graph.ID]graph.Element{}
		for _, c := range h.tail(ws, 0) {
			if c.Revision <= rev {
				replay(want, &c)
			}
		}
		for _, d := range stateDiff(got, want) {
			h.Errorf("Load at revision %d: %s", rev, d)
		}
	})
}

// testTailWhileWriting demands that readers of a growing log see it without a
// gap and never see a head go back.
func testTailWhileWriting(h *harness) {
	at := graph.Revision(0)
	tails := 0
	h.whileWriting(soak.Times(75, 150), func() {
		if tails++; tails > 400 {
			return
		}
		heads, err := h.Heads(ctx)
		if err != nil || heads[ws].Revision < at {
			h.Errorf("Heads() = %d, %v after revision %d was read", heads[ws].Revision, err, at)
		}
		log := h.tail(ws, at)
		at += graph.Revision(len(log))
		if at < heads[ws].Revision {
			h.Errorf("Tail ends at %d, and the head was %d before", at, heads[ws].Revision)
		}
	})
}
