package say

import (
	"fmt"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
)

// Handover is what one of ours hands over.
type Handover struct {
	Name               string
	Gone               bool       // they have left, on LeavesOn
	NoticeOn, LeavesOn graph.Date // 0 for none
	Accounts           int
	Ties               int // working ones of theirs
	Alone              int // … to people to whom nobody else of ours has one
}

// Sentence says it: "Ann Lee gave notice on 2 Mar 2026 and leaves on 31 May 2026: 3
// working ties at 2 accounts to hand over; to 1 of those people nobody else of ours
// has one."
func (h Handover) Sentence() string {
	s := h.when()
	if h.Accounts == 0 {
		return s + ": nothing is to be handed over."
	}
	s += fmt.Sprintf(": %s at %s to hand over", Some(h.Ties, "working tie", "working ties"), Count(h.Accounts, "account", "accounts"))
	switch {
	case h.Ties == 0:
	case h.Alone == 0:
		s += "; somebody else of ours has one to " + Verb(h.Ties, "that person", "each of those people")
	case h.Alone == h.Ties:
		s += "; nobody else of ours has one to " + Verb(h.Ties, "that person", "any of those people")
	default:
		s += fmt.Sprintf("; to %d of those people nobody else of ours has one", h.Alone)
	}
	return s + "."
}

// when says whether and when they leave: "Ann Lee left on 2 Mar 2026".
func (h Handover) when() string {
	switch {
	case h.Gone:
		return fmt.Sprintf("%s left on %s", h.Name, Day(h.LeavesOn))
	case h.LeavesOn != 0 && h.NoticeOn != 0:
		return fmt.Sprintf("%s gave notice on %s and leaves on %s", h.Name, Day(h.NoticeOn), Day(h.LeavesOn))
	case h.NoticeOn != 0:
		return fmt.Sprintf("%s gave notice on %s", h.Name, Day(h.NoticeOn))
	case h.LeavesOn != 0:
		return fmt.Sprintf("%s leaves on %s", h.Name, Day(h.LeavesOn))
	}
	return h.Name + " stays, as far as is known"
}

// AccountHandover is what one of ours hands over at an account.
type AccountHandover struct {
	Name, Account string
	Gone          bool     // they have left
	Ties          int      // working ones of theirs
	Alone         []string // people to whom nobody else of ours has one
	Lost          Lost     // to whom nothing else leads
	Promises      int      // that are open
	BadMoments    []analysis.MomentFlag
}

// Sentences say it: "Ann Lee has 2 working ties at Arlton, the only one of ours in
// touch with Julia Moreau; 1 promise is open. A bad moment: the renewal is due on 2
// Mar 2026, and 1 other reason."
func (h AccountHandover) Sentences() string {
	verb := "has"
	if h.Gone {
		verb = "had"
	}
	s := fmt.Sprintf("%s %s %s at %s", h.Name, verb, Some(h.Ties, "working tie", "working ties"), h.Account)
	if len(h.Alone) > 0 {
		s += ", the only one of ours in touch with " + JoinNames(h.Alone)
	}
	if len(h.Lost.Deciders)+len(h.Lost.Others) > 0 {
		s += "; nothing else leads to " + h.Lost.clause()
	}
	if h.Promises > 0 {
		s += "; " + Count(h.Promises, "promise is open", "promises are open")
	}
	s += "."
	if len(h.BadMoments) > 0 {
		s += " A bad moment: " + h.BadMoments[0].Text
		if n := len(h.BadMoments) - 1; n > 0 {
			s += ", and " + Count(n, "other reason", "other reasons")
		}
		s += "."
	}
	return s
}

// TakeOver is a remedy: "make Bo Wu the counterpart of Julia Moreau; Ann Lee
// introduces them before leaving", the last where the leaver does leave.
func TakeOver(owner, contact, leaver string, leaves bool) string {
	s := fmt.Sprintf("make %s the counterpart of %s; %s introduces them", owner, contact, leaver)
	if leaves {
		s += " before leaving"
	}
	return s
}

// RenewalDue is a bad moment: "the renewal is due on 2 Mar 2026".
func RenewalDue(on graph.Date) string { return "the renewal is due on " + Day(on) }

// DecisionDue is a bad moment: "ERP is to be decided on 2 Mar 2026".
func DecisionDue(area string, on graph.Date) string {
	return fmt.Sprintf("%s is to be decided on %s", area, Day(on))
}

// LeavesSeat is a bad moment: "Julia Moreau leaves the seat CIO on 2 Mar 2026".
func LeavesSeat(name, title string, on graph.Date) string {
	return fmt.Sprintf("%s leaves the seat %s on %s", name, title, Day(on))
}

// NewInSeat is a bad moment: "Julia Moreau is new as CIO since 2 Mar 2026".
func NewInSeat(name, title string, since graph.Date) string {
	return fmt.Sprintf("%s is new as %s since %s", name, title, Day(since))
}

// ProblemOpen is a bad moment: "a problem is open: invoices are late".
func ProblemOpen(text string) string { return "a problem is open: " + text }

// PromiseLate is why another may do better: "promised and overdue since 2 Mar 2026:
// send the offer", "promised for 2 Mar 2026 and kept on 9 Mar 2026: send the offer",
// "promised for 2 Mar 2026 and missed: send the report". A promise that is not kept was
// kept on 0; one that recurs is missed when the next one is due.
func PromiseLate(text string, due, kept graph.Date, missed bool) string {
	if missed {
		return fmt.Sprintf("promised for %s and missed: %s", Day(due), text)
	}
	if kept == 0 {
		return fmt.Sprintf("promised and overdue since %s: %s", Day(due), text)
	}
	return fmt.Sprintf("promised for %s and kept on %s: %s", Day(due), Day(kept), text)
}

// MetNobodyNew is why another may do better: "Ann Lee has met nobody new here since
// 2 Mar 2026".
func MetNobodyNew(name string, since graph.Date) string {
	return fmt.Sprintf("%s has met nobody new here since %s", name, Day(since))
}

// StanceFell is why another may do better: "Julia Moreau came from champion to
// neutral". Both stances are known.
func StanceFell(name string, from, to graph.Stance) string {
	return fmt.Sprintf("%s came from %s to %s", name, from.Info().Word, to.Info().Word)
}
