package knows

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/kithgraph/kith/graph"
)

var today = graph.MustDate("2026-10-26")

// every returns one contact each period days from first to last days ago.
func every(period, first, last int, ch graph.Channel, people int32, dir Direction) (cs []Contact) {
	for d := first; d <= last; d += period {
		cs = append(cs, Contact{On: today - graph.Date(d), Channel: ch, People: people, Dir: dir})
	}
	return cs
}

// TestCalibration holds the published table of typical rhythms: four years of
// each, the last contact half a period ago.
func TestCalibration(t *testing.T) {
	const years = 4 * 365
	for _, c := range []struct {
		name     string
		contacts []Contact
		want     float64
	}{
		{"monthly meeting", every(30, 15, years, graph.ChannelMeeting, 2, Joint), .79},
		{"quarterly meeting", every(91, 45, years, graph.ChannelMeeting, 2, Joint), .55},
		{"weekly call", every(7, 3, years, graph.ChannelCall, 2, Joint), .84},
		{"two-way weekly mail", every(7, 3, years, graph.ChannelMail, 2, Joint), .51},
		{"one meeting today", every(1, 0, 0, graph.ChannelMeeting, 2, Joint), .33},
		{"one meeting a year ago", every(1, 365, 365, graph.ChannelMeeting, 2, Joint), .08},
		{"quarterly review, 8 in the room", every(91, 45, years, graph.ChannelMeeting, 8, Joint), .32},
		{"silent year after six years", every(30, 365, 365+6*365, graph.ChannelMeeting, 2, Joint), .61},
		{"silent year after six months", every(30, 365, 365+182, graph.ChannelMeeting, 2, Joint), .32},
		{"a meeting and a video call today", append(every(1, 0, 0, graph.ChannelMeeting, 2, Joint), every(1, 0, 0, graph.ChannelVideo, 2, Joint)...), .47},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := NewEvidence(c.contacts, nil, 1, 0)
			if got := e.on(today, 1).Access; math.Abs(got-c.want) > .0051 {
				t.Errorf("access = %.3f, want %.2f", got, c.want)
			}
		})
	}
}

// bruteTotals is the definition, term by term.
func bruteTotals(cs []Contact, day graph.Date, stretch float64) (t [Directions]float64) {
	for _, c := range cs {
		if c.On > day {
			continue
		}
		var w, h float64
		switch c.Channel {
		case graph.ChannelSiteVisit, graph.ChannelWorkshop, graph.ChannelMeal:
			w, h = 1.5, 75
		case graph.ChannelMeeting:
			w, h = 1, 75
		case graph.ChannelVideo:
			w, h = .8, 75
		case graph.ChannelCall:
			w, h = .5, 45
		case graph.ChannelMail:
			w, h = .15, 30
		case graph.ChannelChat:
			w, h = .1, 30
		case graph.ChannelTicket:
			w, h = .05, 30
		}
		d := float64(day - c.On)
		h *= stretch
		t[c.Dir] += w / math.Sqrt(float64(c.People)-1) * (.75*math.Pow(2, -d/h) + .25*math.Pow(2, -d/(6*h)))
	}
	return t
}

func randomContacts(r *rand.Rand, n int, distinctDays bool) (cs []Contact) {
	chans := graph.Channels()
	for i := range n {
		c := Contact{
			On:      today - graph.Date(r.IntN(900)) + 20,
			Channel: chans[r.IntN(9)],
			People:  int32(2 + r.IntN(9)),
		}
		if distinctDays {
			c.On = today - graph.Date(i*7)
		}
		if cl, _ := Weigh(c.Channel); cl == ClassText {
			c.Dir = Direction(r.IntN(3))
		}
		if r.IntN(20) == 0 {
			c.People = 40
		}
		cs = append(cs, c)
	}
	return cs
}

func randomEvidence(r *rand.Rand) ([]Contact, []Statement, float64, int) {
	var sts []Statement
	for i := range r.IntN(3) {
		sts = append(sts, Statement{
			ID:    graph.ID(fmt.Sprint("k", i)),
			On:    today - graph.Date(r.IntN(500)),
			Level: []graph.TieLevel{graph.TieNone, graph.TieMet, graph.TieKnows, graph.TieWorksWell, graph.TieTrusted}[r.IntN(5)],
		})
	}
	return randomContacts(r, r.IntN(12), false), sts, []float64{0, .5, 1}[r.IntN(3)], []int{0, 30, 90}[r.IntN(3)]
}

