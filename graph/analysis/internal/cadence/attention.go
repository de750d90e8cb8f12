package cadence

import (
	"cmp"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/internal/accounts"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/analysis/internal/rhythm"
	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/graph/kernel"
)

const (
	neglectShare   = 0.5  // of the agreed share, below which an account is neglected …
	neglectOverdue = 2    // … with so many contacts overdue …
	neglectChance  = 0.01 // … and by chance so rarely
	overServed     = 2    // times the agreed share, above which an account is over-served …
	overDays       = 10   // … with so many contact-days above what is agreed
	favouriteShare = 0.5  // of the contact-days of one of ours, above which somebody is a favourite
	leastDays      = 10   // contact-days from which favourites and new people are looked for
	newPersonDays  = 180  // in which somebody new is met
)

// share is what one of ours does at one account.
type share struct {
	account int
	days    int
	agreed  float64
}

// AnswerAttention says where the contact-days of ours go, at all accounts. It fails for a
// query that does not hold and for who is not on record.
func AnswerAttention(r *knows.Reader, q analysis.AttentionQuery) (*analysis.AttentionReport, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	c, account, err := newCadences(r, q.Account, q.Person)
	if err != nil {
		return nil, err
	}
	only := c.only
	c.only = knows.Nowhere
	r.Clock.Note(c.end + 6) // a Sunday, with which the week is whole
	rep := &analysis.AttentionReport{From: c.watched, To: c.end}
	a := &attention{cadences: c, by: map[kernel.N][]share{}, with: map[kernel.N]map[kernel.N]int{}}
	var policies []string
	for _, id := range c.all() {
		x, err := c.account(id)
		if err != nil {
			return nil, err
		}
		policies = append(policies, accounts.Version(&x.Policy))
		a.read(x)
	}
	agreed := 0.0
	for _, x := range a.list {
		rep.ContactDays += x.ContactDays
		agreed += x.AgreedDays
	}
	c.findings = nil
	for i := range a.list {
		a.judge(i, rep.ContactDays, agreed)
		if id := a.list[i].Account; (account == "" || account == id) && only == knows.Nowhere {
			rep.Accounts = append(rep.Accounts, a.list[i])
			c.findings = append(c.findings, a.found...)
		}
		a.found = nil
	}
	var people []kernel.N
	for n := range a.by {
		people = append(people, n)
	}
	for _, n := range r.Distinct(people) {
		if r.Ours(n) && (only == knows.Nowhere || only == n) {
			p := a.person(n)
			if account == "" || slices.ContainsFunc(p.Accounts, func(x analysis.AttentionPart) bool { return x.Account == account }) {
				rep.People = append(rep.People, p)
				c.findings = append(c.findings, a.found...)
			}
			a.found = nil
		}
	}
	less := func(x analysis.AccountAttention) float64 { return x.Share - x.AgreedShare }
	place := func(x analysis.AccountAttention) int {
		switch x.State {
		case analysis.AttentionNeglected:
			return 0
		case analysis.AttentionOverServed:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(rep.Accounts, func(x, y analysis.AccountAttention) int {
		return cmp.Or(cmp.Compare(place(x), place(y)), cmp.Compare(less(x), less(y)), strings.Compare(string(x.Account), string(y.Account)))
	})
	slices.SortStableFunc(rep.People, func(x, y analysis.PersonAttention) int { return cmp.Compare(y.ContactDays, x.ContactDays) })
	limit := cmp.Or(q.Limit, analysis.DefaultAttention)
	rep.AccountsTotal, rep.PeopleTotal = len(rep.Accounts), len(rep.People)
	rep.Accounts, rep.People = rep.Accounts[:min(limit, rep.AccountsTotal)], rep.People[:min(limit, rep.PeopleTotal)]
	slices.Sort(policies)
	rep.Envelope = r.Envelope(strings.Join(slices.Compact(policies), " "), c.findings)
	return rep, nil
}

// attention is what is gathered of all accounts.
type attention struct {
	*cadences
	list    []analysis.AccountAttention
	nodes   []kernel.N
	newest  []contact                     // by account, the first contact with whoever was met for the first time last
	last    []contact                     // by account, the last contact
	reasons [][]analysis.Reason           // by account, of what is overdue
	seen    []bool                        // by account, whether all contact of its team would be on record
	by      map[kernel.N][]share          // by one of ours
	with    map[kernel.N]map[kernel.N]int // contact-days by one of ours and one of theirs
	found   []knows.Found
}

// read counts the contact-days of an account in the weeks, and what is agreed.
func (a *attention) read(x *account) {
	weeks := graph.Interval{From: a.watched, To: a.end}
	out := analysis.AccountAttention{Account: x.ID(x.N), Tier: x.Facts.Tier, Revenue: x.Revenue}
	k := len(a.list)
	ours := map[kernel.N]*share{}
	of := func(n kernel.N) *share {
		if ours[n] == nil {
			ours[n] = &share{account: k}
		}
		return ours[n]
	}
	var reasons []analysis.Reason
	for _, d := range x.due() {
		days := float64(weeks.To-weeks.From) / float64(d.Cadence)
		out.AgreedDays += days
		if n, is := x.S.NodeOf(graph.NodePerson, d.Ours); d.Ours != "" && is {
			of(n).agreed += days
		}
		if d.State == analysis.DueOverdue {
			out.Overdue++
			reasons = append(reasons, analysis.Reason{Text: strings.TrimSuffix(d.Sentence, "."), Record: cmp.Or(d.LastRecord, d.Record), On: d.Last})
		}
	}
	first := map[kernel.N]contact{}
	var latest contact
	days := map[pairDay]bool{}
	theirs := map[kernel.N]int{}
	for _, t := range x.list {
		if !t.here {
			continue
		}
		if f, met := first[t.theirs]; !met || t.on < f.on || t.on == f.on && x.ByID(t.record, f.record) < 0 {
			first[t.theirs] = t
		}
		for j := range t.days {
			d := pairDay{t.ours, t.theirs, t.on - graph.Date(j*t.span/t.days)}
			if !weeks.Contains(d.day) || days[d] {
				continue
			}
			days[d] = true
			theirs[d.theirs]++
			of(d.ours).days++
			if a.with[d.ours] == nil {
				a.with[d.ours] = map[kernel.N]int{}
			}
			a.with[d.ours][d.theirs]++
			if t.on > latest.on || t.on == latest.on && x.ByID(t.record, latest.record) < 0 {
				latest = t
			}
		}
	}
	out.ContactDays = len(days)
	var counts []int
	for _, n := range theirs {
		counts = append(counts, n)
	}
	out.Effective = knows.Rounded(rhythm.Effective(counts))
	var newest contact
	for _, f := range first {
		if f.on > newest.on || f.on == newest.on && cmp.Or(x.ByID(f.theirs, newest.theirs), x.ByID(f.record, newest.record)) < 0 {
			newest = f
		}
	}
	if newest.on != 0 {
		out.NewestMet, out.NewestOn = x.ID(newest.theirs), newest.on
	}
	for n, s := range ours {
		a.by[n] = append(a.by[n], *s)
	}
	team := x.Team()
	a.list, a.nodes, a.newest, a.last = append(a.list, out), append(a.nodes, x.N), append(a.newest, newest), append(a.last, latest)
	a.reasons = append(a.reasons, reasons)
	a.seen = append(a.seen, len(team) > 0 && x.allNoticed(team, weeks))
}

// revenue returns an amount that is the only one; 0 for none, several or nothing to share.
func revenue(list []analysis.Money) (amount float64, currency string) {
	if len(list) != 1 || list[0].Amount <= 0 {
		return 0, ""
	}
	return list[0].Amount, list[0].Currency
}

// judge holds the share of an account against what is agreed.
func (a *attention) judge(i, days int, agreed float64) {
	x := &a.list[i]
	if days > 0 {
		x.Share = knows.Rounded(float64(x.ContactDays) / float64(days))
	}
	if agreed > 0 {
		x.AgreedShare = knows.Rounded(x.AgreedDays / agreed)
	}
	x.AgreedDays = knows.Rounded(x.AgreedDays)
	if amount, currency := revenue(x.Revenue); amount > 0 {
		sum := 0.0
		for k := range a.list {
			if m, c := revenue(a.list[k].Revenue); c == currency {
				sum += m
			}
		}
		x.RevenueShare = knows.Rounded(amount / sum)
	}
	x.State = analysis.AttentionAgreed
	switch {
	case x.AgreedDays == 0:
		x.State = analysis.AttentionOpen
	case x.Share > overServed*x.AgreedShare && float64(x.ContactDays) >= x.AgreedDays+overDays:
		x.State = analysis.AttentionOverServed
	case !a.seen[i]:
		x.State = analysis.AttentionUnseen
	case x.Share < neglectShare*x.AgreedShare && x.Overdue >= neglectOverdue && rhythm.AtMost(x.ContactDays, days, x.AgreedShare) < neglectChance:
		x.State = analysis.AttentionNeglected
	}
	told := say.Attention{Account: a.Name(a.nodes[i]), Of: *x}
	x.Sentence = told.Sentence()
	add := func(rule analysis.Rule, severity graph.Severity, policy, remedy, sentence string, subjects []graph.ID, reasons ...analysis.Reason) {
		a.found = append(a.found, knows.Found{Finding: analysis.Finding{
			Rule: rule, Severity: severity, Subjects: subjects, Policy: policy, Reasons: reasons,
			Remedy: &analysis.Remedy{Text: remedy}, Sentence: sentence, Robust: true, Confidence: graph.ConfidenceMedium,
		}, Name: told.Account})
	}
	subject := []graph.ID{x.Account}
	switch x.State {
	case analysis.AttentionNeglected:
		add(analysis.RuleNeglected, graph.SeverityS2, say.NeglectedPolicy, say.NeglectedRemedy, x.Sentence, subject, a.reasons[i]...)
	case analysis.AttentionOverServed:
		t := a.last[i]
		add(analysis.RuleOverServed, graph.SeverityS4, say.OverServedPolicy, say.OverServedRemedy, x.Sentence, subject, analysis.Reason{Text: say.ContactOn(t.on), Record: a.ID(t.record), On: t.on})
	}
	if x.NewestOn == 0 {
		return
	}
	a.Clock.Note(x.NewestOn + newPersonDays)
	if x.ContactDays >= leastDays && a.Day >= x.NewestOn+newPersonDays {
		told.Newest = a.Name(a.newest[i].theirs)
		add(analysis.RuleNobodyNew, graph.SeverityS4, say.NobodyNewPolicy, say.NobodyNewRemedy, told.NobodyNew(), subject,
			analysis.Reason{Text: told.FirstMet(), Record: a.ID(a.newest[i].record), On: x.NewestOn})
	}
}

// person says where the contact-days of one of ours go.
func (a *attention) person(n kernel.N) analysis.PersonAttention {
	out := analysis.PersonAttention{Person: a.ID(n)}
	agreed := 0.0
	revenues := map[string]float64{}
	for _, s := range a.by[n] {
		out.ContactDays += s.days
		agreed += s.agreed
		if amount, currency := revenue(a.list[s.account].Revenue); amount > 0 {
			revenues[currency] += amount
		}
	}
	of := func(x, sum float64) float64 {
		if sum == 0 {
			return 0
		}
		return knows.Rounded(x / sum)
	}
	for _, s := range a.by[n] {
		x := &a.list[s.account]
		part := analysis.AttentionPart{Account: x.Account, ContactDays: s.days, Share: of(float64(s.days), float64(out.ContactDays)), AgreedShare: of(s.agreed, agreed)}
		if amount, currency := revenue(x.Revenue); amount > 0 {
			part.RevenueShare = of(amount, revenues[currency])
		}
		out.Accounts = append(out.Accounts, part)
	}
	slices.SortStableFunc(out.Accounts, func(x, y analysis.AttentionPart) int { return cmp.Compare(y.ContactDays, x.ContactDays) })
	var counts []int
	most := knows.Nowhere
	for theirs, days := range a.with[n] {
		counts = append(counts, days)
		if float64(days) > favouriteShare*float64(out.ContactDays) {
			most = theirs
		}
	}
	out.Effective = knows.Rounded(rhythm.Effective(counts))
	told := say.PersonAttention{Person: a.Name(n)}
	if most != knows.Nowhere && out.ContactDays >= leastDays {
		out.Favourite, out.FavouriteShare = a.ID(most), of(float64(a.with[n][most]), float64(out.ContactDays))
		told.Favourite = a.Name(most)
	}
	top, _ := a.S.NodeOf(graph.NodeAccount, out.Accounts[0].Account)
	told.Of, told.Most = out, a.Name(top)
	out.Sentence = told.Sentence()
	if out.Favourite != "" {
		var latest contact
		a.contacts(most, func(t contact) {
			if t.ours == n && (t.on > latest.on || t.on == latest.on && a.ByID(t.record, latest.record) < 0) {
				latest = t
			}
		})
		a.found = append(a.found, knows.Found{Finding: analysis.Finding{
			Rule: analysis.RuleFavourite, Severity: graph.SeverityS4, Subjects: []graph.ID{out.Person, out.Favourite}, Policy: say.FavouritePolicy,
			Reasons: []analysis.Reason{{Text: say.LastReason(latest.on), Record: a.ID(latest.record), On: latest.on}},
			Remedy:  &analysis.Remedy{Text: say.FavouriteRemedy, Owner: owner(a.Reader, out.Person)}, Sentence: out.Sentence, Robust: true, Confidence: graph.ConfidenceMedium,
		}, Name: a.Name(n)})
	}
	return out
}
