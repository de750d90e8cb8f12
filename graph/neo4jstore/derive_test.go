package neo4jstore_test

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/neo4jstore"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/neo4jtest"
)

// moved are the facts of a firm in which a seat changes its title, its unit and, when
// the unit is sold, its company.
func moved() []graph.Fact {
	day := graph.MustDate
	return []graph.Fact{
		graph.Organization{Node: graph.Node{ID: "us"}, Name: "Us", Ours: true},
		graph.Organization{Node: graph.Node{ID: "them"}, Name: "Them"},
		graph.Organization{Node: graph.Node{ID: "plant"}, Name: "Plant"},
		graph.Organization{Node: graph.Node{ID: "lab"}, Name: "Lab"},
		graph.PartOf{Edge: graph.Edge{ID: "p1", Src: "plant", Dst: "them", To: day("2025-01-01")}},
		graph.PartOf{Edge: graph.Edge{ID: "p2", Src: "plant", Dst: "us", From: day("2025-01-01")}},
		graph.PartOf{Edge: graph.Edge{ID: "p3", Src: "lab", Dst: "plant"}},
		graph.Position{Node: graph.Node{ID: "seat"}, Title: "Head of Lab", Level: 3},
		graph.In{Edge: graph.Edge{ID: "i1", Src: "seat", Dst: "plant", From: day("2023-01-01"), To: day("2024-01-01")}},
		graph.In{Edge: graph.Edge{ID: "i2", Src: "seat", Dst: "lab", From: day("2024-01-01")}},
		graph.Detail{Node: graph.Node{ID: "d1", To: day("2024-06-01")}, Property: "title", Value: "Chemist"},
		graph.Of{Edge: graph.Edge{ID: "f1", Src: "d1", Dst: "seat"}},
	}
}

// derived reads what is derived of seats and organizations, in lines.
func derived(t *testing.T, server *neo4jtest.Server, ws graph.Workspace) string {
	t.Helper()
	var b strings.Builder
	for _, r := range rows(t, server, `MATCH (a)-[r:AT|WITHIN {kWorkspace: $ws}]->(b)
		WITH a.id AS a, type(r) AS type, b.id AS b, r ORDER BY type, a, r.from, b
		RETURN a + ' ' + type + ' ' + b + ' ' + r.from + ' ' + r.to + coalesce(' ' + r.title, '') + coalesce(' ' + r.level, '') + coalesce(' in ' + r.unit, '') + CASE WHEN r.ours THEN ' ours' ELSE '' END`,
		map[string]any{"ws": string(ws)}) {
		fmt.Fprintln(&b, r[0])
	}
	return b.String()
}

