package object

import (
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/folding"
	"github.com/kithgraph/kith/internal/search"
)

// PersonFilter chooses people; what is left nil or empty chooses all. The parts
// are joined by "and", the values within one list by "or".
type PersonFilter struct {
	Text           *string // as in [View.Search]: name, title or e-mail
	Sides          []graph.Side
	Functions      []graph.Function
	Levels         []int // of any seat held on the day
	Stances        []graph.Stance
	Roles          []graph.Role // a part recorded, or ascribed by an open judgement
	OrganizationID *graph.ID    // sits there or in one of its units
	AccountID      *graph.ID    // sits at the account
	Employed       *bool        // holds a seat on the day
	Placeholder    *bool
	DoNotContact   *bool
	WithinID       *graph.ID        // in which stances are meant
	TieLevels      []graph.TieLevel // of a tie of one of ours to them
	Bands          []graph.Band     // of the strongest tie of ours to them, at the account of the matter
	And, Or        []*PersonFilter
	Not            *PersonFilter
}

// PositionFilter chooses seats, like [PersonFilter].
type PositionFilter struct {
	Text               *string // in the title
	Sides              []graph.Side
	Functions          []graph.Function
	Levels             []int
	Occupancies        []graph.Occupancy
	Expected           *bool
	OrganizationID     *graph.ID
	AccountID          *graph.ID
	Ever               *bool // also seats that do not exist on the day
	ManagerStates      []graph.ManagerState
	ManagerOccupancies []graph.Occupancy // of the seat that it reports to
	And, Or            []*PositionFilter
	Not                *PositionFilter
}

// OrganizationFilter chooses organizations, like [PersonFilter].
type OrganizationFilter struct {
	Text    *string // in the name or a domain
	Sides   []graph.Side
	Kinds   []graph.OrgKind
	Topmost *bool // part of no other on the day
	And, Or []*OrganizationFilter
	Not     *OrganizationFilter
}

// AccountFilter chooses accounts, like [PersonFilter].
type AccountFilter struct {
	Text      *string // in the name
	Relations []graph.Relation
	Tiers     []graph.Tier
	Stages    []graph.Stage
	MemberID  *graph.ID // a person who works on it on the day
	And, Or   []*AccountFilter
	Not       *AccountFilter
}

// People returns the people of the workspace, by ID.
func (v *View) People(first *int, after *string, last *int, before *string, filter *PersonFilter, orderBy *PersonOrder) (*Connection[*Person], error) {
	return v.filterPeople(v.Ever().Nodes(graph.NodePerson), view.Matter{Any: true}, filter, orderBy, Window{first, last, after, before})
}

// Positions returns the seats that exist on the day, by ID.
func (v *View) Positions(first *int, after *string, last *int, before *string, filter *PositionFilter, orderBy *PositionOrder) (*Connection[*Position], error) {
	return v.connectPositions(v.Ever().Nodes(graph.NodePosition), filter, orderBy, Window{first, last, after, before})
}

// Organizations returns the organizations that exist on the day, by ID.
func (v *View) Organizations(first *int, after *string, last *int, before *string, filter *OrganizationFilter, orderBy *OrganizationOrder) (*Connection[*Organization], error) {
	return v.connectOrganizations(v.Ever().Nodes(graph.NodeOrganization), filter, orderBy, Window{first, last, after, before})
}

// Accounts returns the accounts that exist on the day, by ID.
func (v *View) Accounts(first *int, after *string, last *int, before *string, filter *AccountFilter, orderBy *AccountOrder) (*Connection[*Account], error) {
	keep, err := chosen(given(filter), func(f *AccountFilter) sets[AccountFilter] { return sets[AccountFilter]{f.And, f.Or, f.Not} }, v.accounts)
	if err != nil {
		return nil, err
	}
	return connectNodes(v, v.Ever().Nodes(graph.NodeAccount), both(v.exists, keep), v.accountAt, orderBy, v.accountBy, Window{first, last, after, before})
}

