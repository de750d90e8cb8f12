package export

import (
	"fmt"
	"strings"
)

// GEXF returns the chart as a directed graph in GEXF 1.3, for Gephi: the nodes, edges and
// data of [GraphML], with the label of a node where Gephi looks for it. It refuses what
// [Render] refuses.
func GEXF(chart Chart) (string, error) {
	if err := chart.check(); err != nil {
		return "", err
	}
	t, tm := newTree(chart.Cards), newTeam(chart.Team)
	c := &canvas{}
	c.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<gexf xmlns="http://gexf.net/1.3" version="1.3">` + "\n<meta><description>")
	c.esc(strings.TrimSuffix(Clean(chart.Title)+". "+chart.subtitle(), ". "))
	c.WriteString("</description></meta>\n" + `<graph defaultedgetype="directed">` + "\n" + `<attributes class="node">` + "\n")
	for _, k := range graphKeys {
		if k.of == "node" && k.name != "label" && (!k.sensitive || !chart.Redacted) {
			kind := k.kind
			if kind == "int" {
				kind = "integer"
			}
			fmt.Fprintf(c, `<attribute id="%s" title="%s" type="%s"/>`+"\n", k.name, k.name, kind)
		}
	}
	c.WriteString("</attributes>\n<nodes>\n")
	for _, i := range t.order {
		fmt.Fprintf(c, `<node id="n%d"`, i)
		data := nodeData(&chart.Cards[i], tm, chart.Redacted)
		for _, d := range data {
			if d.key == "label" {
				c.attr("label", d.value)
			}
		}
		c.WriteString("><attvalues>")
		for _, d := range data {
			if d.key != "label" && d.value != "" {
				c.WriteString(`<attvalue for="` + d.key + `"`)
				c.attr("value", d.value)
				c.WriteString("/>")
			}
		}
		c.WriteString("</attvalues></node>\n")
	}
	c.WriteString("</nodes>\n<edges>\n")
	for n, e := range graphEdges(&chart, t) {
		fmt.Fprintf(c, `<edge id="e%d" source="n%d" target="n%d"`, n, e.from, e.to)
		c.attr("kind", e.kind)
		c.attr("label", e.kind)
		if e.weight > 0 {
			fmt.Fprintf(c, ` weight="%.2f"`, e.weight)
		}
		c.WriteString("/>\n")
	}
	c.WriteString("</edges>\n</graph>\n</gexf>\n")
	return c.String(), nil
}
