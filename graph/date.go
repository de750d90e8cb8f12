package graph

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// Date is a calendar day, counted from 1 January of year 1 as day 1. The zero
// Date is "no date": an open end of an interval, or unknown. Dates compare with
// < and >, but for the zero date.
type Date int32

// The years that kith accepts in a fact.
const (
	MinYear = 1900
	MaxYear = 2200
)

// epochDay is the Date of 1970-01-01.
const epochDay = 719163

// Day returns the date of a calendar day; months and days out of range roll
// over as in [time.Date].
func Day(year int, month time.Month, day int) Date {
	return DateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// DateOf returns the calendar day of t in t's own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	sec := time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()
	return Date(floorDiv(sec, 86400) + epochDay)
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// ParseDate reads YYYY-MM-DD. The empty string is the zero date. It refuses
// days that do not exist and years outside MinYear to MaxYear.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return 0, nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, Invalid("date", nil, "%s is not a day; write YYYY-MM-DD", Quote(s))
	}
	if t.Year() < MinYear || t.Year() > MaxYear {
		return 0, Invalid("date", nil, "%s is outside the years %d to %d", Quote(s), MinYear, MaxYear)
	}
	return DateOf(t), nil
}

// MustDate is [ParseDate] for literals; it panics on a bad one.
func MustDate(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(fmt.Sprintf("graph.MustDate(%q): %v", s, err))
	}
	return d
}

// Time returns midnight UTC at the start of d, and the zero time for no date.
func (d Date) Time() time.Time {
	if d == 0 {
		return time.Time{}
	}
	return time.Unix((int64(d)-epochDay)*86400, 0).UTC()
}

// String returns YYYY-MM-DD, and "" for no date.
func (d Date) String() string {
	var buf [len(time.DateOnly)]byte
	return string(d.append(buf[:0]))
}

// append appends what [Date.String] returns to b.
func (d Date) append(b []byte) []byte {
	if d == 0 {
		return b
	}
	y, m, day := d.Time().Date()
	if y < 0 || y > 9999 {
		return d.Time().AppendFormat(b, time.DateOnly)
	}
	digits := func(n int) (tens, ones byte) { return byte('0' + n/10), byte('0' + n%10) }
	c1, c2 := digits(y / 100)
	y1, y2 := digits(y % 100)
	m1, m2 := digits(int(m))
	d1, d2 := digits(day)
	return append(b, c1, c2, y1, y2, '-', m1, m2, '-', d1, d2)
}

// Said writes the day as it is said to people, "24 Oct 2026"; "" when it is 0.
func (d Date) Said() string {
	if d == 0 {
		return ""
	}
	return d.Time().Format("2 Jan 2006")
}

// MarshalJSON writes "YYYY-MM-DD", and null for no date.
func (d Date) MarshalJSON() ([]byte, error) {
	if d == 0 {
		return []byte("null"), nil
	}
	return []byte(`"` + d.String() + `"`), nil
}

// UnmarshalJSON reads what [Date.MarshalJSON] writes, and the empty string.
func (d *Date) UnmarshalJSON(data []byte) error {
	var text *string
	if err := json.Unmarshal(data, &text); err != nil || text == nil {
		*d = 0
		return err
	}
	day, err := ParseDate(*text)
	*d = day
	return err
}

// Valid reports whether d is no date or lies within MinYear to MaxYear.
func (d Date) Valid() bool { return d == 0 || d >= minDate && d < maxDate }

var (
	minDate = Day(MinYear, 1, 1)
	maxDate = Day(MaxYear+1, 1, 1)
)

// Interval is the half-open range of days [From, To) in which something is
// true. A zero From or To is open.
type Interval struct{ From, To Date }

// Contains reports whether d lies in the interval.
func (i Interval) Contains(d Date) bool {
	return (i.From == 0 || i.From <= d) && (i.To == 0 || d < i.To)
}

// Overlaps reports whether the two intervals share a day.
func (i Interval) Overlaps(j Interval) bool {
	return (i.To == 0 || j.From == 0 || j.From < i.To) && (j.To == 0 || i.From == 0 || i.From < j.To)
}

// Intersect returns the days that lie in both. It is meaningful only when
// i.Overlaps(j).
func (i Interval) Intersect(j Interval) Interval {
	out := Interval{From: max(i.From, j.From), To: i.To}
	if out.To == 0 || j.To != 0 && j.To < out.To {
		out.To = j.To
	}
	return out
}

// without returns the days of i that lie in none of the others, in order.
func (i Interval) Without(others []Interval) []Interval {
	sorted := slices.Clone(others)
	slices.SortFunc(sorted, func(a, b Interval) int { return int(a.From) - int(b.From) })
	var out []Interval
	for _, o := range sorted {
		if !o.Overlaps(i) {
			continue
		}
		if o.From > i.From {
			out = append(out, Interval{i.From, o.From})
		}
		if o.To == 0 {
			return out
		}
		if i.From = o.To; i.To != 0 && i.From >= i.To {
			return out
		}
	}
	return append(out, i)
}
