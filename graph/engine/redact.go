package engine

import (
	"context"
	"fmt"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
)

// Redact erases elements with their history, on request of the person whom they
// are about: the given ones, their edges, and the nodes that cannot be without
// them or could not when they still were. Nothing is left of them in the store's
// log but their IDs and that they were changed; other elements that name them in
// free text are the caller's to find.
//
// It goes in three steps, so that every process on the store hears of it: a
// commit that removes what is current, which an answer names like any other
// edit; the erasure in the store; and a commit of erased changes, which tells
// watchers and has every engine forget its old snapshots. When it fails in the
// middle, call it again: a step that was done does nothing the second time, but
// for telling.
//
// Redact returns the IDs of what was erased, in order. IDs that the log does
// not know are ignored. It reads the whole log.
func (e *Engine) Redact(ctx context.Context, ws graph.Workspace, actor, reason string, ids ...graph.ID) ([]graph.ID, error) {
	sp, err := e.space(ws)
	if err != nil {
		return nil, err
	}
	if err := CheckCommit(&graph.Commit{ID: "probe", At: e.options.Now(), Actor: actor, Reason: reason}); err != nil {
		return nil, err
	}
	if err := e.enter(ctx, sp); err != nil {
		return nil, err
	}
	defer sp.leave()
	removal := request{actor: actor, reason: reason, edit: func(d *draft.Draft) error { return removeAll(d, ids) }}
	if _, err := e.updateLocked(ctx, sp, removal); err != nil {
		return nil, fmt.Errorf("removing what is to be erased: %w", err)
	}
	gone, err := e.traces(ctx, sp, ids)
	if len(gone) == 0 || err != nil {
		return nil, err
	}
	if err := e.store.Redact(ctx, ws, gone...); err != nil {
		return nil, err
	}
	if err := e.announce(ctx, sp, actor, reason, gone); err != nil {
		return nil, fmt.Errorf("erased, but not yet announced to other processes: %w", err)
	}
	return gone, nil
}

// removeAll removes elements with what depends on them.
func removeAll(d *draft.Draft, ids []graph.ID) error {
	for _, id := range ids {
		el, ok := d.Get(id)
		switch {
		case !ok:
		case el.IsEdge():
			d.Remove(id)
		default:
			if err := d.RemoveNode(id); err != nil {
				return err
			}
		}
	}
	return nil
}

// traces returns, in order, the ids that the log knows of, and what belonged to
// them: edges that ever ended at them and nodes that hung on them, as far as
// these are not current. An author's judgements hang on whom they are about, not
// on the author.
func (e *Engine) traces(ctx context.Context, sp *space, ids []graph.ID) ([]graph.ID, error) {
	type link struct {
		id, src graph.ID
		kind    graph.Kind
	}
	st := sp.state.Load()
	known := map[graph.ID]bool{}
	ends := map[graph.ID][]link{} // by either end
	seen := map[link]bool{}
	for c, err := range e.wholeLog(ctx, sp.ws) {
		if err != nil {
			return nil, err
		}
		for i := range c.Changes {
			ch := &c.Changes[i]
			known[ch.ID] = true
			for _, el := range []*graph.Element{ch.Before, ch.After} {
				if el == nil || !el.IsEdge() {
					continue
				}
				for _, end := range []graph.ID{el.Src, el.Dst} {
					l := link{el.ID, el.Src, el.Kind}
					if key := (link{el.ID, end, el.Kind}); !seen[key] {
						seen[key] = true
						ends[end] = append(ends[end], l)
					}
				}
			}
		}
	}
	gone := map[graph.ID]bool{}
	var all []graph.ID
	add := func(id graph.ID) {
		if _, current := st.snap.Element(id); known[id] && !current && !gone[id] {
			gone[id] = true
			all = append(all, id)
		}
	}
	for _, id := range ids {
		add(id)
	}
	for i := 0; i < len(all); i++ {
		for _, l := range ends[all[i]] {
			add(l.id)
			if l.src != all[i] && hangs[l.kind] {
				add(l.src)
			}
		}
	}
	slices.Sort(all)
	return all, nil
}

// hangs holds the kinds of edge whose source is nothing without their target.
var hangs = map[graph.Kind]bool{
	graph.EdgeOf: true, graph.EdgeAbout: true, graph.EdgePromisedBy: true, graph.EdgePromisedTo: true,
	graph.EdgeIntroducer: true, graph.EdgeSeeker: true, graph.EdgeTarget: true, graph.EdgeFor: true,
}

// announce appends a commit that says that elements were erased.
func (e *Engine) announce(ctx context.Context, sp *space, actor, reason string, ids []graph.ID) error {
	changes := make([]graph.Change, len(ids))
	for i, id := range ids {
		changes[i].ID = id
	}
	_, err := e.retry(ctx, sp, func(st *state) (Result, error) {
		return e.write(ctx, sp, changes, st.snap, e.now(st.snap.At()), request{actor: actor, reason: reason})
	})
	return err
}
