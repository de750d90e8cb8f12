package kernel

import "github.com/kithgraph/kith/graph"

// kindCode is the in-memory number of a kind: its place among the kinds of nodes
// followed by those of edges, plus one, so that 0 means "no kind". It is never
// stored.
type kindCode uint8

var (
	kindOfCode = append(append([]graph.Kind{""}, graph.NodeKinds()...), graph.EdgeKinds()...)
	firstEdge  = kindCode(1 + len(graph.NodeKinds()))
)

// codes is a hash table of the codes of kinds in which no two kinds share a slot:
// a kind is looked up each time that anything reads the edges of a node.
var (
	codes [256]kindCode
	salt  uint32
)

func init() {
	for salt = 1; !fill(); salt += 2 {
		codes = [256]kindCode{}
	}
}

// fill reports whether every kind has a slot of its own.
func fill() bool {
	for i, k := range kindOfCode[1:] {
		at := &codes[kindSlot(k)]
		if *at != 0 {
			return false
		}
		*at = kindCode(i + 1)
	}
	return true
}

// kindSlot mixes the length, the ends and the middle of a kind's name.
func kindSlot(k graph.Kind) uint8 {
	h := uint32(len(k))<<24 | uint32(k[0])<<16 | uint32(k[len(k)/2])<<8 | uint32(k[len(k)-1])
	return uint8(h * (salt * 0x9e3779b1) >> 24)
}

// codeOf returns the code of a kind, and 0 for what is none.
func codeOf(k graph.Kind) kindCode {
	if k == "" {
		return 0
	}
	if c := codes[kindSlot(k)]; kindOfCode[c] == k {
		return c
	}
	return 0
}

func (c kindCode) isEdge() bool { return c >= firstEdge }
