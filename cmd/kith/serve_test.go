package main

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestServeAPageOfOnesOwn serves a folder, documents that alone may run, and a page from
// elsewhere, by the flags.
func TestServeAPageOfOnesOwn(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write("index.html", "<!doctype html><title>mine</title>")
	write(".env", "kithmark")
	a, b := write("a.json", `{"limit": "{ cost { limit } }"}`), write("b.json", `{"cost": "{ cost { cost } }"}`)
	n := serve(t, "--store", t.TempDir(), "--web", dir, "--trusted", a, "--trusted", b, "--allow-origin", "https://chart.example.com")
	get := func(path, origin string) (*http.Response, string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), "GET", n.url+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if origin != "" {
			r.Header.Set("Origin", origin)
			r.Header.Set("Sec-Fetch-Site", "cross-site")
		}
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		return response, string(body)
	}
	for _, test := range []struct {
		path, origin string
		status       int
		want         string
	}{
		{"", "", 200, "mine"},
		{".env", "", 404, "no such file"},
		{"graphql?documentId=limit", "", 200, `"limit":`},
		{"graphql?documentId=cost", "https://chart.example.com", 200, `"cost":`},
		{"graphql?documentId=cost", "https://evil.example", 403, "FORBIDDEN"},
		{"graphql?documentId=other", "", 200, "PERSISTED_QUERY_NOT_IN_LIST"},
	} {
		response, body := get(test.path, test.origin)
		if response.StatusCode != test.status || !strings.Contains(body, test.want) || strings.Contains(body, "kithmark") {
			t.Errorf("%s from %q = %d %s, want %d with %s", test.path, test.origin, response.StatusCode, body, test.status, test.want)
		}
	}
}
