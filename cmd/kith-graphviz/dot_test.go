package main

import (
	"reflect"
	"strings"
	"testing"

	"github.com/kithgraph/kith/export"
)

// two is a network of two boxes with lines in both directions.
var two = export.Network{
	Boxes: []export.NetworkBox{{W: 720, H: 360}, {W: 1440, H: 720}},
	Lines: []export.NetworkLine{{From: 0, To: 1}, {From: 1, To: 0}},
}

func TestDOT(t *testing.T) {
	const want = `digraph{graph[rankdir=LR,splines=true,nodesep=0.2638,ranksep=1.0555,nslimit=1,nslimit1=1]node[shape=box,fixedsize=true,label="",margin=0]edge[dir=none]
n0[width=1.0000,height=0.5000]
n1[width=2.0000,height=1.0000]
n0->n1[color="#000000"]
n1->n0[color="#000001"]
}
`
	if got := dot(two); got != want {
		t.Errorf("dot = %s, want %s", got, want)
	}
}

// plain is an answer for two, made by hand.
const plain = `graph 1 5 2
node n0 1 1 1 0.5 "" solid box black lightgrey
node n1 4 1.5 2 1 "" solid box black lightgrey
edge n1 n0 4 3 1.5 2.5 1.5 2 1 1.5 1 solid #000001
edge n0 n1 4 1.5 1 2 1 2.5 1.25 3 1.5 solid #000000
stop
`

func TestPlacesOf(t *testing.T) {
	got, err := placesOf(plain, two)
	if err != nil {
		t.Fatal(err)
	}
	want := export.NetworkPlaces{
		Boxes: []export.NetworkPoint{{X: 360, Y: 540}, {X: 2160, Y: 0}},
		Lines: [][]export.NetworkPoint{
			{{X: 1080, Y: 720}, {X: 1440, Y: 720}, {X: 1800, Y: 540}, {X: 2160, Y: 360}},
			{{X: 2160, Y: 360}, {X: 1800, Y: 360}, {X: 1440, Y: 720}, {X: 1080, Y: 720}},
		},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("placesOf = %+v, want %+v", got, want)
	}
	for name, change := range map[string][2]string{
		"a box is missing":   {"node n1", "nude n1"},
		"a box is unknown":   {"node n1", "node n2"},
		"a line is unknown":  {"#000001", "#000002"},
		"a line has no tag":  {"#000001", "black"},
		"a point is missing": {"solid #000001", "#000001"},
		"not a number":       {"node n0 1 1", "node n0 1 x"},
		"infinite":           {"node n0 1 1", "node n0 1 Inf"},
		"no number":          {"node n0 1 1", "node n0 NaN 1"},
		"too many points":    {"n0 4 3", "n0 999999999 3"},
	} {
		if name == "a point is missing" {
			change[0], change[1] = "2 1 1.5 1 solid", "2 1 1.5 solid"
		}
		text := strings.Replace(plain, change[0], change[1], 1)
		if text == plain {
			t.Fatalf("%s: %q is not in the text", name, change[0])
		}
		if p, err := placesOf(text, two); err == nil {
			t.Errorf("%s: no error, places %+v", name, p)
		}
	}
}

// FuzzPlacesOf holds that an answer, whatever it is, gives places for everything
// or an error.
func FuzzPlacesOf(f *testing.F) {
	f.Add(plain)
	f.Add("graph 1\nnode n0\nedge\n")
	f.Add("edge n0 n1 -1 #000000")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := placesOf(text, two)
		if err != nil {
			return
		}
		for k, line := range p.Lines {
			if len(line) < 4 {
				t.Errorf("line %d has %d points", k, len(line))
			}
		}
	})
}
