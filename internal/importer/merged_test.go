package importer_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/internal/importer"
)

// mergedThere are two CRMs, before and after a company and a contact that had been
// entered twice were merged there. HubSpot makes a new record of the two.
var mergedThere = map[string][2][]importer.File{
	"Salesforce": {{
		file("Account", "Id,Name,Type,OwnerId\n001A000000AAAAA,Norwick Inc.,Customer,\n001A000000BBBBB,Norwick,Customer,\n"),
		file("Contact", "Id,LastName,FirstName,AccountId,ReportsToId,Title,Email\n003A000000AAAAA,Caldera,Ines,001A000000AAAAA,,Head of Procurement,ines@norwick.example\n"+
			"003A000000BBBBB,Caldera,I.,001A000000BBBBB,,Procurement,\n003A000000CCCCC,Arvid,Tomas,001A000000BBBBB,003A000000BBBBB,Buyer,\n"),
	}, {
		file("Account", "Id,Name,Type,OwnerId,IsDeleted,MasterRecordId\n001A000000AAAAA,Norwick Inc.,Customer,,false,\n001A000000BBBBBIAX,Norwick,Customer,,true,001A000000AAAAAIA4\n"),
		file("Contact", "Id,LastName,FirstName,AccountId,ReportsToId,Title,Email,IsDeleted,MasterRecordId\n003A000000AAAAA,Caldera,Ines,001A000000AAAAA,,Head of Procurement,ines@norwick.example,false,\n"+
			"003A000000BBBBB,Caldera,I.,001A000000BBBBB,,Procurement,,true,003A000000AAAAA\n003A000000CCCCC,Arvid,Tomas,001A000000AAAAA,003A000000AAAAA,Buyer,,false,\n"),
	}},
	"HubSpot": {{
		file("companies", "Record ID,Company name,Lifecycle Stage\n91,Norwick Inc.,Customer\n92,Norwick,Customer\n"),
		file("contacts", "Record ID,First Name,Last Name,Email,Job Title,Associated Company IDs\n51,Ines,Caldera,ines@norwick.example,Head of Procurement,91\n52,I.,Caldera,,Procurement,92\n53,Tomas,Arvid,,Buyer,92\n"),
	}, {
		file("companies", "Record ID,Company name,Lifecycle Stage,Merged company IDs\n93,Norwick Inc.,Customer,91;92\n"),
		file("contacts", "Record ID,First Name,Last Name,Email,Job Title,Associated Company IDs,Merged contact IDs\n54,Ines,Caldera,ines@norwick.example,Head of Procurement,93,51:1767225600000;52:1767225600000\n53,Tomas,Arvid,,Buyer,93,\n"),
	}},
}

