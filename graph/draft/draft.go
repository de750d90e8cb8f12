package draft

import (
	"crypto/sha256"
	"encoding/base32"
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
	put   map[graph.ID]*graph.Element // nil: removed
	order []graph.ID                  // the keys of put as they came
	out   map[graph.ID][]graph.ID     // edges of put by source
	in    map[graph.ID][]graph.ID
	keys  map[string]graph.ID // external IDs of nodes in put, with the kind before

	depth    int // how many verbs are at work, one within the other
	written  []written
	keysLost []keyLost
}

// written is what a draft held of an element before a verb wrote it.
type written struct {
	id  graph.ID
	had bool           // put held something
	was *graph.Element // what it held
}

// keyLost is what keys held before a verb wrote it; "" is nothing.
type keyLost struct {
	key string
	id  graph.ID
}

// NewDraft returns an empty draft over base. Today is the day on which an edit
// without a date of its own takes effect. newID returns random text for the IDs
// of new elements: 8 to 32 characters that an [graph.ID] may hold.
func NewDraft(base *kernel.Snapshot, today graph.Date, newID func() string) *Draft {
	return &Draft{base: base, today: today, newID: newID, put: map[graph.ID]*graph.Element{}, out: map[graph.ID][]graph.ID{}, in: map[graph.ID][]graph.ID{}, keys: map[string]graph.ID{}}
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
	if e, ok := d.put[id]; ok {
		if e == nil {
			return graph.Element{}, false
		}
		return *e, true
	}
	return d.base.Element(id)
}

// Put adds an element or replaces the one with its ID.
func (d *Draft) Put(e graph.Element) {
	if old, ok := d.put[e.ID]; !ok {
		d.order = append(d.order, e.ID)
	} else if old != nil && old.IsEdge() {
		d.unlink(old)
	}
	d.note(e.ID)
	d.put[e.ID] = &e
	if e.IsEdge() {
		d.link(&e)
		return
	}
	for _, x := range e.Props.Strings("externalIds") {
		key := string(e.Kind) + x
		if d.depth > 0 {
			d.keysLost = append(d.keysLost, keyLost{key, d.keys[key]})
		}
		d.keys[key] = e.ID
	}
}

// note remembers what the draft holds of an element that a verb is to write.
func (d *Draft) note(id graph.ID) {
	if d.depth > 0 {
		was, had := d.put[id]
		d.written = append(d.written, written{id, had, was})
	}
}

// ByExternalID returns the ID of the node of kind k that carries an external ID
// "source:key" in the draft.
func (d *Draft) ByExternalID(k graph.Kind, externalID string) (graph.ID, bool) {
	has := func(e graph.Element, ok bool) bool {
		return ok && e.Kind == k && slices.Contains(e.Props.Strings("externalIds"), externalID)
	}
	if id, ok := d.keys[string(k)+externalID]; ok {
		if e, ok := d.Get(id); has(e, ok) {
			return id, true
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
		if _, over := d.put[id]; !over {
			out = append(out, id)
		}
	}
	for id, e := range d.put {
		if e != nil && e.Kind == k {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

func (d *Draft) link(e *graph.Element) {
	d.out[e.Src] = append(d.out[e.Src], e.ID)
	d.in[e.Dst] = append(d.in[e.Dst], e.ID)
}

func (d *Draft) unlink(e *graph.Element) {
	drop := func(m map[graph.ID][]graph.ID, at graph.ID) {
		m[at] = slices.DeleteFunc(m[at], func(id graph.ID) bool { return id == e.ID })
	}
	drop(d.out, e.Src)
	drop(d.in, e.Dst)
}

// Remove removes an element, and nothing else: see [Draft.RemoveNode]. An ID
// that is not there is no error.
func (d *Draft) Remove(id graph.ID) {
	old, ok := d.put[id]
	if !ok {
		if _, there := d.base.Element(id); !there {
			return
		}
		d.order = append(d.order, id)
	} else if old != nil && old.IsEdge() {
		d.unlink(old)
	}
	d.note(id)
	d.put[id] = nil
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
			if _, over := d.put[d.base.EdgeID(h.Edge())]; !over {
				list = append(list, d.base.EdgeElement(h.Edge()))
			}
		}
	}
	links := d.in[id]
	if out {
		links = d.out[id]
	}
	for _, x := range links {
		if e := d.put[x]; e != nil && (k == "" || e.Kind == k) {
			list = append(list, *e)
		}
	}
	slices.SortFunc(list, func(a, b graph.Element) int { return strings.Compare(string(a.ID), string(b.ID)) })
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
	for _, id := range d.order {
		c := graph.Change{ID: id, After: d.put[id]}
		if was, ok := d.base.Element(id); ok {
			before := was
			c.Before = &before
		}
		if c.Before == nil && c.After == nil || c.Before != nil && c.After != nil && *c.Before == *c.After {
			continue
		}
		if out == nil {
			out = make([]graph.Change, 0, len(d.order))
		}
		out = append(out, c)
	}
	return out
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
