package orgchart

import (
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
)

// ChartChange is what happened to somebody, or to a seat, between two charts.
type ChartChange string

// The changes. Of a person:
const (
	ChangeJoined     ChartChange = "JOINED"     // was not there before
	ChangeLeft       ChartChange = "LEFT"       // is not there any more
	ChangeMoved      ChartChange = "MOVED"      // sits on another seat, on one more or one less, or reports to another seat
	ChangeRelabelled ChartChange = "RELABELLED" // title, stance or roles changed
)

// Of a seat:
const (
	ChangeAdded   ChartChange = "ADDED"   // was not there before
	ChangeRemoved ChartChange = "REMOVED" // is not there any more
	ChangeRelined ChartChange = "RELINED" // reports to another seat, or to none
)

// Place is somebody on a seat of a chart.
type Place struct {
	Person  graph.ID
	Seat    graph.ID
	Manager graph.ID // the seat above; "" for none on the chart
	Title   string
	Stance  graph.Stance
	Roles   []graph.Role
}

// PlaceChange is what happened to a place.
type PlaceChange struct {
	Kind          ChartChange
	Before, After int // the place in the two lists; -1 for none
}

// ComparePlaces says what happened to each person between two charts. A place is
// compared with the person's own on the same seat, the rest in their order; those that
// are as they were are left out. First come the changes of the later list in its order,
// then those who left, each once, by the first of their places, and seats given up.
// A place without a person is not compared. Cost: O(n).
func ComparePlaces(before, after []Place) []PlaceChange {
	was, is := byPerson(before), byPerson(after)
	var out, gone []PlaceChange
	matched := make([]int, len(after)) // with which place of before; -1 none
	for i := range matched {
		matched[i] = -1
	}
	for person, olds := range was {
		news := is[person]
		if len(news) == 0 {
			gone = append(gone, PlaceChange{ChangeLeft, olds[0], -1})
			continue
		}
		var rest []int
		for _, j := range olds {
			at := slices.IndexFunc(news, func(i int) bool { return matched[i] < 0 && after[i].Seat == before[j].Seat })
			if at < 0 {
				rest = append(rest, j)
				continue
			}
			matched[news[at]] = j
		}
		for _, i := range news {
			if matched[i] < 0 && len(rest) > 0 {
				matched[i], rest = rest[0], rest[1:]
			}
		}
		for _, j := range rest {
			gone = append(gone, PlaceChange{ChangeMoved, j, -1})
		}
	}
	for i := range after {
		j := matched[i]
		switch {
		case after[i].Person == "":
		case len(was[after[i].Person]) == 0:
			out = append(out, PlaceChange{ChangeJoined, -1, i})
		case j < 0:
			out = append(out, PlaceChange{ChangeMoved, -1, i})
		default:
			if kind := compare(&before[j], &after[i]); kind != "" {
				out = append(out, PlaceChange{kind, j, i})
			}
		}
	}
	slices.SortFunc(gone, func(a, b PlaceChange) int { return a.Before - b.Before })
	return append(out, gone...)
}

func byPerson(places []Place) map[graph.ID][]int {
	m := make(map[graph.ID][]int, len(places))
	for i := range places {
		if p := places[i].Person; p != "" {
			m[p] = append(m[p], i)
		}
	}
	return m
}

// compare returns what happened from one place of a person to another; "" for nothing.
func compare(a, b *Place) ChartChange {
	switch {
	case a.Seat != b.Seat || a.Manager != b.Manager:
		return ChangeMoved
	case a.Title != b.Title || a.Stance != b.Stance:
		return ChangeRelabelled
	}
	for _, r := range graph.Roles() {
		if slices.Contains(a.Roles, r) != slices.Contains(b.Roles, r) {
			return ChangeRelabelled
		}
	}
	return ""
}

// Diff is what of a chart is not as it was on another day or at another revision.
type Diff struct {
	People                   []PersonChange // as [ComparePlaces] has them
	Seats                    []SeatChange   // the added and re-lined in the order of the chart, then the removed
	LinesAdded, LinesRemoved []Line         // a line that says something else is among both
	TiesWon, TiesLost        []TieChange    // working ties of ours to people on the chart, by person
}

// PersonChange is what happened to somebody.
type PersonChange struct {
	Kind          ChartChange
	Person        graph.ID
	Name          string
	Before, After *Place     // nil for none
	Succeeds      []graph.ID // of somebody who joined: who sat there and is on the chart no more, by id
}

// SeatChange is what happened to a seat.
type SeatChange struct {
	Kind                        ChartChange
	Seat                        graph.ID
	Title                       string
	ManagerBefore, ManagerAfter graph.ID // "" for none
}

