package formats

import (
	"strings"

	"github.com/kithgraph/kith/internal/folding"
)

// vCard are cards of version 3 (RFC 2426) and 4 (RFC 6350), of which package
// sheet makes rows. Who reports to whom is in none of the two; several products
// write X-MANAGER and X-ASSISTANT, or names of their own for them.
var vCard = &Format{
	Name: "vCard",
	columns: columns(
		"VERSION!", "KIND", "UID", "FN!", "FAMILY", "GIVEN", "ADDITIONAL", "PREFIX", "SUFFIX", "ORG", "UNIT", "TITLE", "ROLE", "EMAIL", "TEL", "URL", "LOCALITY", "COUNTRY", "TZ", "LANG", "NOTE", "MANAGER", "ASSISTANT", "OTHER",
	),
	cards: true,
	index: cardFields.index(func(r *row) bool { return cardOut(r) == "" }),
	begin: func(in *input) func(*row, *sink) {
		take := cardFields.contacts(in)
		return func(r *row, out *sink) {
			if reason := cardOut(r); reason != "" {
				out.skip(reason)
				return
			}
			for _, other := range strings.Split(r.get("OTHER"), "; ") {
				if other != "" {
					out.leave(other, "property that kith does not know", "properties that kith does not know")
				}
			}
			take(r, out)
		}
	},
}

var cardFields = &fields{
	id: "UID", name: "FN", first: "GIVEN", middle: "ADDITIONAL", last: "FAMILY", suffix: "SUFFIX", mails: []string{"EMAIL"}, link: "URL", city: "LOCALITY", notes: "NOTE", company: "ORG", title: "TITLE", department: "UNIT", managerName: "MANAGER", assistant: "ASSISTANT",
	languages: "LANG", timezone: "TZ",
}

// cardOut says why a card is no person; "" for one that is.
func cardOut(r *row) string {
	if k := folding.Fold(r.get("KIND")); k != "" && k != "individual" {
		return "a group, a company or a place, not a person"
	}
	if r.get("FN") != "" && r.get("FN") == r.get("ORG") && r.get("GIVEN")+r.get("FAMILY") == "" {
		return "a company, not a person"
	}
	return ""
}
