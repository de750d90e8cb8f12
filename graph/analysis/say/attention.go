package say

import (
	"fmt"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
)

// The policies that attention is held against.
const (
	NeglectedPolicy  = "an account gets the share of contact that is agreed"
	OverServedPolicy = "no account gets twice the share of contact that is agreed"
	FavouritePolicy  = "nobody of ours spends most of their contact on one person"
	NobodyNewPolicy  = "somebody new is met at an account every half-year"
)

// Attention is what an account gets.
type Attention struct {
	Account string
	Of      analysis.AccountAttention
	Newest  string // who was met for the first time last; "" for nobody
}

// Sentence says it: "Arlton got 3 contact-days in half a year, 2 % of all; agreed are 14,
// 20 % of all; revenue 36 % of all in EUR; 2 contacts are overdue: neglected."
func (a Attention) Sentence() string {
	x := a.Of
	s := fmt.Sprintf("%s got %s in half a year, %s of all", a.Account, Some(x.ContactDays, "contact-day", "contact-days"), percent(x.Share))
	if x.AgreedDays > 0 {
		s += fmt.Sprintf("; agreed are %.0f, %s of all", x.AgreedDays, percent(x.AgreedShare))
	}
	if x.RevenueShare > 0 {
		s += fmt.Sprintf("; revenue %s of all in %s", percent(x.RevenueShare), x.Revenue[0].Currency)
	}
	if x.Overdue > 0 {
		s += "; " + Count(x.Overdue, "contact is overdue", "contacts are overdue")
	}
	switch x.State {
	case analysis.AttentionNeglected:
		s += ": neglected"
	case analysis.AttentionOverServed:
		s += ": over-served"
	case analysis.AttentionUnseen:
		s += "; not all contact there would be on record"
	}
	return s + "."
}

// NobodyNew says that nobody new was met: "Nobody new was met at Arlton since Tom Fox on 3
// May 2026, in 14 contact-days of the last half-year."
func (a Attention) NobodyNew() string {
	return fmt.Sprintf("Nobody new was met at %s since %s on %s, in %s of the last half-year.", a.Account, a.Newest, Day(a.Of.NewestOn), Count(a.Of.ContactDays, "contact-day", "contact-days"))
}

// FirstMet is a reason: "Tom Fox was met for the first time on 3 May 2026".
func (a Attention) FirstMet() string {
	return fmt.Sprintf("%s was met for the first time on %s", a.Newest, Day(a.Of.NewestOn))
}

// ContactOn is a reason: "contact on 3 May 2026".
func ContactOn(day graph.Date) string { return "contact on " + Day(day) }

// What to do about attention.
const (
	NeglectedRemedy  = "make the contacts that are overdue, or agree on fewer"
	OverServedRemedy = "agree on more contacts if they are worth it, or give the time to accounts that wait"
	FavouriteRemedy  = "meet others beside them"
	NobodyNewRemedy  = "ask those who are known for an introduction"
)

// PersonAttention is where the contact of one of ours goes.
type PersonAttention struct {
	Person    string
	Of        analysis.PersonAttention
	Most      string // the account with the most contact-days
	Favourite string // "" for nobody
}

// Sentence says it: "Ann Lee: 40 contact-days in half a year, 71 % at Arlton (36 % of the
// revenue of their accounts in EUR); spread as over 2.8 people; more than half, 55 %, with
// Tom Fox."
func (p PersonAttention) Sentence() string {
	x := p.Of
	if x.ContactDays == 0 {
		return p.Person + ": no contact-day in half a year."
	}
	top := x.Accounts[0]
	s := fmt.Sprintf("%s: %s in half a year, %s at %s", p.Person, Count(x.ContactDays, "contact-day", "contact-days"), percent(top.Share), p.Most)
	if top.RevenueShare > 0 && len(x.Accounts) > 1 {
		s += fmt.Sprintf(" (%s of the revenue of their accounts)", percent(top.RevenueShare))
	}
	s += fmt.Sprintf("; spread as over %.1f people", x.Effective)
	if p.Favourite != "" {
		s += fmt.Sprintf("; more than half, %s, with %s", percent(x.FavouriteShare), p.Favourite)
	}
	return s + "."
}
