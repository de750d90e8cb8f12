package draft

import (
	"cmp"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
)

// MergePeople makes one person of two: every edge of drop goes to keep, whose
// properties become those of both, each as its [graph.Merge] says; drop disappears, and
// keep remembers its ID.
// Edges that then say the same become one, and an edge that would join keep to
// itself goes. What drop said of others, or looks after, keep has said and looks
// after. On a day for which both have a dated value or a capture, that of keep
// stays, and a judgement ends where the next of the same author about the same
// begins. Undoing the commit separates the two again. Cost: O(elements), for what
// names drop.
func (d *Draft) MergePeople(keep, drop graph.ID) error {
	return d.verb(func() error {
		if err := d.merge(graph.NodePerson, keep, drop); err != nil {
			return err
		}
		if err := d.renameSpeaker(keep, drop); err != nil {
			return err
		}
		d.settleJudgements(keep)
		return nil
	})
}

// MergeOrganizations makes one organization of two, like [Draft.MergePeople]: the
// units, seats and accounts of drop become those of keep. On a day on which both
// are part of something, keep stays where it is. An account of drop whose relation
// an account of keep has too becomes one with that account, with all that is for
// it and its team; so do policies of the two that hold on a common day.
func (d *Draft) MergeOrganizations(keep, drop graph.ID) error {
	return d.verb(func() error {
		mine, theirs := d.accounts(keep), d.accounts(drop)
		if err := d.merge(graph.NodeOrganization, keep, drop); err != nil {
			return err
		}
		for _, id := range theirs {
			a, err := Read[graph.Account](d, id)
			if err != nil {
				return err
			}
			twin := slices.IndexFunc(mine, func(m graph.ID) bool {
				have, err := Read[graph.Account](d, m)
				return err == nil && have.Relation == a.Relation
			})
			if twin < 0 {
				mine = append(mine, id)
				continue
			}
			if err := d.mergeAccounts(mine[twin], id); err != nil {
				return err
			}
		}
		return nil
	})
}

// MergePositions makes one seat of two, like [Draft.MergePeople]: who holds, holds
// keep, and who reports to drop reports to keep. On a day on which both are in an
// organization, or report by a solid line, that of keep stays.
func (d *Draft) MergePositions(keep, drop graph.ID) error {
	return d.verb(func() error { return d.merge(graph.NodePosition, keep, drop) })
}

// accounts returns the accounts for an organization, by ID.
func (d *Draft) accounts(organization graph.ID) []graph.ID {
	return d.sources(organization, graph.EdgeFor, graph.NodeAccount)
}

