package engine_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/kernel"
)

// randomEdit changes a few people and ties.
func randomEdit(random *rand.Rand) func(*draft.Draft) error {
	return func(d *draft.Draft) error {
		for range 1 + random.IntN(4) {
			people := d.Nodes(graph.NodePerson)
			pick := func() graph.ID { return people[random.IntN(len(people))] }
			switch n := random.IntN(10); {
			case n < 4 || len(people) < 3:
				d.Add(graph.Person{Name: fmt.Sprint("P", random.IntN(1000))})
			case n < 7:
				a, b := pick(), pick()
				if a != b {
					d.Add(graph.Knows{Edge: graph.Edge{Src: a, Dst: b}, Level: graph.TieMet})
				}
			case n < 9:
				if err := rename(pick(), fmt.Sprint("Q", random.IntN(1000)))(d); err != nil {
					return err
				}
			default:
				if err := d.RemoveNode(pick()); err != nil {
					return err
				}
			}
		}
		return nil
	}
}

// TestHistory holds every old revision against the snapshot that was current
// when it was new.
func TestHistory(t *testing.T) {
	store, now := engine.Mem(), newClock()
	e := newEngine(t, store, engine.Options{Now: now.Now, OldBytes: 20_000})
	random := rand.New(rand.NewPCG(1, 1))
	was := []*kernel.Snapshot{kernel.Empty()}
	for len(was) <= 60 {
		now.Add(time.Duration(random.IntN(3)) * time.Hour) // some at the same time
		r := update(t, e, randomEdit(random))
		if len(r.Commits) > 0 {
			was = append(was, r.Snapshot)
		}
	}
	cold := newEngine(t, store, engine.Options{Now: now.Now})
	for range 200 {
		rev := graph.Revision(random.IntN(len(was)))
		for name, e := range map[string]*engine.Engine{"warm": e, "cold": cold} {
			s, err := e.SnapshotAt(ctx, ws, rev)
			if err != nil {
				t.Fatalf("%s: SnapshotAt(%d) = %v", name, rev, err)
			}
			sameSnapshot(t, fmt.Sprintf("%s: SnapshotAt(%d)", name, rev), s, was[rev])
		}
	}
	for h := -1; h < 130; h++ {
		at := newClock().Now().Add(time.Duration(h) * time.Hour / 2)
		want := was[0]
		for _, s := range was[1:] {
			if !s.At().After(at) {
				want = s
			}
		}
		s, err := e.At(ctx, ws, at)
		if err != nil {
			t.Fatalf("At(%v) = %v", at, err)
		}
		sameSnapshot(t, fmt.Sprintf("At(%v)", at), s, want)
	}
	if _, err := e.SnapshotAt(ctx, ws, graph.Revision(len(was))); !errors.Is(err, graph.ErrNotFound) {
		t.Errorf("SnapshotAt(the next revision) = %v, want graph.ErrNotFound", err)
	}
}

// TestHistoryOfAReusedID takes an ID through three sorts of element.
func TestHistoryOfAReusedID(t *testing.T) {
	store := engine.Mem()
	a := graph.Encode(graph.Person{Node: graph.Node{ID: "x"}, Name: "X"})
	b := graph.Encode(graph.Organization{Node: graph.Node{ID: "x"}, Name: "X Ltd"})
	c := graph.Encode(graph.Knows{Edge: graph.Edge{ID: "x", Src: "p", Dst: "q"}, Level: graph.TieMet})
	p, q := graph.Encode(graph.Person{Node: graph.Node{ID: "p"}, Name: "P"}), graph.Encode(graph.Person{Node: graph.Node{ID: "q"}, Name: "Q"})
	for i, changes := range [][]graph.Change{
		{{ID: "x", After: &a}, {ID: "p", After: &p}, {ID: "q", After: &q}}, {{ID: "x", Before: &a}}, {{ID: "x", After: &b}}, {{ID: "x", Before: &b}}, {{ID: "x", After: &c}},
	} {
		if _, err := store.Apply(ctx, ws, graph.Revision(i), graph.Commit{ID: fmt.Sprint(i), At: newClock().Now(), Changes: changes}); err != nil {
			t.Fatal(err)
		}
	}
	e := newEngine(t, store, engine.Options{})
	for rev, want := range map[graph.Revision]graph.Kind{1: graph.NodePerson, 2: "", 3: graph.NodeOrganization, 4: "", 5: graph.EdgeKnows} {
		s, err := e.SnapshotAt(ctx, ws, rev)
		if err != nil {
			t.Errorf("SnapshotAt(%d) = %v", rev, err)
			continue
		}
		if el, _ := s.Element("x"); el.Kind != want {
			t.Errorf("x at revision %d is a %q, want %q", rev, el.Kind, want)
		}
	}
}

