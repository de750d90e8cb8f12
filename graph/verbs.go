package graph

import (
	"slices"
	"strings"
)

// The verbs of a planner. Each edits the draft or refuses; the invariants that
// span more than its arguments are checked with the whole draft, by
// [Draft.Check]. Where a day is asked for, 0 means today.

func (d *Draft) day(on Date) Date {
	if on == 0 {
		return d.today
	}
	return on
}

func (d *Draft) want(k Kind, id ID) error {
	if e, ok := d.Get(id); !ok || e.Kind != k {
		return NotFound(string(k), id)
	}
	return nil
}

// Seat is a position to be made: where it is, what it is, to which seat it
// reports.
type Seat struct {
	Organization ID
	Position     Position // its ID may be empty
	Manager      ID       // a Position; "" for none known
	From, To     Date     // the days in which the seat exists
}

// AddSeat makes a position in an organization and returns its ID.
func (d *Draft) AddSeat(s Seat) (ID, error) {
	if err := d.want(NodeOrganization, s.Organization); err != nil {
		return "", err
	}
	id := d.Add(s.Position)
	d.Add(In{Edge{Src: id, Dst: s.Organization, From: s.From, To: s.To}})
	if s.Manager != "" {
		return id, d.ReportTo(id, s.Manager, LineSolid, s.From)
	}
	return id, nil
}

// AddPerson adds a person and, when seat is not nil, makes a seat and puts them
// on it; it returns the IDs of both.
func (d *Draft) AddPerson(p Person, seat *Seat) (person, position ID, err error) {
	person = d.Add(p)
	if seat == nil {
		return person, "", nil
	}
	if position, err = d.AddSeat(*seat); err != nil {
		return "", "", err
	}
	d.Add(Holds{Edge: Edge{Src: person, Dst: position, From: seat.From, To: seat.To}, Kind: HoldPermanent})
	return person, position, nil
}

// end ends an edge on a day: it removes one that would not have begun.
func (d *Draft) end(e Element, on Date) {
	if e.From != 0 && e.From >= on {
		d.Remove(e.ID)
		return
	}
	e.To = on
	d.Put(e)
}

// Fill puts a person on an existing seat from a day on. Others may sit there
// too.
func (d *Draft) Fill(position, person ID, kind HoldKind, on Date) error {
	if err := d.want(NodePosition, position); err != nil {
		return err
	}
	if err := d.want(NodePerson, person); err != nil {
		return err
	}
	d.Add(Holds{Edge: Edge{Src: person, Dst: position, From: d.day(on)}, Kind: kind})
	return nil
}

// Vacate ends a person's holding of a seat on a day, which is the first day on
// which they are not there. With person "" everybody leaves. The seat stays.
func (d *Draft) Vacate(position, person ID, on Date) error {
	if err := d.want(NodePosition, position); err != nil {
		return err
	}
	on = d.day(on)
	left := 0
	for _, h := range d.In(position, EdgeHolds) {
		if (person == "" || h.Src == person) && (h.To == 0 || h.To > on) {
			d.end(h, on)
			left++
		}
	}
	if left == 0 {
		return Invalid("vacate", []ID{position}, "nobody to leave holds seat %s on %s", position, on)
	}
	return Edit(d, position, func(p *Position) { p.Occupancy = OccupancyVacant })
}

// Move takes a person from one seat to another on a day. From "" means all
// seats held that day.
func (d *Draft) Move(person, from, to ID, kind HoldKind, on Date) error {
	if err := d.want(NodePerson, person); err != nil {
		return err
	}
	on = d.day(on)
	if from != "" {
		if err := d.Vacate(from, person, on); err != nil {
			return err
		}
	} else {
		for _, h := range d.Out(person, EdgeHolds) {
			if h.At(on) && h.Dst != to {
				if err := d.Vacate(h.Dst, person, on); err != nil {
					return err
				}
			}
		}
	}
	return d.Fill(to, person, kind, on)
}

