package neo4jstore

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/notifications"

	"github.com/kithgraph/kith/graph/engine"
)

// A runner runs one statement and hands over its records until take wants no
// more or fails. Its arguments are in the one parameter $p, a map: Neo4j keeps a plan
// for every magnitude of every text and list among the parameters, but not of those in a
// map, and planning takes longer than running. See parameters for the two others.
type runner func(cypher string, args map[string]any, take taker) error

// parameters returns those of a statement: its arguments, and $dawn and $dusk, the days
// of open ends. A date that is written out is parsed anew for every row.
func parameters(args map[string]any) map[string]any {
	return map[string]any{"p": args, "dawn": dawn, "dusk": dusk}
}

// A taker takes one record and says whether it wants more.
type taker func(values []any) (more bool, err error)

// session returns a session; the caller closes it. Everything goes to the
// member of a cluster that takes writes: kith keeps its graphs in memory and
// asks the database little, and a head that is older than what was read before
// would cost more than a follower saves. fetch is how many records travel at a
// time.
func (s *Store) session(ctx context.Context, fetch int) neo4j.SessionWithContext {
	return s.driver.NewSession(ctx, neo4j.SessionConfig{
		AccessMode:      neo4j.AccessModeWrite,
		DatabaseName:    s.options.Database,
		FetchSize:       fetch,
		BookmarkManager: s.bookmarks,
		// Hints on how to write Cypher are for the authors of this package.
		NotificationsMinSeverity: notifications.DisabledLevel,
	})
}

// limit tells the server for how long to work on a transaction: no longer than
// we wait for it.
func limit(ctx context.Context) func(*neo4j.TransactionConfig) {
	deadline, ok := ctx.Deadline()
	if !ok {
		return func(*neo4j.TransactionConfig) {}
	}
	return neo4j.WithTxTimeout(max(time.Until(deadline), time.Millisecond))
}

// drain hands the records of a result to take and reads what the server says
// at the end.
func drain(ctx context.Context, result neo4j.ResultWithContext, take taker) error {
	for take != nil && result.Next(ctx) {
		if more, err := take(result.Record().Values); err != nil {
			return err
		} else if !more {
			break
		}
	}
	_, err := result.Consume(ctx)
	return err
}

// alone runs one statement in a transaction of its own, once.
func (s *Store) alone(ctx context.Context, fetch int) runner {
	return func(cypher string, args map[string]any, take taker) error {
		session := s.session(ctx, fetch)
		defer session.Close(ctx)
		result, err := session.Run(ctx, cypher, parameters(args), limit(ctx))
		if err != nil {
			return err
		}
		return drain(ctx, result, take)
	}
}

// ask runs one statement that may be run again, as often as that helps.
func (s *Store) ask(ctx context.Context, doing, cypher string, args map[string]any, take taker) error {
	return s.try(ctx, doing, func(ctx context.Context) error {
		return s.alone(ctx, neo4j.FetchDefault)(cypher, args, take)
	})
}

// lostError says that COMMIT was sent and that no answer came that says what
// became of it.
type lostError struct{ cause error }

func (e *lostError) Error() string { return "the answer to COMMIT: " + e.cause.Error() }
func (e *lostError) Unwrap() error { return e.cause }

// transact runs one transaction, once. When it returns an error other than a
// lostError, nothing was written.
func (s *Store) transact(ctx context.Context, do func(run runner) error) error {
	session := s.session(ctx, logFetch)
	defer session.Close(ctx) // rolls back what is not committed
	tx, err := session.BeginTransaction(ctx, limit(ctx))
	if err != nil {
		return err
	}
	err = do(func(cypher string, args map[string]any, take taker) error {
		result, err := tx.Run(ctx, cypher, parameters(args))
		if err != nil {
			return err
		}
		return drain(ctx, result, take)
	})
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil { // the last moment to turn back
		return err
	}
	if err := tx.Commit(ctx); err != nil {
		if rolledBack(err) {
			return err
		}
		return &lostError{err}
	}
	return nil
}

// rolledBack reports whether the server said, in answer to COMMIT, that the
// transaction was not carried out. Of a full disk or a change of leader it says
// something else, and then the transaction may yet turn up.
func rolledBack(err error) bool {
	var n *neo4j.Neo4jError
	if !errors.As(err, &n) {
		return false
	}
	for _, class := range []string{"ClientError.Transaction.", "ClientError.Schema.", "TransientError.Transaction.DeadlockDetected", "TransientError.Transaction.Lock"} {
		if strings.HasPrefix(n.Code, "Neo."+class) {
			return true
		}
	}
	return false
}

// The pause between two tries, which doubles up to the longest. The driver's
// own retries are not used: their pause grows without bound, so that a writer
// comes back long after the server did.
const (
	firstPause = 10 * time.Millisecond
	lastPause  = 500 * time.Millisecond
)

// slow is how long something may take before the log is told what it is.
const slow = time.Second

// try calls do until it succeeds, fails for good, or the time for trying is up,
// which is told apart by the kind of failure: see Options. Each call has a context
// that ends in time. What comes back is do's own error when that is one of ours,
// the context's when it is done, and otherwise one that explains the driver's.
func (s *Store) try(ctx context.Context, doing string, do func(ctx context.Context) error) error {
	return s.tryFor(ctx, s.options.Timeout, doing, nil, do)
}

// tryFor is try with another Timeout. The plans of some statements are made before
// each call, outside its time.
func (s *Store) tryFor(ctx context.Context, timeout time.Duration, doing string, texts []string, do func(ctx context.Context) error) error {
	var last error      // the kind of the last failure
	var since time.Time // the first failure of that kind in a row
	told := false
	for pause := firstPause; ; pause = min(2*pause, lastPause) {
		if err := s.plan(ctx, texts...); err != nil {
			return err
		}
		start := time.Now()
		err := s.once(ctx, timeout, do)
		if err == nil || !foreign(err) {
			return err
		}
		if err := s.alive(ctx); err != nil {
			return err
		}
		f := faultOf(err)
		budget, from := s.options.Retry, time.Now()
		switch f.is {
		case ErrUnreachable:
			s.plans.forget() // a server that has started again knows none
		case ErrTimeout:
			budget, from = s.options.Late, start
			if budget > 0 {
				budget += timeout - s.options.Timeout
			}
		}
		if since.IsZero() || f.is != last {
			last, since = f.is, from
		}
		if !f.again || time.Since(since)+pause > budget {
			return s.explain(doing, err)
		}
		if trying := time.Since(since); trying > slow && !told {
			told = true
			s.log.Warn("Neo4j: trying again", "doing", doing, "since", trying.Round(time.Second), "most", budget, "error", cause(err))
		}
		timer := time.NewTimer(pause/2 + rand.N(pause/2))
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		}
	}
}

// once calls do with a context that ends after a timeout.
func (s *Store) once(ctx context.Context, timeout time.Duration, do func(ctx context.Context) error) error {
	short, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	err := do(short)
	if err != nil && short.Err() != nil && ctx.Err() == nil && foreign(err) {
		return fmt.Errorf("%w within %v", errLate, timeout)
	}
	return err
}

// unwritten marks the error of a write that did not take place as
// engine.ErrBusy if trying again later may help.
func unwritten(err error) error {
	if errors.Is(err, ErrUnreachable) || errors.Is(err, ErrTimeout) || errors.Is(err, ErrMemory) {
		return fmt.Errorf("%w: %w", engine.ErrBusy, err)
	}
	return err
}
