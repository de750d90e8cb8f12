package export_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/graph"
)

func place(t testing.TB, c export.Chart, o export.Options) export.Placed {
	t.Helper()
	p, err := export.Place(context.Background(), c, o)
	if err != nil {
		t.Fatalf("Place(%q, %+v): %v", c.Title, o, err)
	}
	return p
}

// checkPlaced fails when a card is missing, outside the drawing, on another
// card, or not below its manager.
func checkPlaced(t testing.TB, c export.Chart, p export.Placed) {
	t.Helper()
	if len(p.Cards) != len(c.Cards) {
		t.Fatalf("%d cards placed, want %d", len(p.Cards), len(c.Cards))
	}
	byID := map[string]export.PlacedCard{}
	for _, k := range p.Cards {
		if _, again := byID[k.ID]; again {
			t.Fatalf("card %s is placed twice", k.ID)
		}
		byID[k.ID] = k
		if k.X < 0 || k.Y < 0 || k.X+k.W > p.Width+0.05 || k.Y+k.H > p.Height+0.05 {
			t.Fatalf("card %s at (%v, %v) %v × %v is outside %v × %v", k.ID, k.X, k.Y, k.W, k.H, p.Width, p.Height)
		}
	}
	if a, b, on := overlapping(p.Cards); on {
		t.Fatalf("cards %+v and %+v overlap", a, b)
	}
	place := map[string]int{}
	for i, k := range p.Cards {
		place[k.ID] = i
	}
	for _, k := range c.Cards {
		boss, ok := byID[k.Parent]
		if !ok || byID[k.ID].Depth == 0 {
			continue // at the top, or cut off
		}
		if place[boss.ID] >= place[k.ID] {
			t.Fatalf("card %s comes before its manager %s", k.ID, boss.ID)
		}
		if boss.Y+boss.H > byID[k.ID].Y {
			t.Fatalf("card %s is not below its manager %s", k.ID, boss.ID)
		}
	}
}

// overlapping returns two boxes that share an area. It sweeps from the left
// over the boxes in order of x.
func overlapping(cards []export.PlacedCard) (a, b export.PlacedCard, found bool) {
	sorted := slices.Clone(cards)
	slices.SortFunc(sorted, func(a, b export.PlacedCard) int { return cmp.Compare(a.X, b.X) })
	var active []export.PlacedCard
	for _, k := range sorted {
		active = slices.DeleteFunc(active, func(o export.PlacedCard) bool { return o.X+o.W <= k.X })
		for _, o := range active {
			if o.Y < k.Y+k.H && k.Y < o.Y+o.H {
				return o, k, true
			}
		}
		active = append(active, k)
	}
	return a, b, false
}

func TestPlaceRandom(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 300).Draw(rt, "n")
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1))
		width := 1 + r.IntN(n) // of the window from which managers are drawn
		var c export.Chart
		for i := range n {
			k, h := export.Card{ID: strconv.Itoa(i)}, export.Holder{Name: "N" + strconv.Itoa(i)}
			if i > 0 && r.IntN(20) > 0 {
				k.Parent = strconv.Itoa(max(0, i-1-r.IntN(width)))
			}
			k.Assistant, k.Unplaced = r.IntN(8) == 0, r.IntN(8) == 0
			if r.IntN(3) == 0 {
				h.Stance = graph.StanceChampion
			}
			k.Holders = []export.Holder{h}
			c.Cards = append(c.Cards, k)
		}
		pages, views := export.Pages(), []export.Diagram{export.DiagramTree, export.DiagramOverview}
		o := export.Options{Page: pages[r.IntN(len(pages))], Diagram: views[r.IntN(2)]}
		checkPlaced(t, c, place(t, c, o))
	})
}

func TestPlaceLarge(t *testing.T) {
	for _, n := range []int{1000, 1500, 10_000} {
		for _, page := range []export.Page{export.PageSlide, export.PageA0} {
			t.Run(fmt.Sprintf("%d on %s", n, page), func(t *testing.T) {
				c := randomChart(7, n)
				checkPlaced(t, c, place(t, c, export.Options{Page: page}))
			})
		}
	}
}

