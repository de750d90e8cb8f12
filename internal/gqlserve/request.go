package gqlserve

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

// params is what a client asks, on any transport.
type params struct {
	query      string
	document   string // the id of a document that the server knows
	operation  string
	variables  map[string]any
	extensions map[string]any
}

// refusal is a request that is refused before it is looked at as GraphQL.
type refusal struct {
	status int
	err    *gqlerror.Error
}

func refuse(status int, format string, args ...any) *refusal {
	return &refusal{status: status, err: NewError(CodeBadRequest, format, args...)}
}

// readPost reads a POST: one JSON object in UTF-8, not compressed, within the
// limits.
func readPost(w http.ResponseWriter, r *http.Request, l Limits) (params, *refusal) {
	mediaType, attributes, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || mediaType != "application/json" {
		return params{}, refuse(http.StatusUnsupportedMediaType, "the Content-Type of a POST must be application/json")
	}
	if charset, ok := attributes["charset"]; ok && !strings.EqualFold(charset, "utf-8") {
		return params{}, refuse(http.StatusUnsupportedMediaType, "the charset of a POST must be utf-8")
	}
	if encoding := r.Header.Get("Content-Encoding"); encoding != "" && !strings.EqualFold(encoding, "identity") {
		return params{}, refuse(http.StatusUnsupportedMediaType, "a POST must not be compressed")
	}
	if r.ContentLength > l.Body {
		w.Header().Set("Connection", "close")
		return params{}, refuse(http.StatusRequestEntityTooLarge, "the body is larger than %d bytes", l.Body)
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, l.Body))
	if err != nil {
		if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
			return params{}, refuse(http.StatusRequestEntityTooLarge, "the body is larger than %d bytes", l.Body)
		}
		w.Header().Set("Connection", "close")
		return params{}, refuse(http.StatusRequestTimeout, "the body did not arrive")
	}
	return decodeParams(body, l)
}

// readGet reads the query part of a URL.
func readGet(u *url.URL, l Limits) (params, *refusal) {
	values, err := url.ParseQuery(u.RawQuery)
	if err != nil || !utf8.ValidString(u.RawQuery) {
		return params{}, refuse(http.StatusBadRequest, "the query part of the URL is malformed")
	}
	p := params{query: values.Get("query"), document: values.Get("documentId"), operation: values.Get("operationName")}
	if !utf8.ValidString(p.query + p.document + p.operation) {
		return params{}, refuse(http.StatusBadRequest, "the query part of the URL is not UTF-8")
	}
	for _, field := range []struct {
		name string
		into *map[string]any
	}{{"variables", &p.variables}, {"extensions", &p.extensions}} {
		text := []byte(values.Get(field.name))
		if len(text) == 0 {
			continue
		}
		if refused := checkJSON(text, l); refused != nil {
			return params{}, refused
		}
		if !decodeJSON(text, field.into) {
			return params{}, refuse(http.StatusBadRequest, "%s must be a JSON object", field.name)
		}
	}
	return p, nil
}

// decodeParams reads a request from JSON. Names are matched exactly, and names
// that it does not know are ignored.
func decodeParams(body []byte, l Limits) (params, *refusal) {
	if refused := checkJSON(body, l); refused != nil {
		return params{}, refused
	}
	if trimmed := bytes.TrimLeft(body, " \t\r\n"); len(trimmed) > 0 && trimmed[0] == '[' {
		return params{}, refuse(http.StatusBadRequest, "several operations in one request are not supported")
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil || fields == nil {
		return params{}, refuse(http.StatusBadRequest, "the request must be one JSON object")
	}
	var p params
	for _, field := range []struct {
		name, kind string
		into       any
	}{
		{"query", "string", &p.query},
		{"documentId", "string", &p.document},
		{"operationName", "string", &p.operation},
		{"variables", "object", &p.variables},
		{"extensions", "object", &p.extensions},
	} {
		if raw, ok := fields[field.name]; ok && !decodeJSON(raw, field.into) {
			return params{}, refuse(http.StatusBadRequest, "%s must be a JSON %s", field.name, field.kind)
		}
	}
	return p, nil
}

// decodeJSON decodes one JSON value and keeps numbers as they are written.
func decodeJSON(raw []byte, into any) bool {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if dec.Decode(into) != nil {
		return false
	}
	_, err := dec.Token()
	return errors.Is(err, io.EOF)
}

// checkJSON bounds what decoding a text would build: its bytes must be UTF-8,
// and its nesting and number of values within the limits. It says nothing of
// whether the text is JSON. Its cost is one pass.
func checkJSON(text []byte, l Limits) *refusal {
	if !utf8.Valid(text) {
		return refuse(http.StatusBadRequest, "the request is not UTF-8")
	}
	depth, values := 0, 1
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			for i++; i < len(text) && text[i] != '"'; i++ {
				if text[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			values++
			if depth++; depth > l.ValueDepth {
				return refuse(http.StatusBadRequest, "the request nests deeper than %d values", l.ValueDepth)
			}
		case '}', ']':
			depth--
		case ',':
			if values++; values > l.Values {
				return refuse(http.StatusRequestEntityTooLarge, "the request has more than %d values", l.Values)
			}
		}
	}
	return nil
}
