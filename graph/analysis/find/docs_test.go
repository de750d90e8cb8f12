package find_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/view"
)

// TestDocumentation holds docs/analyses.md against the rules.
func TestDocumentation(t *testing.T) {
	text, err := os.ReadFile("../../../docs/analyses.md")
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
	t.Parallel()
	text, err := os.ReadFile("../../../docs/analyses.md")
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
	for seed := range uint64(manyWorlds) {
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
		if seed%10 > 0 {
			continue
		}
		// Two who were in touch every three days until five months ago, and are on record.
		for who, seat := range map[graph.ID]graph.ID{"oft": "so0", "often": "st0"} {
			w.node(graph.Person{Node: graph.Node{ID: who}, Name: "Who is " + string(who)})
			w.node(graph.Holds{Edge: w.edge(who, seat)})
		}
		w.node(graph.Capture{Node: graph.Node{ID: "capoft"}, Mode: graph.CaptureMailbox})
		w.node(graph.About{Edge: w.edge("capoft", "oft")})
		for day := today - 600; day < today-150; day += 3 {
			w.gather(day, "oft", "often")
		}
		see(fmt.Sprintf("seed %d, cadence", seed), cadence(t, view.On(w.snapshot(t, false), today), analysis.CadenceQuery{}).Findings)
	}
	see("an uneven portfolio", attention(t, parse(t, unevenPortfolio), analysis.AttentionQuery{}).Findings)
	see("one of three accounts", attention(t, parse(t, unevenPortfolio+thirdAccount), analysis.AttentionQuery{}).Findings)
	for g := range documented {
		if !found[g] {
			t.Errorf("docs/analyses.md says when %s is %s, and it never is", g.rule, g.severity)
		}
	}
}

// TestWhatMakesAFindingGrave holds the severities of G1, G2 and P1 in random worlds
// against the words of docs/analyses.md: what is near, what is strategic, to whom
// nobody has a working tie.
func TestWhatMakesAFindingGrave(t *testing.T) {
	approves := []graph.Role{graph.RoleDecider, graph.RoleApprover, graph.RoleVeto, graph.RoleSignOff}
	seen := map[string]int{}
	for seed := range uint64(worlds) {
		w := newWorld(seed)
		renewal := today + graph.Date(w.r.IntN(400)) - 20
		strategic, near := false, map[graph.ID]bool{}
		soon := func(d graph.Date) bool { return d >= today && d <= today+180 }
		for i, e := range w.elements {
			switch e.Kind {
			case graph.NodeAccount:
				a := graph.Decode[graph.Account](e)
				a.Renewal, strategic = renewal, a.Tier == graph.TierStrategic
				w.elements[i] = graph.Encode(a)
			case graph.NodeDecisionArea:
				a := graph.Decode[graph.DecisionArea](e)
				near[a.ID] = soon(a.Due) || a.RevenueBearing && soon(renewal)
			}
		}
		v := view.On(w.snapshot(t, false), today)
		rep := coverage(t, v, acme)
		people := map[graph.ID]analysis.CoveredPerson{}
		for _, p := range rep.People {
			people[p.Person] = p
		}
		matters := func(id graph.ID) (deciding, grave bool) {
			for _, pt := range people[id].Parts {
				if slices.Contains(approves, pt.Role) {
					deciding, grave = true, grave || near[pt.Area]
				}
			}
			return deciding, grave
		}
		for _, f := range slices.Concat(rep.Findings, wholePoints(t, v, acme).Findings) {
			want := graph.SeverityS2
			deciding, grave := matters(f.Subjects[0])
			switch f.Rule {
			case analysis.RuleDeciderDark:
			case analysis.RuleDeciderThin:
				grave = false
				if !deciding || people[f.Subjects[0]].Depth > 0 && !strategic {
					want = graph.SeverityS3
				}
			case analysis.RuleSinglePoint:
				grave = slices.ContainsFunc(f.Subjects[1:], func(id graph.ID) bool { _, grave := matters(id); return grave })
			default:
				continue
			}
			if grave {
				want = graph.SeverityS1
			}
			if f.Severity != want {
				t.Fatalf("seed %d: %s of %v is %s, want %s: %s", seed, f.Rule, f.Subjects, f.Severity, want, f.Sentence)
			}
			seen[string(f.Rule)+" "+string(want)]++
		}
	}
	for _, what := range []string{"G1 S1", "G1 S2", "G2 S2", "G2 S3", "P1 S1", "P1 S2"} {
		if seen[what] < 10 {
			t.Errorf("only %d of %s: the test has no teeth (%v)", seen[what], what, seen)
		}
	}
}

// TestStancesInDocumentation holds the table of stances in docs/analyses.md
// against what they mean.
func TestStancesInDocumentation(t *testing.T) {
	text, err := os.ReadFile("../../../docs/analyses.md")
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
