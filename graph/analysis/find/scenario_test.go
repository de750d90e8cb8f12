package find_test

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/rules"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/orgtext"
)

// today is the day on which scenarios are looked at.
var today = graph.MustDate("2026-10-26")

// brackwell is the account of testdata/brackwell.org.
const brackwell = graph.ID("account/brackwell")

// example returns the example workspace with more text after it.
func example(t testing.TB, more string) *view.View {
	t.Helper()
	b, err := os.ReadFile("testdata/brackwell.org")
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, string(b)+"\n"+more)
}

// parse reads org text that breaks no invariant.
func parse(t testing.TB, text string) *view.View {
	t.Helper()
	s := orgtext.MustParse(text)
	if err := rules.CheckAll(s); err != nil {
		t.Fatal(err)
	}
	return view.On(s, today)
}

func coverage(t testing.TB, v *view.View, account graph.ID) *analysis.CoverageReport {
	t.Helper()
	rep, err := find.Coverage(v, analysis.CoverageQuery{Account: account})
	if err != nil {
		t.Fatal(err)
	}
	sound(t, rep.Envelope, v)
	return rep
}

func points(t testing.TB, v *view.View, account graph.ID) *analysis.SinglePointsReport {
	t.Helper()
	rep, err := find.SinglePoints(v, analysis.SinglePointsQuery{Account: account, Pairs: true})
	if err != nil {
		t.Fatal(err)
	}
	sound(t, rep.Envelope, v)
	return rep
}

func introductions(t testing.TB, v *view.View, q analysis.IntroductionsQuery) *analysis.IntroductionsReport {
	t.Helper()
	rep, err := find.Introductions(v, q)
	if err != nil {
		t.Fatal(err)
	}
	sound(t, rep.Envelope, v)
	return rep
}

func stakeholders(t testing.TB, v *view.View, account graph.ID) *analysis.StakeholdersReport {
	t.Helper()
	rep, err := find.Stakeholders(v, account)
	if err != nil {
		t.Fatal(err)
	}
	sound(t, rep.Envelope, v)
	return rep
}

func strengths(t testing.TB, v *view.View, q analysis.StrengthQuery) *analysis.StrengthReport {
	t.Helper()
	rep, err := find.Strength(v, q)
	if err != nil {
		t.Fatal(err)
	}
	sound(t, rep.Envelope, v)
	return rep
}

func moves(t testing.TB, v *view.View, q analysis.MovesQuery) *analysis.MovesReport {
	t.Helper()
	rep, err := find.Moves(v, q)
	if err != nil {
		t.Fatal(err)
	}
	sound(t, rep.Envelope, v)
	return rep
}

// sound checks what every envelope promises: it names its day and revision, and
// each finding has facts whose records are there, a sentence and a severity, in
// order.
func sound(t testing.TB, e analysis.Envelope, v *view.View) {
	t.Helper()
	if e.AsOf != v.Day() || e.Revision != v.Snapshot().Revision() || e.PolicyVersion == "" {
		t.Errorf("envelope of %s at revision %d, want %s at %d", e.AsOf, e.Revision, v.Day(), v.Snapshot().Revision())
	}
	if e.ValidUntil != 0 && e.ValidUntil <= v.Day() {
		t.Errorf("valid until %s, which is not after %s", e.ValidUntil, v.Day())
	}
	for i, f := range e.Findings {
		if f.Sentence == "" || f.Severity == "" || f.Confidence == "" || len(f.Subjects) == 0 || len(f.Reasons) == 0 {
			t.Errorf("finding %s is not whole: %+v", f.Rule, f)
		}
		if i > 0 && e.Findings[i-1].Severity > f.Severity {
			t.Errorf("%s %s comes after %s", f.Rule, f.Severity, e.Findings[i-1].Severity)
		}
		for _, fact := range f.Reasons {
			if _, ok := v.Snapshot().Element(fact.Record); !ok {
				t.Errorf("%s: fact %q has the record %q, which is not there", f.Rule, fact.Text, fact.Record)
			}
			if fact.On > v.Day() {
				t.Errorf("%s: fact %q is of %s, after the day", f.Rule, fact.Text, fact.On)
			}
		}
		for _, id := range f.Subjects {
			if _, ok := v.Snapshot().Element(id); !ok {
				t.Errorf("%s: subject %q is not there", f.Rule, id)
			}
		}
	}
}

// fired writes findings as "G1 S1 samir-haddad", one each.
func fired(fs []analysis.Finding) (out []string) {
	for _, f := range fs {
		s := string(f.Rule) + " " + string(f.Severity)
		for _, id := range f.Subjects {
			s += " " + string(id)
		}
		out = append(out, s)
	}
	return out
}

