package gqlserve_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/kithgraph/kith/internal/gqlserve"
	"github.com/kithgraph/kith/internal/gqlserve/internal/testschema"
)

const (
	initMessage = `{"type":"connection_init"}`
	ackMessage  = `{"type":"connection_ack"}`
	// eternal is a subscription with one event that then waits for a minute.
	eternal = `subscription{ticks(every:60000){number}}`
)

// client is the client's end of a socket.
type client struct {
	t    *testing.T
	conn *websocket.Conn
}

func dial(t *testing.T, url string, o *websocket.DialOptions) *client {
	t.Helper()
	if o == nil {
		o = &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}}
	}
	conn, _, err := websocket.Dial(t.Context(), url, o)
	if err != nil {
		t.Fatal(err)
	}
	conn.SetReadLimit(1 << 20)
	t.Cleanup(func() { _ = conn.CloseNow() })
	return &client{t, conn}
}

// dialAcked opens a socket and introduces the client.
func dialAcked(t *testing.T, url string) *client {
	t.Helper()
	c := dial(t, url, nil)
	c.send(initMessage)
	c.want(ackMessage)
	return c
}

func (c *client) send(messages ...string) {
	c.t.Helper()
	for _, m := range messages {
		if err := c.conn.Write(c.t.Context(), websocket.MessageText, []byte(m)); err != nil {
			c.t.Fatal(err)
		}
	}
}

func (c *client) subscribe(id, query string) {
	c.t.Helper()
	c.send(subscribeMessage(id, query))
}

func subscribeMessage(id, query string) string {
	return fmt.Sprintf(`{"id":%s,"type":"subscribe","payload":{"query":%s}}`, quote(id), quote(query))
}

// read returns the next message, or the close frame as text.
func (c *client) read() string {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), 2*time.Minute)
	defer cancel()
	_, b, err := c.conn.Read(ctx)
	if closed, ok := errors.AsType[websocket.CloseError](err); ok {
		return fmt.Sprintf("closed %d %s", closed.Code, closed.Reason)
	}
	if err != nil {
		return "lost: " + err.Error()
	}
	return string(b)
}

func (c *client) want(messages ...string) {
	c.t.Helper()
	for _, want := range messages {
		if got := c.read(); got != want {
			c.t.Fatalf("got %s, want %s", got, want)
		}
	}
}

