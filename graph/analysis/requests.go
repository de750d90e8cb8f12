package analysis

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
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
func (t *tour) asked(n kernel.N) (out askings) {
	var latest graph.Date
	for _, h := range t.s.In(n, graph.EdgeIntroducer) {
		in := view.As[graph.Introduction](t.v, h.Node())
		t.clock.Note(in.Asked)
		if in.Asked == 0 || in.Asked > t.day {
			continue
		}
		if in.Asked > t.day-loadWindow {
			out.lately++
			t.clock.Note(in.Asked + loadWindow)
			if out.since == 0 || in.Asked < out.since {
				out.since = in.Asked
			}
			if in.Asked > latest || in.Asked == latest && in.ID < out.last {
				latest, out.last = in.Asked, in.ID
			}
		}
		step, _ := t.step(&in)
		switch step {
		case graph.IntroductionMade, graph.IntroductionDone:
			out.made++
			continue
		case graph.IntroductionDeclined:
			continue
		}
		for _, to := range t.s.Out(h.Node(), graph.EdgeTarget) {
			if to.Node() == t.target && (out.open == "" || in.Asked < out.openSince) {
				out.open, out.openSince = in.ID, in.Asked
			}
		}
	}
	return out
}

// step returns how far an introduction has come by the day, and since when.
func (r *reader) step(in *graph.Introduction) (step graph.IntroductionStep, on graph.Date) {
	for _, s := range in.Steps() {
		r.clock.Note(s.On)
	}
	return in.StepOn(r.day)
}

// requests lists the introductions to the target that were asked for.
func (t *tour) requests() []Request {
	var out []Request
	for _, h := range t.s.In(t.target, graph.EdgeTarget) {
		in := view.As[graph.Introduction](t.v, h.Node())
		t.clock.Note(in.Asked)
		if in.Asked == 0 || in.Asked > t.day {
			continue
		}
		rq := Request{Record: in.ID, Asked: in.Asked, Outcome: in.Outcome}
		rq.Step, rq.On = t.step(&in)
		rq.Open = rq.Step == graph.IntroductionAsked || rq.Step == graph.IntroductionAccepted
		if rq.Step != graph.IntroductionDone {
			rq.Outcome = ""
		}
		party := func(k graph.Kind) (id graph.ID, name string) {
			for _, p := range t.s.Out(h.Node(), k) {
				return t.id(p.Node()), t.name(p.Node())
			}
			return "", "somebody"
		}
		var who, seeker string
		rq.Introducer, who = party(graph.EdgeIntroducer)
		rq.Seeker, seeker = party(graph.EdgeSeeker)
		rq.Sentence = fmt.Sprintf("%s was asked on %s to introduce %s", who, dayText(rq.Asked), seeker)
		switch rq.Step {
		case graph.IntroductionAsked:
			rq.Sentence += "; no answer yet."
		case graph.IntroductionAccepted:
			rq.Sentence += fmt.Sprintf("; promised on %s, not made yet.", dayText(rq.On))
		case graph.IntroductionDeclined:
			rq.Sentence += fmt.Sprintf("; declined on %s.", dayText(rq.On))
		case graph.IntroductionMade:
			rq.Sentence += fmt.Sprintf("; made on %s, what came of it is not recorded.", dayText(rq.On))
		default:
			rq.Sentence += fmt.Sprintf("; done on %s.", dayText(rq.On))
			if rq.Outcome != "" {
				rq.Sentence = ended(strings.TrimSuffix(rq.Sentence, ".") + ": " + rq.Outcome)
			}
		}
		out = append(out, rq)
	}
	slices.SortFunc(out, func(a, b Request) int { return cmp.Or(cmp.Compare(b.Asked, a.Asked), cmp.Compare(a.Record, b.Record)) })
	return out[:min(MaxIntroductions, len(out))]
}

// notAsked lists those who could lead to the target, whom somebody of ours knows,
// and who must not be asked.
func (t *tour) notAsked() []NotAsked {
	var out []NotAsked
	for _, n := range t.distinct(t.barred) {
		why, record := t.asCarrier(n).why, t.asCarrier(n).record
		if why == "" {
			for h := range t.out(n, graph.EdgeExcludes) {
				if why == "" && (h.Node() == t.target || t.s.NodeKind(h.Node()) == graph.NodeAccount && slices.Contains(t.accountsOf(t.target), h.Node())) {
					why, record = "is not to be asked for this", t.s.EdgeID(h.Edge())
				}
			}
		}
		known := slices.ContainsFunc(t.ourTiesTo(n), func(ti *tie) bool {
			_, ok := t.firstStep(ti)
			return ok && t.seeker(ti.from)
		})
		if why != "" && known && len(out) < MaxIntroductions {
			out = append(out, NotAsked{t.id(n), t.name(n), why, record})
		}
	}
	return out
}
