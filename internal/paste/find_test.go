package paste_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/importer"
	"github.com/kithgraph/kith/internal/paste"
)

var day = graph.MustDate("2026-11-02")

// take plans an import over a snapshot and carries it out.
func take(t *testing.T, s *kernel.Snapshot, o importer.Options, files ...importer.File) (*importer.Preview, *kernel.Snapshot) {
	t.Helper()
	n := 0
	d := draft.NewDraft(s, day, func() string { n++; return fmt.Sprintf("new%05d", n) })
	p, err := importer.Plan(t.Context(), d, files, o)
	if err != nil {
		t.Fatal(err)
	}
	_, next, err := d.Check(s.Revision()+1, s.At())
	if err != nil {
		t.Fatal(err)
	}
	return p, next
}

// workspace is two companies and their people, from a CRM: two of one name at one of
// them, and two who share an address.
func workspace(t *testing.T) *kernel.Snapshot {
	t.Helper()
	_, s := take(t, kernel.Empty(), importer.Options{Source: "crm"},
		importer.Bytes("organizations.csv", []byte("id,name,domains,parent_id\nn,Norwick Inc.,norwick.example,\nf,Norwick Finance,,n\no,Ostfeld GmbH,ostfeld.example,\ng,Gmailers,,\nx,Twin Ltd,twin.example,\ny,Twin Ltd,twin.example,\n")),
		importer.Bytes("people.csv", []byte("id,name,email,linkedin\n1,Ida Sommer,ida@norwick.example,https://www.linkedin.com/in/ida/\n2,Leo Brandt,leo@norwick.example,\n3,Leo Brandt,leo@ostfeld.example,\n4,Ann Twin,twins@twin.example,\n5,Bob Twin,twins@twin.example,\n6,Mia Doppel,mia.doppel@gmail.com,\n")),
		importer.Bytes("positions.csv", []byte("seat_id,person_id,organization_id,title\ns1,1,f,VP Finance\ns2,2,n,Controller\ns3,3,o,Controller\ns4,6,g,Buyer\ns5,6,g,Planner\n")))
	return s
}

// id returns the ID of what the CRM calls so.
func id(t *testing.T, s *kernel.Snapshot, k graph.Kind, key string) graph.ID {
	t.Helper()
	n, ok := s.ByExternalID(k, "crm:"+key)
	if !ok {
		t.Fatalf("no %s %s", k, key)
	}
	return s.NodeID(n)
}

