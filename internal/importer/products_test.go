package importer_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/internal/formats"
	"github.com/kithgraph/kith/internal/importer"
)

// world renders who sits where and under whom on a day, and whose account what
// is: what somebody looks for in a chart.
func world(s *kernel.Snapshot) []string { return on(s, "2026-02-01") }

// on is world on another day.
func on(s *kernel.Snapshot, day string) []string {
	at := graph.MustDate(day)
	text := func(n kernel.N, prop string) string { return s.NodeProps(n).Text(prop) }
	var out []string
	for _, n := range s.Nodes(graph.NodeOrganization) {
		line := "organization " + text(n, "name")
		if v, _ := s.NodeProps(n).Get("ours"); v == true {
			line += ", ours"
		}
		for _, h := range s.Out(n, graph.EdgePartOf) {
			line += ", part of " + text(h.Node(), "name")
		}
		for _, h := range s.In(n, graph.EdgeFor) {
			line += ", " + text(h.Node(), "relation")
			for _, w := range s.In(h.Node(), graph.EdgeWorksOn) {
				line += " of " + text(w.Node(), "name")
			}
		}
		out = append(out, line)
	}
	holder := func(seat kernel.N) string {
		for _, h := range s.In(seat, graph.EdgeHolds) {
			if e, _ := s.Element(s.EdgeID(h.Edge())); e.Valid().Contains(at) {
				return text(h.Node(), "name")
			}
		}
		return "nobody"
	}
	for _, n := range s.Nodes(graph.NodePosition) {
		line := holder(n) + ": " + text(n, "title")
		for _, h := range s.Out(n, graph.EdgeIn) {
			line += " at " + text(h.Node(), "name")
		}
		for _, h := range s.Out(n, graph.EdgeReportsTo) {
			line += ", under " + holder(h.Node())
		}
		out = append(out, line)
	}
	for _, n := range s.Nodes(graph.NodePerson) {
		for _, h := range s.Out(n, graph.EdgeKnows) {
			e, _ := s.Element(s.EdgeID(h.Edge()))
			out = append(out, fmt.Sprintf("%s %s %s from %s", text(n, "name"), e.Props.Text("level"), text(h.Node(), "name"), e.From))
		}
	}
	slices.Sort(out)
	return out
}

