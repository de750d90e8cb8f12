package neo4jstore

import (
	"fmt"
	"reflect"
	"strconv"
	"unicode/utf8"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
)

// A row is a fact on its way from Neo4j: a list of its id, for an edge its ends, its
// days and its properties in the order of their names, null where it has none: a
// list is read about twice as fast as a map. To Neo4j the properties of a fact go as
// a map of those that it has, which one statement writes whatever its kind.

// shape is how the facts of one kind lie in rows.
type shape struct {
	kind   graph.Kind
	edge   bool
	base   int // where the properties begin
	fields []graph.Field
	place  map[string]int // property name to its place in a row

	change, page string // statements about edges, see cypher.go
}

// nodeShapes and edgeShapes hold the shapes of all kinds in the order of
// graph.NodeKinds and graph.EdgeKinds. They are the only way in which a kind
// gets into the text of a query.
var (
	nodeShapes = shapesOf(graph.NodeKinds())
	edgeShapes = shapesOf(graph.EdgeKinds())
	shapes     = byKind(nodeShapes, edgeShapes)
)

func shapesOf(kinds []graph.Kind) []*shape {
	var out []*shape
	for _, k := range kinds {
		sh := &shape{kind: k, edge: k.IsEdge(), base: 3, fields: graph.Fields(k), place: map[string]int{}}
		if sh.edge {
			sh.base = 5
		}
		for i, f := range sh.fields {
			sh.place[f.Name] = sh.base + i
		}
		if sh.edge {
			sh.change, sh.page = sh.changeText(), sh.pageText()
		}
		out = append(out, sh)
	}
	return out
}

func byKind(lists ...[]*shape) map[graph.Kind]*shape {
	m := map[graph.Kind]*shape{}
	for _, list := range lists {
		for _, sh := range list {
			m[sh.kind] = sh
		}
	}
	return m
}

// shapeOf returns the shape of an element that is to be stored.
func shapeOf(e *graph.Element) (*shape, error) {
	sh := shapes[e.Kind]
	if sh == nil || sh.edge != e.IsEdge() {
		return nil, graph.Invalid("kind", []graph.ID{e.ID}, "%q is not the kind of a node or edge like %s", string(e.Kind), e.ID)
	}
	return sh, nil
}

// properties returns what e has of properties of its own as they are stored: its
// days, what graph.Fields names, and the name that captions give it. The bookkeeping
// is not among them.
func (sh *shape) properties(e *graph.Element) (map[string]any, error) {
	m := make(map[string]any, 4+sh.base)
	m["from"], m["to"] = open(graph.Interval{From: e.From, To: e.To})
	if name := captionOf(e); name != nil {
		m["name"] = name
	}
	for name, v := range e.Props.All() {
		at := sh.place[name]
		if at == 0 {
			return nil, graph.Invalid("property", []graph.ID{e.ID}, "%s has no property %q", sh.kind, name)
		}
		var ok bool
		if m[name], ok = stored(sh.fields[at-sh.base].Type, v); !ok {
			return nil, graph.Invalid("property", []graph.ID{e.ID}, "%s.%s of %s holds a value that it cannot hold", sh.kind, name, e.ID)
		}
	}
	return m, nil
}

// whole returns m with a null for every property that a fact of the kind could
// have besides.
func (sh *shape) whole(m map[string]any) map[string]any {
	out := make(map[string]any, 2+len(sh.fields))
	for _, d := range days {
		out[d] = m[d]
	}
	for _, f := range sh.fields {
		out[f.Name] = m[f.Name]
	}
	return out
}

// changed returns the properties in which two states differ, as they are in each,
// null where one has none.
func changed(before, after map[string]any) (from, to map[string]any) {
	from, to = map[string]any{}, map[string]any{}
	for name, v := range before {
		if w := after[name]; !reflect.DeepEqual(v, w) {
			from[name], to[name] = v, w
		}
	}
	for name, w := range after {
		if _, had := before[name]; !had {
			from[name], to[name] = nil, w
		}
	}
	return from, to
}

// days are the properties that hold when a fact holds.
var days = []string{"from", "to"}

// stored returns how a value of a type is stored, and whether it is one.
func stored(t graph.FieldType, v graph.Value) (any, bool) {
	switch v := v.(type) {
	case string:
		return v, t == graph.FieldText && utf8.ValidString(v)
	case int64:
		return v, t == graph.FieldInt
	case float64:
		return v, t == graph.FieldFloat
	case bool:
		return v, t == graph.FieldBool
	case graph.Date:
		if v == 0 {
			return nil, t == graph.FieldDate // no day is no property
		}
		return neo4j.DateOf(v.Time()), t == graph.FieldDate
	case []string:
		for _, s := range v {
			if !utf8.ValidString(s) {
				return nil, false
			}
		}
		return v, t == graph.FieldStrings
	}
	return nil, false
}

