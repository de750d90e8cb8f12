package rules

import (
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
)

// Rule is one named invariant of a workspace.
type Rule struct {
	Name  string
	Doc   string // one sentence: what must hold
	check func(*checker)
}

// rules is the table of invariants, in the order in which they are checked.
// Each is enforced here alone, for every store.
var rules = []Rule{
	{"property", "an element has only the properties of its kind, with values of their types", checkProps},
	{"value", "an enumerated property holds a word of its enumeration, a text is valid UTF-8 and within its limit, a date lies in the years 1900 to 2200", nil},
	{"required", "an element has the properties that its kind requires", nil},
	{"range", "a level is 1 to 5, a weight or share is 0 to 1, a count is not negative, a currency is three capital letters", checkRange},
	{"name", "a name is not blank, holds no control character and is at most 500 bytes long", checkName},
	{"link", "a link leads to https:// or mailto:, and holds no blank, quote, control character or password", checkLinks},
	{"dates", "an element ends after it starts", checkDates},
	{"endpoints", "an edge joins nodes of the kinds that its kind allows", checkEndpoints},
	{"self", "no edge joins a node to itself", checkSelf},
	{"belongs", "a dependent node has exactly the owners that its kind wants", checkBelongs},
	{"one-parent", "an organization is part of at most one other on any day", checkOneParent},
	{"organization-cycle", "no organization is part of itself, directly or through others, on any day", checkOrgCycle},
	{"one-organization", "a seat is in at most one organization on any day", checkOneOrg},
	{"seat-days", "a seat has no days of its own: it is there while it is in an organization", checkSeatDays},
	{"outlasts", "no holding, place or team place goes on after the end of the person, seat, organization or account at one of its ends", checkOutlasts},
	{"one-account", "an organization has at most one account of a relation, where that is stated, on any day", checkOneAccount},
	{"one-solid-line", "a seat reports by at most one solid line on any day", checkOneSolidLine},
	{"reporting-cycle", "solid lines form no cycle on any day", checkReportingCycle},
	{"depth", "trees of organizations and of solid lines are at most 1000 levels deep", nil},
	{"hold-overlap", "nobody holds the same seat twice on one day", checkHoldOverlap},
	{"pairing-sides", "a pairing joins one of ours with a person or seat of theirs, on at least one of its days", checkPairing},
	{"works-on-ours", "whoever works on an account is one of ours, on at least one of those days", checkWorksOn},
	{"detail", "a detail dates a property that may change, with a value of its type, and no two of one property overlap", checkDetail},
	{"promise", "a promise is not kept before it was made; one made once is kept on one day, and one that recurs on days written as 2026-01-31, sorted, each once", checkPromise},
	{"external-id", "no two nodes of a kind carry the same external id", checkExternalID},
}

// Rules returns the invariants. The rules without a check of their own are
// checked together with the one before them in the table.
func Rules() []Rule { return slices.Clone(rules) }

// maxViolations bounds how many refusals one check reports.
const maxViolations = 10_000

// Check holds s against every rule, as far as the given changes, which led to
// s, can have broken it. It returns nil or [graph.Errors] in the order of the rules'
// table, at most ten thousand. Cost: about proportional to the changes.
func Check(s *kernel.Snapshot, changes []graph.Change) error {
	if isWhole(s, changes) {
		return CheckAll(s)
	}
	c := &checker{s: s}
	c.touch(changes)
	return c.run()
}

// isWhole reports whether changes, which led to s, added everything that is there, as
// those of a first import do. Then nothing in it need be looked up.
func isWhole(s *kernel.Snapshot, changes []graph.Change) bool {
	there := 0
	for _, k := range append(graph.NodeKinds(), graph.EdgeKinds()...) {
		there += s.Count(k)
	}
	if there != len(changes) {
		return false
	}
	for i := range changes {
		if changes[i].Before != nil || changes[i].After == nil {
			return false
		}
	}
	return true
}

// CheckAll holds the whole of s against every rule, like [Check].
func CheckAll(s *kernel.Snapshot) error {
	c := &checker{s: s, all: true}
	c.nodes, c.edges = make([]kernel.N, 0, s.NumNodes()), make([]kernel.E, 0, s.NumEdges())
	for _, k := range graph.NodeKinds() {
		c.nodes = append(c.nodes, s.Nodes(k)...)
	}
	c.edges = slices.AppendSeq(c.edges, s.Edges())
	return c.run()
}

