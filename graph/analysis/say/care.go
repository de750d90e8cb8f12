package say

import (
	"fmt"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
)

// ProblemPolicy is what an open problem is held against: "no problem is open for more
// than 30 days".
func ProblemPolicy(days int) string {
	return fmt.Sprintf("no problem is open for more than %s", Count(days, "day", "days"))
}

// ValuePolicy is what value is held against: "the client agrees to value within 90 days".
func ValuePolicy(days int) string {
	return fmt.Sprintf("the client agrees to value within %s", Count(days, "day", "days"))
}

// What to do about these.
const (
	SolveProblem = "solve it, or tell them when it will be"
	AgreeValue   = "ask the client whether they see it so, and write down that they agreed"
)

// ProblemStands says that a problem is open: `Arlton: "late invoices" has been open for 33
// days, since 2 Mar 2026.`
func ProblemStands(account, text string, days int, since graph.Date) string {
	return fmt.Sprintf("%s: %s has been open for %s, since %s.", account, graph.Quote(text), Count(days, "day", "days"), Day(since))
}

// ProblemOpened is a reason: "opened on 2 Mar 2026".
func ProblemOpened(on graph.Date) string { return "opened on " + Day(on) }

// ValueStands says that the client did not agree to value: `Arlton: "fewer delays" (120K
// EUR) was delivered on 2 Mar 2026, and nothing on record says that the client agreed.`
func ValueStands(account, text string, amount *analysis.Money, on graph.Date) string {
	worth := ""
	if amount != nil {
		worth = " (" + Money([]analysis.Money{*amount}) + ")"
	}
	return fmt.Sprintf("%s: %s%s was delivered on %s, and nothing on record says that the client agreed.", account, graph.Quote(text), worth, Day(on))
}

// ValueDelivered is a reason: "delivered on 2 Mar 2026".
func ValueDelivered(on graph.Date) string { return "delivered on " + Day(on) }

// AccountCare says what is open, delivered and granted at an account: "1 problem is open,
// for 33 days. 2 records of value in 365 days, 120K EUR, of which the client agreed to 80K
// EUR. 1 concession, granted by Ann Lee."
func AccountCare(a *analysis.AccountCare, days int, granters []string) string {
	s := "No problem is open."
	if n := len(a.Problems); n > 0 {
		s = fmt.Sprintf("%s open", Count(n, "problem is", "problems are"))
		if days := a.Problems[0].DaysOpen; days > 0 {
			if n > 1 {
				s += ", the oldest"
			}
			s += " for " + Count(days, "day", "days")
		}
		s += "."
	}
	if a.Closed > 0 && a.ClosedIn != nil {
		s += fmt.Sprintf(" %s closed in %s, after %s", Count(a.Closed, "was", "were"), Count(days, "day", "days"), Days(*a.ClosedIn))
		if a.Closed > 1 {
			s += " in the middle"
		}
		s += "."
	}
	s += " " + Upper(Some(len(a.Values), "record", "records")) + " of value in " + Count(days, "day", "days")
	if len(a.Delivered) > 0 {
		s += ", " + Money(a.Delivered)
		if len(a.Agreed) > 0 {
			s += ", of which the client agreed to " + Money(a.Agreed)
		} else {
			s += ", of which the client agreed to nothing yet"
		}
	}
	s += "."
	if n := len(a.Concessions); n > 0 {
		s += " " + Count(n, "concession", "concessions")
		if len(granters) > 0 {
			s += ", granted by " + JoinNames(granters)
		}
		s += "."
	}
	return s
}

// Care says what is open, delivered and granted at all accounts together: "2 problems are
// open at 1 account. Ann Lee granted 3 concessions in 365 days; the others who work on
// these accounts granted 1 in the middle."
func Care(problems, accounts int, granted []analysis.PersonConcessions, days int) string {
	s := "No problem is open."
	if problems > 0 {
		s = fmt.Sprintf("%s open at %s.", Count(problems, "problem is", "problems are"), Count(accounts, "account", "accounts"))
	}
	if len(granted) > 0 {
		p := &granted[0]
		s += fmt.Sprintf(" %s granted %s in %s; the others who work on these accounts granted %s in the middle.", p.Name,
			Count(p.Count, "concession", "concessions"), Count(days, "day", "days"), fewer(p.Others))
	}
	return s
}

// fewer writes a number of concessions, a half one too, of 0 "none".
func fewer(x float64) string {
	if x == 0 {
		return "none"
	}
	return strings.TrimSuffix(strings.TrimSuffix(Days(x), " days"), " day")
}
