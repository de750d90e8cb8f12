// Package kernel holds a workspace in memory: immutable snapshots of nodes and
// edges in shared pages, with their neighbours, indexes and keys, and how one
// snapshot follows from another.
//
// A [Snapshot] never changes: [Snapshot.Apply] returns a new one that shares what
// did not change. It knows kinds, days and IDs, and nothing of what they mean on a
// day: that is package view.
package kernel
