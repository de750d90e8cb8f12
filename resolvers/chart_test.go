package resolvers_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/orgchart"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/sample"
)

// chartSeat is everything that is shown of a seat.
const chartSeat = `positionId title department level function organizationId managerId managerState assistant depth reports below occupancy vacantSince expected new focus facedByIds findingIds
	holders { kind from person { personId name doNotContact seatIds stance disputed roles key knownBy { personId band working } directDepth singleThreaded singlePoint facedByIds } }`

const chartLine = `recordId kind fromId toId fromPersonId toPersonId weight`

const chartRest = `total vacant team { personId name title managerId singlePoint } findings { findingId rule severity sentence }`

// TestChart asks for a whole chart and holds it against what is read of the view.
func TestChart(t *testing.T) {
	srv, eng := site(t)
	got := at(data(t, srv, `{ view { chart(of: {accountId: "a-brackwell"}) { account { id } organization { id } asOf revision seats { totalCount pageInfo { hasNextPage } nodes { `+chartSeat+` position { id } } } lines { totalCount nodes { `+chartLine+` } } `+chartRest+` } } }`, nil), "view", "chart")
	v := newestView(t, eng)
	want, err := orgchart.Of(nil, v, orgchart.Query{Account: "a-brackwell", Depth: -1, Gaps: true})
	if err != nil {
		t.Fatal(err)
	}
	if at(got, "account", "id") != "a-brackwell" || at(got, "organization", "id") != "o-brackwell" || at(got, "asOf") != base.String() || at(got, "revision") != fmt.Sprint(v.Snapshot().Revision()) {
		t.Errorf("%v", got)
	}
	seats := at(got, "seats", "nodes").([]any)
	if len(seats) != len(want.Seats) || at(got, "seats", "totalCount") != float64(len(want.Seats)) || at(got, "seats", "pageInfo", "hasNextPage") != false || at(got, "total") != float64(want.Total) || at(got, "vacant") != float64(want.Vacant) {
		t.Fatalf("%d seats, want %d", len(seats), len(want.Seats))
	}
	held := 0
	for i, s := range want.Seats {
		for key, want := range map[string]any{
			"positionId": string(s.ID), "depth": float64(s.Depth), "reports": float64(s.Reports), "below": float64(s.Below), "occupancy": string(s.Occupancy),
			"managerState": string(s.State), "new": s.New, "expected": s.Expected,
		} {
			if got := at(seats[i], key); got != want {
				t.Errorf("%s of seat %d = %v, want %v", key, i, got, want)
			}
		}
		if got := at(seats[i], "position", "id"); got != string(s.ID) {
			t.Errorf("the position of %s is %v", s.ID, got)
		}
		if m, _ := at(seats[i], "managerId").(string); m != string(s.Manager) {
			t.Errorf("%s reports to %q, want %q", s.ID, m, s.Manager)
		}
		if l, _ := at(seats[i], "level").(float64); int(l) != s.Level {
			t.Errorf("%s has level %v, want %d", s.ID, l, s.Level)
		}
		holders := at(seats[i], "holders").([]any)
		if len(holders) != len(s.Holders) {
			t.Fatalf("%s has %d holders, want %d", s.ID, len(holders), len(s.Holders))
		}
		for k, h := range s.Holders {
			held++
			p := want.People[slices.IndexFunc(want.People, func(p orgchart.Person) bool { return p.ID == h.Person })]
			who := at(holders[k], "person")
			if at(who, "personId") != string(p.ID) || at(who, "name") != p.Name || at(who, "stance") != string(p.Stance) || at(who, "singleThreaded") != p.SingleThreaded() || at(who, "singlePoint") != p.SinglePoint || len(at(who, "knownBy").([]any)) != len(p.KnownBy) {
				t.Errorf("%v, want %+v", who, p)
			}
		}
	}
	if held == 0 {
		t.Error("nobody holds a seat")
	}
	lines := at(got, "lines", "nodes").([]any)
	if len(lines) != len(want.Lines) || at(got, "lines", "totalCount") != float64(len(want.Lines)) || len(lines) == 0 {
		t.Errorf("%d lines, want %d", len(lines), len(want.Lines))
	}
	for key, want := range map[string]int{"team": len(want.Team), "findings": len(want.Findings)} {
		if got := len(at(got, key).([]any)); got != want || got == 0 {
			t.Errorf("%d %s, want %d", got, key, want)
		}
	}
	if got := at(got, "findings", 0, "findingId"); got != want.Findings[0].ID {
		t.Errorf("the first finding is %v, want %s", got, want.Findings[0].ID)
	}
}

