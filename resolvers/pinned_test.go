package resolvers_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/internal/gqlserve"
	"github.com/kithgraph/kith/internal/sample"
	"github.com/kithgraph/kith/resolvers"
)

// fetched is what a GET was answered with.
type fetched struct {
	status int
	header http.Header
	body   string
}

func get(t *testing.T, url string, header ...string) fetched {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
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
	return fetched{response.StatusCode, response.Header, string(body)}
}

// TestPinnedViews holds which answers a client may keep: those about a day and a
// revision that are named, for as long as neither an erasure nor a midnight makes
// others of them.
func TestPinnedViews(t *testing.T) {
	now := base.Time().Add(12 * time.Hour)
	eng := engine.New(engine.Mem(), engine.Options{Now: func() time.Time { return now }})
	defer eng.Close()
	update := func(edit func(*draft.Draft) error) {
		t.Helper()
		if _, err := eng.Update(context.Background(), sample.Workspace, "tester", "", edit); err != nil {
			t.Fatal(err)
		}
	}
	update(func(d *draft.Draft) error { return sample.Company(d, base) })
	srv := httptest.NewServer(resolvers.NewHandler(eng, resolvers.Options{Workspace: sample.Workspace, Now: func() time.Time { return now }}))
	defer srv.Close()
	query := func(doc, variables string) string {
		return srv.URL + "/graphql?" + url.Values{"query": {doc}, "variables": {variables}}.Encode()
	}
	const people = `people(first: 3) { nodes { id name } }`
	kept := map[string]string{
		"a view":           query(`{ view(asOf: "2026-11-01", knownAt: {revision: "1"}) { `+people+` } }`, ""),
		"of today":         query(`{ view(asOf: "2026-11-02", knownAt: {revision: "1"}) { `+people+` } }`, ""),
		"two views":        query(`{ __typename a: view(asOf: "2026-11-01", knownAt: {revision: "1"}) { asOf } b: view(asOf: "2026-01-01", knownAt: {revision: "1"}) { asOf } }`, ""),
		"by variables":     query(`query($d: Date, $k: KnownAt) { view(asOf: $d, knownAt: $k) { `+people+` } }`, `{"d":"2026-11-01","k":{"revision":"1"}}`),
		"by fragments":     query(`query { ...F } fragment F on Query { view(asOf: "2026-11-01", knownAt: {revision: "1"}) { asOf } }`, ""),
		"a list":           query(`{ people(first: 2, asOf: "2026-11-01", knownAt: {revision: "1"}) { nodes { name } } }`, ""),
		"a picture":        query(`{ svg(accountId: "a-dunmore", asOf: "2026-11-01", knownAt: {revision: "1"}) { diagram svg } }`, ""),
		"before the first": query(`{ view(asOf: "2026-11-01", knownAt: {time: "2026-11-01T00:00:00Z"}) { revision } }`, ""),
		"a chart's file":   srv.URL + "/export/orgchart.svg?account=a-dunmore&asOf=2026-11-01&knownAt=1",
		"a card":           srv.URL + "/export/movecard.md?person=p-marta-keller&asOf=2026-11-02&knownAt=1",
	}
	tags, bodies := map[string]string{}, map[string]string{}
	for name, url := range kept {
		a := get(t, url)
		if tags[name] = a.header.Get("ETag"); a.status != 200 || tags[name] == "" || a.header.Get("Cache-Control") != "private, no-cache" {
			t.Errorf("%s = %d %.200s with %v, want an ETag", name, a.status, a.body, a.header)
		}
		bodies[name] = a.body
	}
	check := func(when string, want func(name string) int) {
		t.Helper()
		for name, url := range kept {
			a := get(t, url, "If-None-Match", tags[name])
			if a.status != want(name) {
				t.Errorf("%s: %s again = %d, want %d", when, name, a.status, want(name))
			}
			if a.status == 304 && (a.body != "" || a.header.Get("ETag") != tags[name]) {
				t.Errorf("%s: %s again has %q and the ETag %s", when, name, a.body, a.header.Get("ETag"))
			}
			anew := get(t, url)
			if a.status == 304 && anew.body != bodies[name] {
				t.Errorf("%s: %s is said to be as it was, and is %.300s", when, name, anew.body)
			}
			tags[name], bodies[name] = anew.header.Get("ETag"), anew.body
		}
	}
	all := func(status int) func(string) int { return func(string) int { return status } }
	check("nothing happened", all(304))

	for name, url := range map[string]string{
		"today":                    query(`{ view { `+people+` } }`, ""),
		"a day alone":              query(`{ view(asOf: "2026-11-01") { asOf } }`, ""),
		"a revision alone":         query(`{ view(knownAt: {revision: "1"}) { asOf } }`, ""),
		"null":                     query(`query($d: Date) { view(asOf: $d, knownAt: {revision: "1"}) { asOf } }`, `{"d":null}`),
		"the moment of the newest": query(`{ view(asOf: "2026-11-01", knownAt: {time: "2026-11-02T12:00:00Z"}) { revision } }`, ""),
		"a moment to come":         query(`{ view(asOf: "2026-11-01", knownAt: {time: "2030-01-01T00:00:00Z"}) { revision } }`, ""),
		"a revision to come":       query(`{ view(asOf: "2026-11-01", knownAt: {revision: "99"}) { revision } }`, ""),
		"what costs":               query(`{ cost { cost } view(asOf: "2026-11-01", knownAt: {revision: "1"}) { asOf } }`, ""),
		"one of two":               query(`{ a: view(asOf: "2026-11-01", knownAt: {revision: "1"}) { asOf } b: view { asOf } }`, ""),
		"nothing of it":            query(`{ __typename }`, ""),
		"a fault":                  query(`{ svg(accountId: "a-nobody", asOf: "2026-11-01", knownAt: {revision: "1"}) { svg } }`, ""),
		"a file of nobody":         srv.URL + "/export/orgchart.svg?account=a-nobody&asOf=2026-11-01&knownAt=1",
	} {
		if a := get(t, url); a.header.Get("ETag") != "" || a.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s = %d with %v, want no ETag and no-store", name, a.status, a.header)
		}
	}

	update(func(d *draft.Draft) error { d.Add(graph.Person{Name: "Nina Ford"}); return nil })
	check("a commit came", func(name string) int {
		if name == "of today" {
			return 200 // its ids name the view by now
		}
		return 304
	})
	check("nothing more", all(304))
	now = now.Add(24 * time.Hour)
	check("a day later", all(304))
	if _, err := eng.Redact(context.Background(), sample.Workspace, "dpo", "", "p-marta-keller"); err != nil {
		t.Fatal(err)
	}
	check("somebody was erased", func(name string) int {
		if name == "a card" {
			return 404
		}
		return 200
	})
}

