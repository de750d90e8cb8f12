package main

import (
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/orgchart"
)

// TestDiffTableShowsWhatIsDifferent holds that what has changed about somebody is read in
// the table as it is printed, however long a title that has not changed is.
func TestDiffTableShowsWhatIsDifferent(t *testing.T) {
	title := "Executive Vice President for Global Demand and Supply Planning"
	place := func(s graph.Stance, title string, roles ...graph.Role) *orgchart.Place {
		return &orgchart.Place{Title: title, Stance: s, Roles: roles}
	}
	d := &orgchart.Diff{People: []orgchart.PersonChange{
		{Kind: orgchart.ChangeRelabelled, Person: "p-a", Name: "Ana", Before: place(graph.StanceChampion, title), After: place(graph.StanceDetractor, title)},
		{Kind: orgchart.ChangeRelabelled, Person: "p-b", Name: "Bo", Before: place("", title), After: place(graph.StanceSupporter, title, graph.RoleVeto)},
		{Kind: orgchart.ChangeLeft, Person: "p-c", Name: "Cy", Before: place(graph.StanceSceptic, title)},
	}}
	table := diffTable(nil, nil, d)
	var b strings.Builder
	if err := table.align(&b); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(b.String(), "\n")
	for i, want := range [][]string{{"stance champion", "stance detractor"}, {"stance unknown", "stance supporter, veto"}, {"stance sceptic"}} {
		for _, w := range want {
			if !strings.Contains(lines[1+i], w) {
				t.Errorf("row %q does not say %q", lines[1+i], w)
			}
		}
		if title := "Executive"; i < 2 && strings.Contains(lines[1+i], title) {
			t.Errorf("row %q says what has not changed", lines[1+i])
		}
	}
	if got := table.csvRows[0][3]; !strings.Contains(got, title) || !strings.Contains(got, "stance champion") {
		t.Errorf("CSV says %q, want all of the place", got)
	}
}
