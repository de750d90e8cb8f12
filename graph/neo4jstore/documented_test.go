package neo4jstore_test

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/neo4jstore"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/neo4jtest"
)

// documentedQuestions returns the questions of docs/neo4j.md by their words.
func documentedQuestions(t *testing.T) map[string]string {
	t.Helper()
	b, err := os.ReadFile("../../docs/neo4j.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(b), "\n## Asking in Cypher\n")
	text, _, _ = strings.Cut(text, "\n## ")
	out := map[string]string{}
	parts := strings.Split(text, "```cypher\n")
	for i, part := range parts[1:] {
		statement, _, _ := strings.Cut(part, "```")
		at := strings.LastIndex(parts[i], "\n**")
		question, _, ok := strings.Cut(parts[i][at+3:], "**")
		if !ok || out[question] != "" {
			t.Fatalf("docs/neo4j.md asks without a question of its own:\n%s", statement)
		}
		out[question] = statement
	}
	return out
}

// inGo answers the questions of docs/neo4j.md by the one reading of a day: rows as
// they stand in the answers, in any order.
var inGo = map[string]func(d *dayOfDemo) [][]any{
	"Who is ours?": func(d *dayOfDemo) (out [][]any) {
		for _, p := range d.people() {
			for _, seat := range d.v.Seats(p) {
				if unit, ok := d.v.OrgOf(seat); ok && d.v.OrgIsOurs(unit) {
					out = append(out, []any{d.name(p), d.v.Title(seat), d.name(d.v.Company(unit))})
				}
			}
		}
		return out
	},
	"What was somebody's title on the day, and where?": func(d *dayOfDemo) (out [][]any) {
		for _, seat := range d.v.Seats(d.the("Julia Moreau")) {
			if unit, ok := d.v.OrgOf(seat); ok {
				out = append(out, []any{d.v.Title(seat), d.name(d.v.Company(unit))})
			}
		}
		return out
	},
	"Who held what seat at a company?": func(d *dayOfDemo) (out [][]any) {
		for _, seat := range d.brackwell() {
			for _, p := range d.v.Holders(seat) {
				out = append(out, []any{d.v.Title(seat), d.name(p)})
			}
		}
		return out
	},
	"How many sit in which part of it?": func(d *dayOfDemo) (out [][]any) {
		for _, unit := range d.v.Subtree(d.the("Brackwell Foods")) {
			sitting := map[kernel.N]bool{}
			for _, seat := range d.v.SeatsIn(unit) {
				for _, p := range d.v.Holders(seat) {
					sitting[p] = true
				}
			}
			if len(sitting) > 0 {
				out = append(out, []any{d.name(unit), len(sitting)})
			}
		}
		return out
	},
	"Which of its seats are vacant?": func(d *dayOfDemo) (out [][]any) {
		for _, seat := range d.brackwell() {
			if d.v.Occupancy(seat) == graph.OccupancyVacant {
				out = append(out, []any{d.v.Title(seat), d.v.Level(seat)})
			}
		}
		return out
	},
	"To whom does somebody report?": func(d *dayOfDemo) (out [][]any) {
		for _, seat := range d.v.Seats(d.the("Leo Brandt")) {
			if boss, ok := d.v.Manager(seat); ok {
				for _, p := range d.v.Holders(boss) {
					out = append(out, []any{d.name(p), d.v.Title(boss)})
				}
			}
		}
		return out
	},
	"Who has which part in what is decided?": func(d *dayOfDemo) (out [][]any) {
		for _, area := range d.v.AreasOf(d.account("Brackwell Foods")) {
			for h := range d.v.In(area, graph.EdgeDecides) {
				p := d.v.Snapshot().NodeProps(h.Node())
				out = append(out, []any{d.name(area), d.v.Snapshot().EdgeProps(h.Edge()).Text("part"), cmp.Or(p.Text("name"), p.Text("title"))})
			}
		}
		return out
	},
	"Which champions does nobody of ours know?": func(d *dayOfDemo) (out [][]any) {
		for _, p := range d.people() {
			champion := slices.ContainsFunc(d.v.Judgements(p), func(j view.Judged) bool { return j.Stance == graph.StanceChampion })
			known := false
			for _, hs := range [][]kernel.Half{slices.Collect(d.v.In(p, graph.EdgeKnows)), slices.Collect(d.v.Out(p, graph.EdgeKnows))} {
				for _, h := range hs {
					known = known || d.v.Ours(h.Node()) && d.said(h)
				}
			}
			if champion && !known {
				out = append(out, []any{d.name(p)})
			}
		}
		return out
	},
	"Who of ours says to know whom there, and how well?": func(d *dayOfDemo) (out [][]any) {
		for _, p := range d.sitting() {
			for h := range d.v.In(p, graph.EdgeKnows) {
				if d.v.Ours(h.Node()) && d.said(h) {
					out = append(out, []any{d.name(h.Node()), d.name(p), d.v.Snapshot().EdgeProps(h.Edge()).Text("level")})
				}
			}
		}
		return out
	},
	"When did any of ours last meet whom?": func(d *dayOfDemo) (out [][]any) {
		for _, p := range d.sitting() {
			var last graph.Date
			for _, met := range d.v.Snapshot().Out(p, graph.EdgeAttended) {
				on := d.v.Snapshot().NodeProps(met.Node()).Date("on")
				for _, h := range d.v.Snapshot().In(met.Node(), graph.EdgeAttended) {
					if on <= d.v.Day() && d.v.Ours(h.Node()) {
						last = max(last, on)
					}
				}
			}
			if last > 0 {
				out = append(out, []any{d.name(p), last})
			}
		}
		return out
	},
	"Who is new in a seat, since 90 days ago?": func(d *dayOfDemo) (out [][]any) {
		for day := d.v.Day() - 89; day <= d.v.Day(); day++ {
			on := dayOfDemo{d.t, view.On(d.v.Snapshot(), day)}
			for _, seat := range on.brackwell() {
				for h := range on.v.In(seat, graph.EdgeHolds) {
					if d.v.Snapshot().EdgeValid(h.Edge()).From == day {
						out = append(out, []any{d.name(h.Node()), on.v.Title(seat), day})
					}
				}
			}
		}
		return out
	},
	"Who used to sit there, and where are they now?": func(d *dayOfDemo) (out [][]any) {
		company := d.the("Brackwell Foods")
		for _, p := range d.people() {
			left := false
			for _, h := range d.v.Snapshot().Out(p, graph.EdgeHolds) {
				held := d.v.Snapshot().EdgeValid(h.Edge())
				for day := held.From; held.From != 0 && held.To != 0 && held.To <= d.v.Day() && day < held.To; day++ {
					v := view.On(d.v.Snapshot(), day)
					unit, ok := v.OrgOf(h.Node())
					left = left || ok && v.Company(unit) == company
				}
			}
			for _, seat := range d.v.Seats(p) {
				if unit, ok := d.v.OrgOf(seat); ok && left && d.v.Company(unit) != company {
					out = append(out, []any{d.name(p), d.v.Title(seat), d.name(d.v.Company(unit))})
				}
			}
		}
		return out
	},
}

// dayOfDemo is the sample company on a day.
type dayOfDemo struct {
	t *testing.T
	v *view.View
}

func (d *dayOfDemo) people() []kernel.N {
	return slices.DeleteFunc(slices.Clone(d.v.Snapshot().Nodes(graph.NodePerson)), func(n kernel.N) bool { return !d.v.There(n) })
}

// name is the name of today.
func (d *dayOfDemo) name(n kernel.N) string { return d.v.Snapshot().NodeProps(n).Text("name") }

// named returns the one node of some kinds that has a name.
func (d *dayOfDemo) named(name string, kinds ...graph.Kind) kernel.N {
	for _, k := range kinds {
		for _, n := range d.v.Snapshot().Nodes(k) {
			if d.name(n) == name {
				return n
			}
		}
	}
	d.t.Fatalf("nothing is called %s", name)
	return 0
}

func (d *dayOfDemo) the(name string) kernel.N {
	return d.named(name, graph.NodePerson, graph.NodeOrganization)
}

func (d *dayOfDemo) account(name string) kernel.N { return d.named(name, graph.NodeAccount) }

// brackwell returns the seats of Brackwell Foods.
func (d *dayOfDemo) brackwell() []kernel.N { return d.v.AccountSeats(d.account("Brackwell Foods")) }

// sitting returns who holds them.
func (d *dayOfDemo) sitting() (out []kernel.N) {
	for _, seat := range d.brackwell() {
		out = append(out, d.v.Holders(seat)...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// said reports whether a claim had been made.
func (d *dayOfDemo) said(h kernel.Half) bool {
	return d.v.Snapshot().EdgeProps(h.Edge()).Date("on") <= d.v.Day()
}

// documented asks the questions of docs/neo4j.md on some days, as they stand there, and
// compares them with their answers in Go. Each has one on some day.
func (p *parity) documented(days ...string) {
	p.t.Helper()
	questions := documentedQuestions(p.t)
	if got, want := slices.Sorted(maps.Keys(questions)), slices.Sorted(maps.Keys(inGo)); !slices.Equal(got, want) || len(want) != 12 {
		p.t.Fatalf("docs/neo4j.md asks\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	titles := map[string]bool{}
	for _, question := range slices.Sorted(maps.Keys(questions)) {
		answered := 0
		for _, day := range days {
			on := graph.MustDate(day)
			want := lines(inGo[question](&dayOfDemo{p.t, view.On(p.view.Snapshot(), on)}))
			got := rows(p.t, p.server, questions[question], map[string]any{"workspace": string(p.ws), "day": date(on)})
			p.same(question+" "+day, lines(got), want)
			answered += len(want)
			if strings.HasPrefix(question, "What was somebody's title") {
				titles[fmt.Sprint(want)] = true
			}
		}
		if answered == 0 {
			p.t.Errorf("%s: no answer on any of %v", question, days)
		}
		p.compared += answered
	}
	if len(titles) < 2 {
		p.t.Errorf("on all of %v the title is %v: want a day on which it was another one", days, titles)
	}
}

// lines returns rows as text, sorted.
func lines(rows [][]any) []string {
	out := []string{}
	for _, r := range rows {
		var cells []string
		for _, v := range r {
			if d, ok := v.(neo4j.Date); ok {
				v = graph.DateOf(d.Time())
			}
			cells = append(cells, fmt.Sprint(v))
		}
		out = append(out, strings.Join(cells, " | "))
	}
	slices.Sort(out)
	return out
}

// TestQuestionsAreCheap demands of every question, of the files and of the page, that it
// begins at an index of the workspace, and that a database which has no such fact yet
// warns of nothing.
func TestQuestionsAreCheap(t *testing.T) {
	server := neo4jtest.Shared(t, neo4jtest.V5)
	open(t, empty(t, server))
	texts := documentedQuestions(t)
	for _, q := range neo4jstore.Questions() {
		texts[q.Name] = pasted(q)
	}
	for _, find := range []string{
		"(x:Person {kWorkspace: $workspace, name: $x})", "(x:Person {kWorkspace: $workspace, id: $x})",
		"(x:Organization {kWorkspace: $workspace, name: $x})", "(x:Organization {kWorkspace: $workspace, id: $x})",
		"(x:Account {kWorkspace: $workspace, name: $x})", "(x:Account {kWorkspace: $workspace, id: $x})",
		"(x:Position {kWorkspace: $workspace, title: $x})", "(x:Position {kWorkspace: $workspace, id: $x})",
		"()-[x:AT {kWorkspace: $workspace, title: $x}]->()",
	} {
		texts["look-up of "+find] = "MATCH " + find + " RETURN x"
	}
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		result, err := neo4j.ExecuteQuery(context.Background(), driverOf(server), "EXPLAIN "+texts[name], nil, neo4j.EagerResultTransformer, neo4j.ExecuteQueryWithDatabase("neo4j"))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, n := range result.Summary.Notifications() {
			if n.Code() != "Neo.ClientNotification.Statement.ParameterNotProvided" {
				t.Errorf("%s: the server warns: %s %s", name, n.Code(), n.Description())
			}
		}
		todo := []neo4j.Plan{result.Summary.Plan()}
		for len(todo) > 0 {
			p := todo[0]
			todo = append(todo[1:], p.Children()...)
			op, _, _ := strings.Cut(p.Operator(), "@")
			if strings.HasSuffix(op, "Scan") || op == "Eager" || op == "CartesianProduct" && strings.HasPrefix(name, "look-up") {
				t.Errorf("%s: the plan has a %s %v", name, op, p.Arguments()["Details"])
			}
		}
	}
}
