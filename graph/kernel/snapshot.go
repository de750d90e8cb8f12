package kernel

import (
	"iter"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/kithgraph/kith/graph"
)

// Snapshot is a whole workspace at one revision. It is immutable and safe for
// concurrent use. Versions share what they have in common: one more edge costs
// tens of microseconds and some hundred kilobytes at a million people.
type Snapshot struct {
	line  *line
	rev   graph.Revision
	at    time.Time
	nodes pages[nodeRow]
	edges pages[edgeRow]
	out   adjacency
	in    adjacency
	ids   index // ID to node number+1, or to -(edge number+1)
	keys  index // external ID or e-mail to node number+1
	kinds [][]N // by kindCode: the nodes of a kind by ID
	count []int // by kindCode: live elements
}

// line is what the snapshots have in common that were made by changes from one
// build. It has a size, so that no two have one address.
type line struct{ _ byte }

// SameNumbers reports whether s and o were made by changes from one build. What no
// change between them touches has then one number in both.
func (s *Snapshot) SameNumbers(o *Snapshot) bool { return s.line == o.line }

type nodeRow struct {
	id       graph.ID
	props    graph.Props
	from, to graph.Date
	kind     kindCode // 0: removed
}

type edgeRow struct {
	id       graph.ID
	props    graph.Props
	src, dst int32
	from, to graph.Date
	kind     kindCode // 0: removed
}

const (
	nodeShift = 8
	edgeShift = 10
)

// Builder collects elements for a [Snapshot].
type Builder struct {
	nodes  pagesEdit[nodeRow]
	edges  pagesEdit[edgeRow]
	ids    indexEdit
	sorted bool
	// the rows of the page being filled, packed into one string when it is full
	text []byte
}

// NewBuilder returns an empty builder. The hint is how many elements are to
// come, if known, else 0.
func NewBuilder(hint int) *Builder {
	b := &Builder{sorted: true}
	b.nodes.shift, b.edges.shift = nodeShift, edgeShift
	ix := newIndex(hint)
	b.ids = ix.edit()
	return b
}

// Add takes one element; every node must come before the edges that end at it.
// It refuses an ID that came before, an unknown kind, and an edge whose
// endpoints have not come. The builder keeps no pointer to e.
func (b *Builder) Add(e *graph.Element) error {
	code := codeOf(e.Kind)
	switch {
	case code == 0:
		return graph.Invalid("kind", []graph.ID{e.ID}, "%s is not a kind of this version", graph.Quote(string(e.Kind)))
	case !e.ID.Valid():
		return graph.Invalid("id", []graph.ID{e.ID}, "%s is not an id: 1 to %d printable ASCII characters", graph.Quote(string(e.ID)), graph.MaxID)
	case b.find(e.ID) != 0:
		return graph.Invalid("id", []graph.ID{e.ID}, "the id %s is taken", graph.Quote(string(e.ID)))
	case !endsFit(e, code):
		return graph.Invalid("endpoints", []graph.ID{e.ID}, "%s %s: a node has no endpoints and an edge has two", e.Kind, e.ID)
	}
	if b.nodes.n == maxRow || b.edges.n == maxRow {
		return graph.Invalid("size", []graph.ID{e.ID}, "a snapshot holds at most %d nodes and as many edges", maxRow)
	}
	if b.ids.full(1) {
		b.grow()
	}
	if !code.isEdge() {
		if b.nodes.n > 0 && b.nodes.at(int32(b.nodes.n-1)).id > e.ID {
			b.sorted = false
		}
		n := b.nodes.add(nodeRow{e.ID, e.Props, e.From, e.To, code})
		b.ids.add(string(e.ID), n+1)
		if b.nodes.n&(1<<nodeShift-1) == 0 {
			b.packNodes(b.nodes.n-1<<nodeShift, b.nodes.n)
		}
		return nil
	}
	src, dst := b.find(e.Src), b.find(e.Dst)
	if src <= 0 || dst <= 0 {
		missing := e.Src
		if src > 0 {
			missing = e.Dst
		}
		return graph.Invalid("endpoints", []graph.ID{e.ID, missing}, "%s %s ends at %s, which is not there", e.Kind, e.ID, graph.Quote(string(missing)))
	}
	if b.edges.n > 0 && b.edges.at(int32(b.edges.n-1)).id > e.ID {
		b.sorted = false
	}
	n := b.edges.add(edgeRow{e.ID, e.Props, src - 1, dst - 1, e.From, e.To, code})
	b.ids.add(string(e.ID), -(n + 1))
	if b.edges.n&(1<<edgeShift-1) == 0 {
		b.packEdges(b.edges.n-1<<edgeShift, b.edges.n)
	}
	return nil
}

