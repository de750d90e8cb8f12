package neo4jstore

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/internal/neo4jtest"
	"github.com/kithgraph/kith/internal/soak"
)

// openShared opens a store on the shared server of a version.
func openShared(t *testing.T, v neo4jtest.Version) *Store {
	t.Helper()
	s, err := Open(context.Background(), Options{URI: neo4jtest.Shared(t, v).URI, Database: "neo4j", Timeout: 5 * time.Minute})
	if err != nil {
		t.Fatalf("Open = %v", err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// statements returns every statement that touches facts or the log, by the declaration
// that its text is of, and what more there is to say; of those that there is one of for each
// kind, those of some kinds, by number.
func statements(some func(kind int) bool) map[string]string {
	all := map[string]string{
		"appendText first": appendFirst, "appendText next": appendNext, "createNodesText": createNodesText, "createEdgesText": createEdgesText,
		"updateNodesText": updateNodesText, "unmarkText": unmarkText, "stagedText": stagedText, "publishedText": publishedText, "removeNodesText": removeNodesText, "removeEdgesText": removeEdgesText,
		"nodePageText": nodePageText, "logText": logText, "findText": findText, "proveText": proveText, "headText": headText, "headsText": headsText, "endsText": endsText,
		"lockText": lockText, "settledText": settledText, "eraseText": eraseText, "rewriteText": rewriteText, "erasedText": erasedText, "erasureDoneText": erasureDoneText,
		"dropText": dropText, "dropDoneText": dropDoneText,
		"detailsText": detailsText, "belowText": belowText, "lostText": lostText, "seatsText": seatsText, "upText": upText,
		"unlinkText": unlinkText, "unhopeText": unhopeText, "namesText": namesText, "nameText": nameText, "datesText of nodes": datesText(nodeShapes[0]),
		"helpText": helpText, "helpedText": helpedText, "formatText": formatText, "newFormatText": newFormatText, "nextText": nextText,
	}
	for i, sh := range edgeShapes {
		if some(i) {
			all["datesText of "+string(sh.kind)] = datesText(sh)
			all["changeText of "+string(sh.kind)], all["pageText of "+string(sh.kind)] = sh.change, sh.page
		}
	}
	for i, text := range dropTexts {
		if i >= len(edgeShapes) || some(i) {
			all[fmt.Sprint("dropTexts ", i)] = text
		}
	}
	return all
}

// notPlanned says of declarations with the text of a statement why its plan is looked
// at by nobody.
var notPlanned = map[string]string{
	"checkServer":        "asks for nothing",
	"plan":               "has another one planned",
	"createText":         "makes a constraint or an index",
	"missingConstraints": "asks for constraints",
	"checkIndexes":       "asks for indexes",
	"newNameTexts":       "makes names known",
	"workspacesText":     "migrates a database, once, and reads all workspaces",
	"partLogText":        "migrates a database, once, and reads all of its log",
	"undaysTexts":        "migrates a database, once, and reads all of its facts",
}

// scans says of statements why they may read all of a label.
var scans = map[string]string{"headsText": "asks about all workspaces"}

// statement finds what begins like a statement.
var statement = regexp.MustCompile(`^(CYPHER|EXPLAIN|MATCH|OPTIONAL MATCH|MERGE|UNWIND|CREATE|CALL|SHOW (CONSTRAINTS|INDEXES)|RETURN|DROP|FOREACH) `)

// TestEveryStatementIsKnown holds the texts of statements in the code of the package
// against those whose plans TestPlans looks at.
func TestEveryStatementIsKnown(t *testing.T) {
	known := map[string]bool{}
	for what := range statements(func(int) bool { return true }) {
		declared, _, _ := strings.Cut(what, " ")
		known[declared] = true
	}
	there := map[string]bool{}
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		look := func(declared string, n ast.Node) {
			ast.Inspect(n, func(n ast.Node) bool {
				if lit, is := n.(*ast.BasicLit); is && lit.Kind == token.STRING {
					if text, err := strconv.Unquote(lit.Value); err == nil && statement.MatchString(text) {
						there[declared] = true
						if !known[declared] && notPlanned[declared] == "" {
							t.Errorf("%s: %s has the text of a statement that is not among statements, %q", name, declared, text)
						}
					}
				}
				return true
			})
		}
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				look(d.Name.Name, d)
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					v, is := spec.(*ast.ValueSpec)
					if !is {
						continue
					}
					for i, n := range v.Names {
						if i < len(v.Values) {
							look(n.Name, v.Values[i])
						}
					}
				}
			}
		}
	}
	for declared := range known {
		if !there[declared] {
			t.Errorf("statements has %s, which is the text of none", declared)
		}
	}
	for declared := range notPlanned {
		if !there[declared] {
			t.Errorf("notPlanned has %s, which is the text of none", declared)
		}
	}
}

