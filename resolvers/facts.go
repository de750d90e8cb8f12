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
	for _, p := range in.Patches() {
		if p.Values != nil {
			given = append(given, p.Name)
			kind, found = p.Kind, draft.Patch{}
			for name, raw := range p.Values {
				found[name] = bare(raw)
			}
		}
	}
	if len(given) != 1 {
		return "", nil, graph.Invalid("patch", []graph.ID{in.ID}, "%s: one patch is wanted, of the kind of the fact, not %d (%s)", in.ID, len(given), strings.Join(given, ", "))
	}
	return kind, found, nil
}
