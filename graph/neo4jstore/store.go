package neo4jstore

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
)

// Store is one Neo4j database as a place for workspaces. It implements
// [engine.Store]; it is safe for concurrent use, and any number of stores in any
// number of processes may share a database.
type Store struct {
	options   Options
	driver    neo4j.DriverWithContext
	bookmarks neo4j.BookmarkManager // nil but for clusters
	queues    queues
	groups    groups
	plans     plans
	log       *slog.Logger
	opening   chan struct{} // holds a token while somebody makes the store ready
	ready     atomic.Bool   // the database is what the store needs

	done chan struct{}  // closed by Close
	work sync.WaitGroup // what the store does by itself

	mu     sync.Mutex
	closed bool // guarded by mu
}

var _ engine.Adopter = (*Store)(nil)

// Open connects to a Neo4j database, makes sure that its version, its
// constraints and its format are what the store needs, and sets up what is
// missing: on an empty database that is everything. Errors say in one line what
// is wrong and what to do; see the variables of this package.
func Open(ctx context.Context, o Options) (*Store, error) {
	s, err := New(o)
	if err != nil {
		return nil, err
	}
	if err := s.enter(ctx); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// New is Open without the server: it checks the options alone. The first call that
// finds the server does what Open does, and those before fail as they would when
// it had gone.
func New(o Options) (*Store, error) {
	o, err := o.checked()
	if err != nil {
		return nil, err
	}
	s := &Store{options: o, queues: queues{m: map[graph.Workspace]*queue{}}, opening: make(chan struct{}, 1), done: make(chan struct{}), plans: plans{turn: make(chan struct{}, 1)}, log: o.Log}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.driver, err = o.driver(); err != nil {
		return nil, fmt.Errorf("opening Neo4j at %s: %s", o.URI, cause(err))
	}
	if strings.HasPrefix(o.URI, "neo4j") {
		s.bookmarks = neo4j.NewBookmarkManager(neo4j.BookmarkManagerConfig{})
	}
	return s, nil
}

// open makes the store ready, if it is not.
func (s *Store) open(ctx context.Context) error {
	if s.ready.Load() {
		return nil
	}
	select {
	case s.opening <- struct{}{}:
		defer func() { <-s.opening }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if s.ready.Load() {
		return nil
	}
	if err := s.checkServer(ctx); err != nil {
		return err
	}
	if err := s.setUp(ctx, migrations); err != nil {
		return err
	}
	s.ready.Store(true)
	s.planFirst()
	return nil
}

// Close implements [engine.Store]. It closes every connection; calls that are
// under way fail.
func (s *Store) Close() error {
	s.mu.Lock()
	was := s.closed
	s.closed = true
	s.mu.Unlock()
	if was {
		return nil
	}
	close(s.done)
	s.work.Wait()
	return s.driver.Close(context.Background())
}

// enter refuses a call that must not go ahead, and makes the store ready.
func (s *Store) enter(ctx context.Context) error {
	if err := s.alive(ctx); err != nil {
		return err
	}
	return s.open(ctx)
}

// alive refuses a call whose context is done and one to a store that is closed.
func (s *Store) alive(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return engine.ErrClosed
	}
	return nil
}

func (s *Store) enterSpace(ctx context.Context, ws graph.Workspace) error {
	if err := engine.CheckWorkspace(ws); err != nil {
		return err
	}
	return s.enter(ctx)
}

// checkServer makes sure that there is a Neo4j that is new enough, that the user
// may log in and that the database exists.
func (s *Store) checkServer(ctx context.Context) error {
	return s.try(ctx, "opening a store", func(ctx context.Context) error {
		// A session of its own: ours asks for what old servers do not know.
		session := s.driver.NewSession(ctx, neo4j.SessionConfig{DatabaseName: s.options.Database})
		defer session.Close(ctx)
		result, err := session.Run(ctx, "RETURN 1", nil, limit(ctx))
		if err != nil {
			return err
		}
		summary, err := result.Consume(ctx)
		if err != nil {
			return err
		}
		return checkVersion(summary.Server().Agent())
	})
}

// checkVersion refuses servers before 5.26, the first whose Cypher the store
// speaks. Agents look like "Neo4j/5.26.30", "Neo4j/2026.08.1", "Neo4j/5.27-aura".
func checkVersion(agent string) error {
	var major, minor int
	_, err := fmt.Sscanf(agent, "Neo4j/%d.%d", &major, &minor)
	if err != nil || major < 5 || major == 5 && minor < 26 {
		return fmt.Errorf("%w: it calls itself %.80q", ErrTooOld, agent)
	}
	return nil
}
