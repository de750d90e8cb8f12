package find_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/orgtext"
)

// loose parses org text that may break invariants, as data from another writer
// could, after dropping or changing elements.
func loose(t *testing.T, text string, edit func(*graph.Element) bool) *view.View {
	t.Helper()
	list, err := orgtext.Elements(text)
	if err != nil {
		t.Fatal(err)
	}
	b := kernel.NewBuilder(len(list))
	for i := range list {
		if edit == nil || edit(&list[i]) {
			if err := b.Add(&list[i]); err != nil {
				t.Fatal(err)
			}
		}
	}
	return view.On(b.Build(1, time.Unix(1, 0)), today)
}

const us = `
org Us (ours)
  Sales Director (4 sales): Ann Lee @2020-01-01..
  Seller (2 sales): Hal Orr @2020-01-01..
`

// TestEdgeCases is the table that every analysis must pass: none fails, and each
// says what it must.
func TestEdgeCases(t *testing.T) {
	acme := graph.ID("account/acme")
	for _, c := range []struct {
		name  string
		text  string
		edit  func(*graph.Element) bool
		day   string // "" for today
		check func(t *testing.T, v *view.View, c *analysis.CoverageReport, p *analysis.SinglePointsReport)
	}{
		{name: "an empty account", text: us + "org Acme\naccount Acme for Acme\n",
			check: func(t *testing.T, _ *view.View, c *analysis.CoverageReport, p *analysis.SinglePointsReport) {
				if len(c.Findings)+len(c.Cells)+len(c.People)+len(p.Points) > 0 || c.Shape.Form != analysis.FormNone {
					t.Errorf("coverage %+v, points %+v; want nothing", c, p)
				}
			}},
		{name: "all seats vacant", text: us + "org Acme\n  CEO (5 general-management): vacant\n    CFO (4 finance): vacant\naccount Acme for Acme\n",
			check: func(t *testing.T, _ *view.View, c *analysis.CoverageReport, p *analysis.SinglePointsReport) {
				if len(c.Cells) != 2 || c.Cells[0].Vacant != 1 || c.Cells[1].Vacant != 1 || len(c.People) > 0 {
					t.Errorf("cells %+v, want two vacancies", c.Cells)
				}
			}},
		{name: "a seat that reports to itself", text: us + "org Acme\n  CEO (5): Tom Fox\n    CFO (4): Zed Kay\naccount Acme for Acme\nAnn Lee -> Zed Kay: trusted 2026-10-01\n",
			edit: func(e *graph.Element) bool {
				if e.Kind == graph.EdgeReportsTo {
					e.Src = e.Dst
				}
				return true
			},
			check: func(t *testing.T, _ *view.View, c *analysis.CoverageReport, _ *analysis.SinglePointsReport) {
				if c.People[0].Reached { // Tom: the line that led to him is gone
					t.Error("a line from a seat to itself leads to its holder")
				}
			}},
		{name: "two seats that report to each other", text: us + "org Acme\n  CEO (5): Tom Fox\n    CFO (4): Zed Kay\naccount Acme for Acme\nreports CEO -> CFO: solid\narea X for Acme: open\ndecides Zed Kay -> X: user\ndecides Tom Fox -> X: decider\n",
			check: wantIssue("reporting-cycle", 2)},
		{name: "a circle of three under a tree", text: us + "org Acme\n  CEO (5): Tom Fox\n    A (4): Ida A\n      B (3): Ida B\n        C (2): Ida C\n          D (1): Ida D\naccount Acme for Acme\narea X for Acme: open\ndecides Ida D -> X: user\ndecides Tom Fox -> X: decider\n",
			edit: func(e *graph.Element) bool {
				if e.Kind == graph.EdgeReportsTo && strings.HasSuffix(string(e.Src), "/a") {
					e.Dst = graph.ID(strings.TrimSuffix(string(e.Src), "/a") + "/c")
				}
				return true
			},
			check: wantIssue("reporting-cycle", 3)},
		{name: "two seats in one organization", text: us + "org Acme\n  CFO (4 finance): Tom Fox\n  CIO (4 finance): Tom Fox\naccount Acme for Acme\nAnn Lee -> Tom Fox: trusted 2026-10-01\n",
			check: func(t *testing.T, _ *view.View, c *analysis.CoverageReport, _ *analysis.SinglePointsReport) {
				if len(c.Cells) != 1 || len(c.Cells[0].Seats) != 2 || c.Cells[0].OneDeep != 1 || len(c.People) != 1 || len(c.People[0].Seats) != 2 {
					t.Errorf("cells %+v, want one person once on two seats", c.Cells)
				}
			}},
		{name: "a client who joined us", text: us + "org Acme\n  CFO (4 finance): Tom Fox @2020-01-01..2026-01-01\n    Clerk (1 finance): Zed Kay @2020-01-01..\naccount Acme for Acme\nholds Tom Fox -> Seller: permanent @2026-02-01..\nTom Fox -> Zed Kay: trusted 2026-01-01\nAnn Lee -> Tom Fox: trusted 2026-01-01\n",
			check: func(t *testing.T, v *view.View, c *analysis.CoverageReport, _ *analysis.SinglePointsReport) {
				if len(c.People) != 1 || c.People[0].Depth != 1 || c.People[0].Owners[0] != "tom-fox" {
					t.Errorf("people %+v, want Zed alone, known by Tom", c.People)
				}
				then := coverage(t, view.On(v.Snapshot(), graph.MustDate("2025-12-31")), acme)
				if len(then.People) != 2 || then.People[1].Depth != 0 {
					t.Errorf("before he joined: %+v, want both of theirs and nobody known", then.People)
				}
			}},
		{name: "left and joined on one day", text: us + "org Acme\n  CFO (4 finance): Tom Fox @2020-01-01..2026-10-26, Zed Kay @2026-10-26..\naccount Acme for Acme\n",
			check: func(t *testing.T, v *view.View, c *analysis.CoverageReport, _ *analysis.SinglePointsReport) {
				if len(c.People) != 1 || c.People[0].Person != "zed-kay" {
					t.Errorf("people %+v, want Zed alone", c.People)
				}
				got := moves(t, v, analysis.MovesQuery{From: today})
				if len(got.Moves) != 2 || got.Moves[0].Kind != analysis.MoveLeft || !slices.Equal(got.Moves[0].Successors, []graph.ID{"zed-kay"}) || got.Moves[1].Kind != analysis.MoveJoined {
					t.Errorf("moves %+v", got.Moves)
				}
			}},
		{name: "an unknown start", text: us + "org Acme\n  CFO (4 finance): Tom Fox @..2027-01-01\naccount Acme for Acme\n",
			check: func(t *testing.T, _ *view.View, c *analysis.CoverageReport, _ *analysis.SinglePointsReport) {
				if len(c.People) != 1 || c.ValidUntil != graph.MustDate("2027-01-01") {
					t.Errorf("people %+v until %s", c.People, c.ValidUntil)
				}
			}},
		{name: "a board member at two clients", text: us + "org Acme\n  Director (5): Tom Fox\norg Bolt\n  Director (5): Tom Fox\naccount Acme for Acme\naccount Bolt for Bolt\nAnn Lee -> Tom Fox: trusted 2026-10-01\nassess Ann Lee -> Tom Fox in Bolt: detractor 2026-10-01\n",
			check: func(t *testing.T, v *view.View, c *analysis.CoverageReport, _ *analysis.SinglePointsReport) {
				b := coverage(t, v, "account/bolt")
				if len(c.People) != 1 || len(b.People) != 1 || c.People[0].Stance != graph.StanceUnknown || b.People[0].Stance != graph.StanceDetractor {
					t.Errorf("Tom is %+v at Acme and %+v at Bolt", c.People, b.People)
				}
			}},
		{name: "an erased person", text: us + "org Acme\n  CFO (4 finance): Tom Fox\naccount Acme for Acme\narea X for Acme: open\ndecides Tom Fox -> X: decider\nAnn Lee -> Tom Fox: trusted 2026-10-01\n",
			edit: func(e *graph.Element) bool { return e.ID != "tom-fox" && e.Src != "tom-fox" && e.Dst != "tom-fox" },
			check: func(t *testing.T, _ *view.View, c *analysis.CoverageReport, _ *analysis.SinglePointsReport) {
				if len(c.People) > 0 || len(c.Cells) != 1 || c.Cells[0].Unmapped != 1 {
					t.Errorf("people %+v, cells %+v; want an unmapped seat", c.People, c.Cells)
				}
			}},
		{name: "nobody's contacts are noticed", text: us + "org Acme\n  CFO (4 finance): Tom Fox\naccount Acme for Acme\nworks Ann Lee -> Acme: kam\narea X for Acme: open\ndecides Tom Fox -> X: decider\n",
			check: wantIssue("no-capture", 1)},
		{name: "before any data", text: us + "org Acme\n  CFO (4 finance) @2024-01-01..: Tom Fox @2024-01-01..\naccount Acme for Acme\n", day: "2019-01-01",
			check: func(t *testing.T, _ *view.View, c *analysis.CoverageReport, p *analysis.SinglePointsReport) {
				if len(c.People)+len(c.Cells)+len(c.Findings) > 0 || c.ValidUntil != graph.MustDate("2024-01-01") {
					t.Errorf("coverage %+v, want nothing until 2024", c)
				}
			}},
		{name: "unknown budgets", text: us + "org Acme\n  CFO (4 finance): Tom Fox\naccount Acme for Acme\narea X for Acme: open revenueBearing\ndecides Tom Fox -> X: decider\nAnn Lee -> Tom Fox: trusted 2026-10-01\n",
			check: func(t *testing.T, _ *view.View, c *analysis.CoverageReport, p *analysis.SinglePointsReport) {
				if loss := p.Points[0].ReachLost; len(loss.Areas) != 1 || len(loss.Budgets) > 0 || loss.BudgetsUnknown != 1 {
					t.Errorf("loss %+v, want an area of unknown budget", loss)
				}
			}},
		{name: "two currencies are never added", text: us + "org Acme\n  CFO (4 finance): Tom Fox\naccount Acme for Acme\narea X for Acme: 5 EUR open\narea Y for Acme: 7 GBP open\narea Z for Acme: 2 EUR open\ndecides Tom Fox -> X, Y, Z: decider\nAnn Lee -> Tom Fox: trusted 2026-10-01\n",
			check: func(t *testing.T, _ *view.View, c *analysis.CoverageReport, p *analysis.SinglePointsReport) {
				if got := p.Points[0].ReachLost.Budgets; !slices.Equal(got, []analysis.Money{{Currency: "EUR", Amount: 7}, {Currency: "GBP", Amount: 7}}) {
					t.Errorf("budgets %v, want 7 EUR and 7 GBP", got)
				}
			}},
		{name: "a name withheld", text: us + "org Acme\n  CEO (5): Tom Fox\n    CFO (4 finance): withheld\n      Clerk (1 finance): Zed Kay\naccount Acme for Acme\nAnn Lee -> Zed Kay: trusted 2026-10-01\n",
			check: func(t *testing.T, _ *view.View, c *analysis.CoverageReport, _ *analysis.SinglePointsReport) {
				if c.People[0].Reached { // somebody sits between Zed and Tom
					t.Error("a chain skips a seat whose holder is withheld")
				}
			}},
		{name: "a vacant seat is skipped", text: us + "org Acme\n  CEO (5): Tom Fox\n    CFO (4 finance): vacant\n      Clerk (1 finance): Zed Kay\naccount Acme for Acme\nAnn Lee -> Zed Kay: trusted 2026-10-01\narea X for Acme: open\ndecides Zed Kay -> X: user\ndecides Tom Fox -> X: decider\n",
			check: func(t *testing.T, _ *view.View, c *analysis.CoverageReport, _ *analysis.SinglePointsReport) {
				if rungs := c.Ladders[0].Ladders[0].Rungs; !c.People[0].Reached || len(rungs) != 2 || !rungs[1].ViaVacancy {
					t.Errorf("people %+v, rungs %+v; want Tom above Zed, over a vacancy", c.People, rungs)
				}
			}},
		{name: "a detractor is reached and does not carry", text: us + "org Acme\n  CEO (5): Tom Fox\n    CFO (4 finance): Zed Kay\naccount Acme for Acme\nAnn Lee -> Zed Kay: trusted 2026-10-01\nassess Ann Lee -> Zed Kay: detractor 2026-10-01\n",
			check: func(t *testing.T, _ *view.View, c *analysis.CoverageReport, _ *analysis.SinglePointsReport) {
				if c.People[0].Reached || !c.People[1].Reached {
					t.Errorf("people %+v, want Zed reached and Tom not", c.People)
				}
			}},
		{name: "what carries to the next", text: us + "org Acme\n  Clerk (1): Zed Kay\n  Dotted (2): Ida A\n  Assisted (5): Ida B\n  Swayed (3): Ida C\n  Hinted (3): Ida D\n  Opposed (3): Ida E\n  Met (3): Ida F\n  Known (3): Ida G\naccount Acme for Acme\nAnn Lee -> Zed Kay: trusted 2026-10-01\n" +
			"reports Clerk -> Dotted: dotted\nreports Clerk -> Assisted: assistant\ninfluences Zed Kay -> Ida C: 0.35 sways\ninfluences Zed Kay -> Ida D: 0.34 sways\ninfluences Zed Kay -> Ida E: 0.9 conflict\nZed Kay -> Ida F: met 2026-10-01\nZed Kay -> Ida G: knows 2026-10-01\n",
			check: func(t *testing.T, _ *view.View, c *analysis.CoverageReport, _ *analysis.SinglePointsReport) {
				var got []graph.ID
				for _, p := range c.People {
					if p.Reached {
						got = append(got, p.Person)
					}
				}
				if want := []graph.ID{"ida-a", "ida-b", "ida-c", "ida-g", "zed-kay"}; !slices.Equal(got, want) {
					t.Errorf("reached %v, want %v", got, want)
				}
			}},
		{name: "an outsider carries", text: us + "org Acme\n  CEO (5): Tom Fox\norg Bank\n  Adviser: Ida Ash\naccount Acme for Acme\nAnn Lee -> Ida Ash: trusted 2026-10-01\nIda Ash -> Tom Fox: works-well 2026-10-01\n",
			check: func(t *testing.T, _ *view.View, c *analysis.CoverageReport, p *analysis.SinglePointsReport) {
				if len(c.People) != 1 || !c.People[0].Reached || c.People[0].Depth != 0 || len(p.Points) != 2 {
					t.Errorf("people %+v, points %+v; want Tom reached by Ann and Ida", c.People, p.Points)
				}
			}},
		{name: "merged duplicates", text: us + "org Acme\n  CFO (4 finance): Tom Fox\nperson Tom Foxx\naccount Acme for Acme\nmet Ann Lee, Tom Foxx: meeting 2026-10-26\nmet Ann Lee, Tom Fox: meeting 2026-10-26\n",
			check: func(t *testing.T, v *view.View, _ *analysis.CoverageReport, _ *analysis.SinglePointsReport) {
				d := draft.NewDraft(v.Snapshot(), today, func() string { return "abcdefgh" })
				if err := d.MergePeople("tom-fox", "tom-foxx"); err != nil {
					t.Fatal(err)
				}
				_, next, err := d.Check(2, time.Unix(2, 0))
				if err != nil {
					t.Fatal(err)
				}
				rep := strengths(t, view.On(next, today), analysis.StrengthQuery{Account: acme})
				if len(rep.Ties) != 1 || rep.Ties[0].Contacts180 != 1 || rep.Ties[0].Access > .34 {
					t.Errorf("ties %+v, want one contact of the day", rep.Ties)
				}
			}},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := loose(t, c.text, c.edit)
			if c.day != "" {
				v = view.On(v.Snapshot(), graph.MustDate(c.day))
			}
			cov, pts := coverage(t, v, acme), points(t, v, acme)
			strengths(t, v, analysis.StrengthQuery{Account: acme})
			for _, m := range moves(t, v, analysis.MovesQuery{From: v.Day() - 300, Account: acme}).Moves {
				moveCard(t, v, m.Person, m.On)
			}
			influence(t, v, acme)
			pairings(t, v, acme)
			scenario(t, v, acme, "ann-lee", "acme")
			wholePoints(t, v, acme)
			for _, n := range v.Snapshot().Nodes(graph.NodePerson) {
				id := v.Snapshot().NodeID(n)
				strengths(t, v, analysis.StrengthQuery{Person: id})
				if v.Ours(n) {
					handover(t, v, id)
				} else {
					introductions(t, v, analysis.IntroductionsQuery{Target: id})
				}
			}
			c.check(t, v, cov, pts)
		})
	}
}

