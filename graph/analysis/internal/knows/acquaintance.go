package knows

import (
	"cmp"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
)

// Acquaintance is how one person of theirs knows another on a day, by what is on
// record: the one definition that reach, coverage, introductions, move cards,
// levers and sentences read. Its bases are ties (contacts, rooms shared among
// others included, and claims), stated influences and reporting lines of the day.
// What is only implied by a past or shared employment, [Overlap], is a guess, and
// is told of nobody of whom there is an acquaintance.
type Acquaintance struct {
	From  kernel.N
	Bases []Hop      // the strongest first, of equal strength in the order of their kinds; empty where nothing on record stands
	tie   *Tie       // the tie on record, also where it makes no handshake; nil for none
	claim *Statement // what is said of it; nil for nothing
}

// hopFloor is the least that a reporting line of the day is worth as a handshake:
// the two know each other, however new it is.
const hopFloor = AcquaintedAt

// Recorded reports whether anything is on record of a tie: a contact that counts,
// or a claim that stands.
func (r *Reader) Recorded(t *Tie) bool {
	if t == nil {
		return false
	}
	st := r.present(t)
	return st.LastContact != 0 || st.Stated != nil
}

// Acquaintances returns who of those wanted is known by record to know a person,
// by id. Cost: O(their contacts, claims, influences and lines).
func (r *Reader) Acquaintances(to kernel.N, want func(kernel.N) bool) []Acquaintance {
	at := map[kernel.N]int{}
	var out []Acquaintance
	place := func(from kernel.N) *Acquaintance {
		i, known := at[from]
		if !known {
			i = len(out)
			at[from] = i
			out = append(out, Acquaintance{From: from})
		}
		return &out[i]
	}
	r.acquaintances(to, want, func(t *Tie, claim *Statement) {
		a := place(t.From)
		a.tie, a.claim = t, claim
	}, func(h Hop) {
		a := place(h.From)
		a.Bases = append(a.Bases, h)
	})
	for i := range out {
		if b := out[i].Bases; len(b) > 1 {
			slices.SortStableFunc(b, func(a, b Hop) int { return cmp.Compare(b.Weight, a.Weight) })
		}
	}
	slices.SortFunc(out, func(a, b Acquaintance) int { return r.ByID(a.From, b.From) })
	return out
}

// EachBasis gives every basis on which anybody is known by record to know a person:
// those of [Reader.Acquaintances], in no order.
func (r *Reader) EachBasis(to kernel.N, basis func(Hop)) {
	r.acquaintances(to, func(kernel.N) bool { return true }, func(*Tie, *Statement) {}, basis)
}

// acquaintances gives the ties on record to a person from those wanted, with what is
// said of them, and every basis on which one of them knows the person.
func (r *Reader) acquaintances(to kernel.N, want func(kernel.N) bool, tie func(*Tie, *Statement), basis func(Hop)) {
	theirs := func(n kernel.N) bool { return n != to && !r.Ours(n) && want(n) }
	for _, t := range r.tiesAmong(to, theirs) {
		st := r.present(t)
		r.fades(t, *st)
		if st.LastContact == 0 && st.Stated == nil {
			continue
		}
		tie(t, st.Stated)
		if t.Conflict || unverified(*st, r.Day) {
			continue
		}
		record := st.LastRecord
		if record == "" && st.Stated != nil {
			record = st.Stated.ID
		}
		basis(Hop{From: t.From, To: to, Kind: HopTie, Tie: t, Weight: st.S, Record: record})
	}
	for _, h := range r.influenceHops(to) {
		if theirs(h.From) {
			h.Weight = min(1, h.Weight)
			basis(h)
		}
	}
	for _, h := range r.LinesOf(to) {
		if theirs(h.From) {
			basis(h)
		}
	}
}

// TakesUs reports at which paces a basis of an acquaintance takes us from one of
// theirs to the next in the reach graph: a working tie, an influence of at least
// 0.35, or a line.
func (r *Reader) TakesUs(h *Hop) [Paces]bool {
	switch {
	case h.Kind == HopTie:
		return r.AtPaces(h.Tie)
	case h.Kind == HopInfluence && h.Weight < carryWeight:
		return [Paces]bool{}
	}
	return always
}

