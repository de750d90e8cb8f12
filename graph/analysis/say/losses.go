package say

import (
	"fmt"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
)

// SinglePointPolicy is the policy that a single point of failure is held against.
const SinglePointPolicy = "nobody alone holds a decider or a decision area"

// Lost is what is lost with somebody: "Julia Moreau and 2 others within two
// handshakes; cut off: ERP (2.5M EUR)".
type Lost struct {
	Deciders, Others []string // people of theirs, those who matter most first
	Horizon          int      // handshakes within which they are looked for; 0 for however many
	Areas            []string // that are cut off
	Budgets          []analysis.Money
}

func (l Lost) clause() string {
	s := JoinMore(l.Deciders, len(l.Others))
	if len(l.Deciders) == 0 {
		s = JoinNames(l.Others)
	}
	if l.Horizon > 0 {
		s += within(l.Horizon)
	}
	if len(l.Areas) > 0 {
		s += "; cut off: " + JoinNames(l.Areas)
		if len(l.Budgets) > 0 {
			s += " (" + Money(l.Budgets) + ")"
		}
	}
	return s
}

// within says how far chains are looked at: " within two handshakes".
func within(horizon int) string { return " within " + Handshakes(horizon) }

// SinglePoint is somebody on whom others' reach hangs.
type SinglePoint struct {
	Name     string
	Lost     Lost
	NextBest *NextBest // nil for nobody
	Weakened []analysis.Weakened
	NoticeOn graph.Date // 0 for none
}

// NextBest is whose tie to somebody is the strongest of those that do not work.
type NextBest struct {
	For, Owner string
	Band       graph.Band
	Cooling    bool
}

// Sentence says what happens without them: "Without Ann Lee nothing leads to Julia
// Moreau within two handshakes; next best for Julia Moreau is Bo Wu (acquainted,
// but out of touch). Notice was given on 2 Mar 2026.", or only what becomes weaker.
func (p SinglePoint) Sentence() string {
	if len(p.Lost.Deciders)+len(p.Lost.Others) == 0 {
		return fmt.Sprintf("Without %s %s.", p.Name, weaker(p.Weakened))
	}
	s := fmt.Sprintf("Without %s nothing leads to %s", p.Name, p.Lost.clause())
	if b := p.NextBest; b != nil {
		state := Band(b.Band)
		if b.Cooling {
			state += ", but out of touch"
		}
		s += fmt.Sprintf("; next best for %s is %s (%s)", b.For, b.Owner, state)
	}
	if len(p.Weakened) > 0 {
		s += "; " + weaker(p.Weakened)
	}
	s = Ended(s)
	if p.NoticeOn != 0 {
		s += fmt.Sprintf(" Notice was given on %s.", Day(p.NoticeOn))
	}
	return s
}

// weaker says to whom the best way becomes less likely: "the best way is less
// likely to Johanna Berg (a long shot instead of possible)".
func weaker(list []analysis.Weakened) string {
	var less, gone []string
	for _, w := range list {
		switch {
		case w.LikelihoodAfter == "":
			gone = append(gone, w.Name)
		case w.LikelihoodAfter != w.LikelihoodBefore:
			less = append(less, fmt.Sprintf("%s (%s instead of %s)", w.Name, Likelihood(w.LikelihoodAfter), Likelihood(w.LikelihoodBefore)))
		default:
			less = append(less, fmt.Sprintf("%s (less than half as likely)", w.Name))
		}
	}
	var parts []string
	if len(less) > 0 {
		parts = append(parts, "the best way is less likely to "+JoinNames(less))
	}
	if len(gone) > 0 {
		parts = append(parts, "no introduction is left to "+JoinNames(gone))
	}
	return strings.Join(parts, "; ")
}

// SingleTie says what hangs on the tie of two: "If Ann Lee and Bo Wu fall out,
// nothing leads to Julia Moreau within two handshakes."
func SingleTie(one, other string, lost Lost) string {
	return Ended(fmt.Sprintf("If %s and %s fall out, nothing leads to %s", one, other, lost.clause()))
}

// SinglePair says to whom nothing leads without two people: "If both Ann Lee and Bo
// Wu leave, nothing leads to Julia Moreau within two handshakes."
func SinglePair(one, other string, deciders []string, horizon int) string {
	return fmt.Sprintf("If both %s and %s leave, nothing leads to %s%s.", one, other, JoinNames(deciders), within(horizon))
}

// Dominance says to whom there is no chain without somebody: "Ann Lee is on every
// chain, however long, to Julia Moreau and 2 others."
func Dominance(name string, lost Lost) string {
	return Ended(fmt.Sprintf("%s is on every chain, however long, to %s", name, lost.clause()))
}

