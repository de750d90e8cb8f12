package schema

import (
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
)

// Stakeholders answers who is who at an account.
func (v *View) Stakeholders(accountID graph.ID) (*StakeholdersResult, error) {
	r, err := v.Kept.Stakeholders(v.View.View, accountID)
	if err != nil {
		return nil, err
	}
	return &StakeholdersResult{in{v.View}, *r}, nil
}

// Strength answers how well we know people.
func (v *View) Strength(of StrengthOf, minBand *graph.Band, first *int, after *string) (*StrengthResult, error) {
	q := analysis.StrengthQuery{Account: or(of.AccountID, ""), Person: or(of.PersonID, ""), MinBand: or(minBand, "")}
	var err error
	if q.Limit, err = part(first, 1, analysis.MaxTies); err != nil {
		return nil, err
	}
	if q.After, err = placed(after, tieAt); err != nil {
		return nil, err
	}
	r, err := v.Kept.Strength(v.View.View, q)
	if err != nil {
		return nil, err
	}
	return &StrengthResult{in{v.View}, *r}, nil
}

// Coverage answers where we are not covered at an account.
func (v *View) Coverage(accountID graph.ID, rules []analysis.Rule) (*CoverageResult, error) {
	r, err := v.Kept.Coverage(v.View.View, analysis.CoverageQuery{Account: accountID, Rules: rules})
	if err != nil {
		return nil, err
	}
	return &CoverageResult{in{v.View}, *r}, nil
}

// SinglePoints answers whose departure cuts us off at an account.
func (v *View) SinglePoints(accountID graph.ID, horizon *int, pairs, soft, structure bool) (*SinglePointsResult, error) {
	h, err := counted("horizon", horizon, 1)
	if err != nil {
		return nil, err
	}
	q := analysis.SinglePointsQuery{Account: accountID, Horizon: h, Pairs: pairs, Soft: soft, Structure: structure}
	r, err := v.Kept.SinglePoints(v.View.View, q)
	if err != nil {
		return nil, err
	}
	return &SinglePointsResult{in{v.View}, *r}, nil
}

// Introductions answers who can introduce us to somebody.
func (v *View) Introductions(targetID graph.ID, seekerIDs, withoutIDs []graph.ID, hops, limit, alternates *int) (*IntroductionsResult, error) {
	q := analysis.IntroductionsQuery{Target: targetID, From: seekerIDs, Without: withoutIDs}
	var err error
	if q.Hops, err = counted("hops", hops, 2); err != nil {
		return nil, err
	}
	if q.Limit, err = counted("limit", limit, 1); err != nil {
		return nil, err
	}
	if q.Alternates, err = counted("alternates", alternates, 0); err != nil {
		return nil, err
	}
	if alternates != nil && *alternates == 0 {
		q.Alternates = -1 // none, where 0 is the default
	}
	r, err := v.Kept.Introductions(v.View.View, q)
	if err != nil {
		return nil, err
	}
	return &IntroductionsResult{in{v.View}, *r}, nil
}

// Moves answers who changed employer or seat.
func (v *View) Moves(accountID *graph.ID, from graph.Date, to *graph.Date, first *int, after *string) (*MovesResult, error) {
	q := analysis.MovesQuery{Account: or(accountID, ""), From: from, To: or(to, 0)}
	var err error
	if q.Limit, err = part(first, 1, analysis.MaxMoves); err != nil {
		return nil, err
	}
	if q.After, err = placed(after, moveAt); err != nil {
		return nil, err
	}
	r, err := v.Kept.Moves(v.View.View, q)
	if err != nil {
		return nil, err
	}
	return &MovesResult{in{v.View}, *r}, nil
}

