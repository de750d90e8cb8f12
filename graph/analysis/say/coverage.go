package say

import (
	"fmt"
	"math"
	"strings"

	"github.com/kithgraph/kith/graph"
)

// Cover is how well the people of an account are covered.
type Cover struct {
	Account     string
	People      int // that are recorded
	Two, One    int // of them those to whom two or more of ours, and one, have a working tie
	Ties        int // working ones
	Strong      int // of them
	Deciding    int // people who decide or approve
	DecidingMet int // of them those to whom we have a working tie
	Areas       int // open decisions
}

// Sentence says how far the cover goes, and where the rules had nothing to look at:
// an account in which no rule fires may still be one of which nothing is known. "Of 4
// people recorded at Acme, two or more of ours have a working tie to 1, one of ours to
// 2 and nobody to 1. Working ties: 4, of them strong or close: 2. We have one to the
// only person who decides or approves."
func (c Cover) Sentence() string {
	if c.People == 0 {
		return fmt.Sprintf("Nobody is recorded at %s, so nothing can be said about cover there.", c.Account)
	}
	sentences := []string{c.depths()}
	for _, s := range []string{c.ties(), c.deciding(), c.decisions()} {
		if s != "" {
			sentences = append(sentences, s)
		}
	}
	return strings.Join(sentences, " ")
}

// depths says to how many people two or more of ours have a working tie, one, and
// nobody.
func (c Cover) depths() string {
	nobody := c.People - c.Two - c.One
	switch {
	case nobody == c.People && c.People == 1:
		return fmt.Sprintf("Nobody of ours has a working tie to the only person recorded at %s.", c.Account)
	case nobody == c.People:
		return fmt.Sprintf("Nobody of ours has a working tie to any of the %d people recorded at %s.", c.People, c.Account)
	case c.People == 1 && c.One == 1:
		return fmt.Sprintf("One of ours has a working tie to the only person recorded at %s.", c.Account)
	case c.People == 1:
		return fmt.Sprintf("Two or more of ours have a working tie to the only person recorded at %s.", c.Account)
	}
	var parts []string
	if c.Two > 0 {
		parts = append(parts, fmt.Sprintf("two or more of ours have a working tie to %d", c.Two))
	}
	switch {
	case c.One > 0 && c.Two > 0:
		parts = append(parts, fmt.Sprintf("one of ours to %d", c.One))
	case c.One > 0:
		parts = append(parts, fmt.Sprintf("one of ours has a working tie to %d", c.One))
	}
	if nobody > 0 {
		parts = append(parts, fmt.Sprintf("nobody to %d", nobody))
	}
	return fmt.Sprintf("Of %d people recorded at %s, %s.", c.People, c.Account, JoinAll(parts))
}

// ties says how good the ties are.
func (c Cover) ties() string {
	switch {
	case c.Ties == 0:
		return ""
	case c.Strong == 0:
		return fmt.Sprintf("Working ties: %d, none of them strong or close.", c.Ties)
	}
	return fmt.Sprintf("Working ties: %d, of them strong or close: %d.", c.Ties, c.Strong)
}

// deciding says to how many of those who decide or approve the ties lead.
func (c Cover) deciding() string {
	switch all := c.DecidingMet == c.Deciding; {
	case c.Deciding == 0:
		return ""
	case c.Deciding == 1 && all:
		return "We have one to the only person who decides or approves."
	case c.Deciding == 1:
		return "We have none to the only person who decides or approves."
	case all:
		return fmt.Sprintf("We have one to each of the %d people who decide or approve.", c.Deciding)
	case c.DecidingMet == 0:
		return fmt.Sprintf("We have none to any of the %d people who decide or approve.", c.Deciding)
	}
	return fmt.Sprintf("We have one to %d of the %d people who decide or approve.", c.DecidingMet, c.Deciding)
}

// decisions says what it means that no decision is recorded.
func (c Cover) decisions() string {
	switch {
	case c.Areas > 0:
		return ""
	case c.Deciding > 0:
		return "No open decision is recorded; who decides is a colleague's judgement."
	}
	return "No open decision is recorded, so the rules about those who decide had nothing to look at."
}

