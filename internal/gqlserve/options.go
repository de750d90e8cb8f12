package gqlserve

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Options are the hooks by which a schema's owner says who may ask, what an
// operation reads and what its errors mean. The zero Options serves everyone,
// logs nothing and hides every error that has no code.
//
// Hooks are called concurrently. A hook refuses with any error; give it a code
// with [NewError], or let ErrorPresenter do so.
type Options struct {
	// Limits bounds every request. The zero value means the defaults.
	Limits Limits

	// Authenticate is called with a request before its body is read. The
	// context it returns must derive from r.Context(); it is the context of
	// everything that follows, and an event stream ends when it is done. An
	// error with the code CodeForbidden is answered with 403, CodeRateLimited
	// with 429, one that has no code with 500, and any other with 401. Nil
	// lets everyone in.
	Authenticate func(r *http.Request) (context.Context, error)

	// InitPayload is called with the handshake request and the payload of
	// connection_init, which is nil when the client sent none. It replaces
	// Authenticate on a websocket, because a browser can send no header with a
	// handshake. The context it returns must derive from r.Context(); the
	// socket is closed with 4403 when it is done. An error closes the socket
	// with 4403. When InitPayload is nil, Authenticate decides by the handshake
	// request.
	InitPayload func(r *http.Request, payload map[string]any) (context.Context, error)

	// AroundOperation is called once for an operation that is valid and about
	// to run; graphql.GetOperationContext and [Cost] work on its context. The
	// context it returns is the one that resolvers get, so this is the place
	// to pin what the operation reads. An error refuses the operation.
	AroundOperation func(ctx context.Context) (context.Context, error)

	// CheckEvent is called before each event of a subscription is sent. An
	// error ends the subscription with that error instead of the event.
	CheckEvent func(ctx context.Context) error

	// ErrorPresenter says what the caller is told of an error of a resolver or
	// of a hook. It returns nil for an error that it does not know, which is
	// then presented as this package would do without it. What it returns is
	// copied; path and location are filled in where they are missing.
	ErrorPresenter func(ctx context.Context, err error) *gqlerror.Error

	// Charge returns what a field of an operation costs. It is called before the
	// operation runs, with the context that Authenticate returned, for each field as
	// it is written. Nil means 1 for every field.
	Charge func(ctx context.Context, f Field) Charge

	// Recovered returns the error that something stands for with which a resolver
	// panicked, and nil for a fault. Nil takes every panic for a fault.
	Recovered func(value any) error

	// Observe is called when an operation has ended, or was refused. It must
	// return quickly.
	Observe func(ctx context.Context, o Observation)

	// Pinned returns what, beside the text of a query and its variables, decides the
	// answer, and the empty string where another answer may be right next time. It is
	// called for a query by GET with the context of AroundOperation, before the query
	// runs. A client that has the answer is told so, and nothing runs. Nil: no answer
	// stays right.
	Pinned func(ctx context.Context) string

	// TrustedOrigins are the origins beside the server's own whose pages may open a
	// websocket. Give the same ones to [ProtectOptions].
	TrustedOrigins []Origin

	// DisableIntrospection refuses __schema and __type. __typename is served.
	DisableIntrospection bool

	// DisablePersistedQueries turns off automatic persisted queries.
	DisablePersistedQueries bool

	// Log gets internal errors and panics at level Error, and refused
	// connections at level Warn. Nil discards.
	Log *slog.Logger

	// Now is the clock for durations and for nothing else. Nil means time.Now.
	Now func() time.Time
}

// Observation is what an operator wants to know of one operation.
type Observation struct {
	// Transport is "http", "sse", "websocket" or "process".
	Transport string
	// Kind is "query", "mutation" or "subscription", and empty when the
	// request was refused before its operation was known.
	Kind string
	// Name is the operation's name, chosen by the client; it may be empty.
	Name string
	// Cost is the operation's cost, and 0 when it was not computed.
	Cost int
	// Events is the number of answers that were produced.
	Events int
	// Errors is the number of errors in all answers.
	Errors int
	// Code is the code of the first error, and empty when there was none.
	Code string
	// Duration is the time from the complete request to the end of the last
	// answer; for a subscription that is its life.
	Duration time.Duration
}

func (o Options) withDefaults() Options {
	o.Limits = o.Limits.withDefaults()
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Charge == nil {
		o.Charge = func(context.Context, Field) Charge { return Charge{Own: 1} }
	}
	return o
}