// TestPlans demands of every statement that it finds what it is about through an
// index, that it holds no more rows at a time than it is given or counts, and that pages
// come in the order of an index: on an empty database, where Neo4j is most tempted to do
// without. A plan takes Neo4j a quarter of a second: make test has the statements of a
// kind planned by one of the versions. The server keeps the plans until a constraint
// changes and runs them for the tests after this one, which therefore stands after those
// of the schema.
func TestPlans(t *testing.T) {
	versions := neo4jtest.Versions()
	for i, v := range versions {
		some := func(kind int) bool { return (kind+i)%len(versions) < soak.Times(1, len(versions)) }
		t.Run(v.Line(), func(t *testing.T) {
			t.Parallel()
			s := openShared(t, v)
			for what, text := range statements(some) {
				lookAt(t, s, what, text)
			}
		})
	}
}

// TestPlansOfTheFirstImport is TestPlans on a database that got its first nodes a moment
// ago: Neo4j counts them at once, and takes their index for empty until it has looked at
// a sample of it. To read the whole of it for each row then seems to cost nothing. This
// server never looks.
func TestPlansOfTheFirstImport(t *testing.T) {
	t.Parallel()
	for i, v := range neo4jtest.Versions()[:soak.Times(1, len(neo4jtest.Versions()))] {
		server := neo4jtest.Start(t, neo4jtest.Options{Version: v, Settings: map[string]string{"db.index_sampling.background_enabled": "false"}})
		s, err := Open(context.Background(), Options{URI: server.URI, Database: "neo4j", Timeout: 5 * time.Minute})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		must(t, s, "UNWIND range(1, 20000) AS i CREATE (:KithNode:Position {kWorkspace: 'crowd', id: 'n' + i})")
		for what, text := range statements(func(kind int) bool { return kind%4 == i || soak.Times(0, 1) == 1 }) {
			lookAt(t, s, what, text)
		}
		control := plan(t, s, "UNWIND $p.rows AS id MATCH (n:KithNode {kWorkspace: $p.ws, id: id})-[r]-() WHERE r.kWorkspace = $p.ws RETURN count(r)")
		if !slices.ContainsFunc(control, func(op string) bool { return strings.HasPrefix(op, "NodeIndexScan ") }) {
			t.Errorf("the control is planned as %v: want it to read the whole index, or this test sees nothing", control)
		}
	}
}

// lookAt demands of the plan of one statement what TestPlans says.
func lookAt(t *testing.T, s *Store, what, text string) {
	t.Helper()
	declared, _, _ := strings.Cut(what, " ")
	ops := plan(t, s, text)
	for i, op := range ops {
		op, _, _ := strings.Cut(op, " ")
		scan := strings.HasSuffix(op, "Scan") && scans[declared] == ""
		ordered := (declared == "pageText" || declared == "nodePageText" || declared == "namesText") && (op == "Sort" || op == "Top")
		if scan || ordered || op == "Eager" && !bounded(ops[i+1:]) {
			t.Errorf("%s: the plan has a %s\n%s\n%v", what, op, text, ops)
		}
	}
}

