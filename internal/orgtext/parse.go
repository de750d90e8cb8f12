package orgtext

import (
	"fmt"
	"strings"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/rules"
)

// Parse returns the snapshot that text describes, at revision 1. It fails on
// text that is not in the notation, naming the line, and with [graph.Errors] on
// facts that break a rule.
func Parse(text string) (*kernel.Snapshot, error) {
	elements, err := Elements(text)
	if err != nil {
		return nil, err
	}
	b := kernel.NewBuilder(len(elements))
	for i := range elements {
		if err := b.Add(&elements[i]); err != nil {
			return nil, err
		}
	}
	s := b.Build(1, time.Time{})
	if err := rules.CheckAll(s); err != nil {
		return nil, err
	}
	return s, nil
}

// MustParse is [Parse] for text that is part of a program; it panics on an
// error.
func MustParse(text string) *kernel.Snapshot {
	s, err := Parse(text)
	if err != nil {
		panic("orgtext.MustParse: " + err.Error())
	}
	return s
}

// Elements returns the facts that text describes, nodes before edges and both
// in the order of the text, without holding them against the rules. It fails on
// text that is not in the notation.
func Elements(text string) ([]graph.Element, error) {
	lines, err := lex(text)
	if err != nil {
		return nil, err
	}
	p := &parser{byName: map[nameKey][]graph.ID{}, node: map[graph.ID]int{}, taken: map[graph.ID]bool{}}
	for i := range lines {
		if err := p.line(&lines[i]); err != nil {
			return nil, lines[i].errorf("%w", err)
		}
	}
	return append(p.nodes, p.edges...), nil
}

type nameKey struct {
	kind graph.Kind
	name string
}

type parser struct {
	nodes, edges []graph.Element
	node         map[graph.ID]int // place in nodes
	taken        map[graph.ID]bool
	byName       map[nameKey][]graph.ID
	open         []level // the tree around the present line, outermost first
}

func (p *parser) line(l *line) error {
	for len(p.open) > 0 && p.open[len(p.open)-1].indent >= l.indent {
		p.open = p.open[:len(p.open)-1]
	}
	isOrg := l.tokens[0] == token{"org", word}
	switch {
	case len(p.open) > 0:
		return p.branch(l, isOrg)
	case l.indent > 0:
		return fmt.Errorf("it is indented under nothing")
	case isOrg:
		return p.branch(l, true)
	}
	return p.statement(l.tokens)
}

// resolve returns the ID of the one node of the given kinds that a name or #id
// means.
func (p *parser) resolve(name string, kinds ...graph.Kind) (graph.ID, error) {
	var found []string
	for _, k := range kinds {
		if id, ok := strings.CutPrefix(name, "#"); ok {
			if i, there := p.node[graph.ID(id)]; there && p.nodes[i].Kind == k {
				found = append(found, id)
			}
			continue
		}
		for _, id := range p.byName[nameKey{k, name}] {
			found = append(found, string(id))
		}
	}
	switch len(found) {
	case 1:
		return graph.ID(found[0]), nil
	case 0:
		what := make([]string, len(kinds))
		for i, k := range kinds {
			what[i] = string(k)
		}
		return "", fmt.Errorf("no %s above is called %q", strings.Join(what, " or "), name)
	}
	return "", fmt.Errorf("%q may be #%s", name, strings.Join(found, " or #"))
}

// addNode makes a node. An id given in the text must be free; one that follows
// from a name is made so when again is true.
func (p *parser) addNode(k graph.Kind, name string, given, derived graph.ID, again bool, a *attributes) (graph.ID, error) {
	id := given
	if id == "" {
		if id = derived; again {
			id = p.free(derived)
		}
	}
	if id == "" {
		return "", fmt.Errorf("an empty name gives no id; write one with #id")
	}
	if p.taken[id] {
		return "", fmt.Errorf("the id %s is taken; give another with #id", id)
	}
	props, err := graph.MakeProps(a.values)
	if err != nil {
		return "", err
	}
	p.taken[id] = true
	p.node[id] = len(p.nodes)
	p.nodes = append(p.nodes, graph.Element{ID: id, Kind: k, From: a.days.From, To: a.days.To, Props: props})
	key := nameKey{k, name}
	p.byName[key] = append(p.byName[key], id)
	return id, nil
}

func (p *parser) addEdge(k graph.Kind, given, src, dst graph.ID, a *attributes) error {
	id := given
	if id == "" {
		id = p.free(join(k, strings.ToLower(string(k)), string(src), string(dst)))
	}
	if p.taken[id] {
		return fmt.Errorf("the id %s is taken; give another with #id", id)
	}
	props, err := graph.MakeProps(a.values)
	if err != nil {
		return err
	}
	p.taken[id] = true
	p.edges = append(p.edges, graph.Element{ID: id, Kind: k, Src: src, Dst: dst, From: a.days.From, To: a.days.To, Props: props})
	return nil
}

// free returns id, or id with the first number after it that is not taken.
func (p *parser) free(id graph.ID) graph.ID {
	out := id
	for n := 2; p.taken[out]; n++ {
		out = graph.ID(fmt.Sprintf("%s-%d", id, n))
	}
	return out
}

// maxJoined leaves room for a number behind an ID made of names.
const maxJoined = graph.MaxID - 8

// join makes an ID of parts that are IDs or slugs.
func join(k graph.Kind, parts ...string) graph.ID {
	id := graph.ID(strings.Join(parts, "/"))
	if len(id) > maxJoined {
		return draft.DerivedID(k, parts...)
	}
	return id
}

// slug returns name in lower case with everything but Latin letters and digits
// as single hyphens.
func slug(k graph.Kind, name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && b.String()[b.Len()-1] != '-':
			b.WriteByte('-')
		}
	}
	s := strings.TrimRight(b.String(), "-")
	if s == "" && name != "" || len(s) > maxJoined {
		return string(draft.DerivedID(k, name))
	}
	return s
}
