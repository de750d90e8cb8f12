package object

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
)

// This file and its siblings hold what readers of a [View] hold in their hands:
// each node and edge with its facts as fields and its neighbours as methods. The
// GraphQL types are these types: a field of the API is a field or method here.
// They are small values over an immutable view, safe for concurrent use, and
// what they return was true on the view's day unless ever is asked for.

// Object is a node or an edge as a view sees it: a pointer to one of the …View
// types of this package.
type Object interface {
	ElementID() graph.ID
	ElementKind() graph.Kind
	View() *View
}

// NodeObject is what every node in a view has.
type NodeObject struct {
	v *View
	n kernel.N
}

// View returns the view that sees the node.
func (o NodeObject) View() *View { return o.v }

// ElementID returns the node's ID.
func (o NodeObject) ElementID() graph.ID { return o.v.Snapshot().NodeID(o.n) }

// ObjectID returns the node's id in the view: the field id.
func (o NodeObject) ObjectID() graph.ID { return o.v.idOf(o.ElementID()) }

// FactID returns the node's ID.
func (o NodeObject) FactID() graph.ID { return o.ElementID() }

// ElementKind returns the node's kind.
func (o NodeObject) ElementKind() graph.Kind { return o.v.Snapshot().NodeKind(o.n) }

// AsOf returns the day of the view.
func (o NodeObject) AsOf() graph.Date { return o.v.Day() }

// Revision returns the revision that the view reads.
func (o NodeObject) Revision() graph.Revision { return o.v.Snapshot().Revision() }

// EdgeObject is what every edge in a view has.
type EdgeObject struct {
	v *View
	e kernel.E
}

// View returns the view that sees the edge.
func (o EdgeObject) View() *View { return o.v }

// ElementID returns the edge's ID.
func (o EdgeObject) ElementID() graph.ID { return o.v.Snapshot().EdgeID(o.e) }

// ObjectID returns the edge's id in the view: the field id.
func (o EdgeObject) ObjectID() graph.ID { return o.v.idOf(o.ElementID()) }

// FactID returns the edge's ID.
func (o EdgeObject) FactID() graph.ID { return o.ElementID() }

// ElementKind returns the edge's kind.
func (o EdgeObject) ElementKind() graph.Kind { return o.v.Snapshot().EdgeKind(o.e) }

// AsOf returns the day of the view.
func (o EdgeObject) AsOf() graph.Date { return o.v.Day() }

// Revision returns the revision that the view reads.
func (o EdgeObject) Revision() graph.Revision { return o.v.Snapshot().Revision() }

func (o EdgeObject) src() kernel.N { n, _ := o.v.Snapshot().Ends(o.e); return n }
func (o EdgeObject) dst() kernel.N { _, n := o.v.Snapshot().Ends(o.e); return n }

// Object returns the node or edge with the given ID, whatever its days, and
// false when there is none.
func (v *View) Object(id graph.ID) (Object, bool) {
	if n, ok := v.Ever().Node(id); ok {
		return v.NodeObject(n), true
	}
	if e, ok := v.Ever().Edge(id); ok {
		return v.EdgeObject(e), true
	}
	return nil, false
}

// Asked returns the node, or with no kinds the node or edge, that an id stands for
// which somebody gives, see [view.Ever.Find]; nil when it stands for nothing. It
// refuses one that could be several.
func (v *View) Asked(id graph.ID, kinds ...graph.Kind) (Object, error) {
	n, err := v.Ever().Find(id, kinds...)
	switch {
	case err == nil:
		return v.NodeObject(n), nil
	case !errors.Is(err, graph.ErrNotFound):
		return nil, err
	}
	if e, ok := v.Ever().Edge(id); ok && len(kinds) == 0 {
		return v.EdgeObject(e), nil
	}
	return nil, nil
}

// sought returns the ID of the node that a filter's id stands for, see [View.Asked]:
// the same when it stands for nothing, and nil for none.
func (v *View) sought(id *graph.ID, kinds ...graph.Kind) (*graph.ID, error) {
	if id == nil {
		return nil, nil
	}
	n, err := v.Ever().Find(*id, kinds...)
	switch {
	case err == nil:
		return some(v.Snapshot().NodeID(n)), nil
	case !errors.Is(err, graph.ErrNotFound):
		return nil, err
	}
	return id, nil
}

