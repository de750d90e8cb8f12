package draft

import "github.com/kithgraph/kith/graph"

// AddAccount makes an account for an organization and returns its ID.
func (d *Draft) AddAccount(a graph.Account, organization graph.ID) (graph.ID, error) {
	return d.addFor(a, graph.NodeOrganization, organization)
}

// AddDecisionArea makes a decision area of an account and returns its ID.
func (d *Draft) AddDecisionArea(a graph.DecisionArea, account graph.ID) (graph.ID, error) {
	return d.addFor(a, graph.NodeAccount, account)
}

// AddRevenue makes a revenue of an account and returns its ID.
func (d *Draft) AddRevenue(r graph.Revenue, account graph.ID) (graph.ID, error) {
	return d.addFor(r, graph.NodeAccount, account)
}

// AddPolicy makes a policy, of an account when account is not "", and returns its
// ID.
func (d *Draft) AddPolicy(p graph.Policy, account graph.ID) (graph.ID, error) {
	if account != "" {
		return d.addFor(p, graph.NodeAccount, account)
	}
	return d.making(func() (graph.ID, error) {
		return d.create(p)
	})
}

// addFor adds a node FOR another.
func (d *Draft) addFor(f graph.Fact, k graph.Kind, owner graph.ID) (graph.ID, error) {
	return d.making(func() (graph.ID, error) {
		if err := d.wants(k, owner); err != nil {
			return "", err
		}
		id, err := d.create(f)
		if err != nil {
			return "", err
		}
		d.join(graph.EdgeFor, id, owner)
		return id, nil
	})
}

// AssignToAccount puts one of ours on an account's team, from today when w has no
// From, and returns the ID of the place.
func (d *Draft) AssignToAccount(w graph.WorksOn) (graph.ID, error) {
	return d.making(func() (graph.ID, error) {
		if err := d.wants(graph.NodePerson, w.Src); err != nil {
			return "", err
		}
		if err := d.wants(graph.NodeAccount, w.Dst); err != nil {
			return "", err
		}
		w.From = d.orToday(w.From)
		return d.create(w)
	})
}

// AssignDecisionPart gives a person or a seat a part in a decision, from today
// when p has no From, and returns the ID of the part.
func (d *Draft) AssignDecisionPart(p graph.Decides) (graph.ID, error) {
	return d.making(func() (graph.ID, error) {
		if err := d.want(p.Src, graph.NodePerson, graph.NodePosition); err != nil {
			return "", err
		}
		if err := d.wants(graph.NodeDecisionArea, p.Dst); err != nil {
			return "", err
		}
		p.On, p.From = d.orToday(p.On), d.orToday(p.From)
		return d.create(p)
	})
}

// Exclude forbids using a person, or approaching a person or account, from today
// when x has no From, and returns the ID of the exclusion.
func (d *Draft) Exclude(x graph.Excludes) (graph.ID, error) {
	return d.making(func() (graph.ID, error) {
		if err := d.wants(graph.NodePerson, x.Src); err != nil {
			return "", err
		}
		if err := d.want(x.Dst, graph.NodePerson, graph.NodeAccount); err != nil {
			return "", err
		}
		x.On, x.From = d.orToday(x.On), d.orToday(x.From)
		return d.create(x)
	})
}