// counting is a store that counts what is read of its log.
type counting struct {
	engine.Store
	changes, commits atomic.Int64
	stop             atomic.Pointer[func()] // called before each commit
}

func (c *counting) Tail(ctx context.Context, ws graph.Workspace, after graph.Revision) iter.Seq2[graph.Commit, error] {
	return func(yield func(graph.Commit, error) bool) {
		for commit, err := range c.Store.Tail(ctx, ws, after) {
			c.commits.Add(1)
			c.changes.Add(int64(len(commit.Changes)))
			if stop := c.stop.Load(); stop != nil {
				(*stop)()
			}
			if !yield(commit, err) {
				return
			}
		}
	}
}

func (c *counting) Outline(ctx context.Context, ws graph.Workspace, after graph.Revision) iter.Seq2[graph.Commit, error] {
	return c.Store.(engine.Outliner).Outline(ctx, ws, after)
}

// past is a store with a log of 420 commits of 500 people each, the first 100 of them
// one edit.
func past(t *testing.T) *counting {
	t.Helper()
	store := engine.Mem()
	for rev := range 420 {
		var changes []graph.Change
		for _, id := range crowd(fmt.Sprintf("p%03d-", rev), 500) {
			e := graph.Encode(graph.Person{Node: graph.Node{ID: id}, Name: "P"})
			changes = append(changes, graph.Change{ID: id, After: &e})
		}
		if _, err := store.Apply(ctx, ws, graph.Revision(rev), graph.Commit{ID: fmt.Sprint("c", rev), At: newClock().Now(), Changes: changes, More: rev < 99}); err != nil {
			t.Fatal(err)
		}
	}
	return &counting{Store: store}
}

// TestGoingBackIsBounded counts what is read of the log, in a history of 210,000
// changes: at most half of it once, and what lies between two kept snapshots from then
// on.
func TestGoingBackIsBounded(t *testing.T) {
	store := past(t)
	e := newEngine(t, store, engine.Options{})
	snapshot(t, e)
	for _, c := range []struct {
		rev  graph.Revision
		want graph.Revision // within a group that before it
		read int64          // changes at most
	}{
		{0, 0, 0}, {3, 0, 0}, {99, 0, 0}, // the beginning is empty
		{419, 419, 1 * 500},              // one back
		{110, 110, 110 * 500},            // forth from the beginning
		{210, 210, 100 * 500 * 11 / 10},  // forth from there
		{300, 300, (420 - 300) * 500},    // back from the newest, or from what was kept
		{209, 209, 500}, {301, 301, 500}, // near what was kept
		{210, 210, 0}, {3, 0, 0},
	} {
		store.changes.Store(0)
		s, err := e.SnapshotAt(ctx, ws, c.rev)
		if err != nil {
			t.Fatalf("SnapshotAt(%d) = %v", c.rev, err)
		}
		if s.Revision() != c.want || s.Count(graph.NodePerson) != int(c.want)*500 {
			t.Errorf("SnapshotAt(%d) is revision %d with %d people, want %d with %d", c.rev, s.Revision(), s.Count(graph.NodePerson), c.want, c.want*500)
		}
		if n := store.changes.Load(); n > c.read {
			t.Errorf("SnapshotAt(%d) read %d changes of the log, want at most %d", c.rev, n, c.read)
		}
	}
}

