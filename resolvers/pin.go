package resolvers

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/schema"
	"github.com/kithgraph/kith/schema/object"
)

// waitTime is how long a question waits for the revision it asked for.
const waitTime = 5 * time.Second

// pin is what one operation reads: one snapshot, the day that "today" is for all of
// its fields, and how much it has read.
type pin struct {
	snap    *kernel.Snapshot
	edition string // of the workspace, see [engine.Engine.Edition]
	today   graph.Date
	meter   *view.Meter
}

type pinKey struct{}

// pin puts the newest snapshot into the context of an operation, waiting for the
// highest minRevision that any of its fields asks for.
func (s *server) pin(ctx context.Context) (context.Context, error) {
	least, err := leastRevision(ctx)
	if err != nil {
		return nil, err
	}
	edition, err := s.eng.Edition(ctx, ViewerOf(ctx).Workspace)
	if err != nil {
		return nil, err
	}
	snap, err := s.reach(ctx, least)
	if err != nil {
		return nil, err
	}
	p := &pin{snap, edition, s.today(), view.NewMeter(MaxRead)}
	context.AfterFunc(ctx, func() { p.meter.Stop(context.Cause(ctx)) })
	return context.WithValue(ctx, pinKey{}, p), nil
}

// viewing returns the view of a snapshot on a day, on the operation's meter.
func viewing(ctx context.Context, snap *kernel.Snapshot, day graph.Date) *view.View {
	return view.On(snap, day).Metered(pinned(ctx).meter)
}

func pinned(ctx context.Context) *pin { return ctx.Value(pinKey{}).(*pin) }

// reach returns the newest snapshot, which is of the given revision or a later
// one; it waits for that.
func (s *server) reach(ctx context.Context, least graph.Revision) (*kernel.Snapshot, error) {
	ws := ViewerOf(ctx).Workspace
	snap, err := s.eng.Snapshot(ctx, ws)
	if err != nil || snap.Revision() >= least {
		return snap, err
	}
	wait, cancel := context.WithTimeout(ctx, waitTime)
	defer cancel()
	snap, err = s.eng.Wait(wait, ws, least)
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		return nil, &notYet{least}
	}
	return snap, err
}

// leastRevision returns the highest minRevision of the fields of a query.
func leastRevision(ctx context.Context) (graph.Revision, error) {
	if !graphql.HasOperationContext(ctx) {
		return 0, nil
	}
	op := graphql.GetOperationContext(ctx)
	if op.Operation == nil || op.Operation.Operation != ast.Query {
		return 0, nil
	}
	var least graph.Revision
	for _, f := range graphql.CollectFields(op, op.Operation.SelectionSet, []string{"Query"}) {
		if f.Definition == nil || f.Definition.Arguments.ForName("minRevision") == nil {
			continue
		}
		r, err := schema.UnmarshalRevision(f.ArgumentMap(op.Variables)["minRevision"])
		if err != nil {
			return 0, err
		}
		least = max(least, r)
	}
	return least, nil
}

// notYet says that a revision has not come in time.
type notYet struct{ rev graph.Revision }

func (e *notYet) Error() string {
	return "revision " + strconv.FormatUint(uint64(e.rev), 10) + " has not come within five seconds; ask again"
}

// on returns the view of the pinned snapshot, or of an older one, on a day. Of another
// day or revision than those of the operation it has a name.
func (s *server) on(ctx context.Context, asOf *graph.Date, knownAt *schema.KnownAt) (*object.View, error) {
	p := pinned(ctx)
	snap, day := p.snap, value(asOf)
	if day == 0 {
		day = p.today
	}
	var err error
	switch {
	case knownAt == nil:
	case knownAt.Revision != nil:
		if r := *knownAt.Revision; r != snap.Revision() {
			snap, err = s.eng.SnapshotAt(ctx, ViewerOf(ctx).Workspace, r)
		}
	case snap.At().After(*knownAt.Time): // else what came since is not in this operation
		snap, err = s.eng.At(ctx, ViewerOf(ctx).Workspace, *knownAt.Time)
	}
	if err != nil {
		return nil, err
	}
	v := object.Of(viewing(ctx, snap, day))
	if snap != p.snap || day != p.today {
		v = object.Named(v.View)
	}
	return s.equip(ctx, v), nil
}
