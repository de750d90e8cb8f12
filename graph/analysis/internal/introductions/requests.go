package introductions

import (
	"cmp"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// askings is what is on record of asking one person for introductions.
type askings struct {
	lately    int        // in the last 90 days
	since     graph.Date // the first of those
	last      graph.ID   // the latest of those
	made      int        // introductions they made, ever
	open      graph.ID   // an open ask to the same target
	openSince graph.Date
}

// asked returns how often a person was asked to introduce somebody, and whether
// an ask to the target is still open.
func (t *Tour) asked(n kernel.N) (out askings) {
	var latest graph.Date
	for _, h := range t.S.In(n, graph.EdgeIntroducer) {
		in := view.As[graph.Introduction](t.V, h.Node())
		t.Clock.Note(in.Asked)
		if in.Asked == 0 || in.Asked > t.Day {
			continue
		}
		if in.Asked > t.Day-loadWindow {
			out.lately++
			t.Clock.Note(in.Asked + loadWindow)
			if out.since == 0 || in.Asked < out.since {
				out.since = in.Asked
			}
			if in.Asked > latest || in.Asked == latest && in.ID < out.last {
				latest, out.last = in.Asked, in.ID
			}
		}
		step, _ := progress(t.Reader, &in)
		switch step {
		case graph.IntroductionMade, graph.IntroductionDone:
			out.made++
			continue
		case graph.IntroductionDeclined:
			continue
		}
		for _, to := range t.S.Out(h.Node(), graph.EdgeTarget) {
			if to.Node() == t.Target && (out.open == "" || in.Asked < out.openSince) {
				out.open, out.openSince = in.ID, in.Asked
			}
		}
	}
	return out
}

// progress returns how far an introduction has come by the day, and since when.
func progress(r *knows.Reader, in *graph.Introduction) (step graph.IntroductionStep, on graph.Date) {
	for _, s := range in.Steps() {
		r.Clock.Note(s.On)
	}
	return in.StepOn(r.Day)
}

// requests lists the introductions to the target that were asked for.
func (t *Tour) requests() []analysis.IntroductionRequest {
	var out []analysis.IntroductionRequest
	for _, h := range t.S.In(t.Target, graph.EdgeTarget) {
		in := view.As[graph.Introduction](t.V, h.Node())
		t.Clock.Note(in.Asked)
		if in.Asked == 0 || in.Asked > t.Day {
			continue
		}
		rq := analysis.IntroductionRequest{Record: in.ID, Asked: in.Asked, Outcome: in.Outcome}
		rq.Step, rq.On = progress(t.Reader, &in)
		rq.Open = rq.Step == graph.IntroductionAsked || rq.Step == graph.IntroductionAccepted
		if rq.Step != graph.IntroductionDone {
			rq.Outcome = ""
		}
		party := func(k graph.Kind) (id graph.ID, name string) {
			for _, p := range t.S.Out(h.Node(), k) {
				return t.ID(p.Node()), t.Name(p.Node())
			}
			return "", ""
		}
		var who, seeker string
		rq.Introducer, who = party(graph.EdgeIntroducer)
		rq.Seeker, seeker = party(graph.EdgeSeeker)
		rq.Sentence = say.Request{Introducer: who, Seeker: seeker, Asked: rq.Asked, Step: rq.Step, On: rq.On, Outcome: rq.Outcome}.Sentence()
		out = append(out, rq)
	}
	slices.SortFunc(out, func(a, b analysis.IntroductionRequest) int {
		return cmp.Or(cmp.Compare(b.Asked, a.Asked), cmp.Compare(a.Record, b.Record))
	})
	return out[:min(analysis.MaxIntroductions, len(out))]
}

// notAsked lists those who could lead to the target, whom somebody of ours knows,
// and who must not be asked.
func (t *Tour) notAsked() []analysis.NotAsked {
	var out []analysis.NotAsked
	for _, n := range t.Distinct(t.barred) {
		why, record := t.asCarrier(n).why, t.asCarrier(n).record
		if why == "" {
			for h := range t.Out(n, graph.EdgeExcludes) {
				if why == "" && (h.Node() == t.Target || t.S.NodeKind(h.Node()) == graph.NodeAccount && slices.Contains(t.AccountsOf(t.Target), h.Node())) {
					why, record = say.NotAskedExcluded, t.S.EdgeID(h.Edge())
				}
			}
		}
		known := slices.ContainsFunc(t.OurTiesTo(n), func(ti *knows.Tie) bool {
			_, ok := t.FirstStep(ti)
			return ok && t.Seeker(ti.From)
		})
		if why != "" && known && len(out) < analysis.MaxIntroductions {
			out = append(out, analysis.NotAsked{Person: t.ID(n), Name: t.Name(n), Reason: why, Record: record})
		}
	}
	return out
}
