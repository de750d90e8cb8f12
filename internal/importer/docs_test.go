package importer

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// docs/import.md is the contract: it describes every file, every column, every
// rule and every question, and none that is not there.
func TestDocsDescribeTheTables(t *testing.T) {
	data, err := os.ReadFile("../../docs/import.md")
	if err != nil {
		t.Fatal(err)
	}
	doc := string(data)
	sections := map[string]string{}
	for _, s := range strings.Split(doc, "\n### ")[1:] {
		name, body, _ := strings.Cut(s, "\n")
		body, _, _ = strings.Cut(body, "\n## ")
		sections[name] = body
	}
	for _, table := range tables {
		body, ok := sections[table.name+".csv"]
		if !ok {
			t.Errorf("docs/import.md has no section about %s.csv", table.name)
		}
		delete(sections, table.name+".csv")
		for _, c := range table.columns {
			if !strings.Contains(body, "`"+c.name+"`") {
				t.Errorf("docs/import.md does not describe the column %s of %s.csv", c.name, table.name)
			}
		}
	}
	for name := range sections {
		t.Errorf("docs/import.md describes %s, which is not read", name)
	}
	for _, a := range []Ask{AskMassDisappearance, AskMissing, AskNamesakes, AskIdentity, AskUnmappedKind, AskUnmappedChannel, AskUnknownLevel, AskFileLeftOut, AskAmbiguousEmail, AskStrangers} {
		if !strings.Contains(doc, "`"+string(a)+"`") {
			t.Errorf("docs/import.md does not explain the question %s", a)
		}
	}
}

// Every rule that a file in testdata breaks is in the table of problems.
func TestDocsExplainTheRules(t *testing.T) {
	data, err := os.ReadFile("../../docs/import.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, ok := strings.Cut(string(data), "\n## Problems\n")
	if !ok {
		t.Fatal("docs/import.md has no section about problems")
	}
	archives, err := filepath.Glob("testdata/plan/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("testdata/plan: %v, %d archives", err, len(archives))
	}
	rule := regexp.MustCompile(`(?m)^problem .* \[([a-z0-9-]+)\]$`)
	for _, path := range archives {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range rule.FindAllStringSubmatch(string(data), -1) {
			if !strings.Contains(section, "`"+m[1]+"`") {
				t.Errorf("%s breaks the rule %s, which docs/import.md does not explain", path, m[1])
			}
		}
	}
}
