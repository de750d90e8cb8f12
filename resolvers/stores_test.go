package resolvers_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/neo4jstore"
	"github.com/kithgraph/kith/graph/sqlitestore"
	"github.com/kithgraph/kith/internal/importer"
	"github.com/kithgraph/kith/internal/neo4jtest"
	"github.com/kithgraph/kith/internal/sample"
	"github.com/kithgraph/kith/resolvers"
)

// twins are two sites over two stores that are asked the same.
type twins struct {
	t     *testing.T
	sites [2]*httptest.Server
	engs  [2]*engine.Engine
	asked int
	bytes int
}

// newTwins serves a workspace from a folder and from a Neo4j server. Both clocks
// stand still and both count their ids, so that nothing may differ but for the
// stores.
func newTwins(t *testing.T, server *neo4jtest.Server, ws graph.Workspace) *twins {
	t.Helper()
	folder, err := sqlitestore.Open(t.TempDir(), sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	tw := &twins{t: t}
	now := func() time.Time { return base.Time().Add(12 * time.Hour) }
	for i, st := range []engine.Store{folder, openNeo4j(t, server)} {
		ids := 0
		eng := engine.New(st, engine.Options{Now: now, NewID: func() string { ids++; return fmt.Sprintf("twin%06d", ids) }})
		srv := httptest.NewServer(resolvers.NewHandler(eng, resolvers.Options{Workspace: ws, Actor: "tester", Now: now}))
		t.Cleanup(func() { srv.Close(); eng.Close() })
		tw.sites[i], tw.engs[i] = srv, eng
	}
	return tw
}

func openNeo4j(t *testing.T, server *neo4jtest.Server) engine.Store {
	t.Helper()
	st, err := neo4jstore.Open(t.Context(), neo4jstore.Options{URI: server.URI, Database: "neo4j", Timeout: 5 * time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	return st
}

// edit makes the same edit on both sides.
func (tw *twins) edit(ws graph.Workspace, edit func(d *draft.Draft) error) *kernel.Snapshot {
	tw.t.Helper()
	var s *kernel.Snapshot
	for _, eng := range tw.engs {
		made, err := eng.Update(context.Background(), ws, "setup", "filling", edit)
		if err != nil {
			tw.t.Fatal(err)
		}
		s = made.Snapshot
	}
	return s
}

// idOfDraft is the random id of a draft.
var idOfDraft = regexp.MustCompile(`\b[a-z2-7]{26}\b`)

// same sends one request to both sides and demands the same bytes. It returns
// what the first answered.
func (tw *twins) same(what string, send func(site string) (*http.Response, error)) []byte {
	tw.t.Helper()
	var got [2][]byte
	var status [2]int
	for i, srv := range tw.sites {
		res, err := send(srv.URL)
		if err != nil {
			tw.t.Fatal(err)
		}
		got[i], err = io.ReadAll(res.Body)
		got[i] = idOfDraft.ReplaceAll(got[i], []byte("draft"))
		res.Body.Close()
		if err != nil {
			tw.t.Fatal(err)
		}
		status[i] = res.StatusCode
	}
	tw.asked++
	tw.bytes += len(got[0])
	if status[0] != status[1] || !bytes.Equal(got[0], got[1]) {
		at := 0
		for at < min(len(got[0]), len(got[1])) && got[0][at] == got[1][at] {
			at++
		}
		near := func(b []byte) []byte { return b[max(0, min(len(b), at)-60):min(len(b), at+60)] }
		tw.t.Errorf("%.200s:\nfile  %d …%s…\nneo4j %d …%s…", what, status[0], near(got[0]), status[1], near(got[1]))
	}
	return got[0]
}

// ask sends a GraphQL operation to both sides, and demands that it succeeds.
func (tw *twins) ask(query string, variables map[string]any) map[string]any {
	tw.t.Helper()
	a := tw.answer(query, variables)
	if len(a.Errors) > 0 {
		tw.t.Fatalf("%.200s: %v", query, a.Errors)
	}
	return a.Data
}

func (tw *twins) answer(query string, variables map[string]any) (a answer) {
	tw.t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		tw.t.Fatal(err)
	}
	reply := tw.same(query, func(site string) (*http.Response, error) {
		return http.Post(site+"/graphql", "application/json", bytes.NewReader(body))
	})
	if err := json.Unmarshal(reply, &a); err != nil {
		tw.t.Fatal(err)
	}
	return a
}

// everythingOf asks for every field of some facts of each kind, on two days and as it was
// known at the first revision, for the history, and for every list.
func (tw *twins) everythingOf(s *kernel.Snapshot, mostOfKind int) {
	tw.t.Helper()
	byType := map[string][]string{}
	taken := map[graph.Kind]int{}
	for e := range s.Elements() {
		if taken[e.Kind]++; taken[e.Kind] > mostOfKind {
			continue
		}
		d := tw.ask(`query($id: ID!) { node(id: $id) { id __typename } }`, map[string]any{"id": e.ID})
		name, _ := at(d, "node", "__typename").(string)
		byType[name] = append(byType[name], string(e.ID))
	}
	for name, ids := range byType {
		for part := range slices.Chunk(ids, 5) {
			for _, ever := range []bool{false, true} {
				q := `query($ids: [ID!]!, $day: Date, $known: KnownAt) { view(asOf: $day, knownAt: $known) { nodes(ids: $ids) { ... on ` + name + everything(name, ever) + ` } } }`
				for _, day := range []string{base.String(), "2020-01-01"} {
					tw.ask(q, map[string]any{"ids": part, "day": day})
				}
				tw.ask(q, map[string]any{"ids": part, "day": base.String(), "known": map[string]any{"revision": "1"}})
			}
		}
	}
	tw.ask(`{ view { `+lists("View")+` } }`, nil)
	tw.ask(`{ `+lists("Query")+` }`, nil)
}

// lists selects the first page of every list of a type.
func lists(typeName string) string {
	var b strings.Builder
	for _, f := range sdl().Types[typeName].Fields {
		if strings.HasSuffix(f.Type.Name(), "Connection") && !slices.ContainsFunc(needed(f), func(string) bool { return true }) {
			fmt.Fprintf(&b, " %s(first: 20)%s", f.Name, selection(f.Type.Name(), false))
		}
	}
	return b.String()
}

// needed names the arguments that a field cannot do without.
func needed(f *ast.FieldDefinition) []string {
	var out []string
	for _, a := range f.Arguments {
		if a.Type.NonNull && a.DefaultValue == nil {
			out = append(out, a.Name)
		}
	}
	return out
}

// reports asks every analysis for everything, and for every picture, of some
// accounts and people.
func (tw *twins) reports(accounts, people []string, days ...string) {
	tw.t.Helper()
	var fields []string
	for _, id := range accounts {
		for _, f := range []string{"stakeholders(accountId: %q)", "strength(of: {accountId: %q}, first: 20)", "coverage(accountId: %q)", "singlePoints(accountId: %q, pairs: true, soft: true, structure: true)", "influence(accountId: %q, brokers: true)", "pairing(accountId: %q)", `moves(from: "1990-01-01", accountId: %q, first: 50)`} {
			fields = append(fields, fmt.Sprintf(f, id))
		}
	}
	for _, id := range people {
		for _, f := range []string{"strength(of: {personId: %q})", "introductions(targetId: %q)", "moveCard(personId: %q)", "handover(personId: %q)"} {
			fields = append(fields, fmt.Sprintf(f, id))
		}
	}
	for _, id := range accounts[:1] {
		fields = append(fields, fmt.Sprintf("scenario(accountId: %q, leaverIds: [%q])", id, people[0]))
	}
	fields = append(fields, `moves(from: "2025-01-01", first: 20)`)
	for _, field := range fields {
		name, _, _ := strings.Cut(field, "(")
		result := sdl().Types["View"].Fields.ForName(name).Type.Name()
		for _, f := range sdl().Types[result].Fields { // one by one: all at once is over the limit of cost
			for _, day := range days {
				tw.answer(`query($day: Date) { view(asOf: $day) { `+field+` { asOf revision `+f.Name+selection(f.Type.Name(), false)+` } } }`, map[string]any{"day": day})
			}
		}
	}
	for _, id := range people {
		for _, day := range days {
			for _, file := range []string{"handover.md", "movecard.html"} {
				path := "/export/" + file + "?" + url.Values{"person": {id}, "asOf": {day}}.Encode()
				tw.same(path, func(site string) (*http.Response, error) { return http.Get(site + path) })
			}
		}
	}
	for _, id := range accounts {
		for _, view := range []string{"TREE", "PAIR", "OVERVIEW"} {
			for _, day := range days {
				path := "/export/orgchart.svg?" + url.Values{"account": {id}, "diagram": {view}, "asOf": {day}}.Encode()
				tw.same(path, func(site string) (*http.Response, error) { return http.Get(site + path) })
			}
		}
	}
}

// history demands the same feed and the same pages of commits.
func (tw *twins) history(head graph.Revision) {
	tw.t.Helper()
	tw.ask(`{ changes(last: 8) { totalCount nodes { id revision at actor reason more changes(first: 10) { totalCount nodes { factId kind action properties { name before after } } } } } }`, nil)
	for i := range min(head, 5) {
		query := fmt.Sprintf(`subscription { changes(after: "%d") { revision commit { id at actor reason changes(first: 20) { totalCount } } changed { __typename id } } }`, head-i-1)
		tw.same(query, func(site string) (*http.Response, error) {
			body, _ := json.Marshal(map[string]string{"query": query})
			req, err := http.NewRequestWithContext(tw.t.Context(), http.MethodPost, site+"/graphql", bytes.NewReader(body))
			if err != nil {
				return nil, err
			}
			req.Header.Set("Content-Type", "application/json")
			req.Header.Set("Accept", "text/event-stream")
			res, err := http.DefaultClient.Do(req)
			if err != nil {
				return nil, err
			}
			defer res.Body.Close() // the feed goes on; one event is enough
			event := make([]byte, 0, 1<<16)
			for b := make([]byte, 4096); !bytes.Contains(event, []byte("\n\n")); {
				n, err := res.Body.Read(b)
				event = append(event, b[:n]...)
				if err != nil {
					return nil, err
				}
			}
			first, _, _ := bytes.Cut(event, []byte("\n\n"))
			return &http.Response{StatusCode: res.StatusCode, Body: io.NopCloser(bytes.NewReader(first))}, nil
		})
	}
}

// idsOf returns the first ids of a kind, spread over all.
func idsOf(s *kernel.Snapshot, k graph.Kind, n int) []string {
	nodes := s.Nodes(k)
	var out []string
	for i := 0; i < len(nodes); i += max(1, len(nodes)/n) {
		out = append(out, string(s.NodeID(nodes[i])))
	}
	return out
}

// TestStoresAnswerAlike demands that a workspace in a folder and the same one in
// Neo4j answer every query byte for byte alike: the sample company through the
// whole of docs/api.md, edits and refusals included, then every field of every
// fact, every report, picture and piece of history; and imported folders of the
// corpus. What a site keeps over Neo4j is held against one that keeps nothing.
func TestStoresAnswerAlike(t *testing.T) {
	for _, v := range neo4jtest.Versions() {
		t.Run(v.Line(), func(t *testing.T) {
			t.Parallel()
			server := neo4jtest.Start(t, neo4jtest.Options{Version: v})
			t.Run("sample", func(t *testing.T) { alikeSample(t, server) })
			if v == neo4jtest.V2026 { // what is kept does not depend on the version
				t.Run("kept", func(t *testing.T) { keptAnswers(t, openNeo4j(t, server)) })
				t.Run("retries", func(t *testing.T) {
					old := openNeo4j(t, server)
					if err := errors.Join(old.Drop(t.Context(), sample.Workspace), old.Close()); err != nil {
						t.Fatal(err)
					}
					retries(t, func() engine.Store { return openNeo4j(t, server) })
				})
			}
			for _, set := range map[neo4jtest.Version][]string{
				neo4jtest.V5: {"adventureworks"}, neo4jtest.V2026: {"uk-dfid"},
			}[v] {
				t.Run(set, func(t *testing.T) { alikeImported(t, server, set) })
			}
		})
	}
}

func alikeSample(t *testing.T, server *neo4jtest.Server) {
	text, err := os.ReadFile("../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	tw := newTwins(t, server, sample.Workspace)
	tw.edit(sample.Workspace, func(d *draft.Draft) error { return sample.Company(d, base) })
	for _, m := range regexp.MustCompile("(?s)```graphql\n(.*?)```").FindAllSubmatch(text, -1) {
		if doc := string(m[1]); !strings.HasPrefix(doc, "subscription") {
			tw.answer(doc, nil)
		}
	}
	s, err := tw.engs[1].Snapshot(t.Context(), sample.Workspace)
	if err != nil {
		t.Fatal(err)
	}
	tw.everythingOf(s, 5)
	people := append(idsOf(s, graph.NodePerson, 3), "p-pekka-niemi", "p-marta-keller", "p-ben-okafor")
	tw.reports(idsOf(s, graph.NodeAccount, 10), people, base.String(), "2026-05-01")
	tw.history(s.Revision())
	t.Logf("%d questions, %d bytes", tw.asked, tw.bytes)
}

func alikeImported(t *testing.T, server *neo4jtest.Server, set string) {
	root := os.Getenv("KITH_CORPUS")
	if root == "" {
		t.Skip("NOT RUN: KITH_CORPUS unset")
	}
	files, err := importer.Files(filepath.Join(root, set))
	if err != nil {
		t.Fatal(err)
	}
	ws := graph.Workspace(set)
	tw := newTwins(t, server, ws)
	s := tw.edit(ws, func(d *draft.Draft) error {
		if _, err := importer.Plan(t.Context(), d, files, importer.Options{Source: "corpus", AsOf: base, AcceptGoodRows: true}); err != nil {
			return err
		}
		org := d.Nodes(graph.NodeOrganization)[0]
		a := d.Add(graph.Account{Name: "The first of them", Relation: graph.RelationPartner})
		d.Add(graph.For{Edge: graph.Edge{Src: a, Dst: org}})
		return nil
	})
	tw.everythingOf(s, 3)
	tw.reports(idsOf(s, graph.NodeAccount, 3), idsOf(s, graph.NodePerson, 3), base.String())
	tw.history(s.Revision())
	t.Logf("%d questions, %d bytes", tw.asked, tw.bytes)
}
