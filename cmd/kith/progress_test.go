package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/internal/importer"
)

// TestProgressLine shows nothing of quick work, then one line that is written over,
// no wider than a terminal, and wiped away at the end.
func TestProgressLine(t *testing.T) {
	var out strings.Builder
	now := time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)
	l := &progressLine{out: &out, now: func() time.Time { return now }, begun: now}
	step := func(after time.Duration, p importer.Progress, want string) {
		t.Helper()
		out.Reset()
		now = now.Add(after)
		if l.show(p); out.String() != want {
			t.Errorf("after %v: %q, want %q", after, out.String(), want)
		}
	}
	reading := func(rows int) importer.Progress {
		return importer.Progress{Step: importer.StepReading, File: "a.csv", Rows: rows}
	}
	step(900*time.Millisecond, reading(8192), "")
	step(100*time.Millisecond, reading(12288), "\rreading a.csv: 12,288 rows (1 s)")
	step(100*time.Millisecond, reading(16384), "")
	step(100*time.Millisecond, importer.Progress{Step: importer.StepReading, File: "a.mbox", Bytes: 1_204_000_000}, "\rreading a.mbox: 1,204 MB (1 s)  ")
	step(time.Second, importer.Progress{Step: importer.StepWriting}, "\rwriting (2 s)                 ")
	step(time.Second, importer.Progress{Step: importer.StepReading, File: strings.Repeat("ü", 100)}, "\rreading "+strings.Repeat("ü", 70)+"…")
	out.Reset()
	l.wipe()
	l.wipe()
	if want := "\r" + strings.Repeat(" ", 79) + "\r"; out.String() != want {
		t.Errorf("wiped by %q, want %q", out.String(), want)
	}

	quick := &progressLine{out: &out, now: func() time.Time { return now }, begun: now}
	out.Reset()
	if quick.wipe(); out.String() != "" {
		t.Errorf("a line that was never shown is wiped by %q", out.String())
	}
	f, err := os.Create(filepath.Join(t.TempDir(), "err"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if newProgress(f) != nil || newProgress(&out) != nil {
		t.Error("a file and a buffer are taken for terminals")
	}
	var none *progressLine
	none.show(reading(1))
	none.wipe()
}
