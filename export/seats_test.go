package export_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// term is a time in days; zero is open.
type term struct{ from, to graph.Date }

func (m term) has(day graph.Date) bool { return m.from <= day && (m.to == 0 || day < m.to) }

// crowd is an account whose seats come and go and are held by none to fourteen,
// as it was made up: what the chart of it must say is read from here alone.
type crowd struct {
	seats []term
	holds map[[2]int]term // person and seat
	solid map[int]int     // the manager's seat
	lines map[[2]int]graph.LineKind
	sways [][2]int // two people
	snap  *kernel.Snapshot
}

const crowdPeople = 20

func seatID(i int) graph.ID   { return graph.ID(fmt.Sprintf("s-%02d", i)) }
func personID(p int) graph.ID { return graph.ID(fmt.Sprintf("p-%02d", p)) }

// newCrowd makes up an account from a seed.
func newCrowd(t testing.TB, seed uint64) crowd {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 5))
	c := crowd{seats: make([]term, 1+r.IntN(14)), holds: map[[2]int]term{}, solid: map[int]int{}, lines: map[[2]int]graph.LineKind{}}
	within := func(whole term) term {
		m := whole
		if r.IntN(3) == 0 {
			m.from = max(m.from, graph.Day(2020+r.IntN(4), time.January, 1))
		}
		if r.IntN(3) == 0 {
			end := max(graph.Day(2022+r.IntN(6), time.January, 1), m.from+1)
			if m.to == 0 || end < m.to {
				m.to = end
			}
		}
		if m.to != 0 && m.to <= m.from {
			return whole
		}
		return m
	}
	d := draft.NewDraft(kernel.Empty(), base, nil)
	edge := func(kind string, src, dst graph.ID, m term) graph.Edge {
		return graph.Edge{ID: graph.ID(fmt.Sprintf("%s-%s-%s", kind, src, dst)), Src: src, Dst: dst, From: m.from, To: m.to}
	}
	d.Add(graph.Organization{Node: graph.Node{ID: "o-us"}, Name: "Us", Kind: graph.OrgCompany, Ours: true})
	d.Add(graph.Organization{Node: graph.Node{ID: "o-them"}, Name: "Them", Kind: graph.OrgCompany})
	d.Add(graph.Account{Node: graph.Node{ID: "a"}, Name: "Them"})
	d.Add(graph.For{Edge: edge("for", "a", "o-them", term{})})
	d.Add(graph.Person{Node: graph.Node{ID: "p-us"}, Name: "Ours"})
	d.Add(graph.Position{Node: graph.Node{ID: "s-us"}, Title: "Account manager"})
	d.Add(graph.In{Edge: edge("in", "s-us", "o-us", term{})})
	d.Add(graph.Holds{Edge: edge("holds", "p-us", "s-us", term{}), Kind: graph.HoldPermanent})
	for p := range crowdPeople {
		d.Add(graph.Person{Node: graph.Node{ID: personID(p)}, Name: fmt.Sprintf("Person %02d", (p*7)%crowdPeople)})
	}
	for i := range c.seats {
		m := within(term{})
		c.seats[i] = m
		occupancy := []graph.Occupancy{"", graph.OccupancyVacant, graph.OccupancyWithheld, graph.OccupancyUnknown}[r.IntN(4)]
		d.Add(graph.Position{Node: graph.Node{ID: seatID(i)}, Title: fmt.Sprint("Title ", i), Level: r.IntN(6), Occupancy: occupancy})
		d.Add(graph.In{Edge: edge("in", seatID(i), "o-them", m)})
		holders := []int{0, 1, 1, 1, 2, 3, 14}[r.IntN(7)]
		for _, p := range r.Perm(crowdPeople)[:holders] {
			h := within(m)
			c.holds[[2]int{p, i}] = h
			d.Add(graph.Holds{Edge: edge("holds", personID(p), seatID(i), h), Kind: graph.HoldPermanent})
		}
		if i == 0 {
			continue
		}
		for _, kind := range []graph.LineKind{graph.LineSolid, graph.LineDotted, graph.LineAssistant, graph.LineAssistant} {
			boss := r.IntN(i)
			if _, twice := c.lines[[2]int{i, boss}]; twice || r.IntN(3) == 0 {
				continue
			}
			c.lines[[2]int{i, boss}] = kind
			if kind == graph.LineSolid {
				c.solid[i] = boss
			}
			from := max(m.from, c.seats[boss].from)
			to := m.to
			if b := c.seats[boss].to; to == 0 || b != 0 && b < to {
				to = b
			}
			if to != 0 && to <= from {
				delete(c.lines, [2]int{i, boss})
				delete(c.solid, i)
				continue
			}
			d.Add(graph.ReportsTo{Edge: edge("line", seatID(i), seatID(boss), term{from, to}), Kind: kind})
		}
	}
	for range 6 {
		from, to := r.IntN(crowdPeople), r.IntN(crowdPeople)
		if from == to || slices.Contains(c.sways, [2]int{from, to}) {
			continue
		}
		c.sways = append(c.sways, [2]int{from, to})
		d.Add(graph.Influences{Edge: edge("sways", personID(from), personID(to), term{}), Judgement: graph.Judgement{By: "p-us", On: base - 10}, Weight: 0.5, Kind: graph.InfluenceSways})
	}
	_, s, err := d.Check(1, base.Time())
	if err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	c.snap = s
	return c
}

