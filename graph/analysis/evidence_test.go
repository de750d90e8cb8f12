package analysis

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
func every(period, first, last int, ch graph.Channel, people int32, dir direction) (cs []contact) {
	for d := first; d <= last; d += period {
		cs = append(cs, contact{on: today - graph.Date(d), channel: ch, people: people, dir: dir})
	}
	return cs
}

// TestCalibration holds the published table of typical rhythms: four years of
// each, the last contact half a period ago.
func TestCalibration(t *testing.T) {
	const years = 4 * 365
	for _, c := range []struct {
		name     string
		contacts []contact
		want     float64
	}{
		{"monthly meeting", every(30, 15, years, graph.ChannelMeeting, 2, joint), .79},
		{"quarterly meeting", every(91, 45, years, graph.ChannelMeeting, 2, joint), .55},
		{"weekly call", every(7, 3, years, graph.ChannelCall, 2, joint), .84},
		{"two-way weekly mail", every(7, 3, years, graph.ChannelMail, 2, joint), .51},
		{"one meeting today", every(1, 0, 0, graph.ChannelMeeting, 2, joint), .33},
		{"one meeting a year ago", every(1, 365, 365, graph.ChannelMeeting, 2, joint), .08},
		{"quarterly review, 8 in the room", every(91, 45, years, graph.ChannelMeeting, 8, joint), .32},
		{"silent year after six years", every(30, 365, 365+6*365, graph.ChannelMeeting, 2, joint), .61},
		{"silent year after six months", every(30, 365, 365+182, graph.ChannelMeeting, 2, joint), .32},
		{"a meeting and a video call today", append(every(1, 0, 0, graph.ChannelMeeting, 2, joint), every(1, 0, 0, graph.ChannelVideo, 2, joint)...), .47},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := newEvidence(c.contacts, nil, 1, 0)
			if got := e.on(today, 1).access; math.Abs(got-c.want) > .0051 {
				t.Errorf("access = %.3f, want %.2f", got, c.want)
			}
		})
	}
}

