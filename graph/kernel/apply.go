package kernel

import (
	"slices"
	"strings"
	"time"

	"github.com/kithgraph/kith/graph"
)

// Apply returns s after one commit. It refuses a commit that does not follow
// s.Revision(), whose Before states are not those of s, or that would leave an
// edge without an endpoint; s is unchanged in any case. It checks no other
// rule. Cost: about proportional to the number of changes, plus copying the
// page tables (see docs/performance.md).
func (s *Snapshot) Apply(c *graph.Commit) (*Snapshot, error) {
	if c.Revision != s.rev+1 {
		return nil, graph.Refuse(graph.ErrConflict, "revision", nil, "revision %d cannot follow %d", c.Revision, s.rev)
	}
	return s.change(c.Changes, c.Revision, c.At)
}

// With returns s with changes carried out, under another revision and time. It
// has the refusals of [Snapshot.Apply] but for the revision.
func (s *Snapshot) With(changes []graph.Change, rev graph.Revision, at time.Time) (*Snapshot, error) {
	return s.change(changes, rev, at)
}

type snapshotEdit struct {
	s           *Snapshot
	nodes       pagesEdit[nodeRow]
	edges       pagesEdit[edgeRow]
	ids, keys   indexEdit
	rebuildKeys bool
	out, in     []adjOp
	born, died  map[kindCode][]N
	removed     []N
	count       []int
}

func (s *Snapshot) change(changes []graph.Change, rev graph.Revision, at time.Time) (*Snapshot, error) {
	x := &snapshotEdit{
		s: s, nodes: s.nodes.edit(), edges: s.edges.edit(), ids: s.ids.edit(), keys: s.keys.edit(),
		born: map[kindCode][]N{}, died: map[kindCode][]N{}, count: slices.Clone(s.count),
	}
	if x.ids.full(len(changes)) {
		x.growIDs(len(changes))
	}
	if len(changes) > graph.MaxChanges { // most of which are edges
		x.out, x.in = make([]adjOp, 0, len(changes)), make([]adjOp, 0, len(changes))
	}
	// Nodes first, so that edges find their endpoints whatever the order.
	for pass := range 2 {
		for i := range changes {
			c := &changes[i]
			if c.Erased() {
				if err := x.erase(c.ID, pass == 1); err != nil {
					return nil, err
				}
				continue
			}
			e := c.After
			if e == nil {
				e = c.Before
			}
			if e.IsEdge() != (pass == 1) {
				continue
			}
			if err := x.put(c, pass == 1); err != nil {
				return nil, err
			}
		}
	}
	return x.finish(rev, at)
}

func (x *snapshotEdit) find(id graph.ID) int32 {
	ix := index{slots: x.ids.slots.pages, mask: x.ids.mask, used: x.ids.used}
	return ix.find(string(id), func(row int32) bool {
		if row > 0 {
			return x.nodes.at(row-1).id == id
		}
		return x.edges.at(-row-1).id == id
	})
}

func (x *snapshotEdit) growIDs(more int) {
	ix := newIndex(x.nodes.n + x.edges.n + more*2)
	x.ids = ix.edit()
	for i := range int32(x.nodes.n) {
		x.ids.add(string(x.nodes.at(i).id), i+1)
	}
	for i := range int32(x.edges.n) {
		x.ids.add(string(x.edges.at(i).id), -(i + 1))
	}
}

// current returns the element at row, and false when it is removed.
func (x *snapshotEdit) current(row int32) (graph.Element, bool) {
	switch {
	case row > 0:
		r := x.nodes.at(row - 1)
		return graph.Element{ID: r.id, Kind: kindOfCode[r.kind], From: r.from, To: r.to, Props: r.props}, r.kind != 0
	case row < 0:
		r := x.edges.at(-row - 1)
		return graph.Element{ID: r.id, Kind: kindOfCode[r.kind], Src: x.nodes.at(r.src).id, Dst: x.nodes.at(r.dst).id, From: r.from, To: r.to, Props: r.props}, r.kind != 0
	}
	return graph.Element{}, false
}

