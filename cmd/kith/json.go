package main

import (
	"encoding/json"
	"reflect"
	"unicode"
	"unicode/utf8"
)

// lowerKeys returns v so that encoding/json writes its structs with keys in
// lower camel case, as the GraphQL API spells them, in the order of the fields.
func lowerKeys(v any) any { return lowered(reflect.ValueOf(v)) }

// object is a JSON object that keeps its order.
type object []member

type member struct {
	key   string
	value any
}

// MarshalJSON writes the members in order.
func (o object) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for i, m := range o {
		if i > 0 {
			b = append(b, ',')
		}
		k, err := json.Marshal(m.key)
		if err != nil {
			return nil, err
		}
		v, err := json.Marshal(m.value)
		if err != nil {
			return nil, err
		}
		b = append(append(append(b, k...), ':'), v...)
	}
	return append(b, '}'), nil
}

var marshaler = reflect.TypeFor[json.Marshaler]()

func lowered(v reflect.Value) any {
	if !v.IsValid() {
		return nil
	}
	if v.Type().Implements(marshaler) {
		return v.Interface()
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return nil
		}
		return lowered(v.Elem())
	case reflect.Slice, reflect.Array:
		out := make([]any, v.Len())
		for i := range out {
			out[i] = lowered(v.Index(i))
		}
		return out
	case reflect.Struct:
		return members(v, object{})
	}
	return v.Interface()
}

// members appends the fields of a struct; those of an embedded one join it.
func members(v reflect.Value, out object) object {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if f.Anonymous && f.Type.Kind() == reflect.Struct {
			out = members(v.Field(i), out)
			continue
		}
		if f.IsExported() {
			r, n := utf8.DecodeRuneInString(f.Name)
			key := string(unicode.ToLower(r)) + f.Name[n:]
			if f.Name == "ID" {
				key = "id"
			}
			out = append(out, member{key, lowered(v.Field(i))})
		}
	}
	return out
}
