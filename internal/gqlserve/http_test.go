package gqlserve_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/kithgraph/kith/internal/gqlserve"
	"github.com/kithgraph/kith/internal/gqlserve/internal/testschema"
)

// answer is what a request was answered with.
type answer struct {
	status int
	header http.Header
	body   string
	Data   json.RawMessage
	Errors []struct {
		Message    string
		Path       []any
		Locations  []struct{ Line, Column int }
		Extensions map[string]any
	}
}

func (a answer) code() string {
	if len(a.Errors) == 0 {
		return ""
	}
	code, _ := a.Errors[0].Extensions["code"].(string)
	return code
}

func do(t *testing.T, h http.Handler, r *http.Request) answer {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	a := answer{status: w.Code, header: w.Header(), body: w.Body.String()}
	if strings.Contains(a.header.Get("Content-Type"), "json") {
		if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil {
			t.Fatalf("%s %s is answered with %q, which is not JSON: %v", r.Method, r.URL, a.body, err)
		}
	}
	return a
}

func request(method, target, contentType, accept, body string) *http.Request {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	if accept != "" {
		r.Header.Set("Accept", accept)
	}
	return r
}

// post returns a POST of a query with the variables given as JSON, if any.
func post(query string, variables ...string) *http.Request {
	body := fmt.Sprintf(`{"query":%s}`, quote(query))
	if len(variables) > 0 {
		body = fmt.Sprintf(`{"query":%s,"variables":%s}`, quote(query), variables[0])
	}
	return request("POST", "/graphql", "application/json", "application/json", body)
}

