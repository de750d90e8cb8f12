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
	if s.Manager != "" {
		if err := d.want(NodePosition, s.Manager); err != nil {
			return "", err
		}
	}
	id := d.Add(s.Position)
	d.Add(In{Edge{Src: id, Dst: s.Organization, From: s.From, To: s.To}})
	if s.Manager != "" {
		d.Add(ReportsTo{Edge: Edge{Src: id, Dst: s.Manager, From: s.From, To: s.To}, Kind: LineSolid})
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
// which they are not there; a holding that was to begin later is taken back.
// With person "" everybody who sits there on that day leaves. The seat stays,
// and is vacant from then on when nobody is left.
func (d *Draft) Vacate(position, person ID, on Date) error {
	if err := d.want(NodePosition, position); err != nil {
		return err
	}
	on = d.day(on)
	left, stay := 0, 0
	for _, h := range d.In(position, EdgeHolds) {
		switch {
		case h.To != 0 && h.To <= on:
		case h.Src == person || person == "" && h.At(on):
			d.end(h, on)
			left++
		case h.At(on):
			stay++
		}
	}
	if left == 0 {
		return Invalid("vacate", []ID{position}, "nobody to leave holds seat %s on %s", position, on)
	}
	if stay > 0 {
		return nil
	}
	return d.SetDated(position, "occupancy", string(OccupancyVacant), on)
}

// Move takes a person from one seat to another on a day. From "" means all
// seats held that day. Whoever holds the new seat already in the same way keeps
// it; an interim or acting holding gives way to the new one.
func (d *Draft) Move(person, from, to ID, kind HoldKind, on Date) error {
	if err := d.want(NodePerson, person); err != nil {
		return err
	}
	on = d.day(on)
	if from != "" {
		if err := d.Vacate(from, person, on); err != nil {
			return err
		}
	}
	stays := false
	for _, h := range d.Out(person, EdgeHolds) {
		switch {
		case !h.At(on):
		case h.Dst == to && Decode[Holds](h).Kind == kind:
			stays = true
		case h.Dst == to:
			d.end(h, on)
		case from == "":
			if err := d.Vacate(h.Dst, person, on); err != nil {
				return err
			}
		}
	}
	if stays {
		return nil
	}
	return d.Fill(to, person, kind, on)
}

// SetDated gives a dated property of a node a new value from a day on; what it
// was until then is kept in details, and what was said of later days is taken
// back. A nil or empty value is "unknown".
func (d *Draft) SetDated(id ID, property string, value Value, on Date) error {
	e, ok := d.Get(id)
	if !ok || e.IsEdge() {
		return NotFound("node", id)
	}
	f, ok := FieldOf(e.Kind, property)
	if !ok || !f.Dated {
		return Invalid("detail", []ID{id}, "%s has no dated property %s", e.Kind, Quote(property))
	}
	value, text, fault := DatedValue(e.Kind, property, value)
	if fault != "" {
		return Invalid("detail", []ID{id}, "%s of %s: %s", property, id, fault)
	}
	on = d.day(on)
	present, _ := e.Props.Get(property)
	was := DetailText(present)
	var said []Interval
	for _, of := range d.In(id, EdgeOf) {
		det, ok := d.Get(of.Src)
		if !ok || det.Props.Text("property") != property {
			continue
		}
		if det.From >= on {
			if err := d.RemoveNode(det.ID); err != nil {
				return err
			}
			continue
		}
		if det.To == 0 || det.To > on {
			det.To = on
			d.Put(det)
		}
		said = append(said, det.Valid())
	}
	if text == was {
		return nil
	}
	for _, days := range (Interval{To: on}).Without(said) {
		det := d.Add(Detail{Node: Node{From: days.From, To: days.To}, Property: property, Value: was})
		d.Add(Of{Edge{Src: det, Dst: id}})
	}
	props, err := e.Props.With(property, value)
	if err != nil {
		return err
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
// the present one and takes back those that were to begin later; with manager ""
// it does only that, and the seat is said to have no manager from then on. A
// line that is there already stays.
func (d *Draft) ReportTo(position, manager ID, kind LineKind, on Date) error {
	if err := d.want(NodePosition, position); err != nil {
		return err
	}
	if manager != "" {
		if err := d.want(NodePosition, manager); err != nil {
			return err
		}
	}
	on = d.day(on)
	stays := false
	for _, line := range d.Out(position, EdgeReportsTo) {
		switch has := Decode[ReportsTo](line).Kind; {
		case line.To != 0 && line.To <= on:
		case has == kind && line.Dst == manager && line.To == 0 && line.From <= on:
			stays = true
		case has == LineSolid && (kind == LineSolid || manager == ""):
			d.end(line, on)
		}
	}
	if manager == "" {
		return d.SetDated(position, "manager", string(ManagerNone), on)
	}
	if !stays {
		d.Add(ReportsTo{Edge: Edge{Src: position, Dst: manager, From: on}, Kind: kind})
	}
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
// when within is not "". It replaces a judgement of the same author about the
// same person and matter from its day on, until the next one that was given for
// a later day.
func (d *Draft) Assess(a Assessment, author, person, within ID) (ID, error) {
	for _, p := range []ID{author, person} {
		if err := d.want(NodePerson, p); err != nil {
			return "", err
		}
	}
	if e, ok := d.Get(within); within != "" && (!ok || e.Kind != NodeAccount && e.Kind != NodeDecisionArea) {
		return "", NotFound("Account or DecisionArea", within)
	}
	a.On = d.day(a.On)
	if a.From == 0 {
		a.From = a.On
	}
	for _, about := range d.In(person, EdgeAbout) {
		old, ok := d.Get(about.Src)
		if !ok || old.Kind != NodeAssessment || !d.joined(old.ID, EdgeAuthor, author) {
			continue
		}
		others := d.Out(old.ID, EdgeAbout)
		same := within == "" && len(others) == 1 || within != "" && d.joined(old.ID, EdgeAbout, within)
		switch {
		case !same || old.To != 0 && old.To <= a.From:
		case old.From > a.From:
			a.To = sooner(a.To, old.From)
		case old.From == a.From: // corrected on the same day
			if err := d.RemoveNode(old.ID); err != nil {
				return "", err
			}
		default:
			old.To = a.From
			d.Put(old)
		}
	}
	id := d.Add(a)
	d.Add(Author{Edge{Src: id, Dst: author}})
	d.Add(About{Edge{Src: id, Dst: person}})
	if within != "" {
		d.Add(About{Edge{Src: id, Dst: within}})
	}
	return id, nil
}

// sooner returns the earlier of two ends, of which 0 is none.
func sooner(a, b Date) Date {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}

// replace makes room for an edge that says something new from its From on: it
// ends those that say the same of days from then on, and ends the new one where
// one begins that was stated for later.
func (d *Draft) replace(e *Edge, same func(old Element) bool) {
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

func (d *Draft) joined(src ID, k Kind, dst ID) bool {
	return slices.ContainsFunc(d.Out(src, k), func(e Element) bool { return e.Dst == dst })
}

// StateTie records how well one person is said to know another. It replaces what
// the same author said of the same pair from its day on, until the next statement
// that was made for a later day. That two know each other and that they are at odds
// are two claims: neither replaces the other, and the newest counts.
func (d *Draft) StateTie(k Knows) (ID, error) {
	if err := d.twoPeople(k.Src, k.Dst); err != nil {
		return "", err
	}
	k.On = d.day(k.On)
	if k.From == 0 {
		k.From = k.On
	}
	d.replace(&k.Edge, func(old Element) bool { return sameClaim(old, k) })
	return d.Add(k), nil
}

// sameClaim reports whether an edge says something of the same sort as a fact, by
// the same author.
func sameClaim(old Element, f Fact) bool {
	e := Encode(f)
	return old.Kind == e.Kind && old.Props.Text("by") == e.Props.Text("by") && atOdds(old) == atOdds(e)
}

// atOdds reports whether a claim says that two people are at odds.
func atOdds(e Element) bool {
	k := e.Props.Text("kind")
	return e.Kind == EdgeKnows && k == string(TieConflict) || e.Kind == EdgeInfluences && k == string(InfluenceConflict)
}

func (d *Draft) twoPeople(a, b ID) error {
	if err := d.want(NodePerson, a); err != nil {
		return err
	}
	return d.want(NodePerson, b)
}

// StateInfluence records that one person sways, backs or opposes another, like
// [Draft.StateTie].
func (d *Draft) StateInfluence(f Influences) (ID, error) {
	if err := d.twoPeople(f.Src, f.Dst); err != nil {
		return "", err
	}
	f.On = d.day(f.On)
	if f.From == 0 {
		f.From = f.On
	}
	d.replace(&f.Edge, func(old Element) bool { return sameClaim(old, f) })
	return d.Add(f), nil
}

// Pair makes one of ours look after a seat or person of theirs. It replaces a
// pairing of the same two from its day on, until the next one.
func (d *Draft) Pair(p PairedWith) (ID, error) {
	if err := d.want(NodePerson, p.Src); err != nil {
		return "", err
	}
	if e, ok := d.Get(p.Dst); !ok || e.Kind != NodePerson && e.Kind != NodePosition {
		return "", NotFound("Person or Position", p.Dst)
	}
	p.From = d.day(p.From)
	d.replace(&p.Edge, func(old Element) bool { return old.Kind == EdgePairedWith })
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
	if err := d.twoPeople(by, to); err != nil {
		return "", err
	}
	if account != "" {
		if err := d.want(NodeAccount, account); err != nil {
			return "", err
		}
	}
	c.Promised = d.day(c.Promised)
	id := d.Add(c)
	d.Add(PromisedBy{Edge{Src: id, Dst: by}})
	d.Add(PromisedTo{Edge{Src: id, Dst: to}})
	if account != "" {
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
	if by != "" {
		if err := d.want(NodePerson, by); err != nil {
			return err
		}
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
// Edges that then say the same become one. What drop said of others, or looks
// after, keep has said and looks after. Undoing the commit separates the two
// again. Cost: O(elements), for what names drop.
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
			if err := d.mergeEdge(e, keep, drop); err != nil {
				return err
			}
		}
	}
	d.Remove(drop)
	return d.renameSpeaker(keep, drop)
}

// speakers are the properties that name a person: who says so, who looks after
// it.
var speakers = []string{"by", "owner"}

// renameSpeaker makes every element that names drop name keep.
func (d *Draft) renameSpeaker(keep, drop ID) error {
	var ids []ID
	for id := range d.base.Mention(string(drop)) {
		ids = append(ids, id)
	}
	ids = append(ids, d.order...)
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		e, ok := d.Get(id)
		if !ok {
			continue
		}
		props, err := renamed(e.Props, keep, drop)
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

// renamed returns properties with keep where they name drop.
func renamed(p Props, keep, drop ID) (Props, error) {
	for _, name := range speakers {
		if p.Text(name) != string(drop) {
			continue
		}
		var err error
		if p, err = p.With(name, string(keep)); err != nil {
			return p, err
		}
	}
	return p, nil
}

// mergeEdge makes an edge of drop one of keep.
func (d *Draft) mergeEdge(e Element, keep, drop ID) error {
	if e.Kind == EdgeOf && d.contradicts(e.Src, keep) {
		return d.RemoveNode(e.Src)
	}
	d.Remove(e.ID)
	for _, end := range []*ID{&e.Src, &e.Dst} {
		if *end == drop {
			*end = keep
		}
	}
	if e.Src == e.Dst {
		return nil
	}
	var err error
	if e.Props, err = renamed(e.Props, keep, drop); err != nil {
		return err
	}
	for twin, ok := d.twin(e); ok; twin, ok = d.twin(e) {
		d.Remove(twin.ID)
		twin.From = min(twin.From, e.From) // 0 is open
		if twin.To != 0 && (e.To == 0 || e.To > twin.To) {
			twin.To = e.To
		}
		e = twin
	}
	d.Put(e)
	return nil
}

// twin returns another edge that says the same as e of a common day. To hold a
// seat in two ways on one day is to hold it.
func (d *Draft) twin(e Element) (Element, bool) {
	for _, o := range d.Out(e.Src, e.Kind) {
		if o.ID != e.ID && o.Dst == e.Dst && (o.Kind == EdgeHolds || o.Props == e.Props) && o.Valid().Overlaps(e.Valid()) {
			return o, true
		}
	}
	return Element{}, false
}

// contradicts reports whether a detail overlaps one of the same property of a
// person.
func (d *Draft) contradicts(detail, person ID) bool {
	x, _ := d.Get(detail)
	return slices.ContainsFunc(d.In(person, EdgeOf), func(of Element) bool {
		o, ok := d.Get(of.Src)
		return ok && o.Props.Text("property") == x.Props.Text("property") && o.Valid().Overlaps(x.Valid())
	})
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
