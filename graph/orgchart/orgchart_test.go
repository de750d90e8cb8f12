package orgchart_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/orgchart"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/sample"
)

var day = graph.MustDate("2026-11-02")

// company returns a view of the sample company, changed by an edit.
func company(t *testing.T, edit func(d *draft.Draft)) *view.View {
	t.Helper()
	d := draft.NewDraft(kernel.Empty(), day, nil)
	if err := sample.Company(d, day); err != nil {
		t.Fatal(err)
	}
	if edit != nil {
		edit(d)
	}
	_, s, err := d.Check(1, day.Time())
	if err != nil {
		t.Fatal(err)
	}
	return view.On(s, day)
}

func chart(t *testing.T, v *view.View, q orgchart.Query) *orgchart.Chart {
	t.Helper()
	c, err := orgchart.Of(nil, v, q)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func ids(c *orgchart.Chart) []graph.ID {
	var out []graph.ID
	for i := range c.Seats {
		out = append(out, c.Seats[i].ID)
	}
	return out
}

// accounts returns the accounts of a view.
func accounts(v *view.View) []graph.ID {
	var out []graph.ID
	for _, n := range v.Snapshot().Nodes(graph.NodeAccount) {
		out = append(out, v.Snapshot().NodeID(n))
	}
	return out
}

// TestSeatsFromTheTopDown holds of each account that all its seats are there once,
// each after its manager and before the next of the siblings, and that what is
// counted of them is what there is: against the view and by counting.
func TestSeatsFromTheTopDown(t *testing.T) {
	v := company(t, nil)
	for _, account := range accounts(v) {
		c := chart(t, v, orgchart.Query{Account: account, Depth: -1, Gaps: true})
		n, _ := v.Snapshot().Node(account)
		var want []graph.ID
		for _, seat := range v.AccountSeats(n) {
			want = append(want, v.Snapshot().NodeID(seat))
		}
		got := ids(c)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) || c.Total != len(want) {
			t.Errorf("%s: %d seats and a total of %d, want the %d of the account", account, len(got), c.Total, len(want))
		}
		var open []graph.ID // the seats from the top to the one before
		below, reports, vacant := map[graph.ID]int{}, map[graph.ID]int{}, 0
		for _, s := range c.Seats {
			if s.Depth > len(open) || s.Depth > 0 && open[s.Depth-1] != s.Manager || s.Depth == 0 && s.Manager != "" {
				t.Fatalf("%s: %s at depth %d below %q stands after %v", account, s.ID, s.Depth, s.Manager, open)
			}
			open = append(open[:s.Depth], s.ID)
			for _, boss := range open[:s.Depth] {
				below[boss]++
			}
			reports[s.Manager]++
			if s.Vacant() {
				vacant++
			}
			seat, _ := v.Snapshot().Node(s.ID)
			if manager, ok := v.Manager(seat); ok && v.Snapshot().NodeID(manager) != s.Manager {
				t.Errorf("%s stands below %s, want %s", s.ID, s.Manager, v.Snapshot().NodeID(manager))
			}
		}
		for _, s := range c.Seats {
			if s.Below != below[s.ID] || s.Reports != reports[s.ID] {
				t.Errorf("%s counts %d reports and %d below, want %d and %d", s.ID, s.Reports, s.Below, reports[s.ID], below[s.ID])
			}
		}
		if vacant != c.Vacant {
			t.Errorf("%s: %d vacant seats, want %d", account, c.Vacant, vacant)
		}
	}
}

