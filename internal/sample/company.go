package sample

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
)

// Workspace is the name under which the demo keeps the sample.
const Workspace graph.Workspace = "demo"

// The accounts of the sample, by ID.
const (
	Brackwell graph.ID = "a-brackwell"
	Dunmore   graph.ID = "a-dunmore"
	Helvar    graph.ID = "a-helvar"
)

// PersonID returns the ID that the sample gives a person of this name.
func PersonID(name string) graph.ID { return graph.ID("p-" + slug(name)) }

func slug(s string) string {
	s = strings.ToLower(s)
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.TrimSuffix(b.String(), "-")
}

// Company fills a draft with the sample company as it stands on the base day;
// every date counts back or forward from there. It fails only when the draft
// holds something else already.
func Company(d *draft.Draft, base graph.Date) error {
	b := &builder{d: d, base: base, r: rand.New(rand.NewPCG(7, 7)), used: map[string]bool{}, seats: map[graph.ID]graph.ID{}, edges: map[string]int{}}
	b.firm("nordlicht", "Nordlicht Systems", "nordlicht.example", "Software", "NO", true, nordlicht)
	b.firm("brackwell", "Brackwell Foods", "brackwell.example", "Food", "GB", false, brackwell)
	b.firm("dunmore", "Dunmore Rail", "dunmore.example", "Rail", "GB", false, dunmore)
	b.firm("helvar", "Helvar Energy", "helvar.example", "Energy", "FI", false, helvar)
	b.history()
	b.accounts()
	b.decisions()
	b.team()
	b.assessments()
	b.ties()
	b.influences()
	b.pairings()
	b.contacts()
	b.records()
	return b.err
}

type builder struct {
	d     *draft.Draft
	base  graph.Date
	r     *rand.Rand
	used  map[string]bool
	seats map[graph.ID]graph.ID // the present seat of a person
	edges map[string]int        // how often an edge between two was made
	err   error
}

func (b *builder) ago(days int) graph.Date { return b.base - graph.Date(days) }

func (b *builder) node(id string) graph.Node { return graph.Node{ID: graph.ID(id)} }

// edge returns an edge whose ID is made of its ends.
func (b *builder) edge(kind string, src, dst graph.ID, from, to graph.Date) graph.Edge {
	id := kind + "-" + strings.TrimPrefix(string(src), "p-") + "-" + strings.TrimPrefix(string(dst), "p-")
	b.edges[id]++
	if n := b.edges[id]; n > 1 {
		id += "-" + strconv.Itoa(n)
	}
	return graph.Edge{ID: graph.ID(id), Src: src, Dst: dst, From: from, To: to}
}

// person returns the ID of a named person; an unknown name is a mistake in this
// package.
func (b *builder) person(name string) graph.ID {
	id := PersonID(name)
	if _, ok := b.d.Get(id); !ok && b.err == nil {
		b.err = fmt.Errorf("sample: nobody is called %q", name)
	}
	return id
}

// firm makes an organization, one unit per second-level branch, and the seats
// and people of a chart.
func (b *builder) firm(key, name, domain, industry, country string, ours bool, chart string) {
	org := graph.ID("o-" + key)
	b.d.Add(graph.Organization{Node: graph.Node{ID: org}, Name: name, Kind: graph.OrgCompany, Ours: ours, Domains: []string{domain}, Industry: industry, Country: country, Website: "https://" + domain})
	type open struct{ seat, unit graph.ID }
	var stack []open
	titles := map[string]int{}
	for line := range strings.Lines(chart) {
		line = strings.TrimRight(line, "\n")
		if line == "" {
			continue
		}
		depth := len(line) - len(strings.TrimLeft(line, "\t"))
		f := strings.Split(strings.TrimLeft(line, "\t"), ";")
		title, copies := f[0], 1
		if i := strings.IndexByte(title, '('); i > 0 {
			copies, _ = strconv.Atoi(strings.TrimSuffix(title[i+1:], ")"))
			title = strings.TrimSpace(title[:i])
		}
		level, _ := strconv.Atoi(f[1])
		stack = stack[:depth]
		unit := org
		if depth > 1 {
			unit = stack[depth-1].unit
		}
		for range copies {
			titles[title]++
			seat := graph.ID(fmt.Sprintf("s-%s-%s", key, slug(title)))
			if n := titles[title]; n > 1 {
				seat += graph.ID("-" + strconv.Itoa(n))
			}
			manager := graph.ManagerNone
			if depth > 0 {
				manager = graph.ManagerKnown
			}
			holder, days := "", 0
			if copies > 1 {
				holder, days = b.invent(), 100+b.r.IntN(1500)
			} else {
				holder = f[3]
				days, _ = strconv.Atoi(f[4])
			}
			occupancy := graph.OccupancyHeld
			switch holder {
			case "":
				occupancy = graph.OccupancyVacant
			case "?":
				occupancy = graph.OccupancyUnknown
			}
			b.d.Add(graph.Position{Node: graph.Node{ID: seat}, Title: title, Level: level, Function: graph.Function(f[2]), Occupancy: occupancy, Manager: manager, Department: unitName(f[2])})
			if depth == 1 && level == 4 {
				unit = graph.ID(string(org) + "-" + slug(f[2]))
				if _, there := b.d.Get(unit); !there {
					b.d.Add(graph.Organization{Node: graph.Node{ID: unit}, Name: name + " " + unitName(f[2]), Kind: graph.OrgDivision, Country: country})
					b.d.Add(graph.PartOf{Edge: b.edge("part", unit, org, 0, 0)})
				}
			}
			b.d.Add(graph.In{Edge: b.edge("in", seat, unit, 0, 0)})
			if depth > 0 {
				kind := graph.LineSolid
				if title == "Executive Assistant" {
					kind = graph.LineAssistant
				}
				b.d.Add(graph.ReportsTo{Edge: b.edge("line", seat, stack[depth-1].seat, 0, 0), Kind: kind})
			}
			if occupancy == graph.OccupancyHeld {
				p := b.newPerson(holder, domain)
				b.seat(p, seat, b.ago(days), 0)
				b.seats[p] = seat
			}
			if len(stack) == depth {
				stack = append(stack, open{seat, unit})
			} else {
				stack[depth] = open{seat, unit}
			}
		}
	}
}