// checker walks what may have changed. nodes and edges hold no duplicates and
// only live elements.
type checker struct {
	s       *kernel.Snapshot
	all     bool
	nodes   []kernel.N    // changed nodes, and the ends of changed edges
	edges   []kernel.E    // changed edges, and the pairings and team places that depend on changed seats
	held    set[kernel.E] // edges
	changed set[kernel.N]
	moved   set[kernel.N] // seats whose places have changed
	errs    graph.Errors
	rule    string
}

// touch collects what the changes can have broken.
func (c *checker) touch(changes []graph.Change) {
	nodes, edges := c.s.NumNodes(), c.s.NumEdges()
	c.held, c.changed, c.moved = newSet[kernel.E](edges, len(changes)), newSet[kernel.N](nodes, len(changes)), newSet[kernel.N](nodes, len(changes))
	t := &toucher{c: c, nodes: newSet[kernel.N](nodes, len(changes)), orgs: newSet[kernel.N](nodes, len(changes))}
	for i := range changes {
		ch := &changes[i]
		for _, e := range []*graph.Element{ch.Before, ch.After} {
			if e == nil {
				continue
			}
			if e.IsEdge() {
				t.edgeChanged(e)
			} else if n, ok := c.s.Node(e.ID); ok {
				t.node(n)
				c.changed.add(n)
			}
		}
		if b, a := ch.Before, ch.After; b != nil && a != nil && a.Kind == graph.NodeOrganization && b.Props.Bool("ours") != a.Props.Bool("ours") {
			if n, ok := c.s.Node(ch.ID); ok {
				t.org(n)
			}
		}
	}
}

// toucher adds to a checker each element once.
type toucher struct {
	c     *checker
	nodes set[kernel.N]
	orgs  set[kernel.N] // whose seats have been added
}

func (t *toucher) node(n kernel.N) {
	if t.nodes.add(n) {
		t.c.nodes = append(t.c.nodes, n)
	}
}

func (t *toucher) edge(e kernel.E) {
	if t.c.held.add(e) {
		t.c.edges = append(t.c.edges, e)
	}
}

// edgeChanged adds an edge that is there or was.
func (t *toucher) edgeChanged(e *graph.Element) {
	s := t.c.s
	var src, dst kernel.N
	x, there := s.Edge(e.ID)
	if there {
		t.edge(x)
		src, dst = s.Ends(x)
	}
	src, srcThere := t.end(src, there, e.Src)
	dst, dstThere := t.end(dst, there, e.Dst)
	if dstThere {
		t.node(dst)
	}
	if !srcThere {
		return
	}
	t.node(src)
	switch e.Kind {
	case graph.EdgeHolds:
		t.person(src)
	case graph.EdgeIn:
		t.c.moved.add(src)
		t.seat(src)
	case graph.EdgePartOf:
		t.org(src)
	}
}

// end returns the node with an ID: n, where that is it, which spares the search.
func (t *toucher) end(n kernel.N, there bool, id graph.ID) (kernel.N, bool) {
	if there && t.c.s.NodeID(n) == id {
		return n, true
	}
	return t.c.s.Node(id)
}

// person adds the edges that depend on whose somebody is.
func (t *toucher) person(n kernel.N) {
	for _, k := range []graph.Kind{graph.EdgePairedWith, graph.EdgeWorksOn} {
		for _, h := range t.c.s.Out(n, k) {
			t.edge(h.Edge())
		}
	}
	for _, h := range t.c.s.In(n, graph.EdgePairedWith) {
		t.edge(h.Edge())
	}
}

func (t *toucher) seat(n kernel.N) {
	for _, h := range t.c.s.In(n, graph.EdgeHolds) {
		t.person(h.Node())
	}
	for _, h := range t.c.s.In(n, graph.EdgePairedWith) {
		t.edge(h.Edge())
	}
}

