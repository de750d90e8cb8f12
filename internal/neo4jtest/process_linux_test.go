package neo4jtest

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// TestChildDiesWithParent runs itself as a parent that starts a child, kills
// the parent, and waits for the end of the child.
func TestChildDiesWithParent(t *testing.T) {
	if os.Getenv("NEO4JTEST_PARENT") == "1" {
		p, err := startProcess(exec.Command("sleep", "60"))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Printf("child %d\n", p.cmd.Process.Pid)
		_, _ = io.Copy(io.Discard, os.Stdin) // until killed
		p.kill()
		return
	}

	parent := exec.Command(os.Args[0], "-test.run=^TestChildDiesWithParent$")
	parent.Env = append(os.Environ(), "NEO4JTEST_PARENT=1")
	parent.Stderr = os.Stderr
	if _, err := parent.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	stdout, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	line, readErr := bufio.NewReader(stdout).ReadString('\n')
	_ = parent.Process.Kill()
	_ = parent.Wait()
	var child int
	if _, err := fmt.Sscanf(line, "child %d\n", &child); err != nil {
		t.Fatalf("parent printed %q, %v, want the id of its child", line, readErr)
	}

	for deadline := time.Now().Add(2 * time.Minute); alive(child); {
		if time.Now().After(deadline) {
			t.Fatalf("child %d outlives its parent", child)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// TestFreezeIsComplete runs itself as a process of many busy threads that count
// in a file that both map, and freezes it over and over. Once freeze has
// returned no thread may count on.
func TestFreezeIsComplete(t *testing.T) {
	const threads = 24
	path := os.Getenv("NEO4JTEST_COUNTERS")
	child := path != ""
	if !child {
		path = filepath.Join(t.TempDir(), "counters")
		if err := os.WriteFile(path, make([]byte, 8*threads), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	counters := mapCounters(t, path, threads)
	if child {
		for i := range counters {
			go func() {
				runtime.LockOSThread()
				for {
					counters[i].Add(1)
				}
			}()
		}
		_, _ = io.Copy(io.Discard, os.Stdin) // until killed
		return
	}

	cmd := exec.Command(os.Args[0], "-test.run=^TestFreezeIsComplete$")
	cmd.Env = append(os.Environ(), "NEO4JTEST_COUNTERS="+path, fmt.Sprintf("GOMAXPROCS=%d", threads+1))
	if _, err := cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	p, err := startProcess(cmd)
	if err != nil {
		t.Fatal(err)
	}
	defer p.kill()
	count := func() (sum uint64) {
		for i := range counters {
			sum += counters[i].Load()
		}
		return sum
	}
	for range 20 {
		for before := count(); count() == before; time.Sleep(time.Millisecond) {
			if p.ended() {
				t.Fatalf("the counting process has ended: %v", p.cmd.ProcessState)
			}
		}
		if err := freeze(p.cmd.Process); err != nil {
			t.Fatal(err)
		}
		frozen := count()
		time.Sleep(5 * time.Millisecond)
		if later := count(); later != frozen {
			t.Fatalf("%d counts after freeze returned, want none", later-frozen)
		}
		if err := thaw(p.cmd.Process); err != nil {
			t.Fatal(err)
		}
	}
}

// mapCounters maps n counters that stand in a file, for as long as the process
// runs.
func mapCounters(t *testing.T, path string, n int) []atomic.Uint64 {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	mem, err := unix.Mmap(int(f.Fd()), 0, 8*n, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		t.Fatal(err)
	}
	return unsafe.Slice((*atomic.Uint64)(unsafe.Pointer(&mem[0])), n)
}

// alive reports whether a process exists that is more than an entry waiting to
// be collected.
func alive(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return false
	}
	_, state, _ := strings.Cut(string(stat), ") ")
	return !strings.HasPrefix(state, "Z") && !strings.HasPrefix(state, "X")
}
