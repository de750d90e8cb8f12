package resolvers

import (
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/schema"
)

// put sets properties, from and to of an element from raw values, as GraphQL
// has them; null clears. skip takes a property elsewhere when it returns true.
func put(e *graph.Element, m map[string]any, skip func(f graph.Field, v graph.Value) (bool, error)) error {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if name == "from" || name == "to" {
			d, err := dateOf(name, m[name])
			if err != nil {
				return err
			}
			if name == "from" {
				e.From = d
			} else {
				e.To = d
			}
			continue
		}
		f, ok := graph.FieldOf(e.Kind, name)
		if !ok {
			return graph.Invalid("property", []graph.ID{e.ID}, "%s has no property %s", e.Kind, name)
		}
		v, err := valueOf(f, m[name])
		if err != nil {
			return err
		}
		if list, ok := v.([]string); ok && name == "externalIds" {
			slices.Sort(list)
		}
		done, err := skip(f, v)
		if err != nil {
			return err
		}
		if done {
			continue
		}
		if e.Props, err = e.Props.With(name, v); err != nil {
			return err
		}
	}
	return nil
}

func dateOf(name string, raw any) (graph.Date, error) {
	switch d := bare(raw).(type) {
	case nil:
		return 0, nil
	case graph.Date:
		return d, nil
	case string:
		return graph.ParseDate(d)
	}
	return 0, graph.Invalid("date", nil, "%s: a day YYYY-MM-DD is wanted", name)
}

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

// valueOf reads a raw value as a value of a property.
func valueOf(f graph.Field, raw any) (graph.Value, error) {
	raw = bare(raw)
	wanted := func(what string) error {
		return graph.Invalid("value", nil, "%s: %s is wanted", f.Name, what)
	}
	if raw == nil {
		return nil, nil
	}
	switch f.Type {
	case graph.FieldText:
		if s, ok := raw.(string); ok {
			return s, nil
		}
		return nil, wanted("a text")
	case graph.FieldDate:
		return dateOf(f.Name, raw)
	case graph.FieldBool:
		if b, ok := raw.(bool); ok {
			return b, nil
		}
		return nil, wanted("true or false")
	case graph.FieldStrings:
		list, ok := raw.([]any)
		if !ok {
			list = []any{raw}
		}
		out := make([]string, len(list))
		for i, x := range list {
			s, ok := x.(string)
			if !ok {
				return nil, wanted("a list of texts")
			}
			out[i] = s
		}
		return out, nil
	}
	x, ok := number(raw)
	if !ok {
		return nil, wanted("a number")
	}
	if f.Type == graph.FieldInt {
		if x != math.Trunc(x) || math.Abs(x) > 1<<53 {
			return nil, wanted("a whole number")
		}
		return int64(x), nil
	}
	return x, nil
}

func number(raw any) (float64, bool) {
	switch x := raw.(type) {
	case int64:
		return float64(x), true
	case float64:
		return x, true
	case json.Number:
		f, err := x.Float64()
		return f, err == nil
	}
	return 0, false
}

// patch returns the one patch that was given, which must be that of the kind.
func patch(in *schema.UpdateFactInput, kind graph.Kind) (map[string]any, error) {
	var given []string
	var found map[string]any
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
		{graph.NodeDetail, "detail", in.Detail}, {graph.EdgePartOf, "unitLink", in.UnitLink},
		{graph.EdgeIn, "placement", in.Placement}, {graph.EdgeHolds, "holding", in.Holding},
		{graph.EdgeReportsTo, "reportingLine", in.ReportingLine}, {graph.EdgeKnows, "tie", in.Tie},
		{graph.EdgeInfluences, "influence", in.Influence}, {graph.EdgePairedWith, "pairing", in.Pairing},
		{graph.EdgeDecides, "decisionPart", in.DecisionPart}, {graph.EdgeWorksOn, "teamPlace", in.TeamPlace},
		{graph.EdgeExcludes, "exclusion", in.Exclusion},
	} {
		if p.patch != nil {
			given = append(given, p.name)
			if p.kind == kind {
				found = p.patch
			}
		}
	}
	if len(given) != 1 || found == nil {
		return nil, graph.Invalid("patch", []graph.ID{in.ID}, "%s is a %s: give the patch of that kind and no other, not %q", in.ID, kind, strings.Join(given, ", "))
	}
	return found, nil
}
