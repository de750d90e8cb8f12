package importer_test

import (
	"fmt"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/internal/importer"
)

// twice is a CRM in which one contact, and one company, was entered twice.
func twice() []importer.File {
	return []importer.File{
		file("organizations", "id,name,type\nfjord,Fjord Systems,seller\nnorwick,Norwick Inc.,customer\nnorwick2,NORWICK INC,customer\n"),
		file("people", "id,name,email,linkedin,notes\nnora,Nora Quist,nora@fjord.example,,\nleo,Leo Brandt,leo@fjord.example,,\nines1,Ines Caldera,ines.caldera@norwick.example,,met at fair\n"+
			"ines2,I. Caldera,icaldera@norwick.example,https://www.linkedin.com/in/ines-caldera,prefers mail\ntom,Tomas Arvid,tomas@norwick.example,,\n"),
		file("positions", "seat_id,person_id,organization_id,title,reports_to_seat_id,start\ns-nora,nora,fjord,Key Account Manager,s-leo,2019-01-01\ns-leo,leo,fjord,VP Sales,,2019-01-01\n"+
			"s-i1,ines1,norwick,Head of Procurement,s-t,2021-04-01\ns-i2,ines2,norwick,Works Council Member,,2023-01-01\ns-t,tom,norwick,COO,,2015-01-01\n"),
		file("accounts", "id,organization_id,tier\nacc,norwick,key\nacc2,norwick2,key\n"),
		file("assessments", "person_id,author_id,on,account_id,stance,roles,evidence\nines1,nora,2026-01-11,acc,NEUTRAL,approver,asked for prices\nines2,leo,2026-01-13,acc,SUPPORTER,decider,said she backs us\n"),
		file("commitments", "id,by_person_id,to_person_id,text,promised,due,account_id\nc1,leo,ines2,send roadmap,2026-01-12,2026-03-01,acc\n"),
		file("decision_areas", "id,account_id,name\nda,acc,Renewal 2027\n"),
		file("decision_parts", "decision_area_id,person_id,part,start\nda,ines1,approver,2025-01-01\nda,ines2,decider,2025-02-01\n"),
		file("exclusions", "person_id,kind,account_id,reason\nines2,do not ask,acc,works council duty\n"),
		file("interactions", "id,person_a,person_b,channel,at,subject\ni1,nora,ines1,meeting,2026-01-10,Kick-off\ni2,leo,ines2,meal,2026-01-12,Dinner\n,leo,ines2,mail,2026-01-14,\n"),
		file("pairings", "our_person_id,their_person_id,purpose,cadence_days,start\nnora,ines1,renewal,30,2025-01-01\nleo,ines2,executive sponsor,90,2025-01-01\n"),
		file("relationships", "from_person_id,to_person_id,kind,level,start\nnora,ines1,knows,knows,2022-01-01\nleo,ines2,knows,trusted,2023-01-01\nines1,tom,knows,works well,2021-04-01\nines2,tom,influences,,2023-01-01\nines1,ines2,knows,works well,2023-01-01\n"),
		file("work", "person_id,account_id,role,start\nnora,acc,KAM,2020-01-01\n"),
	}
}

// After people or organisations have been merged the files of the source say what
// they said: nothing is added, renamed, ended or refused.
func TestFilesAfterAMerge(t *testing.T) {
	merges := map[string]func(d *draft.Draft, id func(graph.Kind, string) graph.ID) error{
		"people": func(d *draft.Draft, id func(graph.Kind, string) graph.ID) error {
			return d.MergePeople(id(graph.NodePerson, "ines1"), id(graph.NodePerson, "ines2"))
		},
		"people, the other stays": func(d *draft.Draft, id func(graph.Kind, string) graph.ID) error {
			return d.MergePeople(id(graph.NodePerson, "ines2"), id(graph.NodePerson, "ines1"))
		},
		"organisations": func(d *draft.Draft, id func(graph.Kind, string) graph.ID) error {
			return d.MergeOrganizations(id(graph.NodeOrganization, "norwick"), id(graph.NodeOrganization, "norwick2"))
		},
		"organisations, the other stays": func(d *draft.Draft, id func(graph.Kind, string) graph.ID) error {
			return d.MergeOrganizations(id(graph.NodeOrganization, "norwick2"), id(graph.NodeOrganization, "norwick"))
		},
	}
	for name, merge := range merges {
		t.Run(name, func(t *testing.T) {
			s := imported(t, kernel.Empty(), snapshot{"2026-02-01", twice()})
			d := editing(s, "2026-02-02")
			if err := merge(d, func(k graph.Kind, key string) graph.ID {
				id, ok := d.ByExternalID(k, "x:"+key)
				if !ok {
					t.Fatalf("no %s x:%s", k, key)
				}
				return id
			}); err != nil {
				t.Fatal(err)
			}
			s = commit(t, d)
			for _, day := range []string{"2026-02-03", "2026-02-04", "2026-02-01"} {
				d := editing(s, day)
				if _, err := importer.Plan(t.Context(), d, twice(), importer.Options{Source: "x", AsOf: graph.MustDate(day)}); err != nil {
					t.Fatalf("the files of %s: %v", day, err)
				}
				next := commit(t, d)
				var left []string
				for _, c := range d.Changes() {
					if c.After == nil || c.After.Kind != graph.NodeFeed {
						left = append(left, fmt.Sprintf("%v → %v", c.Before, c.After))
					}
				}
				if len(left) > 0 {
					t.Fatalf("the files of %s change %d facts: %s", day, len(left), left[0])
				}
				s = next
			}
		})
	}
}
