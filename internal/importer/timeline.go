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
	apart bool // begins anew although the run before has the same value
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

// joined returns t with neighbouring runs of the same value made one, but for
// those that begin anew.
func (t timeline) joined() timeline {
	out := append(make(timeline, 0, len(t)), t[0])
	for _, x := range t[1:] {
		last := &out[len(out)-1]
		if x.set == last.set && x.value == last.value && !x.apart {
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
	soft  bool // an empty cell: it only ends what the same source said before
}

// merge returns what is known once a file has had its say over what was known,
// day by day:
//   - the rows of the file speak for their days, the one that begins last where
//     several do;
//   - an empty cell says nothing, except that it ends what the same source said;
//   - a row with an end also ends the continuation of its own value, where
//     closing is set: a line ends, whereas a title stays what it was last;
//   - an open row speaks for the days up to the day of the file, today: a later
//     change or end that is already known stays;
//   - an open row that begins on a known day counts from today, and before that
//     only where nothing was known: the past is not rewritten by an export that
//     only knows the present.
//
// known holds the days on which something about the thing is known to begin.
// Merging the same file again changes nothing.
func merge(old timeline, says []saying, closing bool, known map[graph.Date]bool, today graph.Date) timeline {
	slices.SortStableFunc(says, func(a, b saying) int { return int(a.days.From) - int(b.days.From) })
	said, silenced, closed := newTimeline(), newTimeline(), newTimeline()
	repeated := func(s saying) bool {
		return s.days.To == 0 && s.days.From < today && known[s.days.From] && old.at(s.days.From).set
	}
	upTo := func(s saying) graph.Date { // the day before which an open row speaks
		if s.days.To != 0 {
			return s.days.To
		}
		return old.nextChange(max(s.days.From, today))
	}
	for i, s := range says {
		if s.soft {
			from := s.days.From
			if repeated(s) {
				from = today
			}
			silenced = silenced.paint(from, upTo(s), run{set: true})
			continue
		}
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
	if len(old) == 1 && !old[0].set {
		return said.joined() // nothing was known
	}
	var out timeline
	for _, day := range cuts(today, old, said, silenced, closed) {
		was, is := old.at(day), said.at(day)
		switch {
		case is.set:
			s := says[is.row]
			late := s.days.To == 0 && upTo(s) != 0 && day >= upTo(s)
			past := repeated(s) && day < today && was.set && was.value != ""
			if late || past {
				is = was
			}
		case closed.at(day).set, silenced.at(day).set && was.own && was.value != "":
			is = run{set: true, own: true}
		default:
			is = was
		}
		// What ends with a row and what was known to begin on that day stay two.
		ended := len(out) > 0 && said.at(day-1).set && !said.at(day).set
		is.from = day
		is.apart = ended && was.set && was.from == day
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
