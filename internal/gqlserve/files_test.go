package gqlserve_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kithgraph/kith/internal/gqlserve"
)

func TestFiles(t *testing.T) {
	outside, dir := t.TempDir(), t.TempDir()
	write := func(path, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	const secret = "kithmark"
	write(filepath.Join(outside, "secret.txt"), secret)
	for name, text := range map[string]string{
		"index.html": "<!doctype html>start", "assets/app.js": "export {}", "assets/APP.MJS": "export {}", "docs/index.html": "docs",
		"chart.svg": "<svg/>", "data.bin": "bytes", "README": "text", "a b.txt": "spaces", "..a.txt": secret,
		".env": secret, ".git/config": secret, "assets/.hidden/a.js": secret, "assets/.htaccess": secret,
	} {
		write(filepath.Join(dir, name), text)
	}
	for link, to := range map[string]string{"out.txt": filepath.Join(outside, "secret.txt"), "up": outside, "relative.txt": "../" + filepath.Base(outside) + "/secret.txt", "in.txt": "README"} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	h := gqlserve.Files(root.FS())
	get := func(target string, header ...string) answer {
		r := httptest.NewRequest("GET", "/", nil)
		r.URL.Path = target
		for i := 0; i+1 < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return answer{status: w.Code, header: w.Header(), body: w.Body.String()}
	}
	for path, want := range map[string]string{ // the type; "" for 404
		"/": "text/html; charset=utf-8", "/index.html": "text/html; charset=utf-8", "/docs/": "text/html; charset=utf-8",
		"/assets/app.js": "text/javascript; charset=utf-8", "/assets/APP.MJS": "text/javascript; charset=utf-8",
		"/chart.svg": "image/svg+xml", "/data.bin": "application/octet-stream", "/README": "application/octet-stream", "/a b.txt": "text/plain; charset=utf-8", "/in.txt": "text/plain; charset=utf-8",
		"/docs": "", "/assets": "", "/assets/": "", "/nothing.html": "", "/index.html/": "", "//index.html": "", "": "text/html; charset=utf-8",
		"/.env": "", "/.git/config": "", "/assets/.hidden/a.js": "", "/assets/.htaccess": "", "/..a.txt": "", "/.": "", "/./": "",
		"/../secret.txt": "", "/assets/../../secret.txt": "", "/assets/../index.html": "", `/..\secret.txt`: "", `/assets\app.js`: "",
		"/out.txt": "", "/up/secret.txt": "", "/relative.txt": "",
	} {
		a := get(path)
		if want == "" {
			if a.status != 404 || strings.Contains(a.body, secret) {
				t.Errorf("%q = %d %q, want 404", path, a.status, a.body)
			}
			continue
		}
		if got := a.header.Get("Content-Type"); a.status != 200 || got != want || a.header.Get("Cache-Control") != "no-cache" {
			t.Errorf("%q = %d %s, want 200 %s to ask again for", path, a.status, got, want)
		}
		if saved := a.header.Get("Content-Disposition") == "attachment"; saved != (want == "application/octet-stream") {
			t.Errorf("%q of %s is to be saved: %v", path, want, saved)
		}
	}
	if a := do(t, h, httptest.NewRequest("POST", "/index.html", nil)); a.status != 405 || a.header.Get("Allow") != "GET, HEAD" {
		t.Errorf("POST of a file = %d %v, want 405", a.status, a.header)
	}
	if a := get("/", "If-Modified-Since", get("/").header.Get("Last-Modified")); a.status != http.StatusNotModified {
		t.Errorf("the page again = %d, want 304", a.status)
	}
}