func TestPlaceShapes(t *testing.T) {
	chain := func(n int) (c export.Chart) {
		for i := range n {
			k := export.Card{ID: strconv.Itoa(i)}
			if i > 0 {
				k.Parent = strconv.Itoa(i - 1)
			}
			c.Cards = append(c.Cards, k)
		}
		return c
	}
	star := func(n int, parent string) (c export.Chart) {
		c.Cards = append(c.Cards, export.Card{ID: "top"})
		for i := range n {
			c.Cards = append(c.Cards, export.Card{ID: strconv.Itoa(i), Parent: parent, Unplaced: parent == "lost"})
		}
		return c
	}
	ring := chain(5)
	ring.Cards[0].Parent = "3" // 0 → 3 → 2 → 1 → 0, and 4 below 3
	self := chain(2)
	self.Cards[0].Parent = "0"
	tests := []struct {
		name   string
		chart  export.Chart
		parked int
		warn   string
	}{
		{"nobody", export.Chart{}, 0, ""},
		{"one", chain(1), 0, ""},
		{"chain of 1,200", chain(1200), 0, ""},
		{"chain of 20,000 marks", chain(20_000), 0, "too many"},
		{"one manager of 900", star(900, "top"), 0, ""},
		{"one manager of 9,000 marks", star(9000, "top"), 0, "too many"},
		{"forest of 500", star(500, ""), 0, ""},
		{"forest of 5,000 marks", star(5000, ""), 0, "too many"},
		{"300 report to nobody in the chart", star(300, "lost"), 300, "300 cards report to someone"},
		{"3,000 marks of no place", star(3000, "lost"), 3000, "3000 cards report to someone"},
		{"ring", ring, 0, "1 reporting line was cut"},
		{"own manager", self, 0, "1 reporting line was cut"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := place(t, tt.chart, export.Options{})
			checkPlaced(t, tt.chart, p)
			if p.Parked != tt.parked {
				t.Errorf("%d cards are parked, want %d", p.Parked, tt.parked)
			}
			if got := strings.Join(p.Warnings, "; "); tt.warn == "" && got != "" || !strings.Contains(got, tt.warn) {
				t.Errorf("warnings %q, want %q", got, tt.warn)
			}
		})
	}
}

// TestPlaceNatural holds a natural page to proportions that a screen can show,
// whatever the organisation looks like.
func TestPlaceNatural(t *testing.T) {
	forest := randomChart(5, 300)
	for i := range 900 {
		forest.Cards = append(forest.Cards, export.Card{ID: "alone" + strconv.Itoa(i)})
	}
	for name, c := range map[string]export.Chart{"tree": randomChart(4, 400), "forest": forest, "meridian": meridian(t)} {
		p := place(t, c, export.Options{Page: export.PageNatural})
		checkPlaced(t, c, p)
		if ratio := p.Width / p.Height; ratio < 0.7 || ratio > 3.5 {
			t.Errorf("%s: %v × %v, ratio %.2f, want 0.7 to 3.5", name, p.Width, p.Height, ratio)
		}
	}
}

func TestPlaceIsDeterministic(t *testing.T) {
	c := randomChart(3, 700)
	for range 40 {
		a, b := c.Cards[rand.IntN(700)].ID, c.Cards[rand.IntN(700)].ID
		c.Links = append(c.Links, export.Link{From: a, To: b, Kind: export.LinkInfluences})
	}
	want := place(t, c, export.Options{Page: export.PageA0})
	for range 5 {
		if got := place(t, c, export.Options{Page: export.PageA0}); !reflect.DeepEqual(got, want) {
			t.Fatal("Place gives another layout for the same chart")
		}
	}
}

// TestPlaceAssistant holds an assistant to a place beside the line: below the
// manager, above the other reports.
func TestPlaceAssistant(t *testing.T) {
	c := readOrg(t, `
Boss | Chief
  ~Aide | Assistant
  ~Second | Assistant
  ~Third | Assistant with a report
    Clerk | Clerk
  One | Head
  Two | Head
  Three | Head
`)
	p := place(t, c, export.Options{})
	checkPlaced(t, c, p)
	at := map[string]export.PlacedCard{}
	for _, k := range p.Cards {
		at[name(c.Cards[slices.IndexFunc(c.Cards, func(o export.Card) bool { return o.ID == k.ID })])] = k
	}
	for _, aide := range []string{"Aide", "Second"} {
		for _, report := range []string{"Third", "One", "Two", "Three"} {
			if at[aide].Y+at[aide].H > at[report].Y {
				t.Errorf("%s ends at %v, below the top %v of %s", aide, at[aide].Y+at[aide].H, at[report].Y, report)
			}
		}
	}
	if at["Aide"].Y != at["Second"].Y || at["Aide"].X >= at["Second"].X {
		t.Errorf("the two assistants are at %+v and %+v, want side by side", at["Aide"], at["Second"])
	}
}

