package find_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/view"
)

func pairings(t testing.TB, v *view.View, account graph.ID) *analysis.PairingReport {
	t.Helper()
	rep, err := find.Pairings(v, analysis.PairingQuery{Account: account})
	if err != nil {
		t.Fatal(err)
	}
	sound(t, rep.Envelope, v)
	points, changes := 0, 0
	owners := map[graph.ID]graph.ID{}
	for _, p := range rep.Pairings {
		points += p.Points
		if p.Change != analysis.PairingKept && p.Change != analysis.PairingOpen {
			changes++
		}
		sum := 0
		for _, part := range p.Parts {
			sum += part.Points
		}
		if p.Owner != "" && sum != p.Points || p.Sentence == "" || (p.Owner == "") != (p.OpenReason != "") {
			t.Errorf("pairing of %s is not whole: %+v", p.Person, p)
		}
		if p.RunnerUp != nil && (p.RunnerUp.Extra < 0 || p.RunnerUp.Owner == p.Owner || p.RunnerUp.Reason == "") {
			t.Errorf("runner-up of %s is %+v", p.Person, p.RunnerUp)
		}
		if p.Owner != "" && owners[p.Person] == p.Owner {
			t.Errorf("%s has %s twice", p.Person, p.Owner)
		}
		owners[p.Person] = p.Owner
	}
	if points != rep.Cost || changes != rep.Changes || rep.Cost > rep.PresentCost {
		t.Errorf("%d points and %d changes, want %d and %d; today costs %d", points, changes, rep.Cost, rep.Changes, rep.PresentCost)
	}
	return rep
}

// TestExamplePairings is what a practitioner would draw: the chief executives
// meet each other, the finance chiefs too, and where nobody is at eye level
// and in the field the nearest stands in. Points by hand, in words beside them.
func TestExamplePairings(t *testing.T) {
	rep := pairings(t, example(t, "pairs Erik Vinter -> Margaret Ashby\nperson Gregor Haas: doNotContact\ndecides Gregor Haas -> Renewal: gatekeeper\n"), brackwell)
	var got []string
	for _, p := range rep.Pairings {
		line := fmt.Sprintf("%d %s %s %s %s %d", p.Level, p.Demand, p.Person, p.Change, p.Owner, p.Points)
		if p.RunnerUp != nil {
			line += fmt.Sprintf("; %s +%d", p.RunnerUp.Owner, p.RunnerUp.Extra)
		}
		got = append(got, line)
	}
	wantLines(t, "pairings", got, []string{
		"5 PEER margaret-ashby REPLACED ingrid-solheim 0; erik-vinter +6", // Erik: a level below 12, neighbouring function 4, paired −10
		"4 PEER johanna-berg NEW ingrid-solheim 12; erik-vinter +2",       // a level above 6, neighbouring 4, her second 2; Erik: other function 12, his second 2
		"4 DAILY johanna-berg NEW marek-dvorak 16; ben-okafor +0",         // neighbouring 4, not on the account 12; Ben: other function 12, and he has two
		"4 PEER julia-moreau NEW erik-vinter 12; priya-raman +2",
		"4 DAILY julia-moreau KEPT sofia-lindt 2; ben-okafor +8", // other function 12, paired −10
		"4 PEER samir-haddad NEW priya-raman 0; erik-vinter +8",
		"4 DAILY samir-haddad NEW ben-okafor 12; sofia-lindt +0", // Sofia: 12, acquainted −2, her second 2
		"3 PEER leo-brandt NEW sofia-lindt 0; marek-dvorak +0",   // 12, strong −14, her second 2
		"3 PEER petra-klein NEW ben-okafor 2; marek-dvorak +0",   // 12, strong −12, his second 2
		"3 PEER viktor-stahl NEW marek-dvorak -2",                // 4, working −8, his second 2
		"2 PEER gregor-haas OPEN  40",
	})
}

