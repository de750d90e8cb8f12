package resolvers_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/sample"
	"github.com/kithgraph/kith/schema"
	"github.com/kithgraph/kith/schema/object"
)

var sdl = sync.OnceValue(func() *ast.Schema { return schema.NewExecutableSchema(schema.Config{}).Schema() })

// everything returns a selection of every field of a type that needs no
// argument. Fields that lead to facts select their ids; fields that lead to
// parts of reports select everything of those.
func everything(typeName string, ever bool) string {
	var b strings.Builder
	b.WriteString("{ __typename")
	for _, f := range sdl().Types[typeName].Fields {
		needs := slices.ContainsFunc(f.Arguments, func(a *ast.ArgumentDefinition) bool { return a.Type.NonNull && a.DefaultValue == nil })
		if strings.HasPrefix(f.Name, "__") || needs {
			continue
		}
		// A field of an interface has another type in each implementation.
		fmt.Fprintf(&b, " %s", f.Name)
		switch {
		case f.Arguments.ForName("first") != nil:
			b.WriteString("(first: 3)")
		case ever && f.Arguments.ForName("ever") != nil:
			b.WriteString("(ever: true)")
		}
		b.WriteString(selection(f.Type.Name(), ever))
	}
	b.WriteString(" }")
	return b.String()
}

func selection(typeName string, ever bool) string {
	def := sdl().Types[typeName]
	switch {
	case def.IsLeafType():
		return ""
	case strings.HasSuffix(typeName, "Connection"):
		return " { totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes { __typename id } edges { cursor } }"
	case strings.HasSuffix(typeName, "Info") || strings.HasSuffix(typeName, "Result"):
		return " " + everything(typeName, ever)
	}
	if def.Kind == ast.Union {
		return " { __typename ... on Fact { id } }"
	}
	return " { __typename id }"
}

// TestEveryFieldOfEveryFact reads every field of facts of every kind, on several
// days, before and after their time, and finds each by its id.
func TestEveryFieldOfEveryFact(t *testing.T) {
	srv, eng := site(t)
	for _, m := range []string{
		`logConcession(input: {concession: {text: "45 days"}, aboutIds: ["a-dunmore"]}) { revision }`,
		`logValue(input: {valueRecord: {text: "fewer delays", amount: 1, currency: "GBP"}, aboutIds: ["a-dunmore"]}) { revision }`,
		`fillScorecard(input: {scorecard: {item1: YES}, accountId: "a-brackwell", authorId: "p-sofia-lindt"}) { revision }`,
		`planAction(input: {action: {text: "visit"}, aboutIds: ["da-dunmore-signalling"], authorId: "p-ben-okafor"}) { revision }`,
		`addPolicy(input: {policy: {deciderDepth: 2}, accountId: "a-dunmore"}) { revision }`,
		`addPerson(input: {person: {name: "Nobody Yet", placeholder: true}}) { revision }`,
	} {
		data(t, srv, "mutation { "+m+" }", nil)
	}
	s, err := eng.Snapshot(context.Background(), sample.Workspace)
	if err != nil {
		t.Fatal(err)
	}
	byType := map[string][]string{}
	taken := map[graph.Kind]int{}
	for e := range s.Elements() {
		if taken[e.Kind]++; taken[e.Kind] > 5 && e.ID != "p-marta-keller" && e.ID != "p-viktor-stahl" {
			continue
		}
		d := data(t, srv, `query($id: ID!) { node(id: $id) { id __typename } }`, map[string]any{"id": e.ID})
		name, _ := at(d, "node", "__typename").(string)
		if at(d, "node", "id") != string(e.ID) || !e.IsEdge() && name != string(e.Kind) {
			t.Errorf("node(%s) = %v, want a %s", e.ID, d, e.Kind)
		}
		byType[name] = append(byType[name], string(e.ID))
	}
	for _, k := range append(graph.NodeKinds(), graph.EdgeKinds()...) {
		if taken[k] == 0 {
			t.Errorf("the sample has no %s", k)
		}
	}
	for name, ids := range byType {
		t.Run(name, func(t *testing.T) {
			for _, ever := range []bool{false, true} {
				q := `query($ids: [ID!]!, $day: Date) { view(asOf: $day) { nodes(ids: $ids) { ... on ` + name + everything(name, ever) + ` } } }`
				for _, day := range []string{"2026-11-02", "2020-01-01", "2030-01-01"} {
					d := data(t, srv, q, map[string]any{"ids": ids, "day": day})
					for i, n := range at(d, "view", "nodes").([]any) {
						id := ids[i]
						if day != base.String() { // ids of another day name the view
							id = fmt.Sprintf("%s %d %s", day, s.Revision(), id)
						}
						if at(n, "id") != id || at(n, "factId") != ids[i] || at(n, "asOf") != day {
							t.Errorf("nodes[%d] on %s = %v, want %s", i, day, n, ids[i])
						}
					}
				}
			}
		})
	}
}

