package resolvers_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/internal/sample"
)

// TestIDsOfSources edits and asks by what sources call things: it stands for them
// with the source's name, and without it where only one thing is called so.
func TestIDsOfSources(t *testing.T) {
	srv, eng := site(t)
	_, err := eng.Update(context.Background(), sample.Workspace, "tester", "", func(d *draft.Draft) error {
		for id, external := range map[graph.ID]string{
			"p-leo-brandt": "crm:17", "p-petra-nowak": "crm:18", "s-brackwell-buyer-2": "crm:seat", "a-dunmore": "crm:17", "o-brackwell-it": "crm:it",
			"p-sven-aalto": "crm:twin", "p-alma-farkas": "erp:twin", "p-hana-novak": "crm:19",
		} {
			e, ok := d.Get(id)
			if !ok {
				return fmt.Errorf("the sample has no %s", id)
			}
			props, err := e.Props.With("externalIds", []string{external})
			if err != nil {
				return err
			}
			e.Props = props
			d.Put(e)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, query, want string }{ // in this order: some ask for what others wrote
		{"a seat", `mutation { promote(input: {positionId: "crm:seat", title: "Senior Buyer"}) { position { id title } } }`, "map[position:map[id:s-brackwell-buyer-2 title:Senior Buyer]]"},
		{"without the source", `mutation { promote(input: {positionId: "seat", title: "Chief Buyer"}) { position { id title } } }`, "map[position:map[id:s-brackwell-buyer-2 title:Chief Buyer]]"},
		{"a person, not an account", `mutation { stateTie(input: {personId: "17", otherId: "crm:18", level: MET, byId: "crm:17"}) { tie { person { id } other { id } by { id } } } }`, "map[tie:map[by:map[id:p-leo-brandt] other:map[id:p-petra-nowak] person:map[id:p-leo-brandt]]]"},
		{"an account, not a person", `mutation { assignToAccount(input: {personId: "crm:19", accountId: "17", role: SUPPORT}) { teamPlace { person { id } account { id } } } }`, "map[teamPlace:map[account:map[id:a-dunmore] person:map[id:p-hana-novak]]]"},
		{"in a list", `mutation { logInteraction(input: {interaction: {channel: CALL}, attendeeIds: ["17", "18"]}) { interaction { attendees { id } } } }`, "map[interaction:map[attendees:[map[id:p-leo-brandt] map[id:p-petra-nowak]]]]"},
		{"inside a seat", `mutation { addPosition(input: {seat: {organizationId: "it", position: {title: "Clerk"}, managerId: "seat"}}) { position { organization { id } } } }`, "map[position:map[organization:map[id:o-brackwell-it]]]"},
		{"the fact of an update", `mutation { updateFact(input: {id: "crm:seat", patch: {position: {department: "Buying"}}}) { fact { id } } }`, "map[fact:map[id:s-brackwell-buyer-2]]"},
		{"of facts confirmed", `mutation { confirmFacts(input: {ids: ["crm:18", "seat"], by: "me"}) { changed { id } } }`, "map[changed:[map[id:p-petra-nowak] map[id:s-brackwell-buyer-2]]]"},
		{"node", `{ node(id: "crm:18") { id } }`, "map[id:p-petra-nowak]"},
		{"nodes", `{ nodes(ids: ["18", "crm:seat"]) { id } }`, "[map[id:p-petra-nowak] map[id:s-brackwell-buyer-2]]"},
		{"a filter of ties", `{ node(id: "crm:18") { ... on Person { knownBy(filter: {byId: "crm:17"}) { totalCount } } } }`, "map[knownBy:map[totalCount:1]]"},
		{"a filter of contacts", `{ node(id: "crm:18") { ... on Person { interactions(filter: {withId: "17", since: "` + base.String() + `"}) { totalCount } } } }`, "map[interactions:map[totalCount:1]]"},
		{"nothing of the name", `{ node(id: "crm:20") { id } }`, "<nil>"},
		{"mutation, nothing", `mutation { promote(input: {positionId: "crm:20", title: "x"}) { revision } }`, "NOT_FOUND exists crm:20"},
		{"two sources", `mutation { setCapture(input: {personId: "twin", mode: HAND}) { revision } }`, "CONFLICT ambiguous p-alma-farkas p-sven-aalto"},
		{"two kinds", `mutation { removeFact(input: {id: "crm:17"}) { revision } }`, "CONFLICT ambiguous p-leo-brandt a-dunmore"},
		{"two kinds, node", `{ node(id: "crm:17") { id } }`, "CONFLICT ambiguous p-leo-brandt a-dunmore"},
		{"two kinds, nodes", `{ nodes(ids: ["crm:18", "crm:17"]) { id } }`, "CONFLICT ambiguous p-leo-brandt a-dunmore"},
		{"two sources, node", `{ node(id: "twin") { id } }`, "CONFLICT ambiguous p-alma-farkas p-sven-aalto"},
		{"two sources, person", `{ view { person(id: "twin") { id } } }`, "CONFLICT ambiguous p-alma-farkas p-sven-aalto"},
		{"two sources, filter", `{ node(id: "crm:18") { ... on Person { interactions(filter: {withId: "twin"}) { totalCount } } } }`, "CONFLICT ambiguous p-alma-farkas p-sven-aalto"},
		{"within an account", `{ node(id: "p-callum-reid") { ... on Person { stance(withinId: "17") assessments(withinId: "crm:17") { within { ... on Fact { id } } } } } }`, "map[assessments:[map[within:map[id:a-dunmore]]] stance:SCEPTIC]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := post(t, srv, c.query, nil)
			var got string
			if len(a.Errors) > 0 {
				e := a.Errors[0].Extensions
				ids, _ := e["ids"].([]any)
				got = strings.TrimSpace(fmt.Sprintln(append([]any{e["code"], e["rule"]}, ids...)...))
			} else {
				for _, v := range a.Data {
					got = fmt.Sprint(v)
				}
			}
			if got != c.want {
				t.Errorf("%s = %s, %v, want %s", c.query, got, a.Errors, c.want)
			}
		})
	}
}
