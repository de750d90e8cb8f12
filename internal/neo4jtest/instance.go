package neo4jtest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"
)

// The user of a server with authentication, its password, and the password
// that a new server begins with.
const (
	user            = "neo4j"
	password        = "kith-neo4j-test"
	initialPassword = "neo4j"
)

const (
	// startLimit bounds a start. A quiet machine needs five seconds, one that
	// does twenty other things has been seen to need two minutes.
	startLimit = 10 * time.Minute
	// shutdownLimit bounds an orderly end.
	shutdownLimit = 5 * time.Minute
	// pollInterval is the pause between two looks at a starting server.
	pollInterval = 100 * time.Millisecond
	// askLimit bounds one look.
	askLimit = 30 * time.Second
)

// An instance is a home folder, a port and, while it runs, a process. It is
// not safe for concurrent use.
type instance struct {
	installation
	version Version
	home    string
	port    int
	auth    bool
	tls     bool
	heap    string
	quick   bool     // see Options
	flags   []string // further ones of Java
	proc    *process // the last one; nil before the first start
}

// newInstance prepares an instance of v under home, which may hold the data of
// an earlier one, without starting it.
func newInstance(in installation, home string, o Options) (*instance, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	i := &instance{installation: in, version: o.Version, home: home, port: port, auth: o.Auth, tls: o.TLS, heap: o.Heap, quick: o.quick}
	if o.Processors > 0 {
		i.flags = append(i.flags, "-XX:ActiveProcessorCount="+strconv.Itoa(o.Processors))
	}
	extra := map[string]string{}
	if o.quick {
		maps.Copy(extra, planOnce)
	}
	if o.TLS {
		own, err := encrypt(home)
		if err != nil {
			return nil, err
		}
		maps.Copy(extra, own)
	}
	maps.Copy(extra, o.Settings)
	return i, writeConf(home, settings(port, o.Auth, extra))
}

// address returns the host and port that the instance listens on.
func (i *instance) address() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(i.port)) }

// uri returns the address of the instance for a driver.
func (i *instance) uri() string { return "bolt://" + i.address() }

// running reports whether the process runs or is frozen.
func (i *instance) running() bool { return i.proc != nil && !i.proc.ended() }

// javaCommand returns a command that runs a class of the installation.
func (i *instance) javaCommand(class string, args ...string) *exec.Cmd {
	var all []string
	for _, pkg := range []string{"java.nio", "java.io", "sun.nio.ch", "java.util.concurrent"} {
		all = append(all, "--add-opens=java.base/"+pkg+"=ALL-UNNAMED")
	}
	if i.quick {
		// Without the optimizing compiler a server that lives for a minute
		// takes two thirds of the time, and without proof that the bytecode of
		// the pinned jars is sound it starts in six sevenths.
		all = append(all, "-XX:TieredStopAtLevel=1", "-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote")
	}
	if i.classes != "" {
		all = append(all, "-XX:SharedArchiveFile="+i.classes)
	}
	all = append(all, i.flags...)
	all = append(all, "-Xmx"+i.heap, "-XX:+UseSerialGC",
		"-cp", filepath.Join(i.lib, "*"), class)
	cmd := exec.Command(i.installation.java, append(all, args...)...)
	cmd.Dir = i.home
	return cmd
}

