package neo4jstore_test

import (
	"context"
	"math"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/internal/neo4jtest"
)

// answers reports whether a register at head gives the answer that op got, and
// the head after it.
func answers(head int64, op raced) (bool, int64) {
	switch {
	case !op.Append:
		return op.Head == head, head
	case op.Conflict:
		return op.Expect != head && (op.Head == -1 || op.Head == head), head
	}
	return op.Expect == head && op.Head == head+1, head + 1
}

// linearizable reports whether there is an order in which the calls of a history
// would have had the same answers one after another, and in which no call comes
// before one that had ended when it began (Herlihy and Wing, 1990). It tries all
// orders: a racer does one thing after another, so how far each has come says
// which calls are done, and from where a search has failed once it is not tried
// again (Wing and Gong, 1993).
func linearizable(history []raced) bool {
	var racers [8][]raced
	for _, op := range history {
		racers[op.Racer] = append(racers[op.Racer], op)
	}
	type point struct {
		done [8]int // how many calls of each racer
		head int64
	}
	failed := map[point]bool{}
	var search func(at point) bool
	search = func(at point) bool {
		if failed[at] {
			return false
		}
		over := int64(math.MaxInt64) // when the first of the calls that are next ended
		for r, ops := range racers {
			if at.done[r] < len(ops) {
				over = min(over, ops[at.done[r]].Return)
			}
		}
		if over == math.MaxInt64 {
			return true
		}
		for r, ops := range racers {
			if at.done[r] == len(ops) || ops[at.done[r]].Call > over {
				continue
			}
			if fits, head := answers(at.head, ops[at.done[r]]); fits {
				next := point{at.done, head}
				next.done[r]++
				if search(next) {
					return true
				}
			}
		}
		failed[at] = true
		return false
	}
	return search(point{})
}

// TestLinearizableCheck holds the checker against histories that are judged by
// hand.
func TestLinearizableCheck(t *testing.T) {
	read := func(racer int, head, call, end int64) raced {
		return raced{Racer: racer, Head: head, Call: call, Return: end}
	}
	won := func(racer int, expect, call, end int64) raced {
		return raced{Racer: racer, Append: true, Expect: expect, Head: expect + 1, Call: call, Return: end}
	}
	lost := func(racer int, expect, head, call, end int64) raced {
		return raced{Racer: racer, Append: true, Conflict: true, Expect: expect, Head: head, Call: call, Return: end}
	}
	for _, c := range []struct {
		name    string
		history []raced
		want    bool
	}{
		{"nothing", nil, true},
		{"one after another", []raced{read(0, 0, 1, 2), won(0, 0, 3, 4), read(0, 1, 5, 6)}, true},
		{"a read during an append sees either", []raced{won(0, 0, 1, 9), read(1, 0, 2, 3), read(1, 1, 4, 5)}, true},
		{"but not the old after the new", []raced{won(0, 0, 1, 9), read(1, 1, 2, 3), read(1, 0, 4, 5)}, false},
		{"nor another reader", []raced{won(0, 0, 1, 9), read(1, 1, 2, 3), read(2, 0, 4, 5)}, false},
		{"a stale read", []raced{won(0, 0, 1, 2), read(1, 0, 3, 4)}, false},
		{"a read of what is not there yet", []raced{read(1, 1, 1, 2), won(0, 0, 3, 4)}, false},
		{"two winners", []raced{won(0, 0, 1, 9), won(1, 0, 2, 8)}, false},
		{"a winner and a loser", []raced{won(0, 0, 1, 9), lost(1, 0, 1, 2, 8)}, true},
		{"a loser without a winner", []raced{lost(1, 0, 1, 2, 3), won(0, 0, 4, 5)}, false},
		{"a loser who would have won", []raced{lost(0, 0, -1, 1, 2)}, false},
		{"an append from ahead", []raced{won(0, 1, 1, 2)}, false},
		{"two winners in turn, seen the other way", []raced{won(0, 0, 1, 9), won(1, 1, 1, 9), read(2, 2, 1, 9)}, true},
	} {
		if got := linearizable(c.history); got != c.want {
			t.Errorf("%s: linearizable = %v, want %v", c.name, got, c.want)
		}
	}
}

// TestLinearizable lets several processes append to one workspace. Each call
// must look as if it had happened at one moment between its beginning and its
// end. The control is a register without a lock, which must be found out: else
// the test would see nothing.
func TestLinearizable(t *testing.T) {
	const racers, appends = 4, 25
	forEachVersion(t, func(t *testing.T, server *neo4jtest.Server) {
		o := empty(t, server)
		history := runRace(t, racers, orders{URI: o.URI, Appends: appends})
		if !linearizable(history) {
			t.Errorf("the history is not linearizable: %+v", history)
		}
		s := open(t, o)
		heads, err := s.Heads(context.Background())
		won := graph.Revision(0)
		for _, op := range history {
			if op.Append && !op.Conflict {
				won++
			}
		}
		if err != nil || heads[raceSpace] != won {
			t.Errorf("Heads() = %v, %v, want %d: as many as were acknowledged", heads, err, won)
		}
		t.Logf("%d calls of %d processes, %d appends won", len(history), racers, won)
	})
}

// TestNaiveIsFoundOut is the control of TestLinearizable.
func TestNaiveIsFoundOut(t *testing.T) {
	const racers, appends, rounds = 4, 60, 20
	server := neo4jtest.Shared(t, neo4jtest.V5)
	defer rows(t, server, "MATCH (n:NaiveRegister) DELETE n", nil)
	for round := range rounds {
		rows(t, server, "MERGE (n:NaiveRegister) SET n.head = 0", nil)
		if !linearizable(runRace(t, racers, orders{URI: server.URI, Appends: appends, Naive: true})) {
			t.Logf("found out in round %d", round+1)
			return
		}
	}
	t.Errorf("%d histories of a register without a lock were all linearizable", rounds)
}