func TestDecayMatchesTheDefinition(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for i := range 500 {
		cs := randomContacts(r, 1+r.IntN(30), true)
		cs = slices.DeleteFunc(cs, Contact.event)
		stretch := []float64{.5, 1, 2}[r.IntN(3)]
		day := today - graph.Date(r.IntN(60))
		e := NewEvidence(slices.Clone(cs), nil, 1, 0)
		st := e.on(day, stretch)
		b := bruteTotals(cs, day, stretch)
		x := b[Joint] + b[Got] + min(b[Got], b[Sent]) + .25*max(0, b[Sent]-b[Got])
		if want := x / (x + 2); math.Abs(st.Access-want) > 1e-12 {
			t.Fatalf("case %d: access = %v, want %v", i, st.Access, want)
		}
		// Stepping day by day gives the same as one leap.
		w := e.Walk(1)
		for d := day - 400; d < day; d++ {
			w.To(d)
		}
		if a, b := w.To(day).Access, e.on(day, 1).Access; math.Abs(a-b) > 1e-12 {
			t.Fatalf("case %d: stepped access = %v, want %v", i, a, b)
		}
	}
}

func TestStrengthLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 9))
	for i := range 30000 {
		cs, sts, capture, cadence := randomEvidence(r)
		build := func(cs []Contact) Evidence {
			return NewEvidence(slices.Clone(cs), slices.Clone(sts), capture, cadence)
		}
		e := build(cs)
		base := e.on(today, 1)
		if base.S < 0 || base.S >= 1 || base.Access < 0 || base.Access >= 1 {
			t.Fatalf("case %d: strength %v and access %v, want both in [0,1)", i, base.S, base.Access)
		}

		more := append(slices.Clone(cs), randomContacts(r, 1, false)...)
		e2 := build(more)
		grown := e2.on(today, 1)
		if grown.Access < base.Access || grown.S < base.S-1e-15 || !grown.working() && base.working() {
			t.Fatalf("case %d: adding %+v to %+v, claims %+v: access %v → %v, strength %v → %v", i, more[len(cs)], cs, sts, base.Access, grown.Access, base.S, grown.S)
		}

		shuffled := slices.Clone(cs)
		r.Shuffle(len(shuffled), func(a, b int) { shuffled[a], shuffled[b] = shuffled[b], shuffled[a] })
		e3 := build(shuffled)
		if e3.on(today, 1).S != base.S {
			t.Fatalf("case %d: the order of contacts changes the strength", i)
		}

		swapped := slices.Clone(cs)
		for j := range swapped {
			switch swapped[j].Dir {
			case Sent:
				swapped[j].Dir = Got
			case Got:
				swapped[j].Dir = Sent
			}
		}
		e4 := build(swapped)
		if sw := e4.on(today, 1); math.Abs(sw.Access-base.back) > 1e-12 || math.Abs(sw.back-base.Access) > 1e-12 {
			t.Fatalf("case %d: swapping sides: access %v back %v, want %v and %v", i, sw.Access, sw.back, base.back, base.Access)
		}
	}
}

func TestTimeNeverRaisesAccess(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for i := range 2000 {
		cs, sts, capture, cadence := randomEvidence(r)
		e := NewEvidence(cs, sts, capture, cadence)
		w := e.Walk(1)
		prev := w.To(today + 30) // after the last planned contact
		for d := today + 31; d < today+300; d += graph.Date(1 + r.IntN(20)) {
			st := w.To(d)
			if st.Access > prev.Access || st.back > prev.back {
				t.Fatalf("case %d: access rose from %v to %v", i, prev.Access, st.Access)
			}
			prev = st
		}
	}
}

func TestPlannedContactsCountNothing(t *testing.T) {
	e := NewEvidence([]Contact{{On: today + 1, Channel: graph.ChannelMeeting, People: 2}}, nil, 1, 0)
	if v := e.judge(today); v.Access != 0 || v.LastContact != 0 || v.Recent != 0 || v.Expires != 0 {
		t.Errorf("judge = %+v, want nothing yet", v)
	}
	if a := e.on(today+1, 1).Access; a < .33 || a > .34 {
		t.Errorf("access on the day = %v, want a third", a)
	}
}