// sources returns the nodes of one kind at the other end of the edges that end at
// a node, by ID.
func (d *Draft) sources(id graph.ID, edge, kind graph.Kind) (out []graph.ID) {
	for _, e := range d.In(id, edge) {
		if n, ok := d.Get(e.Src); ok && n.Kind == kind {
			out = append(out, n.ID)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (d *Draft) mergeAccounts(keep, drop graph.ID) error {
	mine, theirs := d.sources(keep, graph.EdgeFor, graph.NodePolicy), d.sources(drop, graph.EdgeFor, graph.NodePolicy)
	if err := d.merge(graph.NodeAccount, keep, drop); err != nil {
		return err
	}
	for _, id := range theirs {
		p, _ := d.Get(id)
		for _, m := range mine {
			if have, ok := d.Get(m); ok && have.Valid().Overlaps(p.Valid()) {
				if err := d.merge(graph.NodePolicy, m, id); err != nil {
					return err
				}
				break
			}
		}
	}
	d.settleJudgements(keep)
	return nil
}

// settleJudgements ends each judgement about or by somebody, or about an account, on
// the day of the next one of the same author about the same, as [Draft.Assess] does.
func (d *Draft) settleJudgements(id graph.ID) {
	of := map[string][]graph.Element{}
	var keys []string
	for _, e := range append(d.In(id, graph.EdgeAbout), d.In(id, graph.EdgeAuthor)...) {
		a, ok := d.Get(e.Src)
		if !ok || a.Kind != graph.NodeAssessment {
			continue
		}
		var ends []string
		for _, k := range []graph.Kind{graph.EdgeAuthor, graph.EdgeAbout} {
			for _, x := range d.Out(a.ID, k) {
				ends = append(ends, string(k)+" "+string(x.Dst))
			}
		}
		slices.Sort(ends)
		key := strings.Join(ends, "\n")
		if of[key] == nil {
			keys = append(keys, key)
		}
		if !slices.ContainsFunc(of[key], func(x graph.Element) bool { return x.ID == a.ID }) {
			of[key] = append(of[key], a)
		}
	}
	begins := func(a graph.Element) graph.Date { return either(a.From, graph.Decode[graph.Assessment](a).On) }
	for _, key := range keys {
		list := of[key]
		slices.SortFunc(list, func(a, b graph.Element) int {
			return cmp.Or(cmp.Compare(begins(a), begins(b)), cmp.Compare(a.ID, b.ID))
		})
		for i, a := range list[:len(list)-1] {
			if next := begins(list[i+1]); begins(a) < next && (a.To == 0 || a.To > next) {
				a.To = next
				d.Put(a)
			}
		}
	}
}

// merge makes one node of two of a kind.
func (d *Draft) merge(kind graph.Kind, keep, drop graph.ID) error {
	if err := d.wants(kind, keep, drop); err != nil {
		return err
	}
	if keep == drop {
		return graph.Invalid("self", []graph.ID{keep}, "%s cannot be merged with itself", keep)
	}
	k, _ := d.Get(keep)
	x, _ := d.Get(drop)
	var err error
	if k.Props, err = mergedProps(kind, k.Props, x.Props); err != nil {
		return err
	}
	if _, ok := graph.FieldOf(kind, "mergedIds"); ok {
		ids := mergedLists(graph.MergeSet, k.Props.Strings("mergedIds"), []string{string(drop)})
		if k.Props, err = k.Props.With("mergedIds", ids); err != nil {
			return err
		}
	}
	k.From, k.To = span(k.Valid(), x.Valid())
	d.Put(k)
	edges := append(d.edges(drop, "", true), d.edges(drop, "", false)...)
	for _, e := range edges {
		if e.Src == keep || e.Dst == keep {
			d.Remove(e.ID) // it would join keep to itself
		}
	}
	for _, e := range edges {
		if e.Src == keep || e.Dst == keep {
			continue
		}
		if err := d.mergeEdge(e, keep, drop); err != nil {
			return err
		}
	}
	d.Remove(drop)
	return nil
}

// span returns the days from the first of two intervals to the last.
func span(a, b graph.Interval) (from, to graph.Date) { return min(a.From, b.From), later(a.To, b.To) }

// mergedProps returns the properties of two facts of a kind that become one. A
// property without a [graph.Merge] is one in which they do not differ.
func mergedProps(kind graph.Kind, keep, drop graph.Props) (graph.Props, error) {
	confirmed := func(p graph.Props) graph.Date {
		v, _ := p.Get("confirmedOn")
		on, _ := v.(graph.Date)
		return on
	}
	latest := keep
	if confirmed(drop) > confirmed(keep) {
		latest = drop
	}
	out := map[string]graph.Value{}
	for _, f := range graph.Fields(kind) {
		a, isA := keep.Get(f.Name)
		b, isB := drop.Get(f.Name)
		var v graph.Value
		switch f.Merge {
		case graph.MergeUnion, graph.MergeCaseless, graph.MergeSet:
			v = mergedLists(f.Merge, keep.Strings(f.Name), drop.Strings(f.Name))
		case graph.MergeEither:
			v = a == true || b == true
		case graph.MergeBoth:
			v = a == true && b == true
		case graph.MergeLatest:
			v, _ = latest.Get(f.Name)
		case graph.MergeFirst:
			if v = a; !isA && isB {
				v = b
			}
		default:
			v = a
		}
		if v != nil && v != false {
			out[f.Name] = v
		}
	}
	return graph.MakeProps(out)
}

func mergedLists(m graph.Merge, a, b []string) []string {
	same := func(x, y string) bool { return x == y }
	if m == graph.MergeCaseless {
		same = strings.EqualFold
	}
	out := slices.Clone(a)
	for _, x := range b {
		if !slices.ContainsFunc(out, func(y string) bool { return same(x, y) }) {
			out = append(out, x)
		}
	}
	if m == graph.MergeSet {
		slices.Sort(out)
	}
	return out
}

// mergeEdge makes an edge of drop one of keep.
func (d *Draft) mergeEdge(e graph.Element, keep, drop graph.ID) error {
	n, _ := d.Get(e.Src)
	switch {
	case e.Src == drop && oneADay(e):
		d.Remove(e.ID)
		d.putPieces(readdressed(e, keep, drop), d.daysOf(keep, e))
		return nil
	case n.Kind == graph.NodeDetail || n.Kind == graph.NodeCapture:
		return d.mergeDated(n, e, keep, drop)
	}
	d.Remove(e.ID)
	e = readdressed(e, keep, drop)
	var err error
	if e.Props, err = renamed(e, keep, drop); err != nil {
		return err
	}
	for twin, ok := d.twin(e); ok; twin, ok = d.twin(e) {
		d.Remove(twin.ID)
		props, err := mergedProps(e.Kind, twin.Props, e.Props)
		if err != nil {
			return err
		}
		twin.From, twin.To = span(twin.Valid(), e.Valid())
		twin.Props = props
		e = twin
	}
	d.Put(e)
	return nil
}

// readdressed returns an edge with keep where it ends at drop.
func readdressed(e graph.Element, keep, drop graph.ID) graph.Element {
	for _, end := range []*graph.ID{&e.Src, &e.Dst} {
		if *end == drop {
			*end = keep
		}
	}
	return e
}

// oneADay reports whether an edge is of those of which at most one begins at a node
// on a day: its place, or its solid line.
func oneADay(e graph.Element) bool {
	switch e.Kind {
	case graph.EdgePartOf, graph.EdgeIn:
		return true
	case graph.EdgeReportsTo:
		return e.Props.Text("kind") == string(graph.LineSolid)
	}
	return false
}

// daysOf returns the days on which an edge such as like, see [oneADay], begins at a node.
func (d *Draft) daysOf(id graph.ID, like graph.Element) (days []graph.Interval) {
	for _, e := range d.Out(id, like.Kind) {
		if oneADay(e) {
			days = append(days, e.Valid())
		}
	}
	return days
}

// putPieces puts an element on its days that are not taken, in as many pieces, of
// which the first has its ID; it returns the IDs of the pieces.
func (d *Draft) putPieces(e graph.Element, taken []graph.Interval) (pieces []graph.ID) {
	for i, days := range e.Valid().Without(taken) {
		if i > 0 {
			e.ID = d.NewID(e.Kind)
		}
		e.From, e.To = days.From, days.To
		d.Put(e)
		pieces = append(pieces, e.ID)
	}
	return pieces
}

// mergeDated makes a detail or capture of drop, which hangs there by an edge, one
// of keep on the days for which keep has none of its own.
func (d *Draft) mergeDated(n, edge graph.Element, keep, drop graph.ID) error {
	var taken []graph.Interval
	for _, e := range d.In(keep, edge.Kind) {
		if own, ok := d.Get(e.Src); ok && own.Kind == n.Kind && own.Props.Text("property") == n.Props.Text("property") {
			taken = append(taken, own.Valid())
		}
	}
	edges := d.edges(n.ID, "", true)
	pieces := d.putPieces(n, taken)
	if len(pieces) == 0 {
		return d.RemoveNode(n.ID)
	}
	for i, id := range pieces {
		for _, e := range edges {
			if i > 0 {
				e.ID = d.NewID(e.Kind)
			}
			e = readdressed(e, keep, drop)
			e.Src = id
			d.Put(e)
		}
	}
	return nil
}

// twin returns another edge that says the same as e of a common day. To hold a
// seat in two ways on one day is to hold it.
func (d *Draft) twin(e graph.Element) (graph.Element, bool) {
	for _, o := range d.Out(e.Src, e.Kind) {
		if o.ID != e.ID && o.Dst == e.Dst && (o.Kind == graph.EdgeHolds || sayTheSame(o, e)) && o.Valid().Overlaps(e.Valid()) {
			return o, true
		}
	}
	return graph.Element{}, false
}

// sayTheSame reports whether two facts of a kind differ at most in when and by
// whom they were confirmed.
func sayTheSame(a, b graph.Element) bool {
	return said(a) == said(b)
}

// said returns the properties of a fact but for those of its confirmation.
func said(e graph.Element) graph.Props {
	for _, f := range graph.Fields(e.Kind) {
		if f.Merge == graph.MergeLatest {
			e.Props, _ = e.Props.With(f.Name, nil) // what is there is of its kind
		}
	}
	return e.Props
}

// renameSpeaker makes every element that names drop name keep.
func (d *Draft) renameSpeaker(keep, drop graph.ID) error {
	var ids []graph.ID
	for _, i := range d.order {
		ids = append(ids, d.table.at(i).e.ID)
	}
	for id := range d.base.Mention(string(drop)) {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		e, ok := d.Get(id)
		if !ok {
			continue
		}
		props, err := renamed(e, keep, drop)
		if err != nil {
			return err
		}
		if props != e.Props {
			e.Props = props
			d.Put(e)
		}
	}
	return nil
}

// renamed returns the properties of a fact with keep where they name drop.
func renamed(e graph.Element, keep, drop graph.ID) (graph.Props, error) {
	p := e.Props
	for _, f := range graph.Fields(e.Kind) {
		if !f.Refers || p.Text(f.Name) != string(drop) {
			continue
		}
		var err error
		if p, err = p.With(f.Name, string(keep)); err != nil {
			return p, err
		}
	}
	return p, nil
}
