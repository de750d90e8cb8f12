package graph

// Assess records what author thinks of a person, in an account or decision area
// when within is not "". It replaces a judgement of the same author about the
// same person and matter from its day on, until the next one that was given for
// a later day.
func (d *Draft) Assess(a Assessment, author, person, within ID) (ID, error) {
	return d.making(func() (ID, error) {
		if err := d.wants(NodePerson, author, person); err != nil {
			return "", err
		}
		if within != "" {
			if err := d.want(within, NodeAccount, NodeDecisionArea); err != nil {
				return "", err
			}
		}
		a.On = d.orToday(a.On)
		a.From = either(a.From, a.On)
		for _, about := range d.In(person, EdgeAbout) {
			old, ok := d.Get(about.Src)
			if !ok || old.Kind != NodeAssessment || !d.joined(old.ID, EdgeAuthor, author) {
				continue
			}
			others := d.Out(old.ID, EdgeAbout)
			same := within == "" && len(others) == 1 || within != "" && d.joined(old.ID, EdgeAbout, within)
			switch {
			case !same || old.To != 0 && old.To <= a.From:
			case old.From > a.From:
				a.To = sooner(a.To, old.From)
			case old.From == a.From: // corrected on the same day
				if err := d.RemoveNode(old.ID); err != nil {
					return "", err
				}
			default:
				old.To = a.From
				d.Put(old)
			}
		}
		id, err := d.create(a)
		if err != nil {
			return "", err
		}
		d.join(EdgeAuthor, id, author)
		d.join(EdgeAbout, id, person)
		if within != "" {
			d.join(EdgeAbout, id, within)
		}
		return id, nil
	})
}

// StateTie records how well one person is said to know another. It replaces what
// the same author said of the same pair from its day on, until the next statement
// that was made for a later day. That two know each other and that they are at odds
// are two claims: neither replaces the other, and the newest counts.
func (d *Draft) StateTie(k Knows) (ID, error) {
	return d.making(func() (ID, error) {
		if err := d.wants(NodePerson, k.Src, k.Dst); err != nil {
			return "", err
		}
		k.On = d.orToday(k.On)
		k.From = either(k.From, k.On)
		d.replace(&k.Edge, func(old Element) bool { return sameClaim(old, k) })
		return d.create(k)
	})
}

// StateInfluence records that one person sways, backs or opposes another, like
// [Draft.StateTie].
func (d *Draft) StateInfluence(f Influences) (ID, error) {
	return d.making(func() (ID, error) {
		if err := d.wants(NodePerson, f.Src, f.Dst); err != nil {
			return "", err
		}
		f.On = d.orToday(f.On)
		f.From = either(f.From, f.On)
		d.replace(&f.Edge, func(old Element) bool { return sameClaim(old, f) })
		return d.create(f)
	})
}

// sameClaim reports whether an edge says something of the same sort as a fact, by
// the same author.
func sameClaim(old Element, f Fact) bool {
	e := Encode(f)
	return old.Kind == e.Kind && old.Props.Text("by") == e.Props.Text("by") && atOdds(old) == atOdds(e)
}

// atOdds reports whether a claim says that two people are at odds.
func atOdds(e Element) bool {
	k := e.Props.Text("kind")
	return e.Kind == EdgeKnows && k == string(TieConflict) || e.Kind == EdgeInfluences && k == string(InfluenceConflict)
}
