package neo4jstore

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// Neo4j plans a statement when it first meets it, and keeps the plan. On a server
// that has just started, planning one takes it half a second, and several when it
// is busy: too long for a transaction that holds the lock of a workspace. So the
// statements of a write are planned before it begins, in no transaction of its
// own, as EXPLAIN does; a commit then finds the plans.

// plans are the statements that the server is believed to have planned.
type plans struct {
	turn chan struct{} // holds a token while somebody has statements planned
	mu   sync.Mutex
	have map[string]bool // guarded by mu
}

// missing returns those of some statements that are not known to be planned.
func (p *plans) missing(texts []string) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []string
	for _, t := range texts {
		if !p.have[t] && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

func (p *plans) add(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.have == nil {
		p.have = map[string]bool{}
	}
	p.have[text] = true
}

// forget believes nothing any more.
func (p *plans) forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.have = nil
}

// planTime is how long the planning of one statement may take: nobody waits for
// a lock meanwhile.
const planTime = 2 * time.Minute

// plan has the server plan statements that it has not planned, one at a time. To
// ask for one that it has planned already takes it a millisecond.
func (s *Store) plan(ctx context.Context, texts ...string) error {
	missing := s.plans.missing(texts)
	if len(missing) == 0 {
		return nil
	}
	select {
	case s.plans.turn <- struct{}{}:
		defer func() { <-s.plans.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	missing = s.plans.missing(texts)
	start := time.Now()
	tell := time.AfterFunc(slow, func() {
		s.log.Info("Neo4j plans kith's statements, which it does once after its start", "statements", len(missing))
	})
	defer tell.Stop()
	for _, text := range missing {
		err := s.tryFor(ctx, max(planTime, s.options.Timeout), "planning a statement", nil, func(ctx context.Context) error {
			return s.alone(ctx, neo4j.FetchDefault)("EXPLAIN "+text, nil, nil)
		})
		if err != nil {
			return err
		}
		s.plans.add(text)
	}
	if took := time.Since(start); took > slow {
		s.log.Info("Neo4j has planned kith's statements", "statements", len(missing), "seconds", took.Round(100*time.Millisecond).Seconds())
	}
	return nil
}

// firstTexts are the statements of nearly every write.
var firstTexts = []string{appendFirst, appendNext, createNodesText, createEdgesText, updateNodesText, removeNodesText}

// planFirst has them planned while the program does other things.
func (s *Store) planFirst() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	s.work.Go(func() {
		defer cancel()
		if err := s.plan(ctx, firstTexts...); err != nil && ctx.Err() == nil {
			s.log.Warn("Neo4j could not plan kith's statements ahead; the first write asks again", "error", err)
		}
	})
	s.work.Go(func() {
		select {
		case <-s.done:
			cancel()
		case <-ctx.Done():
		}
	})
}
