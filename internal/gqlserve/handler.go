package gqlserve

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator"
)

// Handler serves a schema at one path. It is safe for concurrent use. Create
// one with [NewHandler] and mount it below [Protect].
type Handler struct {
	schema    graphql.ExecutableSchema
	options   Options
	executor  *executor.Executor
	rules     []validator.Rule
	documents *lru[*document]
	queries   *lru[string] // by hash; nil when persisted queries are off
	trusted   *trusted     // nil: every document may run
	streams   *streams
	reserved  reservations
}

var _ http.Handler = (*Handler)(nil)

// NewHandler returns a handler that serves the schema. What it does with a
// request, and in which order, is in the package's documentation.
func NewHandler(schema graphql.ExecutableSchema, options Options) *Handler {
	h := &Handler{schema: schema, options: options.withDefaults(), executor: executor.New(schema)}
	limits := h.options.Limits
	h.executor.SetErrorPresenter(h.present)
	h.executor.SetRecoverFunc(h.recovered)
	h.rules = validationRules(limits)
	h.documents = newLRU[*document](limits.CachedTokens)
	if !options.DisablePersistedQueries {
		h.queries = newLRU[string](limits.PersistedBytes)
	}
	h.streams = newStreams(limits.Streams)
	return h
}

// Executed returns a schema without the directives that a handler refuses. Give it to
// the generated code, so that introspection tells of what is executed and of nothing
// else.
func Executed(schema *ast.Schema) *ast.Schema {
	out := *schema
	out.Directives = maps.Clone(schema.Directives)
	for _, name := range refusedDirectives {
		delete(out.Directives, name)
	}
	return &out
}

// Shutdown ends all websockets (with 1001) and event streams, refuses new ones
// with 503, and waits until those that were open are gone or the context is
// done, whose error it then returns. Queries and mutations are not affected:
// call http.Server.Shutdown for them. It may be called more than once.
func (h *Handler) Shutdown(ctx context.Context) error {
	return h.streams.shutdown(ctx)
}

// ServeHTTP answers one request; for an event stream or a websocket it returns
// when the stream has ended.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) { h.serve(w, r, false) }

// Streams returns the endpoint at which a client may also reserve one stream of events
// for several operations: the single-connection mode of the graphql-sse protocol. It
// belongs at a path of its own, since PUT and DELETE are no methods of GraphQL over HTTP.
func (h *Handler) Streams() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { h.serve(w, r, true) })
}

func (h *Handler) serve(w http.ResponseWriter, r *http.Request, streams bool) {
	header := w.Header()
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	defer func() {
		if value := recover(); value != nil {
			if err, ok := value.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(value)
			}
			errs := gqlerror.List{h.present(r.Context(), h.recovered(r.Context(), value))}
			h.writeErrors(w, mediaJSON, http.StatusInternalServerError, errs)
		}
	}()

	if isUpgrade(r) {
		h.serveSocket(w, r)
		return
	}
	methods := "GET, POST, OPTIONS"
	if streams {
		methods = "GET, POST, PUT, DELETE, OPTIONS"
	}
	switch {
	case r.Method == http.MethodGet, r.Method == http.MethodPost:
	case streams && (r.Method == http.MethodPut || r.Method == http.MethodDelete):
		if ctx, ok := h.authenticate(w, r, mediaJSON); ok && r.Method == http.MethodPut {
			h.reserve(ctx, w)
		} else if ok {
			h.drop(w, r)
		}
		return
	case r.Method == http.MethodOptions:
		header.Set("Allow", methods)
		w.WriteHeader(http.StatusNoContent)
		return
	default:
		header.Set("Allow", methods)
		h.writeRefusal(w, mediaJSON, refuse(http.StatusMethodNotAllowed, "the method must be GET or POST"))
		return
	}
	m := negotiate(r.Header)
	if m == mediaNone {
		h.writeRefusal(w, mediaJSON, refuse(http.StatusNotAcceptable,
			"the answer can be %s, %s or, where it is named first, %s", mediaResponse, mediaJSON, mediaEvents))
		return
	}
	ctx, ok := h.authenticate(w, r, m)
	if !ok {
		return
	}

	token := ""
	if streams {
		token = tokenOf(r)
	}
	if token != "" && r.Method == http.MethodGet && m == mediaEvents {
		h.connect(ctx, w, token)
		return
	}

	var p params
	var refused *refusal
	if r.Method == http.MethodGet {
		p, refused = readGet(r.URL, h.options.Limits)
	} else {
		p, refused = readPost(w, r, h.options.Limits)
	}
	if refused == nil && p.query == "" && p.document == "" && p.extensions["persistedQuery"] == nil {
		refused = refuse(http.StatusBadRequest, "the request has no query")
	}
	if refused != nil {
		h.writeRefusal(w, m, refused)
		return
	}
	if token != "" && r.Method == http.MethodPost {
		h.request(ctx, w, r, token, p)
		return
	}
	h.serveOperation(ctx, w, r, m, p)
}

// authenticate returns the context in which a request is served. When the
// caller may not come in it has answered, and returns false.
func (h *Handler) authenticate(w http.ResponseWriter, r *http.Request, m media) (context.Context, bool) {
	if h.options.Authenticate == nil {
		return r.Context(), true
	}
	ctx, err := h.options.Authenticate(r)
	if err == nil {
		return ctx, true
	}
	shown := h.present(r.Context(), err)
	errs := gqlerror.List{shown}
	status := http.StatusUnauthorized
	switch codeOf(shown) {
	case CodeForbidden, CodeRateLimited, CodeInternal:
		status = statusOf(errs, m)
	}
	h.writeErrors(w, m, status, errs)
	return nil, false
}