func unitName(function string) string {
	words := strings.Split(strings.ToLower(function), "_")
	for i, w := range words {
		words[i] = strings.ToUpper(w[:1]) + w[1:]
	}
	switch function {
	case "IT", "HR":
		return function
	}
	return strings.Join(words, " ")
}

func (b *builder) invent() string {
	for {
		n := firstNames[b.r.IntN(len(firstNames))] + " " + lastNames[b.r.IntN(len(lastNames))]
		if !b.used[n] {
			b.used[n] = true
			return n
		}
	}
}

func (b *builder) newPerson(name, domain string) graph.ID {
	id := PersonID(name)
	b.used[name] = true
	b.d.Add(graph.Person{Node: graph.Node{ID: id}, Name: name, Emails: []string{strings.ReplaceAll(slug(name), "-", ".") + "@" + domain}})
	return id
}

func (b *builder) seat(person, seat graph.ID, from, to graph.Date) {
	b.d.Add(graph.Holds{Edge: b.edge("holds", person, seat, from, to), Kind: graph.HoldPermanent})
}

// history plants who sat where before, who has given notice and what titles
// were.
func (b *builder) history() {
	marta := b.person("Marta Keller")
	b.seat(marta, "s-brackwell-head-of-demand-planning", b.ago(1400), b.ago(45))
	b.check(draft.Edit(b.d, marta, func(p *graph.Person) {
		p.Emails = append(p.Emails, "marta.keller@brackwell.example")
	}))
	// The head of procurement left Brackwell.
	irene := b.newPerson("Irene Castell", "brackwell.example")
	b.seat(irene, "s-brackwell-head-of-procurement", b.ago(1600), b.ago(75))
	b.d.Add(graph.Holds{Edge: b.edge("holds", b.person("Gregor Haas"), "s-brackwell-head-of-procurement", b.ago(75), b.ago(20)), Kind: graph.HoldActing})
	// Ben has given notice.
	ben := b.person("Ben Okafor")
	for _, h := range b.d.Out(ben, graph.EdgeHolds) {
		b.check(draft.Edit(b.d, h.ID, func(h *graph.Holds) { h.NoticeOn, h.To = b.ago(10), b.base+50 }))
	}
	// Leo came from Dunmore, where Petra was his colleague.
	b.seat(b.person("Leo Brandt"), "s-dunmore-it-manager", b.ago(2600), b.ago(1300))
	b.check(b.d.SetDated("s-brackwell-chief-information-officer", "title", "Chief Information Officer", b.ago(500)))
	b.detail("s-brackwell-chief-information-officer", "title", "Head of IT", 0, b.ago(500))
	b.detail("s-brackwell-chief-information-officer", "level", "3", 0, b.ago(500))
}

func (b *builder) check(err error) {
	if err != nil && b.err == nil {
		b.err = err
	}
}

// made keeps the first error of the verbs that make something.
func (b *builder) made(_ graph.ID, err error) { b.check(err) }

func (b *builder) detail(owner graph.ID, property, value string, from, to graph.Date) {
	id := graph.ID(fmt.Sprintf("d-%s-%s", owner, property))
	b.d.Add(graph.Detail{Node: graph.Node{ID: id, From: from, To: to}, Property: property, Value: value})
	b.d.Add(graph.Of{Edge: b.edge("of", id, owner, 0, 0)})
}

