package engine

import (
	"context"
	"crypto/rand"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/kithgraph/kith/graph"
)

// Memory is storage in memory that outlives the stores opened on it, as a disk
// outlives processes. It is made for tests, demos and as the plainest statement
// of what a [Store] does. The zero Memory is empty and ready; it is safe for
// concurrent use and must not be copied.
type Memory struct {
	mu     sync.Mutex
	spaces map[graph.Workspace]*memorySpace // guarded by mu
}

// memorySpace is one workspace: its log, and the state that the log leads to.
type memorySpace struct {
	epoch string
	log   []graph.Commit            // revision r is log[r-1]
	revs  map[string]graph.Revision // by commit ID
	state map[graph.ID]graph.Element
}

// Mem returns a store on a [Memory] of its own.
func Mem() Store { return new(Memory).Open() }

// Open returns a store on m. Several stores may be open at a time.
func (m *Memory) Open() Store { return &memoryStore{m: m} }

// memoryStore is one opening of a Memory.
type memoryStore struct {
	m      *Memory
	closed bool // guarded by m.mu
}

// enter takes the lock when the call may go ahead; the caller then unlocks.
func (s *memoryStore) enter(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.m.mu.Lock()
	if s.closed {
		s.m.mu.Unlock()
		return ErrClosed
	}
	return nil
}

func (s *memoryStore) enterSpace(ctx context.Context, ws graph.Workspace) error {
	if err := CheckWorkspace(ws); err != nil {
		return err
	}
	return s.enter(ctx)
}

func (s *memoryStore) Apply(ctx context.Context, ws graph.Workspace, expect graph.Revision, c graph.Commit) (graph.Revision, error) {
	if err := CheckCommit(&c); err != nil {
		return 0, err
	}
	if err := s.enterSpace(ctx, ws); err != nil {
		return 0, err
	}
	defer s.m.mu.Unlock()
	sp := s.m.spaces[ws]
	if sp == nil {
		sp = &memorySpace{epoch: rand.Text(), revs: map[string]graph.Revision{}, state: map[graph.ID]graph.Element{}}
	}
	if head := graph.Revision(len(sp.log)); head != expect {
		return 0, &ConflictError{Expect: expect, Head: head}
	}
	if rev := sp.revs[c.ID]; rev != 0 {
		return 0, graph.Invalid("commit", nil, "revision %d has the commit id %s already", rev, c.ID)
	}
	c = copyCommit(c)
	c.Revision, c.At = expect+1, c.At.UTC()
	for _, ch := range c.Changes {
		if ch.After == nil {
			delete(sp.state, ch.ID)
		} else {
			sp.state[ch.ID] = *ch.After
		}
	}
	sp.log = append(sp.log, c)
	sp.revs[c.ID] = c.Revision
	if s.m.spaces == nil {
		s.m.spaces = map[graph.Workspace]*memorySpace{}
	}
	s.m.spaces[ws] = sp
	return c.Revision, nil
}

func (s *memoryStore) Load(ctx context.Context, ws graph.Workspace, f func(*graph.Element) error) (Span, error) {
	if err := s.enterSpace(ctx, ws); err != nil {
		return Span{}, err
	}
	var all []graph.Element
	var span Span
	if sp := s.m.spaces[ws]; sp != nil {
		all = slices.Collect(maps.Values(sp.state))
		head := graph.Revision(len(sp.log))
		span = Span{From: head, To: head, Epoch: sp.epoch}
	}
	s.m.mu.Unlock()
	slices.SortFunc(all, func(a, b graph.Element) int {
		if a.IsEdge() != b.IsEdge() {
			if b.IsEdge() {
				return -1
			}
			return 1
		}
		return strings.Compare(string(a.ID), string(b.ID))
	})
	for i := range all {
		if err := ctx.Err(); err != nil {
			return Span{}, err
		}
		if err := f(&all[i]); err != nil {
			return Span{}, err
		}
	}
	return span, nil
}

