package graph_test

import (
	"testing"

	"github.com/kithgraph/kith/graph"
)

// TestStances holds the table of stances to its order and demands that every
// stance says all that it means.
func TestStances(t *testing.T) {
	list := graph.Stances()
	words := map[string]graph.Stance{}
	for i, s := range list {
		info := s.Info()
		if info.Stance != s || info.Word == "" || info.Many == "" || info.Is == "" {
			t.Errorf("%s.Info() = %+v, want its words", s, info)
		}
		if info.Worth < 0 || info.Worth > 1 {
			t.Errorf("an introduction by %s is worth %v, want it in [0,1]", s, info.Worth)
		}
		if other, again := words[info.Word]; again {
			t.Errorf("%s and %s share the word %s", other, s, info.Word)
		}
		words[info.Word] = s
		if last := i == len(list)-1; s.Known() == last || last != (s == graph.StanceUnknown) {
			t.Errorf("%s.Known() = %t at place %d of %d, want the unknown last and no other", s, s.Known(), i+1, len(list))
		}
		if i == 0 || !s.Known() {
			continue
		}
		if better := list[i-1].Info(); info.Leaning < better.Leaning || info.Worth > better.Worth {
			t.Errorf("%s (%d, %v) is listed after %s (%d, %v) and is better", s, info.Leaning, info.Worth, better.Stance, better.Leaning, better.Worth)
		}
	}
}

func TestWorse(t *testing.T) {
	for _, c := range []struct {
		s, than graph.Stance
		want    bool
	}{
		{graph.StanceDetractor, graph.StanceSceptic, true},
		{graph.StanceSceptic, graph.StanceDetractor, false},
		{graph.StanceNeutral, graph.StanceNeutral, false},
		{graph.StanceChampion, graph.StanceUnknown, true},
		{graph.StanceChampion, "", true},
		{graph.StanceUnknown, graph.StanceChampion, false},
		{graph.StanceUnknown, "", false},
		{"FAN", graph.StanceChampion, false}, // of a newer version: not known
		{graph.StanceChampion, "FAN", true},
	} {
		if got := c.s.Worse(c.than); got != c.want {
			t.Errorf("%q.Worse(%q) = %t, want %t", c.s, c.than, got, c.want)
		}
	}
}
