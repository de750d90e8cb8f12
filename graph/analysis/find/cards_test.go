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

func moveCard(t testing.TB, v *view.View, who graph.ID, on graph.Date) *analysis.MoveCardReport {
	t.Helper()
	card, err := find.CardOfMove(v, analysis.MoveCardQuery{Person: who, On: on})
	if err != nil {
		t.Fatal(err)
	}
	sound(t, card.Envelope, v)
	if card.Sentence == "" || card.Event == "" {
		t.Errorf("card of %s is not whole: %+v", who, card)
	}
	return card
}

func handover(t testing.TB, v *view.View, who graph.ID) *analysis.HandoverReport {
	t.Helper()
	rep, err := find.Handover(v, analysis.HandoverQuery{Person: who})
	if err != nil {
		t.Fatal(err)
	}
	sound(t, rep.Envelope, v)
	for _, a := range rep.Accounts {
		exclusive := 0
		for _, x := range a.Ties {
			if x.Exclusive {
				exclusive++
			}
		}
		if a.Sentence == "" || exclusive != a.Exclusive || len(a.Ties) > a.Working {
			t.Errorf("handover of %s at %s is not whole: %+v", who, a.Account, a)
		}
	}
	return rep
}

// moved is a supporter who went from one account to another. At Acme Ann reaches
// Ida, who decides, by Tom alone; Zed followed him. At Bolt Tom reports to Bea, who
// decides, and Uwe reports to Tom.
const moved = us + `
org Acme
  Chief Executive (5 general-management): Ida Ash @2020-01-01..
    Chief Financial Officer (4 finance): Tom Fox @2020-01-01..2026-10-06, Zed Kay (acting) @2026-10-06..
org Bolt
  Chief Executive (5 general-management): Bea Ito @2020-01-01..
    Chief Financial Officer (4 finance): Tom Fox @2026-10-16..
      Controller (2 finance): Uwe Low @2020-01-01..
account Acme for Acme: key
account Bolt for Bolt
area X for Acme: 5 EUR open
area Y for Bolt: 7 EUR open
decides Ida Ash -> X: decider
decides Bea Ito -> Y: decider
Ann Lee -> Tom Fox: trusted by="Ann Lee" 2026-08-01
assess Ann Lee -> Tom Fox in Acme: supporter 2026-08-01
promise Tom Fox -> Ann Lee about Acme #p1: "access to the plan" 2026-09-01 due=2026-10-20
promise Ann Lee -> Tom Fox about Acme #p2: "the plan" 2026-09-01 due=2026-09-20 delivered=2026-09-19
promise Ann Lee -> Tom Fox about Bolt #p3: "a visit" 2026-10-20
`

