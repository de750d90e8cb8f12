package export_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/graph"
)

// readOrg reads a chart from lines of the form
//
//	[~|?]Name | Title | STANCE ROLE key spof thread +n XX:BAND XX= …
//
// Two spaces of indentation make a report of the line above; ~ begins an
// assistant and ? a card without a known manager; & begins another holder of the
// seat above, without a title. The name "-" is a vacant
// seat, "- Mar 2026" with the month; "#" is a withheld name and "%" an unknown
// holder. XX are the initials of a member of ours, with = one who is paired with
// the person.
func readOrg(t testing.TB, text string) export.Chart {
	t.Helper()
	var c export.Chart
	var path []string
	members := map[string]bool{}
	for _, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		body := strings.TrimLeft(line, " ")
		depth := (len(line) - len(body)) / 2
		k := export.Card{ID: "p" + strconv.Itoa(len(c.Cards)+1)}
		h, named := export.Holder{}, false
		if rest, ok := strings.CutPrefix(body, "~"); ok {
			body, k.Assistant = rest, true
		}
		if rest, ok := strings.CutPrefix(body, "?"); ok {
			body, k.Unplaced = rest, true
		}
		fields := strings.Split(body, "|")
		for i := range fields {
			fields[i] = strings.TrimSpace(fields[i])
		}
		switch name := fields[0]; {
		case strings.HasPrefix(name, "-"):
			k.Occupancy, k.Since = graph.OccupancyVacant, strings.TrimSpace(name[1:])
		case name == "#":
			k.Occupancy = graph.OccupancyWithheld
		case name == "%":
			k.Occupancy = graph.OccupancyUnknown
		default:
			h.Name, named = strings.TrimPrefix(name, "&"), true
		}
		if len(fields) > 1 {
			k.Title = fields[1]
		}
		if len(fields) > 2 {
			for _, w := range strings.Fields(fields[2]) {
				who, band, isTie := strings.Cut(w, ":")
				pair, isPair := strings.CutSuffix(w, "=")
				switch {
				case isTie, isPair:
					if isPair {
						who = pair
						h.PairedWith = append(h.PairedWith, who)
					} else {
						h.KnownBy = append(h.KnownBy, export.Tie{Member: who, Band: graph.Band(band)})
					}
					if !members[who] {
						members[who] = true
						c.Team = append(c.Team, export.Member{ID: who, Name: "Member " + who, Initials: who})
					}
				case w == "key":
					h.Key = true
				case w == "spof":
					h.SinglePoint = true
				case w == "thread":
					h.SingleThreaded = true
				case w[0] == '+':
					n, err := strconv.Atoi(w[1:])
					if err != nil {
						t.Fatalf("%q: %v", w, err)
					}
					k.Collapsed = n
				case isOneOf(graph.Stance(w), graph.Stances()):
					h.Stance = graph.Stance(w)
				case isOneOf(graph.Role(w), graph.Roles()):
					h.Roles = append(h.Roles, graph.Role(w))
				default:
					t.Fatalf("%q in %q is no stance, role, mark or tie", w, line)
				}
			}
		}
		if strings.HasPrefix(fields[0], "&") {
			seat := &c.Cards[len(c.Cards)-1]
			seat.Holders = append(seat.Holders, h)
			continue
		}
		if named {
			k.Holders = []export.Holder{h}
		} else {
			k.PairedWith = h.PairedWith
		}
		if depth > 0 {
			k.Parent = path[depth-1]
		}
		path = append(path[:depth], k.ID)
		c.Cards = append(c.Cards, k)
	}
	return c
}

func isOneOf[T comparable](v T, all []T) bool {
	for _, a := range all {
		if a == v {
			return true
		}
	}
	return false
}

// name returns the name on a card of one, and "" for a card without.
func name(k export.Card) string {
	if len(k.Holders) == 0 {
		return ""
	}
	return k.Holders[0].Name
}

// holder returns the holder with a name.
func holder(t testing.TB, c *export.Chart, name string) *export.Holder {
	t.Helper()
	for i := range c.Cards {
		for n := range c.Cards[i].Holders {
			if h := &c.Cards[i].Holders[n]; h.Name == name {
				return h
			}
		}
	}
	t.Fatalf("nobody has the name %q", name)
	return nil
}

