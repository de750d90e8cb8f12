package clients_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/neo4jstore"
	"github.com/kithgraph/kith/internal/neo4jtest"
	"github.com/kithgraph/kith/internal/sample"
)

// peerPeople is how many people the compared workspace has; peerUnits how many of their
// companies, of 500 seats each, are one group with an account.
const peerPeople, peerUnits = 10_000, 4

// A screen is what a front end asks for, of kith and of a schema that @neo4j/graphql makes
// of the same model: one document each, and the variables of the n-th time.
type screen struct {
	name       string
	times      int // how often a round asks, of each
	requests   int // how many requests that takes each time
	kith, peer string
	variables  func(n int) map[string]any
	count      [2]string // what is counted in an answer of each, which must be as many
}

func screens() []screen {
	number := func(n int) int { return 200 + n*37%(peerPeople-200) }
	person := func(n int) map[string]any { return map[string]any{"id": fmt.Sprintf("p%07d", number(n))} }
	none := func(int) map[string]any { return nil }
	units := make([]string, peerUnits)
	for i := range units {
		units[i] = fmt.Sprintf("%q", fmt.Sprintf("o%07d", i+1))
	}
	return []screen{
		{
			name: "chart of 2,000 seats", times: 5, requests: 1, count: [2]string{`"positionId":`, `"occupancy":`}, variables: none,
			kith: `{ view { chart(of: {accountId: "a-group"}) { seats(first: 10000) { nodes { positionId title level function occupancy managerId holders { person { personId name knownBy { personId } } } } } } } }`,
			peer: `{ positions(where: {organization: {some: {id: {in: [` + strings.Join(units, ", ") + `]}}}}) { id title level function occupancy manager { id } holders { id name knownBy { id } } } }`,
		},
		{
			name: "person card", times: 200, requests: 1, variables: person,
			kith: `query ($id: ID!) { view { person(id: $id) { id name emails holdings { position { title organization { name } manager { id title holders { name } } reports { nodes { id title } } } } knows(first: 1000) { nodes { other { id name } } } } } }`,
			peer: `query ($id: ID!) { people(where: {id: {eq: $id}}) { id name emails holds { title organization { name } manager { id title holders { name } } reports { id title } } knows { id name } knownBy { id name } } }`,
		},
		{
			name: "search", times: 100, requests: 1,
			variables: func(n int) map[string]any { return map[string]any{"text": searched(n)} },
			kith:      `query ($text: String!) { view { search(text: $text, kinds: [Person], first: 20) { node { id ... on Person { name } } } } }`,
			peer:      `query ($text: String!) { people(where: {name: {contains: $text}}, limit: 20) { id name } }`,
		},
		{
			name: "100 small queries", times: 5, requests: 100, count: [2]string{`"name":`, `"name":`}, variables: person,
			kith: `query ($id: ID!) { view { person(id: $id) { name } } }`,
			peer: `query ($id: ID!) { people(where: {id: {eq: $id}}) { name } }`,
		},
		{
			name: "filtered list, first 50", times: 100, requests: 1, count: [2]string{`"title":`, `"title":`}, variables: none,
			kith: `{ positions(first: 50, filter: {levels: [3], functions: [FINANCE]}, orderBy: TITLE) { nodes { id title holders { name } } } }`,
			peer: `{ positions(where: {level: {eq: 3}, function: {eq: "FINANCE"}}, sort: [{title: ASC}], limit: 50) { id title holders { name } } }`,
		},
		{
			name: "edit", times: 100, requests: 1, count: [2]string{`"title":`, `"title":`},
			variables: func(n int) map[string]any {
				return map[string]any{"id": fmt.Sprintf("s%07d", number(n)), "title": fmt.Sprint("Title ", time.Now().UnixNano())}
			},
			kith: `mutation ($id: ID!, $title: String) { updateFact(input: {id: $id, patch: {position: {title: $title}}}) { fact { id ... on Position { title } } } }`,
			peer: `mutation ($id: ID!, $title: String) { updatePositions(where: {id: {eq: $id}}, update: {title: {set: $title}}) { positions { id title } } }`,
		},
	}
}

func searched(n int) string { return []string{"Anna", "Keller", "Ben", "Ro", "Schm"}[n%5] }

// BenchmarkPeers asks kith and @neo4j/graphql, which stand on one Neo4j server and the same
// data, for the same screens in turn, and prints a table of what each takes: bytes, time,
// and the time of processors of the server and of Neo4j. Run it with -benchtime 1x.
func BenchmarkPeers(b *testing.B) {
	dir := b.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/peers")); err != nil {
		b.Fatal(err)
	}
	if err := command(dir, "npm", "ci", "--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts"); err != nil {
		b.Fatal(err)
	}
	if err := command(".", "go", "build", "-o", filepath.Join(dir, "kith"), "../../cmd/kith"); err != nil {
		b.Fatal(err)
	}
	db := neo4jtest.Start(b, neo4jtest.Options{Version: neo4jtest.V2026, Heap: "1g"})
	fillForPeers(b, db.URI)
	kith := start(b, exec.Command(filepath.Join(dir, "kith"), "serve", "--listen", "127.0.0.1:0", "--store", db.URI, "--workspace", "bench"))
	peer := exec.Command("node", "server.mjs", db.URI)
	peer.Dir = dir
	sides := [2]*side{kith, start(b, peer)}
	kith.url += "graphql"
	database := javaIn(b, db.Home)

	for b.Loop() {
		fmt.Println("\n| | | bytes | time | server CPU | Neo4j CPU | all CPU, kith : peer |\n|---|---|---|---|---|---|---|")
		for _, s := range screens() {
			n := 0
			documents := [2]string{s.kith, s.peer}
			var got [2]figures
			for round := range 4 { // the first warms, and is not counted
				for which, to := range sides {
					server, store, began := processor(b, to.pid), processor(b, database), time.Now()
					bytes := 0
					for i := range s.times * s.requests {
						bytes += to.ask(b, documents[which], s.variables(n+i), s.count[which])
					}
					if round > 0 {
						f := &got[which]
						f.time += time.Since(began)
						f.server += processor(b, to.pid) - server
						f.store += processor(b, database) - store
						f.bytes = bytes / s.times
						f.times += s.times
					}
				}
				n += s.times * s.requests
			}
			if s.count[0] != "" && sides[0].counted != sides[1].counted {
				b.Errorf("%s: kith's answer has %d, the peer's %d", s.name, sides[0].counted, sides[1].counted)
			}
			all := func(f figures) float64 { return float64(f.server + f.store) }
			for which, name := range []string{"kith", "@neo4j/graphql"} {
				f := got[which]
				ratio := ""
				if which == 0 {
					ratio = fmt.Sprintf("1 : %.3g; server alone 1 : %.3g", all(got[1])/max(all(f), 1), float64(got[1].server)/max(float64(f.server), 1))
				}
				fmt.Printf("| %s | %s | %d | %.2f ms | %.2f ms | %.2f ms | %s |\n", s.name, name, f.bytes, f.each(f.time), f.each(f.server), f.each(f.store), ratio)
			}
		}
	}
}

