// Package importer reads other systems' exports into a workspace: tables of one
// neutral form (docs/import.md), and what packages formats and mailbox make of the
// files of products, become edits of a [draft.Draft].
//
// [Files] lists the files behind paths, [Plan] edits a draft so that it says
// what they say and returns a [Preview]: counts and samples of what changes, the
// rows that were not taken with the reason for each, and the questions that only
// a person can answer. A [Mapping] says what the words of one source mean.
//
// # What holds for every import
//
// Importing the same files again changes nothing: nodes are found by the ids of
// their source, the IDs of edges follow from what they say. The outcome breaks no
// rule of package graph, whatever the files hold: what would break one is left
// out and reported. What a file does not say stays as it is. Equal input gives
// an equal draft and an equal preview.
//
// # How it is built
//
// Package sheet turns bytes of any quality into rows or problems, in bounded
// memory. A table says which columns a file has and under which names; rows gives
// typed cells. There is one reader of rows per table. Facts that change over time
// while they stay the same (a title, a manager, the holder of a seat) go through
// a timeline: merge decides what is known once a file has had its say over what
// was known before.
package importer
