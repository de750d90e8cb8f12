package orgtext

import (
	"fmt"
	"strings"

	"github.com/kithgraph/kith/graph"
)

// edgeKeywords are the statements that are one edge for each pair of names.
var edgeKeywords = map[string]graph.Kind{
	"knows": graph.EdgeKnows, "influences": graph.EdgeInfluences, "pairs": graph.EdgePairedWith,
	"decides": graph.EdgeDecides, "works": graph.EdgeWorksOn, "excludes": graph.EdgeExcludes,
	"reports": graph.EdgeReportsTo, "holds": graph.EdgeHolds, "in": graph.EdgeIn, "part": graph.EdgePartOf,
}

// record is a statement that makes a node and ties it to others.
type record struct {
	kind    graph.Kind
	named   bool // the first clause is the node's own name
	clauses []clause
}

// clause is a part of a statement's head: the word or arrow before it, "" for
// the first one, and the edges to the nodes that it names.
type clause struct {
	mark string
	edge graph.Kind
	to   []graph.Kind
}

var (
	person  = []graph.Kind{graph.NodePerson}
	account = []graph.Kind{graph.NodeAccount}
	matter  = []graph.Kind{graph.NodeAccount, graph.NodeDecisionArea}
	subject = []graph.Kind{graph.NodePerson, graph.NodeAccount, graph.NodeDecisionArea}

	own = clause{}
	by  = clause{"by", graph.EdgeAuthor, person}
)

var records = map[string]record{
	"account":    {graph.NodeAccount, true, []clause{own, {"for", graph.EdgeFor, []graph.Kind{graph.NodeOrganization}}}},
	"area":       {graph.NodeDecisionArea, true, []clause{own, {"for", graph.EdgeFor, account}}},
	"revenue":    {graph.NodeRevenue, false, []clause{{"", graph.EdgeFor, account}}},
	"policy":     {graph.NodePolicy, false, []clause{{"", graph.EdgeFor, account}}},
	"assess":     {graph.NodeAssessment, false, []clause{{"", graph.EdgeAuthor, person}, {"->", graph.EdgeAbout, person}, {"in", graph.EdgeAbout, matter}}},
	"score":      {graph.NodeScorecard, false, []clause{{"", graph.EdgeAuthor, person}, {"->", graph.EdgeAbout, account}}},
	"capture":    {graph.NodeCapture, false, []clause{{"", graph.EdgeAbout, person}}},
	"met":        {graph.NodeInteraction, false, []clause{{"", graph.EdgeAttended, person}, by}},
	"promise":    {graph.NodeCommitment, false, []clause{{"", graph.EdgePromisedBy, person}, {"->", graph.EdgePromisedTo, person}, {"about", graph.EdgeAbout, subject}}},
	"intro":      {graph.NodeIntroduction, false, []clause{{"", graph.EdgeSeeker, person}, {"->", graph.EdgeTarget, person}, {"via", graph.EdgeIntroducer, person}}},
	"problem":    {graph.NodeProblem, false, []clause{{"", graph.EdgeAbout, subject}, by}},
	"concession": {graph.NodeConcession, false, []clause{{"", graph.EdgeAbout, subject}, by}},
	"signal":     {graph.NodeSignal, false, []clause{{"", graph.EdgeAbout, subject}, by}},
	"value":      {graph.NodeValueRecord, false, []clause{{"", graph.EdgeAbout, subject}, by}},
	"action":     {graph.NodeAction, false, []clause{{"", graph.EdgeAbout, subject}, by}},
}

