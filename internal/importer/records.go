package importer

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
)

// opinion is an assessment in its series: what one colleague thinks of one
// person in one matter over time.
type opinion struct {
	id graph.ID
	on graph.Date
}

// record returns the ID of a record: of the one that a key of the source stands
// for, or, without a key, the one that follows from what the record says.
func (im *importer) record(k graph.Kind, key string, says ...string) graph.ID {
	if key != "" {
		id, _ := im.node(k, key)
		return id
	}
	return draft.DerivedID(k, append([]string{im.options.Source, "said"}, says...)...)
}

// assessments reads assessments.csv. Of the judgements of one author about one
// person in one matter each ends when the next begins; judgements of different
// authors stand side by side.
func (im *importer) assessments(sources []source) error {
	series := map[[3]graph.ID][]opinion{}
	var order [][3]graph.ID
	err := im.rows(sources, func(r *rows) {
		im.assessment(r, func(k [3]graph.ID, o opinion) {
			if series[k] == nil {
				order = append(order, k)
			}
			series[k] = append(series[k], o)
		})
	})
	im.settleSingles()
	for _, k := range order {
		im.chain(k, series[k])
	}
	return err
}

// assessment reads one row, and says when it is taken. The key of its series is the
// author, the person and the matter.
func (im *importer) assessment(r *rows, taken func(key [3]graph.ID, o opinion)) {
	person, author := im.needPerson(r, r.col("person_id")), im.needPerson(r, r.col("author_id"))
	within := im.needAccount(r, r.col("account_id"), true)
	on := r.needDay(r.col("on"))
	row := r.optionalKey(r.col("id"))
	if area := r.optionalKey(r.col("decision_area_id")); area != "" && !r.bad {
		within = im.area(area)
	}
	if r.bad {
		return
	}
	a := graph.Assessment{On: on, Expires: r.optionalDay(r.col("expires")), Evidence: r.text(r.col("evidence"), graph.MaxText), Motivations: r.strings(r.col("motivations"))}
	im.opinions(r, &a)
	a.PoliticalStatus = word(r, r.col("political_status"), politicalWords)
	a.Confidence = word(r, r.col("confidence"), confidenceWords)
	if a.Expires != 0 && a.Expires <= on {
		r.complain(r.col("expires"), EffectPart, "dates", "the judgement expires before it is made; the usual expiry was taken")
		a.Expires = 0
	}
	a.ID = im.record(graph.NodeAssessment, row, r.keyed(author), r.keyed(person), r.keyed(within), on.String())
	if row != "" && im.rowsSeen(graph.NodeAssessment, string(a.ID)) {
		r.complain(r.col("id"), EffectRow, "duplicate-id", "the id stands in an earlier row, which was kept")
		return
	}
	a.From = on
	old, err := draft.Read[graph.Assessment](im.d, a.ID)
	if err == nil {
		a.ExternalIDs = old.ExternalIDs
	}
	im.stamp(&a.Node, row)
	a.ConfirmedOn = 0 // the source says it, and confirms nothing
	if err == nil && a.Stance == old.Stance && slices.Equal(a.Roles, old.Roles) && a.On == old.On {
		a.ConfirmedOn, a.ConfirmedBy = old.ConfirmedOn, old.ConfirmedBy
	}
	feed, whose, whom := r.feed, r.keyed(author), r.keyed(person)+" "+r.keyed(within)
	im.single(r, a.ID, a, func() {
		x := im.sayRecord(feed, graph.Encode(a), map[string]string{"author": whose, "about": whom})
		if !x.counts("author", whose) || !x.counts("about", whom) {
			return // a later file says that it is another
		}
		im.link(a.ID, graph.EdgeAuthor, []graph.ID{author}, func(e graph.Edge) graph.Fact { return graph.Author{Edge: e} })
		about := []graph.ID{person}
		if within != "" {
			about = append(about, within)
		}
		im.link(a.ID, graph.EdgeAbout, about, func(e graph.Edge) graph.Fact { return graph.About{Edge: e} })
		taken([3]graph.ID{author, person, within}, opinion{a.ID, x.e.From})
	})
}

