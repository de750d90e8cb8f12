package knows

import (
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
)

// Days are days on which something holds, as intervals in order that share none and do
// not meet. They have a first day, the calendar's where none is known.
type Days []graph.Interval

// DaysOf joins intervals in any order, in place.
func DaysOf(list []graph.Interval) Days {
	slices.SortFunc(list, func(a, b graph.Interval) int { return int(a.From) - int(b.From) })
	out := list[:0]
	for _, x := range list {
		if k := len(out) - 1; k >= 0 && (out[k].To == 0 || x.From <= out[k].To) {
			if out[k].To != 0 && (x.To == 0 || x.To > out[k].To) {
				out[k].To = x.To
			}
			continue
		}
		out = append(out, x)
	}
	return Days(out)
}

// Contains reports whether a day is among them.
func (d Days) Contains(day graph.Date) bool {
	return slices.ContainsFunc(d, func(x graph.Interval) bool { return x.Contains(day) })
}

// And returns the days that are among both.
func (d Days) And(e Days) Days {
	var out []graph.Interval
	for _, x := range d {
		for _, y := range e {
			if x.Overlaps(y) {
				out = append(out, x.Intersect(y))
			}
		}
	}
	return DaysOf(out)
}

// Without returns those of an interval that are not among them.
func (d Days) Without(of graph.Interval) []graph.Interval { return of.Without(d) }

// After returns the nth of the days after a day, from 1; 0 where there are not so many.
func (d Days) After(day graph.Date, n int) graph.Date {
	for _, x := range d {
		first := max(x.From, day+1)
		if x.To != 0 && first >= x.To {
			continue
		}
		if x.To == 0 || int(x.To-first) >= n {
			return first + graph.Date(n) - 1
		}
		n -= int(x.To - first)
	}
	return 0
}

// OurDays returns the days on which a person holds or held a seat of an organization
// that is ours today.
func (r *Reader) OurDays(person kernel.N) Days {
	var list []graph.Interval
	for _, held := range r.S.Out(person, graph.EdgeHolds) {
		holding := r.S.EdgeValid(held.Edge())
		r.Clock.NoteInterval(holding)
		for _, in := range r.S.Out(held.Node(), graph.EdgeIn) {
			if place := r.S.EdgeValid(in.Edge()); holding.Overlaps(place) && r.OurOrg(in.Node()) {
				r.Clock.NoteInterval(place)
				list = append(list, holding.Intersect(place))
			}
		}
	}
	return DaysOf(list)
}

// NoticedDays returns the days on which contacts of a person would be on record.
func (r *Reader) NoticedDays(person kernel.N) Days {
	var list []graph.Interval
	for _, h := range r.S.In(person, graph.EdgeAbout) {
		if r.S.NodeKind(h.Node()) != graph.NodeCapture || captured(graph.CaptureMode(r.S.NodeProps(h.Node()).Text("mode"))) == 0 {
			continue
		}
		node, edge := r.S.NodeValid(h.Node()), r.S.EdgeValid(h.Edge())
		if node.Overlaps(edge) {
			days := node.Intersect(edge)
			r.Clock.NoteInterval(days)
			list = append(list, days)
		}
	}
	return DaysOf(list)
}
