package object_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/search"
	"github.com/kithgraph/kith/schema/object"
)

// The words of which everything is called, so that much begins alike.
var searchedWords = []string{"an", "Anna", "anne", "Ännchen", "Bo", "bob", "Bob-Anna", "director", "Directorate of IT", "IT", "head", "of", "Straße", "strasse", "Ω", "佐藤", "internationalisation", "internationalism", "a", "x1"}

func phrase(r *rand.Rand) string {
	var words []string
	for range 1 + r.IntN(3) {
		words = append(words, searchedWords[r.IntN(len(searchedWords))])
	}
	return strings.Join(words, []string{" ", " ", "-", "  "}[r.IntN(4)])
}

var searchDays = []graph.Date{graph.Day(2024, 1, 1), graph.Day(2025, 1, 1), graph.Day(2026, 1, 1)}

func someDay(r *rand.Rand) graph.Date {
	if r.IntN(2) == 0 {
		return 0
	}
	return searchDays[r.IntN(3)]
}

// changeAtRandom makes, renames, ends and removes what can be found.
func changeAtRandom(r *rand.Rand, d *draft.Draft, n *int) {
	id := func(prefix string) graph.ID { *n++; return graph.ID(fmt.Sprintf("%s%03d", prefix, (*n*37)%1000)) }
	node := func(prefix string) graph.Node {
		x := graph.Node{ID: id(prefix), From: someDay(r)}
		if r.IntN(4) == 0 {
			x.ExternalIDs = []string{"crm:" + string(x.ID)}
		}
		return x
	}
	some := func(k graph.Kind) (graph.ID, bool) {
		all := d.Nodes(k)
		if len(all) == 0 {
			return "", false
		}
		return all[r.IntN(len(all))], true
	}
	for range 4 {
		switch r.IntN(12) {
		case 0, 1:
			d.Add(graph.Person{Node: node("p"), Name: phrase(r), Emails: []string{strings.ReplaceAll(phrase(r), " ", ".") + "@example.com"}})
		case 2:
			d.Add(graph.Organization{Node: node("o"), Name: phrase(r), Kind: graph.OrgCompany, Domains: []string{"bob.example"}})
		case 3:
			d.Add(graph.Account{Node: node("a"), Name: phrase(r)})
		case 4:
			d.Add(graph.DecisionArea{Node: node("d"), Name: phrase(r)})
		case 5:
			if org, ok := some(graph.NodeOrganization); ok {
				x := graph.Node{ID: id("s")}
				d.Add(graph.Position{Node: x, Title: phrase(r)})
				d.Add(graph.In{Edge: graph.Edge{Src: x.ID, Dst: org, From: someDay(r)}})
			}
		case 6, 7:
			p, ok := some(graph.NodePerson)
			seat, also := some(graph.NodePosition)
			if ok && also {
				d.Add(graph.Holds{Edge: graph.Edge{Src: p, Dst: seat, From: someDay(r)}})
			}
		case 8:
			if p, ok := some(graph.NodePerson); ok {
				draft.Edit(d, p, func(p *graph.Person) { p.Name = phrase(r) })
			}
		case 9:
			if s, ok := some(graph.NodePosition); ok {
				draft.Edit(d, s, func(s *graph.Position) { s.Title = phrase(r) })
			}
		case 10:
			for _, k := range []graph.Kind{graph.NodePerson, graph.NodePosition, graph.NodeOrganization}[r.IntN(3):] {
				if owner, ok := some(k); ok {
					x := graph.Detail{Node: graph.Node{ID: id("t"), From: searchDays[r.IntN(3)]}, Property: "name", Value: phrase(r)}
					if k == graph.NodePosition {
						x.Property = "title"
					}
					d.Add(x)
					d.Add(graph.Of{Edge: graph.Edge{Src: x.ID, Dst: owner}})
					break
				}
			}
			if was, ok := some(graph.NodeDetail); ok && r.IntN(2) == 0 { // one that is said of another too
				if owner, ok := some(graph.NodePerson); ok {
					d.Add(graph.Of{Edge: graph.Edge{Src: was, Dst: owner}})
				}
			}
		case 11:
			if p, ok := some(graph.NodePerson); ok && r.IntN(3) == 0 {
				d.RemoveNode(p)
			}
		}
	}
}

