package neo4jstore

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
)

// Erasing and removing may touch more than one transaction can hold. Each is
// decided by one transaction that leaves a mark on the workspace's node; from
// then on everybody reads as if it were done, and whoever writes next, in
// whatever process, finishes what its author did not.

// endsText reads the ids of the edges that end at some nodes.
const endsText = "UNWIND $p.rows AS id MATCH (n:KithNode {kWorkspace: $p.ws, id: id})-[r]-() USING INDEX SEEK n:KithNode(kWorkspace, id) WHERE r.kWorkspace = $p.ws RETURN collect(DISTINCT r.id)"

// lockText locks a workspace that exists and reads what is unfinished.
const lockText = "MATCH (w:KithWorkspace {kWorkspace: $p.ws}) SET w.lock = $p.nonce RETURN w.dropping, w.erasing IS NOT NULL, w.erased"

// stateOf locks a workspace and says whether it exists, its removal has begun or
// its erasure has, and up to which revision that has come.
func stateOf(run runner, args map[string]any) (exists bool, dropping any, erasing bool, erased int64, err error) {
	err = run(lockText, args, func(v []any) (bool, error) {
		exists, dropping = true, v[0]
		erasing, _ = v[1].(bool)
		erased, _ = v[2].(int64)
		return true, nil
	})
	return
}

// eraseText marks the erasure of some elements as begun, and leaves what a Load
// that is under way looks for.
const eraseText = "MATCH (w:KithWorkspace {kWorkspace: $p.ws}) SET w.erasing = $p.ids, w.erased = 0, w.erasure = $p.nonce"

// Redact implements [engine.Store]. The elements go, and their changes are read
// as erased, at once; then the log is rewritten in parts. It reads the whole
// log. The data files and transaction logs of Neo4j keep old text until it is
// overwritten.
func (s *Store) Redact(ctx context.Context, ws graph.Workspace, ids ...graph.ID) error {
	if err := s.enterSpace(ctx, ws); err != nil {
		return err
	}
	if len(ids) == 0 {
		return nil
	}
	leave, err := s.queues.enter(ctx, ws)
	if err != nil {
		return err
	}
	defer leave()
	if err := s.unstage(ctx, ws); err != nil {
		return err
	}
	rows := make([]string, len(ids))
	gone := make(map[graph.ID]bool, len(ids))
	for i, id := range ids {
		rows[i], gone[id] = string(id), true
	}
	for {
		err := s.try(ctx, "erasing from workspace "+string(ws), func(ctx context.Context) error {
			return s.transact(ctx, func(run runner) error { return redact(run, ws, rows, gone) })
		})
		if err != nil && !errors.Is(err, errUnfinished) {
			return err
		}
		if done := s.finish(ctx, ws); done != nil || err == nil {
			return done
		}
	}
}

// redact removes elements from the state and marks them for the log.
func redact(run runner, ws graph.Workspace, ids []string, gone map[graph.ID]bool) error {
	args := map[string]any{"ws": string(ws), "nonce": rand.Text(), "ids": ids}
	exists, dropping, erasing, _, err := stateOf(run, args)
	switch {
	case err != nil:
		return err
	case dropping != nil || erasing:
		return errUnfinished
	case !exists:
		return nil
	}
	var left []graph.ID
	for part := range slices.Chunk(ids, graph.MaxChanges) {
		args := map[string]any{"ws": string(ws), "rows": part}
		err := run(endsText, args, func(v []any) (bool, error) {
			for _, id := range texts(v[0]) {
				if !gone[graph.ID(id)] {
					left = append(left, graph.ID(id))
				}
			}
			return true, nil
		})
		if err != nil {
			return err
		}
	}
	if len(left) > 0 {
		slices.Sort(left)
		return engine.EdgesLeft(slices.Compact(left))
	}
	d := newDerivation()
	d.erased = ids
	if err := d.lost(run, ws); err != nil {
		return err
	}
	nodes := make([]any, len(ids))
	for i, id := range ids {
		nodes[i] = []any{id, map[string]any{}, nil}
	}
	for part := range slices.Chunk(ids, graph.MaxChanges) {
		if err := run(removeEdgesText, map[string]any{"ws": string(ws), "rows": part}, nil); err != nil {
			return err
		}
	}
	for part := range slices.Chunk(nodes, graph.MaxChanges) {
		if err := run(removeNodesText, map[string]any{"ws": string(ws), "rows": part}, nil); err != nil {
			return err
		}
	}
	if err := d.run(run, ws); err != nil {
		return err
	}
	return run(eraseText, args, nil)
}

// finish finishes what is unfinished in a workspace.
func (s *Store) finish(ctx context.Context, ws graph.Workspace) error {
	for {
		more := false
		err := s.try(ctx, "finishing an erasure in workspace "+string(ws), func(ctx context.Context) error {
			return s.transact(ctx, func(run runner) (err error) {
				more, err = finishPart(run, ws)
				return err
			})
		})
		if err != nil || !more {
			return err
		}
	}
}

