package resolvers

import (
	"encoding/json"
	"reflect"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/schema"
)

// bare returns an input value without the pointers and named types that the
// generated code gives it.
func bare(raw any) any {
	v := reflect.ValueOf(raw)
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		if v.IsNil() {
			return nil
		}
		v = v.Elem()
	}
	if !v.IsValid() {
		return nil
	}
	switch d := v.Interface().(type) {
	case graph.Date, json.Number:
		return d
	case schema.Value:
		return d.Value
	}
	switch {
	case v.Kind() == reflect.String:
		return v.String()
	case v.CanInt():
		return v.Int()
	case v.CanFloat():
		return v.Float()
	case v.Kind() == reflect.Slice:
		out := make([]any, v.Len())
		for i := range out {
			out[i] = bare(v.Index(i).Interface())
		}
		return out
	}
	return v.Interface()
}

// patch returns the one patch that was given, and of which kind it is.
func patch(in *schema.UpdateFactInput) (kind graph.Kind, found draft.Patch, err error) {
	var given []string
	for _, p := range []struct {
		kind  graph.Kind
		name  string
		patch map[string]any
	}{
		{graph.NodeOrganization, "organization", in.Organization}, {graph.NodePerson, "person", in.Person},
		{graph.NodePosition, "position", in.Position}, {graph.NodeAccount, "account", in.Account},
		{graph.NodeRevenue, "revenue", in.Revenue}, {graph.NodePolicy, "policy", in.Policy},
		{graph.NodeDecisionArea, "decisionArea", in.DecisionArea}, {graph.NodeAssessment, "assessment", in.Assessment},
		{graph.NodeCapture, "capture", in.Capture}, {graph.NodeInteraction, "interaction", in.Interaction},
		{graph.NodeCommitment, "commitment", in.Commitment}, {graph.NodeProblem, "problem", in.Problem},
		{graph.NodeConcession, "concession", in.Concession}, {graph.NodeSignal, "signal", in.Signal},
		{graph.NodeValueRecord, "valueRecord", in.ValueRecord}, {graph.NodeScorecard, "scorecard", in.Scorecard},
		{graph.NodeIntroduction, "introduction", in.Introduction}, {graph.NodeAction, "action", in.Action},
		{graph.NodeDetail, "detail", in.Detail},
		{graph.NodeFeed, "feed", in.Feed}, {graph.EdgePartOf, "unitLink", in.UnitLink},
		{graph.EdgeIn, "placement", in.Placement}, {graph.EdgeHolds, "holding", in.Holding},
		{graph.EdgeReportsTo, "reportingLine", in.ReportingLine}, {graph.EdgeKnows, "tie", in.Tie},
		{graph.EdgeInfluences, "influence", in.Influence}, {graph.EdgePairedWith, "pairing", in.Pairing},
		{graph.EdgeDecides, "decisionPart", in.DecisionPart}, {graph.EdgeWorksOn, "teamPlace", in.TeamPlace},
		{graph.EdgeExcludes, "exclusion", in.Exclusion},
	} {
		if p.patch != nil {
			given = append(given, p.name)
			kind, found = p.kind, draft.Patch{}
			for name, raw := range p.patch {
				found[name] = bare(raw)
			}
		}
	}
	if len(given) != 1 {
		return "", nil, graph.Invalid("patch", []graph.ID{in.ID}, "%s: one patch is wanted, of the kind of the fact, not %d (%s)", in.ID, len(given), strings.Join(given, ", "))
	}
	return kind, found, nil
}
