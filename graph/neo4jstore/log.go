package neo4jstore

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
)

// headsText reads the heads of all workspaces that are not being removed. The
// epoch is new when the workspace is made, and when its removal begins.
const headsText = "MATCH (w:KithWorkspace) WHERE w.dropping IS NULL RETURN w.kWorkspace, w.head, w.epoch"

// Heads implements [engine.Store]. It reads one small node for each workspace.
func (s *Store) Heads(ctx context.Context) (map[graph.Workspace]engine.Head, error) {
	if err := s.enter(ctx); err != nil {
		return nil, err
	}
	var heads map[graph.Workspace]engine.Head
	err := s.try(ctx, "asking for the heads", func(ctx context.Context) error {
		heads = map[graph.Workspace]engine.Head{}
		return s.alone(ctx, allAtOnce)(headsText, nil, func(values []any) (bool, error) {
			ws, ok := values[0].(string)
			head, also := values[1].(int64)
			if !ok || !also {
				return false, fmt.Errorf("%w: workspace %v has the head %v", engine.ErrDamaged, values[0], values[1])
			}
			epoch, _ := values[2].(string)
			heads[graph.Workspace(ws)] = engine.Head{Revision: graph.Revision(head), Epoch: epoch}
			return true, nil
		})
	})
	if err != nil {
		return nil, err
	}
	return heads, nil
}

// findText looks a commit up.
const findText = "MATCH (w:KithWorkspace {kWorkspace: $p.ws}) WHERE w.dropping IS NULL " +
	"MATCH (c:KithCommit {kWorkspace: $p.ws, id: $p.id}) RETURN c.revision"

// proveText looks a commit up when nobody else can be writing to the workspace,
// and leaves a mark, so that it is committed itself. The workspace may not exist
// yet for anybody but a transaction under way; then it is made for the moment of
// the lock.
const proveText = "MERGE (w:KithWorkspace {kWorkspace: $p.ws}) ON CREATE SET w.fresh = true " +
	"SET w.lock = $p.nonce WITH w, w.fresh IS NOT NULL AS fresh, w.dropping IS NOT NULL AS gone " +
	"OPTIONAL MATCH (c:KithCommit {kWorkspace: $p.ws, id: $p.id}) " +
	"WITH w, fresh, CASE WHEN NOT gone THEN c.revision END AS revision " +
	"FOREACH (x IN CASE WHEN fresh THEN [w] ELSE [] END | DELETE x) " +
	"WITH revision MATCH (s:KithSchema {one: 1}) SET s.lock = $p.nonce RETURN revision"

// Find implements [engine.Store]. That a commit is in the log is a single read.
// That it is not, is certain only when no transaction on the workspace is still
// under way and the database takes commits: Find then waits for the workspace's
// lock and commits a mark, which takes about as long as a small commit and needs
// the permission to write.
func (s *Store) Find(ctx context.Context, ws graph.Workspace, commitID string) (graph.Revision, error) {
	if err := s.enterSpace(ctx, ws); err != nil {
		return 0, err
	}
	if !graph.ID(commitID).Valid() {
		return 0, nil // and so no commit has it
	}
	doing := "looking for a commit of workspace " + string(ws)
	args := map[string]any{"ws": string(ws), "id": commitID, "nonce": rand.Text()}
	var rev int64
	take := func(values []any) (bool, error) {
		rev, _ = values[0].(int64)
		return true, nil
	}
	if err := s.ask(ctx, doing, findText, args, take); err != nil || rev != 0 {
		return graph.Revision(rev), err
	}
	err := s.ask(ctx, doing, proveText, args, take)
	return graph.Revision(rev), err
}

// A page of the log is at most so many commits, and ends with the commit that
// takes it over so many bytes. Its commits travel logFetch at a time, so that
// little is sent in vain when large ones fill the page early.
const (
	pageCommits = 256
	pageBytes   = 4 << 20
	logFetch    = 16
	allAtOnce   = -1
)

// logText reads commits after a revision, each with the head and the floor of
// the workspace and the ids whose changes are to be read as erased. At the head
// it gives one record without a commit.
const logText = "MATCH (w:KithWorkspace {kWorkspace: $p.ws}) WHERE w.dropping IS NULL " +
	"WITH w.head AS head, w.floor AS floor, w.erasing AS erasing " +
	"OPTIONAL MATCH (c:KithCommit) WHERE c.kWorkspace = $p.ws AND c.revision > $p.after AND c.revision <= $p.after + $p.limit " +
	"WITH head, floor, erasing, c ORDER BY c.revision " +
	"OPTIONAL MATCH (x:KithChanges {kWorkspace: $p.ws, revision: c.revision}) " +
	"RETURN head, floor, erasing, c.revision, c.id, c.at, c.actor, c.reason, c.more, x.changes"

// logPage is a part of the log.
type logPage struct {
	commits     []graph.Commit
	head, floor graph.Revision
	erasing     map[graph.ID]bool
}

// readLog reads the page of the log after a revision. It is empty only at the
// head and in a workspace that does not exist.
func readLog(run runner, ws graph.Workspace, after graph.Revision) (logPage, error) {
	var p logPage
	size := 0
	args := map[string]any{"ws": string(ws), "after": int64(after), "limit": int64(pageCommits)}
	err := run(logText, args, func(v []any) (bool, error) {
		head, ok := v[0].(int64)
		floor, also := v[1].(int64)
		if !ok || !also {
			return false, fmt.Errorf("%w: workspace %s has the head %v and the floor %v", engine.ErrDamaged, ws, v[0], v[1])
		}
		p.head, p.floor = graph.Revision(head), graph.Revision(floor)
		if ids, _ := v[2].([]any); p.erasing == nil && ids != nil {
			p.erasing = map[graph.ID]bool{}
			for _, id := range ids {
				if id, ok := id.(string); ok {
					p.erasing[graph.ID(id)] = true
				}
			}
		}
		if v[3] == nil {
			return true, nil
		}
		c, n, err := readCommit(v[3:])
		if err != nil {
			return false, err
		}
		p.commits = append(p.commits, c)
		size += n
		return size < pageBytes, nil
	})
	return p, err
}

