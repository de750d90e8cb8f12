package importer_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/internal/importer"
	"github.com/kithgraph/kith/internal/importer/ordertest"
)

// older are rows of each table that a file of February has, and what one of January
// says instead; fact is in the view of every day from February on.
var older = map[string]struct{ header, later, older, fact string }{
	"organizations":  {"id,name,type,industry", "acme,Acme Group,customer,Rail", "acme,Acme,customer,Steel", "Organization x:acme industry=Rail kind=COMPANY name=Acme Group"},
	"people":         {"id,name,location,capture", "p1,Ann Moss,Oslo,hand", "p1,Ann Lee,Bern,mailbox", "Person x:p1 location=Oslo name=Ann Moss"},
	"positions":      {"seat_id,organization_id,person_id,title", "boss,acme,p5,CEO", "boss,acme,p4,CFO", "HOLDS Person x:p5 → Position x:boss kind=PERMANENT"},
	"accounts":       {"id,organization_id,revenue,tier", "a1,acme,7 EUR,key", "a1,acme,5 EUR,standard", "Revenue amount=7 currency=EUR"},
	"work":           {"person_id,account_id,role,start,end", "p1,a1,kam,2020-01-01,2030-01-01", "p1,a1,kam,2020-01-01,2026-02-10", "WORKS_ON Person x:p1 → Account x:a1 role=KAM"},
	"decision_areas": {"id,account_id,name,rule", "d1,a1,Plant,all", "d1,a1,ERP,any", "DecisionArea x:d1 name=Plant rule=ALL"},
	"decision_parts": {"decision_area_id,person_id,part,on,evidence", "d1,p4,decider,2026-01-01,late", "d1,p4,decider,2026-01-01,early", "DECIDES Person x:p4 → DecisionArea x:d1 evidence=late on=2026-01-01 part=DECIDER"},
	"relationships":  {"from_person_id,to_person_id,kind,level,on", "p1,p4,knows,trusted,2026-01-01", "p1,p4,knows,met,2026-01-01", "KNOWS Person x:p1 → Person x:p4 evidence=knows kind=ACQUAINTED level=TRUSTED on=2026-01-01"},
	"influences":     {"from_person_id,to_person_id,weight,on", "p4,p5,0.8,2026-01-01", "p4,p5,0.2,2026-01-01", "INFLUENCES Person x:p4 → Person x:p5 kind=SWAYS on=2026-01-01 weight=0.8"},
	"interactions":   {"id,person_a,person_b,channel,at,count", "m1,p1,p4,mail,2026-01-02,7", "m1,p1,p4,mail,2026-01-02,5", "Interaction channel=MAIL count=7 on=2026-01-02"},
	"assessments":    {"id,person_id,author_id,on,stance", "r1,p4,p1,2026-01-02,champion", "r1,p4,p1,2026-01-02,sceptic", "Assessment x:r1 on=2026-01-02 stance=CHAMPION"},
	"pairings":       {"our_person_id,their_person_id,purpose,cadence_days", "p1,p4,grow,30", "p1,p4,renew,7", "PAIRED_WITH Person x:p1 → Person x:p4 cadenceDays=30 purpose=grow"},
	"commitments":    {"id,by_person_id,to_person_id,text,promised,due", "c1,p1,p4,Send,2025-06-01,2026-06-01", "c1,p2,p4,Sign,2025-06-01,2026-05-01", "Commitment x:c1 due=2026-06-01 promised=2025-06-01 text=Send"},
	"policies":       {"id,account_id,decider_depth", "y1,a1,3", "y1,a1,1", "Policy x:y1 deciderDepth=3"},
	"exclusions":     {"person_id,target_person_id,kind,on,reason", "p1,p4,do not ask,2026-01-01,late", "p1,p4,do not ask,2026-01-01,early", "EXCLUDES Person x:p1 → Person x:p4 kind=DO_NOT_ASK on=2026-01-01 reason=late"},
	"introductions":  {"id,introducer_id,seeker_id,target_id,asked,outcome", "i1,p1,p2,p4,2025-06-01,late", "i1,p1,p3,p4,2025-06-01,early", "Introduction x:i1 asked=2025-06-01 outcome=late"},
}

// An older file touches nothing that a later one says, whatever the table, also where
// the later one said what an even older one did; and nothing of it is lost for what
// only it says.
func TestAnOlderFileTouchesNothingLater(t *testing.T) {
	for _, table := range importer.Tables() {
		c, ok := older[table]
		if table == "identity_candidates" || table == "merged_records" {
			continue // a question, and no fact; what was merged stays so
		}
		if !ok {
			t.Errorf("%s.csv has no case", table)
			continue
		}
		at := func(day, row string) ordertest.Snapshot {
			return ordertest.Snapshot{Day: day, Files: []importer.File{file(table, c.header+"\n"+row+"\n")}}
		}
		for name, list := range map[string][]ordertest.Snapshot{
			"the later, then the older":                    {at("2026-02-28", c.later), at("2026-01-31", c.older)},
			"what was said before, again, then in between": {at("2026-01-15", c.later), at("2026-02-28", c.later), at("2026-01-31", c.older)},
		} {
			s := ordertest.Import(t, ordertest.Memory(kernel.Empty()), append([]ordertest.Snapshot{ordertest.Ground()}, list...)...)
			for _, day := range []string{"2026-02-28", "2026-03-31", "2027-01-01"} {
				facts := ordertest.On(s, graph.MustDate(day))
				if !slices.Contains(facts, c.fact) {
					kind, _, _ := strings.Cut(c.fact, " ")
					t.Errorf("%s, %s: on %s\n%s\nwant %s", table, name, day, strings.Join(slices.DeleteFunc(facts, func(f string) bool { return !strings.HasPrefix(f, kind) }), "\n"), c.fact)
				}
			}
		}
	}
}

