// Package stakeholders answers who counts at an account: its people with their seats,
// parts and stance, and who of ours knows them.
package stakeholders

import (
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/internal/accounts"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/kernel"
)

// Answer lists the people of an account, by id. It fails for one that is
// not on record.
func Answer(r *knows.Reader, accountID graph.ID) (*analysis.StakeholdersReport, error) {
	a, err := accounts.ReadAccount(r, accountID)
	if err != nil {
		return nil, err
	}
	rep := &analysis.StakeholdersReport{}
	for i := range a.People {
		p := &a.People[i]
		st := a.Stance(p.N, []kernel.N{a.N}, knows.Nowhere)
		roles, _ := p.Roles()
		s := analysis.Stakeholder{
			Person: a.Pid(i), Name: a.Who(i), Level: p.Level,
			Stance: st.Stance, StanceRecord: st.Record, Disputed: st.Disputed,
			Roles: roles, Key: p.Has(analysis.KeyRole), DirectDepth: a.Depth(i),
		}
		s.Neglected = s.Key && s.DirectDepth == 0
		for _, k := range p.Seats {
			s.Seats = append(s.Seats, a.ID(a.Seats[k].N))
		}
		for _, pt := range p.Parts {
			part := analysis.Part{Role: pt.Role, Record: pt.Record, Opinion: pt.Opinion}
			if pt.Area != accounts.None {
				part.Area, part.Name = a.ID(a.Areas[pt.Area].N), a.Areas[pt.Area].Facts.Name
			}
			s.Parts = append(s.Parts, part)
		}
		for _, t := range a.StrongestFirst(a.OurTiesTo(p.N)) {
			if vd := a.Verdict(t); vd.Band != graph.BandNone {
				s.KnownBy = append(s.KnownBy, analysis.Knower{Person: a.ID(t.From), Name: a.Name(t.From), Band: vd.Band, Working: vd.Working})
			}
		}
		rep.People = append(rep.People, s)
	}
	a.Blind()
	rep.Envelope = a.Envelope(accounts.Version(&a.Policy), nil)
	return rep, nil
}
