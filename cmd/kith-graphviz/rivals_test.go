package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"testing"

	gographviz "github.com/goccy/go-graphviz"

	"github.com/kithgraph/kith/export"
)

// orgChart returns an organisation of n people, three to eleven to a manager.
func orgChart(n int) export.Chart {
	c := export.Chart{Title: fmt.Sprint(n, " people")}
	manager, span := 0, 0
	for i := range n {
		k := export.Card{ID: fmt.Sprint("p", i), Holders: []export.Holder{{Name: fmt.Sprint("Person Number ", i)}}, Title: "Head of a Department"}
		if i > 0 {
			if span == 0 {
				if i > 1 {
					manager++
				}
				span = 3 + manager*7919%9
			}
			k.Parent = fmt.Sprint("p", manager)
			span--
		}
		c.Cards = append(c.Cards, k)
	}
	return c
}

// boxes returns the chart in Graphviz's language, with boxes of the size of our
// cards and lines that are straight.
func boxes(c export.Chart) []byte {
	var b bytes.Buffer
	b.WriteString("digraph{graph[splines=line,nodesep=0.17,ranksep=0.36]node[shape=box,fixedsize=true,width=2.06,height=0.61]edge[dir=none]\n")
	for _, k := range c.Cards {
		fmt.Fprintf(&b, "%s[label=\"%s\\n%s\"]\n", k.ID, k.Holders[0].Name, k.Title)
		if k.Parent != "" {
			fmt.Fprintf(&b, "%s->%s\n", k.Parent, k.ID)
		}
	}
	b.WriteString("}\n")
	return b.Bytes()
}

// slide returns the scale at which something fits the chart's room on a slide.
func slide(w, h float64) float64 { return min(1224/w, 558/h) }

// BenchmarkRivals draws the same people by kith, by native dot (a process for
// each picture), by go-graphviz (warm, in this process) and places them by the
// rule of d3-org-chart's compact mode, which reports its own best time. "scale"
// is how large a card is on a slide.
func BenchmarkRivals(b *testing.B) {
	for _, n := range []int{60, 1000, 10_000} {
		c := orgChart(n)
		b.Run(fmt.Sprintf("kith/%d", n), func(b *testing.B) {
			var scale float64
			for b.Loop() {
				r, err := export.Render(context.Background(), c, export.Options{})
				if err != nil {
					b.Fatal(err)
				}
				scale = r.MinTextPt / 8.25 // of a name at scale 1
			}
			b.ReportMetric(scale, "scale")
		})
		b.Run(fmt.Sprintf("dot/%d", n), func(b *testing.B) {
			if _, err := exec.LookPath("dot"); err != nil {
				b.Skip(err)
			}
			dot := boxes(c)
			var out []byte
			for b.Loop() {
				cmd := exec.Command("dot", "-Tsvg")
				cmd.Stdin = bytes.NewReader(dot)
				var err error
				if out, err = cmd.Output(); err != nil {
					b.Fatal(err)
				}
			}
			reportSize(b, out)
		})
		b.Run(fmt.Sprintf("go-graphviz/%d", n), func(b *testing.B) {
			dot := boxes(c)
			var out bytes.Buffer
			for b.Loop() {
				out.Reset()
				g, err := gographviz.New(context.Background())
				if err != nil {
					b.Fatal(err)
				}
				graph, err := gographviz.ParseBytes(dot)
				if err != nil {
					b.Fatal(err)
				}
				if err := g.Render(context.Background(), graph, gographviz.SVG, &out); err != nil {
					b.Fatal(err)
				}
				if err := g.Close(); err != nil {
					b.Fatal(err)
				}
			}
			reportSize(b, out.Bytes())
		})
		b.Run(fmt.Sprintf("compact/%d", n), func(b *testing.B) {
			dir := os.Getenv("KITH_D3")
			if dir == "" {
				b.Skip("set KITH_D3 to a directory with d3-hierarchy and d3-flextree installed by npm")
			}
			script, err := os.ReadFile("testdata/compact.mjs")
			if err != nil {
				b.Fatal(err)
			}
			type person struct {
				ID     string `json:"id"`
				Parent string `json:"parent,omitempty"`
			}
			var people []person
			for _, k := range c.Cards {
				people = append(people, person{k.ID, k.Parent})
			}
			data, err := json.Marshal(people)
			if err != nil {
				b.Fatal(err)
			}
			var ms, w, h float64
			for b.Loop() {
				cmd := exec.Command("node", "--input-type=module", "--eval", string(script))
				cmd.Dir, cmd.Stdin = dir, bytes.NewReader(data)
				out, err := cmd.Output()
				if err != nil {
					b.Fatal(err)
				}
				if _, err := fmt.Sscan(string(out), &ms, &w, &h); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(ms*1e6, "own-ns/op")
			b.ReportMetric(slide(w, h), "scale")
		})
	}
}

// reportSize reports the scale of an SVG file whose size is in points.
func reportSize(b *testing.B, svg []byte) {
	size := regexp.MustCompile(`<svg width="([0-9.]+)pt" height="([0-9.]+)pt"`).FindStringSubmatch(string(svg))
	if size == nil {
		b.Fatalf("no size in %.300s", svg)
	}
	var w, h float64
	if _, err := fmt.Sscan(size[1], &w); err != nil {
		b.Fatal(err)
	}
	if _, err := fmt.Sscan(size[2], &h); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(slide(w, h), "scale")
}
