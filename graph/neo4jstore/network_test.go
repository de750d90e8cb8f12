package neo4jstore_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/neo4jstore"
	"github.com/kithgraph/kith/internal/neo4jtest"
)

// person returns a commit that adds one person.
func person(id string) graph.Commit {
	e := graph.Encode(graph.Person{Node: graph.Node{ID: graph.ID(id)}, Name: id})
	return graph.Commit{ID: id, At: time.Now(), Actor: "tester", Changes: []graph.Change{{ID: e.ID, After: &e}}}
}

// many returns changes that add people.
func many(commit, n int) []graph.Change {
	out := make([]graph.Change, n)
	for i := range out {
		e := graph.Encode(graph.Person{Node: graph.Node{ID: graph.ID(fmt.Sprintf("q%d-%d", commit, i))}, Name: "One of many", Notes: "Lorem ipsum dolor sit amet, consectetur."})
		out[i] = graph.Change{ID: e.ID, After: &e}
	}
	return out
}

// TestNetworkFaults spoils the connection to a server in all ways. Every call
// ends by its deadline, with an answer that is true, and the next one after the
// fault succeeds.
func TestNetworkFaults(t *testing.T) {
	t.Parallel() // with tests on servers of their own: it needs the shared one to itself
	ctx := context.Background()
	server := neo4jtest.Shared(t, neo4jtest.V5)
	direct := open(t, empty(t, server))
	proxy := neo4jtest.NewProxy(t, server.URI)
	o := options(server)
	o.URI, o.Retry, o.Acquire = proxy.URI, 300*time.Millisecond, time.Second
	s := open(t, o)
	head := graph.Revision(0)
	grow := func(t *testing.T, s engine.Store) {
		t.Helper()
		if _, err := s.Apply(ctx, "acme", head, person(fmt.Sprint("p", head+1))); err != nil {
			t.Fatalf("Apply(expect %d) = %v", head, err)
		}
		head++
	}
	grow(t, s)
	// settle makes head what it is, after a write that may have landed.
	settle := func(t *testing.T, id string, err error) {
		t.Helper()
		rev, found := direct.Find(ctx, "acme", id)
		if found != nil {
			t.Fatalf("Find(%s) = %v", id, found)
		}
		if rev != 0 && err != nil && !errors.Is(err, engine.ErrUncertain) {
			t.Errorf("Apply = %v, and it landed as %d", err, rev)
		}
		if rev != 0 {
			head = rev
		}
	}
	for _, fault := range []struct {
		name  string
		begin func()
		slow  bool // calls succeed, slowly
	}{
		{"cut", proxy.Cut, false},
		{"black hole", proxy.BlackHole, false},
		{"half open", proxy.Mute, false},
		{"cut in the middle of what the server says", func() { proxy.Limit(100) }, false},
		{"slow", func() { proxy.Latency(150 * time.Millisecond) }, true},
		{"slow to close", func() { proxy.SlowClose(200 * time.Millisecond) }, true},
	} {
		t.Run(fault.name, func(t *testing.T) {
			fault.begin()
			short := func() (context.Context, context.CancelFunc) { return context.WithTimeout(ctx, time.Second) }
			if fault.slow {
				short = func() (context.Context, context.CancelFunc) { return context.WithTimeout(ctx, 5*time.Minute) }
			}
			for call, do := range map[string]func(ctx context.Context) error{
				"Heads": func(ctx context.Context) error { _, err := s.Heads(ctx); return err },
				"Find":  func(ctx context.Context) error { _, err := s.Find(ctx, "acme", "p1"); return err },
				"Load": func(ctx context.Context) error {
					_, err := s.Load(ctx, "acme", func(*graph.Element) error { return nil })
					return err
				},
				"Tail": func(ctx context.Context) (err error) {
					for _, err = range s.Tail(ctx, "acme", 0) {
					}
					return err
				},
				"Drop": func(ctx context.Context) error { return s.Drop(ctx, "nothing") },
			} {
				ctx, cancel := short()
				err := do(ctx)
				cancel()
				if fault.slow && err != nil || !fault.slow && !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, neo4jstore.ErrUnreachable) {
					t.Errorf("%s = %v", call, err)
				}
			}
			ctx, cancel := short()
			defer cancel()
			id := fmt.Sprint("p", head+1)
			_, err := s.Apply(ctx, "acme", head, person(id))
			busy := errors.Is(err, engine.ErrBusy) && errors.Is(err, neo4jstore.ErrUnreachable)
			if fault.slow && err != nil || !fault.slow && !busy && !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, engine.ErrUncertain) {
				t.Errorf("Apply = %v, want ErrBusy, ErrUncertain or the context's error", err)
			}
			settle(t, id, err)
			proxy.Heal()
			grow(t, s)
		})
	}
	if problems, err := engine.Verify(ctx, direct, "acme"); len(problems) > 0 || err != nil {
		t.Errorf("Verify = %v, %v", problems, err)
	}
}

