package analysis_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
)

func pairings(t testing.TB, v *graph.View, account graph.ID) *analysis.PairingReport {
	t.Helper()
	rep, err := analysis.Pairings(v, analysis.PairingQuery{Account: account})
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
	owner := func(rep *analysis.PairingReport, who graph.ID, kind analysis.PairingDemand) *analysis.Pairing {
		i := slices.IndexFunc(rep.Pairings, func(p analysis.Pairing) bool { return p.Person == who && p.Demand == kind })
		if i < 0 {
			return &analysis.Pairing{Owner: "no demand"}
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
		"Level 5: of 1 person, 0 paired today, 0 at eye level; proposed 1, 1 at eye level.",
		"Level 4: of 1 person, 0 paired today, 0 at eye level; proposed 1, 1 at eye level.",
		"Level 3: of 1 person, 0 paired today, 0 at eye level; proposed 0, 0 at eye level.",
	})
}