// TestGoingBackTogether: a hundred who ask for one revision have it made once.
func TestGoingBackTogether(t *testing.T) {
	store := past(t)
	e := newEngine(t, store, engine.Options{})
	snapshot(t, e)
	var all sync.WaitGroup
	for range 100 {
		all.Go(func() {
			if s, err := e.SnapshotAt(ctx, ws, 320); err != nil || s.Revision() != 320 {
				t.Errorf("SnapshotAt = %v", err)
			}
		})
	}
	all.Wait()
	if n := store.commits.Load(); n > 101 {
		t.Errorf("%d commits were read, want the 100 since then, once", n)
	}
}

// TestGoingBackEnds: whoever leaves on the way stops the work, and what was done of it
// is not lost.
func TestGoingBackEnds(t *testing.T) {
	store := past(t)
	for _, rev := range []graph.Revision{250, 200} { // back, and forth
		e := newEngine(t, store, engine.Options{})
		snapshot(t, e)
		store.changes.Store(0)
		leaving, leave := context.WithCancel(ctx)
		stop := func() {
			if store.changes.Load() > 55_000 {
				leave()
			}
		}
		store.stop.Store(&stop)
		if _, err := e.SnapshotAt(leaving, ws, rev); !errors.Is(err, context.Canceled) {
			t.Errorf("SnapshotAt(%d) of somebody who leaves = %v, want context.Canceled", rev, err)
		}
		if n := store.changes.Load(); n > 56_000 {
			t.Errorf("%d changes were read after they had left", n-55_000)
		}
		store.stop.Store(nil)
		if s, err := e.SnapshotAt(ctx, ws, rev); err != nil || s.Revision() != rev {
			t.Errorf("SnapshotAt(%d) by the next = %v", rev, err)
		}
	}
}

// compacted is a store whose log begins after a floor.
type compacted struct {
	engine.Store
	floor graph.Revision
}

func (c compacted) Tail(ctx context.Context, ws graph.Workspace, after graph.Revision) iter.Seq2[graph.Commit, error] {
	if after < c.floor {
		return func(yield func(graph.Commit, error) bool) {
			yield(graph.Commit{}, &engine.CompactedError{Floor: c.floor})
		}
	}
	return c.Store.Tail(ctx, ws, after)
}

func TestCompactedLog(t *testing.T) {
	store := engine.Mem()
	first := newEngine(t, store, engine.Options{})
	for _, id := range crowd("p", 10) {
		update(t, first, addPeople(id))
	}
	for floor := range graph.Revision(11) {
		e := newEngine(t, compacted{store, floor}, engine.Options{})
		if s := snapshot(t, e); s.Revision() != 10 || s.Count(graph.NodePerson) != 10 {
			t.Errorf("floor %d: the snapshot is revision %d, want 10", floor, s.Revision())
		}
		for rev := range graph.Revision(11) {
			s, err := e.SnapshotAt(ctx, ws, rev)
			var below *engine.CompactedError
			switch {
			case rev < floor && !errors.As(err, &below):
				t.Errorf("floor %d: SnapshotAt(%d) = %v, want a CompactedError", floor, rev, err)
			case rev >= floor && (err != nil || s.Count(graph.NodePerson) != int(rev)):
				t.Errorf("floor %d: SnapshotAt(%d) = %v, want %d people", floor, rev, err, rev)
			}
		}
		if problems, err := engine.Verify(ctx, compacted{store, floor}, ws); err != nil || len(problems) > 0 {
			t.Errorf("floor %d: Verify = %v, %v", floor, problems, err)
		}
	}
	e := newEngine(t, compacted{store, 4}, engine.Options{})
	for _, err := range e.Watch(ctx, ws, 2) {
		var below *engine.CompactedError
		if !errors.As(err, &below) || below.Floor != 4 {
			t.Errorf("Watch(2) below the floor = %v, want a CompactedError with floor 4", err)
		}
		break
	}
	if got := watched(t, e, 4, 10); len(got) != 6 {
		t.Errorf("Watch(4) = %d commits, want 6", len(got))
	}
}

