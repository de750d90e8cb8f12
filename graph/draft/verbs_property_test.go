package draft_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/rules"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/orgtext"
)

// planner makes random calls of verbs.
type planner struct {
	*rand.Rand
	d *draft.Draft
}

func (p planner) any(k graph.Kind) graph.ID {
	ids := p.d.Nodes(k)
	if len(ids) == 0 {
		return "nobody"
	}
	return ids[p.IntN(len(ids))]
}

func (p planner) day() graph.Date {
	if p.IntN(4) == 0 {
		return 0
	}
	return day("2024-01-01") + graph.Date(p.IntN(400))
}

// act calls one random verb with random arguments.
func (p planner) act() (string, error) {
	d := p.d
	person, other, seat, org := p.any(graph.NodePerson), p.any(graph.NodePerson), p.any(graph.NodePosition), p.any(graph.NodeOrganization)
	account, area := p.any(graph.NodeAccount), p.any(graph.NodeDecisionArea)
	hold := []graph.HoldKind{graph.HoldPermanent, graph.HoldInterim, graph.HoldActing}[p.IntN(3)]
	line := []graph.LineKind{graph.LineSolid, graph.LineSolid, graph.LineDotted, graph.LineAssistant}[p.IntN(4)]
	maybe := func(id graph.ID) graph.ID {
		if p.IntN(3) == 0 {
			return ""
		}
		return id
	}
	pick := func(id graph.ID, err error) error { return err }
	verbs := []func() (string, error){
		func() (string, error) {
			_, _, err := d.AddPerson(graph.Person{Name: "New"}, draft.Place{Seat: &draft.Seat{Organization: org, Manager: maybe(seat), From: p.day()}, Kind: hold})
			return "add", err
		},
		func() (string, error) { return "fill", d.Fill(seat, person, hold, p.day()) },
		func() (string, error) { return "vacate", d.Vacate(seat, maybe(person), p.day()) },
		func() (string, error) { return "vacate all", d.Vacate(seat, "", p.day()) },
		func() (string, error) { return "move", d.Move(person, "", seat, hold, p.day()) },
		func() (string, error) {
			return "promote", d.Promote(seat, fmt.Sprint("T", p.IntN(4)), p.IntN(6), p.day())
		},
		func() (string, error) {
			return "rename", d.SetDated(person, "name", fmt.Sprint("N", p.IntN(4)), p.day())
		},
		func() (string, error) {
			return "function", d.SetDated(seat, "function", []graph.Value{nil, "IT", "FINANCE"}[p.IntN(3)], p.day())
		},
		func() (string, error) { return "report", d.ReportTo(seat, p.any(graph.NodePosition), line, p.day()) },
		func() (string, error) {
			manager := p.any(graph.NodePosition)
			if lines := d.Out(seat, graph.EdgeReportsTo); len(lines) > 0 {
				manager = lines[p.IntN(len(lines))].Dst
			}
			return "order", d.OrderReports(manager, []graph.ID{seat})
		},
		func() (string, error) { return "no manager", d.ReportTo(seat, "", line, p.day()) },
		func() (string, error) {
			within := []graph.ID{"", account, area}[p.IntN(3)]
			return "assess", pick(d.Assess(graph.Assessment{On: p.day(), Stance: graph.StanceNeutral}, person, other, within))
		},
		func() (string, error) { return "tie", pick(d.StateTie(tie(person, other, person, p.day()))) },
		func() (string, error) {
			return "influence", pick(d.StateInfluence(graph.Influences{Edge: graph.Edge{Src: person, Dst: other}, Judgement: graph.Judgement{On: p.day()}, Weight: .5}))
		},
		func() (string, error) {
			return "pair", pick(d.Pair(graph.PairedWith{Edge: graph.Edge{Src: person, Dst: []graph.ID{other, seat}[p.IntN(2)], From: p.day()}}))
		},
		func() (string, error) {
			return "log", pick(d.LogInteraction(graph.Interaction{Channel: graph.ChannelCall, On: p.day()}, []graph.ID{person, other}, maybe(person)))
		},
		func() (string, error) {
			return "promise", pick(d.Promise(graph.Commitment{Text: "x", Due: p.day()}, person, other, maybe(account)))
		},
		func() (string, error) { return "deliver", d.Deliver(p.any(graph.NodeCommitment), p.day()) },
		func() (string, error) {
			return "move promise", d.MovePromise(p.any(graph.NodeCommitment), p.day(), person, graph.ToldBefore, p.day())
		},
		func() (string, error) { return "account", pick(d.AddAccount(graph.Account{Name: "A"}, org)) },
		func() (string, error) {
			return "for account", pick(d.AddPolicy(graph.Policy{}, account))
		},
		func() (string, error) { return "merge", d.MergePeople(person, other) },
		func() (string, error) {
			return "merge organizations", d.MergeOrganizations(org, p.any(graph.NodeOrganization))
		},
		func() (string, error) {
			return "organization", pick(d.AddOrganization(graph.Organization{Name: "O"}, maybe(org), p.day()))
		},
		func() (string, error) {
			return "move organization", d.MoveOrganization(org, maybe(p.any(graph.NodeOrganization)), p.day())
		},
		func() (string, error) { return "move seat", d.MovePosition(seat, org, p.day()) },
		func() (string, error) { return "area", pick(d.AddDecisionArea(graph.DecisionArea{Name: "D"}, account)) },
		func() (string, error) {
			return "part", pick(d.AssignDecisionPart(graph.Decides{Edge: graph.Edge{Src: []graph.ID{person, seat}[p.IntN(2)], Dst: area, From: p.day()}, Part: graph.RoleDecider}))
		},
		func() (string, error) {
			return "team", pick(d.AssignToAccount(graph.WorksOn{Edge: graph.Edge{Src: person, Dst: account, From: p.day()}, Role: graph.WorkKAM}))
		},
		func() (string, error) {
			return "exclude", pick(d.Exclude(graph.Excludes{Edge: graph.Edge{Src: person, Dst: []graph.ID{other, account}[p.IntN(2)]}, Kind: graph.ExcludeDoNotAsk}))
		},
		func() (string, error) { return "capture", pick(d.SetCapture(person, graph.CaptureHand, p.day())) },
		func() (string, error) {
			return "problem", pick(d.LogProblem(graph.Problem{Authored: graph.Authored{On: p.day()}}, []graph.ID{person, account}, maybe(other)))
		},
		func() (string, error) {
			return "plan", pick(d.PlanAction(graph.Action{Text: "x"}, []graph.ID{area}, ""))
		},
		func() (string, error) { return "complete", d.CompleteAction(p.any(graph.NodeAction), p.day()) },
		func() (string, error) {
			return "scorecard", pick(d.FillScorecard(graph.Scorecard{On: p.day()}, account, person))
		},
		func() (string, error) {
			return "ask", pick(d.AskIntroduction(person, other, p.any(graph.NodePerson), "", p.day()))
		},
		func() (string, error) {
			return "step", d.RecordIntroduction(p.any(graph.NodeIntroduction), graph.IntroductionMade, "", p.day())
		},
		func() (string, error) {
			return "update", d.Update(person, graph.NodePerson, draft.Patch{"name": fmt.Sprint("N", p.IntN(4)), "capacity": int64(p.IntN(4))}, p.day())
		},
		func() (string, error) { return "confirm", d.Confirm([]graph.ID{person, seat}, "x", p.day()) },
		func() (string, error) {
			k := graph.NodeKinds()[p.IntN(len(graph.NodeKinds()))]
			if p.IntN(3) > 0 {
				return "remove", nil
			}
			return "remove", d.RemoveNode(p.any(k))
		},
	}
	return verbs[p.IntN(len(verbs))]()
}