func ptr[T any](v T) *T { return &v }

func (b *builder) accounts() {
	for _, a := range []struct {
		key, name string
		relation  graph.Relation
		tier      graph.Tier
		stage     graph.Stage
		renewal   int
		revenue   float64
		currency  string
	}{
		{"brackwell", "Brackwell Foods", graph.RelationCustomer, graph.TierStrategic, graph.StageClient, 120, 4_200_000, "EUR"},
		{"dunmore", "Dunmore Rail", graph.RelationCustomer, graph.TierKey, graph.StageCustomer, 85, 1_900_000, "GBP"},
		{"helvar", "Helvar Energy", graph.RelationProspect, graph.TierKey, graph.StageProspect, 0, 0, ""},
	} {
		id := graph.ID("a-" + a.key)
		acc := graph.Account{Node: graph.Node{ID: id}, Name: a.name, Relation: a.relation, Tier: a.tier, Stage: a.stage}
		if a.renewal > 0 {
			acc.Renewal = b.base + graph.Date(a.renewal)
		}
		b.d.Add(acc)
		b.d.Add(graph.For{Edge: b.edge("for", id, graph.ID("o-"+a.key), 0, 0)})
		if a.revenue > 0 {
			rev := graph.ID("r-" + a.key)
			b.d.Add(graph.Revenue{Node: graph.Node{ID: rev, From: b.ago(300), To: b.base + 65}, Amount: ptr(a.revenue), Currency: a.currency})
			b.d.Add(graph.For{Edge: b.edge("for", rev, id, 0, 0)})
		}
	}
	b.d.Add(graph.Policy{Node: b.node("n-policy-strategic"), Tier: graph.TierStrategic, DeciderDepth: ptr(2), InfluencerDepth: ptr(1), Neighbourhood: ptr(0.5), CadenceDays: ptr(30), CounterpartGap: ptr(1), ExpectedSeats: []string{"FINANCE/4", "IT/4", "OPERATIONS/4", "PROCUREMENT/3"}})
	b.d.Add(graph.Policy{Node: b.node("n-policy-key"), Tier: graph.TierKey, DeciderDepth: ptr(1), InfluencerDepth: ptr(1), Neighbourhood: ptr(0.3), CadenceDays: ptr(60), CounterpartGap: ptr(1)})
}

// decide gives parts in an area: "Name:PART", or "@seat:PART" for a seat.
func (b *builder) area(key, name string, account graph.ID, f graph.Function, budget float64, currency string, rule graph.DecisionRule, due int, revenue bool, parts ...string) {
	id := graph.ID("da-" + key)
	b.d.Add(graph.DecisionArea{Node: graph.Node{ID: id}, Name: name, Function: f, Budget: ptr(budget), Currency: currency, Rule: rule, State: graph.DecisionOpen, Due: b.base + graph.Date(due), RevenueBearing: revenue})
	b.d.Add(graph.For{Edge: b.edge("for", id, account, 0, 0)})
	for _, p := range parts {
		who, part, _ := strings.Cut(p, ":")
		src := graph.ID(strings.TrimPrefix(who, "@"))
		if !strings.HasPrefix(who, "@") {
			src = b.person(who)
		}
		b.d.Add(graph.Decides{Edge: b.edge("part-"+strings.ToLower(part), src, id, 0, 0), Part: graph.Role(part)})
	}
}

func (b *builder) decisions() {
	b.area("brackwell-renewal", "Supply planning renewal", Brackwell, graph.FunctionFinance, 4_000_000, "EUR", graph.DecisionAll, 120, true,
		"Samir Haddad:DECIDER", "Johanna Berg:APPROVER", "Greta Olsson:USER", "Matteo Ricci:INFLUENCER", "Dana Weiss:SIGN_OFF", "@s-brackwell-head-of-procurement:BUYER")
	b.area("brackwell-erp", "ERP integration", Brackwell, graph.FunctionIT, 2_500_000, "EUR", graph.DecisionAny, 160, true,
		"Julia Moreau:DECIDER", "Leo Brandt:INFLUENCER", "Zoe Carter:USER", "Farid Rahimi:VETO", "Gregor Haas:GATEKEEPER")
	b.area("brackwell-warehouse", "Warehouse automation", Brackwell, graph.FunctionOperations, 900_000, "EUR", graph.DecisionAny, 240, false,
		"Johanna Berg:DECIDER", "Daniel Kessler:USER", "Thomas Albrecht:INFLUENCER")
	b.area("dunmore-signalling", "Signalling renewal", Dunmore, graph.FunctionEngineering, 1_600_000, "GBP", graph.DecisionAny, 85, true,
		"Oskar Lindqvist:DECIDER", "Fiona Baird:APPROVER", "Petra Nowak:INFLUENCER", "Isla Grant:GATEKEEPER", "Callum Reid:BUYER")
	b.area("dunmore-control", "Control centre upgrade", Dunmore, graph.FunctionOperations, 700_000, "GBP", graph.DecisionAny, 200, true,
		"Moira Kerr:DECIDER", "Graham Tait:USER")
	b.area("helvar-planning", "Grid planning platform", Helvar, graph.FunctionOperations, 1_200_000, "EUR", graph.DecisionAny, 170, true,
		"Pekka Niemi:DECIDER", "Elena Petrova:APPROVER", "Marta Keller:INFLUENCER", "Sanna Koskela:USER")
}

