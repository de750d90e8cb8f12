package ordertest

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/internal/importer"
)

// Drawn is how the files of a law are drawn: a table for a day.
type Drawn struct {
	Table string
	Rows  func(t *rapid.T, starts bool) [][]string // the first is the header
}

// Seats are files of positions. Of a row each cell may be empty, and a column may
// be missing. Others may report to the seat "late" before any file has a row of it.
var Seats = Drawn{"positions", func(t *rapid.T, starts bool) [][]string {
	return rows(t, starts, []string{"s1", "s2", "s3", "late"}, []column{
		{"seat_id", nil}, {"organization_id", oneOf("acme", "north")},
	}, []column{
		{"person_id", oneOf("p1", "p2", "p3", "")}, {"title", oneOf("CEO", "CFO", "Head of Sales", "")}, {"department", oneOf("Sales", "Finance", "")},
		{"reports_to_seat_id", oneOf("boss", "chief", "late", "")}, {"dotted_to_seat_id", oneOf("boss", "boss;chief", "late", "")}, {"occupancy", oneOf("", "", "vacant")}, {"level", oneOf("", "A")},
	})
}}

// Claims are files of ties, influence, parts in decisions and exclusions, with and
// without the day on which they were said.
var Claims = []Drawn{
	{"relationships", func(t *rapid.T, starts bool) [][]string {
		return rows(t, starts, []string{"p1 p2 knows", "p2 p1 knows", "p1 p3 friend", "p4 p1 influences"}, []column{{"from_person_id", nil}, {"to_person_id", nil}, {"kind", nil}}, claimed("level", "met", "trusted", ""))
	}},
	{"influences", func(t *rapid.T, starts bool) [][]string {
		return rows(t, starts, []string{"p1 p2", "p4 p2"}, []column{{"from_person_id", nil}, {"to_person_id", nil}}, claimed("weight", "0.2", "0.8", ""))
	}},
	{"decision_parts", func(t *rapid.T, starts bool) [][]string {
		return rows(t, starts, []string{"d1 p4 decider", "d1 p5 user"}, []column{{"decision_area_id", nil}, {"person_id", nil}, {"part", nil}}, claimed("evidence", "", "so"))
	}},
	{"exclusions", func(t *rapid.T, starts bool) [][]string {
		return rows(t, starts, []string{"p1 p4"}, []column{{"person_id", nil}, {"target_person_id", nil}, {"kind", oneOf("do not ask")}}, claimed("reason", "", "law", "they said so"))
	}},
}

// claimed are the columns of claims that may be missing.
func claimed(what string, cells ...string) []column {
	return []column{{what, oneOf(cells...)}, {"by", oneOf("", "p3")}, {"on", oneOf("", "2025-12-01", "2026-01-20")}, {"end", oneOf("", "", "2026-02-20", "2026-06-01")}}
}

// Records are files of what has one value at a time and no history, but for the due
// day of promises.
var Records = []Drawn{
	{"work", func(t *rapid.T, starts bool) [][]string {
		return rows(t, starts, []string{"p1 a1", "p2 a1"}, []column{{"person_id", nil}, {"account_id", nil}}, []column{{"end", ends}})
	}},
	{"accounts", func(t *rapid.T, _ bool) [][]string {
		return rows(t, false, []string{"a1 acme"}, []column{{"id", nil}, {"organization_id", nil}, {"revenue", oneOf("5 EUR", "7 EUR", "")}}, []column{{"tier", oneOf("", "key", "standard")}})
	}},
	{"pairings", func(t *rapid.T, starts bool) [][]string {
		return rows(t, starts, []string{"p1 p4", "p2 p5"}, []column{{"our_person_id", nil}, {"their_person_id", nil}}, []column{{"purpose", oneOf("", "grow", "renew")}, {"cadence_days", oneOf("", "7", "30")}, {"owner_id", oneOf("", "p2", "p3")}, {"end", ends}})
	}},
	{"policies", func(t *rapid.T, _ bool) [][]string {
		return rows(t, false, []string{"x", "y"}, []column{{"id", nil}, {"account_id", oneOf("", "a1")}}, []column{{"decider_depth", oneOf("", "1", "2")}, {"neighbourhood", oneOf("", "0.2", "0.4")}, {"expected_seats", oneOf("", "FINANCE/4", "IT/3;FINANCE/4")}})
	}},
	{"commitments", func(t *rapid.T, _ bool) [][]string {
		return rows(t, false, []string{"c1 2025-06-01", "c2 2025-06-01"}, []column{{"id", nil}, {"promised", nil}, {"by_person_id", oneOf("p1", "p2")}, {"to_person_id", oneOf("p4")}, {"text", oneOf("Send", "Sign")}}, []column{{"due", oneOf("", "2026-05-01", "2026-06-01")}, {"delivered", oneOf("", "2026-04-01")}, {"account_id", oneOf("", "a1")}})
	}},
	{"introductions", func(t *rapid.T, _ bool) [][]string {
		return rows(t, false, []string{"i1 p1 p4 2025-06-01"}, []column{{"id", nil}, {"introducer_id", nil}, {"target_id", nil}, {"asked", nil}, {"seeker_id", oneOf("p2", "p3")}}, []column{{"made", oneOf("", "2025-07-01", "2025-08-01")}, {"outcome", oneOf("", "well", "badly")}})
	}},
	{"assessments", func(t *rapid.T, _ bool) [][]string {
		return rows(t, false, []string{"p4 p1", "p5 p2"}, []column{{"person_id", nil}, {"author_id", nil}, {"on", oneOf("2025-12-01", "2026-01-20")}}, []column{{"stance", oneOf("", "champion", "sceptic")}, {"roles", oneOf("", "decider", "user;decider")}, {"expires", oneOf("", "2026-09-01")}})
	}},
	{"people", func(t *rapid.T, _ bool) [][]string {
		return rows(t, false, []string{"p1", "p2"}, []column{{"id", nil}, {"name", oneOf("Ann Lee", "Bob Ray")}}, []column{{"capture", oneOf("", "mailbox", "hand", "none")}})
	}},
}

