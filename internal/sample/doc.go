// Package sample makes believable workspaces without anybody's data.
//
// [Company] is the sample that kith ships: our firm Nordlicht, two customers and
// a prospect, some 150 people with history, labels, decision areas, ties,
// pairings and promises. Its stories are planted, so that each headline question
// has an answer worth reading:
//
//   - Marta Keller, champion at Brackwell Foods, moved to the prospect Helvar
//     Energy forty days ago.
//   - Oskar Lindqvist decides the signalling renewal at Dunmore Rail, and only
//     Ben Okafor knows him.
//   - Viktor Stahl, detractor, sways the chief information officer of Brackwell.
//   - Ben Okafor, key account manager of Dunmore, has given notice.
//   - Brackwell's head of procurement is a vacancy.
//
// [Elements] streams a workspace of any size for benchmarks.
//
// Everything counts from a base day and a seed: the same arguments give the same
// bytes.
package sample
