package say

import (
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
)

// TestIntroductions reads whom to ask, for every way in which an introduction begins
// and ends.
func TestIntroductions(t *testing.T) {
	in := Introduction{Us: "Ann Lee", Ask: "Leo Brandt", Target: "Tom Fox", Likelihood: analysis.Likely, Band: graph.BandStrong, Last: autumn, Stance: graph.StanceSupporter, Knows: "has led Tom Fox since 2022"}
	far, once, away, told := in, in, in, in
	far.Through, far.Stance, far.Band = "Ida Berg", graph.StanceUnknown, graph.BandAcquainted
	once.Dormant = true
	away.OutOfTouch = true
	told.Last, told.Target, told.Knows = 0, "Tom Fox Jr.", "influences Tom Fox Jr."
	hold(t, []said{
		{in.Sentence(), "Ask Leo Brandt to introduce Ann Lee to Tom Fox: likely. Ann Lee has a strong tie to Leo Brandt, last in touch on 24 Oct 2026; Leo Brandt is a supporter and has led Tom Fox since 2022."},
		{far.Sentence(), "Through Ida Berg, ask Leo Brandt to introduce Ann Lee to Tom Fox: likely. Ann Lee is acquainted with Ida Berg, last in touch on 24 Oct 2026; Leo Brandt has led Tom Fox since 2022."},
		{once.Sentence(), "Ask Leo Brandt to introduce Ann Lee to Tom Fox: likely. Ann Lee once had a strong tie to Leo Brandt; Leo Brandt is a supporter and has led Tom Fox since 2022."},
		{away.Sentence(), "Ask Leo Brandt to introduce Ann Lee to Tom Fox: likely. Ann Lee had a strong tie to Leo Brandt, and has been out of touch since 24 Oct 2026; Leo Brandt is a supporter and has led Tom Fox since 2022."},
		{told.Sentence(), "Ask Leo Brandt to introduce Ann Lee to Tom Fox Jr.: likely. Ann Lee has a strong tie to Leo Brandt; Leo Brandt is a supporter and influences Tom Fox Jr."},
		{Proposal{Ask: "Leo Brandt", Likelihood: analysis.Likely}.Text(), "ask Leo Brandt for an introduction (likely)"},
		{Proposal{Us: "Sofia Lindt", Ask: "Leo Brandt", Likelihood: analysis.Possible}.Text(), "Sofia Lindt can ask Leo Brandt for an introduction (possible)"},
		{Proposal{Ask: "Leo Brandt", Through: "Ida Berg", MayKnow: "both at Fjord 2016–2019", Likelihood: analysis.LongShot}.Text(), "through Ida Berg, ask Leo Brandt, who may know them: both at Fjord 2016–2019 (a long shot)"},
		{Basis(BasisTie(graph.BandWorking), "both at Fjord 2016–2019", true), "tie: working; both at Fjord 2016–2019; ask first"},
		{Basis(BasisFaint, "", false), "a faint tie"},
		{BasisDormant(graph.BandStrong), "dormant tie, once strong"},
		{Implied("both at Fjord 2016–2019", false), "may know: both at Fjord 2016–2019; ask first"},
		{Implied("manager of Tom Fox 2016–2019", true), "manager of Tom Fox 2016–2019"},
		{KnowsPerhaps("Tom Fox", Basis(BasisUnconfirmed(spring), "", true)), "may know Tom Fox: claimed on 3 Mar 2025 and never confirmed; ask first"},
		{KnowsBesides(KnowsByTie(graph.BandWorking, "Tom Fox"), "both at Fjord 2016–2019"), "has a working tie to Tom Fox (both at Fjord 2016–2019)"},
		{FactorLoad(2, 90), "asked twice in 90 days"},
		{FactorLevels(2), "skips 2 levels"},
		{NotAskedStance(graph.StanceDetractor), "is a detractor"},
		{NotAskedOpen(autumn), "was asked for this on 24 Oct 2026, and the answer is open"},
		{NotAskedOften(3, spring), "was asked 3 times since 3 Mar 2025"},
		{Cold("Tom Fox", 2), "Tom Fox is cold: no introduction within two handshakes."},
	})
}

// TestRequests reads how far an introduction has come, at every step.
func TestRequests(t *testing.T) {
	at := func(s graph.IntroductionStep, outcome string) string {
		return Request{Introducer: "Leo Brandt", Seeker: "Ann Lee", Asked: spring, Step: s, On: autumn, Outcome: outcome}.Sentence()
	}
	hold(t, []said{
		{at(graph.IntroductionAsked, ""), "Leo Brandt was asked on 3 Mar 2025 to introduce Ann Lee; no answer yet."},
		{at(graph.IntroductionAccepted, ""), "Leo Brandt was asked on 3 Mar 2025 to introduce Ann Lee; promised on 24 Oct 2026, not made yet."},
		{at(graph.IntroductionDeclined, ""), "Leo Brandt was asked on 3 Mar 2025 to introduce Ann Lee; declined on 24 Oct 2026."},
		{at(graph.IntroductionMade, ""), "Leo Brandt was asked on 3 Mar 2025 to introduce Ann Lee; made on 24 Oct 2026, what came of it is not recorded."},
		{at(graph.IntroductionDone, ""), "Leo Brandt was asked on 3 Mar 2025 to introduce Ann Lee; done on 24 Oct 2026."},
		{at(graph.IntroductionDone, "they met."), "Leo Brandt was asked on 3 Mar 2025 to introduce Ann Lee; done on 24 Oct 2026: they met."},
		{Request{Asked: spring, Step: graph.IntroductionAsked}.Sentence(), "somebody was asked on 3 Mar 2025 to introduce somebody; no answer yet."},
	})
}