// TestEveryFieldOfEveryReport asks every analysis for everything.
func TestEveryFieldOfEveryReport(t *testing.T) {
	srv, _ := site(t)
	fields := []string{
		`stakeholders(accountId: "a-brackwell")`, `stakeholders(accountId: "a-helvar")`,
		`strength(of: {accountId: "a-dunmore"}, first: 20)`, `strength(of: {personId: "p-marta-keller"}, minBand: WORKING, first: 3)`,
		`coverage(accountId: "a-brackwell")`, `coverage(accountId: "a-helvar", rules: [G1, G10])`,
		`singlePoints(accountId: "a-dunmore", pairs: true, soft: true, structure: true)`, `singlePoints(accountId: "a-brackwell", horizon: 1)`,
		`introductions(targetId: "p-pekka-niemi")`, `introductions(targetId: "p-oskar-lindqvist", limit: 2, alternates: 0)`,
		`moves(from: "2026-01-01", first: 5)`, `moves(from: "2026-01-01", to: "2026-11-01", accountId: "a-brackwell", first: 2)`,
		`influence(accountId: "a-brackwell", brokers: true)`, `influence(accountId: "a-dunmore", decisionAreaId: "da-dunmore-signalling", limit: 3)`,
		`pairing(accountId: "a-brackwell")`, `pairing(accountId: "a-helvar")`,
		`scenario(accountId: "a-dunmore", leaverIds: ["p-ben-okafor"])`, `scenario(accountId: "a-brackwell", leaverIds: ["o-brackwell", "p-sofia-lindt"], name: "the worst", horizon: 3)`,
		`moveCard(personId: "p-marta-keller")`, `moveCard(personId: "p-marta-keller", on: "2026-09-18")`,
		`handover(personId: "p-ben-okafor")`, `handover(personId: "p-sofia-lindt", accountId: "a-brackwell")`,
		`promises`, `promises(accountId: "a-dunmore", days: 30, ahead: 14, limit: 1)`, `promises(personId: "p-ben-okafor")`,
		`cadence(limit: 50)`, `cadence(accountId: "a-dunmore", personId: "p-ben-okafor")`,
		`care`, `care(accountId: "a-dunmore", days: 30)`,
		`attention(limit: 50)`, `attention(personId: "p-ben-okafor")`, `attention(accountId: "a-dunmore")`,
	}
	everyQuestion(t, fields)
	for _, field := range fields {
		name, _, _ := strings.Cut(field, "(")
		result := sdl().Types["View"].Fields.ForName(name).Type.Name()
		for _, f := range sdl().Types[result].Fields { // one by one: all at once is over the limit of cost
			d := data(t, srv, `{ view { `+field+` { asOf revision `+f.Name+selection(f.Type.Name(), false)+` } } }`, nil)
			if at(d, "view", name, "asOf") != base.String() || at(d, "view", name, "revision") != "1" {
				t.Errorf("%s does not say what it read: %.200v", field, d)
			}
		}
	}
	for field, rule := range map[string]string{
		`strength(of: {accountId: "a-dunmore"}, first: 0) { total }`: "page", `coverage(accountId: "nowhere") { asOf }`: "exists",
		`coverage(accountId: "a-helvar", rules: [P1]) { asOf }`: "query", `singlePoints(accountId: "a-helvar", horizon: 9) { asOf }`: "query",
		`introductions(targetId: "p-sofia-lindt") { asOf }`: "query", `introductions(targetId: "p-pekka-niemi", hops: 1) { asOf }`: "query",
		`moves(from: "2026-02-01", to: "2026-01-01") { total }`: "query",
		`influence(accountId: "a-helvar", limit: 0) { asOf }`:   "query", `influence(accountId: "a-helvar", limit: 201) { asOf }`: "query",
		`influence(accountId: "a-dunmore", decisionAreaId: "da-brackwell") { asOf }`: "exists", `pairing(accountId: "nowhere") { asOf }`: "exists",
		`scenario(accountId: "a-helvar", leaverIds: []) { asOf }`: "query", `scenario(accountId: "a-helvar", leaverIds: ["nobody"]) { asOf }`: "exists",
		`scenario(accountId: "a-helvar", leaverIds: ["p-sofia-lindt"], horizon: 4) { asOf }`: "query",
		`moveCard(personId: "p-ben-okafor") { asOf }`:                                        "exists", `moveCard(personId: "p-marta-keller", on: "2026-02-02") { asOf }`: "exists",
		`care(accountId: "nowhere") { asOf }`: "exists", `care(days: 0) { asOf }`: "query",
		`promises(accountId: "nowhere") { asOf }`: "exists", `promises(personId: "nobody") { asOf }`: "exists", `promises(days: 0) { asOf }`: "query", `promises(ahead: 400) { asOf }`: "query", `promises(limit: 0) { asOf }`: "query",
		`attention(limit: 0) { contactDays }`: "query", `attention(personId: "p-julia-moreau") { contactDays }`: "query", `attention(accountId: "nowhere") { contactDays }`: "exists",
		`cadence(limit: 0) { total }`: "query", `cadence(personId: "p-julia-moreau") { total }`: "query", `cadence(accountId: "nowhere") { total }`: "exists",
		`handover(personId: "p-julia-moreau") { asOf }`: "query", `handover(personId: "p-ben-okafor", accountId: "nowhere") { asOf }`: "exists",
	} {
		a := post(t, srv, `{ view { `+field+` } }`, nil)
		if len(a.Errors) == 0 || a.Errors[0].Extensions["rule"] != rule {
			t.Errorf("%s: %v, want the rule %s", field, a.Errors, rule)
		}
	}
	d := data(t, srv, `{ rules { rule name doc } }`, nil)
	if got, want := len(at(d, "rules").([]any)), len(sdl().Types["Rule"].EnumValues); got != want {
		t.Errorf("%d rules are explained, want %d", got, want)
	}
}