// Seen is when somebody was last met, and by whom of ours.
type Seen struct {
	On    graph.Date // 0 for never
	By    string
	Left  bool     // who met them has left
	Blind []string // where they were never met: those of ours whose contacts would not be noticed
}

// clause writes it: "last met on 24 Oct 2026 by Ann Lee, who has left", "no contact is
// on record, and contacts of Ann Lee would not be noticed".
func (s Seen) clause() string {
	switch {
	case s.On != 0 && s.Left:
		return fmt.Sprintf("last met on %s by %s, who has left", Day(s.On), s.By)
	case s.On != 0:
		return fmt.Sprintf("last met on %s by %s", Day(s.On), s.By)
	case len(s.Blind) > 0:
		return fmt.Sprintf("no contact is on record, and contacts of %s would not be noticed", JoinNames(s.Blind))
	}
	return "no contact is on record"
}

// DeciderDarkPolicy is what G1 is held against.
const DeciderDarkPolicy = "a decider is reached within two handshakes"

// DeciderDark is G1: "Ann Lee decides ERP (2.5M EUR), and nobody of ours reaches them:
// we have no working tie to them, nor to anybody who is known to lead to them; no
// contact is on record."
func DeciderDark(who, does string, seen Seen) string {
	return fmt.Sprintf("%s %s, and nobody of ours reaches them: we have no working tie to them, nor to anybody who is known to lead to them; %s.", who, does, seen.clause())
}

// DeciderThinPolicy is what G2 is held against: "at least 2 of ours with a working
// tie".
func DeciderThinPolicy(want int) string {
	return fmt.Sprintf("at least %d of ours with a working tie", want)
}

// Thin is somebody to whom fewer of ours have a working tie than the policy wants.
type Thin struct {
	Who, Does string
	Want      int
	Owners    []string // those of ours with a working tie
	Seen      Seen     // where there is none
}

// Sentence is G2: "Tom Fox has to approve ERP (2.5M EUR), and only Ann Lee of ours has
// a working tie to them; the policy wants 2."
func (t Thin) Sentence() string {
	switch len(t.Owners) {
	case 0:
		return fmt.Sprintf("%s %s, and nobody of ours has a working tie to them; the policy wants %d; %s.", t.Who, t.Does, t.Want, t.Seen.clause())
	case 1:
		return fmt.Sprintf("%s %s, and only %s of ours has a working tie to them; the policy wants %d.", t.Who, t.Does, t.Owners[0], t.Want)
	}
	return fmt.Sprintf("%s %s, and only %d of ours have a working tie to them; the policy wants %d.", t.Who, t.Does, len(t.Owners), t.Want)
}

// NeighbourhoodPolicy is what G3 is held against: "ties to 50 % of the neighbours, by
// more than one of ours".
func NeighbourhoodPolicy(share float64) string {
	return fmt.Sprintf("ties to %.0f %% of the neighbours, by more than one of ours", 100*share)
}

// Around is whom we know of the people around a key contact.
type Around struct {
	Who         string
	Size        int // people around them
	Known, Tied int // of them those whom we know, and those to whom we have a working tie
	Unknown     []string
	Owner       string // who of ours has the ties alone; "" for more than one or none
}

// Sentence is G3: "Around Tom Fox (boss, peers, reports) we have a working tie to 2 of
// 5 people, by Ann Lee alone."
func (a Around) Sentence() string {
	switch people := Count(a.Size, "person", "people"); {
	case a.Size == 1 && a.Tied == 0:
		return Ended(fmt.Sprintf("Around %s (boss, peers, reports) we have no working tie to the only person, %s", a.Who, JoinNames(a.Unknown)))
	case a.Tied == 0:
		return fmt.Sprintf("Around %s (boss, peers, reports) we have no working tie to any of %d people.", a.Who, a.Size)
	case a.Owner != "":
		return fmt.Sprintf("Around %s (boss, peers, reports) we have a working tie to %d of %s, by %s alone.", a.Who, a.Tied, people, a.Owner)
	default:
		return fmt.Sprintf("Around %s (boss, peers, reports) we have a working tie to %d of %s.", a.Who, a.Tied, people)
	}
}

