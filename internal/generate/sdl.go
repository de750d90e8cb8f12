package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/schema/object"
)

// inputsFile holds the inputs of facts, their patches, and what several edits take.
const inputsFile = "schema/inputs.graphqls"

// sdl is the part of the schema that is written by hand, by the names of its types.
type sdl map[string]*ast.Definition

func readSDL(root string) (sdl, error) {
	names, err := filepath.Glob(filepath.Join(root, "schema", "*.graphqls"))
	if err != nil {
		return nil, err
	}
	s := sdl{}
	for _, name := range names {
		if filepath.Base(name) == filepath.Base(inputsFile) {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		doc, err := parser.ParseSchema(&ast.Source{Name: name, Input: string(text)})
		if err != nil {
			return nil, err
		}
		for _, d := range doc.Definitions {
			s[d.Name] = d
		}
		for _, d := range doc.Extensions {
			if have := s[d.Name]; have != nil {
				have.Fields = append(have.Fields, d.Fields...)
			}
		}
	}
	return s, nil
}

// said describes the properties whose field of the type shows what is true on the
// day, and not what was said.
var said = map[string]string{
	"Position.occupancy": "What is said of a seat without a recorded holder.",
	"Position.manager":   "What is said of a seat without a solid line.",
	"Scorecard.item1":    "Ending the relationship would be painful for both.",
	"Scorecard.item2":    "We plan together for the long term.",
	"Scorecard.item3":    "We share what most partners do not.",
	"Scorecard.item4":    "Communication is good at all levels.",
	"Scorecard.item5":    "Individuals like and respect each other.",
	"Scorecard.item6":    "Both sides save cost or gain efficiency.",
	"Scorecard.item7":    "Price is not a big issue.",
	"Scorecard.item8":    "The client gives testimonials and referrals.",
}

// common are the properties that every fact has, last in its input and patch.
var common = []string{"from", "to", "externalIds", "confirmedOn", "confirmedBy"}

// property is one property of a fact as its input and its patch have it.
type property struct {
	graph.Field
	doc, typ string
}

// null is what the description of a type's field says of an answer without it.
var null = regexp.MustCompile(`; null [^.;]*`)

// properties returns the properties of a kind in the order of the type's fields, with
// what the type says of them.
func (s sdl) properties(k graph.Kind) ([]property, error) {
	name := object.TypeName(k)
	def := s[name]
	if def == nil {
		return nil, fmt.Errorf("the schema has no type %s", name)
	}
	fields := append(slices.Clone(graph.Fields(k)), graph.Field{Name: "from", Type: graph.FieldDate}, graph.Field{Name: "to", Type: graph.FieldDate})
	place := func(f graph.Field) int {
		if i := slices.Index(common, f.Name); i >= 0 {
			return len(def.Fields) + i
		}
		return slices.IndexFunc(def.Fields, func(d *ast.FieldDefinition) bool { return d.Name == f.Name })
	}
	slices.SortStableFunc(fields, func(a, b graph.Field) int { return place(a) - place(b) })
	var out []property
	for _, f := range fields {
		doc := said[name+"."+f.Name]
		if d := def.Fields.ForName(f.Name); doc == "" && d != nil {
			doc = null.ReplaceAllString(d.Description, "")
		}
		if doc == "" {
			return nil, fmt.Errorf("type %s has no field for the property %s", name, f.Name)
		}
		out = append(out, property{f, doc, wordOf(f)})
	}
	return out, nil
}

// wordOf returns the GraphQL type of a property.
func wordOf(f graph.Field) string {
	switch {
	case f.Enum != "" && f.Type == graph.FieldStrings:
		return "[" + f.Enum + "!]"
	case f.Enum != "":
		return f.Enum
	case f.Refers:
		return "ID"
	}
	return map[graph.FieldType]string{
		graph.FieldText: "String", graph.FieldInt: "Int", graph.FieldFloat: "Float", graph.FieldBool: "Boolean",
		graph.FieldDate: "Date", graph.FieldStrings: "[String!]",
	}[f.Type]
}

// given returns the name under which an input takes a property: an id says that it is one.
func given(f graph.Field) string {
	if f.Refers {
		return f.Name + "Id"
	}
	return f.Name
}

// patched returns the kinds that a patch can be of: those with a type of their own.
func patched() []graph.Kind {
	return slices.DeleteFunc(append(graph.NodeKinds(), graph.EdgeKinds()...), func(k graph.Kind) bool { return object.TypeName(k) == "Link" })
}

// made returns the kinds of which an input of a mutation takes a whole fact.
func (s sdl) made() []graph.Kind {
	return slices.DeleteFunc(graph.NodeKinds(), func(k graph.Kind) bool {
		for _, d := range s {
			if d.Kind == ast.InputObject && slices.ContainsFunc(d.Fields, func(f *ast.FieldDefinition) bool { return f.Type.Name() == object.TypeName(k)+"Input" }) {
				return false
			}
		}
		return true
	})
}

// mutations returns the inputs of the mutations, in their order.
func (s sdl) mutations() []*ast.Definition {
	var out []*ast.Definition
	for _, f := range s["Mutation"].Fields {
		if in := f.Arguments.ForName("input"); in != nil {
			out = append(out, s[in.Type.Name()])
		}
	}
	return out
}

// edits returns the mutations that are one edit each: those that answer with a
// payload and take an input. Of the others one does several edits, and the rest makes
// ready what is not written yet.
func (s sdl) edits() []*ast.FieldDefinition {
	var out []*ast.FieldDefinition
	for _, f := range s["Mutation"].Fields {
		if strings.HasSuffix(f.Type.Name(), "Payload") && f.Arguments.ForName("input") != nil && f.Name != "applyDraft" { // whose edits a draft has
			out = append(out, f)
		}
	}
	return out
}

// inputs returns the file of the inputs of facts and their patches, each described
// as in its type, and of several edits.
func (s sdl) inputs() (string, error) {
	var b strings.Builder
	b.WriteString("# Code generated by internal/generate from the types of the schema; DO NOT EDIT.\n")
	field := func(doc, name, typ string) { fmt.Fprintf(&b, "  %q\n  %s: %s\n", doc, name, typ) }
	for _, k := range s.made() {
		ps, err := s.properties(k)
		if err != nil {
			return "", err
		}
		name := object.TypeName(k)
		fmt.Fprintf(&b, "\n\"%s to be made. What is null is not known.\"\ninput %sInput {\n", article(name), name)
		for _, p := range ps {
			switch {
			case p.Name == "on" || p.Required && p.Type == graph.FieldDate:
				field(strings.TrimSuffix(p.doc, ".")+"; today when null.", p.Name, p.typ)
			case p.Required:
				field(p.doc, p.Name, p.typ+"!")
			default:
				field(p.doc, p.Name, p.typ)
			}
		}
		b.WriteString("}\n")
	}
	for _, k := range patched() {
		ps, err := s.properties(k)
		if err != nil {
			return "", err
		}
		name := object.TypeName(k)
		fmt.Fprintf(&b, "\n\"New properties of %s. Only what is given changes; null clears.\"\ninput %sPatch {\n", strings.ToLower(article(name)[:1])+article(name)[1:], name)
		for _, p := range ps {
			field(p.doc, given(p.Field), p.typ)
		}
		b.WriteString("}\n")
	}
	b.WriteString("\n\"New properties of a fact.\"\ninput FactPatch @oneOf {\n")
	for _, k := range patched() {
		name := object.TypeName(k)
		field("For "+strings.ToLower(article(name)[:1])+article(name)[1:]+".", lower(name), name+"Patch")
	}
	b.WriteString("}\n")
	b.WriteString("\n\"One edit of several: the input of the mutation of its name.\"\ninput EditInput @oneOf {\n")
	for _, f := range s.edits() {
		field(f.Description, f.Name, f.Arguments[0].Type.Name())
	}
	b.WriteString("}\n")
	return b.String(), nil
}

// article writes a type with its article: "An Account".
func article(name string) string {
	if strings.ContainsRune("AEIO", rune(name[0])) {
		return "An " + name
	}
	return "A " + name
}

// lower returns a name with a small first letter.
func lower(name string) string { return string(unicode.ToLower(rune(name[0]))) + name[1:] }
