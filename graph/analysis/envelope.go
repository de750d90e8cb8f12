package analysis

import (
	"cmp"
	"slices"
	"time"

	"github.com/kithgraph/kith/graph"
)

// definitions counts the changes of the rules and constants of this package
// that can change an answer.
const definitions = "4"

// Envelope is what every report carries besides its own answer. The same view
// and query give the same envelope.
type Envelope struct {
	AsOf          graph.Date     // the day looked at
	Revision      graph.Revision // the revision believed
	KnownAt       time.Time      // when that revision was recorded; zero for an empty workspace
	PolicyVersion string         // version of the definitions, and the policies that applied
	ValidUntil    graph.Date     // the first later day on which anything in the answer, texts and figures included, may change without a new record; 0 for none
	Findings      []Finding      // worst first
	DataIssues    []DataIssue    // what in the data limits the answer
}

// Restamp says that the answer holds under another revision too, recorded at a time.
func (e *Envelope) Restamp(revision graph.Revision, at time.Time) { e.Revision, e.KnownAt = revision, at }

// Finding is a rule that fired.
type Finding struct {
	Rule       Rule
	Severity   graph.Severity
	Subjects   []graph.ID // whom or what it is about, the main one first
	Reasons    []Reason   // what made it fire, most telling first; never empty
	Policy     string     // what it was held against, "" where no policy is involved
	Remedy     *Remedy    // nil where there is nothing to do
	Sentence   string     // the whole in plain words
	Robust     bool       // the same with all half-lives halved and doubled; of I1, M1 and M2 not worked out, and true
	Confidence graph.Confidence
	Opinion    bool // rests on a colleague's judgement of a role, not on a recorded one
}

// found is a finding with what puts it in order.
type found struct {
	Finding
	budget float64        // for the order within a severity
	name   string         // of its subject
	advise func() *Remedy // makes the remedy once the findings are in order, so that the worst are served first; nil where it is made
}

// Reason is one thing that made a finding fire, with the fact that says so.
type Reason struct {
	Text   string
	Record graph.ID   // the element that says so; "" for something absent
	On     graph.Date // the day of the record; 0 where it has none
}

// Remedy is what would close a gap.
type Remedy struct {
	Text         string
	Owner        graph.ID   // the one of ours who should act; "" where nobody is suited
	Path         []graph.ID // the people of the introduction proposed, Owner's side first; empty where none is
	Alternatives []graph.ID // others of ours who could act, or others to ask
}

// DataIssue is a flaw or a blank in the data that limits an answer.
type DataIssue struct {
	Issue string     // a fixed word such as "reporting-cycle"
	IDs   []graph.ID // where, at most [MaxIssueIDs]
	Count int        // how many there are
	Text  string
}

// MaxIssueIDs bounds the ids that a data issue lists.
const MaxIssueIDs = 20

// Money is an amount in one currency. Currencies are never added up.
type Money struct {
	Currency string // ISO 4217
	Amount   float64
}

// sumMoney adds amounts currency by currency, in the order of the currencies.
func sumMoney(list []Money) []Money {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b Money) int { return cmp.Compare(a.Currency, b.Currency) })
	out := list[:0]
	for _, m := range list {
		if k := len(out) - 1; k >= 0 && out[k].Currency == m.Currency {
			out[k].Amount += m.Amount
		} else {
			out = append(out, m)
		}
	}
	return out
}

// largest returns the greatest amount in any currency, for ordering alone.
func largest(list []Money) (most float64) {
	for _, m := range list {
		most = max(most, m.Amount)
	}
	return most
}

// sortFindings orders findings by severity, then by the budget at stake, then
// by name, rule and subject.
func sortFindings(list []found) {
	slices.SortStableFunc(list, func(a, b found) int {
		return cmp.Or(
			cmp.Compare(a.Severity, b.Severity),
			cmp.Compare(b.budget, a.budget),
			cmp.Compare(a.name, b.name),
			a.Rule.Compare(b.Rule),
			slices.Compare(a.Subjects, b.Subjects),
		)
	})
}

// envelope closes a report.
func (r *reader) envelope(policy string, findings []found) Envelope {
	sortFindings(findings)
	var list []Finding
	for i := range findings {
		f := &findings[i]
		if f.advise != nil {
			f.Remedy = f.advise()
		}
		list = append(list, f.Finding)
	}
	version := definitions
	if policy != "" {
		version += " " + policy
	}
	return Envelope{
		AsOf:          r.day,
		Revision:      r.s.Revision(),
		KnownAt:       r.s.At(),
		PolicyVersion: version,
		ValidUntil:    r.clock.Until,
		Findings:      list,
		DataIssues:    r.dataIssues(),
	}
}

// issue records a data issue; none when there are no ids. What several accounts
// lack alike is one issue.
func (r *reader) issue(issue, text string, ids ...graph.ID) {
	if len(ids) == 0 {
		return
	}
	k := slices.IndexFunc(r.issues, func(x DataIssue) bool { return x.Issue == issue && x.Text == text })
	if k < 0 {
		k = len(r.issues)
		r.issues = append(r.issues, DataIssue{Issue: issue, Text: text})
	}
	r.issues[k].IDs = append(r.issues[k].IDs, ids...)
}

// dataIssues returns what was recorded, by the word of the issue and its ids.
func (r *reader) dataIssues() []DataIssue {
	out := slices.Clone(r.issues)
	for i := range out {
		ids := slices.Clone(out[i].IDs)
		slices.Sort(ids)
		ids = slices.Compact(ids)
		out[i].Count = len(ids)
		out[i].IDs = ids[:min(len(ids), MaxIssueIDs):min(len(ids), MaxIssueIDs)]
	}
	slices.SortStableFunc(out, func(a, b DataIssue) int {
		return cmp.Or(cmp.Compare(a.Issue, b.Issue), slices.Compare(a.IDs, b.IDs))
	})
	return out
}
