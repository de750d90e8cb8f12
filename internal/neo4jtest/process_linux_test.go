package neo4jtest

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
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

	for deadline := time.Now().Add(10 * time.Second); alive(child); {
		if time.Now().After(deadline) {
			t.Fatalf("child %d outlives its parent", child)
		}
		time.Sleep(10 * time.Millisecond)
	}
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
