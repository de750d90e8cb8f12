package importer

import (
	"fmt"
	"io"
	"strconv"
)

// Step is what an import is doing.
type Step string

// The steps of an import, in their order.
const (
	StepWaiting  Step = "WAITING"  // others are before it
	StepReading  Step = "READING"  // files are read
	StepSettling Step = "SETTLING" // what the rows of all files say of each seat is worked out
	StepChecking Step = "CHECKING" // what they come to is held against the rules
	StepWriting  Step = "WRITING"  // it is written
)

// Progress says how far an import is. Files are read several times, and a table
// of a product's file for each table of docs/import.md, so that both numbers
// begin again.
type Progress struct {
	Step  Step
	File  string // that is being read; "" for none
	Rows  int    // read of it so far, or seats that are settled
	Bytes int64  // read so far of a mailbox or a calendar, whose rows come later
}

// String says it for a person: "reading contacts.csv: 12,288 rows".
func (p Progress) String() string {
	switch p.Step {
	case StepWaiting:
		return "waiting for other imports"
	case StepSettling:
		return "working out what changes: " + grouped(p.Rows) + " seats"
	case StepChecking:
		return "checking the rules"
	case StepWriting:
		return "writing"
	}
	text := "reading"
	if p.File != "" {
		text += " " + p.File
	}
	switch {
	case p.Rows > 0:
		text += ": " + grouped(p.Rows) + " rows"
	case p.Bytes > 0:
		text += fmt.Sprintf(": %s MB", grouped(int(p.Bytes/1_000_000)))
	}
	return text
}

// grouped writes a number with a comma before each three digits.
func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// tell says how far the import is to whoever wants to know.
func (im *importer) tell(p Progress) {
	if im.options.Progress != nil {
		im.options.Progress(p)
	}
}

// countedReader is a reader that tells how much of a file was read.
type countedReader struct {
	io.Reader
	im   *importer
	name string
	n    int64
}

// toldEach is after how many bytes a reader tells.
const toldEach = 4 << 20

func (t *countedReader) Read(p []byte) (int, error) {
	n, err := t.Reader.Read(p)
	if t.n/toldEach != (t.n+int64(n))/toldEach {
		t.im.tell(Progress{Step: StepReading, File: t.name, Bytes: t.n + int64(n)})
	}
	t.n += int64(n)
	return n, err
}
