package object

import (
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/folding"
	"github.com/kithgraph/kith/internal/search"
)

// Interaction is a dated contact.
type Interaction struct {
	NodeObject
	graph.Interaction
}

func (v *View) interactionAt(n kernel.N) *Interaction {
	return &Interaction{NodeObject{v, n}, view.As[graph.Interaction](v.View, n)}
}

// Count returns how many contacts it stands for, at least 1.
func (o *Interaction) Count() int { return max(1, o.Interaction.Count) }

// People returns how many took part, and nil for those who are named.
func (o *Interaction) People() *int { return some(o.Interaction.People) }

// Attendees returns who took part, by ID.
func (o *Interaction) Attendees() []*Person {
	return o.v.peopleAt(o.v.Ever().In(o.n, graph.EdgeAttended))
}

// connectInteractions cuts a page of interactions, the newest first unless another order is
// asked for. It sorts ns in place.
func (v *View) connectInteractions(ns []kernel.N, filter *InteractionFilter, orderBy *InteractionOrder, w Window) (*Connection[*Interaction], error) {
	f := *given(filter)
	keep, err := chosen(&f, func(f *InteractionFilter) sets[InteractionFilter] { return sets[InteractionFilter]{f.And, f.Or, f.Not} }, v.interactions)
	if err != nil {
		return nil, err
	}
	v.SortByID(ns)
	type entry struct {
		key string
		n   kernel.N
	}
	list := make([]entry, 0, len(ns))
	day, name, compare := newestKey, "", strings.Compare
	switch *given(orderBy) {
	case InteractionByDay:
		day, name = dayKey, string(InteractionByDay)+" "
	case InteractionByDayDesc:
		day, name, compare = dayKey, string(InteractionByDayDesc)+" ", func(a, b string) int { return strings.Compare(b, a) }
	}
	for _, n := range slices.Compact(ns) {
		on := v.date(n, "on")
		if (on <= v.Day() || isTrue(f.Planned)) && keep(n) {
			list = append(list, entry{day(on) + string(v.Snapshot().NodeID(n)), n})
		}
	}
	slices.SortFunc(list, func(a, b entry) int { return compare(a.key, b.key) })
	return ordered[entry, *Interaction]{
		items: list, key: func(e entry) string { return e.key }, compare: compare, name: name,
		item: func(e entry) *Interaction { return v.interactionAt(e.n) },
	}.cut(w)
}

// interactions returns which contacts the parts of a filter choose.
func (v *View) interactions(f *InteractionFilter, inner bool) (func(kernel.N) bool, error) {
	if err := whole(inner, "planned", f.Planned); err != nil {
		return nil, err
	}
	with, err := v.sought(f.WithID, graph.NodePerson)
	if err != nil {
		return nil, err
	}
	text, err := folded(f.Text)
	if err != nil {
		return nil, err
	}
	return func(n kernel.N) bool {
		on, props := v.date(n, "on"), v.Snapshot().NodeProps(n)
		return (f.Since == nil || on >= *f.Since) && (f.Until == nil || on < *f.Until) &&
			among(f.Channels, props.Text("channel")) && (with == nil || v.attended(n, *with)) &&
			(text == "" || search.Rank(folding.Fold(props.Text("subject")), text) > 0)
	}, nil
}

func (v *View) date(n kernel.N, property string) graph.Date {
	x, _ := v.Snapshot().NodeProps(n).Get(property)
	d, _ := x.(graph.Date)
	return d
}

func (v *View) attended(interaction kernel.N, person graph.ID) bool {
	return slices.ContainsFunc(v.Ever().In(interaction, graph.EdgeAttended), func(h kernel.Half) bool { return v.Snapshot().NodeID(h.Node()) == person })
}

func isTrue(b *bool) bool { return b != nil && *b }

// Commitment is a promise on the day of a view.
type Commitment struct {
	NodeObject
	graph.Commitment
}

func (v *View) commitmentAt(n kernel.N) *Commitment {
	return &Commitment{NodeObject{v, n}, view.As[graph.Commitment](v.View, n)}
}

// EveryDays returns after how many days the promise recurs, and nil for one
// made once.
func (o *Commitment) EveryDays() *int { return some(o.Commitment.EveryDays) }

// Delivered returns the day on which the promise was kept, and 0 when it had
// not been by the day of the view, or recurs.
func (o *Commitment) Delivered() graph.Date {
	if o.Commitment.Delivered > o.v.Day() {
		return 0
	}
	return o.Commitment.Delivered
}

// Deliveries returns the days on which a promise that recurs was kept by the day of
// the view, in their order.
func (o *Commitment) Deliveries() []graph.Date {
	out := []graph.Date{}
	for _, text := range o.Commitment.Deliveries {
		if d, err := graph.ParseDate(text); err == nil && d <= o.v.Day() { // the rule promise keeps others out
			out = append(out, d)
		}
	}
	return out
}

// Overdue reports whether the promise was due before the day of the view and
// had not been kept, of one that recurs the last time.
func (o *Commitment) Overdue() bool {
	p := o.v.Promise(o.n, o.v.Day())
	return p.Overdue(o.v.Day()) != 0
}

// MadeBy returns who made the promise, by ID.
func (o *Commitment) MadeBy() []*Person {
	return o.v.peopleAt(o.v.Ever().Out(o.n, graph.EdgePromisedBy))
}

// MadeTo returns to whom, by ID.
func (o *Commitment) MadeTo() []*Person {
	return o.v.peopleAt(o.v.Ever().Out(o.n, graph.EdgePromisedTo))
}

