package knows

import (
	"math"
	"sort"
	"sync"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis/say"
)

// sums is the decayed evidence of one tie on one day: one accumulator for each
// class, direction and pace (Ahmad, Porter and Beguerisse-Díaz,
// arXiv:1805.00193). It needs no history: adding a contact and letting days
// pass are both exact.
type sums struct {
	day     graph.Date
	stretch float64       // factor on every half-life
	used    [classes]bool // whether a contact of the class was ever added
	part    [classes][Directions][2]float64
}

// fadingSteps is how many half days the tables of [fading] reach back.
const fadingSteps = 4096

// fadingTables holds what k half days leave at stretch 1, which is what k quarters
// of a day leave at stretch 1/2 and k days at stretch 2, to the last bit.
type fadingTables struct {
	contact [classes][fadingSteps][2]float64 // of the quick part and of the slow one
	claim   [fadingSteps]float64
}

// fading returns the tables; a power of two takes ten times as long to work
// out as to look up.
var fading = sync.OnceValue(func() *fadingTables {
	f := &fadingTables{}
	for k := range fadingSteps {
		d := float64(k) / 2
		for c, h := range halfLife {
			f.contact[c][k] = [2]float64{math.Exp2(-d / h), math.Exp2(-d / (slowFactor * h))}
		}
		f.claim[k] = math.Exp2(-d / statementHalf)
	}
	return f
})

// fadingStep returns the place of an age in the tables of [fading]; false where it
// has none.
func fadingStep(days, stretch float64) (k int, ok bool) {
	steps := 2 * days / stretch
	k = int(steps)
	return k, k >= 0 && k < fadingSteps && float64(k) == steps
}

// faded returns what days leave of a contact at a stretch of the half-lives: of
// its quick part and of its slow one.
func faded(c class, days, stretch float64) (quick, slow float64) {
	if k, ok := fadingStep(days, stretch); ok {
		f := &fading().contact[c][k]
		return f[0], f[1]
	}
	h := halfLife[c] * stretch
	return math.Exp2(-days / h), math.Exp2(-days / (slowFactor * h))
}

// fadedClaim returns what days leave of the weight of a claim.
func fadedClaim(days, stretch float64) float64 {
	if k, ok := fadingStep(days, stretch); ok {
		return fading().claim[k]
	}
	return math.Exp2(-days / (statementHalf * stretch))
}

// pass lets the days up to day go by.
func (s *sums) pass(day graph.Date) {
	if day == s.day {
		return
	}
	d := float64(day - s.day)
	for c := range s.part {
		if !s.used[c] {
			continue
		}
		quick, slow := faded(class(c), d, s.stretch)
		for k := range s.part[c] {
			s.part[c][k][0] *= quick
			s.part[c][k][1] *= slow
		}
	}
	s.day = day
}

// Add counts a contact that took place on s.day or before.
func (s *sums) Add(c Contact) {
	cl, _ := Weigh(c.Channel)
	d := float64(s.day - c.On)
	a := c.amount()
	s.used[cl] = true
	p := &s.part[cl][c.Dir]
	quick, slow := faded(cl, d, s.stretch)
	p[0] += a * (1 - slowShare) * quick
	p[1] += a * slowShare * slow
}

// Totals returns the evidence by direction.
func (s *sums) Totals() (t [Directions]float64) {
	for c := range s.part {
		for k := range s.part[c] {
			t[k] += s.part[c][k][0] + s.part[c][k][1]
		}
	}
	return t
}

// accessOf turns evidence into access in [0,1): how surely the first person
// gets through to the second. What the second person begins counts in full,
// what the first begins counts in full as far as it is returned.
func accessOf(joint, sent, got float64) float64 {
	x := joint + got + min(got, sent) + unanswered*max(0, sent-got)
	return x / (x + halfAccess)
}

// strength blends access with a statement of age days. Evidence above a claim
// counts in full; evidence below it pulls down with the weight of capture only,
// so that logging a contact never lowers a claimed tie.
func strength(access, total, capture float64, st *Statement, age, stretch float64) float64 {
	if st == nil {
		return access
	}
	m := st.Worth()
	seen := captureWeight * capture
	if access >= m {
		seen += total
	}
	told := statementWeight * fadedClaim(age, stretch)
	if seen == 0 {
		return m
	}
	return (seen*access + told*m) / (seen + told)
}

// standing is what a tie is worth on one day.
type standing struct {
	Access, back float64 // in [0,1)
	S            float64 // in [0,1): blended strength
	total        float64 // evidence in all directions
	LastContact  graph.Date
	LastRecord   graph.ID
	Stated       *Statement
	fresh        bool // contact or claim is recent enough for a working tie
}

// working reports whether the tie counts: strong enough and in touch.
func (st standing) working() bool { return st.S >= workingAt && st.fresh }

