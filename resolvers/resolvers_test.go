package resolvers_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/internal/intake"
	"github.com/kithgraph/kith/internal/sample"
	"github.com/kithgraph/kith/resolvers"
)

var base = graph.MustDate("2026-11-02")

// site serves the sample company, on a clock that stands on the base day.
func site(t *testing.T) (*httptest.Server, *engine.Engine) {
	t.Helper()
	now := func() time.Time { return base.Time().Add(12 * time.Hour) }
	eng := engine.New(engine.Mem(), engine.Options{Now: now})
	_, err := eng.Update(context.Background(), sample.Workspace, "setup", "the sample company", func(d *draft.Draft) error {
		return sample.Company(d, base)
	})
	if err != nil {
		t.Fatal(err)
	}
	desk, err := intake.New(eng, intake.Options{Dir: t.TempDir(), Now: now})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(resolvers.NewHandler(eng, resolvers.Options{Workspace: sample.Workspace, Actor: "tester", Intake: desk, Now: now}))
	t.Cleanup(func() { srv.Close(); desk.Close(); eng.Close() })
	return srv, eng
}

type answer struct {
	Data   map[string]any
	Errors []struct {
		Message    string
		Path       []any
		Extensions map[string]any
	}
}

func post(t *testing.T, srv *httptest.Server, query string, variables map[string]any) answer {
	t.Helper()
	body, _ := json.Marshal(map[string]any{"query": query, "variables": variables})
	res, err := http.Post(srv.URL+"/graphql", "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var a answer
	if err := json.NewDecoder(res.Body).Decode(&a); err != nil {
		t.Fatal(err)
	}
	return a
}

// data is post for what must succeed.
func data(t *testing.T, srv *httptest.Server, query string, variables map[string]any) map[string]any {
	t.Helper()
	a := post(t, srv, query, variables)
	if len(a.Errors) > 0 {
		t.Fatalf("%.120s: %v", query, a.Errors)
	}
	return a.Data
}

// at walks into decoded JSON.
func at(v any, path ...any) any {
	for _, p := range path {
		switch p := p.(type) {
		case string:
			m, _ := v.(map[string]any)
			v = m[p]
		case int:
			l, _ := v.([]any)
			if p >= len(l) {
				return nil
			}
			v = l[p]
		}
	}
	return v
}

// given returns the values of the variables that a document declares.
func given(doc string, values map[string]any) map[string]any {
	vars := map[string]any{}
	for _, m := range regexp.MustCompile(`\$(\w+):`).FindAllStringSubmatch(doc, -1) {
		vars[m[1]] = values[m[1]]
	}
	return vars
}

// learn keeps the tokens of an answer: of an upload, of a plan, and of a draft.
func learn(answer, values map[string]any) {
	if id := at(answer, "openDraft", "draftId"); id != nil {
		values["draftId"] = id
	}
	for field, a := range answer {
		switch token := at(a, "token"); {
		case token == nil:
		case field == "startUpload":
			values["upload"] = token
		default:
			values["token"] = token
		}
	}
}

// TestDocumentation runs every example of docs/api.md in order; an example with
// variables gets the tokens of those before it, a subscription is read until its first event, and
// one before what an error says is refused with that.
func TestDocumentation(t *testing.T) {
	text, err := os.ReadFile("../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	srv, _ := site(t)
	values := map[string]any{"text": "id,name\n1,Nina Ferro\n", "piece": 1}
	examples := regexp.MustCompile("(?s)```graphql\n(.*?)```(?:\n\n```json\n(.*?)```)?").FindAllSubmatch(text, -1)
	if len(examples) < 40 {
		t.Fatalf("%d examples, want more", len(examples))
	}
	refused := 0
	for _, m := range examples {
		doc := string(m[1])
		name := strings.Fields(doc)[1]
		t.Run(name, func(t *testing.T) {
			if strings.HasPrefix(doc, "subscription") {
				if first := firstEvent(t, srv, doc, given(doc, values)); len(first.Errors) > 0 || len(first.Data) == 0 {
					t.Errorf("the first event is %v", first)
				}
				return
			}
			if strings.HasPrefix(name, "UploadPiece(") {
				data(t, srv, doc, given(doc, values))
				values["piece"], values["text"] = 2, "2,Info\n" // of which the question is
			}
			a := post(t, srv, doc, given(doc, values))
			learn(a.Data, values)
			if len(m[2]) == 0 {
				if len(a.Errors) > 0 {
					t.Errorf("errors = %v", a.Errors)
				}
				return
			}
			refused++
			var want map[string]any
			if err := json.Unmarshal(m[2], &want); err != nil {
				t.Fatal(err)
			}
			if len(a.Errors) != 1 {
				t.Fatalf("errors = %v, want one", a.Errors)
			}
			for key, value := range want {
				if a.Errors[0].Extensions[key] != value {
					t.Errorf("%s = %v, want %v", key, a.Errors[0].Extensions[key], value)
				}
			}
		})
	}
	if refused < 3 {
		t.Errorf("%d examples are refused, want three", refused)
	}
}

// firstEvent returns the first answer of a subscription.
func firstEvent(t *testing.T, srv *httptest.Server, doc string, variables map[string]any) (a answer) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	body, _ := json.Marshal(map[string]any{"query": doc, "variables": variables})
	req, _ := http.NewRequestWithContext(ctx, "POST", srv.URL+"/graphql", bytes.NewReader(body))
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "text/event-stream")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	lines := bufio.NewScanner(res.Body)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if event, is := strings.CutPrefix(lines.Text(), "data: "); is {
			if err := json.Unmarshal([]byte(event), &a); err != nil {
				t.Fatal(err)
			}
			return a
		}
	}
	t.Fatalf("no event: %v", lines.Err())
	return a
}

