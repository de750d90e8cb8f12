package knows

import (
	"cmp"
	"iter"
	"math"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// The constants of a tie implied by a shared employment. They are assumptions,
// to be fitted once people have confirmed and denied enough of them; the shape,
// over time together and size of the organization, is that of Hsieh, Tiwari,
// Agarwal, Huang and Shah (WWW 2013).
const (
	knowTeam     = 3.0  // chances per year together to come to know each other: one manager
	knowUnit     = 0.8  // … one unit
	knowFirm     = 0.8  // … one firm of up to knowFirmSize people
	knowFirmSize = 50.0 // above, the chance falls with the size …
	knowFirmFall = 0.7  // … to this power

	impliedManager = 0.6 // a manager introduces a report
	impliedReport  = 0.5
	impliedPeer    = 0.4
	impliedCap     = 0.4

	// firmLimit is the size above which sharing a firm says nothing: three
	// years together would make a hop of less than one tenth.
	firmLimit = 1000

	// presumed is for how many days somebody is taken to have held a seat whose
	// first day is not known.
	presumed = 365
)

// chance returns the chance that two people know each other after so many years
// together at a rate.
func chance(rate, years float64) float64 { return 1 - math.Exp(-rate*years) }

// firmRate returns the rate of coming to know each other in a firm of a size.
func firmRate(size int) float64 {
	return knowFirm * math.Pow(knowFirmSize/max(knowFirmSize, float64(size)), knowFirmFall)
}

// Overlap is a shared employment of two people.
type Overlap struct {
	Other   kernel.N
	Context context
	org     kernel.N
	days    graph.Interval
	Know    float64 // chance that the two know each other, in [0,1)
	Weight  float64 // strength of the tie that it implies, in [0, impliedCap]; of a line that holds today up to impliedManager
	Record  graph.ID
	Seats   []kernel.N // for a line: that it joins, and the vacant ones between
}

// context is what two people shared.
type context string

const (
	Managed     context = "manager" // other led the person
	Reported    context = "report"  // other reported to the person
	teamed      context = "team"    // they had one manager
	Dotted      context = "dotted"  // a line of the day joins them that is not solid
	OverVacancy context = "vacancy" // a solid line of the day joins them over a vacant seat
	inOneUnit   context = "unit"
	inOneFirm   context = "firm"
)

// spell is one person on one seat in one organization for a time.
type spell struct {
	person kernel.N
	seat   kernel.N
	org    kernel.N
	days   graph.Interval // From is known or presumed; To is never open
	record graph.ID       // the HOLDS edge
}

// spells returns when somebody held a seat up to the day, limited to the days
// given; one for each holding and organization of the seat.
func (r *Reader) spells(holds kernel.E, within graph.Interval) (out []spell) {
	person, seat := r.S.Ends(holds)
	held := r.S.EdgeValid(holds)
	for _, h := range r.S.Out(seat, graph.EdgeIn) {
		there := r.S.EdgeValid(h.Edge())
		if !held.Overlaps(there) {
			continue
		}
		r.Clock.NoteInterval(held)
		r.Clock.NoteInterval(there)
		days := held.Intersect(there)
		if days.To == 0 || days.To > r.Day+1 {
			days.To = r.Day + 1
		}
		if days.From == 0 {
			days.From = days.To - presumed
		}
		if !days.Overlaps(within) {
			continue
		}
		if days = days.Intersect(within); days.From < days.To {
			out = append(out, spell{person, seat, h.Node(), days, r.S.EdgeID(holds)})
		}
	}
	return out
}

// Colleagues returns who shared an employment with a person, present or past,
// with the strongest tie that it implies, by id. People said not to know each
// other are left out. Cost: O(seats of the organizations where the person sat,
// up to firms of 1000).
func (r *Reader) Colleagues(person kernel.N) []Overlap {
	best, sure := map[kernel.N]Overlap{}, map[kernel.N]Overlap{}
	keep := func(in map[kernel.N]Overlap, o Overlap) {
		have, there := in[o.Other]
		if !there || o.Weight > have.Weight || o.Weight == have.Weight && (o.days.From < have.days.From || o.days.From == have.days.From && o.Record < have.Record) {
			in[o.Other] = o
		}
	}
	take := func(o Overlap) {
		if !o.Certain() || o.days.To <= r.Day {
			o.Weight = min(o.Weight, impliedCap)
		}
		if o.Other == person || o.Weight <= 0 {
			return
		}
		keep(best, o)
		if o.Certain() {
			keep(sure, o)
		}
	}
	for _, h := range r.S.Out(person, graph.EdgeHolds) {
		for _, mine := range r.spells(h.Edge(), graph.Interval{}) {
			r.teammates(mine, take)
			then := r.sightOn(mine.days.To - 1)
			firm := then.Company(mine.org)
			if firm != mine.org {
				r.unitmates(mine, mine.org, knowUnit, inOneUnit, take)
			}
			orgs := then.Subtree(firm)
			if size := r.sizeOf(then, orgs); size <= firmLimit {
				for _, org := range orgs {
					r.unitmates(mine, org, firmRate(size), inOneFirm, take)
				}
			}
		}
	}
	denied := r.denied(person)
	out := make([]Overlap, 0, len(best))
	for _, o := range best {
		if known, is := sure[o.Other]; is { // what leaves no doubt is told, whatever else they shared
			known.Weight = o.Weight
			o = known
		}
		if !denied[o.Other] {
			out = append(out, o)
		}
	}
	slices.SortFunc(out, func(a, b Overlap) int { return r.ByID(a.Other, b.Other) })
	return out
}

// sizeOf returns how many seats the organizations have, counting no further
// than the limit needs.
func (r *Reader) sizeOf(then *view.View, orgs []kernel.N) (size int) {
	for _, org := range orgs {
		if size += len(then.SeatsIn(org)); size > firmLimit {
			break
		}
	}
	return size
}

// denied returns who is said not to know a person, or not to be known by them.
func (r *Reader) denied(person kernel.N) map[kernel.N]bool {
	out := map[kernel.N]bool{}
	for _, hs := range []iter.Seq[kernel.Half]{r.In(person, graph.EdgeKnows), r.Out(person, graph.EdgeKnows)} {
		for h := range hs {
			if st, ok := r.statement(h); ok && st.Level == graph.TieNone {
				out[h.Node()] = true
			}
		}
	}
	return out
}

// unitmates takes those who sat in an organization at the same time.
func (r *Reader) unitmates(mine spell, org kernel.N, rate float64, c context, take func(Overlap)) {
	for _, in := range r.S.In(org, graph.EdgeIn) {
		for _, h := range r.S.In(in.Node(), graph.EdgeHolds) {
			for _, theirs := range r.spells(h.Edge(), mine.days) {
				if theirs.org == org {
					take(r.shared(mine, theirs, rate, c))
				}
			}
		}
	}
}

// teammates takes the manager, the reports and those with the same manager, by
// solid lines.
func (r *Reader) teammates(mine spell, take func(Overlap)) {
	line := func(seat kernel.N, up bool, within graph.Interval, found func(kernel.N, graph.Interval)) {
		hs := r.S.In(seat, graph.EdgeReportsTo)
		if up {
			hs = r.S.Out(seat, graph.EdgeReportsTo)
		}
		for _, h := range hs {
			valid := r.S.EdgeValid(h.Edge())
			r.Clock.NoteInterval(valid)
			if graph.LineKind(r.S.EdgeProps(h.Edge()).Text("kind")) == graph.LineSolid && valid.Overlaps(within) {
				if days := valid.Intersect(within); days.From < days.To {
					found(h.Node(), days)
				}
			}
		}
	}
	sitters := func(seat kernel.N, days graph.Interval, c context) {
		for _, h := range r.S.In(seat, graph.EdgeHolds) {
			for _, theirs := range r.spells(h.Edge(), days) {
				take(r.shared(mine, theirs, knowTeam, c))
			}
		}
	}
	line(mine.seat, true, mine.days, func(boss kernel.N, days graph.Interval) {
		sitters(boss, days, Managed)
		line(boss, false, days, func(peer kernel.N, days graph.Interval) {
			if peer != mine.seat {
				sitters(peer, days, teamed)
			}
		})
	})
	line(mine.seat, false, mine.days, func(report kernel.N, days graph.Interval) { sitters(report, days, Reported) })
}

// shared makes the overlap of two spells, given the rate at which people come to
// know each other.
func (r *Reader) shared(mine, theirs spell, rate float64, c context) Overlap {
	know := chance(rate, years(theirs.days))
	return Overlap{Other: theirs.person, Context: c, org: mine.org, days: theirs.days, Know: know, Weight: introduces(c) * know, Record: theirs.record}
}

func years(i graph.Interval) float64 { return float64(i.To-i.From) / 365.25 }

// Certain reports whether an overlap leaves no doubt that the two know each
// other.
func (o *Overlap) Certain() bool {
	switch o.Context {
	case Managed, Reported, Dotted, OverVacancy:
		return true
	}
	return false
}

// introduces returns how strong a tie is that a context implies and that is
// certain.
func introduces(c context) float64 {
	switch c {
	case Managed:
		return impliedManager
	case Reported:
		return impliedReport
	}
	return impliedPeer
}

// Grows notes that the longer two people work together the likelier they know
// each other.
func (r *Reader) Grows(o *Overlap) {
	if o.days.To > r.Day {
		r.Clock.Tomorrow()
	}
}

// Years returns the years of an overlap, and whether they are past.
func (r *Reader) Years(o *Overlap) say.Years {
	last := o.days.To - 1
	return say.Years{From: o.days.From.Time().Year(), To: last.Time().Year(), Past: last < r.Day}
}

// OverlapText says what two people shared: "both at Fjord 2016–2019".
func (r *Reader) OverlapText(o Overlap, person kernel.N) string {
	years := r.Years(&o)
	switch o.Context {
	case Managed:
		return say.ManagerOf(r.Name(person), years)
	case Reported:
		return say.ReportOf(r.Name(person), years)
	case Dotted:
		return say.DottedLine(years)
	case OverVacancy:
		return say.LineOverVacancy(years)
	case teamed:
		return say.OneManager(r.Name(o.org), years)
	case inOneUnit:
		return say.OneUnit(r.Name(o.org), years)
	}
	return say.OneFirm(r.Name(r.sightOn(o.days.To-1).Company(o.org)), years)
}

// Strongest sorts overlaps by weight, ties by id.
func (r *Reader) Strongest(list []Overlap) []Overlap {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b Overlap) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), r.ByID(a.Other, b.Other))
	})
	return list
}
