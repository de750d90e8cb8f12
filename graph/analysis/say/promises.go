package say

import (
	"fmt"
	"math"
	"strconv"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
)

// PromiseOverduePolicy is what an overdue promise is held against: "no promise is open
// for more than 7 days after its day".
func PromiseOverduePolicy(days int) string {
	return fmt.Sprintf("no promise is open for more than %s after its day", Count(days, "day", "days"))
}

// PromisesLatePolicy is what late promises are held against: "fewer than 2 promises are
// late in 90 days".
func PromisesLatePolicy(many, days int) string {
	return fmt.Sprintf("fewer than %s late in %s", Count(many, "promise is", "promises are"), Count(days, "day", "days"))
}

// PromiseSurprisePolicy is what a surprise is held against.
const PromiseSurprisePolicy = "a decider hears before the day that it will not be kept"

// PromiseDriftPolicy is what a promise that recurs is held against: "a promise that
// recurs is missed fewer than 2 times".
func PromiseDriftPolicy(many int) string {
	return fmt.Sprintf("a promise that recurs is missed fewer than %s", Count(many, "time", "times"))
}

// Days writes a number of days, a half one too: "1 day", "2.5 days".
func Days(x float64) string {
	if x == math.Trunc(x) {
		return Count(int(x), "day", "days")
	}
	return strconv.FormatFloat(x, 'f', 1, 64) + " days"
}

// PromiseTally is how promises were kept.
type PromiseTally struct {
	analysis.PromiseTally
	Days int // the length of the period
}

// Sentence says it: "9 due days passed in 180 days: 4 were not met in time (44 %), by 3
// days in the middle; 2 of these promises are open and 1 was missed. Twice a day was
// moved before it had passed. Once the other side heard only after the day."
func (t PromiseTally) Sentence() string {
	s := Upper(Some(t.Due, "due day", "due days")) + " passed in " + Count(t.Days, "day", "days")
	slipped := t.Due - t.InTime
	switch {
	case t.Due == 0:
	case slipped == 0:
		s += ", and " + Verb(t.Due, "it was met", "each was met")
	default:
		s += fmt.Sprintf(": %d %s not met in time", slipped, Verb(slipped, "was", "were"))
		if t.SlipRate != nil {
			s += " (" + Percent(*t.SlipRate) + ")"
		}
		if t.MedianLate != nil {
			s += ", by " + Days(*t.MedianLate)
			if slipped > 1 {
				s += " in the middle"
			}
		}
		var rest []string
		if t.Open > 0 {
			rest = append(rest, fmt.Sprintf("%d %s still open", t.Open, Verb(t.Open, "is", "are")))
		}
		if t.Missed > 0 {
			rest = append(rest, fmt.Sprintf("%d %s missed until the next was due", t.Missed, Verb(t.Missed, "was", "were")))
		}
		if len(rest) > 0 {
			s += "; of these " + JoinAll(rest)
		}
	}
	s += "."
	if t.Moved > 0 {
		s += " " + Upper(Times(t.Moved)) + " a day was moved before it had passed."
	}
	if t.Surprises > 0 {
		s += " " + Upper(Times(t.Surprises)) + " the other side heard only after the day."
	}
	return s
}

// Percent writes a share in whole percent: "44 %".
func Percent(share float64) string { return strconv.Itoa(int(math.Round(100*share))) + " %" }

// Promises says how promises were kept, both ways: "What we promised: … What they
// promised: …"
func Promises(ours, theirs analysis.PromiseTally, soon, days int) string {
	s := "What we promised: " + PromiseTally{ours, days}.Sentence() + " What they promised: " + PromiseTally{theirs, days}.Sentence()
	if soon > 0 {
		s += fmt.Sprintf(" %s due soon.", Count(soon, "promise is", "promises are"))
	}
	return s
}

// Promise is one promise and how it was kept.
type Promise struct {
	Text    string
	By, To  []string
	Tracked *analysis.TrackedPromise
	Over    graph.Date // the day on which it ended, or will; 0 for open
	Overdue graph.Date // the due day that passed; 0 for none
}

// made says who promised what to whom: `Ann Lee promised Bo Wu "send the offer"`.
func (p *Promise) made() string {
	by, to := "somebody", "somebody"
	if len(p.By) > 0 {
		by = JoinNames(p.By)
	}
	if len(p.To) > 0 {
		to = JoinNames(p.To)
	}
	return fmt.Sprintf("%s promised %s %s", by, to, graph.Quote(p.Text))
}

// Sentence says it: `Ann Lee promised Bo Wu "send the offer" for 2 Mar 2026; it is 9 days
// overdue. Nothing on record says that they were told before.`
func (p Promise) Sentence() string {
	if p.Tracked.EveryDays > 0 {
		return Upper(p.recurs())
	}
	t := p.Tracked
	s := p.made()
	if t.Due != 0 {
		s += " for " + Day(t.Due)
	}
	switch t.State {
	case analysis.PromiseOverdue:
		s += fmt.Sprintf("; it is %s overdue", Count(t.DaysLate, "day", "days"))
	case analysis.PromiseOpen:
		if t.Due == 0 {
			s += "; no day was agreed"
		} else {
			s += "; it is open"
		}
	case analysis.PromiseLate:
		s += fmt.Sprintf("; it was kept on %s, %s late", Day(t.Delivered), Count(t.DaysLate, "day", "days"))
	case analysis.PromiseKept:
		s += "; it was kept on " + Day(t.Delivered)
	default:
		s += "; it ended on " + Day(p.Over) + " without having been kept"
	}
	return Upper(s + "." + p.moved())
}

