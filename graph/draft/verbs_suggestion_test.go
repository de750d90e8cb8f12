package draft_test

import (
	"errors"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/internal/orgtext"
)

// A verdict is given once; it settles what happened until its day, and who a stranger
// is goes with it.
func TestDecide(t *testing.T) {
	id := draft.SuggestionID(graph.SuggestionStranger, "a@x.example")
	if again := draft.SuggestionID(graph.SuggestionStranger, "a@x.example"); again != id || id == draft.SuggestionID(graph.SuggestionLeaver, "a@x.example") || id == draft.SuggestionID(graph.SuggestionStranger, "a@x.", "example") {
		t.Errorf("the id of a suggestion is %s, then %s", id, again)
	}
	d := draft.NewDraft(kernel.Empty(), day("2026-03-10"), counter())
	d.Add(graph.Suggestion{Node: graph.Node{ID: id}, Kind: graph.SuggestionStranger, Name: "Ann", Mail: "a@x.example", Count: 2, Last: day("2026-03-01")})
	verdict := func(v graph.Verdict, on string) graph.Suggestion {
		s := graph.Suggestion{Node: graph.Node{ID: id}, Kind: graph.SuggestionStranger, Verdict: v, Who: "tess", Note: "no"}
		if on != "" {
			s.On = day(on)
		}
		return s
	}
	if err := d.Decide(verdict(graph.VerdictDismissed, ""), day("2026-03-01")); err != nil {
		t.Fatal(err)
	}
	e, _ := d.Get(id)
	want := verdict(graph.VerdictDismissed, "2026-03-10")
	if got := graph.Encode(want); e.Props != got.Props {
		t.Errorf("decided %+v, want %+v", e, got)
	}
	for _, happened := range []graph.Date{0, day("2026-03-01"), day("2026-03-10")} {
		if err := d.Decide(verdict(graph.VerdictAccepted, ""), happened); !errors.Is(err, graph.ErrConflict) {
			t.Errorf("decided again of %s: %v, want a conflict", happened, err)
		}
	}
	if err := d.Decide(verdict(graph.VerdictAccepted, "2026-04-01"), day("2026-03-20")); err != nil {
		t.Errorf("what happened later is decided: %v", err)
	}
	for name, s := range map[string]graph.Suggestion{"no id": {Verdict: graph.VerdictAccepted, Kind: graph.SuggestionLeaver}, "no verdict": {Node: graph.Node{ID: "leaver-1"}, Kind: graph.SuggestionLeaver}} {
		if err := d.Decide(s, 0); !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("%s: %v, want it refused", name, err)
		}
	}
}

// Two seats that are one: on a day on which both have a place or a solid line that of
// the one that stays counts, and the other's before and after; who held either holds
// it, and who reported to either reports to it.
func TestMergePositions(t *testing.T) {
	s := orgtext.MustParse(`
org Acme
  CEO #ceo (5): Ann
    CFO #cfo (4): Ben @..2024-01-01
    COO #coo (4)
    CFO #cfo2 (4 finance): Cy @2024-01-01..
      Controller #con (2): Dan
`)
	d := draft.NewDraft(s, day("2024-03-01"), counter())
	for _, e := range d.Out("cfo", graph.EdgeReportsTo) { // the line of the first is over before that of the second begins elsewhere
		e.To = day("2024-01-01")
		d.Put(e)
	}
	if err := d.SetDated("cfo2", "title", "Chief Financial Officer", day("2024-02-01")); err != nil {
		t.Fatal(err)
	}
	if err := d.MergePositions("cfo", "cfo2"); err != nil {
		t.Fatal(err)
	}
	days := func(list []graph.Element, other func(graph.Element) graph.ID) (out []string) {
		for _, e := range list {
			out = append(out, string(other(e))+" "+e.From.String()+".."+e.To.String())
		}
		return out
	}
	src, dst := func(e graph.Element) graph.ID { return e.Src }, func(e graph.Element) graph.ID { return e.Dst }
	for what, c := range map[string]struct{ got, want []string }{
		"holders": {days(d.In("cfo", graph.EdgeHolds), src), []string{"ben ..2024-01-01", "cy 2024-01-01.."}},
		"place":   {days(d.Out("cfo", graph.EdgeIn), dst), []string{"acme .."}},
		"lines":   {days(d.Out("cfo", graph.EdgeReportsTo), dst), []string{"ceo ..2024-01-01", "ceo 2024-01-01.."}},
		"reports": {days(d.In("cfo", graph.EdgeReportsTo), src), []string{"con .."}},
	} {
		sameSet(t, what, c.got, c.want)
	}
	p, err := draft.Read[graph.Position](d, "cfo")
	if err != nil || p.Title != "CFO" || p.Level != 4 || p.Function != graph.FunctionFinance {
		t.Errorf("the seat is %+v, %v, want the title of the one that stays and the function of the other", p, err)
	}
	if _, there := d.Get("cfo2"); there {
		t.Error("the second seat is there")
	}
	if _, _, err := d.Check(2, s.At()); err != nil {
		t.Errorf("Check: %v", err)
	}
}

func sameSet(t *testing.T, what string, got, want []string) {
	t.Helper()
	left := map[string]int{}
	for _, x := range got {
		left[x]++
	}
	for _, x := range want {
		left[x]--
	}
	for _, n := range left {
		if n != 0 {
			t.Errorf("%s are %q, want %q", what, got, want)
			return
		}
	}
}

// Once two people are one, a judgement of one author about them ends where the next
// begins, about the same matter alone.
func TestMergedJudgements(t *testing.T) {
	s := orgtext.MustParse(`
org Us (ours)
  KAM: Ann, Bob
org Acme
  CEO: Eva, Eve
account Acme for Acme: relation=customer
assess Ann -> Eva #first: neutral 2024-01-01
assess Ann -> Eve #second: supporter 2024-02-01
assess Bob -> Eve #other: sceptic 2024-01-15
assess Ann -> Eva in Acme #matter: champion 2024-01-10
`)
	d := draft.NewDraft(s, day("2024-03-01"), counter())
	if err := d.MergePeople("eva", "eve"); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[graph.ID]graph.Date{"first": day("2024-02-01"), "second": 0, "other": 0, "matter": 0} {
		if e, _ := d.Get(id); e.To != want {
			t.Errorf("the judgement %s ends on %q, want %q", id, e.To, want)
		}
	}
}
