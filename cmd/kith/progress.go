package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kithgraph/kith/internal/importer"
)

// The times of a progress line.
const (
	progressAfter = time.Second            // work that is done before says nothing
	progressEach  = 200 * time.Millisecond // how often the line changes
	progressWidth = 79                     // characters of the line
)

// progressLine shows on a terminal how far an import is, in one line that it writes
// over and in the end wipes away. The nil line shows nothing.
type progressLine struct {
	out   io.Writer
	now   func() time.Time
	begun time.Time
	last  time.Time // when the line was written
	shown int       // its length; 0 for none
}

// newProgress returns the line for a writer: nil unless that is a terminal.
func newProgress(w io.Writer) *progressLine {
	if !isTerminal(w) {
		return nil
	}
	return &progressLine{out: w, now: time.Now, begun: time.Now()}
}

// isTerminal reports whether a writer is a device for characters.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// show writes the line anew, when it is time.
func (l *progressLine) show(p importer.Progress) {
	if l == nil {
		return
	}
	now := l.now()
	if now.Sub(l.begun) < progressAfter || now.Sub(l.last) < progressEach {
		return
	}
	l.last = now
	text := plain(p.String()) + fmt.Sprintf(" (%d s)", int(now.Sub(l.begun).Seconds()))
	if r := []rune(text); len(r) > progressWidth {
		text = string(r[:progressWidth-1]) + "…"
	}
	n := utf8.RuneCountInString(text)
	fmt.Fprintf(l.out, "\r%s%s", text, strings.Repeat(" ", max(0, l.shown-n)))
	l.shown = n
}

// wipe takes the line away.
func (l *progressLine) wipe() {
	if l != nil && l.shown > 0 {
		fmt.Fprintf(l.out, "\r%s\r", strings.Repeat(" ", l.shown))
		l.shown = 0
	}
}
