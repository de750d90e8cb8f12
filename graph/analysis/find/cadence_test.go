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

func cadence(t testing.TB, v *view.View, q analysis.CadenceQuery) *analysis.CadenceReport {
	t.Helper()
	rep, err := find.Cadence(v, q)
	if err != nil {
		t.Fatal(err)
	}
	sound(t, rep.Envelope, v)
	return rep
}

// watchedFirm is an account with one who decides, one who has no part, and two of ours
// on its team whose contacts are noticed.
const watchedFirm = `
org Us (ours)
  Sales Director (4 sales): Ann Lee @2020-01-01..
    Seller (2 sales): Hal Orr @2020-01-01..
org Acme
  CFO (4 finance): Tom Fox @2020-01-01..
    Controller (2 finance): Zed Kay @2020-01-01..
account Acme for Acme: relation=customer key
works Ann Lee, Hal Orr -> Acme: kam
area ERP for Acme: finance 2_500_000 EUR open 2027-03-01
`

// noticed is that contacts of both of ours are on record.
const noticed = "capture Ann Lee: mailbox\ncapture Hal Orr: hand\n"

// every writes a contact on each day from first on, so many days apart, up to last.
func every(days int, first, last string, who string) string {
	var b strings.Builder
	for d := graph.MustDate(first); d <= graph.MustDate(last); d += graph.Date(days) {
		fmt.Fprintf(&b, "met %s: meeting %s\n", who, d)
	}
	return b.String()
}

// TestDueContacts: what is due when, by hand, on 26 Oct 2026.
func TestDueContacts(t *testing.T) {
	t.Parallel()
	const pair = "pairs Ann Lee -> Zed Kay: cadenceDays=30 @2026-01-01..\n"
	decides := "decides Tom Fox -> ERP: decider\n"
	for _, c := range []struct {
		name, text string
		want       string // state, day due, until when it holds
		finding    string // its severity and confidence
	}{
		{"met 29 days ago", noticed + pair + "met Ann Lee, Zed Kay: call 2026-09-27\n", "NEXT 2026-10-27 until 2026-10-27", ""},
		{"met 30 days ago", noticed + pair + "met Ann Lee, Zed Kay: call 2026-09-26\n", "DUE 2026-10-26 until 2026-11-01", ""},
		{"met 45 days ago", noticed + pair + "met Ann Lee, Zed Kay: call 2026-09-11\n", "DUE 2026-10-11 until 2026-10-27", ""},
		{"met 46 days ago", noticed + pair + "met Ann Lee, Zed Kay: call 2026-09-10\n", "OVERDUE 2026-10-10 until 2026-11-01", "S3 HIGH"},
		{"never met since paired", noticed + pair, "OVERDUE 2026-01-31 until 2026-11-01", "S3 HIGH"},
		{"paired on a day that nobody knows", noticed + "pairs Ann Lee -> Zed Kay: cadenceDays=30\n", "NEVER 0 until 2026-11-01", ""},
		{"nobody would notice", pair + "met Ann Lee, Zed Kay: call 2026-09-10\n", "UNSEEN 2026-10-10 until 2026-11-01", ""},
		{"noticed for twenty days", "capture Ann Lee: mailbox @2026-10-07..\n" + pair + "met Ann Lee, Zed Kay: call 2026-08-01\n", "UNSEEN 2026-08-31 until 2026-11-01", ""},
		{"noticed for 46 days of the time", "capture Ann Lee: mailbox @2026-09-11..\n" + pair + "met Ann Lee, Zed Kay: call 2026-08-01\n", "OVERDUE 2026-08-31 until 2026-11-01", "S3 HIGH"},
		{"noticed by hand", noticed + "pairs Hal Orr -> Zed Kay: cadenceDays=30 @2026-01-01..\nmet Hal Orr, Zed Kay: call 2026-09-10\n", "OVERDUE 2026-10-10 until 2026-11-01", "S3 MEDIUM"},
		{"another met them", noticed + pair + "met Hal Orr, Zed Kay: call 2026-10-20\n", "OVERDUE 2026-01-31 until 2026-11-01", "S3 HIGH"},
		{"mass mail is no contact", noticed + pair + "met Ann Lee, Zed Kay: mass-mail 2026-10-20\n", "OVERDUE 2026-01-31 until 2026-11-01", "S3 HIGH"},
		{"the policy's cadence", noticed + "pairs Ann Lee -> Zed Kay @2026-01-01..\nmet Ann Lee, Zed Kay: call 2026-09-10\n", "NEXT 2026-11-09 until 2026-11-01", ""},
		{"who decides, met by either", noticed + decides + "met Ann Lee, Tom Fox: call 2026-01-10\nmet Hal Orr, Tom Fox: call 2026-07-10\n", "OVERDUE 2026-09-08 until 2026-11-01", "S2 MEDIUM"},
		{"who decides, and not all of ours are noticed", "capture Ann Lee: mailbox\n" + decides + "met Ann Lee, Tom Fox: call 2026-07-10\n", "UNSEEN 2026-09-08 until 2026-11-01", ""},
		{"who decides, never met", noticed + decides, "NEVER 0 until 2026-11-01", ""},
		{"who decides, and wants to be left alone", noticed + decides + "person Tom Fox: doNotContact\n", "", ""},
		{"who has no part", noticed + "met Ann Lee, Zed Kay: call 2025-01-10\n", "", ""},
	} {
		rep := cadence(t, parse(t, watchedFirm+c.text), analysis.CadenceQuery{Account: "account/acme"})
		var got, finding string
		if len(rep.Contacts) > 0 {
			x := rep.Contacts[0]
			day := "0"
			if x.Due != 0 {
				day = x.Due.String()
			}
			got = fmt.Sprintf("%s %s until %s", x.State, day, rep.ValidUntil)
		}
		if got != c.want || len(rep.Contacts) > 1 {
			t.Errorf("%s: %s, want %s (%+v)", c.name, got, c.want, rep.Contacts)
		}
		if len(rep.Findings) > 0 {
			finding = fmt.Sprintf("%s %s", rep.Findings[0].Severity, rep.Findings[0].Confidence)
		}
		if finding != c.finding || len(rep.Findings) > 1 {
			t.Errorf("%s: findings %q, want %q: %+v", c.name, finding, c.finding, rep.Findings)
		}
	}
}

