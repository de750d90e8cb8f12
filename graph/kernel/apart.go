package kernel

import "unsafe"

// Apart returns about how many bytes s takes beside o: the pages that the two do not
// share, with the text that o does not have in the same place. Cost: O(pages), and the
// rows of those that are not shared.
func (s *Snapshot) Apart(o *Snapshot) int64 {
	n := int64(unsafe.Sizeof(*s))
	n += apart(&s.nodes, &o.nodes, func(a, b *nodeRow) int {
		if b != nil && a.id == b.id && a.props == b.props {
			return 0
		}
		return len(a.id) + len(a.props)
	})
	n += apart(&s.edges, &o.edges, func(a, b *edgeRow) int {
		if b != nil && a.id == b.id && a.props == b.props {
			return 0
		}
		return len(a.id) + len(a.props)
	})
	n += apart(&s.ids.slots, &o.ids.slots, nil) + apart(&s.keys.slots, &o.keys.slots, nil)
	n += s.out.apart(&o.out) + s.in.apart(&o.in)
	for k, nodes := range s.kinds {
		if other := o.kinds[k]; len(nodes) > 0 && (len(other) != len(nodes) || &nodes[0] != &other[0]) {
			n += int64(cap(nodes)) * int64(unsafe.Sizeof(nodes[0]))
		}
	}
	return n
}

// apart returns what the pages of p take that are not those of q, with the text of
// their rows, if they have any.
func apart[T any](p, q *pages[T], text func(row, other *T) int) int64 {
	var row T
	n := int64(cap(p.tab)) * int64(unsafe.Sizeof([]T{}))
	for i, page := range p.tab {
		var other []T
		if i < len(q.tab) {
			if other = q.tab[i]; &page[0] == &other[0] {
				continue
			}
		}
		n += int64(len(page)) * int64(unsafe.Sizeof(row))
		for k := range page {
			if text == nil {
				break
			}
			var beside *T
			if other != nil {
				beside = &other[k]
			}
			n += int64(text(&page[k], beside))
		}
	}
	return n
}

func (a *adjacency) apart(b *adjacency) int64 {
	n := int64(cap(a.tab)) * int64(unsafe.Sizeof(a))
	for i, page := range a.tab {
		if i >= len(b.tab) || page != b.tab[i] {
			n += int64(unsafe.Sizeof(*page)) + int64(cap(page.half))*int64(unsafe.Sizeof(Half{}))
		}
	}
	return n
}