// fuzzy is a store whose Load reads while commits are being made: every few
// elements one more commit lands, and what is read is what is there by then.
type fuzzy struct {
	engine.Store
	commits []graph.Commit // to land
	every   int
}

func (f *fuzzy) Load(ctx context.Context, ws graph.Workspace, each func(*graph.Element) error) (engine.Span, error) {
	heads, err := f.Heads(ctx)
	if err != nil {
		return engine.Span{}, err
	}
	from, n, last := heads[ws].Revision, 0, graph.ID("")
	for _, edges := range []bool{false, true} {
		for last = ""; ; {
			state := map[graph.ID]graph.Element{}
			if _, err := f.Store.Load(ctx, ws, func(el *graph.Element) error {
				state[el.ID] = *el
				return nil
			}); err != nil {
				return engine.Span{}, err
			}
			var next *graph.Element
			for _, el := range state {
				if el.IsEdge() == edges && el.ID > last && (next == nil || el.ID < next.ID) {
					next = &el
				}
			}
			if next == nil {
				break
			}
			last = next.ID
			if err := each(next); err != nil {
				return engine.Span{}, err
			}
			if n++; n%f.every == 0 && len(f.commits) > 0 {
				if _, err := f.Apply(ctx, ws, f.commits[0].Revision-1, f.commits[0]); err != nil {
					return engine.Span{}, err
				}
				f.commits = f.commits[1:]
			}
		}
	}
	heads, err = f.Heads(ctx)
	return engine.Span{From: from, To: heads[ws].Revision, Epoch: heads[ws].Epoch}, err
}

// TestLoadWhileOthersWrite loads from a store that has no snapshots.
func TestLoadWhileOthersWrite(t *testing.T) {
	for seed := range uint64(20) {
		source := engine.Mem()
		e := newEngine(t, source, engine.Options{})
		random := rand.New(rand.NewPCG(seed, 2))
		var final *kernel.Snapshot
		for range 40 {
			final = update(t, e, randomEdit(random)).Snapshot
		}
		log := logOf(t, source)
		f := &fuzzy{Store: engine.Mem(), every: 1 + int(seed%3)}
		for _, c := range log[:15] {
			if _, err := f.Apply(ctx, ws, c.Revision-1, c); err != nil {
				t.Fatal(err)
			}
		}
		f.commits = log[15:]
		reader := newEngine(t, f, engine.Options{})
		s := snapshot(t, reader)
		if s.Revision() <= 15 {
			t.Fatalf("seed %d: nothing was written during the load", seed)
		}
		if s.Revision() == final.Revision() {
			sameSnapshot(t, fmt.Sprintf("seed %d: the snapshot", seed), s, final)
			continue
		}
		want, err := e.SnapshotAt(ctx, ws, s.Revision())
		if err != nil {
			t.Fatal(err)
		}
		sameSnapshot(t, fmt.Sprintf("seed %d: the snapshot", seed), s, want)
	}
}

// TestDamagedState says that a state that cannot be is not shown.
func TestDamagedState(t *testing.T) {
	store := engine.Mem()
	loose := graph.Encode(graph.Knows{Edge: graph.Edge{ID: "k", Src: "a", Dst: "b"}, Level: graph.TieMet})
	if _, err := store.Apply(ctx, ws, 0, graph.Commit{ID: "c", At: newClock().Now(), Changes: []graph.Change{{ID: "k", After: &loose}}}); err != nil {
		t.Fatal(err)
	}
	e := newEngine(t, store, engine.Options{})
	if _, err := e.Snapshot(ctx, ws); !errors.Is(err, engine.ErrDamaged) || !strings.Contains(err.Error(), "acme") {
		t.Errorf("Snapshot of an edge without ends = %v, want ErrDamaged naming the workspace", err)
	}
}