// Reason counts whom of them we know: "of 5 people around Tom Fox we know 3, 2 of them
// by a working tie".
func (a Around) Reason() string {
	tied := fmt.Sprintf("%d of them by a working tie", a.Tied)
	switch {
	case a.Tied == 0:
		tied = "but not by a working tie"
	case a.Tied == a.Known:
		tied = "by a working tie"
	}
	switch {
	case a.Size == 1 && a.Known == 0:
		return "we do not know the only person around " + a.Who
	case a.Size == 1:
		return fmt.Sprintf("we know the only person around %s, %s", a.Who, tied)
	case a.Known == 0:
		return fmt.Sprintf("we know none of %d people around %s", a.Size, a.Who)
	}
	return fmt.Sprintf("of %d people around %s we know %d, %s", a.Size, a.Who, a.Known, tied)
}

// SecondAround is the remedy where one of ours knows all of them: "let a second one of
// ours come to know the people around Tom Fox".
func (a Around) SecondAround() string {
	return "let a second one of ours come to know the people around " + a.Who
}

// Closed is the remedy where nobody whom we do not know may be contacted: "nothing:
// Cy Boss and Ben Page, around Tom Fox, must not be contacted".
func (a Around) Closed() string {
	return fmt.Sprintf("nothing: %s, around %s, must not be contacted", JoinNames(a.Unknown), a.Who)
}

// ComeToKnow is the remedy for several people, with how to come to know the first of
// them: "come to know Cy Boss and Ben Page; begin with Cy Boss: make Ann Lee the
// counterpart of Cy Boss".
func ComeToKnow(names []string, how string) string {
	return fmt.Sprintf("come to know %s; begin with %s: %s", JoinNames(names), names[0], how)
}

// BrokenLadderPolicy is what G4 is held against.
const BrokenLadderPolicy = "a chain of working ties from the users to the top"

// BrokenLadder is G4: "On the way up from those who use ERP to those who decide it we
// have no working tie to Cy Boss and Ben Page."
func BrokenLadder(decision string, untied []string) string {
	return Ended(fmt.Sprintf("On the way up from those who use %s to those who decide it we have no working tie to %s", decision, JoinNames(untied)))
}

// FunctionDarkPolicy is what G5 is held against.
const FunctionDarkPolicy = "a working tie in every function that decides or uses"

// FunctionDark is G5: "Nobody of ours has a working tie in finance, where 3 people sit
// and ERP (2.5M EUR) is decided."
func FunctionDark(f graph.Function, people int, decisions []string) string {
	s := fmt.Sprintf("Nobody of ours has a working tie in %s, where %s", Function(f), Count(people, "person sits", "people sit"))
	if n := len(decisions); n > 0 {
		s += " and " + JoinNames(decisions) + " " + Verb(n, "is", "are") + " decided"
	}
	return s + "."
}

// DecidedIn says where a decision is taken: "ERP is decided in finance".
func DecidedIn(decision string, f graph.Function) string {
	return decision + " is decided in " + Function(f)
}

// UsersIn says how many of the users of an account sit in a function: "2 of 5 users at
// Acme sit in finance", "the only user of Acme sits in finance".
func UsersIn(f graph.Function, here, users int, account string) string {
	switch {
	case here < users:
		return fmt.Sprintf("%d of %d users at %s %s in %s", here, users, account, Verb(here, "sits", "sit"), Function(f))
	case users == 1:
		return fmt.Sprintf("the only user of %s sits in %s", account, Function(f))
	}
	return fmt.Sprintf("all users of %s sit in %s", account, Function(f))
}

// AllThroughOnePolicy is what G6 is held against: "nobody holds 70 % of the ties".
func AllThroughOnePolicy(share float64) string {
	return fmt.Sprintf("nobody holds %.0f %% of the ties", 100*share)
}

// ThroughOne is one person on either side through whom most working ties go.
type ThroughOne struct {
	Who      string
	Ours     bool    // they are ours, else theirs
	Ties     int     // working ones, of the account
	Share    float64 // of them that are theirs, in [0,1]
	Us, Them string  // the two of the only tie, where there is one
}

// Sentence is G6: "7 of our 10 working ties here (70 %) go through Ann Lee.", "Our only
// working tie here is that of Ann Lee to Tom Fox."
func (o ThroughOne) Sentence() string {
	if o.Ties == 1 {
		return Ended(fmt.Sprintf("Our only working tie here is that of %s to %s", o.Us, o.Them))
	}
	return Ended(fmt.Sprintf("%.0f of our %d working ties here (%.0f %%) go through %s", o.through(), o.Ties, 100*o.Share, o.Who))
}

