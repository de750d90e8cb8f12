package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/neo4jstore"
	"github.com/kithgraph/kith/internal/neo4jtest"
	"github.com/kithgraph/kith/internal/sample"
	"github.com/kithgraph/kith/internal/soak"
)

// neo4jSession says where kith keeps its data.
var neo4jSession = neo4j.SessionConfig{DatabaseName: "neo4j"}

// patience is how long a test waits for what must come; it is no measurement.
const patience = 5 * time.Minute

// eventually calls ok until it is true.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !ok(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

// kith runs the program, as patiently as the tests are where it is not told
// otherwise, and returns what it printed.
func kith(t *testing.T, args ...string) (stdout, stderr string, err error) {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	cmd := exec.Command(path, args...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	cmd.Env = append(os.Environ(), "KITH_ACTOR=tester", "KITH_NEO4J_TIMEOUT="+patience.String(), "KITH_NEO4J_RETRY="+patience.String())
	err = cmd.Run()
	return out.String(), errs.String(), err
}

// must is kith for what has to work.
func must(t *testing.T, args ...string) string {
	t.Helper()
	out, errs, err := kith(t, args...)
	if err != nil {
		t.Fatalf("kith %s = %v\n%s%s", strings.Join(args, " "), err, out, errs)
	}
	return out
}

// node is a running kith serve.
type node struct {
	t   *testing.T
	cmd *exec.Cmd
	url string

	killed atomic.Bool
}

var listening = regexp.MustCompile(`http://127\.0\.0\.1:\d+/`)

// serve starts kith serve and returns when it listens.
func serve(t *testing.T, args ...string) *node {
	t.Helper()
	cmd := exec.Command("kith", append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var errs bytes.Buffer
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	n := &node{t: t, cmd: cmd}
	t.Cleanup(func() {
		n.kill()
		if t.Failed() {
			t.Logf("standard error of %v:\n%s", cmd, errs.String())
		}
	})
	for lines := bufio.NewScanner(out); n.url == ""; {
		if !lines.Scan() {
			t.Fatalf("kith serve ended: %v\n%s", cmd.Wait(), errs.String())
		}
		n.url = listening.FindString(lines.Text())
	}
	go io.Copy(io.Discard, out)
	return n
}

func (n *node) kill() {
	n.killed.Store(true)
	n.cmd.Process.Kill()
	n.cmd.Wait()
}

// reply is what GraphQL answers.
type reply struct {
	Data   json.RawMessage
	Errors []struct {
		Message    string
		Extensions struct {
			Code      string
			Retryable *bool
		}
	}
}

// code returns the code of the first error, and "" without errors.
func (r reply) code() string {
	if len(r.Errors) == 0 {
		return ""
	}
	return r.Errors[0].Extensions.Code
}

// ask sends an operation. An error says that there was no answer.
func (n *node) ask(query string, variables map[string]any) (reply, error) {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return reply{}, err
	}
	client := http.Client{Timeout: patience}
	res, err := client.Post(n.url+"graphql", "application/json", bytes.NewReader(body))
	if err != nil {
		return reply{}, err
	}
	defer res.Body.Close()
	var r reply
	return r, json.NewDecoder(res.Body).Decode(&r)
}

const (
	addPerson = `mutation($name: String!, $key: String) { addPerson(input: {person: {name: $name}}, options: {idempotencyKey: $key}) { revision person { id } } }`
	readWrite = `query($id: ID!, $least: Revision) { view(minRevision: $least) { revision person(id: $id) { name } } }`
)

// added is the answer to addPerson.
type added struct {
	AddPerson struct {
		Revision string
		Person   struct{ ID string }
	}
}

// add adds a person under a key, and asks again as long as the answer says that
// this is worth it.
func (n *node) add(name string) (added, error) {
	key := "key of " + name + strings.Repeat(".", 16)
	for end := time.Now().Add(patience); ; time.Sleep(100 * time.Millisecond) {
		r, err := n.ask(addPerson, map[string]any{"name": name, "key": key})
		if err != nil {
			return added{}, err
		}
		if len(r.Errors) == 0 {
			var a added
			return a, json.Unmarshal(r.Data, &a)
		}
		if retry := r.Errors[0].Extensions.Retryable; retry == nil || !*retry || time.Now().After(end) {
			return added{}, fmt.Errorf("%s: %s", r.code(), r.Errors[0].Message)
		}
	}
}

// ready returns the status of /readyz.
func (n *node) ready() int {
	client := http.Client{Timeout: patience}
	res, err := client.Get(n.url + "readyz")
	if err != nil {
		return 0
	}
	res.Body.Close()
	return res.StatusCode
}

// feed reads the changes after revision 1 by server-sent events until it has
// seen the last revision, connecting again after the last one seen when the
// connection ends, and reports every gap and repeat.
func (n *node) feed(t *testing.T, last func() int) {
	seen := 1
	for end := time.Now().Add(2 * patience); seen < last() || last() == 0; {
		if time.Now().After(end) {
			t.Errorf("the feed of %s has come to revision %d of %d", n.url, seen, last())
			return
		}
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second) // a pause, then on
		err := n.events(ctx, seen, func(rev int) bool {
			if rev != seen+1 {
				t.Errorf("the feed of %s has revision %d after %d", n.url, rev, seen)
			}
			seen, end = rev, time.Now().Add(2*patience)
			return last() == 0 || seen < last()
		})
		cancel()
		if err != nil {
			time.Sleep(100 * time.Millisecond)
		}
	}
}

