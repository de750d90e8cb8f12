package object_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/folding"
	"github.com/kithgraph/kith/internal/sample"
	"github.com/kithgraph/kith/schema/object"
)

var sampleDay = graph.MustDate("2026-11-02")

func sampleView(t *testing.T) *object.View {
	t.Helper()
	d := draft.NewDraft(kernel.Empty(), sampleDay, countingIDs())
	if err := sample.Company(d, sampleDay); err != nil {
		t.Fatal(err)
	}
	_, s, err := d.Check(1, sampleDay.Time())
	if err != nil {
		t.Fatal(err)
	}
	return object.Of(view.On(s, sampleDay))
}

var everything = func() *int { n := object.MaxPage; return &n }()

// idsOf returns the IDs of a page.
func idsOf[T object.Object](t interface{ Fatal(...any) }) func(*object.Connection[T], error) []graph.ID {
	return func(c *object.Connection[T], err error) []graph.ID {
		if err != nil {
			t.Fatal(err)
		}
		out := []graph.ID{}
		for _, x := range c.Nodes() {
			out = append(out, x.ElementID())
		}
		return out
	}
}

// lawsOfSets holds that and, or and not are intersection, union and what is left, for
// filters that are drawn: alone, beside parts, and within one another.
func lawsOfSets[F any](t *testing.T, draw func(*rapid.T) *F, made func(f F, and, or []*F, not *F) *F, chosen func(*rapid.T, *F) []graph.ID) {
	t.Helper()
	some, split := false, false
	rapid.Check(t, func(t *rapid.T) {
		all := chosen(t, nil)
		a, b, c := draw(t), draw(t), draw(t)
		set := func(f *F) func(graph.ID) bool {
			ids := chosen(t, f)
			return func(id graph.ID) bool { return slices.Contains(ids, id) }
		}
		A, B, C := set(a), set(b), set(c)
		var none F
		for name, law := range map[string]struct {
			f    *F
			want func(graph.ID) bool
		}{
			"and": {made(none, []*F{a, b}, nil, nil), func(x graph.ID) bool { return A(x) && B(x) }},
			"or":  {made(none, nil, []*F{a, b}, nil), func(x graph.ID) bool { return A(x) || B(x) }},
			"not": {made(none, nil, nil, a), func(x graph.ID) bool { return !A(x) }},
			"all three": {made(*a, []*F{b}, []*F{c, made(none, nil, nil, b)}, made(none, []*F{b}, nil, made(none, nil, nil, c))), func(x graph.ID) bool {
				return A(x) && B(x) && (C(x) || !B(x)) && !(B(x) && C(x))
			}},
			"of nothing": {made(none, []*F{}, []*F{}, nil), func(graph.ID) bool { return true }},
			"not not":    {made(none, nil, nil, made(none, nil, nil, a)), A},
		} {
			want := []graph.ID{}
			for _, id := range all {
				if law.want(id) {
					want = append(want, id)
				}
			}
			if got := chosen(t, law.f); !slices.Equal(got, want) {
				t.Fatalf("%s of %+v, %+v, %+v = %v, want %v", name, *a, *b, *c, got, want)
			}
			some, split = some || len(want) > 0, split || len(want) > 0 && len(want) < len(all)
		}
	})
	if !some || !split {
		t.Error("no filter told some from others")
	}
}

func drawSome[T comparable](t *rapid.T, of ...T) []T {
	if rapid.IntRange(0, 2).Draw(t, "given") > 0 {
		return nil
	}
	return rapid.SliceOfNDistinct(rapid.SampledFrom(of), 1, len(of), rapid.ID[T]).Draw(t, "list")
}

func drawOne[T any](t *rapid.T, of ...T) *T {
	if rapid.IntRange(0, 3).Draw(t, "given") > 0 {
		return nil
	}
	x := rapid.SampledFrom(of).Draw(t, "value")
	return &x
}

