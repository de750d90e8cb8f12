package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync"
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

// progressLog shows what a store says of its work as lines for people: for whom
// a command runs sees why it takes long.
type progressLog struct{ out io.Writer }

// Enabled is for all but details.
func (l progressLog) Enabled(_ context.Context, level slog.Level) bool {
	return level >= slog.LevelInfo
}

// Handle writes one line.
func (l progressLog) Handle(_ context.Context, r slog.Record) error {
	var b strings.Builder
	b.WriteString(r.Message)
	r.Attrs(func(a slog.Attr) bool {
		fmt.Fprintf(&b, ", %s: %v", a.Key, a.Value)
		return true
	})
	_, err := fmt.Fprintln(l.out, plain(b.String()))
	return err
}

// WithAttrs and WithGroup are not asked for by any store.
func (l progressLog) WithAttrs([]slog.Attr) slog.Handler { return l }
func (l progressLog) WithGroup(string) slog.Handler      { return l }

// inTurn lets several write to a writer. A file can do that by itself.
func inTurn(w io.Writer) io.Writer {
	if _, ok := w.(*os.File); ok {
		return w
	}
	return &turns{w: w}
}

type turns struct {
	mu sync.Mutex
	w  io.Writer // guarded by mu
}

func (t *turns) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.w.Write(p)
}