func TestPairings(t *testing.T) {
	base := `
org Us (ours)
  Chief Executive (5 general-management): Ida Boss
    Finance Chief (4 finance): Pia Cash
    IT Director (4 it): Dag Bits
      Account Manager (3 sales): Ann Lee
org Acme
  Chief Executive (5 general-management): Tom Fox
    Finance Chief (4 finance): Zed Kay
    Head of HR (3 hr): Hal Orr
    Clerk (1 finance): Uwe Low
account Acme for Acme
works Ann Lee -> Acme: kam
`
	owner := func(rep *analysis.PairingReport, who graph.ID, kind analysis.PairingDemand) *analysis.ProposedPairing {
		i := slices.IndexFunc(rep.Pairings, func(p analysis.ProposedPairing) bool { return p.Person == who && p.Demand == kind })
		if i < 0 {
			return &analysis.ProposedPairing{Owner: "no demand"}
		}
		return &rep.Pairings[i]
	}
	for _, c := range []struct {
		name, more string
		who        graph.ID
		kind       analysis.PairingDemand
		want       graph.ID
	}{
		{"chief executives meet", "", "tom-fox", analysis.DemandPeer, "ida-boss"},
		{"finance chiefs meet", "", "zed-kay", analysis.DemandPeer, "pia-cash"},
		{"a head without a part and without a match is left open", "", "hal-orr", analysis.DemandPeer, ""},
		{"a clerk wants nobody", "", "uwe-low", analysis.DemandPeer, "no demand"},
		{"a clerk who keeps the gate wants somebody", "area X for Acme: open\ndecides Uwe Low -> X: gatekeeper\nAnn Lee -> Uwe Low: knows 2026-10-26", "uwe-low", analysis.DemandPeer, "ann-lee"},
		{"a decider wants two", "area X for Acme: open\ndecides Zed Kay -> X: decider", "zed-kay", analysis.DemandDaily, "ann-lee"},
		{"no language in common", "person Pia Cash: languages=en\nperson Zed Kay: languages=de,fr", "zed-kay", analysis.DemandPeer, ""},
		{"a language in common", "person Pia Cash: languages=en,fr\nperson Zed Kay: languages=de,fr", "zed-kay", analysis.DemandPeer, "pia-cash"},
		{"far apart", "person Pia Cash: timezone=Asia/Tokyo\nperson Dag Bits: timezone=Europe/Oslo\nperson Zed Kay: timezone=Europe/Oslo\nDag Bits -> Zed Kay: knows 2026-10-26", "zed-kay", analysis.DemandPeer, "dag-bits"},
		{"must not approach", "excludes Ida Boss -> Tom Fox: do-not-approach\narea X for Acme: open\ndecides Tom Fox -> X: approver", "tom-fox", analysis.DemandPeer, "pia-cash"},
		{"at odds", "Ida Boss -> Tom Fox: knows conflict 2026-10-01\narea X for Acme: open\ndecides Tom Fox -> X: approver", "tom-fox", analysis.DemandPeer, "pia-cash"},
		{"full", "person Ida Boss: capacity=0\narea X for Acme: open\ndecides Tom Fox -> X: approver", "tom-fox", analysis.DemandPeer, "pia-cash"},
		{"busy elsewhere", "org Bolt\n  CEO (5): Ida A\n  CFO (4): Ida B\n  CIO (4): Ida C\npairs Ida Boss -> Ida A, Ida B, Ida C", "tom-fox", analysis.DemandPeer, ""},
		{"a pairing with a seat is one with its holder", "pairs Dag Bits -> #acme/finance-chief\nDag Bits -> Zed Kay: works-well 2026-10-26", "zed-kay", analysis.DemandPeer, "dag-bits"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := owner(pairings(t, parse(t, base+c.more), "account/acme"), c.who, c.kind); got.Owner != c.want {
				t.Errorf("%s has %q, want %q: %s", c.who, got.Owner, c.want, got.Sentence)
			}
		})
	}
	rep := pairings(t, parse(t, base), "account/acme")
	if want := "Pia Cash for Zed Kay: same level, same function, carries no other pairing; nobody else is better than leaving it open."; owner(rep, "zed-kay", analysis.DemandPeer).Sentence != want {
		t.Errorf("sentence = %q, want %q", owner(rep, "zed-kay", analysis.DemandPeer).Sentence, want)
	}
	var levels []string
	for _, l := range rep.Levels {
		levels = append(levels, l.Sentence)
	}
	wantLines(t, "levels", levels, []string{
		"Level 5, 1 person: nobody paired today; 1 proposed, at eye level.",
		"Level 4, 1 person: nobody paired today; 1 proposed, at eye level.",
		"Level 3, 1 person: nobody paired today; nobody proposed.",
	})
}

