package neo4jstore

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/neo4jtest"
	"github.com/kithgraph/kith/internal/sample"
)

// The benchmarks hold the store against the bare driver on the same server, in the same
// run and in turns, so that what else the machine does falls on both. What stands for the
// bare driver shares nothing with the store but, where it reads the same pages, the text
// that asks for them: it has a driver of its own, and makes rows and statements of its own,
// with the labels and types written out. docs/performance.md has the command.

const benchSpace graph.Workspace = "bench"

// onEach runs a benchmark on a server of each version with memory for it.
func onEach(b *testing.B, run func(b *testing.B, s *Store)) {
	for _, v := range neo4jtest.Versions() {
		b.Run(v.Line(), func(b *testing.B) {
			server := neo4jtest.Start(b, neo4jtest.Options{Version: v, Heap: "1g", Settings: map[string]string{"server.memory.pagecache.size": "512m"}})
			s, err := Open(context.Background(), Options{URI: server.URI, Database: "neo4j"})
			if err != nil {
				b.Fatal(err)
			}
			b.Cleanup(func() { s.Close() })
			run(b, s)
		})
	}
}

// A bare is a driver as one would use it who knows nothing of kith.
type bare struct{ neo4j.DriverWithContext }

func newBare(b *testing.B, s *Store) bare {
	d, err := neo4j.NewDriverWithContext(s.options.URI, neo4j.NoAuth())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { d.Close(context.Background()) })
	return bare{d}
}

// read runs a statement and hands over each record's values.
func (d bare) read(b *testing.B, text string, args map[string]any, take func(v []any)) {
	ctx := context.Background()
	session := d.NewSession(ctx, neo4j.SessionConfig{DatabaseName: "neo4j"})
	defer session.Close(ctx)
	result, err := session.Run(ctx, text, args)
	if err != nil {
		b.Fatal(err)
	}
	for result.Next(ctx) {
		take(result.Record().Values)
	}
	if err := result.Err(); err != nil {
		b.Fatal(err)
	}
}