func TestMoveCard(t *testing.T) {
	v := parse(t, moved)
	card := moveCard(t, v, "tom-fox", 0)
	if card.Move.On != graph.MustDate("2026-10-16") || card.Move.LeftOn != graph.MustDate("2026-10-06") || card.Empty {
		t.Errorf("move = %+v", card.Move)
	}
	if len(card.Kept) != 1 || card.Kept[0].From != "ann-lee" || card.Kept[0].Name != "Ann Lee" || card.Congratulate != "ann-lee" {
		t.Errorf("kept = %+v, want Ann's", card.Kept)
	}
	if card.Joined != "account/bolt" || card.Stance != graph.StanceUnknown || card.StanceBefore != graph.StanceSupporter || card.StanceRecord == "" {
		t.Errorf("joined %s, stance %s, before %s", card.Joined, card.Stance, card.StanceBefore)
	}
	var around, gained []string
	for _, n := range card.Neighbours {
		around = append(around, fmt.Sprintf("%s %s %.3f", n.Relation, n.Person, n.Implied))
	}
	for _, g := range card.Gained {
		gained = append(gained, fmt.Sprintf("%s %v", g.Person, g.Deciding))
	}
	// A line of the day is a record: a boss and a report know each other.
	wantLines(t, "around", around, []string{"BOSS bea-ito 1.000", "REPORT uwe-low 1.000"})
	wantLines(t, "gained", gained, []string{"bea-ito true", "uwe-low false"})
	if card.Left != "account/acme" || !slices.Equal(card.Lost.Deciders, []graph.ID{"ida-ash"}) || len(card.Lost.Areas) != 1 || !slices.Equal(card.Acting, []graph.ID{"zed-kay"}) {
		t.Errorf("lost = %+v, acting %v", card.Lost, card.Acting)
	}
	wantLines(t, "opened", fired(card.Opened), []string{"G1 S2 ida-ash", "G3 S3 ida-ash"}) // was G2: reached by Tom, the only one around her whom we know
	if len(card.Promises) != 1 || card.Promises[0].Record != "p1" || !card.Promises[0].Overdue {
		t.Errorf("promises = %+v, want the one about Acme that is open", card.Promises)
	}
	var plan []string
	for _, r := range card.Recover {
		plan = append(plan, fmt.Sprintf("%s: %s, ask %s, owner %s", r.Person, r.Why, r.Ask, r.Remedy.Owner))
	}
	wantLines(t, "plan", plan, []string{
		"ida-ash: nothing else led to them than Tom Fox, ask tom-fox, owner ann-lee",
		"zed-kay: sits where Tom Fox sat, ask tom-fox, owner ann-lee",
	})
	if card.AskUntil != graph.MustDate("2026-11-05") || card.ValidUntil != today+1 { // how likely Tom knows those around him grows day by day
		t.Errorf("ask until %s, valid until %s", card.AskUntil, card.ValidUntil)
	}
	if want := "Tom Fox went from Chief Financial Officer at Acme to Chief Financial Officer at Bolt on 16 Oct 2026; Ann Lee knows them best (close)." +
		" At Acme nothing else led to Ida Ash. 2 gaps in our cover there opened that day. 1 promise is open with them there. At Bolt they alone put Bea Ito and Uwe Low in reach." +
		" How they stand to us at Bolt is not known (supporter at Acme). Until 5 Nov 2026 ask them to hand us over."; card.Sentence != want {
		t.Errorf("sentence = %q, want %q", card.Sentence, want)
	}
	wantLines(t, "findings", fired(card.Findings), []string{"M1 S3 tom-fox", "M2 S3 tom-fox"})

	t.Run("the same event whenever it is asked for", func(t *testing.T) {
		for _, day := range []string{"2026-10-16", "2026-11-30", "2027-06-01"} {
			for _, on := range []graph.Date{0, card.Move.On, card.Move.LeftOn} {
				if got := moveCard(t, view.On(v.Snapshot(), graph.MustDate(day)), "tom-fox", on); got.Event != card.Event {
					t.Errorf("on %s: event %s, want %s", day, got.Event, card.Event)
				}
			}
		}
		if late := moveCard(t, view.On(v.Snapshot(), graph.MustDate("2026-11-30")), "tom-fox", 0); late.AskUntil != 0 || late.Recover[0].Ask != "" {
			t.Errorf("after thirty days he is still asked: %+v", late.Recover)
		}
	})
	t.Run("peers come to know each other, and a claim says that they do", func(t *testing.T) {
		for more, want := range map[string]string{
			// Eleven days under one manager, the last one included: 1 − e^(−3·11/365.25).
			"": "PEER kim-poe 0.086", "Tom Fox -> Kim Poe: met 2026-10-20\n": "PEER kim-poe 1.000", "Kim Poe -> Tom Fox: met 2026-10-20\n": "PEER kim-poe 1.000",
		} {
			text := strings.Replace(moved, "account Acme", "    Head of Sales (4 sales): Kim Poe @2020-01-01..\naccount Acme", 1) + more
			var got string
			for _, n := range moveCard(t, parse(t, text), "tom-fox", 0).Neighbours {
				if n.Relation == analysis.RelationPeer {
					got += fmt.Sprintf("%s %s %.3f", n.Relation, n.Person, n.Implied)
				}
			}
			if got != want {
				t.Errorf("with %q: %s, want %s", more, got, want)
			}
		}
	})
	t.Run("a move of which nothing is known is empty", func(t *testing.T) {
		v := parse(t, us+"org Acme\n  CFO (4 finance): Tom Fox @2020-01-01..2026-10-06\norg Bolt\n  CFO (4 finance): Tom Fox @2026-10-16..\n")
		if card := moveCard(t, v, "tom-fox", 0); !card.Empty || card.Left != "" || card.Joined != "" || card.Congratulate != "" {
			t.Errorf("card = %+v, want it empty", card)
		}
	})
	t.Run("a client who joins us is lost over there and keeps no tie of ours", func(t *testing.T) {
		v := parse(t, strings.Replace(moved, "Tom Fox @2026-10-16..", "unknown", 1)+"holds Tom Fox -> Seller: permanent @2026-10-16..\n")
		if card := moveCard(t, v, "tom-fox", 0); len(card.Kept) > 0 || len(card.Lost.Deciders) != 1 || card.Joined != "" {
			t.Errorf("card = %+v", card)
		}
	})
	t.Run("another seat in the same firm", func(t *testing.T) {
		v := parse(t, us+"org Acme\n  CEO (5): Ida Ash @2020-01-01..\n    CFO (4 finance): Tom Fox @2020-01-01..2026-10-06\n    COO (4 operations): Tom Fox @2026-10-06..\naccount Acme for Acme\nAnn Lee -> Tom Fox: trusted 2026-10-01\narea X for Acme: open\ndecides Ida Ash -> X: decider\n")
		card := moveCard(t, v, "tom-fox", 0)
		if len(card.Lost.People) > 0 || len(card.Gained) > 0 || card.Joined != "account/acme" || card.Left != "account/acme" {
			t.Errorf("card = %+v; he still leads to Ida", card)
		}
	})
	for name, c := range map[string]struct {
		q    analysis.MoveCardQuery
		want error
	}{
		"without a person":       {analysis.MoveCardQuery{}, graph.ErrInvalid},
		"of somebody unknown":    {analysis.MoveCardQuery{Person: "x"}, graph.ErrNotFound},
		"of who did not move":    {analysis.MoveCardQuery{Person: "ida-ash"}, graph.ErrNotFound},
		"of another day":         {analysis.MoveCardQuery{Person: "tom-fox", On: graph.MustDate("2026-10-10")}, graph.ErrNotFound},
		"of a move to come":      {analysis.MoveCardQuery{Person: "tom-fox", On: today + 1}, graph.ErrNotFound},
		"of a first seat of old": {analysis.MoveCardQuery{Person: "ida-ash", On: 0}, graph.ErrNotFound},
	} {
		if _, err := find.CardOfMove(v, c.q); !errors.Is(err, c.want) {
			t.Errorf("%s: error %v, want %v", name, err, c.want)
		}
	}
	ours := parse(t, strings.Replace(moved, "Ann Lee @2020-01-01..", "Ann Lee @2020-01-01..2026-10-20", 1))
	if _, err := find.CardOfMove(ours, analysis.MoveCardQuery{Person: "ann-lee"}); !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("of one of ours: error %v, want invalid", err)
	}
}

