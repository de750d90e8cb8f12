package house_test

import (
	"go/ast"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// contributing returns CONTRIBUTING.md.
func contributing(t *testing.T) string {
	t.Helper()
	for _, f := range files(t) {
		if f.path == "CONTRIBUTING.md" {
			return string(f.data)
		}
	}
	t.Fatal("there is no CONTRIBUTING.md")
	return ""
}

// TestTheHouseIsDrawn holds the picture of the house in CONTRIBUTING.md against the
// table of packages: every room is in it, those of internal by their last name, but
// for those below graph/analysis/internal; and it shows none that is not there.
func TestTheHouseIsDrawn(t *testing.T) {
	_, house, _ := strings.Cut(contributing(t), "\n## The house\n")
	_, house, _ = strings.Cut(house, "\n```\n")
	house, _, found := strings.Cut(house, "\n```\n")
	above, internal, divided := strings.Cut(house, "\ninternal/…")
	if !found || !divided {
		t.Fatal("CONTRIBUTING.md has no picture of the house, or no part internal/… in it")
	}
	for dir := range allowed {
		text, name := above, dir
		if last, is := strings.CutPrefix(dir, "internal/"); is {
			text, name = internal, last
		}
		if strings.HasPrefix(dir, "graph/analysis/internal/") {
			continue
		}
		if !regexp.MustCompile(`(^|[^\w/-])` + regexp.QuoteMeta(name) + `($|[^\w/-])`).MatchString(text) {
			t.Errorf("the picture of the house lacks %s", dir)
		}
	}
	for _, name := range regexp.MustCompile(`(cmd|export|graph|schema|internal)/[\w/-]+`).FindAllString(house, -1) {
		if _, there := allowed[name]; !there {
			t.Errorf("the picture of the house shows %s, which is not there", name)
		}
	}
}

// TestRecipesNameWhatIsThere holds the files and tests that CONTRIBUTING.md names
// against those that there are. NAME in a file's name stands for that of somebody's
// own; a test is looked for in its package where that is said.
func TestRecipesNameWhatIsThere(t *testing.T) {
	tests := map[string]bool{} // by name, and by package and name
	for _, f := range goFiles(t) {
		if !f.test {
			continue
		}
		for _, d := range f.syntax.Decls {
			if fn, is := d.(*ast.FuncDecl); is {
				tests[fn.Name.Name], tests[f.dir+": "+fn.Name.Name] = true, true
			}
		}
	}
	named := 0
	for _, m := range regexp.MustCompile("`([^`\n]+)`").FindAllStringSubmatch(contributing(t), -1) {
		word := m[1]
		switch _, test, packaged := strings.Cut(word, ": "); {
		case strings.HasPrefix(word, "Test") || packaged && strings.HasPrefix(test, "Test"):
			if named++; !tests[word] {
				t.Errorf("CONTRIBUTING.md names the test %s, which is not there", word)
			}
		case regexp.MustCompile(`^(cmd|docs|export|graph|internal|resolvers|schema)/\S+\.\w+$`).MatchString(word):
			named++
			if before, _, own := strings.Cut(word, "NAME"); own {
				word = before[:strings.LastIndex(before, "/")]
			}
			if there, err := filepath.Glob(filepath.Join(root, word)); err != nil || len(there) == 0 {
				t.Errorf("CONTRIBUTING.md names %s, which is not there", m[1])
			}
		}
	}
	if named < 50 {
		t.Errorf("%d files and tests were found in CONTRIBUTING.md, want more", named)
	}
}
