package schema_test

import (
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

// written yields the types of the schema that are ours.
func written(f func(def *ast.Definition)) {
	for name, def := range sdl().Types {
		if !strings.HasPrefix(name, "__") && !def.BuiltIn {
			f(def)
		}
	}
}

var nameOfIDs = regexp.MustCompile(`^ids?$|Ids?$`)

// TestWhatIsGivenAsAnIDIsNamedSo holds that an argument or a field of an input is named id
// or ids, or ends in Id or Ids, just when it takes ids, and in the plural just when it takes
// several.
func TestWhatIsGivenAsAnIDIsNamedSo(t *testing.T) {
	n := 0
	check := func(where, name string, typ *ast.Type) {
		is := typ.Name() == "ID"
		if is {
			n++
		}
		if is != nameOfIDs.MatchString(name) || is && strings.HasSuffix(name, "s") != (typ.Elem != nil) {
			t.Errorf("%s is a %s", where, typ)
		}
	}
	// What other systems call a thing, and what was merged into it, are kept as they are
	// written: no fact has those ids.
	excepted := []string{"externalIds", "mergedIds"}
	written(func(def *ast.Definition) {
		for _, f := range def.Fields {
			if def.Kind == ast.InputObject && !slices.Contains(excepted, f.Name) && !strings.HasSuffix(def.Name, "Decision") {
				check(def.Name+"."+f.Name, f.Name, f.Type)
			}
			for _, a := range f.Arguments {
				check(def.Name+"."+f.Name+"("+a.Name+")", a.Name, a.Type)
			}
		}
	})
	if n < 100 {
		t.Errorf("only %d take ids", n)
	}
}

// TestFromAndToAreDays holds that whatever is named from or to is a day: the first, and the
// first no more.
func TestFromAndToAreDays(t *testing.T) {
	check := func(where, name string, typ *ast.Type) {
		if (name == "from" || name == "to") && (typ.Name() != "Date" || typ.Elem != nil) {
			t.Errorf("%s is a %s", where, typ)
		}
	}
	written(func(def *ast.Definition) {
		for _, f := range def.Fields {
			check(def.Name+"."+f.Name, f.Name, f.Type)
			for _, a := range f.Arguments {
				check(def.Name+"."+f.Name+"("+a.Name+")", a.Name, a.Type)
			}
		}
	})
}

// TestRecordsAgree holds that fields of one name have one shape on all records, so that
// facts of several types can be asked for in one selection: the same scalar or enumeration,
// or some object each, and the same lists and nulls.
func TestRecordsAgree(t *testing.T) {
	// What differs is asked for under another name: kind of a tie as tieKind: kind.
	excepted := map[string]string{
		"kind":   "each kind of fact has an enumeration of its own",
		"level":  "of a seat from 1 to 5, of a tie how well",
		"name":   "a Suggestion is about strangers, who have none where the mail has none",
		"count":  "a Suggestion of what is known has none",
		"people": "of a contact it is their number, as the source has it",
	}
	s := sdl()
	shape := func(typ *ast.Type) string {
		if def := s.Types[typ.Name()]; def.IsLeafType() {
			return typ.String()
		}
		return strings.Replace(typ.String(), typ.Name(), "object", 1)
	}
	first, differ := map[string]*ast.Definition{}, map[string]bool{}
	for _, def := range s.GetPossibleTypes(s.Types["Fact"]) {
		for _, f := range def.Fields {
			of := first[f.Name]
			if of == nil {
				first[f.Name] = def
				continue
			}
			if was := of.Fields.ForName(f.Name); shape(was.Type) != shape(f.Type) {
				if differ[f.Name] = true; excepted[f.Name] == "" {
					t.Errorf("%s.%s is a %s, and %s.%s a %s", of.Name, f.Name, was.Type, def.Name, f.Name, f.Type)
				}
			}
		}
	}
	for name := range excepted {
		if !differ[name] {
			t.Errorf("%s is excepted, and agrees everywhere", name)
		}
	}
}

// TestScalarsAreSpecified holds that each scalar of ours says where its form is written:
// in a section of docs/api.md that is named after it, or in an RFC.
func TestScalarsAreSpecified(t *testing.T) {
	doc, err := os.ReadFile("../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	written(func(def *ast.Definition) {
		if def.Kind != ast.Scalar {
			return
		}
		n++
		d := def.Directives.ForName("specifiedBy")
		if d == nil {
			t.Errorf("%s does not say where it is specified", def.Name)
			return
		}
		at, err := url.Parse(d.Arguments.ForName("url").Value.Raw)
		switch {
		case err != nil || at.Scheme != "https":
			t.Errorf("%s is specified by %v", def.Name, at)
		case at.Host == "www.rfc-editor.org":
		case at.Host != "github.com" || at.Path != "/kithgraph/kith/blob/main/docs/api.md" || !strings.EqualFold(at.Fragment, def.Name) || !strings.Contains(string(doc), "\n### "+def.Name+"\n"):
			t.Errorf("%s is specified by %v, which is no section of docs/api.md", def.Name, at)
		}
	})
	if n < 5 {
		t.Errorf("only %d scalars were found", n)
	}
}

// TestOneOfTakesOne holds what oneOf wants of an input: fields that can be left out, and
// have no default.
func TestOneOfTakesOne(t *testing.T) {
	var found []string
	written(func(def *ast.Definition) {
		if def.Directives.ForName("oneOf") == nil {
			return
		}
		found = append(found, def.Name)
		for _, f := range def.Fields {
			if f.Type.NonNull || f.DefaultValue != nil {
				t.Errorf("%s.%s cannot be left out", def.Name, f.Name)
			}
		}
	})
	if len(found) < 7 {
		t.Errorf("only %v take one of several", found)
	}
}
