package engine_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
)

func TestUpdate(t *testing.T) {
	store, now := engine.Mem(), newClock()
	e := newEngine(t, store, engine.Options{Now: now.Now})
	if s := snapshot(t, e); s.Revision() != 0 || s.Count(graph.NodePerson) != 0 {
		t.Errorf("the snapshot of no workspace is revision %d with %d people, want 0 and 0", s.Revision(), s.Count(graph.NodePerson))
	}
	r := update(t, e, addPeople("a", "b"))
	if r.Snapshot != snapshot(t, e) || r.Snapshot.Revision() != 1 || r.Snapshot.Count(graph.NodePerson) != 2 || !r.Snapshot.At().Equal(now.Now()) {
		t.Errorf("Update = revision %d of %v, want the current one, 1 of %v", r.Snapshot.Revision(), r.Snapshot.At(), now.Now())
	}
	log := logOf(t, store)
	if !reflect.DeepEqual(log, r.Commits) || len(log) != 1 || log[0].Actor != "tester" || log[0].Reason != "testing" || log[0].More {
		t.Errorf("the log is %+v, want what Update says, %+v", log, r.Commits)
	}

	t.Run("AnEditThatComesToNothingWritesNothing", func(t *testing.T) {
		for name, edit := range map[string]func(*draft.Draft) error{
			"no change": func(*draft.Draft) error { return nil },
			"there and back": func(d *draft.Draft) error {
				d.Add(graph.Person{Node: graph.Node{ID: "x"}, Name: "X"})
				d.Remove("x")
				return nil
			},
			"same again": rename("a", "Person a"),
		} {
			r := update(t, e, edit)
			if len(r.Commits) != 0 || r.Snapshot.Revision() != 1 {
				t.Errorf("%s: Update = %d commits and revision %d, want none and 1", name, len(r.Commits), r.Snapshot.Revision())
			}
		}
	})
	t.Run("ARefusedEditChangesNothing", func(t *testing.T) {
		before := snapshot(t, e)
		mine := errors.New("mine")
		for name, c := range map[string]struct {
			actor string
			edit  func(*draft.Draft) error
			want  error
		}{
			"error of the edit": {"t", func(*draft.Draft) error { return mine }, mine},
			"broken rule":       {"t", rename("a", " "), graph.ErrInvalid},
			"edge without an end": {"t", func(d *draft.Draft) error {
				d.Add(graph.Knows{Edge: graph.Edge{Src: "a", Dst: "none"}, Level: graph.TieMet})
				return nil
			}, graph.ErrInvalid},
			"actor too long":     {strings.Repeat("x", graph.MaxCommitText+1), addPeople("c"), graph.ErrInvalid},
			"actor is not UTF-8": {"\xff", addPeople("c"), graph.ErrInvalid},
		} {
			if _, err := e.Update(ctx, ws, c.actor, "", c.edit); !errors.Is(err, c.want) {
				t.Errorf("%s: Update = %v, want %v", name, err, c.want)
			}
		}
		if snapshot(t, e) != before {
			t.Error("a refused edit was published")
		}
		if n := len(logOf(t, store)); n != 1 {
			t.Errorf("the log has %d commits, want 1", n)
		}
	})
	t.Run("InvalidWorkspace", func(t *testing.T) {
		if _, err := e.Update(ctx, "No Such", "t", "", addPeople("c")); !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("Update = %v, want graph.ErrInvalid", err)
		}
	})
	t.Run("DoneContext", func(t *testing.T) {
		done, cancel := context.WithCancel(ctx)
		cancel()
		if _, err := e.Update(done, ws, "t", "", addPeople("c")); !errors.Is(err, context.Canceled) {
			t.Errorf("Update = %v, want context.Canceled", err)
		}
	})
	t.Run("APanickingEditLocksNothing", func(t *testing.T) {
		func() {
			defer func() { recover() }()
			e.Update(ctx, ws, "t", "", func(*draft.Draft) error { panic("no") })
		}()
		update(t, e, addPeople("after"))
	})
}

