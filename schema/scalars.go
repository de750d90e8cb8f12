package schema

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/schema/object"
)

// The scalars that are types of the domain or of the standard library.
type (
	Date     = graph.Date
	Kind     = graph.Kind
	Revision = graph.Revision
	Time     = time.Time
)

// MarshalText writes a text; the empty one, "not known", is null.
func MarshalText(s string) graphql.Marshaler {
	if s == "" {
		return graphql.Null
	}
	return graphql.MarshalString(s)
}

// UnmarshalText reads a text; null is the empty one.
func UnmarshalText(v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	}
	return "", invalid("String", v, "a text")
}

// MarshalID writes an id; the empty one is null.
func MarshalID(id graph.ID) graphql.Marshaler { return MarshalText(string(id)) }

// UnmarshalID reads an id: of one that names a view, that of the fact. One that no fact
// can have is read as it is: it finds nothing.
func UnmarshalID(v any) (graph.ID, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case string:
		_, fact := object.SplitID(graph.ID(v))
		return fact, nil
	case json.Number:
		return graph.ID(v), nil
	case int64:
		return graph.ID(strconv.FormatInt(v, 10)), nil
	}
	return "", invalid("ID", v, "a text")
}

// MarshalDate writes a day; no date is null.
func MarshalDate(d graph.Date) graphql.Marshaler { return MarshalText(d.String()) }

// UnmarshalDate reads YYYY-MM-DD; null is no date.
func UnmarshalDate(v any) (graph.Date, error) {
	switch v := v.(type) {
	case nil:
		return 0, nil
	case string:
		if v != "" {
			return graph.ParseDate(v)
		}
	}
	return 0, invalid("Date", v, "a day as YYYY-MM-DD")
}

// MarshalTime writes a moment in UTC; the zero time is null.
func MarshalTime(t time.Time) graphql.Marshaler {
	if t.IsZero() {
		return graphql.Null
	}
	return graphql.MarshalString(t.UTC().Format(time.RFC3339Nano))
}

// UnmarshalTime reads RFC 3339; null is the zero time.
func UnmarshalTime(v any) (time.Time, error) {
	switch v := v.(type) {
	case nil:
		return time.Time{}, nil
	case string:
		if t, err := time.Parse(time.RFC3339Nano, v); err == nil {
			return t, nil
		}
	}
	return time.Time{}, invalid("Time", v, "a moment in RFC 3339")
}

// MarshalRevision writes a revision in decimal digits.
func MarshalRevision(r graph.Revision) graphql.Marshaler {
	return graphql.MarshalString(strconv.FormatUint(uint64(r), 10))
}

// UnmarshalRevision reads decimal digits or an integer; null is 0.
func UnmarshalRevision(v any) (graph.Revision, error) {
	var digits string
	switch v := v.(type) {
	case nil:
		return 0, nil
	case string:
		digits = v
	case json.Number:
		digits = string(v)
	case int64:
		digits = strconv.FormatInt(v, 10)
	case int:
		digits = strconv.Itoa(v)
	}
	if n, err := strconv.ParseUint(digits, 10, 64); err == nil {
		return graph.Revision(n), nil
	}
	return 0, invalid("Revision", v, "a revision in decimal digits")
}

// MarshalKind writes the name of a kind; the empty one is null.
func MarshalKind(k graph.Kind) graphql.Marshaler { return marshalWord(k) }

// UnmarshalKind reads the name of a kind; null is the empty one.
func UnmarshalKind(v any) (graph.Kind, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case string:
		if k := graph.Kind(v); k.Known() {
			return k, nil
		}
	}
	return "", invalid("Kind", v, "the name of a kind, such as Person or REPORTS_TO")
}

// Value is the value of a property on the wire.
type Value struct{ graph.Value }

// MarshalGQL writes the value as JSON: days as YYYY-MM-DD, no value as null.
func (v Value) MarshalGQL(w io.Writer) {
	switch x := v.Value.(type) {
	case nil:
		graphql.Null.MarshalGQL(w)
	case string:
		graphql.MarshalString(x).MarshalGQL(w)
	case bool:
		graphql.MarshalBoolean(x).MarshalGQL(w)
	case int64:
		graphql.MarshalInt64(x).MarshalGQL(w)
	case float64:
		graphql.MarshalFloat(x).MarshalGQL(w)
	case graph.Date:
		graphql.MarshalString(x.String()).MarshalGQL(w)
	case []string:
		out := make(graphql.Array, len(x))
		for i, s := range x {
			out[i] = graphql.MarshalString(s)
		}
		out.MarshalGQL(w)
	default:
		panic(fmt.Sprintf("schema: a property holds a %T", x))
	}
}

// UnmarshalGQL reads a text, a number, true or false, or a list of texts.
func (v *Value) UnmarshalGQL(in any) error {
	switch x := in.(type) {
	case nil:
		v.Value = nil
	case string, bool, int64:
		v.Value = x
	case int:
		v.Value = int64(x)
	case float64:
		v.Value = x
	case json.Number:
		if n, err := x.Int64(); err == nil {
			v.Value = n
		} else if f, err := x.Float64(); err == nil && !math.IsInf(f, 0) {
			v.Value = f
		} else {
			return invalid("Value", in, "a number that a double can hold")
		}
	case []any:
		list := make([]string, len(x))
		for i := range x {
			s, ok := x[i].(string)
			if !ok {
				return invalid("Value", in, "a list of texts")
			}
			list[i] = s
		}
		v.Value = list
	default:
		return invalid("Value", in, "a text, a number, true or false, or a list of texts")
	}
	return nil
}

// invalid is the refusal of a value of a scalar.
func invalid(scalar string, v any, wanted string) error {
	switch v := v.(type) {
	case string:
		if len(v) > 80 {
			v = v[:80] + "…"
		}
		return graph.Invalid("scalar", nil, "%q is not a %s; wanted %s", v, scalar, wanted)
	case json.Number, int64, int, float64, bool:
		return graph.Invalid("scalar", nil, "%v is not a %s; wanted %s", v, scalar, wanted)
	}
	return graph.Invalid("scalar", nil, "this is not a %s; wanted %s", scalar, wanted)
}