// Handshake returns how somebody can introduce us to the one whom they know, given
// what is implied of the two besides, nil for nothing. The strongest basis is told;
// what is implied may lift its strength and is then told as what they shared, and not
// as a guess. A claim that nothing ever confirmed stands for nothing by itself. False
// where they are at odds, or all of it is too weak for a handshake.
func (a *Acquaintance) Handshake(to kernel.N, o *Overlap) (h Hop, strength float64, ok bool) {
	odds := a.tie != nil && a.tie.Conflict
	if len(a.Bases) > 0 {
		h = a.Bases[0]
		strength = h.Weight
	} else if odds || o == nil || a.claim == nil {
		return h, 0, false
	} else {
		h = Hop{From: a.From, To: to, Kind: HopTie, Tie: a.tie, Record: a.claim.ID, Doubt: !o.Certain()}
	}
	if o != nil && !odds && o.Weight > strength {
		strength, h.Shared = o.Weight, o
	}
	return h, strength, strength >= AcquaintedAt
}

// Acquainted reports whether two people are known by record to know each other,
// in either direction.
func (r *Reader) Acquainted(a, b kernel.N) bool {
	return len(r.Acquaintances(b, func(n kernel.N) bool { return n == a })) > 0 ||
		len(r.Acquaintances(a, func(n kernel.N) bool { return n == b })) > 0
}

// LinesOf returns the reporting lines of the day that join others to a person, as
// handshakes to that person: solid ones over vacant seats as if they were not
// there, and others. Those of both sides are in it. Order: by id of the seat, then
// up before down, by id of the line.
func (r *Reader) LinesOf(person kernel.N) (out []Hop) {
	for held := range r.Out(person, graph.EdgeHolds) {
		seat := held.Node()
		since := r.S.EdgeValid(held.Edge()).From
		join := func(other kernel.N, line kernel.Half, c context, over ...kernel.N) {
			for h := range r.In(other, graph.EdgeHolds) {
				if h.Node() == person || r.S.NodeProps(h.Node()).Bool("placeholder") {
					continue // who that is nobody knows
				}
				days := graph.Interval{From: since, To: r.Day + 1}
				for _, e := range []kernel.E{h.Edge(), line.Edge()} {
					days.From = max(days.From, r.S.EdgeValid(e).From)
				}
				if days.From == 0 {
					days.From = days.To - presumed
				}
				o := &Overlap{Other: h.Node(), Context: c, days: days, Know: chance(knowTeam, years(days)), Record: r.S.EdgeID(line.Edge()), Seats: append([]kernel.N{other, seat}, over...)}
				if org, ok := r.V.OrgOf(seat); ok {
					o.org = org
				}
				o.Weight = max(hopFloor, introduces(c)*o.Know)
				out = append(out, Hop{From: h.Node(), To: person, Kind: HopLine, Weight: o.Weight, Record: o.Record, Over: o, At: always, Skips: len(over) > 0})
			}
		}
		for _, up := range []bool{true, false} {
			direct := Reported
			if up {
				direct = Managed
			}
			r.alongLines(seat, up, func(other kernel.N, line kernel.Half, over []kernel.N) {
				switch {
				case !r.solid(line):
					join(other, line, Dotted)
				case len(over) > 0:
					join(other, line, OverVacancy, over...)
				default:
					join(other, line, direct)
				}
			})
		}
	}
	return out
}

// alongLines finds the seats that are joined to one by a line up or down: solid
// ones over vacant seats, which it gives, others directly. The line that it gives is
// the one at the lower seat.
func (r *Reader) alongLines(seat kernel.N, up bool, found func(other kernel.N, line kernel.Half, over []kernel.N)) {
	type place struct {
		seat kernel.N
		line kernel.Half // up: the first one
		over []kernel.N  // the vacant seats up to this one
	}
	seen := map[kernel.N]bool{seat: true}
	for queue := []place{{seat: seat}}; len(queue) > 0; {
		at := queue[0]
		queue = queue[1:]
		lines := r.In(at.seat, graph.EdgeReportsTo)
		if up {
			lines = r.Out(at.seat, graph.EdgeReportsTo)
		}
		for line := range lines {
			other, solid := line.Node(), r.solid(line)
			if up && at.seat != seat {
				line = at.line
			}
			switch {
			case other == seat || !solid && at.seat != seat:
			case !solid:
				found(other, line, nil)
			case seen[other]:
			case r.Vacant(other):
				seen[other] = true
				queue = append(queue, place{other, line, append(slices.Clone(at.over), other)}) // up: the line that it began with
			default:
				seen[other] = true
				found(other, line, at.over)
			}
		}
	}
}