// endsFit reports whether e has two endpoints as an edge and none as a node.
func endsFit(e *graph.Element, code kindCode) bool {
	return (e.Src != "") == code.isEdge() && (e.Dst != "") == code.isEdge()
}

// packNodes copies the text of a full page into one string, so that a million
// rows are a few thousand objects to the garbage collector.
func (b *Builder) packNodes(from, to int) {
	buf := b.text[:0]
	for i := from; i < to; i++ {
		r := b.nodes.at(int32(i))
		buf = append(append(buf, r.id...), r.props...)
	}
	b.text = buf
	s := string(buf)
	for i := from; i < to; i++ {
		r := b.nodes.at(int32(i))
		n, m := len(r.id), len(r.props)
		r.id, r.props, s = graph.ID(s[:n]), graph.Props(s[n:n+m]), s[n+m:]
	}
}

func (b *Builder) packEdges(from, to int) {
	buf := b.text[:0]
	for i := from; i < to; i++ {
		r := b.edges.at(int32(i))
		buf = append(append(buf, r.id...), r.props...)
	}
	b.text = buf
	s := string(buf)
	for i := from; i < to; i++ {
		r := b.edges.at(int32(i))
		n, m := len(r.id), len(r.props)
		r.id, r.props, s = graph.ID(s[:n]), graph.Props(s[n:n+m]), s[n+m:]
	}
}

func (b *Builder) find(id graph.ID) int32 {
	ix := index{slots: b.ids.slots.pages, mask: b.ids.mask, used: b.ids.used}
	return ix.find(string(id), func(row int32) bool {
		if row > 0 {
			return b.nodes.at(row-1).id == id
		}
		return b.edges.at(-row-1).id == id
	})
}

func (b *Builder) grow() {
	ix := newIndex(b.nodes.n + b.edges.n)
	b.ids = ix.edit()
	for i := range int32(b.nodes.n) {
		b.ids.add(string(b.nodes.at(i).id), i+1)
	}
	for i := range int32(b.edges.n) {
		b.ids.add(string(b.edges.at(i).id), -(i + 1))
	}
}

// Build returns the snapshot of what was added, as of a revision recorded at a
// time. The builder must not be used again. Cost: O(n log n) at worst, O(n)
// when the elements came in the order of their IDs.
func (b *Builder) Build(rev graph.Revision, at time.Time) *Snapshot {
	if !b.sorted {
		b.sort()
	}
	s := &Snapshot{line: new(line), rev: rev, at: at, nodes: b.nodes.pages, edges: b.edges.pages, ids: b.ids.done()}
	s.out = buildAdjacency(s.nodes.n, s.edges.n, func(e int32) (kindCode, int32, int32) {
		r := s.edges.at(e)
		return r.kind, r.src, r.dst
	})
	s.in = buildAdjacency(s.nodes.n, s.edges.n, func(e int32) (kindCode, int32, int32) {
		r := s.edges.at(e)
		return r.kind, r.dst, r.src
	})
	s.kinds = make([][]N, len(kindOfCode))
	s.count = make([]int, len(kindOfCode))
	var perKind [64]int
	for n := range int32(s.nodes.n) {
		perKind[s.nodes.at(n).kind]++
	}
	for k := range s.kinds {
		s.kinds[k] = make([]N, 0, perKind[k])
	}
	for n := range int32(s.nodes.n) {
		r := s.nodes.at(n)
		s.kinds[r.kind] = append(s.kinds[r.kind], N(n))
		s.count[r.kind]++
	}
	for e := range int32(s.edges.n) {
		s.count[s.edges.at(e).kind]++
	}
	s.buildKeys()
	return s
}