// The files of the cases, as the products write them, alone and one after the
// other: what is told of each, and what the chart then shows. Importing them
// again changes nothing.
func TestProducts(t *testing.T) {
	tests := []struct {
		folder  string
		files   []string
		options importer.Options
		told    []string
		want    []string
	}{
		{"a1-linkedin", []string{"Connections.csv"}, importer.Options{},
			[]string{"LinkedIn connections: 3 people, 2 companies; 3 of 4 rows taken; 1 skipped: no name (line 8); left out: 3 connections, because it is not said whose they are: say so with --person NAME"},
			[]string{
				"Ines Caldera: Head of Procurement at Norwick, Inc.", "Tomas Arvid: Engineering Manager, Payments at Norwick, Inc.", `Yara: Senior Engineer "Platform" at Norwick Foundation`,
				"organization Norwick Foundation", "organization Norwick, Inc.",
			}},
		{"a4-hubspot", []string{"hubspot-crm-exports-all-contacts-2026-02-01.csv", "hubspot-crm-exports-all-companies-2026-02-01.csv"}, importer.Options{Ours: []string{"Fjord Systems"}},
			[]string{
				"HubSpot contacts, exported 1 Feb 2026: 2 people, 1 company; 2 of 3 rows taken; 1 skipped: no name (line 4); left out: 2 buying roles that belong to no decision; left out: 1 further company, of which it does not say what they do there; left out: 1 owner of contacts, which does not say whom they know",
				"HubSpot companies, exported 1 Feb 2026: 1 person, 2 companies; 2 of 2 rows taken",
			},
			[]string{
				"Ines Caldera: Head of Procurement at Norwick Inc.", "Nora Quist:  at Fjord Systems", "Tomas Arvid: COO at Norwick Inc.",
				"organization Fjord Systems, ours", "organization Norwick Foundation, part of Norwick Inc., PROSPECT of Nora Quist", "organization Norwick Inc., CUSTOMER of Nora Quist",
			}},
		{"01-hubspot-collision", []string{"companies.csv", "contacts.csv"}, importer.Options{},
			[]string{
				"HubSpot companies: 2 companies; 2 of 2 rows taken; left out: 1 owner, because it is not said whose they are: say so with --ours COMPANY",
				"HubSpot contacts: 3 people, 2 companies; 3 of 3 rows taken; left out: 1 owner of contacts, which does not say whom they know",
			},
			[]string{
				"Ines Caldera: Head of Procurement at Tallgrass AG", "Tomas Arvid: COO at Norwick Inc.", "Yara Kessler: Buyer at Norwick Inc.",
				"organization Norwick Inc.", "organization Tallgrass AG",
			}},
		{"a6-entra", []string{"exportUsers_2026-2-1.csv"}, importer.Options{},
			[]string{"Entra users, exported 1 Feb 2026: 2 people, 1 company; 2 of 3 rows taken; 1 skipped: the account is disabled (line 4)"},
			[]string{"Leo Brandt: VP Sales at Fjord Systems", "Nora Quist: Key Account Manager at Fjord Systems", "organization Fjord Systems, ours"}},
		{"a8-hris", []string{"employees.csv"}, importer.Options{Ours: []string{"Fjord Systems"}},
			[]string{"HR staff table: 3 people, 1 company; 3 of 3 rows taken"},
			[]string{
				"Leo Brandt: VP Sales at Fjord Systems", "Nora Quist: Key Account Manager at Fjord Systems, under Leo Brandt", "nobody: Key Account Manager at Fjord Systems, under Leo Brandt",
				"organization Fjord Systems, ours",
			}},
		{"a9-vcard", []string{"contacts.vcf"}, importer.Options{},
			[]string{"vCard: 1 person, 1 company; 1 of 1 rows taken"},
			[]string{"Ines Caldera: Head of Procurement at Norwick Inc.", "organization Norwick Inc."}},
	}
	for _, tt := range tests {
		t.Run(tt.folder, func(t *testing.T) {
			s := kernel.Empty()
			tt.options.Source, tt.options.AsOf = "x", graph.MustDate("2026-02-01")
			for range 2 {
				for i, name := range tt.files {
					data, err := os.ReadFile(filepath.Join("testdata/products", tt.folder, name))
					if err != nil {
						t.Fatal(err)
					}
					d := editing(s, "2026-02-01")
					p, err := importer.Plan(context.Background(), d, []importer.File{importer.Bytes(name, data)}, tt.options)
					if err != nil {
						t.Fatal(err)
					}
					if len(p.Files) != 1 || p.Files[0].Text() != tt.told[i] {
						t.Errorf("%s:\n got %s\nwant %s", name, p.Files[0].Text(), tt.told[i])
					}
					for _, x := range p.Problems {
						if x.Effect != importer.EffectNote {
							t.Errorf("%s: problem %s", name, x)
						}
					}
					s = commit(t, d)
				}
				if got := world(s); !slices.Equal(got, tt.want) {
					t.Errorf("the chart\n got %s\nwant %s", strings.Join(got, "\n     "), strings.Join(tt.want, "\n     "))
				}
			}
		})
	}
}

// A file of which no row can be read is refused, row by row.
func TestNoRowOfAProductCanBeRead(t *testing.T) {
	const header = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
	for name, row := range map[string]string{
		"nul": "In\x00es,Caldera,https://www.linkedin.com/in/ines,,Norwick,Head,12 Mar 2024\n", "utf-8": "\x97\x83,\x88\xa4\x90\xec,https://www.linkedin.com/in/t,,\x97L,\x95\x94\x92\xb7,12 Mar 2024\n",
		"field-count": "Ines,Caldera\n", "quote": "Ines,\"Caldera,https://www.linkedin.com/in/ines,,Norwick,Head,12 Mar 2024\n",
	} {
		for _, skipped := range []string{"", ",,https://www.linkedin.com/in/nobody,,,,12 Mar 2024\n"} {
			p, _, err := plan(t, importer.Options{Source: "x"}, importer.Bytes("c.csv", []byte(header+skipped+row)))
			if !errors.Is(err, importer.ErrRows) || len(p.Problems) != 1 || p.Problems[0].Rule != name || p.Problems[0].Effect != importer.EffectRow {
				t.Errorf("%s: error %v, problems %v, want the row refused", name, err, p.Problems)
				continue
			}
			if want := fmt.Sprintf("0 of %d rows taken", 1+strings.Count(skipped, "\n")); !strings.Contains(p.Files[0].Text(), want) {
				t.Errorf("%s: told %q, want %q", name, p.Files[0].Text(), want)
			}
		}
	}
}

