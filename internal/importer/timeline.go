package importer

import (
	"slices"

	"github.com/kithgraph/kith/graph"
)

// timeline is a value over all days: run i holds from its own first day to that
// of the next run, the last one for ever. The first run begins at 0, before all
// days. A timeline is never empty.
type timeline []run

type run struct {
	from  graph.Date
	value string
	set   bool // false: nothing is said of these days
	own   bool // said by the source that is being imported
	fresh bool // said by this very import
}

func newTimeline() timeline { return timeline{{}} }

// at returns the run of a day; 0 is the day before all others.
func (t timeline) at(day graph.Date) run {
	i, ok := slices.BinarySearchFunc(t, day, func(r run, d graph.Date) int { return int(r.from) - int(d) })
	if !ok {
		i--
	}
	return t[i]
}

// end returns the first day after run i, 0 for none.
func (t timeline) end(i int) graph.Date {
	if i+1 < len(t) {
		return t[i+1].from
	}
	return 0
}

// paint returns t with the value of r over [from, to); a zero to is for ever.
func (t timeline) paint(from, to graph.Date, r run) timeline {
	if to != 0 && to <= from {
		return t
	}
	out := make(timeline, 0, len(t)+2)
	for i, x := range t {
		if x.from < from {
			out = append(out, x)
		}
		if i == len(t)-1 || t[i+1].from > from {
			break
		}
	}
	r.from = from
	out = append(out, r)
	if to != 0 {
		after := t.at(to)
		after.from = to
		out = append(out, after)
		for _, x := range t {
			if x.from > to {
				out = append(out, x)
			}
		}
	}
	return out
}

// joined returns t with neighbouring runs of the same value made one.
func (t timeline) joined() timeline {
	out := append(make(timeline, 0, len(t)), t[0])
	for _, x := range t[1:] {
		last := &out[len(out)-1]
		if x.set == last.set && x.value == last.value {
			last.own = last.own && x.own
			continue
		}
		out = append(out, x)
	}
	for i := range out {
		out[i].fresh = false
	}
	return out
}

// saying is one row's word on one matter: a value over the days of the row.
type saying struct {
	days  graph.Interval
	value string
	soft  bool // an empty cell: it only ends what the same source said before
}

// merge returns what is known once a file has had its say over what was known:
//   - an empty cell says nothing, except that it ends what the same source said;
//   - a row with an end also ends the continuation of its own value, where
//     closing is set: a line ends, whereas a title stays what it was last;
//   - an open row speaks for the days up to the day of the file, today; a later
//     change that is already known stays;
//   - an open row that begins on a known day but says something else than was
//     known of that day is a change, and counts from today: the past is not
//     rewritten by an export that only knows the present.
//
// known holds the days on which something about the thing is known to begin.
func merge(old timeline, says []saying, closing bool, known map[graph.Date]bool, today graph.Date) timeline {
	slices.SortStableFunc(says, func(a, b saying) int { return int(a.days.From) - int(b.days.From) })
	t := slices.Clone(old)
	for _, s := range says {
		if closing && s.days.To != 0 && !s.soft {
			t = t.cutOff(s, old, today)
		}
	}
	for _, s := range says {
		from, to := s.days.From, s.days.To
		if to == 0 {
			if from < today && known[from] && old.at(from).set && old.at(from).value != s.value {
				from = today
			}
			to = old.nextChange(max(from, today))
		}
		r := run{value: s.value, set: true, own: true, fresh: true}
		if !s.soft {
			t = t.paint(from, to, r)
			continue
		}
		var ended []graph.Interval
		row := graph.Interval{From: from, To: to}
		for i, x := range t {
			days := graph.Interval{From: x.from, To: t.end(i)}
			if x.own && !x.fresh && x.set && x.value != "" && days.Overlaps(row) {
				ended = append(ended, days.Intersect(row))
			}
		}
		for _, days := range ended {
			t = t.paint(days.From, days.To, r)
		}
	}
	return t.joined()
}

// cutOff ends what continues the value of a closed row beyond its end.
func (t timeline) cutOff(s saying, old timeline, today graph.Date) timeline {
	at := s.days.To
	x := t.at(at)
	if !x.set || x.value != s.value || x.from == at {
		return t
	}
	to := t.end(slices.Index(t, x))
	if next := old.nextChange(max(at, today)); next != 0 && (to == 0 || next < to) {
		to = next
	}
	return t.paint(at, to, run{set: true, own: true})
}

// nextChange returns the first day after a day on which something that is set
// begins, 0 for none.
func (t timeline) nextChange(day graph.Date) graph.Date {
	for i, x := range t {
		if i > 0 && x.from > day && x.set {
			return x.from
		}
	}
	return 0
}
