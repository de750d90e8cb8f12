package schema_test

import (
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/schema"
)

// reports returns the fields of a view that answer a question, by name, with the
// type of the answer.
func reports(t *testing.T) map[string]reflect.Type {
	t.Helper()
	out := map[string]reflect.Type{}
	view := reflect.TypeFor[*schema.View]()
	for _, f := range sdl().Types["View"].Fields {
		if def := sdl().Types[f.Type.Name()]; slices.Contains(def.Interfaces, "Report") {
			m, is := view.MethodByName(strings.ToUpper(f.Name[:1]) + f.Name[1:])
			if !is {
				t.Fatalf("View has no method for %s", f.Name)
			}
			out[f.Name] = m.Type.Out(0)
		}
	}
	if len(out) != len(sdl().PossibleTypes["Report"]) {
		t.Errorf("%d fields of View answer with a report, want one for each of %d reports", len(out), len(sdl().PossibleTypes["Report"]))
	}
	return out
}

// TestEveryQuestionIsDefined holds that docs/analyses.md says of every field of a view
// that answers a question where on the page it is defined.
func TestEveryQuestionIsDefined(t *testing.T) {
	text, err := os.ReadFile("../docs/analyses.md")
	if err != nil {
		t.Fatal(err)
	}
	defined := map[string]bool{}
	row := regexp.MustCompile("(?m)^\\| `(\\w+)` \\| .* \\| \\[(.*)\\]\\(#([a-z-]+)\\) \\|$")
	for _, m := range row.FindAllStringSubmatch(string(text), -1) {
		field, title, anchor := m[1], m[2], m[3]
		defined[field] = true
		if !regexp.MustCompile(`(?m)^###? `+regexp.QuoteMeta(title)+`$`).Match(text) || anchor != strings.ReplaceAll(strings.ToLower(title), " ", "-") {
			t.Errorf("docs/analyses.md has no section %q to which the row of %s could lead by #%s", title, field, anchor)
		}
	}
	asked := reports(t)
	for field := range asked {
		if !defined[field] {
			t.Errorf("docs/analyses.md does not say where %s is defined", field)
		}
	}
	for field := range defined {
		if asked[field] == nil {
			t.Errorf("docs/analyses.md says where %s is defined, which nobody can ask", field)
		}
	}
}

// shownElsewhere are the fields of reports that the schema has under another name
// or as a field of the thing itself.
var shownElsewhere = map[string]string{
	"StrengthInfo.from": "person", "StrengthInfo.to": "other", "HandshakeInfo.from": "person", "HandshakeInfo.to": "other",
	"SingleTieInfo.from": "person", "SingleTieInfo.to": "other",
	"OpenPromiseInfo.text": "record", "TrackedPromiseInfo.text": "record", "AccountPromisesInfo.name": "account", "PersonPromisesInfo.name": "person",
	"StrengthResult.skipped": "pageInfo", "MovesResult.skipped": "pageInfo",
	"OpenProblemInfo.text": "record", "DeliveredValueInfo.text": "record", "GrantedConcessionInfo.text": "record",
}

// TestEveryFieldOfEveryReportIsInTheSchema holds the reports of package analysis,
// down to their parts, against the types of the schema. Names need no field: they
// are those of the things named.
func TestEveryFieldOfEveryReportIsInTheSchema(t *testing.T) {
	pkg := reflect.TypeFor[analysis.Envelope]().PkgPath()
	seen := map[reflect.Type]bool{}
	var walk func(typ reflect.Type)
	var hold func(in string, part reflect.Type)
	hold = func(in string, part reflect.Type) {
		def := sdl().Types[in]
		if def == nil {
			t.Errorf("the schema has no type %s", in)
			return
		}
		for i := range part.NumField() {
			f := part.Field(i)
			name := strings.ToLower(f.Name[:1]) + f.Name[1:]
			if as := shownElsewhere[in+"."+name]; as != "" {
				name = as
			}
			switch {
			case !f.IsExported() || def.Fields.ForName(name) != nil:
			case f.Anonymous:
				hold(in, f.Type)
			case !slices.Contains([]string{"name", "ownerName", "title"}, name):
				t.Errorf("%s has no field for %s.%s", in, part, f.Name)
			}
		}
	}
	walk = func(typ reflect.Type) {
		for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice {
			typ = typ.Elem()
		}
		if typ.Kind() != reflect.Struct || seen[typ] || typ.PkgPath() != reflect.TypeFor[schema.View]().PkgPath() {
			return
		}
		seen[typ] = true
		for i := range typ.NumField() {
			if f := typ.Field(i); f.Anonymous && f.Type.PkgPath() == pkg {
				hold(typ.Name(), f.Type)
			}
		}
		methods := reflect.PointerTo(typ)
		for i := range methods.NumMethod() {
			if m := methods.Method(i).Type; m.NumIn() == 1 && m.NumOut() > 0 {
				walk(m.Out(0))
			}
		}
	}
	for _, r := range reports(t) {
		walk(r)
	}
	if len(seen) < 50 {
		t.Errorf("%d types were seen, want more", len(seen))
	}
}
