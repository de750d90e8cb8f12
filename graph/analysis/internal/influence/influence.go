// Package influence answers who shapes the decisions of an account: it makes the
// report of what levers finds, with the areas where nobody is on our side.
package influence

import (
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/internal/accounts"
	"github.com/kithgraph/kith/graph/analysis/internal/coverage"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/analysis/internal/levers"
	"github.com/kithgraph/kith/graph/kernel"
)

// Answer finds who shapes the decisions of an account. It fails for a query
// that does not hold, and an account or area that is not on record.
func Answer(r *knows.Reader, q analysis.InfluenceQuery) (*analysis.InfluenceReport, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	if q.Limit == 0 {
		q.Limit = analysis.DefaultInfluencers
	}
	a, err := accounts.ReadAccount(r, q.Account)
	if err != nil {
		return nil, err
	}
	in := &levers.Influence{Account: a, Limit: q.Limit, Ways: map[kernel.N]*levers.Way{}}
	rep := &analysis.InfluenceReport{Account: a.ID(a.N)}
	if q.Area != "" {
		n, err := a.S.Find(q.Area, graph.NodeDecisionArea)
		if err != nil {
			return nil, err
		}
		q.Area = a.ID(n)
	}
	if err := in.Areas(rep, q.Area); err != nil {
		return nil, err
	}
	if q.Brokers {
		rep.Brokers = in.Brokers()
	}
	findings := (&coverage.Cover{Account: a, Main: true}).Gaps([]analysis.Rule{analysis.RuleNoAlly})
	findings = slices.DeleteFunc(findings, func(f knows.Found) bool { return q.Area != "" && f.Subjects[0] != q.Area })
	rep.Envelope = a.Envelope(accounts.Version(&a.Policy), findings)
	return rep, nil
}
