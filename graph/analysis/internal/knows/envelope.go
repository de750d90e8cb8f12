package knows

import (
	"cmp"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
)

// definitions counts the changes of the rules and constants of this package
// that can change an answer.
const definitions = "4"

// Found is a finding with what puts it in order.
type Found struct {
	analysis.Finding
	Budget float64                 // for the order within a severity
	Name   string                  // of its subject
	Advise func() *analysis.Remedy // makes the remedy once the findings are in order, so that the worst are served first; nil where it is made
}

// SumMoney adds amounts currency by currency, in the order of the currencies.
func SumMoney(list []analysis.Money) []analysis.Money {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b analysis.Money) int { return cmp.Compare(a.Currency, b.Currency) })
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

// Largest returns the greatest amount in any currency, for ordering alone.
func Largest(list []analysis.Money) (most float64) {
	for _, m := range list {
		most = max(most, m.Amount)
	}
	return most
}

// SortFindings orders findings by severity, then by the budget at stake, then
// by name, rule and subject.
func SortFindings(list []Found) {
	slices.SortStableFunc(list, func(a, b Found) int {
		return cmp.Or(
			cmp.Compare(a.Severity, b.Severity),
			cmp.Compare(b.Budget, a.Budget),
			cmp.Compare(a.Name, b.Name),
			a.Rule.Compare(b.Rule),
			slices.Compare(a.Subjects, b.Subjects),
		)
	})
}

// Envelope closes a report.
func (r *Reader) Envelope(policy string, findings []Found) analysis.Envelope {
	SortFindings(findings)
	var list []analysis.Finding
	for i := range findings {
		f := &findings[i]
		if f.Advise != nil {
			f.Remedy = f.Advise()
		}
		list = append(list, f.Finding)
	}
	version := definitions
	if policy != "" {
		version += " " + policy
	}
	return analysis.Envelope{
		AsOf:          r.Day,
		Revision:      r.S.Revision(),
		KnownAt:       r.S.At(),
		PolicyVersion: version,
		ValidUntil:    r.Clock.Until,
		Findings:      list,
		DataIssues:    r.dataIssues(),
	}
}

// Issue records a data issue; none when there are no ids. What several accounts
// lack alike is one issue.
func (r *Reader) Issue(issue, text string, ids ...graph.ID) {
	if len(ids) == 0 {
		return
	}
	k := slices.IndexFunc(r.issues, func(x analysis.DataIssue) bool { return x.Issue == issue && x.Text == text })
	if k < 0 {
		k = len(r.issues)
		r.issues = append(r.issues, analysis.DataIssue{Issue: issue, Text: text})
	}
	r.issues[k].IDs = append(r.issues[k].IDs, ids...)
}

// dataIssues returns what was recorded, by the word of the issue and its ids.
func (r *Reader) dataIssues() []analysis.DataIssue {
	out := slices.Clone(r.issues)
	for i := range out {
		ids := slices.Clone(out[i].IDs)
		slices.Sort(ids)
		ids = slices.Compact(ids)
		out[i].Count = len(ids)
		out[i].IDs = ids[:min(len(ids), analysis.MaxIssueIDs):min(len(ids), analysis.MaxIssueIDs)]
	}
	slices.SortStableFunc(out, func(a, b analysis.DataIssue) int {
		return cmp.Or(cmp.Compare(a.Issue, b.Issue), slices.Compare(a.IDs, b.IDs))
	})
	return out
}
