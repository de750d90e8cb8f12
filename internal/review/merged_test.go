package review_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/orgtext"
	"github.com/kithgraph/kith/internal/review"
)

// mergeInto returns a workspace in which a node was merged into a new one that is
// called the same, which has another ID.
func mergeInto(t *testing.T, s *kernel.Snapshot, id graph.ID) (*kernel.Snapshot, graph.Commit) {
	t.Helper()
	e, _ := s.Element(id)
	d := editing(s, today)
	twin := graph.Node{ID: "0-" + id}
	d.Add(map[graph.Kind]graph.Fact{
		graph.NodePerson:       graph.Person{Node: twin, Name: e.Props.Text("name")},
		graph.NodeOrganization: graph.Organization{Node: twin, Name: e.Props.Text("name")},
		graph.NodePosition:     graph.Position{Node: twin, Title: e.Props.Text("title")},
	}[e.Kind])
	if err := map[graph.Kind]func(keep, drop graph.ID) error{
		graph.NodePerson: d.MergePeople, graph.NodeOrganization: d.MergeOrganizations, graph.NodePosition: d.MergePositions,
	}[e.Kind](twin.ID, id); err != nil {
		t.Fatal(err)
	}
	return commit(t, d)
}

// former gives the new IDs in sentences as what they were before [mergeInto].
func former(lines []string) (out []string) {
	for _, l := range lines {
		out = append(out, strings.ReplaceAll(l, "(0-", "("))
	}
	return out
}

// What was decided about somebody or something holds for whom it was merged into, and
// again for what it was once the merge is undone.
func TestDecidedBeforeAMerge(t *testing.T) {
	s := world(t)
	for _, x := range list(t, s) {
		t.Run(string(x.ID), func(t *testing.T) {
			s, _ := decide(t, s, review.Decision{Suggestion: x.ID, Verdict: graph.VerdictDismissed})
			want := lines(list(t, s))
			about := x.About
			for _, n := range s.Nodes(graph.NodeOrganization) {
				about = append(about, s.NodeID(n)) // a company is in many an ID
			}
			for _, id := range about {
				next, c := mergeInto(t, s, id)
				equal(t, "after "+string(id)+" was merged", former(lines(list(t, next))), want)
				r, err := review.List(view.On(next, day(today)), review.Query{})
				if err != nil {
					t.Fatal(err)
				}
				for _, id := range r.Decided[0].About {
					if _, there := next.Node(graph.ID(id)); !there {
						t.Errorf("%s was decided about %s, which is not there", r.Decided[0].ID, id)
					}
				}
				d := editing(next, today)
				if err := d.Undo(c); err != nil {
					t.Fatal(err)
				}
				back, _ := commit(t, d)
				if dump(back) != dump(s) {
					t.Errorf("after the merge of %s was undone the workspace is another", id)
				}
			}
		})
	}
}

// Two who are not one stay so when each was merged, in both orders of the ID, and twice;
// a stronger reason asks anew.
func TestTwoThatAreNotOneAreMerged(t *testing.T) {
	const text = `
person Ann Lee #a: emails=a@norwick.example
person Ann Lee #b: emails=b@norwick.example
org Norwick (COMPANY)
  CEO (5): #a
  CFO (4): #b
`
	s := orgtext.MustParse(text)
	x := list(t, s)
	if len(x) != 1 {
		t.Fatalf("suggested %v, want one pair", lines(x))
	}
	s, _ = decide(t, s, review.Decision{Suggestion: x[0].ID, Verdict: graph.VerdictDismissed})
	for i, id := range []graph.ID{"b", "a", "0-b", "0-0-b", "norwick"} {
		s, _ = mergeInto(t, s, id)
		equal(t, fmt.Sprintf("after merge %d", i+1), lines(list(t, s)), nil)
	}
	d := editing(s, today)
	if err := d.Update("0-a", graph.NodePerson, draft.Patch{"emails": []any{"b@norwick.example"}}, 0); err != nil {
		t.Fatal(err)
	}
	s, _ = commit(t, d)
	if got := list(t, s); len(got) != 1 {
		t.Errorf("with an address in common: suggested %v, want the two again", lines(got))
	}
}
