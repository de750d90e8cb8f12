package review

import (
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/internal/alike"
)

// maxAlike is how many may have one mail, link, name in a company or domain before
// that says nothing of who is who: a list, a common name, a group.
const maxAlike = 8

// pair is two nodes, the one with the lower number first.
type pair struct{ a, b kernel.N }

// reason is what speaks for two being one, the strongest first.
type reason int

const (
	sameMail reason = iota
	sameLink
	sameNameAndCompany
	sameNameAndDomain
	sameDomain
	sameName
	sameCore // the name without its legal form
)

// likeness is why two may be one.
type likeness struct {
	why   reason
	value string     // what they share
	at    []kernel.N // the organization in which they do
	shown string     // … as it is told; "" for value
	sure  graph.Confidence
}

// part returns what two share as it makes the ID.
func (l likeness) part(called func(kernel.N) string) string {
	s := l.value
	switch l.why {
	case sameNameAndCompany, sameName, sameCore:
		s += "\n"
	}
	for _, n := range l.at {
		s += called(n)
	}
	return s
}

// block gathers nodes by what they may share. Nothing is compared but what is in one.
type block struct {
	at   map[string][]kernel.N
	keys []string // in the order in which they came
}

func newBlock() *block { return &block{at: map[string][]kernel.N{}} }

func (b *block) put(key string, n kernel.N) {
	list := b.at[key]
	switch {
	case list == nil:
		b.keys = append(b.keys, key)
	case len(list) > maxAlike, list[len(list)-1] == n:
		return
	}
	b.at[key] = append(list, n)
}

// pairs calls each with those that share a key, where not too many do.
func (b *block) pairs(each func(key string, p pair)) {
	for _, key := range b.keys {
		list := b.at[key]
		if len(list) > maxAlike {
			continue
		}
		for i, x := range list {
			for _, y := range list[i+1:] {
				if x != y {
					each(key, pair{min(x, y), max(x, y)})
				}
			}
		}
	}
}

// likenesses are why pairs may be one, in the order in which they were found.
type likenesses struct {
	of    map[pair][]likeness
	pairs []pair
}

func (l *likenesses) add(p pair, x likeness) {
	if l.of == nil {
		l.of = map[pair][]likeness{}
	}
	had := l.of[p]
	if had == nil {
		l.pairs = append(l.pairs, p)
	}
	if !slices.ContainsFunc(had, func(h likeness) bool { return h.why == x.why }) {
		l.of[p] = append(had, x)
	}
}

// duplicatePeople suggests people who may be one.
//
// Two are alike by a mail address that is nobody's shared box, by a link, by a name
// and company, or by a name and domain. Names that contradict each other (another
// initial, junior, another name altogether) leave a shared address as no more than
// possible, and two addresses of one domain, or two profiles, do so with a name. Of
// whom one knows the other, or reports to the other, a shared name says nothing.
func (f *finder) duplicatePeople() {
	var found likenesses
	people := f.ever.Nodes(graph.NodePerson)
	mails, links, companies, domains := newBlock(), newBlock(), newBlock(), newBlock()
	orgDomains := map[kernel.N][]string{}
	for _, n := range people {
		p := f.ever.NodeProps(n)
		if p.Bool("placeholder") || !f.There(n) {
			continue
		}
		emails := p.Strings("emails")
		for _, m := range emails {
			if m = alike.Mail(m); m != "" && !alike.SharedBox(m) {
				mails.put(m, n)
			}
		}
		for _, l := range p.Strings("links") {
			if l = alike.Link(l); strings.Contains(l, "/") {
				links.put(l, n)
			}
		}
		name := alike.Name(f.Name(n))
		if name == "" {
			continue
		}
		at := f.places(n)
		for _, x := range at {
			companies.put(name+"\n"+string(f.id(x.company)), n)
		}
		var ds []string
		for _, m := range emails {
			ds = append(ds, alike.Domain(m))
		}
		for _, x := range at {
			known, ok := orgDomains[x.company]
			if !ok {
				known = f.domainsOf(x.company)
				orgDomains[x.company] = known
			}
			ds = append(ds, known...)
		}
		slices.Sort(ds)
		for _, d := range slices.Compact(ds) {
			if d != "" && !alike.PublicDomain(d) {
				domains.put(name+"\n"+d, n)
			}
		}
	}
	mails.pairs(func(mail string, p pair) {
		sure := graph.ConfidenceLow
		if alike.OneName(f.Name(p.a), f.Name(p.b)) {
			sure = graph.ConfidenceHigh
		}
		found.add(p, likeness{why: sameMail, value: mail, sure: sure})
	})
	links.pairs(func(link string, p pair) {
		sure := graph.ConfidenceMedium
		if alike.OneName(f.Name(p.a), f.Name(p.b)) {
			sure = graph.ConfidenceHigh
		}
		found.add(p, likeness{why: sameLink, value: link, sure: sure})
	})
	companies.pairs(func(key string, p pair) {
		if sure, may := f.namesakes(p); may {
			name, company, _ := strings.Cut(key, "\n")
			n, _ := f.ever.Node(graph.ID(company))
			if org, other := f.unit(p.a, n), f.unit(p.b, n); org != other {
				sure = graph.ConfidenceLow // in two parts of one company
			}
			found.add(p, likeness{why: sameNameAndCompany, value: name, at: []kernel.N{n}, shown: f.called(n), sure: sure})
		}
	})
	domains.pairs(func(key string, p pair) {
		if sure, may := f.namesakes(p); may && !slices.ContainsFunc(found.of[p], func(l likeness) bool { return l.why == sameNameAndCompany }) {
			_, domain, _ := strings.Cut(key, "\n")
			found.add(p, likeness{why: sameNameAndDomain, value: key, shown: domain, sure: sure})
		}
	})
	f.duplicates(graph.SuggestionDuplicatePeople, &found, (*draft.Draft).MergePeople)
}

