package law_test

import (
	"cmp"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/soak"
	"github.com/kithgraph/kith/schema/object"
)

// TestEverythingSaysTheSame does random edits by every verb of the API and holds
// on random days everything that reads the workspace against one plain reading of
// its elements, [oracle].
func TestEverythingSaysTheSame(t *testing.T) {
	seeds, steps := soak.Times(10, 240), 45
	if testing.Short() {
		seeds = 6
	}
	accepted := map[string]int{}
	for seed := range seeds {
		w := newSite(t, uint64(seed))
		kept := find.NewKeeper(0)
		before := w.snapshot()
		kept.Reset(before)
		for step := range steps {
			field, input := w.edit()
			ok := w.mutate(field, input)
			if ok {
				accepted[field]++
			}
			s := w.snapshot()
			if s != before {
				kept.Advance(before, s, commits(before, s))
				before = s
			}
			if step%3 > 0 && field != "endFact" {
				continue
			}
			days := []graph.Date{w.day(), w.day(), today}
			for _, day := range days {
				h := &hearing{t: t, v: view.On(s, day), o: newOracle(s, day), kept: kept}
				h.listen()
				if t.Failed() {
					t.Fatalf("seed %d, step %d, after %s(%s), on %s", seed, step, field, input, day)
				}
			}
		}
	}
	if testing.Short() {
		return
	}
	for _, field := range []string{"endFact", "assess", "movePerson", "movePosition", "moveOrganization", "reportTo", "setDated", "updateFact", "removeFact", "mergePeople", "undo"} {
		if accepted[field] < 5 {
			t.Errorf("%s was accepted %d times: the law is not tried; %v", field, accepted[field], accepted)
		}
	}
}

// commits returns one commit with all that differs between two snapshots.
func commits(before, after *kernel.Snapshot) []graph.Commit {
	var c graph.Commit
	for e := range after.Elements() {
		old, ok := before.Element(e.ID)
		if ok && old == e {
			continue
		}
		ch := graph.Change{ID: e.ID, After: &e}
		if ok {
			ch.Before = &old
		}
		c.Changes = append(c.Changes, ch)
	}
	for e := range before.Elements() {
		if _, ok := after.Element(e.ID); !ok {
			c.Changes = append(c.Changes, graph.Change{ID: e.ID, Before: &e})
		}
	}
	return []graph.Commit{c}
}

// hearing holds everything that speaks about one day against the oracle.
type hearing struct {
	t    *testing.T
	v    *view.View
	o    *oracle
	kept *find.Keeper
}

// same demands that somebody says what the oracle does.
func (h *hearing) same(who string, about graph.ID, got, want any) {
	h.t.Helper()
	if !reflect.DeepEqual(got, want) {
		h.t.Errorf("%s of %s = %v, want %v", who, about, got, want)
	}
}

// ids returns the IDs of a page or list of objects, never nil.
func ids[T object.Object](list []T) []graph.ID {
	out := []graph.ID{}
	for _, x := range list {
		out = append(out, x.ElementID())
	}
	return out
}

func page[T object.Object](h *hearing) func(c *object.Connection[T], err error) []graph.ID {
	return func(c *object.Connection[T], err error) []graph.ID {
		h.t.Helper()
		if err != nil {
			h.t.Fatal(err)
		}
		return ids(c.Nodes())
	}
}

// id returns the ID of an object that may be absent.
func id[T any, P interface {
	*T
	object.Object
}](x P) graph.ID {
	if x == nil {
		return ""
	}
	return x.ElementID()
}

func value[T any](p *T) (zero T) {
	if p == nil {
		return zero
	}
	return *p
}

var all = ptr(object.MaxPage)

func ptr[T any](v T) *T { return &v }

