package gqlserve_test

import (
	"context"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/internal/gqlserve"
)

// nodeModules installs npm packages of exact versions into a folder, with a copy of a
// script from testdata, and returns the script.
func nodeModules(t *testing.T, script string, packages ...string) string {
	t.Helper()
	dir := t.TempDir()
	install := exec.Command("npm", append([]string{"install", "--no-save", "--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts"}, packages...)...)
	install.Dir = dir
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("npm install %s: %v\n%s", strings.Join(packages, " "), err, out)
	}
	text, err := os.ReadFile(filepath.Join("testdata", script))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, script)
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestGraphQLSSE holds both modes of the protocol against the client of those who wrote it.
func TestGraphQLSSE(t *testing.T) {
	script := nodeModules(t, "sse.mjs", "graphql-sse@2.6.1", "graphql@16.11.0")
	for _, test := range []struct{ mode, want string }{
		{"distinct", `two 0 1 complete
three 0 1 2 complete
endless 0 1 2 stopped
connections 3
query line
line complete
refused GRAPHQL_VALIDATION_FAILED complete
cannot start FORBIDDEN complete
`},
		{"single", `two 0 1 complete
three 0 1 2 complete
endless 0 1 2 stopped
connections 1
query line
line complete
refused  status 400
cannot start FORBIDDEN complete
`},
	} {
		t.Run(test.mode, func(t *testing.T) {
			addr := serveSite(t, gqlserve.Options{})
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			var complaints strings.Builder
			cmd := exec.CommandContext(ctx, "node", script, "http://"+addr+"/graphql/stream", test.mode)
			cmd.Stderr = &complaints
			out, err := cmd.Output()
			if err != nil || string(out) != test.want {
				t.Errorf("%v: the client saw\n%s\nwant\n%s\n%s", err, out, test.want, complaints.String())
			}
		})
	}
}

// serveStreams is serve for the endpoint that takes reservations.
func serveStreams(t *testing.T, l gqlserve.Limits) (*gqlserve.Handler, string) {
	t.Helper()
	return serveAt(t, gqlserve.Options{Limits: l}, (*gqlserve.Handler).Streams)
}

// stream is a client of the single-connection mode.
type stream struct {
	t          *testing.T
	url, token string
}

func reserve(t *testing.T, url string) *stream {
	t.Helper()
	s := &stream{t, url, ""}
	status, body := s.send("PUT", "", "")
	if s.token = body; status != 201 || len(body) < 20 {
		t.Fatalf("PUT = %d %q, want 201 and a token", status, body)
	}
	return s
}

// send sends a request with the token and returns the answer.
func (s *stream) send(method, query, body string) (int, string) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.url+query, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	if s.token != "" {
		r.Header.Set("X-GraphQL-Event-Stream-Token", s.token)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	text, _ := io.ReadAll(response.Body)
	return response.StatusCode, string(text)
}

func (s *stream) run(id, query string) (int, string) {
	s.t.Helper()
	return s.send("POST", "", `{"query":`+quote(query)+`,"extensions":{"operationId":`+quote(id)+`}}`)
}

// open opens the stream; hang closes it.
func (s *stream) open() (response *http.Response, hang func()) {
	s.t.Helper()
	ctx, cancel := context.WithCancel(s.t.Context())
	s.t.Cleanup(cancel)
	r, _ := http.NewRequestWithContext(ctx, "GET", s.url+"?token="+s.token, nil)
	r.Header.Set("Accept", "text/event-stream")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { response.Body.Close() })
	return response, cancel
}

