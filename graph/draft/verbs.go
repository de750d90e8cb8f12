package draft

import (
	"errors"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/rules"
)

// The verbs of a planner, in the files verbs_*.go: each edits the draft, or
// refuses and leaves it as it was. A refusal is an [*Error] or [graph.Errors] that names
// the rule and the IDs: [graph.ErrNotFound] of "exists" for an ID of nothing or of
// another kind, [graph.ErrInvalid] for a value that no fact may have (the rules that look
// at one fact, see [graph.Element.Check]) and for what the verb itself refuses (see
// [Refusals]). The invariants that span several facts are checked with the whole
// draft, by [Draft.Check]. Where a day is asked for, 0 means today.

// refusals lists what verbs refuse beside the invariants.
var refusals = []rules.Rule{
	{Name: "exists", Doc: "every id that an edit names is of a fact of the kind that is wanted; a new fact has an id that no other has"},
	{Name: "input", Doc: "an edit says what it needs, once, in lists of at most 1000"},
	{Name: "order", Doc: "who is put into an order reports to that manager"},
	{Name: "vacate", Doc: "whoever leaves a seat holds it on that day"},
	{Name: "move", Doc: "a seat is there on the day on which it moves"},
	{Name: "deliver", Doc: "a promise is not kept before it is made"},
	{Name: "introduction", Doc: "no step of an introduction comes before it was asked for"},
	{Name: "patch", Doc: "a fact is edited as what it is"},
	{Name: "suggestion", Doc: "a suggestion is decided once, while it stands"},
	{Name: "undo", Doc: "what is undone has not changed since, and nothing hangs on it"},
}

// Refusals returns what verbs refuse beside the invariants of [rules.Rules]: names and
// sentences, in the order of the documentation.
func Refusals() []rules.Rule { return slices.Clone(refusals) }

// verb carries out one verb whole or not at all: when it refuses, and when
// something that it wrote cannot be, the draft is as it was before.
func (d *Draft) verb(do func() error) error {
	return d.whole(func() error {
		if err := do(); err != nil || d.depth > 1 {
			return err
		}
		return d.checkWritten()
	})
}

// whole takes back what do wrote when it fails.
func (d *Draft) whole(do func() error) error {
	order, mark, keys := len(d.order), len(d.written), len(d.keysLost)
	d.depth++
	err := do()
	if err != nil {
		d.takeBack(order, mark, keys)
	}
	if d.depth--; d.depth == 0 {
		d.written, d.keysLost = d.written[:0], d.keysLost[:0]
	}
	return err
}

// making carries out a verb that makes something and returns its ID.
func (d *Draft) making(do func() (graph.ID, error)) (id graph.ID, err error) {
	err = d.verb(func() error {
		id, err = do()
		return err
	})
	if err != nil {
		return "", err
	}
	return id, nil
}

// takeBack makes the draft what it was when it had so many elements in order and
// so many notes.
func (d *Draft) takeBack(order, mark, keys int) {
	for _, w := range slices.Backward(d.written[mark:]) {
		d.table.set(w.row, w.state, w.was)
	}
	for _, k := range slices.Backward(d.keysLost[keys:]) {
		if d.keys[k.key] = k.row; !k.had {
			delete(d.keys, k.key)
		}
	}
	d.order, d.written, d.keysLost = d.order[:order], d.written[:mark], d.keysLost[:keys]
}

// checkWritten refuses what a verb wrote and no fact may be.
func (d *Draft) checkWritten() error {
	var errs graph.Errors
	done := map[int32]bool{}
	for _, w := range d.written {
		if done[w.row] {
			continue
		}
		done[w.row] = true
		now := d.table.at(w.row)
		if now.state != put {
			continue
		}
		var before *graph.Element
		switch w.state {
		case put:
			before = w.was
		case asBase:
			if e, ok := d.base.Element(now.e.ID); ok {
				before = &e
			}
		}
		if e := now.e; !graph.SameElement(before, e) {
			errs = append(errs, d.faults(before, e)...)
		}
	}
	switch len(errs) {
	case 0:
		return nil
	case 1:
		return errs[0]
	}
	return errs
}