func (b *builder) team() {
	for _, w := range []struct {
		who     string
		account graph.ID
		role    graph.WorkRole
	}{
		{"Sofia Lindt", Brackwell, graph.WorkKAM}, {"Ingrid Solheim", Brackwell, graph.WorkSponsor},
		{"Marek Dvorak", Brackwell, graph.WorkSpecialist}, {"Carl Jensen", Brackwell, graph.WorkDelivery},
		{"Ben Okafor", Dunmore, graph.WorkKAM}, {"Erik Vinter", Dunmore, graph.WorkSponsor},
		{"Noor Haddad", Dunmore, graph.WorkDelivery}, {"Hana Novak", Helvar, graph.WorkKAM},
	} {
		b.made(b.d.AssignToAccount(graph.WorksOn{Edge: b.edge("works", b.person(w.who), w.account, b.ago(280), 0), Role: w.role}))
	}
	for _, c := range []struct {
		who  string
		mode graph.CaptureMode
	}{
		{"Sofia Lindt", graph.CaptureMailbox}, {"Ben Okafor", graph.CaptureMailbox}, {"Hana Novak", graph.CaptureMailbox},
		{"Marek Dvorak", graph.CaptureMailbox}, {"Carl Jensen", graph.CaptureHand}, {"Noor Haddad", graph.CaptureHand},
		{"Erik Vinter", graph.CaptureHand}, {"Ingrid Solheim", graph.CaptureNone}, {"Priya Raman", graph.CaptureNone},
	} {
		id := graph.ID("n-capture-" + slug(c.who))
		b.d.Add(graph.Capture{Node: graph.Node{ID: id}, Mode: c.mode})
		b.d.Add(graph.About{Edge: b.edge("about", id, b.person(c.who), 0, 0)})
	}
	b.d.Add(graph.Feed{Node: graph.Node{ID: "n-feed-crm"}, Source: "crm", Table: "people", Columns: []string{"id", "name"}, Days: []string{"2026-10-01"}})
	b.d.Add(graph.Suggestion{
		Node: graph.Node{ID: "stranger-sample"}, Kind: graph.SuggestionStranger, Verdict: graph.VerdictDismissed, On: graph.MustDate("2026-10-02"), Who: "demo",
		Note: "an assistant of an agency", About: []string{"brackwell"}, Count: 3, Last: graph.MustDate("2026-09-30"),
	})
}

