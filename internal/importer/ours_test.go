package importer_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/internal/importer"
)

// Our own company has its mail domain, and is ours, whichever file is the first to name
// it: one that only names it (an owner of accounts), one of companies, or the staff table.
func TestOurCompanyInAnyOrder(t *testing.T) {
	type in struct {
		source string
		file   importer.File
	}
	owners := in{"sf", file("Account", "Id,Name,Type,OwnerId\n0015g00000XyZaB,Norwick Inc.,Customer - Direct,0055g000001AAAA\n")}
	companies := in{"hub", file("companies", "Record ID,Company name,Lifecycle Stage\n91,Norwick Inc.,Customer\n")}
	contacts := in{"hub", file("contacts", "Record ID,First Name,Last Name,Email,Company Name\n51,Leo,Brandt,leo@fjord.example,Fjord Systems\n")}
	users := in{"sf", file("User", "Id,Username,LastName,FirstName,Email,Title,ManagerId,IsActive\n0055g000001AAAA,nora@fjord.example,Quist,Nora,nora@fjord.example,Key Account Manager,,true\n")}
	staff := in{"hub", file("employees", "Employee ID,Name,Work Email,Job Title,Department,Manager ID,Company\n7,Ida Sommer,ida@fjord.example,CFO,Finance,,Fjord Systems\n")}
	for _, files := range [][]in{{owners, users}, {users, owners}, {owners, staff, users}, {staff, owners, users}, {contacts, staff}, {staff, contacts}, {companies, contacts, staff}, {users, staff, contacts}} {
		s := kernel.Empty()
		var names []string
		for _, x := range files {
			names = append(names, x.file.Name)
			options := importer.Options{Source: x.source, AsOf: graph.MustDate("2026-02-01")}
			if x.source == "sf" {
				options.Ours = []string{"Fjord Systems"}
			}
			for again := range 2 {
				d := editing(s, "2026-02-01")
				if _, err := importer.Plan(context.Background(), d, []importer.File{x.file}, options); err != nil {
					t.Fatal(err)
				}
				if again == 0 {
					s = commit(t, d)
				} else if n := len(d.Changes()); n > 0 {
					t.Errorf("%v: %s again changes %d facts: %+v → %+v", names, x.file.Name, n, d.Changes()[0].Before, d.Changes()[0].After)
				}
			}
		}
		var got []string
		for _, n := range s.Nodes(graph.NodeOrganization) {
			if p := s.NodeProps(n); p.Text("name") != "Norwick Inc." {
				got = append(got, fmt.Sprintf("%s ours %v %v", p.Text("name"), p.Bool("ours"), p.Strings("domains")))
			}
		}
		if want := []string{"Fjord Systems ours true [fjord.example]"}; !slices.Equal(got, want) {
			t.Errorf("%v: %q, want %q", names, got, want)
		}
	}
}
