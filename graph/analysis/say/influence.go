package say

import (
	"fmt"
	"math"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
)

// percent writes a share: "41 %".
func percent(x float64) string { return fmt.Sprintf("%d %%", int(math.Round(100*x))) }

// AllDecisions is what the decisions of an account are called together: "the decisions
// at Fjord".
func AllDecisions(account string) string { return "the decisions at " + account }

// Undecided says of a decision: "Nobody is recorded as deciding ERP, so nothing can be
// said about who shapes it."
func Undecided(area string) string {
	return fmt.Sprintf("Nobody is recorded as deciding %s, so nothing can be said about who shapes it.", area)
}

// Shape is who shapes a decision most and how its influence stands to us.
type Shape struct {
	What                  string   // the decision
	First                 []string // those who shape it most, of whom none comes before another; never empty
	Share                 float64  // of the first of them
	For, Against, Unknown float64  // shares
	Begin                 string   // whose view to learn first, where much is unknown; "" for nobody's
}

// Sentence says it: "Ida Berg shapes ERP most (41 %); 30 % of the influence is for us,
// 10 % against, 20 % neutral. 40 % sits with people whose view of us we do not know;
// start with Leo Brandt."
func (sh Shape) Sentence() string {
	nothingKnown := percent(1-sh.Unknown) == percent(0) // the rest would read as nothing
	s := fmt.Sprintf("%s shapes %s most (%s)", sh.First[0], sh.What, percent(sh.Share))
	if len(sh.First) > 1 {
		s = fmt.Sprintf("%s shape %s most, in no order that holds", JoinNames(sh.First), sh.What)
	}
	if nothingKnown {
		s += "; how anybody who shapes it stands to us is not known."
	} else {
		s += fmt.Sprintf("; %s of the influence is for us, %s against, %s neutral.", percent(sh.For), percent(sh.Against), percent(1-sh.Unknown-sh.For-sh.Against))
	}
	switch {
	case sh.Begin != "" && nothingKnown:
		s = Ended(s + " Start with " + sh.Begin)
	case sh.Begin != "":
		s = Ended(s + fmt.Sprintf(" %s sits with people whose view of us we do not know; start with %s", percent(sh.Unknown), sh.Begin))
	case sh.Unknown > 0 && !nothingKnown:
		s += fmt.Sprintf(" How %s of it stands is not known.", percent(sh.Unknown))
	}
	return s
}

// Lever is whose view to learn or to change, and how they are got at. Of the ways to
// them the first one is told.
type Lever struct {
	Act       analysis.LeverAct
	Name      string
	Stance    graph.Stance
	Influence float64 // share of what shapes the decision
	What      string  // the decision

	Shunned bool     // must not be contacted
	Owners  []string // of ours, who are in touch with them
	Request string   // the introduction, as [Proposal.Text] writes it; "" for none

	Allies []string // on our side, to whom they listen
}

// Sentence says it: "Win over Ida Berg, who is neutral: 41 % of what shapes ERP is
// their view; in touch with them: Ann Lee; Leo Brandt, on our side, has their ear."
func (l Lever) Sentence() string {
	share := fmt.Sprintf("%s of what shapes %s is their view", percent(l.Influence), l.What)
	var s string
	switch l.Act {
	case analysis.LeverLearn:
		s = fmt.Sprintf("Find out how %s stands: %s", l.Name, share)
	case analysis.LeverWin:
		s = fmt.Sprintf("Win over %s, who is %s: %s", l.Name, l.Stance.Info().Is, share)
	default:
		s = fmt.Sprintf("Convert %s, %s, or at least move them to neutral: %s", l.Name, l.Stance.Info().Is, share)
	}
	switch {
	case l.Shunned:
		s += "; they must not be contacted"
	case len(l.Owners) > 0:
		s += "; in touch with them: " + JoinNames(l.Owners)
	case l.Request != "":
		s += "; " + l.Request
	default:
		s += "; nobody of ours gets to them"
	}
	if n := len(l.Allies); n > 0 {
		s += fmt.Sprintf("; %s, on our side, %s their ear", JoinNames(l.Allies), Verb(n, "has", "have"))
	}
	return Ended(s)
}

// LeverRemedy writes the sentence of a lever as a remedy: "win over Ida Berg, who is
// neutral: 41 % of what shapes ERP is their view".
func LeverRemedy(sentence string) string {
	return strings.ToLower(sentence[:1]) + strings.TrimSuffix(sentence[1:], ".")
}

// Broker says between how many others somebody stands: "Ida Berg is on the shortest
// route for 12 of 45 pairs of others."
func Broker(name string, between float64, pairs int) string {
	return fmt.Sprintf("%s is on the shortest route for %.0f of %s of others.", name, math.Ceil(between), Count(pairs, "pair", "pairs"))
}
