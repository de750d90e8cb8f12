package graph

// Fact is a typed node or edge. The types of this file are all there are; each
// field that is stored has a prop tag with its name, and the flags "required"
// (must be there), "dated" (may change while the thing stays the same, see
// [Detail]) and, where two facts can become one, how it merges (see [Merge]).
type Fact interface {
	factKind() Kind
	common() common
}

// common is what every element has beside its kind and its properties; a node has no
// ends.
type common struct {
	id, src, dst ID
	from, to     Date
}

func (n Node) common() common { return common{id: n.ID, from: n.From, to: n.To} }
func (e Edge) common() common { return common{e.ID, e.Src, e.Dst, e.From, e.To} }

// KindOf returns the kind of a typed fact.
func KindOf(f Fact) Kind { return f.factKind() }

// Node is what every node has.
type Node struct {
	ID          ID
	From, To    Date     // the days in which it exists; zero is open
	ExternalIDs []string `prop:"externalIds,set"`    // "source:key" of other systems, sorted
	ConfirmedOn Date     `prop:"confirmedOn,latest"` // when this fact was last confirmed; of a claim only by somebody, see [Kind.IsClaim]
	ConfirmedBy string   `prop:"confirmedBy,latest"` // by what source or whom; of a claim never confirmed the source that brought it
}

// Edge is what every edge has.
type Edge struct {
	ID          ID
	Src, Dst    ID
	From, To    Date   // the days in which it holds; zero is open
	ConfirmedOn Date   `prop:"confirmedOn,latest"`
	ConfirmedBy string `prop:"confirmedBy,latest"`
}

// Judgement is what every judged edge has besides.
type Judgement struct {
	By       ID     `prop:"by"` // the person who says so
	On       Date   `prop:"on"` // the day on which they said so
	Evidence string `prop:"evidence"`
}

// Authored is what every written node has besides; its author is an AUTHOR
// edge.
type Authored struct {
	On   Date   `prop:"on"`
	Text string `prop:"text"`
}

// Organization is a company or a unit of one; units form a tree by PART_OF.
type Organization struct {
	Node
	Name      string   `prop:"name,required,dated,first"`
	Kind      OrgKind  `prop:"kind,first"`
	Ours      bool     `prop:"ours,either"` // ours, and so is everything that is PART_OF it
	Domains   []string `prop:"domains,caseless"`
	Industry  string   `prop:"industry,first"`
	Country   string   `prop:"country,first"`
	Website   string   `prop:"website,first"`
	Seen      []string `prop:"seen,set"`      // what files said of it and when, see [Feed]
	MergedIDs []string `prop:"mergedIds,set"` // the IDs of those that became one with it
}

// Person is a stable identity, whoever employs them.
type Person struct {
	Node
	Name         string   `prop:"name,required,dated,first"`
	Emails       []string `prop:"emails,caseless"` // current one first; old ones stay as aliases
	Links        []string `prop:"links,union"`
	Location     string   `prop:"location,dated,first"`
	Timezone     string   `prop:"timezone,first"` // IANA name
	Languages    []string `prop:"languages,caseless"`
	Notes        string   `prop:"notes,first"`
	Placeholder  bool     `prop:"placeholder,both"`    // stands for somebody not yet known
	Capacity     *int     `prop:"capacity,first"`      // how many pairings they can carry
	DoNotContact bool     `prop:"doNotContact,either"` // absolute: never proposed as a contact
	Seen         []string `prop:"seen,set"`            // what files said of it and when, see [Feed]
	MergedIDs    []string `prop:"mergedIds,set"`       // the IDs of those that became one with it
}