// TestIndexIsScan holds on random worlds, commit by commit, that an index finds what
// looking at everything finds, in the same order: in searches and in filters, on every
// day, and in snapshots that are older than the index.
func TestIndexIsScan(t *testing.T) {
	asked, found, advanced := 0, 0, 0
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 12))
		snaps := []*kernel.Snapshot{kernel.Empty()}
		var index *search.Index
		n := int(seed) * 100
		newID := countingIDs()
		for range 40 {
			prev := snaps[len(snaps)-1]
			d := draft.NewDraft(prev, searchDays[2], newID)
			changeAtRandom(r, d, &n)
			changes := d.Changes()
			next, err := prev.With(changes, prev.Revision()+1, searchDays[2].Time())
			if err != nil {
				continue // an id that is taken
			}
			snaps = append(snaps, next)
			if index != nil {
				if index = index.Advance(next, []graph.Commit{{Changes: changes}}); index == nil {
					t.Fatal("a few changes made the index useless")
				}
				advanced++
			} else if r.IntN(4) == 0 {
				index = search.Build(next)
			}
			for range 6 {
				s := snaps[max(0, len(snaps)-1-r.IntN(4))]
				if index == nil || !index.Serves(s) {
					continue
				}
				plain := view.On(s, searchDays[r.IntN(3)])
				scan, indexed := object.Of(plain), &object.View{View: plain, Texts: func() *search.Index { return index }}
				text := phrase(r)
				if len(text) > 2 && r.IntN(3) == 0 {
					text = text[:1+r.IntN(len(text)-1)]
				}
				if all := s.Nodes(graph.NodePerson); len(all) > 0 && r.IntN(6) == 0 {
					text = []string{"", "crm:"}[r.IntN(2)] + string(s.NodeID(all[r.IntN(len(all))]))
				}
				limit := []int{0, 1, 3, 100}[r.IntN(4)]
				var kinds []graph.Kind
				if r.IntN(3) == 0 {
					kinds = search.Kinds()[r.IntN(3) : 3+r.IntN(3)]
				}
				var after *string
				if r.IntN(3) == 0 {
					after = new(object.Cursor(fmt.Sprint(1 + r.IntN(5))))
				}
				want, err := scan.Search(text, kinds, &limit, after)
				if err != nil {
					t.Fatal(err)
				}
				got, err := indexed.Search(text, kinds, &limit, after)
				if err != nil {
					t.Fatal(err)
				}
				asked++
				found += len(want)
				if g, w := shown(got), shown(want); !reflect.DeepEqual(g, w) {
					t.Fatalf("seed %d, revision %d on %v: Search(%q, %v, %d) by the index = %v\nwant %v", seed, s.Revision(), plain.Day(), text, kinds, limit, g, w)
				}
				for name, list := range map[string]func(v *object.View) []graph.ID{
					"people": func(v *object.View) []graph.ID {
						c, err := v.People(nil, nil, nil, nil, &object.PersonFilter{Text: &text}, nil)
						return listedIDs(t, c, err)
					},
					"positions": func(v *object.View) []graph.ID {
						ever := true
						c, err := v.Positions(nil, nil, nil, nil, &object.PositionFilter{Text: &text, Ever: &ever}, nil)
						return listedIDs(t, c, err)
					},
					"organizations": func(v *object.View) []graph.ID {
						c, err := v.Organizations(nil, nil, nil, nil, &object.OrganizationFilter{Text: &text}, nil)
						return listedIDs(t, c, err)
					},
					"accounts": func(v *object.View) []graph.ID {
						c, err := v.Accounts(nil, nil, nil, nil, &object.AccountFilter{Text: &text}, nil)
						return listedIDs(t, c, err)
					},
				} {
					if g, w := list(indexed), list(scan); !reflect.DeepEqual(g, w) {
						t.Fatalf("seed %d, revision %d on %v: %s(%q) by the index = %v, want %v", seed, s.Revision(), plain.Day(), name, text, g, w)
					}
				}
			}
		}
	}
	if asked < 1000 || found < asked || advanced < 200 {
		t.Errorf("%d searches found %d, over %d commits: too little to tell", asked, found, advanced)
	}
}

// shown is what a caller sees of finds.
func shown(hits []object.SearchHit) []string {
	out := []string{}
	for _, h := range hits {
		out = append(out, fmt.Sprintf("%s %s %q", h.Node.ElementID(), h.Field, h.Text))
	}
	return out
}

func listedIDs[T object.Object](t *testing.T, c *object.Connection[T], err error) []graph.ID {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	ids := []graph.ID{}
	for _, n := range c.Nodes() {
		ids = append(ids, n.ElementID())
	}
	return append(ids, graph.ID(fmt.Sprint(c.TotalCount())))
}
