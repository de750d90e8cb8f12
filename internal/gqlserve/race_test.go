//go:build race

package gqlserve_test

const raceEnabled = true