func (t *toucher) org(n kernel.N) {
	if !t.orgs.add(n) {
		return
	}
	for _, h := range t.c.s.In(n, graph.EdgeIn) {
		t.seat(h.Node())
	}
	for _, h := range t.c.s.In(n, graph.EdgePartOf) {
		t.org(h.Node())
	}
}

func (c *checker) run() error {
	// In the order of the IDs, whatever the history of the snapshot.
	slices.SortFunc(c.nodes, func(a, b kernel.N) int { return strings.Compare(string(c.s.NodeID(a)), string(c.s.NodeID(b))) })
	slices.SortFunc(c.edges, func(a, b kernel.E) int { return strings.Compare(string(c.s.EdgeID(a)), string(c.s.EdgeID(b))) })
	for i := range rules {
		c.rule = rules[i].Name
		if rules[i].check != nil {
			rules[i].check(c)
		}
	}
	if len(c.errs) == 0 {
		return nil
	}
	return c.errs
}

// broke reports whether a rule earlier in the table has been refused.
func (c *checker) broke(rule string) bool {
	return slices.ContainsFunc(c.errs, func(e *graph.Error) bool { return e.Rule == rule })
}

func (c *checker) refuse(ids []graph.ID, format string, args ...any) {
	c.report(c.rule, ids, format, args...)
}

func (c *checker) report(rule string, ids []graph.ID, format string, args ...any) {
	c.add(graph.Invalid(rule, ids, format, args...))
}

func (c *checker) add(err *graph.Error) {
	if len(c.errs) < maxViolations {
		c.errs = append(c.errs, err)
	}
}

// elements yields the changed nodes and edges, not those merely touched; edges
// come without their ends, which cost more to look up than all the rest.
func (c *checker) elements(yield func(*graph.Element) bool) {
	var e graph.Element // the same for all: nobody keeps it
	for _, n := range c.nodes {
		if c.all || c.changed.has(n) {
			if e = c.s.NodeElement(n); !yield(&e) {
				return
			}
		}
	}
	for _, x := range c.edges {
		days := c.s.EdgeValid(x)
		e = graph.Element{ID: c.s.EdgeID(x), Kind: c.s.EdgeKind(x), From: days.From, To: days.To, Props: c.s.EdgeProps(x)}
		if !yield(&e) {
			return
		}
	}
}

func (c *checker) nodesOf(kinds ...graph.Kind) func(func(kernel.N) bool) {
	return func(yield func(kernel.N) bool) {
		for _, n := range c.nodes {
			if slices.Contains(kinds, c.s.NodeKind(n)) && !yield(n) {
				return
			}
		}
	}
}

func (c *checker) edgesOf(kind graph.Kind) func(func(kernel.E) bool) {
	return func(yield func(kernel.E) bool) {
		for _, e := range c.edges {
			if c.s.EdgeKind(e) == kind && !yield(e) {
				return
			}
		}
	}
}

func checkProps(c *checker) {
	for e := range c.elements {
		e.CheckProps(func(rule, format string, args ...any) {
			c.report(rule, []graph.ID{e.ID}, "%s: "+format, append([]any{e.ID}, args...)...)
		})
	}
}

func checkRange(c *checker) {
	for e := range c.elements {
		e.CheckRange(func(msg string) { c.refuse([]graph.ID{e.ID}, "%s: %s", e.ID, msg) })
	}
}

func checkName(c *checker) {
	for e := range c.elements {
		if msg := e.NameFault(); msg != "" {
			c.refuse([]graph.ID{e.ID}, "%s: %s", e.ID, msg)
		}
	}
}

func checkLinks(c *checker) {
	for e := range c.elements {
		if msg := e.LinksFault(); msg != "" {
			c.refuse([]graph.ID{e.ID}, "%s: %s", e.ID, msg)
		}
	}
}

func checkDates(c *checker) {
	for e := range c.elements {
		if err := e.DaysFault(); err != nil {
			c.add(err)
		}
	}
}

func checkEndpoints(c *checker) {
	for _, e := range c.edges {
		kind := c.s.EdgeKind(e)
		src, dst := c.s.Ends(e)
		from, to := c.s.NodeKind(src), c.s.NodeKind(dst)
		if !kind.Joins(from, to) { // the element costs more than the question
			x := c.s.EdgeElement(e)
			c.add(x.EndsFault(from, to))
		}
	}
}

