package neo4jstore

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
)

// TestDocument holds the tables of docs/neo4j.md against what the store writes:
// a line for every kind with its properties and their types, for every
// constraint, for every question and for every option.
func TestDocument(t *testing.T) {
	b, err := os.ReadFile("../../docs/neo4j.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	types := map[graph.FieldType]string{
		graph.FieldText: "", graph.FieldInt: " INTEGER", graph.FieldFloat: " FLOAT", graph.FieldBool: " BOOLEAN",
		graph.FieldDate: " DATE", graph.FieldStrings: " LIST",
	}
	var want []string
	for _, sh := range append(append([]*shape(nil), nodeShapes...), edgeShapes...) {
		var props, ends []string
		for _, f := range sh.fields {
			props = append(props, "`"+f.Name+"`"+types[f.Type])
		}
		var from, to []string
		for _, e := range graph.Endpoints(sh.kind) {
			from, to = addOnce(from, string(e.Src)), addOnce(to, string(e.Dst))
		}
		line := fmt.Sprintf("| `%s` | %s |", sh.kind, strings.Join(props, ", "))
		if sh.edge {
			ends = append(ends, strings.Join(from, ", ")+" → "+strings.Join(to, ", "))
			line = fmt.Sprintf("| `%s` | %s | %s |", sh.kind, ends[0], strings.Join(props, ", "))
		}
		want = append(want, line)
	}
	for _, c := range constraints() {
		if !c.edge {
			want = append(want, fmt.Sprintf("| `%s` | `(:%s)` | `%s` |", c.name, c.label, strings.Join(c.properties, "`, `")))
		}
	}
	for _, q := range Questions() {
		want = append(want, fmt.Sprintf("| [`%s`](../graph/neo4jstore/cypher/%s.cypher) | %s |", q.Name, q.Name, q.Question))
	}
	for _, line := range want {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("docs/neo4j.md lacks the line\n%s", line)
		}
	}
}

func addOnce(list []string, s string) []string {
	for _, x := range list {
		if x == s {
			return list
		}
	}
	return append(list, s)
}
