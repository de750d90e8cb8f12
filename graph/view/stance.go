package view

import (
	"cmp"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
)

// Nowhere stands for no node.
const Nowhere kernel.N = -1

// Judged is one colleague's judgement of a person that counts on a day.
type Judged struct {
	N        kernel.N
	ID       graph.ID
	Author   kernel.N   // Nowhere when that is not recorded
	On       graph.Date // the day on which it was last said
	Stance   graph.Stance
	Roles    []graph.Role
	Accounts []kernel.N // that it is about, directly or by an area; none for one in general
	Areas    []kernel.N
}

// Matter is what a judgement may be about: accounts, and one area of them. The
// zero Matter is no account in particular.
type Matter struct {
	Accounts []kernel.N
	Area     kernel.N // Nowhere for none
	Any      bool     // every matter, whatever the rest says
}

// Within returns the matter of one account.
func Within(account kernel.N) Matter { return Matter{Accounts: []kernel.N{account}, Area: Nowhere} }

// MatterOf returns the matter of an account or of a decision area.
func (v *View) MatterOf(n kernel.N) Matter {
	if v.Ever().NodeKind(n) != graph.NodeDecisionArea {
		return Within(n)
	}
	m := Matter{Area: n}
	if account, ok := v.One(n, graph.EdgeFor, graph.NodeAccount); ok {
		m.Accounts = []kernel.N{account}
	}
	return m
}

// Applies reports whether the judgement applies to a matter: one about no account
// applies to all of them, one about an area to no other area, and to its account.
func (j *Judged) Applies(m Matter) bool {
	if m.Any {
		return true
	}
	if len(j.Areas) > 0 && m.Area != Nowhere {
		return slices.Contains(j.Areas, m.Area)
	}
	return len(j.Accounts) == 0 || slices.ContainsFunc(j.Accounts, func(n kernel.N) bool { return slices.Contains(m.Accounts, n) })
}

// Judgements returns the judgements of a person that count on the day, newest
// first, of one day by ID: they are there, made by then, and not expired.
func (v *View) Judgements(person kernel.N) []Judged {
	var list []Judged
	for h := range v.In(person, graph.EdgeAbout) {
		n := h.Node()
		if v.Ever().NodeKind(n) != graph.NodeAssessment {
			continue
		}
		f := As[graph.Assessment](v, n)
		stands, saying := f.Stands(v.day), graph.Saying{Made: f.On, Confirmed: f.ConfirmedOn}
		v.clock.NoteInterval(stands)
		v.clock.Note(saying.Confirmed)
		said, made := saying.Last(v.day)
		if !made || !stands.Contains(v.day) {
			continue
		}
		j := Judged{N: n, ID: f.ID, Author: Nowhere, On: said, Stance: f.Stance, Roles: f.Roles}
		if by, ok := v.One(n, graph.EdgeAuthor, graph.NodePerson); ok {
			j.Author = by
		}
		for _, about := range v.Ever().Out(n, graph.EdgeAbout) {
			switch v.Ever().NodeKind(about.Node()) {
			case graph.NodeAccount:
				j.Accounts = append(j.Accounts, about.Node())
			case graph.NodeDecisionArea:
				j.Areas = append(j.Areas, about.Node())
				if account, ok := v.One(about.Node(), graph.EdgeFor, graph.NodeAccount); ok {
					j.Accounts = append(j.Accounts, account)
				}
			}
		}
		list = append(list, j)
	}
	slices.SortFunc(list, func(a, b Judged) int {
		return cmp.Or(cmp.Compare(b.On, a.On), strings.Compare(string(a.ID), string(b.ID)))
	})
	return list
}

// Standing is how a person stands to us in a matter, and who says so.
type Standing struct {
	Stance   graph.Stance // UNKNOWN when nobody knows
	Record   graph.ID     // the judgement that says so, "" for none
	On       graph.Date   // its day
	Disputed bool         // colleagues disagree; this is the worse judgement
}

// Stand is the one definition of a stance: of each colleague's newest judgement
// that applies to the matter and is not UNKNOWN the worst, of equal ones the newest.
// The judgements are those of [View.Judgements].
func Stand(list []Judged, m Matter) Standing {
	worst := Standing{Stance: graph.StanceUnknown}
	var heard []kernel.N
	for i := range list {
		j := &list[i]
		if !j.Applies(m) || !j.Stance.Known() || slices.Contains(heard, j.Author) {
			continue
		}
		heard = append(heard, j.Author)
		if worst.Stance.Known() && worst.Stance != j.Stance {
			worst.Disputed = true
		}
		if j.Stance.Worse(worst.Stance) {
			worst.Stance, worst.Record, worst.On = j.Stance, j.ID, j.On
		}
	}
	return worst
}

// Stance returns how a person stands to us on the day in a matter: [Stand].
func (v *View) Stance(person kernel.N, m Matter) Standing { return Stand(v.Judgements(person), m) }
