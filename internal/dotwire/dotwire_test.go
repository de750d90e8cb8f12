package dotwire_test

import (
	"bufio"
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/internal/dotwire"
)

// two is a network of two boxes with lines in both directions.
var two = export.Network{
	Boxes: []export.NetworkBox{{W: 720, H: 360}, {W: 1440, H: 720}},
	Lines: []export.NetworkLine{{From: 0, To: 1}, {From: 1, To: 0}},
}

// places is an answer to two.
var places = export.NetworkPlaces{
	Boxes: []export.NetworkPoint{{X: 0, Y: 1}, {X: 2160, Y: 0}},
	Lines: [][]export.NetworkPoint{{{X: 1}, {X: 2}, {X: 3}, {X: 4}}, {{Y: -1}, {Y: 2}, {Y: 3}, {Y: 4}}},
}

const (
	jobText    = "kith-graphviz 1\n" + `{"Boxes":[{"W":720,"H":360},{"W":1440,"H":720}],"Lines":[{"From":0,"To":1},{"From":1,"To":0}]}` + "\n"
	answerText = "kith-graphviz 1\n" + `{"Boxes":[{"X":0,"Y":1},{"X":2160,"Y":0}],` +
		`"Lines":[[{"X":1,"Y":0},{"X":2,"Y":0},{"X":3,"Y":0},{"X":4,"Y":0}],[{"X":0,"Y":-1},{"X":0,"Y":2},{"X":0,"Y":3},{"X":0,"Y":4}]]}` + "\n"
)

// edit returns a text with one piece of it replaced.
func edit(t *testing.T, text, old, by string) string {
	t.Helper()
	if !strings.Contains(text, old) {
		t.Fatalf("%q is not in %q", old, text)
	}
	return strings.Replace(text, old, by, 1)
}

func readJob(text string) (export.Network, error) {
	return dotwire.ReadJob(bufio.NewReader(strings.NewReader(text)))
}

func TestJob(t *testing.T) {
	text, err := dotwire.AppendJob(nil, two)
	if err != nil || string(text) != jobText {
		t.Errorf("AppendJob = %q, %v, want %q", text, err, jobText)
	}
	r := bufio.NewReader(strings.NewReader(jobText + "more"))
	got, err := dotwire.ReadJob(r)
	if err != nil || !reflect.DeepEqual(got, two) {
		t.Errorf("ReadJob = %+v, %v, want %+v", got, err, two)
	}
	if rest, _ := r.ReadString(0); rest != "more" {
		t.Errorf("behind the job is %q, want it untouched", rest)
	}
	for name, c := range map[string]struct{ old, by, says string }{
		"another version":    {"graphviz 1", "graphviz 2", `begins with "kith-graphviz 2`},
		"another program":    {"kith-graphviz 1\n", "", "of one release"},
		"no end":             {"]}\n", "]}", "unexpected EOF"},
		"no JSON":            {`{"Boxes":[`, `{Boxes:[`, "invalid"},
		"a field of its own": {`"Boxes"`, `"Name":"x","Boxes"`, "Name"},
		"more in its line":   {"]}\n", "]} {}\n", "more in its line"},
		"no size":            {`"W":720`, `"W":0`, "box 0 has a size out of range"},
		"a huge box":         {`"W":720`, `"W":100001`, "box 0 has a size out of range"},
		"text for a number":  {`"W":720`, `"W":"720"`, "string"},
		"a line to oneself":  {`"From":0`, `"From":1`, "line 0 joins boxes 1 and 1 of 2"},
		"a line to nobody":   {`"To":1`, `"To":2`, "line 0 joins boxes 0 and 2 of 2"},
		"a line from nobody": {`"From":0`, `"From":-1`, "line 0 joins boxes -1 and 1 of 2"},
		"too long":           {"{", "{" + strings.Repeat(" ", dotwire.MaxJob), "longer than"},
	} {
		if n, err := readJob(edit(t, jobText, c.old, c.by)); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: ReadJob = %+v, %v, want an error that says %q", name, n, err, c.says)
		}
	}
}