func (h *hearing) listen() {
	v, o := h.v, h.o
	people, seats := page[*object.Person](h), page[*object.Position](h)
	filterPeople := func(f object.PersonFilter) []graph.ID {
		return people(object.Of(v).People(all, nil, nil, nil, &f, nil))
	}
	filterSeats := func(f object.PositionFilter) []graph.ID {
		return seats(object.Of(v).Positions(all, nil, nil, nil, &f, nil))
	}

	for _, id := range o.of(graph.NodePerson) {
		h.person(id)
	}
	for _, id := range o.of(graph.NodePosition) {
		h.seat(id)
	}
	h.same("people", "all", filterPeople(object.PersonFilter{}), o.people(func(graph.ID) bool { return true }))
	h.same("positions", "all", filterSeats(object.PositionFilter{}), o.seats(func(graph.ID) bool { return true }))
	for _, side := range []graph.Side{graph.SideOurs, graph.SideTheirs} {
		h.same("people by side", graph.ID(side), filterPeople(object.PersonFilter{Sides: []graph.Side{side}}), o.people(func(p graph.ID) bool { return o.side(p) == side }))
		h.same("positions by side", graph.ID(side), filterSeats(object.PositionFilter{Sides: []graph.Side{side}}), o.seats(func(s graph.ID) bool { return o.seatSide(s) == side }))
	}
	h.same("people employed", "", filterPeople(object.PersonFilter{Employed: ptr(true)}), o.people(func(p graph.ID) bool { return len(o.positions(p)) > 0 }))
	for _, occ := range []graph.Occupancy{graph.OccupancyHeld, graph.OccupancyVacant, graph.OccupancyWithheld, graph.OccupancyUnknown} {
		h.same("positions by occupancy", graph.ID(occ), filterSeats(object.PositionFilter{Occupancies: []graph.Occupancy{occ}}), o.seats(func(s graph.ID) bool { return o.occupancy(s) == occ }))
	}
	for _, stance := range graph.Stances() {
		h.same("people by stance", graph.ID(stance), filterPeople(object.PersonFilter{Stances: []graph.Stance{stance}}), o.people(func(p graph.ID) bool { return o.stance(p, "") == stance }))
	}
	for _, org := range o.of(graph.NodeOrganization) {
		h.same("people by organization", org, filterPeople(object.PersonFilter{OrganizationID: &org}), o.holdersOf(o.seatsUnder(org)))
		h.same("positions by organization", org, filterSeats(object.PositionFilter{OrganizationID: &org}), o.seatsUnder(org))
	}
	for _, a := range o.of(graph.NodeAccount) {
		there := o.seatsUnder(o.accountOrg(a))
		h.same("people by account", a, filterPeople(object.PersonFilter{AccountID: &a}), o.holdersOf(there))
		h.same("positions by account", a, filterSeats(object.PositionFilter{AccountID: &a}), there)
		found, _ := object.Of(v).Object(a)
		account := found.(*object.Account)
		h.same("Account.people", a, people(account.People(all, nil, nil, nil, nil, nil)), o.holdersOf(there))
		h.same("Account.positions", a, seats(account.Positions(all, nil, nil, nil, nil, nil)), there)
		for _, stance := range graph.Stances() {
			want := slices.DeleteFunc(o.holdersOf(there), func(p graph.ID) bool { return o.stance(p, a) != stance })
			h.same("people by account and "+string(stance), a, filterPeople(object.PersonFilter{AccountID: &a, Stances: []graph.Stance{stance}}), want)
			h.same("Account.people by "+string(stance), a, people(account.People(all, nil, nil, nil, &object.PersonFilter{Stances: []graph.Stance{stance}}, nil)), want)
		}
		h.account(a)
	}
}

func (h *hearing) person(p graph.ID) {
	o, x := h.o, object.Of(h.v).PersonByID(p)
	h.same("Person.side", p, value(x.Side()), o.side(p))
	h.same("Person.seats", p, ids(x.Seats()), o.positions(p))
	h.same("Person.position", p, id(x.Seat()), o.position(p))
	h.same("Person.organizations", p, ids(x.Organizations()), o.organizations(p))
	h.same("Person.managers", p, ids(x.Managers()), o.managers(p))
	h.same("Person.accounts", p, ids(x.Accounts()), o.accounts(p))
	stance := func(within *graph.ID) graph.Stance {
		said, err := x.Stance(within)
		if err != nil {
			h.t.Errorf("Person.stance of %s: %v", p, err)
		}
		return cmp.Or(value(said), graph.StanceUnknown)
	}
	h.same("Person.stance", p, stance(nil), o.stance(p, ""))
	for _, within := range o.of(graph.NodeAccount, graph.NodeDecisionArea) {
		h.same("Person.stance within "+string(within), p, stance(&within), o.stance(p, within))
	}
}

func (h *hearing) seat(s graph.ID) {
	o, x := h.o, object.Of(h.v).PositionByID(s)
	h.same("Position.side", s, value(x.Side()), o.seatSide(s))
	h.same("Position.organization", s, id(x.Organization()), o.orgOf(s))
	h.same("Position.holders", s, ids(x.Holders()), o.holders(s))
	h.same("Position.manager", s, id(x.Manager()), o.manager(s))
	h.same("Position.occupancy", s, x.Occupancy(), o.occupancy(s))
	h.same("Position.managerState is KNOWN", s, x.ManagerState() == graph.ManagerKnown, o.manager(s) != "")
}

// place is a seat with who sits there and to which it reports.
type place struct {
	holders []graph.ID
	manager graph.ID
	vacant  bool
}

