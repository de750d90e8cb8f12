package graph

import (
	"cmp"
	"slices"
	"strings"
)

// Order sorts changes so that they can be carried out in parts, one after the other:
// edges go first, then nodes come, then edges come, then nodes go, so that no edge is
// ever without its ends. Among those of a sort the IDs are in order: what keeps them
// sorted then writes each part to few places (see docs/performance.md).
func Order(changes []Change) {
	// The sort and the beginning of the ID in one number tell almost all of them apart.
	type key struct {
		first uint64
		at    int32
	}
	keys := make([]key, len(changes))
	for i := range changes {
		first := uint64(step(&changes[i])) << 56
		id := changes[i].ID
		for j := range min(len(id), 7) {
			first |= uint64(id[j]) << (48 - 8*j)
		}
		keys[i] = key{first, int32(i)}
	}
	compare := func(a, b key) int {
		if a.first != b.first {
			return cmp.Compare(a.first, b.first)
		}
		return strings.Compare(string(changes[a.at].ID), string(changes[b.at].ID))
	}
	if slices.IsSortedFunc(keys, compare) {
		return
	}
	slices.SortFunc(keys, compare)
	for i := range keys { // each round of places in turn, by the change that is taken out
		if keys[i].at < 0 {
			continue
		}
		out, to := changes[i], i
		for {
			from := int(keys[to].at)
			keys[to].at = -1
			if from == i {
				changes[to] = out
				break
			}
			changes[to], to = changes[from], from
		}
	}
}

// step returns when a change is carried out among others.
func step(c *Change) int {
	switch {
	case c.Erased():
		return 0
	case c.After == nil && c.Before.IsEdge():
		return 1
	case c.After == nil:
		return 4
	case c.After.IsEdge():
		return 3
	}
	return 2
}
