package neo4jstore_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/anishathalye/porcupine"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/internal/neo4jtest"
)

// registerModel is the register that a workspace's head should be: a read gives
// the number, an append goes through exactly when it expects the number, and
// then adds one.
var registerModel = porcupine.Model{
	Init: func() any { return int64(0) },
	Step: func(state, input, _ any) (bool, any) {
		head, op := state.(int64), input.(raced)
		switch {
		case !op.Append:
			return op.Head == head, head
		case op.Conflict:
			return op.Expect != head && (op.Head == -1 || op.Head == head), head
		}
		return op.Expect == head && op.Head == head+1, head + 1
	},
	DescribeOperation: func(input, _ any) string { return fmt.Sprintf("%+v", input) },
}

// linearizable reports whether there is an order in which the calls of a history
// would have had the same answers one after another, and in which no call comes
// before one that had ended when it began (Herlihy and Wing, 1990).
func linearizable(history []raced) bool {
	var ops []porcupine.Operation
	for _, op := range history {
		ops = append(ops, porcupine.Operation{ClientId: op.Racer, Input: op, Call: op.Call, Return: op.Return})
	}
	return porcupine.CheckOperations(registerModel, ops)
}

// TestLinearizableCheck holds the model, and how it is asked, against histories
// that are judged by hand.
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
		if err != nil || heads[raceSpace].Revision != won {
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
