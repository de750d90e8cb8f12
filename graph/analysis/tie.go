package analysis

import (
	"cmp"
	"math"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
)

// tie is what is known of how one person knows another, seen from the first.
type tie struct {
	from, to kernel.N
	evidence
	conflict bool // the newest claim says that they are at odds
	judged   *verdict
	swift    bool        // at is known, and judged is not
	at       [paces]bool // at which paces it is working
}

// verdict judges a tie once.
func (r *reader) verdict(t *tie) *verdict {
	if t.judged == nil {
		v := t.judge(r.day)
		r.clock.Note(v.expires)
		r.fades(t, v.standing)
		if v.stated != nil {
			r.clock.Note(v.stated.on + recentDays + 1)
		}
		t.judged = &v
	}
	return t.judged
}

// fades notes when the strength of a tie changes: day by day, but for one that
// rests on a claim which nothing observed could contradict; that grows old.
func (r *reader) fades(t *tie, st standing) {
	switch {
	case st.total > 0, st.stated != nil && t.capture > 0:
		r.clock.Tomorrow()
	case st.stated != nil:
		r.clock.Note(st.stated.on + statementLife + 1)
		r.clock.Note(t.freshUntil(st) + 1)
	}
}

// atPaces returns at which paces a tie is working; it is cheaper than the verdict,
// which says more.
func (r *reader) atPaces(t *tie) [paces]bool {
	if t.judged != nil {
		return t.judged.at
	}
	if !t.swift {
		t.swift = true
		w := t.walk(stretch[plain])
		st := w.to(r.day)
		t.at = [paces]bool{plain: st.working(), halved: t.on(r.day, stretch[halved]).working(), doubled: t.on(r.day, stretch[doubled]).working()}
		if st.fresh && (t.at[plain] || len(t.statements) > 0) {
			r.clock.Note(t.flips(w, r.day, t.at[plain]))
		}
		for _, p := range []pace{halved, doubled} {
			r.clock.Note(t.flipsBy(r.day, r.clock.Until, t.at[p], stretch[p]))
		}
	}
	return t.at
}

// tiesTo returns the ties to a person from everybody who ever met them or is
// said to know them, by the id of the first person. The caller may take
// addresses in the result and must not reorder it. Cost: O(their contacts and
// claims), nobody else's.
func (r *reader) tiesTo(person kernel.N) []tie {
	list, known := r.ties[person]
	if !known {
		list = r.gather(person, func(kernel.N) bool { return true })
		r.ties[person] = list
	}
	return list
}

// ourTiesTo returns the ties of ours to a person, like [reader.tiesTo]; where
// nobody asks for the others they are not even read.
func (r *reader) ourTiesTo(person kernel.N) []*tie {
	if list, known := r.ourTies[person]; known {
		return list
	}
	var list []*tie
	if r.met(person) {
		list = r.tiesAmong(person, r.ours)
	}
	r.ourTies[person] = list
	return list
}

// strongestFirst returns ties by falling strength, those of equal strength in the
// order given.
func (r *reader) strongestFirst(list []*tie) []*tie {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b *tie) int { return cmp.Compare(r.verdict(b).s, r.verdict(a).s) })
	return list
}

// tiesAmong returns the ties to a person from some others, by the id of the first
// person.
func (r *reader) tiesAmong(person kernel.N, want func(kernel.N) bool) []*tie {
	all, known := r.ties[person]
	if !known {
		all = r.gather(person, want)
	}
	var list []*tie
	for k := range all {
		if !known || want(all[k].from) {
			list = append(list, &all[k])
		}
	}
	return list
}

