package accounts

import (
	"slices"
	"strconv"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// defaultPolicy returns what is expected at a tier when nothing is recorded. An
// account without a tier is a standard one.
func defaultPolicy(tier graph.Tier) analysis.AppliedPolicy {
	switch tier {
	case graph.TierStrategic:
		return analysis.AppliedPolicy{DeciderDepth: 2, InfluencerDepth: 1, Neighbourhood: 0.5, CadenceDays: 30, CadenceMaximum: 60, CounterpartGap: 1}
	case graph.TierKey:
		return analysis.AppliedPolicy{DeciderDepth: 1, InfluencerDepth: 1, Neighbourhood: 0.3, CadenceDays: 60, CadenceMaximum: 120, CounterpartGap: 1}
	}
	return analysis.AppliedPolicy{DeciderDepth: 1, CadenceDays: 90, CadenceMaximum: 180, CounterpartGap: 1}
}

// policyFor returns the policy of an account: the defaults of its tier, under
// the policies of the workspace, of the tier and of the account, in this order;
// among those of one scope the later one by id wins.
func policyFor(r *knows.Reader, account kernel.N, tier graph.Tier) analysis.AppliedPolicy {
	p := defaultPolicy(tier)
	var scopes [3][]kernel.N // workspace, tier, account
	for _, n := range r.S.Nodes(graph.NodePolicy) {
		valid := r.S.NodeValid(n)
		r.Clock.NoteInterval(valid)
		if !valid.Contains(r.Day) {
			continue
		}
		of := r.Others(r.Out(n, graph.EdgeFor))
		t := graph.Tier(r.S.NodeProps(n).Text("tier"))
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
		for _, n := range r.Distinct(scope) {
			apply(r, &p, n)
		}
	}
	return p
}

func apply(r *knows.Reader, p *analysis.AppliedPolicy, n kernel.N) {
	f := view.As[graph.Policy](r.V, n)
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
			r.Issue("expected-seat", say.ExpectedSeatUnread(text), f.ID)
			continue
		}
		p.Expected = append(p.Expected, e)
	}
	p.Sources = append(p.Sources, f.ID)
}

// parseExpected reads FUNCTION/LEVEL.
func parseExpected(text string) (analysis.ExpectedSeat, bool) {
	function, level, ok := strings.Cut(text, "/")
	n, err := strconv.Atoi(level)
	e := analysis.ExpectedSeat{Function: graph.Function(function), Level: n}
	return e, ok && err == nil && n >= 1 && n <= 5 && slices.Contains(graph.Functions(), e.Function)
}

// Version names the policies that applied.
func Version(p *analysis.AppliedPolicy) string {
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