// TestCutLoads cuts the connections of a load in its midst. It goes on by itself where
// that is possible, and what it then gives is whole; else it fails as one that may be
// tried again.
func TestCutLoads(t *testing.T) {
	ctx := context.Background()
	server := neo4jtest.Shared(t, neo4jtest.V5)
	const ws = graph.Workspace("cut-loads")
	direct := open(t, options(server))
	defer direct.Drop(ctx, ws)
	c := graph.Commit{ID: "c1", At: time.Now(), Actor: "tester", Changes: many(1, 2000)}
	if _, err := direct.Apply(ctx, ws, 0, c); err != nil {
		t.Fatal(err)
	}
	want := len(load(t, direct, ws))
	proxy := neo4jtest.NewProxy(t, server.URI)
	o := options(server)
	o.URI, o.Retry, o.Acquire = proxy.URI, 300*time.Millisecond, time.Second
	for _, f := range []struct {
		name string
		at   int    // after so many elements
		cut  func() // happens
		want error
	}{
		{"cut, and there again", 300, func() { proxy.Cut(); proxy.Heal() }, nil},
		{"cut for good", 300, proxy.Cut, neo4jstore.ErrUnreachable},
		{"cut in the middle of each page", 1, func() { proxy.Limit(5000) }, neo4jstore.ErrUnreachable},
	} {
		t.Run(f.name, func(t *testing.T) {
			defer proxy.Heal()
			s := open(t, o)
			got := map[graph.ID]bool{}
			n := 0
			_, err := s.Load(ctx, ws, func(e *graph.Element) error {
				got[e.ID] = true
				if n++; n == f.at {
					f.cut()
				}
				return nil
			})
			if !errors.Is(err, f.want) || f.want != nil && !errors.Is(err, engine.ErrUnavailable) {
				t.Errorf("Load = %v, want %v", err, f.want)
			}
			if err == nil && (n != want || len(got) != want) {
				t.Errorf("Load gave %d elements, %d of them once, want %d", n, len(got), want)
			}
			proxy.Heal()
			if n := len(load(t, s, ws)); n != want {
				t.Errorf("the next load gives %d elements, want %d", n, want)
			}
		})
	}
}

// TestDefaultDeadline puts a black hole before a store whose caller has set no
// deadline: the store's own ends the call.
func TestDefaultDeadline(t *testing.T) {
	server := neo4jtest.Shared(t, neo4jtest.V5)
	proxy := neo4jtest.NewProxy(t, server.URI)
	o := options(server)
	o.URI, o.Timeout, o.Retry, o.Late = proxy.URI, 500*time.Millisecond, -1, -1
	s := open(t, o)
	proxy.BlackHole()
	_, err := s.Heads(context.Background())
	if !errors.Is(err, neo4jstore.ErrTimeout) || !strings.Contains(err.Error(), "500ms") {
		t.Errorf("Heads = %v, want ErrTimeout after 500ms", err)
	}
}

// commitCutter is a proxy that breaks connections at the moment of COMMIT.
type commitCutter struct {
	uri, server string
	mu          sync.Mutex
	forward     bool // hand COMMIT on before cutting
	hang        bool // do not close what is cut: nobody hears of it
	cuts        int  // how many more connections to cut; guarded by mu
	refuse      bool // refuse connections once all cuts are done
	listener    net.Listener
}

// commitMessage is COMMIT as Bolt sends it: a chunk of two bytes and an end.
var commitMessage = []byte{0, 2, 0xB0, 0x12, 0, 0}

