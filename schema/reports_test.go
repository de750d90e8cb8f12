package schema_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/schema"
)

// reports are the answers of the analyses in a view.
var reports = []any{
	schema.StakeholdersResult{}, schema.StrengthResult{}, schema.CoverageResult{}, schema.SinglePointsResult{}, schema.IntroductionsResult{},
	schema.MovesResult{}, schema.InfluenceResult{}, schema.PairingResult{}, schema.ScenarioResult{}, schema.MoveCardResult{}, schema.HandoverResult{},
}

// shownElsewhere are the fields of reports that the schema has under another name
// or as a field of the thing itself.
var shownElsewhere = map[string]string{
	"StrengthInfo.from": "person", "StrengthInfo.to": "other", "HandshakeInfo.from": "person", "HandshakeInfo.to": "other",
	"SingleTieInfo.from": "person", "SingleTieInfo.to": "other",
	"OpenPromiseInfo.text": "record",
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
	for _, r := range reports {
		walk(reflect.TypeOf(r))
	}
	if len(seen) < 50 {
		t.Errorf("%d types were seen, want more", len(seen))
	}
}
