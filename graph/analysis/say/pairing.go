package say

import (
	"fmt"
	"strings"

	"github.com/kithgraph/kith/graph/analysis"
)

// What speaks for or against a counterpart, besides what speaks for or against all
// of ours.
const (
	OffTeam     = "does not work on the account day by day"
	PairedToday = "paired today"
)

// SameManager is what speaks against a counterpart: "under the same manager as Bo
// Wu", who is the other one of the two.
func SameManager(other string) string { return "under the same manager as " + other }

// Carries is what a counterpart has to do besides: "carries 2 other pairings".
func Carries(n int) string { return "carries " + Some(n, "other pairing", "other pairings") }

// Why another is not the counterpart.
const (
	JustAsGood      = "just as good"
	WantedElsewhere = "is wanted elsewhere"
	NoRoomLeft      = "carries as many pairings as they can"
	KnownLess       = "knows them less well or not at all"
	NotPairedToday  = "is not paired with them today"
)

// NextBestUnfit is why somebody has no counterpart: "the next best, Bo Wu, would not
// fit (three levels apart): 72 points, against 60 for leaving it open".
func NextBestUnfit(name, why string, points, open int) string {
	return fmt.Sprintf("the next best, %s, would not fit (%s): %d points, against %d for leaving it open", name, why, points, open)
}

// Pairing says who should look after somebody, and who else would.
type Pairing struct {
	Owner, Person string
	Demand        analysis.PairingDemand
	Parts         []analysis.PairingPart
	RunnerUp      *analysis.RunnerUp // nil for nobody
	Instead       string             // who looks after them today and is replaced; "" for nobody
}

// Sentence says it: "Ann Lee for Julia Moreau day by day: paired today, carries no
// other pairing; next best is Bo Wu (is wanted elsewhere)."
func (p Pairing) Sentence() string {
	var texts []string
	for _, part := range p.Parts {
		texts = append(texts, part.Text)
	}
	s := fmt.Sprintf("%s for %s: %s", p.Owner, demanded(p.Person, p.Demand), strings.Join(texts, ", "))
	if p.RunnerUp != nil {
		s += fmt.Sprintf("; next best is %s (%s)", p.RunnerUp.Name, p.RunnerUp.Reason)
	} else {
		s += "; nobody else is better than leaving it open"
	}
	if p.Instead != "" {
		s += "; today it is " + p.Instead
	}
	return s + "."
}

// NoCounterpart says that a demand is left open: "Julia Moreau has no counterpart
// day by day: nobody of ours is suited and may."
func NoCounterpart(person string, demand analysis.PairingDemand, why string) string {
	return Ended(fmt.Sprintf("%s: %s", demanded(person+" has no counterpart", demand), why))
}

// WhyNot says what speaks against one of ours for somebody: "Bo Wu cannot look after
// Julia Moreau: carries as many pairings as they can.", "With Bo Wu for Julia Moreau
// day by day the whole is 4 points dearer: knows them less well or not at all."
func WhyNot(person string, demand analysis.PairingDemand, w *analysis.WhyNot) string {
	who := demanded(person, demand)
	switch {
	case !w.Possible:
		return Ended(fmt.Sprintf("%s cannot look after %s: %s", w.Name, who, w.Reason))
	case w.Extra == 0:
		return Ended(fmt.Sprintf("With %s for %s the whole is no dearer: %s", w.Name, who, w.Reason))
	}
	return Ended(fmt.Sprintf("With %s for %s the whole is %s dearer: %s", w.Name, who, Count(w.Extra, "point", "points"), w.Reason))
}

// demanded adds to a text what a counterpart is for.
func demanded(text string, k analysis.PairingDemand) string {
	if k == analysis.DemandDaily {
		return text + " day by day"
	}
	return text
}

// LevelPairing says how a level is met: "Level 4, 3 people: 2 paired today, 1 of them
// at eye level; 3 proposed, at eye level."
func LevelPairing(l *analysis.LevelPairing) string {
	what := fmt.Sprintf("Level %d", l.Level)
	if l.Level == 0 {
		what = "Level not known"
	}
	return fmt.Sprintf("%s, %s: %s; %s.", what, Count(l.People, "person", "people"),
		atEyeLevel(l.Paired, l.PairedNear, "paired today"), atEyeLevel(l.Proposed, l.ProposedNear, "proposed"))
}

// atEyeLevel says how many have a counterpart, and how many of those one at eye
// level: "2 paired today, 1 of them at eye level".
func atEyeLevel(n, near int, what string) string {
	switch {
	case n == 0:
		return "nobody " + what
	case near == 0:
		return fmt.Sprintf("%d %s, not at eye level", n, what)
	case near == n:
		return fmt.Sprintf("%d %s, at eye level", n, what)
	}
	return fmt.Sprintf("%d %s, %d of them at eye level", n, what, near)
}