// NodeObject returns node n as the object of its kind.
func (v *View) NodeObject(n kernel.N) Object {
	switch v.Snapshot().NodeKind(n) {
	case graph.NodeOrganization:
		return v.organizationAt(n)
	case graph.NodePerson:
		return v.personAt(n)
	case graph.NodePosition:
		return v.positionAt(n)
	case graph.NodeAccount:
		return v.accountAt(n)
	case graph.NodeRevenue:
		return v.revenueAt(n)
	case graph.NodePolicy:
		return v.policyAt(n)
	case graph.NodeDecisionArea:
		return v.decisionAreaAt(n)
	case graph.NodeAssessment:
		return v.assessmentAt(n)
	case graph.NodeCapture:
		return v.captureAt(n)
	case graph.NodeInteraction:
		return v.interactionAt(n)
	case graph.NodeCommitment:
		return v.commitmentAt(n)
	case graph.NodeProblem, graph.NodeConcession, graph.NodeSignal, graph.NodeValueRecord, graph.NodeScorecard, graph.NodeAction:
		return v.entryAt(n)
	case graph.NodeIntroduction:
		return v.introductionAt(n)
	case graph.NodeDetail:
		return v.detailAt(n)
	case graph.NodeFeed:
		return v.feedAt(n)
	case graph.NodeSuggestion:
		return v.suggestionAt(n)
	}
	panic("graph: no object of the kind " + string(v.Snapshot().NodeKind(n)))
}

// EdgeObject returns edge e as the object of its kind.
func (v *View) EdgeObject(e kernel.E) Object {
	switch v.Snapshot().EdgeKind(e) {
	case graph.EdgePartOf:
		return v.unitLinkAt(e)
	case graph.EdgeIn:
		return v.placementAt(e)
	case graph.EdgeHolds:
		return v.holdingAt(e)
	case graph.EdgeReportsTo:
		return v.reportingLineAt(e)
	case graph.EdgeKnows:
		return v.tieAt(e)
	case graph.EdgeInfluences:
		return v.influenceAt(e)
	case graph.EdgePairedWith:
		return v.pairingAt(e)
	case graph.EdgeDecides:
		return v.decisionPartAt(e)
	case graph.EdgeWorksOn:
		return v.teamPlaceAt(e)
	case graph.EdgeExcludes:
		return v.exclusionAt(e)
	}
	return &Link{EdgeObject{v, e}, edgeBase(v.Snapshot().EdgeElement(e))}
}

// typeNames names the API's type of each edge kind that has one of its own.
var typeNames = map[graph.Kind]string{
	graph.EdgePartOf: "UnitLink", graph.EdgeIn: "Placement", graph.EdgeHolds: "Holding", graph.EdgeReportsTo: "ReportingLine",
	graph.EdgeKnows: "Tie", graph.EdgeInfluences: "Influence", graph.EdgePairedWith: "Pairing", graph.EdgeDecides: "DecisionPart",
	graph.EdgeWorksOn: "TeamPlace", graph.EdgeExcludes: "Exclusion",
}

// TypeName returns the name of the API's type of a kind: that of a node is its
// kind, that of an edge that says no more than that two belong together "Link".
func TypeName(k graph.Kind) string {
	if !k.IsEdge() {
		return string(k)
	}
	return cmp.Or(typeNames[k], "Link")
}

// Link is an edge that says no more than that two nodes belong together:
// FOR, ABOUT, AUTHOR, ATTENDED, PROMISED_BY, PROMISED_TO, INTRODUCER, SEEKER,
// TARGET or OF.
type Link struct {
	EdgeObject
	graph.Edge
}

// Kind returns the kind of the link.
func (o *Link) Kind() graph.Kind { return o.ElementKind() }

// Start returns the node at which the link begins.
func (o *Link) Start() Object { return o.v.NodeObject(o.src()) }

// End returns the node at which the link ends.
func (o *Link) End() Object { return o.v.NodeObject(o.dst()) }

// edgeBase returns what every edge has of an element.
func edgeBase(e graph.Element) graph.Edge {
	b := graph.Edge{ID: e.ID, Src: e.Src, Dst: e.Dst, From: e.From, To: e.To, ConfirmedBy: e.Props.Text("confirmedBy")}
	if d, ok := e.Props.Get("confirmedOn"); ok {
		b.ConfirmedOn, _ = d.(graph.Date)
	}
	return b
}

// find returns the node of one kind with the given ID, or an error.
func (v *View) find(k graph.Kind, id graph.ID) (kernel.N, error) {
	return v.Ever().Find(id, k)
}

// lookup is find for one that may be absent.
func lookup[T any](v *View, k graph.Kind, id graph.ID, make func(kernel.N) *T) *T {
	if n, ok := v.Ever().NodeOf(k, id); ok {
		return make(n)
	}
	return nil
}

// halves returns the edges of a kind at n: those that hold on the day, or with
// ever all of them.
func (v *View) halves(n kernel.N, k graph.Kind, out, ever bool) []kernel.Half {
	switch {
	case ever && out:
		return v.Ever().Out(n, k)
	case ever:
		return v.Ever().In(n, k)
	case out:
		return slices.Collect(v.Out(n, k))
	}
	return slices.Collect(v.In(n, k))
}