func TestSocketCloseCodes(t *testing.T) {
	_, url := serve(t, gqlserve.Options{Limits: gqlserve.Limits{Message: 1000}})
	for _, test := range []struct {
		name string
		send []string
		want string
	}{
		{"bad JSON", []string{initMessage, "{nope"}, "closed 4400 Invalid message"},
		{"bad JSON at first", []string{"{nope"}, "closed 4400 Invalid message"},
		{"not an object", []string{initMessage, "[]"}, "closed 4400 Invalid message"},
		{"no type", []string{initMessage, `{"id":"1"}`}, "closed 4400 Invalid message"},
		{"unknown type", []string{initMessage, `{"type":"zzz"}`}, "closed 4400 Invalid message"},
		{"type of the server", []string{initMessage, `{"type":"next","id":"1","payload":{}}`}, "closed 4400 Invalid message"},
		{"legacy type", []string{initMessage, `{"type":"start","id":"1","payload":{"query":"{echo}"}}`}, "closed 4400 Invalid message"},
		{"init with a text", []string{`{"type":"connection_init","payload":"x"}`}, "closed 4400 Invalid message"},
		{"ping with a list", []string{initMessage, `{"type":"ping","payload":[]}`}, "closed 4400 Invalid message"},
		{"subscribe without payload", []string{initMessage, `{"id":"1","type":"subscribe"}`}, "closed 4400 Invalid message"},
		{"subscribe with null", []string{initMessage, `{"id":"1","type":"subscribe","payload":null}`}, "closed 4400 Invalid message"},
		{"subscribe without id", []string{initMessage, `{"type":"subscribe","payload":{"query":"{echo}"}}`}, "closed 4400 Invalid message"},
		{"subscribe with an empty id", []string{initMessage, subscribeMessage("", "{echo}")}, "closed 4400 Invalid message"},
		{"subscribe with a number as id", []string{initMessage, `{"id":1,"type":"subscribe","payload":{"query":"{echo}"}}`}, "closed 4400 Invalid message"},
		{"subscribe with a long id", []string{initMessage, subscribeMessage(strings.Repeat("i", 129), "{echo}")}, "closed 4400 Invalid message"},
		{"subscribe with a wrong query", []string{initMessage, `{"id":"1","type":"subscribe","payload":{"query":{}}}`}, "closed 4400 Invalid message"},
		{"subscribe with wrong variables", []string{initMessage, `{"id":"1","type":"subscribe","payload":{"query":"{echo}","variables":[]}}`}, "closed 4400 Invalid message"},
		{"complete without id", []string{initMessage, `{"type":"complete"}`}, "closed 4400 Invalid message"},
		{"not UTF-8", []string{initMessage, "{\"type\":\"ping\",\"x\":\"\xff\"}"}, "closed 4400 Invalid message"},
		{"deep", []string{initMessage, strings.Repeat("[", 900)}, "closed 4400 Invalid message"},
		{"subscribe before init", []string{subscribeMessage("1", "{echo}")}, "closed 4401 Unauthorized"},
		{"two inits", []string{initMessage, initMessage}, "closed 4429 Too many initialisation requests"},
		{"an id twice", []string{initMessage, subscribeMessage("a", eternal), subscribeMessage("a", eternal)}, "closed 4409 Subscriber for a already exists"},
		{"a long id twice", []string{initMessage, subscribeMessage(strings.Repeat("i", 128), eternal), subscribeMessage(strings.Repeat("i", 128), eternal)}, "closed 4409 Subscriber already exists"},
		{"a large message", []string{initMessage, `{"type":"ping","x":"` + strings.Repeat("a", 1000) + `"}`}, "closed 1009 "},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := dial(t, url, nil)
			c.send(test.send...)
			got := c.read()
			for strings.HasPrefix(got, "{") { // what came before
				got = c.read()
			}
			if got != test.want && !(strings.HasSuffix(test.want, " ") && strings.HasPrefix(got, test.want)) {
				t.Errorf("%s: %s, want %s", test.name, got, test.want)
			}
		})
	}
	t.Run("binary message", func(t *testing.T) {
		c := dialAcked(t, url)
		if err := c.conn.Write(t.Context(), websocket.MessageBinary, []byte(`{"type":"ping"}`)); err != nil {
			t.Fatal(err)
		}
		c.want("closed 4400 Invalid message")
	})
	t.Run("no subprotocol", func(t *testing.T) {
		c := dial(t, url, &websocket.DialOptions{})
		c.want("closed 4406 Subprotocol not acceptable")
	})
	t.Run("legacy subprotocol", func(t *testing.T) {
		c := dial(t, url, &websocket.DialOptions{Subprotocols: []string{"graphql-ws"}})
		c.want("closed 4406 Subprotocol not acceptable")
	})
}

func TestSocketInitTimeout(t *testing.T) {
	_, url := serve(t, gqlserve.Options{Limits: gqlserve.Limits{InitTime: 500 * time.Millisecond, KeepAlive: 10 * time.Millisecond}})
	c := dial(t, url, nil)
	c.want("closed 4408 Connection initialisation timeout")

	c = dialAcked(t, url)
	go func() {
		time.Sleep(time.Second) // beyond the time for init
		_ = c.conn.Write(t.Context(), websocket.MessageText, []byte(`{"type":"ping"}`))
	}()
	c.want(`{"type":"pong"}`)
}

