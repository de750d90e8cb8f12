package resolvers_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/importer"
	"github.com/kithgraph/kith/internal/prose"
	"github.com/kithgraph/kith/internal/sample"
	"github.com/kithgraph/kith/resolvers"
)

// TestFindingsLeadToTheirRecords asks every analysis of the sample company for
// everything over the API, and follows each finding back: all facts name a record,
// which the same view gives back by its id and which is about whom the fact
// names; and what people read names no id and no bare number of the engine, and
// says that something is not known where it is not.
func TestFindingsLeadToTheirRecords(t *testing.T) {
	srv, eng := site(t)
	s, err := eng.Snapshot(context.Background(), sample.Workspace)
	if err != nil {
		t.Fatal(err)
	}
	r := newReading(t, srv, view.On(s, base))
	r.everything(100, 1000)
	if len(r.found) < 50 {
		t.Errorf("only %d findings", len(r.found))
	}
	for _, rule := range []analysis.Rule{
		analysis.RuleDeciderDark, analysis.RuleDeciderThin, analysis.RuleNeighbourhood, analysis.RuleBrokenLadder, analysis.RuleFunctionDark,
		analysis.RuleAllThroughOne, analysis.RuleNoAlly, analysis.RulePairingAsleep, analysis.RuleNewFace,
		analysis.RuleSinglePoint, analysis.RuleContactLeft, analysis.RuleContactCame, analysis.RuleTieCooling,
	} {
		if !slices.Contains(r.rules, string(rule)) {
			t.Errorf("%s did not fire", rule)
		}
	}
	t.Logf("%d findings, %d facts, %d records", len(r.found), r.facts, len(r.records))
}

// TestFindingsOfTheCorpus does the same with real organisations. KITH_CORPUS names
// their folder.
func TestFindingsOfTheCorpus(t *testing.T) {
	root := os.Getenv("KITH_CORPUS")
	if root == "" {
		corpusNotRun.Do(func() { fmt.Println("NOT RUN: KITH_CORPUS unset") })
		t.Skip("NOT RUN: KITH_CORPUS unset")
	}
	for _, c := range []struct {
		folder string
		day    graph.Date
		ours   []string
	}{
		{"adventureworks", graph.Day(2014, 6, 30), nil}, // says itself who is ours
		{"k8s-leadership", graph.Day(2023, 6, 1), []string{"Google"}},
	} {
		t.Run(c.folder, func(t *testing.T) {
			files, err := importer.Files(filepath.Join(root, c.folder))
			if err != nil {
				t.Fatal(err)
			}
			now := func() time.Time { return c.day.Time() }
			eng := engine.New(engine.Mem(), engine.Options{Now: now})
			defer eng.Close()
			ws := graph.Workspace(c.folder)
			edit := func(f func(d *draft.Draft) error) *kernel.Snapshot {
				made, err := eng.Update(t.Context(), ws, "tester", "setup", f)
				if err != nil {
					t.Fatal(err)
				}
				return made.Snapshot
			}
			edit(func(d *draft.Draft) error {
				_, err := importer.Plan(t.Context(), d, files, importer.Options{Source: c.folder, AsOf: c.day, AcceptGoodRows: true, Ours: c.ours})
				return err
			})
			s := edit(decisions(c.day))
			srv := httptest.NewServer(resolvers.NewHandler(eng, resolvers.Options{Workspace: ws, Actor: "tester", Now: now}))
			defer srv.Close()
			r := newReading(t, srv, view.On(s, c.day))
			r.everything(12, 12)
			if len(r.found) < 10 {
				t.Errorf("only %d findings", len(r.found))
			}
			t.Logf("%d findings, %d facts, %d records", len(r.found), r.facts, len(r.records))
		})
	}
}

var corpusNotRun sync.Once

// decisions adds what the sources lack: accounts where there is none, and in those
// with the most seats a decision, which the first seat decides and the last uses.
func decisions(day graph.Date) func(*draft.Draft) error {
	return func(d *draft.Draft) error {
		v := view.On(d.Base(), day)
		s := v.Snapshot()
		var accounts []graph.ID
		seats := map[graph.ID][]kernel.N{}
		for _, org := range s.Nodes(graph.NodeOrganization) {
			if _, unit := v.Parent(org); unit || v.OrgIsOurs(org) {
				continue
			}
			var list []kernel.N
			for _, o := range v.Subtree(org) {
				list = append(list, v.SeatsIn(o)...)
			}
			if len(list) < 2 {
				continue
			}
			account := graph.ID("")
			for h := range v.In(org, graph.EdgeFor) {
				if s.NodeKind(h.Node()) == graph.NodeAccount {
					account = s.NodeID(h.Node())
				}
			}
			if account == "" {
				made, err := d.AddAccount(graph.Account{Name: v.Name(org), Tier: graph.TierStrategic}, s.NodeID(org))
				if err != nil {
					return err
				}
				account = made
			}
			accounts, seats[account] = append(accounts, account), list
		}
		slices.SortStableFunc(accounts, func(a, b graph.ID) int { return len(seats[b]) - len(seats[a]) })
		for _, account := range accounts[:min(12, len(accounts))] {
			area := d.Add(graph.DecisionArea{Name: "Renewal", State: graph.DecisionOpen, Due: day + 90})
			d.Add(graph.For{Edge: graph.Edge{Src: area, Dst: account}})
			list := seats[account]
			d.Add(graph.Decides{Edge: graph.Edge{Src: s.NodeID(list[0]), Dst: area}, Part: graph.RoleDecider})
			d.Add(graph.Decides{Edge: graph.Edge{Src: s.NodeID(list[len(list)-1]), Dst: area}, Part: graph.RoleUser})
		}
		return nil
	}
}