func (b *builder) assessments() {
	for i, a := range []struct {
		author, who string
		within      graph.ID
		days        int
		stance      graph.Stance
		status      graph.PoliticalStatus
		roles       []graph.Role
		evidence    string
	}{
		{"Sofia Lindt", "Marta Keller", Brackwell, 120, graph.StanceChampion, graph.PoliticalStructure, []graph.Role{graph.RoleUser, graph.RoleInfluencer}, "argued for us in the steering committee"},
		{"Sofia Lindt", "Leo Brandt", Brackwell, 30, graph.StanceSupporter, graph.PoliticalStructure, []graph.Role{graph.RoleInfluencer}, "shares drafts with us before meetings"},
		{"Sofia Lindt", "Julia Moreau", Brackwell, 60, graph.StanceNeutral, graph.PoliticalInnerCircle, []graph.Role{graph.RoleDecider}, "asks for alternatives, open to ours"},
		{"Sofia Lindt", "Viktor Stahl", Brackwell, 25, graph.StanceDetractor, graph.PoliticalInnerCircle, []graph.Role{graph.RoleInfluencer}, "prefers to build it in-house and says so"},
		{"Marek Dvorak", "Viktor Stahl", Brackwell, 50, graph.StanceSceptic, graph.PoliticalInnerCircle, []graph.Role{graph.RoleInfluencer}, "technical doubts, answers questions"},
		{"Sofia Lindt", "Samir Haddad", Brackwell, 170, graph.StanceNeutral, graph.PoliticalInnerCircle, []graph.Role{graph.RoleDecider}, "cost first; last met in winter"},
		{"Carl Jensen", "Matteo Ricci", Brackwell, 45, graph.StanceSupporter, graph.PoliticalStructure, []graph.Role{graph.RoleInfluencer}, "rates the go-live as a success"},
		{"Carl Jensen", "Daniel Kessler", Brackwell, 40, graph.StanceSupporter, graph.PoliticalOutside, []graph.Role{graph.RoleUser}, "reference visit offered"},
		{"Marek Dvorak", "Gregor Haas", Brackwell, 90, graph.StanceSceptic, graph.PoliticalStructure, []graph.Role{graph.RoleGatekeeper, graph.RoleBuyer}, "asks for a second quote each time"},
		{"Marek Dvorak", "Zoe Carter", Brackwell, 20, graph.StanceChampion, graph.PoliticalOutside, []graph.Role{graph.RoleUser}, "leads the user group"},
		{"Ben Okafor", "Oskar Lindqvist", Dunmore, 35, graph.StanceSupporter, graph.PoliticalInnerCircle, []graph.Role{graph.RoleDecider}, "took our schedule as his own"},
		{"Ben Okafor", "Petra Nowak", Dunmore, 55, graph.StanceSupporter, graph.PoliticalStructure, []graph.Role{graph.RoleInfluencer}, "reviewed the pilot"},
		{"Noor Haddad", "Graham Tait", Dunmore, 65, graph.StanceNeutral, graph.PoliticalOutside, []graph.Role{graph.RoleUser}, "content with service"},
		{"Ben Okafor", "Callum Reid", Dunmore, 75, graph.StanceSceptic, graph.PoliticalOutside, []graph.Role{graph.RoleBuyer}, "price comparison announced"},
		{"Hana Novak", "Jari Salo", Helvar, 15, graph.StanceNeutral, graph.PoliticalOutside, []graph.Role{graph.RoleInformed}, "met at a trade fair"},
	} {
		id := graph.ID(fmt.Sprintf("as-%02d-%s", i+1, slug(a.who)))
		on := b.ago(a.days)
		b.d.Add(graph.Assessment{Node: graph.Node{ID: id, From: on}, On: on, Stance: a.stance, Roles: a.roles, PoliticalStatus: a.status, Evidence: a.evidence, Confidence: graph.ConfidenceMedium})
		b.d.Add(graph.Author{Edge: b.edge("author", id, b.person(a.author), 0, 0)})
		b.d.Add(graph.About{Edge: b.edge("about", id, b.person(a.who), 0, 0)})
		b.d.Add(graph.About{Edge: b.edge("about", id, a.within, 0, 0)})
	}
}

func (b *builder) ties() {
	for _, t := range []struct {
		from, to string
		level    graph.TieLevel
		kind     graph.TieKind
		days     int
		by       string
	}{
		{"Sofia Lindt", "Leo Brandt", graph.TieTrusted, graph.TieAlly, 60, "Sofia Lindt"},
		{"Sofia Lindt", "Julia Moreau", graph.TieKnows, graph.TieAcquainted, 60, "Sofia Lindt"},
		{"Sofia Lindt", "Marta Keller", graph.TieTrusted, graph.TieAlly, 100, "Sofia Lindt"},
		{"Sofia Lindt", "Samir Haddad", graph.TieMet, graph.TieAcquainted, 170, "Sofia Lindt"},
		{"Marek Dvorak", "Zoe Carter", graph.TieWorksWell, graph.TieAlly, 40, "Marek Dvorak"},
		{"Marek Dvorak", "Gregor Haas", graph.TieKnows, graph.TieAcquainted, 90, "Marek Dvorak"},
		{"Carl Jensen", "Matteo Ricci", graph.TieWorksWell, graph.TieAlly, 45, "Carl Jensen"},
		{"Carl Jensen", "Daniel Kessler", graph.TieWorksWell, graph.TieAlly, 45, "Carl Jensen"},
		{"Ingrid Solheim", "Margaret Ashby", graph.TieMet, graph.TieAcquainted, 400, "Ingrid Solheim"},
		{"Ben Okafor", "Oskar Lindqvist", graph.TieTrusted, graph.TieAlly, 35, "Ben Okafor"},
		{"Ben Okafor", "Petra Nowak", graph.TieWorksWell, graph.TieAlly, 55, "Ben Okafor"},
		{"Ben Okafor", "Callum Reid", graph.TieKnows, graph.TieAcquainted, 75, "Ben Okafor"},
		{"Noor Haddad", "Graham Tait", graph.TieWorksWell, graph.TieAlly, 65, "Noor Haddad"},
		{"Hana Novak", "Jari Salo", graph.TieMet, graph.TieAcquainted, 15, "Hana Novak"},
		{"Leo Brandt", "Petra Nowak", graph.TieWorksWell, graph.TieFriend, 300, "Leo Brandt"},
		{"Matteo Ricci", "Johanna Berg", graph.TieTrusted, graph.TieMentor, 200, "Carl Jensen"},
		{"Marta Keller", "Pekka Niemi", graph.TieWorksWell, graph.TieAlly, 30, "Sofia Lindt"},
		{"Marta Keller", "Matteo Ricci", graph.TieTrusted, graph.TieFriend, 200, "Sofia Lindt"},
		{"Viktor Stahl", "Hugo Marchand", graph.TieTrusted, graph.TieAlly, 90, "Marek Dvorak"},
	} {
		on := b.ago(t.days)
		b.made(b.d.StateTie(graph.Knows{Edge: b.edge("knows", b.person(t.from), b.person(t.to), on, 0), Judgement: graph.Judgement{By: b.person(t.by), On: on}, Level: t.level, Kind: t.kind}))
	}
}