// leaver is one of ours with two exclusive ties, one to a decider.
const leaver = `
org Us (ours)
  Sales Director (4 sales): Pia Cash @2020-01-01..
    Account Manager (3 sales): Ann Lee (noticeOn=2026-10-01) @2020-01-01..2027-01-01
    Seller (3 sales): Hal Orr @2020-01-01..
org Acme
  Chief Executive (5 general-management): Ida Ash @2020-01-01..
    Chief Financial Officer (4 finance): Tom Fox @2020-01-01..
      Controller (2 finance): Zed Kay @2026-10-01..
account Acme for Acme: key 2026-12-01
area X for Acme: 5 EUR open 2027-03-01
decides Tom Fox -> X: decider
works Ann Lee -> Acme: kam
capture Ann Lee: mailbox
pairs Ann Lee -> Tom Fox #pair1: cadenceDays=30
Ann Lee -> Tom Fox, Zed Kay: trusted by="Ann Lee" 2026-10-01
Hal Orr -> Tom Fox: met by="Hal Orr" 2026-10-01
met Ann Lee, Tom Fox #m1: meeting 2026-01-10
met Ann Lee, Tom Fox: meeting 2026-10-10
`

func TestHandover(t *testing.T) {
	v := parse(t, leaver)
	rep := handover(t, v, "ann-lee")
	if rep.Gone || rep.NoticeOn != graph.MustDate("2026-10-01") || rep.LeavesOn != graph.MustDate("2027-01-01") || len(rep.Accounts) != 1 {
		t.Fatalf("handover = %+v", rep)
	}
	a := rep.Accounts[0]
	if a.Level != graph.SeverityS1 || a.Exclusive != 2 || a.Working != 2 || !slices.Equal(a.Roles, []graph.WorkRole{graph.WorkKAM}) {
		t.Errorf("at Acme: %s, %d of %d exclusive, %v", a.Level, a.Exclusive, a.Working, a.Roles)
	}
	var ties []string
	for _, x := range a.Ties {
		second := "nobody"
		if x.SecondBest != nil {
			second = fmt.Sprintf("%s %s", x.SecondBest.Owner, x.SecondBest.Band)
		}
		ties = append(ties, fmt.Sprintf("%s %s %v, next %s, %s by %v", x.To, x.Band, x.Exclusive, second, x.Remedy.Owner, x.Remedy.Path))
	}
	wantLines(t, "ties", ties, []string{
		"tom-fox STRONG true, next hal-orr ACQUAINTED, pia-cash by [pia-cash ann-lee tom-fox]",
		"zed-kay WORKING true, next nobody, hal-orr by [hal-orr ann-lee zed-kay]", // her contacts would be noticed, and there are none
	})
	if len(a.Pairings) != 1 || a.Pairings[0].Record != "pair1" || a.Pairings[0].Proposed != "pia-cash" || a.Pairings[0].Cadence != 30 {
		t.Errorf("pairings = %+v", a.Pairings)
	}
	if !slices.Equal(a.Lost.Deciders, []graph.ID{"tom-fox"}) || len(a.Lost.People) != 3 || len(a.Lost.Areas) != 1 {
		t.Errorf("lost = %+v, want all three", a.Lost)
	}
	flags := func(list []analysis.MomentFlag) (out []string) {
		for _, f := range list {
			out = append(out, fmt.Sprintf("%s: %s (%s)", f.Kind, f.Text, f.Record))
		}
		return out
	}
	wantLines(t, "bad moments", flags(a.BadMoments), []string{
		"RENEWAL: the renewal is due on 1 Dec 2026 (account/acme)",
		"CONTACT: Zed Kay is new as Controller since 1 Oct 2026 (holds/zed-kay/acme/controller)",
	})
	wantLines(t, "reasons to change", flags(a.ReasonsToChange), []string{"NOBODY: Ann Lee has met nobody new here since 10 Jan 2026 (m1)"})
	if want := "Ann Lee has 2 working ties at Acme, the only one of ours in touch with Tom Fox and Zed Kay; nothing else leads to Tom Fox and 2 others within two handshakes; cut off: X (5 EUR). A bad moment: the renewal is due on 1 Dec 2026, and 1 other reason."; a.Sentence != want {
		t.Errorf("sentence = %q, want %q", a.Sentence, want)
	}
	if want := "Ann Lee gave notice on 1 Oct 2026 and leaves on 1 Jan 2027: 2 working ties at 1 account to hand over; nobody else of ours has one to any of those people."; rep.Sentence != want {
		t.Errorf("sentence = %q, want %q", rep.Sentence, want)
	}
	if len(rep.Findings) > 0 {
		t.Errorf("findings %v before she has left", fired(rep.Findings))
	}

	t.Run("after she has left", func(t *testing.T) {
		gone := handover(t, view.On(v.Snapshot(), graph.MustDate("2027-01-15")), "ann-lee")
		if !gone.Gone || gone.Event != rep.Event || gone.Accounts[0].Exclusive != 1 || gone.Accounts[0].Ties[0].Remedy == nil {
			t.Errorf("handover = %+v", gone)
		}
		wantLines(t, "findings", fired(gone.Findings), []string{"M1 S1 ann-lee account/acme"})
		if !strings.HasPrefix(gone.Sentence, "Ann Lee left on 1 Jan 2027: ") || !strings.HasPrefix(gone.Accounts[0].Sentence, "Ann Lee had 1 working tie at Acme") {
			t.Errorf("sentences %q, %q", gone.Sentence, gone.Accounts[0].Sentence)
		}
	})
	for _, c := range []struct {
		name, more string
		level      graph.Severity
		bad, why   []string
	}{
		{"a decider without money at stake", "was X: budget=0 @2020-01-01..\n", graph.SeverityS2, nil, nil},
		{"others in touch too", "Hal Orr -> Tom Fox: trusted by=\"Hal Orr\" 2026-10-10\nHal Orr -> Ida Ash: trusted by=\"Hal Orr\" 2026-10-10\n", graph.SeverityS3, nil, nil},
		{"a problem and a decision", "problem Acme by Hal Orr #pr1: \"late delivery\" 2026-10-01\narea Z for Acme: open 2026-11-01\n", graph.SeverityS1,
			[]string{"RENEWAL: the renewal is due on 1 Dec 2026 (account/acme)", "DECISION: Z is to be decided on 1 Nov 2026 (area/z)",
				"CONTACT: Zed Kay is new as Controller since 1 Oct 2026 (holds/zed-kay/acme/controller)", "PROBLEM: a problem is open: late delivery (pr1)"}, nil},
		{"late promises", "promise Ann Lee -> Tom Fox about Acme #c1: \"a\" 2026-06-01 due=2026-07-01 delivered=2026-07-09\npromise Ann Lee -> Tom Fox about Acme #c2: \"b\" 2026-06-01 due=2026-10-01\n", graph.SeverityS1, nil,
			[]string{"LATE: promised for 1 Jul 2026 and kept on 9 Jul 2026: a (c1)", "LATE: promised and overdue since 1 Oct 2026: b (c2)", "NOBODY: Ann Lee has met nobody new here since 10 Jan 2026 (m1)"}},
		{"one late promise is no reason", "promise Ann Lee -> Tom Fox about Acme #c2: \"b\" 2026-06-01 due=2026-10-01\n", graph.SeverityS1, nil, []string{"NOBODY: Ann Lee has met nobody new here since 10 Jan 2026 (m1)"}},
		{"a contact who came to think worse", "assess Hal Orr -> Tom Fox in Acme #a1: supporter 2026-02-01\nassess Hal Orr -> Tom Fox in Acme #a2: sceptic 2026-09-01\nassess Pia Cash -> Tom Fox in Acme #a3: neutral 2026-09-01\n", graph.SeverityS1, nil,
			[]string{"FALLING: Tom Fox came from supporter to sceptic (a2)", "NOBODY: Ann Lee has met nobody new here since 10 Jan 2026 (m1)"}},
		{"whose contacts nobody would notice", "@nocapture", graph.SeverityS1, nil, []string{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := leaver + c.more
			if c.more == "@nocapture" {
				text = strings.Replace(leaver, "capture Ann Lee: mailbox\n", "", 1)
			}
			a := handover(t, parse(t, text), "ann-lee").Accounts[0]
			if a.Level != c.level {
				t.Errorf("level %s, want %s", a.Level, c.level)
			}
			if c.bad != nil {
				wantLines(t, "bad moments", flags(a.BadMoments), c.bad)
			}
			if c.why != nil {
				wantLines(t, "reasons", flags(a.ReasonsToChange), c.why)
			}
		})
	}
	for name, c := range map[string]struct {
		q    analysis.HandoverQuery
		want error
	}{
		"without a person":   {analysis.HandoverQuery{}, graph.ErrInvalid},
		"of one of theirs":   {analysis.HandoverQuery{Person: "tom-fox"}, graph.ErrInvalid},
		"of nobody":          {analysis.HandoverQuery{Person: "x"}, graph.ErrNotFound},
		"at an unknown firm": {analysis.HandoverQuery{Person: "ann-lee", Account: "x"}, graph.ErrNotFound},
	} {
		if _, err := find.Handover(v, c.q); !errors.Is(err, c.want) {
			t.Errorf("%s: error %v, want %v", name, err, c.want)
		}
	}
	if _, err := find.Handover(view.On(v.Snapshot(), graph.MustDate("2028-06-01")), analysis.HandoverQuery{Person: "ann-lee"}); !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("more than a year after: error %v, want invalid", err)
	}
}
