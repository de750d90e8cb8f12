package graph

// kindCode is the in-memory number of a kind: its place among the kinds of nodes
// followed by those of edges, plus one, so that 0 means "no kind". It is never
// stored.
type kindCode uint8

var (
	kindOfCode = append(append([]Kind{""}, NodeKinds()...), EdgeKinds()...)
	codeOfKind = map[Kind]kindCode{}
	firstEdge  = kindCode(1 + len(NodeKinds()))
)

func init() {
	for i, k := range kindOfCode[1:] {
		codeOfKind[k] = kindCode(i + 1)
	}
}

func (c kindCode) isEdge() bool { return c >= firstEdge }
