package resolvers_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/internal/sample"
	"github.com/kithgraph/kith/schema"
)

// verbs holds for every mutation an input that is carried out and one that is
// refused, with the code and the rule of the refusal.
var verbs = []struct {
	field      string
	good       string
	bad        string
	code, rule string
}{
	{"addPerson", `person: {name: "Nina Ford", emails: ["nina@brackwell.example"]}, place: {seat: {organizationId: "o-brackwell-it", position: {title: "Head of Data", level: 3}, managerId: "s-brackwell-chief-information-officer"}}`,
		`person: {name: "N"}, place: {seat: {organizationId: "o-nowhere", position: {title: "x"}}}`, "NOT_FOUND", "exists"},
	{"addOrganization", `organization: {name: "Brackwell Labs", kind: TEAM}, parentId: "o-brackwell"`,
		`organization: {name: "x"}, parentId: "p-leo-brandt"`, "NOT_FOUND", "exists"},
	{"moveOrganization", `organizationId: "o-brackwell-legal", parentId: "o-brackwell-finance"`,
		`organizationId: "o-brackwell", parentId: "o-brackwell-it"`, "BAD_USER_INPUT", "organization-cycle"},
	{"addPosition", `seat: {organizationId: "o-brackwell-it", position: {title: "Architect", level: 2, function: IT}}`,
		`seat: {organizationId: "o-brackwell-it", position: {title: "Architect", level: 6}}`, "BAD_USER_INPUT", "range"},
	{"movePosition", `positionId: "s-brackwell-buyer", organizationId: "o-brackwell-it"`,
		`positionId: "p-leo-brandt", organizationId: "o-brackwell-it"`, "NOT_FOUND", "exists"},
	{"movePerson", `personId: "p-sven-aalto", toPositionId: "s-brackwell-head-of-procurement"`,
		`personId: "p-leo-brandt", fromPositionId: "s-brackwell-buyer", toPositionId: "s-brackwell-head-of-procurement"`, "BAD_USER_INPUT", "vacate"},
	{"promote", `positionId: "s-brackwell-buyer-2", title: "Senior Buyer", level: 2`,
		`positionId: "s-brackwell-buyer-2", level: -1`, "BAD_USER_INPUT", "detail"},
	{"vacatePosition", `positionId: "s-brackwell-buyer-3"`,
		`positionId: "s-brackwell-buyer-3", personId: "p-leo-brandt"`, "BAD_USER_INPUT", "vacate"},
	{"fillPosition", `positionId: "s-brackwell-buyer-3", personId: "p-alma-farkas", kind: INTERIM`,
		`positionId: "s-brackwell-buyer-3", personId: "p-alma-farkas"`, "BAD_USER_INPUT", "hold-overlap"},
	{"orderReports", `managerId: "s-brackwell-category-lead-it", positionIds: ["s-brackwell-buyer-2"]`,
		`managerId: "s-brackwell-category-lead-it", positionIds: ["s-brackwell-chief-executive-officer"]`, "BAD_USER_INPUT", "order"},
	{"reportTo", `positionId: "s-brackwell-buyer-4", managerId: "s-brackwell-head-of-controlling"`,
		`positionId: "s-brackwell-chief-executive-officer", managerId: "s-brackwell-buyer-4"`, "BAD_USER_INPUT", "reporting-cycle"},
	{"addAccount", `account: {name: "Ourselves", relation: PARTNER}, organizationId: "o-nordlicht"`,
		`account: {name: " "}, organizationId: "o-nordlicht"`, "BAD_USER_INPUT", "name"},
	{"addDecisionArea", `decisionArea: {name: "Pilot", budget: 100000, currency: "EUR"}, accountId: "a-helvar"`,
		`decisionArea: {name: "Pilot", budget: 1, currency: "eur"}, accountId: "a-helvar"`, "BAD_USER_INPUT", "range"},
	{"addRevenue", `revenue: {amount: 1.5e6, currency: "EUR", from: "2026-01-01", to: "2027-01-01"}, accountId: "a-helvar"`,
		`revenue: {amount: 1, currency: "EUR", from: "2027-01-01", to: "2026-01-01"}, accountId: "a-helvar"`, "BAD_USER_INPUT", "dates"},
	{"addPolicy", `policy: {deciderDepth: 2, neighbourhood: 0.5, expectedSeats: ["FINANCE/4"]}, accountId: "a-helvar"`,
		`policy: {neighbourhood: 1.5}`, "BAD_USER_INPUT", "range"},
	{"assignToAccount", `personId: "p-hana-novak", accountId: "a-dunmore", role: SUPPORT`,
		`personId: "p-leo-brandt", accountId: "a-dunmore", role: SUPPORT`, "BAD_USER_INPUT", "works-on-ours"},
	{"assignDecisionPart", `holderId: "s-brackwell-head-of-procurement", decisionAreaId: "da-brackwell-erp", part: BUYER, byId: "p-sofia-lindt"`,
		`holderId: "o-brackwell", decisionAreaId: "da-brackwell-erp", part: BUYER`, "NOT_FOUND", "exists"},
	{"exclude", `personId: "p-sofia-lindt", towardsId: "p-viktor-stahl", kind: DO_NOT_ASK, because: "old quarrel"`,
		`personId: "p-sofia-lindt", towardsId: "p-sofia-lindt", kind: DO_NOT_ASK`, "BAD_USER_INPUT", "self"},
	{"assess", `authorId: "p-sofia-lindt", personId: "p-zoe-carter", withinId: "a-brackwell", assessment: {stance: NEUTRAL, roles: [USER]}`,
		`authorId: "p-sofia-lindt", personId: "p-zoe-carter", withinId: "o-brackwell", assessment: {stance: NEUTRAL}`, "NOT_FOUND", "exists"},
	{"stateTie", `personId: "p-priya-raman", otherId: "p-samir-haddad", level: MET, byId: "p-priya-raman"`,
		`personId: "p-priya-raman", otherId: "p-priya-raman", level: MET`, "BAD_USER_INPUT", "self"},
	{"stateInfluence", `personId: "p-zoe-carter", otherId: "p-leo-brandt", weight: 0.4, kind: SWAYS`,
		`personId: "p-zoe-carter", otherId: "p-leo-brandt", weight: 1.4`, "BAD_USER_INPUT", "range"},
	{"pair", `personId: "p-tomasz-wilk", withId: "s-brackwell-chief-information-officer", purpose: "roadmap", cadenceDays: 60`,
		`personId: "p-leo-brandt", withId: "p-julia-moreau"`, "BAD_USER_INPUT", "pairing-sides"},
	{"logInteraction", `interaction: {channel: CALL, subject: "renewal"}, attendeeIds: ["p-sofia-lindt", "p-leo-brandt"], authorId: "p-sofia-lindt"`,
		`interaction: {channel: CALL}, attendeeIds: []`, "BAD_USER_INPUT", "belongs"},
	{"promise", `byId: "p-sofia-lindt", toId: "p-leo-brandt", accountId: "a-brackwell", text: "Draft contract", due: "2026-11-20"`,
		`byId: "p-sofia-lindt", toId: "p-leo-brandt", text: "x", everyDays: -1`, "BAD_USER_INPUT", "range"},
	{"deliver", `commitmentId: "c-03-monthly-service-report"`,
		`commitmentId: "c-03-monthly-service-report", on: "2001-01-01"`, "BAD_USER_INPUT", "deliver"},
	{"movePromise", `commitmentId: "c-05-signalling-test-protocol", due: "2026-12-01", told: BEFORE, byId: "p-ben-okafor"`,
		`commitmentId: "p-leo-brandt", due: "2026-12-01"`, "NOT_FOUND", "exists"},
	{"askIntroduction", `introducerId: "p-marta-keller", seekerId: "p-hana-novak", targetId: "p-pekka-niemi"`,
		`introducerId: "p-marta-keller", seekerId: "p-hana-novak", targetId: "o-helvar"`, "NOT_FOUND", "exists"},
	{"recordIntroduction", `introductionId: "in-01", step: DONE, outcome: "they met"`,
		`introductionId: "in-99", step: DONE`, "NOT_FOUND", "exists"},
	{"logProblem", `problem: {text: "late report"}, aboutIds: ["a-dunmore", "p-petra-nowak"], authorId: "p-ben-okafor"`,
		`problem: {text: "late report"}, aboutIds: []`, "BAD_USER_INPUT", "belongs"},
	{"logConcession", `concession: {text: "45 days to pay"}, aboutIds: ["a-dunmore"]`,
		`concession: {text: "x"}, aboutIds: ["o-dunmore"]`, "NOT_FOUND", "exists"},
	{"logSignal", `signal: {text: "a new chairman", kind: LEADERSHIP}, aboutIds: ["a-dunmore"]`,
		`signal: {text: "x"}, aboutIds: ["a-dunmore"], authorId: "nobody"`, "NOT_FOUND", "exists"},
	{"logValue", `valueRecord: {text: "fewer delays", amount: 250000, currency: "GBP", agreed: "2026-10-01"}, aboutIds: ["a-dunmore"]`,
		`valueRecord: {text: "x", amount: 1, currency: "pounds"}, aboutIds: ["a-dunmore"]`, "BAD_USER_INPUT", "range"},
	{"planAction", `action: {text: "visit the depot", due: "2026-11-30"}, aboutIds: ["da-dunmore-signalling"]`,
		`action: {text: "x"}, aboutIds: ["da-nowhere"]`, "NOT_FOUND", "exists"},
	{"completeAction", `actionId: $action`, `actionId: "n-signal-01"`, "NOT_FOUND", "exists"},
	{"fillScorecard", `scorecard: {item1: YES, item4: PARTLY, evidence: "review of October"}, accountId: "a-brackwell", authorId: "p-sofia-lindt"`,
		`scorecard: {item1: YES}, accountId: "a-nowhere", authorId: "p-sofia-lindt"`, "NOT_FOUND", "exists"},
	{"setCapture", `personId: "p-ben-okafor", mode: MAILBOX`, `personId: "a-dunmore", mode: MAILBOX`, "NOT_FOUND", "exists"},
	{"setDated", `id: "a-dunmore", property: "stage", value: "CLIENT", on: "2026-10-01"`,
		`id: "a-dunmore", property: "stage", value: "FRIEND"`, "BAD_USER_INPUT", "detail"},
	{"updateFact", `id: "p-leo-brandt", patch: {person: {location: "Leeds", languages: ["en", "de"], notes: null}}`,
		`id: "p-leo-brandt", patch: {person: {name: null}}`, "BAD_USER_INPUT", "required"},
	{"confirmFacts", `ids: ["p-leo-brandt", "knows-leo-brandt-petra-nowak"], by: "the annual review"`,
		`ids: ["p-leo-brandt", "nobody"]`, "NOT_FOUND", "exists"},
	{"endFact", `id: "works-hana-novak-a-helvar"`, `id: "nothing"`, "NOT_FOUND", "exists"},
	{"removeFact", `id: "as-02-leo-brandt"`, `id: "nothing"`, "NOT_FOUND", "exists"},
	{"mergePeople", `keepId: "p-jari-salo", dropId: "p-outi-laine"`, `keepId: "p-jari-salo", dropId: "p-jari-salo"`, "BAD_USER_INPUT", "self"},
	{"mergeOrganizations", `keepId: "o-brackwell-it", dropId: "o-brackwell-finance"`, `keepId: "o-brackwell-it", dropId: "a-brackwell"`, "NOT_FOUND", "exists"},
	{"acceptSuggestion", `suggestionId: "leaver-esrf0qkuerpdb76b", note: "said so herself"`, `suggestionId: "leaver-esrf0qkuerpdb76b"`, "CONFLICT", "suggestion"},
	{"correctSuggestion", `suggestionId: "joiner-lj7eju68e1jsi72q", on: "2026-09-20"`, `suggestionId: "p-leo-brandt", on: "2026-09-20"`, "BAD_USER_INPUT", "suggestion"},
	{"dismissSuggestion", `suggestionId: "move-og0f352ds4e0dshe", since: "2026-08-01"`, `suggestionId: "leaver-0000000000000000"`, "NOT_FOUND", "suggestion"},
	{"undo", `revision: $last`, `revision: "1"`, "CONFLICT", "undo"},
}