// accounts returns which accounts the parts of a filter choose.
func (v *View) accounts(f *AccountFilter, _ bool) (func(kernel.N) bool, error) {
	var team []kernel.N
	if f.MemberID != nil {
		p, err := v.find(graph.NodePerson, *f.MemberID)
		if err != nil {
			return nil, err
		}
		team = v.Ends(v.Out(p, graph.EdgeWorksOn))
	}
	text, err := folded(f.Text)
	if err != nil {
		return nil, err
	}
	may := v.mayMatch(text)
	return func(n kernel.N) bool {
		if !may(n) || f.MemberID != nil && !slices.Contains(team, n) {
			return false
		}
		a := v.accountAt(n)
		return (text == "" || search.Rank(folding.Fold(a.Name), text) > 0) &&
			among(f.Relations, string(a.Relation)) && among(f.Tiers, string(a.Tier)) && among(f.Stages, string(a.Stage))
	}, nil
}

// both returns what chooses what two choose.
func both(a, b func(kernel.N) bool) func(kernel.N) bool {
	return func(n kernel.N) bool { return a(n) && b(n) }
}

// Interactions returns all contacts, newest first. Cost: O(n log n) in their
// number.
func (v *View) Interactions(first *int, after *string, last *int, before *string, filter *InteractionFilter, orderBy *InteractionOrder) (*Connection[*Interaction], error) {
	return v.connectInteractions(slices.Clone(v.Ever().Nodes(graph.NodeInteraction)), filter, orderBy, Window{first, last, after, before})
}

// Commitments returns all promises, by ID.
func (v *View) Commitments(first *int, after *string, last *int, before *string, filter *CommitmentFilter, orderBy *CommitmentOrder) (*Connection[*Commitment], error) {
	return v.connectCommitments(v.Ever().Nodes(graph.NodeCommitment), filter, orderBy, Window{first, last, after, before})
}

// Policies returns all policies in force on the day, by ID, or with ever all of
// them.
func (v *View) Policies(first *int, after *string, last *int, before *string, ever bool) (*Connection[*Policy], error) {
	return connectByID(v, v.Ever().Nodes(graph.NodePolicy), func(n kernel.N) bool { return ever || v.exists(n) }, v.policyAt, Window{first, last, after, before})
}

// IntroductionRequests returns the requests to be introduced that are open on
// the day, by ID, or with ever all of them.
func (v *View) IntroductionRequests(first *int, after *string, last *int, before *string, ever bool) (*Connection[*Introduction], error) {
	return connectByID(v, v.Ever().Nodes(graph.NodeIntroduction), func(n kernel.N) bool { return ever || v.requested(v.introductionAt(n)) }, v.introductionAt, Window{first, last, after, before})
}

func folded(s *string) (string, error) {
	if s == nil {
		return "", nil
	}
	return searchWords(*s)
}

// The most that a search, and the text of a filter, may hold: each word is looked
// for in every name.
const (
	MaxSearchText  = 500 // bytes
	MaxSearchWords = 20
)

// searchWords returns the words to look for, folded. It refuses a text beyond the bounds.
func searchWords(text string) (string, error) {
	if len(text) > MaxSearchText {
		return "", graph.Invalid("text", nil, "the text to look for has %d bytes, the most is %d", len(text), MaxSearchText)
	}
	words := folding.Fold(text)
	if n := len(strings.Fields(words)); n > MaxSearchWords {
		return "", graph.Invalid("text", nil, "the text to look for has %d words, the most is %d", n, MaxSearchWords)
	}
	return words, nil
}

// within returns the seats of an organization and of an account, as far as they
// are asked for, and whether any is.
func (v *View) within(organization, account *graph.ID) (seats map[kernel.N]bool, asked bool, err error) {
	add := func(ns []kernel.N) {
		set := map[kernel.N]bool{}
		for _, n := range ns {
			if !asked || seats[n] {
				set[n] = true
			}
		}
		seats, asked = set, true
	}
	if organization != nil {
		org, err := v.find(graph.NodeOrganization, *organization)
		if err != nil {
			return nil, false, err
		}
		add(v.seatsUnder(org, true))
	}
	if account != nil {
		a, err := v.find(graph.NodeAccount, *account)
		if err != nil {
			return nil, false, err
		}
		add(v.AccountSeats(a))
	}
	return seats, asked, nil
}

