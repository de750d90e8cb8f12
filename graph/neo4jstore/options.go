package neo4jstore

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"
)

// Options says which database to open and how patient to be. URI is required,
// the rest has good defaults.
type Options struct {
	// URI is the address, such as neo4j+s://db.example.com. The scheme says how
	// to connect: neo4j finds the members of a cluster, bolt talks to the one
	// server that it names; +s encrypts and wants a certificate that the system
	// or TLS trusts, +ssc encrypts and takes any certificate. User and password
	// must not stand in it.
	URI string

	// User is the name to log in with; empty for a server without
	// authentication.
	User string
	// Password goes with User. PasswordFile names a file to read it from; the
	// newline at its end is not part of it. At most one of them may be set.
	Password, PasswordFile string

	// Database is the name of the database; empty for the user's home database.
	Database string

	// TLS adds to the encryption that the scheme asks for: own certificate
	// authorities, client certificates. Nil trusts what the system trusts.
	TLS *tls.Config

	// Timeout is how long one transaction on the server may take, and how long
	// the store waits for it, when the context does not end sooner. It bounds
	// for how long a writer that was cut off keeps others out of its workspace.
	// Default 30 s.
	Timeout time.Duration
	// Retry is for how long an operation is tried again that finds no server, or
	// fails for another reason that may pass: a restart, a deadlock. It counts
	// from the first such failure in a row. Default 5 s; negative for one try.
	Retry time.Duration
	// Late is for how long an operation is tried again that a server which is
	// there did not answer within Timeout. It counts from the beginning of the
	// first such try in a row. Default twice Timeout, which is two tries;
	// negative for one.
	Late time.Duration
	// Connect is how long to wait for a new connection, default 5 s, and
	// Acquire for one from the pool, default 10 s.
	Connect, Acquire time.Duration
	// Connections is how many connections may be open to each server, default
	// 20. A load uses three, a write, a poll or a page of the log one.
	Connections int

	// Log is told what takes long, and why. Default: nobody.
	Log *slog.Logger
}

// schemes are the URI schemes of Neo4j.
var schemes = []string{"neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc"}

// checked returns o with its defaults and its password filled in.
func (o Options) checked() (Options, error) {
	u, err := url.Parse(o.URI)
	switch {
	case err != nil || u.Host == "":
		// The text is not repeated: it may hold a password.
		return o, fmt.Errorf("the Neo4j address is not a URI; write it like neo4j+s://db.example.com or bolt://localhost:7687")
	case u.User != nil:
		return o, fmt.Errorf("the Neo4j address must not hold a user or password; give the user apart and the password in a file")
	case !oneOf(u.Scheme, schemes):
		return o, fmt.Errorf("the Neo4j address begins with %q and should begin with one of %s://; 7474 and 7473 are the ports of Neo4j Browser, programs use 7687", u.Scheme+"://", strings.Join(schemes, "://, "))
	case u.Path != "" && u.Path != "/":
		return o, refuse(ErrNoDatabase, "the Neo4j address ends in %q; the name of the database is given apart", u.Path)
	case strings.EqualFold(o.Database, "system"):
		return o, refuse(ErrNoDatabase, "the Neo4j database system holds users and databases and no data; Community has one for data, called neo4j")
	case o.TLS != nil && !strings.Contains(u.Scheme, "+"):
		return o, fmt.Errorf("TLS is configured, and %s:// does not encrypt; write %s+s://", u.Scheme, u.Scheme)
	case o.Password != "" && o.PasswordFile != "":
		return o, fmt.Errorf("both a Neo4j password and a password file are given; leave one out")
	case o.User != "" && o.Password == "" && o.PasswordFile == "":
		return o, refuse(ErrLogin, "a Neo4j user is given without a password")
	case o.User == "" && (o.Password != "" || o.PasswordFile != ""):
		return o, fmt.Errorf("a Neo4j password is given without a user; the first user of a new server is neo4j")
	}
	if o.PasswordFile != "" {
		b, err := os.ReadFile(o.PasswordFile)
		if err != nil {
			return o, fmt.Errorf("reading the Neo4j password: %w", err)
		}
		o.Password = strings.TrimSuffix(strings.TrimSuffix(string(b), "\n"), "\r")
		if o.Password == "" {
			return o, fmt.Errorf("reading the Neo4j password: %s is empty", o.PasswordFile)
		}
	}
	fill := func(d *time.Duration, def time.Duration) {
		if *d == 0 {
			*d = def
		}
	}
	fill(&o.Timeout, 30*time.Second)
	fill(&o.Retry, 5*time.Second)
	fill(&o.Late, 2*o.Timeout)
	fill(&o.Connect, 5*time.Second)
	fill(&o.Acquire, 10*time.Second)
	if o.Connections == 0 {
		o.Connections = 20
	}
	if o.Timeout < 0 || o.Connect < 0 || o.Acquire < 0 || o.Connections < 0 {
		return o, fmt.Errorf("a Neo4j time limit or number of connections is negative")
	}
	return o, nil
}

// refuse returns an error that reads as it is given.
func refuse(is error, format string, args ...any) error {
	return &explained{fmt.Sprintf(format, args...), is, is}
}

func oneOf(s string, list []string) bool {
	for _, x := range list {
		if s == x {
			return true
		}
	}
	return false
}

// driver returns a driver for checked options. It connects to nothing yet.
func (o *Options) driver() (neo4j.DriverWithContext, error) {
	auth := neo4j.NoAuth()
	if o.User != "" {
		auth = neo4j.BasicAuth(o.User, o.Password, "")
	}
	return neo4j.NewDriverWithContext(o.URI, auth, func(c *config.Config) {
		c.TlsConfig = o.TLS
		c.SocketConnectTimeout = o.Connect
		c.ConnectionAcquisitionTimeout = o.Acquire
		c.MaxConnectionPoolSize = o.Connections
		c.MaxTransactionRetryTime = max(o.Retry, 0)
		c.TelemetryDisabled = true
		c.UserAgent = "kith"
	})
}
