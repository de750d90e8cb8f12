// Package neo4jstore keeps workspaces in Neo4j, as a property graph that people
// can read and query with Neo4j's own tools.
//
// A fact is a node or a relationship. Its kind is the label or the relationship
// type, its properties are Neo4j properties of the types that they have in
// [graph.Fields]: text, whole numbers, floats, booleans, dates, lists of text.
// So "who sits where on 1 March" is a MATCH of Person, HOLDS and Position, not a
// search in blobs. Besides, every fact carries its workspace in kWorkspace, and
// every node the label KithNode, under which one index finds it.
//
// Beside the facts there are four kinds of nodes for the books:
//
//	(:KithWorkspace {kWorkspace, head, floor, …})  the newest revision; its lock serialises writers
//	(:KithCommit {kWorkspace, revision, id, at, actor, reason, more})  the log
//	(:KithChanges {kWorkspace, revision, changes})  what its commits changed
//	(:KithSchema {version, …})                     the format of the database
//
// The changes of a commit are the only JSON. What is derived of the facts for those who
// ask in Cypher stands in derive.go; the store reads none of it back. docs/neo4j.md
// describes the whole for people who query it; the directory cypher has questions to
// paste.
//
// # How a commit stays whole
//
// Neo4j reads committed data, not snapshots, so a revision that was read before
// it was locked may be old by the time it is written. Apply therefore writes to
// the workspace's node first, which locks it, and then reads the head, in one
// transaction with the changes and the commit. Load takes no lock: it reads in
// pages and says between which revisions it did, and the caller replays those.
//
// When the answer to a COMMIT is lost, Apply looks the commit up under the same
// lock: whoever holds the lock knows that no other transaction on the workspace
// is still under way.
//
// An edit of several commits is staged: what it adds holds on no day until its last
// commit, and what it changes stays as it was. See staged.go.
//
// Statements are planned before a transaction begins, never in one that holds a
// lock: see plan.go.
//
// # Foreign data
//
// Labels, properties and relationships that kith does not know are left alone:
// a rank that a graph algorithm wrote on people survives their next change. A
// fact that somebody edited by hand is read as it is and shows up in a check
// against the log; a commit that would overwrite what was edited is refused with an
// [engine.HandEditError].
package neo4jstore
