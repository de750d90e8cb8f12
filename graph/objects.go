package graph

import (
	"slices"
	"strings"
)

// This file and its siblings hold what readers of a [View] hold in their hands:
// each node and edge with its facts as fields and its neighbours as methods. The
// GraphQL types are these types: a field of the API is a field or method here.
// They are small values over an immutable view, safe for concurrent use, and
// what they return was true on the view's day unless ever is asked for.

// Object is a node or an edge as a view sees it: a pointer to one of the …View
// types of this package.
type Object interface {
	ElementID() ID
	ElementKind() Kind
	View() *View
}

// NodeView is what every node in a view has.
type NodeView struct {
	v *View
	n N
}

// View returns the view that sees the node.
func (o NodeView) View() *View { return o.v }

// N returns the node's number in the snapshot.
func (o NodeView) N() N { return o.n }

// ElementID returns the node's ID.
func (o NodeView) ElementID() ID { return o.v.s.NodeID(o.n) }

// ElementKind returns the node's kind.
func (o NodeView) ElementKind() Kind { return o.v.s.NodeKind(o.n) }

// AsOf returns the day of the view.
func (o NodeView) AsOf() Date { return o.v.day }

// Revision returns the revision that the view reads.
func (o NodeView) Revision() Revision { return o.v.s.rev }

// EdgeView is what every edge in a view has.
type EdgeView struct {
	v *View
	e E
}

// View returns the view that sees the edge.
func (o EdgeView) View() *View { return o.v }

// E returns the edge's number in the snapshot.
func (o EdgeView) E() E { return o.e }

// ElementID returns the edge's ID.
func (o EdgeView) ElementID() ID { return o.v.s.EdgeID(o.e) }

// ElementKind returns the edge's kind.
func (o EdgeView) ElementKind() Kind { return o.v.s.EdgeKind(o.e) }

// AsOf returns the day of the view.
func (o EdgeView) AsOf() Date { return o.v.day }

// Revision returns the revision that the view reads.
func (o EdgeView) Revision() Revision { return o.v.s.rev }

func (o EdgeView) src() N { n, _ := o.v.s.Ends(o.e); return n }
func (o EdgeView) dst() N { _, n := o.v.s.Ends(o.e); return n }

// Object returns the node or edge with the given ID, whatever its days, and
// false when there is none.
func (v *View) Object(id ID) (Object, bool) {
	if n, ok := v.Ever().Node(id); ok {
		return v.NodeObject(n), true
	}
	if e, ok := v.Ever().Edge(id); ok {
		return v.EdgeObject(e), true
	}
	return nil, false
}

// NodeObject returns node n as the view of its kind.
func (v *View) NodeObject(n N) Object {
	switch v.s.NodeKind(n) {
	case NodeOrganization:
		return v.organizationView(n)
	case NodePerson:
		return v.personView(n)
	case NodePosition:
		return v.positionView(n)
	case NodeAccount:
		return v.accountView(n)
	case NodeRevenue:
		return v.revenueView(n)
	case NodePolicy:
		return v.policyView(n)
	case NodeDecisionArea:
		return v.decisionAreaView(n)
	case NodeAssessment:
		return v.assessmentView(n)
	case NodeCapture:
		return v.captureView(n)
	case NodeInteraction:
		return v.interactionView(n)
	case NodeCommitment:
		return v.commitmentView(n)
	case NodeProblem, NodeConcession, NodeSignal, NodeValueRecord, NodeScorecard, NodeAction:
		return v.recordView(n)
	case NodeIntroduction:
		return v.introductionView(n)
	case NodeDetail:
		return v.detailView(n)
	}
	panic("graph: no view of the kind " + string(v.s.NodeKind(n)))
}

// EdgeObject returns edge e as the view of its kind.
func (v *View) EdgeObject(e E) Object {
	switch v.s.EdgeKind(e) {
	case EdgePartOf:
		return v.unitLinkView(e)
	case EdgeIn:
		return v.placementView(e)
	case EdgeHolds:
		return v.holdingView(e)
	case EdgeReportsTo:
		return v.reportingLineView(e)
	case EdgeKnows:
		return v.tieView(e)
	case EdgeInfluences:
		return v.influenceView(e)
	case EdgePairedWith:
		return v.pairingView(e)
	case EdgeDecides:
		return v.decisionPartView(e)
	case EdgeWorksOn:
		return v.teamPlaceView(e)
	case EdgeExcludes:
		return v.exclusionView(e)
	}
	return &LinkView{EdgeView{v, e}, edgeBase(v.s.EdgeElement(e))}
}

// LinkView is an edge that says no more than that two nodes belong together:
// FOR, ABOUT, AUTHOR, ATTENDED, PROMISED_BY, PROMISED_TO, INTRODUCER, SEEKER,
// TARGET or OF.
type LinkView struct {
	EdgeView
	Edge
}

