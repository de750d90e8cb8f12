package export_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/kithgraph/kith/export"
)

// influence is meridian with the lines of a network.
func influence(t testing.TB) export.Chart {
	c := meridian(t)
	c.Title, c.Subtitle = "Meridian Foods SE — influence on the decision", "Who sways and who opposes whom on “Supply planning renewal”"
	c.Links = nil
	for _, l := range []struct {
		from, to string
		weight   float64
	}{
		{"Tobias Engel", "Gregor Haas", 0.5}, {"Tobias Engel", "Dr. Sunita Rao", 0.9}, {"Beatriz Nogueira", "Marc-Olivier Tessier", 0.6},
		{"Gregor Haas", "Marc-Olivier Tessier", 0.6}, {"Marc-Olivier Tessier", "Henrike Brandt", 0.9}, {"Dr. Sunita Rao", "Henrike Brandt", 0.6},
		{"Johanna Sørensen", "Henrike Brandt", 0.6}, {"Olga Petrova", "Farid Rahimi", 0.5}, {"Greta Olsson", "Matteo Ricci", 0.8},
		{"Claire Dubois", "Matteo Ricci", 0.4}, {"Matteo Ricci", "Dr. Sunita Rao", 0.9}, {"Matteo Ricci", "Johanna Sørensen", 0.6},
		{"Patrick Byrne", "Thomas Albrecht", 0.2}, {"Ruth Adeyemi", "Johanna Sørensen", 0.3}, {"Ruth Adeyemi", "Henrike Brandt", 0.5},
		{"Paula Wirth", "Henrike Brandt", 0.3},
		{"Olga Petrova", "Dr. Sunita Rao", -1}, {"Farid Rahimi", "Dr. Sunita Rao", -1},
		{"Thomas Albrecht", "Matteo Ricci", -1}, {"Thomas Albrecht", "Johanna Sørensen", -1},
	} {
		k := export.Link{From: idOf(t, c, l.from), To: idOf(t, c, l.to), Kind: export.LinkInfluences, Weight: l.weight}
		if l.weight < 0 {
			k.Kind, k.Weight = export.LinkConflict, 0
		}
		c.Links = append(c.Links, k)
	}
	c.Stats = []export.Stat{{Value: "16", Label: "people"}, {Value: "16", Label: "influence lines"}, {Value: "4", Label: "opposing"}}
	return c
}

func TestNetwork(t *testing.T) {
	c := influence(t)
	c.Links = append(c.Links, export.Link{From: "p1", To: "p9", Kind: export.LinkKnows}) // is no influence
	r := render(t, c, export.Options{Diagram: export.DiagramNetwork})
	checkSVG(t, r.SVG, false)
	checkText(t, r.SVG)
	if r.Diagram != export.DiagramNetwork || r.Seats != 59 || r.Collapsed != 59-16 || len(r.Warnings) > 0 {
		t.Errorf("%s with %d seats, %d collapsed, warnings %q; want NETWORK, 59, 43, none", r.Diagram, r.Seats, r.Collapsed, r.Warnings)
	}
	svg := string(r.SVG)
	for _, want := range []string{
		"Network of 16 people, 16 influence lines, 4 conflicts.", "Tobias Engel influences Gregor Haas.",
		"Thomas Albrecht opposes Matteo Ricci.", ">influences</text>", ">conflict</text>",
	} {
		if !strings.Contains(svg, want) {
			t.Errorf("no %q", want)
		}
	}
	for _, not := range []string{">reports to</text>", ">knows</text>", "<title>Jonas Reuter"} {
		if strings.Contains(svg, not) {
			t.Errorf("there is %q", not)
		}
	}
}

// randomNetwork returns a chart of n people with lines among them.
func randomNetwork(seed uint64, n, lines int) export.Chart {
	c := randomChart(seed, n)
	r := rand.New(rand.NewPCG(seed, 77))
	for range lines {
		kind := export.LinkInfluences
		if r.IntN(4) == 0 {
			kind = export.LinkConflict
		}
		from, to := r.IntN(n), r.IntN(n)
		if r.IntN(3) > 0 {
			to = min(n-1, from+1+r.IntN(5)) // mostly nearby, and forward
		}
		c.Links = append(c.Links, export.Link{From: c.Cards[from].ID, To: c.Cards[to].ID, Kind: kind, Weight: r.Float64()})
	}
	return c
}