func (x *snapshotEdit) erase(id graph.ID, edges bool) error {
	row := x.find(id)
	if row == 0 || row < 0 != edges {
		return nil
	}
	if e, ok := x.current(row); ok {
		x.remove(row, &e)
	}
	return nil
}

func (x *snapshotEdit) put(c *graph.Change, edge bool) error {
	row := x.find(c.ID)
	have, live := x.current(row)
	switch {
	case c.Before == nil && live:
		return graph.Refuse(graph.ErrConflict, "before", []graph.ID{c.ID}, "%s is there already", c.ID)
	case c.Before != nil && !live:
		return graph.Refuse(graph.ErrConflict, "before", []graph.ID{c.ID}, "%s is not there", c.ID)
	case c.Before != nil && *c.Before != have:
		return graph.Refuse(graph.ErrConflict, "before", []graph.ID{c.ID}, "%s is not as the change expects it", c.ID)
	}
	if c.After == nil {
		x.remove(row, &have)
		return nil
	}
	a := c.After
	code := codeOf(a.Kind)
	switch {
	case code == 0:
		return graph.Invalid("kind", []graph.ID{c.ID}, "%s is not a kind of this version", graph.Quote(string(a.Kind)))
	case !endsFit(a, code):
		return graph.Invalid("endpoints", []graph.ID{c.ID}, "%s %s: a node has no endpoints and an edge has two", a.Kind, c.ID)
	case a.ID != c.ID || !a.ID.Valid():
		return graph.Invalid("id", []graph.ID{c.ID}, "%s is not an id: 1 to %d printable ASCII characters", graph.Quote(string(a.ID)), graph.MaxID)
	case row != 0 && (row < 0) != edge:
		return graph.Invalid("id", []graph.ID{c.ID}, "%s cannot be reused for another sort of element", c.ID)
	case live && have.Kind != a.Kind:
		return graph.Invalid("kind", []graph.ID{c.ID}, "%s is a %s and cannot become a %s", c.ID, have.Kind, a.Kind)
	}
	if edge {
		return x.putEdge(row, live, a, code)
	}
	x.putNode(row, live, a, code)
	return nil
}

func (x *snapshotEdit) putNode(row int32, live bool, a *graph.Element, code kindCode) {
	r := nodeRow{a.ID, a.Props, a.From, a.To, code}
	var old graph.Props
	if row == 0 {
		row = x.nodes.add(r) + 1
		x.ids.add(string(a.ID), row)
	} else {
		if live {
			old = x.nodes.at(row - 1).props
		}
		*x.nodes.set(row - 1) = r
	}
	if !live {
		x.born[code] = append(x.born[code], N(row-1))
		x.count[code]++
	}
	if old != a.Props {
		var had map[string]bool
		if live {
			had = map[string]bool{}
			forKeys(code, old, func(k string) { had[k] = true })
		}
		forKeys(code, a.Props, func(k string) {
			if had[k] || x.rebuildKeys {
				return
			}
			if x.keys.full(1) {
				x.rebuildKeys = true
				return
			}
			x.keys.add(k, row)
		})
	}
}

