package orgchart_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/orgchart"
)

// org reads a chart for comparing: a line for each seat, indented below its manager, as
// "seat: Title = person STANCE ROLE… knows:ours", several people separated by commas.
func org(t *testing.T, text string) *orgchart.Chart {
	t.Helper()
	c := &orgchart.Chart{}
	var open []graph.ID
	people := map[graph.ID]*orgchart.Person{}
	for line := range strings.Lines(text) {
		trimmed := strings.TrimLeft(strings.TrimRight(line, "\n"), " ")
		if trimmed == "" {
			continue
		}
		depth := (len(strings.TrimRight(line, "\n")) - len(trimmed)) / 2
		head, holders, _ := strings.Cut(trimmed, " = ")
		id, title, _ := strings.Cut(head, ": ")
		s := orgchart.Seat{ID: graph.ID(id), Title: title, Depth: depth}
		open = append(open[:depth], s.ID)
		if depth > 0 {
			s.Manager = open[depth-1]
		}
		for _, h := range strings.Split(holders, ", ") {
			words := strings.Fields(h)
			if len(words) == 0 {
				continue
			}
			p := people[graph.ID(words[0])]
			if p == nil {
				p = &orgchart.Person{ID: graph.ID(words[0]), Name: strings.ToUpper(words[0]), Known: true, Stance: graph.StanceUnknown}
				people[p.ID] = p
			}
			for _, w := range words[1:] {
				ours, known := strings.CutPrefix(w, "knows:")
				met, heard := strings.CutPrefix(w, "met:")
				switch {
				case known:
					p.KnownBy = append(p.KnownBy, analysis.Knower{Person: graph.ID(ours), Band: graph.BandWorking, Working: true})
				case heard:
					p.KnownBy = append(p.KnownBy, analysis.Knower{Person: graph.ID(met), Band: graph.BandAcquainted})
				case slices.Contains(graph.Roles(), graph.Role(w)):
					p.Roles = append(p.Roles, graph.Role(w))
				default:
					p.Stance = graph.Stance(w)
				}
			}
			p.Seats = append(p.Seats, s.ID)
			s.Holders = append(s.Holders, orgchart.Holding{Person: p.ID})
		}
		c.Seats = append(c.Seats, s)
	}
	for _, p := range people {
		c.People = append(c.People, *p)
	}
	slices.SortFunc(c.People, func(a, b orgchart.Person) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return c
}

// said writes a difference, one change a line.
func said(d *orgchart.Diff) string {
	var b strings.Builder
	seat := func(p *orgchart.Place) string {
		if p == nil {
			return "-"
		}
		return fmt.Sprintf("%s<%s", p.Seat, p.Manager)
	}
	for _, p := range d.People {
		fmt.Fprintf(&b, "%s %s %s %s", p.Kind, p.Person, seat(p.Before), seat(p.After))
		if len(p.Succeeds) > 0 {
			fmt.Fprintf(&b, " after %s", p.Succeeds)
		}
		b.WriteByte('\n')
	}
	for _, s := range d.Seats {
		fmt.Fprintf(&b, "%s %s <%s <%s\n", s.Kind, s.Seat, s.ManagerBefore, s.ManagerAfter)
	}
	for _, l := range d.LinesAdded {
		fmt.Fprintf(&b, "line + %s\n", l.Record)
	}
	for _, l := range d.LinesRemoved {
		fmt.Fprintf(&b, "line - %s\n", l.Record)
	}
	for _, k := range d.TiesWon {
		fmt.Fprintf(&b, "won %s %s %q %q\n", k.Ours, k.Theirs, k.Before, k.After)
	}
	for _, k := range d.TiesLost {
		fmt.Fprintf(&b, "lost %s %s %q %q\n", k.Ours, k.Theirs, k.Before, k.After)
	}
	return b.String()
}

func TestCompare(t *testing.T) {
	const before = `
ceo: Chief = ann
  fin: Finance = bob SCEPTIC DECIDER knows:u1
    clk: Clerk = cid
  sal: Sales = dee met:u1
    buy: Buyer = eve NEUTRAL
`
	for _, test := range []struct{ name, after, want string }{
		{"nothing", before, ""},
		{"a vacancy", strings.Replace(before, "clk: Clerk = cid", "clk: Clerk", 1), "LEFT cid clk<fin -\n"},
		{"a successor", strings.Replace(before, "= cid", "= fay", 1), "JOINED fay - clk<fin after [cid]\nLEFT cid clk<fin -\n"},
		{"a seat more", before + "    b2: Buyer = gus\n", "JOINED gus - b2<sal\nADDED b2 < <sal\n"},
		{"a seat less", strings.Replace(before, "    clk: Clerk = cid\n", "", 1), "LEFT cid clk<fin -\nREMOVED clk <fin <\n"},
		{"one more seat of somebody", before + "    b2: Buyer = dee\n", "MOVED dee - b2<sal\nADDED b2 < <sal\n"},
		{"another seat", strings.Replace(strings.Replace(before, "= cid", "= eve NEUTRAL", 1), "buy: Buyer = eve NEUTRAL", "buy: Buyer", 1), "MOVED eve buy<sal clk<fin\nLEFT cid clk<fin -\n"},
		{"two change seats", strings.Replace(strings.Replace(strings.Replace(before, "= cid", "= x", 1), "= dee met:u1", "= cid", 1), "= x", "= dee met:u1", 1), "MOVED dee sal<ceo clk<fin\nMOVED cid clk<fin sal<ceo\n"},
		{"a new manager", "ceo: Chief = ann\n  fin: Finance = bob SCEPTIC DECIDER knows:u1\n    clk: Clerk = cid\n    sal: Sales = dee met:u1\n      buy: Buyer = eve NEUTRAL\n", "MOVED dee sal<ceo sal<fin\nRELINED sal <ceo <fin\n"},
		{"a title", strings.Replace(before, "buy: Buyer", "buy: Senior Buyer", 1), "RELABELLED eve buy<sal buy<sal\n"},
		{"a stance", strings.Replace(before, "eve NEUTRAL", "eve SUPPORTER", 1), "RELABELLED eve buy<sal buy<sal\n"},
		{"a part in decisions", strings.Replace(before, "SCEPTIC DECIDER", "SCEPTIC BUYER", 1), "RELABELLED bob fin<ceo fin<ceo\n"},
		{"a tie won", strings.Replace(before, "met:u1", "knows:u1", 1), "won u1 dee \"ACQUAINTED\" \"WORKING\"\n"},
		{"a tie lost", strings.Replace(before, "knows:u1", "met:u1", 1), "lost u1 bob \"WORKING\" \"ACQUAINTED\"\n"},
		{"a tie lost with who left", strings.Replace(before, "= bob SCEPTIC DECIDER knows:u1", "= hal knows:u2", 1), "JOINED hal - fin<ceo after [bob]\nLEFT bob fin<ceo -\nwon u2 hal \"\" \"WORKING\"\nlost u1 bob \"WORKING\" \"\"\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := said(orgchart.Compare(org(t, before), org(t, test.after))); got != test.want {
				t.Errorf("changed\n%swant\n%s", got, test.want)
			}
		})
	}
}

