package say_test

import (
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/say"
)

var (
	cio  = say.MoveSeat{Title: "CIO", At: "Arlton"}
	ceo  = say.MoveSeat{Title: "CEO", At: "Brackwell"}
	head = say.UnitSeat{MoveSeat: say.MoveSeat{Title: "Head", At: "Finance"}, Below: true}
)

// turned tells a change within a company.
func turned(t say.Turn) string {
	t.Company = "Arlton"
	return say.Move{Name: "Ann Lee", Kind: analysis.MoveChangedSeat, On: march, Turns: []say.Turn{t}}.Sentence()
}

func TestMoves(t *testing.T) {
	clerk := say.UnitSeat{MoveSeat: say.MoveSeat{Title: "Clerk", At: "Sales"}, Below: true}
	lead := say.UnitSeat{MoveSeat: say.MoveSeat{Title: "Lead", At: "Finance"}, Below: true}
	boss := say.UnitSeat{MoveSeat: cio}
	list := []say.MoveSeat{cio, {Title: "Adviser", At: "Cole"}}
	said(t, [][2]string{
		{say.FirmChanged(24, "Arlton", "Brackwell", march), "24 seats went from Arlton to Brackwell on 2 Mar 2026: a change of the firm, not of people."},
		{say.FirmReorganized(24, "Arlton", march), "24 seats of Arlton changed on 2 Mar 2026: the chart was reorganized or entered anew."},
		{say.SeatHeld("Ann Lee", cio), "Ann Lee as CIO at Arlton"},
		{say.PartBefore("Ann Lee", graph.RoleDecider, "ERP"), "Ann Lee, the day before: decides ERP"},

		{turned(say.Turn{From: &clerk}), "Ann Lee gave up Clerk at Sales within Arlton on 2 Mar 2026."},
		{turned(say.Turn{From: &boss}), "Ann Lee gave up CIO at Arlton on 2 Mar 2026."},
		{turned(say.Turn{To: &head}), "Ann Lee also became Head at Finance within Arlton on 2 Mar 2026."},
		{turned(say.Turn{From: &clerk, To: &head, Rises: true}), "Ann Lee rose from Clerk at Sales to Head at Finance within Arlton on 2 Mar 2026."},
		{turned(say.Turn{From: &clerk, To: &boss}), "Ann Lee went from Clerk at Sales to CIO at Arlton on 2 Mar 2026."},
		{turned(say.Turn{From: &boss, To: &head}), "Ann Lee went from CIO at Arlton to Head at Finance on 2 Mar 2026."},
		{turned(say.Turn{From: &lead, To: &head}), "Ann Lee went from Lead to Head at Finance within Arlton on 2 Mar 2026."},

		{say.Move{Name: "Ann Lee", Kind: analysis.MoveChangedFirm, On: march, Left: list, Taken: []say.MoveSeat{ceo}, KnownBy: "Bo Wu", Band: graph.BandStrong}.Sentence(),
			"Ann Lee went from CIO at Arlton and Adviser at Cole to CEO at Brackwell on 2 Mar 2026; Bo Wu knows them best (strong)."},
		{say.Move{Name: "Ann Lee", Kind: analysis.MoveLeft, On: march, Left: []say.MoveSeat{cio}, Still: &ceo, HandOver: 1}.Sentence(),
			"Ann Lee left as CIO at Arlton on 2 Mar 2026, and is still CEO at Brackwell; 1 working tie is to be handed over."},
		{say.Move{Name: "Ann Lee", Kind: analysis.MoveJoined, On: march, Taken: []say.MoveSeat{cio}}.Sentence(), "Ann Lee joined as CIO at Arlton on 2 Mar 2026."},
		{say.Move{Name: "Ann Lee", Kind: analysis.MoveJoined, On: march, Taken: []say.MoveSeat{ceo}, Besides: true, Turns: []say.Turn{{From: &clerk, Company: "Arlton"}}}.Sentence(),
			"Ann Lee also became CEO at Brackwell on 2 Mar 2026, and gave up Clerk at Sales within Arlton."},
		{say.Came{Name: "Ann Lee", KnownBy: "Bo Wu", Band: graph.BandStrong, Seat: ceo, Since: march}.Sentence(),
			"Ann Lee, whom Bo Wu knows best (strong), has been CEO at Brackwell since 2 Mar 2026."},
	})
}

func TestMoveRemedies(t *testing.T) {
	said(t, [][2]string{
		{say.HandOverTies(2), "hand over 2 working ties"},
		{say.LeaveAlone("Ann Lee"), "nothing: Ann Lee must not be contacted"},
		{say.Follow{Left: "Ann Lee"}.Remedy(), "find out who follows"},
		{say.Follow{Left: "Ann Lee", AskBy: may}.Remedy(), "find out who follows; ask Ann Lee by 31 May 2026 to hand us over"},
		{say.Follow{Left: "Ann Lee", Open: []string{"Bo Wu", "Ed Roe"}, Shunned: []string{"Flo Sand"}}.Remedy(), "come to know Bo Wu and Ed Roe, who sit where Ann Lee sat"},
		{say.Follow{Left: "Ann Lee", Shunned: []string{"Flo Sand"}}.Remedy(), "nothing: Flo Sand, who sits where Ann Lee sat, must not be contacted"},
		{say.OnlyWay("Ann Lee"), "nothing else led to them than Ann Lee"},
		{say.SitsWhere("Ann Lee"), "sits where Ann Lee sat"},
	})
}

func TestMoveCard(t *testing.T) {
	said(t, [][2]string{
		{say.MoveCard{Move: "Ann Lee moved."}.Sentences(), "Ann Lee moved."},
		{say.MoveCard{Move: "Ann Lee moved.", Left: "Arlton", Joined: "Brackwell", Lost: []string{"Julia Moreau"}, LostMore: 2, Gaps: 1, Promises: 2,
			Gained: []string{"Ed Roe"}, StanceBefore: graph.StanceSceptic, AskUntil: may}.Sentences(),
			"Ann Lee moved. At Arlton nothing else led to Julia Moreau and 2 others. 1 gap in our cover there opened that day. 2 promises are open with them there." +
				" At Brackwell they alone put Ed Roe in reach. How they stand to us at Brackwell is not known (sceptic at Arlton). Until 31 May 2026 ask them to hand us over."},
		{say.MoveCard{Move: "Ann Lee moved.", Left: "Arlton", Joined: "Brackwell", StanceBefore: graph.StanceUnknown}.Sentences(), "Ann Lee moved."},
	})
}
