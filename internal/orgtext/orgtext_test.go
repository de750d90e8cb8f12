package orgtext_test

import (
	"go/doc/comment"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/orgtext"
)

// example is the text in the package comment.
func example(t testing.TB) string {
	f, err := parser.ParseFile(token.NewFileSet(), "doc.go", nil, parser.ParseComments|parser.PackageClauseOnly)
	if err != nil {
		t.Fatal(err)
	}
	var p comment.Parser
	for _, block := range p.Parse(f.Doc.Text()).Content {
		if code, ok := block.(*comment.Code); ok {
			return code.Text
		}
	}
	t.Fatal("the package comment holds no example")
	return ""
}

func lines(t *testing.T, elements []graph.Element) []string {
	var out []string
	for _, e := range elements {
		b, err := e.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(b))
	}
	return out
}

func TestExample(t *testing.T) {
	text := example(t)
	s, err := orgtext.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	again := orgtext.MustParse(text)
	if !slices.Equal(slices.Collect(s.Elements()), slices.Collect(again.Elements())) {
		t.Error("the same text gave two snapshots")
	}
	v := view.On(s, graph.MustDate("2024-05-01"))
	node := func(id graph.ID) kernel.N {
		n, ok := s.Node(id)
		if !ok {
			t.Fatalf("there is no node %s", id)
		}
		return n
	}
	if got := v.Title(node("acme/chief-financial-officer")); got != "Chief Financial Officer" {
		t.Errorf("the title in 2024 is %q", got)
	}
	if got := view.On(s, graph.MustDate("2020-05-01")).Title(node("acme/chief-financial-officer")); got != "Finance Director" {
		t.Errorf("the title in 2020 is %q", got)
	}
	if !v.Ours(node("bob-roy")) || v.Ours(node("petra-blum")) {
		t.Error("Bob Roy is ours and Petra Blum is not")
	}
	if m, ok := v.Manager(node("platform/head-of-platform")); !ok || s.NodeID(m) != "acme/chief-information-officer" {
		t.Errorf("the head of platform reports to %v, %v", m, ok)
	}
	if c := v.Company(node("platform")); s.NodeID(c) != "acme" {
		t.Errorf("platform is part of %s", s.NodeID(c))
	}
	if o := v.Occupancy(node("acme/controller")); o != graph.OccupancyVacant {
		t.Errorf("the controller's seat is %s", o)
	}
}