func (s *memoryStore) Tail(ctx context.Context, ws graph.Workspace, after graph.Revision) iter.Seq2[graph.Commit, error] {
	return s.commits(ctx, ws, after, copyCommit)
}

func (s *memoryStore) Outline(ctx context.Context, ws graph.Workspace, after graph.Revision) iter.Seq2[graph.Commit, error] {
	return s.commits(ctx, ws, after, func(c graph.Commit) graph.Commit {
		c.Changes = nil
		return c
	})
}

// commits yields what read makes of the commits after a revision.
func (s *memoryStore) commits(ctx context.Context, ws graph.Workspace, after graph.Revision, read func(graph.Commit) graph.Commit) iter.Seq2[graph.Commit, error] {
	return func(yield func(graph.Commit, error) bool) {
		for after := after; ; after++ {
			if err := s.enterSpace(ctx, ws); err != nil {
				yield(graph.Commit{}, err)
				return
			}
			var next *graph.Commit
			if sp := s.m.spaces[ws]; sp != nil && after < graph.Revision(len(sp.log)) {
				c := read(sp.log[after])
				next = &c
			}
			s.m.mu.Unlock()
			if next == nil || !yield(*next, nil) {
				return
			}
		}
	}
}

func (s *memoryStore) Heads(ctx context.Context) (map[graph.Workspace]Head, error) {
	if err := s.enter(ctx); err != nil {
		return nil, err
	}
	defer s.m.mu.Unlock()
	heads := make(map[graph.Workspace]Head, len(s.m.spaces))
	for ws, sp := range s.m.spaces {
		heads[ws] = Head{graph.Revision(len(sp.log)), sp.epoch}
	}
	return heads, nil
}

func (s *memoryStore) Find(ctx context.Context, ws graph.Workspace, commitID string) (graph.Revision, error) {
	if err := s.enterSpace(ctx, ws); err != nil {
		return 0, err
	}
	defer s.m.mu.Unlock()
	if sp := s.m.spaces[ws]; sp != nil {
		return sp.revs[commitID], nil
	}
	return 0, nil
}

func (s *memoryStore) Redact(ctx context.Context, ws graph.Workspace, ids ...graph.ID) error {
	if err := s.enterSpace(ctx, ws); err != nil {
		return err
	}
	defer s.m.mu.Unlock()
	sp := s.m.spaces[ws]
	if sp == nil {
		return nil
	}
	gone := make(map[graph.ID]bool, len(ids))
	for _, id := range ids {
		gone[id] = true
	}
	var left []graph.ID
	for id, e := range sp.state {
		if e.IsEdge() && !gone[id] && (gone[e.Src] || gone[e.Dst]) {
			left = append(left, id)
		}
	}
	if len(left) > 0 {
		slices.Sort(left)
		return EdgesLeft(left)
	}
	for id := range gone {
		delete(sp.state, id)
	}
	for i := range sp.log {
		for j := range sp.log[i].Changes {
			if ch := &sp.log[i].Changes[j]; gone[ch.ID] {
				ch.Before, ch.After = nil, nil
			}
		}
	}
	return nil
}

func (s *memoryStore) Drop(ctx context.Context, ws graph.Workspace) error {
	if err := s.enterSpace(ctx, ws); err != nil {
		return err
	}
	defer s.m.mu.Unlock()
	delete(s.m.spaces, ws)
	return nil
}

func (s *memoryStore) Close() error {
	s.m.mu.Lock()
	defer s.m.mu.Unlock()
	s.closed = true
	return nil
}

// copyCommit returns a commit that shares no memory with c that could change.
func copyCommit(c graph.Commit) graph.Commit {
	changes := make([]graph.Change, len(c.Changes))
	for i, ch := range c.Changes {
		changes[i] = graph.Change{ID: ch.ID, Before: copyElement(ch.Before), After: copyElement(ch.After)}
	}
	c.Changes = changes
	return c
}

func copyElement(e *graph.Element) *graph.Element {
	if e == nil {
		return nil
	}
	copied := *e
	return &copied
}
