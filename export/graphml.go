package export

import (
	"fmt"
	"slices"
	"strings"
)

// GraphML returns the chart as a directed graph in GraphML 1.0: a node per card
// in reading order, an edge of kind REPORTS_TO from each report to its manager,
// and an edge for each link. The nodes are called n0, n1, …; a card's own id,
// names, title and the rest are data of the node, those of several who share a seat
// separated by spaces. A redacted chart has no keys
// for what was dropped. It refuses what [Render] refuses.
func GraphML(chart Chart) (string, error) {
	if err := chart.check(); err != nil {
		return "", err
	}
	g := &graphML{t: newTree(chart.Cards), team: newTeam(chart.Team), redacted: chart.Redacted}
	g.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<graphml xmlns="http://graphml.graphdrawing.org/xmlns">` + "\n")
	for _, k := range graphKeys {
		if !k.sensitive || !chart.Redacted {
			fmt.Fprintf(g, `<key id="%s" for="%s" attr.name="%s" attr.type="%s"/>`+"\n", k.name, k.of, k.name, k.kind)
		}
	}
	g.WriteString(`<graph id="kith" edgedefault="directed">` + "\n")
	g.data("description", strings.TrimSuffix(Clean(chart.Title)+". "+chart.subtitle(), ". "))
	for _, i := range g.t.order {
		g.node(i, &chart.Cards[i])
	}
	for n, e := range graphEdges(&chart, g.t) {
		fmt.Fprintf(g, `<edge id="e%d" source="n%d" target="n%d">`, n, e.from, e.to)
		g.data("kind", e.kind)
		if e.weight > 0 {
			g.data("weight", fmt.Sprintf("%.2f", e.weight))
		}
		g.WriteString("</edge>\n")
	}
	g.WriteString("</graph>\n</graphml>\n")
	return g.String(), nil
}

// graphKeys are the data of nodes and edges.
var graphKeys = []struct {
	name, of, kind string
	sensitive      bool
}{
	{"description", "graph", "string", false},
	{"card", "node", "string", false},
	{"label", "node", "string", false},
	{"title", "node", "string", false},
	{"level", "node", "int", false},
	{"occupancy", "node", "string", false},
	{"collapsed", "node", "int", false},
	{"stance", "node", "string", true},
	{"roles", "node", "string", true},
	{"knownBy", "node", "string", true},
	{"singlePoint", "node", "boolean", true},
	{"kind", "edge", "string", false},
	{"weight", "edge", "double", true},
}

// graphML writes GraphML.
type graphML struct {
	canvas
	t        *tree
	team     *team
	redacted bool
}

// data writes one datum; an empty one is left out.
func (g *graphML) data(key, value string) {
	if value == "" {
		return
	}
	g.WriteString(`<data key="` + key + `">`)
	g.esc(value)
	g.WriteString("</data>")
}

func (g *graphML) node(i int, k *Card) {
	fmt.Fprintf(g, `<node id="n%d">`, i)
	for _, d := range nodeData(k, g.team, g.redacted) {
		g.data(d.key, d.value)
	}
	g.WriteString("</node>\n")
}

// datum is something to know of a node, by the name of a key of graphKeys.
type datum struct{ key, value string }

// nodeData returns what is to know of a card as a node of a graph: values of several who
// share a seat are separated by spaces, and what is not known is empty or left out.
func nodeData(k *Card, t *team, redacted bool) []datum {
	out := []datum{
		{"card", Clean(k.ID)}, {"label", enumerate(k.names())}, {"title", Clean(k.Title)}, {"level", positive(k.Level)},
		{"occupancy", Clean(string(k.Occupancy))}, {"collapsed", positive(k.Collapsed)},
	}
	if redacted {
		return out
	}
	var stances, roles, ties []string
	single := ""
	add := func(list *[]string, s string) {
		if !slices.Contains(*list, s) {
			*list = append(*list, s)
		}
	}
	for _, e := range k.entries() {
		add(&stances, Clean(string(e.Stance)))
		for _, r := range e.Roles {
			add(&roles, Clean(string(r)))
		}
		for _, tie := range t.ties(e.Holder) {
			add(&ties, t.initials[tie.Member]+":"+string(tie.Band))
		}
		if e.SinglePoint {
			single = "true"
		}
	}
	return append(out, datum{"stance", strings.TrimSpace(strings.Join(stances, " "))}, datum{"roles", strings.Join(roles, " ")},
		datum{"knownBy", strings.Join(ties, " ")}, datum{"singlePoint", single})
}

// graphEdge is a line between two cards: indices in Chart.Cards. Weight is 0 for none.
type graphEdge struct {
	from, to int
	kind     string
	weight   float64
}

// graphEdges returns the reporting lines, from each report to its manager in reading order,
// and the links.
func graphEdges(chart *Chart, t *tree) []graphEdge {
	var out []graphEdge
	for _, i := range t.order {
		if boss := t.nodes[i].parent; boss >= 0 {
			out = append(out, graphEdge{i, boss, "REPORTS_TO", 0})
		}
	}
	p := &painter{chart: chart}
	links, _ := betweenCards(p.distinctLinks())
	for _, l := range links {
		weight := l.Weight
		if weight <= 0 || weight > 1 || chart.Redacted {
			weight = 0
		}
		out = append(out, graphEdge{p.places()[l.From], p.places()[l.To], string(l.Kind), weight})
	}
	return out
}
