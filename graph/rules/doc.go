// Package rules holds the invariants of a workspace, by name: what every change is
// held against, whichever store keeps it.
package rules