// moved says how the due day was moved, and whether the other side was told.
func (p *Promise) moved() string {
	t := p.Tracked
	if len(t.Moves) == 0 {
		if t.State == analysis.PromiseOverdue || t.State == analysis.PromiseLate {
			return " Nothing on record says that the other side was told before."
		}
		return ""
	}
	m := t.Moves[len(t.Moves)-1]
	s := fmt.Sprintf(" The day was moved on %s", Day(m.On))
	if m.Became != 0 {
		s = fmt.Sprintf(" The day was moved on %s from %s to %s", Day(m.On), Day(m.Was), Day(m.Became))
	}
	switch {
	case m.Surprise:
		s += ", and the other side heard only after it had passed"
	case m.InTime:
		s += ", before it had passed"
	default:
		s += ", after it had passed; whether the other side was told before is not on record"
	}
	if n := len(t.Moves) - 1; n > 0 {
		s += ", and " + Times(n) + " before"
	}
	return s + "."
}

// recurs says how a promise that recurs was kept: `Ann Lee promised Bo Wu "service
// report" every 30 days; it was due 6 times, kept in time 3 times and missed twice. It
// came every 61 days. It has been overdue since 2 Mar 2026.`
func (p *Promise) recurs() string {
	t := p.Tracked
	s := p.made() + " " + EveryDays(t.EveryDays)
	late := t.TermsDue - t.TermsInTime
	switch {
	case t.TermsDue == 0:
		s += "; it was not due yet in the period"
	case late == 0:
		s += fmt.Sprintf("; it was due %s, and kept in time", Times(t.TermsDue))
	default:
		how := []string{"was due " + Times(t.TermsDue), "never kept in time"}
		if t.TermsInTime > 0 {
			how[1] = "kept in time " + Times(t.TermsInTime)
		}
		if t.TermsMissed > 0 {
			how = append(how, "missed "+Times(t.TermsMissed))
		}
		s += "; it " + JoinAll(how)
	}
	s += "."
	if t.TypicalGap != nil && late > 0 {
		s += fmt.Sprintf(" It came every %s.", Days(*t.TypicalGap))
	}
	switch {
	case p.Over != 0 && t.State == analysis.PromiseOver:
		s += " It ended on " + Day(p.Over) + "."
	case p.Overdue != 0:
		s += " It has been overdue since " + Day(p.Overdue) + "."
	case t.Due != 0:
		s += " It is due next on " + Day(t.Due) + "."
	}
	for i := len(t.Moves) - 1; i >= 0; i-- {
		if m := t.Moves[i]; m.Surprise {
			return s + fmt.Sprintf(" On %s it was moved, and the other side heard only after the day.", Day(m.On))
		}
	}
	return s
}

// LateAgain says that several promises about an account slipped: "Of what we promised
// about Arlton 3 promises were late in 90 days: “send the offer”, …". ours tells whose.
func LateAgain(account string, ours bool, texts []string, days int) string {
	whose := "they"
	if ours {
		whose = "we"
	}
	quoted := make([]string, len(texts))
	for i, text := range texts {
		quoted[i] = graph.Quote(text)
	}
	return fmt.Sprintf("%s of those that %s made about %s were late in %s: %s.", Count(len(texts), "promise", "promises"), whose, account, Count(days, "day", "days"), JoinNames(quoted))
}

// TermText is a reason: "due on 2 Mar 2026, kept on 9 Mar 2026", "due on 2 Mar 2026,
// missed", "due on 2 Mar 2026, open".
func TermText(text string, due, kept graph.Date, missed bool) string {
	s := fmt.Sprintf("%s, due on %s", graph.Quote(text), Day(due))
	switch {
	case kept != 0:
		return s + ", kept on " + Day(kept)
	case missed:
		return s + ", missed"
	}
	return s + ", open"
}

// PromiseMoved is a reason: "moved on 2 Mar 2026 from 1 Mar 2026, told after the day".
func PromiseMoved(on, was graph.Date) string {
	return fmt.Sprintf("moved on %s from %s, told after the day", Day(on), Day(was))
}

// KeepPromise is a remedy: what to do about a promise of ours, or of theirs.
func KeepPromise(ours bool, who []string) string {
	switch {
	case ours:
		return "keep it, or agree another day and say so before that one passes"
	case len(who) == 0:
		return "ask for it"
	}
	return "ask " + JoinNames(who) + " for it"
}

// Remedies of the other rules about promises.
const (
	KeepFewer   = "promise less, or say before the day what will be late"
	ExplainSlip = "speak about it in person, and say next time before the day"
	NewRhythm   = "bring it back to its rhythm, or agree another one"
)
