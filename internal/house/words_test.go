package house_test

import (
	"go/ast"
	"go/token"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// phrase finds two words, or a word and a place for one, with a blank between.
var phrase = regexp.MustCompile(`[A-Za-z%]+[,;:.]? [A-Za-z%]|^ [A-Za-z]|[A-Za-z] $`)

// TestEnglishIsSaidInOnePlace: what detects knows no English. In the rooms below
// graph/analysis/internal no string is a phrase, but for what a query is refused
// with and for panics; sentences are of package say.
func TestEnglishIsSaidInOnePlace(t *testing.T) {
	found := false
	for _, f := range goFiles(t) {
		if !strings.HasPrefix(f.dir, "graph/analysis/internal/") || f.test || strings.HasSuffix(f.dir, "test") {
			continue
		}
		found = true
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				switch called(n.Fun) {
				case "graph.Invalid", "graph.NotFound", "panic", "b.Skip":
					return false
				}
			case *ast.ImportSpec:
				return false
			case *ast.BasicLit:
				if n.Kind != token.STRING || n.Value[0] == 0x60 { // a raw string is a table
					break
				}
				if text, err := strconv.Unquote(n.Value); err == nil && phrase.MatchString(text) {
					t.Errorf("%s: %s is English: it belongs in graph/analysis/say", f.set.Position(n.Pos()), n.Value)
				}
			}
			return true
		})
	}
	if !found {
		t.Error("there is nothing below graph/analysis/internal")
	}
}

// called returns the name of what is called, with its package.
func called(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		if id, is := x.X.(*ast.Ident); is {
			return id.Name + "." + x.Sel.Name
		}
	}
	return ""
}
