package find_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/view"
)

func scenario(t testing.TB, v *view.View, account graph.ID, leave ...graph.ID) *analysis.ScenarioReport {
	t.Helper()
	rep, err := find.Scenario(v, analysis.ScenarioQuery{Account: account, Leave: leave})
	if err != nil {
		t.Fatal(err)
	}
	sound(t, rep.Envelope, v)
	if rep.Sentence == "" {
		t.Errorf("a scenario without a sentence: %+v", rep)
	}
	return rep
}

// wholePoints asks for everything about single points.
func wholePoints(t testing.TB, v *view.View, account graph.ID) *analysis.SinglePointsReport {
	t.Helper()
	rep, err := find.SinglePoints(v, analysis.SinglePointsQuery{Account: account, Pairs: true, Soft: true, Structure: true})
	if err != nil {
		t.Fatal(err)
	}
	sound(t, rep.Envelope, v)
	return rep
}

// TestExampleLosses: six ties, each by one of ours. Sofia to Leo carries to
// Julia, Ben to Petra to Johanna; at any length one chain leads on from there by
// lines: Sofia, Leo, Julia, Margaret, Samir. Petra is reached by Daniel too.
func TestExampleLosses(t *testing.T) {
	rep := wholePoints(t, example(t, ""), brackwell)
	var ties []string
	for _, x := range rep.Ties {
		ties = append(ties, fmt.Sprintf("%s %s %s %v %v", x.From, x.To, x.Basis, x.ReachLost.Deciders, x.ReachLost.Budgets))
	}
	wantLines(t, "ties", ties, []string{
		"leo-brandt julia-moreau line [julia-moreau] [{EUR 2.5e+06}]",
		"sofia-lindt leo-brandt tie [julia-moreau] [{EUR 2.5e+06}]",
		"ben-okafor petra-klein tie [johanna-berg] [{EUR 2e+06}]",
		"petra-klein johanna-berg line [johanna-berg] [{EUR 2e+06}]",
	})
	if want := "If Ben Okafor and Petra Klein fall out, nothing leads to Johanna Berg within two handshakes; cut off: Logistics (2M EUR)."; rep.Ties[2].Sentence != want {
		t.Errorf("sentence = %q, want %q", rep.Ties[2].Sentence, want)
	}
	var areas []string
	for _, x := range rep.Areas {
		areas = append(areas, fmt.Sprintf("%s %v %d %v", x.Area, x.Reached, x.Departures, x.People))
	}
	wantLines(t, "areas", areas, []string{"area/erp true 1 [sofia-lindt]", "area/logistics true 1 [ben-okafor]", "area/renewal false 0 []"})
	if want := "ERP (2.5M EUR) is out of reach of two handshakes once Sofia Lindt leaves."; rep.Areas[0].Sentence != want {
		t.Errorf("sentence = %q, want %q", rep.Areas[0].Sentence, want)
	}
	for _, f := range slices.Concat(rep.Areas[1].Reasons, rep.Points[0].Reasons) {
		if f.Record == "" || f.Text == "" {
			t.Errorf("fact %+v leads to no record", f)
		}
	}
	if len(rep.Areas[1].Reasons) != 2 || len(rep.Points[0].Reasons) != 2 {
		t.Errorf("facts %+v and %+v, want two handshakes each", rep.Areas[1].Reasons, rep.Points[0].Reasons)
	}
	// Through the whole chart: to Julia by Leo (Sofia), or by Margaret from
	// Johanna (Ben); Viktor, a detractor, carries nobody. To Johanna by Petra or
	// by Margaret. To Margaret by Julia and by Johanna. To Samir by Margaret alone.
	var depths []string
	for _, x := range rep.Targets {
		depths = append(depths, fmt.Sprintf("%s %d", x.Person, x.StructuralDepth))
	}
	wantLines(t, "structural depths", depths, []string{"johanna-berg 2", "julia-moreau 2", "margaret-ashby 2", "samir-haddad 1"})
	var tree []string
	for _, x := range rep.Structure {
		tree = append(tree, fmt.Sprintf("%s under %q %v", x.Person, x.Under, x.ReachLost.People))
	}
	wantLines(t, "dominators", tree, []string{
		`margaret-ashby under "" [gregor-haas samir-haddad]`,
		`samir-haddad under "margaret-ashby" [gregor-haas]`,
	})
	// Sofia is acquainted with Samir; without her one has to ask around.
	var weaker []string
	for _, x := range rep.Points {
		for _, w := range x.Weakened {
			weaker = append(weaker, fmt.Sprintf("%s %s %s %s", x.Person, w.Target, w.LikelihoodBefore, w.LikelihoodAfter))
		}
	}
	wantLines(t, "weakened", weaker, []string{
		"sofia-lindt samir-haddad POSSIBLE LONG_SHOT",
	})
}

