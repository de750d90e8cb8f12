package graph

import "slices"

// Stance is how someone stands to us. Unknown is a value, and never neutral.
type Stance string

// The stances, best first. What each means is in [Stance.Info].
const (
	StanceChampion  Stance = "CHAMPION"
	StanceSupporter Stance = "SUPPORTER"
	StanceNeutral   Stance = "NEUTRAL"
	StanceSceptic   Stance = "SCEPTIC"
	StanceDetractor Stance = "DETRACTOR"
	StanceUnknown   Stance = "UNKNOWN"
)

// Leaning is whether a stance is for us or against us.
type Leaning uint8

// The leanings.
const (
	LeaningUnknown Leaning = iota
	LeaningFor
	LeaningNeither
	LeaningAgainst
)

// StanceInfo is what a stance means.
type StanceInfo struct {
	Stance  Stance
	Leaning Leaning
	Word    string  // "champion"
	Many    string  // as in "3 champions"
	Is      string  // as in "is a champion"
	Worth   float64 // of an introduction that they make, in [0,1]; 0: they take us no further
	Doc     string  // what who stands so does, a sentence
}

// stances is the one table of what a stance means, from the best to the worst and
// the unknown last. Stances are compared by their place in it.
var stances = []StanceInfo{
	{StanceChampion, LeaningFor, "champion", "champions", "a champion", 1, "Acts for us when we are not in the room."},
	{StanceSupporter, LeaningFor, "supporter", "supporters", "a supporter", 0.9, "Is for us."},
	{StanceNeutral, LeaningNeither, "neutral", "neutral", "neutral", 0.7, "Is neither for nor against us."},
	{StanceSceptic, LeaningAgainst, "sceptic", "sceptics", "a sceptic", 0.4, "Doubts us."},
	{StanceDetractor, LeaningAgainst, "detractor", "detractors", "a detractor", 0, "Acts against us."},
	{StanceUnknown, LeaningUnknown, "unknown", "unknown", "of unknown stance", 0.7, "Was looked at, and it is not known."},
}

// Stances returns the stances, from the best to the worst and the unknown last.
func Stances() []Stance {
	out := make([]Stance, len(stances))
	for i, info := range stances {
		out[i] = info.Stance
	}
	return out
}

func (s Stance) place() int {
	return slices.IndexFunc(stances, func(info StanceInfo) bool { return info.Stance == s })
}

// Info returns what the stance means; none, and one of a newer version, means
// what UNKNOWN means.
func (s Stance) Info() StanceInfo {
	if i := s.place(); i >= 0 {
		return stances[i]
	}
	return stances[len(stances)-1]
}

// Known reports whether the stance says how somebody stands to us.
func (s Stance) Known() bool { return s.Info().Leaning != LeaningUnknown }

// Worse reports whether the stance is known, and worse than another or the only
// one of the two that is known.
func (s Stance) Worse(than Stance) bool {
	return s.Known() && (!than.Known() || s.place() > than.place())
}

// For reports whether who stands so is for us.
func (s Stance) For() bool { return s.Info().Leaning == LeaningFor }

// Carries reports whether who stands so takes us further to others.
func (s Stance) Carries() bool { return s.Info().Worth > 0 }
