package export_test

import (
	"context"
	"errors"
	"fmt"
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