func checkSelf(c *checker) {
	for _, e := range c.edges {
		if src, dst := c.s.Ends(e); src == dst {
			x := c.s.EdgeElement(e)
			c.add(x.SelfFault())
		}
	}
}

func checkBelongs(c *checker) {
	for _, n := range c.nodes {
		kind := c.s.NodeKind(n)
		for _, o := range graph.Owners(kind) {
			hs := c.s.Out(n, o.Edge)
			if o.Edge == graph.EdgeAttended {
				hs = c.s.In(n, o.Edge)
			}
			have := 0
			for _, h := range hs {
				if o.To == "" || c.s.NodeKind(h.Node()) == o.To {
					have++
				}
			}
			if have < o.Min || have > o.Max {
				what := string(o.To)
				if what == "" {
					what = "node"
				}
				want := "exactly one"
				if o.Max == graph.Many {
					want = "at least one"
				} else if o.Min == 0 {
					want = "at most one"
				}
				c.refuse([]graph.ID{c.s.NodeID(n)}, "%s %s has %d %s to a %s, wanted %s", kind, c.s.NodeID(n), have, o.Edge, what, want)
			}
		}
	}
}

// exclusive reports the first pair among halves whose days overlap.
func (c *checker) exclusive(hs []kernel.Half) (a, b kernel.E, clash bool) {
	if len(hs) < 2 {
		return 0, 0, false
	}
	es := make([]kernel.E, len(hs))
	for i, h := range hs {
		es[i] = h.Edge()
	}
	// By start: then only neighbours and the furthest end so far can clash.
	slices.SortStableFunc(es, func(x, y kernel.E) int { return int(c.s.EdgeValid(x).From) - int(c.s.EdgeValid(y).From) })
	longest := es[0]
	for _, e := range es[1:] {
		if c.s.EdgeValid(longest).Overlaps(c.s.EdgeValid(e)) {
			return longest, e, true
		}
		if end := c.s.EdgeValid(e).To; end == 0 || end > c.s.EdgeValid(longest).To {
			longest = e
		}
	}
	return 0, 0, false
}

func checkOneParent(c *checker) {
	for n := range c.nodesOf(graph.NodeOrganization) {
		if a, b, clash := c.exclusive(c.s.Out(n, graph.EdgePartOf)); clash {
			c.refuse([]graph.ID{c.s.NodeID(n), c.s.EdgeID(a), c.s.EdgeID(b)}, "organization %s is part of two others on the same day: %s and %s", c.s.NodeID(n), c.other(a), c.other(b))
		}
	}
}

func (c *checker) other(e kernel.E) graph.ID {
	_, dst := c.s.Ends(e)
	return c.s.NodeID(dst)
}

func checkOneOrg(c *checker) {
	for n := range c.nodesOf(graph.NodePosition) {
		if a, b, clash := c.exclusive(c.s.Out(n, graph.EdgeIn)); clash {
			c.refuse([]graph.ID{c.s.NodeID(n), c.s.EdgeID(a), c.s.EdgeID(b)}, "seat %s is in two organizations on the same day: %s and %s", c.s.NodeID(n), c.other(a), c.other(b))
		}
	}
}

func checkOneSolidLine(c *checker) {
	for n := range c.nodesOf(graph.NodePosition) {
		lines := c.s.Out(n, graph.EdgeReportsTo)
		if len(lines) < 2 {
			continue
		}
		if a, b, clash := c.exclusive(c.solid(lines)); clash {
			c.refuse([]graph.ID{c.s.NodeID(n), c.s.EdgeID(a), c.s.EdgeID(b)}, "seat %s reports by a solid line to both %s and %s on the same day", c.s.NodeID(n), c.other(a), c.other(b))
		}
	}
}

