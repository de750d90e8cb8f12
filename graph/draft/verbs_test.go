package draft_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/internal/orgtext"
)

// counter returns the text of new IDs: 1, 2, 3, …
func counter() func() string {
	n := 0
	return func() string { n++; return fmt.Sprint(n) }
}

func day(s string) graph.Date { return graph.MustDate(s) }

// diff writes what a draft does, one change a line in the order of the IDs: a
// new element as JSON after "+", a removed one as its ID after "-", and of a
// changed one what is new after "~".
func diff(t testing.TB, changes []graph.Change) string {
	t.Helper()
	changes = slices.Clone(changes)
	slices.SortFunc(changes, func(a, b graph.Change) int { return strings.Compare(string(a.ID), string(b.ID)) })
	var b strings.Builder
	for _, c := range changes {
		switch {
		case c.After == nil:
			fmt.Fprintf(&b, "- %s\n", c.ID)
		case c.Before == nil:
			fmt.Fprintf(&b, "+ %s\n", flat(t, *c.After))
		default:
			fmt.Fprintf(&b, "~ %s", c.ID)
			before, after := fields(*c.Before), fields(*c.After)
			for _, name := range slices.Sorted(maps.Keys(union(before, after))) {
				if before[name] != after[name] {
					fmt.Fprintf(&b, " %s=%s", name, after[name])
				}
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// flat writes an element as KIND id src→dst @from..to property=value ….
func flat(t testing.TB, e graph.Element) string {
	t.Helper()
	out := string(e.Kind) + " " + string(e.ID)
	f := fields(e)
	if e.IsEdge() {
		out += " " + f["src"] + "→" + f["dst"]
	}
	if e.From != 0 || e.To != 0 {
		out += " @" + f["from"] + ".." + f["to"]
	}
	for name := range e.Props.All() {
		out += " " + name + "=" + f[name]
	}
	return out
}

func fields(e graph.Element) map[string]string {
	m := map[string]string{"src": string(e.Src), "dst": string(e.Dst), "from": e.From.String(), "to": e.To.String()}
	for name, v := range e.Props.All() {
		if d, ok := v.(graph.Date); ok {
			v = d.String()
		}
		data, _ := json.Marshal(v)
		m[name] = strings.Trim(string(data), `"`)
	}
	return m
}

func union(a, b map[string]string) map[string]string {
	m := maps.Clone(a)
	maps.Copy(m, b)
	return m
}

// small is the world of the verbs' tests.
const small = `
org Us (ours)
  Lead (3): Ann
  Rep (2): Bob
  Spare: vacant
org Acme
  CEO (5): Julia
    CFO (4 finance): Petra @2020-01-01..
      Clerk: Cy, Dee
account Acme for Acme
area ERP for Acme
policy Acme #pol: deciderDepth=2
revenue Acme #rev: 1 EUR
works Ann -> Acme: kam
Ann -> Petra: met by=Ann 2023-01-01 @2023-01-01..
pairs Ann -> Petra #pair: 30 @2023-01-01..
influences Petra -> Julia: 0.5 by=Ann 2023-01-01 @2023-01-01..
assess Ann -> Petra in ERP #as: neutral 2023-01-01 @2023-01-01..
met Ann, Petra #m1: call 2024-01-01
met Petra #m2: mail 2024-01-02
promise Ann -> Petra about Acme #c: "plan" 2024-01-01 due=2024-02-01
`

// TestVerbs runs each verb on the world above on 1 March 2024 and holds what it
// does against what is written here by hand.
func TestVerbs(t *testing.T) {
	base := orgtext.MustParse(small)
	const mar = "2024-03-01"
	ignore := func(_ graph.ID, err error) error { return err }
	for _, c := range []struct {
		name string
		do   func(d *draft.Draft) error
		want string
	}{
		{"add a seat with a manager", func(d *draft.Draft) error {
			return ignore(d.AddSeat(draft.Seat{Organization: "acme", Position: graph.Position{Title: "CIO"}, Manager: "acme/ceo", From: day("2024-05-01"), To: day("2025-05-01")}))
		}, `
+ IN e-2 s-1→acme @2024-05-01..2025-05-01
+ REPORTS_TO e-3 s-1→acme/ceo @2024-05-01..2025-05-01 kind=SOLID
+ Position s-1 title=CIO
`},
		{"add a seat without days", func(d *draft.Draft) error {
			return ignore(d.AddSeat(draft.Seat{Organization: "acme", Position: graph.Position{Title: "CIO"}, Manager: "acme/ceo"}))
		}, `
+ IN e-2 s-1→acme
+ REPORTS_TO e-3 s-1→acme/ceo kind=SOLID
+ Position s-1 title=CIO
`},
		{"add a person with a seat", func(d *draft.Draft) error {
			_, _, err := d.AddPerson(graph.Person{Name: "Fay"}, draft.Place{Seat: &draft.Seat{Organization: "acme", From: day(mar)}, Kind: graph.HoldPermanent})
			return err
		}, `
+ IN e-3 s-2→acme @2024-03-01..
+ HOLDS e-4 p-1→s-2 @2024-03-01.. kind=PERMANENT
+ Person p-1 name=Fay
+ Position s-2
`},
		{"fill a seat today", func(d *draft.Draft) error { return d.Fill("us/spare", "bob", graph.HoldActing, 0) }, `
+ HOLDS e-1 bob→us/spare @2024-03-01.. kind=ACTING
`},
		{"vacate a seat", func(d *draft.Draft) error { return d.Vacate("acme/cfo", "", day(mar)) }, `
~ acme/cfo occupancy=VACANT
+ Detail d-1 @..2024-03-01 property=occupancy
+ OF e-2 d-1→acme/cfo
~ holds/petra/acme/cfo to=2024-03-01
`},
		{"one of two leaves", func(d *draft.Draft) error { return d.Vacate("acme/clerk", "cy", day(mar)) }, `
~ holds/cy/acme/clerk to=2024-03-01
`},
		{"both leave", func(d *draft.Draft) error { return d.Vacate("acme/clerk", "", day(mar)) }, `
~ acme/clerk occupancy=VACANT
+ Detail d-1 @..2024-03-01 property=occupancy
+ OF e-2 d-1→acme/clerk
~ holds/cy/acme/clerk to=2024-03-01
~ holds/dee/acme/clerk to=2024-03-01
`},
		{"leave before the start", func(d *draft.Draft) error { return d.Vacate("acme/cfo", "petra", day("2019-06-01")) }, `
~ acme/cfo occupancy=VACANT
+ Detail d-1 @..2019-06-01 property=occupancy
+ OF e-2 d-1→acme/cfo
- holds/petra/acme/cfo
`},
		{"vacate with a successor to come", func(d *draft.Draft) error {
			if err := d.Fill("acme/cfo", "cy", graph.HoldPermanent, day("2024-05-01")); err != nil {
				return err
			}
			return d.Vacate("acme/cfo", "", day(mar))
		}, `
~ acme/cfo occupancy=VACANT
+ Detail d-2 @..2024-03-01 property=occupancy
+ HOLDS e-1 cy→acme/cfo @2024-05-01.. kind=PERMANENT
+ OF e-3 d-2→acme/cfo
~ holds/petra/acme/cfo to=2024-03-01
`},
		{"move from one seat", func(d *draft.Draft) error {
			return d.Move("petra", "acme/cfo", "acme/ceo", graph.HoldInterim, day(mar))
		}, `
~ acme/cfo occupancy=VACANT
+ Detail d-1 @..2024-03-01 property=occupancy
+ OF e-2 d-1→acme/cfo
+ HOLDS e-3 petra→acme/ceo @2024-03-01.. kind=INTERIM
~ holds/petra/acme/cfo to=2024-03-01
`},
		{"move from all seats", func(d *draft.Draft) error { return d.Move("cy", "", "us/spare", graph.HoldPermanent, 0) }, `
+ HOLDS e-1 cy→us/spare @2024-03-01.. kind=PERMANENT
~ holds/cy/acme/clerk to=2024-03-01
`},
		{"move to the seat held already", func(d *draft.Draft) error {
			if err := d.Fill("us/spare", "bob", graph.HoldPermanent, day("2024-01-01")); err != nil {
				return err
			}
			return d.Move("bob", "", "us/spare", graph.HoldPermanent, day(mar))
		}, `
+ Detail d-2 @..2024-03-01 property=occupancy
+ HOLDS e-1 bob→us/spare @2024-01-01.. kind=PERMANENT
+ OF e-3 d-2→us/rep
~ holds/bob/us/rep to=2024-03-01
~ us/rep occupancy=VACANT
`},
		{"from acting to permanent", func(d *draft.Draft) error {
			if err := d.Fill("us/spare", "bob", graph.HoldActing, day("2024-01-01")); err != nil {
				return err
			}
			return d.Move("bob", "us/rep", "us/spare", graph.HoldPermanent, day(mar))
		}, `
+ Detail d-2 @..2024-03-01 property=occupancy
+ HOLDS e-1 bob→us/spare @2024-01-01..2024-03-01 kind=ACTING
+ OF e-3 d-2→us/rep
+ HOLDS e-4 bob→us/spare @2024-03-01.. kind=PERMANENT
~ holds/bob/us/rep to=2024-03-01
~ us/rep occupancy=VACANT
`},
		{"promote", func(d *draft.Draft) error { return d.Promote("acme/clerk", "Head Clerk", 3, day(mar)) }, `
~ acme/clerk level=3 title=Head Clerk
+ Detail d-1 @..2024-03-01 property=title value=Clerk
+ Detail d-3 @..2024-03-01 property=level
+ OF e-2 d-1→acme/clerk
+ OF e-4 d-3→acme/clerk
`},
		{"promote by title alone", func(d *draft.Draft) error { return d.Promote("acme/cfo", "Chief", 0, 0) }, `
~ acme/cfo title=Chief
+ Detail d-1 @..2024-03-01 property=title value=CFO
+ OF e-2 d-1→acme/cfo
`},
		{"promote twice, the second time for earlier", func(d *draft.Draft) error {
			if err := d.Promote("acme/cfo", "Chief", 0, day(mar)); err != nil {
				return err
			}
			return d.Promote("acme/cfo", "Head", 0, day("2024-02-01"))
		}, `
~ acme/cfo title=Head
+ Detail d-1 @..2024-02-01 property=title value=CFO
+ OF e-2 d-1→acme/cfo
`},
		{"the same title for earlier", func(d *draft.Draft) error {
			if err := d.Promote("acme/cfo", "Chief", 0, day(mar)); err != nil {
				return err
			}
			return d.Promote("acme/cfo", "Chief", 0, day("2024-02-01"))
		}, `
~ acme/cfo title=Chief
+ Detail d-1 @..2024-02-01 property=title value=CFO
+ OF e-2 d-1→acme/cfo
`},
		{"the same title", func(d *draft.Draft) error { return d.Promote("acme/cfo", "CFO", 4, 0) }, "\n"},
		{"an unknown level", func(d *draft.Draft) error { return d.SetDated("acme/cfo", "level", nil, 0) }, `
~ acme/cfo level=
+ Detail d-1 @..2024-03-01 property=level value=4
+ OF e-2 d-1→acme/cfo
`},
		{"a new name", func(d *draft.Draft) error { return d.SetDated("ann", "name", "Ann Lee", 0) }, `
~ ann name=Ann Lee
+ Detail d-1 @..2024-03-01 property=name value=Ann
+ OF e-2 d-1→ann
`},
		{"a new manager", func(d *draft.Draft) error { return d.ReportTo("acme/clerk", "acme/ceo", graph.LineSolid, day(mar)) }, `
+ REPORTS_TO e-1 acme/clerk→acme/ceo @2024-03-01.. kind=SOLID
~ reports_to/acme/clerk/acme/cfo to=2024-03-01
`},
		{"a new manager today", func(d *draft.Draft) error { return d.ReportTo("acme/clerk", "acme/ceo", graph.LineSolid, 0) }, `
+ REPORTS_TO e-1 acme/clerk→acme/ceo @2024-03-01.. kind=SOLID
~ reports_to/acme/clerk/acme/cfo to=2024-03-01
`},
		{"the present manager", func(d *draft.Draft) error { return d.ReportTo("acme/clerk", "acme/cfo", graph.LineSolid, 0) }, "\n"},
		{"an order of reports", func(d *draft.Draft) error { return d.OrderReports("acme/cfo", []graph.ID{"acme/clerk"}) }, `
~ reports_to/acme/clerk/acme/cfo order=1
`},
		{"a dotted line beside", func(d *draft.Draft) error { return d.ReportTo("acme/clerk", "acme/ceo", graph.LineDotted, 0) }, `
+ REPORTS_TO e-1 acme/clerk→acme/ceo @2024-03-01.. kind=DOTTED
`},
		{"no manager any more", func(d *draft.Draft) error { return d.ReportTo("acme/clerk", "", graph.LineSolid, 0) }, `
~ acme/clerk manager=NONE
+ Detail d-1 @..2024-03-01 property=manager
+ OF e-2 d-1→acme/clerk
~ reports_to/acme/clerk/acme/cfo to=2024-03-01
`},
		{"an account", func(d *draft.Draft) error { return ignore(d.AddAccount(graph.Account{Name: "Two"}, "us")) }, `
+ Account a-1 name=Two
+ FOR e-2 a-1→us
`},
		{"a decision area", func(d *draft.Draft) error {
			return ignore(d.AddDecisionArea(graph.DecisionArea{Name: "CRM"}, "account/acme"))
		}, `
+ DecisionArea da-1 name=CRM
+ FOR e-2 da-1→account/acme
`},
		{"assess anew", func(d *draft.Draft) error {
			return ignore(d.Assess(graph.Assessment{Stance: graph.StanceChampion}, "ann", "petra", "area/erp"))
		}, `
~ as to=2024-03-01
+ Assessment as-1 @2024-03-01.. on=2024-03-01 stance=CHAMPION
+ AUTHOR e-2 as-1→ann
+ ABOUT e-3 as-1→petra
+ ABOUT e-4 as-1→area/erp
`},
		{"assess for earlier", func(d *draft.Draft) error {
			return ignore(d.Assess(graph.Assessment{On: day("2022-01-01"), Stance: graph.StanceSceptic}, "ann", "petra", "area/erp"))
		}, `
+ Assessment as-1 @2022-01-01..2023-01-01 on=2022-01-01 stance=SCEPTIC
+ AUTHOR e-2 as-1→ann
+ ABOUT e-3 as-1→petra
+ ABOUT e-4 as-1→area/erp
`},
		{"assess again on the same day", func(d *draft.Draft) error {
			return ignore(d.Assess(graph.Assessment{On: day("2023-01-01"), Stance: graph.StanceSceptic}, "ann", "petra", "area/erp"))
		}, `
- about/as/area/erp
- about/as/petra
- as
+ Assessment as-1 @2023-01-01.. on=2023-01-01 stance=SCEPTIC
- author/as/ann
+ AUTHOR e-2 as-1→ann
+ ABOUT e-3 as-1→petra
+ ABOUT e-4 as-1→area/erp
`},
		{"assess at large", func(d *draft.Draft) error {
			return ignore(d.Assess(graph.Assessment{Stance: graph.StanceChampion}, "ann", "petra", ""))
		}, `
+ Assessment as-1 @2024-03-01.. on=2024-03-01 stance=CHAMPION
+ AUTHOR e-2 as-1→ann
+ ABOUT e-3 as-1→petra
`},
		{"another assesses", func(d *draft.Draft) error {
			return ignore(d.Assess(graph.Assessment{Stance: graph.StanceChampion}, "bob", "petra", "area/erp"))
		}, `
+ Assessment as-1 @2024-03-01.. on=2024-03-01 stance=CHAMPION
+ AUTHOR e-2 as-1→bob
+ ABOUT e-3 as-1→petra
+ ABOUT e-4 as-1→area/erp
`},
		{"state a tie anew", func(d *draft.Draft) error { return ignore(d.StateTie(tie("ann", "petra", "ann", 0))) }, `
+ KNOWS e-1 ann→petra @2024-03-01.. by=ann level=TRUSTED on=2024-03-01
~ knows/ann/petra to=2024-03-01
`},
		{"state a tie for earlier", func(d *draft.Draft) error { return ignore(d.StateTie(tie("ann", "petra", "ann", day("2022-05-01")))) }, `
+ KNOWS e-1 ann→petra @2022-05-01..2023-01-01 by=ann level=TRUSTED on=2022-05-01
`},
		{"state a tie again on the same day", func(d *draft.Draft) error { return ignore(d.StateTie(tie("ann", "petra", "ann", day("2023-01-01")))) }, `
+ KNOWS e-1 ann→petra @2023-01-01.. by=ann level=TRUSTED on=2023-01-01
- knows/ann/petra
`},
		{"another states the tie", func(d *draft.Draft) error { return ignore(d.StateTie(tie("ann", "petra", "bob", 0))) }, `
+ KNOWS e-1 ann→petra @2024-03-01.. by=bob level=TRUSTED on=2024-03-01
`},
		{"state an influence anew", func(d *draft.Draft) error {
			return ignore(d.StateInfluence(graph.Influences{Edge: graph.Edge{Src: "petra", Dst: "julia"}, Judgement: graph.Judgement{By: "ann"}, Weight: 1}))
		}, `
+ INFLUENCES e-1 petra→julia @2024-03-01.. by=ann on=2024-03-01 weight=1
~ influences/petra/julia to=2024-03-01
`},
		{"state another kind of tie", func(d *draft.Draft) error {
			k := tie("ann", "petra", "ann", 0)
			k.Kind = graph.TieFriend
			return ignore(d.StateTie(k))
		}, `
+ KNOWS e-1 ann→petra @2024-03-01.. by=ann kind=FRIEND level=TRUSTED on=2024-03-01
~ knows/ann/petra to=2024-03-01
`},
		{"state a conflict beside a tie", func(d *draft.Draft) error {
			k := tie("ann", "petra", "ann", 0)
			k.Kind = graph.TieConflict
			return ignore(d.StateTie(k))
		}, `
+ KNOWS e-1 ann→petra @2024-03-01.. by=ann kind=CONFLICT level=TRUSTED on=2024-03-01
`},
		{"state a conflict beside an influence", func(d *draft.Draft) error {
			return ignore(d.StateInfluence(graph.Influences{Edge: graph.Edge{Src: "petra", Dst: "julia"}, Judgement: graph.Judgement{By: "ann"}, Kind: graph.InfluenceConflict}))
		}, `
+ INFLUENCES e-1 petra→julia @2024-03-01.. by=ann kind=CONFLICT on=2024-03-01
`},
		{"pair anew", func(d *draft.Draft) error {
			return ignore(d.Pair(graph.PairedWith{Edge: graph.Edge{Src: "ann", Dst: "petra"}, CadenceDays: 14}))
		}, `
+ PAIRED_WITH e-1 ann→petra @2024-03-01.. cadenceDays=14
~ pair to=2024-03-01
`},
		{"pair with a seat", func(d *draft.Draft) error {
			return ignore(d.Pair(graph.PairedWith{Edge: graph.Edge{Src: "bob", Dst: "acme/cfo"}}))
		}, `
+ PAIRED_WITH e-1 bob→acme/cfo @2024-03-01..
`},
		{"log a contact", func(d *draft.Draft) error {
			return ignore(d.LogInteraction(graph.Interaction{Channel: graph.ChannelMeal}, []graph.ID{"petra", "ann", "petra"}, ""))
		}, `
+ ATTENDED e-2 ann→i-1
+ ATTENDED e-3 petra→i-1
+ Interaction i-1 channel=MEAL on=2024-03-01
`},
		{"promise", func(d *draft.Draft) error {
			return ignore(d.Promise(graph.Commitment{Text: "call back", Due: day("2024-04-01")}, "petra", "ann", "account/acme"))
		}, `
+ Commitment c-1 due=2024-04-01 promised=2024-03-01 text=call back
+ PROMISED_BY e-2 c-1→petra
+ PROMISED_TO e-3 c-1→ann
+ ABOUT e-4 c-1→account/acme
`},
		{"deliver", func(d *draft.Draft) error { return d.Deliver("c", 0) }, `
~ c delivered=2024-03-01
`},
		{"move a promise", func(d *draft.Draft) error {
			return d.MovePromise("c", day("2024-05-01"), "ann", graph.ToldAfter, day(mar))
		}, `
~ c due=2024-05-01
+ Detail d-1 @..2024-03-01 by=ann property=due told=AFTER value=2024-02-01
+ OF e-2 d-1→c
`},
		{"move a promise twice", func(d *draft.Draft) error {
			if err := d.MovePromise("c", day("2024-05-01"), "ann", graph.ToldBefore, day("2024-01-20")); err != nil {
				return err
			}
			return d.MovePromise("c", day("2024-06-01"), "bob", graph.ToldAfter, day("2024-05-02"))
		}, `
~ c due=2024-06-01
+ Detail d-1 @..2024-01-20 by=ann property=due told=BEFORE value=2024-02-01
+ Detail d-3 @2024-01-20..2024-05-02 by=bob property=due told=AFTER value=2024-05-01
+ OF e-2 d-1→c
+ OF e-4 d-3→c
`},
		{"move a promise to where it is", func(d *draft.Draft) error { return d.MovePromise("c", day("2024-02-01"), "ann", graph.ToldAfter, 0) }, "\n"},
		{"remove a person", func(d *draft.Draft) error { return d.RemoveNode("petra") }, `
- about/as/area/erp
- about/as/petra
- about/c/account/acme
- as
- attended/petra/m1
- attended/petra/m2
- author/as/ann
- c
- holds/petra/acme/cfo
- influences/petra/julia
- knows/ann/petra
- m2
- pair
- petra
- promised_by/c/ann
- promised_to/c/petra
`},
		{"remove an account", func(d *draft.Draft) error { return d.RemoveNode("account/acme") }, `
- about/as/area/erp
- about/c/account/acme
- account/acme
- area/erp
- for/account/acme/acme
- for/area/erp/account/acme
- for/pol/account/acme
- for/rev/account/acme
- pol
- rev
- works_on/ann/account/acme
`},
		{"remove a decision area", func(d *draft.Draft) error { return d.RemoveNode("area/erp") }, `
- about/as/area/erp
- area/erp
- for/area/erp/account/acme
`},
		{"remove what has details", func(d *draft.Draft) error {
			if err := d.Promote("acme/clerk", "Head", 3, 0); err != nil {
				return err
			}
			return d.RemoveNode("acme/clerk")
		}, `
- acme/clerk
- holds/cy/acme/clerk
- holds/dee/acme/clerk
- in/acme/clerk/acme
- reports_to/acme/clerk/acme/cfo
`},
		{"merge two people", func(d *draft.Draft) error {
			d.Add(graph.Person{Node: graph.Node{ID: "petra2", ExternalIDs: []string{"hr:7"}}, Name: "P. Blum", Emails: []string{"p@x.example"}, Location: "Bern"})
			d.Add(graph.Holds{Edge: graph.Edge{ID: "h2", Src: "petra2", Dst: "acme/cfo", From: day("2018-01-01"), To: day("2021-01-01")}, Kind: graph.HoldInterim})
			d.Add(graph.Attended{Edge: graph.Edge{ID: "a2", Src: "petra2", Dst: "m1"}})
			d.Add(graph.Knows{Edge: graph.Edge{ID: "k2", Src: "petra2", Dst: "petra"}, Level: graph.TieMet})
			d.Add(graph.Knows{Edge: graph.Edge{ID: "k3", Src: "petra2", Dst: "bob"}, Judgement: graph.Judgement{By: "petra2"}, Level: graph.TieMet})
			return d.MergePeople("petra", "petra2")
		}, `
~ holds/petra/acme/cfo from=2018-01-01
+ KNOWS k3 petra→bob by=petra level=MET
~ petra emails=["p@x.example"] externalIds=["hr:7"] location=Bern mergedIds=["petra2"]
`},
		{"merge one who spoke of others", func(d *draft.Draft) error {
			d.Add(graph.Knows{Edge: graph.Edge{ID: "k2", Src: "cy", Dst: "dee"}, Judgement: graph.Judgement{By: "ann"}, Level: graph.TieMet})
			return d.MergePeople("bob", "ann")
		}, `
- ann
~ attended/ann/m1 src=bob
~ author/as/ann dst=bob
~ bob mergedIds=["ann"]
~ holds/ann/us/lead src=bob
~ influences/petra/julia by=bob
+ KNOWS k2 cy→dee by=bob level=MET
~ knows/ann/petra by=bob src=bob
~ pair src=bob
~ promised_by/c/ann dst=bob
~ works_on/ann/account/acme src=bob
`},
		{"merge organizations", func(d *draft.Draft) error {
			d.Add(graph.Organization{Node: graph.Node{ID: "a2", ExternalIDs: []string{"crm:9"}}, Name: "Acme Ltd", Domains: []string{"acme.example"}})
			d.Add(graph.PartOf{Edge: graph.Edge{ID: "p2", Src: "a2", Dst: "acme"}})
			d.Add(graph.Organization{Node: graph.Node{ID: "unit"}, Name: "Unit"})
			d.Add(graph.PartOf{Edge: graph.Edge{ID: "p3", Src: "unit", Dst: "a2"}})
			d.Add(graph.Position{Node: graph.Node{ID: "seat"}, Title: "CIO"})
			d.Add(graph.In{Edge: graph.Edge{ID: "in2", Src: "seat", Dst: "a2"}})
			d.Add(graph.Account{Node: graph.Node{ID: "acc2"}, Name: "Acme Ltd", Tier: graph.TierKey})
			d.Add(graph.For{Edge: graph.Edge{ID: "f2", Src: "acc2", Dst: "a2"}})
			d.Add(graph.Policy{Node: graph.Node{ID: "pol2"}, DeciderDepth: ptr(5), CadenceDays: ptr(30)})
			d.Add(graph.For{Edge: graph.Edge{ID: "f3", Src: "pol2", Dst: "acc2"}})
			d.Add(graph.DecisionArea{Node: graph.Node{ID: "area2"}, Name: "CRM"})
			d.Add(graph.For{Edge: graph.Edge{ID: "f4", Src: "area2", Dst: "acc2"}})
			d.Add(graph.WorksOn{Edge: graph.Edge{ID: "w2", Src: "ann", Dst: "acc2"}, Role: graph.WorkKAM})
			d.Add(graph.Account{Node: graph.Node{ID: "acc3"}, Name: "Acme sells", Relation: graph.RelationSupplier})
			d.Add(graph.For{Edge: graph.Edge{ID: "f5", Src: "acc3", Dst: "a2"}})
			return d.MergeOrganizations("acme", "a2")
		}, `
+ Account acc3 name=Acme sells relation=SUPPLIER
~ account/acme tier=KEY
~ acme domains=["acme.example"] externalIds=["crm:9"] mergedIds=["a2"]
+ DecisionArea area2 name=CRM
+ FOR f4 area2→account/acme
+ FOR f5 acc3→acme
+ IN in2 seat→acme
+ PART_OF p3 unit→acme
~ pol cadenceDays=30
+ Position seat title=CIO
+ Organization unit name=Unit
`},
		{"merge organizations with parents on other days", func(d *draft.Draft) error {
			d.Add(graph.Organization{Node: graph.Node{ID: "k"}, Name: "Kept"})
			d.Add(graph.Organization{Node: graph.Node{ID: "x"}, Name: "Dropped"})
			d.Add(graph.PartOf{Edge: graph.Edge{ID: "pk", Src: "k", Dst: "acme", From: day("2022-01-01"), To: day("2023-01-01")}})
			d.Add(graph.PartOf{Edge: graph.Edge{ID: "px", Src: "x", Dst: "us", From: day("2021-01-01")}})
			return d.MergeOrganizations("k", "x")
		}, `
+ PART_OF e-1 k→us @2023-01-01..
+ Organization k mergedIds=["x"] name=Kept
+ PART_OF pk k→acme @2022-01-01..2023-01-01
+ PART_OF px k→us @2021-01-01..2022-01-01
`},
		{"merge people with former names, captures and a day of notice", func(d *draft.Draft) error {
			d.Add(graph.Person{Node: graph.Node{ID: "x", ConfirmedOn: day("2024-02-01"), ConfirmedBy: "hr"}, Name: "Cyrus", Capacity: ptr(2), Emails: []string{"CY@x.example", "c2@x.example"}})
			if err := d.Update("cy", graph.NodePerson, draft.Patch{"emails": []string{"cy@x.example"}, "confirmedOn": "2024-01-01", "confirmedBy": "crm"}, 0); err != nil {
				return err
			}
			d.Add(graph.Detail{Node: graph.Node{ID: "dk", From: day("2020-01-01"), To: day("2021-01-01")}, Property: "name", Value: "C."})
			d.Add(graph.Of{Edge: graph.Edge{ID: "ok", Src: "dk", Dst: "cy"}})
			d.Add(graph.Detail{Node: graph.Node{ID: "dx", From: day("2019-01-01"), To: day("2022-01-01")}, Property: "name", Value: "Cy Old"})
			d.Add(graph.Of{Edge: graph.Edge{ID: "ox", Src: "dx", Dst: "x"}})
			d.Add(graph.Capture{Node: graph.Node{ID: "ck", From: day("2023-01-01")}, Mode: graph.CaptureHand})
			d.Add(graph.About{Edge: graph.Edge{ID: "ak", Src: "ck", Dst: "cy"}})
			d.Add(graph.Capture{Node: graph.Node{ID: "cx"}, Mode: graph.CaptureMailbox})
			d.Add(graph.About{Edge: graph.Edge{ID: "ax", Src: "cx", Dst: "x"}})
			d.Add(graph.Holds{Edge: graph.Edge{ID: "hx", Src: "x", Dst: "acme/clerk", ConfirmedOn: day("2024-02-01"), ConfirmedBy: "hr"}, NoticeOn: day("2024-02-20")})
			return d.MergePeople("cy", "x")
		}, `
+ ABOUT ak ck→cy
+ ABOUT ax cx→cy
+ Capture ck @2023-01-01.. mode=HAND
+ Capture cx @..2023-01-01 mode=MAILBOX
~ cy capacity=2 confirmedBy=hr confirmedOn=2024-02-01 emails=["cy@x.example","c2@x.example"] mergedIds=["x"]
+ Detail d-1 @2021-01-01..2022-01-01 property=name value=Cy Old
+ Detail dk @2020-01-01..2021-01-01 property=name value=C.
+ Detail dx @2019-01-01..2020-01-01 property=name value=Cy Old
+ OF e-2 d-1→cy
~ holds/cy/acme/clerk confirmedBy=hr confirmedOn=2024-02-01 noticeOn=2024-02-20
+ OF ok dk→cy
+ OF ox dx→cy
`},
		{"move an organization, and again to where it is", func(d *draft.Draft) error {
			d.Add(graph.Organization{Node: graph.Node{ID: "unit"}, Name: "Unit"})
			d.Add(graph.PartOf{Edge: graph.Edge{ID: "p1", Src: "unit", Dst: "acme"}})
			d.Add(graph.PartOf{Edge: graph.Edge{ID: "p2", Src: "acme", Dst: "us", From: day("2030-01-01")}})
			if err := d.MoveOrganization("unit", "us", 0); err != nil {
				return err
			}
			if err := d.MoveOrganization("unit", "us", day("2024-05-01")); err != nil {
				return err
			}
			return d.MoveOrganization("acme", "", 0)
		}, `
+ PART_OF e-1 unit→us @2024-03-01..
+ PART_OF p1 unit→acme @..2024-03-01
+ Organization unit name=Unit
`},
		{"move a seat that ends", func(d *draft.Draft) error {
			d.Add(graph.Position{Node: graph.Node{ID: "seat"}})
			d.Add(graph.In{Edge: graph.Edge{ID: "in1", Src: "seat", Dst: "acme", From: day("2024-01-01"), To: day("2024-09-01")}})
			return d.MovePosition("seat", "us", 0)
		}, `
+ IN e-1 seat→us @2024-03-01..2024-09-01
+ IN in1 seat→acme @2024-01-01..2024-03-01
+ Position seat
`},
		{"say how contacts are noticed, for a day before", func(d *draft.Draft) error {
			if _, err := d.SetCapture("ann", graph.CaptureHand, day("2024-05-01")); err != nil {
				return err
			}
			if _, err := d.SetCapture("ann", graph.CaptureNone, day("2024-01-01")); err != nil {
				return err
			}
			_, err := d.SetCapture("ann", graph.CaptureMailbox, day("2024-02-01"))
			return err
		}, `
+ ABOUT e-4 n-3→ann
+ ABOUT e-6 n-5→ann
+ Capture n-3 @2024-01-01..2024-02-01 mode=NONE
+ Capture n-5 @2024-02-01.. mode=MAILBOX
`},
		{"update with a day, and without", func(d *draft.Draft) error {
			if err := d.Update("acme/cfo", graph.NodePosition, draft.Patch{"title": "Chief", "level": 5.0, "expected": true}, day("2024-02-01")); err != nil {
				return err
			}
			return d.Update("acme/clerk", graph.NodePosition, draft.Patch{"title": "Clark", "externalIds": []any{"b:1", "a:1"}}, 0)
		}, `
~ acme/cfo expected=true level=5 title=Chief
~ acme/clerk externalIds=["a:1","b:1"] title=Clark
+ Detail d-1 @..2024-02-01 property=level value=4
+ Detail d-3 @..2024-02-01 property=title value=CFO
+ OF e-2 d-1→acme/cfo
+ OF e-4 d-3→acme/cfo
`},
		{"end an edge, and a node that would not have begun", func(d *draft.Draft) error {
			d.Add(graph.Policy{Node: graph.Node{ID: "later", From: day("2024-05-01")}})
			if err := d.End("later", 0); err != nil {
				return err
			}
			return d.End("pair", 0)
		}, `
~ pair to=2024-03-01
`},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := draft.NewDraft(base, day(mar), counter())
			if err := c.do(d); err != nil {
				t.Fatal(err)
			}
			if got := "\n" + diff(t, d.Changes()); got != c.want {
				t.Errorf("the draft does%swant%s", got, c.want)
			}
			if c.want == "\n" {
				return
			}
			changes, next, err := d.Check(2, time.Unix(2, 0))
			if err != nil {
				t.Fatalf("Check: %v", err)
			}
			undo(t, base, next, changes)
		})
	}
}

func tie(src, dst, by graph.ID, on graph.Date) graph.Knows {
	return graph.Knows{Edge: graph.Edge{Src: src, Dst: dst}, Judgement: graph.Judgement{By: by, On: on}, Level: graph.TieTrusted}
}

// undo undoes the changes that made next of base, and wants base's elements
// again.
func undo(t testing.TB, base, next *kernel.Snapshot, changes []graph.Change) {
	t.Helper()
	c := graph.Commit{Revision: next.Revision(), Changes: changes}
	d := draft.NewDraft(next, 0, counter())
	if err := d.Undo(c); err != nil {
		t.Fatalf("Undo: %v", err)
	}
	_, back, err := d.Check(next.Revision()+1, time.Unix(9, 0))
	if err != nil {
		t.Fatalf("Check after Undo: %v", err)
	}
	if !slices.Equal(slices.Collect(back.Elements()), slices.Collect(base.Elements())) {
		t.Fatalf("after Undo the elements differ:\n%s", diff(t, between(base, back)))
	}
}

// between returns the changes that make b of a.
func between(a, b *kernel.Snapshot) []graph.Change {
	d := draft.NewDraft(a, 0, nil)
	for e := range a.Elements() {
		if _, ok := b.Element(e.ID); !ok {
			d.Remove(e.ID)
		}
	}
	for e := range b.Elements() {
		d.Put(e)
	}
	return d.Changes()
}

func TestVerbsRefuse(t *testing.T) {
	base := orgtext.MustParse(small)
	ignore := func(_ graph.ID, err error) error { return err }
	for _, c := range []struct {
		name string
		do   func(d *draft.Draft) error
		kind error
		rule string
		ids  []graph.ID
	}{
		{"a seat nowhere", func(d *draft.Draft) error { return ignore(d.AddSeat(draft.Seat{Organization: "ann"})) }, graph.ErrNotFound, "exists", []graph.ID{"ann"}},
		{"a seat under nobody", func(d *draft.Draft) error { return ignore(d.AddSeat(draft.Seat{Organization: "us", Manager: "us"})) }, graph.ErrNotFound, "exists", []graph.ID{"us"}},
		{"fill no seat", func(d *draft.Draft) error { return d.Fill("ann", "bob", "", 0) }, graph.ErrNotFound, "exists", []graph.ID{"ann"}},
		{"fill with nobody", func(d *draft.Draft) error { return d.Fill("us/rep", "us", "", 0) }, graph.ErrNotFound, "exists", []graph.ID{"us"}},
		{"vacate no seat", func(d *draft.Draft) error { return d.Vacate("ann", "", 0) }, graph.ErrNotFound, "exists", []graph.ID{"ann"}},
		{"vacate an empty seat", func(d *draft.Draft) error { return d.Vacate("us/spare", "", 0) }, graph.ErrInvalid, "vacate", []graph.ID{"us/spare"}},
		{"vacate by another", func(d *draft.Draft) error { return d.Vacate("us/rep", "ann", 0) }, graph.ErrInvalid, "vacate", []graph.ID{"us/rep"}},
		{"move nobody", func(d *draft.Draft) error { return d.Move("us", "", "us/rep", "", 0) }, graph.ErrNotFound, "exists", []graph.ID{"us"}},
		{"move from a seat not held", func(d *draft.Draft) error { return d.Move("ann", "us/rep", "us/spare", "", 0) }, graph.ErrInvalid, "vacate", []graph.ID{"us/rep"}},
		{"move to no seat", func(d *draft.Draft) error { return d.Move("ann", "", "us", "", 0) }, graph.ErrNotFound, "exists", []graph.ID{"us"}},
		{"date nothing", func(d *draft.Draft) error { return d.SetDated("zz", "title", "x", 0) }, graph.ErrNotFound, "exists", []graph.ID{"zz"}},
		{"date an edge", func(d *draft.Draft) error { return d.SetDated("pair", "purpose", "x", 0) }, graph.ErrNotFound, "exists", []graph.ID{"pair"}},
		{"date what does not change", func(d *draft.Draft) error { return d.SetDated("ann", "timezone", "UTC", 0) }, graph.ErrInvalid, "detail", []graph.ID{"ann"}},
		{"a level in words", func(d *draft.Draft) error { return d.SetDated("us/rep", "level", "high", 0) }, graph.ErrInvalid, "detail", []graph.ID{"us/rep"}},
		{"a level of another type", func(d *draft.Draft) error { return d.SetDated("us/rep", "level", 3, 0) }, graph.ErrInvalid, "detail", []graph.ID{"us/rep"}},
		{"a function of no list", func(d *draft.Draft) error { return d.SetDated("us/rep", "function", "MAGIC", 0) }, graph.ErrInvalid, "detail", []graph.ID{"us/rep"}},
		{"promote a person", func(d *draft.Draft) error { return d.Promote("ann", "x", 3, 0) }, graph.ErrNotFound, "exists", []graph.ID{"ann"}},
		{"report to a person", func(d *draft.Draft) error { return d.ReportTo("us/rep", "ann", graph.LineSolid, 0) }, graph.ErrNotFound, "exists", []graph.ID{"ann"}},
		{"a person reports", func(d *draft.Draft) error { return d.ReportTo("ann", "us/rep", graph.LineSolid, 0) }, graph.ErrNotFound, "exists", []graph.ID{"ann"}},
		{"an account for a person", func(d *draft.Draft) error { return ignore(d.AddAccount(graph.Account{Name: "X"}, "ann")) }, graph.ErrNotFound, "exists", []graph.ID{"ann"}},
		{"an area for a person", func(d *draft.Draft) error { return ignore(d.AddDecisionArea(graph.DecisionArea{Name: "X"}, "ann")) }, graph.ErrNotFound, "exists", []graph.ID{"ann"}},
		{"assess nobody", func(d *draft.Draft) error { return ignore(d.Assess(graph.Assessment{}, "ann", "us", "")) }, graph.ErrNotFound, "exists", []graph.ID{"us"}},
		{"nobody assesses", func(d *draft.Draft) error { return ignore(d.Assess(graph.Assessment{}, "us", "ann", "")) }, graph.ErrNotFound, "exists", []graph.ID{"us"}},
		{"assess within nothing", func(d *draft.Draft) error { return ignore(d.Assess(graph.Assessment{}, "ann", "petra", "us")) }, graph.ErrNotFound, "exists", []graph.ID{"us"}},
		{"a tie to nobody", func(d *draft.Draft) error { return ignore(d.StateTie(tie("ann", "us", "ann", 0))) }, graph.ErrNotFound, "exists", []graph.ID{"us"}},
		{"an influence of nobody", func(d *draft.Draft) error {
			return ignore(d.StateInfluence(graph.Influences{Edge: graph.Edge{Src: "us", Dst: "ann"}}))
		}, graph.ErrNotFound, "exists", []graph.ID{"us"}},
		{"pair nobody", func(d *draft.Draft) error {
			return ignore(d.Pair(graph.PairedWith{Edge: graph.Edge{Src: "us", Dst: "ann"}}))
		}, graph.ErrNotFound, "exists", []graph.ID{"us"}},
		{"pair with a company", func(d *draft.Draft) error {
			return ignore(d.Pair(graph.PairedWith{Edge: graph.Edge{Src: "ann", Dst: "us"}}))
		}, graph.ErrNotFound, "exists", []graph.ID{"us"}},
		{"nobody attended", func(d *draft.Draft) error { return ignore(d.LogInteraction(graph.Interaction{}, nil, "")) }, graph.ErrInvalid, "belongs", nil},
		{"a company attended", func(d *draft.Draft) error {
			return ignore(d.LogInteraction(graph.Interaction{}, []graph.ID{"ann", "us"}, ""))
		}, graph.ErrNotFound, "exists", []graph.ID{"us"}},
		{"promise to nobody", func(d *draft.Draft) error { return ignore(d.Promise(graph.Commitment{}, "ann", "us", "")) }, graph.ErrNotFound, "exists", []graph.ID{"us"}},
		{"promise about nothing", func(d *draft.Draft) error { return ignore(d.Promise(graph.Commitment{}, "ann", "bob", "us")) }, graph.ErrNotFound, "exists", []graph.ID{"us"}},
		{"deliver nothing", func(d *draft.Draft) error { return d.Deliver("ann", 0) }, graph.ErrNotFound, "exists", []graph.ID{"ann"}},
		{"deliver too early", func(d *draft.Draft) error { return d.Deliver("c", day("2023-12-31")) }, graph.ErrInvalid, "deliver", []graph.ID{"c"}},
		{"move no promise", func(d *draft.Draft) error { return d.MovePromise("ann", 0, "ann", "", 0) }, graph.ErrNotFound, "exists", []graph.ID{"ann"}},
		{"nobody moves a promise", func(d *draft.Draft) error { return d.MovePromise("c", day("2025-01-01"), "us", graph.ToldAfter, 0) }, graph.ErrNotFound, "exists", []graph.ID{"us"}},
		{"remove nothing", func(d *draft.Draft) error { return d.RemoveNode("zz") }, graph.ErrNotFound, "exists", []graph.ID{"zz"}},
		{"remove an edge as a node", func(d *draft.Draft) error { return d.RemoveNode("pair") }, graph.ErrNotFound, "exists", []graph.ID{"pair"}},
		{"merge with oneself", func(d *draft.Draft) error { return d.MergePeople("ann", "ann") }, graph.ErrInvalid, "self", []graph.ID{"ann"}},
		{"merge with a company", func(d *draft.Draft) error { return d.MergePeople("ann", "us") }, graph.ErrNotFound, "exists", []graph.ID{"us"}},
		{"merge a company", func(d *draft.Draft) error { return d.MergePeople("us", "ann") }, graph.ErrNotFound, "exists", []graph.ID{"us"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := c.do(draft.NewDraft(base, day("2024-03-01"), counter()))
			var e *graph.Error
			if !errors.As(err, &e) || !errors.Is(err, c.kind) || e.Rule != c.rule || !slices.Equal(e.IDs, c.ids) {
				t.Errorf("refused with %v, want %v of %s about %v", err, c.kind, c.rule, c.ids)
			}
		})
	}
}

func TestUndoRefuses(t *testing.T) {
	base := orgtext.MustParse(small)
	d := draft.NewDraft(base, day("2024-03-01"), counter())
	if err := d.Promote("acme/cfo", "Chief", 0, 0); err != nil {
		t.Fatal(err)
	}
	changes, next, err := d.Check(2, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	c := graph.Commit{Revision: 2, Changes: changes}
	later := draft.NewDraft(next, day("2024-03-02"), counter())
	if err := later.Promote("acme/cfo", "Head", 0, 0); err != nil {
		t.Fatal(err)
	}
	var e *graph.Error
	if err := later.Undo(c); !errors.As(err, &e) || !errors.Is(err, graph.ErrConflict) || !slices.Equal(e.IDs, []graph.ID{"acme/cfo"}) {
		t.Errorf("Undo of what has changed since: %v", err)
	}
	c.Changes = append(slices.Clone(changes), graph.Change{ID: "gone"})
	if err := draft.NewDraft(next, 0, counter()).Undo(c); !errors.As(err, &e) || !slices.Equal(e.IDs, []graph.ID{"gone"}) {
		t.Errorf("Undo of what was erased: %v", err)
	}
}

// TestUndoNames holds what a refused undo says: each fact that stands in the way,
// by its kind, its ID and its name.
func TestUndoNames(t *testing.T) {
	base := orgtext.MustParse(small)
	edit := func(s *kernel.Snapshot, rev graph.Revision, do func(d *draft.Draft) error) (*kernel.Snapshot, graph.Commit) {
		t.Helper()
		d := draft.NewDraft(s, day("2024-03-01"), func() string { return fmt.Sprint("r", rev, "-", s.Count(graph.NodePerson)) })
		if err := do(d); err != nil {
			t.Fatal(err)
		}
		changes, next, err := d.Check(rev, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		return next, graph.Commit{Revision: rev, Changes: changes}
	}
	added, first := edit(base, 2, func(d *draft.Draft) error {
		d.Add(graph.Person{Node: graph.Node{ID: "fay"}, Name: "Fay"})
		d.Add(graph.Person{Node: graph.Node{ID: "gil"}, Name: "Gil"})
		return nil
	})
	tied, second := edit(added, 3, func(d *draft.Draft) error {
		d.Add(graph.Knows{Edge: graph.Edge{ID: "tie", Src: "ann", Dst: "fay"}, Level: graph.TieMet})
		return d.Update("gil", graph.NodePerson, draft.Patch{"notes": "x"}, 0)
	})
	gone, third := edit(tied, 4, func(d *draft.Draft) error { return d.RemoveFact("tie") })
	without, _ := edit(gone, 5, func(d *draft.Draft) error { return d.RemoveFact("fay") })
	for _, c := range []struct {
		name string
		on   *kernel.Snapshot
		undo []graph.Commit
		ids  []graph.ID
		want string
	}{
		{"changed", tied, []graph.Commit{first}, []graph.ID{"gil"}, `undo: revision 2 cannot be undone: Person gil "Gil" has changed since`},
		{"hung on since", func() *kernel.Snapshot {
			s, _ := edit(tied, 4, func(d *draft.Draft) error { return d.Update("gil", graph.NodePerson, draft.Patch{"notes": nil}, 0) })
			return s
		}(), []graph.Commit{first}, []graph.ID{"tie"}, `undo: revision 2 cannot be undone: KNOWS tie ("Ann" to "Fay") has changed since`},
		{"an end gone since", without, []graph.Commit{third}, []graph.ID{"fay"}, `undo: revision 4 cannot be undone: fay, which is gone, has changed since`},
		{"two commits of one edit", gone, []graph.Commit{first, second}, []graph.ID{"tie"}, `undo: revision 3 cannot be undone: tie, which is gone, has changed since`},
		{"all of them", gone, []graph.Commit{first, second, third}, nil, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := draft.NewDraft(c.on, 0, counter())
			before := state(t, d)
			err := d.Undo(c.undo...)
			if c.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				_, back, err := d.Check(9, time.Time{})
				if err != nil {
					t.Fatal(err)
				}
				if got := diff(t, between(base, back)); got != "" {
					t.Errorf("undone, the workspace differs by\n%s", got)
				}
				return
			}
			var e *graph.Error
			if !errors.As(err, &e) || !errors.Is(err, graph.ErrConflict) || !slices.Equal(e.IDs, c.ids) || err.Error() != c.want {
				t.Errorf("Undo = %v about %v, want %s about %v", err, e.IDs, c.want, c.ids)
			}
			if state(t, d) != before {
				t.Error("a refused undo changed the draft")
			}
		})
	}
}