// gather builds the ties to a person from those who are wanted.
func (r *reader) gather(person kernel.N, want func(kernel.N) bool) []tie {
	g := gathering{reader: r, person: person, ours: r.ours(person), want: want}
	g.contacts()
	g.statements()
	if len(g.list) == 0 {
		return nil
	}
	list := make([]tie, len(g.list))
	cadence := r.cadences(person)
	for i := range g.list {
		b := &g.list[i]
		t := tie{from: b.from, to: person}
		t.evidence = newEvidence(b.met, b.said, r.capture(b.from), cadence[b.from])
		if st := t.statementOn(r.day); st != nil {
			t.conflict = st.conflict
		}
		list[i] = t
	}
	slices.SortFunc(list, func(a, b tie) int { return r.byID(a.from, b.from) })
	return list
}

// tie returns the tie from one person to another, nil when nothing is known.
func (r *reader) tie(from, to kernel.N) *tie {
	list := r.tiesTo(to)
	i, ok := slices.BinarySearchFunc(list, from, func(t tie, n kernel.N) int { return r.byID(t.from, n) })
	if !ok {
		return nil
	}
	return &list[i]
}

// ourTie returns the tie from one of ours to another person, nil when nothing is
// known.
func (r *reader) ourTie(from, to kernel.N) *tie {
	list := r.ourTiesTo(to)
	i, ok := slices.BinarySearchFunc(list, from, func(t *tie, n kernel.N) int { return r.byID(t.from, n) })
	if !ok {
		return nil
	}
	return list[i]
}

// gathering collects contacts and claims about one person, by whom they are
// with.
type gathering struct {
	*reader
	person kernel.N
	ours   bool
	want   func(kernel.N) bool // whose tie is asked for
	list   []bundle
	at     map[kernel.N]int // places in list, once there are many
	room   []kernel.N       // scratch
}

// bundle is what is gathered of one tie.
type bundle struct {
	from kernel.N
	met  []contact
	said []statement // of the other about the person, and back
}

// skips reports whether somebody's tie is not asked for.
func (g *gathering) skips(other kernel.N) bool { return other == g.person || !g.want(other) }

// few is how many bundles are looked through; most people have no more, and a
// map costs more.
const few = 16

// place returns the bundle of somebody's tie.
func (g *gathering) place(other kernel.N) *bundle {
	if g.at == nil {
		for i := range g.list {
			if g.list[i].from == other {
				return &g.list[i]
			}
		}
	} else if i, known := g.at[other]; known {
		return &g.list[i]
	}
	g.list = append(g.list, bundle{from: other})
	last := len(g.list) - 1
	switch {
	case g.at != nil:
		g.at[other] = last
	case last == few:
		g.at = make(map[kernel.N]int, 4*few)
		for i := range g.list {
			g.at[g.list[i].from] = i
		}
	}
	return &g.list[last]
}

func (g *gathering) contacts() {
	s := g.s
	for _, h := range s.Out(g.person, graph.EdgeAttended) {
		n := h.Node()
		g.room = g.room[:0]
		wanted := false
		for _, a := range s.In(n, graph.EdgeAttended) {
			other := a.Node()
			g.room = append(g.room, other)
			wanted = wanted || !g.skips(other)
		}
		if !wanted {
			continue
		}
		p := s.NodeProps(n)
		on := p.Date("on")
		g.clock.Note(on)
		channel := graph.Channel(p.Text("channel"))
		if _, w := weigh(channel); w == 0 || on == 0 || on > g.day {
			continue
		}
		slices.Sort(g.room)
		g.room = slices.Compact(g.room)
		c := contact{record: s.NodeID(n), on: on, channel: channel, people: int32(len(g.room)), days: period(p, s.NodeValid(n), on)}
		for _, other := range g.room {
			if !g.skips(other) {
				c.dir = g.direction(other, channel, graph.StartedBy(p.Text("startedBy")))
				b := g.place(other)
				b.met = append(b.met, c)
			}
		}
	}
}

// period returns for how many contact-days a record stands: its count, at most
// one a day of the period that ends on its day. Without a period it is one.
func period(p graph.Props, valid graph.Interval, on graph.Date) int32 {
	if valid.From == 0 || valid.From > on {
		return 1
	}
	return int32(max(1, min(p.Int("count"), int(on-valid.From)+1)))
}