func TestElements(t *testing.T) {
	const base = "org Us (ours)\n  Lead: Ann\n  Rep: Bob\norg Acme\n  CEO: Cy\naccount Deal for Acme\narea ERP for Deal\n"
	for _, c := range []struct {
		name, text string
		want       []string // the elements beyond those of base
	}{
		{"a tie", `Ann -> Cy: trusted @2024-01-01..`,
			[]string{`{"kind":"KNOWS","id":"knows/ann/cy","src":"ann","dst":"cy","from":"2024-01-01","props":{"level":"TRUSTED"}}`}},
		{"a tie both ways", `Ann <-> Cy: works-well`, []string{
			`{"kind":"KNOWS","id":"knows/ann/cy","src":"ann","dst":"cy","props":{"level":"WORKS_WELL"}}`,
			`{"kind":"KNOWS","id":"knows/cy/ann","src":"cy","dst":"ann","props":{"level":"WORKS_WELL"}}`}},
		{"several names", `Ann, Bob -> Cy: met by=Ann 2024-02-29 "at the fair"`, []string{
			`{"kind":"KNOWS","id":"knows/ann/cy","src":"ann","dst":"cy","props":{"by":"ann","evidence":"at the fair","level":"MET","on":"2024-02-29"}}`,
			`{"kind":"KNOWS","id":"knows/bob/cy","src":"bob","dst":"cy","props":{"by":"ann","evidence":"at the fair","level":"MET","on":"2024-02-29"}}`}},
		{"the same tie twice", "Ann -> Cy: met @..2024-01-01\nAnn -> Cy: knows @2024-01-01..", []string{
			`{"kind":"KNOWS","id":"knows/ann/cy","src":"ann","dst":"cy","to":"2024-01-01","props":{"level":"MET"}}`,
			`{"kind":"KNOWS","id":"knows/ann/cy-2","src":"ann","dst":"cy","from":"2024-01-01","props":{"level":"KNOWS"}}`}},
		{"an id of its own", `knows Ann -> Cy #k1: met`,
			[]string{`{"kind":"KNOWS","id":"k1","src":"ann","dst":"cy","props":{"level":"MET"}}`}},
		{"an influence", `influences Ann -> Bob: 0.5 sways`,
			[]string{`{"kind":"INFLUENCES","id":"influences/ann/bob","src":"ann","dst":"bob","props":{"kind":"SWAYS","weight":0.5}}`}},
		{"a pairing with a seat", `pairs Ann -> CEO: 30 owner=Bob`,
			[]string{`{"kind":"PAIRED_WITH","id":"paired_with/ann/acme/ceo","src":"ann","dst":"acme/ceo","props":{"cadenceDays":30,"owner":"bob"}}`}},
		{"a reference by id", `#ann -> #cy: met`,
			[]string{`{"kind":"KNOWS","id":"knows/ann/cy","src":"ann","dst":"cy","props":{"level":"MET"}}`}},
		{"a seat of two", "org Acme Two\n  Buyer (2 procurement externalIds=hr:7,hr:8): \"Lee, Kim\" (interim), Cy @..2024-06-01", []string{
			`{"kind":"Organization","id":"acme-two","props":{"name":"Acme Two"}}`,
			`{"kind":"Position","id":"acme-two/buyer","props":{"externalIds":["hr:7","hr:8"],"function":"PROCUREMENT","level":2,"title":"Buyer"}}`,
			`{"kind":"Person","id":"lee-kim","props":{"name":"Lee, Kim"}}`,
			`{"kind":"IN","id":"in/acme-two/buyer/acme-two","src":"acme-two/buyer","dst":"acme-two"}`,
			`{"kind":"HOLDS","id":"holds/lee-kim/acme-two/buyer","src":"lee-kim","dst":"acme-two/buyer","props":{"kind":"INTERIM"}}`,
			`{"kind":"HOLDS","id":"holds/cy/acme-two/buyer","src":"cy","dst":"acme-two/buyer","to":"2024-06-01"}`}},
		{"a dated seat and unit", "org Big @2000-01-01..\n  Boss: withheld\n    org Sub (TEAM) @2020-01-01..2021-01-01\n      Hand @2020-02-01..", []string{
			`{"kind":"Organization","id":"big","from":"2000-01-01","props":{"name":"Big"}}`,
			`{"kind":"Position","id":"big/boss","props":{"occupancy":"WITHHELD","title":"Boss"}}`,
			`{"kind":"Organization","id":"sub","props":{"kind":"TEAM","name":"Sub"}}`,
			`{"kind":"Position","id":"sub/hand","props":{"title":"Hand"}}`,
			`{"kind":"IN","id":"in/big/boss/big","src":"big/boss","dst":"big"}`,
			`{"kind":"PART_OF","id":"part_of/sub/big","src":"sub","dst":"big","from":"2020-01-01","to":"2021-01-01"}`,
			`{"kind":"IN","id":"in/sub/hand/sub","src":"sub/hand","dst":"sub","from":"2020-02-01"}`,
			`{"kind":"REPORTS_TO","id":"reports_to/sub/hand/big/boss","src":"sub/hand","dst":"big/boss","from":"2020-02-01","props":{"kind":"SOLID"}}`}},
		{"an assessment", `assess Ann -> Cy in ERP: champion decider sign-off high 2024-01-02`, []string{
			`{"kind":"Assessment","id":"assess/ann/cy/area/erp","props":{"confidence":"HIGH","on":"2024-01-02","roles":["DECIDER","SIGN_OFF"],"stance":"CHAMPION"}}`,
			`{"kind":"AUTHOR","id":"author/assess/ann/cy/area/erp/ann","src":"assess/ann/cy/area/erp","dst":"ann"}`,
			`{"kind":"ABOUT","id":"about/assess/ann/cy/area/erp/cy","src":"assess/ann/cy/area/erp","dst":"cy"}`,
			`{"kind":"ABOUT","id":"about/assess/ann/cy/area/erp/area/erp","src":"assess/ann/cy/area/erp","dst":"area/erp"}`}},
		{"a contact", `met Ann, Cy: mail 2024-01-31 12 theirs`, []string{
			`{"kind":"Interaction","id":"met/ann/cy","props":{"channel":"MAIL","count":12,"on":"2024-01-31","startedBy":"THEIRS"}}`,
			`{"kind":"ATTENDED","id":"attended/ann/met/ann/cy","src":"ann","dst":"met/ann/cy"}`,
			`{"kind":"ATTENDED","id":"attended/cy/met/ann/cy","src":"cy","dst":"met/ann/cy"}`}},
		{"an introduction", `intro Ann -> Cy via Bob: 2024-01-01 accepted=2024-01-05`, []string{
			`{"kind":"Introduction","id":"intro/ann/cy/bob","props":{"accepted":"2024-01-05","asked":"2024-01-01"}}`,
			`{"kind":"SEEKER","id":"seeker/intro/ann/cy/bob/ann","src":"intro/ann/cy/bob","dst":"ann"}`,
			`{"kind":"TARGET","id":"target/intro/ann/cy/bob/cy","src":"intro/ann/cy/bob","dst":"cy"}`,
			`{"kind":"INTRODUCER","id":"introducer/intro/ann/cy/bob/bob","src":"intro/ann/cy/bob","dst":"bob"}`}},
		{"two policies", "policy: deciderDepth=2\npolicy Deal: cadenceDays=14 expectedSeats=FINANCE/4,IT/3", []string{
			`{"kind":"Policy","id":"policy","props":{"deciderDepth":2}}`,
			`{"kind":"Policy","id":"policy/account/deal","props":{"cadenceDays":14,"expectedSeats":["FINANCE/4","IT/3"]}}`,
			`{"kind":"FOR","id":"for/policy/account/deal/account/deal","src":"policy/account/deal","dst":"account/deal"}`}},
		{"what was", `was CEO: title=Boss level=4 @2020-01-01..2021-01-01`, []string{
			`{"kind":"Detail","id":"was/acme/ceo/level","from":"2020-01-01","to":"2021-01-01","props":{"property":"level","value":"4"}}`,
			`{"kind":"Detail","id":"was/acme/ceo/title","from":"2020-01-01","to":"2021-01-01","props":{"property":"title","value":"Boss"}}`,
			`{"kind":"OF","id":"of/was/acme/ceo/level/acme/ceo","src":"was/acme/ceo/level","dst":"acme/ceo"}`,
			`{"kind":"OF","id":"of/was/acme/ceo/title/acme/ceo","src":"was/acme/ceo/title","dst":"acme/ceo"}`}},
		{"a person nobody seats", `person Dee: dee@x.example emails=d@x.example doNotContact`, nil},
		{"a person described", "person Dee #d: emails=d@x.example,dd@x.example doNotContact 3", []string{
			`{"kind":"Person","id":"d","props":{"capacity":3,"doNotContact":true,"emails":["d@x.example","dd@x.example"],"name":"Dee"}}`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			all, err := orgtext.Elements(base + c.text)
			if c.want == nil {
				if err == nil {
					t.Fatalf("Elements(%q) was accepted", c.text)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			have, err := orgtext.Elements(base)
			if err != nil {
				t.Fatal(err)
			}
			known := lines(t, have)
			var got []string
			for _, l := range lines(t, all) {
				if !slices.Contains(known, l) {
					got = append(got, l)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("Elements(%q) =\n%s\nwant\n%s", c.text, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

func TestErrors(t *testing.T) {
	const base = "org Us\n  Lead: Ann\n  Rep: Bob\n  Rep: Cy\n"
	for _, c := range []struct{ name, text, want string }{
		{"an unknown name", "Ann -> Dee: met", `line 5: no Person above is called "Dee"`},
		{"a name of two", "holds Ann -> Rep", `line 5: "Rep" may be #us/rep or #us/rep-2`},
		{"a bad value", "Ann -> Bob: best", `line 5: KNOWS has no value "best"; write property=value`},
		{"a bad property", "Ann -> Bob: met tone=fine", `line 5: KNOWS has no property "tone"`},
		{"two values", "Ann -> Bob: met knows", `line 5: level is said twice`},
		{"an ambiguous word", "pairs Ann -> Bob: vendor", `line 5: "vendor" may be the current or the desired of PAIRED_WITH; write property=value`},
		{"a day", "Ann -> Bob: met on=2024-02-30", `line 5: on: date: "2024-02-30" is not a day; write YYYY-MM-DD`},
		{"a single day for an interval", "Ann -> Bob: met @2024-02-01", `line 5: @2024-02-01 is not an interval; write @FROM..TO, either end may be missing`},
		{"two intervals", "Ann -> Bob: met @2024-02-01.. @..2025-01-01", `line 5: @..2025-01-01 is a second interval`},
		{"no statement", "Ann meets Bob", `line 5: "Ann" begins no statement, and there is no arrow in the line`},
		{"no second name", "Ann ->", `line 5: a name is missing`},
		{"a loose indentation", "Ann -> Bob: met\n  Cy -> Bob: met", `line 6: it is indented under nothing`},
		{"a tab", "\tAnn -> Bob", `line 5: a tab stands in it; indent and separate by spaces`},
		{"an open quote", `Ann -> Bob: "met`, `line 5: the quoted text "met does not end`},
		{"an open parenthesis", "org X (TEAM", `line 5: a parenthesis does not close`},
		{"an empty name", `  Aide: ""`, "line 5: an empty name gives no id; write one with #id"},
		{"a taken name", "org Ann", `line 5: the id ann is taken; give another with #id`},
		{"a bad id", "org Y #ö", `line 5: "#ö" is not an id`},
		{"a number out of place", "Ann -> Bob: 3", `line 5: a number alone means nothing to KNOWS; write property=value`},
		{"a unit with a colon", "org Z: TEAM", `line 5: ":" is out of place`},
		{"a comma at the end", "  Aide: Ann,", `line 5: "," is out of place`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := orgtext.Elements(base + c.text)
			if err == nil || err.Error() != c.want {
				t.Errorf("Elements(%q) = %v, want %s", c.text, err, c.want)
			}
		})
	}
	t.Run("a broken rule", func(t *testing.T) {
		_, err := orgtext.Parse("org Us (ours)\n  A\n    B\nreports A -> B: solid")
		want := "reporting-cycle: "
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("Parse = %v, want %s…", err, want)
		}
	})
}

// FuzzElements holds that no text panics, and that what is read has sound IDs,
// each once.
func FuzzElements(f *testing.F) {
	f.Add(example(f))
	f.Add("org A\n  B (4 it) @..: C (acting), \"D \\\" E\" #d\n#d <-> C #x: met")
	f.Add("person 日本 #: \"\nwas A: x= @..\n")
	f.Fuzz(func(t *testing.T, text string) {
		elements, err := orgtext.Elements(text)
		if err != nil {
			return
		}
		seen := map[graph.ID]bool{}
		for _, e := range elements {
			if !e.ID.Valid() || seen[e.ID] {
				t.Fatalf("id %q is not valid or stands twice", e.ID)
			}
			seen[e.ID] = true
		}
		_, _ = orgtext.Parse(text)
	})
}