// TestDerived derives where a seat was and what it was from facts, and follows what
// changes them; a fact that goes takes with it what came of it.
func TestDerived(t *testing.T) {
	ctx := context.Background()
	server := neo4jtest.Shared(t, neo4jtest.V5)
	s := open(t, empty(t, server))
	commit(t, s, "firm", 0, moved()...)
	check := func(what, want string) {
		t.Helper()
		if got := derived(t, server, "firm"); got != strings.ReplaceAll(strings.TrimLeft(want, "\n"), "\t", "") {
			t.Errorf("%s:\n%swant\n%s", what, got, want)
		}
		if problems, err := s.Check(ctx, "firm"); err != nil || len(problems) > 0 {
			t.Errorf("%s: Check = %v, %v", what, problems, err)
		}
	}
	const within = `
		lab WITHIN lab 0001-01-01 9999-12-31
		lab WITHIN plant 0001-01-01 9999-12-31
		lab WITHIN them 0001-01-01 2025-01-01
		lab WITHIN us 2025-01-01 9999-12-31
		plant WITHIN plant 0001-01-01 9999-12-31
		plant WITHIN them 0001-01-01 2025-01-01
		plant WITHIN us 2025-01-01 9999-12-31
		them WITHIN them 0001-01-01 9999-12-31
		us WITHIN us 0001-01-01 9999-12-31
	`
	check("as imported", `
		seat AT them 2023-01-01 2024-01-01 Chemist 3 in plant
		seat AT them 2024-01-01 2024-06-01 Chemist 3 in lab
		seat AT them 2024-06-01 2025-01-01 Head of Lab 3 in lab
		seat AT us 2025-01-01 9999-12-31 Head of Lab 3 in lab ours`+within)

	edit := func(rev graph.Revision, changes ...graph.Change) {
		t.Helper()
		if _, err := s.Apply(ctx, "firm", rev, graph.Commit{ID: fmt.Sprint("c", rev+1), At: time.Now(), Changes: changes}); err != nil {
			t.Fatal(err)
		}
	}
	of := func(f graph.Fact) *graph.Element { e := graph.Encode(f); return &e }
	facts := map[graph.ID]*graph.Element{}
	for _, f := range moved() {
		e := of(f)
		facts[e.ID] = e
	}
	sold := graph.PartOf{Edge: graph.Edge{ID: "p2", Src: "plant", Dst: "us", From: graph.MustDate("2026-01-01")}}
	edit(1, graph.Change{ID: "p2", Before: facts["p2"], After: of(sold)},
		graph.Change{ID: "d1", Before: facts["d1"], After: of(graph.Detail{Node: graph.Node{ID: "d1", To: graph.MustDate("2024-01-01")}, Property: "title", Value: "Chemist"})})
	within2 := strings.NewReplacer("us 2025", "us 2026").Replace(within)
	within2 = strings.Replace(within2, "lab WITHIN us", "lab WITHIN us", 1)
	check("sold later, and another title sooner", `
		seat AT them 2023-01-01 2024-01-01 Chemist 3 in plant
		seat AT them 2024-01-01 2025-01-01 Head of Lab 3 in lab
		seat AT plant 2025-01-01 2026-01-01 Head of Lab 3 in lab
		seat AT us 2026-01-01 9999-12-31 Head of Lab 3 in lab ours`+within2)

	if err := s.Redact(ctx, "firm", "f1", "d1"); err != nil {
		t.Fatal(err)
	}
	check("without the old title", `
		seat AT them 2023-01-01 2024-01-01 Head of Lab 3 in plant
		seat AT them 2024-01-01 2025-01-01 Head of Lab 3 in lab
		seat AT plant 2025-01-01 2026-01-01 Head of Lab 3 in lab
		seat AT us 2026-01-01 9999-12-31 Head of Lab 3 in lab ours`+within2)

	edit(2, graph.Change{ID: "i1"}, // an erased change
		graph.Change{ID: "us", Before: facts["us"], After: of(graph.Organization{Node: graph.Node{ID: "us"}, Name: "Us"})})
	check("without the first place, and not ours", `
		seat AT them 2024-01-01 2025-01-01 Head of Lab 3 in lab
		seat AT plant 2025-01-01 2026-01-01 Head of Lab 3 in lab
		seat AT us 2026-01-01 9999-12-31 Head of Lab 3 in lab`+within2)

	edit(3, graph.Change{ID: "i2", Before: facts["i2"]}, graph.Change{ID: "seat", Before: facts["seat"]},
		graph.Change{ID: "p3", Before: facts["p3"]}, graph.Change{ID: "lab", Before: facts["lab"]})
	if got := derived(t, server, "firm"); strings.Contains(got, "AT ") && strings.Contains(got, "seat") || strings.Contains(got, "lab") {
		t.Errorf("of a seat and an organization that went there is left\n%s", got)
	}
}

// TestDerivedOfRandomCompanies holds AT and WITHIN against the one reading of a day:
// whoever asks them on any day finds the company, the title and whose it is.
func TestDerivedOfRandomCompanies(t *testing.T) {
	server := neo4jtest.Shared(t, neo4jtest.V5)
	s := open(t, empty(t, server))
	day := graph.MustDate("2026-03-01")
	for seed := range uint64(2) {
		p := newParity(t, server, s, "random", randomCompany(rand.New(rand.NewPCG(seed, 7)), day), day)
		p.derived(day, day+25, day-100, day-300)
		if n, err := s.Mend(context.Background(), "random"); n != 0 || err != nil {
			t.Errorf("Mend = %d, %v: a commit derived otherwise than the whole", n, err)
		}
	}
}