// TestChartInPages: the parts one after the other are the whole.
func TestChartInPages(t *testing.T) {
	srv, _ := site(t)
	whole := at(data(t, srv, `{ view { chart(of: {organizationId: "o-dunmore"}) { seats { nodes { positionId } } } } }`, nil), "view", "chart", "seats", "nodes").([]any)
	for _, size := range []int{1, 7, len(whole), len(whole) + 1} {
		var parts []any
		var after any
		for range len(whole) + 1 {
			page := at(data(t, srv, `query($n: Int!, $after: String) { view { chart(of: {organizationId: "o-dunmore"}) { seats(first: $n, after: $after) { edges { cursor } nodes { positionId } pageInfo { hasNextPage hasPreviousPage endCursor } } } } }`,
				map[string]any{"n": size, "after": after}), "view", "chart", "seats")
			nodes := at(page, "nodes").([]any)
			if got := at(page, "pageInfo", "hasPreviousPage"); got != (after != nil) {
				t.Errorf("hasPreviousPage = %v after %v", got, after)
			}
			parts = append(parts, nodes...)
			after = at(page, "pageInfo", "endCursor")
			if got := at(page, "edges", len(nodes)-1, "cursor"); got != after {
				t.Errorf("the last cursor is %v, want the endCursor %v", got, after)
			}
			if at(page, "pageInfo", "hasNextPage") == false {
				break
			}
		}
		if !reflect.DeepEqual(parts, whole) {
			t.Errorf("in parts of %d: %d seats, want the %d of the whole", size, len(parts), len(whole))
		}
	}
}