// direction says who began a contact, seen from other. Whoever begins a meeting
// or a call, both take part; only text can go unanswered. Text of unknown
// origin counts as both ways, and so does text inside one side.
func (g *gathering) direction(other kernel.N, channel graph.Channel, by graph.StartedBy) direction {
	if cl, _ := weigh(channel); cl != classText {
		return joint
	}
	us := g.reader.ours(other)
	switch {
	case us == g.ours, by != graph.StartedByOurs && by != graph.StartedByTheirs:
		return joint
	case us == (by == graph.StartedByOurs):
		return sent
	}
	return got
}

func (g *gathering) statements() {
	take := func(hs []kernel.Half, own bool) {
		for _, h := range hs {
			if g.skips(h.Node()) {
				continue
			}
			if st, ok := g.statement(h); ok {
				st.own = own
				b := g.place(h.Node())
				b.said = append(b.said, st)
			}
		}
	}
	take(g.s.In(g.person, graph.EdgeKnows), true)
	take(g.s.Out(g.person, graph.EdgeKnows), false)
}

// statement reads a claim about a tie that was made by the day and had begun to
// hold by then.
func (r *reader) statement(h kernel.Half) (statement, bool) {
	on, ok := r.said(h)
	p, valid := r.s.EdgeProps(h.Edge()), r.s.EdgeValid(h.Edge())
	st := statement{
		id: r.s.EdgeID(h.Edge()), on: on, valid: valid,
		level:    graph.TieLevel(p.Text("level")),
		by:       graph.ID(p.Text("by")),
		conflict: graph.TieKind(p.Text("kind")) == graph.TieConflict,
	}
	return st, ok && (valid.From == 0 || valid.From <= r.day)
}

// said returns the day on which a claim was last said, as far as is known on the
// reader's day, and false where it was made later. It notes the later days on
// which that changes or the claim begins or ends.
func (r *reader) said(h kernel.Half) (graph.Date, bool) {
	valid := r.s.EdgeValid(h.Edge())
	saying := graph.SayingOf(r.s.EdgeProps(h.Edge()), valid)
	r.clock.NoteInterval(valid)
	r.clock.Note(saying.Made)
	r.clock.Note(saying.Confirmed)
	return saying.Last(r.day)
}

// pairing is a managed pairing that stands on the day.
type pairing struct {
	record graph.ID
	ours   kernel.N
	seat   kernel.N // the seat paired with, or nowhere
	since  graph.Date
	days   int // agreed cadence; 0 where the policy's holds
}

// pairings returns the pairings with a person, directly or by a seat of theirs,
// by id.
func (r *reader) pairings(person kernel.N) []pairing {
	var out []pairing
	add := func(at, seat kernel.N) {
		for h := range r.in(at, graph.EdgePairedWith) {
			out = append(out, pairing{
				record: r.s.EdgeID(h.Edge()), ours: h.Node(), seat: seat,
				since: r.s.EdgeValid(h.Edge()).From, days: r.s.EdgeProps(h.Edge()).Int("cadenceDays"),
			})
		}
	}
	add(person, nowhere)
	for h := range r.out(person, graph.EdgeHolds) {
		add(h.Node(), h.Node())
	}
	return out
}

// charge is what one of ours looks after by a pairing: a person, or a seat with
// whoever holds it.
type charge struct {
	seat   kernel.N   // nowhere for a person
	people []kernel.N // by id; empty for a seat that nobody holds
}

// charges returns what one of ours looks after, by id. A seat is one charge however
// many hold it, and so are a seat and one of its holders.
func (r *reader) charges(ours kernel.N) []charge {
	var people []kernel.N
	var out []charge
	for _, n := range r.others(r.out(ours, graph.EdgePairedWith)) {
		if r.s.NodeKind(n) == graph.NodePerson {
			people = append(people, n)
			continue
		}
		out = append(out, charge{n, r.others(r.in(n, graph.EdgeHolds))})
	}
	seats := out
	for _, n := range people {
		if !slices.ContainsFunc(seats, func(c charge) bool { return slices.Contains(c.people, n) }) {
			out = append(out, charge{nowhere, []kernel.N{n}})
		}
	}
	return out
}

