package importer

import (
	"slices"
	"strings"
	"testing"

	"github.com/kithgraph/kith/internal/folding"
)

// A header with all columns of a table is recognised as that table, and each
// column is found under each of its names, however it is written.
func TestTablesAreRecognised(t *testing.T) {
	for _, table := range tables {
		var header []string
		for _, c := range table.columns {
			header = append(header, c.name)
		}
		if like := tablesLike(header); len(like) != 1 || like[0] != table {
			t.Errorf("a header with all columns of %s is taken for %s", table.name, tableNames(like))
		}
		if got := tableNamed(strings.ToUpper(table.name) + ".CSV"); got != table {
			t.Errorf("%s.CSV is not recognised by its name", strings.ToUpper(table.name))
		}
		for i, c := range table.columns {
			for _, name := range append([]string{c.name, strings.ToUpper(strings.ReplaceAll(c.name, "_", " "))}, c.aliases...) {
				if at, unknown, _ := table.match([]string{"zzz", name}); at[i] != 1 || len(unknown) != 1 {
					t.Errorf("%s: %q is not found as the column %s", table.name, name, c.name)
				}
			}
		}
	}
}

// No name stands for two columns of one table.
func TestAliasesAreUnambiguous(t *testing.T) {
	for _, table := range tables {
		seen := map[string]string{}
		for _, c := range table.columns {
			for _, name := range append([]string{folding.Fold(c.name)}, c.aliases...) {
				if other, twice := seen[name]; twice {
					t.Errorf("%s: %q stands for %s and %s", table.name, name, other, c.name)
				}
				seen[name] = c.name
			}
		}
	}
}

// A column's own name goes before an alias of another column.
func TestOwnNameGoesFirst(t *testing.T) {
	table := tableNamed("positions.csv")
	at, unknown, twice := table.match([]string{"Role", "title", "Row ID", "id"})
	if at[table.index("title")] != 1 || at[table.index("id")] != 3 || len(twice) != 0 || !slices.Equal(unknown, []int{0, 2}) {
		t.Errorf("match(Role, title, Row ID, id) = %v, unknown %v, twice %v, want title at 1, id at 3 and the others unknown", at, unknown, twice)
	}
}

func TestHeadersOfOtherProducts(t *testing.T) {
	for header, want := range map[string]string{
		"Employee ID,Full Name,Work Email":                                            "people",
		"Row ID,Employee ID,Employee Name,Org ID,Job Title,Dept,Reports To,Hire Date": "positions",
		"Organization ID,Company Name,Website,Parent Account ID":                      "organizations",
		"person_id,territory,start,end":                                               "",
		"proposal_id,person_id,role":                                                  "",
		"":                                                                            "",
	} {
		got := ""
		if like := tablesLike(strings.Split(header, ",")); len(like) == 1 {
			got = like[0].name
		}
		if got != want {
			t.Errorf("the header %q is taken for %q, want %q", header, got, want)
		}
	}
}
