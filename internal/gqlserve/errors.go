package gqlserve

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// The values of extensions.code that this package gives or understands. They
// are the ones that Apollo's clients and servers use, where Apollo has one.
const (
	// CodeBadRequest is for a request that is not GraphQL over HTTP.
	CodeBadRequest = "BAD_REQUEST"
	// CodeParseFailed is for a document that is not GraphQL.
	CodeParseFailed = "GRAPHQL_PARSE_FAILED"
	// CodeValidationFailed is for a document that does not fit the schema or
	// is over a limit; extensions.limit then names the limit.
	CodeValidationFailed = "GRAPHQL_VALIDATION_FAILED"
	// CodeBadUserInput is for a variable or an argument that is not of its
	// type or not acceptable.
	CodeBadUserInput = "BAD_USER_INPUT"
	// CodeUnauthenticated is for a caller who has not said who he is: 401.
	CodeUnauthenticated = "UNAUTHENTICATED"
	// CodeForbidden is for a caller who may not do this: 403.
	CodeForbidden = "FORBIDDEN"
	// CodeNotFound is for a thing that does not exist, or not for this caller.
	CodeNotFound = "NOT_FOUND"
	// CodeRateLimited is for a caller who asks too much: 429. The value of
	// extensions.retryAfter, in whole seconds, is sent as Retry-After.
	CodeRateLimited = "RATE_LIMITED"
	// CodeTimeout is for an operation that took longer than [Limits.QueryTime]:
	// 503.
	CodeTimeout = "TIMEOUT"
	// CodeInternal is for a fault of the server; extensions.id is in its log.
	CodeInternal = "INTERNAL_SERVER_ERROR"
	// CodePersistedQueryNotSupported is for a document that is asked for by a name where
	// none goes by one.
	CodePersistedQueryNotSupported = "PERSISTED_QUERY_NOT_SUPPORTED"
	// CodeNotTrusted is for a document that is none of those that may run.
	CodeNotTrusted = "PERSISTED_QUERY_NOT_IN_LIST"
	// CodePersistedQueryNotFound asks the client to send the query's text.
	CodePersistedQueryNotFound = "PERSISTED_QUERY_NOT_FOUND"
)

// maxMessage is the longest message of an error, in bytes. A parser quotes
// what it found, and what it found may be a megabyte.
const maxMessage = 500

// NewError returns an error that is shown to the caller with the given code.
// The message is formatted as by fmt.Sprintf, where %w wraps.
func NewError(code, format string, args ...any) *gqlerror.Error {
	err := fmt.Errorf(format, args...)
	return &gqlerror.Error{
		Err:        errors.Unwrap(err),
		Message:    err.Error(),
		Extensions: map[string]any{"code": code},
	}
}

// overLimit returns the error for a document over a limit.
func overLimit(code, limit string, allowed int, format string, args ...any) *gqlerror.Error {
	err := NewError(code, format, args...)
	err.Extensions["limit"] = limit
	err.Extensions["allowed"] = allowed
	return err
}

func at(err *gqlerror.Error, pos *ast.Position) *gqlerror.Error {
	if pos != nil {
		err.Locations = []gqlerror.Location{{Line: pos.Line, Column: pos.Column}}
	}
	return err
}

// codeOf returns the code of an error and the empty string where it has none.
func codeOf(err *gqlerror.Error) string {
	code, _ := err.Extensions["code"].(string)
	return code
}

// withCode returns a copy of the error that has a code and a short message.
func withCode(err *gqlerror.Error, code string) *gqlerror.Error {
	c := *err
	c.Message = shorten(err.Message)
	c.Extensions = make(map[string]any, len(err.Extensions)+1)
	for k, v := range err.Extensions {
		c.Extensions[k] = v
	}
	if codeOf(err) == "" {
		c.Extensions["code"] = code
	}
	return &c
}

func shorten(message string) string {
	if len(message) <= maxMessage {
		return message
	}
	cut := maxMessage
	for cut > 0 && !utf8.RuneStart(message[cut]) {
		cut--
	}
	return message[:cut] + "…"
}

// present is the graphql.ErrorPresenterFunc of the executor and of the hooks.
// It never returns nil, and what it returns has a code.
func (h *Handler) present(ctx context.Context, err error) *gqlerror.Error {
	var shown *gqlerror.Error
	if h.options.ErrorPresenter != nil {
		if e := h.options.ErrorPresenter(ctx, err); e != nil && codeOf(e) != "" {
			shown = withCode(e, "")
		}
	}
	if shown == nil {
		shown = h.presentUnknown(ctx, err)
	}
	if inner, ok := errors.AsType[*gqlerror.Error](err); ok {
		if shown.Path == nil {
			shown.Path = inner.Path
		}
		if shown.Locations == nil {
			shown.Locations = inner.Locations
		}
	}
	if shown.Path == nil {
		shown.Path = graphql.GetPath(ctx)
	}
	return shown
}

