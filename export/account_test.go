package export_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/orgchart"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/sample"
)

// base is the day from which the sample company counts.
var base = graph.Day(2026, time.November, 2)

// account returns the chart of an account of the sample company on a day.
func account(t testing.TB, id graph.ID, day graph.Date) export.Chart {
	t.Helper()
	b := kernel.NewBuilder(0)
	d := draft.NewDraft(b.Build(0, time.Time{}), base, nil)
	if err := sample.Company(d, base); err != nil {
		t.Fatal(err)
	}
	_, s, err := d.Check(1, base.Time())
	if err != nil {
		t.Fatal(err)
	}
	c, err := export.Account(nil, view.On(s, day), id, "")
	if err != nil {
		t.Fatalf("Account(%s): %v", id, err)
	}
	return c
}

// cardOf returns the card of a person.
func cardOf(t *testing.T, c export.Chart, name string) export.Card {
	t.Helper()
	id := idOf(t, c, name)
	return c.Cards[slices.IndexFunc(c.Cards, func(k export.Card) bool { return k.ID == id })]
}

// TestAccount holds the chart of an account to the planted stories of the
// sample company.
func TestAccount(t *testing.T) {
	c := account(t, "a-dunmore", base)
	if c.AsOf != "2 Nov 2026" || !strings.Contains(c.Title, "Dunmore Rail") {
		t.Errorf("title %q as of %q", c.Title, c.AsOf)
	}
	level := cardOf(t, c, "Oskar Lindqvist").Level
	oskar := holder(t, &c, "Oskar Lindqvist")
	if oskar.Person != "p-oskar-lindqvist" || level == 0 || !slices.Contains(oskar.Roles, graph.RoleDecider) {
		t.Errorf("Oskar Lindqvist: person %q, level %d, roles %v; want p-oskar-lindqvist, some, DECIDER", oskar.Person, level, oskar.Roles)
	}
	if len(oskar.KnownBy) != 1 || oskar.KnownBy[0].Member != "p-ben-okafor" || !oskar.SingleThreaded {
		t.Errorf("Oskar Lindqvist is known by %v, single-threaded %v; want Ben Okafor alone", oskar.KnownBy, oskar.SingleThreaded)
	}
	paired := 0
	members := map[string]bool{}
	for _, m := range c.Team {
		members[m.ID] = true
	}
	for _, k := range c.Cards {
		with := k.PairedWith
		for _, h := range k.Holders {
			with = append(with, h.PairedWith...)
		}
		paired += len(with)
		for _, m := range with {
			if !members[m] {
				t.Errorf("%s is paired with %s, who is not in the team", name(k), m)
			}
		}
	}
	if paired == 0 {
		t.Error("nobody is paired")
	}
	if _, err := export.Account(nil, view.On(kernel.NewBuilder(0).Build(0, time.Time{}), base), "nobody", ""); !errors.Is(err, graph.ErrNotFound) {
		t.Errorf("unknown account: %v, want %v", err, graph.ErrNotFound)
	}
}

// TestAccountsCanBeDrawn renders every account of the sample in every view.
func TestAccountsCanBeDrawn(t *testing.T) {
	for _, id := range []graph.ID{"a-brackwell", "a-dunmore", "a-helvar"} {
		c := account(t, id, base)
		for _, v := range export.Diagrams() {
			r, err := export.Render(context.Background(), c, export.Options{Diagram: v, Page: export.PageA3})
			if err != nil {
				t.Errorf("%s as %s: %v", id, v, err)
				continue
			}
			checkSVG(t, r.SVG, false)
			checkText(t, r.SVG)
		}
	}
}

// TestDiffDrawsTheDifference holds the picture of what changed against the difference
// itself: who joined, left, moved and was re-labelled is the same, on every account and
// between several days.
func TestDiffDrawsTheDifference(t *testing.T) {
	d := draft.NewDraft(kernel.Empty(), base, nil)
	if err := sample.Company(d, base); err != nil {
		t.Fatal(err)
	}
	_, s, err := d.Check(1, base.Time())
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[export.Change]int{}
	for _, id := range []graph.ID{"a-brackwell", "a-dunmore", "a-helvar"} {
		for _, days := range [][2]graph.Date{{base - 300, base}, {base - 60, base}, {base - 300, base - 60}, {base, base - 300}, {base - 2000, base}, {base, base}} {
			var charts [2]*orgchart.Chart
			var drawn [2]export.Chart
			for i, day := range days {
				v := view.On(s, day)
				if charts[i], err = orgchart.Of(nil, v, orgchart.Query{Account: id, Depth: -1}); err != nil {
					t.Fatal(err)
				}
				drawn[i] = export.Draw(v, charts[i])
			}
			var want, got []string
			for _, p := range orgchart.Compare(charts[0], charts[1]).People {
				if p.Kind != orgchart.ChangeMoved || p.After != nil {
					want = append(want, string(p.Kind)+" "+string(p.Person))
				}
				kinds[p.Kind]++
			}
			for _, k := range export.Diff(drawn[0], drawn[1]).Cards {
				for _, h := range k.Holders {
					if h.Change != "" {
						got = append(got, string(h.Change)+" "+h.Person)
					}
				}
			}
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("%s from %s to %s: the picture has\n%q\nthe difference\n%q", id, days[0], days[1], got, want)
			}
		}
	}
	for _, c := range export.Changes() {
		if kinds[c] == 0 {
			t.Errorf("nobody is %s", c)
		}
	}
}