// write runs statements in one transaction; a record makes it fail unless ok says that
// it is as it should be.
func (d bare) write(b *testing.B, ok func(v []any) bool, texts []string, args map[string]any) {
	ctx := context.Background()
	session := d.NewSession(ctx, neo4j.SessionConfig{DatabaseName: "neo4j"})
	defer session.Close(ctx)
	_, err := session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		for _, text := range texts {
			result, err := tx.Run(ctx, text, args)
			if err != nil {
				return nil, err
			}
			for result.Next(ctx) {
				if !ok(result.Record().Values) {
					return nil, fmt.Errorf("%v is not what was expected", result.Record().Values)
				}
			}
			if err := result.Err(); err != nil {
				return nil, err
			}
		}
		return nil, nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

// turns runs forms of the same work in turn, as often as the benchmark says after three
// rounds to warm up, and returns how long each took in all, and in how many rounds.
// Between two forms, ready is called and does not count.
func turns(b *testing.B, ready func(), forms ...func()) (took []time.Duration, rounds int) {
	took = make([]time.Duration, len(forms))
	round := func() {
		for i, f := range forms {
			ready()
			runtime.GC() // what one form leaves behind is not the next one's
			start := time.Now()
			f()
			took[i] += time.Since(start)
		}
	}
	for range 3 { // the server plans, and compiles what is hot
		round()
	}
	clear(took)
	for b.Loop() {
		round()
		rounds++
	}
	return took, rounds
}

// company returns a company of n people: each on a seat that reports to another,
// and knowing two others.
func company(n int) []graph.Element {
	var nodes, edges []graph.Element
	id := func(prefix string, i int) graph.ID {
		return graph.ID(fmt.Sprintf("%s%08x", prefix, uint32(i)*2654435761)) // in no order
	}
	from := graph.Day(2020, 1, 2)
	for i := range n {
		nodes = append(nodes,
			graph.Encode(graph.Person{
				Node: graph.Node{ID: id("p", i), ExternalIDs: []string{fmt.Sprint("hr:", i)}, ConfirmedOn: from},
				Name: fmt.Sprint("Person Number ", i), Emails: []string{fmt.Sprintf("person.%d@example.com", i)}, Location: "Oslo", Languages: []string{"en", "no"},
			}),
			graph.Encode(graph.Position{Node: graph.Node{ID: id("s", i), From: from}, Title: "Head of Something", Level: 3, Function: graph.FunctionFinance, Occupancy: graph.OccupancyHeld}))
		edges = append(edges,
			graph.Encode(graph.Holds{Edge: graph.Edge{ID: id("h", i), Src: id("p", i), Dst: id("s", i), From: from}, Kind: graph.HoldPermanent}),
			graph.Encode(graph.ReportsTo{Edge: graph.Edge{ID: id("r", i), Src: id("s", i), Dst: id("s", i/8), From: from}, Kind: graph.LineSolid}))
		for j := range 2 {
			k := 2*i + j
			edges = append(edges, graph.Encode(graph.Knows{
				Edge: graph.Edge{ID: id("k", k), Src: id("p", i), Dst: id("p", k*7919%n), From: from}, Judgement: graph.Judgement{By: id("p", i), On: from}, Level: graph.TieKnows,
			}))
		}
	}
	return append(nodes, edges...)
}

// fill imports elements in the largest commits, as one edit if they are to be, and
// returns the head.
func fill(b *testing.B, s *Store, ws graph.Workspace, elements []graph.Element, staged bool) (head graph.Revision) {
	left := len(elements)
	for part := range slices.Chunk(elements, graph.MaxChanges) {
		left -= len(part)
		c := graph.Commit{ID: fmt.Sprint("import-", head), At: time.Now(), Actor: "bench", More: staged && left > 0}
		for i := range part {
			c.Changes = append(c.Changes, graph.Change{ID: part[i].ID, After: &part[i]})
		}
		var err error
		if head, err = s.Apply(context.Background(), ws, head, c); err != nil {
			b.Fatal(err)
		}
	}
	return head
}

// BenchmarkLoad loads a workspace, through the store alone and into the snapshot
// of an engine, and reads the same records with the bare driver: in the store's
// pages, with every value thrown away, and as one would write it at first, one row
// for each node and relationship. The ratios are kith's speed to that of each bare form.
func BenchmarkLoad(b *testing.B) { onEach(b, benchLoad) }

func benchLoad(b *testing.B, s *Store) {
	ctx := context.Background()
	d := newBare(b, s)
	for _, people := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint("people=", people), func(b *testing.B) {
			if err := s.Drop(ctx, benchSpace); err != nil {
				b.Fatal(err)
			}
			elements := company(people)
			fill(b, s, benchSpace, elements, false)
			want := len(elements)
			check := func(form string, got int) {
				if got != want {
					b.Fatalf("%s read %d, want %d", form, got, want)
				}
			}
			names := []string{"store", "engine", "pages", "rows"}
			took, rounds := turns(b, func() {},
				func() {
					n := 0
					if _, err := s.Load(ctx, benchSpace, func(*graph.Element) error { n++; return nil }); err != nil {
						b.Fatal(err)
					}
					check("the store", n)
				},
				func() {
					snapshot, err := engine.New(s, engine.Options{}).Snapshot(ctx, benchSpace)
					if err != nil {
						b.Fatal(err)
					}
					n := 0
					for _, k := range slices.Concat(graph.NodeKinds(), graph.EdgeKinds()) {
						n += snapshot.Count(k)
					}
					check("the engine", n)
				},
				func() {
					n := d.pages(b, nodePageText, 1)
					for _, sh := range edgeShapes {
						n += d.pages(b, sh.page, 0)
					}
					check("reading pages", n)
				},
				func() {
					n := 0
					for _, text := range []string{
						"MATCH (n:KithNode {kWorkspace: $ws}) RETURN n",
						"MATCH (a:KithNode {kWorkspace: $ws})-[r]->(b) RETURN a.id, b.id, r",
					} {
						d.read(b, text, map[string]any{"ws": string(benchSpace)}, func([]any) { n++ })
					}
					check("reading rows", n)
				})
			for i, name := range names {
				b.ReportMetric(float64(rounds*want)/took[i].Seconds(), name+"-facts/s")
			}
			for i, name := range names[:2] {
				b.ReportMetric(took[2].Seconds()/took[i].Seconds(), name+":pages")
				b.ReportMetric(took[3].Seconds()/took[i].Seconds(), name+":rows")
			}
		})
	}
}