// TestChartChanges: a client that has the chart of a revision and puts what has
// changed since into it has the chart of today, after any edits.
func TestChartChanges(t *testing.T) {
	srv, eng := site(t)
	r := rand.New(rand.NewPCG(11, 7))
	const account = "a-brackwell"
	whole := func() map[string]map[string]any {
		c := at(data(t, srv, `{ view { chart(of: {accountId: "`+account+`"}) { seats { nodes { `+chartSeat+` } } lines(first: 10000) { nodes { `+chartLine+` } } `+chartRest+` } } }`, nil), "view", "chart")
		return map[string]map[string]any{
			"seats": keyed(at(c, "seats", "nodes"), "positionId"), "lines": keyed(at(c, "lines", "nodes"), "recordId"), "team": keyed(at(c, "team"), "personId"),
			"findings": keyed(at(c, "findings"), "findingId"), "counts": {"total": at(c, "total"), "vacant": at(c, "vacant")},
		}
	}
	has, since := whole(), newestView(t, eng).Snapshot().Revision()
	moved := 0
	for round := range 12 {
		edits := 1 + r.IntN(3)
		for range edits {
			v := newestView(t, eng)
			n, _ := v.Snapshot().Node(account)
			seats := v.AccountSeats(n)
			seat := v.Snapshot().NodeID(seats[r.IntN(len(seats))])
			var holder graph.ID
			if hs := v.Holders(seats[r.IntN(len(seats))]); len(hs) > 0 {
				holder = v.Snapshot().NodeID(hs[0])
			}
			_, err := eng.Update(context.Background(), sample.Workspace, "tester", "", func(d *draft.Draft) error {
				switch k := r.IntN(5); {
				case k == 0:
					return draft.Edit(d, seat, func(p *graph.Position) { p.Title = fmt.Sprint("Seat ", round) })
				case k == 1 && holder != "":
					return draft.Edit(d, holder, func(p *graph.Person) { p.Name = fmt.Sprint("Somebody ", round) })
				case k == 2 && holder != "":
					d.Add(graph.Knows{Edge: graph.Edge{ID: graph.ID(fmt.Sprint("tie", round, "-", r.IntN(1000))), Src: "p-sofia-lindt", Dst: holder, From: base - 1}, Level: graph.TieKnows, Kind: graph.TieAcquainted})
				case k == 3 && holder != "":
					return d.End(holder, base)
				default:
					id := graph.ID(fmt.Sprint("new", round, "-", r.IntN(1000)))
					d.Add(graph.Position{Node: graph.Node{ID: id}, Title: "New"})
					d.Add(graph.In{Edge: graph.Edge{ID: "in-" + id, Src: id, Dst: "o-brackwell"}})
					d.Add(graph.ReportsTo{Edge: graph.Edge{ID: "to-" + id, Src: id, Dst: seat}, Kind: graph.LineSolid})
				}
				return nil
			})
			if err != nil {
				t.Logf("round %d: %v", round, err) // an edit that a rule refuses changes nothing
			}
		}
		d := at(data(t, srv, `query($since: Revision!) { view { chart(of: {accountId: "`+account+`"}) { changes(since: $since) { since
			seats { `+chartSeat+` } removedSeatIds removedLineIds removedMemberIds removedFindingIds lines { `+chartLine+` } `+chartRest+` } } } }`,
			map[string]any{"since": fmt.Sprint(since)}), "view", "chart", "changes")
		for list, k := range map[string][2]string{"seats": {"positionId", "removedSeatIds"}, "lines": {"recordId", "removedLineIds"}, "team": {"personId", "removedMemberIds"}, "findings": {"findingId", "removedFindingIds"}} {
			news := keyed(at(d, list), k[0])
			moved += len(news)
			maps.Copy(has[list], news)
			for _, id := range at(d, k[1]).([]any) {
				if has[list][id.(string)] == nil {
					t.Errorf("round %d: %s is gone from the %s and was not there", round, id, list)
				}
				delete(has[list], id.(string))
			}
		}
		has["counts"] = map[string]any{"total": at(d, "total"), "vacant": at(d, "vacant")}
		want := whole()
		for list := range want {
			if !reflect.DeepEqual(has[list], want[list]) {
				t.Fatalf("round %d: the %s with their changes are not those of today: %d and %d", round, list, len(has[list]), len(want[list]))
			}
		}
		since = newestView(t, eng).Snapshot().Revision()
	}
	if moved == 0 {
		t.Error("no edit changed anything on the chart")
	}
	same := at(data(t, srv, `query($since: Revision!) { view { chart(of: {accountId: "`+account+`"}) { changes(since: $since) { seats { positionId } lines { recordId } team { personId } findings { findingId } removedSeatIds } } } }`,
		map[string]any{"since": fmt.Sprint(since)}), "view", "chart", "changes")
	for list, of := range same.(map[string]any) {
		if len(of.([]any)) > 0 {
			t.Errorf("nothing has changed, but %s are %v", list, of)
		}
	}
}

// keyed returns the objects of a list by one of their fields.
func keyed(list any, key string) map[string]any {
	out := map[string]any{}
	for _, x := range list.([]any) {
		out[at(x, key).(string)] = x
	}
	return out
}

// TestChartLayout: what is placed is what the picture places.
func TestChartLayout(t *testing.T) {
	srv, eng := site(t)
	got := at(data(t, srv, `{ view { chart(of: {accountId: "a-dunmore"}) { layout { diagram width height boxes { positionId x y w h label } wires links { kind fromId toId path width } parked } } } }`, nil), "view", "chart", "layout")
	c, err := export.Account(nil, newestView(t, eng), "a-dunmore", "")
	if err != nil {
		t.Fatal(err)
	}
	want, err := export.Place(context.Background(), c, export.Options{Diagram: export.DiagramTree, Page: export.PageNatural})
	if err != nil {
		t.Fatal(err)
	}
	boxes := at(got, "boxes").([]any)
	if at(got, "width") != want.Width || len(boxes) != len(want.Cards) || len(at(got, "wires").([]any)) != len(want.Wires) || len(at(got, "links").([]any)) != len(want.Links) {
		t.Fatalf("%v by %v, %d boxes", at(got, "width"), at(got, "height"), len(boxes))
	}
	for i, k := range want.Cards {
		if at(boxes[i], "positionId") != k.ID || at(boxes[i], "x") != k.X || at(boxes[i], "y") != k.Y || at(boxes[i], "label") != k.Label {
			t.Errorf("box %d = %v, want %+v", i, boxes[i], k)
		}
	}
}