func checkHoldOverlap(c *checker) {
	for n := range c.nodesOf(graph.NodePerson) {
		hs := c.s.Out(n, graph.EdgeHolds)
		if len(hs) < 2 {
			continue
		}
		bySeat := map[kernel.N][]kernel.Half{}
		for _, h := range hs {
			bySeat[h.Node()] = append(bySeat[h.Node()], h)
		}
		for _, h := range hs {
			same := bySeat[h.Node()]
			delete(bySeat, h.Node())
			if a, b, clash := c.exclusive(same); clash {
				c.refuse([]graph.ID{c.s.NodeID(n), c.s.NodeID(h.Node()), c.s.EdgeID(a), c.s.EdgeID(b)}, "%s holds seat %s twice on the same day (%s and %s)", c.s.NodeID(n), c.s.NodeID(h.Node()), c.s.EdgeID(a), c.s.EdgeID(b))
			}
		}
	}
}

// seatDays calls f with each stretch of days on which a seat is, or is
// not, ours.
func (c *checker) seatDays(seat kernel.N, days graph.Interval, ours bool, f func(graph.Interval)) {
	for _, in := range c.s.Out(seat, graph.EdgeIn) {
		valid := c.s.EdgeValid(in.Edge())
		if !valid.Overlaps(days) {
			continue
		}
		c.orgDays(in.Node(), valid.Intersect(days), ours, 0, f)
	}
}

// orgDays calls f with stretches of days within days on which org is, or is
// not, ours.
func (c *checker) orgDays(org kernel.N, days graph.Interval, ours bool, depth int, f func(graph.Interval)) {
	if c.s.NodeProps(org).Bool("ours") {
		if ours {
			f(days)
		}
		return
	}
	var under []graph.Interval
	for _, up := range c.s.Out(org, graph.EdgePartOf) {
		valid := c.s.EdgeValid(up.Edge())
		under = append(under, valid)
		if valid.Overlaps(days) && depth < graph.MaxDepth {
			c.orgDays(up.Node(), valid.Intersect(days), ours, depth+1, f)
		}
	}
	if !ours {
		for _, alone := range days.Without(under) {
			f(alone)
		}
	}
}

func (c *checker) personDays(person kernel.N, days graph.Interval, ours bool, f func(graph.Interval)) {
	for _, h := range c.s.Out(person, graph.EdgeHolds) {
		if valid := c.s.EdgeValid(h.Edge()); valid.Overlaps(days) {
			c.seatDays(h.Node(), valid.Intersect(days), ours, f)
		}
	}
}

func checkPairing(c *checker) {
	if c.broke("one-parent") {
		return // whose a unit is, is not clear
	}
	for e := range c.edgesOf(graph.EdgePairedWith) {
		src, dst := c.s.Ends(e)
		fine := false
		c.personDays(src, c.s.EdgeValid(e), true, func(days graph.Interval) {
			if fine {
				return
			}
			theirs := func(graph.Interval) { fine = true }
			if c.s.NodeKind(dst) == graph.NodePosition {
				c.seatDays(dst, days, false, theirs)
				return
			}
			c.personDays(dst, days, false, theirs)
			if len(c.s.Out(dst, graph.EdgeHolds)) == 0 {
				fine = true // a person without any seat is not one of ours
			}
		})
		if !fine {
			c.refuse([]graph.ID{c.s.EdgeID(e), c.s.NodeID(src), c.s.NodeID(dst)}, "pairing %s joins %s and %s, but on none of its days is the first one of ours and the second one of theirs", c.s.EdgeID(e), c.s.NodeID(src), c.s.NodeID(dst))
		}
	}
}

func checkWorksOn(c *checker) {
	if c.broke("one-parent") {
		return
	}
	for e := range c.edgesOf(graph.EdgeWorksOn) {
		src, dst := c.s.Ends(e)
		fine := false
		c.personDays(src, c.s.EdgeValid(e), true, func(graph.Interval) { fine = true })
		if !fine {
			c.refuse([]graph.ID{c.s.EdgeID(e), c.s.NodeID(src), c.s.NodeID(dst)}, "%s works on account %s, but is one of ours on none of those days", c.s.NodeID(src), c.s.NodeID(dst))
		}
	}
}

