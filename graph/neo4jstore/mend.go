package neo4jstore

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
)

// What is derived can be worked out anew: when a database is of an older format, and
// when somebody changed facts or what is derived in Cypher, which derives nothing.

// drift is where what is derived in a workspace may differ from what follows from the
// facts. It is read while others may write; what is in it is looked at once more under
// the lock of the workspace.
type drift struct {
	links   []string                // seats and organizations
	undated map[graph.Kind][]string // facts without their two days
	names   []any                   // rows of nameText: nodes with another name than theirs
}

// drift reads a whole workspace.
func (s *Store) drift(ctx context.Context, ws graph.Workspace) (*drift, error) {
	d := &drift{undated: map[graph.Kind][]string{}}
	captions := map[graph.ID]any{}
	from, _, _, err := s.head(ctx, ws)
	if err != nil {
		return nil, err
	}
	run := func(text string, args map[string]any, take taker) error {
		return s.ask(ctx, "checking workspace "+string(ws), text, args, take)
	}
	var linked []string
	for i, sh := range append([]*shape{nil}, edgeShapes...) {
		r := pageReader{pagers: &pagers{ws: ws}, text: nodePageText, shape: sh, limit: firstPage}
		if i > 0 {
			r.text = sh.page
		}
		for more := true; more; {
			var rows []any
			if rows, more, err = r.ask(run); err != nil {
				return nil, err
			}
			page, err := r.elements(rows)
			if err != nil {
				return nil, err
			}
			for j := range page {
				switch e := &page[j]; e.Kind {
				case graph.NodePosition, graph.NodeOrganization:
					linked = append(linked, string(e.ID))
				default:
					if name := captionOf(e); name != nil {
						captions[e.ID] = name
					}
				}
			}
		}
		for k, ids := range r.undated {
			d.undated[k] = append(d.undated[k], ids...)
		}
	}
	after := ""
	for more := true; more; {
		err := run(namesText, map[string]any{"ws": string(ws), "after": after, "limit": int64(longestPage)}, func(v []any) (bool, error) {
			rows, _ := v[0].([]any)
			more = len(rows) == longestPage
			for _, row := range rows {
				row, _ := row.([]any)
				after, _ = row[0].(string)
				if want := captions[graph.ID(after)]; want != nil && want != row[1] {
					d.names = append(d.names, []any{after, row[1], want})
				}
			}
			return true, nil
		})
		if err != nil {
			return nil, err
		}
	}
	none := newDerivation()
	for part := range slices.Chunk(linked, derivePart) {
		r, err := none.some(run, ws, part)
		if err != nil {
			return nil, err
		}
		missing, gone, _ := r.difference()
		odd := map[graph.ID]bool{}
		for i := range missing {
			odd[missing[i].src] = true
		}
		for _, row := range gone {
			id, _ := row.([]any)[0].(string)
			odd[graph.ID(id)] = true
		}
		d.links = append(d.links, keys(odd)...)
	}
	if to, _, _, err := s.head(ctx, ws); err != nil || to != from {
		d.names = nil // some were read before a commit and some after
		return d, err
	}
	return d, nil
}

// namesText reads the first nodes after an id, with the name by which they are shown.
const namesText = "MATCH (n:KithNode) WHERE n.kWorkspace = $p.ws AND n.id > $p.after " +
	"WITH n ORDER BY n.kWorkspace, n.id LIMIT $p.limit RETURN collect([n.id, n.name])"

// nameText gives nodes, of rows [id, name that is there, name], their name.
const nameText = "UNWIND $p.rows AS row MATCH (n:KithNode {kWorkspace: $p.ws, id: row[0]}) " +
	"WHERE coalesce(n.name = row[1], n.name IS NULL AND row[1] IS NULL) SET n.name = row[2]"

// datesText gives facts the days that stand for an open end where they have none.
func datesText(sh *shape) string {
	match := "MATCH (x:KithNode {kWorkspace: $p.ws, id: id})"
	if sh.edge {
		match = "MATCH ()-[x:" + name(string(sh.kind)) + " {kWorkspace: $p.ws, id: id}]->()"
	}
	return "UNWIND $p.rows AS id " + match +
		" SET x.from = coalesce(x.from, $dawn), x.to = coalesce(x.to, $dusk)"
}

