// Package cadence answers with whom contact is due or overdue, which ties fell silent,
// and which accounts decline.
package cadence

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/internal/accounts"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/analysis/internal/rhythm"
	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/graph/kernel"
)

const (
	overdueTimes = 1.5 // times the cadence beyond which a contact is overdue
	silentFor    = 366 // days for which a tie that fell silent is told of
)

// Answer holds the contacts of an account, or of all, against what is agreed and what
// was. It fails for a query that does not hold and for who is not on record.
func Answer(r *knows.Reader, q analysis.CadenceQuery) (*analysis.CadenceReport, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	c, account, err := newCadences(r, q.Account, q.Person)
	if err != nil {
		return nil, err
	}
	list := []graph.ID{account}
	if account == "" {
		list = c.all()
	}
	rep := &analysis.CadenceReport{}
	var policies []string
	for _, id := range list {
		x, err := c.account(id)
		if err != nil {
			return nil, err
		}
		policies = append(policies, accounts.Version(&x.Policy))
		rep.Contacts = append(rep.Contacts, x.due()...)
		rep.Silent = append(rep.Silent, x.silent()...)
		if c.only == knows.Nowhere {
			rep.Accounts = append(rep.Accounts, x.rhythm())
		}
		x.Blind()
	}
	limit := cmp.Or(q.Limit, analysis.DefaultCadences)
	states := analysis.DueStates()
	slices.SortStableFunc(rep.Contacts, func(a, b analysis.DueContact) int {
		return cmp.Or(cmp.Compare(slices.Index(states, a.State), slices.Index(states, b.State)), cmp.Compare(a.Due, b.Due),
			strings.Compare(string(a.Person), string(b.Person)), strings.Compare(string(a.Ours), string(b.Ours)), strings.Compare(string(a.Account), string(b.Account)))
	})
	slices.SortStableFunc(rep.Silent, func(a, b analysis.SilentTie) int {
		return cmp.Or(cmp.Compare(a.Last, b.Last),
			strings.Compare(string(a.Person), string(b.Person)), strings.Compare(string(a.Ours), string(b.Ours)), strings.Compare(string(a.Account), string(b.Account)))
	})
	rep.Total, rep.SilentTotal = len(rep.Contacts), len(rep.Silent)
	rep.Contacts, rep.Silent = rep.Contacts[:min(limit, rep.Total)], rep.Silent[:min(limit, rep.SilentTotal)]
	slices.Sort(policies)
	rep.Envelope = r.Envelope(strings.Join(slices.Compact(policies), " "), c.findings)
	return rep, nil
}

// cadences is what the accounts of one question share.
type cadences struct {
	*knows.Reader
	only          kernel.N   // of ours, whom alone is asked about; nowhere for everybody
	year, watched graph.Date // the first days of the year that is learnt from, and of the weeks held against it
	end           graph.Date // the day after those
	noticed       map[kernel.N]knows.Days
	ourDays       map[kernel.N]knows.Days
	season        map[kernel.N]*[rhythm.Baseline]int // of ours, with anybody of theirs
	findings      []knows.Found
}

// newCadences begins to read for a question about an account, or all, and about one of
// ours, or everybody. It returns the id of the account.
func newCadences(r *knows.Reader, account, person graph.ID) (*cadences, graph.ID, error) {
	c := &cadences{Reader: r, only: knows.Nowhere, noticed: map[kernel.N]knows.Days{}, ourDays: map[kernel.N]knows.Days{}, season: map[kernel.N]*[rhythm.Baseline]int{}}
	if person != "" {
		n, err := r.S.Find(person, graph.NodePerson)
		if err != nil {
			return nil, "", err
		}
		if !r.Ours(n) {
			return nil, "", graph.Invalid("query", []graph.ID{person}, "%s is not one of ours", person)
		}
		c.only = n
	}
	if account != "" {
		n, err := r.S.Find(account, graph.NodeAccount)
		if err != nil {
			return nil, "", err
		}
		account = r.ID(n)
	}
	c.weeks()
	return c, account, nil
}

