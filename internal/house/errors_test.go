package house_test

import (
	"go/ast"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// asked are the packages whose refusals a caller of the API can get; those below them too.
var asked = []string{
	"graph/draft", "graph/engine", "graph/view", "graph/analysis", "schema", "resolvers",
	"internal/intake", "internal/review", "internal/paste", "internal/picture", "export",
}

// codeOfKind are the codes of the four kinds of refusals.
var codeOfKind = map[string]string{"ErrInvalid": "BAD_USER_INPUT", "ErrNotFound": "NOT_FOUND", "ErrConflict": "CONFLICT", "ErrForbidden": "FORBIDDEN"}

// TestErrorsAreDocumented holds the two tables of errors in docs/api.md against the code, both
// ways: each code that is given, with its HTTP status, and each rule, with its code, stands
// there, and nothing else does. Rules of facts and edits stand in docs/rules.md.
func TestErrorsAreDocumented(t *testing.T) {
	codes, statuses, rules := map[string]string{}, map[string]string{}, map[string]map[string]bool{}
	given := map[string]bool{}
	broken := func(rule, code string) {
		if rules[rule] == nil {
			rules[rule] = map[string]bool{}
		}
		rules[rule][code] = true
	}
	all := goFiles(t)
	for _, f := range all { // the names of codes
		if f.test || f.dir != "internal/gqlserve" && f.dir != "resolvers" {
			continue
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			if v, ok := n.(*ast.ValueSpec); ok && len(v.Values) == 1 && regexp.MustCompile(`^[cC]ode[A-Z]`).MatchString(v.Names[0].Name) {
				codes[v.Names[0].Name] = text(v.Values[0])
			}
			return true
		})
	}
	for _, f := range all {
		if f.test || f.generated {
			continue
		}
		api := f.dir == "graph" || within(f.dir, asked)
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CaseClause: // says what a code means, and gives none
				for _, s := range n.Body {
					ast.Inspect(s, func(n ast.Node) bool {
						if id, ok := n.(*ast.Ident); ok && codes[id.Name] != "" {
							given[codes[id.Name]] = true
						}
						return true
					})
				}
			case *ast.CallExpr:
				name, _ := strings.CutPrefix(called(n.Fun), "graph.")
				for _, a := range n.Args {
					if id := last(a); codes[id] != "" {
						given[codes[id]] = true
					}
				}
				if !api || len(n.Args) < 2 {
					break
				}
				switch name {
				case "Invalid":
					if rule := text(n.Args[0]); rule != "" {
						broken(rule, "BAD_USER_INPUT")
					}
				case "Refuse":
					if rule := text(n.Args[1]); rule != "" && codeOfKind[last(n.Args[0])] != "" {
						broken(rule, codeOfKind[last(n.Args[0])])
					}
				}
			case *ast.ValueSpec:
				if n.Names[0].Name != "outcomes" {
					break
				}
				for _, row := range n.Values[0].(*ast.CompositeLit).Elts {
					of := row.(*ast.CompositeLit).Elts
					code := codes[last(of[1])]
					given[code] = true
					statuses[code] = statusOf[last(of[2])]
					broken(text(of[4]), code)
				}
			}
			return true
		})
	}

	doc := readDoc(t, "api.md")
	rest := readDoc(t, "rules.md")
	seen := map[string]bool{}
	for _, row := range regexp.MustCompile("(?m)^\\| `([A-Z_]+)` \\| (\\d+) \\| (.+) \\| (.+) \\|$").FindAllStringSubmatch(doc, -1) {
		code := row[1]
		if seen[code] = true; !given[code] {
			t.Errorf("docs/api.md has the code %s, which nothing gives", code)
		}
		if s := statuses[code]; s != "" && s != row[2] {
			t.Errorf("docs/api.md says HTTP %s of %s, the table of outcomes %s", row[2], code, s)
		}
	}
	for code := range given {
		if !seen[code] {
			t.Errorf("docs/api.md does not say what a client does about the code %s", code)
		}
	}
	told := map[string][]string{}
	for _, row := range regexp.MustCompile("(?m)^\\| ((?:`[a-z-]+`(?:, )?)+) \\| ([A-Z_, ]+) \\| (.+) \\|$").FindAllStringSubmatch(doc, -1) {
		names := regexp.MustCompile("[a-z-]+").FindAllString(row[1], -1)
		for _, code := range strings.Split(row[2], ", ") {
			if !slices.ContainsFunc(names, func(rule string) bool { return rules[rule][code] || elsewhere[rule] }) {
				t.Errorf("docs/api.md says %s of %v, which none of them comes with", code, names)
			}
		}
		for _, rule := range names {
			if told[rule] != nil {
				t.Errorf("docs/api.md has the rule %s twice", rule)
			}
			told[rule] = strings.Split(row[2], ", ")
			if rules[rule] == nil && !elsewhere[rule] {
				t.Errorf("docs/api.md has the rule %s, which nothing gives", rule)
			}
		}
	}
	for _, rule := range slices.Sorted(maps.Keys(rules)) {
		if told[rule] == nil {
			if !slices.Contains(onDisk, rule) && !strings.Contains(rest, "\n| `"+rule+"` |") {
				t.Errorf("neither docs/api.md nor docs/rules.md has the rule %s", rule)
			}
			continue
		}
		for code := range rules[rule] {
			if !slices.Contains(told[rule], code) {
				t.Errorf("docs/api.md says %v of the rule %s, which comes with %s", told[rule], rule, code)
			}
		}
	}
	if len(given) < 14 || len(rules) < 60 {
		t.Errorf("only %d codes and %d rules were found", len(given), len(rules))
	}
}

// elsewhere are rules that cannot be read off a call: those of imports, which importer gives to
// others too, and that of what the desk has not, which it names by a variable.
var elsewhere = map[string]bool{"source": true, "question": true, "upload": true}

// onDisk are rules of forms that are no part of the API.
var onDisk = []string{"json"}

var statusOf = map[string]string{
	"StatusBadRequest": "400", "StatusForbidden": "403", "StatusNotFound": "404", "StatusConflict": "409", "StatusServiceUnavailable": "503",
}

func readDoc(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root, "docs", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// text returns the value of a literal text, and "" for anything else.
func text(x ast.Expr) string {
	l, ok := x.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return ""
	}
	s, _ := strconv.Unquote(l.Value)
	return s
}

// last returns the last name of an identifier or a selector, and "" for anything else.
func last(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		return x.Sel.Name
	}
	return ""
}