// Account returns the account that the promise is about, and nil for none.
func (o *Commitment) Account() *Account {
	if n, ok := o.v.One(o.n, graph.EdgeAbout, graph.NodeAccount); ok {
		return o.v.accountAt(n)
	}
	return nil
}

// Moves returns the earlier due dates, by ID, with who moved them and whether
// the other side was told in time.
func (o *Commitment) Moves() []*Detail {
	var out []*Detail
	for _, d := range o.Details(true) {
		if d.Property == "due" {
			out = append(out, d)
		}
	}
	return out
}

func (v *View) connectCommitments(ns []kernel.N, filter *CommitmentFilter, orderBy *CommitmentOrder, w Window) (*Connection[*Commitment], error) {
	keep, err := chosen(given(filter), func(f *CommitmentFilter) sets[CommitmentFilter] { return sets[CommitmentFilter]{f.And, f.Or, f.Not} }, v.commitments)
	if err != nil {
		return nil, err
	}
	made := func(n kernel.N) bool { return v.date(n, "promised") <= v.Day() }
	return connectNodes(v, ns, both(made, keep), v.commitmentAt, orderBy, v.commitmentBy, w)
}

// commitments returns which promises the parts of a filter choose.
func (v *View) commitments(f *CommitmentFilter, _ bool) (func(kernel.N) bool, error) {
	text, err := folded(f.Text)
	if err != nil {
		return nil, err
	}
	return func(n kernel.N) bool {
		c := v.commitmentAt(n)
		return (f.Open == nil || *f.Open == (c.Delivered() == 0)) && (f.Overdue == nil || *f.Overdue == c.Overdue()) &&
			(text == "" || search.Rank(folding.Fold(c.Text), text) > 0)
	}, nil
}

// Introduction is a request to be introduced.
type Introduction struct {
	NodeObject
	graph.Introduction
}

func (v *View) introductionAt(n kernel.N) *Introduction {
	return &Introduction{NodeObject{v, n}, view.As[graph.Introduction](v.View, n)}
}

// Step returns how far the request had come by the day of the view.
func (o *Introduction) Step() graph.IntroductionStep {
	step, _ := o.Introduction.StepOn(o.v.Day())
	return step
}

// Introducer returns who was asked.
func (o *Introduction) Introducer() *Person { return o.party(graph.EdgeIntroducer) }

// Seeker returns who wants to be introduced.
func (o *Introduction) Seeker() *Person { return o.party(graph.EdgeSeeker) }

// Target returns to whom.
func (o *Introduction) Target() *Person { return o.party(graph.EdgeTarget) }

func (o *Introduction) party(by graph.Kind) *Person {
	if n, ok := o.v.One(o.n, by, graph.NodePerson); ok {
		return o.v.personAt(n)
	}
	return nil
}

// introductionsOf returns requests: those asked by the day and not yet over, or
// with ever all of them.
func (v *View) introductionsOf(ns []kernel.N, ever bool) []*Introduction {
	out := []*Introduction{}
	for _, n := range ns {
		if i := v.introductionAt(n); ever || v.requested(i) {
			out = append(out, i)
		}
	}
	return out
}

// requested reports whether an introduction is open on the day.
func (v *View) requested(i *Introduction) bool {
	return i.Asked <= v.Day() && i.Step() != graph.IntroductionDone && i.Step() != graph.IntroductionDeclined
}

// Capture is how a contact of one of ours would be noticed.
type Capture struct {
	NodeObject
	graph.Capture
}

func (v *View) captureAt(n kernel.N) *Capture {
	return &Capture{NodeObject{v, n}, view.As[graph.Capture](v.View, n)}
}

// Person returns whose contacts.
func (o *Capture) Person() *Person {
	if n, ok := o.v.One(o.n, graph.EdgeAbout, graph.NodePerson); ok {
		return o.v.personAt(n)
	}
	return nil
}

// Detail is the value that one property of a node had in a range of days.
type Detail struct {
	NodeObject
	graph.Detail
}

func (v *View) detailAt(n kernel.N) *Detail {
	return &Detail{NodeObject{v, n}, view.As[graph.Detail](v.View, n)}
}

// Feed is the files of one sort that a system sends.
type Feed struct {
	NodeObject
	graph.Feed
}

func (v *View) feedAt(n kernel.N) *Feed {
	return &Feed{NodeObject{v, n}, view.As[graph.Feed](v.View, n)}
}

// Suggestion is what was decided about a suggestion, or a stranger who waits.
type Suggestion struct {
	NodeObject
	graph.Suggestion
}

func (v *View) suggestionAt(n kernel.N) *Suggestion {
	return &Suggestion{NodeObject{v, n}, view.As[graph.Suggestion](v.View, n)}
}

// About returns what it is about, as far as that is still there.
func (o *Suggestion) About() []Object {
	out := []Object{}
	for _, id := range o.Suggestion.About {
		if x, ok := o.v.Object(graph.ID(id)); ok {
			out = append(out, x)
		}
	}
	return out
}

// Of returns the node whose property it is.
func (o *Detail) Of() Object {
	for _, h := range o.v.Ever().Out(o.n, graph.EdgeOf) {
		return o.v.NodeObject(h.Node())
	}
	return nil
}

// By returns who announced the change, and nil when that is not recorded.
func (o *Detail) By() *Person { return o.v.PersonByID(o.Detail.By) }
