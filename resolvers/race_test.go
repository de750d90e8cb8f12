//go:build race

package resolvers_test

// gatePeople is how many people the worst questions are asked about: fewer where each
// access to memory is watched.
const gatePeople = 1_000

// slower is how many times longer the race detector makes everything take.
const slower = 10
