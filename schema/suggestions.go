package schema

import (
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/internal/review"
	"github.com/kithgraph/kith/schema/object"
)

// Suggestions answers what there is to review.
func (v *View) Suggestions(accountID *graph.ID, kinds []graph.SuggestionKind, since *graph.Date, first *int, after *string) (*SuggestionsResult, error) {
	q := review.Query{Account: or(accountID, ""), Kinds: kinds, Since: or(since, 0)}
	var err error
	if q.Limit, err = part(first, 1, review.MaxListed); err != nil {
		return nil, err
	}
	if q.After, err = placed(after, suggestionAt); err != nil {
		return nil, err
	}
	r, err := review.List(v.View.View, q)
	if err != nil {
		return nil, err
	}
	return &SuggestionsResult{in{v.View}, *r}, nil
}

// SuggestionsResult is what there is to review in a view.
type SuggestionsResult struct {
	in
	review.Report
}

// Suggestions returns what waits.
func (o *SuggestionsResult) Suggestions() []*SuggestionInfo {
	return each(o.Report.Suggestions, func(s *review.Suggestion) *SuggestionInfo { return &SuggestionInfo{o.in, *s} })
}

// Decided returns what was decided.
func (o *SuggestionsResult) Decided() []*object.Suggestion {
	return each(o.Report.Decided, func(s *graph.Suggestion) *object.Suggestion {
		x := one[*object.Suggestion](o.in, s.ID)
		x.Suggestion = *s
		return x
	})
}

// SuggestionInfo is a suggestion in a view.
type SuggestionInfo struct {
	in
	review.Suggestion
}

// SuggestionID identifies it.
func (o *SuggestionInfo) SuggestionID() graph.ID { return graph.ID(o.Suggestion.ID) }

// About returns what it is about.
func (o *SuggestionInfo) About() []object.Object { return all[object.Object](o.in, o.Suggestion.About) }

// Takes returns what a correction may give.
func (o *SuggestionInfo) Takes() []string {
	return each(o.Suggestion.Takes, func(p *review.Part) string {
		switch *p {
		case review.PartKeep, review.PartOrganization, review.PartPosition, review.PartSeeker:
			return string(*p) + "Id"
		}
		return string(*p)
	})
}

// Suggestion returns what was decided.
func (p *EditPayload) Suggestion() *object.Suggestion {
	return one[*object.Suggestion](in{p.View.View}, p.about().Suggestion)
}
