package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/export/graphviz/graphviztest"
	"github.com/kithgraph/kith/internal/dotwire"
)

func TestMain(m *testing.M) { os.Exit(graphviztest.Main(m)) }

// process is a running kith-graphviz.
type process struct {
	*exec.Cmd
	in        io.WriteCloser
	out, said bytes.Buffer
}

// start starts the program, which ends with the test.
func start(t *testing.T) *process {
	t.Helper()
	program := graphviztest.Program(t)
	p := &process{Cmd: exec.Command(program)}
	p.Env = []string{"TMPDIR=" + filepath.Dir(program)} // where the first compiles for all
	p.Stdout, p.Stderr = &p.out, &p.said
	var err error
	if p.in, err = p.StdinPipe(); err == nil {
		err = p.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if p.ProcessState == nil {
			p.Process.Kill()
			p.Wait()
		}
	})
	return p
}

// send writes to the program's standard input, and leaves that open.
func (p *process) send(t *testing.T, text []byte) {
	t.Helper()
	if _, err := p.in.Write(text); err != nil {
		t.Fatal(err)
	}
}

func job(t *testing.T, n export.Network) []byte {
	t.Helper()
	text, err := dotwire.AppendJob(nil, n)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// tangle returns a network of n boxes and about two lines to each.
func tangle(n int) export.Network {
	var net export.Network
	for i := range n {
		net.Boxes = append(net.Boxes, export.NetworkBox{W: 1480, H: 340 + 140*(i%2)})
		if i > 0 {
			net.Lines = append(net.Lines, export.NetworkLine{From: i, To: i * 3 / 7}, export.NetworkLine{From: i * i % i, To: i})
		}
	}
	return net
}

// TestAgrees holds the program's answers to what go-graphviz says in this process
// of the same graph in another format.
func TestAgrees(t *testing.T) {
	pos := regexp.MustCompile(`(?s)n(\d+)\s+\[height=[^\]]*?pos="([-0-9.e]+),([-0-9.e]+)"`)
	box := regexp.MustCompile(`bb="0,0,([0-9.]+),([0-9.]+)"`)
	for _, n := range []int{2, 7, 20, 45} {
		net := tangle(n)
		p := start(t)
		p.send(t, job(t, net))
		if err := p.Wait(); err != nil {
			t.Fatalf("%d boxes: %v: %s", n, err, &p.said)
		}
		got, err := dotwire.ParseAnswer(p.out.Bytes(), net)
		if err != nil {
			t.Fatal(err)
		}
		text, err := render(t.Context(), dot(net), "dot")
		if err != nil {
			t.Fatal(err)
		}
		number := func(s string) float64 {
			v, err := strconv.ParseFloat(s, 64)
			if err != nil {
				t.Fatal(err)
			}
			return v * unit / 72 // of points
		}
		bb := box.FindStringSubmatch(text)
		if bb == nil {
			t.Fatalf("no size in %.300s", text)
		}
		height := number(bb[2])
		seen := 0
		for _, f := range pos.FindAllStringSubmatch(text, -1) {
			i, err := strconv.Atoi(f[1])
			if err != nil {
				t.Fatal(err)
			}
			seen++
			x, y := number(f[2])-float64(net.Boxes[i].W)/2, height-number(f[3])-float64(net.Boxes[i].H)/2
			// A format has five digits of an inch, the other of a point.
			if math.Abs(float64(got.Boxes[i].X)-x) > 4 || math.Abs(float64(got.Boxes[i].Y)-y) > 4 {
				t.Errorf("%d boxes: box %d is at %v, go-graphviz puts it at %v, %v", n, i, got.Boxes[i], x, y)
			}
		}
		if seen != n {
			t.Errorf("go-graphviz placed %d of %d boxes in %s", seen, n, text)
		}
	}
}

// TestRefuses holds that what is no job is refused with a reason and no answer.
func TestRefuses(t *testing.T) {
	for text, says := range map[string]string{
		"":                                   "the job: it begins with",
		"kith-graphviz 99\n{}\n":             `the job: it begins with "kith-graphviz 99`,
		dotwire.Version + "\nno\n":           "the job: invalid character",
		dotwire.Version + "\n{\"Name\":1}\n": `the job: json: unknown field "Name"`,
	} {
		p := start(t)
		p.send(t, []byte(text))
		p.in.Close()
		if err := p.Wait(); err == nil || p.out.Len() > 0 || !strings.HasPrefix(p.said.String(), says) {
			t.Errorf("%q: %v, answer %q, said %q, want that it says %q", text, err, &p.out, &p.said, says)
		}
	}
}

// long returns a network of the largest size, with lines through many layers.
func long() export.Network {
	var net export.Network
	r := rand.New(rand.NewPCG(1, 1))
	for i := range dotwire.MaxLines / 2 {
		net.Boxes = append(net.Boxes, export.NetworkBox{W: 1480, H: 340})
		if i > 0 {
			net.Lines = append(net.Lines, export.NetworkLine{From: i - 1, To: i}, export.NetworkLine{From: r.IntN(i), To: i})
		}
	}
	return net
}

// TestEndsWithItsInput holds that the program does not outlive the one that asked
// it.
func TestEndsWithItsInput(t *testing.T) {
	p := start(t)
	p.send(t, job(t, long()))
	p.in.Close()
	if err := p.Wait(); err == nil || p.out.Len() > 0 {
		t.Errorf("it ended with %v and an answer of %d bytes, want an error and none", err, p.out.Len())
	}
}

// TestSeesNoFiles holds that Graphviz finds no picture that a graph names, which
// it finds without our file system.
func TestSeesNoFiles(t *testing.T) {
	const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
	data, err := base64.StdEncoding.DecodeString(pixel)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	draw := func(name string) bool { // Graphviz remembers a picture by its name
		t.Helper()
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
		text, err := render(t.Context(), fmt.Sprintf("digraph{a[image=%q]}", name), "svg")
		if err != nil {
			t.Fatal(err)
		}
		return strings.Contains(text, "<image")
	}
	if !draw("one.png") {
		t.Fatal("go-graphviz does not read a file, so that this test shows nothing")
	}
	hideFiles()
	if draw("two.png") {
		t.Error("Graphviz reads a file")
	}
	if _, err := (nothing{}).Open("one.png"); !os.IsNotExist(err) {
		t.Errorf("Open = %v, want that it is not there", err)
	}
}

// FuzzRun holds that a job, whatever it is, gives an answer or an error, in this
// process.
func FuzzRun(f *testing.F) {
	f.Add([]byte(dotwire.Version + "\n" + `{"Boxes":[{"W":720,"H":360},{"W":1440,"H":720}],"Lines":[{"From":0,"To":1}]}` + "\n"))
	f.Add([]byte(dotwire.Version + "\nnull\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		n, err := dotwire.ReadJob(bufio.NewReader(bytes.NewReader(text)))
		if err != nil || len(n.Boxes) > 20 || len(n.Lines) > 20 {
			return
		}
		p, err := layOut(t.Context(), n)
		if err != nil {
			t.Fatalf("%+v: %v", n, err)
		}
		answer, err := dotwire.AppendAnswer(nil, p)
		if err == nil {
			_, err = dotwire.ParseAnswer(answer, n)
		}
		if err != nil {
			t.Errorf("%+v: %v", n, err)
		}
	})
}
