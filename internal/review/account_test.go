package review_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/review"
)

// A list of one account has what is about it and nothing else: also whoever left it, and
// those who moved from one account to another in both. So has what was decided.
func TestOfAnAccount(t *testing.T) {
	s := world(t)
	d := editing(s, today)
	unit := graph.ID("norwick-group")
	d.Add(graph.Organization{Node: graph.Node{ID: unit}, Name: "Norwick Group"})
	d.Add(graph.PartOf{Edge: graph.Edge{ID: "part", Src: organization(t, s, "9001"), Dst: unit}})
	for id, org := range map[graph.ID]graph.ID{"a-norwick": unit, "a-arlton": organization(t, s, "9002")} {
		d.Add(graph.Account{Node: graph.Node{ID: id}, Name: string(id)})
		d.Add(graph.For{Edge: graph.Edge{ID: "for-" + id, Src: id, Dst: org}})
	}
	d.Add(graph.Account{Node: graph.Node{ID: "a-nobody"}, Name: "For nobody"})
	d.Add(graph.For{Edge: graph.Edge{ID: "for-nobody", Src: "a-nobody", Dst: unit, To: day("2020-01-01")}})
	s, _ = commit(t, d)

	brackwell := s.NodeID(s.Nodes(graph.NodeAccount)[slices.IndexFunc(s.Nodes(graph.NodeAccount), func(n kernel.N) bool { return s.NodeProps(n).Text("name") == "Brackwell" })])
	of := func(account graph.ID) (kinds []string, r *review.Report) {
		t.Helper()
		r, err := review.List(view.On(s, day(today)), review.Query{Account: account, Since: day("2026-01-01")})
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range r.Suggestions {
			kinds = append(kinds, draft.SuggestionWord(x.Kind))
		}
		return kinds, r
	}
	want := map[graph.ID][]string{
		brackwell:   {"duplicate-organizations", "joiner", "introduction"},
		"a-norwick": {"duplicate-people", "stranger", "leaver", "joiner", "move", "promotion", "successor"},
		"a-arlton":  {"move", "successor"}, // Cy came, whom Flo followed elsewhere
		"a-nobody":  nil,
	}
	for account, kinds := range want {
		got, r := of(account)
		equal(t, string(account), got, kinds)
		if r.Total != len(kinds) {
			t.Errorf("%s: total %d, want %d", account, r.Total, len(kinds))
		}
	}
	_, r := of("a-norwick")
	for _, x := range r.Suggestions {
		s, _ = decide(t, s, review.Decision{Suggestion: x.ID, Verdict: graph.VerdictDismissed})
	}
	for account, n := range map[graph.ID]int{"": 7, "a-norwick": 7, "a-arlton": 2, brackwell: 0} {
		if _, r := of(account); len(r.Decided) != n {
			t.Errorf("%q: %d are decided, want %d", account, len(r.Decided), n)
		}
	}
	for id, kind := range map[graph.ID]error{"no-such": graph.ErrNotFound, unit: graph.ErrNotFound} {
		if _, err := review.List(view.On(s, day(today)), review.Query{Account: id}); !errors.Is(err, kind) {
			t.Errorf("List of the account %s: %v, want %v", id, err, kind)
		}
	}
}