// TestEveryVerb carries out every mutation of the schema and has each refused.
func TestEveryVerb(t *testing.T) {
	srv, eng := site(t)
	head := func() graph.Revision {
		s, err := eng.Snapshot(context.Background(), sample.Workspace)
		if err != nil {
			t.Fatal(err)
		}
		return s.Revision()
	}
	var action string
	var done []string
	entries := []string{"logProblem", "logConcession", "logSignal", "logValue", "planAction", "completeAction", "fillScorecard"}
	for _, c := range verbs {
		done = append(done, c.field)
		t.Run(c.field, func(t *testing.T) {
			fill := strings.NewReplacer("$action", `"`+action+`"`, "$last", fmt.Sprintf("%q", fmt.Sprint(head())))
			before := head()
			more := ""
			if slices.Contains(entries, c.field) {
				more = " entry { id author { id } about { id } }"
			}
			a := post(t, srv, "mutation { "+c.field+`(input: {`+fill.Replace(c.good)+`}, options: {reason: "because of `+c.field+`"}) {
				revision repeated removedIds changed { id __typename } commit { id revision actor reason changes(first: 3) { totalCount nodes { factId kind action properties { name before after } } } } view { revision asOf }`+more+` } }`, nil)
			if len(a.Errors) > 0 {
				t.Fatalf("errors = %v", a.Errors)
			}
			p := a.Data[c.field]
			if at(p, "repeated") != false {
				t.Errorf("payload %v", p)
			}
			after := head()
			if after != before+1 || at(p, "revision") != fmt.Sprint(after) || at(p, "view", "revision") != fmt.Sprint(after) || at(p, "commit", "revision") != fmt.Sprint(after) {
				t.Errorf("revision %d after %d, payload %v", after, before, p)
			}
			if at(p, "commit", "actor") != "tester" || at(p, "commit", "reason") != "because of "+c.field || at(p, "view", "asOf") != base.String() {
				t.Errorf("payload %v", p)
			}
			if len(at(p, "changed").([]any))+len(at(p, "removedIds").([]any)) == 0 {
				t.Errorf("nothing changed: %v", p)
			}
			if c.field == "planAction" {
				action = at(p, "entry", "id").(string)
			}

			a = post(t, srv, "mutation { "+c.field+`(input: {`+fill.Replace(c.bad)+`}) { revision } }`, nil)
			if len(a.Errors) == 0 || a.Errors[0].Extensions["code"] != c.code || c.rule != "" && a.Errors[0].Extensions["rule"] != c.rule {
				t.Errorf("refusal = %v, want %s by %s", a.Errors, c.code, c.rule)
			} else if c.rule != "belongs" && c.rule != "" && len(a.Errors[0].Extensions["ids"].([]any)) == 0 {
				t.Errorf("the refusal names no ids: %v", a.Errors)
			}
			if a.Data[c.field] != nil || head() != after {
				t.Errorf("a refused %s left revision %d, want %d", c.field, head(), after)
			}
		})
	}
	for _, f := range schema.NewExecutableSchema(schema.Config{}).Schema().Mutation.Fields {
		name := f.Type.Name()
		edit := strings.HasSuffix(name, "Payload") && f.Arguments.ForName("input") != nil && f.Name != "applyDraft" // the others are those of edits_test.go, draft_test.go and import_test.go
		if edit && !slices.Contains(done, f.Name) {
			t.Errorf("%s is not tested", f.Name)
		}
	}
}