// derived compares AT and WITHIN on some days with what a view says.
func (p *parity) derived(days ...graph.Date) {
	p.t.Helper()
	for _, day := range days {
		v := view.On(p.view.Snapshot(), day)
		id := func(n kernel.N) string { return string(v.Snapshot().NodeID(n)) }
		var at, within []string
		for _, seat := range v.Snapshot().Nodes(graph.NodePosition) {
			if unit, ok := v.OrgOf(seat); ok {
				at = append(at, fmt.Sprint(id(seat), " ", id(v.Company(unit)), " ", id(unit), " ", v.Title(seat), " ", v.Level(seat), " ", v.OrgIsOurs(unit)))
			}
		}
		for _, org := range v.Snapshot().Nodes(graph.NodeOrganization) {
			if v.There(org) {
				for _, part := range v.Subtree(org) {
					within = append(within, id(part)+" "+id(org))
				}
			}
		}
		ask := func(cypher string) []string {
			var out []string
			for _, r := range rows(p.t, p.server, cypher, map[string]any{"ws": string(p.ws), "day": date(day)}) {
				out = append(out, strings.TrimSuffix(fmt.Sprintln(r...), "\n"))
			}
			slices.Sort(out)
			return out
		}
		slices.Sort(at)
		slices.Sort(within)
		p.same("places on "+day.String(), ask("MATCH (s)-[a:AT {kWorkspace: $ws}]->(c) WHERE a.from <= $day < a.to RETURN s.id, c.id, a.unit, a.title, coalesce(a.level, 0), a.ours"), at)
		p.same("parts on "+day.String(), ask("MATCH (o)-[w:WITHIN {kWorkspace: $ws}]->(u) WHERE w.from <= $day < w.to RETURN o.id, u.id"), within)
	}
}

// TestMend finds and puts right what somebody left behind who changed facts in Cypher,
// and reads nothing of what is derived back into facts.
func TestMend(t *testing.T) {
	ctx := context.Background()
	server := neo4jtest.Shared(t, neo4jtest.V5)
	s := open(t, empty(t, server))
	commit(t, s, "firm", 0, moved()...)
	before, was := load(t, s, "firm"), derived(t, server, "firm")
	for _, edit := range []string{
		"MATCH ()-[a:AT {kWorkspace: 'firm'}]->() SET a.title = 'Boss'",
		"MATCH ()-[a:AT {kWorkspace: 'firm'}]->() DELETE a",
		"MATCH (s:Position {kWorkspace: 'firm'}), (c:Organization {id: 'us'}) CREATE (s)-[:AT {kWorkspace: 'firm', from: date('2020-01-01')}]->(c)",
		"MATCH (c:Organization {kWorkspace: 'firm', id: 'lab'})-[w:WITHIN]->() DELETE w",
		"MATCH (n {kWorkspace: 'firm', id: 'lab'}) REMOVE n.from",
		"MATCH ()-[p:PART_OF {kWorkspace: 'firm', id: 'p3'}]->() REMOVE p.to",
		"MATCH (d:Detail {kWorkspace: 'firm'}) SET d.name = 'Title'",
	} {
		rows(t, server, edit, nil)
		problems, err := s.Check(ctx, "firm")
		if err != nil || len(problems) == 0 || problems[0].Law != "derived" {
			t.Errorf("%s: Check = %v, %v, want a problem with the law derived", edit, problems, err)
		}
		if got := load(t, s, "firm"); !maps.EqualFunc(got, before, func(a, b graph.Element) bool { return graph.SameElement(&a, &b) }) {
			t.Errorf("%s changed facts: %v", edit, got)
		}
		if n, err := s.Mend(ctx, "firm"); n == 0 || err != nil {
			t.Errorf("%s: Mend = %d, %v", edit, n, err)
		}
		if problems, err := s.Check(ctx, "firm"); err != nil || len(problems) > 0 {
			t.Errorf("%s: after Mend, Check = %v, %v", edit, problems, err)
		}
		if got := derived(t, server, "firm"); got != was {
			t.Errorf("%s: after Mend there is\n%swant\n%s", edit, got, was)
		}
	}
	if n, err := s.Mend(ctx, "firm"); n != 0 || err != nil {
		t.Errorf("Mend = %d, %v where all is well", n, err)
	}
}