func TestReadAsOfAndKnownAt(t *testing.T) {
	srv, _ := site(t)
	title := func(args string) any {
		d := data(t, srv, `{ view(`+args+`) { revision person(id: "p-marta-keller") { name holdings { position { title } } } } }`, nil)
		return at(d, "view", "person", "holdings", 0, "position", "title")
	}
	if got := title(`asOf: "2026-11-02"`); got != "Director of Planning" {
		t.Errorf("today she is %v, want Director of Planning", got)
	}
	if got := title(`asOf: "2026-08-01"`); got != "Head of Demand Planning" {
		t.Errorf("on 1 August she is %v, want Head of Demand Planning", got)
	}
	d := data(t, srv, `mutation { updateFact(input: {id: "p-marta-keller", patch: {person: {name: "Marta Keller-Ohm", location: null}}}) { revision fact { ... on Person { name } } } }`, nil)
	if at(d, "updateFact", "revision") != "2" || at(d, "updateFact", "fact", "name") != "Marta Keller-Ohm" {
		t.Errorf("updateFact = %v", d)
	}
	for known, want := range map[string]string{`knownAt: {revision: "1"}`: "Marta Keller", `knownAt: {revision: "2"}`: "Marta Keller-Ohm", `minRevision: "2"`: "Marta Keller-Ohm"} {
		d := data(t, srv, `{ view(`+known+`) { person(id: "p-marta-keller") { name } } }`, nil)
		if got := at(d, "view", "person", "name"); got != want {
			t.Errorf("%s: name = %v, want %s", known, got, want)
		}
	}
	a := post(t, srv, `{ view(knownAt: {revision: "99"}) { revision } }`, nil)
	if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "NOT_FOUND" {
		t.Errorf("a revision to come: %v", a.Errors)
	}
}

// TestPages holds the law of pages: put together they are the whole list.
func TestPages(t *testing.T) {
	srv, eng := site(t)
	s, err := eng.Snapshot(context.Background(), sample.Workspace)
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range []int{1, 7, 50, 1000} {
		var got []string
		after := any(nil)
		for {
			d := data(t, srv, `query($n: Int, $after: String) { people(first: $n, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { id } } }`, map[string]any{"n": size, "after": after})
			for _, n := range at(d, "people", "nodes").([]any) {
				got = append(got, at(n, "id").(string))
			}
			if total := int(at(d, "people", "totalCount").(float64)); total != s.Count(graph.NodePerson) {
				t.Fatalf("totalCount = %d, want %d", total, s.Count(graph.NodePerson))
			}
			if at(d, "people", "pageInfo", "hasNextPage") != true {
				break
			}
			after = at(d, "people", "pageInfo", "endCursor")
		}
		if len(got) != s.Count(graph.NodePerson) || !slices.IsSorted(got) || len(slices.Compact(slices.Clone(got))) != len(got) {
			t.Errorf("pages of %d hold %d people, want %d in order, each once", size, len(got), s.Count(graph.NodePerson))
		}
	}
	a := post(t, srv, `{ people(first: 1001) { nodes { id } } }`, nil)
	if len(a.Errors) == 0 {
		t.Error("a page of 1001 was served")
	}
}