// TestVerbsMeanWhatTheySay reads back what some edits did.
func TestVerbsMeanWhatTheySay(t *testing.T) {
	srv, _ := site(t)
	data(t, srv, `mutation { movePerson(input: {personId: "p-leo-brandt", toPositionId: "s-brackwell-head-of-procurement", on: "2026-12-01"}) { revision } }`, nil)
	d := data(t, srv, `{
		now: view { person(id: "p-leo-brandt") { seat { factId } } position(id: "s-brackwell-head-of-procurement") { occupancy holders { factId } } }
		then: view(asOf: "2026-12-01") { person(id: "p-leo-brandt") { seats { factId } } position(id: "s-brackwell-head-of-applications") { occupancy holders { factId } vacantSince } }
		before: view(asOf: "2026-12-01", knownAt: {revision: "1"}) { person(id: "p-leo-brandt") { seat { factId } } }
	}`, nil)
	for _, c := range []struct {
		want any
		path []any
	}{
		{"s-brackwell-head-of-applications", []any{"now", "person", "seat", "factId"}},
		{"VACANT", []any{"now", "position", "occupancy"}},
		{"s-brackwell-head-of-procurement", []any{"then", "person", "seats", 0, "factId"}},
		{nil, []any{"then", "person", "seats", 1}},
		{"VACANT", []any{"then", "position", "occupancy"}},
		{"2026-12-01", []any{"then", "position", "vacantSince"}},
		{"s-brackwell-head-of-applications", []any{"before", "person", "seat", "factId"}},
	} {
		if got := at(d, c.path...); got != c.want {
			t.Errorf("%v = %v, want %v", c.path, got, c.want)
		}
	}

	// A dated change keeps what was; a correction does not.
	data(t, srv, `mutation { updateFact(input: {id: "s-brackwell-buyer", on: "2026-10-01", patch: {position: {title: "Category Buyer", level: 2}}}) { revision } }`, nil)
	d = data(t, srv, `{ a: view { position(id: "s-brackwell-buyer") { title level } } b: view(asOf: "2026-09-30") { position(id: "s-brackwell-buyer") { title level details { property value to } } } }`, nil)
	if at(d, "a", "position", "title") != "Category Buyer" || at(d, "a", "position", "level") != 2.0 || at(d, "b", "position", "title") != "Buyer" {
		t.Errorf("after a dated change: %v", d)
	}
	data(t, srv, `mutation { updateFact(input: {id: "s-brackwell-buyer-2", patch: {position: {title: "Byer"}}}) { revision } }`, nil)
	d = data(t, srv, `{ view(asOf: "2026-01-01") { position(id: "s-brackwell-buyer-2") { title details(ever: true) { id } } } }`, nil)
	if at(d, "view", "position", "title") != "Byer" || len(at(d, "view", "position", "details").([]any)) != 0 {
		t.Errorf("after a correction: %v", d)
	}

	// An edit that comes to nothing writes nothing.
	d = data(t, srv, `mutation { updateFact(input: {id: "s-brackwell-buyer-2", patch: {position: {title: "Byer"}}}) { revision commit { id } changed { id } } }`, nil)
	if at(d, "updateFact", "revision") != "4" || at(d, "updateFact", "commit") != nil {
		t.Errorf("an empty edit: %v", d)
	}
}