// bounded reports whether the operators below the first of some make no more rows than
// the statement is given, counts, or finds by what is there once: then it may wait for
// all of them.
func bounded(ops []string) bool {
	if len(ops) == 0 {
		return true
	}
	depth := func(op string) string { _, d, _ := strings.Cut(op, " "); return d }
	once := true
	for i, op := range ops {
		if i > 0 && len(depth(op)) < len(depth(ops[0])) {
			break
		}
		switch name, _, _ := strings.Cut(op, " "); {
		case name == "Unwind" || name == "Limit":
			return true
		case (strings.Contains(name, "Seek") || strings.HasSuffix(name, "Scan")) && !strings.Contains(name, "UniqueIndexSeek"):
			once = false
		}
	}
	return once
}

// plan returns the operators of a statement's plan, each before those below it, with a
// mark for each that it is below. The plan is made anew: one that the server keeps may be
// of a moment at which a test of the schema had taken an index away.
func plan(t *testing.T, s *Store, text string) (ops []string) {
	t.Helper()
	ctx := context.Background()
	session := s.session(ctx, neo4j.FetchDefault)
	defer session.Close(ctx)
	result, err := session.Run(ctx, "CYPHER replan=force EXPLAIN "+text, parameters(map[string]any{}))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	summary, err := result.Consume(ctx)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	var walk func(p neo4j.Plan, depth string)
	walk = func(p neo4j.Plan, depth string) {
		op, _, _ := strings.Cut(p.Operator(), "@")
		op, _, _ = strings.Cut(op, "(")
		ops = append(ops, op+" "+depth)
		for _, c := range p.Children() {
			walk(c, depth+".")
		}
	}
	walk(summary.Plan(), "")
	return ops
}

// TestNames demands that no property of a fact can be taken for bookkeeping or
// break out of its quotes.
func TestNames(t *testing.T) {
	for _, sh := range append(slices.Clone(nodeShapes), edgeShapes...) {
		if strings.ContainsAny(string(sh.kind), "`\\\"' ") {
			t.Errorf("the kind %q needs escaping", sh.kind)
		}
		for _, f := range sh.fields {
			switch {
			case f.Name == "name" && captions[sh.kind] != nil:
				t.Errorf("%s has a name of its own and is given one", sh.kind)
			case f.Name == "id" || f.Name == "from" || f.Name == "to" || f.Name == "kWorkspace":
				t.Errorf("%s.%s is a name that the store uses itself", sh.kind, f.Name)
			case len(f.Name) > 1 && f.Name[0] == 'k' && f.Name[1] >= 'A' && f.Name[1] <= 'Z':
				t.Errorf("%s.%s begins like bookkeeping", sh.kind, f.Name)
			case strings.ContainsAny(f.Name, "`\\\"' "):
				t.Errorf("%s.%s needs escaping", sh.kind, f.Name)
			}
		}
	}
	for _, k := range graph.NodeKinds() {
		own := false
		for _, f := range graph.Fields(k) {
			own = own || f.Name == "name" || f.Name == "title"
		}
		if own == (captions[k] != nil) {
			t.Errorf("%s has a name or a title: %v; want a caption only where it has none", k, own)
		}
		for _, property := range captions[k] {
			if _, ok := graph.FieldOf(k, property); !ok {
				t.Errorf("%s has no %s to be shown by", k, property)
			}
		}
	}
	for _, f := range placed {
		if f.Name == "unit" || f.Name == "ours" || f.Name == "from" || f.Name == "to" {
			t.Errorf("%s of a seat is another one than that of %s", f.Name, atType)
		}
	}
	if n := len(graph.NodeKinds()) + len(graph.EdgeKinds()); len(shapes) != n {
		t.Errorf("%d shapes, want %d", len(shapes), n)
	}
}
