package draft

import (
	"maps"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
)

// The kinds of edge that are part of what a node is: those that begin at it, and
// those that end at it. What is known, thought and done about it is not.
var (
	partOut = []graph.Kind{
		graph.EdgePartOf, graph.EdgeIn, graph.EdgeHolds, graph.EdgeReportsTo, graph.EdgeFor, graph.EdgeAbout, graph.EdgeAuthor,
		graph.EdgePromisedBy, graph.EdgePromisedTo, graph.EdgeIntroducer, graph.EdgeSeeker, graph.EdgeTarget,
	}
	partIn = []graph.Kind{graph.EdgeHolds, graph.EdgeAttended, graph.EdgeOf}
)

// Same reports whether a fact is the same in two snapshots of a workspace, or is in
// neither. A node is the same when it is, with its dated properties, what it
// belongs to, reports to and is about, the seats that a person holds, and those who
// hold a seat or took part in a contact.
func Same(a, b *kernel.Snapshot, id graph.ID) bool { return maps.Equal(whole(a, id), whole(b, id)) }

// whole returns the elements that are part of a fact.
func whole(s *kernel.Snapshot, id graph.ID) map[graph.ID]graph.Element {
	out := map[graph.ID]graph.Element{}
	e, there := s.Element(id)
	if !there {
		return out
	}
	out[id] = e
	n, isNode := s.Node(id)
	if !isNode {
		return out
	}
	for _, k := range partOut {
		for _, h := range s.Out(n, k) {
			out[s.EdgeID(h.Edge())] = s.EdgeElement(h.Edge())
		}
	}
	for _, k := range partIn {
		for _, h := range s.In(n, k) {
			edge := s.EdgeElement(h.Edge())
			out[edge.ID] = edge
			if k == graph.EdgeOf {
				out[edge.Src], _ = s.Element(edge.Src)
			}
		}
	}
	return out
}
