package gqlserve_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/internal/gqlserve"
	"github.com/kithgraph/kith/internal/gqlserve/internal/testschema"
)

func protect(t *testing.T, next http.Handler, o gqlserve.ProtectOptions) http.Handler {
	t.Helper()
	return gqlserve.Protect(next, o)
}

var ok = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok") })

// from returns the request as if it had come in on a local address.
func from(r *http.Request, local string) *http.Request {
	addr, err := net.ResolveTCPAddr("tcp", local)
	if err != nil {
		panic(err)
	}
	return r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, net.Addr(addr)))
}

func TestProtectHost(t *testing.T) {
	named := gqlserve.ProtectOptions{Hosts: []string{"kith.example.com"}}
	for _, test := range []struct {
		local, host string
		options     gqlserve.ProtectOptions
		status      int
	}{
		{"127.0.0.1:80", "127.0.0.1:80", gqlserve.ProtectOptions{}, 200},
		{"127.0.0.1:80", "127.9.9.9", gqlserve.ProtectOptions{}, 200},
		{"127.0.0.1:80", "localhost:8080", gqlserve.ProtectOptions{}, 200},
		{"127.0.0.1:80", "LOCALHOST", gqlserve.ProtectOptions{}, 200},
		{"127.0.0.1:80", "[::1]:80", gqlserve.ProtectOptions{}, 200},
		{"[::1]:80", "[::1]", gqlserve.ProtectOptions{}, 200},
		{"[::ffff:127.0.0.1]:80", "evil.example", gqlserve.ProtectOptions{}, 421},
		{"127.0.0.1:80", "evil.example", gqlserve.ProtectOptions{}, 421},
		{"127.0.0.1:80", "evil.example:80", gqlserve.ProtectOptions{}, 421},
		{"127.0.0.1:80", "localhost.evil.example", gqlserve.ProtectOptions{}, 421},
		{"127.0.0.1:80", "127.0.0.1.evil.example", gqlserve.ProtectOptions{}, 421},
		{"127.0.0.1:80", "192.0.2.1", gqlserve.ProtectOptions{}, 421},
		{"127.0.0.1:80", "", gqlserve.ProtectOptions{}, 421},
		{"127.0.0.1:80", "kith.example.com", named, 200},
		{"127.0.0.1:80", "KITH.example.com:443", named, 200},
		{"127.0.0.1:80", "localhost", named, 200},
		{"127.0.0.1:80", "evil.example", named, 421},
		{"192.0.2.1:80", "anything.example", gqlserve.ProtectOptions{}, 200},
		{"192.0.2.1:80", "kith.example.com", named, 200},
		{"192.0.2.1:80", "localhost", named, 421},
		{"192.0.2.1:80", "evil.example", named, 421},
	} {
		r := from(httptest.NewRequest("GET", "/", nil), test.local)
		r.Host = test.host
		if a := do(t, protect(t, ok, test.options), r); a.status != test.status {
			t.Errorf("Host %q on %s with %v = %d, want %d", test.host, test.local, test.options.Hosts, a.status, test.status)
		}
	}
}

func TestProtectOrigin(t *testing.T) {
	h := protect(t, ok, gqlserve.ProtectOptions{TrustedOrigins: []gqlserve.Origin{"https://chart.example.com"}})
	for _, test := range []struct {
		method, origin, site string
		status               int
	}{
		{"POST", "", "", 200},
		{"POST", "http://example.com", "", 200}, // the server's own name
		{"POST", "http://example.com", "same-origin", 200},
		{"POST", "https://chart.example.com", "cross-site", 200},
		{"POST", "https://evil.example", "cross-site", 403},
		{"POST", "https://evil.example", "", 403},
		{"POST", "", "cross-site", 403},
		{"POST", "null", "", 403},
		{"DELETE", "https://evil.example", "same-site", 403},
		{"GET", "https://evil.example", "cross-site", 403}, // it could make the server work
		{"GET", "", "cross-site", 403},
		{"GET", "", "same-site", 403},
		{"GET", "", "none", 200}, // typed by somebody
		{"GET", "https://chart.example.com", "cross-site", 200},
		{"OPTIONS", "https://evil.example", "cross-site", 403},
	} {
		r := httptest.NewRequest(test.method, "/", nil)
		if test.origin != "" {
			r.Header.Set("Origin", test.origin)
		}
		if test.site != "" {
			r.Header.Set("Sec-Fetch-Site", test.site)
		}
		a := do(t, h, r)
		if a.status != test.status || test.status == 403 && a.code() != "FORBIDDEN" {
			t.Errorf("%s from %q (%s) = %d %s, want %d", test.method, test.origin, test.site, a.status, a.body, test.status)
		}
		shared := ""
		if test.origin == "https://chart.example.com" {
			shared = test.origin
		}
		if got := a.header.Get("Access-Control-Allow-Origin"); got != shared {
			t.Errorf("%s from %q allows %q, want %q", test.method, test.origin, got, shared)
		}
		if a.header.Get("Vary") != "Origin" {
			t.Errorf("%s from %q varies by %q, want Origin", test.method, test.origin, a.header.Get("Vary"))
		}
	}
	a := do(t, protect(t, ok, gqlserve.ProtectOptions{}), httptest.NewRequest("GET", "/", nil))
	if a.header.Get("Vary") != "" {
		t.Errorf("without trusted origins an answer varies by %q", a.header.Get("Vary"))
	}
}