// all returns every account of the day, by id.
func (c *cadences) all() (list []graph.ID) {
	for _, n := range c.S.Nodes(graph.NodeAccount) {
		if c.V.There(n) {
			list = append(list, c.ID(n))
		}
	}
	slices.Sort(list)
	return list
}

// account reads an account with its contacts.
func (c *cadences) account(id graph.ID) (*account, error) {
	a, err := accounts.ReadChart(c.Reader, id)
	if err != nil {
		return nil, err
	}
	x := &account{Account: a, c: c}
	x.read()
	return x, nil
}

// weeks finds the whole weeks up to the day.
func (c *cadences) weeks() {
	c.end = c.Day + 1
	for c.end.Time().Weekday() != time.Monday {
		c.end--
	}
	c.watched = c.end - 7*rhythm.Watched
	c.year = c.watched - 7*rhythm.Baseline
}

func (c *cadences) noticedDays(n kernel.N) knows.Days {
	d, known := c.noticed[n]
	if !known {
		d = c.NoticedDays(n)
		c.noticed[n] = d
	}
	return d
}

func (c *cadences) daysOfOurs(n kernel.N) knows.Days {
	d, known := c.ourDays[n]
	if !known {
		d = c.OurDays(n)
		c.ourDays[n] = d
	}
	return d
}

// throughout reports whether contacts of somebody were noticed on all of their days
// with us among some.
func (c *cadences) throughout(n kernel.N, of graph.Interval) bool {
	for _, with := range c.daysOfOurs(n).And(knows.Days{of}) {
		if len(c.noticedDays(n).Without(with)) > 0 {
			return false
		}
	}
	return true
}

// contact is one of ours and one of theirs on one day, or on several of a period.
type contact struct {
	ours, theirs kernel.N
	on           graph.Date
	record       kernel.N
	days         int32 // how many, of the days up to on
	span         int32 // … which are so many
	here         bool  // theirs sat at the account, and ours with us
}

// contacts calls take for each contact of a person with those who are or were ours.
// Mass mail, rooms of more than thirty and what is to come are none.
func (c *cadences) contacts(theirs kernel.N, take func(contact)) {
	var room []kernel.N
	for _, h := range c.S.Out(theirs, graph.EdgeAttended) {
		n := h.Node()
		p := c.S.NodeProps(n)
		on := p.Date("on")
		c.Clock.Note(on)
		if _, w := knows.Weigh(graph.Channel(p.Text("channel"))); w == 0 || on == 0 || on > c.Day {
			continue
		}
		room = room[:0]
		for _, at := range c.S.In(n, graph.EdgeAttended) {
			room = append(room, at.Node())
		}
		slices.Sort(room)
		room = slices.Compact(room)
		if max(len(room), p.Int("people")) > knows.RoomLimit {
			continue
		}
		valid := c.S.NodeValid(n)
		days, span := knows.Period(p, valid, on), int32(1)
		if valid.From != 0 && valid.From < on {
			span = int32(on-valid.From) + 1
		}
		for _, other := range room {
			if other != theirs && len(c.daysOfOurs(other)) > 0 {
				take(contact{ours: other, theirs: theirs, on: on, record: n, days: days, span: span, here: c.daysOfOurs(other).Contains(on)})
			}
		}
	}
}

// account is an account with the contacts of those who sit there, or did.
type account struct {
	*accounts.Account
	c    *cadences
	list []contact // by theirs, ours, day and record
}

// read reads the contacts of the account.
func (x *account) read() {
	here := map[kernel.N][]graph.Interval{}
	for i := range x.Seats {
		for _, held := range x.S.In(x.Seats[i].N, graph.EdgeHolds) {
			valid := x.S.EdgeValid(held.Edge())
			x.Clock.NoteInterval(valid)
			here[held.Node()] = append(here[held.Node()], valid)
		}
	}
	for n, list := range here {
		sat := knows.DaysOf(list)
		x.c.contacts(n, func(c contact) {
			c.here = c.here && sat.Contains(c.on)
			x.list = append(x.list, c)
		})
	}
	slices.SortFunc(x.list, func(a, b contact) int {
		return cmp.Or(x.ByID(a.theirs, b.theirs), x.ByID(a.ours, b.ours), cmp.Compare(a.on, b.on), x.ByID(b.record, a.record))
	})
}