func (r *Reader) solid(line kernel.Half) bool {
	return graph.LineKind(r.S.EdgeProps(line.Edge()).Text("kind")) == graph.LineSolid
}

// Vacant reports whether a seat is known to be vacant.
func (r *Reader) Vacant(seat kernel.N) bool { return r.V.Occupancy(seat) == graph.OccupancyVacant }

// meeting is the last contact of one of ours with somebody, by what is on record.
type meeting struct {
	On     graph.Date
	Who    kernel.N
	Left   bool // they are not of ours any more, and were on the day
	record graph.ID
}

// LastMeeting returns the last contact with a person of anybody who is of ours, or
// was on that day; its day is 0 for none. Of several on one day it is the one by
// somebody who is still with us, ties by id.
func (r *Reader) LastMeeting(person kernel.N) (last meeting) {
	for _, t := range r.OurTiesTo(person) {
		if v := r.Verdict(t); v.LastContact > last.On {
			last = meeting{v.LastContact, t.From, false, v.LastRecord}
		}
	}
	list := r.TiesTo(person)
	for k := range list {
		t := &list[k]
		if r.Ours(t.From) {
			continue
		}
		enough := t.events(r.Day) >= eventsNeeded
		for i := len(t.Contacts) - 1; i >= 0; i-- {
			c := t.Contacts[i]
			if c.On <= last.On {
				break
			}
			if c.On <= r.Day && (enough || !c.event()) && r.wereOurs(t.From, c.On) {
				last = meeting{c.On, t.From, true, c.Record}
				break
			}
		}
	}
	return last
}

// wereOurs reports whether a person held a seat of ours on a day that is past.
func (r *Reader) wereOurs(person kernel.N, day graph.Date) bool { return r.S.On(day).Ours(person) }

// FormerTies returns the ties to a person of those who are not of ours any more and
// were when they met them or spoke of them, by id.
func (r *Reader) FormerTies(person kernel.N) (out []*Tie) {
	list := r.TiesTo(person)
	for k := range list {
		t := &list[k]
		if !r.Ours(t.From) && r.Recorded(t) && (slices.ContainsFunc(t.Contacts, func(c Contact) bool { return c.On <= r.Day && r.wereOurs(t.From, c.On) }) ||
			slices.ContainsFunc(t.statements, func(st Statement) bool { return st.On <= r.Day && r.wereOurs(t.From, st.On) })) {
			out = append(out, t)
		}
	}
	return out
}

// hearing is what is said of the influence of one person on another.
type hearing struct {
	From     kernel.N
	Weight   float64 // in [0,1]; 0 where they are at odds
	conflict bool
	said     graph.Date
	Record   graph.ID
}

// InfluencesOn returns what is said of everybody's influence on a person, by the
// id of who has it: of several claims about the same two that stand on the day
// the newest, and of those said on one day the most modest.
func (r *Reader) InfluencesOn(person kernel.N) []hearing {
	var list []hearing
	for h := range r.In(person, graph.EdgeInfluences) {
		p := r.S.EdgeProps(h.Edge())
		x := hearing{From: h.Node(), Weight: min(1, max(0, p.Float("weight"))), Record: r.S.EdgeID(h.Edge())}
		if x.conflict = graph.InfluenceKind(p.Text("kind")) == graph.InfluenceConflict; x.conflict {
			x.Weight = 0
		}
		var ok bool
		if x.said, ok = r.said(h); ok {
			list = append(list, x)
		}
	}
	slices.SortFunc(list, func(a, b hearing) int {
		return cmp.Or(
			r.ByID(a.From, b.From),
			cmp.Compare(b.said, a.said),
			cmp.Compare(a.Weight, b.Weight),
			CompareBool(b.conflict, a.conflict),
			cmp.Compare(a.Record, b.Record),
		)
	})
	return slices.CompactFunc(list, func(a, b hearing) bool { return a.From == b.From })
}
