package resolvers

import (
	"context"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/gqlserve"
	"github.com/kithgraph/kith/internal/search"
	"github.com/kithgraph/kith/schema"
	"github.com/kithgraph/kith/schema/object"
)

// One unit of cost is about a tenth of a millisecond of a processor, or one field that
// is read and written. What cannot be told from the request is bounded while it is done:
// by the facts that are read ([MaxRead]) and the fields of the answer ([MaxFields]).

// accountCosts are the questions about an account, for one of [usualSeats]; those about a
// larger one cost more in proportion.
var accountCosts = map[string]int{
	"stakeholders": 100, "strength": 100, "coverage": 200, "singlePoints": 200, "influence": 200, "pairing": 200, "scenario": 200,
}

const usualSeats = 1000

// fieldCosts are other fields that cost more than reading a value.
var fieldCosts = map[string]int{
	"introductions": 100, "moves": 100, "moveCard": 400, "handover": 400,
	"openDraft": draftCost, "applyDraft": draftCost,
	"planImport": 1000, "answerImport": 1000, "applyImport": 1000, "quickAdd": 1000,
}

const (
	scanRate    = 20     // nodes that a scan looks at for one unit
	textRate    = 200    // nodes of which some have a text that is looked for by the index
	searchCost  = 20     // a search by the index, and …
	searchRate  = 1000   // … one more for so many nodes, of which many may be called alike
	reviewRate  = 10     // people whom a review looks at for one unit
	draftCost   = 100    // to see a draft, whose edits may have to be done anew
	pictureRate = 5      // seats of a chart or a picture for one unit
	commitCost  = 50     // to go one commit back, until …
	pastCost    = 5_000  // … this, which is the way to the nearest snapshot that is kept
	most        = 15_000 // a field of the newest revision costs no more, so that it can be asked for alone
)

// rowTypes are the types that are made whole with the list in which they stand:
// their fields are read, not looked for, and cost nothing beside it, but for the
// facts that they lead to.
var rowTypes = map[string]bool{
	"ChartSeatConnection": true, "ChartSeatEdge": true, "ChartSeat": true, "ChartHolder": true, "ChartPerson": true, "ChartTie": true,
	"ChartLineConnection": true, "ChartLineEdge": true, "ChartLine": true, "ChartMember": true, "ChartBox": true, "ChartLink": true,
	"ChartPersonChange": true, "ChartPlace": true, "ChartSeatChange": true, "ChartTieChange": true,
	"ChangeConnection": true, "ChangeEdge": true, "Change": true, "PropertyChange": true,
}

// listed are the lists of a whole workspace, with the kind of their entries.
var listed = map[string]graph.Kind{
	"people": graph.NodePerson, "positions": graph.NodePosition, "organizations": graph.NodeOrganization, "accounts": graph.NodeAccount,
	"personCounts": graph.NodePerson, "positionCounts": graph.NodePosition,
	"interactions": graph.NodeInteraction, "commitments": graph.NodeCommitment, "policies": graph.NodePolicy, "introductionRequests": graph.NodeIntroduction,
}