// TestWhyNot asks about each of ours: the proposal stays the same, whoever has to
// come costs no less than the runner-up, and the runner-up just as much.
func TestWhyNot(t *testing.T) {
	v := example(t, "pairs Erik Vinter -> Margaret Ashby\nexcludes Ben Okafor -> Viktor Stahl: do-not-approach\nSofia Lindt -> Petra Klein: knows conflict 2026-10-01\n")
	plain := pairings(t, v, brackwell)
	asked, runners := 0, 0
	for _, n := range v.Snapshot().Nodes(graph.NodePerson) {
		if !v.Ours(n) {
			continue
		}
		rep, err := find.Pairings(v, analysis.PairingQuery{Account: brackwell, WhyNot: v.Snapshot().NodeID(n)})
		if err != nil {
			t.Fatal(err)
		}
		for i := range rep.Pairings {
			p, why := plain.Pairings[i], rep.Pairings[i].WhyNot
			rep.Pairings[i].WhyNot = nil
			if (why == nil) != (p.Owner == v.Snapshot().NodeID(n)) {
				t.Errorf("why not %s for %s: %+v", v.Name(n), p.Name, why)
			}
			if why == nil || !why.Possible {
				continue
			}
			asked++
			least := p.OpenExtra
			if p.RunnerUp != nil {
				least = p.RunnerUp.Extra
			}
			if p.Owner != "" && why.Extra < least {
				t.Errorf("%s, and the runner-up is %d dearer", why.Sentence, least)
			}
			if p.RunnerUp != nil && p.RunnerUp.Owner == why.Owner {
				if runners++; why.Extra != least {
					t.Errorf("%s, and as the runner-up %d dearer", why.Sentence, least)
				}
			}
		}
		if !reflect.DeepEqual(rep, plain) {
			t.Errorf("asked about %s the proposal is\n%+v\nwant\n%+v", v.Name(n), rep, plain)
		}
	}
	if asked < 30 || runners < 8 {
		t.Errorf("%d answers, %d of runners-up: the test has no teeth", asked, runners)
	}
	for _, c := range []struct {
		us, them graph.ID
		kind     analysis.PairingDemand
		want     string
	}{
		{"erik-vinter", "johanna-berg", analysis.DemandPeer, "With Erik Vinter for Johanna Berg the whole is 2 points dearer: other function."},
		{"ben-okafor", "viktor-stahl", analysis.DemandPeer, "Ben Okafor cannot look after Viktor Stahl: must not approach them."},
		{"sofia-lindt", "petra-klein", analysis.DemandPeer, "Sofia Lindt cannot look after Petra Klein: is at odds with them."},
	} {
		rep, err := find.Pairings(v, analysis.PairingQuery{Account: brackwell, WhyNot: c.us})
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(rep.Pairings, func(p analysis.ProposedPairing) bool { return p.Person == c.them && p.Demand == c.kind })
		if w := rep.Pairings[i].WhyNot; w == nil || w.Sentence != c.want {
			t.Errorf("why not %s for %s = %+v, want %q", c.us, c.them, w, c.want)
		}
	}
	for _, id := range []graph.ID{"nobody", "julia-moreau"} {
		if _, err := find.Pairings(v, analysis.PairingQuery{Account: brackwell, WhyNot: id}); err == nil {
			t.Errorf("why not %s has an answer", id)
		}
	}
}

// TestCounterpartsUnderDifferentManagers: of arrangements with the same points the
// two counterparts of a decider have different managers; a dearer one is not taken
// for that, and the one manager is named.
func TestCounterpartsUnderDifferentManagers(t *testing.T) {
	base := `
org Us (ours)
  Chief Executive (5 general-management): Ida Boss
    Sales Chief (4 sales): Pia Sell
      Key Account Director (3 sales): Kai Top
      Account Manager (2 sales): Ann Lee
    Service Chief (4 sales): Dag Help
      Service Manager (2 sales): Zoe Fix
org Acme
  Purchasing Head (3 sales): Zed Kay
account Acme for Acme
area X for Acme: open
decides Zed Kay -> X: decider
works Ann Lee, Zoe Fix -> Acme: delivery
`
	daily := func(more string) analysis.ProposedPairing {
		rep := pairings(t, parse(t, base+more), "account/acme")
		return rep.Pairings[slices.IndexFunc(rep.Pairings, func(p analysis.ProposedPairing) bool { return p.Demand == analysis.DemandDaily })]
	}
	if p := daily(""); p.Owner != "zoe-fix" || p.Points != 0 {
		t.Errorf("day by day comes %s (%d points), want Zoe Fix, who works for another than Kai Top", p.Owner, p.Points)
	}
	if p := daily("Ann Lee -> Zed Kay: knows 2026-10-26\n"); p.Owner != "ann-lee" || p.Parts[len(p.Parts)-1].Text != "under the same manager as Kai Top" {
		t.Errorf("day by day comes %s with %+v, want Ann Lee, who knows them", p.Owner, p.Parts)
	}
}
