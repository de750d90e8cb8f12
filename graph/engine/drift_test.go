package engine_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/kernel"
)

// tampered is a store whose state somebody has changed behind its back: its log
// is in the Store, its state is that of the other one.
type tampered struct {
	engine.Store
	state engine.Store
}

func (t *tampered) Load(ctx context.Context, ws graph.Workspace, f func(*graph.Element) error) (engine.Span, error) {
	heads, err := t.Store.Heads(ctx)
	if err != nil {
		return engine.Span{}, err
	}
	if _, err := t.state.Load(ctx, ws, f); err != nil {
		return engine.Span{}, err
	}
	return engine.Span{From: heads[ws].Revision, To: heads[ws].Revision, Epoch: heads[ws].Epoch}, nil
}

// Adopt appends to the log alone.
func (t *tampered) Adopt(ctx context.Context, ws graph.Workspace, expect graph.Revision, c graph.Commit) (graph.Revision, error) {
	return t.Store.Apply(ctx, ws, expect, c)
}

// tamper returns a store whose log made people p1 and p2 and whose state has had
// an edit since.
func tamper(t *testing.T, edit func(*draft.Draft) error) *tampered {
	t.Helper()
	s := &tampered{engine.Mem(), engine.Mem()}
	for i, st := range []engine.Store{s.Store, s.state} {
		e := engine.New(st, engine.Options{Now: newClock().Now})
		update(t, e, addPeople("p1", "p2"))
		if i == 1 {
			update(t, e, edit)
		}
	}
	return s
}

func adoption() engine.Adoption {
	n := 0
	return engine.Adoption{Actor: "anna", Reason: "by hand", Now: newClock().Now, NewID: func() string { n++; return strings.Repeat("n", n) }}
}

// TestDescribeNumbers wants numbers as people write them.
func TestDescribeNumbers(t *testing.T) {
	area := func(budget float64) *graph.Element {
		e := graph.Encode(graph.DecisionArea{Node: graph.Node{ID: "d"}, Name: "ERP", Budget: &budget})
		return &e
	}
	ch := graph.Change{ID: "d", Before: area(0.5), After: area(4_200_000)}
	if got, want := engine.DescribeChange(&ch), "DecisionArea d changed: budget from 0.5 to 4200000"; got != want {
		t.Errorf("DescribeChange = %q, want %q", got, want)
	}
}

func TestDriftAndAdopt(t *testing.T) {
	s := tamper(t, func(d *draft.Draft) error {
		d.Remove("p2")
		d.Add(graph.Person{Node: graph.Node{ID: "p3"}, Name: "New"})
		d.Add(graph.Knows{Edge: graph.Edge{ID: "k1", Src: "p3", Dst: "p1"}, Level: graph.TieKnows})
		return draft.Edit(d, "p1", func(p *graph.Person) { p.Name, p.Location = "Ada", "Ulm" })
	})
	changes, rev, err := engine.Drift(ctx, s, ws)
	if err != nil || rev != 1 {
		t.Fatalf("Drift = revision %d, %v", rev, err)
	}
	want := []string{
		`KNOWS k1 added: p3 to p1 {"level":"KNOWS"}`,
		`Person p1 changed: location from nothing to "Ulm", name from "Person p1" to "Ada"`,
		`Person p2 removed: {"name":"Person p2"}`,
		`Person p3 added: {"name":"New"}`,
	}
	for i := range want {
		if i >= len(changes) || engine.DescribeChange(&changes[i]) != want[i] {
			t.Fatalf("Drift = %v, want %q", changes, want)
		}
	}
	problems, err := engine.Verify(ctx, s, ws)
	if err != nil || len(problems) != len(want) || problems[0].String() != "state: not as the log has it: "+want[0] {
		t.Errorf("Verify = %v, %v", problems, err)
	}
	commits, err := engine.Adopt(ctx, s, ws, adoption())
	if err != nil || len(commits) != 1 || commits[0].Revision != 2 || commits[0].Actor != "anna" || len(commits[0].Changes) != 4 {
		t.Fatalf("Adopt = %+v, %v", commits, err)
	}
	lawful(t, s)
	// Whoever had loaded it before the tampering follows.
	follower := kernel.Empty()
	for c, err := range s.Tail(ctx, ws, 0) {
		if err != nil {
			t.Fatal(err)
		}
		if follower, err = follower.Apply(&c); err != nil {
			t.Fatalf("following revision %d = %v", c.Revision, err)
		}
	}
	if commits, err := engine.Adopt(ctx, s, ws, adoption()); err != nil || len(commits) != 0 {
		t.Errorf("Adopt without drift = %v, %v", commits, err)
	}
}

// TestAdoptMany needs several commits.
func TestAdoptMany(t *testing.T) {
	s := tamper(t, addPeople(crowd("x", graph.MaxChanges+10)...))
	commits, err := engine.Adopt(ctx, s, ws, adoption())
	if err != nil || len(commits) != 2 || !commits[0].More || commits[1].More || commits[1].Revision != 3 {
		t.Fatalf("Adopt = %d commits, %v", len(commits), err)
	}
	lawful(t, s)
}

func TestAdoptRefuses(t *testing.T) {
	t.Run("what breaks a rule", func(t *testing.T) {
		s := tamper(t, func(*draft.Draft) error { return nil })
		self := graph.Encode(graph.Knows{Edge: graph.Edge{ID: "k1", Src: "p1", Dst: "p1"}, Level: graph.TieKnows})
		if _, err := s.state.Apply(ctx, ws, 1, graph.Commit{ID: "c2", At: time.Now(), Changes: []graph.Change{{ID: "k1", After: &self}}}); err != nil {
			t.Fatal(err)
		}
		var broken graph.Errors
		if _, err := engine.Adopt(ctx, s, ws, adoption()); !errors.As(err, &broken) {
			t.Errorf("Adopt = %v, want the broken rule", err)
		}
		if heads, err := s.Heads(ctx); err != nil || heads[ws].Revision != 1 {
			t.Errorf("Heads = %v, %v: something was recorded", heads, err)
		}
	})
	t.Run("in the middle of a large edit", func(t *testing.T) {
		s := tamper(t, rename("p1", "Ada"))
		p := graph.Encode(graph.Person{Node: graph.Node{ID: "p9"}, Name: "x"})
		for _, st := range []engine.Store{s.Store, s.state} {
			heads, err := st.Heads(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := st.Apply(ctx, ws, heads[ws].Revision, graph.Commit{ID: "c9", At: time.Now(), More: true, Changes: []graph.Change{{ID: "p9", After: &p}}}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := engine.Adopt(ctx, s, ws, adoption()); !errors.Is(err, engine.ErrBusy) {
			t.Errorf("Adopt = %v, want ErrBusy", err)
		}
	})
}

// TestUnavailableIsNotAskedAgain leaves it to the store how long it tries.
func TestUnavailableIsNotAskedAgain(t *testing.T) {
	h := &hooked{Store: engine.Mem()}
	e := newEngine(t, h, engine.Options{})
	update(t, e, addPeople("p"))
	tries := 0
	h.onApply(func(graph.Revision, graph.Commit) (bool, graph.Revision, error) {
		tries++
		return true, 0, errors.Join(engine.ErrBusy, engine.ErrUnavailable)
	})
	if _, err := e.Update(ctx, ws, "t", "", addPeople("q")); !errors.Is(err, engine.ErrUnavailable) || tries != 1 {
		t.Errorf("Update = %v after %d tries, want one", err, tries)
	}
}
