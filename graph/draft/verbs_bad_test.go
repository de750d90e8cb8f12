package draft_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/rules"
	"github.com/kithgraph/kith/internal/orgtext"
)

// verbCall is one good call of a verb in the world of the verbs' tests, whose
// arguments can be spoilt one by one.
type verbCall struct {
	verb  string
	ids   []graph.ID // each wanted, of a kind
	maybe []graph.ID // each may be ""
	days  []string   // days by themselves, "" for today
	span  bool       // the last two days are from and to
	do    func(d *draft.Draft, id []graph.ID, on []graph.Date) error
}

func ptr[T any](v T) *T { return &v }

// calls holds at least one call of every verb. In do, id holds ids and then maybe.
func calls() []verbCall {
	type ids = []graph.ID
	type days = []graph.Date
	pick := func(_ graph.ID, err error) error { return err }
	about := func(verb string, log func(d *draft.Draft, about ids, author graph.ID, on graph.Date) error) verbCall {
		return verbCall{verb, ids{"account/acme", "petra"}, ids{"ann"}, []string{"2024-02-01"}, false, func(d *draft.Draft, id ids, on days) error {
			return log(d, id[:2], id[2], on[0])
		}}
	}
	written := func(on graph.Date) graph.Authored { return graph.Authored{On: on, Text: "text"} }
	return []verbCall{
		{"AddSeat", ids{"acme"}, ids{"acme/ceo"}, []string{"2024-01-01", "2025-01-01"}, true, func(d *draft.Draft, id ids, on days) error {
			return pick(d.AddSeat(draft.Seat{Organization: id[0], Manager: id[1], From: on[0], To: on[1]}))
		}},
		{"AddPerson", ids{"acme"}, ids{"acme/ceo"}, []string{"2024-01-01", "2025-01-01"}, true, func(d *draft.Draft, id ids, on days) error {
			_, _, err := d.AddPerson(graph.Person{Name: "Fay"}, draft.Place{Seat: &draft.Seat{Organization: id[0], Manager: id[1], From: on[0], To: on[1]}})
			return err
		}},
		{"AddPerson", nil, ids{"us/spare"}, []string{""}, false, func(d *draft.Draft, id ids, on days) error {
			_, _, err := d.AddPerson(graph.Person{Name: "Fay"}, draft.Place{Position: id[0], On: on[0]})
			return err
		}},
		{"Fill", ids{"us/spare", "bob"}, nil, []string{""}, false, func(d *draft.Draft, id ids, on days) error {
			return d.Fill(id[0], id[1], graph.HoldActing, on[0])
		}},
		{"Vacate", ids{"acme/cfo"}, ids{"petra"}, []string{""}, false, func(d *draft.Draft, id ids, on days) error { return d.Vacate(id[0], id[1], on[0]) }},
		{"Move", ids{"petra", "acme/ceo"}, ids{"acme/cfo"}, []string{""}, false, func(d *draft.Draft, id ids, on days) error {
			return d.Move(id[0], id[2], id[1], graph.HoldPermanent, on[0])
		}},
		{"Promote", ids{"acme/cfo"}, nil, []string{""}, false, func(d *draft.Draft, id ids, on days) error { return d.Promote(id[0], "Head", 3, on[0]) }},
		{"OrderReports", ids{"acme/cfo", "acme/clerk"}, nil, nil, false, func(d *draft.Draft, id ids, on days) error {
			return d.OrderReports(id[0], id[1:])
		}},
		{"ReportTo", ids{"acme/clerk"}, ids{"acme/ceo"}, []string{""}, false, func(d *draft.Draft, id ids, on days) error {
			return d.ReportTo(id[0], id[1], graph.LineSolid, on[0])
		}},
		{"MovePosition", ids{"acme/clerk", "us"}, nil, []string{""}, false, func(d *draft.Draft, id ids, on days) error { return d.MovePosition(id[0], id[1], on[0]) }},
		{"AddOrganization", nil, ids{"acme"}, []string{"2024-01-01"}, false, func(d *draft.Draft, id ids, on days) error {
			return pick(d.AddOrganization(graph.Organization{Name: "Unit"}, id[0], on[0]))
		}},
		{"MoveOrganization", ids{"acme"}, ids{"us"}, []string{""}, false, func(d *draft.Draft, id ids, on days) error { return d.MoveOrganization(id[0], id[1], on[0]) }},
		{"AddAccount", ids{"us"}, nil, []string{"2024-05-01"}, false, func(d *draft.Draft, id ids, on days) error {
			return pick(d.AddAccount(graph.Account{Name: "Two", Renewal: on[0]}, id[0]))
		}},
		{"AddDecisionArea", ids{"account/acme"}, nil, []string{"2024-05-01"}, false, func(d *draft.Draft, id ids, on days) error {
			return pick(d.AddDecisionArea(graph.DecisionArea{Name: "CRM", Due: on[0]}, id[0]))
		}},
		{"AddRevenue", ids{"account/acme"}, nil, []string{"2024-01-01", "2025-01-01"}, true, func(d *draft.Draft, id ids, on days) error {
			return pick(d.AddRevenue(graph.Revenue{Node: graph.Node{From: on[0], To: on[1]}, Amount: ptr(1.5), Currency: "EUR"}, id[0]))
		}},
		{"AddPolicy", nil, ids{"account/acme"}, []string{"2024-01-01", "2025-01-01"}, true, func(d *draft.Draft, id ids, on days) error {
			return pick(d.AddPolicy(graph.Policy{Node: graph.Node{From: on[0], To: on[1]}, CadenceDays: ptr(30)}, id[0]))
		}},
		{"AssignToAccount", ids{"bob", "account/acme"}, nil, []string{"2024-01-01", "2025-01-01"}, true, func(d *draft.Draft, id ids, on days) error {
			return pick(d.AssignToAccount(graph.WorksOn{Edge: graph.Edge{Src: id[0], Dst: id[1], From: on[0], To: on[1]}, Role: graph.WorkSupport}))
		}},
		{"AssignDecisionPart", ids{"petra", "area/erp"}, ids{"ann"}, []string{"", "2024-01-01", "2025-01-01"}, true, func(d *draft.Draft, id ids, on days) error {
			return pick(d.AssignDecisionPart(graph.Decides{Edge: graph.Edge{Src: id[0], Dst: id[1], From: on[1], To: on[2]}, Judgement: graph.Judgement{By: id[2], On: on[0]}, Part: graph.RoleDecider}))
		}},
		{"Exclude", ids{"bob", "petra"}, ids{"ann"}, []string{"", "2024-01-01", "2025-01-01"}, true, func(d *draft.Draft, id ids, on days) error {
			return pick(d.Exclude(graph.Excludes{Edge: graph.Edge{Src: id[0], Dst: id[1], From: on[1], To: on[2]}, Judgement: graph.Judgement{By: id[2], On: on[0]}, Kind: graph.ExcludeDoNotAsk}))
		}},
		{"Assess", ids{"ann", "petra"}, ids{"area/erp"}, []string{"", "2024-01-01", "2025-01-01"}, true, func(d *draft.Draft, id ids, on days) error {
			return pick(d.Assess(graph.Assessment{Node: graph.Node{From: on[1], To: on[2]}, On: on[0]}, id[0], id[1], id[2]))
		}},
		{"StateTie", ids{"ann", "petra"}, ids{"bob"}, []string{"", "2024-01-01", "2025-01-01"}, true, func(d *draft.Draft, id ids, on days) error {
			return pick(d.StateTie(graph.Knows{Edge: graph.Edge{Src: id[0], Dst: id[1], From: on[1], To: on[2]}, Judgement: graph.Judgement{By: id[2], On: on[0]}, Level: graph.TieMet}))
		}},
		{"StateInfluence", ids{"petra", "julia"}, ids{"bob"}, []string{"", "2024-01-01", "2025-01-01"}, true, func(d *draft.Draft, id ids, on days) error {
			return pick(d.StateInfluence(graph.Influences{Edge: graph.Edge{Src: id[0], Dst: id[1], From: on[1], To: on[2]}, Judgement: graph.Judgement{By: id[2], On: on[0]}, Weight: 1}))
		}},
		{"Pair", ids{"ann", "petra"}, ids{"bob"}, []string{"2024-02-01", "2025-01-01"}, true, func(d *draft.Draft, id ids, on days) error {
			return pick(d.Pair(graph.PairedWith{Edge: graph.Edge{Src: id[0], Dst: id[1], From: on[0], To: on[1]}, Owner: id[2]}))
		}},
		{"LogInteraction", ids{"ann", "petra"}, ids{"bob"}, []string{""}, false, func(d *draft.Draft, id ids, on days) error {
			return pick(d.LogInteraction(graph.Interaction{On: on[0], Channel: graph.ChannelCall}, id[:2], id[2]))
		}},
		{"SetCapture", ids{"ann"}, nil, []string{""}, false, func(d *draft.Draft, id ids, on days) error {
			return pick(d.SetCapture(id[0], graph.CaptureHand, on[0]))
		}},
		{"Promise", ids{"ann", "petra"}, ids{"account/acme"}, []string{"", "2024-05-01"}, false, func(d *draft.Draft, id ids, on days) error {
			return pick(d.Promise(graph.Commitment{Text: "x", Promised: on[0], Due: on[1]}, id[0], id[1], id[2]))
		}},
		{"Deliver", ids{"c"}, nil, []string{""}, false, func(d *draft.Draft, id ids, on days) error { return d.Deliver(id[0], on[0]) }},
		{"MovePromise", ids{"c"}, ids{"ann"}, []string{"2024-05-01", ""}, false, func(d *draft.Draft, id ids, on days) error {
			return d.MovePromise(id[0], on[0], id[1], graph.ToldBefore, on[1])
		}},
		{"AskIntroduction", ids{"bob", "ann", "julia"}, ids{"ann"}, []string{""}, false, func(d *draft.Draft, id ids, on days) error {
			return pick(d.AskIntroduction(id[0], id[1], id[2], id[3], on[0]))
		}},
		{"RecordIntroduction", ids{"intro"}, nil, []string{""}, false, func(d *draft.Draft, id ids, on days) error {
			return d.RecordIntroduction(id[0], graph.IntroductionMade, "met", on[0])
		}},
		about("LogProblem", func(d *draft.Draft, about ids, by graph.ID, on graph.Date) error {
			return pick(d.LogProblem(graph.Problem{Authored: written(on)}, about, by))
		}),
		about("LogConcession", func(d *draft.Draft, about ids, by graph.ID, on graph.Date) error {
			return pick(d.LogConcession(graph.Concession{Authored: written(on)}, about, by))
		}),
		about("LogSignal", func(d *draft.Draft, about ids, by graph.ID, on graph.Date) error {
			return pick(d.LogSignal(graph.Signal{Authored: written(on)}, about, by))
		}),
		about("LogValue", func(d *draft.Draft, about ids, by graph.ID, on graph.Date) error {
			return pick(d.LogValue(graph.ValueRecord{Authored: written(on)}, about, by))
		}),
		about("PlanAction", func(d *draft.Draft, about ids, by graph.ID, on graph.Date) error {
			return pick(d.PlanAction(graph.Action{Text: "visit", Due: on}, about, by))
		}),
		{"CompleteAction", ids{"action"}, nil, []string{""}, false, func(d *draft.Draft, id ids, on days) error { return d.CompleteAction(id[0], on[0]) }},
		{"FillScorecard", ids{"account/acme", "ann"}, nil, []string{""}, false, func(d *draft.Draft, id ids, on days) error {
			return pick(d.FillScorecard(graph.Scorecard{On: on[0], Item1: graph.AnswerYes}, id[0], id[1]))
		}},
		{"SetDated", ids{"acme/cfo"}, nil, []string{""}, false, func(d *draft.Draft, id ids, on days) error { return d.SetDated(id[0], "title", "Head", on[0]) }},
		{"SetDated", ids{"c"}, nil, []string{"2024-07-01"}, false, func(d *draft.Draft, id ids, on days) error { return d.SetDated(id[0], "due", on[0], 0) }},
		{"Update", ids{"pair"}, ids{"bob"}, []string{"2024-01-01", "2025-01-01"}, true, func(d *draft.Draft, id ids, on days) error {
			return d.Update(id[0], graph.EdgePairedWith, draft.Patch{"owner": string(id[1]), "from": on[0], "to": on[1], "cadenceDays": int64(9)}, 0)
		}},
		{"Update", ids{"acme/cfo"}, nil, []string{"2024-02-01"}, false, func(d *draft.Draft, id ids, on days) error {
			return d.Update(id[0], graph.NodePosition, draft.Patch{"title": "Head", "expected": true}, on[0])
		}},
		{"Confirm", ids{"petra", "pair"}, nil, []string{""}, false, func(d *draft.Draft, id ids, on days) error { return d.Confirm(id, "crm", on[0]) }},
		{"End", ids{"pair"}, nil, []string{""}, false, func(d *draft.Draft, id ids, on days) error { return d.End(id[0], on[0]) }},
		{"RemoveFact", ids{"pair"}, nil, nil, false, func(d *draft.Draft, id ids, _ days) error { return d.RemoveFact(id[0]) }},
		{"RemoveFact", ids{"petra"}, nil, nil, false, func(d *draft.Draft, id ids, _ days) error { return d.RemoveFact(id[0]) }},
		{"RemoveNode", ids{"petra"}, nil, nil, false, func(d *draft.Draft, id ids, _ days) error { return d.RemoveNode(id[0]) }},
		{"MergePositions", ids{"us/rep", "us/spare"}, nil, nil, false, func(d *draft.Draft, id ids, _ days) error { return d.MergePositions(id[0], id[1]) }},
		{"Decide", nil, nil, []string{""}, false, func(d *draft.Draft, _ ids, on days) error {
			return d.Decide(graph.Suggestion{Node: graph.Node{ID: "leaver-1"}, Kind: graph.SuggestionLeaver, Verdict: graph.VerdictDismissed, On: on[0], Who: "ann"}, 0)
		}},
		{"MergePeople", ids{"cy", "dee"}, nil, nil, false, func(d *draft.Draft, id ids, _ days) error { return d.MergePeople(id[0], id[1]) }},
		{"MergeOrganizations", ids{"acme", "acme2"}, nil, nil, false, func(d *draft.Draft, id ids, _ days) error { return d.MergeOrganizations(id[0], id[1]) }},
	}
}