// buildKeys makes the index of external IDs and e-mails anew.
func (s *Snapshot) buildKeys() {
	keys := 0
	s.forAllKeys(func(string, int32) { keys++ })
	ix := newIndex(keys)
	edit := ix.edit()
	s.forAllKeys(edit.add)
	s.keys = edit.done()
}

func (s *Snapshot) forAllKeys(f func(key string, row int32)) {
	for n := range int32(s.nodes.n) {
		if r := s.nodes.at(n); r.kind != 0 {
			forKeys(r.kind, r.props, func(key string) { f(key, n+1) })
		}
	}
}

// sort renumbers nodes and edges in the order of their IDs.
func (b *Builder) sort() {
	place := places(b.nodes.n, func(x, y int32) int { return strings.Compare(string(b.nodes.at(x).id), string(b.nodes.at(y).id)) })
	for e := range int32(b.edges.n) {
		r := b.edges.set(e)
		r.src, r.dst = place[r.src], place[r.dst]
	}
	edgePlace := places(b.edges.n, func(x, y int32) int { return strings.Compare(string(b.edges.at(x).id), string(b.edges.at(y).id)) })
	b.ids.renumber(func(row int32) int32 {
		if row > 0 {
			return place[row-1] + 1
		}
		return -(edgePlace[-row-1] + 1)
	})
	permute(&b.nodes, place)
	permute(&b.edges, edgePlace)
	b.sorted = true
}

// places returns the place that each of n rows has in their order.
func places(n int, compare func(x, y int32) int) []int32 {
	order := make([]int32, n)
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, compare)
	place := make([]int32, n)
	for to, from := range order {
		place[from] = int32(to)
	}
	return place
}

// permute moves each row to its place, without a second set of rows. It uses
// place up.
func permute[T any](rows *pagesEdit[T], place []int32) {
	for i := range int32(len(place)) {
		for place[i] != i {
			j := place[i]
			a, b := rows.set(i), rows.set(j)
			*a, *b = *b, *a
			place[i], place[j] = place[j], j
		}
	}
}

// Empty returns the snapshot of a workspace before its first commit.
func Empty() *Snapshot { return NewBuilder(0).Build(0, time.Time{}) }

// Revision returns the revision of s.
func (s *Snapshot) Revision() graph.Revision { return s.rev }

// At returns when that revision was recorded; the zero time for revision 0.
func (s *Snapshot) At() time.Time { return s.at }

// Count returns how many elements of kind k there are, whatever their days.
func (s *Snapshot) Count(k graph.Kind) int { return s.count[codeOf(k)] }

// NumNodes returns a number above every [N] of s, for slices indexed by node.
func (s *Snapshot) NumNodes() int { return s.nodes.n }

// NumEdges returns a number above every [E] of s, for slices indexed by edge.
func (s *Snapshot) NumEdges() int { return s.edges.n }

// find returns the row under which id is indexed, live or removed.
func (s *Snapshot) find(id graph.ID) int32 {
	return s.ids.find(string(id), func(row int32) bool {
		if row > 0 {
			return s.nodes.at(row-1).id == id
		}
		return s.edges.at(-row-1).id == id
	})
}

// Node returns the number of the node with the given ID.
func (s *Snapshot) Node(id graph.ID) (N, bool) {
	row := s.find(id)
	if row <= 0 || s.nodes.at(row-1).kind == 0 {
		return 0, false
	}
	return N(row - 1), true
}

// NodeOf is [Snapshot.Node] for a node of one kind.
func (s *Snapshot) NodeOf(k graph.Kind, id graph.ID) (N, bool) {
	n, ok := s.Node(id)
	if !ok || s.NodeKind(n) != k {
		return 0, false
	}
	return n, true
}

// Edge returns the number of the edge with the given ID.
func (s *Snapshot) Edge(id graph.ID) (E, bool) {
	row := s.find(id)
	if row >= 0 || s.edges.at(-row-1).kind == 0 {
		return 0, false
	}
	return E(-row - 1), true
}

