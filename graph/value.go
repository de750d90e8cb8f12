package graph

import (
	"encoding/json"
	"math"
)

// Value reads a value as JSON and GraphQL have it as a value of the property: a
// day may be a text, a list may be its only entry, a whole number may come as a
// float64 or [json.Number]. Nil is nil. It refuses others with [ErrInvalid].
func (f Field) Value(raw any) (Value, error) {
	wanted := func(what string) (Value, error) {
		return nil, Invalid("value", nil, "%s: %s is wanted", f.Name, what)
	}
	if raw == nil {
		return nil, nil
	}
	switch f.Type {
	case FieldText:
		if s, ok := raw.(string); ok {
			return s, nil
		}
		return wanted("a text")
	case FieldDate:
		switch x := raw.(type) {
		case Date:
			return x, nil
		case string:
			return ParseDate(x)
		}
		return wanted("a day YYYY-MM-DD")
	case FieldBool:
		if b, ok := raw.(bool); ok {
			return b, nil
		}
		return wanted("true or false")
	case FieldStrings:
		switch list := raw.(type) {
		case string:
			return []string{list}, nil
		case []string:
			return list, nil
		case []any:
			out := make([]string, len(list))
			for i, x := range list {
				s, ok := x.(string)
				if !ok {
					return wanted("a list of texts")
				}
				out[i] = s
			}
			return out, nil
		}
		return wanted("a list of texts")
	}
	var x float64
	switch n := raw.(type) {
	case int64:
		x = float64(n)
	case float64:
		x = n
	case json.Number:
		var err error
		if x, err = n.Float64(); err != nil {
			return wanted("a number")
		}
	default:
		return wanted("a number")
	}
	if f.Type == FieldInt {
		if x != math.Trunc(x) || math.Abs(x) > 1<<53 {
			return wanted("a whole number")
		}
		return int64(x), nil
	}
	return x, nil
}
