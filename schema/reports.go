package schema

import (
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/schema/object"
)

// The reports of package analysis name people and facts by their ids. The types of
// reports.generated.go are the same reports in a view, with the things themselves.

// Report is what every report carries.
type Report interface{ Findings() []*FindingInfo }

// The words of reports.
type (
	AreaState        = analysis.AreaState
	AttentionState   = analysis.AttentionState
	CoverStatus      = analysis.CoverStatus
	DueState         = analysis.DueState
	LeverAct         = analysis.LeverAct
	Likelihood       = analysis.Likelihood
	MomentKind       = analysis.MomentKind
	MoveKind         = analysis.MoveKind
	PromiseState     = analysis.PromiseState
	PairingChange    = analysis.PairingChange
	PairingDemand    = analysis.PairingDemand
	RelationshipForm = analysis.Form
	RhythmState      = analysis.RhythmState
	Rule             = analysis.Rule
	SeatRelation     = analysis.Relation
	SwayKind         = analysis.SwayKind
)

// in is the view in which a part of a report is read.
type in struct{ v *object.View }

// one returns the thing of type T with an id, and nothing when there is none.
func one[T object.Object](i in, id graph.ID) T {
	o, _ := i.v.Object(id)
	t, _ := o.(T)
	return t
}

// all returns the things of type T among those with the given ids.
func all[T object.Object](i in, ids []graph.ID) []T {
	out := make([]T, 0, len(ids))
	for _, id := range ids {
		if o, ok := i.v.Object(id); ok {
			if t, ok := o.(T); ok {
				out = append(out, t)
			}
		}
	}
	return out
}

// each makes one value of every item of a list.
func each[S, T any](list []S, make func(*S) T) []T {
	out := []T{}
	for k := range list {
		out = append(out, make(&list[k]))
	}
	return out
}

// some makes a value of what is there, and nil of nil.
func some[S, T any](x *S, make func(*S) *T) *T {
	if x == nil {
		return nil
	}
	return make(x)
}

// known returns nil for what is zero, which stands for not known.
func known[T comparable](x T) *T {
	var zero T
	if x == zero {
		return nil
	}
	return &x
}

// Budget returns the budget, and nil when it is not known.
func (o *AreaResilienceInfo) Budget() *analysis.Money { return amount(o.AreaResilience.Budget) }

// Budget returns the budget, and nil when it is not known.
func (o *LostAreaInfo) Budget() *analysis.Money { return amount(o.LostArea.Budget) }

// Budget returns the budget, and nil when it is not known.
func (o *AreaOutlookInfo) Budget() *analysis.Money { return amount(o.AreaOutlook.Budget) }

func amount(m []analysis.Money) *analysis.Money {
	if len(m) == 0 {
		return nil
	}
	return &m[0]
}

// Roles returns what they do there, as far as it is recorded.
func (o *AccountHandoverInfo) Roles() []graph.WorkRole {
	return slices.DeleteFunc(slices.Clone(o.AccountHandover.Roles), func(r graph.WorkRole) bool { return r == "" })
}

// FindingID names the finding within its account.
func (o *FindingInfo) FindingID() string { return o.Finding.ID() }
