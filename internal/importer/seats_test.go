package importer

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/kithgraph/kith/graph"
)

// TestSeatRowJSON says that what is kept of a row is what encoding/json writes of it: of
// each field alone, of all of them, and of none.
func TestSeatRowJSON(t *testing.T) {
	no, day := false, graph.MustDate("2026-03-01")
	texts := []string{"x", `a "b" \ <c> & d`, "é", "\u2028", "\x01", "\xff"}
	values := map[reflect.Type][]any{
		reflect.TypeFor[string](): {}, reflect.TypeFor[graph.Date](): {day}, reflect.TypeFor[bool](): {true}, reflect.TypeFor[*bool](): {&no},
		reflect.TypeFor[[]string](): {[]string{}, []string{"a"}, texts},
	}
	for _, s := range texts {
		values[reflect.TypeFor[string]()] = append(values[reflect.TypeFor[string]()], s)
	}
	check := func(r seatRow) {
		t.Helper()
		want, err := json.Marshal(r)
		if got := r.appendJSON(nil); err != nil || string(got) != string(want) {
			t.Errorf("appendJSON(%+v) = %s, want %s (%v)", r, got, want, err)
		}
	}
	var all seatRow
	check(all)
	whole := reflect.ValueOf(&all).Elem()
	for i := range whole.NumField() {
		f := whole.Type().Field(i)
		if !f.IsExported() {
			continue
		}
		list, known := values[f.Type]
		if !known && f.Type.Kind() == reflect.String {
			list = values[reflect.TypeFor[string]()]
		}
		if len(list) == 0 {
			t.Fatalf("no values of the field %s", f.Name)
		}
		for _, v := range list {
			var one seatRow
			for _, to := range []reflect.Value{reflect.ValueOf(&one).Elem(), whole} {
				to.Field(i).Set(reflect.ValueOf(v).Convert(f.Type))
			}
			check(one)
			check(all)
		}
	}
}
