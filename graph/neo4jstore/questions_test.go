package neo4jstore_test

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/neo4jstore"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/neo4jtest"
	"github.com/kithgraph/kith/internal/orgtext"
	"github.com/kithgraph/kith/internal/sample"
	"github.com/kithgraph/kith/internal/soak"
)

// question returns a question by name.
func question(t testing.TB, name string) neo4jstore.Question {
	t.Helper()
	for _, q := range neo4jstore.Questions() {
		if q.Name == name {
			return q
		}
	}
	t.Fatalf("there is no question %s", name)
	return neo4jstore.Question{}
}

// TestQuestionHeaders demands that each file says what it answers, what its rows
// are and which parameters it wants, and wants no others.
func TestQuestionHeaders(t *testing.T) {
	used := regexp.MustCompile(`\$(\w+)`)
	var names []string
	for _, q := range neo4jstore.Questions() {
		names = append(names, q.Name)
		want := map[string]bool{}
		for _, m := range used.FindAllStringSubmatch(q.Statement(), -1) {
			want[m[1]] = true
		}
		for _, p := range q.Parameters {
			if !want[p] {
				t.Errorf("%s: the parameter %s is not used", q.Name, p)
			}
			delete(want, p)
		}
		for p := range want {
			t.Errorf("%s: the header does not set the parameter %s", q.Name, p)
		}
		if !strings.HasSuffix(q.Question, "?") || !strings.Contains(q.Text, "\n// Rows: ") || !strings.HasSuffix(q.Text, ";\n") {
			t.Errorf("%s: the file lacks a question, its rows or the semicolon at the end", q.Name)
		}
		for i, line := range strings.Split(q.Text, "\n") {
			if len(line) > 130 || strings.TrimRight(line, " ") != line {
				t.Errorf("%s: line %d is long or ends in a blank: %q", q.Name, i+1, line)
			}
		}
	}
	if want := []string{"coverage-gaps", "introductions", "moves", "single-points", "two-handshakes", "vacancies"}; !slices.Equal(names, want) {
		t.Errorf("Questions() = %v, want %v", names, want)
	}
}

// TestQuestionsAgree demands that the questions about reach find it by the same
// lines: a file must be whole, so they stand in three.
func TestQuestionsAgree(t *testing.T) {
	const from, to = "// Whom the wanted know outside", "RETURN them, ourside AS by, person AS via"
	passage := func(name string) string {
		text := question(t, name).Text
		i, j := strings.Index(text, from), strings.Index(text, to)
		if i < 0 || j < i {
			t.Fatalf("%s has no passage from %q to %q", name, from, to)
		}
		lines := strings.Split(text[i:j], "\n")
		for i := range lines {
			lines[i] = strings.TrimSpace(lines[i])
		}
		return strings.Join(lines, "\n")
	}
	want := passage("single-points")
	for _, name := range []string{"coverage-gaps", "two-handshakes"} {
		if passage(name) != want {
			t.Errorf("%s finds reach by other lines than single-points", name)
		}
	}
}

// TestQuestionsKnowEveryStance holds what the questions say of a stance against
// [graph.Stance.Info]: a file must be whole and cannot read the table.
func TestQuestionsKnowEveryStance(t *testing.T) {
	var worths, barred []string
	for _, s := range graph.Stances() {
		worth := strconv.FormatFloat(s.Info().Worth, 'f', 1, 64)
		if s.Known() {
			worths = append(worths, string(s)+": "+worth)
		} else if !strings.Contains(question(t, "introductions").Text, " "+worth+" AS unjudged") {
			t.Errorf("introductions: want %s for who stands in no known way", worth)
		}
		if !s.Carries() {
			barred = append(barred, string(s))
		}
	}
	want := "{" + strings.Join(worths, ", ") + "}"
	tables := regexp.MustCompile(`\{CHAMPION:[^}]*\}`).FindAllString(question(t, "introductions").Statement(), -1)
	if len(tables) == 0 || slices.ContainsFunc(tables, func(s string) bool { return s != want }) {
		t.Errorf("introductions: stances are worth %q, want %s", tables, want)
	}
	for _, name := range []string{"coverage-gaps", "single-points", "two-handshakes"} {
		var got []string
		for _, m := range regexp.MustCompile(`'(\w+)' IN stances`).FindAllStringSubmatch(question(t, name).Statement(), -1) {
			got = append(got, m[1])
		}
		if !slices.Equal(got, barred) {
			t.Errorf("%s: %v take us no further, want %v", name, got, barred)
		}
	}
}

