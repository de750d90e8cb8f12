package importer_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/internal/importer"
	"github.com/kithgraph/kith/internal/importer/ordertest"
)

// seatFacts returns the lines of what is true on a day that name one of the words.
func seatFacts(s *kernel.Snapshot, day string, words ...string) []string {
	return slices.DeleteFunc(ordertest.On(s, graph.MustDate(day)), func(line string) bool {
		return !slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(line, w) })
	})
}

func wantFacts(t *testing.T, s *kernel.Snapshot, day string, words []string, want ...string) {
	t.Helper()
	if got := seatFacts(s, day, words...); !slices.Equal(got, want) {
		t.Errorf("on %s:\n%s\nwant\n%s", day, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func file(name, text string) importer.File { return importer.Bytes(name+".csv", []byte(text)) }

// bothOrders runs a test on files that came in the order of their days, and in the other.
func bothOrders(t *testing.T, list []snapshot, test func(t *testing.T, s *kernel.Snapshot)) {
	t.Run("in order", func(t *testing.T) { test(t, imported(t, kernel.Empty(), list...)) })
	back := slices.Clone(list)
	slices.Reverse(back)
	t.Run("the later first", func(t *testing.T) { test(t, imported(t, kernel.Empty(), back...)) })
}

const brack = "id,name\no1,Brack\n"

func annAndBen(positions string) []importer.File {
	return []importer.File{file("organizations", brack), file("people", "id,name\np1,Ann A\np2,Ben B\n"), file("positions", positions)}
}

var holdings = []string{"HOLDS"}

// A file without starts shows who sits there on its day; who is not shown any more
// left when somebody else is shown.
func TestSnapshotsWithoutStarts(t *testing.T) {
	bothOrders(t, []snapshot{
		{"2026-01-31", annAndBen("seat_id,person_id,organization_id,title\ns1,p1,o1,CFO\n")},
		{"2026-02-28", annAndBen("seat_id,person_id,organization_id,title\ns1,p2,o1,CFO\n")},
	}, func(t *testing.T, s *kernel.Snapshot) {
		ann, ben := "HOLDS Person x:p1 → Position x:s1 kind=PERMANENT", "HOLDS Person x:p2 → Position x:s1 kind=PERMANENT"
		wantFacts(t, s, "2026-01-31", holdings, ann)
		wantFacts(t, s, "2026-02-27", holdings, ann)
		wantFacts(t, s, "2026-02-28", holdings, ben)
		wantFacts(t, s, "2026-12-31", holdings, ben)
	})
}

// An older file touches nothing that a later one says: a holder, a vacancy that
// is stated.
func TestAnOlderFileTouchesNoLaterClaim(t *testing.T) {
	later := snapshot{"2016-06-01", annAndBen("id,seat_id,person_id,organization_id,title,start,end\nr1,s1,p1,o1,CFO,2014-01-01,2015-01-01\nr2,s1,p2,o1,CFO,2015-01-01,2016-01-01\nr3,s1,p1,o1,CFO,2016-01-01,\nr4,s2,p1,o1,COO,2012-01-01,2013-01-01\n")}
	older := snapshot{"2014-06-01", annAndBen("id,seat_id,person_id,organization_id,title,start,end\nx1,s1,p1,o1,CFO,2014-06-01,\n")}
	alone := imported(t, kernel.Empty(), later)
	bothOrders(t, []snapshot{older, later}, func(t *testing.T, s *kernel.Snapshot) {
		for _, day := range []string{"2012-06-01", "2014-01-01", "2014-06-01", "2014-12-31", "2015-06-01", "2016-01-01", "2016-06-01", "2020-01-01"} {
			wantFacts(t, s, day, holdings, seatFacts(alone, day, "HOLDS")...)
		}
	})
	vacant := snapshot{"2016-06-01", annAndBen("id,seat_id,person_id,organization_id,title,start,end,occupancy\nr1,s1,p1,o1,CFO,2012-01-01,2013-01-01,held\nr2,s1,,o1,CFO,2015-01-01,,vacant\n")}
	held := snapshot{"2014-06-01", annAndBen("id,seat_id,person_id,organization_id,title,start,end,occupancy\nx1,s1,p1,o1,CFO,2014-06-01,,held\n")}
	bothOrders(t, []snapshot{held, vacant}, func(t *testing.T, s *kernel.Snapshot) {
		ann := "HOLDS Person x:p1 → Position x:s1 kind=PERMANENT"
		wantFacts(t, s, "2012-06-01", holdings, ann)
		wantFacts(t, s, "2013-06-01", holdings)
		wantFacts(t, s, "2014-06-01", holdings, ann)
		wantFacts(t, s, "2014-12-31", holdings, ann)
		wantFacts(t, s, "2015-01-01", holdings)
		wantFacts(t, s, "2026-01-01", holdings)
	})
}

// What a later file has no column for, or leaves empty, stays on all days.
func TestWhatAFileDoesNotSayStays(t *testing.T) {
	full := snapshot{"2026-01-01", []importer.File{
		file("organizations", "id,name,type\nnorwick,Norwick Inc.,customer\n"),
		file("people", "id,name,email,linkedin,location\ng,Gil Top,g@norwick.example,https://www.linkedin.com/in/gil-top,Berlin\na,Ada One,a@norwick.example,,Berlin\n"),
		file("positions", "seat_id,person_id,organization_id,title,department,level,function,reports_to_seat_id,dotted_to_seat_id,assistant_to_seat_id,start\n"+
			"sg,g,norwick,Chief Executive Officer,Board,L1,GENERAL_MANAGEMENT,,,,2020-01-01\nsa,a,norwick,Head of IT,IT,L3,IT,sg,sg,,2020-01-01\n"),
	}}
	before := imported(t, kernel.Empty(), full)
	for name, text := range map[string]string{
		"no columns":                "seat_id,person_id,organization_id,title\nsg,g,norwick,Chief Executive Officer\nsa,a,norwick,Head of IT\n",
		"empty cells":               "seat_id,person_id,organization_id,title,department,level,function,reports_to_seat_id,dotted_to_seat_id,assistant_to_seat_id,start\nsg,,norwick,,,,,,,,\nsa,,norwick,,,,,,,,\n",
		"empty cells, but a start":  "seat_id,person_id,organization_id,title,department,reports_to_seat_id,start\nsg,,norwick,,,,2020-01-01\nsa,,norwick,,,,2020-01-01\n",
		"no holder and no manager":  "seat_id,organization_id,title\nsg,norwick,Chief Executive Officer\nsa,norwick,Head of IT\n",
		"a start, but no manager":   "seat_id,person_id,organization_id,title,start\nsg,g,norwick,Chief Executive Officer,2020-01-01\nsa,a,norwick,Head of IT,2020-01-01\n",
		"no seat's own information": "seat_id,organization_id\nsg,norwick\nsa,norwick\n",
	} {
		t.Run(name, func(t *testing.T) {
			partial := snapshot{"2026-02-01", []importer.File{file("positions", text)}}
			after := imported(t, before, partial)
			for _, day := range []string{"2019-01-01", "2020-06-01", "2026-01-15", "2026-02-15", "2027-01-01"} {
				if got, want := ordertest.On(after, graph.MustDate(day)), ordertest.On(before, graph.MustDate(day)); !slices.Equal(got, want) {
					t.Errorf("on %s the file changes:\n%s", day, ordertest.Diff(got, want))
				}
			}
		})
	}
	t.Run("other tables", func(t *testing.T) {
		partial := snapshot{"2026-02-01", []importer.File{file("organizations", "id,name,type,industry\nnorwick,Norwick Inc.,,\n"), file("people", "id,name,email,location\ng,Gil Top,,\n")}}
		after := imported(t, before, partial)
		if got, want := ordertest.On(after, graph.MustDate("2026-02-15")), ordertest.On(before, graph.MustDate("2026-02-15")); !slices.Equal(got, want) {
			t.Errorf("the file changes:\n%s", ordertest.Diff(got, want))
		}
	})
}

// A change without a start counts from the day of the file that shows it, and the
// past stays as the earlier file showed it.
func TestChangesWithoutStarts(t *testing.T) {
	head := func(positions string) []importer.File {
		return []importer.File{file("organizations", brack), file("people", "id,name\np1,Ann A\np2,Ben B\n"), file("positions", positions)}
	}
	for _, start := range []string{"", "2020-01-01"} {
		t.Run("starts "+start, func(t *testing.T) {
			bothOrders(t, []snapshot{
				{"2026-01-01", head(fmt.Sprintf("seat_id,person_id,organization_id,title,reports_to_seat_id,start\nsg,p1,o1,CEO,,%[1]s\nsa,p2,o1,Head of IT,sg,%[1]s\nsb,,o1,IT Manager,sa,%[1]s\n", start))},
				{"2026-02-01", head("seat_id,person_id,organization_id,title,reports_to_seat_id\nsg,p1,o1,CEO,\nsa,p2,o1,Chief Information Officer,sg\nsb,,o1,IT Manager,sg\n")},
			}, func(t *testing.T, s *kernel.Snapshot) {
				words := []string{"REPORTS_TO Position x:sb", "Position x:sa"}
				wantFacts(t, s, "2026-01-15", words,
					"Position x:sa function=IT level=3 title=Head of IT", "REPORTS_TO Position x:sb → Position x:sa kind=SOLID")
				wantFacts(t, s, "2026-02-15", words,
					"Position x:sa function=IT level=4 title=Chief Information Officer", "REPORTS_TO Position x:sb → Position x:sg kind=SOLID")
			})
		})
	}
}

// A contact whose row names another company has moved: a seat there, and the one
// they had is vacant; a unit of the same company is no other company.
func TestAContactChangesCompany(t *testing.T) {
	ground := []importer.File{
		file("organizations", "id,name,type,parent_id\nfjord,Fjord Systems,seller,\nnorwick,Norwick Inc.,customer,\nsouth,Norwick South,,norwick\ntall,Tallgrass AG,prospect,\n"),
		file("people", "id,name\n003I,Ines Caldera\n003T,Tomas Arvid\n003B,Bea Junior\n003H,Hal Tall\n"),
	}
	at := func(day, positions string) snapshot {
		return snapshot{day, append(slices.Clone(ground), file("positions", "id,person_id,organization_id,title,reports_to_position_id\n"+positions))}
	}
	words := []string{"HOLDS Person x:003I", "IN", "Position x:003I", "REPORTS_TO"}
	bothOrders(t, []snapshot{
		at("2026-01-01", "003T,003T,norwick,COO,\n003I,003I,norwick,Head of Procurement,003T\n003B,003B,norwick,Buyer,003I\n"),
		at("2026-02-01", "003T,003T,norwick,COO,\n003I,003I,tall,Chief Procurement Officer,\n003B,003B,norwick,Buyer,003T\n003H,003H,tall,Buyer,003I\n"),
	}, func(t *testing.T, s *kernel.Snapshot) {
		seat := func(day, company string) string {
			for _, line := range seatFacts(s, day, "IN Position x:003I") {
				if strings.HasSuffix(line, "→ Organization x:"+company) {
					return strings.TrimSuffix(strings.TrimPrefix(line, "IN "), " → Organization x:"+company)
				}
			}
			return "nothing"
		}
		for _, day := range []string{"2026-01-01", "2026-01-31"} {
			wantFacts(t, s, day, []string{"HOLDS Person x:003I"}, "HOLDS Person x:003I → "+seat(day, "norwick")+" kind=PERMANENT")
			if got := seat(day, "tall"); got != "nothing" {
				t.Errorf("on %s there is %s at the new company", day, got)
			}
		}
		wantFacts(t, s, "2026-02-01", []string{"HOLDS Person x:003I"}, "HOLDS Person x:003I → "+seat("2026-02-01", "tall")+" kind=PERMANENT")
		if got := seat("2026-02-01", "norwick"); got == "nothing" {
			t.Error("the seat at the old company is gone, want it vacant")
		}
		wantFacts(t, s, "2026-02-01", []string{"REPORTS_TO Position x:003B", "REPORTS_TO Position x:003H"},
			"REPORTS_TO Position x:003B → Position x:003T kind=SOLID", "REPORTS_TO Position x:003H → "+seat("2026-02-01", "tall")+" kind=SOLID")
	})
	s := imported(t, kernel.Empty(), at("2026-01-01", "003I,003I,norwick,Head of Procurement,\n"), at("2026-02-01", "003I,003I,south,Head of Procurement,\n"))
	wantFacts(t, s, "2026-01-15", words, "HOLDS Person x:003I → Position x:003I kind=PERMANENT", "IN Position x:003I → Organization x:norwick", "Position x:003I function=PROCUREMENT level=3 manager=UNKNOWN title=Head of Procurement")
	wantFacts(t, s, "2026-02-15", words, "HOLDS Person x:003I → Position x:003I kind=PERMANENT", "IN Position x:003I → Organization x:south", "Position x:003I function=PROCUREMENT level=3 manager=UNKNOWN title=Head of Procurement")
}

// Days as products write them, and what has two meanings is asked, unless the
// others of its column say which.
func TestDaysOfProducts(t *testing.T) {
	starts := func(days ...string) []importer.File {
		var people, rows strings.Builder
		people.WriteString("id,name\n")
		rows.WriteString("seat_id,person_id,organization_id,title,start,end\n")
		for i, d := range days {
			fmt.Fprintf(&people, "p%d,Ann Lee\n", i)
			fmt.Fprintf(&rows, "s%d,p%d,o1,Manager,%s\n", i, i, d)
		}
		return []importer.File{file("organizations", brack), file("people", people.String()), file("positions", rows.String())}
	}
	s := imported(t, kernel.Empty(), snapshot{"2026-02-01", starts("2020-01-01T00:00:00Z,", "2020-01-01T23:30:00.000+0000,", "01.01.2020,", "1 Jan 2020,", `"January 1, 2020",`, "43831,", "2020-01,", "2020-01-01,9999-12-31", "1/1/2020,12/31/4712")})
	for i := range 9 {
		seat := fmt.Sprintf("Position x:s%d", i)
		wantFacts(t, s, "2019-12-31", []string{"IN " + seat})
		wantFacts(t, s, "2020-01-01", []string{"IN " + seat}, "IN "+seat+" → Organization x:o1")
		wantFacts(t, s, "2199-01-01", []string{"IN " + seat}, "IN "+seat+" → Organization x:o1")
	}
	p, _, err := plan(t, importer.Options{Source: "x"}, starts("3/4/2020,", "2020-01-01,")...)
	if err != nil {
		t.Fatalf("a day with two meanings refuses the import: %v", err)
	}
	i := slices.IndexFunc(p.Questions, func(q importer.Question) bool { return q.Kind == importer.AskDayOrder })
	if i < 0 || p.Questions[i].Count != 1 || p.Files[2].Taken != 1 {
		t.Errorf("questions %+v, %d rows taken, want one about the order of days and 1", p.Questions, p.Files[2].Taken)
	}
	s = imported(t, kernel.Empty(), snapshot{"2026-02-01", starts("3/4/2020,", "3/15/2020,")})
	wantFacts(t, s, "2020-03-04", []string{"IN"}, "IN Position x:s0 → Organization x:o1")
}

// Names, tiers and what else changes without a start: the same in any order.
func TestTheOrderOfOtherFilesChangesNothing(t *testing.T) {
	days := []string{"2026-01-15", "2026-01-31", "2026-02-15", "2026-02-28"}
	rapid.Check(t, func(t *rapid.T) {
		var list []snapshot
		for _, day := range days {
			draw := func(name string, cells ...string) string { return oneOf(cells...).Draw(t, name) }
			files := []importer.File{
				file("organizations", fmt.Sprintf("id,name,type,industry,parent_id\nacme,%s,customer,%s,%s\nnorth,North,,,\nsouth,South,,,\n", draw("name", "Acme", "Acme Group"), draw("industry", "", "Rail", "Steel"), draw("parent", "", "north", "south"))),
				file("people", fmt.Sprintf("id,name,email,location\np1,%s,%s,%s\n", draw("person", "Ann Lee", "Ann Moss"), draw("email", "", "a@x.example", "b@x.example"), draw("place", "", "Oslo", "Bern"))),
				file("accounts", fmt.Sprintf("id,organization_id,tier,stage\n,acme,%s,%s\n", draw("tier", "", "key", "standard"), draw("stage", "", "client"))),
				file("decision_areas", fmt.Sprintf("id,account_id,name,budget,state\nd1,acme,ERP,%s,%s\n", draw("budget", "", "4 EUR", "7 EUR"), draw("state", "", "open", "decided"))),
			}
			if rapid.Bool().Draw(t, "a person leaves the file") {
				files = slices.Delete(files, 1, 2)
			}
			list = append(list, snapshot{day, files})
		}
		base := imported(t, kernel.Empty(), snapshot{"2025-01-01", []importer.File{file("organizations", "id,name,type\nacme,Acme,customer\n"), file("people", "id,name\np1,Ann Lee\n")}})
		want := imported(t, base, list...)
		order := rapid.Permutation(list).Draw(t, "order")
		got := imported(t, base, order...)
		for _, day := range days {
			if a, b := ordertest.On(want, graph.MustDate(day)), ordertest.On(got, graph.MustDate(day)); !slices.Equal(a, b) {
				t.Fatalf("on %s:\n%s", day, ordertest.Diff(b, a))
			}
		}
		for _, x := range order {
			if again := imported(t, got, x); again != got {
				t.Fatalf("the files of %s again change something: %v", x.day, changed(got, again))
			}
		}
	})
}

// changed says which elements differ between two snapshots.
func changed(a, b *kernel.Snapshot) (out []string) {
	for e := range b.Elements() {
		if was, ok := a.Element(e.ID); !ok || was != e {
			out = append(out, fmt.Sprintf("%v → %v", was, e))
		}
	}
	return out
}

// Of two managers of one seat the second is kept as a dotted line, and said; so are
// titles, levels and holders that contradict each other.
func TestRowsOfOneSeatThatContradict(t *testing.T) {
	files := []importer.File{
		file("organizations", brack), file("people", "id,name\ng,Gil Top\na,Ada One\nb,Bo Two\nc,Cy Shared\n"),
		file("positions", "seat_id,person_id,organization_id,title,level,reports_to_seat_id,occupancy\nsg,g,o1,CEO,,,\nsa,a,o1,Head of IT,,sg,\nsb,b,o1,Head of Finance,,sg,\n"+
			"sc,c,o1,IT Controller,A,sb,\nsc,c,o1,Controller,B,sa,\nsc,,o1,Controller,B,sa,vacant\n"),
	}
	p, d, err := plan(t, importer.Options{Source: "x"}, files...)
	if err != nil {
		t.Fatal(err)
	}
	wantFacts(t, commit(t, d), "2024-06-30", []string{"REPORTS_TO Position x:sc", "HOLDS Person x:c"},
		"HOLDS Person x:c → Position x:sc kind=PERMANENT", "REPORTS_TO Position x:sc → Position x:sa kind=DOTTED", "REPORTS_TO Position x:sc → Position x:sb kind=SOLID")
	var told []string
	for _, x := range p.Problems {
		if x.Line == 6 || x.Line == 7 && strings.Contains(x.Reason, "vacant") {
			told = append(told, x.Rule+": "+x.Reason)
		}
	}
	for _, want := range []string{"one-solid-line: the row names the manager sa for the same seat, sb: the first counts", `contradiction: the row gives the same seat the title "Controller", not "IT Controller"`,
		`contradiction: the row gives the same seat the level "B", not "A"`, "contradiction: one of the rows says that the seat is vacant"} {
		if !slices.ContainsFunc(told, func(s string) bool { return strings.HasPrefix(s, want) }) {
			t.Errorf("told\n%s\nwant %s", strings.Join(told, "\n"), want)
		}
	}
}

// Ending more than a fifth of the holders or of the lines of an organisation is a
// question first; the rest of the files is taken.
func TestEndingManyIsAQuestion(t *testing.T) {
	const n = 20
	files := func(holder func(i int) string, manager func(i int) string) []importer.File {
		var people, seats strings.Builder
		people.WriteString("id,name\n")
		seats.WriteString("seat_id,organization_id,person_id,occupancy,reports_to_seat_id,manager\n")
		for i := range n {
			fmt.Fprintf(&people, "p%d,Given%d Family\n", i, i)
			occupancy := ""
			if holder(i) == "" {
				occupancy = "vacant"
			}
			fmt.Fprintf(&seats, "s%d,o1,%s,%s,%s\n", i, holder(i), occupancy, manager(i))
		}
		people.WriteString("new,Nina New\n")
		return []importer.File{file("organizations", brack), file("people", people.String()), file("positions", seats.String())}
	}
	sits := func(i int) string { return fmt.Sprintf("p%d", i) }
	under := func(i int) string {
		if i == 0 {
			return ",none"
		}
		return "s0,"
	}
	few := func(i int) string {
		if i < 9 {
			return ""
		}
		return sits(i)
	}
	many := func(i int) string {
		if i < 10 {
			return ""
		}
		return sits(i)
	}
	none := func(i int) string { return ",none" }
	base := imported(t, kernel.Empty(), snapshot{"2026-01-01", files(sits, under)})
	for _, c := range []struct {
		name            string
		files           []importer.File
		confirmed       []string
		asks            bool
		holders, bosses int
	}{
		{"nine holders of twenty", files(few, under), nil, false, 11, 19},
		{"ten holders of twenty", files(many, under), nil, true, 20, 19},
		{"confirmed", files(many, under), []string{"mass_ending:x:o1"}, false, 10, 19},
		{"all lines", files(sits, none), nil, true, 20, 19},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := editing(base, "2026-12-31")
			p, err := importer.Plan(t.Context(), d, c.files, importer.Options{Source: "x", AsOf: graph.MustDate("2026-02-01"), Confirmed: c.confirmed})
			if err != nil {
				t.Fatal(err)
			}
			s := commit(t, d)
			if asks := slices.ContainsFunc(p.Questions, func(q importer.Question) bool { return q.Kind == importer.AskEnding }); asks != c.asks {
				t.Errorf("asks %v, want %v: %+v", asks, c.asks, p.Questions)
			}
			if got := len(seatFacts(s, "2026-02-01", "HOLDS")); got != c.holders {
				t.Errorf("%d holders, want %d", got, c.holders)
			}
			if got := len(seatFacts(s, "2026-02-01", "REPORTS_TO")); got != c.bosses {
				t.Errorf("%d lines, want %d", got, c.bosses)
			}
		})
	}
}

// A file speaks for the day that its name says, unless the options say another.
func TestTheDayOfAFile(t *testing.T) {
	files := []importer.File{
		importer.Bytes("positions_2026-02-28.csv", []byte("seat_id,person_id,organization_id,title\ns1,p2,o1,CFO\n")),
		file("organizations", brack), file("people", "id,name\np1,Ann A\np2,Ben B\n"),
		importer.Bytes("positions 20260131.csv", []byte("seat_id,person_id,organization_id,title\ns1,p1,o1,CFO\n")),
	}
	files[1].Day, files[2].Day = graph.MustDate("2026-01-01"), graph.MustDate("2026-01-01")
	d := editing(kernel.Empty(), "2026-12-31")
	p, err := importer.Plan(t.Context(), d, files, importer.Options{Source: "x"})
	if err != nil {
		t.Fatal(err)
	}
	s := commit(t, d)
	wantFacts(t, s, "2026-02-27", holdings, "HOLDS Person x:p1 → Position x:s1 kind=PERMANENT")
	wantFacts(t, s, "2026-02-28", holdings, "HOLDS Person x:p2 → Position x:s1 kind=PERMANENT")
	var days []string
	for _, f := range p.Files {
		days = append(days, f.AsOf.String())
	}
	if want := []string{"2026-01-01", "2026-01-01", "2026-01-31", "2026-02-28"}; !slices.Equal(days, want) {
		t.Errorf("the files are of %v, want %v", days, want)
	}
}

// Files come alone and in any order: what is named by an id alone stands under that
// id, and is filled by the file that says more.
func TestFilesComeInAnyOrder(t *testing.T) {
	orgs := file("organizations", "id,name,type,parent_id\nn,Norwick,customer,h\nh,Holding,,\n")
	people := file("people", "id,name\nann,Ann Lee\nbob,Bob Ray\n")
	seats := file("positions", "seat_id,organization_id,person_id,title\ns1,n,ann,CEO\n")
	ties := file("relationships", "from_person_id,to_person_id,kind,on\nann,bob,knows,2026-01-01\n")
	want := ordertest.On(imported(t, kernel.Empty(), snapshot{"2026-02-01", []importer.File{orgs, people, seats, ties}}), graph.MustDate("2026-02-01"))
	for _, order := range [][]importer.File{{ties, seats, people, orgs}, {seats, orgs, ties, people}, {people, ties, seats, orgs}} {
		s := kernel.Empty()
		for _, f := range order {
			s = imported(t, s, snapshot{"2026-02-01", []importer.File{f}})
		}
		if got := ordertest.On(s, graph.MustDate("2026-02-01")); !slices.Equal(got, want) {
			t.Errorf("one by one:\n%s", ordertest.Diff(got, want))
		}
	}
	p, d, err := plan(t, importer.Options{Source: "x"}, seats)
	if err != nil {
		t.Fatal(err)
	}
	wantFacts(t, commit(t, d), "2026-02-01", []string{"Organization", "Person"}, "Organization x:n kind=COMPANY name=n", "Person x:ann name=ann placeholder=true")
	var asked []string
	for _, q := range p.Questions {
		if q.Kind == importer.AskPlaceholder {
			asked = append(asked, q.Subject)
		}
	}
	if !slices.Equal(asked, []string{"organization", "person"}) {
		t.Errorf("told of placeholders: %v, want organization and person", asked)
	}
}

// Who is unaffiliated, independent or retired is in no company; a contact who is so
// now has left the seat that they had.
func TestNoCompany(t *testing.T) {
	at := func(day, org string) snapshot {
		return snapshot{day, []importer.File{
			file("organizations", "id,name\nn,Norwick\nx,Self-employed\n"), file("people", "id,name\ni,Ines Caldera\nb,Bea Junior\n"),
			file("positions", "id,person_id,organization_id,title\ni,i,"+org+",Buyer\nb,b,Unaffiliated,Consultant\n"),
		}}
	}
	s := imported(t, kernel.Empty(), at("2026-01-01", "n"), at("2026-02-01", "x"), at("2026-03-01", "Retired"))
	words := []string{"Organization", "HOLDS", "IN"}
	wantFacts(t, s, "2026-01-15", words, "HOLDS Person x:i → Position x:i kind=PERMANENT", "IN Position x:i → Organization x:n", "Organization x:n kind=COMPANY name=Norwick")
	for _, day := range []string{"2026-02-01", "2026-03-01"} {
		wantFacts(t, s, day, words, "IN Position x:i → Organization x:n", "Organization x:n kind=COMPANY name=Norwick")
	}
}

// Rooms, shared mailboxes and service accounts are asked about, and what names them
// is left out until then; the rest is taken.
func TestNamesThatAreNoPeople(t *testing.T) {
	files := []importer.File{
		file("organizations", brack),
		file("people", "id,name,email\np1,Ann Lee,ann@brack.example\nr,Meeting Room 2,room2@brack.example\ni,Info,info@brack.example\ns,svc-backup,\nm,Mark Sales,sales@brack.example\n"),
		file("positions", "seat_id,person_id,organization_id,title\ns1,p1,o1,CEO\ns2,r,o1,\n"),
		file("interactions", "person_a,person_b,others,channel,at\np1,m,r;i,meeting,2026-01-01\np1,i,,mail,2026-01-01\n"),
	}
	for _, confirmed := range []bool{false, true} {
		o := importer.Options{Source: "x"}
		want := []string{"Person x:m", "Person x:p1"}
		if confirmed {
			o.Confirmed = []string{"no_person:x:people"}
			want = []string{"Person x:i", "Person x:m", "Person x:p1", "Person x:r", "Person x:s"}
		}
		p, d, err := plan(t, o, files...)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, line := range seatFacts(commit(t, d), "2026-01-01", "Person") {
			name, _, _ := strings.Cut(line, " emails")
			name, _, _ = strings.Cut(name, " name")
			got = append(got, name)
		}
		if !slices.Equal(got, want) {
			t.Errorf("confirmed %v: people %v, want %v", confirmed, got, want)
		}
		if asked := slices.ContainsFunc(p.Questions, func(q importer.Question) bool { return q.Kind == importer.AskNoPerson && q.Count == 3 }); asked == confirmed {
			t.Errorf("confirmed %v: asked %v", confirmed, asked)
		}
	}
}

// The words of the level column are asked before the titles, each with the level
// that most titles beside it have.
func TestLevelWordsAreAsked(t *testing.T) {
	files := []importer.File{file("organizations", brack), file("positions", "seat_id,organization_id,title,level\na,o1,CEO,E1\nb,o1,Buyer,S1\nc,o1,Accountant,S1\nd,o1,Zookeeper of the Realm,S2\n")}
	p, _, err := plan(t, importer.Options{Source: "x"}, files...)
	if err != nil {
		t.Fatal(err)
	}
	at := func(k importer.Ask) int {
		return slices.IndexFunc(p.Questions, func(q importer.Question) bool { return q.Kind == k })
	}
	i := at(importer.AskSourceLevel)
	if i < 0 || i > at(importer.AskUnknownLevel) {
		t.Fatalf("questions %+v, want the words before the titles", p.Questions)
	}
	if want := []string{"level,E1,5 (1 seat)", "level,S1,1 (2 seats)", "level,S2,? (1 seat)"}; !slices.Equal(p.Questions[i].Samples, want) {
		t.Errorf("proposals %q, want %q", p.Questions[i].Samples, want)
	}
	if !strings.Contains(p.Questions[i].Text, "mark 2 of 4 seats as staff") {
		t.Errorf("text %q does not say how many would be staff", p.Questions[i].Text)
	}
	mapped, err := importer.ReadMapping("m.csv", strings.NewReader("what,from,to\nlevel,E1,5\nlevel,S1,1\nlevel,S2,2\n"))
	if err != nil {
		t.Fatal(err)
	}
	if p, _, err = plan(t, importer.Options{Source: "x", Mapping: mapped}, files...); err != nil || at(importer.AskSourceLevel) >= 0 || at(importer.AskUnknownLevel) >= 0 {
		t.Errorf("with a mapping: %v, %+v", err, p.Questions)
	}
}

// Given and family names keep the order in which they are spoken; a name in one
// piece stays as it is written.
func TestNamesKeepTheirOrder(t *testing.T) {
	people := file("people", "id,first name,last name,full name\n"+
		"p1,芳,王,\np2,민준,김,\np3,Thị Phương,Nguyễn,\np4,László,Nagy,\np5,Ines,Caldera,\n"+ // in parts
		"p6,,,王 芳\np7,,,Nguyễn Thị Phương\np8,,,Nagy László\np9,László,Nagy,László Nagy\np10,,Caldera,\n")
	s := imported(t, kernel.Empty(), snapshot{"2026-02-01", []importer.File{people}})
	for id, want := range map[string]string{
		"p1": "王芳", "p2": "김민준", "p3": "Nguyễn Thị Phương", "p4": "Nagy László", "p5": "Ines Caldera",
		"p6": "王 芳", "p7": "Nguyễn Thị Phương", "p8": "Nagy László", "p9": "László Nagy", "p10": "Caldera",
	} {
		wantFacts(t, s, "2026-02-01", []string{"Person x:" + id + " "}, "Person x:"+id+" name="+want)
	}
}
