package resolvers_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/sample"
	"github.com/kithgraph/kith/resolvers"
)

// benchSpace returns an engine that holds so many people in memory.
func benchSpace(b *testing.B, people int) *engine.Engine {
	b.Helper()
	elements := slices.Collect(sample.Elements(sample.Size{People: people, Interactions: 3}, base))
	slices.SortStableFunc(elements, func(x, y graph.Element) int {
		switch {
		case x.IsEdge() == y.IsEdge():
			return 0
		case y.IsEdge():
			return -1
		}
		return 1
	})
	st := engine.Mem()
	rev := graph.Revision(0)
	for part := range slices.Chunk(elements, graph.MaxChanges) {
		c := graph.Commit{Revision: rev + 1, ID: fmt.Sprint("fill-", rev), At: base.Time(), Actor: "bench"}
		for i := range part {
			c.Changes = append(c.Changes, graph.Change{ID: part[i].ID, After: &part[i]})
		}
		var err error
		if rev, err = st.Apply(context.Background(), sample.Workspace, rev, c); err != nil {
			b.Fatal(err)
		}
	}
	eng := engine.New(st, engine.Options{Now: func() time.Time { return base.Time() }})
	b.Cleanup(func() { eng.Close() })
	return eng
}

// BenchmarkKept asks the API three questions: of a handler that keeps nothing yet,
// of one that was asked before, and of that one after a commit that touches what
// the answer read and after one that does not. The commits are not timed. What is
// asked for is what a client shows in a list.
func BenchmarkKept(b *testing.B) {
	for _, people := range []int{10_000, 100_000} {
		b.Run(fmt.Sprintf("people=%dk", people/1000), func(b *testing.B) {
			eng := benchSpace(b, people)
			s, err := eng.Snapshot(b.Context(), sample.Workspace)
			if err != nil {
				b.Fatal(err)
			}
			accounts, persons := s.Nodes(graph.NodeAccount), s.Nodes(graph.NodePerson)
			account := s.NodeID(accounts[len(accounts)/2])
			cover, err := find.Coverage(view.On(s, base), analysis.CoverageQuery{Account: account})
			if err != nil {
				b.Fatal(err)
			}
			ours, here := s.NodeID(persons[0]), cover.People[0].Person
			far, away := s.NodeID(persons[len(persons)-1]), s.NodeID(persons[len(persons)-2])
			n := 0
			meet := func(from, to graph.ID) {
				n++
				_, err := eng.Update(b.Context(), sample.Workspace, "bench", "", func(d *draft.Draft) error {
					d.Add(graph.Knows{Edge: graph.Edge{ID: graph.ID(fmt.Sprint("met-", n)), Src: from, Dst: to, From: base}, Level: graph.TieMet})
					return nil
				})
				if err != nil {
					b.Fatal(err)
				}
			}
			handler := func() http.Handler {
				return resolvers.NewHandler(eng, resolvers.Options{Workspace: sample.Workspace, Now: func() time.Time { return base.Time() }})
			}
			for _, q := range []struct{ name, field string }{
				{"coverage", `coverage(accountId: $a) { cells { level } findings { rule severity sentence subjects { id } } }`},
				{"single points", `singlePoints(accountId: $a) { findings { rule severity sentence subjects { id } } }`},
				{"introductions", `introductions(targetId: $p, limit: 10) { introductions { sentence ask { id } } }`},
			} {
				arg := "$a"
				if q.name == "introductions" {
					arg = "$p"
				}
				body, _ := json.Marshal(map[string]any{
					"query":     "query(" + arg + ": ID!) { view { " + q.field + " } }",
					"variables": map[string]any{"a": account, "p": here},
				})
				ask := func(site http.Handler) {
					req := httptest.NewRequest(http.MethodPost, "http://localhost/graphql", strings.NewReader(string(body)))
					req.Header.Set("Content-Type", "application/json")
					w := httptest.NewRecorder()
					if site.ServeHTTP(w, req); w.Code != http.StatusOK || strings.Contains(w.Body.String(), `"errors"`) {
						b.Fatalf("%s: %d %.300s", q.name, w.Code, w.Body)
					}
				}
				site := handler()
				for _, c := range []struct {
					name   string
					before func()
				}{
					{"first", func() { site = handler() }},
					{"again", func() {}},
					{"elsewhere", func() { meet(far, away) }},
					{"here", func() { meet(ours, here) }},
				} {
					b.Run(q.name+"/"+c.name, func(b *testing.B) {
						ask(site)
						for b.Loop() {
							b.StopTimer()
							c.before()
							b.StartTimer()
							ask(site)
						}
					})
				}
			}
		})
	}
}
