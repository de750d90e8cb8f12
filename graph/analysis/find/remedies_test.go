package find_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/view"
)

// remedy returns the remedy of the first finding of a rule about somebody.
func remedy(t *testing.T, fs []analysis.Finding, rule analysis.Rule, about graph.ID) *analysis.Remedy {
	t.Helper()
	for _, f := range fs {
		if f.Rule == rule && f.Subjects[0] == about && f.Remedy != nil {
			return f.Remedy
		}
	}
	t.Fatalf("no remedy of %s about %s among %v", rule, about, fired(fs))
	return nil
}

const small = `
org Us (ours)
  Sales Director (4 sales): Ann Ours
org Acme
  Chief Financial Officer (4 finance): Cy Boss
    Head of IT (3 it): Ben Theirs
account Acme for Acme: key
area ERP for Acme: 1000000 EUR open 2027-01-01
decides Cy Boss -> ERP: decider
works Ann Ours -> Acme: kam
`

// TestNobodyHasRoom: where everybody carries as much as they can, a remedy and the
// pairing say so in the same words, and whom to free.
func TestNobodyHasRoom(t *testing.T) {
	for _, c := range []struct{ name, more, want string }{
		{"none at all", "person Ann Ours: capacity=0\n", "nobody of ours has room; free Ann Ours for it, who would fit best and is to carry no pairing"},
		{"all taken elsewhere", "person Ann Ours: capacity=1\norg Beta\n  Head (3 it): Quin Beta\naccount Beta for Beta\npairs Ann Ours -> Quin Beta\n",
			"nobody of ours has room; free Ann Ours for it, who would fit best and carries 1 pairing of at most 1"},
		{"must not approach", "excludes Ann Ours -> Cy Boss: do-not-approach\n", "nobody of ours is suited and may"},
		{"must not approach the account", "excludes Ann Ours -> Acme: do-not-approach\n", "nobody of ours is suited and may"},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := parse(t, small+c.more)
			rm := remedy(t, coverage(t, v, "account/acme").Findings, analysis.RuleDeciderDark, "cy-boss")
			if want := "name somebody to look after Cy Boss: " + c.want; rm.Text != want || rm.Owner != "" {
				t.Errorf("remedy = %+v, want %q", rm, want)
			}
			for _, p := range pairings(t, v, "account/acme").Pairings {
				if p.Person == "cy-boss" && (p.Owner != "" || p.OpenReason != c.want) {
					t.Errorf("pairing = %+v, want it open: %q", p, c.want)
				}
			}
		})
	}
}

// TestRoomIsSharedOut: with room for one more, one of ours is proposed once in one
// report, for what is worst; the next one is proposed for the rest.
func TestRoomIsSharedOut(t *testing.T) {
	text := `
org Us (ours)
  Finance Chief (4 finance): Ann Ours
  IT Chief (4 it): Hal Orr
org Acme
  Chief Financial Officer (4 finance): Cy Boss
  Treasurer (4 finance): Ida Ash
account Acme for Acme: key
area ERP for Acme: 1000 EUR open 2028-01-01
area Bank for Acme: 9000 EUR open 2028-01-01
decides Cy Boss -> ERP: decider
decides Ida Ash -> Bank: decider
works Ann Ours, Hal Orr -> Acme: specialist
person Ann Ours: capacity=1
`
	fs := coverage(t, parse(t, text), "account/acme").Findings
	for who, want := range map[graph.ID]graph.ID{"ida-ash": "ann-ours", "cy-boss": "hal-orr"} {
		if got := remedy(t, fs, analysis.RuleDeciderDark, who); got.Owner != want {
			t.Errorf("for %s comes %q (%s), want %s", who, got.Owner, got.Text, want)
		}
	}
	full := coverage(t, parse(t, text+"person Hal Orr: capacity=0\n"), "account/acme").Findings
	if got := remedy(t, full, analysis.RuleDeciderDark, "cy-boss"); got.Owner != "" || !strings.Contains(got.Text, "nobody of ours has room; free ") {
		t.Errorf("remedy = %+v, want nobody: Ann's room is for Ida", got)
	}
}

