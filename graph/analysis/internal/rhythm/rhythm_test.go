package rhythm_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/kithgraph/kith/graph/analysis/internal/rhythm"
)

// bursty draws weekly rates of a mean: a gamma of shape 2, so that counts are negative
// binomial with variance mean + mean²/2.
func bursty(r *rand.Rand, mean float64) float64 {
	return mean / 2 * (r.ExpFloat64() + r.ExpFloat64())
}

func poisson(r *rand.Rand, mean float64) (n int) {
	for p := r.Float64(); p > math.Exp(-mean); n++ {
		p *= r.Float64()
	}
	return n
}

// simulate returns how often of so many times, of those in which there is a verdict at
// all, an alarm is raised, and the median week of the alarm, from 1.
func simulate(seed uint64, times int, run func(r *rand.Rand) (week int, carried bool)) (share float64, median int) {
	r := rand.New(rand.NewPCG(seed, 1))
	var alarms []int
	carried := 0
	for range times {
		week, is := run(r)
		if is {
			carried++
		}
		if week > 0 {
			alarms = append(alarms, week)
		}
	}
	slices.Sort(alarms)
	if len(alarms) > 0 {
		median = alarms[len(alarms)/2]
	}
	return float64(len(alarms)) / float64(carried), median
}

// declines makes a series of a mean, which is another from the first week watched on,
// with the seasons of a year, and watches it week by week.
func declines(mean, after float64, season func(week int) float64, usual [rhythm.Baseline]float64) func(*rand.Rand) (int, bool) {
	return func(r *rand.Rand) (int, bool) {
		var before [rhythm.Baseline]int
		for i := range before {
			before[i] = poisson(r, bursty(r, mean*season(i)))
		}
		var watched [rhythm.Watched]int
		for i := range watched {
			watched[i] = poisson(r, bursty(r, after*season(i)))
		}
		for i := range watched {
			switch rhythm.Watch(before, watched[:i+1], usual).State {
			case rhythm.TooThin:
				return 0, false
			case rhythm.Declining:
				return i + 1, true
			}
		}
		return 0, true
	}
}

// falls makes a tie with contact at a mean a week, which is another from the 53rd week
// on, and looks every day whether it is silent.
func falls(mean, after float64) func(*rand.Rand) (int, bool) {
	return func(r *rand.Rand) (week int, carried bool) {
		var days []int32
		for w := range rhythm.Baseline + rhythm.Watched {
			rate := mean
			if w >= rhythm.Baseline {
				rate = after
			}
			rate = bursty(r, rate)
			for d := range 7 {
				day := int32(7*w + d)
				if w >= rhythm.Baseline && len(days) > 0 {
					gap, ok := rhythm.SilentAfter(days)
					carried = carried || ok
					if ok && int(day-days[len(days)-1]) > gap && week == 0 {
						week = w - rhythm.Baseline + 1
					}
				}
				if r.Float64() < 1-math.Exp(-rate/7) {
					days = append(days, day)
				}
			}
		}
		return week, carried
	}
}

func even(int) float64 { return 1 }

// evenYear is a year without seasons.
func evenYear() (usual [rhythm.Baseline]float64) {
	for i := range usual {
		usual[i] = 1
	}
	return usual
}

// TestRates holds how often the verdicts are wrong, and how soon they are right, in
// simulated series of 52 weeks to learn from and 26 that are watched: the table of
// docs/analyses.md. Rates hold within three points, weeks within one.
func TestRates(t *testing.T) {
	t.Parallel()
	const times = 2000
	for _, c := range []struct {
		what   string
		mean   float64 // contact-days a week
		run    func(mean, after float64) func(*rand.Rand) (int, bool)
		wrong  float64 // share of series as before with an alarm
		halved float64 // share with an alarm of those at half the rate
		week   int     // … in the median
		ended  float64 // share with an alarm of those that end
		by     int     // … in the median
	}{
		{"decline", 1.5, declining, 0.05, 0.56, 18, 1, 9},
		{"decline", 2, declining, 0.05, 0.65, 17, 1, 8},
		{"decline", 3, declining, 0.05, 0.73, 15, 1, 7},
		{"silence", 0.25, falls, 0.07, 0.18, 14, 0.76, 18},
		{"silence", 0.5, falls, 0.03, 0.14, 13, 0.97, 14},
		{"silence", 1, falls, 0.02, 0.1, 13, 1, 9},
		{"silence", 2, falls, 0.01, 0.09, 12, 1, 6},
	} {
		wrong, _ := simulate(1, times, c.run(c.mean, c.mean))
		halved, week := simulate(2, times, c.run(c.mean, c.mean/2))
		ended, by := simulate(3, times, c.run(c.mean, 0))
		near := func(got, want float64) bool { return math.Abs(got-want) <= 0.03 }
		soon := func(got, want int) bool { return max(got-want, want-got) <= 1 }
		if !near(wrong, c.wrong) || !near(halved, c.halved) || !near(ended, c.ended) || !soon(week, c.week) || !soon(by, c.by) {
			t.Errorf("%s, %v a week: %.3f wrong, halving %.3f by week %d, end %.3f by week %d; want %+v", c.what, c.mean, wrong, halved, week, ended, by, c)
		}
	}
}