// idOf returns the id of the card with a name.
func idOf(t testing.TB, c export.Chart, name string) string {
	t.Helper()
	for _, k := range c.Cards {
		if slices.ContainsFunc(k.Holders, func(h export.Holder) bool { return h.Name == name }) {
			return k.ID
		}
	}
	t.Fatalf("no card has the name %q", name)
	return ""
}

// meridian is an invented company of 59 people with every sign of a chart.
func meridian(t testing.TB) export.Chart {
	t.Helper()
	c := readOrg(t, `
Henrike Brandt | Chief Executive Officer | UNKNOWN APPROVER key EV:ACQUAINTED
  ~Paula Wirth | Executive Assistant | NEUTRAL GATEKEEPER AK:WORKING
  Marc-Olivier Tessier | Chief Financial Officer | SCEPTIC DECIDER key EV:WORKING AK:ACQUAINTED
    Annika Lindqvist | VP Group Controlling | AK:WORKING
      Jonas Reuter | Controller Supply Chain
      Beatriz Nogueira | Controller IT Spend | SUPPORTER INFLUENCER AK:ACQUAINTED
      - Mar 2026 | Controller Capex
      Wei Zhang 张伟 | Financial Analyst
    Gregor Haas | VP Procurement | SCEPTIC BUYER GATEKEEPER key AK:CLOSE JL:WORKING
      Ilse van den Berg | Category Lead IT & Software Licensing | NEUTRAL GATEKEEPER AK:WORKING RS:ACQUAINTED
        Dominik Pohl | Senior Buyer Software | RS:WORKING
        Nadia Benali | Buyer Cloud Services
        Tim O'Brien | Buyer Telecom
      Ricardo Fuentes | Category Lead Logistics
        Sanne de Wit | Buyer Freight
        Karl Ek | Buyer Packaging
      Yara Haddad | Contract Manager | JL:ACQUAINTED
      Oskar Blom | Supplier Risk Manager
    Stefan Kühn | VP Treasury & Tax
      Laura Conti | Treasury Manager
      Peter Novak | Tax Manager
      Grace Mbeki | Insurance Manager
  Dr. Sunita Rao | Chief Information Officer | CHAMPION DECIDER key EV:STRONG AK:CLOSE MB:WORKING RS:WORKING JL:ACQUAINTED
    Tobias Engel | Head of Enterprise Architecture and Platforms | SUPPORTER INFLUENCER APPROVER key MB:STRONG RS:WORKING
      Aylin Demir | Solution Architect ERP | CHAMPION USER spof thread MB:STRONG
      Lukas Brunner | Solution Architect Data | MB:ACQUAINTED
      Mina Sato 佐藤 美奈 | Integration Architect
    Olga Petrova | Head of IT Operations | DETRACTOR VETO key MB:ACQUAINTED
      Sven Aalto | Service Delivery Manager | RS:WORKING
      Hugo Marchand | Platform Lead | DETRACTOR key
      Ewa Kowalska | Network Lead
      - Aug 2026 | Workplace Lead
    Farid Rahimi | CISO | NEUTRAL SIGN_OFF GATEKEEPER spof thread key RS:WORKING
      Carla Weiss | Security Architect
      Deniz Aksoy | Identity Lead
      Ben Achebe | GRC Manager | NEUTRAL GATEKEEPER
  Johanna Sørensen | Chief Operating Officer | UNKNOWN DECIDER key
    Matteo Ricci | VP Supply Chain | CHAMPION USER key AK:STRONG JL:STRONG
      Greta Olsson | Head of Demand Planning | CHAMPION USER spof thread JL:STRONG
        Amir Tahan | Planner DACH
        Zoë Carter | Planner Nordics
        Pilar Ortega | Planner Iberia
      Daniel Kessler | Head of Warehousing | JL:ACQUAINTED
        Ivana Horvat | Site Manager Ulm
        Rasmus Holt | Site Manager Malmö
        - Oct 2026 | Site Manager Porto
      Claire Dubois | Transport Director | SUPPORTER INFLUENCER USER AK:ACQUAINTED
        Mehmet Yıldız | Fleet Manager
        Anna Bauer | Carrier Manager
    Thomas Albrecht | VP Manufacturing | DETRACTOR USER key
      Lena Fischer | Plant Director Ulm
        Jakob Stein | Shift Lead
        Maria Lopes | Quality Manager
      Patrick Byrne | Plant Director Cork | SUPPORTER INFLUENCER JL:ACQUAINTED
        Aoife Nolan | Quality Manager
        Sean Walsh | Maintenance Lead
    Ruth Adeyemi | VP Quality & ESG | SUPPORTER APPROVER INFLUENCER EV:ACQUAINTED
      Nils Hagen | ESG Reporting Lead
      Elif Şahin | Food Safety Lead
`)
	c.Title = "Meridian Foods SE — stakeholder map"
	c.Subtitle = "Reporting lines, stance and decision roles for “Supply planning renewal”"
	c.AsOf = "22 Nov 2026"
	c.OurName, c.TheirName = "Kestrel Systems", "Meridian Foods SE"
	for i, m := range []struct{ name, title, parent string }{
		{"Eva Voss", "Chief Revenue Officer", ""},
		{"Anselm Krüger", "Key Account Director", "EV"},
		{"Jana Lindholm", "Account Manager Supply", "AK"},
		{"Rohan Shah", "Account Manager IT", "AK"},
		{"Miriam Blum", "VP Solution Engineering", "EV"},
	} {
		c.Team[i].Name, c.Team[i].Title, c.Team[i].Parent = m.name, m.title, m.parent
	}
	c.Team[1].SinglePoint = true
	depth := map[string]int{}
	for i := range c.Cards {
		k := &c.Cards[i]
		depth[k.ID] = depth[k.Parent] + 1
		k.Level = max(1, 6-depth[k.ID])
		for n := range k.Holders {
			k.Holders[n].Person = "person of " + k.ID
		}
	}
	link := func(from, to string, kind export.LinkKind, weight float64) {
		c.Links = append(c.Links, export.Link{From: idOf(t, c, from), To: idOf(t, c, to), Kind: kind, Weight: weight})
	}
	link("Matteo Ricci", "Dr. Sunita Rao", export.LinkInfluences, 0.8)
	link("Ruth Adeyemi", "Henrike Brandt", export.LinkInfluences, 0.5)
	link("Beatriz Nogueira", "Marc-Olivier Tessier", export.LinkInfluences, 0.4)
	link("Tobias Engel", "Gregor Haas", export.LinkInfluences, 0.5)
	link("Thomas Albrecht", "Matteo Ricci", export.LinkConflict, 0)
	link("Olga Petrova", "Dr. Sunita Rao", export.LinkConflict, 0)
	link("Beatriz Nogueira", "Tobias Engel", export.LinkAlsoReports, 0)
	link("Claire Dubois", "Patrick Byrne", export.LinkKnows, 0)
	c.Findings = []export.Finding{
		{Text: "Single points of failure: Aylin Demir (MB), Farid Rahimi (RS), Greta Olsson (JL), and of ours Anselm Krüger", Warn: true},
		{Text: "No contact: Hugo Marchand, Johanna Sørensen, Thomas Albrecht", Warn: true},
	}
	return c
}

