package export_test

import (
	"encoding/xml"
	"strings"
	"testing"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/graph"
)

// rowsOf returns the boxes of the rows of a PAIR diagram by the start of their
// titles, and the paths of the ties.
func rowsOf(t *testing.T, svg []byte) (rows []element, ties int) {
	t.Helper()
	var root element
	if err := xml.Unmarshal(svg, &root); err != nil {
		t.Fatal(err)
	}
	var visit func(e element)
	visit = func(e element) {
		for _, c := range e.Children {
			switch {
			case c.XMLName.Local == "g" && len(c.Children) > 1 && c.Children[0].XMLName.Local == "title":
				c.Children[1].Text = c.Children[0].Text
				rows = append(rows, c.Children[1])
			case c.XMLName.Local == "path" && c.attr("stroke") == "#00677A" && strings.Contains(c.attr("d"), "C"):
				ties++
			default:
				visit(c)
			}
		}
	}
	visit(root)
	return rows, ties
}

func TestPair(t *testing.T) {
	r := render(t, meridian(t), export.Options{Diagram: export.DiagramPair, Page: export.PageNatural})
	rows, ties := rowsOf(t, r.SVG)
	if len(rows) != 5+59 || r.Collapsed != 0 {
		t.Errorf("%d rows and %d collapsed, want 5 of ours, 59 of theirs, and nobody collapsed", len(rows), r.Collapsed)
	}
	want := 0
	for _, k := range meridian(t).Cards {
		for _, h := range k.Holders {
			want += len(h.KnownBy)
		}
	}
	if ties != want {
		t.Errorf("%d ties drawn, want %d", ties, want)
	}
	for i, a := range rows {
		for _, b := range rows[i+1:] {
			ax, ay, aw, ah := a.num(t, "x"), a.num(t, "y"), a.num(t, "width"), a.num(t, "height")
			bx, by, bw, bh := b.num(t, "x"), b.num(t, "y"), b.num(t, "width"), b.num(t, "height")
			if ax < bx+bw && bx < ax+aw && ay < by+bh && by < ay+ah {
				t.Errorf("rows %q and %q overlap", a.Text, b.Text)
			}
		}
	}
}

// TestPairings holds a pairing to a mark on both ends of its line, that of the relationship
// when there is one.
func TestPairings(t *testing.T) {
	c := readOrg(t, "A | | AK:STRONG AK= EV:WORKING\nB | | key EV= EV= XX=\n")
	c.Cards[1].Holders[0].PairedWith[2] = "nobody of ours"
	svg := string(render(t, c, export.Options{Diagram: export.DiagramPair}).SVG)
	if got := strings.Count(svg, `stroke="#33414F"`); got != 2*2+1 {
		t.Errorf("%d marks, want two on each of two lines and one in the legend", got)
	}
	for _, want := range []string{
		"2 pairings, 2 relationships: 1 strong, 1 working.", ">paired</text>",
		"A. Known by AK (strong), EV (working). Paired with AK.", "B. Key person, known by nobody. Paired with EV.",
		"Member EV. Knows 1 of them.",
	} {
		if !strings.Contains(svg, want) {
			t.Errorf("no %q", want)
		}
	}
}

// TestPairCollapsesOnASlide holds a slide to the people who matter, and the rest
// to a number on the nearest manager.
func TestPairCollapsesOnASlide(t *testing.T) {
	r := render(t, meridian(t), export.Options{Diagram: export.DiagramPair})
	rows, _ := rowsOf(t, r.SVG)
	theirs := len(rows) - 5
	if theirs+r.Collapsed != 59 || r.Seats != 59 {
		t.Errorf("%d rows and %d collapsed of %d, want 59 together", theirs, r.Collapsed, r.Seats)
	}
	if r.MinTextPt < 6 {
		t.Errorf("smallest text %.2f pt, want 6 at least", r.MinTextPt)
	}
	var titles []string
	for _, row := range rows {
		titles = append(titles, row.Text)
	}
	all := strings.Join(titles, "\n")
	for _, who := range []string{"Farid Rahimi", "Johanna Sørensen", "Hugo Marchand", "Henrike Brandt"} {
		if !strings.Contains(all, who) {
			t.Errorf("%s has no row", who)
		}
	}
	if want := "Gregor Haas, VP Procurement. Sceptic. Buyer. Gatekeeper. Known by AK (close), JL (working). 5 people below not shown."; !strings.Contains(all, want) {
		t.Errorf("no row %q in\n%s", want, all)
	}
}

// TestPairOrder holds our rows to the order of those they know: managers
// first, then siblings by the mean row.
func TestPairOrder(t *testing.T) {
	c := readOrg(t, "A | | LO:STRONG\nB | | LO:STRONG\nC | | UP:STRONG\nD | | UP:STRONG\nE | | TOP:MET\n")
	c.Cards[0], c.Cards[2] = c.Cards[2], c.Cards[0] // C, B, A: UP knows the first row and the fourth, LO the second and third
	c.Cards[1], c.Cards[3] = c.Cards[3], c.Cards[1] // C, D, A, B: UP the first two, LO the last two
	c.Team = []export.Member{{ID: "LO", Name: "Low", Parent: "TOP"}, {ID: "UP", Name: "Up", Parent: "TOP"}, {ID: "TOP", Name: "Top"}}
	c.Cards[4].Holders[0].KnownBy = []export.Tie{{Member: "TOP", Band: graph.BandNone}}
	rows, ties := rowsOf(t, render(t, c, export.Options{Diagram: export.DiagramPair}).SVG)
	var got []string
	for _, r := range rows[:3] {
		got = append(got, r.Text)
	}
	want := "Top. Knows 0 of them.|Up. Knows 2 of them.|Low. Knows 2 of them."
	if s := strings.Join(got, "|"); s != want || ties != 4 {
		t.Errorf("our rows %q with %d ties, want %q with 4", s, ties, want)
	}
}

func TestPairEdgeCases(t *testing.T) {
	loop := export.Chart{Team: []export.Member{{ID: "a", Name: "A", Parent: "b"}, {ID: "b", Name: "B", Parent: "a"}}}
	crowd := randomChart(1, 2000)
	nobody := readOrg(t, "A | | key\n")
	for _, tt := range []struct {
		name  string
		chart export.Chart
	}{{"nothing", export.Chart{}}, {"nobody of ours", nobody}, {"our managers in a ring", loop}, {"too many", crowd}} {
		for _, page := range export.Pages() {
			t.Run(tt.name+" on "+string(page), func(t *testing.T) {
				r := render(t, tt.chart, export.Options{Diagram: export.DiagramPair, Page: page})
				checkSVG(t, r.SVG, false)
				checkText(t, r.SVG)
				rows, _ := rowsOf(t, r.SVG)
				if len(rows)-len(tt.chart.Team)+r.Collapsed != len(tt.chart.Cards) {
					t.Errorf("%d rows and %d collapsed, want %d of theirs and %d of ours", len(rows), r.Collapsed, len(tt.chart.Cards), len(tt.chart.Team))
				}
			})
		}
	}
}
