package agreetest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	gographviz "github.com/goccy/go-graphviz"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/export/graphviz"
)

// This test stands in a folder of its own because go-graphviz compiles its
// module when it is imported, which no worker should have to wait for.
func TestMain(m *testing.M) {
	graphviz.Main()
	os.Exit(m.Run())
}

// TestSameModule holds graphviz.wasm to that of the go-graphviz in go.mod.
func TestSameModule(t *testing.T) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/goccy/go-graphviz").Output()
	if err != nil {
		t.Skipf("go list: %v", err)
	}
	theirs, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "internal", "wasm", "graphviz.wasm"))
	if err != nil {
		t.Fatal(err)
	}
	ours, err := os.ReadFile(filepath.Join("..", "graphviz.wasm"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(ours, theirs) {
		t.Error("graphviz.wasm is another file: copy it, and say so in NOTICE.md")
	}
	notice, err := os.ReadFile(filepath.Join("..", "NOTICE.md"))
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(ours)
	if want := hex.EncodeToString(sum[:]); !strings.Contains(string(notice), want) {
		t.Errorf("NOTICE.md does not name %s", want)
	}
}

// TestSamePlaces holds our way of calling Graphviz to go-graphviz's.
func TestSamePlaces(t *testing.T) {
	l := graphviz.New(graphviz.Options{})
	defer l.Close()
	for _, n := range []int{2, 7, 20, 45} {
		var net export.Network
		for i := range n {
			net.Boxes = append(net.Boxes, export.NetworkBox{W: 1480, H: 340 + 140*(i%2)})
			if i > 0 {
				net.Lines = append(net.Lines, export.NetworkLine{From: i, To: i * 3 / 7}, export.NetworkLine{From: i * i % i, To: i})
			}
		}
		got, err := l.LayOut(t.Context(), net)
		if err != nil {
			t.Fatal(err)
		}
		text := render(t, net)
		var height float64
		seen := 0
		for line := range strings.Lines(text) {
			var i int
			var x, y, w, h float64
			if _, err := fmt.Sscanf(line, "graph %f %f %f", &x, &w, &h); err == nil {
				height = h
			}
			if _, err := fmt.Sscanf(line, "node n%d %f %f %f %f", &i, &x, &y, &w, &h); err != nil {
				continue
			}
			seen++
			wantX, wantY := x*720-float64(net.Boxes[i].W)/2, (height-y)*720-float64(net.Boxes[i].H)/2
			if math.Abs(float64(got.Boxes[i].X)-wantX) > 1.5 || math.Abs(float64(got.Boxes[i].Y)-wantY) > 1.5 {
				t.Errorf("%d boxes: box %d is at %v, go-graphviz puts it at %v, %v", n, i, got.Boxes[i], wantX, wantY)
			}
		}
		if seen != n {
			t.Errorf("go-graphviz placed %d of %d boxes", seen, n)
		}
	}
}

// render lays a network out by go-graphviz.
func render(t *testing.T, n export.Network) string {
	t.Helper()
	dot, err := graphviz.DOT(n)
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	g, err := gographviz.New(ctx)
	if err != nil {
		t.Fatal(err)
	}
	graph, err := gographviz.ParseBytes([]byte(dot))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := g.Render(ctx, graph, "plain", &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