// TestClockGoesBack says that record time never does.
func TestClockGoesBack(t *testing.T) {
	now := newClock()
	e := newEngine(t, engine.Mem(), engine.Options{Now: now.Now})
	first := update(t, e, addPeople("a")).Snapshot
	now.Add(-time.Hour)
	second := update(t, e, addPeople("b")).Snapshot
	if !second.At().Equal(first.At()) {
		t.Errorf("the second commit is of %v, want %v, the time of the first", second.At(), first.At())
	}
	s, err := e.At(ctx, ws, first.At())
	if err != nil || s.Revision() != 2 {
		t.Errorf("At = %v, want revision 2, the newest of that time", err)
	}
}

func TestUndatedEditsBeginToday(t *testing.T) {
	zone := time.FixedZone("east", 10*3600)
	e := newEngine(t, engine.Mem(), engine.Options{Now: func() time.Time { return time.Date(2026, 3, 2, 5, 0, 0, 0, zone) }})
	var today graph.Date
	r := update(t, e, func(d *draft.Draft) error { today = d.Today(); return addPeople("a")(d) })
	if want := graph.Day(2026, 3, 2); today != want {
		t.Errorf("Today() = %s, want %s: the day in the clock's own zone", today, want)
	}
	if want := time.Date(2026, 3, 1, 19, 0, 0, 0, time.UTC); r.Commits[0].At != want {
		t.Errorf("At = %v, want %v", r.Commits[0].At, want)
	}
}

// TestConflict lets a second engine be first: the edit runs again on what that
// one wrote.
func TestConflict(t *testing.T) {
	var m engine.Memory
	a, b := newEngine(t, m.Open(), engine.Options{}), newEngine(t, m.Open(), engine.Options{})
	update(t, a, addPeople("p"))
	snapshot(t, b)
	runs := 0
	r := update(t, b, func(d *draft.Draft) error {
		if runs++; runs == 1 {
			update(t, a, rename("p", "Ada"))
		}
		return draft.Edit(d, "p", func(p *graph.Person) { p.Name += " Lovelace" })
	})
	if runs != 2 || r.Snapshot.Revision() != 3 {
		t.Errorf("the edit ran %d times and made revision %d, want 2 and 3", runs, r.Snapshot.Revision())
	}
	el, _ := r.Snapshot.Element("p")
	if got := el.Props.Text("name"); got != "Ada Lovelace" {
		t.Errorf("the name is %q, want both edits", got)
	}
	if got := snapshot(t, a).Revision(); got != 2 {
		t.Errorf("the other engine is at %d before it has asked, want 2", got)
	}
	s, err := a.Wait(ctx, ws, 3)
	if err != nil {
		t.Fatal(err)
	}
	sameSnapshot(t, "the other engine's snapshot", s, r.Snapshot)
}

func TestRetriesEnd(t *testing.T) {
	for name, want := range map[string]error{"Busy": engine.ErrBusy, "Conflict": graph.ErrConflict} {
		t.Run(name, func(t *testing.T) {
			h := &hooked{Store: engine.Mem()}
			e := newEngine(t, h, engine.Options{Retries: 3})
			update(t, e, addPeople("p"))
			tries := 0
			h.onApply(func(expect graph.Revision, c graph.Commit) (bool, graph.Revision, error) {
				tries++
				if name == "Busy" {
					return true, 0, engine.ErrBusy
				}
				return true, 0, &engine.ConflictError{Expect: expect, Head: expect + 1}
			})
			if _, err := e.Update(ctx, ws, "t", "", addPeople("q")); !errors.Is(err, want) {
				t.Errorf("Update = %v, want %v", err, want)
			}
			if tries < 4 {
				t.Errorf("%d tries, want at least 4", tries)
			}
			h.onApply(nil)
			update(t, e, addPeople("q"))
			lawful(t, h)
		})
	}
}

