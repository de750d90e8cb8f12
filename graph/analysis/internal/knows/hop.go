package knows

import (
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
)

// carryWeight is the strength or influence from which a person of theirs takes
// us to the next.
const carryWeight = workingAt

// hopKind says what a handshake rests on.
type hopKind uint8

const (
	HopTie       hopKind = iota + 1 // a tie by contact or claim
	HopInfluence                    // a stated influence
	HopLine                         // a reporting line
	HopImplied                      // a shared employment
)

// String returns the word of a basis in reports.
func (k hopKind) String() string {
	return [...]string{"", "tie", "influence", "line", "implied"}[k]
}

// Hop is one handshake with what it rests on.
type Hop struct {
	From, To kernel.N
	Kind     hopKind
	Doubt    bool // whether the two know each other: ask first
	Skips    bool // for HopLine: a vacant seat lies between
	At       [Paces]bool
	Tie      *Tie     // for HopTie
	Weight   float64  // of the basis, in [0,1]; not for ties of ours
	Record   graph.ID // the influence, the line, the last contact or claim; "" for ties of ours in the reach graph
	Over     *Overlap // for HopImplied and HopLine: what the two share
	Shared   *Overlap // what is implied besides, where that is stronger than the record; nil else
}

// always is said of a handshake that is no tie: it is there at every pace.
var always = [Paces]bool{true, true, true}

// influenceHops returns the handshakes by which those lead to a person who are
// said to influence them and are not at odds with them.
func (r *Reader) influenceHops(person kernel.N) []Hop {
	var out []Hop
	for _, x := range r.InfluencesOn(person) {
		if !x.conflict {
			out = append(out, Hop{From: x.From, To: person, Kind: HopInfluence, Weight: x.Weight, Record: x.Record, At: always})
		}
	}
	return out
}
