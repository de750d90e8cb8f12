// Package rhythm watches series of contact-days: whether one that was regular has
// fallen silent, and whether one that was frequent has declined. It says nothing where
// a series is too thin or too short to carry the verdict. It also says how uneven counts
// are, and how likely so few.
package rhythm

import "math"

// The lengths of a series that is watched for a decline, in weeks: a year to learn
// from, and the time that is held against it.
const (
	Baseline = 52
	Watched  = 26
)

const (
	leastRate       = 1   // contact-days a week below which no decline can be told from chance
	declineShare    = 0.5 // of the rate before: the decline that is looked for
	falseAlarm      = 52  // weeks between two false alarms, at least, of an even series
	seasonWeight    = 10  // contact-days a week that count for an even year
	silenceTimes    = 2   // times the longest gap, beyond which a tie is silent …
	silenceLeast    = 28  // … and days
	silenceYear     = 365 // days up to the last contact that make its rhythm
	silenceContacts = 4   // contacts in that year from which there is one
)

// State says what a series carries.
type State uint8

// The states.
const (
	Steady    State = iota // watched, and no decline is told from chance
	Declining              // the weeks watched fell below the year before
	TooThin                // fewer than one contact-day a week in the baseline
)

// Verdict is what the weeks of a series say.
type Verdict struct {
	State      State
	Before     float64 // contact-days a week in the baseline year, in an average week
	Dispersion float64 // variance over mean in the baseline, at least 1
	Onset      int     // of a decline, the first of the weeks watched that is part of it, from 0
	After      float64 // of a decline, contact-days a week from then on, in an average week
}

// Season returns how busy each week of a year is against the average one, 1 for
// average, from the contact-days of everybody in those weeks. With few of them the
// factors stay near 1.
func Season(everybody [Baseline]int) (usual [Baseline]float64) {
	sum := 0
	for _, n := range everybody {
		sum += n
	}
	mean := float64(sum) / Baseline
	for i, n := range everybody {
		usual[i] = (float64(n) + seasonWeight) / (mean + seasonWeight)
	}
	return usual
}

// Watch holds the weeks of a series since the baseline, oldest first, against the year
// before them. It is the cumulative sum of the logarithms of the likelihood of half the
// rate over that of the rate itself, of Poisson counts, divided by their dispersion,
// and never below zero; it alarms at the logarithm of the weeks between two false
// alarms. A decline begins after the week in which the sum last was zero. A week that
// is watched is as busy as its week of the year before.
//
// Cost: O(weeks).
func Watch(before [Baseline]int, watched []int, usual [Baseline]float64) Verdict {
	sum, busy := 0, 0.0
	for i, n := range before {
		sum += n
		busy += usual[i]
	}
	v := Verdict{Before: float64(sum) / busy, Dispersion: 1}
	if sum < leastRate*Baseline {
		v.State = TooThin
		return v
	}
	squares := 0.0
	for i, n := range before {
		want := v.Before * usual[i]
		squares += (float64(n) - want) * (float64(n) - want) / want
	}
	v.Dispersion = max(1, squares/(Baseline-1))
	score := 0.0
	for i, n := range watched {
		score += (float64(n)*math.Log(declineShare) + (1-declineShare)*v.Before*usual[i%Baseline]) / v.Dispersion
		if score <= 0 {
			score, v.Onset = 0, i+1
		}
	}
	if score < math.Log(falseAlarm) {
		v.Onset = 0
		return v
	}
	v.State = Declining
	sum, busy = 0, 0
	for i := v.Onset; i < len(watched); i++ {
		sum += watched[i]
		busy += usual[i%Baseline]
	}
	v.After = float64(sum) / busy
	return v
}

// Rhythm returns on how many days of the year up to the last one there was contact, and
// how many days lay between two of them at most; a gap that reaches into that year
// counts. The days are in order, each once.
//
// Cost: O(days of the year).
func Rhythm(days []int32) (contacts, longest int) {
	last := len(days) - 1
	for i := last; i >= 0 && days[i] > days[last]-silenceYear; i-- {
		contacts++
		if i > 0 {
			longest = max(longest, int(days[i]-days[i-1]))
		}
	}
	return contacts, longest
}

// SilentAfter returns after how many days without a contact a tie is silent: twice the
// longest gap of its [Rhythm], and four weeks at least. It is false where there were too
// few contacts for a rhythm.
func SilentAfter(days []int32) (gap int, ok bool) {
	contacts, longest := Rhythm(days)
	return max(silenceLeast, silenceTimes*longest), contacts >= silenceContacts
}

// AtMost returns the probability of k successes or fewer in n trials of probability p.
//
// Cost: O(k).
func AtMost(k, n int, p float64) (sum float64) {
	if p <= 0 || k >= n {
		return 1
	}
	if p >= 1 {
		return 0
	}
	all, _ := math.Lgamma(float64(n + 1))
	for i := range k + 1 {
		a, _ := math.Lgamma(float64(i + 1))
		b, _ := math.Lgamma(float64(n - i + 1))
		sum += math.Exp(all - a - b + float64(i)*math.Log(p) + float64(n-i)*math.Log1p(-p))
	}
	return min(1, sum)
}

// Effective returns how many equal shares are as uneven as some counts: one over the sum
// of the squares of their shares, and 0 for none.
func Effective(counts []int) float64 {
	sum, squares := 0, 0
	for _, n := range counts {
		sum += n
		squares += n * n
	}
	if sum == 0 {
		return 0
	}
	return float64(sum) * float64(sum) / float64(squares)
}
