package importer

import (
	"github.com/kithgraph/kith/graph"

	"github.com/kithgraph/kith/internal/folding"
)

// waves finds the last wave of each kind of relationship in a file whose rows
// carry a wave instead of dates: a survey that was repeated.
func (im *importer) waves(s source) (map[string]float64, error) {
	if s.of != nil {
		return nil, nil // no product writes waves
	}
	header, err := s.header()
	if err != nil {
		return nil, err
	}
	if at, _, _ := s.table.match(header); at[s.table.index("time")] < 0 {
		return nil, nil
	}
	last := map[string]float64{}
	quiet := *im // its problems are reported when the rows are taken
	quiet.ps, quiet.preview = problems{}, &Preview{}
	err = quiet.rows([]source{s}, func(r *rows) {
		if w, err := parseNumber(r.raw(r.col("time"))); err == nil {
			k := folding.Fold(r.raw(r.col("kind")))
			if old, ok := last[k]; !ok || w > old {
				last[k] = w
			}
		}
	})
	return last, err
}

// relationships reads relationships.csv. What a row becomes hangs on its kind;
// rows of a kind that nobody has explained are counted and left out.
func (im *importer) relationships(sources []source) error {
	for _, s := range sources {
		last, err := im.waves(s)
		if err != nil {
			return err
		}
		err = im.rows([]source{s}, func(r *rows) { im.relationship(r, last) })
		if err != nil {
			return err
		}
	}
	return nil
}

// pair reads the two people of a row.
func (im *importer) pair(r *rows, a, b int) (from, to graph.ID) {
	from, to = im.needPerson(r, a), im.needPerson(r, b)
	im.notSelf(r, from, to, a, b)
	return from, to
}

// notSelf refuses a row that joins somebody with themself. Two who have become one
// since are no mistake of the source: the row says nothing any more.
func (im *importer) notSelf(r *rows, from, to graph.ID, a, b int) {
	switch {
	case r.bad || from != to:
	case r.raw(a) != r.raw(b):
		r.complain(b, EffectNote, "self", "the two have been merged since; the row was left out")
		r.bad = true
	default:
		r.complain(b, EffectRow, "self", "both are the same person")
	}
}

// needPerson reads a cell that must name a person.
func (im *importer) needPerson(r *rows, c int) graph.ID {
	key := r.key(c)
	if r.bad {
		return ""
	}
	id, ok := im.find(graph.NodePerson, key)
	switch _, withheld := im.nameWithheld(key); {
	case ok:
	case im.leftOut(key):
		r.bad = true
	case withheld:
		r.complain(c, EffectRow, "unknown-person", "the name of the person with this id is withheld")
	default:
		id = im.placeholder(graph.NodePerson, key)
	}
	r.names(id, key)
	return id
}

// optionalPerson reads a cell that may name a person.
func (im *importer) optionalPerson(r *rows, c int) graph.ID {
	key := r.optionalKey(c)
	if key == "" || r.bad {
		return ""
	}
	id, ok := im.find(graph.NodePerson, key)
	if _, withheld := im.nameWithheld(key); withheld && !ok {
		r.complain(c, EffectPart, "unknown-person", "the name of the person with this id is withheld; the row was taken without it")
	} else if !ok && !im.leftOut(key) {
		id = im.placeholder(graph.NodePerson, key)
	}
	r.names(id, key)
	return id
}

func (im *importer) relationship(r *rows, last map[string]float64) {
	kind := folding.Fold(r.key(r.col("kind")))
	if r.bad {
		return
	}
	rel, ok := im.options.Mapping.relationship(kind)
	if !ok || rel.Fact == "" {
		if !ok {
			im.count(AskUnmappedKind, kind)
		}
		r.bad = true // not taken, and no problem either: the question says it
		return
	}
	from, to := im.pair(r, r.col("from_person_id"), r.col("to_person_id"))
	days := r.days(r.col("start"), r.col("end"))
	if r.bad {
		return
	}
	if c := r.col("time"); r.raw(c) != "" && days == (graph.Interval{}) {
		if w, err := parseNumber(r.raw(c)); err == nil && w < last[kind] {
			r.complain(c, EffectNote, "older-wave", "the row is of an older wave and has no dates; it was left out, the last wave counts")
			r.bad = true
			return
		}
	}
	context := r.optionalKey(r.col("organization_id"))
	if rel.Reverse {
		from, to = to, from
	}
	say := im.judgement(r)
	if say.Evidence == "" {
		say.Evidence = evidence(kind, r.raw(r.col("strength")), context)
	}
	if rel.Fact == graph.EdgeInfluences {
		im.stateInfluence(r, rel, from, to, days, say, kind, context)
		return
	}
	if rel.Fact == graph.EdgeWorksOn {
		im.worksOn(r, from, to, days)
	}
	im.stateTie(r, rel, from, to, days, say, kind, context)
}

// evidence says where a fact comes from, in the words of the source.
func evidence(kind, strength, context string) string {
	s := kind
	if strength != "" {
		s += ", strength " + shown(strength)
	}
	if context != "" {
		s += ", in " + shown(context)
	}
	return s
}