// filterPeople cuts a page of the given people, which ascend by ID. Stances are those
// in the matter, or in the account or matter that a filter names.
func (v *View) filterPeople(ns []kernel.N, matter view.Matter, filter *PersonFilter, orderBy *PersonOrder, w Window) (*Connection[*Person], error) {
	keep := v.exists
	if filter != nil {
		in, err := chosen(filter, personSets,
			func(f *PersonFilter, _ bool) (func(kernel.N) bool, error) { return v.people(f, matter) })
		if err != nil {
			return nil, err
		}
		keep = both(v.exists, in)
	}
	return connectNodes(v, ns, keep, v.personAt, orderBy, v.personBy, w)
}

func personSets(f *PersonFilter) sets[PersonFilter] {
	return sets[PersonFilter]{f.And, f.Or, f.Not}
}

// matterIn returns in which matter a filter means stances.
func (v *View) matterIn(f *PersonFilter, matter view.Matter) (view.Matter, error) {
	if f.AccountID != nil {
		account, err := v.find(graph.NodeAccount, *f.AccountID)
		if err != nil {
			return matter, err
		}
		matter = view.Within(account)
	}
	if f.WithinID != nil {
		n, err := v.Ever().Find(*f.WithinID, matters...)
		if err != nil {
			return matter, err
		}
		matter = v.MatterOf(n)
	}
	return matter, nil
}

// people returns which people the parts of a filter choose.
func (v *View) people(f *PersonFilter, matter view.Matter) (func(kernel.N) bool, error) {
	seats, asked, err := v.within(f.OrganizationID, f.AccountID)
	if err != nil {
		return nil, err
	}
	text, err := folded(f.Text)
	if err != nil {
		return nil, err
	}
	if matter, err = v.matterIn(f, matter); err != nil {
		return nil, err
	}
	bands, err := v.bandsIn(f.Bands, matter)
	if err != nil {
		return nil, err
	}
	may := v.mayMatch(text)
	return func(n kernel.N) bool {
		if !may(n) || !bands(n) {
			return false
		}
		held := v.Seats(n)
		some := func(list int, has func(seat kernel.N) bool) bool { return list == 0 || slices.ContainsFunc(held, has) }
		switch {
		case asked && !slices.ContainsFunc(held, func(s kernel.N) bool { return seats[s] }),
			!some(len(f.Functions), func(s kernel.N) bool { return slices.Contains(f.Functions, v.Function(s)) }),
			!some(len(f.Levels), func(s kernel.N) bool { return slices.Contains(f.Levels, v.Level(s)) }),
			f.Employed != nil && *f.Employed != v.Employed(n):
			return false
		}
		p := v.personAt(n)
		if len(f.Sides) > 0 {
			if side := p.Side(); side == nil || !slices.Contains(f.Sides, *side) {
				return false
			}
		}
		if len(f.Stances) > 0 && !slices.Contains(f.Stances, v.Stance(n, matter).Stance) {
			return false
		}
		return (f.Placeholder == nil || *f.Placeholder == p.Placeholder) &&
			(f.DoNotContact == nil || *f.DoNotContact == p.DoNotContact) &&
			(len(f.Roles) == 0 || p.hasRole(f.Roles)) &&
			(len(f.TieLevels) == 0 || v.knownToOurs(n, f.TieLevels)) &&
			(text == "" || v.matchPerson(p, text).rank > 0)
	}, nil
}

// bandsIn returns whom one of ours knows best as well as one of the bands says, at the
// account of a matter.
func (v *View) bandsIn(wanted []graph.Band, matter view.Matter) (func(kernel.N) bool, error) {
	switch {
	case len(wanted) == 0:
		return func(kernel.N) bool { return true }, nil
	case matter.Any || len(matter.Accounts) == 0:
		return nil, graph.Invalid("filter", nil, "bands are of an account: give accountId or withinId too")
	case v.Bands == nil:
		return nil, graph.Invalid("filter", nil, "bands can only be asked for below a view")
	}
	bands, err := v.Bands(v.Snapshot().NodeID(matter.Accounts[0]))
	if err != nil {
		return nil, err
	}
	return func(n kernel.N) bool {
		band, known := bands[v.Snapshot().NodeID(n)]
		if !known {
			band = graph.BandNone
		}
		return slices.Contains(wanted, band)
	}, nil
}