// reader turns rows into elements. It is not safe for concurrent use.
type reader struct {
	names  []string // of the properties of the element being read
	values []graph.Value
	props  []byte
}

// element reads a row of a shape. What a row of ours cannot hold, somebody else
// wrote: that is an ErrDamaged that says what and where.
func (r *reader) element(sh *shape, row []any) (graph.Element, error) {
	e := graph.Element{Kind: sh.kind}
	if len(row) != sh.base+len(sh.fields) {
		return e, fmt.Errorf("%w: a row of %s has %d columns, want %d", engine.ErrDamaged, sh.kind, len(row), sh.base+len(sh.fields))
	}
	id, ok := row[0].(string)
	if e.ID = graph.ID(id); !ok || !e.ID.Valid() {
		return e, fmt.Errorf("%w: %s %v has no id that could be one", engine.ErrDamaged, sh.kind, row[0])
	}
	bad := func(name string, v any, want string) error {
		return fmt.Errorf("%w: %s.%s of %s is %s, and should be %s", engine.ErrDamaged, sh.kind, name, id, brief(v), want)
	}
	if sh.edge {
		for i, end := range []*graph.ID{&e.Src, &e.Dst} {
			s, _ := row[1+i].(string)
			if *end = graph.ID(s); s == "" {
				return e, fmt.Errorf("%w: %s %s ends at a node without an id", engine.ErrDamaged, sh.kind, id)
			}
		}
	}
	for i, d := range []*graph.Date{&e.From, &e.To} {
		v := row[sh.base-2+i]
		if *d, ok = dayOf(v); !ok {
			return e, bad(days[i], v, words[graph.FieldDate])
		}
	}
	r.names, r.values = r.names[:0], r.values[:0]
	for i, f := range sh.fields {
		v := row[sh.base+i]
		if v == nil {
			continue
		}
		value, ok := valueOf(f.Type, v)
		if !ok {
			return e, bad(f.Name, v, words[f.Type])
		}
		r.names, r.values = append(r.names, f.Name), append(r.values, value)
	}
	var err error
	r.props, err = graph.AppendProps(r.props[:0], r.names, r.values)
	e.Props = graph.Props(r.props)
	return e, err
}

// brief returns a stored value as text, of at most eighty characters.
func brief(v any) string {
	if f, ok := v.(float64); ok {
		return strconv.FormatFloat(f, 'f', -1, 64) // not 4.2e+06
	}
	text := []rune(fmt.Sprint(v))
	if len(text) > 80 {
		return string(text[:80]) + "…"
	}
	return string(text)
}

// words says what a property of a type should be.
var words = map[graph.FieldType]string{
	graph.FieldText: "text", graph.FieldInt: "a whole number", graph.FieldFloat: "a float", graph.FieldBool: "true or false",
	graph.FieldDate: "a date", graph.FieldStrings: "a list of texts",
}

// dayOf returns the day that a stored value is: 0 for none and for those that stand
// for an open end.
func dayOf(v any) (graph.Date, bool) {
	if v == nil {
		return 0, true
	}
	d, ok := v.(neo4j.Date)
	if !ok {
		return 0, false
	}
	day := graph.DateOf(d.Time())
	if day == dawnDay || day == duskDay {
		day = 0
	}
	return day, true
}

// dawnDay and duskDay are dawn and dusk.
var dawnDay, duskDay = graph.DateOf(dawn.Time()), graph.DateOf(dusk.Time())

// valueOf returns the value of a type that a stored value is.
func valueOf(t graph.FieldType, v any) (value graph.Value, ok bool) {
	switch t {
	case graph.FieldText: // v as it came: another one would have to be made
		_, ok = v.(string)
		value = v
	case graph.FieldInt:
		_, ok = v.(int64)
		value = v
	case graph.FieldFloat:
		_, ok = v.(float64)
		value = v
	case graph.FieldBool:
		_, ok = v.(bool)
		value = v
	case graph.FieldDate:
		value, ok = dayOf(v)
	case graph.FieldStrings:
		var list []any
		if list, ok = v.([]any); ok {
			texts := make([]string, len(list))
			for i := range list {
				if texts[i], ok = list[i].(string); !ok {
					return nil, false
				}
			}
			value = texts
		}
	}
	return value, ok
}
