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

// The benchmarks hold the store against the bare driver on the same server, in
// the same run: what its rules, its log and its typed elements cost. Run those of
// one size with, for example,
//
//	go test -run xxx -bench 'Load/people=100000' ./graph/neo4jstore

const benchSpace graph.Workspace = "bench"

// benchServer starts a server with memory for the benchmarks.
func benchServer(b *testing.B) *Store {
	server := neo4jtest.Start(b, neo4jtest.Options{Heap: "1g", Settings: map[string]string{"server.memory.pagecache.size": "512m"}})
	s, err := Open(context.Background(), Options{URI: server.URI, Database: "neo4j"})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	return s
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

// fill imports elements in the largest commits and returns the head.
func fill(b *testing.B, s *Store, ws graph.Workspace, elements []graph.Element) (head graph.Revision) {
	for part := range slices.Chunk(elements, graph.MaxChanges) {
		c := graph.Commit{ID: fmt.Sprint("import-", head), At: time.Now(), Actor: "bench"}
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
// for each node and relationship. They take turns, so that what else the machine
// does falls on all. The ratios are the store's speed to that of each bare form.
func BenchmarkLoad(b *testing.B) {
	ctx := context.Background()
	s := benchServer(b)
	for _, people := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint("people=", people), func(b *testing.B) {
			if err := s.Drop(ctx, benchSpace); err != nil {
				b.Fatal(err)
			}
			elements := company(people)
			fill(b, s, benchSpace, elements)
			want := len(elements)
			args := map[string]any{"ws": string(benchSpace)}
			forms := []struct {
				name string
				read func() int
			}{
				{"store", func() (n int) {
					if _, err := s.Load(ctx, benchSpace, func(*graph.Element) error { n++; return nil }); err != nil {
						b.Fatal(err)
					}
					return n
				}},
				{"pages", func() int {
					n := barePages(b, s, nodePageText, 1)
					for _, sh := range edgeShapes {
						n += barePages(b, s, sh.page, 0)
					}
					return n
				}},
				{"rows", func() (n int) {
					for _, text := range []string{
						"MATCH (n:KithNode {kWorkspace: $p.ws}) RETURN n",
						"MATCH (a:KithNode {kWorkspace: $p.ws})-[r]->(b) RETURN a.id, b.id, r",
					} {
						if err := s.alone(ctx, neo4j.FetchDefault)(text, args, func([]any) (bool, error) { n++; return true, nil }); err != nil {
							b.Fatal(err)
						}
					}
					return n
				}},
				{"engine", func() (n int) {
					snapshot, err := engine.New(s, engine.Options{}).Snapshot(ctx, benchSpace)
					if err != nil {
						b.Fatal(err)
					}
					for _, k := range slices.Concat(graph.NodeKinds(), graph.EdgeKinds()) {
						n += snapshot.Count(k)
					}
					return n
				}},
			}
			took := make([]time.Duration, len(forms))
			round := func() {
				for i, f := range forms {
					runtime.GC() // what one form leaves behind is not the next one's
					start := time.Now()
					if got := f.read(); got != want {
						b.Fatalf("%s read %d, want %d", f.name, got, want)
					}
					took[i] += time.Since(start)
				}
			}
			for range 2 { // the server plans, and compiles what is hot
				round()
			}
			clear(took)
			n := 0
			for b.Loop() {
				round()
				n++
			}
			for i, f := range forms {
				b.ReportMetric(float64(n*want)/took[i].Seconds(), f.name+"-facts/s")
			}
			b.ReportMetric(took[1].Seconds()/took[0].Seconds(), "to-pages")
			b.ReportMetric(took[2].Seconds()/took[0].Seconds(), "to-rows")
		})
	}
}

// barePages reads pages one after another; the id is in the given column.
func barePages(b *testing.B, s *Store, text string, column int) (n int) {
	after := ""
	for {
		got := 0
		err := s.alone(context.Background(), neo4j.FetchDefault)(text, map[string]any{"ws": string(benchSpace), "after": after, "limit": longestPage}, func(v []any) (bool, error) {
			rows := v[0].([]any)
			if got = len(rows); got > 0 {
				after = rows[got-1].([]any)[column].(string)
			}
			return true, nil
		})
		if err != nil {
			b.Fatal(err)
		}
		if n += got; got < longestPage {
			return n
		}
	}
}

// BenchmarkImport imports a company, and has the bare driver write the same
// nodes and relationships without a log, in batches of the same size.
func BenchmarkImport(b *testing.B) {
	ctx := context.Background()
	s := benchServer(b)
	const people = 10_000
	elements := company(people)
	run := func(name string, write func(b *testing.B)) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				if err := s.Drop(ctx, benchSpace); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				write(b)
			}
			b.ReportMetric(float64(b.N*len(elements))/b.Elapsed().Seconds(), "elements/s")
		})
	}
	run("store", func(b *testing.B) { fill(b, s, benchSpace, elements) })
	run("driver", func(b *testing.B) {
		run := s.alone(ctx, neo4j.FetchDefault)
		args := map[string]any{"ws": string(benchSpace), "nonce": "bench", "id": "bench", "expect": 0, "at": time.Now().UTC(), "actor": "", "reason": "", "more": false, "changes": "[]"}
		if err := run(appendFirst, args, nil); err != nil { // so that Drop finds it
			b.Fatal(err)
		}
		batches := map[*shape][]any{}
		flush := func(sh *shape) {
			text := createNodesText
			if sh.edge {
				text = createEdgesText
			}
			if err := run(text, map[string]any{"ws": string(benchSpace), "rows": batches[sh]}, nil); err != nil {
				b.Fatal(err)
			}
			batches[sh] = nil
		}
		for _, edges := range []bool{false, true} {
			for i := range elements {
				if elements[i].IsEdge() != edges {
					continue
				}
				sh := shapes[elements[i].Kind]
				after, err := sh.properties(&elements[i])
				if err != nil {
					b.Fatal(err)
				}
				after["kWorkspace"], after["id"] = string(benchSpace), string(elements[i].ID)
				row := []any{string(sh.kind), after}
				if sh.edge {
					row = []any{string(sh.kind), string(elements[i].Src), string(elements[i].Dst), after}
				}
				if batches[sh] = append(batches[sh], row); len(batches[sh]) == graph.MaxChanges {
					flush(sh)
				}
			}
			for _, sh := range append(slices.Clone(nodeShapes), edgeShapes...) {
				if len(batches[sh]) > 0 {
					flush(sh)
				}
			}
		}
	})
}

