package house_test

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/go/packages"
)

// forOthers are the names that nothing here uses but tests, and for whom they are.
var forOthers = map[string]string{
	"graph.Kind.IsClaim":                        "those who write claims: of these alone a confirmation counts",
	"graph/draft.Refusals":                      "those who explain a refusal",
	"graph/rules.Rules":                         "those who explain a refusal",
	"graph/engine.Engine.Loaded":                "those who watch a server",
	"graph/neo4jstore.Questions":                "those who ask a database in Cypher",
	"graph/neo4jstore.Question.Statement":       "those who ask a database in Cypher",
	"graph/sqlitestore.Store.Backup":            "those who keep the file of a workspace: a copy of it while it is written",
	"graph/sqlitestore.Store.Restore":           "those who keep the file of a workspace",
	"graph/view.View.Hiding":                    "those who show a part: what the reader may not see is not there",
	"graph/analysis.MoveKinds":                  "the test that every move has its word",
	"graph/analysis/internal/knows.Pace.Factor": "the test of the numbers that are documented",
	"internal/gqlserve.Handler.Shutdown":        "who serves under a context that outlives the server",
	"internal/importer.lineWords":               "the test that every enumeration has its words",
	"internal/sample.Build":                     "benchmarks",
}

// testHelp are the packages that are for tests.
var testHelp = []string{
	"graph/storetest", "graph/analysis/internal/doctest", "graph/analysis/internal/oracle", "graph/analysis/internal/rounds", "export/graphviz/graphviztest", "internal/gqlserve/internal/testschema", "internal/importer/ordertest", "internal/law", "internal/neo4jtest",
	"internal/orgtext", "internal/prose", "internal/soak",
}

// TestNothingIsDead holds that what a package exports, and what it declares for
// itself, is used by something that is no test: types, functions, methods,
// variables, constants and fields. Not counted are methods that an interface asks
// for, fields that are read by their tags, the values of an enumeration that has
// others, and the names by which gqlgen finds a type.
func TestNothingIsDead(t *testing.T) {
	loaded := typed(t)
	used := map[string]bool{}
	asked := map[string]bool{"Unwrap": true} // methods that some interface asks for, by name
	var all []*packages.Package
	seen := map[*types.Package]bool{}
	for _, p := range loaded {
		interfaces(p.Types, asked, seen)
		all = append(all, p)
	}
	for _, p := range all {
		for _, o := range p.TypesInfo.Uses {
			used[keyOf(p, o)] = true
		}
		for _, s := range p.TypesInfo.Selections {
			used[keyOf(p, s.Obj())] = true
		}
		for _, f := range p.Syntax {
			ast.Inspect(f, func(n ast.Node) bool {
				// A literal without names gives every field a value, and a range or call
				// of a type that is embedded uses it.
				lit, is := n.(*ast.CompositeLit)
				if !is || len(lit.Elts) == 0 {
					return true
				}
				if _, named := lit.Elts[0].(*ast.KeyValueExpr); named {
					return true
				}
				if tv, ok := p.TypesInfo.Types[lit]; ok {
					if st, ok := tv.Type.Underlying().(*types.Struct); ok {
						for i := range st.NumFields() {
							used[keyOf(p, st.Field(i))] = true
						}
					}
				}
				return true
			})
		}
	}
	dead := map[string]string{} // where each stands
	for _, p := range all {
		dir := strings.TrimPrefix(p.PkgPath, module+"/")
		if within(dir, testHelp) {
			continue
		}
		for _, f := range p.Syntax {
			if ast.IsGenerated(f) {
				continue
			}
			excused := map[*ast.Ident]bool{}
			ast.Inspect(f, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.Field:
					for _, id := range n.Names {
						excused[id] = n.Tag != nil
					}
				case *ast.TypeSpec:
					excused[n.Name] = n.Assign.IsValid() && dir == "schema"
				case *ast.GenDecl:
					if n.Tok != token.CONST || !n.Lparen.IsValid() {
						break
					}
					var names []*ast.Ident
					live := false
					for _, s := range n.Specs {
						for _, id := range s.(*ast.ValueSpec).Names {
							names = append(names, id)
							live = live || used[keyOf(p, p.TypesInfo.Defs[id])]
						}
					}
					for _, id := range names {
						excused[id] = live
					}
				}
				return true
			})
			for id, o := range p.TypesInfo.Defs {
				if o == nil || excused[id] || id.Pos() < f.FileStart || id.Pos() > f.FileEnd || used[keyOf(p, o)] {
					continue
				}
				name := ""
				switch o := o.(type) {
				case *types.Func:
					name = o.Name()
					if sig := o.Type().(*types.Signature); sig.Recv() != nil {
						if asked[name] {
							continue
						}
						name = types.TypeString(sig.Recv().Type(), func(*types.Package) string { return "" }) + "." + name
					} else if name == "main" || name == "init" || name == "_" {
						continue
					}
				case *types.Var:
					if !o.IsField() && o.Parent() != p.Types.Scope() || o.Name() == "_" || o.Embedded() {
						continue
					}
					name = o.Name()
				case *types.TypeName:
					if o.Parent() != p.Types.Scope() {
						continue
					}
					name = o.Name()
				case *types.Const:
					if o.Parent() != p.Types.Scope() || o.Name() == "_" {
						continue
					}
					name = o.Name()
				default:
					continue
				}
				dead[dir+"."+strings.TrimPrefix(name, "*")] = p.Fset.Position(o.Pos()).String()
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(dead)) {
		if forOthers[name] == "" {
			t.Errorf("%s: %s is used by no code but tests", dead[name], name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(forOthers)) {
		if dead[name] == "" {
			t.Errorf("forOthers excuses %s, which is used or not there", name)
		}
	}
}

// read reads the packages of the repository with their types, once.
var read = sync.OnceValues(func() ([]*packages.Package, error) {
	return packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedImports | packages.NeedExportFile | packages.NeedModule,
		Dir:  root,
	}, "./...")
})

