package importer_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/importer"
	"github.com/kithgraph/kith/internal/importer/ordertest"
	"github.com/kithgraph/kith/internal/soak"
)

// A thing that has two keys of one source, since two were merged, is after a file of
// both what the file makes of it: the same file again changes nothing.
func TestTwoKeysOfOneThing(t *testing.T) {
	places := oneOf("", "Oslo", "Bern")
	titles, notes := oneOf("", "CFO", "CIO", "Board"), oneOf("", "early", "late")
	row := func(t *rapid.T, key string, cells ...*rapid.Generator[string]) string {
		out := key
		for i, c := range cells {
			out += "," + c.Draw(t, fmt.Sprint(key, i))
		}
		return out + "\n"
	}
	ordertest.Few(t, soak.Times(30, 1000), func(t *rapid.T) {
		files := func() []importer.File {
			people, orgs, seats := "id,name,location,notes\n", "id,name,industry,country\n", "seat_id,person_id,organization_id,title,department,start\n"
			for _, k := range rapid.Permutation([]string{"1", "2"}).Draw(t, "order") {
				if rapid.IntRange(0, 4).Draw(t, "there") == 0 {
					continue
				}
				people += row(t, "p"+k, oneOf("Ann Lee", "A. Lee", "Ann Moss"), places, notes)
				orgs += row(t, "o"+k, oneOf("Acme", "Acme Inc."), places, oneOf("", "NO", "CH"))
				seats += row(t, "s"+k, oneOf("p1", "p2", ""), oneOf("o1", "o2", "o3"), titles, oneOf("", "Sales"), oneOf("", "2020-01-01", "2025-03-01"))
			}
			list := []importer.File{file("organizations", orgs+"o3,Tallgrass,,\n"), file("people", people), file("positions", seats)}
			for _, f := range []string{orgs, people, seats} {
				t.Logf("%s", f)
			}
			return list
		}
		s := imported(t, kernel.Empty(), snapshot{"2026-01-01", files()})
		for _, m := range []struct {
			kind graph.Kind
			a, b string
		}{{graph.NodePerson, "p1", "p2"}, {graph.NodeOrganization, "o1", "o2"}, {graph.NodePosition, "s1", "s2"}} {
			d := editing(s, "2026-01-02")
			a, ok := d.ByExternalID(m.kind, "x:"+m.a)
			b, both := d.ByExternalID(m.kind, "x:"+m.b)
			if !ok || !both {
				continue
			}
			if rapid.Bool().Draw(t, "keep") {
				a, b = b, a
			}
			if err := map[graph.Kind]func(keep, drop graph.ID) error{
				graph.NodePerson: d.MergePeople, graph.NodeOrganization: d.MergeOrganizations, graph.NodePosition: d.MergePositions,
			}[m.kind](a, b); err != nil {
				t.Fatal(err)
			}
			changes, next, err := d.Check(s.Revision()+1, time.Time{})
			if err != nil {
				return // two that cannot be one
			}
			if len(changes) > 0 {
				s = next
			}
		}
		for _, day := range []string{"2026-02-01", "2026-03-01", "2026-02-15"} {
			f := files()
			s = imported(t, s, snapshot{day, f})
			d := editing(s, day)
			if _, err := importer.Plan(t.Context(), d, f, importer.Options{Source: "x", AsOf: graph.MustDate(day), AcceptGoodRows: true}); err != nil {
				t.Fatal(err)
			}
			if left := d.Changes(); len(left) > 0 {
				t.Fatalf("the files of %s again change %d facts: %+v → %+v", day, len(left), left[0].Before, left[0].After)
			}
		}
	})
}

// Of a thing with two keys of one source, what a file says under one of them is taken at
// once when it names the other no more, whichever key comes first and however much else
// is in it.
func TestAKeyThatIsMissingSaysNothing(t *testing.T) {
	ground := []importer.File{file("organizations", "id,name\n1,One\n2,Two\n9,Nine\n")}
	for name, c := range map[string]struct {
		table, header, row string // %s is the key, and what is said under it
		kind               graph.Kind
		property           string
		said               [3]string
		merge              func(*draft.Draft, graph.ID, graph.ID) error
	}{
		"people":        {"people", "id,name,notes", "%s,Ann Lee,%s", graph.NodePerson, "notes", [3]string{"early", "late", "mid"}, (*draft.Draft).MergePeople},
		"organizations": {"organizations", "id,name,website", "%s,Acme,%s", graph.NodeOrganization, "website", [3]string{"https://a.example", "https://b.example", "https://c.example"}, (*draft.Draft).MergeOrganizations},
		"accounts":      {"accounts", "organization_id,tier", "%s,%s", graph.NodeAccount, "tier", [3]string{"KEY", "STANDARD", "STRATEGIC"}, nil},
		"seats":         {"positions", "seat_id,organization_id,title", "%s,9,%s", graph.NodePosition, "title", [3]string{"CFO", "CIO", "COO"}, (*draft.Draft).MergePositions},
	} {
		for _, keys := range [][2]string{{"1", "2"}, {"2", "1"}} {
			for _, others := range []int{0, 3} { // without others a file of one of two keys is no part of the feed
				a, b := keys[0], keys[1]
				rows := func(rows ...string) []importer.File {
					text := c.header + "\n"
					for _, r := range rows {
						text += r + "\n"
					}
					for i := range others {
						text += fmt.Sprintf(c.row, fmt.Sprint("o", i), c.said[0]) + "\n"
					}
					return []importer.File{file(c.table, text)}
				}
				s := imported(t, kernel.Empty(), snapshot{"2026-01-01", ground})
				s = imported(t, s, snapshot{"2026-01-01", rows(fmt.Sprintf(c.row, a, c.said[0]), fmt.Sprintf(c.row, b, c.said[1]))})
				d := editing(s, "2026-01-02")
				merge, kind := c.merge, c.kind
				if merge == nil {
					merge, kind = (*draft.Draft).MergeOrganizations, graph.NodeOrganization // and their accounts
				}
				if err := merge(d, key(t, s, kind, b), key(t, s, kind, a)); err != nil {
					t.Fatal(err)
				}
				s = commit(t, d)
				id := key(t, s, c.kind, a)
				for n := range 3 {
					s = imported(t, s, snapshot{"2026-02-01", rows(fmt.Sprintf(c.row, a, c.said[2]))})
					node, _ := s.Node(id)
					got := s.NodeProps(node).Text(c.property)
					switch v := view.On(s, graph.MustDate("2026-02-01")); c.kind {
					case graph.NodePosition:
						got = v.Title(node)
					case graph.NodeAccount:
						got = string(view.As[graph.Account](v, node).Tier)
					}
					if got != c.said[2] {
						t.Errorf("%s, %v, %d others, import %d: %s %q after a file that says %s under %s and nothing under %s", name, keys, others, n+1, c.property, got, c.said[2], a, b)
					}
				}
			}
		}
	}
}