// TestNobodyIsSentWhoMustNotGo: no remedy begins with, passes or asks somebody who
// must not be contacted, and those in touch who must not approach are no door.
func TestNobodyIsSentWhoMustNotGo(t *testing.T) {
	text := `
org Us (ours)
  Finance Chief (4 finance): Ann Ours
  Seller (3 sales): Hal Orr
org Acme
  Chief Executive (5 general-management): Ida Ash
    Chief Financial Officer (4 finance): Cy Boss
    Head of IT (3 it): Ben Theirs
account Acme for Acme: strategic
area ERP for Acme: 1000 EUR open 2028-01-01
decides Cy Boss -> ERP: decider
works Ann Ours, Hal Orr -> Acme: specialist
Hal Orr -> Cy Boss: trusted by="Hal Orr" 2026-10-20
Ben Theirs -> Cy Boss: trusted by="Ben Theirs" 2026-10-20
assess Ann Ours -> Ben Theirs in Acme: champion 2026-10-20
Ann Ours -> Ben Theirs: trusted by="Ann Ours" 2026-10-20
`
	open := coverage(t, parse(t, text), "account/acme").Findings
	if rm := remedy(t, open, analysis.RuleDeciderThin, "cy-boss"); rm.Owner != "ann-ours" || !slices.Equal(rm.Path, []graph.ID{"ann-ours", "hal-orr", "cy-boss"}) {
		t.Fatalf("remedy = %+v, want Ann by Hal", rm)
	}
	barred := coverage(t, parse(t, text+"excludes Hal Orr -> Cy Boss: do-not-approach\n"), "account/acme").Findings
	if rm := remedy(t, barred, analysis.RuleDeciderThin, "cy-boss"); rm.Owner != "ann-ours" || !slices.Equal(rm.Path, []graph.ID{"ann-ours", "ben-theirs", "cy-boss"}) {
		t.Errorf("remedy = %+v, want Ann by Ben: Hal must not approach", rm)
	}
	both := coverage(t, parse(t, text+"excludes Hal Orr -> Cy Boss: do-not-approach\nperson Ben Theirs: doNotContact\n"), "account/acme").Findings
	if rm := remedy(t, both, analysis.RuleDeciderThin, "cy-boss"); rm.Owner != "ann-ours" || len(rm.Path) > 0 {
		t.Errorf("remedy = %+v, want Ann by nobody", rm)
	}
}

// TestOverdueDecision: a decision whose day has passed is a question, and makes
// nothing urgent.
func TestOverdueDecision(t *testing.T) {
	for _, c := range []struct {
		due      string
		severity graph.Severity
		asked    bool
	}{
		{"2024-01-15", graph.SeverityS2, true}, // long past
		{"2026-10-25", graph.SeverityS2, true}, // yesterday
		{"2026-10-26", graph.SeverityS1, false},
		{"2027-04-24", graph.SeverityS1, false}, // in 180 days
		{"2027-04-25", graph.SeverityS2, false},
	} {
		t.Run(c.due, func(t *testing.T) {
			v := parse(t, strings.Replace(small, "2027-01-01", c.due, 1))
			rep := coverage(t, v, "account/acme")
			dark := rep.Findings[slices.IndexFunc(rep.Findings, func(f analysis.Finding) bool { return f.Rule == analysis.RuleDeciderDark })]
			if dark.Severity != c.severity {
				t.Errorf("severity %s, want %s", dark.Severity, c.severity)
			}
			i := slices.IndexFunc(rep.DataIssues, func(x analysis.DataIssue) bool { return x.Issue == "decision-overdue" })
			if (i >= 0) != c.asked {
				t.Fatalf("issues %+v", rep.DataIssues)
			}
			past := strings.Contains(dark.Reasons[0].Text, "which was due on")
			if past != c.asked {
				t.Errorf("fact %q", dark.Reasons[0].Text)
			}
			if c.due == "2024-01-15" {
				if want := "was due on 15 Jan 2024, and no outcome is recorded; what was decided?"; rep.DataIssues[i].Text != want || !slices.Equal(rep.DataIssues[i].IDs, []graph.ID{"area/erp"}) {
					t.Errorf("issue = %+v, want %q", rep.DataIssues[i], want)
				}
			}
		})
	}
	rep := handover(t, parse(t, strings.Replace(small, "2027-01-01", "2024-01-15", 1)), "ann-ours")
	if len(rep.Accounts[0].BadMoments) > 0 {
		t.Errorf("bad moments = %+v, want none: the decision is long past", rep.Accounts[0].BadMoments)
	}
}

