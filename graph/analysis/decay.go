package analysis

import (
	"math"
	"sort"
	"sync"

	"github.com/kithgraph/kith/graph"
)

// sums is the decayed evidence of one tie on one day: one accumulator for each
// class, direction and pace (Ahmad, Porter and Beguerisse-Díaz,
// arXiv:1805.00193). It needs no history: adding a contact and letting days
// pass are both exact.
type sums struct {
	day     graph.Date
	stretch float64       // factor on every half-life
	used    [classes]bool // whether a contact of the class was ever added
	part    [classes][directions][2]float64
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

// add counts a contact that took place on s.day or before.
func (s *sums) add(c contact) {
	cl, _ := weigh(c.channel)
	d := float64(s.day - c.on)
	a := c.amount()
	s.used[cl] = true
	p := &s.part[cl][c.dir]
	quick, slow := faded(cl, d, s.stretch)
	p[0] += a * (1 - slowShare) * quick
	p[1] += a * slowShare * slow
}

// totals returns the evidence by direction.
func (s *sums) totals() (t [directions]float64) {
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
func strength(access, total, capture float64, st *statement, age, stretch float64) float64 {
	if st == nil {
		return access
	}
	m := st.worth()
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
	access, back float64 // in [0,1)
	s            float64 // in [0,1): blended strength
	total        float64 // evidence in all directions
	lastContact  graph.Date
	lastRecord   graph.ID
	stated       *statement
	fresh        bool // contact or claim is recent enough for a working tie
}

// working reports whether the tie counts: strong enough and in touch.
func (st standing) working() bool { return st.s >= workingAt && st.fresh }

// walker replays a tie's evidence forward in time.
type walker struct {
	e      *evidence
	sums   sums
	next   int       // the first contact not yet counted
	held   []contact // events held back until there are enough of them
	enough bool      // there are
	last   *contact  // the last one counted
}

// walk starts before the first contact. The factor stretches every half-life.
func (e *evidence) walk(stretch float64) walker {
	w := walker{e: e, sums: sums{stretch: stretch}}
	if len(e.contacts) > 0 {
		w.sums.day = e.contacts[0].on
	}
	return w
}

// to moves to a day, which must not lie before the walker's present one, and
// returns the standing of the tie on it. Contacts after the day are planned
// and count nothing.
func (w *walker) to(day graph.Date) standing {
	for w.next < len(w.e.contacts) && w.e.contacts[w.next].on <= day {
		c := w.e.contacts[w.next]
		w.next++
		if c.event() && !w.enough {
			w.held = append(w.held, c)
			if w.enough = len(w.held) == eventsNeeded; !w.enough {
				continue
			}
			w.sums.pass(c.on)
			for _, h := range w.held {
				w.sums.add(h)
			}
		} else {
			w.sums.pass(c.on)
			w.sums.add(c)
		}
		w.last = &w.e.contacts[w.next-1]
	}
	if day > w.sums.day {
		w.sums.pass(day)
	}
	return w.standing(day)
}

func (w *walker) standing(day graph.Date) standing {
	return w.e.weighUp(w.sums.totals(), w.last, day, w.sums.stretch)
}

// weighUp blends decayed evidence and the claim that stands on the day.
func (e *evidence) weighUp(t [directions]float64, last *contact, day graph.Date, stretch float64) standing {
	st := standing{
		access: accessOf(t[joint], t[sent], t[got]),
		back:   accessOf(t[joint], t[got], t[sent]),
		total:  t[joint] + t[sent] + t[got],
		stated: e.statementOn(day),
	}
	if last != nil {
		st.lastContact, st.lastRecord = last.on, last.record
	}
	var age float64
	if st.stated != nil {
		age = float64(day - st.stated.on)
	}
	st.s = strength(st.access, st.total, e.capture, st.stated, age, stretch)
	st.fresh = day <= e.freshUntil(st)
	return st
}

// freshUntil returns the last day on which the tie counts as in touch: within
// 90 days or twice the agreed cadence of the last contact or claim, and within
// a year of a claim where contacts would not be noticed.
func (e *evidence) freshUntil(st standing) graph.Date {
	window := graph.Date(max(minContactWindow, cadenceGrace*e.cadence))
	var until graph.Date
	if st.lastContact != 0 {
		until = st.lastContact + window
	}
	if st.stated != nil {
		if e.capture == 0 {
			window = max(window, statementLife)
		}
		until = max(until, st.stated.on+window)
	}
	return until
}

// on returns the standing on one day in closed form, all half-lives stretched
// by the factor.
func (e *evidence) on(day graph.Date, stretch float64) standing {
	var (
		t    [directions]float64
		last *contact
	)
	enough := e.events(day) >= eventsNeeded
	for i := range e.contacts {
		c := &e.contacts[i]
		if c.on > day {
			break
		}
		if c.event() && !enough {
			continue
		}
		cl, _ := weigh(c.channel)
		quick, slow := faded(cl, float64(day-c.on), stretch)
		t[c.dir] += c.amount() * ((1-slowShare)*quick + slowShare*slow)
		last = c
	}
	return e.weighUp(t, last, day, stretch)
}

// events returns how many events the two have shared up to the day.
func (e *evidence) events(day graph.Date) (n int) {
	for _, c := range e.contacts {
		if c.event() && c.on <= day {
			n++
		}
	}
	return n
}

// verdict is what the analyses read from a tie: its standing and what can be
// said about how long and how firmly it stands.
type verdict struct {
	standing
	band         graph.Band
	confidence   graph.Confidence
	working      bool
	at           [paces]bool // whether it works at each pace
	cooling      bool        // strong enough, but not in touch
	unverified   bool        // only an old claim, never a contact
	dormant      bool        // not working now, but it was once
	robust       bool        // the same with all half-lives halved and doubled
	disagreement bool        // contacts and claim tell different stories
	peak         float64
	peakBand     graph.Band
	recent       int        // contacts in the last 180 days
	expires      graph.Date // the day on which working flips if nothing happens; 0 for never
}

// judge returns the verdict as of a day.
func (e *evidence) judge(day graph.Date) verdict {
	w := e.walk(1)
	peak := e.climb(&w, day)
	st := w.to(day)
	v := verdict{
		standing: st,
		band:     bandOf(st.s),
		working:  st.working(),
		recent:   e.count(day-recentDays, day),
		peak:     max(peak, st.s),
	}
	v.peakBand = bandOf(v.peak)
	v.unverified = unverified(st, day)
	v.cooling = st.s >= workingAt && !v.working && !v.unverified
	v.dormant = !v.working && v.peak >= workingAt
	v.confidence = graph.ConfidenceLow
	switch {
	case v.recent >= highContacts:
		v.confidence = graph.ConfidenceHigh
	case v.recent >= mediumContacts, st.stated != nil && day-st.stated.on <= recentDays:
		v.confidence = graph.ConfidenceMedium
	}
	v.at = [paces]bool{plain: v.working, halved: e.on(day, stretch[halved]).working(), doubled: e.on(day, stretch[doubled]).working()}
	v.robust = v.at[halved] == v.working && v.at[doubled] == v.working
	if st.stated != nil && e.capture >= disagreementCapture {
		told := statementWeight * fadedClaim(float64(day-st.stated.on), 1)
		v.disagreement = told >= disagreementWeight && math.Abs(st.access-st.stated.worth()) > disagreementGap
	}
	v.expires = e.flips(w, day, v.working)
	return v
}

// unverified reports whether a tie rests on an old claim and on no contact.
func unverified(st standing, day graph.Date) bool {
	return st.stated != nil && st.lastContact == 0 && day-st.stated.on > statementLife
}

// climb walks up to the day and returns the peak: the highest strength on any
// day of a contact or a claim.
func (e *evidence) climb(w *walker, day graph.Date) (peak float64) {
	i, j := 0, 0
	for {
		at := day + 1
		if i < len(e.contacts) {
			at = min(at, e.contacts[i].on)
		}
		if j < len(e.statements) {
			at = min(at, e.statements[j].on) // 0 for a claim without a date
		}
		if at > day {
			return peak
		}
		peak = max(peak, w.to(at).s)
		for i < len(e.contacts) && e.contacts[i].on <= at {
			i++
		}
		for j < len(e.statements) && e.statements[j].on <= at {
			j++
		}
	}
}

// count returns the contacts in (after, day]: at most one per day and channel.
func (e *evidence) count(after, day graph.Date) (n int) {
	enough := e.events(day) >= eventsNeeded
	var prev contact
	for _, c := range e.contacts {
		if c.on <= after || c.on > day || c.event() && !enough {
			continue
		}
		if c.on != prev.on || c.channel != prev.channel {
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
func (e *evidence) flips(w walker, day graph.Date, now bool) graph.Date {
	st := w.standing(day)
	if !st.fresh {
		return 0
	}
	w.next = len(w.e.contacts) // what is planned has not happened
	stale := e.freshUntil(st) + 1
	switch {
	case len(e.statements) == 0:
		if !now {
			return 0
		}
		n := sort.Search(int(stale-day-1), func(i int) bool {
			then := w
			return !then.to(day + 1 + graph.Date(i)).working()
		})
		return day + 1 + graph.Date(n)
	case st.stated != nil && st.stated.valid.To == 0 && e.capture == 0 && st.access < st.stated.worth():
		if !now {
			return 0
		}
		return stale
	}
	for d := day + 1; ; d++ {
		st := w.to(d)
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
func (e *evidence) flipsBy(day, end graph.Date, now bool, stretch float64) graph.Date {
	w := e.walk(stretch)
	st := w.to(day)
	w.next = len(w.e.contacts) // what is planned has not happened
	for d := day + 1; st.fresh && (end == 0 || d < end); d++ {
		if st = w.to(d); st.working() != now {
			return d
		}
	}
	return 0
}
