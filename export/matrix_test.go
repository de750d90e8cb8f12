package export_test

import (
	"strings"
	"testing"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/graph"
)

func TestMatrix(t *testing.T) {
	c := readOrg(t, `
Ada | Chief | CHAMPION AK:CLOSE AK=
  Bob | Finance | key
  Cid | Sales | AK:WORKING EV:MET
  - | Vacant
`)
	for i, level := range []int{5, 4, 4, 4} {
		c.Cards[i].Level = level
	}
	c.Cards[2].Holders[0].KnownBy[1].Band = graph.BandAcquainted
	r := render(t, c, export.Options{Diagram: export.DiagramMatrix})
	svg := string(r.SVG)
	checkSVG(t, r.SVG, false)
	checkText(t, r.SVG)
	for _, want := range []string{
		"Chief executive: 1 of 1 known. Executive board: 1 of 2 known.", // the vacant seat counts nowhere
		">Vacant</text>", // in a row of its own
		">Chief executive</text>", ">Executive board</text>", ">1 of 2 known</text>", ">no contact</text>",
		"<title>Member AK. Knows 2 of them.</title>", "<title>Member EV. Knows 1 of them.</title>",
		"<title>Ada, Chief. Champion. Known by AK (close). Paired with AK.</title>",
	} {
		if !strings.Contains(svg, want) {
			t.Errorf("no %q", want)
		}
	}
	if strings.Contains(svg, ">Staff</text>") {
		t.Error("a level without anybody has a heading")
	}
	if r.Collapsed != 0 || r.Seats != 4 || len(r.Warnings) > 0 {
		t.Errorf("%d collapsed of %d seats, warnings %q; want none of 4", r.Collapsed, r.Seats, r.Warnings)
	}
}

// TestMatrixLaws holds, on every page and for every size, that each person and each vacant
// seat has a row or is counted, that rows do not overlap, and that text stays inside.
func TestMatrixLaws(t *testing.T) {
	for _, n := range []int{0, 1, 7, 60, 300, 1500} {
		for _, team := range []int{0, 1, 5, 90} {
			c := randomChart(uint64(n+team), n)
			c.Team = c.Team[:min(team, 5)]
			for i := 5; i < team; i++ {
				c.Team = append(c.Team, export.Member{ID: strings.Repeat("m", i), Name: "Maximilian Member"})
			}
			for i := range c.Cards {
				c.Cards[i].Level = (i*i + 3*i) % 7
			}
			pages := export.Pages()
			if n > 300 {
				pages = []export.Page{export.PageSlide, export.PageNatural}
			}
			for _, page := range pages {
				r := render(t, c, export.Options{Diagram: export.DiagramMatrix, Page: page})
				checkSVG(t, r.SVG, false)
				checkText(t, r.SVG)
				rows, _ := rowsOf(t, r.SVG)
				theirs := rows[:0]
				for _, row := range rows {
					if row.XMLName.Local == "rect" {
						theirs = append(theirs, row)
					}
				}
				if len(theirs)+r.Collapsed != n {
					t.Errorf("%d people, team of %d, %s: %d rows and %d collapsed, want %d", n, team, page, len(theirs), r.Collapsed, n)
				}
				if team == 90 != (len(r.Warnings) > 0) {
					t.Errorf("team of %d, %s: warnings %q", team, page, r.Warnings)
				}
				if page == export.PageNatural && r.Collapsed > 0 {
					t.Errorf("%d are collapsed on a natural page", r.Collapsed)
				}
				checkApart(t, theirs)
			}
		}
	}
}

// checkApart fails when two boxes overlap.
func checkApart(t *testing.T, boxes []element) {
	t.Helper()
	var cards []export.PlacedCard
	for _, b := range boxes {
		cards = append(cards, export.PlacedCard{ID: b.Text, X: b.num(t, "x"), Y: b.num(t, "y"), W: b.num(t, "width"), H: b.num(t, "height")})
	}
	if a, b, on := overlapping(cards); on {
		t.Fatalf("rows %+v and %+v overlap", a, b)
	}
}
