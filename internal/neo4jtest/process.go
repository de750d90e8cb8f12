package neo4jtest

import (
	"os/exec"
	"runtime"
)

// A process is a running or ended child process.
type process struct {
	cmd  *exec.Cmd
	done chan struct{} // closed once it has ended and been waited for
}

// startProcess starts cmd. Where the system can do it, the child is killed
// when this process ends in any way.
func startProcess(cmd *exec.Cmd) (*process, error) {
	p := &process{cmd: cmd, done: make(chan struct{})}
	cmd.SysProcAttr = dieWithParent()
	started := make(chan error)
	go func() {
		// Linux takes the thread that started a child for its parent, so
		// that thread has to live as long as the child.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait() // how it ended is in cmd.ProcessState
			close(p.done)
		}
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	return p, nil
}

// kill ends the process at once, frozen or not, and waits for its end.
func (p *process) kill() {
	_ = p.cmd.Process.Kill() // fails only when it has already ended
	<-p.done
}

// ended reports whether the process has ended.
func (p *process) ended() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}