// walker replays a tie's evidence forward in time.
type walker struct {
	e      *Evidence
	Sums   sums
	next   int       // the first contact not yet counted
	held   []Contact // events held back until there are enough of them
	enough bool      // there are
	last   *Contact  // the last one counted
}

// Walk starts before the first contact. The factor stretches every half-life.
func (e *Evidence) Walk(stretch float64) walker {
	w := walker{e: e, Sums: sums{stretch: stretch}}
	if len(e.Contacts) > 0 {
		w.Sums.day = e.Contacts[0].On
	}
	return w
}

// To moves to a day, which must not lie before the walker's present one, and
// returns the standing of the tie on it. Contacts after the day are planned
// and count nothing.
func (w *walker) To(day graph.Date) standing {
	for w.next < len(w.e.Contacts) && w.e.Contacts[w.next].On <= day {
		c := w.e.Contacts[w.next]
		w.next++
		if c.event() && !w.enough {
			w.held = append(w.held, c)
			if w.enough = len(w.held) == eventsNeeded; !w.enough {
				continue
			}
			w.Sums.pass(c.On)
			for _, h := range w.held {
				w.Sums.Add(h)
			}
		} else {
			w.Sums.pass(c.On)
			w.Sums.Add(c)
		}
		w.last = &w.e.Contacts[w.next-1]
	}
	if day > w.Sums.day {
		w.Sums.pass(day)
	}
	return w.standing(day)
}

func (w *walker) standing(day graph.Date) standing {
	return w.e.WeighUp(w.Sums.Totals(), w.last, day, w.Sums.stretch)
}

// WeighUp blends decayed evidence and the claim that stands on the day.
func (e *Evidence) WeighUp(t [Directions]float64, last *Contact, day graph.Date, stretch float64) standing {
	st := standing{
		Access: accessOf(t[Joint], t[Sent], t[Got]),
		back:   accessOf(t[Joint], t[Got], t[Sent]),
		total:  t[Joint] + t[Sent] + t[Got],
		Stated: e.StatementOn(day),
	}
	if last != nil {
		st.LastContact, st.LastRecord = last.On, last.Record
	}
	var age float64
	if st.Stated != nil {
		age = float64(day - st.Stated.On)
	}
	st.S = strength(st.Access, st.total, e.capture, st.Stated, age, stretch)
	st.fresh = day <= e.freshUntil(st)
	return st
}

// freshUntil returns the last day on which the tie counts as in touch: within
// 90 days or twice the agreed cadence of the last contact or claim, and within
// a year of a claim where contacts would not be noticed.
func (e *Evidence) freshUntil(st standing) graph.Date {
	window := graph.Date(max(MinContactWindow, CadenceGrace*e.Cadence))
	var until graph.Date
	if st.LastContact != 0 {
		until = st.LastContact + window
	}
	if st.Stated != nil {
		if e.capture == 0 {
			window = max(window, StatementLife)
		}
		until = max(until, st.Stated.On+window)
	}
	return until
}

// on returns the standing on one day in closed form, all half-lives stretched
// by the factor.
func (e *Evidence) on(day graph.Date, stretch float64) standing {
	var (
		t    [Directions]float64
		last *Contact
	)
	enough := e.events(day) >= eventsNeeded
	for i := range e.Contacts {
		c := &e.Contacts[i]
		if c.On > day {
			break
		}
		if c.event() && !enough {
			continue
		}
		cl, _ := Weigh(c.Channel)
		quick, slow := faded(cl, float64(day-c.On), stretch)
		t[c.Dir] += c.amount() * ((1-slowShare)*quick + slowShare*slow)
		last = c
	}
	return e.WeighUp(t, last, day, stretch)
}

// events returns how many events the two have shared up to the day.
func (e *Evidence) events(day graph.Date) (n int) {
	for _, c := range e.Contacts {
		if c.event() && c.On <= day {
			n++
		}
	}
	return n
}

// Verdict is what the analyses read from a tie: its standing and what can be
// said about how long and how firmly it stands.
type Verdict struct {
	standing
	Band         graph.Band
	Confidence   graph.Confidence
	Working      bool
	at           [Paces]bool // whether it works at each pace
	Cooling      bool        // strong enough, but not in touch
	Unverified   bool        // only an old claim, never a contact
	Dormant      bool        // not working now, but it was once
	Robust       bool        // the same with all half-lives halved and doubled
	Disagreement bool        // contacts and claim tell different stories
	Peak         float64
	PeakBand     graph.Band
	Recent       int        // contacts in the last 180 days
	Expires      graph.Date // the day on which working flips if nothing happens; 0 for never
}