func (b *builder) influences() {
	for _, f := range []struct {
		from, to string
		weight   float64
		kind     graph.InfluenceKind
	}{
		{"Viktor Stahl", "Julia Moreau", 0.6, graph.InfluenceSways},
		{"Leo Brandt", "Julia Moreau", 0.5, graph.InfluenceSways},
		{"Beatriz Nogueira", "Samir Haddad", 0.4, graph.InfluenceSways},
		{"Annika Roos", "Samir Haddad", 0.5, graph.InfluenceBacks},
		{"Matteo Ricci", "Johanna Berg", 0.7, graph.InfluenceSways},
		{"Thomas Albrecht", "Matteo Ricci", 0.4, graph.InfluenceConflict},
		{"Petra Nowak", "Oskar Lindqvist", 0.7, graph.InfluenceSways},
		{"Isla Grant", "Ewan McLeod", 0.4, graph.InfluenceSways},
	} {
		on := b.ago(90)
		b.made(b.d.StateInfluence(graph.Influences{Edge: b.edge("sways", b.person(f.from), b.person(f.to), on, 0), Judgement: graph.Judgement{By: b.person("Sofia Lindt"), On: on}, Weight: f.weight, Kind: f.kind}))
	}
}

func (b *builder) pairings() {
	for _, p := range []struct {
		ours, theirs, purpose string
		cadence               int
		current, desired      graph.PartnerLevel
	}{
		{"Ingrid Solheim", "Margaret Ashby", "executive sponsorship", 90, graph.PartnerVendor, graph.PartnerTrustedAdvisor},
		{"Priya Raman", "Samir Haddad", "renewal", 60, graph.PartnerVendor, graph.PartnerCredibleSource},
		{"Sofia Lindt", "Julia Moreau", "ERP integration", 30, graph.PartnerCredibleSource, graph.PartnerProblemSolver},
		{"Carl Jensen", "Matteo Ricci", "delivery", 21, graph.PartnerProblemSolver, graph.PartnerTrustedAdvisor},
		{"Ben Okafor", "Oskar Lindqvist", "signalling renewal", 30, graph.PartnerProblemSolver, graph.PartnerTrustedAdvisor},
		{"Erik Vinter", "Ewan McLeod", "executive sponsorship", 90, graph.PartnerVendor, graph.PartnerCredibleSource},
	} {
		b.made(b.d.Pair(graph.PairedWith{Edge: b.edge("pair", b.person(p.ours), b.person(p.theirs), b.ago(250), 0), Purpose: p.purpose, CadenceDays: p.cadence, Current: p.current, Desired: p.desired}))
	}
}