// holders returns who sits on a seat, by the name that newCrowd gives them.
func (c *crowd) holders(seat int, day graph.Date) []string {
	var out []string
	for at, m := range c.holds {
		if at[1] == seat && m.has(day) {
			out = append(out, string(personID(at[0])))
		}
	}
	slices.SortFunc(out, func(a, b string) int {
		name := func(id string) int {
			var p int
			fmt.Sscanf(id, "p-%d", &p)
			return p * 7 % crowdPeople
		}
		return cmp.Compare(name(a), name(b))
	})
	return out
}

// TestCardPerSeat holds, for made-up accounts on random days: every seat that
// exists is one card, everybody who holds it is listed on it by name, its line leads
// to the card of the manager's seat, every second line is drawn, the picture places
// each card once and apart from the others, the outline has one line for each, and
// the numbers are of seats.
func TestCardPerSeat(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := newCrowd(t, rapid.Uint64Range(0, 1<<40).Draw(rt, "seed"))
		day := graph.Day(rapid.IntRange(2019, 2028).Draw(rt, "year"), time.June, 1)
		chart, err := export.Account(nil, view.On(c.snap, day), "a", "")
		if err != nil {
			rt.Fatal(err)
		}
		seats := map[string]int{}
		for i, m := range c.seats {
			if m.has(day) {
				seats[string(seatID(i))] = i
			}
		}
		cards := map[string]export.Card{}
		for _, k := range chart.Cards {
			if _, twice := cards[k.ID]; twice {
				rt.Fatalf("two cards of seat %s", k.ID)
			}
			cards[k.ID] = k
		}
		links := map[string]bool{}
		for _, l := range chart.Links {
			links[fmt.Sprint(l.From, l.Kind, l.To)] = true
		}
		for id, i := range seats {
			k, ok := cards[id]
			if !ok {
				rt.Fatalf("no card of seat %s", id)
			}
			var listed []string
			for _, h := range k.Holders {
				listed = append(listed, h.Person)
			}
			if want := c.holders(i, day); !slices.Equal(listed, want) {
				rt.Errorf("card %s lists %v, want %v", id, listed, want)
			}
			boss, reports := c.solid[i]
			_, there := seats[string(seatID(boss))]
			if reports && there && k.Parent != string(seatID(boss)) {
				rt.Errorf("card %s is below %q, want the seat %s", id, k.Parent, seatID(boss))
			}
			for at, kind := range c.lines {
				want := map[graph.LineKind]export.LinkKind{graph.LineDotted: export.LinkAlsoReports, graph.LineAssistant: export.LinkAssists}[kind]
				if _, there := seats[string(seatID(at[1]))]; at[0] == i && there && want != "" && !links[fmt.Sprint(id, want, seatID(at[1]))] {
					rt.Errorf("no %s from %s to %s", want, id, seatID(at[1]))
				}
			}
		}
		if len(cards) != len(seats) {
			rt.Fatalf("%d cards, want %d", len(cards), len(seats))
		}
		if got := chart.Count().Seats; got != len(seats) {
			rt.Errorf("%d seats counted, want %d", got, len(seats))
		}

		for _, view := range []export.Diagram{export.DiagramTree, export.DiagramOverview} {
			p := place(t, chart, export.Options{Diagram: view, Page: rapid.SampledFrom(export.Pages()).Draw(rt, "page")})
			checkPlaced(t, chart, p)
			checkWires(t, p)
		}
		for _, line := range strings.Split(text(t, chart, export.FormatMarkdown), "## ") {
			if strings.HasPrefix(line, "Other lines") || strings.HasPrefix(line, "Us") || strings.HasPrefix(line, "Findings") {
				continue
			}
			for row := range strings.SplitSeq(line, "\n") {
				row, isRow := strings.CutPrefix(strings.TrimLeft(row, " "), "- ")
				if !isRow {
					continue
				}
				found := ""
				for id, k := range cards {
					if strings.Contains(row, ", "+k.Title+".") {
						found = id
					}
				}
				if found == "" {
					rt.Fatalf("line %q of the outline is of no seat, or of one that has a line", row)
				}
				for _, h := range cards[found].Holders {
					if !strings.Contains(row, h.Name) {
						rt.Errorf("line %q does not name %s", row, h.Name)
					}
				}
				delete(cards, found)
			}
		}
		if len(cards) > 0 {
			rt.Errorf("seats without a line in the outline: %v", cards)
		}
		for _, view := range export.Diagrams() {
			if view == export.DiagramDiff {
				continue
			}
			res := render(t, chart, export.Options{Diagram: view, Page: export.PageA3})
			checkSVG(t, res.SVG, false)
			checkText(t, res.SVG)
			if res.Seats != len(seats) {
				rt.Errorf("%s: %d seats, want %d", view, res.Seats, len(seats))
			}
		}
	})
}

