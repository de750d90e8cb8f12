package storetest

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
)

// Opening opens the storage at a place: a directory, an address. It is what a
// process does that knows nothing but the place.
type Opening func(place string) (engine.Store, error)

// childEnv carries a child's orders: the round and the place.
const childEnv = "KITH_STORETEST_CHILD"

// scratch is a workspace that the child drops and makes again.
const scratch = graph.Workspace("scratch")

// sizes are how many changes a child's commits have at most.
var sizes = []int{1, 1, 2, 5, 5, 20, 30, 200}

// Child turns the process into a writer that [Crash] will kill, if it was
// started as one, and then never returns. Call it first in the TestMain of a
// package that uses Crash.
func Child(open Opening) {
	var round int
	var place string
	if _, err := fmt.Sscanf(os.Getenv(childEnv), "%d %q", &round, &place); err != nil {
		return
	}
	if err := child(open, round, place); err != nil {
		fmt.Println("error", err)
	}
	os.Exit(1)
}

// child writes until it is killed. It says "try" before it asks for a commit
// and "ack" once it has been promised.
func child(open Opening, round int, place string) error {
	s, err := open(place)
	if err != nil {
		return err
	}
	state := map[graph.ID]graph.Element{}
	span, err := s.Load(ctx, ws, func(e *graph.Element) error {
		state[e.ID] = *e
		return nil
	})
	if err != nil {
		return err
	}
	for c, err := range s.Tail(ctx, ws, span.From) { // of what is staged Load reads nothing
		if err != nil {
			return err
		}
		for _, ch := range c.Changes {
			if delete(state, ch.ID); ch.After != nil {
				state[ch.ID] = *ch.After
			}
		}
	}
	w, head, pick := resume(state, round*1_000_000), span.To, seeded(uint64(round))
	for n := 0; ; n++ {
		switch pick(20) {
		case 0:
			if err := remake(s, pick); err != nil {
				return err
			}
		case 1:
			e := edit{w: w}
			if id, ok := e.anyNode(pick); ok {
				ids := w.WithEdges([]graph.ID{id})
				if err := s.Redact(ctx, ws, ids...); err != nil {
					return err
				}
				w.Redacted(ids)
			}
		default:
			c := w.Next(pick, sizes[pick(len(sizes))])
			fmt.Println("try", head+1, c.ID)
			if _, err := s.Apply(ctx, ws, head, c); err != nil {
				return err
			}
			head++
			fmt.Println("ack", head, c.ID)
		}
	}
}

// remake drops the scratch workspace and begins it anew.
func remake(s engine.Store, pick Pick) error {
	if err := s.Drop(ctx, scratch); err != nil {
		return err
	}
	var w World
	for i := range graph.Revision(1 + pick(3)) {
		if _, err := s.Apply(ctx, scratch, i, w.Next(pick, 50)); err != nil {
			return err
		}
	}
	return nil
}

// resume returns a world in a given state. Its new IDs are numbered from start.
func resume(state map[graph.ID]graph.Element, start int) *World {
	w := &World{state: state, nodes: map[graph.Kind][]graph.ID{}, made: start, count: start}
	ids := make([]graph.ID, 0, len(state))
	for id := range state {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		if e := state[id]; e.IsEdge() {
			w.edges = append(w.edges, id)
		} else {
			w.nodes[e.Kind] = append(w.nodes[e.Kind], id)
		}
	}
	return w
}

// Crash starts a process that writes to a place, kills it without warning at
// some moment, and looks at what is there: all that was acknowledged, at most
// one commit more, nothing in part. It does so as many times as there are
// rounds, on the same data. The test binary must call [Child].
func Crash(t *testing.T, open Opening, place string, rounds int) {
	acked := map[string]graph.Revision{}
	pick := seeded(uint64(rounds))
	landed := 0
	for round := 1; round <= rounds && !t.Failed(); round++ {
		tried := killed(t, round, place, 1+pick(25), time.Duration(pick(4000))*time.Microsecond, acked)
		s, err := open(place)
		if err != nil {
			t.Fatalf("round %d: opening after kill -9 = %v", round, err)
		}
		h := &harness{T: t, Store: s}
		for id, rev := range acked {
			if got, err := s.Find(ctx, ws, id); got != rev || err != nil {
				t.Errorf("round %d: Find(%s) = %d, %v; it was acknowledged as revision %d", round, id, got, err, rev)
			}
		}
		if tried != "" { // it may have landed, as the revision after the last
			rev, err := s.Find(ctx, ws, tried)
			if err != nil || rev != 0 && int(rev) != len(acked)+1 {
				t.Errorf("round %d: Find(%s), not acknowledged, = %d, %v, want 0 or %d", round, tried, rev, err, len(acked)+1)
			}
			if rev != 0 {
				acked[tried] = rev
				landed++
			}
		}
		if heads, err := s.Heads(ctx); err != nil || int(heads[ws].Revision) != len(acked) {
			t.Errorf("round %d: Heads() = %v, %v, want %s at %d", round, heads, err, ws, len(acked))
		}
		h.lawful(ws)
		h.lawful(scratch)
		if err := s.Close(); err != nil {
			t.Errorf("round %d: Close() = %v", round, err)
		}
	}
	t.Logf("%d rounds, %d commits, none lost; %d were there without having been acknowledged", rounds, len(acked), landed)
}

// killed runs a child until it has been acknowledged so many commits and a
// moment more, kills it, and notes what it was acknowledged. It returns the
// commit that was under way, if one was.
func killed(t *testing.T, round int, place string, acks int, moment time.Duration, acked map[string]graph.Revision) (tried string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%d %q", childEnv, round, place))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatalf("starting the child = %v", err)
	}
	lines := bufio.NewReader(out)
	for n := 0; ; {
		line, err := lines.ReadString('\n')
		if err != nil {
			if !errors.Is(err, io.EOF) {
				t.Errorf("reading from the child = %v", err)
			}
			break
		}
		var word, id string
		var rev graph.Revision
		if _, err := fmt.Sscan(line, &word, &rev, &id); err != nil || word != "try" && word != "ack" {
			t.Errorf("round %d: the child said %q", round, line)
			break
		}
		if word == "try" {
			tried = id
			continue
		}
		tried, acked[id] = "", rev
		if n++; n == acks {
			time.AfterFunc(moment, func() { cmd.Process.Kill() })
		}
	}
	cmd.Process.Kill()
	cmd.Wait()
	return tried
}
