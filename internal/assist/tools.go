package assist

// fragments are what several tools ask, each with the type that it is of. One names
// only those that stand after it.
var fragments = []struct{ name, text string }{
	// A report says what it found, on what records that rests, and what to do.
	{"Found", `FindingInfo { findingId rule severity sentence subjects { ...Thing } reasons { ...Why } remedy { text owner { id name } path { id name } } }`},
	{"Why", `ReasonInfo { text on record { ...Fact } }`},
	{"Fact", `Fact { __typename id from to confirmedOn confirmedBy ... on Tie { statedOn: on statedBy: by { id name } } ... on DecisionPart { statedOn: on statedBy: by { id name } } ... on Assessment { judgedOn: on author { id name } } ... on Interaction { metOn: on author { id name } } }`},
	{"Thing", `Fact { __typename id ... on Person { name } ... on Position { title } ... on Account { name } ... on Organization { name } ... on DecisionArea { name } }`},
}

var (
	account = argument{"account", "ID!", "The id of the account."}
	limit   = argument{"limit", "Int", "How many at most."}
)

// strengths is what the tools about ties ask of each.
const strengths = `total ties { person { id name } other { id name } band confidence working cooling lastContact expiresAt sentence lastRecord { ...Fact } stated { level on by { id name } record { ...Fact } } }`

