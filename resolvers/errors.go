package resolvers

import (
	"context"
	"errors"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/internal/gqlserve"
	"github.com/kithgraph/kith/internal/importer"
)

// The codes that gqlserve does not have.
const (
	codeConflict    = "CONFLICT"        // somebody else was first, or what is to be undone has changed
	codeUnavailable = "UNAVAILABLE"     // nothing was done; ask again
	codeUnknown     = "UNKNOWN_OUTCOME" // it may have been done; ask again with the same idempotency key
)

// outcome is what a caller is told of an error.
type outcome struct {
	code      string
	status    int // of plain HTTP
	retryable bool
	message   string // "" shows the error's own
}

// outcomes is the table of errors, the first that fits counts. An error that
// fits none is a fault of ours: the caller gets INTERNAL_SERVER_ERROR with an
// id, and the log has the rest.
var outcomes = []struct {
	is  error
	out outcome
}{
	{engine.ErrUncertain, outcome{codeUnknown, 503, true, "it is not known whether this was written; look, or ask again with the same idempotencyKey"}},
	{engine.ErrBusy, outcome{codeUnavailable, 503, true, "the store is busy and nothing was written; ask again"}},
	{engine.ErrClosed, outcome{codeUnavailable, 503, true, "the server is stopping; ask again"}},
	{graph.ErrConflict, outcome{codeConflict, 409, false, ""}},
	{graph.ErrNotFound, outcome{gqlserve.CodeNotFound, 404, false, ""}},
	{graph.ErrForbidden, outcome{gqlserve.CodeForbidden, 403, false, ""}},
	{graph.ErrInvalid, outcome{gqlserve.CodeBadUserInput, 400, false, ""}},
	{importer.ErrRows, outcome{gqlserve.CodeBadUserInput, 400, false, ""}},
	{engine.ErrTooBig, outcome{gqlserve.CodeBadUserInput, 400, false, ""}},
	{context.DeadlineExceeded, outcome{gqlserve.CodeTimeout, 503, true, "the operation took too long"}},
}

func outcomeOf(err error) (outcome, bool) {
	if errors.As(err, new(*engine.CompactedError)) {
		return outcome{gqlserve.CodeBadUserInput, 400, false, ""}, true
	}
	if errors.As(err, new(*notYet)) {
		return outcome{codeUnavailable, 503, true, ""}, true
	}
	for _, o := range outcomes {
		if errors.Is(err, o.is) {
			return o.out, true
		}
	}
	return outcome{}, false
}

// present says what a caller is told of an error: its code, the rule that was
// broken, the ids concerned, and whether to ask again.
func present(_ context.Context, err error) *gqlerror.Error {
	out, known := outcomeOf(err)
	if !known {
		return nil
	}
	text := out.message
	if text == "" {
		text = err.Error()
	}
	e := &gqlerror.Error{Err: err, Message: text, Extensions: map[string]any{"code": out.code, "retryable": out.retryable}}
	if g := (*graph.Error)(nil); errors.As(err, &g) {
		e.Extensions["rule"] = g.Rule
		ids := make([]string, len(g.IDs))
		for i, id := range g.IDs {
			ids[i] = string(id)
		}
		e.Extensions["ids"] = ids
		if out.message == "" {
			e.Message = g.Error()
		}
	}
	return e
}