// knownToOurs reports whether one of ours is said, on the day, to know a person at one of
// the levels.
func (v *View) knownToOurs(person kernel.N, levels []graph.TieLevel) bool {
	return slices.ContainsFunc(v.halves(person, graph.EdgeKnows, false, false), func(h kernel.Half) bool {
		side := v.personAt(h.Node()).Side()
		return side != nil && *side == graph.SideOurs && among(levels, v.Snapshot().EdgeProps(h.Edge()).Text("level"))
	})
}

// hasRole reports whether one of the roles is recorded of the person or
// ascribed to them by an open judgement.
func (p *Person) hasRole(roles []graph.Role) bool {
	for _, d := range p.Decides(false) {
		if slices.Contains(roles, d.Part) {
			return true
		}
	}
	judged, _ := p.Assessments(nil, false)
	for _, a := range judged {
		if !a.Expired() && slices.ContainsFunc(a.Roles, func(r graph.Role) bool { return slices.Contains(roles, r) }) {
			return true
		}
	}
	return false
}

// connectPositions cuts a page of the given seats, which ascend by ID.
func (v *View) connectPositions(ns []kernel.N, filter *PositionFilter, orderBy *PositionOrder, w Window) (*Connection[*Position], error) {
	f := *given(filter)
	keep, err := chosen(&f, positionSets, v.positions)
	if err != nil {
		return nil, err
	}
	return connectNodes(v, ns, both(v.seatsThere(&f), keep), v.positionAt, orderBy, v.positionBy, w)
}

func positionSets(f *PositionFilter) sets[PositionFilter] {
	return sets[PositionFilter]{f.And, f.Or, f.Not}
}

// seatsThere returns which seats there are for a filter.
func (v *View) seatsThere(f *PositionFilter) func(kernel.N) bool {
	return func(n kernel.N) bool {
		_, exists := v.OrgOf(n)
		return exists || isTrue(f.Ever)
	}
}

// positions returns which seats the parts of a filter choose.
func (v *View) positions(f *PositionFilter, inner bool) (func(kernel.N) bool, error) {
	if err := whole(inner, "ever", f.Ever); err != nil {
		return nil, err
	}
	seats, asked, err := v.within(f.OrganizationID, f.AccountID)
	if err != nil {
		return nil, err
	}
	text, err := folded(f.Text)
	if err != nil {
		return nil, err
	}
	may := v.mayMatch(text)
	return func(n kernel.N) bool {
		switch { // what leaves out most is asked of one property, before the seat is read whole
		case !may(n), asked && !seats[n],
			len(f.Functions) > 0 && !slices.Contains(f.Functions, v.Function(n)),
			len(f.Levels) > 0 && !slices.Contains(f.Levels, v.Level(n)):
			return false
		}
		p := v.positionAt(n)
		if len(f.Sides) > 0 {
			if side := p.Side(); side == nil || !slices.Contains(f.Sides, *side) {
				return false
			}
		}
		if len(f.ManagerOccupancies) > 0 {
			if m := p.Manager(); m == nil || !slices.Contains(f.ManagerOccupancies, m.Occupancy()) {
				return false
			}
		}
		return (text == "" || search.Rank(folding.Fold(p.Title), text) > 0) &&
			(len(f.Occupancies) == 0 || slices.Contains(f.Occupancies, p.Occupancy())) &&
			(len(f.ManagerStates) == 0 || slices.Contains(f.ManagerStates, p.ManagerState())) &&
			(f.Expected == nil || *f.Expected == p.Expected)
	}, nil
}

// connectOrganizations cuts a page of the given organizations, which ascend by
// ID.
func (v *View) connectOrganizations(ns []kernel.N, filter *OrganizationFilter, orderBy *OrganizationOrder, w Window) (*Connection[*Organization], error) {
	keep, err := chosen(given(filter), func(f *OrganizationFilter) sets[OrganizationFilter] {
		return sets[OrganizationFilter]{f.And, f.Or, f.Not}
	}, v.organizations)
	if err != nil {
		return nil, err
	}
	return connectNodes(v, ns, both(v.exists, keep), v.organizationAt, orderBy, v.organizationBy, w)
}