// pages reads the pages of a load one after another; the id is in the given column.
func (d bare) pages(b *testing.B, text string, column int) (n int) {
	after := ""
	for {
		got := 0
		d.read(b, text, parameters(map[string]any{"ws": string(benchSpace), "after": after, "limit": longestPage}), func(v []any) {
			rows := v[0].([]any)
			if got = len(rows); got > 0 {
				after = rows[got-1].([]any)[column].(string)
			}
		})
		if n += got; got < longestPage {
			return n
		}
	}
}

// A batch is what the bare driver writes at once.
type batch struct {
	text string
	rows []any
}

// batches returns elements as one would write them with a driver: by kind, nodes before
// edges, as many at once as a commit has.
func batches(elements []graph.Element) (out []batch) {
	byKind := map[graph.Kind][]any{}
	for i := range elements {
		e := &elements[i]
		props := map[string]any{"kWorkspace": string(benchSpace), "id": string(e.ID), "from": neo4j.DateOf(time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)), "to": neo4j.DateOf(time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC))}
		if e.From != 0 {
			props["from"] = neo4j.DateOf(e.From.Time())
		}
		for name, v := range e.Props.All() {
			if day, is := v.(graph.Date); is {
				v = neo4j.DateOf(day.Time())
			}
			props[name] = v
		}
		byKind[e.Kind] = append(byKind[e.Kind], map[string]any{"src": string(e.Src), "dst": string(e.Dst), "props": props})
	}
	for _, k := range slices.Concat(graph.NodeKinds(), graph.EdgeKinds()) {
		text := "UNWIND $rows AS row CREATE (n:KithNode:" + string(k) + ") SET n = row.props"
		if k.IsEdge() {
			text = "UNWIND $rows AS row MATCH (a:KithNode {kWorkspace: $ws, id: row.src}) MATCH (b:KithNode {kWorkspace: $ws, id: row.dst}) CREATE (a)-[r:" + string(k) + "]->(b) SET r = row.props"
		}
		for part := range slices.Chunk(byKind[k], graph.MaxChanges) {
			out = append(out, batch{text, part})
		}
	}
	return out
}

// BenchmarkImport imports a company, in commits that are seen one by one and as one large
// edit, which is staged, and has the bare driver write the same nodes and relationships in
// batches of the same size: without a log, a head, or anything that is checked. The ratios
// are kith's speed to that.
func BenchmarkImport(b *testing.B) { onEach(b, benchImport) }

func benchImport(b *testing.B, s *Store) {
	ctx := context.Background()
	d := newBare(b, s)
	elements := company(10_000)
	took, rounds := turns(b,
		func() {
			if err := s.Drop(ctx, benchSpace); err != nil {
				b.Fatal(err)
			}
			d.write(b, nil, []string{"MERGE (w:KithWorkspace {kWorkspace: $ws}) SET w.head = 0, w.floor = 0"}, map[string]any{"ws": string(benchSpace)}) // so that Drop finds it
		},
		func() { fill(b, s, benchSpace, elements, false) },
		func() { fill(b, s, benchSpace, elements, true) },
		func() {
			for _, part := range batches(elements) {
				d.write(b, nil, []string{part.text}, map[string]any{"ws": string(benchSpace), "rows": part.rows})
			}
		})
	for i, name := range []string{"commits", "edit", "driver"} {
		b.ReportMetric(float64(rounds*len(elements))/took[i].Seconds(), name+"-facts/s")
	}
	b.ReportMetric(took[2].Seconds()/took[0].Seconds(), "commits:driver")
	b.ReportMetric(took[2].Seconds()/took[1].Seconds(), "edit:driver")
}