func newCommitCutter(t *testing.T, server *neo4jtest.Server, forward, hang bool, cuts int, refuse bool) *commitCutter {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &commitCutter{uri: "bolt://" + l.Addr().String(), server: strings.TrimPrefix(server.URI, "bolt://"), forward: forward, hang: hang, cuts: cuts, refuse: refuse, listener: l}
	var wg sync.WaitGroup
	t.Cleanup(wg.Wait)
	t.Cleanup(func() { l.Close() })
	wg.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			wg.Go(func() { p.serve(c) })
		}
	})
	return p
}

// cut reports whether a connection that commits is to be cut.
func (p *commitCutter) cut() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cuts == 0 {
		return false
	}
	if p.cuts--; p.cuts == 0 && p.refuse {
		p.listener.Close()
	}
	return true
}

func (p *commitCutter) serve(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("tcp", p.server)
	if err != nil {
		return
	}
	defer server.Close()
	var mute atomic.Bool
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		if !p.hang {
			defer client.Close()
		}
		buf := make([]byte, 64<<10)
		for {
			n, err := server.Read(buf)
			if err != nil || mute.Load() { // the answer to COMMIT, which nobody hears
				return
			}
			if _, err := client.Write(buf[:n]); err != nil {
				return
			}
		}
	}()
	buf := make([]byte, 64<<10)
	for {
		n, err := client.Read(buf)
		if err != nil {
			return
		}
		commits := bytes.HasSuffix(buf[:n], commitMessage) && p.cut()
		if commits && !p.forward {
			if p.hang {
				io.Copy(io.Discard, client) // until it has had enough
			}
			return
		}
		mute.Store(commits)
		if _, err := server.Write(buf[:n]); err != nil {
			return
		}
		if commits {
			<-answered
			if p.hang {
				io.Copy(io.Discard, client)
			}
			return
		}
	}
}

// TestLostAnswer loses the answer to COMMIT. Apply finds out by itself what
// became of the commit, sends it again if it did not land, and says ErrUncertain
// only when the server cannot be asked.
func TestLostAnswer(t *testing.T) {
	ctx := context.Background()
	server := neo4jtest.Shared(t, neo4jtest.V5)
	direct := open(t, empty(t, server))
	for _, c := range []struct {
		name    string
		forward bool // the server hears COMMIT
		hang    bool // and the connection stays
		cuts    int
		refuse  bool // and nobody can ask
		want    error
		landed  bool
	}{
		{"it landed", true, false, 1, false, nil, true},
		{"it did not land", false, false, 1, false, nil, true},
		{"it did not land twice", false, false, 2, false, nil, true},
		{"it landed and nobody can ask", true, false, 1, true, engine.ErrUncertain, true},
		{"it did not land and nobody can ask", false, false, 1, true, engine.ErrUncertain, false},
		{"it landed and the answer does not come", true, true, 1, false, nil, true},
		{"the server does not hear it", false, true, 1, false, nil, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			ws := graph.Workspace(strings.ReplaceAll(c.name, " ", "-"))
			p := newCommitCutter(t, server, c.forward, c.hang, c.cuts, c.refuse)
			o := options(server)
			o.URI, o.Retry = p.uri, 2*time.Second
			if c.refuse {
				o.Retry = 200 * time.Millisecond
			}
			if c.hang {
				o.Timeout = 5 * time.Second
			}
			s := open(t, o)
			rev, err := s.Apply(ctx, ws, 0, person("p1"))
			if !errors.Is(err, c.want) || (err == nil) != (rev == 1) {
				t.Errorf("Apply = %d, %v, want %v", rev, err, c.want)
			}
			found, err := direct.Find(ctx, ws, "p1")
			if err != nil || (found == 1) != c.landed {
				t.Errorf("Find = %d, %v, want landed: %v", found, err, c.landed)
			}
			if problems, err := engine.Verify(ctx, direct, ws); len(problems) > 0 || err != nil {
				t.Errorf("Verify = %v, %v", problems, err)
			}
			if n := len(load(t, direct, ws)); (n == 1) != c.landed {
				t.Errorf("Load = %d elements, want landed: %v", n, c.landed)
			}
		})
	}
}
