package kernel

import "github.com/kithgraph/kith/graph"

// kindCode is the in-memory number of a kind: its place among the kinds of nodes
// followed by those of edges, plus one, so that 0 means "no kind". It is never
// stored.
type kindCode uint8

var (
	kindOfCode = append(append([]graph.Kind{""}, graph.NodeKinds()...), graph.EdgeKinds()...)
	codeOfKind = map[graph.Kind]kindCode{}
	firstEdge  = kindCode(1 + len(graph.NodeKinds()))
)

func init() {
	for i, k := range kindOfCode[1:] {
		codeOfKind[k] = kindCode(i + 1)
	}
}

func (c kindCode) isEdge() bool { return c >= firstEdge }
