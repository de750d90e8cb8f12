package importer_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/internal/importer"
)

// salesforceFiles are the files of an organisation in Salesforce. Of an account without a type the team says that it is one.
var salesforceFiles = [][]importer.File{
	{file("Account", "Id,Name,Type,ParentId,OwnerId\n0015g00000XyZaBAAV,Norwick Inc.,Customer - Direct,,0055g000001AAAAQA3\n0015g00000XyZaCAAV,Tallgrass AG,,,0055g000001AAABQA3\n")},
	{file("Contact", "Id,LastName,FirstName,AccountId,ReportsToId,Title,Email\n0035g00000AbCdE,Caldera,Ines,0015g00000XyZaB,0035g00000AbCdFAAU,Head of Procurement,\n0035g00000AbCdF,Arvid,Tomas,0015g00000XyZaB,,COO,\n")},
	{file("AccountContactRelation", "Id,AccountId,ContactId,Roles,IsDirect,IsActive,StartDate,EndDate\n07k5g000001AAAAEA4,0015g00000XyZaCAAV,0035g00000AbCdEAAU,Board Member,false,true,2024-01-01,\n")},
	{file("User", "Id,Username,LastName,FirstName,Email,Title,ManagerId,IsActive\n0055g000001AAAAQA3,nora@fjord.example,Quist,Nora,nora@fjord.example,Key Account Manager,0055g000001AAABQA3,true\n0055g000001AAABQA3,leo@fjord.example,Brandt,Leo,leo@fjord.example,VP Sales,,true\n")},
	{file("Opportunity", "Id,Name,AccountId,StageName,CloseDate,OwnerId\n0065g00000OppAAAA2,ERP,0015g00000XyZaBAAV,Negotiation,2026-06-30,0055g000001AAAAQA3\n")},
	{file("OpportunityContactRole", "Id,OpportunityId,ContactId,Role,IsPrimary\n00K5g000001AAAAEA4,0065g00000OppAAAA2,0035g00000AbCdEAAU,Economic Buyer,true\n")},
	{file("AccountTeamMember", "Id,AccountId,UserId,TeamMemberRole\n01M5g000001AAAAEA4,0015g00000XyZaCAAV,0055g000001AAAAQA3,Sales Engineer\n")},
	{file("Task", "Id,WhoId,WhatId,Subject,ActivityDate,Status,OwnerId,TaskSubtype\n00T5g000001AAAAEA4,0035g00000AbCdEAAU,,Call,2026-01-12,Completed,0055g000001AAAAQA3,Call\n")},
}

// The files of Salesforce give the same in any order: what one names by its id is
// filled by another, owners and teams of accounts included.
func TestSalesforceInAnyOrder(t *testing.T) {
	want := []string{
		"Ines Caldera: Board Member at Tallgrass AG",
		"Ines Caldera: Head of Procurement at Norwick Inc., under Tomas Arvid",
		"Leo Brandt: VP Sales at Fjord Systems",
		"Nora Quist: Key Account Manager at Fjord Systems, under Leo Brandt",
		"Tomas Arvid: COO at Norwick Inc.",
		"organization Fjord Systems, ours",
		"organization Norwick Inc., CUSTOMER of Nora Quist",
		"organization Tallgrass AG, PROSPECT of Nora Quist",
	}
	const decides, attended = 1, 2
	for seed := range uint64(20) {
		order := rand.New(rand.NewPCG(seed, 0)).Perm(len(salesforceFiles))
		s := kernel.Empty()
		for _, i := range order {
			d := editing(s, "2026-02-01")
			p, err := importer.Plan(context.Background(), d, salesforceFiles[i], importer.Options{Source: "sf", AsOf: graph.MustDate("2026-02-01"), Ours: []string{"Fjord Systems"}})
			if err != nil {
				t.Fatalf("order %v: %s: %v", order, salesforceFiles[i][0].Name, err)
			}
			for _, x := range p.Problems {
				if x.Effect != importer.EffectNote && x.File != "options" {
					t.Errorf("order %v: problem %s", order, x)
				}
			}
			s = commit(t, d)
		}
		if got := world(s); !slices.Equal(got, want) {
			t.Errorf("order %v: the chart\n got %s\nwant %s", order, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
		}
		counts := map[graph.Kind]int{}
		for _, n := range s.Nodes(graph.NodePerson) {
			for _, k := range []graph.Kind{graph.EdgeDecides, graph.EdgeAttended} {
				counts[k] += len(s.Out(n, k))
			}
		}
		if counts[graph.EdgeDecides] != decides || counts[graph.EdgeAttended] != attended {
			t.Errorf("order %v: %v, want %d part in a decision and %d at a call", order, counts, decides, attended)
		}
	}
}
