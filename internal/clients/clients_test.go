package clients_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/sqlitestore"
	"github.com/kithgraph/kith/internal/neo4jtest"
	"github.com/kithgraph/kith/resolvers"
)

func TestMain(m *testing.M) {
	neo4jtest.Main(m)
	os.RemoveAll(shared)
}

// shared is the folder of kith and of the packages of npm, when there is one.
var shared string

// workshop builds kith and installs the packages, once, into one folder, with a copy of the
// journeys.
var workshop = sync.OnceValues(func() (dir string, err error) {
	if dir, err = os.MkdirTemp("", "kith-clients-"); err != nil {
		return "", err
	}
	shared = dir
	if err := os.CopyFS(dir, os.DirFS("testdata")); err != nil {
		return "", err
	}
	build := make(chan error, 1)
	go func() { build <- command(".", "go", "build", "-o", filepath.Join(dir, "kith"), "../../cmd/kith") }()
	err = command(dir, "npm", "ci", "--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts")
	return dir, errors.Join(err, <-build)
})

// command runs a program in a folder, and says what it printed where it fails.
func command(dir, name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, out)
	}
	return nil
}

// tool runs a program of a package of npm in the folder.
func tool(t *testing.T, dir, name string, args ...string) {
	t.Helper()
	if err := command(dir, filepath.Join(dir, "node_modules", ".bin", name), args...); err != nil {
		t.Fatal(err)
	}
}

func prepared(t *testing.T) string {
	t.Helper()
	dir, err := workshop()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

var listening = regexp.MustCompile(`http://\S+/`)

// serve starts kith serve and returns its URL.
func serve(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command(filepath.Join(dir, "kith"), append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // killed
		if t.Failed() {
			t.Logf("standard error of %v:\n%s", cmd, errs.String())
		}
	})
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if url := listening.FindString(lines.Text()); url != "" {
			go func() { _, _ = io.Copy(io.Discard, out) }() // until it ends
			return url
		}
	}
	t.Fatalf("kith serve ended: %s", errs.String())
	return ""
}

// clock serves a workspace whose day ends when somebody posts to /pass, and returns its URL.
func clock(t *testing.T) string {
	t.Helper()
	st, err := sqlitestore.Open(t.TempDir(), sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var days atomic.Int64
	now := func() time.Time { return time.Now().AddDate(0, 0, int(days.Load())) }
	eng := engine.New(st, engine.Options{Exclusive: true, Now: now})
	t.Cleanup(func() { eng.Close() })
	handler := resolvers.NewHandler(eng, resolvers.Options{Workspace: "default", Actor: "tester", Now: now})
	mux := http.NewServeMux()
	mux.Handle("/", handler)
	mux.HandleFunc("POST /pass", func(http.ResponseWriter, *http.Request) { days.Add(1) })
	srv := httptest.NewServer(mux)
	t.Cleanup(srv.Close)
	return srv.URL + "/"
}

// journeys runs files of tests in Node against a server, one after the other: they share a clock.
func journeys(t *testing.T, dir string, env []string, files ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "node", append([]string{"--test", "--test-concurrency=1", "--test-reporter=spec"}, files...)...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	if err != nil || !bytes.Contains(out, []byte("ℹ fail 0")) || bytes.Contains(out, []byte("ℹ pass 0")) {
		t.Errorf("%v: %v\n%s", cmd, err, out)
	}
}

// TestJourneys runs what a front end does with each client: a chart in pages, two days on one
// screen, pages and refetches that stay on their day, edits that are shown before they
// are done, refused, cut off and tried again, subscriptions over a line that breaks, and
// midnight.
func TestJourneys(t *testing.T) {
	dir := prepared(t)
	env := []string{"KITH_URL=" + serve(t, dir, "--store", t.TempDir()), "KITH_CLOCK_URL=" + clock(t)}
	relay(t, dir, env)
	journeys(t, dir, env, "apollo.test.mjs", "urql.test.mjs", "relay.test.cjs", "follow.test.mjs")
}

// relay lets the compiler of Relay hold the documents against the schema of the server and
// write what its runtime runs.
func relay(t *testing.T, dir string, env []string) {
	t.Helper()
	sdl(t, dir, strings.TrimPrefix(env[0], "KITH_URL="))
	if err := os.MkdirAll(filepath.Join(dir, "relay", "__generated__"), 0o700); err != nil {
		t.Fatal(err)
	}
	tool(t, dir, "relay-compiler")
	tool(t, dir, "esbuild", "relay/relay.test.mjs", "--bundle", "--packages=external", "--platform=node", "--outfile=relay.test.cjs", "--log-level=warning")
}

// sdl writes schema.graphql as a server tells it.
func sdl(t *testing.T, dir, url string) {
	t.Helper()
	cmd := exec.Command("node", "introspection.mjs", url+"graphql")
	var complaints bytes.Buffer
	cmd.Dir, cmd.Stderr = dir, &complaints
	text, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, complaints.String())
	}
	if err := os.WriteFile(filepath.Join(dir, "schema.graphql"), text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestJourneysOnNeo4j runs the journeys with Apollo and the subscriptions on Neo4j.
func TestJourneysOnNeo4j(t *testing.T) {
	dir := prepared(t)
	db := neo4jtest.Shared(t, neo4jtest.V2026)
	env := []string{"KITH_URL=" + serve(t, dir, "--store", db.URI, "--workspace", "clients"), "KITH_CLOCK_URL=" + clock(t)}
	journeys(t, dir, env, "apollo.test.mjs", "follow.test.mjs")
}

// chromium returns the path of Chromium, or of what is made of it.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("Chromium is not on the PATH, and this test needs it")
	return ""
}

