package rules_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/rules"
	"github.com/kithgraph/kith/internal/orgtext"
)

// chaos makes random elements over a few nodes and days, sound or not.
type chaos struct{ *rand.Rand }

func (r chaos) pick(prefix string, n int) graph.ID {
	return graph.ID(fmt.Sprint(prefix, r.IntN(n)))
}

func (r chaos) days() (from, to graph.Date) {
	day := func() graph.Date {
		if r.IntN(3) == 0 {
			return 0
		}
		return graph.MustDate("2024-01-01") + graph.Date(r.IntN(6))
	}
	return day(), day()
}

func (r chaos) edge(kind string, n int, src, dst graph.ID) graph.Edge {
	e := graph.Edge{ID: graph.ID(fmt.Sprint(kind, r.IntN(n))), Src: src, Dst: dst}
	e.From, e.To = r.days()
	return e
}

// element returns a random element of the small world of these tests.
func (r chaos) element() graph.Element {
	org, seat, person := r.pick("o", 6), r.pick("s", 8), r.pick("p", 6)
	var f graph.Fact
	switch r.IntN(15) {
	case 0:
		f = graph.Organization{Node: graph.Node{ID: org}, Name: "O", Ours: r.IntN(3) == 0}
	case 1:
		f = graph.Position{Node: graph.Node{ID: seat}, Level: r.IntN(7)}
	case 2:
		p := graph.Person{Node: graph.Node{ID: person}, Name: "P"}
		if r.IntN(2) == 0 {
			p.ExternalIDs = []string{fmt.Sprint("x:", r.IntN(4))}
		}
		f = p
	case 3, 4:
		f = graph.PartOf{Edge: r.edge("part", 6, org, r.pick("o", 6))}
	case 5, 6:
		f = graph.In{Edge: r.edge("in", 10, seat, org)}
	case 7, 8:
		f = graph.Holds{Edge: r.edge("holds", 8, person, seat)}
	case 9, 10:
		kind := graph.LineSolid
		if r.IntN(5) == 0 {
			kind = graph.LineDotted
		}
		f = graph.ReportsTo{Edge: r.edge("line", 10, seat, r.pick("s", 8)), Kind: kind}
	case 11:
		dst := seat
		if r.IntN(2) == 0 {
			dst = r.pick("p", 6)
		}
		f = graph.PairedWith{Edge: r.edge("pair", 5, person, dst)}
	case 12:
		f = graph.WorksOn{Edge: r.edge("works", 4, person, "a0"), Role: graph.WorkKAM}
	case 13:
		from, to := r.days()
		f = graph.Detail{Node: graph.Node{ID: r.pick("d", 4), From: from, To: to}, Property: "level", Value: fmt.Sprint(r.IntN(7))}
	case 14:
		f = graph.Of{Edge: graph.Edge{ID: r.pick("of", 4), Src: r.pick("d", 4), Dst: seat}}
	}
	return graph.Encode(f)
}

// changes returns up to n random changes of s.
func (r chaos) changes(s *kernel.Snapshot, n int) []graph.Change {
	d := draft.NewDraft(s, 0, nil)
	for range 1 + r.IntN(n) {
		e := r.element()
		if r.IntN(4) == 0 {
			_ = d.RemoveNode(e.ID)
			d.Remove(e.ID)
		} else {
			d.Put(e)
		}
	}
	return d.Changes()
}

