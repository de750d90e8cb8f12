"""Makes values.json: answers of networkx, igraph and scipy on small random
graphs, which TestOracles holds ours against.

    pip install networkx==3.6.1 igraph==1.0.0 scipy==1.17.1
    python make.py > values.json

Where two of the libraries can answer, both are asked and must agree. The same
versions give the same bytes.
"""

import json
import random

import igraph
import networkx as nx
import numpy as np
import scipy
from networkx.algorithms import bipartite
from scipy.optimize import linear_sum_assignment

ROOT = "us"


def net(r):
    """A random net: people by number, the first of them ours, some who do not
    carry, arcs to people who are not ours with whole prices."""
    n = r.randint(6, 22)
    ours = 1 + n // 5
    blocks = [v for v in range(ours, n) if r.random() < 0.12]
    arcs = {}
    for _ in range(r.randint(n, 3 * n)):
        u, v = r.randrange(n), r.randrange(ours, n)
        if u != v:
            arcs[u, v] = min(r.randint(1, 9), arcs.get((u, v), 9))
    return n, ours, blocks, arcs


def digraph(n, ours, blocks, arcs):
    """The graph in which every path from the root is a chain."""
    g = nx.DiGraph()
    g.add_nodes_from(range(n))
    for o in range(ours):
        g.add_edge(ROOT, o, price=0)
    for (u, v), price in arcs.items():
        if u not in blocks:
            g.add_edge(u, v, price=price)
    return g


def dominators(g, n):
    """Immediate dominators by networkx and igraph; -1 for the root or for
    somebody who is not reached."""
    idom = nx.immediate_dominators(g, ROOT)
    ours = [idom[v] if v in idom and idom[v] != ROOT else -1 for v in range(n)]
    ig = igraph.Graph(n + 1, [(n if u == ROOT else u, v) for u, v in g.edges], directed=True)
    theirs = [d if 0 <= d < n else -1 for d in ig.dominator(n, mode="out")[:n]]
    assert ours == theirs, (ours, theirs)
    return ours


def split(g):
    """The graph in which each person is an arc that one path may pass."""
    s = nx.DiGraph()
    for v in g.nodes:
        s.add_edge((v, "in"), (v, "out"), capacity=1)
    for u, v in g.edges:
        s.add_edge((u, "out"), (v, "in"), capacity=1)
    return s


def disjoint(g, n, ours):
    s = split(g)
    out = []
    for v in range(n):
        if v < ours:
            out.append(0)
            continue
        flow = nx.maximum_flow_value(s, (ROOT, "out"), (v, "in"))
        out.append(int(flow))
    return out


def within(g, v, hops):
    """Whether a chain of at most so many handshakes leads to v."""
    return v in nx.single_source_shortest_path_length(g, ROOT, cutoff=hops + 1)


def critical(g, n, ours, hops):
    out = []
    for v in range(n):
        who = []
        if v >= ours and within(g, v, hops):
            for x in range(n):
                if x != v:
                    h = g.copy()
                    h.remove_node(x)
                    if not within(h, v, hops):
                        who.append(x)
        out.append(who)
    return out


