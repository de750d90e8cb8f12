package export_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/graph"
)

// people gives each holder their name as the person.
func people(c export.Chart) export.Chart {
	for i := range c.Cards {
		for n := range c.Cards[i].Holders {
			c.Cards[i].Holders[n].Person = c.Cards[i].Holders[n].Name
		}
	}
	return c
}

// changesOf returns the holders with a change, one a line: name, change, what was.
func changesOf(c export.Chart) string {
	var out []string
	for _, k := range c.Cards {
		for _, h := range k.Holders {
			if h.Change != "" {
				out = append(out, fmt.Sprintf("%s %s %s", h.Name, h.Change, h.Was))
			}
		}
	}
	return strings.Join(out, "\n")
}

func TestDiff(t *testing.T) {
	// Cards are p1, p2 … in order of the lines, so that seats keep their IDs.
	before := `
Ann | Chief
  Bob | Finance | SCEPTIC DECIDER
    Cid | Clerk
  Dee | Sales
    Eve | Buyer | NEUTRAL
`
	tests := []struct {
		name, after, want string
		links             int
	}{
		{"nothing", before, "", 0},
		{
			"a vacancy", "Ann | Chief\n  Bob | Finance | SCEPTIC DECIDER\n    - Mar 2026 | Clerk\n  Dee | Sales\n    Eve | Buyer | NEUTRAL\n",
			"Cid LEFT ", 0,
		},
		{
			"a successor", "Ann | Chief\n  Bob | Finance | SCEPTIC DECIDER\n    Fay | Clerk\n  Dee | Sales\n    Eve | Buyer | NEUTRAL\n",
			"Fay JOINED after Cid\nCid LEFT ", 0,
		},
		{
			"one more", "Ann | Chief\n  Bob | Finance | SCEPTIC DECIDER\n    Cid | Clerk\n  Dee | Sales\n    Eve | Buyer | NEUTRAL\n    Gus | Buyer\n",
			"Gus JOINED ", 0,
		},
		{
			"a new manager", "Ann | Chief\n  Bob | Finance | SCEPTIC DECIDER\n    Cid | Clerk\n    Dee | Sales\n      Eve | Buyer | NEUTRAL\n",
			"Dee MOVED was under Ann", 1,
		},
		{
			"labels", "Ann | Chief\n  Bob | Finance | CHAMPION BUYER\n    Cid | Clerk\n  Dee | Sales\n    Eve | Senior Buyer\n",
			"Bob RELABELLED Sceptic → Champion · no longer Decider, now Buyer\nEve RELABELLED was Buyer · Neutral → No stance", 0,
		},
		{
			"two change seats", "Ann | Chief\n  Dee | Finance | SCEPTIC DECIDER\n    Cid | Clerk\n  Bob | Sales\n    Eve | Buyer | NEUTRAL\n",
			"Dee MOVED was Sales · No stance → Sceptic · now Decider\nBob MOVED was Finance · Sceptic → No stance · no longer Decider", 0,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, b := people(readOrg(t, before)), people(readOrg(t, tt.after))
			a.AsOf, b.AsOf = "1 Mar 2026", "1 Nov 2026"
			d := export.Diff(a, b)
			if got := changesOf(d); got != tt.want {
				t.Errorf("changes\n%s\nwant\n%s", got, tt.want)
			}
			if len(d.Links) != tt.links {
				t.Errorf("links %+v, want %d", d.Links, tt.links)
			}
			if d.Subtitle != "Changes since 1 Mar 2026" || d.AsOf != "1 Nov 2026" {
				t.Errorf("subtitle %q as of %q", d.Subtitle, d.AsOf)
			}
		})
	}
}

// TestDiffTogether holds that a seat which two share is one seat, and that a
// second seat is no new person.
func TestDiffTogether(t *testing.T) {
	a := people(readOrg(t, "Ann | Chief\n  Bob | Finance\n  &Cid\n"))
	b := people(readOrg(t, "Ann | Chief\n  Cid | Finance\n  Cid | Sales\n"))
	want := "Bob LEFT \nCid MOVED one more seat"
	if got := changesOf(export.Diff(a, b)); got != want {
		t.Errorf("changes\n%s\nwant\n%s", got, want)
	}
}