// charge is what a field costs. It is known before the operation runs, from the request
// and from how large the workspace is.
func (s *server) charge(ctx context.Context, f gqlserve.Field) gqlserve.Charge {
	switch {
	case f.Type == "View", f.Type == "Query":
		c := pricer{s.newest(ctx), f}
		charge := c.charge()
		charge.Own = min(1+charge.Own, most) + c.known(c.f.Argument("knownAt")) + c.revision(c.f.Argument("sinceRevision")) + c.views() + c.drafted(c.f.Argument("draftId"))
		return charge
	case f.Type == "Mutation":
		c := pricer{s.newest(ctx), f}
		edits, _ := f.Argument("edits").([]any)
		if in, ok := f.Argument("input").(map[string]any); ok && f.Name == "openDraft" {
			edits, _ = in["edits"].([]any)
		}
		return gqlserve.Charge{Own: max(1, len(edits)) + fieldCosts[f.Name] + c.expected()}
	case f.Type == "Chart" && f.Name == "seats":
		return gqlserve.Charge{Own: 1, Most: max(1, s.newest(ctx).Count(graph.NodePosition))}
	case f.Type == "Chart" && f.Name == "lines":
		snap, n := s.newest(ctx), 1
		for _, kind := range []graph.Kind{graph.EdgeReportsTo, graph.EdgeInfluences, graph.EdgeKnows} {
			n += snap.Count(kind)
		}
		return gqlserve.Charge{Own: 1, Most: n}
	case f.Name == "people" && f.Argument("filter") != nil:
		filter, _ := f.Argument("filter").(map[string]any)
		return gqlserve.Charge{Own: 1 + pricer{s.newest(ctx), f}.bands(filter)}
	case f.Type == "Chart" && f.Name == "layout":
		return gqlserve.Charge{Own: 400}
	case strings.HasSuffix(f.Type, "Payload") && f.Name == "findings": // of every account, the first time
		return gqlserve.Charge{Own: 2000}
	case f.Type == "Chart" && f.Name == "changes":
		c := pricer{s.newest(ctx), f}
		return gqlserve.Charge{Own: 400 + c.revision(f.Argument("since"))}
	case rowTypes[f.Type] && f.Name != "position" && (f.Name != "person" || f.Type == "ChartHolder"):
		return gqlserve.Charge{}
	}
	return gqlserve.Charge{Own: 1}
}

// newest returns the snapshot that an operation reads, or is about to read; an empty one
// where there is none.
func (s *server) newest(ctx context.Context) *kernel.Snapshot {
	if p, ok := ctx.Value(pinKey{}).(*pin); ok {
		return p.snap
	}
	snap, err := s.eng.Snapshot(ctx, ViewerOf(ctx).Workspace)
	if err != nil {
		return kernel.Empty() // the operation will say why
	}
	return snap
}

// pricer prices one field about a snapshot.
type pricer struct {
	snap *kernel.Snapshot
	f    gqlserve.Field
}

func (c pricer) charge() gqlserve.Charge {
	own := 0
	if base, ok := accountCosts[c.f.Name]; ok {
		return gqlserve.Charge{Own: own + base*max(usualSeats, c.seats(c.f.Argument("accountId"))+c.seats(c.of("accountId")))/usualSeats}
	}
	if kind, ok := listed[c.f.Name]; ok {
		n := c.snap.Count(kind)
		filter, _ := c.f.Argument("filter").(map[string]any)
		ordered := c.f.Argument("orderBy") != nil || c.f.Argument("by") != nil
		switch parts := filters(filter); {
		case parts == 1 && filter["text"] != nil && c.known(c.f.Argument("knownAt")) == 0 && !ordered:
			own += n / textRate
		case len(filter) > 0, ordered, c.f.Name == "interactions":
			own += n * max(1, parts) / scanRate
		}
		own += c.bands(filter)
		return gqlserve.Charge{Own: own, Most: max(1, n)}
	}
	switch c.f.Name {
	case "search":
		n := 0
		for _, kind := range search.Kinds() {
			n += c.snap.Count(kind)
		}
		own += searchCost + n/searchRate
	case "suggestions":
		own += c.snap.Count(graph.NodePerson) / reviewRate
	case "chart":
		own += 400 + c.drawn()/pictureRate
	case "diff": // two charts
		own += 800 + 2*c.drawn()/pictureRate
	case "svg":
		own += 500 + c.seats(c.f.Argument("accountId"))/pictureRate
	default:
		own += fieldCosts[c.f.Name]
	}
	return gqlserve.Charge{Own: own}
}