// verbsWorld is the world above with what the verbs besides need.
func verbsWorld() *kernel.Snapshot {
	d := draft.NewDraft(orgtext.MustParse(small), day("2024-03-01"), counter())
	d.Add(graph.Organization{Node: graph.Node{ID: "acme2"}, Name: "Acme Ltd"})
	d.Add(graph.Introduction{Node: graph.Node{ID: "intro"}, Asked: day("2024-01-10")})
	for kind, id := range map[graph.Kind]graph.ID{graph.EdgeIntroducer: "bob", graph.EdgeSeeker: "ann", graph.EdgeTarget: "julia"} {
		d.Put(graph.Element{ID: graph.ID("intro/" + string(id)), Kind: kind, Src: "intro", Dst: id})
	}
	d.Add(graph.Action{Node: graph.Node{ID: "action"}, Text: "call"})
	d.Add(graph.About{Edge: graph.Edge{ID: "action/acme", Src: "action", Dst: "account/acme"}})
	_, s, err := d.Check(2, time.Unix(2, 0))
	if err != nil {
		panic(err)
	}
	return s
}

// state writes all that a draft says, whichever way it is asked.
func state(t testing.TB, d *draft.Draft) string {
	var b strings.Builder
	b.WriteString(diff(t, d.Changes()))
	for _, k := range graph.NodeKinds() {
		for _, id := range d.Nodes(k) {
			e, _ := d.Get(id)
			fmt.Fprintln(&b, flat(t, e))
			for _, x := range e.Props.Strings("externalIds") {
				found, ok := d.ByExternalID(k, x)
				fmt.Fprintln(&b, x, found, ok)
			}
			for _, edge := range graph.EdgeKinds() {
				for _, e := range append(d.Out(id, edge), d.In(id, edge)...) {
					fmt.Fprintln(&b, flat(t, e))
				}
			}
		}
	}
	return b.String()
}