// TestPeopleAreThoseOfTheReports holds what a chart says of people against the
// reports that say so.
func TestPeopleAreThoseOfTheReports(t *testing.T) {
	v := company(t, nil)
	for _, account := range accounts(v) {
		c := chart(t, v, orgchart.Query{Account: account, Depth: -1, Gaps: true})
		who, err := find.Stakeholders(v, account)
		if err != nil {
			t.Fatal(err)
		}
		people := map[graph.ID]orgchart.Person{}
		for _, p := range c.People {
			people[p.ID] = p
		}
		if len(people) != len(who.People) || len(people) != len(c.People) {
			t.Errorf("%s: %d people, %d different ones, want %d", account, len(c.People), len(people), len(who.People))
		}
		for _, w := range who.People {
			p := people[w.Person]
			if !p.Known || p.Name != w.Name || p.Stance != w.Stance || !slices.Equal(p.Roles, w.Roles) || !slices.Equal(p.KnownBy, w.KnownBy) || p.SingleThreaded() != (w.DirectDepth == 1) {
				t.Errorf("%s: %+v, want what the report says: %+v", account, p, w)
			}
			seats := slices.Sorted(slices.Values(p.Seats))
			if !slices.Equal(seats, slices.Sorted(slices.Values(w.Seats))) {
				t.Errorf("%s: %s sits on %v, want %v", account, w.Person, seats, w.Seats)
			}
		}
		points, err := find.SinglePoints(v, analysis.SinglePointsQuery{Account: account})
		if err != nil {
			t.Fatal(err)
		}
		coverage, err := find.Coverage(v, analysis.CoverageQuery{Account: account})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := len(c.Findings), len(points.Findings)+len(coverage.Findings); got != want {
			t.Errorf("%s: %d findings, want %d", account, got, want)
		}
		named := map[string]bool{}
		for _, f := range c.Findings {
			if named[f.ID] {
				t.Errorf("%s: two findings are %s, the second %s", account, f.ID, f.Sentence)
			}
			named[f.ID] = true
		}
		for _, s := range c.Seats {
			for _, id := range s.Findings {
				if !named[id] {
					t.Errorf("%s names the finding %s, which is not there", s.ID, id)
				}
			}
		}
	}
}

// TestPartsOfAChart: what is below a seat, around somebody, or a few levels deep is
// the same chart with seats left out that are counted.
func TestPartsOfAChart(t *testing.T) {
	v := company(t, nil)
	const account = "a-brackwell"
	whole := chart(t, v, orgchart.Query{Account: account, Depth: -1})
	byID := map[graph.ID]orgchart.Seat{}
	for _, s := range whole.Seats {
		byID[s.ID] = s
	}
	above := func(id graph.ID) (out []graph.ID) {
		for m := byID[id].Manager; m != ""; m = byID[m].Manager {
			out = append(out, m)
		}
		return out
	}
	holds := func(name string, q orgchart.Query, want func(s orgchart.Seat) bool) {
		t.Helper()
		c := chart(t, v, q)
		var seats []graph.ID
		for _, s := range whole.Seats {
			if want(s) {
				seats = append(seats, s.ID)
			}
		}
		if got := ids(c); !slices.Equal(got, seats) || len(got) == 0 {
			t.Errorf("%s: %v, want %v", name, got, seats)
		}
		for _, s := range c.Seats {
			if w := byID[s.ID]; s.Below != w.Below || s.Reports != w.Reports {
				t.Errorf("%s: %s counts %d and %d, want %d and %d", name, s.ID, s.Reports, s.Below, w.Reports, w.Below)
			}
		}
		if c.Total != whole.Total {
			t.Errorf("%s: %d seats in all, want %d", name, c.Total, whole.Total)
		}
		for _, l := range c.Lines {
			if !slices.Contains(seats, l.From) || !slices.Contains(seats, l.To) {
				t.Errorf("%s: a line of %s leads off the chart", name, l.Record)
			}
		}
	}
	const cio = "s-brackwell-chief-information-officer"
	holds("the top", orgchart.Query{Account: account, Depth: 0}, func(s orgchart.Seat) bool { return s.Depth == 0 })
	holds("two levels", orgchart.Query{Account: account, Depth: 1}, func(s orgchart.Seat) bool { return s.Depth <= 1 })
	holds("below", orgchart.Query{Account: account, Under: cio, Depth: -1}, func(s orgchart.Seat) bool { return s.ID == cio || slices.Contains(above(s.ID), cio) })
	holds("one level below", orgchart.Query{Account: account, Under: cio, Depth: 1}, func(s orgchart.Seat) bool { return s.ID == cio || s.Manager == cio })
	holds("in focus", orgchart.Query{Account: account, Focus: []graph.ID{cio}, Depth: 1}, func(s orgchart.Seat) bool {
		return s.ID == cio || s.Manager == cio || slices.Contains(above(cio), s.ID)
	})
	unit := byID[cio].Organization
	c := chart(t, v, orgchart.Query{Organization: unit, Depth: -1})
	if c.Account != account || c.Organization != unit || len(c.Seats) == 0 {
		t.Errorf("of the unit %s: account %q, organization %q, %d seats", unit, c.Account, c.Organization, len(c.Seats))
	}
}

