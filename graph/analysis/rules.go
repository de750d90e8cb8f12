package analysis

import (
	"cmp"
	"slices"
	"strings"
)

// Rule is the id under which a finding is known; it stays the same for ever.
type Rule string

// The rules. What each fires on is said once, in [Rules].
const (
	RuleDeciderDark   Rule = "G1"
	RuleDeciderThin   Rule = "G2"
	RuleNeighbourhood Rule = "G3"
	RuleBrokenLadder  Rule = "G4"
	RuleFunctionDark  Rule = "G5"
	RuleAllThroughOne Rule = "G6"
	RuleNoAlly        Rule = "G7"
	RulePairingAsleep Rule = "G8"
	RuleNewFace       Rule = "G9"
	RuleUnmapped      Rule = "G10"
	RuleOnlyDetractor Rule = "G11"
	RuleSinglePoint   Rule = "P1"
	RuleCold          Rule = "I1"
	RuleContactLeft   Rule = "M1"
	RuleContactCame   Rule = "M2"
	RuleTieCooling    Rule = "T1"
	RuleTieUnverified Rule = "T2"
	RuleTieDisputed   Rule = "T3"

	RulePromiseOverdue  Rule = "K1"
	RulePromisesLate    Rule = "K2"
	RulePromiseSurprise Rule = "K3"
	RulePromiseDrift    Rule = "K4"
	RuleOverdue         Rule = "C1"
	RuleSilent          Rule = "C2"
	RuleDecline         Rule = "C3"

	RuleProblemOpen    Rule = "O1"
	RuleValueNotAgreed Rule = "O2"
	RuleNeglected      Rule = "A1"
	RuleOverServed     Rule = "A2"
	RuleFavourite      Rule = "A3"
	RuleNobodyNew      Rule = "A4"
)

// RuleInfo describes a rule to people.
type RuleInfo struct {
	Rule Rule
	Name string // two or three words
	Doc  string // when it fires
}

var rules = []RuleInfo{
	{RuleDeciderDark, "decider dark", "nobody of ours has a working tie to a decider or approver, and nobody reaches them within two handshakes"},
	{RuleDeciderThin, "decider thin", "fewer of ours have a working tie to a decider, approver, influencer or gatekeeper than the policy wants"},
	{RuleNeighbourhood, "neighbourhood", "around a key contact, fewer of the supervisor, peers and reports are tied than the policy wants, or all of them by one of ours"},
	{RuleBrokenLadder, "broken ladder", "every chain from the users to the top of a decision area has a person without a working tie"},
	{RuleFunctionDark, "function dark", "a function that holds a decision area or more than a tenth of the users has no working tie"},
	{RuleAllThroughOne, "all through one", "one person on either side holds at least seventy per cent of the working ties"},
	{RuleNoAlly, "no ally", "a decision area has no supporter or champion among its deciders and the three others who shape it most"},
	{RulePairingAsleep, "pairing asleep", "a pairing has had no contact for twice its cadence"},
	{RuleNewFace, "new face or vacancy", "a seat with a part in a decision changed hands within ninety days, is vacant, or nobody is known to follow on it"},
	{RuleUnmapped, "unmapped", "the policy expects somebody in a function at a level and nobody is recorded"},
	{RuleOnlyDetractor, "only a detractor", "the only tie into a decision area, or the only carrier to a decider, is a detractor"},
	{RuleSinglePoint, "single point of failure", "without one person we lose a decider or a decision area within the horizon"},
	{RuleCold, "cold", "no introduction leads to the target within the hops allowed"},
	{RuleContactLeft, "contact left", "somebody we are tied to or who has a part in a decision left a company, whatever they hold elsewhere"},
	{RuleContactCame, "contact came", "somebody we know joined an account"},
	{RuleTieCooling, "cooling", "a tie is strong enough to work but out of touch"},
	{RuleTieUnverified, "unverified", "a tie rests on a claim more than a year old and on no contact"},
	{RuleTieDisputed, "disputed", "what was said of a tie and the contacts on record tell different stories"},

	{RulePromiseOverdue, "promise overdue", "a promise, ours or theirs, is open more than seven days after its day"},
	{RulePromisesLate, "late again", "at least two promises of one side about an account were late in ninety days"},
	{RulePromiseSurprise, "surprise", "somebody who decides or approves heard only after the day that a promise of ours was not kept"},
	{RulePromiseDrift, "promise drifts", "a promise that recurs was missed at least twice in the period"},
	{RuleOverdue, "overdue", "contact that is agreed in a pairing, or expected with somebody who decides or approves, is more than one and a half times its cadence ago, counting the days on which it would be on record"},
	{RuleSilent, "silent", "two who were in touch at least four times in a year have not been for twice the longest gap of that year, and four weeks at least"},
	{RuleDecline, "contact declines", "at an account with a contact-day a week or more, half a year falls below the year before by more than chance"},

	{RuleProblemOpen, "problem open", "a problem is open for more than thirty days"},
	{RuleValueNotAgreed, "value not agreed", "value that we delivered more than ninety days ago has not been agreed to by the client"},
	{RuleNeglected, "neglected", "an account gets less than half its agreed share of the contact-days, by more than chance, and two contacts or more are overdue there"},
	{RuleOverServed, "over-served", "an account gets more than twice its agreed share of the contact-days, and ten days or more above what is agreed"},
	{RuleFavourite, "favourite", "one of ours spends more than half of ten contact-days or more with the same person"},
	{RuleNobodyNew, "nobody new", "at an account with ten contact-days or more nobody was met for the first time in 180 days"},
}

