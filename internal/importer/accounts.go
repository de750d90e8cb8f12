package importer

import (
	"fmt"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
)

// ownerRow is an account and the key of its owner, who may stand in a file that
// is read later.
type ownerRow struct {
	account graph.ID
	person  string
	place   place
}

// account reads one row of accounts.csv.
func (im *importer) account(r *rows) {
	orgKey := r.key(r.col("organization_id"))
	key := r.optionalKey(r.col("id"))
	if r.bad {
		return
	}
	if key == "" {
		key = orgKey
	}
	org, ok := im.find(graph.NodeOrganization, orgKey)
	if !ok {
		org = im.placeholder(graph.NodeOrganization, orgKey)
	}
	id, known := im.find(graph.NodeAccount, key)
	if !known {
		if id = im.accountFor(org); id == "" || !im.sameRelation(id, r) {
			id, _ = im.node(graph.NodeAccount, key)
		}
		im.known(graph.NodeAccount)[im.intern(key)] = id
	}
	im.writeAccount(r, id, org, key)
	im.revenue(r, id)
	if owner := r.optionalKey(r.col("owner_id")); owner != "" {
		im.owners = append(im.owners, ownerRow{id, im.intern(owner), place{r.file, r.line}})
	}
}

// sameRelation reports whether a row speaks of the relation of an account that is
// there: an organisation has at most one account of each.
func (im *importer) sameRelation(account graph.ID, r *rows) bool {
	e, _ := im.d.Get(account)
	relation, ok := relationWords.parse(r.raw(r.col("relation")))
	return !ok || string(relation) == e.Props.Text("relation")
}

func (im *importer) writeAccount(r *rows, id, org graph.ID, key string) {
	row := thingRow{}
	row.say("name", r.text(r.col("name"), graph.MaxName))
	row.say("relation", string(word(r, r.col("relation"), relationWords)))
	row.say("tier", string(word(r, r.col("tier"), tierWords)))
	row.say("stage", string(word(r, r.col("stage"), stageWords)))
	row.say("renewal", r.optionalDay(r.col("renewal")).String())
	im.sayAccount(r, id, org, key, row)
}

// sayAccount takes what a row says of an account.
func (im *importer) sayAccount(r *rows, id, org graph.ID, key string, row thingRow) {
	e, known := im.d.Get(id)
	if !known {
		e = graph.Encode(graph.Account{Node: graph.Node{ID: id}})
	}
	im.conclude(im.sayThing(e, r.feed, key, row), func(x *thing) {
		for _, property := range []string{"name", "relation", "tier", "stage", "renewal"} {
			im.dated(x, property, false)
		}
		if x.e.Props.Text("name") == "" {
			o, _ := im.d.Get(org)
			x.e.Props = with(x.e.Props, "name", o.Props.Text("name"))
		}
		if x.e.Props.Text("relation") == "" {
			x.e.Props = with(x.e.Props, "relation", string(graph.RelationCustomer))
		}
		im.writeThing(x)
	})
	if !known {
		im.put(graph.For{Edge: im.edge(im.edgeID(graph.EdgeFor, string(id)), id, org, graph.Interval{})})
		im.accountOf[org] = id
	}
}

// revenue writes what an account is worth in a period; one figure for each
// account, period and currency.
func (im *importer) revenue(r *rows, account graph.ID) {
	days := graph.Interval{From: r.optionalDay(r.col("revenue_from")), To: r.optionalDay(r.col("revenue_to"))}
	if days.From != 0 && days.To != 0 && days.To <= days.From {
		r.complain(r.col("revenue_to"), EffectPart, "dates", "the period ends before it starts; the revenue was left out")
		return
	}
	amount, currency := r.money(r.col("revenue"), r.col("currency"))
	if amount == nil {
		return
	}
	id := draft.DerivedID(graph.NodeRevenue, im.options.Source, r.keyed(account), days.From.String(), days.To.String(), currency)
	v := graph.Revenue{Node: graph.Node{ID: id, From: days.From, To: days.To}, Amount: amount, Currency: currency}
	im.stamp(&v.Node, "")
	im.sayRecord(r.feed, graph.Encode(v), nil)
	im.put(graph.For{Edge: im.edge(im.edgeID(graph.EdgeFor, string(id)), id, account, graph.Interval{})})
}

