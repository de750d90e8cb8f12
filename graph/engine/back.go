package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
)

// The way from one snapshot to another goes in steps, so that its memory is that of a
// step and it ends soon after its context is done.
const (
	stepChanges = 40_000  // about how many changes a step carries out
	keptChanges = 100_000 // about how many lie between two snapshots that are kept on the way
)

// walk makes the snapshot of a revision at which no group is unfinished, from the one
// that is nearest to it: the newest, a kept one, or the empty one at the beginning. It
// keeps some of those on the way, and the last.
func (e *Engine) walk(ctx context.Context, sp *space, newest *kernel.Snapshot, rev graph.Revision, at time.Time) (*kernel.Snapshot, error) {
	base, epoch := sp.old.nearest(rev, newest)
	keep := func(s *kernel.Snapshot) { sp.old.keep(s, newest, epoch) }
	if rev < distance(base, rev) {
		snap, err := e.forth(ctx, sp.ws, kernel.Empty(), rev, keep)
		if compacted := (*CompactedError)(nil); !errors.As(err, &compacted) {
			return snap, err
		}
	}
	if base.Revision() < rev {
		return e.forth(ctx, sp.ws, base, rev, keep)
	}
	return e.back(ctx, sp.ws, base, rev, at, keep)
}

// distance returns how many commits lie between a snapshot and a revision.
func distance(s *kernel.Snapshot, rev graph.Revision) graph.Revision {
	return max(s.Revision(), rev) - min(s.Revision(), rev)
}

