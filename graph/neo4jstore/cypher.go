package neo4jstore

import (
	"fmt"
	"strings"

	"github.com/kithgraph/kith/graph"
)

// The statements of the store. Where one finds nodes by their ids and then what ends at
// them, it names the index: else Neo4j plans to read the whole of it for each row as long
// as it takes it for empty, and keeps that plan. The only names that are put into a text are
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

// createNodesText makes nodes of rows [kind, properties]. A label that is a
// parameter costs a create nothing; a look-up by one would know no index.
const createNodesText = "UNWIND $p.rows AS row CREATE (n:KithNode:$(row[0])) SET n = row[1]"

// createEdgesText makes edges of rows [kind, start, end, properties] and returns
// how many: one whose ends are not there is not made.
const createEdgesText = "UNWIND $p.rows AS row " +
	"MATCH (a:KithNode {kWorkspace: $p.ws, id: row[1]}) MATCH (b:KithNode {kWorkspace: $p.ws, id: row[2]}) " +
	"CREATE (a)-[r:$(row[0])]->(b) SET r = row[3] RETURN count(*)"

// differing returns an expression for the properties of v that are not as a row
// has them, each with its value.
func differing(v string) string {
	return "[k IN keys(row[1]) WHERE coalesce(" + v + "[k] <> row[1][k], (" + v + "[k] IS NULL) <> (row[1][k] IS NULL)) | [k, " + v + "[k]]]"
}

// found ends a statement that looked v up for rows [id, before, …]: it returns a
// row [id, whether it is not there, properties that are not as before] for each
// element that is not as it was to be.
const found = " WITH row, gone, wrong WHERE gone OR size(wrong) > 0 RETURN row[0], gone, wrong"

// updateNodesText sets properties of nodes, of rows [id, properties before,
// properties after, kind]. It touches no others.
var updateNodesText = "UNWIND $p.rows AS row " +
	"OPTIONAL MATCH (n:KithNode {kWorkspace: $p.ws, id: row[0]}) WHERE row[3] IN labels(n) " +
	"WITH row, n, n IS NULL AS gone, " + differing("n") + " AS wrong SET n += row[2]" + found

// removeNodesText removes nodes of rows [id, properties before, kind or null for
// any], relationships of others with them. It leaves, and tells with a null for
// the properties, those at which an edge of the workspace ends. A node of any kind
// need not be there.
var removeNodesText = "UNWIND $p.rows AS row " +
	"OPTIONAL MATCH (n:KithNode {kWorkspace: $p.ws, id: row[0]}) WHERE row[2] IS NULL OR row[2] IN labels(n) " +
	"WITH row, n, n IS NULL AND row[2] IS NOT NULL AS gone, " +
	"CASE WHEN NOT EXISTS { (n)-[r]-() WHERE r.kWorkspace = $p.ws AND r.id IS NOT NULL } THEN " + differing("n") + " END AS wrong " +
	"FOREACH (x IN CASE WHEN n IS NULL OR wrong IS NULL THEN [] ELSE [n] END | DETACH DELETE x) " +
	"WITH row, gone, wrong WHERE gone OR wrong IS NULL OR size(wrong) > 0 RETURN row[0], gone, wrong"

// changeText sets properties of edges of a kind, of rows [id, properties before,
// properties after or null to remove it, start, end].
func (sh *shape) changeText() string {
	return "UNWIND $p.rows AS row " +
		"OPTIONAL MATCH (a)-[r:" + name(string(sh.kind)) + " {kWorkspace: $p.ws, id: row[0]}]->(b) WHERE a.id = row[3] AND b.id = row[4] " +
		"WITH row, r, r IS NULL AS gone, " + differing("r") + " AS wrong " +
		"FOREACH (x IN CASE WHEN r IS NOT NULL AND row[2] IS NULL THEN [r] ELSE [] END | DELETE x) " +
		"FOREACH (x IN CASE WHEN r IS NOT NULL AND row[2] IS NOT NULL THEN [r] ELSE [] END | SET x += row[2])" + found
}

// removeEdgesText removes edges of any kind by their ids.
var removeEdgesText = func() string {
	var each []string
	for _, sh := range edgeShapes {
		each = append(each, "MATCH ()-[r:"+name(string(sh.kind))+" {kWorkspace: $p.ws, id: id}]->() RETURN r")
	}
	return "UNWIND $p.rows AS id CALL (id) { " + strings.Join(each, " UNION ALL ") + " } DELETE r"
}()

