package importer

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/kithgraph/kith/graph"
)

// text writes a timeline as "0:A 10:B 20:-" with "-" for days of which nothing is said.
func (t timeline) text() string {
	var out []string
	for _, x := range t {
		v := x.value
		if !x.set {
			v = "-"
		}
		out = append(out, fmt.Sprintf("%d:%s", x.from, v))
	}
	return strings.Join(out, " ")
}

// lineOf reads what text writes; every run is of the source itself.
func lineOf(s string) timeline {
	var t timeline
	for _, f := range strings.Fields(s) {
		var x run
		var v string
		fmt.Sscanf(f, "%d:%s", &x.from, &v)
		if x.set = v != "-"; x.set {
			x.value = v
		}
		x.own = true
		t = append(t, x)
	}
	return t
}

func TestMerge(t *testing.T) {
	day := func(from, to graph.Date, v string) saying {
		return saying{days: graph.Interval{From: from, To: to}, value: v}
	}
	tests := []struct {
		name  string
		old   string
		says  []saying
		open  bool       // not closing: a title, which stays what it was last
		since graph.Date // on which a file first said what was known
		today graph.Date
		want  string
	}{
		{name: "first import takes the rows as they are", old: "0:-", says: []saying{day(10, 20, "A"), day(20, 0, "B")}, today: 50, want: "0:- 10:A 20:B"},
		{name: "the same again changes nothing", old: "0:- 10:A 20:B", says: []saying{day(10, 20, "A"), day(20, 0, "B")}, since: 50, today: 50, want: "0:- 10:A 20:B"},
		{name: "an open row that says something else counts from today", old: "0:- 10:A", says: []saying{day(10, 0, "B")}, since: 40, today: 50, want: "0:- 10:A 50:B"},
		{name: "and again on a later day it is what is known", old: "0:- 10:A 50:B", says: []saying{day(10, 0, "B")}, since: 50, today: 60, want: "0:- 10:A 50:B"},
		{name: "an open row counts from its start when that lies after what a file showed", old: "0:- 10:A", says: []saying{day(45, 0, "B")}, since: 40, today: 50, want: "0:- 10:A 45:B"},
		{name: "and from today when a file showed something else on or after its start", old: "0:- 10:A", says: []saying{day(30, 0, "B")}, since: 40, today: 50, want: "0:- 10:A 50:B"},
		{name: "a history dates its changes itself", old: "0:- 10:A", says: []saying{day(10, 30, "A"), day(30, 0, "B")}, since: 25, today: 50, want: "0:- 10:A 30:B"},
		{name: "a closed row corrects the past", old: "0:- 10:A 30:B", says: []saying{day(10, 30, "C")}, since: 40, today: 50, want: "0:- 10:C 30:B"},
		{name: "a closed row ends its own continuation", old: "0:- 10:A", says: []saying{day(10, 40, "A")}, since: 45, today: 50, want: "0:- 10:A 40:"},
		{name: "but not what somebody else says after it", old: "0:- 10:A 40:B", says: []saying{day(10, 40, "A")}, since: 45, today: 50, want: "0:- 10:A 40:B"},
		{name: "what ended is known to be over", old: "0:-", says: []saying{day(10, 40, "A")}, today: 50, want: "0:- 10:A 40:"},
		{name: "a title stays what it was last", old: "0:A", says: []saying{day(10, 40, "A")}, open: true, since: 40, today: 50, want: "0:A"},
		{name: "an old snapshot does not touch what came later", old: "0:- 10:A 60:B", says: []saying{day(50, 0, "C")}, since: 10, today: 50, want: "0:- 10:A 50:C 60:B"},
		{name: "nor the end that is known to come", old: "0:- 10:A 60:-", says: []saying{day(10, 0, "A")}, since: 10, today: 50, want: "0:- 10:A 60:-"},
		{name: "the later row wins where two overlap", old: "0:-", says: []saying{day(20, 30, "B"), day(10, 0, "A")}, today: 50, want: "0:- 10:A 20:B 30:A"},
		{name: "a row without a start speaks of all days", old: "0:-", says: []saying{day(0, 0, "A")}, today: 50, want: "0:A"},
		{name: "and counts from today once something else is known", old: "0:A", says: []saying{day(0, 0, "B")}, since: 40, today: 50, want: "0:A 50:B"},
		{name: "and says nothing of the days before, whatever is known of them", old: "0:- 10:A", says: []saying{day(0, 0, "B")}, since: 40, today: 50, want: "0:- 10:A 50:B"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := merge(lineOf(tt.old), tt.says, !tt.open, tt.since, tt.today).text()
			if got != tt.want {
				t.Errorf("merge(%s) = %s, want %s", tt.old, got, tt.want)
			}
		})
	}
}

// Painting day by day is the oracle: after paints every day has the value that
// was painted last over it.
func TestPaintAgreesWithDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const days = 12
		line, oracle := newTimeline(), [days]string{}
		for range rapid.IntRange(0, 8).Draw(t, "paints") {
			from := rapid.IntRange(0, days-1).Draw(t, "from")
			to := rapid.IntRange(0, days-1).Draw(t, "to")
			v := rapid.SampledFrom([]string{"A", "B", ""}).Draw(t, "value")
			line = line.paint(graph.Date(from), graph.Date(to), run{value: v, set: true})
			for d := from; d < days && (to == 0 || d < to); d++ {
				oracle[d] = v
			}
		}
		if !slices.IsSortedFunc(line, func(a, b run) int { return int(a.from) - int(b.from) }) || line[0].from != 0 {
			t.Fatalf("timeline %s is out of order", line.text())
		}
		for d := range days {
			if got := line.at(graph.Date(d)).value; got != oracle[d] {
				t.Fatalf("%s on day %d is %q, want %q", line.text(), d, got, oracle[d])
			}
			if got := line.joined().at(graph.Date(d)).value; got != oracle[d] {
				t.Fatalf("%s joined on day %d is %q, want %q", line.text(), d, got, oracle[d])
			}
		}
	})
}