// TestUncertain answers ErrUncertain in every way that it may be meant.
func TestUncertain(t *testing.T) {
	land := func(h *hooked, expect graph.Revision, c graph.Commit) {
		if _, err := h.Store.Apply(ctx, ws, expect, c); err != nil {
			panic(err)
		}
	}
	for _, c := range []struct {
		name string
		hook func(h *hooked, expect graph.Revision, c graph.Commit) error // its first call
		runs int                                                          // of the edit
	}{
		{"it landed", func(h *hooked, expect graph.Revision, c graph.Commit) error {
			land(h, expect, c)
			return engine.ErrUncertain
		}, 1},
		{"it did not land", func(*hooked, graph.Revision, graph.Commit) error { return engine.ErrUncertain }, 1},
		{"it lands after it was looked for", func(h *hooked, expect graph.Revision, c graph.Commit) error {
			h.onApply(times(1, func(expect graph.Revision, c graph.Commit) (bool, graph.Revision, error) {
				land(h, expect, c) // the first try, late
				return false, 0, nil
			}))
			return engine.ErrUncertain
		}, 1},
		{"it did not land and another was first", func(h *hooked, expect graph.Revision, c graph.Commit) error {
			other := graph.Encode(graph.Person{Node: graph.Node{ID: "other"}, Name: "Other"})
			land(h, expect, graph.Commit{ID: "other", At: c.At, Changes: []graph.Change{{ID: "other", After: &other}}})
			return engine.ErrUncertain
		}, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := &hooked{Store: engine.Mem()}
			e := newEngine(t, h, engine.Options{})
			update(t, e, addPeople("p"))
			h.onApply(times(1, func(expect graph.Revision, commit graph.Commit) (bool, graph.Revision, error) {
				h.mu.Lock()
				h.apply = nil
				h.mu.Unlock()
				return true, 0, c.hook(h, expect, commit)
			}))
			runs := 0
			r := update(t, e, func(d *draft.Draft) error { runs++; return addPeople("q")(d) })
			if runs != c.runs {
				t.Errorf("the edit ran %d times, want %d", runs, c.runs)
			}
			n := 0
			for _, commit := range logOf(t, h) {
				if commit.Changes[0].ID == "q" {
					n++
				}
			}
			if n != 1 || r.Snapshot.Count(graph.NodePerson) != len(logOf(t, h)) {
				t.Errorf("the edit is in the log %d times, want once", n)
			}
			lawful(t, h)
		})
	}
}

// TestUncertainAndCancelled says that the engine asks what became of a commit,
// though its caller has gone.
func TestUncertainAndCancelled(t *testing.T) {
	h := &hooked{Store: engine.Mem()}
	e := newEngine(t, h, engine.Options{})
	leaving, leave := context.WithCancel(ctx)
	h.onApply(times(1, func(expect graph.Revision, c graph.Commit) (bool, graph.Revision, error) {
		h.Store.Apply(ctx, ws, expect, c)
		leave()
		return true, 0, engine.ErrUncertain
	}))
	if r, err := e.Update(leaving, ws, "t", "", addPeople("p")); err != nil || r.Snapshot.Revision() != 1 {
		t.Errorf("Update = %v, want revision 1: it has landed", err)
	}
	leaving, leave = context.WithCancel(ctx)
	h.onApply(times(1, func(graph.Revision, graph.Commit) (bool, graph.Revision, error) {
		leave()
		return true, 0, engine.ErrUncertain
	}))
	if _, err := e.Update(leaving, ws, "t", "", addPeople("q")); !errors.Is(err, engine.ErrUncertain) || !errors.Is(err, context.Canceled) {
		t.Errorf("Update = %v, want ErrUncertain: it may land yet", err)
	}
}

