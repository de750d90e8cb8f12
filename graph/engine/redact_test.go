package engine_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
)

const canary = "Quokka-of-Zanzibar"

// history writes a workspace in which one person, "secret", leaves traces of
// every sort, and returns what is to be erased with them.
func history(t *testing.T, e *engine.Engine) []graph.ID {
	t.Helper()
	note := graph.Judgement{By: "ada", Evidence: canary + " said so"}
	update(t, e, func(d *draft.Draft) error {
		d.Add(graph.Person{Node: graph.Node{ID: "ada"}, Name: "Ada"})
		d.Add(graph.Person{Node: graph.Node{ID: "bob"}, Name: "Bob"})
		d.Add(graph.Person{Node: graph.Node{ID: "secret"}, Name: canary, Emails: []string{canary + "@example.com"}})
		d.Add(graph.Knows{Edge: graph.Edge{ID: "now", Src: "ada", Dst: "secret"}, Level: graph.TieKnows, Judgement: note})
		d.Add(graph.Knows{Edge: graph.Edge{ID: "past", Src: "secret", Dst: "bob"}, Level: graph.TieKnows, Judgement: note})
		d.Add(graph.Knows{Edge: graph.Edge{ID: "moved", Src: "bob", Dst: "secret"}, Level: graph.TieMet})
		d.Add(graph.Knows{Edge: graph.Edge{ID: "other", Src: "ada", Dst: "bob"}, Level: graph.TieTrusted})
		for _, id := range []graph.ID{"said", "unsaid"} {
			d.Add(graph.Assessment{Node: graph.Node{ID: id}, On: graph.Day(2026, 2, 1), Stance: graph.StanceChampion, Evidence: canary})
			d.Add(graph.About{Edge: graph.Edge{ID: id + "-about", Src: id, Dst: "secret"}})
			d.Add(graph.Author{Edge: graph.Edge{ID: id + "-author", Src: id, Dst: "ada"}})
		}
		return nil
	})
	update(t, e, func(d *draft.Draft) error {
		d.Remove("past")
		if err := d.RemoveNode("unsaid"); err != nil {
			return err
		}
		return draft.Edit(d, "moved", func(k *graph.Knows) { k.Dst = "ada" })
	})
	update(t, e, rename("secret", canary+" II"))
	return []graph.ID{"now", "past", "said", "said-about", "said-author", "secret", "unsaid", "unsaid-about", "unsaid-author"}
}

func contains(t *testing.T, what string, v any) {
	t.Helper()
	if text := fmt.Sprint(v); strings.Contains(text, canary) {
		t.Errorf("%s still holds what was erased: %.400s", what, text)
	}
}

