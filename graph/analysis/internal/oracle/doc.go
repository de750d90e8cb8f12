// Package oracle holds the algorithms of chains, matching, centrality and opinions
// against slower ones that are plainly right, and against the answers of networkx,
// igraph, scipy and gonum. It has no code of its own.
package oracle