// Position is a seat; it exists without a holder. On which days it exists is
// said by its IN edge.
type Position struct {
	Node
	Title       string       `prop:"title,dated,first"`
	Level       int          `prop:"level,dated,first"`       // 5 chief executive … 1 staff; 0 is unknown
	SourceLevel string       `prop:"sourceLevel,dated,first"` // as imported, never interpreted as Level
	Department  string       `prop:"department,dated,first"`  // as imported
	Function    Function     `prop:"function,dated,first"`
	Occupancy   Occupancy    `prop:"occupancy,dated,first"` // what is said of a seat without a recorded holder
	Manager     ManagerState `prop:"manager,dated,first"`   // what is said of a seat without a solid line
	Expected    bool         `prop:"expected,either"`       // policy says that someone must sit here
	Seen        []string     `prop:"seen,set"`              // what files said of it and when, see [Feed]
	MergedIDs   []string     `prop:"mergedIds,set"`         // the IDs of those that became one with it
}

// Account is the commercial relationship with the organization that it is FOR.
type Account struct {
	Node
	Name     string   `prop:"name,required,dated,first"`
	Relation Relation `prop:"relation,dated,first"`
	Tier     Tier     `prop:"tier,dated,first"`
	Stage    Stage    `prop:"stage,dated,first"`
	Renewal  Date     `prop:"renewal,dated,first"` // the day on which the next renewal is decided
	Seen     []string `prop:"seen,set"`            // what files said of it and when, see [Feed]
}

// Revenue is what an account is worth in its period [From, To).
type Revenue struct {
	Node
	Amount   *float64 `prop:"amount,required"`
	Currency string   `prop:"currency,required"` // ISO 4217; currencies are never summed
	Seen     []string `prop:"seen,set"`          // what files said of it and when, see [Feed]
}

// Policy is what we expect of ourselves, for the account it is FOR, else for
// Tier, else for the whole workspace. A pointer left nil falls back to the
// wider policy and at last to the defaults of graph/analysis.
type Policy struct {
	Node
	Tier            Tier     `prop:"tier,first"`
	DeciderDepth    *int     `prop:"deciderDepth,first"`    // how many of ours should know each decider
	InfluencerDepth *int     `prop:"influencerDepth,first"` // … each influencer and gatekeeper
	Neighbourhood   *float64 `prop:"neighbourhood,first"`   // share of a key contact's neighbours to know, 0 to 1
	CadenceDays     *int     `prop:"cadenceDays,first"`     // ideal days between contacts with a decider
	CadenceMaximum  *int     `prop:"cadenceMaximum,first"`  // days after which it is too long
	CounterpartGap  *int     `prop:"counterpartGap,first"`  // levels that a counterpart may differ
	ExpectedSeats   []string `prop:"expectedSeats,first"`   // FUNCTION/LEVEL, e.g. "FINANCE/4"
	Seen            []string `prop:"seen,set"`              // what files said of it and when, see [Feed]
}

// DecisionArea is what is decided at the account that it is FOR.
type DecisionArea struct {
	Node
	Name           string        `prop:"name,required,dated"`
	Function       Function      `prop:"function"`
	Budget         *float64      `prop:"budget,dated"`
	Currency       string        `prop:"currency"`
	Rule           DecisionRule  `prop:"rule"`
	State          DecisionState `prop:"state,dated"`
	Due            Date          `prop:"due,dated"`
	RevenueBearing bool          `prop:"revenueBearing"`
	Seen           []string      `prop:"seen,set"` // what files said of it and when, see [Feed]
}

// Assessment is one colleague's dated judgement of the person it is ABOUT, in
// the account or decision area it is also ABOUT; its AUTHOR says whose.
type Assessment struct {
	Node
	On              Date            `prop:"on,required"`
	Expires         Date            `prop:"expires"` // zero: 180 days after it was said, see [Assessment.Stands]
	Stance          Stance          `prop:"stance"`
	Roles           []Role          `prop:"roles"`
	PoliticalStatus PoliticalStatus `prop:"politicalStatus"`
	Motivations     []string        `prop:"motivations"`
	Evidence        string          `prop:"evidence"`
	Confidence      Confidence      `prop:"confidence"`
	Seen            []string        `prop:"seen,set"` // what files said of it and when, see [Feed]
}

// Capture is how we would notice a contact of the person it is ABOUT, in
// [From, To).
type Capture struct {
	Node
	Mode CaptureMode `prop:"mode,required"`
}

