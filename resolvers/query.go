package resolvers

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/schema"
)

// waitTime is how long a question waits for the revision it asked for.
const waitTime = 5 * time.Second

type query struct{ s *server }

// on returns the view of the pinned snapshot, or of an older one, on a day.
func (s *server) on(ctx context.Context, asOf *graph.Date, knownAt *schema.KnownAt) (*graph.View, error) {
	snap := pinned(ctx)
	if knownAt != nil {
		var err error
		if knownAt.Time.IsZero() {
			snap, err = s.eng.SnapshotAt(ctx, s.ws, knownAt.Revision)
		} else {
			snap, err = s.eng.At(ctx, s.ws, knownAt.Time)
		}
		if err != nil {
			return nil, err
		}
	}
	day := value(asOf)
	if day == 0 {
		day = s.today()
	}
	return snap.On(day), nil
}

// View implements the field view.
func (q *query) View(ctx context.Context, asOf *graph.Date, knownAt *schema.KnownAt, minRevision *graph.Revision) (*schema.View, error) {
	if min := value(minRevision); min > pinned(ctx).Revision() {
		wait, cancel := context.WithTimeout(ctx, waitTime)
		defer cancel()
		snap, err := q.s.eng.Wait(wait, q.s.ws, min)
		if errors.Is(err, context.DeadlineExceeded) {
			return nil, &notYet{min}
		}
		if err != nil {
			return nil, err
		}
		ctx = context.WithValue(ctx, pinKey{}, snap)
	}
	v, err := q.s.on(ctx, asOf, knownAt)
	if err != nil {
		return nil, err
	}
	return &schema.View{View: v}, nil
}

// notYet says that a revision has not come in time.
type notYet struct{ rev graph.Revision }

func (e *notYet) Error() string {
	return "revision " + strconv.FormatUint(uint64(e.rev), 10) + " has not come within five seconds; ask again"
}

// Node implements the field node.
func (q *query) Node(ctx context.Context, id graph.ID) (schema.Node, error) {
	if day, rev, ok := schema.ParseViewID(id); ok {
		snap := pinned(ctx)
		if snap.Revision() != rev {
			var err error
			if snap, err = q.s.eng.SnapshotAt(ctx, q.s.ws, rev); errors.Is(err, graph.ErrNotFound) {
				return nil, nil
			} else if err != nil {
				return nil, err
			}
		}
		return &schema.View{View: snap.On(day)}, nil
	}
	o, ok := pinned(ctx).On(q.s.today()).Object(id)
	if !ok {
		return nil, nil
	}
	return o, nil
}

