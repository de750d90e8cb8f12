package draft

import "github.com/kithgraph/kith/graph"

// AskIntroduction records that somebody was asked on a day to introduce the
// seeker to the target, which author wrote down when it is not "", and returns
// the ID of the request.
func (d *Draft) AskIntroduction(introducer, seeker, target, author graph.ID, on graph.Date) (graph.ID, error) {
	return d.making(func() (graph.ID, error) {
		if err := d.wants(graph.NodePerson, introducer, seeker, target); err != nil {
			return "", err
		}
		id := d.Add(graph.Introduction{Asked: d.orToday(on)})
		d.join(graph.EdgeIntroducer, id, introducer)
		d.join(graph.EdgeSeeker, id, seeker)
		d.join(graph.EdgeTarget, id, target)
		return id, d.author(id, author)
	})
}

// RecordIntroduction records the day of a step of an introduction, none of which
// comes before it was asked for, and what came of it when outcome is not "".
func (d *Draft) RecordIntroduction(introduction graph.ID, step graph.IntroductionStep, outcome string, on graph.Date) error {
	return d.verb(func() error {
		x, err := Read[graph.Introduction](d, introduction)
		if err != nil {
			return err
		}
		day := stepDay(&x, step)
		if day == nil {
			return graph.Invalid("value", []graph.ID{introduction}, "%s: %s is not a step of an introduction", introduction, graph.Quote(string(step)))
		}
		*day = d.orToday(on)
		for _, s := range []graph.Date{x.Accepted, x.Declined, x.Made, x.Done} {
			if s != 0 && s < x.Asked && (s == *day || step == graph.IntroductionAsked) {
				return graph.Invalid("introduction", []graph.ID{introduction}, "%s cannot have a step on %s, before it was asked for on %s", introduction, s, x.Asked)
			}
		}
		if outcome != "" {
			x.Outcome = outcome
		}
		d.Put(graph.Encode(x))
		return nil
	})
}

// stepDay returns where the day of a step is kept, and nil for no step.
func stepDay(x *graph.Introduction, s graph.IntroductionStep) *graph.Date {
	switch s {
	case graph.IntroductionAsked:
		return &x.Asked
	case graph.IntroductionAccepted:
		return &x.Accepted
	case graph.IntroductionDeclined:
		return &x.Declined
	case graph.IntroductionMade:
		return &x.Made
	case graph.IntroductionDone:
		return &x.Done
	}
	return nil
}
