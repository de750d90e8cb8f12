package storetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
)

// harness is a test with an open store.
type harness struct {
	*testing.T
	engine.Store
	storage Reopener
}

// The workspaces of the cases.
const (
	ws    = graph.Workspace("acme")
	other = graph.Workspace("other-1_x")
)

var ctx = context.Background()

// seeded returns a Pick that is the same on every run.
func seeded(seed uint64) Pick {
	return rand.New(rand.NewPCG(seed, 20260301)).IntN
}

// reopen closes the store and opens its storage again.
func (h *harness) reopen() {
	h.Helper()
	if err := h.Store.Close(); err != nil {
		h.Fatalf("Close() = %v", err)
	}
	h.Store = h.storage.Open(h.T)
}

func person(id graph.ID, name string) graph.Element {
	return graph.Encode(graph.Person{Node: graph.Node{ID: id}, Name: name})
}

func knows(id, src, dst graph.ID) graph.Element {
	return graph.Encode(graph.Knows{Edge: graph.Edge{ID: id, Src: src, Dst: dst}, Level: graph.TieKnows})
}

func added(es ...graph.Element) []graph.Change {
	out := make([]graph.Change, len(es))
	for i := range es {
		out[i] = graph.Change{ID: es[i].ID, After: &es[i]}
	}
	return out
}

func changed(before, after graph.Element) graph.Change {
	return graph.Change{ID: after.ID, Before: &before, After: &after}
}

func removed(e graph.Element) graph.Change { return graph.Change{ID: e.ID, Before: &e} }

func commit(id string, changes ...graph.Change) graph.Commit {
	return graph.Commit{ID: id, At: time.Date(2026, 3, 1, 10, 30, 0, 5, time.UTC), Actor: "tester", Changes: changes}
}

// apply applies a commit that must go through.
func (h *harness) apply(ws graph.Workspace, expect graph.Revision, c graph.Commit) {
	h.Helper()
	if rev, err := h.Apply(ctx, ws, expect, c); err != nil || rev != expect+1 {
		h.Fatalf("Apply(%s, expect %d, %s) = %d, %v, want %d, nil", ws, expect, c.ID, rev, err, expect+1)
	}
}

// grow applies n commits of a world after the given revision and returns them
// as the log should hold them.
func (h *harness) grow(ws graph.Workspace, w *World, pick Pick, after graph.Revision, n, size int) []graph.Commit {
	h.Helper()
	var log []graph.Commit
	for range n {
		c := w.Next(pick, size)
		h.apply(ws, after, c)
		after++
		c.Revision = after
		log = append(log, c)
	}
	return log
}

// load returns the exact current state: what Load gives with the span replayed
// over it.
func (h *harness) load(ws graph.Workspace) (map[graph.ID]graph.Element, graph.Revision) {
	h.Helper()
	state := map[graph.ID]graph.Element{}
	span, err := h.Load(ctx, ws, func(e *graph.Element) error {
		state[e.ID] = *e
		return nil
	})
	if err != nil {
		h.Fatalf("Load(%s) = %v", ws, err)
	}
	if span.From > span.To {
		h.Fatalf("Load(%s) = span %d to %d, want From <= To", ws, span.From, span.To)
	}
	if span.From < span.To {
		for _, c := range h.tail(ws, span.From) {
			if c.Revision <= span.To {
				replay(state, &c)
			}
		}
	}
	return state, span.To
}

// tail returns the log after a revision; it must be readable and dense.
func (h *harness) tail(ws graph.Workspace, after graph.Revision) []graph.Commit {
	h.Helper()
	var log []graph.Commit
	for c, err := range h.Tail(ctx, ws, after) {
		if err != nil {
			h.Fatalf("Tail(%s, %d) = error %v after %d commits", ws, after, err, len(log))
		}
		if want := after + 1 + graph.Revision(len(log)); c.Revision != want {
			h.Fatalf("Tail(%s, %d) = revision %d in place %d, want %d", ws, after, c.Revision, len(log), want)
		}
		log = append(log, c)
	}
	return log
}

// outline demands of a store that can tell of its commits without their changes that it
// tells of these.
func (h *harness) outline(ws graph.Workspace, after graph.Revision, want []graph.Commit) {
	h.Helper()
	o, ok := h.Store.(engine.Outliner)
	if !ok {
		return
	}
	bare := slices.Clone(want)
	for i := range bare {
		bare[i].Changes = nil
	}
	var got []graph.Commit
	for c, err := range o.Outline(ctx, ws, after) {
		if err != nil {
			h.Fatalf("Outline(%s, %d) = error %v after %d commits", ws, after, err, len(got))
		}
		got = append(got, c)
	}
	for _, d := range logDiff(got, bare) {
		h.Errorf("Outline(%d): %s", after, d)
	}
}

