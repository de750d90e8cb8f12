// Package engine is what stands between the domain and its storage. A [Store]
// keeps the commits of workspaces durably; an [Engine] over it holds one
// immutable snapshot per workspace in memory, lets one writer at a time edit a
// draft of it, and tells those who watch what was committed.
//
// # A read
//
// [Engine.Snapshot] is one atomic load. Whoever holds a snapshot holds a whole
// revision for as long as they like; nobody waits for anybody.
//
// # A write
//
// [Engine.Update] runs an edit on a draft of the newest snapshot, checks the
// rules, appends the commit with compare-and-set on the revision, and publishes
// the new snapshot only when the commit is durable. When another process was
// first, it catches up and runs the edit again.
//
// # Groups
//
// An edit of more than [graph.MaxChanges] changes travels as several commits,
// all but the last with More set. Readers, watchers and old revisions see such
// a group whole or not at all. One that its writer left unfinished is rolled
// back by commits that undo it and end the group, so the log stays what it is:
// append-only and without a gap.
//
// # Storage
//
// [Mem] keeps workspaces in memory; graph/sqlitestore and graph/neo4jstore keep
// them on disk. [Verify] holds any store against the laws that all of them
// obey.
package engine
