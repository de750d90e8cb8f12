"""Asks networkx, igraph and scipy the questions of TestPeers.

It reads one question a line from standard input and writes one answer a line,
both in JSON. Arcs come from a file of whole numbers of four bytes: from, to and
price. Only the work on the question is timed: the graph is there in the form
that the library wants, and answers are put in kith's form afterwards.
"""

import gc
import json
import os
import sys
import time

import igraph
import networkx as nx
import numpy as np
import scipy
from networkx.algorithms import connectivity, flow
from scipy.optimize import linear_sum_assignment

ROOT = -1  # in front of all of ours, in networkx
ROUNDS, PATIENCE = 5, 4  # at most so many, none begun after so many seconds


def resident():
    """The bytes of memory that the process has."""
    with open("/proc/self/statm") as f:
        return int(f.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def timed(work):
    """The seconds of the fastest round, and what the work returns."""
    gc.collect()
    best, began = None, time.perf_counter()
    for _ in range(ROUNDS):
        start = time.perf_counter()
        value = work()
        end = time.perf_counter()
        best = end - start if best is None else min(best, end - start)
        if end - began > PATIENCE:
            break
    return best, value


class Graph:
    """One graph: people by number, the first of them ours, some who do not carry.
    Every path from the root is a chain."""

    def __init__(self, q):
        self.n, self.ours = q["people"], q["ours"]
        arcs = np.fromfile(q["file"], dtype="<i4").reshape(-1, 3)
        self.arcs = arcs
        blocked = np.zeros(self.n, dtype=bool)
        blocked[q["blocks"]] = True
        self.leading = arcs[~blocked[arcs[:, 0]]]
        self.made = {}

    def get(self, make):
        """What a function makes of this graph, made once."""
        if make not in self.made:
            self.made[make] = make(self)
        return self.made[make]

    # The forms that the libraries want.

    def nx_graph(self):
        g = nx.DiGraph()
        g.add_nodes_from(range(self.n))
        g.add_edges_from((ROOT, o) for o in range(self.ours))
        g.add_edges_from(self.leading[:, :2].tolist())
        return g

    def ig_graph(self):
        roots = [[self.n, o] for o in range(self.ours)]
        return igraph.Graph(self.n + 1, np.concatenate([roots, self.leading[:, :2]]), directed=True)

    def nx_auxiliary(self):
        h = connectivity.build_auxiliary_node_connectivity(self.get(Graph.nx_graph))
        return h, flow.build_residual_network(h, "capacity")

    def ig_split(self, cap):
        """Each person is an arc from 2v to 2v+1 that one path may pass, and the
        root one that cap may."""
        n = self.n
        v = np.arange(n)
        edges = np.concatenate([
            np.stack([2 * v, 2 * v + 1], 1),
            np.stack([2 * self.leading[:, 0] + 1, 2 * self.leading[:, 1]], 1),
            np.stack([np.full(self.ours, 2 * n + 1), 2 * v[: self.ours]], 1),
            [[2 * n, 2 * n + 1]],
        ])
        g = igraph.Graph(2 * n + 2, edges, directed=True)
        g.es["capacity"] = [1] * (len(edges) - 1) + [cap]
        return g

    def layers(self):
        """The arcs and prices of a graph in which every path from the root to
        3n+t is an introduction to t over two or three handshakes. It has each
        person four times: as the one of ours who begins, the first or second who
        carries, and the target."""
        n = self.n
        ours = self.arcs[self.arcs[:, 0] < self.ours]
        theirs = self.leading[self.leading[:, 0] >= self.ours]
        begin = np.stack([np.full(self.ours, 4 * n), np.arange(self.ours), np.zeros(self.ours, dtype=int)], 1)
        return np.concatenate([begin, ours + [0, n, 0], ours + [0, 2 * n, 0], theirs + [n, 2 * n, 0], theirs + [2 * n, 3 * n, 0]])

    def nx_layers(self):
        g = nx.DiGraph()
        g.add_weighted_edges_from(self.get(Graph.layers).tolist(), weight="price")
        return g

    def ig_layers(self):
        arcs = self.get(Graph.layers)
        g = igraph.Graph(4 * self.n + 1, arcs[:, :2], directed=True)
        g.es["price"] = arcs[:, 2].tolist()
        return g

    def walk(self, d):
        """Who hears whom, for a walk that goes on with probability d: somebody
        who hears less than one in all stays with themselves so long that they
        stop as often as in the model of Friedkin and Johnsen."""
        hears, heard, weight = self.arcs[:, 1], self.arcs[:, 0], self.arcs[:, 2] / 5000
        total = np.bincount(hears, weight, self.n)
        by = np.maximum(1, total)
        stay = (1 - total / by) / (1 - d * total / by)
        on = (1 - stay[hears]) * weight / total[hears]
        own = np.nonzero(stay > 0)[0]
        return np.concatenate([hears, own]), np.concatenate([heard, own]), np.concatenate([on, stay[own]])

    def nx_walk(self, d):
        g = nx.DiGraph()
        g.add_nodes_from(range(self.n))
        g.add_weighted_edges_from(zip(*(x.tolist() for x in self.walk(d))))
        return g

    def ig_walk(self, d):
        a, b, w = self.walk(d)
        g = igraph.Graph(self.n, np.stack([a, b], 1), directed=True)
        g.es["weight"] = w.tolist()
        return g

    def pairs(self, people):
        """The undirected graph of the first people."""
        inside = self.leading[(self.leading[:, :2] < people).all(1)][:, :2]
        return np.unique(np.sort(inside, 1), axis=0)


def padded(prices, k):
    return prices + [-1] * (k - len(prices))


def nx_memory(g, q):
    return timed_memory(g.nx_graph)


def ig_memory(g, q):
    return timed_memory(g.ig_graph)


def timed_memory(make):
    gc.collect()
    before = resident()
    start = time.perf_counter()
    made = make()
    seconds = time.perf_counter() - start
    gc.collect()
    return seconds, [resident() - before], made


def nx_dominators(g, q):
    h = g.get(Graph.nx_graph)
    seconds, idom = timed(lambda: nx.immediate_dominators(h, ROOT))
    return seconds, [idom.get(v, ROOT) for v in range(g.n)]


def ig_dominators(g, q):
    h = g.get(Graph.ig_graph)
    seconds, idom = timed(lambda: h.dominator(g.n, mode="out"))
    return seconds, [int(d) if 0 <= d < g.n else -1 for d in idom[: g.n]]


def nx_disjoint(g, q):
    h = g.get(Graph.nx_graph)
    auxiliary, residual = g.get(Graph.nx_auxiliary)

    def count(t):
        return connectivity.local_node_connectivity(h, ROOT, t, auxiliary=auxiliary, residual=residual, cutoff=q["cap"])

    return timed(lambda: [count(t) for t in q["targets"]])


def ig_disjoint(g, q):
    h = g.ig_split(q["cap"])
    return timed(lambda: [h.maxflow_value(2 * g.n, 2 * t, capacity="capacity") for t in q["targets"]])


def nx_routes(g, q):
    h = g.get(Graph.nx_layers)

    def ask(t):
        found = []
        for path in nx.shortest_simple_paths(h, 4 * g.n, 3 * g.n + t, weight="price"):
            found.append(path)
            if len(found) == q["k"]:
                break
        return found

    seconds, routes = timed(lambda: [ask(t) for t in q["targets"]])
    return seconds, [x for of in routes for x in padded([nx.path_weight(h, p, "price") for p in of], q["k"])]


def ig_routes(g, q):
    h = g.get(Graph.ig_layers)
    prices = h.es["price"]

    def ask(t):
        # Backwards, where there is less to look at.
        return h.get_k_shortest_paths(3 * g.n + t, 4 * g.n, k=q["k"], mode="in", weights="price", output="epath")

    seconds, routes = timed(lambda: [ask(t) for t in q["targets"]])
    return seconds, [x for of in routes for x in padded([sum(prices[e] for e in p) for p in of], q["k"])]


def nx_influence(g, q):
    h, start = g.nx_walk(q["d"]), {v: 1 / len(q["targets"]) for v in q["targets"]}
    seconds, rank = timed(lambda: nx.pagerank(h, alpha=q["d"], personalization=start, tol=1e-13 / g.n, max_iter=1000))
    return seconds, [rank[v] for v in range(g.n)]


def ig_influence(g, q):
    h, start = g.ig_walk(q["d"]), [0.0] * g.n
    for v in q["targets"]:
        start[v] = 1 / len(q["targets"])
    return timed(lambda: h.personalized_pagerank(damping=q["d"], reset=start, weights="weight"))


def nx_between(g, q):
    h = nx.Graph()
    h.add_nodes_from(range(q["first"]))
    h.add_edges_from(g.pairs(q["first"]).tolist())
    seconds, value = timed(lambda: nx.betweenness_centrality(h, normalized=False))
    return seconds, [value[v] for v in range(q["first"])]


def ig_between(g, q):
    h = igraph.Graph(q["first"], g.pairs(q["first"]))
    return timed(h.betweenness)


def sp_assignment(g, q):
    """The Hungarian method on each owner's places, whose j-th costs 2j² besides,
    and on a place of its own for each demand left open."""
    cost, left, seats = np.array(q["cost"]), np.array(q["open"]), q["seats"]
    demands, owners = cost.shape
    m = np.full((demands, owners * seats + demands), 10**6)
    for j in range(seats):
        m[:, j : owners * seats : seats] = np.minimum(10**6, cost + 2 * j * j)
    m[np.arange(demands), owners * seats + np.arange(demands)] = left
    seconds, (rows, cols) = timed(lambda: linear_sum_assignment(m))
    return seconds, [int(m[rows, cols].sum())]


def main():
    versions = {"networkx": nx.__version__, "igraph": igraph.__version__, "scipy": scipy.__version__}
    print(json.dumps(versions), flush=True)
    graph, file = None, None
    for line in sys.stdin:
        q = json.loads(line)
        if q["file"] != file:
            graph, file = Graph(q), q["file"]
        seconds, answer = globals()[q["by"] + "_" + q["question"]](graph, q)[:2]
        print(json.dumps({"seconds": seconds, "answer": list(answer)}), flush=True)


main()
