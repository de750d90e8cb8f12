package importer

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/internal/folding"
)

// words maps the folded words of other products onto one enumeration. The
// enumeration's own values are always understood; see [words.parse].
type words[T ~string] map[string]T

// wordTable builds words from lines "VALUE: word, word" and adds each value of
// the enumeration under its own name.
func wordTable[T ~string](lines ...string) words[T] {
	w := words[T]{}
	for _, e := range graph.Enums() {
		if e.Name == reflect.TypeFor[T]().Name() {
			for _, v := range e.Values {
				w[folding.Fold(v)] = T(v)
			}
		}
	}
	for _, l := range lines {
		value, rest, _ := strings.Cut(l, ":")
		for _, word := range strings.Split(rest, ",") {
			if word = folding.Fold(word); word != "" {
				w[word] = T(value)
			}
		}
	}
	return w
}

// parse finds the value a cell names. A trailing remark in parentheses is
// ignored: "Political Structure (Medium)".
func (w words[T]) parse(s string) (T, bool) {
	f := folding.Fold(s)
	if v, ok := w[f]; ok {
		return v, true
	}
	if i := strings.IndexByte(s, '('); i > 0 {
		v, ok := w[folding.Fold(s[:i])]
		return v, ok
	}
	return "", false
}

// values returns the distinct values of w, sorted, for error messages.
func (w words[T]) values() string {
	var out []string
	for _, v := range w {
		out = append(out, string(v))
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), ", ")
}

