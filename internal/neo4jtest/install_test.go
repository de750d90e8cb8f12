package neo4jtest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// TestInstall installs every version. It runs on its own before all other
// tests where their output is to show what is missing.
func TestInstall(t *testing.T) {
	for _, v := range Versions() {
		t.Run(v.Line(), func(t *testing.T) {
			in := want(t, v)
			jars, err := filepath.Glob(filepath.Join(in.lib, "*.jar"))
			if err != nil {
				t.Fatal(err)
			}
			server := filepath.Join(in.lib, fmt.Sprintf("org.neo4j.app.neo4j-server-%s.jar", v))
			if _, err := os.Stat(server); err != nil {
				t.Errorf("installation of %s: %v", v, err)
			}
			t.Logf("neo4j %s: %d jars in %s, run by %s", v, len(jars), in.lib, in.java)
		})
	}
}

func TestInstallOnce(t *testing.T) {
	fill := func(dir string) error {
		return os.WriteFile(filepath.Join(dir, "jar"), []byte("whole"), 0o644)
	}
	check := func(t *testing.T, dir string) {
		t.Helper()
		if got, err := os.ReadFile(filepath.Join(dir, "jar")); string(got) != "whole" {
			t.Errorf("installed jar = %q, %v, want %q", got, err, "whole")
		}
	}

	t.Run("of many at once one installs", func(t *testing.T) {
		root := filepath.Join(t.TempDir(), "not", "made", "yet")
		var fills atomic.Int32
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				dir, err := installOnce(root, "1.0", func(dir string) error {
					fills.Add(1)
					return fill(dir)
				})
				if err != nil {
					t.Error(err)
				}
				check(t, dir)
			})
		}
		wg.Wait()
		if n := fills.Load(); n != 1 {
			t.Errorf("8 callers filled %d times, want once", n)
		}
	})

	t.Run("a failure leaves nothing and is tried again", func(t *testing.T) {
		root := t.TempDir()
		offline := errors.New("offline")
		_, err := installOnce(root, "1.0", func(dir string) error {
			if err := fill(dir); err != nil {
				return err
			}
			return offline
		})
		if !errors.Is(err, offline) {
			t.Fatalf("installOnce with a failing fill: %v, want %v", err, offline)
		}
		if left, _ := filepath.Glob(filepath.Join(root, "1.0*")); len(left) != 0 {
			t.Errorf("left after a failure: %q", left)
		}
		dir, err := installOnce(root, "1.0", fill)
		if err != nil {
			t.Fatal(err)
		}
		check(t, dir)
	})

	t.Run("what a killed installer left is removed", func(t *testing.T) {
		root := t.TempDir()
		for _, name := range []string{"1.0", "1.0.partial"} { // neither is marked complete
			if err := os.MkdirAll(filepath.Join(root, name, "half"), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		dir, err := installOnce(root, "1.0", fill)
		if err != nil {
			t.Fatal(err)
		}
		check(t, dir)
		for _, gone := range []string{dir + "/half", dir + ".partial"} {
			if _, err := os.Stat(gone); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("%s is still there: %v", gone, err)
			}
		}
	})
}

func TestInstallWithoutTools(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	t.Setenv("KITH_NEO4J_CACHE", t.TempDir())

	t.Run("no Maven", func(t *testing.T) {
		err := fetchJars(t.TempDir(), V5)
		if err == nil || !strings.Contains(err.Error(), "mvn is not on PATH") {
			t.Errorf("fetchJars without Maven: %v", err)
		}
	})
	t.Run("no Java and no Python", func(t *testing.T) {
		missing := fmt.Errorf("%w: looked", errNoJava)
		for _, wanted := range [][]int{{17, 21}, {25}} {
			if _, err := installJava(t.TempDir(), wanted, missing); !errors.Is(err, errNoJava) {
				t.Errorf("installJava(%v) = %v, want an error that wraps %v", wanted, err, errNoJava)
			}
		}
	})
}

func TestLastLines(t *testing.T) {
	const text = "one\n\ntwo  \r\nthree\n\n"
	for _, tt := range []struct {
		n    int
		want string
	}{{0, ""}, {1, "three"}, {2, "two\nthree"}, {9, "one\ntwo\nthree"}} {
		if got := lastLines(text, tt.n); got != tt.want {
			t.Errorf("lastLines(text, %d) = %q, want %q", tt.n, got, tt.want)
		}
	}
}