// TestDiffLaws holds that a chart does not differ from itself, that everybody
// who is on one side only is named so, and that a difference can be drawn.
func TestDiffLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 80).Draw(t, "n")
		a := randomChart(rapid.Uint64Range(0, 1000).Draw(t, "seed"), n)
		b := randomChart(rapid.Uint64Range(0, 1000).Draw(t, "seed"), rapid.IntRange(1, 80).Draw(t, "m"))
		for _, c := range []*export.Chart{&a, &b} {
			for i := range c.Cards {
				for n := range c.Cards[i].Holders {
					c.Cards[i].Holders[n].Person = fmt.Sprint("person ", (i*7+len(c.Cards))%90)
				}
				if i%5 == 0 {
					c.Cards[i].Holders = append(c.Cards[i].Holders, export.Holder{Person: fmt.Sprint("person ", (i*13+len(c.Cards))%90), Name: "One more"})
				}
			}
		}
		if got := changesOf(export.Diff(a, a)); got != "" {
			t.Fatalf("a chart differs from itself: %s", got)
		}
		held := func(c export.Chart) map[string]bool {
			m := map[string]bool{}
			for _, k := range c.Cards {
				for _, h := range k.Holders {
					m[h.Person] = m[h.Person] || k.Occupancy != graph.OccupancyVacant
				}
			}
			return m
		}
		was, is := held(a), held(b)
		d := export.Diff(a, b)
		left := 0
		for _, k := range d.Cards {
			for _, h := range k.Holders {
				who := h.Person
				switch {
				case h.Change == export.ChangeLeft:
					left++
				case (h.Change == export.ChangeJoined) != (is[who] && !was[who]):
					t.Fatalf("%s: change %q, was there %v, is there %v", who, h.Change, was[who], is[who])
				}
			}
		}
		want := 0
		for who := range was {
			if was[who] && !is[who] {
				want++
			}
		}
		if left != want {
			t.Fatalf("%d have left, want %d", left, want)
		}
		if again := export.Diff(a, b); !reflect.DeepEqual(again, d) {
			t.Fatal("the same charts give another difference")
		}
	})
}

// meridianLater is meridian half a year later.
func meridianLater(t testing.TB) export.Chart {
	c := meridian(t)
	c.AsOf = "20 May 2027"
	at := func(name string) *export.Card {
		id := idOf(t, c, name)
		return &c.Cards[slices.IndexFunc(c.Cards, func(k export.Card) bool { return k.ID == id })]
	}
	haas := holder(t, &c, "Gregor Haas")
	haas.Name, haas.Person, haas.Stance, haas.Roles = "Nora Falk", "nora", graph.StanceUnknown, []graph.Role{graph.RoleBuyer}
	hugo := at("Hugo Marchand")
	hugo.Holders, hugo.Occupancy, hugo.Since = nil, graph.OccupancyVacant, "Apr 2027"
	at("Aylin Demir").Parent = at("Farid Rahimi").ID
	holder(t, &c, "Olga Petrova").Stance = graph.StanceNeutral
	at("Ruth Adeyemi").Title = "Chief Quality Officer"
	capex := &c.Cards[6]
	capex.Holders, capex.Occupancy = []export.Holder{{Name: "Ivo Lang", Person: "ivo"}}, graph.OccupancyHeld
	return c
}

func TestRenderDiff(t *testing.T) {
	c := export.Diff(meridian(t), meridianLater(t))
	want := `Nora Falk JOINED after Gregor Haas
Ivo Lang JOINED 
Aylin Demir MOVED was under Tobias Engel
Olga Petrova RELABELLED Detractor → Neutral
Hugo Marchand LEFT 
Ruth Adeyemi RELABELLED was VP Quality & ESG
Gregor Haas LEFT `
	if got := changesOf(c); strings.Join(sorted(got), "\n") != strings.Join(sorted(want), "\n") {
		t.Errorf("changes\n%s\nwant\n%s", got, want)
	}
	r := render(t, c, export.Options{Diagram: export.DiagramDiff})
	checkSVG(t, r.SVG, false)
	checkText(t, r.SVG)
	svg := string(r.SVG)
	for _, want := range []string{
		">Joined: ", ">Left: Gregor Haas, Hugo Marchand</text>", ">Detractor → Neutral</text>",
		"Nora Falk, VP Procurement. Nora Falk: Stance unknown. Buyer. Joined: after Gregor Haas. Gregor Haas: Sceptic. Buyer. Gatekeeper. Left.", "1 move.",
	} {
		if !strings.Contains(svg, want) {
			t.Errorf("no %q", want)
		}
	}
	if r.Seats != 59 || len(r.Warnings) > 0 {
		t.Errorf("%d seats, warnings %q; want 59: who left is on the seat", r.Seats, r.Warnings)
	}
}

func sorted(s string) []string {
	lines := strings.Split(s, "\n")
	slices.Sort(lines)
	return lines
}
