package engine

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/kithgraph/kith/graph"
)

// startPolling starts the one goroutine of the engine, if it has anything to
// do.
func (e *Engine) startPolling() {
	every := e.options.Poll
	if idle := e.options.MaxIdle / 4; idle > 0 && (every <= 0 || idle < every) {
		every = idle
	}
	if every <= 0 {
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	e.stop = stop
	e.workers.Go(func() {
		t := time.NewTicker(every)
		defer t.Stop()
		for {
			select {
			case <-t.C:
				if e.options.Poll > 0 {
					e.poll(ctx)
				}
				e.evict()
			case <-e.done:
				return
			}
		}
	})
}

// loaded returns the workspaces in memory, in the order of their names.
func (e *Engine) loaded() []*space {
	e.mu.Lock()
	spaces := slices.Collect(maps.Values(e.spaces))
	e.mu.Unlock()
	spaces = slices.DeleteFunc(spaces, func(sp *space) bool { return sp.state.Load() == nil })
	slices.SortFunc(spaces, func(a, b *space) int { return strings.Compare(string(a.ws), string(b.ws)) })
	return spaces
}

// poll asks once for the heads of all workspaces and catches up where something
// is new or another workspace has taken the place.
func (e *Engine) poll(ctx context.Context) {
	spaces := e.loaded()
	if len(spaces) == 0 {
		return
	}
	defer e.endAbandoned(ctx, spaces)
	heads, err := e.store.Heads(ctx)
	if err != nil && heads == nil {
		if ctx.Err() == nil {
			e.options.Log.Warn("the store cannot be asked for news; trying again", "error", err)
		}
		return
	}
	for _, sp := range spaces {
		st := sp.state.Load()
		head, there := heads[sp.ws]
		if st == nil || head.Revision == st.snap.Revision() && (!there || st.life.is(head.Epoch)) {
			continue
		}
		if err := e.pollSpace(ctx, sp); err != nil && ctx.Err() == nil {
			e.options.Log.Warn("a workspace cannot be brought up to date; trying again", "workspace", sp.ws, "error", err)
		}
	}
}

// endAbandoned rolls back the edits that nobody will finish, where nobody is at work.
// Several processes may do so at once; then one of them comes first.
func (e *Engine) endAbandoned(ctx context.Context, spaces []*space) {
	for _, sp := range spaces {
		select {
		case sp.turn <- struct{}{}:
		default:
			continue
		}
		var err error
		if sp.state.Load() != nil && e.abandoned(&sp.group, sp.own) {
			if _, err = e.endGroup(ctx, sp); err == nil {
				e.options.Log.Warn("an edit that nobody finished was rolled back", "workspace", sp.ws)
			}
		}
		sp.leave()
		var conflict *ConflictError
		if err != nil && ctx.Err() == nil && !errors.As(err, &conflict) {
			e.options.Log.Warn("an unfinished edit cannot be rolled back; trying again", "workspace", sp.ws, "error", err)
		}
	}
}

func (e *Engine) pollSpace(ctx context.Context, sp *space) error {
	if err := e.enter(ctx, sp); err != nil {
		return err
	}
	defer sp.leave()
	if sp.state.Load() == nil {
		return nil
	}
	_, err := e.catchUp(ctx, sp)
	return err
}

// evict drops from memory what nobody has used for Options.MaxIdle.
func (e *Engine) evict() {
	if e.options.MaxIdle <= 0 {
		return
	}
	limit := e.options.Now().Add(-e.options.MaxIdle).UnixNano()
	for _, sp := range e.loaded() {
		if sp.used.Load() > limit || sp.watchers.Load() > 0 {
			continue
		}
		select {
		case sp.turn <- struct{}{}:
		default:
			continue // in use after all
		}
		if sp.used.Load() <= limit && sp.watchers.Load() == 0 && sp.group.head == nil {
			sp.forget()
		}
		sp.leave()
	}
}

// Loaded returns the workspaces that are in memory with the revisions they are
// at, for those who watch over the process.
func (e *Engine) Loaded() map[graph.Workspace]graph.Revision {
	out := map[graph.Workspace]graph.Revision{}
	for _, sp := range e.loaded() {
		if st := sp.state.Load(); st != nil {
			out[sp.ws] = st.snap.Revision()
		}
	}
	return out
}