// askNothing asks of a workspace that is not there, which has no answer, and demands
// that asking writes nothing.
func askNothing(t *testing.T, server *neo4jtest.Server) {
	day := neo4j.DateOf(graph.MustDate("2026-03-01").Time())
	all := map[string]any{"workspace": "acme", "account": "a", "day": day, "from": day, "to": day, "target": "p", "limit": 5, "depth": 1}
	before := count(t, server, "MATCH (n) RETURN count(n)")
	for _, q := range neo4jstore.Questions() {
		args := map[string]any{}
		for _, p := range q.Parameters {
			args[p] = all[p]
		}
		if got := rows(t, server, pasted(q), args); len(got) != 0 {
			t.Errorf("%s = %v in an empty workspace, want nothing: the workspace is not there", q.Name, got)
		}
	}
	if n := count(t, server, "MATCH (n) RETURN count(n)"); n != before {
		t.Errorf("there were %d nodes, and after asking there are %d", before, n)
	}
}

// asWritten asks the questions about the sample company with the parameters of
// their headers, and holds what README says comes out against it.
func asWritten(t *testing.T, server *neo4jtest.Server) {
	answers := map[string][][]any{}
	for _, q := range neo4jstore.Questions() {
		args := map[string]any{}
		for _, p := range q.Parameters {
			_, value, _ := strings.Cut(q.Text, "//   :param "+p+" => ")
			value, _, _ = strings.Cut(value, "\n")
			args[p] = rows(t, server, "RETURN "+value, nil)[0][0]
		}
		if answers[q.Name] = rows(t, server, pasted(q), args); len(answers[q.Name]) == 0 {
			t.Errorf("%s has no answer for the parameters of its header, %v", q.Name, args)
		}
	}
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var table, want []string
	for _, line := range strings.Split(string(text), "\n") {
		if strings.HasPrefix(line, "| DARK |") || strings.HasPrefix(line, "| THIN |") || strings.HasPrefix(line, "| VACANT |") {
			table = append(table, line)
		}
	}
	for _, r := range answers["coverage-gaps"] {
		areas := strings.ReplaceAll(strings.Trim(fmt.Sprint(r[3]), "[]"), " ", ", ")
		want = append(want, fmt.Sprintf("| %s | %s | %s | %s | %d |", r[0], r[1], r[2], areas, r[4]))
	}
	if !slices.Equal(table, want) {
		t.Errorf("README says\n%s\nand coverage-gaps answers\n%s", strings.Join(table, "\n"), strings.Join(want, "\n"))
	}
}

// pasted returns a question as Neo4j Browser sends it when the file is pasted, with
// header and comments; Browser cuts the semicolon.
func pasted(q neo4jstore.Question) string { return strings.TrimSuffix(strings.TrimSpace(q.Text), ";") }

// parity is one workspace on one day, in memory and in Neo4j.
type parity struct {
	t      *testing.T
	server *neo4jtest.Server
	ws     graph.Workspace
	view   *view.View
	day    graph.Date

	compared int // how many rows were held against one another
}

