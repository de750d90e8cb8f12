package say

import (
	"fmt"

	"github.com/kithgraph/kith/graph"
)

// Why one of ours must not look after or approach one of theirs, as it is said of the
// pair when both are named already.
const (
	BarContact  = "they must not be contacted"
	BarApproach = "must not approach them"
	BarOdds     = "is at odds with them"
)

// Barred writes such a bar with the names: "Tom Fox must not be contacted", "Ann Lee
// must not approach Tom Fox", "Ann Lee is at odds with Tom Fox".
func Barred(bar, ours, theirs string) string {
	switch bar {
	case BarContact:
		return theirs + " must not be contacted"
	case BarApproach:
		return ours + " must not approach " + theirs
	}
	return ours + " is at odds with " + theirs
}

// NobodySuited says that nobody of ours may and could look after somebody.
const NobodySuited = "nobody of ours is suited and may"

// NoRoom says that nobody of ours has room, and whom to free: the one who would fit
// best, who is to carry so many pairings and carries so many. "nobody of ours has
// room; free Ann Lee for it, who would fit best and carries 5 pairings of at most 4".
func NoRoom(best string, limit, carries int) string {
	s := fmt.Sprintf("nobody of ours has room; free %s for it, who would fit best and ", best)
	switch {
	case limit == 0:
		return s + "is to carry no pairing"
	case carries < limit: // what is proposed takes the rest
		return s + fmt.Sprintf("is to carry at most %s, those proposed here among them", Count(limit, "pairing", "pairings"))
	}
	return s + fmt.Sprintf("carries %s of at most %d", Count(carries, "pairing", "pairings"), limit)
}

// TieToThem says how one of ours stands with the person to look after: "acquainted
// with them", "a strong tie to them", "a working tie to them that is out of touch".
func TieToThem(b graph.Band, cooling bool) string {
	switch {
	case b == graph.BandAcquainted:
		return "acquainted with them"
	case cooling:
		return "a " + Band(b) + " tie to them that is out of touch"
	}
	return "a " + Band(b) + " tie to them"
}

// What is said of the functions, the languages and the other ties of a pair.
const (
	FunctionUnknown  = "function not known"
	FunctionSame     = "same function"
	FunctionNear     = "neighbouring function"
	FunctionOther    = "other function"
	NoSharedLanguage = "no shared language"
	SoleElsewhere    = "already the only one with a tie to another decider here"
)

// LevelUnknown is said where the level of either is.
const LevelUnknown = "level not known"

// LevelGap says by how many levels one of ours is the senior, below 0 the junior:
// "same level", "1 level above", "2 levels below".
func LevelGap(n int) string {
	switch {
	case n > 0:
		return Count(n, "level", "levels") + " above"
	case n < 0:
		return Count(-n, "level", "levels") + " below"
	}
	return "same level"
}

// HoursApart says how far apart two time zones are: "5.5 hours apart".
func HoursApart(hours float64) string { return fmt.Sprintf("%.4g hours apart", hours) }
