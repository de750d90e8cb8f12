package graph

import "slices"

// This file is the one place where kinds and enum values are spelled. A value
// reads the same in Go, GraphQL, Neo4j, CSV and on disk; a node kind is the
// Neo4j label and the GraphQL type, an edge kind is the relationship type.

// Kind names what an element is: one of [NodeKinds] or one of [EdgeKinds].
type Kind string

// The node kinds.
const (
	NodeOrganization Kind = "Organization" // a company or a unit of one
	NodePerson       Kind = "Person"       // a stable identity, whoever employs them
	NodePosition     Kind = "Position"     // a seat; exists without a holder
	NodeAccount      Kind = "Account"      // the commercial relationship with an organization
	NodeRevenue      Kind = "Revenue"      // what an account is worth in a period
	NodePolicy       Kind = "Policy"       // what we expect of ourselves
	NodeDecisionArea Kind = "DecisionArea" // what is decided at an account
	NodeAssessment   Kind = "Assessment"   // one colleague's dated judgement of a person
	NodeCapture      Kind = "Capture"      // how we would notice a contact of one of ours
	NodeInteraction  Kind = "Interaction"  // dated contact among its attendees
	NodeCommitment   Kind = "Commitment"   // a promise, either way
	NodeProblem      Kind = "Problem"      // an open issue at an account
	NodeConcession   Kind = "Concession"   // an exception granted
	NodeSignal       Kind = "Signal"       // an outside event
	NodeValueRecord  Kind = "ValueRecord"  // value delivered and agreed
	NodeScorecard    Kind = "Scorecard"    // McDonald's eight items, answered by one person
	NodeIntroduction Kind = "Introduction" // a request to be introduced, with its own life
	NodeAction       Kind = "Action"       // a step of a contact plan
	NodeDetail       Kind = "Detail"       // a dated value of one property of its owner
	NodeFeed         Kind = "Feed"         // the files of one sort that a source sends, by day
	NodeSuggestion   Kind = "Suggestion"   // what waits to be reviewed, and what was decided about it
)

// The edge kinds, each with its endpoints in [Endpoints].
const (
	EdgePartOf     Kind = "PART_OF"
	EdgeIn         Kind = "IN"
	EdgeHolds      Kind = "HOLDS"
	EdgeReportsTo  Kind = "REPORTS_TO"
	EdgeKnows      Kind = "KNOWS"
	EdgeInfluences Kind = "INFLUENCES"
	EdgePairedWith Kind = "PAIRED_WITH"
	EdgeDecides    Kind = "DECIDES"
	EdgeFor        Kind = "FOR"
	EdgeWorksOn    Kind = "WORKS_ON"
	EdgeAbout      Kind = "ABOUT"
	EdgeAuthor     Kind = "AUTHOR"
	EdgeAttended   Kind = "ATTENDED"
	EdgePromisedBy Kind = "PROMISED_BY"
	EdgePromisedTo Kind = "PROMISED_TO"
	EdgeIntroducer Kind = "INTRODUCER"
	EdgeSeeker     Kind = "SEEKER"
	EdgeTarget     Kind = "TARGET"
	EdgeExcludes   Kind = "EXCLUDES"
	EdgeOf         Kind = "OF"
)

var nodeKinds = []Kind{
	NodeOrganization, NodePerson, NodePosition, NodeAccount, NodeRevenue, NodePolicy, NodeDecisionArea,
	NodeAssessment, NodeCapture, NodeInteraction, NodeCommitment, NodeProblem, NodeConcession, NodeSignal,
	NodeValueRecord, NodeScorecard, NodeIntroduction, NodeAction, NodeDetail, NodeFeed, NodeSuggestion,
}

var edgeKinds = []Kind{
	EdgePartOf, EdgeIn, EdgeHolds, EdgeReportsTo, EdgeKnows, EdgeInfluences, EdgePairedWith, EdgeDecides,
	EdgeFor, EdgeWorksOn, EdgeAbout, EdgeAuthor, EdgeAttended, EdgePromisedBy, EdgePromisedTo,
	EdgeIntroducer, EdgeSeeker, EdgeTarget, EdgeExcludes, EdgeOf,
}

// NodeKinds returns every node kind, in the order of the design's table.
func NodeKinds() []Kind { return append([]Kind(nil), nodeKinds...) }

