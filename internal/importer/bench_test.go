package importer_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/internal/importer"
)

// sized makes the files of n people in organisations of a hundred: a tree of
// seats with one predecessor each, three ties and five monthly contacts a person.
func sized(n int) []importer.File {
	var orgs, people, positions, ties, contacts strings.Builder
	orgs.WriteString("id,name\n")
	people.WriteString("id,name,email\n")
	positions.WriteString("seat_id,person_id,organization_id,title,department,level,reports_to_seat_id,start,end\n")
	ties.WriteString("from_person_id,to_person_id,kind,strength,start,end\n")
	contacts.WriteString("person_a,person_b,channel,month,count\n")
	for i := range n {
		org, place := i/100, i%100
		if place == 0 {
			fmt.Fprintf(&orgs, "c%d,Company %d\n", org, org)
		}
		fmt.Fprintf(&people, "p%d,Given%d Family%d,p%d@c%d.example\n", i, i%977, i, i, org)
		manager, title := "", "Chief Executive"
		if place > 0 {
			manager, title = fmt.Sprintf("s%d", org*100+(place-1)/6), []string{"Vice President", "Director", "Manager", "Specialist"}[min(place/7, 3)]
		}
		fmt.Fprintf(&positions, "s%d,p%d,c%d,%s,Sales,%d,%s,2020-01-01,2022-06-01\n", i, (i+1)%n, org, title, place, manager)
		fmt.Fprintf(&positions, "s%d,p%d,c%d,%s,Sales,%d,%s,2022-06-01,\n", i, i, org, title, place, manager)
		for k := 1; k <= 3; k++ {
			fmt.Fprintf(&ties, "p%d,p%d,names as friend,1,2021-0%d-01,\n", i, (i+k*37)%n, k)
		}
		for k := range 5 {
			fmt.Fprintf(&contacts, "p%d,p%d,email,2023-%02d,%d\n", i, (i+37)%n, k+1, k+1)
		}
	}
	return []importer.File{
		importer.Bytes("organizations.csv", []byte(orgs.String())), importer.Bytes("people.csv", []byte(people.String())), importer.Bytes("positions.csv", []byte(positions.String())),
		importer.Bytes("relationships.csv", []byte(ties.String())), importer.Bytes("interactions.csv", []byte(contacts.String())),
	}
}

// At a few hundred people the counts are as planned, no rule is broken, and the
// same files again change nothing.
func TestPlanAtSize(t *testing.T) {
	const n = 600
	files, options := sized(n), importer.Options{Source: "t"}
	d := editing(kernel.Empty(), "2024-06-30")
	if _, err := importer.Plan(context.Background(), d, files, options); err != nil {
		t.Fatal(err)
	}
	s := commit(t, d)
	for kind, want := range map[graph.Kind]int{graph.NodeOrganization: n / 100, graph.NodePerson: n, graph.NodePosition: n, graph.EdgeIn: n, graph.EdgeHolds: 2 * n,
		graph.EdgeReportsTo: n - n/100, graph.EdgeKnows: 3 * n, graph.NodeInteraction: 5 * n, graph.EdgeAttended: 10 * n, graph.NodeDetail: 0} {
		if got := s.Count(kind); got != want {
			t.Errorf("%s = %d, want %d", kind, got, want)
		}
	}
	again := editing(s, "2024-06-30")
	if _, err := importer.Plan(context.Background(), again, files, options); err != nil {
		t.Fatal(err)
	}
	if got := len(again.Changes()); got != 0 {
		t.Errorf("the same files again change %d facts, want none", got)
	}
}

func BenchmarkPlan(b *testing.B) {
	const n = 10_000
	files, options := sized(n), importer.Options{Source: "t"}
	d := editing(kernel.Empty(), "2024-06-30")
	if _, err := importer.Plan(context.Background(), d, files, options); err != nil {
		b.Fatal(err)
	}
	_, filled, err := d.Check(1, time.Time{})
	if err != nil {
		b.Fatal(err)
	}
	for name, s := range map[string]*kernel.Snapshot{"new": kernel.Empty(), "again": filled} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := importer.Plan(context.Background(), editing(s, "2024-06-30"), files, options); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/n, "µs/person")
		})
	}
}