// start starts the process and waits until the server answers. When it does
// not, the process is killed.
func (i *instance) start() error {
	console, err := os.OpenFile(i.console(), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer console.Close() // the child has its own
	cmd := i.javaCommand(releases[i.version].main,
		"--home-dir="+i.home, "--config-dir="+filepath.Join(i.home, "conf"), "--console-mode")
	cmd.Stdout, cmd.Stderr = console, console
	if i.proc, err = startProcess(cmd); err != nil {
		return err
	}
	if err := i.awaitReady(); err != nil {
		i.proc.kill()
		return fmt.Errorf("neo4j %s at %s: %w", i.version, i.uri(), err)
	}
	return nil
}

// awaitReady waits until the server answers a query, its process ends, or
// startLimit has passed.
func (i *instance) awaitReady() error {
	deadline := time.NewTimer(startLimit)
	defer deadline.Stop()
	tick := time.NewTicker(pollInterval)
	defer tick.Stop()
	for {
		err := i.ask()
		if err == nil {
			return nil
		}
		select {
		case <-i.proc.done:
			return fmt.Errorf("ended while starting: %v", i.proc.cmd.ProcessState)
		case <-deadline.C:
			return fmt.Errorf("not ready after %v: %w", startLimit, err)
		case <-tick.C:
		}
	}
}

// ask asks the server for an answer once. A server that still has the password
// it began with is given ours.
func (i *instance) ask() error {
	ctx, cancel := context.WithTimeout(context.Background(), askLimit)
	defer cancel()

	// A driver complains about a closed port at length; a look first is cheap.
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", i.address())
	if err != nil {
		return err
	}
	if err := conn.Close(); err != nil {
		return err
	}

	err = i.run(ctx, password, "neo4j", "RETURN 1", nil)
	var refused *neo4j.Neo4jError
	if i.auth && errors.As(err, &refused) && refused.Code == "Neo.ClientError.Security.Unauthorized" {
		return i.run(ctx, initialPassword, "system", "ALTER CURRENT USER SET PASSWORD FROM $old TO $new",
			map[string]any{"old": initialPassword, "new": password})
	}
	return err
}

// run runs one statement, without retries, and drops its result.
func (i *instance) run(ctx context.Context, password, database, cypher string, params map[string]any) error {
	driver, err := i.driver(password)
	if err != nil {
		return err
	}
	defer driver.Close(ctx)
	session := driver.NewSession(ctx, neo4j.SessionConfig{DatabaseName: database})
	defer session.Close(ctx)
	result, err := session.Run(ctx, cypher, params)
	if err != nil {
		return err
	}
	_, err = result.Consume(ctx)
	return err
}

// driver returns a driver for the server that gives up soon: it waits five
// seconds for a connection and retries a transaction for two.
func (i *instance) driver(password string) (neo4j.DriverWithContext, error) {
	token := neo4j.NoAuth()
	if i.auth {
		token = neo4j.BasicAuth(user, password, "")
	}
	return neo4j.NewDriverWithContext(i.uri(), token, func(c *config.Config) {
		c.SocketConnectTimeout = 5 * time.Second
		c.ConnectionAcquisitionTimeout = 5 * time.Second
		c.MaxTransactionRetryTime = 2 * time.Second
	})
}

// shutdown ends the process in good order, and kills it if that takes longer
// than shutdownLimit.
func (i *instance) shutdown() error {
	if !i.running() {
		return nil
	}
	if err := terminate(i.proc.cmd.Process); err != nil {
		return err
	}
	limit := time.NewTimer(shutdownLimit)
	defer limit.Stop()
	select {
	case <-i.proc.done:
		return nil
	case <-limit.C:
		i.proc.kill()
		return fmt.Errorf("no orderly end within %v, killed", shutdownLimit)
	}
}

// console returns the path of the file that the process prints to.
func (i *instance) console() string { return filepath.Join(i.home, "console.log") }

// log returns the end of what the server has printed, and the warnings and
// errors at the end of its own log.
func (i *instance) log() string {
	var b strings.Builder
	if text, err := os.ReadFile(i.console()); err == nil {
		fmt.Fprintf(&b, "console of neo4j %s:\n%s\n", i.version, lastLines(string(text), 60))
	}
	if text, err := os.ReadFile(filepath.Join(i.home, "logs", "debug.log")); err == nil {
		var bad strings.Builder
		for line := range strings.Lines(string(text)) {
			if strings.Contains(line, " WARN ") || strings.Contains(line, " ERROR ") {
				bad.WriteString(line)
			}
		}
		if bad.Len() > 0 {
			fmt.Fprintf(&b, "warnings and errors of neo4j %s:\n%s\n", i.version, lastLines(bad.String(), 20))
		}
	}
	return b.String()
}
