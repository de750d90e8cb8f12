package gqlserve_test

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kithgraph/kith/internal/gqlserve"
	"github.com/kithgraph/kith/internal/gqlserve/internal/testschema"
)

// serve serves a handler on loopback until the test ends, and fails the test
// when a stream is then left.
func serve(t *testing.T, o gqlserve.Options) (*gqlserve.Handler, string) {
	t.Helper()
	return serveAt(t, o, func(h *gqlserve.Handler) http.Handler { return h })
}

// serveAt is serve for one of a handler's endpoints.
func serveAt(t *testing.T, o gqlserve.Options, endpoint func(*gqlserve.Handler) http.Handler) (*gqlserve.Handler, string) {
	t.Helper()
	h := gqlserve.NewHandler(testschema.New(), o)
	server := httptest.NewUnstartedServer(endpoint(h))
	server.Config.ReadTimeout = 300 * time.Millisecond // a stream must outlive it
	server.Config.WriteTimeout = 300 * time.Millisecond
	server.Start()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
		defer cancel()
		if err := h.Shutdown(ctx); err != nil {
			t.Errorf("Shutdown() = %v, want no stream to be left", err)
		}
		server.Close()
	})
	return h, server.URL
}

// events opens an event stream.
func events(t *testing.T, url, query string) *http.Response {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, "POST", url, strings.NewReader(`{"query":`+quote(query)+`}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = response.Body.Close() })
	return response
}

// lines returns the lines of a stream up to its end or to n of them.
func lines(response *http.Response, n int) []string {
	var got []string
	for s := bufio.NewScanner(response.Body); len(got) < n && s.Scan(); {
		got = append(got, s.Text())
	}
	return got
}

func TestEvents(t *testing.T) {
	_, url := serve(t, gqlserve.Options{
		CheckEvent: func() func(context.Context) error {
			n := 0
			return func(context.Context) error {
				if n++; n > 3 {
					return gqlserve.NewError(gqlserve.CodeForbidden, "signed out")
				}
				return nil
			}
		}(),
	})
	for _, test := range []struct {
		name, query string
		want        []string
	}{
		{"query", "{echo(text:\"a\\nb\")}", []string{":", "", "event: next", `data: {"data":{"echo":"a\nb"}}`, "", "event: complete", "data: ", ""}},
		{"subscription", "subscription{ticks(count:2,every:1){number}}", []string{":", "",
			"event: next", `data: {"data":{"ticks":{"number":0}}}`, "",
			"event: next", `data: {"data":{"ticks":{"number":1}}}`, "",
			"event: complete", "data: ", ""}},
		{"parse error", "{", []string{":", "", "event: next", `data: {"errors":[{"message":"Expected Name, found \u003cEOF\u003e","locations":[{"line":1,"column":2}],"extensions":{"code":"GRAPHQL_PARSE_FAILED"}}]}`, "", "event: complete", "data: ", ""}},
		{"cannot start", "subscription{neverStarts{number}}", []string{":", "", "event: next", `data: {"errors":[{"message":"not for you","path":["neverStarts"],"locations":[{"line":1,"column":14}],"extensions":{"code":"FORBIDDEN"}}]}`, "", "event: complete", "data: ", ""}},
		{"ended by the check", "subscription{ticks(every:1){number}}", []string{":", "",
			"event: next", `data: {"data":{"ticks":{"number":0}}}`, "",
			"event: next", `data: {"errors":[{"message":"signed out","extensions":{"code":"FORBIDDEN"}}]}`, "", "event: complete", "data: ", ""}},
	} {
		t.Run(test.name, func(t *testing.T) {
			response := events(t, url, test.query)
			if got := response.Header.Get("Content-Type"); response.StatusCode != 200 || !strings.HasPrefix(got, "text/event-stream") {
				t.Fatalf("status = %d, Content-Type = %s", response.StatusCode, got)
			}
			if got := response.Header.Get("Cache-Control"); got != "no-store" {
				t.Errorf("Cache-Control = %q, want no-store", got)
			}
			got := lines(response, 1000)
			if strings.Join(got, "\n") != strings.Join(test.want, "\n") {
				t.Errorf("%s is answered with\n%q, want\n%q", test.query, got, test.want)
			}
		})
	}
	t.Run("mutation by get", func(t *testing.T) {
		r, _ := http.NewRequestWithContext(t.Context(), "GET", url+"?query=mutation{__typename}", nil)
		r.Header.Set("Accept", "text/event-stream")
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		if response.StatusCode != 405 || !strings.HasPrefix(response.Header.Get("Content-Type"), "application/json") {
			t.Errorf("status = %d, Content-Type = %s, want 405 in JSON", response.StatusCode, response.Header.Get("Content-Type"))
		}
	})
}

// TestEventsOutliveTimeouts waits for comments on a quiet stream beyond the
// server's time-outs, and for the next event after them.
func TestEventsOutliveTimeouts(t *testing.T) {
	_, url := serve(t, gqlserve.Options{Limits: gqlserve.Limits{KeepAlive: 50 * time.Millisecond}})
	got := strings.Join(lines(events(t, url, "subscription{ticks(every:600){number}}"), 60), "\n")
	first, second := strings.Index(got, `"number":0`), strings.Index(got, `"number":1`)
	if first < 0 || second < 0 || strings.Count(got[first:second], "\n:\n") < 3 {
		t.Errorf("a slow subscription is answered with %q, want comments between two events", got)
	}
}

func TestEventsEndWithCredentials(t *testing.T) {
	credentials, revoke := context.WithCancel(context.Background())
	_, url := serve(t, gqlserve.Options{Authenticate: func(r *http.Request) (context.Context, error) {
		ctx, cancel := context.WithCancel(r.Context())
		context.AfterFunc(credentials, cancel)
		return ctx, nil
	}})
	response := events(t, url, "subscription{ticks(every:1){number}}")
	lines(response, 2)
	revoke()
	// That the stream ends at all is what the test waits for.
	if got := lines(response, 1_000_000); strings.Contains(strings.Join(got, "\n"), "complete") {
		t.Errorf("after the credentials were revoked the stream completes: %q", got)
	}
}

func TestStreamsAreBounded(t *testing.T) {
	h, url := serve(t, gqlserve.Options{Limits: gqlserve.Limits{Streams: 2}})
	const query = "subscription{ticks(every:1){number}}"
	first, second := events(t, url, query), events(t, url, query)
	if got := events(t, url, query); got.StatusCode != 503 || got.Header.Get("Retry-After") == "" {
		t.Errorf("a third stream = %d, want 503 with Retry-After", got.StatusCode)
	}
	if got := events(t, url, "{echo}"); got.StatusCode != 503 {
		t.Errorf("a query as a third stream = %d, want 503", got.StatusCode)
	}
	if a := do(t, h, post("{echo}")); a.status != 200 {
		t.Errorf("a plain query = %d, want 200", a.status)
	}
	_ = first.Body.Close() // the client goes
	for {
		third := events(t, url, query)
		if third.StatusCode == 200 {
			break
		}
		time.Sleep(5 * time.Millisecond) // until the server has noticed
	}

	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	if err := h.Shutdown(ctx); err != nil {
		t.Errorf("Shutdown() = %v", err)
	}
	if got := strings.Join(lines(second, 1_000_000), "\n"); strings.Contains(got, "complete") {
		t.Error("a stream that is ended by the server says that it is complete")
	}
	if got := events(t, url, query); got.StatusCode != 503 {
		t.Errorf("a stream after Shutdown = %d, want 503", got.StatusCode)
	}
	if err := h.Shutdown(ctx); err != nil {
		t.Errorf("second Shutdown() = %v", err)
	}
}

func TestShutdownGivesUp(t *testing.T) {
	entered, released := make(chan struct{}), make(chan struct{})
	h := gqlserve.NewHandler(testschema.New(), gqlserve.Options{
		AroundOperation: func(ctx context.Context) (context.Context, error) {
			close(entered)
			<-released
			return ctx, nil
		},
	})
	var group sync.WaitGroup
	group.Go(func() {
		h.ServeHTTP(httptest.NewRecorder(), request("POST", "/graphql", "application/json", "text/event-stream", `{"query":"{echo}"}`))
	})
	<-entered
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := h.Shutdown(ctx); err != context.Canceled {
		t.Errorf("Shutdown() of a stream that does not end = %v, want %v", err, context.Canceled)
	}
	close(released)
	group.Wait()
	if err := h.Shutdown(t.Context()); err != nil {
		t.Errorf("Shutdown() = %v, want nil when the stream has ended", err)
	}
}