// of returns the contacts of one of theirs with one of ours, by day.
func (x *account) of(theirs, ours kernel.N) []contact {
	from, _ := slices.BinarySearchFunc(x.list, 0, func(c contact, _ int) int {
		return cmp.Or(x.ByID(c.theirs, theirs), x.ByID(c.ours, ours), 1)
	})
	to := from
	for to < len(x.list) && x.list[to].theirs == theirs && x.list[to].ours == ours {
		to++
	}
	return x.list[from:to]
}

// last returns the latest of some contacts; one without a day for none.
func last(list []contact) (latest contact) {
	for _, c := range list {
		if c.on > latest.on {
			latest = c
		}
	}
	return latest
}

// due holds pairings, and those who decide or approve, against their cadence.
func (x *account) due() (out []analysis.DueContact) {
	r := x.Reader
	seen := map[graph.ID]bool{}
	teamNoticed := x.teamNoticed()
	for p := range x.People {
		person := x.People[p].N
		if accounts.Shunned(r, person) {
			continue
		}
		paired := false
		for _, pr := range r.Pairings(person) {
			cadence := cmp.Or(pr.Days, x.Policy.CadenceDays)
			if cadence == 0 || !r.Ours(pr.Ours) {
				continue
			}
			paired = true
			if x.c.only != knows.Nowhere && x.c.only != pr.Ours || accounts.Bar(r, pr.Ours, person) != "" {
				continue
			}
			latest, holder := last(x.of(person, pr.Ours)), p
			for k := range x.People { // of a seat that several hold the one met last
				if c := last(x.of(x.People[k].N, pr.Ours)); k != p && c.on >= latest.on && pr.Seat != knows.Nowhere && slices.Contains(r.V.Holders(pr.Seat), x.People[k].N) && (c.on > latest.on || k < holder) {
					latest, holder = c, k
				}
			}
			if seen[pr.Record] || holder != p {
				continue
			}
			seen[pr.Record] = true
			out = append(out, x.judge(p, cadence, pr.Ours, pr.Record, pr.Since, latest, x.c.noticedDays(pr.Ours), ""))
		}
		if paired || !x.People[p].Deciding() || x.Policy.CadenceDays == 0 || x.c.only != knows.Nowhere {
			continue
		}
		var with []contact
		from, _ := slices.BinarySearchFunc(x.list, person, func(c contact, n kernel.N) int { return cmp.Or(r.ByID(c.theirs, n), 1) })
		for ; from < len(x.list) && x.list[from].theirs == person; from++ {
			if r.Ours(x.list[from].ours) {
				with = append(with, x.list[from])
			}
		}
		policy := graph.ID("")
		if k := len(x.Policy.Sources); k > 0 {
			policy = x.Policy.Sources[k-1]
		}
		out = append(out, x.judge(p, x.Policy.CadenceDays, knows.Nowhere, policy, 0, last(with), teamNoticed, x.Does(*x.deciding(p))))
	}
	return out
}

// deciding returns the first part by which somebody decides or approves; nil for none.
func (x *account) deciding(p int) *accounts.Part {
	parts := x.People[p].Parts
	if i := slices.IndexFunc(parts, func(pt accounts.Part) bool { return accounts.Decides(pt.Role) || accounts.Approves(pt.Role) }); i >= 0 {
		return &parts[i]
	}
	return nil
}

// teamNoticed returns the days on which contacts of everybody on the team are noticed.
func (x *account) teamNoticed() (days knows.Days) {
	for i, n := range x.Team() {
		if i == 0 {
			days = x.c.noticedDays(n)
		} else {
			days = days.And(x.c.noticedDays(n))
		}
	}
	return days
}