func quote(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func TestHTTP(t *testing.T) {
	const (
		js   = "application/json"
		resp = "application/graphql-response+json"
		ok   = `{"query":"{echo(text:\"a\")}"}`
	)
	h := gqlserve.NewHandler(testschema.New(), gqlserve.Options{})
	get := func(query string) string { return "/graphql?query=" + url.QueryEscape(query) }
	for _, test := range []struct {
		name                              string
		method, target, typ, accept, body string
		status                            int
		contentType, want                 string // of the answer; want is a part of the body
	}{
		{"post", "POST", "/graphql", js, js, ok, 200, js, `{"data":{"echo":"a"}}`},
		{"post without accept", "POST", "/graphql", js, "", ok, 200, js, `"data"`},
		{"post for graphql-response", "POST", "/graphql", js, resp, ok, 200, resp, `"data"`},
		{"post with charset", "POST", "/graphql", "application/json; charset=UTF-8", js, ok, 200, js, `"data"`},
		{"post of another charset", "POST", "/graphql", "application/json; charset=latin1", js, ok, 415, js, "utf-8"},
		{"post without type", "POST", "/graphql", "", js, ok, 415, js, "application/json"},
		{"post of text", "POST", "/graphql", "text/plain", js, ok, 415, js, "BAD_REQUEST"},
		{"post of a form", "POST", "/graphql", "application/x-www-form-urlencoded", js, "query={echo}", 415, js, "BAD_REQUEST"},
		{"post of parts", "POST", "/graphql", "multipart/form-data; boundary=b", js, "--b--", 415, js, "BAD_REQUEST"},
		{"post of graphql", "POST", "/graphql", "application/graphql", js, "{echo}", 415, js, "BAD_REQUEST"},
		{"post with the query in the URL", "POST", get("{echo}"), js, js, "{}", 400, js, "no query"},
		{"accept none", "POST", "/graphql", js, "text/html", ok, 406, js, "BAD_REQUEST"},
		{"accept html and anything", "POST", "/graphql", js, "text/html,*/*;q=0.8", ok, 200, js, `"data"`},
		{"get", "GET", get(`{echo(text:"a")}`), "", js, "", 200, js, `"a"`},
		{"get with variables", "GET", get("query($t:String){echo(text:$t)}") + "&variables=" + url.QueryEscape(`{"t":"ä"}`), "", js, "", 200, js, `"ä"`},
		{"get with bad variables", "GET", get("{echo}") + "&variables=[]", "", js, "", 400, js, "variables must be"},
		{"get with deep variables", "GET", get("{echo}") + "&variables=" + strings.Repeat("[", 50), "", js, "", 400, js, "nests deeper"},
		{"get with bad extensions", "GET", get("{echo}") + "&extensions=1", "", js, "", 400, js, "extensions must be"},
		{"get of one of two", "GET", get("query a{echo} query b{slow}") + "&operationName=a", "", js, "", 200, js, `"data"`},
		{"get without query", "GET", "/graphql", "", js, "", 400, js, "no query"},
		{"get of a mutation", "GET", get("mutation{__typename}"), "", js, "", 405, js, "needs POST"},
		{"get of a mutation by name", "GET", get("query a{echo} mutation b{__typename}") + "&operationName=b", "", js, "", 405, js, "needs POST"},
		{"get of a subscription", "GET", get("subscription{ticks{number}}"), "", js, "", 400, js, "graphql-transport-ws"},
		{"get of bytes", "GET", "/graphql?query=%ff", "", js, "", 400, js, "UTF-8"},
		{"get of a malformed query", "GET", "/graphql?query=%zz", "", js, "", 400, js, "malformed"},
		{"put", "PUT", "/graphql", js, js, ok, 405, js, "GET or POST"},
		{"delete", "DELETE", "/graphql", js, js, ok, 405, js, "GET or POST"},
		{"head", "HEAD", get("{echo}"), "", js, "", 405, js, ""},
		{"options", "OPTIONS", "/graphql", "", "", "", 204, "", ""},
		{"subscription by post", "POST", "/graphql", js, js, `{"query":"subscription{ticks{number}}"}`, 400, js, "graphql-transport-ws"},
		{"mutation", "POST", "/graphql", js, js, `{"query":"mutation{renameAuthor(input:{authorId:\"author:1\",name:\"Hopper\"}){author{name}}}"}`, 200, js, "Hopper"},
		{"batch", "POST", "/graphql", js, js, "[" + ok + "]", 400, js, "several operations"},
		{"malformed body", "POST", "/graphql", js, js, `{"query":"kithmark`, 400, js, "one JSON object"},
		{"empty body", "POST", "/graphql", js, js, "", 400, js, "one JSON object"},
		{"query of nothing", "POST", "/graphql", js, js, `{"query":""}`, 400, js, "no query"},
		{"parse error", "POST", "/graphql", js, js, `{"query":"{"}`, 200, js, "GRAPHQL_PARSE_FAILED"},
		{"parse error for graphql-response", "POST", "/graphql", js, resp, `{"query":"{"}`, 400, resp, "GRAPHQL_PARSE_FAILED"},
		{"validation error", "POST", "/graphql", js, js, `{"query":"{nope}"}`, 200, js, "GRAPHQL_VALIDATION_FAILED"},
		{"validation error for graphql-response", "POST", "/graphql", js, resp, `{"query":"{nope}"}`, 400, resp, "GRAPHQL_VALIDATION_FAILED"},
		{"variable", "POST", "/graphql", js, js, `{"query":"query($i:ID!){node(id:$i){id}}"}`, 200, js, "BAD_USER_INPUT"},
		{"variable for graphql-response", "POST", "/graphql", js, resp, `{"query":"query($i:ID!){node(id:$i){id}}"}`, 400, resp, "BAD_USER_INPUT"},
		{"unknown operation", "POST", "/graphql", js, resp, `{"query":"{echo}","operationName":"b"}`, 400, resp, "no operation named"},
		{"field error", "POST", "/graphql", js, resp, `{"query":"{fail(with:NOT_FOUND)}"}`, 200, resp, `"data":{"fail":null}`},
		{"field error to the top", "POST", "/graphql", js, resp, `{"query":"{failHard(with:NOT_FOUND)}"}`, 200, resp, `"data":null`},
		{"several accepted with events", "POST", "/graphql", js, resp + ", application/json, text/event-stream, multipart/mixed", ok, 200, resp, `"data"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := do(t, h, request(test.method, test.target, test.typ, test.accept, test.body))
			contentType, _, _ := strings.Cut(a.header.Get("Content-Type"), ";")
			if a.status != test.status || contentType != test.contentType || !strings.Contains(a.body, test.want) {
				t.Errorf("%s %s = %d %s %s, want %d %s with %q", test.method, test.target, a.status, contentType, a.body, test.status, test.contentType, test.want)
			}
			if a.header.Get("Cache-Control") != "no-store" || a.header.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("headers = %v, want no-store and nosniff", a.header)
			}
			if (a.status == 405 || a.status == 204) && !strings.Contains(a.header.Get("Allow"), "POST") {
				t.Errorf("Allow = %q, want POST in it", a.header.Get("Allow"))
			}
			ran := strings.Contains(a.body, `"data"`)
			if refused := a.status >= 400 || a.code() == "GRAPHQL_PARSE_FAILED" || a.code() == "GRAPHQL_VALIDATION_FAILED"; refused && ran {
				t.Errorf("a refused request is answered with data: %s", a.body)
			}
			if strings.Contains(a.body, "kithmark") {
				t.Errorf("the body is sent back: %s", a.body)
			}
		})
	}
}

func TestBody(t *testing.T) {
	h := gqlserve.NewHandler(testschema.New(), gqlserve.Options{Limits: gqlserve.Limits{Body: 100}})
	body := func(n int) string {
		s := `{"query":"{echo}","x":"`
		return s + strings.Repeat("a", n-len(s)-2) + `"}`
	}
	for _, test := range []struct {
		name    string
		size    int
		chunked bool
		status  int
	}{
		{"all that is allowed", 100, false, 200},
		{"one more", 101, false, 413},
		{"all that is allowed in chunks", 100, true, 200},
		{"one more in chunks", 101, true, 413},
		{"much more in chunks", 1_000_000, true, 413},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := request("POST", "/graphql", "application/json", "", body(test.size))
			if test.chunked {
				r.ContentLength = -1
			}
			if a := do(t, h, r); a.status != test.status {
				t.Errorf("status = %d, want %d: %s", a.status, test.status, a.body)
			}
		})
	}
	t.Run("compressed", func(t *testing.T) {
		r := request("POST", "/graphql", "application/json", "", "\x1f\x8b")
		r.Header.Set("Content-Encoding", "gzip")
		if a := do(t, h, r); a.status != 415 {
			t.Errorf("status = %d, want 415", a.status)
		}
	})
	t.Run("cut", func(t *testing.T) {
		r := httptest.NewRequest("POST", "/graphql", io.MultiReader(strings.NewReader("{"), errorReader{}))
		r.Header.Set("Content-Type", "application/json")
		if a := do(t, h, r); a.status != 408 || a.header.Get("Connection") != "close" {
			t.Errorf("status = %d, Connection = %q, want 408 and close", a.status, a.header.Get("Connection"))
		}
	})
}

type errorReader struct{}

func (errorReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// logBuffer is a log that a test reads.
type logBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBuffer) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(b)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func (l *logBuffer) logger() *slog.Logger { return slog.New(slog.NewTextHandler(l, nil)) }

func TestErrors(t *testing.T) {
	for _, test := range []struct {
		name, query, code, message, data string
		path                             string
		logged                           bool
	}{
		{"coded", "{fail(with:NOT_FOUND)}", "NOT_FOUND", "there is no such thing", `{"fail":null}`, "[fail]", false},
		{"coded elsewhere", "{a:fail(with:FORBIDDEN)}", "FORBIDDEN", "not for you", `{"a":null}`, "[a]", false},
		{"plain", "{fail(with:PLAIN)}", "INTERNAL_SERVER_ERROR", "internal error", `{"fail":null}`, "[fail]", true},
		{"panic", "{fail(with:PANIC)}", "INTERNAL_SERVER_ERROR", "internal error", `{"fail":null}`, "[fail]", true},
		{"deadline", "{fail(with:CONTEXT)}", "TIMEOUT", "the operation took too long", `{"fail":null}`, "[fail]", false},
		{"not nullable", "{failHard(with:PLAIN)}", "INTERNAL_SERVER_ERROR", "internal error", `null`, "[failHard]", true},
		{"scalar", `{bookByIsbn(isbn:"1"){id}}`, "BAD_USER_INPUT", "an ISBN must have 13 digits", `{"bookByIsbn":null}`, "[bookByIsbn isbn]", false},
		{"scalar of another kind", `{bookByIsbn(isbn:[1]){id}}`, "BAD_USER_INPUT", "an ISBN must have 13 digits", `{"bookByIsbn":null}`, "[bookByIsbn isbn]", false},
		{"argument refused", `{books(first:-1){pageInfo{endCursor}}}`, "BAD_USER_INPUT", "first and last must not be negative", `null`, "[books]", false},
		{"with data", "{echo(text:\"a\")fail(with:PLAIN)}", "INTERNAL_SERVER_ERROR", "internal error", `{"echo":"a","fail":null}`, "[fail]", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			var log logBuffer
			h := gqlserve.NewHandler(testschema.New(), gqlserve.Options{Log: log.logger()})
			a := do(t, h, post(test.query))
			if len(a.Errors) != 1 || a.status != 200 {
				t.Fatalf("%s = %d %s, want one error", test.query, a.status, a.body)
			}
			e := a.Errors[0]
			if a.code() != test.code || e.Message != test.message || string(a.Data) != test.data || fmt.Sprint(e.Path) != test.path {
				t.Errorf("%s = %s, want %s %q at %s with %s", test.query, a.body, test.code, test.message, test.path, test.data)
			}
			if len(e.Locations) != 1 && test.path != "[bookByIsbn isbn]" && test.name != "panic" {
				t.Errorf("%s has the locations %v, want one", test.query, e.Locations)
			}
			id, _ := e.Extensions["id"].(string)
			if logged := log.String(); (logged != "") != test.logged || test.logged && (id == "" || !strings.Contains(logged, id) || !strings.Contains(logged, "bolt://")) {
				t.Errorf("%s with the id %q logs %q, want it logged: %v", test.query, id, logged, test.logged)
			}
			if test.logged && strings.Contains(a.body, "bolt") {
				t.Errorf("%s tells the caller %s", test.query, a.body)
			}
		})
	}
}

