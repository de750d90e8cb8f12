package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/neo4jstore"
	"github.com/kithgraph/kith/graph/sqlitestore"
)

// passwordVariable holds the Neo4j password where no file does. There is no flag
// for it: others on the machine can read command lines.
const passwordVariable = "KITH_NEO4J_PASSWORD"

// commandRetry is for how long a command that does one thing and ends waits for a
// Neo4j server that has gone: longer than a server needs to start again.
const commandRetry = 30 * time.Second

// defaultPoll is how often serve asks a shared store for what other processes
// wrote.
const defaultPoll = 500 * time.Millisecond

// neo4jFlags is how to reach a Neo4j server.
type neo4jFlags struct {
	user, passwordFile, database  string
	authorities, certificate, key string
	timeout, retry, late          time.Duration
	connections                   int
	handEdits                     string // refuse or adopt
}

// add adds the flags to those of every command.
func (n *neo4jFlags) add(f *pflag.FlagSet) {
	f.StringVar(&n.user, "neo4j-user", "", "Neo4j: the user to log in as (default: none)")
	f.StringVar(&n.passwordFile, "neo4j-password-file", "", "Neo4j: a file with the password; or set "+passwordVariable)
	f.StringVar(&n.database, "neo4j-database", "", "Neo4j: the database; {workspace} in it stands for the workspace (default: the user's home database)")
	f.StringVar(&n.authorities, "neo4j-ca", "", "Neo4j: a PEM file of the authorities to trust instead of the system's")
	f.StringVar(&n.certificate, "neo4j-cert", "", "Neo4j: a PEM file with the certificate to show to the server")
	f.StringVar(&n.key, "neo4j-key", "", "Neo4j: a PEM file with its key")
	f.DurationVar(&n.timeout, "neo4j-timeout", 0, "Neo4j: the longest a transaction may take (default 30s)")
	f.DurationVar(&n.retry, "neo4j-retry", 0, "Neo4j: how long to try again while no server answers (default: 5s in serve, else 30s)")
	f.DurationVar(&n.late, "neo4j-late", 0, "Neo4j: how long to try again what a server that is there did not answer in time (default: twice the timeout)")
	f.StringVar(&n.handEdits, "hand-edits", "refuse", "Neo4j: what to do when an edit would overwrite what somebody changed in Cypher: refuse it, or adopt the change first and go on")
	f.IntVar(&n.connections, "neo4j-connections", 0, "Neo4j: the most connections to one server (default 20)")
}

// ownDatabase stands in the name of a database for the workspace, which then has
// a database to itself.
const ownDatabase = "{workspace}"

// options returns what the store of a workspace needs to know.
func (n *neo4jFlags) options(uri string, ws graph.Workspace, env func(string) (string, bool), retry time.Duration) (neo4jstore.Options, error) {
	o := neo4jstore.Options{
		URI: uri, User: n.user, PasswordFile: n.passwordFile, Database: strings.ReplaceAll(n.database, ownDatabase, string(ws)),
		Timeout: n.timeout, Retry: n.retry, Late: n.late, Connections: n.connections,
	}
	if strings.Contains(n.database, ownDatabase) && strings.Contains(string(ws), "_") {
		return o, fmt.Errorf("--neo4j-database %s: the name of a Neo4j database holds no '_', and that of workspace %s does", n.database, ws)
	}
	if o.Retry == 0 {
		o.Retry = retry
	}
	if password, ok := env(passwordVariable); ok && n.passwordFile == "" {
		o.Password = password
	}
	var err error
	o.TLS, err = n.tls()
	return o, err
}

// tls returns nil when the system's trust is good enough.
func (n *neo4jFlags) tls() (*tls.Config, error) {
	if n.authorities == "" && n.certificate == "" && n.key == "" {
		return nil, nil
	}
	c := &tls.Config{MinVersion: tls.VersionTLS12}
	if n.authorities != "" {
		pem, err := os.ReadFile(n.authorities)
		if err != nil {
			return nil, fmt.Errorf("--neo4j-ca: %w", err)
		}
		c.RootCAs = x509.NewCertPool()
		if !c.RootCAs.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("--neo4j-ca: %s holds no PEM certificate", n.authorities)
		}
	}
	if n.certificate != "" || n.key != "" {
		pair, err := tls.LoadX509KeyPair(n.certificate, n.key)
		if err != nil {
			return nil, fmt.Errorf("--neo4j-cert and --neo4j-key: %w", err)
		}
		c.Certificates = []tls.Certificate{pair}
	}
	return c, nil
}

