package neo4jtest

import (
	"errors"
	"os"
)

// terminate kills: Windows has no signal that asks a process to end.
func terminate(p *os.Process) error { return p.Kill() }

// freeze fails: Windows has no signal that stops a process.
func freeze(*os.Process) error { return errors.ErrUnsupported }

// thaw fails, as freeze does.
func thaw(*os.Process) error { return errors.ErrUnsupported }