// opinions reads stance and roles, from their own columns and from the column
// that mixes them.
func (im *importer) opinions(r *rows, a *graph.Assessment) {
	c := r.col("stance")
	if s := r.raw(c); s != "" {
		st, ok := stanceWords.parse(s)
		if _, isRole := roleWords.parse(s); !ok && isRole {
			r.complain(c, EffectPart, "word", "the word is a role and no stance; write it into the column roles")
		} else if !ok {
			r.complain(c, EffectPart, "word", "not one of "+stanceWords.values()+", nor another word for one of them")
		}
		a.Stance = st
	}
	for _, c := range []int{r.col("roles"), r.col("labels")} {
		stance, roles, unknown := labels(r.raw(c))
		for _, w := range unknown {
			r.complain(c, EffectPart, "word", fmt.Sprintf("%q is neither a role nor a stance", shown(w)))
		}
		if a.Stance == "" {
			a.Stance = stance
		}
		for _, x := range roles {
			if !slices.Contains(a.Roles, x) {
				a.Roles = append(a.Roles, x)
			}
		}
	}
	order := graph.Roles()
	slices.SortFunc(a.Roles, func(x, y graph.Role) int { return slices.Index(order, x) - slices.Index(order, y) })
	if a.Stance == "" {
		a.Stance = graph.StanceUnknown
	}
}

// chain ends each judgement of a series on the day of the next, those that were
// there before among them.
func (im *importer) chain(key [3]graph.ID, list []opinion) {
	for _, o := range im.opinionsOf(key[1])[key] {
		if !slices.ContainsFunc(list, func(x opinion) bool { return x.id == o.id }) {
			list = append(list, o)
		}
	}
	slices.SortFunc(list, func(a, b opinion) int {
		if a.on != b.on {
			return int(a.on) - int(b.on)
		}
		return strings.Compare(string(a.id), string(b.id))
	})
	for i, o := range list[:len(list)-1] {
		e, _ := im.d.Get(o.id)
		next := list[i+1].on
		if e.To != 0 && e.To <= next || next <= e.From {
			continue
		}
		e.To = next
		im.d.Put(e)
	}
}

// opinionsOf returns the judgements about a person that were there before the
// import, by their series.
func (im *importer) opinionsOf(person graph.ID) map[[3]graph.ID][]opinion {
	if have, ok := im.had[person]; ok {
		return have
	}
	have := map[[3]graph.ID][]opinion{}
	im.had[person] = have
	base := im.d.Base()
	n, ok := base.Node(person)
	if !ok {
		return have
	}
	for _, h := range base.In(n, graph.EdgeAbout) {
		if base.NodeKind(h.Node()) != graph.NodeAssessment {
			continue
		}
		e := base.NodeElement(h.Node())
		key := [3]graph.ID{1: person}
		for _, x := range base.Out(h.Node(), graph.EdgeAuthor) {
			key[0] = base.NodeID(x.Node())
		}
		for _, x := range base.Out(h.Node(), graph.EdgeAbout) {
			if base.NodeKind(x.Node()) != graph.NodePerson {
				key[2] = base.NodeID(x.Node())
			}
		}
		have[key] = append(have[key], opinion{e.ID, e.From})
	}
	return have
}

// link makes the edges of one kind that leave a record those to the given nodes.
func (im *importer) link(src graph.ID, k graph.Kind, dst []graph.ID, make func(graph.Edge) graph.Fact) {
	have := im.d.Out(src, k)
	for _, d := range dst {
		if i := slices.IndexFunc(have, func(e graph.Element) bool { return e.Dst == d }); i >= 0 {
			im.touch(have[i].ID)
			have = slices.Delete(have, i, i+1)
			continue
		}
		im.put(make(im.edge(im.freeEdgeID(k, string(src), string(d)), src, d, graph.Interval{})))
	}
	for _, e := range have {
		im.d.Remove(e.ID)
	}
}

