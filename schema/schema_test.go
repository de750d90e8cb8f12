package schema_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/schema"
	"github.com/kithgraph/kith/schema/object"
)

func sdl() *ast.Schema { return schema.NewExecutableSchema(schema.Config{}).Schema() }

// shownAs names the fields that show a property under another name.
var shownAs = map[string]string{
	"Position.manager": "managerState",
	"Scorecard.item1":  "items", "Scorecard.item2": "items", "Scorecard.item3": "items", "Scorecard.item4": "items",
	"Scorecard.item5": "items", "Scorecard.item6": "items", "Scorecard.item7": "items", "Scorecard.item8": "items",
}

// TestEveryPropertyIsReadAndWritten holds the types, inputs and patches of the
// schema against the properties of the kinds, both ways.
func TestEveryPropertyIsReadAndWritten(t *testing.T) {
	s := sdl()
	kinds := append(graph.NodeKinds(), graph.EdgeKinds()...)
	for _, k := range kinds {
		name := object.TypeName(k)
		def := s.Types[name]
		if def == nil {
			t.Errorf("%s has no type %s", k, name)
			continue
		}
		var properties []string
		for _, f := range graph.Fields(k) {
			properties = append(properties, f.Name)
			field := f.Name
			if as := shownAs[name+"."+f.Name]; as != "" {
				field = as
			}
			if def.Fields.ForName(field) == nil {
				t.Errorf("type %s has no field for the property %s", name, f.Name)
			}
		}
		if name == "Link" {
			continue
		}
		want := append(properties, "from", "to")
		for i, p := range want {
			if f, ok := graph.FieldOf(k, p); ok && f.Refers {
				want[i] += "Id"
			}
		}
		slices.Sort(want)
		for _, kind := range []string{"Patch", "Input"} {
			in := s.Types[name+kind]
			if in == nil {
				if kind == "Patch" {
					t.Errorf("%s has no patch", name)
				}
				continue // nothing makes such a fact of its properties
			}
			var got []string
			for _, f := range in.Fields {
				got = append(got, f.Name)
				if kind == "Patch" && f.Type.NonNull {
					t.Errorf("%s.%s must be given, so that a patch cannot leave it", in.Name, f.Name)
				}
			}
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("%s has %v, want %v", in.Name, got, want)
			}
		}
	}
}

// TestEverythingIsDescribed holds that no type, field, argument or value is
// without a description, and that descriptions are sentences.
func TestEverythingIsDescribed(t *testing.T) {
	check := func(where, text string) {
		if text == "" || !strings.HasSuffix(strings.TrimSpace(text), ".") {
			t.Errorf("%s is described as %q", where, text)
		}
	}
	for name, def := range sdl().Types {
		if strings.HasPrefix(name, "__") || def.BuiltIn {
			continue
		}
		check(name, def.Description)
		for _, f := range def.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			check(name+"."+f.Name, f.Description)
			for _, a := range f.Arguments {
				check(name+"."+f.Name+"("+a.Name+")", a.Description)
			}
		}
		for _, v := range def.EnumValues {
			check(name+"."+v.Name, v.Description)
		}
	}
}

// TestMutationsHaveOneShape holds that a mutation takes one input, and that an edit,
// which answers with a payload, also takes how it is to be done and says what changed.
// The one that does several edits takes each of them.
func TestMutationsHaveOneShape(t *testing.T) {
	s := sdl()
	var makesReady []string
	for _, f := range s.Mutation.Fields {
		if strings.HasPrefix(f.Name, "__") {
			continue
		}
		edit := strings.HasSuffix(f.Type.Name(), "Payload")
		in, options := f.Arguments[0], f.Arguments.ForName("options")
		if f.Name == "edit" {
			if in.Type.String() != "[EditInput!]!" || options == nil {
				t.Errorf("edit takes %v", f.Arguments)
			}
			continue
		}
		if f.Name == "applyDraft" { // which does several edits, too
			continue
		}
		if in.Name != "input" || !in.Type.NonNull || edit != (options != nil) || len(f.Arguments) > 2 {
			t.Errorf("%s does not take one input", f.Name)
			continue
		}
		if !edit {
			makesReady = append(makesReady, f.Name)
			continue
		}
		if one := s.Types["EditInput"].Fields.ForName(f.Name); one == nil || one.Type.Name() != in.Type.Name() || options.Type.String() != "EditOptions" {
			t.Errorf("%s is none of several edits, or takes other options", f.Name)
		}
		for _, name := range []string{"revision", "repeated", "commit", "changed", "removedIds", "view"} {
			if s.Types[f.Type.Name()].Fields.ForName(name) == nil {
				t.Errorf("the payload of %s has no %s", f.Name, name)
			}
		}
	}
	if want := []string{"startUpload", "uploadPiece", "planImport", "answerImport", "applyImport", "quickAdd", "discardImport", "openDraft", "undoInDraft", "dropDraft"}; !slices.Equal(makesReady, want) {
		t.Errorf("the mutations %v are no edits, want %v", makesReady, want)
	}
}

