package draft

import (
	"crypto/sha256"
	"encoding/base32"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/rules"
)

// Draft is an edit in the making over one snapshot. It reads its own writes and
// writes nothing else: [Draft.Changes] says what it would do, [Draft.Check]
// whether it may. A draft is not safe for concurrent use.
type Draft struct {
	base  *kernel.Snapshot
	today graph.Date
	newID func() string
	table table
	order []int32               // the rows that are not as the base has them, as they came
	keys  map[externalKey]int32 // the row that carried an external ID last

	depth    int // how many verbs are at work, one within the other
	written  []written
	keysLost []keyLost
}

// externalKey is an external ID of a node of a kind.
type externalKey struct {
	kind graph.Kind
	id   string
}

// written is what a draft held of an element before a verb wrote it.
type written struct {
	row   int32
	state state
	was   *graph.Element // where the state is put
}

// keyLost is what keys held before a verb wrote it.
type keyLost struct {
	key externalKey
	row int32
	had bool
}

// NewDraft returns an empty draft over base. Today is the day on which an edit
// without a date of its own takes effect. newID returns random text for the IDs
// of new elements: 8 to 32 characters that an [graph.ID] may hold.
func NewDraft(base *kernel.Snapshot, today graph.Date, newID func() string) *Draft {
	return &Draft{base: base, today: today, newID: newID, table: newTable(), keys: map[externalKey]int32{}}
}

// Base returns the snapshot under the draft.
func (d *Draft) Base() *kernel.Snapshot { return d.base }

// Today returns the day on which undated edits take effect.
func (d *Draft) Today() graph.Date { return d.today }

// idPrefix says what a new ID stands for, for those who read logs.
var idPrefix = map[graph.Kind]string{
	graph.NodeOrganization: "o-", graph.NodePerson: "p-", graph.NodePosition: "s-", graph.NodeAccount: "a-", graph.NodeDecisionArea: "da-",
	graph.NodeAssessment: "as-", graph.NodeInteraction: "i-", graph.NodeCommitment: "c-", graph.NodeIntroduction: "in-", graph.NodeDetail: "d-",
}

func prefixOf(k graph.Kind) string {
	switch p := idPrefix[k]; {
	case p != "":
		return p
	case k.IsEdge():
		return "e-"
	}
	return "n-"
}

// NewID returns an ID for a new element of kind k that nothing has yet.
func (d *Draft) NewID(k graph.Kind) graph.ID {
	prefix := prefixOf(k)
	for {
		id := graph.ID(prefix + d.newID())
		if _, taken := d.Get(id); !taken {
			return id
		}
	}
}

var derived = base32.HexEncoding.WithPadding(base32.NoPadding)

// DerivedID returns the ID that an element of kind k has by its origin alone: the
// same parts give the same ID in every workspace and on every run. Use it where
// an import must find again what it made.
func DerivedID(k graph.Kind, parts ...string) graph.ID {
	return graph.ID(appendDigest(append(make([]byte, 0, 32), prefixOf(k)...), string(k), parts))
}

// appendDigest appends sixteen characters that follow from a word and parts.
func appendDigest(to []byte, word string, parts []string) []byte {
	var buf [256]byte
	b := append(buf[:0], word...)
	for _, p := range parts {
		b = append(strconv.AppendInt(append(b, 0), int64(len(p)), 10), 0)
		b = append(b, p...)
	}
	h := sha256.Sum256(b)
	return derived.AppendEncode(to, h[:10])
}

// Get returns an element as the draft has it.
func (d *Draft) Get(id graph.ID) (graph.Element, bool) {
	if i := d.table.find(id); i >= 0 {
		switch r := d.table.at(i); r.state {
		case put:
			return *r.e, true
		case removed:
			return graph.Element{}, false
		}
	}
	return d.base.Element(id)
}

// over reports whether the draft has put or removed an element.
func (d *Draft) over(id graph.ID) bool {
	i := d.table.find(id)
	return i >= 0 && d.table.at(i).state != asBase
}

