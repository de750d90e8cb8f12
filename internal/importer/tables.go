package importer

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/kithgraph/kith/internal/folding"
)

// table describes one kind of file: its name, and its columns with the other
// names under which they are found. docs/import.md says what each means.
type table struct {
	name    string
	order   int // its place in tables
	columns []column
	oneOf   [][]string // of each group at least one column must be there
}

type column struct {
	name     string
	aliases  []string
	required bool
}

// columns builds columns from lines "name! = alias, alias"; "!" marks a
// required one.
func columns(lines ...string) []column {
	var out []column
	for _, l := range lines {
		name, aliases, _ := strings.Cut(l, "=")
		name = strings.TrimSpace(name)
		c := column{name: strings.TrimSuffix(name, "!"), required: strings.HasSuffix(name, "!")}
		for _, a := range strings.Split(aliases, ",") {
			if a = strings.TrimSpace(a); a != "" {
				c.aliases = append(c.aliases, folding.Fold(a))
			}
		}
		out = append(out, c)
	}
	return out
}

// tables are the files that kith reads, in the order in which they build on
// each other, but for the last, which is read first.
var tables = []*table{
	{name: "organizations", columns: columns(
		"id! = organization id, organisation id, org id, account id, company id, record id",
		"name! = organization, organisation, company, company name, account name, firma, societe",
		"parent_id = parent, parent organization id, parentid, parent account id",
		"website = website url, url, domain name",
		"type = account type, category",
		"kind = organization kind, unit kind",
		"ours = is ours, own",
		"owner = owner id, account owner, company owner, ownerid",
		"domains = email domains",
		"industry = sector, branche, secteur",
		"country = billing country, land, pays",
		"start = from, start date, valid from",
		"end = to, end date, valid to",
	)},
	{name: "people", columns: columns(
		"id! = person id, contact id, user id, employee id, employee number, employee #, record id, objectid",
		"name = full name, display name, displayname, person, nom",
		"given_name = first name, forename, vorname, prenom",
		"family_name = last name, surname, nachname",
		"email = e mail, mail, email address, e mail address, work email, emails",
		"linkedin = linkedin url, profile url, links, link, url",
		"location = city, office location, standort, ville",
		"timezone = time zone, tz",
		"languages = language, sprachen, langues",
		"notes = note, description, remarks",
		"capacity = pairing capacity",
		"do_not_contact = donotcontact, has opted out",
		"placeholder = is placeholder",
		"capture = capture mode",
	), oneOf: [][]string{{"name", "given_name", "family_name"}}},
	{name: "positions", columns: columns(
		"id = position id, row id",
		"person_id = employee id, holder id, person",
		"person_name = employee name, holder, holder name",
		"organization_id! = organisation id, org id, company id, account id, unit id",
		"title = job title, position, role, jobtitle, stelle, poste",
		"department = dept, division, abteilung, departement",
		"level = grade, band, job level, pay grade",
		"function = job function, field",
		"reports_to_position_id = reports to, manager position id",
		"start = from, start date, hire date, valid from",
		"end = to, end date, valid to",
		"last_day = termination date, last day of work, last working day, leaving date, austrittsdatum, date de sortie",
		"seat_id = seat, post id, post unique reference",
		"reports_to_seat_id = manager seat id, reporting senior post, reports to seat",
		"occupancy = status, seat status",
		"interim = is interim, acting",
		"hold = holding, hold kind",
		"manager = manager state",
		"dotted_to_seat_id = dotted line, dotted line manager, matrix manager",
		"assistant_to_seat_id = assistant to, assistant of",
		"expected = is expected",
		"notice_on = notice, notice given",
	), oneOf: [][]string{{"seat_id", "id"}}},
	{name: "accounts", columns: columns(
		"id = account id",
		"organization_id! = organisation id, org id, company id",
		"name = account name, account",
		"relation = type, account type, relationship",
		"tier = service tier, segment, class",
		"stage = lifecycle stage, status",
		"renewal = renewal date, renewal on, contract end",
		"owner_id = owner, account owner, ownerid, kam",
		"revenue = annual revenue, amount, value, arr",
		"currency = currency iso code, currency code",
		"revenue_from = period start, revenue start",
		"revenue_to = period end, revenue end",
	)},
	{name: "work", columns: columns(
		"person_id! = user id, userid, member id",
		"account_id! = account, accountid, organization id",
		"role = team member role, teammemberrole",
		"start = from, start date",
		"end = to, end date",
	)},
	{name: "decision_areas", columns: columns(
		"id! = decision area id, area id",
		"account_id! = account, accountid, organization id",
		"name! = decision area, area, topic",
		"function = field",
		"budget = amount, value",
		"currency = currency code",
		"rule = decision rule",
		"state = status",
		"due = due date, decision date, close date",
		"revenue_bearing = bears revenue, revenue",
	)},
	{name: "decision_parts", columns: columns(
		"decision_area_id! = decision area, area id, area",
		"person_id = person, contact id",
		"seat_id = seat, position id",
		"part! = role, buying role",
		"start = from, start date",
		"end = to, end date",
		"by = by id, stated by",
		"on = stated on, date",
		"evidence = source, reason",
	), oneOf: [][]string{{"person_id", "seat_id"}}},
	{name: "relationships", columns: columns(
		"from_person_id! = from, from id, person a, source",
		"to_person_id! = to, to id, person b, target",
		"kind! = relationship, type, label",
		"strength = weight, intensity, score",
		"level = coverage, tie level",
		"start = start date, valid from, since",
		"end = end date, valid to, until",
		"time = wave, survey",
		"organization_id = organisation id, group id, context",
		"by = by id, stated by",
		"on = stated on, date",
		"evidence = reason, note",
	)},
	{name: "influences", columns: columns(
		"from_person_id! = from, influencer id",
		"to_person_id! = to, influenced id",
		"weight = strength",
		"kind = type",
		"start = start date, valid from, since",
		"end = end date, valid to, until",
		"by = by id, stated by",
		"on = stated on, date",
		"evidence = reason, note",
	)},
	{name: "interactions", columns: columns(
		"id = interaction id, activity id",
		"person_a! = from person id, our person id, person a id",
		"person_b! = to person id, their person id, person b id",
		"others = attendees, other person ids",
		"people = people in the room, number of attendees, attendee count",
		"channel! = type, activity type, medium",
		"month = period",
		"at = on, date, activity date, day",
		"count = number, times",
		"started_by = direction, initiated by",
		"subject = topic, title",
	), oneOf: [][]string{{"month", "at"}}},
	{name: "assessments", columns: columns(
		"id = assessment id",
		"person_id! = person, contact id",
		"author_id! = author, by, assessed by, user id",
		"account_id = account, accountid, organization id",
		"decision_area_id = decision area, area id",
		"on! = date, assessed on, as of",
		"stance = support, attitude, engagement",
		"roles = decision roles",
		"labels = role, buying role, label, hs buying role",
		"political_status = politics, influence type",
		"motivations = agenda, personal agenda, goals",
		"evidence = reason, note",
		"confidence = certainty",
		"expires = expires on, valid until",
	)},
	{name: "pairings", columns: columns(
		"our_person_id! = ours, participant id, from person id",
		"their_person_id = theirs, stakeholder id, to person id",
		"their_seat_id = seat id, position id",
		"purpose = goal, reason",
		"cadence_days = cadence, every days",
		"current = current level",
		"desired = desired level, target level",
		"owner_id = owner",
		"start = from, start date",
		"end = to, end date",
	), oneOf: [][]string{{"their_person_id", "their_seat_id"}}},
	{name: "commitments", columns: columns(
		"id = commitment id, promise id",
		"by_person_id! = by, promised by, from person id",
		"to_person_id! = to, promised to",
		"text! = what, promise, subject",
		"account_id = account, accountid, organization id",
		"promised! = promised on, made on",
		"due = due date, due on",
		"delivered = delivered on, done, done on",
		"every_days = recurs every, repeats days",
		"first_due = original due, due before",
		"moved_on = moved, postponed on",
		"moved_by = moved by id, postponed by",
		"told = warned",
	)},
	{name: "policies", columns: columns(
		"id = policy id",
		"account_id = account, accountid, organization id",
		"tier = service tier",
		"decider_depth = decider",
		"influencer_depth = influencer",
		"neighbourhood = neighborhood, neighbourhood share",
		"cadence_days = cadence, ideal days",
		"cadence_maximum = maximum days",
		"counterpart_gap = level gap",
		"expected_seats = expected",
	), oneOf: [][]string{{"decider_depth", "influencer_depth", "neighbourhood", "cadence_days", "cadence_maximum", "counterpart_gap", "expected_seats"}}},
	{name: "exclusions", columns: columns(
		"person_id! = person, via person id",
		"target_person_id = target, to person id",
		"account_id = account, accountid, organization id",
		"kind! = type, exclusion",
		"reason = note",
		"start = from, start date",
		"end = to, end date",
		"by = by id, stated by",
		"on = stated on, date",
	), oneOf: [][]string{{"target_person_id", "account_id"}}},
	{name: "introductions", columns: columns(
		"id = introduction id",
		"introducer_id! = introducer, via",
		"seeker_id! = seeker, for",
		"target_id! = target, to",
		"asked! = asked on, requested",
		"accepted = accepted on",
		"declined = declined on",
		"made = made on, introduced on",
		"done = done on, closed on",
		"outcome = result",
	)},
	{name: "identity_candidates", columns: columns(
		"person_a! = person a id",
		"name_a",
		"person_b! = person b id",
		"name_b",
		"reason! = why",
	)},
	{name: "merged_records", columns: columns(
		"kind! = object, record type",
		"id! = merged id, merged record id",
		"into_id! = kept id, master id, master record id",
	)},
}

