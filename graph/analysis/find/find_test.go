package find_test

import (
	"errors"
	"fmt"
	"reflect"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/view"
)

// TestAskedByWhatSourcesCallIt: a question that names an account, area or person by
// an external id has the answer of the one that names it by its id.
func TestAskedByWhatSourcesCallIt(t *testing.T) {
	w := newWorld(5)
	for i, e := range w.elements {
		if e.IsEdge() {
			continue
		}
		var err error
		if w.elements[i].Props, err = e.Props.With("externalIds", []string{"crm:" + string(e.ID)}); err != nil {
			t.Fatal(err)
		}
	}
	v := view.On(w.snapshot(t, false), today)
	ours, theirs := w.ours[0], w.theirs[0]
	ask := func(x func(graph.ID) graph.ID) []any {
		return []any{
			must(t)(find.Coverage(v, analysis.CoverageQuery{Account: x(acme)})),
			must(t)(find.SinglePoints(v, analysis.SinglePointsQuery{Account: x(acme)})),
			must(t)(find.Scenario(v, analysis.ScenarioQuery{Account: x(acme), Leave: []graph.ID{x(ours), x(theirs)}})),
			must(t)(find.Introductions(v, analysis.IntroductionsQuery{Target: x(theirs), Without: []graph.ID{x(ours)}})),
			must(t)(find.Handover(v, analysis.HandoverQuery{Person: x(ours), Account: x(acme)})),
			must(t)(find.Influence(v, analysis.InfluenceQuery{Account: x(acme), Area: x("area0")})),
			must(t)(find.Pairings(v, analysis.PairingQuery{Account: x(acme)})),
			must(t)(find.Strength(v, analysis.StrengthQuery{Person: x(theirs)})),
			must(t)(find.Moves(v, analysis.MovesQuery{Account: x(acme), From: today - 300})),
			must(t)(find.Cadence(v, analysis.CadenceQuery{Account: x(acme), Person: x(ours)})),
		}
	}
	plain := ask(func(id graph.ID) graph.ID { return id })
	for i, got := range ask(func(id graph.ID) graph.ID { return "crm:" + id }) {
		if !reflect.DeepEqual(got, plain[i]) {
			t.Errorf("%T by external ids:\n%+v\nby ids:\n%+v", got, got, plain[i])
		}
	}
}

// TestAnIDThatStandsForSeveral: a question by a name that two sources give to two
// things is refused with both ids, whatever it asks about.
func TestAnIDThatStandsForSeveral(t *testing.T) {
	w := newWorld(5)
	seen := map[graph.Kind]int{}
	for i, e := range w.elements {
		if e.IsEdge() {
			continue
		}
		seen[e.Kind]++
		var err error
		if w.elements[i].Props, err = e.Props.With("externalIds", []string{fmt.Sprintf("s%d:7", seen[e.Kind])}); err != nil {
			t.Fatal(err)
		}
	}
	v := view.On(w.snapshot(t, false), today)
	for name, ask := range map[string]func() error{
		"scenario": func() error {
			_, err := find.Scenario(v, analysis.ScenarioQuery{Account: acme, Leave: []graph.ID{"7"}})
			return err
		},
		"introductions": func() error { _, err := find.Introductions(v, analysis.IntroductionsQuery{Target: "7"}); return err },
		"handover":      func() error { _, err := find.Handover(v, analysis.HandoverQuery{Person: "7"}); return err },
		"strength":      func() error { _, err := find.Strength(v, analysis.StrengthQuery{Person: "7"}); return err },
		"move card":     func() error { _, err := find.CardOfMove(v, analysis.MoveCardQuery{Person: "7"}); return err },
	} {
		var refused *graph.Error
		if err := ask(); !errors.As(err, &refused) || refused.Rule != "ambiguous" || len(refused.IDs) < 2 {
			t.Errorf("%s about 7 = %v, want a refusal that names those who are called so", name, err)
		}
	}
}

func must(t *testing.T) func(r any, err error) any {
	return func(r any, err error) any {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
}
