package orgtext

import (
	"errors"
	"fmt"

	"github.com/kithgraph/kith/graph"
)

// level is an organization or seat under which deeper lines stand.
type level struct {
	indent int
	org    graph.ID // the organization itself, or that of the seat
	seat   graph.ID // the seat to which seats below report; "" for none
}

// head is the part of a tree line before the holders.
type head struct {
	name string
	id   graph.ID
	attr attributes
}

// head reads NAME [#id] [(ATTRIBUTES)] [@DAYS] and returns the tokens after it.
func (p *parser) head(k graph.Kind, tokens []token) (h head, rest []token, err error) {
	h.name, h.id, rest, err = name(tokens)
	if err != nil {
		return h, nil, err
	}
	if len(rest) > 0 && rest[0] == (token{"(", mark}) {
		end := 1
		for end < len(rest) && rest[end] != (token{")", mark}) {
			end++
		}
		if end == len(rest) {
			return h, nil, errors.New("a parenthesis does not close")
		}
		if err := p.add(&h.attr, k, rest[1:end]); err != nil {
			return h, nil, err
		}
		rest = rest[end+1:]
	}
	end := 0
	for end < len(rest) && rest[end].kind == word {
		if rest[end].text[0] != '@' {
			return h, nil, fmt.Errorf("%q is out of place", rest[end].text)
		}
		end++
	}
	return h, rest[end:], p.add(&h.attr, k, rest[:end])
}

// name reads the words of a name, or one quoted text, and the #id behind it.
func name(tokens []token) (name string, id graph.ID, rest []token, err error) {
	for i, t := range tokens {
		switch {
		case t.kind == quoted && i == 0:
			name = t.text
			continue
		case t.kind == word && t.text[0] == '#' && i > 0:
			id = graph.ID(t.text[1:])
			if !id.Valid() {
				return "", "", nil, fmt.Errorf("%q is not an id", t.text)
			}
			return name, id, tokens[i+1:], nil
		case t.kind == word && t.text[0] != '@' && tokens[0].kind == word:
			if i > 0 {
				name += " "
			}
			name += t.text
			continue
		case i == 0:
			return "", "", nil, errors.New("a name is missing")
		}
		return name, "", tokens[i:], nil
	}
	if len(tokens) == 0 {
		return "", "", nil, errors.New("a name is missing")
	}
	return name, "", nil, nil
}

// branch reads one line of a tree.
func (p *parser) branch(l *line, isOrg bool) error {
	var up level
	if len(p.open) > 0 {
		up = p.open[len(p.open)-1]
	}
	here := level{indent: l.indent, org: up.org, seat: up.seat}
	var err error
	if isOrg {
		here.org, err = p.unit(l.tokens[1:], up)
	} else {
		here.seat, err = p.seat(l.tokens, up)
	}
	p.open = append(p.open, here)
	return err
}

func (p *parser) unit(tokens []token, up level) (graph.ID, error) {
	h, rest, err := p.head(graph.NodeOrganization, tokens)
	if err != nil {
		return "", err
	}
	if len(rest) > 0 {
		return "", fmt.Errorf("%q is out of place", rest[0].text)
	}
	days := attributes{days: h.attr.days}
	if up.org != "" {
		h.attr.days = graph.Interval{}
	}
	if err := p.set(&h.attr, graph.NodeOrganization, "name", h.name); err != nil {
		return "", err
	}
	id, err := p.addNode(graph.NodeOrganization, h.name, h.id, graph.ID(slug(graph.NodeOrganization, h.name)), false, &h.attr)
	if err != nil || up.org == "" {
		return id, err
	}
	return id, p.addEdge(graph.EdgePartOf, "", id, up.org, &days)
}

// occupancies are the words that may stand in place of a holder.
var occupancies = map[string]graph.Occupancy{
	"vacant": graph.OccupancyVacant, "withheld": graph.OccupancyWithheld, "unknown": graph.OccupancyUnknown,
}

func (p *parser) seat(tokens []token, up level) (graph.ID, error) {
	h, rest, err := p.head(graph.NodePosition, tokens)
	if err != nil {
		return "", err
	}
	if len(rest) > 0 {
		if rest[0] != (token{":", mark}) {
			return "", fmt.Errorf("%q is out of place", rest[0].text)
		}
		if rest = rest[1:]; len(rest) == 1 && rest[0].kind == word && occupancies[rest[0].text] != "" {
			if err := p.set(&h.attr, graph.NodePosition, "occupancy", rest[0].text); err != nil {
				return "", err
			}
			rest = nil
		}
	}
	days := attributes{days: h.attr.days}
	h.attr.days = graph.Interval{}
	if err := p.set(&h.attr, graph.NodePosition, "title", h.name); err != nil {
		return "", err
	}
	own := slug(graph.NodePosition, h.name)
	if own == "" {
		own = "seat"
	}
	id, err := p.addNode(graph.NodePosition, h.name, h.id, join(graph.NodePosition, string(up.org), own), true, &h.attr)
	if err != nil {
		return "", err
	}
	if err := p.addEdge(graph.EdgeIn, "", id, up.org, &days); err != nil {
		return "", err
	}
	if up.seat != "" {
		line := attributes{days: days.days, values: map[string]graph.Value{"kind": string(graph.LineSolid)}}
		if err := p.addEdge(graph.EdgeReportsTo, "", id, up.seat, &line); err != nil {
			return "", err
		}
	}
	return id, p.holders(rest, id)
}

func (p *parser) holders(tokens []token, seat graph.ID) error {
	for len(tokens) > 0 {
		h, rest, err := p.head(graph.EdgeHolds, tokens)
		if err != nil {
			return err
		}
		person, err := p.person(h.name, h.id)
		if err != nil {
			return err
		}
		if err := p.addEdge(graph.EdgeHolds, "", person, seat, &h.attr); err != nil {
			return err
		}
		if len(rest) > 0 && (rest[0] != token{",", mark} || len(rest) == 1) {
			return fmt.Errorf("%q is out of place", rest[0].text)
		}
		tokens = rest[min(1, len(rest)):]
	}
	return nil
}

// person returns the person of that name, and a new one when there is none or
// an id is given that nobody has.
func (p *parser) person(name string, id graph.ID) (graph.ID, error) {
	if i, ok := p.node[id]; ok && p.nodes[i].Kind == graph.NodePerson {
		return id, nil
	}
	if name[:min(1, len(name))] == "#" || id == "" && len(p.byName[nameKey{graph.NodePerson, name}]) > 0 {
		return p.resolve(name, graph.NodePerson)
	}
	a := attributes{values: map[string]graph.Value{"name": name}}
	return p.addNode(graph.NodePerson, name, id, graph.ID(slug(graph.NodePerson, name)), false, &a)
}
