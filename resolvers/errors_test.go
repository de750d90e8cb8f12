package resolvers

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
)

// TestPresent holds every row of the table, each error wrapped in text that is
// nobody's business.
func TestPresent(t *testing.T) {
	many := make([]graph.ID, 50)
	for i := range many {
		many[i] = graph.ID(fmt.Sprint("p", i))
	}
	for _, c := range []struct {
		name      string
		err       error
		code      string
		rule      string
		retryable bool
		ids       int
	}{
		{"invalid", graph.Invalid("dates", []graph.ID{"e1"}, "ends before it starts"), "BAD_USER_INPUT", "dates", false, 1},
		{"several refusals", graph.Errors{graph.Invalid("self", []graph.ID{"a"}, "x"), graph.NotFound("Person", "b")}, "BAD_USER_INPUT", "self", false, 1},
		{"not found", graph.NotFound("Person", "p9"), "NOT_FOUND", "exists", false, 1},
		{"conflict", &graph.Error{Kind: graph.ErrConflict, Rule: "undo", IDs: many, Msg: "changed since"}, "CONFLICT", "undo", false, maxIDs},
		{"forbidden", &graph.Error{Kind: graph.ErrForbidden, Rule: "permission", Msg: "no"}, "FORBIDDEN", "permission", false, 0},
		{"bare kind", graph.ErrInvalid, "BAD_USER_INPUT", "invalid", false, -1},
		{"other writers", &engine.ConflictError{Expect: 1, Head: 2}, "CONFLICT", "revision", true, -1},
		{"compacted", &engine.CompactedError{Floor: 7}, "NOT_FOUND", "compacted", false, -1},
		{"uncertain", engine.ErrUncertain, "UNKNOWN_OUTCOME", "outcome", true, -1},
		{"uncertain after busy", errors.Join(engine.ErrBusy, engine.ErrUncertain), "UNKNOWN_OUTCOME", "outcome", true, -1},
		{"busy", engine.ErrBusy, "UNAVAILABLE", "busy", true, -1},
		{"unreachable", errors.Join(engine.ErrBusy, engine.ErrUnavailable), "UNAVAILABLE", "store", true, -1},
		{"uncertain after unreachable", errors.Join(engine.ErrUnavailable, engine.ErrUncertain), "UNKNOWN_OUTCOME", "outcome", true, -1},
		{"closed", engine.ErrClosed, "UNAVAILABLE", "closed", true, -1},
		{"reset", engine.ErrReset, "UNAVAILABLE", "reset", true, -1},
		{"not yet", &notYet{9}, "UNAVAILABLE", "revision", true, -1},
		{"too big", engine.ErrTooBig, "BAD_USER_INPUT", "size", false, -1},
		{"late", context.DeadlineExceeded, "TIMEOUT", "time", true, -1},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := present(context.Background(), fmt.Errorf("sqlite /srv/secret.db: %w", c.err))
			if got == nil {
				t.Fatal("present = nil")
			}
			if got.Extensions["code"] != c.code || got.Extensions["rule"] != c.rule || got.Extensions["retryable"] != c.retryable {
				t.Errorf("extensions = %v, want %s, %s, %v", got.Extensions, c.code, c.rule, c.retryable)
			}
			ids, named := got.Extensions["ids"].([]string)
			if named != (c.ids >= 0) || named && len(ids) != c.ids {
				t.Errorf("ids = %v, want %d", ids, c.ids)
			}
			if strings.Contains(got.Message, "secret") || got.Message == "" || got.Err != nil {
				t.Errorf("message = %q, error %v", got.Message, got.Err)
			}
		})
	}
	for _, err := range []error{engine.ErrDamaged, errors.New("disk on fire")} {
		if got := present(context.Background(), err); got != nil {
			t.Errorf("present(%v) = %v, want nil: a fault of ours", err, got)
		}
	}
}

// TestOutcomesAreKinds holds that every kind that a domain error can have is in
// the table.
func TestOutcomesAreKinds(t *testing.T) {
	for _, kind := range []error{graph.ErrInvalid, graph.ErrNotFound, graph.ErrConflict, graph.ErrForbidden} {
		if !slices.ContainsFunc(outcomes, func(o outcome) bool { return o.fits(kind) != nil }) {
			t.Errorf("%v has no row", kind)
		}
	}
}
