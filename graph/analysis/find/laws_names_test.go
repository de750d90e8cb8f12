package find_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/view"
)

// best returns the probability of the likeliest introduction, 0 for none.
func best(t *testing.T, v *view.View, q analysis.IntroductionsQuery) float64 {
	t.Helper()
	rep := introductions(t, v, q)
	if len(rep.Introductions) == 0 {
		return 0
	}
	return rep.Introductions[0].Probability
}

// TestIntroductionLaws: leaving somebody out never makes the best introduction
// likelier, another handshake never makes it less likely, and neither does a
// stronger claim.
func TestIntroductionLaws(t *testing.T) {
	asked, worse, better := 0, 0, 0
	for seed := range uint64(worlds) {
		w := newWorld(seed)
		v := view.On(w.snapshot(t, false), today)
		stronger := &world{r: w.r}
		for _, e := range w.elements {
			if e.Kind == graph.EdgeKnows {
				k := graph.Decode[graph.Knows](e)
				if k.Level != graph.TieNone {
					k.Level = graph.TieTrusted
				}
				e = graph.Encode(k)
			}
			stronger.elements = append(stronger.elements, e)
		}
		up := view.On(stronger.snapshot(t, false), today)
		for _, target := range w.theirs {
			three := best(t, v, analysis.IntroductionsQuery{Target: target, Hops: 3})
			if three == 0 {
				continue
			}
			asked++
			if two := best(t, v, analysis.IntroductionsQuery{Target: target, Hops: 2}); two > three {
				t.Fatalf("seed %d: %s at two handshakes %v, at three %v", seed, target, two, three)
			}
			out := pick(w.r, append(slices.Clone(w.theirs), w.ours...))
			if out != target {
				if without := best(t, v, analysis.IntroductionsQuery{Target: target, Without: []graph.ID{out}}); without > three {
					t.Fatalf("seed %d: %s without %s %v, with %v", seed, target, out, without, three)
				} else if without < three {
					worse++
				}
			}
			if got := best(t, up, analysis.IntroductionsQuery{Target: target}); got < three {
				t.Fatalf("seed %d: %s with trust everywhere %v, before %v", seed, target, got, three)
			} else if got > three {
				better++
			}
		}
	}
	if asked < 100 || worse < 20 || better < 20 {
		t.Errorf("%d asked, %d made worse and %d better: the test has no teeth", asked, worse, better)
	}
}

// renamed returns the world with the people's IDs in another order, and the old
// ID of each new one.
func (w *world) renamed() (*world, map[graph.ID]graph.ID) {
	to, back := map[graph.ID]graph.ID{}, map[graph.ID]graph.ID{}
	for i, id := range slices.Concat(w.ours, w.theirs) {
		fresh := graph.ID(fmt.Sprintf("x%02d", 99-i))
		to[id], back[fresh] = fresh, id
	}
	name := func(id graph.ID) graph.ID {
		if fresh, is := to[id]; is {
			return fresh
		}
		return id
	}
	out := &world{r: w.r}
	for _, e := range w.elements {
		if !e.IsEdge() {
			e.ID = name(e.ID)
		}
		e.Src, e.Dst = name(e.Src), name(e.Dst)
		out.elements = append(out.elements, e)
	}
	return out, back
}

// TestNamesDecideNothing: under other IDs the same is covered, lost, shaped and
// paired, at the same points.
func TestNamesDecideNothing(t *testing.T) {
	for seed := range uint64(worlds) {
		w := newWorld(seed)
		x, back := w.renamed()
		v, u := view.On(w.snapshot(t, false), today), view.On(x.snapshot(t, false), today)
		old := func(id graph.ID) graph.ID {
			if was, is := back[id]; is {
				return was
			}
			return id
		}
		sorted := func(ids []graph.ID) string {
			var out []string
			for _, id := range ids {
				out = append(out, string(old(id)))
			}
			slices.Sort(out)
			return strings.Join(out, " ")
		}
		told := func(v *view.View) (lines []string) {
			for _, f := range coverage(t, v, acme).Findings {
				// The best ladder and the top person are chosen by ID among equals.
				if f.Rule != analysis.RuleBrokenLadder && f.Rule != analysis.RuleAllThroughOne && f.Rule != analysis.RuleFunctionDark {
					lines = append(lines, fmt.Sprintf("%s %s %s", f.Rule, f.Severity, sorted(f.Subjects)))
				}
			}
			pts := wholePoints(t, v, acme)
			for _, p := range pts.Points {
				lines = append(lines, fmt.Sprintf("%s loses %s", old(p.Person), sorted(p.ReachLost.People)))
			}
			for _, p := range pts.Targets {
				lines = append(lines, fmt.Sprintf("%s %d %d %d", old(p.Person), p.DirectDepth, p.Depth2, p.StructuralDepth))
			}
			for _, a := range pts.Areas {
				lines = append(lines, fmt.Sprintf("%s %d", a.Area, a.Departures))
			}
			for _, a := range influence(t, v, acme).Areas {
				for _, p := range a.People {
					lines = append(lines, fmt.Sprintf("%s %s %.5f %d", a.Area, old(p.Person), math.Abs(p.Influence), p.Rank))
				}
			}
			lines = append(lines, fmt.Sprint(pairings(t, v, acme).Cost))
			slices.Sort(lines)
			return lines
		}
		if got, want := told(u), told(v); !slices.Equal(got, want) {
			t.Fatalf("seed %d:\n%s\nwant\n%s", seed, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// TestLaddersGoByLines: raising every level keeps the ladders.
func TestLaddersGoByLines(t *testing.T) {
	for seed := range uint64(worlds) {
		w := newWorld(seed)
		up := &world{r: w.r}
		for _, e := range w.elements {
			if e.Kind == graph.NodePosition {
				p := graph.Decode[graph.Position](e)
				if p.Level > 0 {
					p.Level = min(5, p.Level+1)
				}
				e = graph.Encode(p)
			}
			up.elements = append(up.elements, e)
		}
		same(t, seed, "ladders", coverage(t, view.On(up.snapshot(t, false), today), acme).Ladders, coverage(t, view.On(w.snapshot(t, false), today), acme).Ladders)
	}
}