// TestFilters holds each filter against a count by hand over the views.
func TestFilters(t *testing.T) {
	srv, eng := site(t)
	s, err := eng.Snapshot(context.Background(), sample.Workspace)
	if err != nil {
		t.Fatal(err)
	}
	v := view.On(s, base)
	people := func(keep func(n kernel.N) bool) (ids []string) {
		for _, n := range s.Nodes(graph.NodePerson) {
			if keep(n) {
				ids = append(ids, string(s.NodeID(n)))
			}
		}
		return ids
	}
	seated := func(keep func(seat kernel.N) bool) []string {
		return people(func(n kernel.N) bool { return slices.ContainsFunc(v.Seats(n), keep) })
	}
	dunmore, _ := s.Node("a-dunmore")
	inDunmore := v.AccountSeats(dunmore)
	// knownAs is whom one of ours knows so well, by the ties of the analysis.
	knownAs := func(bands ...graph.Band) []string {
		r, err := find.Strength(v, analysis.StrengthQuery{Account: "a-dunmore"})
		if err != nil {
			t.Fatal(err)
		}
		best := map[graph.ID]graph.Band{}
		for _, tie := range r.Ties { // the strongest first
			if best[tie.To] == "" {
				best[tie.To] = tie.Band
			}
		}
		return people(func(n kernel.N) bool {
			there := slices.ContainsFunc(v.Seats(n), func(p kernel.N) bool { return slices.Contains(inDunmore, p) })
			band := cmp.Or(best[s.NodeID(n)], graph.BandNone)
			return there && slices.Contains(bands, band)
		})
	}
	for filter, want := range map[string][]string{
		`{sides: [OURS]}`:                                         people(v.Ours),
		`{sides: [THEIRS]}`:                                       people(func(n kernel.N) bool { return v.Employed(n) && !v.Ours(n) }),
		`{levels: [5, 4]}`:                                        seated(func(p kernel.N) bool { return v.Level(p) >= 4 }),
		`{functions: [FINANCE]}`:                                  seated(func(p kernel.N) bool { return v.Function(p) == graph.FunctionFinance }),
		`{accountId: "a-dunmore"}`:                                seated(func(p kernel.N) bool { return slices.Contains(inDunmore, p) }),
		`{organizationId: "o-dunmore"}`:                           seated(func(p kernel.N) bool { return slices.Contains(inDunmore, p) }),
		`{accountId: "a-dunmore", levels: [5]}`:                   seated(func(p kernel.N) bool { return slices.Contains(inDunmore, p) && v.Level(p) == 5 }),
		`{accountId: "a-dunmore", organizationId: "o-brackwell"}`: nil,
		`{stances: [DETRACTOR]}`: people(func(n kernel.N) bool {
			stance, err := object.Of(v).PersonByID(s.NodeID(n)).Stance(nil)
			return err == nil && stance != nil && *stance == graph.StanceDetractor
		}),
		`{roles: [DECIDER], accountId: "a-dunmore"}`: {"p-moira-kerr", "p-oskar-lindqvist"},
		`{text: "LINDQ"}`:                                       {"p-oskar-lindqvist"},
		`{text: "oskar lindqvist", sides: [OURS]}`:              nil,
		`{accountId: "a-dunmore", bands: [STRONG, CLOSE]}`:      knownAs(graph.BandStrong, graph.BandClose),
		`{accountId: "a-dunmore", bands: [NONE]}`:               knownAs(graph.BandNone),
		`{withinId: "da-dunmore-signalling", bands: [WORKING]}`: knownAs(graph.BandWorking),
		`{employed: false}`:                                     people(func(n kernel.N) bool { return !v.Employed(n) }),
		`{placeholder: true}`:                                   nil,
		`{}`:                                                    people(func(kernel.N) bool { return true }),
	} {
		d := data(t, srv, `{ people(first: 1000, filter: `+filter+`) { totalCount nodes { id } } view { people(filter: `+filter+`) { totalCount } } }`, nil)
		var got []string
		for _, n := range at(d, "people", "nodes").([]any) {
			got = append(got, at(n, "id").(string))
		}
		if !slices.Equal(got, want) || at(d, "people", "totalCount") != float64(len(want)) || at(d, "view", "people", "totalCount") != float64(len(want)) {
			t.Errorf("people%s = %v, want %v", filter, got, want)
		}
	}
	if want := people(v.Ours); len(want) == 0 {
		t.Error("nobody is ours: the filters are not tested")
	}
	for query, want := range map[string]float64{
		`positions(filter: {occupancies: [VACANT], accountId: "a-brackwell"}) { totalCount }`:   1,
		`positions(filter: {text: "procurement", sides: [THEIRS], levels: [3]}) { totalCount }`: 1,
		`organizations(filter: {topmost: true, sides: [OURS]}) { totalCount }`:                  1,
		`organizations(filter: {text: "brackwell"}) { totalCount }`:                             5,
		`accounts(filter: {memberId: "p-ben-okafor"}) { totalCount }`:                           1,
		`accounts(filter: {tiers: [STRATEGIC]}) { totalCount }`:                                 1,
		`accounts(filter: {relations: [PROSPECT]}) { totalCount }`:                              1,
	} {
		d := data(t, srv, `{ x: `+query+` }`, nil)
		if got := at(d, "x", "totalCount"); got != want {
			t.Errorf("%s = %v, want %v", query, got, want)
		}
	}
	if a := post(t, srv, `{ people(filter: {bands: [STRONG]}) { totalCount } }`, nil); len(a.Errors) != 1 || a.Errors[0].Extensions["rule"] != "filter" {
		t.Errorf("bands of no account: %v", a.Errors)
	}
	a := post(t, srv, `{ people(filter: {accountId: "nowhere"}) { totalCount } }`, nil)
	if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "NOT_FOUND" {
		t.Errorf("a filter by an unknown account: %v", a.Errors)
	}
}