// judgement reads who says something, when and why.
func (im *importer) judgement(r *rows) graph.Judgement {
	return graph.Judgement{By: im.optionalPerson(r, r.col("by")), On: r.optionalDay(r.col("on")), Evidence: r.text(r.col("evidence"), graph.MaxText)}
}

func (im *importer) stateTie(r *rows, rel Relationship, from, to graph.ID, days graph.Interval, say graph.Judgement, key ...string) {
	level, err := rel.tie(r.raw(r.col("strength")))
	if err != nil {
		r.complain(r.col("strength"), EffectPart, err.rule, err.reason)
	}
	if c := r.col("level"); r.raw(c) != "" {
		if l := word(r, c, tieWords); l != "" {
			level = l
		}
	}
	if level == "" {
		level = graph.TieKnows
	}
	k := graph.Knows{Judgement: say, Level: level, Kind: rel.Tie}
	if k.Kind == "" {
		k.Kind = graph.TieAcquainted
	}
	k.Edge = im.claimed(from, to, days)
	im.claim(r, k, key...)
}

func (im *importer) stateInfluence(r *rows, rel Relationship, from, to graph.ID, days graph.Interval, say graph.Judgement, key ...string) {
	weight, err := rel.weight(r.raw(r.col("strength")))
	if err != nil {
		r.complain(r.col("strength"), EffectPart, err.rule, err.reason)
	}
	f := graph.Influences{Judgement: say, Weight: weight, Kind: rel.Sway}
	if f.Kind == "" {
		f.Kind = graph.InfluenceSways
	}
	f.Edge = im.claimed(from, to, days)
	im.claim(r, f, key...)
}

// influence reads one row of influences.csv.
func (im *importer) influence(r *rows) {
	from, to := im.pair(r, r.col("from_person_id"), r.col("to_person_id"))
	days := r.days(r.col("start"), r.col("end"))
	if r.bad {
		return
	}
	f := graph.Influences{Judgement: im.judgement(r), Kind: word(r, r.col("kind"), influenceWords), Weight: .5}
	if w := r.share(r.col("weight")); w != nil {
		f.Weight = *w
	}
	if f.Kind == "" {
		f.Kind = graph.InfluenceSways
	}
	f.Edge = im.claimed(from, to, days)
	im.claim(r, f, "influences.csv", string(f.Kind))
}

// worksOn puts the owner of a contact on the team of the account that the
// contact sits in. The owner must be one of ours, which checkSides looks at.
func (im *importer) worksOn(r *rows, owner, contact graph.ID, days graph.Interval) {
	account := im.accountOfPerson(contact)
	if account == "" {
		r.complain(r.col("to_person_id"), EffectPart, "unknown-account", "the contact sits in no organisation with an account; only the tie was taken")
		return
	}
	im.team(place{r.file, r.line}, r.feed, EffectPart, owner, account, graph.WorkKAM, days)
}

// accountOfPerson returns the account of an organisation in which a person
// holds or held a seat: the one held last, by ID among equals.
func (im *importer) accountOfPerson(person graph.ID) graph.ID {
	if a, ok := im.accountAt[person]; ok {
		return a
	}
	best, since := graph.ID(""), graph.Date(-1)
	for _, h := range im.d.Out(person, graph.EdgeHolds) {
		for _, in := range im.d.Out(h.Dst, graph.EdgeIn) {
			if a := im.accountAbove(in.Dst); a != "" && h.From > since {
				best, since = a, h.From
			}
		}
	}
	im.accountAt[person] = best
	return best
}

// accountAbove returns the account of an organisation, or of the nearest one
// above it that has one.
func (im *importer) accountAbove(org graph.ID) graph.ID {
	for range maxDepth {
		if a := im.accountFor(org); a != "" {
			return a
		}
		up := im.d.Out(org, graph.EdgePartOf)
		if len(up) == 0 {
			return ""
		}
		org = up[len(up)-1].Dst
	}
	return ""
}

// team puts one of ours on the team of an account; a file without a feed says only
// that they are on it. effect is what becomes of the row when they turn out not to
// be one of ours.
func (im *importer) team(pl place, f *feed, effect Effect, person, account graph.ID, role graph.WorkRole, days graph.Interval) {
	id := im.edgeID(graph.EdgeWorksOn, string(person), string(account), string(role), days.From.String())
	for _, e := range im.d.Out(person, graph.EdgeWorksOn) { // the people or accounts of two may have become one
		if _, own := im.d.Get(id); !own && e.Dst == account && e.Props.Text("role") == string(role) && e.From == days.From {
			id = e.ID
		}
	}
	if _, twice := im.places[id]; twice {
		return
	}
	if _, there := im.d.Get(id); f != nil {
		im.sayRecord(f, graph.Encode(graph.WorksOn{Edge: im.edge(id, person, account, days), Role: role}), nil)
	} else if there {
		im.touch(id)
	} else {
		im.put(graph.WorksOn{Edge: im.edge(id, person, account, days), Role: role})
	}
	im.needSide(id, pl, effect)
}

// needSide remembers an edge that is only right when its people are ours or
// theirs, to be looked at once all seats are known.
func (im *importer) needSide(id graph.ID, pl place, effect Effect) {
	im.places[id] = sided{pl, effect}
	im.placed = append(im.placed, id)
}
