package view_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/orgtext"
)

// dated is a small world in which much changes in 2024.
const dated = `
org Us (ours)
  org Sales
    Lead (3 sales): Ann, Eve (interim) @2024-02-01..2024-03-01
    Rep (2 sales): Bob @..2024-04-01, Cleo @2024-05-01..
org Acme
  Chair: Petra
  CEO (5): Julia
    CFO (4 finance): Petra @2020-01-01..2024-03-01, Samir (acting) @2024-03-01..2024-06-01
      Controller (2): Cleo @..2024-05-01
    Aide: withheld
    Driver: unknown
    Cook: vacant
    Buyer (held)
    New Seat @2024-09-01..
  org Retail #retail @..2024-03-01
    Shop Head: Dan
org NewCo
  Boss: Fay
    Deputy @2024-02-01..: vacant
part Retail -> NewCo: @2024-03-01..
person Gus
account Acme for Acme
account NewCo for NewCo
area ERP for Acme: 100 EUR open
area Old for Acme: open @..2024-02-01
revenue Acme #r23: 5 EUR @2023-01-01..2024-01-01
revenue Acme #r24: 6 EUR @2024-01-01..2025-01-01
works Ann -> Acme: kam
works Bob -> Acme: support @..2024-04-01
was CFO: title="Finance Director" level=3 function= @..2024-03-01
was Ann: name="Ann Maiden" @..2024-06-01
was Acme: tier=key @2024-02-01..2024-03-01
reports Controller -> CEO: dotted @2024-02-01..2024-08-01
reports Aide -> CEO: assistant
`

// ids writes nodes as their IDs.
func ids(s *kernel.Snapshot, nodes []kernel.N) string {
	out := make([]string, len(nodes))
	for i, n := range nodes {
		out[i] = string(s.NodeID(n))
	}
	return strings.Join(out, " ")
}

