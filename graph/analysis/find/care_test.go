package find_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/view"
)

func care(t testing.TB, v *view.View, q analysis.CareQuery) *analysis.CareReport {
	t.Helper()
	rep, err := find.Care(v, q)
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

// TestCareByHand: what is open and since when, what was delivered and agreed currency by
// currency, and who granted how many concessions, worked out by hand for 26 Oct 2026.
func TestCareByHand(t *testing.T) {
	v := parse(t, promising+`
org Bell
account Bell for Bell: key
works Bob Roy -> Acme: delivery @2020-01-01..
problem Acme by Bob Roy #old: "late invoices" 2026-09-20 @2026-09-20..
problem Acme by Bob Roy #new: "a slow portal" 2026-10-01
problem Acme #solved: "solved" 2026-08-01 @2026-08-01..2026-08-21
problem Acme #again: "solved too" 2026-08-01 @2026-08-01..2026-09-10
problem Acme #ahead: "not known yet" 2026-10-27
problem ERP by Bob Roy #area: "at the area" 2026-10-26
value Acme by Ann Lee #agreed: "fewer delays" 120_000 EUR 2026-06-01 agreed=2026-07-01
value Acme by Ann Lee #waiting: "less stock" 30_000 EUR 2026-07-01
value Acme #pounds: "a grant" 5_000 GBP 2026-10-01
value Acme #words: "a good name" 2026-10-02
value Acme #older: "long ago" 900 EUR 2025-01-01
concession Acme by Ann Lee #c1: "45 days to pay" 2026-01-10
concession Acme by Ann Lee #c2: "free training" 2026-02-10 @2026-02-10..2026-03-10
concession Bell by Ann Lee #c3: "a price of 2024" 2024-01-10 @2024-01-10..
concession Bell by Bob Roy #c4: "gone" 2024-01-10 @2024-01-10..2025-01-10
`)
	rep := care(t, v, analysis.CareQuery{})
	var got []string
	for _, a := range rep.Accounts {
		for _, p := range a.Problems {
			got = append(got, fmt.Sprintf("%s open %s for %d by %s", a.Account, p.Record, p.DaysOpen, p.Author))
		}
		for _, x := range a.Values {
			got = append(got, fmt.Sprintf("%s value %s %v agreed %s", a.Account, x.Record, x.Amount != nil, x.Agreed))
		}
		for _, x := range a.Concessions {
			got = append(got, fmt.Sprintf("%s granted %s by %s in force %v", a.Account, x.Record, x.Author, x.InForce))
		}
		got = append(got, fmt.Sprintf("%s delivered %v agreed %v closed %d", a.Account, a.Delivered, a.Agreed, a.Closed))
	}
	wantLines(t, "care", got, []string{
		"account/acme open old for 36 by bob-roy", "account/acme open new for 25 by bob-roy", "account/acme open area for 0 by bob-roy",
		"account/acme value words false agreed ", "account/acme value pounds true agreed ", "account/acme value waiting true agreed ", "account/acme value agreed true agreed 2026-07-01",
		"account/acme granted c2 by ann-lee in force false", "account/acme granted c1 by ann-lee in force true",
		"account/acme delivered [{EUR 150000} {GBP 5000}] agreed [{EUR 120000}] closed 2",
		"account/bell granted c3 by ann-lee in force true", "account/bell delivered [] agreed [] closed 0",
	})
	if x := rep.Accounts[0].ClosedIn; x == nil || *x != 30 { // 20 and 40 days
		t.Errorf("closed in %v days, want 30", x)
	}
	if len(rep.Granted) != 1 || rep.Granted[0].Person != "ann-lee" || rep.Granted[0].Count != 2 || rep.Granted[0].InForce != 1 || rep.Granted[0].Others != 0 {
		t.Errorf("granted %+v, want two by Ann, one in force, and none by Bob", rep.Granted)
	}
	wantLines(t, "findings", fired(rep.Findings), []string{"O1 S3 old account/acme", "O2 S4 waiting account/acme"})
	wantLines(t, "sentences", []string{rep.Findings[0].Sentence, rep.Findings[1].Sentence, rep.Accounts[0].Sentence, rep.Accounts[1].Sentence, rep.Sentence}, []string{
		`Acme: "late invoices" has been open for 36 days, since 20 Sep 2026.`,
		`Acme: "less stock" (30K EUR) was delivered on 1 Jul 2026, and nothing on record says that the client agreed.`,
		`3 problems are open, the oldest for 36 days. 2 were closed in 365 days, after 30 days in the middle. 4 records of value in 365 days, 150K EUR and 5K GBP, of which the client agreed to 120K EUR. 2 concessions, granted by Ann Lee.`,
		`No problem is open. No record of value in 365 days. 1 concession, granted by Ann Lee.`,
		`3 problems are open at 1 account. Ann Lee granted 2 concessions in 365 days; the others who work on these accounts granted none in the middle.`,
	})
	here := care(t, v, analysis.CareQuery{Account: acmeText})
	if len(here.Accounts) != 1 {
		t.Fatalf("at Acme: %+v", here.Accounts)
	}
	same(t, 0, "at Acme", here.Accounts[0], rep.Accounts[0])
	same(t, 0, "findings at Acme", here.Findings, rep.Findings)
	if rep := care(t, view.On(v.Snapshot(), graph.MustDate("2019-01-01")), analysis.CareQuery{Account: acmeText}); len(rep.Accounts) != 1 || len(rep.Findings) > 0 || rep.ValidUntil == 0 {
		t.Errorf("before any: %+v", rep)
	}
	for _, q := range []analysis.CareQuery{{Account: "nowhere"}, {Days: -1}, {Days: 99999}} {
		if _, err := find.Care(v, q); err == nil {
			t.Errorf("%+v is answered", q)
		}
	}
}

// record adds a random problem, value or concession to a world.
func (w *world) record(r *rand.Rand) {
	w.edges++
	id := graph.ID(fmt.Sprintf("r%04d", w.edges))
	n, a := graph.Node{ID: id}, graph.Authored{On: today - graph.Date(r.IntN(200)), Text: "record " + string(id)}
	if r.IntN(3) == 0 {
		n.From, n.To = a.On, a.On+1+graph.Date(r.IntN(200))
	}
	switch r.IntN(3) {
	case 0:
		w.node(graph.Problem{Node: n, Authored: a})
	case 1:
		amount := float64(1000 * r.IntN(90))
		w.node(graph.ValueRecord{Node: n, Authored: a, Amount: &amount, Currency: pick(r, []string{"EUR", "GBP"}), Agreed: pick(r, []graph.Date{0, 0, a.On + graph.Date(r.IntN(200))})})
	default:
		w.node(graph.Concession{Node: n, Authored: a})
	}
	w.node(graph.About{Edge: w.edge(id, pick(r, []graph.ID{acme, acme, "area0", pick(r, w.theirs)}))})
	if r.IntN(3) > 0 {
		w.node(graph.Author{Edge: w.edge(id, pick(r, w.ours))})
	}
}