// settle looks at a drift once more, a part at a time, with nobody else writing, and says
// what is wrong in it, if it is to be looked at only; else it puts that right.
func (s *Store) settleDrift(ctx context.Context, ws graph.Workspace, d *drift, only bool) (said []string, err error) {
	under := func(texts []string, do func(run runner) ([]string, error)) error {
		var now []string
		err := s.tryFor(ctx, s.options.Timeout, "mending workspace "+string(ws), texts, func(ctx context.Context) error {
			return s.transact(ctx, func(run runner) (err error) {
				if _, err = staged(run, ws); err == nil {
					now, err = do(run)
				}
				return err
			})
		})
		said = append(said, now...)
		return err
	}
	for _, k := range slices.Sorted(maps.Keys(d.undated)) {
		text := datesText(shapes[k])
		for part := range slices.Chunk(d.undated[k], graph.MaxChanges) {
			for _, id := range part {
				said = append(said, fmt.Sprintf("%s %s lacks one of its days", k, id))
			}
			if only {
				continue
			}
			err := under([]string{text}, func(run runner) ([]string, error) {
				return nil, run(text, map[string]any{"ws": string(ws), "rows": part}, nil)
			})
			if err != nil {
				return nil, err
			}
		}
	}
	for part := range slices.Chunk(d.names, graph.MaxChanges) {
		for _, row := range part {
			said = append(said, fmt.Sprintf("%v is shown as %v, and should be as %v", row.([]any)...))
		}
		if only {
			continue
		}
		err := under([]string{nameText}, func(run runner) ([]string, error) {
			return nil, run(nameText, map[string]any{"ws": string(ws), "rows": part}, nil)
		})
		if err != nil {
			return nil, err
		}
	}
	none := newDerivation()
	for part := range slices.Chunk(d.links, derivePart) {
		err := under([]string{seatsText, upText, unlinkText, createEdgesText}, func(run runner) (said []string, err error) {
			r, err := none.some(run, ws, part)
			if err != nil {
				return nil, err
			}
			missing, _, extra := r.difference()
			for i := range missing {
				said = append(said, fmt.Sprintf("%s from %s to %s is missing", missing[i].kind, missing[i].src, missing[i].dst))
			}
			for _, key := range extra {
				said = append(said, "does not follow: "+key)
			}
			if !only {
				err = r.write(run, ws)
			}
			return said, err
		})
		if err != nil {
			return nil, err
		}
	}
	slices.Sort(said)
	return said, nil
}

// Check holds a workspace against the laws of all stores, see [engine.Verify], and what
// is derived for those who ask in Cypher against the facts; that law is derived. [Store.Mend]
// puts it right. It costs a second load of the workspace.
func (s *Store) Check(ctx context.Context, ws graph.Workspace) ([]engine.Problem, error) {
	problems, err := engine.Verify(ctx, s, ws)
	if err != nil || len(problems) > 0 {
		return problems, err // nothing follows from damaged data
	}
	d, err := s.drift(ctx, ws)
	if err != nil {
		return nil, err
	}
	said, err := s.settleDrift(ctx, ws, d, true)
	if err != nil {
		return nil, err
	}
	for _, text := range said[:min(len(said), mostSaid)] {
		problems = append(problems, engine.Problem{Law: "derived", Detail: text})
	}
	return problems, nil
}

// mostSaid bounds how many problems a check reports.
const mostSaid = 100

// Mend puts right what is derived in a workspace, and returns how much of it was wrong. It
// reads the whole, and writes in parts; others may write meanwhile.
func (s *Store) Mend(ctx context.Context, ws graph.Workspace) (mended int, err error) {
	if err := s.enterSpace(ctx, ws); err != nil {
		return 0, err
	}
	return s.mend(ctx, ws)
}

func (s *Store) mend(ctx context.Context, ws graph.Workspace) (mended int, err error) {
	d, err := s.drift(ctx, ws)
	if err != nil {
		return 0, err
	}
	said, err := s.settleDrift(ctx, ws, d, false)
	return len(said), err
}

const (
	// workspacesText gives workspaces the name by which they are shown, and reads them.
	workspacesText = "MATCH (w:KithWorkspace) SET w.name = w.kWorkspace RETURN w.kWorkspace ORDER BY w.kWorkspace"
	// partLogText takes the changes out of some commits into nodes of their own.
	partLogText = "MATCH (c:KithCommit) WHERE c.changes IS NOT NULL WITH c LIMIT 100 " +
		"MERGE (x:KithChanges {kWorkspace: c.kWorkspace, revision: c.revision}) " +
		"SET x.changes = c.changes, c.name = 'revision ' + c.revision REMOVE c.changes RETURN count(*)"
)

// undaysTexts give what was staged in format 1 its last day back; its first is in the log.
var undaysTexts = func() (texts []string) {
	for _, match := range []string{"MATCH (x:KithNode)", "MATCH ()-[x]->()"} {
		texts = append(texts, match+" WHERE x.kPending IS NOT NULL WITH x LIMIT 5000 "+
			"SET x.to = coalesce(x.kTo, $dusk) REMOVE x.kTo, x.kFrom, x.kPending RETURN count(*)")
	}
	return texts
}()

// toFormat2 takes the changes out of the nodes of commits, and derives what format 1 did
// not have.
func toFormat2(ctx context.Context, s *Store) error {
	const doing = "migrating the database from format 1 to 2"
	for _, text := range append(undaysTexts, partLogText) {
		for n := int64(1); n > 0; {
			err := s.ask(ctx, doing, text, nil, func(v []any) (bool, error) {
				n, _ = v[0].(int64)
				return true, nil
			})
			if err != nil {
				return err
			}
		}
	}
	var spaces []graph.Workspace
	err := s.ask(ctx, doing, workspacesText, nil, func(v []any) (bool, error) {
		ws, _ := v[0].(string)
		spaces = append(spaces, graph.Workspace(ws))
		return true, nil
	})
	if err != nil {
		return err
	}
	for _, ws := range spaces {
		if _, err := s.mend(ctx, ws); err != nil {
			return err
		}
	}
	return nil
}
