package gqlserve_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/kithgraph/kith/internal/gqlserve"
	"github.com/kithgraph/kith/internal/gqlserve/internal/testschema"
)

// TestPinned holds what a client is told of an answer that stays right: the same tag as
// long as everything is the same, 304 without anything run where it has it, and
// nothing of an answer that may be another next time or has errors.
func TestPinned(t *testing.T) {
	var events atomic.Int64
	to := "revision 7"
	h := gqlserve.NewHandler(testschema.New(), gqlserve.Options{
		Pinned:  func(ctx context.Context) string { return to },
		Observe: func(_ context.Context, o gqlserve.Observation) { events.Add(int64(o.Events)) },
	})
	const doc = "query A($t:String){echo(text:$t)} query B($t:String){echo(text:$t)}"
	type ask struct{ query, operation, variables, accept string }
	get := func(a ask, header http.Header) answer {
		r := httptest.NewRequest("GET", "/graphql?"+url.Values{"query": {a.query}, "operationName": {a.operation}, "variables": {a.variables}}.Encode(), nil)
		for name, values := range header {
			r.Header[name] = values
		}
		if a.accept != "" {
			r.Header.Set("Accept", a.accept)
		}
		return do(t, h, r)
	}
	first := ask{doc, "A", `{"t":"x"}`, ""}
	a := get(first, nil)
	tag := a.header.Get("ETag")
	if a.status != 200 || tag == "" || a.header.Get("Cache-Control") != "private, no-cache" || a.header.Get("Vary") != "Accept" {
		t.Fatalf("%d %s with %v, want an ETag to ask again with", a.status, a.body, a.header)
	}
	for _, given := range []string{tag, tag[2:], `"other", ` + tag} {
		ran := events.Load()
		b := get(first, http.Header{"If-None-Match": {given}})
		if b.status != 304 || b.body != "" || b.header.Get("ETag") != tag || events.Load() != ran {
			t.Errorf("If-None-Match %s = %d %q after %d answers, want 304 and nothing run", given, b.status, b.body, events.Load()-ran)
		}
	}
	seen := map[string]bool{tag: true}
	differ := func(name string, b answer) {
		t.Helper()
		got := b.header.Get("ETag")
		if b.status != 200 || got == "" || seen[got] {
			t.Errorf("%s: %d with the ETag %s, want the answer with one of its own", name, b.status, got)
		}
		seen[got] = true
	}
	have := http.Header{"If-None-Match": {tag}}
	differ("another operation", get(ask{doc, "B", `{"t":"x"}`, ""}, have))
	differ("other variables", get(ask{doc, "A", `{"t":"y"}`, ""}, have))
	differ("another document", get(ask{doc + " ", "A", `{"t":"x"}`, ""}, have))
	differ("another form", get(ask{doc, "A", `{"t":"x"}`, "application/graphql-response+json"}, have))
	to = "revision 8"
	differ("another pin", get(first, have))

	for name, b := range map[string]answer{
		"an error":         get(ask{"{fail(with:NOT_FOUND)}", "", "", ""}, nil),
		"an invalid query": get(ask{"{nope}", "", "", ""}, nil),
		"a POST":           do(t, h, post("{echo}")),
	} {
		if b.header.Get("ETag") != "" || b.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s has %v, want no ETag and no-store", name, b.header)
		}
	}
	to = ""
	if b := get(first, have); b.status != 200 || b.header.Get("ETag") != "" || b.header.Get("Cache-Control") != "no-store" {
		t.Errorf("what is not pinned = %d %v, want the answer without an ETag", b.status, b.header)
	}
}

// Who may not read is told so, whatever they have.
func TestPinnedIsAskedAfterTheDoor(t *testing.T) {
	refuse := false
	h := gqlserve.NewHandler(testschema.New(), gqlserve.Options{
		Pinned: func(context.Context) string { return "1" },
		AroundOperation: func(ctx context.Context) (context.Context, error) {
			if refuse {
				return nil, gqlserve.NewError(gqlserve.CodeForbidden, "not you")
			}
			return ctx, nil
		},
	})
	r := httptest.NewRequest("GET", "/graphql?query={echo}", nil)
	r.Header.Set("If-None-Match", do(t, h, r).header.Get("ETag"))
	refuse = true
	if a := do(t, h, r); a.status != 403 {
		t.Errorf("%d %s, want 403", a.status, a.body)
	}
}

// What introspection lists is executed: a directive that documents may not use is
// not among those of the schema.
func TestIntrospectionAgrees(t *testing.T) {
	sdl := gqlserve.Executed(testschema.New().Schema())
	h := gqlserve.NewHandler(testschema.NewExecutableSchema(testschema.Config{Schema: sdl, Resolvers: testschema.Resolvers{}}), gqlserve.Options{})
	a := do(t, h, post("{__schema{directives{name locations args{name}}}}"))
	var got struct {
		Schema struct{ Directives []struct{ Name string } } `json:"__schema"`
	}
	if err := json.Unmarshal(a.Data, &got); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, d := range got.Schema.Directives {
		names = append(names, d.Name)
	}
	if want := []string{"deprecated", "include", "oneOf", "skip", "specifiedBy"}; !slices.Equal(names, want) {
		t.Errorf("the directives are %q, want %q", names, want)
	}
	for _, doc := range []string{"{...@defer{echo}}", "{books{edges @stream{cursor}}}"} {
		if a := do(t, h, post(doc)); a.code() != gqlserve.CodeValidationFailed || a.Data != nil {
			t.Errorf("%s = %s, want it refused", doc, a.body)
		}
	}
}