// TestPlaceAssistantOfAssistant holds that an assistant who has one of their own
// stands below the line with them, in whatever order the cards come.
func TestPlaceAssistantOfAssistant(t *testing.T) {
	c := readOrg(t, "Boss | Chief\n  ~Aide | Assistant\n    ~Help | Assistant\n    ~More | Assistant\n  One | Head\n")
	checkPlaced(t, c, place(t, c, export.Options{}))
	slices.Reverse(c.Cards)
	p := place(t, c, export.Options{})
	if a, b, on := overlapping(p.Cards); on {
		t.Errorf("cards %+v and %+v overlap", a, b)
	}
}

// TestPlaceHandComputed is a chart small enough to lay out by hand: a low card
// of 124 × 34, 13 + 13 to the row, two reports 12 apart.
func TestPlaceHandComputed(t *testing.T) {
	c := readOrg(t, "A\n  B\n  C\n")
	p := place(t, c, export.Options{Page: export.PageSlide})
	want := []export.PlacedCard{
		{ID: "p1", X: 68, Y: 0, W: 124, H: 34, Below: 2, Label: "A."},
		{ID: "p2", X: 0, Y: 60, W: 124, H: 34, Depth: 1, Label: "B."},
		{ID: "p3", X: 136, Y: 60, W: 124, H: 34, Depth: 1, Label: "C."},
	}
	if !reflect.DeepEqual(p.Cards, want) {
		t.Errorf("placed\n%+v, want\n%+v", p.Cards, want)
	}
	if p.Width != 260 || p.Height != 94 {
		t.Errorf("size %v × %v, want 260 × 94", p.Width, p.Height)
	}
	if want := "M130 34V47M62 60V52Q62 47 67 47H193Q198 47 198 52V60"; len(p.Wires) != 1 || p.Wires[0] != want {
		t.Errorf("wires %q, want %q", p.Wires, want)
	}
}

func TestPlaceRefuses(t *testing.T) {
	good := readOrg(t, "A\n  B\n")
	twice := export.Chart{Cards: []export.Card{{ID: "a"}, {ID: "a"}}}
	none := export.Chart{Cards: []export.Card{{Title: "A"}}}
	member := export.Chart{Team: []export.Member{{ID: "m"}, {ID: "m"}}}
	crowd := export.Chart{Cards: make([]export.Card, export.MaxSeats+1)}
	done, cancel := context.WithCancel(context.Background())
	cancel()
	tests := []struct {
		name  string
		ctx   context.Context
		chart export.Chart
		opt   export.Options
		want  error
		says  string
	}{
		{"two cards with one id", context.Background(), twice, export.Options{}, graph.ErrInvalid, `card 1 repeats the id "a"`},
		{"card without id", context.Background(), none, export.Options{}, graph.ErrInvalid, "card 0 has no id"},
		{"two members with one id", context.Background(), member, export.Options{}, graph.ErrInvalid, "team member 1"},
		{"too many cards", context.Background(), crowd, export.Options{}, graph.ErrInvalid, "at most 100000 cards"},
		{"too many of ours", context.Background(), export.Chart{Team: make([]export.Member, export.MaxTeam+1)}, export.Options{}, graph.ErrInvalid, "at most 10000 of our people"},
		{"too many links", context.Background(), export.Chart{Links: make([]export.Link, export.MaxLinks+1)}, export.Options{}, graph.ErrInvalid, "at most 200000 links"},
		{"too many collapsed", context.Background(), export.Chart{Cards: []export.Card{{ID: "a", Collapsed: math.MaxInt}}}, export.Options{}, graph.ErrInvalid, "at most 10000000"},
		{"diagram", context.Background(), good, export.Options{Diagram: "LIST"}, graph.ErrInvalid, `diagram "LIST"`},
		{"page", context.Background(), good, export.Options{Page: "A7"}, graph.ErrInvalid, `page "A7"`},
		{"profile", context.Background(), good, export.Options{Profile: "PDF"}, graph.ErrInvalid, `profile "PDF"`},
		{"prefix", context.Background(), good, export.Options{IDPrefix: `x" onload="`}, graph.ErrInvalid, "id prefix"},
		{"pair", context.Background(), good, export.Options{Diagram: export.DiagramPair}, graph.ErrInvalid, "PAIR cannot be placed"},
		{"cancelled", done, good, export.Options{}, context.Canceled, "canceled"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := export.Place(tt.ctx, tt.chart, tt.opt)
			if !errors.Is(err, tt.want) || !strings.Contains(fmt.Sprint(err), tt.says) {
				t.Errorf("Place: error %v, want %v saying %q", err, tt.want, tt.says)
			}
		})
	}
}
