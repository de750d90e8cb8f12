package importer_test

import (
	"context"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/rules"
	"github.com/kithgraph/kith/internal/importer"
	"github.com/kithgraph/kith/internal/soak"
)

// Each law of imports is tried on so many of them.
func init() { soak.Checks(soak.Times(30, 1000)) }

// column draws the cells of one column.
type column struct {
	name string
	cell *rapid.Generator[string]
}

func oneOf(values ...string) *rapid.Generator[string] { return rapid.SampledFrom(values) }

var (
	people4 = oneOf("p1", "p2", "p3", "p4", "p5", "px", "")
	orgs3   = oneOf("us", "acme", "it", "north", "ox")
	seats5  = oneOf("s1", "s2", "s3", "s4", "s5", "", "sx")
	starts  = oneOf("", "2020-01-01", "2021-01-01", "2022-01-01", "2023-06-01", "2024-06-30", "3024-01-01")
	ends    = oneOf("", "", "2021-01-01", "2022-01-01", "2023-01-01", "2024-06-30", "2025-01-01", "never")
	words   = oneOf("", "yes", "no", "CEO", "Interim Head of Sales", "Buyer", "champion", "gatekeeper", "x\u202ey", "1", "0.5", "mail", "KAM")
)

// randomTables are rows that no sane source would write, but that one may.
var randomTables = map[string][]column{
	"organizations": {{"id", orgs3}, {"name", oneOf("Us", "Acme", "North", "")}, {"parent_id", oneOf("", "us", "acme", "it", "north", "ox")}, {"type", oneOf("", "customer", "vendor", "seller", "team", "zzz")}, {"owner", people4}, {"start", starts}, {"end", ends}},
	"people":        {{"id", oneOf("p1", "p2", "p3", "p4", "p5", "")}, {"name", oneOf("Ann Lee", "Bob Ray", "(name withheld)", "vacant", "Lee Ann")}, {"email", oneOf("", "a@x.example", "b@x.example", "nope")}, {"capture", oneOf("", "mailbox", "hand")}, {"location", oneOf("", "Oslo", "Bern")}},
	"positions":     {{"seat_id", seats5}, {"person_id", people4}, {"organization_id", orgs3}, {"title", words}, {"department", oneOf("", "Sales", "IT")}, {"level", oneOf("", "1", "A")}, {"reports_to_seat_id", seats5}, {"start", starts}, {"end", ends}, {"occupancy", oneOf("", "", "", "withheld", "vacant", "held")}, {"interim", oneOf("", "", "1")}, {"manager", oneOf("", "", "none")}, {"dotted_to_seat_id", oneOf("", "", "s1;s2", "s3")}},
	"accounts":      {{"organization_id", orgs3}, {"tier", oneOf("", "key", "a", "zz")}, {"stage", oneOf("", "client", "former")}, {"renewal", starts}, {"owner_id", people4}, {"revenue", oneOf("", "1,000 EUR", "5")}},
	"work":          {{"person_id", people4}, {"account_id", orgs3}, {"role", oneOf("", "KAM", "sponsor")}, {"start", starts}, {"end", ends}},
	"decision_areas": {{"id", oneOf("d1", "d2", "")}, {"account_id", orgs3}, {"name", oneOf("ERP", "Plant", "")}, {"budget", oneOf("", "4M EUR", "7 EUR")},
		{"state", oneOf("", "open", "decided")}, {"due", starts}},
	"decision_parts": {{"decision_area_id", oneOf("d1", "d2", "dx")}, {"person_id", people4}, {"seat_id", seats5}, {"part", words}, {"start", starts}, {"end", ends}},
	"relationships":  {{"from_person_id", people4}, {"to_person_id", people4}, {"kind", oneOf("knows", "likes", "dislikes", "co-leads", "account owner to contact", "goes to for advice", "golf")}, {"strength", words}, {"start", starts}, {"end", ends}, {"time", oneOf("", "1", "2")}, {"by", people4}},
	"interactions":   {{"person_a", people4}, {"person_b", people4}, {"channel", words}, {"month", oneOf("2024-02", "2024-03-05", "", "x")}, {"count", oneOf("", "1", "7", "0", "-1")}, {"started_by", oneOf("", "ours", "theirs")}},
	"assessments":    {{"person_id", people4}, {"author_id", people4}, {"account_id", oneOf("", "acme", "it")}, {"on", starts}, {"stance", words}, {"labels", words}, {"expires", ends}},
	"pairings":       {{"our_person_id", people4}, {"their_person_id", people4}, {"their_seat_id", seats5}, {"start", starts}, {"end", ends}},
	"commitments":    {{"id", oneOf("", "c1", "c2")}, {"by_person_id", people4}, {"to_person_id", people4}, {"text", oneOf("Send", "Sign", "")}, {"promised", starts}, {"due", starts}, {"delivered", ends}, {"first_due", starts}, {"moved_on", starts}},
	"policies":       {{"tier", oneOf("", "key", "standard")}, {"account_id", oneOf("", "acme")}, {"decider_depth", oneOf("", "1", "99")}},
	"exclusions":     {{"person_id", people4}, {"target_person_id", people4}, {"account_id", orgs3}, {"kind", oneOf("do not ask", "NON_SOLICIT", "?")}, {"start", starts}},
	"introductions":  {{"id", oneOf("", "i1")}, {"introducer_id", people4}, {"seeker_id", people4}, {"target_id", people4}, {"asked", starts}, {"made", starts}},
	"merged_records": {{"kind", oneOf("person", "organization", "seat", "contact")}, {"id", oneOf("p1", "p2", "acme", "it", "s1", "s2", "px")}, {"into_id", oneOf("p1", "p2", "p3", "acme", "it", "s1", "s3", "q")}},
	"influences":     {{"from_person_id", people4}, {"to_person_id", people4}, {"weight", words}, {"start", starts}, {"end", ends}},
}

