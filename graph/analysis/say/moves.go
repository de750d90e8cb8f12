package say

import (
	"fmt"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
)

// The policies that moves are held against.
const (
	LeaverPolicy      = "the ties of a leaver are handed over"
	ContactLeftPolicy = "the place of a contact who left is covered anew"
	DeciderLeftPolicy = "the place of somebody who decides is covered anew"
	ContactCamePolicy = "a known face at an account is used"
)

// FirmChanged says what happened to a firm: "24 seats went from Arlton to Brackwell
// on 2 Mar 2026: a change of the firm, not of people."
func FirmChanged(seats int, from, to string, on graph.Date) string {
	return fmt.Sprintf("%s from %s to %s on %s: a change of the firm, not of people.", Count(seats, "seat went", "seats went"), from, to, Day(on))
}

// FirmReorganized says what happened to a firm's chart: "24 seats of Arlton changed
// on 2 Mar 2026: the chart was reorganized or entered anew."
func FirmReorganized(seats int, firm string, on graph.Date) string {
	return fmt.Sprintf("%s of %s changed on %s: the chart was reorganized or entered anew.", Count(seats, "seat", "seats"), firm, Day(on))
}

// MoveSeat is a seat by its title and where it is.
type MoveSeat struct{ Title, At string }

// String writes it: "CIO at Arlton".
func (s MoveSeat) String() string { return s.Title + " at " + s.At }

func joinSeats(list []MoveSeat) string {
	texts := make([]string, len(list))
	for i, s := range list {
		texts[i] = s.String()
	}
	return JoinAll(texts)
}

// SeatHeld is a reason: "Ann Lee as CIO at Arlton".
func SeatHeld(name string, seat MoveSeat) string { return fmt.Sprintf("%s as %s", name, seat) }

// PartBefore is a reason: "Ann Lee, the day before: decides ERP".
func PartBefore(name string, r graph.Role, area string) string {
	return fmt.Sprintf("%s, the day before: %s", name, RoleVerb(r, area))
}

// Turn is what changes for somebody in a company that they do not leave.
type Turn struct {
	From, To *UnitSeat // the highest seats given up and taken; nil for none, but not both
	Rises    bool
	Company  string
}

// UnitSeat is a seat in a unit of a company.
type UnitSeat struct {
	MoveSeat
	Below bool // the unit is one below the company
}

// clause says what changes. It names the units, for the company is the same: "rose
// from Analyst at Sales to Head at Finance within Arlton". Where a unit that is
// named is the company itself, that is enough: "gave up CIO at Arlton".
func (t Turn) clause() string {
	within := " within " + t.Company
	at := func(s *UnitSeat) string {
		if !s.Below {
			within = ""
		}
		return s.String()
	}
	var s string
	switch {
	case t.To == nil:
		s = "gave up " + at(t.From)
	case t.From == nil:
		s = "also became " + at(t.To)
	default:
		verb, from := "went", t.From.Title
		if t.Rises {
			verb = "rose"
		}
		if t.From.At != t.To.At {
			from = at(t.From)
		}
		s = fmt.Sprintf("%s from %s to %s", verb, from, at(t.To))
	}
	return s + within
}

// Move is somebody's change of seats: companies first, then what changed within
// those that they stay in.
type Move struct {
	Name        string
	Kind        analysis.MoveKind
	On          graph.Date // of who left, the day of that
	Left, Taken []MoveSeat // the highest of each company wholly left, or wholly entered
	Besides     bool       // with seats before, which they keep
	Turns       []Turn     // in other companies, with a rise first
	Still       *MoveSeat  // the highest that they keep, where it is to be told
	HandOver    int        // working ties to be handed over
	KnownBy     string     // who of ours knows them best; "" for nobody
	Band        graph.Band // of their tie
}

// Sentence says it: "Ann Lee went from CIO at Arlton to CEO at Brackwell on 2 Mar
// 2026; Bo Wu knows them best (strong)."
func (m Move) Sentence() string {
	var texts []string
	for _, t := range m.Turns {
		texts = append(texts, t.clause())
	}
	var main string
	switch m.Kind {
	case analysis.MoveChangedFirm:
		main = fmt.Sprintf("went from %s to %s", joinSeats(m.Left), joinSeats(m.Taken))
	case analysis.MoveLeft:
		main = "left as " + joinSeats(m.Left)
	case analysis.MoveJoined:
		main = "joined as " + joinSeats(m.Taken)
		if m.Besides {
			main = "also became " + joinSeats(m.Taken)
		}
	default:
		main, texts = texts[0], texts[1:]
	}
	s := fmt.Sprintf("%s %s on %s", m.Name, main, Day(m.On))
	if m.Still != nil {
		texts = append(texts, "is still "+m.Still.String())
	}
	if len(texts) > 0 {
		s += ", and " + JoinAll(texts)
	}
	if m.HandOver > 0 {
		s += fmt.Sprintf("; %s to be handed over", Count(m.HandOver, "working tie is", "working ties are"))
	}
	if m.KnownBy != "" {
		s += fmt.Sprintf("; %s knows them best (%s)", m.KnownBy, Band(m.Band))
	}
	return Ended(s)
}