func wantLines(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s =\n\t%s\nwant\n\t%s", what, strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

// TestExampleCoverage: every expectation was worked out by hand from the org
// text. Of eleven people six are tied, each by one of ours; two deciders are
// beyond two handshakes.
func TestExampleCoverage(t *testing.T) {
	rep := coverage(t, example(t, ""), brackwell)
	wantLines(t, "findings", fired(rep.Findings), []string{
		"G1 S1 samir-haddad",   // decides the renewal due in 98 days; met in 2025
		"G1 S1 margaret-ashby", // approves ERP, due in 50 days
		"G7 S2 area/renewal",   // Samir's stance is unknown
		"G4 S2 area/erp",       // Julia and Margaret: two rungs
		"G7 S2 area/erp",       // Julia unknown, Viktor against
		"G2 S2 julia-moreau",   // by Leo only
		"G2 S2 johanna-berg",   // by Petra only
		"G3 S3 samir-haddad",   // 0 of Margaret, Julia, Johanna, Gregor
		"G5 S3 account/brackwell area/renewal samir-haddad", // finance
		"G3 S3 julia-moreau",             // Leo and Viktor of 5
		"G3 S3 margaret-ashby",           // 0 of 3
		"G3 S3 johanna-berg",             // Petra of 4
		"G4 S3 area/logistics",           // Johanna
		"G3 S3 petra-klein",              // Daniel of 2, by Ben alone
		"G8 S3 julia-moreau sofia-lindt", // 117 days against 30
	})
	f := rep.Findings[0]
	if want := "Samir Haddad decides Renewal (4M EUR), and nobody of ours reaches them: we have no working tie to them, nor to anybody who is known to lead to them; last met on 3 Dec 2025 by Sofia Lindt."; f.Sentence != want {
		t.Errorf("sentence = %q, want %q", f.Sentence, want)
	}
	if f.Remedy == nil || f.Remedy.Owner != "priya-raman" || !slices.Equal(f.Remedy.Path, []graph.ID{"sofia-lindt", "leo-brandt", "samir-haddad"}) {
		t.Errorf("remedy = %+v, want the other chief financial officer, by Leo", f.Remedy)
	}
	if want := today + 1; rep.ValidUntil != want { // its findings name ties that fade day by day
		t.Errorf("valid until %s, want %s", rep.ValidUntil, want)
	}
	var cells []string
	for _, c := range rep.Cells {
		cells = append(cells, fmt.Sprintf("%d %s %d/%d/%d/%d/%d", c.Level, c.Function, c.TwoDeep, c.OneDeep, c.None, c.Vacant, c.Unmapped))
	}
	wantLines(t, "cells", cells, []string{
		"5 GENERAL_MANAGEMENT 0/0/1/0/0", "4 FINANCE 0/0/1/0/0", "4 OPERATIONS 0/0/1/0/0", "4 IT 0/0/1/0/0",
		"3 PROCUREMENT 0/0/0/1/0", "3 OPERATIONS 0/1/0/0/0", "3 IT 0/2/0/0/0",
		"2 PROCUREMENT 0/0/1/0/0", "2 OPERATIONS 0/1/0/0/0", "2 IT 0/1/0/0/0", "1 IT 0/1/0/0/0",
	})
	erp := rep.Ladders[0]
	var rungs []string
	for _, r := range erp.Ladders[0].Rungs {
		rungs = append(rungs, fmt.Sprintf("%s %v", r.People[0], r.Tied))
	}
	wantLines(t, "ERP ladder", rungs, []string{"bo-lang true", "zoe-carter true", "leo-brandt true", "julia-moreau false", "margaret-ashby false"})
	if erp.Secure || !slices.Equal(erp.Ladders[0].Holders, []graph.ID{"marek-dvorak", "sofia-lindt"}) {
		t.Errorf("ERP ladder = %+v", erp)
	}
	// Gregor's seat reports to a vacancy, so he counts as Samir's report.
	if nb := rep.Neighbourhoods[4]; nb.Person != "samir-haddad" || !slices.Equal(nb.Reports, []graph.ID{"gregor-haas"}) ||
		!slices.Equal(nb.Peers, []graph.ID{"johanna-berg", "julia-moreau"}) || nb.Size != 4 || nb.Tied != 0 {
		t.Errorf("neighbourhood = %+v", nb)
	}
	if sh := rep.Shape; sh.Form != analysis.FormMixed || sh.Ties != 6 || sh.OurPeople != 3 || sh.TheirPeople != 6 {
		t.Errorf("shape = %+v", sh)
	}
}

func TestExampleSinglePoints(t *testing.T) {
	rep := points(t, example(t, ""), brackwell)
	var got []string
	for _, p := range rep.Points {
		got = append(got, fmt.Sprintf("%s %s single=%v deciders=%v people=%v areas=%d budgets=%v", p.Person, p.Side, p.Single, p.ReachLost.Deciders, p.ReachLost.People, len(p.ReachLost.Areas), p.ReachLost.Budgets))
	}
	wantLines(t, "points", got, []string{
		"sofia-lindt OURS single=true deciders=[julia-moreau] people=[julia-moreau leo-brandt] areas=1 budgets=[{EUR 2.5e+06}]",
		"leo-brandt THEIRS single=true deciders=[julia-moreau] people=[julia-moreau] areas=1 budgets=[{EUR 2.5e+06}]",
		"ben-okafor OURS single=true deciders=[johanna-berg] people=[daniel-kessler johanna-berg petra-klein] areas=1 budgets=[{EUR 2e+06}]",
		"petra-klein THEIRS single=true deciders=[johanna-berg] people=[johanna-berg] areas=1 budgets=[{EUR 2e+06}]",
		"marek-dvorak OURS single=false deciders=[] people=[viktor-stahl] areas=0 budgets=[]",
	})
	var targets []string
	for _, x := range rep.Targets {
		targets = append(targets, fmt.Sprintf("%s direct=%d depth2=%d reached=%v critical=%v", x.Person, x.DirectDepth, x.Depth2, x.Reached, x.Critical))
	}
	wantLines(t, "targets", targets, []string{
		"johanna-berg direct=0 depth2=1 reached=true critical=[ben-okafor petra-klein]",
		"julia-moreau direct=0 depth2=1 reached=true critical=[sofia-lindt leo-brandt]",
		"margaret-ashby direct=0 depth2=0 reached=false critical=[]",
		"samir-haddad direct=0 depth2=0 reached=false critical=[]",
	})
	if len(rep.Points[3].SeatsChanging) != 1 || rep.Points[3].SeatsChanging[0].Role != graph.RoleInfluencer {
		t.Errorf("Petra's own parts = %+v, want her influence", rep.Points[3].SeatsChanging)
	}
	wantLines(t, "findings", fired(rep.Findings), []string{
		"P1 S1 leo-brandt julia-moreau", "P1 S1 sofia-lindt julia-moreau",
		"P1 S2 ben-okafor johanna-berg", "P1 S2 petra-klein johanna-berg",
	})
}

func TestRevenueIsExposedOnlyWhenAllOfItsAreasAre(t *testing.T) {
	v := example(t, `
Ben Okafor -> Samir Haddad: trusted by="Ben Okafor" 2026-10-01
area Licences for Brackwell: it 100_000 EUR open revenueBearing
decides Viktor Stahl -> Licences: decider
`)
	exposed := func(rep *analysis.SinglePointsReport, who graph.ID) []analysis.Money {
		for _, p := range rep.Points {
			if p.Person == who {
				return p.ReachLost.RevenueExposed
			}
		}
		t.Fatalf("%s is no point", who)
		return nil
	}
	if got := exposed(points(t, v, brackwell), "ben-okafor"); got != nil {
		t.Errorf("revenue exposed = %v, but Licences stays reached", got)
	}
	v = example(t, `Ben Okafor -> Samir Haddad: trusted by="Ben Okafor" 2026-10-01`)
	if got := exposed(points(t, v, brackwell), "ben-okafor"); len(got) != 1 || got[0].Amount != 6e6 {
		t.Errorf("revenue exposed = %v, want 6M EUR", got)
	}
}

func TestAreaRules(t *testing.T) {
	// Both Julia (by Leo, by Sofia) and Petra (by Ben) decide.
	for _, c := range []struct {
		rule  string
		areas []graph.ID
	}{
		{"any", nil},                  // Petra is still reached
		{"all", []graph.ID{"area/x"}}, // Julia is missing
		{"all\ndecides Samir Haddad -> X: decider", nil}, // it was never in reach as a whole
	} {
		t.Run(c.rule, func(t *testing.T) {
			v := example(t, "area X for Brackwell: it 1 EUR open "+c.rule+"\ndecides Julia Moreau, Petra Klein -> X: decider\n")
			for _, p := range points(t, v, brackwell).Points {
				if p.Person != "leo-brandt" {
					continue
				}
				var got []graph.ID
				for _, a := range p.ReachLost.Areas {
					if a.Area == "area/x" {
						got = append(got, a.Area)
					}
				}
				if !slices.Equal(got, c.areas) {
					t.Errorf("areas lost = %v, want %v", got, c.areas)
				}
			}
		})
	}
}

func TestWhoeverApprovesDecidesWhereNobodyElseDoes(t *testing.T) {
	v := example(t, "area X for Brackwell: it 7 EUR open\ndecides Leo Brandt -> X: sign-off\n")
	for _, p := range points(t, v, brackwell).Points {
		if p.Person == "sofia-lindt" && !slices.ContainsFunc(p.ReachLost.Areas, func(a analysis.LostArea) bool { return a.Area == "area/x" }) {
			t.Errorf("areas lost without Sofia = %+v, want X among them", p.ReachLost.Areas)
		}
	}
}

func TestNoticeMakesALossNear(t *testing.T) {
	text := `
org Us (ours)
  Seller (3 sales): Ann Lee (noticeOn=2026-10-01) @2020-01-01..2027-01-01
  Helper (1 sales): Hal Orr @2020-01-01..
org Acme
  CFO (4 finance): Tom Fox @2020-01-01..
account Acme for Acme
area X for Acme: open
decides Tom Fox -> X: decider
Ann Lee -> Tom Fox: trusted 2026-10-01
Tom Fox -> Hal Orr: met 2026-10-01
`
	rep := points(t, parse(t, text), "account/acme")
	wantLines(t, "findings", fired(rep.Findings), []string{"P1 S1 ann-lee tom-fox"})
	p := rep.Points[0]
	if p.NoticeOn != graph.MustDate("2026-10-01") || p.LeavesOn != graph.MustDate("2027-01-01") {
		t.Errorf("Ann gave notice on %s and leaves on %s", p.NoticeOn, p.LeavesOn)
	}
	// Tom says that he met Hal: in want of a claim of Hal's it counts for Hal.
	if want := "Without Ann Lee nothing leads to Tom Fox within two handshakes; cut off: X; next best for Tom Fox is Hal Orr (acquainted). Notice was given on 1 Oct 2026."; p.Sentence != want {
		t.Errorf("sentence = %q, want %q", p.Sentence, want)
	}
}

func TestTwoOwnersAreNeverCritical(t *testing.T) {
	v := example(t, `Marek Dvorak -> Leo Brandt: trusted by="Marek Dvorak" 2026-10-01`)
	for _, p := range points(t, v, brackwell).Points {
		if p.Person == "sofia-lindt" && len(p.ReachLost.People) > 0 {
			t.Errorf("Sofia loses %v, but Marek knows Leo too", p.ReachLost.People)
		}
	}
}

// TestExampleIntroductions: .15+.75·s for the first handshake, with s of the
// strength tests; then the basis times stance times .8.
func TestExampleIntroductions(t *testing.T) {
	v := example(t, `
influences Leo Brandt -> Julia Moreau: 0.5 sways
intro Ben Okafor -> Samir Haddad via Petra Klein: 2026-09-01 declined=2026-09-10
intro Ben Okafor -> Johanna Berg via Petra Klein: 2026-08-15
decides Zoe Carter -> ERP: gatekeeper
`)
	rep := introductions(t, v, analysis.IntroductionsQuery{Target: "julia-moreau", Limit: 3})
	ties := strengths(t, v, analysis.StrengthQuery{Account: brackwell})
	s := func(from, to graph.ID) float64 {
		for _, x := range ties.Ties {
			if x.From == from && x.To == to {
				return x.Strength
			}
		}
		t.Fatalf("no tie from %s to %s", from, to)
		return 0
	}
	want := []struct {
		ask graph.ID
		p   float64
	}{
		{"leo-brandt", (.15 + .75*s("sofia-lindt", "leo-brandt")) * .5 * .9 * .8},
		{"petra-klein", (.15 + .75*s("ben-okafor", "petra-klein")) * .4 * .994 * .9 / (1 + 2./3) * .8}, // asked twice
		{"daniel-kessler", (.15 + .75*s("ben-okafor", "daniel-kessler")) * .4 * .99 * .7 * .85 * .8},   // two levels up, one skipped
	}
	for i, w := range want {
		got := rep.Introductions[i]
		if got.Ask != w.ask || got.Probability < w.p*.99 || got.Probability > w.p*1.01 {
			t.Errorf("introduction %d = by %s at %.4f, want by %s at %.4f", i, got.Ask, got.Probability, w.ask, w.p)
		}
	}
	if got := rep.Introductions[0]; got.Likelihood != analysis.Possible || got.Inferred {
		t.Errorf("Leo = %s, inferred %v; want possible, on a stated influence", got.Likelihood, got.Inferred)
	}
	if got := rep.Introductions[1]; got.Asked != 2 || !got.Inferred {
		t.Errorf("Petra = asked %d times, inferred %v; want 2 and true", got.Asked, got.Inferred)
	}
	for _, in := range rep.Introductions {
		if in.Ask == "viktor-stahl" {
			t.Error("a detractor is asked")
		}
	}
}

// TestTheStrongestBasisStays: of a claimed tie, an influence and a reporting line
// between two people a route rests on the strongest.
func TestTheStrongestBasisStays(t *testing.T) {
	for _, c := range []struct{ name, more, want string }{
		{"a report alone", "", "line"},
		{"a stronger claim", "Leo Brandt -> Julia Moreau: trusted 2026-10-01", "tie"},
		{"a weaker claim", "Leo Brandt -> Julia Moreau: met 2026-10-01", "line"},
		{"a stronger influence", "Leo Brandt -> Julia Moreau: works-well 2026-10-01\ninfluences Leo Brandt -> Julia Moreau: 0.9 sways", "influence"},
		{"a weaker influence", "Leo Brandt -> Julia Moreau: works-well 2026-10-01\ninfluences Leo Brandt -> Julia Moreau: 0.2 sways", "tie"},
	} {
		t.Run(c.name, func(t *testing.T) {
			rep := introductions(t, example(t, c.more), analysis.IntroductionsQuery{Target: "julia-moreau", From: []graph.ID{"sofia-lindt"}})
			for _, in := range rep.Introductions {
				if last := in.Handshakes[len(in.Handshakes)-1]; in.Ask == "leo-brandt" && last.Basis != c.want {
					t.Errorf("Leo leads to Julia by %s, want %s", last.Basis, c.want)
				} else if in.Ask == "leo-brandt" {
					return
				}
			}
			t.Error("Leo is not asked")
		})
	}
}

func TestWhoIsNeverAsked(t *testing.T) {
	for _, c := range []struct {
		name, more string
		target     graph.ID
		hops       int
	}{
		{"a detractor", "assess Sofia Lindt -> Leo Brandt in Brackwell: detractor 2026-10-01", "julia-moreau", 2},
		{"somebody asked three times", "intro Ben Okafor -> Gregor Haas via Leo Brandt: 2026-09-01 done=2026-09-02\nintro Ben Okafor -> Zoe Carter via Leo Brandt: 2026-09-02\nintro Ben Okafor -> Bo Lang via Leo Brandt: 2026-10-25", "julia-moreau", 2},
		{"somebody with an open ask to the same target", "intro Ben Okafor -> Julia Moreau via Leo Brandt: 2026-01-02", "julia-moreau", 2},
		{"somebody who must not be contacted", "person Leo Brandt: doNotContact", "julia-moreau", 3},
		{"somebody whom the seeker must not use", "excludes Sofia Lindt -> Leo Brandt: do-not-ask\nZoe Carter -> Leo Brandt: trusted 2026-10-01", "julia-moreau", 3},
		{"somebody who must not approach the target", "excludes Leo Brandt -> Julia Moreau: do-not-approach", "julia-moreau", 2},
		{"a seeker who must not approach the account", "excludes Sofia Lindt -> Brackwell: non-solicit", "julia-moreau", 3},
		{"a seeker who must not approach the target", "excludes Sofia Lindt -> Julia Moreau: do-not-approach", "julia-moreau", 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := example(t, c.more)
			rep := introductions(t, v, analysis.IntroductionsQuery{Target: c.target, From: []graph.ID{"sofia-lindt"}, Hops: c.hops, Limit: 50})
			for _, in := range rep.Introductions {
				if slices.Contains(in.People, "leo-brandt") {
					t.Errorf("route %v passes Leo", in.People)
				}
			}
		})
	}
	t.Run("a declined ask long ago does not count", func(t *testing.T) {
		v := example(t, "intro Ben Okafor -> Julia Moreau via Leo Brandt: 2026-01-02 declined=2026-02-01")
		rep := introductions(t, v, analysis.IntroductionsQuery{Target: "julia-moreau", From: []graph.ID{"sofia-lindt"}})
		if rep.Introductions[0].Ask != "leo-brandt" || rep.Introductions[0].Asked != 0 {
			t.Errorf("first to ask = %s, asked %d times; want Leo, never", rep.Introductions[0].Ask, rep.Introductions[0].Asked)
		}
	})
}

