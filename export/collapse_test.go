package export_test

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/kithgraph/kith/export"
)

func names(c export.Chart) string {
	var out []string
	for _, k := range c.Cards {
		s := name(k)
		if k.Collapsed > 0 {
			s += "+" + string(rune('0'+k.Collapsed))
		}
		if k.CollapsedOn != "" {
			s += "@" + k.CollapsedOn
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

const collapsing = `
A
  B
    C
      D | | key
    E
  F
    G
      H
  I
`

func TestCollapse(t *testing.T) {
	tests := []struct {
		most int
		want string
	}{
		{20, "A B C D E F G H I"},
		{9, "A B C D E F G H I"},
		{8, "A B C D E F G+1 I"}, // the deepest of no weight goes
		{6, "A B+1 C D F+2 I"},   // the upper levels stay
		{4, "A+4 B+1 C D"},       // D with everybody above
		{3, "A+4 B+2 D"},         // D below the nearest above who is drawn
		{1, "D"},                 // what matters before the top
		{0, "D"},                 // at least one
	}
	for _, tt := range tests {
		if got := names(export.Collapse(readOrg(t, collapsing), nil, tt.most)); got != tt.want {
			t.Errorf("Collapse(%d) = %s, want %s", tt.most, got, tt.want)
		}
	}
}

func TestCollapseKeepsWhatMatters(t *testing.T) {
	c := export.Collapse(meridian(t), nil, 40)
	kept := names(c)
	for _, k := range meridian(t).Cards {
		if h := k.Holders; len(h) > 0 && (h[0].Key || h[0].SinglePoint) && !strings.Contains(kept, name(k)) {
			t.Errorf("%s is left out", name(k))
		}
	}
	if len(c.Stats) == 0 || c.Stats[0].Value != "59" || c.Stats[1].Value != "3" {
		t.Errorf("stats %+v, want those of all 59", c.Stats)
	}
	if len(c.Links) == 0 {
		t.Error("no link is left")
	}
}

// TestCollapseLaws holds that nobody is lost: cards and collapsed people together
// stay the same, and a collapse of a collapse changes nothing.
func TestCollapseLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 200).Draw(t, "n")
		c := randomChart(rapid.Uint64().Draw(t, "seed"), n)
		most := rapid.IntRange(1, 220).Draw(t, "most")
		f := export.Collapse(c, nil, most)
		if len(f.Cards) > most {
			t.Fatalf("%d cards, want at most %d", len(f.Cards), most)
		}
		if got, want := f.Count().Seats, c.Count().Seats; got != want {
			t.Fatalf("%d seats after collapsing, want %d", got, want)
		}
		if again := export.Collapse(f, nil, most); !reflect.DeepEqual(again, f) {
			t.Fatalf("collapsing again gives another chart")
		}
	})
}

func TestSplit(t *testing.T) {
	tests := []struct {
		most int
		want []string
	}{
		{9, []string{"A B C D E F G H I"}},
		{4, []string{"A B+3@p. 2 F+2@p. 3 I", "B C D E", "F G H"}},
		{3, []string{"A+8@p. 2–3", "A B+3@p. 4 F+2@p. 5", "A I", "B C+1@p. 6 E", "F G H", "C D"}},
		{6, []string{"A B C+1@p. 2 E F+2@p. 2 I", "C D F G H"}},
	}
	for _, tt := range tests {
		var got []string
		for _, p := range export.Split(readOrg(t, collapsing), tt.most) {
			got = append(got, names(p))
		}
		if !reflect.DeepEqual(got, tt.want) {
			t.Errorf("Split(%d) = %q, want %q", tt.most, got, tt.want)
		}
	}
}

// TestSplitLaws holds that every card stands on the pages, only heads twice,
// that a page says where its collapsed people are, and that they are there.
func TestSplitLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 300).Draw(t, "n")
		c := randomChart(rapid.Uint64().Draw(t, "seed"), n)
		most := rapid.IntRange(2, 60).Draw(t, "most")
		pages := export.Split(c, most)
		times := map[string]int{}
		collapses := map[string]int{}
		for _, p := range pages {
			if len(p.Cards) > most {
				t.Fatalf("%d cards on a page, want at most %d", len(p.Cards), most)
			}
			for _, k := range p.Cards {
				times[k.ID]++
				if k.CollapsedOn != "" {
					collapses[k.ID]++
				}
			}
		}
		for _, k := range c.Cards {
			if times[k.ID] == 0 || times[k.ID] > 1 && collapses[k.ID] != 1 {
				t.Fatalf("card %s stands on %d pages and is collapsed on %d", k.ID, times[k.ID], collapses[k.ID])
			}
		}
		if len(pages) > 1 && (!strings.HasPrefix(pages[0].Subtitle, "Page 1 of ") || pages[0].Count().Seats < 1) {
			t.Fatalf("first page %q", pages[0].Subtitle)
		}
	})
}
