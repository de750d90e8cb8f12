package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/kithgraph/kith/graph"
)

// Problem is one way in which stored data break a law.
type Problem struct {
	Law    string // which law, in one word; see [Verify]
	Detail string // what is wrong and where
}

// String returns "law: detail".
func (p Problem) String() string { return p.Law + ": " + p.Detail }

// maxProblems bounds how many problems one check reports.
const maxProblems = 100

// Verify holds one workspace of any store against the laws that all stores
// obey, and returns what breaks them, at most a hundred problems:
//
//   - readable: every element and every commit can be read;
//   - dense: revisions are 1, 2, 3, … up to the head;
//   - order: elements come nodes first, each group by ID, each ID once;
//   - state: the current state is the log, replayed;
//   - before: a change begins with the state that the log had reached;
//   - ends: the ends of every edge are nodes of the workspace.
//
// A workspace that does not exist has no problems. Writers may go on
// meanwhile. An error says that the store could not be asked. Verify reads the
// whole workspace with its log: its cost is that of both, in time, and of the
// state, twice, in memory.
func Verify(ctx context.Context, s Store, ws graph.Workspace) ([]Problem, error) {
	v, _, err := examine(ctx, s, ws)
	if err != nil {
		return nil, err
	}
	v.compare()
	return v.problems, nil
}

// examine loads a workspace and replays its log, and returns both with the
// revision at which they stand. What cannot be read is reported.
func examine(ctx context.Context, s Store, ws graph.Workspace) (*verifier, graph.Revision, error) {
	v := &verifier{loaded: map[graph.ID]*graph.Element{}, logged: map[graph.ID]*graph.Element{}}
	var last *graph.Element
	span, err := s.Load(ctx, ws, func(e *graph.Element) error {
		if last != nil && !(last.IsEdge() == e.IsEdge() && last.ID < e.ID || !last.IsEdge() && e.IsEdge()) {
			v.report("order", "%s comes after %s", e.ID, last.ID)
		}
		if v.loaded[e.ID] != nil {
			v.report("order", "%s comes twice", e.ID)
		}
		last = copyElement(e)
		v.loaded[e.ID] = last
		return nil
	})
	if errors.Is(err, ErrDamaged) {
		v.report("readable", "the current state: %v", err)
		v.loaded, v.broken = nil, true
		return v, 0, nil
	}
	if err != nil {
		return nil, 0, err
	}
	return v, span.To, v.replay(ctx, s, ws, span)
}

// verifier holds a state as it was loaded and as the log leads to it. In
// logged, a nil element is one that the log removed.
type verifier struct {
	loaded, logged map[graph.ID]*graph.Element
	last           graph.Commit   // the last of the log, without its changes
	floor          graph.Revision // the log begins after it
	broken         bool           // the log is not whole, or the state not readable
	problems       []Problem
}

func (v *verifier) report(law, format string, args ...any) {
	if len(v.problems) < maxProblems {
		v.problems = append(v.problems, Problem{law, fmt.Sprintf(format, args...)})
	}
}

// replay reads the log up to the end of the load and carries over what was loaded
// the commits that were written meanwhile.
func (v *verifier) replay(ctx context.Context, s Store, ws graph.Workspace, span Span) error {
	next := graph.Revision(1)
	for {
		restart := false
		for c, err := range s.Tail(ctx, ws, v.floor) {
			var compacted *CompactedError
			switch {
			case errors.As(err, &compacted) && v.floor < compacted.Floor:
				v.floor, next, restart = compacted.Floor, compacted.Floor+1, true
			case errors.Is(err, ErrDamaged):
				v.report("readable", "the log from revision %d: %v", next, err)
				v.broken = true
				return nil
			case err != nil:
				return err
			}
			if restart || c.Revision > span.To {
				break
			}
			if c.Revision != next {
				v.report("dense", "revision %d comes where %d was to come", c.Revision, next)
				v.broken = true
			}
			next = c.Revision + 1
			v.last = c
			v.last.Changes = nil
			v.step(&c, c.Revision > span.From)
		}
		if !restart {
			break
		}
	}
	if next != span.To+1 {
		v.report("dense", "the log ends at revision %d and the state is at %d", next-1, span.To)
		v.broken = true
	}
	return nil
}

// step takes in one commit, and carries it over the loaded state if that may miss
// it.
func (v *verifier) step(c *graph.Commit, late bool) {
	for i := range c.Changes {
		ch := &c.Changes[i]
		before, known := v.logged[ch.ID]
		if !ch.Erased() && (known || v.floor == 0) && !graph.SameElement(before, ch.Before) {
			v.report("before", "revision %d changes %s from a state that it did not have", c.Revision, ch.ID)
		}
		v.logged[ch.ID] = ch.After
		if late {
			if ch.After == nil {
				delete(v.loaded, ch.ID)
			} else {
				v.loaded[ch.ID] = ch.After
			}
		}
	}
}

// ids returns the IDs that the state or the log has an element of, in order.
func (v *verifier) ids() []graph.ID {
	ids := make([]graph.ID, 0, len(v.loaded))
	for id := range v.loaded {
		ids = append(ids, id)
	}
	for id, e := range v.logged {
		if e != nil && v.loaded[id] == nil {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

func (v *verifier) compare() {
	if v.loaded == nil {
		return
	}
	for _, id := range v.ids() {
		have := v.loaded[id]
		want, known := v.logged[id]
		switch {
		case v.broken || !known && v.floor > 0: // there is nothing to hold it against
		case !graph.SameElement(have, want):
			v.report("state", "not as the log has it: %s", DescribeChange(&graph.Change{ID: id, Before: want, After: have}))
		}
		if have != nil && have.IsEdge() {
			for _, end := range []graph.ID{have.Src, have.Dst} {
				if n := v.loaded[end]; n == nil || n.IsEdge() {
					v.report("ends", "%s %s ends at %s, which is no node", have.Kind, id, end)
				}
			}
		}
	}
}
