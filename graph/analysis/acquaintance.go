package analysis

import (
	"cmp"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
)

// acquaintance is how one person of theirs knows another on a day, by what is on
// record: the one definition that reach, coverage, introductions, move cards,
// levers and sentences read. Its bases are ties (contacts, rooms shared among
// others included, and claims), stated influences and reporting lines of the day.
// What is only implied by a past or shared employment, [overlap], is a guess, and
// is told of nobody of whom there is an acquaintance.
type acquaintance struct {
	from  kernel.N
	bases []hop      // the strongest first, of equal strength in the order of their kinds; empty where nothing on record stands
	tie   *tie       // the tie on record, also where it makes no handshake; nil for none
	claim *statement // what is said of it; nil for nothing
}

// hopFloor is the least that a reporting line of the day is worth as a handshake:
// the two know each other, however new it is.
const hopFloor = acquaintedAt

// recorded reports whether anything is on record of a tie: a contact that counts,
// or a claim that stands.
func (r *reader) recorded(t *tie) bool {
	if t == nil {
		return false
	}
	st := t.on(r.day, 1)
	return st.lastContact != 0 || st.stated != nil
}

// acquaintances returns who of those wanted is known by record to know a person,
// by id. Cost: O(their contacts, claims, influences and lines).
func (r *reader) acquaintances(to kernel.N, want func(kernel.N) bool) []acquaintance {
	at := map[kernel.N]int{}
	var out []acquaintance
	place := func(from kernel.N) *acquaintance {
		i, known := at[from]
		if !known {
			i = len(out)
			at[from] = i
			out = append(out, acquaintance{from: from})
		}
		return &out[i]
	}
	theirs := func(n kernel.N) bool { return n != to && !r.ours(n) && want(n) }
	for _, t := range r.tiesAmong(to, theirs) {
		st := t.on(r.day, 1)
		r.fades(t, st)
		if st.lastContact == 0 && st.stated == nil {
			continue
		}
		a := place(t.from)
		a.tie, a.claim = t, st.stated
		if t.conflict || unverified(st, r.day) {
			continue
		}
		record := st.lastRecord
		if record == "" && st.stated != nil {
			record = st.stated.id
		}
		a.bases = append(a.bases, hop{from: t.from, to: to, kind: hopTie, tie: t, weight: st.s, record: record})
	}
	for _, h := range r.influenceHops(to) {
		if theirs(h.from) {
			h.weight = min(1, h.weight)
			a := place(h.from)
			a.bases = append(a.bases, h)
		}
	}
	for _, h := range r.linesOf(to) {
		if theirs(h.from) {
			a := place(h.from)
			a.bases = append(a.bases, h)
		}
	}
	for i := range out {
		slices.SortStableFunc(out[i].bases, func(a, b hop) int { return cmp.Compare(b.weight, a.weight) })
	}
	slices.SortFunc(out, func(a, b acquaintance) int { return r.byID(a.from, b.from) })
	return out
}

// takesUs reports at which paces a basis of an acquaintance takes us from one of
// theirs to the next in the reach graph: a working tie, an influence of at least
// 0.35, or a line.
func (r *reader) takesUs(h *hop) [paces]bool {
	switch {
	case h.kind == hopTie:
		return r.atPaces(h.tie)
	case h.kind == hopInfluence && h.weight < carryWeight:
		return [paces]bool{}
	}
	return always
}

// handshake returns how somebody can introduce us to the one whom they know, given
// what is implied of the two besides, nil for nothing. The strongest basis is told;
// what is implied may lift its strength and is then told as what they shared, and not
// as a guess. A claim that nothing ever confirmed stands for nothing by itself. False
// where they are at odds, or all of it is too weak for a handshake.
func (a *acquaintance) handshake(to kernel.N, o *overlap) (h hop, strength float64, ok bool) {
	odds := a.tie != nil && a.tie.conflict
	if len(a.bases) > 0 {
		h = a.bases[0]
		strength = h.weight
	} else if odds || o == nil || a.claim == nil {
		return h, 0, false
	} else {
		h = hop{from: a.from, to: to, kind: hopTie, tie: a.tie, record: a.claim.id, doubt: !o.certain()}
	}
	if o != nil && !odds && o.weight > strength {
		strength, h.shared = o.weight, o
	}
	return h, strength, strength >= acquaintedAt
}

// acquainted reports whether two people are known by record to know each other,
// in either direction.
func (r *reader) acquainted(a, b kernel.N) bool {
	return len(r.acquaintances(b, func(n kernel.N) bool { return n == a })) > 0 ||
		len(r.acquaintances(a, func(n kernel.N) bool { return n == b })) > 0
}

