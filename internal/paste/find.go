package paste

import (
	"cmp"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/alike"
	"github.com/kithgraph/kith/internal/folding"
)

// Match is something in a workspace that a row may mean.
type Match struct {
	Kind    graph.Kind // Person or Organization
	ID      graph.ID
	Name    string
	Where   string // of a person: the seats they hold; "" for none
	Reason  string // why it may be the same
	Certain bool   // it is taken for the same unless somebody says otherwise
}

// Find returns for each row who and what of a workspace it may mean, the certain ones
// first, then by name and ID. A match is certain when the row has an address, a
// profile or a name at a company that belongs to nobody else; an organization is
// certain by its name, or by a domain where one name begins with the other.
func Find(v *view.View, rows []Entry) [][]Match {
	b := newBook(v)
	out := make([][]Match, len(rows))
	for i := range rows {
		out[i] = append(b.people(&rows[i]), b.organizations(&rows[i])...)
	}
	return out
}

// book finds the people and organizations of a view by what rows say.
type book struct {
	v       *view.View
	byMail  map[string][]kernel.N // by the address in all its spellings
	byLink  map[string][]kernel.N
	byName  map[string][]kernel.N
	orgs    map[string][]kernel.N // by folded name
	domains map[string][]kernel.N
}

func newBook(v *view.View) *book {
	b := &book{v: v, byMail: map[string][]kernel.N{}, byLink: map[string][]kernel.N{}, byName: map[string][]kernel.N{}, orgs: map[string][]kernel.N{}, domains: map[string][]kernel.N{}}
	s := v.Snapshot()
	for _, n := range s.Nodes(graph.NodePerson) {
		if k := alike.Name(v.Name(n)); k != "" {
			b.byName[k] = append(b.byName[k], n)
		}
		for _, m := range s.NodeProps(n).Strings("emails") {
			b.byMail[alike.Mail(m)] = append(b.byMail[alike.Mail(m)], n)
		}
		for _, l := range s.NodeProps(n).Strings("links") {
			b.byLink[alike.Link(l)] = append(b.byLink[alike.Link(l)], n)
		}
	}
	for _, n := range s.Nodes(graph.NodeOrganization) {
		if !v.There(n) {
			continue
		}
		b.orgs[folding.Fold(v.Name(n))] = append(b.orgs[folding.Fold(v.Name(n))], n)
		p := s.NodeProps(n)
		for _, d := range append(p.Strings("domains"), alike.Site(p.Text("website"))) {
			if d = strings.ToLower(d); d != "" && !slices.Contains(b.domains[d], n) {
				b.domains[d] = append(b.domains[d], n)
			}
		}
	}
	return b
}

func (b *book) people(r *Entry) []Match {
	s := b.v.Snapshot()
	reasons := map[kernel.N]string{}
	note := func(list []kernel.N, reason string) {
		for _, n := range list {
			if _, ok := reasons[n]; !ok {
				reasons[n] = reason
			}
		}
	}
	for _, m := range r.Emails {
		if k := alike.Mail(m); k != "" {
			note(b.byMail[k], "the same address "+m)
		}
	}
	for _, l := range r.Links {
		note(b.byLink[alike.Link(l)], "the same profile "+l)
	}
	sure := len(reasons)
	for _, n := range b.byName[alike.Name(r.Name)] {
		for _, org := range b.orgs[folding.Fold(r.Organization)] {
			if len(b.seatsIn(n, org)) > 0 {
				note([]kernel.N{n}, "the same name at "+b.v.Name(org))
			}
		}
	}
	if sure == 0 {
		sure = len(reasons)
	}
	certain := map[kernel.N]bool{}
	for n, reason := range reasons {
		certain[n] = sure == 1 && (len(reasons) == 1 || !strings.HasPrefix(reason, "the same name"))
	}
	note(b.byName[alike.Name(r.Name)], "the same name")
	var out []Match
	for n, reason := range reasons {
		var where []string
		for _, seat := range b.v.Seats(n) {
			text := b.v.Title(seat)
			if org, ok := b.v.OrgOf(seat); ok {
				text = strings.TrimPrefix(text+", "+b.v.Name(org), ", ")
			}
			where = append(where, text)
		}
		out = append(out, Match{graph.NodePerson, s.NodeID(n), b.v.Name(n), strings.Join(where, "; "), reason, certain[n]})
	}
	return inOrder(out)
}

// seatsIn returns the seats that somebody holds in an organization or a unit of it.
func (b *book) seatsIn(person, org kernel.N) (found []kernel.N) {
	for _, seat := range b.v.Seats(person) {
		at, ok := b.v.OrgOf(seat)
		for hops := 0; ok && at != org && hops < 100; hops++ {
			at, ok = b.v.Parent(at)
		}
		if ok && at == org {
			found = append(found, seat)
		}
	}
	return found
}

func (b *book) organizations(r *Entry) []Match {
	s := b.v.Snapshot()
	var out []Match
	add := func(n kernel.N, reason string, certain bool) {
		if !slices.ContainsFunc(out, func(m Match) bool { return m.ID == s.NodeID(n) }) {
			out = append(out, Match{graph.NodeOrganization, s.NodeID(n), b.v.Name(n), "", reason, certain})
		}
	}
	name := folding.Fold(r.Organization)
	if name != "" {
		for _, n := range b.orgs[name] {
			add(n, "the same name", len(b.orgs[name]) == 1)
		}
	}
	for _, domain := range r.domains() {
		for _, n := range b.domains[domain] {
			own := folding.Fold(b.v.Name(n))
			like := name == "" || strings.HasPrefix(name, own) || strings.HasPrefix(own, name)
			add(n, "the same domain "+domain, len(b.domains[domain]) == 1 && like && len(out) == 0)
		}
	}
	return inOrder(out)
}

// domains returns the domains of the addresses of a row that say where somebody
// works.
func (r *Entry) domains() []string {
	var out []string
	for _, m := range r.Emails {
		if d := alike.Domain(m); d != "" && !alike.PublicDomain(d) && !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	return out
}

func inOrder(list []Match) []Match {
	slices.SortFunc(list, func(a, b Match) int {
		if a.Certain != b.Certain {
			if a.Certain {
				return -1
			}
			return 1
		}
		return cmp.Or(strings.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return list
}