// Put adds an element or replaces the one with its ID.
func (d *Draft) Put(e graph.Element) {
	i := d.table.row(e.ID)
	d.note(i)
	d.table.put(i, e)
	if e.IsEdge() {
		return
	}
	for _, x := range d.table.at(i).e.Props.Strings("externalIds") {
		key := externalKey{e.Kind, x}
		if d.depth > 0 {
			row, had := d.keys[key]
			d.keysLost = append(d.keysLost, keyLost{key, row, had})
		}
		d.keys[key] = i
	}
}

// note remembers what the draft holds of an element that is to be written.
func (d *Draft) note(i int32) {
	r := d.table.at(i)
	if r.state == asBase {
		d.order = append(d.order, i)
	}
	if d.depth > 0 {
		d.written = append(d.written, written{i, r.state, r.e})
	}
}

// ByExternalID returns the ID of the node of kind k that carries an external ID
// "source:key" in the draft.
func (d *Draft) ByExternalID(k graph.Kind, externalID string) (graph.ID, bool) {
	has := func(e graph.Element, ok bool) bool {
		return ok && e.Kind == k && slices.Contains(e.Props.Strings("externalIds"), externalID)
	}
	if i, ok := d.keys[externalKey{k, externalID}]; ok {
		if r := d.table.at(i); has(*r.e, r.state == put) {
			return r.e.ID, true
		}
	}
	if n, ok := d.base.ByExternalID(k, externalID); ok {
		id := d.base.NodeID(n)
		if e, ok := d.Get(id); has(e, ok) {
			return id, true
		}
	}
	return "", false
}

// Nodes returns the IDs of the nodes of kind k in the draft, in order. Cost:
// O(n log n) in their number.
func (d *Draft) Nodes(k graph.Kind) []graph.ID {
	var out []graph.ID
	for _, n := range d.base.Nodes(k) {
		id := d.base.NodeID(n)
		if !d.over(id) {
			out = append(out, id)
		}
	}
	for _, i := range d.order {
		if r := d.table.at(i); r.state == put && r.e.Kind == k {
			out = append(out, r.e.ID)
		}
	}
	slices.Sort(out)
	return out
}

// Remove removes an element, and nothing else: see [Draft.RemoveNode]. An ID
// that is not there is no error.
func (d *Draft) Remove(id graph.ID) {
	i := d.table.find(id)
	if i < 0 || d.table.at(i).state == asBase {
		if _, there := d.base.Element(id); !there {
			return
		}
		i = d.table.row(id)
	}
	d.note(i)
	d.table.set(i, removed, nil)
}

// RemoveNode removes a node with its edges, and with the nodes that cannot be
// without it: its details, and what is for or about it alone.
func (d *Draft) RemoveNode(id graph.ID) error {
	e, ok := d.Get(id)
	if !ok || e.IsEdge() {
		return graph.NotFound("node", id)
	}
	edges := append(d.edges(id, "", true), d.edges(id, "", false)...)
	d.Remove(id)
	for _, x := range edges {
		d.Remove(x.ID)
	}
	for _, x := range edges {
		n, ok := d.Get(dependent(x))
		if !ok {
			continue // it is the node itself, or gone already
		}
		for _, o := range graph.Owners(n.Kind) {
			if o.Edge == x.Kind && d.owned(n.ID, o) < max(o.Min, 1) {
				if err := d.RemoveNode(n.ID); err != nil {
					return err
				}
				break
			}
		}
	}
	return nil
}

// dependent returns the end of an edge that may not be able to be without the
// other.
func dependent(e graph.Element) graph.ID {
	if e.Kind == graph.EdgeAttended {
		return e.Dst
	}
	return e.Src
}

// owned returns how many edges to Owners of one sort a node has.
func (d *Draft) owned(id graph.ID, o graph.Owner) int {
	n := 0
	for _, e := range d.edges(id, o.Edge, o.Edge != graph.EdgeAttended) {
		other := e.Dst
		if o.Edge == graph.EdgeAttended {
			other = e.Src
		}
		if x, ok := d.Get(other); ok && (o.To == "" || x.Kind == o.To) {
			n++
		}
	}
	return n
}