// events calls more with each revision after the given one while it wants more.
func (n *node) events(ctx context.Context, after int, more func(rev int) bool) error {
	body, err := json.Marshal(map[string]any{"query": fmt.Sprintf(`subscription { changes(after: "%d") { revision } }`, after)})
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, n.url+"graphql", bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "text/event-stream")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	for lines := bufio.NewScanner(res.Body); lines.Scan(); {
		data, ok := strings.CutPrefix(lines.Text(), "data:")
		if !ok || strings.TrimSpace(data) == "" {
			continue
		}
		var event struct {
			Data struct {
				Changes *struct {
					Revision int `json:",string"`
				}
			}
		}
		if err := json.Unmarshal([]byte(data), &event); err != nil || event.Data.Changes == nil {
			return fmt.Errorf("the feed says %s", data)
		}
		if !more(event.Data.Changes.Revision) {
			return nil
		}
	}
	return io.ErrUnexpectedEOF
}

// names returns the people of a store's workspace whose names begin so, with
// how often each is there.
func names(t *testing.T, store, workspace, prefix string) map[string]int {
	t.Helper()
	out := map[string]int{}
	for line := range strings.Lines(must(t, "backup", "--store", store, "-w", workspace, "--facts-only")) {
		var e graph.Element
		if json.Unmarshal([]byte(line), &e) == nil && e.Kind == graph.NodePerson {
			if name := e.Props.Text("name"); strings.HasPrefix(name, prefix) {
				out[name]++
			}
		}
	}
	return out
}

// TestNeo4j is all that needs a server, on one: to start it and to have it plan
// what kith asks takes longer than the tests. Those that break it come last.
func TestNeo4j(t *testing.T) {
	server := neo4jtest.Start(t, neo4jtest.Options{Auth: true, TLS: true, Settings: map[string]string{"dbms.ssl.policy.bolt.client_auth": "REQUIRE"}})
	for _, c := range []struct {
		name string
		run  func(*testing.T, *neo4jtest.Server)
	}{
		{"CopyAndAdopt", testCopyAndAdopt}, {"Refusals", testNeo4jRefusals}, {"Foreign", testForeign},
		{"Encrypted", testEncrypted}, {"OwnDatabase", testOwnDatabase}, {"MCP", testMCPOnNeo4j},
		{"README", testReadme}, {"Broken", testBroken},
	} {
		t.Run(c.name, func(t *testing.T) {
			server.Wipe()
			c.run(t, server)
		})
	}
}

// login lets every kith of the test log in.
func login(t *testing.T, server *neo4jtest.Server) {
	t.Setenv("KITH_NEO4J_USER", server.User)
	t.Setenv("KITH_NEO4J_PASSWORD", server.Password)
}

// testBroken kills and freezes the server under imports and under kith serve. An
// import counts as abandoned after a minute: what serves has its turn meanwhile.
func testBroken(t *testing.T, server *neo4jtest.Server) {
	login(t, server)
	imports := newBrokenImports(t, server)
	for i := range soak.Times(1, 10) {
		t.Run(fmt.Sprintf("the importer dies too %d", i+1), func(t *testing.T) { imports.die(t, fmt.Sprintf("dies-%d", i)) })
		t.Run(fmt.Sprintf("the importer waits %d", i+1), func(t *testing.T) { imports.wait(t, fmt.Sprintf("waits-%d", i)) })
	}
	t.Run("processes", func(t *testing.T) { testProcesses(t, server) })
	for i := range soak.Times(1, 10) {
		t.Run(fmt.Sprintf("the importer is started again %d", i+1), func(t *testing.T) { imports.again(t, fmt.Sprintf("dies-%d", i)) })
	}
}

// brokenImports are imports in whose middle the server is killed, twice: once the
// import waits for it to come back, and once the importing process dies with it
// and is started again. Each time nothing is lost, doubled or half there, and the
// workspace is then equal to one imported into a folder.
type brokenImports struct {
	server *neo4jtest.Server
	files  string
	want   string // the facts
}

func newBrokenImports(t *testing.T, server *neo4jtest.Server) *brokenImports {
	b := &brokenImports{server: server, files: written(t, 2500)} // three commits
	folder := t.TempDir()
	must(t, b.importing(folder, "acme")...)
	b.want = facts(t, folder, "acme")
	return b
}

func (b *brokenImports) importing(store, ws string) []string {
	return []string{"import", "--store", store, "-w", ws, "--source", "hr", "--as-of", "2026-03-01", b.files}
}

