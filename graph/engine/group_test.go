package engine_test

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/kernel"
)

// mixed is an edit of 4 * MaxChanges elements and more: it adds people and ties
// in an order that could not be written as it is, and removes and moves others.
func mixed(n int) func(*draft.Draft) error {
	return func(d *draft.Draft) error {
		ids := crowd("new", n)
		for i, id := range ids {
			d.Add(graph.Knows{Edge: graph.Edge{ID: "k" + id, Src: ids[(i+n/2)%n], Dst: ids[(i+1)%n]}, Level: graph.TieMet})
			d.Add(graph.Person{Node: graph.Node{ID: id}, Name: "New"})
		}
		for _, id := range d.Nodes(graph.NodePerson) {
			if id < "n" {
				if err := d.RemoveNode(id); err != nil {
					return err
				}
			}
		}
		return nil
	}
}

func TestGroup(t *testing.T) {
	var m engine.Memory
	a, b := newEngine(t, m.Open(), engine.Options{}), newEngine(t, m.Open(), engine.Options{})
	old := crowd("a", 6000)
	update(t, a, func(d *draft.Draft) error {
		if err := addPeople(old...)(d); err != nil {
			return err
		}
		for i := range 3000 {
			d.Add(graph.Knows{Edge: graph.Edge{ID: "t" + old[i], Src: old[i], Dst: old[i+3000]}, Level: graph.TieMet})
		}
		return nil
	})
	r := update(t, a, mixed(6000))
	const changes = 12000 + 9000
	if want := (changes + graph.MaxChanges - 1) / graph.MaxChanges; len(r.Commits) != want {
		t.Errorf("Update of %d changes = %d commits, want %d", changes, len(r.Commits), want)
	}
	n := 0
	for i, c := range r.Commits {
		if c.More != (i < len(r.Commits)-1) || len(c.Changes) > graph.MaxChanges {
			t.Errorf("part %d has More = %v and %d changes", i, c.More, len(c.Changes))
		}
		n += len(c.Changes)
	}
	if n != changes {
		t.Errorf("the parts have %d changes, want %d", n, changes)
	}
	last := r.Commits[len(r.Commits)-1]
	if r.Snapshot.Revision() != last.Revision || !r.Snapshot.At().Equal(last.At) {
		t.Errorf("the snapshot is revision %d of %v, want the last part's, %d of %v", r.Snapshot.Revision(), r.Snapshot.At(), last.Revision, last.At)
	}
	// Another engine loads, and a third follows the log part by part.
	sameSnapshot(t, "the snapshot of an engine that loads", snapshot(t, b), r.Snapshot)
	lawful(t, m.Open())
	replayed := kernel.Empty()
	for _, c := range logOf(t, m.Open()) {
		var err error
		if replayed, err = replayed.Apply(&c); err != nil {
			t.Fatalf("revision %d cannot be carried out after the one before: %v", c.Revision, err)
		}
	}
	sameSnapshot(t, "the log, replayed", replayed, r.Snapshot)
}

// crashed leaves the first parts of a large edit in the log, as a process does
// that is killed, and returns the store. The workspace has two people besides.
func crashed(t *testing.T, m *engine.Memory, now *clock, parts int) *kernel.Snapshot {
	t.Helper()
	h := &hooked{Store: m.Open()}
	e := engine.New(h, engine.Options{Now: now.Now})
	before := update(t, e, addPeople("a", "b")).Snapshot
	h.onApply(func(graph.Revision, graph.Commit) (bool, graph.Revision, error) {
		if parts--; parts < 0 {
			return true, 0, errDisk
		}
		return false, 0, nil
	})
	if _, err := e.Update(ctx, ws, "importer", "", addPeople(crowd("n", 4*graph.MaxChanges)...)); !errors.Is(err, errDisk) {
		t.Fatalf("Update on a failing store = %v", err)
	}
	if got := snapshot(t, e); got != before {
		t.Errorf("part of an edit was published: revision %d", got.Revision())
	}
	if n := len(logOf(t, m.Open())); n != 4 {
		t.Fatalf("the log has %d commits, want 1 and 3 parts", n)
	}
	return before
}

// sameContents fails the test unless both have the same elements.
func sameContents(t *testing.T, what string, got, want *kernel.Snapshot) {
	t.Helper()
	if !reflect.DeepEqual(elements(got), elements(want)) {
		t.Errorf("%s has %d elements, want %d", what, len(elements(got)), len(elements(want)))
	}
}