// Interaction is dated contact among those who ATTENDED. Bulk contact is
// aggregated per pair, channel and day or month; a period counts on its last
// day.
type Interaction struct {
	Node
	On        Date      `prop:"on,required"`
	Channel   Channel   `prop:"channel,required"`
	StartedBy StartedBy `prop:"startedBy"`
	Count     int       `prop:"count"`  // how many contacts it stands for; 0 reads as 1
	People    int       `prop:"people"` // how many took part, those included whom nobody names; 0: those who are named
	Subject   string    `prop:"subject"`
	Tone      string    `prop:"tone"`
}

// Commitment is a promise of the PROMISED_BY to the PROMISED_TO. A moved due
// date is a [Detail] of "due". One that recurs is first due on Due, and kept again and
// again until it ends on To.
type Commitment struct {
	Node
	Text       string   `prop:"text,required"`
	Promised   Date     `prop:"promised,required"`
	Due        Date     `prop:"due,dated"`
	Delivered  Date     `prop:"delivered"`  // of one made once
	EveryDays  int      `prop:"everyDays"`  // 0: promised once
	Deliveries []string `prop:"deliveries"` // of one that recurs: the days on which it was kept, sorted
	Seen       []string `prop:"seen,set"`   // what files said of it and when, see [Feed]
}

// Problem is an open issue; opened on From, closed on To.
type Problem struct {
	Node
	Authored
}

// Concession is an exception granted.
type Concession struct {
	Node
	Authored
}

// Signal is an outside event.
type Signal struct {
	Node
	Authored
	Kind SignalKind `prop:"kind"`
}

// ValueRecord is value delivered, and agreed to by the client on Agreed.
type ValueRecord struct {
	Node
	Authored
	Amount   *float64 `prop:"amount"`
	Currency string   `prop:"currency"`
	Agreed   Date     `prop:"agreed"`
}

// Scorecard holds the answers of its AUTHOR to McDonald's eight items on On.
type Scorecard struct {
	Node
	On       Date   `prop:"on,required"`
	Evidence string `prop:"evidence"`
	Item1    Answer `prop:"item1"` // ending the relationship would be painful for both
	Item2    Answer `prop:"item2"` // we plan together for the long term
	Item3    Answer `prop:"item3"` // we share what most partners do not
	Item4    Answer `prop:"item4"` // communication is good at all levels
	Item5    Answer `prop:"item5"` // individuals like and respect each other
	Item6    Answer `prop:"item6"` // both sides save cost or gain efficiency
	Item7    Answer `prop:"item7"` // price is not a big issue
	Item8    Answer `prop:"item8"` // the client gives testimonials and referrals
}

// Introduction is the request of a SEEKER to be introduced to a TARGET by an
// INTRODUCER; each step has its day.
type Introduction struct {
	Node
	Asked    Date     `prop:"asked,required"`
	Accepted Date     `prop:"accepted"`
	Declined Date     `prop:"declined"`
	Made     Date     `prop:"made"`
	Done     Date     `prop:"done"`
	Outcome  string   `prop:"outcome"`
	Seen     []string `prop:"seen,set"` // what files said of it and when, see [Feed]
}

// Action is a step of a contact plan.
type Action struct {
	Node
	Text string `prop:"text,required"`
	Due  Date   `prop:"due"`
	Done Date   `prop:"done"`
}

// Detail is the value that one dated property of its owner had in [From, To);
// it hangs on the owner by OF. Outside every detail the owner's own property
// holds. Told and By say how a moved date was announced.
type Detail struct {
	Node
	Property string `prop:"property,required"`
	Value    string `prop:"value"` // in the property's JSON text form without quotes; "" is unknown
	By       ID     `prop:"by"`
	Told     Told   `prop:"told"`
}

// Feed is the files of one table and one set of columns that a source sends:
// on which days it spoke. What it said of a thing is in the seen of that thing,
// once for each change, so that a file which says nothing new writes one day.
type Feed struct {
	Node
	Source  string   `prop:"source,required"`
	Table   string   `prop:"table,required"`
	Columns []string `prop:"columns"`
	Days    []string `prop:"days"` // "2026-01-31", "2026-01-05/2026-01-09" for each of them; a day ending in "~" had only some of the rows
}

