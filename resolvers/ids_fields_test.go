package resolvers

import (
	"reflect"
	"strings"
	"testing"
)

// TestEveryIDHasKinds holds that of each id in the input of a mutation it is said
// which kinds it can name, and that what is said is of some input.
func TestEveryIDHasKinds(t *testing.T) {
	used := map[string]bool{}
	typ := reflect.TypeFor[*mutation]()
	for i := range typ.NumMethod() {
		m := typ.Method(i)
		if m.Name == "Edit" {
			continue // which takes the inputs of the others
		}
		in := reflect.New(m.Type.In(2))
		grow(in.Elem())
		err := eachID(in, func(input, field string, _ reflect.Value) error {
			if _, said := kindsOf(input, field); !said {
				t.Errorf("%s: %s.%s is in no line of idKinds, and no kind has that name", m.Name, input, field)
			}
			field = bareName(field)
			if _, own := idKinds[input+"."+field]; own {
				field = input + "." + field
			}
			used[field] = true
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for name := range idKinds {
		if !used[name] {
			t.Errorf("idKinds has %s, and no input has", name)
		}
	}
	if len(used) < 20 {
		t.Errorf("only the ids %v were found", used)
	}
}

// grow gives every pointer and list of a struct something to hold.
func grow(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		grow(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		grow(v.Index(0))
	case reflect.Struct:
		if strings.HasPrefix(v.Type().PkgPath(), "github.com/kithgraph/") {
			for i := range v.NumField() {
				if v.Type().Field(i).IsExported() {
					grow(v.Field(i))
				}
			}
		}
	}
}
