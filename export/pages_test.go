package export_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/graph"
)

// pagesOf draws a chart on pages.
func pagesOf(t testing.TB, c export.Chart, o export.Options) []export.Result {
	t.Helper()
	var out []export.Result
	for r, err := range export.RenderPages(context.Background(), c, o) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

// TestRenderPages holds that cross-references lead to the pages they name, in
// both directions, and that a page is comfortable to read.
func TestRenderPages(t *testing.T) {
	c := randomChart(7, 400)
	for _, o := range []export.Options{{}, {Page: export.PageA3, Profile: export.ProfileWeb, IDPrefix: "book"}, {MaxCards: 12}} {
		pages := pagesOf(t, c, o)
		for k, r := range pages {
			checkSVG(t, r.SVG, o.Profile == export.ProfileWeb)
			checkText(t, r.SVG)
			if r.Number != k+1 || r.Of != len(pages) || r.Diagram != export.DiagramTree {
				t.Fatalf("page %d is %s number %d of %d, want TREE %d of %d", k, r.Diagram, r.Number, r.Of, k+1, len(pages))
			}
			if o.IDPrefix != "" && !strings.Contains(string(r.SVG), fmt.Sprintf(`id="book-%d-t"`, k+1)) {
				t.Errorf("page %d has ids of another", k+1)
			}
			if o.MaxCards == 0 && o.Page == export.PageA3 && r.MinTextPt < 4.5 {
				t.Errorf("page %d has text of %.1f pt", k+1, r.MinTextPt)
			}
		}
	}
	charts := export.Split(c, 40)
	for k, page := range charts {
		for _, card := range page.Cards {
			if card.CollapsedOn != "" {
				first, last := 0, 0
				if n, _ := fmt.Sscanf(card.CollapsedOn, "p. %d–%d", &first, &last); n == 1 {
					last = first
				}
				found := 0
				for at := first; at <= last; at++ {
					for _, there := range charts[at-1].Cards {
						if there.ID == card.ID && there.ContinuedFrom == fmt.Sprintf("p. %d", k+1) {
							found++
						}
					}
				}
				if found != last-first+1 {
					t.Errorf("%s on page %d is collapsed on %s, and stands on %d of them", card.ID, k+1, card.CollapsedOn, found)
				}
			}
		}
	}
}

// TestPagesAreReadable holds, for charts that have no room by their form, that pages are
// made until names have 7 points or a page has not more than eight cards, and that everybody
// is on one; a number that is asked for is kept.
func TestPagesAreReadable(t *testing.T) {
	chain := ""
	for i := range 40 {
		chain += strings.Repeat("  ", i) + fmt.Sprintf("Ana Bert %d | Head\n", i)
	}
	for name, c := range map[string]export.Chart{"chain": readOrg(t, chain), "star": readOrg(t, "Boss\n"+strings.Repeat("  Ana\n", 300)), "random": randomChart(5, 600)} {
		pages := pagesOf(t, c, export.Options{})
		seen := map[string]bool{}
		for k, r := range pages {
			cards := regexp.MustCompile(`<g id="kith-c\d+"[^>]*><title>([^<.]*)`).FindAllSubmatch(r.SVG, -1)
			if r.MinTextPt < 7 && len(cards) > 8 {
				t.Errorf("%s: page %d of %d has names of %.1f pt and %d cards", name, k+1, len(pages), r.MinTextPt, len(cards))
			}
			for _, m := range cards {
				seen[string(m[1])] = true
			}
		}
		for i := range c.Cards {
			if h := c.Cards[i].Holders; name == "chain" && len(h) > 0 && !seen[h[0].Name+", Head"] {
				t.Errorf("%s is on no page", h[0].Name)
			}
		}
		if name == "chain" {
			if asked := pagesOf(t, c, export.Options{MaxCards: 40}); len(asked) != 1 || len(pages) < 3 {
				t.Errorf("a chain of 40 takes %d pages, and %d when 40 cards a page are asked for; want 3 or more, and 1", len(pages), len(asked))
			}
		}
	}
}

func TestRenderPagesRefuses(t *testing.T) {
	for r, err := range export.RenderPages(context.Background(), meridian(t), export.Options{Diagram: export.DiagramPair}) {
		if !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("PAIR on pages: %+v, %v", r, err)
		}
	}
	for _, err := range export.RenderPages(context.Background(), export.Chart{Cards: []export.Card{{}}}, export.Options{}) {
		if !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("a card without an id: %v", err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	seen := 0
	for _, err := range export.RenderPages(ctx, randomChart(1, 300), export.Options{}) {
		if seen++; seen == 2 && !errors.Is(err, context.Canceled) {
			t.Errorf("second page after a cancellation: %v", err)
		}
		cancel()
	}
	if seen != 2 {
		t.Errorf("%d pages, want one and an error", seen)
	}
	for range export.RenderPages(context.Background(), randomChart(1, 300), export.Options{}) {
		break // a reader may stop
	}
}
