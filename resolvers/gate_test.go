//go:build !race

package resolvers_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/internal/sample"
	"github.com/kithgraph/kith/resolvers"
)

// crowdStore is a store of one workspace that is only read: so many people, in companies
// of 500 that are all parts of one group with an account of its own. Its log is compacted.
type crowdStore struct {
	engine.Store
	people int
}

func (c crowdStore) Load(ctx context.Context, ws graph.Workspace, f func(*graph.Element) error) (engine.Span, error) {
	var edges []graph.Element
	put := func(fact graph.Fact) error {
		e := graph.Encode(fact)
		if e.IsEdge() {
			edges = append(edges, e)
			return nil
		}
		return f(&e)
	}
	for _, fact := range []graph.Fact{
		graph.Organization{Node: graph.Node{ID: "group"}, Name: "Group", Kind: graph.OrgCompany},
		graph.Account{Node: graph.Node{ID: "a-group"}, Name: "Group", Relation: graph.RelationCustomer, Tier: graph.TierKey},
		graph.For{Edge: graph.Edge{ID: "for-group", Src: "a-group", Dst: "group"}},
	} {
		if err := put(fact); err != nil {
			return engine.Span{}, err
		}
	}
	for e := range sample.Elements(sample.Size{People: c.people, Interactions: 1}, base) {
		if e.Kind == graph.NodeOrganization && !e.Props.Bool("ours") {
			if err := put(graph.PartOf{Edge: graph.Edge{ID: "part-" + e.ID, Src: e.ID, Dst: "group"}}); err != nil {
				return engine.Span{}, err
			}
		}
		if err := f(&e); err != nil {
			return engine.Span{}, err
		}
	}
	for i := range edges {
		if err := f(&edges[i]); err != nil {
			return engine.Span{}, err
		}
	}
	return engine.Span{From: 1, To: 1, Epoch: "crowd"}, nil
}

func (c crowdStore) Tail(_ context.Context, _ graph.Workspace, after graph.Revision) iter.Seq2[graph.Commit, error] {
	return func(yield func(graph.Commit, error) bool) {
		if after < 1 {
			yield(graph.Commit{}, &engine.CompactedError{Floor: 1})
		}
	}
}

func (c crowdStore) Heads(context.Context) (map[graph.Workspace]engine.Head, error) {
	return map[graph.Workspace]engine.Head{sample.Workspace: {Revision: 1, Epoch: "crowd"}}, nil
}

func (c crowdStore) Close() error { return nil }

// worst asks each field that can be dear as dearly as it can be asked: about the largest
// account, for what is nowhere, so that everything is looked at, with everything on.
var worst = []string{
	`people(first: 1000, filter: {text: "nobody is called so"}) { totalCount pageInfo { hasNextPage } nodes { id } }`,
	`people(first: 0, filter: {functions: [IT], levels: [2], stances: [SUPPORTER], roles: [DECIDER]}) { totalCount pageInfo { hasPreviousPage } }`,
	`people(first: 1000, filter: {accountId: "a-group"}) { totalCount nodes { id } }`,
	`people(first: 1000) { totalCount nodes { id name } }`,
	`positions(first: 0, filter: {text: "nothing", levels: [9]}) { totalCount }`,
	`positions(first: 1000, filter: {organizationId: "group"}) { totalCount nodes { id } }`,
	`organizations(first: 0, filter: {text: "x"}) { totalCount }`,
	`accounts(first: 0, filter: {text: "x"}) { totalCount }`,
	`interactions(first: 1000) { totalCount nodes { id } }`,
	`commitments(first: 0, filter: {overdue: true}) { totalCount }`,
	`search(text: "a b c d e f g h i j k l m n o p q r s t", first: 100) { node { id } }`,
	`search(text: "a", first: 100) { node { id } }`,
	`suggestions { total }`,
	`stakeholders(accountId: "a-group") { people { person { id } } }`,
	`strength(of: {accountId: "a-group"}, first: 10000) { ties { person { id } } }`,
	`coverage(accountId: "a-group") { findings { rule } }`,
	`singlePoints(accountId: "a-group", horizon: 3, pairs: true, soft: true, structure: true) { points { person { id } } }`,
	`introductions(targetId: "p0009998", hops: 3, limit: 20) { introductions { ask { id } } }`,
	`moves(from: "1990-01-01", first: 1000) { moves { sentence } }`,
	`influence(accountId: "a-group", brokers: true) { overall { sentence } }`,
	`pairing(accountId: "a-group") { cost }`,
	`scenario(accountId: "a-group", leaverIds: ["o0000000"], horizon: 3) { sentence }`,
	`handover(personId: "p0000000") { sentence }`,
	`chart(of: {accountId: "a-group"}) { total seats(first: 10000) { nodes { positionId holders { person { personId knownBy { personId } } } } } findings { sentence } }`,
	`diff(of: {accountId: "a-group"}, since: "1990-01-01") { people { personId } seats { positionId } tiesLost { personId } }`,
	`chart(of: {accountId: "a-group"}) { layout(diagram: TREE) { width } }`,
	`account(id: "a-group") { people(first: 0) { totalCount } positions(first: 0) { totalCount } contacts: interactions(first: 0) { totalCount } }`,
	`organization(id: "group") { positions(first: 0, deep: true) { totalCount } people(first: 0, deep: true, filter: {text: "nobody"}) { totalCount } }`,
}

