package sqlitestore_test

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/sqlitestore"
)

// limitFileSize makes writes beyond so many bytes of any file fail, as a broken
// disk would. It returns what lifts the limit.
func limitFileSize(t *testing.T, bytes uint64) (lift func()) {
	t.Helper()
	signal.Ignore(syscall.SIGXFSZ)
	var was syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &was); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: bytes, Max: was.Max}); err != nil {
		t.Fatal(err)
	}
	lift = func() {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &was); err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(lift)
	return lift
}

// TestWriteError breaks the write of a commit at ever later bytes. Each answer
// must be true, and once the disk is well again the store goes on.
func TestWriteError(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir)
	write(t, s, 5)
	head := graph.Revision(5)
	uncertain := 0
	for trial := range 12 {
		info, err := os.Stat(filepath.Join(dir, "acme.db-wal"))
		if err != nil {
			t.Fatal(err)
		}
		var es []graph.Element
		for i := range 30 {
			es = append(es, person(graph.ID(fmt.Sprintf("p%d-%d", trial, i)), strings.Repeat("long name ", 30)))
		}
		c := one(fmt.Sprint("c", trial), es...)
		lift := limitFileSize(t, uint64(info.Size())+uint64(trial)*2500)
		_, err = s.Apply(ctx, ws, head, c)
		lift()
		switch {
		case err == nil:
			head++
		case errors.Is(err, engine.ErrUncertain):
			uncertain++
			rev, err := s.Find(ctx, ws, c.ID)
			if err != nil || rev != 0 && rev != head+1 {
				t.Fatalf("trial %d: Find = %d, %v, want 0 or %d", trial, rev, err, head+1)
			}
			if rev == 0 {
				if _, err := s.Apply(ctx, ws, head, c); err != nil {
					t.Fatalf("trial %d: Apply once more = %v", trial, err)
				}
			}
			head++
		default:
			if rev, err := s.Find(ctx, ws, c.ID); rev != 0 || err != nil {
				t.Errorf("trial %d: Find = %d, %v, want 0: the error did not say uncertain", trial, rev, err)
			}
		}
		if heads, err := s.Heads(ctx); err != nil || heads[ws].Revision != head {
			t.Fatalf("trial %d: Heads() = %v, %v, want %d", trial, heads, err, head)
		}
	}
	if uncertain == 0 {
		t.Error("no trial was uncertain: the limit did not reach COMMIT")
	}
	lawful(t, s)
	s.Close()
	lawful(t, mustOpen(t, dir))
}

// TestDiskFull fills a small file system and then makes room.
func TestDiskFull(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("NOT RUN: mounting a small file system: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, 0) })
	s := mustOpen(t, dir)
	t.Cleanup(func() { s.Close() })
	head := graph.Revision(0)
	apply := func() error {
		c := one(fmt.Sprint("c", head), graph.Encode(graph.Person{Node: graph.Node{ID: graph.ID(fmt.Sprint("p", head))}, Name: "P", Notes: strings.Repeat("x", 9000)}))
		_, err := s.Apply(ctx, ws, head, c)
		return err
	}
	var err error
	for ; err == nil && head < 1000; head++ {
		err = apply()
	}
	head--
	if !errors.Is(err, sqlitestore.ErrFull) && !errors.Is(err, engine.ErrUncertain) {
		t.Fatalf("Apply on a full disk = %v, want ErrFull", err)
	}
	for range 3 {
		if err := apply(); !errors.Is(err, sqlitestore.ErrFull) && !errors.Is(err, engine.ErrUncertain) {
			t.Errorf("Apply on a full disk = %v, want ErrFull again", err)
		}
	}
	if heads, err := s.Heads(ctx); err != nil || heads[ws].Revision != head {
		t.Errorf("Heads() on a full disk = %v, %v, want %d: reads go on", heads, err, head)
	}
	lawful(t, s)
	if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, "size=8m"); err != nil {
		t.Fatal(err)
	}
	if err := apply(); err != nil {
		t.Errorf("Apply once there is room = %v", err)
	}
	lawful(t, s)
}
