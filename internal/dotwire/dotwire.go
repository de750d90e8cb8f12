// Package dotwire is what kith and its program kith-graphviz say to each other:
// one job, the sizes of boxes and the lines between them by their numbers, and
// one answer, their places. Each is two lines of text: [Version], and the JSON of
// an [export.Network] or [export.NetworkPlaces]. Neither side trusts the other.
package dotwire

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/kithgraph/kith/export"
)

// Version is the first line of a job and of an answer. It changes with the form
// of either, so that programs of two releases refuse each other.
const Version = "kith-graphviz 1"

// The bounds of a job. They are on its size, so that whether it is done does not
// depend on the machine: within them Graphviz takes a few seconds at most, and
// most jobs some hundredths; without, a few hundred lines can take minutes.
const (
	MaxBoxes = export.MaxNetworkPeople
	MaxLines = 200
	MaxSide  = 100_000 // of a box, in tenths of a pixel
)

// The bounds of what is read, in bytes.
const (
	MaxJob    = 64 << 10
	MaxAnswer = 4 << 20
)

// The bounds of an answer: of a place, in tenths of a pixel from the corner, and
// of the points of a line.
const (
	maxPlace  = 10_000_000
	maxPoints = 3000
)

// CheckJob returns an error for a job beyond the bounds or with a line that does
// not join two boxes.
func CheckJob(n export.Network) error {
	if len(n.Boxes) > MaxBoxes || len(n.Lines) > MaxLines {
		return fmt.Errorf("%d boxes and %d lines are too many: at most %d and %d", len(n.Boxes), len(n.Lines), MaxBoxes, MaxLines)
	}
	for i, b := range n.Boxes {
		if b.W < 1 || b.H < 1 || b.W > MaxSide || b.H > MaxSide {
			return fmt.Errorf("box %d has a size out of range: %d × %d", i, b.W, b.H)
		}
	}
	for k, l := range n.Lines {
		if l.From < 0 || l.To < 0 || l.From >= len(n.Boxes) || l.To >= len(n.Boxes) || l.From == l.To {
			return fmt.Errorf("line %d joins boxes %d and %d of %d", k, l.From, l.To, len(n.Boxes))
		}
	}
	return nil
}

// checkAnswer returns an error for places that are not those of a job's boxes
// and lines, or out of range.
func checkAnswer(p export.NetworkPlaces, n export.Network) error {
	if len(p.Boxes) != len(n.Boxes) || len(p.Lines) != len(n.Lines) {
		return fmt.Errorf("%d boxes and %d lines were placed, not %d and %d", len(p.Boxes), len(p.Lines), len(n.Boxes), len(n.Lines))
	}
	out := func(at export.NetworkPoint) bool {
		return at.X < -maxPlace || at.X > maxPlace || at.Y < -maxPlace || at.Y > maxPlace
	}
	for i, at := range p.Boxes {
		if out(at) {
			return fmt.Errorf("box %d is out of range", i)
		}
	}
	for k, line := range p.Lines {
		if len(line) < 4 || len(line)%3 != 1 || len(line) > maxPoints {
			return fmt.Errorf("line %d has %d points", k, len(line))
		}
		for _, at := range line {
			if out(at) {
				return fmt.Errorf("line %d is out of range", k)
			}
		}
	}
	return nil
}

// AppendJob appends a job to b. It fails as [CheckJob] does.
func AppendJob(b []byte, n export.Network) ([]byte, error) {
	if err := CheckJob(n); err != nil {
		return nil, err
	}
	return appendText(b, n)
}

// ReadJob reads a job, and nothing behind it. It fails for one that is longer
// than [MaxJob], of another version, or refused by [CheckJob].
func ReadJob(r *bufio.Reader) (export.Network, error) {
	var n export.Network
	if err := readText(r, MaxJob, &n); err != nil {
		return export.Network{}, fmt.Errorf("the job: %w", err)
	}
	if err := CheckJob(n); err != nil {
		return export.Network{}, fmt.Errorf("the job: %w", err)
	}
	return n, nil
}

// AppendAnswer appends an answer to b.
func AppendAnswer(b []byte, p export.NetworkPlaces) ([]byte, error) { return appendText(b, p) }

// ParseAnswer returns the places in an answer to a job. It fails for an answer
// that is longer than [MaxAnswer], of another version, for another job or out of
// range, and when anything follows it.
func ParseAnswer(text []byte, n export.Network) (export.NetworkPlaces, error) {
	var p export.NetworkPlaces
	r := bufio.NewReader(bytes.NewReader(text))
	err := readText(r, MaxAnswer, &p)
	if err == nil {
		if _, end := r.ReadByte(); end != io.EOF {
			err = errors.New("there is more behind it")
		}
	}
	if err == nil {
		err = checkAnswer(p, n)
	}
	if err != nil {
		return export.NetworkPlaces{}, fmt.Errorf("the answer: %w", err)
	}
	return p, nil
}

func appendText(b []byte, v any) ([]byte, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	b = append(b, Version+"\n"...)
	return append(append(b, text...), '\n'), nil
}

// readText reads the two lines of a job or an answer into v.
func readText(r *bufio.Reader, most int, v any) error {
	first, err := readLine(r, len(Version)+1)
	if err != nil || string(first) != Version+"\n" {
		return fmt.Errorf("it begins with %.40q, wanted %q: install kith and kith-graphviz of one release", first, Version)
	}
	text, err := readLine(r, most-len(first))
	if err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("there is more in its line")
	}
	return nil
}

// readLine reads a line of at most so many bytes, its end included; of an error
// it returns what it read before.
func readLine(r *bufio.Reader, most int) ([]byte, error) {
	var line []byte
	for len(line) < most {
		c, err := r.ReadByte()
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return line, err
		}
		if line = append(line, c); c == '\n' {
			return line, nil
		}
	}
	return line, fmt.Errorf("a line is longer than %d bytes", most)
}
