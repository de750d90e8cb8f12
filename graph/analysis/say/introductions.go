package say

import (
	"fmt"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
)

// Shunned says that nobody may be sent to somebody: "Tom Fox must not be contacted".
func Shunned(name string) string { return name + " must not be contacted" }

// Introduction is whom to ask for an introduction, how far ours know whom they begin
// with, and how the one who is asked knows the target.
type Introduction struct {
	Us, Ask, Target string
	Through         string // who leads to Ask; "" where ours know them
	Likelihood      analysis.Likelihood

	Band       graph.Band // of our tie to whom we begin with
	Dormant    bool       // it is what it was once
	OutOfTouch bool
	Last       graph.Date // contact; 0 for none

	Stance graph.Stance // of Ask to us
	Knows  string       // "has led Tom Fox since 2022"
}

// Sentence says it: "Ask Leo Brandt to introduce Ann Lee to Tom Fox: likely. Ann Lee
// has a strong tie to Leo Brandt, last in touch on 24 Oct 2026; Leo Brandt is a
// supporter and has led Tom Fox since 2022."
func (i Introduction) Sentence() string {
	begin := i.Ask
	s := fmt.Sprintf("Ask %s to introduce %s to %s", i.Ask, i.Us, i.Target)
	if i.Through != "" {
		begin = i.Through
		s = fmt.Sprintf("Through %s, ask %s to introduce %s to %s", i.Through, i.Ask, i.Us, i.Target)
	}
	s += ": " + Likelihood(i.Likelihood) + ". "
	switch {
	case i.Dormant:
		s += fmt.Sprintf("%s once %s", i.Us, hadTie(i.Band, begin))
	case i.OutOfTouch && i.Last != 0:
		s += fmt.Sprintf("%s %s, and has been out of touch since %s", i.Us, hadTie(i.Band, begin), Day(i.Last))
	case i.Last != 0:
		s += fmt.Sprintf("%s %s, last in touch on %s", i.Us, hasTie(i.Band, begin), Day(i.Last))
	default:
		s += i.Us + " " + hasTie(i.Band, begin)
	}
	s += "; " + i.Ask + " "
	if i.Stance.Known() {
		s += "is " + i.Stance.Info().Is + " and "
	}
	return Ended(s + i.Knows)
}

// Proposal is how one of ours comes by an introduction.
type Proposal struct {
	Us         string // who asks; "" where it is said to them
	Ask        string
	Through    string // who leads to Ask; "" where ours know them
	MayKnow    string // why Ask may know the target; "" where they do
	Likelihood analysis.Likelihood
}

// Text says it: "Sofia Lindt can ask Leo Brandt for an introduction (possible)",
// "through Ida Berg, ask Leo Brandt, who may know them: both at Fjord 2016–2019 (a long
// shot)".
func (p Proposal) Text() string {
	s := "ask " + p.Ask
	if p.Us != "" {
		s = p.Us + " can ask " + p.Ask
	}
	if p.Through != "" {
		s = "through " + p.Through + ", " + s
	}
	if p.MayKnow != "" {
		return fmt.Sprintf("%s, who may know them: %s (%s)", s, p.MayKnow, Likelihood(p.Likelihood))
	}
	return fmt.Sprintf("%s for an introduction (%s)", s, Likelihood(p.Likelihood))
}

// What a handshake rests on by record.
const (
	BasisInfluence = "influence"
	BasisFaint     = "a faint tie"
)

// BasisTie: "tie: working".
func BasisTie(b graph.Band) string { return "tie: " + Band(b) }

// BasisDormant: "dormant tie, once strong".
func BasisDormant(once graph.Band) string { return "dormant tie, once " + Band(once) }

// BasisUnconfirmed: "claimed on 3 Mar 2025 and never confirmed".
func BasisUnconfirmed(on graph.Date) string {
	return "claimed on " + Day(on) + " and never confirmed"
}

// Basis says what a handshake rests on, what the two shared besides, "" for nothing,
// and whether to ask first: "tie: working; both at Fjord 2016–2019; ask first".
func Basis(text, shared string, doubt bool) string {
	if shared != "" {
		text += "; " + shared
	}
	if doubt {
		text += "; ask first"
	}
	return text
}

// Implied says what a tie is implied by, and to ask first where it leaves a doubt: "may
// know: both at Fjord 2016–2019; ask first", "manager of Tom Fox 2016–2019".
func Implied(shared string, certain bool) string {
	if certain {
		return shared
	}
	return "may know: " + shared + "; ask first"
}