func randomFiles(t *rapid.T) []importer.File {
	var files []importer.File
	for _, name := range importer.Tables() {
		columns := randomTables[name]
		if columns == nil {
			continue
		}
		most := 6
		if name == "positions" {
			most = 10
		}
		var b strings.Builder
		for i, c := range columns {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(c.name)
		}
		b.WriteByte('\n')
		for range rapid.IntRange(0, most).Draw(t, name) {
			for i, c := range columns {
				if i > 0 {
					b.WriteByte(',')
				}
				b.WriteString(`"` + c.cell.Draw(t, name+"."+c.name) + `"`)
			}
			b.WriteByte('\n')
		}
		t.Logf("%s.csv:\n%s", name, b.String())
		files = append(files, importer.Bytes(name+".csv", []byte(b.String())))
	}
	return files
}

// Whatever the files say: the outcome breaks no rule, the same files again
// change nothing, and the same import gives the same bytes.
func TestPlanLaws(t *testing.T) {
	for _, name := range importer.Tables() {
		if randomTables[name] == nil && name != "identity_candidates" { // a question, and no fact
			t.Fatalf("%s.csv has no random rows", name)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := kernel.Empty()
		for step := range rapid.IntRange(1, 3).Draw(t, "imports") {
			files := randomFiles(t)
			options := importer.Options{
				Source: rapid.SampledFrom([]string{"a", "a", "b"}).Draw(t, "source"), AcceptGoodRows: true, EndMissing: rapid.Bool().Draw(t, "end missing"),
				AsOf: graph.MustDate(rapid.SampledFrom([]string{"2024-06-30", "2022-01-01", "2025-06-01"}).Draw(t, "as of")),
			}
			t.Logf("import %d of source %s, as of %s, end missing %v", step+1, options.Source, options.AsOf, options.EndMissing)
			d := editing(s, "2024-06-30")
			p, err := importer.Plan(context.Background(), d, files, options)
			if err != nil {
				t.Fatalf("import %d: %v", step+1, err)
			}
			twin := editing(s, "2024-06-30")
			q, err := importer.Plan(context.Background(), twin, files, options)
			if err != nil {
				t.Fatalf("import %d: %v", step+1, err)
			}
			if !reflect.DeepEqual(p, q) || !reflect.DeepEqual(d.Changes(), twin.Changes()) {
				t.Fatalf("import %d: two runs of one import differ", step+1)
			}
			changes, next, err := d.Check(s.Revision()+1, time.Time{})
			if err != nil {
				t.Fatalf("import %d breaks a rule: %v", step+1, err)
			}
			if len(changes) > 0 {
				s = next
			}
			if err := rules.CheckAll(s); err != nil {
				t.Fatalf("import %d breaks a rule: %v", step+1, err)
			}
			again := editing(s, "2024-06-30")
			if _, err := importer.Plan(context.Background(), again, files, options); err != nil {
				t.Fatalf("import %d again: %v", step+1, err)
			}
			if left := again.Changes(); len(left) > 0 {
				t.Fatalf("import %d again changes %d facts, want none; the first: %+v → %+v", step+1, len(left), left[0].Before, left[0].After)
			}
		}
	})
}