// TestRandomVerbs holds that whatever Check accepts of the verbs' work leaves
// the whole workspace sound, and that Undo brings back exactly what was.
func TestRandomVerbs(t *testing.T) {
	accepted, refused := map[string]int{}, map[string]int{}
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 3))
		s := orgtext.MustParse(small)
		newID := counter()
		for step := range 60 {
			d := draft.NewDraft(s, day("2024-03-01"), newID)
			p := planner{r, d}
			var names []string
			for range 1 + r.IntN(3) {
				name, err := p.act()
				if err != nil {
					names = nil
					refused[name]++
					break
				}
				names = append(names, name)
			}
			if names == nil {
				continue
			}
			changes, next, err := d.Check(s.Revision()+1, time.Unix(int64(step), 0))
			for _, name := range names {
				if err != nil {
					refused[name]++
				} else {
					accepted[name]++
				}
			}
			if err != nil {
				continue
			}
			if err := rules.CheckAll(next); err != nil {
				t.Fatalf("seed %d, step %d, %v: CheckAll: %v", seed, step, names, err)
			}
			undo(t, s, next, changes)
			s = next
		}
		// The living snapshot is the one that its elements would make.
		rebuilt := kernel.NewBuilder(0)
		for e := range s.Elements() {
			if err := rebuilt.Add(&e); err != nil {
				t.Fatal(err)
			}
		}
		if got, want := written(s), written(rebuilt.Build(s.Revision(), s.At())); !slices.Equal(got, want) {
			t.Fatalf("seed %d: the snapshot differs from one of its elements:\n%s\nwant\n%s", seed, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	if len(accepted) < 38 {
		t.Errorf("only %d verbs were ever accepted: %v", len(accepted), accepted)
	}
	for name, n := range accepted {
		if n < 10 {
			t.Errorf("%s was accepted %d times and refused %d times; the test has become too tame", name, n, refused[name])
		}
	}
}

// TestSetDatedDayByDay holds SetDated against a list of what was true on each
// day, beginning with details that have gaps between them.
func TestSetDatedDayByDay(t *testing.T) {
	const first, last = 0, 60
	start := day("2024-01-01")
	base := orgtext.MustParse(`
org X
  A (2)
was A: level=3 @2024-01-05..2024-01-10
was A: level= @2024-01-20..2024-01-25
was A: level=5 @2024-02-20..
`)
	n, _ := base.Node("x/a")
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 4))
		d := draft.NewDraft(base, 0, counter())
		want := map[int]int{}
		for i := first; i <= last; i++ {
			want[i] = view.On(base, start+graph.Date(i)).Level(n)
		}
		for range 1 + r.IntN(5) {
			on, level := r.IntN(last), r.IntN(6)
			var v graph.Value
			if level > 0 {
				v = int64(level)
			}
			if err := d.SetDated("x/a", "level", v, start+graph.Date(on)); err != nil {
				t.Fatal(err)
			}
			for i := on; i <= last; i++ {
				want[i] = level
			}
		}
		_, s, err := d.Check(2, time.Time{})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for i := first; i <= last; i++ {
			if got := view.On(s, start+graph.Date(i)).Level(n); got != want[i] {
				t.Fatalf("seed %d: the level on %s is %d, want %d", seed, start+graph.Date(i), got, want[i])
			}
		}
	}
}

