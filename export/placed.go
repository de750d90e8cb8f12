package export

import (
	"context"
)

// Placed is a TREE, OVERVIEW, FOCUS or DIFF with a place for everything, in pixels at
// natural size from the top left corner, for those who draw it themselves.
type Placed struct {
	Diagram       Diagram
	Width, Height float64
	Scale         float64      // at which Render would draw it on the page
	Cards         []PlacedCard // in reading order: managers before their reports
	Wires         []string     // SVG path data of the solid reporting lines, the upper ones first
	Links         []PlacedLink // the other lines, without those that cannot be drawn
	Parked        int          // the last so many cards have no known manager
	ParkY         float64      // top of their strip
	Warnings      []string     // as in [Result]
}

// PlacedCard is the box of a card.
type PlacedCard struct {
	ID         string
	X, Y, W, H float64
	Mark       bool   // a small mark of an overview instead of a card
	Depth      int    // 0 at the top
	Below      int    // cards below it
	Label      string // the card in words, for a screen reader
}

// PlacedLink is a link with the line it takes.
type PlacedLink struct {
	Link
	Path  string  // SVG path data, from From to To
	Width float64 // of the line
}

// Place lays out the chart as [Render] does, without drawing it. It refuses
// what Render refuses, PAIR, MATRIX and NETWORK, which have no places of this form.
// Options.Profile and IDPrefix are not used. Cost: below that of Render.
func Place(ctx context.Context, chart Chart, opt Options) (Placed, error) {
	p, err := newPainter(&chart, opt)
	if err != nil {
		return Placed{}, err
	}
	switch p.opt.Diagram {
	case DiagramPair, DiagramMatrix, DiagramNetwork:
		return Placed{}, invalidOption("diagram %s cannot be placed: ask for TREE, OVERVIEW, FOCUS or DIFF", p.opt.Diagram)
	}
	pic, err := p.compose(ctx)
	if err != nil {
		return Placed{}, err
	}
	out := Placed{
		Diagram: p.opt.Diagram,
		Width:   pixels(pic.w), Height: pixels(pic.h), Scale: float64(pic.scale) / 10000,
		Parked: len(pic.parked), Warnings: p.result.Warnings,
	}
	if pic.park >= 0 {
		out.ParkY = pixels(pic.park)
	}
	for _, i := range pic.order {
		n := &pic.nodes[i]
		k := &p.chart.Cards[i]
		out.Cards = append(out.Cards, PlacedCard{
			ID: k.ID, X: pixels(n.x), Y: pixels(n.y), W: pixels(n.w), H: pixels(n.h),
			Mark: n.mark, Depth: n.depth, Below: n.below, Label: p.team.sentence(k),
		})
	}
	for k := len(pic.wires) - 1; k >= 0; k-- {
		out.Wires = append(out.Wires, pic.wires[k].path())
	}
	for _, r := range pic.links {
		var d pathData
		d.rounded(r.points)
		out.Links = append(out.Links, PlacedLink{r.Link, d.String(), pixels(r.width())})
	}
	return out, nil
}

func pixels(tenths int) float64 { return float64(tenths) / 10 }
