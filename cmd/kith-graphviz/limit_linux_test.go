package main

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// TestMemory holds that the system bounds the program's memory before it reads
// its job, and that it ends with an error when it needs more.
func TestMemory(t *testing.T) {
	p := start(t)
	want := fmt.Sprint(maxMemory)
	for limit := ""; limit != want; time.Sleep(10 * time.Millisecond) {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/limits", p.Process.Pid))
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if f := strings.Fields(line); strings.HasPrefix(line, "Max data size") {
				limit = f[3]
				if limit == want && f[4] != want {
					t.Fatalf("the program could raise its limit: %s", line)
				}
			}
		}
		if limit != want && limit != "unlimited" {
			t.Fatalf("the limit is %s, want %s", limit, want)
		}
	}
	tight := unix.Rlimit{Cur: 1 << 20, Max: 1 << 20} // less than it has already: whatever it takes more is refused
	if err := unix.Prlimit(p.Process.Pid, unix.RLIMIT_DATA, &tight, nil); err != nil {
		t.Fatal(err)
	}
	p.send(t, job(t, long()))
	if err := p.Wait(); err == nil || p.out.Len() > 0 {
		t.Errorf("it ended with %v and an answer of %d bytes, want an error and none", err, p.out.Len())
	}
	if p.said.Len() == 0 {
		t.Error("it said nothing")
	}
}