// account holds the analyses and pictures of an account against the oracle.
func (h *hearing) account(a graph.ID) {
	o := h.o
	there := o.seatsUnder(o.accountOrg(a))
	want := map[graph.ID]place{}
	for _, s := range there {
		m := o.manager(s)
		if !slices.Contains(there, m) {
			m = ""
		}
		want[s] = place{o.holders(s), m, o.occupancy(s) == graph.OccupancyVacant}
	}
	chart, err := export.Account(nil, h.v, a, "")
	if err != nil {
		h.t.Fatal(err)
	}
	h.same("chart", a, h.drawn(&chart, want), want)
	outline, err := export.Markdown(chart)
	if err != nil {
		h.t.Fatal(err)
	}
	h.same("outline", a, h.written(outline), h.spoken(want))

	theirs := slices.DeleteFunc(o.holdersOf(there), func(p graph.ID) bool { return o.side(p) == graph.SideOurs })
	type standing struct {
		seats  []graph.ID
		stance graph.Stance
	}
	wantPeople := map[graph.ID]standing{}
	for _, p := range theirs {
		wantPeople[p] = standing{slices.DeleteFunc(o.positions(p), func(s graph.ID) bool { return !slices.Contains(there, s) }), o.stance(p, a)}
	}
	for _, kept := range []*find.Keeper{nil, h.kept} {
		who, err := kept.Stakeholders(h.v, a)
		if err != nil {
			h.t.Fatal(err)
		}
		got := map[graph.ID]standing{}
		for _, p := range who.People {
			got[p.Person] = standing{p.Seats, p.Stance}
		}
		h.same("stakeholders", a, got, wantPeople)
		cover, err := kept.Coverage(h.v, analysis.CoverageQuery{Account: a})
		if err != nil {
			h.t.Fatal(err)
		}
		got = map[graph.ID]standing{}
		for _, p := range cover.People {
			got[p.Person] = standing{p.Seats, p.Stance}
		}
		h.same("covered people", a, got, wantPeople)
		h.same("cells", a, celled(cover), h.cells(want))
		points, err := kept.SinglePoints(h.v, analysis.SinglePointsQuery{Account: a})
		if err != nil {
			h.t.Fatal(err)
		}
		for _, p := range points.Points {
			if p.Single && o.side(p.Person) == "" {
				h.t.Errorf("%s, a single point of %s, holds no seat", p.Person, a)
			}
		}
	}
}

// celled returns who sits on which seat of the matrix, "" where nobody does.
func celled(r *analysis.CoverageReport) map[graph.ID][]graph.ID {
	out := map[graph.ID][]graph.ID{}
	for _, c := range r.Cells {
		for _, s := range c.Seats {
			out[s.Seat] = append(out[s.Seat], s.Person)
			slices.Sort(out[s.Seat])
		}
	}
	return out
}

// cells returns what [celled] must: seats of ours alone are in no cell.
func (h *hearing) cells(seats map[graph.ID]place) map[graph.ID][]graph.ID {
	out := map[graph.ID][]graph.ID{}
	for s, pl := range seats {
		holders := slices.DeleteFunc(slices.Clone(pl.holders), func(p graph.ID) bool { return h.o.side(p) == graph.SideOurs })
		switch {
		case len(holders) > 0:
			out[s] = holders
		case len(pl.holders) == 0:
			out[s] = []graph.ID{""}
		}
	}
	return out
}

// drawn returns what the cards of a chart say: one card a seat. An assistant stands
// beside the line of whoever they assist, who is their manager only if that is said.
func (h *hearing) drawn(c *export.Chart, want map[graph.ID]place) map[graph.ID]place {
	out := map[graph.ID]place{}
	for i := range c.Cards {
		k := &c.Cards[i]
		s := graph.ID(k.ID)
		if _, twice := out[s]; twice {
			h.t.Errorf("seat %s has two cards", s)
		}
		pl := place{holders: []graph.ID{}, vacant: k.Occupancy == graph.OccupancyVacant}
		for _, p := range k.Holders {
			pl.holders = append(pl.holders, graph.ID(p.Person))
		}
		slices.Sort(pl.holders)
		if boss := graph.ID(k.Parent); !k.Assistant || boss == want[s].manager {
			pl.manager = boss
		}
		out[s] = pl
	}
	return out
}

var (
	personName = regexp.MustCompile(`Per \w+`)
	seatTitle  = regexp.MustCompile(`Seat \w+`)
)

// written returns which names stand in the lines of an outline under each title.
func (h *hearing) written(outline string) map[string][]string {
	out := map[string][]string{}
	_, people, _ := strings.Cut(outline, "\n## People\n")
	for line := range strings.Lines(people) {
		title := seatTitle.FindString(line)
		if strings.HasPrefix(line, "## ") && !strings.HasPrefix(line, "## Manager not known") {
			break
		}
		if title == "" {
			continue
		}
		holders, _, _ := strings.Cut(line, title) // what follows says more of them
		out[title] = append(out[title], personName.FindAllString(holders, -1)...)
		slices.Sort(out[title])
	}
	return out
}

// spoken returns what [hearing.written] must.
func (h *hearing) spoken(seats map[graph.ID]place) map[string][]string {
	out := map[string][]string{}
	for s, pl := range seats {
		title := h.o.text(s, "title")
		if title == "" {
			continue
		}
		out[title] = append(out[title], []string(nil)...)
		for _, p := range pl.holders {
			out[title] = append(out[title], h.o.text(p, "name"))
		}
		slices.Sort(out[title])
	}
	return out
}
