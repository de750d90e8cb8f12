package importer

import (
	"slices"

	"github.com/kithgraph/kith/graph"
)

// Sightings knows from the feeds of a workspace since when files name a thing, and
// since when they do so no more.
type Sightings struct {
	feeds map[string]*feed // by tag
	until graph.Date
}

// Sighting is what the files of one feed say of whether a thing is in them.
type Sighting struct {
	Feed, Source string
	Came         graph.Date // the day of the first file that names it
	Before       graph.Date // the day of the last whole file before, which does not; 0 for none
	Last         graph.Date // the day of the last file that names it
	Gone         graph.Date // the day of the first whole file after, which does not; 0 while none is
}

// NewSightings returns what the feeds say until a day.
func NewSightings(feeds []graph.Feed, until graph.Date) *Sightings {
	s := &Sightings{feeds: map[string]*feed{}, until: until}
	for _, x := range feeds {
		f := &feed{Feed: x, tag: feedTag(x.ID)}
		for _, text := range x.Days {
			for _, d := range parseFeedDays(text) {
				if d.day <= until {
					f.days = append(f.days, d)
				}
			}
		}
		s.feeds[f.tag] = f
	}
	return s
}

// Of returns what is said by the property seen of a thing: one sighting for each feed
// that named it by the day, in the order of their tags.
func (s *Sightings) Of(said []string) (out []Sighting) {
	for _, t := range parseSeen(said) {
		f := s.feeds[t.feed]
		if f == nil {
			continue
		}
		x := Sighting{Feed: t.feed, Source: f.Source}
		for _, e := range t.entries {
			if e.day > s.until {
				break
			}
			switch {
			case e.says == "" && x.Came != 0 && x.Gone == 0:
				x.Gone = e.day
				x.Last = max(x.Last, f.lastFull(e.day))
			case e.says != "":
				if x.Came == 0 {
					x.Came, x.Before = e.day, f.lastFull(e.day)
				}
				x.Gone, x.Last = 0, e.day
			}
		}
		if x.Came == 0 {
			continue
		}
		if x.Gone == 0 {
			x.Last = max(x.Last, f.lastFull(s.until+1))
		}
		// Under another key of the same feed it may have been there before, or still be.
		if i := slices.IndexFunc(out, func(y Sighting) bool { return y.Feed == x.Feed }); i >= 0 {
			y := &out[i]
			if x.Came < y.Came {
				y.Came, y.Before = x.Came, x.Before
			}
			y.Last = max(x.Last, y.Last)
			if x.Gone == 0 || y.Gone == 0 {
				y.Gone = 0
			} else {
				y.Gone = max(x.Gone, y.Gone)
			}
			continue
		}
		out = append(out, x)
	}
	return out
}

// lastFull returns the last day before a day on which the feed spoke fully; 0 for none.
func (f *feed) lastFull(day graph.Date) graph.Date {
	for _, x := range slices.Backward(f.days) {
		if x.day < day && !x.partial {
			return x.day
		}
	}
	return 0
}
