package schema

import (
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
)

// Cadence answers with whom contact is due, which ties fell silent and which accounts
// decline.
func (v *View) Cadence(accountID, personID *graph.ID, limit *int) (*CadenceResult, error) {
	n, err := counted("limit", limit, 1)
	if err != nil {
		return nil, err
	}
	r, err := v.Kept.Cadence(v.View.View, analysis.CadenceQuery{Account: or(accountID, ""), Person: or(personID, ""), Limit: n})
	if err != nil {
		return nil, err
	}
	return &CadenceResult{in{v.View}, *r}, nil
}

// Attention answers where the contact-days of ours go.
func (v *View) Attention(accountID, personID *graph.ID, limit *int) (*AttentionResult, error) {
	n, err := counted("limit", limit, 1)
	if err != nil {
		return nil, err
	}
	r, err := v.Kept.Attention(v.View.View, analysis.AttentionQuery{Account: or(accountID, ""), Person: or(personID, ""), Limit: n})
	if err != nil {
		return nil, err
	}
	return &AttentionResult{in{v.View}, *r}, nil
}