// TestRetry repeats edits with their keys: each is made once, and every answer
// names what the first one made.
func TestRetry(t *testing.T) {
	srv, _ := site(t)
	const key = "a-key-of-sixteen-letters"
	ask := func(mutation string) any {
		return at(data(t, srv, "mutation { x: "+mutation+" }", nil), "x")
	}
	for _, m := range []string{
		`addPerson(input: {person: {name: "Once"}, place: {seat: {organizationId: "o-brackwell-it", position: {title: "t"}}}}, options: {idempotencyKey: "` + key + `"}) { person { id } position { id } revision repeated changed { id } }`,
		`addPerson(input: {person: {name: "Twice"}, place: {positionId: "s-brackwell-head-of-procurement"}}, options: {idempotencyKey: "` + key + `-2"}) { person { id } position { id } revision repeated changed { id } }`,
		`stateTie(input: {personId: "p-priya-raman", otherId: "p-samir-haddad", level: MET}, options: {idempotencyKey: "` + key + `"}) { tie { id level } revision repeated changed { id } }`,
		`promote(input: {positionId: "s-brackwell-buyer", title: "Head of Buying"}, options: {idempotencyKey: "` + key + `"}) { position { id title } revision repeated changed { id } }`,
	} {
		first := ask(m)
		ask(`addPerson(input: {person: {name: "In between"}}) { revision }`)
		second := ask(m).(map[string]any)
		if second["repeated"] != true {
			t.Errorf("the second %.20s was not taken for a repeat: %v", m, second)
		}
		second["repeated"] = false
		if fmt.Sprint(first) != fmt.Sprint(second) {
			t.Errorf("%.20s: first %v, then %v", m, first, second)
		}
	}
}