// eachEdge makes the views of edges.
func eachEdge[T any](hs []kernel.Half, make func(kernel.E) T) []T {
	out := []T{}
	for _, h := range hs {
		out = append(out, make(h.Edge()))
	}
	return out
}

// eachNode makes the views of nodes.
func eachNode[T any](ns []kernel.N, make func(kernel.N) T) []T {
	out := []T{}
	for _, n := range ns {
		out = append(out, make(n))
	}
	return out
}

// satellites returns the nodes of a kind that hang on n by an edge towards it,
// by ID: those that exist on the day, or with ever all of them.
func (v *View) satellites(n kernel.N, by graph.Kind, ever bool, kinds ...graph.Kind) []kernel.N {
	var out []kernel.N
	for _, h := range v.Ever().In(n, by) {
		if slices.Contains(kinds, v.Snapshot().NodeKind(h.Node())) && (ever || v.exists(h.Node())) {
			out = append(out, h.Node())
		}
	}
	v.SortByID(out)
	return slices.Compact(out)
}

// exists reports whether n is there on the day, and the day is not before that on
// which it was written or took place.
func (v *View) exists(n kernel.N) bool {
	if !v.There(n) {
		return false
	}
	on, _ := v.Snapshot().NodeProps(n).Get("on")
	if on == nil {
		on, _ = v.Snapshot().NodeProps(n).Get("promised")
	}
	d, _ := on.(graph.Date)
	return d == 0 || d <= v.Day()
}

// peopleAt returns the people at the other ends of edges, by ID, each once.
func (v *View) peopleAt(hs []kernel.Half) []*Person {
	var out []kernel.N
	for _, h := range hs {
		if v.Snapshot().NodeKind(h.Node()) == graph.NodePerson {
			out = append(out, h.Node())
		}
	}
	v.SortByID(out)
	return eachNode(slices.Compact(out), v.personAt)
}

// Author returns who wrote or judged this, and nil when that is not recorded.
func (o NodeObject) Author() *Person {
	if p, ok := o.v.One(o.n, graph.EdgeAuthor, graph.NodePerson); ok {
		return o.v.personAt(p)
	}
	return nil
}

// Details returns the dated values of the node's properties, by ID: those of the
// day, or with ever all of them.
func (o NodeObject) Details(ever bool) []*Detail {
	return eachNode(o.v.satellites(o.n, graph.EdgeOf, ever, graph.NodeDetail), o.v.detailAt)
}

// Timeline returns every fact that touches the node, in the order of the days on
// which they begin: its edges, its details, and what is written about it. Facts
// without a start come first.
func (o NodeObject) Timeline(first *int, after *string, last *int, before *string) (*Connection[Object], error) {
	type entry struct {
		key  string
		node kernel.N
		edge kernel.E // -1: a node
	}
	var list []entry
	v := o.v
	for _, hs := range [][]kernel.Half{v.Ever().OutAll(o.n), v.Ever().InAll(o.n)} {
		for _, h := range hs {
			switch kind := v.Snapshot().EdgeKind(h.Edge()); kind {
			case graph.EdgeOf, graph.EdgeAbout, graph.EdgeAuthor, graph.EdgeFor, graph.EdgeAttended, graph.EdgePromisedBy, graph.EdgePromisedTo, graph.EdgeIntroducer, graph.EdgeSeeker, graph.EdgeTarget:
				// Such an edge says that the other node is about this one.
				e := v.Snapshot().NodeElement(h.Node())
				list = append(list, entry{dayKey(beginning(&e)) + string(e.ID), h.Node(), -1})
			default:
				e := v.Snapshot().EdgeElement(h.Edge())
				list = append(list, entry{dayKey(e.From) + string(e.ID), 0, h.Edge()})
			}
		}
	}
	slices.SortFunc(list, func(a, b entry) int { return strings.Compare(a.key, b.key) })
	list = slices.CompactFunc(list, func(a, b entry) bool { return a.key == b.key })
	return ordered[entry, Object]{items: list, key: func(e entry) string { return e.key }, item: func(e entry) Object {
		if e.edge >= 0 {
			return v.EdgeObject(e.edge)
		}
		return v.NodeObject(e.node)
	}}.cut(Window{first, last, after, before})
}

// beginning returns the day with which a fact belongs to a timeline.
func beginning(e *graph.Element) graph.Date {
	for _, name := range []string{"on", "promised", "asked"} {
		if d, ok := e.Props.Get(name); ok {
			if d, ok := d.(graph.Date); ok {
				return d
			}
		}
	}
	return e.From
}

// some returns nil for the zero value, "not known".
func some[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}
