package neo4jstore_test

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/importer"
	"github.com/kithgraph/kith/internal/neo4jtest"
)

// organisation is a real organisation of the corpus, and the day on which it is
// asked about.
type organisation struct {
	folder string
	day    graph.Date
	ours   []string // firms that are taken to be ours
}

var corpus = []organisation{
	{"adventureworks", graph.Day(2014, 6, 30), nil}, // says itself who is ours
	{"classic-hightech", graph.Day(1990, 1, 1), nil},
	{"classic-monastery", graph.Day(1990, 1, 1), nil},
	{"k8s-leadership", graph.Day(2023, 6, 1), []string{"Google"}},
	{"sourcegraph-pseudo", graph.Day(2022, 6, 16), nil},
	{"uk-dfid", graph.Day(2013, 9, 30), nil},
}

// The questions about one organisation: some of its accounts and its people, by
// a fixed rule, so that both versions are done in well under a minute.
const (
	corpusAccounts = 8
	corpusTargets  = 25
)

// corpusParity asks about real organisations: each is imported into Neo4j as
// anybody's files are, read back from there, and asked about both ways.
// KITH_CORPUS names the folder. Whose turn it is not, by its place, is left out.
func corpusParity(t *testing.T, server *neo4jtest.Server, turn func(int) bool) {
	root := os.Getenv("KITH_CORPUS")
	if root == "" {
		corpusNotRun.Do(func() { fmt.Println("NOT RUN: KITH_CORPUS unset") })
		t.Skip("NOT RUN: KITH_CORPUS unset")
	}
	for i, o := range corpus {
		if !turn(i) {
			continue
		}
		t.Run(o.folder, func(t *testing.T) { o.parity(t, server, root) })
	}
}

var corpusNotRun sync.Once

func (o organisation) parity(t *testing.T, server *neo4jtest.Server, root string) {
	ctx := context.Background()
	files, err := importer.Files(filepath.Join(root, o.folder))
	if err != nil {
		t.Fatal(err)
	}
	ws, ids := graph.Workspace(o.folder), 0
	how := engine.Options{
		Exclusive: true,
		Now:       func() time.Time { return o.day.Time() },
		NewID:     func() string { ids++; return fmt.Sprintf("corpus%06d", ids) },
	}
	eng := engine.New(open(t, options(server)), how)
	defer eng.Close()
	edit := func(reason string, f func(*draft.Draft) error) {
		t.Helper()
		if _, err := eng.Update(ctx, ws, "tester", reason, f); err != nil {
			t.Fatalf("%s: %v", reason, err)
		}
	}
	edit("import", func(d *draft.Draft) error {
		_, err := importer.Plan(ctx, d, files, importer.Options{Source: o.folder, AsOf: o.day, AcceptGoodRows: true, Ours: o.ours})
		return err
	})
	edit("take sides", func(d *draft.Draft) error { return o.takeSides(d) })
	var accounts []graph.ID
	edit("decisions", func(d *draft.Draft) error {
		accounts = o.decisions(d)
		return nil
	})
	fresh := engine.New(open(t, options(server)), how) // which has it all from Neo4j
	defer fresh.Close()
	snapshot, err := fresh.Snapshot(ctx, ws)
	if err != nil {
		t.Fatal(err)
	}
	p := &parity{t: t, server: server, ws: ws, view: view.On(snapshot, o.day), day: o.day}
	for _, account := range accounts {
		p.account(account)
	}
	p.moves(o.day-400, o.day+1)
	before := p.compared
	people := snapshot.Nodes(graph.NodePerson)
	for i := 0; i < len(people); i += max(1, len(people)/corpusTargets) {
		p.introductions(snapshot.NodeID(people[i]))
	}
	t.Logf("%d rows are the same, %d of them routes", p.compared, p.compared-before)
	if p.compared < 8 {
		t.Errorf("only %d rows were there to compare", p.compared)
	}
}

// takeSides adds what most of the sources lack: us and accounts. Where nobody is
// ours, every third seat is; where there is no account, every firm that is not
// ours and has a seat on the day is one.
func (o organisation) takeSides(d *draft.Draft) error {
	v := view.On(d.Base(), o.day)
	s := v.Snapshot()
	if !slices.ContainsFunc(s.Nodes(graph.NodePerson), v.Ours) {
		us := d.Add(graph.Organization{Node: graph.Node{ID: "o-us"}, Name: "Us", Ours: true})
		i := 0
		for _, seat := range s.Nodes(graph.NodePosition) {
			for h := range v.Out(seat, graph.EdgeIn) {
				if i++; i%3 == 0 {
					e := graph.Decode[graph.In](s.EdgeElement(h.Edge()))
					d.Remove(e.ID)
					e.ID, e.Dst = "", us
					d.Add(e)
				}
				break
			}
		}
	}
	if s.Count(graph.NodeAccount) > 0 {
		return nil
	}
	for _, org := range s.Nodes(graph.NodeOrganization) {
		if _, unit := v.Parent(org); unit || v.OrgIsOurs(org) || !slices.ContainsFunc(v.Subtree(org), func(n kernel.N) bool { return len(v.SeatsIn(n)) > 0 }) {
			continue
		}
		if _, err := d.AddAccount(graph.Account{Name: v.Name(org)}, s.NodeID(org)); err != nil {
			return err
		}
	}
	return nil
}

// decisions chooses the accounts to ask about, from the one with the most seats
// to one with the fewest, and adds a decision in each, which the sources lack as
// well: the first seat decides, the second one approves.
func (o organisation) decisions(d *draft.Draft) (accounts []graph.ID) {
	v := view.On(d.Base(), o.day)
	s := v.Snapshot()
	nodes := slices.Clone(s.Nodes(graph.NodeAccount))
	slices.SortStableFunc(nodes, func(a, b kernel.N) int { return cmp.Compare(len(v.AccountSeats(b)), len(v.AccountSeats(a))) })
	for i := 0; i < len(nodes); i += (len(nodes) + corpusAccounts - 1) / corpusAccounts {
		account := s.NodeID(nodes[i])
		accounts = append(accounts, account)
		area := d.Add(graph.DecisionArea{Node: graph.Node{ID: "area-" + account}, Name: "Renewal", State: graph.DecisionOpen})
		d.Add(graph.For{Edge: graph.Edge{Src: area, Dst: account}})
		for k, seat := range v.AccountSeats(nodes[i]) {
			if k < 2 {
				d.Add(graph.Decides{Edge: graph.Edge{Src: s.NodeID(seat), Dst: area}, Part: []graph.Role{graph.RoleDecider, graph.RoleApprover}[k]})
			}
		}
	}
	return accounts
}
