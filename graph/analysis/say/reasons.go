package say

import (
	"fmt"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
)

// Decision names a decision with its budget, where one is known: "ERP (2.5M EUR)".
func Decision(name string, budget []analysis.Money) string {
	if len(budget) == 0 {
		return name
	}
	return name + " (" + Money(budget) + ")"
}

// NoPart is what somebody does who has no part in a decision.
const NoPart = "has no part in a decision"

// DoesHere says what somebody with a role in the account as a whole does: "decides
// here", "can veto what is decided here".
func DoesHere(r graph.Role) string {
	if r == graph.RoleDecider {
		return "decides here"
	}
	return RoleVerb(r, "what is decided here")
}

// Part is what somebody does in a decision, and when that is due.
type Part struct {
	Who, Does string
	Due       graph.Date // 0 for unknown
	Past      bool       // the day lies behind us
	Opinion   bool       // a colleague judges so, nothing is recorded
}

// Reason writes the part: "Ann Lee decides ERP (2.5M EUR), due 24 Oct 2026, in a
// colleague's opinion", "Ann Lee uses ERP, which was due on 15 Jan 2024".
func (p Part) Reason() string {
	text := p.Who + " " + p.Does
	switch {
	case p.Past:
		text += ", which was due on " + Day(p.Due)
	case p.Due != 0:
		text += ", due " + Day(p.Due)
	}
	if p.Opinion {
		text += ", in a colleague's opinion"
	}
	return text
}

// Stands says how somebody stands to us: "Tom Fox: supporter".
func Stands(who, stance string) string { return who + ": " + stance }

// TieStands says how a tie stands: "Ann Lee and Tom Fox: working, but out of touch".
func TieStands(from, to, band string) string {
	return fmt.Sprintf("%s and %s: %s", from, to, band)
}

// Influences says that one person influences another: "Ann Lee influences Tom Fox".
func Influences(from, to string) string {
	return fmt.Sprintf("%s influences %s", from, to)
}

// LineJoins says that one of two people reports to the other: "a reporting line joins
// Ann Lee and Tom Fox, over a vacant seat".
func LineJoins(from, to string, vacancy bool) string {
	text := fmt.Sprintf("a reporting line joins %s and %s", from, to)
	if vacancy {
		text += ", over a vacant seat"
	}
	return text
}

// SinceLeft adds to what is known of a tie that the one of ours is gone: "Ann Lee
// says: trusted by Tom Fox; Ann Lee has left".
func SinceLeft(reason, who string) string {
	return reason + "; " + who + " has left"
}

// NothingOf says that we know nothing of somebody: "no contact and no claim of ours
// about Tom Fox".
func NothingOf(who string) string {
	return "no contact and no claim of ours about " + who
}

// NoWorkingTie says that there is none: "no working tie to Tom Fox".
func NoWorkingTie(who string) string { return "no working tie to " + who }
