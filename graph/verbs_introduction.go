package graph

// AskIntroduction records that somebody was asked on a day to introduce the
// seeker to the target, which author wrote down when it is not "", and returns
// the ID of the request.
func (d *Draft) AskIntroduction(introducer, seeker, target, author ID, on Date) (ID, error) {
	return d.making(func() (ID, error) {
		if err := d.wants(NodePerson, introducer, seeker, target); err != nil {
			return "", err
		}
		id := d.Add(Introduction{Asked: d.orToday(on)})
		d.join(EdgeIntroducer, id, introducer)
		d.join(EdgeSeeker, id, seeker)
		d.join(EdgeTarget, id, target)
		return id, d.author(id, author)
	})
}

// RecordIntroduction records the day of a step of an introduction, none of which
// comes before it was asked for, and what came of it when outcome is not "".
func (d *Draft) RecordIntroduction(introduction ID, step IntroductionStep, outcome string, on Date) error {
	return d.verb(func() error {
		x, err := Read[Introduction](d, introduction)
		if err != nil {
			return err
		}
		day := stepDay(&x, step)
		if day == nil {
			return Invalid("value", []ID{introduction}, "%s: %s is not a step of an introduction", introduction, Quote(string(step)))
		}
		*day = d.orToday(on)
		for _, s := range []Date{x.Accepted, x.Declined, x.Made, x.Done} {
			if s != 0 && s < x.Asked && (s == *day || step == IntroductionAsked) {
				return Invalid("introduction", []ID{introduction}, "%s cannot have a step on %s, before it was asked for on %s", introduction, s, x.Asked)
			}
		}
		if outcome != "" {
			x.Outcome = outcome
		}
		d.Put(Encode(x))
		return nil
	})
}

// stepDay returns where the day of a step is kept, and nil for no step.
func stepDay(x *Introduction, s IntroductionStep) *Date {
	switch s {
	case IntroductionAsked:
		return &x.Asked
	case IntroductionAccepted:
		return &x.Accepted
	case IntroductionDeclined:
		return &x.Declined
	case IntroductionMade:
		return &x.Made
	case IntroductionDone:
		return &x.Done
	}
	return nil
}