func TestSocketOperations(t *testing.T) {
	_, url := serve(t, gqlserve.Options{})
	t.Run("query", func(t *testing.T) {
		c := dialAcked(t, url)
		c.send(`{"id":"q","type":"subscribe","payload":{"query":"query($t:String){echo(text:$t)}","variables":{"t":"\"ä\""}}}`)
		c.want(`{"id":"q","type":"next","payload":{"data":{"echo":"\"ä\""}}}`, `{"id":"q","type":"complete"}`)
	})
	t.Run("mutation", func(t *testing.T) {
		c := dialAcked(t, url)
		c.subscribe("m", "mutation{__typename}")
		c.want(`{"id":"m","type":"next","payload":{"data":{"__typename":"Mutation"}}}`, `{"id":"m","type":"complete"}`)
	})
	t.Run("subscription", func(t *testing.T) {
		c := dialAcked(t, url)
		c.subscribe("s", "subscription{ticks(count:2,every:1){number}}")
		c.want(`{"id":"s","type":"next","payload":{"data":{"ticks":{"number":0}}}}`,
			`{"id":"s","type":"next","payload":{"data":{"ticks":{"number":1}}}}`, `{"id":"s","type":"complete"}`)
	})
	t.Run("ping", func(t *testing.T) {
		c := dial(t, url, nil)
		c.send(`{"type":"ping","payload":{"a":[1]}}`, `{"type":"pong"}`, `{"type":"ping","payload":null}`)
		c.want(`{"type":"pong","payload":{"a":[1]}}`, `{"type":"pong"}`)
	})
	t.Run("errors end an operation", func(t *testing.T) {
		c := dialAcked(t, url)
		for id, query := range map[string]string{
			"parse": "{", "validation": "subscription{nope}", "start": "subscription{neverStarts{number}}",
			"panic": "subscription{panics{number}}", "argument": "subscription{ticks(every:0){number}}",
		} {
			c.subscribe(id, query)
			var m struct {
				ID, Type string
				Payload  []struct {
					Message    string
					Extensions struct{ Code string }
				}
			}
			if text := c.read(); json.Unmarshal([]byte(text), &m) != nil || m.ID != id || m.Type != "error" || len(m.Payload) == 0 || m.Payload[0].Extensions.Code == "" || strings.Contains(text, "bolt") {
				t.Errorf("%s is answered with %s, want an error message with a code", query, text)
			}
			c.send(`{"type":"ping"}`)
			c.want(`{"type":"pong"}`) // and nothing more for the id
		}
	})
	t.Run("errors of an event do not", func(t *testing.T) {
		c := dialAcked(t, url)
		c.subscribe("1", "subscription{badTicks{number}}")
		if got := c.read(); !strings.HasPrefix(got, `{"id":"1","type":"next","payload":{"errors":[`) || !strings.HasSuffix(got, `,"data":{"badTicks":null}}}`) {
			t.Errorf("an event with an error is %s", got)
		}
		c.want(`{"id":"1","type":"complete"}`)
	})
	t.Run("complete frees the id", func(t *testing.T) {
		c := dialAcked(t, url)
		for range 20 {
			c.subscribe("1", eternal)
			c.want(`{"id":"1","type":"next","payload":{"data":{"ticks":{"number":0}}}}`)
			c.send(`{"id":"1","type":"complete"}`, `{"id":"unknown","type":"complete"}`)
		}
		c.subscribe("1", "{echo}")
		c.want(`{"id":"1","type":"next","payload":{"data":{"echo":null}}}`, `{"id":"1","type":"complete"}`)
		c.subscribe("1", "{echo}")
		c.want(`{"id":"1","type":"next","payload":{"data":{"echo":null}}}`, `{"id":"1","type":"complete"}`)
	})
	t.Run("several at once", func(t *testing.T) {
		c := dialAcked(t, url)
		c.subscribe("slow", eternal)
		c.want(`{"id":"slow","type":"next","payload":{"data":{"ticks":{"number":0}}}}`)
		c.subscribe("quick", "{echo}")
		c.want(`{"id":"quick","type":"next","payload":{"data":{"echo":null}}}`, `{"id":"quick","type":"complete"}`)
	})
}

func TestSocketSubscriptionsAreBounded(t *testing.T) {
	_, url := serve(t, gqlserve.Options{Limits: gqlserve.Limits{Subscriptions: 2}})
	c := dialAcked(t, url)
	for _, id := range []string{"1", "2"} {
		c.subscribe(id, eternal)
		c.want(`{"id":"` + id + `","type":"next","payload":{"data":{"ticks":{"number":0}}}}`)
	}
	c.subscribe("3", eternal)
	if got := c.read(); !strings.HasPrefix(got, `{"id":"3","type":"error"`) || !strings.Contains(got, "RATE_LIMITED") {
		t.Errorf("a third subscription is answered with %s, want an error", got)
	}
	c.send(`{"id":"1","type":"complete"}`)
	c.subscribe("3", eternal)
	c.want(`{"id":"3","type":"next","payload":{"data":{"ticks":{"number":0}}}}`)
}