// SetDated gives a dated property of a node a new value from a day on; what it
// was before is kept as a [Detail]. On a day at or before the start of the
// present value, that value is replaced. An empty value is "unknown".
func (d *Draft) SetDated(id ID, property string, value Value, on Date) error {
	e, ok := d.Get(id)
	if !ok || e.IsEdge() {
		return NotFound("node", id)
	}
	f, ok := FieldOf(e.Kind, property)
	if !ok || !f.Dated {
		return Invalid("detail", []ID{id}, "%s has no dated property %s", e.Kind, quote(property))
	}
	on = d.day(on)
	if text := DetailText(value); text != "" || value == nil {
		var err error
		if value, err = detailValue(e.Kind, property, text); err != nil {
			return err
		}
	} else {
		value = nil
	}
	old, _ := e.Props.Get(property)
	if DetailText(old) == DetailText(value) {
		return nil
	}
	// The present value began where the last detail of the property ended.
	var since Date
	for _, of := range d.In(id, EdgeOf) {
		if det, ok := d.Get(of.Src); ok && det.Props.Text("property") == property {
			if det.To == 0 {
				return Invalid("detail", []ID{id, det.ID}, "%s of %s is dated to an open end by %s; change that detail", property, id, det.ID)
			}
			since = max(since, det.To)
		}
	}
	props, err := e.Props.With(property, value)
	if err != nil {
		return err
	}
	if on > since {
		det := d.Add(Detail{Node: Node{From: since, To: on}, Property: property, Value: DetailText(old)})
		d.Add(Of{Edge{Src: det, Dst: id}})
	}
	e.Props = props
	d.Put(e)
	return nil
}

// Promote gives a seat a new title and level from a day on; an empty title or a
// level of 0 stays as it is.
func (d *Draft) Promote(position ID, title string, level int, on Date) error {
	if err := d.want(NodePosition, position); err != nil {
		return err
	}
	if title != "" {
		if err := d.SetDated(position, "title", title, on); err != nil {
			return err
		}
	}
	if level != 0 {
		return d.SetDated(position, "level", int64(level), on)
	}
	return nil
}

// ReportTo makes a seat report to another from a day on. A new solid line ends
// the present one; with manager "" the solid line only ends.
func (d *Draft) ReportTo(position, manager ID, kind LineKind, on Date) error {
	if err := d.want(NodePosition, position); err != nil {
		return err
	}
	if manager != "" {
		if err := d.want(NodePosition, manager); err != nil {
			return err
		}
	}
	if kind == LineSolid || manager == "" {
		for _, line := range d.Out(position, EdgeReportsTo) {
			if Decode[ReportsTo](line).Kind != LineSolid || line.To != 0 && (on == 0 || line.To <= on) {
				continue
			}
			d.end(line, d.day(on))
		}
	}
	if manager == "" {
		return Edit(d, position, func(p *Position) { p.Manager = ManagerNone })
	}
	d.Add(ReportsTo{Edge: Edge{Src: position, Dst: manager, From: on}, Kind: kind})
	return nil
}

// AddAccount makes an account for an organization and returns its ID.
func (d *Draft) AddAccount(a Account, organization ID) (ID, error) {
	if err := d.want(NodeOrganization, organization); err != nil {
		return "", err
	}
	id := d.Add(a)
	d.Add(For{Edge{Src: id, Dst: organization}})
	return id, nil
}

// ForAccount makes a decision area, revenue or policy for an account and
// returns its ID.
func (d *Draft) ForAccount(f Fact, account ID) (ID, error) {
	if err := d.want(NodeAccount, account); err != nil {
		return "", err
	}
	id := d.Add(f)
	d.Add(For{Edge{Src: id, Dst: account}})
	return id, nil
}

// Assess records what author thinks of a person, in an account or decision area
// when within is not "". A judgement of the same author about the same person
// and matter that is still open is ended on the new one's day.
func (d *Draft) Assess(a Assessment, author, person, within ID) (ID, error) {
	for _, p := range []ID{author, person} {
		if err := d.want(NodePerson, p); err != nil {
			return "", err
		}
	}
	a.On = d.day(a.On)
	if a.From == 0 {
		a.From = a.On
	}
	for _, about := range d.In(person, EdgeAbout) {
		old, ok := d.Get(about.Src)
		if !ok || old.Kind != NodeAssessment || old.To != 0 || !d.joined(old.ID, EdgeAuthor, author) {
			continue
		}
		others := d.Out(old.ID, EdgeAbout)
		same := within == "" && len(others) == 1 || within != "" && d.joined(old.ID, EdgeAbout, within)
		if !same {
			continue
		}
		if old.From >= a.From {
			if old.From == a.From { // corrected on the same day
				if err := d.RemoveNode(old.ID); err != nil {
					return "", err
				}
			}
			continue
		}
		old.To = a.From
		d.Put(old)
	}
	id := d.Add(a)
	d.Add(Author{Edge{Src: id, Dst: author}})
	d.Add(About{Edge{Src: id, Dst: person}})
	if within != "" {
		d.Add(About{Edge{Src: id, Dst: within}})
	}
	return id, nil
}

