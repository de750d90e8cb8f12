package graph

// AddAccount makes an account for an organization and returns its ID.
func (d *Draft) AddAccount(a Account, organization ID) (ID, error) {
	return d.addFor(a, NodeOrganization, organization)
}

// AddDecisionArea makes a decision area of an account and returns its ID.
func (d *Draft) AddDecisionArea(a DecisionArea, account ID) (ID, error) {
	return d.addFor(a, NodeAccount, account)
}

// AddRevenue makes a revenue of an account and returns its ID.
func (d *Draft) AddRevenue(r Revenue, account ID) (ID, error) {
	return d.addFor(r, NodeAccount, account)
}

// AddPolicy makes a policy, of an account when account is not "", and returns its
// ID.
func (d *Draft) AddPolicy(p Policy, account ID) (ID, error) {
	if account != "" {
		return d.addFor(p, NodeAccount, account)
	}
	return d.making(func() (ID, error) {
		return d.create(p)
	})
}

// addFor adds a node FOR another.
func (d *Draft) addFor(f Fact, k Kind, owner ID) (ID, error) {
	return d.making(func() (ID, error) {
		if err := d.wants(k, owner); err != nil {
			return "", err
		}
		id, err := d.create(f)
		if err != nil {
			return "", err
		}
		d.join(EdgeFor, id, owner)
		return id, nil
	})
}

// AssignToAccount puts one of ours on an account's team, from today when w has no
// From, and returns the ID of the place.
func (d *Draft) AssignToAccount(w WorksOn) (ID, error) {
	return d.making(func() (ID, error) {
		if err := d.wants(NodePerson, w.Src); err != nil {
			return "", err
		}
		if err := d.wants(NodeAccount, w.Dst); err != nil {
			return "", err
		}
		w.From = d.orToday(w.From)
		return d.create(w)
	})
}

// AssignDecisionPart gives a person or a seat a part in a decision, from today
// when p has no From, and returns the ID of the part.
func (d *Draft) AssignDecisionPart(p Decides) (ID, error) {
	return d.making(func() (ID, error) {
		if err := d.want(p.Src, NodePerson, NodePosition); err != nil {
			return "", err
		}
		if err := d.wants(NodeDecisionArea, p.Dst); err != nil {
			return "", err
		}
		p.On, p.From = d.orToday(p.On), d.orToday(p.From)
		return d.create(p)
	})
}

// Exclude forbids using a person, or approaching a person or account, from today
// when x has no From, and returns the ID of the exclusion.
func (d *Draft) Exclude(x Excludes) (ID, error) {
	return d.making(func() (ID, error) {
		if err := d.wants(NodePerson, x.Src); err != nil {
			return "", err
		}
		if err := d.want(x.Dst, NodePerson, NodeAccount); err != nil {
			return "", err
		}
		x.On, x.From = d.orToday(x.On), d.orToday(x.From)
		return d.create(x)
	})
}