// The tables below put the words of the products and textbooks that planners
// come from onto kith's enumerations. Stance and role are two axes: a word is
// in one of the two tables, never in both.
var (
	stanceWords = wordTable[graph.Stance](
		"CHAMPION: mentor, advocate, leading, coach, internal champion, promoter, sponsor for us, promoteur, foerderer, forderer",
		"SUPPORTER: supportive, support, friend, friendly, for, good, ally, unterstutzer, befurworter, partisan, favorable, soutien",
		"NEUTRAL: indifferent, no opinion, neutre, on the fence",
		"SCEPTIC: skeptic, sceptical, skeptical, non supporter, nonsupporter, resistant, doubtful, skeptiker, sceptique, reserviert",
		"DETRACTOR: enemy, blocker, opponent, adversary, foe, hostile, against, bad, antisponsor, anti sponsor, gegner, opposant, adversaire, detracteur",
		"UNKNOWN: unaware, not assessed, not known, n/a, unbekannt, inconnu",
	)
	roleWords = wordTable[graph.Role](
		"DECIDER: decision maker, economic buyer, economic decision maker, economic buying influence, budget holder, accountable, executive decision maker, entscheider, decideur",
		"APPROVER: executive sponsor, sponsor, approval, genehmiger, approbateur",
		"VETO: veto power, veto holder",
		"SIGN_OFF: signoff, signatory, legal and compliance, legal, compliance, unterzeichner, signataire",
		"BUYER: procurement, purchaser, purchasing, purchasing manager, purchasing agent, business buyer, einkaufer, acheteur",
		"USER: end user, business user, user buyer, user buying influence, anwender, utilisateur",
		"INFLUENCER: evaluator, technical evaluator, recommender, consulted, user influencer, reviewer, beeinflusser, prescripteur",
		"GATEKEEPER: gate keeper, technical buyer, technical buying influence, screener",
		"INITIATOR: initiateur, initiant",
		"INFORMED: point of contact, contact, inform",
	)
	politicalWords = wordTable[graph.PoliticalStatus](
		"OUTSIDE: outside political structure, outside the political structure, low",
		"POLITICAL_STRUCTURE: medium",
		"INNER_CIRCLE: high",
	)
	partnerWords = wordTable[graph.PartnerLevel](
		"VENDOR: supplier", "TRUSTED_ADVISOR: trusted adviser",
	)
	tieWords = wordTable[graph.TieLevel](
		"NONE: no contact, none, not true, keiner, aucun",
		"MET: brief contact, acquainted, acquaintance, weak, awareness, contact, potential, getroffen, rencontre",
		"KNOWS: multiple contacts, know, medium, cooperation, likely, kennt, connait",
		"WORKS_WELL: in depth, works with, strong, coordination, confirmed, good, arbeitet gut, travaille bien",
		"TRUSTED: trust, trusts, close, very strong, integration, vertraut, confiance",
	)
	orgKindWords = wordTable[graph.OrgKind](
		"COMPANY: corporation, enterprise, firm, subsidiary, group, community, agency, ministry, charity, customer, client, vendor, supplier, seller, prospect, partner, reseller, unaffiliated, unternehmen, entreprise, societe",
		"DIVISION: business unit, directorate, segment, bereich, direction",
		"DEPARTMENT: dept, section, abteilung, departement, service",
		"TEAM: sig, special interest group, working group, user group, committee, squad, gruppe, equipe, board",
		"SITE: plant, store, branch, office, location, campus, standort, werk, filiale, usine, agence",
	)
	relationWords = wordTable[graph.Relation](
		"CUSTOMER: client, account, kunde, customer direct, customer channel",
		"PROSPECT: lead, target, interessent",
		"PARTNER: channel partner, reseller, integrator, channel partner reseller, technology partner",
		"SUPPLIER: vendor, lieferant, fournisseur",
	)
	tierWords = wordTable[graph.Tier](
		"STRATEGIC: a, tier 1, 1, platinum, global", "KEY: b, tier 2, 2, gold, major", "STANDARD: c, tier 3, 3, normal, silver, other",
	)
	stageWords = wordTable[graph.Stage](
		"PROSPECT: lead, exploratory", "CUSTOMER: basic, kunde", "CLIENT: cooperative, interdependent",
		"AMBASSADOR: integrated, evangelist, reference", "FORMER: lost, inactive, churned",
	)
	occupancyWords = wordTable[graph.Occupancy](
		"HELD: named, filled, occupied, besetzt, pourvu",
		"VACANT: open, empty, unfilled, vakant, unbesetzt, vacante",
		"WITHHELD: name withheld, redacted, n/d, nd, not disclosed, confidential",
		"UNKNOWN: n/k, not known",
	)
	holdWords = wordTable[graph.HoldKind](
		"PERMANENT: regular, substantive, employee", "INTERIM: temporary, temp, kommissarisch", "ACTING: deputising, faisant fonction",
	)
	lineWords = wordTable[graph.LineKind](
		"SOLID: direct, line, administrative, disciplinary", "DOTTED: dotted line, matrix, functional, indirect, secondary, project, fachlich", "ASSISTANT: assistant of, assistant to, secretary",
	)
	workWords = wordTable[graph.WorkRole](
		"KAM: key account manager, account manager, account owner, owner, account executive, sales rep, sales manager, account director",
		"SPONSOR: executive sponsor",
		"SPECIALIST: pre sales consultant, presales consultant, pre sales, presales, consultant, solution engineer, sales engineer, expert",
		"DELIVERY: project manager, implementation, implementation manager, service delivery manager, engineer",
		"SUPPORT: channel manager, lead qualifier, customer success, customer success manager, inside sales, service",
	)
	exclusionWords = wordTable[graph.ExclusionKind](
		"DO_NOT_ASK: do not ask for introductions, no introductions", "DO_NOT_APPROACH: do not contact, do not approach via", "NON_SOLICIT: no poaching, non solicitation",
	)
	toldWords       = wordTable[graph.Told]("BEFORE: yes, in advance, warned", "AFTER: no, afterwards, surprise")
	ruleWords       = wordTable[graph.DecisionRule]("ANY: one, or", "ALL: every, and, unanimous")
	stateWords      = wordTable[graph.DecisionState]("OPEN: pending, planned, in progress", "DECIDED: closed, done, won", "DROPPED: cancelled, canceled, lost")
	startedWords    = wordTable[graph.StartedBy]("OURS: us, we, outbound, out", "THEIRS: they, them, inbound, in", "BOTH: mutual, joint")
	captureWords    = wordTable[graph.CaptureMode]("MAILBOX: calendar, mail, automatic", "HAND: manual, by hand", "NONE: no")
	managerWords    = wordTable[graph.ManagerState]("KNOWN: yes", "NONE: no, top, root", "UNKNOWN: n/k, not known")
	confidenceWords = wordTable[graph.Confidence]("HIGH: sure, certain, hoch", "MEDIUM: fair, mittel", "LOW: unsure, guess, niedrig")
	influenceWords  = wordTable[graph.InfluenceKind]("BACKS: supports, sponsors", "SWAYS: influences, advises", "CONFLICT: opposes, blocks")
	channelWords    = wordTable[graph.Channel](
		"SITE_VISIT: visit, on site, onsite, plant tour, besuch, visite",
		"WORKSHOP: training, offsite, seminar, atelier",
		"MEAL: lunch, dinner, breakfast, coffee, essen, dejeuner, diner",
		"MEETING: meet, in person, appointment, face to face, f2f, besprechung, termin, reunion, rendez vous",
		"VIDEO: video call, videocall, teams, zoom, online meeting, web meeting, videokonferenz, visio",
		"CALL: phone, telephone, phone call, anruf, telefonat, appel",
		"MAIL: email, e mail, letter, courriel",
		"CHAT: message, im, instant message, slack, sms, whatsapp, linkedin message, inmail",
		"TICKET: case, support case, issue, support ticket",
		"MASS_MAIL: newsletter, mailing, campaign, mass email",
		"LIKE: reaction, social like",
		"OTHER:",
	)
	functionWords = wordTable[graph.Function](
		"GENERAL_MANAGEMENT: executive, management, general, entrepreneurship, administrative, administration, consulting, owner, top management, tmg, strategy, c suite, geschaftsfuhrung, geschaftsleitung, direction generale",
		"FINANCE: accounting, controlling, treasury, audit, tax, finances, finanzen, rechnungswesen, buchhaltung, comptabilite",
		"PROCUREMENT: purchasing, buying, sourcing, supply chain, einkauf, beschaffung, achats, approvisionnement",
		"OPERATIONS: production, manufacturing, logistics, shipping and receiving, facilities, facilities and maintenance, quality, quality assurance, production control, document control, program and project management, real estate, produktion, fertigung, logistik, exploitation, logistique",
		"IT: information technology, information services, information systems, business solutions, informatik, edv, informatique, dsi",
		"ENGINEERING: research, research and development, r&d, development, tool design, entwicklung, technik, ingenierie, recherche, healthcare services",
		"PRODUCT: product management, design, arts and design, product design, ux, produktmanagement, produit",
		"SALES: business development, key accounts, commercial, account management, vertrieb, verkauf, ventes",
		"MARKETING: communications, media and communication, media and commmunication, public relations, brand, kommunikation, communication",
		"CUSTOMER_SERVICE: customer success and support, customer service, customer success, customer support, support, service desk, kundendienst, kundenservice, service client, education, community and social services",
		"HR: human resources, people, people operations, talent, recruiting, personal, personalwesen, ressources humaines, rh",
		"LEGAL: legal and compliance, compliance, regulatory, recht, rechtsabteilung, juridique, military and protective services",
	)
)

