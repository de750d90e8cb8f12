package neo4jtest

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// Options says what kind of server to start. The zero Options is a V5 server
// without authentication on data of its own.
type Options struct {
	Version Version // default V5

	// Auth asks for a user and a password. By default anybody may log in.
	Auth bool

	// TLS lets the server encrypt for those who ask for it, with a certificate of its
	// own making: see Server.Authority.
	TLS bool

	// Heap is the largest heap, as Java's -Xmx spells it: "1g". The default
	// is KITH_NEO4J_HEAP, and without that "512m".
	Heap string

	// Dir is the home folder of the server: its configuration, data and logs.
	// It is made when missing, and what an earlier server left there is used.
	// The default is a new folder that goes with the test.
	Dir string

	// Settings are further lines of neo4j.conf, by name. They win over the
	// harness's own; a name that Neo4j does not know fails the start.
	Settings map[string]string

	// Processors is how many the server believes to have, for a test of what a
	// small machine does. The default is those that there are. A server with a
	// number here starts without the shortcuts that tests take otherwise.
	Processors int

	// quick makes the server ready soon, and slower than it could be later
	// on, and lets it keep its first plan of a statement: for all tests but
	// benchmarks.
	quick bool
}

// A Server is one test's handle on a running Neo4j server on the loopback
// interface. Its methods fail the test when they cannot do their work, so they
// are to be called from the test's own goroutine.
type Server struct {
	URI      string  // address for a driver: bolt://127.0.0.1:port
	User     string  // empty without authentication
	Password string  // empty without authentication
	Version  Version // exact version
	Home     string  // home folder: conf, data, logs

	// Authority is a PEM file of the server's certificate, which is for 127.0.0.1 and
	// its own authority; empty without TLS. Its key lies beside it as private.key: who
	// shows the two is known to a server that asks for a certificate.
	Authority string

	t      testing.TB
	inst   *instance
	shared bool
}

// Start starts a server and returns when it answers queries. The server is
// killed at the end of the test; when the test has failed, the end of the
// server's log goes into the test's. Where the version cannot be had the test
// is skipped, or fails when KITH_REQUIRE_NEO4J is 1.
//
// A start takes about five seconds on a quiet machine and 350 MiB of memory.
func Start(t testing.TB, o Options) *Server {
	t.Helper()
	o = o.withDefaults()
	_, bench := t.(*testing.B)
	o.quick = !bench && o.Processors == 0
	in := want(t, o.Version)
	home := o.Dir
	if home == "" {
		home = t.TempDir()
	}
	inst, err := newInstance(in, home, o)
	if err != nil {
		t.Fatalf("neo4jtest.Start: %v", err)
	}
	s := inst.handle(t)
	t.Cleanup(func() {
		if inst.proc != nil {
			inst.proc.kill()
		}
		if t.Failed() {
			t.Log(inst.log())
		}
	})
	s.start()
	return s
}

// withDefaults returns o with its defaults filled in.
func (o Options) withDefaults() Options {
	if o.Version == "" {
		o.Version = V5
	}
	if o.Heap == "" {
		o.Heap = os.Getenv("KITH_NEO4J_HEAP")
	}
	if o.Heap == "" {
		o.Heap = "512m"
	}
	return o
}

// handle returns a handle on i for a test.
func (i *instance) handle(t testing.TB) *Server {
	s := &Server{URI: i.uri(), Version: i.version, Home: i.home, t: t, inst: i}
	if i.auth {
		s.User, s.Password = user, password
	}
	if i.tls {
		s.Authority = filepath.Join(i.home, filepath.FromSlash(certificateFile))
	}
	return s
}

// start starts the server's process.
func (s *Server) start() {
	s.t.Helper()
	if err := s.inst.start(); err != nil {
		s.t.Fatalf("neo4jtest: %v", err)
	}
}

// own fails the test when the server is shared: others need it unbroken.
func (s *Server) own(method string) {
	s.t.Helper()
	if s.shared {
		s.t.Fatalf("neo4jtest: %s on a shared server; get one of your own with Start", method)
	}
}

// PID returns the id of the server's process, which changes with every
// restart. After Kill or Shutdown it is that of the ended process.
func (s *Server) PID() int { return s.inst.proc.cmd.Process.Pid }

// Kill ends the server as a crash does, with SIGKILL, and returns when it has
// ended. On a server that does not run it does nothing. What the server had
// written stays in the system's page cache: Kill does not show what a power
// failure would do.
func (s *Server) Kill() {
	s.t.Helper()
	s.own("Kill")
	s.inst.proc.kill()
}