var ends = oneOf("", "", "2026-02-20", "2026-06-01")

// column draws the cells of one column; nil is the key of the row.
type column struct {
	name string
	cell *rapid.Generator[string]
}

func oneOf(values ...string) *rapid.Generator[string] { return rapid.SampledFrom(values) }

// rows draws a table with at most one row for each key. A key may have several
// cells, divided by spaces, one for each column without cells of its own.
func rows(t *rapid.T, starts bool, keys []string, needed, optional []column) [][]string {
	columns := slices.Clone(needed)
	for _, c := range optional {
		if rapid.IntRange(0, 3).Draw(t, "has "+c.name) > 0 {
			columns = append(columns, c)
		}
	}
	if starts {
		columns = append(columns, column{"start", oneOf("", "2020-01-01", "2026-01-20", "2026-02-10")})
	}
	out := [][]string{nil}
	for _, c := range columns {
		out[0] = append(out[0], c.name)
	}
	for _, key := range keys {
		if rapid.IntRange(0, 4).Draw(t, "row of "+key) == 0 {
			continue
		}
		var row []string
		own := strings.Fields(key)
		for _, c := range columns {
			if c.cell == nil {
				row, own = append(row, own[0]), own[1:]
				continue
			}
			row = append(row, c.cell.Draw(t, c.name))
		}
		out = append(out, row)
	}
	return out
}

// CSV writes rows as a file.
func CSV(name string, rows [][]string) importer.File {
	var b strings.Builder
	for _, r := range rows {
		b.WriteString(strings.Join(r, ",") + "\n")
	}
	return importer.Bytes(name, []byte(b.String()))
}

// Ground are the things that the drawn files speak of.
func Ground() Snapshot {
	return Snapshot{"2025-01-01", []importer.File{
		importer.Bytes("organizations.csv", []byte("id,name,ours\nus,Us,yes\nacme,Acme,\nnorth,North,\n")),
		importer.Bytes("people.csv", []byte("id,name\np1,Ann Lee\np2,Bob Ray\np3,Cyd Orr\np4,Dan Poe\np5,Eve Fox\n")),
		importer.Bytes("positions.csv", []byte("seat_id,organization_id,person_id\nboss,acme,p4\nchief,north,p5\nu1,us,p1\nu2,us,p2\nu3,us,p3\n")),
		importer.Bytes("accounts.csv", []byte("id,organization_id\na1,acme\n")),
		importer.Bytes("decision_areas.csv", []byte("id,account_id,name\nd1,a1,ERP\n")),
	}}
}

// days are those of the files.
var days = []string{"2026-01-15", "2026-01-31", "2026-02-15", "2026-02-28", "2026-03-31"}

// Law holds drawn files of some tables: in another order, and split too, they give
// the same on each file's day, and each of them again changes nothing. fresh makes
// a workspace with nothing but the ground.
func Law(t *rapid.T, fresh func() Workspace, tables ...Drawn) {
	starts := rapid.Bool().Draw(t, "starts")
	var list, split []Snapshot
	n := rapid.IntRange(2, len(days)).Draw(t, "files")
	for _, day := range days[:n] {
		whole := Snapshot{Day: day}
		for _, table := range tables {
			rows := table.Rows(t, starts)
			t.Logf("%s.csv as of %s: %v", table.Table, day, rows)
			whole.Files = append(whole.Files, CSV(table.Table+".csv", rows))
			cut := rapid.IntRange(1, len(rows)).Draw(t, "cut")
			for _, part := range [][][]string{rows[1:cut], rows[cut:]} {
				split = append(split, Snapshot{day, []importer.File{CSV(table.Table+".csv", append([][]string{rows[0]}, part...))}})
			}
		}
		list = append(list, whole)
	}
	want := Import(t, fresh(), list...)
	for _, other := range []struct {
		name string
		list []Snapshot
	}{{"in another order", rapid.Permutation(list).Draw(t, "order")}, {"split, in another order", rapid.Permutation(split).Draw(t, "order of parts")}} {
		w := fresh()
		got := Import(t, w, other.list...)
		for _, day := range days[:n] {
			d := graph.MustDate(day)
			if a, b := On(want, d), On(got, d); !slices.Equal(a, b) {
				t.Fatalf("%s: on %s\n%s\nwant\n%s", other.name, day, Diff(b, a), strings.Join(a, "\n"))
			}
		}
		for _, x := range other.list {
			if again := Import(t, w, x); again.Revision() != got.Revision() {
				t.Fatalf("%s: the file of %s again changes something", other.name, x.Day)
			}
		}
	}
}

// Few checks a property with so many draws, whatever rapid is told, and shrinks
// what fails.
func Few(t *testing.T, most int, property func(*rapid.T)) {
	t.Helper()
	runs, failed := 0, false
	rapid.Check(t, func(t *rapid.T) {
		if runs++; runs > most && !failed {
			return
		}
		failed = true
		property(t)
		failed = false
	})
}
