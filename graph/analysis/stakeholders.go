package analysis

import (
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// StakeholdersReport is who is who at an account.
type StakeholdersReport struct {
	Envelope
	People []Stakeholder // everybody of theirs with a seat there, by ID
}

// Stakeholder is one person of theirs and what is known of them.
type Stakeholder struct {
	Person       graph.ID
	Name         string
	Seats        []graph.ID   // their seats in the account, by ID
	Level        int          // of their highest seat there; 0 for unknown
	Stance       graph.Stance // the worst of the colleagues' newest judgements; UNKNOWN when nobody knows
	StanceRecord graph.ID     // the assessment that says so; "" for none
	Disputed     bool         // colleagues disagree
	Parts        []Part       // in decisions, by area
	Roles        []graph.Role // the distinct roles of Parts, in the order of the vocabulary
	Key          bool         // has a role that makes a key contact: decides, approves, buys, influences or keeps the gate
	KnownBy      []Knower     // those of ours with a tie above NONE, strongest first
	DirectDepth  int          // how many of ours have a working tie; 1 is single-threaded
	Neglected    bool         // a key contact without a working tie
}

// Knower is one of ours who knows a stakeholder.
type Knower struct {
	Person  graph.ID
	Name    string
	Band    graph.Band
	Working bool
}

// Stakeholders answers: who is who at this account, how do they stand to us,
// what part do they play, and who of us knows them?
//
// Definition: stance(p) is the worst of each colleague's newest unexpired
// judgement; roles are recorded parts, else the newest judgement; KnownBy = {x
// ours : band(x→p) > NONE}.
//
// Shape: one entry per person of theirs with a seat in the account's
// organizations, by ID. No findings: see [Coverage] and [SinglePoints].
//
// Units: Level 1 to 5; DirectDepth in people.
//
// Errors: not found when there is no such account.
//
// Cost: O(seats, contacts and claims of the account's people).
//
// Source: the definitions of [Strength] and of the buying centre (Webster and
// Wind, 1972).
func Stakeholders(v *view.View, accountID graph.ID) (*StakeholdersReport, error) {
	return answerStakeholders(newReader(v), accountID)
}

func answerStakeholders(r *reader, accountID graph.ID) (*StakeholdersReport, error) {
	a, err := r.readAccount(accountID)
	if err != nil {
		return nil, err
	}
	rep := &StakeholdersReport{}
	for i := range a.people {
		p := &a.people[i]
		st := a.stance(p.n, []kernel.N{a.n}, nowhere)
		roles, _ := p.roles()
		s := Stakeholder{
			Person: a.pid(i), Name: a.who(i), Level: p.level,
			Stance: st.Stance, StanceRecord: st.Record, Disputed: st.Disputed,
			Roles: roles, Key: p.has(key), DirectDepth: a.depth(i),
		}
		s.Neglected = s.Key && s.DirectDepth == 0
		for _, k := range p.seats {
			s.Seats = append(s.Seats, a.id(a.seats[k].n))
		}
		for _, pt := range p.parts {
			part := Part{Role: pt.role, Record: pt.record, Opinion: pt.opinion}
			if pt.area != none {
				part.Area, part.Name = a.id(a.areas[pt.area].n), a.areas[pt.area].facts.Name
			}
			s.Parts = append(s.Parts, part)
		}
		for _, t := range a.strongestFirst(a.ourTiesTo(p.n)) {
			if vd := a.verdict(t); vd.band != graph.BandNone {
				s.KnownBy = append(s.KnownBy, Knower{a.id(t.from), a.name(t.from), vd.band, vd.working})
			}
		}
		rep.People = append(rep.People, s)
	}
	a.blind()
	rep.Envelope = a.envelope(a.policy.version(), nil)
	return rep, nil
}
