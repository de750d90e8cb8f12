package oracle

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph/analysis/internal/centrality"
	"github.com/kithgraph/kith/graph/analysis/internal/chains"
	"github.com/kithgraph/kith/graph/analysis/internal/losses"
	"github.com/kithgraph/kith/graph/analysis/internal/matching"
)

// peerQuestion is a question that kith and its peers are asked about one graph.
// An answer is a list of numbers, the same one by whoever gives it.
type peerQuestion struct {
	name  string // for people
	key   string // of its functions in testdata/peers/peers.py
	kith  func() []float64
	gonum func() func() []float64 // makes the graph that gonum wants and returns how to ask; nil where gonum has no answer
	peers []pythonPeer            // who else is asked
	args  map[string]any          // what they are told
}

// peerRounds and peerPatience bound the rounds in which a question is asked, of
// which the fastest counts: at most so many, none begun after so long.
const (
	peerRounds   = 5
	peerPatience = 4 * time.Second
)

// fastest returns the time of the fastest round of some work, and its result.
func fastest(work func() []float64) (best time.Duration, answer []float64) {
	runtime.GC()
	began := time.Now()
	for i := 0; i == 0 || i < peerRounds && time.Since(began) < peerPatience; i++ {
		start := time.Now()
		answer = work()
		if took := time.Since(start); i == 0 || took < best {
			best = took
		}
	}
	return best, answer
}

// TestPeers holds kith's algorithms against those of other libraries on one
// graph: gonum always, on a small one. With KITH_PEERS=1 the graphs are those of
// a company, networkx, igraph and scipy are asked too by the Python that
// KITH_PEERS_PYTHON names, each in turn, and a table of the times is printed;
// make bench-peers does that.
func TestPeers(t *testing.T) {
	if os.Getenv("KITH_PEERS") == "" {
		g := newPeerGraph(400, 2)
		for _, q := range append(g.questions(20, 20, nil), g.assignment(8, 40)) {
			got := q.kith()
			if slices.Max(got) == slices.Min(got) && len(got) > 1 {
				t.Errorf("%s: every answer is %v: the test has no teeth", q.name, got[0])
			}
			if q.gonum != nil {
				checkPeer(t, q.name, "gonum", got, q.gonum()())
			}
		}
		return
	}
	py, err := startPeers()
	switch {
	case err != nil:
		fmt.Printf("NOT RUN: networkx, igraph and scipy: %v\n", err)
	default:
		defer py.stop(t)
	}
	fmt.Printf("\n%s, %s %s/%s, gonum %s%s, load before: %s\n", time.Now().UTC().Format("2 January 2006 15:04 MST"),
		runtime.Version(), runtime.GOOS, runtime.GOARCH, gonumVersion(), py.versions(), loadAverage())
	for _, size := range []struct {
		people, disjoint, routes int
		peers                    []pythonPeer
	}{
		{10_000, 200, 20, []pythonPeer{networkx, pyIgraph}},
		{100_000, 20, 20, []pythonPeer{networkx, pyIgraph}},
		{1_000_000, 0, 0, []pythonPeer{pyIgraph}},
	} {
		if size.people >= 1_000_000 && os.Getenv("KITH_BENCH_1M") == "" {
			continue
		}
		g := newPeerGraph(size.people, 5)
		fmt.Printf("\n%d people, %d arcs\n\n| | kith | gonum | networkx | igraph | scipy |\n|---|---|---|---|---|---|\n", size.people, len(g.arcs))
		py.load(t, g)
		fmt.Println(g.weigh(t, py, size.peers))
		list := g.questions(size.disjoint, size.routes, size.peers)
		if size.people == 10_000 {
			list = append(list, g.betweenness(2000), g.assignment(50, 1000))
		}
		for _, q := range list {
			fmt.Println(q.row(t, py))
		}
	}
	fmt.Printf("\nload after: %s\n", loadAverage())
}

// checkPeer wants two answers to be the same.
func checkPeer(t *testing.T, question, peer string, got, want []float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %d answers, %s gives %d", question, len(got), peer, len(want))
		return
	}
	for i, x := range got {
		if math.Abs(x-want[i]) > 1e-9*max(1, math.Abs(want[i])) {
			t.Errorf("%s: answer %d is %v, %s says %v", question, i, x, peer, want[i])
			return
		}
	}
}