// bruteTotals is the definition, term by term.
func bruteTotals(cs []contact, day graph.Date, stretch float64) (t [directions]float64) {
	for _, c := range cs {
		if c.on > day {
			continue
		}
		var w, h float64
		switch c.channel {
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
		d := float64(day - c.on)
		h *= stretch
		t[c.dir] += w / math.Sqrt(float64(c.people)-1) * (.75*math.Pow(2, -d/h) + .25*math.Pow(2, -d/(6*h)))
	}
	return t
}

func randomContacts(r *rand.Rand, n int, distinctDays bool) (cs []contact) {
	chans := graph.Channels()
	for i := range n {
		c := contact{
			on:      today - graph.Date(r.IntN(900)) + 20,
			channel: chans[r.IntN(9)],
			people:  int32(2 + r.IntN(9)),
		}
		if distinctDays {
			c.on = today - graph.Date(i*7)
		}
		if cl, _ := weigh(c.channel); cl == classText {
			c.dir = direction(r.IntN(3))
		}
		if r.IntN(20) == 0 {
			c.people = 40
		}
		cs = append(cs, c)
	}
	return cs
}

func randomEvidence(r *rand.Rand) ([]contact, []statement, float64, int) {
	var sts []statement
	for i := range r.IntN(3) {
		sts = append(sts, statement{
			id:    graph.ID(fmt.Sprint("k", i)),
			on:    today - graph.Date(r.IntN(500)),
			level: []graph.TieLevel{graph.TieNone, graph.TieMet, graph.TieKnows, graph.TieWorksWell, graph.TieTrusted}[r.IntN(5)],
		})
	}
	return randomContacts(r, r.IntN(12), false), sts, []float64{0, .5, 1}[r.IntN(3)], []int{0, 30, 90}[r.IntN(3)]
}

func TestDecayMatchesTheDefinition(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for i := range 500 {
		cs := randomContacts(r, 1+r.IntN(30), true)
		cs = slices.DeleteFunc(cs, contact.event)
		stretch := []float64{.5, 1, 2}[r.IntN(3)]
		day := today - graph.Date(r.IntN(60))
		e := newEvidence(slices.Clone(cs), nil, 1, 0)
		st := e.on(day, stretch)
		b := bruteTotals(cs, day, stretch)
		x := b[joint] + b[got] + min(b[got], b[sent]) + .25*max(0, b[sent]-b[got])
		if want := x / (x + 2); math.Abs(st.access-want) > 1e-12 {
			t.Fatalf("case %d: access = %v, want %v", i, st.access, want)
		}
		// Stepping day by day gives the same as one leap.
		w := e.walk(1)
		for d := day - 400; d < day; d++ {
			w.to(d)
		}
		if a, b := w.to(day).access, e.on(day, 1).access; math.Abs(a-b) > 1e-12 {
			t.Fatalf("case %d: stepped access = %v, want %v", i, a, b)
		}
	}
}

func TestStrengthLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 9))
	for i := range 30000 {
		cs, sts, capture, cadence := randomEvidence(r)
		build := func(cs []contact) evidence {
			return newEvidence(slices.Clone(cs), slices.Clone(sts), capture, cadence)
		}
		e := build(cs)
		base := e.on(today, 1)
		if base.s < 0 || base.s >= 1 || base.access < 0 || base.access >= 1 {
			t.Fatalf("case %d: strength %v and access %v, want both in [0,1)", i, base.s, base.access)
		}

		more := append(slices.Clone(cs), randomContacts(r, 1, false)...)
		e2 := build(more)
		grown := e2.on(today, 1)
		if grown.access < base.access || grown.s < base.s-1e-15 || !grown.working() && base.working() {
			t.Fatalf("case %d: adding %+v to %+v, claims %+v: access %v → %v, strength %v → %v", i, more[len(cs)], cs, sts, base.access, grown.access, base.s, grown.s)
		}

		shuffled := slices.Clone(cs)
		r.Shuffle(len(shuffled), func(a, b int) { shuffled[a], shuffled[b] = shuffled[b], shuffled[a] })
		e3 := build(shuffled)
		if e3.on(today, 1).s != base.s {
			t.Fatalf("case %d: the order of contacts changes the strength", i)
		}

		swapped := slices.Clone(cs)
		for j := range swapped {
			switch swapped[j].dir {
			case sent:
				swapped[j].dir = got
			case got:
				swapped[j].dir = sent
			}
		}
		e4 := build(swapped)
		if sw := e4.on(today, 1); math.Abs(sw.access-base.back) > 1e-12 || math.Abs(sw.back-base.access) > 1e-12 {
			t.Fatalf("case %d: swapping sides: access %v back %v, want %v and %v", i, sw.access, sw.back, base.back, base.access)
		}
	}
}

func TestTimeNeverRaisesAccess(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for i := range 2000 {
		cs, sts, capture, cadence := randomEvidence(r)
		e := newEvidence(cs, sts, capture, cadence)
		w := e.walk(1)
		prev := w.to(today + 30) // after the last planned contact
		for d := today + 31; d < today+300; d += graph.Date(1 + r.IntN(20)) {
			st := w.to(d)
			if st.access > prev.access || st.back > prev.back {
				t.Fatalf("case %d: access rose from %v to %v", i, prev.access, st.access)
			}
			prev = st
		}
	}
}

func TestPlannedContactsCountNothing(t *testing.T) {
	e := newEvidence([]contact{{on: today + 1, channel: graph.ChannelMeeting, people: 2}}, nil, 1, 0)
	if v := e.judge(today); v.access != 0 || v.lastContact != 0 || v.recent != 0 || v.expires != 0 {
		t.Errorf("judge = %+v, want nothing yet", v)
	}
	if a := e.on(today+1, 1).access; a < .33 || a > .34 {
		t.Errorf("access on the day = %v, want a third", a)
	}
}

