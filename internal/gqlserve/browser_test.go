package gqlserve_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"testing"
	"testing/fstest"
	"time"

	"github.com/kithgraph/kith/internal/gqlserve"
	"github.com/kithgraph/kith/internal/gqlserve/internal/testschema"
)

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

// TestInABrowser lets Chromium open pages of the site itself, of an origin that is
// allowed and of one that is not, and has them use the API: by requests with and without a
// preflight, by a websocket, and by an image.
func TestInABrowser(t *testing.T) {
	script, err := os.ReadFile("testdata/page.js")
	if err != nil {
		t.Fatal(err)
	}
	page := fstest.MapFS{
		"index.html": {Data: []byte(`<!doctype html><meta charset="utf-8"><title>page</title><script type="module" src="page.js"></script>`)},
		"page.js":    {Data: script},
		"dot.svg":    {Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>`)},
	}
	reports := make(chan map[string]string, 1)
	serve := func(h func(mux *http.ServeMux) http.Handler) string {
		mux := http.NewServeMux()
		mux.Handle("/", gqlserve.Files(page))
		mux.HandleFunc("POST /report", func(_ http.ResponseWriter, r *http.Request) {
			got := map[string]string{}
			if err := json.NewDecoder(r.Body).Decode(&got); err != nil {
				t.Error(err)
			}
			reports <- got
		})
		srv := httptest.NewServer(h(mux))
		t.Cleanup(srv.Close)
		return srv.URL
	}
	plain := func(mux *http.ServeMux) http.Handler { return mux }
	allowed, foreign := serve(plain), serve(plain)
	origin, err := gqlserve.ParseOrigin(allowed)
	if err != nil {
		t.Fatal(err)
	}
	api := serve(func(mux *http.ServeMux) http.Handler {
		h := gqlserve.NewHandler(testschema.New(), gqlserve.Options{TrustedOrigins: []gqlserve.Origin{origin}, Pinned: func(context.Context) string { return "1" }})
		t.Cleanup(func() {
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			defer cancel()
			if err := h.Shutdown(ctx); err != nil {
				t.Error(err)
			}
		})
		mux.Handle("/graphql", h)
		mux.Handle("/graphql/stream", h.Streams())
		return gqlserve.Compress(gqlserve.Protect(mux, gqlserve.ProtectOptions{TrustedOrigins: []gqlserve.Origin{origin}}))
	})
	for _, test := range []struct {
		name, url string
		want      map[string]string
	}{
		{"the site's own page", api, map[string]string{"post": "a", "get": "b tagged", "put": "201", "image": "shown", "socket": "connection_ack"}},
		{"an allowed page", allowed + "/?api=" + url.QueryEscape(api), map[string]string{"post": "a", "get": "b tagged", "put": "201", "image": "refused", "socket": "connection_ack"}},
		{"a foreign page", foreign + "/?api=" + url.QueryEscape(api), map[string]string{"post": "refused", "get": "refused", "put": "refused", "image": "refused", "socket": "refused"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
			defer cancel()
			profile, err := os.MkdirTemp("", "kith-browser-")
			if err != nil {
				t.Fatal(err)
			}
			browser := exec.CommandContext(ctx, chromium(t), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync", "--remote-debugging-port=0", "--user-data-dir="+profile, test.url)
			if err := browser.Start(); err != nil {
				t.Fatal(err)
			}
			defer func() {
				cancel()
				_ = browser.Wait() // killed
				// Its children see that, and write until they do.
				for range 100 {
					if os.RemoveAll(profile) == nil {
						return
					}
					time.Sleep(50 * time.Millisecond)
				}
				t.Errorf("%s is still in use", profile)
			}()
			select {
			case got := <-reports:
				if fmt.Sprint(got) != fmt.Sprint(test.want) {
					t.Errorf("it reports %v, want %v", got, test.want)
				}
			case <-ctx.Done():
				t.Fatal("it reports nothing")
			}
		})
	}
}
