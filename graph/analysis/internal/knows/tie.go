package knows

import (
	"cmp"
	"math"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/kernel"
)

// Tie is what is known of how one person knows another, seen from the first.
type Tie struct {
	From, To kernel.N
	Evidence
	Conflict bool // the newest claim says that they are at odds
	judged   *Verdict
	now      *standing   // at the plain pace; nil for not yet worked out
	swift    bool        // at is known, and judged is not
	at       [Paces]bool // at which paces it is working
}

// Verdict judges a tie once.
func (r *Reader) Verdict(t *Tie) *Verdict {
	if t.judged == nil {
		v := t.judge(r.Day)
		r.Clock.Note(v.Expires)
		r.fades(t, v.standing)
		if v.Stated != nil {
			r.Clock.Note(v.Stated.On + RecentDays + 1)
		}
		t.judged = &v
	}
	return t.judged
}

// fades notes when the strength of a tie changes: day by day, but for one that
// rests on a claim which nothing observed could contradict; that grows old.
func (r *Reader) fades(t *Tie, st standing) {
	switch {
	case st.total > 0, st.Stated != nil && t.capture > 0:
		r.Clock.Tomorrow()
	case st.Stated != nil:
		r.Clock.Note(st.Stated.On + StatementLife + 1)
		r.Clock.Note(t.freshUntil(st) + 1)
	}
}

// present returns how a tie stands on the day, at the plain pace.
func (r *Reader) present(t *Tie) *standing {
	if t.now == nil {
		w := t.Walk(stretch[Plain])
		st := w.To(r.Day)
		t.now = &st
	}
	return t.now
}

// AtPaces returns at which paces a tie is working; it is cheaper than the verdict,
// which says more.
func (r *Reader) AtPaces(t *Tie) [Paces]bool {
	if t.judged != nil {
		return t.judged.at
	}
	if !t.swift {
		t.swift = true
		var w walker
		walked := t.now == nil
		if walked {
			w = t.Walk(stretch[Plain])
			st := w.To(r.Day)
			t.now = &st
		}
		st := t.now
		t.at = [Paces]bool{Plain: st.working(), Halved: t.on(r.Day, stretch[Halved]).working(), Doubled: t.on(r.Day, stretch[Doubled]).working()}
		if r.Clock.Over() {
			return t.at
		}
		if st.fresh && (t.at[Plain] || len(t.statements) > 0) {
			if !walked {
				w = t.Walk(stretch[Plain])
				w.To(r.Day)
			}
			r.Clock.Note(t.flips(w, r.Day, t.at[Plain]))
		}
		for _, p := range []Pace{Halved, Doubled} {
			r.Clock.Note(t.flipsBy(r.Day, r.Clock.Until, t.at[p], stretch[p]))
		}
	}
	return t.at
}

// TiesTo returns the ties to a person from everybody who ever met them or is
// said to know them, by the id of the first person. The caller may take
// addresses in the result and must not reorder it. Cost: O(their contacts and
// claims), nobody else's.
func (r *Reader) TiesTo(person kernel.N) []Tie {
	list, known := r.ties[person]
	if !known {
		list = r.gather(person, func(kernel.N) bool { return true })
		r.ties[person] = list
	}
	return list
}

// OurTiesTo returns the ties of ours to a person, like [Reader.TiesTo]; where
// nobody asks for the others they are not even read.
func (r *Reader) OurTiesTo(person kernel.N) []*Tie {
	if list, known := r.ourTies[person]; known {
		return list
	}
	var list []*Tie
	if r.Met(person) {
		list = r.tiesAmong(person, r.Ours)
	}
	r.ourTies[person] = list
	return list
}

// StrongestFirst returns ties by falling strength, those of equal strength in the
// order given.
func (r *Reader) StrongestFirst(list []*Tie) []*Tie {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b *Tie) int { return cmp.Compare(r.Verdict(b).S, r.Verdict(a).S) })
	return list
}

// tiesAmong returns the ties to a person from some others, by the id of the first
// person.
func (r *Reader) tiesAmong(person kernel.N, want func(kernel.N) bool) []*Tie {
	all, known := r.ties[person]
	if !known {
		all = r.gather(person, want)
	}
	var list []*Tie
	for k := range all {
		if !known || want(all[k].From) {
			list = append(list, &all[k])
		}
	}
	return list
}

// gather builds the ties to a person from those who are wanted.
func (r *Reader) gather(person kernel.N, want func(kernel.N) bool) []Tie {
	g := gathering{Reader: r, person: person, ours: r.Ours(person), want: want, scratch: r.scratch}
	r.scratch = scratch{} // it is in use
	defer func() {
		clear(g.list)
		clear(g.many)
		g.list = g.list[:0]
		r.scratch = g.scratch
	}()
	g.contacts()
	g.statements()
	if len(g.list) == 0 {
		return nil
	}
	ids, order := make([]graph.ID, len(g.list)), make([]int32, len(g.list)) // ties are large, and are not moved
	for i := range g.list {
		ids[i], order[i] = r.ID(g.list[i].from), int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(ids[a], ids[b]) })
	list := make([]Tie, len(g.list))
	cadence := r.cadences(person)
	for i, k := range order {
		b := &g.list[k]
		t := Tie{From: b.from, To: person}
		t.Evidence = NewEvidence(b.met, b.said, r.Capture(b.from), cadence[b.from])
		if st := t.StatementOn(r.Day); st != nil {
			t.Conflict = st.conflict
		}
		list[i] = t
	}
	return list
}