// TestRowPerPerson holds the diagrams of people to a row for each person who sits
// anywhere, and one for each seat without a name.
func TestRowPerPerson(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := newCrowd(t, rapid.Uint64Range(0, 1<<40).Draw(rt, "seed"))
		chart, err := export.Account(nil, view.On(c.snap, base), "a", "")
		if err != nil {
			rt.Fatal(err)
		}
		want, empty := map[string]int{}, 0
		for i, m := range c.seats {
			if !m.has(base) {
				continue
			}
			list := c.holders(i, base)
			if len(list) == 0 {
				empty++
			}
			for _, id := range list {
				want[id]++
			}
		}
		res := render(t, chart, export.Options{Diagram: export.DiagramPair, Page: export.PageNatural})
		rows, _ := rowsOf(t, res.SVG)
		if got := len(rows) - len(chart.Team); got != len(want)+empty {
			rt.Errorf("%d rows of theirs, want %d people and %d seats without", got, len(want), empty)
		}
		net, err := export.PlaceNetwork(chart, export.Options{})
		if err != nil {
			rt.Fatal(err)
		}
		lines := 0
		for _, s := range c.sways {
			if want[string(personID(s[0]))] > 0 && want[string(personID(s[1]))] > 0 {
				lines++
			}
		}
		if len(net.Network.Lines) != lines {
			rt.Errorf("%d lines in the network, want %d", len(net.Network.Lines), lines)
		}
	})
}