// newParity stores a snapshot in Neo4j.
func newParity(t *testing.T, server *neo4jtest.Server, s *neo4jstore.Store, ws graph.Workspace, from *kernel.Snapshot, day graph.Date) *parity {
	t.Helper()
	ctx := context.Background()
	elements := slices.Collect(from.Elements())
	if err := s.Drop(ctx, ws); err != nil {
		t.Fatal(err)
	}
	head := graph.Revision(0)
	b := kernel.NewBuilder(len(elements))
	for part := range slices.Chunk(elements, graph.MaxChanges) {
		c := graph.Commit{ID: fmt.Sprint("import-", head), At: time.Now(), Actor: "tester"}
		for i := range part {
			c.Changes = append(c.Changes, graph.Change{ID: part[i].ID, After: &part[i]})
			if err := b.Add(&part[i]); err != nil {
				t.Fatal(err)
			}
		}
		var err error
		if head, err = s.Apply(ctx, ws, head, c); err != nil {
			t.Fatal(err)
		}
	}
	return &parity{t: t, server: server, ws: ws, view: view.On(b.Build(head, time.Now()), day), day: day}
}

// ask asks a question and returns its rows.
func (p *parity) ask(name string, args map[string]any) [][]any {
	p.t.Helper()
	args["workspace"] = string(p.ws)
	if args["from"] == nil {
		args["day"] = neo4j.DateOf(p.day.Time())
	}
	return rows(p.t, p.server, pasted(question(p.t, name)), args)
}

// same compares what the two answered.
func (p *parity) same(what string, cypher, goes any) {
	p.t.Helper()
	if !reflect.DeepEqual(cypher, goes) {
		p.t.Errorf("%s %s:\n in Cypher %v\n in Go     %v", p.ws, what, cypher, goes)
	}
}

func idsOf(v any) []graph.ID {
	var out []graph.ID
	for _, x := range v.([]any) {
		out = append(out, graph.ID(x.(string)))
	}
	return out
}

// account compares all questions about an account.
func (p *parity) account(account graph.ID) {
	p.t.Helper()
	q := analysis.SinglePointsQuery{Account: account}
	rep, err := find.SinglePoints(p.view, q)
	if err != nil {
		p.t.Fatal(err)
	}
	args := map[string]any{"account": string(account)}

	type point struct {
		ours bool
		lost string
	}
	cypher, goes := map[graph.ID]point{}, map[graph.ID]point{}
	for _, r := range p.ask("single-points", args) {
		cypher[graph.ID(r[0].(string))] = point{r[2].(bool), fmt.Sprint(idsOf(r[3]))}
	}
	for _, pt := range rep.Points {
		goes[pt.Person] = point{pt.Side == graph.SideOurs, fmt.Sprint(pt.ReachLost.People)}
	}
	p.same("single points at "+string(account), cypher, goes)
	p.compared += len(goes)

	type cover struct {
		known   int
		reached bool
	}
	inTwo := map[graph.ID]cover{}
	direct, works := map[graph.ID][]graph.ID{}, map[graph.ID][]graph.ID{}
	for _, r := range p.ask("two-handshakes", args) {
		them := graph.ID(r[0].(string))
		inTwo[them] = cover{len(r[2].([]any)), r[4].(bool)}
		if ours := idsOf(r[2]); len(ours) > 0 {
			direct[them] = ours
		}
	}
	ties, err := find.Strength(p.view, analysis.StrengthQuery{Account: account, MinBand: graph.BandWorking})
	if err != nil {
		p.t.Fatal(err)
	}
	for _, t := range ties.Ties {
		if t.Working {
			works[t.To] = append(works[t.To], t.From)
		}
	}
	for _, ours := range works {
		slices.Sort(ours)
	}
	p.same("working ties to "+string(account), direct, works)
	p.compared += len(works)
	gaps := map[graph.ID]cover{}
	vacant := map[graph.ID]string{}
	for _, r := range p.ask("coverage-gaps", map[string]any{"account": string(account), "depth": 1000}) {
		if id := graph.ID(r[1].(string)); r[0] == "VACANT" {
			vacant[id] = fmt.Sprint(idsOf(r[3]))
		} else {
			gaps[id] = cover{int(r[4].(int64)), r[0] != "DARK"}
		}
	}
	deciders := map[graph.ID]cover{}
	for _, target := range rep.Targets {
		c := cover{target.DirectDepth, target.Reached}
		p.same(fmt.Sprintf("two handshakes to %s", target.Person), inTwo[target.Person], c)
		if slices.ContainsFunc(target.Parts, func(pt analysis.Part) bool {
			return !pt.Opinion && pt.Area != "" && slices.Contains([]graph.Role{graph.RoleDecider, graph.RoleApprover, graph.RoleVeto, graph.RoleSignOff}, pt.Role)
		}) {
			deciders[target.Person] = c
		}
	}
	p.same("deciders of "+string(account), gaps, deciders)
	p.compared += len(deciders)
	p.vacancies(account, vacant)
}