func TestErrorPresenter(t *testing.T) {
	shared := &gqlerror.Error{Message: "down", Extensions: map[string]any{"code": "SERVICE_DOWN"}}
	h := gqlserve.NewHandler(testschema.New(), gqlserve.Options{
		ErrorPresenter: func(_ context.Context, err error) *gqlerror.Error {
			switch {
			case strings.Contains(err.Error(), "database"):
				return shared
			case strings.Contains(err.Error(), "no such thing"):
				return gqlerror.Errorf("no code")
			}
			return nil
		},
	})
	for query, want := range map[string]string{
		"{fail(with:PLAIN)}":         "SERVICE_DOWN",
		"{fail(with:FORBIDDEN)}":     "FORBIDDEN",
		"{fail(with:NOT_FOUND)}":     "NOT_FOUND", // a presented error without a code does not count
		`{bookByIsbn(isbn:"1"){id}}`: "BAD_USER_INPUT",
	} {
		if a := do(t, h, post(query)); a.code() != want || len(a.Errors[0].Path) == 0 {
			t.Errorf("%s = %s, want %s and a path", query, a.body, want)
		}
	}
	if shared.Path != nil || shared.Locations != nil {
		t.Errorf("the presented error was modified: %+v", shared)
	}
}

func TestManyErrors(t *testing.T) {
	h := gqlserve.NewHandler(testschema.New(), gqlserve.Options{Limits: gqlserve.Limits{FieldErrors: 3}})
	query := "{"
	for i := range 20 {
		query += fmt.Sprintf("a%d:fail(with:NOT_FOUND)", i)
	}
	if a := do(t, h, post(query+"}")); len(a.Errors) != 3 || !strings.Contains(string(a.Data), "a19") {
		t.Errorf("%d errors beside %s, want 3 and all fields", len(a.Errors), a.Data)
	}
	if a := do(t, h, post("{"+strings.Repeat("nope ", 50)+"}")); len(a.Errors) != 5 || a.Data != nil {
		t.Errorf("%d errors with the data %s, want 5 and none", len(a.Errors), a.Data)
	}
}

