//go:build unix

package neo4jtest

import (
	"os"
	"syscall"
)

// terminate asks a process to end in good order.
func terminate(p *os.Process) error { return p.Signal(syscall.SIGTERM) }

// freeze stops a process where it is, and returns when it stands still.
func freeze(p *os.Process) error {
	if err := p.Signal(syscall.SIGSTOP); err != nil {
		return err
	}
	return awaitStopped(p.Pid)
}

// thaw lets a frozen process go on.
func thaw(p *os.Process) error { return p.Signal(syscall.SIGCONT) }
