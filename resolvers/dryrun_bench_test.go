package resolvers_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/internal/sample"
	"github.com/kithgraph/kith/resolvers"
)

// BenchmarkDryRun tries reporting lines in an account of 10,000 seats, as somebody does
// who drags a seat over the chart: what would change and whether it may, and with the
// findings of all accounts. It also says how long the slowest of a hundred takes.
func BenchmarkDryRun(b *testing.B) {
	eng := benchSpace(b, 10_000)
	var seats []graph.ID
	if _, err := eng.Update(b.Context(), sample.Workspace, "bench", "", func(d *draft.Draft) error {
		d.Add(graph.Organization{Node: graph.Node{ID: "group"}, Name: "Group", Kind: graph.OrgCompany})
		d.Add(graph.Account{Node: graph.Node{ID: "a-group"}, Name: "Group"})
		d.Add(graph.For{Edge: graph.Edge{ID: "for-group", Src: "a-group", Dst: "group"}})
		for _, n := range d.Base().Nodes(graph.NodeAccount) {
			org := d.Out(d.Base().NodeID(n), graph.EdgeFor)[0].Dst
			d.Add(graph.PartOf{Edge: graph.Edge{ID: "part-" + org, Src: org, Dst: "group"}})
			for _, e := range d.In(org, graph.EdgeIn) {
				seats = append(seats, e.Src)
			}
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	h := resolvers.NewHandler(eng, resolvers.Options{Workspace: sample.Workspace, Now: func() time.Time { return base.Time() }})
	for name, selection := range map[string]string{
		"changes":  `refusals { code rule message } changes { totalCount nodes { factId kind action properties { name before after } } }`,
		"findings": `refusals { code rule } findings { accountId appeared { findingId rule sentence } gone { findingId rule } }`,
	} {
		b.Run(name, func(b *testing.B) {
			try := func(i int) {
				body, _ := json.Marshal(map[string]any{"query": fmt.Sprintf(`mutation { reportTo(input: {positionId: %q, managerId: %q}, options: {dryRun: true}) { %s } }`, seats[(7*i)%len(seats)], seats[(13*i+1)%len(seats)], selection)})
				r := httptest.NewRequest("POST", "/graphql", bytes.NewReader(body))
				r.Header.Set("Content-Type", "application/json")
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				if strings.Contains(w.Body.String(), `"errors"`) {
					b.Fatalf("%d: %.300s", w.Code, w.Body)
				}
			}
			start := time.Now()
			try(0)
			b.Logf("the first of all took %v", time.Since(start).Round(time.Millisecond))
			var times []time.Duration
			for i := 1; b.Loop(); i++ {
				start := time.Now()
				try(i)
				times = append(times, time.Since(start))
			}
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "p99-ms")
		})
	}
}
