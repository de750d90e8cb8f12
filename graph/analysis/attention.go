package analysis

import (
	"github.com/kithgraph/kith/graph"
)

// The limits of an [AttentionQuery].
const (
	MaxAttention     = 10_000
	DefaultAttention = 200
)

// AttentionQuery asks where the contact-days of ours go. Shares are always of all
// accounts.
type AttentionQuery struct {
	Account graph.ID // list only this account; "" for all
	Person  graph.ID // list only this one of ours; "" for all
	Limit   int      // accounts, and people, to list at most, 1 to MaxAttention; 0 for DefaultAttention
}

// Validate reports what is wrong with the query itself.
func (q AttentionQuery) Validate() error {
	if q.Limit < 0 || q.Limit > MaxAttention {
		return graph.Invalid("query", nil, "limit is %d, want 1 to %d", q.Limit, MaxAttention)
	}
	return nil
}

// AttentionReport says where the contact-days of ours go, in the last 26 whole weeks.
type AttentionReport struct {
	Envelope
	From, To      graph.Date         // the weeks looked at, half-open
	ContactDays   int                // at all accounts together
	Accounts      []AccountAttention // neglected first, then by how much less than agreed
	AccountsTotal int                // how many there are, listed or not
	People        []PersonAttention  // the most contact-days first
	PeopleTotal   int                // how many there are, listed or not
}

// AccountAttention is what an account gets.
type AccountAttention struct {
	Account      graph.ID
	State        AttentionState
	Tier         graph.Tier
	ContactDays  int        // one of ours, one of theirs, one day
	Share        float64    // of those of all accounts, in [0,1]
	AgreedDays   float64    // contact-days that all cadences agreed or expected there come to
	AgreedShare  float64    // of those of all accounts, in [0,1]
	Revenue      []Money    // of the day
	RevenueShare float64    // of all accounts' in its currency, in [0,1]; 0 without revenue, or in several currencies
	Overdue      int        // contacts there that are overdue
	Effective    float64    // how many people of theirs share the contact-days: 1/Σ share²; 0 without any
	NewestMet    graph.ID   // whoever of theirs was met for the first time last; "" for nobody
	NewestOn     graph.Date // … on this day
	Sentence     string
}

// AttentionState is how what an account gets compares with what is agreed.
type AttentionState string

// The states of attention, those to act on first.
const (
	AttentionNeglected  AttentionState = "NEGLECTED"   // less than half the agreed share, two contacts overdue, and not by chance
	AttentionOverServed AttentionState = "OVER_SERVED" // more than twice the agreed share, and ten days above what is agreed
	AttentionAgreed     AttentionState = "AS_AGREED"   // neither
	AttentionOpen       AttentionState = "NOT_AGREED"  // no cadence is agreed or expected there
	AttentionUnseen     AttentionState = "UNSEEN"      // contacts of somebody on its team would not all be on record
)

// PersonAttention is where the contact-days of one of ours go.
type PersonAttention struct {
	Person         graph.ID
	ContactDays    int
	Accounts       []AttentionPart // the most contact-days first
	Effective      float64         // how many people of theirs share them: 1/Σ share²
	Favourite      graph.ID        // somebody of theirs with more than half of them; "" for nobody
	FavouriteShare float64         // in [0,1]
	Sentence       string
}

// AttentionPart is the share of one account in the contact-days of one of ours.
type AttentionPart struct {
	Account      graph.ID
	ContactDays  int
	Share        float64 // of the contact-days of the person
	AgreedShare  float64 // of the contact-days that are agreed with the person by pairings; 0 without any
	RevenueShare float64 // of the revenue of the person's accounts in that currency; 0 without revenue, or in several currencies
}