func (h *Handler) presentUnknown(ctx context.Context, err error) *gqlerror.Error {
	inner, isGraphQL := errors.AsType[*gqlerror.Error](err)
	if isGraphQL && codeOf(inner) != "" {
		return withCode(inner, "")
	}
	if isArgumentError(ctx) || isIntegerError(err) {
		message := err.Error()
		if isGraphQL {
			message = inner.Message
		}
		return withCode(NewError(CodeBadUserInput, "%s", withoutGoTypes(message)), "")
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return NewError(CodeTimeout, "the operation took too long")
	case errors.Is(err, context.Canceled):
		return NewError(CodeTimeout, "the operation was cancelled")
	}
	return h.internal(ctx, "graphql: internal error", err.Error())
}

// internal logs a fault and returns what the caller is told of it.
func (h *Handler) internal(ctx context.Context, event, detail string, attrs ...slog.Attr) *gqlerror.Error {
	shown := newInternal()
	attrs = append(attrs, slog.String("id", shown.Extensions["id"].(string)), slog.String("error", detail))
	if graphql.HasOperationContext(ctx) {
		attrs = append(attrs, slog.String("operation", graphql.GetOperationContext(ctx).OperationName))
	}
	if path := graphql.GetPath(ctx); path != nil {
		attrs = append(attrs, slog.String("path", path.String()))
	}
	h.options.Log.LogAttrs(ctx, slog.LevelError, event, attrs...)
	return shown
}

// recovered turns a panic into an error that has been logged with its stack.
// It is the graphql.RecoverFunc of the executor.
func (h *Handler) recovered(ctx context.Context, value any) error {
	if h.options.Recovered != nil {
		if err := h.options.Recovered(value); err != nil {
			return err
		}
	}
	return h.internal(ctx, "graphql: panic", fmt.Sprint(value), slog.String("stack", string(debug.Stack())))
}

func newInternal() *gqlerror.Error {
	err := NewError(CodeInternal, "internal error")
	err.Extensions["id"] = rand.Text()[:12]
	return err
}

// isArgumentError reports whether the error arose while the arguments of a
// field were read: generated code has made the field's context and not yet set
// its arguments.
func isArgumentError(ctx context.Context) bool {
	fc := graphql.GetFieldContext(ctx)
	return fc != nil && fc.Args == nil && fc.Field.Field != nil &&
		fc.Field.Definition != nil && len(fc.Field.Definition.Arguments) > 0
}

func isIntegerError(err error) bool {
	_, ok := errors.AsType[*graphql.IntegerError](err)
	return ok
}

// goTypes are the types by which the readers of scalars call a JSON value that
// they cannot read.
var goTypes = strings.NewReplacer(
	"map[string]interface {}", "object",
	"[]interface {}", "list",
	"json.Number", "number",
)

func withoutGoTypes(message string) string { return goTypes.Replace(message) }

// statusOf returns the HTTP status for the first error of a request that did
// not run. A well-formed request gets 200 under application/json, where a
// status must not be mistaken for a statement about the operation, and 400
// otherwise, unless the server or the door to it is at issue.
func statusOf(errs gqlerror.List, m media) int {
	if len(errs) > 0 {
		switch codeOf(errs[0]) {
		case CodeUnauthenticated:
			return http.StatusUnauthorized
		case CodeForbidden:
			return http.StatusForbidden
		case CodeRateLimited:
			return http.StatusTooManyRequests
		case CodeInternal:
			return http.StatusInternalServerError
		case CodeTimeout:
			return http.StatusServiceUnavailable
		case CodePersistedQueryNotFound:
			return http.StatusOK
		}
	}
	if m == mediaResponse {
		return http.StatusBadRequest
	}
	return http.StatusOK
}

// setErrorHeaders sets the headers that belong to a status.
func setErrorHeaders(header http.Header, status int, errs gqlerror.List) {
	switch status {
	case http.StatusUnauthorized:
		header.Set("WWW-Authenticate", "Bearer")
	case http.StatusTooManyRequests:
		seconds := 1
		if len(errs) > 0 {
			if n, ok := errs[0].Extensions["retryAfter"].(int); ok && n > 0 {
				seconds = n
			}
		}
		header.Set("Retry-After", strconv.Itoa(seconds))
	}
}
