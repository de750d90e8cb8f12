// Package strength answers how strong the ties of ours are, to one person or into an
// account, and finds those that cool, that nothing bears out or that are disputed.
package strength

import (
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/internal/accounts"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/analysis/say"
)

// Answer rates the ties of ours to a person, or those of one of ours, or those
// into an account. It fails for a query that does not hold and for who is not on
// record.
func Answer(r *knows.Reader, q analysis.StrengthQuery) (*analysis.StrengthReport, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	var (
		list   []*knows.Tie
		policy string
	)
	if q.Account != "" {
		a, err := accounts.ReadAccount(r, q.Account)
		if err != nil {
			return nil, err
		}
		policy = accounts.Version(&a.Policy)
		a.Blind()
		for i := range a.People {
			list = append(list, r.OurTiesTo(a.People[i].N)...)
		}
	} else {
		n, err := r.S.Find(q.Person, graph.NodePerson)
		if err != nil {
			return nil, err
		}
		if !r.Ours(n) {
			list = append(list, r.OurTiesTo(n)...)
		} else {
			for _, back := range r.TiesTo(n) {
				if !r.Ours(back.From) {
					list = append(list, r.Tie(n, back.From))
				}
			}
		}
	}
	slices.SortFunc(list, func(a, b *knows.Tie) int {
		return place(r, a).Compare(place(r, b))
	})
	rep := &analysis.StrengthReport{}
	var findings []knows.Found
	least := max(0, slices.Index(graph.Bands(), q.MinBand))
	limit := q.Limit
	if limit == 0 {
		limit = analysis.MaxTies
	}
	for _, t := range list {
		vd := r.Verdict(t)
		if slices.Index(graph.Bands(), vd.Band) < least {
			continue
		}
		rep.Total++
		switch {
		case q.After != (analysis.TiePlace{}) && place(r, t).Compare(q.After) <= 0:
			rep.Skipped++
		case len(rep.Ties) < limit:
			told := r.Export(t)
			told.Sentence = tieSentence(r, t)
			rep.Ties = append(rep.Ties, told)
			findings = append(findings, tieFindings(r, t)...)
		}
	}
	rep.Envelope = r.Envelope(policy, findings)
	return rep, nil
}

// place returns where a tie stands, by its strength as it is shown.
func place(r *knows.Reader, t *knows.Tie) analysis.TiePlace {
	return analysis.TiePlace{Strength: knows.Rounded(r.Verdict(t).S), From: r.ID(t.From), To: r.ID(t.To)}
}

// tieSentence says how a tie stands and what becomes of it.
func tieSentence(r *knows.Reader, t *knows.Tie) string {
	v := r.Verdict(t)
	told := say.RatedTie{
		From: r.Name(t.From), To: r.Name(t.To), Band: v.Band,
		Last: v.LastContact, Recent: v.Recent, Writing: writing(&t.Evidence, r.Day),
		OutOfTouch: v.Cooling,
	}
	if v.Unverified {
		told.Unconfirmed, told.Claimed = true, v.Stated.On
	}
	if v.Working {
		told.Expires = v.Expires
	}
	if v.Dormant {
		told.Once = v.PeakBand
	}
	return told.Sentence()
}

// writing returns who began what was written in six months, where that is known.
func writing(e *knows.Evidence, day graph.Date) say.Writing {
	var by [knows.Directions]int
	for _, c := range e.Contacts {
		if cl, _ := knows.Weigh(c.Channel); cl == knows.ClassText && c.On <= day && c.On > day-knows.RecentDays {
			by[c.Dir]++
		}
	}
	switch {
	case by[knows.Sent] > 0 && by[knows.Got] > 0:
		return say.WritingBoth
	case by[knows.Sent] > 0 && by[knows.Joint] == 0:
		return say.WritingOurs
	case by[knows.Got] > 0 && by[knows.Joint] == 0:
		return say.WritingTheirs
	}
	return say.WritingUnknown
}

// tieFindings returns what is wrong with a tie.
func tieFindings(r *knows.Reader, t *knows.Tie) []knows.Found {
	v := r.Verdict(t)
	base := knows.Found{Finding: analysis.Finding{Subjects: []graph.ID{r.ID(t.To), r.ID(t.From)}, Reasons: r.TieReasons(t), Robust: v.Robust, Confidence: v.Confidence}, Name: say.JoinNames([]string{r.Name(t.From), r.Name(t.To)})}
	if len(base.Reasons) == 0 {
		return nil
	}
	var out []knows.Found
	add := func(rule analysis.Rule, severity graph.Severity, policy, remedy, sentence string) {
		f := base
		f.Rule, f.Severity, f.Policy, f.Sentence = rule, severity, policy, sentence
		f.Remedy = &analysis.Remedy{Text: remedy}
		if accounts.Fit(r, t.From) {
			f.Remedy.Owner = r.ID(t.From)
		}
		if why := accounts.Bar(r, t.From, t.To); why != "" && rule == analysis.RuleTieCooling {
			f.Remedy = &analysis.Remedy{Text: say.TieLeft(accounts.BarText(r, t.From, t.To, why))}
		}
		out = append(out, f)
	}
	if v.Cooling {
		cooling := say.TieCooling{From: r.Name(t.From), To: r.Name(t.To), Band: v.Band, Last: v.LastContact}
		if v.LastContact == 0 {
			cooling.Claimed = v.Stated.On
		}
		add(analysis.RuleTieCooling, graph.SeverityS3, say.TieCoolingPolicy(max(knows.MinContactWindow, knows.CadenceGrace*t.Cadence)),
			say.TieCoolingRemedy, cooling.Sentence())
	}
	if v.Unverified {
		add(analysis.RuleTieUnverified, graph.SeverityS4, say.TieUnverifiedPolicy(knows.StatementLife),
			say.TieUnverifiedRemedy, say.TieUnverified(r.ClaimText(t, v.Stated), v.Stated.On))
	}
	if v.Disagreement {
		add(analysis.RuleTieDisputed, graph.SeverityS3, say.TieDisputedPolicy(knows.DisagreementGap),
			say.TieDisputedRemedy, say.TieDisputed(r.ClaimText(t, v.Stated), v.Access < v.Stated.Worth()))
	}
	return out
}
