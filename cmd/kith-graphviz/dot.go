package main

import (
	"bufio"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/kithgraph/kith/export"
)

// Distances between boxes, in tenths of a pixel: within a layer and between
// layers.
const (
	nodeGap  = 190
	layerGap = 760
)

// unit is the number of tenths of a pixel in Graphviz's inch, as used here: it
// is only a scale.
const unit = 720

// haste bounds how long dot seeks better ranks and places, in rounds of its
// network simplex for each box: without, a few hundred lines can take minutes.
const haste = 1

// dot returns a network in Graphviz's language: boxes n0, n1, … of fixed size,
// and lines that carry their number as a colour, by which they are found in the
// result.
func dot(n export.Network) string {
	var b strings.Builder
	fmt.Fprintf(&b, "digraph{graph[rankdir=LR,splines=true,nodesep=%s,ranksep=%s,nslimit=%d,nslimit1=%d]",
		inches(nodeGap), inches(layerGap), haste, haste)
	b.WriteString("node[shape=box,fixedsize=true,label=\"\",margin=0]edge[dir=none]\n")
	for i, box := range n.Boxes {
		fmt.Fprintf(&b, "n%d[width=%s,height=%s]\n", i, inches(box.W), inches(box.H))
	}
	for k, l := range n.Lines {
		fmt.Fprintf(&b, "n%d->n%d[color=\"#%06x\"]\n", l.From, l.To, k)
	}
	b.WriteString("}\n")
	return b.String()
}

// inches returns v tenths of a pixel in units, as a decimal number.
func inches(v int) string {
	return fmt.Sprintf("%d.%04d", v/unit, v%unit*10_000/unit)
}

// maxPlain bounds a line of Graphviz's answer, in bytes.
const maxPlain = 1 << 20

// errPlain is that Graphviz's answer is not what it should be.
var errPlain = errors.New("the answer is not in the plain format")

// placesOf reads Graphviz's "plain" format: "graph scale width height", then
// "node name x y …" and "edge tail head n x1 y1 … style color", in inches, y
// upwards.
func placesOf(text string, n export.Network) (export.NetworkPlaces, error) {
	p := export.NetworkPlaces{
		Boxes: make([]export.NetworkPoint, len(n.Boxes)),
		Lines: make([][]export.NetworkPoint, len(n.Lines)),
	}
	height, boxes, lines := 0, 0, 0
	scan := bufio.NewScanner(strings.NewReader(text))
	scan.Buffer(nil, maxPlain)
	for scan.Scan() {
		f := strings.Fields(scan.Text())
		if len(f) == 0 {
			continue
		}
		switch f[0] {
		case "graph":
			at, err := numbers(f[1:], 3)
			if err != nil {
				return p, err
			}
			height = at[2]
		case "node":
			i, err := index(f, 1, "n", 10, len(n.Boxes))
			if err != nil {
				return p, err
			}
			at, err := numbers(f[2:], 2)
			if err != nil {
				return p, err
			}
			p.Boxes[i] = export.NetworkPoint{X: at[0] - n.Boxes[i].W/2, Y: height - at[1] - n.Boxes[i].H/2}
			boxes++
		case "edge":
			k, err := index(f, len(f)-1, "#", 16, len(n.Lines))
			if err != nil {
				return p, err
			}
			if p.Lines[k], err = course(f, height); err != nil {
				return p, err
			}
			lines++
		}
	}
	if boxes != len(n.Boxes) || lines != len(n.Lines) {
		return p, fmt.Errorf("%w: %d boxes and %d lines instead of %d and %d", errPlain, boxes, lines, len(n.Boxes), len(n.Lines))
	}
	return p, scan.Err()
}

// course reads the points of a line.
func course(f []string, height int) ([]export.NetworkPoint, error) {
	if len(f) < 4 {
		return nil, errPlain
	}
	count, err := strconv.Atoi(f[3])
	if err != nil || count < 4 || count > maxPlain {
		return nil, errPlain
	}
	at, err := numbers(f[4:], 2*count)
	if err != nil {
		return nil, err
	}
	out := make([]export.NetworkPoint, count)
	for i := range out {
		out[i] = export.NetworkPoint{X: at[2*i], Y: height - at[2*i+1]}
	}
	return out, nil
}

// index reads the number in field i, behind a prefix, which is below limit.
func index(f []string, i int, prefix string, base, limit int) (int, error) {
	if i >= len(f) || !strings.HasPrefix(f[i], prefix) {
		return 0, errPlain
	}
	v, err := strconv.ParseUint(f[i][len(prefix):], base, 31)
	if err != nil || int(v) >= limit {
		return 0, errPlain
	}
	return int(v), nil
}

// numbers reads the first count fields as lengths in tenths of a pixel.
func numbers(f []string, count int) ([]int, error) {
	if len(f) < count {
		return nil, errPlain
	}
	out := make([]int, count)
	for i := range out {
		v, err := strconv.ParseFloat(f[i], 64)
		if err != nil || !(math.Abs(v) < 1e6) {
			return nil, errPlain
		}
		out[i] = int(math.Round(float64(v * unit))) // the conversion keeps the product from being fused
	}
	return out, nil
}
