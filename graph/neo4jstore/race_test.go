package neo4jstore_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/neo4jstore"
)

// A racer is a process that reads the head of a workspace and appends to it,
// again and again, while others do the same, and writes down what it was told
// and when.

// racerEnv carries a racer's orders.
const racerEnv = "KITH_NEO4JSTORE_RACER"

type orders struct {
	URI     string
	Racer   int
	Appends int
	Naive   bool // compare and set without a lock: what the store must not do
}

// raced is one call of a racer. Times are those of the machine's clock, in
// nanoseconds.
type raced struct {
	Racer        int
	Append       bool // else a read of the head
	Expect       int64
	Conflict     bool
	Head         int64 // read, made, or in the way; -1 when not told
	Call, Return int64
}

// register is what racers race for: a number that grows by one.
type register interface {
	read(ctx context.Context) (int64, error)
	grow(ctx context.Context, expect int64, id string) (head int64, conflict bool, err error)
}

// racer turns the process into a racer if it was started as one, and then never
// returns.
func racer() {
	var o orders
	if json.Unmarshal([]byte(os.Getenv(racerEnv)), &o) != nil {
		return
	}
	if err := race(o); err != nil {
		fmt.Fprintln(os.Stderr, "racer:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

func race(o orders) error {
	ctx := context.Background()
	var r register
	if o.Naive {
		driver, err := neo4j.NewDriverWithContext(o.URI, neo4j.NoAuth())
		if err != nil {
			return err
		}
		defer driver.Close(ctx)
		r = naive{driver}
	} else {
		s, err := neo4jstore.Open(ctx, neo4jstore.Options{URI: o.URI, Database: "neo4j"})
		if err != nil {
			return err
		}
		defer s.Close()
		r = log{s}
	}
	if _, err := r.read(ctx); err != nil {
		return err
	}
	fmt.Println("ready")
	if _, err := bufio.NewReader(os.Stdin).ReadString('\n'); err != nil {
		return err
	}
	out := json.NewEncoder(os.Stdout)
	now := func() int64 { return time.Now().UnixNano() }
	for i := range o.Appends {
		op := raced{Racer: o.Racer, Call: now()}
		var err error
		if op.Head, err = r.read(ctx); err != nil {
			return err
		}
		op.Return = now()
		if err := out.Encode(op); err != nil {
			return err
		}
		op = raced{Racer: o.Racer, Append: true, Expect: op.Head, Call: now()}
		if op.Head, op.Conflict, err = r.grow(ctx, op.Expect, fmt.Sprintf("r%d-%d", o.Racer, i)); err != nil {
			return err
		}
		op.Return = now()
		if err := out.Encode(op); err != nil {
			return err
		}
	}
	return nil
}

// raceSpace is the workspace of the races.
const raceSpace graph.Workspace = "race"

// log is the register that a store's log is.
type log struct{ s engine.Store }

func (l log) read(ctx context.Context) (int64, error) {
	heads, err := l.s.Heads(ctx)
	return int64(heads[raceSpace].Revision), err
}

func (l log) grow(ctx context.Context, expect int64, id string) (int64, bool, error) {
	rev, err := l.s.Apply(ctx, raceSpace, graph.Revision(expect), person(id))
	var conflict *engine.ConflictError
	if errors.As(err, &conflict) {
		return int64(conflict.Head), true, nil
	}
	return int64(rev), false, err
}

// naive compares and sets in one statement, which Neo4j carries out without
// holding a lock between the two.
type naive struct{ driver neo4j.DriverWithContext }

func (n naive) ask(ctx context.Context, cypher string, args map[string]any) ([]*neo4j.Record, error) {
	result, err := neo4j.ExecuteQuery(ctx, n.driver, cypher, args, neo4j.EagerResultTransformer, neo4j.ExecuteQueryWithDatabase("neo4j"))
	if err != nil {
		return nil, err
	}
	return result.Records, nil
}

func (n naive) read(ctx context.Context) (int64, error) {
	records, err := n.ask(ctx, "MATCH (n:NaiveRegister) RETURN n.head", nil)
	if err != nil {
		return 0, err
	}
	return records[0].Values[0].(int64), nil
}

func (n naive) grow(ctx context.Context, expect int64, _ string) (int64, bool, error) {
	records, err := n.ask(ctx, "MATCH (n:NaiveRegister) WHERE n.head = $expect SET n.head = $expect + 1 RETURN n.head", map[string]any{"expect": expect})
	if err != nil || len(records) == 0 {
		return -1, true, err
	}
	return expect + 1, false, nil
}

// runRace lets racers of processes of their own race and returns what they wrote
// down.
func runRace(t *testing.T, racers int, o orders) []raced {
	t.Helper()
	type runner struct {
		cmd *exec.Cmd
		out *bufio.Reader
	}
	var all []runner
	var starts []func() error
	for o.Racer = range racers {
		env, err := json.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), racerEnv+"="+string(env))
		cmd.Stderr = os.Stderr
		in, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { cmd.Process.Kill() })
		all = append(all, runner{cmd, bufio.NewReader(out)})
		starts = append(starts, func() error { _, err := in.Write([]byte("go\n")); return err })
	}
	for _, r := range all {
		if line, err := r.out.ReadString('\n'); line != "ready\n" {
			t.Fatalf("a racer said %q, %v, want ready", line, err)
		}
	}
	for _, start := range starts {
		if err := start(); err != nil {
			t.Fatal(err)
		}
	}
	var history []raced
	for _, r := range all {
		lines := json.NewDecoder(r.out)
		for range 2 * o.Appends {
			var op raced
			if err := lines.Decode(&op); err != nil {
				t.Fatalf("reading from a racer = %v", err)
			}
			history = append(history, op)
		}
		if err := r.cmd.Wait(); err != nil {
			t.Fatalf("a racer ended with %v", err)
		}
	}
	return history
}
