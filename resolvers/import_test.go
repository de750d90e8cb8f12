package resolvers_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/internal/intake"
	"github.com/kithgraph/kith/internal/sample"
	"github.com/kithgraph/kith/resolvers"
)

// hubSpotContacts writes an export of HubSpot of so many people in so many
// companies, and an address of an office. It has some 4 MB.
func hubSpotContacts(people, companies int) []byte {
	var b bytes.Buffer
	b.WriteString("Record ID,First Name,Last Name,Email,Phone Number,Lead Status,Job Title,Company Name,City,Create Date,What was said\n")
	said := strings.Repeat("of the yearly fair, ", 200_000/people)
	for i := range people {
		c := i % companies
		fmt.Fprintf(&b, "%d,Given%d,\"Family%d, of the %d.\",g%d@c%d.example,+47 22 %06d,Connected,\"Head of Section %d, Düsseldorf\",Company %d Überland GmbH,Düsseldorf,2026-01-%02d 09:00,\"%s\"\n", 1000+i, i, i, i, i, c, i, i%40, c, 1+i%28, said)
	}
	fmt.Fprintf(&b, "7,,Meeting Room 3,room3@c0.example,,,,Company 0 Überland GmbH,,,\n")
	return b.Bytes()
}

// workbook writes a sheet of HubSpot contacts as .xlsx, unpacked, so that it is
// large: some 4 MB.
func workbook(t *testing.T, people int) []byte {
	t.Helper()
	var sheet bytes.Buffer
	sheet.WriteString(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
	row := func(cells ...string) {
		sheet.WriteString("<row>")
		for _, c := range cells {
			fmt.Fprintf(&sheet, `<c t="inlineStr"><is><t>%s</t></is></c>`, c)
		}
		sheet.WriteString("</row>")
	}
	row("Record ID", "First Name", "Last Name", "Email", "Job Title", "Company Name", "What was said")
	for i := range people {
		row(fmt.Sprint(100_000+i), fmt.Sprintf("Xenia%d", i), fmt.Sprintf("Sheet%d", i), fmt.Sprintf("x%d@book.example", i), "Clerk", "Book Ltd", strings.Repeat("of the book, ", 300_000/people))
	}
	sheet.WriteString("</sheetData></worksheet>")
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range []struct{ name, text string }{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Contacts" sheetId="1" r:id="r1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", sheet.String()},
	} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Store})
		if err == nil {
			_, err = w.Write([]byte(f.text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// upload sends a file in pieces of at most 600 KB, the last piece first, and returns
// its token.
func upload(t *testing.T, srv *httptest.Server, name string, file []byte, asText bool) string {
	t.Helper()
	var pieces [][]byte
	for len(file) > 0 {
		n := min(len(file), 600_000)
		for asText && n < len(file) && file[n]&0xc0 == 0x80 { // between two characters
			n--
		}
		pieces, file = append(pieces, file[:n]), file[n:]
	}
	d := data(t, srv, `mutation($name: String!, $pieces: Int!) { startUpload(input: {name: $name, pieces: $pieces}) { token complete } }`, map[string]any{"name": name, "pieces": len(pieces)})
	token := at(d, "startUpload", "token").(string)
	for i := len(pieces) - 1; i >= 0; i-- {
		content := map[string]any{"text": string(pieces[i])}
		if !asText {
			content = map[string]any{"base64": base64.StdEncoding.EncodeToString(pieces[i])}
		}
		vars := map[string]any{"upload": token, "piece": i + 1, "content": content}
		d = data(t, srv, `mutation($upload: String!, $piece: Int!, $content: PieceContent!) { uploadPiece(input: {upload: $upload, piece: $piece, content: $content}) { received complete missing } }`, vars)
		if got := at(d, "uploadPiece", "complete"); got != (i == 0) {
			t.Fatalf("piece %d of %d: complete %v", i+1, len(pieces), got)
		}
	}
	return token
}

const planFields = `{ token state revision appliedRevision expires progress { step text rows } commit { revision actor reason } failure { code rule ids message retryable }
	preview { files { name format rows taken text } counts { kind created changed } problems { line rule effect } questions { id kind text takes } } }`

// settled asks for a plan until it is at rest.
func settled(t *testing.T, srv *httptest.Server, plan any) any {
	t.Helper()
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		switch at(plan, "state") {
		case "PLANNING", "APPLYING":
			if at(plan, "progress", "text") == "" {
				t.Errorf("a plan at work says nothing of its progress: %v", plan)
			}
			plan = data(t, srv, `query($token: String!) { importPlan(token: $token) `+planFields+` }`, map[string]any{"token": at(plan, "token")})["importPlan"]
			continue
		}
		return plan
	}
	t.Fatal("the plan did not come to rest")
	return nil
}

func planImport(t *testing.T, srv *httptest.Server, input string) any {
	t.Helper()
	return settled(t, srv, data(t, srv, `mutation { planImport(input: {`+input+`}) `+planFields+` }`, nil)["planImport"])
}

func answerImport(t *testing.T, srv *httptest.Server, plan any, more string) any {
	t.Helper()
	return settled(t, srv, data(t, srv, fmt.Sprintf(`mutation { answerImport(input: {token: %q%s}) %s }`, at(plan, "token"), more, planFields), nil)["answerImport"])
}

func applyImport(t *testing.T, srv *httptest.Server, plan any) any {
	t.Helper()
	return settled(t, srv, data(t, srv, fmt.Sprintf(`mutation { applyImport(input: {token: %q, reason: "the yearly export"}) %s }`, at(plan, "token"), planFields), nil)["applyImport"])
}

// refusedWith holds that a mutation is refused with a code, a rule and an id.
func refusedWith(t *testing.T, srv *httptest.Server, mutation, code, rule string, id any) {
	t.Helper()
	a := post(t, srv, "mutation { "+mutation+" }", nil)
	if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != code || a.Errors[0].Extensions["rule"] != rule {
		t.Errorf("%.120s: %v, want %s by %s", mutation, a.Errors, code, rule)
		return
	}
	if got := at(a.Errors[0].Extensions["ids"], 0); id != nil && got != id {
		t.Errorf("%.120s names %v, want %v", mutation, got, id)
	}
}

func created(plan any, kind string) float64 {
	counts, _ := at(plan, "preview", "counts").([]any)
	for _, c := range counts {
		if at(c, "kind") == kind {
			return at(c, "created").(float64)
		}
	}
	return 0
}

// TestImportInPieces takes a table of several MB and a workbook, each larger than a
// request, plans, answers a question, applies and undoes.
func TestImportInPieces(t *testing.T) {
	srv, eng := site(t)
	const people, inBook, companies = 1300, 700, 50
	table, book := hubSpotContacts(people, companies), workbook(t, inBook)
	if len(table) < 3<<20 || len(book) < 3<<20 {
		t.Fatalf("the files have %d and %d bytes, want several MB", len(table), len(book))
	}
	a, b := upload(t, srv, "/home/me/hubspot.csv", table, true), upload(t, srv, `C:\export\book.xlsx`, book, false)

	plan := planImport(t, srv, fmt.Sprintf(`source: "hub", uploads: [%q, %q], customers: ["Book Ltd"]`, a, b))
	if at(plan, "state") != "READY" || created(plan, "Person") != people+inBook || created(plan, "Organization") != companies+1 || created(plan, "Account") != 1 {
		t.Fatalf("planned %v, want %d people in %d companies", plan, people+inBook, companies+1)
	}
	for i, want := range []string{"hubspot.csv", "book.xlsx: Contacts"} {
		if f := at(plan, "preview", "files", i); at(f, "name") != want || at(f, "format") != "HubSpot contacts" {
			t.Errorf("file %d is %v, want %s, HubSpot contacts", i, f, want)
		}
	}
	question := at(plan, "preview", "questions", 0)
	if at(question, "kind") != "NO_PERSON" || at(question, "takes") != "yes or no" {
		t.Fatalf("asked %v, want whether a room is a person", question)
	}

	answered := answerImport(t, srv, plan, fmt.Sprintf(`, answers: [{question: %q, answer: "yes"}]`, at(question, "id")))
	if created(answered, "Person") != people+inBook+1 || at(answered, "token") == at(plan, "token") {
		t.Fatalf("answered %v, want one person more, under another token", answered)
	}
	refusedWith(t, srv, fmt.Sprintf(`applyImport(input: {token: %q}) { token }`, at(plan, "token")), "CONFLICT", "import-plan", at(plan, "token"))

	done := applyImport(t, srv, answered)
	if at(done, "state") != "APPLIED" || at(done, "commit", "actor") != "tester" || at(done, "commit", "reason") != "the yearly export" || at(done, "commit", "revision") != at(done, "appliedRevision") {
		t.Fatalf("applied %v", done)
	}
	count := func() any {
		return at(data(t, srv, fmt.Sprintf(`{ view(minRevision: %q) { organizations(filter: {text: "Überland"}) { totalCount } people(filter: {text: "Xenia%d"}) { totalCount } } }`, at(done, "appliedRevision"), inBook-1), nil), "view")
	}
	if v := count(); at(v, "organizations", "totalCount") != float64(companies) || at(v, "people", "totalCount") != 1.0 {
		t.Errorf("the workspace has %v", v)
	}
	if again := applyImport(t, srv, done); at(again, "appliedRevision") != at(done, "appliedRevision") {
		t.Errorf("applied twice: %v, then %v", done, again)
	}
	refusedWith(t, srv, fmt.Sprintf(`uploadPiece(input: {upload: %q, piece: 1, content: {text: "x"}}) { token }`, a), "NOT_FOUND", "upload", a)

	data(t, srv, fmt.Sprintf(`mutation { undo(input: {revision: %q}) { revision } }`, at(done, "appliedRevision")), nil)
	if s, _ := eng.Snapshot(context.Background(), sample.Workspace); len(s.Nodes(graph.NodePerson)) > 200 {
		t.Errorf("%d people are left after the undo", len(s.Nodes(graph.NodePerson)))
	}
}

// TestImportRows plans rows of which one is refused: it cannot be applied until the
// good ones are to be taken; planned again there is nothing to write.
func TestImportRows(t *testing.T) {
	srv, eng := site(t)
	const in = `source: "crm", files: [{name: "people.csv", content: "id,name\n1,Nina\n2,\n"}]`
	plan := planImport(t, srv, in)
	if at(plan, "state") != "REFUSED" || at(plan, "failure", "rule") != "import-rows" || at(plan, "preview", "problems", 0, "line") != 3.0 {
		t.Fatalf("planned %v, want refused rows", plan)
	}
	refusedWith(t, srv, fmt.Sprintf(`applyImport(input: {token: %q}) { token }`, at(plan, "token")), "BAD_USER_INPUT", "import-rows", at(plan, "token"))
	plan = answerImport(t, srv, plan, `, acceptGoodRows: true`)
	if at(plan, "state") != "READY" || at(plan, "revision") != "1" {
		t.Fatalf("answered %v", plan)
	}
	if done := applyImport(t, srv, plan); at(done, "appliedRevision") != "2" {
		t.Errorf("applied %v at revision 2", done)
	}
	again := applyImport(t, srv, planImport(t, srv, in+", acceptGoodRows: true"))
	if at(again, "state") != "APPLIED" || at(again, "appliedRevision") != "2" || at(again, "commit") != nil {
		t.Errorf("the second time %v, want nothing written", again)
	}
	s, _ := eng.Snapshot(context.Background(), sample.Workspace)
	if _, ok := s.ByExternalID(graph.NodePerson, "crm:1"); !ok {
		t.Error("the good row was not taken")
	}
}

// TestImportRefusals takes the bad ways.
func TestImportRefusals(t *testing.T) {
	srv, _ := site(t)
	start := func(pieces int) string {
		d := data(t, srv, fmt.Sprintf(`mutation { startUpload(input: {name: "people.csv", pieces: %d}) { token } }`, pieces), nil)
		return at(d, "startUpload", "token").(string)
	}
	piece := func(token string, n int, text string) string {
		return fmt.Sprintf(`uploadPiece(input: {upload: %q, piece: %d, content: {text: %q}}) { received }`, token, n, text)
	}
	u := start(3)
	data(t, srv, "mutation { "+piece(u, 3, "1,Nina\n")+" }", nil)
	data(t, srv, "mutation { "+piece(u, 1, "id,na")+" }", nil)
	if d := data(t, srv, "mutation { "+piece(u, 1, "id,na")+" }", nil); at(d, "uploadPiece", "received") != 2.0 {
		t.Errorf("a piece that came twice: %v, want 2 received", d)
	}
	plan := fmt.Sprintf(`planImport(input: {source: "crm", uploads: [%q]}) { token }`, u)
	small := func(n int) string {
		return `planImport(input: {source: "crm", files: [` + strings.Repeat(`{name: "people.csv", content: "id,name"}`, n) + `]}) { token }`
	}
	for _, c := range []struct {
		name, mutation, code, rule string
		id                         any
	}{
		{"a piece is missing", plan, "BAD_USER_INPUT", "upload-missing", u},
		{"the same piece is another", piece(u, 1, "id,no"), "CONFLICT", "upload-piece", u},
		{"no such piece", piece(u, 4, "x"), "BAD_USER_INPUT", "upload-piece", u},
		{"an empty piece", piece(u, 2, ""), "BAD_USER_INPUT", "upload-piece", u},
		{"no base64", fmt.Sprintf(`uploadPiece(input: {upload: %q, piece: 2, content: {base64: "???"}}) { token }`, u), "BAD_USER_INPUT", "upload-piece", u},
		{"no such upload", piece("u-nothing", 1, "x"), "NOT_FOUND", "upload", "u-nothing"},
		{"a path as a token", piece("../../etc", 1, "x"), "NOT_FOUND", "upload", "../../etc"},
		{"too many pieces", `startUpload(input: {name: "a.csv", pieces: 10001}) { token }`, "BAD_USER_INPUT", "upload-size", nil},
		{"no piece", `startUpload(input: {name: "a.csv", pieces: 0}) { token }`, "BAD_USER_INPUT", "upload-size", nil},
		{"a name that is none", `startUpload(input: {name: "etc/", pieces: 1}) { token }`, "BAD_USER_INPUT", "upload-name", nil},
		{"no files", small(0), "BAD_USER_INPUT", "import-files", nil},
		{"too many files", small(21), "BAD_USER_INPUT", "import-files", nil},
		{"no source", `planImport(input: {source: "no spaces", uploads: []}) { token }`, "BAD_USER_INPUT", "source", nil},
		{"a mapping that is none", `planImport(input: {source: "crm", files: [{name: "people.csv", content: "id,name"}], mapping: {name: "m.csv", content: "what,from,to\nlevel,A,9"}}) { token }`, "BAD_USER_INPUT", "mapping", nil},
		{"an address of nobody", `planImport(input: {source: "crm", files: [{name: "people.csv", content: "id,name"}], person: "nobody@nowhere.example"}) { token }`, "NOT_FOUND", "exists", "nobody@nowhere.example"},
		{"a customer who is nobody", `planImport(input: {source: "crm", files: [{name: "people.csv", content: "id,name"}], customers: ["Nobody Ltd"]}) { token }`, "NOT_FOUND", "exists", "Nobody Ltd"},
		{"no such plan", `applyImport(input: {token: "ip-nothing.1"}) { token }`, "NOT_FOUND", "import-plan", "ip-nothing.1"},
		{"answers to no plan", `answerImport(input: {token: "ip-nothing.1"}) { token }`, "NOT_FOUND", "import-plan", "ip-nothing.1"},
		{"nothing to discard", `discardImport(input: {token: "x"})`, "NOT_FOUND", "import-plan", "x"},
	} {
		t.Run(c.name, func(t *testing.T) { refusedWith(t, srv, c.mutation, c.code, c.rule, c.id) })
	}

	large := post(t, srv, `mutation($upload: String!, $text: String!) { uploadPiece(input: {upload: $upload, piece: 2, content: {text: $text}}) { token } }`, map[string]any{"upload": u, "text": strings.Repeat("x", 720_000)})
	if len(large.Errors) != 1 || large.Errors[0].Extensions["rule"] != "upload-size" || at(large.Errors[0].Extensions["ids"], 0) != u {
		t.Errorf("a piece that is too large: %v, want upload-size", large.Errors)
	}
	data(t, srv, "mutation { "+piece(u, 2, "me\n")+" }", nil)
	p := planImport(t, srv, fmt.Sprintf(`source: "crm", uploads: [%q]`, u))
	if created(p, "Person") != 1 {
		t.Errorf("after all refusals the plan is %v, want one person", p)
	}
	refusedWith(t, srv, fmt.Sprintf(`answerImport(input: {token: %q, answers: [{question: "namesakes:crm:people", answer: "yes"}]}) { token }`, at(p, "token")), "NOT_FOUND", "question", "namesakes:crm:people")
	refusedWith(t, srv, fmt.Sprintf(`discardImport(input: {token: %q})`, u), "CONFLICT", "upload", u)
	data(t, srv, fmt.Sprintf(`mutation { discardImport(input: {token: %q}) }`, at(p, "token")), nil)
	refusedWith(t, srv, plan, "NOT_FOUND", "upload", u)
}

// TestImportAnswers answers the questions that take words.
func TestImportAnswers(t *testing.T) {
	srv, _ := site(t)
	plan := planImport(t, srv, `source: "erp", files: [
		{name: "organizations.csv", content: "id,name\n1,Ostfeld\n"}, {name: "people.csv", content: "id,name\n1,Nina Ost\n2,Olaf Ost\n"},
		{name: "positions.csv", content: "seat_id,person_id,organization_id,title,level,start\n1,1,1,Wunderkind,SCS1,3/4/2026\n2,2,1,Zauberer,SCS2,3/4/2026\n"},
		{name: "relationships.csv", content: "from_person_id,to_person_id,kind\n1,2,plays golf with\n"},
		{name: "interactions.csv", content: "person_a,person_b,channel,at\n1,2,pigeon,2026-04-05\n"}]`)
	asked := map[any]any{}
	for _, q := range at(plan, "preview", "questions").([]any) {
		asked[at(q, "kind")] = at(q, "id")
	}
	for _, c := range []struct{ kind, answer, wrong string }{
		{"UNMAPPED_KIND", `answer: "KNOWS FRIEND WORKS_WELL"`, `answer: "GOLF"`},
		{"UNMAPPED_CHANNEL", `answer: "CHAT"`, `answer: "PIGEON"`},
		{"DAY_ORDER", `answer: "day first"`, `answer: "first of all"`},
	} {
		if asked[c.kind] == nil {
			t.Fatalf("asked %v, want %s", asked, c.kind)
		}
		refusedWith(t, srv, fmt.Sprintf(`answerImport(input: {token: %q, answers: [{question: %q, %s}]}) { token }`, at(plan, "token"), asked[c.kind], c.wrong), "BAD_USER_INPUT", "question", asked[c.kind])
		plan = answerImport(t, srv, plan, fmt.Sprintf(`, answers: [{question: %q, %s}]`, asked[c.kind], c.answer))
		for _, q := range at(plan, "preview", "questions").([]any) {
			if at(q, "kind") == c.kind {
				t.Errorf("%s is asked again: %v", c.kind, q)
			}
		}
	}
	// The levels are asked for once their rows have days.
	for _, q := range at(plan, "preview", "questions").([]any) {
		if at(q, "kind") == "SOURCE_LEVEL" {
			plan = answerImport(t, srv, plan, fmt.Sprintf(`, answers: [{question: %q, word: "SCS1", answer: "3"}]`, at(q, "id")))
		}
	}
	applyImport(t, srv, plan)
	d := data(t, srv, `{ view { people(filter: {text: "Nina Ost"}) { nodes { seat { level } holdings { from } knows(first: 5) { nodes { kind level other { name } } } interactions(first: 5) { nodes { channel on } } } } } }`, nil)
	p := at(d, "view", "people", "nodes", 0)
	if at(p, "holdings", 0, "from") != "2026-04-03" || at(p, "seat", "level") != 3.0 || at(p, "knows", "nodes", 0, "kind") != "FRIEND" || at(p, "interactions", "nodes", 0, "channel") != "CHAT" || at(p, "interactions", "nodes", 0, "on") != "2026-04-05" {
		t.Errorf("after the answers: %v", p)
	}
}

// TestImportWorldChanged applies a plan after somebody else has written.
func TestImportWorldChanged(t *testing.T) {
	srv, _ := site(t)
	plan := planImport(t, srv, `source: "crm", files: [{name: "people.csv", content: "id,name\n1,Nina\n"}]`)
	data(t, srv, `mutation { addOrganization(input: {organization: {name: "Ostfeld"}}, options: {reason: "a fair"}) { revision } }`, nil)
	apply := fmt.Sprintf(`mutation { applyImport(input: {token: %q}) { token } }`, at(plan, "token"))
	a := post(t, srv, apply, nil)
	if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "CONFLICT" || a.Errors[0].Extensions["rule"] != "world-changed" || at(a.Errors[0].Extensions["ids"], 0) != at(plan, "token") {
		t.Fatalf("applied over another revision: %v", a.Errors)
	}
	for _, want := range []string{"planned over revision 1", "is at revision 2", `"tester"`, `"a fair"`} {
		if !strings.Contains(a.Errors[0].Message, want) {
			t.Errorf("the refusal %q does not say %q", a.Errors[0].Message, want)
		}
	}
	now := data(t, srv, fmt.Sprintf(`{ importPlan(token: %q) %s view { revision people(filter: {text: "Nina"}) { totalCount } } }`, at(plan, "token"), planFields), nil)
	if at(now, "importPlan", "state") != "STALE" || at(now, "view", "revision") != "2" || at(now, "view", "people", "totalCount") != 0.0 {
		t.Errorf("after the refusal: %v", now)
	}
	if done := applyImport(t, srv, answerImport(t, srv, plan, "")); at(done, "appliedRevision") != "3" {
		t.Errorf("planned anew and applied: %v, want revision 3", done)
	}
}

// TestImportIsSomebodys holds that nobody finds the uploads and plans of another, and
// that a server that starts anew knows none.
func TestImportIsSomebodys(t *testing.T) {
	srv, eng := site(t)
	plan := planImport(t, srv, `source: "crm", files: [{name: "people.csv", content: "id,name\n1,Nina\n"}]`)
	u := upload(t, srv, "people.csv", []byte("id,name\n2,Nils\n"), true)
	desk, err := intake.New(eng, intake.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer desk.Close()
	anew := httptest.NewServer(resolvers.NewHandler(eng, resolvers.Options{Workspace: sample.Workspace, Actor: "tester", Intake: desk}))
	defer anew.Close()
	refusedWith(t, anew, fmt.Sprintf(`applyImport(input: {token: %q}) { token }`, at(plan, "token")), "NOT_FOUND", "import-plan", at(plan, "token"))
	refusedWith(t, anew, fmt.Sprintf(`planImport(input: {source: "crm", uploads: [%q]}) { token }`, u), "NOT_FOUND", "upload", u)

	none := httptest.NewServer(resolvers.NewHandler(eng, resolvers.Options{Workspace: sample.Workspace}))
	defer none.Close()
	refusedWith(t, none, `startUpload(input: {name: "a.csv", pieces: 1}) { token }`, "FORBIDDEN", "import", nil)
}

// TestImportProgress subscribes to a plan that takes a while.
func TestImportProgress(t *testing.T) {
	srv, _ := site(t)
	u := upload(t, srv, "hubspot.csv", hubSpotContacts(1300, 50), true)
	c := dial(t, srv.URL)
	plan := data(t, srv, fmt.Sprintf(`mutation { planImport(input: {source: "hub", uploads: [%q]}) %s }`, u, planFields), nil)["planImport"]
	subscribe(t, c, "1", fmt.Sprintf(`subscription { importPlan(token: %q) { state progress { step rows text } } }`, at(plan, "token")))
	var last any
	for n := 0; ; n++ {
		m := receive(t, c)
		if m.Type == "complete" {
			break
		}
		var got answer
		if err := json.Unmarshal(m.Payload, &got); err != nil || m.Type != "next" || len(got.Errors) > 0 {
			t.Fatalf("%s %s, want an event", m.Type, m.Payload)
		}
		last = got.Data["importPlan"]
		if at(last, "state") == "PLANNING" && at(last, "progress", "text") == nil {
			t.Errorf("event %d says no progress: %v", n, last)
		}
	}
	if at(last, "state") != "READY" || at(last, "progress") != nil {
		t.Errorf("the last event is %v, want READY", last)
	}
	refused := dial(t, srv.URL)
	subscribe(t, refused, "2", `subscription { importPlan(token: "ip-nothing.1") { state } }`)
	if m := receive(t, refused); !strings.Contains(string(m.Payload), "import-plan") {
		t.Errorf("a subscription to nothing: %s %s", m.Type, m.Payload)
	}
}

// TestQuickAdd pastes a signature of somebody who is known and of somebody who is new,
// decides otherwise, applies and undoes.
func TestQuickAdd(t *testing.T) {
	srv, _ := site(t)
	const fields = `{ kind left { line text why } rows { row name title organization emails phones open person { id } inOrganization { id } matches { kind id name where reason certain } } plan ` + planFields + ` }`
	add := func(text, more string) any {
		t.Helper()
		return data(t, srv, `mutation($text: String!) { quickAdd(input: {text: $text`+more+`}) `+fields+` }`, map[string]any{"text": text})["quickAdd"]
	}
	got := add("Best regards\nLeo Brandt\nHead of Digital\nBrackwell Foods\nT +44 113 496 0000\nleo.brandt@brackwell.example\nThe future is ours\n", "")
	row := at(got, "rows", 0)
	if at(got, "kind") != "SIGNATURE" || at(row, "title") != "Head of Digital" || at(row, "person", "id") != "p-leo-brandt" || at(row, "inOrganization", "id") != "o-brackwell" || at(row, "phones", 0) != "+44 113 496 0000" || at(got, "left", 0, "text") != "The future is ours" {
		t.Fatalf("pasted: %v", got)
	}
	if m := at(row, "matches", 0); at(m, "id") != "p-leo-brandt" || at(m, "certain") != true || !strings.HasPrefix(fmt.Sprint(at(m, "reason")), "the same ") {
		t.Errorf("matches %v", at(row, "matches"))
	}
	done := applyImport(t, srv, settled(t, srv, at(got, "plan")))
	if at(done, "appliedRevision") != "2" {
		t.Fatalf("applied %v", done)
	}
	d := data(t, srv, `{ view { person(id: "p-leo-brandt") { seat { factId title } } } before: view(asOf: "2026-11-01") { person(id: "p-leo-brandt") { seat { factId title } } } }`, nil)
	if at(d, "view", "person", "seat", "title") != "Head of Digital" || at(d, "before", "person", "seat", "title") != "Head of Applications" || at(d, "view", "person", "seat", "factId") != at(d, "before", "person", "seat", "factId") {
		t.Errorf("after the signature: %v", d)
	}
	data(t, srv, `mutation { undo(input: {revision: "2"}) { revision } }`, nil)

	other := add("name,company\nLeo Brandt,Brackwell Foods\n", `, decisions: [{row: 1}]`)
	if at(other, "rows", 0, "person") != nil || created(settled(t, srv, at(other, "plan")), "Person") != 1 {
		t.Errorf("decided that he is new: %v", other)
	}
	for _, c := range []struct{ input, code, rule string }{
		{`text: "Please call me back"`, "BAD_USER_INPUT", "paste"},
		{`text: "Nina Nord <nina@nord.example>", decisions: [{row: 2}]`, "BAD_USER_INPUT", "paste-row"},
		{`text: "Nina Nord <nina@nord.example>", decisions: [{row: 1, id: "p-nobody"}]`, "NOT_FOUND", "exists"},
		{`text: "Nina Nord <nina@nord.example>", source: "no spaces"`, "BAD_USER_INPUT", "source"},
	} {
		refusedWith(t, srv, `quickAdd(input: {`+c.input+`}) { kind }`, c.code, c.rule, nil)
	}
}