// organizations returns which organizations the parts of a filter choose.
func (v *View) organizations(f *OrganizationFilter, _ bool) (func(kernel.N) bool, error) {
	text, err := folded(f.Text)
	if err != nil {
		return nil, err
	}
	may := v.mayMatch(text)
	return func(n kernel.N) bool {
		if !may(n) {
			return false
		}
		o := v.organizationAt(n)
		_, part := v.Parent(n)
		return (text == "" || v.matchOrganization(o, text).rank > 0) && among(f.Kinds, string(o.Kind)) &&
			among(f.Sides, string(o.Side())) && (f.Topmost == nil || *f.Topmost != part)
	}, nil
}

// MatchedField says in which text a search found its words.
type MatchedField string

// The fields that a search reads.
const (
	MatchedID    MatchedField = "ID"    // the id or an external id is the query
	MatchedName  MatchedField = "NAME"  // a name, or one of another day
	MatchedEmail MatchedField = "EMAIL" // an e-mail address or a domain
	MatchedTitle MatchedField = "TITLE" // the title of a seat that they hold
)

// SearchHit is one find of [View.Search].
type SearchHit struct {
	Node  Object
	Field MatchedField
	Text  string // the text that matched, as it is written

	Cursor string // its place among the finds
}

type match struct {
	rank  int
	field MatchedField
	text  string
}

func (m *match) better(rank int, field MatchedField, text string) {
	if rank > m.rank {
		*m = match{rank, field, text}
	}
}

// What a match of each sort of text is worth, by which its rank is multiplied.
const (
	titleWorth   = 1
	addressWorth = 2
	formerWorth  = 3 // a name of another day
	nameWorth    = 4
)

// matchPerson matches a name first: a name found is worth more than a title
// found.
func (v *View) matchPerson(p *Person, text string) match {
	m := v.matchName(p.n, p.Name, text)
	for _, mail := range p.Emails {
		m.better(addressWorth*search.Rank(folding.Fold(mail), text), MatchedEmail, mail)
	}
	for _, seat := range v.Seats(p.n) {
		title := v.Title(seat)
		m.better(titleWorth*search.Rank(folding.Fold(title), text), MatchedTitle, title)
	}
	return m
}

// matchName matches the name of a node on the day, and those of other days, which
// are worth a little less.
func (v *View) matchName(n kernel.N, name, text string) match {
	var m match
	m.better(nameWorth*search.Rank(folding.Fold(name), text), MatchedName, name)
	details := v.Ever().In(n, graph.EdgeOf)
	if len(details) == 0 {
		return m
	}
	other := v.Snapshot().NodeProps(n).Text("name")
	m.better(formerWorth*search.Rank(folding.Fold(other), text), MatchedName, other)
	for _, h := range details {
		if p := v.Snapshot().NodeProps(h.Node()); p.Text("property") == "name" {
			m.better(formerWorth*search.Rank(folding.Fold(p.Text("value")), text), MatchedName, p.Text("value"))
		}
	}
	return m
}

func (v *View) matchOrganization(o *Organization, text string) match {
	m := v.matchName(o.n, o.Name, text)
	for _, d := range o.Domains {
		m.better(addressWorth*search.Rank(folding.Fold(d), text), MatchedEmail, d)
	}
	return m
}

// The bounds of [View.Search].
const (
	DefaultHits = 20
	MaxHits     = 100   // more at once are refused
	MaxFinds    = 1_000 // of one search
)

func (v *View) match(k graph.Kind, n kernel.N, query string) match {
	switch k {
	case graph.NodePerson:
		return v.matchPerson(v.personAt(n), query)
	case graph.NodeOrganization:
		return v.matchOrganization(v.organizationAt(n), query)
	}
	if k == graph.NodePosition {
		var m match
		title := v.Title(n)
		m.better(titleWorth*search.Rank(folding.Fold(title), query), MatchedTitle, title)
		return m
	}
	return v.matchName(n, v.Name(n), query)
}

// PersonByEmail returns the person who carries an address, in any letter case, and nil
// for none. It refuses an address that several people carry.
func (v *View) PersonByEmail(email string) (*Person, error) {
	ns := v.Ever().ByEmail(email)
	switch len(ns) {
	case 0:
		return nil, nil
	case 1:
		return v.personAt(ns[0]), nil
	}
	var ids []graph.ID
	for _, n := range ns {
		ids = append(ids, v.Snapshot().NodeID(n))
	}
	return nil, graph.Refuse(graph.ErrConflict, "ambiguous", ids, "%d people carry the address %s: %v", len(ns), graph.Quote(email), ids)
}