// EdgeKinds returns every edge kind, in the order of the design's table.
func EdgeKinds() []Kind { return append([]Kind(nil), edgeKinds...) }

// IsEdge reports whether k is one of [EdgeKinds].
func (k Kind) IsEdge() bool { return slices.Contains(edgeKinds, k) }

// Known reports whether k is a kind of this version.
func (k Kind) Known() bool { return planOfKind[k] != nil }

// Endpoint is one allowed pair of node kinds for an edge kind.
type Endpoint struct{ Src, Dst Kind }

var endpoints = map[Kind][]Endpoint{
	EdgePartOf:     {{NodeOrganization, NodeOrganization}},
	EdgeIn:         {{NodePosition, NodeOrganization}},
	EdgeHolds:      {{NodePerson, NodePosition}},
	EdgeReportsTo:  {{NodePosition, NodePosition}},
	EdgeKnows:      {{NodePerson, NodePerson}},
	EdgeInfluences: {{NodePerson, NodePerson}},
	EdgePairedWith: {{NodePerson, NodePosition}, {NodePerson, NodePerson}},
	EdgeDecides:    {{NodePerson, NodeDecisionArea}, {NodePosition, NodeDecisionArea}},
	EdgeFor: {
		{NodeAccount, NodeOrganization}, {NodeDecisionArea, NodeAccount}, {NodeRevenue, NodeAccount},
		{NodePolicy, NodeAccount},
	},
	EdgeWorksOn: {{NodePerson, NodeAccount}},
	EdgeAbout: product(
		[]Kind{NodeAssessment, NodeProblem, NodeConcession, NodeSignal, NodeValueRecord, NodeScorecard, NodeAction, NodeCapture, NodeCommitment},
		[]Kind{NodePerson, NodeAccount, NodeDecisionArea}),
	EdgeAuthor: product(
		[]Kind{NodeAssessment, NodeCommitment, NodeProblem, NodeConcession, NodeSignal, NodeValueRecord, NodeScorecard, NodeIntroduction, NodeAction, NodeInteraction, NodePolicy, NodeDetail, NodeCapture},
		[]Kind{NodePerson}),
	EdgeAttended:   {{NodePerson, NodeInteraction}},
	EdgePromisedBy: {{NodeCommitment, NodePerson}},
	EdgePromisedTo: {{NodeCommitment, NodePerson}},
	EdgeIntroducer: {{NodeIntroduction, NodePerson}},
	EdgeSeeker:     {{NodeIntroduction, NodePerson}},
	EdgeTarget:     {{NodeIntroduction, NodePerson}},
	EdgeExcludes:   {{NodePerson, NodePerson}, {NodePerson, NodeAccount}},
	EdgeOf: product(
		[]Kind{NodeDetail},
		[]Kind{NodeOrganization, NodePerson, NodePosition, NodeAccount, NodeDecisionArea, NodePolicy, NodeCommitment}),
}

func product(src, dst []Kind) []Endpoint {
	var out []Endpoint
	for _, s := range src {
		for _, d := range dst {
			out = append(out, Endpoint{s, d})
		}
	}
	return out
}

// Endpoints returns the pairs of node kinds that an edge of kind k may join,
// and nil for a kind that is not an edge kind.
func Endpoints(k Kind) []Endpoint { return append([]Endpoint(nil), endpoints[k]...) }

// Joins reports whether an edge of kind k may join nodes of these kinds.
func (k Kind) Joins(src, dst Kind) bool { return slices.Contains(endpoints[k], Endpoint{src, dst}) }

// OrgKind says what sort of unit an organization is.
type OrgKind string

// The organization kinds.
const (
	OrgCompany    OrgKind = "COMPANY"
	OrgDivision   OrgKind = "DIVISION"
	OrgDepartment OrgKind = "DEPARTMENT"
	OrgTeam       OrgKind = "TEAM"
	OrgSite       OrgKind = "SITE"
)

// Occupancy says whether somebody sits on a seat, as far as is known.
type Occupancy string

// The occupancies of a seat.
const (
	OccupancyHeld     Occupancy = "HELD"     // a named person holds it
	OccupancyVacant   Occupancy = "VACANT"   // known to be empty
	OccupancyWithheld Occupancy = "WITHHELD" // somebody holds it, the source withholds the name
	OccupancyUnknown  Occupancy = "UNKNOWN"  // not known
)

