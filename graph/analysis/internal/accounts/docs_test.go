package accounts

import (
	"fmt"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis/internal/doctest"
	"github.com/kithgraph/kith/graph/analysis/say"
)

// TestDocumentedTables holds the tables of policies, stances and functions against
// the code.
func TestDocumentedTables(t *testing.T) {
	d := doctest.Read(t, "../../../..")

	var stances [][]string
	for _, s := range graph.Stances() {
		row := []string{"`" + string(s) + "`", doctest.Decimal(s.Info().Worth)}
		if s.Info().Worth == 0 {
			row[1] = "never asked"
		}
		stances = append(stances, row)
	}
	d.Hold(t, "| stance of who introduces | factor |", 1, stances)

	var policies [][]string
	for _, tier := range []graph.Tier{graph.TierStrategic, graph.TierKey, graph.TierStandard} {
		p := defaultPolicy(tier)
		around := "–"
		if p.Neighbourhood > 0 {
			around = fmt.Sprintf("%.0f %%", 100*p.Neighbourhood)
		}
		policies = append(policies, []string{strings.ToLower(string(tier)), fmt.Sprint(p.DeciderDepth), fmt.Sprint(p.InfluencerDepth), around,
			fmt.Sprint(p.CadenceDays), fmt.Sprint(p.CadenceMaximum), fmt.Sprint(p.CounterpartGap)})
	}
	d.Hold(t, "| tier | depth of deciders | of influencers and gatekeepers | neighbourhood | cadence, days | longest, days | gap of levels |", 1, policies)

	var neighbours [][]string
	for _, f := range graph.Functions() {
		var near []string
		for _, g := range graph.Functions() {
			if f.Adjacent(g) {
				near = append(near, say.Function(g))
			}
		}
		neighbours = append(neighbours, []string{say.Function(f), strings.Join(near, ", ")})
	}
	d.Hold(t, "| function | neighbours |", 1, neighbours)
}
