package view

import (
	"cmp"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
)

// Promise is a promise as it stood on the day of a view.
type Promise struct {
	graph.Commitment            // on the day
	Kept             graph.Date // the last day on which it was kept, 0 for not by the day
	Moves            []PromiseMove
	Terms            []Term     // the due days from the day asked for on, in their order, with the next one that lies ahead
	Over             graph.Date // from this day on nothing is due any more; 0 for open
}

// PromiseMove is a change of the due day.
type PromiseMove struct {
	Record   graph.ID   // the detail that holds the earlier day
	From, To graph.Date // the due days before and after; To 0: none any more
	On       graph.Date // the first day on which the new one held
	By       graph.ID   // who moved it; "" for not known
	Told     graph.Told // "" for not known
}

// Surprise reports whether the other side heard of a move only after the day had
// passed.
func (m *PromiseMove) Surprise() bool { return m.Told == graph.ToldAfter }

// InTime reports whether the due day was moved before it passed: they were told so, or
// it is not known whether, and it had not passed.
func (m *PromiseMove) InTime() bool {
	return m.Told == graph.ToldBefore || m.Told == "" && m.On <= m.From
}

// Term is one day on which a promise is due. Of a promise made once it is the due day
// as it was last moved in time: one that passed before anybody heard of another stays.
type Term struct {
	Due  graph.Date
	Next graph.Date // the due day after it, 0 for none
	Kept graph.Date // 0 for not by the day of the view
}

// Slipped reports whether a term was kept late, or passed before a day and was not kept.
func (t *Term) Slipped(day graph.Date) bool {
	return t.Kept > t.Due || t.Kept == 0 && t.Due < day
}

// Missed reports whether a term was not kept and the next one is due on a day.
func (t *Term) Missed(day graph.Date) bool { return t.Kept == 0 && t.Next != 0 && t.Next <= day }

// DaysLate returns how many days late a term is on a day, 0 for in time. One that was
// missed is late until the next one was due, so that to keep it never makes it later.
func (t *Term) DaysLate(day graph.Date) int {
	until := t.Kept
	if until == 0 {
		until = day
		if t.Next != 0 {
			until = min(until, t.Next)
		}
	}
	return max(0, int(until-t.Due))
}

// Promise returns promise n on the day, with the due days from since on. A promise that
// recurs is first due on its due day, without one after the first period, and then
// every period; a due day that is moved moves those after it. Each day on which it was
// kept counts for the due day nearest to it, of two the earlier one: to keep it once
// keeps no other term. The last term that passed is among them, whatever since is.
// What is to be kept after the day of the view is not known.
// Cost: O(moves + the terms since).
func (v *View) Promise(n kernel.N, since graph.Date) Promise {
	p := Promise{Commitment: As[graph.Commitment](v, n)}
	p.Over = v.s.NodeValid(n).To
	p.moves(v, n)
	kept := p.kept(v)
	if len(kept) > 0 {
		p.Kept = kept[len(kept)-1]
	}
	if p.EveryDays == 0 {
		p.once(kept)
		return p
	}
	p.recur(v.day, since, kept)
	return p
}

// moves finds how the due day was moved by the day of the view.
func (p *Promise) moves(v *View, n kernel.N) {
	own := v.s.NodeProps(n).Date("due")
	type held struct {
		graph.Detail
		due graph.Date
	}
	var list []held
	for _, h := range v.Ever().In(n, graph.EdgeOf) {
		d := graph.Decode[graph.Detail](v.s.NodeElement(h.Node()))
		if d.Property != "due" {
			continue
		}
		due, err := graph.ParseDate(d.Value)
		if err != nil && d.Value != "" {
			continue // the rule detail keeps such values out
		}
		list = append(list, held{d, due})
	}
	slices.SortFunc(list, func(a, b held) int { return cmp.Or(cmp.Compare(a.To, b.To), cmp.Compare(a.ID, b.ID)) })
	on := func(day graph.Date) graph.Date {
		for i := range list {
			if (graph.Interval{From: list[i].From, To: list[i].To}).Contains(day) {
				return list[i].due
			}
		}
		return own
	}
	for i := range list {
		d := &list[i]
		if d.To == 0 || d.To > v.day {
			continue
		}
		if to := on(d.To); d.due != 0 && to != d.due {
			p.Moves = append(p.Moves, PromiseMove{Record: d.ID, From: d.due, To: to, On: d.To, By: d.By, Told: d.Told})
		}
	}
}