// ManagerState says whether a seat has a manager: "none" is not "unknown".
type ManagerState string

// The manager states of a seat.
const (
	ManagerKnown   ManagerState = "KNOWN"
	ManagerNone    ManagerState = "NONE"
	ManagerUnknown ManagerState = "UNKNOWN"
)

// Relation is what an account is to us commercially.
type Relation string

// The account relations.
const (
	RelationCustomer Relation = "CUSTOMER"
	RelationProspect Relation = "PROSPECT"
	RelationPartner  Relation = "PARTNER"
	RelationSupplier Relation = "SUPPLIER"
)

// Tier is the service tier of an account; policies differ by tier.
type Tier string

// The tiers, most important first.
const (
	TierStrategic Tier = "STRATEGIC"
	TierKey       Tier = "KEY"
	TierStandard  Tier = "STANDARD"
)

// Stage is how far an account has come with us.
type Stage string

// The stages, in the order of a relationship's life.
const (
	StageProspect   Stage = "PROSPECT"
	StageCustomer   Stage = "CUSTOMER"
	StageClient     Stage = "CLIENT"
	StageAmbassador Stage = "AMBASSADOR"
	StageFormer     Stage = "FORMER"
)

// DecisionRule says how many of an area's deciders must agree.
type DecisionRule string

// The decision rules.
const (
	DecisionAny DecisionRule = "ANY" // one decider is enough; the area is lost when all are
	DecisionAll DecisionRule = "ALL" // every decider must agree; the area is lost when one is
)

// DecisionState is where a decision stands.
type DecisionState string

// The decision states.
const (
	DecisionOpen    DecisionState = "OPEN"
	DecisionDecided DecisionState = "DECIDED"
	DecisionDropped DecisionState = "DROPPED"
)

// Open reports whether a decision is still to be taken.
func (s DecisionState) Open() bool { return s != DecisionDecided && s != DecisionDropped }

// Role is the part someone plays in a decision (after Webster and Wind's
// buying centre). A role is never a stance.
type Role string

// The roles.
const (
	RoleDecider    Role = "DECIDER"
	RoleApprover   Role = "APPROVER"
	RoleVeto       Role = "VETO"
	RoleSignOff    Role = "SIGN_OFF"
	RoleBuyer      Role = "BUYER"
	RoleUser       Role = "USER"
	RoleInfluencer Role = "INFLUENCER"
	RoleGatekeeper Role = "GATEKEEPER"
	RoleInitiator  Role = "INITIATOR"
	RoleInformed   Role = "INFORMED"
)

// PoliticalStatus is how close someone is to where things are really decided.
type PoliticalStatus string

// The political statuses.
const (
	PoliticalOutside     PoliticalStatus = "OUTSIDE"
	PoliticalStructure   PoliticalStatus = "POLITICAL_STRUCTURE"
	PoliticalInnerCircle PoliticalStatus = "INNER_CIRCLE"
)

// CaptureMode is how we would notice a contact of one of ours.
type CaptureMode string

// The capture modes, most complete first.
const (
	CaptureMailbox CaptureMode = "MAILBOX"
	CaptureHand    CaptureMode = "HAND"
	CaptureNone    CaptureMode = "NONE"
)

// StartedBy is the side that began a contact.
type StartedBy string

// The sides.
const (
	StartedByOurs   StartedBy = "OURS"
	StartedByTheirs StartedBy = "THEIRS"
	StartedByBoth   StartedBy = "BOTH"
)

// Channel is how a contact took place.
type Channel string

// The channels, richest first. Their classes and weights are
// graph/analysis's; MASS_MAIL, LIKE and OTHER count nothing.
const (
	ChannelSiteVisit Channel = "SITE_VISIT"
	ChannelWorkshop  Channel = "WORKSHOP"
	ChannelMeal      Channel = "MEAL"
	ChannelMeeting   Channel = "MEETING"
	ChannelVideo     Channel = "VIDEO"
	ChannelCall      Channel = "CALL"
	ChannelMail      Channel = "MAIL"
	ChannelChat      Channel = "CHAT"
	ChannelTicket    Channel = "TICKET"
	ChannelMassMail  Channel = "MASS_MAIL"
	ChannelLike      Channel = "LIKE"
	ChannelOther     Channel = "OTHER"
)

// HoldKind is how someone holds a seat.
type HoldKind string