func TestColdTarget(t *testing.T) {
	v := parse(t, `
org Us (ours)
  Sales Director (4 sales): Ann Lee @2022-01-01..
org Fjord
  Buyer (2 procurement)  @..2022-01-01: Ann Lee @2016-01-01..2019-12-31, Tom Orr @2015-01-01..2020-01-01
org Acme
  Chief Executive (5 general-management): Tom Orr @2021-01-01..
`)
	rep := introductions(t, v, analysis.IntroductionsQuery{Target: "tom-orr"})
	wantLines(t, "findings", fired(rep.Findings), []string{"I1 S3 tom-orr"})
	if len(rep.Introductions) != 0 || len(rep.MayKnow) != 1 || rep.MayKnow[0].Person != "ann-lee" || rep.MayKnow[0].Text != "may know: both at Fjord 2016–2019; ask first" {
		t.Errorf("introductions %v, may know %+v; want none, and Ann of Fjord", rep.Introductions, rep.MayKnow)
	}
	// Four years in a firm of one seat: .4·(1 − e^(−.8·3.99)) = .3836.
	if s := rep.MayKnow[0].Strength; s < .383 || s > .385 {
		t.Errorf("strength of the implied tie = %v, want .384", s)
	}
	unknown := parse(t, `
org Us (ours)
  Sales Director (4 sales): Ann Lee @2022-01-01..
org Fjord
  Buyer (2 procurement)  @..2022-01-01: Ann Lee @..2020-01-01, Tom Orr @2015-01-01..2020-01-01
org Acme
  Chief Executive (5 general-management): Tom Orr @2021-01-01..
`)
	// Of an unknown start a year is presumed: .4·(1 − e^(−.8·1)) = .2202.
	if got := introductions(t, unknown, analysis.IntroductionsQuery{Target: "tom-orr"}).MayKnow; len(got) != 1 || got[0].Strength < .2195 || got[0].Strength > .221 {
		t.Errorf("may know = %+v, want a strength of .220", got)
	}
	denied := parse(t, `
org Us (ours)
  Sales Director (4 sales): Ann Lee @2022-01-01..
org Fjord
  Buyer (2 procurement)  @..2022-01-01: Ann Lee @2016-01-01..2019-12-31, Tom Orr @2015-01-01..2020-01-01
org Acme
  Chief Executive (5 general-management): Tom Orr @2021-01-01..
Ann Lee -> Tom Orr: none 2026-01-01
`)
	if rep := introductions(t, denied, analysis.IntroductionsQuery{Target: "tom-orr"}); len(rep.MayKnow) != 0 {
		t.Errorf("may know %+v after it was denied", rep.MayKnow)
	}
}