// faults returns what is wrong with an element as a verb leaves it; before is
// nil for a new one.
func (d *Draft) faults(before, now *graph.Element) (errs graph.Errors) {
	errors.As(now.Check(), &errs)
	if !now.ID.Valid() {
		errs = append(errs, graph.Invalid("id", []graph.ID{now.ID}, "%s is not an id: 1 to %d printable ASCII characters", graph.Quote(string(now.ID)), graph.MaxID))
	}
	for _, f := range graph.Fields(now.Kind) {
		said := now.Props.Text(f.Name)
		if !f.Refers || said == "" || before != nil && before.Props.Text(f.Name) == said {
			continue
		}
		if err := d.want(graph.ID(said), graph.NodePerson); err != nil {
			errs = append(errs, err)
		}
	}
	if !now.IsEdge() {
		return errs
	}
	src, isSrc := d.Get(now.Src)
	dst, isDst := d.Get(now.Dst)
	for _, err := range []*graph.Error{now.SelfFault(), now.EndsFault(src.Kind, dst.Kind)} {
		switch {
		case !isSrc:
			return append(errs, graph.NotFound("node", now.Src))
		case !isDst:
			return append(errs, graph.NotFound("node", now.Dst))
		case err != nil:
			return append(errs, err)
		}
	}
	return errs
}

// day returns the day of a verb about an element: today for 0.
func (d *Draft) day(on graph.Date, about graph.ID) (graph.Date, error) {
	if msg := on.Fault(); msg != "" {
		return 0, graph.Invalid("value", []graph.ID{about}, "%s: %s", about, msg)
	}
	if on == 0 {
		return d.today, nil
	}
	return on, nil
}

// orToday returns a day that the fact to be written will hold: its rules speak
// of it.
func (d *Draft) orToday(on graph.Date) graph.Date { return either(on, d.today) }

// either returns a day, or the other when it is 0.
func either(a, b graph.Date) graph.Date {
	if a == 0 {
		return b
	}
	return a
}

// want refuses an ID that is not of one of the kinds.
func (d *Draft) want(id graph.ID, kinds ...graph.Kind) *graph.Error {
	if e, ok := d.Get(id); ok && slices.Contains(kinds, e.Kind) {
		return nil
	}
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = string(k)
	}
	return graph.NotFound(strings.Join(names, " or "), id)
}

// wants refuses the first of several IDs that is not of the kind.
func (d *Draft) wants(k graph.Kind, ids ...graph.ID) error {
	for _, id := range ids {
		if err := d.want(id, k); err != nil {
			return err
		}
	}
	return nil
}

// maxInput is how many IDs one verb takes.
const maxInput = 1000

// list refuses a list of IDs that is empty, by a rule, or too long.
func list(rule, what string, ids []graph.ID) error {
	switch {
	case len(ids) == 0:
		return graph.Invalid(rule, nil, "%s: none was given, 1 to %d are wanted", what, maxInput)
	case len(ids) > maxInput:
		return graph.Invalid("input", nil, "%s: %d were given, 1 to %d are wanted", what, len(ids), maxInput)
	}
	return nil
}

// create adds a fact that is not there yet, and returns its ID.
func (d *Draft) create(f graph.Fact) (graph.ID, error) {
	e := graph.Encode(f)
	if e.ID != "" {
		if _, taken := d.Get(e.ID); taken {
			return "", graph.Refuse(graph.ErrConflict, "exists", []graph.ID{e.ID}, "the id %s is taken", e.ID)
		}
	}
	return d.Add(f), nil
}

// join adds a plain edge without days.
func (d *Draft) join(k graph.Kind, src, dst graph.ID) {
	d.Put(graph.Element{ID: d.NewID(k), Kind: k, Src: src, Dst: dst})
}

// end ends a fact on a day: it removes one that would not have begun.
func (d *Draft) end(e graph.Element, on graph.Date) {
	if e.From != 0 && e.From >= on {
		d.Remove(e.ID)
		return
	}
	e.To = on
	d.Put(e)
}

// replace makes room for an edge that says something new from its From on: it
// ends those that say the same of days from then on, and ends the new one where
// one begins that was stated for later.
func (d *Draft) replace(e *graph.Edge, same func(old graph.Element) bool) {
	for _, old := range d.edges(e.Src, "", true) {
		switch {
		case old.Dst != e.Dst || !same(old) || old.To != 0 && old.To <= e.From:
		case old.From > e.From:
			e.To = sooner(e.To, old.From)
		default:
			d.end(old, e.From)
		}
	}
}

// sooner returns the earlier of two ends, of which 0 is none.
func sooner(a, b graph.Date) graph.Date {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}

// later returns the later of two ends, of which 0 is none.
func later(a, b graph.Date) graph.Date {
	if a == 0 || b == 0 {
		return 0
	}
	return max(a, b)
}

func (d *Draft) joined(src graph.ID, k graph.Kind, dst graph.ID) bool {
	return slices.ContainsFunc(d.Out(src, k), func(e graph.Element) bool { return e.Dst == dst })
}
