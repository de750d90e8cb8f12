package accounts

import (
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/graph/kernel"
)

// soon is within how many days a decision or a renewal makes a gap grave.
const soon = 180

// Near reports whether the decision of an area, or the renewal that it bears on,
// is due within 180 days. One that is overdue is not: whether it is still to be
// taken is a question about the data, see the issue decision-overdue.
func (a *Account) Near(area int) bool {
	if area == None {
		return false
	}
	f := &a.Areas[area].Facts
	return Ahead(a.Reader, f.Due, soon) || f.RevenueBearing && Ahead(a.Reader, a.Facts.Renewal, soon)
}

// Ahead reports whether a day is today or lies at most so many days ahead.
func Ahead(r *knows.Reader, d graph.Date, days int) bool {
	if d == 0 {
		return false
	}
	r.Clock.Note(d - graph.Date(days))
	r.Clock.Note(d + 1)
	return d >= r.Day && d <= r.Day+graph.Date(days)
}

// past reports whether a day is known and before today.
func past(r *knows.Reader, d graph.Date) bool {
	if d == 0 {
		return false
	}
	r.Clock.Note(d + 1)
	return d < r.Day
}

// overdue asks about each open decision whose day has passed: what was decided?
func (a *Account) overdue() {
	for k := range a.Areas {
		if f := &a.Areas[k].Facts; past(a.Reader, f.Due) {
			a.Issue("decision-overdue", say.DecisionOverdue(f.Due), f.ID)
		}
	}
}

// Text names a decision with its budget: "ERP (2.5M EUR)".
func (ar *Area) Text() string { return say.Decision(ar.Facts.Name, ar.Budget()) }

// Does says what a part makes a person do: "decides ERP (2.5M EUR)".
func (a *Account) Does(pt Part) string {
	if pt.Area == None {
		return say.DoesHere(pt.Role)
	}
	return say.RoleVerb(pt.Role, a.Areas[pt.Area].Text())
}

// PartReason says what a person does in a decision.
func (a *Account) PartReason(p int, pt Part) analysis.Reason {
	told := say.Part{Who: a.Who(p), Does: a.Does(pt), Opinion: pt.Opinion}
	if pt.Area != None {
		told.Due = a.Areas[pt.Area].Facts.Due
		told.Past = past(a.Reader, told.Due)
	}
	return analysis.Reason{Text: told.Reason(), Record: pt.Record, On: pt.on}
}

// HopReason says what a handshake rests on.
func (a *Account) HopReason(h knows.Hop) analysis.Reason {
	if h.Kind == knows.HopTie {
		v := a.Verdict(h.Tie)
		f := analysis.Reason{Text: say.TieStands(a.Name(h.From), a.Name(h.To), v.BandText()), Record: v.LastRecord, On: v.LastContact}
		if f.Record == "" && v.Stated != nil {
			f.Record, f.On = v.Stated.ID, v.Stated.On
		}
		return f
	}
	text := say.Influences(a.Name(h.From), a.Name(h.To))
	if h.Kind == knows.HopLine {
		text = say.LineJoins(a.Name(h.From), a.Name(h.To), h.Skips)
	}
	f := analysis.Reason{Text: text, Record: h.Record}
	if e, ok := a.S.Edge(h.Record); ok {
		f.On = a.S.EdgeValid(e).From
	}
	return f
}

// TiesReasons says what is known of our ties to a person, the strongest first, at
// most three; where there is none, of those who have left; else a fact that there
// is none.
func (a *Account) TiesReasons(p int) (facts []analysis.Reason) {
	list := slices.Clone(a.OurTiesTo(a.People[p].N))
	slices.SortStableFunc(list, func(x, y *knows.Tie) int {
		switch vx, vy := a.Verdict(x), a.Verdict(y); {
		case vx.Working != vy.Working:
			return -knows.CompareBool(vx.Working, vy.Working)
		case vx.S > vy.S:
			return -1
		case vx.S < vy.S:
			return 1
		}
		return 0
	})
	for _, t := range list[:min(3, len(list))] {
		facts = append(facts, a.TieReasons(t)...)
	}
	if len(facts) == 0 {
		for _, t := range a.FormerTies(a.People[p].N) {
			for _, f := range a.TieReasons(t) {
				f.Text = say.SinceLeft(f.Text, a.Name(t.From))
				facts = append(facts, f)
			}
		}
	}
	if len(facts) == 0 {
		facts = append(facts, analysis.Reason{Text: say.NothingOf(a.Who(p)), Record: a.Pid(p)})
	}
	return facts
}

// DistinctReasons drops repeated reasons and keeps the order.
func DistinctReasons(list []analysis.Reason) []analysis.Reason {
	var out []analysis.Reason
	for _, f := range list {
		if !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	return out
}

// Lower returns the lesser of two confidences.
func Lower(a, b graph.Confidence) graph.Confidence {
	order := []graph.Confidence{graph.ConfidenceHigh, graph.ConfidenceMedium, graph.ConfidenceLow}
	return order[max(slices.Index(order, a), slices.Index(order, b))]
}

// Trust returns how much evidence there is about our ties to a person: low
// where anybody on the team would not notice contacts and no tie is known.
func (a *Account) Trust(p int) graph.Confidence {
	best := graph.ConfidenceLow
	for _, t := range a.OurTiesTo(a.People[p].N) {
		if c := a.Verdict(t).Confidence; Lower(best, c) == best && best != c {
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
func (a *Account) watched() bool {
	team := a.Team()
	return len(team) > 0 && !slices.ContainsFunc(team, func(n kernel.N) bool { return a.Ours(n) && a.Capture(n) == 0 })
}