// vacancies compares the vacant seats of an account, and those of them that
// decide.
func (p *parity) vacancies(account graph.ID, deciding map[graph.ID]string) {
	p.t.Helper()
	s := p.view.Snapshot()
	n, _ := s.NodeOf(graph.NodeAccount, account)
	type vacancy struct {
		title string
		level int
		since graph.Date
	}
	cypher, goes := map[graph.ID]vacancy{}, map[graph.ID]vacancy{}
	for _, r := range p.ask("vacancies", map[string]any{"account": string(account)}) {
		v := vacancy{title: r[1].(string)}
		if level, ok := r[2].(int64); ok {
			v.level = int(level)
		}
		if since, ok := r[3].(neo4j.Date); ok {
			v.since = graph.DateOf(since.Time())
		}
		cypher[graph.ID(r[0].(string))] = v
	}
	decides := map[graph.ID]string{}
	for _, seat := range p.view.AccountSeats(n) {
		if p.view.Occupancy(seat) != graph.OccupancyVacant {
			continue
		}
		id := s.NodeID(seat)
		goes[id] = vacancy{p.view.Title(seat), p.view.Level(seat), p.view.VacantSince(seat)}
		var areas []graph.ID
		for _, area := range p.view.AreasOf(n) {
			f := view.As[graph.DecisionArea](p.view, area)
			for h := range p.view.In(area, graph.EdgeDecides) {
				switch part := graph.Role(s.EdgeProps(h.Edge()).Text("part")); {
				case h.Node() != seat, f.State == graph.DecisionDecided, f.State == graph.DecisionDropped:
				case part == graph.RoleDecider, part == graph.RoleApprover, part == graph.RoleVeto, part == graph.RoleSignOff:
					areas = append(areas, f.ID)
				}
			}
		}
		if len(areas) > 0 {
			slices.Sort(areas)
			decides[id] = fmt.Sprint(slices.Compact(areas))
		}
	}
	p.same("vacancies at "+string(account), cypher, goes)
	p.compared += len(goes) + len(decides)
	p.same("vacant deciding seats at "+string(account), deciding, decides)
}

// introductions compares the routes to a person.
func (p *parity) introductions(target graph.ID) {
	p.t.Helper()
	rep, err := find.Introductions(p.view, analysis.IntroductionsQuery{Target: target, Limit: analysis.MaxIntroductions, Alternates: analysis.MaxAlternates})
	if err != nil {
		return // one of ours
	}
	const limit = 100_000
	cypher, goes := map[string]float64{}, map[string]float64{}
	byAsk := map[graph.ID]int{}
	for _, r := range p.ask("introductions", map[string]any{"target": string(target), "limit": limit}) {
		ids := idsOf(r[0])
		cypher[fmt.Sprint(ids)] = math.Round(r[2].(float64)*1e6) / 1e6
		byAsk[ids[len(ids)-2]]++
	}
	for _, in := range rep.Introductions {
		for _, route := range append([]analysis.Route{in.Route}, in.Alternates...) {
			goes[fmt.Sprint(route.People)] = route.Probability
		}
	}
	for route, likely := range goes {
		if got, there := cypher[route]; !there || math.Abs(got-likely) > 2e-6 {
			p.t.Errorf("%s: the route %s is worth %v in Go and %v in Cypher", p.ws, route, likely, got)
		}
	}
	for route := range cypher {
		ask := graph.ID(strings.Fields(strings.TrimSuffix(route, "]"))[strings.Count(route, " ")-1])
		ask = graph.ID(strings.TrimPrefix(string(ask), "["))
		// Go stops at so many routes through one person.
		if _, there := goes[route]; !there && byAsk[ask] <= analysis.MaxAlternates+1 && len(rep.Introductions) < analysis.MaxIntroductions {
			p.t.Errorf("%s: the route %s is in Cypher and not in Go", p.ws, route)
		}
	}
	p.compared += len(goes)
}

