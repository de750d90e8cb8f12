package neo4jstore

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
)

// TestMistypedValuesAreNamed demands that a value of a wrong type stands in the
// message as somebody wrote it, and that a long one is cut.
func TestMistypedValuesAreNamed(t *testing.T) {
	day := neo4j.DateOf(time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC))
	for _, c := range []struct {
		property string
		value    any
		want     string
	}{
		{"title", int64(42), "Position.title of cfo is 42, and should be text"},
		{"title", int64(-7), "Position.title of cfo is -7, and should be text"},
		{"title", 2.5, "Position.title of cfo is 2.5, and should be text"},
		{"title", true, "Position.title of cfo is true, and should be text"},
		{"title", day, "Position.title of cfo is 2026-03-01, and should be text"},
		{"level", "4", "Position.level of cfo is 4, and should be a whole number"},
		{"level", 4.0, "Position.level of cfo is 4, and should be a whole number"},
		{"level", 4_200_000.0, "Position.level of cfo is 4200000, and should be a whole number"},
		{"seen", []any{int64(1), int64(2)}, "Position.seen of cfo is [1 2], and should be a list of texts"},
		{"level", strings.Repeat("é", 100), "Position.level of cfo is " + strings.Repeat("é", 80) + "…, and should be a whole number"},
	} {
		sh := shapes[graph.NodePosition]
		row := make([]any, sh.base+len(sh.fields))
		row[0], row[sh.place[c.property]] = "cfo", c.value
		_, err := new(reader).element(sh, row)
		if !errors.Is(err, engine.ErrDamaged) || !strings.HasSuffix(err.Error(), ": "+c.want) {
			t.Errorf("%s = %v: %v, want ErrDamaged: %s", c.property, c.value, err, c.want)
		}
	}
}

// TestCaptions demands that a number in the name of a fact stands there as people write
// it.
func TestCaptions(t *testing.T) {
	for _, c := range []struct {
		fact graph.Fact
		want any
	}{
		{graph.Revenue{Node: graph.Node{ID: "r"}, Amount: new(1_200_000.0), Currency: "EUR"}, "1200000 EUR"},
		{graph.Revenue{Node: graph.Node{ID: "r"}, Amount: new(0.5)}, "0.5"},
		{graph.Interaction{Node: graph.Node{ID: "i"}, Channel: "CALL", On: graph.Day(2026, 3, 1)}, "CALL 2026-03-01"},
		{graph.Scorecard{Node: graph.Node{ID: "s"}}, "Scorecard"},
		{graph.Person{Node: graph.Node{ID: "p"}, Name: "Ada"}, nil},
	} {
		e := graph.Encode(c.fact)
		if got := captionOf(&e); got != c.want {
			t.Errorf("a %s is shown as %v, want %v", e.Kind, got, c.want)
		}
	}
}