// Came is somebody known who joined an account.
type Came struct {
	Name    string
	KnownBy string // best, by this one of ours
	Band    graph.Band
	Seat    MoveSeat
	Since   graph.Date
}

// Sentence says it: "Ann Lee, whom Bo Wu knows best (strong), has been CEO at
// Brackwell since 2 Mar 2026."
func (c Came) Sentence() string {
	return fmt.Sprintf("%s, whom %s knows best (%s), has been %s since %s.", c.Name, c.KnownBy, Band(c.Band), c.Seat, Day(c.Since))
}

// HandOverTies is a remedy: "hand over 2 working ties".
func HandOverTies(n int) string { return "hand over " + Count(n, "working tie", "working ties") }

// Congratulate is what to do about a known face.
const Congratulate = "congratulate, and ask for introductions"

// LeaveAlone is what to do about one who is shunned: "nothing: Ann Lee must not be
// contacted".
func LeaveAlone(name string) string { return fmt.Sprintf("nothing: %s must not be contacted", name) }

// Follow is what to do where a contact left.
type Follow struct {
	Left    string     // who left
	Open    []string   // who sits where they sat, and may be contacted
	Shunned []string   // … and must not
	AskBy   graph.Date // until when to ask the one who left to hand us over; 0 not to ask
}

// Remedy says it: "come to know Bo Wu, who sits where Ann Lee sat; ask Ann Lee by 2
// Mar 2026 to hand us over", "find out who follows".
func (f Follow) Remedy() string {
	var s string
	switch {
	case len(f.Open) > 0:
		s = fmt.Sprintf("come to know %s, who %s where %s sat", JoinNames(f.Open), Verb(len(f.Open), "sits", "sit"), f.Left)
	case len(f.Shunned) > 0:
		s = fmt.Sprintf("nothing: %s, who %s where %s sat, must not be contacted", JoinNames(f.Shunned), Verb(len(f.Shunned), "sits", "sit"), f.Left)
	default:
		s = "find out who follows"
	}
	if f.AskBy != 0 {
		s += fmt.Sprintf("; ask %s by %s to hand us over", f.Left, Day(f.AskBy))
	}
	return s
}

// OnlyWay is why to cover somebody anew: "nothing else led to them than Ann Lee".
func OnlyWay(left string) string { return "nothing else led to them than " + left }

// SitsWhere is why to cover somebody anew: "sits where Ann Lee sat".
func SitsWhere(left string) string { return fmt.Sprintf("sits where %s sat", left) }

// MoveCard is what the move of a contact means to us.
type MoveCard struct {
	Move         string       // its sentence
	Left, Joined string       // accounts; "" for none
	Lost         []string     // at the account left, nothing else led to them; those to be named
	LostMore     int          // … and how many others
	Gaps         int          // that opened there
	Promises     int          // that are open with them there
	Gained       []string     // at the account joined
	StanceBefore graph.Stance // where they left, if it is not known where they joined; else unknown
	AskUntil     graph.Date   // to hand us over; 0 not to ask
}

// Sentences say it: "Ann Lee left as CIO at Arlton on 2 Mar 2026. At Arlton nothing
// else led to Julia Moreau. 2 gaps in our cover there opened that day. Until 31 May
// 2026 ask them to hand us over."
func (c MoveCard) Sentences() string {
	s := c.Move
	if len(c.Lost)+c.LostMore > 0 {
		s += Ended(fmt.Sprintf(" At %s nothing else led to %s", c.Left, JoinMore(c.Lost, c.LostMore)))
	}
	if c.Gaps > 0 {
		s += fmt.Sprintf(" %s in our cover there opened that day.", Count(c.Gaps, "gap", "gaps"))
	}
	if c.Promises > 0 {
		s += fmt.Sprintf(" %s with them there.", Count(c.Promises, "promise is open", "promises are open"))
	}
	if len(c.Gained) > 0 {
		s += fmt.Sprintf(" At %s they alone put %s in reach.", c.Joined, JoinNames(c.Gained))
	}
	if c.StanceBefore.Known() {
		s += fmt.Sprintf(" How they stand to us at %s is not known (%s at %s).", c.Joined, c.StanceBefore.Info().Word, c.Left)
	}
	if c.AskUntil != 0 {
		s += fmt.Sprintf(" Until %s ask them to hand us over.", Day(c.AskUntil))
	}
	return s
}
