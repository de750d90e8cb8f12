// Package graphviz lays out the NETWORK view of package export with Graphviz's
// dot.
//
// Graphviz is a large program in C, here compiled to WebAssembly (see
// NOTICE.md), and is kept at arm's length:
//
//   - It runs in a worker: a child process of the same binary, started at the
//     first picture, so that a start of the program costs nothing and a crash
//     costs one picture. [Main] is the worker's entry and stands first in main.
//   - A worker does one job at a time, each in a fresh instance of the module
//     with its own memory, at most 256 MB; nothing of one job is there in the
//     next. The module has no files, clock, arguments or environment.
//   - A job has a deadline, and a cancelled context ends it: the worker is
//     killed and another one starts.
//   - It is given sizes and numbers of boxes and lines, never a name, and what
//     it answers is numbers, which are held against the caps before use.
//
// The same job gives the same places on every machine: WebAssembly's
// arithmetic is exact about floating point, and the result is rounded to tenths
// of a pixel.
package graphviz
