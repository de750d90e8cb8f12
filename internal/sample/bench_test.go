package sample_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/sqlitestore"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/importer"
	"github.com/kithgraph/kith/internal/sample"
)

// The benchmarks of the whole: each analysis, an import, a load and a commit, on
// workspaces of [sample.Elements]. A million people take some minutes and 4 GB;
// set KITH_BENCH_1M=1 for them.
var sizes = []int{10_000, 100_000, 1_000_000}

func eachSize(b *testing.B, f func(b *testing.B, people int)) {
	for _, n := range sizes {
		b.Run(fmt.Sprintf("people=%dk", n/1000), func(b *testing.B) {
			if n >= 1_000_000 && os.Getenv("KITH_BENCH_1M") == "" {
				b.Skip("set KITH_BENCH_1M=1 to run it")
			}
			f(b, n)
		})
	}
}

// BenchmarkAnalyses asks each question of a different account or person in each
// round.
func BenchmarkAnalyses(b *testing.B) {
	eachSize(b, func(b *testing.B, people int) {
		s := sample.Build(sample.Size{People: people, Interactions: 2}, base)
		v := view.On(s, base)
		accounts, persons := s.Nodes(graph.NodeAccount), s.Nodes(graph.NodePerson)
		account := func(i int) graph.ID { return s.NodeID(accounts[i*7%len(accounts)]) }
		theirs := func(i int) graph.ID { // beyond the one per cent that is ours
			ours := max(people/100, 20)
			return s.NodeID(persons[ours+i*7919%(len(persons)-ours)])
		}
		for _, q := range []struct {
			name string
			ask  func(i int) error
		}{
			{"strength", func(i int) error {
				_, err := find.Strength(v, analysis.StrengthQuery{Account: account(i)})
				return err
			}},
			{"coverage", func(i int) error {
				_, err := find.Coverage(v, analysis.CoverageQuery{Account: account(i)})
				return err
			}},
			{"spof", func(i int) error {
				_, err := find.SinglePoints(v, analysis.SinglePointsQuery{Account: account(i)})
				return err
			}},
			{"intro", func(i int) error {
				_, err := find.Introductions(v, analysis.IntroductionsQuery{Target: theirs(i), Limit: 10})
				return err
			}},
			{"moves", func(i int) error {
				_, err := find.Moves(v, analysis.MovesQuery{Account: account(i), From: base - 365})
				return err
			}},
		} {
			b.Run(q.name, func(b *testing.B) {
				for i := range b.N {
					if err := q.ask(i); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	})
}

// csvFiles returns people, seats and ties of n people as the neutral CSV form.
func csvFiles(n int) []importer.File {
	var orgs, people, positions, ties bytes.Buffer
	orgs.WriteString("id,name,parent_id,website\n")
	people.WriteString("id,name,email,linkedin\n")
	positions.WriteString("id,person_id,organization_id,title,department,level,reports_to_position_id,start,end,seat_id,reports_to_seat_id\n")
	ties.WriteString("from_person_id,to_person_id,kind,strength,start,end\n")
	for o := range (n + 499) / 500 {
		fmt.Fprintf(&orgs, "o%d,Company %d,,\n", o, o)
	}
	for p := range n {
		i, boss := p%500, ""
		if i > 0 {
			boss = fmt.Sprintf("s%d", p-i+(i-1)/6)
		}
		fmt.Fprintf(&people, "p%d,Person %d,p%d@example.com,\n", p, p, p)
		fmt.Fprintf(&positions, "r%d,p%d,o%d,Director of Planning,Operations,,,2021-03-0%d,,s%d,%s\n", p, p, p/500, 1+p%9, p, boss)
		for t := range 3 {
			fmt.Fprintf(&ties, "p%d,p%d,knows,,2024-01-01,\n", p, (p+t*137+1)%n)
		}
	}
	return []importer.File{
		importer.Bytes("organizations.csv", orgs.Bytes()), importer.Bytes("people.csv", people.Bytes()),
		importer.Bytes("positions.csv", positions.Bytes()), importer.Bytes("relationships.csv", ties.Bytes()),
	}
}

// TestImportFiles writes the files that [BenchmarkImport] reads, of 100,000 people, to
// the folder that KITH_BENCH_FILES names, for measuring kith import from outside.
func TestImportFiles(t *testing.T) {
	dir := os.Getenv("KITH_BENCH_FILES")
	if dir == "" {
		dir = t.TempDir()
	}
	for _, f := range csvFiles(sizes[1]) {
		in, err := f.Opener()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(in)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, f.Name), data, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
		if want := map[string]int{"organizations.csv": 201, "people.csv": 100_001, "positions.csv": 100_001, "relationships.csv": 300_001}[f.Name]; bytes.Count(data, []byte("\n")) != want {
			t.Errorf("%s has %d lines, want %d", f.Name, bytes.Count(data, []byte("\n")), want)
		}
	}
}

// BenchmarkImport reads CSV files of n people with three ties each, checks the
// rules and writes them to the embedded store.
func BenchmarkImport(b *testing.B) {
	for _, n := range sizes[:2] {
		b.Run(fmt.Sprintf("people=%dk", n/1000), func(b *testing.B) {
			files := csvFiles(n)
			for b.Loop() {
				st, err := sqlitestore.Open(b.TempDir(), sqlitestore.Options{})
				if err != nil {
					b.Fatal(err)
				}
				eng := engine.New(st, engine.Options{Exclusive: true})
				res, err := eng.Update(context.Background(), "bench", "bench", "import", func(d *draft.Draft) error {
					_, err := importer.Plan(context.Background(), d, files, importer.Options{Source: "crm", AsOf: base})
					return err
				})
				if err != nil {
					b.Fatal(err)
				}
				if got := res.Snapshot.Count(graph.NodePerson); got != n {
					b.Fatalf("%d people after the import, want %d", got, n)
				}
				eng.Close()
			}
		})
	}
}

// BenchmarkWorkspace loads a workspace from the embedded store and writes small
// commits to it.
func BenchmarkWorkspace(b *testing.B) {
	for _, n := range sizes[:2] {
		b.Run(fmt.Sprintf("people=%dk", n/1000), func(b *testing.B) {
			ctx := context.Background()
			dir := b.TempDir()
			fill(b, dir, n)
			b.Run("load", func(b *testing.B) {
				for b.Loop() {
					eng := open(b, dir)
					if _, err := eng.Snapshot(ctx, "bench"); err != nil {
						b.Fatal(err)
					}
					eng.Close()
				}
			})
			b.Run("commit", func(b *testing.B) {
				eng := open(b, dir)
				defer eng.Close()
				if _, err := eng.Snapshot(ctx, "bench"); err != nil {
					b.Fatal(err)
				}
				for i := 0; b.Loop(); i++ {
					_, err := eng.Update(ctx, "bench", "bench", "", func(d *draft.Draft) error {
						_, err := d.LogInteraction(graph.Interaction{On: base, Channel: graph.ChannelCall}, []graph.ID{"p0000001", graph.ID(fmt.Sprintf("p%07d", 200+i%(n-200)))}, "")
						return err
					})
					if err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}

func open(b *testing.B, dir string) *engine.Engine {
	st, err := sqlitestore.Open(dir, sqlitestore.Options{})
	if err != nil {
		b.Fatal(err)
	}
	return engine.New(st, engine.Options{Exclusive: true})
}

func fill(b *testing.B, dir string, n int) {
	eng := open(b, dir)
	defer eng.Close()
	_, err := eng.Update(context.Background(), "bench", "bench", "", func(d *draft.Draft) error {
		for e := range sample.Elements(sample.Size{People: n}, base) {
			d.Put(e)
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}