// TestUncertainAndSilent says what is left when the store cannot even be asked.
func TestUncertainAndSilent(t *testing.T) {
	for _, landed := range []bool{true, false} {
		t.Run(fmt.Sprintf("landed=%v", landed), func(t *testing.T) {
			h := &hooked{Store: engine.Mem()}
			e := newEngine(t, h, engine.Options{Retries: 2})
			update(t, e, addPeople("p"))
			h.onApply(times(1, func(expect graph.Revision, c graph.Commit) (bool, graph.Revision, error) {
				h.onFind(func(string) error { return errDisk })
				if landed {
					h.Store.Apply(ctx, ws, expect, c)
				}
				return true, 0, engine.ErrUncertain
			}))
			if _, err := e.UpdateOnce(ctx, ws, "key-1", "t", "", addPeople("q")); !errors.Is(err, engine.ErrUncertain) {
				t.Fatalf("UpdateOnce = %v, want ErrUncertain", err)
			}
			h.onFind(nil)
			r, err := e.UpdateOnce(ctx, ws, "key-1", "t", "", addPeople("q"))
			if err != nil || r.Snapshot.Count(graph.NodePerson) != 2 || len(r.Commits) != 1 {
				t.Errorf("UpdateOnce again = %+v, %v, want one commit and two people", r, err)
			}
			lawful(t, h)
		})
	}
	t.Run("Update", func(t *testing.T) {
		h := &hooked{Store: engine.Mem()}
		e := newEngine(t, h, engine.Options{})
		h.onFind(func(string) error { return errDisk })
		h.onApply(times(1, func(expect graph.Revision, c graph.Commit) (bool, graph.Revision, error) {
			h.Store.Apply(ctx, ws, expect, c)
			return true, 0, engine.ErrUncertain
		}))
		if _, err := e.Update(ctx, ws, "t", "", addPeople("p")); !errors.Is(err, engine.ErrUncertain) || !errors.Is(err, errDisk) {
			t.Errorf("Update = %v, want ErrUncertain and why", err)
		}
		if n := snapshot(t, e).Count(graph.NodePerson); n != 0 {
			t.Errorf("%d people are published, want none: nobody knows yet", n)
		}
		h.onFind(nil)
		if n := update(t, e, addPeople("q")).Snapshot.Count(graph.NodePerson); n != 2 {
			t.Errorf("%d people after the next edit, want 2", n)
		}
	})
}

// TestUpdateOnce asks for edits again, of the same engine and of another: each answers
// as the first did, though the workspace has gone on.
func TestUpdateOnce(t *testing.T) {
	var m engine.Memory
	a, b := newEngine(t, m.Open(), engine.Options{}), newEngine(t, m.Open(), engine.Options{})
	update(t, a, addPeople("old"))
	var made graph.ID
	for name, edit := range map[string]func(*draft.Draft) error{
		"ключ 1":  addPeople("p"),
		"new id":  func(d *draft.Draft) error { made = d.Add(graph.Person{Name: "New"}); return nil },
		"group":   addPeople(crowd("c", graph.MaxChanges+1)...),
		"nothing": rename("old", "Person old"),
	} {
		first, err := a.UpdateOnce(ctx, ws, name, "t", "why", edit)
		if err != nil || first.Repeated || len(first.Commits) == 0 || name == "nothing" && len(first.Commits[0].Changes) > 0 {
			t.Fatalf("%s: UpdateOnce = %d commits, %v, want a first result", name, len(first.Commits), err)
		}
		firstMade := made
		update(t, a, rename("old", "Renamed after "+name))
		head := snapshot(t, a).Revision()
		for which, e := range map[string]*engine.Engine{"the same engine": a, "another engine": b} {
			r, err := e.UpdateOnce(ctx, ws, name, "t", "why", edit)
			if name == "nothing" { // a list that is empty, or not there
				r.Commits[0].Changes, first.Commits[0].Changes = nil, nil
			}
			if err != nil || !r.Repeated || !reflect.DeepEqual(r.Commits, first.Commits) || r.Day != first.Day || made != firstMade {
				t.Errorf("%s, %s: UpdateOnce again = %d commits on %v with %s, %v, want %d on %v with %s", name, which, len(r.Commits), r.Day, made, err, len(first.Commits), first.Day, firstMade)
				continue
			}
			sameSnapshot(t, name+", "+which, r.Snapshot, first.Snapshot)
		}
		if now := snapshot(t, a).Revision(); now != head {
			t.Errorf("%s: asking again took the workspace from revision %d to %d", name, head, now)
		}
		update(t, a, rename("old", "Person old"))
	}
	lawful(t, m.Open())
}

