// Package analysis answers a planner's questions about an account on one day:
// how well do we know these people, where are we not covered, whose departure
// cuts us off, who can introduce us, and who has moved.
//
// Every analysis is a pure function of a [view.View] and a query. The same
// view and query give the same answer, byte for byte; ties are broken by id.
// Nothing that the view does not yet know, and nothing that happens after its day,
// has any influence; a day that is planned, such as that of a decision, is a fact of
// today. What each number is, and by which test each law is held, is in
// docs/analyses.md.
//
// # Findings
//
// Reasons come first. A [Finding] is a rule that fired, the people or areas it
// fired on, the records that made it fire, the policy it was held against and
// what to do about it, in one plain sentence. There is no overall score. What
// is not known stays unknown: a stance that nobody has assessed is not
// neutral, and silence from someone whose contacts nobody would notice is not
// silence.
//
// # Which number decides
//
// Every verdict on a tie between one of ours and one of theirs reads the
// strength from ours to theirs; a handshake inside the customer reads the
// strength from the carrier to the next. Access alone is never a verdict. Two
// clocks differ on purpose: a tie is working only with a contact or claim within
// ninety days or twice the agreed cadence (within a year of a claim where contacts
// would not be noticed), and a pairing is asleep at twice its cadence without a contact.
package analysis
