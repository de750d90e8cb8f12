package analysis

import (
	"fmt"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
)

// soon is within how many days a decision or a renewal makes a gap grave.
const soon = 180

// near reports whether the decision of an area, or the renewal that it bears on,
// is due within 180 days. One that is overdue is not: whether it is still to be
// taken is a question about the data, see [account.overdue].
func (a *account) near(area int) bool {
	if area == none {
		return false
	}
	f := &a.areas[area].facts
	return a.ahead(f.Due, soon) || f.RevenueBearing && a.ahead(a.facts.Renewal, soon)
}

// ahead reports whether a day is today or lies at most so many days ahead.
func (r *reader) ahead(d graph.Date, days int) bool {
	if d == 0 {
		return false
	}
	r.clock.Note(d - graph.Date(days))
	r.clock.Note(d + 1)
	return d >= r.day && d <= r.day+graph.Date(days)
}

// past reports whether a day is known and before today.
func (r *reader) past(d graph.Date) bool {
	if d == 0 {
		return false
	}
	r.clock.Note(d + 1)
	return d < r.day
}

// overdue asks about each open decision whose day has passed: what was decided?
func (a *account) overdue() {
	for k := range a.areas {
		if f := &a.areas[k].facts; a.past(f.Due) {
			a.issue("decision-overdue", fmt.Sprintf("was due on %s, and no outcome is recorded; what was decided?", dayText(f.Due)), f.ID)
		}
	}
}

// text names a decision with its budget: "ERP (2.5M EUR)".
func (ar *area) text() string {
	if b := ar.budget(); b != nil {
		return ar.facts.Name + " (" + moneyText(b) + ")"
	}
	return ar.facts.Name
}

// does says what a part makes a person do: "decides ERP (2.5M EUR)".
func (a *account) does(pt part) string {
	if pt.area == none && decides(pt.role) {
		return "decides here"
	}
	if pt.area == none {
		return roleVerb(pt.role, "what is decided here")
	}
	return roleVerb(pt.role, a.areas[pt.area].text())
}

// partReason says what a person does in a decision.
func (a *account) partReason(p int, pt part) Reason {
	text := a.who(p) + " " + a.does(pt)
	if pt.area != none {
		switch due := a.areas[pt.area].facts.Due; {
		case a.past(due):
			text += ", which was due on " + dayText(due)
		case due != 0:
			text += ", due " + dayText(due)
		}
	}
	if pt.opinion {
		text += ", in a colleague's opinion"
	}
	return Reason{Text: text, Record: pt.record, On: pt.on}
}

// hopReason says what a handshake rests on.
func (a *account) hopReason(h hop) Reason {
	if h.kind == hopTie {
		v := a.verdict(h.tie)
		f := Reason{Text: fmt.Sprintf("%s and %s: %s", a.name(h.from), a.name(h.to), v.bandText()), Record: v.lastRecord, On: v.lastContact}
		if f.Record == "" && v.stated != nil {
			f.Record, f.On = v.stated.id, v.stated.on
		}
		return f
	}
	text := fmt.Sprintf("%s influences %s", a.name(h.from), a.name(h.to))
	if h.kind == hopLine {
		text = fmt.Sprintf("a reporting line joins %s and %s", a.name(h.from), a.name(h.to))
		if h.skips {
			text += ", over a vacant seat"
		}
	}
	f := Reason{Text: text, Record: h.record}
	if e, ok := a.s.Edge(h.record); ok {
		f.On = a.s.EdgeValid(e).From
	}
	return f
}

// tiesReasons says what is known of our ties to a person, the strongest first, at
// most three; where there is none, of those who have left; else a fact that there
// is none.
func (a *account) tiesReasons(p int) (facts []Reason) {
	list := slices.Clone(a.ourTiesTo(a.people[p].n))
	slices.SortStableFunc(list, func(x, y *tie) int {
		switch vx, vy := a.verdict(x), a.verdict(y); {
		case vx.working != vy.working:
			return -compareBool(vx.working, vy.working)
		case vx.s > vy.s:
			return -1
		case vx.s < vy.s:
			return 1
		}
		return 0
	})
	for _, t := range list[:min(3, len(list))] {
		facts = append(facts, a.tieReasons(t)...)
	}
	if len(facts) == 0 {
		for _, t := range a.formerTies(a.people[p].n) {
			for _, f := range a.tieReasons(t) {
				f.Text += "; " + a.name(t.from) + " has left"
				facts = append(facts, f)
			}
		}
	}
	if len(facts) == 0 {
		facts = append(facts, Reason{Text: "no contact and no claim of ours about " + a.who(p), Record: a.pid(p)})
	}
	return facts
}

// distinctReasons drops repeated reasons and keeps the order.
func distinctReasons(list []Reason) []Reason {
	var out []Reason
	for _, f := range list {
		if !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	return out
}

// lower returns the lesser of two confidences.
func lower(a, b graph.Confidence) graph.Confidence {
	order := []graph.Confidence{graph.ConfidenceHigh, graph.ConfidenceMedium, graph.ConfidenceLow}
	return order[max(slices.Index(order, a), slices.Index(order, b))]
}

// trust returns how much evidence there is about our ties to a person: low
// where anybody on the team would not notice contacts and no tie is known.
func (a *account) trust(p int) graph.Confidence {
	best := graph.ConfidenceLow
	for _, t := range a.ourTiesTo(a.people[p].n) {
		if c := a.verdict(t).confidence; lower(best, c) == best && best != c {
			best = c
		}
	}
	if best == graph.ConfidenceLow && a.watched() {
		return graph.ConfidenceMedium
	}
	return best
}

// watched reports whether the contacts of everybody on the team are noticed, so
// that silence is evidence.
func (a *account) watched() bool {
	team := a.team()
	return len(team) > 0 && !slices.ContainsFunc(team, func(n kernel.N) bool { return a.ours(n) && a.capture(n) == 0 })
}
