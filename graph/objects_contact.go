package graph

import (
	"slices"
	"strings"
)

// InteractionView is a dated contact.
type InteractionView struct {
	NodeView
	Interaction
}

func (v *View) interactionView(n N) *InteractionView {
	return &InteractionView{NodeView{v, n}, As[Interaction](v, n)}
}

// Count returns how many contacts it stands for, at least 1.
func (o *InteractionView) Count() int { return max(1, o.Interaction.Count) }

// Attendees returns who took part, by ID.
func (o *InteractionView) Attendees() []*PersonView {
	return o.v.peopleAt(o.v.Ever().In(o.n, EdgeAttended))
}

// connectInteractions cuts a page of interactions, the newest first. It sorts
// ns in place.
func (v *View) connectInteractions(ns []N, f *InteractionFilter, w Window) (*Connection[*InteractionView], error) {
	if f == nil {
		f = &InteractionFilter{}
	}
	v.SortByID(ns)
	type entry struct {
		key string
		n   N
	}
	list := make([]entry, 0, len(ns))
	for _, n := range slices.Compact(ns) {
		on := v.date(n, "on")
		switch {
		case on > v.day && !isTrue(f.Planned),
			f.Since != nil && on < *f.Since, f.Until != nil && on >= *f.Until,
			!among(f.Channels, v.s.NodeProps(n).Text("channel")),
			f.With != nil && !v.attended(n, *f.With):
			continue
		}
		list = append(list, entry{newestKey(on) + string(v.s.NodeID(n)), n})
	}
	slices.SortFunc(list, func(a, b entry) int { return strings.Compare(a.key, b.key) })
	return ordered[entry, *InteractionView]{
		items: list, key: func(e entry) string { return e.key },
		item: func(e entry) *InteractionView { return v.interactionView(e.n) },
	}.cut(w)
}

func (v *View) date(n N, property string) Date {
	x, _ := v.s.NodeProps(n).Get(property)
	d, _ := x.(Date)
	return d
}

func (v *View) attended(interaction N, person ID) bool {
	return slices.ContainsFunc(v.Ever().In(interaction, EdgeAttended), func(h Half) bool { return v.s.NodeID(h.Node()) == person })
}

func isTrue(b *bool) bool { return b != nil && *b }

// CommitmentView is a promise on the day of a view.
type CommitmentView struct {
	NodeView
	Commitment
}

func (v *View) commitmentView(n N) *CommitmentView {
	return &CommitmentView{NodeView{v, n}, As[Commitment](v, n)}
}

// EveryDays returns after how many days the promise recurs, and nil for one
// made once.
func (o *CommitmentView) EveryDays() *int { return some(o.Commitment.EveryDays) }

// Delivered returns the day on which the promise was kept, and 0 when it had
// not been by the day of the view.
func (o *CommitmentView) Delivered() Date {
	if o.Commitment.Delivered > o.v.day {
		return 0
	}
	return o.Commitment.Delivered
}

// Overdue reports whether the promise was due before the day of the view and
// had not been kept.
func (o *CommitmentView) Overdue() bool {
	return o.Delivered() == 0 && o.Due != 0 && o.Due < o.v.day
}

// MadeBy returns who made the promise, by ID.
func (o *CommitmentView) MadeBy() []*PersonView {
	return o.v.peopleAt(o.v.Ever().Out(o.n, EdgePromisedBy))
}

// MadeTo returns to whom, by ID.
func (o *CommitmentView) MadeTo() []*PersonView {
	return o.v.peopleAt(o.v.Ever().Out(o.n, EdgePromisedTo))
}

// Account returns the account that the promise is about, and nil for none.
func (o *CommitmentView) Account() *AccountView {
	if n, ok := o.v.One(o.n, EdgeAbout, NodeAccount); ok {
		return o.v.accountView(n)
	}
	return nil
}

// Moves returns the earlier due dates, by ID, with who moved them and whether
// the other side was told in time.
func (o *CommitmentView) Moves() []*DetailView {
	var out []*DetailView
	for _, d := range o.Details(true) {
		if d.Property == "due" {
			out = append(out, d)
		}
	}
	return out
}

func (v *View) connectCommitments(ns []N, f *CommitmentFilter, w Window) (*Connection[*CommitmentView], error) {
	keep := func(n N) bool {
		if v.date(n, "promised") > v.day {
			return false
		}
		if f == nil {
			return true
		}
		c := v.commitmentView(n)
		return (f.Open == nil || *f.Open == (c.Delivered() == 0)) && (f.Overdue == nil || *f.Overdue == c.Overdue())
	}
	return connectNodes(v, ns, keep, v.commitmentView, w)
}

// IntroductionView is a request to be introduced.
type IntroductionView struct {
	NodeView
	Introduction
}

func (v *View) introductionView(n N) *IntroductionView {
	return &IntroductionView{NodeView{v, n}, As[Introduction](v, n)}
}

// Step returns how far the request had come by the day of the view.
func (o *IntroductionView) Step() IntroductionStep {
	step, _ := o.Introduction.StepOn(o.v.Day())
	return step
}

// Introducer returns who was asked.
func (o *IntroductionView) Introducer() *PersonView { return o.party(EdgeIntroducer) }

// Seeker returns who wants to be introduced.
func (o *IntroductionView) Seeker() *PersonView { return o.party(EdgeSeeker) }

// Target returns to whom.
func (o *IntroductionView) Target() *PersonView { return o.party(EdgeTarget) }

func (o *IntroductionView) party(by Kind) *PersonView {
	if n, ok := o.v.One(o.n, by, NodePerson); ok {
		return o.v.personView(n)
	}
	return nil
}

// introductionsOf returns requests: those asked by the day and not yet over, or
// with ever all of them.
func (v *View) introductionsOf(ns []N, ever bool) []*IntroductionView {
	out := []*IntroductionView{}
	for _, n := range ns {
		i := v.introductionView(n)
		open := i.Asked <= v.day && i.Step() != IntroductionDone && i.Step() != IntroductionDeclined
		if ever || open {
			out = append(out, i)
		}
	}
	return out
}

// CaptureView is how a contact of one of ours would be noticed.
type CaptureView struct {
	NodeView
	Capture
}

func (v *View) captureView(n N) *CaptureView { return &CaptureView{NodeView{v, n}, As[Capture](v, n)} }

// Person returns whose contacts.
func (o *CaptureView) Person() *PersonView {
	if n, ok := o.v.One(o.n, EdgeAbout, NodePerson); ok {
		return o.v.personView(n)
	}
	return nil
}

// DetailView is the value that one property of a node had in a range of days.
type DetailView struct {
	NodeView
	Detail
}

func (v *View) detailView(n N) *DetailView { return &DetailView{NodeView{v, n}, As[Detail](v, n)} }

// Owner returns the node whose property it is.
func (o *DetailView) Owner() Object {
	for _, h := range o.v.Ever().Out(o.n, EdgeOf) {
		return o.v.NodeObject(h.Node())
	}
	return nil
}

// By returns who announced the change, and nil when that is not recorded.
func (o *DetailView) By() *PersonView { return o.v.PersonByID(o.Detail.By) }