// TestWeakened: two ways lead to Johanna; without the better one the other is
// left. Petra reports to her (.5), Daniel does not and is two levels below.
func TestWeakened(t *testing.T) {
	v := example(t, "Marek Dvorak -> Johanna Berg: met by=\"Marek Dvorak\" 2026-10-20\nSofia Lindt -> Johanna Berg: works-well by=\"Sofia Lindt\" 2026-10-20\nBen Okafor -> Johanna Berg: trusted by=\"Ben Okafor\" 2026-10-20\n")
	rep := wholePoints(t, v, brackwell)
	i := slices.IndexFunc(rep.Points, func(p analysis.SinglePoint) bool { return p.Person == "ben-okafor" })
	p := rep.Points[i]
	if p.Single || len(p.Weakened) != 1 || p.Weakened[0].Target != "johanna-berg" || p.Weakened[0].LikelihoodBefore != analysis.Likely || p.Weakened[0].LikelihoodAfter != analysis.Possible {
		t.Fatalf("Ben = %+v, want Johanna weakened", p)
	}
	// Ben's claim stands at .85, Sofia's, whose contacts would be noticed, at
	// (3·.98·.65)/(2 + 3·.98): .15 + .75·.387.
	if w := p.Weakened[0]; w.Before < .52 || w.Before > .56 || w.After < .42 || w.After > .46 {
		t.Errorf("weakened = %+v", w)
	}
	for _, x := range rep.Points {
		if x.Person == "sofia-lindt" && slices.ContainsFunc(x.Weakened, func(w analysis.Weakened) bool { return w.Target == "johanna-berg" }) {
			t.Error("Sofia is not on the best way to Johanna")
		}
	}
}

func TestPairsOfPeople(t *testing.T) {
	v := example(t, "Marek Dvorak -> Petra Klein: trusted by=\"Marek Dvorak\" 2026-10-01")
	rep := wholePoints(t, v, brackwell)
	var got []string
	for _, p := range rep.Pairs {
		got = append(got, p.Sentence)
	}
	wantLines(t, "pairs", got, nil) // Petra alone is critical for Johanna
	v = example(t, "Sofia Lindt -> Johanna Berg: trusted by=\"Sofia Lindt\" 2026-10-20")
	rep = wholePoints(t, v, brackwell)
	got = nil
	for _, p := range rep.Pairs {
		got = append(got, p.Sentence)
	}
	// Now Margaret is reached too, by Johanna alone, and Julia by Leo or over
	// nobody: she hangs on Sofia and Leo still.
	wantLines(t, "pairs", got, []string{
		"If both Ben Okafor and Sofia Lindt leave, nothing leads to Johanna Berg within two handshakes.",
		"If both Petra Klein and Sofia Lindt leave, nothing leads to Johanna Berg within two handshakes.",
	})
	i := slices.IndexFunc(rep.Areas, func(a analysis.AreaResilience) bool { return a.Area == "area/logistics" })
	if a := rep.Areas[i]; a.Departures != 2 || !slices.Equal(a.People, []graph.ID{"ben-okafor", "sofia-lindt"}) ||
		a.Sentence != "Logistics (2M EUR) is out of reach of two handshakes after 2 departures at the least, such as those of Ben Okafor and Sofia Lindt." {
		t.Errorf("resilience = %+v", a)
	}
}

