package export_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/graph"
)

// turning is a large account that turns on few people: eight with a part in a decision,
// drawn anywhere, six chiefs, and everybody else with what a real account has: some well
// known, some against us, some single points, some vacant seats.
func turning(t *rapid.T) (c export.Chart, decisive, chiefs []string) {
	n := rapid.SampledFrom([]int{600, 1200, 5000, 20_000}).Draw(t, "n")
	seed := rapid.Uint64().Draw(t, "seed")
	rand := func(i, n int) int { // of the seed and a number, below n
		x := seed + uint64(i)*0x9e3779b97f4a7c15
		x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
		x = (x ^ x>>27) * 0x94d049bb133111eb
		return int((x ^ x>>31) % uint64(n))
	}
	span := 2 + rand(1, 9)
	c = export.Chart{Title: "A large account", Name: "A large account", Team: []export.Member{{ID: "m0", Name: "Ann Kerr"}, {ID: "m1", Name: "Ben Lund"}}}
	for i := range n {
		k := export.Card{ID: fmt.Sprint("s", i), Title: fmt.Sprint("Seat ", i), Level: 1}
		if i > 0 {
			k.Parent = fmt.Sprint("s", (i-1)/span)
		}
		h := export.Holder{Person: fmt.Sprint("p", i), Name: fmt.Sprint("Person ", i)}
		switch roll := rand(i+10, 100); {
		case roll < 5:
			h.Key = true
		case roll < 15:
			h.Key, h.KnownBy = true, []export.Tie{{Member: "m0", Band: graph.BandClose}}
		case roll < 20:
			h.Stance = graph.StanceDetractor
		case roll < 23:
			h.SinglePoint = true
		case roll < 40:
			h.Stance = graph.StanceChampion
		case roll < 45:
			k.Occupancy, h.Person = graph.OccupancyVacant, ""
		}
		if h.Person != "" {
			k.Holders = []export.Holder{h}
		}
		if i == 0 {
			k.Level = 5
		} else if i < 6 {
			k.Level = 4
		}
		c.Cards = append(c.Cards, k)
		if i < 6 {
			chiefs = append(chiefs, k.ID)
		}
	}
	for len(decisive) < 8 {
		i := 6 + rand(1000+len(decisive)*7+len(c.Links), n-6)
		c.Links = append(c.Links, export.Link{From: "s0", To: fmt.Sprint("s", i), Kind: export.LinkInfluences})
		k := &c.Cards[i]
		if slices.Contains(decisive, k.ID) {
			continue
		}
		if len(k.Holders) == 0 {
			k.Roles = []graph.Role{graph.RoleApprover}
		} else {
			k.Holders[0].Roles = []graph.Role{[]graph.Role{graph.RoleDecider, graph.RoleUser, graph.RoleGatekeeper}[len(decisive)%3]}
		}
		decisive = append(decisive, k.ID)
	}
	c.Links = nil
	return c, decisive, chiefs
}

// TestStoryIsDrawn holds that whoever has a part in a decision and every chief is drawn
// on a slide, however large the account, and that the picture says who is drawn.
func TestStoryIsDrawn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, decisive, chiefs := turning(t)
		d := rapid.SampledFrom([]export.Diagram{export.DiagramPair, export.DiagramFocus, export.DiagramMatrix}).Draw(t, "diagram")
		r, err := export.Render(t.Context(), c, export.Options{Diagram: d, Profile: export.ProfileWeb})
		if err != nil {
			t.Fatal(err)
		}
		svg := string(r.SVG)
		for _, id := range slices.Concat(decisive, chiefs) {
			if !strings.Contains(svg, fmt.Sprintf("data-id=%q", id)) {
				t.Errorf("%s: %s is not drawn", d, id)
			}
		}
		if want := ": 8 with a part in a decision, "; !strings.Contains(svg, want) {
			t.Errorf("%s does not say %q", d, want)
		}
		if !strings.Contains(svg, " chiefs") {
			t.Errorf("%s does not count the chiefs", d)
		}
	})
}

// TestStoryOrder holds the order in which people get room, by hand: who decides and is
// not known, who decides and is known, who is key and not known, who is against us, the
// top, who stands between, and then the rest by weight and level.
func TestStoryOrder(t *testing.T) {
	c := readOrg(t, `
Top
  Head
    Known | | DECIDER AK:CLOSE
    Met | | GATEKEEPER AK:CLOSE
  Other
    Unmet | | key
    Against | | DETRACTOR
    Unknown | | DECIDER
  Third
    Friend | | CHAMPION
`)
	for most, want := range []string{
		1: "Unknown",
		2: "Unknown Known",
		3: "Known Met Unknown",
		5: "Known Met Unknown Unmet Against",
		6: "Known Met Unknown Unmet Against Top",
		7: "Known Met Unknown Unmet Against Top Other",
	} {
		if want == "" {
			continue
		}
		var got []string
		for _, k := range export.Collapse(c, nil, most).Cards {
			got = append(got, name(k))
		}
		slices.Sort(got)
		all := strings.Fields(want)
		slices.Sort(all)
		if !slices.Equal(got, all) {
			t.Errorf("%d of them: %v, want %v", most, got, all)
		}
	}
}

// TestInclude holds that who is asked for is drawn, by the ID of the card or the person, in
// every diagram that has not room for all.
func TestInclude(t *testing.T) {
	c := randomChart(3, 600)
	for i := range c.Cards {
		c.Cards[i].Level = 1 + i%3
	}
	i := len(c.Cards) - 1
	for len(c.Cards[i].Holders) == 0 || c.Cards[i].Holders[0].Key {
		i--
	}
	last := &c.Cards[i]
	last.Holders[0].Person = "somebody"
	for _, d := range []export.Diagram{export.DiagramPair, export.DiagramMatrix, export.DiagramFocus} {
		for _, id := range []string{last.ID, last.Holders[0].Person} {
			r := render(t, c, export.Options{Diagram: d, Profile: export.ProfileWeb, Include: []string{id}})
			if !strings.Contains(string(r.SVG), fmt.Sprintf("data-id=%q", last.ID)) {
				t.Errorf("%s: %s is not drawn", d, id)
			}
			if !strings.Contains(string(r.SVG), "1 asked for") {
				t.Errorf("%s does not say that it was asked for", d)
			}
		}
	}
}