func TestSocketInitPayload(t *testing.T) {
	credentials, revoke := context.WithCancel(context.Background())
	o := gqlserve.Options{
		Authenticate: func(*http.Request) (context.Context, error) {
			return nil, gqlserve.NewError(gqlserve.CodeUnauthenticated, "a websocket is not asked")
		},
		InitPayload: func(r *http.Request, payload map[string]any) (context.Context, error) {
			if r.Header.Get("X-Test") != "handshake" {
				return nil, errors.New("not the handshake")
			}
			switch payload["token"] {
			case "good":
				ctx, cancel := context.WithCancel(context.WithValue(r.Context(), pinKey{}, "someone"))
				context.AfterFunc(credentials, cancel)
				return ctx, nil
			case "panic":
				panic(testschema.ErrSecret)
			}
			return nil, testschema.ErrSecret
		},
		AroundOperation: func(ctx context.Context) (context.Context, error) {
			if ctx.Value(pinKey{}) != "someone" {
				return nil, errors.New("the context of InitPayload is not in use")
			}
			return ctx, nil
		},
	}
	_, url := serve(t, o)
	handshake := &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}, HTTPHeader: http.Header{"X-Test": {"handshake"}}}
	for _, payload := range []string{`null`, `{}`, `{"token":1}`, `{"token":"bad"}`, `{"token":"panic"}`} {
		c := dial(t, url, handshake)
		c.send(`{"type":"connection_init","payload":` + payload + `}`)
		c.want("closed 4403 Forbidden")
	}
	c := dial(t, url, handshake)
	c.send(`{"type":"connection_init","payload":{"token":"good"}}`)
	c.want(ackMessage)
	c.subscribe("1", eternal)
	c.want(`{"id":"1","type":"next","payload":{"data":{"ticks":{"number":0}}}}`)
	revoke()
	for {
		got := c.read()
		if got == "closed 4403 Forbidden" {
			break
		}
		if !strings.Contains(got, `"complete"`) { // the operation may end just before the socket
			t.Fatalf("after the credentials were revoked: %s, want closed 4403", got)
		}
	}
}

func TestSocketAuthenticate(t *testing.T) {
	_, url := serve(t, gqlserve.Options{
		Authenticate: func(r *http.Request) (context.Context, error) {
			if r.Header.Get("Authorization") != "good" {
				return nil, gqlserve.NewError(gqlserve.CodeUnauthenticated, "sign in")
			}
			return context.WithValue(r.Context(), pinKey{}, "someone"), nil
		},
		AroundOperation: func(ctx context.Context) (context.Context, error) {
			if ctx.Value(pinKey{}) != "someone" {
				return nil, errors.New("the context of Authenticate is not in use")
			}
			return ctx, nil
		},
	})
	_, response, err := websocket.Dial(t.Context(), url, &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}})
	if err == nil || response == nil || response.StatusCode != 401 {
		t.Errorf("a handshake without credentials = %v (%v), want 401", response, err)
	}
	c := dial(t, url, &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}, HTTPHeader: http.Header{"Authorization": {"good"}}})
	c.send(initMessage)
	c.want(ackMessage)
	c.subscribe("1", "{echo}")
	c.want(`{"id":"1","type":"next","payload":{"data":{"echo":null}}}`, `{"id":"1","type":"complete"}`)
}

func TestSocketOrigin(t *testing.T) {
	_, url := serve(t, gqlserve.Options{TrustedOrigins: []gqlserve.Origin{"https://chart.example.com"}})
	for origin, ok := range map[string]bool{
		"":                              true,
		url:                             true,
		"https://chart.example.com":     true,
		"https://chart.example.com:444": false,
		"http://chart.example.com":      false,
		"https://evil.example":          false,
		strings.Replace(url, "http:", "https:", 1): false, // another scheme
		url + "/":                             false,
		strings.Replace(url, "//", "//x@", 1): false,
		"null":                                false,
		"://":                                 false,
	} {
		header := http.Header{}
		if origin != "" {
			header.Set("Origin", origin)
		}
		conn, response, err := websocket.Dial(t.Context(), url, &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}, HTTPHeader: header})
		if (err == nil) != ok || !ok && (response == nil || response.StatusCode != 403) {
			t.Errorf("a handshake from %q = %v (%v), want it accepted: %v", origin, response, err, ok)
		}
		if conn != nil {
			_ = conn.CloseNow()
		}
	}
}