// Element returns the element with the given ID.
func (s *Snapshot) Element(id graph.ID) (graph.Element, bool) {
	switch row := s.find(id); {
	case row > 0 && s.nodes.at(row-1).kind != 0:
		return s.NodeElement(N(row - 1)), true
	case row < 0 && s.edges.at(-row-1).kind != 0:
		return s.EdgeElement(E(-row - 1)), true
	}
	return graph.Element{}, false
}

// NodeElement returns node n as it is stored, without its details.
func (s *Snapshot) NodeElement(n N) graph.Element {
	r := s.nodes.at(int32(n))
	return graph.Element{ID: r.id, Kind: kindOfCode[r.kind], From: r.from, To: r.to, Props: r.props}
}

// EdgeElement returns edge e.
func (s *Snapshot) EdgeElement(e E) graph.Element {
	r := s.edges.at(int32(e))
	return graph.Element{ID: r.id, Kind: kindOfCode[r.kind], Src: s.nodes.at(r.src).id, Dst: s.nodes.at(r.dst).id, From: r.from, To: r.to, Props: r.props}
}

// NodeID returns the ID of node n.
func (s *Snapshot) NodeID(n N) graph.ID { return s.nodes.at(int32(n)).id }

// EdgeID returns the ID of edge e.
func (s *Snapshot) EdgeID(e E) graph.ID { return s.edges.at(int32(e)).id }

// NodeKind returns the kind of node n.
func (s *Snapshot) NodeKind(n N) graph.Kind { return kindOfCode[s.nodes.at(int32(n)).kind] }

// EdgeKind returns the kind of edge e.
func (s *Snapshot) EdgeKind(e E) graph.Kind { return kindOfCode[s.edges.at(int32(e)).kind] }

// NodeProps returns the stored properties of node n.
func (s *Snapshot) NodeProps(n N) graph.Props { return s.nodes.at(int32(n)).props }

// EdgeProps returns the properties of edge e.
func (s *Snapshot) EdgeProps(e E) graph.Props { return s.edges.at(int32(e)).props }

// NodeValid returns the days in which node n exists.
func (s *Snapshot) NodeValid(n N) graph.Interval {
	r := s.nodes.at(int32(n))
	return graph.Interval{From: r.from, To: r.to}
}

// EdgeValid returns the days in which edge e holds.
func (s *Snapshot) EdgeValid(e E) graph.Interval {
	r := s.edges.at(int32(e))
	return graph.Interval{From: r.from, To: r.to}
}

// Ends returns the nodes that edge e joins.
func (s *Snapshot) Ends(e E) (src, dst N) {
	r := s.edges.at(int32(e))
	return N(r.src), N(r.dst)
}

// Nodes returns the nodes of a kind in the order of their IDs. The caller must
// not modify the result.
func (s *Snapshot) Nodes(k graph.Kind) []N { return s.kinds[codeOf(k)] }

// Out returns the edges of kind k that begin at n, in the order of their IDs,
// whatever their days. The caller must not modify the result.
func (s *Snapshot) Out(n N, k graph.Kind) []Half { return s.out.of(int32(n), codeOf(k)) }

// In returns the edges of kind k that end at n, like [Snapshot.Out].
func (s *Snapshot) In(n N, k graph.Kind) []Half { return s.in.of(int32(n), codeOf(k)) }

// OutAll returns every edge that begins at n, by kind and then by ID.
func (s *Snapshot) OutAll(n N) []Half { return s.out.all(int32(n)) }

// InAll returns every edge that ends at n, by kind and then by ID.
func (s *Snapshot) InAll(n N) []Half { return s.in.all(int32(n)) }

// Mention yields the IDs of the elements that have text somewhere in their
// properties, in no order. Cost: O(n), reading every property.
func (s *Snapshot) Mention(text string) iter.Seq[graph.ID] {
	return func(yield func(graph.ID) bool) {
		for n := range int32(s.nodes.n) {
			if x := s.nodes.at(n); x.kind != 0 && strings.Contains(string(x.props), text) && !yield(x.id) {
				return
			}
		}
		for e := range int32(s.edges.n) {
			if x := s.edges.at(e); x.kind != 0 && strings.Contains(string(x.props), text) && !yield(x.id) {
				return
			}
		}
	}
}