func (x *snapshotEdit) putEdge(row int32, live bool, a *graph.Element, code kindCode) error {
	src, dst := x.find(a.Src), x.find(a.Dst)
	for i, end := range []int32{src, dst} {
		id := a.Src
		if i == 1 {
			id = a.Dst
		}
		if end <= 0 || x.nodes.at(end-1).kind == 0 {
			return graph.Invalid("endpoints", []graph.ID{a.ID, id}, "%s %s ends at %s, which is not there", a.Kind, a.ID, graph.Quote(string(id)))
		}
	}
	r := edgeRow{a.ID, a.Props, src - 1, dst - 1, a.From, a.To, code}
	if row == 0 {
		n := x.edges.add(r)
		row = -(n + 1)
		x.ids.add(string(a.ID), row)
		x.link(-row-1, &r, false)
		x.count[code]++
		return nil
	}
	old := *x.edges.at(-row - 1)
	if !live {
		x.count[code]++
		x.link(-row-1, &r, false)
	} else if old.src != r.src || old.dst != r.dst {
		x.link(-row-1, &old, true)
		x.link(-row-1, &r, false)
	}
	*x.edges.set(-row - 1) = r
	return nil
}

func (x *snapshotEdit) link(e int32, r *edgeRow, remove bool) {
	x.out = append(x.out, adjOp{r.src, remove, makeHalf(r.kind, e, r.dst)})
	x.in = append(x.in, adjOp{r.dst, remove, makeHalf(r.kind, e, r.src)})
}

func (x *snapshotEdit) remove(row int32, e *graph.Element) {
	code := codeOf(e.Kind)
	x.count[code]--
	if row > 0 {
		r := x.nodes.set(row - 1)
		r.kind, r.props = 0, ""
		x.died[code] = append(x.died[code], N(row-1))
		x.removed = append(x.removed, N(row-1))
		return
	}
	old := *x.edges.at(-row - 1)
	x.link(-row-1, &old, true)
	r := x.edges.set(-row - 1)
	r.kind, r.props = 0, ""
}

func (x *snapshotEdit) finish(rev graph.Revision, at time.Time) (*Snapshot, error) {
	less := func(a, b Half) bool {
		if a.kind() != b.kind() {
			return a.kind() < b.kind()
		}
		return x.edges.at(int32(a.Edge())).id < x.edges.at(int32(b.Edge())).id
	}
	t := &Snapshot{line: x.s.line, rev: rev, at: at, nodes: x.nodes.pages, edges: x.edges.pages, ids: x.ids.done(), keys: x.keys.done(), count: x.count}
	t.out = x.s.out.change(t.nodes.n, x.out, less)
	x.out = nil
	t.in = x.s.in.change(t.nodes.n, x.in, less)
	for _, n := range x.removed {
		if t.nodes.at(int32(n)).kind != 0 {
			continue // removed and made again within one commit
		}
		for _, hs := range [][]Half{t.out.all(int32(n)), t.in.all(int32(n))} {
			if len(hs) > 0 {
				id := t.nodes.at(int32(n)).id
				edge := t.edges.at(int32(hs[0].Edge()))
				return nil, graph.Invalid("endpoints", []graph.ID{id, edge.id}, "%s cannot go while %s %s ends at it", id, kindOfCode[edge.kind], edge.id)
			}
		}
	}
	t.kinds = slices.Clone(x.s.kinds)
	for k := range t.kinds {
		born, died := x.born[kindCode(k)], x.died[kindCode(k)]
		if len(born)+len(died) > 0 {
			t.kinds[k] = mergeNodes(t, t.kinds[k], append(born, died...))
		}
	}
	if x.rebuildKeys {
		t.buildKeys()
	}
	return t, nil
}

// mergeNodes returns the nodes of have, which are in the order of their IDs,
// with those of changed that are live and without those that are not.
func mergeNodes(s *Snapshot, have, changed []N) []N {
	byID := func(a, b N) int { return strings.Compare(string(s.NodeID(a)), string(s.NodeID(b))) }
	slices.SortFunc(changed, byID)
	out := make([]N, 0, len(have)+len(changed))
	for _, n := range slices.Compact(changed) {
		i, there := slices.BinarySearchFunc(have, n, byID)
		out = append(out, have[:i]...)
		if have = have[i:]; there {
			have = have[1:]
		}
		if s.nodes.at(int32(n)).kind != 0 {
			out = append(out, n)
		}
	}
	return append(out, have...)
}
