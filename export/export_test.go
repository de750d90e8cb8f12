package export

import "context"

// TextWidth is the width in pixels that the layout gives to a text, for tests.
func TextWidth(s string, size float64, bold bool) float64 {
	return float64(face{int(size*10 + 0.5), bold}.width(s)) / 10
}

// PlacedNetwork is a NETWORK diagram with its places in tenths of a pixel, for
// tests.
type PlacedNetwork struct {
	Network
	NetworkPlaces
	Curved   []bool
	Warnings []string
}

// PlaceNetwork lays out a NETWORK diagram without drawing it, for tests.
func PlaceNetwork(chart Chart, opt Options) (PlacedNetwork, error) {
	opt.Diagram = DiagramNetwork
	p, err := newPainter(&chart, opt)
	if err != nil {
		return PlacedNetwork{}, err
	}
	n := p.networkOf()
	if err := p.placeNetwork(context.Background(), n); err != nil {
		return PlacedNetwork{}, err
	}
	out := PlacedNetwork{NetworkPlaces: n.places, Curved: n.curved, Warnings: p.result.Warnings}
	out.Network.Lines = n.ends
	for _, i := range n.cards {
		out.Network.Boxes = append(out.Network.Boxes, NetworkBox{p.cardWidth, p.cardHeight(&p.chart.Cards[i])})
	}
	return out, nil
}

// Wrap sets a name on lines, in tenths of a pixel, and says how well they hold it, for tests.
func Wrap(s string, first, rest, most int) ([]string, string) {
	lines, how := faceName.wrap(s, first, rest, most)
	return lines, [...]string{"well", "in a word", "cut"}[how]
}

// Split returns a chart as pages of at most most cards, readable or not, for tests.
func Split(c Chart, most int) []Chart { return split(c, most, func(*Chart) bool { return true }) }