func TestExcludedPersonHasNoDirectRoute(t *testing.T) {
	v := example(t, "person Julia Moreau: doNotContact")
	rep := introductions(t, v, analysis.IntroductionsQuery{Target: "julia-moreau"})
	if rep.Blocked == "" || len(rep.Introductions) > 0 {
		t.Errorf("blocked = %q with %d introductions, want a reason and none", rep.Blocked, len(rep.Introductions))
	}
	for _, f := range coverage(t, v, brackwell).Findings {
		if f.Rule == analysis.RuleDeciderThin && f.Subjects[0] == "julia-moreau" && f.Remedy.Owner != "" {
			t.Errorf("remedy = %+v for somebody who must not be contacted", f.Remedy)
		}
	}
}

func TestDormantTie(t *testing.T) {
	v := example(t, `
met Sofia Lindt, Gregor Haas: workshop 2025-08-01
met Sofia Lindt, Gregor Haas: workshop 2025-09-01
met Sofia Lindt, Gregor Haas: workshop 2025-10-01
Gregor Haas -> Samir Haddad: trusted by="Sofia Lindt" 2026-10-01
`)
	rep := introductions(t, v, analysis.IntroductionsQuery{Target: "samir-haddad", Limit: 50})
	i := slices.IndexFunc(rep.Introductions, func(in analysis.Introduction) bool { return in.Ask == "gregor-haas" })
	if i < 0 || !rep.Introductions[i].Dormant {
		t.Fatalf("introductions %+v, want a dormant one by Gregor", rep.Introductions)
	}
}