// place returns where the data are: a folder, or the address of a server.
func (a *app) place() (string, error) {
	if a.store != "" {
		return a.store, nil
	}
	if dir, ok := a.env("XDG_DATA_HOME"); ok && filepath.IsAbs(dir) {
		return filepath.Join(dir, "kith"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("there is no home folder to keep data in (%w); give --store", err)
	}
	return filepath.Join(home, ".local", "share", "kith"), nil
}

// hostAndPort is what somebody types who means a server and forgets the scheme.
var hostAndPort = regexp.MustCompile(`^[\w.-]+:\d{2,5}$`)

// shared reports whether other processes may write to a place: whether it is a
// server.
func shared(place string) bool { return strings.Contains(place, "://") }

// openStore opens a place for a workspace. It is patient for retry with a server
// that has gone.
func (a *app) openStore(ctx context.Context, place string, ws graph.Workspace, retry time.Duration) (engine.Store, error) {
	return a.openStoreBy(place, ws, retry, func(o neo4jstore.Options) (*neo4jstore.Store, error) { return neo4jstore.Open(ctx, o) })
}

// openStoreBy is openStore with a say in how a server is opened.
func (a *app) openStoreBy(place string, ws graph.Workspace, retry time.Duration, open func(neo4jstore.Options) (*neo4jstore.Store, error)) (engine.Store, error) {
	if !shared(place) {
		if err := noServer(place); err != nil {
			return nil, err
		}
		st, err := sqlitestore.Open(place, sqlitestore.Options{})
		if err != nil {
			return nil, err
		}
		return st, nil
	}
	o, err := a.neo4j.options(place, ws, a.env, retry)
	if err != nil {
		return nil, &exitError{exitUsage, err}
	}
	o.Log = slog.New(progressLog{a.err})
	st, err := open(o)
	if err != nil {
		return nil, err
	}
	return st, nil
}

// noServer refuses as a folder what somebody means as a server.
func noServer(place string) error {
	if _, err := os.Stat(place); err != nil && hostAndPort.MatchString(place) {
		return &exitError{exitUsage, fmt.Errorf("--store %s: there is no such folder, and it looks like a server; write bolt://%s", place, place)}
	}
	return nil
}

// openFolder opens a folder to read a workspace of it, beside a process that may write
// there. It makes no folder, and takes the lock of it only to bring an old file up to date.
func openFolder(ctx context.Context, place string, ws graph.Workspace) (engine.Store, error) {
	if err := noServer(place); err != nil {
		return nil, err
	}
	st, err := sqlitestore.Open(place, sqlitestore.Options{ReadOnly: true})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w %s; the store has none", errNoWorkspace, ws)
	}
	if err != nil {
		return nil, err
	}
	if _, err := st.Find(ctx, ws, ""); !errors.Is(err, sqlitestore.ErrOldFormat) {
		return st, nil // what else is wrong is told by who reads
	}
	st.Close()
	st, err = sqlitestore.Open(place, sqlitestore.Options{})
	if err != nil {
		return nil, err
	}
	return st, nil
}

// advice says of an error of a store whether to try again, and names the flags
// that mend what is wrong with a Neo4j server. It is empty for others.
func advice(err error) string {
	text := ""
	for _, a := range []struct {
		is    error
		flags string
	}{
		{neo4jstore.ErrLogin, "give --neo4j-user and --neo4j-password-file, or set KITH_NEO4J_USER and " + passwordVariable},
		{neo4jstore.ErrNoDatabase, "give --neo4j-database"},
		{neo4jstore.ErrEncryption, "give --neo4j-ca for authorities of your own, and --neo4j-cert and --neo4j-key where the server asks for a certificate"},
		{neo4jstore.ErrTimeout, "give --neo4j-timeout"},
	} {
		if errors.Is(err, a.is) {
			text = "; " + a.flags
		}
	}
	switch {
	case errors.Is(err, engine.ErrUncertain):
		return text + "; unknown: look whether it was written before you try again"
	case errors.Is(err, engine.ErrUnavailable), errors.Is(err, engine.ErrBusy):
		return text + "; retryable: nothing was written, and later it may work"
	}
	var edited *engine.HandEditError
	if errors.As(err, &edited) {
		return text + "; final: it is refused until that is done, or give --hand-edits adopt"
	}
	for _, is := range []error{
		neo4jstore.ErrLogin, neo4jstore.ErrForbidden, neo4jstore.ErrNoDatabase, neo4jstore.ErrReadOnly, neo4jstore.ErrEncryption,
		neo4jstore.ErrTooOld, neo4jstore.ErrSchema, neo4jstore.ErrMemory, engine.ErrDamaged,
	} {
		if errors.Is(err, is) {
			return text + "; final: it does not work before that is mended"
		}
	}
	return text
}

