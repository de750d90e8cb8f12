// Package introductions answers who can introduce ours to somebody of theirs: it
// finds the likeliest chains of handshakes from ties, claims, influences, lines and
// shared employments, who must not be asked, and what came of what was asked.
package introductions

import (
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/internal/accounts"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/graph/kernel"
)

// The factors of a handshake.
const (
	firstHopBase  = 0.15 // somebody of ours asks a contact: base …
	firstHopSlope = 0.75 // … and what strength adds
	friction      = 0.8  // each further handshake
	gatekeeping   = 0.6  // a gatekeeper as carrier
	levelSkipped  = 0.85 // each level skipped upwards beyond one
	loadUnit      = 3.0  // asks that halve somebody's readiness
	loadWindow    = 90   // days in which asks count
	loadLimit     = 3    // asks at which nobody is asked again
)

// Answer finds who can introduce ours to one of theirs. It fails for a
// query that does not hold, a person who is not on record, and one who is ours.
func Answer(r *knows.Reader, q analysis.IntroductionsQuery) (*analysis.IntroductionsReport, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	target, err := r.S.Find(q.Target, graph.NodePerson)
	if err != nil {
		return nil, err
	}
	if r.Ours(target) {
		return nil, graph.Invalid("query", []graph.ID{q.Target}, "%s is one of ours on %s", q.Target, r.Day)
	}
	t := &Tour{Reader: r, Target: target, Hops: q.Hops, From: map[kernel.N]bool{}, Without: map[kernel.N]bool{}}
	if t.Hops == 0 {
		t.Hops = analysis.DefaultHops
	}
	for _, id := range q.From {
		n, err := r.S.Find(id, graph.NodePerson)
		if err != nil {
			return nil, err
		}
		if !r.Ours(n) {
			return nil, graph.Invalid("query", []graph.ID{id}, "%s is not one of ours on %s, and cannot seek an introduction", id, r.Day)
		}
		t.From[n] = true
	}
	for _, id := range q.Without {
		n, err := r.S.Find(id, graph.NodePerson)
		if err != nil {
			return nil, err
		}
		t.Without[n] = true
	}
	limit, alternates := q.Limit, q.Alternates
	if limit == 0 {
		limit = analysis.DefaultIntroducers
	}
	switch alternates {
	case 0:
		alternates = analysis.DefaultAlternates
	case -1:
		alternates = 0
	}
	rep := &analysis.IntroductionsReport{Target: r.ID(target)}
	var findings []knows.Found
	if accounts.Shunned(r, target) {
		rep.Blocked = say.Shunned(r.Name(target))
		rep.Envelope = r.Envelope("", nil)
		return rep, nil
	}
	t.Explore()
	rep.Direct = t.direct()
	rep.Introductions = t.best(limit, alternates)
	rep.MayKnow = t.mayKnow()
	rep.NotAsked = t.notAsked()
	rep.Requests = t.requests()
	if !slices.ContainsFunc(r.S.Nodes(graph.NodeOrganization), r.OurOrg) {
		r.Issue("nobody-ours", say.IssueNobodyOurs, q.Target)
	}
	if len(rep.Introductions) == 0 && !slices.ContainsFunc(rep.Direct, func(t analysis.Tie) bool { return t.Working }) {
		findings = append(findings, t.cold(rep))
	}
	rep.Envelope = r.Envelope("", findings)
	return rep, nil
}

// direct returns the ties of ours to the target of which anything is left,
// strongest first.
func (t *Tour) direct() []analysis.Tie {
	var list []*knows.Tie
	for _, ti := range t.OurTiesTo(t.Target) {
		if t.Seeker(ti.From) && (t.Verdict(ti).Band != graph.BandNone || t.Verdict(ti).Dormant) {
			list = append(list, ti)
		}
	}
	out := make([]analysis.Tie, len(list))
	for i, ti := range t.StrongestFirst(list) {
		out[i] = t.Export(ti)
	}
	return out
}

// mayKnow returns those of ours whose employment overlapped with the target's.
func (t *Tour) mayKnow() []analysis.MayKnow {
	var ours []knows.Overlap
	for _, o := range t.peers {
		if t.Seeker(o.Other) {
			t.Grows(&o)
		}
		if o.Weight >= knows.AcquaintedAt && t.Seeker(o.Other) && !accounts.Forbids(t.Reader, o.Other, t.Target) && !t.Recorded(t.OurTie(o.Other, t.Target)) {
			ours = append(ours, o)
		}
	}
	var out []analysis.MayKnow
	for _, o := range t.Strongest(ours)[:min(analysis.MaxIntroductions, len(ours))] {
		out = append(out, analysis.MayKnow{Person: t.ID(o.Other), Strength: knows.Rounded(o.Weight), Text: t.impliedText(&o), Record: o.Record})
	}
	return out
}

func (t *Tour) cold(rep *analysis.IntroductionsReport) knows.Found {
	name := t.Name(t.Target)
	f := knows.Found{Finding: analysis.Finding{
		Rule: analysis.RuleCold, Severity: graph.SeverityS3, Subjects: []graph.ID{rep.Target}, Policy: say.ColdPolicy(t.Hops),
		Reasons:    []analysis.Reason{{Text: say.ColdReason(name), Record: rep.Target}},
		Sentence:   say.Cold(name, t.Hops),
		Robust:     true,
		Confidence: graph.ConfidenceMedium,
	}, Name: name}
	if len(rep.MayKnow) > 0 {
		first := rep.MayKnow[0]
		f.Remedy = &analysis.Remedy{Text: say.ColdRemedy(first.Text), Owner: first.Person}
	}
	return f
}
