package export

import (
	"context"
	"fmt"
	"iter"
)

// RenderPages draws the chart as a TREE on as many pages as it needs to be
// comfortable to read: pages of Options.MaxCards cards, by default
// of [CardBudget] of the page and of fewer where names would come out smaller than 7
// points, and each drawn by [Render]. A part that has no room
// is named by its page ("+37 · p. 4"), and its head there by the page it comes
// from ("from p. 1"). Options.Diagram must be TREE or empty. The pages come one at
// a time, so that a large organisation needs no more memory than a page; the
// first error ends them. With an IDPrefix, that of page n is IDPrefix-n. Cost:
// that of splitting the chart, O(n log n), of Render for each page, and of [Place] for
// each, several times where it is not comfortable at first.
func RenderPages(ctx context.Context, chart Chart, opt Options) iter.Seq2[Result, error] {
	return func(yield func(Result, error) bool) {
		pages, opt, err := splitPages(ctx, &chart, opt)
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

// readableText is the size in points of the smallest name on a page that is comfortable to
// read, where it can be had.
const readableText = 7

// splitPages checks what Render would check, and splits the chart.
func splitPages(ctx context.Context, chart *Chart, opt Options) ([]Chart, Options, error) {
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
	most, asked := CardBudget(full.Page), opt.MaxCards > 0
	if asked {
		most = min(opt.MaxCards, DefaultMaxCards)
	}
	opt.MaxCards = DefaultMaxCards // a page is never an overview
	c := *chart
	if opt.Redacted {
		c = Redact(c)
	}
	readable := func(*Chart) bool { return true }
	if !asked {
		readable = func(page *Chart) bool {
			p, err := newPainter(page, opt)
			if err != nil {
				return true // the page itself says so
			}
			pic, err := p.compose(ctx)
			return err != nil || minTextPt(pic.scale) >= readableText
		}
	}
	return split(c, most, readable), opt, nil
}
