package analysis

import (
	"slices"
	"strconv"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// Policy is what is expected for an account once every recorded policy has been
// applied over the defaults of its tier.
type Policy struct {
	DeciderDepth    int     // how many of ours should have a working tie to each decider and approver
	InfluencerDepth int     // … to each influencer and gatekeeper
	Neighbourhood   float64 // share of a key contact's neighbours to be tied to, in [0,1]; 0: not asked for
	CadenceDays     int     // ideal days between contacts with a decider
	CadenceMaximum  int     // days after which it is too long; told, and read by no rule
	CounterpartGap  int     // levels by which the counterpart of a level 4 or 5 may differ
	Expected        []ExpectedSeat
	Sources         []graph.ID // the policies applied, the widest first; empty where the defaults hold
}

// ExpectedSeat says that somebody should be recorded in a function at a level.
type ExpectedSeat struct {
	Function graph.Function
	Level    int // 1 to 5
}

// defaultPolicy returns what is expected at a tier when nothing is recorded. An
// account without a tier is a standard one.
func defaultPolicy(tier graph.Tier) Policy {
	switch tier {
	case graph.TierStrategic:
		return Policy{DeciderDepth: 2, InfluencerDepth: 1, Neighbourhood: 0.5, CadenceDays: 30, CadenceMaximum: 60, CounterpartGap: 1}
	case graph.TierKey:
		return Policy{DeciderDepth: 1, InfluencerDepth: 1, Neighbourhood: 0.3, CadenceDays: 60, CadenceMaximum: 120, CounterpartGap: 1}
	}
	return Policy{DeciderDepth: 1, CadenceDays: 90, CadenceMaximum: 180, CounterpartGap: 1}
}

// policyFor returns the policy of an account: the defaults of its tier, under
// the policies of the workspace, of the tier and of the account, in this order;
// among those of one scope the later one by id wins.
func (r *reader) policyFor(account kernel.N, tier graph.Tier) Policy {
	p := defaultPolicy(tier)
	var scopes [3][]kernel.N // workspace, tier, account
	for _, n := range r.s.Nodes(graph.NodePolicy) {
		valid := r.s.NodeValid(n)
		r.clock.NoteInterval(valid)
		if !valid.Contains(r.day) {
			continue
		}
		of := r.others(r.out(n, graph.EdgeFor))
		t := graph.Tier(r.s.NodeProps(n).Text("tier"))
		switch {
		case slices.Contains(of, account):
			scopes[2] = append(scopes[2], n)
		case len(of) > 0:
		case t == "":
			scopes[0] = append(scopes[0], n)
		case t == tier:
			scopes[1] = append(scopes[1], n)
		}
	}
	for _, scope := range scopes {
		for _, n := range r.distinct(scope) {
			r.apply(&p, n)
		}
	}
	return p
}

func (r *reader) apply(p *Policy, n kernel.N) {
	f := view.As[graph.Policy](r.v, n)
	set := func(to *int, from *int) {
		if from != nil {
			*to = *from
		}
	}
	set(&p.DeciderDepth, f.DeciderDepth)
	set(&p.InfluencerDepth, f.InfluencerDepth)
	set(&p.CadenceDays, f.CadenceDays)
	set(&p.CadenceMaximum, f.CadenceMaximum)
	set(&p.CounterpartGap, f.CounterpartGap)
	if f.Neighbourhood != nil {
		p.Neighbourhood = *f.Neighbourhood
	}
	if len(f.ExpectedSeats) > 0 {
		p.Expected = nil
	}
	for _, text := range f.ExpectedSeats {
		e, ok := parseExpected(text)
		if !ok {
			r.issue("expected-seat", strconv.Quote(text)+" is not FUNCTION/LEVEL, e.g. FINANCE/4", f.ID)
			continue
		}
		p.Expected = append(p.Expected, e)
	}
	p.Sources = append(p.Sources, f.ID)
}

// parseExpected reads FUNCTION/LEVEL.
func parseExpected(text string) (ExpectedSeat, bool) {
	function, level, ok := strings.Cut(text, "/")
	n, err := strconv.Atoi(level)
	e := ExpectedSeat{graph.Function(function), n}
	return e, ok && err == nil && n >= 1 && n <= 5 && slices.Contains(graph.Functions(), e.Function)
}

// version names the policies that applied.
func (p *Policy) version() string {
	if len(p.Sources) == 0 {
		return "defaults"
	}
	var b strings.Builder
	for i, id := range p.Sources {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(string(id))
	}
	return b.String()
}
