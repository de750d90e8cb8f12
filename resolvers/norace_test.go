//go:build !race

package resolvers_test

// gatePeople is how many people the worst questions are asked about.
const gatePeople = 10_000

const slower = 1
