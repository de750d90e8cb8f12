package graphviz_test

import (
	"context"
	"errors"
	"fmt"
	"io"
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
	"github.com/kithgraph/kith/export/graphviz/graphviztest"
	"github.com/kithgraph/kith/internal/dotwire"
)

// TestMain makes this program a kith-graphviz that misbehaves, when the file
// "how" beside it says how.
func TestMain(m *testing.M) {
	self, err := os.Executable()
	if err != nil {
		panic(err)
	}
	if how, err := os.ReadFile(filepath.Join(filepath.Dir(self), "how")); err == nil {
		misbehave(string(how))
	}
	os.Exit(graphviztest.Main(m))
}

// layout returns a layout that is closed with the test.
func layout(t testing.TB, opt graphviz.Options) *graphviz.Layout {
	if opt.Program == "" {
		opt.Program = graphviztest.Program(t)
	}
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

// chain returns the networks that take Graphviz longest of their size: a line
// through all boxes, and lines from end to end.
func chain(n, lines int) export.Network {
	net := network(1, n, 0)
	for i := range n - 1 {
		net.Lines = append(net.Lines, export.NetworkLine{From: i, To: i + 1})
	}
	r := rand.New(rand.NewPCG(1, 1))
	for len(net.Lines) < lines {
		if a, b := r.IntN(n), r.IntN(n); a < b {
			net.Lines = append(net.Lines, export.NetworkLine{From: a, To: b})
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

// TestLayOutIsDeterministic compares runs alone, of one layout and of another,
// with runs at the same time, which wait for each other.
func TestLayOutIsDeterministic(t *testing.T) {
	net := network(4, 30, 45)
	want, err := layout(t, graphviz.Options{}).LayOut(t.Context(), net)
	if err != nil {
		t.Fatal(err)
	}
	l := layout(t, graphviz.Options{AtOnce: 3})
	var wait sync.WaitGroup
	for range 6 {
		wait.Go(func() {
			if got, err := l.LayOut(t.Context(), net); err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("the same network has other places, %v", err)
			}
		})
	}
	wait.Wait()
}

// TestLargest holds that the largest networks that Graphviz is given are laid
// out, within the time that it has and the memory.
func TestLargest(t *testing.T) {
	l := layout(t, graphviz.Options{})
	for name, net := range map[string]export.Network{
		"a chain and long lines": chain(graphviz.MaxLines/2, graphviz.MaxLines),
		"all boxes":              network(1, graphviz.MaxBoxes, graphviz.MaxLines),
		"all with all":           network(2, 20, graphviz.MaxLines),
	} {
		if _, err := l.LayOut(t.Context(), net); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestLayOutLeavesToKith holds that what is not for Graphviz is left to package
// export, by reason of its size or of the program alone.
func TestLayOutLeavesToKith(t *testing.T) {
	installed := layout(t, graphviz.Options{Program: "/nonexistent"})
	for name, net := range map[string]export.Network{
		"301 people and 1 lines":  network(1, graphviz.MaxBoxes+1, 1),
		"10 people and 201 lines": network(1, 10, graphviz.MaxLines+1),
	} {
		if _, err := installed.LayOut(t.Context(), net); !errors.Is(err, export.ErrOwnLayout) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v, want %v, with the size", name, err, export.ErrOwnLayout)
		}
	}
	t.Setenv("PATH", t.TempDir())
	missing := graphviz.New(graphviz.Options{})
	defer missing.Close()
	_, err := missing.LayOut(t.Context(), network(1, 3, 2))
	if !errors.Is(err, export.ErrOwnLayout) || !strings.Contains(err.Error(), "kith-graphviz is neither beside kith nor on the PATH") {
		t.Errorf("without the program: %v, want %v, with the program's name", err, export.ErrOwnLayout)
	}
	if dir := missing.Directory(); dir != "" {
		t.Errorf("without the program there is a directory: %s", dir)
	}
}

func TestLayOutRefuses(t *testing.T) {
	l := layout(t, graphviz.Options{Program: "/nonexistent"})
	box := export.NetworkBox{W: 1480, H: 480}
	for name, net := range map[string]export.Network{
		"no size":           {Boxes: []export.NetworkBox{{}}},
		"a line to oneself": {Boxes: []export.NetworkBox{box}, Lines: []export.NetworkLine{{}}},
		"a program that is not there, though it was named": network(1, 3, 2),
	} {
		if _, err := l.LayOut(t.Context(), net); err == nil || errors.Is(err, export.ErrOwnLayout) {
			t.Errorf("%s: %v, want another error", name, err)
		}
	}
}

// misbehave is a kith-graphviz that fails.
func misbehave(how string) {
	switch how {
	case "sleep":
		time.Sleep(time.Hour)
	case "crash":
		fmt.Fprintln(os.Stderr, "fatal error: out of memory\ngoroutine 1")
		os.Exit(2)
	case "flood":
		for {
			os.Stdout.Write(make([]byte, 1<<20))
		}
	case "lies":
		fmt.Printf("%s\n%s\n", dotwire.Version, `{"Boxes":[{"X":0,"Y":0}],"Lines":[]}`)
	case "overlaps":
		fmt.Printf("%s\n%s\n", dotwire.Version, `{"Boxes":[{},{},{}],"Lines":[[{},{},{},{}],[{},{},{},{}]]}`)
	case "old":
		fmt.Println("kith-graphviz 0\n{}")
	case "dump":
		in := make([]byte, 50)
		io.ReadFull(os.Stdin, in)
		fmt.Fprintf(os.Stderr, "%q %q", os.Environ(), in)
		os.Exit(1)
	}
	os.Exit(0)
}

// badProgram returns a kith-graphviz that misbehaves.
func badProgram(t *testing.T, how string) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	program := filepath.Join(dir, "kith-graphviz.exe")
	data, err := os.ReadFile(self)
	if err == nil {
		err = os.WriteFile(program, data, 0o700)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "how"), []byte(how), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// three is a chart of three people in a network.
var three = export.Chart{
	Title: "Three", Cards: []export.Card{{ID: "a", Holders: []export.Holder{{Name: "Ann Archer"}}}, {ID: "b"}, {ID: "c"}},
	Links: []export.Link{{From: "a", To: "b", Kind: export.LinkInfluences}, {From: "b", To: "c", Kind: export.LinkConflict}},
}

// TestProgramFails holds that a program which is there and fails is an error of
// the picture, never another picture.
func TestProgramFails(t *testing.T) {
	for how, says := range map[string]string{
		"sleep": "kith-graphviz took longer than 300ms", "crash": "kith-graphviz: exit status 2: fatal error: out of memory",
		"flood": "kith-graphviz wrote more than", "lies": "1 boxes and 0 lines were placed, not 3 and 2", "overlaps": "boxes 0 and 1 overlap",
		"old": `it begins with "kith-graphviz 0`, "": "it begins with",
	} {
		t.Run(how, func(t *testing.T) {
			opt := graphviz.Options{Program: badProgram(t, how)}
			if how == "sleep" {
				opt.Timeout = 300 * time.Millisecond
			}
			r, err := export.Render(t.Context(), three, export.Options{Diagram: export.DiagramNetwork, Network: layout(t, opt)})
			if err == nil || !strings.Contains(err.Error(), says) || errors.Is(err, export.ErrOwnLayout) || len(r.SVG) > 0 {
				t.Errorf("Render = %d bytes, %v, want an error that says %q", len(r.SVG), err, says)
			}
		})
	}
}

// TestProgramKnowsNothing holds what a program is given: a job without names, and
// no environment but the directory of its own, which others cannot enter and
// which goes with the layout.
func TestProgramKnowsNothing(t *testing.T) {
	t.Setenv("KITH_SECRET", "tell nobody")
	l := graphviz.New(graphviz.Options{Program: badProgram(t, "dump")})
	_, err := export.Render(t.Context(), three, export.Options{Diagram: export.DiagramNetwork, Network: l})
	dir := l.Directory()
	want := fmt.Sprintf(`exit status 1: ["TMPDIR=%s"] "kith-graphviz 1\n{\"Boxes\":[{\"W\":`, dir)
	if runtime.GOOS != "windows" && (err == nil || !strings.Contains(err.Error(), want)) {
		t.Errorf("Render = %v, want an error that says %s", err, want)
	}
	info, err := os.Stat(dir)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o700 {
		t.Errorf("the directory is %v, %v, want mode 0700", info, err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("after Close the directory is there: %v", err)
	}
}

// TestLayOutCancelled holds that a cancelled context ends a layout, running or
// waiting, and that the next one works.
func TestLayOutCancelled(t *testing.T) {
	l := layout(t, graphviz.Options{Program: badProgram(t, "sleep"), AtOnce: 1})
	ctx, cancel := context.WithCancel(t.Context())
	var wait sync.WaitGroup
	for range 2 { // one of them waits for the other
		wait.Go(func() {
			if _, err := l.LayOut(ctx, network(1, 3, 3)); !errors.Is(err, context.Canceled) {
				t.Errorf("LayOut: %v, want %v", err, context.Canceled)
			}
		})
	}
	time.Sleep(200 * time.Millisecond)
	cancel()
	wait.Wait()
	l = layout(t, graphviz.Options{})
	ctx, cancel = context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := l.LayOut(ctx, chain(100, 200)); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("LayOut: %v, want %v", err, context.DeadlineExceeded)
	}
	if _, err := l.LayOut(t.Context(), network(1, 3, 3)); err != nil {
		t.Errorf("after a cancelled layout: %v", err)
	}
}

func TestClose(t *testing.T) {
	l := graphviz.New(graphviz.Options{Program: graphviztest.Program(t)})
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

// TestFind holds that the program is found beside another, beside what that is a
// link to, and on the PATH, in this order, and not in the current directory.
func TestFind(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("programs end otherwise there")
	}
	dir := t.TempDir()
	touch := func(name string, mode os.FileMode) string {
		t.Helper()
		path := filepath.Join(dir, name)
		err := os.MkdirAll(filepath.Dir(path), 0o700)
		if err == nil {
			err = os.WriteFile(path, nil, mode)
		}
		if err != nil {
			t.Fatal(err)
		}
		return path
	}
	self := touch("opt/kith", 0o700)
	link := filepath.Join(dir, "bin", "kith")
	if err := os.MkdirAll(filepath.Dir(link), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, link); err != nil {
		t.Fatal(err)
	}
	touch("here/kith-graphviz", 0o700)
	t.Chdir(filepath.Join(dir, "here"))
	check := func(when, want string) {
		t.Helper()
		if got := graphviz.Find(link); got != want {
			t.Errorf("%s: find = %q, want %q", when, got, want)
		}
	}
	for _, path := range []string{"", ".", filepath.Join(dir, "path")} {
		t.Setenv("PATH", path)
		check("nowhere, with the PATH "+path, "")
	}
	onPath := touch("path/kith-graphviz", 0o700)
	check("on the PATH", onPath)
	touch("opt/kith-graphviz", 0o600)
	check("beside the target, where it is no program", onPath)
	os.Remove(filepath.Join(dir, "opt", "kith-graphviz"))
	target := touch("opt/kith-graphviz", 0o700)
	check("beside the target of the link", target)
	check("beside the link", touch("bin/kith-graphviz", 0o700))
}

// TestCompiledCodeIsKept holds that another process finds the compiled code where it is
// kept, that the places are the same with it and without, that what is damaged there is
// thrown away and never an error, and that a directory which others can read is not used.
func TestCompiledCodeIsKept(t *testing.T) {
	net := network(3, 20, 30)
	want, err := layout(t, graphviz.Options{}).LayOut(t.Context(), net)
	if err != nil {
		t.Fatal(err)
	}
	kept := func(dir string) (files []string) {
		filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() {
				files = append(files, path)
			}
			return nil
		})
		return files
	}
	private := filepath.Join(t.TempDir(), "kith", "graphviz")
	shared := t.TempDir()
	if err := os.Chmod(shared, 0o755); err != nil {
		t.Fatal(err)
	}
	lay := func(dir string) {
		t.Helper()
		got, err := layout(t, graphviz.Options{Keep: dir}).LayOut(t.Context(), net)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("the places are others, or there are none: %v", err)
		}
	}
	lay(private)
	files := kept(private)
	if len(files) == 0 {
		t.Fatal("no compiled code is kept")
	}
	before, err := os.Stat(files[0])
	if err != nil {
		t.Fatal(err)
	}
	lay(private)
	if after, err := os.Stat(files[0]); err != nil || !after.ModTime().Equal(before.ModTime()) {
		t.Errorf("what was kept was compiled again: %v", err)
	}
	for _, f := range files {
		code, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for i := range len(code) / 2 {
			code[len(code)/2+i] ^= 0x55
		}
		if err := os.WriteFile(f, code, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	lay(private)
	lay(private)
	lay(shared)
	if files := kept(shared); files != nil {
		t.Errorf("compiled code is kept where others can read: %q", files)
	}
}