// Tie returns the tie from one person to another, nil when nothing is known.
func (r *Reader) Tie(from, to kernel.N) *Tie {
	list := r.TiesTo(to)
	i, ok := slices.BinarySearchFunc(list, from, func(t Tie, n kernel.N) int { return r.ByID(t.From, n) })
	if !ok {
		return nil
	}
	return &list[i]
}

// OurTie returns the tie from one of ours to another person, nil when nothing is
// known.
func (r *Reader) OurTie(from, to kernel.N) *Tie {
	list := r.OurTiesTo(to)
	i, ok := slices.BinarySearchFunc(list, from, func(t *Tie, n kernel.N) int { return r.ByID(t.From, n) })
	if !ok {
		return nil
	}
	return list[i]
}

// gathering collects contacts and claims about one person, by whom they are
// with.
type gathering struct {
	*Reader
	person kernel.N
	ours   bool
	want   func(kernel.N) bool // whose tie is asked for
	scratch
}

// scratch is what one gathering leaves to the next.
type scratch struct {
	list []bundle
	many map[kernel.N]int // places in list, once there are many; else empty
	room []kernel.N
}

// bundle is what is gathered of one tie.
type bundle struct {
	from kernel.N
	met  []Contact
	said []Statement // of the other about the person, and back
}

// skips reports whether somebody's tie is not asked for.
func (g *gathering) skips(other kernel.N) bool { return other == g.person || !g.want(other) }

// few is how many bundles are looked through; most people have no more, and a
// map costs more.
const few = 16

// place returns the bundle of somebody's tie.
func (g *gathering) place(other kernel.N) *bundle {
	if len(g.many) == 0 {
		for i := range g.list {
			if g.list[i].from == other {
				return &g.list[i]
			}
		}
	} else if i, known := g.many[other]; known {
		return &g.list[i]
	}
	g.list = append(g.list, bundle{from: other})
	last := len(g.list) - 1
	switch {
	case last > few:
		g.many[other] = last
	case last == few:
		if g.many == nil {
			g.many = make(map[kernel.N]int, 4*few)
		}
		for i := range g.list {
			g.many[g.list[i].from] = i
		}
	}
	return &g.list[last]
}

func (g *gathering) contacts() {
	s := g.S
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
		g.Clock.Note(on)
		channel := graph.Channel(p.Text("channel"))
		if _, w := Weigh(channel); w == 0 || on == 0 || on > g.Day {
			continue
		}
		slices.Sort(g.room)
		g.room = slices.Compact(g.room)
		c := Contact{Record: s.NodeID(n), On: on, Channel: channel, People: int32(max(len(g.room), min(p.Int("people"), math.MaxInt32))), days: Period(p, s.NodeValid(n), on)}
		for _, other := range g.room {
			if !g.skips(other) {
				c.Dir = g.direction(other, channel, graph.StartedBy(p.Text("startedBy")))
				b := g.place(other)
				b.met = append(b.met, c)
			}
		}
	}
}

// Period returns for how many contact-days a record stands: its count, at most
// one a day of the period that ends on its day. Without a period it is one.
func Period(p graph.Props, valid graph.Interval, on graph.Date) int32 {
	if valid.From == 0 || valid.From > on {
		return 1
	}
	return int32(max(1, min(p.Int("count"), int(on-valid.From)+1)))
}

// direction says who began a contact, seen from other. Whoever begins a meeting
// or a call, both take part; only text can go unanswered. Text of unknown
// origin counts as both ways, and so does text inside one side.
func (g *gathering) direction(other kernel.N, channel graph.Channel, by graph.StartedBy) Direction {
	if cl, _ := Weigh(channel); cl != ClassText {
		return Joint
	}
	us := g.Reader.Ours(other)
	switch {
	case us == g.ours, by != graph.StartedByOurs && by != graph.StartedByTheirs:
		return Joint
	case us == (by == graph.StartedByOurs):
		return Sent
	}
	return Got
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
	take(g.S.In(g.person, graph.EdgeKnows), true)
	take(g.S.Out(g.person, graph.EdgeKnows), false)
}

// statement reads a claim about a tie that was made by the day and had begun to
// hold by then.
func (r *Reader) statement(h kernel.Half) (Statement, bool) {
	on, ok := r.said(h)
	p, valid := r.S.EdgeProps(h.Edge()), r.S.EdgeValid(h.Edge())
	st := Statement{
		ID: r.S.EdgeID(h.Edge()), On: on, Valid: valid,
		Level:    graph.TieLevel(p.Text("level")),
		by:       graph.ID(p.Text("by")),
		conflict: graph.TieKind(p.Text("kind")) == graph.TieConflict,
	}
	return st, ok && (valid.From == 0 || valid.From <= r.Day)
}

