package resolvers_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestReportsStandInTheirOrder: every order of those who report to a seat is the order in
// which the chart has them and the picture draws them; it stays when titles and levels
// change, those without a place stand behind, a seat that comes to another manager has
// none there, and undo brings the order before back.
func TestReportsStandInTheirOrder(t *testing.T) {
	srv, _ := site(t)
	const manager = "s-brackwell-chief-executive-officer"
	type seat struct {
		id    string
		order any
	}
	under := func(manager string) (out []seat) {
		for _, s := range at(data(t, srv, `{ view { chart(of: {accountId: "a-brackwell"}) { seats { nodes { positionId managerId assistant order } } } } }`, nil), "view", "chart", "seats", "nodes").([]any) {
			if at(s, "managerId") == manager && at(s, "assistant") == false {
				out = append(out, seat{at(s, "positionId").(string), at(s, "order")})
			}
		}
		return out
	}
	ids := func(list []seat) (out []string) {
		for _, s := range list {
			out = append(out, s.id)
		}
		return out
	}
	drawn := func() []string { // by what stands further left
		d := data(t, srv, `{ view { chart(of: {accountId: "a-brackwell"}) { layout { boxes { positionId x y } } } } }`, nil)
		nodes := at(d, "view", "chart", "layout", "boxes").([]any)
		slices.SortStableFunc(nodes, func(a, b any) int {
			return int(at(a, "x").(float64)+at(a, "y").(float64)*1e4) - int(at(b, "x").(float64)+at(b, "y").(float64)*1e4)
		})
		var out []string
		for _, n := range nodes {
			out = append(out, at(n, "positionId").(string))
		}
		return out
	}
	first := under(manager)
	if len(first) < 3 {
		t.Fatalf("only %d report to the chief executive", len(first))
	}
	want := ids(first)
	slices.Reverse(want)
	order := func(list []string) {
		t.Helper()
		data(t, srv, fmt.Sprintf(`mutation { orderReports(input: {managerId: %q, positionIds: ["%s"]}) { position { factId } changes { totalCount } } }`, manager, strings.Join(list, `", "`)), nil)
	}
	order(want)
	if got := under(manager); !slices.Equal(ids(got), want) || got[0].order != 1.0 || got[len(got)-1].order != float64(len(got)) {
		t.Errorf("in the order %v they stand as %v", want, got)
	}
	left := slices.DeleteFunc(drawn(), func(id string) bool { return !slices.Contains(want, id) })
	if !slices.Equal(left, want) {
		t.Errorf("they are drawn as %v, want %v", left, want)
	}
	data(t, srv, fmt.Sprintf(`mutation { promote(input: {positionId: %q, title: "Aaa", level: 5}) { revision } }`, want[len(want)-1]), nil)
	if got := ids(under(manager)); !slices.Equal(got, want) {
		t.Errorf("after a promotion they stand as %v, want %v", got, want)
	}
	since := at(data(t, srv, `{ view { revision } }`, nil), "view", "revision")
	order(want[1:2])
	if got := under(manager); got[0].id != want[1] || got[0].order != 1.0 || got[1].order != nil {
		t.Errorf("with one place given they stand as %v", got)
	}
	d := data(t, srv, fmt.Sprintf(`{ view { chart(of: {accountId: "a-brackwell"}) { changes(since: %q) { seats { positionId order } } } } }`, since), nil)
	if n := len(at(d, "view", "chart", "changes", "seats").([]any)); n != len(want) {
		t.Errorf("%d seats have changed, want the %d that have another place: %v", n, len(want), d)
	}
	data(t, srv, fmt.Sprintf(`mutation { undo(input: {revision: %q}) { revision } }`, at(data(t, srv, `{ view { revision } }`, nil), "view", "revision")), nil)
	if got := ids(under(manager)); !slices.Equal(got, want) {
		t.Errorf("after undo they stand as %v, want %v", got, want)
	}
	data(t, srv, fmt.Sprintf(`mutation { reportTo(input: {positionId: %q, managerId: %q}) { revision } }`, want[0], want[1]), nil)
	for _, s := range under(want[1]) {
		if s.id == want[0] && s.order != nil {
			t.Errorf("it took its place along: %v", s)
		}
	}
	if got := ids(under(manager)); !slices.Equal(got, want[1:]) {
		t.Errorf("without the first they stand as %v, want %v", got, want[1:])
	}
	for _, c := range []struct{ positions, rule string }{
		{`"` + want[1] + `", "` + want[1] + `"`, "input"}, {``, "input"}, {`"` + want[0] + `"`, "order"}, {`"nobody"`, "exists"},
	} {
		a := post(t, srv, fmt.Sprintf(`mutation { orderReports(input: {managerId: %q, positionIds: [%s]}) { revision } }`, manager, c.positions), nil)
		if len(a.Errors) != 1 || a.Errors[0].Extensions["rule"] != c.rule {
			t.Errorf("[%s]: %v, want a refusal by %s", c.positions, a.Errors, c.rule)
		}
	}
}
