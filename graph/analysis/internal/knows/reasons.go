package knows

import (
	"fmt"

	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/say"
)

// TieReasons returns the records that a tie's verdict rests on.
func (r *Reader) TieReasons(t *Tie) (facts []analysis.Reason) {
	v := r.Verdict(t)
	if v.LastContact != 0 {
		facts = append(facts, analysis.Reason{
			Text:   fmt.Sprintf("%s and %s: last contact %s, %s in 180 days", r.Name(t.From), r.Name(t.To), say.Day(v.LastContact), say.Some(v.Recent, "contact", "contacts")),
			Record: v.LastRecord, On: v.LastContact,
		})
	}
	if st := v.Stated; st != nil {
		facts = append(facts, analysis.Reason{
			Text: r.ClaimText(t, st), Record: st.Id, On: st.On,
		})
	}
	return facts
}

// ClaimText says who claims what of a tie: "Ann Lee says: trusted by Tom Fox".
func (r *Reader) ClaimText(t *Tie, st *Statement) string {
	what := say.Level(st.Level, r.Name(t.To))
	if st.conflict {
		what = "at odds with " + r.Name(t.To)
	}
	by, known := r.S.Node(st.by)
	switch {
	case !known:
		return fmt.Sprintf("it is said of %s: %s", r.Name(t.From), what)
	case by == t.From:
		return fmt.Sprintf("%s says: %s", r.Name(by), what)
	}
	return fmt.Sprintf("%s says of %s: %s", r.Name(by), r.Name(t.From), what)
}
