package neo4jstore

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/kithgraph/kith/graph/engine"
)

// TestExplain demands one line of every fault that says what is wrong and what to
// do, of those too that need an Enterprise server or luck to be had.
func TestExplain(t *testing.T) {
	code := func(code string) error {
		return &neo4j.Neo4jError{Code: "Neo." + code, Msg: "What the\nserver says."}
	}
	s := &Store{options: Options{URI: "bolt://h:7687", User: "kith", Database: "crm", Timeout: 30 * time.Second}}
	for _, c := range []struct {
		err  error
		is   error
		says string
	}{
		{code("ClientError.Security.Unauthorized"), ErrLogin, "check the user and the password"},
		{code("ClientError.Security.CredentialsExpired"), ErrLogin, "must be changed first"},
		{code("ClientError.Security.AuthenticationRateLimit"), ErrLogin, "wait some seconds"},
		{code("ClientError.Security.Forbidden"), ErrForbidden, "grant it the role"},
		{code("ClientError.Database.DatabaseNotFound"), ErrNoDatabase, "SHOW DATABASES"},
		{code("ClientError.Schema.IndexAlreadyExists"), ErrSchema, "drop or rename it"},
		{code("ClientError.Schema.IndexWithNameAlreadyExists"), ErrSchema, "drop or rename it"},
		{code("ClientError.Schema.ConstraintWithNameAlreadyExists"), ErrSchema, "drop or rename it"},
		{code("ClientError.Schema.ConstraintAlreadyExists"), ErrSchema, "drop or rename it"},
		{code("DatabaseError.Schema.ConstraintCreationFailed"), ErrSchema, "two facts have one id"},
		{code("ClientError.Transaction.TransactionTimedOutClientConfiguration"), ErrTimeout, "SHOW TRANSACTIONS"},
		{code("ClientError.Transaction.TransactionTimedOut"), ErrTimeout, "SHOW TRANSACTIONS"},
		{code("TransientError.Transaction.BookmarkTimeout"), ErrTimeout, "start kith again"},
		{fmt.Errorf("%w within 30s", errLate), ErrTimeout, "SHOW TRANSACTIONS"},
		{code("TransientError.Database.DatabaseUnavailable"), ErrUnreachable, "starting, stopping or stopped"},
		{&neo4j.ConnectivityError{Inner: errors.New("remote error: tls: bad certificate")}, ErrEncryption, "wants a certificate from kith"},
		{io.ErrUnexpectedEOF, ErrUnreachable, "check that it runs"},
	} {
		err := s.explain("opening a store", c.err)
		text := err.Error()
		if !errors.Is(err, c.is) || !strings.Contains(text, c.says) || strings.Contains(text, "\n") || !strings.HasPrefix(text, "opening a store: Neo4j at bolt://h:7687, database crm: "+c.is.Error()+": ") {
			t.Errorf("%v is explained by %q, want %q and %q in one line", c.err, text, c.is, c.says)
		}
		if late, gone := errors.Is(err, ErrTimeout), errors.Is(err, ErrUnreachable); late && gone || (late || gone) != errors.Is(err, engine.ErrUnavailable) {
			t.Errorf("%q is late %t, gone %t, and unavailable %t", text, late, gone, errors.Is(err, engine.ErrUnavailable))
		}
	}
	s.options.User = ""
	if text := s.explain("opening a store", code("ClientError.Security.Unauthorized")).Error(); !strings.Contains(text, "it wants a user and a password, and none was given") {
		t.Errorf("a login without a user is explained by %q", text)
	}
}

// TestLate demands that a call which the server does not answer in time is told
// from one that finds no server, and that a write then was not made.
func TestLate(t *testing.T) {
	s := &Store{options: Options{URI: "bolt://h:7687", Timeout: 20 * time.Millisecond, Retry: -1, Late: -1}, log: slog.New(slog.DiscardHandler)}
	err := s.try(context.Background(), "writing", func(ctx context.Context) error {
		<-ctx.Done()
		return &neo4j.ConnectivityError{Inner: ctx.Err()} // as the driver has it
	})
	if !errors.Is(err, ErrTimeout) || errors.Is(err, ErrUnreachable) || !strings.Contains(err.Error(), "no answer within 20ms") {
		t.Errorf("a call without an answer = %v, want ErrTimeout", err)
	}
	if err := unwritten(err); !errors.Is(err, engine.ErrBusy) || !errors.Is(err, engine.ErrUnavailable) {
		t.Errorf("a write without an answer = %v, want ErrBusy and ErrUnavailable", err)
	}
}

// TestBudgets demands that a failure is tried again for as long as is said of its
// kind, counted from the first of its kind in a row: a server that was late has not
// gone for as long.
func TestBudgets(t *testing.T) {
	late := func(ctx context.Context) error {
		<-ctx.Done()
		return &neo4j.ConnectivityError{Inner: ctx.Err()}
	}
	gone := func(context.Context) error { return &neo4j.ConnectivityError{Inner: io.ErrUnexpectedEOF} }
	refused := func(context.Context) error { return &neo4j.Neo4jError{Code: "Neo.ClientError.Security.Unauthorized"} }
	done := func(context.Context) error { return nil }
	type call = func(context.Context) error
	for _, c := range []struct {
		name        string
		retry, wait time.Duration // the budgets of absence and of lateness
		answers     []call        // the last one again and again
		most        int           // calls, and at least two where that is more than one
		want        error
	}{
		{"late, by default twice", 5 * time.Second, 0, []call{late}, 2, ErrTimeout},
		{"late, once", 5 * time.Second, -1, []call{late}, 1, ErrTimeout},
		{"late, and then there", -1, 0, []call{late, done}, 2, nil},
		{"gone, once", -1, time.Hour, []call{gone}, 1, ErrUnreachable},
		{"gone, and then there", time.Minute, -1, []call{gone, gone, done}, 3, nil},
		{"late for longer than it may be gone, and then gone", 90 * time.Millisecond, time.Hour, []call{late, gone, done}, 3, nil},
		{"gone, and then late", time.Minute, -1, []call{gone, late}, 2, ErrTimeout},
		{"refused", time.Minute, time.Hour, []call{refused}, 1, ErrLogin},
	} {
		t.Run(c.name, func(t *testing.T) {
			o, err := Options{URI: "bolt://h:7687", Timeout: 100 * time.Millisecond, Retry: c.retry, Late: c.wait}.checked()
			if err != nil {
				t.Fatal(err)
			}
			s := &Store{options: o, log: slog.New(slog.DiscardHandler)}
			calls := 0
			err = s.try(context.Background(), "asking", func(ctx context.Context) error {
				calls++
				return c.answers[min(calls, len(c.answers))-1](ctx)
			})
			if calls != c.most || !errors.Is(err, c.want) {
				t.Errorf("%d calls, %v; want %d, %v", calls, err, c.most, c.want)
			}
		})
	}
}
