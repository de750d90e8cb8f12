package knows

import (
	"fmt"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis/internal/doctest"
)

// TestDocumentedTables holds the tables of words about ties against the code.
func TestDocumentedTables(t *testing.T) {
	d := doctest.Read(t, "../../../..")

	var channels [][]string
	for _, c := range graph.Channels() {
		row := []string{"`" + string(c) + "`", "no contact", "–"}
		if class, w := Weigh(c); w > 0 {
			row[1], row[2] = doctest.Decimal(w), doctest.Decimal(halfLife[class])
		}
		channels = append(channels, row)
	}
	d.Hold(t, "| channel | weight | half-life, days |", 1, channels)

	var claims [][]string
	for _, l := range []graph.TieLevel{graph.TieNone, graph.TieMet, graph.TieKnows, graph.TieWorksWell, graph.TieTrusted} {
		claims = append(claims, []string{"`" + string(l) + "`", doctest.Decimal(claimed(l))})
	}
	odds := Statement{Level: graph.TieTrusted, conflict: true}
	d.Hold(t, "| claim | strength |", 1, append(claims, []string{"at odds", doctest.Decimal(odds.Worth())}))

	var captures [][]string
	for _, m := range []graph.CaptureMode{graph.CaptureMailbox, graph.CaptureHand, graph.CaptureNone} {
		captures = append(captures, []string{"`" + string(m) + "`", doctest.Decimal(captured(m))})
	}
	d.Hold(t, "| capture | c |", 1, captures)

	var bands [][]string
	for _, b := range graph.Bands() {
		from := map[graph.Band]float64{graph.BandAcquainted: AcquaintedAt, graph.BandWorking: workingAt, graph.BandStrong: strongAt, graph.BandClose: closeAt}[b]
		if BandOf(from) != b {
			t.Errorf("a strength of %v is %s, not %s", from, BandOf(from), b)
		}
		bands = append(bands, []string{"`" + string(b) + "`", doctest.Decimal(from)})
	}
	d.Hold(t, "| band | from | |", 1, bands)

	var shared [][]string
	for _, c := range []struct {
		context context
		name    string
		rate    float64
	}{
		{Managed, "who led them", knowTeam}, {Reported, "who reported to them", knowTeam}, {teamed, "under one manager", knowTeam},
		{inOneUnit, "in one unit", knowUnit}, {inOneFirm, "in one firm of 50", firmRate(50)}, {inOneFirm, "in one firm of 200", firmRate(200)}, {inOneFirm, "in one firm of 1000", firmRate(1000)},
	} {
		know := chance(c.rate, 3)
		shared = append(shared, []string{c.name, doctest.Decimal(introduces(c.context)), fmt.Sprintf("%.2f", know), fmt.Sprintf("%.2f", min(impliedCap, introduces(c.context)*know))})
	}
	d.Hold(t, "| shared for three years | worth | chance that they know each other | handshake |", 1, shared)

}
