package gqlserve

import (
	"io"
	"io/fs"
	"net/http"
	"path"
	"strings"
)

// fileTypes are the types of the files that a page is made of. What the machine's own
// tables say may be wrong, and a browser runs no script of another type.
var fileTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".htm": "text/html; charset=utf-8",
	".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
	".json": "application/json", ".map": "application/json", ".webmanifest": "application/manifest+json", ".wasm": "application/wasm",
	".txt": "text/plain; charset=utf-8", ".md": "text/markdown; charset=utf-8", ".xml": "application/xml", ".pdf": "application/pdf",
	".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp", ".avif": "image/avif", ".ico": "image/x-icon",
	".woff": "font/woff", ".woff2": "font/woff2", ".ttf": "font/ttf", ".otf": "font/otf",
}

// Files serves the regular files of a folder, and index.html where a path ends with a
// slash. No name that begins with a dot is served, and no folder is listed. A file of
// an unknown type is to be saved. Take the file system of an [os.Root], so that no
// link leads out of it.
func Files(folder fs.FS) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			w.WriteHeader(http.StatusMethodNotAllowed)
			return
		}
		name := strings.TrimPrefix(r.URL.Path, "/")
		if name == "" || strings.HasSuffix(name, "/") {
			name += "index.html"
		}
		hidden := strings.HasPrefix(name, ".") || strings.Contains(name, "/.") || strings.Contains(name, `\`)
		if hidden || !fs.ValidPath(name) || !sendFile(w, r, folder, name) {
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			w.WriteHeader(http.StatusNotFound)
			_, _ = io.WriteString(w, "there is no such file\n")
		}
	})
}

// sendFile answers with a file, if there is one.
func sendFile(w http.ResponseWriter, r *http.Request, folder fs.FS, name string) bool {
	// A pipe would be waited for: it is looked at before it is opened.
	if info, err := fs.Stat(folder, name); err != nil || !info.Mode().IsRegular() {
		return false
	}
	f, err := folder.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	info, err := f.Stat()
	content, ok := f.(io.ReadSeeker)
	if err != nil || !ok || !info.Mode().IsRegular() {
		return false
	}
	h := w.Header()
	h.Set("Cache-Control", "no-cache")
	if h.Set("Content-Type", fileTypes[strings.ToLower(path.Ext(name))]); h.Get("Content-Type") == "" {
		h.Set("Content-Type", "application/octet-stream")
		h.Set("Content-Disposition", "attachment")
	}
	http.ServeContent(w, r, "", info.ModTime(), content)
	return true
}