// begun waits until a part of an import is in the log of a workspace, published or
// not.
func (b *brokenImports) begun(t *testing.T, ws string) {
	t.Helper()
	session := b.server.Driver().NewSession(t.Context(), neo4jSession)
	defer session.Close(t.Context())
	eventually(t, "the import has begun", func() bool {
		res, err := session.Run(t.Context(), "MATCH (w:KithWorkspace {kWorkspace: $ws}) RETURN w.head", map[string]any{"ws": ws})
		if err != nil {
			return false
		}
		record, err := res.Single(t.Context())
		if err != nil {
			return false
		}
		n, _ := record.Values[0].(int64)
		return n >= 1
	})
}

// whole demands that a workspace is equal to the one in the folder.
func (b *brokenImports) whole(t *testing.T, ws string) {
	t.Helper()
	if facts(t, b.server.URI, ws) != b.want {
		t.Error("the facts differ from those of a folder")
	}
	must(t, "fsck", "--store", b.server.URI, "-w", ws)
}

func (b *brokenImports) wait(t *testing.T, ws string) {
	var err error
	var errs string
	var wg sync.WaitGroup
	wg.Go(func() { _, errs, err = kith(t, b.importing(b.server.URI, ws)...) })
	b.begun(t, ws)
	b.server.Kill()
	b.server.Restart()
	wg.Wait()
	if err != nil {
		t.Fatalf("the import = %v\n%s", err, errs)
	}
	b.whole(t, ws)
}

func (b *brokenImports) die(t *testing.T, ws string) {
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, b.importing(b.server.URI, ws)...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	b.begun(t, ws)
	b.server.Kill()
	cmd.Process.Kill()
	cmd.Wait()
	b.server.Restart()
	if _, errs, err := kith(t, "report", "moves", "--store", b.server.URI, "-w", ws); err == nil || !strings.Contains(errs, "is empty") {
		t.Errorf("a part of the import is to be seen: %v, %s", err, errs)
	}
	session := b.server.Driver().NewSession(t.Context(), neo4jSession)
	defer session.Close(t.Context())
	res, err := session.Run(t.Context(), "MATCH (n:KithNode {kWorkspace: $ws}) "+
		"RETURN count(n), count(CASE WHEN coalesce(n.from <= date(), true) THEN 1 END), count(CASE WHEN coalesce(n.from < date('9999-12-31'), true) THEN 1 END)", map[string]any{"ws": ws})
	if err != nil {
		t.Fatal(err)
	}
	if seen, err := res.Single(t.Context()); err != nil || seen.Values[0] == int64(0) || seen.Values[1] != int64(0) || seen.Values[2] != int64(0) {
		t.Errorf("of the import Cypher counts %v, of today and not pending, %v; want some, 0, 0", seen, err)
	}
}

func (b *brokenImports) again(t *testing.T, ws string) {
	must(t, b.importing(b.server.URI, ws)...) // once the unfinished edit counts as abandoned
	b.whole(t, ws)
}