// contacts plants regular contact: every so many days between two days ago.
func (b *builder) contacts() {
	for _, c := range []struct {
		channel     graph.Channel
		every       int
		first, last int
		started     graph.StartedBy
		who         []string
	}{
		{graph.ChannelMeeting, 14, 700, 31, graph.StartedByBoth, []string{"Sofia Lindt", "Leo Brandt"}},
		{graph.ChannelMail, 6, 400, 3, graph.StartedByBoth, []string{"Sofia Lindt", "Leo Brandt"}},
		{graph.ChannelVideo, 45, 500, 20, graph.StartedByOurs, []string{"Sofia Lindt", "Julia Moreau"}},
		{graph.ChannelMeeting, 30, 500, 200, graph.StartedByOurs, []string{"Sofia Lindt", "Samir Haddad"}},
		{graph.ChannelMeeting, 21, 900, 60, graph.StartedByBoth, []string{"Sofia Lindt", "Marta Keller"}},
		{graph.ChannelCall, 20, 60, 12, graph.StartedByTheirs, []string{"Sofia Lindt", "Marta Keller"}},
		{graph.ChannelWorkshop, 40, 400, 18, graph.StartedByBoth, []string{"Marek Dvorak", "Zoe Carter", "Mina Sato"}},
		{graph.ChannelMeeting, 60, 400, 55, graph.StartedByOurs, []string{"Marek Dvorak", "Gregor Haas"}},
		{graph.ChannelSiteVisit, 60, 600, 35, graph.StartedByBoth, []string{"Carl Jensen", "Matteo Ricci", "Daniel Kessler"}},
		{graph.ChannelCall, 15, 500, 8, graph.StartedByBoth, []string{"Carl Jensen", "Matteo Ricci"}},
		{graph.ChannelMeeting, 180, 800, 410, graph.StartedByBoth, []string{"Ingrid Solheim", "Margaret Ashby"}},
		{graph.ChannelMeeting, 18, 800, 9, graph.StartedByBoth, []string{"Ben Okafor", "Oskar Lindqvist"}},
		{graph.ChannelMeeting, 25, 700, 14, graph.StartedByBoth, []string{"Ben Okafor", "Petra Nowak"}},
		{graph.ChannelCall, 30, 400, 40, graph.StartedByOurs, []string{"Ben Okafor", "Callum Reid"}},
		{graph.ChannelVideo, 20, 500, 11, graph.StartedByBoth, []string{"Noor Haddad", "Graham Tait"}},
		{graph.ChannelMeeting, 40, 15, 15, graph.StartedByBoth, []string{"Hana Novak", "Jari Salo"}},
	} {
		for day := c.first; day >= c.last; day -= max(1, c.every+b.r.IntN(5)-2) {
			on := b.ago(day)
			if wd := on.Time().Weekday(); wd == 0 || wd == 6 {
				on -= 2
			}
			id := graph.ID(fmt.Sprintf("i-%s-%s-%s-%s", slug(c.who[0]), slug(c.who[1]), slug(string(c.channel)), on))
			if _, twice := b.d.Get(id); twice {
				continue
			}
			b.d.Add(graph.Interaction{Node: graph.Node{ID: id}, On: on, Channel: c.channel, StartedBy: c.started, Count: 1})
			who := slices.Clone(c.who)
			slices.Sort(who)
			for _, w := range who {
				b.d.Add(graph.Attended{Edge: b.edge("at", b.person(w), id, 0, 0)})
			}
		}
	}
}

