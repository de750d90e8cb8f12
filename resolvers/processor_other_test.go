//go:build !linux && !race

package resolvers_test

import "time"

// processorTime is not known here: what takes time is not held against a promise.
func processorTime() time.Duration { return 0 }
