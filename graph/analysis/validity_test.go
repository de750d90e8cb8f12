package analysis_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
)

// TestAnswersHoldUntilTheySay: on every day before the one on which an answer may
// change by itself the same rules fire on the same subjects, the same people are
// reached and the same is lost.
func TestAnswersHoldUntilTheySay(t *testing.T) {
	told := func(s *graph.Snapshot, day graph.Date) (lines []string, until graph.Date) {
		v := s.On(day)
		cov, pts := coverage(t, v, acme), points(t, v, acme)
		lines = append(fired(cov.Findings), fired(pts.Findings)...)
		for _, p := range cov.People {
			lines = append(lines, fmt.Sprintf("%s %d %v %s", p.Person, p.Depth, p.Reached, p.Stance))
		}
		for _, p := range pts.Points {
			lines = append(lines, fmt.Sprintf("%s loses %v", p.Person, p.ReachLost.People))
		}
		for _, a := range influence(t, v, acme).Areas {
			for _, p := range a.People {
				lines = append(lines, fmt.Sprintf("%s %s %.6f", a.Area, p.Person, p.Influence))
			}
		}
		until = cov.ValidUntil
		for _, u := range []graph.Date{pts.ValidUntil, influence(t, v, acme).ValidUntil} {
			if u != 0 && (until == 0 || u < until) {
				until = u
			}
		}
		return lines, until
	}
	days, changed := 0, 0
	for seed := range uint64(worlds) {
		w := newWorld(seed)
		s := w.snapshot(t, false)
		want, until := told(s, today)
		last := today + 150
		if until != 0 {
			last = min(last, until-1)
		}
		for day := today + 1; day <= last; day += 1 + graph.Date(w.r.IntN(9)) {
			days++
			if got, _ := told(s, day); !slices.Equal(got, want) {
				t.Fatalf("seed %d: on %s, before %s:\n%s\nwant\n%s", seed, day, until, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		}
		if until != 0 {
			if got, _ := told(s, until); !slices.Equal(got, want) {
				changed++
			}
		}
	}
	if days < 200 || changed < 20 {
		t.Errorf("%d days looked at, %d answers changed on their day: the test has no teeth", days, changed)
	}
}