// checkNetwork fails when boxes overlap, and when a line comes inside a box or
// ends away from its own two.
func checkNetwork(t *testing.T, p export.PlacedNetwork) {
	t.Helper()
	var cards []export.PlacedCard
	for i, b := range p.Network.Boxes {
		at := p.NetworkPlaces.Boxes[i]
		cards = append(cards, export.PlacedCard{X: float64(at.X), Y: float64(at.Y), W: float64(b.W), H: float64(b.H)})
	}
	if a, b, on := overlapping(cards); on {
		t.Errorf("boxes %+v and %+v overlap", a, b)
	}
	for k, line := range p.NetworkPlaces.Lines {
		ends := p.Network.Lines[k]
		points := flat(line, p.Curved[k])
		for i, b := range cards {
			own := i == ends.From || i == ends.To
			for n := 1; n < len(points); n++ {
				// Straight pieces of a curve stray a little from it; a curve may graze
				// the corner of a box that it leaves.
				slack := 10.0
				if own {
					slack = 70
				}
				if inside(points[n-1], b, slack) && inside(points[n], b, slack) {
					t.Errorf("line %d from box %d to %d comes inside box %d", k, ends.From, ends.To, i)
					break
				}
			}
		}
		for n, i := range []int{ends.From, ends.To} {
			at := points[0]
			if n == 1 {
				at = points[len(points)-1]
			}
			if b := cards[i]; at[0] < b.X-15 || at[0] > b.X+b.W+15 || at[1] < b.Y-15 || at[1] > b.Y+b.H+15 {
				t.Errorf("line %d ends at %v, away from box %+v", k, at, b)
			}
		}
	}
}

// flat returns a line in short straight pieces.
func flat(line []export.NetworkPoint, curved bool) [][2]float64 {
	var out [][2]float64
	add := func(x, y float64) { out = append(out, [2]float64{x, y}) }
	add(float64(line[0].X), float64(line[0].Y))
	const pieces = 60
	for k := 1; k < len(line); {
		if !curved {
			a, b := line[k-1], line[k]
			for s := 1; s <= pieces; s++ {
				f := float64(s) / pieces
				add(float64(a.X)+f*float64(b.X-a.X), float64(a.Y)+f*float64(b.Y-a.Y))
			}
			k++
			continue
		}
		a, b, c, d := line[k-1], line[k], line[k+1], line[k+2]
		for s := 1; s <= pieces; s++ {
			f := float64(s) / pieces
			g := 1 - f
			mix := func(a, b, c, d int) float64 {
				return g*g*g*float64(a) + 3*g*g*f*float64(b) + 3*g*f*f*float64(c) + f*f*f*float64(d)
			}
			add(mix(a.X, b.X, c.X, d.X), mix(a.Y, b.Y, c.Y, d.Y))
		}
		k += 3
	}
	return out
}

func inside(p [2]float64, k export.PlacedCard, slack float64) bool {
	return p[0] > k.X+slack && p[0] < k.X+k.W-slack && p[1] > k.Y+slack && p[1] < k.Y+k.H-slack
}

func TestNetworkLaws(t *testing.T) {
	for seed := range uint64(12) {
		n := 2 + int(seed*seed)
		c := randomNetwork(seed, n, 1+n*3/2)
		p, err := export.PlaceNetwork(c, export.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(p.Warnings) > 0 && strings.Contains(strings.Join(p.Warnings, " "), "cross") {
			t.Errorf("%d people: %q", n, p.Warnings)
		}
		checkNetwork(t, p)
		for _, page := range export.Pages()[int(seed)%3:][:2] {
			r := render(t, c, export.Options{Diagram: export.DiagramNetwork, Page: page, Profile: export.ProfileWeb})
			checkSVG(t, r.SVG, true)
			checkText(t, r.SVG)
		}
	}
}

// TestNetworkCaps holds that the people who matter most stay, and that what is
// left out is said.
func TestNetworkCaps(t *testing.T) {
	c := randomNetwork(3, 500, 1100)
	hub := c.Cards[0].ID
	for i := 1; i < 250; i++ {
		c.Links = append(c.Links, export.Link{From: c.Cards[i].ID, To: hub, Kind: export.LinkInfluences})
	}
	p, err := export.PlaceNetwork(c, export.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Network.Boxes) != export.MaxNetworkPeople || len(p.Network.Lines) > export.MaxNetworkLines {
		t.Errorf("%d people and %d lines, want %d and at most %d", len(p.Network.Boxes), len(p.Network.Lines), export.MaxNetworkPeople, export.MaxNetworkLines)
	}
	if got := strings.Join(p.Warnings, "|"); !strings.Contains(got, "people are not shown") {
		t.Errorf("warnings %q", got)
	}
	checkApartNetwork(t, p)
	if r := render(t, export.Chart{Title: "Nobody"}, export.Options{Diagram: export.DiagramNetwork}); r.MinTextPt != 0 {
		t.Errorf("an empty network has text of %v pt", r.MinTextPt)
	}
}

func checkApartNetwork(t *testing.T, p export.PlacedNetwork) {
	t.Helper()
	var cards []export.PlacedCard
	for i, b := range p.Network.Boxes {
		at := p.NetworkPlaces.Boxes[i]
		cards = append(cards, export.PlacedCard{X: float64(at.X), Y: float64(at.Y), W: float64(b.W), H: float64(b.H)})
	}
	if a, b, on := overlapping(cards); on {
		t.Errorf("boxes %+v and %+v overlap", a, b)
	}
}

// layoutFunc is a NetworkLayout made of a function.
type layoutFunc func(ctx context.Context, n export.Network) (export.NetworkPlaces, error)

func (f layoutFunc) LayOut(ctx context.Context, n export.Network) (export.NetworkPlaces, error) {
	return f(ctx, n)
}

// TestNetworkLayoutIsNotTrusted holds that a layout which fails, or answers what
// cannot be drawn, gives an error and no picture: another picture would depend on
// how busy the machine is.
func TestNetworkLayoutIsNotTrusted(t *testing.T) {
	row := func(n export.Network, step int) export.NetworkPlaces {
		var p export.NetworkPlaces
		for i := range n.Boxes {
			p.Boxes = append(p.Boxes, export.NetworkPoint{X: i * step})
		}
		for range n.Lines {
			p.Lines = append(p.Lines, make([]export.NetworkPoint, 4))
		}
		return p
	}
	tests := []struct {
		name, says string
		layout     func(export.Network) (export.NetworkPlaces, error)
	}{
		{"an error", "worker died", func(export.Network) (export.NetworkPlaces, error) {
			return export.NetworkPlaces{}, errors.New("worker died")
		}},
		{"nothing", "0 boxes and 0 lines were placed, not 16 and 20", func(export.Network) (export.NetworkPlaces, error) {
			return export.NetworkPlaces{}, nil
		}},
		{"overlaps", "overlap", func(n export.Network) (export.NetworkPlaces, error) { return row(n, 100), nil }},
		{"far away", "out of range", func(n export.Network) (export.NetworkPlaces, error) { return row(n, 20_000_000), nil }},
		{"no course", "line 3 has no course", func(n export.Network) (export.NetworkPlaces, error) {
			p := row(n, 2000)
			p.Lines[3] = p.Lines[3][:2]
			return p, nil
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := export.Render(t.Context(), influence(t), export.Options{Diagram: export.DiagramNetwork, Network: layoutFunc(
				func(_ context.Context, n export.Network) (export.NetworkPlaces, error) { return tt.layout(n) })})
			if err == nil || !strings.HasPrefix(err.Error(), "laying out the network: ") || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("Render = %v, want an error that says %q", err, tt.says)
			}
			if len(r.SVG) > 0 {
				t.Error("there is a picture")
			}
		})
	}
	ctx, cancel := context.WithCancel(context.Background())
	_, err := export.Render(ctx, influence(t), export.Options{Diagram: export.DiagramNetwork, Network: layoutFunc(
		func(ctx context.Context, _ export.Network) (export.NetworkPlaces, error) {
			cancel()
			return export.NetworkPlaces{}, ctx.Err()
		})})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled while laying out: %v, want %v", err, context.Canceled)
	}
}