// A 304 works nothing out, and waits for nobody who does.
func TestNotModifiedCostsNothing(t *testing.T) {
	srv, _ := site(t)
	target := srv.URL + "/graphql?" + url.Values{"query": {`{ view(asOf: "2026-11-01", knownAt: {revision: "1"}) { chart(of: {accountId: "a-brackwell"}) { seats { nodes { positionId } } } } }`}}.Encode()
	handler := srv.Config.Handler
	ask := func(tag string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("GET", target, nil)
		r.Host = "127.0.0.1"
		if tag != "" {
			r.Header.Set("If-None-Match", tag)
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w
	}
	first := ask("")
	tag := first.Header().Get("ETag")
	if first.Code != 200 || tag == "" {
		t.Fatalf("the chart = %d %.200s", first.Code, first.Body)
	}
	whole := testing.AllocsPerRun(5, func() { ask("") })
	again := testing.AllocsPerRun(20, func() {
		if w := ask(tag); w.Code != 304 {
			t.Fatalf("again = %d", w.Code)
		}
	})
	if again > 400 || again*5 > whole {
		t.Errorf("a 304 allocates %.0f times, the answer %.0f times", again, whole)
	}
}

func TestWebFolderAndOrigins(t *testing.T) {
	eng := engine.New(engine.Mem(), engine.Options{})
	defer eng.Close()
	origin, err := gqlserve.ParseOrigin("https://chart.example.com")
	if err != nil {
		t.Fatal(err)
	}
	site := resolvers.NewHandler(eng, resolvers.Options{Workspace: sample.Workspace, Origins: []gqlserve.Origin{origin}, Web: fstest.MapFS{
		"index.html": {Data: []byte("<!doctype html><title>mine</title>")}, "app.js": {Data: []byte("export {}")}, ".env": {Data: []byte("kithmark")},
	}})
	srv := httptest.NewServer(site)
	defer srv.Close()
	if a := get(t, srv.URL+"/"); a.status != 200 || !strings.Contains(a.body, "mine") {
		t.Errorf("the page = %d %s", a.status, a.body)
	}
	if a := get(t, srv.URL+"/app.js"); a.status != 200 || a.header.Get("Content-Type") != "text/javascript; charset=utf-8" {
		t.Errorf("its script = %d %v", a.status, a.header)
	}
	for path, want := range map[string]int{"/.env": 404, "/nothing": 404, "/healthz": 200, "/graphql?query={cost{limit}}": 200} {
		if a := get(t, srv.URL+path); a.status != want || strings.Contains(a.body, "kithmark") {
			t.Errorf("%s = %d %s, want %d", path, a.status, a.body, want)
		}
	}
	link := []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"}
	for path, want := range map[string]int{"/": 200, "/app.js": 200, "/graphql?query={cost{limit}}": 403} {
		if a := get(t, srv.URL+path, link...); a.status != want {
			t.Errorf("a link to %s = %d, want %d", path, a.status, want)
		}
	}
	foreign := []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "cors", "Sec-Fetch-Dest", "empty", "Origin"}
	for from, want := range map[string]int{"https://chart.example.com": 200, "https://evil.example": 403} {
		a := get(t, srv.URL+"/graphql?query={cost{limit}}", append(foreign, from)...)
		shared := a.header.Get("Access-Control-Allow-Origin") == from
		if a.status != want || shared != (want == 200) {
			t.Errorf("a page from %s = %d with %v, want %d", from, a.status, a.header, want)
		}
	}

	if err := site.Trust(map[string]string{"limit": "{cost{limit}}"}); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]bool{"documentId=limit": true, "query={cost{limit}}": true, "query={cost{cost}}": false, "documentId=other": false} {
		if a := get(t, srv.URL+"/graphql?"+query); strings.Contains(a.body, `"limit":20000`) != want {
			t.Errorf("%s = %s, want it answered: %v", query, a.body, want)
		}
	}
}

