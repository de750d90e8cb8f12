package mailbox

import (
	"slices"
	"strings"
	"time"

	"github.com/teambition/rrule-go"
)

// maxBarren is how many rules of a calendar may give no day, each of which costs a
// search through all years; those that follow are not read.
const maxBarren = 100

// expand returns the times of a rule up to a day, as the wall shows them in the
// zone of the series, or says why it has none. Rules that meet more than once a day, or by the
// number of a day or a week of the year, are not read.
func expand(rule string, start, until time.Time, zone *time.Location) (times []time.Time, reason string) {
	rule = strings.ToUpper(strings.TrimSuffix(strings.TrimSpace(rule), ";"))
	if len(rule) > 1000 || strings.Contains(rule, "DTSTART") {
		return nil, strangeRule
	}
	o, err := rrule.StrToROption(rule)
	if err != nil || !readable(o) {
		return nil, strangeRule
	}
	o.Dtstart = start
	_, last, _ := strings.Cut(rule, "UNTIL=")
	last, _, _ = strings.Cut(last, ";")
	switch {
	case strings.HasSuffix(last, "Z"):
		o.Until = wallOf(o.Until, time.UTC, zone)
	case len(last) == len("20060102"):
		o.Until = o.Until.Add(24*time.Hour - time.Second) // the whole day
	}
	if last == "" || o.Until.After(until) {
		o.Until = until
	}
	r, err := rrule.NewRRule(*o)
	if err != nil {
		return nil, strangeRule
	}
	for next := r.Iterator(); ; {
		t, more := next()
		if !more {
			return times, ""
		}
		if times = append(times, t); len(times) > 2*maxSeries {
			return nil, manySeries
		}
	}
}

// readable reports whether a rule is one that the library can be trusted with:
// its search for the next time only ends in the year 9999, and a fifth Monday beyond
// the month is out of the bounds of its tables.
func readable(o *rrule.ROption) bool {
	sizes := len(o.Byweekday) + len(o.Bymonth) + len(o.Bymonthday) + len(o.Bysetpos)
	switch {
	case o.Freq > rrule.DAILY, o.Interval < 0, o.Interval > 400, o.Count < 0, sizes > 100,
		len(o.Byhour) > 1, len(o.Byminute) > 1, len(o.Bysecond) > 1, len(o.Byeaster)+len(o.Byyearday)+len(o.Byweekno) > 0,
		o.Freq == rrule.DAILY && len(o.Bysetpos) > 0:
		return false
	}
	weeks := 5
	if o.Freq == rrule.YEARLY && len(o.Bymonth) == 0 {
		weeks = 53
	}
	for _, d := range o.Byweekday {
		if d.N() > weeks || d.N() < -weeks {
			return false
		}
	}
	return possible(o.Bymonth, o.Bymonthday)
}

// possible reports whether one of the months has one of the days.
func possible(months, days []int) bool {
	if len(months) == 0 || len(days) == 0 {
		return true
	}
	return slices.ContainsFunc(months, func(m int) bool {
		last := time.Date(2024, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day() // of a leap year
		return slices.ContainsFunc(days, func(d int) bool { return max(d, -d) <= last })
	})
}
