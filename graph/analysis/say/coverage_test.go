package say_test

import (
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/say"
)

// TestRareSentences holds the sentences of coverage that few accounts ever get.
func TestRareSentences(t *testing.T) {
	may, err := graph.ParseDate("2026-05-03")
	if err != nil {
		t.Fatal(err)
	}
	const part = "whoever holds the seat decides ERP"
	for _, x := range []struct{ got, want string }{
		{say.Cover{Account: "Acme", People: 1, Two: 1, Ties: 2, Deciding: 1, DecidingMet: 1, Areas: 1}.Sentence(),
			"Two or more of ours have a working tie to the only person recorded at Acme. Working ties: 2, none of them strong or close. We have one to the only person who decides or approves."},
		{say.Cover{Account: "Acme", People: 3, Two: 3, Ties: 6, Strong: 6}.Sentence(),
			"Of 3 people recorded at Acme, two or more of ours have a working tie to 3. Working ties: 6, of them strong or close: 6. No open decision is recorded, so the rules about those who decide had nothing to look at."},
		{say.VacantSeat("Head of IT", 0, part), "The seat Head of IT is vacant; whoever holds the seat decides ERP."},
		{say.VacantSeat("Head of IT", may, part), "The seat Head of IT has been vacant since 3 May 2026; whoever holds the seat decides ERP."},
		{say.Newcomer{Who: "Tom Fox", Title: "Head of IT", Kind: graph.HoldActing, Since: may, Part: "Tom Fox decides ERP"}.Sentence(),
			"Tom Fox has been acting Head of IT since 3 May 2026, and decides ERP."},
		{say.Newcomer{Who: "Tom Fox", Title: "Head of IT", Kind: graph.HoldInterim, Since: may, Part: part}.Sentence(),
			"Tom Fox has been interim Head of IT since 3 May 2026; whoever holds the seat decides ERP."},
		{say.HandUsOver(say.FindFollower, "Cy Boss", 0), "find out who acts, and who will follow; ask Cy Boss to hand us over"},
		{say.HandUsOver(say.FindFollower, "Cy Boss", may), "find out who acts, and who will follow; ask Cy Boss by 3 May 2026 to hand us over"},
		{say.UnmappedPlace(graph.FunctionFinance, 4), "Nobody is recorded in finance at level 4, where the policy expects somebody."},
		{say.OnlyWayTo("Cy Boss", "Tom Fox", graph.StanceDetractor), "The only one who could take us to Cy Boss is Tom Fox, a detractor."},
		{say.UsersIn(graph.FunctionFinance, 3, 3, "Acme"), "all users of Acme sit in finance"},
		{say.UsersIn(graph.FunctionFinance, 1, 3, "Acme"), "1 of 3 users at Acme sits in finance"},
		{say.Asleep{Ours: "Ann Lee", Theirs: "Tom Fox", Days: 1}.Sentence(), "Ann Lee and Tom Fox are paired to be in touch every day; no contact is on record, and since when they are paired is not known."},
		{say.Asleep{Ours: "Ann Lee", Theirs: "Tom Fox", Unnoticed: true}.Anew("x", false), "pair anew: x"},
		{say.Part{Who: "Ann Lee", Does: say.DoesHere(graph.RoleVeto), Opinion: true}.Reason(), "Ann Lee can veto what is decided here, in a colleague's opinion"},
		{say.Decision("ERP", []analysis.Money{{Amount: 2.5e6, Currency: "EUR"}}), "ERP (2.5M EUR)"},
		{say.Barred(say.BarContact, "Ann Lee", "Tom Fox"), "Tom Fox must not be contacted"},
		{say.Barred(say.BarApproach, "Ann Lee", "Tom Fox"), "Ann Lee must not approach Tom Fox"},
		{say.Barred(say.BarOdds, "Ann Lee", "Tom Fox"), "Ann Lee is at odds with Tom Fox"},
		{say.NoRoom("Ann Lee", 4, 5), "nobody of ours has room; free Ann Lee for it, who would fit best and carries 5 pairings of at most 4"},
		{say.HoursApart(5.5), "5.5 hours apart"},
		{say.LevelGap(-2), "2 levels below"},
		{say.ExpectedSeatUnread("FINANCE"), `"FINANCE" is not FUNCTION/LEVEL, e.g. FINANCE/4`},
	} {
		if x.got != x.want {
			t.Errorf("%q, want %q", x.got, x.want)
		}
	}
}