// The kinds of holding.
const (
	HoldPermanent HoldKind = "PERMANENT"
	HoldInterim   HoldKind = "INTERIM"
	HoldActing    HoldKind = "ACTING"
)

// LineKind is the kind of a reporting line.
type LineKind string

// The kinds of reporting line.
const (
	LineSolid     LineKind = "SOLID"
	LineDotted    LineKind = "DOTTED"
	LineAssistant LineKind = "ASSISTANT"
)

// TieLevel is how well one person is said to know another. NONE is a statement
// too: "not true", which silences an inferred tie.
type TieLevel string

// The tie levels, weakest first.
const (
	TieNone      TieLevel = "NONE"
	TieMet       TieLevel = "MET"
	TieKnows     TieLevel = "KNOWS"
	TieWorksWell TieLevel = "WORKS_WELL"
	TieTrusted   TieLevel = "TRUSTED"
)

// TieKind is the nature of a tie.
type TieKind string

// The kinds of tie.
const (
	TieAcquainted TieKind = "ACQUAINTED"
	TieAlly       TieKind = "ALLY"
	TieMentor     TieKind = "MENTOR"
	TieFriend     TieKind = "FRIEND"
	TieFamily     TieKind = "FAMILY"
	TieConflict   TieKind = "CONFLICT"
)

// InfluenceKind is the nature of an influence.
type InfluenceKind string

// The kinds of influence.
const (
	InfluenceBacks    InfluenceKind = "BACKS"
	InfluenceSways    InfluenceKind = "SWAYS"
	InfluenceConflict InfluenceKind = "CONFLICT"
)

// PartnerLevel is what we are to the person we are paired with.
type PartnerLevel string

// The partner levels, lowest first.
const (
	PartnerVendor         PartnerLevel = "VENDOR"
	PartnerCredibleSource PartnerLevel = "CREDIBLE_SOURCE"
	PartnerProblemSolver  PartnerLevel = "PROBLEM_SOLVER"
	PartnerTrustedAdvisor PartnerLevel = "TRUSTED_ADVISOR"
)

// WorkRole is what one of ours does on an account.
type WorkRole string

// The roles on an account team.
const (
	WorkKAM        WorkRole = "KAM"
	WorkSponsor    WorkRole = "SPONSOR"
	WorkSpecialist WorkRole = "SPECIALIST"
	WorkDelivery   WorkRole = "DELIVERY"
	WorkSupport    WorkRole = "SUPPORT"
)

// ExclusionKind is what one person must not be used for.
type ExclusionKind string

// The kinds of exclusion.
const (
	ExcludeDoNotAsk      ExclusionKind = "DO_NOT_ASK"
	ExcludeDoNotApproach ExclusionKind = "DO_NOT_APPROACH"
	ExcludeNonSolicit    ExclusionKind = "NON_SOLICIT"
)

// Answer is an answer to one scorecard item.
type Answer string

// The scorecard answers.
const (
	AnswerYes     Answer = "YES"
	AnswerPartly  Answer = "PARTLY"
	AnswerNo      Answer = "NO"
	AnswerUnknown Answer = "UNKNOWN"
)

// Told says whether the other side heard of a moved date before it passed.
type Told string

// The two possibilities.
const (
	ToldBefore Told = "BEFORE"
	ToldAfter  Told = "AFTER"
)

// SignalKind is the kind of an outside event.
type SignalKind string

// The kinds of signal.
const (
	SignalLeadership     SignalKind = "LEADERSHIP"
	SignalReorganization SignalKind = "REORGANIZATION"
	SignalCostProgramme  SignalKind = "COST_PROGRAMME"
	SignalAcquisition    SignalKind = "ACQUISITION"
	SignalOther          SignalKind = "OTHER"
)

// Function is the field of work of a seat, from one short list; vendors' lists
// are mapped onto it.
type Function string

// The functions.
const (
	FunctionGeneralManagement Function = "GENERAL_MANAGEMENT"
	FunctionFinance           Function = "FINANCE"
	FunctionProcurement       Function = "PROCUREMENT"
	FunctionOperations        Function = "OPERATIONS"
	FunctionIT                Function = "IT"
	FunctionEngineering       Function = "ENGINEERING"
	FunctionProduct           Function = "PRODUCT"
	FunctionSales             Function = "SALES"
	FunctionMarketing         Function = "MARKETING"
	FunctionService           Function = "CUSTOMER_SERVICE"
	FunctionHR                Function = "HR"
	FunctionLegal             Function = "LEGAL"
)