// TestFormat1 opens a database of the format before anything was derived.
func TestFormat1(t *testing.T) {
	ctx := context.Background()
	server := neo4jtest.Shared(t, neo4jtest.V5)
	s := open(t, empty(t, server))
	commit(t, s, "firm", 0, moved()...)
	commit(t, s, "acme", 0, sofia, leo, cfo, holds, knows, worth)
	half := graph.Encode(graph.Person{Node: graph.Node{ID: "pat", From: graph.MustDate("2020-01-01"), To: graph.MustDate("2030-01-01")}, Name: "Pat"})
	if _, err := s.Apply(ctx, "half", 0, graph.Commit{ID: "h1", At: time.Now(), More: true, Changes: []graph.Change{{ID: "pat", After: &half}}}); err != nil {
		t.Fatal(err)
	}
	was := derived(t, server, "firm")
	state, log := load(t, s, "firm"), tail(t, s, "firm")
	for _, text := range []string{
		"MATCH ()-[r:AT|WITHIN]->() DELETE r",
		"MATCH (n:KithNode) FOREACH (_ IN CASE WHEN n.from = date('0001-01-01') THEN [1] ELSE [] END | REMOVE n.from) FOREACH (_ IN CASE WHEN n.to = date('9999-12-31') THEN [1] ELSE [] END | REMOVE n.to)",
		"MATCH ()-[n {kWorkspace: 'firm'}]->() FOREACH (_ IN CASE WHEN n.from = date('0001-01-01') THEN [1] ELSE [] END | REMOVE n.from) FOREACH (_ IN CASE WHEN n.to = date('9999-12-31') THEN [1] ELSE [] END | REMOVE n.to)",
		"MATCH (n:Detail|Revenue) REMOVE n.name",
		"MATCH (c:KithCommit), (x:KithChanges {kWorkspace: c.kWorkspace, revision: c.revision}) SET c.changes = x.changes REMOVE c.name DELETE x",
		"MATCH (n:Person {kWorkspace: 'half'}) SET n.kPending = 'h1', n.kFrom = date('2020-01-01'), n.kTo = n.to REMOVE n.to",
		"MATCH (s:KithSchema) SET s.version = 1",
	} {
		rows(t, server, text, nil)
	}
	s = open(t, options(server))
	if got := rows(t, server, "MATCH (n:Person {kWorkspace: 'half'}) RETURN toString(n.from), toString(n.to), size(keys(n))", nil); len(got) != 1 || fmt.Sprint(got[0]) != "[9999-12-31 2030-01-01 5]" {
		t.Errorf("of a half edit there is %v, want a person who begins never and ends in 2030", got)
	}
	commit(t, s, "half", 1, leo)
	if got := rows(t, server, "MATCH (n:Person {kWorkspace: 'half', id: 'pat'}) RETURN toString(n.from), toString(n.to)", nil); len(got) != 1 || fmt.Sprint(got[0]) != "[2020-01-01 2030-01-01]" {
		t.Errorf("of the whole edit there is %v, want a person of 2020 to 2030", got)
	}
	for _, ws := range []graph.Workspace{"firm", "acme", "half"} {
		if problems, err := s.Check(ctx, ws); err != nil || len(problems) > 0 {
			t.Errorf("Check(%s) = %v, %v", ws, problems, err)
		}
	}
	if got := derived(t, server, "firm"); got != was || was == "" {
		t.Errorf("after the migration there is\n%swant\n%s", got, was)
	}
	if got := load(t, s, "firm"); !maps.EqualFunc(got, state, func(a, b graph.Element) bool { return graph.SameElement(&a, &b) }) {
		t.Errorf("the migration changed facts")
	}
	if got := tail(t, s, "firm"); got != log {
		t.Errorf("the log is\n%s\nand was\n%s", got, log)
	}
	if n := count(t, server, "MATCH (c:KithCommit) WHERE c.changes IS NOT NULL OR c.name IS NULL RETURN count(c)"); n != 0 {
		t.Errorf("%d commits are as they were", n)
	}
}

// tail returns a log as text.
func tail(t *testing.T, s *neo4jstore.Store, ws graph.Workspace) string {
	t.Helper()
	var b strings.Builder
	for c, err := range s.Tail(context.Background(), ws, 0) {
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%d %s %d %s\n", c.Revision, c.ID, len(c.Changes), cmp.Or(c.Reason, "-"))
	}
	return b.String()
}