// GaveNotice is a reason: "Ann Lee has given notice".
func GaveNotice(name string) string { return name + " has given notice" }

// Resilience is a decision area whose reach may be lost by departures.
type Resilience struct {
	Area    string
	Budget  []analysis.Money // nil where none is known
	Horizon int              // in handshakes
}

// Undecided says that nobody decides: "Nobody is recorded as deciding ERP (2M EUR),
// so nothing can be said about losing it."
func (r Resilience) Undecided() string {
	return fmt.Sprintf("Nobody is recorded as deciding %s, so nothing can be said about losing it.", r.what())
}

// Unreached says that nobody who decides is in reach, or not all of several who have
// to agree: "ERP (2M EUR) is not in reach of two handshakes: not all of its deciders
// are."
func (r Resilience) Unreached(several bool) string {
	s := fmt.Sprintf("%s is not in reach of %s", r.what(), Handshakes(r.Horizon))
	if several {
		s += ": not all of its deciders are"
	}
	return s + "."
}

// Held says that no departures that were tried out cut it off: "ERP stays in reach
// of two handshakes whichever 5 people leave."
func (r Resilience) Held(tried int) string {
	return fmt.Sprintf("%s stays in reach of %s whichever %d people leave.", r.what(), Handshakes(r.Horizon), tried)
}

// CutBy says after whose departures it is cut off: "ERP is out of reach of two
// handshakes once Ann Lee leaves.", "… after 2 departures at the least, such as
// those of Ann Lee and Bo Wu."
func (r Resilience) CutBy(people []string) string {
	s := fmt.Sprintf("%s is out of reach of %s", r.what(), Handshakes(r.Horizon))
	if len(people) == 1 {
		return s + fmt.Sprintf(" once %s leaves.", people[0])
	}
	return Ended(s + fmt.Sprintf(" after %d departures at the least, such as those of %s", len(people), JoinNames(people)))
}

func (r Resilience) what() string {
	if r.Budget == nil {
		return r.Area
	}
	return r.Area + " (" + Money(r.Budget) + ")"
}

// WithoutPeople names a scenario: "without Ann Lee and Bo Wu".
func WithoutPeople(leavers []string) string { return "without " + JoinNames(leavers) }

// Scenario is what happens when some leave.
type Scenario struct {
	Leavers  []string
	Lost     Lost
	Exposed  []analysis.Money // revenue all of whose bearers are cut off; nil for none
	Deciders int              // people who decide or approve and stay
	Remain   int              // of them in reach
}

// Sentence says it: "Without Ann Lee nothing leads to Julia Moreau within two
// handshakes; of 3 people who decide or approve and stay, 2 remain in reach."
func (sc Scenario) Sentence() string {
	names := JoinNames(sc.Leavers)
	s := fmt.Sprintf("Without %s nobody is lost", names)
	if len(sc.Lost.Deciders)+len(sc.Lost.Others) > 0 {
		s = fmt.Sprintf("Without %s nothing leads to %s", names, sc.Lost.clause())
	}
	if sc.Exposed != nil {
		s += fmt.Sprintf("; all that bears the revenue (%s) is cut off", Money(sc.Exposed))
	}
	switch {
	case sc.Deciders == 0:
	case sc.Deciders == 1:
		s += "; the only person who decides or approves and stays " + Verb(sc.Remain, "remains in reach", "is out of reach")
	case sc.Remain == 0:
		s += fmt.Sprintf("; none of the %d people who decide or approve and stay is in reach", sc.Deciders)
	default:
		s += fmt.Sprintf("; of %d people who decide or approve and stay, %d %s in reach", sc.Deciders, sc.Remain, Verb(sc.Remain, "remains", "remain"))
	}
	return s + "."
}

// Outlook is what becomes of a decision area in a scenario.
type Outlook struct {
	Area          string
	State         analysis.AreaState
	Lost, Reached []string // deciders who stay
	Leaving       int      // deciders who do not
}

// Sentence says it: "ERP is cut off: nothing leads to Julia Moreau any more."
func (o Outlook) Sentence() string {
	switch o.State {
	case analysis.AreaUnreached:
		return fmt.Sprintf("%s is not reached today.", o.Area)
	case analysis.AreaCut:
		return fmt.Sprintf("%s is cut off: nothing leads to %s any more.", o.Area, JoinNames(o.Lost))
	case analysis.AreaChanging:
		return fmt.Sprintf("%s is decided by others: %s.", o.Area, Count(o.Leaving, "decider leaves", "deciders leave"))
	case analysis.AreaWeaker:
		return Ended(fmt.Sprintf("%s stays in reach by %s", o.Area, JoinNames(o.Reached)))
	}
	return fmt.Sprintf("%s stays in reach.", o.Area)
}
