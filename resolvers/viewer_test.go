package resolvers_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/internal/gqlserve"
	"github.com/kithgraph/kith/internal/intake"
	"github.com/kithgraph/kith/internal/sample"
	"github.com/kithgraph/kith/resolvers"
)

// others is a second workspace beside the sample.
const others graph.Workspace = "others"

// tenants serves two workspaces to the viewers that tokens name; revoked ends
// the rights of everybody.
func tenants(t *testing.T) (srv *httptest.Server, eng *engine.Engine, revoked *atomic.Bool) {
	t.Helper()
	now := func() time.Time { return base.Time().Add(12 * time.Hour) }
	eng = engine.New(engine.Mem(), engine.Options{Now: now})
	for _, ws := range []graph.Workspace{sample.Workspace, others} {
		_, err := eng.Update(context.Background(), ws, "setup", "", func(d *draft.Draft) error {
			if ws == sample.Workspace {
				return sample.Company(d, base)
			}
			d.Add(graph.Person{Node: graph.Node{ID: "p-other"}, Name: "Somebody Else"})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	viewers := map[string]resolvers.Viewer{
		"reader": {Workspace: sample.Workspace, Name: "rita", Permission: resolvers.PermissionRead},
		"editor": {Workspace: sample.Workspace, Name: "edgar", Permission: resolvers.PermissionEdit},
		"other":  {Workspace: others, Name: "otto", Permission: resolvers.PermissionEdit},
		"nobody": {Workspace: sample.Workspace, Name: "nemo"},
	}
	desk, err := intake.New(eng, intake.Options{Dir: t.TempDir(), Now: now})
	if err != nil {
		t.Fatal(err)
	}
	revoked = new(atomic.Bool)
	handler := resolvers.NewHandler(eng, resolvers.Options{Now: now, Intake: desk,
		Viewer: func(r *http.Request, payload map[string]any) (resolvers.Viewer, error) {
			token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
			if given, ok := payload["token"].(string); ok {
				token = given
			}
			v, ok := viewers[token]
			if !ok {
				return v, gqlserve.NewError(gqlserve.CodeUnauthenticated, "a token is wanted")
			}
			return v, nil
		},
		Recheck: func(context.Context, resolvers.Viewer) error {
			if revoked.Load() {
				return gqlserve.NewError(gqlserve.CodeForbidden, "the token was revoked")
			}
			return nil
		},
	})
	srv = httptest.NewServer(handler)
	t.Cleanup(func() { srv.Close(); desk.Close(); eng.Close() })
	return srv, eng, revoked
}

// as posts with a token.
func as(t *testing.T, srv *httptest.Server, token, query string) (int, answer) {
	t.Helper()
	body, _ := json.Marshal(map[string]any{"query": query})
	req, _ := http.NewRequest("POST", srv.URL+"/graphql", bytes.NewReader(body))
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var a answer
	if err := json.NewDecoder(res.Body).Decode(&a); err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, a
}

// TestPermissions tries every field of the roots with every permission, as the schema has
// them: what is new there is tried without being listed here.
func TestPermissions(t *testing.T) {
	srv, eng, _ := tenants(t)
	call := func(f *ast.FieldDefinition) string {
		var args []string
		for _, a := range f.Arguments {
			if a.Type.NonNull && a.DefaultValue == nil {
				args = append(args, a.Name+": "+sampleValue(a.Type))
			}
		}
		q := f.Name
		if len(args) > 0 {
			q += "(" + strings.Join(args, ", ") + ")"
		}
		if !sdl().Types[f.Type.Name()].IsLeafType() {
			q += " { __typename }"
		}
		return q
	}
	for _, f := range sdl().Query.Fields {
		if strings.HasPrefix(f.Name, "__") {
			continue
		}
		for token, want := range map[string]int{"": 401, "wrong": 401, "nobody": 403, "reader": 200, "editor": 200, "other": 200} {
			status, a := as(t, srv, token, "{ "+call(f)+" }")
			refused := false
			for _, e := range a.Errors {
				refused = refused || e.Extensions["code"] != "NOT_FOUND" // an id that was made up finds nothing
			}
			if status != want || (want == 200) == refused {
				t.Errorf("%s as %q = %d %v, want %d", f.Name, token, status, a.Errors, want)
			}
		}
	}
	for _, f := range sdl().Mutation.Fields {
		if strings.HasPrefix(f.Name, "__") {
			continue
		}
		for token, want := range map[string]int{"": 401, "nobody": 403, "reader": 403} {
			status, a := as(t, srv, token, "mutation { "+call(f)+" }")
			if status != want || a.Data != nil || len(a.Errors) != 1 || want == 403 && a.Errors[0].Extensions["code"] != "FORBIDDEN" {
				t.Errorf("%s as %q = %d %v, want %d", f.Name, token, status, a.Errors, want)
			}
		}
	}
	if s, _ := eng.Snapshot(context.Background(), sample.Workspace); s.Revision() != 1 {
		t.Errorf("those who may not write left revision %d", s.Revision())
	}
	_, a := as(t, srv, "editor", `mutation { addPerson(input: {person: {name: "N"}}) { commit { actor } } }`)
	if at(a.Data, "addPerson", "commit", "actor") != "edgar" {
		t.Errorf("an editor's edit: %v", a)
	}
	for path, wants := range map[string]map[string]int{
		"/":        {"": 401, "nobody": 403, "reader": 200},
		"/healthz": {"": 200}, "/readyz": {"": 200},
		"/export/orgchart.svg?account=a-dunmore":                    {"": 401, "nobody": 403, "reader": 200, "other": 404},
		"/export/handover.html?person=p-ben-okafor&asOf=2026-11-02": {"": 401, "nobody": 403, "reader": 200, "other": 404},
		"/export/movecard.md?person=p-marta-keller&asOf=2026-11-02": {"": 401, "nobody": 403, "reader": 200, "other": 404},
	} {
		for token, want := range wants {
			req, _ := http.NewRequest("GET", srv.URL+path, nil)
			req.Header.Set("Authorization", "Bearer "+token)
			res, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			body, _ := io.ReadAll(res.Body)
			res.Body.Close()
			if res.StatusCode != want || token == "other" && strings.Contains(string(body), "Dunmore Rail") {
				t.Errorf("GET %s as %q = %d, want %d", path, token, res.StatusCode, want)
			}
		}
	}
}

// sampleValue returns a literal that a type takes.
func sampleValue(t *ast.Type) string {
	if t.Elem != nil {
		return "[" + sampleValue(t.Elem) + "]"
	}
	def := sdl().Types[t.NamedType]
	switch {
	case def.Kind == ast.Enum:
		return def.EnumValues[0].Name
	case def.Kind == ast.InputObject:
		var fields []string
		for _, f := range def.Fields {
			if f.Type.NonNull && f.DefaultValue == nil || len(fields) == 0 && def.Directives.ForName("oneOf") != nil {
				fields = append(fields, f.Name+": "+sampleValue(f.Type))
			}
		}
		return "{" + strings.Join(fields, ", ") + "}"
	}
	switch t.NamedType {
	case "Int", "Float":
		return "1"
	case "Boolean":
		return "true"
	case "Date":
		return `"2026-01-01"`
	case "Revision":
		return `"1"`
	}
	return `"x"`
}

// TestTenantsSeeNothingOfEachOther holds that for a viewer of another workspace
// everything here looks as if it did not exist.
func TestTenantsSeeNothingOfEachOther(t *testing.T) {
	srv, eng, _ := tenants(t)
	_, a := as(t, srv, "other", `{ node(id: "p-marta-keller") { id } people { nodes { id } } view { revision search(text: "marta") { text } account(id: "a-dunmore") { id } } }`)
	if at(a.Data, "node") != nil || at(a.Data, "view", "account") != nil || len(at(a.Data, "view", "search").([]any)) != 0 || fmt.Sprint(at(a.Data, "people", "nodes")) != "[map[id:p-other]]" {
		t.Errorf("the other tenant sees %v", a)
	}
	for _, m := range []string{
		`removeFact(input: {id: "p-marta-keller"}) { revision }`, `mergePeople(input: {keepId: "p-other", dropId: "p-marta-keller"}) { revision }`,
		`stateTie(input: {personId: "p-other", otherId: "p-marta-keller", level: MET}) { revision }`, `undo(input: {revision: "2"}) { revision }`,
	} {
		status, a := as(t, srv, "other", "mutation { "+m+" }")
		if status != 200 || len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "NOT_FOUND" {
			t.Errorf("%s = %d %v, want NOT_FOUND", m, status, a.Errors)
		}
	}
	// The same key of two tenants, and of two mutations, is two edits.
	for _, token := range []string{"other", "editor"} {
		for _, m := range []string{`addPerson(input: {person: {name: "K"}}, options: {idempotencyKey: "the-same-key-again"}) { repeated }`, `addOrganization(input: {organization: {name: "K"}}, options: {idempotencyKey: "the-same-key-again"}) { repeated }`} {
			if _, a := as(t, srv, token, "mutation { x: "+m+" }"); at(a.Data, "x", "repeated") != false {
				t.Errorf("%s as %s: %v", m, token, a)
			}
		}
	}
	c, _, err := websocket.Dial(t.Context(), "ws"+strings.TrimPrefix(srv.URL, "http")+"/graphql", &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.CloseNow()
	wsjson.Write(t.Context(), c, message{Type: "connection_init", Payload: json.RawMessage(`{"token":"other"}`)})
	receive(t, c)
	subscribe(t, c, "1", `subscription { changes(after: "0") { revision commit { actor } } }`)
	for want := 1; want <= 3; want++ {
		if got := revisionOf(t, receive(t, c)); got != fmt.Sprint(want) {
			t.Fatalf("event of revision %v, want %d", got, want)
		}
	}
	addPeople(t, eng, "here", 3) // nothing of theirs
	if _, err := eng.Update(context.Background(), others, "otto", "", func(d *draft.Draft) error { d.Add(graph.Person{Name: "T"}); return nil }); err != nil {
		t.Fatal(err)
	}
	m := receive(t, c)
	if got := revisionOf(t, m); got != "4" || !strings.Contains(string(m.Payload), "otto") {
		t.Errorf("the event after commits of both workspaces: %s", m.Payload)
	}
}

// TestRevokedViewersHearNothingMore ends a subscription when its viewer may no
// longer read.
func TestRevokedViewersHearNothingMore(t *testing.T) {
	srv, eng, revoked := tenants(t)
	c, _, err := websocket.Dial(t.Context(), "ws"+strings.TrimPrefix(srv.URL, "http")+"/graphql", &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.CloseNow()
	wsjson.Write(t.Context(), c, message{Type: "connection_init", Payload: json.RawMessage(`{"token":"reader"}`)})
	receive(t, c)
	subscribe(t, c, "1", `subscription { changes(after: "0") { revision commit { actor } } }`)
	revisionOf(t, receive(t, c))
	revoked.Store(true)
	addPeople(t, eng, "secret", 1)
	if m := receive(t, c); strings.Contains(string(m.Payload), "secret") || !strings.Contains(string(m.Payload), "FORBIDDEN") {
		t.Errorf("after the revocation came %s %s", m.Type, m.Payload)
	}
}

// TestViewerSaysWhoAsks holds that what a viewer is told that they may do is what they may.
func TestViewerSaysWhoAsks(t *testing.T) {
	srv, _, _ := tenants(t)
	for token, edits := range map[string]bool{"reader": false, "editor": true} {
		_, a := as(t, srv, token, `{ viewer { workspace name viewerCanEdit viewerCanImport } }`)
		if v := a.Data["viewer"]; at(v, "viewerCanEdit") != edits || at(v, "viewerCanImport") != edits || at(v, "workspace") == "" || at(v, "name") == "" {
			t.Errorf("%s is %v %v", token, v, a.Errors)
		}
		_, a = as(t, srv, token, `mutation { addPerson(input: {person: {name: "Nina"}}) { revision commit { actor } } }`)
		if done := len(a.Errors) == 0; done != edits {
			t.Errorf("%s may edit %v: %v", token, done, a.Errors)
		}
	}
	site, _ := site(t)
	d := data(t, site, `{ viewer { workspace name viewerCanEdit viewerCanImport } }`, nil)
	if fmt.Sprint(d["viewer"]) != "map[name:tester viewerCanEdit:true viewerCanImport:true workspace:"+string(sample.Workspace)+"]" {
		t.Errorf("whoever asks a site of one user is %v", d["viewer"])
	}
}