// TestNetworkByItself holds that a layout which does not take a network leaves it
// to this package, and that the picture says so.
func TestNetworkByItself(t *testing.T) {
	own := render(t, influence(t), export.Options{Diagram: export.DiagramNetwork})
	r := render(t, influence(t), export.Options{Diagram: export.DiagramNetwork, Network: layoutFunc(
		func(context.Context, export.Network) (export.NetworkPlaces, error) {
			return export.NetworkPlaces{}, fmt.Errorf("%w: there\tis none", export.ErrOwnLayout)
		})})
	if !bytes.Equal(r.SVG, own.SVG) {
		t.Error("the picture is not that of this package's layout")
	}
	if want := []string{"kith laid the network out by itself: there is none"}; !slices.Equal(r.Warnings, want) {
		t.Errorf("warnings %q, want %q", r.Warnings, want)
	}
	if len(own.Warnings) > 0 {
		t.Errorf("without a layout: warnings %q, want none", own.Warnings)
	}
}

// TestNetworkWithoutAWay holds that a line which cannot be led around is drawn
// all the same, and named.
func TestNetworkWithoutAWay(t *testing.T) {
	var c export.Chart
	for i := range 9 {
		id := string(rune('a' + i))
		c.Cards = append(c.Cards, export.Card{ID: id, Holders: []export.Holder{{Name: "Person " + id, Stance: "CHAMPION"}}})
		if i != 4 {
			c.Links = append(c.Links, export.Link{From: id, To: "e", Kind: export.LinkInfluences})
		}
	}
	wall := layoutFunc(func(_ context.Context, n export.Network) (export.NetworkPlaces, error) {
		var p export.NetworkPlaces
		for i, b := range n.Boxes { // nine boxes that touch each other
			p.Boxes = append(p.Boxes, export.NetworkPoint{X: i % 3 * b.W, Y: i / 3 * b.H})
		}
		for range n.Lines {
			p.Lines = append(p.Lines, []export.NetworkPoint{{X: -100, Y: 700}, {X: 2000, Y: 700}, {X: 2000, Y: 700}, {X: 9000, Y: 700}})
		}
		return p, nil
	})
	r := render(t, c, export.Options{Diagram: export.DiagramNetwork, Network: wall})
	if len(r.Warnings) != 1 || !strings.HasPrefix(r.Warnings[0], "8 lines cross cards, because there is no way around: Person ") || strings.Count(r.Warnings[0], " influences Person e") != 8 {
		t.Errorf("warnings %q", r.Warnings)
	}
	checkSVG(t, r.SVG, false)
}