// statement reads a line at the margin that is not a tree.
func (p *parser) statement(tokens []token) error {
	keyword := ""
	if first := tokens[0]; first.kind == word {
		keyword = first.text
	}
	head, attr := splitAttributes(tokens)
	r, isRecord := records[keyword]
	kind, isEdge := edgeKeywords[keyword]
	switch {
	case keyword == "person":
		return p.describe(head[1:], attr)
	case keyword == "was":
		return p.was(head[1:], attr)
	case isRecord:
		return p.record(keyword, r, head[1:], attr)
	case isEdge:
		return p.edge(kind, head[1:], attr)
	}
	for _, t := range head {
		if t.kind == mark && (t.text == "->" || t.text == "<->") {
			return p.edge(graph.EdgeKnows, head, attr)
		}
	}
	return fmt.Errorf("%q begins no statement, and there is no arrow in the line", tokens[0].text)
}

// splitAttributes cuts a statement at its colon or its days.
func splitAttributes(tokens []token) (head, attr []token) {
	for i, t := range tokens {
		switch {
		case t == token{":", mark}:
			return tokens[:i], tokens[i+1:]
		case i > 0 && t.kind == word && t.text[0] == '@':
			return tokens[:i], tokens[i:]
		}
	}
	return tokens, nil
}

// names reads names separated by commas up to one of the stops, and an #id
// after the last.
func names(tokens []token, stops ...string) (out []string, id graph.ID, rest []token, err error) {
	for {
		end := 0
		for end < len(tokens) && !stopsAt(tokens[end], stops) && tokens[end] != (token{",", mark}) {
			end++
		}
		one, given, more, err := name(tokens[:end])
		if err != nil {
			return nil, "", nil, err
		}
		if len(more) > 0 {
			return nil, "", nil, fmt.Errorf("%q is out of place", more[0].text)
		}
		out, tokens = append(out, one), tokens[end:]
		if given != "" || len(tokens) == 0 || tokens[0] != (token{",", mark}) {
			return out, given, tokens, nil
		}
		tokens = tokens[1:]
	}
}

func stopsAt(t token, stops []string) bool {
	for _, s := range stops {
		if t.text == s && t.kind != quoted {
			return true
		}
	}
	return false
}

func ends(k graph.Kind, of func(graph.Endpoint) graph.Kind) []graph.Kind {
	var out []graph.Kind
	seen := map[graph.Kind]bool{}
	for _, e := range graph.Endpoints(k) {
		if end := of(e); !seen[end] {
			seen[end] = true
			out = append(out, end)
		}
	}
	return out
}

func srcOf(e graph.Endpoint) graph.Kind { return e.Src }
func dstOf(e graph.Endpoint) graph.Kind { return e.Dst }

