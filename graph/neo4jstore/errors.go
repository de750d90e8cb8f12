package neo4jstore

import (
	"context"
	"errors"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
)

// What can be wrong with a database. Test with errors.Is; the text of the error
// around it says what to do.
var (
	// ErrUnreachable: no answer from the server for as long as Options.Retry says.
	// It is [engine.ErrUnavailable] too; an Apply that ends so wrote nothing and is
	// [engine.ErrBusy] as well.
	ErrUnreachable = errors.New("Neo4j does not answer")
	// ErrTimeout: the server was there, as far as is known, and an answer did not
	// come within Options.Timeout, tried again for as long as Options.Late says. It
	// is [engine.ErrUnavailable] too, and after an Apply as ErrUnreachable is.
	ErrTimeout = errors.New("Neo4j did not answer in time")
	// ErrLogin: wrong user or password, or one that must be changed first.
	ErrLogin = errors.New("Neo4j refuses the login")
	// ErrForbidden: the user may not do what the store needs.
	ErrForbidden = errors.New("the Neo4j user lacks a permission")
	// ErrNoDatabase: the server has no database of that name.
	ErrNoDatabase = errors.New("the Neo4j database does not exist")
	// ErrReadOnly: the database or this member of a cluster takes no writes.
	ErrReadOnly = errors.New("the Neo4j database is read-only")
	// ErrEncryption: the two ends do not agree on encryption.
	ErrEncryption = errors.New("the encrypted connection to Neo4j failed")
	// ErrTooOld: the server lacks what the store needs.
	ErrTooOld = errors.New("the server is not Neo4j 5.26 or newer")
	// ErrSchema: the constraints or the format of the database are not kith's.
	ErrSchema = errors.New("the Neo4j database is not set up for this kith")
	// ErrMemory: the server has too little memory for one transaction. Nothing
	// was written.
	ErrMemory = errors.New("Neo4j ran out of memory for the transaction")
)

// errLate says that the store's own patience ended. It is told with its length.
var errLate = errors.New("no answer")

// fault is what an error of the driver means.
type fault struct {
	is    error  // one of the errors above, or nil
	hint  string // what to do; may be empty
	again bool   // trying again may help
}

const (
	readOnlyHint    = "see SHOW DATABASES, and server.databases.read_only in neo4j.conf"
	timeoutHint     = "it is busy, waits for another transaction or plans its first statements; see SHOW TRANSACTIONS, or give it more time"
	nameTakenHint   = "something of another sort is where kith needs a constraint; drop or rename it"
	bookmarkHint    = "what was read before is not there: this member of the cluster lags, or the database was replaced by an older copy while kith ran; in the latter case start kith again"
	unreachableHint = "check that it runs, that this is its Bolt port (7687), and whether it wants encryption"
)

// faults are the meanings of Neo4j's status codes without their "Neo.". What is
// not here and not transient is a bug of ours or of the server.
var faults = map[string]fault{
	"ClientError.Security.Unauthorized":                              {ErrLogin, "check the user and the password", false},
	"ClientError.Security.AuthenticationRateLimit":                   {ErrLogin, "too many wrong passwords; wait some seconds, then check the password", false},
	"ClientError.Security.CredentialsExpired":                        {ErrLogin, "the password must be changed first: ALTER CURRENT USER SET PASSWORD FROM … TO …", false},
	"ClientError.Security.Forbidden":                                 {ErrForbidden, "grant it the role publisher, and architect for the first start", false},
	"ClientError.Database.DatabaseNotFound":                          {ErrNoDatabase, "SHOW DATABASES lists those there are; Community has one, called neo4j", false},
	"ClientError.General.ForbiddenOnReadOnlyDatabase":                {ErrReadOnly, readOnlyHint, false},
	"ClientError.General.WriteOnReadOnlyAccessDatabase":              {ErrReadOnly, readOnlyHint, false},
	"ClientError.Cluster.NotALeader":                                 {ErrReadOnly, "this member of the cluster does not lead; connect with neo4j:// instead of bolt://", true},
	"ClientError.Transaction.TransactionTimedOut":                    {ErrTimeout, timeoutHint, true},
	"ClientError.Transaction.TransactionTimedOutClientConfiguration": {ErrTimeout, timeoutHint, true},
	"TransientError.Transaction.BookmarkTimeout":                     {ErrTimeout, bookmarkHint, true},
	"ClientError.Transaction.LockClientStopped":                      {engine.ErrBusy, "", true},
	"ClientError.Transaction.Terminated":                             {engine.ErrBusy, "", true},
	"ClientError.Statement.EntityNotFound":                           {nil, "", true}, // removed while it was being read
	"ClientError.Schema.ConstraintValidationFailed":                  {engine.ErrDamaged, "something is there already where the commit would add it; has somebody else written to it? see kith fsck", false},
	"ClientError.Schema.IndexAlreadyExists":                          {ErrSchema, nameTakenHint, false},
	"ClientError.Schema.IndexWithNameAlreadyExists":                  {ErrSchema, nameTakenHint, false},
	"ClientError.Schema.ConstraintAlreadyExists":                     {ErrSchema, nameTakenHint, false},
	"ClientError.Schema.ConstraintWithNameAlreadyExists":             {ErrSchema, nameTakenHint, false},
	"DatabaseError.Schema.ConstraintCreationFailed":                  {ErrSchema, "two facts have one id, which somebody else wrote while the constraint was missing; remove one", false},
	"TransientError.General.MemoryPoolOutOfMemoryError":              {ErrMemory, "raise db.memory.transaction.max or server.memory.heap.max_size", false},
	"TransientError.General.TransactionMemoryLimit":                  {ErrMemory, "raise db.memory.transaction.max", false},
	"TransientError.General.TransactionOutOfMemoryError":             {ErrMemory, "raise db.memory.transaction.max", false},
	"TransientError.Database.DatabaseUnavailable":                    {ErrUnreachable, "the database is starting, stopping or stopped; see SHOW DATABASES", true},
}