// TestEveryVerbIsCalled holds that the calls above know every verb: each method of
// a draft that may refuse, but for those that only read or write a commit.
func TestEveryVerbIsCalled(t *testing.T) {
	known := map[string]bool{"Check": true, "Undo": true} // Undo has tests of its own
	for _, c := range calls() {
		known[c.verb] = true
	}
	draft := reflect.TypeFor[*draft.Draft]()
	for i := range draft.NumMethod() {
		m := draft.Method(i)
		if n := m.Type.NumOut(); n > 0 && m.Type.Out(n-1) == reflect.TypeFor[error]() && !known[m.Name] {
			t.Errorf("no call of the verb %s in calls(): add one, so that bad input to it is tested, and its undo", m.Name)
		}
	}
}

// TestVerbsAndUndo calls every verb and takes it back.
func TestVerbsAndUndo(t *testing.T) {
	base := verbsWorld()
	for _, c := range calls() {
		t.Run(c.verb, func(t *testing.T) {
			d := draft.NewDraft(base, day("2024-03-01"), counter())
			if err := c.call(d, nil); err != nil {
				t.Fatal(err)
			}
			changes, next, err := d.Check(3, time.Unix(3, 0))
			if err != nil {
				t.Fatal(err)
			}
			if len(changes) == 0 {
				t.Error("nothing changed")
			}
			if err := rules.CheckAll(next); err != nil {
				t.Errorf("CheckAll: %v", err)
			}
			undo(t, base, next, changes)
		})
	}
}