// A browser asks before it sends what a form could not: a page of a trusted origin may
// send all that there is, any other nothing.
func TestPreflight(t *testing.T) {
	h := protect(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("a preflight reached the site") }),
		gqlserve.ProtectOptions{TrustedOrigins: []gqlserve.Origin{"https://chart.example.com"}})
	for _, test := range []struct {
		origin string
		status int
	}{
		{"https://chart.example.com", 204},
		{"https://chart.example.com:444", 403},
		{"http://chart.example.com", 403},
		{"https://CHART.example.com", 403}, // no browser writes it so
		{"https://evil.example", 403},
		{"null", 403},
	} {
		r := httptest.NewRequest("OPTIONS", "/graphql", nil)
		r.Header.Set("Origin", test.origin)
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		r.Header.Set("Sec-Fetch-Mode", "cors")
		r.Header.Set("Access-Control-Request-Method", "POST")
		r.Header.Set("Access-Control-Request-Headers", "content-type")
		a := do(t, h, r)
		if a.status != test.status {
			t.Errorf("a preflight from %q = %d, want %d", test.origin, a.status, test.status)
		}
		got, want := a.header.Get("Access-Control-Allow-Origin")+" "+a.header.Get("Access-Control-Allow-Methods"), " "
		if test.status == 204 {
			want = test.origin + " GET, POST, PUT, DELETE"
		}
		if got != want || a.header.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("a preflight from %q is told %q, want %q and no credentials", test.origin, got, want)
		}
	}
}

func TestParseOrigin(t *testing.T) {
	for text, want := range map[string]gqlserve.Origin{
		"https://chart.example.com":     "https://chart.example.com",
		"https://Chart.Example.com:443": "https://chart.example.com",
		"http://127.0.0.1:5173":         "http://127.0.0.1:5173",
		"http://[::1]:80":               "http://[::1]",
		"*":                             "", "null": "", "": "", "chart.example.com": "", "https://": "",
		"https://chart.example.com/": "", "https://chart.example.com/a": "", "https://x@chart.example.com": "",
		"ftp://chart.example.com": "", "https://*.example.com": "", "https://chart.example.com:": "", "https://a b": "",
		"https://chart.example.com?a": "", "https://chart.example.com#a": "",
	} {
		got, err := gqlserve.ParseOrigin(text)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("ParseOrigin(%q) = %q, %v, want %q", text, got, err, want)
		}
	}
}

// A link that somebody follows leads to the paths that are for it, and nothing that a
// page embeds or fetches does.
func TestProtectLinks(t *testing.T) {
	h := protect(t, ok, gqlserve.ProtectOptions{Linked: func(path string) bool { return path == "/" }})
	for _, test := range []struct {
		method, path, mode, dest string
		status                   int
	}{
		{"GET", "/", "navigate", "document", 200},
		{"HEAD", "/", "navigate", "document", 200},
		{"POST", "/", "navigate", "document", 403},
		{"GET", "/graphql", "navigate", "document", 403},
		{"GET", "/", "navigate", "iframe", 403},
		{"GET", "/", "no-cors", "image", 403},
		{"GET", "/", "cors", "empty", 403},
		{"GET", "/", "", "", 403},
	} {
		r := httptest.NewRequest(test.method, test.path, nil)
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		r.Header.Set("Sec-Fetch-Mode", test.mode)
		r.Header.Set("Sec-Fetch-Dest", test.dest)
		if a := do(t, h, r); a.status != test.status {
			t.Errorf("%s %s (%s of a %s) = %d, want %d", test.method, test.path, test.mode, test.dest, a.status, test.status)
		}
	}
}

func TestProtectPath(t *testing.T) {
	h := protect(t, http.FileServer(http.Dir(t.TempDir())), gqlserve.ProtectOptions{})
	for path, status := range map[string]int{"/%c0%af": 400, "/a%00.png": 400, "/a%c3%a4": 404, "/%ff/../": 400, "/nope": 404} {
		if a := do(t, h, httptest.NewRequest("GET", path, nil)); a.status != status {
			t.Errorf("GET %s = %d, want %d", path, a.status, status)
		}
	}
}

