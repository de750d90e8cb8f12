// Package graphviz lays out the NETWORK diagram of package export with Graphviz's
// dot, which runs in another program: kith-graphviz, of cmd/kith-graphviz.
//
// Graphviz is a large program in C, here as WebAssembly from the module
// github.com/goccy/go-graphviz, and is kept at arm's length:
//
//   - Each layout is one run of the program, which nothing of another is there in.
//   - It is given sizes and numbers of boxes and lines, never a name, and what
//     it answers is numbers, which are held against bounds before use.
//   - It has no environment but a temporary directory of its own that others
//     cannot enter, and Graphviz in it sees no file. On Linux the system bounds
//     its memory.
//   - A cancelled context kills it.
//
// The same network gives the same places on every machine, busy or idle:
// WebAssembly's arithmetic is exact about floating point, places are rounded to
// tenths of a pixel, and what Graphviz is given is bounded by its size and not by
// time. A run that takes too long or fails is an error, never another picture.
// Without the program, and for networks beyond the bounds, [Layout.LayOut] says
// so by [export.ErrOwnLayout].
package graphviz
