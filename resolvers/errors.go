package resolvers

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/internal/gqlserve"
)

// The codes that gqlserve does not have.
const (
	codeConflict    = "CONFLICT"        // somebody else was first, or what is to be undone has changed
	codeUnavailable = "UNAVAILABLE"     // nothing was done; ask again
	codeUnknown     = "UNKNOWN_OUTCOME" // it may have been done; ask again with the same idempotency key
)

// outcome is what a caller is told of an error.
type outcome struct {
	fits      func(error) error // the part of an error that is meant, nil for none
	code      string
	status    int // of plain HTTP
	retryable bool
	rule      string // where the error names none
	message   string // "" shows that of the part that fits, and nothing around it
}

// is fits an error that errors.Is finds.
func is(target error) func(error) error {
	return func(err error) error {
		if errors.Is(err, target) {
			return target
		}
		return nil
	}
}

// as fits an error of a type.
func as[T error](err error) error {
	if e, ok := errors.AsType[T](err); ok {
		return e
	}
	return nil
}

// refusal fits the first [graph.Error], when it is of a kind. An error that is
// of the kind and holds no graph.Error has no text for callers, and says the
// kind.
func refusal(kind error) func(error) error {
	return func(err error) error {
		e, ok := errors.AsType[*graph.Error](err)
		switch {
		case !ok:
			return is(kind)(err)
		case errors.Is(e, kind):
			return e
		}
		return nil
	}
}

// outcomes is the table of errors; the first row that fits counts. An error that
// fits none is a fault of ours: the caller gets INTERNAL_SERVER_ERROR with an id,
// and the log has the rest.
var outcomes = []outcome{
	{is(engine.ErrUncertain), codeUnknown, http.StatusServiceUnavailable, true, "outcome", "it is not known whether this was written; look, or ask again with the same idempotencyKey"},
	{is(engine.ErrUnavailable), codeUnavailable, http.StatusServiceUnavailable, true, "store", "the store cannot be reached and nothing was done; ask again later"},
	{is(engine.ErrBusy), codeUnavailable, http.StatusServiceUnavailable, true, "busy", "the store is busy and nothing was written; ask again"},
	{is(engine.ErrClosed), codeUnavailable, http.StatusServiceUnavailable, true, "closed", "the server is stopping; ask again"},
	{is(engine.ErrReset), codeUnavailable, http.StatusServiceUnavailable, true, "reset", "the workspace was dropped or replaced; ask again without a revision"},
	{is(engine.ErrTooBig), gqlserve.CodeBadUserInput, http.StatusBadRequest, false, "size", "this has more changes than one commit can hold"},
	{is(errBusy), codeUnavailable, http.StatusServiceUnavailable, true, "busy", ""},
	{as[*notYet], codeUnavailable, http.StatusServiceUnavailable, true, "revision", ""},
	{as[*engine.CompactedError], gqlserve.CodeNotFound, http.StatusNotFound, false, "compacted", ""},
	{as[*engine.ConflictError], codeConflict, http.StatusConflict, true, "revision", "other writers were first, again and again; ask again"},
	{as[*engine.HandEditError], codeConflict, http.StatusConflict, false, "hand-edit", ""},
	{as[*unexpected], codeConflict, http.StatusConflict, false, "expected-revision", ""},
	{refusal(graph.ErrConflict), codeConflict, http.StatusConflict, false, "conflict", ""},
	{refusal(graph.ErrNotFound), gqlserve.CodeNotFound, http.StatusNotFound, false, "exists", ""},
	{refusal(graph.ErrForbidden), gqlserve.CodeForbidden, http.StatusForbidden, false, "permission", ""},
	{refusal(graph.ErrInvalid), gqlserve.CodeBadUserInput, http.StatusBadRequest, false, "invalid", ""},
	{is(context.DeadlineExceeded), gqlserve.CodeTimeout, http.StatusServiceUnavailable, true, "time", "the operation took too long"},
	{is(context.Canceled), gqlserve.CodeTimeout, http.StatusServiceUnavailable, true, "time", "the operation was cancelled"},
}

// outcomeOf returns what a caller is told of an error, with its message, and
// false for an error that is none of their business.
func outcomeOf(err error) (outcome, error, bool) {
	for _, o := range outcomes {
		if part := o.fits(err); part != nil {
			if o.message == "" {
				o.message = part.Error()
			}
			return o, part, true
		}
	}
	return outcome{}, nil, false
}

// unexpected says that something is not as the sender of an edit read it.
type unexpected struct {
	expected, current graph.Revision // of the workspace
	ids               []graph.ID     // of the facts that have changed in between; none for the workspace as a whole
}

func (e *unexpected) Error() string {
	if len(e.ids) == 0 {
		return fmt.Sprintf("revision %d was expected, and the workspace is at revision %d", e.expected, e.current)
	}
	return fmt.Sprintf("%s is not as it was at revision %d: it has changed by revision %d", graph.Quote(string(e.ids[0])), e.expected, e.current)
}

// maxIDs is how many of the ids concerned an error names.
const maxIDs = 20

// about returns the rule that an error names and the ids concerned, for what a
// caller is told of it.
func (o *outcome) about(part error) (rule string, ids []string) {
	rule = o.rule
	var all []graph.ID
	switch e := part.(type) {
	case *graph.Error:
		rule, all = e.Rule, e.IDs
	case *unexpected:
		all = e.ids
	default:
		return rule, nil
	}
	ids = make([]string, min(len(all), maxIDs))
	for i := range ids {
		ids[i] = string(all[i])
	}
	return rule, ids
}

// present says what a caller is told of an error: its code, the rule that was
// broken, the ids concerned, and whether to ask again.
func present(_ context.Context, err error) *gqlerror.Error {
	o, part, known := outcomeOf(err)
	if !known {
		return nil
	}
	rule, ids := o.about(part)
	e := &gqlerror.Error{Message: o.message, Extensions: map[string]any{"code": o.code, "rule": rule, "retryable": o.retryable}}
	if ids != nil {
		e.Extensions["ids"] = ids
	}
	if one, ok := errors.AsType[*editError](err); ok {
		e.Extensions["edit"] = one.index
	}
	if part == errBusy {
		e.Extensions["retryAfter"] = gateRetry
	}
	if u, ok := part.(*unexpected); ok {
		e.Extensions["expectedRevision"], e.Extensions["currentRevision"] = strconv.FormatUint(uint64(u.expected), 10), strconv.FormatUint(uint64(u.current), 10)
	}
	return e
}