// TestJobBounds holds that the largest job fits what is read, and that one more
// box or line is refused on both sides.
func TestJobBounds(t *testing.T) {
	var n export.Network
	for range dotwire.MaxBoxes {
		n.Boxes = append(n.Boxes, export.NetworkBox{W: dotwire.MaxSide, H: dotwire.MaxSide})
	}
	for range dotwire.MaxLines {
		n.Lines = append(n.Lines, export.NetworkLine{From: dotwire.MaxBoxes - 1, To: dotwire.MaxBoxes - 2})
	}
	text, err := dotwire.AppendJob(nil, n)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := readJob(string(text)); err != nil || !reflect.DeepEqual(got, n) {
		t.Errorf("the largest job is not read: %v", err)
	}
	for name, c := range map[string]struct{ old, by string }{
		"a box more":  {`"Boxes":[`, `"Boxes":[{"W":1,"H":1},`},
		"a line more": {`"Lines":[`, `"Lines":[{"From":0,"To":1},`},
	} {
		if _, err := readJob(edit(t, string(text), c.old, c.by)); err == nil || !strings.Contains(err.Error(), "too many") {
			t.Errorf("%s: %v, want too many", name, err)
		}
	}
	n.Lines = append(n.Lines, n.Lines[0])
	if _, err := dotwire.AppendJob(nil, n); err == nil {
		t.Error("AppendJob of a line too many: no error")
	}
}

func TestAnswer(t *testing.T) {
	text, err := dotwire.AppendAnswer(nil, places)
	if err != nil || string(text) != answerText {
		t.Errorf("AppendAnswer = %q, %v, want %q", text, err, answerText)
	}
	got, err := dotwire.ParseAnswer([]byte(answerText), two)
	if err != nil || !reflect.DeepEqual(got, places) {
		t.Errorf("ParseAnswer = %+v, %v, want %+v", got, err, places)
	}
	for name, c := range map[string]struct{ old, by, says string }{
		"another version":  {"graphviz 1", "graphviz 0", "of one release"},
		"nothing":          {answerText, "", "of one release"},
		"cut off":          {"]]}\n", "", "unexpected EOF"},
		"more behind it":   {"]]}\n", "]]}\nx", "more behind it"},
		"a box is missing": {`{"X":0,"Y":1},`, "", "1 boxes and 2 lines were placed, not 2 and 2"},
		"a box more":       {`{"X":0,"Y":1},`, `{"X":0,"Y":1},{},`, "3 boxes and 2 lines were placed"},
		"a box far away":   {`"Y":1}`, `"Y":10000001}`, "box 0 is out of range"},
		"a line far away":  {`"Y":-1}`, `"Y":-10000001}`, "line 1 is out of range"},
		"half a curve":     {`{"X":1,"Y":0},`, "", "line 0 has 3 points"},
		"no whole number":  {`"Y":1}`, `"Y":0.5}`, "number"},
		"a huge number":    {`"Y":1}`, `"Y":1e999}`, "number"},
		"a line of many":   {`[{"X":1,"Y":0},`, "[" + strings.Repeat("{},", 3000) + `{"X":1,"Y":0},`, "line 0 has 3004 points"},
	} {
		if p, err := dotwire.ParseAnswer([]byte(edit(t, answerText, c.old, c.by)), two); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: ParseAnswer = %+v, %v, want an error that says %q", name, p, err, c.says)
		}
	}
}

// FuzzJob holds that a job which is read is within the bounds and is written as
// it was.
func FuzzJob(f *testing.F) {
	f.Add([]byte(jobText))
	f.Add([]byte("kith-graphviz 1\n{}\n"))
	f.Add([]byte("kith-graphviz 1\nnull\nx"))
	f.Add([]byte("kith-graphviz 2\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		n, err := dotwire.ReadJob(bufio.NewReader(bytes.NewReader(text)))
		if err != nil {
			return
		}
		out, err := dotwire.AppendJob(nil, n)
		if err != nil {
			t.Fatalf("a job that is read is refused: %v", err)
		}
		if again, err := readJob(string(out)); err != nil || !reflect.DeepEqual(again, n) {
			t.Errorf("the job comes back as %+v, %v, want %+v", again, err, n)
		}
	})
}

// FuzzAnswer holds that an answer, whatever it is, gives a place for everything
// or an error.
func FuzzAnswer(f *testing.F) {
	f.Add([]byte(answerText))
	f.Add([]byte("kith-graphviz 1\n{}\n"))
	f.Add([]byte("kith-graphviz 1\n{\"Lines\":[[]]}\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := dotwire.ParseAnswer(text, two)
		if err != nil {
			return
		}
		if len(p.Boxes) != 2 || len(p.Lines) != 2 {
			t.Fatalf("%d boxes and %d lines, want 2 and 2", len(p.Boxes), len(p.Lines))
		}
		for k, line := range p.Lines {
			if len(line) < 4 || len(line)%3 != 1 {
				t.Errorf("line %d has %d points", k, len(line))
			}
		}
	})
}