// judge holds the latest contact with somebody against a cadence.
func (x *account) judge(p, cadence int, ours kernel.N, record graph.ID, paired graph.Date, latest contact, noticed knows.Days, does string) analysis.DueContact {
	r := x.Reader
	out := analysis.DueContact{Account: x.ID(x.N), Person: x.Pid(p), Cadence: cadence, Record: record, Last: latest.on}
	told := say.DueContact{Theirs: x.Who(p), Does: does, Cadence: cadence, Last: latest.on, Paired: paired}
	if ours != knows.Nowhere {
		out.Ours, told.Ours = r.ID(ours), r.Name(ours)
	}
	if latest.on != 0 {
		out.LastRecord = r.ID(latest.record)
	}
	from := max(latest.on, paired) // nothing was due before the two were paired
	grace := int(overdueTimes * float64(cadence))
	switch {
	case from == 0:
		out.State = analysis.DueNever
	default:
		out.Due = from + graph.Date(cadence)
		overdue := noticed.After(from, grace+1)
		r.Clock.Note(out.Due)
		r.Clock.Note(from + graph.Date(grace) + 1)
		r.Clock.Note(overdue)
		switch {
		case overdue != 0 && r.Day >= overdue:
			out.State = analysis.DueOverdue
		case r.Day > from+graph.Date(grace):
			out.State = analysis.DueUnseen
		case r.Day >= out.Due:
			out.State = analysis.DueNow
		default:
			out.State = analysis.DueNext
		}
	}
	told.State, told.Due = out.State, out.Due
	out.Sentence = told.Sentence()
	if out.State != analysis.DueOverdue {
		return out
	}
	f := knows.Found{Finding: analysis.Finding{
		Rule: analysis.RuleOverdue, Severity: graph.SeverityS3, Subjects: []graph.ID{out.Person}, Policy: say.OverduePolicy(cadence),
		Remedy: &analysis.Remedy{Text: say.GetInTouch(x.Who(p)), Owner: owner(r, out.Ours)}, Sentence: out.Sentence, Robust: true, Confidence: graph.ConfidenceMedium,
	}, Name: x.Who(p)}
	if x.People[p].Deciding() {
		f.Severity = graph.SeverityS2
	}
	if latest.on != 0 {
		f.Reasons = append(f.Reasons, analysis.Reason{Text: say.LastReason(latest.on), Record: out.LastRecord, On: latest.on})
	}
	if record != "" {
		f.Reasons = append(f.Reasons, analysis.Reason{Text: told.CadenceReason(), Record: record, On: paired})
	}
	if part := x.deciding(p); ours == knows.Nowhere && part != nil {
		f.Reasons = append(f.Reasons, x.PartReason(p, *part))
	}
	if ours != knows.Nowhere {
		f.Subjects = append(f.Subjects, out.Ours)
		if r.Capture(ours) >= 1 {
			f.Confidence = graph.ConfidenceHigh
		}
	}
	x.c.findings = append(x.c.findings, f)
	return out
}

// silent finds ties that had a rhythm, and have it no more.
func (x *account) silent() (out []analysis.SilentTie) {
	r := x.Reader
	for i := 0; i < len(x.list); {
		list := x.of(x.list[i].theirs, x.list[i].ours)
		i += len(list)
		ours, theirs := list[0].ours, list[0].theirs
		p, sits := x.At[theirs]
		if !sits || !r.Ours(ours) || x.c.only != knows.Nowhere && x.c.only != ours || accounts.Bar(r, ours, theirs) != "" || x.overdueWith(theirs, ours) {
			continue
		}
		days := make([]int32, 0, len(list))
		for _, c := range list {
			for k := range c.days {
				days = append(days, int32(c.on)-k*c.span/c.days)
			}
		}
		slices.Sort(days)
		days = slices.Compact(days)
		gap, regular := rhythm.SilentAfter(days)
		latest := list[len(list)-1]
		if !regular {
			continue
		}
		from := x.c.noticedDays(ours).After(latest.on, gap+1)
		r.Clock.Note(from)
		r.Clock.Note(latest.on + silentFor)
		if from == 0 || r.Day < from || r.Day >= latest.on+silentFor {
			continue
		}
		n, longest := rhythm.Rhythm(days)
		s := analysis.SilentTie{Account: x.ID(x.N), Person: x.Pid(p), Ours: r.ID(ours), Last: latest.on, LastRecord: r.ID(latest.record), Days: n, LongestGap: longest}
		s.Sentence = say.SilentTie{Ours: r.Name(ours), Theirs: x.Who(p), Last: s.Last, Days: n, LongestGap: longest}.Sentence()
		out = append(out, s)
		f := knows.Found{Finding: analysis.Finding{
			Rule: analysis.RuleSilent, Severity: graph.SeverityS3, Subjects: []graph.ID{s.Person, s.Ours}, Policy: say.SilentPolicy,
			Reasons: []analysis.Reason{{Text: say.LastReason(s.Last), Record: s.LastRecord, On: s.Last}},
			Remedy:  &analysis.Remedy{Text: say.SilentRemedy(x.Who(p)), Owner: owner(r, s.Ours)}, Sentence: s.Sentence, Robust: true, Confidence: graph.ConfidenceMedium,
		}, Name: x.Who(p)}
		if r.Capture(ours) >= 1 {
			f.Confidence = graph.ConfidenceHigh
		}
		x.c.findings = append(x.c.findings, f)
	}
	return out
}

