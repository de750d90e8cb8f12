package resolvers

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/internal/gqlserve"
	"github.com/kithgraph/kith/schema"
)

// Options say what a handler serves.
type Options struct {
	Workspace graph.Workspace // the workspace; required
	Actor     string          // who is named in the history; default "api"
	Limits    gqlserve.Limits // bounds of a request; the zero Limits are good, see [ListLength]
	Log       *slog.Logger    // default: nobody
	Now       func() time.Time
}

// ListLength is the length that the cost of an operation assumes for a list that
// is not paged, unless [Options] say otherwise. What can be long has pages.
const ListLength = 5

// server is what every resolver shares. It is safe for concurrent use.
type server struct {
	eng *engine.Engine
	ws  graph.Workspace
	who string
	log *slog.Logger
	now func() time.Time
}

// newID returns random text for the IDs of a preview.
func (s *server) newID() string { return strings.ToLower(rand.Text()[:16]) }

// NewHandler returns the handler of one workspace: /graphql, /export/,
// /healthz, /readyz and the start page at /. It does not close the engine.
func NewHandler(eng *engine.Engine, o Options) http.Handler {
	s := &server{eng: eng, ws: o.Workspace, who: o.Actor, log: o.Log, now: o.Now}
	if s.who == "" {
		s.who = "api"
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.now == nil {
		s.now = time.Now
	}
	if o.Limits.ListLength <= 0 {
		o.Limits.ListLength = ListLength
	}
	api := gqlserve.NewHandler(schema.NewExecutableSchema(schema.Config{Resolvers: &root{s}}), gqlserve.Options{
		Limits: o.Limits, Log: s.log, Now: s.now,
		AroundOperation: s.around,
		CheckEvent:      checkEvent,
		ErrorPresenter:  present,
		FieldCost:       fieldCost,
	})
	mux := http.NewServeMux()
	mux.Handle("/graphql", api)
	mux.HandleFunc("GET /export/orgchart.svg", s.orgchart)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) { plainText(w, http.StatusOK, "alive\n") })
	mux.HandleFunc("GET /readyz", s.ready)
	mux.HandleFunc("GET /{$}", s.start)
	site, err := gqlserve.Protect(mux, gqlserve.ProtectOptions{Log: s.log})
	if err != nil {
		panic(err) // only a trusted origin could be wrong, and there is none
	}
	return site
}

// around prepares what the fields of an operation share.
func (s *server) around(ctx context.Context) (context.Context, error) {
	ctx, err := s.pin(ctx)
	if err != nil {
		return nil, err
	}
	return withBudget(withFeed(ctx)), nil
}

// fieldCosts are the fields that cost more than reading a value, in fields: an
// analysis looks at an account, a search at every name.
var fieldCosts = map[string]int{
	"stakeholders": 100, "strength": 100, "coverage": 200, "singlePoints": 200, "introductions": 100, "moves": 100,
	"search": 50, "importFiles": 1000,
}

func fieldCost(typeName, field string) int {
	if typeName == "View" || typeName == "Mutation" {
		return fieldCosts[field]
	}
	return 1
}

func (s *server) today() graph.Date { return graph.DateOf(s.now()) }

// ready answers whether the workspace can be read.
func (s *server) ready(w http.ResponseWriter, r *http.Request) {
	if _, err := s.eng.Snapshot(r.Context(), s.ws); err != nil {
		s.log.Error("not ready", "error", err)
		plainText(w, http.StatusServiceUnavailable, "the workspace cannot be read\n")
		return
	}
	plainText(w, http.StatusOK, "ready\n")
}

func plainText(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	w.Write([]byte(text))
}

// root holds the resolvers of the three roots.
type root struct{ s *server }

// Query returns the resolvers of queries.
func (r *root) Query() schema.QueryResolver { return &query{r.s} }

// Mutation returns the resolvers of mutations.
func (r *root) Mutation() schema.MutationResolver { return &mutation{r.s} }

// Subscription returns the resolvers of subscriptions.
func (r *root) Subscription() schema.SubscriptionResolver { return &subscription{r.s} }

var _ schema.ResolverRoot = (*root)(nil)

// value returns what p points at, and the zero value for nil.
func value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}
