package export

import (
	"fmt"
	"strings"
)

// DOT returns the chart in Graphviz's language, for tools that read it: a node
// per card in reading order, in the colours of the worst stance on it, solid
// reporting lines, and the links. Every name
// is a quoted string in which nothing has a meaning to Graphviz, neither
// escape sequences nor entities nor markup. It refuses what [Render] refuses.
func DOT(chart Chart) (string, error) {
	if err := chart.check(); err != nil {
		return "", err
	}
	t := newTree(chart.Cards)
	tm := newTeam(chart.Team)
	var b strings.Builder
	b.WriteString("digraph kith {\n")
	fmt.Fprintf(&b, "\tlabel=%s;\n", quoteDOT(strings.TrimSuffix(Clean(chart.Title)+"\n"+chart.subtitle(), "\n")))
	b.WriteString("\tlabelloc=t;\n\trankdir=TB;\n")
	b.WriteString("\tnode [shape=box, style=\"rounded,filled\", fillcolor=\"#FFFFFF\", color=\"#7C8A99\", fontname=\"Helvetica\"];\n")
	b.WriteString("\tedge [color=\"#5B6B7B\", dir=none];\n")
	for _, i := range t.order {
		k := &chart.Cards[i]
		label := strings.Join(k.names(), "\n")
		if title := Clean(k.Title); title != "" {
			label += "\n" + title
		}
		fmt.Fprintf(&b, "\tn%d [label=%s, tooltip=%s", i, quoteDOT(label), quoteDOT(tm.sentence(k)))
		switch {
		case k.stance() != "":
			look := lookOf(k.stance())
			fmt.Fprintf(&b, ", fillcolor=\"%s\", color=\"%s\"", look.tint.light, look.colour.light)
		case k.vacant():
			b.WriteString(", style=\"rounded,dashed\"")
		}
		b.WriteString("];\n")
	}
	for _, i := range t.order {
		if parent := t.nodes[i].parent; parent >= 0 {
			fmt.Fprintf(&b, "\tn%d -> n%d;\n", parent, i)
		}
	}
	index := make(map[string]int, len(chart.Cards))
	for i := range chart.Cards {
		index[chart.Cards[i].ID] = i
	}
	for _, l := range chart.Links {
		look, known := linkLooks[l.Kind]
		from, okFrom := index[l.From]
		to, okTo := index[l.To]
		if !known || !okFrom || !okTo || from == to {
			continue
		}
		style, dir, head := "dashed", "none", "none"
		switch look.end {
		case endArrow:
			dir, head = "forward", "normal"
		case endBar:
			dir, head = "forward", "tee"
		}
		if l.Kind == LinkAlsoReports {
			style = "dotted"
		}
		fmt.Fprintf(&b, "\tn%d -> n%d [constraint=false, style=%s, dir=%s, arrowhead=%s, color=\"%s\", tooltip=\"%s\"];\n",
			from, to, style, dir, head, look.colour.light, look.word)
	}
	b.WriteString("}\n")
	return b.String(), nil
}

// quoteDOT returns s as a quoted string of Graphviz's language that means s.
// Graphviz reads escape sequences and entities in quoted strings, so that
// backslashes and ampersands are written as entities; line breaks become its
// centred line breaks.
func quoteDOT(s string) string {
	return `"` + strings.NewReplacer(`"`, "&quot;", `\`, "&#92;", "&", "&amp;", "\n", `\n`).Replace(s) + `"`
}