// pairing reads one row of pairings.csv.
func (im *importer) pairing(r *rows) {
	ours := im.needPerson(r, r.col("our_person_id"))
	theirs := im.personOrSeat(r, r.col("their_person_id"), r.col("their_seat_id"))
	days := r.days(r.col("start"), r.col("end"))
	if !r.bad && ours == theirs {
		r.complain(r.col("their_person_id"), EffectRow, "self", "both are the same person")
	}
	if r.bad {
		return
	}
	p := graph.PairedWith{Purpose: r.text(r.col("purpose"), graph.MaxText), Current: word(r, r.col("current"), partnerWords), Desired: word(r, r.col("desired"), partnerWords), Owner: im.optionalPerson(r, r.col("owner_id"))}
	if n := r.number(r.col("cadence_days"), 0, 3660); n != nil {
		p.CadenceDays = *n
	}
	id := im.edgeID(graph.EdgePairedWith, r.keyed(ours), r.keyed(theirs), days.From.String())
	p.Edge = im.edge(id, ours, theirs, days)
	at, feed := place{r.file, r.line}, r.feed
	im.single(r, id, p, func() {
		im.sayRecord(feed, graph.Encode(p), nil)
		im.needSide(id, at, EffectRow)
	})
}

// commitment reads one row of commitments.csv.
func (im *importer) commitment(r *rows) {
	by, to := im.pair(r, r.col("by_person_id"), r.col("to_person_id"))
	account := im.needAccount(r, r.col("account_id"), true)
	promised := r.needDay(r.col("promised"))
	key := r.optionalKey(r.col("id"))
	text := r.text(r.col("text"), graph.MaxText)
	if !r.bad && text == "" {
		r.complain(r.col("text"), EffectRow, "required", "the promise has no text")
	}
	due, delivered := r.day(r.col("due")), r.day(r.col("delivered"))
	if !r.bad && delivered != 0 && delivered < promised {
		r.complain(r.col("delivered"), EffectRow, "dates", "the promise was kept before it was made")
	}
	if r.bad {
		return
	}
	id := im.record(graph.NodeCommitment, key, r.keyed(by), r.keyed(to), promised.String(), text)
	if im.rowsSeen(graph.NodeCommitment, string(id)) {
		r.complain(r.col("id"), EffectRow, "duplicate-id", "an earlier row says the same; it was kept")
		return
	}
	c := graph.Commitment{Node: graph.Node{ID: id}, Text: text, Promised: promised, Due: due, Delivered: delivered}
	im.stamp(&c.Node, key)
	if n := r.number(r.col("every_days"), 0, 3660); n != nil && *n > 0 {
		c.EveryDays = *n
		im.keptAgain(&c)
	}
	sides, about := r.keyed(by)+" "+r.keyed(to), r.keyed(account)
	x := im.sayRecord(r.feed, graph.Encode(c), map[string]string{"sides": sides, "about": about}, "due")
	if x.counts("sides", sides) {
		im.link(id, graph.EdgePromisedBy, []graph.ID{by}, func(e graph.Edge) graph.Fact { return graph.PromisedBy{Edge: e} })
		im.link(id, graph.EdgePromisedTo, []graph.ID{to}, func(e graph.Edge) graph.Fact { return graph.PromisedTo{Edge: e} })
	}
	if account != "" && x.counts("about", about) {
		im.link(id, graph.EdgeAbout, []graph.ID{account}, func(e graph.Edge) graph.Fact { return graph.About{Edge: e} })
	}
	im.dueMoved(r, id, due)
}

// keptAgain makes the day on which a row says that a promise that recurs was kept one
// of those on which it was.
func (im *importer) keptAgain(c *graph.Commitment) {
	days := []string{}
	if was, known := im.d.Get(c.ID); known {
		days = was.Props.Strings("deliveries")
	}
	if c.Delivered != 0 {
		days = append(days, c.Delivered.String())
	}
	c.Delivered = 0
	slices.Sort(days)
	c.Deliveries = slices.Compact(days)
}