// TestUpdateOnceOfAnotherEdit refuses a key that has been used for another edit.
func TestUpdateOnceOfAnotherEdit(t *testing.T) {
	var m engine.Memory
	e := newEngine(t, m.Open(), engine.Options{})
	if _, err := e.UpdateOnce(ctx, ws, "key", "t", "why", addPeople("p")); err != nil {
		t.Fatal(err)
	}
	again := func(actor, reason string, edit func(*draft.Draft) error) error {
		_, err := e.UpdateOnce(ctx, ws, "key", actor, reason, edit)
		return err
	}
	for name, err := range map[string]error{
		"others":         again("t", "why", addPeople("q")),
		"more":           again("t", "why", addPeople("p", "q")),
		"none":           again("t", "why", func(*draft.Draft) error { return nil }),
		"refused":        again("t", "why", rename("nobody", "x")),
		"another actor":  again("u", "why", addPeople("p")),
		"another reason": again("t", "because", addPeople("p")),
	} {
		var refused *graph.Error
		if !errors.As(err, &refused) || refused.Rule != "idempotency-key" || !errors.Is(err, graph.ErrConflict) || !strings.Contains(err.Error(), "revision 1") {
			t.Errorf("%s: UpdateOnce = %v, want a conflict by idempotency-key that names revision 1", name, err)
		}
	}
	if err := again("t", "why", func(*draft.Draft) error { return errDisk }); !errors.Is(err, errDisk) {
		t.Errorf("UpdateOnce of an edit that fails = %v, want its own error", err)
	}
	if err := again("t", "why", addPeople("p")); err != nil {
		t.Errorf("UpdateOnce of the same = %v", err)
	}
	if _, err := e.Redact(ctx, ws, "t", "", "p"); err != nil {
		t.Fatal(err)
	}
	if err := again("t", "why", addPeople("p")); !errors.Is(err, graph.ErrConflict) || !strings.Contains(err.Error(), "erased") {
		t.Errorf("UpdateOnce of what has been erased = %v, want a conflict that says so", err)
	}
}

// TestUpdateOnceIsOfItsDay asks again on another day: undated edits take effect on
// the day of the first.
func TestUpdateOnceIsOfItsDay(t *testing.T) {
	c := newClock()
	e := newEngine(t, engine.Mem(), engine.Options{Now: c.Now})
	edit := func(d *draft.Draft) error {
		d.Add(graph.Person{Node: graph.Node{ID: "p", From: d.Today()}, Name: "P"})
		return nil
	}
	first, err := e.UpdateOnce(ctx, ws, "key", "t", "", edit)
	if err != nil {
		t.Fatal(err)
	}
	c.Add(48 * time.Hour)
	again, err := e.UpdateOnce(ctx, ws, "key", "t", "", edit)
	if err != nil || again.Day != graph.MustDate("2026-03-01") {
		t.Fatalf("UpdateOnce two days later = %v, %v, want the day of the first", again.Day, err)
	}
	sameSnapshot(t, "the answer", again.Snapshot, first.Snapshot)
}

// TestTry tells what an edit would do, and does nothing.
func TestTry(t *testing.T) {
	e := newEngine(t, engine.Mem(), engine.Options{})
	update(t, e, addPeople("a"))
	var made graph.ID
	edit := func(d *draft.Draft) error {
		made = d.Add(graph.Person{Name: "New"})
		return rename("a", "Anna")(d)
	}
	tried, err := e.Try(ctx, ws, "key", edit)
	if err != nil || tried.Before != snapshot(t, e) || len(tried.Commits) != 1 || tried.Repeated {
		t.Fatalf("Try = %+v, %v, want one commit over the newest snapshot", tried, err)
	}
	foretold := made
	if s := snapshot(t, e); s.Revision() != 1 || s.Count(graph.NodePerson) != 1 {
		t.Errorf("Try left revision %d with %d people, want 1 and 1", s.Revision(), s.Count(graph.NodePerson))
	}
	got, err := e.UpdateOnce(ctx, ws, "key", "t", "", edit)
	if err != nil || got.Repeated || made != foretold || !reflect.DeepEqual(got.Commits[0].Changes, tried.Commits[0].Changes) {
		t.Fatalf("UpdateOnce made %s by %+v, %v; Try foretold %s by %+v", made, got, err, foretold, tried)
	}
	if g, w := elements(tried.Snapshot), elements(got.Snapshot); !reflect.DeepEqual(g, w) || tried.Snapshot.Revision() != 2 {
		t.Errorf("Try foretold revision %d with %v, and it became %v", tried.Snapshot.Revision(), g, w)
	}

	bad := func(d *draft.Draft) error { return rename("a", " ")(d) }
	tried, err = e.Try(ctx, ws, "", bad)
	if list, ok := errors.AsType[graph.Errors](err); !ok || list[0].Rule != "name" || len(tried.Commits) != 1 || tried.Snapshot != tried.Before || tried.Before != snapshot(t, e) {
		t.Errorf("Try of a blank name = %+v, %v, want the broken rule, the change, and the workspace as it is", tried, err)
	}
	tried, err = e.Try(ctx, ws, "", rename("nobody", "x"))
	if !errors.Is(err, graph.ErrNotFound) || len(tried.Commits) != 0 || tried.Before != snapshot(t, e) {
		t.Errorf("Try of nobody = %+v, %v, want not found", tried, err)
	}
	if tried, err = e.Try(ctx, ws, "", rename("a", "Anna")); err != nil || len(tried.Commits) != 0 {
		t.Errorf("Try of nothing = %+v, %v, want no changes", tried, err)
	}
}

