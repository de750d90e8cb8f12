package resolvers_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/internal/sample"
	"github.com/kithgraph/kith/resolvers"
)

// BenchmarkChart asks for the whole chart of an account, as a page that draws it
// does: of a handler that was asked before, of one that was not, and for what has
// changed after an edit of one seat. It also says how many bytes the answer has when
// compressed.
func BenchmarkChart(b *testing.B) {
	for _, seats := range []int{2_000, 10_000} {
		b.Run(fmt.Sprintf("seats=%dk", seats/1000), func(b *testing.B) {
			eng := benchSpace(b, seats)
			edit := func(do func(d *draft.Draft) error) graph.Revision {
				r, err := eng.Update(b.Context(), sample.Workspace, "bench", "", do)
				if err != nil {
					b.Fatal(err)
				}
				return r.Snapshot.Revision()
			}
			var seat graph.ID
			edit(func(d *draft.Draft) error {
				d.Add(graph.Organization{Node: graph.Node{ID: "group"}, Name: "Group", Kind: graph.OrgCompany})
				d.Add(graph.Account{Node: graph.Node{ID: "a-group"}, Name: "Group"})
				d.Add(graph.For{Edge: graph.Edge{ID: "for-group", Src: "a-group", Dst: "group"}})
				for _, n := range d.Base().Nodes(graph.NodeAccount) {
					org := d.Out(d.Base().NodeID(n), graph.EdgeFor)[0].Dst
					d.Add(graph.PartOf{Edge: graph.Edge{ID: "part-" + org, Src: org, Dst: "group"}})
					seat = d.In(org, graph.EdgeIn)[3].Src
				}
				return nil
			})
			handler := func() http.Handler {
				return resolvers.NewHandler(eng, resolvers.Options{Workspace: sample.Workspace, Now: func() time.Time { return base.Time() }})
			}
			send := func(h http.Handler, query, encoding string) *httptest.ResponseRecorder {
				body, _ := json.Marshal(map[string]any{"query": query})
				r := httptest.NewRequest("POST", "/graphql", bytes.NewReader(body))
				r.Header.Set("Content-Type", "application/json")
				r.Header.Set("Accept-Encoding", encoding)
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				if w.Header().Get("Content-Encoding") != encoding {
					b.Fatalf("asked for in %q it comes in %q", encoding, w.Header().Get("Content-Encoding"))
				}
				return w
			}
			ask := func(h http.Handler, query string) []byte {
				w := send(h, query, "")
				if w.Code != http.StatusOK || strings.Contains(w.Body.String()[:min(200, w.Body.Len())], `"errors"`) {
					b.Fatalf("%d: %.300s", w.Code, w.Body)
				}
				return w.Body.Bytes()
			}
			measure := func(b *testing.B, h http.Handler, query string) {
				b.ReportMetric(float64(len(ask(h, query))), "bytes")
				for _, encoding := range []string{"gzip", "zstd"} {
					b.ReportMetric(float64(send(h, query, encoding).Body.Len()), encoding+"-bytes")
				}
			}
			whole := `{ view { chart(of: {accountId: "a-group"}) { seats(first: 10000) { nodes { ` + chartSeat + ` } } lines(kinds: [ALSO_REPORTS, ASSISTS, INFLUENCES, CONFLICT], first: 5000) { nodes { ` + chartLine + ` } } ` + chartRest + ` } } }`
			b.Run("again", func(b *testing.B) {
				h := handler()
				ask(h, whole)
				b.ReportAllocs()
				for b.Loop() {
					ask(h, whole)
				}
				measure(b, h, whole)
			})
			for _, encoding := range []string{"gzip", "zstd"} {
				b.Run("again, in "+encoding, func(b *testing.B) {
					h := handler()
					ask(h, whole)
					b.ReportAllocs()
					for b.Loop() {
						send(h, whole, encoding)
					}
				})
			}
			b.Run("first", func(b *testing.B) {
				for b.Loop() {
					ask(handler(), whole)
				}
			})
			b.Run("changed", func(b *testing.B) {
				h := handler()
				query := ""
				for i := 0; b.Loop(); i++ {
					b.StopTimer()
					rev := edit(func(d *draft.Draft) error {
						return draft.Edit(d, seat, func(p *graph.Position) { p.Title = fmt.Sprint("Title ", i) })
					}) - 1
					b.StartTimer()
					query = fmt.Sprintf(`{ view { chart(of: {accountId: "a-group"}) { changes(since: "%d") { seats { %s } removedSeatIds removedLineIds removedMemberIds removedFindingIds lines { %s } %s } } } }`, rev, chartSeat, chartLine, chartRest)
					ask(h, query)
				}
				measure(b, h, query)
			})
		})
	}
}