// testProcesses lets two kith processes serve one workspace in Neo4j: each
// sees what the other wrote, whoever passes a revision never reads an older one,
// and feeds on either miss nothing, while a process and the server are killed and
// the server is frozen. What was acknowledged is there at the end, once.
func testProcesses(t *testing.T, server *neo4jtest.Server) {
	store := []string{"--store", server.URI, "-w", string(sample.Workspace)}
	must(t, "demo", "--once", "--as-of", "2026-11-02", "--store", server.URI)
	a, b := serve(t, store...), serve(t, append(store, "--poll", "50ms", "--max-idle", "1h")...)

	t.Run("reads what the other wrote", func(t *testing.T) {
		for i := range 20 {
			from, to := a, b
			if i%2 == 1 {
				from, to = b, a
			}
			name := fmt.Sprint("seen ", i)
			made, err := from.add(name)
			if err != nil {
				t.Fatal(err)
			}
			r, err := to.ask(readWrite, map[string]any{"id": made.AddPerson.Person.ID, "least": made.AddPerson.Revision})
			if err != nil || len(r.Errors) > 0 || !strings.Contains(string(r.Data), `"name":"`+name+`"`) {
				t.Fatalf("the other process answers %s %v, %v", r.Data, r.Errors, err)
			}
		}
		// Without a revision it comes by itself, with the next poll.
		made, err := a.add("seen by poll")
		if err != nil {
			t.Fatal(err)
		}
		eventually(t, "the other process polls", func() bool {
			r, err := b.ask(readWrite, map[string]any{"id": made.AddPerson.Person.ID})
			return err == nil && strings.Contains(string(r.Data), "seen by poll")
		})
	})

	var writers, feeds sync.WaitGroup
	var mu sync.Mutex
	acknowledged := map[string]bool{}
	last := 0 // the head when everything is over; guarded by mu
	head := func() int {
		mu.Lock()
		defer mu.Unlock()
		return last
	}
	feeds.Go(func() { b.feed(t, head) })
	stop := make(chan struct{})
	write := func(n *node, who string) {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			name := fmt.Sprintf("load %s %d", who, i)
			if _, err := n.add(name); err != nil {
				if n.killed.Load() {
					return // on the way
				}
				t.Errorf("%s: %v", name, err)
				return
			}
			mu.Lock()
			acknowledged[name] = true
			mu.Unlock()
		}
	}
	first := a
	writers.Go(func() { write(first, "a") })
	writers.Go(func() { write(b, "b") })
	grow := func(t *testing.T) {
		t.Helper()
		mu.Lock()
		was := len(acknowledged)
		mu.Unlock()
		eventually(t, "writes go through", func() bool {
			mu.Lock()
			defer mu.Unlock()
			return len(acknowledged) > was+10
		})
	}
	whole := t // the new process outlives the subtest
	kiths, freezes, servers := soak.Times(1, 20), soak.Times(1, 5), soak.Times(1, 20)
	t.Run("kith is killed", func(t *testing.T) {
		for i := range kiths {
			grow(t)
			a.kill()
			grow(t)
			a = serve(whole, store...)
			next := a
			writers.Go(func() { write(next, fmt.Sprint("a", i+2)) })
		}
		last := a
		feeds.Go(func() { last.feed(whole, head) })
		grow(t)
	})
	t.Run("the server is frozen", func(t *testing.T) {
		for range freezes {
			server.Stop()
			eventually(t, "readiness goes red", func() bool { return b.ready() == http.StatusServiceUnavailable })
			r, err := b.ask(`{ view { revision } }`, nil)
			if err != nil || len(r.Errors) > 0 {
				t.Errorf("what is in memory is answered with %s %v, %v", r.Data, r.Errors, err)
			}
			server.Cont()
			eventually(t, "readiness comes back", func() bool { return b.ready() == http.StatusOK })
			grow(t)
		}
	})
	t.Run("the server is killed", func(t *testing.T) {
		for range servers {
			server.Kill()
			eventually(t, "readiness goes red", func() bool { return b.ready() == http.StatusServiceUnavailable })
			r, err := b.ask(addPerson, map[string]any{"name": "while it is away"})
			if again := map[string]bool{"UNAVAILABLE": true, "UNKNOWN_OUTCOME": true, "TIMEOUT": true}; err != nil || !again[r.code()] {
				t.Errorf("a write while the server is away answers %s %v, %v; want to be told to try again", r.Data, r.Errors, err)
			}
			server.Restart()
			eventually(t, "readiness comes back", func() bool { return b.ready() == http.StatusOK })
			grow(t)
		}
	})
	close(stop)
	writers.Wait()
	made, err := b.add("load last")
	if err != nil {
		t.Fatal(err)
	}
	mu.Lock()
	acknowledged["load last"] = true
	fmt.Sscan(made.AddPerson.Revision, &last)
	mu.Unlock()
	feeds.Wait()
	there := names(t, server.URI, string(sample.Workspace), "load ")
	for name := range acknowledged {
		if there[name] != 1 {
			t.Errorf("%s was acknowledged and is there %d times", name, there[name])
		}
	}
	t.Logf("%d kills of kith, %d freezes and %d kills of the server: %d writes acknowledged, none lost; the head is %d", kiths, freezes, servers, len(acknowledged), last)
	if out := must(t, append([]string{"fsck"}, store...)...); !strings.Contains(out, "no problems") {
		t.Errorf("fsck says %s", out)
	}
}

