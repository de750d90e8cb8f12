package graph

// AssessmentView is one colleague's judgement of a person.
type AssessmentView struct {
	NodeView
	Assessment
}

func (v *View) assessmentView(n N) *AssessmentView {
	return &AssessmentView{NodeView{v, n}, As[Assessment](v, n)}
}

// Expires returns the day from which the judgement no longer counts: 180 days
// after it was made or last confirmed when it names none.
func (o *AssessmentView) Expires() Date { return o.Stands(o.v.day).To }

// Expired reports whether the judgement no longer counts on the day of the
// view.
func (o *AssessmentView) Expired() bool { return o.v.day >= o.Expires() }

// Person returns who was judged.
func (o *AssessmentView) Person() *PersonView {
	if n, ok := o.v.One(o.n, EdgeAbout, NodePerson); ok {
		return o.v.personView(n)
	}
	return nil
}

// Within returns the account or decision area in which the person was judged,
// and nil for a judgement in general.
func (o *AssessmentView) Within() Object {
	for _, k := range []Kind{NodeDecisionArea, NodeAccount} {
		if n, ok := o.v.One(o.n, EdgeAbout, k); ok {
			return o.v.NodeObject(n)
		}
	}
	return nil
}

func (o *AssessmentView) isWithin(id ID) bool {
	w := o.Within()
	return w != nil && w.ElementID() == id
}

// TieView is a stated tie.
type TieView struct {
	EdgeView
	Knows
}

func (v *View) tieView(e E) *TieView {
	return &TieView{EdgeView{v, e}, Decode[Knows](v.s.EdgeElement(e))}
}

// Person returns who is said to know the other.
func (o *TieView) Person() *PersonView { return o.v.personView(o.src()) }

// Other returns who is said to be known.
func (o *TieView) Other() *PersonView { return o.v.personView(o.dst()) }

// By returns who says so, and nil when that is not recorded.
func (o *TieView) By() *PersonView { return o.v.PersonByID(o.Judgement.By) }

// InfluenceView is a stated influence of one person on another.
type InfluenceView struct {
	EdgeView
	Influences
}

func (v *View) influenceView(e E) *InfluenceView {
	return &InfluenceView{EdgeView{v, e}, Decode[Influences](v.s.EdgeElement(e))}
}

// Person returns who is said to influence the other.
func (o *InfluenceView) Person() *PersonView { return o.v.personView(o.src()) }

// Other returns who is said to be influenced.
func (o *InfluenceView) Other() *PersonView { return o.v.personView(o.dst()) }

// By returns who says so, and nil when that is not recorded.
func (o *InfluenceView) By() *PersonView { return o.v.PersonByID(o.Judgement.By) }

// PairingView is a managed pairing of one of ours with a seat or person of
// theirs.
type PairingView struct {
	EdgeView
	PairedWith
}

func (v *View) pairingView(e E) *PairingView {
	return &PairingView{EdgeView{v, e}, Decode[PairedWith](v.s.EdgeElement(e))}
}

// Person returns the one of ours.
func (o *PairingView) Person() *PersonView { return o.v.personView(o.src()) }

// With returns the person or seat of theirs.
func (o *PairingView) With() Object { return o.v.NodeObject(o.dst()) }

// CadenceDays returns the agreed days between contacts, and nil when the policy
// says.
func (o *PairingView) CadenceDays() *int { return some(o.PairedWith.CadenceDays) }

// Owner returns who looks after the pairing: the one of ours when nobody else
// is named.
func (o *PairingView) Owner() *PersonView {
	if p := o.v.PersonByID(o.PairedWith.Owner); p != nil {
		return p
	}
	return o.Person()
}

// ExclusionView says that a person must not be used towards a person or account.
type ExclusionView struct {
	EdgeView
	Excludes
}

func (v *View) exclusionView(e E) *ExclusionView {
	return &ExclusionView{EdgeView{v, e}, Decode[Excludes](v.s.EdgeElement(e))}
}

// Person returns who must not be used.
func (o *ExclusionView) Person() *PersonView { return o.v.personView(o.src()) }

// Towards returns the person or account.
func (o *ExclusionView) Towards() Object { return o.v.NodeObject(o.dst()) }

// By returns who says so, and nil when that is not recorded.
func (o *ExclusionView) By() *PersonView { return o.v.PersonByID(o.Judgement.By) }