// shared is a company in which seats are shared: a board of twelve, co-heads, an
// assistant of two, a matrix, and somebody with two seats.
func shared(t testing.TB) export.Chart {
	t.Helper()
	c := readOrg(t, `
Astrid Berg | Supervisory board | NEUTRAL APPROVER key EV:ACQUAINTED
&Bruno Keller | | EV:WORKING
&Clara Montoya
&Dmitri Volkov | | DETRACTOR VETO key
&Elena Rossi
&Frédéric Lemaire
&Gunnar Dahl
&Hanae Mori
&Ilias Pappas
&Jutta Reiner | | key spof
&Kofi Mensah
&Lidia Wójcik
  Marten de Groot | Chief Executive Officer | SUPPORTER DECIDER key EV:STRONG
    Nina Falk | Co-heads of Sales | CHAMPION DECIDER key thread EV:STRONG AK:WORKING AK=
    &Omar Haddad | | SCEPTIC BUYER key AK:WORKING
      Pia Lund | Sales Manager North | USER AK:WORKING
      Quentin Roy | Sales Manager South
      - Mar 2026 | Sales Manager East
      Rosa Vidal | Project Manager
    Sven Holm | Deputy Director Works
      ~Tara Quinn | Executive Assistant | GATEKEEPER AK:ACQUAINTED
    Ulla Brandt | Deputy Director IT | SUPPORTER INFLUENCER AK:CLOSE
    &Viktor Sand
      # | Head of Security
      Wim Jansen | Head of Platforms
    Elena Rossi | Chief of Staff
`)
	c.Title, c.Subtitle, c.AsOf = "Norwick Inc. — stakeholder map", "Seats that are shared", "1 Feb 2026"
	c.OurName, c.TheirName = "Fjord Systems", "Norwick Inc."
	c = people(c)
	link := func(from, to string, kind export.LinkKind) {
		c.Links = append(c.Links, export.Link{From: idOf(t, c, from), To: idOf(t, c, to), Kind: kind})
	}
	link("Rosa Vidal", "Sven Holm", export.LinkAlsoReports)
	link("Rosa Vidal", "Ulla Brandt", export.LinkAlsoReports)
	link("Tara Quinn", "Sven Holm", export.LinkAssists) // stands beside the line
	link("Tara Quinn", "Ulla Brandt", export.LinkAssists)
	c.Links = append(c.Links, export.Link{From: idOf(t, c, "Nina Falk"), To: idOf(t, c, "Omar Haddad"), FromPerson: "Nina Falk", ToPerson: "Omar Haddad", Kind: export.LinkConflict})
	return c
}