// The promises for what is admitted, whatever the workspace: time of the processor, and
// bytes allocated all in all, most of which are free again before the end.
const (
	promisedTime  = 2 * time.Second
	promisedBytes = 1 << 30
)

// gatePeople is how many people the worst questions are asked about.
const gatePeople = 10_000

// TestWorstQuestions asks the worst questions alone and as often as one request is
// admitted with, of [gatePeople] (KITH_GATE_PEOPLE for other sizes). What is
// admitted keeps the promised memory; the time of the processor is reported, and fails at
// three times the promise. The race detector is left out: make test runs it apart.
func TestWorstQuestions(t *testing.T) {
	people, _ := strconv.Atoi(os.Getenv("KITH_GATE_PEOPLE"))
	if people == 0 {
		people = gatePeople
	}
	eng := engine.New(crowdStore{engine.Mem(), people}, engine.Options{Now: func() time.Time { return base.Time() }})
	defer eng.Close()
	if _, err := eng.Snapshot(t.Context(), sample.Workspace); err != nil {
		t.Fatal(err)
	}
	handler := func() http.Handler {
		return resolvers.NewHandler(eng, resolvers.Options{Workspace: sample.Workspace, Now: func() time.Time { return base.Time() }})
	}
	for _, q := range worst {
		if only := os.Getenv("KITH_GATE_ONLY"); only != "" && !strings.HasPrefix(q, only) {
			continue
		}
		for _, times := range []int{1, 3, 10, 30, 100} {
			var b strings.Builder
			b.WriteString("{ view {")
			for i := range times {
				if times == 1 {
					fmt.Fprintf(&b, " %s", q)
				} else {
					fmt.Fprintf(&b, " a%d: %s", i, q)
				}
			}
			b.WriteString(" } }")
			took, bytes, verdict := spent(t, handler(), b.String())
			if verdict == "cost" || verdict == "aliases" {
				break
			}
			t.Logf("%4d × %-60.60s %7.2f s %6d MB  %s", times, q, took.Seconds(), bytes>>20, verdict)
			if bytes > promisedBytes {
				t.Errorf("%d × %.60s allocates %d MB, want at most %d", times, q, bytes>>20, promisedBytes>>20)
			}
			if took > 3*promisedTime {
				t.Errorf("%d × %.60s takes %v of the processor, want at most %v", times, q, took, promisedTime)
			}
		}
	}
}

// spent asks a question of a handler and returns what it took, and "" when it was
// answered, else the limit or the rule that refused it.
func spent(t *testing.T, h http.Handler, query string) (time.Duration, uint64, string) {
	t.Helper()
	body, _ := json.Marshal(map[string]any{"query": query})
	r := httptest.NewRequest("POST", "/graphql", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := processorTime()
	h.ServeHTTP(w, r)
	took := processorTime() - start
	runtime.ReadMemStats(&after)
	var a answer
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil {
		t.Fatalf("%.100s: %v", query, err)
	}
	verdict := ""
	if len(a.Errors) > 0 {
		verdict, _ = a.Errors[0].Extensions["rule"].(string)
		if limit, ok := a.Errors[0].Extensions["limit"].(string); ok {
			verdict = limit
		}
		if verdict == "" {
			t.Errorf("%.100s: %v", query, a.Errors[0])
		}
	}
	return took, after.TotalAlloc - before.TotalAlloc, verdict
}
