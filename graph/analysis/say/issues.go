package say

import (
	"fmt"
	"strconv"

	"github.com/kithgraph/kith/graph"
)

// issues are the texts of the data issues that are always said in the same way, by
// their fixed words.
var issues = map[string]string{
	"areas-unknown":   "no open decision is recorded, so rules about deciders and users have nothing to look at",
	"both-sides":      "somebody holds a seat of ours and one of theirs, and counts as ours",
	"budget-unknown":  "no budget is recorded, so the decision is in no sum",
	"decider-unknown": "nobody is recorded as deciding",
	"no-capture":      "contacts of somebody who works on the account would not be noticed, so silence says nothing",
	"reporting-cycle": "the solid lines run in a circle",
	"seat-unplaced":   "no level or no function is known, so the seat is in no cell of the matrix",
	"users-unknown":   "no user is recorded, so no ladder can be drawn",
}

// Issue writes the text of a data issue by its fixed word, of "decider-unknown":
// "nobody is recorded as deciding". It panics for a word without a text.
func Issue(word string) string {
	text, known := issues[word]
	if !known {
		panic("say: no text for the data issue " + word)
	}
	return text
}

// AreasJudged is areas-unknown where a colleague says who decides or uses: "no open
// decision is recorded; what people decide or use is a colleague's judgement alone".
func AreasJudged() string {
	return "no open decision is recorded; what people decide or use is a colleague's judgement alone"
}

// DecisionOverdue is decision-overdue: "was due on 15 Jan 2024, and no outcome is
// recorded; what was decided?"
func DecisionOverdue(due graph.Date) string {
	return fmt.Sprintf("was due on %s, and no outcome is recorded; what was decided?", Day(due))
}

// ExpectedSeatUnread is expected-seat: `"FINANCE" is not FUNCTION/LEVEL, e.g.
// FINANCE/4`.
func ExpectedSeatUnread(text string) string {
	return strconv.Quote(text) + " is not FUNCTION/LEVEL, e.g. FINANCE/4"
}

// BenchCut is a data issue: "more than 200 of ours could be counterparts: those who
// fit least are left out".
func BenchCut(limit int) string {
	return fmt.Sprintf("more than %d of ours could be counterparts: those who fit least are left out", limit)
}

// IssueNobodyOurs is the text of the data issue that there is nobody of ours.
const IssueNobodyOurs = "no organization is marked as ours, so there is nobody to begin with"
