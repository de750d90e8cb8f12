package graphviz_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/export/graphviz"
)

func TestMain(m *testing.M) {
	graphviz.Main()
	fakeWorker()
	dir, err := os.MkdirTemp("", "graphviz-test")
	if err != nil {
		panic(err)
	}
	cache = dir
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// cache keeps compiled code for the workers of all tests.
var cache string

// layout returns a layout that is closed with the test.
func layout(t testing.TB, opt graphviz.Options) *graphviz.Layout {
	opt.Cache = cache
	l := graphviz.New(opt)
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

// network returns n boxes with lines among them.
func network(seed uint64, n, lines int) export.Network {
	r := rand.New(rand.NewPCG(seed, 5))
	var net export.Network
	for range n {
		net.Boxes = append(net.Boxes, export.NetworkBox{W: 1480, H: 340 + 140*r.IntN(2)})
	}
	for len(net.Lines) < lines {
		if a, b := r.IntN(n), r.IntN(n); a != b {
			if r.IntN(4) > 0 { // mostly nearby, and forward
				b = min(n-1, a+1+r.IntN(6))
			}
			if a != b {
				net.Lines = append(net.Lines, export.NetworkLine{From: a, To: b})
			}
		}
	}
	return net
}

// TestLayOut holds boxes apart and line ends to their boxes.
func TestLayOut(t *testing.T) {
	l := layout(t, graphviz.Options{})
	for seed, n := range []int{2, 3, 9, 16, 40, 80} {
		net := network(uint64(seed), n, n*3/2)
		p, err := l.LayOut(t.Context(), net)
		if err != nil {
			t.Fatalf("LayOut of %d boxes: %v", n, err)
		}
		for i := range net.Boxes {
			for j := range i {
				a, b := p.Boxes[i], p.Boxes[j]
				if a.X < b.X+net.Boxes[j].W && b.X < a.X+net.Boxes[i].W && a.Y < b.Y+net.Boxes[j].H && b.Y < a.Y+net.Boxes[i].H {
					t.Errorf("%d boxes: %d at %v and %d at %v overlap", n, i, a, j, b)
				}
			}
		}
		for k, e := range net.Lines {
			line := p.Lines[k]
			if len(line) < 4 || len(line)%3 != 1 {
				t.Fatalf("line %d has %d points", k, len(line))
			}
			for at, i := range map[export.NetworkPoint]int{line[0]: e.From, line[len(line)-1]: e.To} {
				b, size := p.Boxes[i], net.Boxes[i]
				const near = 25
				if at.X < b.X-near || at.X > b.X+size.W+near || at.Y < b.Y-near || at.Y > b.Y+size.H+near {
					t.Errorf("line %d ends at %v, away from box %d at %v", k, at, i, b)
				}
			}
		}
	}
}

// TestLayOutIsDeterministic compares workers, and jobs of one worker.
func TestLayOutIsDeterministic(t *testing.T) {
	net := network(4, 30, 45)
	var want export.NetworkPlaces
	for k := range 2 {
		l := layout(t, graphviz.Options{})
		for range 3 {
			got, err := l.LayOut(t.Context(), net)
			if err != nil {
				t.Fatal(err)
			}
			if k == 0 && want.Boxes == nil {
				want = got
			}
			if !reflect.DeepEqual(got, want) {
				t.Fatal("the same network has other places")
			}
		}
	}
}

// TestLayOutTogether holds that callers wait for each other.
func TestLayOutTogether(t *testing.T) {
	l := layout(t, graphviz.Options{Workers: 2, Jobs: 3})
	var wait sync.WaitGroup
	for k := range 12 {
		wait.Go(func() {
			if _, err := l.LayOut(t.Context(), network(uint64(k), 12, 16)); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
}

func TestLayOutRefuses(t *testing.T) {
	l := layout(t, graphviz.Options{Command: []string{"/nonexistent"}})
	box := export.NetworkBox{W: 1480, H: 480}
	for name, net := range map[string]export.Network{
		"too many boxes": network(1, export.MaxNetworkPeople+1, 1),
		"too many lines": network(1, 10, export.MaxNetworkLines+1),
		"no size":        {Boxes: []export.NetworkBox{{}}},
		"a huge box":     {Boxes: []export.NetworkBox{{W: 1 << 30, H: 1}}},
		"a line to oneself": {
			Boxes: []export.NetworkBox{box}, Lines: []export.NetworkLine{{}},
		},
		"a line to nobody": {
			Boxes: []export.NetworkBox{box}, Lines: []export.NetworkLine{{From: 0, To: 1}},
		},
		"no worker": network(1, 3, 2),
	} {
		if _, err := l.LayOut(t.Context(), net); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// fakeWorker makes this program a worker that misbehaves.
func fakeWorker() {
	if len(os.Args) != 3 || os.Args[1] != "fake-worker" {
		return
	}
	if os.Args[2] != "mute" {
		fmt.Println("{}")
	}
	switch os.Args[2] {
	case "mute", "slow":
		time.Sleep(time.Hour)
	case "crash":
		fmt.Fprintln(os.Stderr, "fatal error: fault\ngoroutine 1")
		os.Exit(2)
	case "babble":
		for {
			if _, err := fmt.Println(strings.Repeat("x", 1000)); err != nil {
				os.Exit(0)
			}
		}
	case "flood":
		fmt.Print(`{"Error":"`)
		for {
			if _, err := fmt.Print(strings.Repeat("x", 1<<16)); err != nil {
				os.Exit(0)
			}
		}
	case "lies":
		fmt.Println(`{"Places":{"Boxes":[{"X":0,"Y":0}],"Lines":[]}}`)
		time.Sleep(time.Hour)
	}
}

// TestWorkerFails holds that a worker which fails costs one picture and a
// warning.
func TestWorkerFails(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	chart := export.Chart{Title: "Three", Cards: []export.Card{{ID: "a"}, {ID: "b"}, {ID: "c"}}, Links: []export.Link{
		{From: "a", To: "b", Kind: export.LinkInfluences}, {From: "b", To: "c", Kind: export.LinkConflict},
	}}
	own, err := export.Render(t.Context(), chart, export.Options{View: export.ViewNetwork})
	if err != nil {
		t.Fatal(err)
	}
	for how, says := range map[string]string{
		"mute": "took longer", "slow": "took longer", "crash": "fatal error: fault", "babble": "died", "flood": "died", "lies": "1 boxes and 0 lines",
	} {
		t.Run(how, func(t *testing.T) {
			l := layout(t, graphviz.Options{
				Command: []string{self, "fake-worker", how},
				Timeout: map[string]time.Duration{"slow": 300 * time.Millisecond}[how],
				Start:   map[string]time.Duration{"mute": 300 * time.Millisecond}[how],
			})
			for range 2 {
				r, err := export.Render(t.Context(), chart, export.Options{View: export.ViewNetwork, Network: l})
				if err != nil {
					t.Fatal(err)
				}
				if len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], says) {
					t.Errorf("warnings %q, want one that says %q", r.Warnings, says)
				}
				if !bytes.Equal(r.SVG, own.SVG) {
					t.Error("the picture is not the plainer one")
				}
			}
		})
	}
}

// TestLayOutCancelled holds that a cancelled context ends a layout that would
// take minutes, and that the next one works.
func TestLayOutCancelled(t *testing.T) {
	l := layout(t, graphviz.Options{Timeout: time.Hour})
	if _, err := l.LayOut(t.Context(), network(1, 3, 3)); err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 1))
	heavy := network(1, export.MaxNetworkPeople, 1)
	for len(heavy.Lines) < export.MaxNetworkLines {
		if a, b := r.IntN(len(heavy.Boxes)), r.IntN(len(heavy.Boxes)); a != b {
			heavy.Lines = append(heavy.Lines, export.NetworkLine{From: a, To: b})
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, err := l.LayOut(ctx, heavy); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("LayOut: %v, want %v", err, context.DeadlineExceeded)
	}
	if _, err := l.LayOut(t.Context(), network(1, 3, 3)); err != nil {
		t.Errorf("after a cancelled layout: %v", err)
	}
	ctx, cancel = context.WithCancel(t.Context())
	cancel()
	if _, err := l.LayOut(ctx, network(1, 3, 3)); !errors.Is(err, context.Canceled) {
		t.Errorf("LayOut: %v, want %v", err, context.Canceled)
	}
}

// TestIdle holds that an idle worker ends and the next layout works.
func TestIdle(t *testing.T) {
	l := layout(t, graphviz.Options{Idle: time.Millisecond})
	for range 2 {
		if _, err := l.LayOut(t.Context(), network(1, 3, 3)); err != nil {
			t.Fatal(err)
		}
		for graphviz.HasWorker(l) {
			time.Sleep(time.Millisecond)
		}
	}
}

func TestClose(t *testing.T) {
	l := graphviz.New(graphviz.Options{Workers: 2, Cache: cache})
	if _, err := l.LayOut(t.Context(), network(1, 3, 3)); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := l.LayOut(t.Context(), network(1, 3, 3)); !errors.Is(err, graphviz.ErrClosed) {
		t.Errorf("LayOut after Close: %v, want %v", err, graphviz.ErrClosed)
	}
}

// TestCache holds that a cache which is damaged or open to others does not
// matter.
func TestCache(t *testing.T) {
	want, err := layout(t, graphviz.Options{}).LayOut(t.Context(), network(2, 5, 6))
	if err != nil {
		t.Fatal(err)
	}
	try := func(name, dir string) {
		l := graphviz.New(graphviz.Options{Cache: dir})
		defer l.Close()
		if got, err := l.LayOut(t.Context(), network(2, 5, 6)); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: places %v, error %v", name, got, err)
		}
	}
	damaged := t.TempDir()
	if err := os.CopyFS(damaged, os.DirFS(cache)); err != nil {
		t.Fatal(err)
	}
	files := 0
	err = filepath.WalkDir(damaged, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		return os.WriteFile(path, []byte("not code"), 0o600)
	})
	if err != nil || files == 0 {
		t.Fatalf("%d files in the cache, error %v", files, err)
	}
	try("damaged", damaged)
	open := filepath.Join(t.TempDir(), "open")
	if err := os.Mkdir(open, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(open, 0o777); err != nil {
		t.Fatal(err)
	}
	try("open to others", open)
	if list, err := os.ReadDir(open); err != nil || runtime.GOOS != "windows" && len(list) > 0 {
		t.Errorf("a directory that is open to others holds %v, error %v", list, err)
	}
}