// What a browser asks for comes compressed, and smaller.
func TestAnswersAreCompressed(t *testing.T) {
	srv, _ := site(t)
	for _, path := range []string{
		"/graphql?query=" + url.QueryEscape(`{ view { people(first: 100) { nodes { id name emails } } } }`),
		"/export/orgchart.svg?account=a-brackwell",
	} {
		plain := get(t, srv.URL+path, "Accept-Encoding", "identity")
		for _, encoding := range []string{"zstd", "gzip"} {
			a := get(t, srv.URL+path, "Accept-Encoding", encoding)
			if a.status != 200 || a.header.Get("Content-Encoding") != encoding || len(a.body)*3 > len(plain.body) {
				t.Errorf("%s in %s = %d, %d bytes of %d, %v", path, encoding, a.status, len(a.body), len(plain.body), a.header)
			}
		}
	}
}

// Introspection over the API names no directive that documents may not use.
func TestIntrospectionNamesWhatRuns(t *testing.T) {
	srv, _ := site(t)
	a := post(t, srv, `{ __schema { directives { name } } }`, nil)
	list, _ := at(a.Data, "__schema", "directives").([]any)
	for _, d := range list {
		if name := at(d, "name"); name == "defer" || name == "stream" {
			t.Errorf("the schema has @%s, which is refused", name)
		}
	}
	if len(list) == 0 {
		t.Errorf("%+v", a)
	}
}