func TestQueryTime(t *testing.T) {
	h := gqlserve.NewHandler(testschema.New(), gqlserve.Options{Limits: gqlserve.Limits{QueryTime: 20 * time.Millisecond}})
	if a := do(t, h, post("{slow}")); a.code() != "TIMEOUT" {
		t.Errorf("{slow} = %d %s, want TIMEOUT", a.status, a.body)
	}
}

type pinKey struct{}

func TestAroundOperation(t *testing.T) {
	var mu sync.Mutex
	var seen []string
	h := gqlserve.NewHandler(testschema.New(), gqlserve.Options{
		AroundOperation: func(ctx context.Context) (context.Context, error) {
			op := graphql.GetOperationContext(ctx)
			mu.Lock()
			seen = append(seen, fmt.Sprintf("%s %s %d", op.Operation.Operation, op.Operation.Name, gqlserve.Cost(ctx)))
			mu.Unlock()
			switch op.Operation.Name {
			case "Unauthenticated":
				return nil, gqlserve.NewError(gqlserve.CodeUnauthenticated, "who are you")
			case "Forbidden":
				return nil, gqlserve.NewError(gqlserve.CodeForbidden, "not you")
			case "Limited":
				err := gqlserve.NewError(gqlserve.CodeRateLimited, "slower")
				err.Extensions["retryAfter"] = 7
				return nil, err
			case "Broken":
				return nil, testschema.ErrSecret
			case "Panics":
				panic(testschema.ErrSecret)
			case "Invalid":
				return nil, gqlserve.NewError(gqlserve.CodeBadUserInput, "no such revision")
			}
			return context.WithValue(ctx, pinKey{}, "pinned"), nil
		},
	})
	for _, test := range []struct {
		name, code string
		status     int
		header     string
	}{
		{"", "", 200, ""},
		{"Unauthenticated", "UNAUTHENTICATED", 401, "WWW-Authenticate"},
		{"Forbidden", "FORBIDDEN", 403, ""},
		{"Limited", "RATE_LIMITED", 429, "Retry-After"},
		{"Broken", "INTERNAL_SERVER_ERROR", 500, ""},
		{"Panics", "INTERNAL_SERVER_ERROR", 500, ""},
		{"Invalid", "BAD_USER_INPUT", 200, ""},
	} {
		a := do(t, h, post("query "+test.name+"{echo slow:echo}"))
		if a.status != test.status || a.code() != test.code || (a.Data != nil) != (test.code == "") || test.header != "" && a.header.Get(test.header) == "" {
			t.Errorf("%q = %d %s with %v, want %d %s", test.name, a.status, a.body, a.header, test.status, test.code)
		}
		if test.code == "RATE_LIMITED" && a.header.Get("Retry-After") != "7" {
			t.Errorf("Retry-After = %q, want 7", a.header.Get("Retry-After"))
		}
	}
	if len(seen) != 7 || seen[0] != "query  2" || seen[1] != "query Unauthenticated 2" {
		t.Errorf("operations seen = %q, want each once with the cost 2", seen)
	}
}

