// Package soak says how often tests repeat what is random or is killed at a
// random moment: a few times in make test, so that it is done in minutes
// everywhere, and many times in make soak, which sets KITH_SOAK=1. The tests and
// what they demand are the same.
//
// Only tests import it.
package soak

import (
	"flag"
	"os"
	"strconv"
)

// Times returns how often to repeat: so many times in make test, or so many in
// make soak.
func Times(quick, long int) int {
	if os.Getenv("KITH_SOAK") == "1" {
		return long
	}
	return quick
}

// Checks tells rapid how many cases each property of a test binary is tried on,
// unless its flag says otherwise. It is for the init function of a package that
// imports rapid.
func Checks(n int) {
	if err := flag.Set("rapid.checks", strconv.Itoa(n)); err != nil {
		panic(err)
	}
}