// seatRow is one seat left or taken by a person on a day.
type seatRow struct {
	person, seat graph.ID
	on           graph.Date
	taken        bool
}

// moves compares the moves of a period, seat by seat: Go joins what is left and
// entered by company, Cypher only where no seat is held between. A seat left and
// taken again within ninety days, which Go tells where another one is held
// besides, counts in neither. What happened to a firm as a whole, which Go lists
// apart, is in Cypher a move of each of its people.
func (p *parity) moves(from, to graph.Date) {
	p.t.Helper()
	rep, err := find.Moves(p.view, analysis.MovesQuery{From: from, To: to, Limit: analysis.MaxMoves})
	if err != nil {
		p.t.Fatal(err)
	}
	cypher, goes := map[seatRow]bool{}, map[seatRow]bool{}
	kinds := map[string]analysis.MoveKind{}
	for _, m := range rep.Moves {
		for _, s := range m.Ended {
			goes[seatRow{m.Person, s.Seat, cmp.Or(m.LeftOn, m.On), false}] = true
		}
		for _, s := range m.Began {
			goes[seatRow{m.Person, s.Seat, m.On, true}] = true
		}
		kinds[fmt.Sprint(m.Person, " ", m.On)] = m.Kind
	}
	inFirms, together := map[graph.Date]int{}, map[graph.Date]int{}
	for _, f := range rep.Firms {
		inFirms[f.On] += f.People
	}
	wantKinds := map[string]analysis.MoveKind{"JOINED": analysis.MoveJoined, "LEFT": analysis.MoveLeft}
	for _, r := range p.ask("moves", map[string]any{"from": neo4j.DateOf(from.Time()), "to": neo4j.DateOf(min(to, p.day+1).Time())}) {
		on := graph.DateOf(r[3].(neo4j.Date).Time())
		left := on
		if d, ok := r[4].(neo4j.Date); ok {
			left = graph.DateOf(d.Time())
		}
		person := graph.ID(r[0].(string))
		rows := map[seatRow]bool{}
		for _, seat := range idsOf(r[5]) {
			rows[seatRow{person, seat, left, false}] = true
		}
		for _, seat := range idsOf(r[6]) {
			rows[seatRow{person, seat, on, true}] = true
		}
		if kind, told := kinds[fmt.Sprint(person, " ", on)]; inFirms[on] > 0 && !told {
			together[on]++
			continue
		} else if want, whole := wantKinds[r[2].(string)]; whole && kind != want {
			p.t.Errorf("%s: the move of %s on %s is %s in Cypher and %s in Go", p.ws, person, on, r[2], kind)
		}
		maps.Copy(cypher, rows)
	}
	for _, rows := range []map[seatRow]bool{cypher, goes} {
		for row := range rows {
			for again := range rows {
				if !row.taken && again.taken && row.person == again.person && row.seat == again.seat && row.on <= again.on && again.on <= row.on+90 {
					delete(rows, row)
					delete(rows, again)
				}
			}
		}
	}
	p.same("moves", cypher, goes)
	p.same("moves of whole firms", together, inFirms)
	p.compared += len(goes) + len(together)
}

