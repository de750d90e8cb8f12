package neo4jstore_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/internal/neo4jtest"
	"github.com/kithgraph/kith/internal/soak"
)

// TestServerDiskFull fills the disk of a server under a writer, and makes room again:
// what was acknowledged is there, nothing is there in part, and writes go on once the
// server has been started again. It is part of make soak.
func TestServerDiskFull(t *testing.T) {
	if soak.Times(0, 1) == 0 {
		t.Skip("part of make soak")
	}
	ctx := context.Background()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=512m"); err != nil {
		t.Skipf("NOT RUN: mounting a small file system: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
	server := neo4jtest.Start(t, neo4jtest.Options{Dir: filepath.Join(dir, "home")})
	o := options(server)
	o.Timeout, o.Retry, o.Late = 20*time.Second, time.Second, -1
	s := open(t, o)
	var acked []string
	write := func(n int) error {
		c := person(fmt.Sprint("p", n))
		c.ID = fmt.Sprint("c", n)
		c.Changes = append(c.Changes, many(n, 500)...)
		_, err := s.Apply(ctx, "acme", graph.Revision(len(acked)), c)
		if err == nil {
			acked = append(acked, c.ID)
		}
		return err
	}
	for n := range 3 {
		if err := write(n); err != nil {
			t.Fatal(err)
		}
	}
	var fs syscall.Statfs_t
	if err := syscall.Statfs(dir, &fs); err != nil {
		t.Fatal(err)
	}
	ballast := filepath.Join(dir, "ballast")
	if err := os.WriteFile(ballast, make([]byte, int(fs.Bavail)*int(fs.Bsize)-1<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	var err error
	n := 3
	for ; err == nil && n < 1000; n++ {
		err = write(n)
	}
	if err == nil {
		t.Fatal("the disk was never full")
	}
	t.Logf("after %d commits of 501 people: %v", len(acked), err)
	if !errors.Is(err, engine.ErrBusy) && !errors.Is(err, engine.ErrUncertain) && !errors.Is(err, engine.ErrUnavailable) {
		t.Errorf("Apply on a full disk = %v, want to be told that it may be tried again or is not known", err)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	server.Kill()
	server.Restart()
	rev, err := s.Find(ctx, "acme", fmt.Sprint("c", n-1))
	for tries := 0; err != nil && tries < 100; tries++ {
		time.Sleep(200 * time.Millisecond)
		rev, err = s.Find(ctx, "acme", fmt.Sprint("c", n-1))
	}
	if err != nil {
		t.Fatal(err)
	}
	if rev != 0 { // it has landed
		acked = append(acked, fmt.Sprint("c", n-1))
	}
	i := 0
	for c, err := range s.Tail(ctx, "acme", 0) {
		if err != nil {
			t.Fatal(err)
		}
		if i >= len(acked) || c.ID != acked[i] {
			t.Errorf("revision %d is %s, want of %d acknowledged", c.Revision, c.ID, len(acked))
		}
		i++
	}
	if i != len(acked) {
		t.Errorf("%d commits are there, %d were acknowledged", i, len(acked))
	}
	lawful(t, s, "acme")
	if err := write(n); err != nil {
		t.Errorf("Apply when there is room again = %v", err)
	}
}