func TestRooms(t *testing.T) {
	meet := func(day int, people int32) Contact {
		return Contact{On: today - graph.Date(day), Channel: graph.ChannelMeeting, People: people}
	}
	for _, c := range []struct {
		name     string
		contacts []Contact
		joint    float64
		count    int
	}{
		{"a note to oneself", []Contact{meet(0, 1)}, 0, 0},
		{"two people", []Contact{meet(0, 2)}, 1, 1},
		{"five people", []Contact{meet(0, 5)}, .5, 1},
		{"thirty people are still a room", []Contact{meet(0, 30)}, 1 / math.Sqrt(29), 1},
		{"two events do not count", []Contact{meet(0, 37), meet(1, 37)}, 0, 0},
		{"three events count", []Contact{meet(0, 37), meet(0, 37), meet(0, 37), meet(1, 37), meet(2, 37)}, 0.4964, 3},
		{"twice on one day counts once", []Contact{meet(0, 2), meet(0, 5), meet(0, 2)}, 1, 1},
		{"an event does not hide a meeting", []Contact{meet(0, 2), meet(0, 99)}, 1, 1},
		{"mass mail", []Contact{{On: today, Channel: graph.ChannelMassMail, People: 2}}, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := NewEvidence(c.contacts, nil, 1, 0)
			st := e.on(today, 1)
			if math.Abs(st.total-c.joint) > .001 {
				t.Errorf("evidence = %.4f, want %.4f", st.total, c.joint)
			}
			if n := e.judge(today).Recent; n != c.count {
				t.Errorf("contacts = %d, want %d", n, c.count)
			}
		})
	}
}

func TestDirections(t *testing.T) {
	mail := func(d Direction) Contact { return Contact{On: today, Channel: graph.ChannelMail, People: 2, Dir: d} }
	access := func(x float64) float64 { return x / (x + 2) }
	for _, c := range []struct {
		name         string
		dirs         []Direction
		access, back float64
	}{
		{"unanswered", []Direction{Sent}, access(.25 * .15), access(.15)},
		{"answered the same day", []Direction{Sent, Got}, access(.30), access(.30)},
		{"both ways", []Direction{Joint}, access(.15), access(.15)},
	} {
		t.Run(c.name, func(t *testing.T) {
			var cs []Contact
			for _, d := range c.dirs {
				cs = append(cs, mail(d))
			}
			e := NewEvidence(cs, nil, 1, 0)
			st := e.on(today, 1)
			if math.Abs(st.Access-c.access) > 1e-12 || math.Abs(st.back-c.back) > 1e-12 {
				t.Errorf("access %v back %v, want %v and %v", st.Access, st.back, c.access, c.back)
			}
		})
	}
}

func TestVerdicts(t *testing.T) {
	told := func(age int, l graph.TieLevel) []Statement {
		return []Statement{{On: today - graph.Date(age), Level: l}}
	}
	for _, c := range []struct {
		name       string
		contacts   []Contact
		statements []Statement
		capture    float64
		cadence    int
		check      func(v Verdict) bool
	}{
		{"nothing is known", nil, nil, 1, 0, func(v Verdict) bool {
			return v.S == 0 && v.Band == graph.BandNone && v.Confidence == graph.ConfidenceLow && v.Expires == 0 && v.Robust
		}},
		{"a fresh claim by someone without capture", nil, told(10, graph.TieTrusted), 0, 0, func(v Verdict) bool {
			return v.S == .85 && v.Working && v.Confidence == graph.ConfidenceMedium && v.Expires == today-10+366
		}},
		{"an old claim, never a contact", nil, told(366, graph.TieTrusted), 0, 0, func(v Verdict) bool {
			return !v.Working && v.Unverified && !v.Cooling && v.Band == graph.BandClose && v.Dormant
		}},
		{"a claim of a year less a day", nil, told(365, graph.TieTrusted), 0, 0, func(v Verdict) bool {
			return v.Working && !v.Unverified && v.Expires == today+1
		}},
		{"trusted, but nobody has met him for ten months", every(1, 300, 300, graph.ChannelMeeting, 2, Joint), told(200, graph.TieTrusted), 1, 0, func(v Verdict) bool {
			return v.Disagreement && !v.Working
		}},
		{"strong, last met 91 days ago", every(30, 91, 1500, graph.ChannelMeeting, 2, Joint), nil, 1, 0, func(v Verdict) bool {
			return v.Cooling && !v.Working && v.Dormant && v.PeakBand == graph.BandClose
		}},
		{"strong, last met 91 days ago, quarterly agreed", every(30, 91, 1500, graph.ChannelMeeting, 2, Joint), nil, 1, 91, func(v Verdict) bool {
			return !v.Cooling && v.Working && !v.Dormant && v.Expires == today-91+183
		}},
		{"five contacts", every(10, 0, 40, graph.ChannelMeeting, 2, Joint), nil, 1, 0, func(v Verdict) bool {
			return v.Confidence == graph.ConfidenceHigh && v.Recent == 5 && v.LastContact == today
		}},
		{"said not to be true", every(10, 0, 40, graph.ChannelMail, 2, Joint), told(0, graph.TieNone), 1, 0, func(v Verdict) bool {
			return !v.Working && v.Stated.Level == graph.TieNone
		}},
		{"of two claims the newer", nil, append(told(20, graph.TieTrusted), told(10, graph.TieMet)...), 0, 0, func(v Verdict) bool {
			return v.S == .2 && v.Peak == .85
		}},
		{"of two claims on one day the more modest", nil, append(told(10, graph.TieTrusted), told(10, graph.TieMet)...), 0, 0, func(v Verdict) bool {
			return v.S == .2
		}},
		{"an undated claim hides no peak of the contacts after it", every(30, 600, 1500, graph.ChannelMeeting, 2, Joint), []Statement{{Level: graph.TieMet}}, 1, 0, func(v Verdict) bool {
			return v.Dormant && v.PeakBand == graph.BandStrong
		}},
		{"nor one of the claims after it", nil, append(told(20, graph.TieTrusted), append(told(10, graph.TieMet), Statement{Level: graph.TieNone})...), 0, 0, func(v Verdict) bool {
			return v.S == .2 && v.Peak == .85 && v.Dormant
		}},
		{"said to be at odds", nil, []Statement{{On: today, Level: graph.TieTrusted, conflict: true}}, 0, 0, func(v Verdict) bool {
			return v.S == 0 && !v.Working
		}},
		{"a claim that has ended", nil, []Statement{{On: today - 20, Level: graph.TieTrusted, Valid: graph.Interval{To: today}}}, 0, 0, func(v Verdict) bool {
			return v.S == 0 && v.Stated == nil
		}},
		{"a borderline tie is not robust", every(40, 40, 80, graph.ChannelMeeting, 2, Joint), nil, 1, 0, func(v Verdict) bool {
			return v.Working && !v.Robust
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := NewEvidence(c.contacts, c.statements, c.capture, c.cadence)
			if v := e.judge(today); !c.check(v) {
				t.Errorf("judge = %+v (strength %.4f, expires %s)", v, v.S, v.Expires)
			}
		})
	}
}