// faultOf returns what an error of the driver means.
func faultOf(err error) fault {
	if errors.Is(err, errLate) {
		return fault{ErrTimeout, timeoutHint, true}
	}
	var n *neo4j.Neo4jError
	if errors.As(err, &n) {
		if f, ok := faults[strings.TrimPrefix(n.Code, "Neo.")]; ok {
			return f
		}
		return fault{again: n.IsRetriable()}
	}
	var c *neo4j.ConnectivityError
	if errors.As(err, &c) {
		text := c.Inner.Error()
		if strings.Contains(text, "remote error: tls: ") {
			return fault{ErrEncryption, "the server wants a certificate from kith, or does not trust the one that it got; its side is dbms.ssl.policy.bolt.client_auth", false}
		}
		for _, s := range []string{"tls: ", "x509: ", "TLS is enabled"} {
			if strings.Contains(text, s) {
				return fault{ErrEncryption, "neo4j+s:// wants a trusted certificate, neo4j+ssc:// takes any, neo4j:// does not encrypt; the server's side is server.bolt.tls_level", false}
			}
		}
		return fault{ErrUnreachable, unreachableHint, true}
	}
	var usage *neo4j.UsageError
	if errors.As(err, &usage) {
		return fault{}
	}
	return fault{ErrUnreachable, unreachableHint, true} // a connection that broke off
}

// cause returns the text of an error of the driver on one line.
func cause(err error) string {
	var n *neo4j.Neo4jError
	var c *neo4j.ConnectivityError
	text := err.Error()
	switch {
	case errors.As(err, &n):
		text = n.Msg + " (" + n.Code + ")"
	case errors.As(err, &c):
		text = c.Inner.Error()
	}
	return strings.Join(strings.Fields(text), " ")
}

// foreign reports whether err comes from the driver and not from this package
// or a caller's context.
func foreign(err error) bool {
	for _, ours := range []error{
		graph.ErrInvalid, graph.ErrConflict, graph.ErrNotFound, engine.ErrUncertain, engine.ErrTooBig, engine.ErrBusy,
		engine.ErrDamaged, engine.ErrClosed, ErrSchema, ErrTooOld, errUnfinished, errStaged, context.Canceled,
	} {
		if errors.Is(err, ours) {
			return false
		}
	}
	return true
}

// explained is an error of the driver in one line. It is both the error of this
// package that says what it means, if one does, and the driver's.
type explained struct {
	text string
	is   error // may be nil
	err  error
}

func (e *explained) Error() string { return e.text }

// Unwrap returns what the error is.
func (e *explained) Unwrap() []error {
	switch e.is {
	case nil:
		return []error{e.err}
	case ErrUnreachable, ErrTimeout:
		return []error{e.is, engine.ErrUnavailable, e.err}
	}
	return []error{e.is, e.err}
}

// explain says of an error of the driver what failed, what that means, what to
// do and what the server said.
func (s *Store) explain(doing string, err error) error {
	f := faultOf(err)
	if f.is == ErrLogin && s.options.User == "" {
		f.hint = "it wants a user and a password, and none was given; the first user of a new server is neo4j"
	}
	text := doing + ": Neo4j at " + s.options.URI
	if s.options.Database != "" {
		text += ", database " + s.options.Database
	}
	if f.is != nil {
		text += ": " + f.is.Error()
	}
	if f.hint != "" {
		text += ": " + f.hint
	}
	return &explained{text + ": " + cause(err), f.is, err}
}