func TestSingleConnection(t *testing.T) {
	_, url := serveStreams(t, gqlserve.Limits{Subscriptions: 2})
	s := reserve(t, url)
	if other := reserve(t, url); other.token == s.token {
		t.Error("two reservations have one token")
	}
	// What begins before the stream is open waits for it.
	if status, body := s.run("a\"b", `{echo(text:"1")}`); status != 202 || body != "" {
		t.Fatalf("POST = %d %s, want 202", status, body)
	}
	response, _ := s.open()
	want := []string{":", "",
		"event: next", `data: {"id":"a\"b","payload":{"data":{"echo":"1"}}}`, "",
		"event: complete", `data: {"id":"a\"b"}`, ""}
	if got := lines(response, len(want)); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("the stream has\n%q, want\n%q", got, want)
	}
	if second, _ := s.open(); second.StatusCode != 409 {
		t.Errorf("the stream opened a second time = %d, want 409", second.StatusCode)
	}
	for _, test := range []struct {
		name, method, query, body string
		status                    int
		code                      string
	}{
		{"no id", "POST", "", `{"query":"{echo}"}`, 400, "BAD_REQUEST"},
		{"an empty id", "POST", "", `{"query":"{echo}","extensions":{"operationId":""}}`, 400, "BAD_REQUEST"},
		{"an id that is a number", "POST", "", `{"query":"{echo}","extensions":{"operationId":1}}`, 400, "BAD_REQUEST"},
		{"a long id", "POST", "", `{"query":"{echo}","extensions":{"operationId":"` + strings.Repeat("a", 257) + `"}}`, 400, "BAD_REQUEST"},
		{"an invalid query", "POST", "", `{"query":"{nope}","extensions":{"operationId":"x"}}`, 400, "GRAPHQL_VALIDATION_FAILED"},
		{"dropping nothing", "DELETE", "", "", 400, "BAD_REQUEST"},
		{"dropping what is not there", "DELETE", "?operationId=never", "", 200, ""},
	} {
		if status, body := s.send(test.method, test.query, test.body); status != test.status || !strings.Contains(body, test.code) {
			t.Errorf("%s = %d %s, want %d %s", test.name, status, body, test.status, test.code)
		}
	}
	// Two may run at once; one that is dropped makes room, and its id is free.
	for _, step := range []struct {
		id     string
		drop   bool
		status int
	}{{"1", false, 202}, {"1", false, 409}, {"2", false, 202}, {"3", false, 429}, {"1", true, 200}, {"1", false, 202}} {
		var status int
		var body string
		if step.drop {
			status, body = s.send("DELETE", "?operationId="+step.id, "")
		} else {
			status, body = s.run(step.id, "subscription{ticks(every:60000){number}}")
		}
		if status != step.status {
			t.Errorf("%+v = %d %s", step, status, body)
		}
	}
	if status, body := s.send("PATCH", "", ""); status != 405 {
		t.Errorf("PATCH = %d %s, want 405", status, body)
	}
	if status, body := (&stream{t, url, ""}).send("POST", "", `{"query":"{echo}"}`); status != 200 {
		t.Errorf("POST without a token = %d %s, want the answer", status, body)
	}
	s.token = strings.Repeat("A", 26)
	for _, method := range []string{"DELETE", "POST"} {
		if status, body := s.send(method, "?operationId=1", `{"query":"{echo}","extensions":{"operationId":"9"}}`); status != 404 {
			t.Errorf("%s with a token of nothing = %d %s, want 404", method, status, body)
		}
	}
}

// A stream ends with its client, and its operations with it: serve fails the test when
// one is left. One that nobody opens ends by itself, and they are bounded together.
func TestReservationsEnd(t *testing.T) {
	ended := func(s *stream) {
		t.Helper()
		for status := 0; status != 404; time.Sleep(time.Millisecond) {
			status, _ = s.send("DELETE", "?operationId=1", "")
		}
	}
	_, url := serveStreams(t, gqlserve.Limits{})
	s := reserve(t, url)
	_, hang := s.open()
	if status, body := s.run("1", "subscription{ticks(every:60000){number}}"); status != 202 {
		t.Fatalf("POST = %d %s", status, body)
	}
	hang()
	ended(s)

	_, url = serveStreams(t, gqlserve.Limits{InitTime: 50 * time.Millisecond})
	unused := reserve(t, url)
	if status, _ := unused.run("1", "subscription{ticks(every:60000){number}}"); status != 202 && status != 404 {
		t.Fatalf("POST = %d", status)
	}
	ended(unused)

	_, url = serveStreams(t, gqlserve.Limits{Streams: 1})
	s = reserve(t, url)
	if status, body := (&stream{t, url, ""}).send("PUT", "", ""); status != 503 {
		t.Errorf("a reservation beyond the bound = %d %s, want 503", status, body)
	}
	if response, _ := s.open(); response.StatusCode != 200 {
		t.Errorf("the stream = %d", response.StatusCode)
	}
}