// said returns the day on which a claim was last said, as far as is known on the
// reader's day, and false where it was made later. It notes the later days on
// which that changes or the claim begins or ends.
func (r *Reader) said(h kernel.Half) (graph.Date, bool) {
	valid := r.S.EdgeValid(h.Edge())
	saying := graph.SayingOf(r.S.EdgeProps(h.Edge()), valid)
	r.Clock.NoteInterval(valid)
	r.Clock.Note(saying.Made)
	r.Clock.Note(saying.Confirmed)
	return saying.Last(r.Day)
}

// Pairing is a managed pairing that stands on the day.
type Pairing struct {
	Record graph.ID
	Ours   kernel.N
	Seat   kernel.N // the seat paired with, or nowhere
	Since  graph.Date
	Days   int // agreed cadence; 0 where the policy's holds
}

// Pairings returns the pairings with a person, directly or by a seat of theirs,
// by id.
func (r *Reader) Pairings(person kernel.N) []Pairing {
	var out []Pairing
	add := func(at, seat kernel.N) {
		for h := range r.In(at, graph.EdgePairedWith) {
			out = append(out, Pairing{
				Record: r.S.EdgeID(h.Edge()), Ours: h.Node(), Seat: seat,
				Since: r.S.EdgeValid(h.Edge()).From, Days: r.S.EdgeProps(h.Edge()).Int("cadenceDays"),
			})
		}
	}
	add(person, Nowhere)
	for h := range r.Out(person, graph.EdgeHolds) {
		add(h.Node(), h.Node())
	}
	return out
}

// Charge is what one of ours looks after by a pairing: a person, or a seat with
// whoever holds it.
type Charge struct {
	seat   kernel.N   // nowhere for a person
	People []kernel.N // by id; empty for a seat that nobody holds
}

// Charges returns what one of ours looks after, by id. A seat is one charge however
// many hold it, and so are a seat and one of its holders.
func (r *Reader) Charges(ours kernel.N) []Charge {
	var people []kernel.N
	var out []Charge
	for _, n := range r.Others(r.Out(ours, graph.EdgePairedWith)) {
		if r.S.NodeKind(n) == graph.NodePerson {
			people = append(people, n)
			continue
		}
		out = append(out, Charge{n, r.Others(r.In(n, graph.EdgeHolds))})
	}
	seats := out
	for _, n := range people {
		if !slices.ContainsFunc(seats, func(c Charge) bool { return slices.Contains(c.People, n) }) {
			out = append(out, Charge{Nowhere, []kernel.N{n}})
		}
	}
	return out
}

// cadences returns the agreed days between contacts with a person, by the one
// of ours; the shortest where there are several.
func (r *Reader) cadences(person kernel.N) map[kernel.N]int {
	var out map[kernel.N]int
	for _, p := range r.Pairings(person) {
		if p.Days == 0 {
			continue
		}
		if out == nil {
			out = map[kernel.N]int{}
		}
		if have, ok := out[p.Ours]; !ok || p.Days < have {
			out[p.Ours] = p.Days
		}
	}
	return out
}

// Export makes the public form of a tie.
func (r *Reader) Export(t *Tie) analysis.Tie {
	v := r.Verdict(t)
	out := analysis.Tie{
		From: r.ID(t.From), To: r.ID(t.To),
		Access: Rounded(v.Access), AccessBack: Rounded(v.back), Strength: Rounded(v.S),
		Band: v.Band, Confidence: v.Confidence, Robust: v.Robust,
		Working: v.Working, Cooling: v.Cooling, Unverified: v.Unverified,
		LastContact: v.LastContact, LastRecord: v.LastRecord, Contacts180: v.Recent,
		ByChannel: t.byChannel(r.Day), Disagreement: v.Disagreement, ExpiresAt: v.Expires,
		PeakBand: v.PeakBand, Dormant: v.Dormant,
	}
	if st := v.Stated; st != nil {
		out.Stated = &analysis.Stated{Level: st.Level, By: st.by, On: st.On, Record: st.ID}
	}
	return out
}

// Rounded keeps six decimals, more than anybody reads, so that an answer is the
// same on every processor.
func Rounded(x float64) float64 { return math.Round(x*1e6) / 1e6 }

// byChannel counts contacts in the order of the channels.
func (e *Evidence) byChannel(day graph.Date) (out []analysis.ChannelCount) {
	enough := e.events(day) >= eventsNeeded
	for _, ch := range graph.Channels() {
		c := analysis.ChannelCount{Channel: ch}
		for _, k := range e.Contacts {
			if k.Channel != ch || k.On > day || k.event() && !enough {
				continue
			}
			if k.On > day-RecentDays && k.On != c.Last {
				c.Contacts180++
			}
			c.Last = k.On
		}
		if c.Last != 0 {
			out = append(out, c)
		}
	}
	return out
}