func (b *builder) records() {
	for i, c := range []struct {
		text, by, to           string
		account                graph.ID
		promised, due, deliver int // days ago; due < 0 lies ahead, deliver 0 is open
		every                  int // days after which it recurs; it is kept every second time
	}{
		{"Data protection annex", "Sofia Lindt", "Dana Weiss", Brackwell, 60, 30, 24, 0},
		{"Interface specification", "Marek Dvorak", "Leo Brandt", Brackwell, 50, 20, 21, 0},
		{"Monthly service report", "Carl Jensen", "Matteo Ricci", Brackwell, 280, 249, 0, 30},
		{"Rollout plan for Cork", "Carl Jensen", "Patrick Byrne", Brackwell, 20, -10, 0, 0},
		{"Signalling test protocol", "Ben Okafor", "Oskar Lindqvist", Dunmore, 45, 5, 0, 0},
		{"Access to test track", "Petra Nowak", "Ben Okafor", Dunmore, 30, -20, 0, 0},
		{"Reference call", "Hana Novak", "Jari Salo", Helvar, 14, -7, 0, 0},
	} {
		id := graph.ID(fmt.Sprintf("c-%02d-%s", i+1, slug(c.text)))
		p := graph.Commitment{Node: graph.Node{ID: id}, Text: c.text, Promised: b.ago(c.promised), Due: b.ago(c.due)}
		if c.deliver > 0 {
			p.Delivered = b.ago(c.deliver)
		}
		p.EveryDays = c.every
		for due := c.due; c.every > 0 && due > 0; due -= 2 * c.every {
			p.Deliveries = append(p.Deliveries, b.ago(due+1).String())
		}
		b.d.Add(p)
		b.d.Add(graph.PromisedBy{Edge: b.edge("by", id, b.person(c.by), 0, 0)})
		b.d.Add(graph.PromisedTo{Edge: b.edge("to", id, b.person(c.to), 0, 0)})
		b.d.Add(graph.About{Edge: b.edge("about", id, c.account, 0, 0)})
	}
	// The protocol was due before, and the engineering director heard only afterwards that it was not.
	moved := graph.Detail{Node: graph.Node{ID: "d-protocol-due", To: b.ago(16)}, Property: "due", Value: b.ago(19).String(), By: b.person("Ben Okafor"), Told: graph.ToldAfter}
	b.d.Add(moved)
	b.d.Add(graph.Of{Edge: b.edge("of", moved.ID, "c-05-signalling-test-protocol", 0, 0)})
	for i, r := range []struct {
		asked, seeker, target string
		days                  int
		declined              bool
	}{
		{"Matteo Ricci", "Carl Jensen", "Johanna Berg", 70, false},
		{"Petra Nowak", "Ben Okafor", "Moira Kerr", 80, true},
		{"Petra Nowak", "Noor Haddad", "Shona Muir", 50, false},
	} {
		id := graph.ID(fmt.Sprintf("in-%02d", i+1))
		in := graph.Introduction{Node: graph.Node{ID: id}, Asked: b.ago(r.days)}
		if r.declined {
			in.Declined = b.ago(r.days - 6)
		} else {
			in.Accepted, in.Made, in.Done = b.ago(r.days-4), b.ago(r.days-9), b.ago(r.days-15)
			in.Outcome = "met"
		}
		b.d.Add(in)
		b.d.Add(graph.Introducer{Edge: b.edge("introducer", id, b.person(r.asked), 0, 0)})
		b.d.Add(graph.Seeker{Edge: b.edge("seeker", id, b.person(r.seeker), 0, 0)})
		b.d.Add(graph.Target{Edge: b.edge("target", id, b.person(r.target), 0, 0)})
	}
	b.made(b.d.Exclude(graph.Excludes{Edge: b.edge("excludes", b.person("Sofia Lindt"), b.person("Paula Wirth"), b.ago(100), 0), Judgement: graph.Judgement{By: b.person("Sofia Lindt"), On: b.ago(100)}, Kind: graph.ExcludeDoNotAsk, Reason: "asked us not to go through her"}))
	for i, s := range []struct {
		text    string
		kind    graph.SignalKind
		account graph.ID
		days    int
	}{
		{"New chief digital officer announces a planning programme", graph.SignalLeadership, Helvar, 60},
		{"Cost programme in all central functions", graph.SignalCostProgramme, Brackwell, 110},
	} {
		id := graph.ID(fmt.Sprintf("n-signal-%02d", i+1))
		b.d.Add(graph.Signal{Node: graph.Node{ID: id}, Authored: graph.Authored{On: b.ago(s.days), Text: s.text}, Kind: s.kind})
		b.d.Add(graph.About{Edge: b.edge("about", id, s.account, 0, 0)})
	}
	for i, c := range []struct {
		text, by string
		account  graph.ID
		days     int
	}{
		{"Payment after 60 days instead of 30", "Sofia Lindt", Brackwell, 210},
		{"Training without charge for the Ulm plant", "Sofia Lindt", Brackwell, 95},
		{"Support on Sundays during the possession", "Ben Okafor", Dunmore, 130},
	} {
		id := graph.ID(fmt.Sprintf("n-concession-%02d", i+1))
		b.d.Add(graph.Concession{Node: graph.Node{ID: id, From: b.ago(c.days)}, Authored: graph.Authored{On: b.ago(c.days), Text: c.text}})
		b.d.Add(graph.About{Edge: b.edge("about", id, c.account, 0, 0)})
		b.d.Add(graph.Author{Edge: b.edge("author", id, b.person(c.by), 0, 0)})
	}
	for i, x := range []struct {
		text, by     string
		account      graph.ID
		amount       float64
		currency     string
		days, agreed int // days ago; agreed 0 is not agreed
	}{
		{"Fewer stock-outs in the spring season", "Sofia Lindt", Brackwell, 310_000, "EUR", 180, 150},
		{"Less overtime in the packing plants", "Sofia Lindt", Brackwell, 140_000, "EUR", 120, 0},
		{"Shorter possessions on the coast line", "Ben Okafor", Dunmore, 85_000, "GBP", 60, 40},
	} {
		id := graph.ID(fmt.Sprintf("n-value-%02d", i+1))
		r := graph.ValueRecord{Node: graph.Node{ID: id}, Authored: graph.Authored{On: b.ago(x.days), Text: x.text}, Amount: ptr(x.amount), Currency: x.currency}
		if x.agreed > 0 {
			r.Agreed = b.ago(x.agreed)
		}
		b.d.Add(r)
		b.d.Add(graph.About{Edge: b.edge("about", id, x.account, 0, 0)})
		b.d.Add(graph.Author{Edge: b.edge("author", id, b.person(x.by), 0, 0)})
	}
	problem := graph.ID("n-problem-01")
	b.d.Add(graph.Problem{Node: graph.Node{ID: problem, From: b.ago(33)}, Authored: graph.Authored{On: b.ago(33), Text: "Label printing stops on shift change in Ulm"}})
	b.d.Add(graph.About{Edge: b.edge("about", problem, Brackwell, 0, 0)})
	b.d.Add(graph.Author{Edge: b.edge("author", problem, b.person("Carl Jensen"), 0, 0)})
}