// row asks everybody in turn and returns a line of the table: kith's time, and
// each peer's with how many times as long that is.
func (q *peerQuestion) row(t *testing.T, py *pythonPeers) string {
	t.Helper()
	ours, answer := fastest(q.kith)
	beside := func(took time.Duration) string {
		return fmt.Sprintf("%s (%s)", shortTime(took), shortRatio(float64(took)/float64(ours)))
	}
	cells := []string{q.name, shortTime(ours), "", "", "", ""}
	if q.gonum != nil {
		took, theirs := fastest(q.gonum())
		checkPeer(t, q.name, "gonum", answer, theirs)
		cells[2] = beside(took)
	}
	for _, peer := range q.peers {
		if took, theirs, asked := py.ask(t, peer, q.key, q.args); asked {
			checkPeer(t, q.name, string(peer), answer, theirs)
			cells[peer.column()] = beside(took)
		}
	}
	return "| " + strings.Join(cells, " | ") + " |"
}

// weigh returns the line of the table that says how long each takes to make the
// graph of a list of arcs, and what it keeps.
func (g *peerGraph) weigh(t *testing.T, py *pythonPeers, peers []pythonPeer) string {
	t.Helper()
	cell := func(took time.Duration, bytes float64) string {
		return fmt.Sprintf("%s, %.0f B an arc", shortTime(took), bytes/float64(len(g.arcs)))
	}
	kept := func(build func() any) string {
		before := liveBytes()
		start := time.Now()
		made := build()
		took := time.Since(start)
		after := liveBytes()
		runtime.KeepAlive(made)
		return cell(took, after-before)
	}
	cells := []string{"making the graph", kept(func() any { return chains.NewNet(g.Ours, g.Carries, g.arcs) }), "", "", "", ""}
	if g.forGonum() {
		cells[2] = kept(func() any { return g.gonumGraph() })
	}
	for _, peer := range peers {
		if took, bytes, asked := py.ask(t, peer, "memory", nil); asked {
			cells[peer.column()] = cell(took, bytes[0])
		}
	}
	return "| " + strings.Join(cells, " | ") + " |"
}

// liveBytes returns the bytes of the heap that are in use.
func liveBytes() float64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