// TestSilentTies: who had a rhythm and has it no more, by hand, on 26 Oct 2026.
func TestSilentTies(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text string
		want       int
	}{
		{"weekly, and then not for 29 days", noticed + every(7, "2026-08-31", "2026-09-27", "Ann Lee, Zed Kay") + "met Ann Lee, Zed Kay: call 2026-09-27\n", 1},
		{"weekly, and then not for 28 days", noticed + every(7, "2026-08-31", "2026-09-27", "Ann Lee, Zed Kay") + "met Ann Lee, Zed Kay: call 2026-09-28\n", 0},
		{"every 20 days, and then not for 41", noticed + every(20, "2026-05-18", "2026-09-15", "Ann Lee, Zed Kay"), 1},
		{"every 20 days, and then not for 40", noticed + every(20, "2026-05-19", "2026-09-16", "Ann Lee, Zed Kay"), 0},
		{"three contacts", noticed + every(20, "2026-07-01", "2026-08-15", "Ann Lee, Zed Kay"), 0},
		{"nobody would notice", every(20, "2026-05-19", "2026-09-15", "Ann Lee, Zed Kay"), 0},
		{"more than a year ago", noticed + every(20, "2025-05-19", "2025-09-15", "Ann Lee, Zed Kay"), 0},
		{"must not be contacted", noticed + every(20, "2026-05-19", "2026-09-15", "Ann Lee, Zed Kay") + "person Zed Kay: doNotContact\n", 0},
		{"told as overdue already", noticed + every(20, "2026-05-19", "2026-09-01", "Ann Lee, Zed Kay") + "pairs Ann Lee -> Zed Kay: cadenceDays=20 @2026-01-01..\n", 0},
	} {
		rep := cadence(t, parse(t, watchedFirm+c.text), analysis.CadenceQuery{Account: "account/acme"})
		if rep.SilentTotal != c.want || len(rep.Silent) != c.want {
			t.Errorf("%s: %+v, want %d", c.name, rep.Silent, c.want)
		}
	}
	rep := cadence(t, parse(t, watchedFirm+noticed+every(20, "2026-05-18", "2026-09-15", "Ann Lee, Zed Kay")), analysis.CadenceQuery{Person: "ann-lee"})
	want := "Ann Lee and Zed Kay have not been in touch since 15 Sep 2026; in the year up to then they were on 7 days, never more than 20 days apart."
	if len(rep.Silent) != 1 || rep.Silent[0].Sentence != want || len(rep.Accounts) > 0 {
		t.Errorf("of Ann alone %+v and %+v, want %q and no account", rep.Silent, rep.Accounts, want)
	}
}