// opened is the workspace of --workspace in the store of --store, with an engine
// over it. Its Close closes the store.
type opened struct {
	*engine.Engine
	store engine.Store
	ws    graph.Workspace
}

// open opens the workspace for a command that does one thing and ends.
func (a *app) open(ctx context.Context) (*opened, error) {
	return a.openBy(engine.Options{}, false, func(place string, ws graph.Workspace) (engine.Store, error) {
		return a.openStore(ctx, place, ws, commandRetry)
	})
}

// openToRead is open for a command that writes nothing, which may go on beside kith
// serve on the same folder.
func (a *app) openToRead(ctx context.Context) (*opened, error) {
	return a.openBy(engine.Options{}, true, func(place string, ws graph.Workspace) (engine.Store, error) {
		return a.storeToRead(ctx, place, ws)
	})
}

// openFor returns the way to open the workspace for an edit, which may be a dry run.
func (a *app) openFor(dryRun bool) func(context.Context) (*opened, error) {
	if dryRun {
		return a.openToRead
	}
	return a.open
}

// openToAdd is openFor for what may be the first of a folder: a dry run makes one too.
func (a *app) openToAdd(ctx context.Context, dryRun bool) (*opened, error) {
	w, err := a.openFor(dryRun)(ctx)
	if errors.Is(err, errNoWorkspace) {
		return a.open(ctx)
	}
	return w, err
}

func (a *app) storeToRead(ctx context.Context, place string, ws graph.Workspace) (engine.Store, error) {
	if shared(place) {
		return a.openStore(ctx, place, ws, commandRetry)
	}
	return openFolder(ctx, place, ws)
}

// openLater is open for an engine that works as o says. A server need not be there
// yet.
func (a *app) openLater(o engine.Options) (*opened, error) {
	return a.openBy(o, false, func(place string, ws graph.Workspace) (engine.Store, error) {
		return a.openStoreBy(place, ws, 0, neo4jstore.New)
	})
}

// openBy opens the workspace for an engine that works as o says, which only reads or may
// write too.
func (a *app) openBy(o engine.Options, reads bool, open func(place string, ws graph.Workspace) (engine.Store, error)) (*opened, error) {
	ws, err := a.ws()
	if err != nil {
		return nil, err
	}
	place, err := a.place()
	if err != nil {
		return nil, err
	}
	switch a.neo4j.handEdits {
	case "refuse":
	case "adopt":
		o.AdoptHandEdits = true
	default:
		return nil, &exitError{exitUsage, fmt.Errorf("--hand-edits %q: refuse or adopt is wanted", a.neo4j.handEdits)}
	}
	st, err := open(place, ws)
	if err != nil {
		return nil, err
	}
	o.Exclusive = !shared(place) && !reads
	if o.Exclusive {
		o.Poll = 0 // nobody else writes
	}
	return &opened{Engine: engine.New(st, o), store: st, ws: ws}, nil
}

// existing opens the workspace, by openToRead or by open, and returns its newest
// snapshot, which must hold something.
func (a *app) existing(ctx context.Context, open func(context.Context) (*opened, error)) (*opened, *kernel.Snapshot, error) {
	w, err := open(ctx)
	if errors.Is(err, errNoWorkspace) {
		err = emptyWorkspace(a.workspace)
	}
	if err != nil {
		return nil, nil, err
	}
	s, err := w.Snapshot(ctx, w.ws)
	if err == nil && s.Revision() == 0 {
		err = emptyWorkspace(string(w.ws))
	}
	if err != nil {
		w.Close()
		return nil, nil, err
	}
	return w, s, nil
}

func emptyWorkspace(name string) error {
	return fmt.Errorf("workspace %s is empty; fill it with: kith import, or try: kith demo", name)
}

// busyTries and busyPause say how long a command waits while another process
// writes a large edit, or until one that died in the middle of it counts as dead.
const (
	busyTries = 18
	busyPause = 5 * time.Second
)

// patiently calls write again while the workspace is busy, and says so once.
func (a *app) patiently(ctx context.Context, write func() error) error {
	for try := 1; ; try++ {
		err := write()
		if !errors.Is(err, engine.ErrBusy) || errors.Is(err, engine.ErrUncertain) || errors.Is(err, engine.ErrUnavailable) || try == busyTries {
			return err
		}
		if try == 1 {
			fmt.Fprintf(a.err, "%s\nwaiting …\n", plain(err.Error()))
		}
		select {
		case <-time.After(busyPause):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
