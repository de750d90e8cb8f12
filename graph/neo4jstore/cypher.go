package neo4jstore

import (
	"fmt"
	"strings"

	"github.com/kithgraph/kith/graph"
)

// The statements of the store. The only names that are put into a text are
// kinds and property names of graph's own lists; everything else is a parameter.

// name quotes a kind or property name; some are words of Cypher.
func name(s string) string { return "`" + s + "`" }

// columns returns the properties of a shape as "v.`from`, v.`to`, v.`name`, …",
// in the order of a row from its days on.
func (sh *shape) columns(v string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s.`from`, %s.`to`", v, v)
	for _, f := range sh.fields {
		fmt.Fprintf(&b, ", %s.%s", v, name(f.Name))
	}
	return b.String()
}

// pairs returns "`from`: row[1], `to`: row[2], …" with the given separators.
func (sh *shape) pairs(before, between string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s`from`%srow[%d], %s`to`%srow[%d]", before, between, sh.base-2, before, between, sh.base-1)
	for i, f := range sh.fields {
		fmt.Fprintf(&b, ", %s%s%srow[%d]", before, name(f.Name), between, sh.base+i)
	}
	return b.String()
}

// createText makes facts of rows and returns how many.
func (sh *shape) createText() string {
	if sh.edge {
		return "UNWIND $p.rows AS row " +
			"MATCH (a:KithNode {kWorkspace: $p.ws, id: row[1]}) MATCH (b:KithNode {kWorkspace: $p.ws, id: row[2]}) " +
			"CREATE (a)-[:" + name(string(sh.kind)) + " {kWorkspace: $p.ws, id: row[0], " + sh.pairs("", ": ") + "}]->(b) RETURN count(*)"
	}
	return "UNWIND $p.rows AS row CREATE (:KithNode:" + name(string(sh.kind)) + " {kWorkspace: $p.ws, id: row[0], " + sh.pairs("", ": ") + "}) RETURN count(*)"
}

// updateText changes facts that keep their ends, and returns how many.
// It sets our properties and leaves others alone.
func (sh *shape) updateText() string {
	if sh.edge {
		return "UNWIND $p.rows AS row " +
			"MATCH (a)-[r:" + name(string(sh.kind)) + " {kWorkspace: $p.ws, id: row[0]}]->(b) WHERE a.id = row[1] AND b.id = row[2] " +
			"SET " + sh.pairs("r.", " = ") + " RETURN count(*)"
	}
	return "UNWIND $p.rows AS row MATCH (n:KithNode {kWorkspace: $p.ws, id: row[0]}) WHERE n:" + name(string(sh.kind)) +
		" SET " + sh.pairs("n.", " = ") + " RETURN count(*)"
}

// removeText removes edges by their ids and returns how many.
func (sh *shape) removeText() string {
	return "UNWIND $p.rows AS id MATCH ()-[r:" + name(string(sh.kind)) + " {kWorkspace: $p.ws, id: id}]->() DELETE r RETURN count(*)"
}

// removeNodesText removes nodes by their ids, relationships of others with them.
// It returns how many it found, and how many of those it left because an edge of
// the workspace ends there.
const removeNodesText = "UNWIND $p.rows AS id MATCH (n:KithNode {kWorkspace: $p.ws, id: id}) " +
	"WITH n, EXISTS { (n)-[r]-() WHERE r.kWorkspace = $p.ws } AS tied " +
	"FOREACH (x IN CASE WHEN tied THEN [] ELSE [n] END | DETACH DELETE x) " +
	"RETURN count(*), sum(CASE WHEN tied THEN 1 ELSE 0 END)"

// removeEdgesText removes edges of any kind by their ids.
var removeEdgesText = func() string {
	var each []string
	for _, sh := range edgeShapes {
		each = append(each, "MATCH ()-[r:"+name(string(sh.kind))+" {kWorkspace: $p.ws, id: id}]->() RETURN r")
	}
	return "UNWIND $p.rows AS id CALL (id) { " + strings.Join(each, " UNION ALL ") + " } DELETE r"
}()