// TestSharedSeats: whoever looks after a seat carries one pairing, however many
// hold it, and however often it is recorded.
func TestSharedSeats(t *testing.T) {
	text := `
org Us (ours)
  Head of IT (3 it): Ann Ours
org Acme
  Head of IT (3 it): Ben One, Bea Two
org Beta
  Head of IT (3 it): Quin Beta, Rae Beta
account Acme for Acme: key
account Beta for Beta: key
pairs Ann Ours -> #acme/head-of-it
`
	for _, c := range []struct {
		name, more string
		cost       int
		loads      []string
	}{
		{"nothing else", "", -18, []string{"carries no other pairing", "carries 1 other pairing"}},                                    // −10 and −10, and 2 for the second
		{"a person elsewhere", "pairs Ann Ours -> Quin Beta\n", -10, []string{"carries 1 other pairing", "carries 2 other pairings"}}, // 2 and 8
		{"a shared seat elsewhere", "pairs Ann Ours -> #beta/head-of-it\n", -10, []string{"carries 1 other pairing", "carries 2 other pairings"}},
		{"… and one of its holders besides", "pairs Ann Ours -> #beta/head-of-it\npairs Ann Ours -> Rae Beta\n", -10, []string{"carries 1 other pairing", "carries 2 other pairings"}},
		{"with room for one pairing", "person Ann Ours: capacity=1\n", -18, []string{"carries no other pairing", "carries 1 other pairing"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			rep := pairings(t, parse(t, text+c.more), "account/acme")
			var loads []string
			for _, p := range rep.Pairings {
				if p.Owner != "ann-ours" || p.Change != analysis.PairingKept {
					t.Errorf("%s has %q, want Ann as today", p.Person, p.Owner)
					continue
				}
				loads = append(loads, p.Parts[len(p.Parts)-1].Text)
			}
			if rep.Cost != c.cost || rep.PresentCost != c.cost {
				t.Errorf("cost %d, today %d, want %d", rep.Cost, rep.PresentCost, c.cost)
			}
			wantLines(t, "loads", loads, c.loads)
		})
	}
}

// TestPairingWithoutStart falls asleep too.
func TestPairingWithoutStart(t *testing.T) {
	text := small + "pairs Ann Ours -> Cy Boss #pair: cadenceDays=30\n"
	asleep := func(more string) []analysis.Finding {
		rep, err := find.Coverage(parse(t, text+more), analysis.CoverageQuery{Account: "account/acme", Rules: []analysis.Rule{analysis.RulePairingAsleep}})
		if err != nil {
			t.Fatal(err)
		}
		return rep.Findings
	}
	fs := asleep("capture Ann Ours: mailbox\n")
	if want := "Ann Ours and Cy Boss are paired to be in touch every 30 days; no contact is on record, and since when they are paired is not known."; len(fs) != 1 || fs[0].Sentence != want || fs[0].Remedy.Text != "remind Ann Ours to get in touch with Cy Boss" {
		t.Errorf("findings = %+v, want %q", fs, want)
	}
	if fs := asleep("met Ann Ours, Cy Boss: meeting 2026-09-01\n"); len(fs) != 0 {
		t.Errorf("findings = %+v, want none: they met 55 days ago", fs)
	}
	if fs := asleep("person Cy Boss: doNotContact\n"); len(fs) != 1 || fs[0].Remedy.Text != "end the pairing: Cy Boss must not be contacted" || fs[0].Remedy.Owner != "" {
		t.Errorf("findings = %+v, want the pairing ended", fs)
	}
	old := strings.Replace(text, "cadenceDays=30", "cadenceDays=30 @2024-01-01..", 1)
	rep := coverage(t, parse(t, old+"excludes Ann Ours -> Cy Boss: do-not-approach\n"), "account/acme")
	if rm := remedy(t, rep.Findings, analysis.RulePairingAsleep, "cy-boss"); !strings.HasPrefix(rm.Text, "pair anew: ") {
		t.Errorf("remedy = %+v, want another: Ann must not approach", rm)
	}
}