// needAccount reads a cell that names an account, by its own id or by that of
// its organisation. Empty is no problem where optional is set.
func (im *importer) needAccount(r *rows, c int, optional bool) graph.ID {
	key := r.optionalKey(c)
	if r.bad || key == "" {
		if !r.bad && !optional {
			r.complain(c, EffectRow, "required", "the cell is empty, an account is needed")
		}
		return ""
	}
	if id, ok := im.find(graph.NodeAccount, key); ok {
		r.names(id, key)
		return id
	}
	if org, ok := im.find(graph.NodeOrganization, key); ok {
		if id := im.accountFor(org); id != "" {
			r.names(id, key)
			return id
		}
	}
	r.complain(c, EffectRow, "unknown-account", noAccount)
	return ""
}

// work reads one row of work.csv: who of ours is on the team of an account.
func (im *importer) work(r *rows) {
	person := im.needPerson(r, r.col("person_id"))
	account := im.needAccount(r, r.col("account_id"), false)
	days := r.days(r.col("start"), r.col("end"))
	role := word(r, r.col("role"), workWords)
	if r.bad {
		return
	}
	if role == "" {
		role = graph.WorkSupport
	}
	im.team(place{r.file, r.line}, r.feed, EffectRow, person, account, role, days)
}

// checkSides takes out the team places and pairings of the import that join the
// wrong sides: a team member who is never one of ours in those days, a pairing
// of two of ours or of two of theirs. Owners that organizations.csv and
// accounts.csv name are put on their teams first.
func (im *importer) checkSides() {
	for _, o := range im.owners {
		id, ok := im.find(graph.NodePerson, o.person)
		if !ok {
			im.problem(Problem{File: o.place.file, Line: o.place.line, Column: "owner", Value: shown(o.person), Rule: "unknown-person", Effect: EffectPart,
				Reason: "no person has this id; the account was taken without an owner"})
			continue
		}
		im.team(o.place, nil, EffectPart, id, o.account, graph.WorkKAM, graph.Interval{})
	}
	for _, id := range im.placed {
		e, ok := im.d.Get(id)
		if !ok {
			continue
		}
		if rule, reason := im.wrongSide(e); rule != "" {
			p := im.places[id]
			im.problem(Problem{File: p.file, Line: p.line, Rule: rule, Effect: p.effect, Reason: reason + "; say which organisations are ours"})
			im.d.Remove(id)
		}
	}
	im.recheckSides()
}

// wrongSide returns the rule that a team place or pairing breaks, "" for none.
func (im *importer) wrongSide(e graph.Element) (rule, reason string) {
	src := im.sides(e.Src, e.Valid())
	switch {
	case e.Kind == graph.EdgeWorksOn && len(src.ours) == 0:
		return "works-on-ours", fmt.Sprintf("%s is not one of ours on those days", im.label(e.Src))
	case e.Kind == graph.EdgePairedWith && !im.pairs(e, src.ours):
		return "pairing-sides", fmt.Sprintf("%s and %s are not one of ours and one of theirs on any of those days", im.label(e.Src), im.label(e.Dst))
	}
	return "", ""
}

// recheckSides looks at the team places and pairings that were there before,
// when the import may have changed who is ours: one that no day of the new
// history supports is taken out, with a problem.
func (im *importer) recheckSides() {
	if !im.moved {
		return
	}
	base := im.d.Base()
	for _, n := range base.Nodes(graph.NodePerson) {
		for _, k := range []graph.Kind{graph.EdgeWorksOn, graph.EdgePairedWith} {
			for _, h := range base.Out(n, k) {
				e, ok := im.d.Get(base.EdgeID(h.Edge()))
				if _, again := im.places[e.ID]; !ok || again {
					continue
				}
				if rule, reason := im.wrongSide(e); rule != "" {
					im.problem(Problem{File: "workspace", Rule: rule, Effect: EffectNote,
						Reason: fmt.Sprintf("%s after this import; %s was taken out", reason, im.describe(graph.Change{ID: e.ID, After: &e}))})
					im.d.Remove(e.ID)
				}
			}
		}
	}
}

// bothSides are the days on which somebody is ours, and on which they are not.
type bothSides struct{ ours, theirs []graph.Interval }

