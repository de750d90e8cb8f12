// Package backup writes a workspace as plain text and reads it back.
//
// The text is UTF-8, one JSON object a line: a header, then every fact (nodes in
// the order of their IDs, then edges in the order of theirs), then, unless left
// out, every commit of the log in order. Equal workspaces give equal bytes and
// one changed fact changes one line, so the facts diff well under version
// control.
//
// With its log a workspace comes back as it was: same revisions, commit IDs,
// times and actors. Without, the facts come back as one edit.
package backup

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/rules"
)

// format is the version of the text.
const format = 1

// maxLine is the length limit of a line in bytes: a commit of 5,000 changes
// with long notes fits.
const maxLine = 256 << 20

// Header is the first line.
type Header struct {
	Format    int             `json:"kithBackup"`
	Workspace graph.Workspace `json:"workspace"`
	Revision  graph.Revision  `json:"revision"`
	At        string          `json:"at"` // when that revision was recorded, RFC 3339
	Facts     int             `json:"facts"`
	Commits   int             `json:"commits"` // 0: written without the log
}

// Write writes snapshot s of workspace ws, and log when it is not nil: the
// commits 1 to s.Revision() as [engine.Store.Tail] yields them. Commits beyond
// the revision are left out.
func Write(w io.Writer, ws graph.Workspace, s *kernel.Snapshot, log iter.Seq2[graph.Commit, error]) error {
	out := bufio.NewWriterSize(w, 1<<20)
	h := Header{Format: format, Workspace: ws, Revision: s.Revision(), At: s.At().UTC().Format(time.RFC3339Nano)}
	for _, k := range append(graph.NodeKinds(), graph.EdgeKinds()...) {
		h.Facts += s.Count(k)
	}
	if log != nil {
		h.Commits = int(s.Revision())
	}
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(h); err != nil {
		return err
	}
	for e := range s.Elements() {
		if err := enc.Encode(e); err != nil {
			return fmt.Errorf("writing %s: %w", e.ID, err)
		}
	}
	if log != nil {
		next := graph.Revision(1)
		for c, err := range log {
			if err != nil {
				return fmt.Errorf("reading the log: %w", err)
			}
			if c.Revision > s.Revision() {
				break
			}
			if c.Revision != next {
				return fmt.Errorf("reading the log: revision %d comes where %d was wanted: %w", c.Revision, next, engine.ErrDamaged)
			}
			next++
			if err := enc.Encode(c); err != nil {
				return fmt.Errorf("writing revision %d: %w", c.Revision, err)
			}
		}
		if next != s.Revision()+1 {
			return fmt.Errorf("reading the log: it ends at revision %d, not %d: %w", next-1, s.Revision(), engine.ErrDamaged)
		}
	}
	return out.Flush()
}

// Content is a backup that has been read and found whole.
type Content struct {
	Header   Header
	Snapshot *kernel.Snapshot
	Commits  []graph.Commit
}

// LineError says which line of a backup is wrong.
type LineError struct {
	Line int
	Err  error
}