// reading is a sceptic who reads what the API answers about one view.
type reading struct {
	t       *testing.T
	srv     *httptest.Server
	v       *view.View
	day     string
	found   []string          // the findings read
	rules   []string          // their rules
	records map[string]string // the type of everything named, by id
	read    map[string]bool   // the texts read, and whether as sentences
	facts   int
}

func newReading(t *testing.T, srv *httptest.Server, v *view.View) *reading {
	return &reading{t: t, srv: srv, v: v, day: v.Day().String(), records: map[string]string{}, read: map[string]bool{}}
}

// everything reads all there is to say about some accounts and people, those first
// who have the most to do with us, and then finds all that was named.
func (r *reading) everything(accounts, people int) {
	s := r.v.Snapshot()
	var fields []string
	ask := func(format string, args ...any) { fields = append(fields, fmt.Sprintf(format, args...)) }
	for _, id := range r.most(graph.NodeAccount, accounts) {
		ask("stakeholders(accountId: %q)", id)
		ask("strength(of: {accountId: %q}, first: 50)", id)
		ask("coverage(accountId: %q)", id)
		ask("singlePoints(accountId: %q, pairs: true, soft: true, structure: true)", id)
		ask("influence(accountId: %q, brokers: true)", id)
		ask("pairing(accountId: %q)", id)
		ask(`moves(from: %q, accountId: %q, first: 20)`, r.v.Day()-400, id)
		n, _ := s.NodeOf(graph.NodeAccount, graph.ID(id))
		for h := range r.v.In(n, graph.EdgeWorksOn) {
			ask("scenario(accountId: %q, leaverIds: [%q])", id, s.NodeID(h.Node()))
			if r.v.Ours(h.Node()) {
				ask("pairing(accountId: %q, whyNotId: %q)", id, s.NodeID(h.Node()))
			}
		}
	}
	ask(`moves(from: %q, first: 20)`, r.v.Day()-400)
	for _, id := range r.most(graph.NodePerson, people) {
		n, _ := s.NodeOf(graph.NodePerson, graph.ID(id))
		if r.v.Ours(n) {
			ask("handover(personId: %q)", id)
		} else {
			ask("introductions(targetId: %q)", id)
			ask("moveCard(personId: %q)", id)
		}
	}
	for _, field := range fields {
		name, _, _ := strings.Cut(field, "(")
		result := sdl().Types["View"].Fields.ForName(name).Type.Name()
		for _, f := range sdl().Types[result].Fields { // one by one: all at once is over the limit of cost
			query := `query($day: Date) { view(asOf: $day) { ` + field + ` { ` + f.Name + selection(f.Type.Name(), false) + ` } } }`
			a := post(r.t, r.srv, query, map[string]any{"day": r.day})
			if len(a.Errors) > 0 && name == "moveCard" || name == "handover" && len(a.Errors) > 0 {
				break // did not move; is not ours
			}
			if len(a.Errors) > 0 {
				r.t.Fatalf("%s %s: %v", field, f.Name, a.Errors)
			}
			r.walk(field+" "+f.Name, a.Data)
		}
	}
	r.find()
}

// most returns the ids of a kind, those with the most edges first.
func (r *reading) most(k graph.Kind, limit int) []string {
	s := r.v.Snapshot()
	nodes := slices.Clone(s.Nodes(k))
	degree := func(n kernel.N) (d int) {
		for _, e := range graph.EdgeKinds() {
			d += len(s.Out(n, e)) + len(s.In(n, e))
		}
		return d
	}
	slices.SortStableFunc(nodes, func(a, b kernel.N) int { return degree(b) - degree(a) })
	var out []string
	for _, n := range nodes[:min(limit, len(nodes))] {
		out = append(out, string(s.NodeID(n)))
	}
	return out
}

