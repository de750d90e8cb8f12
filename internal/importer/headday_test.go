package importer_test

import (
	"context"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/internal/importer"
)

const staffTable = "Employee ID,First Name,Last Name,Job Title,Department,Manager ID,Work Email,Hire Date\n1,Nora,Quist,Head,Buying,,nora@fjord.example,2020-01-06\n2,Tom,Ude,Buyer,Buying,1,tom@fjord.example,2020-01-06\n"

// A report that says above its table of which day it is speaks for that day, whatever
// its name says, unless the options say another. Expected days by reading the lines.
func TestDayAboveTheTable(t *testing.T) {
	for _, c := range []struct{ name, above, want string }{
		{"staff.csv", "", "2026-06-30"}, // today
		{"staff 2026-01-31.csv", "", "2026-01-31"},
		{"staff.csv", "Active Workers\nEffective as of: 2026-02-01\n\n", "2026-02-01"},
		{"staff 2026-01-31.csv", "As of 1 Feb 2026\n", "2026-02-01"},
		{"staff.csv", "Report: Staff,,\nReport Date,15.03.2026,\n", "2026-03-15"},
		{"staff.csv", "Mitarbeiterliste\nStichtag: 31.03.2026\n", "2026-03-31"},
		{"staff.csv", "Exported on,,March 31, 2026\n", "2026-06-30"}, // a day torn by a comma is none
		{"staff.csv", "Exported on,,\"March 31, 2026\"\n", "2026-03-31"},
		{"staff.csv", "Generated 2026-04-01T07:15:00Z by HR\n", "2026-04-01"},
		{"staff.csv", "Generated on 2026-04-01 07:15\n", "2026-04-01"},
		{"staff.csv", "As of 3/4/2026\n", "2026-06-30"}, // may be two days
		{"staff.csv", "Effective as of 31/12/9999\n", "2026-06-30"},
		{"staff.csv", "Headcount 2026-02-01\n", "2026-06-30"}, // no word says what the day is
	} {
		d := editing(kernel.Empty(), "2026-06-30")
		p, err := importer.Plan(context.Background(), d, []importer.File{importer.Bytes(c.name, []byte(c.above+staffTable))}, importer.Options{Source: "hr", Ours: []string{"Fjord"}})
		if err != nil {
			t.Fatal(err)
		}
		if len(p.Files) == 0 || p.Files[0].AsOf.String() != c.want {
			t.Errorf("%q above %s: as of %v, want %s", c.above, c.name, p.Files, c.want)
		}
		told := strings.Contains(c.above, "3/4/2026")
		if got := len(p.Problems) == 1 && p.Problems[0].Rule == "day-order" && p.Problems[0].Line == 1; got != told {
			t.Errorf("%q: problems %v", c.above, p.Problems)
		}
	}
	d := editing(kernel.Empty(), "2026-06-30")
	p, err := importer.Plan(context.Background(), d, []importer.File{importer.Bytes("staff.csv", []byte("As of 2026-02-01\n"+staffTable))}, importer.Options{Source: "hr", Ours: []string{"Fjord"}, AsOf: 20000 + 440})
	if err != nil {
		t.Fatal(err)
	}
	if p.Files[0].AsOf != 20000+440 {
		t.Errorf("as of %s, want what the options say", p.Files[0].AsOf)
	}
}