func TestRedact(t *testing.T) {
	var m engine.Memory
	e, other := newEngine(t, m.Open(), engine.Options{}), newEngine(t, m.Open(), engine.Options{})
	want := history(t, e)
	for rev := range graph.Revision(4) { // fill both memories with the past
		for _, e := range []*engine.Engine{e, other} {
			if _, err := e.SnapshotAt(ctx, ws, rev); err != nil {
				t.Fatal(err)
			}
		}
	}
	got, err := e.Redact(ctx, ws, "dpo", "request 17", "secret", "never-was")
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("Redact = %v, %v, want %v", got, err, want)
	}
	head := snapshot(t, e).Revision()
	if head != 5 {
		t.Errorf("Redact led to revision %d, want 5: a removal and an announcement", head)
	}
	if _, err := other.Wait(ctx, ws, head); err != nil {
		t.Fatal(err)
	}
	for name, e := range map[string]*engine.Engine{"the engine": e, "another engine": other, "a new engine": newEngine(t, m.Open(), engine.Options{})} {
		for _, c := range watched(t, e, 0, head) {
			for i := range c.Changes {
				contains(t, name+"'s watch", []*graph.Element{c.Changes[i].Before, c.Changes[i].After})
				for _, el := range []*graph.Element{c.Changes[i].Before, c.Changes[i].After} {
					if el != nil {
						contains(t, name+"'s watch", el.Props)
					}
				}
			}
		}
		for rev := range head + 1 {
			s, err := e.SnapshotAt(ctx, ws, rev)
			if err != nil {
				t.Fatalf("%s: SnapshotAt(%d) = %v", name, rev, err)
			}
			for el := range s.Elements() {
				contains(t, fmt.Sprintf("%s at revision %d", name, rev), el.Props)
			}
			if len(s.ByEmail(canary+"@example.com")) > 0 {
				t.Errorf("%s at revision %d finds an erased e-mail", name, rev)
			}
			if _, ok := s.Edge("other"); ok != (rev > 0) {
				t.Errorf("%s at revision %d: the tie of others is there: %v", name, rev, ok)
			}
			if _, ok := s.Edge("moved"); ok != (rev > 1) {
				t.Errorf("%s at revision %d: the tie that left is there: %v, want it once it has left", name, rev, ok)
			}
		}
	}
	last := watched(t, e, head-1, head)[0]
	if len(last.Changes) != len(want) || !last.Changes[0].Erased() || last.Actor != "dpo" || last.Reason != "request 17" {
		t.Errorf("the last commit is %+v, want it to announce the erasure", last)
	}
	lawful(t, m.Open())

	t.Run("Again", func(t *testing.T) {
		got, err := e.Redact(ctx, ws, "dpo", "", "secret")
		if err != nil || !reflect.DeepEqual(got, []graph.ID{"secret"}) {
			t.Errorf("Redact again = %v, %v, want the id told once more", got, err)
		}
		lawful(t, m.Open())
	})
	t.Run("Unknown", func(t *testing.T) {
		before := snapshot(t, e).Revision()
		got, err := e.Redact(ctx, ws, "dpo", "", "nobody")
		if err != nil || len(got) != 0 || snapshot(t, e).Revision() != before {
			t.Errorf("Redact of nobody = %v, %v, want nothing done", got, err)
		}
	})
	t.Run("UndoOfAnErasedCommit", func(t *testing.T) {
		if _, err := e.Undo(ctx, ws, "t", "", 3); !errors.Is(err, graph.ErrConflict) {
			t.Errorf("Undo(3) = %v, want graph.ErrConflict", err)
		}
	})
}

// TestRedactInterrupted fails between the steps and then asks again.
func TestRedactInterrupted(t *testing.T) {
	h := &hooked{Store: engine.Mem()}
	e := newEngine(t, h, engine.Options{})
	want := history(t, e)
	h.onApply(func(expect graph.Revision, c graph.Commit) (bool, graph.Revision, error) {
		return expect == 4, 0, errDisk // the announcement
	})
	if _, err := e.Redact(ctx, ws, "dpo", "", "secret"); !errors.Is(err, errDisk) {
		t.Fatalf("Redact = %v, want the store's error", err)
	}
	h.onApply(nil)
	if _, err := e.Redact(ctx, ws, "dpo", "", want...); err != nil {
		t.Fatalf("Redact again = %v", err)
	}
	for rev := range graph.Revision(6) {
		s, err := e.SnapshotAt(ctx, ws, rev)
		if err != nil {
			t.Fatal(err)
		}
		for el := range s.Elements() {
			contains(t, fmt.Sprint("revision ", rev), el.Props)
		}
	}
	lawful(t, h)
}

