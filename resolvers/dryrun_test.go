package resolvers_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/internal/sample"
	"github.com/kithgraph/kith/internal/soak"
)

// effect selects what an edit changes, or would.
const effect = `changes(first: 200) { totalCount nodes { factId kind action properties { name before after } } }
	findings { accountId appeared { findingId rule severity sentence } gone { findingId rule severity sentence } }`

// foundAt asks for the ids of the findings of every account, by account.
func foundAt(t *testing.T, srv *httptest.Server) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for _, a := range at(data(t, srv, `{ view { accounts(first: 100) { nodes { id } } } }`, nil), "view", "accounts", "nodes").([]any) {
		id := at(a, "id").(string)
		d := data(t, srv, fmt.Sprintf(`{ view { coverage(accountId: %q) { findings { findingId } } singlePoints(accountId: %[1]q) { findings { findingId } } } }`, id), nil)
		for _, part := range []string{"coverage", "singlePoints"} {
			for _, f := range at(d, "view", part, "findings").([]any) {
				out[id] = append(out[id], at(f, "findingId").(string))
			}
		}
	}
	return out
}

// rehearsed is what a dry run and the edit after it answered.
type rehearsed struct {
	refused bool
	effect  any
}

// rehearse tries an edit and then makes it, and demands that the dry run wrote nothing
// and foretold what came: the changes and findings, or the refusals.
func rehearse(t *testing.T, srv *httptest.Server, eng *engine.Engine, field, input, key string) rehearsed {
	t.Helper()
	head := func() *engineHead { return headOf(t, eng) }
	before := head()
	what := field + "(" + input + ")"
	dry := post(t, srv, fmt.Sprintf(`mutation { x: %s(input: {%s}, options: {dryRun: true, reason: "why", idempotencyKey: %q}) { dryRun repeated revision commit { id } removedIds changed { id } refusals { message code rule ids retryable } view { revision } %s } }`, field, input, key, effect), nil)
	if len(dry.Errors) > 0 {
		t.Fatalf("trying %s: %v", what, dry.Errors)
	}
	p := dry.Data["x"]
	if now := head(); *now != *before {
		t.Fatalf("trying %s took the workspace from %v to %v", what, before, now)
	}
	if rev := fmt.Sprint(before.revision); at(p, "dryRun") != true || at(p, "repeated") != false || at(p, "revision") != rev || at(p, "view", "revision") != rev || at(p, "commit") != nil || len(at(p, "changed").([]any))+len(at(p, "removedIds").([]any)) > 0 {
		t.Errorf("trying %s says that something was written: %v", what, p)
	}
	effectOf := func(p any) string {
		b, _ := json.Marshal([]any{at(p, "changes"), at(p, "findings")})
		return string(b)
	}
	refusals := at(p, "refusals").([]any)
	real := post(t, srv, fmt.Sprintf(`mutation { x: %s(input: {%s}, options: {reason: "why", idempotencyKey: %q}) { dryRun refusals { rule } %s } }`, field, input, key, effect), nil)
	if len(refusals) > 0 {
		var told, got []any
		for _, r := range refusals {
			ids, _ := at(r, "ids").([]any)
			told = append(told, []any{at(r, "message"), at(r, "code"), at(r, "rule"), len(ids), at(r, "retryable")})
		}
		for _, e := range real.Errors {
			ids, _ := e.Extensions["ids"].([]any)
			got = append(got, []any{e.Message, e.Extensions["code"], e.Extensions["rule"], len(ids), e.Extensions["retryable"]})
		}
		order := func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) }
		slices.SortFunc(told, order)
		slices.SortFunc(got, order)
		if real.Data["x"] != nil || fmt.Sprint(told) != fmt.Sprint(got) {
			t.Errorf("%s:\nforetold %v\ncame     %v %v", what, told, got, real.Data)
		}
		if at(p, "findings") == nil || len(at(p, "findings").([]any)) > 0 {
			t.Errorf("%s is refused and changes findings: %v", what, p)
		}
		return rehearsed{refused: true}
	}
	if len(real.Errors) > 0 {
		t.Errorf("%s: nothing was foretold, and came %v", what, real.Errors)
		return rehearsed{refused: true}
	}
	if told, got := effectOf(p), effectOf(real.Data["x"]); told != got {
		t.Errorf("%s:\nforetold %s\ncame     %s", what, told, got)
	}
	if at(real.Data["x"], "dryRun") != false || len(at(real.Data["x"], "refusals").([]any)) > 0 {
		t.Errorf("%s was made and says %v", what, real.Data)
	}
	return rehearsed{effect: real.Data["x"]}
}

// engineHead is where a workspace is.
type engineHead struct {
	revision graph.Revision
	at       time.Time
}

func headOf(t *testing.T, eng *engine.Engine) *engineHead {
	t.Helper()
	s, err := eng.Snapshot(context.Background(), sample.Workspace)
	if err != nil {
		t.Fatal(err)
	}
	return &engineHead{s.Revision(), s.At()}
}