func TestRooms(t *testing.T) {
	meet := func(day int, people int32) contact {
		return contact{on: today - graph.Date(day), channel: graph.ChannelMeeting, people: people}
	}
	for _, c := range []struct {
		name     string
		contacts []contact
		joint    float64
		count    int
	}{
		{"a note to oneself", []contact{meet(0, 1)}, 0, 0},
		{"two people", []contact{meet(0, 2)}, 1, 1},
		{"five people", []contact{meet(0, 5)}, .5, 1},
		{"thirty people are still a room", []contact{meet(0, 30)}, 1 / math.Sqrt(29), 1},
		{"two events do not count", []contact{meet(0, 37), meet(1, 37)}, 0, 0},
		{"three events count", []contact{meet(0, 37), meet(0, 37), meet(0, 37), meet(1, 37), meet(2, 37)}, 0.4964, 3},
		{"twice on one day counts once", []contact{meet(0, 2), meet(0, 5), meet(0, 2)}, 1, 1},
		{"an event does not hide a meeting", []contact{meet(0, 2), meet(0, 99)}, 1, 1},
		{"mass mail", []contact{{on: today, channel: graph.ChannelMassMail, people: 2}}, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := newEvidence(c.contacts, nil, 1, 0)
			st := e.on(today, 1)
			if math.Abs(st.total-c.joint) > .001 {
				t.Errorf("evidence = %.4f, want %.4f", st.total, c.joint)
			}
			if n := e.judge(today).recent; n != c.count {
				t.Errorf("contacts = %d, want %d", n, c.count)
			}
		})
	}
}

func TestDirections(t *testing.T) {
	mail := func(d direction) contact { return contact{on: today, channel: graph.ChannelMail, people: 2, dir: d} }
	access := func(x float64) float64 { return x / (x + 2) }
	for _, c := range []struct {
		name         string
		dirs         []direction
		access, back float64
	}{
		{"unanswered", []direction{sent}, access(.25 * .15), access(.15)},
		{"answered the same day", []direction{sent, got}, access(.30), access(.30)},
		{"both ways", []direction{joint}, access(.15), access(.15)},
	} {
		t.Run(c.name, func(t *testing.T) {
			var cs []contact
			for _, d := range c.dirs {
				cs = append(cs, mail(d))
			}
			e := newEvidence(cs, nil, 1, 0)
			st := e.on(today, 1)
			if math.Abs(st.access-c.access) > 1e-12 || math.Abs(st.back-c.back) > 1e-12 {
				t.Errorf("access %v back %v, want %v and %v", st.access, st.back, c.access, c.back)
			}
		})
	}
}

