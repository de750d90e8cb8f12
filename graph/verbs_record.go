package graph

// LogProblem opens an issue on its day, or on From when it has one, about people,
// accounts or decision areas, which author wrote down when it is not "". It
// returns its ID, as the other records do.
func (d *Draft) LogProblem(p Problem, about []ID, author ID) (ID, error) {
	p.On = d.orToday(p.On)
	p.From = either(p.From, p.On)
	return d.record(p, about, author)
}

// LogConcession records an exception granted.
func (d *Draft) LogConcession(c Concession, about []ID, author ID) (ID, error) {
	c.On = d.orToday(c.On)
	return d.record(c, about, author)
}

// LogSignal records an outside event.
func (d *Draft) LogSignal(s Signal, about []ID, author ID) (ID, error) {
	s.On = d.orToday(s.On)
	return d.record(s, about, author)
}

// LogValue records value delivered.
func (d *Draft) LogValue(v ValueRecord, about []ID, author ID) (ID, error) {
	v.On = d.orToday(v.On)
	return d.record(v, about, author)
}

// PlanAction records a step of a contact plan.
func (d *Draft) PlanAction(a Action, about []ID, author ID) (ID, error) {
	return d.record(a, about, author)
}

// record adds a written node about people, accounts or decision areas.
func (d *Draft) record(f Fact, about []ID, author ID) (ID, error) {
	return d.making(func() (ID, error) {
		if err := list("belongs", "what it is about", about); err != nil {
			return "", err
		}
		id, err := d.create(f)
		if err != nil {
			return "", err
		}
		for _, a := range about {
			if err := d.want(a, NodePerson, NodeAccount, NodeDecisionArea); err != nil {
				return "", err
			}
			if !d.joined(id, EdgeAbout, a) {
				d.join(EdgeAbout, id, a)
			}
		}
		return id, d.author(id, author)
	})
}

// CompleteAction records that a step of a contact plan was taken on a day.
func (d *Draft) CompleteAction(action ID, on Date) error {
	return d.verb(func() error {
		return Edit(d, action, func(a *Action) { a.Done = d.orToday(on) })
	})
}

// FillScorecard records the answers of one person about an account and returns
// their ID.
func (d *Draft) FillScorecard(s Scorecard, account, author ID) (ID, error) {
	return d.making(func() (ID, error) {
		if err := d.wants(NodeAccount, account); err != nil {
			return "", err
		}
		if err := d.wants(NodePerson, author); err != nil {
			return "", err
		}
		s.On = d.orToday(s.On)
		return d.record(s, []ID{account}, author)
	})
}