// namesakes says how surely two people of one name, in one company or domain, are
// one; false when something says that they are two.
func (f *finder) namesakes(p pair) (graph.Confidence, bool) {
	if !alike.OneName(f.Name(p.a), f.Name(p.b)) || f.told(p) {
		return "", false
	}
	a, b := f.ever.NodeProps(p.a), f.ever.NodeProps(p.b)
	at := func(list []string) (out []string) { // by domain
		for _, m := range list {
			if d := alike.Domain(m); d != "" && !alike.PublicDomain(d) {
				out = append(out, d)
			}
		}
		return out
	}
	common := func(x, y []string) bool {
		return slices.ContainsFunc(x, func(s string) bool { return slices.Contains(y, s) })
	}
	mails := func(list []string) (out []string) {
		for _, m := range list {
			out = append(out, alike.Mail(m))
		}
		return out
	}
	one := common(mails(a.Strings("emails")), mails(b.Strings("emails")))
	if !one && common(at(a.Strings("emails")), at(b.Strings("emails"))) || len(a.Strings("links")) > 0 && len(b.Strings("links")) > 0 {
		return graph.ConfidenceLow, true
	}
	return graph.ConfidenceMedium, true
}

// told reports whether something recorded says that two people are two: that one
// knows or sways the other, or reports to them.
func (f *finder) told(p pair) bool {
	for _, k := range []graph.Kind{graph.EdgeKnows, graph.EdgeInfluences} {
		for _, from := range []pair{p, {p.b, p.a}} {
			for _, h := range f.ever.Out(from.a, k) {
				if h.Node() == from.b {
					return true
				}
			}
		}
	}
	for _, from := range []pair{p, {p.b, p.a}} {
		for _, seat := range f.Seats(from.a) {
			if boss, ok := f.Manager(seat); ok && slices.Contains(f.Holders(boss), from.b) {
				return true
			}
		}
	}
	return false
}

// unit returns the organization in which a person sits or sat within a company.
func (f *finder) unit(person, company kernel.N) kernel.N {
	for _, x := range f.places(person) {
		if x.company == company {
			return x.unit
		}
	}
	return company
}

