package view_test

import (
	"context"
	"errors"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// star returns a workspace of one person whom so many others know.
func star(t *testing.T, others int) *kernel.Snapshot {
	t.Helper()
	b := kernel.NewBuilder(0)
	add := func(f graph.Fact) {
		e := graph.Encode(f)
		if err := b.Add(&e); err != nil {
			t.Fatal(err)
		}
	}
	id := func(i int) graph.ID { return graph.ID([]byte{'p', byte('a' + i/26), byte('a' + i%26)}) }
	for i := range others + 1 {
		add(graph.Person{Node: graph.Node{ID: id(i)}, Name: "P"})
	}
	for i := range others {
		add(graph.Knows{Edge: graph.Edge{ID: "k" + id(i), Src: id(i + 1), Dst: id(0)}, Level: graph.TieMet})
	}
	return b.Build(1, kernel.Empty().At())
}

// read reads until it is ended, and returns why it was.
func read(do func()) (err error) {
	defer func() {
		if value := recover(); value != nil {
			if err = view.Stopped(value); err == nil {
				panic(value)
			}
		}
	}()
	do()
	return nil
}

func TestMeter(t *testing.T) {
	s := star(t, 9)
	hub, _ := s.Node("paa")
	list := func(v *view.View) func() { return func() { v.Ever().In(hub, graph.EdgeKnows) } }

	m := view.NewMeter(100)
	v := view.On(s, graph.Day(2026, 1, 1)).Metered(m)
	if err := read(list(v)); err != nil || m.Read() != 10 {
		t.Errorf("nine neighbours: %v, %d facts, want 10", err, m.Read())
	}
	v.Element(hub)
	if m.Read() != 16 { // the node, and the list of its details, which is empty
		t.Errorf("and a node: %d facts, want 16", m.Read())
	}
	other := v.Ever().On(graph.Day(2020, 1, 1)) // of another day, on the same meter
	if err := read(list(other.Weighing(5))); err != nil || m.Read() != 66 {
		t.Errorf("and its neighbours, weighed: %v, %d facts, want 66", err, m.Read())
	}
	err := read(list(v.Weighing(5)))
	if refused, ok := errors.AsType[*graph.Error](err); !ok || refused.Rule != "work" || !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("beyond what may be read: %v, want a refusal by the rule work", err)
	}
	if err := m.Add(1); err == nil {
		t.Error("Add beyond what may be read must say so")
	}
	m.Renew()
	if err := read(list(v)); err != nil {
		t.Errorf("renewed: %v", err)
	}
	m.Stop(context.Canceled)
	m.Stop(errors.New("another"))
	if err := read(list(v)); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v, want context.Canceled", err)
	}
	if err := read(func() { view.On(s, 0).Metered(nil).Element(hub) }); err != nil {
		t.Errorf("without a meter: %v", err)
	}
	if view.Stopped("a fault") != nil || view.Stopped(errors.New("a fault")) != nil || view.Stopped(nil) != nil {
		t.Error("only what a meter ended is stopped")
	}
}
