// Package law holds the tests of what everything that reads a workspace must
// agree on: whatever was done to it, the objects and filters of the API, the
// analyses, the answers that are kept, the pictures and the outline say the same
// about who sits where, whose they are, how they stand to us and whom they
// report to.
package law