func declining(mean, after float64) func(*rand.Rand) (int, bool) {
	return declines(mean, after, even, evenYear())
}

// TestARuleOfThumbCriesWolf: eight weeks below three fifths of the year alarm in more than
// half of the series that go on as before.
func TestARuleOfThumbCriesWolf(t *testing.T) {
	t.Parallel()
	share, _ := simulate(8, 2000, func(r *rand.Rand) (int, bool) {
		year, weeks := 0, []int{}
		for range rhythm.Baseline {
			year += poisson(r, bursty(r, 1))
		}
		for i := range rhythm.Watched {
			weeks = append(weeks, poisson(r, bursty(r, 1)))
			if i < 7 {
				continue
			}
			sum := 0
			for _, n := range weeks[i-7:] {
				sum += n
			}
			if float64(sum)/8 < 0.6*float64(year)/rhythm.Baseline {
				return i + 1, true
			}
		}
		return 0, true
	})
	if share < 0.6 {
		t.Errorf("%.3f of them alarm", share)
	}
}

// TestSeasonsAreNoDecline: a long summer raises false alarms where it is not known, and
// none beside the usual ones where the year before tells of it.
func TestSeasonsAreNoDecline(t *testing.T) {
	t.Parallel()
	summer := func(week int) float64 {
		if week >= 6 && week < 16 {
			return 0.3
		}
		return 1.15
	}
	var everybody [rhythm.Baseline]int
	for i := range everybody {
		everybody[i] = int(50 * summer(i))
	}
	blind, _ := simulate(4, 2000, declines(3, 3, summer, evenYear()))
	knowing, _ := simulate(4, 2000, declines(3, 3, summer, rhythm.Season(everybody)))
	if blind < 0.3 || knowing > 0.1 {
		t.Errorf("false alarms: %.3f without the season, %.3f with it", blind, knowing)
	}
}

// TestWatchByHand: one contact-day a week that stops, of which each week without adds a
// half, so that ln 52 = 3.95 is passed in the eighth; and one that is halved.
func TestWatchByHand(t *testing.T) {
	t.Parallel()
	var before [rhythm.Baseline]int
	for i := range before {
		before[i] = 1
	}
	for weeks, want := range map[int]rhythm.State{7: rhythm.Steady, 8: rhythm.Declining, 26: rhythm.Declining} {
		v := rhythm.Watch(before, make([]int, weeks), evenYear())
		if v.State != want || v.Before != 1 || v.Dispersion != 1 || v.Onset != 0 || v.After != 0 {
			t.Errorf("after %d weeks without contact: %+v, want %v", weeks, v, want)
		}
	}
	// Two weeks as before (1 + ln ½·1 - ½ < 0 at once), then none for eight, one of two
	// days (-1.386 + 0.5) and four without: 4 - 0.886 + 2 = 5.11.
	watched := []int{1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0}
	if v := rhythm.Watch(before, watched, evenYear()); v.State != rhythm.Declining || v.Onset != 2 || math.Abs(v.After-2.0/13) > 1e-12 {
		t.Errorf("%+v, want a decline from week 2 on, at 2/13", v)
	}
	before[0] = 0
	if v := rhythm.Watch(before, watched, evenYear()); v.State != rhythm.TooThin {
		t.Errorf("51 contact-days in a year: %+v, want no verdict", v)
	}
	// Weeks of 0 and 4 by turns: mean 2, variance 4·52/51, so that φ = 2.04.
	for i := range before {
		before[i] = i % 2 * 4
	}
	if v := rhythm.Watch(before, nil, evenYear()); math.Abs(v.Dispersion-2*52.0/51) > 1e-12 {
		t.Errorf("dispersion %v, want %v", v.Dispersion, 2*52.0/51)
	}
}

