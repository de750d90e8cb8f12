package draft_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/rules"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/orgtext"
	"github.com/kithgraph/kith/schema/object"
)

// ending is a firm with a unit, a customer of ours, and somebody who looks after it.
const ending = `
org Us (ours)
  Seller: Ann
org Acme
  Head: Bob
    Deputy: Cy, Di
  org Lab
    Chief: Eve
account Acme Deal for Acme: relation=CUSTOMER
works Ann -> Acme Deal #works: kam
pairs Ann -> Head #pair
`

// TestEnd: the end of a person, a seat, an organization and an account is carried
// through, each day before it is as it was, and one undo brings all of it back.
func TestEnd(t *testing.T) {
	on := day("2026-03-01")
	for _, c := range []struct {
		name  string
		id    []graph.ID
		check func(t *testing.T, v *view.View, at func(graph.ID) kernel.N)
	}{
		{"a person", []graph.ID{"bob"}, func(t *testing.T, v *view.View, at func(graph.ID) kernel.N) {
			if got := v.Occupancy(at("acme/head")); got != graph.OccupancyVacant {
				t.Errorf("the seat of who ended is %s, want VACANT", got)
			}
			if since := v.VacantSince(at("acme/head")); since != on {
				t.Errorf("vacant since %s, want %s", since, on)
			}
		}},
		{"one of two on a seat", []graph.ID{"cy"}, func(t *testing.T, v *view.View, at func(graph.ID) kernel.N) {
			if got := v.Holders(at("acme/deputy")); !slices.Equal(got, []kernel.N{at("di")}) {
				t.Errorf("holders %v, want Di alone", got)
			}
		}},
		{"a seat", []graph.ID{"acme/head"}, func(t *testing.T, v *view.View, at func(graph.ID) kernel.N) {
			if v.There(at("acme/head")) || v.Employed(at("bob")) {
				t.Error("the seat is there, or Bob still sits on it")
			}
			if got := v.Reporting(at("acme/deputy")); got != graph.ManagerUnknown {
				t.Errorf("who reported to it has a manager: %s, want UNKNOWN", got)
			}
		}},
		{"an organization", []graph.ID{"acme-deal", "acme"}, func(t *testing.T, v *view.View, at func(graph.ID) kernel.N) {
			for _, id := range []graph.ID{"acme", "lab", "acme/head", "lab/chief", "acme-deal"} {
				if v.There(at(id)) {
					t.Errorf("%s is still there", id)
				}
			}
			if v.Employed(at("eve")) || !v.There(at("eve")) || len(v.AreasOf(at("acme-deal"))) > 0 {
				t.Error("Eve must be there without a seat")
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			base := orgtext.MustParse(ending)
			ids := map[graph.ID]graph.ID{}
			for e := range base.Elements() {
				short := e.ID
				for _, p := range []string{"account/"} {
					if len(short) > len(p) && string(short[:len(p)]) == p {
						short = short[len(p):]
					}
				}
				ids[short] = e.ID
			}
			d := draft.NewDraft(base, on, counter())
			for _, id := range c.id {
				if err := d.End(ids[id], on); err != nil {
					t.Fatal(err)
				}
			}
			changes, next, err := d.Check(2, time.Time{})
			if err != nil {
				t.Fatal(err)
			}
			if err := rules.CheckAll(next); err != nil {
				t.Errorf("CheckAll: %v", err)
			}
			at := func(id graph.ID) kernel.N {
				n, ok := next.Node(ids[id])
				if !ok {
					t.Fatalf("%s is gone", id)
				}
				return n
			}
			c.check(t, view.On(next, on), at)
			for _, s := range base.Nodes(graph.NodePosition) {
				id := base.NodeID(s)
				n, _ := next.Node(id)
				before, after := view.On(base, on-1), view.On(next, on-1)
				if before.Occupancy(s) != after.Occupancy(n) || len(before.Holders(s)) != len(after.Holders(n)) {
					t.Errorf("on the day before, %s is %s, was %s", id, after.Occupancy(n), before.Occupancy(s))
				}
			}
			undo(t, base, next, changes)
		})
	}
}

func TestEndRefuses(t *testing.T) {
	base := orgtext.MustParse(ending)
	d := draft.NewDraft(base, day("2026-03-01"), counter())
	var refused *graph.Error
	if err := d.End("acme", 0); !errors.As(err, &refused) || refused.Rule != "end" || !slices.Contains(refused.IDs, "acme") || len(refused.IDs) != 2 {
		t.Errorf("End(acme) = %v, want the rule end with the account", err)
	}
	if len(d.Changes()) > 0 {
		t.Errorf("a refused end changed %d facts", len(d.Changes()))
	}
	if err := d.End("nobody", 0); !errors.Is(err, graph.ErrNotFound) {
		t.Errorf("End(nobody) = %v, want not found", err)
	}
}

// TestFindByWhatSourcesCallIt: an external id is understood where an id is asked
// for, and one that several carry is refused with their names.
func TestFindByWhatSourcesCallIt(t *testing.T) {
	d := draft.NewDraft(orgtext.MustParse("org X\nperson Ann"), 0, counter())
	for _, id := range []graph.ID{"x", "ann"} {
		e, _ := d.Get(id)
		var err error
		if e.Props, err = e.Props.With("externalIds", []string{"crm:7", "crm:" + string(id)}); err != nil {
			t.Fatal(err)
		}
		d.Put(e)
	}
	_, s, err := d.Check(2, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	v := view.On(s, day("2026-01-01"))
	if p := object.Of(v).PersonByID("crm:7"); p == nil || p.ElementID() != "ann" {
		t.Errorf("the person crm:7 is %v, want Ann", p)
	}
	if o, ok := object.Of(v).Object("crm:x"); !ok || o.ElementID() != "x" {
		t.Errorf("crm:x is %v, want X", o)
	}
	var refused *graph.Error
	if _, err := v.Ever().Find("crm:7"); !errors.As(err, &refused) || refused.Rule != "ambiguous" || !slices.Equal(refused.IDs, []graph.ID{"x", "ann"}) {
		t.Errorf("Find(crm:7) = %v, want it ambiguous between x and ann", err)
	}
	if n, err := v.Ever().Find("7", graph.NodePerson); err != nil || s.NodeID(n) != "ann" {
		t.Errorf("the person 7 of some source is %v, %v, want Ann", n, err)
	}
	if n, err := v.Ever().Find("x"); err != nil || s.NodeID(n) != "x" {
		t.Errorf("Find(x) = %v, %v, want the organization with that ID before what a source calls so", n, err)
	}
	if _, err := v.Ever().Find("7"); !errors.As(err, &refused) || refused.Rule != "ambiguous" {
		t.Errorf("Find(7) = %v, want it ambiguous", err)
	}
	if _, err := v.Ever().Find("crm:8", graph.NodePerson); !errors.Is(err, graph.ErrNotFound) {
		t.Errorf("Find(crm:8) = %v, want not found", err)
	}
}

// TestSearchFindsFormerNames: a name of another day, below present ones.
func TestSearchFindsFormerNames(t *testing.T) {
	d := draft.NewDraft(orgtext.MustParse("org Delta Works\nperson Ann Lee\nperson Ann Berg"), 0, counter())
	for id, name := range map[graph.ID]string{"ann-lee": "Ann Moss", "delta-works": "Epsilon"} {
		if err := d.SetDated(id, "name", name, day("2025-01-01")); err != nil {
			t.Fatal(err)
		}
	}
	_, s, err := d.Check(2, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text, on string
		want     []graph.ID
	}{
		{"ann lee", "2026-01-01", []graph.ID{"ann-lee"}},
		{"ann moss", "2024-01-01", []graph.ID{"ann-lee"}},
		{"delta works", "2026-01-01", []graph.ID{"delta-works"}},
		{"ann", "2026-01-01", []graph.ID{"ann-berg", "ann-lee"}},
	} {
		hits, err := object.Of(view.On(s, day(c.on))).Search(c.text, nil, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []graph.ID
		for _, h := range hits {
			got = append(got, h.Node.ElementID())
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("Search(%q) on %s = %v, want %v", c.text, c.on, got, c.want)
		}
	}
}