func TestAuthenticate(t *testing.T) {
	h := gqlserve.NewHandler(testschema.New(), gqlserve.Options{
		Authenticate: func(r *http.Request) (context.Context, error) {
			switch r.Header.Get("Authorization") {
			case "good":
				return context.WithValue(r.Context(), pinKey{}, "someone"), nil
			case "blocked":
				return nil, gqlserve.NewError(gqlserve.CodeForbidden, "blocked")
			case "flood":
				return nil, gqlserve.NewError(gqlserve.CodeRateLimited, "too many")
			case "odd":
				return nil, gqlserve.NewError(gqlserve.CodeNotFound, "no such tenant")
			case "broken":
				return nil, testschema.ErrSecret
			case "panic":
				panic(testschema.ErrSecret)
			}
			return nil, gqlserve.NewError(gqlserve.CodeUnauthenticated, "sign in")
		},
		AroundOperation: func(ctx context.Context) (context.Context, error) {
			if ctx.Value(pinKey{}) != "someone" {
				return nil, fmt.Errorf("the context of Authenticate is not in use")
			}
			return ctx, nil
		},
	})
	for _, test := range []struct {
		token, body string
		status      int
	}{
		{"good", `{"query":"{echo}"}`, 200},
		{"", `{"query":"{echo}"}`, 401},
		{"", `{nope`, 401},
		{"", `{"query":"{zzNope}"}`, 401},
		{"blocked", `{"query":"{echo}"}`, 403},
		{"flood", `{"query":"{echo}"}`, 429},
		{"odd", `{"query":"{echo}"}`, 401},
		{"broken", `{"query":"{echo}"}`, 500},
		{"panic", `{"query":"{echo}"}`, 500},
	} {
		r := request("POST", "/graphql", "application/json", "", test.body)
		r.Header.Set("Authorization", test.token)
		a := do(t, h, r)
		if a.status != test.status || (a.Data != nil) != (test.status == 200) || strings.Contains(a.body, "bolt") {
			t.Errorf("token %q = %d %s, want %d", test.token, a.status, a.body, test.status)
		}
		if (a.status == 401) != (a.header.Get("WWW-Authenticate") != "") {
			t.Errorf("token %q = %d with WWW-Authenticate %q", test.token, a.status, a.header.Get("WWW-Authenticate"))
		}
	}
}