// finishPart takes one step of what is unfinished, and reports whether there is
// more to do.
func finishPart(run runner, ws graph.Workspace) (more bool, err error) {
	_, dropping, erasing, erased, err := stateOf(run, map[string]any{"ws": string(ws), "nonce": rand.Text()})
	switch {
	case err != nil:
		return false, err
	case dropping != nil:
		return dropPart(run, ws)
	case erasing:
		return erasePart(run, ws, graph.Revision(erased))
	}
	return false, nil
}

const (
	// rewriteText puts the changes of commits in the place of the old ones.
	rewriteText = "UNWIND $p.rows AS row MATCH (c:KithChanges {kWorkspace: $p.ws, revision: row[0]}) SET c.changes = row[1]"
	// erasedText notes up to which revision the log has been rewritten.
	erasedText = "MATCH (w:KithWorkspace {kWorkspace: $p.ws}) SET w.erased = $p.erased"
	// erasureDoneText ends an erasure.
	erasureDoneText = "MATCH (w:KithWorkspace {kWorkspace: $p.ws}) REMOVE w.erasing, w.erased"
)

// erasePart rewrites the page of the log after a revision.
func erasePart(run runner, ws graph.Workspace, after graph.Revision) (more bool, err error) {
	p, err := readLog(run, ws, after)
	if err != nil {
		return false, err
	}
	var rows []any
	for i := range p.commits {
		c := &p.commits[i]
		after = c.Revision
		if !eraseFrom(c, p.erasing) {
			continue
		}
		rows = append(rows, []any{int64(c.Revision), listJSON(c.Changes)})
	}
	if len(rows) > 0 {
		if err := run(rewriteText, map[string]any{"ws": string(ws), "rows": rows}, nil); err != nil {
			return false, err
		}
	}
	if len(p.commits) == 0 {
		return false, run(erasureDoneText, map[string]any{"ws": string(ws)}, nil)
	}
	return true, run(erasedText, map[string]any{"ws": string(ws), "erased": int64(after)}, nil)
}

// dropText marks the removal of a workspace as begun.
const dropText = "MATCH (w:KithWorkspace {kWorkspace: $p.ws}) SET w.lock = $p.nonce, w.dropping = $p.nonce, w.epoch = $p.nonce RETURN 1"

// Drop implements [engine.Store]. The workspace is gone at once for everybody;
// then its elements and its log are removed in parts.
func (s *Store) Drop(ctx context.Context, ws graph.Workspace) error {
	if err := s.enterSpace(ctx, ws); err != nil {
		return err
	}
	leave, err := s.queues.enter(ctx, ws)
	if err != nil {
		return err
	}
	defer leave()
	err = s.try(ctx, "removing workspace "+string(ws), func(ctx context.Context) error {
		return s.transact(ctx, func(run runner) error {
			return run(dropText, map[string]any{"ws": string(ws), "nonce": rand.Text()}, nil)
		})
	})
	if err != nil {
		return err
	}
	return s.finish(ctx, ws)
}

// dropTexts remove a part of a workspace each, edges before nodes and the
// workspace last, and return how much that was.
var dropTexts = func() []string {
	var texts []string
	for _, sh := range edgeShapes {
		texts = append(texts, "MATCH ()-[x:"+name(string(sh.kind))+"]->() WHERE x.kWorkspace = $p.ws AND x.id > '' WITH x LIMIT 5000 DELETE x RETURN count(*)")
	}
	return append(texts,
		"MATCH (x:KithNode) WHERE x.kWorkspace = $p.ws AND x.id > '' WITH x LIMIT 5000 DETACH DELETE x RETURN count(*)",
		"MATCH (x:KithChanges) WHERE x.kWorkspace = $p.ws AND x.revision > 0 WITH x LIMIT 200 DELETE x RETURN count(*)",
		"MATCH (x:KithCommit) WHERE x.kWorkspace = $p.ws AND x.revision > 0 WITH x LIMIT 5000 DELETE x RETURN count(*)")
}()

// dropDoneText ends the removal of a workspace.
const dropDoneText = "MATCH (w:KithWorkspace {kWorkspace: $p.ws}) DELETE w"

// dropPart removes the next part of a workspace.
func dropPart(run runner, ws graph.Workspace) (more bool, err error) {
	args := map[string]any{"ws": string(ws)}
	for _, text := range dropTexts {
		var n int64
		err := run(text, args, func(v []any) (bool, error) {
			n, _ = v[0].(int64)
			return true, nil
		})
		if err != nil || n > 0 {
			return true, err
		}
	}
	return false, run(dropDoneText, args, nil)
}
