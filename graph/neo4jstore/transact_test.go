package neo4jstore

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
)

// TestOwnErrorsAreNotTriedAgain lets what runs in a transaction fail with each of
// the errors that kith itself makes there: to run it again would fail again.
func TestOwnErrorsAreNotTriedAgain(t *testing.T) {
	for _, own := range []error{
		&otherGroup{edit: "e1", head: 2}, errUnfinished,
		&engine.ConflictError{Expect: 1, Head: 2}, &engine.HandEditError{Workspace: "acme"},
		graph.Invalid("ends", nil, "1 node would go while edges end there"), graph.NotFound("revision", "7"),
		engine.ErrDamaged, engine.ErrBusy, engine.ErrTooBig, engine.ErrUncertain, engine.ErrClosed, ErrSchema, ErrTooOld,
	} {
		s := &Store{options: Options{Timeout: time.Minute, Retry: 200 * time.Millisecond}}
		calls := 0
		err := s.try(context.Background(), "trying", func(context.Context) error {
			calls++
			return fmt.Errorf("in a transaction: %w", own)
		})
		if calls != 1 || !errors.Is(err, own) {
			t.Errorf("%T %v: tried %d times, and %v came of it; want once, and the error", own, own, calls, err)
		}
	}
}
