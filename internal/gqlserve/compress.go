package gqlserve

import (
	"mime"
	"net/http"
	"strings"

	"github.com/klauspost/compress/gzhttp"
)

// compressFrom is the size in bytes from which an answer is compressed: a smaller one
// fits into a packet as it is.
const compressFrom = 1 << 10

// Compress answers with zstd or gzip, as a client accepts and prefers; of two that it
// likes as well zstd, which takes less time. Text is compressed and what is made of it,
// from 1 KiB on. A stream of events is not, nor is a file of several parts: each comes
// as soon as it is there. Wrap the whole site with it, [Protect] included.
//
// The answer is another one in other bytes, so that an ETag below it must be weak.
func Compress(next http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(compressFrom), gzhttp.ContentTypeFilter(compressible))
	if err != nil {
		panic(err) // an option that is none
	}
	compressed := wrap(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isUpgrade(r) {
			next.ServeHTTP(w, r)
			return
		}
		compressed.ServeHTTP(w, r)
	})
}

// compressible reports whether there is a point in compressing a type of file.
func compressible(contentType string) bool {
	name, _, err := mime.ParseMediaType(contentType)
	if err != nil || name == string(mediaEvents) {
		return false
	}
	switch name {
	case "application/javascript", "application/wasm", "application/xml", "application/manifest+json":
		return true
	}
	return strings.HasPrefix(name, "text/") || strings.HasSuffix(name, "json") || strings.HasSuffix(name, "+xml")
}
