package house_test

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// allowed says what each package imports beside the standard library: packages
// of ours by their folder, and modules of others. A package that is not here
// may not exist.
var allowed = map[string][]string{
	"graph":              {},
	"graph/kernel":       {"graph"},
	"graph/view":         {"graph", "graph/kernel"},
	"graph/rules":        {"graph", "graph/kernel"},
	"graph/draft":        {"graph", "graph/kernel", "graph/rules"},
	"graph/engine":       {"graph", "graph/kernel", "graph/rules", "graph/draft"},
	"graph/storetest":    {"graph", "graph/draft", "graph/engine", "internal/soak", "pgregory.net/rapid"},
	"graph/sqlitestore":  {"graph", "graph/engine", "internal/filelock", "modernc.org/sqlite"},
	"graph/neo4jstore":   {"graph", "graph/kernel", "graph/view", "graph/engine", "github.com/neo4j/neo4j-go-driver/v5"},
	"graph/orgchart":     {"graph", "graph/kernel", "graph/view", "graph/analysis", "graph/analysis/find"},
	"export":             {"graph", "graph/kernel", "graph/view", "graph/orgchart", "graph/analysis", "graph/analysis/find", "graph/analysis/say", "internal/personname"},
	"export/brief":       {"graph", "graph/view", "graph/analysis", "graph/analysis/say"},
	"export/graphviz":    {"export", "internal/child", "internal/dotwire"},
	"export/raster":      {"export", "graph", "internal/child"},
	"schema/object":      {"graph", "graph/kernel", "graph/view", "internal/folding", "internal/search"},
	"schema":             {"graph", "graph/view", "graph/orgchart", "graph/draft", "graph/analysis", "graph/analysis/find", "schema/object", "export", "internal/importer", "internal/intake", "internal/paste", "internal/review", "github.com/99designs/gqlgen", "github.com/vektah/gqlparser/v2"},
	"internal/web":       {},
	"internal/web/build": {"github.com/evanw/esbuild", "github.com/vektah/gqlparser/v2"},
	"resolvers": {
		"graph", "graph/kernel", "graph/view", "graph/draft", "graph/analysis", "graph/analysis/find", "graph/engine", "graph/orgchart", "export", "export/brief", "schema", "schema/object", "internal/importer", "internal/intake", "internal/paste", "internal/review", "internal/search", "internal/gqlserve", "internal/picture", "internal/web",
		"github.com/99designs/gqlgen", "github.com/vektah/gqlparser/v2",
	},

	// The analyses: what is asked and answered, in words, and how it is found.
	"graph/analysis":                        {"graph", "graph/analysis/internal/chains"},
	"graph/analysis/say":                    {"graph", "graph/analysis"},
	"graph/analysis/find":                   {"graph", "graph/analysis", "graph/analysis/internal/cadence", "graph/analysis/internal/care", "graph/analysis/internal/coverage", "graph/analysis/internal/handover", "graph/analysis/internal/influence", "graph/analysis/internal/introductions", "graph/analysis/internal/knows", "graph/analysis/internal/losses", "graph/analysis/internal/moves", "graph/analysis/internal/pairings", "graph/analysis/internal/promises", "graph/analysis/internal/stakeholders", "graph/analysis/internal/strength", "graph/kernel", "graph/view"},
	"graph/analysis/internal/accounts":      {"graph", "graph/analysis", "graph/analysis/internal/chains", "graph/analysis/internal/knows", "graph/analysis/internal/opinions", "graph/analysis/internal/zones", "graph/analysis/say", "graph/kernel", "graph/view"},
	"graph/analysis/internal/advice":        {"graph", "graph/analysis", "graph/analysis/internal/accounts", "graph/analysis/internal/introductions", "graph/analysis/internal/knows", "graph/analysis/internal/matching", "graph/analysis/say", "graph/kernel"},
	"graph/analysis/internal/cadence":       {"graph", "graph/analysis", "graph/analysis/internal/accounts", "graph/analysis/internal/knows", "graph/analysis/internal/rhythm", "graph/analysis/say", "graph/kernel"},
	"graph/analysis/internal/care":          {"graph", "graph/analysis", "graph/analysis/internal/knows", "graph/analysis/say", "graph/kernel", "graph/view"},
	"graph/analysis/internal/coverage":      {"graph", "graph/analysis", "graph/analysis/internal/accounts", "graph/analysis/internal/advice", "graph/analysis/internal/knows", "graph/analysis/internal/levers", "graph/analysis/internal/losses", "graph/analysis/say", "graph/kernel", "graph/view"},
	"graph/analysis/internal/handover":      {"graph", "graph/analysis", "graph/analysis/internal/accounts", "graph/analysis/internal/advice", "graph/analysis/internal/coverage", "graph/analysis/internal/knows", "graph/analysis/internal/losses", "graph/analysis/internal/moves", "graph/analysis/say", "graph/kernel", "graph/view"},
	"graph/analysis/internal/influence":     {"graph", "graph/analysis", "graph/analysis/internal/accounts", "graph/analysis/internal/coverage", "graph/analysis/internal/knows", "graph/analysis/internal/levers", "graph/kernel"},
	"graph/analysis/internal/introductions": {"graph", "graph/analysis", "graph/analysis/internal/accounts", "graph/analysis/internal/chains", "graph/analysis/internal/knows", "graph/analysis/say", "graph/kernel", "graph/view"},
	"graph/analysis/internal/knows":         {"graph", "graph/analysis", "graph/analysis/say", "graph/kernel", "graph/view"},
	"graph/analysis/internal/levers":        {"graph", "graph/analysis", "graph/analysis/internal/accounts", "graph/analysis/internal/centrality", "graph/analysis/internal/introductions", "graph/analysis/internal/knows", "graph/analysis/say", "graph/kernel", "graph/view"},
	"graph/analysis/internal/losses":        {"graph", "graph/analysis", "graph/analysis/internal/accounts", "graph/analysis/internal/advice", "graph/analysis/internal/chains", "graph/analysis/internal/introductions", "graph/analysis/internal/knows", "graph/analysis/say", "graph/kernel"},
	"graph/analysis/internal/moves":         {"graph", "graph/analysis", "graph/analysis/internal/accounts", "graph/analysis/internal/advice", "graph/analysis/internal/coverage", "graph/analysis/internal/knows", "graph/analysis/internal/losses", "graph/analysis/say", "graph/kernel", "graph/view"},
	"graph/analysis/internal/pairings":      {"graph", "graph/analysis", "graph/analysis/internal/accounts", "graph/analysis/internal/advice", "graph/analysis/internal/coverage", "graph/analysis/internal/knows", "graph/analysis/internal/matching", "graph/analysis/say", "graph/kernel"},
	"graph/analysis/internal/promises":      {"graph", "graph/analysis", "graph/analysis/internal/accounts", "graph/analysis/internal/knows", "graph/analysis/say", "graph/kernel", "graph/view"},
	"graph/analysis/internal/stakeholders":  {"graph", "graph/analysis", "graph/analysis/internal/accounts", "graph/analysis/internal/knows", "graph/kernel"},
	"graph/analysis/internal/strength":      {"graph", "graph/analysis", "graph/analysis/internal/accounts", "graph/analysis/internal/knows", "graph/analysis/say"},

	// Algorithms that know no word of kith, and their tests.
	"graph/analysis/internal/centrality": {},
	"graph/analysis/internal/chains":     {},
	"graph/analysis/internal/doctest":    {},
	"graph/analysis/internal/matching":   {},
	"graph/analysis/internal/opinions":   {},
	"graph/analysis/internal/oracle":     {},
	"graph/analysis/internal/rhythm":     {},
	"graph/analysis/internal/rounds":     {},
	"graph/analysis/internal/zones":      {},

	"internal/orgtext":    {"graph", "graph/kernel", "graph/rules", "graph/draft"},
	"internal/sample":     {"graph", "graph/kernel", "graph/draft"},
	"internal/sheet":      {"internal/folding", "golang.org/x/text", "github.com/xuri/excelize/v2", "github.com/emersion/go-vcard"},
	"internal/formats":    {"internal/folding", "internal/personname", "internal/sheet"},
	"internal/mailbox":    {"internal/formats", "github.com/teambition/rrule-go"},
	"internal/alike":      {"internal/folding", "internal/formats"},
	"internal/importer":   {"graph", "graph/kernel", "graph/draft", "graph/analysis/say", "internal/alike", "internal/folding", "internal/formats", "internal/mailbox", "internal/personname", "internal/sheet"},
	"internal/review":     {"graph", "graph/kernel", "graph/view", "graph/draft", "graph/analysis", "graph/analysis/find", "graph/analysis/say", "internal/alike", "internal/folding", "internal/importer"},
	"internal/backup":     {"graph", "graph/kernel", "graph/rules", "graph/engine"},
	"internal/picture":    {"graph", "graph/view", "graph/analysis/find", "export", "export/graphviz", "export/raster"},
	"internal/child":      {},
	"internal/dotwire":    {"export"},
	"internal/gqlserve":   {"github.com/99designs/gqlgen", "github.com/vektah/gqlparser/v2", "github.com/coder/websocket", "github.com/klauspost/compress"},
	"internal/assist":     {"github.com/modelcontextprotocol/go-sdk", "github.com/vektah/gqlparser/v2"},
	"internal/neo4jtest":  testOnly,
	"internal/folding":    {"golang.org/x/text"},
	"internal/personname": {"internal/folding"},
	"internal/search":     {"graph", "graph/kernel", "internal/folding"},
	"internal/generate":   {"graph", "graph/analysis", "schema/object", "github.com/vektah/gqlparser/v2"},
	"internal/clients":    {},
	"internal/house":      {},
	"internal/law":        {},
	"internal/prose":      {},
	"internal/soak":       {},
	"internal/filelock":   {"golang.org/x/sys"},
	"internal/intake":     {"graph", "graph/draft", "graph/engine", "internal/filelock", "internal/importer"},
	"internal/paste":      {"graph", "graph/kernel", "graph/view", "internal/alike", "internal/folding", "internal/formats", "internal/importer", "internal/personname", "internal/sheet"},

	"cmd/kith": {
		"graph", "graph/kernel", "graph/view", "graph/rules", "graph/draft", "graph/analysis", "graph/analysis/find", "graph/engine", "graph/orgchart", "graph/sqlitestore", "graph/neo4jstore", "export", "export/brief", "resolvers",
		"graph/analysis/say", "internal/sample", "internal/folding", "internal/importer", "internal/intake", "internal/paste", "internal/review", "internal/backup", "internal/gqlserve", "internal/picture", "internal/assist",
		"github.com/modelcontextprotocol/go-sdk", "github.com/vektah/gqlparser/v2",
		"github.com/spf13/cobra", "github.com/spf13/pflag", "golang.org/x/sys", "golang.org/x/text",
	},
	"cmd/kith-graphviz": {"export", "internal/dotwire", "github.com/goccy/go-graphviz"},
}

