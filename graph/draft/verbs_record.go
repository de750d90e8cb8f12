package draft

import "github.com/kithgraph/kith/graph"

// LogProblem opens an issue on its day, or on From when it has one, about people,
// accounts or decision areas, which author wrote down when it is not "". It
// returns its ID, as the other records do.
func (d *Draft) LogProblem(p graph.Problem, about []graph.ID, author graph.ID) (graph.ID, error) {
	p.On = d.orToday(p.On)
	p.From = either(p.From, p.On)
	return d.record(p, about, author)
}

// LogConcession records an exception granted.
func (d *Draft) LogConcession(c graph.Concession, about []graph.ID, author graph.ID) (graph.ID, error) {
	c.On = d.orToday(c.On)
	return d.record(c, about, author)
}

// LogSignal records an outside event.
func (d *Draft) LogSignal(s graph.Signal, about []graph.ID, author graph.ID) (graph.ID, error) {
	s.On = d.orToday(s.On)
	return d.record(s, about, author)
}

// LogValue records value delivered.
func (d *Draft) LogValue(v graph.ValueRecord, about []graph.ID, author graph.ID) (graph.ID, error) {
	v.On = d.orToday(v.On)
	return d.record(v, about, author)
}

// PlanAction records a step of a contact plan.
func (d *Draft) PlanAction(a graph.Action, about []graph.ID, author graph.ID) (graph.ID, error) {
	return d.record(a, about, author)
}

// record adds a written node about people, accounts or decision areas.
func (d *Draft) record(f graph.Fact, about []graph.ID, author graph.ID) (graph.ID, error) {
	return d.making(func() (graph.ID, error) {
		if err := list("belongs", "what it is about", about); err != nil {
			return "", err
		}
		id, err := d.create(f)
		if err != nil {
			return "", err
		}
		for _, a := range about {
			if err := d.want(a, graph.NodePerson, graph.NodeAccount, graph.NodeDecisionArea); err != nil {
				return "", err
			}
			if !d.joined(id, graph.EdgeAbout, a) {
				d.join(graph.EdgeAbout, id, a)
			}
		}
		return id, d.author(id, author)
	})
}

// CompleteAction records that a step of a contact plan was taken on a day.
func (d *Draft) CompleteAction(action graph.ID, on graph.Date) error {
	return d.verb(func() error {
		return Edit(d, action, func(a *graph.Action) { a.Done = d.orToday(on) })
	})
}

// FillScorecard records the answers of one person about an account and returns
// their ID.
func (d *Draft) FillScorecard(s graph.Scorecard, account, author graph.ID) (graph.ID, error) {
	return d.making(func() (graph.ID, error) {
		if err := d.wants(graph.NodeAccount, account); err != nil {
			return "", err
		}
		if err := d.wants(graph.NodePerson, author); err != nil {
			return "", err
		}
		s.On = d.orToday(s.On)
		return d.record(s, []graph.ID{account}, author)
	})
}