// TestCompareSeatsGivenUp: who keeps one of two seats has a seat less, and loses nothing
// else.
func TestCompareSeatsGivenUp(t *testing.T) {
	two, one := "a: A = ann\n  b: B = ann\n", "a: A = ann\n  b: B\n"
	if got, want := said(orgchart.Compare(org(t, two), org(t, one))), "MOVED ann b<a -\n"; got != want {
		t.Errorf("changed\n%swant\n%s", got, want)
	}
}

func TestCompareLines(t *testing.T) {
	a, b := org(t, "a: A\n  b: B\n"), org(t, "a: A\n  b: B\n")
	a.Lines = []orgchart.Line{{Record: "l1", From: "a", To: "b", Kind: orgchart.LineInfluences, Weight: 0.5}, {Record: "l2", From: "b", To: "a", Kind: orgchart.LineKnows}}
	b.Lines = []orgchart.Line{{Record: "l1", From: "a", To: "b", Kind: orgchart.LineInfluences, Weight: 0.9}, {Record: "l3", From: "b", To: "a", Kind: orgchart.LineConflict}}
	if got, want := said(orgchart.Compare(a, b)), "line + l1\nline + l3\nline - l1\nline - l2\n"; got != want {
		t.Errorf("changed\n%swant\n%s", got, want)
	}
}