// Records that were merged there are one here, whichever file came first: what was
// entered twice is there once, and what names the one that is gone names the other.
func TestMergedThere(t *testing.T) {
	for name, files := range mergedThere {
		want := []string{"Ines Caldera: Head of Procurement at Norwick Inc.", "Tomas Arvid: Buyer at Norwick Inc.", "organization Norwick Inc., CUSTOMER"}
		if name == "Salesforce" {
			want[1] += ", under Ines Caldera"
		}
		days := [2]string{"2026-01-31", "2026-02-28"}
		for _, order := range [][]int{{1}, {0, 1}, {1, 0}, {0, 1, 0, 1}} {
			s := kernel.Empty()
			for _, i := range order {
				s = imported(t, s, snapshot{days[i], files[i]})
				again := editing(s, days[i])
				if _, err := importer.Plan(context.Background(), again, files[i], importer.Options{Source: "x", AsOf: graph.MustDate(days[i])}); err != nil {
					t.Fatal(err)
				}
				if left := again.Changes(); len(left) > 0 {
					t.Errorf("%s, %v: the files of %s again change %d facts, the first %+v → %+v", name, order, days[i], len(left), left[0].Before, left[0].After)
				}
			}
			if got := on(s, "2026-03-01"); !slices.Equal(got, want) {
				t.Errorf("%s, %v: the chart\n got %s\nwant %s", name, order, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
			}
			if n := len(s.Nodes(graph.NodePerson)); n != 2 {
				t.Errorf("%s, %v: %d people, want 2", name, order, n)
			}
		}
	}
}

// The neutral form of the same: chains, circles, records that nobody knows, and one that
// is its own.
func TestMergedRecords(t *testing.T) {
	base := []importer.File{
		file("organizations", "id,name\no1,Acme\no2,Acme Inc\n"),
		file("people", "id,name\na,Ann Lee\nb,A. Lee\nc,Ann B. Lee\nd,Dan Ruiz\n"),
		file("positions", "seat_id,person_id,organization_id,title\ns1,a,o1,CFO\ns2,d,o2,CIO\n"),
	}
	for name, c := range map[string]struct {
		rows     string
		people   string // the keys of each, by name
		orgs     int
		seats    int
		problems []string
	}{
		"none":                    {"", "A. Lee=b|Ann B. Lee=c|Ann Lee=a|Dan Ruiz=d", 2, 2, nil},
		"two":                     {"person,b,a\n", "Ann B. Lee=c|Ann Lee=a,b|Dan Ruiz=d", 2, 2, nil},
		"a chain":                 {"person,c,b\nperson,b,a\n", "Ann Lee=a,b,c|Dan Ruiz=d", 2, 2, nil},
		"a chain, the last first": {"person,b,a\nperson,c,b\n", "Ann Lee=a,b,c|Dan Ruiz=d", 2, 2, nil},
		"into one that is new":    {"person,b,n\nperson,a,n\n", "A. Lee=a,b,n|Ann B. Lee=c|Dan Ruiz=d", 2, 2, nil},
		"one that is unknown":     {"person,n,a\n", "A. Lee=b|Ann B. Lee=c|Ann Lee=a,n|Dan Ruiz=d", 2, 2, nil},
		"two that are unknown":    {"person,n,m\n", "A. Lee=b|Ann B. Lee=c|Ann Lee=a|Dan Ruiz=d", 2, 2, nil},
		"a circle":                {"person,b,a\nperson,a,b\n", "Ann B. Lee=c|Ann Lee=a,b|Dan Ruiz=d", 2, 2, []string{"merged_records.csv:3: self"}},
		"itself":                  {"person,a,a\n", "A. Lee=b|Ann B. Lee=c|Ann Lee=a|Dan Ruiz=d", 2, 2, []string{"merged_records.csv:2: self"}},
		"companies and seats":     {"company,o2,o1\nseat,s2,s1\n", "A. Lee=b|Ann B. Lee=c|Ann Lee=a|Dan Ruiz=d", 1, 1, nil},
		"no kind":                 {"lead,b,a\n", "A. Lee=b|Ann B. Lee=c|Ann Lee=a|Dan Ruiz=d", 2, 2, []string{"merged_records.csv:2: word"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := imported(t, kernel.Empty(), snapshot{"2026-01-01", base})
			d := editing(s, "2026-02-01")
			merged := file("merged_records", "kind,id,into_id\n"+c.rows)
			p, err := importer.Plan(context.Background(), d, []importer.File{merged}, importer.Options{Source: "x", AsOf: graph.MustDate("2026-02-01"), AcceptGoodRows: true})
			if err != nil {
				t.Fatal(err)
			}
			var problems []string
			for _, x := range p.Problems {
				problems = append(problems, strings.Join([]string{x.File, ":", string(rune('0' + x.Line)), ": ", x.Rule}, ""))
			}
			if !slices.Equal(problems, c.problems) {
				t.Errorf("problems %v, want %v", problems, c.problems)
			}
			s2 := s
			if len(d.Changes()) > 0 {
				s2 = commit(t, d)
			}
			if got := keysOf(s2); got != c.people {
				t.Errorf("people %s, want %s", got, c.people)
			}
			if o, n := len(s2.Nodes(graph.NodeOrganization)), len(s2.Nodes(graph.NodePosition)); o != c.orgs || n != c.seats {
				t.Errorf("%d organizations and %d seats, want %d and %d", o, n, c.orgs, c.seats)
			}
			// The files that came before say the same as they did, and everything again nothing.
			s3 := imported(t, s2, snapshot{"2026-01-01", base})
			if got := keysOf(s3); got != c.people {
				t.Errorf("after the first files again: people %s, want %s", got, c.people)
			}
		})
	}
}

// keysOf renders the people with the keys of the source.
func keysOf(s *kernel.Snapshot) string {
	var out []string
	for _, n := range s.Nodes(graph.NodePerson) {
		p := s.NodeProps(n)
		out = append(out, p.Text("name")+"="+strings.ReplaceAll(strings.Join(p.Strings("externalIds"), ","), "x:", ""))
	}
	slices.Sort(out)
	return strings.Join(out, "|")
}