// cadences returns the agreed days between contacts with a person, by the one
// of ours; the shortest where there are several.
func (r *reader) cadences(person kernel.N) map[kernel.N]int {
	var out map[kernel.N]int
	for _, p := range r.pairings(person) {
		if p.days == 0 {
			continue
		}
		if out == nil {
			out = map[kernel.N]int{}
		}
		if have, ok := out[p.ours]; !ok || p.days < have {
			out[p.ours] = p.days
		}
	}
	return out
}

// Tie is how well one person knows another on a day.
type Tie struct {
	From, To     graph.ID
	Access       float64 // in [0,1): how surely From gets through to To
	AccessBack   float64 // in [0,1): how surely To gets through to From
	Strength     float64 // in [0,1): access blended with what is said of the tie
	Band         graph.Band
	Confidence   graph.Confidence
	Robust       bool       // the working verdict is the same with all half-lives halved and doubled
	Working      bool       // at least the band WORKING, and in touch
	Cooling      bool       // at least the band WORKING, but out of touch
	Unverified   bool       // only a claim more than a year old, never a contact
	LastContact  graph.Date // 0 for never
	LastRecord   graph.ID   // that contact
	Contacts180  int        // contacts in the last 180 days, at most one a day and channel
	ByChannel    []ChannelCount
	Stated       *Stated    // the newest claim that stands; nil for none
	Disagreement bool       // contacts and claim tell different stories
	ExpiresAt    graph.Date // the day on which Working flips if nothing happens; 0 for never
	PeakBand     graph.Band // the best band ever, on a day of contact or claim
	Dormant      bool       // not working now, but it was once
}

// ChannelCount counts contacts on one channel.
type ChannelCount struct {
	Channel     graph.Channel
	Contacts180 int        // days with a contact in the last 180 days
	Last        graph.Date // the last contact ever
}

// Stated is a claim about a tie.
type Stated struct {
	Level  graph.TieLevel
	By     graph.ID // the person who says so; "" where unknown
	On     graph.Date
	Record graph.ID // the KNOWS edge
}

// export makes the public form of a tie.
func (r *reader) export(t *tie) Tie {
	v := r.verdict(t)
	out := Tie{
		From: r.id(t.from), To: r.id(t.to),
		Access: rounded(v.access), AccessBack: rounded(v.back), Strength: rounded(v.s),
		Band: v.band, Confidence: v.confidence, Robust: v.robust,
		Working: v.working, Cooling: v.cooling, Unverified: v.unverified,
		LastContact: v.lastContact, LastRecord: v.lastRecord, Contacts180: v.recent,
		ByChannel: t.byChannel(r.day), Disagreement: v.disagreement, ExpiresAt: v.expires,
		PeakBand: v.peakBand, Dormant: v.dormant,
	}
	if st := v.stated; st != nil {
		out.Stated = &Stated{Level: st.level, By: st.by, On: st.on, Record: st.id}
	}
	return out
}

// rounded keeps six decimals, more than anybody reads, so that an answer is the
// same on every processor.
func rounded(x float64) float64 { return math.Round(x*1e6) / 1e6 }

// byChannel counts contacts in the order of the channels.
func (e *evidence) byChannel(day graph.Date) (out []ChannelCount) {
	enough := e.events(day) >= eventsNeeded
	for _, ch := range graph.Channels() {
		c := ChannelCount{Channel: ch}
		for _, k := range e.contacts {
			if k.channel != ch || k.on > day || k.event() && !enough {
				continue
			}
			if k.on > day-recentDays && k.on != c.Last {
				c.Contacts180++
			}
			c.Last = k.on
		}
		if c.Last != 0 {
			out = append(out, c)
		}
	}
	return out
}