// What stands below a table is told, and is neither a row nor a person.
func TestNotesBelowATable(t *testing.T) {
	notes := "\n\"Contacts by account\"\n\"Confidential Information - Do Not Distribute\"\n\"Generated By:  Nora Quist  01/02/2026, 09:41\"\n"
	for _, c := range []struct{ file, told string }{
		{"\"First Name\",\"Last Name\",\"Title\",\"Account Name\",\"Mailing City\"\n\"Ines\",\"Caldera\",\"COO\",\"Norwick Inc.\",\"Berlin\"\n", "Salesforce contacts (report): 1 person, 1 company; 1 of 1 rows taken"},
		{"id,name,email\n1,Ines Caldera,\n", "1 of 1 rows taken"},
	} {
		p, d, err := plan(t, importer.Options{Source: "sf"}, importer.Bytes("report.csv", []byte(c.file+notes)))
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Files[0].Text(); got != c.told {
			t.Errorf("told %q, want %q", got, c.told)
		}
		if len(p.Problems) != 1 || p.Problems[0].Effect != importer.EffectNote || !strings.Contains(p.Problems[0].Reason, `"Contacts by account"`) {
			t.Errorf("problems %v, want one note", p.Problems)
		}
		if n := len(d.Nodes(graph.NodePerson)); n != 1 {
			t.Errorf("%d people, want 1", n)
		}
	}
}