// Suggestion is what was decided about a suggestion to whoever keeps the workspace;
// its ID is that of the suggestion. What is suggested follows from the workspace and
// is not kept, but for somebody whom mail names and kith does not know: a STRANGER
// waits here, without a verdict, until one is given, and then Name and Mail go.
type Suggestion struct {
	Node
	Kind    SuggestionKind `prop:"kind,required"`
	Verdict Verdict        `prop:"verdict"` // "" while it waits
	On      Date           `prop:"on"`      // the day of the verdict, which holds for what happened until then
	Who     string         `prop:"who"`     // gave it
	Note    string         `prop:"note"`
	About   []string       `prop:"about"` // the IDs of what it is about, the main one first
	Name    string         `prop:"name"`  // of a stranger who waits, as the mail has it
	Mail    string         `prop:"mail"`  // the address of a stranger who waits
	Count   int            `prop:"count"` // of a stranger: in how many messages and meetings, in the import that saw most
	Last    Date           `prop:"last"`  // of a stranger: the day of the last of them
}

// PartOf puts an organization under another.
type PartOf struct{ Edge }

// In says to which organization a seat belongs, and on which days it exists.
type In struct{ Edge }

// Holds seats a person.
type Holds struct {
	Edge
	Kind     HoldKind `prop:"kind,keep"`
	NoticeOn Date     `prop:"noticeOn,first"` // the day on which notice was given
}

// ReportsTo is a reporting line between seats.
type ReportsTo struct {
	Edge
	Kind  LineKind `prop:"kind,required"`
	Order int      `prop:"order,first"` // of a solid line: its place among those to the manager, from 1; 0 is none
}

// Knows is a stated tie. Computed strength is never stored.
type Knows struct {
	Edge
	Judgement
	Level TieLevel `prop:"level,required"`
	Kind  TieKind  `prop:"kind"`
	Seen  []string `prop:"seen,set"` // what files said of it and when, see [Feed]
}

// Influences is a stated influence of one person on another.
type Influences struct {
	Edge
	Judgement
	Weight float64       `prop:"weight"` // 0 to 1
	Kind   InfluenceKind `prop:"kind"`
	Seen   []string      `prop:"seen,set"` // what files said of it and when, see [Feed]
}

// PairedWith is a managed pairing of one of ours with a seat or person of
// theirs.
type PairedWith struct {
	Edge
	Purpose     string       `prop:"purpose"`
	CadenceDays int          `prop:"cadenceDays"` // agreed days between contacts; 0: the policy's
	Current     PartnerLevel `prop:"current"`
	Desired     PartnerLevel `prop:"desired"`
	Owner       ID           `prop:"owner"`    // who looks after it; "" is the one of ours
	Seen        []string     `prop:"seen,set"` // what files said of it and when, see [Feed]
}

// Decides gives a person or a seat a part in a decision.
type Decides struct {
	Edge
	Judgement
	Part Role     `prop:"part,required"`
	Seen []string `prop:"seen,set"` // what files said of it and when, see [Feed]
}

// For ties an account to its organization, and areas, revenue and policies to
// their account.
type For struct{ Edge }

// WorksOn puts one of ours on an account's team.
type WorksOn struct {
	Edge
	Role WorkRole `prop:"role,required"`
	Seen []string `prop:"seen,set"` // what files said of it and when, see [Feed]
}

// About says what a judgement or a record is about.
type About struct{ Edge }

// Author says who wrote or judged.
type Author struct{ Edge }

// Attended says who took part in an interaction.
type Attended struct{ Edge }

// PromisedBy says who made a promise.
type PromisedBy struct{ Edge }

// PromisedTo says to whom a promise was made.
type PromisedTo struct{ Edge }

// Introducer says who is asked to introduce.
type Introducer struct{ Edge }

