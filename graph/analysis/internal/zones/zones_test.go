package zones

import (
	"testing"
	"time"
	_ "time/tzdata"
)

// TestZones holds the table against the time zone database that Go ships.
func TestZones(t *testing.T) {
	if len(zoneOffsets()) < 500 {
		t.Fatalf("%d zones", len(zoneOffsets()))
	}
	for name, minutes := range zoneOffsets() {
		loc, err := time.LoadLocation(name)
		if err != nil {
			t.Logf("%s: %v", name, err) // some systems leave old names out
			continue
		}
		least := 24 * 60
		for month := range 12 {
			_, offset := time.Date(2026, time.Month(month+1), 15, 12, 0, 0, 0, time.UTC).In(loc).Zone()
			least = min(least, offset/60)
		}
		if least != minutes {
			t.Errorf("%s: %d minutes, want %d", name, minutes, least)
		}
	}
	for _, c := range []struct {
		a, b string
		want float64
	}{
		{"Europe/Oslo", "Europe/London", 1},
		{"America/New_York", "Europe/Berlin", 6},
		{"Asia/Kolkata", "Europe/London", 5.5},
		{"Pacific/Auckland", "America/Los_Angeles", 4}, // 20 the long way
		{"Europe/Oslo", "", 0},
		{"Europe/Oslo", "Nowhere/Town", 0},
	} {
		if got := HoursApart(c.a, c.b); got != c.want {
			t.Errorf("%q and %q are %v hours apart, want %v", c.a, c.b, got, c.want)
		}
	}
}
