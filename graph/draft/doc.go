// Package draft collects edits over a snapshot. Its verbs are the planner's: add a
// person, move, vacate, assess, pair, promise, merge, undo. Each verb takes a
// [Draft] and edits it, or refuses and leaves it as it was; what would be written
// is checked by package rules when the draft is closed.
package draft
