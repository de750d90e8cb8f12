// Package say writes what the analyses found in plain English: every sentence of a
// report, a reason or a remedy is made here, from names, numbers and kinds. It reads
// no workspace.
package say

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
)

// Plural returns the words for one, or for another number.
func Plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// Count writes a number with its noun: "1 person", "3 people".
func Count(n int, one, many string) string {
	return strconv.Itoa(n) + " " + Plural(n, one, many)
}

// Some writes a number with its noun, of none "no": "no contact", "1 contact".
func Some(n int, one, many string) string {
	if n == 0 {
		return "no " + one
	}
	return Count(n, one, many)
}

// Ended ends a sentence, which a name such as "Ann Lee Jr." may have done already.
func Ended(s string) string {
	if strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}

// Upper begins with a capital letter.
func Upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// Verb returns the form of a verb that goes with a number.
func Verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// EveryDays writes how often: "every 30 days", "every day".
func EveryDays(n int) string {
	if n == 1 {
		return "every day"
	}
	return "every " + strconv.Itoa(n) + " days"
}

// Times writes how often.
func Times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return strconv.Itoa(n) + " times"
}

// Money writes amounts as planners say them: "2.5M EUR and 700K GBP".
func Money(list []analysis.Money) string {
	parts := make([]string, len(list))
	for i, m := range list {
		x, unit := m.Amount, ""
		switch {
		case x >= 1e6 || x <= -1e6:
			x, unit = x/1e6, "M"
		case x >= 1e3 || x <= -1e3:
			x, unit = x/1e3, "K"
		}
		n := strings.TrimSuffix(strconv.FormatFloat(x, 'f', 1, 64), ".0")
		parts[i] = fmt.Sprintf("%s%s %s", n, unit, m.Currency)
	}
	return JoinNames(parts)
}

// Day writes a day as "24 Oct 2026".
func Day(d graph.Date) string { return d.Said() }

// Band writes a band as it is said of a tie.
func Band(b graph.Band) string {
	switch b {
	case graph.BandNone:
		return "none"
	case graph.BandAcquainted:
		return "acquainted"
	case graph.BandWorking:
		return "working"
	case graph.BandStrong:
		return "strong"
	}
	return "close"
}

// Level writes a claim about a tie to somebody.
func Level(l graph.TieLevel, to string) string {
	switch l {
	case graph.TieMet:
		return "met " + to + " once"
	case graph.TieKnows:
		return "knows " + to
	case graph.TieWorksWell:
		return "works well with " + to
	case graph.TieTrusted:
		return "trusted by " + to
	}
	return "does not know " + to
}

// Likelihood writes a likelihood as it is said of an introduction.
func Likelihood(l analysis.Likelihood) string {
	switch l {
	case analysis.Likely:
		return "likely"
	case analysis.Possible:
		return "possible"
	}
	return "a long shot"
}

// RoleVerb writes what somebody with a role does in a decision.
func RoleVerb(r graph.Role, what string) string {
	switch r {
	case graph.RoleDecider:
		return "decides " + what
	case graph.RoleApprover:
		return "has to approve " + what
	case graph.RoleVeto:
		return "can veto " + what
	case graph.RoleSignOff:
		return "has to sign off " + what
	case graph.RoleBuyer:
		return "buys for " + what
	case graph.RoleUser:
		return "uses " + what
	case graph.RoleInfluencer:
		return "has a say in " + what
	case graph.RoleGatekeeper:
		return "keeps the gate of " + what
	case graph.RoleInitiator:
		return "started " + what
	}
	return "is told of " + what
}

// Handshakes writes how far a chain goes: "one handshake", "two handshakes".
func Handshakes(n int) string {
	switch n {
	case 1:
		return "one handshake"
	case 2:
		return "two handshakes"
	case 3:
		return "three handshakes"
	}
	return strconv.Itoa(n) + " handshakes"
}

// Function writes a function in lower case.
func Function(f graph.Function) string {
	switch f {
	case graph.FunctionIT, graph.FunctionHR:
		return string(f)
	}
	return strings.ToLower(strings.ReplaceAll(string(f), "_", " "))
}

// JoinNames writes names as "A, B and C", of more than four the first three.
func JoinNames(names []string) string { return JoinMore(names, 0) }

// JoinMore writes names and how many more there are: "A, B and 2 others".
func JoinMore(names []string, more int) string {
	if len(names) > 4 || more > 0 && len(names) > 3 {
		names, more = names[:3], more+len(names)-3
	}
	if more > 0 {
		names = append(slices.Clone(names), Count(more, "other", "others"))
	}
	return JoinAll(names)
}

// JoinAll writes all of a list: "A, B and C".
func JoinAll(list []string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:len(list)-1], ", ") + " and " + list[len(list)-1]
}
