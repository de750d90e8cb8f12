package say_test

import (
	"testing"

	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/say"
)

func TestPairings(t *testing.T) {
	parts := []analysis.PairingPart{{Text: say.PairedToday}, {Text: say.Carries(0)}}
	said(t, [][2]string{
		{say.Carries(1), "carries 1 other pairing"},
		{say.Carries(2), "carries 2 other pairings"},
		{say.SameManager("Bo Wu"), "under the same manager as Bo Wu"},
		{say.NextBestUnfit("Bo Wu", say.OffTeam, 72, 60), "the next best, Bo Wu, would not fit (does not work on the account day by day): 72 points, against 60 for leaving it open"},
		{say.Pairing{Owner: "Ann Lee", Person: "Julia Moreau", Demand: analysis.DemandDaily, Parts: parts, RunnerUp: &analysis.RunnerUp{Name: "Bo Wu", Reason: say.WantedElsewhere}}.Sentence(),
			"Ann Lee for Julia Moreau day by day: paired today, carries no other pairing; next best is Bo Wu (is wanted elsewhere)."},
		{say.Pairing{Owner: "Ann Lee", Person: "Julia Moreau", Demand: analysis.DemandPeer, Parts: parts[1:], Instead: "Bo Wu"}.Sentence(),
			"Ann Lee for Julia Moreau: carries no other pairing; nobody else is better than leaving it open; today it is Bo Wu."},
		{say.NoCounterpart("Julia Moreau", analysis.DemandPeer, "nobody may"), "Julia Moreau has no counterpart: nobody may."},
		{say.NoCounterpart("Julia Moreau", analysis.DemandDaily, "nobody may"), "Julia Moreau has no counterpart day by day: nobody may."},
		{say.WhyNot("Julia Moreau", analysis.DemandPeer, &analysis.WhyNot{Name: "Bo Wu", Reason: say.NoRoomLeft}), "Bo Wu cannot look after Julia Moreau: carries as many pairings as they can."},
		{say.WhyNot("Julia Moreau", analysis.DemandPeer, &analysis.WhyNot{Name: "Bo Wu", Possible: true, Reason: say.JustAsGood}), "With Bo Wu for Julia Moreau the whole is no dearer: just as good."},
		{say.WhyNot("Julia Moreau", analysis.DemandDaily, &analysis.WhyNot{Name: "Bo Wu", Possible: true, Extra: 1, Reason: say.KnownLess}),
			"With Bo Wu for Julia Moreau day by day the whole is 1 point dearer: knows them less well or not at all."},
	})
}

func TestLevelPairing(t *testing.T) {
	said(t, [][2]string{
		{say.LevelPairing(&analysis.LevelPairing{Level: 4, People: 3, Paired: 2, PairedNear: 1, Proposed: 3, ProposedNear: 3}), "Level 4, 3 people: 2 paired today, 1 of them at eye level; 3 proposed, at eye level."},
		{say.LevelPairing(&analysis.LevelPairing{People: 1, Proposed: 1}), "Level not known, 1 person: nobody paired today; 1 proposed, not at eye level."},
	})
}
