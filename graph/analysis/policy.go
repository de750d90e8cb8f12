package analysis

import (
	"github.com/kithgraph/kith/graph"
)

// AppliedPolicy is what is expected for an account once every recorded policy has been
// applied over the defaults of its tier.
type AppliedPolicy struct {
	DeciderDepth    int     // how many of ours should have a working tie to each decider and approver
	InfluencerDepth int     // … to each influencer and gatekeeper
	Neighbourhood   float64 // share of a key contact's neighbours to be tied to, in [0,1]; 0: not asked for
	CadenceDays     int     // ideal days between contacts with a decider
	CadenceMaximum  int     // days after which it is too long; told, and read by no rule
	CounterpartGap  int     // levels by which the counterpart of a level 4 or 5 may differ
	Expected        []ExpectedSeat
	Sources         []graph.ID // the policies applied, the widest first; empty where the defaults hold
}

// ExpectedSeat says that somebody should be recorded in a function at a level.
type ExpectedSeat struct {
	Function graph.Function
	Level    int // 1 to 5
}
