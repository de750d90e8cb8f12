// Package intake takes the files of an import in pieces, plans the import and carries
// out the plan.
//
// A [Desk] keeps uploads and plans for their owners, each found by a random token.
// [Desk.Start] begins an upload of so many pieces, [Desk.Piece] takes one: in any
// order, and the same one again. [Desk.Plan] says what an import of uploads would
// do, [Desk.Answer] answers its questions, which plans anew, and [Desk.Apply] writes
// what was planned, change for change, or says what has changed since.
//
// Work goes on without whoever asked for it: Plan, Answer and Apply come back after
// [Patience] with the plan as it is then, and [Desk.Look] and [Desk.Watch] show the
// rest.
//
// # What is bounded
//
// [Options] bound pieces, uploads, plans, what runs at once and how long what nobody
// touches stays. Pieces lie in a folder that nobody else can read, under names that no
// client gave; it goes with the desk, and when the desk's process died, with the next
// desk.
package intake
