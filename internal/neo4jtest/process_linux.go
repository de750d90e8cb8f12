package neo4jtest

import (
	"errors"
	"syscall"

	"golang.org/x/sys/unix"
)

// dieWithParent asks for a child to be killed when the thread that started it
// ends.
func dieWithParent() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}

// awaitStopped returns when every thread of a child that was sent SIGSTOP has
// stopped, which on a busy machine is a while after the signal.
func awaitStopped(pid int) error {
	for {
		err := unix.Waitid(unix.P_PID, pid, nil, unix.WSTOPPED|unix.WNOWAIT, nil)
		if !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}