// testOnly are modules that only tests may import, everywhere.
var testOnly = []string{
	"github.com/99designs/gqlgen", "github.com/Shopify/toxiproxy/v2", "github.com/anishathalye/porcupine",
	"github.com/coder/websocket", "github.com/neo4j/neo4j-go-driver/v5", "github.com/rogpeppe/go-internal",
	"github.com/rs/zerolog", "github.com/vektah/gqlparser/v2", "golang.org/x/sys", "golang.org/x/tools", "gonum.org/v1/gonum",
	"pgregory.net/rapid",
}

func within(name string, list []string) bool {
	return slices.ContainsFunc(list, func(l string) bool { return name == l || strings.HasPrefix(name, l+"/") })
}

// TestImports holds every import of every package against the table, and the
// table against the packages: it allows what is made use of. A package below a
// package of the table, as testschema below gqlserve, is for its tests: it may
// import what they may.
func TestImports(t *testing.T) {
	seen := map[string]bool{}
	used := map[[2]string]bool{} // by package and entry of its list
	for _, f := range goFiles(t) {
		list, listed := allowed[f.dir]
		owner := f.dir
		for !listed && strings.Contains(owner, "/") {
			owner = owner[:strings.LastIndex(owner, "/")]
			_, listed = allowed[owner]
		}
		switch {
		case !listed:
			if !seen[f.dir] {
				t.Errorf("%s is not in the table of packages", f.dir)
			}
			seen[f.dir] = true
			continue
		case owner != f.dir:
			f.test = true
			if !seen[f.dir] && !strings.Contains(f.dir, "test") && !strings.HasPrefix(f.dir[len(owner):], "/internal/") {
				t.Errorf("%s is not in the table of packages, and is not for tests by its name", f.dir)
			}
		}
		seen[f.dir], seen[owner] = true, true
		for _, imp := range f.syntax.Imports {
			name := strings.Trim(imp.Path.Value, `"`)
			ours, isOurs := strings.CutPrefix(name, module+"/")
			for _, entry := range list {
				if ours == entry || !isOurs && within(name, []string{entry}) {
					used[[2]string{owner, entry}] = true
				}
			}
			switch {
			case !strings.Contains(strings.SplitN(name, "/", 2)[0], "."):
			case isOurs && (ours == f.dir || slices.Contains(list, ours)):
			case isOurs && f.test && !strings.HasPrefix(ours, "cmd/"):
			case isOurs && f.dir == "cmd/kith":
			case !isOurs && (within(name, list) || f.test && within(name, testOnly)):
			default:
				t.Errorf("%s imports %s, which the table does not allow", f.path, name)
			}
		}
	}
	for p, list := range allowed {
		if !seen[p] {
			t.Errorf("the table has %s, and there is no such package", p)
			continue
		}
		for _, entry := range list {
			if !used[[2]string{p, entry}] && !slices.Contains(testOnly, entry) {
				t.Errorf("the table allows %s to import %s, and it does not", p, entry)
			}
		}
	}
}