// all compares every question: about every account, about every so many-th
// person from the first or a later one on, and about the moves of a year and more.
func (p *parity) all(first, step int) {
	p.t.Helper()
	s := p.view.Snapshot()
	for _, n := range s.Nodes(graph.NodeAccount) {
		p.account(s.NodeID(n))
	}
	p.moves(p.day-400, p.day+1)
	people := s.Nodes(graph.NodePerson)
	before := p.compared
	for i := first; i < len(people); i += step {
		p.introductions(s.NodeID(people[i]))
	}
	p.t.Logf("%d rows are the same, %d of them routes", p.compared, p.compared-before)
	if p.compared < 8 {
		p.t.Errorf("only %d rows were there to compare", p.compared)
	}
}

// TestParity holds the questions in Cypher against the same questions in Go, on
// real organisations, the sample company and random graphs.
//
// A question should be planned once: that takes Neo4j a second or more. It does so
// again when a property that the question names is new to the database; the random
// companies have nearly all of these and come first. Shared servers see to the rest.
// make test asks every other random company and organisation, and about every other
// person of the sample company, on one of the versions, and the others on the other one.
func TestParity(t *testing.T) {
	versions := neo4jtest.Versions()
	for i, v := range versions {
		turn := func(n int) bool { return (n+i)%len(versions) < soak.Times(1, len(versions)) }
		t.Run(v.Line(), func(t *testing.T) {
			t.Parallel()
			server := neo4jtest.Shared(t, v)
			s := open(t, empty(t, server))
			for seed := range uint64(soak.Times(4, 200)) {
				if !turn(int(seed)) {
					continue
				}
				t.Run(fmt.Sprint("random ", seed), func(t *testing.T) {
					day := graph.MustDate("2026-03-01")
					newParity(t, server, s, "random", randomCompany(rand.New(rand.NewPCG(seed, 1)), day), day).all(0, 3)
				})
			}
			t.Run("edges", func(t *testing.T) {
				day := graph.MustDate("2026-03-01")
				p := newParity(t, server, s, "edges", edgeCompany(day), day)
				p.all(0, 1)
				direct := map[string]string{}
				for _, r := range p.ask("two-handshakes", map[string]any{"account": "account"}) {
					direct[r[0].(string)] = fmt.Sprint(r[2])
				}
				want := map[string]string{"t1": "[u1]", "t2": "[]", "t3": "[u3]", "t4": "[u4]", "t5": "[u5]", "t6": "[]", "t7": "[u7]", "t8": "[]", "target": "[]"}
				p.same("who knows whom", direct, want)
			})
			t.Run("brackwell", func(t *testing.T) {
				text, err := os.ReadFile("../analysis/find/testdata/brackwell.org")
				if err != nil {
					t.Fatal(err)
				}
				newParity(t, server, s, "brackwell", orgtext.MustParse(string(text)), graph.MustDate("2026-10-26")).all(0, 1)
			})
			t.Run("sample", func(t *testing.T) {
				base := graph.MustDate("2026-03-01")
				n := 0
				d := draft.NewDraft(kernel.Empty(), base, func() string { n++; return fmt.Sprintf("sample%08d", n) })
				if err := sample.Company(d, base); err != nil {
					t.Fatal(err)
				}
				whole, err := kernel.Empty().With(d.Changes(), 1, time.Now())
				if err != nil {
					t.Fatal(err)
				}
				p := newParity(t, server, s, sample.Workspace, whole, base)
				p.documented("2026-03-01", "2025-11-15", "2024-09-01")
				every := soak.Times(len(versions), 1)
				p.all(i%every, every)
				asWritten(t, server)
			})
			t.Run("corpus", func(t *testing.T) { corpusParity(t, server, turn) })
			t.Run("no workspace", func(t *testing.T) { askNothing(t, server) })
		})
	}
}

// date returns a day as a parameter.
func date(d graph.Date) neo4j.Date { return neo4j.DateOf(d.Time()) }