// call calls a verb after spoil has changed its arguments.
func (c verbCall) call(d *draft.Draft, spoil func(ids []graph.ID, days []graph.Date)) error {
	ids := slices.Concat(c.ids, c.maybe)
	days := make([]graph.Date, len(c.days))
	for i, s := range c.days {
		if s != "" {
			days[i] = day(s)
		}
	}
	if spoil != nil {
		spoil(ids, days)
	}
	return c.do(d, ids, days)
}

// TestBadInput spoils the arguments of every verb one by one: each time the verb
// names a rule and the ID, and the draft, edited before, is as it was.
func TestBadInput(t *testing.T) {
	base := verbsWorld()
	kinds := []graph.ID{"us", "petra", "us/spare", "account/acme", "rev", "pol", "area/erp", "as", "m1", "c", "intro", "action", "pair", "knows/ann/petra", "in/us/spare/us"}
	known := map[string]bool{"id": true}
	for _, r := range append(rules.Rules(), draft.Refusals()...) {
		known[r.Name] = true
	}
	for _, c := range calls() {
		try := func(name string, kind error, rule string, about graph.ID, spoil func(ids []graph.ID, days []graph.Date)) {
			t.Run(c.verb+"/"+name, func(t *testing.T) {
				d := draft.NewDraft(base, day("2024-03-01"), counter())
				if err := d.Update("bob", graph.NodePerson, draft.Patch{"externalIds": []any{"hr:1"}}, 0); err != nil {
					t.Fatal(err)
				}
				if err := d.Promote("us/rep", "Senior", 0, 0); err != nil {
					t.Fatal(err)
				}
				before := state(t, d)
				err := c.call(d, spoil)
				var e *graph.Error
				switch {
				case !errors.As(err, &e) || !errors.Is(err, kind):
					t.Errorf("refused with %v, want %v", err, kind)
				case rule != "" && e.Rule != rule || !known[e.Rule]:
					t.Errorf("refused by the rule %q (%v), want %q", e.Rule, err, rule)
				case len(e.IDs) == 0 || about != "none" && !slices.Contains(e.IDs, about):
					t.Errorf("the refusal %v names %v, want %s", err, e.IDs, about)
				}
				if after := state(t, d); after != before {
					t.Errorf("a refused verb left the draft as\n%s\nbefore it was\n%s", after, before)
				}
			})
		}
		for i, good := range slices.Concat(c.ids, c.maybe) {
			arg := fmt.Sprintf("id %d ", i)
			put := func(bad graph.ID) func([]graph.ID, []graph.Date) {
				return func(ids []graph.ID, _ []graph.Date) { ids[i] = bad }
			}
			try(arg+"of nothing", graph.ErrNotFound, "exists", "nobody", put("nobody"))
			if i < len(c.ids) {
				try(arg+"empty", graph.ErrNotFound, "exists", "", put(""))
			}
			if slices.Contains([]string{"Confirm", "End", "RemoveFact"}, c.verb) {
				continue // of any fact
			}
			was, _ := base.Element(good)
			for _, other := range kinds {
				if e, _ := base.Element(other); e.Kind == was.Kind || fits(c.verb, i, e.Kind) {
					continue
				}
				kind, rule := graph.ErrNotFound, "exists"
				if c.verb == "Update" && i == 0 {
					kind, rule = graph.ErrInvalid, "patch"
				}
				if c.verb == "SetDated" {
					kind, rule = nil, ""
					if e, _ := base.Element(other); e.IsEdge() {
						kind, rule = graph.ErrNotFound, "exists"
					} else {
						kind, rule = graph.ErrInvalid, "detail"
					}
				}
				try(arg+"of a "+string(kindIn(base, other)), kind, rule, other, put(other))
			}
		}
		for i := range c.days {
			for _, bad := range []graph.Date{1, graph.MustDate("2200-12-31") + 1, -5} {
				try(fmt.Sprintf("day %d is %d", i, bad), graph.ErrInvalid, "", "none", func(_ []graph.ID, days []graph.Date) { days[i] = bad })
			}
		}
		if n := len(c.days); c.span {
			try("reversed", graph.ErrInvalid, "dates", "none", func(_ []graph.ID, days []graph.Date) {
				days[n-2], days[n-1] = days[n-1], days[n-2]
			})
			try("no day long", graph.ErrInvalid, "dates", "none", func(_ []graph.ID, days []graph.Date) { days[n-1] = days[n-2] })
		}
	}
}