// TestEdition holds that an edition lasts while what revisions say does: over commits and
// reading, but over no erasure, whoever does it, nor when another workspace has taken the
// place.
func TestEdition(t *testing.T) {
	var m engine.Memory
	e, other := newEngine(t, m.Open(), engine.Options{}), newEngine(t, m.Open(), engine.Options{})
	history(t, e)
	edition := func(e *engine.Engine) string {
		t.Helper()
		got, err := e.Edition(ctx, ws)
		if err != nil || got == "" {
			t.Fatalf("Edition = %q, %v", got, err)
		}
		return got
	}
	first, others := edition(e), edition(other)
	if first == others {
		t.Error("two engines have one edition")
	}
	update(t, e, rename("ada", "Somebody"))
	rev := snapshot(t, e).Revision()
	if _, err := other.Wait(ctx, ws, rev); err != nil {
		t.Fatal(err)
	}
	if edition(e) != first || edition(other) != others {
		t.Error("a commit made another edition")
	}
	if _, err := e.Redact(ctx, ws, "dpo", "", "secret"); err != nil {
		t.Fatal(err)
	}
	if _, err := other.Wait(ctx, ws, snapshot(t, e).Revision()); err != nil {
		t.Fatal(err)
	}
	after, afterOthers := edition(e), edition(other)
	if after == first || afterOthers == others {
		t.Error("an erasure left the edition as it was")
	}
	if err := e.Drop(ctx, ws); err != nil {
		t.Fatal(err)
	}
	if edition(e) == after {
		t.Error("another workspace has the edition of the one that was dropped")
	}
}

// TestRedactDuringRead erases while an old snapshot is being made: it must not
// be kept.
func TestRedactDuringRead(t *testing.T) {
	h := &hooked{Store: engine.Mem()}
	e := newEngine(t, h, engine.Options{})
	history(t, e)
	reads := 0
	h.onTail(func(graph.Revision) {
		if reads++; reads == 2 { // the revision is found; now its elements are read
			h.onTail(nil)
			if _, err := e.Redact(ctx, ws, "dpo", "", "secret"); err != nil {
				t.Error(err)
			}
		}
	})
	for range 2 {
		if _, err := e.SnapshotAt(ctx, ws, 2); err != nil {
			t.Fatal(err)
		}
	}
	s, err := e.SnapshotAt(ctx, ws, 2)
	if err != nil {
		t.Fatal(err)
	}
	for el := range s.Elements() {
		contains(t, "a snapshot after the erasure", el.Props)
	}
	if reads != 2 {
		t.Errorf("the test's hook ran %d times, want 2", reads)
	}
}

// TestRedactMany erases more than one commit can announce.
func TestRedactMany(t *testing.T) {
	e := newEngine(t, engine.Mem(), engine.Options{})
	ids := crowd("p", graph.MaxChanges+10)
	update(t, e, addPeople(ids...))
	got, err := e.Redact(ctx, ws, "dpo", "", ids...)
	if err != nil || !reflect.DeepEqual(got, ids) {
		t.Fatalf("Redact = %d ids, %v, want %d", len(got), err, len(ids))
	}
	if s := snapshot(t, e); s.Revision() != 6 || len(elements(s)) != 0 {
		t.Errorf("after Redact revision %d has %d elements, want 6 with none", s.Revision(), len(elements(s)))
	}
}

// TestRedactOfAnAttendee erases somebody who met others: the meeting stays.
func TestRedactOfAnAttendee(t *testing.T) {
	e := newEngine(t, engine.Mem(), engine.Options{})
	update(t, e, func(d *draft.Draft) error {
		d.Add(graph.Person{Node: graph.Node{ID: "a"}, Name: "A"})
		d.Add(graph.Person{Node: graph.Node{ID: "b"}, Name: "B"})
		for _, id := range []graph.ID{"both", "alone"} {
			d.Add(graph.Interaction{Node: graph.Node{ID: id}, On: graph.Day(2026, 1, 1), Channel: graph.ChannelCall})
			d.Add(graph.Attended{Edge: graph.Edge{Src: "a", Dst: id}})
		}
		d.Add(graph.Attended{Edge: graph.Edge{Src: "b", Dst: "both"}})
		return nil
	})
	if _, err := e.Redact(ctx, ws, "dpo", "", "a"); err != nil {
		t.Fatalf("Redact = %v", err)
	}
	s := snapshot(t, e)
	if _, ok := s.Node("both"); !ok {
		t.Error("the meeting of others went with the one who was erased")
	}
	if _, ok := s.Node("alone"); ok {
		t.Error("a meeting of nobody is left")
	}
}