// TestExpiry holds the day on which a verdict flips against asking every day.
func TestExpiry(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	flips, rises := 0, 0
	for i := range 1000 {
		cs, sts, capture, cadence := randomEvidence(r)
		if i%2 == 0 { // long, even histories under a low claim, where strength can rise
			cs = every(28+r.IntN(10), 200+r.IntN(200), 800+r.IntN(1500), graph.ChannelMeeting, 2, Joint)
			sts = []Statement{{On: today - graph.Date(r.IntN(30)), Level: graph.TieNone}}
			cadence = 365
		}
		cs = slices.DeleteFunc(cs, func(c Contact) bool { return c.On > today })
		e := NewEvidence(cs, sts, capture, cadence)
		v := e.judge(today)
		var want graph.Date
		for d := today + 1; d < today+800; d++ {
			if e.on(d, 1).working() != v.Working {
				want = d
				break
			}
		}
		if v.Expires != want {
			t.Fatalf("case %d: expires %s, want %s; %+v", i, v.Expires, want, v)
		}
		if want != 0 {
			flips++
			if !v.Working {
				rises++
			}
		}
	}
	if flips < 150 || rises < 3 {
		t.Errorf("only %d of 1000 cases flip, %d upward: the test has no teeth", flips, rises)
	}
}

// TestFading holds the tables against the powers of two that they stand for, to
// the last bit, up to ages that they do not have.
func TestFading(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 9))
	for range 20000 {
		days, stretch := float64(r.IntN(6000)), []float64{.5, 1, 2}[r.IntN(3)]
		for c, h := range halfLife {
			quick, slow := faded(class(c), days, stretch)
			if want := math.Exp2(-days / (h * stretch)); quick != want {
				t.Fatalf("of a contact of class %d, %v days at stretch %v leave %v, want %v", c, days, stretch, quick, want)
			}
			if want := math.Exp2(-days / (slowFactor * h * stretch)); slow != want {
				t.Fatalf("of the slow part of class %d, %v days at stretch %v leave %v, want %v", c, days, stretch, slow, want)
			}
		}
		if got, want := fadedClaim(days, stretch), math.Exp2(-days/(statementHalf*stretch)); got != want {
			t.Fatalf("of a claim, %v days at stretch %v leave %v, want %v", days, stretch, got, want)
		}
	}
}

func BenchmarkJudge(b *testing.B) {
	e := NewEvidence(every(14, 3, 3*365, graph.ChannelMeeting, 2, Joint), []Statement{{On: today - 100, Level: graph.TieKnows}}, 1, 30)
	for b.Loop() {
		e.judge(today)
	}
}
