package neo4jtest

import (
	"fmt"
	"os"
	"sync"
	"testing"
)

// pool holds the shared servers of this test binary.
var pool struct {
	mu      sync.Mutex
	main    bool // Main runs
	servers map[Version]*sharedServer
}

// A sharedServer is started once. A start that failed is not tried again.
type sharedServer struct {
	start sync.Once
	inst  *instance // nil where the start failed
	err   error
}

// Main runs the tests of a package that uses [Shared] and then ends the shared
// servers:
//
//	func TestMain(m *testing.M) { neo4jtest.Main(m) }
func Main(m *testing.M) {
	pool.mu.Lock()
	pool.main = true
	pool.servers = make(map[Version]*sharedServer)
	pool.mu.Unlock()

	m.Run() // the exit code travels inside m

	pool.mu.Lock()
	defer pool.mu.Unlock()
	for _, v := range Versions() {
		s := pool.servers[v]
		if s == nil || s.inst == nil {
			continue
		}
		inst := s.inst
		inst.proc.kill()
		if err := os.RemoveAll(inst.home); err != nil {
			fmt.Fprintf(os.Stderr, "neo4jtest: removing a shared server: %v\n", err)
		}
	}
}

// Shared returns a handle on the test binary's server of version v, which has
// no authentication. The first test that asks starts it. Tests see one
// another's data: each either keeps to a workspace of its own or, when no
// other runs at the same time, begins with [Server.Wipe]. The methods that
// break a server fail the test on a shared one. The package's TestMain must be
// [Main]. Where the version cannot be had it does as [Start].
func Shared(t testing.TB, v Version) *Server {
	t.Helper()
	in := want(t, v)
	_, bench := t.(*testing.B)
	inst, err := sharedInstance(in, Options{Version: v, quick: !bench}.withDefaults())
	if err != nil {
		t.Fatalf("neo4jtest.Shared: %v", err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(inst.log())
		}
	})
	s := inst.handle(t)
	s.shared = true
	return s
}

// sharedInstance returns the shared server of a version, and starts it the
// first time. Servers of two versions start at once.
func sharedInstance(in installation, o Options) (*instance, error) {
	pool.mu.Lock()
	if !pool.main {
		pool.mu.Unlock()
		return nil, fmt.Errorf("TestMain does not call neo4jtest.Main")
	}
	s := pool.servers[o.Version]
	if s == nil {
		s = &sharedServer{}
		pool.servers[o.Version] = s
	}
	pool.mu.Unlock()
	s.start.Do(func() { s.inst, s.err = startShared(in, o) })
	if s.err == nil && !s.inst.running() {
		return nil, fmt.Errorf("the shared server has ended: %v\n%s", s.inst.proc.cmd.ProcessState, s.inst.log())
	}
	return s.inst, s.err
}

// startShared starts a server in a folder of its own, which is removed when
// the start fails.
func startShared(in installation, o Options) (*instance, error) {
	home, err := os.MkdirTemp("", "neo4jtest-")
	if err != nil {
		return nil, err
	}
	inst, err := newInstance(in, home, o)
	if err == nil {
		if err = inst.start(); err != nil {
			err = fmt.Errorf("%w\n%s", err, inst.log())
		}
	}
	if err != nil {
		os.RemoveAll(home)
		return nil, err
	}
	return inst, nil
}