// linesOf returns the reporting lines of the day that join others to a person, as
// handshakes to that person: solid ones over vacant seats as if they were not
// there, and others. Those of both sides are in it. Order: by id of the seat, then
// up before down, by id of the line.
func (r *reader) linesOf(person kernel.N) (out []hop) {
	for held := range r.out(person, graph.EdgeHolds) {
		seat := held.Node()
		since := r.s.EdgeValid(held.Edge()).From
		join := func(other kernel.N, line kernel.Half, c context, over ...kernel.N) {
			for h := range r.in(other, graph.EdgeHolds) {
				if h.Node() == person || r.s.NodeProps(h.Node()).Bool("placeholder") {
					continue // who that is nobody knows
				}
				days := graph.Interval{From: since, To: r.day + 1}
				for _, e := range []kernel.E{h.Edge(), line.Edge()} {
					days.From = max(days.From, r.s.EdgeValid(e).From)
				}
				if days.From == 0 {
					days.From = days.To - presumed
				}
				o := &overlap{other: h.Node(), context: c, days: days, know: chance(knowTeam, years(days)), record: r.s.EdgeID(line.Edge())}
				if org, ok := r.v.OrgOf(seat); ok {
					o.org = org
				}
				o.weight = max(hopFloor, introduces(c)*o.know)
				out = append(out, hop{from: h.Node(), to: person, kind: hopLine, weight: o.weight, record: o.record, over: o, seats: append([]kernel.N{other, seat}, over...), at: always, skips: len(over) > 0})
			}
		}
		for _, up := range []bool{true, false} {
			direct := reported
			if up {
				direct = managed
			}
			r.alongLines(seat, up, func(other kernel.N, line kernel.Half, over []kernel.N) {
				switch {
				case !r.solid(line):
					join(other, line, dotted)
				case len(over) > 0:
					join(other, line, overVacancy, over...)
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
func (r *reader) alongLines(seat kernel.N, up bool, found func(other kernel.N, line kernel.Half, over []kernel.N)) {
	type place struct {
		seat kernel.N
		line kernel.Half // up: the first one
		over []kernel.N  // the vacant seats up to this one
	}
	seen := map[kernel.N]bool{seat: true}
	for queue := []place{{seat: seat}}; len(queue) > 0; {
		at := queue[0]
		queue = queue[1:]
		lines := r.in(at.seat, graph.EdgeReportsTo)
		if up {
			lines = r.out(at.seat, graph.EdgeReportsTo)
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
			case r.vacant(other):
				seen[other] = true
				queue = append(queue, place{other, line, append(slices.Clone(at.over), other)}) // up: the line that it began with
			default:
				seen[other] = true
				found(other, line, at.over)
			}
		}
	}
}

func (r *reader) solid(line kernel.Half) bool {
	return graph.LineKind(r.s.EdgeProps(line.Edge()).Text("kind")) == graph.LineSolid
}

func (r *reader) vacant(seat kernel.N) bool { return r.v.Occupancy(seat) == graph.OccupancyVacant }

// meeting is the last contact of one of ours with somebody, by what is on record.
type meeting struct {
	on     graph.Date
	who    kernel.N
	left   bool // they are not of ours any more, and were on the day
	record graph.ID
}

// lastMeeting returns the last contact with a person of anybody who is of ours, or
// was on that day; its day is 0 for none. Of several on one day it is the one by
// somebody who is still with us, ties by id.
func (r *reader) lastMeeting(person kernel.N) (last meeting) {
	for _, t := range r.ourTiesTo(person) {
		if v := r.verdict(t); v.lastContact > last.on {
			last = meeting{v.lastContact, t.from, false, v.lastRecord}
		}
	}
	list := r.tiesTo(person)
	for k := range list {
		t := &list[k]
		if r.ours(t.from) {
			continue
		}
		enough := t.events(r.day) >= eventsNeeded
		for i := len(t.contacts) - 1; i >= 0; i-- {
			c := t.contacts[i]
			if c.on <= last.on {
				break
			}
			if c.on <= r.day && (enough || !c.event()) && r.wereOurs(t.from, c.on) {
				last = meeting{c.on, t.from, true, c.record}
				break
			}
		}
	}
	return last
}

// wereOurs reports whether a person held a seat of ours on a day that is past.
func (r *reader) wereOurs(person kernel.N, day graph.Date) bool { return r.s.On(day).Ours(person) }

// formerTies returns the ties to a person of those who are not of ours any more and
// were when they met them or spoke of them, by id.
func (r *reader) formerTies(person kernel.N) (out []*tie) {
	list := r.tiesTo(person)
	for k := range list {
		t := &list[k]
		if !r.ours(t.from) && r.recorded(t) && (slices.ContainsFunc(t.contacts, func(c contact) bool { return c.on <= r.day && r.wereOurs(t.from, c.on) }) ||
			slices.ContainsFunc(t.statements, func(st statement) bool { return st.on <= r.day && r.wereOurs(t.from, st.on) })) {
			out = append(out, t)
		}
	}
	return out
}