func TestSocketHandshake(t *testing.T) {
	_, url := serve(t, gqlserve.Options{})
	for _, test := range []struct {
		name, method string
		header       http.Header
		status       int
	}{
		{"no key", "GET", http.Header{"Upgrade": {"websocket"}, "Connection": {"Upgrade"}, "Sec-Websocket-Version": {"13"}}, 400},
		{"no connection header", "GET", http.Header{"Upgrade": {"websocket"}}, 426},
		{"by post", "POST", http.Header{"Upgrade": {"websocket"}, "Connection": {"Upgrade"}}, 405},
		{"to something else", "GET", http.Header{"Upgrade": {"h2c"}, "Connection": {"Upgrade"}}, 400},
	} {
		r, err := http.NewRequestWithContext(t.Context(), test.method, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header = test.header
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != test.status {
			t.Errorf("%s: %d, want %d", test.name, response.StatusCode, test.status)
		}
	}
}

func TestSocketShutdown(t *testing.T) {
	h, url := serve(t, gqlserve.Options{Limits: gqlserve.Limits{Streams: 1}})
	c := dialAcked(t, url)
	c.subscribe("1", eternal)
	c.want(`{"id":"1","type":"next","payload":{"data":{"ticks":{"number":0}}}}`)
	if _, response, err := websocket.Dial(t.Context(), url, nil); err == nil || response.StatusCode != 503 {
		t.Errorf("a second socket = %v (%v), want 503", response, err)
	}
	ended := make(chan error, 1)
	go func() { ended <- h.Shutdown(t.Context()) }()
	got := c.read()
	for strings.Contains(got, `"complete"`) {
		got = c.read()
	}
	if got != "closed 1001 Server is shutting down" {
		t.Errorf("on shutdown: %s, want closed 1001", got)
	}
	if err := <-ended; err != nil {
		t.Errorf("Shutdown() = %v", err)
	}
}

// TestSocketSilentPeer opens a socket whose client does not answer pings, as
// one that was unplugged.
func TestSocketSilentPeer(t *testing.T) {
	gone := make(chan gqlserve.Observation, 1)
	_, url := serve(t, gqlserve.Options{
		Limits:  gqlserve.Limits{KeepAlive: 20 * time.Millisecond, WriteTime: 20 * time.Millisecond},
		Observe: func(_ context.Context, o gqlserve.Observation) { gone <- o },
	})
	c := dialAcked(t, url)
	c.subscribe("1", eternal)
	// The client answers pings only while it reads, which it never does again.
	if o := <-gone; o.Kind != "subscription" {
		t.Errorf("ended %+v, want the subscription", o)
	}
}

// TestSocketPeerGone cuts the connection under a subscription.
func TestSocketPeerGone(t *testing.T) {
	gone := make(chan gqlserve.Observation, 1)
	_, url := serve(t, gqlserve.Options{Observe: func(_ context.Context, o gqlserve.Observation) { gone <- o }})
	c := dialAcked(t, url)
	c.subscribe("1", eternal)
	c.want(`{"id":"1","type":"next","payload":{"data":{"ticks":{"number":0}}}}`)
	_ = c.conn.CloseNow()
	if o := <-gone; o.Events != 1 {
		t.Errorf("ended %+v, want one event", o)
	}
}

// TestSocketSlowReader lets a client ask for more than it reads.
func TestSocketSlowReader(t *testing.T) {
	gone := make(chan gqlserve.Observation, 1)
	_, url := serve(t, gqlserve.Options{
		Limits:  gqlserve.Limits{WriteTime: 50 * time.Millisecond},
		Observe: func(_ context.Context, o gqlserve.Observation) { gone <- o },
	})
	c := dialAcked(t, url)
	c.subscribe("1", "subscription{ticks(every:1){book{"+strings.Repeat("title author{name}", 20)+repeated(90)+"}}}")
	if o := <-gone; o.Events == 0 {
		t.Errorf("ended %+v, want events", o)
	}
}

func repeated(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "a%d:related{id}", i)
	}
	return b.String()
}