// TestDryRunForetells tries every edit before it is made, a good one and a bad one, and
// holds the findings that come and go against those that are asked for by themselves.
func TestDryRunForetells(t *testing.T) {
	srv, eng := site(t)
	action, moved := "", 0
	was := foundAt(t, srv)
	for _, c := range verbs {
		fill := strings.NewReplacer("$action", `"`+action+`"`, "$last", fmt.Sprintf("%q", fmt.Sprint(headOf(t, eng).revision)))
		r := rehearse(t, srv, eng, c.field, fill.Replace(c.good), "the good key of "+c.field)
		if r.refused {
			t.Errorf("%s is refused", c.field)
			continue
		}
		if c.field == "planAction" {
			for _, n := range at(r.effect, "changes", "nodes").([]any) {
				if at(n, "kind") == "Action" {
					action = at(n, "factId").(string)
				}
			}
		}
		is := foundAt(t, srv)
		var want, got []string
		for _, list := range []struct {
			sign string
			a, b map[string][]string
		}{{"+", is, was}, {"-", was, is}} {
			for account, ids := range list.a {
				for _, id := range ids {
					if line := list.sign + account + " " + id; !slices.Contains(list.b[account], id) && !slices.Contains(want, line) {
						want = append(want, line)
					}
				}
			}
		}
		for _, f := range at(r.effect, "findings").([]any) {
			for sign, list := range map[string]string{"+": "appeared", "-": "gone"} {
				for _, x := range at(f, list).([]any) {
					got = append(got, sign+at(f, "accountId").(string)+" "+at(x, "findingId").(string))
				}
			}
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s changes the findings\n%v, want\n%v", c.field, got, want)
		}
		moved += len(want)
		was = is
		if r := rehearse(t, srv, eng, c.field, fill.Replace(c.bad), "the bad key of "+c.field); !r.refused {
			t.Errorf("a bad %s was made", c.field)
		}
	}
	if moved < 10 {
		t.Errorf("the edits changed %d findings, too few to tell", moved)
	}
}

// TestDryRunForetellsRandomEdits is the same for edits of every verb whose ids are drawn
// at random.
func TestDryRunForetellsRandomEdits(t *testing.T) {
	srv, eng := site(t)
	r := rand.New(rand.NewPCG(3, 9))
	id := regexp.MustCompile(`"(s|p|o|a|da)-[a-z0-9-]+"`)
	kinds := map[string]graph.Kind{"s": graph.NodePosition, "p": graph.NodePerson, "o": graph.NodeOrganization, "a": graph.NodeAccount, "da": graph.NodeDecisionArea}
	made := map[string]int{}
	for i := range soak.Times(100, 2000) {
		c := verbs[r.IntN(len(verbs))]
		if strings.Contains(c.good, "$") {
			continue
		}
		s, err := eng.Snapshot(context.Background(), sample.Workspace)
		if err != nil {
			t.Fatal(err)
		}
		input := id.ReplaceAllStringFunc(c.good, func(old string) string {
			prefix, _, _ := strings.Cut(strings.Trim(old, `"`), "-")
			all := s.Nodes(kinds[prefix])
			if r.IntN(3) == 0 || len(all) == 0 {
				return old
			}
			return fmt.Sprintf("%q", s.NodeID(all[r.IntN(len(all))]))
		})
		if !rehearse(t, srv, eng, c.field, input, fmt.Sprintf("the key of edit number %d", i)).refused {
			made[c.field]++
		}
	}
	if len(made) < 20 {
		t.Errorf("%d verbs were carried out: %v", len(made), made)
	}
}

