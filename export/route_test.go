package export_test

import (
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/kithgraph/kith/export"
)

// TestLinksGoAround holds links to the space between the cards, and their ends
// to the outlines of the two cards, at any size and number.
func TestLinksGoAround(t *testing.T) {
	for _, size := range []struct{ cards, links, times int }{
		{40, 25, 8}, {120, 60, 4}, {320, 40, 2}, {320, 400, 1}, {1000, 30, 2}, {1000, 200, 1}, {1500, 40, 1}, {1500, 200, 1},
	} {
		for seed := range uint64(size.times) {
			seed += uint64(size.links / 20) // of both parities, and all pages
			c := randomChart(seed, size.cards)
			if seed%2 == 1 {
				c = wildChart(size.cards, seed)
			}
			r := rand.New(rand.NewPCG(seed, 9))
			for range size.links {
				from, to := r.IntN(size.cards), r.IntN(size.cards)
				kinds := export.LinkKinds()
				c.Links = append(c.Links, export.Link{From: c.Cards[from].ID, To: c.Cards[to].ID, Kind: kinds[r.IntN(len(kinds))]})
			}
			pages := export.Pages()
			checkLinks(t, place(t, c, export.Options{Page: pages[int(seed)%len(pages)]}))
		}
	}
}

// checkLinks fails when a link passes through a card or does not end on the
// outlines of its two cards.
func checkLinks(t *testing.T, p export.Placed) {
	t.Helper()
	x := newBoxIndex(p.Cards)
	at := map[string]export.PlacedCard{}
	for _, k := range p.Cards {
		at[k.ID] = k
	}
	for _, w := range p.Warnings {
		if strings.Contains(w, "cross") {
			t.Errorf("%d cards, %d links: %s", len(p.Cards), len(p.Links), w)
		}
	}
	for _, l := range p.Links {
		points := pointsOf(t, l.Path)
		if !onOutline(points[0], at[l.From]) || !onOutline(points[len(points)-1], at[l.To]) {
			t.Errorf("%d cards: link %s → %s runs %s, from %+v to %+v", len(p.Cards), l.From, l.To, l.Path, at[l.From], at[l.To])
		}
		for i := 1; i < len(points); i++ {
			if k, hit := x.crossed(points[i-1], points[i]); hit {
				t.Errorf("%d cards: link %s → %s crosses card %s", len(p.Cards), l.From, l.To, k.ID)
			}
		}
	}
}

var command = regexp.MustCompile(`([MHVLQ])([-0-9. ]+)`)

// pointsOf returns the corners of a line, with the controls of its bends as
// corners.
func pointsOf(t testing.TB, path string) [][2]float64 {
	t.Helper()
	var out [][2]float64
	var x, y float64
	for _, m := range command.FindAllStringSubmatch(path, -1) {
		var v []float64
		for _, f := range strings.Fields(m[2]) {
			n, err := strconv.ParseFloat(f, 64)
			if err != nil {
				t.Fatalf("path %q: %v", path, err)
			}
			v = append(v, n)
		}
		switch m[1] {
		case "H":
			x = v[0]
		case "V":
			y = v[0]
		default:
			x, y = v[0], v[1]
		}
		out = append(out, [2]float64{x, y})
		if m[1] == "Q" {
			x, y = v[2], v[3]
			out = append(out, [2]float64{x, y})
		}
	}
	return out
}

func onOutline(p [2]float64, k export.PlacedCard) bool {
	const e = 0.06
	in := p[0] >= k.X-e && p[0] <= k.X+k.W+e && p[1] >= k.Y-e && p[1] <= k.Y+k.H+e
	inside := p[0] > k.X+e && p[0] < k.X+k.W-e && p[1] > k.Y+e && p[1] < k.Y+k.H-e
	return in && !inside
}

// crosses reports whether the straight line from a to b, which is level or
// upright, passes through the inside of a card.
func crosses(a, b [2]float64, k export.PlacedCard) bool {
	const e = 0.06
	return min(a[0], b[0]) < k.X+k.W-e && max(a[0], b[0]) > k.X+e && min(a[1], b[1]) < k.Y+k.H-e && max(a[1], b[1]) > k.Y+e
}

func TestLinksLeftOut(t *testing.T) {
	c := readOrg(t, "A\n  B\n  C\n")
	c.Links = []export.Link{
		{From: "p2", To: "p3", Kind: export.LinkInfluences},
		{From: "p2", To: "p3", Kind: export.LinkInfluences}, // the same again
		{From: "p2", To: "p2", Kind: export.LinkConflict},   // to oneself
		{From: "p2", To: "p9", Kind: export.LinkConflict},
		{From: "p2", To: "p3", Kind: "ADORES"},
		{From: "p2", To: "p1", Kind: export.LinkKnows},
		{From: "p1", To: "p2", Kind: export.LinkKnows}, // the same, drawn from the other end
	}
	p := place(t, c, export.Options{})
	kinds := map[export.LinkKind]int{}
	for _, l := range p.Links {
		kinds[l.Kind]++
	}
	if len(p.Links) != 2 || kinds[export.LinkInfluences] != 1 || kinds[export.LinkKnows] != 1 {
		t.Errorf("links %+v, want one influence and one acquaintance", p.Links)
	}
	if want := "2 lines join someone who is not in the chart"; len(p.Warnings) != 1 || p.Warnings[0] != want {
		t.Errorf("warnings %q, want %q", p.Warnings, want)
	}
	p = place(t, c, export.Options{Diagram: export.DiagramOverview})
	if len(p.Links) != 0 || len(p.Warnings) != 1 {
		t.Errorf("an overview has links %+v and warnings %q, want none and one", p.Links, p.Warnings)
	}
}
