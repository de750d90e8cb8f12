package say_test

import (
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/say"
)

func TestHandover(t *testing.T) {
	said(t, [][2]string{
		{say.Handover{Name: "Ann Lee"}.Sentence(), "Ann Lee stays, as far as is known: nothing is to be handed over."},
		{say.Handover{Name: "Ann Lee", Gone: true, LeavesOn: march, Accounts: 1}.Sentence(), "Ann Lee left on 2 Mar 2026: no working tie at 1 account to hand over."},
		{say.Handover{Name: "Ann Lee", NoticeOn: march, Accounts: 1, Ties: 1}.Sentence(), "Ann Lee gave notice on 2 Mar 2026: 1 working tie at 1 account to hand over; somebody else of ours has one to that person."},
		{say.Handover{Name: "Ann Lee", LeavesOn: may, Accounts: 1, Ties: 2}.Sentence(), "Ann Lee leaves on 31 May 2026: 2 working ties at 1 account to hand over; somebody else of ours has one to each of those people."},
		{say.Handover{Name: "Ann Lee", NoticeOn: march, LeavesOn: may, Accounts: 2, Ties: 3, Alone: 1}.Sentence(),
			"Ann Lee gave notice on 2 Mar 2026 and leaves on 31 May 2026: 3 working ties at 2 accounts to hand over; to 1 of those people nobody else of ours has one."},
		{say.Handover{Name: "Ann Lee", NoticeOn: march, Accounts: 1, Ties: 2, Alone: 2}.Sentence(),
			"Ann Lee gave notice on 2 Mar 2026: 2 working ties at 1 account to hand over; nobody else of ours has one to any of those people."},

		{say.AccountHandover{Name: "Ann Lee", Account: "Arlton"}.Sentences(), "Ann Lee has no working tie at Arlton."},
		{say.AccountHandover{Name: "Ann Lee", Account: "Arlton", Gone: true, Ties: 1, Alone: []string{"Julia Moreau"}, Lost: julia, Promises: 1,
			BadMoments: []analysis.MomentFlag{{Text: say.RenewalDue(march)}, {Text: say.ProblemOpen("late")}}}.Sentences(),
			"Ann Lee had 1 working tie at Arlton, the only one of ours in touch with Julia Moreau; nothing else leads to Julia Moreau within two handshakes; 1 promise is open." +
				" A bad moment: the renewal is due on 2 Mar 2026, and 1 other reason."},
		{say.TakeOver("Bo Wu", "Julia Moreau", "Ann Lee", false), "make Bo Wu the counterpart of Julia Moreau; Ann Lee introduces them"},
		{say.TakeOver("Bo Wu", "Julia Moreau", "Ann Lee", true), "make Bo Wu the counterpart of Julia Moreau; Ann Lee introduces them before leaving"},
	})
}

func TestMoments(t *testing.T) {
	said(t, [][2]string{
		{say.RenewalDue(march), "the renewal is due on 2 Mar 2026"},
		{say.DecisionDue("ERP", march), "ERP is to be decided on 2 Mar 2026"},
		{say.LeavesSeat("Julia Moreau", "CIO", march), "Julia Moreau leaves the seat CIO on 2 Mar 2026"},
		{say.NewInSeat("Julia Moreau", "CIO", march), "Julia Moreau is new as CIO since 2 Mar 2026"},
		{say.ProblemOpen("invoices are late"), "a problem is open: invoices are late"},
		{say.PromiseLate("send the offer", march, 0, false), "promised and overdue since 2 Mar 2026: send the offer"},
		{say.PromiseLate("send the report", march, 0, true), "promised for 2 Mar 2026 and missed: send the report"},
		{say.PromiseLate("send the offer", march, may, false), "promised for 2 Mar 2026 and kept on 31 May 2026: send the offer"},
		{say.MetNobodyNew("Ann Lee", march), "Ann Lee has met nobody new here since 2 Mar 2026"},
		{say.StanceFell("Julia Moreau", graph.StanceNeutral, graph.StanceSceptic), "Julia Moreau came from neutral to sceptic"},
	})
}