// judge returns the verdict as of a day.
func (e *Evidence) judge(day graph.Date) Verdict {
	w := e.Walk(1)
	peak := e.climb(&w, day)
	st := w.To(day)
	v := Verdict{
		standing: st,
		Band:     BandOf(st.S),
		Working:  st.working(),
		Recent:   e.count(day-RecentDays, day),
		Peak:     max(peak, st.S),
	}
	v.PeakBand = BandOf(v.Peak)
	v.Unverified = unverified(st, day)
	v.Cooling = st.S >= workingAt && !v.Working && !v.Unverified
	v.Dormant = !v.Working && v.Peak >= workingAt
	v.Confidence = graph.ConfidenceLow
	switch {
	case v.Recent >= highContacts:
		v.Confidence = graph.ConfidenceHigh
	case v.Recent >= mediumContacts, st.Stated != nil && day-st.Stated.On <= RecentDays:
		v.Confidence = graph.ConfidenceMedium
	}
	v.at = [Paces]bool{Plain: v.Working, Halved: e.on(day, stretch[Halved]).working(), Doubled: e.on(day, stretch[Doubled]).working()}
	v.Robust = v.at[Halved] == v.Working && v.at[Doubled] == v.Working
	if st.Stated != nil && e.capture >= disagreementCapture {
		told := statementWeight * fadedClaim(float64(day-st.Stated.On), 1)
		v.Disagreement = told >= disagreementWeight && math.Abs(st.Access-st.Stated.Worth()) > DisagreementGap
	}
	v.Expires = e.flips(w, day, v.Working)
	return v
}

// unverified reports whether a tie rests on an old claim and on no contact.
func unverified(st standing, day graph.Date) bool {
	return st.Stated != nil && st.LastContact == 0 && day-st.Stated.On > StatementLife
}

// climb walks up to the day and returns the peak: the highest strength on any
// day of a contact or a claim.
func (e *Evidence) climb(w *walker, day graph.Date) (peak float64) {
	i, j := 0, 0
	for {
		at := day + 1
		if i < len(e.Contacts) {
			at = min(at, e.Contacts[i].On)
		}
		if j < len(e.statements) {
			at = min(at, e.statements[j].On) // 0 for a claim without a date
		}
		if at > day {
			return peak
		}
		peak = max(peak, w.To(at).S)
		for i < len(e.Contacts) && e.Contacts[i].On <= at {
			i++
		}
		for j < len(e.statements) && e.statements[j].On <= at {
			j++
		}
	}
}

// count returns the contacts in (after, day]: at most one per day and channel.
func (e *Evidence) count(after, day graph.Date) (n int) {
	enough := e.events(day) >= eventsNeeded
	var prev Contact
	for _, c := range e.Contacts {
		if c.On <= after || c.On > day || c.event() && !enough {
			continue
		}
		if c.On != prev.On || c.Channel != prev.Channel {
			n++
		}
		prev = c
	}
	return n
}

// flips returns the first day after the walker's on which the working verdict
// differs from now, if no further contact or claim is recorded; 0 for never. A
// tie out of touch is not working and, with nothing new, stays out of touch.
//
// Without a claim strength only falls, and a claim that nothing observed can
// contradict holds until it goes stale. Otherwise the days are tried one by
// one, because an ageing low claim can lift the strength again.
func (e *Evidence) flips(w walker, day graph.Date, now bool) graph.Date {
	st := w.standing(day)
	if !st.fresh {
		return 0
	}
	w.next = len(w.e.Contacts) // what is planned has not happened
	stale := e.freshUntil(st) + 1
	switch {
	case len(e.statements) == 0:
		if !now {
			return 0
		}
		n := sort.Search(int(stale-day-1), func(i int) bool {
			then := w
			return !then.To(day + 1 + graph.Date(i)).working()
		})
		return day + 1 + graph.Date(n)
	case st.Stated != nil && st.Stated.Valid.To == 0 && e.capture == 0 && st.Access < st.Stated.Worth():
		if !now {
			return 0
		}
		return stale
	}
	for d := day + 1; ; d++ {
		st := w.To(d)
		if st.working() != now {
			return d
		}
		if !st.fresh {
			return 0
		}
	}
}

// flipsBy returns the first day after one and before another, 0 for any, on which
// the working verdict at a stretch of the half-lives differs from now, if no
// further contact or claim is recorded; 0 for none.
func (e *Evidence) flipsBy(day, end graph.Date, now bool, stretch float64) graph.Date {
	w := e.Walk(stretch)
	st := w.To(day)
	w.next = len(w.e.Contacts) // what is planned has not happened
	for d := day + 1; st.fresh && (end == 0 || d < end); d++ {
		if st = w.To(d); st.working() != now {
			return d
		}
	}
	return 0
}

// BandText writes how a tie stands: "working, but out of touch".
func (v *Verdict) BandText() string {
	return say.TieStanding(v.Band, v.Cooling)
}