def depth2(g, n, ours, blocks):
    """Those of ours who reach v, and a matching of the others with v's contacts."""
    out = []
    for v in range(n):
        if v < ours:
            out.append(0)
            continue
        direct = [u for u in g.predecessors(v) if u != ROOT and u < ours]
        contacts = [u for u in g.predecessors(v) if u != ROOT and u >= ours]
        b = nx.Graph()
        b.add_nodes_from(("c", c) for c in contacts)
        for c in contacts:
            for o in g.predecessors(c):
                if o != ROOT and o < ours and o not in direct:
                    b.add_edge(("c", c), ("o", o))
        match = bipartite.hopcroft_karp_matching(b, [("c", c) for c in contacts]) if b.number_of_edges() else {}
        out.append(len(direct) + len(match) // 2)
    return out


def routes(g, n, ours, target, hops):
    """The price of the cheapest route by each introducer, by Yen's algorithm."""
    best = {}
    if not nx.has_path(g, ROOT, target):
        return []
    paths = list(nx.shortest_simple_paths(g, ROOT, target, weight="price"))
    ig = igraph.Graph(n + 1, [(n if u == ROOT else u, v) for u, v in g.edges], directed=True)
    prices = [g.edges[e]["price"] for e in g.edges]
    theirs = ig.get_k_shortest_paths(n, target, k=len(paths), weights=prices, output="epath")
    assert [nx.path_weight(g, p, "price") for p in paths] == [sum(prices[e] for e in p) for p in theirs]
    for p in paths:
        chain = p[1:]
        if 3 <= len(chain) <= hops + 1:
            best.setdefault(chain[-2], int(nx.path_weight(g, p, "price")))
    return sorted([k, v] for k, v in best.items())


def between(g, n):
    """Betweenness on the undirected graph without the root, in pairs."""
    h = nx.Graph()
    h.add_nodes_from(range(n))
    h.add_edges_from((u, v) for u, v in g.edges if u != ROOT)
    ours = nx.betweenness_centrality(h, normalized=False)
    theirs = igraph.Graph(n, list(h.edges)).betweenness()
    assert all(abs(ours[v] - theirs[v]) < 1e-9 for v in range(n))
    return [round(ours[v], 9) for v in range(n)], sorted([min(e), max(e)] for e in h.edges)


def opinions(r):
    """Shares of influence by personalised PageRank: a walk that stops with 1 - d,
    else goes on to whoever is heard, or, for what is left of one, to a place of its
    own where it stays."""
    n = r.randint(3, 12)
    heard = {}
    for _ in range(r.randint(n, 3 * n)):
        a, b = r.randrange(n), r.randrange(n)
        if a != b:
            heard[b, a] = round(r.random(), 3)
    d = r.choice([0.3, 0.5, 0.7])
    weights = [0.0] * n
    deciders = r.sample(range(n), r.randint(1, 3))
    for v in deciders:
        weights[v] = 1 / len(deciders)
    g = nx.DiGraph()
    g.add_nodes_from(range(2 * n))
    for b in range(n):
        total = sum(w for (x, _), w in heard.items() if x == b)
        by = max(1.0, total)
        for (x, a), w in heard.items():
            if x == b and w > 0:
                g.add_edge(b, a, weight=w / by)
        if total < by:
            g.add_edge(b, n + b, weight=1 - total / by)
        g.add_edge(n + b, n + b, weight=1.0)
    start = {v: weights[v] for v in range(n) if weights[v]}
    rank = nx.pagerank(g, alpha=d, personalization=start, tol=1e-15, max_iter=1000)
    ours = [rank[v] + rank[n + v] for v in range(n)]
    ig = igraph.Graph(2 * n, list(g.edges), directed=True)
    theirs = ig.personalized_pagerank(damping=d, reset=[weights[v] if v < n else 0 for v in range(2 * n)], weights=[g.edges[e]["weight"] for e in g.edges])
    assert all(abs(ours[v] - theirs[v] - theirs[n + v]) < 1e-9 for v in range(n))
    l = np.zeros((n, n))
    for b in range(n):
        total = sum(w for (x, _), w in heard.items() if x == b)
        for (x, a), w in heard.items():
            if x == b:
                l[b, a] = d * w / max(1.0, total)
    solved = np.array(weights) @ np.linalg.inv(np.eye(n) - l) * (1 - l.sum(axis=1))
    assert np.allclose(solved, ours, atol=1e-9)
    return {"heard": sorted([b, a, w] for (b, a), w in heard.items()), "weights": weights, "d": d, "shares": [round(x, 9) for x in solved.tolist()]}


def assignment(r):
    """The least cost of giving demands to owners, whose j-th costs 2j² besides, by
    the Hungarian method on owners repeated and on a place of its own for each
    demand left open."""
    owners, demands, seats = r.randint(2, 8), r.randint(3, 24), 6
    cost = [[r.randint(-15, 40) for _ in range(owners)] for _ in range(demands)]
    left = [r.choice([8, 25, 40, 60]) for _ in range(demands)]
    base = [r.randint(0, 3) for _ in range(owners)]
    far = 10**6
    m = np.full((demands, owners * seats + demands), far)
    for i in range(demands):
        for k in range(owners):
            for j in range(seats):
                m[i, k * seats + j] = cost[i][k] + 2 * (base[k] + j) ** 2
        m[i, owners * seats + i] = left[i]
    rows, cols = linear_sum_assignment(m)
    return {"cost": cost, "open": left, "base": base, "seats": seats, "total": int(m[rows, cols].sum())}


def main():
    r = random.Random(20261026)
    nets = []
    for _ in range(60):
        n, ours, blocks, arcs = net(r)
        g = digraph(n, ours, blocks, arcs)
        target = r.randrange(ours, n)
        betweenness, edges = between(g, n)
        nets.append({
            "size": n, "ours": ours, "blocks": blocks,
            "arcs": sorted([u, v, price] for (u, v), price in arcs.items()),
            "dominators": dominators(g, n), "disjoint": disjoint(g, n, ours),
            "critical2": critical(g, n, ours, 2), "critical3": critical(g, n, ours, 3),
            "depth2": depth2(g, n, ours, blocks),
            "target": target, "routes": routes(g, n, ours, target, 3) if n <= 14 else None,
            "edges": edges, "between": betweenness,
        })
    values = {
        "by": {"networkx": nx.__version__, "igraph": igraph.__version__, "scipy": scipy.__version__},
        "nets": nets,
        "opinions": [opinions(r) for _ in range(60)],
        "assignments": [assignment(r) for _ in range(60)],
    }
    lines = ["{", '"by": %s,' % json.dumps(values["by"])]
    for i, key in enumerate(("nets", "opinions", "assignments")):
        rows = ",\n".join(json.dumps(x, separators=(",", ":")) for x in values[key])
        lines.append('"%s": [\n%s\n]%s' % (key, rows, "," if i < 2 else ""))
    print("\n".join(lines + ["}"]))


main()