// TestFind looks for rows in a workspace, each with who and what it may mean, and why.
func TestFind(t *testing.T) {
	s := workspace(t)
	for _, c := range []struct {
		name string
		row  paste.Entry
		want []string // "!" marks a certain one
	}{
		{"an address in another spelling", paste.Entry{Name: "I. Sommer", Emails: []string{"IDA@norwick.example"}},
			[]string{"!Ida Sommer (VP Finance, Norwick Finance): the same address IDA@norwick.example", "!Norwick Inc.: the same domain norwick.example"}},
		{"an address with a tag", paste.Entry{Name: "Ida", Emails: []string{"ida+fair@norwick.example"}},
			[]string{"!Ida Sommer (VP Finance, Norwick Finance): the same address ida+fair@norwick.example", "!Norwick Inc.: the same domain norwick.example"}},
		{"an address of Gmail without dots", paste.Entry{Name: "Mia", Emails: []string{"miadoppel@googlemail.com"}},
			[]string{"!Mia Doppel (Planner, Gmailers; Buyer, Gmailers): the same address miadoppel@googlemail.com"}},
		{"a name at a company with two seats there", paste.Entry{Name: "Mia Doppel", Organization: "Gmailers"},
			[]string{"!Mia Doppel (Planner, Gmailers; Buyer, Gmailers): the same name at Gmailers", "!Gmailers: the same name"}},
		{"a profile", paste.Entry{Name: "Ida", Links: []string{"http://linkedin.com/in/ida?x=1"}}, []string{"!Ida Sommer (VP Finance, Norwick Finance): the same profile http://linkedin.com/in/ida?x=1"}},
		{"a name at a company, in another order", paste.Entry{Name: "Brandt Leo", Organization: "OSTFELD GmbH"},
			[]string{"!Leo Brandt (Controller, Ostfeld GmbH): the same name at Ostfeld GmbH", "Leo Brandt (Controller, Norwick Inc.): the same name", "!Ostfeld GmbH: the same name"}},
		{"a name at the company of the unit", paste.Entry{Name: "Ida Sommer", Organization: "Norwick Inc."}, []string{"!Ida Sommer (VP Finance, Norwick Finance): the same name at Norwick Inc.", "!Norwick Inc.: the same name"}},
		{"a name alone", paste.Entry{Name: "Ida Sommer"}, []string{"Ida Sommer (VP Finance, Norwick Finance): the same name"}},
		{"an address of two", paste.Entry{Name: "Ann", Emails: []string{"twins@twin.example"}},
			[]string{"Ann Twin: the same address twins@twin.example", "Bob Twin: the same address twins@twin.example", "Twin Ltd: the same domain twin.example", "Twin Ltd: the same domain twin.example"}},
		{"a name of two companies", paste.Entry{Name: "Zoe New", Organization: "Twin Ltd"}, []string{"Twin Ltd: the same name", "Twin Ltd: the same name"}},
		{"a longer name of the company", paste.Entry{Name: "Zoe New", Organization: "Norwick Inc. International", Emails: []string{"zoe@norwick.example"}}, []string{"!Norwick Inc.: the same domain norwick.example"}},
		{"another company of the domain", paste.Entry{Name: "Zoe New", Organization: "Cloudy Ltd", Emails: []string{"zoe@norwick.example"}}, []string{"Norwick Inc.: the same domain norwick.example"}},
		{"nobody", paste.Entry{Name: "Zoe New", Emails: []string{"zoe@gmail.com"}}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, m := range paste.Find(view.On(s, day), []paste.Entry{c.row})[0] {
				text := m.Name
				if m.Certain {
					text = "!" + text
				}
				if m.Where != "" {
					text += " (" + m.Where + ")"
				}
				got = append(got, text+": "+m.Reason)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("Find =\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

// TestPrepare takes rows into a workspace: the known are not made again, stay where
// they sit and get what is new; one that could be two people waits.
func TestPrepare(t *testing.T) {
	s := workspace(t)
	rows := []paste.Entry{
		{Name: "Ida Sommer", Title: "CFO", Emails: []string{"ida@norwick.example", "ida@gmail.com"}, Location: "Leeds"},
		{Name: "Ann Twin", Emails: []string{"twins@twin.example"}},
		{Name: "Zoe New", Organization: "Cloudy Ltd", Title: "Buyer", Manager: "Ida Sommer", Emails: []string{"zoe@cloudy.example"}},
		{Name: "Zoe New", Organization: "Cloudy Ltd", Emails: []string{"zoe@cloudy.example"}},
		{Name: "Leo Brandt", Emails: []string{"leo@ostfeld.example"}},
	}
	v := view.On(s, day)
	prepare := func(decisions ...paste.Decision) paste.Prepared {
		t.Helper()
		p, err := paste.Prepare(v, rows, paste.Find(v, rows), decisions)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	p := prepare()
	if p.Becomes[0].Person != id(t, s, graph.NodePerson, "1") || p.Becomes[2].Person != "" || p.Becomes[1].Open == "" || p.Becomes[3].Open == "" {
		t.Fatalf("becomes %+v", p.Becomes)
	}
	o := importer.Options{Source: paste.Source, Same: p.Same, Partial: true}
	preview, next := take(t, s, o, p.Files...)
	if len(preview.Problems) > 0 || len(preview.Questions) > 0 {
		t.Errorf("problems %v, questions %v", preview.Problems, preview.Questions)
	}
	if got := len(next.Nodes(graph.NodePerson)) - len(s.Nodes(graph.NodePerson)); got != 1 {
		t.Errorf("%d new people, want Zoe alone", got)
	}
	if got := len(next.Nodes(graph.NodePosition)) - len(s.Nodes(graph.NodePosition)); got != 1 {
		t.Errorf("%d new seats, want that of Zoe alone", got)
	}
	now := view.On(next, day)
	ida, _ := next.ByExternalID(graph.NodePerson, "crm:1")
	if e := now.Element(ida); !slices.Equal(e.Props.Strings("emails"), []string{"ida@norwick.example", "ida@gmail.com"}) || e.Props.Text("location") != "Leeds" {
		t.Errorf("Ida is %v", e.Props)
	}
	seat := now.Seats(ida)
	if home, _ := now.OrgOf(seat[0]); len(seat) != 1 || now.Title(seat[0]) != "CFO" || now.Name(home) != "Norwick Finance" {
		t.Errorf("Ida sits as %s at %s", now.Title(seat[0]), now.Name(home))
	}
	zoe, _ := next.ByExternalID(graph.NodePerson, "paste:mail:zoe@cloudy.example")
	if boss, ok := now.Manager(now.Seats(zoe)[0]); !ok || boss != seat[0] {
		t.Error("Zoe does not report to Ida")
	}
	again, _ := take(t, next, o, p.Files...)
	for _, c := range again.Counts {
		if c.Created+c.Changed+c.Ended+c.Removed > 0 {
			t.Errorf("the same text again: %+v", c)
		}
	}

	p = prepare(paste.Decision{Row: 2, ID: id(t, s, graph.NodePerson, "4")}, paste.Decision{Row: 1}, paste.Decision{Row: 3, ID: id(t, s, graph.NodeOrganization, "o")})
	if p.Becomes[1].Person != id(t, s, graph.NodePerson, "4") || p.Becomes[1].Open != "" || p.Becomes[0].Person != "" || p.Becomes[2].Organization != id(t, s, graph.NodeOrganization, "o") {
		t.Errorf("decided: %+v", p.Becomes)
	}
	for _, d := range []paste.Decision{{Row: 6}, {Row: 0}, {Row: 1, ID: "nobody"}, {Row: 1, ID: id(t, s, graph.NodePosition, "s1")}} {
		if _, err := paste.Prepare(v, rows, paste.Find(v, rows), []paste.Decision{d}); err == nil {
			t.Errorf("the decision %+v was taken", d)
		}
	}
}

// Of somebody with two seats at the company the one of the title is meant; a title of
// neither leaves the row open, and no title says nothing of a seat.
func TestPrepareTwoSeats(t *testing.T) {
	s := workspace(t)
	v := view.On(s, day)
	for title, open := range map[string]bool{"planner": false, "": false, "CFO": true} {
		rows := []paste.Entry{{Name: "Mia Doppel", Organization: "Gmailers", Title: title, Location: "Leeds"}}
		p, err := paste.Prepare(v, rows, paste.Find(v, rows), nil)
		if err != nil || p.Becomes[0].Person != id(t, s, graph.NodePerson, "6") || (p.Becomes[0].Open != "") != open {
			t.Fatalf("%q: becomes %+v, error %v", title, p.Becomes, err)
		}
		if open {
			continue
		}
		_, next := take(t, s, importer.Options{Source: paste.Source, Same: p.Same, Partial: true}, p.Files...)
		mia, _ := next.ByExternalID(graph.NodePerson, "crm:6")
		if now := view.On(next, day); len(now.Seats(mia)) != 2 || len(next.Nodes(graph.NodePosition)) != len(s.Nodes(graph.NodePosition)) || now.Element(mia).Props.Text("location") != "Leeds" {
			t.Errorf("%q: %d seats of Mia, who is %v", title, len(now.Seats(mia)), now.Element(mia).Props)
		}
	}
}