// overlap reports whether some day lies in one of a and in one of b.
func overlap(a, b []graph.Interval) bool {
	for _, x := range a {
		for _, y := range b {
			if x.Overlaps(y) {
				return true
			}
		}
	}
	return false
}

// within returns those of the intervals that share a day with days, cut to it.
func within(list []graph.Interval, days graph.Interval) []graph.Interval {
	var out []graph.Interval
	for _, x := range list {
		if x.Overlaps(days) {
			out = append(out, x.Intersect(days))
		}
	}
	return out
}

// sides returns on which of the days a person, or a seat, is ours and on which
// theirs, by the organisations of the seats.
func (im *importer) sides(id graph.ID, days graph.Interval) bothSides {
	all, ok := im.sidesOf[id]
	if !ok {
		if e, _ := im.d.Get(id); e.Kind == graph.NodePosition {
			im.seatSides(id, graph.Interval{}, &all)
		} else {
			for _, h := range im.d.Out(id, graph.EdgeHolds) {
				im.seatSides(h.Dst, h.Valid(), &all)
			}
		}
		im.sidesOf[id] = all
	}
	return bothSides{within(all.ours, days), within(all.theirs, days)}
}

func (im *importer) seatSides(seat graph.ID, days graph.Interval, out *bothSides) {
	for _, in := range im.d.Out(seat, graph.EdgeIn) {
		if in.Valid().Overlaps(days) {
			im.orgSides(in.Dst, in.Valid().Intersect(days), 0, out)
		}
	}
}

func (im *importer) orgSides(org graph.ID, days graph.Interval, depth int, out *bothSides) {
	e, _ := im.d.Get(org)
	if v, _ := e.Props.Get("ours"); v == true {
		out.ours = append(out.ours, days)
		return
	}
	ups := im.d.Out(org, graph.EdgePartOf)
	if len(ups) == 0 || depth > maxDepth {
		out.theirs = append(out.theirs, days)
		return
	}
	for _, up := range ups {
		if up.Valid().Overlaps(days) {
			im.orgSides(up.Dst, up.Valid().Intersect(days), depth+1, out)
		}
	}
}

// pairs reports whether a pairing joins ours and theirs on some day. A person
// without any seat is not one of ours.
func (im *importer) pairs(e graph.Element, ours []graph.Interval) bool {
	dst, _ := im.d.Get(e.Dst)
	if dst.Kind == graph.NodePerson && len(im.d.Out(e.Dst, graph.EdgeHolds)) == 0 {
		return len(ours) > 0
	}
	return overlap(ours, im.sides(e.Dst, e.Valid()).theirs)
}

// decisionArea reads one row of decision_areas.csv.
func (im *importer) decisionArea(r *rows) {
	key, name := r.key(r.col("id")), r.name(r.col("name"))
	account := im.needAccount(r, r.col("account_id"), false)
	if r.bad {
		return
	}
	if im.rowsSeen(graph.NodeDecisionArea, key) {
		r.complain(r.col("id"), EffectRow, "duplicate-id", "the id stands in an earlier row, which was kept")
		return
	}
	id, _ := im.node(graph.NodeDecisionArea, key)
	budget, currency := r.money(r.col("budget"), r.col("currency"))
	row := thingRow{}
	of := r.keyed(account)
	row.say("account", of)
	row.say("name", name)
	row.say("function", string(r.function(r.col("function"))))
	row.say("rule", string(word(r, r.col("rule"), ruleWords)))
	row.say("state", string(word(r, r.col("state"), stateWords)))
	row.say("due", r.optionalDay(r.col("due")).String())
	row.say("currency", currency)
	if budget != nil {
		row.say("budget", graph.DetailText(*budget))
	}
	if c := r.col("revenue_bearing"); r.raw(c) != "" {
		row.yes("revenueBearing", true, r.yes(c))
	}
	e, known := im.d.Get(id)
	if !known {
		e = graph.Encode(graph.DecisionArea{Node: graph.Node{ID: id}})
	}
	x := im.sayThing(e, r.feed, key, row)
	for _, property := range []string{"name", "state", "due", "budget"} {
		im.dated(x, property, false)
	}
	for _, property := range []string{"function", "rule", "currency", "revenueBearing"} {
		im.plain(x, property)
	}
	im.writeThing(x)
	if x.counts("account", of) {
		im.put(graph.For{Edge: im.edge(im.edgeID(graph.EdgeFor, string(id)), id, account, graph.Interval{})})
		im.dropStandIn(key)
	}
}

