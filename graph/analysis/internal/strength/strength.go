package strength

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/internal/accounts"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/analysis/say"
)

func AnswerStrength(r *knows.Reader, q analysis.StrengthQuery) (*analysis.StrengthReport, error) {
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
		n, ok := r.S.NodeOf(graph.NodePerson, q.Person)
		if !ok {
			return nil, graph.NotFound("Person", q.Person)
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
		return cmp.Or(cmp.Compare(r.Verdict(b).S, r.Verdict(a).S), r.ByID(a.From, b.From), r.ByID(a.To, b.To))
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
		if rep.Total++; len(rep.Ties) < limit {
			rep.Ties = append(rep.Ties, analysis.RatedTie{Tie: r.Export(t), Sentence: tieSentence(r, t)})
			findings = append(findings, tieFindings(r, t)...)
		}
	}
	rep.Envelope = r.Envelope(policy, findings)
	return rep, nil
}

func tieSentence(r *knows.Reader, t *knows.Tie) string {
	v := r.Verdict(t)
	s := fmt.Sprintf("%s and %s: %s.", r.Name(t.From), r.Name(t.To), say.Band(v.Band))
	if v.LastContact != 0 {
		s += fmt.Sprintf(" %s in six months, last on %s%s.", say.Upper(say.Some(v.Recent, "contact", "contacts")), say.Day(v.LastContact), written(&t.Evidence, r.Day))
	} else {
		s += " No contact on record."
	}
	switch {
	case v.Unverified:
		s += fmt.Sprintf(" The claim of %s is more than a year old and was never confirmed by a contact.", say.Day(v.Stated.On))
	case v.Working && v.Expires != 0:
		s += fmt.Sprintf(" Without contact it stops counting as working on %s.", say.Day(v.Expires))
	case v.Cooling:
		s += " Out of touch: it does not count as working."
	case v.Dormant:
		s += fmt.Sprintf(" It was %s once.", say.Band(v.PeakBand))
	}
	return s
}

// written says who began what was written in six months, where that is known.
func written(e *knows.Evidence, day graph.Date) string {
	var by [knows.Directions]int
	for _, c := range e.Contacts {
		if cl, _ := knows.Weigh(c.Channel); cl == knows.ClassText && c.On <= day && c.On > day-knows.RecentDays {
			by[c.Dir]++
		}
	}
	switch {
	case by[knows.Sent] > 0 && by[knows.Got] > 0:
		return "; both sides write"
	case by[knows.Sent] > 0 && by[knows.Joint] == 0:
		return "; what ours wrote was not answered in kind"
	case by[knows.Got] > 0 && by[knows.Joint] == 0:
		return "; only they write"
	}
	return ""
}

func tieFindings(r *knows.Reader, t *knows.Tie) []knows.Found {
	v := r.Verdict(t)
	pair := r.Name(t.From) + " and " + r.Name(t.To)
	base := knows.Found{Finding: analysis.Finding{Subjects: []graph.ID{r.Id(t.To), r.Id(t.From)}, Reasons: r.TieReasons(t), Robust: v.Robust, Confidence: v.Confidence}, Name: pair}
	if len(base.Reasons) == 0 {
		return nil
	}
	var out []knows.Found
	add := func(rule analysis.Rule, severity graph.Severity, policy, remedy, sentence string) {
		f := base
		f.Rule, f.Severity, f.Policy, f.Sentence = rule, severity, policy, sentence
		f.Remedy = &analysis.Remedy{Text: remedy}
		if accounts.Fit(r, t.From) {
			f.Remedy.Owner = r.Id(t.From)
		}
		if why := accounts.Bar(r, t.From, t.To); why != "" && rule == analysis.RuleTieCooling {
			f.Remedy = &analysis.Remedy{Text: "leave it: " + accounts.BarText(r, t.From, t.To, why)}
		}
		out = append(out, f)
	}
	if v.Cooling {
		add(analysis.RuleTieCooling, graph.SeverityS3, fmt.Sprintf("contact within %d days", max(knows.MinContactWindow, knows.CadenceGrace*t.Cadence)),
			"get in touch again", coolSentence(r, t))
	}
	if v.Unverified {
		add(analysis.RuleTieUnverified, graph.SeverityS4, fmt.Sprintf("a claim stands for %d days without contact", knows.StatementLife),
			"ask whether it is still true", fmt.Sprintf("%s, but that was said on %s and no contact is on record.", r.ClaimText(t, v.Stated), say.Day(v.Stated.On)))
	}
	if v.Disagreement {
		what := "more"
		if v.Access < v.Stated.Worth() {
			what = "less"
		}
		add(analysis.RuleTieDisputed, graph.SeverityS3, fmt.Sprintf("access and claim differ by at most %.2f", knows.DisagreementGap),
			"ask for a fresh judgement", fmt.Sprintf("%s; the contacts on record say %s.", r.ClaimText(t, v.Stated), what))
	}
	return out
}

// coolSentence says of a tie that is strong enough since when it is out of touch.
func coolSentence(r *knows.Reader, t *knows.Tie) string {
	v := r.Verdict(t)
	s := fmt.Sprintf("%s has a %s tie to %s that does not count any more: ", r.Name(t.From), say.Band(v.Band), r.Name(t.To))
	if v.LastContact == 0 {
		return s + fmt.Sprintf("it was claimed on %s, and no contact is on record.", say.Day(v.Stated.On))
	}
	return s + fmt.Sprintf("the last contact was on %s.", say.Day(v.LastContact))
}
