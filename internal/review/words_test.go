package review

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
)

// Titles that say the same in other words, that say more, and that say something else.
func TestRephrased(t *testing.T) {
	for _, c := range []struct {
		a, b       string
		same, more bool
	}{
		{"Head, Growth Department", "Head of Growth Department", true, true},
		{"Director of Finance", "Finance Director", true, true},
		{"CFO", "cfo", true, true},
		{"", "CFO", true, true},
		{"Deputy Director Ghana", "Deputy Director, DFID Ghana", false, true},
		{"Analyst", "Head of Finance", false, false},
	} {
		if same, more := rephrased(c.a, c.b); same != c.same || more != c.more {
			t.Errorf("rephrased(%q, %q) = %v, %v, want %v, %v", c.a, c.b, same, more, c.same, c.more)
		}
	}
}

// docs/analyses.md has a row for each kind, and the numbers of this package.
func TestDocs(t *testing.T) {
	text, err := os.ReadFile("../../docs/analyses.md")
	if err != nil {
		t.Fatal(err)
	}
	_, part, _ := strings.Cut(string(text), "\n## What waits to be reviewed\n")
	part, _, _ = strings.Cut(part, "\n## ")
	for _, k := range graph.SuggestionKinds() {
		if !strings.Contains(part, "\n| `"+string(k)+"` | ") {
			t.Errorf("there is no row of %s", k)
		}
	}
	for row, value := range map[string]string{
		"people, or organizations, that share something before it tells nobody apart": strconv.Itoa(maxAlike),
		"share of a feed whose absence is a matter of the file":                       strconv.FormatFloat(massShare, 'g', -1, 64),
		"days before and after a leaving in which a successor comes":                  strconv.Itoa(earlierDays) + " and " + strconv.Itoa(laterDays),
		"candidates for one seat before that says nothing":                            strconv.Itoa(maxSuccessors),
		"days looked back":                         strconv.Itoa(DefaultDays),
		"contacts to whom a new way is looked for": strconv.Itoa(maxSearches),
		"listed, and at most":                      strconv.Itoa(DefaultListed) + " and " + strconv.Itoa(MaxListed),
	} {
		if want := "\n| " + row + " | " + value + " |\n"; !strings.Contains(part, want) {
			t.Errorf("there is no row%s", want)
		}
	}
}