// Edges yields every edge, in no order. Cost: O(n).
func (s *Snapshot) Edges() iter.Seq[E] {
	return func(yield func(E) bool) {
		for e := range int32(s.edges.n) {
			if s.edges.at(e).kind != 0 && !yield(E(e)) {
				return
			}
		}
	}
}

// Elements yields every element: nodes in the order of their IDs, then edges in
// the order of theirs. Cost: O(n log n).
func (s *Snapshot) Elements() iter.Seq[graph.Element] {
	return func(yield func(graph.Element) bool) {
		nodes := make([]int32, 0, s.nodes.n)
		for n := range int32(s.nodes.n) {
			if s.nodes.at(n).kind != 0 {
				nodes = append(nodes, n)
			}
		}
		byID := func(id func(int32) graph.ID) func(x, y int32) int {
			return func(x, y int32) int { return strings.Compare(string(id(x)), string(id(y))) }
		}
		slices.SortFunc(nodes, byID(func(n int32) graph.ID { return s.nodes.at(n).id }))
		for _, n := range nodes {
			if !yield(s.NodeElement(N(n))) {
				return
			}
		}
		edges := make([]int32, 0, s.edges.n)
		for e := range int32(s.edges.n) {
			if s.edges.at(e).kind != 0 {
				edges = append(edges, e)
			}
		}
		slices.SortFunc(edges, byID(func(e int32) graph.ID { return s.edges.at(e).id }))
		for _, e := range edges {
			if !yield(s.EdgeElement(E(e))) {
				return
			}
		}
	}
}

// keys in the index: a letter says which sort of key it is.
func externalKey(id string) string { return "x" + id }
func sourceKey(key string) string  { return "k" + key }
func emailKey(mail string) string  { return "e" + strings.ToLower(mail) }

func forKeys(k kindCode, p graph.Props, f func(key string)) {
	for _, id := range p.Strings("externalIds") {
		f(externalKey(id))
		if _, key, ok := strings.Cut(id, ":"); ok {
			f(sourceKey(key))
		}
	}
	if k == codeOf(graph.NodePerson) {
		for _, m := range p.Strings("emails") {
			f(emailKey(m))
		}
	}
}

func (r *nodeRow) hasKey(key string) bool {
	if r.kind == 0 {
		return false
	}
	found := false
	forKeys(r.kind, r.props, func(k string) { found = found || k == key })
	return found
}

// ByExternalID returns the node of kind k that carries the external ID
// "source:key".
func (s *Snapshot) ByExternalID(k graph.Kind, externalID string) (N, bool) {
	code, key := codeOf(k), externalKey(externalID)
	row := s.keys.find(key, func(row int32) bool {
		r := s.nodes.at(row - 1)
		return r.kind == code && r.hasKey(key)
	})
	return N(row - 1), row > 0
}

// ByEmail returns the people who carry an e-mail address, in any letter case,
// in the order of their IDs.
func (s *Snapshot) ByEmail(mail string) []N {
	return s.carriers(graph.NodePerson, emailKey(mail))
}

// BySourceKey returns the nodes of kind k that some source calls key, whichever
// source, in the order of their IDs.
func (s *Snapshot) BySourceKey(k graph.Kind, key string) []N { return s.carriers(k, sourceKey(key)) }

// Carriers returns the nodes of kind k that carry the external ID "source:key", in
// the order of their IDs. The rules allow one.
func (s *Snapshot) Carriers(k graph.Kind, externalID string) []N {
	return s.carriers(k, externalKey(externalID))
}

// carriers returns the nodes of a kind under a key of the index, by ID.
func (s *Snapshot) carriers(k graph.Kind, key string) []N {
	code := codeOf(k)
	var out []N
	s.keys.find(key, func(row int32) bool {
		if r := s.nodes.at(row - 1); r.kind == code && !slices.Contains(out, N(row-1)) && r.hasKey(key) {
			out = append(out, N(row-1))
		}
		return false
	})
	sort.Slice(out, func(i, j int) bool { return s.NodeID(out[i]) < s.NodeID(out[j]) })
	return out
}