// dueMoved writes that the due date of a promise was another before a day, as the
// row says.
func (im *importer) dueMoved(r *rows, id graph.ID, due graph.Date) {
	first, on := r.optionalDay(r.col("first_due")), r.optionalDay(r.col("moved_on"))
	told, by := word(r, r.col("told"), toldWords), im.optionalPerson(r, r.col("moved_by"))
	if first == 0 || first == due {
		return
	}
	if on == 0 {
		r.complain(r.col("moved_on"), EffectPart, "required", "the due date moved, but the day on which that was said is empty; only the present due date was taken")
		return
	}
	id2 := draft.DerivedID(graph.NodeDetail, im.options.Source, string(id), "due", on.String())
	since := graph.Date(0)
	for _, of := range im.d.In(id, graph.EdgeOf) {
		if e, ok := im.d.Get(of.Src); ok && e.ID != id2 && e.Props.Text("property") == "due" {
			since = max(since, e.To)
		}
	}
	if on <= since {
		return // what is known of that day already stays
	}
	d := graph.Detail{Node: graph.Node{ID: id2, From: since, To: on}, Property: "due", Value: first.String(), By: by, Told: told}
	im.stamp(&d.Node, "")
	im.put(d)
	im.put(graph.Of{Edge: im.edge(im.edgeID(graph.EdgeOf, string(id2)), id2, id, graph.Interval{})})
}

// exclusion reads one row of exclusions.csv.
func (im *importer) exclusion(r *rows) {
	person := im.needPerson(r, r.col("person_id"))
	var target graph.ID
	if r.raw(r.col("target_person_id")) != "" {
		target = im.needPerson(r, r.col("target_person_id"))
	} else {
		target = im.needAccount(r, r.col("account_id"), false)
	}
	days := r.days(r.col("start"), r.col("end"))
	im.notSelf(r, person, target, r.col("person_id"), r.col("target_person_id"))
	if r.bad {
		return
	}
	kind := needWord(r, r.col("kind"), exclusionWords)
	if r.bad {
		return
	}
	f := graph.Excludes{Edge: im.claimed(person, target, days), Kind: kind, Reason: r.text(r.col("reason"), graph.MaxText)}
	f.By, f.On = im.optionalPerson(r, r.col("by")), r.optionalDay(r.col("on"))
	im.claim(r, f, string(kind))
}

// introduction reads one row of introductions.csv.
func (im *importer) introduction(r *rows) {
	via, seeker, target := im.needPerson(r, r.col("introducer_id")), im.needPerson(r, r.col("seeker_id")), im.needPerson(r, r.col("target_id"))
	asked := r.needDay(r.col("asked"))
	key := r.optionalKey(r.col("id"))
	if !r.bad && (via == target || seeker == target || via == seeker) {
		r.complain(r.col("target_id"), EffectRow, "self", "introducer, seeker and target are three people")
	}
	i := graph.Introduction{Asked: asked, Outcome: r.text(r.col("outcome"), graph.MaxText)}
	for _, step := range []struct {
		column string
		to     *graph.Date
	}{{"accepted", &i.Accepted}, {"declined", &i.Declined}, {"made", &i.Made}, {"done", &i.Done}} {
		*step.to = r.day(r.col(step.column))
		if !r.bad && *step.to != 0 && *step.to < asked {
			r.complain(r.col(step.column), EffectRow, "dates", "the step comes before the introduction was asked for")
		}
	}
	if r.bad {
		return
	}
	i.ID = im.record(graph.NodeIntroduction, key, r.keyed(via), r.keyed(seeker), r.keyed(target), asked.String())
	if im.rowsSeen(graph.NodeIntroduction, string(i.ID)) {
		r.complain(r.col("id"), EffectRow, "duplicate-id", "an earlier row says the same; it was kept")
		return
	}
	im.stamp(&i.Node, key)
	who := r.keyed(via) + " " + r.keyed(seeker) + " " + r.keyed(target)
	if x := im.sayRecord(r.feed, graph.Encode(i), map[string]string{"who": who}); !x.counts("who", who) {
		return // a later file says that it is of others
	}
	im.link(i.ID, graph.EdgeIntroducer, []graph.ID{via}, func(e graph.Edge) graph.Fact { return graph.Introducer{Edge: e} })
	im.link(i.ID, graph.EdgeSeeker, []graph.ID{seeker}, func(e graph.Edge) graph.Fact { return graph.Seeker{Edge: e} })
	im.link(i.ID, graph.EdgeTarget, []graph.ID{target}, func(e graph.Edge) graph.Fact { return graph.Target{Edge: e} })
}