func (r *reading) walk(where string, v any) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			r.walk(where, x)
		}
	case map[string]any:
		if id, is := v["id"].(string); is {
			if name, is := v["__typename"].(string); is {
				r.records[id] = name
			}
		}
		for _, field := range []string{"sentence", "text", "reason", "openReason"} {
			if text, said := v[field].(string); said && text != "" {
				r.wording(where, text, field == "sentence")
			}
		}
		if _, is := v["severity"]; is {
			r.finding(where, v["rule"].(string), v["sentence"].(string), v)
		}
		if _, is := v["reasons"]; is {
			for _, x := range v["reasons"].([]any) {
				r.fact(where, x.(map[string]any))
			}
		}
		for _, x := range v {
			r.walk(where, x)
		}
	}
}

func (r *reading) finding(where, rule, sentence string, f map[string]any) {
	r.found, r.rules = append(r.found, sentence), append(r.rules, rule)
	if len(f["reasons"].([]any)) == 0 {
		r.t.Errorf("%s: %s %q has no facts", where, rule, sentence)
	}
	if list := f["subjects"].([]any); len(list) == 0 || slices.Contains(list, nil) {
		r.t.Errorf("%s: %s %q has the subjects %v", where, rule, sentence, list)
	}
}

// fact demands that a fact has a record, that is about somebody or something that
// the fact names.
func (r *reading) fact(where string, f map[string]any) {
	r.facts++
	text := f["text"].(string)
	id, _ := at(f, "record", "id").(string)
	if id == "" {
		r.t.Errorf("%s: the fact %q has no record", where, text)
		return
	}
	if on, dated := f["on"].(string); dated && on > r.day {
		r.t.Errorf("%s: the fact %q is of %s, after %s", where, text, on, r.day)
	}
	if r.records[id] != "Policy" && !slices.ContainsFunc(r.around(graph.ID(id)), func(name string) bool { return strings.Contains(text, name) }) {
		r.t.Errorf("%s: the fact %q has the record %s, which is about %q", where, text, id, r.around(graph.ID(id)))
	}
}

// around returns the names of all that a record is about: of a node itself and its
// neighbours, of an edge its ends and theirs.
func (r *reading) around(id graph.ID) (names []string) {
	s := r.v.Snapshot()
	add := func(n kernel.N) {
		for _, name := range []string{r.v.Name(n), r.v.Title(n), s.NodeProps(n).Text("name")} {
			if name != "" {
				names = append(names, name)
			}
		}
	}
	both := func(n kernel.N) {
		add(n)
		for _, k := range graph.EdgeKinds() {
			for _, h := range slices.Concat(s.Out(n, k), s.In(n, k)) {
				add(h.Node())
			}
		}
	}
	if n, ok := s.Node(id); ok {
		both(n)
	} else if e, ok := s.Edge(id); ok {
		el := s.EdgeElement(e)
		for _, end := range []graph.ID{el.Src, el.Dst} {
			n, _ := s.Node(end)
			both(n)
		}
	}
	return names
}

var (
	engineNumber = regexp.MustCompile(`\d\.\d\d|NaN|Inf|%!`)
	engineWord   = regexp.MustCompile(`\b[A-Z]+_[A-Z]+\b|\b(UNKNOWN|NEUTRAL|DECIDER)\b|\b1 Jan (1970|1)\b|<nil>`)
	saidUnknown  = regexp.MustCompile(`(?i)\bunknown\b`)
)

// wording demands what everything that people read keeps to.
func (r *reading) wording(where, text string, sentence bool) {
	key := fmt.Sprint(sentence, " ", text)
	if r.read[key] {
		return
	}
	r.read[key] = true
	s := r.v.Snapshot()
	for _, re := range []*regexp.Regexp{engineNumber, engineWord} {
		if bad := re.FindString(text); bad != "" {
			r.t.Errorf("%s: %q in %q", where, bad, text)
		}
	}
	if slip := prose.Slip(text); slip != "" {
		r.t.Errorf("%s: %q in %q", where, slip, text)
	}
	if sentence {
		if saidUnknown.MatchString(text) {
			r.t.Errorf("%s: %q calls something unknown instead of saying what is not known", where, text)
		}
		if !strings.HasSuffix(text, ".") {
			r.t.Errorf("%s: %q does not end", where, text)
		}
	}
	for _, word := range strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(" ,;:()\"", c) }) {
		if _, is := s.Element(graph.ID(strings.TrimSuffix(word, "."))); is {
			r.t.Errorf("%s: %q names the id %s", where, text, word)
		}
	}
}

// find asks the same view for all that was named, by its id.
func (r *reading) find() {
	var ids []string
	for id := range r.records {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for some := range slices.Chunk(ids, 500) {
		d := data(r.t, r.srv, `query($day: Date, $ids: [ID!]!) { view(asOf: $day) { nodes(ids: $ids) { __typename id } } }`, map[string]any{"day": r.day, "ids": some})
		for i, id := range some {
			if got := at(d, "view", "nodes", i); at(got, "id") != id || at(got, "__typename") != r.records[id] {
				r.t.Errorf("%s %s is read back as %v", r.records[id], id, got)
			}
		}
	}
}