func replay(state map[graph.ID]graph.Element, c *graph.Commit) {
	for _, ch := range c.Changes {
		if ch.After == nil {
			delete(state, ch.ID)
		} else {
			state[ch.ID] = *ch.After
		}
	}
}

// check demands that a workspace has a state, a head and, unless nil, a log.
func (h *harness) check(ws graph.Workspace, state map[graph.ID]graph.Element, head graph.Revision, log []graph.Commit) {
	h.Helper()
	got, rev := h.load(ws)
	if rev != head {
		h.Errorf("Load(%s) = revision %d, want %d", ws, rev, head)
	}
	for _, d := range stateDiff(got, state) {
		h.Errorf("Load(%s): %s", ws, d)
	}
	heads, err := h.Heads(ctx)
	if err != nil || heads[ws].Revision != head {
		h.Errorf("Heads()[%s] = %d, %v, want %d", ws, heads[ws].Revision, err, head)
	}
	if log != nil {
		for _, d := range logDiff(h.tail(ws, 0), log) {
			h.Errorf("Tail(%s, 0): %s", ws, d)
		}
	}
	h.lawful(ws)
}

// lawful demands that a workspace obeys the laws of [engine.Verify].
func (h *harness) lawful(ws graph.Workspace) {
	h.Helper()
	problems, err := engine.Verify(ctx, h.Store, ws)
	if err != nil {
		h.Errorf("Verify(%s) = %v", ws, err)
	}
	for _, p := range problems {
		h.Errorf("Verify(%s): %s", ws, p)
	}
}

// stateDiff lists at most five differences of two states.
func stateDiff(got, want map[graph.ID]graph.Element) []string {
	var ids []graph.ID
	for id := range got {
		ids = append(ids, id)
	}
	for id := range want {
		if _, both := got[id]; !both {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	var out []string
	for _, id := range ids {
		g, okG := got[id]
		w, okW := want[id]
		if okG == okW && g == w {
			continue
		}
		if len(out) == 5 {
			return append(out, "and more")
		}
		out = append(out, fmt.Sprintf("%s = %s, want %s", id, show(g, okG), show(w, okW)))
	}
	return out
}

func show(e graph.Element, there bool) string {
	if !there {
		return "nothing"
	}
	return fmt.Sprintf("%s %s→%s [%s,%s) %.300s", e.Kind, e.Src, e.Dst, e.From, e.To, e.Props)
}

// logDiff lists at most five differences of two logs.
func logDiff(got, want []graph.Commit) []string {
	var out []string
	if len(got) != len(want) {
		out = append(out, fmt.Sprintf("%d commits, want %d", len(got), len(want)))
	}
	for i := 0; i < min(len(got), len(want)) && len(out) < 5; i++ {
		if d := commitDiff(&got[i], &want[i]); d != "" {
			out = append(out, fmt.Sprintf("revision %d: %s", want[i].Revision, d))
		}
	}
	return out
}

// commitDiff says how two commits differ, and "" when they do not.
func commitDiff(got, want *graph.Commit) string {
	switch {
	case got.Revision != want.Revision:
		return fmt.Sprintf("Revision = %d, want %d", got.Revision, want.Revision)
	case got.ID != want.ID:
		return fmt.Sprintf("ID = %q, want %q", got.ID, want.ID)
	case !got.At.Equal(want.At) || got.At.Location() != time.UTC:
		return fmt.Sprintf("At = %v, want %v in UTC", got.At, want.At)
	case got.Actor != want.Actor:
		return fmt.Sprintf("Actor = %q, want %q", got.Actor, want.Actor)
	case got.Reason != want.Reason:
		return fmt.Sprintf("Reason = %q, want %q", got.Reason, want.Reason)
	case got.More != want.More:
		return fmt.Sprintf("More = %v, want %v", got.More, want.More)
	case len(got.Changes) != len(want.Changes):
		return fmt.Sprintf("%d changes, want %d", len(got.Changes), len(want.Changes))
	}
	for i := range got.Changes {
		g, w := &got.Changes[i], &want.Changes[i]
		if g.ID != w.ID || !same(g.Before, w.Before) || !same(g.After, w.After) {
			return fmt.Sprintf("change %d = %s from %s to %s, want %s from %s to %s", i, g.ID, showPtr(g.Before), showPtr(g.After), w.ID, showPtr(w.Before), showPtr(w.After))
		}
	}
	return ""
}

func showPtr(e *graph.Element) string {
	if e == nil {
		return "nothing"
	}
	return show(*e, true)
}

func same(a, b *graph.Element) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// settle turns the answer of an Apply into whether the commit landed. It asks
// Find when the answer leaves it open.
func settle(s engine.Store, ws graph.Workspace, id string, err error) (bool, error) {
	if err == nil {
		return true, nil
	}
	if errors.Is(err, engine.ErrUncertain) {
		rev, err := s.Find(context.Background(), ws, id)
		return rev != 0, err
	}
	return false, nil
}
