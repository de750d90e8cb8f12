package importer

import (
	"encoding/csv"
	"os"
	"strconv"
	"testing"
)

// Real titles of several organisations, and a few German and French ones, with
// what a reader of the title would say.
func TestTitles(t *testing.T) {
	f, err := os.Open("testdata/titles.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows[1:] {
		if got := LevelOf(r[0]); strconv.Itoa(got) != r[2] {
			t.Errorf("LevelOf(%q) = %d, want %s", r[0], got, r[2])
		}
		if got := FunctionOf(r[0], r[1]); string(got) != r[3] {
			t.Errorf("FunctionOf(%q, %q) = %q, want %q", r[0], r[1], got, r[3])
		}
		if got := HoldOf(r[0]); string(got) != r[4] {
			t.Errorf("HoldOf(%q) = %s, want %s", r[0], got, r[4])
		}
	}
}

// Each rule decides its own example: a rule that never comes first is dead.
func TestLevelRulesDecideTheirExamples(t *testing.T) {
	for i, r := range levelRules {
		parts, _ := titleParts(r.example)
		for j, re := range compiledLevels {
			if re.MatchString(parts[0]) {
				if i != j {
					t.Errorf("%q is decided by the rule of %q, want its own", r.example, levelRules[j].example)
				}
				break
			}
			if j == len(compiledLevels)-1 {
				t.Errorf("%q is decided by no rule, want its own", r.example)
			}
		}
	}
}

func TestFunctionRulesDecideTheirExamples(t *testing.T) {
	for _, r := range functionRules {
		if got := FunctionOf(r.example, ""); got != r.function {
			t.Errorf("FunctionOf(%q) = %s, want %s", r.example, got, r.function)
		}
	}
}

func TestUnknownTitleStaysUnknown(t *testing.T) {
	for _, title := range []string{"", "   ", "Xyzzy", "()", ",,,", "Member", "2nd floor"} {
		if got := LevelOf(title); got != 0 {
			t.Errorf("LevelOf(%q) = %d, want 0", title, got)
		}
		if got := FunctionOf(title, ""); got != "" {
			t.Errorf("FunctionOf(%q) = %s, want none", title, got)
		}
	}
}