// TestFiltersAreSets holds the laws of sets for the filter of every list.
func TestFiltersAreSets(t *testing.T) {
	v := sampleView(t)
	v.Bands = func(account graph.ID) (map[graph.ID]graph.Band, error) {
		return map[graph.ID]graph.Band{"p-samir-haddad": graph.BandStrong, "p-julia-moreau": graph.BandAcquainted}, nil
	}
	all := everything
	accounts, orgs := []graph.ID{"a-brackwell", "a-dunmore", "a-helvar"}, []graph.ID{"o-brackwell", "o-brackwell-it", "o-dunmore", "o-nordlicht"}
	sides := []graph.Side{graph.SideOurs, graph.SideTheirs}
	t.Run("people", func(t *testing.T) {
		lawsOfSets(t, func(t *rapid.T) *object.PersonFilter {
			f := &object.PersonFilter{
				Text: drawOne(t, "head", "mar", "brackwell.example", "zz"), Sides: drawSome(t, sides...), Functions: drawSome(t, graph.FunctionIT, graph.FunctionFinance),
				Levels: drawSome(t, 1, 2, 3, 4, 5), Stances: drawSome(t, graph.Stances()...), Roles: drawSome(t, graph.RoleDecider, graph.RoleBuyer), OrganizationID: drawOne(t, orgs...),
				AccountID: drawOne(t, accounts...), WithinID: drawOne(t, "a-brackwell", graph.ID("da-brackwell-erp")), TieLevels: drawSome(t, graph.TieMet, graph.TieTrusted),
				Employed: drawOne(t, true, false), Placeholder: drawOne(t, true, false), DoNotContact: drawOne(t, true, false),
			}
			if f.AccountID != nil || f.WithinID != nil { // of which bands are
				f.Bands = drawSome(t, graph.Bands()...)
			}
			return f
		}, func(f object.PersonFilter, and, or []*object.PersonFilter, not *object.PersonFilter) *object.PersonFilter {
			f.And, f.Or, f.Not = and, or, not
			return &f
		}, func(t *rapid.T, f *object.PersonFilter) []graph.ID {
			return idsOf[*object.Person](t)(v.People(all, nil, nil, nil, f, nil))
		})
	})
	t.Run("positions", func(t *testing.T) {
		lawsOfSets(t, func(t *rapid.T) *object.PositionFilter {
			return &object.PositionFilter{
				Text: drawOne(t, "head", "buyer"), Sides: drawSome(t, sides...), Functions: drawSome(t, graph.FunctionIT, graph.FunctionFinance), Levels: drawSome(t, 1, 2, 3, 4, 5),
				Occupancies: drawSome(t, graph.OccupancyHeld, graph.OccupancyVacant), Expected: drawOne(t, true, false), OrganizationID: drawOne(t, orgs...), AccountID: drawOne(t, accounts...),
				ManagerStates: drawSome(t, graph.ManagerKnown, graph.ManagerNone, graph.ManagerUnknown), ManagerOccupancies: drawSome(t, graph.OccupancyHeld, graph.OccupancyVacant),
			}
		}, func(f object.PositionFilter, and, or []*object.PositionFilter, not *object.PositionFilter) *object.PositionFilter {
			f.And, f.Or, f.Not = and, or, not
			return &f
		}, func(t *rapid.T, f *object.PositionFilter) []graph.ID {
			return idsOf[*object.Position](t)(v.Positions(all, nil, nil, nil, f, nil))
		})
	})
	t.Run("organizations", func(t *testing.T) {
		lawsOfSets(t, func(t *rapid.T) *object.OrganizationFilter {
			return &object.OrganizationFilter{Text: drawOne(t, "brack", "it"), Sides: drawSome(t, sides...), Kinds: drawSome(t, graph.OrgCompany, graph.OrgTeam), Topmost: drawOne(t, true, false)}
		}, func(f object.OrganizationFilter, and, or []*object.OrganizationFilter, not *object.OrganizationFilter) *object.OrganizationFilter {
			f.And, f.Or, f.Not = and, or, not
			return &f
		}, func(t *rapid.T, f *object.OrganizationFilter) []graph.ID {
			return idsOf[*object.Organization](t)(v.Organizations(all, nil, nil, nil, f, nil))
		})
	})
	t.Run("accounts", func(t *testing.T) {
		lawsOfSets(t, func(t *rapid.T) *object.AccountFilter {
			return &object.AccountFilter{Text: drawOne(t, "brack", "h"), Tiers: drawSome(t, graph.TierStrategic, graph.TierKey), MemberID: drawOne(t, graph.ID("p-sofia-lindt"), "p-ben-okafor")}
		}, func(f object.AccountFilter, and, or []*object.AccountFilter, not *object.AccountFilter) *object.AccountFilter {
			f.And, f.Or, f.Not = and, or, not
			return &f
		}, func(t *rapid.T, f *object.AccountFilter) []graph.ID {
			return idsOf[*object.Account](t)(v.Accounts(all, nil, nil, nil, f, nil))
		})
	})
	t.Run("interactions", func(t *testing.T) {
		lawsOfSets(t, func(t *rapid.T) *object.InteractionFilter {
			return &object.InteractionFilter{
				Since: drawOne(t, sampleDay-30, sampleDay-200), Until: drawOne(t, sampleDay-10, sampleDay-100), Channels: drawSome(t, graph.ChannelCall, graph.ChannelMeeting),
				WithID: drawOne(t, graph.ID("p-sofia-lindt"), "p-ben-okafor"), Text: drawOne(t, "review", "r"),
			}
		}, func(f object.InteractionFilter, and, or []*object.InteractionFilter, not *object.InteractionFilter) *object.InteractionFilter {
			f.And, f.Or, f.Not = and, or, not
			return &f
		}, func(t *rapid.T, f *object.InteractionFilter) []graph.ID {
			return idsOf[*object.Interaction](t)(v.Interactions(all, nil, nil, nil, f, nil))
		})
	})
	t.Run("commitments", func(t *testing.T) {
		lawsOfSets(t, func(t *rapid.T) *object.CommitmentFilter {
			return &object.CommitmentFilter{Open: drawOne(t, true, false), Overdue: drawOne(t, true, false), Text: drawOne(t, "report", "s")}
		}, func(f object.CommitmentFilter, and, or []*object.CommitmentFilter, not *object.CommitmentFilter) *object.CommitmentFilter {
			f.And, f.Or, f.Not = and, or, not
			return &f
		}, func(t *rapid.T, f *object.CommitmentFilter) []graph.ID {
			return idsOf[*object.Commitment](t)(v.Commitments(all, nil, nil, nil, f, nil))
		})
	})
	t.Run("ties", func(t *testing.T) {
		lawsOfSets(t, func(t *rapid.T) *object.TieFilter {
			return &object.TieFilter{Levels: drawSome(t, graph.TieMet, graph.TieTrusted), Sides: drawSome(t, sides...), ByID: drawOne(t, graph.ID("p-sofia-lindt"), "p-ben-okafor"), Kinds: drawSome(t, graph.TieAcquainted, graph.TieFriend)}
		}, func(f object.TieFilter, and, or []*object.TieFilter, not *object.TieFilter) *object.TieFilter {
			f.And, f.Or, f.Not = and, or, not
			return &f
		}, func(t *rapid.T, f *object.TieFilter) []graph.ID {
			return idsOf[*object.Tie](t)(v.PersonByID("p-ben-okafor").Knows(all, nil, nil, nil, f))
		})
	})
}