// domainsOf returns the domains that say whose an organization's mail is.
func (f *finder) domainsOf(org kernel.N) (out []string) {
	p := f.ever.NodeProps(org)
	for _, d := range append(slices.Clone(p.Strings("domains")), alike.Site(p.Text("website"))) {
		if d = strings.TrimPrefix(strings.ToLower(strings.TrimSpace(d)), "www."); d != "" && !alike.PublicDomain(d) && !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	return out
}

// duplicateOrganizations suggests organizations that may be one: by a domain, a page
// or a name. An organization and its parts share a domain and are several; names are
// compared where both stand alone or below the same one.
func (f *finder) duplicateOrganizations() {
	var found likenesses
	domains, links, names, cores := newBlock(), newBlock(), newBlock(), newBlock()
	for _, n := range f.ever.Nodes(graph.NodeOrganization) {
		if !f.There(n) {
			continue
		}
		for _, d := range f.domainsOf(n) {
			domains.put(d, n)
		}
		if l := f.ever.NodeProps(n).Text("website"); alike.PublicDomain(alike.Site(l)) && strings.Contains(alike.Link(l), "/") {
			links.put(alike.Link(l), n)
		}
		above := ""
		for _, up := range f.above(n) {
			above = string(f.id(up))
		}
		full, core := alike.Company(f.Name(n))
		if full != "" {
			names.put(full+"\n"+above, n)
			cores.put(core+"\n"+above, n)
		}
	}
	core := func(n kernel.N) string { _, c := alike.Company(f.Name(n)); return c }
	domains.pairs(func(domain string, p pair) {
		if f.Company(p.a) == f.Company(p.b) {
			return
		}
		sure := graph.ConfidenceLow
		if core(p.a) == core(p.b) {
			sure = graph.ConfidenceHigh
		}
		found.add(p, likeness{why: sameDomain, value: domain, sure: sure})
	})
	links.pairs(func(link string, p pair) {
		found.add(p, likeness{why: sameLink, value: link, sure: graph.ConfidenceHigh})
	})
	elsewhere := func(p pair) bool {
		a, b := f.ever.NodeProps(p.a).Text("country"), f.ever.NodeProps(p.b).Text("country")
		return a != "" && b != "" && !strings.EqualFold(a, b)
	}
	names.pairs(func(key string, p pair) {
		sure := graph.ConfidenceMedium
		if elsewhere(p) {
			sure = graph.ConfidenceLow
		}
		name, _, _ := strings.Cut(key, "\n")
		found.add(p, likeness{why: sameName, value: name, at: f.above(p.a), shown: f.called(p.a), sure: sure})
	})
	cores.pairs(func(key string, p pair) {
		a, _ := alike.Company(f.Name(p.a))
		b, _ := alike.Company(f.Name(p.b))
		if a == b {
			return
		}
		sure := graph.ConfidenceLow // two legal forms may be two companies
		name, _, _ := strings.Cut(key, "\n")
		if (a == name || b == name) && !elsewhere(p) {
			sure = graph.ConfidenceMedium
		}
		found.add(p, likeness{why: sameCore, value: name, at: f.above(p.a), sure: sure})
	})
	f.duplicates(graph.SuggestionDuplicateOrganizations, &found, (*draft.Draft).MergeOrganizations)
}

// above returns the organization of which one is part, none of a topmost one.
func (f *finder) above(org kernel.N) []kernel.N {
	if up, ok := f.Parent(org); ok {
		return []kernel.N{up}
	}
	return nil
}

// duplicates suggests to merge the pairs that are alike.
func (f *finder) duplicates(kind graph.SuggestionKind, found *likenesses, merge func(d *draft.Draft, keep, drop graph.ID) error) {
	for _, p := range found.pairs {
		why := found.of[p]
		slices.SortStableFunc(why, func(a, b likeness) int { return int(a.why - b.why) })
		sure := graph.ConfidenceLow
		var reasons []string
		for _, l := range why {
			reasons = append(reasons, l.String())
			if sureness(l.sure) > sureness(sure) {
				sure = l.sure
			}
		}
		keep, drop := f.fuller(p)
		// The strongest reason makes the ID: dismissed for it, a pair comes back
		// with a stronger one, and not when a weaker one joins it.
		id, was := f.ids(kind, func(called func(kernel.N) string) []string {
			a, b := called(p.a), called(p.b)
			return []string{min(a, b), max(a, b), reasonWords[why[0].why], why[0].part(called)}
		})
		f.add(Suggestion{
			ID: id, was: was, Kind: kind, Confidence: sure, About: []graph.ID{f.id(keep), f.id(drop)},
			Sentence: f.duplicateSentence(keep, drop, sure, why), Reasons: reasons, Deed: mergeDeed(f.called(drop), f.id(drop), f.called(keep), f.id(keep)),
			Takes: []Part{PartKeep},
			do: func(d *draft.Draft, c *Correction) (graph.ID, error) {
				keep, drop := f.id(keep), f.id(drop)
				switch c.Keep {
				case "", keep:
				case drop:
					keep, drop = drop, keep
				default:
					return "", graph.Invalid("input", []graph.ID{c.Keep}, "keep is %s, want %s or %s", c.Keep, keep, drop)
				}
				return keep, merge(d, keep, drop)
			},
		})
	}
}

// fuller returns two nodes with the one first of which more is on record, ties by ID.
func (f *finder) fuller(p pair) (keep, drop kernel.N) {
	a, b := len(f.ever.OutAll(p.a))+len(f.ever.InAll(p.a)), len(f.ever.OutAll(p.b))+len(f.ever.InAll(p.b))
	if b > a || a == b && f.id(p.b) < f.id(p.a) {
		return p.b, p.a
	}
	return p.a, p.b
}