// TestChartIsAffordable: the cost of a chart is that of its analyses and a field a
// seat, whatever is asked of the seats, and is known before.
func TestChartIsAffordable(t *testing.T) {
	srv, _ := site(t)
	data(t, srv, `{ view { chart(of: {accountId: "a-brackwell"}) { seats(first: 10000) { nodes { `+chartSeat+` } } lines { nodes { `+chartLine+` } } `+chartRest+` } } }`, nil)
	a := post(t, srv, `{ view { chart(of: {accountId: "a-brackwell"}) { seats(first: 10000) { nodes { positionId position { id title { } } } } } } }`, nil)
	if len(a.Errors) == 0 {
		t.Error("a selection of nothing was taken")
	}
	a = post(t, srv, `{ view { chart(of: {accountId: "a-brackwell"}) { seats(first: 10000) { nodes { position { id title department } } } } } }`, nil)
	if len(a.Errors) > 0 {
		t.Errorf("the facts of ten thousand seats, of which there are 62: %v", a.Errors)
	}
}

// TestBadCharts asks for charts that there cannot be.
func TestBadCharts(t *testing.T) {
	srv, _ := site(t)
	for query, code := range map[string]string{
		`chart { total }`:         "GRAPHQL_VALIDATION_FAILED",
		`chart(of: {}) { total }`: "GRAPHQL_VALIDATION_FAILED",
		`chart(of: {accountId: "a-dunmore", organizationId: "o-dunmore"}) { total }`: "GRAPHQL_VALIDATION_FAILED",
		`chart(of: {accountId: null}) { total }`:                                     "GRAPHQL_VALIDATION_FAILED",
		`chart(of: {accountId: "a-none"}) { total }`:                                 "NOT_FOUND",
		`chart(of: {accountId: "a-dunmore"}, depth: -1) { total }`:                   "BAD_USER_INPUT",
		`chart(of: {accountId: "a-dunmore"}) { seats(first: 10001) { totalCount } }`: "BAD_USER_INPUT",
		`chart(of: {accountId: "a-dunmore"}) { seats(after: "x") { totalCount } }`:   "BAD_USER_INPUT",
		`chart(of: {accountId: "a-dunmore"}) { layout(diagram: PAIR) { width } }`:    "BAD_USER_INPUT",
		`chart(of: {accountId: "a-dunmore"}) { changes(since: "99") { total } }`:     "NOT_FOUND",
	} {
		a := post(t, srv, `{ view { `+query+` } }`, nil)
		if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != code {
			t.Errorf("%s: %v, want %s", query, a.Errors, code)
		}
	}
}

// newestView returns the newest revision on the day of the tests.
func newestView(t *testing.T, eng *engine.Engine) *view.View {
	t.Helper()
	s, err := eng.Snapshot(context.Background(), sample.Workspace)
	if err != nil {
		t.Fatal(err)
	}
	return view.On(s, base)
}