func TestViews(t *testing.T) {
	// "Acme" is an organization and an account; the detail is the account's.
	s := orgtext.MustParse(strings.Replace(dated, "was Acme:", "was #account/acme:", 1))
	node := func(id graph.ID) kernel.N {
		n, ok := s.Node(id)
		if !ok {
			t.Fatalf("there is no node %s", id)
		}
		return n
	}
	maybe := func(n kernel.N, ok bool) string {
		if !ok {
			return "-"
		}
		return string(s.NodeID(n))
	}
	nodes := func(f func(v *view.View, n kernel.N) []kernel.N) func(v *view.View, n kernel.N) string {
		return func(v *view.View, n kernel.N) string { return ids(s, f(v, n)) }
	}
	asks := map[string]func(v *view.View, n kernel.N) string{
		"title":     func(v *view.View, n kernel.N) string { return v.Title(n) },
		"level":     func(v *view.View, n kernel.N) string { return fmt.Sprint(v.Level(n)) },
		"function":  func(v *view.View, n kernel.N) string { return string(v.Function(n)) },
		"name":      func(v *view.View, n kernel.N) string { return v.Name(n) },
		"occupancy": func(v *view.View, n kernel.N) string { return string(v.Occupancy(n)) },
		"since":     func(v *view.View, n kernel.N) string { return v.VacantSince(n).String() },
		"ours":      func(v *view.View, n kernel.N) string { return fmt.Sprint(v.Ours(n)) },
		"employed":  func(v *view.View, n kernel.N) string { return fmt.Sprint(v.Employed(n)) },
		"org ours":  func(v *view.View, n kernel.N) string { return fmt.Sprint(v.OrgIsOurs(n)) },
		"manager":   func(v *view.View, n kernel.N) string { return maybe(v.Manager(n)) },
		"org":       func(v *view.View, n kernel.N) string { return maybe(v.OrgOf(n)) },
		"parent":    func(v *view.View, n kernel.N) string { return maybe(v.Parent(n)) },
		"company":   func(v *view.View, n kernel.N) string { return string(s.NodeID(v.Company(n))) },
		"account":   func(v *view.View, n kernel.N) string { return maybe(v.AccountOrg(n)) },
		"holders":   nodes((*view.View).Holders),
		"seats":     nodes((*view.View).Seats),
		"seats in":  nodes((*view.View).SeatsIn),
		"subtree":   nodes((*view.View).Subtree),
		"areas":     nodes((*view.View).AreasOf),
		"all seats": nodes((*view.View).AccountSeats),
		"accounts":  nodes((*view.View).AccountsOf),
		"team":      nodes((*view.View).Team),
		"solid":     nodes(func(v *view.View, n kernel.N) []kernel.N { return v.Reports(n, graph.LineSolid) }),
		"dotted":    nodes(func(v *view.View, n kernel.N) []kernel.N { return v.Reports(n, graph.LineDotted) }),
		"dotted to": nodes(func(v *view.View, n kernel.N) []kernel.N { return v.Lines(n, graph.LineDotted) }),
		"assistant": nodes(func(v *view.View, n kernel.N) []kernel.N { return v.Reports(n, graph.LineAssistant) }),
		"fact":      func(v *view.View, n kernel.N) string { return string(view.As[graph.Account](v, n).Tier) },
	}
	for _, c := range []struct {
		day, ask string
		of       graph.ID
		want     string
	}{
		// Titles and levels are dated; a detail may say that something was unknown.
		{"2024-02-29", "title", "acme/cfo", "Finance Director"},
		{"2024-03-01", "title", "acme/cfo", "CFO"},
		{"2024-02-29", "level", "acme/cfo", "3"},
		{"2024-03-01", "level", "acme/cfo", "4"},
		{"2024-02-29", "function", "acme/cfo", ""},
		{"2024-03-01", "function", "acme/cfo", "FINANCE"},
		{"2024-03-01", "level", "acme/chair", "0"},
		{"2024-05-31", "name", "ann", "Ann Maiden"},
		{"2024-06-01", "name", "ann", "Ann"},
		{"2024-01-31", "fact", "account/acme", ""},
		{"2024-02-01", "fact", "account/acme", "KEY"},
		{"2024-03-01", "fact", "account/acme", ""},

		// Who sits where.
		{"2024-02-29", "holders", "acme/cfo", "petra"},
		{"2024-03-01", "holders", "acme/cfo", "samir"},
		{"2024-06-01", "holders", "acme/cfo", ""},
		{"2024-02-29", "holders", "sales/lead", "ann eve"},
		{"2024-03-01", "holders", "sales/lead", "ann"},
		{"2024-02-29", "seats", "petra", "acme/cfo acme/chair"},
		{"2024-03-01", "seats", "petra", "acme/chair"},
		{"2019-12-31", "seats", "petra", "acme/chair"},

		// Occupancy: held beats what is said; HELD without a holder is not known.
		{"2024-02-29", "occupancy", "acme/cfo", "HELD"},
		{"2024-05-31", "occupancy", "acme/cfo", "HELD"},
		{"2024-06-01", "occupancy", "acme/cfo", "UNKNOWN"},
		{"2024-06-01", "since", "acme/cfo", "2024-06-01"},
		{"2024-07-15", "since", "acme/cfo", "2024-06-01"},
		{"2024-04-15", "since", "sales/rep", "2024-04-01"},
		{"2024-06-01", "since", "acme/cook", ""},
		{"2024-06-01", "occupancy", "acme/aide", "WITHHELD"},
		{"2024-06-01", "occupancy", "acme/driver", "UNKNOWN"},
		{"2024-06-01", "occupancy", "acme/cook", "VACANT"},
		{"2024-06-01", "occupancy", "acme/buyer", "UNKNOWN"},

		// Ours is decided per day: Cleo comes to us from Acme, Bob leaves.
		{"2024-04-30", "ours", "cleo", "false"},
		{"2024-05-01", "ours", "cleo", "true"},
		{"2024-03-31", "ours", "bob", "true"},
		{"2024-04-01", "ours", "bob", "false"},
		{"2024-04-01", "employed", "bob", "false"},
		{"2024-04-30", "employed", "cleo", "true"},
		{"2024-04-30", "employed", "gus", "false"},
		{"2024-04-30", "ours", "gus", "false"},
		{"2024-01-01", "org ours", "sales", "true"},
		{"2024-01-01", "org ours", "acme", "false"},

		// Retail goes from Acme to NewCo.
		{"2024-02-29", "parent", "retail", "acme"},
		{"2024-03-01", "parent", "retail", "newco"},
		{"2024-03-01", "parent", "newco", "-"},
		{"2024-02-29", "company", "retail", "acme"},
		{"2024-03-01", "company", "retail", "newco"},
		{"2024-03-01", "company", "acme", "acme"},
		{"2024-02-29", "subtree", "acme", "acme retail"},
		{"2024-03-01", "subtree", "acme", "acme"},
		{"2024-02-29", "accounts", "dan", "account/acme"},
		{"2024-03-01", "accounts", "dan", "account/newco"},
		{"2024-03-01", "accounts", "ann", ""},
		{"2024-02-29", "accounts", "petra", "account/acme"},
		{"2024-02-01", "all seats", "account/newco", "newco/boss newco/deputy"},
		{"2024-01-31", "all seats", "account/newco", "newco/boss"},
		{"2024-03-01", "all seats", "account/newco", "newco/boss newco/deputy retail/shop-head"},
		{"2024-02-29", "all seats", "account/acme", "acme/aide acme/buyer acme/ceo acme/cfo acme/chair acme/controller acme/cook acme/driver retail/shop-head"},
		{"2024-09-01", "seats in", "acme", "acme/aide acme/buyer acme/ceo acme/cfo acme/chair acme/controller acme/cook acme/driver acme/new-seat"},
		{"2024-08-31", "org", "acme/new-seat", "-"},
		{"2024-09-01", "org", "acme/new-seat", "acme"},
		{"2024-09-01", "account", "account/acme", "acme"},

		// Lines.
		{"2024-08-31", "manager", "acme/new-seat", "-"},
		{"2024-09-01", "manager", "acme/new-seat", "acme/ceo"},
		{"2024-09-01", "manager", "acme/ceo", "-"},
		{"2024-08-31", "solid", "acme/ceo", "acme/aide acme/buyer acme/cfo acme/cook acme/driver"},
		{"2024-01-31", "dotted", "acme/ceo", ""},
		{"2024-02-01", "dotted", "acme/ceo", "acme/controller"},
		{"2024-02-01", "dotted to", "acme/controller", "acme/ceo"},
		{"2024-08-01", "dotted to", "acme/controller", ""},
		{"2024-08-01", "assistant", "acme/ceo", "acme/aide"},

		// What belongs to an account.
		{"2024-01-31", "areas", "account/acme", "area/erp area/old"},
		{"2024-02-01", "areas", "account/acme", "area/erp"},
		{"2024-03-31", "team", "account/acme", "ann bob"},
		{"2024-04-01", "team", "account/acme", "ann"},
	} {
		t.Run(fmt.Sprintf("%s %s on %s", c.ask, c.of, c.day), func(t *testing.T) {
			if got := asks[c.ask](view.On(s, graph.MustDate(c.day)), node(c.of)); got != c.want {
				t.Errorf("= %q, want %q", got, c.want)
			}
		})
	}
}

