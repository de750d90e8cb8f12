package graph_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
)

// TestDates walks every day that a fact may have, and counts them itself.
func TestDates(t *testing.T) {
	days := [13]int{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}
	want := graph.Day(graph.MinYear, 1, 1)
	if epoch := graph.Day(1970, 1, 1); epoch != 719163 {
		t.Fatalf("1970-01-01 is day %d, want 719163", epoch) // the Gregorian day count of the epoch
	}
	for year := graph.MinYear; year <= graph.MaxYear; year++ {
		leap := year%4 == 0 && year%100 != 0 || year%400 == 0
		for month := 1; month <= 12; month++ {
			last := days[month]
			if leap && month == 2 {
				last = 29
			}
			for day := 1; day <= last; day++ {
				text := fmt.Sprintf("%04d-%02d-%02d", year, month, day)
				d, err := graph.ParseDate(text)
				if err != nil || d != want || d.String() != text || !d.Valid() {
					t.Fatalf("ParseDate(%s) = %d, %v; String() = %s; want %d", text, d, err, d, want)
				}
				if graph.DateOf(d.Time()) != d || graph.Day(year, time.Month(month), day) != d {
					t.Fatalf("%s does not come back from its time", text)
				}
				want++
			}
		}
	}
	if want.Valid() || (graph.Day(graph.MinYear, 1, 1) - 1).Valid() {
		t.Error("a day outside the years is valid")
	}
}

func TestParseDateRefuses(t *testing.T) {
	for _, text := range []string{
		"2023-02-29", "1900-02-29", "2100-02-29", "2024-02-30", "2024-13-01", "2024-00-10", "2024-01-00", "1899-12-31",
		"2201-01-01", "3024-01-01", "0000-01-01", "2024-1-1", "24-01-01", " 2024-01-01", "2024-01-01 ", "2024-01-01T00:00:00Z",
		"01.02.2024", "2024/01/01", "today", "-2024-01-01", "+2024-01-01", "２０２４-01-01", "\x00",
	} {
		if d, err := graph.ParseDate(text); err == nil {
			t.Errorf("ParseDate(%q) = %s", text, d)
		}
	}
	if d, err := graph.ParseDate(""); d != 0 || err != nil || d.String() != "" || !d.Time().IsZero() {
		t.Errorf("ParseDate of nothing = %d, %v", d, err)
	}
}

// TestDateOfLocation holds that a day is the day of the clock on the wall.
func TestDateOfLocation(t *testing.T) {
	east, west := time.FixedZone("east", 14*3600), time.FixedZone("west", -12*3600)
	at := time.Date(2024, 2, 29, 11, 0, 0, 0, time.UTC)
	for zone, want := range map[*time.Location]string{time.UTC: "2024-02-29", east: "2024-03-01", west: "2024-02-28"} {
		if got := graph.DateOf(at.In(zone)).String(); got != want {
			t.Errorf("DateOf(%s) = %s, want %s", at.In(zone), got, want)
		}
	}
	if got := graph.Day(2024, 1, 60).String(); got != "2024-02-29" {
		t.Errorf("the 60th of January 2024 is %s", got)
	}
	if got := graph.DateOf(time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)); got != 1 {
		t.Errorf("the first day is %d", got)
	}
}

func TestDateJSON(t *testing.T) {
	type pair struct{ A, B graph.Date }
	data, err := json.Marshal(pair{A: graph.MustDate("2024-02-29")})
	if want := `{"A":"2024-02-29","B":null}`; err != nil || string(data) != want {
		t.Fatalf("Marshal = %s, %v, want %s", data, err, want)
	}
	for text, want := range map[string]string{`"2024-02-29"`: "2024-02-29", `null`: "", `""`: ""} {
		d := graph.Date(7)
		if err := json.Unmarshal([]byte(text), &d); err != nil || d.String() != want {
			t.Errorf("%s reads as %s, %v", text, d, err)
		}
	}
	for _, text := range []string{`"2024-02-30"`, `20240229`, `{}`, `"3024-01-01"`} {
		d := graph.Date(7)
		if err := json.Unmarshal([]byte(text), &d); err == nil {
			t.Errorf("%s reads as %s", text, d)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	f.Add("2024-02-29")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := graph.ParseDate(text)
		if err == nil && (d.String() != text || !d.Valid()) {
			t.Errorf("ParseDate(%q) = %q", text, d)
		}
	})
}

// TestIntervals holds the interval laws against sets of days, for all
// intervals over a week.
func TestIntervals(t *testing.T) {
	const first, last = graph.Date(1), graph.Date(8)
	var all []graph.Interval
	for from := graph.Date(0); from <= 7; from++ {
		for to := graph.Date(0); to <= 7; to++ {
			if from == 0 || to == 0 || from < to {
				all = append(all, graph.Interval{From: from, To: to})
			}
		}
	}
	// Days before 2 and after 7 stand for the open ends.
	in := func(i graph.Interval, d graph.Date) bool {
		return (i.From == 0 || d >= i.From) && (i.To == 0 || d < i.To)
	}
	inAny := func(is []graph.Interval, d graph.Date) bool {
		return slices.ContainsFunc(is, func(i graph.Interval) bool { return in(i, d) })
	}
	for _, i := range all {
		if i.From == 1 || i.To == 1 {
			continue // day 0 is not a day: nothing lies before day 1
		}
		for _, j := range all {
			if j.From == 1 || j.To == 1 {
				continue
			}
			share := false
			for d := first; d <= last; d++ {
				if i.Contains(d) != in(i, d) {
					t.Fatalf("%v.Contains(%d) = %v", i, d, i.Contains(d))
				}
				share = share || in(i, d) && in(j, d)
			}
			if i.Overlaps(j) != share {
				t.Fatalf("%v.Overlaps(%v) = %v, want %v", i, j, i.Overlaps(j), share)
			}
			if share {
				both := i.Intersect(j)
				for d := first; d <= last; d++ {
					if both.Contains(d) != (in(i, d) && in(j, d)) {
						t.Fatalf("%v.Intersect(%v) = %v", i, j, both)
					}
				}
			}
			for _, k := range []graph.Interval{{From: 3, To: 5}, {From: 6}, {To: 3}} {
				rest := i.Without([]graph.Interval{j, k})
				for d := first; d <= last; d++ {
					if inAny(rest, d) != (in(i, d) && !in(j, d) && !in(k, d)) {
						t.Fatalf("%v.Without(%v, %v) = %v", i, j, k, rest)
					}
				}
			}
		}
	}
}

func TestDateSaid(t *testing.T) {
	for text, want := range map[string]string{"2026-10-24": "24 Oct 2026", "2026-03-01": "1 Mar 2026", "": ""} {
		d, err := graph.ParseDate(text)
		if err != nil || d.Said() != want {
			t.Errorf("Said(%s) = %q, %v, want %q", text, d.Said(), err, want)
		}
	}
}
