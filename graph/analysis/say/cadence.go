package say

import (
	"fmt"
	"strconv"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
)

// The policies that contact is held against.
const (
	SilentPolicy  = "a tie with a rhythm of contact keeps it"
	DeclinePolicy = "contact with an account does not fall by half unnoticed"
)

// OverduePolicy is a policy: "contact every 30 days".
func OverduePolicy(cadence int) string { return "contact " + EveryDays(cadence) }

// DueContact is a contact that is agreed or expected.
type DueContact struct {
	Ours    string // "" for anybody of ours
	Theirs  string
	Does    string // where it is expected, what they do in a decision
	State   analysis.DueState
	Cadence int
	Last    graph.Date // 0 for none
	Paired  graph.Date // the beginning of the pairing, for one without a contact; 0 where it is not known
	Due     graph.Date
}

// wanted says what was agreed or is expected.
func (c DueContact) wanted() string {
	if c.Ours != "" {
		return "agreed " + EveryDays(c.Cadence)
	}
	return "expected " + EveryDays(c.Cadence)
}

// whom names who is to be met: "Tom Fox, who decides ERP,".
func (c DueContact) whom() string {
	if c.Does == "" {
		return c.Theirs
	}
	return fmt.Sprintf("%s, who %s,", c.Theirs, c.Does)
}

// Sentence says it: "Ann Lee was last in touch with Tom Fox on 3 May 2026; agreed every
// 30 days, it was due by 2 Jun 2026.", "Nobody of ours is on record in touch with Tom
// Fox, who decides ERP, since 3 May 2026; expected every 30 days, …".
func (c DueContact) Sentence() string {
	var s string
	switch {
	case c.Last == 0 && c.Ours == "":
		s = fmt.Sprintf("No contact of ours with %s is on record", c.whom())
	case c.Last == 0 && c.Paired != 0:
		s = fmt.Sprintf("No contact of %s with %s is on record since they were paired on %s", c.Ours, c.Theirs, Day(c.Paired))
	case c.Last == 0:
		s = fmt.Sprintf("No contact of %s with %s is on record", c.Ours, c.Theirs)
	case c.Ours == "":
		s = fmt.Sprintf("Somebody of ours was last in touch with %s on %s", c.whom(), Day(c.Last))
	default:
		s = fmt.Sprintf("%s was last in touch with %s on %s", c.Ours, c.Theirs, Day(c.Last))
	}
	s += "; " + c.wanted()
	switch c.State {
	case analysis.DueOverdue:
		s += fmt.Sprintf(", it was due by %s and is overdue", Day(c.Due))
	case analysis.DueNow:
		s += fmt.Sprintf(", it is due since %s", Day(c.Due))
	case analysis.DueNext:
		s += fmt.Sprintf(", the next is due by %s", Day(c.Due))
	case analysis.DueUnseen:
		s += fmt.Sprintf(", it was due by %s; whether it took place is not known, as not all of it would be on record", Day(c.Due))
	}
	return s + "."
}

// LastReason is a reason: "last contact 3 May 2026".
func LastReason(last graph.Date) string { return "last contact " + Day(last) }

// CadenceReason is a reason: "every 30 days agreed".
func (c DueContact) CadenceReason() string { return c.wanted() }

// GetInTouch is what to do: "get in touch with Tom Fox".
func GetInTouch(theirs string) string { return "get in touch with " + theirs }

// SilentTie is a tie with a rhythm that has stopped.
type SilentTie struct {
	Ours, Theirs string
	Last         graph.Date
	Days         int // contact-days in the year up to it
	LongestGap   int
}

// Sentence says it: "Ann Lee and Tom Fox have not been in touch since 3 May 2026; in the
// year before that they were on 12 days, never more than 40 days apart."
func (t SilentTie) Sentence() string {
	return fmt.Sprintf("%s and %s have not been in touch since %s; in the year up to then they were on %s, never more than %s apart.",
		t.Ours, t.Theirs, Day(t.Last), Count(t.Days, "day", "days"), Count(t.LongestGap, "day", "days"))
}

// SilentRemedy is what to do about silence: "find out why, and get in touch with Tom Fox".
func SilentRemedy(theirs string) string { return "find out why, and " + GetInTouch(theirs) }

// Rhythm is how often we are in touch at an account.
type Rhythm struct {
	Account string
	Of      analysis.AccountRhythm
}

// perWeek writes a rate: "2.4 contact-days a week".
func perWeek(x float64) string {
	if n := strconv.FormatFloat(x, 'f', 1, 64); n != "1.0" {
		return n + " contact-days a week"
	}
	return "1 contact-day a week"
}

// Sentence says it: "Contact with Arlton declines: 3.1 contact-days a week in the year
// to 3 May 2026, 1.2 since 1 Jun 2026."
func (r Rhythm) Sentence() string {
	x := r.Of
	year := fmt.Sprintf("%s in the year before %s", perWeek(x.Before), Day(x.Watched))
	var s string
	switch x.State {
	case analysis.RhythmDeclining:
		s = fmt.Sprintf("Contact with %s declines: %s, %.1f since %s", r.Account, year, x.Since, Day(x.Onset))
	case analysis.RhythmSteady:
		s = fmt.Sprintf("Contact with %s: %s, %.1f since; no decline that could be told from chance", r.Account, year, x.Now)
	case analysis.RhythmThin:
		s = fmt.Sprintf("Contact with %s: %s, %.1f since; too few to tell a decline, only what is overdue", r.Account, year, x.Now)
	case analysis.RhythmShort:
		if x.First == 0 {
			return fmt.Sprintf("No contact with %s is on record of anybody whose contacts are noticed.", r.Account)
		}
		s = fmt.Sprintf("Contact with %s is on record since %s: too short to tell a decline, only what is overdue", r.Account, Day(x.First))
	default:
		return fmt.Sprintf("Whether contact with %s declines is not known: nobody's contacts there were noticed all the time.", r.Account)
	}
	if x.FirstYear > 0 && x.First < x.Year {
		s += fmt.Sprintf("; at the beginning, from %s, %.1f in the first half-year and %.1f in the first year", Day(x.First), x.HalfYear, x.FirstYear)
	}
	return s + "."
}

// DeclineReason is a reason: "3.1 contact-days a week in the year before 3 May 2026".
func (r Rhythm) DeclineReason() string {
	return fmt.Sprintf("%s in the year before %s, variance over mean %.1f", perWeek(r.Of.Before), Day(r.Of.Watched), r.Of.Dispersion)
}

// SinceReason is a reason: "1.2 contact-days a week since 1 Jun 2026".
func (r Rhythm) SinceReason() string {
	return fmt.Sprintf("%s since %s", perWeek(r.Of.Since), Day(r.Of.Onset))
}

// DeclineRemedy is what to do about a decline.
const DeclineRemedy = "look at who met less, and agree with them and the customer how often to meet"