func TestPersistedQueries(t *testing.T) {
	h := gqlserve.NewHandler(testschema.New(), gqlserve.Options{})
	hash := func(query string) string {
		sum := sha256.Sum256([]byte(query))
		return hex.EncodeToString(sum[:])
	}
	persisted := func(h http.Handler, query, hash string) answer {
		body := fmt.Sprintf(`{"extensions":{"persistedQuery":{"version":1,"sha256Hash":%s}}}`, quote(hash))
		if query != "" {
			body = fmt.Sprintf(`{"query":%s,%s`, quote(query), body[1:])
		}
		return do(t, h, request("POST", "/graphql", "application/json", "application/graphql-response+json", body))
	}
	const query, invalid = `{echo(text:"p")}`, "{nope}"
	for _, step := range []struct {
		name, query, hash string
		status            int
		code              string
	}{
		{"not yet known", "", hash(query), 200, "PERSISTED_QUERY_NOT_FOUND"},
		{"told", query, hash(query), 200, ""},
		{"known", "", hash(query), 200, ""},
		{"hash of another", query, hash("{slow}"), 400, "BAD_REQUEST"},
		{"nothing was stored under it", "", hash("{slow}"), 200, "PERSISTED_QUERY_NOT_FOUND"},
		{"invalid query", invalid, hash(invalid), 400, "GRAPHQL_VALIDATION_FAILED"},
		{"is not stored", "", hash(invalid), 200, "PERSISTED_QUERY_NOT_FOUND"},
		{"short hash", "", "abc", 400, "BAD_REQUEST"},
	} {
		if a := persisted(h, step.query, step.hash); a.status != step.status || a.code() != step.code {
			t.Errorf("%s: %d %s, want %d %s", step.name, a.status, a.body, step.status, step.code)
		}
	}
	get := "/graphql?extensions=" + url.QueryEscape(fmt.Sprintf(`{"persistedQuery":{"version":1,"sha256Hash":%q}}`, hash(query)))
	if a := do(t, h, request("GET", get, "", "", "")); string(a.Data) != `{"echo":"p"}` {
		t.Errorf("GET of a persisted query = %d %s", a.status, a.body)
	}
	off := gqlserve.NewHandler(testschema.New(), gqlserve.Options{DisablePersistedQueries: true})
	if a := persisted(off, query, hash(query)); a.code() != "PERSISTED_QUERY_NOT_SUPPORTED" {
		t.Errorf("a persisted query where they are off = %s", a.body)
	}
}

func TestObserve(t *testing.T) {
	var seen []gqlserve.Observation
	now := time.Unix(0, 0)
	h := gqlserve.NewHandler(testschema.New(), gqlserve.Options{
		Observe: func(_ context.Context, o gqlserve.Observation) { seen = append(seen, o) },
		Now:     func() time.Time { now = now.Add(time.Second); return now },
	})
	for _, query := range []string{"query Q{echo}", "mutation{__typename}", "{nope}", "{fail(with:NOT_FOUND)}"} {
		do(t, h, post(query))
	}
	do(t, h, request("POST", "/graphql", "application/json", "text/event-stream", `{"query":"subscription S{ticks(count:2,every:1){number}}"}`))
	want := []gqlserve.Observation{
		{Transport: "http", Kind: "query", Name: "Q", Cost: 1, Events: 1},
		{Transport: "http", Kind: "mutation", Cost: 1, Events: 1},
		{Transport: "http", Errors: 1, Code: "GRAPHQL_VALIDATION_FAILED"},
		{Transport: "http", Kind: "query", Cost: 1, Events: 1, Errors: 1, Code: "NOT_FOUND"},
		{Transport: "sse", Kind: "subscription", Name: "S", Cost: 2, Events: 2},
	}
	if len(seen) != len(want) {
		t.Fatalf("%d observations, want %d: %+v", len(seen), len(want), seen)
	}
	for i := range want {
		if seen[i].Duration <= 0 {
			t.Errorf("observation %d has the duration %v", i, seen[i].Duration)
		}
		seen[i].Duration = 0
		if seen[i] != want[i] {
			t.Errorf("observation %d = %+v, want %+v", i, seen[i], want[i])
		}
	}
}

