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
	edges := 0
	edge := func(from, to int, kind string, weight float64) {
		fmt.Fprintf(g, `<edge id="e%d" source="n%d" target="n%d">`, edges, from, to)
		g.data("kind", kind)
		if weight > 0 && weight <= 1 && !chart.Redacted {
			g.data("weight", fmt.Sprintf("%.2f", weight))
		}
		g.WriteString("</edge>\n")
		edges++
	}
	for _, i := range g.t.order {
		if boss := g.t.nodes[i].parent; boss >= 0 {
			edge(i, boss, "REPORTS_TO", 0)
		}
	}
	p := &painter{chart: &chart}
	links, _ := betweenCards(p.distinctLinks())
	for _, l := range links {
		edge(p.places()[l.From], p.places()[l.To], string(l.Kind), l.Weight)
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
	g.data("card", Clean(k.ID))
	g.data("label", enumerate(k.names()))
	g.data("title", Clean(k.Title))
	g.data("level", positive(k.Level))
	g.data("occupancy", Clean(string(k.Occupancy)))
	g.data("collapsed", positive(k.Collapsed))
	if !g.redacted {
		var stances, roles, ties []string
		single := false
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
			for _, tie := range g.team.ties(e.Holder) {
				add(&ties, g.team.initials[tie.Member]+":"+string(tie.Band))
			}
			single = single || e.SinglePoint
		}
		g.data("stance", strings.TrimSpace(strings.Join(stances, " ")))
		g.data("roles", strings.Join(roles, " "))
		g.data("knownBy", strings.Join(ties, " "))
		if single {
			g.data("singlePoint", "true")
		}
	}
	g.WriteString("</node>\n")
}
