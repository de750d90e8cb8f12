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
	row   int  // in merge: the saying that it comes from
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
		out[i].row = 0
	}
	return out
}

// saying is one row's word on one matter: a value over the days of the row.
type saying struct {
	days  graph.Interval
	value string
}

// merge returns what is known once a file has had its say over what was known,
// day by day:
//   - the rows of the file speak for their days, the one that begins last where
//     several do;
//   - a row with an end also ends the continuation of its own value, where
//     closing is set: a line ends, whereas a title stays what it was last;
//   - an open row speaks for the days up to the day of the file, today: a later
//     change or end that is already known stays;
//   - an open row counts before today only as far as its start lies after since,
//     the day on which a file first said what was known until now: each file is
//     right about its own day, and the past is not rewritten by one that only
//     knows the present. Without a start it says nothing of the past of which
//     something is known.
//
// Merging the same file again changes nothing.
func merge(old timeline, says []saying, closing bool, since, today graph.Date) timeline {
	slices.SortStableFunc(says, func(a, b saying) int { return int(a.days.From) - int(b.days.From) })
	said, closed := newTimeline(), newTimeline()
	nothing := len(old) == 1 && !old[0].set
	repeated := func(s saying) bool {
		return s.days.From == 0 || s.days.To == 0 && s.days.From < today && s.days.From <= since && old.at(s.days.From).set
	}
	upTo := func(s saying) graph.Date { // the day before which an open row speaks
		if s.days.To != 0 {
			return s.days.To
		}
		return old.nextChange(max(s.days.From, today))
	}
	for i, s := range says {
		said = said.paint(s.days.From, s.days.To, run{value: s.value, set: true, own: true, row: i})
		if end := s.days.To; closing && end != 0 {
			if x := old.at(end); x.set && x.value == s.value && x.from != end {
				to := old.end(slices.Index(old, x))
				if next := old.nextChange(max(end, today)); next != 0 && (to == 0 || next < to) {
					to = next
				}
				closed = closed.paint(end, to, run{set: true})
			}
		}
	}
	if nothing {
		for _, x := range says { // what ended is known to be over
			if end := x.days.To; closing && end != 0 && !said.at(end).set {
				said = said.paint(end, said.nextChange(end), run{set: true, own: true})
			}
		}
		return said.joined()
	}
	var out timeline
	for _, day := range cuts(today, old, said, closed) {
		was, is := old.at(day), said.at(day)
		switch {
		case is.set:
			s := says[is.row]
			late := s.days.To == 0 && upTo(s) != 0 && day >= upTo(s)
			past := repeated(s) && day < today && (was.set || s.days.From == 0)
			if late || past {
				is = was
			}
		case closed.at(day).set:
			is = run{set: true, own: true}
		default:
			is = was
		}
		is.from = day
		out = append(out, is)
	}
	return out.joined()
}

// cuts returns the first days of all runs, and the given day, in order.
func cuts(day graph.Date, lines ...timeline) []graph.Date {
	days := []graph.Date{day}
	for _, t := range lines {
		for _, x := range t {
			days = append(days, x.from)
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// nextChange returns the first day after a day on which the value changes or
// ends, 0 for none.
func (t timeline) nextChange(day graph.Date) graph.Date {
	for i := 1; i < len(t); i++ {
		if t[i].from > day && (t[i].set != t[i-1].set || t[i].value != t[i-1].value) {
			return t[i].from
		}
	}
	return 0
}