// unmarkText gives pending nodes and the pending edges that begin there their first day, of
// rows [id of the node, its day or null, days of edges by their ids where they are not open].
// What is derived has it in kFrom.
const unmarkText = "UNWIND $p.rows AS row MATCH (n:KithNode {kWorkspace: $p.ws, id: row[0]}) " +
	"FOREACH (x IN CASE WHEN row[1] IS NULL THEN [] ELSE [n] END | SET x.from = row[1]) " +
	"WITH n, row[2] AS days MATCH (n)-[r]->() WHERE r.kWorkspace = $p.ws AND r.from = $dusk " +
	"SET r.from = coalesce(days[r.id], r.kFrom, $dawn) REMOVE r.kFrom"

// appendText locks the workspace, and then appends a commit if the head is the
// expected one. It returns the head that it found, the revision of an earlier
// commit with the same id, whether an erasure or a removal is unfinished, and which
// edit is staged, after which revision; after either of the former, or another head,
// it has written nothing but the lock.
// The lock comes first: a head that was read before would be out of date.
func appendText(first bool) string {
	lock := "MATCH (w:KithWorkspace {kWorkspace: $p.ws}) "
	if first {
		lock = "MERGE (w:KithWorkspace {kWorkspace: $p.ws}) ON CREATE SET w.head = 0, w.floor = 0, w.epoch = $p.nonce, w.name = $p.ws "
	}
	return lock + "SET w.lock = $p.nonce WITH w " +
		"OPTIONAL MATCH (c:KithCommit {kWorkspace: $p.ws, id: $p.id}) " +
		"WITH w, w.head AS head, c.revision AS had, (w.dropping IS NOT NULL OR w.erasing IS NOT NULL) AS unfinished, w.staged AS staged, w.stagedAfter AS after " +
		"FOREACH (_ IN CASE WHEN head = $p.expect AND had IS NULL AND NOT unfinished THEN [1] ELSE [] END | " +
		"SET w.head = $p.expect + 1, w.staged = CASE WHEN $p.stage THEN coalesce(staged, $p.id) END, w.stagedAfter = CASE WHEN $p.stage THEN coalesce(after, $p.expect) END " +
		"CREATE (:KithCommit {kWorkspace: $p.ws, revision: $p.expect + 1, id: $p.id, at: $p.at, actor: $p.actor, reason: $p.reason, more: $p.more, name: 'revision ' + ($p.expect + 1)}) " +
		"CREATE (:KithChanges {kWorkspace: $p.ws, revision: $p.expect + 1, changes: $p.changes})) " +
		"RETURN head, had, unfinished, staged, after"
}

var appendFirst, appendNext = appendText(true), appendText(false)

// pageText reads the first facts of a kind after an id, in the order of their
// ids, as one list of rows. The order names both properties of the index, or the
// server would sort.
func (sh *shape) pageText() string {
	return "MATCH ()-[r:" + name(string(sh.kind)) + "]->() WHERE r.kWorkspace = $p.ws AND r.id > $p.after " +
		"WITH r ORDER BY r.kWorkspace, r.id LIMIT $p.limit " +
		"WITH startNode(r).id AS a, endNode(r).id AS b, properties(r) AS e " + // reads them in one go
		"RETURN collect(CASE WHEN e.from = $dusk THEN [e.id] ELSE [e.id, a, b, " + sh.columns("e") + "] END)"
}

// nodePageText reads the first nodes of all kinds after an id, in the order of
// their ids, as one list of rows, each with the place of its shape before it.
var nodePageText = func() string {
	var b strings.Builder
	b.WriteString("MATCH (n:KithNode) WHERE n.kWorkspace = $p.ws AND n.id > $p.after " +
		"WITH n ORDER BY n.kWorkspace, n.id LIMIT $p.limit WITH n, properties(n) AS e RETURN collect(CASE WHEN e.from = $dusk THEN [e.id]")
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
		{"kith_changes_revision", false, "KithChanges", []string{"kWorkspace", "revision"}},
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

// index is one that the store makes for those who ask in Cypher: it needs none itself.
type index struct {
	edge     bool
	label    string // or relationship type
	property string // beside kWorkspace
}

// indexes returns all of them: what people look for by.
func indexes() []index {
	return []index{
		{false, "Organization", "id"}, {false, "Organization", "name"},
		{false, "Person", "id"}, {false, "Person", "name"},
		{false, "Position", "id"}, {false, "Position", "title"},
		{false, "Account", "id"}, {false, "Account", "name"},
		{false, "DecisionArea", "id"}, {false, "DecisionArea", "name"},
		{false, "Assessment", "stance"},
		{true, atType, "ours"}, {true, atType, "title"}, {true, atType, "occupancy"},
	}
}

func (x index) name() string { return "kith_by_" + strings.ToLower(x.label) + "_" + x.property }

func (x index) createText() string {
	pattern := "(x:" + name(x.label) + ")"
	if x.edge {
		pattern = "()-[x:" + name(x.label) + "]-()"
	}
	return "CREATE INDEX " + x.name() + " IF NOT EXISTS FOR " + pattern + " ON (x.kWorkspace, x." + name(x.property) + ")"
}