// TestFiltersAreBounded refuses a filter of too many, and what is of the whole list within one.
func TestFiltersAreBounded(t *testing.T) {
	v := sampleView(t)
	deep := &object.PersonFilter{}
	for range object.MaxFilterParts - 1 {
		deep = &object.PersonFilter{Not: deep}
	}
	if _, err := v.People(nil, nil, nil, nil, deep, nil); err != nil {
		t.Errorf("%d filters: %v", object.MaxFilterParts, err)
	}
	if _, err := v.People(nil, nil, nil, nil, &object.PersonFilter{Or: []*object.PersonFilter{deep}}, nil); err == nil {
		t.Errorf("%d filters were taken", object.MaxFilterParts+1)
	}
	yes := true
	if _, err := v.Positions(nil, nil, nil, nil, &object.PositionFilter{Not: &object.PositionFilter{Ever: &yes}}, nil); err == nil {
		t.Error("ever within not was taken for seats")
	}
	if _, err := v.Interactions(nil, nil, nil, nil, &object.InteractionFilter{And: []*object.InteractionFilter{{Planned: &yes}}}, nil); err == nil {
		t.Error("planned within and was taken")
	}
	if _, err := v.PersonByID("p-julia-moreau").KnownBy(nil, nil, nil, nil, &object.TieFilter{Or: []*object.TieFilter{{Ever: &yes}}}); err == nil {
		t.Error("ever within or was taken for ties")
	}
}