// Error tells the line.
func (e *LineError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

// Unwrap returns the cause.
func (e *LineError) Unwrap() error { return e.Err }

// Read reads a backup and checks it: every line well-formed, as many facts and
// commits as the header says, every rule kept, and the facts equal to what the
// commits lead to. It refuses with a [*LineError] where a line is to blame.
func Read(r io.Reader) (*Content, error) {
	in := &lines{r: bufio.NewReaderSize(r, 1<<20)}
	var c Content
	if err := in.into(&c.Header); err != nil {
		return nil, err
	}
	h := c.Header
	at, err := time.Parse(time.RFC3339Nano, h.At)
	switch {
	case h.Format != format:
		return nil, in.fail("this is not a kith backup of format %d", format)
	case err != nil:
		return nil, in.fail("the time of the revision: %v", err)
	case h.Facts < 0 || h.Commits != 0 && graph.Revision(h.Commits) != h.Revision:
		return nil, in.fail("the header contradicts itself: revision %d with %d facts and %d commits", h.Revision, h.Facts, h.Commits)
	}
	b := kernel.NewBuilder(0)
	for range h.Facts {
		var e graph.Element
		if err := in.into(&e); err != nil {
			return nil, err
		}
		if err := b.Add(&e); err != nil {
			return nil, in.fail("%w", err)
		}
	}
	c.Snapshot = b.Build(h.Revision, at)
	state := kernel.Empty()
	for range h.Commits {
		var commit graph.Commit
		if err := in.into(&commit); err != nil {
			return nil, err
		}
		if state, err = state.Apply(&commit); err != nil {
			return nil, in.fail("revision %d: %w", commit.Revision, err)
		}
		c.Commits = append(c.Commits, commit)
	}
	if line, err := in.next(); !errors.Is(err, io.EOF) {
		return nil, in.fail("something stands after the last line that the header announces: %.40q", line)
	}
	if h.Commits > 0 {
		if id, ok := difference(state, c.Snapshot); ok {
			return nil, fmt.Errorf("the facts and the log contradict each other at %s: %w", id, engine.ErrDamaged)
		}
	}
	if err := rules.CheckAll(c.Snapshot); err != nil {
		return nil, err
	}
	return &c, nil
}

// difference returns the first element that two snapshots do not share.
func difference(a, b *kernel.Snapshot) (graph.ID, bool) {
	next, stop := iter.Pull(b.Elements())
	defer stop()
	for x := range a.Elements() {
		y, ok := next()
		if !ok || x != y {
			return x.ID, true
		}
	}
	y, ok := next()
	return y.ID, ok
}

type lines struct {
	r *bufio.Reader
	n int
}

func (l *lines) fail(format string, args ...any) error {
	return &LineError{l.n, fmt.Errorf(format, args...)}
}

func (l *lines) next() ([]byte, error) {
	l.n++
	var whole []byte
	for {
		part, err := l.r.ReadSlice('\n')
		if len(whole)+len(part) > maxLine {
			return nil, fmt.Errorf("the line is longer than %d bytes", maxLine)
		}
		if err == nil && whole == nil {
			return bytes.TrimSuffix(part, []byte("\n")), nil
		}
		whole = append(whole, part...)
		switch {
		case err == nil:
			return bytes.TrimSuffix(whole, []byte("\n")), nil
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF) && len(whole) > 0:
			return nil, errors.New("the file ends within a line; it was cut off")
		default:
			return nil, err
		}
	}
}

func (l *lines) into(v any) error {
	line, err := l.next()
	if errors.Is(err, io.EOF) {
		return l.fail("the file ends before everything has come that its header announces; it was cut off")
	}
	if err != nil {
		return l.fail("%w", err)
	}
	if err := json.Unmarshal(line, v); err != nil {
		return l.fail("%w", err)
	}
	return nil
}

// Restore puts a backup into a workspace of a store. The workspace must not
// exist, or hold a beginning of the same log, which an interrupted restore
// leaves behind and which is then continued. Without a log the facts are
// written as one edit of actor "restore"; id makes the IDs of its commits.
func Restore(ctx context.Context, st engine.Store, ws graph.Workspace, c *Content, id func() string) error {
	heads, err := st.Heads(ctx)
	if err != nil {
		return err
	}
	head := heads[ws].Revision
	commits := c.Commits
	if c.Header.Commits == 0 {
		commits = factsAsCommits(c, id)
		if head > 0 {
			return fmt.Errorf("workspace %s exists already, at revision %d; restore into another one", ws, head)
		}
	}
	if int(head) > len(commits) {
		return fmt.Errorf("workspace %s exists already, at revision %d; restore into another one", ws, head)
	}
	if head > 0 {
		for have, err := range st.Tail(ctx, ws, 0) {
			if err != nil {
				return err
			}
			if int(have.Revision) > len(commits) || have.ID != commits[have.Revision-1].ID {
				return fmt.Errorf("workspace %s exists already and holds something else; restore into another one", ws)
			}
		}
	}
	for _, commit := range commits[head:] {
		if _, err := st.Apply(ctx, ws, commit.Revision-1, commit); err != nil {
			return fmt.Errorf("writing revision %d: %w", commit.Revision, err)
		}
	}
	return nil
}

func factsAsCommits(c *Content, id func() string) []graph.Commit {
	var out []graph.Commit
	var changes []graph.Change
	flush := func(more bool) {
		out = append(out, graph.Commit{
			Revision: graph.Revision(len(out) + 1), ID: id(), At: c.Snapshot.At(), Actor: "restore",
			Reason: fmt.Sprintf("backup of %s at revision %d", c.Header.Workspace, c.Header.Revision), More: more, Changes: changes,
		})
		changes = nil
	}
	for e := range c.Snapshot.Elements() {
		if len(changes) == graph.MaxChanges {
			flush(true)
		}
		changes = append(changes, graph.Change{ID: e.ID, After: &e})
	}
	flush(false)
	return out
}
