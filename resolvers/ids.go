package resolvers

import (
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/view"
)

// idKinds says which kinds of node the ids of a mutation's input can name: by the
// input and the field, else by the field, else the field is named after the kind. Fields
// are named as in Go, without ID at their end.
var idKinds = map[string][]graph.Kind{
	"Parent": {graph.NodeOrganization}, "Manager": {graph.NodePosition}, "FromPosition": {graph.NodePosition},
	"ToPosition": {graph.NodePosition}, "To": {graph.NodePerson},
	"Holder": {graph.NodePerson, graph.NodePosition}, "With": {graph.NodePosition, graph.NodePerson},
	"Towards": {graph.NodePerson, graph.NodeAccount}, "Within": {graph.NodeAccount, graph.NodeDecisionArea},
	"By": {graph.NodePerson}, "Author": {graph.NodePerson}, "Other": {graph.NodePerson}, "Owner": {graph.NodePerson},
	"Introducer": {graph.NodePerson}, "Seeker": {graph.NodePerson}, "Target": {graph.NodePerson}, "Attendee": {graph.NodePerson},
	"Suggestion": nil, "Draft": nil, "CorrectSuggestionInput.Keep": {graph.NodePerson, graph.NodeOrganization},
	"About":                 {graph.NodePerson, graph.NodeAccount, graph.NodeDecisionArea},
	"MergePeopleInput.Keep": {graph.NodePerson}, "MergePeopleInput.Drop": {graph.NodePerson},
	"Keep": {graph.NodeOrganization}, "Drop": {graph.NodeOrganization},
	"": nil, // any
}

// kindsOf returns the kinds that a field of an input can name, none for any, and
// false for a field of which nothing says so.
func kindsOf(input, field string) ([]graph.Kind, bool) {
	field = bareName(field)
	for _, name := range []string{input + "." + field, field} {
		if kinds, said := idKinds[name]; said {
			return kinds, true
		}
	}
	k := graph.Kind(field)
	return []graph.Kind{k}, k.Known() && !k.IsEdge()
}

// bareName returns the name of a field for ids without what says that.
func bareName(field string) string {
	return strings.TrimSuffix(strings.TrimSuffix(field, "s"), "ID")
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
// [view.Ever.Find], and #n for what the edit n of the same mutation was about. It refuses
// one that could be several; one that stands for nothing stays, and the verb refuses it.
func (e *editing) resolve(d *draft.Draft, in any) error {
	return eachID(reflect.ValueOf(in), func(input, field string, id reflect.Value) error {
		kinds, _ := kindsOf(input, field)
		found, err := e.named(d, graph.ID(id.String()), kinds...)
		id.SetString(string(found))
		return err
	})
}

// resolvePatch is resolve for the ids that a patch gives.
func (e *editing) resolvePatch(d *draft.Draft, k graph.Kind, p draft.Patch) error {
	for name, raw := range p {
		if id, is := raw.(string); is {
			if f, _ := graph.FieldOf(k, name); f.Refers {
				found, err := e.named(d, graph.ID(id), graph.NodePerson)
				if err != nil {
					return err
				}
				p[name] = string(found)
			}
		}
	}
	return nil
}

// named is [named], where #n stands for what an earlier edit was about.
func (e *editing) named(d *draft.Draft, id graph.ID, kinds ...graph.Kind) (graph.ID, error) {
	if text, is := strings.CutPrefix(string(id), "#"); is && len(e.inputs) > 1 {
		if n, err := strconv.ParseUint(text, 10, 16); err == nil {
			if int(n) >= len(e.about) || e.about[n].Fact == "" {
				return "", graph.Invalid("edits", []graph.ID{id}, "%s stands for nothing: no edit %d before this one was about a fact", id, n)
			}
			return e.about[n].Fact, nil
		}
	}
	return named(d, id, kinds...)
}

// named returns the id of what an id stands for, and the same where it stands for
// nothing.
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

// cloned returns a copy of an input, a pointer, with ids of its own.
func cloned(in any) any {
	v := reflect.ValueOf(in)
	out := reflect.New(v.Type().Elem())
	out.Elem().Set(v.Elem())
	unshare(out.Elem())
	return out.Interface()
}

// unshare gives what an input holds ids in to it alone.
func unshare(v reflect.Value) {
	for i := range v.NumField() {
		switch f := v.Field(i); {
		case !v.Type().Field(i).IsExported() || f.IsZero():
		case f.Type() == reflect.TypeFor[[]graph.ID]():
			f.Set(reflect.ValueOf(slices.Clone(f.Interface().([]graph.ID))))
		case f.Kind() == reflect.Pointer && f.Type().Elem().Kind() == reflect.Struct:
			own := reflect.New(f.Type().Elem())
			own.Elem().Set(f.Elem())
			f.Set(own)
			unshare(own.Elem())
		}
	}
}
