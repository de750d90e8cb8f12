package engine_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/kernel"
)

const ws = graph.Workspace("acme")

var ctx = context.Background()

// clock is a clock that stands still until it is set.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func newEngine(t testing.TB, s engine.Store, o engine.Options) *engine.Engine {
	t.Helper()
	e := engine.New(s, o)
	t.Cleanup(func() { e.Close() })
	return e
}

// addPeople is an edit that adds people named in order.
func addPeople(ids ...graph.ID) func(*draft.Draft) error {
	return func(d *draft.Draft) error {
		for _, id := range ids {
			d.Add(graph.Person{Node: graph.Node{ID: id}, Name: "Person " + string(id)})
		}
		return nil
	}
}

func rename(id graph.ID, name string) func(*draft.Draft) error {
	return func(d *draft.Draft) error {
		return draft.Edit(d, id, func(p *graph.Person) { p.Name = name })
	}
}

// crowd is n IDs.
func crowd(prefix string, n int) []graph.ID {
	ids := make([]graph.ID, n)
	for i := range ids {
		ids[i] = graph.ID(fmt.Sprintf("%s%05d", prefix, i))
	}
	return ids
}

func update(t testing.TB, e *engine.Engine, edit func(*draft.Draft) error) engine.Result {
	t.Helper()
	r, err := e.Update(ctx, ws, "tester", "testing", edit)
	if err != nil {
		t.Fatalf("Update = %v", err)
	}
	return r
}

func snapshot(t testing.TB, e *engine.Engine) *kernel.Snapshot {
	t.Helper()
	s, err := e.Snapshot(ctx, ws)
	if err != nil {
		t.Fatalf("Snapshot = %v", err)
	}
	return s
}

// elements returns what is in a snapshot.
func elements(s *kernel.Snapshot) []graph.Element {
	var out []graph.Element
	for e := range s.Elements() {
		out = append(out, e)
	}
	return out
}

// sameSnapshot fails the test unless got is want.
func sameSnapshot(t testing.TB, what string, got, want *kernel.Snapshot) {
	t.Helper()
	if got.Revision() != want.Revision() || !got.At().Equal(want.At()) {
		t.Errorf("%s is revision %d of %v, want %d of %v", what, got.Revision(), got.At(), want.Revision(), want.At())
	}
	if g, w := elements(got), elements(want); !reflect.DeepEqual(g, w) {
		t.Errorf("%s, revision %d, has %d elements %.300v, want %d %.300v", what, got.Revision(), len(g), g, len(w), w)
	}
}

// lawful fails the test unless the store obeys the laws.
func lawful(t testing.TB, s engine.Store) {
	t.Helper()
	problems, err := engine.Verify(ctx, s, ws)
	if err != nil || len(problems) > 0 {
		t.Errorf("Verify = %v, %v, want no problems", problems, err)
	}
}

// logOf reads the whole log.
func logOf(t testing.TB, s engine.Store) []graph.Commit {
	t.Helper()
	var log []graph.Commit
	for c, err := range s.Tail(ctx, ws, 0) {
		if err != nil {
			t.Fatalf("Tail = %v", err)
		}
		log = append(log, c)
	}
	return log
}

// watched collects what a watch yields up to a revision.
func watched(t testing.TB, e *engine.Engine, after, until graph.Revision) []graph.Commit {
	t.Helper()
	short, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	var out []graph.Commit
	for c, err := range e.Watch(short, ws, after) {
		if err != nil {
			t.Fatalf("Watch(%d) = %v after %d commits", after, err, len(out))
		}
		if want := after + 1 + graph.Revision(len(out)); c.Revision != want {
			t.Fatalf("Watch(%d) = revision %d, want %d", after, c.Revision, want)
		}
		if out = append(out, c); c.Revision == until {
			break
		}
	}
	return out
}

// hooked is a store whose Apply, Find and Tail a test can interfere with.
type hooked struct {
	engine.Store
	mu    sync.Mutex
	apply func(expect graph.Revision, c graph.Commit) (handled bool, rev graph.Revision, err error)
	find  func(id string) error
	tail  func(after graph.Revision)
}

func (h *hooked) onTail(f func(after graph.Revision)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.tail = f
}

func (h *hooked) Tail(ctx context.Context, ws graph.Workspace, after graph.Revision) iter.Seq2[graph.Commit, error] {
	h.mu.Lock()
	f := h.tail
	h.mu.Unlock()
	if f != nil {
		f(after)
	}
	return h.Store.Tail(ctx, ws, after)
}

func (h *hooked) onApply(f func(expect graph.Revision, c graph.Commit) (bool, graph.Revision, error)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.apply = f
}

func (h *hooked) onFind(f func(id string) error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.find = f
}

func (h *hooked) Apply(ctx context.Context, ws graph.Workspace, expect graph.Revision, c graph.Commit) (graph.Revision, error) {
	h.mu.Lock()
	f := h.apply
	h.mu.Unlock()
	if f != nil {
		if handled, rev, err := f(expect, c); handled {
			return rev, err
		}
	}
	return h.Store.Apply(ctx, ws, expect, c)
}

func (h *hooked) Find(ctx context.Context, ws graph.Workspace, id string) (graph.Revision, error) {
	h.mu.Lock()
	f := h.find
	h.mu.Unlock()
	if f != nil {
		if err := f(id); err != nil {
			return 0, err
		}
	}
	return h.Store.Find(ctx, ws, id)
}

// times makes a hook that acts the first n times only.
func times(n int, f func(expect graph.Revision, c graph.Commit) (bool, graph.Revision, error)) func(graph.Revision, graph.Commit) (bool, graph.Revision, error) {
	return func(expect graph.Revision, c graph.Commit) (bool, graph.Revision, error) {
		if n--; n < 0 {
			return false, 0, nil
		}
		return f(expect, c)
	}
}

var errDisk = errors.New("the disk is on fire")
