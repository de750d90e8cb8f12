package review_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/importer"
	"github.com/kithgraph/kith/internal/review"
)

func file(name, text string) importer.File { return importer.Bytes(name+".csv", []byte(text)) }

// sources are the files of two systems, in each of which a company or a person is there
// twice: as kith's own form has them, and as a CRM exports them.
var sources = map[string][]importer.File{
	"neutral": {
		file("organizations", "id,name,type,website\nfjord,Fjord Systems,seller,\nnorwick,Norwick Inc.,customer,https://norwick.example\nnorwick2,NORWICK,customer,www.norwick.example/en\n"),
		file("people", "id,name,email,linkedin,notes\nnora,Nora Quist,nora@fjord.example,,\nleo,Leo Brandt,leo@fjord.example,,\nines1,Ines Caldera,ines@norwick.example,,met at fair\nines2,I. Caldera,INES+crm@norwick.example,https://www.linkedin.com/in/ines-caldera,prefers mail\ntom,Tomas Arvid,tomas@norwick.example,,\n"),
		file("positions", "seat_id,person_id,organization_id,title,reports_to_seat_id,start\ns-nora,nora,fjord,Key Account Manager,s-leo,2019-01-01\ns-leo,leo,fjord,VP Sales,,2019-01-01\ns-i1,ines1,norwick,Head of Procurement,s-t,2021-04-01\ns-i2,ines2,norwick2,Works Council Member,,2023-01-01\ns-t,tom,norwick,COO,,2015-01-01\n"),
		file("accounts", "id,organization_id,tier\nacc,norwick,key\nacc2,norwick2,key\n"),
		file("assessments", "person_id,author_id,on,account_id,stance,evidence\nines1,nora,2026-01-11,acc,NEUTRAL,asked for prices\nines2,nora,2026-01-13,acc2,SUPPORTER,said she backs us\n"),
		file("interactions", "id,person_a,person_b,channel,at\ni1,nora,ines1,meeting,2026-01-10\ni2,nora,ines2,meal,2026-01-12\n"),
		file("relationships", "from_person_id,to_person_id,kind,level,start\nnora,ines1,knows,knows,2022-01-01\nnora,ines2,knows,trusted,2023-01-01\nines1,tom,knows,works well,2021-04-01\n"),
	},
	"HubSpot": {
		importer.Bytes("companies.csv", []byte("Record ID,Company name,Company Domain Name,Industry,Company owner\n9001,Norwick Inc.,norwick.example,Food,Nora\n9003,Norwick,www.norwick.example,,Nora\n")),
		importer.Bytes("contacts.csv", []byte(hubHeader+
			"501,Ines,Caldera,ines@norwick.example,Head of Procurement,Norwick Inc.,9001,\n"+
			"502,I.,Caldera,ines+x@norwick.example,Head of Purchasing,Norwick,9003,https://www.linkedin.com/in/ines-caldera\n"+
			"503,Tomas,Arvid,tomas@norwick.example,COO,Norwick,9003,\n")),
	},
}

// After people and organizations were merged by accepting, whichever stays, the files
// of the source add nothing, rename nothing, end nothing and are not refused, on their
// own day and later.
func TestFilesAfterMerging(t *testing.T) {
	for name, files := range sources {
		base, _ := take(t, kernel.Empty(), "x", "2026-02-01", files...)
		found := list(t, base, graph.SuggestionDuplicatePeople, graph.SuggestionDuplicateOrganizations)
		if len(found) != 2 || found[0].Confidence != graph.ConfidenceHigh || found[1].Confidence != graph.ConfidenceHigh {
			t.Fatalf("%s: suggested %v, want two people and two companies that are most likely one", name, lines(found))
		}
		for swap := range 4 {
			t.Run(fmt.Sprintf("%s, %d", name, swap), func(t *testing.T) {
				s := base
				for i, x := range found {
					d := review.Decision{Suggestion: x.ID, Verdict: graph.VerdictAccepted}
					if swap&(1<<i) != 0 {
						d.Verdict, d.Correction.Keep = graph.VerdictCorrected, x.About[1]
					}
					s, _ = decide(t, s, d)
				}
				for _, on := range []string{"2026-02-01", "2026-02-02", "2026-02-09", "2026-02-02", "2026-02-01"} {
					var changes []graph.Change
					if s, changes = take(t, s, "x", on, files...); len(beside(changes)) > 0 {
						t.Errorf("the files of %s change %d facts, such as %s", on, len(beside(changes)), beside(changes)[0])
					}
				}
				if left := list(t, s, graph.SuggestionDuplicatePeople, graph.SuggestionDuplicateOrganizations); len(left) > 0 {
					t.Errorf("still suggested: %v", lines(left))
				}
				if p, o := len(s.Nodes(graph.NodePerson)), len(s.Nodes(graph.NodeOrganization)); p != len(base.Nodes(graph.NodePerson))-1 || o != len(base.Nodes(graph.NodeOrganization))-1 {
					t.Errorf("%d people and %d organizations, want one of each fewer than before", p, o)
				}
			})
		}
	}
}

// A seat made one of two goes on as its holders do: whoever followed, and leaves too,
// has a seat of their own where they go, and so has the one who left first.
func TestSeatOfTwo(t *testing.T) {
	s := exports(t)
	successor := list(t, s, graph.SuggestionSuccessor)[0]
	s, _ = decide(t, s, review.Decision{Suggestion: successor.ID, Verdict: graph.VerdictAccepted})
	march := strings.Replace(string(mustRead(t, february())), "507,Flo,Hart,flo@norwick.example,Head of Procurement,Norwick,9001,", "507,Flo,Hart,flo@arlton.example,CFO,Arlton,9002,", 1)
	s, _ = take(t, s, "hub", "2026-03-05", importer.Bytes("mar.csv", []byte(march)))
	sits := func(on string) (out []string) {
		v := view.On(s, day(on))
		for _, key := range []string{"503", "507"} {
			n, _ := s.ByExternalID(graph.NodePerson, "hub:"+key)
			for _, seat := range v.Seats(n) {
				org, _ := v.OrgOf(seat)
				out = append(out, fmt.Sprintf("%s %s at %s", v.Name(n), v.Title(seat), v.Name(org)))
			}
		}
		slices.Sort(out)
		return out
	}
	equal(t, "in February", sits("2026-02-10"), []string{"Cy Moss Head of Procurement at Norwick"})
	equal(t, "on the first of March", sits("2026-03-01"), []string{"Cy Moss COO at Arlton", "Flo Hart Head of Procurement at Norwick"})
	equal(t, "on the day after the third file", sits("2026-03-06"), []string{"Cy Moss COO at Arlton", "Flo Hart CFO at Arlton"})
	if _, changes := take(t, s, "hub", "2026-03-05", importer.Bytes("mar.csv", []byte(march))); len(beside(changes)) > 0 {
		t.Errorf("the third file again changes %s", beside(changes)[0])
	}
}
