package law_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/internal/orgtext"
	"github.com/kithgraph/kith/resolvers"
)

const workspace graph.Workspace = "w"

var (
	today = graph.MustDate("2026-06-15")
	first = graph.MustDate("2026-01-01") // of the days on which things happen
)

// span is on how many days from the first something happens.
const span = 200

// beginning is what every world starts with. A name of a person begins with Per,
// a title with Seat, and no two are alike: the pictures are read by them.
const beginning = `
org Us (ours)
  Seat u1: Per u1
    Seat u2: Per u2
    Seat u3: Per u3
org Alpha
  Seat a1: Per a1
    Seat a2: Per a2
      Seat a3: Per a3
        Seat a4: Per a4, Per a5
    Seat a6
org Beta
  Seat b1: Per b1
    Seat b2: Per b2
`

// site is a workspace under the mutations of the API.
type site struct {
	*rand.Rand
	t       *testing.T
	eng     *engine.Engine
	handler http.Handler
	count   int // of names given
}

func newSite(t *testing.T, seed uint64) *site {
	t.Helper()
	w := &site{Rand: rand.New(rand.NewPCG(seed, 19)), t: t}
	now := func() time.Time { return today.Time().Add(time.Hour) }
	w.eng = engine.New(engine.Mem(), engine.Options{Now: now})
	t.Cleanup(func() { w.eng.Close() })
	base, err := orgtext.Elements(beginning)
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.eng.Update(context.Background(), workspace, "setup", "", func(d *draft.Draft) error {
		for _, e := range base {
			d.Put(e)
		}
		for _, org := range []graph.ID{"alpha", "beta"} {
			a, err := d.AddAccount(graph.Account{Node: graph.Node{ID: "acc-" + org}, Name: "Acc", Tier: graph.TierKey}, org)
			if err != nil {
				return err
			}
			if _, err := d.AddDecisionArea(graph.DecisionArea{Node: graph.Node{ID: "area-" + org}, Name: "Area"}, a); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	w.handler = resolvers.NewHandler(w.eng, resolvers.Options{Workspace: workspace, Actor: "tester", Now: now})
	return w
}

func (w *site) snapshot() *kernel.Snapshot {
	w.t.Helper()
	s, err := w.eng.Snapshot(context.Background(), workspace)
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

// mutate carries out a mutation and reports whether it was accepted. Whatever is
// refused must be so by the name of a rule.
func (w *site) mutate(field, input string) bool {
	w.t.Helper()
	body, _ := json.Marshal(map[string]any{"query": "mutation { " + field + "(input: {" + input + "}) { revision } }"})
	req := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(body))
	req.Header.Set("Content-Type", "application/json")
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, req)
	var a struct {
		Errors []struct {
			Message    string
			Extensions map[string]any
		}
	}
	if err := json.Unmarshal(rec.Body.Bytes(), &a); err != nil {
		w.t.Fatalf("%s: %v: %s", field, err, rec.Body)
	}
	for _, e := range a.Errors {
		if rule, _ := e.Extensions["rule"].(string); rule == "" {
			w.t.Fatalf("%s(%s): %s names no rule: %v", field, input, e.Message, e.Extensions)
		}
	}
	return len(a.Errors) == 0
}

// any returns the ID of a random element of one of some kinds.
func (w *site) any(kinds ...graph.Kind) graph.ID {
	s := w.snapshot()
	var ids []graph.ID
	for e := range s.Elements() {
		for _, k := range kinds {
			if e.Kind == k {
				ids = append(ids, e.ID)
			}
		}
	}
	if len(ids) == 0 {
		return "nobody"
	}
	return ids[w.IntN(len(ids))]
}

func (w *site) day() graph.Date { return first + graph.Date(w.IntN(span)) }

func pick[T any](w *site, list ...T) T { return list[w.IntN(len(list))] }

// edit is one verb of the API with random arguments.
func (w *site) edit() (field, input string) {
	f := fmt.Sprintf
	w.count++
	n := w.count
	person, other := w.any(graph.NodePerson), w.any(graph.NodePerson)
	seat, seat2 := w.any(graph.NodePosition), w.any(graph.NodePosition)
	org, account, area := w.any(graph.NodeOrganization), w.any(graph.NodeAccount), w.any(graph.NodeDecisionArea)
	on := f("on: %q", w.day())
	ends := []struct{ field, input string }{
		{"endFact", f("id: %q, on: %q", person, w.day())},
		{"endFact", f("id: %q, on: %q", seat, w.day())},
		{"endFact", f("id: %q, on: %q", org, w.day())},
		{"endFact", f("id: %q, on: %q", w.any(graph.EdgeKinds()...), w.day())},
		{"endFact", f("id: %q, on: %q", w.any(graph.NodeAssessment, graph.NodeDecisionArea), w.day())},
	}
	verbs := []struct{ field, input string }{
		{"addPerson", f(`person: {name: "Per n%d"}, place: {seat: {organizationId: %q, managerId: %q, from: %q, position: {title: "Seat n%d", level: %d}}}`, n, org, seat, w.day(), n, 1+w.IntN(5))},
		{"addPerson", f(`person: {name: "Per n%d"}, place: {positionId: %q}, %s`, n, seat, on)},
		{"addOrganization", f(`organization: {name: "Org %d"}, parentId: %q, %s`, n, org, on)},
		{"moveOrganization", f(`organizationId: %q, parentId: %q, %s`, org, w.any(graph.NodeOrganization), on)},
		{"addPosition", f(`seat: {organizationId: %q, from: %q, position: {title: "Seat n%d", level: %d, occupancy: VACANT}}`, org, w.day(), n, 1+w.IntN(5))},
		{"movePosition", f("positionId: %q, organizationId: %q, %s", seat, org, on)},
		{"movePerson", f("personId: %q, toPositionId: %q, %s", person, seat, on)},
		{"promote", f(`positionId: %q, title: "Seat n%d", level: %d, %s`, seat, n, 1+w.IntN(5), on)},
		{"fillPosition", f("positionId: %q, personId: %q, %s", seat, person, on)},
		{"vacatePosition", f("positionId: %q, %s", seat, on)},
		{"vacatePosition", f("positionId: %q, personId: %q, %s", seat, person, on)},
		{"reportTo", f("positionId: %q, managerId: %q, %s", seat, seat2, on)},
		{"reportTo", f("positionId: %q, managerId: %q, kind: %s, %s", seat, seat2, pick(w, "DOTTED", "ASSISTANT"), on)},
		{"reportTo", f("positionId: %q, %s", seat, on)},
		{"addAccount", f(`account: {name: "Acc %d"}, organizationId: %q`, n, org)},
		{"addDecisionArea", f(`decisionArea: {name: "Area %d"}, accountId: %q`, n, account)},
		{"assignDecisionPart", f("holderId: %q, decisionAreaId: %q, part: %s, from: %q", pick(w, person, seat), area, pick(w, graph.Roles()...), w.day())},
		{"assignToAccount", f("personId: %q, accountId: %q, role: SUPPORT, from: %q", person, account, w.day())},
		{"stateTie", f("personId: %q, otherId: %q, level: TRUSTED, byId: %q, from: %q", person, other, person, w.day())},
		{"stateInfluence", f("personId: %q, otherId: %q, weight: 0.5, from: %q", person, other, w.day())},
		{"pair", f("personId: %q, withId: %q, from: %q", person, pick(w, seat, other), w.day())},
		{"exclude", f("personId: %q, towardsId: %q, kind: DO_NOT_ASK, from: %q", person, other, w.day())},
		{"setCapture", f("personId: %q, mode: MAILBOX, %s", person, on)},
		{"setDated", f(`id: %q, property: "name", value: "Per n%d", %s`, person, n, on)},
		{"setDated", f(`id: %q, property: "occupancy", value: %q, %s`, seat, pick(w, "VACANT", "WITHHELD", "HELD"), on)},
		{"updateFact", f(`id: %q, patch: {organization: {ours: %v}}`, org, w.IntN(2) == 0)},
		{"updateFact", f(`id: %q, patch: {person: {to: %q}}`, person, w.day())},
		{"updateFact", f(`id: %q, patch: {position: {to: %q}}`, seat, w.day())},
		{"confirmFacts", f(`ids: [%q]`, person)},
		{"removeFact", f(`id: %q`, w.any(graph.NodePerson, graph.NodePosition, graph.EdgeHolds, graph.EdgeReportsTo, graph.EdgePartOf, graph.EdgeIn))},
		{"mergePeople", f("keepId: %q, dropId: %q", person, other)},
		{"undo", f(`revision: "%d"`, w.snapshot().Revision())},
		{"logInteraction", f(`interaction: {channel: CALL, on: %q}, attendeeIds: [%q, %q]`, w.day(), person, other)},
		{"promise", f(`byId: %q, toId: %q, text: "x"`, person, other)},
	}
	assess := func() (string, string) {
		within := pick(w, "", f(", withinId: %q", account), f(", withinId: %q", area))
		return "assess", f(`authorId: %q, personId: %q, assessment: {stance: %s, on: %q}%s`, person, other, pick(w, graph.Stances()...), w.day(), within)
	}
	switch w.IntN(8) {
	case 0, 1:
		return assess()
	case 2:
		x := pick(w, ends...)
		return x.field, x.input
	}
	x := pick(w, verbs...)
	return x.field, x.input
}