func TestHandlerPanic(t *testing.T) {
	var log logBuffer
	h := gqlserve.NewHandler(testschema.New(), gqlserve.Options{
		Log:     log.logger(),
		Observe: func(context.Context, gqlserve.Observation) { panic(testschema.ErrSecret) },
	})
	a := do(t, h, post("{nope}"))
	if a.status != 500 || a.code() != "INTERNAL_SERVER_ERROR" || strings.Contains(a.body, "bolt") || !strings.Contains(log.String(), "bolt") {
		t.Errorf("a panic in a hook = %d %s, logged %q", a.status, a.body, log.String())
	}
}

// TestConcurrentOperations runs one remembered document many times at once.
func TestConcurrentOperations(t *testing.T) {
	h := gqlserve.NewHandler(testschema.New(), gqlserve.Options{})
	const query = "query($n:Int=2,$i:ID!){books(first:$n){edges{node{...b}}}node(id:$i){...on Book{...b}}}fragment b on Book{id author{name}}"
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for range 20 {
				w := httptest.NewRecorder()
				h.ServeHTTP(w, post(query, fmt.Sprintf(`{"i":"book:%d","n":%d}`, i, i+1)))
				if got := strings.Count(w.Body.String(), `"name"`); got != i+2 {
					t.Errorf("%d books, want %d: %s", got, i+2, w.Body)
					return
				}
			}
		})
	}
	group.Wait()
}

// What runs within the process is held to all that a request is.
func TestDo(t *testing.T) {
	var seen []gqlserve.Observation
	h := gqlserve.NewHandler(testschema.New(), gqlserve.Options{
		Limits:  gqlserve.Limits{Cost: 30, Body: 1000, ValueDepth: 5},
		Observe: func(_ context.Context, o gqlserve.Observation) { seen = append(seen, o) },
		AroundOperation: func(ctx context.Context) (context.Context, error) {
			if ctx.Value(pinKey{}) == nil {
				return nil, gqlserve.NewError(gqlserve.CodeForbidden, "who are you")
			}
			return ctx, nil
		},
	})
	ctx := context.WithValue(t.Context(), pinKey{}, "marie")
	deep := any("x")
	for range 6 {
		deep = []any{deep}
	}
	for _, test := range []struct {
		name, query string
		ctx         context.Context
		variables   map[string]any
		want        string
	}{
		{"a query", "query($t:String){echo(text:$t)}", ctx, map[string]any{"t": "ä"}, `{"data":{"echo":"ä"}}`},
		{"a number", "query($n:Int!){books(first:$n){edges{cursor}}}", ctx, map[string]any{"n": 0}, `{"data":{"books":{"edges":[]}}}`},
		{"a mutation", `mutation{renameAuthor(input:{authorId:"author:1",name:"Hopper"}){author{name}}}`, ctx, nil, `"Hopper"`},
		{"a failing field", "{fail(with:NOT_FOUND)}", ctx, nil, `"data":{"fail":null}`},
		{"nobody", "{echo}", t.Context(), nil, "FORBIDDEN"},
		{"a subscription", "subscription{ticks{number}}", ctx, nil, "a subscription needs a stream"},
		{"beyond the cost", "{books(first:20){edges{cursor}}}", ctx, nil, `"limit":"cost"`},
		{"invalid", "{nope}", ctx, nil, "GRAPHQL_VALIDATION_FAILED"},
		{"nothing", "", ctx, nil, "has no query"},
		{"deep variables", "{echo}", ctx, map[string]any{"t": deep}, "nests deeper"},
		{"large variables", "{echo}", ctx, map[string]any{"t": strings.Repeat("x", 1000)}, "larger than 1000 bytes"},
		{"variables of no JSON", "{echo}", ctx, map[string]any{"t": func() {}}, "no JSON"},
	} {
		seen = nil
		got := string(h.Do(test.ctx, test.query, test.variables))
		if !strings.Contains(got, test.want) || !json.Valid([]byte(got)) {
			t.Errorf("%s = %s, want %s", test.name, got, test.want)
		}
		if len(seen) > 1 || len(seen) == 1 && seen[0].Transport != "process" {
			t.Errorf("%s is observed as %+v", test.name, seen)
		}
	}
}