// TestImportsPointOneWay holds that the table itself has no cycle.
func TestImportsPointOneWay(t *testing.T) {
	state := map[string]int{}
	var walk func(p string)
	walk = func(p string) {
		if state[p] == 1 {
			t.Fatalf("%s imports itself by way of others", p)
		}
		if state[p] == 2 {
			return
		}
		state[p] = 1
		for _, q := range allowed[p] {
			if _, ours := allowed[q]; ours {
				walk(q)
			}
		}
		state[p] = 2
	}
	for p := range allowed {
		walk(p)
	}
}

// queries are the beginnings of texts in the languages of the stores, and the
// packages where alone they stand; package export writes a file of Cypher.
var queries = []struct {
	pattern *regexp.Regexp
	homes   []string
}{
	{regexp.MustCompile(`(?m)^\s*(OPTIONAL )?(MATCH|MERGE|UNWIND|CREATE CONSTRAINT|CREATE INDEX) .*[({$]`), []string{"graph/neo4jstore", "internal/neo4jtest", "export"}},
	{regexp.MustCompile(`(?mi)^\s*(select .* from|insert (or \w+ )?into|delete from|create table|pragma)\b`), []string{"graph/sqlitestore"}},
}

// TestQueriesStandInTheirStore holds that nothing but the stores speaks the
// languages of their databases.
func TestQueriesStandInTheirStore(t *testing.T) {
	for _, f := range goFiles(t) {
		if f.test {
			continue
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(lit.Value)
			if err != nil {
				t.Fatal(err)
			}
			for _, q := range queries {
				if found := q.pattern.FindString(text); found != "" && !within(f.dir, q.homes) {
					t.Errorf("%s: %q belongs in %v", f.set.Position(lit.Pos()), found, q.homes)
				}
			}
			return true
		})
	}
}