func checkDetail(c *checker) {
	done := map[kernel.N]bool{}
	for n := range c.nodesOf(graph.NodeDetail) {
		for _, h := range c.s.Out(n, graph.EdgeOf) {
			owner := h.Node()
			p := c.s.NodeProps(n)
			if msg := graph.DetailFault(c.s.NodeKind(owner), p.Text("property"), p.Text("value")); msg != "" {
				c.refuse([]graph.ID{c.s.NodeID(n), c.s.NodeID(owner)}, "detail %s of %s: %s", c.s.NodeID(n), c.s.NodeID(owner), msg)
			}
			if !done[owner] {
				done[owner] = true
				c.checkDetailOverlap(owner)
			}
		}
	}
}

func (c *checker) checkDetailOverlap(owner kernel.N) {
	byProperty := map[string][]kernel.N{}
	var order []string
	for _, h := range c.s.In(owner, graph.EdgeOf) {
		p := c.s.NodeProps(h.Node()).Text("property")
		if byProperty[p] == nil {
			order = append(order, p)
		}
		byProperty[p] = append(byProperty[p], h.Node())
	}
	for _, p := range order {
		ds := byProperty[p]
		slices.SortStableFunc(ds, func(a, b kernel.N) int { return int(c.s.NodeValid(a).From) - int(c.s.NodeValid(b).From) })
		for i := 1; i < len(ds); i++ {
			if c.s.NodeValid(ds[i-1]).Overlaps(c.s.NodeValid(ds[i])) {
				c.refuse([]graph.ID{c.s.NodeID(ds[i]), c.s.NodeID(ds[i-1]), c.s.NodeID(owner)}, "%s has two values of %s on the same day (details %s and %s)", c.s.NodeID(owner), p, c.s.NodeID(ds[i-1]), c.s.NodeID(ds[i]))
				break
			}
		}
	}
}

// checkExternalID refuses each node whose external id a node before it, in the
// order of the IDs, carries too.
func checkExternalID(c *checker) {
	done := map[string]bool{}
	for _, n := range c.nodes {
		if !c.all && !c.changed.has(n) {
			continue
		}
		kind := c.s.NodeKind(n)
		for _, id := range c.s.NodeProps(n).Strings("externalIds") {
			if i := strings.IndexByte(id, ':'); i <= 0 || i == len(id)-1 {
				c.refuse([]graph.ID{c.s.NodeID(n)}, "%s: the external id %s is not of the form source:key", c.s.NodeID(n), graph.Quote(id))
				continue
			}
			carriers := c.s.Carriers(kind, id)
			if len(carriers) < 2 {
				continue
			}
			key := string(kind) + id
			if done[key] {
				continue
			}
			done[key] = true
			for _, m := range carriers[1:] {
				c.refuse([]graph.ID{c.s.NodeID(m), c.s.NodeID(carriers[0])}, "the external id %s of %s belongs to %s already", graph.Quote(id), c.s.NodeID(m), c.s.NodeID(carriers[0]))
			}
		}
	}
}

func checkPromise(c *checker) {
	for n := range c.nodesOf(graph.NodeCommitment) {
		f := graph.Decode[graph.Commitment](c.s.NodeElement(n))
		ids := []graph.ID{f.ID}
		switch {
		case f.Delivered != 0 && f.EveryDays > 0:
			c.refuse(ids, "%s recurs every %d days, and is kept by its deliveries: delivered holds %s", f.ID, f.EveryDays, f.Delivered)
		case len(f.Deliveries) > 0 && f.EveryDays == 0:
			c.refuse(ids, "%s does not recur, and is kept once: its deliveries hold %s", f.ID, graph.Quote(f.Deliveries[0]))
		case f.Delivered != 0 && f.Delivered < f.Promised:
			c.refuse(ids, "%s was delivered on %s, before it was promised on %s", f.ID, f.Delivered, f.Promised)
		}
		last := graph.Date(0)
		for _, text := range f.Deliveries {
			on, err := graph.ParseDate(text)
			switch {
			case err != nil:
				c.refuse(ids, "%s: %s among its deliveries is no day, wanted YYYY-MM-DD", f.ID, graph.Quote(text))
			case on < f.Promised:
				c.refuse(ids, "%s was delivered on %s, before it was promised on %s", f.ID, on, f.Promised)
			case on <= last:
				c.refuse(ids, "%s: its deliveries are not sorted at %s, or hold it twice", f.ID, on)
			}
			last = max(last, on)
		}
	}
}
