package house_test

import (
	"go/ast"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestReliabilityCounts holds docs/reliability.md and docs/neo4j.md against the tests: each
// that they name is there, and where the former says how often a fault is made in make test and in make soak, the
// test says so too.
func TestReliabilityCounts(t *testing.T) {
	type often struct{ quick, long string }
	counts := map[string][]often{} // by package and test: what its calls of soak.Times say
	for _, f := range goFiles(t) {
		if !f.test {
			continue
		}
		for _, d := range f.syntax.Decls {
			fn, is := d.(*ast.FuncDecl)
			if !is || fn.Body == nil {
				continue
			}
			name := f.dir + ": " + fn.Name.Name
			counts[name] = []often{}
			ast.Inspect(fn.Body, func(n ast.Node) bool {
				if call, is := n.(*ast.CallExpr); is && called(call.Fun) == "soak.Times" {
					quick, _ := call.Args[0].(*ast.BasicLit)
					long, _ := call.Args[1].(*ast.BasicLit)
					if quick != nil && long != nil {
						counts[name] = append(counts[name], often{quick.Value, long.Value})
					}
				}
				return true
			})
		}
	}
	text := ""
	named := regexp.MustCompile("`([a-z0-9/]+: [Tt]est\\w+)`")
	for _, f := range files(t) {
		if f.path != "docs/reliability.md" && f.path != "docs/neo4j.md" {
			continue
		}
		for _, m := range named.FindAllStringSubmatch(string(f.data), -1) {
			if counts[m[1]] == nil {
				t.Errorf("%s names %s, which is not there", f.path, m[1])
			}
		}
		if f.path == "docs/reliability.md" {
			text = string(f.data)
		}
	}
	said := 0
	for line := range strings.Lines(text) {
		cells := strings.Split(strings.TrimSpace(line), " | ")
		test := named.FindStringSubmatch(line)
		if len(cells) != 4 || test == nil {
			continue
		}
		said++
		want := often{cells[2], strings.TrimSuffix(cells[3], " |")}
		there := false
		for _, o := range counts[test[1]] {
			there = there || number(o.quick) == number(want.quick) && number(o.long) == number(want.long)
		}
		if !there {
			t.Errorf("docs/reliability.md says of %s that it is done %s and %s times; the test says %v", test[1], want.quick, want.long, counts[test[1]])
		}
	}
	if said < 10 {
		t.Errorf("docs/reliability.md says of %d faults how often they are made, want more than ten", said)
	}
}

// number returns the number of a text, and -1 for none.
func number(text string) int {
	n, err := strconv.Atoi(strings.ReplaceAll(text, "_", ""))
	if err != nil {
		return -1
	}
	return n
}