func kindIn(s *kernel.Snapshot, id graph.ID) graph.Kind {
	e, _ := s.Element(id)
	return e.Kind
}

// fits reports whether an argument of a verb may be of another kind too.
func fits(verb string, arg int, k graph.Kind) bool {
	for _, c := range []struct {
		verb  string
		arg   int
		kinds []graph.Kind
	}{
		{"AssignDecisionPart", 0, []graph.Kind{graph.NodePosition}},
		{"Exclude", 1, []graph.Kind{graph.NodeAccount}},
		{"Assess", 2, []graph.Kind{graph.NodeAccount}},
		{"Pair", 1, []graph.Kind{graph.NodePosition}},
		{"RemoveNode", 0, graph.NodeKinds()},
		{"SetDated", 0, []graph.Kind{graph.NodeDecisionArea}}, // it has a due day too
	} {
		if c.verb == verb && c.arg == arg && slices.Contains(c.kinds, k) {
			return true
		}
	}
	record := strings.HasPrefix(verb, "Log") && verb != "LogInteraction" || verb == "PlanAction"
	return record && arg < 2 && slices.Contains([]graph.Kind{graph.NodePerson, graph.NodeAccount, graph.NodeDecisionArea}, k)
}

// TestBadValues gives verbs what is of the right type and cannot be.
func TestBadValues(t *testing.T) {
	base := verbsWorld()
	pick := func(_ graph.ID, err error) error { return err }
	long := make([]graph.ID, 1001)
	for i := range long {
		long[i] = "ann"
	}
	for _, c := range []struct {
		name, rule string
		do         func(d *draft.Draft) error
	}{
		{"a person without a name", "required", func(d *draft.Draft) error {
			_, _, err := d.AddPerson(graph.Person{}, draft.Place{})
			return err
		}},
		{"a blank name", "name", func(d *draft.Draft) error { return pick(d.AddOrganization(graph.Organization{Name: " \t"}, "", 0)) }},
		{"a seat to make and one that is there", "input", func(d *draft.Draft) error {
			_, _, err := d.AddPerson(graph.Person{Name: "Fay"}, draft.Place{Seat: &draft.Seat{Organization: "us"}, Position: "us/spare"})
			return err
		}},
		{"a capacity below zero", "range", func(d *draft.Draft) error {
			_, _, err := d.AddPerson(graph.Person{Name: "Fay", Capacity: ptr(-1)}, draft.Place{})
			return err
		}},
		{"a level of six", "range", func(d *draft.Draft) error {
			return pick(d.AddSeat(draft.Seat{Organization: "us", Position: graph.Position{Level: 6}}))
		}},
		{"an unknown holding", "value", func(d *draft.Draft) error { return d.Fill("us/spare", "bob", "SOMEHOW", 0) }},
		{"a line of no kind", "required", func(d *draft.Draft) error { return d.ReportTo("acme/clerk", "acme/ceo", "", 0) }},
		{"a seat under itself", "self", func(d *draft.Draft) error { return d.ReportTo("acme/clerk", "acme/clerk", graph.LineDotted, 0) }},
		{"a part of itself", "self", func(d *draft.Draft) error { return d.MoveOrganization("acme", "acme", 0) }},
		{"promoted to nothing", "input", func(d *draft.Draft) error { return d.Promote("acme/cfo", "", 0, 0) }},
		{"promoted below zero", "detail", func(d *draft.Draft) error { return d.Promote("acme/cfo", "Head", -1, 0) }},
		{"a title of too many bytes", "value", func(d *draft.Draft) error { return d.Promote("acme/cfo", strings.Repeat("x", graph.MaxText+1), 0, 0) }},
		{"a tie of no level", "required", func(d *draft.Draft) error {
			return pick(d.StateTie(graph.Knows{Edge: graph.Edge{Src: "ann", Dst: "petra"}}))
		}},
		{"a tie with oneself", "self", func(d *draft.Draft) error { return pick(d.StateTie(tie("ann", "ann", "ann", 0))) }},
		{"an influence of two", "range", func(d *draft.Draft) error {
			return pick(d.StateInfluence(graph.Influences{Edge: graph.Edge{Src: "petra", Dst: "julia"}, Weight: 2}))
		}},
		{"paired with oneself", "self", func(d *draft.Draft) error {
			return pick(d.Pair(graph.PairedWith{Edge: graph.Edge{Src: "ann", Dst: "ann"}}))
		}},
		{"a contact on no channel", "required", func(d *draft.Draft) error { return pick(d.LogInteraction(graph.Interaction{}, []graph.ID{"ann"}, "")) }},
		{"too many at a meeting", "input", func(d *draft.Draft) error {
			return pick(d.LogInteraction(graph.Interaction{Channel: graph.ChannelCall}, long, ""))
		}},
		{"too much to confirm", "input", func(d *draft.Draft) error { return d.Confirm(long, "", 0) }},
		{"nothing to confirm", "input", func(d *draft.Draft) error { return d.Confirm(nil, "", 0) }},
		{"a record about nothing", "belongs", func(d *draft.Draft) error { return pick(d.LogSignal(graph.Signal{}, nil, "")) }},
		{"a promise without words", "required", func(d *draft.Draft) error { return pick(d.Promise(graph.Commitment{}, "ann", "petra", "")) }},
		{"an unknown currency", "range", func(d *draft.Draft) error {
			return pick(d.AddRevenue(graph.Revenue{Amount: ptr(1.0), Currency: "euro"}, "account/acme"))
		}},
		{"a capture of no mode", "required", func(d *draft.Draft) error { return pick(d.SetCapture("ann", "", 0)) }},
		{"no step of an introduction", "value", func(d *draft.Draft) error { return d.RecordIntroduction("intro", "FORGOTTEN", "", 0) }},
		{"a step before it was asked for", "introduction", func(d *draft.Draft) error {
			return d.RecordIntroduction("intro", graph.IntroductionAccepted, "", day("2024-01-09"))
		}},
		{"asked for after it was made", "introduction", func(d *draft.Draft) error {
			if err := d.RecordIntroduction("intro", graph.IntroductionMade, "", day("2024-01-20")); err != nil {
				return errors.New(err.Error())
			}
			return d.RecordIntroduction("intro", graph.IntroductionAsked, "", day("2024-01-21"))
		}},
		{"a seat that moves before it is there", "move", func(d *draft.Draft) error { return d.MovePosition("late", "us", day("2024-05-01")) }},
		{"an unknown property", "property", func(d *draft.Draft) error { return d.Update("ann", graph.NodePerson, draft.Patch{"colour": "red"}, 0) }},
		{"a text for a number", "value", func(d *draft.Draft) error {
			return d.Update("ann", graph.NodePerson, draft.Patch{"capacity": "many"}, 0)
		}},
		{"half a pairing", "value", func(d *draft.Draft) error { return d.Update("ann", graph.NodePerson, draft.Patch{"capacity": 1.5}, 0) }},
		{"a day in words", "value", func(d *draft.Draft) error {
			return d.Update("pair", graph.EdgePairedWith, draft.Patch{"to": "soon"}, 0)
		}},
		{"a name taken away", "required", func(d *draft.Draft) error { return d.Update("ann", graph.NodePerson, draft.Patch{"name": nil}, 0) }},
		{"an id that is taken", "exists", func(d *draft.Draft) error {
			return pick(d.AddOrganization(graph.Organization{Node: graph.Node{ID: "acme"}, Name: "X"}, "", 0))
		}},
		{"an id that is none", "id", func(d *draft.Draft) error {
			return pick(d.AddOrganization(graph.Organization{Node: graph.Node{ID: "a b"}, Name: "X"}, "", 0))
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := draft.NewDraft(base, day("2024-03-01"), counter())
			if _, err := d.AddSeat(draft.Seat{Organization: "us", Position: graph.Position{Node: graph.Node{ID: "late"}}, From: day("2024-06-01")}); err != nil {
				t.Fatal(err)
			}
			if c.name == "asked for after it was made" {
				if err := d.RecordIntroduction("intro", graph.IntroductionMade, "", day("2024-01-20")); err != nil {
					t.Fatal(err)
				}
			}
			before := state(t, d)
			var e *graph.Error
			if err := c.do(d); !errors.As(err, &e) || e.Rule != c.rule {
				t.Errorf("refused with %v, want the rule %s", err, c.rule)
			}
			if after := state(t, d); after != before {
				t.Errorf("a refused verb left the draft as\n%s\nbefore it was\n%s", after, before)
			}
		})
	}
}

