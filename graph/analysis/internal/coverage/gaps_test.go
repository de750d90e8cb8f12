package coverage

import (
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph/analysis"
)

// TestEveryGapRuleIsApplied wants one row of gapRules for each rule of coverage, in
// the order of [analysis.Rules].
func TestEveryGapRuleIsApplied(t *testing.T) {
	var want, got []analysis.Rule
	for _, r := range analysis.Rules() {
		if strings.HasPrefix(string(r.Rule), "G") {
			want = append(want, r.Rule)
		}
	}
	for _, g := range gapRules {
		got = append(got, g.rule)
	}
	for _, r := range want {
		n := 0
		for _, g := range got {
			if g == r {
				n++
			}
		}
		if n != 1 {
			t.Errorf("gapRules has %d rows for %s, want one", n, r)
		}
	}
	if len(got) != len(want) {
		t.Errorf("gapRules are %v, the rules of coverage %v", got, want)
	}
}