func (d *Draft) joined(src ID, k Kind, dst ID) bool {
	return slices.ContainsFunc(d.Out(src, k), func(e Element) bool { return e.Dst == dst })
}

// StateTie records how well one person is said to know another. A statement of
// the same author about the same pair that is still open is ended.
func (d *Draft) StateTie(k Knows) (ID, error) {
	for _, p := range []ID{k.Src, k.Dst} {
		if err := d.want(NodePerson, p); err != nil {
			return "", err
		}
	}
	k.On = d.day(k.On)
	if k.From == 0 {
		k.From = k.On
	}
	for _, old := range d.Out(k.Src, EdgeKnows) {
		if old.Dst == k.Dst && old.To == 0 && Decode[Knows](old).By == k.By {
			d.end(old, k.From)
		}
	}
	return d.Add(k), nil
}

// StateInfluence records that one person sways, backs or opposes another, like
// [Draft.StateTie].
func (d *Draft) StateInfluence(f Influences) (ID, error) {
	for _, p := range []ID{f.Src, f.Dst} {
		if err := d.want(NodePerson, p); err != nil {
			return "", err
		}
	}
	f.On = d.day(f.On)
	if f.From == 0 {
		f.From = f.On
	}
	for _, old := range d.Out(f.Src, EdgeInfluences) {
		if old.Dst == f.Dst && old.To == 0 && Decode[Influences](old).By == f.By {
			d.end(old, f.From)
		}
	}
	return d.Add(f), nil
}

// Pair makes one of ours look after a seat or person of theirs. A pairing of
// the same two that is still open is replaced.
func (d *Draft) Pair(p PairedWith) (ID, error) {
	if err := d.want(NodePerson, p.Src); err != nil {
		return "", err
	}
	if e, ok := d.Get(p.Dst); !ok || e.Kind != NodePerson && e.Kind != NodePosition {
		return "", NotFound("Person or Position", p.Dst)
	}
	if p.From == 0 {
		p.From = d.today
	}
	for _, old := range d.Out(p.Src, EdgePairedWith) {
		if old.Dst == p.Dst && old.To == 0 {
			d.end(old, p.From)
		}
	}
	return d.Add(p), nil
}

// LogInteraction records a contact of the people who attended, the author among
// them or not, and returns its ID.
func (d *Draft) LogInteraction(i Interaction, attended ...ID) (ID, error) {
	if len(attended) == 0 {
		return "", Invalid("belongs", nil, "an interaction needs somebody who attended")
	}
	for _, p := range attended {
		if err := d.want(NodePerson, p); err != nil {
			return "", err
		}
	}
	i.On = d.day(i.On)
	id := d.Add(i)
	sorted := slices.Clone(attended)
	slices.Sort(sorted)
	for _, p := range slices.Compact(sorted) {
		d.Add(Attended{Edge{Src: p, Dst: id}})
	}
	return id, nil
}

// Promise records a commitment of one person to another, about an account when
// account is not "", and returns its ID.
func (d *Draft) Promise(c Commitment, by, to, account ID) (ID, error) {
	for _, p := range []ID{by, to} {
		if err := d.want(NodePerson, p); err != nil {
			return "", err
		}
	}
	c.Promised = d.day(c.Promised)
	id := d.Add(c)
	d.Add(PromisedBy{Edge{Src: id, Dst: by}})
	d.Add(PromisedTo{Edge{Src: id, Dst: to}})
	if account != "" {
		if err := d.want(NodeAccount, account); err != nil {
			return "", err
		}
		d.Add(About{Edge{Src: id, Dst: account}})
	}
	return id, nil
}