// randomChart returns a chart of n people with random reporting lines, marks
// and names.
func randomChart(seed uint64, n int) export.Chart {
	r := rand.New(rand.NewPCG(seed, uint64(n)))
	first := []string{"Olga", "Tomás", "Søren", "Mei", "Jean-Luc", "Ingrid", "Chiara", "Łukasz", "Amelia", "Noah", "佐藤", "محمد"}
	last := []string{"Kowalski", "Lindqvist", "van den Bergh-Sørensen", "Okafor", "Tanaka", "O'Brien", "Schneider", "Ferreira", "美奈", "Novak"}
	titles := []string{"Plant Director", "Category Manager IT and Software", "VP", "Data Analyst", "Quality Manager", "Head of IT Operations"}
	c := export.Chart{Title: fmt.Sprintf("Random organisation of %d", n), Subtitle: "made of numbers"}
	for _, m := range []string{"EV", "MB", "AK", "RS", "JL"} {
		c.Team = append(c.Team, export.Member{ID: m, Name: "Member " + m, Initials: m})
	}
	span := 3 + r.IntN(9)
	for i := range n {
		k := export.Card{
			ID: "n" + strconv.Itoa(i),
		}
		h := export.Holder{Name: first[r.IntN(len(first))] + " " + last[r.IntN(len(last))]}
		k.Title = titles[r.IntN(len(titles))]
		if i > 0 && r.IntN(400) > 0 {
			k.Parent = "n" + strconv.Itoa(max(0, (i-1)/span-r.IntN(3)))
		} else if i > 0 {
			k.Unplaced = true
		}
		k.Assistant = i > 0 && r.IntN(30) == 0
		if r.IntN(12) == 0 {
			h.Stance = graph.Stances()[r.IntN(6)]
		}
		for r.IntN(10) == 0 {
			h.Roles = append(h.Roles, graph.Roles()[r.IntN(10)])
		}
		for r.IntN(6) == 0 {
			h.KnownBy = append(h.KnownBy, export.Tie{Member: c.Team[r.IntN(5)].ID, Band: graph.Bands()[r.IntN(5)]})
		}
		h.Key, h.SinglePoint, h.SingleThreaded = r.IntN(15) == 0, r.IntN(40) == 0, r.IntN(40) == 0
		if r.IntN(25) == 0 {
			k.Occupancy, k.Since = graph.OccupancyVacant, "Mar 2026"
		} else {
			k.Holders = []export.Holder{h}
		}
		c.Cards = append(c.Cards, k)
	}
	return c
}