func wantIssue(issue string, count int) func(*testing.T, *view.View, *analysis.CoverageReport, *analysis.SinglePointsReport) {
	return func(t *testing.T, _ *view.View, c *analysis.CoverageReport, _ *analysis.SinglePointsReport) {
		i := slices.IndexFunc(c.DataIssues, func(d analysis.DataIssue) bool { return d.Issue == issue })
		if i < 0 || c.DataIssues[i].Count != count {
			t.Errorf("data issues %+v, want %s of %d", c.DataIssues, issue, count)
		}
	}
}

func TestMoves(t *testing.T) {
	text := us + `
org Acme
  Chief Executive (5 general-management): Ida Ash @2020-01-01..
    Chief Financial Officer (4 finance): Tom Fox @2020-01-01..2026-09-01
      Controller (2 finance): Zed Kay @2020-01-01..2026-10-01
      Head of Control (3 finance): Zed Kay @2026-10-01..
org Bolt
  Chief Executive (5 general-management): Tom Fox @2026-10-01..
account Acme for Acme
account Bolt for Bolt
area X for Acme: open
decides Tom Fox -> X: decider
Ann Lee -> Tom Fox: trusted 2026-08-01
`
	v := parse(t, text)
	rep := moves(t, v, analysis.MovesQuery{From: today - 100})
	var got []string
	for _, m := range rep.Moves {
		got = append(got, strings.Join([]string{string(m.Person), string(m.Kind), m.On.String(), m.LeftOn.String()}, " "))
	}
	wantLines(t, "moves", got, []string{"tom-fox CHANGED_FIRM 2026-10-01 2026-09-01", "zed-kay PROMOTED 2026-10-01 2026-10-01"})
	tom := rep.Moves[0]
	if len(tom.Parts) != 1 || tom.Parts[0].Role != graph.RoleDecider || len(tom.Ties) != 1 || tom.Ties[0].From != "ann-lee" || tom.Began[0].Account != "account/bolt" {
		t.Errorf("Tom's move = %+v", tom)
	}
	if want := "Tom Fox went from Chief Financial Officer at Acme to Chief Executive at Bolt on 1 Oct 2026; Ann Lee knows them best (close)."; tom.Sentence != want {
		t.Errorf("sentence = %q, want %q", tom.Sentence, want)
	}
	wantLines(t, "findings", fired(rep.Findings), []string{"M1 S2 tom-fox", "M2 S3 tom-fox"})
	for account, want := range map[graph.ID]int{"account/acme": 2, "account/bolt": 1} {
		if rep := moves(t, v, analysis.MovesQuery{From: today - 100, Account: account}); rep.Total != want {
			t.Errorf("%d moves at %s, want %d", rep.Total, account, want)
		}
	}
	if rep := moves(t, v, analysis.MovesQuery{From: today - 100, To: today - 60}); rep.Total != 0 && rep.Moves[0].Kind != analysis.MoveLeft {
		t.Errorf("moves before he was seated again = %+v, want a leaving", rep.Moves)
	}
	t.Run("a holding entered anew is no move", func(t *testing.T) {
		v := parse(t, us+"org Acme\n  CFO (4 finance): Tom Fox @2020-01-01..2026-10-01\nholds Tom Fox -> CFO: permanent @2026-10-01..\n")
		if rep := moves(t, v, analysis.MovesQuery{From: today - 100}); rep.Total != 0 {
			t.Errorf("moves = %+v, want none", rep.Moves)
		}
	})
	t.Run("one of ours who leaves hands over", func(t *testing.T) {
		v := parse(t, strings.Replace(text, "Ann Lee @2020-01-01..", "Ann Lee @2020-01-01..2026-10-20", 1))
		rep := moves(t, v, analysis.MovesQuery{From: today - 10})
		wantLines(t, "findings", fired(rep.Findings), []string{"M1 S3 ann-lee"})
		if len(rep.Moves) != 1 || len(rep.Moves[0].Ties) != 1 || rep.Moves[0].Ties[0].To != "tom-fox" {
			t.Errorf("moves = %+v, want Ann's with her tie to Tom", rep.Moves)
		}
	})
	for _, c := range []struct {
		name  string
		stay  int
		event bool
	}{
		{"an acquisition is one event", 0, true},
		{"thirty who leave a firm of a hundred are thirty moves", 70, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			var b strings.Builder
			b.WriteString(us + "org Old\n")
			for i := range 30 {
				fmt.Fprintf(&b, "  Seat %d: Person %d @2020-01-01..2026-10-01\n", i, i)
			}
			for i := range c.stay {
				fmt.Fprintf(&b, "  Stool %d: Stayer %d\n", i, i)
			}
			b.WriteString("org New\n")
			for i := range 30 {
				fmt.Fprintf(&b, "  Place %d: Person %d @2026-10-01..\n", i, i)
			}
			rep := moves(t, parse(t, b.String()), analysis.MovesQuery{From: today - 100})
			if c.event && (rep.Total != 0 || len(rep.Firms) != 1 || rep.Firms[0].People != 30 || len(rep.Firms[0].Persons) != analysis.MaxIssueIDs) {
				t.Errorf("%d moves and events %+v, want one event of 30", rep.Total, rep.Firms)
			}
			if !c.event && (rep.Total != 30 || len(rep.Firms) != 0) {
				t.Errorf("%d moves and events %+v, want 30 moves", rep.Total, rep.Firms)
			}
		})
	}
}

