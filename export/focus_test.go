package export_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/kithgraph/kith/export"
)

// focusing is two branches of which one is in focus.
const focusing = `
A
  B
    C
      D
      E
    F
  G
    H
    I
X
  Y
`

func TestFocus(t *testing.T) {
	tests := []struct {
		ids  string
		most int
		want string
	}{
		{"C", 20, "A+3 B C* D E F | 2"},       // above, below and beside; G's branch and X are counted
		{"C", 4, "A+3 B+1 C+1* D | 2"},        // reports before peers
		{"C", 3, "A+3 B+1 C+2* | 2"},          //
		{"C H", 6, "A B+1 C+1* D G+1 H* | 2"}, // both with everybody above, then a report
		{"H C", 5, "A B+1 C+2* G+1 H* | 2"},
		{"Y C Y", 8, "A+3 B C* D E F X Y*"},
		{"D C", 3, "A+3 B+1 C+2* | 2"}, // D and those above are more than three
		{"nobody", 3, "A+3 B+4 X+1"},   // as collapsed: the upper levels
	}
	for _, tt := range tests {
		c := readOrg(t, focusing)
		got := focusNames(export.Focus(c, idsOf(t, c, strings.Fields(tt.ids)...), nil, tt.most))
		if got != tt.want {
			t.Errorf("Focus(%s, %d) = %s, want %s", tt.ids, tt.most, got, tt.want)
		}
	}
}

func focusNames(c export.Chart) string {
	var out []string
	for i := range c.Cards {
		s := names(export.Chart{Cards: c.Cards[i : i+1]})
		if c.Cards[i].Marked {
			s += "*"
		}
		out = append(out, s)
	}
	s := strings.Join(out, " ")
	if c.Elsewhere > 0 {
		s += " | " + string(rune('0'+c.Elsewhere))
	}
	return s
}

// TestFocusLaws holds that nobody is lost, that everybody above a card stays,
// and that only people in focus are marked.
func TestFocusLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 200).Draw(t, "n")
		c := randomChart(rapid.Uint64().Draw(t, "seed"), n)
		most := rapid.IntRange(1, 60).Draw(t, "most")
		var ids []string
		for _, i := range rapid.SliceOfN(rapid.IntRange(0, n-1), 0, 8).Draw(t, "focus") {
			ids = append(ids, c.Cards[i].ID)
		}
		f := export.Focus(c, ids, nil, most)
		if len(f.Cards) > most && len(c.Cards) > most {
			t.Fatalf("%d cards, want at most %d", len(f.Cards), most)
		}
		if got, want := f.Count().Seats, c.Count().Seats; got != want {
			t.Fatalf("%d seats, want %d", got, want)
		}
		kept := map[string]bool{}
		for _, k := range f.Cards {
			kept[k.ID] = true
			if k.Marked && len(ids) > 0 && !slices.Contains(ids, k.ID) {
				t.Fatalf("card %s is marked and not in focus", k.ID)
			}
		}
		for _, k := range f.Cards {
			if k.Parent != "" && !kept[k.Parent] {
				t.Fatalf("card %s is kept without its manager %s", k.ID, k.Parent)
			}
		}
	})
}

func TestRenderFocus(t *testing.T) {
	c := meridian(t)
	o := export.Options{Diagram: export.DiagramFocus, Focus: idsOf(t, c, "Gregor Haas", "Farid Rahimi")}
	r := render(t, c, o)
	checkSVG(t, r.SVG, false)
	checkText(t, r.SVG)
	if r.Diagram != export.DiagramFocus || r.Seats != 59 || r.Collapsed == 0 || len(r.Warnings) > 0 {
		t.Errorf("result %s with %d seats, %d collapsed, warnings %q; want FOCUS, 59, some, none", r.Diagram, r.Seats, r.Collapsed, r.Warnings)
	}
	svg := string(r.SVG)
	for _, want := range []string{"Gregor Haas, VP Procurement. Sceptic. Buyer. Gatekeeper. Known by AK (close), JL (working). In focus.", ">in focus</text>", "<title>Ilse van den Berg", "<title>Annika Lindqvist", "<title>Henrike Brandt"} {
		if !strings.Contains(svg, want) {
			t.Errorf("no %q", want)
		}
	}
	if strings.Contains(svg, "<title>Nils Hagen") {
		t.Error("Nils Hagen is far from the focus and not collapsed")
	}
	o.Focus, o.MaxCards = append(o.Focus, "gone", c.Cards[0].ID), 4
	r = render(t, c, o)
	want := "1 of the people in focus is not in the chart|1 of the people in focus has no room: the picture keeps 4 cards"
	if got := strings.Join(r.Warnings, "|"); got != want {
		t.Errorf("warnings %q, want %q", got, want)
	}
}

// idsOf returns the ids of the cards with the given names; "nobody" has none.
func idsOf(t *testing.T, c export.Chart, names ...string) []string {
	t.Helper()
	var out []string
	for _, n := range names {
		if n != "nobody" {
			out = append(out, idOf(t, c, n))
		}
	}
	return out
}
