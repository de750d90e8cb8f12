package neo4jtest

import "strings"

// A Version is an exact release of Neo4j Community Edition, such as "5.26.30".
// Only the versions listed by [Versions] are known.
type Version string

// The releases that tests run against. Raising one is a change of its own: the
// new jars are fetched into a cache folder of their own.
const (
	V5    Version = "5.26.30"   // long-term support; runs on Java 17 or 21
	V2026 Version = "2026.08.1" // newest; runs on Java 25
)

// Versions returns all known versions, oldest first.
func Versions() []Version { return []Version{V5, V2026} }

// Line returns the release line of v without its patch number, such as "5.26".
func (v Version) Line() string {
	return string(v[:max(strings.LastIndexByte(string(v), '.'), 0)])
}

// A release says how a version is started.
type release struct {
	main  string // main class
	javas []int  // major versions of Java it runs on, best first
}

// releases has an entry for every version that Versions lists.
var releases = map[Version]release{
	V5:    {main: "org.neo4j.server.CommunityEntryPoint", javas: []int{17, 21}},
	V2026: {main: "org.neo4j.server.Neo4jCommunity", javas: []int{25}},
}
