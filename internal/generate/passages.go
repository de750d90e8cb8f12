package main

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
)

// passage is a part of a file that is written from what the domain says.
type passage struct {
	file, name string
	text       func() string
}

// cypher is the folder of the questions, each of which must stand by itself.
const cypher = "graph/neo4jstore/cypher/"

var passages = []passage{
	{"schema/enums.graphqls", "stances", enumOfStances},
	{"schema/analyses.graphqls", "rules", enumOfRules},
	{"docs/analyses.md", "factors of stances", factorsOfStances},
	{"docs/analyses.md", "stances", tableOfStances},
	{"docs/neo4j.md", "labels", tableOfLabels},
	{"docs/neo4j.md", "relationship types", tableOfRelationships},
	{cypher + "introductions.cypher", "worth of stances", worths},
	{cypher + "coverage-gaps.cypher", "who takes us further", barred},
	{cypher + "single-points.cypher", "who takes us further", barred},
	{cypher + "two-handshakes.cypher", "who takes us further", barred},
}

// replace puts a passage between its two comments, each at the end of a line of its
// own, as far to the right as they stand: every time that they occur, and at least
// once.
func replace(text string, p passage) (string, error) {
	re := regexp.MustCompile(`(?ms)^([^\n]*\bgenerated: ` + p.name + `(?: -->)?\n)(.*?)(^[^\n]*\bend of ` + p.name + `(?: -->)?$)`)
	if !re.MatchString(text) {
		return "", fmt.Errorf("%s has no passage %q between its comments", p.file, p.name)
	}
	return re.ReplaceAllStringFunc(text, func(old string) string {
		m := re.FindStringSubmatch(old)
		indent := m[1][:len(m[1])-len(strings.TrimLeft(m[1], " "))]
		return m[1] + indent + strings.ReplaceAll(strings.TrimSuffix(p.text(), "\n"), "\n", "\n"+indent) + "\n" + m[3]
	}), nil
}

func enumOfStances() string {
	var b strings.Builder
	b.WriteString("\"How someone stands to us. Unknown is a value of its own and never means neutral.\"\nenum Stance {\n")
	for _, s := range graph.Stances() {
		fmt.Fprintf(&b, "  %q\n  %s\n", s.Info().Doc, s)
	}
	b.WriteString("}\n")
	return b.String()
}

func enumOfRules() string {
	var b strings.Builder
	b.WriteString("\"The id of a rule; it stays the same for ever.\"\nenum Rule {\n")
	for _, r := range analysis.Rules() {
		fmt.Fprintf(&b, "  %q\n  %s\n", string(unicode.ToUpper(rune(r.Name[0])))+r.Name[1:]+": "+r.Doc+".", r.Rule)
	}
	b.WriteString("}\n")
	return b.String()
}

func factorsOfStances() string {
	var b strings.Builder
	b.WriteString("| stance of who introduces | factor |\n|---|---|\n")
	for _, s := range graph.Stances() {
		factor := "never asked"
		if s.Carries() {
			factor = worth(s)
		}
		fmt.Fprintf(&b, "| `%s` | %s |\n", s, factor)
	}
	return b.String()
}

func tableOfStances() string {
	leans := map[graph.Leaning]string{
		graph.LeaningFor: "for us", graph.LeaningNeither: "neither way", graph.LeaningAgainst: "against us", graph.LeaningUnknown: "nobody knows",
	}
	var b strings.Builder
	b.WriteString("| stance | leans | an introduction by them counts |\n|---|---|---|\n")
	for _, s := range graph.Stances() {
		counts := worth(s)
		if !s.Carries() {
			counts += ", and they take us no further"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", s, leans[s.Info().Leaning], counts)
	}
	return b.String()
}

func worth(s graph.Stance) string { return strconv.FormatFloat(s.Info().Worth, 'g', -1, 64) }

// worths is the Cypher of what an introduction is worth by the stance of who makes
// it, and of somebody whom nobody judged.
func worths() string {
	var of []string
	for _, s := range graph.Stances() {
		if s.Known() {
			of = append(of, fmt.Sprintf("%s: %s", s, float(s.Info().Worth)))
		}
	}
	return fmt.Sprintf("WITH *, {%s} AS worths, %s AS unjudged\n", strings.Join(of, ", "), float(graph.StanceUnknown.Info().Worth))
}

// barred is the Cypher of who takes us no further.
func barred() string {
	var not []string
	for _, s := range graph.Stances() {
		if !s.Carries() {
			not = append(not, fmt.Sprintf("NOT '%s' IN stances", s))
		}
	}
	return "WHERE " + strings.Join(not, " AND ") + "\n"
}

// float writes a number that Cypher reads as a float.
func float(x float64) string {
	if text := strconv.FormatFloat(x, 'f', -1, 64); strings.Contains(text, ".") {
		return text
	}
	return strconv.FormatFloat(x, 'f', 1, 64)
}

func tableOfLabels() string {
	var b strings.Builder
	b.WriteString("| label | properties beside `id`, `from`, `to` |\n|---|---|\n")
	for _, k := range graph.NodeKinds() {
		fmt.Fprintf(&b, "| `%s` | %s |\n", k, stored(k))
	}
	return b.String()
}

func tableOfRelationships() string {
	var b strings.Builder
	b.WriteString("| type | from → to | properties beside `id`, `from`, `to` |\n|---|---|---|\n")
	for _, k := range graph.EdgeKinds() {
		var from, to []string
		for _, e := range graph.Endpoints(k) {
			if !slices.Contains(from, string(e.Src)) {
				from = append(from, string(e.Src))
			}
			if !slices.Contains(to, string(e.Dst)) {
				to = append(to, string(e.Dst))
			}
		}
		fmt.Fprintf(&b, "| `%s` | %s → %s | %s |\n", k, strings.Join(from, ", "), strings.Join(to, ", "), stored(k))
	}
	return b.String()
}

// stored lists the properties of a kind with their types in Neo4j.
func stored(k graph.Kind) string {
	types := map[graph.FieldType]string{
		graph.FieldText: "", graph.FieldInt: " INTEGER", graph.FieldFloat: " FLOAT", graph.FieldBool: " BOOLEAN", graph.FieldDate: " DATE", graph.FieldStrings: " LIST",
	}
	var list []string
	for _, f := range graph.Fields(k) {
		list = append(list, "`"+f.Name+"`"+types[f.Type])
	}
	return strings.Join(list, ", ")
}