func TestTheStrongestBasisCounts(t *testing.T) {
	v := example(t, "Leo Brandt -> Julia Moreau: met 2026-10-01\ninfluences Leo Brandt -> Julia Moreau: 0.5 sways\n")
	in := introductions(t, v, analysis.IntroductionsQuery{Target: "julia-moreau", Limit: 1}).Introductions[0]
	if last := in.Handshakes[1]; last.Basis != "influence" || last.Factors[0].Value != .5 {
		t.Errorf("last handshake = %+v, want the influence of .5", last)
	}
}

func TestPeersAreAtMostALevelApart(t *testing.T) {
	v := example(t, `
org Office
  Assistant (1 general-management): Pia Orr
  Deputy (5 general-management): Dag Orr
part Office -> Brackwell
reports Assistant, Deputy -> #brackwell/chief-executive: solid
`)
	for _, nb := range coverage(t, v, brackwell).Neighbourhoods {
		if nb.Person == "samir-haddad" && !slices.Equal(nb.Peers, []graph.ID{"dag-orr", "johanna-berg", "julia-moreau"}) {
			t.Errorf("peers of Samir = %v, want Dag, Johanna and Julia", nb.Peers)
		}
	}
}

func TestWhoMayNotApproachIsNotProposed(t *testing.T) {
	v := example(t, "excludes Priya Raman -> Samir Haddad: do-not-approach\nexcludes Erik Vinter -> Brackwell: non-solicit\n")
	f := coverage(t, v, brackwell).Findings[0]
	if f.Remedy.Owner != "ingrid-solheim" || slices.Contains(f.Remedy.Alternatives, "erik-vinter") {
		t.Errorf("remedy = %+v, want neither Priya nor Erik", f.Remedy)
	}
}