// bands returns what it costs to know how well people are known, where a filter asks for that:
// for each account once.
func (c pricer) bands(f map[string]any) (cost int) {
	if f == nil {
		return 0
	}
	if f["bands"] != nil {
		cost = accountCosts["stakeholders"] * max(usualSeats, c.seats(f["accountId"])+c.seats(f["withinId"])) / usualSeats
	}
	for _, name := range []string{"and", "or", "not"} {
		for _, inner := range graphql.CoerceList(f[name]) {
			in, _ := inner.(map[string]any)
			cost += c.bands(in)
		}
	}
	return cost
}

// filters returns of how many filters one is made, itself counted: each is asked of every
// node.
func filters(f map[string]any) int {
	if f == nil {
		return 0
	}
	n := 1
	for _, name := range []string{"and", "or", "not"} {
		for _, inner := range graphql.CoerceList(f[name]) {
			in, _ := inner.(map[string]any)
			n += filters(in)
		}
	}
	return n
}

// expected is what it costs to read at the revision that an edit expects.
func (c pricer) expected() int {
	options, _ := c.f.Argument("options").(map[string]any)
	return c.revision(options["expectedRevision"]) + c.drafted(options["draftId"])
}

// drafted is what it may cost to do all edits of a draft anew; nil is none.
func (c pricer) drafted(id any) int {
	if id == nil {
		return 0
	}
	return draftCost
}

// revision is known for a revision alone; nil is none.
func (c pricer) revision(at any) int {
	if at == nil {
		return 0
	}
	return c.known(map[string]any{"revision": at})
}

// known returns what it costs to read at the revision or time that an argument names;
// nothing for what is refused.
func (c pricer) known(at any) int {
	switch k := believed(at); {
	case k == nil:
		return 0
	case k.Revision != nil:
		return c.back(*k.Revision)
	case c.snap.At().After(*k.Time):
		return pastCost
	}
	return 0
}

func (c pricer) back(to graph.Revision) int {
	newest := c.snap.Revision()
	return int(min(pastCost, commitCost*(newest-min(to, newest))))
}

// views returns what it costs to read those of the ids asked for that are of views.
func (c pricer) views() (cost int) {
	if c.f.Name != "node" && c.f.Name != "nodes" {
		return 0
	}
	ids, _ := c.f.Argument("ids").([]any)
	for _, id := range append(ids[:len(ids):len(ids)], c.f.Argument("id")) {
		text, _ := id.(string)
		if _, known, _, ok := schema.ParseID(text); ok && known != nil {
			cost += c.back(*known.Revision)
		}
		if _, _, _, ok := schema.ParseDraftID(text); ok {
			cost += draftCost
		}
	}
	return cost
}

// of returns what a oneOf argument of gives under a name; nil for none.
func (c pricer) of(name string) any {
	of, _ := c.f.Argument("of").(map[string]any)
	return of[name]
}

// drawn returns how many seats a chart can have.
func (c pricer) drawn() int {
	if part, is := c.of("part").(map[string]any); is {
		return c.seats(part["accountId"]) + c.seats(part["organizationId"])
	}
	return c.seats(c.of("accountId")) + c.seats(c.of("organizationId"))
}

// seats returns how many seats an account, or an organization, that an argument names has,
// with its units, on whatever day. Cost: O(organizations below it).
func (c pricer) seats(argument any) int {
	id, _ := argument.(string)
	_, fact := object.SplitID(graph.ID(id))
	n, ok := view.On(c.snap, 0).Ever().Node(fact)
	if !ok {
		return 0
	}
	orgs := []kernel.N{n}
	if c.snap.NodeKind(n) == graph.NodeAccount {
		orgs = nil
		for _, h := range c.snap.Out(n, graph.EdgeFor) {
			orgs = append(orgs, h.Node())
		}
	}
	seen := map[kernel.N]bool{}
	seats := 0
	for i := 0; i < len(orgs); i++ {
		if seen[orgs[i]] {
			continue
		}
		seen[orgs[i]] = true
		seats += len(c.snap.In(orgs[i], graph.EdgeIn))
		for _, h := range c.snap.In(orgs[i], graph.EdgePartOf) {
			orgs = append(orgs, h.Node())
		}
	}
	return seats
}
