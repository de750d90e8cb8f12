package mailbox

import (
	"strings"
	"time"
	_ "time/tzdata" // the same zones on every machine
)

// zones knows the zones of one calendar. Times are kept as what a clock on the
// wall shows, in time.UTC: days, and the steps of a series, are matters of the
// wall.
type zones struct {
	home  string // X-WR-TIMEZONE, the zone of the calendar
	first string // the first TZID that the calendar describes
	known map[string]*time.Location
}

func newZones() *zones { return &zones{known: map[string]*time.Location{}} }

// location returns a zone by its name as products write it; nil for one that
// nobody knows.
func (z *zones) location(name string) *time.Location {
	if l, known := z.known[name]; known {
		return l
	}
	l := locationOf(name)
	if len(z.known) < 1000 {
		z.known[strings.Clone(name)] = l
	}
	return l
}

func locationOf(name string) *time.Location {
	name = strings.TrimSpace(name)
	if w := windowsZones[name]; w != "" {
		name = w
	}
	if name == "" || name == "Local" {
		return nil // of the machine, which says nothing
	}
	if l, err := time.LoadLocation(name); err == nil {
		return l
	}
	parts := strings.Split(name, "/") // "/mozilla.org/20070129_1/Europe/Berlin"
	for n := 2; n <= 3 && n < len(parts); n++ {
		if l, err := time.LoadLocation(strings.Join(parts[len(parts)-n:], "/")); err == nil {
			return l
		}
	}
	return nil
}

// calendar is the zone in which times that are written in UTC are read.
func (z *zones) calendar() *time.Location {
	for _, name := range []string{z.home, z.first} {
		if l := z.location(name); l != nil {
			return l
		}
	}
	return time.UTC
}

// frame is the zone in which a series steps: the one of its start.
func (z *zones) frame(start property) *time.Location {
	if strings.HasSuffix(start.value, "Z") {
		return time.UTC
	}
	if l := z.location(start.params["TZID"]); l != nil {
		return l
	}
	return z.calendar()
}

// start reads the start of an event; the zero time for what is none.
func (z *zones) start(p property) (wall time.Time, allDay bool) {
	t, day, ok := stamp(p.value)
	if !ok {
		return time.Time{}, false
	}
	return t, day
}

// civil returns the day of a time of a series that starts so.
func (z *zones) civil(start property, wall time.Time) time.Time {
	if strings.HasSuffix(start.value, "Z") {
		return midnight(wall.In(z.calendar()))
	}
	return midnight(wall)
}

// framed returns the times of a property as the series that starts so has them.
func (z *zones) framed(p, start property) []time.Time {
	var out []time.Time
	for _, v := range strings.Split(p.value, ",") {
		v, _, _ = strings.Cut(strings.TrimSpace(v), "/") // of a period, its beginning
		t, day, ok := stamp(v)
		if !ok {
			continue
		}
		if from := z.written(v, p); !day && from != nil {
			t = wallOf(t, from, z.frame(start))
		}
		if out = append(out, t); len(out) > 2*maxSeries {
			break
		}
	}
	return out
}

// written is the zone in which a value is written; nil for that of its series.
func (z *zones) written(value string, p property) *time.Location {
	if strings.HasSuffix(value, "Z") {
		return time.UTC
	}
	return z.location(p.params["TZID"])
}

// wallOf returns what a clock shows in one zone when one in another shows wall.
func wallOf(wall time.Time, from, to *time.Location) time.Time {
	t := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), 0, from).In(to)
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// stamp reads a day or a time as it is written, without its zone.
func stamp(s string) (wall time.Time, day, ok bool) {
	t, err := time.Parse("20060102", s)
	if day = err == nil; !day {
		t, err = time.Parse("20060102T150405", strings.TrimSuffix(s, "Z"))
	}
	return t, day, err == nil && t.Year() >= firstYear && t.Year() <= lastYear
}

// windowsZones are the names that Outlook and Exchange write, of the zones that
// people write most from. Source: windowsZones.xml of the Unicode CLDR.
var windowsZones = map[string]string{
	"GMT Standard Time": "Europe/London", "Greenwich Standard Time": "Atlantic/Reykjavik", "W. Europe Standard Time": "Europe/Berlin",
	"Central Europe Standard Time": "Europe/Budapest", "Romance Standard Time": "Europe/Paris", "Central European Standard Time": "Europe/Warsaw",
	"GTB Standard Time": "Europe/Bucharest", "FLE Standard Time": "Europe/Kiev", "E. Europe Standard Time": "Europe/Chisinau",
	"Russian Standard Time": "Europe/Moscow", "Turkey Standard Time": "Europe/Istanbul", "Israel Standard Time": "Asia/Jerusalem",
	"South Africa Standard Time": "Africa/Johannesburg", "Egypt Standard Time": "Africa/Cairo", "Arabian Standard Time": "Asia/Dubai", "Arab Standard Time": "Asia/Riyadh",
	"India Standard Time": "Asia/Kolkata", "SE Asia Standard Time": "Asia/Bangkok", "Singapore Standard Time": "Asia/Singapore", "China Standard Time": "Asia/Shanghai",
	"Taipei Standard Time": "Asia/Taipei", "Tokyo Standard Time": "Asia/Tokyo", "Korea Standard Time": "Asia/Seoul",
	"W. Australia Standard Time": "Australia/Perth", "AUS Eastern Standard Time": "Australia/Sydney", "E. Australia Standard Time": "Australia/Brisbane", "New Zealand Standard Time": "Pacific/Auckland",
	"Eastern Standard Time": "America/New_York", "Central Standard Time": "America/Chicago", "Mountain Standard Time": "America/Denver", "US Mountain Standard Time": "America/Phoenix",
	"Pacific Standard Time": "America/Los_Angeles", "Alaskan Standard Time": "America/Anchorage", "Hawaiian Standard Time": "Pacific/Honolulu", "Atlantic Standard Time": "America/Halifax",
	"E. South America Standard Time": "America/Sao_Paulo", "Argentina Standard Time": "America/Buenos_Aires", "SA Pacific Standard Time": "America/Bogota", "Central Standard Time (Mexico)": "America/Mexico_City",
}