// BenchmarkCommit commits one change, and has the bare driver do the same: lock a node,
// hold its head against what is expected, write the change and two nodes of a log, and
// count the head on. The ratio is how many times longer kith takes.
func BenchmarkCommit(b *testing.B) { onEach(b, benchCommit) }

func benchCommit(b *testing.B, s *Store) {
	ctx := context.Background()
	d := newBare(b, s)
	head := fill(b, s, benchSpace, company(1000)[:graph.MaxChanges/5], false)
	person := func(n int) *graph.Element {
		e := graph.Encode(graph.Person{Node: graph.Node{ID: "changing"}, Name: fmt.Sprint("Person ", n)})
		return &e
	}
	for _, text := range []string{
		"CREATE CONSTRAINT bench_space FOR (x:BenchSpace) REQUIRE x.id IS UNIQUE",
		"CREATE CONSTRAINT bench_person FOR (x:BenchPerson) REQUIRE (x.space, x.id) IS UNIQUE",
		"CREATE CONSTRAINT bench_log FOR (x:BenchLog) REQUIRE (x.space, x.revision) IS UNIQUE",
		"CREATE CONSTRAINT bench_log_id FOR (x:BenchLog) REQUIRE (x.space, x.id) IS UNIQUE",
		"CREATE CONSTRAINT bench_changes FOR (x:BenchChanges) REQUIRE (x.space, x.revision) IS UNIQUE",
		"CREATE (:BenchSpace {id: 'b', head: 0}), (:BenchPerson {space: 'b', id: 'changing'})",
	} {
		d.read(b, text, nil, func([]any) {})
	}
	texts := []string{
		"MATCH (s:BenchSpace {id: $space}) SET s.lock = $nonce WITH s, s.head AS head " +
			"FOREACH (_ IN CASE WHEN head = $expect THEN [1] ELSE [] END | SET s.head = $expect + 1 " +
			"CREATE (:BenchLog {space: $space, revision: $expect + 1, id: $id, at: $at, actor: 'bench', reason: '', more: false}) " +
			"CREATE (:BenchChanges {space: $space, revision: $expect + 1, changes: $changes})) RETURN head",
		"MATCH (p:BenchPerson {space: $space, id: 'changing'}) SET p.name = $name",
	}
	var before *graph.Element
	var kith, driver []time.Duration
	round := func(n int) {
		after := person(n)
		start := time.Now()
		c := graph.Commit{ID: fmt.Sprint("c", head), At: time.Now(), Actor: "bench", Changes: []graph.Change{{ID: after.ID, Before: before, After: after}}}
		var err error
		if head, err = s.Apply(ctx, benchSpace, head, c); err != nil {
			b.Fatal(err)
		}
		kith = append(kith, time.Since(start))
		before = after

		start = time.Now()
		changes := fmt.Sprintf(`[{"id":"changing","before":{"kind":"Person","props":{"name":"Person %d"}},"after":{"kind":"Person","props":{"name":"Person %d"}}}]`, n-1, n)
		d.write(b, func(v []any) bool { return v[0] == int64(n) }, texts, map[string]any{
			"space": "b", "nonce": fmt.Sprint("nonce ", n), "expect": n, "id": fmt.Sprint("c", n), "at": time.Now().UTC(), "changes": changes, "name": fmt.Sprint("Person ", n)})
		driver = append(driver, time.Since(start))
	}
	n := 0
	for ; n < 500; n++ {
		round(n)
	}
	kith, driver = nil, nil
	for b.Loop() {
		round(n)
		n++
	}
	slices.Sort(kith)
	slices.Sort(driver)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	for name, times := range map[string][]time.Duration{"kith": kith, "driver": driver} {
		b.ReportMetric(ms(times[len(times)/2]), name+"-p50-ms")
		b.ReportMetric(ms(times[len(times)*99/100]), name+"-p99-ms")
	}
	b.ReportMetric(float64(kith[len(kith)/2])/float64(driver[len(driver)/2]), "p50:driver")
}

// BenchmarkHeads polls.
func BenchmarkHeads(b *testing.B) { onEach(b, benchHeads) }