func TestAgreedCadenceKeepsATieInTouch(t *testing.T) {
	text := `
org Us (ours)
  Seller: Ann Lee
org Acme
  CFO: Tom Fox
account Acme for Acme
capture Ann Lee: mailbox
met Ann Lee, Tom Fox: workshop 2026-06-20
met Ann Lee, Tom Fox: site-visit 2026-06-21
met Ann Lee, Tom Fox: meal 2026-06-22
`
	for pairs, want := range map[string]bool{
		"": false, // 126 days ago is more than 90
		"pairs Ann Lee -> Tom Fox: cadenceDays=70":                                       true,
		"pairs Ann Lee -> CFO: cadenceDays=70":                                           true,
		"pairs Ann Lee -> CFO: cadenceDays=70\npairs Ann Lee -> Tom Fox: cadenceDays=60": false, // the shorter one is agreed
		"pairs Ann Lee -> Tom Fox: cadenceDays=70 @2025-01-01..2026-10-26":               false, // it has ended
	} {
		rep := strengths(t, parse(t, text+pairs), analysis.StrengthQuery{Account: "account/acme"})
		if got := rep.Ties[0]; got.Working != want || got.Cooling == want {
			t.Errorf("with %q: working %v, cooling %v at %.2f; want working %v", pairs, got.Working, got.Cooling, got.Strength, want)
		}
	}
}

func TestForms(t *testing.T) {
	firm := `
org Us (ours)
  Seller: Ann Lee
  Helper: Hal Orr
  Maker: Max Orr
org Acme
  CFO (4 finance): Ida A
  CIO (4 it): Ida B
  COO (4 operations): Ida C
  CPO (4 procurement): Ida D
account Acme for Acme
`
	for _, c := range []struct {
		ties string
		want analysis.Form
	}{
		{"", analysis.FormNone},
		{"Ann Lee -> Ida A: trusted 2026-10-01", analysis.FormBowTie},
		{"Ann Lee -> Ida A, Ida B, Ida C: trusted 2026-10-01\nHal Orr -> Ida D: trusted 2026-10-01", analysis.FormBowTie},                                        // ours: 3 of 4
		{"Ann Lee, Hal Orr, Max Orr -> Ida A: trusted 2026-10-01\nHal Orr -> Ida D: trusted 2026-10-01", analysis.FormBowTie},                                    // theirs: 3 of 4
		{"Ann Lee -> Ida A, Ida B: trusted 2026-10-01\nHal Orr -> Ida C, Ida D: trusted 2026-10-01", analysis.FormMixed},                                         // 2 of 4
		{"Ann Lee -> Ida A, Ida B: trusted 2026-10-01\nHal Orr -> Ida C, Ida D: trusted 2026-10-01\nMax Orr -> Ida A: trusted 2026-10-01", analysis.FormDiamond}, // 2 of 5
		{"Ann Lee -> Ida A, Ida B: trusted 2026-10-01\nHal Orr -> Ida C, Ida B: trusted 2026-10-01\nMax Orr -> Ida A: trusted 2026-10-01", analysis.FormMixed},   // three functions
	} {
		if got := coverage(t, parse(t, firm+c.ties), "account/acme").Shape; got.Form != c.want {
			t.Errorf("with %q: %+v, want %s", c.ties, got, c.want)
		}
	}
}

