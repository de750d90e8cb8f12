package house_test

import (
	"go/ast"
	"go/token"
	"strings"
	"testing"
)

// TestPackageDocs holds that every package is documented in exactly one file,
// in a comment that begins as go doc wants it.
func TestPackageDocs(t *testing.T) {
	docs := map[string][]string{}
	names := map[string]string{}
	for _, f := range goFiles(t) {
		if f.test {
			if f.syntax.Doc != nil {
				t.Errorf("%s documents a package of tests", f.path)
			}
			continue
		}
		names[f.dir] = f.syntax.Name.Name
		if f.syntax.Doc == nil {
			continue
		}
		docs[f.dir] = append(docs[f.dir], f.path)
		want := "Package " + f.syntax.Name.Name + " "
		if f.syntax.Name.Name == "main" {
			want = "Command " + f.dir[strings.LastIndex(f.dir, "/")+1:] + " "
		}
		if text := f.syntax.Doc.Text(); !strings.HasPrefix(text, want) {
			t.Errorf("the package comment of %s does not begin with %q", f.path, want)
		}
	}
	for dir := range names {
		if len(docs[dir]) != 1 {
			t.Errorf("%s is documented in %d files, wanted one: %v", dir, len(docs[dir]), docs[dir])
		}
	}
}

// TestExportedNamesAreDocumented wants a comment on everything that a package
// exports: on the declaration, on its group, or at the end of its line. A
// method that does what its name says to an interface of the standard library
// needs none.
func TestExportedNamesAreDocumented(t *testing.T) {
	for _, f := range goFiles(t) {
		if f.test || f.generated {
			continue
		}
		miss := func(at token.Pos, name string) {
			t.Errorf("%s: %s is exported and not documented", f.set.Position(at), name)
		}
		for _, d := range f.syntax.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) {
					miss(d.Pos(), d.Name.Name)
				}
			case *ast.GenDecl:
				for _, s := range d.Specs {
					switch s := s.(type) {
					case *ast.TypeSpec:
						if s.Name.IsExported() && d.Doc == nil && s.Doc == nil {
							miss(s.Pos(), s.Name.Name)
						}
					case *ast.ValueSpec:
						for _, n := range s.Names {
							if n.IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
								miss(n.Pos(), n.Name)
							}
						}
					}
				}
			}
		}
	}
}

func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	x := d.Recv.List[0].Type
	for {
		switch y := x.(type) {
		case *ast.StarExpr:
			x = y.X
		case *ast.IndexExpr:
			x = y.X
		case *ast.IndexListExpr:
			x = y.X
		case *ast.Ident:
			return y.IsExported()
		default:
			return false
		}
	}
}