// Out returns the edges of kind k that begin at a node, by ID, whatever their
// days.
func (d *Draft) Out(id graph.ID, k graph.Kind) []graph.Element { return d.edges(id, k, true) }

// In returns the edges of kind k that end at a node, by ID, whatever their
// days.
func (d *Draft) In(id graph.ID, k graph.Kind) []graph.Element { return d.edges(id, k, false) }

// edges returns the edges at a node, of one kind or, for "", of all.
func (d *Draft) edges(id graph.ID, k graph.Kind, out bool) []graph.Element {
	var list []graph.Element
	if n, ok := d.base.Node(id); ok {
		hs := d.base.InAll(n)
		if out {
			hs = d.base.OutAll(n)
		}
		if k != "" {
			if out {
				hs = d.base.Out(n, k)
			} else {
				hs = d.base.In(n, k)
			}
		}
		for _, h := range hs {
			if !d.over(d.base.EdgeID(h.Edge())) {
				list = append(list, d.base.EdgeElement(h.Edge()))
			}
		}
	}
	for e := range d.table.edges(id, out) {
		if k == "" || e.Kind == k {
			list = append(list, *e)
		}
	}
	if len(list) > 1 {
		slices.SortFunc(list, func(a, b graph.Element) int { return strings.Compare(string(a.ID), string(b.ID)) })
	}
	return list
}

// Add puts a typed fact. A fact without an ID gets a new one. It returns the
// ID.
func (d *Draft) Add(f graph.Fact) graph.ID {
	e := graph.Encode(f)
	if e.ID == "" {
		e.ID = d.NewID(e.Kind)
	}
	d.Put(e)
	return e.ID
}

// Read returns the fact with the given ID as the draft has it, undated
// properties and all; it fails when there is none of T's kind.
func Read[T graph.Fact](d *Draft, id graph.ID) (T, error) {
	var zero T
	e, ok := d.Get(id)
	if !ok || e.Kind != graph.KindOf(zero) {
		return zero, graph.NotFound(string(graph.KindOf(zero)), id)
	}
	return graph.Decode[T](e), nil
}

// Edit changes one fact in place.
func Edit[T graph.Fact](d *Draft, id graph.ID, change func(*T)) error {
	f, err := Read[T](d, id)
	if err != nil {
		return err
	}
	change(&f)
	d.Put(graph.Encode(f))
	return nil
}

// Changes returns what the draft does to its base, in the order of the first
// edit of each element; edits that come to nothing are left out.
func (d *Draft) Changes() []graph.Change {
	var out []graph.Change
	for c := range d.EachChange() {
		if out == nil {
			out = make([]graph.Change, 0, len(d.order))
		}
		out = append(out, c)
	}
	return out
}

// EachChange yields what [Draft.Changes] returns. The draft must not be edited
// meanwhile.
func (d *Draft) EachChange() iter.Seq[graph.Change] {
	return func(yield func(graph.Change) bool) {
		for _, i := range d.order {
			r := d.table.at(i)
			c := graph.Change{ID: r.e.ID}
			if r.state == put {
				c.After = r.e
			}
			if was, ok := d.base.Element(c.ID); ok {
				before := was
				c.Before = &before
			}
			if c.Before == nil && c.After == nil || c.Before != nil && c.After != nil && *c.Before == *c.After {
				continue
			}
			if !yield(c) {
				return
			}
		}
	}
}

// Check returns the snapshot that the changes of the draft lead to, under a
// revision and time, and nil changes when there are none. It refuses what
// [kernel.Snapshot.Apply] and [rules.Check] refuse. Changes that take several commits
// are in the order of [graph.Order].
func (d *Draft) Check(rev graph.Revision, at time.Time) ([]graph.Change, *kernel.Snapshot, error) {
	changes := d.Changes()
	if len(changes) > graph.MaxChanges {
		graph.Order(changes)
	}
	next, err := d.base.With(changes, rev, at)
	if err != nil {
		return nil, nil, err
	}
	if err := rules.Check(next, changes); err != nil {
		return nil, nil, err
	}
	return changes, next, nil
}