// tieLevelOf reads a stated strength: a word of tieWords, or a number from 0 to
// 1 (or a percentage), whose level is the highest of met .2, knows .4, works
// well .65 and trusted .85 that it reaches; a smaller positive number is MET
// and 0 is NONE. ok is false for an empty cell, which states nothing.
func tieLevelOf(s string) (level graph.TieLevel, ok bool, cerr *cellError) {
	if strings.TrimSpace(s) == "" {
		return "", false, nil
	}
	if v, ok := tieWords.parse(s); ok {
		return v, true, nil
	}
	if w := folding.Fold(s); w == "unknown" || w == "not assessed" {
		return "", false, nil
	}
	f, cerr := parseShare(s)
	if cerr != nil {
		if _, err := strconv.ParseFloat(ungroup(s), 64); err == nil {
			return "", false, cerr
		}
		return "", false, refuse("word", "not a level of %s, nor a number from 0 to 1", tieWords.values())
	}
	switch {
	case f >= .85:
		return graph.TieTrusted, true, nil
	case f >= .65:
		return graph.TieWorksWell, true, nil
	case f >= .4:
		return graph.TieKnows, true, nil
	case f > 0:
		return graph.TieMet, true, nil
	}
	return graph.TieNone, true, nil
}

// labels sorts the words of a cell that mixes the two axes, as most products
// do: "Champion; Gatekeeper" is a stance and a role. Words of neither table
// come back in unknown. Of several stances the worst counts.
func labels(s string) (stance graph.Stance, roles []graph.Role, unknown []string) {
	for _, w := range list(s) {
		if r, ok := roleWords.parse(w); ok {
			if !slices.Contains(roles, r) {
				roles = append(roles, r)
			}
			continue
		}
		if st, ok := stanceWords.parse(w); ok {
			if stance == "" || st.Worse(stance) {
				stance = st
			}
			continue
		}
		if folding.Fold(w) != "other" {
			unknown = append(unknown, w)
		}
	}
	return stance, roles, unknown
}
