package main

import (
	"fmt"
	"regexp"
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

var passages = []passage{
	{"schema/enums.graphqls", "stances", enumOfStances},
	{"schema/analyses.graphqls", "rules", enumOfRules},
	{"docs/analyses.md", "factors of stances", factorsOfStances},
	{"docs/analyses.md", "stances", tableOfStances},
}

// replace puts a passage between its two comments, each at the end of a line of its
// own: every time that they occur, and at least once.
func replace(text string, p passage) (string, error) {
	re := regexp.MustCompile(`(?ms)^([^\n]*\bgenerated: ` + p.name + `(?: -->)?\n)(.*?)(^[^\n]*\bend of ` + p.name + `(?: -->)?$)`)
	if !re.MatchString(text) {
		return "", fmt.Errorf("%s has no passage %q between its comments", p.file, p.name)
	}
	return re.ReplaceAllStringFunc(text, func(old string) string {
		m := re.FindStringSubmatch(old)
		return m[1] + p.text() + m[3]
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