func TestUnfinishedGroup(t *testing.T) {
	t.Run("OfAnotherProcess", func(t *testing.T) {
		var m engine.Memory
		now := newClock()
		before := crashed(t, &m, now, 3)
		e := newEngine(t, m.Open(), engine.Options{Now: now.Now, Retries: 2})
		sameSnapshot(t, "the snapshot during a group", snapshot(t, e), before)
		if _, err := e.Update(ctx, ws, "t", "", addPeople("c")); !errors.Is(err, engine.ErrBusy) {
			t.Errorf("Update during a group = %v, want ErrBusy", err)
		}
		now.Add(59 * time.Second)
		if _, err := e.Update(ctx, ws, "t", "", addPeople("c")); !errors.Is(err, engine.ErrBusy) {
			t.Errorf("Update after 59 s = %v, want ErrBusy", err)
		}
		now.Add(time.Second)
		r := update(t, e, addPeople("c"))
		if got, want := len(elements(r.Snapshot)), 3; got != want || r.Snapshot.Revision() != 8 {
			t.Errorf("after the rollback revision %d has %d elements, want 8 with %d", r.Snapshot.Revision(), got, want)
		}
		lawful(t, m.Open())
		log := watched(t, e, 0, 8)
		for i, more := range []bool{false, true, true, true, true, true, false, false} {
			if log[i].More != more {
				t.Errorf("revision %d has More = %v, want %v", i+1, log[i].More, more)
			}
		}
	})
	t.Run("NobodyWrites", func(t *testing.T) {
		var m engine.Memory
		now := newClock()
		before := crashed(t, &m, now, 3)
		e := newEngine(t, m.Open(), engine.Options{Now: now.Now, Poll: time.Millisecond})
		sameSnapshot(t, "the snapshot during a group", snapshot(t, e), before)
		now.Add(59 * time.Second)
		time.Sleep(20 * time.Millisecond)
		if n := len(logOf(t, m.Open())); n != 4 {
			t.Errorf("after 59 s the log has %d commits, want 4: the edit may still be under way", n)
		}
		now.Add(time.Second)
		for end := time.Now().Add(time.Minute); len(logOf(t, m.Open())) < 7; time.Sleep(time.Millisecond) {
			if time.Now().After(end) {
				t.Fatal("an abandoned edit is not rolled back while nobody writes")
			}
		}
		if _, err := e.Wait(ctx, ws, 7); err != nil {
			t.Fatal(err)
		}
		sameContents(t, "the snapshot after the rollback", snapshot(t, e), before)
		lawful(t, m.Open())
	})
	t.Run("TooLargeToKeep", func(t *testing.T) {
		var m engine.Memory
		now := newClock()
		before := crashed(t, &m, now, 3)
		e := newEngine(t, m.Open(), engine.Options{Now: now.Now, Recent: 10, Exclusive: true})
		sameContents(t, "the snapshot after loading", snapshot(t, e), before)
		watched(t, e, 0, 7)
		lawful(t, m.Open())
	})
	t.Run("IsNotWatched", func(t *testing.T) {
		var m engine.Memory
		now := newClock()
		crashed(t, &m, now, 3)
		e := newEngine(t, m.Open(), engine.Options{Now: now.Now})
		snapshot(t, e)
		short, cancel := context.WithCancel(ctx)
		defer cancel()
		n := 0
		for c, err := range e.Watch(short, ws, 0) {
			if n++; n == 1 {
				time.AfterFunc(100*time.Millisecond, cancel)
			}
			if err == nil && c.Revision > 1 {
				t.Errorf("the watch yields revision %d, a part of an unfinished edit", c.Revision)
			}
		}
		if n != 2 {
			t.Errorf("the watch yielded %d times, want one commit and its end", n)
		}
	})
	t.Run("Exclusive", func(t *testing.T) {
		var m engine.Memory
		now := newClock()
		before := crashed(t, &m, now, 3)
		e := newEngine(t, m.Open(), engine.Options{Now: now.Now, Exclusive: true})
		s := snapshot(t, e)
		sameContents(t, "the snapshot after loading", s, before)
		if n := len(logOf(t, m.Open())); n != 7 || s.Revision() != 7 {
			t.Errorf("the log has %d commits and the snapshot is revision %d, want 7: rolled back on loading", n, s.Revision())
		}
		lawful(t, m.Open())
	})
	t.Run("Own", func(t *testing.T) {
		h := &hooked{Store: engine.Mem()}
		e := newEngine(t, h, engine.Options{})
		before := update(t, e, addPeople("a")).Snapshot
		h.onApply(times(3, func(expect graph.Revision, c graph.Commit) (bool, graph.Revision, error) {
			return expect == 3, 0, errDisk // the third part, once
		}))
		if _, err := e.Update(ctx, ws, "t", "", addPeople(crowd("n", 3*graph.MaxChanges)...)); !errors.Is(err, errDisk) {
			t.Fatalf("Update = %v, want the store's error", err)
		}
		sameContents(t, "the snapshot after a failed part", snapshot(t, e), before)
		log := logOf(t, h)
		if last := log[len(log)-1]; len(log) != 5 || last.More {
			t.Errorf("the log has %d commits, want 5: one, two parts, and both rolled back at once", len(log))
		}
		lawful(t, h)
		update(t, e, addPeople("b"))
	})
	t.Run("OwnOnceTheStoreIsBack", func(t *testing.T) {
		h := &hooked{Store: engine.Mem()}
		e := newEngine(t, h, engine.Options{Retries: 1})
		before := update(t, e, addPeople("a")).Snapshot
		h.onApply(func(expect graph.Revision, c graph.Commit) (bool, graph.Revision, error) {
			return expect >= 2, 0, errDisk
		})
		if _, err := e.Update(ctx, ws, "t", "", addPeople(crowd("n", 3*graph.MaxChanges)...)); !errors.Is(err, errDisk) {
			t.Fatalf("Update = %v, want the store's error", err)
		}
		sameContents(t, "the snapshot after a failed rollback", snapshot(t, e), before)
		h.onApply(nil)
		r := update(t, e, addPeople("b"))
		if len(elements(r.Snapshot)) != 2 || r.Snapshot.Revision() != 4 {
			t.Errorf("revision %d has %d elements, want 4 with 2", r.Snapshot.Revision(), len(elements(r.Snapshot)))
		}
		lawful(t, h)
	})
	t.Run("CrashDuringRollback", func(t *testing.T) {
		var m engine.Memory
		now := newClock()
		before := crashed(t, &m, now, 3)
		for crashes := range 3 {
			h := &hooked{Store: m.Open()}
			n := crashes + 1
			h.onApply(func(graph.Revision, graph.Commit) (bool, graph.Revision, error) {
				if n--; n < 0 {
					return true, 0, errDisk
				}
				return false, 0, nil
			})
			e := engine.New(h, engine.Options{Now: now.Now, Exclusive: true})
			sameContents(t, "the snapshot", snapshot(t, e), before)
		}
		e := newEngine(t, m.Open(), engine.Options{Now: now.Now, Exclusive: true})
		sameContents(t, "the snapshot in the end", snapshot(t, e), before)
		update(t, e, addPeople("c"))
		lawful(t, m.Open())
	})
	t.Run("ItsWriterComesBack", func(t *testing.T) {
		// A slow writer, taken for dead, finds its group rolled back: its edit
		// runs again.
		var m engine.Memory
		now := newClock()
		h := &hooked{Store: m.Open()}
		slow := newEngine(t, h, engine.Options{Now: now.Now})
		fast := newEngine(t, m.Open(), engine.Options{Now: now.Now})
		update(t, slow, addPeople("a"))
		h.onApply(func(expect graph.Revision, c graph.Commit) (bool, graph.Revision, error) {
			if expect == 3 {
				h.onApply(nil)
				now.Add(2 * time.Minute)
				update(t, fast, addPeople("b"))
			}
			return false, 0, nil
		})
		runs := 0
		r := update(t, slow, func(d *draft.Draft) error { runs++; return addPeople(crowd("n", 3*graph.MaxChanges)...)(d) })
		if runs != 2 || r.Snapshot.Count(graph.NodePerson) != 3*graph.MaxChanges+2 {
			t.Errorf("the edit ran %d times and left %d people, want 2 and %d", runs, r.Snapshot.Count(graph.NodePerson), 3*graph.MaxChanges+2)
		}
		lawful(t, m.Open())
	})
}