// TestExample builds the example of a typed client as its README says, with the types of
// every operation from the schema, and opens it in Chromium while others edit.
func TestExample(t *testing.T) {
	dir := prepared(t)
	chart := filepath.Join(dir, "examples", "chart")
	for from, to := range map[string]string{"../../examples": "examples", "../../schema": "schema"} {
		if err := os.CopyFS(filepath.Join(dir, to), os.DirFS(from)); err != nil {
			t.Fatal(err)
		}
	}
	sameVersions(t, filepath.Join(chart, "package.json"), filepath.Join(dir, "package.json"))
	if err := command(chart, "npm", "run", "build"); err != nil {
		t.Fatal(err)
	}
	url := serve(t, dir, "--store", t.TempDir(), "--web", filepath.Join(chart, "web"))
	journeys(t, dir, []string{"KITH_URL=" + url, "KITH_CHROMIUM=" + chromium(t)}, "example.test.mjs")

	// The types are worth what they refuse.
	main, err := os.ReadFile(filepath.Join(chart, "src", "main.ts"))
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range []struct{ name, from, to, want string }{
		{"a variable that is missing", "ask(Since, { account: shown.account, since: shown.revision })", "ask(Since, { account: shown.account })", "TS2741"},
		{"a field that was not asked for", "seat?.title ??", "seat?.department ??", "TS2339"},
		{"a null that was not thought of", "seat?.title ?? ''", "seat?.title", "TS2345"},
		{"a revision taken for a number", "revision: string;", "revision: number;", "TS2322"},
	} {
		t.Run(wrong.name, func(t *testing.T) {
			text := strings.Replace(string(main), wrong.from, wrong.to, 1)
			if text == string(main) {
				t.Fatalf("the example has no %q", wrong.from)
			}
			if err := os.WriteFile(filepath.Join(chart, "src", "main.ts"), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			err := command(chart, filepath.Join(dir, "node_modules", ".bin", "tsc"))
			if err == nil || !strings.Contains(err.Error(), wrong.want) {
				t.Errorf("tsc says %v, want %s", err, wrong.want)
			}
		})
	}
}

// sameVersions holds that what the example needs are the versions that the tests install.
func sameVersions(t *testing.T, example, tests string) {
	t.Helper()
	type manifest struct{ Dependencies, DevDependencies map[string]string }
	var want, have manifest
	for path, into := range map[string]*manifest{example: &want, tests: &have} {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, into); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
	}
	for _, list := range []map[string]string{want.Dependencies, want.DevDependencies} {
		for name, version := range list {
			if have.Dependencies[name] != version {
				t.Errorf("the example wants %s %s, the tests install %q", name, version, have.Dependencies[name])
			}
		}
	}
}
