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

// patchOf returns the patch that is given, by property, and of which kind it is.
func patchOf(in *schema.FactPatch) (graph.Kind, draft.Patch) {
	kind, values := in.Given()
	out := draft.Patch{}
	for name, raw := range values {
		if f, ok := graph.FieldOf(kind, strings.TrimSuffix(name, "Id")); ok && f.Refers {
			name = f.Name
		}
		out[name] = bare(raw)
	}
	return kind, out
}