// BenchmarkCommit commits one change, and has the bare driver change one node
// and write one log entry in a transaction.
func BenchmarkCommit(b *testing.B) {
	ctx := context.Background()
	s := benchServer(b)
	head := fill(b, s, benchSpace, company(1000)[:graph.MaxChanges/5])
	person := func(n int) *graph.Element {
		e := graph.Encode(graph.Person{Node: graph.Node{ID: "changing"}, Name: fmt.Sprint("Person ", n)})
		return &e
	}
	run := func(name string, commit func(b *testing.B, n int)) {
		b.Run(name, func(b *testing.B) {
			const warm = 300
			for n := range warm {
				commit(b, n)
			}
			var times []time.Duration
			for b.Loop() {
				start := time.Now()
				commit(b, warm+len(times))
				times = append(times, time.Since(start))
			}
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "p99-ms")
		})
	}
	var before *graph.Element
	run("store", func(b *testing.B, n int) {
		after := person(n)
		c := graph.Commit{ID: fmt.Sprint("c", head), At: time.Now(), Actor: "bench", Changes: []graph.Change{{ID: after.ID, Before: before, After: after}}}
		var err error
		if head, err = s.Apply(ctx, benchSpace, head, c); err != nil {
			b.Fatal(err)
		}
		before = after
	})
	run("driver", func(b *testing.B, n int) {
		session := s.session(ctx, neo4j.FetchDefault)
		defer session.Close(ctx)
		_, err := session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
			result, err := tx.Run(ctx, "MATCH (n:KithNode {kWorkspace: $p.ws, id: 'changing'}) SET n.name = $p.name CREATE (:BenchLog {n: $p.n, text: $p.name})",
				map[string]any{"p": map[string]any{"ws": string(benchSpace), "name": fmt.Sprint("Person ", n), "n": n}})
			if err != nil {
				return nil, err
			}
			return result.Consume(ctx)
		})
		if err != nil {
			b.Fatal(err)
		}
	})
}

// BenchmarkHeads polls.
func BenchmarkHeads(b *testing.B) {
	ctx := context.Background()
	s := benchServer(b)
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
func BenchmarkQuestions(b *testing.B) {
	ctx := context.Background()
	base := graph.Day(2026, 3, 1)
	size := sample.Size{People: 10_000, Interactions: 2}
	view := view.On(sample.Build(size, base), base)
	s := benchServer(b)
	fill(b, s, benchSpace, slices.Collect(sample.Elements(size, base)))

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
