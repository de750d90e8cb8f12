package say

import (
	"fmt"

	"github.com/kithgraph/kith/graph"
)

// TieStanding says how a tie stands: "working", "working, but out of touch".
func TieStanding(b graph.Band, outOfTouch bool) string {
	if outOfTouch {
		return Band(b) + ", but out of touch"
	}
	return Band(b)
}

// TieContact says when two people were last in touch and how often: "Ann Lee and
// Tom Fox: last contact 24 Oct 2026, 3 contacts in 180 days".
func TieContact(from, to string, last graph.Date, recent int) string {
	return fmt.Sprintf("%s and %s: last contact %s, %s in 180 days", from, to, Day(last), Some(recent, "contact", "contacts"))
}

// Claim is what somebody says of a tie.
type Claim struct {
	From, To string
	By       string // who says it; "" for nobody knows
	Own      bool   // it is From who says it
	Level    graph.TieLevel
	AtOdds   bool // the two are, whatever the level
}

// Text says who claims what: "Ann Lee says: trusted by Tom Fox", "Ida Berg says of
// Ann Lee: knows Tom Fox", "it is said of Ann Lee: at odds with Tom Fox".
func (c Claim) Text() string {
	what := Level(c.Level, c.To)
	if c.AtOdds {
		what = "at odds with " + c.To
	}
	switch {
	case c.By == "":
		return fmt.Sprintf("it is said of %s: %s", c.From, what)
	case c.Own:
		return fmt.Sprintf("%s says: %s", c.By, what)
	}
	return fmt.Sprintf("%s says of %s: %s", c.By, c.From, what)
}

// hasTie says that somebody has a tie: "has a strong tie to Tom Fox", "is acquainted
// with Tom Fox".
func hasTie(b graph.Band, to string) string {
	if b == graph.BandAcquainted {
		return "is acquainted with " + to
	}
	return "has a " + Band(b) + " tie to " + to
}

// hadTie says that somebody had a tie: "had a strong tie to Tom Fox".
func hadTie(b graph.Band, to string) string {
	if b == graph.BandAcquainted {
		return "is acquainted with " + to
	}
	return "had a " + Band(b) + " tie to " + to
}

// Years are those in which two people shared something.
type Years struct {
	From, To int
	Past     bool // they are over
}

// text writes years: "since 2022", "in 2019", "2016–2019".
func (y Years) text() string {
	switch {
	case !y.Past:
		return fmt.Sprintf("since %d", y.From)
	case y.From == y.To:
		return fmt.Sprintf("in %d", y.To)
	}
	return fmt.Sprintf("%d–%d", y.From, y.To)
}

// ManagerOf says that somebody led a person: "manager of Tom Fox 2016–2019".
func ManagerOf(person string, y Years) string {
	return fmt.Sprintf("manager of %s %s", person, y.text())
}

// ReportOf says that somebody reported to a person: "reports to Tom Fox since 2022",
// "reported to Tom Fox in 2019".
func ReportOf(person string, y Years) string {
	if y.Past {
		return fmt.Sprintf("reported to %s %s", person, y.text())
	}
	return fmt.Sprintf("reports to %s %s", person, y.text())
}

// DottedLine says what joins two people: "a dotted line joins them since 2022".
func DottedLine(y Years) string { return "a dotted line joins them " + y.text() }

// LineOverVacancy says what joins two people: "a reporting line over a vacant seat
// joins them since 2022".
func LineOverVacancy(y Years) string {
	return "a reporting line over a vacant seat joins them " + y.text()
}

// OneManager says that two people had one manager: "both under one manager at Fjord
// 2016–2019".
func OneManager(org string, y Years) string {
	return fmt.Sprintf("both under one manager at %s %s", org, y.text())
}

// OneUnit says that two people sat in one unit: "both in Fjord IT since 2022".
func OneUnit(unit string, y Years) string { return fmt.Sprintf("both in %s %s", unit, y.text()) }

// OneFirm says that two people were with one firm: "both at Fjord 2016–2019".
func OneFirm(firm string, y Years) string { return fmt.Sprintf("both at %s %s", firm, y.text()) }

// HasLed says of somebody that they led a person: "has led Tom Fox since 2022", "led
// Tom Fox 2016–2019".
func HasLed(person string, y Years) string {
	if y.Past {
		return fmt.Sprintf("led %s %s", person, y.text())
	}
	return fmt.Sprintf("has led %s %s", person, y.text())
}

// HasReported says of somebody that they reported to a person: "has reported to Tom
// Fox since 2022", "reported to Tom Fox 2016–2019".
func HasReported(person string, y Years) string {
	if y.Past {
		return fmt.Sprintf("reported to %s %s", person, y.text())
	}
	return fmt.Sprintf("has reported to %s %s", person, y.text())
}

// HasDottedLine says of somebody: "has been joined to Tom Fox by a dotted line since
// 2022".
func HasDottedLine(person string, y Years) string {
	return fmt.Sprintf("has been joined to %s by a dotted line %s", person, y.text())
}

