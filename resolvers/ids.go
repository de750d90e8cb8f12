package resolvers

import (
	"errors"
	"reflect"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/schema"
)

// idKinds says which kinds of node the ids of a mutation's input can name: by the
// input and the field, else by the field, else the field is named after the kind.
var idKinds = map[string][]graph.Kind{
	"Parent": {graph.NodeOrganization}, "Manager": {graph.NodePosition}, "From": {graph.NodePosition},
	"MovePersonInput.To": {graph.NodePosition}, "To": {graph.NodePerson},
	"Holder": {graph.NodePerson, graph.NodePosition}, "With": {graph.NodePosition, graph.NodePerson},
	"Towards": {graph.NodePerson, graph.NodeAccount}, "Within": {graph.NodeAccount, graph.NodeDecisionArea},
	"By": {graph.NodePerson}, "Author": {graph.NodePerson}, "Other": {graph.NodePerson}, "Owner": {graph.NodePerson},
	"Introducer": {graph.NodePerson}, "Seeker": {graph.NodePerson}, "Target": {graph.NodePerson}, "Attendees": {graph.NodePerson},
	"Suggestion": nil, "CorrectSuggestionInput.Keep": {graph.NodePerson, graph.NodeOrganization},
	"About":                 {graph.NodePerson, graph.NodeAccount, graph.NodeDecisionArea},
	"MergePeopleInput.Keep": {graph.NodePerson}, "MergePeopleInput.Drop": {graph.NodePerson},
	"Keep": {graph.NodeOrganization}, "Drop": {graph.NodeOrganization},
	"ID": nil, "IDs": nil, // any
}

// kindsOf returns the kinds that a field of an input can name, none for any, and
// false for a field of which nothing says so.
func kindsOf(input, field string) ([]graph.Kind, bool) {
	for _, name := range []string{input + "." + field, field} {
		if kinds, said := idKinds[name]; said {
			return kinds, true
		}
	}
	k := graph.Kind(field)
	return []graph.Kind{k}, k.Known() && !k.IsEdge()
}

var typeID = reflect.TypeFor[graph.ID]()

// eachID calls f with each id that an input holds, by reference, and the name of
// its field. The ids of the facts that it makes are not given by anybody.
func eachID(v reflect.Value, f func(input, field string, id reflect.Value) error) error {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return eachID(v.Elem(), f)
	case reflect.Struct:
	default:
		return nil
	}
	for i := range v.NumField() {
		var err error
		at, field := v.Type().Field(i), v.Field(i)
		switch {
		case at.Type == reflect.TypeFor[graph.Node]() || !at.IsExported():
		case at.Type == typeID:
			err = f(v.Type().Name(), at.Name, field)
		case at.Type.Kind() == reflect.Slice && at.Type.Elem() == typeID:
			for k := range field.Len() {
				if err = f(v.Type().Name(), at.Name, field.Index(k)); err != nil {
					return err
				}
			}
		default:
			err = eachID(field, f)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// resolve makes the ids of an input those of the workspace: what a source calls a
// thing stands for it here as it does wherever an id is asked for, see
// [view.Ever.Find]. It refuses one that could be several; one that stands for
// nothing stays, and the verb refuses it.
func resolve(d *draft.Draft, in schema.Input) error {
	return eachID(reflect.ValueOf(in), func(input, field string, id reflect.Value) error {
		kinds, _ := kindsOf(input, field)
		found, err := named(d, graph.ID(id.String()), kinds...)
		id.SetString(string(found))
		return err
	})
}

// resolvePatch is resolve for the ids that a patch gives.
func resolvePatch(d *draft.Draft, k graph.Kind, p draft.Patch) error {
	for name, raw := range p {
		if id, is := raw.(string); is {
			if f, _ := graph.FieldOf(k, name); f.Refers {
				found, err := named(d, graph.ID(id), graph.NodePerson)
				if err != nil {
					return err
				}
				p[name] = string(found)
			}
		}
	}
	return nil
}

func named(d *draft.Draft, id graph.ID, kinds ...graph.Kind) (graph.ID, error) {
	if id == "" {
		return "", nil
	}
	if _, isEdge := d.Base().Edge(id); isEdge && len(kinds) == 0 {
		return id, nil
	}
	ever := view.On(d.Base(), d.Today()).Ever()
	switch n, err := ever.Find(id, kinds...); {
	case err == nil:
		return ever.NodeID(n), nil
	case !errors.Is(err, graph.ErrNotFound):
		return id, err
	}
	return id, nil
}
