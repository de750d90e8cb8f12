package importer

import (
	"slices"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
)

func TestParseDay(t *testing.T) {
	tests := []struct{ in, want string }{
		{"", ""},
		{"2024-02-29", "2024-02-29"},
		{" 2024-03-01 ", "2024-03-01"},
		{"2024-03-01T23:59:59Z", "2024-03-01"},
		{"2024-03-01 08:00", "2024-03-01"},
		{"1900-01-01", "1900-01-01"},
		{"2200-12-31", "2200-12-31"},
		{"3024-03-01", "! date in year 3024; years run from 1900 to 2200"},
		{"1899-12-31", "! date in year 1899; years run from 1900 to 2200"},
		{"2023-02-29", "! not a day; write YYYY-MM-DD"},
		{"01.03.2024", "! not a day; write YYYY-MM-DD"},
		{"2024-03", "! not a day; write YYYY-MM-DD"},
		{"soon", "! not a day; write YYYY-MM-DD"},
	}
	for _, tt := range tests {
		d, err := parseDay(tt.in)
		got := d.String()
		if err != nil {
			got = "! " + err.reason
		}
		if got != tt.want {
			t.Errorf("parseDay(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestParsePeriod(t *testing.T) {
	for in, want := range map[string]string{
		"2024-02": "2024-02-29", "2023-02": "2023-02-28", "2024-12": "2024-12-31", "2024-03-15": "2024-03-15", "": "",
		"2024-13": "! not a month; write YYYY-MM or YYYY-MM-DD", "3024-01": "! date in year 3024; years run from 1900 to 2200",
	} {
		d, err := parsePeriod(in)
		got := d.String()
		if err != nil {
			got = "! " + err.reason
		}
		if got != want {
			t.Errorf("parsePeriod(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestParseMoney(t *testing.T) {
	tests := []struct {
		in       string
		amount   float64
		currency string
		bad      bool
	}{
		{in: "1234567.89", amount: 1234567.89},
		{in: "1,234,567.89", amount: 1234567.89},
		{in: "1.234.567,89", amount: 1234567.89},
		{in: "1 234 567,89", amount: 1234567.89},
		{in: "1\u202f234\u00a0567,5", amount: 1234567.5},
		{in: "1'234'567.50", amount: 1234567.5},
		{in: "1,234", amount: 1234},
		{in: "1.234", amount: 1234},
		{in: "0.125", amount: 0.125},
		{in: "12,5", amount: 12.5},
		{in: "12.50", amount: 12.5},
		{in: "-3", amount: -3},
		{in: "2.5M", amount: 2.5e6},
		{in: "€ 3k", amount: 3000, currency: "EUR"},
		{in: "3,5 Mio EUR", amount: 3.5e6, currency: "EUR"},
		{in: "$1.5bn", amount: 1.5e9, currency: "USD"},
		{in: "GBP 250,000", amount: 250000, currency: "GBP"},
		{in: "", bad: true},
		{in: "-", bad: true},
		{in: "about 3", bad: true},
		{in: "1,23,456", bad: true},
		{in: "1.2.3", bad: true},
		{in: "1e9", bad: true},
		{in: "NaN", bad: true},
		{in: "9999999999999999999", bad: true},
	}
	for _, tt := range tests {
		amount, currency, err := parseMoney(tt.in)
		if (err != nil) != tt.bad || amount != tt.amount || currency != tt.currency {
			t.Errorf("parseMoney(%q) = %v %q %v, want %v %q, refused %v", tt.in, amount, currency, err, tt.amount, tt.currency, tt.bad)
		}
	}
}

func TestParseShare(t *testing.T) {
	for in, want := range map[string]float64{"0": 0, "1": 1, "0.4": .4, "0,4": .4, "40%": .4, "40 %": .4, "2": -1, "-0.1": -1, "x": -1, "NaN": -1} {
		got, err := parseShare(in)
		if err != nil {
			got = -1
		}
		if got != want {
			t.Errorf("parseShare(%q) = %v, want %v (-1: refused)", in, got, want)
		}
	}
}

func TestParseIntAndBool(t *testing.T) {
	if n, err := parseInt("1 200", 0, 5000); err != nil || n != 1200 {
		t.Errorf(`parseInt("1 200") = %d, %v, want 1200`, n, err)
	}
	for _, in := range []string{"", "1.5", "x", "5001", "-1"} {
		if n, err := parseInt(in, 0, 5000); err == nil {
			t.Errorf("parseInt(%q) = %d, want it refused", in, n)
		}
	}
	for in, want := range map[string]bool{"yes": true, "TRUE": true, "x": true, "1": true, "Ja": true, "oui": true, "": false, "No": false, "0": false, "nein": false} {
		if got, err := parseBool(in); err != nil || got != want {
			t.Errorf("parseBool(%q) = %v, %v, want %v", in, got, err, want)
		}
	}
	if _, err := parseBool("perhaps"); err == nil {
		t.Error(`parseBool("perhaps") is accepted, want it refused`)
	}
}

func TestTidy(t *testing.T) {
	tests := []struct {
		in, want string
		hidden   bool
	}{
		{"Ann Lee", "Ann Lee", false},
		{"  Ann\n Lee\t", "Ann Lee", false},
		{"Zoë\u00a0Ünal", "Zoë Ünal", false},
		{"evil\u202egnp.exe", "evilgnp.exe", true},
		{"a\x1b[31mb", "a[31mb", true},
		{"\ufeffAnn", "Ann", true},
		{"👩\u200d💻 Ann", "👩\u200d💻 Ann", false},
		{"<b>Ann</b>", "<b>Ann</b>", false},
		{"=HYPERLINK(\"x\")", "=HYPERLINK(\"x\")", false},
		{"", "", false},
	}
	for _, tt := range tests {
		if got, hidden := tidy(tt.in); got != tt.want || hidden != tt.hidden {
			t.Errorf("tidy(%q) = %q, %v, want %q, %v", tt.in, got, hidden, tt.want, tt.hidden)
		}
	}
}

func TestShown(t *testing.T) {
	for in, want := range map[string]string{
		"plain": "plain", "a\x00b\nc": `a\u0000b\u000ac`, "\xff": `\xff`, "\u202eabc": `\u202eabc`,
		strings.Repeat("é", 61): strings.Repeat("é", 60) + "…", strings.Repeat("é", 60): strings.Repeat("é", 60), "\ufffd": "\ufffd",
	} {
		if got := shown(in); got != want {
			t.Errorf("shown(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestList(t *testing.T) {
	for in, want := range map[string][]string{
		"a, b": {"a", "b"}, "a; b, c": {"a", "b, c"}, "a|b;c": {"a", "b", "c"}, " ;; ": nil, "": nil,
	} {
		if got := list(in); !slices.Equal(got, want) {
			t.Errorf("list(%q) = %q, want %q", in, got, want)
		}
	}
}

// Every value of an enumeration is understood in its own spelling, however it
// is written, and every table maps onto values that exist.
func TestWordsKnowTheirValues(t *testing.T) {
	tables := map[string]func(string) (string, bool){
		"Stance": parser(stanceWords), "Role": parser(roleWords), "PoliticalStatus": parser(politicalWords), "PartnerLevel": parser(partnerWords),
		"TieLevel": parser(tieWords), "TieKind": parser(tieKindWords), "OrgKind": parser(orgKindWords), "Relation": parser(relationWords),
		"Tier": parser(tierWords), "Stage": parser(stageWords), "Occupancy": parser(occupancyWords), "HoldKind": parser(holdWords),
		"LineKind": parser(lineWords), "WorkRole": parser(workWords), "ExclusionKind": parser(exclusionWords), "Told": parser(toldWords),
		"DecisionRule": parser(ruleWords), "DecisionState": parser(stateWords), "StartedBy": parser(startedWords), "CaptureMode": parser(captureWords),
		"ManagerState": parser(managerWords), "Confidence": parser(confidenceWords), "InfluenceKind": parser(influenceWords), "Channel": parser(channelWords),
		"Function": parser(functionWords),
	}
	for _, e := range graph.Enums() {
		parse := tables[e.Name]
		if parse == nil {
			continue
		}
		delete(tables, e.Name)
		for _, v := range e.Values {
			for _, spelled := range []string{v, strings.ToLower(v), strings.ReplaceAll(v, "_", " ")} {
				if got, ok := parse(spelled); !ok || got != v {
					t.Errorf("%s: %q is read as %q, %v, want %q", e.Name, spelled, got, ok, v)
				}
			}
		}
	}
	for name := range tables {
		t.Errorf("%s is not an enumeration of package graph", name)
	}
}

func parser[T ~string](w words[T]) func(string) (string, bool) {
	return func(s string) (string, bool) {
		v, ok := w.parse(s)
		return string(v), ok
	}
}

// The words of other products, as their own documentation spells them.
func TestVendorWords(t *testing.T) {
	for _, tt := range []struct {
		parse func(string) (string, bool)
		pairs []string // word, value, word, value …
	}{
		{parser(stanceWords), []string{"Mentor", "CHAMPION", "Supporter", "SUPPORTER", "Neutral", "NEUTRAL", "Non-Supporter", "SCEPTIC", "Enemy", "DETRACTOR", "Coach", "CHAMPION",
			"Unaware", "UNKNOWN", "Resistant", "SCEPTIC", "Supportive", "SUPPORTER", "Leading", "CHAMPION", "Blocker", "DETRACTOR", "hostile", "DETRACTOR", "advocate", "CHAMPION"}},
		{parser(roleWords), []string{"Business User", "USER", "Decision Maker", "DECIDER", "Economic Buyer", "DECIDER", "Economic Decision Maker", "DECIDER", "Evaluator", "INFLUENCER",
			"Executive Sponsor", "APPROVER", "Influencer", "INFLUENCER", "Technical Buyer", "GATEKEEPER", "BUDGET_HOLDER", "DECIDER", "END_USER", "USER", "LEGAL_AND_COMPLIANCE", "SIGN_OFF", "Procurement", "BUYER", "recommender", "INFLUENCER"}},
		{parser(politicalWords), []string{"Outside Political Structure", "OUTSIDE", "Political Structure (Medium)", "POLITICAL_STRUCTURE", "Inner Circle (High)", "INNER_CIRCLE"}},
		{parser(tieWords), []string{"No Contact", "NONE", "Brief Contact", "MET", "Multiple Contacts", "KNOWS", "In Depth", "WORKS_WELL"}},
		{parser(partnerWords), []string{"Vendor", "VENDOR", "Credible Source", "CREDIBLE_SOURCE", "Problem Solver", "PROBLEM_SOLVER", "Trusted Advisor", "TRUSTED_ADVISOR"}},
		{parser(workWords), []string{"Account Manager", "KAM", "Executive Sponsor", "SPONSOR", "Pre-Sales Consultant", "SPECIALIST", "Lead Qualifier", "SUPPORT", "Sales Rep", "KAM", "Channel Manager", "SUPPORT"}},
		{parser(channelWords), []string{"Email", "MAIL", "e-mail", "MAIL", "Lunch", "MEAL", "Teams", "VIDEO", "phone", "CALL", "Anruf", "CALL", "réunion", "MEETING"}},
		{parser(occupancyWords), []string{"named", "HELD", "withheld", "WITHHELD", "N/D", "WITHHELD", "vacant", "VACANT"}},
	} {
		for i := 0; i < len(tt.pairs); i += 2 {
			if got, ok := tt.parse(tt.pairs[i]); !ok || got != tt.pairs[i+1] {
				t.Errorf("%q is read as %q, %v, want %q", tt.pairs[i], got, ok, tt.pairs[i+1])
			}
		}
	}
}

// A word is a stance or a role, never both: a label must not mean two things.
func TestStanceAndRoleAreApart(t *testing.T) {
	for w, r := range roleWords {
		if s, ok := stanceWords[w]; ok {
			t.Errorf("%q is the stance %s and the role %s", w, s, r)
		}
	}
}

func TestLabels(t *testing.T) {
	tests := []struct {
		in      string
		stance  graph.Stance
		roles   []graph.Role
		unknown []string
	}{
		{in: ""},
		{in: "Champion; Gatekeeper", stance: graph.StanceChampion, roles: []graph.Role{graph.RoleGatekeeper}},
		{in: "Influencer, Detractor, Champion", stance: graph.StanceDetractor, roles: []graph.Role{graph.RoleInfluencer}},
		{in: "Unknown; Supporter", stance: graph.StanceSupporter},
		{in: "Decision Maker;Economic Buyer;Other", roles: []graph.Role{graph.RoleDecider}},
		{in: "Wizard", unknown: []string{"Wizard"}},
	}
	for _, tt := range tests {
		stance, roles, unknown := labels(tt.in)
		if stance != tt.stance || !slices.Equal(roles, tt.roles) || !slices.Equal(unknown, tt.unknown) {
			t.Errorf("labels(%q) = %q %q %q, want %q %q %q", tt.in, stance, roles, unknown, tt.stance, tt.roles, tt.unknown)
		}
	}
}

func TestTieLevelOf(t *testing.T) {
	for in, want := range map[string]graph.TieLevel{
		"0": "NONE", "0.01": "MET", "0.2": "MET", "0.39": "MET", "0.4": "KNOWS", "0.65": "WORKS_WELL", "0.85": "TRUSTED", "1.0": "TRUSTED", "90 %": "TRUSTED",
		"trusted": "TRUSTED", "Works well": "WORKS_WELL", "": "", "unknown": "", "7": "!", "tall": "!",
	} {
		got, _, err := tieLevelOf(in)
		if err != nil {
			got = "!"
		}
		if got != want {
			t.Errorf("tieLevelOf(%q) = %q, want %q (!: refused)", in, got, want)
		}
	}
}