func shortTime(d time.Duration) string {
	switch ms := d.Seconds() * 1000; {
	case ms < 0.1:
		return fmt.Sprintf("%.2g µs", ms*1000)
	case ms < 1000:
		return fmt.Sprintf("%.*f ms", max(0, 1-int(math.Floor(math.Log10(ms)))), ms)
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

func shortRatio(x float64) string {
	if x < 9.95 {
		return fmt.Sprintf("%.1f", x)
	}
	return fmt.Sprintf("%.0f", x)
}

// loadAverage returns the load of the machine in the last minute, five and
// fifteen.
func loadAverage() string {
	data, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.Join(strings.Fields(string(data))[:3], " ")
}

// peerGraph is one graph for kith and its peers.
type peerGraph struct {
	*chains.Net
	arcs    []chains.Arc // as kith keeps them
	targets []int32
}

// newPeerGraph makes the net of the benchmarks with so many arcs a person. Its targets are people whom none
// of ours knows, and whom somebody can introduce us to.
func newPeerGraph(people, each int) *peerGraph {
	g := &peerGraph{Net: syntheticNet(people, each)}
	for v := range int32(people) {
		for i := g.Out.Off[v]; i < g.Out.Off[v+1]; i++ {
			g.arcs = append(g.arcs, chains.Arc{From: v, To: g.Out.To[i], Price: g.Out.Price[i]})
		}
	}
	s := chains.NewSearcher(g.Net)
	for i := range people {
		v := int32(i * 7919 % people)
		if !g.Ours[v] && len(g.Direct(v)) == 0 && s.Reached(v, chains.MaxHops) {
			g.targets = append(g.targets, v)
		}
	}
	return g
}

// questions returns the questions about the graph, and for how many targets the
// second and third are asked.
func (g *peerGraph) questions(disjoint, routes int, peers []pythonPeer) []*peerQuestion {
	list := []*peerQuestion{g.dominated(), g.influenced(10)}
	if disjoint > 0 {
		list = append(list, g.disjoint(disjoint), g.introduced(routes))
	}
	for _, q := range list {
		q.peers = peers
		if !g.forGonum() {
			q.gonum = nil
		}
	}
	return list
}

func (g *peerGraph) dominated() *peerQuestion {
	return &peerQuestion{
		name: "dominators of everybody", key: "dominators",
		kith: func() []float64 {
			idom, _ := g.Dominators()
			return floats(idom)
		},
		gonum: g.gonumDominators,
	}
}

func (g *peerGraph) disjoint(targets int) *peerQuestion {
	const limit = losses.MaxStructural
	list, dj := g.targets[:targets], chains.NewDisjoint(g.Net)
	return &peerQuestion{
		name: fmt.Sprintf("chains that share nobody, up to %d, to %d targets", limit, targets), key: "disjoint",
		kith: func() (out []float64) {
			for _, t := range list {
				out = append(out, float64(dj.Count(t, limit)))
			}
			return out
		},
		args: map[string]any{"targets": list, "cap": limit},
	}
}

// introduced asks for the prices of the k cheapest routes over two or three
// handshakes. They begin with the first k people to ask, and none is beyond the
// k-th route of one of those.
func (g *peerGraph) introduced(targets int) *peerQuestion {
	const k = 10
	list := g.targets[:targets]
	return &peerQuestion{
		name: fmt.Sprintf("%d cheapest introductions, to %d targets", k, targets), key: "routes",
		kith: func() (out []float64) {
			for _, t := range list {
				var prices []chains.Cost
				for _, a := range introductions(g.Net, t, chains.MaxHops, k, k-1, nil) {
					prices = append(prices, a.Best.Price)
					for i := range a.Alternates {
						prices = append(prices, a.Alternates[i].Price)
					}
				}
				slices.Sort(prices)
				out = append(out, padded(prices, k)...)
			}
			return out
		},
		gonum: func() func() []float64 { return g.gonumRoutes(list, k) },
		args:  map[string]any{"targets": list, "k": k},
	}
}

// influenced asks who shapes the view of some people.
func (g *peerGraph) influenced(targets int) *peerQuestion {
	const d = 0.5
	model, weights := heardAlong(g.Net), make([]float64, g.Size())
	for _, t := range g.targets[:targets] {
		weights[t] = 1 / float64(targets)
	}
	return &peerQuestion{
		name: fmt.Sprintf("influence of everybody on %d, d = %v", targets, d), key: "influence",
		kith: func() []float64 {
			_, all := model.Shares(weights, d)
			return all
		},
		args: map[string]any{"targets": g.targets[:targets], "d": d},
	}
}

// betweenness asks who of the first people stands between the others.
func (g *peerGraph) betweenness(people int) *peerQuestion {
	near := make([][]int32, people)
	for _, a := range g.arcs {
		if int(a.From) < people && int(a.To) < people && (g.Ours[a.From] || g.Carries[a.From]) {
			near[a.From], near[a.To] = append(near[a.From], a.To), append(near[a.To], a.From)
		}
	}
	for v := range near {
		slices.Sort(near[v])
		near[v] = slices.Compact(near[v])
	}
	return &peerQuestion{
		name: fmt.Sprintf("betweenness of %d people", people), key: "between",
		kith: func() []float64 {
			between, _ := centrality.Betweenness(near)
			return between
		},
		gonum: func() func() []float64 { return gonumBetweenness(near) },
		peers: []pythonPeer{networkx, pyIgraph},
		args:  map[string]any{"first": people},
	}
}

// assignment asks what the best counterparts cost.
func (g *peerGraph) assignment(owners, demands int) *peerQuestion {
	a := randomAssignment(rand.New(rand.NewPCG(1, 1)), owners, demands)
	a.Load = func(_, t int) int32 { return int32(2 * t * t) }
	for d := range a.Twin {
		a.Twin[d] = matching.Absent
	}
	const seats = 6 // the seventh demand of one owner costs more than to leave it open
	return &peerQuestion{
		name: fmt.Sprintf("counterparts for %d among %d", demands, owners), key: "assignment",
		kith:  func() []float64 { return []float64{float64(a.Solve(owners))} },
		peers: []pythonPeer{pyScipy},
		args:  map[string]any{"cost": a.Cost, "open": a.Open, "seats": seats},
	}
}

// floats returns whole numbers as the numbers of an answer.
func floats[T ~int32 | ~int64](list []T) []float64 {
	out := make([]float64, len(list))
	for i, x := range list {
		out[i] = float64(x)
	}
	return out
}

// padded returns k prices, −1 for those that are missing.
func padded(prices []chains.Cost, k int) []float64 {
	out := floats(prices[:min(k, len(prices))])
	for len(out) < k {
		out = append(out, -1)
	}
	return out
}