// figures are what a screen took of one side, in all rounds; bytes is of one screen.
type figures struct {
	time, server, store time.Duration
	bytes, times        int
}

// each returns milliseconds of one screen.
func (f figures) each(d time.Duration) float64 {
	return float64(d) / float64(time.Millisecond) / float64(f.times)
}

// side is a server that is compared.
type side struct {
	url     string
	pid     int
	counted int // in the last answer
}

// start runs a server that prints its URL.
func start(b *testing.B, cmd *exec.Cmd) *side {
	b.Helper()
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // killed
	})
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if url := listening.FindString(lines.Text()); url != "" {
			go func() { _, _ = io.Copy(io.Discard, out) }() // until it ends
			return &side{url: url, pid: cmd.Process.Pid}
		}
	}
	b.Fatalf("%v ended: %s", cmd, errs.String())
	return nil
}

// ask sends a query and returns how many bytes the answer has.
func (s *side) ask(b *testing.B, query string, variables map[string]any, count string) int {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		b.Fatal(err)
	}
	r, err := http.NewRequestWithContext(b.Context(), "POST", s.url, bytes.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept-Encoding", "identity")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		b.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK || bytes.Contains(answer[:min(200, len(answer))], []byte(`"errors"`)) {
		b.Fatalf("%s: %v, %d\n%.500s", query, err, response.StatusCode, answer)
	}
	s.counted = bytes.Count(answer, []byte(count))
	return len(answer)
}

// fillForPeers writes the workspace: that of the other benchmarks, with a group above some
// of its companies, and gives the peer the indexes that it would have of its own.
func fillForPeers(b *testing.B, uri string) {
	b.Helper()
	ctx := b.Context()
	st, err := neo4jstore.Open(ctx, neo4jstore.Options{URI: uri})
	if err != nil {
		b.Fatal(err)
	}
	eng := engine.New(st, engine.Options{})
	defer eng.Close()
	today := graph.DateOf(time.Now())
	_, err = eng.Update(ctx, "bench", "bench", "", func(d *draft.Draft) error {
		for e := range sample.Elements(sample.Size{People: peerPeople}, today) {
			d.Put(e)
		}
		d.Add(graph.Organization{Node: graph.Node{ID: "o-group"}, Name: "Group", Kind: graph.OrgCompany})
		d.Add(graph.Account{Node: graph.Node{ID: "a-group"}, Name: "Group"})
		d.Add(graph.For{Edge: graph.Edge{ID: "for-group", Src: "a-group", Dst: "o-group"}})
		for i := range peerUnits {
			d.Add(graph.PartOf{Edge: graph.Edge{ID: graph.ID(fmt.Sprint("part-", i)), Src: graph.ID(fmt.Sprintf("o%07d", i+1)), Dst: "o-group"}})
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	driver, err := neo4j.NewDriverWithContext(uri, neo4j.NoAuth())
	if err != nil {
		b.Fatal(err)
	}
	defer driver.Close(ctx)
	for _, label := range []string{"Person", "Position", "Organization"} {
		for _, text := range []string{"CREATE INDEX peer_" + label + " FOR (x:" + label + ") ON (x.id)", "CALL db.awaitIndexes(300)"} {
			if _, err := neo4j.ExecuteQuery(ctx, driver, text, nil, neo4j.EagerResultTransformer); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// javaIn returns the process of the Neo4j server at home in a folder.
func javaIn(b *testing.B, home string) int {
	b.Helper()
	processes, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		b.Fatal(err)
	}
	for _, path := range processes {
		line, _ := os.ReadFile(path) // it may have ended
		name, _, _ := bytes.Cut(line, []byte{0})
		if strings.HasSuffix(string(name), "java") && bytes.Contains(line, []byte(home)) {
			pid, err := strconv.Atoi(filepath.Base(filepath.Dir(path)))
			if err != nil {
				b.Fatal(err)
			}
			return pid
		}
	}
	b.Fatalf("no process of the Neo4j server in %s", home)
	return 0
}

// processor returns the time that a process has had of processors, to a hundredth of a
// second.
func processor(b *testing.B, pid int) time.Duration {
	b.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		b.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest) // from the third on
	ticks := 0
	for _, f := range fields[11:13] {
		n, err := strconv.Atoi(f)
		if err != nil {
			b.Fatal(err)
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}