func TestStrengthQueries(t *testing.T) {
	v := example(t, "")
	all := strengths(t, v, analysis.StrengthQuery{Account: brackwell})
	var got []string
	for _, x := range all.Ties {
		got = append(got, fmt.Sprintf("%s %s %s working=%v", x.From, x.To, x.Band, x.Working))
	}
	wantLines(t, "ties", got, []string{
		"sofia-lindt leo-brandt STRONG working=true",
		"marek-dvorak bo-lang STRONG working=true", // a claim alone, by somebody whose contacts nobody would notice
		"ben-okafor petra-klein STRONG working=true",
		"ben-okafor daniel-kessler WORKING working=true",
		"sofia-lindt zoe-carter WORKING working=true",
		"marek-dvorak viktor-stahl WORKING working=true",
		"sofia-lindt samir-haddad ACQUAINTED working=false",
	})
	if len(all.DataIssues) != 1 { // the renewal has no users
		t.Errorf("data issues = %+v", all.DataIssues)
	}
	sofia := strengths(t, v, analysis.StrengthQuery{Person: "sofia-lindt", MinBand: graph.BandWorking, Limit: 1})
	if sofia.Total != 2 || len(sofia.Ties) != 1 || sofia.Ties[0].To != "leo-brandt" {
		t.Errorf("Sofia's ties = %d, %+v; want 2 of which Leo's is listed", sofia.Total, sofia.Ties)
	}
	leo := strengths(t, v, analysis.StrengthQuery{Person: "leo-brandt"})
	if len(leo.Ties) != 1 || !reflect.DeepEqual(leo.Ties[0], all.Ties[0]) {
		t.Errorf("Leo's ties = %+v, want the same one as the account's", leo.Ties)
	}
	tie := all.Ties[0]
	if tie.Contacts180 != 3 || tie.Confidence != graph.ConfidenceMedium || len(tie.ByChannel) != 1 || tie.ByChannel[0].Contacts180 != 3 ||
		tie.Stated == nil || tie.Stated.By != "sofia-lindt" || tie.LastRecord == "" {
		t.Errorf("Sofia and Leo = %+v", tie)
	}
	if want := "Sofia Lindt and Leo Brandt: strong. 3 contacts in six months, last on 20 Oct 2026. Without contact it stops counting as working on 19 Jan 2027."; tie.Sentence != want {
		t.Errorf("sentence = %q, want %q", tie.Sentence, want)
	}
}

func TestInteractionsOnTheGraph(t *testing.T) {
	base := `
org Us (ours)
  Seller (2 sales): Ann Lee @2020-01-01..
  Helper (1 sales): Hal Orr @2020-01-01..
org Acme
  Buyer (2 procurement): Tom Fox @2020-01-01..
  Clerk (1 procurement): Zed Kay @2020-01-01..
account Acme for Acme: relation=customer
capture Ann Lee: mailbox
`
	for _, c := range []struct {
		name, more string
		contacts   int
		access     float64
	}{
		{"one meeting", "met Ann Lee, Tom Fox: meeting 2026-10-26", 1, 1. / 3},
		{"twice on one day", "met Ann Lee, Tom Fox: meeting 2026-10-26\nmet Ann Lee, Tom Fox: meeting 2026-10-26", 1, 1. / 3},
		{"three in the room", "met Ann Lee, Hal Orr, Tom Fox: meeting 2026-10-26", 1, .7071 / 2.7071},
		{"ten in the room, eight of whom nobody names", "met Ann Lee, Tom Fox: meeting 2026-10-26 people=10", 1, (1. / 3) / (2 + 1./3)},
		{"fewer in the room than are named", "met Ann Lee, Hal Orr, Tom Fox: meeting 2026-10-26 people=2", 1, .7071 / 2.7071},
		{"an event of people whom nobody names", "met Ann Lee, Tom Fox: meeting 2026-10-26 people=31", 0, 0},
		{"unanswered mail", "met Ann Lee, Tom Fox: mail 2026-10-26 startedBy=ours", 1, .0375 / 2.0375},
		{"mail of theirs", "met Ann Lee, Tom Fox: mail 2026-10-26 startedBy=theirs", 1, .15 / 2.15},
		{"mail both ways", "met Ann Lee, Tom Fox: mail 2026-10-26 startedBy=both", 1, .15 / 2.15},
		{"a month of mail counts its contacts", "met Ann Lee, Tom Fox: mail 2026-10-26 startedBy=both count=20 @2026-09-27..", 1, 3. / 5},
		{"a month of mail counts no more than its days", "met Ann Lee, Tom Fox: mail 2026-10-26 startedBy=both count=500 @2026-09-27..", 1, 4.5 / 6.5},
		{"planned", "met Ann Lee, Tom Fox: meeting 2026-10-27", 0, 0},
		{"mass mail", "met Ann Lee, Tom Fox: mass-mail 2026-10-26", 0, 0},
		{"a note to oneself", "met Ann Lee: meeting 2026-10-26", 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			rep := strengths(t, parse(t, base+c.more), analysis.StrengthQuery{Account: "account/acme"})
			var got analysis.Tie
			for _, x := range rep.Ties {
				if x.From == "ann-lee" && x.To == "tom-fox" {
					got = x
				}
			}
			if got.Contacts180 != c.contacts || got.Access < c.access-1e-4 || got.Access > c.access+1e-4 {
				t.Errorf("%d contacts, access %.4f; want %d and %.4f", got.Contacts180, got.Access, c.contacts, c.access)
			}
		})
	}
}

