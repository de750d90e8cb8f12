package main

import (
	"fmt"
	"syscall"
)

// maxMemory bounds the memory that the program may write to, in bytes. An empty
// job takes 130 MB, most of which is reserved and never used, and the largest
// 210 MB.
const maxMemory = 512 << 20

// limitMemory makes the system refuse more memory than maxMemory, at which the
// Go runtime ends the program.
func limitMemory() error {
	if err := syscall.Setrlimit(syscall.RLIMIT_DATA, &syscall.Rlimit{Cur: maxMemory, Max: maxMemory}); err != nil {
		return fmt.Errorf("limiting the memory: %w", err)
	}
	return nil
}