// Nodes implements the field nodes.
func (q *query) Nodes(ctx context.Context, ids []graph.ID) ([]schema.Node, error) {
	if len(ids) > schema.MaxNodes {
		return nil, graph.Invalid("page", nil, "%d ids were asked for, at most %d can be", len(ids), schema.MaxNodes)
	}
	out := make([]schema.Node, len(ids))
	for i, id := range ids {
		var err error
		if out[i], err = q.Node(ctx, id); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// People implements the field people.
func (q *query) People(ctx context.Context, first *int, after *string, last *int, before *string, filter *graph.PersonFilter, asOf *graph.Date, knownAt *schema.KnownAt) (*graph.Connection[*graph.PersonView], error) {
	v, err := q.s.on(ctx, asOf, knownAt)
	if err != nil {
		return nil, err
	}
	return v.People(first, after, last, before, filter)
}

// Positions implements the field positions.
func (q *query) Positions(ctx context.Context, first *int, after *string, last *int, before *string, filter *graph.PositionFilter, asOf *graph.Date, knownAt *schema.KnownAt) (*graph.Connection[*graph.PositionView], error) {
	v, err := q.s.on(ctx, asOf, knownAt)
	if err != nil {
		return nil, err
	}
	return v.Positions(first, after, last, before, filter)
}

// Organizations implements the field organizations.
func (q *query) Organizations(ctx context.Context, first *int, after *string, last *int, before *string, filter *graph.OrganizationFilter, asOf *graph.Date, knownAt *schema.KnownAt) (*graph.Connection[*graph.OrganizationView], error) {
	v, err := q.s.on(ctx, asOf, knownAt)
	if err != nil {
		return nil, err
	}
	return v.Organizations(first, after, last, before, filter)
}

// Accounts implements the field accounts.
func (q *query) Accounts(ctx context.Context, first *int, after *string, last *int, before *string, filter *graph.AccountFilter, asOf *graph.Date, knownAt *schema.KnownAt) (*graph.Connection[*graph.AccountView], error) {
	v, err := q.s.on(ctx, asOf, knownAt)
	if err != nil {
		return nil, err
	}
	return v.Accounts(first, after, last, before, filter)
}

// Rules implements the field rules.
func (q *query) Rules(context.Context) ([]*analysis.RuleInfo, error) {
	rules := analysis.Rules()
	out := make([]*analysis.RuleInfo, len(rules))
	for i := range rules {
		out[i] = &rules[i]
	}
	return out, nil
}

// Commit implements the field commit.
func (q *query) Commit(ctx context.Context, revision graph.Revision) (*schema.Commit, error) {
	if revision == 0 || revision > pinned(ctx).Revision() {
		return nil, nil
	}
	group, err := q.s.eng.Group(ctx, q.s.ws, revision)
	if err != nil {
		return nil, err
	}
	for i := range group {
		if group[i].Revision == revision {
			return &schema.Commit{Commit: &group[i]}, nil
		}
	}
	return nil, nil
}

// Changes implements the field changes: a page of the log. Revisions are dense,
// so a page is a range of them.
func (q *query) Changes(ctx context.Context, first *int, after *string, last *int, before *string) (*schema.CommitConnection, error) {
	head := pinned(ctx).Revision()
	lo, hi := graph.Revision(0), head
	if after != nil {
		r, err := schema.UnmarshalRevision(*after)
		if err != nil {
			return nil, err
		}
		lo = min(r, head)
	}
	if before != nil {
		r, err := schema.UnmarshalRevision(*before)
		if err != nil {
			return nil, err
		}
		if r <= hi {
			hi = max(lo, r-min(r, 1))
		}
	}
	size, err := pageSize(first, last)
	if err != nil {
		return nil, err
	}
	if n := graph.Revision(size); hi-lo > n {
		if last == nil {
			hi = lo + n
		} else {
			lo = hi - n
		}
	}
	c := &schema.CommitConnection{Edges: []schema.CommitEdge{}, TotalCount: int(head), PageInfo: graph.PageInfo{HasPreviousPage: lo > 0, HasNextPage: hi < head}}
	if lo == hi {
		return c, nil
	}
	for commit, err := range q.s.eng.Watch(ctx, q.s.ws, lo) {
		if err != nil {
			return nil, err
		}
		c.Edges = append(c.Edges, schema.CommitEdge{Cursor: strconv.FormatUint(uint64(commit.Revision), 10), Node: &schema.Commit{Commit: &commit}})
		if commit.Revision >= hi {
			break
		}
	}
	c.PageInfo.StartCursor, c.PageInfo.EndCursor = strconv.FormatUint(uint64(lo+1), 10), strconv.FormatUint(uint64(hi), 10)
	return c, nil
}

func pageSize(first, last *int) (int, error) {
	n := graph.DefaultPage
	switch {
	case first != nil && last != nil:
		return 0, graph.Invalid("page", nil, "first and last cannot both be given")
	case first != nil:
		n = *first
	case last != nil:
		n = *last
	}
	if n < 0 || n > graph.MaxPage {
		return 0, graph.Invalid("page", nil, "%d items were asked for, 0 to %d can be", n, graph.MaxPage)
	}
	return n, nil
}

type subscription struct{ s *server }

// Changes implements the subscription changes. It ends when the client goes,
// when the workspace is dropped, and on an error of the store: a client then
// subscribes again after the last revision it saw.
func (r *subscription) Changes(ctx context.Context, after *graph.Revision) (<-chan *schema.CommitEvent, error) {
	from := pinned(ctx).Revision()
	if after != nil {
		if *after > from {
			return nil, graph.NotFound("revision", graph.ID(strconv.FormatUint(uint64(*after), 10)))
		}
		from = *after
	}
	events := make(chan *schema.CommitEvent)
	go func() {
		defer close(events)
		for commit, err := range r.s.eng.Watch(ctx, r.s.ws, from) {
			if err != nil {
				if ctx.Err() == nil && !errors.Is(err, engine.ErrClosed) {
					r.s.log.Warn("a subscription ended", "error", err)
				}
				return
			}
			snap, err := r.s.eng.Snapshot(ctx, r.s.ws)
			if err == nil && snap.Revision() != commit.Revision {
				snap, err = r.s.eng.SnapshotAt(ctx, r.s.ws, commit.Revision)
			}
			if err != nil {
				return
			}
			event := &schema.CommitEvent{Commit: &schema.Commit{Commit: &commit}, View: &schema.View{View: snap.On(r.s.today())}}
			select {
			case events <- event:
			case <-ctx.Done():
				return
			}
		}
	}()
	return events, nil
}