// reading are the tools that read.
var reading = []*tool{
	{"search", "Search", "Finds people, organizations, accounts, seats and decision areas by name, title, e-mail address or id, and gives their ids.",
		[]argument{{"text", "String!", "Words that begin words of what is looked for."}},
		`search(text: $text, first: 20) { field text node { ...Thing } }`},
	{"accounts", "Accounts", "Lists the accounts, with the company that each is for.",
		[]argument{{"text", "String", "Words of the name; all accounts without it."}},
		`accounts(first: 100, filter: {text: $text}) { totalCount nodes { id name tier relation stage renewal organization { id name } team { id role from to person { id name } } } }`},
	{"person", "Person card", "What is known of a person: seats with their days, whom they know and who knows them, by whose word; how they stand to us, by whose judgement; last contacts and promises.",
		[]argument{{"person", "ID!", "The id of the person."}},
		`person(id: $person) {
			id name emails location side doNotContact notes seen confirmedOn confirmedBy
			holdings(ever: true) { id from to noticeOn confirmedOn confirmedBy position { id title level function organization { id name } } }
			managers { id name } reports(first: 20) { totalCount nodes { id name } }
			knows(first: 20) { totalCount nodes { id level kind on evidence from to by { id name } other { id name } } }
			knownBy(first: 20) { totalCount nodes { id level kind on evidence from to by { id name } person { id name } } }
			assessments { id on expires stance roles evidence confidence author { id name } within { ...Thing } }
			decides { id part on by { id name } decisionArea { id name } }
			interactions(first: 10) { totalCount nodes { id on channel subject author { id name } attendees { id name } } }
			commitmentsMade(first: 10) { nodes { id text promised due delivered madeTo { id name } } }
			commitmentsReceived(first: 10) { nodes { id text promised due delivered madeBy { id name } } }
		}`},
	{"chart", "Org chart outline", "The seats of an account from the top down: who holds them, how they stand to us, who of us knows them, and what was found. depth is how far below the top a seat is.",
		[]argument{account, {"under", "ID", "The id of a seat: what is below it alone."}, {"depth", "Int", "How many levels; all without it."}},
		`chart(of: {accountId: $account}, underId: $under, depth: $depth) {
			total vacant
			seats(first: 400) { totalCount nodes { positionId title level managerId managerState depth below occupancy vacantSince
				holders { from person { personId name stance roles singleThreaded singlePoint knownBy { personId band working } } } findingIds } }
			team { personId name title }
			findings { ...Found }
		}`},
	{"coverage", "Coverage", "Where an account is not covered: deciders without enough of us who know them, seats that are vacant or not known, and what to do.",
		[]argument{account},
		`coverage(accountId: $account) { sentence findings { ...Found } people { person { id name } stance depth reached lastContact owners { id name } parts { role record { ...Fact } } } }`},
	{"single_points", "Single points of failure", "Without whom of ours, or of theirs, a decider or a decision area of an account is lost.",
		[]argument{account},
		`singlePoints(accountId: $account) { points { person { id name } side sentence noticeOn leavesOn reasons { ...Why } } areas { area { id name } reached departures sentence reasons { ...Why } } findings { ...Found } }`},
	{"introductions", "Introductions", "Who can introduce us to somebody, by which way, how likely, and on which records each step rests.",
		[]argument{{"target", "ID!", "The id of the person to be introduced to."}, limit},
		`introductions(targetId: $target, limit: $limit) {
			direct { person { id name } band working lastContact }
			introductions { sentence ask { id name } route { likelihood inferred handshakes { person { id name } other { id name } basis record { ...Fact } } } }
			notAsked { person { id name } reason record { ...Fact } } blocked
		}`},
	{"stakeholders", "Stakeholders", "Who matters at an account: stance, part in decisions, and who of us knows them.",
		[]argument{account},
		`stakeholders(accountId: $account) { people { person { id name } level stance disputed roles key directDepth neglected stanceRecord { ...Fact } knownBy { person { id name } band working } } findings { ...Found } }`},
	{"strength", "Strength of ties", "How well ours know theirs at an account, from contacts and from what was said.",
		[]argument{account, limit},
		`strength(of: {accountId: $account}, first: $limit) { ` + strengths + ` }`},
	{"whom_they_know", "Whom a person knows", "Whom one person knows how well, from contacts and from what was said.",
		[]argument{{"person", "ID!", "The id of a person."}, limit},
		`strength(of: {personId: $person}, first: $limit) { ` + strengths + ` }`},
	{"moves", "Moves", "Who joined, left, was promoted or changed company since a day.",
		[]argument{{"from", "Date!", "The first day, YYYY-MM-DD."}, {"account", "ID", "Only those at this account."}, limit},
		`moves(from: $from, accountId: $account, first: $limit) { total moves { person { id name } kind on leftOn sentence ended { title record { ...Fact } } began { title record { ...Fact } } } firms { on people sentence } }`},
	{"changes", "What has changed", "What has changed on the org chart of an account since a day: who joined, left, moved and was re-labelled, seats, and ties won and lost.",
		[]argument{account, {"since", "Date!", "The earlier day, YYYY-MM-DD."}},
		`diff(of: {accountId: $account}, since: $since) { since people { kind personId name before { positionId title managerId stance roles } after { positionId title managerId stance roles } succeedsIds } seats { kind positionId title managerIdBefore managerIdAfter } tiesWon { personId otherId before after } tiesLost { personId otherId before after } }`},
	{"influence", "Influence", "Who shapes the decisions of an account, how they stand to us, and whose mind to learn or to change.",
		[]argument{account, limit},
		`influence(accountId: $account, limit: $limit) {
			overall { sentence for against unknown }
			areas { area { id name } people { person { id name } influence decides heard rank heardBy { person { id name } weight via record { ...Fact } } } levers { person { id name } act swing sentence owners { id name } } }
		}`},
	{"scenario", "If they left", "What would be lost at an account if these people left.",
		[]argument{account, {"leave", "[ID!]!", "The ids of those who leave."}},
		`scenario(accountId: $account, leaverIds: $leave) { sentence lost { deciders { id name } areas { area { id name } } } deciders { before { person { id name } directDepth } after { directDepth reached } reasons { ...Why } remedy { text owner { id name } } } areas { area { id name } state sentence } }`},
	{"pairing", "Pairing", "Who of ours should look after whom at an account, and what speaks for it.",
		[]argument{account},
		`pairing(accountId: $account) { changes pairings { person { id name } owner { id name } present { id name } change sentence parts { name points text record { ...Fact } } } }`},
	{"move_card", "Card of a move", "A contact changed company: whom we keep, gain and lose, and what is to be done.",
		[]argument{{"person", "ID!", "The id of the person who moved."}},
		`moveCard(personId: $person) { sentence move { kind on leftOn } kept { person { id name } band lastContact } gained { person { id name } deciding } lost { deciders { id name } } opened { ...Found } promises { record { id text } due overdue } recover { person { id name } why ask { id name } remedy { text owner { id name } } } askUntil }`},
	{"handover", "Handover", "One of ours leaves or changes: what is to be handed over, and to whom.",
		[]argument{{"person", "ID!", "The id of the one of ours."}, {"account", "ID", "Only this account."}},
		`handover(personId: $person, accountId: $account) { sentence gone noticeOn leavesOn accounts { account { id name } level ties { tie { other { id name } band } exclusive secondBest { owner { id name } band } remedy { text owner { id name } } } promises { record { id text } due overdue } lost { deciders { id name } } badMoments { kind text on } } }`},
}
