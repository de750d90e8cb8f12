package knows

import (
	"cmp"
	"math"
	"slices"

	"github.com/kithgraph/kith/graph"
)

// The constants of relationship strength. They are conventions, which is why
// every verdict also says whether it is robust: whether it stays the same with
// all half-lives halved and doubled.
const (
	unanswered       = 0.25 // share of an unanswered text that counts
	halfAccess       = 2    // evidence at which access is one half: two fresh meetings
	statementWeight  = 3    // weight of a statement on the day it is made
	statementHalf    = 180  // days in which a statement loses half its weight
	slowShare        = 0.25 // share of a contact that fades slowly
	slowFactor       = 6    // how much more slowly that is
	captureWeight    = 2    // weight of silence where every contact is noticed
	RoomLimit        = 30   // with more people in the room it is an event …
	eventsNeeded     = 3    // … and counts from the third one shared
	MinContactWindow = 90   // days within which a working tie was in contact
	StatementLife    = 365  // days after which a statement alone is unverified
	RecentDays       = 180  // the window of contact counts and of confidence

	AcquaintedAt = 0.10
	workingAt    = 0.35
	strongAt     = 0.60
	closeAt      = 0.80

	highContacts   = 5   // contacts in the window from which confidence is high
	mediumContacts = 2   // … and medium, as it is by a claim of the window
	CadenceGrace   = 2   // times the agreed cadence for which a tie is in touch and a pairing awake
	DormantShare   = 0.5 // of its peak that a tie which worked once is still worth to ask by

	DisagreementGap     = 0.35 // between access and claim, beyond which they tell different stories …
	disagreementCapture = 0.5  // … where contacts are noticed at least so surely …
	disagreementWeight  = 1    // … and the claim still weighs so much
)

// class is a group of channels that fade at one pace.
type class uint8

// The classes.
const (
	classRich  class = iota
	classVoice       // calls
	ClassText        // what is written
	classes
)

// halfLife is the days in which the faster part of a contact fades by half.
var halfLife = [classes]float64{classRich: 75, classVoice: 45, ClassText: 30}

// Weigh returns the class and weight of a channel. Weight 0 means that the
// channel is no contact at all.
func Weigh(c graph.Channel) (class, float64) {
	switch c {
	case graph.ChannelSiteVisit, graph.ChannelWorkshop, graph.ChannelMeal:
		return classRich, 1.5
	case graph.ChannelMeeting:
		return classRich, 1
	case graph.ChannelVideo:
		return classRich, 0.8
	case graph.ChannelCall:
		return classVoice, 0.5
	case graph.ChannelMail:
		return ClassText, 0.15
	case graph.ChannelChat:
		return ClassText, 0.1
	case graph.ChannelTicket:
		return ClassText, 0.05
	}
	return 0, 0
}

// Direction says who began a contact, seen from the first person of a tie.
type Direction uint8

// The directions, and how many there are.
const (
	Joint      Direction = iota // both took part: any meeting or call, or text both ways
	Sent                        // text begun by the first person
	Got                         // text begun by the second person
	Directions                  // how many there are
)

// Contact is one dated contact between the two people of a tie.
type Contact struct {
	Record  graph.ID // the interaction
	On      graph.Date
	Channel graph.Channel
	Dir     Direction
	People  int32 // in the room, the two included
	days    int32 // contact-days that the record stands for; 0 means 1
}

// amount returns the contact's evidence on its own day.
func (c Contact) amount() float64 {
	_, w := Weigh(c.Channel)
	return w / math.Sqrt(float64(c.People-1)) * float64(max(1, c.days))
}

func (c Contact) event() bool { return c.People > RoomLimit }

// Statement is one dated claim about a tie.
type Statement struct {
	ID       graph.ID
	On       graph.Date
	Valid    graph.Interval
	Level    graph.TieLevel
	by       graph.ID
	own      bool // of the first person about the second, and not back
	conflict bool // the two are at odds: worth nothing as a claim
}

// Worth returns the strength that the claim stands for.
func (st *Statement) Worth() float64 {
	if st.conflict {
		return 0
	}
	return claimed(st.Level)
}

// claimed returns the strength that a tie level stands for.
func claimed(l graph.TieLevel) float64 {
	switch l {
	case graph.TieMet:
		return 0.2
	case graph.TieKnows:
		return 0.4
	case graph.TieWorksWell:
		return 0.65
	case graph.TieTrusted:
		return 0.85
	}
	return 0
}

// captured returns how surely a person's contacts are noticed, in [0,1].
func captured(m graph.CaptureMode) float64 {
	switch m {
	case graph.CaptureMailbox:
		return 1
	case graph.CaptureHand:
		return 0.5
	}
	return 0
}

// BandOf returns the band of a strength.
func BandOf(s float64) graph.Band {
	switch {
	case s >= closeAt:
		return graph.BandClose
	case s >= strongAt:
		return graph.BandStrong
	case s >= workingAt:
		return graph.BandWorking
	case s >= AcquaintedAt:
		return graph.BandAcquainted
	}
	return graph.BandNone
}

// Evidence is everything known about one tie from one person to another.
type Evidence struct {
	Contacts   []Contact   // by day, one per day, channel and direction; see [NewEvidence]
	statements []Statement // by the day said, those back among them
	capture    float64     // of the first person; 0 where nobody would notice
	Cadence    int         // agreed days between contacts; 0 where none is agreed
}

// NewEvidence takes contacts and statements in any order and keeps what
// counts: contacts with at least two people on a channel that carries weight,
// the heaviest one per day, channel and direction (events apart from smaller
// rooms). It reorders its arguments and keeps them.
func NewEvidence(contacts []Contact, statements []Statement, capture float64, cadence int) Evidence {
	contacts = slices.DeleteFunc(contacts, func(c Contact) bool {
		_, w := Weigh(c.Channel)
		return w == 0 || c.People < 2
	})
	slices.SortFunc(contacts, func(a, b Contact) int {
		return cmp.Or(
			cmp.Compare(a.On, b.On),
			cmp.Compare(a.Channel, b.Channel),
			cmp.Compare(a.Dir, b.Dir),
			CompareBool(a.event(), b.event()),
			cmp.Compare(b.amount(), a.amount()),
			cmp.Compare(a.People, b.People),
			cmp.Compare(a.Record, b.Record),
		)
	})
	contacts = slices.CompactFunc(contacts, func(a, b Contact) bool {
		return a.On == b.On && a.Channel == b.Channel && a.Dir == b.Dir && a.event() == b.event()
	})
	slices.SortFunc(statements, func(a, b Statement) int {
		return cmp.Or(
			cmp.Compare(a.On, b.On),
			cmp.Compare(b.Worth(), a.Worth()),
			CompareBool(a.conflict, b.conflict),
			cmp.Compare(b.ID, a.ID),
		)
	})
	return Evidence{Contacts: contacts, statements: statements, capture: capture, Cadence: cadence}
}

// CompareBool orders false before true.
func CompareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// StatementOn returns the newest statement that stands on the day, and of
// several said on one day the most modest; nil when there is none. What is said
// back counts only on days on which nothing is said of the first person.
func (e *Evidence) StatementOn(day graph.Date) *Statement {
	var back *Statement
	for i := len(e.statements) - 1; i >= 0; i-- {
		switch st := &e.statements[i]; {
		case st.On > day || !st.Valid.Contains(day):
		case st.own:
			return st
		case back == nil:
			back = st
		}
	}
	return back
}
