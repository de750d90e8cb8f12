// Package care finds what is open at accounts, what we delivered there and what we
// granted, from problems, value and concessions on record.
package care

import (
	"cmp"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

const (
	problemDays = 30 // for which a problem may be open
	agreedDays  = 90 // within which the client agrees to value
)

// Answer answers what is open, delivered and granted.
func Answer(r *knows.Reader, q analysis.CareQuery) (*analysis.CareReport, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	q.Days = cmp.Or(q.Days, analysis.DefaultCareDays)
	c := &caring{Reader: r, q: q, from: r.Day - graph.Date(q.Days), at: map[kernel.N]*account{}}
	if q.Account != "" {
		n, err := r.S.Find(q.Account, graph.NodeAccount)
		if err != nil {
			return nil, err
		}
		c.of(n)
		c.records(c.around(n))
		for other := range c.at {
			if other != n {
				delete(c.at, other)
			}
		}
	} else {
		var all []kernel.N
		for _, k := range []graph.Kind{graph.NodeProblem, graph.NodeValueRecord, graph.NodeConcession} {
			all = append(all, r.S.Nodes(k)...)
		}
		c.records(c.Distinct(all))
	}
	rep := &analysis.CareReport{Days: q.Days}
	var nodes []kernel.N
	for n := range c.at {
		nodes = append(nodes, n)
	}
	problems, troubled := 0, 0
	for _, n := range c.Distinct(nodes) {
		a := c.at[n]
		c.close(a)
		if problems += len(a.Problems); len(a.Problems) > 0 {
			troubled++
		}
		rep.Accounts = append(rep.Accounts, a.AccountCare)
	}
	rep.Granted = c.granted()
	rep.Sentence = say.Care(problems, troubled, rep.Granted, q.Days)
	rep.Envelope = c.Envelope("", c.findings(rep.Accounts))
	return rep, nil
}

// caring is the work on one report.
type caring struct {
	*knows.Reader
	q    analysis.CareQuery
	from graph.Date // what is before this day counts no more
	at   map[kernel.N]*account
}

// account is what is gathered about one account.
type account struct {
	analysis.AccountCare
	closed []int // days for which problems were open
}

// of returns what is gathered about an account.
func (c *caring) of(n kernel.N) *account {
	if c.at[n] == nil {
		c.at[n] = &account{AccountCare: analysis.AccountCare{Account: c.ID(n), Name: c.Name(n)}}
	}
	return c.at[n]
}

// around returns the records about an account, its areas and its people, by id.
func (c *caring) around(n kernel.N) []kernel.N {
	about := append([]kernel.N{n}, c.V.AreasOf(n)...)
	for _, seat := range c.V.AccountSeats(n) {
		about = append(about, c.V.Holders(seat)...)
	}
	var out []kernel.N
	for _, x := range about {
		for _, h := range c.S.In(x, graph.EdgeAbout) {
			out = append(out, h.Node())
		}
	}
	return c.Distinct(out)
}

// records reads records, those of other kinds than these three left out.
func (c *caring) records(list []kernel.N) {
	for _, n := range list {
		switch c.S.NodeKind(n) {
		case graph.NodeProblem:
			c.problem(n)
		case graph.NodeValueRecord:
			c.value(n)
		case graph.NodeConcession:
			c.concession(n)
		}
	}
}

// accounts returns the accounts that a record is about, by id: those that it names, else
// the only one of a person that it names.
func (c *caring) accounts(n kernel.N) (out []kernel.N) {
	var people []kernel.N
	for _, h := range c.S.Out(n, graph.EdgeAbout) {
		switch c.S.NodeKind(h.Node()) {
		case graph.NodeAccount:
			out = append(out, h.Node())
		case graph.NodeDecisionArea:
			for _, of := range c.S.Out(h.Node(), graph.EdgeFor) {
				out = append(out, of.Node())
			}
		case graph.NodePerson:
			people = append(people, c.AccountsOf(h.Node())...)
		}
	}
	if people = c.Distinct(people); len(out) == 0 && len(people) == 1 {
		out = people
	}
	return c.Distinct(out)
}

// author returns who wrote a record; "" for nobody known.
func (c *caring) author(n kernel.N) graph.ID {
	for _, h := range c.S.Out(n, graph.EdgeAuthor) {
		return c.ID(h.Node())
	}
	return ""
}

// counts reports whether a day has come and lies in the period, and tells the clock when
// that changes.
func (c *caring) counts(on graph.Date) bool {
	c.Clock.Note(on)
	c.Clock.Note(on + graph.Date(c.q.Days) + 1)
	return on <= c.Day && on >= c.from
}

func (c *caring) problem(n kernel.N) {
	f := view.As[graph.Problem](c.V, n)
	opened := cmp.Or(f.From, f.On)
	c.Clock.NoteInterval(graph.Interval{From: opened, To: f.To})
	switch {
	case opened > c.Day:
	case f.To == 0 || f.To > c.Day:
		p := analysis.OpenProblem{Record: f.ID, Text: f.Text, Opened: opened, Author: c.author(n)}
		if opened != 0 {
			p.DaysOpen = int(c.Day - opened)
			c.Clock.Tomorrow()
		}
		for _, a := range c.accounts(n) {
			c.of(a).Problems = append(c.of(a).Problems, p)
		}
	case c.counts(f.To) && opened != 0:
		for _, a := range c.accounts(n) {
			c.of(a).closed = append(c.of(a).closed, int(f.To-opened))
		}
	}
}

func (c *caring) value(n kernel.N) {
	f := view.As[graph.ValueRecord](c.V, n)
	if !c.counts(f.On) {
		return
	}
	v := analysis.DeliveredValue{Record: f.ID, Text: f.Text, On: f.On, Author: c.author(n)}
	if f.Amount != nil {
		v.Amount = &analysis.Money{Currency: f.Currency, Amount: *f.Amount}
	}
	if c.Clock.Note(f.Agreed); f.Agreed <= c.Day {
		v.Agreed = f.Agreed
	}
	c.Clock.Note(f.On + agreedDays + 1)
	for _, a := range c.accounts(n) {
		c.of(a).Values = append(c.of(a).Values, v)
	}
}

func (c *caring) concession(n kernel.N) {
	f := view.As[graph.Concession](c.V, n)
	on := cmp.Or(f.On, f.From)
	granted := c.counts(on)
	c.Clock.NoteInterval(graph.Interval{From: f.From, To: f.To})
	inForce := on <= c.Day && graph.Interval{From: f.From, To: f.To}.Contains(c.Day)
	if !granted && !inForce {
		return
	}
	x := analysis.GrantedConcession{Record: f.ID, Text: f.Text, On: on, InForce: inForce, Author: c.author(n)}
	for _, a := range c.accounts(n) {
		c.of(a).Concessions = append(c.of(a).Concessions, x)
	}
}

// close sorts and sums what is gathered about an account.
func (c *caring) close(a *account) {
	slices.SortFunc(a.Problems, func(x, y analysis.OpenProblem) int {
		return cmp.Or(cmp.Compare(x.Opened, y.Opened), cmp.Compare(x.Record, y.Record))
	})
	slices.SortFunc(a.Values, func(x, y analysis.DeliveredValue) int {
		return cmp.Or(cmp.Compare(y.On, x.On), cmp.Compare(x.Record, y.Record))
	})
	slices.SortFunc(a.Concessions, func(x, y analysis.GrantedConcession) int {
		return cmp.Or(cmp.Compare(y.On, x.On), cmp.Compare(x.Record, y.Record))
	})
	if a.Closed = len(a.closed); a.Closed > 0 {
		a.ClosedIn = median(a.closed)
	}
	for _, v := range a.Values {
		if v.Amount == nil {
			continue
		}
		a.Delivered = append(a.Delivered, *v.Amount)
		if v.Agreed != 0 {
			a.Agreed = append(a.Agreed, *v.Amount)
		}
	}
	a.Delivered, a.Agreed = knows.SumMoney(a.Delivered), knows.SumMoney(a.Agreed)
	var by []graph.ID
	for _, x := range a.Concessions {
		if x.Author != "" {
			by = append(by, x.Author)
		}
	}
	slices.Sort(by)
	a.Sentence = say.AccountCare(&a.AccountCare, c.q.Days, c.NamesOf(slices.Compact(by)))
}

// median returns the middle of a list of numbers that is not empty, of an even one the
// mean of the two.
func median(list []int) *float64 {
	slices.Sort(list)
	m := float64(list[(len(list)-1)/2]+list[len(list)/2]) / 2
	return &m
}

// granted counts concessions of the period by who granted them, beside what each of the
// others granted who work on an account today.
func (c *caring) granted() (out []analysis.PersonConcessions) {
	seen := map[graph.ID]bool{}
	by := map[kernel.N]*analysis.PersonConcessions{}
	peers := map[kernel.N]bool{}
	for n, a := range c.at {
		for _, p := range c.V.Team(n) {
			peers[p] = true
		}
		for _, x := range a.Concessions {
			if x.On < c.from || x.Author == "" || seen[x.Record] {
				continue
			}
			seen[x.Record] = true
			who, _ := c.S.Node(x.Author)
			if by[who] == nil {
				by[who] = &analysis.PersonConcessions{Person: x.Author, Name: c.Name(who)}
			}
			by[who].Count++
			if x.InForce {
				by[who].InForce++
			}
			peers[who] = true
		}
	}
	for who, x := range by {
		var others []int
		for p := range peers {
			if p == who {
				continue
			}
			n := 0
			if by[p] != nil {
				n = by[p].Count
			}
			others = append(others, n)
		}
		if len(others) > 0 {
			x.Others = *median(others)
		}
		out = append(out, *x)
	}
	slices.SortFunc(out, func(x, y analysis.PersonConcessions) int {
		return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Person, y.Person))
	})
	return out
}