func TestVerdicts(t *testing.T) {
	told := func(age int, l graph.TieLevel) []statement {
		return []statement{{on: today - graph.Date(age), level: l}}
	}
	for _, c := range []struct {
		name       string
		contacts   []contact
		statements []statement
		capture    float64
		cadence    int
		check      func(v verdict) bool
	}{
		{"nothing is known", nil, nil, 1, 0, func(v verdict) bool {
			return v.s == 0 && v.band == graph.BandNone && v.confidence == graph.ConfidenceLow && v.expires == 0 && v.robust
		}},
		{"a fresh claim by someone without capture", nil, told(10, graph.TieTrusted), 0, 0, func(v verdict) bool {
			return v.s == .85 && v.working && v.confidence == graph.ConfidenceMedium && v.expires == today-10+366
		}},
		{"an old claim, never a contact", nil, told(366, graph.TieTrusted), 0, 0, func(v verdict) bool {
			return !v.working && v.unverified && !v.cooling && v.band == graph.BandClose && v.dormant
		}},
		{"a claim of a year less a day", nil, told(365, graph.TieTrusted), 0, 0, func(v verdict) bool {
			return v.working && !v.unverified && v.expires == today+1
		}},
		{"trusted, but nobody has met him for ten months", every(1, 300, 300, graph.ChannelMeeting, 2, joint), told(200, graph.TieTrusted), 1, 0, func(v verdict) bool {
			return v.disagreement && !v.working
		}},
		{"strong, last met 91 days ago", every(30, 91, 1500, graph.ChannelMeeting, 2, joint), nil, 1, 0, func(v verdict) bool {
			return v.cooling && !v.working && v.dormant && v.peakBand == graph.BandClose
		}},
		{"strong, last met 91 days ago, quarterly agreed", every(30, 91, 1500, graph.ChannelMeeting, 2, joint), nil, 1, 91, func(v verdict) bool {
			return !v.cooling && v.working && !v.dormant && v.expires == today-91+183
		}},
		{"five contacts", every(10, 0, 40, graph.ChannelMeeting, 2, joint), nil, 1, 0, func(v verdict) bool {
			return v.confidence == graph.ConfidenceHigh && v.recent == 5 && v.lastContact == today
		}},
		{"said not to be true", every(10, 0, 40, graph.ChannelMail, 2, joint), told(0, graph.TieNone), 1, 0, func(v verdict) bool {
			return !v.working && v.stated.level == graph.TieNone
		}},
		{"of two claims the newer", nil, append(told(20, graph.TieTrusted), told(10, graph.TieMet)...), 0, 0, func(v verdict) bool {
			return v.s == .2 && v.peak == .85
		}},
		{"of two claims on one day the more modest", nil, append(told(10, graph.TieTrusted), told(10, graph.TieMet)...), 0, 0, func(v verdict) bool {
			return v.s == .2
		}},
		{"an undated claim hides no peak of the contacts after it", every(30, 600, 1500, graph.ChannelMeeting, 2, joint), []statement{{level: graph.TieMet}}, 1, 0, func(v verdict) bool {
			return v.dormant && v.peakBand == graph.BandStrong
		}},
		{"nor one of the claims after it", nil, append(told(20, graph.TieTrusted), append(told(10, graph.TieMet), statement{level: graph.TieNone})...), 0, 0, func(v verdict) bool {
			return v.s == .2 && v.peak == .85 && v.dormant
		}},
		{"said to be at odds", nil, []statement{{on: today, level: graph.TieTrusted, conflict: true}}, 0, 0, func(v verdict) bool {
			return v.s == 0 && !v.working
		}},
		{"a claim that has ended", nil, []statement{{on: today - 20, level: graph.TieTrusted, valid: graph.Interval{To: today}}}, 0, 0, func(v verdict) bool {
			return v.s == 0 && v.stated == nil
		}},
		{"a borderline tie is not robust", every(40, 40, 80, graph.ChannelMeeting, 2, joint), nil, 1, 0, func(v verdict) bool {
			return v.working && !v.robust
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := newEvidence(c.contacts, c.statements, c.capture, c.cadence)
			if v := e.judge(today); !c.check(v) {
				t.Errorf("judge = %+v (strength %.4f, expires %s)", v, v.s, v.expires)
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
			cs = every(28+r.IntN(10), 200+r.IntN(200), 800+r.IntN(1500), graph.ChannelMeeting, 2, joint)
			sts = []statement{{on: today - graph.Date(r.IntN(30)), level: graph.TieNone}}
			cadence = 365
		}
		cs = slices.DeleteFunc(cs, func(c contact) bool { return c.on > today })
		e := newEvidence(cs, sts, capture, cadence)
		v := e.judge(today)
		var want graph.Date
		for d := today + 1; d < today+800; d++ {
			if e.on(d, 1).working() != v.working {
				want = d
				break
			}
		}
		if v.expires != want {
			t.Fatalf("case %d: expires %s, want %s; %+v", i, v.expires, want, v)
		}
		if want != 0 {
			flips++
			if !v.working {
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
	e := newEvidence(every(14, 3, 3*365, graph.ChannelMeeting, 2, joint), []statement{{on: today - 100, level: graph.TieKnows}}, 1, 30)
	for b.Loop() {
		e.judge(today)
	}
}