// TestComparePlacesLaws holds of random charts: nothing changes from one to itself; who
// joined and left are those who are on one side only; each later place is mentioned at
// most once, and what is not is as it was; and the other way round it is the same
// changes with the sides swapped.
func TestComparePlacesLaws(t *testing.T) {
	place := rapid.Custom(func(t *rapid.T) orgchart.Place {
		of := func(name string, n int) graph.ID {
			return graph.ID(fmt.Sprint(name, rapid.IntRange(0, n).Draw(t, name)))
		}
		p := orgchart.Place{Person: of("p", 6), Seat: of("s", 5), Manager: of("m", 2), Title: string(of("t", 1))}
		if rapid.Bool().Draw(t, "role") {
			p.Roles = []graph.Role{graph.RoleDecider}
		}
		if p.Person == "p0" {
			p.Person = ""
		}
		return p
	})
	people := func(list []orgchart.Place) map[graph.ID]bool {
		m := map[graph.ID]bool{}
		for _, p := range list {
			if p.Person != "" {
				m[p.Person] = true
			}
		}
		return m
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.SliceOfN(place, 0, 10).Draw(t, "before"), rapid.SliceOfN(place, 0, 10).Draw(t, "after")
		if got := orgchart.ComparePlaces(a, a); len(got) > 0 {
			t.Fatalf("a chart differs from itself: %+v", got)
		}
		was, is := people(a), people(b)
		count := map[orgchart.ChartChange]int{}
		joined, left := map[graph.ID]bool{}, map[graph.ID]bool{}
		seenBefore, seenAfter := map[int]bool{}, map[int]bool{}
		for _, c := range orgchart.ComparePlaces(a, b) {
			count[c.Kind]++
			if c.Before < 0 && c.After < 0 || c.Before >= 0 && seenBefore[c.Before] || c.After >= 0 && seenAfter[c.After] {
				t.Fatalf("%+v is of no place or of one that was mentioned", c)
			}
			if c.Before >= 0 {
				seenBefore[c.Before] = true
			}
			if c.After >= 0 {
				seenAfter[c.After] = true
			}
			switch c.Kind {
			case orgchart.ChangeJoined:
				joined[b[c.After].Person] = true
			case orgchart.ChangeLeft:
				if left[a[c.Before].Person] {
					t.Fatalf("%s left twice", a[c.Before].Person)
				}
				left[a[c.Before].Person] = true
			case orgchart.ChangeRelabelled:
				x, y := a[c.Before], b[c.After]
				if x.Person != y.Person || x.Seat != y.Seat || x.Manager != y.Manager || reflect.DeepEqual(x, y) {
					t.Fatalf("%+v is re-labelled as %+v", x, y)
				}
			case orgchart.ChangeMoved:
				if c.Before >= 0 && c.After >= 0 && (a[c.Before].Person != b[c.After].Person || a[c.Before].Seat == b[c.After].Seat && a[c.Before].Manager == b[c.After].Manager) {
					t.Fatalf("%+v moved to %+v", a[c.Before], b[c.After])
				}
			}
		}
		for p := range is {
			if joined[p] == was[p] {
				t.Fatalf("%s was there: %v, joined: %v", p, was[p], joined[p])
			}
		}
		for p := range was {
			if left[p] == is[p] {
				t.Fatalf("%s is there: %v, left: %v", p, is[p], left[p])
			}
		}
		back := map[orgchart.ChartChange]int{}
		for _, c := range orgchart.ComparePlaces(b, a) {
			back[c.Kind]++
		}
		if back[orgchart.ChangeMoved]+back[orgchart.ChangeRelabelled] == 0 != (count[orgchart.ChangeMoved]+count[orgchart.ChangeRelabelled] == 0) {
			t.Fatalf("forward %v, back %v", count, back)
		}
	})
}