// TestAccountRhythms: what the contact-days of an account say, on 26 Oct 2026, a Monday:
// the 26 weeks watched begin on 27 Apr 2026 and the year before on 28 Apr 2025.
func TestAccountRhythms(t *testing.T) {
	t.Parallel()
	const both = "Ann Lee, Zed Kay"
	year := every(3, "2025-04-28", "2026-04-26", both)
	for _, c := range []struct {
		name, text string
		want       string
	}{
		{"as before", noticed + year + every(3, "2026-04-27", "2026-10-25", both), "STEADY 2.35 2.35 0 0"},
		{"stopped in summer", noticed + year + every(3, "2026-04-27", "2026-06-21", both), "DECLINING 2.35 0.73 2026-06-22 0"},
		{"once a fortnight", noticed + every(14, "2025-04-28", "2026-10-25", both), "TOO_THIN 0.5 0.5 0 0"},
		{"since last summer only", noticed + every(3, "2025-08-01", "2026-10-25", both), "TOO_SHORT 1.73 2.35 0 0"},
		{"never", noticed, "TOO_SHORT 0 0 0 0"},
		{"noticed by nobody", year, "UNSEEN 0 0 0 0"},
		{"noticed since spring, so that it only seems to grow", "capture Ann Lee: mailbox @2026-04-27..\n" + every(3, "2025-04-28", "2026-10-25", both), "UNSEEN 0 0 0 0"},
		{"handed to a colleague who is noticed from their first day on", strings.Replace(noticed, "Ann Lee: mailbox", "Ann Lee: mailbox @2020-01-01..", 1) + year + every(3, "2026-04-27", "2026-10-25", "Hal Orr, Zed Kay"), "STEADY 2.35 2.35 0 0"},
		{"a room of two of theirs is two contact-days", noticed + every(3, "2025-04-28", "2026-10-25", "Ann Lee, Zed Kay, Tom Fox"), "STEADY 4.69 4.62 0 0"},
	} {
		rep := cadence(t, parse(t, watchedFirm+c.text), analysis.CadenceQuery{})
		x := rep.Accounts[0]
		onset := "0"
		if x.Onset != 0 {
			onset = x.Onset.String()
		}
		short := func(x float64) string { return strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.2f", x), "0"), ".") }
		if got := fmt.Sprintf("%s %s %s %s %s", x.State, short(x.Before), short(x.Now), onset, short(x.Since)); got != c.want {
			t.Errorf("%s: %s, want %s: %s", c.name, got, c.want, x.Sentence)
		}
		declines := slices.ContainsFunc(rep.Findings, func(f analysis.Finding) bool { return f.Rule == analysis.RuleDecline })
		if declines != (x.State == analysis.RhythmDeclining) {
			t.Errorf("%s is %s, and the findings are %+v", c.name, x.State, rep.Findings)
		}
	}
}

// TestTheYearThatFollowsTheFirst: contact today is held against the half-year in which
// things were set up, and the first year.
func TestTheYearThatFollowsTheFirst(t *testing.T) {
	rep := cadence(t, parse(t, watchedFirm+noticed+every(2, "2023-01-02", "2023-07-02", "Ann Lee, Zed Kay")+every(4, "2023-07-03", "2026-10-25", "Ann Lee, Zed Kay")), analysis.CadenceQuery{})
	x := rep.Accounts[0]
	// 91 days in the first 26 weeks, 182/4 = 46 in the next.
	if x.First != graph.MustDate("2023-01-02") || x.HalfYear != 3.5 || x.FirstYear != 2.634615 {
		t.Errorf("%+v", x)
	}
	if want := "; at the beginning, from 2 Jan 2023, 3.5 in the first half-year and 2.6 in the first year."; !strings.HasSuffix(x.Sentence, want) {
		t.Errorf("%q, want it to end %q", x.Sentence, want)
	}
}

// TestOneMoreContactIsNeverMoreOverdue, in random worlds.
func TestOneMoreContactIsNeverMoreOverdue(t *testing.T) {
	t.Parallel()
	rank := func(rep *analysis.CadenceReport) map[string]int {
		out := map[string]int{}
		for _, x := range rep.Contacts {
			place := slices.Index(analysis.DueStates(), x.State)
			if x.State == analysis.DueNever { // whoever was never met is no better off than anybody
				place = 0
			}
			out[string(x.Ours)+" "+string(x.Person)] = place
		}
		return out
	}
	better := 0
	for seed := range uint64(worlds) {
		w := newWorld(seed)
		before := rank(cadence(t, view.On(w.snapshot(t, false), today), analysis.CadenceQuery{Account: acme}))
		w.meet(pick(w.r, w.ours), pick(w.r, w.theirs), today-graph.Date(w.r.IntN(300)))
		after := rank(cadence(t, view.On(w.snapshot(t, false), today), analysis.CadenceQuery{Account: acme}))
		for who, place := range before {
			if after[who] < place {
				t.Fatalf("seed %d: one more contact makes %s %d, was %d", seed, who, after[who], place)
			}
			if after[who] > place {
				better++
			}
		}
	}
	if better == 0 {
		t.Error("nobody was better off: the test has no teeth")
	}
}

func attention(t testing.TB, v *view.View, q analysis.AttentionQuery) *analysis.AttentionReport {
	t.Helper()
	rep, err := find.Attention(v, q)
	if err != nil {
		t.Fatal(err)
	}
	sound(t, rep.Envelope, v)
	return rep
}

// unevenPortfolio is two accounts of one of ours, paired alike with two people at each,
// every 26 days: 7 contact-days agreed in 26 weeks with each, 14 at each account, which is
// a half. Since spring nobody of Bolt was met, and Tom of Acme every four days, which is 46
// times, and Ida every 30 days, which is 7 times: of 53 contact-days Acme has all.
var unevenPortfolio = `
org Us (ours)
  Seller (2 sales): Ann Lee @2020-01-01..
org Acme
  CFO (4 finance): Tom Fox @2020-01-01..
    Controller (2 finance): Ida Ash @2020-01-01..
org Bolt
  CFO (4 finance): Zed Kay @2020-01-01..
    Controller (2 finance): Eva Sun @2020-01-01..
account Acme for Acme: relation=customer key
account Bolt for Bolt: relation=customer key
works Ann Lee -> Acme: kam
works Ann Lee -> Bolt: kam
capture Ann Lee: mailbox
revenue Acme: 1_000_000 EUR @2026-01-01..2027-01-01
revenue Bolt: 3_000_000 EUR @2026-01-01..2027-01-01
pairs Ann Lee -> Tom Fox, Ida Ash, Zed Kay, Eva Sun: cadenceDays=26 @2025-01-01..
` + every(4, "2026-04-27", "2026-10-25", "Ann Lee, Tom Fox") + every(30, "2026-04-27", "2026-10-25", "Ann Lee, Ida Ash") +
	"met Ann Lee, Zed Kay: call 2026-02-01\nmet Ann Lee, Eva Sun: call 2026-02-03\n"

// thirdAccount is as much agreed as the two together, and a day more.
const thirdAccount = "org Cask\n  CFO (4 finance): Max Orr @2020-01-01..\naccount Cask for Cask: relation=customer key\npairs Ann Lee -> Max Orr: cadenceDays=6 @2025-01-01..\n"

// TestAttention: who gets what, by hand.
func TestAttention(t *testing.T) {
	t.Parallel()
	rep := attention(t, parse(t, unevenPortfolio), analysis.AttentionQuery{})
	if rep.ContactDays != 53 || rep.AccountsTotal != 2 || rep.PeopleTotal != 1 {
		t.Fatalf("%+v", rep)
	}
	var got []string
	for _, x := range rep.Accounts {
		got = append(got, fmt.Sprintf("%s %s %d %v %v %v %v %d", x.Account, x.State, x.ContactDays, x.Share, x.AgreedDays, x.AgreedShare, x.RevenueShare, x.Overdue))
	}
	// Of 53 contact-days none falls to Bolt by chance with 2^-53. Acme has all, which is no
	// more than twice a half.
	if want := []string{"account/bolt NEGLECTED 0 0 14 0.5 0.75 2", "account/acme AS_AGREED 53 1 14 0.5 0.25 0"}; !slices.Equal(got, want) {
		t.Errorf("accounts %q, want %q", got, want)
	}
	// 1/Σ share² = 53² / (46² + 7²).
	if p := rep.People[0]; p.Favourite != "tom-fox" || p.FavouriteShare != 0.867925 || p.Effective != 1.297460 || p.Accounts[0].Share != 1 || p.Accounts[0].RevenueShare != 0.25 {
		t.Errorf("Ann: %+v", p)
	}
	var rules []string
	for _, f := range rep.Findings {
		rules = append(rules, string(f.Rule)+" "+string(f.Subjects[0]))
	}
	// Everybody of Acme was met for the first time on 27 Apr 2026, 182 days ago.
	if want := []string{"A1 account/bolt", "A4 account/acme", "A3 ann-lee"}; !slices.Equal(rules, want) {
		t.Errorf("findings %q, want %q", rules, want)
	}
	for _, c := range []struct {
		name, from, to string
		state          analysis.AttentionState // of Bolt
	}{
		{"one of its contacts is not overdue", "call 2026-02-03", "call 2026-10-20", analysis.AttentionAgreed},
		{"Ann's contacts are noticed since summer", "capture Ann Lee: mailbox", "capture Ann Lee: mailbox @2026-07-01..", analysis.AttentionUnseen},
		{"nothing is agreed there", ", Zed Kay, Eva Sun:", ":", analysis.AttentionOpen},
	} {
		rep := attention(t, parse(t, strings.Replace(unevenPortfolio, c.from, c.to, 1)), analysis.AttentionQuery{Account: "account/bolt"})
		if len(rep.Accounts) != 1 || rep.Accounts[0].State != c.state {
			t.Errorf("%s: %+v, want %s alone", c.name, rep.Accounts, c.state)
		}
	}
	// With a third account that is as much agreed as the two, less than a quarter is agreed for Acme.
	rep = attention(t, parse(t, unevenPortfolio+thirdAccount), analysis.AttentionQuery{Person: "ann-lee"})
	if len(rep.Accounts) > 0 || len(rep.People) != 1 {
		t.Errorf("of Ann alone: %+v", rep)
	}
	rep = attention(t, parse(t, unevenPortfolio+thirdAccount), analysis.AttentionQuery{Account: "account/acme"})
	if x := rep.Accounts[0]; x.State != analysis.AttentionOverServed || !slices.ContainsFunc(rep.Findings, func(f analysis.Finding) bool { return f.Rule == analysis.RuleOverServed }) {
		t.Errorf("Acme of three: %+v, %+v", x, rep.Findings)
	}
}

// TestSharesOfAttention: they add up, and scaling all revenue changes none.
func TestSharesOfAttention(t *testing.T) {
	t.Parallel()
	plain := attention(t, parse(t, unevenPortfolio), analysis.AttentionQuery{})
	scaled := attention(t, parse(t, strings.ReplaceAll(unevenPortfolio, "000_000 EUR", "000_000_0 EUR")), analysis.AttentionQuery{})
	sum, agreed, revenue := 0.0, 0.0, 0.0
	for i, x := range plain.Accounts {
		sum, agreed, revenue = sum+x.Share, agreed+x.AgreedShare, revenue+x.RevenueShare
		if y := scaled.Accounts[i]; y.Account != x.Account || y.RevenueShare != x.RevenueShare || y.State != x.State || y.Revenue[0].Amount != 10*x.Revenue[0].Amount {
			t.Errorf("ten times the revenue makes %+v of %+v", y, x)
		}
	}
	if sum != 1 || agreed != 1 || revenue != 1 {
		t.Errorf("shares add up to %v, %v and %v", sum, agreed, revenue)
	}
	// In other currencies there is nothing to compare with.
	mixed := attention(t, parse(t, strings.Replace(unevenPortfolio, "1_000_000 EUR", "1_000_000 GBP", 1)), analysis.AttentionQuery{})
	for _, x := range mixed.Accounts {
		if x.RevenueShare != 1 {
			t.Errorf("alone in its currency: %+v", x)
		}
	}
}