// TestNodes refetches every node and edge of the sample by its id.
func TestNodes(t *testing.T) {
	srv, eng := site(t)
	s, _ := eng.Snapshot(context.Background(), sample.Workspace)
	var ids []string
	kinds := map[graph.Kind]int{}
	for e := range s.Elements() {
		if kinds[e.Kind]++; kinds[e.Kind] <= 3 {
			ids = append(ids, string(e.ID))
		}
	}
	d := data(t, srv, `query($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }`, map[string]any{"ids": ids})
	for i, n := range at(d, "nodes").([]any) {
		if at(n, "id") != ids[i] {
			t.Errorf("nodes[%d] = %v, want %s", i, n, ids[i])
		}
	}
	d = data(t, srv, `{ node(id: "nobody") { id } view { id } }`, nil)
	if at(d, "node") != nil {
		t.Error("nobody was found")
	}
	id := at(d, "view", "id")
	d = data(t, srv, `query($id: ID!) { node(id: $id) { id __typename } }`, map[string]any{"id": id})
	if at(d, "node", "id") != id || at(d, "node", "__typename") != "View" {
		t.Errorf("node(%v) = %v", id, d)
	}
}

func TestMutations(t *testing.T) {
	srv, _ := site(t)
	for _, c := range []struct {
		name, mutation string
		path           []any
		want           any
	}{
		{"move", `movePerson(input: {personId: "p-sven-aalto", toPositionId: "s-brackwell-head-of-procurement"}) { person { holdings { position { title } } } }`, []any{"movePerson", "person", "holdings", 0, "position", "title"}, "Head of Procurement"},
		{"promote", `promote(input: {positionId: "s-brackwell-platform-lead", title: "Head of Platforms", level: 3}) { position { title level } }`, []any{"promote", "position", "title"}, "Head of Platforms"},
		{"vacate", `vacatePosition(input: {positionId: "s-brackwell-integration-lead"}) { position { occupancy } }`, []any{"vacatePosition", "position", "occupancy"}, "VACANT"},
		{"fill", `fillPosition(input: {positionId: "s-brackwell-integration-lead", personId: "p-mina-sato", kind: INTERIM}) { position { occupancy } }`, []any{"fillPosition", "position", "occupancy"}, "HELD"},
		{"report to", `reportTo(input: {positionId: "s-brackwell-integration-lead", managerId: "s-brackwell-head-of-it-operations"}) { revision }`, []any{"reportTo", "revision"}, "6"},
		{"assess", `assess(input: {authorId: "p-sofia-lindt", personId: "p-zoe-carter", assessment: {stance: NEUTRAL}}) { assessment { stance } }`, []any{"assess", "assessment", "stance"}, "NEUTRAL"},
		{"state a tie", `stateTie(input: {personId: "p-priya-raman", otherId: "p-samir-haddad", level: MET, byId: "p-priya-raman"}) { tie { level } }`, []any{"stateTie", "tie", "level"}, "MET"},
		{"influence", `stateInfluence(input: {personId: "p-zoe-carter", otherId: "p-leo-brandt", weight: 0.4, kind: SWAYS}) { influence { weight } }`, []any{"stateInfluence", "influence", "weight"}, 0.4},
		{"pair", `pair(input: {personId: "p-tomasz-wilk", withId: "s-brackwell-chief-information-officer", purpose: "roadmap", cadenceDays: 60}) { pairing { purpose } }`, []any{"pair", "pairing", "purpose"}, "roadmap"},
		{"log", `logInteraction(input: {interaction: {channel: CALL}, attendeeIds: ["p-sofia-lindt", "p-leo-brandt"]}) { interaction { channel count } }`, []any{"logInteraction", "interaction", "count"}, 1.0},
		{"promise", `promise(input: {byId: "p-sofia-lindt", toId: "p-leo-brandt", text: "Draft contract", due: "2026-11-20"}) { commitment { text } }`, []any{"promise", "commitment", "text"}, "Draft contract"},
		{"deliver", `deliver(input: {commitmentId: "c-03-monthly-service-report"}) { commitment { deliveries } }`, []any{"deliver", "commitment", "deliveries", 5}, "2026-11-02"},
		{"move a promise", `movePromise(input: {commitmentId: "c-05-signalling-test-protocol", due: "2026-12-01", told: BEFORE}) { commitment { due } }`, []any{"movePromise", "commitment", "due"}, "2026-12-01"},
		{"account", `addAccount(input: {organizationId: "o-nordlicht", account: {name: "Ourselves", relation: PARTNER}}) { account { name } }`, []any{"addAccount", "account", "name"}, "Ourselves"},
		{"area", `addDecisionArea(input: {accountId: "a-helvar", decisionArea: {name: "Pilot", budget: 100000, currency: "EUR"}}) { decisionArea { name budget } }`, []any{"addDecisionArea", "decisionArea", "budget"}, 100000.0},
		{"ask", `askIntroduction(input: {introducerId: "p-marta-keller", seekerId: "p-hana-novak", targetId: "p-pekka-niemi"}) { introduction { step } }`, []any{"askIntroduction", "introduction", "step"}, "ASKED"},
		{"problem", `logProblem(input: {problem: {text: "late report"}, aboutIds: ["a-dunmore"]}) { entry { id } revision }`, []any{"logProblem", "revision"}, "18"},
		{"merge", `mergePeople(input: {keepId: "p-jari-salo", dropId: "p-outi-laine"}) { person { name } removedIds }`, []any{"mergePeople", "removedIds", 0}, "p-outi-laine"},
		{"undo", `undo(input: {revision: "19"}) { revision }`, []any{"undo", "revision"}, "20"},
		{"end", `endFact(input: {id: "works-hana-novak-a-helvar"}) { fact { ... on TeamPlace { to } } }`, []any{"endFact", "fact", "to"}, "2026-11-02"},
		{"plan an import", `planImport(input: {source: "crm", files: [{name: "people.csv", content: "id,name\n1,Nina\n2,\n"}]}) { state preview { problems { file line rule } } }`, []any{"planImport", "preview", "problems", 0, "line"}, 3.0},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := data(t, srv, "mutation { "+c.mutation+" }", nil)
			if got := at(d, c.path...); got != c.want {
				t.Errorf("%v = %v, want %v, in %v", c.path, got, c.want, d)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	srv, eng := site(t)
	for name, c := range map[string]struct{ mutation, code, rule string }{
		"a cycle":               {`reportTo(input: {positionId: "s-brackwell-chief-executive-officer", managerId: "s-brackwell-buyer"}) { revision }`, "BAD_USER_INPUT", "reporting-cycle"},
		"an unknown id":         {`fillPosition(input: {positionId: "nowhere", personId: "p-leo-brandt"}) { revision }`, "NOT_FOUND", "exists"},
		"an end before a start": {`assignToAccount(input: {personId: "p-hana-novak", accountId: "a-dunmore", role: SUPPORT, from: "2026-10-01", to: "2026-01-01"}) { revision }`, "BAD_USER_INPUT", "dates"},
		"two of ours paired":    {`pair(input: {personId: "p-sofia-lindt", withId: "p-ben-okafor"}) { revision }`, "BAD_USER_INPUT", "pairing-sides"},
		"a blank name":          {`addPerson(input: {person: {name: "  "}}) { revision }`, "BAD_USER_INPUT", "name"},
		"a control character":   {"addPerson(input: {person: {name: \"a\\u0000b\"}}) { revision }", "BAD_USER_INPUT", "name"},
		"the year 3024":         {`logInteraction(input: {interaction: {channel: CALL, on: "3024-01-01"}, attendeeIds: ["p-leo-brandt"]}) { revision }`, "BAD_USER_INPUT", "date"},
		"a level of 9":          {`promote(input: {positionId: "s-brackwell-buyer", level: 9}) { revision }`, "BAD_USER_INPUT", "detail"},
		"another patch":         {`updateFact(input: {id: "p-leo-brandt", patch: {position: {title: "x"}}}) { revision }`, "BAD_USER_INPUT", "patch"},
		"a short key":           {`removeFact(input: {id: "p-leo-brandt"}, options: {idempotencyKey: "x"}) { revision }`, "BAD_USER_INPUT", "idempotency-key"},
	} {
		t.Run(name, func(t *testing.T) {
			a := post(t, srv, "mutation { "+c.mutation+" }", nil)
			if len(a.Errors) == 0 || a.Errors[0].Extensions["code"] != c.code {
				t.Fatalf("errors = %v, want code %s", a.Errors, c.code)
			}
			var rules []any
			for _, e := range a.Errors {
				rules = append(rules, e.Extensions["rule"])
			}
			// A scalar is refused before any rule is asked.
			if !slices.Contains(rules, any(c.rule)) && !(c.rule == "date" && rules[0] == nil) {
				t.Errorf("rules = %v, want %s among them", rules, c.rule)
			}
		})
	}
	if s, _ := eng.Snapshot(context.Background(), sample.Workspace); s.Revision() != 1 {
		t.Errorf("refusals left the workspace at revision %d, want 1", s.Revision())
	}
}

func TestHostileNamesStayText(t *testing.T) {
	srv, _ := site(t)
	for _, name := range []string{`<script>alert(1)</script>`, `"; DROP TABLE node; --`, "佐藤 \U0001F600", "مريم", "\u202Eevil"} {
		d := data(t, srv, `mutation($n: String!) { addPerson(input: {person: {name: $n}}) { person { id name } } }`, map[string]any{"n": name})
		if got := at(d, "addPerson", "person", "name"); got != name {
			t.Errorf("name = %q, want %q", got, name)
		}
	}
}

func TestIdempotencyKey(t *testing.T) {
	srv, _ := site(t)
	m := `mutation { addPerson(input: {person: {name: "Once"}}, options: {idempotencyKey: "0123456789abcdef"}) { revision repeated person { id } } }`
	first, second := data(t, srv, m, nil), data(t, srv, m, nil)
	if at(second, "addPerson", "repeated") != true || at(first, "addPerson", "person", "id") != at(second, "addPerson", "person", "id") || at(second, "addPerson", "revision") != "2" {
		t.Errorf("first %v, second %v", first, second)
	}
}

// TestOneSnapshot holds an operation to one revision while others write.
func TestOneSnapshot(t *testing.T) {
	srv, eng := site(t)
	ctx, cancel := context.WithCancel(context.Background())
	var writers sync.WaitGroup
	for w := range 2 {
		writers.Add(1)
		go func() {
			defer writers.Done()
			for i := 0; ctx.Err() == nil; i++ {
				eng.Update(ctx, sample.Workspace, "w", "", func(d *draft.Draft) error {
					d.Add(graph.Person{Name: fmt.Sprint("W", w, i)})
					return nil
				})
			}
		}()
	}
	defer func() { cancel(); writers.Wait() }()
	for range 30 {
		d := data(t, srv, `{ a: view { revision people(first: 0) { totalCount } } b: view { revision } c: people(first: 0) { totalCount } }`, nil)
		if at(d, "a", "revision") != at(d, "b", "revision") || at(d, "a", "people", "totalCount") != at(d, "c", "totalCount") {
			t.Fatalf("one operation saw two revisions: %v", d)
		}
	}
}

// TestSubscription reads server-sent events from revision 0 on, while others
// write: every revision once, in order.
func TestSubscription(t *testing.T) {
	srv, eng := site(t)
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	body := `{"query":"subscription { changes(after: \"0\") { revision commit { actor } changed { id } } }"}`
	req, _ := http.NewRequestWithContext(ctx, "POST", srv.URL+"/graphql", strings.NewReader(body))
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "text/event-stream")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	const last = 30
	go func() {
		for i := range last - 1 {
			eng.Update(ctx, sample.Workspace, "w", "", func(d *draft.Draft) error {
				d.Add(graph.Person{Name: fmt.Sprint("S", i)})
				return nil
			})
		}
	}()
	lines := bufio.NewScanner(res.Body)
	lines.Buffer(nil, 1<<20)
	want := 1
	for lines.Scan() && want <= last {
		text, ok := strings.CutPrefix(lines.Text(), "data: ")
		if !ok || text == "" {
			continue
		}
		var a answer
		if err := json.Unmarshal([]byte(text), &a); err != nil {
			t.Fatal(err)
		}
		if got := at(a.Data, "changes", "revision"); got != fmt.Sprint(want) {
			t.Fatalf("event %v, want revision %d", a, want)
		}
		want++
	}
	if want != last+1 {
		t.Errorf("the stream ended before revision %d: %v", want, lines.Err())
	}
}

// TestPagesComeOneByOne reads all pages of a chart from one answer, and holds each
// against the same page asked for alone.
func TestPagesComeOneByOne(t *testing.T) {
	srv, _ := site(t)
	address := srv.URL + "/export/orgchart.svg?account=a-brackwell&asOf=2026-11-02&paged=true&page=A4"
	res, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	kind, params, err := mime.ParseMediaType(res.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/mixed" || res.StatusCode != http.StatusOK {
		t.Fatalf("status %d, content type %q, %v", res.StatusCode, res.Header.Get("Content-Type"), err)
	}
	n := 0
	for parts := multipart.NewReader(res.Body, params["boundary"]); ; {
		part, err := parts.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		n++
		got, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		alone, err := http.Get(fmt.Sprint(address, "&number=", n))
		if err != nil {
			t.Fatal(err)
		}
		want, _ := io.ReadAll(alone.Body)
		alone.Body.Close()
		if !bytes.Equal(got, want) || part.FileName() != fmt.Sprintf("orgchart-%d.svg", n) || part.Header.Get("Content-Type") != "image/svg+xml" {
			t.Errorf("part %d is called %s, is %s, and equals the page alone: %v", n, part.FileName(), part.Header.Get("Content-Type"), bytes.Equal(got, want))
		}
	}
	if n < 2 {
		t.Errorf("%d pages, want several", n)
	}
	if refused, err := http.Get(srv.URL + "/export/orgchart.svg?account=nobody&paged=true"); err != nil || refused.StatusCode != http.StatusNotFound {
		t.Errorf("pages of nobody = %v, %v", refused, err)
	}
}

func TestSite(t *testing.T) {
	srv, _ := site(t)
	get := func(path string) (*http.Response, string) {
		res, err := http.Get(srv.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		b, _ := io.ReadAll(res.Body)
		return res, string(b)
	}
	for path, want := range map[string]int{
		"/": 200, "/healthz": 200, "/readyz": 200, "/nothing": 404, "/%c0%af": 400,
		"/export/orgchart.svg": 400, "/export/orgchart.svg?account=nobody": 404,
		"/export/orgchart.svg?account=a-dunmore&asOf=x": 400, "/export/orgchart.svg?account=a-dunmore&diagram=round": 400,
		"/export/orgchart.md?account=a-dunmore": 200, "/export/orgchart.vcf?account=a-dunmore": 200, "/export/orgchart.gif?account=a-dunmore": 404, "/export/passwd": 404,
		"/export/orgchart.svg?account=a-dunmore&diagram=diff": 400, "/export/orgchart.svg?account=a-dunmore&diagram=diff&since=2026-01-01": 200,
		"/export/orgchart.svg?account=a-dunmore&diagram=focus&focus=p-nobody": 404, "/export/orgchart.svg?account=a-dunmore&paged=true&page=A4&number=99": 400,
		"/export/handover.html": 400, "/export/handover.html?person=nobody": 404, "/export/handover.md?person=p-julia-moreau": 400, "/export/handover.pdf": 404,
		"/export/movecard.html": 400, "/export/movecard.md?person=p-marta-keller&on=x": 400, "/export/movecard.md?person=p-marta-keller&on=2026-01-01": 404,
		"/export/orgchart.svg?account=a-dunmore&redacted=perhaps": 400, "/export/orgchart.svg?account=a-dunmore&number=x": 400,
	} {
		if res, body := get(path); res.StatusCode != want {
			t.Errorf("GET %s = %d %q, want %d", path, res.StatusCode, body, want)
		}
	}
	res, svg := get("/export/orgchart.svg?account=a-dunmore&asOf=2026-11-02")
	if res.Header.Get("Content-Type") != "image/svg+xml" || !strings.Contains(svg, "Oskar Lindqvist") {
		t.Errorf("the chart: %v", res.Header)
	}
	req, _ := http.NewRequest("GET", srv.URL+"/export/orgchart.svg?account=a-dunmore&asOf=2026-11-02", nil)
	req.Header.Set("If-None-Match", res.Header.Get("ETag"))
	again, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	again.Body.Close()
	if again.StatusCode != http.StatusNotModified {
		t.Errorf("the same chart again = %d, want 304", again.StatusCode)
	}
	for path, want := range map[string]string{
		"handover.html?person=p-ben-okafor": "<h2>Dunmore Rail (S1)</h2>", "handover.md?person=p-ben-okafor": "\n## Dunmore Rail (S1)\n",
		"movecard.html?person=p-marta-keller": "<h2>What opens at Helvar Energy</h2>", "movecard.md?person=p-marta-keller&on=2026-09-18": "\n## What opens at Helvar Energy\n",
	} {
		types := map[bool]string{true: "text/html; charset=utf-8", false: "text/markdown; charset=utf-8"}
		res, page := get("/export/" + path + "&asOf=2026-11-02&knownAt=1")
		if res.Header.Get("Content-Type") != types[strings.Contains(path, ".html")] || !strings.Contains(res.Header.Get("Content-Security-Policy"), "sandbox") || !strings.Contains(page, want) {
			t.Errorf("%s: %v %.300s", path, res.Header, page)
		}
	}
	if _, page := get("/"); !strings.Contains(page, "Brackwell Foods") || strings.Contains(page, "<script") {
		t.Error("the start page lacks an account or has a script")
	}
}

// TestLog pages through the commits both ways.
func TestLog(t *testing.T) {
	srv, eng := site(t)
	for i := range 6 {
		if _, err := eng.Update(context.Background(), sample.Workspace, "w", fmt.Sprint("edit ", i), func(d *draft.Draft) error {
			d.Add(graph.Person{Name: fmt.Sprint("L", i)})
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	for args, want := range map[string][]string{
		`first: 3`: {"1", "2", "3"}, `first: 3, after: "3"`: {"4", "5", "6"}, `first: 3, after: "6"`: {"7"}, `first: 3, after: "7"`: {},
		`last: 2`: {"6", "7"}, `last: 2, before: "3"`: {"1", "2"}, `last: 9, before: "1"`: {}, `first: 0`: {},
	} {
		d := data(t, srv, `{ changes(`+args+`) { totalCount edges { cursor node { revision } } pageInfo { hasNextPage hasPreviousPage } } }`, nil)
		got := []string{}
		for _, e := range at(d, "changes", "edges").([]any) {
			got = append(got, at(e, "cursor").(string))
			if at(e, "cursor") != at(e, "node", "revision") {
				t.Errorf("changes(%s): the cursor %v is of revision %v", args, at(e, "cursor"), at(e, "node", "revision"))
			}
		}
		if !slices.Equal(got, want) || at(d, "changes", "totalCount") != 7.0 {
			t.Errorf("changes(%s) = %v, want %v", args, got, want)
		}
	}
	if a := post(t, srv, `{ changes(after: "x") { totalCount } }`, nil); len(a.Errors) == 0 {
		t.Error("a cursor that is no revision was taken")
	}
}

// TestKnownByASide: who knows somebody is asked for by side.
func TestKnownByASide(t *testing.T) {
	srv, eng := site(t)
	_, err := eng.Update(context.Background(), sample.Workspace, "setup", "", func(d *draft.Draft) error {
		d.Add(graph.Person{Node: graph.Node{ID: "p-x"}, Name: "X"})
		d.Add(graph.Person{Node: graph.Node{ID: "p-nowhere"}, Name: "Nowhere"})
		for _, by := range []graph.ID{"p-sofia-lindt", "p-ben-okafor", "p-viktor-stahl", "p-nowhere"} {
			d.Add(graph.Knows{Edge: graph.Edge{ID: "k-" + by, Src: by, Dst: "p-x"}, Level: graph.TieMet})
			d.Add(graph.Knows{Edge: graph.Edge{ID: "kk-" + by, Src: "p-x", Dst: by}, Level: graph.TieMet})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for sides, want := range map[string]string{
		`[OURS]`: "k-p-ben-okafor k-p-sofia-lindt", `[THEIRS]`: "k-p-viktor-stahl", `[OURS, THEIRS]`: "k-p-ben-okafor k-p-sofia-lindt k-p-viktor-stahl",
		`[]`: "k-p-ben-okafor k-p-nowhere k-p-sofia-lindt k-p-viktor-stahl",
	} {
		d := data(t, srv, `{ view { person(id: "p-x") { knownBy(filter: {sides: `+sides+`}) { nodes { id } } knows(filter: {sides: `+sides+`}) { nodes { id } } } } }`, nil)
		for field, prefix := range map[string]string{"knownBy": "", "knows": "k"} {
			var got []string
			for _, n := range at(d, "view", "person", field, "nodes").([]any) {
				got = append(got, strings.TrimPrefix(at(n, "id").(string), prefix))
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%s of %s: %v, want %s", field, sides, got, want)
			}
		}
	}
}