// Seeker says who wants to be introduced.
type Seeker struct{ Edge }

// Target says to whom.
type Target struct{ Edge }

// Excludes forbids using a person, or approaching a person or account.
type Excludes struct {
	Edge
	Judgement
	Kind   ExclusionKind `prop:"kind,required"`
	Reason string        `prop:"reason"`
	Seen   []string      `prop:"seen,set"` // what files said of it and when, see [Feed]
}

// Of hangs a detail on its owner.
type Of struct{ Edge }

// facts holds one zero value of every fact type.
var facts = []Fact{
	Organization{}, Person{}, Position{}, Account{}, Revenue{}, Policy{}, DecisionArea{}, Assessment{}, Capture{},
	Interaction{}, Commitment{}, Problem{}, Concession{}, Signal{}, ValueRecord{}, Scorecard{}, Introduction{},
	Action{}, Detail{}, Feed{}, Suggestion{},
	PartOf{}, In{}, Holds{}, ReportsTo{}, Knows{}, Influences{}, PairedWith{}, Decides{}, For{}, WorksOn{}, About{},
	Author{}, Attended{}, PromisedBy{}, PromisedTo{}, Introducer{}, Seeker{}, Target{}, Excludes{}, Of{},
}

func (Organization) factKind() Kind { return NodeOrganization }
func (Person) factKind() Kind       { return NodePerson }
func (Position) factKind() Kind     { return NodePosition }
func (Account) factKind() Kind      { return NodeAccount }
func (Revenue) factKind() Kind      { return NodeRevenue }
func (Policy) factKind() Kind       { return NodePolicy }
func (DecisionArea) factKind() Kind { return NodeDecisionArea }
func (Assessment) factKind() Kind   { return NodeAssessment }
func (Capture) factKind() Kind      { return NodeCapture }
func (Interaction) factKind() Kind  { return NodeInteraction }
func (Commitment) factKind() Kind   { return NodeCommitment }
func (Problem) factKind() Kind      { return NodeProblem }
func (Concession) factKind() Kind   { return NodeConcession }
func (Signal) factKind() Kind       { return NodeSignal }
func (ValueRecord) factKind() Kind  { return NodeValueRecord }
func (Scorecard) factKind() Kind    { return NodeScorecard }
func (Introduction) factKind() Kind { return NodeIntroduction }
func (Action) factKind() Kind       { return NodeAction }
func (Detail) factKind() Kind       { return NodeDetail }
func (Feed) factKind() Kind         { return NodeFeed }
func (Suggestion) factKind() Kind   { return NodeSuggestion }
func (PartOf) factKind() Kind       { return EdgePartOf }
func (In) factKind() Kind           { return EdgeIn }
func (Holds) factKind() Kind        { return EdgeHolds }
func (ReportsTo) factKind() Kind    { return EdgeReportsTo }
func (Knows) factKind() Kind        { return EdgeKnows }
func (Influences) factKind() Kind   { return EdgeInfluences }
func (PairedWith) factKind() Kind   { return EdgePairedWith }
func (Decides) factKind() Kind      { return EdgeDecides }
func (For) factKind() Kind          { return EdgeFor }
func (WorksOn) factKind() Kind      { return EdgeWorksOn }
func (About) factKind() Kind        { return EdgeAbout }
func (Author) factKind() Kind       { return EdgeAuthor }
func (Attended) factKind() Kind     { return EdgeAttended }
func (PromisedBy) factKind() Kind   { return EdgePromisedBy }
func (PromisedTo) factKind() Kind   { return EdgePromisedTo }
func (Introducer) factKind() Kind   { return EdgeIntroducer }
func (Seeker) factKind() Kind       { return EdgeSeeker }
func (Target) factKind() Kind       { return EdgeTarget }
func (Excludes) factKind() Kind     { return EdgeExcludes }
func (Of) factKind() Kind           { return EdgeOf }

// MaxDepth bounds walks up a tree of organizations or seats. The rules refuse
// deeper trees; the bound also ends a walk in data that break the rules.
const MaxDepth = 1000