func TestGapRules(t *testing.T) {
	for _, c := range []struct {
		name, more string
		rule       analysis.Rule
		want       []string
	}{
		{"G2 by policy of the account", "policy Brackwell: deciderDepth=0 influencerDepth=0", analysis.RuleDeciderThin, nil},
		{"G2 for an influencer", "policy Brackwell: deciderDepth=0 influencerDepth=2", analysis.RuleDeciderThin, []string{"G2 S3 petra-klein"}},
		{"G2 by opinion", "policy Brackwell: deciderDepth=1\nassess Sofia Lindt -> Gregor Haas in Brackwell: decider 2026-10-01", analysis.RuleDeciderThin,
			[]string{"G2 S2 julia-moreau", "G2 S2 johanna-berg"}}, // Gregor is dark: G1
		{"G5 by users", "decides Gregor Haas -> ERP: user", analysis.RuleFunctionDark,
			[]string{"G5 S3 account/brackwell area/renewal samir-haddad", "G5 S3 account/brackwell gregor-haas"}},
		{"G6", "Ben Okafor -> Johanna Berg, Samir Haddad, Gregor Haas, Margaret Ashby, Julia Moreau, Leo Brandt, Bo Lang, Zoe Carter, Viktor Stahl: trusted 2026-10-01", analysis.RuleAllThroughOne,
			[]string{"G6 S2 account/brackwell ben-okafor"}},
		{"G7 an ally among the deciders", "assess Ben Okafor -> Julia Moreau in ERP: supporter 2026-10-01", analysis.RuleNoAlly, []string{"G7 S2 area/renewal"}},
		{"G7 an expired judgement is no ally", "assess Ben Okafor -> Julia Moreau in ERP: supporter 2026-04-29", analysis.RuleNoAlly, []string{"G7 S2 area/renewal", "G7 S2 area/erp"}},
		{"G7 the worse of two judgements counts", "assess Ben Okafor -> Julia Moreau in ERP: supporter 2026-10-01\nassess Sofia Lindt -> Julia Moreau in ERP: neutral 2026-09-01", analysis.RuleNoAlly, []string{"G7 S2 area/renewal", "G7 S2 area/erp"}},
		{"G7 a colleague's newest judgement counts", "assess Ben Okafor -> Julia Moreau in ERP: supporter 2026-10-01\nassess Ben Okafor -> Julia Moreau in ERP: neutral 2026-09-01", analysis.RuleNoAlly, []string{"G7 S2 area/renewal"}},
		{"G7 a judgement about another area says nothing", "assess Ben Okafor -> Julia Moreau in Logistics: supporter 2026-10-01", analysis.RuleNoAlly, []string{"G7 S2 area/renewal", "G7 S2 area/erp"}},
		{"G8 met in time", "met Sofia Lindt, Julia Moreau: video 2026-09-01", analysis.RulePairingAsleep, nil},
		{"G8 the policy's cadence", "pairs Ben Okafor -> Johanna Berg @2026-08-01..", analysis.RulePairingAsleep, []string{"G8 S3 johanna-berg ben-okafor", "G8 S3 julia-moreau sofia-lindt"}},
		{"G9 a new decider", "holds Gregor Haas -> Head of Procurement: permanent @2026-09-01..\ndecides Head of Procurement -> Renewal: approver", analysis.RuleNewFace,
			[]string{"G9 S2 brackwell/head-of-procurement gregor-haas"}},
		{"G9 a vacancy with a part", "decides Head of Procurement -> Renewal: buyer", analysis.RuleNewFace, []string{"G9 S3 brackwell/head-of-procurement"}},
		{"G9 not after 90 days", "holds Gregor Haas -> Head of Procurement: permanent @2026-07-27..\ndecides Head of Procurement -> Renewal: approver", analysis.RuleNewFace, nil},
		{"G10 a cell of the policy", "policy Brackwell: expectedSeats=LEGAL/4,FINANCE/4", analysis.RuleUnmapped, []string{"G10 S4 account/brackwell"}},
		{"G10 the function of an area", "area Contract for Brackwell: legal open", analysis.RuleUnmapped, []string{"G10 S4 area/contract"}},
		{"G11 the only carrier", "org Ops\n  Platform Lead (2 it): Hugo Mar\npart Ops -> Brackwell\nreports Platform Lead -> Head of IT Operations: solid\narea Platform for Brackwell: it open\ndecides Hugo Mar -> Platform: decider", analysis.RuleOnlyDetractor, []string{"G11 S2 hugo-mar viktor-stahl"}},
		{"G11 the only tie", "area Vision for Brackwell: it open\ndecides Viktor Stahl -> Vision: influencer", analysis.RuleOnlyDetractor, []string{"G11 S2 area/vision viktor-stahl"}},
		{"G11 not in an area where another tie is left", "area Vision for Brackwell: it open\ndecides Bo Lang, Leo Brandt -> Vision: influencer\nassess Sofia Lindt -> Bo Lang in Brackwell: detractor 2026-10-01", analysis.RuleOnlyDetractor, []string{"G11 S2 area/erp bo-lang"}},
		{"G11 not for a decider to whom another carrier is left", "influences Bo Lang, Leo Brandt -> Samir Haddad: 0.9 sways\nassess Sofia Lindt -> Bo Lang in Brackwell: detractor 2026-10-01", analysis.RuleOnlyDetractor, []string{"G11 S2 area/erp bo-lang"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			rep, err := find.Coverage(example(t, c.more), analysis.CoverageQuery{Account: brackwell, Rules: []analysis.Rule{c.rule}})
			if err != nil {
				t.Fatal(err)
			}
			wantLines(t, string(c.rule), fired(rep.Findings), c.want)
		})
	}
}
