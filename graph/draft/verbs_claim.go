package draft

import "github.com/kithgraph/kith/graph"

// Assess records what author thinks of a person, in an account or decision area
// when within is not "". It replaces a judgement of the same author about the
// same person and matter from its day on, until the next one that was given for
// a later day.
func (d *Draft) Assess(a graph.Assessment, author, person, within graph.ID) (graph.ID, error) {
	return d.making(func() (graph.ID, error) {
		if err := d.wants(graph.NodePerson, author, person); err != nil {
			return "", err
		}
		if within != "" {
			if err := d.want(within, graph.NodeAccount, graph.NodeDecisionArea); err != nil {
				return "", err
			}
		}
		a.On = d.orToday(a.On)
		a.From = either(a.From, a.On)
		for _, about := range d.In(person, graph.EdgeAbout) {
			old, ok := d.Get(about.Src)
			if !ok || old.Kind != graph.NodeAssessment || !d.joined(old.ID, graph.EdgeAuthor, author) {
				continue
			}
			others := d.Out(old.ID, graph.EdgeAbout)
			same := within == "" && len(others) == 1 || within != "" && d.joined(old.ID, graph.EdgeAbout, within)
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
		d.join(graph.EdgeAuthor, id, author)
		d.join(graph.EdgeAbout, id, person)
		if within != "" {
			d.join(graph.EdgeAbout, id, within)
		}
		return id, nil
	})
}

// StateTie records how well one person is said to know another. It replaces what
// the same author said of the same pair from its day on, until the next statement
// that was made for a later day. That two know each other and that they are at odds
// are two claims: neither replaces the other, and the newest counts.
func (d *Draft) StateTie(k graph.Knows) (graph.ID, error) {
	return d.making(func() (graph.ID, error) {
		if err := d.wants(graph.NodePerson, k.Src, k.Dst); err != nil {
			return "", err
		}
		k.On = d.orToday(k.On)
		k.From = either(k.From, k.On)
		d.replace(&k.Edge, func(old graph.Element) bool { return sameClaim(old, k) })
		return d.create(k)
	})
}

// StateInfluence records that one person sways, backs or opposes another, like
// [Draft.StateTie].
func (d *Draft) StateInfluence(f graph.Influences) (graph.ID, error) {
	return d.making(func() (graph.ID, error) {
		if err := d.wants(graph.NodePerson, f.Src, f.Dst); err != nil {
			return "", err
		}
		f.On = d.orToday(f.On)
		f.From = either(f.From, f.On)
		d.replace(&f.Edge, func(old graph.Element) bool { return sameClaim(old, f) })
		return d.create(f)
	})
}

// sameClaim reports whether an edge says something of the same sort as a fact, by
// the same author.
func sameClaim(old graph.Element, f graph.Fact) bool {
	e := graph.Encode(f)
	return old.Kind == e.Kind && old.Props.Text("by") == e.Props.Text("by") && atOdds(old) == atOdds(e)
}

// atOdds reports whether a claim says that two people are at odds.
func atOdds(e graph.Element) bool {
	k := e.Props.Text("kind")
	return e.Kind == graph.EdgeKnows && k == string(graph.TieConflict) || e.Kind == graph.EdgeInfluences && k == string(graph.InfluenceConflict)
}
