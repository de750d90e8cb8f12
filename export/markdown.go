package export

import (
	"fmt"
	"strings"

	"github.com/kithgraph/kith/graph/analysis/say"
)

// maxOutline is the deepest indentation of an outline; what is deeper says its
// level in words, so that a long chain of command stays readable.
const maxOutline = 10

// Markdown returns the chart as an outline for reading and for screen readers,
// in CommonMark: title, numbers, findings, the seats as a nested list, a line for
// each with everybody on it, the other lines, and our people. It says what every
// diagram shows. Names cannot bring markup: every character with a
// meaning is escaped. It refuses what [Render] refuses.
func Markdown(chart Chart) (string, error) {
	if err := chart.check(); err != nil {
		return "", err
	}
	o := &outline{p: &painter{chart: &chart, team: newTeam(chart.Team)}, t: newTree(chart.Cards)}
	o.head()
	o.people()
	o.lines()
	o.team()
	if note := Clean(chart.Footnote); note != "" {
		o.line("")
		o.line(markdownText(note))
	}
	return o.String(), nil
}

// outline writes an outline.
type outline struct {
	strings.Builder
	p *painter
	t *tree
}

func (o *outline) line(s string) {
	o.WriteString(s)
	o.WriteByte('\n')
}

// section begins a section.
func (o *outline) section(heading string) {
	o.line("")
	o.line("## " + heading)
	o.line("")
}

// head writes title, subtitle, numbers and findings.
func (o *outline) head() {
	c := o.p.chart
	title := Clean(c.Title)
	if title == "" {
		title = "Organisation chart"
	}
	o.line("# " + markdownText(title))
	if sub := c.subtitle(); sub != "" {
		o.line("")
		o.line(markdownText(sub))
	}
	var stats []string
	for _, s := range c.stats() {
		stats = append(stats, strings.TrimSpace(Clean(s.Value)+" "+Clean(s.Label)))
	}
	if len(stats) > 0 {
		o.line("")
		o.line(markdownText(strings.Join(stats, ", ") + "."))
	}
	if len(c.Findings) > 0 {
		o.section("Findings")
		for _, f := range c.Findings {
			o.line("- " + markdownText(Clean(f.Text)))
		}
	}
}

// people writes the reporting lines.
func (o *outline) people() {
	if len(o.t.order) == 0 {
		return
	}
	o.section("People")
	parked := len(o.t.order) - len(o.t.parked)
	for place, i := range o.t.order {
		if place == parked {
			o.section("Manager not known")
		}
		n := &o.t.nodes[i]
		indent, level := n.depth, ""
		if indent > maxOutline {
			indent, level = maxOutline, fmt.Sprintf("(level %d) ", n.depth+1)
		}
		o.line(strings.Repeat("  ", indent) + "- " + level + markdownText(o.p.team.sentence(&o.p.chart.Cards[i])))
	}
	if n := o.p.chart.Elsewhere; n > 0 {
		o.line("")
		o.line(fmt.Sprintf("%d more %s not shown.", n, say.Plural(n, "seat is", "seats are")))
	}
}

// lines writes the links.
func (o *outline) lines() {
	links := o.p.distinctLinks()
	if len(links) == 0 {
		return
	}
	o.section("Other lines")
	for _, l := range links {
		o.line("- " + markdownText(o.p.linkName(l)+"."))
	}
}

// team writes our people.
func (o *outline) team() {
	c := o.p.chart
	if len(c.Team) == 0 {
		return
	}
	o.section(markdownText(c.ourName()))
	knows := make(map[string]int, len(c.Team))
	for h := range c.everybody() {
		for _, tie := range o.p.team.ties(h) {
			knows[tie.Member]++
		}
	}
	for i := range c.Team {
		m := &c.Team[i]
		o.line("- " + markdownText(o.p.team.initials[m.ID]+": "+o.p.memberSentence(m, knows[m.ID])))
	}
}

// markdownText returns s as text without markup.
func markdownText(s string) string {
	return markdownEscapes.Replace(s)
}

// markdownEscapes writes what CommonMark and its extension for links and tables
// would read as markup within a line.
var markdownEscapes = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", `*`, `\*`, `_`, `\_`, `[`, `\[`, `]`, `\]`, `<`, `\<`, `>`, `\>`,
	`&`, `\&`, `~`, `\~`, `|`, `\|`, `!`, `\!`, `#`, `\#`, `$`, `\$`,
	`://`, `\://`, `www.`, `www\.`, `@`, `\@`,
)