func (p *parser) resolveAll(list []string, kinds []graph.Kind) ([]graph.ID, error) {
	out := make([]graph.ID, len(list))
	for i, n := range list {
		var err error
		if out[i], err = p.resolve(n, kinds...); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// edge reads NAMES -> NAMES of an edge statement.
func (p *parser) edge(k graph.Kind, head, attr []token) error {
	from, _, rest, err := names(head, "->", "<->")
	if err != nil {
		return err
	}
	if len(rest) == 0 {
		return fmt.Errorf("an arrow is missing")
	}
	to, id, after, err := names(rest[1:])
	if err != nil {
		return err
	}
	if len(after) > 0 || id != "" && len(from)*len(to) > 1 {
		return fmt.Errorf("one #id cannot name several edges")
	}
	srcs, err := p.resolveAll(from, ends(k, srcOf))
	if err != nil {
		return err
	}
	dsts, err := p.resolveAll(to, ends(k, dstOf))
	if err != nil {
		return err
	}
	var a attributes
	if err := p.add(&a, k, attr); err != nil {
		return err
	}
	for _, s := range srcs {
		for _, d := range dsts {
			if err := p.addEdge(k, id, s, d, &a); err != nil {
				return err
			}
			if rest[0].text == "<->" {
				if err := p.addEdge(k, "", d, s, &a); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// said is one clause as it stands in a line.
type said struct {
	clause
	names []string
}

// read cuts the head of a record's statement into its clauses; those after
// the first may be missing.
func (r record) read(head []token) (out []said, id graph.ID, err error) {
	for i, c := range r.clauses {
		switch {
		case len(head) == 0 && (i > 0 || r.kind == graph.NodePolicy):
			return out, id, nil
		case i > 0 && !stopsAt(head[0], []string{c.mark}):
			continue
		case i > 0:
			head = head[1:]
		}
		var stops []string
		for _, next := range r.clauses[i+1:] {
			stops = append(stops, next.mark)
		}
		list, given, rest, err := names(head, stops...)
		if err != nil {
			return nil, "", err
		}
		if given != "" {
			id = given
		}
		out, head = append(out, said{c, list}), rest
	}
	if len(head) > 0 {
		return nil, "", fmt.Errorf("%q is out of place", head[0].text)
	}
	return out, id, nil
}

// record reads a statement that makes a node with edges.
func (p *parser) record(keyword string, r record, head, attr []token) error {
	var a attributes
	if err := p.add(&a, r.kind, attr); err != nil {
		return err
	}
	clauses, given, err := r.read(head)
	if err != nil {
		return err
	}
	name, parts := "", []string{keyword}
	if r.named {
		if len(clauses[0].names) > 1 {
			return fmt.Errorf("one %s has one name", keyword)
		}
		name = clauses[0].names[0]
		if err := p.set(&a, r.kind, "name", name); err != nil {
			return err
		}
		parts = append(parts, slug(r.kind, name))
		clauses = clauses[1:]
	}
	ends := make([][]graph.ID, len(clauses))
	for i, c := range clauses {
		if ends[i], err = p.resolveAll(c.names, c.to); err != nil {
			return err
		}
		for _, end := range ends[i] {
			if !r.named {
				parts = append(parts, string(end))
			}
		}
	}
	id, err := p.addNode(r.kind, name, given, join(r.kind, parts...), !r.named, &a)
	if err != nil {
		return err
	}
	for i, c := range clauses {
		for _, end := range ends[i] {
			src, dst := id, end
			if c.edge == graph.EdgeAttended {
				src, dst = dst, src
			}
			if err := p.addEdge(c.edge, "", src, dst, &attributes{}); err != nil {
				return err
			}
		}
	}
	return nil
}

// describe reads a person statement.
func (p *parser) describe(head, attr []token) error {
	list, given, rest, err := names(head)
	if err != nil {
		return err
	}
	if len(list) > 1 || len(rest) > 0 {
		return fmt.Errorf("a person has one name")
	}
	id, err := p.person(list[0], given)
	if err != nil {
		return err
	}
	var a attributes
	if err := p.add(&a, graph.NodePerson, attr); err != nil {
		return err
	}
	e := &p.nodes[p.node[id]]
	for n, v := range e.Props.All() {
		if _, said := a.values[n]; !said {
			a.values[n] = v
		}
	}
	if a.dated {
		e.From, e.To = a.days.From, a.days.To
	}
	e.Props, err = graph.MakeProps(a.values)
	return err
}

// was reads what dated properties of a node were on the days.
func (p *parser) was(head, attr []token) error {
	list, _, rest, err := names(head)
	if err != nil {
		return err
	}
	if len(list) > 1 || len(rest) > 0 {
		return fmt.Errorf("one node at a time")
	}
	owner, err := p.resolve(list[0], ends(graph.EdgeOf, dstOf)...)
	if err != nil {
		return err
	}
	kind := p.nodes[p.node[owner]].Kind
	var a attributes
	if err := p.add(&a, kind, attr); err != nil {
		return err
	}
	for _, f := range graph.Fields(kind) {
		v, ok := a.values[f.Name]
		if !ok {
			continue
		}
		d := attributes{days: a.days, values: map[string]graph.Value{"property": f.Name, "value": graph.DetailText(v)}}
		id, err := p.addNode(graph.NodeDetail, "", "", join(graph.NodeDetail, "was", string(owner), strings.ToLower(f.Name)), true, &d)
		if err != nil {
			return err
		}
		if err := p.addEdge(graph.EdgeOf, "", id, owner, &attributes{}); err != nil {
			return err
		}
	}
	return nil
}