func init() {
	for i, t := range tables {
		t.order = i
	}
}

// tableNames lists the file names of tables, for messages.
func tableNames(tables []*table) string {
	names := make([]string, len(tables))
	for i, t := range tables {
		names[i] = t.name + ".csv"
	}
	return strings.Join(names, ", ")
}

// tableNamed returns the table that a file name stands for, nil for none.
func tableNamed(file string) *table {
	stem := strings.TrimSuffix(file, filepath.Ext(file))
	if m := dayInName.FindStringSubmatchIndex(stem); m != nil {
		stem = stem[:m[2]] + stem[m[11]:] // positions_2026-02-01.csv
	}
	stem = strings.ReplaceAll(folding.Fold(stem), " ", "_")
	for _, t := range tables {
		if t.name == stem {
			return t
		}
	}
	return nil
}

// tablesLike returns the tables that a header row fits best: all that they
// require is there, and more of their columns than of any other table. It is one
// when the header settles what the file holds.
func tablesLike(header []string) []*table {
	var best []*table
	most := 0
	for _, t := range tables {
		at, _, _ := t.match(header)
		if t.missing(at) != "" {
			continue
		}
		n := 0
		for c, i := range at {
			switch {
			case i < 0:
			case folding.Fold(header[i]) == folding.Fold(t.columns[c].name):
				n += 2 // the column's own name says more than an alias
			default:
				n++
			}
		}
		if n > most {
			best, most = nil, n
		}
		if n == most {
			best = append(best, t)
		}
	}
	return best
}

