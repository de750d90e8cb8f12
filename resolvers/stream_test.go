package resolvers_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/internal/sample"
)

// addPeople makes n commits of one person each.
func addPeople(t *testing.T, eng *engine.Engine, name string, n int) {
	for i := range n {
		_, err := eng.Update(context.Background(), sample.Workspace, name, "", func(d *draft.Draft) error {
			d.Add(graph.Person{Name: fmt.Sprint(name, " ", i)})
			return nil
		})
		if err != nil {
			t.Error(err)
			return
		}
	}
}

// message is one of graphql-transport-ws.
type message struct {
	ID      string          `json:"id,omitempty"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

// dial opens a websocket on which operations may begin.
func dial(t *testing.T, url string) *websocket.Conn {
	t.Helper()
	ctx := t.Context()
	c, _, err := websocket.Dial(ctx, "ws"+strings.TrimPrefix(url, "http")+"/graphql", &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.CloseNow() })
	if err := wsjson.Write(ctx, c, message{Type: "connection_init"}); err != nil {
		t.Fatal(err)
	}
	if m := receive(t, c); m.Type != "connection_ack" {
		t.Fatalf("connection_init was answered with %v", m)
	}
	return c
}

func receive(t *testing.T, c *websocket.Conn) message {
	t.Helper()
	for {
		var m message
		if err := wsjson.Read(t.Context(), c, &m); err != nil {
			t.Fatal(err)
		}
		if m.Type != "ping" && m.Type != "pong" {
			return m
		}
	}
}

func subscribe(t *testing.T, c *websocket.Conn, id, query string) {
	t.Helper()
	payload, _ := json.Marshal(map[string]string{"query": query})
	if err := wsjson.Write(t.Context(), c, message{ID: id, Type: "subscribe", Payload: payload}); err != nil {
		t.Fatal(err)
	}
}

func revisionOf(t *testing.T, m message) any {
	t.Helper()
	var a answer
	if err := json.Unmarshal(m.Payload, &a); err != nil || m.Type != "next" || len(a.Errors) > 0 {
		t.Fatalf("%s %s, want an event", m.Type, m.Payload)
	}
	return at(a.Data, "changes", "revision")
}

// TestWebsocketFeed reads while others write, cuts the connection, and resumes
// after the last revision seen: every revision comes once, in order, and a view
// is never older than its event.
func TestWebsocketFeed(t *testing.T) {
	srv, eng := site(t)
	const writers, each = 3, 20
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() { addPeople(t, eng, fmt.Sprint("writer ", w), each) })
	}
	defer wg.Wait()
	seen := 0
	for seen < 1+writers*each {
		c := dial(t, srv.URL)
		subscribe(t, c, "1", fmt.Sprintf(`subscription { changes(after: "%d") { revision commit { actor changes { totalCount } } changed { id asOf } view { revision } } }`, seen))
		for n := 0; n < 17 && seen < 1+writers*each; n++ {
			m := receive(t, c)
			if got := revisionOf(t, m); got != fmt.Sprint(seen+1) {
				t.Fatalf("event of revision %v after %d", got, seen)
			}
			seen++
			var a answer
			json.Unmarshal(m.Payload, &a)
			var at1 int
			fmt.Sscan(at(a.Data, "changes", "view", "revision").(string), &at1)
			if at1 < seen || at(a.Data, "changes", "changed", 0, "id") == nil {
				t.Fatalf("event %s", m.Payload)
			}
		}
		c.CloseNow()
	}
}

// TestFeedFromNowOn begins with the first commit after the subscription when no
// revision is given.
func TestFeedFromNowOn(t *testing.T) {
	srv, eng := site(t)
	addPeople(t, eng, "before", 2)
	c := dial(t, srv.URL)
	subscribe(t, c, "1", `subscription { changes { revision } }`)
	// It begins at some moment; commits go on until one has come through.
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				addPeople(t, eng, "after", 1)
			}
		}
	})
	var first, second int
	fmt.Sscan(revisionOf(t, receive(t, c)).(string), &first)
	fmt.Sscan(revisionOf(t, receive(t, c)).(string), &second)
	close(stop)
	wg.Wait()
	if first < 4 || second != first+1 {
		t.Errorf("the first events are of revisions %d and %d; 3 was there before", first, second)
	}
}

// TestFeedSaysWhyItEnds drops the workspace under a websocket and under an event
// stream.
func TestFeedSaysWhyItEnds(t *testing.T) {
	t.Run("websocket", func(t *testing.T) {
		srv, eng := site(t)
		c := dial(t, srv.URL)
		subscribe(t, c, "1", `subscription { changes(after: "0") { revision } }`)
		revisionOf(t, receive(t, c))
		if err := eng.Drop(context.Background(), sample.Workspace); err != nil {
			t.Fatal(err)
		}
		m := receive(t, c)
		if text := string(m.Payload); m.Type == "complete" || !strings.Contains(text, "UNAVAILABLE") || !strings.Contains(text, `"reset"`) {
			t.Errorf("the feed ended with %s %s", m.Type, text)
		}
	})
	t.Run("event stream", func(t *testing.T) {
		srv, eng := site(t)
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
		defer cancel()
		req, _ := http.NewRequestWithContext(ctx, "POST", srv.URL+"/graphql", strings.NewReader(`{"query":"subscription { changes(after: \"0\") { revision } }"}`))
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Accept", "text/event-stream")
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		lines, text := bufio.NewScanner(res.Body), ""
		for lines.Scan() {
			text += lines.Text() + "\n"
			if strings.Contains(lines.Text(), `"revision":"1"`) {
				if err := eng.Drop(context.Background(), sample.Workspace); err != nil {
					t.Fatal(err)
				}
			}
		}
		if !strings.Contains(text, `"reset"`) || !strings.Contains(text, "event: complete") {
			t.Errorf("the stream was %s", text)
		}
	})
}

// TestMinRevision holds that an operation waits for the revision it asks for, and
// that the wait moves all of its fields, not one.
func TestMinRevision(t *testing.T) {
	srv, eng := site(t)
	done := make(chan struct{})
	go func() {
		defer close(done)
		addPeople(t, eng, "late", 3)
	}()
	d := data(t, srv, `query($r: Revision) { a: people(first: 0) { totalCount } ... on Query { b: view(minRevision: $r) { revision people(first: 0) { totalCount } } } c: view { revision } }`, map[string]any{"r": "4"})
	if at(d, "b", "revision") != "4" || at(d, "c", "revision") != "4" || at(d, "a", "totalCount") != at(d, "b", "people", "totalCount") {
		t.Errorf("after waiting for revision 4: %v", d)
	}
	<-done
	if a := post(t, srv, `{ view(minRevision: "x") { revision } }`, nil); len(a.Errors) == 0 || a.Errors[0].Extensions["code"] != "BAD_USER_INPUT" {
		t.Errorf("a minRevision that is none: %v", a.Errors)
	}
}

// believing returns what a text names in KnownAt.
func believing(known string) string {
	if strings.Contains(known, "T") {
		return "time"
	}
	return "revision"
}

// TestKnownAtATime: the moment of a commit and later believes it, earlier does
// not, and the future believes what the operation knows.
func TestKnownAtATime(t *testing.T) {
	srv, eng := site(t)
	addPeople(t, eng, "later", 1) // the clock of the test stands still
	for known, want := range map[string]string{
		"2026-11-02T11:59:59Z": "0", "2026-11-02T12:00:00Z": "2", "2026-11-02T13:00:00+01:00": "2", "2099-01-01T00:00:00Z": "2", "0": "0", "1": "1",
	} {
		d := data(t, srv, `query($k: KnownAt) { view(knownAt: $k) { revision knownAt } people(first: 0, knownAt: $k) { totalCount } }`, map[string]any{"k": map[string]any{believing(known): known}})
		if at(d, "view", "revision") != want || want == "0" && at(d, "people", "totalCount") != 0.0 {
			t.Errorf("known at %s: %v, want revision %s", known, d, want)
		}
	}
}