// kept returns the days on which the promise was kept by the day of the view, in
// their order.
func (p *Promise) kept(v *View) []graph.Date {
	var out []graph.Date
	note := func(d graph.Date) {
		if d > v.day {
			v.clock.Note(d)
		} else if d != 0 {
			out = append(out, d)
		}
	}
	note(p.Delivered)
	for _, text := range p.Deliveries {
		if d, err := graph.ParseDate(text); err == nil { // the rule promise keeps others out
			note(d)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// once finds the one term of a promise that does not recur.
func (p *Promise) once(kept []graph.Date) {
	t := Term{Due: p.Due}
	if len(kept) > 0 {
		t.Kept = kept[0]
	}
	for i := range p.Moves {
		m := &p.Moves[i]
		if t.Kept != 0 && t.Kept <= min(m.From, m.On) || !m.InTime() {
			t.Due = m.From
			break
		}
	}
	if t.Due != 0 && (p.Over == 0 || t.Due < p.Over) {
		p.Terms = []Term{t}
	}
}

// recur finds the terms of a promise that recurs.
func (p *Promise) recur(day, since graph.Date, kept []graph.Date) {
	every := graph.Date(p.EveryDays)
	since = min(since, day-every)
	first := p.Due
	if len(p.Moves) > 0 {
		first = p.Moves[0].From
	}
	if first == 0 {
		first = p.Promised + every
	}
	var due []graph.Date
	add := func(from, until graph.Date) { // the days from, from+every … before until
		for skip := since - 2*every; from < skip; { // the one before the first that is asked for tells which day is nearest
			from += max(1, (skip-from)/every) * every
		}
		for ; from < until; from += every {
			due = append(due, from)
		}
	}
	end := day + 1
	for i := range p.Moves {
		m := &p.Moves[i]
		add(first, m.On)
		if first = m.To; first == 0 {
			end = m.On // nothing is due any more
			break
		}
		for first < m.On { // the new day lies in the past: those after it count
			first += max(1, (m.On-first)/every) * every
		}
	}
	if end > day {
		add(first, end)
		next := first
		if len(due) > 0 && next <= due[len(due)-1] {
			next = due[len(due)-1] + every
		}
		for next <= day {
			next += max(1, (day-next)/every) * every
		}
		due = append(due, next)
	}
	for i, d := range due {
		if p.Over != 0 && d >= p.Over {
			break
		}
		t := Term{Due: d}
		if i+1 < len(due) && (p.Over == 0 || due[i+1] < p.Over) {
			t.Next = due[i+1]
		}
		p.Terms = append(p.Terms, t)
	}
	k := 0
	for _, d := range kept {
		for k+1 < len(p.Terms) && p.Terms[k+1].Due-d < max(d-p.Terms[k].Due, p.Terms[k].Due-d) {
			k++
		}
		if k < len(p.Terms) && p.Terms[k].Kept == 0 {
			p.Terms[k].Kept = d
		}
	}
	for len(p.Terms) > 0 && p.Terms[0].Due < since {
		p.Terms = p.Terms[1:]
	}
}

// Awaited returns the first term that lies on the day of the view or ahead and is not
// kept, else of a promise made once the one that is overdue; 0 for none.
func (p *Promise) Awaited(day graph.Date) graph.Date {
	if p.EveryDays == 0 {
		if p.Kept != 0 || p.Over != 0 && p.Over <= day {
			return 0
		}
		return p.Due
	}
	for i := range p.Terms {
		if t := &p.Terms[i]; t.Due >= day && t.Kept == 0 {
			return t.Due
		}
	}
	return 0
}

// Overdue returns the due day that has passed and was not kept since, 0 for none: of a
// promise made once the one that was agreed last, of one that recurs the last one.
func (p *Promise) Overdue(day graph.Date) graph.Date {
	if p.Over != 0 && p.Over <= day {
		return 0
	}
	if p.EveryDays == 0 {
		if p.Kept == 0 && p.Due != 0 && p.Due < day {
			return p.Due
		}
		return 0
	}
	for i := len(p.Terms) - 1; i >= 0; i-- {
		t := &p.Terms[i]
		if t.Due >= day {
			if t.Kept != 0 {
				return 0 // kept ahead of its day
			}
			continue
		}
		if t.Kept == 0 {
			return t.Due
		}
		return 0
	}
	return 0
}
