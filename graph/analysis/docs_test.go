package analysis_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

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