// TestCheckFindsWhatCheckAllFinds takes random commits onto sound workspaces
// and holds the check of the commit against the check of everything.
func TestCheckFindsWhatCheckAllFinds(t *testing.T) {
	const base = `
org A #o0 (ours)
  S #s0: P #p0
org B #o1
  org C #o2
    org D #o3
      T #s1: Q #p1
        U #s2: R #p2
org E #o4
org F #o5
account X #a0 for B
pairs P -> T #pair0
pairs P -> Q #pair1
works P -> X #works0: kam
`
	details := func(d *draft.Draft) {
		d.Add(graph.Detail{Node: graph.Node{ID: "d0", To: graph.MustDate("2024-01-03")}, Property: "level", Value: "2"})
		d.Add(graph.Of{Edge: graph.Edge{ID: "of0", Src: "d0", Dst: "s0"}})
	}
	found := map[string]int{}
	accepted, refused := 0, 0
	for seed := range uint64(250) {
		r := chaos{rand.New(rand.NewPCG(seed, 2))}
		draft := draft.NewDraft(orgtext.MustParse(base), 0, nil)
		details(draft)
		_, s, err := draft.Check(2, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		for step := range 40 {
			changes := r.changes(s, 4)
			next, err := s.With(changes, s.Revision()+1, time.Time{})
			if err != nil {
				continue
			}
			part, all := refusals(rules.Check(next, changes)), refusals(rules.CheckAll(next))
			if part != all {
				t.Fatalf("seed %d, step %d: Check after %s found\n%swant\n%s", seed, step, describe(changes), part, all)
			}
			for line := range strings.Lines(all) {
				rule, _, _ := strings.Cut(line, ":")
				found[rule]++
			}
			if all == "" {
				s = next
				accepted++
			} else {
				refused++
			}
		}
	}
	for _, rule := range []string{"range", "dates", "self", "belongs", "one-parent", "organization-cycle", "one-organization", "one-solid-line", "reporting-cycle", "hold-overlap", "pairing-sides", "works-on-ours", "detail", "external-id"} {
		if found[rule] < 5 {
			t.Errorf("rule %s was broken %d times; the test has become too tame", rule, found[rule])
		}
	}
	if accepted < 1000 || refused < 1000 {
		t.Errorf("%d commits were accepted and %d refused; wanted a thousand of each", accepted, refused)
	}
}

func describe(changes []graph.Change) string {
	var b strings.Builder
	for _, c := range changes {
		fmt.Fprintf(&b, "\n  %+v → %+v", c.Before, c.After)
	}
	return b.String()
}

// TestCheckDepthBelow holds a line at the top of a tree against what lies
// below it.
func TestCheckDepthBelow(t *testing.T) {
	for _, kind := range []graph.Kind{graph.EdgeReportsTo, graph.EdgePartOf} {
		t.Run(string(kind), func(t *testing.T) {
			elements := chain(kind, 1001)
			top := slices.IndexFunc(elements, func(e graph.Element) bool { return e.ID == "en0001" })
			b := kernel.NewBuilder(0)
			for i := range elements {
				if i == top {
					continue
				}
				if err := b.Add(&elements[i]); err != nil {
					t.Fatal(err)
				}
			}
			s := b.Build(1, time.Time{})
			if err := rules.CheckAll(s); err != nil {
				t.Fatal(err)
			}
			for _, c := range []struct {
				name string
				from graph.Date
				want string
			}{{"one level too many", 0, "depth: n1001\n"}} {
				e := elements[top]
				e.From = c.from
				changes := []graph.Change{{ID: e.ID, After: &e}}
				next, err := s.With(changes, 2, time.Time{})
				if err != nil {
					t.Fatal(err)
				}
				if got := refusals(rules.Check(next, changes)); got != c.want {
					t.Errorf("Check = %s, want %s", got, c.want)
				}
			}
		})
	}
}

// TestCheckTakesNoExponentialTime checks ladders in which every rung has two
// ways up on every day: 2^60 ways in all.
func TestCheckTakesNoExponentialTime(t *testing.T) {
	var b strings.Builder
	for i := range 61 {
		fmt.Fprintf(&b, "org L%d\norg R%d\n  S%d\n  T%d\n", i, i, i, i)
		if i > 0 {
			fmt.Fprintf(&b, "part L%d, R%d -> L%d, R%d\nreports S%d, T%d -> S%d, T%d: solid\n", i, i, i-1, i-1, i, i, i-1, i-1)
		}
	}
	b.WriteString("org Us (ours)\n  A: Ann\npairs Ann -> S60")
	elements, err := orgtext.Elements(b.String())
	if err != nil {
		t.Fatal(err)
	}
	changes := make([]graph.Change, len(elements))
	for i := range elements {
		changes[i] = graph.Change{ID: elements[i].ID, After: &elements[i]}
	}
	s, err := kernel.Empty().With(changes, 1, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	want := 2 * 2 * 60
	for name, err := range map[string]error{"CheckAll": rules.CheckAll(s), "Check": rules.Check(s, changes)} {
		if got := strings.Count(refusals(err), "\n"); got != want {
			t.Errorf("%s found %d refusals, want %d", name, got, want)
		}
	}
}

// TestLimits holds the bounds of texts and lists, which would make the files of
// the rules too long.
func TestLimits(t *testing.T) {
	many := func(n int, text string) []string {
		list := make([]string, n)
		for i := range list {
			list[i] = text
		}
		return list
	}
	for _, c := range []struct {
		name   string
		person graph.Person
		want   string
	}{
		{"the longest text", graph.Person{Notes: strings.Repeat("x", graph.MaxText)}, ""},
		{"a longer text", graph.Person{Notes: strings.Repeat("x", graph.MaxText+1)}, "value: p\n"},
		{"the longest list", graph.Person{Languages: many(graph.MaxList, "x")}, ""},
		{"a longer list", graph.Person{Languages: many(graph.MaxList+1, "x")}, "value: p\n"},
		{"the longest entry", graph.Person{Languages: []string{strings.Repeat("x", graph.MaxListText)}}, ""},
		{"a longer entry", graph.Person{Languages: []string{strings.Repeat("x", graph.MaxListText+1)}}, "value: p\n"},
		{"the longest name", graph.Person{Name: strings.Repeat("é", graph.MaxName/2)}, ""},
		{"a longer name", graph.Person{Name: strings.Repeat("é", graph.MaxName/2) + "x"}, "name: p\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.person.ID = "p"
			if c.person.Name == "" {
				c.person.Name = "P"
			}
			e := graph.Encode(c.person)
			s, err := kernel.Empty().With([]graph.Change{{ID: "p", After: &e}}, 1, time.Time{})
			if err != nil {
				t.Fatal(err)
			}
			if got := refusals(rules.CheckAll(s)); got != c.want {
				t.Errorf("CheckAll = %q, want %q", got, c.want)
			}
		})
	}
	for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		e := graph.Encode(graph.ValueRecord{Node: graph.Node{ID: "v"}, Amount: &x})
		s, err := kernel.Empty().With([]graph.Change{{ID: "v", After: &e}}, 1, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		if got := refusals(rules.CheckAll(s)); got != "value: v\nbelongs: v\n" {
			t.Errorf("an amount of %v: CheckAll = %q", x, got)
		}
	}
}

// TestCheckStopsCounting bounds how much one check reports.
func TestCheckStopsCounting(t *testing.T) {
	b := kernel.NewBuilder(0)
	for i := range 10_100 {
		e := graph.Encode(graph.Person{Node: graph.Node{ID: graph.ID(fmt.Sprintf("p%05d", i))}})
		if err := b.Add(&e); err != nil {
			t.Fatal(err)
		}
	}
	if got := strings.Count(refusals(rules.CheckAll(b.Build(1, time.Time{}))), "\n"); got != 10_000 {
		t.Errorf("CheckAll of 10100 people without a name reports %d", got)
	}
}
