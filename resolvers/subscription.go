package resolvers

import (
	"context"
	"sync"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/schema"
	"github.com/kithgraph/kith/schema/object"
)

type subscription struct{ s *server }

// Changes implements the subscription changes: every commit after a revision,
// from now on when there is none. It ends when the client goes, and otherwise
// with the error that a client needs to know what to do: subscribe again after
// the last revision it saw, or load the workspace anew.
func (r *subscription) Changes(ctx context.Context, after *graph.Revision) (<-chan *schema.CommitEvent, error) {
	from := pinned(ctx).snap.Revision()
	if after != nil {
		if _, err := r.s.reach(ctx, *after); err != nil {
			return nil, err
		}
		from = *after
	}
	ws := ViewerOf(ctx).Workspace
	events := make(chan *schema.CommitEvent)
	send := func(e *schema.CommitEvent) bool {
		select {
		case events <- e:
			return true
		case <-ctx.Done():
			return false
		}
	}
	go func() {
		defer close(events)
		sent := 0
		for commit, err := range r.s.eng.Watch(ctx, ws, from) {
			var now *kernel.Snapshot
			if err == nil {
				now, err = r.s.eng.Snapshot(ctx, ws)
			}
			if err != nil {
				feedOf(ctx).end(err, sent)
				send(nil)
				return
			}
			e := &schema.CommitEvent{Commit: &schema.Commit{Commit: &commit}, View: r.s.view(ctx, object.Of(viewing(ctx, now, r.s.today())))}
			if !send(e) {
				return
			}
			sent++
		}
	}()
	return events, nil
}

// feed tells the end of a subscription to the hook that checks each event: the
// events before the end are sent, the event after them is replaced by why it
// ended.
type feed struct {
	mu      sync.Mutex
	checked int   // events that have been checked; guarded by mu
	ended   error // guarded by mu
	after   int   // how many events came before the end; guarded by mu
}

type feedKey struct{}

func withFeed(ctx context.Context) context.Context {
	return context.WithValue(ctx, feedKey{}, new(feed))
}

func feedOf(ctx context.Context) *feed { return ctx.Value(feedKey{}).(*feed) }

// end says that the feed ends with err after so many events.
func (f *feed) end(err error, after int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ended, f.after = err, after
}

// checkEvent is called before each event of a subscription is sent.
func (s *server) checkEvent(ctx context.Context) error {
	renew(ctx)
	if err := s.recheck(ctx, ViewerOf(ctx)); err != nil {
		return err
	}
	f := feedOf(ctx)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.checked++
	if f.ended != nil && f.checked > f.after {
		return f.ended
	}
	return nil
}
