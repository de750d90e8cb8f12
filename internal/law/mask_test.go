package law_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/schema/object"
)

// TestWhatIsHiddenLeavesNoTrace hides random facts of random workspaces: everything
// that is asked is answered as if they had never been recorded, sentences included.
func TestWhatIsHiddenLeavesNoTrace(t *testing.T) {
	seeds := 8
	if testing.Short() {
		seeds = 3
	}
	differed := 0
	for seed := range seeds {
		w := newSite(t, uint64(1000+seed))
		for range 40 {
			w.mutate(w.edit())
		}
		s := w.snapshot()
		for _, kinds := range [][]graph.Kind{{graph.NodePerson}, {graph.NodePosition}, {graph.NodeAssessment}, {graph.NodeDetail}, graph.EdgeKinds(), {graph.NodeInteraction, graph.EdgeKnows, graph.EdgeHolds}} {
			secret := w.any(kinds...)
			if _, ok := s.Element(secret); !ok {
				continue
			}
			hidden := func(e graph.Element) bool { return e.ID == secret }
			without := strip(t, s, secret)
			day := pick(w, w.day(), today)
			got, want := report(t, view.On(s, day).Hiding(hidden)), report(t, view.On(without, day))
			for name := range want {
				if strings.Contains(got[name], `"`+string(secret)+`"`) {
					t.Fatalf("seed %d: %s names %s, which is hidden:\n%s", seed, name, secret, got[name])
				}
				if got[name] != want[name] {
					t.Fatalf("seed %d: %s with %s hidden, on %s:\n%s\nand without it:\n%s", seed, name, secret, day, got[name], want[name])
				}
			}
			if len(got) != len(want) {
				t.Fatalf("seed %d: %d answers with %s hidden, %d without it", seed, len(got), secret, len(want))
			}
			for name, text := range report(t, view.On(s, day)) {
				if text != want[name] {
					differed++
				}
			}
		}
	}
	if differed < 3*seeds {
		t.Errorf("hiding something changed %d answers: the test is too tame", differed)
	}
}

// strip returns a workspace without an element and the edges at it.
func strip(t *testing.T, s *kernel.Snapshot, id graph.ID) *kernel.Snapshot {
	t.Helper()
	b := kernel.NewBuilder(0)
	for e := range s.Elements() {
		if e.ID == id || e.Src == id || e.Dst == id {
			continue
		}
		if err := b.Add(&e); err != nil {
			t.Fatal(err)
		}
	}
	return b.Build(s.Revision(), time.Unix(0, 0))
}

// report asks everything about every account and person of a view, and writes the
// answers by their questions.
func report(t *testing.T, v *view.View) map[string]string {
	t.Helper()
	out := map[string]string{}
	put := func(name string, id graph.ID, r any, err error) {
		if err != nil {
			out[name+" "+string(id)] = "error: " + err.Error()
			return
		}
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		out[name+" "+string(id)] = timeless(string(text))
	}
	x := v.Ever()
	for _, n := range x.Nodes(graph.NodeAccount) {
		a := x.NodeID(n)
		who, err := find.Stakeholders(v, a)
		put("stakeholders", a, who, err)
		cover, err := find.Coverage(v, analysis.CoverageQuery{Account: a})
		put("coverage", a, cover, err)
		points, err := find.SinglePoints(v, analysis.SinglePointsQuery{Account: a, Pairs: true, Soft: true, Structure: true})
		put("points", a, points, err)
		strength, err := find.Strength(v, analysis.StrengthQuery{Account: a})
		put("strength", a, strength, err)
		influence, err := find.Influence(v, analysis.InfluenceQuery{Account: a})
		put("influence", a, influence, err)
		pairings, err := find.Pairings(v, analysis.PairingQuery{Account: a})
		put("pairings", a, pairings, err)
		moves, err := find.Moves(v, analysis.MovesQuery{Account: a, From: first})
		put("moves", a, moves, err)
		chart, err := export.Account(nil, v, a, "")
		put("chart", a, chart, err)
		if err == nil {
			text, err := export.Markdown(chart)
			put("outline", a, text, err)
		}
	}
	for _, n := range x.Nodes(graph.NodePerson) {
		id := x.NodeID(n)
		p := object.Of(v).PersonByID(id)
		stance, err := p.Stance(nil)
		put("person", id, []any{p.Person, value(p.Side()), ids(p.Seats()), value(stance), ids(p.Managers()), ids(p.Holdings(true))}, err)
		in, err := find.Introductions(v, analysis.IntroductionsQuery{Target: id})
		put("introductions", id, in, err)
		h, err := find.Handover(v, analysis.HandoverQuery{Person: id})
		put("handover", id, h, err)
		hits, err := object.Of(v).Search(p.Name, nil, nil, nil)
		found := []graph.ID{}
		for _, hit := range hits {
			found = append(found, hit.Node.ElementID())
		}
		put("search", id, found, err)
		line, err := p.Timeline(all, nil, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		put("timeline", id, ids(line.Nodes()), nil)
	}
	return out
}

// timeless cuts out of a report when its revision was recorded.
func timeless(text string) string {
	before, after, found := strings.Cut(text, `"KnownAt":"`)
	if !found {
		return text
	}
	_, after, _ = strings.Cut(after, `"`)
	return before + after
}