// overdueWith reports whether a contact of two is told to be overdue already.
func (x *account) overdueWith(theirs, ours kernel.N) bool {
	return slices.ContainsFunc(x.c.findings, func(f knows.Found) bool {
		return f.Rule == analysis.RuleOverdue && len(f.Subjects) == 2 && f.Subjects[0] == x.ID(theirs) && f.Subjects[1] == x.ID(ours)
	})
}

// pairDay is one of ours and one of theirs on one day.
type pairDay struct {
	ours, theirs kernel.N
	day          graph.Date
}

// rhythm holds the contact-days of the account since the year before against that year.
func (x *account) rhythm() analysis.AccountRhythm {
	r := x.Reader
	out := analysis.AccountRhythm{Account: x.ID(x.N), Year: x.c.year, Watched: x.c.watched}
	r.Clock.Note(x.c.end + 6) // a Sunday, with which the week is whole
	window := graph.Interval{From: x.c.year, To: x.c.end}
	counted, left := map[kernel.N]bool{}, []kernel.N{}
	for _, c := range x.list {
		if _, known := counted[c.ours]; !known && c.here && c.on >= x.c.year {
			counted[c.ours] = x.c.throughout(c.ours, window)
			if !counted[c.ours] {
				left = append(left, c.ours)
			}
		}
	}
	out.Left = r.IDs(r.Distinct(left))
	var team []kernel.N
	for n, is := range counted {
		if is {
			team = append(team, n)
		}
	}
	team = r.Distinct(team)
	var days []pairDay
	for _, c := range x.list {
		if !c.here || !counted[c.ours] {
			continue
		}
		for k := range c.days {
			days = append(days, pairDay{c.ours, c.theirs, c.on - graph.Date(k*c.span/c.days)})
		}
	}
	slices.SortFunc(days, func(a, b pairDay) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.ours, b.ours), cmp.Compare(a.theirs, b.theirs))
	})
	days = slices.Compact(days)
	between := func(from, to graph.Date) (n int) {
		for _, d := range days {
			if d.day >= from && d.day < to {
				n++
			}
		}
		return n
	}
	rate := func(from graph.Date, weeks int) float64 {
		return knows.Rounded(float64(between(from, from+graph.Date(7*weeks))) / float64(weeks))
	}
	if len(days) > 0 {
		out.First = days[0].day
	}
	var before [rhythm.Baseline]int
	var watched [rhythm.Watched]int
	for _, d := range days {
		switch week := int(d.day-x.c.year) / 7; {
		case d.day < x.c.year || d.day >= x.c.end:
		case week < rhythm.Baseline:
			before[week]++
		default:
			watched[week-rhythm.Baseline]++
		}
	}
	out.Before, out.Now = rate(x.c.year, rhythm.Baseline), rate(x.c.watched, rhythm.Watched)
	told := say.Rhythm{Account: r.Name(x.N)}
	switch {
	case len(team) == 0 && len(left) > 0:
		out.State = analysis.RhythmUnseen
	case out.First == 0, between(0, x.c.year+lateStart) == 0:
		out.State = analysis.RhythmShort
	default:
		v := rhythm.Watch(before, watched[:], x.usual(team))
		switch v.State {
		case rhythm.TooThin:
			out.State = analysis.RhythmThin
		case rhythm.Declining:
			out.State = analysis.RhythmDeclining
			out.Onset = x.c.watched + graph.Date(7*v.Onset)
			out.Since = rate(out.Onset, rhythm.Watched-v.Onset)
		default:
			out.State = analysis.RhythmSteady
		}
		if v.State != rhythm.TooThin {
			out.Dispersion = knows.Rounded(v.Dispersion)
		}
	}
	if year := out.First + 7*rhythm.Baseline; out.First != 0 && year <= x.c.end && x.allNoticed(team, graph.Interval{From: out.First, To: year}) {
		out.HalfYear, out.FirstYear = rate(out.First, rhythm.Watched), rate(out.First, rhythm.Baseline)
	}
	told.Of = out
	out.Sentence = told.Sentence()
	if out.State == analysis.RhythmDeclining {
		x.c.findings = append(x.c.findings, knows.Found{Finding: analysis.Finding{
			Rule: analysis.RuleDecline, Severity: graph.SeverityS2, Subjects: []graph.ID{out.Account}, Policy: say.DeclinePolicy,
			Reasons: []analysis.Reason{{Text: told.SinceReason(), Record: x.newest(out.Onset, counted), On: out.Onset}, {Text: told.DeclineReason(), Record: x.newest(out.Watched, counted), On: out.Watched}},
			Remedy:  &analysis.Remedy{Text: say.DeclineRemedy}, Sentence: out.Sentence, Robust: true, Confidence: graph.ConfidenceMedium,
		}, Name: r.Name(x.N)})
	}
	return out
}

