package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
)

// load reads a workspace whole and publishes it. A group that is unfinished at
// the end of the log stays unpublished.
func (e *Engine) load(ctx context.Context, sp *space) (*state, error) {
	snap, last, epoch, err := e.loadHead(ctx, sp.ws)
	if err != nil {
		return nil, err
	}
	if sp.life.epoch.Load() != nil && !sp.life.is(epoch) { // replaced while it was not in memory
		sp.reset()
	}
	if epoch != "" {
		sp.life.epoch.Store(&epoch)
	}
	whole := snap
	var g group
	if last != nil && last.More {
		rev, at, err := e.wholeAt(ctx, sp.ws, last.Revision)
		if err != nil {
			return nil, err
		}
		if whole, err = e.back(ctx, sp.ws, snap, rev, at, func(*kernel.Snapshot) {}); err != nil {
			return nil, err
		}
		g = group{head: snap, last: last.At}
		for c, err := range e.store.Tail(ctx, sp.ws, rev) {
			if err != nil {
				return nil, err
			}
			g.first = c.ID
			break
		}
	}
	st := &state{life: sp.life, snap: whole, changed: make(chan struct{}), edition: e.options.NewID()}
	sp.group = g
	sp.state.Store(st)
	return e.follow(ctx, sp)
}

// loadHead returns the state at the end of the log and the last commit, which
// is nil when there is none or the log no longer has it, and the epoch of both.
func (e *Engine) loadHead(ctx context.Context, ws graph.Workspace) (snap *kernel.Snapshot, last *graph.Commit, epoch string, err error) {
	b := kernel.NewBuilder(0)
	var misfits []graph.Element
	var misfit error
	span, err := e.store.Load(ctx, ws, func(el *graph.Element) error {
		if err := b.Add(el); err != nil {
			misfits = append(misfits, *el)
			if misfit == nil {
				misfit = err
			}
		}
		return nil
	})
	if err != nil {
		return nil, nil, "", err
	}
	last, err = e.commitAt(ctx, ws, span.To)
	if err != nil {
		return nil, nil, "", err
	}
	var at time.Time
	if last != nil {
		at = last.At
	}
	snap = b.Build(span.To, at)
	if span.From == span.To {
		if misfit != nil {
			return nil, nil, "", fmt.Errorf("%w: %w", ErrDamaged, misfit)
		}
		return snap, last, span.Epoch, nil
	}
	// The elements were read while commits were being made. What these changed
	// is as their log says, whatever was read; the rest is right as it is.
	var exact elements
	for c, err := range e.store.Tail(ctx, ws, span.From) {
		if err != nil {
			return nil, nil, "", err
		}
		if c.Revision > span.To {
			break
		}
		for i := range c.Changes {
			exact.set(c.Changes[i].ID, c.Changes[i].After)
		}
	}
	for i := range misfits {
		if _, known := exact.of[misfits[i].ID]; !known {
			return nil, nil, "", fmt.Errorf("%w: %w", ErrDamaged, misfit)
		}
	}
	snap, err = with(snap, exact, span.To, at)
	if err != nil {
		return nil, nil, "", fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return snap, last, span.Epoch, nil
}

// elements are states that elements have, nil for absent, in the order in which they
// came up. The zero elements is empty.
type elements struct {
	of  map[graph.ID]*graph.Element
	ids []graph.ID
}

// set sets the state of an element.
func (x *elements) set(id graph.ID, e *graph.Element) {
	if _, known := x.of[id]; !known {
		if x.of == nil {
			x.of = map[graph.ID]*graph.Element{}
		}
		x.ids = append(x.ids, id)
	}
	x.of[id] = e
}

// setFirst is set for an element that has no state yet.
func (x *elements) setFirst(id graph.ID, e *graph.Element) {
	if _, known := x.of[id]; !known {
		x.set(id, e)
	}
}

// with returns base with some elements as they are given, under another revision and
// time.
func with(base *kernel.Snapshot, exact elements, rev graph.Revision, at time.Time) (*kernel.Snapshot, error) {
	changes := make([]graph.Change, 0, len(exact.ids))
	for _, id := range exact.ids {
		ch := graph.Change{ID: id, After: exact.of[id]}
		if have, ok := base.Element(id); ok {
			ch.Before = &have
		}
		if graph.SameElement(ch.Before, ch.After) {
			continue
		}
		changes = append(changes, ch)
	}
	next, err := base.With(changes, rev, at)
	if err != nil {
		return rebuild(base, exact, rev, at)
	}
	return next, nil
}

// rebuild is with for changes that no draft makes, such as an ID that stands
// for another sort of thing than before. It costs a whole build.
func rebuild(base *kernel.Snapshot, exact elements, rev graph.Revision, at time.Time) (*kernel.Snapshot, error) {
	b := kernel.NewBuilder(base.NumNodes() + base.NumEdges())
	for _, edges := range []bool{false, true} {
		for el := range base.Elements() {
			if _, known := exact.of[el.ID]; known || el.IsEdge() != edges {
				continue
			}
			if err := b.Add(&el); err != nil {
				return nil, err
			}
		}
		for _, id := range exact.ids {
			if el := exact.of[id]; el != nil && el.IsEdge() == edges {
				if err := b.Add(el); err != nil {
					return nil, err
				}
			}
		}
	}
	return b.Build(rev, at), nil
}

// commitAt returns the commit of a revision without its changes, and nil when the log
// no longer has it or never had.
func (e *Engine) commitAt(ctx context.Context, ws graph.Workspace, rev graph.Revision) (*graph.Commit, error) {
	if rev == 0 {
		return nil, nil
	}
	for c, err := range e.outline(ctx, ws, rev-1) {
		var compacted *CompactedError
		if errors.As(err, &compacted) && compacted.Floor == rev {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		return &c, nil
	}
	return nil, nil
}
