// Package view reads a workspace on a day: who exists, who holds a seat, who is
// ours, who leads whom, how somebody stands to us in a matter. It is the one
// reading: the API, the analyses, the pictures, the briefs and the rules of thumb
// that stand on it all ask a [View], so that no two of them disagree.
//
// A View can carry a [Trace] of what was read, for answers that are kept until a
// change touches it, a [Clock] of until when what was read holds, and a mask of
// what its reader may not see.
package view
