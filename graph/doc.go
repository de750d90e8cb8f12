// Package graph is kith's domain: who sits where, who knows whom and how well,
// who decides, who is for us and who is against, each fact with the days on
// which it is true and the revision at which it became known.
//
// It and its rooms use the standard library only and do no I/O: no clock, no random
// source, no goroutine. Every function is deterministic, so the same input
// gives the same bytes on every machine and on every store.
//
// # The words
//
// An [Element] is one stored fact: a node or an edge with its kind, its days of
// validity and its [Props]. The typed facts ([Person], [Position], [Knows] …)
// are the same facts with Go fields; [Encode] and [Decode] go between the two.
//
// A [Change] is one element before and after; a [Commit] is a dated, authored
// list of changes and the unit of history: audit trail, undo, change feed and
// the way back in record time are all this one record.
//
// # The rooms
//
// This package is the model: kinds, facts, days, properties, changes, errors. What
// is done with it has a room each, one job to a room, and none imports one that is
// below it in this list:
//
//   - kernel: a Snapshot is the whole workspace at one [Revision]. It is immutable;
//     its Apply returns a new one that shares what did not change.
//   - view: a View is a snapshot on one day, the one reading: who holds a seat, what
//     a title was, who is ours, how somebody stands to us.
//   - rules: the invariants by name, which every change is held against.
//   - draft: a Draft collects edits over a snapshot. The verbs are the planner's (add
//     a person, move, vacate, assess, pair, promise, merge, undo); to close it checks
//     the rules and returns what would be written.
//   - analysis: the planner's questions, each a pure function of a view and a query.
//
// Around them stand engine (snapshots, commits and watches over a store), the stores
// sqlitestore and neo4jstore, and storetest, the contract of every store.
//
// # Two clocks
//
// Valid time is the half-open interval of days [from, to) that an element
// carries; either end may be open. Record time is the revision that wrote it.
// A question names both: a day to look at, and a revision to believe.
package graph