// forth carries out the commits after base up to a revision, and has some of the
// snapshots on the way kept, and the last.
func (e *Engine) forth(ctx context.Context, ws graph.Workspace, base *kernel.Snapshot, rev graph.Revision, keep func(*kernel.Snapshot)) (*kernel.Snapshot, error) {
	var step elements
	since := 0
	if rev == base.Revision() {
		for _, err := range e.outline(ctx, ws, rev) { // whether the log begins there
			return base, err
		}
		return base, nil
	}
	for c, err := range e.store.Tail(ctx, ws, base.Revision()) {
		if err != nil {
			return nil, err
		}
		for i := range c.Changes {
			step.set(c.Changes[i].ID, c.Changes[i].After)
		}
		if since += len(c.Changes); c.Revision < rev && len(step.ids) < stepChanges {
			continue
		}
		if base, err = with(base, ended(base, step), c.Revision, c.At); err != nil {
			return nil, err
		}
		if step = (elements{}); since >= keptChanges && !c.More || c.Revision == rev {
			since = 0
			keep(base)
		}
		if c.Revision == rev {
			return base, nil
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	return nil, fmt.Errorf("%w: the log ends before revision %d", ErrDamaged, rev)
}

// back takes back the commits after a revision from base, like forth. An element is
// then as it was before its first change after that revision. At is when the revision
// was recorded.
func (e *Engine) back(ctx context.Context, ws graph.Workspace, base *kernel.Snapshot, rev graph.Revision, at time.Time, keep func(*kernel.Snapshot)) (*kernel.Snapshot, error) {
	commits, since := graph.Revision(stepChanges/graph.MaxChanges), 0 // of a step, and changes
	for base.Revision() > rev {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		to, when, whole := rev, at, true
		if base.Revision()-rev > commits {
			to = base.Revision() - commits
			c, err := e.commitAt(ctx, ws, to)
			if err != nil {
				return nil, err
			}
			if c == nil { // the log begins there, so that it has nothing before
				return nil, &CompactedError{Floor: to}
			}
			when, whole = c.At, !c.More
		}
		var step elements
		n := 0
		for c, err := range e.store.Tail(ctx, ws, to) {
			if err != nil {
				return nil, err
			}
			if c.Revision > base.Revision() {
				break
			}
			for i := range c.Changes {
				step.setFirst(c.Changes[i].ID, c.Changes[i].Before)
			}
			n += len(c.Changes)
			if c.Revision == base.Revision() {
				break
			}
		}
		var err error
		if base, err = with(base, ended(base, step), to, when); err != nil {
			return nil, err
		}
		if since += n; since >= keptChanges && whole || to == rev {
			since = 0
			keep(base)
		}
		switch {
		case n < stepChanges/2:
			commits *= 2
		case n > stepChanges*2:
			commits = max(1, commits/2)
		}
	}
	return base, nil
}

// ended returns a step over base without the edges that end at what has been erased.
func ended(base *kernel.Snapshot, step elements) elements {
	node := func(id graph.ID) bool {
		if el, known := step.of[id]; known {
			return el != nil && !el.IsEdge()
		}
		_, ok := base.Node(id)
		return ok
	}
	for id, el := range step.of {
		if el != nil && el.IsEdge() && !(node(el.Src) && node(el.Dst)) {
			step.of[id] = nil
		}
	}
	return step
}

// oldSnapshots keeps snapshots of older revisions within bounds.
type oldSnapshots struct {
	most int64 // bytes that they may take, but for one

	mu    sync.Mutex
	kept  []oldSnapshot // guarded by mu; by revision
	epoch int           // guarded by mu; counts the calls of clear
}

// oldSnapshot is one with the bytes that it takes beside the next.
type oldSnapshot struct {
	*kernel.Snapshot
	bytes int64
}

// find returns the snapshot of a revision if it is kept, and nil else.
func (o *oldSnapshots) find(rev graph.Revision) *kernel.Snapshot {
	o.mu.Lock()
	defer o.mu.Unlock()
	if i, found := o.place(rev); found {
		return o.kept[i].Snapshot
	}
	return nil
}

// place returns where a revision is kept, or would be; o.mu is held.
func (o *oldSnapshots) place(rev graph.Revision) (int, bool) {
	return slices.BinarySearchFunc(o.kept, rev, func(s oldSnapshot, rev graph.Revision) int {
		return int(int64(s.Revision()) - int64(rev))
	})
}

// nearest returns the snapshot that is nearest to a revision, of the kept ones and the
// newest.
func (o *oldSnapshots) nearest(rev graph.Revision, newest *kernel.Snapshot) (s *kernel.Snapshot, epoch int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	s = newest
	for _, k := range o.kept {
		if distance(k.Snapshot, rev) < distance(s, rev) {
			s = k.Snapshot
		}
	}
	return s, o.epoch
}

// keep keeps a snapshot that was begun in an epoch, unless that is over, beside the
// newest of its workspace. Beyond the bound those go first whose neighbours are near,
// so that no revision is far from one that is kept.
func (o *oldSnapshots) keep(s, newest *kernel.Snapshot, epoch int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	i, found := o.place(s.Revision())
	if found || epoch != o.epoch || s.Revision() >= newest.Revision() {
		return
	}
	o.kept = slices.Insert(o.kept, i, oldSnapshot{Snapshot: s})
	o.weigh(i, newest)
	o.weigh(i-1, newest)
	for len(o.kept) > 1 && o.bytes() > o.most {
		drop, least := 0, graph.Revision(0)
		for i := range o.kept {
			gap := o.revision(i+1, newest) - o.revision(i-1, newest)
			if o.kept[i].Snapshot != s && (least == 0 || gap < least) {
				drop, least = i, gap
			}
		}
		o.kept = slices.Delete(o.kept, drop, drop+1)
		o.weigh(drop-1, newest)
	}
}

// revision returns the revision of the i-th that is kept, counting the empty one before
// and the newest after them.
func (o *oldSnapshots) revision(i int, newest *kernel.Snapshot) graph.Revision {
	switch {
	case i < 0:
		return 0
	case i == len(o.kept):
		return newest.Revision()
	}
	return o.kept[i].Revision()
}

// weigh finds what the i-th, if there is one, takes beside the next.
func (o *oldSnapshots) weigh(i int, newest *kernel.Snapshot) {
	if i < 0 {
		return
	}
	next := newest
	if i+1 < len(o.kept) {
		next = o.kept[i+1].Snapshot
	}
	o.kept[i].bytes = o.kept[i].Apart(next)
}

func (o *oldSnapshots) bytes() int64 {
	var n int64
	for _, k := range o.kept {
		n += k.bytes
	}
	return n
}

// clear forgets all snapshots, those that are being made included.
func (o *oldSnapshots) clear() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.kept, o.epoch = nil, o.epoch+1
}