// TestDiff holds the difference over the API against the chart of the two days: who is
// on one of them only joined or left, ties that work on one of them only were won or lost,
// and the same with the days swapped is the same with the sides swapped.
func TestDiff(t *testing.T) {
	srv, _ := site(t)
	const account = "a-brackwell"
	days := []string{"2026-03-01", "2026-11-02"}
	held, ties := map[string]map[string]bool{}, map[string]map[string]bool{}
	for _, day := range days {
		held[day], ties[day] = map[string]bool{}, map[string]bool{}
		d := data(t, srv, `query($d: Date) { view(asOf: $d) { chart(of: {accountId: "`+account+`"}) { seats { nodes { holders { person { personId knownBy { personId working } } } } } } } }`, map[string]any{"d": day})
		for _, seat := range at(d, "view", "chart", "seats", "nodes").([]any) {
			for _, h := range at(seat, "holders").([]any) {
				person := at(h, "person", "personId").(string)
				held[day][person] = true
				for _, k := range at(h, "person", "knownBy").([]any) {
					if at(k, "working") == true {
						ties[day][fmt.Sprint(at(k, "personId"), " ", person)] = true
					}
				}
			}
		}
	}
	diff := func(from, to string) any {
		return at(data(t, srv, `query($from: Date, $to: Date) { view(asOf: $to) { diff(of: {accountId: "`+account+`"}, since: $from) { since asOf sinceRevision revision
			people { kind personId name before { positionId title managerId stance roles } after { positionId title managerId stance roles } succeedsIds }
			seats { kind positionId title managerIdBefore managerIdAfter } linesAdded { recordId kind fromId toId } linesRemoved { recordId }
			tiesWon { personId otherId before after } tiesLost { personId otherId before after } } } }`, map[string]any{"from": from, "to": to}), "view", "diff")
	}
	minus := func(a, b map[string]bool) (out []string) {
		for k := range a {
			if !b[k] {
				out = append(out, k)
			}
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	of := func(list any, keep func(x any) string) (out []string) {
		for _, x := range list.([]any) {
			if k := keep(x); k != "" {
				out = append(out, k)
			}
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	kind := func(want string) func(any) string {
		return func(x any) string {
			if at(x, "kind") != want {
				return ""
			}
			if (want == "JOINED") != (at(x, "before") == nil) || (want == "LEFT") != (at(x, "after") == nil) {
				t.Errorf("%v is %s", x, want)
			}
			return at(x, "personId").(string)
		}
	}
	tie := func(x any) string { return fmt.Sprint(at(x, "personId"), " ", at(x, "otherId")) }
	forward, back := diff(days[0], days[1]), diff(days[1], days[0])
	if at(forward, "since") != days[0] || at(forward, "asOf") != days[1] || at(forward, "sinceRevision") != "1" {
		t.Errorf("the difference is of %v", forward)
	}
	for _, c := range []struct {
		name      string
		got, want []string
	}{
		{"joined", of(at(forward, "people"), kind("JOINED")), minus(held[days[1]], held[days[0]])},
		{"left", of(at(forward, "people"), kind("LEFT")), minus(held[days[0]], held[days[1]])},
		{"joined, backward", of(at(back, "people"), kind("JOINED")), minus(held[days[0]], held[days[1]])},
		{"won", of(at(forward, "tiesWon"), tie), minus(ties[days[1]], ties[days[0]])},
		{"lost", of(at(forward, "tiesLost"), tie), minus(ties[days[0]], ties[days[1]])},
		{"won, backward", of(at(back, "tiesWon"), tie), of(at(forward, "tiesLost"), tie)},
	} {
		if len(c.want) == 0 && c.name != "won" || !slices.Equal(c.got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, c.got, c.want)
		}
	}
	same := diff(days[1], days[1])
	for _, list := range []string{"people", "seats", "linesAdded", "linesRemoved", "tiesWon", "tiesLost"} {
		if len(at(same, list).([]any)) > 0 {
			t.Errorf("a day differs from itself by its %s: %v", list, at(same, list))
		}
	}

	// Between two revisions: what an edit did.
	data(t, srv, `mutation { reportTo(input: {positionId: "s-brackwell-buyer-4", managerId: "s-brackwell-chief-information-officer"}) { revision } }`, nil)
	d := data(t, srv, `{ view { diff(of: {accountId: "`+account+`"}, sinceRevision: "1") { since sinceRevision people { kind personId } seats { kind positionId managerIdBefore managerIdAfter } tiesWon { personId } } } }`, nil)
	seats := at(d, "view", "diff", "seats").([]any)
	if len(seats) != 1 || at(seats[0], "kind") != "RELINED" || at(seats[0], "positionId") != "s-brackwell-buyer-4" || at(seats[0], "managerIdAfter") != "s-brackwell-chief-information-officer" || at(seats[0], "managerIdBefore") == nil {
		t.Errorf("after a seat was re-lined: %v", d)
	}
	for doc, code := range map[string]string{
		`{ view { diff(of: {accountId: "a-brackwell"}) { asOf } } }`:                                                           "BAD_USER_INPUT",
		`{ view { diff(since: "2026-01-01") { asOf } } }`:                                                                      "GRAPHQL_VALIDATION_FAILED",
		`{ view { diff(of: {accountId: "a-nobody"}, since: "2026-01-01") { asOf } } }`:                                         "NOT_FOUND",
		`{ view { diff(of: {accountId: "a-brackwell"}, sinceRevision: "99") { asOf } } }`:                                      "NOT_FOUND",
		`{ view { diff(of: {part: {accountId: "a-dunmore", organizationId: "o-brackwell"}}, since: "2026-01-01") { asOf } } }`: "BAD_USER_INPUT",
	} {
		if a := post(t, srv, doc, nil); len(a.Errors) == 0 || a.Errors[0].Extensions["code"] != code {
			t.Errorf("%s = %+v, want %s", doc, a, code)
		}
	}
}