// match finds the field of each column of t in a header row, -1 where there is
// none. A column's own name goes before its aliases, earlier aliases before
// later ones. It also returns the fields that belong to no column, and those
// that name one a second time.
func (t *table) match(header []string) (at []int, unknown, twice []int) {
	folded := make([]string, len(header))
	for i, h := range header {
		folded[i] = folding.Fold(h)
	}
	used := make([]bool, len(header))
	at = make([]int, len(t.columns))
	find := func(word string) int {
		for i, f := range folded {
			if f == word && !used[i] {
				return i
			}
		}
		return -1
	}
	for c := range t.columns {
		if at[c] = find(folding.Fold(t.columns[c].name)); at[c] >= 0 {
			used[at[c]] = true
		}
	}
	for c := range t.columns {
		for _, a := range t.columns[c].aliases {
			if at[c] >= 0 {
				break
			}
			if at[c] = find(a); at[c] >= 0 {
				used[at[c]] = true
			}
		}
	}
	for i, f := range folded {
		switch {
		case used[i]:
		case slices.ContainsFunc(t.columns, func(c column) bool { return folding.Fold(c.name) == f }):
			twice = append(twice, i)
		default:
			unknown = append(unknown, i)
		}
	}
	return at, unknown, twice
}

// missing returns the first column that t needs and at lacks; "" for none.
func (t *table) missing(at []int) string {
	for c := range t.columns {
		if t.columns[c].required && at[c] < 0 {
			return t.columns[c].name
		}
	}
	for _, group := range t.oneOf {
		if !slices.ContainsFunc(group, func(name string) bool { return at[t.index(name)] >= 0 }) {
			return strings.Join(group, " or ")
		}
	}
	return ""
}

// index returns the place of a column of t by name; asking for one that t does
// not have is a mistake in this package.
func (t *table) index(name string) int {
	for c := range t.columns {
		if t.columns[c].name == name {
			return c
		}
	}
	panic("importer: table " + t.name + " has no column " + name)
}
