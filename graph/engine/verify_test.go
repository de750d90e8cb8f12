package engine_test

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
)

// told is a store that gives out what a test tells it to.
type told struct {
	engine.Store
	state   []graph.Element
	log     []graph.Commit
	head    graph.Revision
	loadErr error
	tailErr error // after the log
}

func (s told) Load(_ context.Context, _ graph.Workspace, f func(*graph.Element) error) (engine.Span, error) {
	for _, e := range s.state {
		if err := f(&e); err != nil {
			return engine.Span{}, err
		}
	}
	return engine.Span{From: s.head, To: s.head}, s.loadErr
}

func (s told) Tail(_ context.Context, _ graph.Workspace, after graph.Revision) iter.Seq2[graph.Commit, error] {
	return func(yield func(graph.Commit, error) bool) {
		for _, c := range s.log {
			if c.Revision > after && !yield(c, nil) {
				return
			}
		}
		if s.tailErr != nil {
			yield(graph.Commit{}, s.tailErr)
		}
	}
}

// TestVerify breaks one law at a time.
func TestVerify(t *testing.T) {
	person := func(id graph.ID, name string) *graph.Element {
		e := graph.Encode(graph.Person{Node: graph.Node{ID: id}, Name: name})
		return &e
	}
	tie := graph.Encode(graph.Knows{Edge: graph.Edge{ID: "k", Src: "a", Dst: "b"}, Level: graph.TieMet})
	a, a2, b := person("a", "A"), person("a", "A II"), person("b", "B")
	good := func() told {
		return told{
			state: []graph.Element{*a2, *b, tie},
			log: []graph.Commit{
				{Revision: 1, Changes: []graph.Change{{ID: "a", After: a}, {ID: "gone", After: person("gone", "G")}}},
				{Revision: 2, Changes: []graph.Change{{ID: "a", Before: a, After: a2}, {ID: "b", After: b}, {ID: "k", After: &tie}}},
				{Revision: 3, Changes: []graph.Change{{ID: "gone", Before: person("gone", "G")}}},
			},
			head: 3,
		}
	}
	damage := fmt.Errorf("%w: bad", engine.ErrDamaged)
	for _, c := range []struct {
		name  string
		wreck func(s *told)
		want  string // the laws, in the order in which they are reported
	}{
		{"nothing", func(*told) {}, ""},
		{"state unreadable", func(s *told) { s.loadErr = damage }, "readable"},
		{"log unreadable", func(s *told) { s.log, s.tailErr = s.log[:1], damage }, "readable"},
		{"edge before a node", func(s *told) { slices.Reverse(s.state) }, "order order"},
		{"ids out of order", func(s *told) { s.state[0], s.state[1] = s.state[1], s.state[0] }, "order"},
		{"an element twice", func(s *told) { s.state = slices.Insert(s.state, 1, *a2) }, "order order"},
		{"a gap", func(s *told) { s.log = append(s.log[:1:1], s.log[2:]...) }, "dense"},
		{"a short log", func(s *told) { s.log = s.log[:2] }, "dense"},
		{"an element lost", func(s *told) { s.state = s.state[1:] }, "state ends"},
		{"an element too many", func(s *told) { s.state = slices.Insert(s.state, 2, *person("c", "C")) }, "state"},
		{"an element changed", func(s *told) { s.state[0] = *a }, "state"},
		{"a removed element alive", func(s *told) { s.state = slices.Insert(s.state, 2, *person("gone", "G")) }, "state"},
		{"a change from nowhere", func(s *told) { s.log[1].Changes[0].Before = b }, "before"},
		{"an addition of what is there", func(s *told) { s.log[1].Changes[0].Before = nil }, "before"},
		{"an erased history", func(s *told) {
			s.log[0].Changes[1] = graph.Change{ID: "gone"}
			s.log[2].Changes[0] = graph.Change{ID: "gone"}
		}, ""},
		{"an edge from an edge", func(s *told) {
			s.state[2].Src, s.log[1].Changes[2].After = "k", &graph.Element{}
			*s.log[1].Changes[2].After = s.state[2]
		}, "ends"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := good()
			c.wreck(&s)
			problems, err := engine.Verify(ctx, s, ws)
			if err != nil {
				t.Fatalf("Verify = %v", err)
			}
			var laws []string
			for _, p := range problems {
				laws = append(laws, p.Law)
			}
			if got := strings.Join(laws, " "); got != c.want {
				t.Errorf("Verify = %v, want the laws %q", problems, c.want)
			}
		})
	}
	t.Run("the store cannot be asked", func(t *testing.T) {
		s := good()
		s.tailErr = errDisk
		if _, err := engine.Verify(ctx, s, ws); err == nil {
			t.Error("Verify = nil, want the store's error")
		}
	})
	t.Run("at most a hundred", func(t *testing.T) {
		s := good()
		for _, id := range crowd("x", 300) {
			s.state = append(s.state, *person(id, "X"))
		}
		if problems, err := engine.Verify(ctx, s, ws); err != nil || len(problems) != 100 {
			t.Errorf("Verify = %d problems, %v, want 100", len(problems), err)
		}
	})
}