// findings finds what is to be acted on.
func (c *caring) findings(list []analysis.AccountCare) (out []knows.Found) {
	for i := range list {
		a := &list[i]
		for _, p := range a.Problems {
			if p.DaysOpen > problemDays {
				out = append(out, knows.Found{Finding: analysis.Finding{
					Rule: analysis.RuleProblemOpen, Severity: graph.SeverityS3, Subjects: []graph.ID{p.Record, a.Account}, Policy: say.ProblemPolicy(problemDays),
					Reasons:  []analysis.Reason{{Text: say.ProblemOpened(p.Opened), Record: p.Record, On: p.Opened}},
					Remedy:   &analysis.Remedy{Text: say.SolveProblem},
					Sentence: say.ProblemStands(a.Name, p.Text, p.DaysOpen, p.Opened), Robust: true, Confidence: graph.ConfidenceHigh,
				}, Name: a.Name})
			}
		}
		for _, v := range a.Values {
			if v.Agreed == 0 && int(c.Day-v.On) > agreedDays {
				out = append(out, knows.Found{Finding: analysis.Finding{
					Rule: analysis.RuleValueNotAgreed, Severity: graph.SeverityS4, Subjects: []graph.ID{v.Record, a.Account}, Policy: say.ValuePolicy(agreedDays),
					Reasons:  []analysis.Reason{{Text: say.ValueDelivered(v.On), Record: v.Record, On: v.On}},
					Remedy:   &analysis.Remedy{Text: say.AgreeValue},
					Sentence: say.ValueStands(a.Name, v.Text, v.Amount, v.On), Robust: true, Confidence: graph.ConfidenceHigh,
				}, Name: a.Name})
			}
		}
	}
	return out
}
