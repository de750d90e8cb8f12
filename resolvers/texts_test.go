package resolvers_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/internal/sample"
	"github.com/kithgraph/kith/schema/object"
)

// TestSearchFollowsCommits: what a commit says is found by the next search, what it takes
// away is not, an older revision is searched as it was, and who has been erased is found
// nowhere.
func TestSearchFollowsCommits(t *testing.T) {
	srv, eng := site(t)
	find := func(view, text string) []string {
		t.Helper()
		d := data(t, srv, `query($text: String!) { `+view+` { search(text: $text) { node { id: factId } text } people(filter: {text: $text}) { totalCount } } }`, map[string]any{"text": text})
		var ids []string
		people := 0
		for _, hit := range at(d, "view", "search").([]any) {
			_, fact := object.SplitID(graph.ID(at(hit, "node", "id").(string)))
			id := string(fact)
			if ids = append(ids, id); id[0] == 'p' {
				people++
			}
		}
		if got := at(d, "view", "people", "totalCount"); got != float64(people) {
			t.Errorf("%s: %q filters %v people, and the search finds %d", view, text, got, people)
		}
		return ids
	}
	edit := func(do func(d *draft.Draft) error) graph.Revision {
		t.Helper()
		r, err := eng.Update(context.Background(), sample.Workspace, "test", "", do)
		if err != nil {
			t.Fatal(err)
		}
		return r.Snapshot.Revision()
	}
	check := func(what, view, text string, want ...string) {
		t.Helper()
		if got := find(view, text); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: %s finds %v, want %v", what, text, got, want)
		}
	}
	check("at first", "view", "zoltán quux")
	added := edit(func(d *draft.Draft) error {
		d.Add(graph.Person{Node: graph.Node{ID: "p-zoltan"}, Name: "Zoltán Quux"})
		return nil
	})
	check("when added", "view", "zoltan quux", "p-zoltan")
	renamed := edit(func(d *draft.Draft) error {
		return draft.Edit(d, "p-zoltan", func(p *graph.Person) { p.Name = "Zoltán Quuz" })
	})
	check("when renamed", "view", "zoltan quux")
	check("when renamed", "view", "quuz", "p-zoltan")
	check("before", fmt.Sprintf("view(knownAt: {revision: \"%d\"})", added), "zoltan quux", "p-zoltan")
	check("long before", fmt.Sprintf("view(knownAt: {revision: \"%d\"})", added-1), "zoltan")

	var all sync.WaitGroup
	for range 4 { // while others write
		all.Go(func() {
			for range 10 {
				check("beside commits", "view", "quuz", "p-zoltan")
			}
		})
	}
	for i := range 20 {
		edit(func(d *draft.Draft) error {
			d.Add(graph.Person{Node: graph.Node{ID: graph.ID(fmt.Sprint("p-extra", i))}, Name: "Extra"})
			return nil
		})
	}
	all.Wait()
	if got := len(find("view", "extra")); got != 20 {
		t.Errorf("%d of 20 are found", got)
	}
	if _, err := eng.Redact(context.Background(), sample.Workspace, "test", "", "p-zoltan"); err != nil {
		t.Fatal(err)
	}
	check("erased", "view", "quuz")
	check("erased", fmt.Sprintf("view(knownAt: {revision: \"%d\"})", renamed), "quuz")
}