// again are, for each table whose facts follow from what was said by day, a column
// that a file may have beside those of [older], and a row of something else.
var again = map[string]struct{ column, other string }{
	"organizations":  {"country", "north,North,,"},
	"people":         {"notes", "p2,Bob Ray,,"},
	"positions":      {"department", "u2,us,p2,"},
	"accounts":       {"stage", "a2,north,9 EUR,"},
	"decision_areas": {"state", "d2,a1,Line,any"},
	"decision_parts": {"end", "d1,p5,user,2026-01-01,"},
	"relationships":  {"end", "p2,p4,knows,met,2026-01-01"},
	"influences":     {"end", "p4,p2,0.5,2026-01-01"},
	"assessments":    {"expires", "r2,p5,p1,2026-01-02,neutral"},
	"pairings":       {"owner_id", "p2,p5,grow,30"},
	"commitments":    {"delivered", "c2,p1,p5,Send,2025-06-01,2026-06-01"},
	"policies":       {"tier", "y2,,1"},
	"exclusions":     {"end", "p2,p4,do not ask,2026-01-01,so"},
	"introductions":  {"made", "i2,p2,p1,p5,2025-06-01,so"},
}

// What a file says again counts again where one with other columns said otherwise in
// between; what that one does not say any more it does not say again.
func TestWhatIsSaidAgainCounts(t *testing.T) {
	for _, table := range importer.Tables() {
		c, more := older[table], again[table]
		if more.column == "" {
			continue // work has no column beside its own, and contacts are not kept by day
		}
		first := func(day string) ordertest.Snapshot {
			return ordertest.Snapshot{Day: day, Files: []importer.File{file(table, c.header+"\n"+more.other+"\n"+c.later+"\n")}}
		}
		second := func(day string, row string) ordertest.Snapshot {
			return ordertest.Snapshot{Day: day, Files: []importer.File{file(table, c.header+","+more.column+"\n"+more.other+",\n"+row)}}
		}
		both := []ordertest.Snapshot{first("2026-01-15"), second("2026-01-31", c.older+",\n"), first("2026-02-15"), second("2026-02-28", c.older+",\n")}
		for _, list := range [][]ordertest.Snapshot{both, {both[1], both[3], both[0], both[2]}} {
			w := ordertest.Memory(kernel.Empty())
			ordertest.Import(t, w, append([]ordertest.Snapshot{ordertest.Ground()}, list...)...)
			for _, x := range list {
				if facts := ordertest.On(ordertest.Import(t, w, x), graph.MustDate("2026-02-28")); slices.Contains(facts, c.fact) {
					t.Errorf("%s, both again, the file of %s again: on 2026-02-28 there is %s, want what the file of that day says", table, x.Day, c.fact)
				}
			}
		}
		for name, list := range map[string][]ordertest.Snapshot{
			"again":                       {first("2026-01-15"), second("2026-01-31", c.older+",\n"), first("2026-02-15")},
			"again, and said no more":     {first("2026-01-15"), second("2026-01-31", c.older+",\n"), first("2026-02-15"), second("2026-02-28", "")},
			"again, and said no more yet": {second("2026-01-31", c.older+",\n"), second("2026-02-28", ""), first("2026-01-15"), first("2026-02-15")},
		} {
			w := ordertest.Memory(kernel.Empty())
			ordertest.Import(t, w, append([]ordertest.Snapshot{ordertest.Ground()}, list...)...)
			for _, x := range list {
				s := ordertest.Import(t, w, x)
				facts := ordertest.On(s, graph.MustDate("2026-03-01"))
				if !slices.Contains(facts, c.fact) {
					kind, _, _ := strings.Cut(c.fact, " ")
					t.Errorf("%s, %s, the file of %s again: on 2026-03-01\n%s\nwant %s", table, name, x.Day, strings.Join(slices.DeleteFunc(facts, func(f string) bool { return !strings.HasPrefix(f, kind) }), "\n"), c.fact)
				}
			}
		}
	}
}

// What comes of a cell is not said again by a row that leaves the cell empty.
func TestAnEmptyCellSaysNothingAgain(t *testing.T) {
	at := func(day, text string) ordertest.Snapshot {
		return ordertest.Snapshot{Day: day, Files: []importer.File{file("accounts", text)}}
	}
	list := []ordertest.Snapshot{
		at("2026-01-15", "id,organization_id,revenue\na1,acme,7 EUR\n"), at("2026-01-31", "id,organization_id,revenue,tier\na1,acme,5 EUR,key\n"),
		at("2026-02-15", "id,organization_id,revenue\na1,acme,7 EUR\n"), at("2026-02-28", "id,organization_id,revenue,tier\na1,acme,,key\n"),
	}
	w := ordertest.Memory(kernel.Empty())
	ordertest.Import(t, w, append([]ordertest.Snapshot{ordertest.Ground()}, list...)...)
	for _, x := range list {
		if facts := ordertest.On(ordertest.Import(t, w, x), graph.MustDate("2026-02-28")); !slices.Contains(facts, "Revenue amount=7 currency=EUR") {
			t.Errorf("the file of %s again: on 2026-02-28\n%s\nwant a revenue of 7 EUR", x.Day, strings.Join(facts, "\n"))
		}
	}
}