// A folder of which nothing can be read is refused, and so is one without any table.
func TestAFolderOfNothing(t *testing.T) {
	dir := t.TempDir()
	if _, err := importer.Files(dir); err == nil || !strings.Contains(err.Error(), "holds no file that ends in .csv") {
		t.Errorf("an empty folder: error %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "list.csv"), []byte("Foo,Bar\n1,2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	files, err := importer.Files(dir)
	if err != nil {
		t.Fatal(err)
	}
	p, _, err := plan(t, importer.Options{Source: "x"}, files...)
	if !errors.Is(err, importer.ErrRows) || len(p.Questions) != 1 || p.Questions[0].Kind != importer.AskFileLeftOut {
		t.Errorf("a folder of an unknown file: questions %+v, error %v", p.Questions, err)
	}
}

// A file that is refused says why, whatever was to be made of its companies.
func TestARefusedFileGoesBeforeItsCustomers(t *testing.T) {
	p, _, err := plan(t, importer.Options{Source: "x", Customers: []string{"Norwick Inc."}}, importer.Bytes("list.csv", []byte("Foo,Bar\n1,2\n")))
	if !errors.Is(err, importer.ErrRows) || p == nil || len(p.Problems) != 1 || p.Problems[0].Rule != "unknown-file" {
		t.Errorf("preview %+v, error %v, want the refusal of the file", p, err)
	}
}

// The files of Salesforce belong together: what one names is in another.
func TestProductsSalesforce(t *testing.T) {
	files, err := importer.Files("testdata/products/a5-salesforce")
	if err != nil {
		t.Fatal(err)
	}
	o := importer.Options{Source: "sf", AsOf: graph.MustDate("2026-02-01"), Ours: []string{"Fjord Systems"}}
	d := editing(kernel.Empty(), "2026-02-01")
	p, err := importer.Plan(context.Background(), d, files, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range p.Problems {
		if x.Effect != importer.EffectNote {
			t.Errorf("problem %s", x)
		}
	}
	s := commit(t, d)
	want := []string{
		"Ines Caldera: Board Member at Norwick Foundation",
		"Ines Caldera: Head of Procurement at Norwick Inc., under Tomas Arvid",
		"Nora Quist: Key Account Manager at Fjord Systems",
		"Tomas Arvid: COO at Norwick Inc.",
		"Yara Kessler: Programme Lead at Norwick Foundation, under Tomas Arvid",
		"organization Fjord Systems, ours",
		"organization Norwick Foundation, part of Norwick Inc., PROSPECT of Nora Quist",
		"organization Norwick Inc., CUSTOMER of Nora Quist",
	}
	if got := world(s); !slices.Equal(got, want) {
		t.Errorf("the chart\n got %s\nwant %s", strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
	again := editing(s, "2026-02-01")
	if _, err := importer.Plan(context.Background(), again, files, o); err != nil || len(again.Changes()) > 0 {
		t.Errorf("the same files again change %d facts, error %v", len(again.Changes()), err)
	}
}

// Our own company is one, whichever source names it first.
func TestOursIsOneOverSources(t *testing.T) {
	staff := importer.Bytes("staff.csv", []byte("Employee ID,Name,Work Email,Job Title,Manager Name\n17,Nora Quist,nora@fjord.example,Key Account Manager,\n"))
	companies := importer.Bytes("companies.csv", []byte("Record ID,Company name,Company owner,Lifecycle Stage\n1,Norwick Inc.,Nora Quist,Customer\n"))
	connections := importer.Bytes("c.csv", []byte("First Name,Last Name,URL,Email Address,Company,Position,Connected On\nLeo,Brandt,https://www.linkedin.com/in/leo,,Fjord  systems,VP Sales,2024-03-12\n"))
	sources := map[string]importer.File{"hr": staff, "hub": companies, "li": connections}
	for _, order := range [][]string{{"hr", "hub", "li"}, {"li", "hub", "hr"}, {"hub", "li", "hr"}} {
		s := kernel.Empty()
		for range 2 {
			for _, source := range order {
				d := editing(s, "2026-02-01")
				if _, err := importer.Plan(context.Background(), d, []importer.File{sources[source]}, importer.Options{Source: source, AsOf: graph.MustDate("2026-02-01"), Ours: []string{"Fjord Systems"}}); err != nil {
					t.Fatal(err)
				}
				s = commit(t, d)
			}
		}
		n := 0
		for _, line := range world(s) {
			if strings.HasPrefix(line, "organization Fjord") {
				n++
			}
		}
		if n != 1 {
			t.Errorf("order %v: Fjord Systems is %d organisations, want 1:\n%s", order, n, strings.Join(world(s), "\n"))
		}
	}
}

// Whose connections they are is said, and found or added.
func TestProductsPerson(t *testing.T) {
	staff := importer.Bytes("staff.csv", []byte("Employee ID,Name,Work Email,Job Title,Manager Name\n17,Nora Quist,nora@fjord.example,Key Account Manager,\n"))
	connections := importer.Bytes("c.csv", []byte("First Name,Last Name,URL,Email Address,Company,Position,Connected On\nInes,Caldera,https://www.linkedin.com/in/ines,,Norwick Inc.,Head of Procurement,2024-03-12\n"))
	for _, word := range []string{"Nora Quist", "NORA@fjord.example", "hr:17"} {
		_, d, err := plan(t, importer.Options{Source: "hr"}, staff)
		if err != nil {
			t.Fatal(err)
		}
		s := commit(t, d)
		d = editing(s, "2026-02-01")
		if _, err := importer.Plan(context.Background(), d, []importer.File{connections}, importer.Options{Source: "li", Person: word}); err != nil {
			t.Fatalf("%s: %v", word, err)
		}
		s = commit(t, d)
		if n := s.Count(graph.NodePerson); n != 2 || !slices.Contains(world(s), "Nora Quist MET Ines Caldera from 2024-03-12") {
			t.Errorf("--person %s: %d people and %q, want 2, of whom Nora has met Ines", word, n, world(s))
		}
	}
	_, d, err := plan(t, importer.Options{Source: "li", Person: "Nora Quist", Ours: []string{"Fjord Systems"}}, connections)
	if err != nil {
		t.Fatal(err)
	}
	s := commit(t, d)
	if got := world(s); !slices.Contains(got, "Nora Quist MET Ines Caldera from 2024-03-12") || !slices.Contains(got, "organization Fjord Systems, ours") {
		t.Errorf("a person who was not there: %q, want her added, at our company", got)
	}
	if _, _, err := plan(t, importer.Options{Source: "li", Person: "nobody@fjord.example"}, connections); err == nil {
		t.Error("an address of nobody is no error")
	}
	p, _, err := plan(t, importer.Options{Source: "li", AcceptGoodRows: true}, importer.Bytes("p.csv", []byte("Company Name,Title,Description,Location,Started On,Finished On\nFjord,KAM,,,2020-03-01,\n")))
	if want := "p.csv:1: the file does not say whose it is; say so with --person NAME [whose]"; err != nil || len(p.Problems) != 1 || p.Problems[0].String() != want {
		t.Errorf("a career of nobody: %+v, %v, want %q", p.Problems, err, want)
	}
}

// A problem says where it stands in the file of the product: its line and its
// column.
func TestProductsProblemsStandInTheFile(t *testing.T) {
	p, _, err := plan(t, importer.Options{Source: "hr", AcceptGoodRows: true, Ours: []string{"Fjord"}}, importer.Bytes("staff.csv",
		[]byte("Report\n\nEmployee ID;Name;Work Email;Job Title;Manager ID;Hire Date\n17;Nora Quist;nora at fjord;KAM;99;soon\n18;Leo;leo@fjord.example;VP;;2015-02-01\n19;Ana;x\n")))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range p.Problems {
		got = append(got, fmt.Sprintf("%d %s %s %s", x.Line, x.Column, x.Value, x.Rule))
	}
	slices.Sort(got)
	want := []string{"4 Hire Date soon date", "4 Work Email nora at fjord email", "6   field-count"}
	if !slices.Equal(got, want) {
		t.Errorf("problems\n got %q\nwant %q", got, want)
	}
	if f := p.Files[0]; f.Rows != 3 || f.Taken != 2 {
		t.Errorf("%d of %d rows taken, want 2 of 3: Nora without her seat, Leo", f.Taken, f.Rows)
	}
}

// An unknown header is refused with the kind that comes closest, what it lacks,
// and the columns that are there.
func TestProductsNearest(t *testing.T) {
	p, _, err := plan(t, importer.Options{Source: "x", AcceptGoodRows: true}, importer.Bytes("export.csv", []byte("Deal Name,Deal Stage,Close Date\nA,B,2026-01-01\n")))
	want := "export.csv:1: no product that kith knows writes this header; the nearest is HubSpot deals, which also has Record ID; the columns are Deal Name, Deal Stage, Close Date; say what they mean in a mapping file, which kith import --map begins [unknown-file]"
	if err != nil || len(p.Problems) != 1 || p.Problems[0].String() != want {
		t.Errorf("Plan = %+v, %v, want %q", p.Problems, err, want)
	}
}

// No file of the neutral form is taken for one of a product.
func TestProductsLeaveTheNeutralForm(t *testing.T) {
	for _, header := range importer.NeutralHeaders() {
		if f, like := formats.Recognise(header); f != nil || len(like) > 0 {
			t.Errorf("the header %q is taken for one of a product", header)
		}
	}
}

// A file that nobody knows is taken by a mapping of its columns, and a problem
// stands in the file's own column.
func TestMappedColumns(t *testing.T) {
	file := importer.Bytes("list.csv", []byte("Liste\n\nPers.-Nr.;Rufname;Familienname;Gesellschaft;Funktion;Mail;Zeug\n7;Ines;Caldera;Norwick;Head of Procurement;ines at x;1\n8;Tomas;Arvid;Norwick;COO;t@norwick.example;2\n"))
	begun, err := importer.MapColumns(file, "")
	if err != nil || string(begun) != "what,from,to\ncolumn,Pers.-Nr.,\ncolumn,Rufname,\ncolumn,Familienname,\ncolumn,Gesellschaft,\ncolumn,Funktion,\ncolumn,Mail,people.email\ncolumn,Zeug,\n" {
		t.Errorf("MapColumns = %q, %v", begun, err)
	}
	m, err := importer.ReadMapping("m.csv", strings.NewReader(`what,from,to
column,Pers.-Nr.,people.id; positions.seat_id; positions.person_id
column,Rufname,people.name
column,Familienname,people.name
column,Gesellschaft,organizations.id; organizations.name; positions.organization_id
column,Funktion,positions.title
column,Mail,people.email
column,Zeug,
`))
	if err != nil {
		t.Fatal(err)
	}
	p, d, err := plan(t, importer.Options{Source: "erp", Mapping: m}, file)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"Ines Caldera: Head of Procurement at Norwick", "Tomas Arvid: COO at Norwick", "organization Norwick"}
	if got := world(commit(t, d)); !slices.Equal(got, want) {
		t.Errorf("the chart %q, want %q", got, want)
	}
	if len(p.Problems) != 1 || p.Problems[0].String() != `list.csv:4: Mail "ines at x": not an e-mail address [email]` {
		t.Errorf("problems %+v, want the address in line 4, column Mail", p.Problems)
	}
	for to, want := range map[string]string{"people.shoe": `people.csv has no column "shoe"`, "shoes.size": `"shoes.size" is no column of docs/import.md`} {
		if _, err := importer.ReadMapping("m.csv", strings.NewReader("what,from,to\ncolumn,A,"+to+"\n")); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("a column that means %s: error %v, want %q", to, err, want)
		}
	}
}