func (h *Handler) serveOperation(ctx context.Context, w http.ResponseWriter, r *http.Request, m media, p params) {
	start := h.options.Now()
	transport := "http"
	if m == mediaEvents {
		transport = "sse"
	}
	op, errs := h.prepare(ctx, p, r.Header)
	if errs != nil {
		h.observeRefused(ctx, transport, start, errs)
		if m == mediaEvents {
			ctx, cancel := context.WithCancel(ctx)
			h.stream(ctx, cancel, w, oneResponse(&graphql.Response{Errors: errs}))
			return
		}
		h.writeErrors(w, m, statusOf(errs, m), errs)
		return
	}
	switch {
	case r.Method == http.MethodGet && op.kind() == ast.Mutation:
		w.Header().Set("Allow", "POST")
		h.writeRefusal(w, m, refuse(http.StatusMethodNotAllowed, "a mutation needs POST"))
		return
	case m != mediaEvents && op.kind() == ast.Subscription:
		h.writeRefusal(w, m, refuse(http.StatusBadRequest,
			"a subscription needs the protocol graphql-transport-ws, or %s as the first accepted type", mediaEvents))
		return
	}
	if m == mediaEvents {
		h.streamOperation(ctx, w, op, start)
		return
	}

	run, errs := h.begin(ctx, op, transport, start)
	defer run.end()
	if errs != nil {
		h.writeErrors(w, m, statusOf(errs, m), errs)
		return
	}
	tag := ""
	if r.Method == http.MethodGet {
		w.Header().Add("Vary", "Accept")
		if tag = h.tag(run, m); tag != "" && Has(r, tag) {
			NotModified(w, r, tag)
			return
		}
	}
	response := run.next()
	if response == nil {
		cause := context.Cause(run.ctx)
		if cause == nil {
			cause = errors.New("the operation gave no answer")
		}
		errs := gqlerror.List{h.present(run.ctx, cause)}
		h.writeErrors(w, m, statusOf(errs, m), errs)
		return
	}
	body, err := encode(response)
	if err != nil {
		errs := gqlerror.List{h.present(run.ctx, err)}
		h.writeErrors(w, m, http.StatusInternalServerError, errs)
		return
	}
	status := http.StatusOK
	if len(response.Data) == 0 && len(response.Errors) > 0 {
		status = statusOf(response.Errors, m)
	}
	if tag != "" && len(response.Errors) == 0 {
		setTag(w.Header(), tag)
	}
	h.write(w, m, status, body)
}

// Do runs a query or a mutation for a caller within the process, with all that holds for
// a request but who may come in: that is said by the context. It returns the answer in
// JSON, errors included.
func (h *Handler) Do(ctx context.Context, query string, variables map[string]any) []byte {
	start := h.options.Now()
	text, err := json.Marshal(variables)
	if err != nil {
		return encodeErrors(gqlerror.List{NewError(CodeBadUserInput, "the variables are no JSON: %v", err)})
	}
	p := params{query: query}
	if refused := checkJSON(text, h.options.Limits); refused != nil {
		return encodeErrors(gqlerror.List{refused.err})
	}
	if int64(len(text)) > h.options.Limits.Body || !decodeJSON(text, &p.variables) {
		return encodeErrors(gqlerror.List{NewError(CodeBadRequest, "the variables are larger than %d bytes", h.options.Limits.Body)})
	}
	op, errs := h.prepare(ctx, p, nil)
	if errs == nil && op.kind() == ast.Subscription {
		errs = gqlerror.List{NewError(CodeBadRequest, "a subscription needs a stream")}
	}
	if errs != nil {
		h.observeRefused(ctx, "process", start, errs)
		return encodeErrors(errs)
	}
	run, errs := h.begin(ctx, op, "process", start)
	defer run.end()
	if errs != nil {
		return encodeErrors(errs)
	}
	response := run.next()
	if response == nil {
		return encodeErrors(gqlerror.List{h.present(run.ctx, cmp.Or(context.Cause(run.ctx), errors.New("the operation gave no answer")))})
	}
	body, err := encode(response)
	if err != nil {
		return encodeErrors(gqlerror.List{h.present(run.ctx, err)})
	}
	return body
}

// Schema returns the schema that is served.
func (h *Handler) Schema() *ast.Schema { return h.schema.Schema() }

func (h *Handler) writeRefusal(w http.ResponseWriter, m media, refused *refusal) {
	h.writeErrors(w, m, refused.status, gqlerror.List{refused.err})
}

// writeErrors answers a request that did not run.
func (h *Handler) writeErrors(w http.ResponseWriter, m media, status int, errs gqlerror.List) {
	if most := h.options.Limits.RequestErrors; len(errs) > most {
		errs = errs[:most]
	}
	setErrorHeaders(w.Header(), status, errs)
	if m == mediaEvents { // the stream has not begun
		m = mediaJSON
	}
	h.write(w, m, status, encodeErrors(errs))
}

// write sends a complete answer. That the client has gone is no error: nobody
// is left to tell.
func (h *Handler) write(w http.ResponseWriter, m media, status int, body []byte) {
	w.Header().Set("Content-Type", string(m)+"; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

// isUpgrade reports whether a request asks for a websocket.
func isUpgrade(r *http.Request) bool {
	for _, line := range r.Header.Values("Upgrade") {
		for token := range strings.SplitSeq(line, ",") {
			if strings.EqualFold(strings.TrimSpace(token), "websocket") {
				return true
			}
		}
	}
	return false
}

// source yields responses until there is none.
type source func() *graphql.Response

func oneResponse(r *graphql.Response) source {
	return func() *graphql.Response {
		defer func() { r = nil }()
		return r
	}
}

// deadline returns the moment until which a write of a stream may take.
func (h *Handler) deadline() time.Time { return time.Now().Add(h.options.Limits.WriteTime) }