func TestUndo(t *testing.T) {
	e := newEngine(t, engine.Mem(), engine.Options{})
	update(t, e, addPeople("a"))
	one := elements(snapshot(t, e))
	update(t, e, rename("a", "Anna"))
	update(t, e, addPeople("b"))
	r, err := e.Undo(ctx, ws, "t", "oops", 2)
	if err != nil || r.Snapshot.Revision() != 4 {
		t.Fatalf("Undo(2) = %v", err)
	}
	if el, _ := r.Snapshot.Element("a"); el != one[0] {
		t.Errorf("after Undo a is %v, want %v", el, one[0])
	}
	if _, err := e.Undo(ctx, ws, "t", "", 2); !errors.Is(err, graph.ErrConflict) {
		t.Errorf("Undo(2) again = %v, want graph.ErrConflict", err)
	}
	for _, rev := range []graph.Revision{0, 99} {
		if _, err := e.Undo(ctx, ws, "t", "", rev); !errors.Is(err, graph.ErrNotFound) {
			t.Errorf("Undo(%d) = %v, want graph.ErrNotFound", rev, err)
		}
	}
	before := elements(snapshot(t, e))
	update(t, e, addPeople(crowd("c", 2*graph.MaxChanges+7)...))
	for _, rev := range []graph.Revision{6} { // the middle of the group 5 to 7
		r, err := e.Undo(ctx, ws, "t", "", rev)
		if err != nil || !reflect.DeepEqual(elements(r.Snapshot), before) || len(r.Commits) != 3 {
			t.Errorf("Undo(%d) = %d commits, %v, want the whole group taken back", rev, len(r.Commits), err)
		}
	}
}

// TestRacingEngines races writers of several engines on one store. Watchers of
// each engine must see every commit once, in order, and all engines must end up
// with the same workspace.
func TestRacingEngines(t *testing.T) {
	const engines, writers, each = 3, 3, 15
	var m engine.Memory
	var writing, watching sync.WaitGroup
	all := make([]*engine.Engine, engines)
	total := graph.Revision(engines * writers * each)
	logs := make([][]graph.Commit, 2*engines)
	for i := range all {
		all[i] = newEngine(t, m.Open(), engine.Options{Poll: time.Millisecond, Recent: 20, Retries: 1000})
		for w := range 2 {
			watching.Go(func() { logs[2*i+w] = watched(t, all[i], 0, total) })
		}
		for w := range writers {
			writing.Go(func() {
				for n := range each {
					id := graph.ID(fmt.Sprintf("p%d-%d-%d", i, w, n))
					if _, err := all[i].Update(ctx, ws, "t", "", addPeople(id)); err != nil {
						t.Errorf("Update = %v", err)
						return
					}
				}
			})
		}
	}
	writing.Wait()
	watching.Wait()
	want := logOf(t, m.Open())
	for i, log := range logs {
		if !reflect.DeepEqual(log, want) {
			t.Errorf("watch %d saw %d commits that are not the log's %d", i, len(log), len(want))
		}
	}
	first, err := all[0].Wait(ctx, ws, total)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all[1:] {
		s, err := e.Wait(ctx, ws, total)
		if err != nil {
			t.Fatal(err)
		}
		sameSnapshot(t, "an engine's snapshot", s, first)
	}
	lawful(t, m.Open())
}