// Reason says the same of the person: "Ann Lee (ours) is on 7 of 10 working ties".
func (o ThroughOne) Reason() string {
	side := "theirs"
	if o.Ours {
		side = "ours"
	}
	if o.Ties == 1 {
		return fmt.Sprintf("%s (%s) is on the only working tie", o.Who, side)
	}
	return fmt.Sprintf("%s (%s) is on %.0f of %d working ties", o.Who, side, o.through(), o.Ties)
}

// through is how many ties go through the person.
func (o ThroughOne) through() float64 { return math.Round(o.Share * float64(o.Ties)) }

// MoreKnowMore is the remedy where nobody can be named.
const MoreKnowMore = "let more of ours come to know more of theirs"

// SecondOwner is one of ours proposed beside the only one with a tie to a person.
type SecondOwner struct{ Owner, For string }

// NameSeconds is the remedy that names second owners: "name second owners: Ann Lee for
// Tom Fox and Bo Day for Cy Boss".
func NameSeconds(list []SecondOwner) string {
	texts := make([]string, len(list))
	for i, s := range list {
		texts[i] = s.Owner + " for " + s.For
	}
	return "name " + Verb(len(list), "a second owner", "second owners") + ": " + JoinNames(texts)
}

// NoAllyPolicy is what G7 is held against.
const NoAllyPolicy = "a supporter or champion among the deciders and the three others who shape it most"

// NoAlly is G7, of those who shape a decision and of those among them of whom no stance
// is known: "Nobody among those who shape ERP is known to be on our side: Tom Fox and
// Cy Boss; how Cy Boss stands is not known."
func NoAlly(decision string, shapers, unknown []string) string {
	s := fmt.Sprintf("Nobody among those who shape %s is known to be on our side: %s", decision, JoinNames(shapers))
	switch {
	case len(unknown) == len(shapers) && len(shapers) > 1:
		s += "; how any of them stands is not known"
	case len(unknown) > 0:
		s += "; how " + JoinNames(unknown) + " " + Verb(len(unknown), "stands", "stand") + " is not known"
	}
	return Ended(s)
}

// AskAlly is the remedy where an ally has the ear of somebody: "ask Bo Day, who is on
// our side, to speak with Tom Fox".
func AskAlly(ally, to string) string {
	return fmt.Sprintf("ask %s, who is on our side, to speak with %s", ally, to)
}

// NobodyToMove is the remedy where there is none: "nothing: those who shape ERP most
// must not be contacted".
func NobodyToMove(decision string) string {
	return fmt.Sprintf("nothing: those who shape %s most must not be contacted", decision)
}

// PairingAsleepPolicy is what G8 is held against: "contact every 30 days".
func PairingAsleepPolicy(days int) string { return "contact " + EveryDays(days) }

// Asleep is a pairing without a contact for long.
type Asleep struct {
	Ours, Theirs string
	Days         int        // its cadence
	Paired       graph.Date // 0 for unknown
	Contact      graph.Date // the last since they were paired; 0 for none
	Unnoticed    bool       // contacts of the one of ours would not be
}

// Sentence is G8: "Ann Lee and Tom Fox are paired to be in touch every 30 days; the last
// contact was on 3 May 2026, but contacts of Ann Lee would not be noticed."
func (a Asleep) Sentence() string {
	var since string
	switch {
	case a.Contact != 0:
		since = "the last contact was on " + Day(a.Contact)
	case a.Paired != 0:
		since = "no contact is on record since they were paired on " + Day(a.Paired)
	default:
		since = "no contact is on record, and since when they are paired is not known"
	}
	if a.Unnoticed {
		since += ", but contacts of " + a.Ours + " would not be noticed"
	}
	return fmt.Sprintf("%s and %s are paired to be in touch %s; %s.", a.Ours, a.Theirs, EveryDays(a.Days), since)
}

// ContactReason names the record of the last contact: "Ann Lee and Tom Fox: the last
// contact".
func (a Asleep) ContactReason() string {
	return a.Ours + " and " + a.Theirs + ": the last contact"
}

