package neo4jstore

import (
	"context"
	"sync"

	"github.com/kithgraph/kith/graph"
)

// queues let the writers of this process take turns on each workspace. Neo4j
// would do so too, but its lock lets the newest waiter overtake the oldest: with
// eight writers the slowest percent waits forty times as long as with a queue.
type queues struct {
	mu sync.Mutex
	m  map[graph.Workspace]*queue // guarded by mu; those that somebody is in
}

type queue struct {
	turn chan struct{} // holds one token while somebody has the turn
	in   int           // who has or awaits the turn; guarded by queues.mu
}

// enter waits for the turn on a workspace. Unless it fails, the caller calls
// leave.
func (q *queues) enter(ctx context.Context, ws graph.Workspace) (leave func(), err error) {
	q.mu.Lock()
	one := q.m[ws]
	if one == nil {
		one = &queue{turn: make(chan struct{}, 1)}
		q.m[ws] = one
	}
	one.in++
	q.mu.Unlock()
	out := func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		if one.in--; one.in == 0 {
			delete(q.m, ws)
		}
	}
	select {
	case one.turn <- struct{}{}:
		return func() { <-one.turn; out() }, nil
	case <-ctx.Done():
		out()
		return nil, ctx.Err()
	}
}