// TestOurOwnChart: an organization of ours has a chart without what is known of
// customers.
func TestOurOwnChart(t *testing.T) {
	c := chart(t, company(t, nil), orgchart.Query{Organization: "o-nordlicht", Depth: -1, Gaps: true})
	if c.Account != "" || len(c.Seats) == 0 || len(c.Findings) != 0 || len(c.Team) != 0 {
		t.Errorf("account %q, %d seats, %d findings, a team of %d", c.Account, len(c.Seats), len(c.Findings), len(c.Team))
	}
	for _, p := range c.People {
		if p.Known || p.Stance != "" || len(p.KnownBy) > 0 {
			t.Errorf("%+v", p)
		}
	}
}

// TestAssistantsInACircle: two seats that assist each other both stand on the chart.
func TestAssistantsInACircle(t *testing.T) {
	v := company(t, func(d *draft.Draft) {
		for _, id := range []graph.ID{"x1", "x2"} {
			d.Add(graph.Position{Node: graph.Node{ID: id}, Title: "Assistant"})
			d.Add(graph.In{Edge: graph.Edge{ID: "in-" + id, Src: id, Dst: "o-brackwell"}})
		}
		d.Add(graph.ReportsTo{Edge: graph.Edge{ID: "l1", Src: "x1", Dst: "x2"}, Kind: graph.LineAssistant})
		d.Add(graph.ReportsTo{Edge: graph.Edge{ID: "l2", Src: "x2", Dst: "x1"}, Kind: graph.LineAssistant})
	})
	got := ids(chart(t, v, orgchart.Query{Account: "a-brackwell", Depth: -1}))
	if !slices.Contains(got, "x1") || !slices.Contains(got, "x2") {
		t.Errorf("%v", got)
	}
}

// TestAnAccountOfNobody: an account that is for no organization on the day has an
// empty chart, which names none.
func TestAnAccountOfNobody(t *testing.T) {
	v := company(t, func(d *draft.Draft) {
		d.Add(graph.Account{Node: graph.Node{ID: "a-nobody"}, Name: "Nobody"})
		d.Add(graph.For{Edge: graph.Edge{ID: "for-nobody", Src: "a-nobody", Dst: "o-dunmore", From: day + 30}})
	})
	c := chart(t, v, orgchart.Query{Account: "a-nobody", Depth: -1})
	if c.Account != "a-nobody" || c.Organization != "" || len(c.Seats) != 0 || c.Total != 0 {
		t.Errorf("account %q, organization %q, %d seats of %d", c.Account, c.Organization, len(c.Seats), c.Total)
	}
}

func TestBadQueries(t *testing.T) {
	v := company(t, nil)
	for _, c := range []struct {
		name string
		q    orgchart.Query
		kind error
		text string
	}{
		{"nothing", orgchart.Query{}, graph.ErrInvalid, "neither"},
		{"no such account", orgchart.Query{Account: "a-none"}, graph.ErrNotFound, "a-none"},
		{"a person for an account", orgchart.Query{Account: "p-marta-keller"}, graph.ErrNotFound, "p-marta-keller"},
		{"another's unit", orgchart.Query{Account: "a-brackwell", Organization: "o-dunmore"}, graph.ErrInvalid, "o-dunmore"},
		{"both parts", orgchart.Query{Account: "a-brackwell", Under: "s-brackwell-chief-information-officer", Focus: []graph.ID{"p-samir-haddad"}}, graph.ErrInvalid, "both"},
		{"a seat elsewhere", orgchart.Query{Account: "a-dunmore", Under: "s-brackwell-chief-information-officer"}, graph.ErrInvalid, "not on the chart"},
		{"somebody elsewhere", orgchart.Query{Account: "a-dunmore", Focus: []graph.ID{"p-samir-haddad"}}, graph.ErrInvalid, "p-samir-haddad"},
		{"too many", orgchart.Query{Account: "a-dunmore", Focus: make([]graph.ID, orgchart.MaxFocus+1)}, graph.ErrInvalid, "100"},
	} {
		_, err := orgchart.Of(nil, v, c.q)
		if !errors.Is(err, c.kind) || !strings.Contains(err.Error(), c.text) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}
