package resolvers

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/search"
	"github.com/kithgraph/kith/schema"
	"github.com/kithgraph/kith/schema/object"
)

const (
	keptIdle  = 5 * time.Minute // without a question, after which a workspace's answers go
	keptSweep = time.Second     // between two looks at who has to go
)

// keeper keeps answers about the newest snapshot of each workspace. It is safe for
// concurrent use.
type keeper struct {
	eng  *engine.Engine
	size int // the most for all answers together, as [analysis.Keeper.Size] counts

	mu     sync.Mutex
	spaces map[graph.Workspace]*keptSpace // guarded by mu; while there are any they are swept
}

type keptSpace struct {
	answers *find.Keeper
	asked   time.Time // guarded by the keeper's mu

	making chan struct{} // holds one token while somebody makes the index or carries it on
	texts  atomic.Pointer[search.Index]
}

// view returns a view with what is kept about its snapshot.
func (s *server) view(ctx context.Context, v *object.View) *schema.View {
	return &schema.View{View: s.equip(ctx, v), Kept: s.about(ctx, v.View), Past: s.past}
}

// past returns the view of a day at a revision.
func (s *server) past(ctx context.Context, rev graph.Revision, day graph.Date) (*view.View, error) {
	snap, err := s.eng.SnapshotAt(ctx, ViewerOf(ctx).Workspace, rev)
	if err != nil {
		return nil, err
	}
	return viewing(ctx, snap, day), nil
}

// equip gives a view what its lists ask of elsewhere: the index of the workspace's texts, and
// how well people are known.
func (s *server) equip(ctx context.Context, v *object.View) *object.View {
	v.Bands = func(account graph.ID) (map[graph.ID]graph.Band, error) {
		r, err := s.about(ctx, v.View).Stakeholders(v.View, account)
		if err != nil {
			return nil, err
		}
		out := make(map[graph.ID]graph.Band, len(r.People))
		for _, p := range r.People {
			if len(p.KnownBy) > 0 { // the strongest first
				out[p.Person] = p.KnownBy[0].Band
			}
		}
		return out, nil
	}
	v.Texts = func() *search.Index { return s.kept.texts(ctx, ViewerOf(ctx).Workspace, v.Snapshot()) }
	return v
}

// texts returns an index that serves a snapshot of a workspace, nil for one from before the
// time of the index. It is made when it is first asked for, and carried on from commit to
// commit.
func (k *keeper) texts(ctx context.Context, ws graph.Workspace, snap *kernel.Snapshot) *search.Index {
	sp := k.space(ws)
	if x := sp.texts.Load(); x.Serves(snap) {
		return x
	}
	select {
	case sp.making <- struct{}{}:
		defer func() { <-sp.making }()
	case <-ctx.Done():
		return nil
	}
	had := sp.texts.Load()
	if had.Serves(snap) {
		return had
	}
	if had != nil && snap.SameNumbers(had.At()) && snap.Revision() < had.At().Revision() {
		return nil
	}
	var at *kernel.Snapshot
	if had != nil {
		at = had.At()
	}
	newest, commits, err := k.eng.Since(ctx, ws, at)
	if err != nil {
		return nil
	}
	var x *search.Index
	if had != nil && len(commits) > 0 {
		x = had.Advance(newest, commits)
	}
	if x == nil && newest.SameNumbers(snap) && newest.Revision() == snap.Revision() {
		x = search.Build(newest)
	}
	if x == nil {
		return nil
	}
	sp.texts.Store(x)
	if x.Serves(snap) {
		return x
	}
	return nil
}

// about returns what is kept about a view's snapshot.
func (s *server) about(ctx context.Context, v *view.View) *find.Keeper {
	return s.kept.about(ctx, ViewerOf(ctx).Workspace, v.Snapshot())
}

// about returns the answers about a snapshot of a workspace, brought up to date if
// it is the newest one. It returns nil, which keeps nothing, for any other.
func (k *keeper) about(ctx context.Context, ws graph.Workspace, snap *kernel.Snapshot) *find.Keeper {
	answers := k.space(ws).answers
	had := answers.Snapshot()
	if had == snap {
		return answers
	}
	newest, commits, err := k.eng.Since(ctx, ws, had)
	switch {
	case err != nil || newest != snap:
		return nil
	case len(commits) > 0:
		answers.Advance(had, snap, commits)
	default:
		answers.Reset(snap)
	}
	return answers
}

// at returns the answers if they are about a snapshot, and nil otherwise. It takes them
// to no other, but from nowhere.
func (k *keeper) at(ws graph.Workspace, snap *kernel.Snapshot) *find.Keeper {
	answers := k.space(ws).answers
	switch answers.Snapshot() {
	case nil:
		answers.Reset(snap)
	case snap:
	default:
		return nil
	}
	return answers
}

// space returns the place for what is kept about a workspace.
func (k *keeper) space(ws graph.Workspace) *keptSpace {
	k.mu.Lock()
	defer k.mu.Unlock()
	sp := k.spaces[ws]
	if sp == nil {
		sp = &keptSpace{answers: find.NewKeeper(k.size), making: make(chan struct{}, 1)}
		if len(k.spaces) == 0 {
			k.spaces = map[graph.Workspace]*keptSpace{}
			time.AfterFunc(keptSweep, k.sweep)
		}
		k.spaces[ws] = sp
	}
	sp.asked = time.Now()
	return sp
}

// sweep drops the answers about workspaces that nobody asks about, and beyond
// the limit those about the ones that were asked about longest ago.
func (k *keeper) sweep() {
	k.mu.Lock()
	defer k.mu.Unlock()
	var order []graph.Workspace
	for ws := range k.spaces {
		order = append(order, ws)
	}
	slices.SortFunc(order, func(a, b graph.Workspace) int {
		return cmp.Or(k.spaces[b].asked.Compare(k.spaces[a].asked), cmp.Compare(a, b))
	})
	size := 0
	for _, ws := range order {
		sp := k.spaces[ws]
		if size += sp.answers.Size(); size > k.size || time.Since(sp.asked) >= keptIdle {
			delete(k.spaces, ws)
		}
	}
	if len(k.spaces) > 0 {
		time.AfterFunc(keptSweep, k.sweep)
	}
}