// Band is a relationship's strength in words; see graph/analysis.
type Band string

// The bands, weakest first.
const (
	BandNone       Band = "NONE"
	BandAcquainted Band = "ACQUAINTED"
	BandWorking    Band = "WORKING"
	BandStrong     Band = "STRONG"
	BandClose      Band = "CLOSE"
)

// Confidence is how much evidence a verdict rests on.
type Confidence string

// The confidences, highest first.
const (
	ConfidenceHigh   Confidence = "HIGH"
	ConfidenceMedium Confidence = "MEDIUM"
	ConfidenceLow    Confidence = "LOW"
)

// Severity ranks findings; S1 is the worst.
type Severity string

// The severities.
const (
	SeverityS1 Severity = "S1"
	SeverityS2 Severity = "S2"
	SeverityS3 Severity = "S3"
	SeverityS4 Severity = "S4"
)

// SuggestionKind is what is suggested to whoever keeps a workspace.
type SuggestionKind string

// The kinds of suggestion, in the order of a review.
const (
	SuggestionDuplicatePeople        SuggestionKind = "DUPLICATE_PEOPLE"
	SuggestionDuplicateOrganizations SuggestionKind = "DUPLICATE_ORGANIZATIONS"
	SuggestionStranger               SuggestionKind = "STRANGER"
	SuggestionLeaver                 SuggestionKind = "LEAVER"
	SuggestionJoiner                 SuggestionKind = "JOINER"
	SuggestionMove                   SuggestionKind = "MOVE"
	SuggestionPromotion              SuggestionKind = "PROMOTION"
	SuggestionSuccessor              SuggestionKind = "SUCCESSOR"
	SuggestionIntroduction           SuggestionKind = "INTRODUCTION"
)

// SuggestionKinds returns the kinds of suggestion in the order of a review.
func SuggestionKinds() []SuggestionKind {
	return []SuggestionKind{
		SuggestionDuplicatePeople, SuggestionDuplicateOrganizations, SuggestionStranger, SuggestionLeaver, SuggestionJoiner,
		SuggestionMove, SuggestionPromotion, SuggestionSuccessor, SuggestionIntroduction,
	}
}

// Verdict is what was decided about a suggestion.
type Verdict string

// The verdicts.
const (
	VerdictAccepted  Verdict = "ACCEPTED"  // done as suggested
	VerdictCorrected Verdict = "CORRECTED" // done otherwise than suggested
	VerdictDismissed Verdict = "DISMISSED" // not done
)

// Side is whose somebody is on a day.
type Side string

// The sides.
const (
	SideOurs   Side = "OURS"
	SideTheirs Side = "THEIRS"
)

// Enum is one enumeration: its name in GraphQL and its values in order.
type Enum struct {
	Name   string
	Values []string
}

func enumOf[T ~string](name string, values ...T) Enum {
	e := Enum{Name: name}
	for _, v := range values {
		e.Values = append(e.Values, string(v))
	}
	return e
}

