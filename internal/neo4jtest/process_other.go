//go:build !linux

package neo4jtest

import "syscall"

// dieWithParent asks for nothing: this system does not end a child with its
// parent.
func dieWithParent() *syscall.SysProcAttr { return nil }

// awaitStopped returns at once: this system does not tell of a child that has
// stopped.
func awaitStopped(int) error { return nil }