// written is the folder of a made-up company of n people in the neutral form.
func written(t *testing.T, n int) string {
	t.Helper()
	dir := t.TempDir()
	var people, positions strings.Builder
	people.WriteString("id,name\n")
	positions.WriteString("id,person_id,org_id,title,reports_to\n")
	for i := range n {
		fmt.Fprintf(&people, "p%d,Person %d\n", i, i)
		boss := ""
		if i > 0 {
			boss = fmt.Sprintf("s%d", (i-1)/8)
		}
		fmt.Fprintf(&positions, "s%d,p%d,o1,Seat %d,%s\n", i, i, i, boss)
	}
	for name, text := range map[string]string{
		"organizations.csv": "id,name\no1,Large Works\n", "people.csv": people.String(), "positions.csv": positions.String(),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// facts returns the facts of a workspace as text, without the line that names
// its revision.
func facts(t *testing.T, store, ws string) string {
	t.Helper()
	_, text, _ := strings.Cut(must(t, "backup", "--store", store, "-w", ws, "--facts-only"), "\n")
	return text
}

// testCopyAndAdopt takes the sample company to Neo4j and back with its history,
// changes it there in Cypher, and lets kith take note of that.
func testCopyAndAdopt(t *testing.T, server *neo4jtest.Server) {
	password := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(password, []byte(server.Password+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	first, second := t.TempDir(), t.TempDir()
	flags := []string{"--neo4j-user", server.User, "--neo4j-password-file", password, "-w", "demo"}
	run := func(args ...string) string { t.Helper(); return must(t, append(args, flags...)...) }
	neo := []string{"--store", server.URI}
	must(t, "demo", "--once", "--as-of", "2026-11-02", "--store", first)

	if out := run("copy", "--store", first, "--to", server.URI); !strings.Contains(out, "verified equal") {
		t.Errorf("copy says %s", out)
	}
	run("copy", "--store", first, "--to", server.URI) // again, and nothing is left to do
	run("copy", "--store", server.URI, "--to", second, "--to-workspace", "back")
	if a, b := must(t, "backup", "--store", first, "-w", "demo"), must(t, "backup", "--store", second, "-w", "back"); strings.Replace(a, `"workspace":"demo"`, `"workspace":"back"`, 1) != b {
		t.Error("the workspace has come back with other bytes")
	}
	if _, errs, err := kith(t, append([]string{"copy", "--store", second, "-w", "back", "--to", server.URI, "--to-workspace", "demo"}, flags[:4]...)...); err != nil {
		t.Errorf("copying onto the same = %v %s", err, errs)
	}

	if out := run(append([]string{"fsck"}, neo...)...); !strings.Contains(out, "no problems") {
		t.Errorf("fsck says %s", out)
	}
	if out := run(append([]string{"adopt"}, neo...)...); !strings.Contains(out, "nothing was changed") {
		t.Errorf("adopt says %s", out)
	}
	cypher := func(text string) {
		t.Helper()
		session := server.Driver().NewSession(t.Context(), neo4jSession)
		defer session.Close(t.Context())
		res, err := session.Run(t.Context(), text, nil)
		if err == nil {
			_, err = res.Consume(t.Context())
		}
		if err != nil {
			t.Fatalf("%s = %v", text, err)
		}
	}
	julia := string(sample.PersonID("Julia Moreau"))
	cypher(`MATCH (p:Person&KithNode {kWorkspace: 'demo', id: '` + julia + `'}) SET p.location = 'Ulm'`)
	cypher(`MATCH (p:Person&KithNode {kWorkspace: 'demo', id: '` + julia + `'}) CREATE (q:Person:KithNode {kWorkspace: 'demo', id: 'p-new', name: 'Nina Neu'}) CREATE (q)-[:KNOWS {kWorkspace: 'demo', id: 'k-new', level: 'WORKS_WELL'}]->(p)`)
	for _, command := range []string{"fsck", "adopt"} {
		out, errs, err := kith(t, append([]string{command, "--store", server.URI, "-w", "nosuch"}, flags[:4]...)...)
		if err == nil || out != "" || errs != "kith: there is no workspace nosuch; the store has demo\n" {
			t.Errorf("%s of a workspace that is not there = %v, %q, %q", command, err, out, errs)
		}
	}
	drift := []string{`person ` + julia + ` changed: location from `, `person p-new added: {"name":"Nina Neu"}`, "k-new added: p-new to " + julia}
	list := func(out string) {
		t.Helper()
		for _, want := range drift {
			if !strings.Contains(strings.ToLower(out), strings.ToLower(want)) {
				t.Errorf("%q is not listed in\n%s", want, out)
			}
		}
	}
	out, _, err := kith(t, append([]string{"fsck", "--store", server.URI}, flags...)...)
	if err == nil {
		t.Error("fsck finds nothing wrong")
	}
	list(out)
	if _, errs, err := kith(t, append([]string{"copy", "--store", server.URI, "--to", t.TempDir()}, flags...)...); err == nil || !strings.Contains(errs, "kith fsck") {
		t.Errorf("copying what is not as its log has it = %v, %s", err, errs)
	}
	list(run("adopt", "--store", server.URI, "--dry-run"))
	// Against the rules: nobody may know themselves.
	cypher(`MATCH (p:Person&KithNode {kWorkspace: 'demo', id: 'p-new'}) CREATE (p)-[:KNOWS {kWorkspace: 'demo', id: 'k-self', level: 'MET'}]->(p)`)
	if _, errs, err := kith(t, append([]string{"adopt", "--store", server.URI}, flags...)...); err == nil || !strings.Contains(errs, "not adopted") || !strings.Contains(errs, "k-self") {
		t.Errorf("adopting what breaks a rule = %v, %s", err, errs)
	}
	cypher(`MATCH ()-[k:KNOWS {kWorkspace: 'demo', id: 'k-self'}]->() DELETE k`)
	if out := run("adopt", "--store", server.URI, "--actor", "anna", "--reason", "mended by hand"); !strings.Contains(out, "adopted 3 changes as revision 2 by anna") {
		t.Errorf("adopt says %s", out)
	}
	run(append([]string{"fsck"}, neo...)...)
	log := run("backup", "--store", server.URI)
	if !strings.Contains(log, `"actor":"anna","reason":"mended by hand"`) {
		t.Error("the history does not tell of the adoption")
	}
	run("copy", "--store", server.URI, "--to", second) // and it can be copied again

	if _, errs, err := kith(t, append([]string{"adopt", "--store", second}, flags...)...); err == nil || !strings.Contains(errs, "adopt is for workspaces in Neo4j") {
		t.Errorf("adopt on a folder = %v, %s", err, errs)
	}
}

// testNeo4jRefusals demands one line that says what to do of each way to reach
// no database.
func testNeo4jRefusals(t *testing.T, server *neo4jtest.Server) {
	wrong := filepath.Join(t.TempDir(), "wrong")
	right := filepath.Join(t.TempDir(), "right")
	for file, password := range map[string]string{wrong: "not the password", right: server.Password} {
		if err := os.WriteFile(file, []byte(password+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name, want string
		args       []string
		waits      bool // serve would wait for it
	}{
		{"no user", "refuses the login", []string{"--store", server.URI}, false},
		{"no user, the flags", "give --neo4j-user and --neo4j-password-file, or set KITH_NEO4J_USER and KITH_NEO4J_PASSWORD", []string{"--store", server.URI}, false},
		{"wrong password, the flags", "give --neo4j-user and --neo4j-password-file", []string{"--store", server.URI, "--neo4j-user", "neo4j", "--neo4j-password-file", wrong}, false},
		{"a user without a password", "without a password; give --neo4j-user and --neo4j-password-file", []string{"--store", server.URI, "--neo4j-user", "neo4j"}, false},
		{"a database in the address", "give --neo4j-database", []string{"--store", server.URI + "/crm"}, false},
		{"no such database", "give --neo4j-database", []string{"--store", server.URI, "--neo4j-user", server.User, "--neo4j-password-file", right, "--neo4j-database", "crm"}, false},
		{"the database of databases", "give --neo4j-database", []string{"--store", server.URI, "--neo4j-user", server.User, "--neo4j-password-file", right, "--neo4j-database", "system"}, false},
		{"an unknown certificate", "give --neo4j-ca", []string{"--store", strings.Replace(server.URI, "bolt:", "bolt+s:", 1), "--neo4j-retry", "1s"}, false},
		{"no time", "give --neo4j-timeout", []string{"--store", server.URI, "--neo4j-user", server.User, "--neo4j-password-file", right, "--neo4j-timeout", "1ns", "--neo4j-retry", "1ns"}, true},
		{"wrong password", "check the user and the password", []string{"--store", server.URI, "--neo4j-user", "neo4j", "--neo4j-password-file", wrong}, false},
		{"a password without a user", "without a user", []string{"--store", server.URI, "--neo4j-password-file", wrong}, false},
		{"no password file", "no such file", []string{"--store", server.URI, "--neo4j-user", "neo4j", "--neo4j-password-file", wrong + "er"}, false},
		{"a password in the address", "must not hold", []string{"--store", strings.Replace(server.URI, "//", "//neo4j:secret@", 1)}, false},
		{"another scheme", "should begin with one of", []string{"--store", "http://127.0.0.1:7474"}, false},
		{"encryption that is not there", "does not encrypt", []string{"--store", strings.Replace(server.URI, "bolt:", "bolt+s:", 1), "--neo4j-retry", "1s"}, false},
		{"nobody there", "does not answer", []string{"--store", "bolt://127.0.0.1:1", "--neo4j-retry", "100ms"}, true},
		{"no such authority", "--neo4j-ca", []string{"--store", "bolt+s://127.0.0.1:1", "--neo4j-ca", wrong}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			command := []string{"serve", "--listen", "127.0.0.1:0"}
			if c.waits {
				command = []string{"fsck"}
			}
			out, errs, err := kith(t, append(command, c.args...)...)
			if err == nil || out != "" || strings.Count(errs, "\n") != 1 || !strings.Contains(errs, c.want) {
				t.Errorf("kith %s = %v, %q, %q; want one line with %q", command[0], err, out, errs, c.want)
			}
			if retryable := strings.Contains(errs, "; retryable: "); retryable != c.waits {
				t.Errorf("kith %s says %q; want it called retryable: %t", command[0], errs, c.waits)
			}
			if strings.Contains(errs, "secret") || strings.Contains(errs, "not the password") {
				t.Errorf("the message tells the password: %s", errs)
			}
		})
	}
	// The password may also come from the environment.
	login(t, server)
	t.Setenv("KITH_STORE", server.URI)
	t.Setenv("KITH_NEO4J_DATABASE", "neo4j")
	must(t, "demo", "--once", "--as-of", "2026-11-02")
	if out := must(t, "fsck", "-w", "demo"); !strings.Contains(out, "no problems") {
		t.Errorf("fsck says %s", out)
	}
	t.Setenv("KITH_NEO4J_DATABASE", "elsewhere")
	if _, errs, err := kith(t, "fsck", "-w", "demo"); err == nil || !strings.Contains(errs, "SHOW DATABASES") || strings.Count(errs, "\n") != 1 {
		t.Errorf("a database that is not there = %v, %s", err, errs)
	}
}

// testForeign demands one line that says what to do of a database that has something in
// it which is not this kith's, and none when that is put right. A workspace is not there
// before somebody makes it.
func testForeign(t *testing.T, server *neo4jtest.Server) {
	login(t, server)
	cypher := func(text string) {
		t.Helper()
		if _, err := neo4j.ExecuteQuery(t.Context(), server.Driver(), text, nil, neo4j.EagerResultTransformer, neo4j.ExecuteQueryWithDatabase("neo4j")); err != nil {
			t.Fatalf("%s = %v", text, err)
		}
	}
	for _, c := range []struct{ name, make, mend, want string }{
		{"two facts with one id", "CREATE (:KithNode {kWorkspace: 'twice', id: 'a'}), (:KithNode {kWorkspace: 'twice', id: 'a'})", "MATCH (n:KithNode) DELETE n", "remove one"},
		{"a constraint of the name", "CREATE CONSTRAINT kith_edge_holds_id FOR (x:Stranger) REQUIRE x.a IS UNIQUE", "DROP CONSTRAINT kith_edge_holds_id", "rename or drop it"},
		{"an index on the same", "CREATE INDEX mine FOR ()-[x:HOLDS]-() ON (x.kWorkspace, x.id)", "DROP INDEX mine", "drop or rename it"},
		{"a newer kith", "MERGE (s:KithSchema {one: 1}) SET s.version = 99", "MATCH (s:KithSchema) DELETE s", "run the newer kith"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.name != "a newer kith" { // whatever case is run alone
				cypher("DROP CONSTRAINT kith_node_id IF EXISTS")
				cypher("DROP CONSTRAINT kith_edge_holds_id IF EXISTS")
			}
			cypher(c.make)
			for _, command := range [][]string{{"fsck"}, {"serve", "--listen", "127.0.0.1:0"}} {
				out, errs, err := kith(t, append(command, "--store", server.URI)...)
				if err == nil || out != "" || strings.Count(errs, "\n") != 1 || !strings.Contains(errs, c.want) || !strings.Contains(errs, "; final: ") {
					t.Errorf("kith %s = %v, %q, %q; want one line with %q, called final", command[0], err, out, errs, c.want)
				}
			}
			cypher(c.mend)
			if _, errs, err := kith(t, "fsck", "--store", server.URI, "-w", "nosuch"); err == nil || errs != "kith: there is no workspace nosuch; the store has none\n" {
				t.Errorf("when it is put right, fsck of a workspace that is not there = %v, %q", err, errs)
			}
		})
	}
}

// testEncrypted reaches a server with a certificate of an authority that is not the
// system's, and which wants one itself: not at all without both; by the flags for them; by
// the system's trust where that is extended; and without asking who it is.
func testEncrypted(t *testing.T, server *neo4jtest.Server) {
	login(t, server)
	at := strings.TrimPrefix(server.URI, "bolt")
	own := []string{"--neo4j-cert", server.Authority, "--neo4j-key", filepath.Join(filepath.Dir(server.Authority), "private.key")}
	for _, scheme := range []string{"bolt+s", "neo4j+s"} {
		demo := []string{"demo", "--once", "--as-of", "2026-11-02", "--store", scheme + at, "--neo4j-retry", "1s"}
		for what, args := range map[string][]string{"wants a trusted certificate": own, "wants a certificate from kith": {"--neo4j-ca", server.Authority}} {
			if _, errs, err := kith(t, append(demo, args...)...); err == nil || !strings.Contains(errs, what) || !strings.Contains(errs, "give --neo4j-ca") || strings.Count(errs, "\n") != 1 {
				t.Errorf("%s with half of what it takes = %v, %q; want one line with %q and --neo4j-ca", scheme, err, errs, what)
			}
		}
		must(t, append(append(demo, own...), "--neo4j-ca", server.Authority)...)
	}
	must(t, append(own, "fsck", "-w", "demo", "--store", "neo4j+ssc"+at)...)
	if runtime.GOOS == "linux" {
		t.Setenv("SSL_CERT_FILE", server.Authority)
		must(t, append(own, "fsck", "-w", "demo", "--store", "neo4j+s"+at)...)
	}
}

// TestAdvice demands of every error of the Neo4j store that a command says whether to try
// again. What a server of the Community edition cannot refuse, such as a permission, is
// among them.
func TestAdvice(t *testing.T) {
	want := map[string]struct {
		err  error
		says string
	}{
		"ErrUnreachable": {fmt.Errorf("%w: %w", neo4jstore.ErrUnreachable, engine.ErrUnavailable), "retryable"},
		"ErrTimeout":     {fmt.Errorf("%w: %w", neo4jstore.ErrTimeout, engine.ErrUnavailable), "retryable"},
		"ErrLogin":       {neo4jstore.ErrLogin, "final"},
		"ErrForbidden":   {neo4jstore.ErrForbidden, "final"},
		"ErrNoDatabase":  {neo4jstore.ErrNoDatabase, "final"},
		"ErrReadOnly":    {neo4jstore.ErrReadOnly, "final"},
		"ErrEncryption":  {neo4jstore.ErrEncryption, "final"},
		"ErrTooOld":      {neo4jstore.ErrTooOld, "final"},
		"ErrSchema":      {neo4jstore.ErrSchema, "final"},
		"ErrMemory":      {neo4jstore.ErrMemory, "final"},
	}
	source, err := os.ReadFile("../../graph/neo4jstore/errors.go")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`(?m)^\t(Err\w+) += errors\.New`).FindAllSubmatch(source, -1)
	if len(named) != len(want) {
		t.Errorf("the store has %d errors, and %d are tried", len(named), len(want))
	}
	for _, m := range named {
		name := string(m[1])
		if c := want[name]; c.err == nil || !strings.Contains(advice(c.err), "; "+c.says+": ") {
			t.Errorf("of %s kith says %q, want %q", name, advice(c.err), c.says)
		}
	}
	for _, c := range []struct {
		err  error
		says string
	}{
		{fmt.Errorf("%w: %w", engine.ErrUncertain, neo4jstore.ErrUnreachable), "unknown"},
		{fmt.Errorf("%w: %w", engine.ErrBusy, neo4jstore.ErrUnreachable), "retryable"},
		{engine.ErrDamaged, "final"},
		{&engine.HandEditError{}, "final"},
	} {
		if !strings.Contains(advice(c.err), "; "+c.says+": ") {
			t.Errorf("of %v kith says %q, want %q", c.err, advice(c.err), c.says)
		}
	}
}

// testReadme runs the line of README that fills a server, against one that wants a
// login: only the address and the password are the test's own.
func testReadme(t *testing.T, server *neo4jtest.Server) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "kith demo --store bolt:") {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	if len(lines) != 1 {
		t.Fatalf("README has %q, want one line that fills a server", lines)
	}
	t.Chdir(t.TempDir())
	if err := os.WriteFile("password", []byte(server.Password+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, strings.Fields(strings.Replace(lines[0], "bolt://localhost:7687", server.URI, 1))[1:]...)
}

// testMCPOnNeo4j lets an assistant ask about a workspace on a server.
func testMCPOnNeo4j(t *testing.T, server *neo4jtest.Server) {
	login(t, server)
	must(t, "demo", "--once", "--as-of", "2026-11-02", "--store", server.URI)
	askAssistant(t, "--store", server.URI)
}

// testOwnDatabase puts a workspace into the database of its name. Community has
// one database to try that with.
func testOwnDatabase(t *testing.T, server *neo4jtest.Server) {
	login(t, server)
	first := t.TempDir()
	must(t, "demo", "--once", "--as-of", "2026-11-02", "--store", first)
	must(t, "copy", "-w", "demo", "--store", first, "--to", server.URI, "--to-workspace", "neo4j", "--neo4j-database", "{workspace}")
	if out := must(t, "fsck", "-w", "neo4j", "--store", server.URI, "--neo4j-database", "{workspace}"); !strings.Contains(out, "workspace neo4j: revision 1") {
		t.Errorf("fsck says %s", out)
	}
	for ws, want := range map[string]string{"acme": "database acme: the Neo4j database does not exist", "ac_me": "holds no '_'"} {
		if _, errs, err := kith(t, "fsck", "-w", ws, "--store", server.URI, "--neo4j-database", "{workspace}"); err == nil || !strings.Contains(errs, want) {
			t.Errorf("workspace %s = %v, %s; want %q", ws, err, errs, want)
		}
	}
}

// TestServeWithoutServer starts kith serve while its server is down, and takes the
// server down again: serve is there all the time, says so, and goes on by itself as
// soon as the server does. How often a client has to ask after that is counted, not
// timed: kith waits for nothing of its own.
func TestServeWithoutServer(t *testing.T) {
	t.Parallel()
	server := neo4jtest.Start(t, neo4jtest.Options{})
	server.Kill()
	n := serve(t, "--store", server.URI, "-w", "acme", "--neo4j-retry", "1s")
	down := func(when string) {
		t.Helper()
		if got := n.ready(); got != http.StatusServiceUnavailable {
			t.Errorf("%s /readyz answers %d, want 503", when, got)
		}
		if res, err := http.Get(n.url + "healthz"); err != nil || res.StatusCode != http.StatusOK {
			t.Errorf("%s /healthz answers %v, %v, want 200", when, res, err)
		} else {
			res.Body.Close()
		}
		if r, err := n.ask(addPerson, map[string]any{"name": "Nobody"}); err != nil || r.code() != "UNAVAILABLE" {
			t.Errorf("%s a mutation answers %v, %v, want UNAVAILABLE", when, r, err)
		}
	}
	up := func(when, name string) {
		t.Helper()
		start, asked := time.Now(), 0
		for code := "-"; code != "" && asked < 5; {
			r, err := n.ask(addPerson, map[string]any{"name": name})
			if err != nil {
				t.Fatal(err)
			}
			asked, code = asked+1, r.code()
		}
		t.Logf("%s a client asked %d times, in %v", when, asked, time.Since(start).Round(time.Millisecond))
		if asked > 2 {
			t.Errorf("%s a client asked %d times before it was served, want at most 2", when, asked)
		}
		eventually(t, "ready "+when, func() bool { return n.ready() == http.StatusOK })
	}
	down("before the server is up")
	server.Restart()
	up("after the server has come up", "Ada")
	server.Kill()
	down("after the server was killed")
	server.Restart()
	up("after the server has come back", "Bob")
}

// TestPatiently waits for what passes, and for nothing else.
func TestPatiently(t *testing.T) {
	a := &app{err: io.Discard}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, c := range []struct {
		err  error
		want error
	}{
		{nil, nil}, {graph.ErrConflict, graph.ErrConflict},
		{engine.ErrBusy, context.Canceled}, // it would have waited
		{fmt.Errorf("%w: %w", engine.ErrBusy, engine.ErrUncertain), engine.ErrUncertain},
	} {
		calls := 0
		err := a.patiently(ctx, func() error { calls++; return c.err })
		if calls != 1 || !errors.Is(err, c.want) {
			t.Errorf("patiently(%v) = %v after %d calls, want %v", c.err, err, calls, c.want)
		}
	}
}
