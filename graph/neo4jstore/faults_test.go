package neo4jstore

import (
	"context"
	"errors"
	"fmt"
	"io"
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
		{fmt.Errorf("%w within 30s", errLate), ErrTimeout, "SHOW TRANSACTIONS"},
		{code("TransientError.Database.DatabaseUnavailable"), ErrUnreachable, "starting, stopping or stopped"},
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
	s := &Store{options: Options{URI: "bolt://h:7687", Timeout: 20 * time.Millisecond, Retry: -1}}
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