// Rules returns every rule, in the order of the documentation. The caller owns
// the result.
func Rules() []RuleInfo { return slices.Clone(rules) }

// Compare orders rules as [Rules] does.
func (r Rule) Compare(o Rule) int {
	place := func(r Rule) int { return slices.IndexFunc(rules, func(i RuleInfo) bool { return i.Rule == r }) }
	return cmp.Compare(place(r), place(o))
}

// gap reports whether a rule is one of coverage.
func (r Rule) gap() bool {
	return strings.HasPrefix(string(r), "G") && slices.ContainsFunc(rules, func(i RuleInfo) bool { return i.Rule == r })
}

// CoverStatus is how well a seat is covered.
type CoverStatus string

// The cover statuses of a seat, best first.
const (
	CoverTwoDeep  CoverStatus = "TWO_DEEP" // at least two of ours have a working tie to a holder
	CoverOneDeep  CoverStatus = "ONE_DEEP" // exactly one
	CoverNone     CoverStatus = "NONE"     // nobody
	CoverVacant   CoverStatus = "VACANT"   // nobody sits there
	CoverUnmapped CoverStatus = "UNMAPPED" // who sits there is withheld or unknown
)

// Form is the shape of a relationship between two firms (after McDonald and
// Rogers, Key Account Management, 1998).
type Form string

// The forms.
const (
	FormNone    Form = "NONE"    // no working tie at all
	FormBowTie  Form = "BOW_TIE" // one person on either side holds at least 70 % of the ties
	FormMixed   Form = "MIXED"
	FormDiamond Form = "DIAMOND" // nobody holds more than 40 %, and at least four functions are linked
)

// Likelihood says in a word how likely an introduction is to come about. It is
// uncalibrated until outcomes have been recorded.
type Likelihood string

// The likelihoods: at least one half, at least one quarter, less.
const (
	Likely   Likelihood = "LIKELY"
	Possible Likelihood = "POSSIBLE"
	LongShot Likelihood = "LONG_SHOT"
)

const (
	likelyAt   = 0.5
	possibleAt = 0.25
)

// LikelihoodOf returns the word for a probability in [0,1].
func LikelihoodOf(p float64) Likelihood {
	switch {
	case p >= likelyAt:
		return Likely
	case p >= possibleAt:
		return Possible
	}
	return LongShot
}

// MoveKind is what a change of seats amounts to.
type MoveKind string

// The kinds of move.
const (
	MoveJoined      MoveKind = "JOINED"       // a company wholly entered, none left
	MoveLeft        MoveKind = "LEFT"         // a company wholly left, none entered
	MoveChangedFirm MoveKind = "CHANGED_FIRM" // a company wholly left and another entered
	MovePromoted    MoveKind = "PROMOTED"     // a seat of a higher level than all before in its company
	MoveChangedSeat MoveKind = "CHANGED_SEAT" // other seats in the same companies
)

// MoveKinds returns the kinds of move.
func MoveKinds() []MoveKind {
	return []MoveKind{MoveJoined, MoveLeft, MoveChangedFirm, MovePromoted, MoveChangedSeat}
}
