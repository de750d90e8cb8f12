package export_test

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/kithgraph/kith/export"
)

// TestLayers holds that lines of a kind that is left out are drawn in no diagram and are
// in no legend, and that an unknown kind is refused.
func TestLayers(t *testing.T) {
	c := readOrg(t, "A\n  B\n  C\n  D\n")
	for i, kind := range []export.LinkKind{export.LinkAlsoReports, export.LinkInfluences, export.LinkConflict, export.LinkKnows} {
		c.Links = append(c.Links, export.Link{From: c.Cards[1].ID, To: c.Cards[2+i%2].ID, Kind: kind})
	}
	words := map[export.LinkKind]string{export.LinkAlsoReports: "also reports to", export.LinkInfluences: "influences", export.LinkConflict: "conflict", export.LinkKnows: "knows"}
	for _, d := range []export.Diagram{export.DiagramTree, export.DiagramNetwork} {
		for kind, word := range words {
			if d == export.DiagramNetwork && kind != export.LinkInfluences && kind != export.LinkConflict {
				continue // it never draws these
			}
			with := string(render(t, c, export.Options{Diagram: d, Layers: []export.LinkKind{kind}}).SVG)
			if !strings.Contains(with, ">"+word) {
				t.Errorf("%s with %s alone has no %q in its legend", d, kind, word)
			}
			for other, no := range words {
				if other != kind && strings.Contains(with, ">"+no) {
					t.Errorf("%s with %s alone has %q in its legend", d, kind, no)
				}
			}
		}
		none := render(t, c, export.Options{Diagram: d, Layers: []export.LinkKind{}})
		for _, word := range words {
			if strings.Contains(string(none.SVG), ">"+word) {
				t.Errorf("%s without layers has %q in its legend", d, word)
			}
		}
		if d == export.DiagramNetwork && none.Nothing == "" {
			t.Error("a NETWORK without lines does not say that there is nothing to be seen")
		}
		if strings.Contains(none.Nothing, "recorded") {
			t.Errorf("%s without layers speaks of what is recorded: %q", d, none.Nothing)
		}
	}
	if _, err := export.Render(t.Context(), c, export.Options{Layers: []export.LinkKind{"ROUND"}}); err == nil || !strings.Contains(err.Error(), `layer "ROUND" is none of`) {
		t.Errorf("an unknown layer: %v", err)
	}
}

// TestThinnedLines holds which lines stay when a page has not room for all: conflicts, then
// second managers, then influence by weight, and who knows whom last; and that the rest is
// counted.
func TestThinnedLines(t *testing.T) {
	c := readOrg(t, "A\n"+strings.Repeat("  B\n", 30))
	add := func(n int, kind export.LinkKind, weight func(i int) float64) {
		for i := range n {
			from, to := 1+i%30, 1+(i%30+1+i/30)%30
			c.Links = append(c.Links, export.Link{From: c.Cards[from].ID, To: c.Cards[to].ID, Kind: kind, Weight: weight(i)})
		}
	}
	zero := func(int) float64 { return 0 }
	add(40, export.LinkKnows, zero)
	add(50, export.LinkInfluences, func(i int) float64 { return float64(1+i) / 50 })
	add(10, export.LinkConflict, zero)
	add(5, export.LinkAlsoReports, zero)
	r := render(t, c, export.Options{}) // a slide: 40 cards, 60 lines
	if want := "45 lines are not drawn: a picture of this size holds 60"; !strings.Contains(strings.Join(r.Warnings, "|"), want) {
		t.Errorf("warnings %q, want %q", r.Warnings, want)
	}
	for _, want := range []string{"45 influence lines", "10 conflicts", "5 second"} {
		if !strings.Contains(string(r.SVG), want) {
			t.Errorf("the description has no %q: %.600s", want, r.SVG)
		}
	}
	if strings.Contains(string(r.SVG), "acquaintance") {
		t.Error("who knows whom is drawn before who influences whom")
	}
}

// TestManyMoves holds that a dozen moves are drawn as lines, and more are said on the cards.
func TestManyMoves(t *testing.T) {
	for _, n := range []int{12, 13} {
		text := "Old\n"
		for i := range n {
			text += fmt.Sprintf("  P%d\n", i)
		}
		before := readOrg(t, text+"New\n")
		after := readOrg(t, text+"New\n")
		for _, c := range []*export.Chart{&before, &after} {
			for i := range c.Cards {
				if len(c.Cards[i].Holders) > 0 {
					c.Cards[i].Holders[0].Person = c.Cards[i].Holders[0].Name
				}
			}
		}
		for i := range after.Cards {
			if after.Cards[i].Parent == after.Cards[0].ID {
				after.Cards[i].Parent = after.Cards[len(after.Cards)-1].ID
			}
		}
		r := render(t, export.Diff(before, after), export.Options{Diagram: export.DiagramDiff, Page: export.PageA1})
		drawn := strings.Contains(string(r.SVG), ">moved from")
		said := strings.Count(string(r.SVG), "was under Old")
		if drawn != (n <= 12) || said < n {
			t.Errorf("%d moves: lines drawn %v, said %d times; warnings %q", n, drawn, said, r.Warnings)
		}
	}
}

// TestNothingHasRoom holds that what a picture says where there is nothing to be seen stands
// clear of the rules above and below it.
func TestNothingHasRoom(t *testing.T) {
	rule := regexp.MustCompile(`<path d="M[0-9.]+ ([0-9.]+)H[0-9.]+"`)
	for _, d := range export.Diagrams() {
		for _, page := range export.Pages() {
			r := render(t, export.Chart{Title: "A"}, export.Options{Diagram: d, Page: page})
			said := regexp.MustCompile(`<text x="[0-9.]+" y="([0-9.]+)" font-size="([0-9.]+)"[^>]*>` + regexp.QuoteMeta(r.Nothing) + `</text>`).FindSubmatch(r.SVG)
			if r.Nothing == "" || said == nil {
				t.Errorf("%s on %s does not say that there is nothing to be seen", d, page)
				continue
			}
			y, _ := strconv.ParseFloat(string(said[1]), 64)
			size, _ := strconv.ParseFloat(string(said[2]), 64)
			for _, m := range rule.FindAllSubmatch(r.SVG, -1) {
				at, _ := strconv.ParseFloat(string(m[1]), 64)
				if at > y-1.5*size && at < y+0.5*size {
					t.Errorf("%s on %s: the sentence at %v, of size %v, stands at the rule at %v", d, page, y, size, at)
				}
			}
		}
	}
}

// TestOwnTitleAndFootnote holds that both stand in the picture, as text.
func TestOwnTitleAndFootnote(t *testing.T) {
	r := render(t, readOrg(t, "A\n"), export.Options{Title: "Renewal <2027>", Footnote: "Confidential & ours"})
	for _, want := range []string{"Renewal &lt;2027&gt;", "Confidential &amp; ours"} {
		if !strings.Contains(string(r.SVG), want) {
			t.Errorf("no %q", want)
		}
	}
}
