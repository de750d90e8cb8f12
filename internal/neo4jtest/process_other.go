//go:build !linux

package neo4jtest

import "syscall"

// dieWithParent asks for nothing: this system does not end a child with its
// parent.
func dieWithParent() *syscall.SysProcAttr { return nil }