func TestQueriesAreChecked(t *testing.T) {
	v := example(t, "")
	for name, ask := range map[string]func() error{
		"strength without a subject": func() error { _, err := find.Strength(v, analysis.StrengthQuery{}); return err },
		"strength with two subjects": func() error {
			_, err := find.Strength(v, analysis.StrengthQuery{Account: "a", Person: "p"})
			return err
		},
		"strength of an unknown band": func() error {
			_, err := find.Strength(v, analysis.StrengthQuery{Account: brackwell, MinBand: "FIRM"})
			return err
		},
		"strength beyond the limit": func() error {
			_, err := find.Strength(v, analysis.StrengthQuery{Account: brackwell, Limit: analysis.MaxTies + 1})
			return err
		},
		"coverage without an account": func() error { _, err := find.Coverage(v, analysis.CoverageQuery{}); return err },
		"coverage by a rule that is no gap": func() error {
			_, err := find.Coverage(v, analysis.CoverageQuery{Account: brackwell, Rules: []analysis.Rule{"P1"}})
			return err
		},
		"points beyond the horizon": func() error {
			_, err := find.SinglePoints(v, analysis.SinglePointsQuery{Account: brackwell, Horizon: 4})
			return err
		},
		"influence without an account": func() error { _, err := find.Influence(v, analysis.InfluenceQuery{}); return err },
		"influence beyond the limit": func() error {
			_, err := find.Influence(v, analysis.InfluenceQuery{Account: brackwell, Limit: analysis.MaxInfluencers + 1})
			return err
		},
		"pairings without an account":    func() error { _, err := find.Pairings(v, analysis.PairingQuery{}); return err },
		"introductions without a target": func() error { _, err := find.Introductions(v, analysis.IntroductionsQuery{}); return err },
		"an introduction to one of ours": func() error {
			_, err := find.Introductions(v, analysis.IntroductionsQuery{Target: "sofia-lindt"})
			return err
		},
		"a seeker of theirs": func() error {
			_, err := find.Introductions(v, analysis.IntroductionsQuery{Target: "julia-moreau", From: []graph.ID{"leo-brandt"}})
			return err
		},
		"one handshake is no introduction": func() error {
			_, err := find.Introductions(v, analysis.IntroductionsQuery{Target: "julia-moreau", Hops: 1})
			return err
		},
		"moves without a period":   func() error { _, err := find.Moves(v, analysis.MovesQuery{}); return err },
		"a period that ends early": func() error { _, err := find.Moves(v, analysis.MovesQuery{From: today, To: today}); return err },
		"a period in the future":   func() error { _, err := find.Moves(v, analysis.MovesQuery{From: today + 1}); return err },
	} {
		if err := ask(); !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("%s: error %v, want invalid", name, err)
		}
	}
	for name, ask := range map[string]func() error{
		"strength": func() error {
			_, err := find.Strength(v, analysis.StrengthQuery{Person: "account/brackwell"})
			return err
		},
		"coverage": func() error {
			_, err := find.Coverage(v, analysis.CoverageQuery{Account: "leo-brandt"})
			return err
		},
		"points": func() error { _, err := find.SinglePoints(v, analysis.SinglePointsQuery{Account: "x"}); return err },
		"introductions": func() error {
			_, err := find.Introductions(v, analysis.IntroductionsQuery{Target: "x"})
			return err
		},
		"pairings":  func() error { _, err := find.Pairings(v, analysis.PairingQuery{Account: "x"}); return err },
		"influence": func() error { _, err := find.Influence(v, analysis.InfluenceQuery{Account: "x"}); return err },
		"moves":     func() error { _, err := find.Moves(v, analysis.MovesQuery{From: 1, Account: "x"}); return err },
	} {
		if err := ask(); !errors.Is(err, graph.ErrNotFound) {
			t.Errorf("%s of something that is not there: error %v, want not found", name, err)
		}
	}
}

func TestRulesAreDescribed(t *testing.T) {
	seen := map[analysis.Rule]bool{}
	for _, r := range analysis.Rules() {
		if r.Name == "" || r.Doc == "" || seen[r.Rule] {
			t.Errorf("rule %+v is not described once", r)
		}
		seen[r.Rule] = true
	}
}
