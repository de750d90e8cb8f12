package engine_test

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"testing/synctest"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
)

// startWatch runs a watch in a goroutine; its commits and then its error come
// through the channels.
func startWatch(ctx context.Context, e *engine.Engine, after graph.Revision) (<-chan graph.Revision, <-chan error) {
	revs, end := make(chan graph.Revision, 100), make(chan error, 1)
	go func() {
		defer close(revs)
		for c, err := range e.Watch(ctx, ws, after) {
			if err != nil {
				end <- err
				return
			}
			revs <- c.Revision
		}
	}()
	return revs, end
}

// TestWatchEnds says how a watch ends. Every goroutine must be gone then:
// synctest fails the test otherwise.
func TestWatchEnds(t *testing.T) {
	for name, c := range map[string]struct {
		end  func(e *engine.Engine, cancel func())
		want error
	}{
		"Cancel": {func(_ *engine.Engine, cancel func()) { cancel() }, context.Canceled},
		"Close":  {func(e *engine.Engine, _ func()) { e.Close() }, engine.ErrClosed},
		"Drop":   {func(e *engine.Engine, _ func()) { e.Drop(ctx, ws) }, engine.ErrReset},
		"DropAndMakeAgain": {func(e *engine.Engine, _ func()) {
			e.Drop(ctx, ws)
			for _, id := range crowd("n", 5) {
				e.Update(ctx, ws, "t", "", addPeople(id))
			}
		}, engine.ErrReset},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := engine.New(engine.Mem(), engine.Options{Poll: time.Second, MaxIdle: time.Minute})
				defer e.Close()
				update(t, e, addPeople("a"))
				watching, cancel := context.WithCancel(ctx)
				defer cancel()
				revs, end := startWatch(watching, e, 0)
				synctest.Wait()
				if rev := <-revs; rev != 1 {
					t.Errorf("the watch began with revision %d, want 1", rev)
				}
				update(t, e, addPeople("b"))
				if rev := <-revs; rev != 2 {
					t.Errorf("the watch went on with revision %d, want 2", rev)
				}
				c.end(e, cancel)
				if err := <-end; !errors.Is(err, c.want) {
					t.Errorf("the watch ended with %v, want %v", err, c.want)
				}
				if rev, more := <-revs; more {
					t.Errorf("the watch yielded revision %d after its end", rev)
				}
			})
		})
	}
}

func TestWatchFromNowhere(t *testing.T) {
	e := newEngine(t, engine.Mem(), engine.Options{})
	update(t, e, addPeople("a"))
	for _, err := range e.Watch(ctx, ws, 2) {
		if !errors.Is(err, graph.ErrNotFound) {
			t.Errorf("Watch(2) at revision 1 = %v, want graph.ErrNotFound", err)
		}
	}
	for _, err := range e.Watch(ctx, "No", 0) {
		if !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("Watch of a bad name = %v, want graph.ErrInvalid", err)
		}
	}
}

// TestWatchFromAnywhere begins watches at every revision, with a memory that
// reaches back only a little, and lets slow ones fall behind.
func TestWatchFromAnywhere(t *testing.T) {
	store := engine.Mem()
	e := newEngine(t, store, engine.Options{Recent: 7})
	for _, id := range crowd("p", 20) {
		update(t, e, addPeople(id))
	}
	log := logOf(t, store)
	for after := range graph.Revision(20) {
		if got := watched(t, e, after, 20); !reflect.DeepEqual(got, log[after:]) {
			t.Errorf("Watch(%d) is not the log after it", after)
		}
	}
	var got []graph.Commit
	for c, err := range e.Watch(ctx, ws, 18) {
		if err != nil {
			t.Fatal(err)
		}
		if got = append(got, c); c.Revision < 50 { // two are written for each that is read
			update(t, e, rename("p00000", string(c.Changes[0].ID)+"x"))
			update(t, e, rename("p00000", string(c.Changes[0].ID)+"y"))
		}
		if c.Revision == 60 {
			break
		}
	}
	if want := logOf(t, store)[18:60]; !reflect.DeepEqual(got, want) {
		t.Errorf("a slow watch got %d commits that are not the log's %d", len(got), len(want))
	}
}

// TestWatchReadsMemory says that a watch that is not far behind asks the store
// for nothing.
func TestWatchReadsMemory(t *testing.T) {
	h := &hooked{Store: engine.Mem()}
	e := newEngine(t, h, engine.Options{})
	update(t, e, addPeople("a"))
	h.onTail(func(after graph.Revision) { t.Errorf("Tail(%d) was called", after) })
	for _, id := range crowd("p", 30) {
		update(t, e, addPeople(id))
	}
	watched(t, e, 1, 31)
	update(t, e, addPeople(crowd("q", 2*graph.MaxChanges)...))
	watched(t, e, 31, 33)
}