// TestOneMoreContactNeverBeginsADecline, in random series; nor does a longer time
// without one end it.
func TestOneMoreContactNeverBeginsADecline(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 1))
	ended := 0
	for range 5000 {
		var before [rhythm.Baseline]int
		for i := range before {
			before[i] = r.IntN(5)
		}
		watched := make([]int, 1+r.IntN(rhythm.Watched))
		for i := range watched {
			watched[i] = r.IntN(3)
		}
		was := rhythm.Watch(before, watched, evenYear())
		if was.State == rhythm.Declining && len(watched) < rhythm.Watched && rhythm.Watch(before, append(slices.Clone(watched), 0), evenYear()).State != rhythm.Declining {
			t.Fatalf("%v after %v: a week without contact ends the decline", watched, before)
		}
		watched[r.IntN(len(watched))]++
		switch now := rhythm.Watch(before, watched, evenYear()); {
		case now.State == rhythm.Declining && was.State != rhythm.Declining:
			t.Fatalf("%v after %v: one more contact begins a decline", watched, before)
		case now.State != was.State:
			ended++
		}
	}
	if ended < 20 {
		t.Errorf("only %d declines ended: the test has no teeth", ended)
	}
}

// TestRhythmAgainstBruteForce.
func TestRhythmAgainstBruteForce(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(6, 1))
	for range 2000 {
		days := []int32{}
		for range 1 + r.IntN(20) {
			days = append(days, r.Int32N(900))
		}
		slices.Sort(days)
		days = slices.Compact(days)
		last := days[len(days)-1]
		contacts, longest := 0, 0
		for i, d := range days {
			if d <= last-365 {
				continue
			}
			contacts++
			if i > 0 {
				longest = max(longest, int(d-days[i-1]))
			}
		}
		if c, l := rhythm.Rhythm(days); c != contacts || l != longest {
			t.Fatalf("%v: %d contacts and %d days, want %d and %d", days, c, l, contacts, longest)
		}
		if gap, ok := rhythm.SilentAfter(days); ok != (contacts >= 4) || gap != max(28, 2*longest) {
			t.Fatalf("%v: silent after %d days, %v", days, gap, ok)
		}
	}
}

// TestAtMost: binomial probabilities by hand.
func TestAtMost(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		k, n int
		p    float64
		want float64
	}{
		{0, 2, 0.5, 0.25}, {2, 10, 0.5, 56.0 / 1024}, {3, 3, 0.7, 1}, {0, 0, 0.5, 1}, {5, 10, 0, 1}, {5, 10, 1, 0}, {10, 10, 1, 1},
	} {
		if got := rhythm.AtMost(c.k, c.n, c.p); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("at most %d of %d at %v: %v, want %v", c.k, c.n, c.p, got, c.want)
		}
	}
}

// TestEffective: 1/Σ share², between the one of one and the number of equal ones.
func TestEffective(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		counts []int
		want   float64
	}{{nil, 0}, {[]int{0, 0}, 0}, {[]int{7}, 1}, {[]int{4, 4, 4}, 3}, {[]int{2, 1, 1}, 16.0 / 6}, {[]int{20, 10, 10}, 16.0 / 6}} {
		if got := rhythm.Effective(c.counts); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%v: %v, want %v", c.counts, got, c.want)
		}
	}
}

// BenchmarkSeries watches a million series of 78 weeks.
func BenchmarkSeries(b *testing.B) {
	r := rand.New(rand.NewPCG(7, 1))
	var before [rhythm.Baseline]int
	var watched [rhythm.Watched]int
	for i := range before {
		before[i] = r.IntN(5)
	}
	for i := range watched {
		watched[i] = r.IntN(5)
	}
	usual := evenYear()
	for b.Loop() {
		for i := range 1_000_000 {
			watched[i%rhythm.Watched] = i & 3
			rhythm.Watch(before, watched[:], usual)
		}
	}
}