// noAccount is why a row cannot be taken before another file.
const noAccount = "no account has this id, and no organisation with an account either; import the file that has it before this one, or with it"

// area returns the decision area of a key, a placeholder where no file has told of it yet.
func (im *importer) area(key string) graph.ID {
	id, ok := im.find(graph.NodeDecisionArea, key)
	if !ok {
		id = im.placeholder(graph.NodeDecisionArea, key)
	}
	return id
}

// decisionPart reads one row of decision_parts.csv: who plays what part.
func (im *importer) decisionPart(r *rows) {
	key := r.key(r.col("decision_area_id"))
	days := r.days(r.col("start"), r.col("end"))
	if r.bad {
		return
	}
	part := needWord(r, r.col("part"), roleWords)
	who := im.personOrSeat(r, r.col("person_id"), r.col("seat_id"))
	if r.bad {
		return
	}
	area := im.area(key)
	im.claim(r, graph.Decides{Edge: im.claimed(who, area, days), Judgement: im.judgement(r), Part: part}, string(part))
}

// personOrSeat reads two cells of which one names somebody; a person goes before a seat.
func (im *importer) personOrSeat(r *rows, person, seat int) graph.ID {
	if r.raw(person) != "" {
		return im.needPerson(r, person)
	}
	key := r.key(seat)
	if r.bad {
		return ""
	}
	id, ok := im.find(graph.NodePosition, key)
	r.names(id, key)
	if !ok {
		r.complain(seat, EffectRow, "unknown-seat", "no seat has this id")
	}
	return id
}

// policy reads one row of policies.csv: for an account, for a tier, or, with
// neither, for everything.
func (im *importer) policy(r *rows) {
	account := im.needAccount(r, r.col("account_id"), true)
	key := r.optionalKey(r.col("id"))
	if r.bad {
		return
	}
	var tier graph.Tier // a policy for a tier that is not known must not become one for all
	if c := r.col("tier"); r.raw(c) != "" {
		if tier = needWord(r, c, tierWords); r.bad {
			return
		}
	}
	id := im.record(graph.NodePolicy, key, r.keyed(account), string(tier))
	p := graph.Policy{Node: graph.Node{ID: id}, Tier: tier}
	im.stamp(&p.Node, key)
	set := func(to **int, column string, min, max int) {
		if n := r.number(r.col(column), min, max); n != nil {
			*to = n
		}
	}
	set(&p.DeciderDepth, "decider_depth", 0, 20)
	set(&p.InfluencerDepth, "influencer_depth", 0, 20)
	set(&p.CadenceDays, "cadence_days", 1, 3660)
	set(&p.CadenceMaximum, "cadence_maximum", 1, 3660)
	set(&p.CounterpartGap, "counterpart_gap", 0, 4)
	if s := r.share(r.col("neighbourhood")); s != nil {
		p.Neighbourhood = s
	}
	if seats := im.expectedSeats(r); seats != nil {
		p.ExpectedSeats = seats
	}
	of := r.keyed(account)
	if x := im.sayRecord(r.feed, graph.Encode(p), map[string]string{"account": of}); account != "" && x.counts("account", of) {
		im.put(graph.For{Edge: im.edge(im.edgeID(graph.EdgeFor, string(id)), id, account, graph.Interval{})})
	}
}

// expectedSeats reads a list such as "FINANCE/4; IT/3".
func (im *importer) expectedSeats(r *rows) []string {
	c := r.col("expected_seats")
	var out []string
	for _, s := range r.strings(c) {
		i := slices.Index([]byte(s), '/')
		if i > 0 {
			f, ok := functionWords.parse(s[:i])
			n, err := parseInt(s[i+1:], 1, 5)
			if ok && err == nil {
				out = append(out, fmt.Sprintf("%s/%d", f, n))
				continue
			}
		}
		r.complain(c, EffectPart, "expected-seat", "an entry is not of the form FUNCTION/LEVEL, such as FINANCE/4")
	}
	slices.Sort(out)
	return slices.Compact(out)
}