// lateStart is within how many days of the year that is learnt from the first contact
// must lie, for it to be a whole one.
const lateStart = 28

// allNoticed reports whether the contacts of all were noticed all the time.
func (x *account) allNoticed(team []kernel.N, of graph.Interval) bool {
	return !slices.ContainsFunc(team, func(n kernel.N) bool { return !x.c.throughout(n, of) })
}

// newest returns the last contact before a day, of those who are counted; "" for none.
func (x *account) newest(day graph.Date, counted map[kernel.N]bool) graph.ID {
	var newest contact
	for _, c := range x.list {
		if c.here && counted[c.ours] && c.on < day && (c.on > newest.on || c.on == newest.on && x.ByID(c.record, newest.record) < 0) {
			newest = c
		}
	}
	if newest.on == 0 {
		return ""
	}
	return x.ID(newest.record)
}

// usual returns how busy each week of a year is for some of ours, from their contacts
// with anybody else's people in the year that is learnt from.
func (x *account) usual(team []kernel.N) [rhythm.Baseline]float64 {
	var everybody [rhythm.Baseline]int
	for _, n := range team {
		for i, k := range x.c.seasonOf(n) {
			everybody[i] += k
		}
	}
	return rhythm.Season(everybody)
}

// seasonOf counts the contact-days of one of ours by week of the year that is learnt from.
func (c *cadences) seasonOf(ours kernel.N) *[rhythm.Baseline]int {
	if have := c.season[ours]; have != nil {
		return have
	}
	var days []pairDay
	for _, h := range c.S.Out(ours, graph.EdgeAttended) {
		p := c.S.NodeProps(h.Node())
		on := p.Date("on")
		if _, w := knows.Weigh(graph.Channel(p.Text("channel"))); w == 0 || on < c.year || on >= c.watched {
			continue
		}
		room := c.S.In(h.Node(), graph.EdgeAttended)
		if max(len(room), p.Int("people")) > knows.RoomLimit {
			continue
		}
		for _, at := range room {
			if len(c.daysOfOurs(at.Node())) == 0 {
				days = append(days, pairDay{ours, at.Node(), on})
			}
		}
	}
	slices.SortFunc(days, func(a, b pairDay) int { return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.theirs, b.theirs)) })
	out := &[rhythm.Baseline]int{}
	for _, d := range slices.Compact(days) {
		out[int(d.day-c.year)/7]++
	}
	c.season[ours] = out
	return out
}

// owner returns one of ours as the owner of a remedy: nobody, where they must not be
// contacted.
func owner(r *knows.Reader, id graph.ID) graph.ID {
	if n, there := r.S.Node(id); !there || accounts.Shunned(r, n) {
		return ""
	}
	return id
}