// TieChange is a working tie that there was not, or that there is no more.
type TieChange struct {
	Ours, Theirs  graph.ID
	Before, After graph.Band // "" for no tie at all
}

// Compare says what has changed from one chart to another of the same account or
// organization. Cost: O(n log n).
func Compare(before, after *Chart) *Diff {
	d := &Diff{}
	d.people(before, after)
	d.seats(before, after)
	d.lines(before, after)
	d.ties(before, after)
	return d
}

// places returns who sits where, by seat.
func (c *Chart) places() []Place {
	people := c.byID()
	var out []Place
	for i := range c.Seats {
		s := &c.Seats[i]
		for _, h := range s.Holders {
			p := people[h.Person]
			out = append(out, Place{h.Person, s.ID, s.Manager, s.Title, p.Stance, p.Roles})
		}
	}
	return out
}

func (c *Chart) byID() map[graph.ID]*Person {
	m := make(map[graph.ID]*Person, len(c.People))
	for i := range c.People {
		m[c.People[i].ID] = &c.People[i]
	}
	return m
}

func (d *Diff) people(before, after *Chart) {
	was, is := before.places(), after.places()
	old, now := before.byID(), after.byID()
	left := map[graph.ID][]graph.ID{} // by seat
	for _, p := range was {
		if now[p.Person] == nil && !slices.Contains(left[p.Seat], p.Person) {
			left[p.Seat] = append(left[p.Seat], p.Person)
		}
	}
	for _, c := range ComparePlaces(was, is) {
		out := PersonChange{Kind: c.Kind}
		if c.Before >= 0 {
			out.Before = &was[c.Before]
			out.Person, out.Name = out.Before.Person, old[out.Before.Person].Name
		}
		if c.After >= 0 {
			out.After = &is[c.After]
			out.Person, out.Name = out.After.Person, now[out.After.Person].Name
		}
		if c.Kind == ChangeJoined {
			out.Succeeds = slices.Sorted(slices.Values(left[out.After.Seat]))
		}
		d.People = append(d.People, out)
	}
}

func (d *Diff) seats(before, after *Chart) {
	old := make(map[graph.ID]*Seat, len(before.Seats))
	for i := range before.Seats {
		old[before.Seats[i].ID] = &before.Seats[i]
	}
	for i := range after.Seats {
		s := &after.Seats[i]
		w := old[s.ID]
		delete(old, s.ID)
		switch {
		case w == nil:
			d.Seats = append(d.Seats, SeatChange{Kind: ChangeAdded, Seat: s.ID, Title: s.Title, ManagerAfter: s.Manager})
		case w.Manager != s.Manager:
			d.Seats = append(d.Seats, SeatChange{ChangeRelined, s.ID, s.Title, w.Manager, s.Manager})
		}
	}
	for i := range before.Seats {
		if w := &before.Seats[i]; old[w.ID] != nil {
			d.Seats = append(d.Seats, SeatChange{Kind: ChangeRemoved, Seat: w.ID, Title: w.Title, ManagerBefore: w.Manager})
		}
	}
}

func (d *Diff) lines(before, after *Chart) {
	had := make(map[Line]bool, len(before.Lines))
	for _, l := range before.Lines {
		had[l] = true
	}
	for _, l := range after.Lines {
		if !had[l] {
			d.LinesAdded = append(d.LinesAdded, l)
		}
		delete(had, l)
	}
	for _, l := range before.Lines {
		if had[l] {
			d.LinesRemoved = append(d.LinesRemoved, l)
		}
	}
}

func (d *Diff) ties(before, after *Chart) {
	old, now := before.byID(), after.byID()
	var ids []graph.ID
	for id := range old {
		ids = append(ids, id)
	}
	for id := range now {
		if old[id] == nil {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	for _, id := range ids {
		was, is := knowers(old[id]), knowers(now[id])
		var ours []graph.ID
		for o := range was {
			ours = append(ours, o)
		}
		for o := range is {
			if _, both := was[o]; !both {
				ours = append(ours, o)
			}
		}
		slices.Sort(ours)
		for _, o := range ours {
			a, b := was[o], is[o]
			switch {
			case b.Working && !a.Working:
				d.TiesWon = append(d.TiesWon, TieChange{o, id, a.Band, b.Band})
			case a.Working && !b.Working:
				d.TiesLost = append(d.TiesLost, TieChange{o, id, a.Band, b.Band})
			}
		}
	}
}

// knowers returns who of ours knows somebody; nobody knows nil.
func knowers(p *Person) map[graph.ID]analysis.Knower {
	m := map[graph.ID]analysis.Knower{}
	if p != nil {
		for _, k := range p.KnownBy {
			m[k.Person] = k
		}
	}
	return m
}