// TestWeakenedBeyondTheNet: the best way may pass somebody by whom nobody is
// reached: a tie that lies dormant.
func TestWeakenedBeyondTheNet(t *testing.T) {
	rep, err := find.SinglePoints(parse(t, `
org Us (ours)
  Seller (3 sales): Ann Ours
org Acme
  Chief Executive (5 general-management): Cy Boss
account Acme for Acme
area ERP for Acme: open
decides Cy Boss -> ERP: decider
capture Ann Ours: mailbox
met Ann Ours, Cy Boss: meeting 2025-10-01
met Ann Ours, Cy Boss: meeting 2025-10-08
met Ann Ours, Cy Boss: meeting 2025-10-15
met Ann Ours, Cy Boss: meeting 2025-10-22
met Ann Ours, Cy Boss: meeting 2025-10-29
`), analysis.SinglePointsQuery{Account: "account/acme", Soft: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(rep.Points) != 1 || rep.Points[0].Person != "ann-ours" || len(rep.Points[0].Weakened) != 1 || rep.Points[0].Weakened[0].Target != "cy-boss" {
		t.Fatalf("points = %+v, want Ann, without whom nothing leads to Cy", rep.Points)
	}
}

// limits are the bounds of a world on whom to send to whom.
type limits struct {
	capacity map[graph.ID]int
	shunned  map[graph.ID]bool
	excluded map[[2]graph.ID]bool
	charges  map[graph.ID]map[graph.ID]bool // by one of ours, what they look after: people and seats
	holders  map[graph.ID][]graph.ID
	at       map[graph.ID]bool // who sits at the account
}

// limitsOf reads them from the elements, without the package.
func (w *world) limitsOf() *limits {
	l := &limits{map[graph.ID]int{}, map[graph.ID]bool{}, map[[2]graph.ID]bool{}, map[graph.ID]map[graph.ID]bool{}, map[graph.ID][]graph.ID{}, map[graph.ID]bool{}}
	there := func(e graph.Element) bool { return e.From <= today && (e.To == 0 || e.To > today) }
	for _, e := range w.elements {
		if !there(e) {
			continue
		}
		switch e.Kind {
		case graph.NodePerson:
			p := graph.Decode[graph.Person](e)
			if p.Capacity != nil {
				l.capacity[p.ID] = *p.Capacity
			}
			l.shunned[p.ID] = p.DoNotContact
		case graph.EdgeExcludes:
			l.excluded[[2]graph.ID{e.Src, e.Dst}] = true
		case graph.EdgeHolds:
			l.holders[e.Dst] = append(l.holders[e.Dst], e.Src)
			l.at[e.Src] = l.at[e.Src] || strings.HasPrefix(string(e.Dst), "st")
		case graph.EdgePairedWith:
			if l.charges[e.Src] == nil {
				l.charges[e.Src] = map[graph.ID]bool{}
			}
			l.charges[e.Src][e.Dst] = true
		}
	}
	return l
}

// paired reports whether one of ours looks after somebody today.
func (l *limits) paired(ours, theirs graph.ID) bool {
	for at := range l.charges[ours] {
		if at == theirs || slices.Contains(l.holders[at], theirs) {
			return true
		}
	}
	return false
}

// load counts what one of ours looks after, a seat with its holders once, without
// what any of some people stand for.
func (l *limits) load(ours graph.ID, without map[graph.ID]bool) (n int) {
	for at := range l.charges[ours] {
		seat := len(l.holders[at]) > 0 || strings.HasPrefix(string(at), "s")
		counts := !without[at] && !slices.ContainsFunc(l.holders[at], func(p graph.ID) bool { return without[p] })
		if !seat {
			for other := range l.charges[ours] {
				counts = counts && !slices.Contains(l.holders[other], at)
			}
		}
		if counts {
			n++
		}
	}
	return n
}

// mayNot reports whether one must not go to another.
func (l *limits) mayNot(from, to graph.ID) bool {
	return l.shunned[from] || l.shunned[to] || l.excluded[[2]graph.ID{from, to}] || l.excluded[[2]graph.ID{from, acme}] && l.at[to]
}

// TestRemediesOfRandomWorldsCanBeFollowed: whoever is proposed may go and has room,
// and nobody on the way must not be contacted.
func TestRemediesOfRandomWorldsCanBeFollowed(t *testing.T) {
	named, full, ways := 0, 0, 0
	for seed := range uint64(manyWorlds) {
		w := newBurdenedWorld(seed)
		l := w.limitsOf()
		v := view.On(w.snapshot(t, false), today)
		names := map[string]graph.ID{}
		for _, n := range v.Snapshot().Nodes(graph.NodePerson) {
			names[v.Name(n)] = v.Snapshot().NodeID(n)
		}
		w.ask(t, v.Snapshot()).each(func(report string, part any, e *analysis.Envelope) {
			given := map[graph.ID]map[graph.ID]bool{}
			give := func(rm *analysis.Remedy, us, them graph.ID) {
				named++
				if l.mayNot(us, them) {
					t.Errorf("seed %d, %s: %s must not go to %s: %+v", seed, report, us, them, rm)
				}
				if l.paired(us, them) {
					return
				}
				if given[us] == nil {
					given[us] = map[graph.ID]bool{}
				}
				given[us][them] = true
			}
			check := func(rm *analysis.Remedy) {
				if rm == nil {
					return
				}
				if l.shunned[rm.Owner] {
					t.Errorf("seed %d, %s: %s must not be contacted: %+v", seed, report, rm.Owner, rm)
				}
				for i, id := range rm.Path {
					ways++
					if l.shunned[id] || i > 0 && l.excluded[[2]graph.ID{rm.Path[i-1], id}] {
						t.Errorf("seed %d, %s: the way %v passes somebody who must not be asked: %+v", seed, report, rm.Path, rm)
					}
				}
				if strings.Contains(rm.Text, "nobody of ours has room") {
					full++
				}
				for _, clause := range strings.Split(rm.Text, "; ") {
					for _, before := range []string{"begin with ", "pair anew: ", "else "} {
						if i := strings.LastIndex(clause, before); i >= 0 && strings.Contains(clause, "make ") {
							clause = clause[strings.Index(clause, "make "):]
						}
					}
					var us, them string
					if rest, is := strings.CutPrefix(clause, "make "); is {
						us, them, _ = strings.Cut(rest, " the counterpart of ")
						if them == "" {
							us, them, _ = strings.Cut(rest, " a counterpart of ")
							them, _, _ = strings.Cut(them, " beside ")
						}
						give(rm, names[us], names[them])
					}
					for _, owners := range []string{"name a second owner: ", "name second owners: "} {
						if rest, is := strings.CutPrefix(clause, owners); is {
							for _, pair := range strings.Split(strings.ReplaceAll(rest, " and ", ", "), ", ") {
								us, them, _ = strings.Cut(pair, " for ")
								give(rm, names[us], names[them])
							}
						}
					}
				}
			}
			for _, f := range e.Findings {
				check(f.Remedy)
			}
			switch rep := part.(type) {
			case *analysis.ScenarioReport:
				for _, d := range rep.Deciders {
					check(d.Remedy)
				}
			case *analysis.HandoverReport:
				for _, a := range rep.Accounts {
					for _, x := range a.Ties {
						check(x.Remedy)
					}
					for _, p := range a.Pairings {
						if p.Proposed != "" {
							give(&analysis.Remedy{Text: "takes over " + string(p.Record)}, p.Proposed, p.With)
						}
					}
				}
			case *analysis.MoveCardReport:
				for _, s := range rep.Recover {
					check(s.Remedy)
				}
				if rep.Congratulate != "" && l.mayNot(rep.Congratulate, rep.Move.Person) {
					t.Errorf("seed %d: %s must not congratulate %s", seed, rep.Congratulate, rep.Move.Person)
				}
			case *analysis.PairingReport:
				with := map[graph.ID]bool{}
				for _, p := range rep.Pairings {
					with[p.Person] = true
					if p.Owner != "" && l.mayNot(p.Owner, p.Person) {
						t.Errorf("seed %d: %s", seed, p.Sentence)
					}
				}
				for us, limit := range l.capacity {
					got, seats := l.load(us, with), map[graph.ID]bool{}
					for _, p := range rep.Pairings {
						if p.Owner != us {
							continue
						}
						shared := false
						for at := range l.charges[us] {
							if len(l.holders[at]) > 1 && slices.Contains(l.holders[at], p.Person) {
								shared = shared || seats[at]
								seats[at] = true
							}
						}
						if !shared {
							got++
						}
					}
					if got > limit && got > l.load(us, nil) {
						t.Errorf("seed %d: %s carries %d pairings as proposed, and can carry %d", seed, us, got, limit)
					}
				}
			}
			for us, people := range given {
				if limit, said := l.capacity[us]; said && l.load(us, nil)+len(people) > limit {
					t.Errorf("seed %d, %s: %s carries %d, can carry %d and is proposed for %v", seed, report, us, l.load(us, nil), limit, fmt.Sprint(people))
				}
			}
		})
	}
	if named < 500 || full < 30 || ways < 300 {
		t.Errorf("%d named, %d full, %d on ways: the test has no teeth", named, full, ways)
	}
}
