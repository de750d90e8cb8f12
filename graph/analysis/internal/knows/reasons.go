package knows

import (
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/say"
)

// TieReasons returns the records that a tie's verdict rests on.
func (r *Reader) TieReasons(t *Tie) (facts []analysis.Reason) {
	v := r.Verdict(t)
	if v.LastContact != 0 {
		facts = append(facts, analysis.Reason{
			Text:   say.TieContact(r.Name(t.From), r.Name(t.To), v.LastContact, v.Recent),
			Record: v.LastRecord, On: v.LastContact,
		})
	}
	if st := v.Stated; st != nil {
		facts = append(facts, analysis.Reason{
			Text: r.ClaimText(t, st), Record: st.ID, On: st.On,
		})
	}
	return facts
}

// ClaimText says who claims what of a tie: "Ann Lee says: trusted by Tom Fox".
func (r *Reader) ClaimText(t *Tie, st *Statement) string {
	claim := say.Claim{From: r.Name(t.From), To: r.Name(t.To), Level: st.Level, AtOdds: st.conflict}
	if by, known := r.S.Node(st.by); known {
		claim.By, claim.Own = r.Name(by), by == t.From
	}
	return claim.Text()
}