// KnowsByTie says how somebody knows the target: "has a strong tie to Tom Fox".
func KnowsByTie(b graph.Band, target string) string { return hasTie(b, target) }

// KnowsFaintly says how somebody knows the target: "has had to do with Tom Fox".
func KnowsFaintly(target string) string { return "has had to do with " + target }

// KnowsByInfluence says how somebody knows the target: "influences Tom Fox".
func KnowsByInfluence(target string) string { return "influences " + target }

// KnowsPerhaps says how somebody may know the target, by a basis as [Basis] writes it:
// "may know Tom Fox: claimed on 3 Mar 2025 and never confirmed; ask first".
func KnowsPerhaps(target, basis string) string {
	return fmt.Sprintf("may know %s: %s", target, basis)
}

// KnowsBesides adds what the two shared besides: "has a working tie to Tom Fox (both at
// Fjord 2016–2019)".
func KnowsBesides(clause, shared string) string { return clause + " (" + shared + ")" }

// Stance writes how somebody stands to us: "supporter", "stance unknown".
func Stance(s graph.Stance) string {
	if !s.Known() {
		return "stance unknown"
	}
	return s.Info().Word
}

// What else makes the probability of a handshake.
const (
	FactorGatekeeper = "gatekeeper"
	FactorFriction   = "one more handshake"
)

// FactorLoad: "asked twice in 90 days".
func FactorLoad(asks, days int) string { return fmt.Sprintf("asked %s in %d days", Times(asks), days) }

// FactorLevels: "skips 2 levels".
func FactorLevels(n int) string { return "skips " + Count(n, "level", "levels") }

// Why somebody is not asked, said of them.
const (
	NotAskedShunned  = "must not be contacted"
	NotAskedExcluded = "is not to be asked for this"
)

// NotAskedStance says why somebody is not asked: "is a detractor".
func NotAskedStance(s graph.Stance) string { return "is " + s.Info().Is }

// NotAskedOpen says why somebody is not asked: "was asked for this on 24 Oct 2026, and
// the answer is open".
func NotAskedOpen(on graph.Date) string {
	return fmt.Sprintf("was asked for this on %s, and the answer is open", Day(on))
}

// NotAskedOften says why somebody is not asked: "was asked 3 times since 1 Sep 2026".
func NotAskedOften(asks int, since graph.Date) string {
	return fmt.Sprintf("was asked %s since %s", Times(asks), Day(since))
}

// Request is an introduction that was asked for and how far it has come.
type Request struct {
	Introducer, Seeker string // "" for who is not on record
	Asked              graph.Date
	Step               graph.IntroductionStep
	On                 graph.Date // of the step
	Outcome            string
}

// Sentence says it: "Leo Brandt was asked on 1 Sep 2026 to introduce Ann Lee; promised
// on 4 Sep 2026, not made yet."
func (r Request) Sentence() string {
	named := func(name string) string {
		if name == "" {
			return "somebody"
		}
		return name
	}
	s := fmt.Sprintf("%s was asked on %s to introduce %s", named(r.Introducer), Day(r.Asked), named(r.Seeker))
	switch {
	case r.Step == graph.IntroductionAsked:
		return s + "; no answer yet."
	case r.Step == graph.IntroductionAccepted:
		return s + fmt.Sprintf("; promised on %s, not made yet.", Day(r.On))
	case r.Step == graph.IntroductionDeclined:
		return s + fmt.Sprintf("; declined on %s.", Day(r.On))
	case r.Step == graph.IntroductionMade:
		return s + fmt.Sprintf("; made on %s, what came of it is not recorded.", Day(r.On))
	case r.Outcome != "":
		return Ended(s + fmt.Sprintf("; done on %s: %s", Day(r.On), r.Outcome))
	}
	return s + fmt.Sprintf("; done on %s.", Day(r.On))
}

// Cold says that no introduction leads to somebody: "Tom Fox is cold: no introduction
// within two handshakes."
func Cold(name string, hops int) string {
	return fmt.Sprintf("%s is cold: no introduction within %s.", name, Handshakes(hops))
}

// ColdPolicy: "at most two handshakes".
func ColdPolicy(hops int) string { return "at most " + Handshakes(hops) }

// ColdReason: "nobody who may be asked leads to Tom Fox".
func ColdReason(name string) string { return "nobody who may be asked leads to " + name }

// ColdRemedy says what to ask of one of ours who may know the target: "ask whether they
// know each other: may know: both at Fjord 2016–2019; ask first".
func ColdRemedy(implied string) string { return "ask whether they know each other: " + implied }
