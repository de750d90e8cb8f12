// Package orgtext reads a small text notation of organizations and
// relationships. Tests and demos are written in it, because a planner can read
// it.
//
//	// Comments begin with two slashes.
//	org Us (ours)
//	  Head of Sales (3 sales): Ann Lee
//	    Account Manager (2 sales): Bob Roy, Eva Sun @2024-06-01..
//
//	org Acme (COMPANY country=DE)
//	  Chief Executive (5 general-management): Julia Ito
//	    Chief Financial Officer (4 finance): Petra Blum @2021-03-01..
//	      Controller (2 finance): vacant
//	    Chief Information Officer (4 it): Leo Fox (acting) @2024-01-01..2024-07-01
//	      org Platform (TEAM)
//	        Head of Platform (3 it): Zoe Kim
//
//	person Zoe Kim: emails=zoe@acme.example,z.kim@acme.example
//	was Chief Financial Officer: title="Finance Director" level=3 @..2021-03-01
//	reports Head of Platform -> Chief Financial Officer: dotted
//
//	account Acme for Acme: relation=customer key 2025-06-30
//	works Bob Roy -> Acme: kam
//	revenue Acme: 4_000_000 EUR @2024-01-01..2025-01-01
//	area ERP for Acme: finance 2_500_000 EUR open 2025-03-01
//	decides Petra Blum, Chief Executive -> ERP: decider
//
//	Bob Roy -> Petra Blum: trusted by="Bob Roy" 2024-05-01
//	Ann Lee <-> Julia Ito: met
//	influences Petra Blum -> Julia Ito: 0.6 backs
//	pairs Bob Roy -> Petra Blum: cadenceDays=30 current=vendor desired=trusted-advisor
//	excludes Ann Lee -> Leo Fox: do-not-ask "old quarrel"
//
//	assess Bob Roy -> Petra Blum in ERP: supporter decider 2024-05-01
//	met Bob Roy, Petra Blum: workshop 2024-05-02 "kick-off"
//	promise Bob Roy -> Petra Blum about Acme: "send the plan" 2024-05-02 due=2024-05-20
//	intro Ann Lee -> Julia Ito via Petra Blum: 2024-06-01
//	capture Bob Roy: mailbox
//	problem Acme by Bob Roy: "late delivery" 2024-04-01
//
// # Trees
//
// A line beginning with "org" at the margin starts a tree; deeper indentation
// by spaces is one level down. Under an organization stand its units, again
// with "org", and its seats; under a seat stand the seats that report to it by
// a solid line, and units whose seats do:
//
//	org NAME [#id] [(ATTRIBUTES)] [@DAYS]
//	TITLE [#id] [(ATTRIBUTES)] [@DAYS] [: HOLDERS]
//
// HOLDERS are people, each with optional (ATTRIBUTES) and @DAYS of the holding,
// separated by commas, or one of the words vacant, withheld and unknown. The
// days of a unit are those of its PART_OF edge, the days of a seat those of its
// IN edge and solid line. Whoever is named as a holder for the first time is a
// new person.
//
// # Statements
//
// Every other line at the margin is a statement, and what it names must stand
// above it:
//
//	[KEYWORD] NAMES [-> NAMES] [WORD NAMES] [#id] [: ATTRIBUTES] [@DAYS]
//
// Names are separated by commas. An arrow without a keyword is a tie (KNOWS);
// "<->" states an edge in both directions. The keywords of edges are knows,
// influences, pairs, decides, works, excludes, reports, holds, in and part; the
// other keywords are shown above, with revenue, policy, concession, signal,
// value, action and score beside them. "person" makes a person or describes one
// that is there; "was" gives dated properties the value that they had on the
// days ([graph.Detail]).
//
// # Attributes
//
// An attribute is property=value, or, where that is clear, a value alone: a
// word of one of the kind's enumerations in any letter case and with hyphens
// for underscores; the name of a yes-or-no property; a number, a day or a
// quoted text for the property of that sort that matters most to the kind; a
// currency. Lists are separated by commas without spaces. The properties "by"
// and "owner" name a person.
//
// # Days, names and IDs
//
// DAYS are FROM..TO, half-open as everywhere; either end may be missing. A name
// with a comma, a colon, a parenthesis or a connecting word in it stands in
// double quotes, and so does a value with a space. #ID in place of a name means
// the element with that ID.
//
// IDs follow from names: "petra-blum", "acme/chief-financial-officer",
// "account/acme", "knows/bob-roy/petra-blum"; a second one of the same words
// ends in "-2". A name without Latin letters or digits and a very long one get
// [graph.DerivedID].
package orgtext
