package export

import (
	"context"
	"fmt"
	"iter"
)

// RenderPages draws the chart as a TREE on as many pages as it needs to be
// comfortable to read: [Split] into pages of Options.MaxCards cards, by default
// [CardBudget] of the page, and each drawn by [Render]. A part that has no room
// is named by its page ("+37 · p. 4"), and its head there by the page it comes
// from ("from p. 1"). Options.Diagram must be TREE or empty. The pages come one at
// a time, so that a large organisation needs no more memory than a page; the
// first error ends them. With an IDPrefix, that of page n is IDPrefix-n. Cost:
// that of Split, and of Render for each page.
func RenderPages(ctx context.Context, chart Chart, opt Options) iter.Seq2[Result, error] {
	return func(yield func(Result, error) bool) {
		pages, opt, err := splitPages(&chart, opt)
		if err != nil {
			yield(Result{}, err)
			return
		}
		prefix := opt.IDPrefix
		for k, page := range pages {
			if prefix != "" {
				opt.IDPrefix = fmt.Sprintf("%s-%d", prefix, k+1)
			}
			r, err := Render(ctx, page, opt)
			r.Number, r.Of = k+1, len(pages)
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// splitPages checks what Render would check, and splits the chart.
func splitPages(chart *Chart, opt Options) ([]Chart, Options, error) {
	full, err := opt.withDefaults()
	if err != nil {
		return nil, opt, err
	}
	if full.Diagram != DiagramTree {
		return nil, opt, invalidOption("diagram %s has no pages: ask for TREE", full.Diagram)
	}
	if err := chart.check(); err != nil {
		return nil, opt, err
	}
	most := CardBudget(full.Page)
	if opt.MaxCards > 0 {
		most = min(opt.MaxCards, DefaultMaxCards)
	}
	opt.MaxCards = DefaultMaxCards // a page is never an overview
	c := *chart
	if opt.Redacted {
		c = Redact(c)
	}
	return Split(c, most), opt, nil
}
