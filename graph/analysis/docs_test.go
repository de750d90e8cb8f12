package analysis_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/view"
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

// severityRow is a row of the table of severities in docs/analyses.md.
var severityRow = regexp.MustCompile(`(?m)^\| ([A-Z]\d+) \| (S\d) \| `)

// TestDocumentedSeverities holds the table of severities against the findings of
// random worlds: each severity of a rule there is documented, and
// each one that is documented is there.
func TestDocumentedSeverities(t *testing.T) {
	text, err := os.ReadFile("../../docs/analyses.md")
	if err != nil {
		t.Fatal(err)
	}
	type graded struct {
		rule     analysis.Rule
		severity graph.Severity
	}
	documented, found := map[graded]bool{}, map[graded]bool{}
	for _, m := range severityRow.FindAllStringSubmatch(string(text), -1) {
		g := graded{analysis.Rule(m[1]), graph.Severity(m[2])}
		if documented[g] {
			t.Errorf("docs/analyses.md says twice when %s is %s", g.rule, g.severity)
		}
		documented[g] = true
	}
	see := func(where string, list []analysis.Finding) {
		for _, f := range list {
			g := graded{f.Rule, f.Severity}
			if !documented[g] && !found[g] {
				t.Errorf("docs/analyses.md does not say that %s may be %s; %s: %s", f.Rule, f.Severity, where, f.Sentence)
			}
			found[g] = true
		}
	}
	for seed := range uint64(worlds) {
		w := newWorld(seed)
		w.ask(t, w.snapshot(t, false)).each(func(name string, _ any, e *analysis.Envelope) {
			see(fmt.Sprintf("seed %d, %s", seed, name), e.Findings)
		})
		// One of each side leaves.
		for i, e := range w.elements {
			if e.Kind == graph.EdgeHolds && e.To == 0 && e.From < today-5 && (e.Src == w.ours[0] || e.Src == w.theirs[0]) {
				w.elements[i].To = today - 5
			}
		}
		v := view.On(w.snapshot(t, false), today)
		see(fmt.Sprintf("seed %d, moves", seed), moves(t, v, analysis.MovesQuery{From: today - 200, Account: acme}).Findings)
		see(fmt.Sprintf("seed %d, handover", seed), handover(t, v, w.ours[0]).Findings)
	}
	for g := range documented {
		if !found[g] {
			t.Errorf("docs/analyses.md says when %s is %s, and it never is", g.rule, g.severity)
		}
	}
}