// Shutdown ends the server in good order, with SIGTERM, and returns when it
// has ended, after about three seconds. On a server that does not run it does
// nothing.
func (s *Server) Shutdown() {
	s.t.Helper()
	s.own("Shutdown")
	if err := s.inst.shutdown(); err != nil {
		s.t.Fatalf("neo4jtest: shutdown of neo4j %s: %v", s.Version, err)
	}
}

// Restart starts the server again, on the same address and data, and returns
// when it answers queries. A server that still runs is first shut down in good
// order. After Kill the start includes the database's recovery.
func (s *Server) Restart() {
	s.t.Helper()
	s.own("Restart")
	s.Shutdown()
	s.start()
}

// Stop freezes the server, with SIGSTOP: connections stay open, and the system
// accepts new ones, but nothing answers until Cont. It does not end the
// server, Shutdown and Kill do. The test is skipped on systems without the
// signal; on others than Linux, threads may run on for a moment.
func (s *Server) Stop() {
	s.t.Helper()
	s.own("Stop")
	s.signal("Stop", freeze)
}

// Cont lets a frozen server go on.
func (s *Server) Cont() {
	s.t.Helper()
	s.own("Cont")
	s.signal("Cont", thaw)
}

// signal applies a signal to a running server's process.
func (s *Server) signal(method string, send func(*os.Process) error) {
	s.t.Helper()
	err := send(s.inst.proc.cmd.Process)
	if errors.Is(err, errors.ErrUnsupported) {
		s.t.Skipf("neo4jtest: %s: no such signal on this system", method)
	}
	if err != nil {
		s.t.Fatalf("neo4jtest: %s of neo4j %s: %v", method, s.Version, err)
	}
}

// Driver returns a new driver for the server that is closed with the test. It
// gives up soon: it waits five seconds for a connection and retries a
// transaction for two.
func (s *Server) Driver() neo4j.DriverWithContext {
	s.t.Helper()
	driver, err := s.inst.driver(password)
	if err != nil {
		s.t.Fatalf("neo4jtest: driver for %s: %v", s.URI, err)
	}
	s.t.Cleanup(func() {
		if err := driver.Close(context.Background()); err != nil {
			s.t.Logf("neo4jtest: closing a driver for %s: %v", s.URI, err)
		}
	})
	return driver
}

// wipeLimit bounds a Wipe.
const wipeLimit = 5 * time.Minute

// Wipe removes every node and relationship from the database, and every
// constraint and index but the two that a new database has. Names of labels,
// types and properties remain known to the server, as they do in Neo4j. Tests
// that share a server and run in parallel must not Wipe, but keep to data of
// their own.
func (s *Server) Wipe() {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), wipeLimit)
	defer cancel()
	session := s.Driver().NewSession(ctx, neo4j.SessionConfig{DatabaseName: "neo4j"})
	defer session.Close(ctx)

	run := func(cypher string) []*neo4j.Record {
		s.t.Helper()
		result, err := session.Run(ctx, cypher, nil)
		if err != nil {
			s.t.Fatalf("neo4jtest: Wipe: %s: %v", cypher, err)
		}
		records, err := result.Collect(ctx)
		if err != nil {
			s.t.Fatalf("neo4jtest: Wipe: %s: %v", cypher, err)
		}
		return records
	}
	for _, r := range run("SHOW CONSTRAINTS YIELD name RETURN name ORDER BY name") {
		run("DROP CONSTRAINT " + quoteName(r.Values[0].(string)))
	}
	for _, r := range run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name ORDER BY name") {
		run("DROP INDEX " + quoteName(r.Values[0].(string)))
	}
	run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS")
}

// quoteName returns a name as Cypher takes it verbatim.
func quoteName(name string) string { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }

// Admin runs neo4j-admin with the given arguments on the server's home folder
// and returns what it printed: Admin("database", "check", "neo4j"). Most of
// its commands want a server that has been shut down. A command that fails
// fails the test.
func (s *Server) Admin(args ...string) string {
	s.t.Helper()
	cmd := s.inst.javaCommand("org.neo4j.cli.AdminTool", args...)
	cmd.Env = append(os.Environ(), "NEO4J_HOME="+s.Home, "NEO4J_CONF="+filepath.Join(s.Home, "conf"))
	out, err := cmd.CombinedOutput()
	if err != nil {
		s.t.Fatalf("neo4jtest: neo4j-admin %s: %v\n%s", strings.Join(args, " "), err, lastLines(string(out), 30))
	}
	return string(out)
}

// Log returns the end of the server's log, for a test's failure message.
func (s *Server) Log() string { return s.inst.log() }
