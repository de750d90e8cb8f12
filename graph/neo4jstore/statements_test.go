package neo4jstore

import (
	"context"
	"slices"
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

// statements returns every statement that touches facts or the log, by name; of
// those that there is one of for each kind, those of some kinds, by number.
func statements(some func(kind int) bool) map[string]string {
	all := map[string]string{
		"append first": appendFirst, "append next": appendNext, "create nodes": createNodesText, "create edges": createEdgesText,
		"update nodes": updateNodesText, "unmark": unmarkText, "staged": stagedText, "published": publishedText, "remove nodes": removeNodesText, "remove edges": removeEdgesText,
		"node page": nodePageText, "log": logText, "find": findText, "prove": proveText, "head": headText, "ends": endsText,
		"lock": lockText, "erase": eraseText, "rewrite": rewriteText, "erased": erasedText, "erasure done": erasureDoneText,
		"drop": dropText, "drop done": dropDoneText,
		"seats of details": detailsText, "parts of organizations": belowText, "what is lost": lostText, "seats": seatsText, "organizations": upText,
		"unlink": unlinkText, "unhope": unhopeText, "names": namesText, "name": nameText, "dates of nodes": datesText(nodeShapes[0]),
	}
	for i, sh := range edgeShapes {
		if some(i) {
			all["dates "+string(sh.kind)] = datesText(sh)
			all["change "+string(sh.kind)], all["page "+string(sh.kind)] = sh.change, sh.page
		}
	}
	for i, text := range dropTexts {
		all["drop "+string(rune('a'+i))] = text
	}
	return all
}

// TestPlans demands of every statement that it finds what it is about through an
// index, and that pages come in the order of one: on an empty database, where
// Neo4j is most tempted to do without. A plan takes Neo4j a quarter of a second:
// make test has the statements of a kind planned by one of the versions. The server
// keeps the plans until a constraint changes and runs them for the tests after this
// one, which therefore stands after those of the schema.
func TestPlans(t *testing.T) {
	versions := neo4jtest.Versions()
	for i, v := range versions {
		some := func(kind int) bool { return (kind+i)%len(versions) < soak.Times(1, len(versions)) }
		t.Run(v.Line(), func(t *testing.T) {
			t.Parallel()
			s := openShared(t, v)
			for what, text := range statements(some) {
				for _, op := range plan(t, s, text) {
					scan := strings.HasSuffix(op, "Scan") && !strings.Contains(op, "IndexScan")
					ordered := strings.Contains(what, "page") && (op == "Sort" || op == "Top")
					if scan && what != "prove" || ordered {
						t.Errorf("%s: the plan has a %s\n%s", what, op, text)
					}
				}
			}
		})
	}
}

// plan returns the operators of a statement's plan, made anew: one that the server
// keeps may be of a moment at which a test of the schema had taken an index away.
func plan(t *testing.T, s *Store, text string) []string {
	t.Helper()
	ctx := context.Background()
	session := s.session(ctx, neo4j.FetchDefault)
	defer session.Close(ctx)
	result, err := session.Run(ctx, "CYPHER replan=force EXPLAIN "+text, map[string]any{"p": map[string]any{}})
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	summary, err := result.Consume(ctx)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	var ops []string
	todo := []neo4j.Plan{summary.Plan()}
	for len(todo) > 0 {
		p := todo[len(todo)-1]
		todo = append(todo[:len(todo)-1], p.Children()...)
		op, _, _ := strings.Cut(p.Operator(), "@")
		ops = append(ops, op)
	}
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
