package export

import (
	"fmt"
	"slices"
	"strings"
)

// cypherRows is how many nodes or lines one statement makes.
const cypherRows = 500

// Cypher returns the chart as statements in Cypher that make a graph of it in an empty
// database, for cypher-shell and Neo4j Browser: a node ChartCard for each card, with the
// data of [GraphML], and relationships for reporting lines and links. It is a copy to look
// at, not the graph that kith itself keeps in Neo4j. It refuses what [Render] refuses.
func Cypher(chart Chart) (string, error) {
	if err := chart.check(); err != nil {
		return "", err
	}
	t, tm := newTree(chart.Cards), newTeam(chart.Team)
	var b strings.Builder
	b.WriteString("CREATE CONSTRAINT chart_card IF NOT EXISTS FOR (c:ChartCard) REQUIRE c.node IS UNIQUE;\n")
	for some := range slices.Chunk(t.order, cypherRows) {
		var rows []string
		for _, i := range some {
			parts := []string{fmt.Sprintf("node: %d", i)}
			for _, d := range nodeData(&chart.Cards[i], tm, chart.Redacted) {
				switch {
				case d.value == "":
				case d.key == "level" || d.key == "collapsed" || d.key == "singlePoint":
					parts = append(parts, d.key+": "+d.value)
				default:
					parts = append(parts, d.key+": "+cypherText(d.value))
				}
			}
			rows = append(rows, "  {"+strings.Join(parts, ", ")+"}")
		}
		b.WriteString("UNWIND [\n" + strings.Join(rows, ",\n") + "\n] AS row CREATE (c:ChartCard) SET c = row;\n")
	}
	byKind := map[string][]string{}
	var kinds []string
	for _, e := range graphEdges(&chart, t) {
		if byKind[e.kind] == nil {
			kinds = append(kinds, e.kind)
		}
		row := fmt.Sprintf("[%d, %d]", e.from, e.to)
		if e.weight > 0 {
			row = fmt.Sprintf("[%d, %d, %.2f]", e.from, e.to, e.weight)
		}
		byKind[e.kind] = append(byKind[e.kind], row)
	}
	for _, kind := range kinds {
		for some := range slices.Chunk(byKind[kind], cypherRows) {
			// A row without a weight has no third element, which is null and sets nothing.
			fmt.Fprintf(&b, "UNWIND [%s] AS row MATCH (a:ChartCard {node: row[0]}), (b:ChartCard {node: row[1]}) CREATE (a)-[l:%s]->(b) SET l.weight = row[2];\n",
				strings.Join(some, ", "), kind)
		}
	}
	return b.String(), nil
}

// cypherText returns a string as an expression. A literal ends after each backslash of the
// data: Neo4j may read \uXXXX anywhere in a statement before it looks for literals, and so
// none can arise.
func cypherText(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\' + '`, `'`, `\'`).Replace(s) + "'"
}
