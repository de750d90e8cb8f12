package object

import (
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// Assessment is one colleague's judgement of a person.
type Assessment struct {
	NodeObject
	graph.Assessment
}

func (v *View) assessmentAt(n kernel.N) *Assessment {
	return &Assessment{NodeObject{v, n}, view.As[graph.Assessment](v.View, n)}
}

// Expires returns the day from which the judgement no longer counts: 180 days
// after it was made or last confirmed when it names none.
func (o *Assessment) Expires() graph.Date { return o.Stands(o.v.Day()).To }

// Expired reports whether the judgement no longer counts on the day of the
// view.
func (o *Assessment) Expired() bool { return o.v.Day() >= o.Expires() }

// Person returns who was judged.
func (o *Assessment) Person() *Person {
	if n, ok := o.v.One(o.n, graph.EdgeAbout, graph.NodePerson); ok {
		return o.v.personAt(n)
	}
	return nil
}

// Within returns the account or decision area in which the person was judged,
// and nil for a judgement in general.
func (o *Assessment) Within() Object {
	for _, k := range []graph.Kind{graph.NodeDecisionArea, graph.NodeAccount} {
		if n, ok := o.v.One(o.n, graph.EdgeAbout, k); ok {
			return o.v.NodeObject(n)
		}
	}
	return nil
}

func (o *Assessment) isWithin(id graph.ID) bool {
	w := o.Within()
	return w != nil && w.ElementID() == id
}

// Tie is a stated tie.
type Tie struct {
	EdgeObject
	graph.Knows
}

func (v *View) tieAt(e kernel.E) *Tie {
	return &Tie{EdgeObject{v, e}, graph.Decode[graph.Knows](v.Snapshot().EdgeElement(e))}
}

// Person returns who is said to know the other.
func (o *Tie) Person() *Person { return o.v.personAt(o.src()) }

// Other returns who is said to be known.
func (o *Tie) Other() *Person { return o.v.personAt(o.dst()) }

// By returns who says so, and nil when that is not recorded.
func (o *Tie) By() *Person { return o.v.PersonByID(o.Judgement.By) }

// Influence is a stated influence of one person on another.
type Influence struct {
	EdgeObject
	graph.Influences
}

func (v *View) influenceAt(e kernel.E) *Influence {
	return &Influence{EdgeObject{v, e}, graph.Decode[graph.Influences](v.Snapshot().EdgeElement(e))}
}

// Person returns who is said to influence the other.
func (o *Influence) Person() *Person { return o.v.personAt(o.src()) }

// Other returns who is said to be influenced.
func (o *Influence) Other() *Person { return o.v.personAt(o.dst()) }

// By returns who says so, and nil when that is not recorded.
func (o *Influence) By() *Person { return o.v.PersonByID(o.Judgement.By) }

// Pairing is a managed pairing of one of ours with a seat or person of
// theirs.
type Pairing struct {
	EdgeObject
	graph.PairedWith
}

func (v *View) pairingAt(e kernel.E) *Pairing {
	return &Pairing{EdgeObject{v, e}, graph.Decode[graph.PairedWith](v.Snapshot().EdgeElement(e))}
}

// Person returns the one of ours.
func (o *Pairing) Person() *Person { return o.v.personAt(o.src()) }

// With returns the person or seat of theirs.
func (o *Pairing) With() Object { return o.v.NodeObject(o.dst()) }

// CadenceDays returns the agreed days between contacts, and nil when the policy
// says.
func (o *Pairing) CadenceDays() *int { return some(o.PairedWith.CadenceDays) }

// Owner returns who looks after the pairing: the one of ours when nobody else
// is named.
func (o *Pairing) Owner() *Person {
	if p := o.v.PersonByID(o.PairedWith.Owner); p != nil {
		return p
	}
	return o.Person()
}

// Exclusion says that a person must not be used towards a person or account.
type Exclusion struct {
	EdgeObject
	graph.Excludes
}

func (v *View) exclusionAt(e kernel.E) *Exclusion {
	return &Exclusion{EdgeObject{v, e}, graph.Decode[graph.Excludes](v.Snapshot().EdgeElement(e))}
}

// Person returns who must not be used.
func (o *Exclusion) Person() *Person { return o.v.personAt(o.src()) }

// Towards returns the person or account.
func (o *Exclusion) Towards() Object { return o.v.NodeObject(o.dst()) }

// By returns who says so, and nil when that is not recorded.
func (o *Exclusion) By() *Person { return o.v.PersonByID(o.Judgement.By) }