// TestMergeRules holds that each property of a kind that can be merged says how.
func TestMergeRules(t *testing.T) {
	for _, k := range []graph.Kind{graph.NodePerson, graph.NodeOrganization, graph.NodeAccount, graph.NodePolicy, graph.EdgeHolds} {
		for _, f := range graph.Fields(k) {
			lists := []graph.Merge{graph.MergeUnion, graph.MergeCaseless, graph.MergeSet}
			switch {
			case f.Merge == "":
				t.Errorf("%s.%s does not say how it merges: give its prop tag in graph/model.go one of the words of graph.Merge", k, f.Name)
			case slices.Contains(lists, f.Merge) && f.Type != graph.FieldStrings, (f.Merge == graph.MergeEither || f.Merge == graph.MergeBoth) && f.Type != graph.FieldBool:
				t.Errorf("%s.%s merges by %s, which is for another type", k, f.Name, f.Merge)
			}
		}
	}
}

// TestMergesTakeEverything gives one of two a value of every property that the
// other lacks, and wants each after the merge.
func TestMergesTakeEverything(t *testing.T) {
	value := map[graph.FieldType]graph.Value{
		graph.FieldText: "CUSTOMER", graph.FieldInt: int64(3), graph.FieldFloat: 0.5, graph.FieldBool: true,
		graph.FieldDate: day("2024-01-01"), graph.FieldStrings: []string{"x:1"},
	}
	merge := map[graph.Kind]func(*draft.Draft) error{
		graph.NodePerson:       func(d *draft.Draft) error { return d.MergePeople("bob", "other") },
		graph.NodeOrganization: func(d *draft.Draft) error { return d.MergeOrganizations("acme2", "other") },
	}
	keep := map[graph.Kind]graph.ID{graph.NodePerson: "bob", graph.NodeOrganization: "acme2"}
	for kind, do := range merge {
		for _, f := range graph.Fields(kind) {
			if f.Name == "name" || f.Merge == graph.MergeBoth {
				continue
			}
			t.Run(string(kind)+"/"+f.Name, func(t *testing.T) {
				v := value[f.Type]
				switch f.Name {
				case "links":
					v = []string{"https://x.example/1"}
				case "website":
					v = "https://x.example"
				}
				for _, e := range graph.Enums() {
					if e.Name == f.Enum {
						v = e.Values[0]
					}
				}
				d := draft.NewDraft(verbsWorld(), day("2024-03-01"), counter())
				props := map[string]graph.Value{"name": "Other", f.Name: v}
				if f.Name == "confirmedBy" {
					props["confirmedOn"] = day("2024-01-01")
				}
				p, err := graph.MakeProps(props)
				if err != nil {
					t.Fatal(err)
				}
				d.Put(graph.Element{ID: "other", Kind: kind, Props: p})
				if err := do(d); err != nil {
					t.Fatal(err)
				}
				e, _ := d.Get(keep[kind])
				if f.Name == "mergedIds" {
					v = []string{"other", "x:1"} // the merge itself adds one
				}
				if got, _ := e.Props.Get(f.Name); !reflect.DeepEqual(got, v) {
					t.Errorf("%s.%s is %v after the merge, want %v", kind, f.Name, got, v)
				}
				if _, _, err := d.Check(9, time.Unix(9, 0)); err != nil {
					t.Error(err)
				}
			})
		}
	}
}
