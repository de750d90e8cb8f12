package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
)

// operations returns the TypeScript of the operations in a file: for each its text and the
// types of its variables and of what it answers. A field that the SDL does not have is an
// error.
func operations(schemaDir, file string) ([]byte, error) {
	names, err := filepath.Glob(filepath.Join(schemaDir, "*.graphqls"))
	if err != nil {
		return nil, err
	}
	var sources []*ast.Source
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		sources = append(sources, &ast.Source{Name: filepath.Base(name), Input: string(text)})
	}
	schema, err := gqlparser.LoadSchema(sources...)
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	doc, errs := gqlparser.LoadQuery(schema, string(text))
	if len(errs) > 0 {
		return nil, fmt.Errorf("%s: %w", filepath.Base(file), errs)
	}
	g := &generator{schema: schema, used: map[string]*ast.Definition{}}
	for _, f := range doc.Fragments {
		g.line("export type %s = %s;\n", f.Name, g.selection(f.SelectionSet, ""))
	}
	for _, op := range doc.Operations {
		g.operation(doc, op)
	}
	var head bytes.Buffer
	head.WriteString("// Made by go generate from the SDL and operations.graphql; do not edit.\n\nimport type { Operation } from \"./api.js\";\n\n")
	for _, name := range slices.Sorted(maps.Keys(g.used)) {
		def := g.used[name]
		if def.Kind == ast.InputObject {
			head.WriteString(g.input(def))
			continue
		}
		var values []string
		for _, v := range def.EnumValues {
			values = append(values, strconv.Quote(v.Name))
		}
		fmt.Fprintf(&head, "export type %s = %s;\n\n", name, strings.Join(values, " | "))
	}
	return append(head.Bytes(), g.out.Bytes()...), nil
}

// generator writes types.
type generator struct {
	schema *ast.Schema
	out    bytes.Buffer
	used   map[string]*ast.Definition // enums and inputs
}

func (g *generator) line(format string, args ...any) { fmt.Fprintf(&g.out, format+"\n", args...) }

// operation writes one operation with its types.
func (g *generator) operation(doc *ast.QueryDocument, op *ast.OperationDefinition) {
	g.line("export type %s = %s;\n", op.Name, g.selection(op.SelectionSet, ""))
	g.line("export type %sVariables = {", op.Name)
	for _, v := range op.VariableDefinitions {
		optional := ""
		if !v.Type.NonNull || v.DefaultValue != nil {
			optional = "?"
		}
		g.line("  %s%s: %s;", v.Variable, optional, g.value(v.Type, g.named(v.Type.Name())))
	}
	g.line("};\n")
	part := &ast.QueryDocument{Operations: ast.OperationList{op}}
	g.fragments(doc, op.SelectionSet, part)
	var text bytes.Buffer
	formatter.NewFormatter(&text, formatter.WithIndent(" ")).FormatQueryDocument(part)
	name := strings.ToLower(op.Name[:1]) + op.Name[1:]
	g.line("export const %s: Operation<%s, %sVariables> = { name: %q, text: %s };\n", name, op.Name, op.Name, op.Name, strconv.Quote(strings.Join(strings.Fields(text.String()), " ")))
}

// fragments adds the fragments that a selection needs.
func (g *generator) fragments(doc *ast.QueryDocument, set ast.SelectionSet, to *ast.QueryDocument) {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			g.fragments(doc, s.SelectionSet, to)
		case *ast.FragmentSpread:
			if to.Fragments.ForName(s.Name) == nil {
				to.Fragments = append(to.Fragments, s.Definition)
				g.fragments(doc, s.Definition.SelectionSet, to)
			}
		}
	}
}

// selection returns the type of an object of which some fields are asked.
func (g *generator) selection(set ast.SelectionSet, indent string) string {
	var parts []string
	var b strings.Builder
	b.WriteString("{\n")
	fields := 0
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			fields++
			of := g.named(s.Definition.Type.Name())
			if len(s.SelectionSet) > 0 {
				of = g.selection(s.SelectionSet, indent+"  ")
			}
			fmt.Fprintf(&b, "%s  %s: %s;\n", indent, s.Alias, g.value(s.Definition.Type, of))
		case *ast.FragmentSpread:
			parts = append(parts, s.Name)
		default:
			panic("inline fragments are not used here")
		}
	}
	b.WriteString(indent + "}")
	if fields > 0 {
		parts = append(parts, b.String())
	}
	return strings.Join(parts, " & ")
}

// value returns a type with its lists and nulls.
func (g *generator) value(t *ast.Type, of string) string {
	if t.Elem != nil {
		of = g.value(t.Elem, of)
		if strings.Contains(of, " ") {
			of = "(" + of + ")"
		}
		of += "[]"
	}
	if !t.NonNull {
		of += " | null"
	}
	return of
}

// named returns the type of a scalar, enum or input.
func (g *generator) named(name string) string {
	switch name {
	case "Int", "Float":
		return "number"
	case "Boolean":
		return "boolean"
	}
	def := g.schema.Types[name]
	switch def.Kind {
	case ast.Enum, ast.InputObject:
		if g.used[name] == nil {
			g.used[name] = def
			if def.Kind == ast.InputObject {
				for _, f := range def.Fields {
					g.named(f.Type.Name())
				}
			}
		}
		return name
	}
	return "string"
}

// input returns the type of an input object.
func (g *generator) input(def *ast.Definition) string {
	var b strings.Builder
	fmt.Fprintf(&b, "export type %s = {\n", def.Name)
	for _, f := range def.Fields {
		optional := ""
		if !f.Type.NonNull || f.DefaultValue != nil {
			optional = "?"
		}
		fmt.Fprintf(&b, "  %s%s: %s;\n", f.Name, optional, g.value(f.Type, g.named(f.Type.Name())))
	}
	b.WriteString("};\n\n")
	return b.String()
}
