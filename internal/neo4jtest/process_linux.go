package neo4jtest

import "syscall"

// dieWithParent asks for a child to be killed when the thread that started it
// ends.
func dieWithParent() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