// TestPoll demands that commits of another process arrive by polling alone.
func TestPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var m engine.Memory
		writer := engine.New(m.Open(), engine.Options{})
		reader := engine.New(m.Open(), engine.Options{Poll: 500 * time.Millisecond})
		defer writer.Close()
		defer reader.Close()
		update(t, writer, addPeople("a"))
		revs, end := startWatch(ctx, reader, 0)
		if rev := <-revs; rev != 1 {
			t.Fatalf("the watch began with revision %d, want 1", rev)
		}
		for want := graph.Revision(2); want < 6; want++ {
			update(t, writer, addPeople(graph.ID('a'+rune(want))))
			start := time.Now()
			if rev := <-revs; rev != want {
				t.Errorf("the watch went on with revision %d, want %d", rev, want)
			}
			if d := time.Since(start); d > 500*time.Millisecond {
				t.Errorf("revision %d took %v to arrive, want at most the poll's 500ms", want, d)
			}
		}
		if err := writer.Drop(ctx, ws); err != nil {
			t.Fatal(err)
		}
		if err := <-end; !errors.Is(err, engine.ErrReset) {
			t.Errorf("after a drop elsewhere the watch ended with %v, want ErrReset", err)
		}
		if s := snapshot(t, reader); s.Revision() != 0 {
			t.Errorf("after a drop elsewhere the snapshot is revision %d, want 0", s.Revision())
		}
	})
}

// TestReplacedElsewhere drops and makes again a workspace behind an engine's
// back: its next write must not mix the two.
func TestReplacedElsewhere(t *testing.T) {
	for _, n := range []int{1, 8} { // fewer and more revisions than before
		var m engine.Memory
		a, b := newEngine(t, m.Open(), engine.Options{}), newEngine(t, m.Open(), engine.Options{})
		for _, id := range crowd("old", 5) {
			update(t, a, addPeople(id))
		}
		if err := b.Drop(ctx, ws); err != nil {
			t.Fatal(err)
		}
		for i := range n {
			name := "New" + string(rune('a'+i))
			update(t, b, func(d *draft.Draft) error {
				if i == 0 {
					return addPeople("p")(d)
				}
				return rename("p", name)(d)
			})
		}
		r := update(t, a, addPeople("q"))
		if got := len(elements(r.Snapshot)); got != 2 || r.Snapshot.Revision() != graph.Revision(n+1) {
			t.Errorf("after %d new revisions the write made revision %d with %d elements, want %d with 2", n, r.Snapshot.Revision(), got, n+1)
		}
		lawful(t, m.Open())
	}
}

// TestReplacedElsewhereIsPolled drops and makes again a workspace behind the back
// of an engine that only reads. The newcomer fits in every way: it has as many
// revisions as there were, or what follows them applies.
func TestReplacedElsewhereIsPolled(t *testing.T) {
	for name, c := range map[string]struct {
		own bool // whether the reader made the first workspace itself
		n   int  // how many revisions the second one has; the first has 2
	}{
		"as many revisions":               {false, 2},
		"more revisions":                  {false, 3},
		"as many, made by the reader":     {true, 2},
		"more, made by the reader itself": {true, 3},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var m engine.Memory
				writer := engine.New(m.Open(), engine.Options{})
				reader := engine.New(m.Open(), engine.Options{Poll: 500 * time.Millisecond})
				defer writer.Close()
				defer reader.Close()
				first := writer
				if c.own {
					first = reader // which has looked when there was no workspace yet
				}
				update(t, first, addPeople("old1"))
				update(t, first, addPeople("old2"))
				_, end := startWatch(ctx, reader, 2)
				synctest.Wait()
				if err := writer.Drop(ctx, ws); err != nil {
					t.Fatal(err)
				}
				for i := range c.n {
					update(t, writer, addPeople(crowd("new", c.n)[i]))
				}
				start := time.Now()
				select {
				case err := <-end:
					if !errors.Is(err, engine.ErrReset) {
						t.Errorf("the watch ended with %v, want ErrReset", err)
					}
				case <-time.After(time.Minute):
					t.Fatal("the watch goes on")
				}
				if d := time.Since(start); d > 500*time.Millisecond {
					t.Errorf("that took %v, want at most the poll's 500ms", d)
				}
				if s := snapshot(t, reader); s.Revision() != graph.Revision(c.n) || len(elements(s)) != c.n {
					t.Errorf("the snapshot is revision %d with %d elements, want the new workspace's %d with %d", s.Revision(), len(elements(s)), c.n, c.n)
				}
			})
		})
	}
}

