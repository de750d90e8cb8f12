package resolvers

import (
	"context"
	"slices"
	"sync"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/schema"
	"github.com/kithgraph/kith/schema/object"
)

type subscription struct{ s *server }

// Changes implements the subscription changes: every commit after a revision that
// touches what is asked for, from now on when there is none. It ends when the client goes, and otherwise
// with the error that a client needs to know what to do: subscribe again after
// the last revision it saw, or load the workspace anew.
func (r *subscription) Changes(ctx context.Context, after *graph.Revision, accountID, personID *graph.ID, kinds []graph.Kind) (<-chan *schema.CommitEvent, error) {
	from, err := r.from(ctx, after)
	if err != nil {
		return nil, err
	}
	var about []graph.ID
	for k, id := range map[graph.Kind]*graph.ID{graph.NodeAccount: accountID, graph.NodePerson: personID} {
		if id == nil {
			continue
		}
		found, err := r.find(ctx, k, *id)
		if err != nil {
			return nil, err
		}
		about = append(about, found)
	}
	wanted := func(e *schema.CommitEvent) bool {
		return !slices.ContainsFunc(about, func(id graph.ID) bool { return !e.Touched().Is(id) }) && (kinds == nil || e.Changes(kinds))
	}
	return follow(ctx, r.s, from, func(commit *graph.Commit, now *kernel.Snapshot) (*schema.CommitEvent, error) {
		e := &schema.CommitEvent{Commit: &schema.Commit{Commit: commit}, View: r.s.view(ctx, object.Of(viewing(ctx, now, r.s.today())))}
		renew(ctx)
		var is bool
		if err := reading(func() error { is = wanted(e); return nil }); err != nil || !is {
			return nil, err
		}
		return e, nil
	}), nil
}

// follow makes events of the commits after a revision, until one cannot be had or made: the
// feed then says why. Event gets a commit with the newest snapshot, and returns nil for none.
func follow[E any](ctx context.Context, s *server, from graph.Revision, event func(commit *graph.Commit, now *kernel.Snapshot) (*E, error)) <-chan *E {
	ws := ViewerOf(ctx).Workspace
	events := make(chan *E)
	send := func(e *E) bool {
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
		for commit, err := range s.eng.Watch(ctx, ws, from) {
			var now *kernel.Snapshot
			if err == nil {
				now, err = s.eng.Snapshot(ctx, ws)
			}
			var e *E
			if err == nil {
				e, err = event(&commit, now)
			}
			if err != nil {
				feedOf(ctx).end(err, sent)
				send(nil)
				return
			}
			if e == nil {
				continue
			}
			if !send(e) {
				return
			}
			sent++
		}
	}()
	return events
}

// from returns the revision behind which a subscription begins.
func (r *subscription) from(ctx context.Context, after *graph.Revision) (graph.Revision, error) {
	if after == nil {
		return pinned(ctx).snap.Revision(), nil
	}
	_, err := r.s.reach(ctx, *after)
	return *after, err
}

// find returns the id of the node that an id stands for.
func (r *subscription) find(ctx context.Context, k graph.Kind, id graph.ID) (graph.ID, error) {
	snap, err := r.s.eng.Snapshot(ctx, ViewerOf(ctx).Workspace)
	if err != nil {
		return "", err
	}
	n, err := viewing(ctx, snap, r.s.today()).Ever().Find(id, k)
	if err != nil {
		return "", err
	}
	return snap.NodeID(n), nil
}

// reading does what reads a view outside of a field, and returns why its meter ended it;
// any other panic goes on.
func reading(do func() error) (err error) {
	defer func() {
		if value := recover(); value != nil {
			if err = view.Stopped(value); err == nil {
				panic(value)
			}
		}
	}()
	return do()
}

// Findings implements the subscription findings: how the findings about an account
// differ from those at a revision, and then from commit to commit.
func (r *subscription) Findings(ctx context.Context, accountID graph.ID, after *graph.Revision) (<-chan *schema.FindingEvent, error) {
	from, err := r.from(ctx, after)
	if err != nil {
		return nil, err
	}
	account, err := r.find(ctx, graph.NodeAccount, accountID)
	if err != nil {
		return nil, err
	}
	ws := ViewerOf(ctx).Workspace
	then, err := r.s.eng.SnapshotAt(ctx, ws, from)
	if err != nil {
		return nil, err
	}
	type state struct {
		v     *view.View
		found []*analysis.Finding
	}
	at := func(snap *kernel.Snapshot) (s state, err error) {
		renew(ctx)
		s.v = viewing(ctx, snap, r.s.today())
		err = reading(func() (err error) {
			leave, err := r.s.gate.enter(ctx)
			if err != nil {
				return err
			}
			defer leave()
			s.found, err = schema.FindingsAbout(r.s.about(ctx, s.v), s.v, account) // none of one that has gone, or had not come
			return err
		})
		return s, err
	}
	was, err := at(then)
	if err != nil {
		return nil, err
	}
	return follow(ctx, r.s, from, func(commit *graph.Commit, now *kernel.Snapshot) (*schema.FindingEvent, error) {
		if commit.Revision <= was.v.Snapshot().Revision() {
			return nil, nil // it came together with one before
		}
		is, err := at(now)
		if err != nil {
			return nil, err
		}
		e := schema.FindingsSince(object.Named(was.v), object.Of(is.v), was.found, is.found)
		was = is
		return e, nil
	}), nil
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