// TestGroupIsWatchedWhole demands that a watcher of another engine, and its
// readers, never see a part.
func TestGroupIsWatchedWhole(t *testing.T) {
	var m engine.Memory
	h := &hooked{Store: m.Open()}
	writer := newEngine(t, h, engine.Options{})
	reader := newEngine(t, m.Open(), engine.Options{})
	update(t, writer, addPeople("a"))
	snapshot(t, reader)
	h.onApply(func(expect graph.Revision, c graph.Commit) (bool, graph.Revision, error) {
		// Between the parts the reader catches up, and sees nothing new.
		short, cancel := context.WithTimeout(ctx, 5*time.Millisecond)
		defer cancel()
		if s, err := reader.Wait(short, ws, 2); err == nil {
			t.Errorf("before part %d the reader is at revision %d", expect+1, s.Revision())
		}
		if _, err := reader.SnapshotAt(ctx, ws, 2); !errors.Is(err, graph.ErrNotFound) {
			t.Errorf("SnapshotAt(2) within the group = %v, want graph.ErrNotFound", err)
		}
		return false, 0, nil
	})
	r := update(t, writer, addPeople(crowd("n", 3*graph.MaxChanges)...))
	got, err := reader.Wait(ctx, ws, 2)
	if err != nil {
		t.Fatal(err)
	}
	sameSnapshot(t, "the reader's snapshot", got, r.Snapshot)
	if log := watched(t, reader, 1, 4); !reflect.DeepEqual(log, r.Commits) {
		t.Error("the reader's watch is not the group")
	}
	for rev, want := range map[graph.Revision]graph.Revision{0: 0, 1: 1, 2: 1, 3: 1, 4: 4} {
		if s, err := reader.SnapshotAt(ctx, ws, rev); err != nil || s.Revision() != want {
			t.Errorf("SnapshotAt(%d) = %v, want revision %d", rev, err, want)
		}
	}
	group, err := reader.Group(ctx, ws, 3)
	if err != nil || !reflect.DeepEqual(group, r.Commits) {
		t.Errorf("Group(3) = %d commits, %v, want the %d of the group", len(group), err, len(r.Commits))
	}
}