// lawsOfOrder holds that a list in an order has what it has in that of IDs; that what stands
// later does not belong before, unknown last and equals by ID; that it descends as it
// ascends; that pages put together are the list, from either end; and that a cursor of
// one order is refused in the other.
func lawsOfOrder[T object.Object, O ~string](t *testing.T, order O, list func(object.Window, *O) (*object.Connection[T], error), key func(T) string) {
	t.Helper()
	ask := func(w object.Window, o O) *object.Connection[T] {
		t.Helper()
		c, err := list(w, &o)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	plain, err := list(object.Window{First: everything}, nil)
	if err != nil {
		t.Fatal(err)
	}
	desc := order + "_DESC"
	want := plain.Nodes()
	slices.SortFunc(want, func(a, b T) int { return strings.Compare(string(a.ElementID()), string(b.ElementID())) })
	for _, o := range []O{order, desc} {
		sign := 1
		if o == desc {
			sign = -1
		}
		slices.SortStableFunc(want, func(a, b T) int {
			x, y := key(a), key(b)
			if (x == "") != (y == "") {
				return strings.Compare(y, x) // unknown last
			}
			return cmp.Or(sign*strings.Compare(x, y), sign*strings.Compare(string(a.ElementID()), string(b.ElementID())))
		})
		ids := func(list []T) (out []graph.ID) {
			for _, x := range list {
				out = append(out, x.ElementID())
			}
			return out
		}
		if got := ids(ask(object.Window{First: everything}, o).Nodes()); len(got) == 0 || !slices.Equal(got, ids(want)) {
			t.Errorf("%s: %v, want %v", o, got, ids(want))
		}
		three := 3
		var forward, backward []T
		w := object.Window{First: &three}
		for {
			c := ask(w, o)
			forward = append(forward, c.Nodes()...)
			p := c.PageInfo()
			if !p.HasNextPage {
				break
			}
			w.After = &p.EndCursor
		}
		w = object.Window{Last: &three}
		for {
			c := ask(w, o)
			backward = append(c.Nodes(), backward...)
			p := c.PageInfo()
			if !p.HasPreviousPage {
				break
			}
			w.Before = &p.StartCursor
		}
		if !slices.Equal(ids(forward), ids(want)) || !slices.Equal(ids(backward), ids(want)) {
			t.Errorf("%s in pages: %v, backwards %v, want %v", o, ids(forward), ids(backward), ids(want))
		}
	}
	cursor := ask(object.Window{First: everything}, order).PageInfo().EndCursor
	if _, err := list(object.Window{After: &cursor}, &desc); err == nil {
		t.Errorf("a cursor of %s was taken in %s", order, desc)
	}
}

func TestOrders(t *testing.T) {
	v := sampleView(t)
	day := func(d graph.Date) string { return d.String() }
	people := func(w object.Window, o *object.PersonOrder) (*object.Connection[*object.Person], error) {
		return v.People(w.First, w.After, w.Last, w.Before, nil, o)
	}
	lawsOfOrder(t, object.PersonByName, people, func(p *object.Person) string { return folding.Fold(p.Name) })
	lawsOfOrder(t, object.PersonByLevel, people, func(p *object.Person) string {
		if p.Seat() == nil {
			return ""
		}
		return []string{"", "1", "2", "3", "4", "5"}[p.Seat().Position.Level]
	})
	seats := func(w object.Window, o *object.PositionOrder) (*object.Connection[*object.Position], error) {
		return v.Positions(w.First, w.After, w.Last, w.Before, nil, o)
	}
	lawsOfOrder(t, object.PositionByTitle, seats, func(p *object.Position) string { return folding.Fold(p.Title) })
	lawsOfOrder(t, object.PositionByLevel, seats, func(p *object.Position) string { return []string{"", "1", "2", "3", "4", "5"}[p.Position.Level] })
	lawsOfOrder(t, object.OrganizationByName, func(w object.Window, o *object.OrganizationOrder) (*object.Connection[*object.Organization], error) {
		return v.Organizations(w.First, w.After, w.Last, w.Before, nil, o)
	}, func(o *object.Organization) string { return folding.Fold(o.Name) })
	accounts := func(w object.Window, o *object.AccountOrder) (*object.Connection[*object.Account], error) {
		return v.Accounts(w.First, w.After, w.Last, w.Before, nil, o)
	}
	lawsOfOrder(t, object.AccountByName, accounts, func(a *object.Account) string { return folding.Fold(a.Name) })
	lawsOfOrder(t, object.AccountByRenewal, accounts, func(a *object.Account) string { return day(a.Renewal) })
	lawsOfOrder(t, object.InteractionByDay, func(w object.Window, o *object.InteractionOrder) (*object.Connection[*object.Interaction], error) {
		return v.Interactions(w.First, w.After, w.Last, w.Before, nil, o)
	}, func(i *object.Interaction) string { return day(i.On) })
	promises := func(w object.Window, o *object.CommitmentOrder) (*object.Connection[*object.Commitment], error) {
		return v.Commitments(w.First, w.After, w.Last, w.Before, nil, o)
	}
	lawsOfOrder(t, object.CommitmentByDue, promises, func(c *object.Commitment) string { return day(c.Due) })
	lawsOfOrder(t, object.CommitmentByPromised, promises, func(c *object.Commitment) string { return day(c.Promised) })
}
