// Package search finds the nodes of a workspace by words: of names, titles, addresses and
// domains, without looking at each of them.
//
// An [Index] knows the texts that nodes have on any day. It is made of a snapshot and
// carried on from commit to commit by what each adds; it forgets nothing, so that what it
// finds is what may match: whoever asks looks at each find on their day. That is how it
// can be wrong in no answer, and serve all snapshots since the one it was made of.
package search

import (
	"cmp"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/internal/folding"
)

// Index knows which texts the nodes of a workspace have, or had on some day: names of
// people, organizations, accounts and decision areas, titles of seats, addresses of people
// and domains of organizations. It is immutable and safe for concurrent use. It takes some
// 200 bytes for a person with an address.
type Index struct {
	from   graph.Revision   // of the snapshot that it was made of
	at     *kernel.Snapshot // the newest that it serves
	texts  []text
	owners []owner // those of a text lie together
	words  []word  // by key
	more   []added // since it was made
}

// text is a folded text that some nodes have.
type text struct {
	folded string
	owners int32 // where they begin; they end where those of the next begin
}

// word is where a word begins in a text. Its key is its first eight bytes, which order as
// it does.
type word struct {
	key      uint64
	text, at int32
}

// added is a text that a node has got since the index was made.
type added struct {
	folded string
	owner  owner
}

// Source says what a text is of a node.
type Source uint8

// The sources.
const (
	Name    Source = iota // its name, on some day
	Address               // an e-mail address or a domain
	Title                 // the title of a seat
)

// owner is a node with what a text is of it, in one number.
type owner uint32

func ownerOf(n kernel.N, s Source) owner { return owner(n)<<2 | owner(s) }

func (o owner) node() kernel.N { return kernel.N(o >> 2) }
func (o owner) source() Source { return Source(o & 3) }

// sources are the properties that are searched, by kind.
var sources = map[graph.Kind]map[string]Source{
	graph.NodePerson:       {"name": Name, "emails": Address},
	graph.NodeOrganization: {"name": Name, "domains": Address},
	graph.NodeAccount:      {"name": Name},
	graph.NodeDecisionArea: {"name": Name},
	graph.NodePosition:     {"title": Title},
}

// Kinds are the kinds of nodes that can be found, those first that are shown first.
func Kinds() []graph.Kind {
	return []graph.Kind{graph.NodePerson, graph.NodeOrganization, graph.NodeAccount, graph.NodePosition, graph.NodeDecisionArea}
}

// Build returns the index of a snapshot. Cost: O(n log n) in the texts, some 6 µs for a
// person with an address and a seat.
func Build(s *kernel.Snapshot) *Index {
	x := &Index{from: s.Revision(), at: s}
	numbers := map[string]int32{}
	type owned struct {
		text  int32
		owner owner
	}
	var all []owned
	for _, k := range Kinds() {
		for _, n := range s.Nodes(k) {
			each(s, n, func(folded string, o owner) {
				i, known := numbers[folded]
				if !known {
					i = int32(len(x.texts))
					numbers[folded] = i
					x.texts = append(x.texts, text{folded: folded})
				}
				all = append(all, owned{i, o})
			})
		}
	}
	// The owners of a text together, in the order in which they came up.
	for _, o := range all {
		x.texts[o.text].owners++
	}
	next := int32(0)
	for i := range x.texts {
		next, x.texts[i].owners = next+x.texts[i].owners, next
	}
	x.owners = make([]owner, len(all))
	for _, o := range all {
		at := &x.texts[o.text].owners
		x.owners[*at] = o.owner
		*at++
	}
	for i := len(x.texts) - 1; i > 0; i-- { // each now stands at its end
		x.texts[i].owners = x.texts[i-1].owners
	}
	if len(x.texts) > 0 {
		x.texts[0].owners = 0
	}
	for i := range x.texts {
		folded := x.texts[i].folded
		for at := 0; at < len(folded); {
			x.words = append(x.words, word{key(folded[at:], 0), int32(i), int32(at)})
			gap := strings.IndexByte(folded[at:], ' ')
			if gap < 0 {
				break
			}
			at += gap + 1
		}
	}
	slices.SortFunc(x.words, func(a, b word) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.text, b.text), cmp.Compare(a.at, b.at))
	})
	return x
}

