package resolvers

import (
	"cmp"
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"runtime"
	"strings"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/gqlserve"
	"github.com/kithgraph/kith/internal/intake"
	"github.com/kithgraph/kith/internal/picture"
	"github.com/kithgraph/kith/schema"
)

// Options say what a handler serves, and to whom.
type Options struct {
	// Workspace is what everybody reads and edits when there is no Viewer. One
	// of the two is required.
	Workspace graph.Workspace
	// Actor is who is named in the history then. Default "api".
	Actor string
	// Viewer says who asks. On a websocket it is called with the handshake and
	// the payload of connection_init, which is nil for any other request. An
	// error refuses the request; make it with gqlserve.NewError, and the code
	// decides between 401 and 403. Without a Viewer whoever reaches the server
	// may edit Workspace, which is right on loopback alone.
	Viewer func(r *http.Request, payload map[string]any) (Viewer, error)
	// Recheck is called before each event of a subscription; an error ends it.
	// Default: viewers stay what they were.
	Recheck func(ctx context.Context, v Viewer) error
	// Studio draws; the caller closes it. Default [picture.Plain].
	Studio *picture.Studio
	// Intake takes files to import; the caller closes it. Default: none are taken.
	Intake *intake.Desk
	// Origins are those whose pages may use the API beside its own. Default: none.
	Origins []gqlserve.Origin
	// Web is served at / in place of the start page. Default: the start page.
	Web fs.FS
	// Limits bound a request. The zero Limits are good; see [ListLength].
	Limits gqlserve.Limits
	// Log gets faults and refused connections. Default: nobody.
	Log *slog.Logger
	// Now is the clock; its location says when a day begins. Default time.Now.
	Now func() time.Time
}

// ListLength is the length that the cost of an operation assumes for a list that
// is not paged, unless [Options] say otherwise. What can be long has pages.
const ListLength = 5

// server is what every resolver shares. It is safe for concurrent use.
type server struct {
	eng     *engine.Engine
	ws      graph.Workspace // of those who are nobody else's viewer, and of readiness
	viewer  func(r *http.Request, payload map[string]any) (Viewer, error)
	recheck func(ctx context.Context, v Viewer) error
	studio  *picture.Studio
	intake  *intake.Desk // nil takes no files
	log     *slog.Logger
	now     func() time.Time
	kept    *keeper
	drafts  *drafts
	gate    *gate
	pages   *gate         // for files of many pages, see [server.gateOf]
	limit   int           // of what an operation may cost
	patient time.Duration // how long a request may take
}

// Site is the handler of a site: /graphql, /export/, /healthz, /readyz and a page
// at /. It is safe for concurrent use.
type Site struct {
	http.Handler
	api    *gqlserve.Handler
	server *server
}

// Do runs an operation for a viewer within the process, as it would over HTTP, and
// returns the answer in JSON, errors included.
func (s *Site) Do(ctx context.Context, v Viewer, document string, variables map[string]any) []byte {
	return s.api.Do(context.WithValue(ctx, viewerKey{}, v), document, variables)
}

// Schema returns the schema of the API.
func (s *Site) Schema() *ast.Schema { return s.api.Schema() }

// Trust lets only these documents run, by id; see [gqlserve.Handler.Trust].
func (s *Site) Trust(documents map[string]string) error { return s.api.Trust(documents) }

// NewHandler returns the site over an engine, which it does not close.
func NewHandler(eng *engine.Engine, o Options) *Site {
	s := &server{eng: eng, ws: o.Workspace, viewer: o.Viewer, recheck: o.Recheck, studio: o.Studio, intake: o.Intake, log: o.Log, now: o.Now, kept: &keeper{eng: eng, size: find.DefaultKept}}
	if s.viewer == nil {
		everyone := Viewer{Workspace: o.Workspace, Name: cmp.Or(o.Actor, "api"), Permission: PermissionEdit}
		s.viewer = func(*http.Request, map[string]any) (Viewer, error) { return everyone, nil }
	}
	if s.recheck == nil {
		s.recheck = func(context.Context, Viewer) error { return nil }
	}
	if s.studio == nil {
		s.studio = picture.Plain()
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.now == nil {
		s.now = time.Now
	}
	s.drafts = &drafts{eng: eng, now: s.now}
	s.gate = newGate(runtime.GOMAXPROCS(0), gateWait)
	s.pages = newGate(runtime.GOMAXPROCS(0)/2, gateWait)
	s.limit, s.patient = cmp.Or(max(0, o.Limits.Cost), gqlserve.DefaultCost), cmp.Or(max(0, o.Limits.QueryTime), gqlserve.DefaultQueryTime)
	if o.Limits.ListLength <= 0 {
		o.Limits.ListLength = ListLength
	}
	sdl := gqlserve.Executed(schema.NewExecutableSchema(schema.Config{}).Schema())
	api := gqlserve.NewHandler(schema.NewExecutableSchema(schema.Config{Schema: sdl, Resolvers: &root{s}}), gqlserve.Options{
		TrustedOrigins: o.Origins, Pinned: s.pinnedTo,
		Limits: o.Limits, Log: s.log, Now: s.now,
		Authenticate:    func(r *http.Request) (context.Context, error) { return s.identify(r, nil) },
		InitPayload:     s.identify,
		AroundOperation: s.around,
		CheckEvent:      s.checkEvent,
		ErrorPresenter:  present,
		Charge:          s.charge,
		Recovered:       view.Stopped,
	})
	mux := http.NewServeMux()
	mux.Handle("/graphql", api)
	mux.Handle("/graphql/stream", api.Streams())
	mux.HandleFunc("GET /export/{file}", s.reading(s.orgchart))
	s.documents(mux, "/export/handover", handover)
	s.documents(mux, "/export/movecard", moveCard)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) { plainText(w, http.StatusOK, "alive\n") })
	mux.HandleFunc("GET /readyz", s.ready)
	if o.Web == nil {
		mux.HandleFunc("GET /{$}", s.reading(s.start))
		mux.Handle("/app/", http.StripPrefix("/app", s.app()))
	} else {
		mux.Handle("/", gqlserve.Files(o.Web))
	}
	site := gqlserve.Protect(mux, gqlserve.ProtectOptions{Log: s.log, TrustedOrigins: o.Origins, Linked: func(path string) bool {
		return path == "/" || strings.HasPrefix(path, "/app/") || strings.HasPrefix(path, "/export/") || o.Web != nil && !strings.HasPrefix(path, "/graphql")
	}})
	return &Site{gqlserve.Compress(site), api, s}
}

// around says whether an operation may run, and prepares what its fields share.
func (s *server) around(ctx context.Context) (context.Context, error) {
	if err := authorize(ctx); err != nil {
		return nil, err
	}
	ctx, err := s.pin(ctx)
	if err != nil {
		return nil, err
	}
	return s.withBudget(withFeed(ctx)), nil
}

func (s *server) today() graph.Date { return graph.DateOf(s.now()) }

// readyTime is how long the store may take to answer.
const readyTime = 2 * time.Second

// ready answers whether the store can be read now, whatever is in memory.
func (s *server) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), readyTime)
	defer cancel()
	_, err := s.eng.Heads(ctx)
	if err == nil && s.ws != "" {
		_, err = s.eng.Snapshot(ctx, s.ws)
	}
	if err != nil {
		s.log.Error("not ready", "error", err)
		plainText(w, http.StatusServiceUnavailable, "the store cannot be read\n")
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