func benchHeads(b *testing.B, s *Store) {
	ctx := context.Background()
	for _, spaces := range []int{1, 100} {
		for i := range spaces {
			ws := graph.Workspace(fmt.Sprint("space-", i))
			if _, err := s.Apply(ctx, ws, 0, graph.Commit{ID: "c", At: time.Now()}); err != nil && i > 0 {
				b.Fatal(err)
			}
		}
		b.Run(fmt.Sprint("workspaces=", spaces), func(b *testing.B) {
			for b.Loop() {
				if _, err := s.Heads(ctx); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkQuestions asks for introductions to the same people and for the single
// points of failure of the same accounts, in turn in Go, on a snapshot in memory,
// and in Cypher, with warm plans. The ratio is how many times longer Cypher takes.
// In each round it is another person or account.
func BenchmarkQuestions(b *testing.B) { onEach(b, benchQuestions) }

func benchQuestions(b *testing.B, s *Store) {
	ctx := context.Background()
	base := graph.Day(2026, 3, 1)
	size := sample.Size{People: 10_000, Interactions: 2}
	view := view.On(sample.Build(size, base), base)
	fill(b, s, benchSpace, slices.Collect(sample.Elements(size, base)), false)

	snapshot := view.Snapshot()
	accounts, people := snapshot.Nodes(graph.NodeAccount), snapshot.Nodes(graph.NodePerson)
	account := func(i int) graph.ID { return snapshot.NodeID(accounts[i*7%len(accounts)]) }
	target := func(i int) graph.ID { // beyond the one per cent that is ours
		ours := size.People / 100
		return snapshot.NodeID(people[ours+i*7919%(len(people)-ours)])
	}
	const limit = 10
	for _, q := range []struct {
		name string
		goes func(i int) (answers int, err error)
		args func(i int) map[string]any
	}{
		{
			"introductions",
			func(i int) (int, error) {
				rep, err := find.Introductions(view, analysis.IntroductionsQuery{Target: target(i), Limit: limit})
				if err != nil {
					return 0, err
				}
				return len(rep.Introductions), nil
			},
			func(i int) map[string]any { return map[string]any{"target": string(target(i)), "limit": limit} },
		},
		{
			"single-points",
			func(i int) (int, error) {
				rep, err := find.SinglePoints(view, analysis.SinglePointsQuery{Account: account(i)})
				if err != nil {
					return 0, err
				}
				return len(rep.Points), nil
			},
			func(i int) map[string]any { return map[string]any{"account": string(account(i))} },
		},
	} {
		var statement string
		for _, question := range Questions() {
			if question.Name == q.name {
				statement = question.Statement()
			}
		}
		b.Run(q.name, func(b *testing.B) {
			var inGo, inCypher time.Duration
			found := 0
			round := func(i int) {
				start := time.Now()
				answers, err := q.goes(i)
				inGo += time.Since(start)
				if err != nil {
					b.Fatal(err)
				}
				args := q.args(i)
				args["workspace"], args["day"] = string(benchSpace), neo4j.DateOf(base.Time())
				start = time.Now()
				result, err := neo4j.ExecuteQuery(ctx, s.driver, statement, args, neo4j.EagerResultTransformer, neo4j.ExecuteQueryWithDatabase("neo4j"))
				inCypher += time.Since(start)
				if err != nil {
					b.Fatal(err)
				}
				if answers == 0 && len(result.Records) > 0 {
					b.Fatalf("%d answers in Go and %d rows in Cypher, of %v", answers, len(result.Records), args)
				}
				found += answers
			}
			const warm = 5
			for i := range warm {
				round(i)
			}
			inGo, inCypher, found = 0, 0, 0
			rounds := 0
			for b.Loop() {
				round(warm + rounds)
				rounds++
			}
			b.ReportMetric(float64(inGo.Microseconds())/1000/float64(rounds), "go-ms")
			b.ReportMetric(float64(inCypher.Microseconds())/1000/float64(rounds), "cypher-ms")
			b.ReportMetric(float64(inCypher)/float64(inGo), "ratio")
			b.ReportMetric(float64(found)/float64(rounds), "answers")
		})
	}
}