// Influence answers who shapes what is decided at an account.
func (v *View) Influence(accountID graph.ID, decisionAreaID *graph.ID, limit *int, brokers bool) (*InfluenceResult, error) {
	n, err := counted("limit", limit, 1)
	if err != nil {
		return nil, err
	}
	r, err := v.Kept.Influence(v.View.View, analysis.InfluenceQuery{Account: accountID, Area: or(decisionAreaID, ""), Limit: n, Brokers: brokers})
	if err != nil {
		return nil, err
	}
	return &InfluenceResult{in{v.View}, *r}, nil
}

// Pairing answers who of ours should look after whom at an account.
func (v *View) Pairing(accountID graph.ID, whyNotID *graph.ID) (*PairingResult, error) {
	q := analysis.PairingQuery{Account: accountID}
	if whyNotID != nil {
		q.WhyNot = *whyNotID
	}
	r, err := v.Kept.Pairings(v.View.View, q)
	if err != nil {
		return nil, err
	}
	return &PairingResult{in{v.View}, *r}, nil
}

// Scenario answers what is lost at an account when some people leave.
func (v *View) Scenario(accountID graph.ID, leaverIDs []graph.ID, name *string, horizon *int) (*ScenarioResult, error) {
	h, err := counted("horizon", horizon, 1)
	if err != nil {
		return nil, err
	}
	r, err := v.Kept.Scenario(v.View.View, analysis.ScenarioQuery{Account: accountID, Leave: leaverIDs, Name: or(name, ""), Horizon: h})
	if err != nil {
		return nil, err
	}
	return &ScenarioResult{in{v.View}, *r}, nil
}

// MoveCard answers what the move of a contact means to us.
func (v *View) MoveCard(personID graph.ID, on *graph.Date) (*MoveCardResult, error) {
	r, err := v.Kept.CardOfMove(v.View.View, analysis.MoveCardQuery{Person: personID, On: or(on, 0)})
	if err != nil {
		return nil, err
	}
	return &MoveCardResult{in{v.View}, *r}, nil
}

// Handover answers what one of ours hands over.
func (v *View) Handover(personID graph.ID, accountID *graph.ID) (*HandoverResult, error) {
	r, err := v.Kept.Handover(v.View.View, analysis.HandoverQuery{Person: personID, Account: or(accountID, "")})
	if err != nil {
		return nil, err
	}
	return &HandoverResult{in{v.View}, *r}, nil
}

// Promises answers which promises were kept, both ways.
func (v *View) Promises(accountID, personID *graph.ID, days, ahead, limit *int) (*PromisesResult, error) {
	q := analysis.PromisesQuery{Account: or(accountID, ""), Person: or(personID, "")}
	var err error
	if q.Days, err = counted("days", days, 1); err != nil {
		return nil, err
	}
	if q.Ahead, err = counted("ahead", ahead, 1); err != nil {
		return nil, err
	}
	if q.Limit, err = counted("limit", limit, 1); err != nil {
		return nil, err
	}
	r, err := v.Kept.Promises(v.View.View, q)
	if err != nil {
		return nil, err
	}
	return &PromisesResult{in{v.View}, *r}, nil
}

// Care answers what is open, delivered and granted at accounts.
func (v *View) Care(accountID *graph.ID, days *int) (*CareResult, error) {
	n, err := counted("days", days, 1)
	if err != nil {
		return nil, err
	}
	r, err := v.Kept.Care(v.View.View, analysis.CareQuery{Account: or(accountID, ""), Days: n})
	if err != nil {
		return nil, err
	}
	return &CareResult{in{v.View}, *r}, nil
}

// or returns what p points to, and the default for nil.
func or[T any](p *T, def T) T {
	if p == nil {
		return def
	}
	return *p
}

// counted returns a number that a query takes 0 of as its default, so that a 0
// that was asked for must be refused here; nil is 0.
func counted(name string, n *int, least int) (int, error) {
	if n != nil && *n < least {
		return 0, graph.Invalid("query", nil, "%s is %d, want at least %d", name, *n, least)
	}
	return or(n, 0), nil
}
