package analysis

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/kithgraph/kith/graph"
)

// count writes a number with its noun: "1 person", "3 people".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// some writes a number with its noun, of none "no": "no contact", "1 contact".
func some(n int, one, many string) string {
	if n == 0 {
		return "no " + one
	}
	return count(n, one, many)
}

// ended ends a sentence, which a name such as "Ann Lee Jr." may have done already.
func ended(s string) string {
	if strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}

// upper begins with a capital letter.
func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// verb returns the form of a verb that goes with a number.
func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// everyDays writes how often: "every 30 days", "every day".
func everyDays(n int) string {
	if n == 1 {
		return "every day"
	}
	return "every " + strconv.Itoa(n) + " days"
}

// times writes how often.
func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return strconv.Itoa(n) + " times"
}

// moneyText writes amounts as planners say them: "2.5M EUR and 700K GBP".
func moneyText(list []Money) string {
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
	return joinNames(parts)
}

// dayText writes a day as "24 Oct 2026".
func dayText(d graph.Date) string { return d.Time().Format("2 Jan 2006") }

// bandText writes a band as it is said of a tie.
func bandText(b graph.Band) string {
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

// bandText writes how a tie stands: "working, but out of touch".
func (v *verdict) bandText() string {
	if v.cooling {
		return bandText(v.band) + ", but out of touch"
	}
	return bandText(v.band)
}

// levelText writes a claim about a tie to somebody.
func levelText(l graph.TieLevel, to string) string {
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

// likelihoodText writes a likelihood as it is said of an introduction.
func likelihoodText(l Likelihood) string {
	switch l {
	case Likely:
		return "likely"
	case Possible:
		return "possible"
	}
	return "a long shot"
}

// roleText writes a role in lower case.
func roleText(r graph.Role) string {
	return strings.ToLower(strings.ReplaceAll(string(r), "_", " "))
}

// roleVerb writes what somebody with a role does in a decision.
func roleVerb(r graph.Role, what string) string {
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

// handshakes writes how far a chain goes: "one handshake", "two handshakes".
func handshakes(n int) string {
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

// functionText writes a function in lower case.
func functionText(f graph.Function) string {
	switch f {
	case graph.FunctionIT, graph.FunctionHR:
		return string(f)
	}
	return strings.ToLower(strings.ReplaceAll(string(f), "_", " "))
}

// joinNames writes names as "A, B and C", of more than four the first three.
func joinNames(names []string) string { return joinMore(names, 0) }

// joinMore writes names and how many more there are: "A, B and 2 others".
func joinMore(names []string, more int) string {
	if len(names) > 4 || more > 0 && len(names) > 3 {
		names, more = names[:3], more+len(names)-3
	}
	if more > 0 {
		names = append(slices.Clone(names), count(more, "other", "others"))
	}
	return joinAll(names)
}

// joinAll writes all of a list: "A, B and C".
func joinAll(list []string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:len(list)-1], ", ") + " and " + list[len(list)-1]
}
