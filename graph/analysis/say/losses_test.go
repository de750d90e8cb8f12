package say_test

import (
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/say"
)

// said wants each text to be what is written beside it.
func said(t *testing.T, list [][2]string) {
	t.Helper()
	for _, x := range list {
		if x[0] != x[1] {
			t.Errorf("said %q, want %q", x[0], x[1])
		}
	}
}

var (
	march  = graph.Day(2026, 3, 2)
	may    = graph.Day(2026, 5, 31)
	euros  = []analysis.Money{{Amount: 2.5e6, Currency: "EUR"}}
	julia  = say.Lost{Deciders: []string{"Julia Moreau"}, Horizon: 2}
	others = say.Lost{Deciders: []string{"Julia Moreau"}, Others: []string{"Ed Roe", "Flo Sand"}, Areas: []string{"ERP", "Cloud"}, Budgets: euros}
)

func TestLosses(t *testing.T) {
	weak := []analysis.Weakened{
		{Name: "Johanna Berg", LikelihoodBefore: analysis.Possible, LikelihoodAfter: analysis.LongShot},
		{Name: "Ed Roe", LikelihoodBefore: analysis.Likely, LikelihoodAfter: analysis.Likely},
		{Name: "Flo Sand", LikelihoodBefore: analysis.Likely},
	}
	const weaker = "the best way is less likely to Johanna Berg (a long shot instead of possible) and Ed Roe (less than half as likely); no introduction is left to Flo Sand"
	said(t, [][2]string{
		{say.SingleTie("Ann Lee", "Bo Wu", julia), "If Ann Lee and Bo Wu fall out, nothing leads to Julia Moreau within two handshakes."},
		{say.SingleTie("Ann Lee", "Bo Wu", say.Lost{Others: []string{"Ed Roe Jr."}}), "If Ann Lee and Bo Wu fall out, nothing leads to Ed Roe Jr."},
		{say.SinglePair("Ann Lee", "Bo Wu", []string{"Julia Moreau", "Ed Roe"}, 1), "If both Ann Lee and Bo Wu leave, nothing leads to Julia Moreau and Ed Roe within one handshake."},
		{say.Dominance("Ann Lee", others), "Ann Lee is on every chain, however long, to Julia Moreau and 2 others; cut off: ERP and Cloud (2.5M EUR)."},
		{say.GaveNotice("Ann Lee"), "Ann Lee has given notice"},

		{say.SinglePoint{Name: "Ann Lee", Lost: julia}.Sentence(), "Without Ann Lee nothing leads to Julia Moreau within two handshakes."},
		{say.SinglePoint{Name: "Ann Lee", Lost: julia, NextBest: &say.NextBest{For: "Julia Moreau", Owner: "Bo Wu", Band: graph.BandAcquainted}, NoticeOn: march}.Sentence(),
			"Without Ann Lee nothing leads to Julia Moreau within two handshakes; next best for Julia Moreau is Bo Wu (acquainted). Notice was given on 2 Mar 2026."},
		{say.SinglePoint{Name: "Ann Lee", Lost: julia, NextBest: &say.NextBest{For: "Julia Moreau", Owner: "Bo Wu", Band: graph.BandStrong, Cooling: true}, Weakened: weak}.Sentence(),
			"Without Ann Lee nothing leads to Julia Moreau within two handshakes; next best for Julia Moreau is Bo Wu (strong, but out of touch); " + weaker + "."},
		{say.SinglePoint{Name: "Ann Lee", Weakened: weak}.Sentence(), "Without Ann Lee " + weaker + "."},
	})
}

func TestResilience(t *testing.T) {
	r := say.Resilience{Area: "ERP", Budget: euros, Horizon: 2}
	said(t, [][2]string{
		{r.Undecided(), "Nobody is recorded as deciding ERP (2.5M EUR), so nothing can be said about losing it."},
		{r.Unreached(false), "ERP (2.5M EUR) is not in reach of two handshakes."},
		{r.Unreached(true), "ERP (2.5M EUR) is not in reach of two handshakes: not all of its deciders are."},
		{say.Resilience{Area: "ERP", Horizon: 1}.Held(5), "ERP stays in reach of one handshake whichever 5 people leave."},
		{r.CutBy([]string{"Ann Lee"}), "ERP (2.5M EUR) is out of reach of two handshakes once Ann Lee leaves."},
		{r.CutBy([]string{"Ann Lee", "Bo Wu"}), "ERP (2.5M EUR) is out of reach of two handshakes after 2 departures at the least, such as those of Ann Lee and Bo Wu."},
	})
}

func TestScenario(t *testing.T) {
	two := []string{"Ann Lee", "Bo Wu"}
	outlook := func(s analysis.AreaState) string {
		return say.Outlook{Area: "ERP", State: s, Lost: []string{"Julia Moreau"}, Reached: []string{"Ed Roe"}, Leaving: 2}.Sentence()
	}
	said(t, [][2]string{
		{say.WithoutPeople(two), "without Ann Lee and Bo Wu"},
		{say.Scenario{Leavers: two}.Sentence(), "Without Ann Lee and Bo Wu nobody is lost."},
		{say.Scenario{Leavers: two, Deciders: 1, Remain: 1}.Sentence(), "Without Ann Lee and Bo Wu nobody is lost; the only person who decides or approves and stays remains in reach."},
		{say.Scenario{Leavers: two, Lost: julia, Exposed: euros, Deciders: 1}.Sentence(),
			"Without Ann Lee and Bo Wu nothing leads to Julia Moreau within two handshakes; all that bears the revenue (2.5M EUR) is cut off; the only person who decides or approves and stays is out of reach."},
		{say.Scenario{Leavers: two, Lost: julia, Deciders: 3}.Sentence(),
			"Without Ann Lee and Bo Wu nothing leads to Julia Moreau within two handshakes; none of the 3 people who decide or approve and stay is in reach."},
		{say.Scenario{Leavers: two, Lost: julia, Deciders: 3, Remain: 1}.Sentence(),
			"Without Ann Lee and Bo Wu nothing leads to Julia Moreau within two handshakes; of 3 people who decide or approve and stay, 1 remains in reach."},
		{outlook(analysis.AreaUnreached), "ERP is not reached today."},
		{outlook(analysis.AreaCut), "ERP is cut off: nothing leads to Julia Moreau any more."},
		{outlook(analysis.AreaChanging), "ERP is decided by others: 2 deciders leave."},
		{outlook(analysis.AreaWeaker), "ERP stays in reach by Ed Roe."},
		{outlook(analysis.AreaHeld), "ERP stays in reach."},
	})
}