// TestPollEndsNoWatch demands that a workspace which the engine made itself, and
// one from which something is erased elsewhere, is taken for the same by the poll.
func TestPollEndsNoWatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var m engine.Memory
		a := engine.New(m.Open(), engine.Options{Poll: 500 * time.Millisecond})
		b := engine.New(m.Open(), engine.Options{})
		defer a.Close()
		defer b.Close()
		revs, end := startWatch(ctx, a, 0)
		synctest.Wait()
		update(t, a, addPeople("p", "q"))
		if rev := <-revs; rev != 1 {
			t.Errorf("the watch begins with revision %d, want 1", rev)
		}
		time.Sleep(time.Second)
		if _, err := b.Redact(ctx, ws, "t", "asked for", "p"); err != nil {
			t.Fatal(err)
		}
		for want := graph.Revision(2); want < 4; want++ { // the removal, and that it was erased
			select {
			case rev := <-revs:
				if rev != want {
					t.Errorf("the watch goes on with revision %d, want %d", rev, want)
				}
			case err := <-end:
				t.Fatalf("the watch ended with %v before revision %d", err, want)
			}
		}
		time.Sleep(time.Second)
		select {
		case err := <-end:
			t.Errorf("the watch ended with %v", err)
		default:
		}
	})
}

func TestWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var m engine.Memory
		a, b := engine.New(m.Open(), engine.Options{}), engine.New(m.Open(), engine.Options{})
		defer a.Close()
		defer b.Close()
		if s, err := b.Wait(ctx, ws, 0); err != nil || s.Revision() != 0 {
			t.Errorf("Wait(0) = %v, want at once", err)
		}
		short, cancel := context.WithTimeout(ctx, time.Minute)
		defer cancel()
		if _, err := b.Wait(short, ws, 1); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Wait(1) for nothing = %v, want context.DeadlineExceeded", err)
		}
		go func() {
			time.Sleep(time.Hour)
			a.Update(ctx, ws, "t", "", addPeople("a"))
		}()
		s, err := b.Wait(ctx, ws, 1)
		if err != nil || s.Revision() != 1 {
			t.Errorf("Wait(1) = %v, want revision 1", err)
		}
		go func() {
			time.Sleep(time.Hour)
			b.Close()
		}()
		if _, err := b.Wait(ctx, ws, 2); !errors.Is(err, engine.ErrClosed) {
			t.Errorf("Wait(2) while closing = %v, want ErrClosed", err)
		}
	})
}

func TestMaxIdle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := engine.Mem()
		e := engine.New(store, engine.Options{MaxIdle: time.Hour})
		defer e.Close()
		update(t, e, addPeople("a"))
		if _, err := e.Update(ctx, "watched", "t", "", addPeople("b")); err != nil {
			t.Fatal(err)
		}
		watching, cancel := context.WithCancel(ctx)
		defer cancel()
		done := make(chan graph.Revision, 1)
		go func() {
			for c, err := range e.Watch(watching, "watched", 1) {
				if err == nil {
					done <- c.Revision
				}
				return
			}
		}()
		held := snapshot(t, e)
		time.Sleep(50 * time.Minute)
		if got := len(e.Loaded()); got != 2 {
			t.Errorf("%d workspaces are in memory before they were idle for an hour, want 2", got)
		}
		time.Sleep(30 * time.Minute)
		if got := e.Loaded(); len(got) != 1 || got["watched"] != 1 {
			t.Errorf("in memory are %v, want the watched one alone", got)
		}
		s := snapshot(t, e)
		if s == held {
			t.Error("the snapshot was not loaded again")
		}
		sameSnapshot(t, "the snapshot loaded again", s, held)
		if _, err := e.Update(ctx, "watched", "t", "", addPeople("c")); err != nil {
			t.Fatal(err)
		}
		if rev := <-done; rev != 2 {
			t.Errorf("the watch went on with revision %d, want 2", rev)
		}
	})
}

func TestClose(t *testing.T) {
	store := engine.Mem()
	e := engine.New(store, engine.Options{})
	held := update(t, e, addPeople("a")).Snapshot
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if err := e.Close(); err != nil {
		t.Errorf("second Close = %v, want nil", err)
	}
	_, snap := e.Snapshot(ctx, ws)
	_, upd := e.Update(ctx, ws, "t", "", addPeople("b"))
	_, heads := e.Heads(ctx)
	_, old := e.SnapshotAt(ctx, ws, 0)
	_, wait := e.Wait(ctx, ws, 1)
	_, undo := e.Undo(ctx, ws, "t", "", 1)
	_, redact := e.Redact(ctx, ws, "t", "", "a")
	for call, err := range map[string]error{"Snapshot": snap, "Update": upd, "Heads": heads, "SnapshotAt": old, "Wait": wait, "Undo": undo, "Redact": redact, "Drop": e.Drop(ctx, ws)} {
		if !errors.Is(err, engine.ErrClosed) {
			t.Errorf("%s after Close = %v, want ErrClosed", call, err)
		}
	}
	if _, err := store.Heads(ctx); !errors.Is(err, engine.ErrClosed) {
		t.Errorf("the store after Close: %v, want it closed too", err)
	}
	if held.Count(graph.NodePerson) != 1 {
		t.Error("a snapshot must go on working after Close")
	}
}