// TestViewEndsOnce holds that somebody who is joined twice is listed once.
func TestViewEndsOnce(t *testing.T) {
	var b strings.Builder
	b.WriteString("org X\n  A #s\n")
	for i := range 100 {
		fmt.Fprintf(&b, "person P%d #p%03d\nholds #p%03d -> #s: permanent @2024-01-01..2024-02-01\nholds #p%03d -> #s: acting @2024-02-01..\n", i, i, i, i)
	}
	s := orgtext.MustParse(b.String())
	n, _ := s.Node("s")
	for _, day := range []string{"2024-01-15", "2024-02-15"} {
		got := view.On(s, graph.MustDate(day)).Holders(n)
		if len(got) != 100 || !slices.IsSortedFunc(got, func(a, b kernel.N) int { return strings.Compare(string(s.NodeID(a)), string(s.NodeID(b))) }) {
			t.Errorf("Holders on %s = %s", day, ids(s, got))
		}
	}
}

// TestViewsEndInBrokenData walks trees that go round, which the rules keep out
// but a damaged store may hold.
func TestViewsEndInBrokenData(t *testing.T) {
	elements, err := orgtext.Elements("org A\n  S: P\norg B\npart A -> B\npart B -> A\naccount X for B")
	if err != nil {
		t.Fatal(err)
	}
	b := kernel.NewBuilder(len(elements))
	for i := range elements {
		if err := b.Add(&elements[i]); err != nil {
			t.Fatal(err)
		}
	}
	s := b.Build(1, time.Unix(0, 0))
	v := view.On(s, graph.MustDate("2024-01-01"))
	a, _ := s.Node("a")
	p, _ := s.Node("p")
	if v.OrgIsOurs(a) || v.Ours(p) {
		t.Error("a ring of units is ours")
	}
	if got := ids(s, v.Subtree(a)); got != "a b" {
		t.Errorf("Subtree = %s", got)
	}
	if got := ids(s, v.AccountsOf(p)); got != "account/x" {
		t.Errorf("AccountsOf = %s", got)
	}
	v.Company(a) // it ends
}