// readCommit reads one commit and returns the size of its changes in bytes.
func readCommit(v []any) (c graph.Commit, size int, err error) {
	rev, ok := v[0].(int64)
	if !ok {
		return c, 0, fmt.Errorf("%w: the log has the revision %v", engine.ErrDamaged, v[0])
	}
	c.Revision = graph.Revision(rev)
	bad := func(what string, err error) error {
		return fmt.Errorf("%w: revision %d cannot be read: %s %w", engine.ErrDamaged, rev, what, err)
	}
	mistyped := errors.New("is of the wrong type")
	var at time.Time
	var changes string
	for i, to := range []any{&c.ID, &at, &c.Actor, &c.Reason, &c.More, &changes} {
		switch to := to.(type) {
		case *string:
			*to, ok = v[i+1].(string)
		case *time.Time:
			*to, ok = v[i+1].(time.Time)
		case *bool:
			*to, ok = v[i+1].(bool)
		}
		if !ok {
			return c, 0, bad([]string{"its id", "its time", "its actor", "its reason", "its more", "its changes"}[i], mistyped)
		}
	}
	c.At = at.UTC()
	if c.Changes, err = graph.ParseChanges(changes); err != nil {
		return c, 0, bad("its changes:", err)
	}
	return c, len(changes), nil
}

// Tail implements [engine.Store]. It reads the log in pages and holds nothing
// open while the caller works on one.
func (s *Store) Tail(ctx context.Context, ws graph.Workspace, after graph.Revision) iter.Seq2[graph.Commit, error] {
	return func(yield func(graph.Commit, error) bool) {
		for after := after; ; {
			commits, err := s.tailPage(ctx, ws, after)
			if err != nil {
				yield(graph.Commit{}, err)
				return
			}
			if len(commits) == 0 {
				return
			}
			for i := range commits {
				after = commits[i].Revision
				if !yield(commits[i], nil) {
					return
				}
			}
		}
	}
}

// tailPage returns the first commits after a revision; there are none only at
// the head.
func (s *Store) tailPage(ctx context.Context, ws graph.Workspace, after graph.Revision) (commits []graph.Commit, err error) {
	if err := s.enterSpace(ctx, ws); err != nil {
		return nil, err
	}
	if int64(after) < 0 {
		return nil, nil // beyond every head
	}
	err = s.try(ctx, "reading the log of workspace "+string(ws), func(ctx context.Context) error {
		for settled := false; ; settled = true {
			p, err := readLog(s.alone(ctx, logFetch), ws, after)
			if err == nil {
				err = p.check(ws, after)
			}
			if errors.Is(err, engine.ErrDamaged) && !settled {
				if err := s.settled(ctx, ws); err != nil && faultOf(err).is != ErrReadOnly {
					return err
				}
				continue
			}
			p.mask()
			commits = p.commits
			return err
		}
	})
	return commits, err
}

// settledText waits for the workspace's lock.
const settledText = "MATCH (w:KithWorkspace {kWorkspace: $p.ws}) SET w.lock = $p.nonce"

// settled waits until every commit that a reader may have seen a part of is
// there as a whole. Neo4j shows what a transaction did to properties a moment
// before what it did to indexes, and keeps its locks until it has done both: so
// whoever has read a head, and then has had the lock, finds in the indexes all
// that the head counts.
func (s *Store) settled(ctx context.Context, ws graph.Workspace) error {
	args := map[string]any{"ws": string(ws), "nonce": rand.Text()}
	return s.alone(ctx, allAtOnce)(settledText, args, nil)
}

// check cuts a page off before the first gap: a reader may meet a commit that
// was written after it had passed the place of the one before. It fails if
// nothing is left.
func (p *logPage) check(ws graph.Workspace, after graph.Revision) error {
	switch {
	case after >= p.head && len(p.commits) == 0:
		return nil
	case after < p.floor:
		return &engine.CompactedError{Floor: p.floor}
	case len(p.commits) == 0:
		return fmt.Errorf("%w: the log of workspace %s ends after revision %d and the head is %d", engine.ErrDamaged, ws, after, p.head)
	}
	for i, c := range p.commits {
		if c.Revision == after+1+graph.Revision(i) {
			continue
		}
		if i == 0 {
			return fmt.Errorf("%w: revision %d follows %d in the log of workspace %s", engine.ErrDamaged, c.Revision, after, ws)
		}
		p.commits = p.commits[:i]
		break
	}
	return nil
}

// mask erases the changes of an erasure that has begun, as if it were finished.
func (p *logPage) mask() {
	for i := range p.commits {
		eraseFrom(&p.commits[i], p.erasing)
	}
}

// eraseFrom erases the changes of some elements from a commit and reports whether
// there were any.
func eraseFrom(c *graph.Commit, gone map[graph.ID]bool) bool {
	found := false
	for i := range c.Changes {
		if ch := &c.Changes[i]; gone[ch.ID] && !ch.Erased() {
			*ch = graph.Change{ID: ch.ID}
			found = true
		}
	}
	return found
}