// PairedReason names the record of the pairing: "Ann Lee and Tom Fox: paired, and no
// contact on record since".
func (a Asleep) PairedReason() string {
	text := a.Ours + " and " + a.Theirs + ": paired"
	switch {
	case a.Contact != 0:
		return text
	case a.Paired != 0:
		return text + ", and no contact on record since"
	}
	return text + ", and no contact on record"
}

// Remind is the remedy while the pairing may stand: "remind Ann Lee to get in touch with
// Tom Fox", "ask Ann Lee when they were last in touch with Tom Fox".
func (a Asleep) Remind() string {
	if a.Unnoticed {
		return fmt.Sprintf("ask %s when they were last in touch with %s", a.Ours, a.Theirs)
	}
	return fmt.Sprintf("remind %s to get in touch with %s", a.Ours, a.Theirs)
}

// End is the remedy where the person must be left alone: "end the pairing: Tom Fox must
// not be contacted".
func (a Asleep) End() string {
	return fmt.Sprintf("end the pairing: %s must not be contacted", a.Theirs)
}

// Anew is the remedy of another pairing: "pair anew: make Bo Day the counterpart of Tom
// Fox". Where the first may have been in touch unnoticed, and may be, they are asked
// before.
func (a Asleep) Anew(how string, may bool) string {
	if may && a.Unnoticed {
		return a.Remind() + "; else pair anew: " + how
	}
	return "pair anew: " + how
}

// NewFacePolicy is what G9 is held against: "known within 90 days of a change".
func NewFacePolicy(days int) string { return fmt.Sprintf("known within %d days of a change", days) }

// SeatDoes says what goes with a seat: "whoever holds the seat decides ERP (2.5M EUR)".
func SeatDoes(does string) string { return "whoever holds the seat " + does }

// LeaverDoes says what somebody who is gone did: "Cy Boss, who left, decides ERP (2.5M
// EUR)".
func LeaverDoes(who, does string) string { return who + ", who left, " + does }

// LeftSeat says that somebody did: "Cy Boss left the seat".
func LeftSeat(who string) string { return who + " left the seat" }

// TookSeat says that somebody did: "Tom Fox took the seat".
func TookSeat(who string) string { return who + " took the seat" }

// SeatIsVacant says that a seat is: "Head of IT is vacant".
func SeatIsVacant(title string) string { return title + " is vacant" }

// VacantSeat is G9 of a seat with a part in a decision, which is said last: "The seat
// Head of IT has been vacant since 3 May 2026; whoever holds the seat decides ERP."
func VacantSeat(title string, since graph.Date, part string) string {
	if since == 0 {
		return fmt.Sprintf("The seat %s is vacant; %s.", title, part)
	}
	return fmt.Sprintf("The seat %s has been vacant since %s; %s.", title, Day(since), part)
}

// FollowerUnknown is G9 of a seat that somebody left: "Who follows Cy Boss, who left the
// seat Head of IT on 3 May 2026, is not recorded; whoever holds the seat decides ERP."
func FollowerUnknown(leaver, title string, on graph.Date, part string) string {
	return fmt.Sprintf("Who follows %s, who left the seat %s on %s, is not recorded; %s.", leaver, title, Day(on), part)
}

// Newcomer is somebody who took a seat with a part in a decision.
type Newcomer struct {
	Who, Title string
	Kind       graph.HoldKind
	Since      graph.Date
	Part       string // a reason: of theirs or of the seat
}

// Sentence is G9: "Tom Fox has been acting Head of IT since 3 May 2026, and decides
// ERP (2.5M EUR).", "…; whoever holds the seat decides ERP (2.5M EUR)."
func (n Newcomer) Sentence() string {
	joint, part := "; ", n.Part
	if own, is := strings.CutPrefix(part, n.Who+" "); is {
		joint, part = ", and ", own
	}
	return fmt.Sprintf("%s has been %s%s since %s%s%s.", n.Who, interim(n.Kind), n.Title, Day(n.Since), joint, part)
}

// interim writes that a seat is held for the time being.
func interim(k graph.HoldKind) string {
	switch k {
	case graph.HoldActing:
		return "acting "
	case graph.HoldInterim:
		return "interim "
	}
	return ""
}

