package gqlserve_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"github.com/kithgraph/kith/internal/gqlserve"
)

// unpack returns what a body was before it was compressed.
func unpack(t *testing.T, encoding string, body []byte) string {
	t.Helper()
	var r io.Reader = bytes.NewReader(body)
	switch encoding {
	case "gzip":
		z, err := gzip.NewReader(r)
		if err != nil {
			t.Fatal(err)
		}
		r = z
	case "zstd":
		z, err := zstd.NewReader(r)
		if err != nil {
			t.Fatal(err)
		}
		defer z.Close()
		r = z
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatalf("an answer in %s cannot be read: %v", encoding, err)
	}
	return string(text)
}

func TestCompress(t *testing.T) {
	long := strings.Repeat(`{"name":"Marta Keller"},`, 500)
	for _, test := range []struct {
		name, accept, contentType, body string
		want                            string // the encoding of the answer
	}{
		{"nothing is accepted", "", "application/json", long, ""},
		{"gzip", "gzip", "application/json", long, "gzip"},
		{"zstd", "zstd", "application/json", long, "zstd"},
		{"a browser", "gzip, deflate, br, zstd", "application/graphql-response+json; charset=utf-8", long, "zstd"},
		{"gzip is liked better", "zstd;q=0.5, gzip", "application/json", long, "gzip"},
		{"gzip is refused", "gzip;q=0, identity", "application/json", long, ""},
		{"what there is not", "br", "application/json", long, ""},
		{"a short answer", "gzip", "application/json", `{"data":null}`, ""},
		{"a picture", "gzip", "image/svg+xml", long, "gzip"},
		{"a script", "gzip", "text/javascript", long, "gzip"},
		{"what is compressed already", "gzip", "image/png", long, ""},
		{"events", "gzip", "text/event-stream; charset=utf-8", long, ""},
		{"parts", "gzip", "multipart/mixed; boundary=b", long, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := gqlserve.Compress(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", test.contentType)
				w.Header().Set("ETag", `W/"1"`)
				_, _ = io.WriteString(w, test.body)
			}))
			r := httptest.NewRequest("GET", "/", nil)
			r.Header.Set("Accept-Encoding", test.accept)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			got := w.Header().Get("Content-Encoding")
			if got != test.want {
				t.Fatalf("the answer comes in %q, want %q", got, test.want)
			}
			if got != "" && w.Body.Len() > len(test.body)/5 {
				t.Errorf("%d bytes are %d in %s", len(test.body), w.Body.Len(), got)
			}
			if text := unpack(t, got, w.Body.Bytes()); text != test.body {
				t.Errorf("the answer reads %.80q", text)
			}
			if !strings.Contains(w.Header().Get("Vary"), "Accept-Encoding") || w.Header().Get("ETag") != `W/"1"` {
				t.Errorf("headers = %v, want Vary with Accept-Encoding and the ETag", w.Header())
			}
		})
	}
}

// A handler that panics after it began leaves an answer that is seen to be cut,
// and before that a whole one that says so.
func TestCompressedPanic(t *testing.T) {
	site := gqlserve.Compress(gqlserve.Protect(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.URL.Path == "/begun" {
			_, _ = io.WriteString(w, strings.Repeat(`{"a":1},`, 1<<16))
		}
		panic("kithmark")
	}), gqlserve.ProtectOptions{}))
	server := httptest.NewServer(site)
	defer server.Close()
	response, err := http.Get(server.URL + "/begun")
	if err == nil {
		_, err = io.ReadAll(response.Body)
		response.Body.Close()
	}
	if err == nil {
		t.Error("an answer that broke off reads as a whole one")
	}
	response, err = http.Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if body, err := io.ReadAll(response.Body); err != nil || response.StatusCode != 500 || strings.Contains(string(body), "kithmark") {
		t.Errorf("a panic is answered with %d %s (%v), want 500 with an id", response.StatusCode, body, err)
	}
}
