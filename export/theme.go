package export

import "github.com/kithgraph/kith/graph"

// This file is the visual language: every colour, word and code of a picture.
// Colours are told apart by outline, glyph and word as well, because some
// readers and printers do not tell them apart.

// ink is a colour with its name in WEB files and its form on dark screens.
type ink struct{ name, light, dark string }

// The colours that carry no meaning of their own.
var (
	inkPaper  = ink{"paper", "#FFFFFF", "#10171F"}
	inkText   = ink{"text", "#16202B", "#E9EEF3"}
	inkSoft   = ink{"soft", "#445262", "#B3C0CC"}
	inkLine   = ink{"line", "#5B6B7B", "#8A9AA9"}
	inkBorder = ink{"border", "#7C8A99", "#66788A"}
	inkRule   = ink{"rule", "#C9D1D9", "#33404D"}
	inkCard   = ink{"card", "#FFFFFF", "#19232E"}
	inkPill   = ink{"pill", "#33414F", "#C6D2DD"}
	inkOnPill = ink{"onpill", "#FFFFFF", "#16202B"}
	inkMark   = ink{"mark", "#D5DBE1", "#3A4754"}
	inkBand   = ink{"band", "#E9EDF1", "#232F3A"}
)

// The colours of signs and links.
var (
	inkTie        = ink{"tie", "#00677A", "#4FC3D9"}
	inkOnTie      = ink{"ontie", "#FFFFFF", "#0C1A20"}
	inkAlert      = ink{"alert", "#B3261E", "#FF8A80"}
	inkWarn       = ink{"warn", "#FFC933", "#FFC933"}
	inkWarnEdge   = ink{"warnedge", "#7A4B00", "#FFE3A1"}
	inkOnWarn     = ink{"onwarn", "#16202B", "#16202B"}
	inkInfluence  = ink{"influence", "#6B3FA0", "#C3A0F0"}
	inkGate       = ink{"gate", "#F0B429", "#F0B429"}
	inkGateEdge   = ink{"gateedge", "#6B4500", "#FFE3A1"}
	inkGateBars   = ink{"gatebars", "#3D2800", "#3D2800"}
	inkInfluencer = ink{"influencer", "#1F5FA8", "#7FB2EE"}
	inkOnDark     = ink{"ondark", "#FFFFFF", "#10171F"}
	inkOnText     = ink{"ontext", "#FFFFFF", "#10171F"}
)

// roleLook is the code on a role's pill and its words.
type roleLook struct {
	code string
	word string
}

var roleLooks = map[graph.Role]roleLook{
	graph.RoleDecider:    {"DE", "Decider"},
	graph.RoleApprover:   {"AP", "Approver"},
	graph.RoleVeto:       {"VE", "Veto"},
	graph.RoleSignOff:    {"SO", "Sign-off"},
	graph.RoleBuyer:      {"BU", "Buyer"},
	graph.RoleUser:       {"US", "User"},
	graph.RoleInfluencer: {"IF", "Influencer"},
	graph.RoleGatekeeper: {"GK", "Gatekeeper"},
	graph.RoleInitiator:  {"IN", "Initiator"},
	graph.RoleInformed:   {"ID", "Informed"},
}

// roleLookOf returns how a role is drawn; a role of a newer version is drawn
// with a question mark.
func roleLookOf(r graph.Role) roleLook {
	if l, ok := roleLooks[r]; ok {
		return l
	}
	return roleLook{"?", "Other role"}
}

// bandLook is how a tie is drawn: a chip with initials on a card, a line in a
// PAIR diagram.
type bandLook struct {
	word   string
	filled bool   // the chip is filled
	width  int    // of the line, in tenths of a pixel
	dash   string // of chip and line
}

var bandLooks = map[graph.Band]bandLook{
	graph.BandClose:      {"close", true, 36, ""},
	graph.BandStrong:     {"strong", true, 26, ""},
	graph.BandWorking:    {"working", false, 14, ""},
	graph.BandAcquainted: {"acquainted", false, 13, "2 2.4"},
}

// bandRank returns the place of a band among graph.Bands; 0 for NONE and for a
// band of a newer version.
func bandRank(b graph.Band) int {
	for rank, other := range graph.Bands() {
		if b == other {
			return rank
		}
	}
	return 0
}

// linkLook is how a link is drawn.
type linkLook struct {
	word   string // in the legend
	verb   string // between two people
	one    string // in "1 influence line"
	many   string // in "3 influence lines"
	colour ink
	width  int // in tenths of a pixel
	dash   string
	end    lineEnd
}

// lineEnd is what is drawn where a link ends.
type lineEnd uint8

const (
	endNone lineEnd = iota
	endArrow
	endBar
)

var linkLooks = map[LinkKind]linkLook{
	LinkAlsoReports: {"also reports to", "also reports to", "second reporting line", "second reporting lines", inkLine, 14, "1.4 3", endNone},
	LinkAssists:     {"assists", "assists", "assistant line", "assistant lines", inkSoft, 14, "7 2.5 1.5 2.5", endNone},
	LinkInfluences:  {"influences", "influences", "influence line", "influence lines", inkInfluence, 18, "6 3.5", endArrow},
	LinkConflict:    {"conflict", "opposes", "conflict", "conflicts", inkAlert, 18, "2 3", endBar},
	LinkKnows:       {"knows", "knows", "acquaintance", "acquaintances", inkTie, 13, "", endNone},
	LinkMoved:       {"moved from", "was the manager of", "move", "moves", inkSoft, 14, "8 3", endArrow},
}

// inks returns every colour of the theme once, in a fixed order.
func inks() []ink {
	out := []ink{
		inkPaper, inkText, inkSoft, inkLine, inkBorder, inkRule, inkCard, inkPill, inkOnPill, inkMark, inkBand,
		inkTie, inkOnTie, inkAlert, inkWarn, inkWarnEdge, inkOnWarn, inkInfluence,
		inkGate, inkGateEdge, inkGateBars, inkInfluencer, inkOnDark, inkOnText,
	}
	for _, s := range graph.Stances() {
		l := lookOf(s)
		out = append(out, l.colour)
		if l.tint.name != inkCard.name {
			out = append(out, l.tint)
		}
	}
	return out
}