// each yields the folded texts that a node has on any day.
func each(s *kernel.Snapshot, n kernel.N, yield func(folded string, o owner)) {
	has := sources[s.NodeKind(n)]
	put := func(v graph.Value, source Source) {
		switch v := v.(type) {
		case string:
			if f := folding.Fold(v); f != "" {
				yield(f, ownerOf(n, source))
			}
		case []string:
			for _, t := range v {
				if f := folding.Fold(t); f != "" {
					yield(f, ownerOf(n, source))
				}
			}
		}
	}
	for name, v := range s.NodeProps(n).All() {
		if source, ok := has[name]; ok {
			put(v, source)
		}
	}
	for _, h := range s.In(n, graph.EdgeOf) {
		p := s.NodeProps(h.Node())
		if source, ok := has[p.Text("property")]; ok {
			put(p.Text("value"), source)
		}
	}
}

// key returns the first eight bytes of a word as a number, those that are missing as fill.
func key(s string, fill byte) uint64 {
	k := uint64(0)
	ended := false
	for i := range 8 {
		c := fill
		if ended = ended || i == len(s) || s[i] == ' '; !ended {
			c = s[i]
		}
		k = k<<8 | uint64(c)
	}
	return k
}

// At returns the newest snapshot that the index serves.
func (x *Index) At() *kernel.Snapshot { return x.at }

// Serves reports whether the index knows every text of a snapshot.
func (x *Index) Serves(s *kernel.Snapshot) bool {
	return x != nil && s.SameNumbers(x.at) && x.from <= s.Revision() && s.Revision() <= x.at.Revision()
}

// An index is better made anew when so many texts were added, or one for each so many that
// it was made of: a query looks at each of them.
const (
	maxAdded   = 2000
	addedShare = 32
)

// Advance returns the index with what commits add, which lead from its snapshot to the
// next. It returns nil where the index must be made anew: when much was added, and when
// something was erased, which must not live on in it.
func (x *Index) Advance(next *kernel.Snapshot, commits []graph.Commit) *Index {
	y := *x
	y.at = next
	changed := map[kernel.N]bool{}
	add := func(id graph.ID) {
		n, ok := next.Node(id)
		if !ok || changed[n] || sources[next.NodeKind(n)] == nil {
			return
		}
		changed[n] = true
		each(next, n, func(folded string, o owner) { y.more = append(y.more, added{folded, o}) })
	}
	y.more = slices.Clip(y.more) // whoever has x must not see what is added
	for i := range commits {
		for k := range commits[i].Changes {
			c := &commits[i].Changes[k]
			switch {
			case c.Erased():
				return nil
			case c.After == nil:
			case c.After.Kind == graph.EdgeOf:
				add(c.After.Dst)
			case c.After.Kind == graph.NodeDetail:
				if n, ok := next.Node(c.ID); ok {
					for _, h := range next.Out(n, graph.EdgeOf) {
						add(next.NodeID(h.Node()))
					}
				}
			case !c.After.IsEdge():
				add(c.ID)
			}
			if len(y.more) > max(maxAdded, len(x.texts)/addedShare) {
				return nil
			}
		}
	}
	return &y
}

// Find calls found for each text that matches a folded query and each node that has it,
// with the rank of the match: of a title the seat, not whoever holds it. A node may come
// several times. The order is the same for the same index. Cost: O(log n + texts with the
// rarest of the words).
func (x *Index) Find(query string, found func(n kernel.N, s Source, rank int)) {
	if query == "" {
		return
	}
	var few []word
	rarest := ""
	for q := range strings.SplitSeq(query, " ") {
		if ws := x.with(q); rarest == "" || len(ws) < len(few) {
			few, rarest = ws, q
		}
	}
	for _, w := range few {
		t := &x.texts[w.text]
		if begins(t.folded, rarest) != int(w.at) {
			continue // another word with these eight bytes, or not the first in this text
		}
		rank := Rank(t.folded, query)
		if rank == 0 {
			continue
		}
		end := int32(len(x.owners))
		if int(w.text)+1 < len(x.texts) {
			end = x.texts[w.text+1].owners
		}
		for _, o := range x.owners[t.owners:end] {
			found(o.node(), o.source(), rank)
		}
	}
	for i := range x.more {
		if rank := Rank(x.more[i].folded, query); rank > 0 {
			found(x.more[i].owner.node(), x.more[i].owner.source(), rank)
		}
	}
}

// with returns the words of which the first eight bytes begin with those of q.
func (x *Index) with(q string) []word {
	least, most := key(q, 0), key(q, 0xff)
	lo, _ := slices.BinarySearchFunc(x.words, least, func(w word, k uint64) int { return cmp.Compare(w.key, k) })
	rest := x.words[lo:]
	hi, _ := slices.BinarySearchFunc(rest, most, func(w word, k uint64) int {
		if w.key <= k {
			return -1
		}
		return 1
	})
	return rest[:hi]
}
