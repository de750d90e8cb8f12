package analysis_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
)

// TestDocumentation holds docs/analyses.md against the rules.
func TestDocumentation(t *testing.T) {
	text, err := os.ReadFile("../../docs/analyses.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range analysis.Rules() {
		if row := fmt.Sprintf("| %s | %s | %s |", r.Rule, r.Name, r.Doc); !strings.Contains(string(text), row) {
			t.Errorf("docs/analyses.md lacks the row %s", row)
		}
	}
}

// TestStancesInDocumentation holds the table of stances in docs/analyses.md
// against what they mean.
func TestStancesInDocumentation(t *testing.T) {
	text, err := os.ReadFile("../../docs/analyses.md")
	if err != nil {
		t.Fatal(err)
	}
	leans := map[graph.Leaning]string{
		graph.LeaningFor: "for us", graph.LeaningNeither: "neither way", graph.LeaningAgainst: "against us", graph.LeaningUnknown: "nobody knows",
	}
	var want strings.Builder
	want.WriteString("| stance | leans | an introduction by them counts |\n|---|---|---|\n")
	for _, s := range graph.Stances() {
		counts := fmt.Sprint(s.Info().Worth)
		if !s.Carries() {
			counts += ", and they take us no further"
		}
		fmt.Fprintf(&want, "| `%s` | %s | %s |\n", s, leans[s.Info().Leaning], counts)
	}
	if !strings.Contains(string(text), want.String()) {
		t.Errorf("docs/analyses.md lacks the table of stances\n%s", want.String())
	}
}