// Kind returns the kind of the link.
func (o *LinkView) Kind() Kind { return o.ElementKind() }

// Source returns the node at which the link begins.
func (o *LinkView) Source() Object { return o.v.NodeObject(o.src()) }

// Destination returns the node at which the link ends.
func (o *LinkView) Destination() Object { return o.v.NodeObject(o.dst()) }

// edgeBase returns what every edge has of an element.
func edgeBase(e Element) Edge {
	b := Edge{ID: e.ID, Src: e.Src, Dst: e.Dst, From: e.From, To: e.To, ConfirmedBy: e.Props.Text("confirmedBy")}
	if d, ok := e.Props.Get("confirmedOn"); ok {
		b.ConfirmedOn, _ = d.(Date)
	}
	return b
}

// find returns the node of one kind with the given ID, or an error.
func (v *View) find(k Kind, id ID) (N, error) {
	return v.Ever().Find(id, k)
}

// lookup is find for one that may be absent.
func lookup[T any](v *View, k Kind, id ID, make func(N) *T) *T {
	if n, ok := v.Ever().NodeOf(k, id); ok {
		return make(n)
	}
	return nil
}

// halves returns the edges of a kind at n: those that hold on the day, or with
// ever all of them.
func (v *View) halves(n N, k Kind, out, ever bool) []Half {
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
func eachEdge[T any](hs []Half, make func(E) T) []T {
	out := []T{}
	for _, h := range hs {
		out = append(out, make(h.Edge()))
	}
	return out
}

// eachNode makes the views of nodes.
func eachNode[T any](ns []N, make func(N) T) []T {
	out := []T{}
	for _, n := range ns {
		out = append(out, make(n))
	}
	return out
}

// satellites returns the nodes of a kind that hang on n by an edge towards it,
// by ID: those that exist on the day, or with ever all of them.
func (v *View) satellites(n N, by Kind, ever bool, kinds ...Kind) []N {
	var out []N
	for _, h := range v.Ever().In(n, by) {
		if slices.Contains(kinds, v.s.NodeKind(h.Node())) && (ever || v.exists(h.Node())) {
			out = append(out, h.Node())
		}
	}
	v.SortByID(out)
	return slices.Compact(out)
}

// exists reports whether n is there on the day, and the day is not before that on
// which it was written or took place.
func (v *View) exists(n N) bool {
	if !v.There(n) {
		return false
	}
	on, _ := v.s.NodeProps(n).Get("on")
	if on == nil {
		on, _ = v.s.NodeProps(n).Get("promised")
	}
	d, _ := on.(Date)
	return d == 0 || d <= v.day
}

// peopleAt returns the people at the other ends of edges, by ID, each once.
func (v *View) peopleAt(hs []Half) []*PersonView {
	var out []N
	for _, h := range hs {
		if v.s.NodeKind(h.Node()) == NodePerson {
			out = append(out, h.Node())
		}
	}
	v.SortByID(out)
	return eachNode(slices.Compact(out), v.personView)
}

// Author returns who wrote or judged this, and nil when that is not recorded.
func (o NodeView) Author() *PersonView {
	if p, ok := o.v.One(o.n, EdgeAuthor, NodePerson); ok {
		return o.v.personView(p)
	}
	return nil
}

// Details returns the dated values of the node's properties, by ID: those of the
// day, or with ever all of them.
func (o NodeView) Details(ever bool) []*DetailView {
	return eachNode(o.v.satellites(o.n, EdgeOf, ever, NodeDetail), o.v.detailView)
}

// Timeline returns every fact that touches the node, in the order of the days on
// which they begin: its edges, its details, and what is written about it. Facts
// without a start come first.
func (o NodeView) Timeline(first *int, after *string, last *int, before *string) (*Connection[Object], error) {
	type entry struct {
		key  string
		node N
		edge E // -1: a node
	}
	var list []entry
	v := o.v
	for _, hs := range [][]Half{v.Ever().OutAll(o.n), v.Ever().InAll(o.n)} {
		for _, h := range hs {
			switch kind := v.s.EdgeKind(h.Edge()); kind {
			case EdgeOf, EdgeAbout, EdgeAuthor, EdgeFor, EdgeAttended, EdgePromisedBy, EdgePromisedTo, EdgeIntroducer, EdgeSeeker, EdgeTarget:
				// Such an edge says that the other node is about this one.
				e := v.s.NodeElement(h.Node())
				list = append(list, entry{dayKey(beginning(&e)) + string(e.ID), h.Node(), -1})
			default:
				e := v.s.EdgeElement(h.Edge())
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
func beginning(e *Element) Date {
	for _, name := range []string{"on", "promised", "asked"} {
		if d, ok := e.Props.Get(name); ok {
			if d, ok := d.(Date); ok {
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
