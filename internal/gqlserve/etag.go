package gqlserve

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
)

// ETag returns a weak entity tag (RFC 9110, 8.8.3) of what decides an answer: the
// same for the same parts in the same order, and of no use to find them out.
func ETag(parts ...string) string {
	all, _ := json.Marshal(parts) // strings cannot fail, and are told apart by their quotes
	sum := sha256.Sum256(all)
	return `W/"` + base64.RawURLEncoding.EncodeToString(sum[:16]) + `"`
}

// NotModified sets the ETag of an answer that a client asks for again whenever it
// wants it, and answers 304 when the client has it already.
func NotModified(w http.ResponseWriter, r *http.Request, tag string) bool {
	setTag(w.Header(), tag)
	if !Has(r, tag) {
		return false
	}
	w.WriteHeader(http.StatusNotModified)
	return true
}

func setTag(h http.Header, tag string) {
	h.Set("Cache-Control", "private, no-cache")
	h.Set("ETag", tag)
}

// Has reports whether a client has the answer of a tag: whether it is among those of
// If-None-Match. Weak and strong ones are compared by what they name, as that header
// wants it.
func Has(r *http.Request, tag string) bool {
	tag = strings.TrimPrefix(tag, "W/")
	for _, line := range r.Header.Values("If-None-Match") {
		for one := range strings.SplitSeq(line, ",") {
			if strings.TrimPrefix(strings.TrimSpace(one), "W/") == tag {
				return true
			}
		}
	}
	return false
}

// tag returns the entity tag of the answer to a query by GET, and the empty string
// where another answer may be right next time.
func (h *Handler) tag(run *run, m media) string {
	if h.options.Pinned == nil {
		return ""
	}
	to := h.options.Pinned(run.ctx)
	if to == "" {
		return ""
	}
	op := run.op.context
	variables, err := json.Marshal(op.Variables)
	if err != nil {
		return ""
	}
	return ETag(to, string(m), op.RawQuery, op.OperationName, string(variables))
}