func TestExampleScenario(t *testing.T) {
	v := example(t, "")
	rep := scenario(t, v, brackwell, "sofia-lindt", "petra-klein")
	if !slices.Equal(rep.Lost.People, []graph.ID{"johanna-berg", "julia-moreau", "leo-brandt"}) || !slices.Equal(rep.Lost.Budgets, []analysis.Money{{Currency: "EUR", Amount: 4.5e6}}) || rep.Lost.RevenueExposed != nil {
		t.Errorf("lost = %+v", rep.Lost)
	}
	if want := "Without Petra Klein and Sofia Lindt nothing leads to Julia Moreau, Johanna Berg and 1 other within two handshakes; cut off: ERP and Logistics (4.5M EUR); none of the 4 people who decide or approve and stay is in reach."; rep.Sentence != want {
		t.Errorf("sentence = %q, want %q", rep.Sentence, want)
	}
	var leavers, areas []string
	for _, l := range rep.Leavers {
		leavers = append(leavers, fmt.Sprintf("%s %s %d ties %d parts", l.Person, l.Side, l.Ties, len(l.Parts)))
	}
	wantLines(t, "leavers", leavers, []string{"petra-klein THEIRS 0 ties 1 parts", "sofia-lindt OURS 2 ties 0 parts"})
	for _, a := range rep.Areas {
		areas = append(areas, fmt.Sprintf("%s %s", a.Area, a.State))
	}
	wantLines(t, "areas", areas, []string{"area/erp CUT", "area/logistics CUT", "area/renewal UNREACHED"})
	johanna := rep.Deciders[0]
	if !johanna.Lost || johanna.Before.Depth2 != 1 || johanna.After.Depth2 != 0 || johanna.Remedy == nil || johanna.Remedy.Owner == "" || johanna.Remedy.Owner == "sofia-lindt" {
		t.Errorf("Johanna = %+v, remedy %+v; want somebody else of ours", johanna, johanna.Remedy)
	}

	gone := scenario(t, v, brackwell, "nordlicht")
	if len(gone.Leavers) != 6 || len(gone.Lost.Deciders) != 2 || slices.ContainsFunc(gone.Deciders, func(d analysis.ScenarioTarget) bool { return d.After.Reached }) {
		t.Errorf("without all of us = %+v", gone)
	}
	changing := scenario(t, v, brackwell, "julia-moreau")
	if a := changing.Areas[0]; a.State != analysis.AreaChanging || !slices.Equal(a.Leaving, []graph.ID{"julia-moreau"}) || len(changing.Lost.People) > 0 {
		t.Errorf("without Julia = %+v", changing)
	}
	if want := "Without Julia Moreau nobody is lost; of 3 people who decide or approve and stay, 1 remains in reach."; changing.Sentence != want {
		t.Errorf("sentence = %q, want %q", changing.Sentence, want)
	}
	for name, q := range map[string]analysis.ScenarioQuery{
		"without an account":  {Leave: []graph.ID{"sofia-lindt"}},
		"without leavers":     {Account: brackwell},
		"beyond the horizon":  {Account: brackwell, Leave: []graph.ID{"sofia-lindt"}, Horizon: 4},
		"with many who leave": {Account: brackwell, Leave: make([]graph.ID, analysis.MaxLeavers+1)},
	} {
		if _, err := find.Scenario(v, q); !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("%s: error %v, want invalid", name, err)
		}
	}
	for _, q := range []analysis.ScenarioQuery{{Account: "x", Leave: []graph.ID{"sofia-lindt"}}, {Account: brackwell, Leave: []graph.ID{"x"}}, {Account: brackwell, Leave: []graph.ID{"area/erp"}}} {
		if _, err := find.Scenario(v, q); !errors.Is(err, graph.ErrNotFound) {
			t.Errorf("%+v: error %v, want not found", q, err)
		}
	}
}

// TestScenariosAgreeWithSinglePoints: one who leaves loses what hangs on them;
// a pair on whom a decider hangs loses that decider; and the fewest departures of
// an area cut it off, and none of them alone does where there are several.
func TestScenariosAgreeWithSinglePoints(t *testing.T) {
	alone, pairs, cuts := 0, 0, 0
	for seed := range uint64(manyWorlds) {
		v := view.On(newWorld(seed).snapshot(t, false), today)
		rep := wholePoints(t, v, acme)
		for _, p := range rep.Points {
			if got := scenario(t, v, acme, p.Person); !slices.Equal(got.Lost.People, p.ReachLost.People) || len(got.Lost.Areas) != len(p.ReachLost.Areas) {
				t.Fatalf("seed %d: without %s we lose %+v, want %+v", seed, p.Person, got.Lost, p.ReachLost)
			}
			alone += len(p.ReachLost.People)
		}
		for _, p := range rep.Pairs {
			lost := scenario(t, v, acme, p.People[0], p.People[1]).Lost.Deciders
			for _, d := range p.Deciders {
				if !slices.Contains(lost, d) {
					t.Fatalf("seed %d: without %v we lose %v, want %s among them", seed, p.People, lost, d)
				}
				pairs++
			}
		}
		for k, a := range rep.Areas {
			if a.Departures == 0 || a.Departures > analysis.MaxDepartures {
				continue
			}
			cuts++
			if got := scenario(t, v, acme, a.People...).Areas[k]; got.State != analysis.AreaCut {
				t.Fatalf("seed %d: %s without %v is %s, want it cut", seed, a.Area, a.People, got.State)
			}
			for _, p := range rep.Points {
				cut := slices.ContainsFunc(p.ReachLost.Areas, func(l analysis.LostArea) bool { return l.Area == a.Area })
				if cut && !slices.ContainsFunc(p.SeatsChanging, func(x analysis.Part) bool { return x.Area == a.Area }) && a.Departures > 1 {
					t.Fatalf("seed %d: %s alone cuts %s off, which wants %d departures", seed, p.Person, a.Area, a.Departures)
				}
			}
		}
		for _, x := range rep.Targets {
			if x.StructuralDepth < min(x.Depth2, 3) {
				t.Fatalf("seed %d: %s has %d chains of two handshakes and %d of any length", seed, x.Person, x.Depth2, x.StructuralDepth)
			}
		}
	}
	if alone < 50 || pairs < 10 || cuts < 50 {
		t.Errorf("%d lost alone, %d by pairs, %d cuts: the test has no teeth", alone, pairs, cuts)
	}
}