// appendText locks the workspace, and then appends a commit if the head is the
// expected one. It returns the head that it found, the revision of an earlier
// commit with the same id, and whether an erasure or a removal is unfinished;
// after either of these, or another head, it has written nothing but the lock.
// The lock comes first: a head that was read before would be out of date.
func appendText(first bool) string {
	lock := "MATCH (w:KithWorkspace {kWorkspace: $p.ws}) "
	if first {
		lock = "MERGE (w:KithWorkspace {kWorkspace: $p.ws}) ON CREATE SET w.head = 0, w.floor = 0, w.epoch = $p.nonce "
	}
	return lock + "SET w.lock = $p.nonce WITH w " +
		"OPTIONAL MATCH (c:KithCommit {kWorkspace: $p.ws, id: $p.id}) " +
		"WITH w, w.head AS head, c.revision AS had, (w.dropping IS NOT NULL OR w.erasing IS NOT NULL) AS unfinished " +
		"FOREACH (_ IN CASE WHEN head = $p.expect AND had IS NULL AND NOT unfinished THEN [1] ELSE [] END | " +
		"SET w.head = $p.expect + 1 " +
		"CREATE (:KithCommit {kWorkspace: $p.ws, revision: $p.expect + 1, id: $p.id, at: $p.at, actor: $p.actor, reason: $p.reason, more: $p.more, changes: $p.changes})) " +
		"RETURN head, had, unfinished"
}

var appendFirst, appendNext = appendText(true), appendText(false)

// pageText reads the first facts of a kind after an id, in the order of their
// ids, as one list of rows. The order names both properties of the index, or the
// server would sort.
func (sh *shape) pageText() string {
	return "MATCH (a)-[r:" + name(string(sh.kind)) + "]->(b) WHERE r.kWorkspace = $p.ws AND r.id > $p.after " +
		"WITH a, r, b ORDER BY r.kWorkspace, r.id LIMIT $p.limit " +
		"WITH a.id AS a, b.id AS b, properties(r) AS e " + // reads them in one go
		"RETURN collect([e.id, a, b, " + sh.columns("e") + "])"
}

// nodePageText reads the first nodes of all kinds after an id, in the order of
// their ids, as one list of rows, each with the place of its shape before it.
var nodePageText = func() string {
	var b strings.Builder
	b.WriteString("MATCH (n:KithNode) WHERE n.kWorkspace = $p.ws AND n.id > $p.after " +
		"WITH n ORDER BY n.kWorkspace, n.id LIMIT $p.limit WITH n, properties(n) AS e RETURN collect(CASE")
	for i, sh := range nodeShapes {
		fmt.Fprintf(&b, " WHEN n:%s THEN [%d, e.id, %s]", name(string(sh.kind)), i, sh.columns("e"))
	}
	b.WriteString(" ELSE [-1, e.id, labels(n)] END)")
	return b.String()
}()

// constraint is a uniqueness constraint that the store relies on, for speed as
// much as for safety: its index is how facts are found.
type constraint struct {
	name       string
	edge       bool
	label      string // or relationship type
	properties []string
}

// constraints returns all of them. The names begin with kith_, so that they do
// not meet others.
func constraints() []constraint {
	out := []constraint{
		{"kith_schema", false, "KithSchema", []string{"one"}},
		{"kith_workspace", false, "KithWorkspace", []string{"kWorkspace"}},
		{"kith_commit_revision", false, "KithCommit", []string{"kWorkspace", "revision"}},
		{"kith_commit_id", false, "KithCommit", []string{"kWorkspace", "id"}},
		{"kith_node_id", false, "KithNode", []string{"kWorkspace", "id"}},
	}
	for _, k := range graph.EdgeKinds() {
		out = append(out, constraint{"kith_edge_" + strings.ToLower(string(k)) + "_id", true, string(k), []string{"kWorkspace", "id"}})
	}
	return out
}

func (c *constraint) createText() string {
	pattern := "(x:" + name(c.label) + ")"
	if c.edge {
		pattern = "()-[x:" + name(c.label) + "]-()"
	}
	return "CREATE CONSTRAINT " + c.name + " IF NOT EXISTS FOR " + pattern + " REQUIRE (x." + strings.Join(c.properties, ", x.") + ") IS UNIQUE"
}

// String returns what the constraint says, to compare it with the server's.
func (c *constraint) String() string {
	what := "nodes labelled "
	if c.edge {
		what = "relationships of type "
	}
	return what + c.label + ": unique (" + strings.Join(c.properties, ", ") + ")"
}