// TestDerivedOfStaged derives what follows from an edit of several commits: nothing of it
// is to be seen before the last, and then all is, whether it stands alone, hangs below
// what was there before, or moves that; what was foreseen of an end that did not come is
// gone, and so is all of an edit that was taken back.
func TestDerivedOfStaged(t *testing.T) {
	ctx := context.Background()
	server := neo4jtest.Shared(t, neo4jtest.V5)
	s := open(t, empty(t, server))
	of := func(f graph.Fact) *graph.Element { e := graph.Encode(f); return &e }
	add := func(facts ...graph.Fact) (out []graph.Change) {
		for _, f := range facts {
			e := of(f)
			out = append(out, graph.Change{ID: e.ID, After: e})
		}
		return out
	}
	org := func(id graph.ID) graph.Fact { return graph.Organization{Node: graph.Node{ID: id}, Name: string(id)} }
	seat := func(id graph.ID) graph.Fact {
		return graph.Position{Node: graph.Node{ID: id}, Title: "T " + string(id)}
	}
	part := func(id, a, b graph.ID) graph.Fact { return graph.PartOf{Edge: graph.Edge{ID: id, Src: a, Dst: b}} }
	in := func(id, a, b graph.ID) graph.Fact { return graph.In{Edge: graph.Edge{ID: id, Src: a, Dst: b}} }
	open := func(ws graph.Workspace) (lines string) { return derived(t, server, ws) }
	const was = "s0 AT top 0001-01-01 9999-12-31 T s0 in top\ntop WITHIN top 0001-01-01 9999-12-31\n"
	n := 0
	for _, c := range []struct {
		name  string
		edit  [][]graph.Change
		want  string
		other bool // another process ends the edit
	}{
		{"on its own", [][]graph.Change{add(org("us"), seat("s1")), add(seat("s2"), in("i1", "s1", "us")), add(in("i2", "s2", "us"))},
			"s0 AT top 0001-01-01 9999-12-31 T s0 in top\n" +
				"s1 AT us 0001-01-01 9999-12-31 T s1 in us\ns2 AT us 0001-01-01 9999-12-31 T s2 in us\n" +
				"top WITHIN top 0001-01-01 9999-12-31\nus WITHIN us 0001-01-01 9999-12-31\n", false},
		{"below what was there, ended by another", [][]graph.Change{add(org("lab"), seat("s1")), add(seat("s2"), org("sub"), part("p1", "lab", "top")),
			add(in("i1", "s1", "lab"), in("i2", "s2", "sub"), part("p2", "sub", "lab"))},
			"s0 AT top 0001-01-01 9999-12-31 T s0 in top\n" +
				"s1 AT top 0001-01-01 9999-12-31 T s1 in lab\ns2 AT top 0001-01-01 9999-12-31 T s2 in sub\n" +
				"lab WITHIN lab 0001-01-01 9999-12-31\nlab WITHIN top 0001-01-01 9999-12-31\n" +
				"sub WITHIN lab 0001-01-01 9999-12-31\nsub WITHIN sub 0001-01-01 9999-12-31\nsub WITHIN top 0001-01-01 9999-12-31\n" +
				"top WITHIN top 0001-01-01 9999-12-31\n", true},
		{"above what was there", [][]graph.Change{add(org("us"), seat("s1")), add(in("i1", "s1", "top")), add(part("p1", "top", "us"))},
			"s0 AT us 0001-01-01 9999-12-31 T s0 in top\ns1 AT us 0001-01-01 9999-12-31 T s1 in top\n" +
				"top WITHIN top 0001-01-01 9999-12-31\ntop WITHIN us 0001-01-01 9999-12-31\nus WITHIN us 0001-01-01 9999-12-31\n", false},
		{"above and below what was there", [][]graph.Change{add(org("us"), org("lab"), seat("s1")), add(in("i1", "s1", "lab")), add(part("p1", "top", "us"), part("p2", "lab", "top"))},
			"s0 AT us 0001-01-01 9999-12-31 T s0 in top\ns1 AT us 0001-01-01 9999-12-31 T s1 in lab\n" +
				"lab WITHIN lab 0001-01-01 9999-12-31\nlab WITHIN top 0001-01-01 9999-12-31\nlab WITHIN us 0001-01-01 9999-12-31\n" +
				"top WITHIN top 0001-01-01 9999-12-31\ntop WITHIN us 0001-01-01 9999-12-31\nus WITHIN us 0001-01-01 9999-12-31\n", false},
		{"in one commit", [][]graph.Change{append(add(org("us"), org("lab"), seat("s1")), add(in("i1", "s1", "lab"), part("p1", "top", "us"), part("p2", "lab", "top"))...)},
			"s0 AT us 0001-01-01 9999-12-31 T s0 in top\ns1 AT us 0001-01-01 9999-12-31 T s1 in lab\n" +
				"lab WITHIN lab 0001-01-01 9999-12-31\nlab WITHIN top 0001-01-01 9999-12-31\nlab WITHIN us 0001-01-01 9999-12-31\n" +
				"top WITHIN top 0001-01-01 9999-12-31\ntop WITHIN us 0001-01-01 9999-12-31\nus WITHIN us 0001-01-01 9999-12-31\n", false},
		{"a place that is made with the last", [][]graph.Change{add(seat("s1")), add(org("us"), in("i1", "s1", "us"))},
			"s0 AT top 0001-01-01 9999-12-31 T s0 in top\ns1 AT us 0001-01-01 9999-12-31 T s1 in us\n" +
				"top WITHIN top 0001-01-01 9999-12-31\nus WITHIN us 0001-01-01 9999-12-31\n", false},
		{"taken back", [][]graph.Change{add(org("us"), seat("s1")), add(in("i1", "s1", "us")),
			{{ID: "i1", Before: of(in("i1", "s1", "us"))}, {ID: "s1", Before: of(seat("s1"))}, {ID: "us", Before: of(org("us"))}}}, was, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			n++
			ws := graph.Workspace(fmt.Sprint("staged-", n))
			rev, err := s.Apply(ctx, ws, 0, graph.Commit{ID: "c0", At: time.Now(), Changes: add(org("top"), seat("s0"), in("i0", "s0", "top"))})
			if err != nil {
				t.Fatal(err)
			}
			if got := open(ws); got != was {
				t.Fatalf("before there is\n%swant\n%s", got, was)
			}
			writer := s
			for i, changes := range c.edit {
				last := i == len(c.edit)-1
				if last && c.other {
					if writer, err = neo4jstore.Open(ctx, options(server)); err != nil {
						t.Fatal(err)
					}
					defer writer.Close()
				}
				if last { // an end that is refused when all has been foreseen
					_, err := writer.Apply(ctx, ws, rev, graph.Commit{ID: "c0", At: time.Now(), Changes: changes})
					if err == nil {
						t.Fatalf("a commit with the id of another was taken")
					}
				}
				if got := visible(t, server, ws); got != was {
					t.Errorf("after %d of %d commits Cypher sees\n%swant\n%s", i, len(c.edit), got, was)
				}
				if rev, err = writer.Apply(ctx, ws, rev, graph.Commit{ID: fmt.Sprint("c", i+1), At: time.Now(), More: !last, Changes: changes}); err != nil {
					t.Fatal(err)
				}
			}
			if got := open(ws); got != c.want {
				t.Errorf("there is\n%swant\n%s", got, c.want)
			}
			if problems, err := s.Check(ctx, ws); err != nil || len(problems) > 0 {
				t.Errorf("Check = %v, %v", problems, err)
			}
			if left := rows(t, server, "MATCH ()-[r {kWorkspace: $ws}]->() WHERE r.from = date('9999-12-31') OR r.kFrom IS NOT NULL RETURN count(r)", map[string]any{"ws": string(ws)})[0][0]; left != int64(0) {
				t.Errorf("%v relationships are pending", left)
			}
		})
	}
}

// visible is derived for who asks of a day.
func visible(t *testing.T, server *neo4jtest.Server, ws graph.Workspace) string {
	t.Helper()
	var b strings.Builder
	for _, r := range rows(t, server, `MATCH (a)-[r:AT|WITHIN {kWorkspace: $ws}]->(b) WHERE r.from <= date('2026-03-01') < r.to
		WITH a.id AS a, type(r) AS type, b.id AS b, r ORDER BY type, a, r.from, b
		RETURN a + ' ' + type + ' ' + b + ' ' + r.from + ' ' + r.to + coalesce(' ' + r.title, '') + coalesce(' in ' + r.unit, '')`,
		map[string]any{"ws": string(ws)}) {
		fmt.Fprintln(&b, r[0])
	}
	return b.String()
}