// TestSearch: what is found, by which text, the best first.
func TestSearch(t *testing.T) {
	srv, _ := site(t)
	data(t, srv, `mutation { addPerson(input: {person: {name: "Jürgen Łukasz", emails: ["j.l@Brackwell.example"], externalIds: ["crm:77"]}}) { revision } }`, nil)
	for _, c := range []struct {
		args  string
		first string // field and id of the best find
	}{
		{`text: "marta keller"`, "NAME p-marta-keller"},
		{`text: "kell mar"`, "NAME p-marta-keller"},
		{`text: "Director of Planning"`, "TITLE p-marta-keller"},
		{`text: "jurgen lukasz"`, "NAME "},
		{`text: "crm:77"`, "ID "},
		{`text: "a-dunmore"`, "ID a-dunmore"},
		{`text: "dunmore rail", kinds: ["Account"]`, "NAME a-dunmore"},
		{`text: "signalling renewal"`, "NAME da-dunmore-signalling"},
		{`text: "xyzzy"`, ""},
		{`text: "  "`, ""},
		{`text: "marta", first: 0`, ""},
	} {
		d := data(t, srv, `{ view { search(`+c.args+`) { field text node { id } } } }`, nil)
		hit := at(d, "view", "search", 0)
		if c.first == "" {
			if hit != nil {
				t.Errorf("search(%s) = %v, want nothing", c.args, hit)
			}
			continue
		}
		got := fmt.Sprint(at(hit, "field"), " ", at(hit, "node", "id"))
		if !strings.HasPrefix(got, c.first) || at(hit, "text") == nil {
			t.Errorf("search(%s) = %v, want %s", c.args, hit, c.first)
		}
	}
	for _, args := range []string{`text: "x", first: 101`, `text: "x", first: -1`, `text: "x", kinds: ["Detail"]`, `text: "x", kinds: ["person"]`} {
		if a := post(t, srv, `{ view { search(`+args+`) { field } } }`, nil); len(a.Errors) == 0 || a.Errors[0].Extensions["code"] != "BAD_USER_INPUT" {
			t.Errorf("search(%s): %v", args, a.Errors)
		}
	}
}

