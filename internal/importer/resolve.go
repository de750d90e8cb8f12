package importer

import (
	"slices"

	"github.com/kithgraph/kith/graph"
)

// This file says what follows from observations: what a thing was on each day.
// Observations come by day, so that it is a function of them alone.

// foldLine returns what follows for one matter of which at most one value is true on
// a day. says returns the words of an observation on it; closing is as in merge.
func foldLine[T any](list []observation[T], says func(*observation[T]) []saying, closing bool) timeline {
	t := newTimeline()
	var streak graph.Date // since when all that spoke of their day said the same
	last := run{}
	for i := range list {
		o := &list[i]
		words := says(o)
		if len(words) == 0 {
			continue
		}
		t = merge(t, words, closing, streak, o.day)
		if now := t.at(o.day); streak == 0 || now.set != last.set || now.value != last.value {
			streak, last = o.day, now
		}
	}
	return t
}

// membership is one row's word on a matter of which several are true on a day: who
// holds a seat, to whom it reports by a dotted line.
type membership struct {
	days   graph.Interval
	member graph.ID // "" for nobody: stated on the days
	value  string   // "" is as it was
	away   bool     // the member is none on the days; that says nothing of others
}

// first is what a membership is that nobody said more of.
type setRules struct {
	first string // the value of a member of whom none is said
	alone bool   // an observation that names members names all of its day
}

// foldSet returns the days of each member. An observation that speaks of its own
// day names all members of it: who was one, and is not named, left when somebody
// new came, or nobody, else on the day of the observation.
func foldSet[T any](list []observation[T], says func(*observation[T]) []membership, rules setRules) map[graph.ID]timeline {
	var out map[graph.ID]timeline
	var streak map[graph.ID]graph.Date // since when a member is there, or not, in all that spoke
	var was map[graph.ID]bool
	var first, last graph.Date // days of observations that spoke
	for i := range list {
		o := &list[i]
		words := slices.DeleteFunc(says(o), func(w membership) bool {
			if t, known := out[w.member]; w.away && known {
				if x := t.at(o.day); w.days.Contains(o.day) && x.set && x.value != "" {
					out[w.member] = t.paint(o.day, t.end(slices.Index(t, x)), run{set: true}).joined()
					streak[w.member], was[w.member] = o.day, false
				}
			}
			return w.away
		})
		if len(words) == 0 {
			continue
		}
		if out == nil { // most things have no members
			out, streak, was = map[graph.ID]timeline{}, map[graph.ID]graph.Date{}, map[graph.ID]bool{}
		}
		spoke := false
		var people []graph.ID
		of := map[graph.ID][]membership{}
		for _, w := range words {
			spoke = spoke || w.days.Contains(o.day)
			if w.member == "" {
				continue
			}
			if of[w.member] == nil {
				people = append(people, w.member)
			}
			of[w.member] = append(of[w.member], w)
		}
		for p, t := range out { // nobody, on days that are over
			for _, w := range words {
				if w.member == "" && !w.days.Contains(o.day) {
					t = t.paint(w.days.From, w.days.To, run{set: true})
				}
			}
			out[p] = t
		}
		came := graph.Date(0) // when somebody new, or nobody, took over; 0 is on the day
		for _, p := range people {
			t, known := out[p]
			if !known {
				t = newTimeline()
				if last != 0 { // nobody named them until then
					t = t.paint(0, last+1, run{set: true})
					streak[p] = first
				}
			}
			before := t.at(o.day)
			t = merge(t, rowsOf(of[p], t, o.day, rules), true, streak[p], o.day)
			out[p] = t
			if now := t.at(o.day); now.value != "" && before.value == "" && now.from > came && now.from < o.day {
				came = now.from
			}
		}
		for _, w := range words {
			if w.member == "" && w.days.Contains(o.day) && w.days.From > last && w.days.From < o.day {
				came = max(came, w.days.From)
			}
		}
		for p, t := range out {
			named := slices.ContainsFunc(of[p], func(w membership) bool { return w.days.Contains(o.day) })
			if x := t.at(o.day); spoke && rules.alone && !named && x.set && x.value != "" {
				on := o.day
				if came != 0 && came > x.from {
					on = came
				}
				t = t.paint(on, t.end(slices.Index(t, x)), run{set: true})
			}
			out[p] = t.joined()
		}
		if !spoke {
			continue
		}
		for p, t := range out {
			if is := t.at(o.day).value != ""; streak[p] == 0 || is != was[p] {
				streak[p], was[p] = o.day, is
			}
		}
		if first == 0 {
			first = o.day
		}
		last = o.day
	}
	return out
}

// rowsOf returns the rows of one member as words on whether, and how, it is one.
// On days for which rows differ the one that begins later counts.
func rowsOf(rows []membership, old timeline, day graph.Date, rules setRules) []saying {
	var out []saying
	for _, w := range rows {
		v := w.value
		if v == "" {
			if v = old.at(day).value; v == "" {
				v = rules.first
			}
		}
		out = append(out, saying{days: w.days, value: v})
	}
	return out
}

// patched returns what is known once what follows from observations has changed
// from before to after: on days on which it says the same it stays as it is,
// whoever said so. since is the day of the first observation, when there was
// none before: what somebody else said of earlier days stays.
func patched(is, before, after timeline, since graph.Date) (out timeline, changed bool) {
	if !is.says() && !before.says() {
		for i := range after {
			changed = changed || after[i].set && after[i].value != ""
		}
		return after, changed
	}
	for _, day := range cuts(since, is, before, after) {
		x, b, a := is.at(day), before.at(day), after.at(day)
		switch {
		case b.set == a.set && b.value == a.value:
		case day < since && x.set && x.value != "":
		case a.set:
			changed = changed || x.value != a.value
			x.value, x.set, x.own = a.value, true, true
		case x.value == b.value:
			changed = changed || x.value != ""
			x = run{}
		}
		x.from = day
		out = append(out, x)
	}
	return out.joined(), changed
}

// says reports whether something is said of some day.
func (t timeline) says() bool { return slices.ContainsFunc(t, func(r run) bool { return r.set }) }

// sameLine reports whether two timelines say the same.
func sameLine(a, b timeline) bool {
	return slices.EqualFunc(a.joined(), b.joined(), func(x, y run) bool { return x.from == y.from && x.set == y.set && x.value == y.value })
}