// TestStatementsDayByDay holds that on each day the newest statement made for a
// day up to then is the one that holds, in whatever order they were made.
func TestStatementsDayByDay(t *testing.T) {
	levels := []graph.TieLevel{graph.TieNone, graph.TieMet, graph.TieKnows, graph.TieWorksWell, graph.TieTrusted}
	start := day("2024-01-01")
	base := orgtext.MustParse("person Ann\nperson Bob")
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 5))
		d := draft.NewDraft(base, 0, counter())
		said := map[graph.Date]graph.TieLevel{}
		for range 1 + r.IntN(8) {
			k := tie("ann", "bob", "ann", start+graph.Date(r.IntN(10)))
			k.Level = levels[r.IntN(len(levels))]
			if _, err := d.StateTie(k); err != nil {
				t.Fatal(err)
			}
			said[k.On] = k.Level
		}
		_, s, err := d.Check(2, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		ann, _ := s.Node("ann")
		var want []graph.TieLevel
		for i := graph.Date(0); i < 12; i++ {
			if level, ok := said[start+i]; ok {
				want = []graph.TieLevel{level}
			}
			var got []graph.TieLevel
			for h := range view.On(s, start+i).Out(ann, graph.EdgeKnows) {
				got = append(got, graph.Decode[graph.Knows](s.EdgeElement(h.Edge())).Level)
			}
			if !slices.Equal(got, want) {
				t.Fatalf("seed %d: on %s hold %v, want %v", seed, start+i, got, want)
			}
		}
	}
}

// written lists every element with the edges at it as a snapshot finds them.
func written(s *kernel.Snapshot) (lines []string) {
	for e := range s.Elements() {
		line := fmt.Sprint(e)
		if n, ok := s.Node(e.ID); ok {
			for _, hs := range [][]kernel.Half{s.OutAll(n), s.InAll(n)} {
				for _, h := range hs {
					line += fmt.Sprintf(" %s@%s", s.EdgeID(h.Edge()), s.NodeID(h.Node()))
				}
			}
		}
		lines = append(lines, line)
	}
	return lines
}