// Deliver records that a promise was kept on a day.
func (d *Draft) Deliver(commitment ID, on Date) error {
	on = d.day(on)
	c, err := Read[Commitment](d, commitment)
	if err != nil {
		return err
	}
	if on < c.Promised {
		return Invalid("deliver", []ID{commitment}, "%s cannot be delivered on %s, before it was promised on %s", commitment, on, c.Promised)
	}
	return Edit(d, commitment, func(c *Commitment) { c.Delivered = on })
}

// MovePromise gives a promise a new due date on a day; told says whether the
// other side heard of it before the old one passed.
func (d *Draft) MovePromise(commitment ID, due Date, by ID, told Told, on Date) error {
	c, err := Read[Commitment](d, commitment)
	if err != nil {
		return err
	}
	if err := d.SetDated(commitment, "due", due, on); err != nil || c.Due == due {
		return err
	}
	for _, of := range d.In(commitment, EdgeOf) {
		det, ok := d.Get(of.Src)
		if ok && det.To == d.day(on) && det.Props.Text("property") == "due" {
			return Edit(d, det.ID, func(x *Detail) { x.By, x.Told = by, told })
		}
	}
	return nil
}

// MergePeople makes one person of two: every edge of drop goes to keep, which
// also gets the e-mails, links and external IDs it lacked; drop disappears.
// Undoing the commit separates them again.
func (d *Draft) MergePeople(keep, drop ID) error {
	if keep == drop {
		return Invalid("self", []ID{keep}, "%s cannot be merged with itself", keep)
	}
	k, err := Read[Person](d, keep)
	if err != nil {
		return err
	}
	x, err := Read[Person](d, drop)
	if err != nil {
		return err
	}
	k.Emails = union(k.Emails, x.Emails, strings.EqualFold)
	k.Links = union(k.Links, x.Links, func(a, b string) bool { return a == b })
	k.Languages = union(k.Languages, x.Languages, strings.EqualFold)
	k.ExternalIDs = union(k.ExternalIDs, x.ExternalIDs, func(a, b string) bool { return a == b })
	slices.Sort(k.ExternalIDs)
	k.DoNotContact = k.DoNotContact || x.DoNotContact
	k.Placeholder = k.Placeholder && x.Placeholder
	for _, f := range []struct{ to, from *string }{{&k.Location, &x.Location}, {&k.Timezone, &x.Timezone}, {&k.Notes, &x.Notes}} {
		if *f.to == "" {
			*f.to = *f.from
		}
	}
	d.Put(Encode(k))
	for _, out := range []bool{true, false} {
		for _, e := range d.edges(drop, "", out) {
			moved := e
			if out {
				moved.Src = keep
			} else {
				moved.Dst = keep
			}
			if moved.Src == moved.Dst || d.twin(moved, drop) {
				d.Remove(e.ID)
				continue
			}
			d.Put(moved)
		}
	}
	if err := d.mergeDetails(keep); err != nil {
		return err
	}
	d.Remove(drop)
	return nil
}

// twin reports whether an edge that says the same of the same days is there
// already, so that moving one to keep would say it twice.
func (d *Draft) twin(e Element, drop ID) bool {
	for _, o := range d.Out(e.Src, e.Kind) {
		if o.ID != e.ID && o.Dst == e.Dst && (e.Kind == EdgeHolds || e.Kind == EdgeAttended || e.Kind == EdgeAbout) && o.Valid().Overlaps(e.Valid()) {
			return true
		}
	}
	return false
}

// mergeDetails drops details of a merged person that contradict another by
// overlapping it; the one with the smaller ID stays.
func (d *Draft) mergeDetails(person ID) error {
	var kept []Element
	for _, of := range d.In(person, EdgeOf) {
		det, ok := d.Get(of.Src)
		if !ok {
			continue
		}
		clash := slices.ContainsFunc(kept, func(k Element) bool {
			return k.Props.Text("property") == det.Props.Text("property") && k.Valid().Overlaps(det.Valid())
		})
		if clash {
			if err := d.RemoveNode(det.ID); err != nil {
				return err
			}
			continue
		}
		kept = append(kept, det)
	}
	return nil
}

func union(a, b []string, same func(x, y string) bool) []string {
	out := slices.Clone(a)
	for _, x := range b {
		if !slices.ContainsFunc(out, func(y string) bool { return same(x, y) }) {
			out = append(out, x)
		}
	}
	return out
}