func TestScalars(t *testing.T) {
	for _, c := range []struct {
		name string
		read func(any) (any, error)
		in   any
		want any // nil: refused
	}{
		{"date", func(v any) (any, error) { return schema.UnmarshalDate(v) }, "2026-02-28", graph.MustDate("2026-02-28")},
		{"no such day", func(v any) (any, error) { return schema.UnmarshalDate(v) }, "2026-02-30", nil},
		{"empty date", func(v any) (any, error) { return schema.UnmarshalDate(v) }, "", nil},
		{"date of a number", func(v any) (any, error) { return schema.UnmarshalDate(v) }, int64(3), nil},
		{"revision", func(v any) (any, error) { return schema.UnmarshalRevision(v) }, "18446744073709551615", graph.Revision(1<<64 - 1)},
		{"revision as a number", func(v any) (any, error) { return schema.UnmarshalRevision(v) }, int64(7), graph.Revision(7)},
		{"negative revision", func(v any) (any, error) { return schema.UnmarshalRevision(v) }, int64(-7), nil},
		{"revision too large", func(v any) (any, error) { return schema.UnmarshalRevision(v) }, "18446744073709551616", nil},
		{"kind", func(v any) (any, error) { return schema.UnmarshalKind(v) }, "REPORTS_TO", graph.EdgeReportsTo},
		{"no kind", func(v any) (any, error) { return schema.UnmarshalKind(v) }, "person", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := c.read(c.in)
			if c.want == nil {
				if err == nil {
					t.Errorf("%v was read as %v", c.in, got)
				}
				return
			}
			if err != nil || got != c.want {
				t.Errorf("%v was read as %v, %v, want %v", c.in, got, err, c.want)
			}
		})
	}
}

// TestIDs reads back the ids of views and of facts in them, and takes no other text
// for one.
func TestIDs(t *testing.T) {
	s := kernel.Empty()
	day := graph.MustDate("2026-03-01")
	asked := func(asOf *graph.Date, knownAt *schema.KnownAt) string {
		v := schema.View{View: object.Of(view.On(s, day))}
		return string(v.Asking(asOf, knownAt).ID())
	}
	known := &schema.KnownAt{Revision: new(graph.Revision)}
	for _, test := range []struct {
		id    string
		day   *graph.Date
		known *schema.KnownAt
		fact  graph.ID
	}{
		{asked(nil, nil), nil, nil, ""},
		{asked(&day, nil), &day, nil, ""},
		{asked(&day, known), &day, known, ""},
		{asked(nil, known), &day, known, ""},
		{asked(nil, &schema.KnownAt{Time: &time.Time{}}), &day, known, ""},
		{"2026-03-01 0 p-1", &day, known, "p-1"},
		{"2026-03-01 0 view", &day, known, "view"},
	} {
		d, k, fact, ok := schema.ParseID(test.id)
		if !ok || !reflect.DeepEqual(d, test.day) || !reflect.DeepEqual(k, test.known) || fact != test.fact {
			t.Errorf("ParseID(%q) = %v, %v, %q, %v, want %v, %v, %q", test.id, d, k, fact, ok, test.day, test.known, test.fact)
		}
		if graph.ID(test.id).Valid() {
			t.Errorf("%q could be a fact's id", test.id)
		}
	}
	for _, bad := range []string{"", "view", "view ", "view tomorrow", "today", "2026-03-01", "view 2026-03-01 x", "view  1", "p-1", "view 2026-13-01 1", "2026-13-01 1 p-1", "2026-03-01 1", "2026-03-01 1 ", "2026-03-01 x p-1", "2026-03-01 1 p 1", "tried ab12 p-1", " 2026-03-01 1 p-1"} {
		if _, _, _, ok := schema.ParseID(bad); ok {
			t.Errorf("ParseID(%q) was taken", bad)
		}
	}
	for in, want := range map[string]graph.ID{
		"p-1": "p-1", "2026-03-01 7 p-1": "p-1", "tried ab12 p-1": "p-1", "crm:Ann van Dyke": "crm:Ann van Dyke", "view 2026-03-01 7": "view 2026-03-01 7", "": "",
	} {
		if got, err := schema.UnmarshalID(in); got != want || err != nil {
			t.Errorf("UnmarshalID(%q) = %q, %v, want %q", in, got, err, want)
		}
	}
}