func TestProtectHeaders(t *testing.T) {
	want := map[string]string{
		"Content-Security-Policy":      gqlserve.DefaultContentSecurityPolicy,
		"X-Content-Type-Options":       "nosniff",
		"Referrer-Policy":              "no-referrer",
		"X-Frame-Options":              "DENY",
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin",
		"Strict-Transport-Security":    "",
	}
	check := func(name string, h http.Handler, r *http.Request) {
		t.Helper()
		a := do(t, h, r)
		for header, value := range want {
			if got := a.header.Get(header); got != value {
				t.Errorf("%s: %s = %q, want %q", name, header, got, value)
			}
		}
	}
	check("page", protect(t, ok, gqlserve.ProtectOptions{}), httptest.NewRequest("GET", "/", nil))
	check("refusal", protect(t, ok, gqlserve.ProtectOptions{}), httptest.NewRequest("GET", "/%ff", nil))

	want["Strict-Transport-Security"] = "max-age=31536000"
	check("behind a proxy", protect(t, ok, gqlserve.ProtectOptions{HTTPS: true}), httptest.NewRequest("GET", "/", nil))
	r := httptest.NewRequest("GET", "/", nil)
	r.TLS = &tls.ConnectionState{}
	want["Content-Security-Policy"] = "default-src 'self'"
	check("another policy", protect(t, ok, gqlserve.ProtectOptions{ContentSecurityPolicy: "default-src 'self'"}), r)
}

func TestProtectPanic(t *testing.T) {
	var log logBuffer
	h := protect(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/late":
			w.WriteHeader(200)
			_ = http.NewResponseController(w).Flush()
		case "/abort":
			panic(http.ErrAbortHandler)
		case "/early":
			w.WriteHeader(http.StatusEarlyHints)
		}
		panic(testschema.ErrSecret)
	}), gqlserve.ProtectOptions{Log: log.logger()})
	server := httptest.NewServer(h)
	defer server.Close()
	for _, path := range []string{"/now", "/early"} {
		response, err := http.Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if response.StatusCode != 500 || !strings.Contains(string(body), "INTERNAL_SERVER_ERROR") || strings.Contains(string(body), "bolt") {
			t.Errorf("GET %s = %d %s, want 500 without the reason", path, response.StatusCode, body)
		}
	}
	for _, path := range []string{"/late", "/abort"} {
		response, err := http.Get(server.URL + path)
		if err == nil {
			_, err = io.ReadAll(response.Body)
			_ = response.Body.Close()
		}
		if err == nil {
			t.Errorf("GET %s gives a whole answer, want a cut one", path)
		}
	}
	if got := strings.Count(log.String(), "http: panic"); got != 3 || !strings.Contains(log.String(), "bolt") {
		t.Errorf("%d panics are logged, want 3: %s", got, log.String())
	}
}

// TestProtectStreams lets events and a websocket through the wrapper.
func TestProtectStreams(t *testing.T) {
	h := gqlserve.NewHandler(testschema.New(), gqlserve.Options{})
	server := httptest.NewServer(protect(t, h, gqlserve.ProtectOptions{}))
	defer server.Close()
	defer func() { _ = h.Shutdown(context.Background()) }()
	if got := strings.Join(lines(events(t, server.URL, "{echo}"), 4), "|"); got != `:||event: next|data: {"data":{"echo":null}}` {
		t.Errorf("events = %q", got)
	}
	c := dialAcked(t, server.URL)
	c.subscribe("1", "{echo}")
	c.want(`{"id":"1","type":"next","payload":{"data":{"echo":null}}}`)
	_ = c.conn.CloseNow()
}

func TestNewHTTPServer(t *testing.T) {
	s := gqlserve.NewHTTPServer(ok, nil)
	if s.ReadHeaderTimeout != 10*time.Second || s.ReadTimeout != 30*time.Second || s.WriteTimeout != 60*time.Second ||
		s.IdleTimeout != 2*time.Minute || s.MaxHeaderBytes != 64<<10 || s.ErrorLog == nil {
		t.Errorf("NewHTTPServer() = %+v, want the time-outs of its documentation", s)
	}
}

func TestServerLargeHeader(t *testing.T) {
	addr := serveSite(t, gqlserve.Options{})
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	go func() { // the server may stop reading
		_, _ = fmt.Fprintf(conn, "GET /graphql HTTP/1.1\r\nHost: %s\r\nX-A: %s\r\n\r\n", addr, strings.Repeat("a", 200_000))
	}()
	line, err := bufio.NewReader(conn).ReadString('\n')
	if !strings.HasPrefix(line, "HTTP/1.1 431") {
		t.Errorf("a header of 200 KB = %q (%v), want 431", line, err)
	}
}

// TestServerSlowClients drips a header and a body and waits until they are cut.
// It takes half a minute, so it runs only where KITH_SLOW is set.
func TestServerSlowClients(t *testing.T) {
	if os.Getenv("KITH_SLOW") == "" {
		t.Skip("set KITH_SLOW to drip headers and bodies for half a minute")
	}
	addr := serveSite(t, gqlserve.Options{})
	for name, head := range map[string]string{
		"header": "POST /graphql HTTP/1.1\r\nHost: " + addr + "\r\nX-A: ",
		"body":   "POST /graphql HTTP/1.1\r\nHost: " + addr + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn, err := net.Dial("tcp", addr)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			if _, err := io.WriteString(conn, head); err != nil {
				t.Fatal(err)
			}
			cut := make(chan struct{})
			go func() {
				_, _ = io.Copy(io.Discard, conn)
				close(cut)
			}()
			for {
				select {
				case <-cut:
					return
				case <-time.After(500 * time.Millisecond):
					_, _ = io.WriteString(conn, "a")
				}
			}
		})
	}
}
