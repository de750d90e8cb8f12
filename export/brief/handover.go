package brief

import (
	"fmt"

	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/view"
)

// Handover writes what one of ours hands over, account by account: the report
// must be of the view.
func Handover(v *view.View, r *analysis.HandoverReport) *Document {
	w := &writer{&Document{title: clean("Handover: " + r.Name)}, v}
	w.paragraph(say(r.Sentence, r.Person))
	for i := range r.Accounts {
		w.account(r, &r.Accounts[i])
	}
	w.close(&r.Envelope, r.Event)
	return w.Document
}

func (w *writer) account(r *analysis.HandoverReport, a *analysis.AccountHandover) {
	w.heading(fmt.Sprintf("%s (%s)", a.Name, a.Level))
	w.paragraph(say(a.Sentence, a.Account))
	var rows [][]line
	for i := range a.Ties {
		t := &a.Ties[i]
		stands, next := tie(&t.Tie), "nobody"
		if t.Exclusive {
			stands += "; nobody else has one that works"
		}
		if t.SecondBest != nil {
			next = fmt.Sprintf("%s (%s)", w.name(t.SecondBest.Owner), tie(&analysis.Tie{Band: t.SecondBest.Band, Cooling: t.SecondBest.Cooling}))
		}
		takes := say("others are enough")
		if t.Remedy != nil {
			takes = say(t.Remedy.Text)
		}
		rows = append(rows, []line{say(t.Name, t.To), partsLine(t.Parts), say(stands, tieRecords(&t.Tie)...), say(next), takes})
	}
	w.table("Ties", []string{"Contact", "Part in decisions", "Our tie", "Next best of ours", "Who takes over"}, rows)
	var pairings []line
	for _, p := range a.Pairings {
		s := p.Name
		if p.Cadence > 0 {
			s += fmt.Sprintf(", every %d days", p.Cadence)
		}
		if p.Proposed == "" {
			s += ": nobody of ours is suited to take it over"
		} else {
			s += ": to be taken over by " + w.name(p.Proposed)
		}
		pairings = append(pairings, say(s, p.Record))
	}
	w.list("Pairings", pairings)
	w.list("Open promises", w.promises(a.Promises))
	hangs := "hangs"
	if r.Gone {
		hangs = "hung"
	}
	w.list(fmt.Sprintf("What %s on %s", hangs, r.Name), w.lost(&a.Lost, r.Gone))
	w.list("Why now is a bad moment", flags(a.BadMoments))
	w.list("Why another may do better", flags(a.ReasonsToChange))
}

func flags(list []analysis.MomentFlag) (out []line) {
	for _, f := range list {
		out = append(out, say(f.Text, f.Record))
	}
	return out
}