func typed(t *testing.T) []*packages.Package {
	t.Helper()
	loaded, err := read()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range loaded {
		if len(p.Errors) > 0 {
			t.Fatalf("%s: %v", p.PkgPath, p.Errors)
		}
	}
	return loaded
}

// TestEveryRuleIsApplied holds that every rule by which something is found, a
// constant of a type Rule below graph/analysis, is named by code outside of the file
// that declares it: what finds it must be called.
func TestEveryRuleIsApplied(t *testing.T) {
	declared := map[string]string{} // by place, the name and the file
	file := map[string]string{}
	for _, p := range typed(t) {
		for id, o := range p.TypesInfo.Defs {
			c, is := o.(*types.Const)
			if !is || o.Parent() != p.Types.Scope() || !strings.HasPrefix(p.PkgPath, module+"/graph/analysis") {
				continue
			}
			if named, is := c.Type().(*types.Named); is && named.Obj().Name() == "Rule" && c.Val().Kind() == constant.String {
				key := keyOf(p, o)
				declared[key] = id.Name + ", " + constant.StringVal(c.Val())
				file[key] = p.Fset.Position(id.Pos()).Filename
			}
		}
	}
	if len(declared) < 18 {
		t.Fatalf("only the rules %v were found", declared)
	}
	applied := map[string]bool{}
	for _, p := range typed(t) {
		for id, o := range p.TypesInfo.Uses {
			if o != nil {
				key := keyOf(p, o)
				applied[key] = applied[key] || file[key] != "" && p.Fset.Position(id.Pos()).Filename != file[key]
			}
		}
	}
	for key, name := range declared {
		if !applied[key] {
			t.Errorf("%s: nothing finds the rule %s: give it a row in the rules of its family", file[key], name)
		}
	}
}

// keyOf names the place of an object: packages that are read from their source and
// from what was built of it say the same of it.
func keyOf(p *packages.Package, o types.Object) string {
	if o.Pkg() == nil {
		return ""
	}
	at := p.Fset.Position(o.Pos())
	return fmt.Sprint(o.Pkg().Path(), " ", path.Base(at.Filename), ":", at.Line, ":", at.Column)
}

// interfaces notes the names of the methods that the interfaces of a package, and of
// those that it imports, ask for.
func interfaces(p *types.Package, asked map[string]bool, seen map[*types.Package]bool) {
	if seen[p] {
		return
	}
	seen[p] = true
	for _, other := range p.Imports() {
		interfaces(other, asked, seen)
	}
	for _, name := range p.Scope().Names() {
		if o, is := p.Scope().Lookup(name).(*types.TypeName); is {
			if i, is := o.Type().Underlying().(*types.Interface); is {
				for m := range i.Methods() {
					asked[m.Name()] = true
				}
			}
		}
	}
}