// HasLineOverVacancy says of somebody: "has been joined to Tom Fox by a reporting line
// over a vacant seat since 2022".
func HasLineOverVacancy(person string, y Years) string {
	return fmt.Sprintf("has been joined to %s by a reporting line over a vacant seat %s", person, y.text())
}

// MayKnow says of somebody that they may know a person from what the two shared: "may
// know Tom Fox: both at Fjord 2016–2019; ask first".
func MayKnow(person, shared string) string {
	return fmt.Sprintf("may know %s: %s; ask first", person, shared)
}

// Writing says who of two people began what was written.
type Writing uint8

// Who began what was written.
const (
	WritingUnknown Writing = iota // or nothing was written
	WritingBoth
	WritingOurs   // only our side
	WritingTheirs // only their side
)

// text says who writes, as the end of a sentence: "; both sides write".
func (w Writing) text() string {
	switch w {
	case WritingBoth:
		return "; both sides write"
	case WritingOurs:
		return "; what ours wrote was not answered in kind"
	case WritingTheirs:
		return "; only they write"
	}
	return ""
}

// RatedTie is how a tie stands and what becomes of it. Of what it does next the first
// one holds.
type RatedTie struct {
	From, To string
	Band     graph.Band
	Last     graph.Date // contact; 0 for none
	Recent   int        // contacts in six months
	Writing  Writing

	Unconfirmed bool // a claim that is too old
	Claimed     graph.Date
	Expires     graph.Date // the day on which it stops counting; 0 for none
	OutOfTouch  bool
	Once        graph.Band // what it was before it fell asleep; "" for awake
}

// Sentence says it: "Ann Lee and Tom Fox: working. 3 contacts in six months, last on
// 24 Oct 2026; both sides write. Without contact it stops counting as working on 3 Jan
// 2027."
func (t RatedTie) Sentence() string {
	s := fmt.Sprintf("%s and %s: %s.", t.From, t.To, Band(t.Band))
	if t.Last != 0 {
		s += fmt.Sprintf(" %s in six months, last on %s%s.", Upper(Some(t.Recent, "contact", "contacts")), Day(t.Last), t.Writing.text())
	} else {
		s += " No contact on record."
	}
	switch {
	case t.Unconfirmed:
		s += fmt.Sprintf(" The claim of %s is more than a year old and was never confirmed by a contact.", Day(t.Claimed))
	case t.Expires != 0:
		s += fmt.Sprintf(" Without contact it stops counting as working on %s.", Day(t.Expires))
	case t.OutOfTouch:
		s += " Out of touch: it does not count as working."
	case t.Once != "":
		s += fmt.Sprintf(" It was %s once.", Band(t.Once))
	}
	return s
}

// TieCooling says of a tie that is strong enough why it does not count.
type TieCooling struct {
	From, To string
	Band     graph.Band
	Last     graph.Date // contact; 0 for none
	Claimed  graph.Date // where there is no contact
}

// Sentence says it: "Ann Lee has a strong tie to Tom Fox that does not count any more:
// the last contact was on 24 Oct 2026."
func (t TieCooling) Sentence() string {
	s := fmt.Sprintf("%s has a %s tie to %s that does not count any more: ", t.From, Band(t.Band), t.To)
	if t.Last == 0 {
		return s + fmt.Sprintf("it was claimed on %s, and no contact is on record.", Day(t.Claimed))
	}
	return s + fmt.Sprintf("the last contact was on %s.", Day(t.Last))
}

// TieCoolingPolicy: "contact within 90 days".
func TieCoolingPolicy(days int) string { return fmt.Sprintf("contact within %d days", days) }

// TieCoolingRemedy is what to do about a tie that is out of touch.
const TieCoolingRemedy = "get in touch again"

// TieLeft is what to do about a tie that must not be kept up: "leave it: Tom Fox must
// not be contacted".
func TieLeft(why string) string { return "leave it: " + why }

// TieUnverified says of a claim, as [Claim.Text] writes it, that nothing bears it out:
// "Ann Lee says: trusted by Tom Fox, but that was said on 3 Mar 2025 and no contact is
// on record."
func TieUnverified(claim string, on graph.Date) string {
	return fmt.Sprintf("%s, but that was said on %s and no contact is on record.", claim, Day(on))
}

// TieUnverifiedPolicy: "a claim stands for 365 days without contact".
func TieUnverifiedPolicy(days int) string {
	return fmt.Sprintf("a claim stands for %d days without contact", days)
}

// TieUnverifiedRemedy is what to do about an old claim.
const TieUnverifiedRemedy = "ask whether it is still true"

// TieDisputed says of a claim, as [Claim.Text] writes it, that contacts tell another
// story: "Ann Lee says: trusted by Tom Fox; the contacts on record say less."
func TieDisputed(claim string, less bool) string {
	what := "more"
	if less {
		what = "less"
	}
	return fmt.Sprintf("%s; the contacts on record say %s.", claim, what)
}

// TieDisputedPolicy: "access and claim differ by at most 0.35".
func TieDisputedPolicy(gap float64) string {
	return fmt.Sprintf("access and claim differ by at most %.2f", gap)
}

// TieDisputedRemedy is what to do about a claim that contacts do not bear out.
const TieDisputedRemedy = "ask for a fresh judgement"