// TestCoverageSums holds the sum of an account against its ties, and says of one
// about which nothing is known that it is so.
func TestCoverageSums(t *testing.T) {
	v := example(t, "")
	rep := coverage(t, v, brackwell)
	strong := 0
	for _, x := range strengths(t, v, analysis.StrengthQuery{Account: brackwell}).Ties {
		if x.Working && (x.Band == graph.BandStrong || x.Band == graph.BandClose) {
			strong++
		}
	}
	if sh := rep.Shape; sh.Strong != strong || strong == 0 || sh.Deciding != 4 || sh.DecidingMet != 0 {
		t.Errorf("shape = %+v, want %d strong, none of 4 who decide", sh, strong)
	}
	want := fmt.Sprintf("Of 11 people recorded at Brackwell, one of ours has a working tie to 6 and nobody to 5. Working ties: 6, of them strong or close: %d. We have none to any of the 4 people who decide or approve.", strong)
	if rep.Sentence != want {
		t.Errorf("sentence = %q, want %q", rep.Sentence, want)
	}
	for text, want := range map[string]string{
		"org Acme\naccount Acme for Acme\n":                     "Nobody is recorded at Acme, so nothing can be said about cover there.",
		"org Acme\n  CEO (5): Tom Fox\naccount Acme for Acme\n": "Nobody of ours has a working tie to the only person recorded at Acme. No open decision is recorded, so the rules about those who decide had nothing to look at.",
	} {
		if rep := coverage(t, parse(t, "org Us (ours)\n  Account Manager (3): Ann Lee\n"+text), "account/acme"); rep.Sentence != want {
			t.Errorf("sentence = %q, want %q", rep.Sentence, want)
		}
	}
}

// TestFactsOfAChain: a line over a vacant seat says so, and a tie says who writes.
func TestFactsOfAChain(t *testing.T) {
	v := parse(t, `
org Us (ours)
  Account Manager (3): Ann Lee
org Acme
  CEO (5): Tom Fox
    CFO (4 finance): vacant
      Clerk (1 finance): Zed Kay
account Acme for Acme
area X for Acme: open
decides Tom Fox -> X: decider
Ann Lee -> Zed Kay: trusted 2026-10-01
met Ann Lee, Zed Kay: mail 2026-10-02 ours
`)
	var facts []string
	for _, f := range points(t, v, "account/acme").Points[0].ReachLost.Reasons {
		facts = append(facts, f.Text)
	}
	wantLines(t, "facts", facts, []string{"Ann Lee and Zed Kay: close", "a reporting line joins Zed Kay and Tom Fox, over a vacant seat"})
	tie := strengths(t, v, analysis.StrengthQuery{Account: "account/acme"}).Ties[0]
	if want := "Ann Lee and Zed Kay: close. 1 contact in six months, last on 2 Oct 2026; what ours wrote was not answered in kind."; !strings.HasPrefix(tie.Sentence, want) {
		t.Errorf("sentence = %q, want %q", tie.Sentence, want)
	}
}

// TestOutOfTouch: wherever a tie is named that is strong enough to work and out of
// touch, that is said.
func TestOutOfTouch(t *testing.T) {
	v := parse(t, `
org Us (ours)
  Account Manager (3 finance): Ann Lee
org Acme
  CEO (5): Tom Fox
    Finance Head (3 finance): Zed Kay
account Acme for Acme
area X for Acme: open
decides Zed Kay -> X: decider
works Ann Lee -> Acme: kam
Ann Lee -> Zed Kay: trusted 2026-03-01
met Ann Lee, Zed Kay: meeting 2026-03-01
capture Ann Lee: mailbox
`)
	in := introductions(t, v, analysis.IntroductionsQuery{Target: "tom-fox"}).Introductions[0]
	if want := "Ann Lee had a working tie to Zed Kay, and has been out of touch since 1 Mar 2026"; !strings.Contains(in.Sentence, want) {
		t.Errorf("sentence = %q, want it to say %q", in.Sentence, want)
	}
	list := pairings(t, v, "account/acme").Pairings
	p := list[slices.IndexFunc(list, func(p analysis.ProposedPairing) bool { return p.Owner == "ann-lee" })]
	if want := "a working tie to them that is out of touch"; !strings.Contains(p.Sentence, want) {
		t.Errorf("sentence = %q, want it to say %q", p.Sentence, want)
	}
}