// TestPictures asks for pictures, and for what makes no sense.
func TestPictures(t *testing.T) {
	srv, _ := site(t)
	ask := func(args string) map[string]any {
		t.Helper()
		d := data(t, srv, `{ svg(accountId: "a-brackwell"`+args+`) `+everything("PictureInfo", false)+` }`, nil)
		return d["svg"].(map[string]any)
	}
	for args, view := range map[string]string{
		"": "TREE", ", diagram: PAIR, page: A3": "PAIR", ", diagram: MATRIX": "MATRIX", ", diagram: NETWORK, profile: WEB": "NETWORK", ", diagram: OVERVIEW": "OVERVIEW",
		`, diagram: FOCUS, focusIds: ["p-julia-moreau"]`: "FOCUS", `, diagram: DIFF, since: "2026-03-01"`: "DIFF", ", redacted: true": "TREE",
	} {
		p := ask(args)
		if svg, _ := p["svg"].(string); p["diagram"] != view || !strings.Contains(svg, "<svg ") || p["minTextPt"].(float64) <= 0 || p["seats"].(float64) < 60 {
			t.Errorf("svg%s is a %v of %v seats, smallest name %v pt: %.60s", args, p["diagram"], p["seats"], p["minTextPt"], svg)
		}
	}
	second := ask(`, paged: true, page: A4, number: 2`)
	if second["number"] != 2.0 || second["of"].(float64) < 2 {
		t.Errorf("the second page says it is %v of %v", second["number"], second["of"])
	}
	if svg := ask(", redacted: true")["svg"].(string); strings.Contains(strings.ToLower(svg), "detractor") {
		t.Error("the picture for the customer names a detractor")
	}
	for args, code := range map[string]string{
		`accountId: "nowhere"`: "NOT_FOUND", `accountId: "a-brackwell", diagram: DIFF`: "BAD_USER_INPUT", `accountId: "a-brackwell", number: 2`: "BAD_USER_INPUT",
		`accountId: "a-brackwell", diagram: NETWORK, redacted: true`: "BAD_USER_INPUT", `accountId: "a-brackwell", cardUrl: "javascript:x"`: "BAD_USER_INPUT",
	} {
		if a := post(t, srv, `{ svg(`+args+`) { diagram } }`, nil); len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != code {
			t.Errorf("svg(%s): %v, want %s", args, a.Errors, code)
		}
	}
}
