package find_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/internal/soak"
)

// written writes the parts of an answer as JSON, but for the day that they are of
// and until when they hold; and returns the days until which they do.
func written(t *testing.T, a *answers) (text []string, names []string, until []graph.Date) {
	t.Helper()
	a.each(func(name string, part any, e *analysis.Envelope) {
		names, until = append(names, name), append(until, e.ValidUntil)
		if m, is := part.(*analysis.MovesReport); is && m.To == e.AsOf+1 {
			m.To = 0 // up to and with the day
		}
		e.AsOf, e.ValidUntil = 0, 0
		b, err := json.Marshal(part)
		if err != nil {
			t.Fatal(err)
		}
		text = append(text, string(b))
	})
	return text, names, until
}

// TestAnswersHoldUntilTheySay: on every day before the one on which an answer may
// change by itself the whole answer is the same, to the last word and figure.
func TestAnswersHoldUntilTheySay(t *testing.T) {
	t.Parallel()
	const seen = 20 // days ahead, at most
	days, changed := map[string]int{}, map[string]int{}
	n := soak.Times(15, 90)
	for seed := range uint64(n) {
		for _, w := range []*world{
			newBurdenedWorld(seed),
			newBurdenedWorld(seed).without(graph.EdgeAttended),
			newBurdenedWorld(seed).without(graph.EdgeAttended, graph.NodeCapture, graph.EdgeAbout),
		} {
			w.elements = slices.DeleteFunc(w.elements, func(e graph.Element) bool { // edges of what is not there
				return e.Kind == graph.EdgeAuthor && !slices.ContainsFunc(w.elements, func(o graph.Element) bool { return o.ID == e.Src })
			})
			s := w.snapshot(t, false)
			want, names, until := written(t, w.askOn(t, s, today))
			last := today + 1
			for _, u := range until {
				if u == 0 || u > today+seen {
					u = today + seen
				}
				last = max(last, u)
			}
			for day := today + 1; day <= last; day += 1 + graph.Date(w.r.IntN(2)*w.r.IntN(6)) {
				if !slices.ContainsFunc(until, func(u graph.Date) bool { return u == 0 || u >= day }) {
					break
				}
				got, _, _ := written(t, w.askOn(t, s, day))
				if len(got) != len(want) { // a move card of a day that is too long ago
					break
				}
				for i := range want {
					switch {
					case until[i] == 0 || day < until[i]:
						days[names[i]]++
						if got[i] != want[i] {
							at := 0
							for at < len(got[i]) && at < len(want[i]) && got[i][at] == want[i][at] {
								at++
							}
							at = max(0, at-300)
							t.Fatalf("seed %d: %s on %s, which holds until %s: …%.600s\nwant …%.600s", seed, names[i], day, until[i], got[i][at:], want[i][at:])
						}
					case day == until[i] && got[i] != want[i]:
						changed[names[i]]++
					}
				}
			}
		}
	}
	for _, name := range []string{"coverage", "single points", "strength", "moves", "influence", "pairings", "scenario", "handover", "move card", "introductions"} {
		least := n / 3
		if name == "move card" {
			least = 0 // who sits around them comes to know them day by day
		}
		if days[name] < least || changed[name] < n/15 {
			t.Errorf("%s: %d days looked at, %d answers changed on their day: the test has no teeth", name, days[name], changed[name])
		}
	}
}