var enums = []Enum{
	enumOf("OrgKind", OrgCompany, OrgDivision, OrgDepartment, OrgTeam, OrgSite),
	enumOf("Occupancy", OccupancyHeld, OccupancyVacant, OccupancyWithheld, OccupancyUnknown),
	enumOf("ManagerState", ManagerKnown, ManagerNone, ManagerUnknown),
	enumOf("Relation", RelationCustomer, RelationProspect, RelationPartner, RelationSupplier),
	enumOf("Tier", TierStrategic, TierKey, TierStandard),
	enumOf("Stage", StageProspect, StageCustomer, StageClient, StageAmbassador, StageFormer),
	enumOf("DecisionRule", DecisionAny, DecisionAll),
	enumOf("DecisionState", DecisionOpen, DecisionDecided, DecisionDropped),
	enumOf("Stance", Stances()...),
	enumOf("Role", Roles()...),
	enumOf("PoliticalStatus", PoliticalOutside, PoliticalStructure, PoliticalInnerCircle),
	enumOf("CaptureMode", CaptureMailbox, CaptureHand, CaptureNone),
	enumOf("StartedBy", StartedByOurs, StartedByTheirs, StartedByBoth),
	enumOf("Channel", Channels()...),
	enumOf("HoldKind", HoldPermanent, HoldInterim, HoldActing),
	enumOf("LineKind", LineSolid, LineDotted, LineAssistant),
	enumOf("TieLevel", TieNone, TieMet, TieKnows, TieWorksWell, TieTrusted),
	enumOf("TieKind", TieAcquainted, TieAlly, TieMentor, TieFriend, TieFamily, TieConflict),
	enumOf("InfluenceKind", InfluenceBacks, InfluenceSways, InfluenceConflict),
	enumOf("PartnerLevel", PartnerVendor, PartnerCredibleSource, PartnerProblemSolver, PartnerTrustedAdvisor),
	enumOf("WorkRole", WorkKAM, WorkSponsor, WorkSpecialist, WorkDelivery, WorkSupport),
	enumOf("ExclusionKind", ExcludeDoNotAsk, ExcludeDoNotApproach, ExcludeNonSolicit),
	enumOf("Answer", AnswerYes, AnswerPartly, AnswerNo, AnswerUnknown),
	enumOf("Told", ToldBefore, ToldAfter),
	enumOf("SignalKind", SignalLeadership, SignalReorganization, SignalCostProgramme, SignalAcquisition, SignalOther),
	enumOf("Function", Functions()...),
	enumOf("Band", Bands()...),
	enumOf("Confidence", ConfidenceHigh, ConfidenceMedium, ConfidenceLow),
	enumOf("Severity", SeverityS1, SeverityS2, SeverityS3, SeverityS4),
	enumOf("SuggestionKind", SuggestionKinds()...),
	enumOf("Verdict", VerdictAccepted, VerdictCorrected, VerdictDismissed),
	enumOf("Side", SideOurs, SideTheirs),
}

// Enums returns every enumeration with its values in order. The caller may
// keep the result and must not modify the value slices.
func Enums() []Enum { return append([]Enum(nil), enums...) }

// Roles returns the roles in the order of the vocabulary.
func Roles() []Role {
	return []Role{RoleDecider, RoleApprover, RoleVeto, RoleSignOff, RoleBuyer, RoleUser, RoleInfluencer, RoleGatekeeper, RoleInitiator, RoleInformed}
}

// Channels returns the channels, richest first.
func Channels() []Channel {
	return []Channel{ChannelSiteVisit, ChannelWorkshop, ChannelMeal, ChannelMeeting, ChannelVideo, ChannelCall, ChannelMail, ChannelChat, ChannelTicket, ChannelMassMail, ChannelLike, ChannelOther}
}

// Functions returns the functions.
func Functions() []Function {
	return []Function{FunctionGeneralManagement, FunctionFinance, FunctionProcurement, FunctionOperations, FunctionIT, FunctionEngineering, FunctionProduct, FunctionSales, FunctionMarketing, FunctionService, FunctionHR, FunctionLegal}
}

// Bands returns the strength bands, weakest first.
func Bands() []Band {
	return []Band{BandNone, BandAcquainted, BandWorking, BandStrong, BandClose}
}

// functionNeighbours lists the pairs of functions whose people speak each
// other's language well enough to be paired; it is read both ways.
var functionNeighbours = [][2]Function{
	{FunctionGeneralManagement, FunctionFinance}, {FunctionGeneralManagement, FunctionOperations},
	{FunctionGeneralManagement, FunctionSales}, {FunctionFinance, FunctionProcurement},
	{FunctionFinance, FunctionLegal}, {FunctionProcurement, FunctionOperations},
	{FunctionProcurement, FunctionSales}, {FunctionProcurement, FunctionLegal},
	{FunctionOperations, FunctionEngineering}, {FunctionOperations, FunctionService},
	{FunctionIT, FunctionEngineering}, {FunctionIT, FunctionProduct}, {FunctionEngineering, FunctionProduct},
	{FunctionProduct, FunctionMarketing}, {FunctionSales, FunctionMarketing}, {FunctionSales, FunctionService},
	{FunctionHR, FunctionLegal},
}

// Adjacent reports whether f and g are neighbouring functions for pairing. A
// function is not its own neighbour.
func (f Function) Adjacent(g Function) bool {
	for _, p := range functionNeighbours {
		if p[0] == f && p[1] == g || p[0] == g && p[1] == f {
			return true
		}
	}
	return false
}