// A base value and its details say what the filled timeline says.
func TestDetailsAgreeWithTheTimeline(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := newTimeline()
		for range rapid.IntRange(1, 6).Draw(t, "paints") {
			line = line.paint(graph.Date(rapid.IntRange(0, 9).Draw(t, "from")), graph.Date(rapid.IntRange(0, 9).Draw(t, "to")),
				run{value: rapid.SampledFrom([]string{"A", "B", "C"}).Draw(t, "value"), set: true})
		}
		base, spans := line.details()
		for d := graph.Date(0); d < 12; d++ {
			got := base
			for i, s := range spans {
				if s.days.Contains(d) && (d > 0 || s.days.From == 0) {
					got = s.value
				}
				if s.value == base || i > 0 && spans[i-1].days.Overlaps(s.days) {
					t.Fatalf("%s gives the details %v over %q", line.text(), spans, base)
				}
			}
			if want := line.filled().at(d).value; got != want {
				t.Fatalf("%s on day %d: base %q and details %v say %q, want %q", line.text(), d, base, spans, got, want)
			}
			if x := line.at(d); x.set && x.value != line.filled().at(d).value {
				t.Fatalf("%s filled on day %d is %q, want %q", line.text(), d, line.filled().at(d).value, x.value)
			}
		}
	})
}

// holding is how somebody holds a seat on some days.
type holding struct {
	days graph.Interval
	kind graph.HoldKind
}

// held returns what follows from the rows of one person in one file of day 50.
func held(hs []holding) (out []holding) {
	o := observation[holding]{day: 50, rows: hs}
	lines := foldSet([]observation[holding]{o}, func(o *observation[holding]) (out []membership) {
		for _, h := range o.rows {
			out = append(out, membership{days: h.days, member: "p", value: string(h.kind)})
		}
		return out
	}, setRules{string(graph.HoldPermanent), true})
	t := lines["p"]
	for i, x := range t {
		if x.value != "" {
			out = append(out, holding{graph.Interval{From: x.from, To: t.end(i)}, graph.HoldKind(x.value)})
		}
	}
	return out
}

func TestHoldingsOfOnePerson(t *testing.T) {
	h := func(from, to graph.Date, k graph.HoldKind) holding {
		return holding{days: graph.Interval{From: from, To: to}, kind: k}
	}
	const perm, inter = graph.HoldPermanent, graph.HoldInterim
	tests := []struct {
		name     string
		in, want []holding
	}{
		{"apart", []holding{h(10, 20, ""), h(30, 0, "")}, []holding{h(10, 20, perm), h(30, 0, perm)}},
		{"touching", []holding{h(10, 20, ""), h(20, 30, perm)}, []holding{h(10, 30, perm)}},
		{"one inside the other", []holding{h(10, 0, ""), h(12, 15, "")}, []holding{h(10, 0, perm)}},
		{"out of order", []holding{h(20, 0, ""), h(10, 25, "")}, []holding{h(10, 0, perm)}},
		{"interim, then permanent", []holding{h(10, 30, inter), h(20, 0, "")}, []holding{h(10, 20, inter), h(20, 0, perm)}},
		{"two kinds from one day, the later row is longer", []holding{h(10, 20, inter), h(10, 0, perm)}, []holding{h(10, 0, perm)}},
		{"two kinds from one day, the later row is shorter", []holding{h(10, 0, perm), h(10, 20, inter)}, []holding{h(10, 20, inter), h(20, 0, perm)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := held(tt.in); !slices.Equal(got, tt.want) {
				t.Errorf("held(%v) = %v, want %v", tt.in, got, tt.want)
			}
		})
	}
}

// Whatever rows a seat has, what one person holds of it never overlaps.
func TestHoldingsNeverOverlap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var hs []holding
		for range rapid.IntRange(1, 6).Draw(t, "rows") {
			from := graph.Date(rapid.IntRange(0, 10).Draw(t, "from"))
			to := graph.Date(0)
			if rapid.Bool().Draw(t, "closed") {
				to = from + graph.Date(rapid.IntRange(1, 5).Draw(t, "days"))
			}
			hs = append(hs, holding{days: graph.Interval{From: from, To: to}, kind: rapid.SampledFrom([]graph.HoldKind{"", graph.HoldInterim, graph.HoldActing}).Draw(t, "kind")})
		}
		in := slices.Clone(hs)
		out := held(hs)
		for i, a := range out {
			if a.days.To != 0 && a.days.To <= a.days.From {
				t.Fatalf("held(%v) = %v has an empty holding", in, out)
			}
			for _, b := range out[i+1:] {
				if a.days.Overlaps(b.days) {
					t.Fatalf("held(%v) = %v overlaps", in, out)
				}
			}
		}
		for d := graph.Date(1); d < 20; d++ {
			holds := func(hs []holding) bool {
				return slices.ContainsFunc(hs, func(h holding) bool { return h.days.Contains(d) })
			}
			if holds(in) != holds(out) {
				t.Fatalf("held(%v) = %v differs on day %d", in, out, d)
			}
		}
	})
}