// TestExpectedRevision refuses edits of what is not as it was read.
func TestExpectedRevision(t *testing.T) {
	srv, _ := site(t)
	for i, m := range []string{ // revisions 2 to 6
		`updateFact(input: {id: "s-brackwell-buyer", patch: {position: {department: "x"}}}) { revision }`,
		`promote(input: {positionId: "s-brackwell-buyer-2", title: "Senior Buyer", on: "2026-12-01"}) { revision }`,
		`vacatePosition(input: {positionId: "s-brackwell-buyer-3"}) { revision }`,
		`logInteraction(input: {interaction: {channel: CALL}, attendeeIds: ["p-sofia-lindt", "p-leo-brandt"]}) { revision }`,
		`stateTie(input: {personId: "p-priya-raman", otherId: "p-samir-haddad", level: MET}) { revision }`,
	} {
		if d := data(t, srv, "mutation { x: "+m+" }", nil); at(d, "x", "revision") != fmt.Sprint(i+2) {
			t.Fatalf("%s = %v", m, d)
		}
	}
	for _, c := range []struct {
		name, input string
		changed     any // the id that has changed; nil: the workspace; "": the edit is made
	}{
		{"the seat itself", `promote(input: {positionId: "s-brackwell-buyer", title: "B"}, options: {expectedRevision: "1"`, "s-brackwell-buyer"},
		{"the seat since", `promote(input: {positionId: "s-brackwell-buyer", title: "B"}, options: {expectedRevision: "2"`, ""},
		{"a dated property", `promote(input: {positionId: "s-brackwell-buyer-2", level: 2}, options: {expectedRevision: "2"`, "s-brackwell-buyer-2"},
		{"who held it", `fillPosition(input: {positionId: "s-brackwell-buyer-3", personId: "p-leo-brandt", kind: ACTING}, options: {expectedRevision: "3"`, "s-brackwell-buyer-3"},
		{"who was in a contact", `updateFact(input: {id: "p-leo-brandt", patch: {person: {location: "L"}}}, options: {expectedRevision: "4"`, ""},
		{"who is said to know somebody", `updateFact(input: {id: "p-priya-raman", patch: {person: {location: "L"}}}, options: {expectedRevision: "5"`, ""},
		{"another seat", `promote(input: {positionId: "s-brackwell-buyer-4", title: "B"}, options: {expectedRevision: "1"`, ""},
		{"the second of two", `reportTo(input: {positionId: "s-brackwell-platform-lead", managerId: "s-brackwell-buyer-2"}, options: {expectedRevision: "2"`, "s-brackwell-buyer-2"},
		{"in a list", `confirmFacts(input: {ids: ["p-marta-keller", "s-brackwell-buyer"]}, options: {expectedRevision: "1"`, "s-brackwell-buyer"},
		{"the workspace", `promote(input: {positionId: "s-brackwell-buyer-4", title: "C"}, options: {expectedWorkspaceRevision: "5"`, nil},
		{"the workspace of nothing", `promote(input: {positionId: "s-brackwell-buyer-4", title: "C"}, options: {expectedWorkspaceRevision: "0"`, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := at(data(t, srv, `{ view { revision } }`, nil), "view", "revision")
			a := post(t, srv, "mutation { x: "+c.input+`, dryRun: true}) { revision refusals { code rule ids message } } }`, nil)
			b := post(t, srv, "mutation { x: "+c.input+`}) { revision } }`, nil)
			after := at(data(t, srv, `{ view { revision } }`, nil), "view", "revision")
			if c.changed == "" {
				if len(a.Errors)+len(b.Errors) > 0 || len(at(a.Data, "x", "refusals").([]any)) > 0 {
					t.Errorf("refused: %v %v %v", a.Data, a.Errors, b.Errors)
				}
				return
			}
			if before != after || b.Data["x"] != nil || len(b.Errors) != 1 {
				t.Fatalf("from revision %v to %v: %v %v", before, after, b.Data, b.Errors)
			}
			e := b.Errors[0].Extensions
			expected := regexp.MustCompile(`Revision: "(\d+)"`).FindStringSubmatch(c.input)[1]
			if e["code"] != "CONFLICT" || e["rule"] != "expected-revision" || e["retryable"] != false || e["expectedRevision"] != expected || e["currentRevision"] != before {
				t.Errorf("extensions = %v, want expected %s and current %v", e, expected, before)
			}
			var id any
			if ids, _ := e["ids"].([]any); len(ids) == 1 {
				id = ids[0]
			}
			if id != c.changed {
				t.Errorf("ids = %v, want %v", e["ids"], c.changed)
			}
			if at(a.Data, "x", "refusals", 0, "rule") != "expected-revision" || at(a.Data, "x", "refusals", 0, "message") != b.Errors[0].Message {
				t.Errorf("tried = %v, want the refusal as data", a.Data)
			}
		})
	}
	a := post(t, srv, `mutation { x: promote(input: {positionId: "s-brackwell-buyer", title: "D"}, options: {expectedRevision: "99"}) { revision } }`, nil)
	if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "NOT_FOUND" {
		t.Errorf("a revision to come: %v", a.Errors)
	}
}

// TestExpectedRevisionInARace has many edit the same seat as they have read it: one of
// each round gets through.
func TestExpectedRevisionInARace(t *testing.T) {
	srv, eng := site(t)
	for round := range 5 {
		before := headOf(t, eng).revision
		answers := make(chan answer)
		for i := range 8 {
			go func() {
				answers <- post(t, srv, fmt.Sprintf(`mutation { x: updateFact(input: {id: "s-brackwell-buyer", patch: {position: {department: "by %d in %d"}}}, options: {expectedRevision: "%d"}) { revision } }`, i, round, before), nil)
			}()
		}
		won := 0
		for range 8 {
			if a := <-answers; len(a.Errors) == 0 {
				won++
			} else if a.Errors[0].Extensions["rule"] != "expected-revision" {
				t.Errorf("a loser is told %v", a.Errors)
			}
		}
		if after := headOf(t, eng).revision; won != 1 || after != before+1 {
			t.Errorf("round %d: %d edits were made, the workspace went from %d to %d", round, won, before, after)
		}
	}
}