// Welcome is the remedy by one of ours who is in touch already: "Ann Lee, who is in touch
// with them, finds out what changes with Tom Fox".
func Welcome(ours, theirs string) string {
	return fmt.Sprintf("%s, who is in touch with them, finds out what changes with %s", ours, theirs)
}

// FindFollower is the remedy for a seat without a known holder.
const FindFollower = "find out who acts, and who will follow"

// HandUsOver adds to a remedy that the one who left is to hand us over, where that is
// possible for some time only, by a day: "find out who acts, and who will follow; ask
// Cy Boss by 2 Jun 2026 to hand us over".
func HandUsOver(remedy, leaver string, until graph.Date) string {
	if until == 0 {
		return remedy + "; ask " + leaver + " to hand us over"
	}
	return fmt.Sprintf("%s; ask %s by %s to hand us over", remedy, leaver, Day(until))
}

// PartLeft is a part in a decision of somebody who left with their seat.
type PartLeft struct {
	Who, Does, Title string
	On               graph.Date
}

// Sentence is G9: "Cy Boss, who decides ERP (2.5M EUR), left as Head of IT on 3 May 2026,
// and nobody is recorded to follow."
func (p PartLeft) Sentence() string {
	return fmt.Sprintf("%s, who %s, left as %s on %s, and nobody is recorded to follow.", p.Who, p.Does, p.Title, Day(p.On))
}

// Remedy is what to find out: "find out who follows, and who decides ERP (2.5M EUR) now".
func (p PartLeft) Remedy() string { return "find out who follows, and who " + p.Does + " now" }

// FindOutWho is the remedy of G10.
const FindOutWho = "find out who it is"

// Expected says what the policy or the data expects to be known: "expected: finance at
// level 4".
func Expected(what string) string { return "expected: " + what }

// Place is a cell of the matrix: "finance at level 4".
func Place(f graph.Function, level int) string {
	return fmt.Sprintf("%s at level %d", Function(f), level)
}

// UnmappedPlacePolicy is what G10 is held against: "somebody in finance at level 4".
func UnmappedPlacePolicy(f graph.Function, level int) string {
	return "somebody in " + Place(f, level)
}

// UnmappedPlace is G10: "Nobody is recorded in finance at level 4, where the policy
// expects somebody."
func UnmappedPlace(f graph.Function, level int) string {
	return "Nobody is recorded in " + Place(f, level) + ", where the policy expects somebody."
}

// UnmappedAreaPolicy is what G10 is held against, of the function of a decision:
// "somebody at level 3 to 5 in the function of a decision area".
func UnmappedAreaPolicy(from int) string {
	return fmt.Sprintf("somebody at level %d to 5 in the function of a decision area", from)
}

// UnmappedArea is G10 of the function of a decision: "ERP is decided in finance, and
// nobody at level 3 to 5 is recorded there."
func UnmappedArea(decision string, f graph.Function, from int) string {
	return fmt.Sprintf("%s, and nobody at level %d to 5 is recorded there.", DecidedIn(decision, f), from)
}

// UnmappedSeatPolicy is what G10 is held against, of a seat.
const UnmappedSeatPolicy = "the seat is expected to be known"

// UnmappedSeat is G10 of a seat: "Who holds the seat Head of IT is not recorded."
func UnmappedSeat(title string) string {
	return fmt.Sprintf("Who holds the seat %s is not recorded.", title)
}

// OnlyDetractorPolicy is what G11 is held against.
const OnlyDetractorPolicy = "a way that does not lead through a detractor"

// OnlyTieInto is G11 of a decision: "Of those with a part in ERP we have a working tie to
// Tom Fox alone, a sceptic."
func OnlyTieInto(decision, who string, s graph.Stance) string {
	return fmt.Sprintf("Of those with a part in %s we have a working tie to %s alone, %s.", decision, who, s.Info().Is)
}

// OnlyWayTo is G11 of somebody who decides: "The only one who could take us to Cy Boss is
// Tom Fox, a detractor."
func OnlyWayTo(target, who string, s graph.Stance) string {
	return fmt.Sprintf("The only one who could take us to %s is %s, %s.", target, who, s.Info().Is)
}

// SecondTie is the remedy of G11: "build a second tie beside Tom Fox".
func SecondTie(beside string) string { return "build a second tie beside " + beside }
